//! Who said words that no clause attributes: what stands before and behind them.
//!
//! Guesses, and says so by a low certainty.

use super::super::block::Kind;
use super::super::language::Language;
use super::super::person::Meant;
use super::super::phrase::{Head, Phrase, WINDOW};
use super::super::scare::Nature;
use super::super::word::Token;
use super::Finder;

impl Finder<'_> {
    /// Who said words that no clause attributes: what stands before and behind them.
    pub(super) fn by_context(&self, first: (usize, usize), last: (usize, usize), nature: Nature) -> Option<Meant> {
        let guess = |meant: Meant, certainty: f64| Some(Meant { certainty: meant.certainty.min(certainty), ..meant });
        if let Some(meant) = self.credited(last) {
            return Some(meant);
        }
        let reader = self.reader(first.0);
        let opens = first.1 == 0;
        if opens && let Some(meant) = self.introduced(first.0) {
            return Some(meant);
        }
        let same = self.found.last().filter(|found| found.pieces.last().is_some_and(|piece| piece.block == first.0));
        if nature != Nature::Utterance {
            let subject = self.sentence_subject(first);
            let near = || self.text.cast.last_subject(first);
            if self.is_indirect(first)
                && let Some(meant) = same.and_then(|found| found.speaker.clone())
            {
                return guess(meant, 0.65);
            }
            return subject
                .or_else(|| same.and_then(|found| found.speaker.clone()))
                .or_else(near)
                .and_then(|meant| guess(meant, 0.35));
        }
        // `“It leaks.” Ortiz shook her head.`
        let behind = (last.1 + 1 < reader.tokens.len() && opens).then(|| self.subject_behind(last)).flatten();
        if let Some(meant) = behind {
            return guess(meant, 0.5);
        }
        if let Some(meant) = same.and_then(|found| found.speaker.clone()) {
            return guess(meant, 0.5);
        }
        let whole = opens && last.0 == first.0 && last.1 + 1 >= reader.tokens.len();
        let before =
            self.found.last().filter(|found| found.pieces.last().is_some_and(|piece| piece.block + 1 == first.0));
        if whole && let Some(meant) = before.and_then(|found| found.speaker.clone()) {
            return guess(meant, 0.45);
        }
        self.text.cast.last_subject(first)
    }

    /// A paragraph behind the words that holds nothing but a dash and a name.
    pub(super) fn credited(&self, last: (usize, usize)) -> Option<Meant> {
        let reader = self.reader(last.0);
        if last.1 + 1 < reader.tokens.len() {
            return None;
        }
        self.credit_line(last.0 + 1).map(|(meant, _)| meant)
    }

    /// The speaker in a credit: a paragraph of a dash, a name and what the person is.
    pub(super) fn credit_line(&self, number: usize) -> Option<(Meant, Phrase)> {
        let block = self.block(number)?;
        let reader = self.reader(number);
        let dash = reader.token(0).is_some_and(Token::is_dash);
        let is_credit = matches!(block.kind, Kind::Credit { .. });
        if (!dash && !is_credit) || reader.tokens.len() > 30 {
            return None;
        }
        let start = (0..3).find(|at| reader.token(*at).is_some_and(Token::is_word))?;
        let phrase = reader.phrase(start).filter(|phrase| matches!(phrase.head, Head::Name { .. }))?;
        let meant = self.text.cast.meant((number, start), reader, &phrase)?;
        Some((meant, phrase))
    }

    /// Who is said to speak at the end of the paragraph before: `She put it like this:`
    pub(super) fn introduced(&self, block: usize) -> Option<Meant> {
        let number = block.checked_sub(1)?;
        let reader = self.reader(number);
        let end = reader.tokens.len();
        let token = reader.token(end.checked_sub(1)?)?;
        if !token.is(':') {
            return None;
        }
        let sentence = token.sentence;
        let start = (end.saturating_sub(WINDOW)..end)
            .rev()
            .take_while(|at| reader.token(*at).is_some_and(|token| token.sentence == sentence))
            .last()?;
        let found = reader.introduction(start, end)?;
        let meant = self.meant(number, &found)?;
        Some(Meant { certainty: meant.certainty * 0.95, ..meant })
    }

    /// The person whom the sentence of some words is about.
    pub(super) fn sentence_subject(&self, spot: (usize, usize)) -> Option<Meant> {
        let reader = self.reader(spot.0);
        let sentence = reader.token(spot.1)?.sentence;
        let start = (spot.1.saturating_sub(WINDOW)..spot.1)
            .rev()
            .take_while(|at| reader.token(*at).is_some_and(|token| token.sentence == sentence))
            .last()?;
        let mut named = reader.subjects(start, spot.1).into_iter();
        named.find_map(|phrase| {
            self.text.cast.meant((spot.0, phrase.range.start), reader, &phrase).filter(|meant| self.is_human(meant))
        })
    }

    pub(super) fn is_human(&self, meant: &Meant) -> bool {
        meant.person.is_some_and(|person| self.text.cast.is_human(person))
    }

    /// Whether a German sentence reports what someone said: `Die Stadt habe …`.
    pub(super) fn is_indirect(&self, spot: (usize, usize)) -> bool {
        let reader = self.reader(spot.0);
        let words = (spot.1.saturating_sub(8)..spot.1).map(|at| reader.low(at));
        reader.grammar.language == Language::German
            && words.into_iter().any(|word| {
                matches!(word, "habe" | "sei" | "seien" | "werde" | "müsse" | "könne" | "wolle" | "hätten" | "solle")
            })
    }

    /// The person with whom the sentence behind some words begins.
    pub(super) fn subject_behind(&self, last: (usize, usize)) -> Option<Meant> {
        let reader = self.reader(last.0);
        let phrase = reader.phrase(last.1 + 1).filter(|phrase| !matches!(phrase.head, Head::Role(_)))?;
        self.text.cast.meant((last.0, phrase.range.start), reader, &phrase).filter(|meant| meant.person.is_some())
    }
}
