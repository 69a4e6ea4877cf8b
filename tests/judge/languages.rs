//! Article 1 of the Universal Declaration in some three hundred languages: where lines end, against Chromium, and which glyphs are missing.
//!
//! The texts are not the project's: they are read from the folder that `PULLQUOTE_DATA` names, and `languages.tsv` keeps of
//! what Chromium made of them only how many characters each line has. `PULLQUOTE_CHROMIUM` asks it anew; `BLESS=1` besides
//! keeps the answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use pullquote::{Options, Overflow, Record, Renderer, Size, Template};
use serde::Deserialize;
use unicode_script::{Script, UnicodeScript};

use super::chromium::{self, BrowserPage};
use crate::support::project;

/// Widths in px at which each text is set in 24 px type.
const WIDTHS: [usize; 2] = [520, 270];

/// Languages that one page holds.
const PER_PAGE: usize = 80;

/// Scripts that the embedded faces cover.
const COVERED: &[Script] = &[
    Script::Latin,
    Script::Cyrillic,
    Script::Greek,
    Script::Arabic,
    Script::Hebrew,
    Script::Devanagari,
    Script::Bengali,
    Script::Tamil,
    Script::Thai,
    Script::Georgian,
    Script::Armenian,
    Script::Ethiopic,
    Script::Han,
    Script::Hiragana,
    Script::Katakana,
    Script::Hangul,
];

/// Faces behind Inter in the order in which we fall back on them.
const FALLBACK: &str = "'Noto Sans Arabic', 'Noto Sans Hebrew', 'Noto Sans Devanagari', 'Noto Sans Bengali', 'Noto Sans Tamil', \
     'Noto Sans Thai', 'Noto Sans Georgian', 'Noto Sans Armenian', 'Noto Sans Ethiopic', 'Noto Sans', \
     'Noto Sans Math', 'Noto Sans Symbols', \
     'Noto Sans Symbols 2'";

/// Scripts whose faces `scripts/fonts/build.py --more` writes: family and folder. The test needs that folder as `PULLQUOTE_FONTS`.
const FURTHER: &[(Script, &str, &str)] = &[
    (Script::Gujarati, "Noto Sans Gujarati", "noto-sans-gujarati"),
    (Script::Gurmukhi, "Noto Sans Gurmukhi", "noto-sans-gurmukhi"),
    (Script::Kannada, "Noto Sans Kannada", "noto-sans-kannada"),
    (Script::Malayalam, "Noto Sans Malayalam", "noto-sans-malayalam"),
    (Script::Telugu, "Noto Sans Telugu", "noto-sans-telugu"),
    (Script::Oriya, "Noto Sans Oriya", "noto-sans-oriya"),
    (Script::Sinhala, "Noto Sans Sinhala", "noto-sans-sinhala"),
    (Script::Khmer, "Noto Sans Khmer", "noto-sans-khmer"),
    (Script::Lao, "Noto Sans Lao", "noto-sans-lao"),
    (Script::Myanmar, "Noto Sans Myanmar", "noto-sans-myanmar"),
    (Script::Tibetan, "Noto Serif Tibetan", "noto-serif-tibetan"),
];

/// Where we break otherwise: code of the language, reason. One that is gone fails the test.
const KNOWN: &[(&str, &str)] = &[];
const FURTHER_KNOWN: &[(&str, &str)] = &[("khm", DICTIONARY), ("mnw", DICTIONARY), ("shn", DICTIONARY)];
const DICTIONARY: &str = "words are not set apart: ICU4X takes the longest word that its dictionary has and ends one after each unknown \
     cluster; ICU, as in Chromium, looks three words ahead and joins what is unknown to the word before";

/// Languages of a covered script whose letters go beyond what the embedded faces hold: the findings must say so.
const RARE: &[&str] = &["vie_han"];

/// A language of the file.
#[derive(Debug, Deserialize)]
struct Row {
    code: String,
    bcp47: String,
    dir: String,
    name: String,
    text: String,
}

impl Row {
    /// The script of most of its letters.
    fn script(&self) -> Script {
        let mut counts: BTreeMap<&str, (usize, Script)> = BTreeMap::new();
        for script in self.text.chars().filter(|c| c.is_alphabetic()).map(|c| c.script()) {
            counts.entry(script.full_name()).or_insert((0, script)).0 += 1;
        }
        counts.values().max_by_key(|(count, _)| *count).map_or(Script::Unknown, |(_, script)| *script)
    }

    fn is_covered(&self) -> bool {
        COVERED.contains(&self.script())
    }

    /// Its paragraphs in all widths.
    fn markup(&self) -> String {
        let paragraph = |width: &usize| {
            format!(
                "<p lang=\"{}\" dir=\"{}\" style=\"width: {width}px\">{}</p>\n",
                self.bcp47,
                self.dir,
                self.text.replace('&', "&amp;").replace('<', "&lt;")
            )
        };
        WIDTHS.iter().map(paragraph).collect()
    }
}

/// All languages, where the data are.
fn rows() -> Option<Vec<Row>> {
    let folder = std::env::var_os("PULLQUOTE_DATA").filter(|name| !name.is_empty())?;
    let text = fs::read_to_string(PathBuf::from(folder).join("text/udhr_article1.jsonl")).expect("the languages");
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a language")).collect())
}

/// How many characters each line of each paragraph has, white space and what is not seen left out.
type Lengths = Vec<usize>;

fn shown(text: &str) -> usize {
    let seen = |c: &char| {
        !c.is_whitespace() && !matches!(u32::from(*c), 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069)
    };
    text.chars().filter(seen).count()
}

/// A page of paragraphs that lie upon each other.
fn page(rows: &[&Row], families: &str) -> BTreeMap<String, Vec<u8>> {
    let body: String = rows.iter().map(|row| row.markup()).collect();
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"></head>\n<body>\n{body}</body>\n</html>\n"
    );
    let css = format!(
        "html {{ font-family: Inter{families} }}\nbody {{ margin: 0 }}\n\
         p {{ position: absolute; left: 0; top: 0; margin: 0; font-size: 24px; line-height: 1.4 }}\n"
    );
    let manifest = "name = \"languages\"\ntitle = \"Languages\"\nkinds = [\"quote\"]\nsizes = [\"600x1600\"]\nthemes = [\"light\"]\n";
    [("card.html", html), ("card.css", css), ("template.toml", manifest.to_owned())]
        .map(|(name, text)| (name.to_owned(), text.into_bytes()))
        .into()
}

/// Sorts lines into paragraphs; the body is element 0.
fn by_paragraph(count: usize, lines: impl Iterator<Item = (usize, String)>) -> Vec<Vec<String>> {
    let mut paragraphs = vec![Vec::new(); count];
    for (element, text) in lines.filter(|(_, text)| shown(text) > 0) {
        if let Some(paragraph) = element.checked_sub(1).and_then(|number| paragraphs.get_mut(number)) {
            paragraph.push(text);
        }
    }
    paragraphs
}

fn our_lines(rows: &[&Row]) -> Vec<Vec<String>> {
    set_lines(rows, page(rows, ""))
}

fn set_lines(rows: &[&Row], files: BTreeMap<String, Vec<u8>>) -> Vec<Vec<String>> {
    let template = Template::from_files(files).expect("a sound template");
    let renderer = Renderer::builder().template(template).build().expect("a renderer");
    let record = br#"{ "kind": "quote", "text": "Judge for yourself.", "author": { "name": "Mina Ostrow" } }"#;
    let record = Record::from_json(record).expect("a sound record");
    let options = Options { template: Some("languages".into()), size: Size::new(600, 1600), ..Options::default() };
    let measure = renderer.measure(&record, &(), &options).expect("a card");
    by_paragraph(rows.len() * WIDTHS.len(), measure.lines.into_iter().map(|line| (line.element, line.text)))
}

fn chromium_lines(program: &Path, rows: &[&Row]) -> Vec<Vec<String>> {
    let japanese = rows.iter().any(|row| row.bcp47.starts_with("ja"));
    let han =
        if japanese { "'Noto Sans CJK JP', 'Noto Sans CJK SC'" } else { "'Noto Sans CJK SC', 'Noto Sans CJK JP'" };
    browser_lines(program, rows, page(rows, &format!(", {FALLBACK}, {han}")))
}

fn browser_lines(program: &Path, rows: &[&Row], files: BTreeMap<String, Vec<u8>>) -> Vec<Vec<String>> {
    let html = String::from_utf8_lossy(&files["card.html"]).into_owned();
    let page = BrowserPage { html, files, width: 600, height: 1600, own_style: true };
    let recorded = chromium::record(program, &page).expect("an answer from Chromium");
    let lines = recorded.recording.lines.into_iter().map(|line| (line.element, line.text));
    by_paragraph(rows.len() * WIDTHS.len(), lines)
}

/// Pages of languages: the Japanese ones apart, since they take other faces for Han characters.
fn pages(rows: &[Row]) -> Vec<Vec<&Row>> {
    let (japanese, others): (Vec<&Row>, Vec<&Row>) =
        rows.iter().filter(|row| row.is_covered()).partition(|row| row.bcp47.starts_with("ja"));
    [japanese]
        .into_iter()
        .chain(others.chunks(PER_PAGE).map(<[&Row]>::to_vec))
        .filter(|page| !page.is_empty())
        .collect()
}

/// The recording: for each language code the lengths of the lines in each width.
fn recorded() -> BTreeMap<String, Vec<Lengths>> {
    let text = fs::read_to_string(project("tests/judge/languages.tsv")).unwrap_or_default();
    let numbers = |cell: &str| cell.split(' ').map(|number| number.parse().expect("a number")).collect();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut cells = line.split('\t');
            let code = cells.next().expect("a code").to_owned();
            (code, cells.skip(2).map(numbers).collect())
        })
        .collect()
}

fn write_recording(rows: &[Row], recording: &BTreeMap<String, Vec<Lengths>>) {
    let mut text =
        "# code, language, script, and at each width how many characters Chromium sets in each line\n".to_owned();
    for row in rows {
        let Some(lengths) = recording.get(&row.code) else { continue };
        let _ = write!(text, "{}\t{}\t{}", row.code, row.bcp47, row.script().short_name());
        for lines in lengths {
            let numbers: Vec<String> = lines.iter().map(usize::to_string).collect();
            let _ = write!(text, "\t{}", numbers.join(" "));
        }
        text.push('\n');
    }
    fs::write(project("tests/judge/languages.tsv"), text).expect("the recording is written");
}

#[test]
fn lines_of_every_covered_language_end_where_chromium_ends_them() {
    let Some(rows) = rows() else { return };
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut recording = recorded();
    let (mut failures, mut compared, mut equal) = (Vec::new(), 0, 0);
    for page in pages(&rows) {
        let ours = our_lines(&page);
        if let Some(program) = chromium::program() {
            let fresh = chromium_lines(&program, &page);
            for (row, lines) in page.iter().zip(fresh.chunks(WIDTHS.len())) {
                let lengths = lengths(lines);
                let kept = recording.insert(row.code.clone(), lengths.clone());
                if !bless && kept.is_some_and(|kept| kept != lengths) {
                    failures.push(format!("{} {}: the recording differs from Chromium", row.code, row.name));
                }
            }
        }
        for (row, lines) in page.iter().zip(ours.chunks(WIDTHS.len())) {
            let Some(expected) = recording.get(&row.code) else { continue };
            compared += 1;
            let differences = differences(lines, expected);
            let known = KNOWN.iter().find(|(code, _)| *code == row.code);
            match (differences.is_empty(), known) {
                (true, None) => equal += 1,
                (true, Some(_)) => {
                    failures.push(format!("{} no longer differs: take it out of the known ones", row.code));
                }
                (false, Some((_, reason))) => println!("{} {} is known to differ: {reason}", row.code, row.name),
                (false, None) => {
                    failures.push(format!("{} {} {}: {}", row.code, row.bcp47, row.name, differences.join("; ")));
                }
            }
        }
    }
    if bless {
        write_recording(&rows, &recording);
    }
    println!("{equal} of {compared} languages break as in Chromium at {WIDTHS:?} px");
    assert!(compared >= 60, "{compared} languages were compared");
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));
}

fn lengths(paragraphs: &[Vec<String>]) -> Vec<Lengths> {
    paragraphs.iter().map(|lines| lines.iter().map(|line| shown(line)).collect()).collect()
}

/// The first line of each width that has another length than the recorded one.
fn differences(ours: &[Vec<String>], expected: &[Lengths]) -> Vec<String> {
    let mut differences = Vec::new();
    for ((lines, expected), width) in ours.iter().zip(expected).zip(WIDTHS) {
        let lengths: Lengths = lines.iter().map(|line| shown(line)).collect();
        if lengths != *expected {
            let at = lengths.iter().zip(expected).position(|(one, other)| one != other).unwrap_or(0);
            let line = lines.get(at).map_or("", String::as_str);
            differences.push(format!("{width} px, line {at} `{line}` has not {:?} characters", expected.get(at)));
        }
    }
    differences
}

/// How many ends of lines stand in the same places, and how many Chromium has.
fn same_ends(ours: &[Vec<String>], expected: &[Lengths]) -> (usize, usize) {
    let ends = |lengths: &Lengths| -> BTreeSet<usize> {
        lengths.iter().scan(0, |sum, length| Some(std::mem::replace(sum, *sum + length) + length)).collect()
    };
    let pairs: Vec<_> = lengths(ours).iter().zip(expected).map(|(ours, theirs)| (ends(ours), ends(theirs))).collect();
    let same = pairs.iter().map(|(ours, theirs)| ours.intersection(theirs).count()).sum();
    (same, pairs.iter().map(|(_, theirs)| theirs.len()).sum())
}

/// A page in the faces of further scripts, which stand beside it.
fn further_page(rows: &[&Row], fonts: &Path) -> BTreeMap<String, Vec<u8>> {
    let families: Vec<String> = FURTHER.iter().map(|(_, family, _)| format!(", '{family}'")).collect();
    let mut files = page(rows, &families.concat());
    let mut css = String::new();
    for (_, family, folder) in FURTHER {
        let name = format!("{}-wght.ttf", family.replace(' ', ""));
        let _ = writeln!(css, "@font-face {{ font-family: '{family}'; src: url({name}); font-weight: 100 900 }}");
        files.insert(name.clone(), fs::read(fonts.join(folder).join(&name)).expect("a face of a further script"));
    }
    css.push_str(&String::from_utf8_lossy(&files["card.css"]));
    files.insert("card.css".into(), css.into_bytes());
    files
}

#[test]
fn lines_of_further_scripts_end_where_chromium_ends_them() {
    let folder = std::env::var_os("PULLQUOTE_FONTS").filter(|name| !name.is_empty()).map(PathBuf::from);
    let (Some(rows), Some(folder), Some(program)) = (rows(), folder, chromium::program()) else { return };
    let further = |row: &&Row| FURTHER.iter().any(|(script, _, _)| *script == row.script());
    let rows: Vec<&Row> = rows.iter().filter(further).collect();
    let files = further_page(&rows, &folder);
    let theirs = browser_lines(&program, &rows, files.clone());
    let ours = set_lines(&rows, files);
    let mut failures = Vec::new();
    for ((row, ours), theirs) in rows.iter().zip(ours.chunks(WIDTHS.len())).zip(theirs.chunks(WIDTHS.len())) {
        let differences = differences(ours, &lengths(theirs));
        match FURTHER_KNOWN.iter().find(|(code, _)| *code == row.code) {
            Some((_, reason)) if !differences.is_empty() => {
                let (same, all) = same_ends(ours, &lengths(theirs));
                println!("{} {}: {same} of {all} line ends as in Chromium: {reason}", row.code, row.name);
            }
            Some(_) => {
                failures.push(format!("{} no longer differs: take it out of the known ones", row.code));
            }
            None if differences.is_empty() => {}
            None => {
                failures.push(format!("{} {}: {}", row.code, row.name, differences.join("; ")));
            }
        }
    }
    println!("{} languages of further scripts, {} break otherwise", rows.len(), failures.len() + FURTHER_KNOWN.len());
    assert!(rows.len() >= 10 && failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn no_glyph_is_missing_in_a_covered_script_and_others_are_named() {
    let Some(rows) = rows() else { return };
    let renderer = Renderer::builder().build().expect("a renderer");
    let mut failures = Vec::new();
    let (mut covered, mut named) = (0, 0);
    for row in &rows {
        let record = serde_json::json!({ "kind": "quote", "text": row.text, "author": { "name": "Mina Ostrow" }, "lang": row.bcp47 });
        let record = Record::from_json(record.to_string().as_bytes()).expect("a sound record");
        let options = Options { size: Size::SQUARE, overflow: Overflow::Shorten, ..Options::default() };
        let card = match renderer.render(&record, &(), &options) {
            Ok(card) => card,
            Err(error) => {
                failures.push(format!("{} {}: {error}", row.code, row.name));
                continue;
            }
        };
        let missing: Vec<_> = card.findings().iter().filter(|finding| finding.code == "missing-glyph").collect();
        let script = &row.script().full_name().replace('_', " ");
        if row.is_covered() && !RARE.contains(&row.code.as_str()) {
            covered += usize::from(missing.is_empty());
            failures.extend(missing.iter().map(|finding| format!("{} {} ({script}): {finding}", row.code, row.name)));
        } else if missing.iter().any(|finding| finding.to_string().contains(script)) {
            named += 1;
        } else {
            failures.push(format!("{} {}: no finding names {script}: {missing:?}", row.code, row.name));
        }
    }
    println!("{covered} languages without a missing glyph, {named} whose findings name the script, of {}", rows.len());
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}
