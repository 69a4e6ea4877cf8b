//! Two cards at two levels of vector instructions.

use vello_cpu::Level;

use super::Rasterizer;
use crate::display::samples::{color, faded, picture, rect, rounded, solid, stops, text};
use crate::display::{DisplayList, Item, Paint, PictureItem, Point, Rect, Shadow, Shape};

const WORDS: [&str; 6] = [
    "The archive opened this morning, and the first thing I",
    "asked for was the box of unsent letters. Nobody had",
    "untied the ribbon since 1931. Half of them are about the",
    "weather, the other half about a dog named Biscuit, and",
    "every single one is signed with the wrong name on purpose.",
    "I have never liked a stranger more than I do today.",
];

fn card(items: Vec<Item>) -> DisplayList {
    DisplayList { width: 1200.0, height: 630.0, items, ..DisplayList::default() }
}

fn slope() -> Item {
    let paint = Paint::Linear {
        start: Point { x: 0.0, y: 0.0 },
        end: Point { x: 1200.0, y: 630.0 },
        stops: stops(&[(0.0, color(0x2b5876)), (1.0, color(0x4e4376))]),
    };
    Item::Fill(rect(0.0, 0.0, 1200.0, 630.0), paint)
}

fn shadow() -> Item {
    let clip = rounded(60.0, 60.0, 1080.0, 510.0, 32.0);
    let shape = rounded(60.0, 72.0, 1080.0, 510.0, 32.0);
    Item::Shadow(Shadow { shape, sigma: 24.0, color: faded(0x000000, 0.35), clip, inset: false })
}

fn words(list: &mut DisplayList, size: f32, x: f32, top: f32) {
    for (index, line) in WORDS.iter().enumerate() {
        let run = text(list, "Inter-opsz-wght.ttf", line, size, (x, top + index as f32 * (size * 1.4).round()));
        list.items.push(Item::Glyphs(run));
    }
}

fn emoji(list: &mut DisplayList) {
    let run = text(list, "NotoColorEmoji.ttf", "🚀👩🏽‍🚀", 38.0, (120.0, 540.0));
    list.items.push(Item::Glyphs(run));
}

fn avatar(list: &mut DisplayList) {
    let picture = picture(list, 400, 400, true);
    let target = Rect::new(110.0, 100.0, 96.0, 96.0);
    let clip = Shape::Rounded(rounded(110.0, 100.0, 96.0, 96.0, 48.0));
    list.items.push(Item::Picture(PictureItem { picture, source: Rect::new(0.0, 0.0, 400.0, 400.0), target, clip }));
}

fn photo(list: &mut DisplayList) {
    let picture = picture(list, 1600, 1000, true);
    let target = Rect::new(0.0, 0.0, 1200.0, 630.0);
    let source = Rect::new(0.0, 80.0, 1600.0, 840.0);
    list.items.push(Item::Picture(PictureItem { picture, source, target, clip: Shape::Rect(target) }));
}

fn scrim() -> Item {
    let paint = Paint::Linear {
        start: Point { x: 0.0, y: 0.0 },
        end: Point { x: 0.0, y: 630.0 },
        stops: stops(&[(0.0, faded(0, 0.1)), (0.5, faded(0, 0.35)), (1.0, faded(0, 0.8))]),
    };
    Item::Fill(rect(0.0, 0.0, 1200.0, 630.0), paint)
}

pub(super) fn post() -> DisplayList {
    let mut list =
        card(vec![slope(), shadow(), solid(Shape::Rounded(rounded(60.0, 60.0, 1080.0, 510.0, 32.0)), color(0xffffff))]);
    avatar(&mut list);
    words(&mut list, 36.0, 110.0, 260.0);
    emoji(&mut list);
    list.items.push(solid(rect(110.0, 490.0, 980.0, 1.0), color(0xe5e7eb)));
    list
}

pub(super) fn quote() -> DisplayList {
    let mut list = card(Vec::new());
    photo(&mut list);
    list.items.push(scrim());
    words(&mut list, 40.0, 80.0, 220.0);
    list
}

#[test]
fn levels_differ_by_a_level_at_most_and_runs_not_at_all() {
    for list in [post(), quote()] {
        let best = Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec();
        let mut rasterizer = Rasterizer::new();
        // Painted, kept, copied, and copied where the card before changed something.
        for _ in 0..5 {
            assert!(rasterizer.raster(&list, 1.0).unwrap().data[..] == best);
        }
        let mut baseline = Rasterizer::with_level(Level::baseline());
        let baseline = &baseline.raster(&list, 1.0).unwrap().data;
        let apart = best.iter().zip(&baseline[..]).map(|(a, b)| a.abs_diff(*b)).max();
        let count = best.iter().zip(&baseline[..]).filter(|(a, b)| a != b).count();
        assert!(apart <= Some(1), "{apart:?} levels apart, {count} channels");
        assert!(best.chunks_exact(4).all(|pixel| pixel[3] >= 250));
    }
}
