//! Whether a display list can be painted at all: sizes, numbers, references and nesting.
//!
//! And what it stands on. Both back ends ask here first, so that neither has to find out again.

use kurbo::PathEl;

use super::{Color, DisplayList, Filter, Item, Paint, Rect, RoundedRect, Shape};
use crate::{Error, ErrorKind, Result};

/// Most device px a side.
pub const MAX_SIDE: f32 = 8192.0;
/// Most device px of a card (64 Mpx).
pub const MAX_PIXELS: f32 = 64.0 * 1024.0 * 1024.0;

impl DisplayList {
    /// The size in device px at a scale, after checking the list once: every number is finite, every face and picture
    /// exists, clips and opacity groups are closed in the order they were opened.
    ///
    /// # Errors
    /// `too-large` for a card past 8192 px a side or 64 Mpx, `invalid-value` for everything else.
    pub fn device_size(&self, scale: f32) -> Result<(u16, u16)> {
        let (width, height) = ((self.width * scale).round(), (self.height * scale).round());
        if !(width >= 1.0 && height >= 1.0) {
            return Err(Error::new(
                ErrorKind::InvalidValue,
                format!("a card of {width}x{height} px cannot be drawn, expected at least 1x1"),
            ));
        }
        if width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS {
            return Err(Error::new(
                ErrorKind::TooLarge,
                format!("a card of {width}x{height} px is too large, expected at most 8192 px a side and 64 Mpx"),
            )
            .with_hint("choose a smaller size or scale"));
        }
        self.check_items()?;
        Ok((width as u16, height as u16))
    }

    /// The colour of the whole card and the items on it: the first item where that fills the card, else white.
    pub fn ground(&self) -> (Color, &[Item]) {
        const WHITE: Color = Color { r: 1.0, g: 1.0, b: 1.0, a: 1.0 };
        match self.even(&self.items) {
            Some((color, rest)) if color.a >= 1.0 => (color, rest),
            _ => (WHITE, &self.items),
        }
    }

    /// The colour of a first item that fills the card evenly, and the items on it.
    pub(crate) fn even<'a>(&self, items: &'a [Item]) -> Option<(Color, &'a [Item])> {
        match items.split_first()? {
            (Item::Fill(Shape::Rect(rect), Paint::Solid(color)), rest) if self.is_within(*rect) => Some((*color, rest)),
            _ => None,
        }
    }

    fn check_items(&self) -> Result<()> {
        self.check(&self.items)
    }

    fn check(&self, items: &[Item]) -> Result<()> {
        let mut open = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if item.begins() {
                open.push(item);
            }
            let sound = match item {
                Item::Fill(shape, paint) => is_finite_shape(shape) && is_finite_paint(paint),
                Item::Shadow(shadow) => {
                    is_finite_rounded(&shadow.shape) && is_finite_rounded(&shadow.clip) && shadow.sigma.is_finite()
                }
                Item::Picture(item) => {
                    item.picture < self.pictures.len()
                        && is_finite_rect(item.source)
                        && is_finite_rect(item.target)
                        && is_finite_shape(&item.clip)
                }
                Item::Glyphs(run) => {
                    run.face < self.faces.len()
                        && [run.size, run.skew_deg, run.embolden].iter().all(|value| value.is_finite())
                        && run.glyphs.iter().all(|glyph| glyph.x.is_finite() && glyph.y.is_finite())
                }
                Item::TextShadow(shadow) => {
                    self.check(&shadow.items)?;
                    shadow.sigma.is_finite()
                }
                Item::Clip(shape) => is_finite_shape(shape),
                Item::Opacity(alpha) => alpha.is_finite(),
                Item::Transform(transform) => transform.is_finite(),
                Item::Filter(filters) => filters.iter().all(is_finite_filter),
                Item::Mask(layers) => {
                    layers.iter().try_for_each(|layer| self.check(&layer.items))?;
                    true
                }
                Item::EndClip => matches!(open.pop(), Some(Item::Clip(_))),
                Item::EndOpacity => matches!(open.pop(), Some(Item::Opacity(_))),
                Item::EndTransform => matches!(open.pop(), Some(Item::Transform(_))),
                Item::EndFilter => matches!(open.pop(), Some(Item::Filter(_))),
                Item::EndMask => matches!(open.pop(), Some(Item::Mask(_))),
            };
            if !sound {
                return Err(unsound(&format!("item {index} of the display list cannot be painted")));
            }
        }
        if open.is_empty() {
            Ok(())
        } else {
            Err(unsound("the display list ends inside a clip, a transform or a group"))
        }
    }
}

fn unsound(message: &str) -> Error {
    Error::new(ErrorKind::InvalidValue, message).with_hint(
        "every number must be finite, every face and picture must exist, and groups must be closed in the order they were opened",
    )
}

fn is_finite_rect(rect: Rect) -> bool {
    [rect.x, rect.y, rect.width, rect.height].iter().all(|value| value.is_finite())
}

fn is_finite_rounded(rounded: &RoundedRect) -> bool {
    is_finite_rect(rounded.rect) && rounded.radii.iter().all(|(x, y)| x.is_finite() && y.is_finite())
}

fn is_finite_shape(shape: &Shape) -> bool {
    match shape {
        Shape::Rect(rect) => is_finite_rect(*rect),
        Shape::Rounded(rounded) => is_finite_rounded(rounded),
        Shape::Ring { outer, inner } => is_finite_rounded(outer) && is_finite_rounded(inner),
        Shape::Path(path, _) => path.is_finite() && matches!(path.elements().first(), None | Some(PathEl::MoveTo(_))),
    }
}

fn is_finite_filter(filter: &Filter) -> bool {
    match filter {
        Filter::Blur(sigma) => sigma.is_finite(),
        Filter::Matrix(matrix) => matrix.iter().all(|value| value.is_finite()),
        Filter::DropShadow { x, y, sigma, color } => {
            [*x, *y, *sigma, color.r, color.g, color.b, color.a].iter().all(|value| value.is_finite())
        }
    }
}

fn is_finite_paint(paint: &Paint) -> bool {
    let (numbers, stops) = match paint {
        Paint::Solid(color) => return [color.r, color.g, color.b, color.a].iter().all(|value| value.is_finite()),
        Paint::Linear { start, end, stops } => ([start.x, start.y, end.x, end.y], stops),
        Paint::Radial { center, radius_x, radius_y, stops } => ([center.x, center.y, *radius_x, *radius_y], stops),
    };
    numbers.iter().all(|value| value.is_finite())
        && !stops.is_empty()
        && stops.iter().all(|stop| {
            let color = stop.color;
            [stop.offset, color.r, color.g, color.b, color.a].iter().all(|value| value.is_finite())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::{Color, GlyphRun};

    fn list(items: Vec<Item>) -> DisplayList {
        DisplayList { width: 10.0, height: 10.0, items, ..DisplayList::default() }
    }

    #[test]
    fn a_sound_list_has_a_rounded_device_size() {
        let list = DisplayList { width: 10.5, height: 9.0, ..DisplayList::default() };
        assert_eq!(list.device_size(1.5).unwrap(), (16, 14));
    }

    #[test]
    fn groups_must_be_closed_in_order() {
        let shape = Shape::Rect(Rect::new(0.0, 0.0, 1.0, 1.0));
        let bad = [
            vec![Item::EndClip],
            vec![Item::Opacity(0.5)],
            vec![Item::Clip(shape.clone()), Item::Opacity(0.5), Item::EndClip, Item::EndOpacity],
        ];
        for items in bad {
            assert_eq!(list(items).device_size(1.0).unwrap_err().kind(), ErrorKind::InvalidValue);
        }
        let good = vec![Item::Clip(shape), Item::Opacity(0.5), Item::EndOpacity, Item::EndClip];
        assert!(list(good).device_size(1.0).is_ok());
    }

    #[test]
    fn numbers_must_be_finite_and_faces_must_exist() {
        let rect = Shape::Rect(Rect::new(f32::NAN, 0.0, 1.0, 1.0));
        assert!(list(vec![Item::Fill(rect, Paint::Solid(Color::BLACK))]).device_size(1.0).is_err());
        let run = GlyphRun {
            face: 0,
            size: 10.0,
            coords: Vec::new().into(),
            skew_deg: 0.0,
            embolden: 0.0,
            color: Color::BLACK,
            glyphs: Vec::new(),
        };
        assert!(list(vec![Item::Glyphs(run)]).device_size(1.0).is_err());
    }

    #[test]
    fn a_card_past_the_limits_is_refused() {
        let list = DisplayList { width: 5000.0, height: 10.0, ..DisplayList::default() };
        assert_eq!(list.device_size(2.0).unwrap_err().kind(), ErrorKind::TooLarge);
        assert!(list.device_size(f32::NAN).is_err());
    }
}
