//! The outline of a glyph as a path with y downwards, as both back ends draw it.

use kurbo::{BezPath, Point};
use skrifa::instance::{LocationRef, NormalizedCoord, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::GlyphRun;

/// The outline of a glyph of a run at `size` px per em, its origin at (0, 0), slanted as the run is. `None` for a blank, and
/// for a glyph that the face does not have.
pub fn outline(font: &FontRef<'_>, glyph: u32, run: &GlyphRun, size: f32) -> Option<BezPath> {
    let coords: Vec<NormalizedCoord> = run.coords.iter().map(|bits| NormalizedCoord::from_bits(*bits)).collect();
    let mut pen = Pen { path: BezPath::new(), slant: slant(run.skew_deg) };
    let settings = DrawSettings::unhinted(Size::new(size), LocationRef::new(&coords));
    font.outline_glyphs().get(GlyphId::new(glyph))?.draw(settings, &mut pen).ok()?;
    (!pen.path.elements().is_empty()).then_some(pen.path)
}

/// The tangent of a slant in degrees; a positive slant leans to the right, as an italic does.
pub fn slant(degrees: f32) -> f64 {
    libm::tan(f64::from(degrees.clamp(-80.0, 80.0)).to_radians())
}

/// Turns an outline upside down, since y points down on a card, and slants it.
struct Pen {
    path: BezPath,
    slant: f64,
}

impl Pen {
    fn point(&self, x: f32, y: f32) -> Point {
        Point::new(f64::from(x) + f64::from(y) * self.slant, -f64::from(y))
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.point(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.point(x, y));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.path.quad_to(self.point(cx0, cy0), self.point(x, y));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.path.curve_to(self.point(cx0, cy0), self.point(cx1, cy1), self.point(x, y));
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}
