//! Display lists for tests: one for each kind of item.

use std::sync::Arc;

use kurbo::{Affine, BezPath};
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{FontContext, FontData, FontFamily, LayoutContext, PositionedLayoutItem, StyleProperty};

use super::{
    Color, DisplayList, Face, FillRule, Filter, Glyph, GlyphRun, Item, MaskLayer, Paint, PictureItem, Placement, Point,
    Rect, RoundedRect, Shadow, Shape, Stop, TextShadow,
};
use crate::font::embedded::EMBEDDED;
use crate::font::tiny;
use crate::picture::{Bytes, Picture};

/// An opaque colour from its hexadecimal digits.
pub(crate) fn color(rgb: u32) -> Color {
    let part = |shift: u32| f32::from((rgb >> shift) as u8) / 255.0;
    Color { r: part(16), g: part(8), b: part(0), a: 1.0 }
}

/// The same with an alpha.
pub(crate) fn faded(rgb: u32, alpha: f32) -> Color {
    Color { a: alpha, ..color(rgb) }
}

pub(crate) fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> RoundedRect {
    RoundedRect { rect: Rect::new(x, y, width, height), radii: [(radius, radius); 4] }
}

pub(crate) fn rect(x: f32, y: f32, width: f32, height: f32) -> Shape {
    Shape::Rect(Rect::new(x, y, width, height))
}

pub(crate) fn solid(shape: Shape, color: Color) -> Item {
    Item::Fill(shape, Paint::Solid(color))
}

pub(crate) fn stops(stops: &[(f32, Color)]) -> Arc<[Stop]> {
    stops.iter().map(|(offset, color)| Stop { offset: *offset, color: *color }).collect()
}

/// A list of 320 x 200 px on a light ground.
pub(crate) fn list(items: Vec<Item>) -> DisplayList {
    let mut all = vec![solid(rect(0.0, 0.0, 320.0, 200.0), color(0xf4f1ea))];
    all.extend(items);
    DisplayList {
        width: 320.0,
        height: 200.0,
        items: all,
        title: "A card".into(),
        description: "Said by nobody".into(),
        ..DisplayList::default()
    }
}

/// Text shaped with one embedded face, as a run, added with its face to the list. `x` and `y` are the start of the
/// baseline.
pub(crate) fn text(list: &mut DisplayList, file: &str, text: &str, size: f32, (x, y): (f32, f32)) -> GlyphRun {
    let bytes = EMBEDDED.iter().find(|font| font.file.ends_with(file)).map(|font| font.bytes).unwrap();
    let mut fonts = FontContext {
        collection: Collection::new(CollectionOptions { system_fonts: false, ..CollectionOptions::default() }),
        source_cache: SourceCache::default(),
    };
    let name = FontInfoOverride { family_name: Some("Sample"), ..FontInfoOverride::default() };
    fonts.collection.register_fonts(Blob::new(Arc::new(bytes)), Some(name));
    let mut layouts: LayoutContext<()> = LayoutContext::new();
    let mut builder = layouts.ranged_builder(&mut fonts, text, 1.0, true);
    builder.push_default(StyleProperty::FontSize(size));
    builder.push_default(FontFamily::named("Sample"));
    let mut layout = builder.build(text);
    layout.break_all_lines(None);
    let mut glyphs = Vec::new();
    let mut coords: Vec<i16> = Vec::new();
    for line in layout.lines() {
        for item in line.items() {
            if let PositionedLayoutItem::GlyphRun(run) = item {
                coords = run.run().normalized_coords().iter().map(|coord| coord.to_bits()).collect();
                let baseline = run.baseline();
                glyphs.extend(run.positioned_glyphs().map(|glyph| Glyph {
                    id: glyph.id,
                    x: x + glyph.x,
                    y: y + glyph.y - baseline,
                }));
            }
        }
    }
    list.faces.push(Face { family: "Sample".into(), data: FontData::new(Blob::new(Arc::new(bytes)), 0) });
    GlyphRun {
        face: list.faces.len() - 1,
        size,
        coords: coords.into(),
        skew_deg: 0.0,
        embolden: 0.0,
        color: color(0x1d2733),
        glyphs,
    }
}

/// A picture of smooth colours, opaque or fading out downwards, added to the list.
pub(crate) fn picture(list: &mut DisplayList, width: u32, height: u32, opaque: bool) -> usize {
    let mut pixels = image::RgbaImage::new(width, height);
    for (x, y, pixel) in pixels.enumerate_pixels_mut() {
        let (across, down) = (x * 255 / width, y * 255 / height);
        let alpha = if opaque { 255 } else { 255 - down };
        *pixel = image::Rgba([across as u8, down as u8, (255 - across) as u8, alpha as u8]);
    }
    let mut file = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut file, image::ImageFormat::Png).unwrap();
    let bytes: Bytes = file.into_inner().into();
    list.pictures.push(Arc::new(Picture::probe(bytes).unwrap()));
    list.pictures.len() - 1
}

/// One list for each kind of item, with its name.
pub(crate) fn all() -> Vec<(&'static str, DisplayList)> {
    let mut lists = shapes();
    lists.extend(shadows());
    lists.extend(texts());
    lists.extend(pictures());
    lists.extend(groups());
    lists.push(("bitmap glyphs", bitmap_glyphs()));
    lists
}

/// A glyph that is a picture, at four times its size with its origin at 20, 60, and larger beside it.
pub(crate) fn bitmap_glyphs() -> DisplayList {
    let mut list = list(Vec::new());
    let data = FontData::new(Blob::new(Arc::new(tiny::font())), 0);
    list.faces.push(Face { family: tiny::FAMILY.into(), data });
    let run = |size: f32, x: f32, y: f32| {
        let glyphs = vec![Glyph { id: tiny::GLYPH, x, y }];
        let color = color(0x000000);
        Item::Glyphs(GlyphRun { face: 0, size, coords: Arc::from([]), skew_deg: 0.0, embolden: 0.0, color, glyphs })
    };
    list.items.extend([run(4.0 * f32::from(tiny::PPEM), 20.0, 60.0), run(80.0, 120.0, 140.0)]);
    list
}

/// What is done to groups: transforms, filters, masks, shadows of letters.
fn groups() -> Vec<(&'static str, DisplayList)> {
    let sky = || Paint::Linear {
        start: Point { x: 40.0, y: 40.0 },
        end: Point { x: 280.0, y: 160.0 },
        stops: stops(&[(0.0, color(0xd81b60)), (0.5, color(0xfdd835)), (1.0, color(0x1e88e5))]),
    };
    let block = || Item::Fill(Shape::Rounded(rounded(60.0, 50.0, 180.0, 90.0, 18.0)), sky());
    let with = |begin: Item, end: Item| {
        let mut list = list(Vec::new());
        let mut run = text(&mut list, "Inter-opsz-wght.ttf", "Turned tide", 30.0, (74.0, 104.0));
        run.color = color(0x102030);
        let at = picture(&mut list, 60, 40, true);
        let target = Rect::new(180.0, 100.0, 48.0, 32.0);
        let shown = PictureItem {
            picture: at,
            source: Rect::new(0.0, 0.0, 60.0, 40.0),
            target,
            clip: Shape::Rounded(RoundedRect { rect: target, radii: [(6.0, 6.0); 4] }),
        };
        let cast = Shadow {
            shape: rounded(60.0, 56.0, 180.0, 90.0, 18.0),
            sigma: 5.0,
            color: faded(0x000000, 0.5),
            clip: rounded(60.0, 50.0, 180.0, 90.0, 18.0),
            inset: false,
        };
        list.items.extend([begin, Item::Shadow(cast), block(), Item::Picture(shown), Item::Glyphs(run), end]);
        list
    };
    let turn = Affine::rotate_about(0.2, (150.0, 95.0)) * Affine::scale_non_uniform(1.05, 0.9);
    let matrix = Filter::Matrix([
        0.3, 0.6, 0.1, 0.0, 0.0, 0.2, 0.7, 0.1, 0.0, 0.05, 0.1, 0.2, 0.7, 0.0, 0.1, 0.0, 0.0, 0.0, 0.9, 0.0,
    ]);
    let shade = Filter::DropShadow { x: 6.0, y: 8.0, sigma: 4.0, color: faded(0x203060, 0.7) };
    let layer = |shape: Shape, paint: Paint, luminance: bool, intersect: bool| MaskLayer {
        items: vec![Item::Fill(shape, paint)],
        luminance,
        intersect,
    };
    let fade = Paint::Linear {
        start: Point { x: 60.0, y: 0.0 },
        end: Point { x: 240.0, y: 0.0 },
        stops: stops(&[(0.0, faded(0, 1.0)), (1.0, faded(0, 0.0))]),
    };
    let gray = Paint::Solid(color(0x909090));
    let band = || rect(50.0, 70.0, 210.0, 40.0);
    let masks = vec![
        layer(rect(200.0, 20.0, 60.0, 160.0), Paint::Solid(color(0)), false, false),
        layer(band(), gray, true, true),
        layer(rect(40.0, 20.0, 240.0, 160.0), fade, false, false),
    ];
    let mut letters = list(Vec::new());
    let mut run = text(&mut letters, "Inter-opsz-wght.ttf", "Letters", 60.0, (40.0, 110.0));
    run.color = color(0);
    let mask = MaskLayer { items: vec![Item::Glyphs(run.clone())], luminance: false, intersect: false };
    let blue = GlyphRun { color: faded(0x1565c0, 0.8), ..run };
    let blurred = Item::TextShadow(TextShadow { sigma: 4.0, items: vec![Item::Glyphs(blue.clone())] });
    let sharp = Placement { scale: 1.0, x: 4.0, y: 70.0 }.items(&[Item::Glyphs(blue)]);
    letters.items.extend([
        blurred,
        Item::Mask(Arc::from([mask])),
        Item::Fill(rect(30.0, 40.0, 260.0, 90.0), sky()),
        Item::EndMask,
        Item::TextShadow(TextShadow { sigma: 0.0, items: sharp }),
    ]);
    vec![
        ("turned group", with(Item::Transform(turn), Item::EndTransform)),
        ("blurred group", with(Item::Filter(Arc::from([Filter::Blur(3.0)])), Item::EndFilter)),
        ("recoloured group", with(Item::Filter(Arc::from([matrix])), Item::EndFilter)),
        (
            "group with shadows",
            with(Item::Filter(Arc::from([shade.clone(), Filter::Blur(0.5), shade])), Item::EndFilter),
        ),
        ("masked group", with(Item::Mask(masks.into()), Item::EndMask)),
        ("shadows of letters and a mask of them", letters),
    ]
}

fn shapes() -> Vec<(&'static str, DisplayList)> {
    let uneven = RoundedRect {
        rect: Rect::new(20.0, 20.0, 120.0, 80.0),
        radii: [(30.0, 10.0), (0.0, 0.0), (16.0, 16.0), (40.0, 40.0)],
    };
    let ring =
        Shape::Ring { outer: rounded(160.0, 20.0, 140.0, 80.0, 20.0), inner: rounded(163.0, 23.0, 134.0, 74.0, 17.0) };
    let mut star = BezPath::new();
    for (index, (x, y)) in
        [(60.0, 110.0), (90.0, 190.0), (20.0, 140.0), (100.0, 140.0), (30.0, 190.0)].iter().enumerate()
    {
        if index == 0 { star.move_to((*x, *y)) } else { star.line_to((*x, *y)) }
    }
    star.close_path();
    let star = Shape::Path(Arc::new(star), FillRule::EvenOdd);
    let slope = Paint::Linear {
        start: Point { x: 20.0, y: 20.0 },
        end: Point { x: 300.0, y: 180.0 },
        stops: stops(&[(0.0, color(0x2b5876)), (0.4, color(0xb06ab3)), (1.0, color(0xffd194))]),
    };
    let eased: Vec<(f32, Color)> = (0..=8)
        .map(|index| index as f32 / 8.0)
        .map(|at| (at, faded(0x000000, 0.8 * at * at * (3.0 - 2.0 * at))))
        .collect();
    let scrim =
        Paint::Linear { start: Point { x: 0.0, y: 60.0 }, end: Point { x: 0.0, y: 200.0 }, stops: stops(&eased) };
    let vanishing = Paint::Linear {
        start: Point { x: 0.0, y: 0.0 },
        end: Point { x: 320.0, y: 0.0 },
        stops: stops(&[(0.0, color(0xd62839)), (0.5, Color::TRANSPARENT), (1.0, faded(0x2a9d8f, 0.6))]),
    };
    let glow = Paint::Radial {
        center: Point { x: 200.0, y: 70.0 },
        radius_x: 160.0,
        radius_y: 70.0,
        stops: stops(&[(0.0, color(0xfff3b0)), (1.0, faded(0xe09f3e, 0.0))]),
    };
    let all = rect(0.0, 0.0, 320.0, 200.0);
    vec![
        (
            "rounded, ring and path",
            list(vec![
                solid(Shape::Rounded(uneven), color(0x0b7285)),
                solid(ring, faded(0xc92a2a, 0.7)),
                solid(star, color(0x5f3dc4)),
                solid(rect(150.0, 120.0, 60.0, 1.0), Color::BLACK),
            ]),
        ),
        ("linear gradients", list(vec![Item::Fill(all.clone(), slope), Item::Fill(all.clone(), scrim)])),
        ("gradient to transparent", list(vec![Item::Fill(all.clone(), vanishing)])),
        ("radial gradient", list(vec![solid(all.clone(), color(0x14213d)), Item::Fill(all, glow)])),
        (
            "clip and opacity",
            list(vec![
                Item::Clip(Shape::Rounded(rounded(40.0, 30.0, 240.0, 140.0, 40.0))),
                solid(rect(0.0, 0.0, 320.0, 100.0), color(0x264653)),
                Item::Opacity(0.5),
                solid(rect(60.0, 60.0, 100.0, 80.0), color(0xe76f51)),
                Item::Clip(rect(100.0, 80.0, 80.0, 200.0)),
                solid(rect(110.0, 90.0, 100.0, 100.0), color(0xe9c46a)),
                Item::EndClip,
                Item::EndOpacity,
                Item::EndClip,
            ]),
        ),
    ]
}

fn shadows() -> Vec<(&'static str, DisplayList)> {
    let card = rounded(40.0, 40.0, 240.0, 110.0, 18.0);
    let shadow = |shape: RoundedRect, sigma: f32, color: Color| {
        Item::Shadow(Shadow { shape, sigma, color, clip: card, inset: false })
    };
    let hole = rounded(45.0, 48.0, 230.0, 94.0, 12.0);
    vec![
        (
            "outer shadows",
            list(vec![
                shadow(rounded(40.0, 52.0, 240.0, 110.0, 18.0), 12.0, faded(0x000000, 0.35)),
                shadow(rounded(42.0, 44.0, 236.0, 110.0, 16.0), 3.0, faded(0x9b2226, 0.6)),
                solid(Shape::Rounded(card), color(0xffffff)),
            ]),
        ),
        (
            "sharp shadow",
            list(vec![
                shadow(rounded(48.0, 50.0, 240.0, 110.0, 18.0), 0.0, color(0x1d3557)),
                solid(Shape::Rounded(card), color(0xffffff)),
            ]),
        ),
        (
            "inset shadow",
            list(vec![
                solid(Shape::Rounded(card), color(0xffffff)),
                Item::Shadow(Shadow { shape: hole, sigma: 6.0, color: faded(0x000000, 0.5), clip: card, inset: true }),
            ]),
        ),
        (
            "wide shadow",
            list(vec![
                shadow(rounded(60.0, 60.0, 200.0, 70.0, 35.0), 30.0, faded(0x240046, 0.9)),
                solid(Shape::Rounded(card), faded(0xffffff, 0.6)),
            ]),
        ),
    ]
}

fn texts() -> Vec<(&'static str, DisplayList)> {
    let mut plain = list(Vec::new());
    let lines = [
        ("SourceSerif4-opsz-wght.ttf", "Hand in hand, office fjords", 22.0, 40.0),
        ("Inter-opsz-wght.ttf", "AVATAR To Wolves 2026", 26.0, 80.0),
        ("NotoSansArabic-wght.ttf", "مرحبا بالعالم", 28.0, 120.0),
    ];
    for (file, words, size, y) in lines {
        if EMBEDDED.iter().any(|font| font.file.ends_with(file)) {
            let run = text(&mut plain, file, words, size, (16.0, y));
            plain.items.push(Item::Glyphs(run));
        }
    }
    let mut styled = list(Vec::new());
    for (index, (skew, embolden, alpha)) in
        [(14.0, 0.0, 1.0), (0.0, 0.6, 1.0), (0.0, 0.6, 0.5), (-10.0, 0.4, 1.0)].iter().enumerate()
    {
        let mut run =
            text(&mut styled, "Inter-opsz-wght.ttf", "Slanted & bold", 30.0, (16.0, 45.0 + 42.0 * index as f32));
        (run.skew_deg, run.embolden) = (*skew, *embolden);
        run.color = faded(0x7b2d26, *alpha);
        styled.items.push(Item::Glyphs(run));
    }
    let mut emoji = list(Vec::new());
    let rows = ["😀🚀❤️🔥🎉", "🇯🇵🇧🇷🇩🇪🏴󠁧󠁢󠁥󠁮󠁧󠁿🏳️‍🌈", "👩🏽‍🚀👨‍👩‍👧‍👦🧑🏿‍🎨🐉🍣"];
    for (index, row) in rows.iter().enumerate() {
        let run = text(&mut emoji, "NotoColorEmoji.ttf", row, 44.0, (12.0, 56.0 + 60.0 * index as f32));
        emoji.items.push(Item::Glyphs(run));
    }
    vec![("text", plain), ("synthetic styles", styled), ("colour emoji", emoji)]
}

fn pictures() -> Vec<(&'static str, DisplayList)> {
    let place = |picture: usize, source: Rect, target: Rect, clip: Shape| {
        Item::Picture(PictureItem { picture, source, target, clip })
    };
    let mut cropped = list(Vec::new());
    let photo = picture(&mut cropped, 200, 160, true);
    let target = Rect::new(20.0, 20.0, 140.0, 140.0);
    cropped.items.push(place(photo, Rect::new(30.0, 10.0, 140.0, 140.0), target, Shape::Rect(target)));
    let round = Rect::new(180.0, 30.0, 96.0, 96.0);
    cropped.items.push(place(
        photo,
        Rect::new(20.0, 0.0, 160.0, 160.0),
        round,
        Shape::Rounded(rounded(180.0, 30.0, 96.0, 96.0, 48.0)),
    ));
    let mut fading = list(Vec::new());
    let veil = picture(&mut fading, 80, 60, false);
    let target = Rect::new(40.0, 30.0, 240.0, 140.0);
    let clip = Shape::Rounded(rounded(60.0, 10.0, 180.0, 140.0, 24.0));
    fading.items.push(place(veil, Rect::new(0.0, 0.0, 80.0, 60.0), target, clip));
    vec![("cropped pictures", cropped), ("fading picture", fading)]
}
