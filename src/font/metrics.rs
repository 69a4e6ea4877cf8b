//! Metrics of a face at a size, rounded as Chromium on Linux rounds them (no hinting, subpixel positions).

use skrifa::instance::{LocationRef, NormalizedCoord, Size};
use skrifa::{FontRef, MetadataProvider};

/// Metrics in px of a face at a size. Distances are positive away from the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FaceMetrics {
    /// Above the baseline, in whole px.
    pub(crate) ascent: f32,
    /// Below the baseline, in whole px.
    pub(crate) descent: f32,
    /// Line height of `line-height: normal`, in whole px.
    pub(crate) line_spacing: f32,
    /// Height of a lower-case letter without ascender.
    pub(crate) x_height: f32,
    /// Height of a capital letter.
    pub(crate) cap_height: f32,
    /// Advance of the space.
    pub(crate) space: f32,
}

impl FaceMetrics {
    /// Metrics of `font` at `size` px per em and at the variation coordinates `coords`.
    pub(crate) fn new(font: &FontRef<'_>, size: f32, coords: &[NormalizedCoord]) -> Self {
        let location = LocationRef::new(coords);
        let metrics = font.metrics(Size::new(size), location);
        let (exact_ascent, exact_descent) = (metrics.ascent, -metrics.descent);
        let (ascent, descent) = (exact_ascent.round(), exact_descent.round());
        let space = font
            .charmap()
            .map(' ')
            .and_then(|glyph| font.glyph_metrics(Size::new(size), location).advance_width(glyph));
        Self {
            ascent,
            descent,
            line_spacing: ascent + descent + metrics.leading.round(),
            x_height: metrics.x_height.unwrap_or(exact_ascent * 0.56),
            cap_height: metrics.cap_height.unwrap_or(exact_ascent),
            space: space.unwrap_or(0.0),
        }
    }
}
