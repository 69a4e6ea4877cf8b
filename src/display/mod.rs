//! The display list: what is on a card, as plain data in px. The narrow waist of the crate.
//!
//! Layout writes it; the back ends `raster` and `svg` read nothing else. It knows no boxes, no styles, no records.
//! Items are painted in order; clips, transforms and groups nest.

mod check;
mod clip;
mod dump;
mod effect;
mod outline;
mod path;
#[cfg(test)]
pub(crate) mod samples;

use std::sync::Arc;

use kurbo::{Affine, BezPath};
use parley::FontData;

pub use crate::color::Color;
pub use crate::geometry::{Point, Rect, RoundedRect};
use crate::picture::Picture;
pub(crate) use effect::plain_bounds;
pub use effect::{BLUR_REACH, Filter, MaskLayer, Placement, TextShadow, around, each_item, group, mean_scale};
pub use outline::{outline, slant};

/// Which parts of a path are inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FillRule {
    /// Parts wound around at all.
    NonZero,
    /// Parts wound around an odd number of times.
    EvenOdd,
}

/// An area.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A rectangle.
    Rect(Rect),
    /// A rectangle with round corners.
    Rounded(RoundedRect),
    /// What is inside `outer` and not inside `inner`: a border, or the ground of an outer shadow.
    Ring {
        /// Outer edge.
        outer: RoundedRect,
        /// Inner edge, inside the outer one.
        inner: RoundedRect,
    },
    /// Any path, in card coordinates.
    Path(Arc<BezPath>, FillRule),
}

/// A colour at a place of a gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// Place along the gradient: ascending, from 0 to 1.
    pub offset: f32,
    /// Colour there; between two stops colours are mixed in premultiplied sRGB, as CSS does.
    pub color: Color,
}

/// What an area is filled with.
#[derive(Debug, Clone, PartialEq)]
pub enum Paint {
    /// One colour.
    Solid(Color),
    /// Colours along a line; beyond the ends the last colour goes on.
    Linear {
        /// Where offset 0 is.
        start: Point,
        /// Where offset 1 is.
        end: Point,
        /// At least two stops.
        stops: Arc<[Stop]>,
    },
    /// Colours around a centre; beyond the end the last colour goes on.
    Radial {
        /// Where offset 0 is.
        center: Point,
        /// Horizontal radius of offset 1, above 0.
        radius_x: f32,
        /// Vertical radius of offset 1, above 0.
        radius_y: f32,
        /// At least two stops.
        stops: Arc<[Stop]>,
    },
}

/// A blurred shadow of a rounded rectangle, as CSS `box-shadow`.
#[derive(Debug, Clone, PartialEq)]
pub struct Shadow {
    /// The shape that is blurred, offset and spread applied. For an inset shadow: the hole.
    pub shape: RoundedRect,
    /// Standard deviation of the blur in px: half the CSS blur radius; 0 is sharp.
    pub sigma: f32,
    /// Colour of the shadow.
    pub color: Color,
    /// The box itself: an outer shadow is not painted inside it, an inset shadow only inside it.
    pub clip: RoundedRect,
    /// Whether the shadow falls into the box.
    pub inset: bool,
}

/// A glyph at its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Number of the glyph in its face.
    pub id: u32,
    /// Origin on the baseline.
    pub x: f32,
    /// Baseline.
    pub y: f32,
}

/// Glyphs of one face, size and colour.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphRun {
    /// Index into [`DisplayList::faces`].
    pub face: usize,
    /// Font size in px per em.
    pub size: f32,
    /// Normalized variation coordinates (F2Dot14), in the order of the face's axes; empty: default instance.
    pub coords: Arc<[i16]>,
    /// Slant of a synthetic italic in degrees (usually 0).
    pub skew_deg: f32,
    /// Extra weight of a synthetic bold: outline grown by this many px on each side (usually 0).
    pub embolden: f32,
    /// Colour of the glyphs (and the foreground colour of colour glyphs).
    pub color: Color,
    /// The glyphs in visual order.
    pub glyphs: Vec<Glyph>,
}

/// A picture, cropped and scaled into a rectangle.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureItem {
    /// Index into [`DisplayList::pictures`].
    pub picture: usize,
    /// The part of the picture that is shown, in its own px (oriented).
    pub source: Rect,
    /// Where that part goes.
    pub target: Rect,
    /// The area that is painted: the content box, with its corners.
    pub clip: Shape,
}

/// One thing to paint.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// An area with a paint.
    Fill(Shape, Paint),
    /// A box shadow.
    Shadow(Shadow),
    /// A picture.
    Picture(PictureItem),
    /// Text.
    Glyphs(GlyphRun),
    /// The shadow of text.
    TextShadow(TextShadow),
    /// From here to the matching [`Item::EndClip`] only what is inside the shape is painted.
    Clip(Shape),
    /// Ends a clip.
    EndClip,
    /// From here to the matching [`Item::EndOpacity`] everything is one group with this opacity (0 to 1).
    Opacity(f32),
    /// Ends an opacity group.
    EndOpacity,
    /// From here to the matching [`Item::EndTransform`] all places are mapped by this to those outside.
    Transform(Affine),
    /// Ends a transform.
    EndTransform,
    /// From here to the matching [`Item::EndFilter`] everything is one group, changed by these filters one after the other.
    Filter(Arc<[Filter]>),
    /// Ends a filtered group.
    EndFilter,
    /// From here to the matching [`Item::EndMask`] everything is one group, seen where the mask is. The front layer is the first one; without
    /// any nothing is seen.
    Mask(Arc<[MaskLayer]>),
    /// Ends a masked group.
    EndMask,
}

/// A face that the list's glyph runs use.
#[derive(Debug, Clone)]
pub struct Face {
    /// Family name, for receipts and dumps.
    pub family: String,
    /// The font file and the face's index in it.
    pub data: FontData,
}

/// A card as a list of things to paint, from back to front.
#[derive(Debug, Clone, Default)]
pub struct DisplayList {
    /// Width of the card in px.
    pub width: f32,
    /// Height of the card in px.
    pub height: f32,
    /// What to paint, from back to front.
    pub items: Vec<Item>,
    /// Faces of the glyph runs.
    pub faces: Vec<Face>,
    /// Pictures of the picture items.
    pub pictures: Vec<Arc<Picture>>,
    /// Title and description for readers who do not see the card (SVG).
    pub title: String,
    /// The alternative text.
    pub description: String,
}
