//! Gradients of CSS as paints of the display list: lines from angles, radii from keywords, stops from 0 to 1.

use std::sync::Arc;

use crate::display::{Color, Paint, Point, Rect, Stop};
use crate::style::{GradientLine, GradientStop, Length, RadialSize};

/// Most stops a repeating gradient becomes; a finer one is painted in its mean colour.
const MOST_STOPS: usize = 2000;

/// A linear gradient over an area.
pub(super) fn linear(area: Rect, line: GradientLine, stops: &[GradientStop], repeating: bool) -> Option<Paint> {
    let (x, y) = direction(line, area);
    let length = (area.width * x).abs() + (area.height * y).abs();
    let places = fixed(stops, length);
    let center = Point { x: area.x + area.width / 2.0, y: area.y + area.height / 2.0 };
    let at = |offset: f32| {
        let distance = (offset - 0.5) * length;
        Point { x: center.x + x * distance, y: center.y + y * distance }
    };
    match spread_out(&places, repeating, 1.0)? {
        Range::Flat(color) => Some(Paint::Solid(color)),
        Range::Stops(from, to, stops) => Some(Paint::Linear { start: at(from), end: at(to), stops }),
    }
}

/// The unit vector along which colours change, y downwards.
fn direction(line: GradientLine, area: Rect) -> (f32, f32) {
    match line {
        GradientLine::Angle(degrees) => {
            let turn = degrees.rem_euclid(360.0);
            match turn {
                0.0 => (0.0, -1.0),
                90.0 => (1.0, 0.0),
                180.0 => (0.0, 1.0),
                270.0 => (-1.0, 0.0),
                _ => {
                    let angle = turn.to_radians();
                    (libm::sinf(angle), -libm::cosf(angle))
                }
            }
        }
        GradientLine::To(x, 0) => (f32::from(x), 0.0),
        GradientLine::To(0, y) => (0.0, f32::from(y)),
        // Towards a corner: the line of middle colour goes through the two neighbouring corners.
        GradientLine::To(x, y) => {
            let (x, y) = (f32::from(x) * area.height, f32::from(y) * area.width);
            let length = (x * x + y * y).sqrt();
            if length > 0.0 { (x / length, y / length) } else { (0.0, 1.0) }
        }
    }
}

/// How a radial gradient lies in its area.
pub(super) struct Radial<'a> {
    /// A circle, not an ellipse.
    pub(super) circle: bool,
    /// Its size.
    pub(super) size: &'a RadialSize,
    /// Its centre.
    pub(super) position: &'a (Length, Length),
}

/// A radial gradient over an area.
pub(super) fn radial(area: Rect, shape: &Radial<'_>, stops: &[GradientStop], repeating: bool) -> Option<Paint> {
    let (x, y) = (shape.position.0.resolve(area.width), shape.position.1.resolve(area.height));
    let center = Point { x: area.x + x, y: area.y + y };
    let (radius_x, radius_y) = radii(area, shape, x, y);
    let places = fixed(stops, radius_x);
    if radius_x <= 0.0 || radius_y <= 0.0 {
        return places.last().map(|stop| Paint::Solid(stop.color));
    }
    // The farthest corner, in radii: so far a repeating gradient has to go.
    let far = |distance: f32, size: f32| distance.abs().max((size - distance).abs());
    let (across, down) = (far(x, area.width) / radius_x, far(y, area.height) / radius_y);
    let reach = (across * across + down * down).sqrt().max(1.0);
    match spread_out(&from_center(&places, repeating), repeating, reach)? {
        Range::Flat(color) => Some(Paint::Solid(color)),
        Range::Stops(from, to, stops) => {
            // A radial paint begins at its centre: places are measured from there again.
            let first = stops.first().copied();
            let mut moved: Vec<Stop> = stops
                .iter()
                .map(|stop| Stop { offset: (from + stop.offset * (to - from)) / to, color: stop.color })
                .collect();
            if let Some(first) = first.filter(|_| from > 0.0) {
                moved.insert(0, Stop { offset: 0.0, color: first.color });
            }
            Some(Paint::Radial { center, radius_x: radius_x * to, radius_y: radius_y * to, stops: moved.into() })
        }
    }
}

fn radii(area: Rect, shape: &Radial<'_>, x: f32, y: f32) -> (f32, f32) {
    let (left, right, top, bottom) = (x.abs(), (area.width - x).abs(), y.abs(), (area.height - y).abs());
    let (near_x, near_y) = (left.min(right), top.min(bottom));
    let (far_x, far_y) = (left.max(right), top.max(bottom));
    let corner = |dx: f32, dy: f32| {
        if shape.circle {
            let radius = (dx * dx + dy * dy).sqrt();
            (radius, radius)
        } else {
            // An ellipse through the corner with the proportions of the one that touches the sides.
            (dx * std::f32::consts::SQRT_2, dy * std::f32::consts::SQRT_2)
        }
    };
    match shape.size {
        RadialSize::ClosestSide if shape.circle => (near_x.min(near_y), near_x.min(near_y)),
        RadialSize::ClosestSide => (near_x, near_y),
        RadialSize::FarthestSide if shape.circle => (far_x.max(far_y), far_x.max(far_y)),
        RadialSize::FarthestSide => (far_x, far_y),
        RadialSize::ClosestCorner => corner(near_x, near_y),
        RadialSize::FarthestCorner => corner(far_x, far_y),
        RadialSize::Explicit(x, y) => (x.resolve(area.width), y.resolve(area.height)),
    }
}

/// Stops with a place each, ascending (css-images-3, 3.5.3), as fractions of the gradient line.
fn fixed(stops: &[GradientStop], length: f32) -> Vec<Stop> {
    let mut places: Vec<Option<f32>> = stops
        .iter()
        .map(|stop| {
            let offset = stop.offset.as_ref()?;
            Some(match offset {
                Length::Percent(fraction) => *fraction,
                other if length > 0.0 => other.resolve(length) / length,
                _ => 0.0,
            })
        })
        .collect();
    if let Some(first) = places.first_mut() {
        first.get_or_insert(0.0);
    }
    if let Some(last) = places.last_mut() {
        last.get_or_insert(1.0);
    }
    let mut least = f32::NEG_INFINITY;
    for place in places.iter_mut().flatten() {
        least = place.max(least);
        *place = least;
    }
    let mut result: Vec<Stop> = Vec::with_capacity(stops.len());
    for (index, stop) in stops.iter().enumerate() {
        let offset = places.get(index).copied().flatten().unwrap_or_else(|| {
            // Missing places are spread evenly between their neighbours.
            let before = result.last().map_or(0.0, |stop| stop.offset);
            let ahead = places.iter().skip(index).position(Option::is_some).unwrap_or(1);
            let after = places.get(index + ahead).copied().flatten().unwrap_or(1.0);
            before + (after - before) / (ahead + 1) as f32
        });
        result.push(Stop { offset, color: stop.color });
    }
    result
}

/// What is left of a list of stops.
enum Range {
    /// One colour everywhere.
    Flat(Color),
    /// Stops from 0 to 1, of a part of the gradient line that begins and ends at these places.
    Stops(f32, f32, Arc<[Stop]>),
}

/// Repeats stops until they fill 0 to `reach`, and scales them to 0 to 1.
fn spread_out(stops: &[Stop], repeating: bool, reach: f32) -> Option<Range> {
    let (first, last) = (stops.first()?, stops.last()?);
    let period = last.offset - first.offset;
    if repeating {
        let copies = if period > 0.0 { (reach / period).ceil() } else { f32::INFINITY };
        if !copies.is_finite() || (copies as usize + 2).saturating_mul(stops.len()) > MOST_STOPS {
            return Some(Range::Flat(mean(stops)));
        }
        let start = (-first.offset / period).floor();
        let mut all = Vec::new();
        let mut copy = start;
        while first.offset + copy * period < reach {
            all.extend(stops.iter().map(|stop| Stop { offset: stop.offset + copy * period, color: stop.color }));
            copy += 1.0;
        }
        return Some(scaled(&all));
    }
    if stops.iter().all(|stop| stop.color == first.color) {
        return Some(Range::Flat(first.color));
    }
    // A hard edge at the first or last stop: the colour beyond it needs a stretch of its own.
    let edge = |two: Option<&[Stop]>| matches!(two, Some([one, other]) if one.offset == other.offset);
    let mut all = stops.to_vec();
    if edge(stops.get(..2)) && first.offset > 0.0 {
        all.insert(0, Stop { offset: 0.0, ..*first });
    }
    if edge(stops.len().checked_sub(2).and_then(|from| stops.get(from..))) && last.offset < reach {
        all.push(Stop { offset: reach, ..*last });
    }
    Some(scaled(&all))
}

fn scaled(stops: &[Stop]) -> Range {
    let from = stops.first().map_or(0.0, |stop| stop.offset);
    let to = stops.last().map_or(1.0, |stop| stop.offset);
    if to - from <= 0.0 {
        // All stops in one place: a hard edge. A little room keeps the line from vanishing.
        let (before, after) = (stops.first(), stops.last());
        let edge = [(0.0, before), (0.5, before), (0.5, after), (1.0, after)];
        let stops =
            edge.iter().filter_map(|(offset, stop)| stop.map(|stop| Stop { offset: *offset, color: stop.color }));
        return Range::Stops(from - 0.0005, to + 0.0005, stops.collect());
    }
    let stops = stops
        .iter()
        .map(|stop| Stop { offset: ((stop.offset - from) / (to - from)).clamp(0.0, 1.0), color: stop.color });
    Range::Stops(from, to, stops.collect())
}

/// Drops what lies before the centre of a radial gradient, which has no negative side.
fn from_center(stops: &[Stop], repeating: bool) -> Vec<Stop> {
    if repeating || stops.first().is_none_or(|stop| stop.offset >= 0.0) {
        return stops.to_vec();
    }
    let mut kept: Vec<Stop> = Vec::new();
    for pair in stops.windows(2) {
        let [before, after] = pair else { continue };
        if before.offset < 0.0 && after.offset > 0.0 {
            let share = -before.offset / (after.offset - before.offset);
            kept.push(Stop { offset: 0.0, color: mixed(before.color, after.color, share) });
        }
        if after.offset >= 0.0 {
            kept.push(*after);
        }
    }
    if kept.is_empty() {
        kept.extend(stops.last().map(|stop| Stop { offset: 0.0, color: stop.color }));
    }
    kept
}

/// A mix of two colours in premultiplied sRGB.
fn mixed(from: Color, to: Color, share: f32) -> Color {
    let alpha = from.a + (to.a - from.a) * share;
    if alpha <= 0.0 {
        return Color::TRANSPARENT;
    }
    let part = |from_part: f32, to_part: f32| (from_part * from.a * (1.0 - share) + to_part * to.a * share) / alpha;
    Color { r: part(from.r, to.r), g: part(from.g, to.g), b: part(from.b, to.b), a: alpha }
}

/// The mean colour of a period.
fn mean(stops: &[Stop]) -> Color {
    let mut color = stops.first().map_or(Color::TRANSPARENT, |stop| stop.color);
    for (index, stop) in stops.iter().enumerate().skip(1) {
        color = mixed(color, stop.color, 1.0 / (index as f32 + 1.0));
    }
    color
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: Color = Color { r: 1.0, g: 0.0, b: 0.0, a: 1.0 };
    const BLUE: Color = Color { r: 0.0, g: 0.0, b: 1.0, a: 1.0 };

    fn stop(color: Color, offset: Option<Length>) -> GradientStop {
        GradientStop { color, offset }
    }

    #[test]
    fn an_angle_reaches_from_corner_to_corner() {
        let paint = linear(
            Rect::new(0.0, 0.0, 100.0, 100.0),
            GradientLine::Angle(135.0),
            &[stop(RED, None), stop(BLUE, None)],
            false,
        );
        let Some(Paint::Linear { start, end, .. }) = paint else { panic!("not linear") };
        assert!(start.x.abs() < 0.01 && start.y.abs() < 0.01, "{start:?}");
        assert!((end.x - 100.0).abs() < 0.01 && (end.y - 100.0).abs() < 0.01, "{end:?}");
    }

    #[test]
    fn colours_beyond_a_hard_edge_at_either_end_are_kept() {
        let at = |percent: f32| Some(Length::Percent(percent));
        let area = Rect::new(0.0, 0.0, 100.0, 100.0);
        let stops = [stop(RED, at(0.2)), stop(BLUE, at(0.2)), stop(BLUE, at(0.9)), stop(RED, at(0.9))];
        let Some(Paint::Linear { start, end, stops: list }) = linear(area, GradientLine::To(1, 0), &stops, false)
        else {
            panic!("not linear")
        };
        assert_eq!((start.x, end.x), (0.0, 100.0));
        let found: Vec<(f32, bool)> = list.iter().map(|stop| (stop.offset, stop.color == RED)).collect();
        assert_eq!(found, [(0.0, true), (0.2, true), (0.2, false), (0.9, false), (0.9, true), (1.0, true)]);
        let shape =
            Radial { circle: true, size: &RadialSize::FarthestSide, position: &(Length::Px(50.0), Length::Px(50.0)) };
        let Some(Paint::Radial { radius_x, stops: list, .. }) = radial(area, &shape, &stops, false) else {
            panic!("not radial")
        };
        assert!(radius_x > 50.0 && list.first().is_some_and(|stop| (stop.offset, stop.color) == (0.0, RED)));
        assert!(list.last().is_some_and(|stop| (stop.offset, stop.color) == (1.0, RED)), "{list:?}");
    }

    #[test]
    fn missing_places_are_spread_and_descending_ones_raised() {
        let places = fixed(
            &[
                stop(RED, Some(Length::Percent(0.2))),
                stop(BLUE, None),
                stop(RED, None),
                stop(BLUE, Some(Length::Px(80.0))),
                stop(RED, Some(Length::Percent(0.5))),
            ],
            100.0,
        );
        let offsets: Vec<f32> = places.iter().map(|stop| (stop.offset * 100.0).round()).collect();
        assert_eq!(offsets, [20.0, 40.0, 60.0, 80.0, 80.0]);
    }

    #[test]
    fn a_repeating_gradient_fills_its_line() {
        let stops = [stop(RED, Some(Length::Px(0.0))), stop(BLUE, Some(Length::Px(10.0)))];
        let paint = linear(Rect::new(0.0, 0.0, 100.0, 10.0), GradientLine::To(1, 0), &stops, true);
        let Some(Paint::Linear { stops, .. }) = paint else { panic!("not linear") };
        assert_eq!(stops.len(), 20);
    }

    #[test]
    fn a_radial_gradient_reaches_the_farthest_corner() {
        let shape = Radial {
            circle: true,
            size: &RadialSize::FarthestCorner,
            position: &(Length::Percent(0.5), Length::Percent(0.5)),
        };
        let paint = radial(Rect::new(0.0, 0.0, 60.0, 80.0), &shape, &[stop(RED, None), stop(BLUE, None)], false);
        let Some(Paint::Radial { radius_x, radius_y, center, .. }) = paint else { panic!("not radial") };
        assert_eq!((radius_x, radius_y, center.x, center.y), (50.0, 50.0, 30.0, 40.0));
    }
}
