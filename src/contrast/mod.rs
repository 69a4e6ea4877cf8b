//! How well the texts of a card stand out: their ink against the pixels drawn below them.
//!
//! Reads the display list and paints it without its letters. What follows from a contrast is decided by the caller.

mod luminance;

use kurbo::{Affine, Point};

use luminance::Ink;

use crate::color::Color;
use crate::display::{DisplayList, GlyphRun, Item, MaskLayer, Paint, Placement, Rect, around, group};
use crate::raster::{Canvas, Rasterizer};
use crate::{Error, Result};

/// Least contrast of a text that is to be read.
pub(crate) const LEAST: f32 = 4.5;

/// The share of the ground under a text that may be worse than the contrast that is told: single bright points do no harm.
const SPARED: f32 = 0.05;

/// A run of letters and its contrast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Contrast {
    /// Where the letters are in px, from the height of a small letter to the baseline.
    pub area: Rect,
    /// Ratio of luminances as WCAG 2 defines it, from 1 to 21.
    pub ratio: f32,
}

/// Which runs are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Those with a picture somewhere below them. A list without any is not painted.
    OverPictures,
    /// All.
    #[cfg(any(test, feature = "cli"))]
    All,
}

/// The contrast of each run, measured at `scale` device px per px. Emoji have colours of their own and are left out.
///
/// # Errors
/// As [`Rasterizer::raster`].
pub(crate) fn contrasts(
    list: &DisplayList,
    scope: Scope,
    scale: f32,
    rasterizer: &mut Rasterizer,
) -> Result<Vec<Contrast>, Error> {
    let runs = runs(list, scope);
    if runs.is_empty() {
        return Ok(Vec::new());
    }
    let ground = DisplayList { items: without_letters(&list.items), faces: list.faces.clone(), ..list.clone() };
    let canvas = rasterizer.raster(&ground, scale)?;
    let mut inks: Vec<Ink> = Vec::new();
    for color in runs.iter().flat_map(|run| &run.inks) {
        if inks.iter().all(|ink| ink.color != *color) {
            inks.push(Ink::new(*color));
        }
    }
    Ok(runs.into_iter().filter_map(|run| measure(canvas, scale, &run, &inks)).collect())
}

/// What lies below the letters. Their shadows do, too.
fn without_letters(items: &[Item]) -> Vec<Item> {
    let mut kept = Vec::with_capacity(items.len());
    let mut rest = items;
    while let Some(item) = rest.first() {
        let count = match item {
            Item::Mask(layers) if has_letters(layers) => group(rest).len(),
            Item::Glyphs(_) => 1,
            _ => {
                kept.push(item.clone());
                1
            }
        };
        rest = rest.get(count..).unwrap_or_default();
    }
    kept
}

/// Whether a mask is made of letters: `background-clip: text`.
fn has_letters(layers: &[MaskLayer]) -> bool {
    layers.iter().any(|layer| layer.items.iter().any(|item| matches!(item, Item::Glyphs(_))))
}

/// Letters whose contrast is measured.
struct Run {
    /// Where they are, before transforms.
    area: Rect,
    /// What brings that to the card.
    transform: Affine,
    /// Their ink; of several the one that is worst counts.
    inks: Vec<Color>,
}

/// The runs in scope with their ink, the opacity of groups around them taken in.
fn runs(list: &DisplayList, scope: Scope) -> Vec<Run> {
    let mut pictures: Vec<Rect> = Vec::new();
    let mut opacities: Vec<f32> = Vec::new();
    let mut transforms: Vec<Affine> = Vec::new();
    let mut found = Vec::new();
    for (index, item) in list.items.iter().enumerate() {
        let transform = transforms.last().copied().unwrap_or(Affine::IDENTITY);
        let (runs, inks): (Vec<&GlyphRun>, Vec<Color>) = match item {
            Item::Picture(item) => {
                pictures.push(around(transform, item.target));
                continue;
            }
            Item::Opacity(opacity) => {
                opacities.push(*opacity);
                continue;
            }
            Item::EndOpacity => {
                opacities.pop();
                continue;
            }
            Item::Transform(own) => {
                transforms.push(transform * *own);
                continue;
            }
            Item::EndTransform => {
                transforms.pop();
                continue;
            }
            Item::Glyphs(run) => (vec![run], vec![run.color]),
            Item::Mask(layers) if has_letters(layers) => {
                let own = layers.iter().flat_map(|layer| &layer.items).filter_map(|item| match item {
                    Item::Glyphs(run) => Some(run),
                    _ => None,
                });
                (own.collect(), colors(group(list.items.get(index..).unwrap_or_default())))
            }
            _ => continue,
        };
        let inks: Vec<Color> = inks
            .into_iter()
            .map(|ink| Color { a: opacities.iter().fold(ink.a, |a, opacity| a * opacity), ..ink })
            .collect();
        for run in runs.into_iter().filter(|_| !inks.is_empty()) {
            let emoji = list.faces.get(run.face).is_some_and(|face| face.family.contains("Emoji"));
            let Some(area) = area(run).filter(|_| !emoji) else { continue };
            let seen = around(transform, area);
            if scope != Scope::OverPictures || pictures.iter().any(|picture| picture.intersection(seen).is_some()) {
                found.push(Run { area, transform, inks: inks.clone() });
            }
        }
    }
    found
}

/// The colours with which the areas of a group are filled.
fn colors(items: &[Item]) -> Vec<Color> {
    let paints = items.iter().filter_map(|item| match item {
        Item::Fill(_, paint) => Some(paint),
        _ => None,
    });
    paints
        .flat_map(|paint| match paint {
            Paint::Solid(color) => vec![*color],
            Paint::Linear { stops, .. } | Paint::Radial { stops, .. } => stops.iter().map(|stop| stop.color).collect(),
        })
        .collect()
}

/// The band between the tops of small letters and the baseline, from the first glyph to the last one's origin: how wide that one is
/// the list does not say, and what follows it may be a badge.
fn area(run: &GlyphRun) -> Option<Rect> {
    let first = run.glyphs.first()?;
    let (mut left, mut right, mut top, mut bottom) = (first.x, first.x, first.y, first.y);
    for glyph in &run.glyphs {
        (left, right) = (left.min(glyph.x), right.max(glyph.x));
        (top, bottom) = (top.min(glyph.y), bottom.max(glyph.y));
    }
    let rect =
        Rect::new(left, top - run.size * 0.55, (right - left).max(run.size * 0.1), bottom - top + run.size * 0.5);
    let whole = [rect.x, rect.y, rect.width, rect.height].iter().all(|side| side.is_finite());
    (whole && rect.width > 0.0 && rect.height > 0.0).then_some(rect)
}

/// The contrast that all but [`SPARED`] of the ground has; `None` for letters outside the card. `inks` are those of all runs.
fn measure(canvas: &Canvas, scale: f32, run: &Run, inks: &[Ink]) -> Option<Contrast> {
    let inks: Vec<&Ink> = inks.iter().filter(|ink| run.inks.contains(&ink.color)).collect();
    let side = |from: f32, to: f32, most: u32| {
        let from = (from * scale).floor().clamp(0.0, most as f32) as usize;
        let to = (to * scale).ceil().clamp(0.0, most as f32) as usize;
        from..to
    };
    let area = around(run.transform, run.area);
    let (columns, rows) = (side(area.x, area.right(), canvas.width), side(area.y, area.bottom(), canvas.height));
    let width = canvas.width as usize;
    // Of turned letters the pixels around them do not count.
    let turned = Placement::of(run.transform).is_none() && run.transform.determinant() != 0.0;
    let back = if turned { run.transform.inverse() } else { Affine::IDENTITY };
    let below = |column: usize, row: usize| {
        let point = Point::new((column as f64 + 0.5) / f64::from(scale), (row as f64 + 0.5) / f64::from(scale));
        let Point { x, y } = back * point;
        let (x, y) = (x as f32, y as f32);
        let own = run.area;
        x >= own.x && x <= own.right() && y >= own.y && y <= own.bottom()
    };
    let mut ratios: Vec<f32> = Vec::with_capacity(columns.len() * rows.len());
    for row in rows {
        let line = canvas.data.get((row * width + columns.start) * 4..(row * width + columns.end) * 4)?;
        for (column, pixel) in columns.clone().zip(line.as_chunks::<4>().0) {
            if !turned || below(column, row) {
                let [red, green, blue, _] = *pixel;
                ratios.push(luminance::worst(&inks, [red, green, blue]));
            }
        }
    }
    let place = (ratios.len() as f32 * SPARED) as usize;
    if ratios.is_empty() {
        return None;
    }
    let (_, ratio, _) = ratios.select_nth_unstable_by(place, f32::total_cmp);
    Some(Contrast { area, ratio: *ratio })
}

#[cfg(test)]
mod tests;
