//! Quotations that are set apart: a block with its author below, in it or before it.
//!
//! Marked words in running text are read in the module above.

use std::ops::Range;

use super::super::block::{Block, Kind};
use super::super::person::Meant;
use super::super::phrase::{Head, WINDOW};
use super::super::word::Token;
use super::{Finder, Piece, Quotation};

impl Finder<'_> {
    /// Reads a quotation that is set apart; gives the number of the paragraph behind it.
    pub(super) fn set_apart(&mut self, start: usize, group: usize) -> usize {
        let is_of = |kind: Kind| matches!(kind, Kind::Quotation { group: own } | Kind::Pull { group: own } | Kind::Credit { group: own } if own == group);
        let end = (start..self.text.blocks.len())
            .take_while(|at| self.block(*at).is_some_and(|block| is_of(block.kind)))
            .last()
            .map_or(start + 1, |at| at + 1);
        let words: Vec<usize> = (start..end)
            .filter(|at| self.block(*at).is_some_and(|block| !matches!(block.kind, Kind::Credit { .. })))
            .collect();
        let marked = words.iter().any(|at| self.has_outer_marks(*at));
        if marked {
            for at in words {
                self.paragraph(at);
            }
            return end;
        }
        self.close_open();
        let credit = (start..end).find_map(|at| {
            let is_credit = self.block(at).is_some_and(|block| matches!(block.kind, Kind::Credit { .. }))
                || (at > start && self.reader(at).token(0).is_some_and(Token::is_dash));
            if is_credit { self.credit_line(at).map(|(meant, _)| (at, meant)) } else { None }
        });
        let mut pieces = Vec::new();
        let mut line = None;
        for at in words.iter().filter(|at| credit.as_ref().is_none_or(|(credit, _)| credit != *at)) {
            let Some(block) = self.block(*at) else { continue };
            let (range, speaker) = self.without_dash_line(*at, block);
            line = line.or(speaker);
            if !range.is_empty() {
                pieces.push(Piece { block: *at, range, closed: false });
            }
        }
        let speaker = credit
            .map(|(_, meant)| meant)
            .or(line)
            .or_else(|| self.introduced(start))
            .or_else(|| self.led_in(start))
            .or_else(|| self.credited_behind(end));
        let speaker =
            speaker.or_else(|| self.text.cast.last_subject((start, 0)).map(|meant| Meant { certainty: 0.4, ..meant }));
        let confidence = speaker.as_ref().map_or(0.0, |speaker| speaker.certainty);
        if !pieces.is_empty() {
            let context = (start, 0..self.block(start).map_or(0, Block::len));
            self.found.push(Quotation { pieces, speaker, found: None, confidence, context });
        }
        end
    }

    /// Whether a paragraph's marks hold the whole of it, or words said in it: then it is read as running text is.
    pub(super) fn has_outer_marks(&self, number: usize) -> bool {
        let reader = self.reader(number);
        let first = reader.tokens.first().is_some_and(Token::is_quote);
        let last = reader.tokens.last().is_some_and(Token::is_quote);
        let said = reader.tokens.iter().any(Token::is_quote)
            && reader.tokens.iter().any(|token| token.is_word() && self.text.grammar.is_verb(&token.low));
        first && (last || said || self.credit_in(number))
    }

    pub(super) fn credit_in(&self, number: usize) -> bool {
        self.reader(number).token(1).is_some_and(Token::is_dash)
    }

    /// A paragraph without the line `— Name` at its end, and that name.
    pub(super) fn without_dash_line(&self, number: usize, block: &Block) -> (Range<usize>, Option<Meant>) {
        let whole = block.trimmed(0..block.len());
        let lines = block.lines(&whole);
        let reader = self.reader(number);
        let Some(last) =
            lines.last().filter(|line| lines.len() > 1 && matches!(block.at(line.start), '—' | '–' | '-' | '―'))
        else {
            return (whole, None);
        };
        let at = reader.tokens.iter().position(|token| token.is_word() && token.range.start > last.start);
        let phrase = at.and_then(|at| reader.phrase(at)).filter(|phrase| matches!(phrase.head, Head::Name { .. }));
        let meant = phrase.and_then(|phrase| self.text.cast.meant((number, phrase.range.start), reader, &phrase));
        match meant {
            Some(meant) => (block.trimmed(whole.start..last.start), Some(meant)),
            None => (whole, None),
        }
    }

    /// A verb of saying in the last sentence before words that are set apart.
    pub(super) fn led_in(&self, start: usize) -> Option<Meant> {
        let number = start.checked_sub(1)?;
        let reader = self.reader(number);
        let end = reader.tokens.len();
        let sentence = reader.token(end.checked_sub(1)?)?.sentence;
        let first = (end.saturating_sub(WINDOW)..end)
            .rev()
            .take_while(|at| reader.token(*at).is_some_and(|token| token.sentence == sentence))
            .last()?;
        let found = reader.introduction(first, end)?;
        let meant = self.meant(number, &found)?;
        Some(Meant { certainty: meant.certainty * 0.85, ..meant })
    }

    pub(super) fn credited_behind(&self, end: usize) -> Option<Meant> {
        self.credit_line(end).map(|(meant, _)| meant)
    }
}
