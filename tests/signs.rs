//! Signs and tall letters: each mathematical letter, enclosed letter, ornament and box drawing has a glyph, lines of boxes join,
//! and no mark above or below a line is cut off.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use pullquote::{Options, Record, Renderer, Size, Template};
use serde_json::json;

use crate::emoji::{named, sheets};

/// Blocks of signs; what Unicode has not assigned in them is left out.
const BLOCKS: &[(&str, RangeInclusive<u32>)] = &[
    ("letter-like", 0x2100..=0x214F),
    ("arrows", 0x2190..=0x21FF),
    ("operators", 0x2200..=0x22FF),
    ("enclosed", 0x2460..=0x24FF),
    ("boxes", 0x2500..=0x257F),
    ("blocks", 0x2580..=0x259F),
    ("shapes", 0x25A0..=0x25FF),
    ("dingbats", 0x2701..=0x27BF),
    ("mathematical letters", 0x1D400..=0x1D7FF),
    ("enclosed, second", 0x1F100..=0x1F1AD),
];

/// Letter-like signs that no embedded face has; the receipt of a card names them.
const WITHOUT: &str = "℄℈℔℣℥℺⅌ⅎ⅏";

fn is_assigned(c: char) -> bool {
    use unicode_script::{Script, UnicodeScript};
    // The last two are in no face yet.
    c.script() != Script::Unknown && !matches!(u32::from(c), 0x1D6A6..=0x1D6A7)
}

#[test]
fn every_sign_has_a_glyph_in_pixels_and_vectors() {
    let signs: Vec<(&str, String)> = BLOCKS
        .iter()
        .flat_map(|(name, block)| block.clone().filter_map(char::from_u32).map(move |c| (*name, c)))
        .filter(|(_, c)| is_assigned(*c) && !WITHOUT.contains(*c))
        .map(|(name, c)| (name, c.to_string()))
        .collect();
    let cells: Vec<String> = signs.iter().map(|(_, sign)| sign.clone()).collect();
    let mut faults = Vec::new();
    for (cells, sheet) in sheets(&cells) {
        faults.extend(sheet.findings.iter().cloned());
        for (cell, (pixels, vectors)) in cells.iter().zip(sheet.pixels.iter().zip(&sheet.vectors)) {
            if pixels.ink < 4 || vectors.ink < 4 {
                faults.push(format!("{cell} {}: pixels {pixels:?}, SVG {vectors:?}", named(cell)));
            }
        }
    }
    println!("{} of {} signs have a glyph", cells.len().saturating_sub(faults.len()), cells.len());
    assert!(cells.len() > 2000 && faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// The page of a small template as pixels: which are dark.
struct Drawn {
    width: usize,
    dark: Vec<bool>,
}

impl Drawn {
    fn is_dark(&self, x: usize, y: usize) -> bool {
        self.dark[y * self.width + x]
    }

    /// First and last column with ink.
    fn columns(&self) -> (usize, usize) {
        let inked = |x: &usize| self.dark.iter().skip(*x).step_by(self.width).any(|dark| *dark);
        let first = (0..self.width).find(inked).expect("ink");
        (first, (0..self.width).rev().find(inked).expect("ink"))
    }

    /// First and last row with ink.
    fn rows(&self) -> (usize, usize) {
        let first = self.dark.iter().position(|dark| *dark).expect("ink");
        let last = self.dark.iter().rposition(|dark| *dark).expect("ink");
        (first / self.width, last / self.width)
    }
}

fn draw(css: &str, html: &str) -> Drawn {
    let manifest = "name = \"page\"\ntitle = \"Page\"\nkinds = [\"quote\"]\nsizes = [\"og\"]\nthemes = [\"light\"]\n";
    let files = [("template.toml", manifest), ("card.html", html), ("card.css", css)];
    let files: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
    let renderer = Renderer::builder().template(Template::from_files(files).expect("a sound template"));
    let renderer = renderer.build().expect("a renderer");
    let record = json!({ "kind": "quote", "text": "x", "author": { "name": "y" } });
    let record = Record::from_json(record.to_string().as_bytes()).expect("a record");
    let size = Size::new(600, 600);
    let options = Options { template: Some("page".to_owned()), size, ..Options::default() };
    let card = renderer.render(&record, &(), &options).expect("a card");
    let dark = card.pixels().expect("pixels").chunks_exact(4).map(|pixel| pixel[1] < 128).collect();
    Drawn { width: 600, dark }
}

#[test]
fn boxes_join_downwards_in_the_mono_face() {
    for (size, line_height) in [(40, "normal"), (33, "normal"), (28, "1.2"), (40, "1.25"), (41, "1.32")] {
        let css = format!(
            "body {{ margin: 40px; font-family: 'JetBrains Mono'; font-size: {size}px; line-height: {line_height}; white-space: pre }}"
        );
        for bar in ["┃", "│", "║", "█"] {
            let drawn = draw(&css, &format!("<div>{bar}\n{bar}\n{bar}\n{bar}</div>"));
            let ((left, _), (top, bottom)) = (drawn.columns(), drawn.rows());
            let gaps = (top..=bottom).filter(|y| !(left..left + 4).any(|x| drawn.is_dark(x, *y))).count();
            assert!(bottom - top > size * 4 && gaps == 0, "{bar} {size}px/{line_height}: {gaps} px between lines");
        }
    }
}

#[test]
fn boxes_join_sideways_beside_words_of_any_face() {
    for family in ["JetBrains Mono", "Inter", "Source Serif 4", "Anton"] {
        for (size, frame) in [(40, "┏━━━┳━━━┓"), (33, "┌───┬───┐"), (28, "╔═══╦═══╗"), (36, "████▇▇▇▇▄▄▄")]
        {
            let css =
                format!("body {{ margin: 40px; font-family: '{family}'; font-size: {size}px; white-space: pre }}");
            let drawn = draw(&css, &format!("<div>{frame}</div>"));
            let ((left, right), (top, bottom)) = (drawn.columns(), drawn.rows());
            let gaps = (left..=right).filter(|x| !(top..=bottom).any(|y| drawn.is_dark(*x, y))).count();
            assert!(right - left > size * 4 && gaps == 0, "{frame} {family} {size}px: {gaps} px between signs");
        }
    }
}

/// Words whose marks stand high above and deep below the letters, beside Latin.
const TALL: &[&str] = &[
    "Ẩn Ång Žď",
    "Ty ที่ปู้ฎุ ญู",
    "Hi إِلٰهٌ ﷺ ڲِ",
    "Hi र्कैं ड़ू ह्म्य",
    "Hi লক্ষ্মী স্ট্রূ",
    "Hi தமிழூ ஸ்ரீ",
    "Hi שָׁלוֹם לֵ֣ךְ",
    "Hi ፻፳ ጿ ሿ",
    "Hi 漢字。ぷ 한글",
];

/// How far ink reaches beyond the box of its line, in px of 100 px type at a line height.
fn beyond(words: &str, family: &str, line_height: &str) -> (f64, f64) {
    let css = format!(
        "body {{ margin: 0; padding: 200px 20px 0; font-family: '{family}'; font-size: 50px; line-height: {line_height} }}\n\
         div {{ white-space: nowrap }}\n.last {{ width: 20px; height: 20px; background: #000 }}"
    );
    let both = draw(&css, &format!("<div>{words}</div><div class=\"last\"></div>"));
    // The square stands where the line ends; the words alone tell where ink ends.
    let words = draw(&css, &format!("<div>{words}</div>"));
    let end = (0..600).find(|y| (20..40).all(|x| both.is_dark(x, *y)) && (20..40).all(|x| both.is_dark(x, y + 12)));
    let (top, bottom) = words.rows();
    let end = end.expect("the square") as f64;
    ((200.0 - top as f64).max(0.0) * 2.0, (bottom as f64 + 1.0 - end).max(0.0) * 2.0)
}

#[test]
fn marks_reach_no_further_beyond_a_line_than_documented() {
    let mut faults = Vec::new();
    for words in TALL {
        for family in ["Inter", "Source Serif 4"] {
            for (line_height, most) in [("normal", (12.0, 0.0)), ("1.2", (12.0, 20.0)), ("1.5", (0.0, 6.0))] {
                let (above, below) = beyond(words, family, line_height);
                if above > most.0 || below > most.1 {
                    faults.push(format!("{family} {words}, line height {line_height}: {above} above, {below} below"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Names that reach beyond their line above and below, with a plain letter at each end.
const REACHING: &[(&str, &str)] =
    &[("th", "H ที่ปู้ฎุ ญูฐิ์ H"), ("ar", "H إِلٰهٌ ڲِ لَّا H"), ("hi", "H र्कैं ड़ू ह्म्य H"), ("vi", "H Ẩn Ngữ Ệ Ộ H")];

#[test]
fn boxes_of_the_built_in_templates_cut_no_mark_off() {
    let plain = Renderer::builder().build().expect("a renderer");
    for name in plain.template_names() {
        let template = plain.template(name).expect("a template");
        let open = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes).replace("overflow: clip visible", "overflow: visible").into_bytes()
        };
        let files: BTreeMap<String, Vec<u8>> = template
            .file_names()
            .map(|file| (file.to_owned(), template.file(file).expect("a file")))
            .map(|(file, bytes)| if file.ends_with(".css") { (file, open(bytes)) } else { (file, bytes.to_vec()) })
            .collect();
        let css = |file: &str| {
            template.file(file).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
        };
        let clips = css("card.css").contains("text-overflow: ellipsis");
        assert!(!clips || css("card.css").contains("overflow: clip visible"), "{name}: a line is cut above and below");
        if !clips {
            continue;
        }
        let renamed =
            |text: &[u8]| String::from_utf8_lossy(text).replacen(&format!("name = \"{name}\""), "name = \"open\"", 1);
        let mut files = files;
        files.insert("template.toml".to_owned(), renamed(&files["template.toml"]).into_bytes());
        let open =
            Renderer::builder().template(Template::from_files(files).expect("a template")).build().expect("a renderer");
        for (lang, words) in REACHING {
            let record = json!({
                "kind": "quote", "text": "Small things.", "kicker": words, "lang": lang, "author": { "name": words }
            });
            let record = Record::from_json(record.to_string().as_bytes()).expect("a record");
            let pixels = |renderer: &Renderer, template: &str| {
                let options = Options { template: Some(template.to_owned()), ..Options::default() };
                renderer.render(&record, &(), &options).and_then(|card| card.pixels()).expect("a card")
            };
            assert!(pixels(&plain, name) == pixels(&open, "open"), "{name}: `{words}` is cut off");
        }
    }
}
