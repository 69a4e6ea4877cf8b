//! Every emoji is one visible glyph in colour, in pixels and in vectors; with U+FE0E it is a glyph of a text face.
//!
//! Sheets of emoji are drawn and each cell is looked at. `PULLQUOTE_DATA` names a folder whose `text/emoji-test.txt` and
//! `text/emoji-variation-sequences.txt` (Unicode's own lists) are drawn whole; without it a few of each kind are.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use resvg::{tiny_skia, usvg};

pub const COLUMNS: usize = 20;
pub const ROWS: usize = 20;
/// px of a cell: three emoji fit side by side.
const CELL: (usize, usize) = (96, 64);
pub const FONT_SIZE: f64 = 32.0;
/// Colours that no emoji has both of: of the ground and of letters.
const GROUND: [u8; 3] = [90, 160, 90];
const INK: [u8; 3] = [255, 0, 0];

/// Greatest mean difference of a cell, of 255, between our pixels and what Chromium makes of our SVG.
const MOST: f64 = 1.5;

/// A few of each kind, for a machine without the lists.
const SOME: &[&str] = &[
    "😀",
    "❤️",
    "☺️",
    "🤍",
    "⬛",
    "⬜",
    "©️",
    "™️",
    "1️⃣",
    "#️⃣",
    "*️⃣",
    "🇳🇴",
    "🇿🇼",
    "🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "🏳️‍🌈",
    "👍🏿",
    "👩🏽‍🚀",
    "👨‍👩‍👧‍👦",
    "🧑🏻‍🤝‍🧑🏿",
    "👁️‍🗨️",
    "🐻‍❄️",
    "🫱🏼‍🫲🏾",
    "🏃🏾‍♀️‍➡️",
    "🏻",
    "🏿",
    "🦰",
    "🇦",
];
const SOME_TEXT: &[&str] = &["❤\u{FE0E}", "☎\u{FE0E}", "✂\u{FE0E}", "☀\u{FE0E}", "▶\u{FE0E}", "™\u{FE0E}", "5\u{FE0E}"];

/// What is in a cell.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// px that differ from the ground, and of those the ones that are no mixture of ground and ink.
    pub ink: usize,
    pub coloured: usize,
    /// px from the first to the last column with ink.
    pub width: usize,
}

impl Seen {
    fn is_one_glyph_in_colour(self) -> bool {
        self.ink >= 40 && self.coloured * 5 >= self.ink && self.width as f64 <= FONT_SIZE * 1.4
    }
}

fn template() -> pullquote::Template {
    let manifest = "name = \"sheet\"\ntitle = \"Sheet\"\nkinds = [\"quote\"]\nsizes = [\"og\"]\nthemes = [\"light\"]\nfields = [\"/text\"]\n";
    let css = "html, body { margin: 0; height: 100%; background: #5aa05a; color: #ff0000; font-family: Inter; font-size: 32px; line-height: 64px }\n\
        main { display: flex; flex-wrap: wrap }\n.cell { width: 96px; height: 64px; white-space: nowrap }\n";
    let html = "<main>{% for cell in record.extra.cells %}<div class=\"cell\">{{ cell }}</div>{% endfor %}</main>";
    let files = [
        ("template.toml", manifest),
        ("card.html", html),
        ("card.css", css),
        ("sample.json", r#"{ "kind": "quote", "text": "x", "author": { "name": "y" }, "extra": { "cells": ["x"] } }"#),
    ];
    let files: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
    pullquote::Template::from_files(files).expect("a sound template")
}

/// What pixels (four bytes each) and the SVG show in each cell, and the findings.
pub struct Sheet {
    pub pixels: Vec<Seen>,
    pub vectors: Vec<Seen>,
    pub findings: Vec<String>,
    svg: String,
    raw: Vec<u8>,
}

pub fn draw(renderer: &pullquote::Renderer, cells: &[String]) -> Sheet {
    let record =
        serde_json::json!({ "kind": "quote", "text": "x", "author": { "name": "y" }, "extra": { "cells": cells } });
    let record = pullquote::Record::from_json(record.to_string().as_bytes()).expect("a record");
    let (width, height) = (COLUMNS * CELL.0, ROWS * CELL.1);
    let options = pullquote::Options {
        template: Some("sheet".to_owned()),
        size: pullquote::Size::new(width as u32, height as u32),
        ..Default::default()
    };
    let card = renderer.render(&record, &(), &options).expect("a card");
    let svg = card.svg().expect("an SVG");
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).expect("sound SVG");
    let mut pixmap = tiny_skia::Pixmap::new(width as u32, height as u32).expect("a pixmap");
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    let codes = card.findings().iter().filter(|finding| finding.code != "field-not-drawn");
    let raw = card.pixels().expect("pixels");
    Sheet {
        pixels: look(&raw, cells.len()),
        vectors: look(pixmap.data(), cells.len()),
        findings: codes.map(ToString::to_string).collect(),
        svg,
        raw,
    }
}

fn look(pixels: &[u8], cells: usize) -> Vec<Seen> {
    let stride = COLUMNS * CELL.0;
    let cell = |number: usize| {
        let (left, top) = (number % COLUMNS * CELL.0, number / COLUMNS * CELL.1);
        let mut seen = Seen { ink: 0, coloured: 0, width: 0 };
        let (mut first, mut last) = (usize::MAX, 0);
        for y in top..top + CELL.1 {
            for x in left..left + CELL.0 {
                let at = (y * stride + x) * 4;
                let pixel = [pixels[at], pixels[at + 1], pixels[at + 2]];
                if (0..3).all(|channel| pixel[channel].abs_diff(GROUND[channel]) <= 12) {
                    continue;
                }
                seen.ink += 1;
                seen.coloured += usize::from(!is_mixture(pixel));
                (first, last) = (first.min(x), last.max(x));
            }
        }
        seen.width = (last + 1).saturating_sub(first);
        seen
    };
    (0..cells).map(cell).collect()
}

/// Whether a colour lies between that of the ground and that of letters.
fn is_mixture(pixel: [u8; 3]) -> bool {
    let share = (f64::from(pixel[0]) - f64::from(GROUND[0])) / (f64::from(INK[0]) - f64::from(GROUND[0]));
    (0..3).all(|channel| {
        let mixed = f64::from(GROUND[channel]) + share * (f64::from(INK[channel]) - f64::from(GROUND[channel]));
        (f64::from(pixel[channel]) - mixed).abs() <= 16.0
    })
}

/// The sequences of a list of Unicode: those of a line that `wanted` says.
fn listed(name: &str, wanted: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let path = PathBuf::from(std::env::var_os("PULLQUOTE_DATA")?).join("text").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut found = Vec::new();
    for line in text.lines() {
        let Some((codes, rest)) = line.split_once(';') else { continue };
        if !line.starts_with('#') && wanted(rest.split('#').next().unwrap_or_default().trim()) {
            let code = |code: &str| u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a code point");
            found.push(codes.split_whitespace().map(code).collect());
        }
    }
    Some(found)
}

pub fn sheets(sequences: &[String]) -> impl Iterator<Item = (&[String], Sheet)> {
    let renderer = pullquote::Renderer::builder().template(template()).build().expect("a renderer");
    sequences.chunks(COLUMNS * ROWS).map(move |cells| (cells, draw(&renderer, cells)))
}

pub fn named(sequence: &str) -> String {
    sequence.chars().map(|c| format!("{:04X}", u32::from(c))).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_emoji_is_one_glyph_in_colour_in_pixels_and_vectors() {
    let sequences = listed("emoji-test.txt", |status| matches!(status, "fully-qualified" | "component"))
        .unwrap_or_else(|| SOME.iter().map(|emoji| (*emoji).to_owned()).collect());
    let mut faults = Vec::new();
    for (cells, sheet) in sheets(&sequences) {
        faults.extend(sheet.findings.iter().cloned());
        for (cell, (pixels, vectors)) in cells.iter().zip(sheet.pixels.iter().zip(&sheet.vectors)) {
            if !pixels.is_one_glyph_in_colour() || !vectors.is_one_glyph_in_colour() {
                faults.push(format!("{cell} {}: pixels {pixels:?}, SVG {vectors:?}", named(cell)));
            }
        }
    }
    println!("{} of {} emoji are one glyph in colour", sequences.len().saturating_sub(faults.len()), sequences.len());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// How much two pictures of a cell differ: the mean over its px and channels, of 255.
fn difference(one: &[u8], other: &[u8], number: usize) -> f64 {
    let stride = COLUMNS * CELL.0;
    let (left, top) = (number % COLUMNS * CELL.0, number / COLUMNS * CELL.1);
    let mut sum = 0_u64;
    for y in top..top + CELL.1 {
        let row = (y * stride + left) * 4..(y * stride + left + CELL.0) * 4;
        sum += one[row.clone()].iter().zip(&other[row]).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>();
    }
    sum as f64 / (CELL.0 * CELL.1 * 3) as f64
}

#[test]
fn chromium_draws_the_emoji_of_an_svg_as_we_draw_their_pixels() {
    let Some(program) = crate::judge::chromium::program() else { return };
    let sequences = listed("emoji-test.txt", |status| matches!(status, "fully-qualified" | "component"))
        .unwrap_or_else(|| SOME.iter().map(|emoji| (*emoji).to_owned()).collect());
    let (mut faults, mut worst, mut sum) = (Vec::new(), (0.0, String::new()), 0.0);
    for (cells, sheet) in sheets(&sequences) {
        let size = (COLUMNS * CELL.0, ROWS * CELL.1);
        let theirs = crate::judge::chromium::draw_svg(&program, &sheet.svg, size).expect("a picture from Chromium");
        for (number, (cell, seen)) in cells.iter().zip(look(&theirs, cells.len())).enumerate() {
            let difference = difference(&sheet.raw, &theirs, number);
            sum += difference;
            if difference > worst.0 {
                worst = (difference, named(cell));
            }
            if !seen.is_one_glyph_in_colour() || difference > MOST {
                faults.push(format!("{cell} {}: {seen:?}, difference {difference:.2}", named(cell)));
            }
        }
    }
    let mean = sum / sequences.len() as f64;
    println!(
        "{} emoji in Chromium: mean difference {mean:.3} of 255, most {:.2} ({})",
        sequences.len(),
        worst.0,
        worst.1
    );
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn letters_gaps_and_two_emoji_in_a_row_are_told_apart() {
    let cells = ["A", " ", "😀😀", "😀A", "\u{378}", "👍\u{200B}🏿"].map(str::to_owned);
    for (cells, sheet) in sheets(&cells) {
        for (cell, (pixels, vectors)) in cells.iter().zip(sheet.pixels.iter().zip(&sheet.vectors)) {
            assert!(!pixels.is_one_glyph_in_colour() && !vectors.is_one_glyph_in_colour(), "{cell}: {pixels:?}");
        }
    }
}

#[test]
fn text_style_is_a_glyph_of_a_text_face() {
    let sequences = listed("emoji-variation-sequences.txt", |status| status.starts_with("text style"))
        .unwrap_or_else(|| SOME_TEXT.iter().map(|text| (*text).to_owned()).collect());
    let (mut in_colour, mut faults) = (Vec::new(), Vec::new());
    for (cells, sheet) in sheets(&sequences) {
        faults.extend(sheet.findings.iter().cloned());
        for (cell, (pixels, vectors)) in cells.iter().zip(sheet.pixels.iter().zip(&sheet.vectors)) {
            if pixels.coloured * 20 > pixels.ink {
                in_colour.push(named(cell));
            }
            if pixels.ink < 8 || vectors.ink < 8 || pixels.width as f64 > FONT_SIZE * 1.6 {
                faults.push(format!("{} {pixels:?} {vectors:?}", named(cell)));
            }
        }
    }
    println!(
        "{} of {} text styles are in colour for want of a text face: {in_colour:?}",
        in_colour.len(),
        sequences.len()
    );
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
