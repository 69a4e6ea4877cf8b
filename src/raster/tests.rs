use super::*;
use crate::display::samples::{all, color, faded, list, rect, rounded, solid, text};
use crate::display::{Shadow, Shape};
use crate::font::tiny;

fn pixel(canvas: &Canvas, x: usize, y: usize) -> [u8; 4] {
    let at = (y * canvas.width as usize + x) * 4;
    canvas.data[at..at + 4].try_into().unwrap()
}

#[test]
fn whole_px_are_crisp_and_the_ground_is_white_without_one() {
    let list = DisplayList {
        width: 8.0,
        height: 4.0,
        items: vec![solid(rect(2.0, 1.0, 3.0, 2.0), color(0x204060))],
        ..DisplayList::default()
    };
    let mut rasterizer = Rasterizer::new();
    let canvas = rasterizer.raster(&list, 1.0).unwrap();
    for y in 0..4 {
        for x in 0..8 {
            let inside = (2..5).contains(&x) && (1..3).contains(&y);
            let expected = if inside { [0x20, 0x40, 0x60, 255] } else { [255; 4] };
            assert_eq!(pixel(canvas, x, y), expected);
        }
    }
    let canvas = rasterizer.raster(&list, 2.5).unwrap();
    assert_eq!((canvas.width, canvas.height), (20, 10));
}

#[test]
fn a_bitmap_glyph_stands_where_its_metrics_say() {
    let mut rasterizer = Rasterizer::new();
    let canvas = rasterizer.raster(&crate::display::samples::bitmap_glyphs(), 1.0).unwrap();
    // Four times as large: from 4 px behind the origin to 36, from 24 px above the baseline to 8 below it.
    for (x, y, expected) in [
        (27, 39, tiny::UPPER),
        (52, 47, tiny::UPPER),
        (27, 57, tiny::LOWER),
        (52, 64, tiny::LOWER),
        (21, 50, [0xf4, 0xf1, 0xea, 255]),
        (58, 50, [0xf4, 0xf1, 0xea, 255]),
        (40, 33, [0xf4, 0xf1, 0xea, 255]),
        (40, 70, [0xf4, 0xf1, 0xea, 255]),
    ] {
        assert_eq!(pixel(canvas, x, y), expected, "at {x}, {y}");
    }
}

#[test]
fn a_reused_rasterizer_paints_what_a_new_one_paints() {
    let mut reused = Rasterizer::new();
    for round in 0..2 {
        for (name, list) in all() {
            let expected = Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec();
            assert!(reused.raster(&list, 1.0).unwrap().data[..] == expected, "{name}, round {round}");
        }
    }
}

#[test]
fn two_threads_paint_what_one_paints() {
    let mut reused = Rasterizer::new();
    for (name, list) in all() {
        let expected = Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec();
        for rasterizer in [&mut Rasterizer::new(), &mut reused] {
            assert!(rasterizer.raster_on_two_threads(&list, 1.0).unwrap().data[..] == expected, "{name}");
        }
    }
}

#[test]
fn cards_that_begin_alike_are_painted_as_if_alone() {
    let mut reused = Rasterizer::new();
    for (name, mut list) in all() {
        for round in 0..4 {
            list.items.push(solid(rect(5.0 + 9.0 * round as f32, 5.0, 30.0, 30.0), faded(0x204060, 0.5)));
            let expected = Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec();
            assert!(reused.raster(&list, 1.0).unwrap().data[..] == expected, "{name}, round {round}");
        }
    }
}

#[test]
fn an_outer_shadow_stays_outside_its_box_and_an_inset_one_inside() {
    let clip = rounded(60.0, 60.0, 100.0, 60.0, 0.0);
    for inset in [false, true] {
        let shadow = Shadow { shape: clip, sigma: 8.0, color: faded(0, 1.0), clip, inset };
        let ground = list(Vec::new()).items;
        let mut list = list(vec![Item::Shadow(shadow)]);
        let mut rasterizer = Rasterizer::new();
        let canvas = rasterizer.raster(&list, 1.0).unwrap();
        let (outside, inside) = (pixel(canvas, 58, 90), pixel(canvas, 61, 90));
        list.items = ground;
        let plain = pixel(rasterizer.raster(&list, 1.0).unwrap(), 0, 0);
        assert_eq!((outside == plain, inside == plain), (inset, !inset));
    }
}

#[test]
fn glyphs_do_not_take_the_fill_rule_of_what_was_painted_before() {
    let mut list = list(Vec::new());
    let mut run = text(&mut list, "noto-sans-hebrew/NotoSansHebrew-wght.ttf", "\u{5D0}\u{5D9}", 60.0, (20.0, 80.0));
    run.coords = std::sync::Arc::from([1 << 14]);
    let (outer, inner) = (rounded(150.0, 100.0, 30.0, 30.0, 9.0), rounded(155.0, 105.0, 20.0, 20.0, 4.0));
    let (mut path, mut hole) = (BezPath::new(), BezPath::new());
    Shape::Rounded(outer).write_path(&mut path);
    Shape::Rounded(inner).write_path(&mut hole);
    path.extend(hole);
    let ring = solid(Shape::Path(path.into(), crate::display::FillRule::EvenOdd), color(0x204060));
    let ground = list.items.clone();
    let mut drawn = |items: [Item; 2]| {
        list.items = ground.iter().cloned().chain(items).collect();
        Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec()
    };
    assert!(drawn([ring.clone(), Item::Glyphs(run.clone())]) == drawn([Item::Glyphs(run), ring]));
}

#[test]
fn a_side_without_border_leaves_no_hairline() {
    let mut list = list(Vec::new());
    let (outer, inner) = (rounded(11.0, 11.0, 90.0, 70.0, 0.0), rounded(11.0, 14.0, 90.0, 67.0, 0.0));
    let plain = pixel(Rasterizer::new().raster(&list, 0.43).unwrap(), 4, 20);
    list.items.push(solid(Shape::Ring { outer, inner }, color(0x204060)));
    let mut rasterizer = Rasterizer::new();
    let canvas = rasterizer.raster(&list, 0.43).unwrap();
    assert!((0..86).all(|x| pixel(canvas, x, 20) == plain), "left and right");
    assert_ne!(pixel(canvas, 20, 5), plain, "the border above is there");
}

#[test]
fn what_comes_after_letters_covers_them() {
    let mut list = list(Vec::new());
    let run = text(&mut list, "Inter-opsz-wght.ttf", "HHHH", 40.0, (10.0, 60.0));
    let (letters, cover) = (Item::Glyphs(run), solid(rect(0.0, 0.0, 60.0, 80.0), color(0x204060)));
    let ground = list.items.clone();
    let mut drawn = |items: Vec<Item>| {
        list.items = ground.iter().cloned().chain(items).collect();
        Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec()
    };
    let clip = Item::Clip(rect(0.0, 0.0, 200.0, 100.0));
    let plain = drawn(vec![letters.clone()]);
    let covered = drawn(vec![letters.clone(), cover.clone()]);
    let under = drawn(vec![cover.clone(), letters.clone()]);
    let width = 320;
    for (index, (pixel, plain)) in covered.chunks_exact(4).zip(plain.chunks_exact(4)).enumerate() {
        let expected = if index % width < 60 && index / width < 80 { &[0x20, 0x40, 0x60, 255][..] } else { plain };
        assert_eq!(pixel, expected, "{index}");
    }
    assert!(under != covered, "letters above a fill are seen");
    // The same inside a clip that takes nothing away, and inside a group.
    let inside = [clip, letters.clone(), cover.clone(), Item::EndClip];
    assert!(drawn(inside.to_vec()) == covered);
    assert!(drawn(vec![letters, Item::Opacity(1.0), cover, Item::EndOpacity]) == covered);
}

#[test]
fn letters_cover_what_their_outlines_cover() {
    const FINE: usize = 8;
    let mut list = list(Vec::new());
    let mut run = text(&mut list, "Inter-opsz-wght.ttf", "Rhythm&g", 31.0, (10.25, 60.0));
    for glyph in &mut run.glyphs {
        glyph.x = (glyph.x * 4.0).round() / 4.0;
    }
    run.color = color(0);
    list.items = vec![solid(rect(0.0, 0.0, 320.0, 200.0), color(0xffffff)), Item::Glyphs(run)];
    let masks = Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec();
    // As shapes and eight times as large: inside a group there are no masks.
    list.items.insert(1, Item::Opacity(1.0));
    list.items.push(Item::EndOpacity);
    let fine = Rasterizer::new().raster(&list, FINE as f32).unwrap().data.to_vec();
    let mut sum_of_differences = 0;
    for (index, pixel) in masks.chunks_exact(4).enumerate() {
        let (x, y) = (index % 320 * FINE, index / 320 * FINE);
        let rows = (y..y + FINE).map(|y| &fine[(y * 320 * FINE + x) * 4..][..FINE * 4]);
        let sum: usize = rows.flat_map(|row| row.iter().step_by(4)).map(|value| usize::from(*value)).sum();
        let expected = (sum / (FINE * FINE)) as u8;
        let difference = pixel[0].abs_diff(expected);
        sum_of_differences += usize::from(difference);
        // A row of samples more or less.
        assert!(difference <= 64, "{},{}: {} for {expected}", index % 320, index / 320, pixel[0]);
    }
    let ink: usize = masks.iter().step_by(4).map(|value| usize::from(255 - *value)).sum();
    assert!(sum_of_differences * 25 < ink, "{sum_of_differences} of {ink}");
    let levels: std::collections::BTreeSet<u8> = masks.iter().copied().collect();
    assert!(levels.len() <= 17 && levels.len() > 8, "{levels:?}");
}

#[test]
fn shapes_far_outside_the_card_are_no_fault() {
    let far = Shape::Rounded(rounded(-1e6, -1e6, 3e6, 3e6, 40.0));
    let shadow = Shadow {
        shape: rounded(-500.0, -500.0, 10.0, 10.0, 5.0),
        sigma: 200.0,
        color: faded(0, 0.5),
        clip: rounded(-500.0, -500.0, 10.0, 10.0, 5.0),
        inset: false,
    };
    let list = list(vec![solid(far, color(0x102030)), Item::Shadow(shadow)]);
    assert!(Rasterizer::new().raster(&list, 1.0).is_ok());
}
