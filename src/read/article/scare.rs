//! Marked words that are no quotation: titles, single words, words held at arm's length.
//!
//! Judges one stretch in its sentence; who said it is not asked here.

use super::attribution::Attribution;
use super::block::Block;
use super::mark::{Family, Stretch};
use super::phrase::Reader;
use super::verb::is_naming;

/// What marked words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// Somebody's words as a sentence or more.
    Utterance,
    /// Part of a sentence, long enough to stand for itself.
    Passage,
    /// A few words of a sentence.
    Fragment,
    /// No quotation.
    Scare,
}

/// Most words of a fragment.
const FEW: usize = 4;

/// Judges marked words. `found` is the attribution next to them, if any.
pub(super) fn nature(
    reader: Reader<'_>,
    block: &Block,
    stretch: &Stretch,
    quote: usize,
    found: Option<&Attribution>,
) -> Nature {
    let text = block.folded(&stretch.inner);
    let words: Vec<&str> = text.split(' ').collect();
    let count = if words.len() > 1 { words.len() } else { eastern_words(&text) };
    let first = text.chars().find(|c| c.is_alphanumeric());
    let last = text.chars().rev().find(|c| !matches!(c, '’' | '”' | '\'' | '"' | '»' | ')' | ']'));
    let terminal = matches!(last, Some('.' | '!' | '?' | '…' | '。' | '！' | '？'));
    let comma = matches!(last, Some(',' | '—' | '–'));
    let capital = first.is_some_and(|c| c.is_uppercase() || !c.is_alphabetic() || !c.is_lowercase());
    let tight = found.is_some_and(|found| found.tight);
    let spoken = found.is_some_and(|found| found.verb.is_some() || found.who.is_some());
    let direct = tight && spoken;
    if stretch.family == Family::Title {
        return Nature::Scare;
    }
    let sentence = |at: usize| reader.token(at).map(|token| token.sentence);
    let near = |most: usize| (quote.saturating_sub(most)..quote).filter(|at| sentence(*at) == sentence(quote));
    let named = near(3).any(|at| is_naming(reader.low(at)));
    // `Ortiz called it “a disaster for the valley”`: a judgement in somebody's own words.
    let judges = |word: &str| {
        matches!(word, "called" | "calls" | "calling" | "call" | "dubbed" | "termed" | "labeled" | "labelled")
    };
    let judged = spoken && count > 1 && near(6).any(|at| judges(reader.low(at)));
    let title = count > 1 && count < 14 && is_title_case(&words) && (!comma || named) && !(terminal && direct);
    let introduced = quote > 0 && reader.token(quote - 1).is_some_and(|token| token.is(':') || token.is(','));
    let beside = found.is_some_and(|found| found.tight && found.clause.start == quote + 1);
    if (title && !(direct && (introduced || beside) && !named))
        || (named && !judged && count <= 6 && !comma && !(direct && introduced && terminal))
    {
        return Nature::Scare;
    }
    let complete = capital && (terminal || comma || introduced || beside);
    // A sentence of its own: nothing else in it.
    let alone = sentence(quote) != sentence(quote + 1) && (quote == 0 || sentence(quote - 1) != sentence(quote));
    match count {
        0 => Nature::Scare,
        2.. if capital && terminal && alone => Nature::Utterance,
        _ if direct && complete => Nature::Utterance,
        1 => Nature::Scare,
        2..=6 if judged => Nature::Fragment,
        3.. if direct && terminal && continues(reader, quote) => Nature::Utterance,
        2..=FEW if spoken => Nature::Fragment,
        2..=FEW => Nature::Scare,
        _ if complete => Nature::Utterance,
        _ if direct && comma => Nature::Utterance,
        5..=6 if !spoken => Nature::Fragment,
        _ => Nature::Passage,
    }
}

/// Whether a participle and a comma lead to marked words: `she said, adding, “and nobody came.”`
fn continues(reader: Reader<'_>, quote: usize) -> bool {
    let comma = quote.checked_sub(1).filter(|at| reader.token(*at).is_some_and(|token| token.is(',')));
    comma
        .and_then(|at| at.checked_sub(1))
        .is_some_and(|at| matches!(reader.low(at), "adding" | "saying" | "continuing"))
}

/// About how many words a text without blanks has.
fn eastern_words(text: &str) -> usize {
    let wide = text
        .chars()
        .filter(|c| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}'))
        .count();
    if wide > 0 { wide.div_ceil(2) } else { usize::from(!text.is_empty()) }
}

/// Whether words are set as in a title: every one with a capital but for the small ones.
fn is_title_case(words: &[&str]) -> bool {
    let small = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "a" | "an"
                | "the"
                | "of"
                | "and"
                | "in"
                | "on"
                | "at"
                | "to"
                | "for"
                | "with"
                | "from"
                | "by"
                | "as"
                | "or"
                | "but"
                | "is"
                | "de"
                | "la"
                | "le"
                | "der"
                | "die"
                | "und"
                | "vs"
        )
    };
    let long: Vec<&&str> = words.iter().filter(|word| word.chars().any(char::is_alphabetic) && !small(word)).collect();
    let capital = |word: &str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    long.len() > 1 && long.iter().all(|word| capital(word))
}

#[cfg(test)]
mod tests {
    use super::super::grammar::Grammar;
    use super::super::language::Language;
    use super::super::mark::stretches;
    use super::super::word::{Token, tokens};
    use super::*;

    fn judge(text: &str) -> Nature {
        let mut block = Block::default();
        text.chars().enumerate().for_each(|(at, c)| block.push(c, at, at + 1));
        let blocks = [block];
        let marked = stretches(&blocks);
        let tokens = tokens(&blocks[0], &marked[0], Language::English);
        let grammar = Grammar::new(Language::English, tokens.iter());
        let reader = Reader { tokens: &tokens, grammar: &grammar };
        let quote = tokens.iter().rposition(Token::is_quote).expect("a stretch");
        let stretch = marked[0].last().expect("a stretch");
        let found = reader.after(quote, stretch, blocks[0].at(stretch.inner.end - 1)).or_else(|| reader.before(quote));
        nature(reader, &blocks[0], stretch, quote, found.as_ref())
    }

    #[test]
    fn words_are_told_from_quotations() {
        for (text, expected) in [
            ("“Never,” said Ortiz.", Nature::Utterance),
            ("“The roof has leaked for years,” said Ortiz.", Nature::Utterance),
            ("Ortiz said the roof was “leaking from every single side” again.", Nature::Passage),
            ("Ortiz called it “a disaster”.", Nature::Fragment),
            ("Ortiz said it was “a small disaster” again.", Nature::Fragment),
            ("The “roof” is new.", Nature::Scare),
            ("The so-called “new roof” is old.", Nature::Scare),
            ("Her book “The Roof Over Us” sold well, Ortiz said.", Nature::Scare),
            ("They have five games to play. “Do I believe it?” said Ortiz.", Nature::Utterance),
            ("“They rushed it,” Ortiz said, adding, “and nobody read it.”", Nature::Utterance),
            ("They hung a banner. “No roof, no rent for anyone here.”", Nature::Utterance),
        ] {
            assert_eq!(judge(text), expected, "{text}");
        }
    }
}
