//! The parts of an alternative text: joined as sentences, or as many of them as there is room for.

use unicode_segmentation::UnicodeSegmentation;

use super::closed;
use crate::text::phrase::Phrases;

/// A sentence.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// How soon it is left out where there is little room; 0 is never left out, only shortened.
    rank: u8,
    /// What stands before the words that may be shortened.
    before: String,
    /// The words.
    words: String,
    /// What stands after them, with the full stop.
    after: String,
    /// What stands between it and the next one.
    gap: &'static str,
}

/// Sentences in the making.
pub(super) struct Parts {
    phrases: &'static Phrases,
    parts: Vec<Part>,
}

impl Parts {
    pub(super) fn new(phrases: &'static Phrases) -> Self {
        Self { phrases, parts: Vec::new() }
    }

    /// Adds a sentence; a full stop is added where none stands.
    pub(super) fn say(&mut self, rank: u8, sentence: &str) {
        self.say_words(rank, "", sentence, "");
    }

    /// Adds a sentence with words that may be shortened.
    pub(super) fn say_words(&mut self, rank: u8, before: &str, words: &str, after: &str) {
        let words = closed(words.trim());
        if before.is_empty() && words.is_empty() {
            return;
        }
        let whole = format!("{before}{words}{after}");
        let [stop, gap] = self.phrases.stop;
        let needed = !ends(&whole);
        let after = format!("{after}{}", if needed { stop } else { "" });
        // Where sentences follow each other without a space, one without a stop of its own still needs one.
        let open = whole.ends_with(|c: char| c.is_ascii()) || ends_with_tag(&whole);
        let gap = if gap.is_empty() && !after.ends_with(stop) && open { " " } else { gap };
        self.parts.push(Part { rank, before: before.to_owned(), words, after, gap });
    }

    pub(super) fn done(self) -> Vec<Part> {
        self.parts
    }
}

/// Whether a sentence ends with a hashtag.
fn ends_with_tag(sentence: &str) -> bool {
    sentence
        .split_whitespace()
        .next_back()
        .is_some_and(|last| last.starts_with(['#', '＃']) && last.chars().count() > 1)
}

/// Whether a sentence needs no full stop: it has one, or ends with an address or a hashtag, to which it would be added.
fn ends(sentence: &str) -> bool {
    let inside = sentence
        .trim_end_matches(['”', '“', '"', '»', '«', '’', '」', '』', ')', '）', '\u{2069}', '\u{202C}', '\u{202F}']);
    let last = inside.split_whitespace().next_back().unwrap_or_default();
    inside.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '．', '｡'])
        || last.contains("://")
        || (last.contains('/') && last.contains('.'))
        || ends_with_tag(inside)
}

/// All sentences.
pub(super) fn whole(parts: &[Part]) -> String {
    join(parts)
}

fn join(parts: &[Part]) -> String {
    let mut out = String::new();
    let mut gap = "";
    for part in parts {
        out.push_str(gap);
        out.push_str(&part.before);
        out.push_str(&part.words);
        out.push_str(&part.after);
        gap = part.gap;
    }
    out
}

/// As many sentences as fit in so many UTF-16 code units: the highest ranks are left out first, the last one of a rank before the others;
/// then words are cut.
pub(super) fn within(mut parts: Vec<Part>, limit: usize) -> String {
    let length = |parts: &[Part]| units(&join(parts));
    while length(&parts) > limit {
        let Some(rank) = parts.iter().map(|part| part.rank).max().filter(|rank| *rank > 0) else { break };
        let Some(at) = parts.iter().rposition(|part| part.rank == rank) else { break };
        // Rather shorten the last thing that is left out than leave it out, when half of it fits.
        let over = length(&parts).saturating_sub(limit);
        if let Some(part) = parts.get(at)
            && rank <= 3
            && units(&part.words) >= 40
            && over + 2 <= units(&part.words) / 2
        {
            let room = units(&part.words) - over;
            let words = shortened(&part.words, room);
            if let Some(part) = parts.get_mut(at) {
                part.words = words;
            }
            if length(&parts) <= limit {
                break;
            }
        }
        parts.remove(at);
    }
    let over = length(&parts).saturating_sub(limit);
    if over == 0 {
        return join(&parts);
    }
    let Some(part) = parts.first_mut() else { return String::new() };
    if let Some(room) = units(&part.words).checked_sub(over).filter(|room| *room > 1) {
        part.words = shortened(&part.words, room);
    }
    shortened(&join(&parts), limit)
}

/// A text in at most so many UTF-16 code units, cut after a word and with an ellipsis where it was longer.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    let text = text.trim();
    if units(text) <= limit {
        return text.to_owned();
    }
    let (mut fits, mut words, mut length) = (0, 0, 0);
    for (at, cluster) in text.grapheme_indices(true) {
        length += units(cluster);
        if length + 1 > limit {
            break;
        }
        fits = at + cluster.len();
        let next = text.get(fits..).and_then(|rest| rest.chars().next());
        if next.is_some_and(|next| next.is_whitespace() || is_ideographic(next)) {
            words = fits;
        }
    }
    if limit == 0 {
        return String::new();
    }
    // One long word is cut inside.
    let end = if words * 2 >= fits { words } else { fits };
    let kept = text.get(..end).unwrap_or_default().trim_end();
    let mut short = closed(kept);
    if units(&short) + 1 > limit {
        short = kept.chars().filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')).collect();
    }
    short.push('…');
    short
}

/// Characters that may be parted before.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Length in UTF-16 code units.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_after_a_word() {
        assert_eq!(shortened("Small things, done well.", 24), "Small things, done well.");
        assert_eq!(shortened("Small things, done well.", 23), "Small things, done…");
        assert_eq!(shortened("Small things, done well.", 14), "Small things,…");
        assert_eq!(shortened("Rindfleischetikettierung", 10), "Rindfleis…");
        assert_eq!(shortened("橋は約束である。", 5), "橋は約束…");
        assert_eq!(shortened("👩‍👩‍👧👩‍👩‍👧", 9), "👩‍👩‍👧…");
        assert_eq!(shortened("abc", 0), "");
    }

    #[test]
    fn a_cut_text_is_never_too_long() {
        let text =
            "\u{202E}\u{2067}Ein 👩‍👩‍👧 langer Satz, und \u{202E}noch einer: 橋は約束である。 https://example.com/a/b";
        for limit in 0..120 {
            assert!(units(&shortened(text, limit)) <= limit, "{limit}");
        }
    }
}
