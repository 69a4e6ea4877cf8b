//! The quotations of an article: which marked stretches are one, and who said them.
//!
//! Brings together marks, attributions and people; how a record is made of it is in `entry`.

mod apart;
mod context;
mod repeat;

use std::ops::Range;

use super::attribution::Attribution;
use super::block::{Block, Kind};
use super::grammar::Grammar;
use super::incise::{Incise, incise};
use super::japanese::{Names, speaker};
use super::language::Language;
use super::mark::{End, Stretch};
use super::person::{Cast, Meant};
use super::phrase::{Head, Reader, WINDOW};
use super::scare::{Nature, nature};
use super::word::Token;
use repeat::without_repeats;

/// Words in one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) block: usize,
    /// The words, without marks.
    pub(super) range: Range<usize>,
    /// Whether a closing mark follows.
    pub(super) closed: bool,
}

/// A quotation.
#[derive(Debug, Clone)]
pub(super) struct Quotation {
    pub(super) pieces: Vec<Piece>,
    /// Who said it; `None` when that cannot be told.
    pub(super) speaker: Option<Meant>,
    /// The attribution and the number of its paragraph.
    pub(super) found: Option<(usize, Attribution)>,
    /// How sure this is a quotation of that speaker, 0 to 1.
    pub(super) confidence: f64,
    /// The characters around it, for people.
    pub(super) context: (usize, Range<usize>),
}

/// An article in all the forms that are asked here.
pub(super) struct Text<'a> {
    pub(super) blocks: &'a [Block],
    pub(super) marked: &'a [Vec<Stretch>],
    pub(super) pages: &'a [Vec<Token>],
    pub(super) grammar: &'a Grammar,
    pub(super) cast: &'a Cast,
    /// Names in Japanese, where nothing else tells them.
    pub(super) names: &'a Names,
}

/// A quotation that is being put together.
#[derive(Debug, Clone, Default)]
struct Draft {
    pieces: Vec<Piece>,
    /// Tokens of the pieces: paragraph and index.
    spots: Vec<(usize, usize)>,
    best: Option<(usize, Attribution)>,
    worth: f64,
    nature: Option<Nature>,
    /// Who spoke, when the words themselves hold the clause that says so.
    inside: Option<Meant>,
    unclosed: bool,
}

impl Draft {
    /// Keeps the better of two attributions.
    fn offer(&mut self, block: usize, found: Option<Attribution>, worth: f64) {
        let Some(found) = found else { return };
        let worth = if found.tight { worth + 1.0 } else { worth } + found.clarity / 10.0;
        if worth > self.worth {
            self.worth = worth;
            self.best = Some((block, found));
        }
    }
}

/// Finds every quotation, in the order of the article.
pub(super) fn quotations(text: &Text<'_>) -> Vec<Quotation> {
    let mut finder = Finder { text, found: Vec::new(), open: None };
    let mut block = 0;
    while block < text.blocks.len() {
        block = match text.blocks.get(block).map(|block| block.kind) {
            Some(Kind::Quotation { group } | Kind::Pull { group }) => finder.set_apart(block, group),
            Some(Kind::Paragraph) => {
                finder.paragraph(block);
                block + 1
            }
            _ => block + 1,
        };
    }
    finder.close_open();
    without_repeats(text, finder.found)
}

struct Finder<'a> {
    text: &'a Text<'a>,
    found: Vec<Quotation>,
    /// A quotation that goes on in the next paragraph.
    open: Option<Draft>,
}

impl<'a> Finder<'a> {
    fn reader(&self, block: usize) -> Reader<'a> {
        Reader { tokens: self.text.pages.get(block).map_or(&[][..], Vec::as_slice), grammar: self.text.grammar }
    }

    fn block(&self, block: usize) -> Option<&'a Block> {
        self.text.blocks.get(block)
    }

    fn close_open(&mut self) {
        if let Some(draft) = self.open.take() {
            self.finish(draft);
        }
    }

    /// Reads the marked stretches of a paragraph in Japanese: only those that the sentence gives a speaker are quotations.
    fn japanese(&mut self, number: usize) {
        let (Some(block), Some(marked)) = (self.block(number), self.text.marked.get(number)) else { return };
        for stretch in marked.iter().filter(|stretch| stretch.end == End::Closed) {
            let Some(meant) = speaker(block, &stretch.outer, self.text.names) else { continue };
            let few = stretch.inner.len() < 6;
            let pieces = vec![Piece { block: number, range: stretch.inner.clone(), closed: true }];
            let confidence = if few { meant.certainty.min(0.4) } else { meant.certainty };
            let until =
                (stretch.outer.end..block.len()).find(|at| block.at(*at) == '。').map_or(block.len(), |at| at + 1);
            let from = (0..stretch.outer.start).rev().take(200).find(|at| block.at(*at) == '。').map_or(0, |at| at + 1);
            self.found.push(Quotation {
                pieces,
                speaker: Some(meant),
                found: None,
                confidence,
                context: (number, from..until),
            });
        }
    }

    /// Reads the marked stretches of a paragraph.
    fn paragraph(&mut self, number: usize) {
        if self.text.grammar.language == Language::Japanese {
            self.japanese(number);
            return;
        }
        let reader = self.reader(number);
        let (Some(block), Some(marked)) = (self.block(number), self.text.marked.get(number)) else { return };
        let mut draft: Option<Draft> = None;
        let mut before_that: Option<(usize, Option<Attribution>)> = None;
        for (at, token) in reader.tokens.iter().enumerate() {
            let super::word::Sort::Quote(index) = token.sort else { continue };
            let Some(stretch) = marked.get(index) else { continue };
            let words = block.chars.get(stretch.inner.clone()).unwrap_or_default();
            let last =
                words.iter().rev().find(|c| !matches!(c, '’' | '”' | '\'' | '"' | '»' | '›')).copied().unwrap_or(' ');
            let after = reader.after(at, stretch, last);
            let before = if stretch.resumes { None } else { reader.before(at) };
            let resumed = if stretch.resumes { self.open.take() } else { None };
            let joins = before_that.as_ref().is_some_and(|(previous, found)| {
                joins(reader, *previous, found.as_ref(), at, before.as_ref(), after.as_ref())
            });
            let mut current = match (resumed, draft.take()) {
                (Some(open), _) => open,
                (None, Some(open)) if joins => open,
                (None, open) => {
                    if let Some(open) = open {
                        self.finish(open);
                    }
                    Draft::default()
                }
            };
            let worth_before =
                if at > 0 && reader.token(at - 1).is_some_and(|token| token.is(':')) { 1.2 } else { 0.9 };
            current.offer(number, before.clone().filter(|_| !joins), worth_before);
            current.offer(number, after.clone(), 1.0);
            if current.nature.is_none() {
                let found = current.best.as_ref().map(|(_, found)| found);
                current.nature = Some(if stretch.end == End::Continued {
                    Nature::Utterance
                } else {
                    nature(reader, block, stretch, at, found)
                });
            }
            self.add_pieces(&mut current, (number, at), stretch);
            current.spots.push((number, at));
            current.unclosed |= stretch.end == End::Open;
            if stretch.end == End::Continued {
                self.close_open();
                self.open = Some(current);
                before_that = None;
            } else {
                before_that = Some((at, after));
                draft = Some(current);
            }
        }
        if let Some(draft) = draft {
            self.finish(draft);
        }
    }

    /// Adds the words of a stretch, without a clause inside them that says who speaks.
    fn add_pieces(&self, draft: &mut Draft, spot: (usize, usize), stretch: &Stretch) {
        let closed = stretch.end == End::Closed;
        let block = self.block(spot.0).filter(|_| closed && draft.inside.is_none());
        let found = block.and_then(|block| incise(block, &stretch.inner, self.text.grammar));
        if let Some(found) = found {
            // Someone who is only named inside marks is known from the quotation before.
            let before = || self.found.last().and_then(|found| found.speaker.clone());
            draft.inside =
                self.inside(spot, &found).or_else(|| before().map(|meant| Meant { certainty: 0.7, ..meant }));
            draft.nature = Some(Nature::Utterance);
            let pieces = found.words.into_iter().map(|range| Piece { block: spot.0, range, closed: false });
            draft.pieces.extend(pieces);
            return;
        }
        draft.pieces.push(Piece { block: spot.0, range: stretch.inner.clone(), closed });
    }

    /// Decides who said a quotation, and keeps it when it is one.
    fn finish(&mut self, draft: Draft) {
        let nature = draft.nature.unwrap_or(Nature::Scare);
        let Some((first, last)) = draft.spots.first().copied().zip(draft.spots.last().copied()) else { return };
        if nature == Nature::Scare {
            return;
        }
        let outside = || draft.best.as_ref().and_then(|(block, found)| self.meant(*block, found));
        let meant = draft.inside.clone().or_else(outside);
        let clarity = draft
            .best
            .as_ref()
            .map_or(1.0, |(_, found)| if found.tight { found.clarity } else { found.clarity * 0.92 });
        let has_attribution = draft.best.is_some();
        let speaker = meant
            .map(|meant| Meant { certainty: meant.certainty * clarity, ..meant })
            .or_else(|| if has_attribution { None } else { self.by_context(first, last, nature) });
        let count: usize = draft
            .pieces
            .iter()
            .filter_map(|piece| Some(self.block(piece.block)?.folded(&piece.range).split(' ').count()))
            .sum();
        if speaker.is_none()
            && (nature == Nature::Fragment || (nature == Nature::Passage && count < 7 && !has_attribution))
        {
            return;
        }
        let sure = speaker.as_ref().map_or(0.0, |speaker| speaker.certainty);
        let sure = match nature {
            Nature::Fragment => (sure * 0.5).min(0.4),
            Nature::Passage if count < 7 => sure * 0.8,
            Nature::Passage => sure * 0.95,
            _ => sure,
        };
        let confidence = if draft.unclosed { sure * 0.5 } else { sure };
        let context = self.context(first, draft.best.as_ref());
        self.found.push(Quotation { pieces: draft.pieces, speaker, found: draft.best, confidence, context });
    }

    /// Whom a clause inside marked words means.
    fn inside(&self, spot: (usize, usize), inside: &Incise) -> Option<Meant> {
        let reader = Reader { tokens: &inside.tokens, grammar: self.text.grammar };
        let sentence = self.reader(spot.0).token(spot.1)?.sentence;
        match &inside.who.head {
            Head::Pronoun(pronoun) => self.text.cast.pronoun_meant(spot, sentence, *pronoun),
            _ => self.text.cast.meant(spot, reader, &inside.who),
        }
    }

    fn meant(&self, block: usize, found: &Attribution) -> Option<Meant> {
        let reader = self.reader(block);
        match &found.who {
            Some(phrase) => self.text.cast.meant((block, phrase.range.start), reader, phrase),
            None => {
                let verb = found.verb?;
                self.text.cast.implied((block, verb), reader.token(verb)?.sentence)
            }
        }
    }

    /// The sentence in which words stand, with that of their attribution.
    fn context(&self, first: (usize, usize), found: Option<&(usize, Attribution)>) -> (usize, Range<usize>) {
        let reader = self.reader(first.0);
        let sentence = reader.token(first.1).map_or(0, |token| token.sentence);
        let until = found
            .filter(|(block, _)| *block == first.0)
            .and_then(|(_, found)| reader.token(found.clause.end.saturating_sub(1)));
        let last = until.map_or(sentence, |token| token.sentence.max(sentence));
        let inside = |at: &usize| reader.token(*at).is_some_and(|token| (sentence..=last).contains(&token.sentence));
        let before = (first.1.saturating_sub(WINDOW)..first.1).rev().take_while(inside).last().unwrap_or(first.1);
        let after = (first.1..first.1 + 2 * WINDOW).take_while(inside).last().unwrap_or(first.1);
        let start = reader.token(before).map_or(0, |token| token.range.start);
        let end = reader.token(after).map_or(start, |token| token.range.end);
        (first.0, start..end)
    }
}

/// Whether two marked stretches of a paragraph are one quotation that its attribution splits.
fn joins(
    reader: Reader<'_>,
    first: usize,
    found: Option<&Attribution>,
    second: usize,
    before: Option<&Attribution>,
    after: Option<&Attribution>,
) -> bool {
    let Some(found) = found.filter(|found| found.tight && found.clause.end <= second) else { return false };
    let (Some(gap_first), Some(gap_last)) = (reader.token(first + 1), reader.token(second.saturating_sub(1))) else {
        return false;
    };
    let starts_at_once = found.clause.start == first + 1;
    let one_sentence = gap_first.sentence == gap_last.sentence && second - first < 48;
    let ended = gap_last.is('.') || gap_last.is('!') || gap_last.is('?');
    // Words with an attribution of their own are a quotation of their own.
    let own_after = after.is_some_and(|after| after.tight) && (ended || gap_last.is(':'));
    let own_verb = !ended
        && before.is_some_and(|before| {
            before.verb.is_some_and(|verb| {
                verb > first && Some(verb) != found.verb && second - verb <= 5 && verb >= found.clause.end
            })
        });
    // `…, she said, before adding: “…”`.
    let adds = |at: usize| {
        reader.grammar.is_verb(reader.low(at)) && (gap_last.is(':') || matches!(reader.low(at), "adding" | "saying"))
    };
    let own_before = own_verb || (!ended && (found.clause.end..second).any(|at| second - at <= 4 && adds(at)));
    let punctuated = ended || gap_last.is(',') || gap_last.is(':') || gap_last.is(';') || gap_last.is_dash();
    starts_at_once && one_sentence && punctuated && !own_after && !own_before
}
