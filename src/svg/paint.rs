//! Colours and gradients.

use super::{Document, write};
use crate::display::{Color, Paint, Point, Stop};

/// How many stops stand between two of which both colour and alpha differ.
const BETWEEN: u32 = 8;

impl Document<'_> {
    /// The attributes that fill an element with a paint.
    pub(super) fn paint(&mut self, paint: &Paint) -> String {
        let mut fill = String::new();
        match paint {
            Paint::Solid(color) => write::color(&mut fill, "fill", *color),
            Paint::Linear { start, end, stops } => {
                if (end.x - start.x).abs().max((end.y - start.y).abs()) < 1e-4 {
                    write::color(&mut fill, "fill", last_color(stops));
                } else {
                    let id = self.linear(*start, *end, stops);
                    fill = format!(" fill=\"url(#{id})\"");
                }
            }
            Paint::Radial { center, radius_x, radius_y, stops } => {
                if *radius_x < 1e-4 || *radius_y < 1e-4 {
                    write::color(&mut fill, "fill", last_color(stops));
                } else {
                    let id = self.radial(*center, *radius_x, *radius_y, stops);
                    fill = format!(" fill=\"url(#{id})\"");
                }
            }
        }
        fill
    }

    fn linear(&mut self, start: Point, end: Point, stops: &[Stop]) -> String {
        let mut rest = String::from(" gradientUnits=\"userSpaceOnUse\"");
        for (name, value) in [("x1", start.x), ("y1", start.y), ("x2", end.x), ("y2", end.y)] {
            write::attribute(&mut rest, name, f64::from(value));
        }
        rest.push('>');
        write_stops(&mut rest, stops);
        self.define("linearGradient", rest)
    }

    fn radial(&mut self, center: Point, radius_x: f32, radius_y: f32, stops: &[Stop]) -> String {
        let mut rest =
            String::from(" gradientUnits=\"userSpaceOnUse\" cx=\"0\" cy=\"0\" r=\"1\" gradientTransform=\"translate(");
        write::number(&mut rest, f64::from(center.x));
        rest.push(' ');
        write::number(&mut rest, f64::from(center.y));
        rest.push_str(") scale(");
        write::factor(&mut rest, f64::from(radius_x));
        rest.push(' ');
        write::factor(&mut rest, f64::from(radius_y));
        rest.push_str(")\">");
        write_stops(&mut rest, stops);
        self.define("radialGradient", rest)
    }
}

fn last_color(stops: &[Stop]) -> Color {
    stops.last().map_or(Color::TRANSPARENT, |stop| stop.color)
}

/// Writes stops so that mixing without alpha, as SVG does, gives what mixing with alpha gives.
pub(super) fn write_stops(out: &mut String, stops: &[Stop]) {
    let mut last: Option<Stop> = None;
    for stop in stops {
        let stop = Stop { offset: stop.offset.clamp(0.0, 1.0).max(last.map_or(0.0, |last| last.offset)), ..*stop };
        match last {
            None => write_stop(out, stop),
            Some(before) => write_segment(out, before, stop),
        }
        last = Some(stop);
    }
}

fn write_segment(out: &mut String, from: Stop, to: Stop) {
    let (a, b) = (from.color, to.color);
    let same = (a.r, a.g, a.b) == (b.r, b.g, b.b);
    if same || a.a == b.a {
        write_stop(out, to);
    } else if a.a <= 0.0 {
        // Nothing is mixed from a transparent colour but its alpha.
        write_stop(out, Stop { offset: from.offset, color: Color { a: 0.0, ..b } });
        write_stop(out, to);
    } else if b.a <= 0.0 {
        write_stop(out, Stop { offset: to.offset, color: Color { a: 0.0, ..a } });
        write_stop(out, to);
    } else {
        for step in 1..=BETWEEN {
            write_stop(out, between(from, to, step as f32 / BETWEEN as f32));
        }
    }
}

/// A stop between two, mixed with premultiplied alpha.
fn between(from: Stop, to: Stop, part: f32) -> Stop {
    let mix = |a: f32, b: f32| a + (b - a) * part;
    let alpha = mix(from.color.a, to.color.a);
    let channel = |a: f32, b: f32| mix(a * from.color.a, b * to.color.a) / alpha;
    Stop {
        offset: mix(from.offset, to.offset),
        color: Color {
            r: channel(from.color.r, to.color.r),
            g: channel(from.color.g, to.color.g),
            b: channel(from.color.b, to.color.b),
            a: alpha,
        },
    }
}

fn write_stop(out: &mut String, stop: Stop) {
    out.push_str("<stop offset=\"");
    write::factor(out, (f64::from(stop.offset) * 1e5).round() / 1e5);
    out.push('"');
    write::color(out, "stop-color", stop.color);
    out.push_str("/>");
}
