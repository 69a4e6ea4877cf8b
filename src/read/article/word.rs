//! A paragraph as words, punctuation and marked stretches, cut into sentences.
//!
//! What the words are (names, verbs) is asked elsewhere.

use std::ops::Range;

use super::block::Block;
use super::language::Language;
use super::mark::Stretch;
use super::verb::is_speech;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A word or number.
    Word,
    /// A punctuation mark.
    Mark(char),
    /// Words in quotation marks: index into the stretches of the paragraph.
    Quote(usize),
}

/// A word, mark or marked stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) sort: Sort,
    /// Characters of the paragraph.
    pub(super) range: Range<usize>,
    /// The word as it stands there; empty for stretches.
    pub(super) text: String,
    /// In lower case, with straight apostrophes.
    pub(super) low: String,
    /// Number of its sentence in the paragraph.
    pub(super) sentence: usize,
}

impl Token {
    /// Whether this is a word.
    pub(super) fn is_word(&self) -> bool {
        self.sort == Sort::Word
    }

    /// Whether this is a given punctuation mark.
    pub(super) fn is(&self, mark: char) -> bool {
        self.sort == Sort::Mark(mark)
    }

    /// Whether this is a marked stretch.
    pub(super) fn is_quote(&self) -> bool {
        matches!(self.sort, Sort::Quote(_))
    }

    /// Whether this is a dash between words.
    pub(super) fn is_dash(&self) -> bool {
        matches!(self.sort, Sort::Mark('—' | '–' | '-' | '―'))
    }

    /// Whether this is a word with a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.is_word() && self.text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
    }

    /// Whether this is a word in the possessive: `Ortiz’s`, `workers’`.
    pub(super) fn is_possessive(&self) -> bool {
        self.is_word() && (self.low.ends_with("'s") || self.low.ends_with("s'"))
    }
}

/// Abbreviations whose full stop ends no sentence, in lower case.
const ABBREVIATIONS: [&str; 62] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "gov", "sen", "rep", "lt", "col", "gen", "sgt", "capt", "maj", "cmdr",
    "rev", "hon", "pres", "supt", "det", "cpl", "pvt", "adm", "insp", "messrs", "jan", "feb", "aug", "sept", "oct",
    "nov", "dec", "mt", "vs", "no", "ft", "fig", "approx", "est", "dept", "atty", "asst", "assn", "bros", "mme",
    "mlle", "m", "sr", "sra", "srta", "d", "dña", "dra", "bzw", "ca", "nr", "str", "hr", "fr", "z", "vgl",
];

/// Cuts a paragraph.
pub(super) fn tokens(block: &Block, stretches: &[Stretch], language: Language) -> Vec<Token> {
    tokens_in(block, 0..block.len(), stretches, language)
}

/// Cuts a part of a paragraph.
pub(super) fn tokens_in(block: &Block, part: Range<usize>, stretches: &[Stretch], language: Language) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = part.start;
    let mut next = 0;
    while at < part.end {
        if let Some(stretch) = stretches.get(next).filter(|stretch| stretch.outer.start == at) {
            found.push(token(Sort::Quote(next), stretch.outer.clone(), String::new()));
            at = stretch.outer.end.max(at + 1);
            next += 1;
            continue;
        }
        let c = block.at(at);
        if c.is_whitespace() {
            at += 1;
        } else if c.is_alphanumeric() {
            let limit = stretches.get(next).map_or(part.end, |stretch| stretch.outer.start);
            let end = word_end(block, at, limit);
            push_word(block, at..end, language, &mut found);
            at = end;
        } else {
            found.push(token(Sort::Mark(c), at..at + 1, c.to_string()));
            at += 1;
        }
    }
    number_sentences(block, stretches, language, &mut found);
    found
}

fn token(sort: Sort, range: Range<usize>, text: String) -> Token {
    let low = text.to_lowercase().replace('’', "'");
    Token { sort, range, text, low, sentence: 0 }
}

fn word_end(block: &Block, start: usize, limit: usize) -> usize {
    let mut at = start;
    while at < limit {
        let c = block.at(at);
        let inner = at + 1 < limit && block.at(at + 1).is_alphanumeric();
        let joins = inner && matches!(c, '’' | '\'' | '-' | '\u{2010}' | '\u{2011}' | '·' | '@' | '_')
            || (inner
                && matches!(c, '.' | ',' | ':')
                && at > start
                && block.before(at).is_ascii_digit()
                && block.at(at + 1).is_ascii_digit());
        if c == '.' && is_short(block, start..at) {
            // The full stop of an abbreviation or initial; `U.S.` goes on.
            if inner && block.at(at + 1).is_uppercase() && at == start + 1 {
                at += 1;
                continue;
            }
            return at + 1;
        }
        let possessive =
            matches!(c, '’' | '\'') && matches!(block.before(at), 's' | 'S') && block.at(at + 1).is_whitespace();
        if possessive {
            return at + 1;
        }
        if !(c.is_alphanumeric() || joins || is_combining(c)) {
            break;
        }
        at += 1;
    }
    at.max(start + 1)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200D}')
}

/// Whether the characters before a full stop are an initial, letters with full stops, or a known abbreviation.
fn is_short(block: &Block, range: Range<usize>) -> bool {
    let text: String = block.chars.get(range).unwrap_or_default().iter().collect();
    let mut letters = text.chars().filter(|c| *c != '.');
    let single = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    let acronym = text.contains('.') && text.split('.').all(|part| part.chars().count() == 1);
    single || acronym || (text.len() <= 6 && ABBREVIATIONS.contains(&text.to_lowercase().as_str()))
}

/// Adds a word, or its parts where a language writes several words as one: `l’alcalde`, `a-t-elle`.
fn push_word(block: &Block, range: Range<usize>, language: Language, found: &mut Vec<Token>) {
    let text: String = block.chars.get(range.clone()).unwrap_or_default().iter().collect();
    let mut start = range.start;
    if language == Language::French {
        let lead = text
            .chars()
            .position(|c| matches!(c, '’' | '\''))
            .filter(|at| *at == 1 || (*at == 2 && text.to_lowercase().starts_with("qu")));
        if let Some(at) = lead {
            found.push(token(Sort::Word, start..start + at + 1, text.chars().take(at + 1).collect()));
            start += at + 1;
        }
        let rest: String = block.chars.get(start..range.end).unwrap_or_default().iter().collect();
        let pronoun =
            ["-il", "-elle", "-ils", "-elles", "-je", "-on"].into_iter().find(|end| rest.to_lowercase().ends_with(end));
        if let Some(pronoun) = pronoun {
            let cut = range.end - pronoun.chars().count();
            let verb_end = if block.at(cut.saturating_sub(1)) == 't' && block.at(cut.saturating_sub(2)) == '-' {
                cut - 2
            } else {
                cut
            };
            let verb: String = block.chars.get(start..verb_end).unwrap_or_default().iter().collect();
            found.push(token(Sort::Word, start..verb_end, verb));
            found.push(token(Sort::Word, cut + 1..range.end, pronoun.trim_start_matches('-').to_owned()));
            return;
        }
    }
    let text: String = block.chars.get(start..range.end).unwrap_or_default().iter().collect();
    found.push(token(Sort::Word, start..range.end, text));
}

/// Gives each token the number of its sentence.
fn number_sentences(block: &Block, stretches: &[Stretch], language: Language, tokens: &mut [Token]) {
    let mut number = 0;
    for at in 0..tokens.len() {
        if let Some(token) = tokens.get_mut(at) {
            token.sentence = number;
        }
        if ends_sentence(block, stretches, language, tokens, at) {
            number += 1;
        }
    }
}

fn ends_sentence(block: &Block, stretches: &[Stretch], language: Language, tokens: &[Token], at: usize) -> bool {
    let (Some(token), Some(next)) = (tokens.get(at), tokens.get(at + 1)) else { return false };
    match token.sort {
        Sort::Mark('.' | '!' | '?' | '…' | '。' | '！' | '？') => {
            let gap = block.at(token.range.end).is_whitespace() || matches!(token.sort, Sort::Mark('。' | '！' | '？'));
            let ends_here = gap
                && (next.is_capital()
                    || next.is_quote()
                    || next.text.starts_with(|c: char| c.is_ascii_digit())
                    || !next.is_word());
            ends_here && !matches!(next.sort, Sort::Mark(')' | ',' | '.'))
        }
        Sort::Mark(')') => {
            at > 0
                && tokens.get(at - 1).is_some_and(|before| before.is('.') || before.is('!') || before.is('?'))
                && (next.is_capital() || next.is_quote())
        }
        Sort::Quote(index) => {
            let Some(stretch) = stretches.get(index) else { return false };
            let last = block
                .chars
                .get(stretch.inner.clone())
                .unwrap_or_default()
                .iter()
                .rev()
                .find(|c| !matches!(c, '’' | '”' | '\'' | '"' | '»' | ')'));
            match last {
                Some('.' | '。') => next.is_capital() || next.is_quote() || next.is_dash(),
                Some('!' | '?' | '…') => (next.is_capital() && !speaks(tokens, at + 1, language)) || next.is_quote(),
                _ => false,
            }
        }
        // A list item or an ornament.
        Sort::Mark('•' | '·') => true,
        _ => false,
    }
}

/// Whether a clause that begins here only says who spoke: `Ortiz said.`, `Ana Ortiz told reporters.`
fn speaks(tokens: &[Token], at: usize, language: Language) -> bool {
    let rest = tokens.get(at..).unwrap_or_default();
    let name = rest.iter().take(5).take_while(|token| token.is_capital()).count();
    let verb = rest.get(name).is_some_and(|token| token.is_word() && is_speech(&token.low, language));
    let after = rest.get(name + 1);
    let opens_clause = after.is_some_and(|token| {
        token.is_word()
            && matches!(
                token.low.as_str(),
                "nothing"
                    | "that"
                    | "he"
                    | "she"
                    | "it"
                    | "they"
                    | "the"
                    | "a"
                    | "an"
                    | "his"
                    | "her"
                    | "their"
                    | "there"
                    | "this"
                    | "these"
                    | "those"
                    | "no"
                    | "many"
                    | "most"
                    | "some"
            )
    });
    name > 0 && verb && !opens_clause
}

#[cfg(test)]
mod tests {
    use super::super::mark::stretches;
    use super::*;

    fn cut(text: &str, language: Language) -> Vec<String> {
        let mut block = Block::default();
        for (at, c) in text.chars().enumerate() {
            block.push(c, at, at + 1);
        }
        let blocks = [block];
        let marked = stretches(&blocks);
        let mut sentences: Vec<String> = Vec::new();
        for token in tokens(&blocks[0], &marked[0], language) {
            while sentences.len() <= token.sentence {
                sentences.push(String::new());
            }
            let text = if token.is_quote() { "Q" } else { &token.text };
            sentences[token.sentence].push_str(&format!("{text}|"));
        }
        sentences
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let cut = |text| cut(text, Language::English);
        assert_eq!(
            cut("Mr. Ortiz left. He spoke to the U.S. J. T. Lind came."),
            ["Mr.|Ortiz|left|.|", "He|spoke|to|the|U.S.|J.|T.|Lind|came|.|"]
        );
        assert_eq!(
            cut("“A b.” Ortiz said no more. “C,” she said."),
            ["Q|", "Ortiz|said|no|more|.|", "Q|,|she|said|.|".replace(",|", "").as_str()]
        );
        assert_eq!(
            cut("“A?” Ortiz said. “B?” Ortiz said that he left."),
            ["Q|Ortiz|said|.|", "Q|", "Ortiz|said|that|he|left|.|"]
        );
        assert_eq!(
            cut("It cost 3.5 million in 2024. The 43-year-old’s view."),
            ["It|cost|3.5|million|in|2024|.|", "The|43-year-old’s|view|.|"]
        );
    }

    #[test]
    fn french_words_are_cut_at_their_joints() {
        assert_eq!(
            cut("« A », a-t-elle dit à l’ancien maire, dit-il.", Language::French),
            ["Q|,|a|elle|dit|à|l’|ancien|maire|,|dit|il|.|"]
        );
    }
}
