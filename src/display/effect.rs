//! What is done to a group of items as a whole: filters, masks, transforms; and how far the result reaches.

use std::sync::Arc;

use kurbo::{Affine, Rect as KurboRect};
use skrifa::instance::{LocationRef, NormalizedCoord, Size};
use skrifa::{FontRef, MetadataProvider};

use super::{Color, DisplayList, GlyphRun, Item, Paint, Point, Rect, RoundedRect, Shadow, Shape};

/// How far a blur reaches, in standard deviations.
pub const BLUR_REACH: f32 = 3.0;

/// A change of the pixels of a group.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// A gaussian blur of this standard deviation in px.
    Blur(f32),
    /// A matrix of four rows and five columns: red, green, blue, alpha and 1 (all from 0 to 1, sRGB, not premultiplied) to the new red,
    /// green, blue and alpha.
    Matrix([f32; 20]),
    /// A blurred and coloured copy of the shape below the group.
    DropShadow {
        /// To the right, px.
        x: f32,
        /// Down, px.
        y: f32,
        /// Standard deviation of the blur in px.
        sigma: f32,
        /// Colour of the shadow.
        color: Color,
    },
}

/// A layer of a mask: what is drawn says how much of the group is seen.
#[derive(Debug, Clone, PartialEq)]
pub struct MaskLayer {
    /// What is drawn, on nothing.
    pub items: Vec<Item>,
    /// Lightness times alpha counts, not alpha alone.
    pub luminance: bool,
    /// What both this layer and all below it show is seen, not what one of them shows.
    pub intersect: bool,
}

/// The shadow of letters and of the lines at them.
#[derive(Debug, Clone, PartialEq)]
pub struct TextShadow {
    /// Standard deviation of the blur in px; 0 is sharp.
    pub sigma: f32,
    /// Glyphs and fills in the colour of the shadow, at its place.
    pub items: Vec<Item>,
}

/// A scale, the same both ways and above 0, and then a shift.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// The scale.
    pub scale: f32,
    /// To the right, px.
    pub x: f32,
    /// Down, px.
    pub y: f32,
}

impl Placement {
    /// Leaves everything where it is.
    pub const IDENTITY: Self = Self { scale: 1.0, x: 0.0, y: 0.0 };

    /// What a transform does, when it is as simple as that.
    pub fn of(transform: Affine) -> Option<Self> {
        const NEAR: f64 = 1e-6;
        let [xx, yx, xy, yy, x, y] = transform.as_coeffs();
        let simple = xx > NEAR && (xx - yy).abs() <= NEAR * xx && yx.abs() <= NEAR * xx && xy.abs() <= NEAR * xx;
        simple.then_some(Self { scale: xx as f32, x: x as f32, y: y as f32 })
    }

    /// The same as a transform.
    pub fn affine(self) -> Affine {
        Affine::new([f64::from(self.scale), 0.0, 0.0, f64::from(self.scale), f64::from(self.x), f64::from(self.y)])
    }

    fn point(self, x: f32, y: f32) -> (f32, f32) {
        (x * self.scale + self.x, y * self.scale + self.y)
    }

    /// A rectangle at its new place.
    pub fn rect(self, rect: Rect) -> Rect {
        let (x, y) = self.point(rect.x, rect.y);
        Rect::new(x, y, rect.width * self.scale, rect.height * self.scale)
    }

    fn rounded(self, rounded: &RoundedRect) -> RoundedRect {
        let radii = rounded.radii.map(|(x, y)| (x * self.scale, y * self.scale));
        RoundedRect { rect: self.rect(rounded.rect), radii }
    }

    /// A shape at its new place.
    pub fn shape(self, shape: &Shape) -> Shape {
        match shape {
            Shape::Rect(rect) => Shape::Rect(self.rect(*rect)),
            Shape::Rounded(rounded) => Shape::Rounded(self.rounded(rounded)),
            Shape::Ring { outer, inner } => Shape::Ring { outer: self.rounded(outer), inner: self.rounded(inner) },
            Shape::Path(path, rule) => Shape::Path(Arc::new(self.affine() * (**path).clone()), *rule),
        }
    }

    fn paint(self, paint: &Paint) -> Paint {
        let place = |point: &Point| {
            let (x, y) = self.point(point.x, point.y);
            Point { x, y }
        };
        match paint {
            Paint::Solid(color) => Paint::Solid(*color),
            Paint::Linear { start, end, stops } => {
                Paint::Linear { start: place(start), end: place(end), stops: stops.clone() }
            }
            Paint::Radial { center, radius_x, radius_y, stops } => Paint::Radial {
                center: place(center),
                radius_x: radius_x * self.scale,
                radius_y: radius_y * self.scale,
                stops: stops.clone(),
            },
        }
    }

    fn run(self, run: &GlyphRun) -> GlyphRun {
        let mut run = run.clone();
        run.size *= self.scale;
        run.embolden *= self.scale;
        for glyph in &mut run.glyphs {
            (glyph.x, glyph.y) = self.point(glyph.x, glyph.y);
        }
        run
    }

    /// Items at their new places. What is inside a transform moves with it.
    pub fn items(self, items: &[Item]) -> Vec<Item> {
        if self == Self::IDENTITY {
            return items.to_vec();
        }
        let mut depth = 0_usize;
        let mut moved = Vec::with_capacity(items.len());
        for item in items {
            if matches!(item, Item::EndTransform) {
                depth = depth.saturating_sub(1);
            }
            moved.push(if depth == 0 { self.item(item) } else { item.clone() });
            depth += usize::from(matches!(item, Item::Transform(_)));
        }
        moved
    }

    /// One item at its new place.
    pub fn item(self, item: &Item) -> Item {
        match item {
            Item::Fill(shape, paint) => Item::Fill(self.shape(shape), self.paint(paint)),
            Item::Shadow(shadow) => Item::Shadow(Shadow {
                shape: self.rounded(&shadow.shape),
                clip: self.rounded(&shadow.clip),
                sigma: shadow.sigma * self.scale,
                ..shadow.clone()
            }),
            Item::Picture(item) => {
                let mut item = item.clone();
                (item.target, item.clip) = (self.rect(item.target), self.shape(&item.clip));
                Item::Picture(item)
            }
            Item::Glyphs(run) => Item::Glyphs(self.run(run)),
            Item::TextShadow(shadow) => {
                Item::TextShadow(TextShadow { sigma: shadow.sigma * self.scale, items: self.items(&shadow.items) })
            }
            Item::Clip(shape) => Item::Clip(self.shape(shape)),
            Item::Transform(transform) => Item::Transform(self.affine() * *transform),
            Item::Filter(filters) => Item::Filter(filters.iter().map(|filter| filter.scaled(self.scale)).collect()),
            Item::Mask(layers) => {
                let layer = |layer: &MaskLayer| MaskLayer { items: self.items(&layer.items), ..layer.clone() };
                Item::Mask(layers.iter().map(layer).collect())
            }
            Item::Opacity(_)
            | Item::EndClip
            | Item::EndOpacity
            | Item::EndTransform
            | Item::EndFilter
            | Item::EndMask => item.clone(),
        }
    }
}

impl Filter {
    /// The same where a px is as long as `scale` px. Offsets do not turn.
    #[must_use]
    pub fn scaled(&self, scale: f32) -> Self {
        match self {
            Self::Blur(sigma) => Self::Blur(sigma * scale),
            Self::Matrix(matrix) => Self::Matrix(*matrix),
            Self::DropShadow { x, y, sigma, color } => {
                Self::DropShadow { x: x * scale, y: y * scale, sigma: sigma * scale, color: *color }
            }
        }
    }

    /// The same under a transform, which turns offsets and scales blurs.
    #[must_use]
    pub fn under(&self, transform: Affine) -> Self {
        let scaled = self.scaled(mean_scale(transform));
        match (self, scaled) {
            (Self::DropShadow { x, y, .. }, Self::DropShadow { sigma, color, .. }) => {
                let [xx, yx, xy, yy, ..] = transform.as_coeffs();
                let (right, down) = (f64::from(*x), f64::from(*y));
                let (x, y) = ((xx * right + xy * down) as f32, (yx * right + yy * down) as f32);
                Self::DropShadow { x, y, sigma, color }
            }
            (_, scaled) => scaled,
        }
    }

    /// What the filter makes of an area in px.
    pub fn grown(&self, area: Rect) -> Rect {
        let around = |area: Rect, sigma: f32| {
            let reach = -(sigma * BLUR_REACH).ceil();
            area.inset(reach, reach, reach, reach)
        };
        match self {
            Self::Blur(sigma) => around(area, *sigma),
            Self::Matrix(_) => area,
            Self::DropShadow { x, y, sigma, .. } => {
                let cast = around(Rect::new(area.x + x, area.y + y, area.width, area.height), *sigma);
                area.union(cast)
            }
        }
    }
}

/// The scale of a transform: the square root of how much larger areas become.
pub fn mean_scale(transform: Affine) -> f32 {
    transform.determinant().abs().sqrt() as f32
}

/// The rectangle around a rectangle under a transform.
pub fn around(transform: Affine, rect: Rect) -> Rect {
    let (left, top) = (f64::from(rect.x), f64::from(rect.y));
    let bounds =
        transform.transform_rect_bbox(KurboRect::new(left, top, f64::from(rect.right()), f64::from(rect.bottom())));
    Rect::new(bounds.x0 as f32, bounds.y0 as f32, bounds.width() as f32, bounds.height() as f32)
}

/// The items of the group that begins with the first one, its end included; the first one alone when it begins none.
pub fn group(items: &[Item]) -> &[Item] {
    let mut depth = 0_usize;
    for (index, item) in items.iter().enumerate() {
        if item.begins() {
            depth += 1;
        } else if item.ends() {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            return items.get(..=index).unwrap_or(items);
        }
    }
    items
}

impl Item {
    /// Whether items up to a matching end belong to it.
    pub fn begins(&self) -> bool {
        matches!(self, Self::Clip(_) | Self::Opacity(_) | Self::Transform(_) | Self::Filter(_) | Self::Mask(_))
    }

    /// Whether it ends what another one began.
    pub fn ends(&self) -> bool {
        matches!(self, Self::EndClip | Self::EndOpacity | Self::EndTransform | Self::EndFilter | Self::EndMask)
    }
}

/// Calls a function with each item, those of masks and shadows of letters included.
pub fn each_item<'a>(items: &'a [Item], visit: &mut dyn FnMut(&'a Item)) {
    for item in items {
        visit(item);
        match item {
            Item::TextShadow(shadow) => each_item(&shadow.items, visit),
            Item::Mask(layers) => layers.iter().for_each(|layer| each_item(&layer.items, visit)),
            _ => {}
        }
    }
}

/// A group whose extent is being found.
struct Open<'a> {
    begun: Option<&'a Item>,
    to_outside: Affine,
    clip: Option<Rect>,
    found: Option<Rect>,
}

/// Where a plain item may paint, in px of its own; glyphs as far as `reach` says. `None`: nowhere, or wherever the items around it do.
pub(crate) fn plain_bounds(item: &Item, reach: impl FnOnce(&GlyphRun) -> Option<Rect>) -> Option<Rect> {
    match item {
        Item::Fill(shape, _) => Some(shape.bounds()),
        Item::Shadow(shadow) if shadow.inset => Some(shadow.clip.rect),
        Item::Shadow(shadow) => {
            let margin = -(shadow.sigma * 4.0 + 2.0);
            Some(shadow.shape.rect.inset(margin, margin, margin, margin))
        }
        Item::Picture(picture) => Some(picture.clip.bounds()),
        Item::Glyphs(run) => reach(run),
        Item::TextShadow(_)
        | Item::Clip(_)
        | Item::EndClip
        | Item::Opacity(_)
        | Item::EndOpacity
        | Item::Transform(_)
        | Item::EndTransform
        | Item::Filter(_)
        | Item::EndFilter
        | Item::Mask(_)
        | Item::EndMask => None,
    }
}

impl DisplayList {
    /// The rectangle outside of which items paint nothing, under a transform; `None` when they paint nothing at all. Clips count, and
    /// what filters add.
    pub fn extent(&self, items: &[Item], transform: Affine) -> Option<Rect> {
        let mut open = vec![Open { begun: None, to_outside: transform, clip: None, found: None }];
        for item in items {
            let Some(last) = open.last() else { break };
            let (to_outside, clip) = (last.to_outside, last.clip);
            if item.ends() {
                let Some(done) = open.pop().filter(|_| !open.is_empty()) else { break };
                let found = done.found.and_then(|found| self.after(done.begun, found, done.to_outside));
                add(&mut open, found);
            } else if item.begins() {
                let (to_outside, clip) = match item {
                    Item::Transform(own) => (to_outside * *own, clip),
                    Item::Clip(shape) => {
                        let own = around(to_outside, shape.bounds());
                        let both = clip.map_or(Some(own), |clip| clip.intersection(own));
                        (to_outside, Some(both.unwrap_or_default()))
                    }
                    // What a blur brings in from outside a clip around it is cut off behind it.
                    Item::Filter(_) => (to_outside, None),
                    _ => (to_outside, clip),
                };
                open.push(Open { begun: Some(item), to_outside, clip, found: None });
            } else if let Some(own) = self.bounds(item) {
                add(&mut open, Some(around(to_outside, own)));
            }
        }
        open.into_iter().next().and_then(|whole| whole.found)
    }

    /// What a group shows of what was found in it.
    fn after(&self, begun: Option<&Item>, found: Rect, transform: Affine) -> Option<Rect> {
        match begun {
            Some(Item::Filter(filters)) => {
                Some(filters.iter().fold(found, |area, filter| filter.under(transform).grown(area)))
            }
            Some(Item::Mask(layers)) => {
                let shown = layers.iter().filter_map(|layer| self.extent(&layer.items, transform));
                shown.reduce(Rect::union).and_then(|shown| shown.intersection(found))
            }
            _ => Some(found),
        }
    }

    /// Where one item that is no group may paint, in px.
    fn bounds(&self, item: &Item) -> Option<Rect> {
        match item {
            Item::TextShadow(shadow) => {
                let own = self.extent(&shadow.items, Affine::IDENTITY)?;
                Some(Filter::Blur(shadow.sigma).grown(own))
            }
            _ => plain_bounds(item, |run| self.reach(run)),
        }
    }

    /// Where glyphs reach, by the box that the face says all of its glyphs have.
    fn reach(&self, run: &GlyphRun) -> Option<Rect> {
        let (first, size) = (run.glyphs.first()?, run.size);
        let most = size * 3.0;
        let [left, top, right, bottom] = self
            .faces
            .get(run.face)
            .and_then(|face| FontRef::from_index(face.data.data.data(), face.data.index).ok())
            .and_then(|font| {
                let coords: Vec<_> = run.coords.iter().map(|bits| NormalizedCoord::from_bits(*bits)).collect();
                font.metrics(Size::new(size), LocationRef::new(&coords)).bounds
            })
            .map_or([most; 4], |bounds| {
                let slack = size * 0.1 + run.embolden + 1.0;
                let lean = bounds.y_max.abs().max(bounds.y_min.abs()) * super::slant(run.skew_deg).abs() as f32;
                [-bounds.x_min + lean, bounds.y_max, bounds.x_max + lean, -bounds.y_min]
                    .map(|side| (side + slack).clamp(size * 0.5, most))
            });
        let start = [first.x, first.y, first.x, first.y];
        let [x0, y0, x1, y1] = run.glyphs.iter().fold(start, |[x0, y0, x1, y1], glyph| {
            [x0.min(glyph.x), y0.min(glyph.y), x1.max(glyph.x), y1.max(glyph.y)]
        });
        Some(Rect::new(x0, y0, x1 - x0, y1 - y0).inset(-top, -right, -bottom, -left))
    }
}

/// Adds an area to the innermost group.
fn add(open: &mut [Open<'_>], area: Option<Rect>) {
    let (Some(last), Some(area)) = (open.last_mut(), area) else { return };
    let seen = last.clip.map_or(Some(area), |clip| clip.intersection(area));
    if let Some(seen) = seen.filter(|seen| seen.width > 0.0 && seen.height > 0.0) {
        last.found = Some(last.found.map_or(seen, |found| found.union(seen)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::samples::{color, list, rect, solid, text};

    fn extent(items: Vec<Item>) -> Option<Rect> {
        let list = list(Vec::new());
        list.extent(&items, Affine::IDENTITY)
    }

    #[test]
    fn a_group_reaches_as_far_as_what_is_done_to_it() {
        let fill = || solid(rect(10.0, 10.0, 20.0, 20.0), color(0));
        let blurred = vec![Item::Filter(Arc::from([Filter::Blur(2.0)])), fill(), Item::EndFilter];
        assert_eq!(extent(blurred), Some(Rect::new(4.0, 4.0, 32.0, 32.0)));
        let shadow = Filter::DropShadow { x: 40.0, y: 0.0, sigma: 0.0, color: color(0) };
        let cast = vec![Item::Filter(Arc::from([shadow])), fill(), Item::EndFilter];
        assert_eq!(extent(cast), Some(Rect::new(10.0, 10.0, 60.0, 20.0)));
        let turned = vec![Item::Transform(Affine::rotate(std::f64::consts::FRAC_PI_2)), fill(), Item::EndTransform];
        let found = extent(turned).unwrap_or_default();
        assert!((found.x + 30.0).abs() < 1e-4 && (found.y - 10.0).abs() < 1e-4, "{found:?}");
        let clipped = vec![Item::Clip(rect(0.0, 0.0, 15.0, 15.0)), fill(), Item::EndClip];
        assert_eq!(extent(clipped), Some(Rect::new(10.0, 10.0, 5.0, 5.0)));
        let layer =
            MaskLayer { items: vec![solid(rect(20.0, 0.0, 9.0, 50.0), color(0))], luminance: false, intersect: false };
        let masked = vec![Item::Mask(Arc::from([layer])), fill(), Item::EndMask];
        assert_eq!(extent(masked), Some(Rect::new(20.0, 10.0, 9.0, 20.0)));
        assert_eq!(extent(vec![Item::Opacity(0.5), Item::EndOpacity]), None);
    }

    #[test]
    fn letters_reach_as_far_as_their_face_says() {
        let mut list = list(Vec::new());
        let run = text(&mut list, "Inter-opsz-wght.ttf", "Hxg", 40.0, (100.0, 100.0));
        let found = list.extent(&[Item::Glyphs(run)], Affine::IDENTITY).unwrap_or_default();
        assert!(found.y < 70.0 && found.y > -20.0 && found.bottom() > 110.0 && found.bottom() < 220.0, "{found:?}");
    }

    #[test]
    fn items_move_and_what_is_in_a_transform_moves_with_it() {
        let place = Placement { scale: 2.0, x: 1.0, y: 0.0 };
        let fill = || solid(rect(1.0, 1.0, 2.0, 2.0), color(0));
        let moved = place.items(&[fill(), Item::Transform(Affine::rotate(1.0)), fill(), Item::EndTransform, fill()]);
        assert_eq!(moved[0], solid(rect(3.0, 2.0, 4.0, 4.0), color(0)));
        assert_eq!(moved[2], fill());
        assert_eq!(moved[4], moved[0]);
        let Item::Transform(transform) = moved[1] else { panic!("a transform") };
        assert!((transform.as_coeffs()[4] - 1.0).abs() < 1e-9);
        assert_eq!(Placement::of(place.affine()), Some(place));
        assert_eq!(Placement::of(Affine::rotate(0.1)), None);
        assert_eq!(Placement::of(Affine::scale_non_uniform(1.0, 2.0)), None);
    }
}
