//! `hyphens: auto`: where words of a language may be broken, by the patterns of TeX. Whether a line uses a place is not decided here.

use hypher::Lang;

use super::content::{Content, PieceKind};
use super::shape::{Cluster, Kind};
use crate::style::{Hyphens, TextStyle};

/// The language of a tag when there are patterns for it.
fn language(tag: &str) -> Option<Lang> {
    let primary: Vec<u8> = tag.split(['-', '_']).next()?.bytes().map(|byte| byte.to_ascii_lowercase()).collect();
    let code: [u8; 2] = match primary.as_slice() {
        // Both written forms of Norwegian share their patterns.
        b"no" | b"nn" => *b"nb",
        [one, two] => [*one, *two],
        _ => return None,
    };
    Lang::from_iso(code)
}

/// Marks the clusters before which a word may be broken.
pub(super) fn mark(content: &Content, clusters: &mut [Cluster]) {
    let automatic = content.pieces.iter().any(|piece| piece.style.text.hyphens == Hyphens::Auto);
    if !automatic {
        return;
    }
    let characters: Vec<char> = content.text.chars().collect();
    let mut start = 0;
    while start < clusters.len() {
        let length =
            clusters.get(start..).unwrap_or_default().iter().take_while(|one| is_letter(&characters, one)).count();
        if let Some(word) = clusters.get_mut(start..start + length).filter(|_| length > 0) {
            mark_word(content, &characters, word);
        }
        start += length.max(1);
    }
}

fn is_letter(characters: &[char], cluster: &Cluster) -> bool {
    cluster.kind == Kind::Glyphs && characters.get(cluster.chars.start as usize).is_some_and(|c| c.is_alphabetic())
}

fn mark_word(content: &Content, characters: &[char], word: &mut [Cluster]) {
    let Some((first, last)) = word.first().zip(word.last()) else { return };
    let Some(piece) = content.pieces.get(first.piece as usize).filter(|piece| piece.kind == PieceKind::Text) else {
        return;
    };
    let style: &TextStyle = &piece.style.text;
    let range = first.chars.start..last.chars.end;
    // A letter that folds to several would move what follows it.
    let letters: Option<String> =
        characters.get(range.start as usize..range.end as usize).map(|letters| letters.iter().collect());
    let (Some(letters), Some(language)) = (letters, language(&style.lang)) else { return };
    let [least, before, after] = style.hyphenate_limit_chars;
    let count = letters.chars().count();
    if style.hyphens != Hyphens::Auto || !style.wrap || count < usize::from(least) {
        return;
    }
    let mut at = range.start;
    for syllable in hypher::hyphenate(&letters, language) {
        let (left, right) = (at - range.start, range.end - at);
        if left >= u32::from(before).max(1)
            && right >= u32::from(after).max(1)
            && let Some(cluster) = word.iter_mut().find(|cluster| cluster.chars.start == at)
        {
            cluster.hyphenates = true;
        }
        at += u32::try_from(syllable.chars().count()).unwrap_or(0);
    }
}
