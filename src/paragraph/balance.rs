//! `text-wrap: balance`: the smallest width that needs no more lines. Unlike Chromium also for more than six lines.

use super::breaks::{LineRange, Measure, content_widths};
use super::item::LineLimit;
use crate::style::{Style, TextWrapStyle};

/// Lines for a width, balanced where the style says so and nothing is cut off.
pub(super) fn break_lines(measure: &Measure<'_>, block: &Style, width: f32, limit: LineLimit) -> Vec<LineRange> {
    let lines = measure.lines(width);
    let cut = limit.clamp.is_some_and(|clamp| lines.len() > clamp);
    if block.text.text_wrap_style != TextWrapStyle::Balance || lines.len() < 2 || !width.is_finite() || cut {
        return lines;
    }
    balanced(measure, lines, width)
}

fn balanced(measure: &Measure<'_>, lines: Vec<LineRange>, width: f32) -> Vec<LineRange> {
    let count = lines.len();
    let mut best = lines;
    let mut high = widest(&best).min(width);
    let total: f32 = best.iter().map(|line| line.width).sum();
    // Words are never broken for balance.
    let mut low = content_widths(measure).0.max(total / count as f32 * 0.5);
    while high - low > 0.5 {
        let middle = (low + high) / 2.0;
        let lines = measure.lines(middle);
        if lines.len() <= count {
            high = widest(&lines).min(middle);
            best = lines;
        } else {
            low = middle;
        }
    }
    best
}

fn widest(lines: &[LineRange]) -> f32 {
    lines.iter().map(|line| line.width + line.indent).fold(0.0, f32::max)
}
