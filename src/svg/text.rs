//! Glyphs: every outline is written once and used wherever the glyph stands.

use std::collections::HashMap;
use std::sync::Arc;

use kurbo::Affine;
use skrifa::bitmap::{BitmapData, BitmapFormat, BitmapGlyph, Origin};
use skrifa::instance::{LocationRef, NormalizedCoord, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::picture::data_uri;
use super::{Document, colr, write};
use crate::display::{self, Color, GlyphRun, slant};

/// The glyphs that were written, and the fonts they came from.
#[derive(Default)]
pub(super) struct Glyphs<'a> {
    fonts: HashMap<usize, Option<FontRef<'a>>>,
    known: HashMap<Key, Drawn>,
}

/// What the look of a glyph depends on.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    face: usize,
    glyph: u32,
    size: u32,
    slant: u32,
    coords: Arc<[i16]>,
    /// Only of colour glyphs, in which it may stand for the foreground.
    color: [u8; 4],
}

#[derive(Clone)]
enum Drawn {
    Nothing,
    /// An outline at its size.
    Outline(String),
    /// A colour glyph, and what brings it to the baseline and its size.
    Colored(String, Affine),
}

impl<'a> Document<'a> {
    /// Writes a run. Runs of one look share a group.
    pub(super) fn text(&mut self, run: &'a GlyphRun) {
        if run.size <= 0.0 || run.glyphs.is_empty() {
            return;
        }
        let opening = opening(run);
        if self.run.as_ref() != Some(&opening) {
            self.close_run();
            self.body.push_str(&opening);
            self.run = Some(opening);
        }
        for glyph in &run.glyphs {
            let (x, y) = (
                f64::from((glyph.x * self.scale * 4.0).round() / (self.scale * 4.0)),
                f64::from((glyph.y * self.scale).round() / self.scale),
            );
            match self.drawn(run, glyph.id) {
                Drawn::Nothing => {}
                Drawn::Outline(id) => {
                    self.use_of(&id);
                    write::attribute(&mut self.body, "x", x);
                    write::attribute(&mut self.body, "y", y);
                    self.body.push_str("/>");
                }
                Drawn::Colored(id, transform) => {
                    self.use_of(&id);
                    self.body.push_str(" transform=\"");
                    write::matrix(&mut self.body, Affine::translate((x, y)) * transform);
                    self.body.push_str("\"/>");
                }
            }
        }
    }

    /// Ends the group of glyphs that is being written.
    pub(super) fn close_run(&mut self) {
        if self.run.take().is_some() {
            self.body.push_str("</g>\n");
        }
    }

    fn use_of(&mut self, id: &str) {
        self.body.push_str("<use href=\"#");
        self.body.push_str(id);
        self.body.push('"');
    }

    fn drawn(&mut self, run: &GlyphRun, glyph: u32) -> Drawn {
        let mut key = Key {
            face: run.face,
            glyph,
            size: run.size.to_bits(),
            slant: run.skew_deg.to_bits(),
            coords: run.coords.clone(),
            color: [0; 4],
        };
        if let Some(drawn) = self.glyphs.known.get(&key) {
            return drawn.clone();
        }
        let colored = Key { color: run.color.to_rgba8(), size: 0, ..key.clone() };
        if let Some(drawn) = self.glyphs.known.get(&colored) {
            return at_size(drawn, run);
        }
        let Some(font) = self.font(run.face) else { return Drawn::Nothing };
        let coords: Vec<NormalizedCoord> = run.coords.iter().map(|bits| NormalizedCoord::from_bits(*bits)).collect();
        let location = LocationRef::new(&coords);
        let id = GlyphId::new(glyph);
        if let Some(content) = colr::content(self, &font, id, location, run.color) {
            let name = self.id();
            self.defs.push_str(&format!("<g id=\"{name}\" stroke=\"none\"{content}</g>\n"));
            let upem = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em.max(1);
            let drawn =
                Drawn::Colored(name, Affine::scale_non_uniform(1.0, -1.0) * Affine::scale(1.0 / f64::from(upem)));
            self.glyphs.known.insert(colored, drawn.clone());
            return at_size(&drawn, run);
        }
        let drawn = self.bitmap(&font, id, run).unwrap_or_else(|| self.outline(&font, glyph, run));
        key.color = [0; 4];
        self.glyphs.known.insert(key, drawn.clone());
        drawn
    }

    fn font(&mut self, face: usize) -> Option<FontRef<'a>> {
        let list = self.list;
        self.glyphs
            .fonts
            .entry(face)
            .or_insert_with(|| {
                let data = &list.faces.get(face)?.data;
                FontRef::from_index(data.data.data(), data.index).ok()
            })
            .clone()
    }

    fn outline(&mut self, font: &FontRef<'_>, glyph: u32, run: &GlyphRun) -> Drawn {
        let Some(path) = display::outline(font, glyph, run, run.size) else { return Drawn::Nothing };
        let name = self.id();
        self.defs.push_str("<path id=\"");
        self.defs.push_str(&name);
        self.defs.push_str("\" d=\"");
        write::path_data(&mut self.defs, &path);
        self.defs.push_str("\"/>\n");
        Drawn::Outline(name)
    }

    fn bitmap(&mut self, font: &FontRef<'_>, id: GlyphId, run: &GlyphRun) -> Option<Drawn> {
        let strikes = font.bitmap_strikes();
        let bitmap = strikes.glyph_for_size(Size::new(run.size), id)?;
        let BitmapData::Png(file) = bitmap.data else { return None };
        let side = |at: usize| Some(u32::from_be_bytes(file.get(at..at + 4)?.try_into().ok()?));
        let (width, height) = (side(16)?, side(20)?);
        let upem = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em.max(1);
        let apple = strikes.format() == Some(BitmapFormat::Sbix)
            && font.table_data(skrifa::Tag::new(b"trak")).is_some()
            && self.list.faces.get(run.face).is_some_and(|face| face.family == "Apple Color Emoji");
        let transform = bitmap_transform(&bitmap, height, run.size, f32::from(upem), apple);
        let name = self.id();
        let uri = data_uri("image/png", file);
        self.defs.push_str(&format!("<image id=\"{name}\" width=\"{width}\" height=\"{height}\" href=\"{uri}\"/>\n"));
        Some(Drawn::Colored(name, Affine::skew(-slant(run.skew_deg), 0.0) * transform))
    }
}

/// What every glyph of a run has in common.
fn opening(run: &GlyphRun) -> String {
    let mut tag = String::from("<g");
    if run.embolden > 0.0 {
        // Fill and outline of a translucent colour must not add up.
        let solid = Color { a: 1.0, ..run.color };
        write::color(&mut tag, "fill", solid);
        write::color(&mut tag, "stroke", solid);
        write::attribute(&mut tag, "stroke-width", f64::from(run.embolden) * 2.0);
        if run.color.a < 1.0 {
            write::attribute(&mut tag, "opacity", f64::from(run.color.a));
        }
    } else {
        write::color(&mut tag, "fill", run.color);
    }
    tag.push('>');
    tag
}

/// A colour glyph is written once for all sizes.
fn at_size(drawn: &Drawn, run: &GlyphRun) -> Drawn {
    match drawn {
        Drawn::Colored(name, transform) => Drawn::Colored(
            name.clone(),
            Affine::skew(-slant(run.skew_deg), 0.0) * Affine::scale(f64::from(run.size)) * *transform,
        ),
        other => other.clone(),
    }
}

/// From px of a bitmap to px around the origin of its glyph.
fn bitmap_transform(bitmap: &BitmapGlyph<'_>, height: u32, size: f32, upem: f32, apple: bool) -> Affine {
    let (scale_x, scale_y) = (f64::from(size / bitmap.ppem_x), f64::from(size / bitmap.ppem_y));
    let unit = size / upem;
    let outer = if apple {
        // Apple moves its emoji down by an eighth of their size.
        (0.0, f64::from(size) / 8.0)
    } else {
        (f64::from(bitmap.bearing_x * unit), -f64::from(bitmap.bearing_y * unit))
    };
    let lift = match bitmap.placement_origin {
        Origin::TopLeft => 0.0,
        Origin::BottomLeft => -f64::from(height),
    };
    Affine::translate(outer)
        * Affine::scale_non_uniform(scale_x, scale_y)
        * Affine::translate((f64::from(bitmap.inner_bearing_x), -f64::from(bitmap.inner_bearing_y) + lift))
}
