//! The display list as text, one line an item: what tests compare.

use std::fmt::{self, Write};

use super::{Color, DisplayList, Filter, Item, Paint, Rect, RoundedRect, Shape};

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b, a] = self.to_rgba8();
        if a == 255 { write!(f, "#{r:02x}{g:02x}{b:02x}") } else { write!(f, "#{r:02x}{g:02x}{b:02x}{a:02x}") }
    }
}

impl fmt::Display for Rect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{} {}x{}", short(self.x), short(self.y), short(self.width), short(self.height))
    }
}

impl fmt::Display for RoundedRect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rect)?;
        if !self.is_sharp() {
            f.write_str(" r")?;
            for (index, (x, y)) in self.radii.iter().enumerate() {
                let separator = if index == 0 { "" } else { "," };
                write!(f, "{separator}{}/{}", short(*x), short(*y))?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rect(rect) => write!(f, "rect {rect}"),
            Self::Rounded(rounded) => write!(f, "rounded {rounded}"),
            Self::Ring { outer, inner } => write!(f, "ring {outer} minus {inner}"),
            Self::Path(path, rule) => write!(f, "path {rule:?} of {} elements", path.elements().len()),
        }
    }
}

impl fmt::Display for Paint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stops = match self {
            Self::Solid(color) => return write!(f, "{color}"),
            Self::Linear { start, end, stops } => {
                write!(f, "linear {},{} to {},{}", short(start.x), short(start.y), short(end.x), short(end.y))?;
                stops
            }
            Self::Radial { center, radius_x, radius_y, stops } => {
                write!(
                    f,
                    "radial {},{} by {}x{}",
                    short(center.x),
                    short(center.y),
                    short(*radius_x),
                    short(*radius_y)
                )?;
                stops
            }
        };
        for stop in stops.iter() {
            write!(f, " {}@{}", stop.color, short(stop.offset))?;
        }
        Ok(())
    }
}

impl DisplayList {
    /// The list as text: one line an item, numbers rounded to hundredths.
    pub fn dump(&self) -> String {
        let mut text = format!("card {}x{}\n", short(self.width), short(self.height));
        self.dump_items(&mut text, &self.items, "");
        text
    }

    fn dump_items(&self, text: &mut String, items: &[Item], indent: &str) {
        let deeper = format!("{indent}  ");
        for item in items {
            text.push_str(indent);
            // Writing into a String cannot fail.
            let _ = match item {
                Item::Fill(shape, paint) => writeln!(text, "fill {shape} {paint}"),
                Item::Shadow(shadow) => writeln!(
                    text,
                    "shadow {}{} sigma {} {}",
                    if shadow.inset { "inset " } else { "" },
                    shadow.shape,
                    short(shadow.sigma),
                    shadow.color
                ),
                Item::Picture(item) => {
                    writeln!(text, "picture {} from {} to {} in {}", item.picture, item.source, item.target, item.clip)
                }
                Item::Glyphs(run) => {
                    let family = self.faces.get(run.face).map_or("?", |face| &face.family);
                    let place = run.glyphs.first().map_or((0.0, 0.0), |glyph| (glyph.x, glyph.y));
                    writeln!(
                        text,
                        "glyphs {} {} {} {} at {},{}",
                        run.glyphs.len(),
                        family,
                        short(run.size),
                        run.color,
                        short(place.0),
                        short(place.1)
                    )
                }
                Item::Clip(shape) => writeln!(text, "clip {shape}"),
                Item::EndClip => writeln!(text, "end clip"),
                Item::Opacity(alpha) => writeln!(text, "opacity {}", short(*alpha)),
                Item::EndOpacity => writeln!(text, "end opacity"),
                Item::TextShadow(shadow) => {
                    let done = writeln!(text, "text shadow sigma {}", short(shadow.sigma));
                    self.dump_items(text, &shadow.items, &deeper);
                    done
                }
                Item::Transform(transform) => {
                    writeln!(text, "transform {}", list(&transform.as_coeffs().map(|v| v as f32)))
                }
                Item::EndTransform => writeln!(text, "end transform"),
                Item::Filter(filters) => {
                    let filters: Vec<String> = filters.iter().map(ToString::to_string).collect();
                    writeln!(text, "filter {}", filters.join(" "))
                }
                Item::EndFilter => writeln!(text, "end filter"),
                Item::Mask(layers) => {
                    let done = writeln!(text, "mask of {}", layers.len());
                    for layer in layers.iter() {
                        let _ = writeln!(
                            text,
                            "{indent}- {}{}",
                            if layer.luminance { "luminance" } else { "alpha" },
                            if layer.intersect { " intersect" } else { "" }
                        );
                        self.dump_items(text, &layer.items, &deeper);
                    }
                    done
                }
                Item::EndMask => writeln!(text, "end mask"),
            };
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blur(sigma) => write!(f, "blur {}", short(*sigma)),
            Self::Matrix(matrix) => write!(f, "matrix {}", list(matrix)),
            Self::DropShadow { x, y, sigma, color } => {
                write!(f, "shadow {},{} sigma {} {color}", short(*x), short(*y), short(*sigma))
            }
        }
    }
}

/// Numbers with commas between.
fn list(values: &[f32]) -> String {
    values.iter().map(|value| short(*value).to_string()).collect::<Vec<_>>().join(",")
}

/// A number with at most two decimals and no trailing zeros.
fn short(value: f32) -> f32 {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}
