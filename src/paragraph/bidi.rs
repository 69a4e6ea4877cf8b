//! Direction: control characters for inline elements, and the visual order of a line. Levels come from the analysis.

use crate::style::{Direction, TextStyle, UnicodeBidi};

/// Control characters that open an element's bidi context, and those that close it.
pub(super) fn controls(bidi: UnicodeBidi, direction: Direction) -> (&'static str, &'static str) {
    let left = direction == Direction::Ltr;
    match bidi {
        UnicodeBidi::Normal => ("", ""),
        UnicodeBidi::Embed if left => ("\u{202A}", "\u{202C}"),
        UnicodeBidi::Embed => ("\u{202B}", "\u{202C}"),
        UnicodeBidi::Isolate if left => ("\u{2066}", "\u{2069}"),
        UnicodeBidi::Isolate => ("\u{2067}", "\u{2069}"),
        UnicodeBidi::Override if left => ("\u{202D}", "\u{202C}"),
        UnicodeBidi::Override => ("\u{202E}", "\u{202C}"),
        UnicodeBidi::IsolateOverride if left => ("\u{2068}\u{202D}", "\u{202C}\u{2069}"),
        UnicodeBidi::IsolateOverride => ("\u{2068}\u{202E}", "\u{202C}\u{2069}"),
        UnicodeBidi::Plaintext => ("\u{2068}", "\u{2069}"),
    }
}

/// Control characters around every paragraph of a block: an override, or the first strong direction.
pub(super) fn block_controls(bidi: UnicodeBidi, text: &TextStyle) -> (&'static str, &'static str) {
    match bidi {
        UnicodeBidi::Override | UnicodeBidi::IsolateOverride => controls(UnicodeBidi::Override, text.direction),
        UnicodeBidi::Plaintext => controls(UnicodeBidi::Plaintext, text.direction),
        _ => ("", ""),
    }
}

/// The visual order of pieces with these levels (rule L2 of UAX 9): indices from left to right.
pub(super) fn visual_order(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let Some(highest) = levels.iter().copied().max() else { return order };
    let Some(lowest_odd) = levels.iter().copied().filter(|level| level % 2 == 1).min() else { return order };
    for level in (lowest_odd..=highest).rev() {
        let mut start = 0;
        while start < levels.len() {
            if levels.get(start).is_none_or(|own| *own < level) {
                start += 1;
                continue;
            }
            let length = levels.iter().skip(start).take_while(|own| **own >= level).count();
            if let Some(part) = order.get_mut(start..start + length) {
                part.reverse();
            }
            start += length;
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_right_to_left_text_keeps_its_order() {
        assert_eq!(visual_order(&[1, 2, 1]), [2, 1, 0]);
        assert_eq!(visual_order(&[0, 1, 1, 0]), [0, 2, 1, 3]);
        assert_eq!(visual_order(&[0, 0]), [0, 1]);
        assert_eq!(visual_order(&[]), Vec::<usize>::new());
    }
}
