//! Whether the two back ends agree: our SVG, painted by an independent renderer, against our pixels.

use resvg::{tiny_skia, usvg};

use super::svg;
use crate::display::DisplayList;
use crate::display::samples;
use crate::raster::{Canvas, Rasterizer};

/// A channel further apart than this counts as different.
const NEAR: u8 = 16;

/// How much two pictures differ.
#[derive(Debug)]
struct Difference {
    /// Share of px of which no channel is far apart, in per cent.
    near: f64,
    /// Mean difference of a channel in levels.
    mean: f64,
}

fn through_resvg(document: &str, width: u32, height: u32) -> Vec<u8> {
    let tree = usvg::Tree::from_str(document, &usvg::Options::default()).unwrap();
    let mut pixmap = tiny_skia::Pixmap::new(width, height).unwrap();
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    pixmap.take()
}

fn difference(ours: &[u8], theirs: &[u8]) -> Difference {
    assert_eq!(ours.len(), theirs.len());
    let (mut near, mut sum) = (0_u64, 0_u64);
    for (a, b) in ours.chunks_exact(4).zip(theirs.chunks_exact(4)) {
        let apart = [0, 1, 2].map(|channel| a[channel].abs_diff(b[channel]));
        near += u64::from(apart.iter().all(|apart| *apart <= NEAR));
        sum += apart.iter().map(|apart| u64::from(*apart)).sum::<u64>();
    }
    let pixels = (ours.len() / 4) as f64;
    Difference { near: near as f64 * 100.0 / pixels, mean: sum as f64 / (pixels * 3.0) }
}

fn compare(list: &DisplayList, scale: f32) -> Difference {
    let mut rasterizer = Rasterizer::new();
    let canvas: &Canvas = rasterizer.raster(list, scale).unwrap();
    let document = svg(list, scale).unwrap();
    let theirs = through_resvg(&document, canvas.width, canvas.height);
    difference(&canvas.data, &theirs)
}

/// Least share of near px and greatest mean difference, by sample.
fn limits(name: &str) -> (f64, f64) {
    match name {
        // Hundreds of small shapes upon each other: each edge is smoothed by two renderers in their own way.
        "colour emoji" => (98.0, 1.0),
        // Strokes upon fills have twice the edges.
        "synthetic styles" => (98.5, 1.0),
        _ => (99.0, 1.0),
    }
}

#[test]
fn the_svg_of_every_sample_looks_like_its_pixels() {
    let mut faults = Vec::new();
    for (name, list) in samples::all() {
        for scale in [1.0, 1.5] {
            let found = compare(&list, scale);
            let (near, mean) = limits(name);
            if found.near < near || found.mean > mean {
                faults.push(format!("{name} x{scale}: {found:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
