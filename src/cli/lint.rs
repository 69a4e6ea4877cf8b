//! `template lint`: a template held against its sample in every size and theme, and against records that strain it.
//!
//! What is wrong with the template counts as a problem. That a thousand characters have to be shortened does not.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use super::report::Reporter;
use super::sheet::Sheet;
use super::template::{open, sample};
use super::{Outcome, files};
use crate::contrast::{self, LEAST};
use crate::raster::Rasterizer;
use crate::{Options, Overflow, Record, Renderer, Result, Severity, Size, Template};

/// Width of a card on the contact sheet, in px.
const SHEET_WIDTH: f32 = 240.0;
/// The record whose text may be shortened.
const LONG: &str = "1,000 characters";

/// Checks templates; with `sheet`, all their cards are drawn onto one picture.
pub(super) fn lint(names: &[String], sheet: Option<&Path>, reporter: &Reporter) -> Result<Outcome> {
    let mut outcome = Outcome::Done;
    let mut drawn = sheet.map(|_| Sheet::default());
    for name in names {
        let problems = lint_one(name, drawn.as_mut(), reporter)?;
        let verdict = match problems {
            0 => "fine".to_owned(),
            1 => "1 problem".to_owned(),
            many => format!("{many} problems"),
        };
        reporter.note(format_args!("{name}: {verdict}"));
        if problems > 0 {
            outcome = Outcome::Failed;
        }
    }
    if let (Some(path), Some(drawn)) = (sheet, drawn) {
        files::write(path, &drawn.png()?)?;
        reporter.note(format_args!("{}: all cards", path.display()));
    }
    Ok(outcome)
}

fn lint_one(name: &str, sheet: Option<&mut Sheet>, reporter: &Reporter) -> Result<usize> {
    let path = Path::new(name);
    let template = if path.is_dir() {
        match Template::from_files_all(files::template_files(path)?) {
            Ok(template) => template,
            Err(errors) => {
                let count = errors.len();
                for error in errors {
                    let file = error.location().file.clone().unwrap_or_default();
                    reporter.error(&error.relocated(path.join(file).display().to_string()));
                }
                return Ok(count);
            }
        }
    } else {
        open(name)?
    };
    let own = sample(&template)?;
    let renderer = Renderer::builder().template(template.clone()).build()?;
    let mut bench = Bench { name, template: &template, renderer, sheet, reporter, problems: 0, told: BTreeSet::new() };
    for theme in &template.manifest().themes {
        for size in &template.manifest().sizes {
            bench.check(&own, "its sample", theme, size)?;
        }
    }
    let theme = template.manifest().themes.first().cloned().unwrap_or_default();
    for kind in &template.manifest().kinds {
        for (what, record) in strains(kind)? {
            for size in &template.manifest().sizes {
                bench.check(&record, what, &theme, size)?;
            }
        }
    }
    Ok(bench.problems)
}

/// A template on the bench.
struct Bench<'a> {
    name: &'a str,
    template: &'a Template,
    renderer: Renderer,
    sheet: Option<&'a mut Sheet>,
    reporter: &'a Reporter,
    problems: usize,
    /// Errors that were told: one mistake of the page stops the cards of all sizes and themes.
    told: BTreeSet<String>,
}

impl Bench<'_> {
    /// Draws one card and counts what is wrong with it.
    fn check(&mut self, record: &Record, what: &str, theme: &str, size: &str) -> Result<()> {
        let own = what == "its sample";
        let options = Options {
            template: Some(self.template.manifest().name.clone()),
            theme: theme.to_owned(),
            size: size.parse::<Size>()?,
            overflow: if own { Overflow::Error } else { Overflow::Shorten },
            ..Options::default()
        };
        let pictures = |address: &str| match address {
            "face.svg" => Some(FACE.to_vec()),
            _ => self.template.file(address).map(|bytes| bytes.to_vec()),
        };
        let place = format!("{}, {size}, {theme}, {what}:", self.name);
        let card = match self.renderer.render(record, &pictures, &options) {
            Ok(card) => card,
            Err(error) => {
                if self.told.insert(error.report()) {
                    self.reporter.note(place);
                    self.reporter.error(&error);
                    self.problems += 1;
                }
                return Ok(());
            }
        };
        let excused = |code: &str| what == LONG && matches!(code, "text-truncated" | "text-overflow");
        let mut serious: Vec<_> = card
            .findings()
            .iter()
            .filter(|finding| finding.severity >= Severity::Warning && !excused(&finding.code))
            .cloned()
            .collect();
        if own {
            let found = contrast::contrasts(card.list(), contrast::Scope::All, 0.5, &mut Rasterizer::new())?;
            if let Some(worst) = found.iter().min_by(|a, b| a.ratio.total_cmp(&b.ratio)).filter(|c| c.ratio < LEAST) {
                let (x, y) = (worst.area.x.round(), worst.area.y.round());
                let message = format!(
                    "the contrast of the text at {x}, {y} is {:.1}:1; at least {LEAST}:1 can be read",
                    (worst.ratio * 10.0).floor() / 10.0
                );
                serious.push(crate::Finding::warning("low-contrast", "", message));
            }
        }
        if !serious.is_empty() {
            self.reporter.note(place);
            self.reporter.findings(&serious);
            self.problems += serious.len();
        }
        if let Some(sheet) = self.sheet.as_deref_mut() {
            let options = Options { scale: SHEET_WIDTH / options.size.width as f32, ..options };
            let small = self.renderer.render(record, &pictures, &options)?;
            sheet.add((small.width(), small.height()), small.pixels()?);
        }
        Ok(())
    }
}

/// A portrait for records that need one.
const FACE: &[u8] = br##"<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400" fill="#c9b79c"/>
<circle cx="200" cy="160" r="80" fill="#6b4f3a"/><rect x="80" y="260" width="240" height="140" rx="90" fill="#3d5a6c"/></svg>"##;

/// Records that strain a template, by what is unusual about them.
fn strains(kind: &str) -> Result<Vec<(&'static str, Record)>> {
    let long = "Nobody had told the ferry that it was late, so it came as it always had. ".repeat(14);
    let long: String = long.chars().take(1000).collect();
    let values = if kind == "post" { posts(long.trim_end()) } else { quotes(long.trim_end()) };
    let record = |(what, value): (&'static str, serde_json::Value)| {
        Record::from_json(value.to_string().as_bytes()).map(|record| (what, record))
    };
    values.into_iter().map(record).collect()
}

fn quotes(long: &str) -> Vec<(&'static str, serde_json::Value)> {
    let name = "Konstantina-Maximiliane Papadimitropoulou-Lindqvist von Hohenwaldau";
    vec![
        ("nothing but words and name", json!({ "kind": "quote", "text": "No.", "author": { "name": "Li" } })),
        (
            "a long name and role",
            json!({ "kind": "quote", "text": "We asked forty gardeners what they regret. Nobody said the weeds.",
            "author": { "name": name, "role": "Deputy keeper of the lower ferry and of the instruments at Saltmouth harbour" },
            "source": { "title": "What the Hedge Knows About the Fence", "work": "The Allotment Review", "page": "41", "publisher": "Meadow House", "date": "2025-05-17" } }),
        ),
        (
            "right to left",
            json!({ "kind": "quote", "lang": "ar", "text": "من يكتب بالحبر يتعلم أن يفكر قبل أن تلمس الريشة الورق.",
            "author": { "name": "سلمى الراوي", "role": "خطاطة", "avatar": "face.svg" }, "source": { "work": "دفتر الحبر", "page": "27", "date": "2022" } }),
        ),
        (
            "Japanese",
            json!({ "kind": "quote", "lang": "ja", "text": "急がば回れと祖母は言った。けれど祖母自身は、いつも一番近い道を歩いていた。",
            "author": { "name": "高橋 みのり", "role": "山岳ガイド" }, "source": { "work": "峠の記", "date": "2023" } }),
        ),
        (
            "every field",
            json!({ "kind": "quote", "lang": "en", "kicker": "The long view", "question": "And what do you tell them?",
            "text": "Look at something you already know. The sky will wait.", "spans": [{ "start": 36, "end": 54, "kind": "highlight" }],
            "author": { "name": "Tomas Brandvold", "role": "Keeper of the instruments", "avatar": "face.svg" },
            "source": { "title": "A Winter Sky", "work": "Northern Letters", "page": "12", "publisher": "Saltmouth House", "date": "2024-11", "cover": "face.svg" },
            "original": { "text": "Sieh dir etwas an, das du schon kennst. Der Himmel wartet.", "lang": "de" }, "translator": "Mina Ostrow",
            "photo": { "src": "face.svg", "alt": "a portrait", "credit": "Photo: Ada Quill" },
            "voices": [{ "text": "It waited for me.", "author": { "name": "Ada Quill", "role": "Printer" } }] }),
        ),
        (
            LONG,
            json!({ "kind": "quote", "lang": "en", "text": long, "author": { "name": "Mina Ostrow", "role": "River warden" } }),
        ),
    ]
}

fn posts(long: &str) -> Vec<(&'static str, serde_json::Value)> {
    let counts = json!({ "replies": 98_765_432, "reposts": 987_654_321_u64, "quotes": 4_321_000, "likes": 9_876_543_210_u64, "bookmarks": 55_000_000, "views": 99_999_999_999_u64 });
    vec![
        ("nothing but words and name", json!({ "kind": "post", "text": "No.", "author": { "name": "Li" } })),
        (
            "a long name and handle",
            json!({ "kind": "post", "platform": "mastodon", "text": "The new pier opens today!", "created_at": "2026-03-14T09:41:00Z",
            "author": { "name": "Konstantina-Maximiliane Papadimitropoulou-Lindqvist", "handle": "konstantina.maximiliane@post.of.the.lower.ferry.example", "verified": "individual" } }),
        ),
        (
            "huge counts",
            json!({ "kind": "post", "platform": "x", "text": "The new pier opens today!", "created_at": "2026-03-14T09:41:00Z",
            "author": { "name": "Ada Quill", "handle": "ada", "avatar": "face.svg" }, "metrics": counts }),
        ),
        (
            "right to left",
            json!({ "kind": "post", "platform": "mastodon", "lang": "ar", "text": "من يكتب بالحبر يتعلم أن يفكر قبل أن تلمس الريشة الورق.",
            "author": { "name": "سلمى الراوي", "handle": "salma@example.social" }, "created_at": "2026-03-14", "metrics": { "likes": 8412 } }),
        ),
        (
            LONG,
            json!({ "kind": "post", "text": long, "author": { "name": "Mina Ostrow", "handle": "mina" }, "created_at": "2026-03-14" }),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_that_strain_are_records() {
        for kind in ["quote", "post"] {
            let records = strains(kind).expect("records");
            assert!(records.len() >= 5 && records.iter().all(|(_, record)| record.kind() == kind));
            let long = records.iter().find(|(what, _)| *what == LONG).expect("the long one");
            assert!((990..=1000).contains(&long.1.text().chars().count()));
        }
    }
}
