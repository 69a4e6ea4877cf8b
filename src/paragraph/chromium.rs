//! The paragraphs of `tests/paragraph/cases.json` against the lines that Chromium made of them (`chromium.json`, recorded by
//! `scripts/record_paragraphs.py`).

use std::sync::Arc;

use serde_json::{Map, Value};

use super::testing::{initial, text_style};
use super::*;
use crate::font::FontLibrary;
use crate::style::{
    Direction, FontStyle, Length, LineHeight, OverflowWrap, Style, TextAlign, TextStyle, TextTransform, TextWrapStyle,
    UnicodeBidi, VerticalAlign, VerticalKeyword, WhiteSpaceCollapse, WordBreak,
};

fn px(value: &str) -> f32 {
    value.trim_end_matches("px").parse().unwrap_or_else(|_| panic!("no length: {value}"))
}

fn keyword<T: Copy>(keywords: &[(&str, T)], value: &str) -> T {
    keywords.iter().find(|(name, _)| *name == value).unwrap_or_else(|| panic!("no keyword: {value}")).1
}

/// Applies one property of a case.
fn apply(style: &mut Style, text: &mut TextStyle, name: &str, value: &str) {
    match name {
        "font-family" => text.font_family = Arc::from([value.to_owned()]),
        "font-size" => text.font_size = px(value),
        "font-weight" => text.font_weight = value.parse().unwrap(),
        "font-style" => text.font_style = keyword(FontStyle::KEYWORDS, value),
        "line-height" => {
            text.line_height =
                if value == "normal" { LineHeight::Normal } else { LineHeight::Factor(value.parse().unwrap()) }
        }
        "letter-spacing" => text.letter_spacing = px(value),
        "word-spacing" => text.word_spacing = px(value),
        "text-align" => text.text_align = keyword(TextAlign::KEYWORDS, value),
        "text-transform" => text.text_transform = keyword(TextTransform::KEYWORDS, value),
        "text-indent" => text.text_indent = Length::Px(px(value)),
        "text-wrap" => text.text_wrap_style = keyword(TextWrapStyle::KEYWORDS, value),
        "overflow-wrap" => text.overflow_wrap = keyword(OverflowWrap::KEYWORDS, value),
        "word-break" => text.word_break = keyword(WordBreak::KEYWORDS, value),
        "direction" => text.direction = keyword(Direction::KEYWORDS, value),
        "unicode-bidi" => style.unicode_bidi = keyword(UnicodeBidi::KEYWORDS, value),
        "vertical-align" => style.vertical_align = VerticalAlign::Keyword(keyword(VerticalKeyword::KEYWORDS, value)),
        "white-space" => {
            text.wrap = !matches!(value, "nowrap" | "pre");
            text.white_space_collapse = match value {
                "pre" | "pre-wrap" => WhiteSpaceCollapse::Preserve,
                "pre-line" => WhiteSpaceCollapse::PreserveBreaks,
                _ => WhiteSpaceCollapse::Collapse,
            };
        }
        "tag" | "width" | "height" | "items" => {}
        _ => panic!("no property: {name}"),
    }
}

fn derived(parent: &Arc<Style>, properties: &Map<String, Value>) -> Arc<Style> {
    let mut style = initial();
    let mut text = TextStyle::clone(&parent.text);
    for (name, value) in properties {
        if let Value::String(value) = value {
            apply(&mut style, &mut text, name, value);
        }
    }
    style.text = Arc::new(text);
    Arc::new(style)
}

fn items(
    values: &[Value],
    parent: &Arc<Style>,
    next: &mut usize,
    result: &mut Vec<InlineItem>,
    atoms: &mut Vec<AtomSize>,
) {
    for value in values {
        *next += 1;
        let node = *next;
        match value {
            Value::String(text) => {
                result.push(InlineItem::Text { node, text: text.clone(), style: Arc::clone(parent) });
            }
            Value::Object(object) => match object.get("tag").and_then(Value::as_str) {
                Some("br") => result.push(InlineItem::Break),
                Some("atom") => {
                    let side = |name: &str| px(object[name].as_str().unwrap());
                    atoms.push(AtomSize { width: side("width"), height: side("height"), baseline: None });
                    result.push(InlineItem::Atom { node, style: derived(parent, object) });
                }
                _ => {
                    let style = derived(parent, object);
                    result.push(InlineItem::Open { node, style: Arc::clone(&style) });
                    items(object["items"].as_array().unwrap(), &style, next, result, atoms);
                    result.push(InlineItem::Close { node });
                }
            },
            _ => panic!("no item: {value}"),
        }
    }
}

fn set(case: &Value, fonts: &mut Fonts) -> Arc<Lines> {
    let mut text = text_style();
    text.font_size = 24.0;
    text.line_height = LineHeight::Factor(1.4);
    text.font_family = Arc::from(["Inter".to_owned()]);
    text.lang = case["lang"].as_str().unwrap_or_default().into();
    if case["dir"] == "rtl" {
        text.direction = Direction::Rtl;
    }
    let mut style = initial();
    style.text = Arc::new(text);
    let empty = Map::new();
    let block = derived(&Arc::new(style), case["block"].as_object().unwrap_or(&empty));
    let (mut content, mut atoms) = (Vec::new(), Vec::new());
    items(case["items"].as_array().unwrap(), &block, &mut 0, &mut content, &mut atoms);
    let mut paragraph = shape(&content, &block, fonts);
    paragraph.set_atoms(&atoms);
    paragraph.lines(case["width"].as_f64().unwrap() as f32, LineLimit::default())
}

/// Characters without white space, soft hyphens and what we put in: the rest must be the same.
fn essence(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{2010}'))
        .collect::<String>()
        .to_uppercase()
}

/// Differences of a paragraph, as sentences.
fn compare(name: &str, ours: &Lines, theirs: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    let height = theirs["height"].as_f64().unwrap() as f32;
    if (ours.height - height).abs() > 0.1 {
        differences.push(format!("{name}: height {} instead of {height}", ours.height));
    }
    let own: Vec<&Line> = ours.lines.iter().filter(|line| !essence(&line.text).is_empty()).collect();
    let lines = theirs["lines"].as_array().unwrap();
    for (number, line) in lines.iter().enumerate() {
        let text = line["text"].as_str().unwrap();
        let Some(own) = own.get(number) else {
            differences.push(format!("{name}: no line {number}: {text}"));
            continue;
        };
        if essence(&own.text) != essence(text) {
            differences.push(format!("{name}: line {number} `{}` instead of `{text}`", own.text));
            continue;
        }
        let ascents = own.fragments.iter().filter_map(|fragment| match fragment {
            Fragment::Glyphs { baseline, ascent, .. } => Some(baseline - ascent),
            _ => None,
        });
        let top = ascents.fold(f32::INFINITY, f32::min);
        for (what, own, expected, tolerance) in [
            ("width", own.width, &line["width"], 0.5),
            ("left", own.left, &line["left"], 0.5),
            ("top", top, &line["top"], 0.02),
        ] {
            let expected = expected.as_f64().unwrap() as f32;
            // The record leaves white space and atoms at line ends out of widths.
            let edge = text.starts_with([' ', '\t']) || text.ends_with(' ');
            if (own - expected).abs() > tolerance && own.is_finite() && (what == "top" || !edge) {
                differences.push(format!("{name}: line {number} `{text}`: {what} {own} instead of {expected}"));
            }
        }
    }
    differences
}

#[test]
fn lines_are_those_of_chromium() {
    let cases: Value = serde_json::from_str(include_str!("../../tests/paragraph/cases.json")).unwrap();
    let recorded: Value = serde_json::from_str(include_str!("../../tests/paragraph/chromium.json")).unwrap();
    let mut fonts = FontLibrary::default().session();
    let mut differences = Vec::new();
    for case in cases.as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        differences.extend(compare(name, &set(case, &mut fonts), &recorded[name]));
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}
