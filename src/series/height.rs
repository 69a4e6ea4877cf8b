//! How high words will be, reckoned from their characters.

use std::ops::Range;

use super::{Matter, Words};

/// Room between two paragraphs, in lines.
const GAP: f32 = 0.55;

/// Height in lines up to each position, with a number of characters in a line.
pub(super) fn heights(matter: &Matter<'_>, measure: f32) -> Vec<f32> {
    let mut heights = Vec::with_capacity(matter.cuts.last().map_or(0, |cut| cut.end) + 2);
    let mut top = 0.0_f32;
    for words in &matter.texts {
        let mut line = 0.0_f32;
        top += words.around;
        for c in &words.chars {
            heights.push(top + line / measure);
            if *c == '\n' {
                top += if line > 0.0 { (line / measure).ceil() } else { GAP };
                line = 0.0;
            } else {
                line += 1.0;
            }
        }
        heights.push(top + line / measure);
        top += (line / measure).ceil();
    }
    heights
}

/// Height in lines of a range.
pub(super) fn height(heights: &[f32], range: &Range<usize>) -> f32 {
    let at = |position: usize| heights.get(position).or(heights.last()).copied().unwrap_or_default();
    (at(range.end) - at(range.start)).max(0.0)
}

/// How many characters a line has where a range has so many lines.
pub(super) fn measure(matter: &Matter<'_>, range: &Range<usize>, lines: usize) -> f32 {
    let counted = |measure: f32| {
        let lines_of = |words: &Words| {
            let shown = range.end.saturating_sub(words.base).min(words.chars.len());
            let lines = words.chars.get(..shown).unwrap_or_default().split(|c| *c == '\n');
            lines.map(|line| (line.len() as f32 / measure).ceil() as usize).sum::<usize>()
        };
        matter.texts.iter().filter(|words| words.base <= range.end).map(lines_of).sum::<usize>()
    };
    (4..=240).find(|measure| counted(*measure as f32) <= lines).map_or(240.0, |measure| measure as f32)
}
