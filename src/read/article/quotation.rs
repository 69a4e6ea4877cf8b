//! The quotations of an article: which marked stretches are one, and who said them.
//!
//! Brings together marks, attributions and people; how a record is made of it is in `entry`.

use std::ops::Range;

use super::attribution::Attribution;
use super::block::{Block, Kind};
use super::grammar::Grammar;
use super::incise::{Incise, incise};
use super::japanese::{Names, speaker};
use super::language::Language;
use super::mark::{End, Stretch};
use super::person::{Cast, Meant};
use super::phrase::{Head, Phrase, Reader, WINDOW};
use super::scare::{Nature, nature};
use super::word::Token;

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

    /// Who said words that no clause attributes: what stands before and behind them.
    fn by_context(&self, first: (usize, usize), last: (usize, usize), nature: Nature) -> Option<Meant> {
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
    fn credited(&self, last: (usize, usize)) -> Option<Meant> {
        let reader = self.reader(last.0);
        if last.1 + 1 < reader.tokens.len() {
            return None;
        }
        self.credit_line(last.0 + 1).map(|(meant, _)| meant)
    }

    /// The speaker in a credit: a paragraph of a dash, a name and what the person is.
    fn credit_line(&self, number: usize) -> Option<(Meant, Phrase)> {
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
    fn introduced(&self, block: usize) -> Option<Meant> {
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
    fn sentence_subject(&self, spot: (usize, usize)) -> Option<Meant> {
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

    fn is_human(&self, meant: &Meant) -> bool {
        meant.person.is_some_and(|person| self.text.cast.is_human(person))
    }

    /// Whether a German sentence reports what someone said: `Die Stadt habe …`.
    fn is_indirect(&self, spot: (usize, usize)) -> bool {
        let reader = self.reader(spot.0);
        let words = (spot.1.saturating_sub(8)..spot.1).map(|at| reader.low(at));
        reader.grammar.language == Language::German
            && words.into_iter().any(|word| {
                matches!(word, "habe" | "sei" | "seien" | "werde" | "müsse" | "könne" | "wolle" | "hätten" | "solle")
            })
    }

    /// The person with whom the sentence behind some words begins.
    fn subject_behind(&self, last: (usize, usize)) -> Option<Meant> {
        let reader = self.reader(last.0);
        let phrase = reader.phrase(last.1 + 1).filter(|phrase| !matches!(phrase.head, Head::Role(_)))?;
        self.text.cast.meant((last.0, phrase.range.start), reader, &phrase).filter(|meant| meant.person.is_some())
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

    /// Reads a quotation that is set apart; gives the number of the paragraph behind it.
    fn set_apart(&mut self, start: usize, group: usize) -> usize {
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
    fn has_outer_marks(&self, number: usize) -> bool {
        let reader = self.reader(number);
        let first = reader.tokens.first().is_some_and(Token::is_quote);
        let last = reader.tokens.last().is_some_and(Token::is_quote);
        let said = reader.tokens.iter().any(Token::is_quote)
            && reader.tokens.iter().any(|token| token.is_word() && self.text.grammar.is_verb(&token.low));
        first && (last || said || self.credit_in(number))
    }

    fn credit_in(&self, number: usize) -> bool {
        self.reader(number).token(1).is_some_and(Token::is_dash)
    }

    /// A paragraph without the line `— Name` at its end, and that name.
    fn without_dash_line(&self, number: usize, block: &Block) -> (Range<usize>, Option<Meant>) {
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
    fn led_in(&self, start: usize) -> Option<Meant> {
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

    fn credited_behind(&self, end: usize) -> Option<Meant> {
        self.credit_line(end).map(|(meant, _)| meant)
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

/// Leaves out words that stand once more elsewhere: ornaments, teasers, the caption of a picture.
fn without_repeats(text: &Text<'_>, found: Vec<Quotation>) -> Vec<Quotation> {
    let plain = |quotation: &Quotation| {
        let folded =
            |piece: &Piece| text.blocks.get(piece.block).map(|block| block.folded(&piece.range)).unwrap_or_default();
        let all: String = quotation.pieces.iter().map(folded).collect::<Vec<_>>().join(" ");
        let letters: String =
            all.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect::<String>().to_lowercase();
        format!(" {} ", super::block::fold(&letters))
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
fn pull_pages(text: &Text<'_>) -> Vec<String> {
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
    running.map(|block| format!(" {} ", super::block::fold(&letters(block)))).collect()
}
