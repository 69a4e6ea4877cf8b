//! Box shadows: tiles of [`blur`](super::blur), corners drawn as they are, edges drawn long, the middle filled.

use std::fmt;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Rect as KurboRect};
use vello_cpu::peniko::{Fill, ImageAlphaType, ImageQuality};
use vello_cpu::{Image, ImageSource, PixelMetadata, Pixmap, RenderContext};

use super::blur::{self, Edges, Geometry, Profile, Segment};
use super::{paint, picture, shape};
use crate::display::{Color, RoundedRect, Shadow, Shape};

/// Blurs below this many device px are drawn sharp.
const SHARP: f32 = 0.25;
/// How many cards a tile is kept that no card uses.
const KEPT: u32 = 8;

/// Shadow tiles, kept from card to card.
#[derive(Default)]
pub(super) struct Shadows {
    profile: Profile,
    entries: Vec<Entry>,
}

struct Entry {
    geometry: Geometry,
    color: Color,
    /// The pieces of the tile, row by row.
    pieces: Arc<[Piece]>,
    idle: u32,
}

/// The pieces of a shadow and where they go.
struct Tile {
    /// Device px that a px of the tile is wide.
    unit: f32,
    columns: Vec<Segment>,
    rows: Vec<Segment>,
    pieces: Arc<[Piece]>,
}

enum Piece {
    /// All px have this alpha.
    Flat(u8),
    Pixels(Arc<Pixmap>),
}

impl fmt::Debug for Shadows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shadows({})", self.entries.len())
    }
}

impl Shadows {
    /// Paints a shadow outside its box, or inside it when it is inset.
    pub(super) fn paint(&mut self, context: &mut RenderContext, shadow: &Shadow, scale: f32, path: &mut BezPath) {
        let nothing = shadow.shape.rect.width <= 0.0 || shadow.shape.rect.height <= 0.0;
        if shadow.color.a <= 0.0 || (nothing && !shadow.inset) {
            return;
        }
        let all = KurboRect::new(0.0, 0.0, f64::from(context.width()), f64::from(context.height()));
        push_clip(context, shadow, all.scale_from_origin(1.0 / f64::from(scale)), path);
        context.reset_paint_transform();
        if nothing {
            shape_paint(context, shadow.color);
            shape::fill(context, &Shape::Rounded(shadow.clip), path);
        } else if shadow.sigma * scale < SHARP {
            shape_paint(context, shadow.color);
            shape::fill(context, &sharp(shadow), path);
        } else {
            self.paint_blurred(context, shadow, scale, all);
        }
        context.pop_clip();
    }

    /// Makes the tile of a shadow, which is kept.
    pub(super) fn prepare(&mut self, shadow: &Shadow, scale: f32) {
        let seen = shadow.color.a > 0.0 && shadow.shape.rect.width > 0.0 && shadow.shape.rect.height > 0.0;
        if seen && shadow.sigma * scale >= SHARP {
            self.tile(shadow, scale);
        }
    }

    fn tile(&mut self, shadow: &Shadow, scale: f32) -> Tile {
        let unit = blur::unit(shadow.sigma * scale);
        let edges = edges(&shadow.shape, scale / unit);
        let (geometry, place_x, place_y) = Geometry::of(&edges, shadow.sigma * scale / unit, shadow.inset);
        let columns: Vec<Segment> = geometry.x.segments(place_x).collect();
        let rows: Vec<Segment> = geometry.y.segments(place_y).collect();
        let pieces = self.pieces(&geometry, shadow.color, &columns, &rows);
        Tile { unit, columns, rows, pieces }
    }

    fn paint_blurred(&mut self, context: &mut RenderContext, shadow: &Shadow, scale: f32, all: KurboRect) {
        let Tile { unit, columns, rows, pieces } = self.tile(shadow, scale);
        context.reset_transform();
        if shadow.inset {
            shape_paint(context, shadow.color);
            fill_around(context, all, &columns, &rows, f64::from(unit));
        }
        let mut sampler = picture::sampler();
        if unit > 1.0 {
            sampler.quality = ImageQuality::Medium;
        }
        let hidden = hidden_part(shadow, scale);
        let places = rows.iter().flat_map(|row| columns.iter().map(move |column| area(column, row, unit)));
        for (piece, area) in pieces.iter().zip(places) {
            if hidden.is_some_and(|hidden| hidden.contains_rect(area)) || area.intersect(all).is_zero_area() {
                continue;
            }
            match piece {
                Piece::Flat(0) => {}
                Piece::Flat(alpha) => {
                    let faded = Color { a: shadow.color.a * f32::from(*alpha) / 255.0, ..shadow.color };
                    shape_paint(context, faded);
                    context.fill_rect(&area);
                }
                Piece::Pixels(pixmap) => {
                    context.set_paint(Image { image: ImageSource::Pixmap(pixmap.clone()), sampler });
                    context.set_paint_transform(Affine::translate((area.x0, area.y0)) * Affine::scale(f64::from(unit)));
                    context.fill_rect(&area);
                    context.reset_paint_transform();
                }
            }
        }
    }

    fn pieces(&mut self, geometry: &Geometry, color: Color, columns: &[Segment], rows: &[Segment]) -> Arc<[Piece]> {
        let known = self.entries.iter_mut().find(|entry| entry.geometry == *geometry && entry.color == color);
        if let Some(entry) = known {
            entry.idle = 0;
            return entry.pieces.clone();
        }
        let alphas = blur::tile(geometry, &self.profile);
        let width = geometry.x.length;
        let tints = tints(color);
        let pieces: Arc<[Piece]> = rows
            .iter()
            .flat_map(|row| columns.iter().map(move |column| (row, column)))
            .map(|(row, column)| piece(&alphas, width, column, row, &tints))
            .collect();
        self.entries.push(Entry { geometry: geometry.clone(), color, pieces: pieces.clone(), idle: 0 });
        pieces
    }

    /// Lets go of tiles that the last cards did not use.
    pub(super) fn forget_unused(&mut self) {
        for entry in &mut self.entries {
            entry.idle += 1;
        }
        self.entries.retain(|entry| entry.idle <= KEPT);
    }
}

fn shape_paint(context: &mut RenderContext, color: Color) {
    context.set_paint(paint::color(color));
}

/// An outer shadow is not seen inside its box, an inset shadow only there.
fn push_clip(context: &mut RenderContext, shadow: &Shadow, all: KurboRect, path: &mut BezPath) {
    if shadow.inset {
        return shape::push_clip(context, &Shape::Rounded(shadow.clip), path);
    }
    Shape::Rounded(shadow.clip).write_path(path);
    let all = all.inflate(1.0, 1.0);
    path.move_to((all.x0, all.y0));
    path.line_to((all.x1, all.y0));
    path.line_to((all.x1, all.y1));
    path.line_to((all.x0, all.y1));
    path.close_path();
    context.set_fill_rule(Fill::EvenOdd);
    context.push_clip_path(path);
}

/// The shadow without blur.
fn sharp(shadow: &Shadow) -> Shape {
    if !shadow.inset {
        return Shape::Rounded(shadow.shape);
    }
    let (clip, hole) = (shadow.clip.rect, shadow.shape.rect);
    let margin = 1.0;
    let (left, top) = (clip.x.min(hole.x) - margin, clip.y.min(hole.y) - margin);
    let (right, bottom) = (clip.right().max(hole.right()) + margin, clip.bottom().max(hole.bottom()) + margin);
    let outer =
        RoundedRect { rect: crate::display::Rect::new(left, top, right - left, bottom - top), radii: [(0.0, 0.0); 4] };
    Shape::Ring { outer, inner: shadow.shape }
}

fn edges(rounded: &RoundedRect, scale: f32) -> Edges {
    let rect = rounded.rect;
    Edges {
        left: rect.x * scale,
        top: rect.y * scale,
        right: rect.right() * scale,
        bottom: rect.bottom() * scale,
        radii: rounded.radii.map(|(x, y)| if x > 0.0 && y > 0.0 { (x * scale, y * scale) } else { (0.0, 0.0) }),
    }
}

/// A rectangle in device px in which nothing of an outer shadow is seen.
fn hidden_part(shadow: &Shadow, scale: f32) -> Option<KurboRect> {
    if shadow.inset {
        return None;
    }
    let [a, b, c, d] = shadow.clip.radii;
    let inner = shadow.clip.rect.inset(a.1.max(b.1), b.0.max(c.0), c.1.max(d.1), d.0.max(a.0));
    Some(shape::rectangle(inner).scale_from_origin(f64::from(scale)))
}

fn area(column: &Segment, row: &Segment, unit: f32) -> KurboRect {
    let edge = |value: f32| f64::from(value * unit);
    KurboRect::new(edge(column.from), edge(row.from), edge(column.to), edge(row.to))
}

/// The colour at each of the 256 coverages, multiplied by alpha.
fn tints(color: Color) -> [[u8; 4]; 256] {
    std::array::from_fn(|coverage| {
        let alpha = color.a.clamp(0.0, 1.0) * coverage as f32 / 255.0;
        [color.r * alpha, color.g * alpha, color.b * alpha, alpha]
            .map(|part| (part.clamp(0.0, 1.0) * 255.0 + 0.5) as u8)
    })
}

fn piece(alphas: &[u8], width: usize, column: &Segment, row: &Segment, tints: &[[u8; 4]; 256]) -> Piece {
    let rows = alphas.chunks_exact(width).skip(row.first).take(row.length);
    let mut parts = rows.map(|line| line.get(column.first..column.first + column.length).unwrap_or_default());
    if column.flat && row.flat {
        return Piece::Flat(parts.next().and_then(|part| part.first().copied()).unwrap_or(0));
    }
    let mut data = vec![0; column.length * row.length * 4];
    for (line, part) in data.chunks_exact_mut((column.length * 4).max(4)).zip(parts) {
        let (pixels, _) = line.as_chunks_mut::<4>();
        for (pixel, alpha) in pixels.iter_mut().zip(part) {
            *pixel = tints[usize::from(*alpha)];
        }
    }
    let metadata = PixelMetadata::new(ImageAlphaType::AlphaPremultiplied, true);
    Piece::Pixels(Arc::new(Pixmap::from_parts(data, column.length as u16, row.length as u16, metadata)))
}

/// Fills what lies outside a tile.
fn fill_around(context: &mut RenderContext, all: KurboRect, columns: &[Segment], rows: &[Segment], unit: f64) {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return };
    let (Some(top), Some(bottom)) = (rows.first(), rows.last()) else { return };
    let tile = KurboRect::new(
        f64::from(first.from) * unit,
        f64::from(top.from) * unit,
        f64::from(last.to) * unit,
        f64::from(bottom.to) * unit,
    );
    let around = [
        KurboRect::new(all.x0, all.y0, all.x1, tile.y0.clamp(all.y0, all.y1)),
        KurboRect::new(all.x0, tile.y1.clamp(all.y0, all.y1), all.x1, all.y1),
        KurboRect::new(all.x0, tile.y0.max(all.y0), tile.x0.clamp(all.x0, all.x1), tile.y1.min(all.y1)),
        KurboRect::new(tile.x1.clamp(all.x0, all.x1), tile.y0.max(all.y0), all.x1, tile.y1.min(all.y1)),
    ];
    for rect in around {
        if rect.width() > 0.0 && rect.height() > 0.0 {
            context.fill_rect(&rect);
        }
    }
}
