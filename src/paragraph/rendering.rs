//! The cases of Unicode's text-rendering-tests, where `PULLQUOTE_DATA` names them: each glyph at its place and with its extent, in 1/1000 em.
//!
//! The fonts and the expected pictures are not the project's and stay outside. `docs/typography.md` says what differs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use kurbo::Shape;
use skrifa::instance::NormalizedCoord;
use skrifa::outline::DrawSettings;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::testing::{initial, text_style};
use super::*;
use crate::font::{Fallback, FontLibrary, UserFont};

/// How far an edge may be off, in 1/1000 em: the expected numbers are whole.
const TOLERANCE: f64 = 2.0;
/// Least share that matches, in thousandths.
const PERMILLE: usize = 800;

/// A glyph with an outline: left, bottom, right and top edge.
type Extent = [f64; 4];

/// The value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let from = tag.find(&format!("{name}=\""))? + name.len() + 2;
    let rest = tag.get(from..)?;
    rest.get(..rest.find('"')?)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What the picture of a case shows.
fn expected(svg: &str) -> Vec<Extent> {
    let mut symbols: BTreeMap<&str, kurbo::Rect> = BTreeMap::new();
    for symbol in svg.split("<symbol ").skip(1) {
        let path = attribute(symbol.split("</symbol>").next().unwrap_or_default(), " d").unwrap_or_default();
        if let (Some(name), Ok(path)) = (attribute(symbol, "id"), kurbo::BezPath::from_svg(path))
            && !path.is_empty()
        {
            symbols.insert(name, path.bounding_box());
        }
    }
    let places = svg.split("<use ").skip(1).filter_map(|place| {
        let side = |name: &str| attribute(place, name).and_then(|value| value.parse::<f64>().ok());
        let symbol = symbols.get(attribute(place, "xlink:href")?.trim_start_matches('#'))?;
        Some(*symbol + kurbo::Vec2::new(side("x")?, side("y")?))
    });
    sorted(places.collect())
}

fn sorted(mut boxes: Vec<kurbo::Rect>) -> Vec<Extent> {
    boxes.sort_by(|a, b| (a.x0, a.y0).partial_cmp(&(b.x0, b.y0)).expect("numbers"));
    boxes.into_iter().map(|each| [each.x0, each.y0, each.x1, each.y1]).collect()
}

/// What we set; `None` when we refuse the font.
fn found(text: &str, font: &[u8], variation: Option<(&str, f32)>) -> Option<Vec<Extent>> {
    let font = UserFont {
        data: font.into(),
        family: Some("Tested".into()),
        weight: None,
        italic: None,
        fallback: Fallback::Never,
    };
    let library = FontLibrary::with_fonts(&[font]).ok()?;
    let mut style = text_style();
    style.font_family = Arc::from(["Tested".to_owned()]);
    style.font_size = 1000.0;
    if let Some((tag, value)) = variation {
        style.font_variations = Arc::from([(tag.as_bytes().try_into().expect("four letters"), value)]);
    }
    let block = Arc::new(Style { text: Arc::new(style), ..initial() });
    let item = InlineItem::Text { node: 1, text: text.to_owned(), style: Arc::clone(&block) };
    let mut paragraph = shape(&[item], &block, &mut library.session());
    let mut boxes = Vec::new();
    for fragment in paragraph.lines(f32::INFINITY, LineLimit::default()).lines.iter().flat_map(|line| &line.fragments) {
        let Fragment::Glyphs { face, size, coords, glyphs, baseline, .. } = fragment else { continue };
        let font = FontRef::from_index(face.data.data.data(), face.data.index).expect("a sound font");
        let coords: Vec<NormalizedCoord> = coords.iter().map(|coord| NormalizedCoord::from_bits(*coord)).collect();
        for glyph in glyphs {
            let mut path = skrifa::outline::pen::SvgPen::new();
            let settings = DrawSettings::unhinted(skrifa::instance::Size::new(*size), coords.as_slice());
            let outlines = font.outline_glyphs();
            if outlines.get(GlyphId::new(glyph.id)).is_none_or(|outline| outline.draw(settings, &mut path).is_err()) {
                continue;
            }
            let path = kurbo::BezPath::from_svg(path.as_ref()).unwrap_or_default();
            if !path.is_empty() {
                let up = f64::from(baseline.round() - glyph.y);
                boxes.push(path.bounding_box() + kurbo::Vec2::new(f64::from(glyph.x), up));
            }
        }
    }
    Some(sorted(boxes))
}

fn alike(one: &[Extent], other: &[Extent]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| one.iter().zip(other).all(|(a, b)| (a - b).abs() <= TOLERANCE))
}

#[test]
fn glyphs_stand_where_the_rendering_tests_have_them() {
    let Some(folder) = std::env::var_os("PULLQUOTE_DATA").filter(|name| !name.is_empty()) else { return };
    let folder = PathBuf::from(folder).join("text-rendering-tests");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("testcases"))
        .expect("the cases")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let (mut passed, mut all) = (0, 0);
    for file in files {
        let page = std::fs::read_to_string(&file).expect("a page");
        let (mut good, mut failed) = (0, Vec::new());
        for cell in page.split("class=\"expected\"").skip(1) {
            let svg = cell.split("</svg>").next().unwrap_or_default();
            let (Some(text), Some(font)) = (attribute(cell, "ft:render"), attribute(cell, "ft:font")) else { continue };
            let bytes = std::fs::read(folder.join("fonts").join(font)).expect("a font");
            let tag = cell.split('>').next().unwrap_or_default();
            let variation = attribute(tag, "ft:var").and_then(|value| value.split_once(':'));
            let variation = variation.and_then(|(tag, value)| Some((tag, value.parse().ok()?)));
            if found(&unescaped(text), &bytes, variation).is_some_and(|found| alike(&found, &expected(svg))) {
                good += 1;
            } else {
                failed.push(attribute(cell, "ft:id").unwrap_or_default().to_owned());
            }
        }
        if !failed.is_empty() {
            println!("{}: {good} alike, not {}", file.file_stem().unwrap_or_default().display(), failed.join(" "));
        }
        passed += good;
        all += good + failed.len();
    }
    println!("text-rendering-tests: {passed} of {all} alike");
    assert!(all > 0 && passed * 1000 >= all * PERMILLE, "{passed} of {all}");
}
