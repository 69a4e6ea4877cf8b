//! Holds our boxes, lines and pixels against what Chromium made of the same page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::recording::{Recorded, RecordedBox, RecordedLine};
use super::similarity::{Gray, Strip, best};

/// Greatest distance of a box in px, in each of x, y, width and height.
const BOX_TOLERANCE: f64 = 1.0;
/// Side of a block in px.
const BLOCK: usize = 16;
/// Greatest mean difference of a block in grey levels.
const MOST_DIFFERENT: f64 = 16.0;
/// Least similarity of the strip of a line.
const LEAST_SIMILARITY: f64 = 0.98;

/// A box of ours.
#[derive(Debug, Clone)]
pub struct OurBox {
    pub element: usize,
    pub tag: String,
    /// x, y, width, height in px.
    pub sides: [f64; 4],
    pub inline: bool,
}

/// A line of ours.
#[derive(Debug, Clone)]
pub struct OurLine {
    pub element: usize,
    pub text: String,
}

/// A card of ours.
#[derive(Debug, Clone)]
pub struct Ours {
    pub boxes: Vec<OurBox>,
    pub lines: Vec<OurLine>,
    pub picture: Gray,
}

/// How a card compares with its recording.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// What is wrong, one line each.
    pub failures: Vec<String>,
    pub boxes: usize,
    pub boxes_within_half: usize,
    pub boxes_within_one: usize,
    pub lines: usize,
    pub lines_equal: usize,
    /// Lines whose strips were compared, those alike enough, and the least similarity.
    pub strips: usize,
    pub strips_alike: usize,
    pub least_similarity: Option<f64>,
}

impl Verdict {
    /// Adds the numbers of another card.
    pub fn add(&mut self, other: &Self) {
        self.boxes += other.boxes;
        self.boxes_within_half += other.boxes_within_half;
        self.boxes_within_one += other.boxes_within_one;
        self.lines += other.lines;
        self.lines_equal += other.lines_equal;
        self.strips += other.strips;
        self.strips_alike += other.strips_alike;
        self.least_similarity = match (self.least_similarity, other.least_similarity) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        self.failures.extend(other.failures.iter().cloned());
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "boxes {:3}, within 0.5 px {:3}, within 1 px {:3}; lines {:3}, equal {:3}; strips {:3}, alike {:3}, least {}",
            self.boxes,
            self.boxes_within_half,
            self.boxes_within_one,
            self.lines,
            self.lines_equal,
            self.strips,
            self.strips_alike,
            self.least_similarity.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}")),
        )
    }
}

/// Compares a card with its recording.
pub fn compare(recorded: &Recorded, ours: &Ours) -> Verdict {
    let mut verdict = Verdict::default();
    compare_boxes(&recorded.recording.boxes, &ours.boxes, &mut verdict);
    let mut expected: BTreeMap<usize, Vec<&RecordedLine>> = BTreeMap::new();
    let mut found: BTreeMap<usize, Vec<&OurLine>> = BTreeMap::new();
    recorded.recording.lines.iter().for_each(|line| expected.entry(line.element).or_default().push(line));
    let ours_with_text = ours.lines.iter().filter(|line| !folded(&line.text).is_empty());
    ours_with_text.for_each(|line| found.entry(line.element).or_default().push(line));
    let elements: BTreeSet<_> = expected.keys().chain(found.keys()).copied().collect();
    for element in elements {
        let expected = expected.get(&element).map_or(&[][..], Vec::as_slice);
        let found = found.get(&element).map_or(&[][..], Vec::as_slice);
        compare_lines(&place(&recorded.recording.boxes, element), expected, found, &mut verdict);
    }
    if let Some(picture) = &recorded.picture {
        for line in &recorded.recording.lines {
            compare_strip(&recorded.recording.boxes, line, picture, &ours.picture, &mut verdict);
        }
    }
    verdict
}

fn place(boxes: &[RecordedBox], index: usize) -> String {
    match boxes.iter().find(|each| each.0 == index) {
        Some(each) => format!("element {index} <{}>", each.1),
        None => format!("element {index}"),
    }
}

fn compare_boxes(expected: &[RecordedBox], found: &[OurBox], verdict: &mut Verdict) {
    let ours: BTreeMap<usize, &OurBox> = found.iter().map(|each| (each.element, each)).collect();
    for RecordedBox(index, tag, x, y, width, height) in expected {
        verdict.boxes += 1;
        let sides = [*x, *y, *width, *height];
        let Some(our) = ours.get(index) else {
            verdict.failures.push(format!("box {index} <{tag}>: expected {sides:?}, found none"));
            continue;
        };
        if our.tag != *tag {
            verdict.failures.push(format!("box {index}: expected <{tag}>, found <{}>", our.tag));
        }
        let off = sides.iter().zip(our.sides).map(|(side, our)| (side - our).abs()).fold(0.0, f64::max);
        verdict.boxes_within_half += usize::from(off <= 0.5);
        verdict.boxes_within_one += usize::from(off <= BOX_TOLERANCE);
        if off > BOX_TOLERANCE {
            let found = our.sides.map(|side| (side * 1000.0).round() / 1000.0);
            verdict.failures.push(format!("box {index} <{tag}>: expected {sides:?}, found {found:?}, off by {off:.2}"));
        }
    }
    let known: BTreeSet<usize> = expected.iter().map(|each| each.0).collect();
    for our in found.iter().filter(|our| !our.inline && !known.contains(&our.element)) {
        verdict.failures.push(format!("box {} <{}>: expected none, found {:?}", our.element, our.tag, our.sides));
    }
}

fn compare_lines(place: &str, expected: &[&RecordedLine], found: &[&OurLine], verdict: &mut Verdict) {
    verdict.lines += expected.len();
    for index in 0..expected.len().max(found.len()) {
        let (line, our) = (expected.get(index), found.get(index));
        let equal = match (line, our) {
            (Some(line), Some(our)) if line.cut => {
                let our = folded(&our.text);
                our.strip_suffix('…').is_some_and(|start| folded(&line.text).starts_with(start.trim_end()))
            }
            (Some(line), Some(our)) => folded(&line.text) == folded(&our.text),
            _ => false,
        };
        verdict.lines_equal += usize::from(equal);
        if !equal {
            let text = |text: Option<&str>| text.map_or_else(|| "no line".to_owned(), |text| format!("`{text}`"));
            let (expected, found) = (text(line.map(|line| line.text.as_str())), text(our.map(|our| our.text.as_str())));
            verdict.failures.push(format!("line {} of {place}: expected {expected}, found {found}", index + 1));
        }
    }
}

/// Text without what has no width, white space folded, in lower case.
fn folded(text: &str) -> String {
    let invisible = |c: char| matches!(c, '\u{ad}' | '\u{2010}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffc}');
    let kept: String = text.chars().filter(|c| !invisible(*c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn compare_strip(boxes: &[RecordedBox], line: &RecordedLine, expected: &Gray, found: &Gray, verdict: &mut Verdict) {
    let (mut left, mut right) = (line.x, line.x + line.width);
    if line.cut
        && let Some(each) = boxes.iter().find(|each| each.0 == line.element)
    {
        left = left.max(each.2);
        right = right.min(each.2 + each.4);
    }
    let Some(strip) = Strip::around(left, line.y, right - left, line.height, expected) else { return };
    let (similarity, shift) = best(expected, found, strip);
    verdict.strips += 1;
    verdict.strips_alike += usize::from(similarity >= LEAST_SIMILARITY);
    verdict.least_similarity = Some(verdict.least_similarity.map_or(similarity, |least| least.min(similarity)));
    if similarity < LEAST_SIMILARITY {
        verdict.failures.push(format!(
            "strip of `{}` at {left:.1},{:.1} {:.1}x{:.1} px: expected a similarity of {LEAST_SIMILARITY}, found {similarity:.4} (moved by {shift:?})",
            line.text,
            line.y,
            right - left,
            line.height,
        ));
    }
}

/// What has no letters is compared by the mean difference of blocks: shapes, pictures, gradients, filters, masks.
pub fn compare_blocks(expected: &Gray, found: &Gray, verdict: &mut Verdict) {
    if (expected.width, expected.height) != (found.width, found.height) {
        verdict.failures.push(format!("picture: expected {}x{} px", expected.width, expected.height));
        return;
    }
    let mut worst = (0.0, 0, 0);
    for top in (0..expected.height).step_by(BLOCK) {
        for left in (0..expected.width).step_by(BLOCK) {
            let (mut sum, mut count) = (0_u32, 0_u32);
            for row in top..(top + BLOCK).min(expected.height) {
                let line = row * expected.width..(row + 1) * expected.width;
                let pairs = expected.data[line.clone()].iter().zip(&found.data[line]).skip(left).take(BLOCK);
                for (one, other) in pairs {
                    sum += u32::from(one.abs_diff(*other));
                    count += 1;
                }
            }
            let mean = f64::from(sum) / f64::from(count.max(1));
            if mean > worst.0 {
                worst = (mean, left, top);
            }
        }
    }
    let (mean, left, top) = worst;
    if mean > MOST_DIFFERENT {
        verdict.failures.push(format!(
            "block at {left},{top}: expected a mean difference of at most {MOST_DIFFERENT} levels, found {mean:.1}"
        ));
    }
}

#[test]
fn a_moved_box_another_break_and_other_letters_are_found() {
    let line = |text: &str| RecordedLine {
        element: 0,
        text: text.to_owned(),
        x: 2.0,
        y: 2.0,
        width: 30.0,
        height: 16.0,
        cut: false,
        generated: false,
    };
    let picture = |ink: u8| Gray {
        width: 40,
        height: 20,
        data: (0..800).map(|at| if at % 5 == 0 { ink } else { 255 }).collect(),
    };
    let recording = super::recording::Recording {
        width: 40,
        height: 20,
        fonts: Vec::new(),
        boxes: vec![RecordedBox(0, "p".to_owned(), 0.0, 0.0, 40.0, 20.0)],
        lines: vec![line("one two"), line("three")],
    };
    let recorded = Recorded { recording, picture: Some(picture(0)) };
    let ours = |width: f64, texts: [&str; 2], ink: u8| Ours {
        boxes: vec![OurBox { element: 0, tag: "p".to_owned(), sides: [0.0, 0.5, width, 20.0], inline: false }],
        lines: texts.map(|text| OurLine { element: 0, text: text.to_owned() }).to_vec(),
        picture: picture(ink),
    };
    let same = compare(&recorded, &ours(40.9, ["one  two ", "three"], 0));
    assert!(same.failures.is_empty(), "{:?}", same.failures);
    assert_eq!((same.boxes_within_half, same.boxes_within_one, same.lines_equal), (0, 1, 2));
    assert_eq!(compare(&recorded, &ours(41.2, ["one two", "three"], 0)).failures.len(), 1);
    assert_eq!(compare(&recorded, &ours(40.0, ["one", "two three"], 0)).failures.len(), 2);
    assert_eq!(compare(&recorded, &ours(40.0, ["one two", "three"], 255)).failures.len(), 2);
}
