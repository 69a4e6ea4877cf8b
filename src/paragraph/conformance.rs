//! The conformance files of Unicode (line, word and grapheme breaks, bidi) and of text-rendering-tests, where `PULLQUOTE_DATA` names them.
//!
//! Each file has a floor: the cases that pass today. `docs/typography.md` says what the others are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use parley::BaseDirection;
use parley_engine::break_overrides::CHROMIUM_LINE_BREAK_OVERRIDE;
use parley_engine::{Analysis, AnalysisOptions, Analyzer};

use super::bidi::visual_order;

fn file(name: &str) -> Option<String> {
    let folder = std::env::var_os("PULLQUOTE_DATA").filter(|name| !name.is_empty())?;
    Some(std::fs::read_to_string(PathBuf::from(folder).join("text").join(name)).expect("a conformance file"))
}

/// The text of a case and the places (characters) before which there is a break; what stands behind `#`.
fn break_case(line: &str) -> (String, Vec<usize>, String) {
    let (case, note) = line.split_once('#').unwrap_or((line, ""));
    let (mut text, mut breaks, mut count) = (String::new(), Vec::new(), 0);
    for token in case.split_whitespace() {
        match token {
            "÷" => breaks.push(count),
            "×" => {}
            code => {
                text.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
                count += 1;
            }
        }
    }
    (text, breaks, note.to_owned())
}

/// The rules of the annex that a case names at the places that differ.
fn rules(note: &str) -> String {
    let mut rules: Vec<&str> =
        note.split('[').skip(1).filter_map(|part| part.split_once(']')).map(|part| part.0).collect();
    rules.retain(|rule| !matches!(*rule, "0.2" | "0.3"));
    rules.dedup();
    rules.join(" ")
}

/// Passed and all, and the failures by what they have in common.
#[derive(Default)]
struct Score {
    passed: usize,
    all: usize,
    groups: BTreeMap<String, usize>,
}

impl Score {
    fn add(&mut self, passed: bool, group: impl FnOnce() -> String) {
        self.all += 1;
        if passed {
            self.passed += 1;
        } else {
            *self.groups.entry(group()).or_default() += 1;
        }
    }

    fn report(&self, name: &str) {
        let share = 100.0 * self.passed as f64 / self.all.max(1) as f64;
        println!("{name}: {} of {} pass ({share:.2} %)", self.passed, self.all);
        let mut groups: Vec<_> = self.groups.iter().collect();
        groups.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        groups.iter().take(12).for_each(|(group, count)| println!("  {count}: {group}"));
    }
}

/// Where our analysis sees breaks of one kind. The end of a text is always one.
fn breaks(text: &str, options: &AnalysisOptions<'_>, is_break: impl Fn(&Analysis, usize) -> bool) -> Vec<usize> {
    let mut analysis = Analysis::new();
    Analyzer::new().analyze(text, options, &mut analysis);
    let count = text.chars().count();
    let mut found: Vec<usize> = (0..count).filter(|at| is_break(&analysis, *at)).collect();
    found.push(count);
    found
}

/// Whether a line must end behind a character.
fn is_mandatory(text: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| text.get(before)) else { return false };
    let pair = *before == '\r' && text.get(at) == Some(&'\n');
    matches!(before, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}') && !pair
}

fn score(
    name: &str,
    options: &AnalysisOptions<'_>,
    is_break: impl Fn(&[char], &Analysis, usize) -> bool,
) -> Option<Score> {
    let content = file(name)?;
    let mut score = Score::default();
    for line in content.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (text, expected, note) = break_case(line);
        let characters: Vec<char> = text.chars().collect();
        let found = breaks(&text, options, |analysis, at| is_break(&characters, analysis, at));
        score.add(found == expected, || rules(&note));
    }
    Some(score)
}

#[test]
fn line_breaks_are_those_of_unicode_but_for_what_browsers_do() {
    let is_break = |text: &[char], analysis: &Analysis, at: usize| {
        at > 0 && (analysis.char_info()[at].is_soft_wrap_opportunity() || is_mandatory(text, at))
    };
    let Some(engine) = score("LineBreakTest.txt", &AnalysisOptions::default(), is_break) else { return };
    engine.report("line breaks, engine");
    let options =
        AnalysisOptions { line_break_override: Some(CHROMIUM_LINE_BREAK_OVERRIDE), ..AnalysisOptions::default() };
    let ours = score("LineBreakTest.txt", &options, is_break).expect("the same file");
    ours.report("line breaks, as set");
    assert!(engine.passed * 1000 >= engine.all * LINE_PERMILLE, "{} of {}", engine.passed, engine.all);
}

#[test]
fn words_and_graphemes_are_those_of_unicode() {
    let word = |_: &[char], analysis: &Analysis, at: usize| analysis.char_info()[at].is_word_boundary() || at == 0;
    let Some(words) = score("WordBreakTest.txt", &AnalysisOptions::default(), word) else { return };
    words.report("words");
    let grapheme = |_: &[char], analysis: &Analysis, at: usize| analysis.char_info()[at].is_grapheme_start() || at == 0;
    let graphemes = score("GraphemeBreakTest.txt", &AnalysisOptions::default(), grapheme).expect("the same folder");
    graphemes.report("graphemes");
    assert!(words.passed * 1000 >= words.all * WORD_PERMILLE, "{} of {}", words.passed, words.all);
    assert!(graphemes.passed * 1000 >= graphemes.all * GRAPHEME_PERMILLE, "{} of {}", graphemes.passed, graphemes.all);
}

#[test]
fn levels_and_order_are_those_of_unicode() {
    let Some(content) = file("BidiCharacterTest.txt") else { return };
    let mut score = Score::default();
    for line in content.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let cells: Vec<&str> = line.split(';').collect();
        let text: String = cells[0]
            .split(' ')
            .filter_map(|code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32))
            .collect();
        let base_direction = match cells[1] {
            "0" => BaseDirection::Ltr,
            "1" => BaseDirection::Rtl,
            _ => BaseDirection::Auto,
        };
        let mut analysis = Analysis::new();
        Analyzer::new().analyze(
            &text,
            &AnalysisOptions { base_direction, ..AnalysisOptions::default() },
            &mut analysis,
        );
        let paragraph = analysis.paragraph_level().to_u8();
        let mut levels: Vec<u8> = analysis.bidi_levels().iter().map(|level| level.to_u8()).collect();
        // The engine gives no levels where all are left to right.
        levels.resize(text.chars().count(), 0);
        let expected: Vec<Option<u8>> = cells[3].split(' ').map(|level| level.parse().ok()).collect();
        // Characters that the algorithm removes have no level of their own.
        let seen: Vec<usize> = (0..expected.len()).filter(|at| expected[*at].is_some()).collect();
        let same = seen.iter().all(|at| expected[*at] == levels.get(*at).copied());
        let kept: Vec<u8> = seen.iter().filter_map(|at| levels.get(*at).copied()).collect();
        let order: Vec<usize> = visual_order(&kept).into_iter().map(|index| seen[index]).collect();
        let wanted: Vec<usize> = cells[4].split(' ').filter_map(|index| index.parse().ok()).collect();
        let base = cells[2].parse() == Ok(paragraph);
        let trailing = text.chars().last().is_some_and(char::is_whitespace);
        score.add(same && order == wanted && base, || {
            format!("base {} levels {} order {} trailing white space {trailing}", base, same, order == wanted)
        });
    }
    score.report("bidi");
    assert!(score.passed * 1000 >= score.all * BIDI_PERMILLE, "{} of {}", score.passed, score.all);
}

/// Least shares that pass, in thousandths.
const LINE_PERMILLE: usize = 994;
const WORD_PERMILLE: usize = 999;
const GRAPHEME_PERMILLE: usize = 1000;
const BIDI_PERMILLE: usize = 1000;
