//! Words that stand twice: ornaments, teasers, captions.
//!
//! Compares letters and digits only.

use super::super::block::{Block, Kind, fold};
use super::{Piece, Quotation, Text};

/// Leaves out words that stand once more elsewhere: ornaments, teasers, the caption of a picture.
pub(super) fn without_repeats(text: &Text<'_>, found: Vec<Quotation>) -> Vec<Quotation> {
    let plain = |quotation: &Quotation| {
        let folded =
            |piece: &Piece| text.blocks.get(piece.block).map(|block| block.folded(&piece.range)).unwrap_or_default();
        let all: String = quotation.pieces.iter().map(folded).collect::<Vec<_>>().join(" ");
        let letters: String =
            all.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect::<String>().to_lowercase();
        format!(" {} ", fold(&letters))
    };
    let texts: Vec<String> = found.iter().map(plain).collect();
    let pages: Vec<String> = pull_pages(text);
    let is_repeat = |index: usize| {
        let (Some(quotation), Some(own)) = (found.get(index), texts.get(index)) else { return false };
        let kind = quotation.pieces.first().and_then(|piece| text.blocks.get(piece.block)).map(|block| block.kind);
        if own.split(' ').count() < 6 {
            return false;
        }
        if matches!(kind, Some(Kind::Pull { .. })) {
            return pages.iter().any(|page| page.contains(own.as_str()));
        }
        let alone = quotation.found.is_none();
        alone
            && texts.iter().enumerate().any(|(other, text)| {
                let attributed = found.get(other).is_some_and(|found| found.found.is_some());
                other != index && text.contains(own.as_str()) && (attributed || text.len() > own.len() || other < index)
            })
    };
    // Comparing all with all is for articles; a list of thousands is taken as it is.
    if found.len() > 400 {
        return found;
    }
    let keep: Vec<bool> = (0..found.len()).map(|index| !is_repeat(index)).collect();
    found.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(quotation, _)| quotation).collect()
}

/// Letters and digits of the running text, for finding ornaments in it.
pub(super) fn pull_pages(text: &Text<'_>) -> Vec<String> {
    let pulls = text.blocks.iter().any(|block| matches!(block.kind, Kind::Pull { .. }));
    let running = text.blocks.iter().filter(|block| pulls && block.kind == Kind::Paragraph);
    let letters = |block: &Block| {
        block
            .folded(&(0..block.len()))
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == ' ')
            .collect::<String>()
            .to_lowercase()
    };
    running.map(|block| format!(" {} ", fold(&letters(block)))).collect()
}
