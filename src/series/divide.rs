//! Where the pages of a series end, and how large their type is.
//!
//! The least number of pages that end at sentences (posts of a thread: whole ones), then the largest type at which they hold the text, then the
//! ends at which they are most alike in how full they are. How high a text will be is reckoned from its characters; a page counts as
//! fitting only when it was laid out. A sentence that is longer than a page is divided at clauses, and a clause at words.

use std::collections::HashMap;
use std::ops::Range;

use super::choose::{Choice, HOPE};
use super::height::{height, heights, measure};
use super::{MAX_PAGES, Matter, Page};
use crate::text::passage::{Cut, Rank};
use crate::{Record, Result};

/// Distance between two sizes that are tried, in px.
const STEP: f32 = 0.5;
/// Most characters that are laid out to learn how much a page holds.
const SAMPLE: usize = 6000;
/// Longest stretch in characters of which it is taken for granted that a page holds it.
const LONG: usize = 60;
/// How often ends are chosen anew after a page turned out not to fit.
const ROUNDS: usize = 10;
/// How much smaller than possible type may be, as a share, where no line of a paragraph stands alone then.
const YIELD: f32 = 0.1;
/// Layouts that the search for the number of pages is worth, and for each page more.
const LAYOUTS: (usize, usize) = (120, 12);
/// Most characters of a text whose pages are counted only to say how many there are.
pub(crate) const COUNTED: usize = 3000;
/// Layouts that this is worth.
const COUNTING: usize = 16;

/// What came of laying out a page.
#[derive(Debug, Clone)]
pub(crate) struct Trial {
    /// Every text is whole.
    pub(crate) fits: bool,
    /// Which part of the characters fits, 0 to 1.
    pub(crate) share: f32,
    /// Lines of the words.
    pub(crate) lines: usize,
    /// Least and largest size of type that the template allows for them, in px.
    pub(crate) sizes: Range<f32>,
}

/// Lays out a page with its type at a size in px, or at the nearest one that the template allows.
pub(crate) type Fit<'a> = dyn FnMut(&Record, &Page, f32) -> Result<Trial> + 'a;

/// A series.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Division {
    /// What each page shows, in positions of the matter.
    pub(crate) pages: Vec<Range<usize>>,
    /// Size of type of all pages in px.
    pub(crate) size: f32,
}

/// Why a text is not divided.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Obstacle {
    /// There would be more than [`MAX_PAGES`] pages.
    Count,
    /// This page has as little on it as it can have, and it is too much: its words, its number, how many there are.
    Page(Range<usize>, usize, usize),
    /// No ends were found in as many layouts as a text is worth.
    Unfound,
}

/// How many pages a series would have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    /// So many.
    Exactly(usize),
    /// Several; to count them would take too long.
    Several,
    /// There can be no series.
    Impossible,
}

/// Divides a text over as few pages as hold it.
///
/// # Errors
/// Those of laying out a page.
pub(crate) fn divide(matter: &Matter<'_>, fit: &mut Fit<'_>) -> Result<Result<Division, Obstacle>> {
    if let Some(obstacle) = obstacle(matter, fit)? {
        return Ok(Err(obstacle));
    }
    let mut search = Search::new(matter, fit)?;
    let least = search.least();
    search.left = LAYOUTS.0 + LAYOUTS.1 * least.min(MAX_PAGES);
    let Fewest { count, cuts, mut pages } = match search.fewest()? {
        Ok(fewest) => fewest,
        Err(obstacle) => return Ok(Err(obstacle)),
    };
    search.left = LAYOUTS.0 + 2 * LAYOUTS.1 * count;
    let (least, largest) = (search.sizes.start, search.sizes.end);
    let steps = ((largest - least) / STEP).floor().max(0.0) as usize;
    let (mut low, mut high) = (0, steps + 1);
    let mut next = steps;
    while high - low > 1 {
        match search.settle(count, least + next as f32 * STEP, &cuts)? {
            Some(found) => (low, pages) = (next, found),
            None => high = next,
        }
        next = low + (high - low) / 2;
    }
    let mut size = least + low as f32 * STEP;
    // A line of a paragraph alone on a card is worse than type that is a little smaller.
    let mut step = low;
    while search.lonely(&pages, size) > 0 && step > 0 && least + step as f32 * STEP > size * (1.0 - YIELD) {
        step -= 1;
        let smaller = least + step as f32 * STEP;
        if let Some(found) = search.settle(count, smaller, &cuts)?
            && search.lonely(&found, smaller) == 0
        {
            (pages, size) = (found, smaller);
        }
    }
    // A page that is nearly empty looks like a mistake: better to divide a sentence.
    if search.is_stranded(&pages, size) {
        let more = search.allowed(0.3, Rank::Clause);
        if let Some(found) = search.settle(count, size, &more)?
            && !search.is_stranded(&found, size)
        {
            pages = found;
        }
    }
    Ok(Ok(Division { pages, size }))
}

/// How many pages [`divide`] would make, as far as a few layouts tell.
///
/// # Errors
/// Those of laying out a page.
pub(crate) fn count(matter: &Matter<'_>, fit: &mut Fit<'_>) -> Result<Count> {
    if obstacle(matter, fit)?.is_some() {
        return Ok(Count::Impossible);
    }
    if matter.cuts.last().is_none_or(|cut| cut.end > COUNTED) {
        return Ok(Count::Several);
    }
    let mut search = Search::new(matter, fit)?;
    search.left = COUNTING;
    Ok(match search.fewest()? {
        Ok(fewest) => Count::Exactly(fewest.count),
        Err(Obstacle::Unfound) => Count::Several,
        Err(_) => Count::Impossible,
    })
}

/// Whether the first page, the last one or the one with the longest stretch that is not divided fits with nothing else on it: where it does
/// not, no search helps.
fn obstacle(matter: &Matter<'_>, fit: &mut Fit<'_>) -> Result<Option<Obstacle>> {
    let starts = std::iter::once(0).chain(matter.cuts.iter().map(|cut| cut.next));
    let stretches: Vec<Range<usize>> = starts.zip(&matter.cuts).map(|(start, cut)| start..cut.end).collect();
    let long = stretches.iter().max_by_key(|stretch| stretch.len()).filter(|stretch| stretch.len() > LONG);
    let places = [(stretches.first(), 1, 2), (stretches.last(), 2, 2), (long, 2, 3)];
    for (stretch, number, count) in places {
        let Some(stretch) = stretch else { continue };
        let (record, page) = matter.page(stretch, number, count);
        if !fit(&record, &page, 0.0)?.fits {
            return Ok(Some(Obstacle::Page(stretch.clone(), number, count)));
        }
    }
    Ok(None)
}

/// The least number of pages, the places where they may end, and where they do.
struct Fewest {
    count: usize,
    cuts: Vec<Cut>,
    pages: Vec<Range<usize>>,
}

/// The first page, the last one, one between them: they have different things beside the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Position {
    first: bool,
    last: bool,
}

impl Position {
    pub(super) fn of(number: usize, count: usize) -> Self {
        Self { first: number == 1, last: number == count }
    }

    pub(super) fn index(self) -> usize {
        if self.first { 0 } else { 1 + usize::from(self.last) }
    }
}

struct Search<'a, 'b> {
    matter: &'a Matter<'a>,
    fit: &'a mut Fit<'b>,
    /// What all pages allow, in px.
    sizes: Range<f32>,
    /// Characters in a line at the least size.
    measure: f32,
    /// Lines that the first page, one between and the last page hold at the least size.
    room: [f32; 3],
    /// Where each paragraph ends and the next begins.
    paragraphs: Vec<(usize, usize)>,
    /// Layouts that may still be made; a round of pages is made as a whole.
    left: usize,
    /// Pages that were laid out: from, to, position, how wide its label is in digits, size in half px.
    known: HashMap<(usize, usize, Position, u32, u32), bool>,
    /// Ends that are too far for a page from a position, with the size at which they are.
    beyond: HashMap<(usize, Position), Vec<(usize, f32)>>,
}

impl<'a, 'b> Search<'a, 'b> {
    fn new(matter: &'a Matter<'a>, fit: &'a mut Fit<'b>) -> Result<Self> {
        let sample = sample(matter);
        let mut trials = Vec::new();
        for (number, count) in [(1, 2), (2, 3), (2, 2)] {
            let (record, page) = matter.page(&sample, number, count);
            trials.push(fit(&record, &page, 0.0)?);
        }
        let least = trials.iter().map(|trial| trial.sizes.start).fold(0.0, f32::max);
        let largest = trials.iter().map(|trial| trial.sizes.end).fold(f32::INFINITY, f32::min);
        let lines = trials.first().map_or(1, |trial| trial.lines.max(1));
        let measure = measure(matter, &sample, lines);
        let heights = heights(matter, measure);
        let all = height(&heights, &sample);
        // Of a page on which the whole sample fits it is only known that it holds more.
        let held = |trial: &Trial| if trial.fits { all * 1.6 } else { all * trial.share };
        let room = |at: usize| trials.get(at).map_or(1.0, |trial| held(trial).max(1.0));
        let room = [room(0), room(1), room(2)];
        let sizes = least..largest.max(least);
        let paragraphs = matter.cuts.iter().filter(|cut| cut.rank == Rank::Paragraph).map(|cut| (cut.end, cut.next));
        let paragraphs = paragraphs.collect();
        let (known, beyond) = (HashMap::new(), HashMap::new());
        Ok(Self { matter, fit, sizes, measure, room, paragraphs, left: 0, known, beyond })
    }

    fn end(&self) -> usize {
        self.matter.cuts.last().map_or(0, |cut| cut.end)
    }

    /// Less pages than so many will not do.
    fn least(&self) -> usize {
        let all = height(&heights(self.matter, self.measure), &(0..self.end()));
        let largest = self.room.iter().copied().fold(1.0, f32::max);
        let by_height = (all / (largest * HOPE)).ceil() as usize;
        by_height.max(self.matter.texts().div_ceil(self.matter.most)).max(2)
    }

    /// The least number of pages at the least size of type.
    fn fewest(&mut self) -> Result<Result<Fewest, Obstacle>> {
        let size = self.sizes.start;
        let least = self.least();
        for (longest, more) in [(0.95, (least / 4).max(1)), (0.6, (least / 4).max(1)), (0.0, least + 1)] {
            let cuts = self.allowed(longest, Rank::Word);
            for count in least..=(least + more).min(MAX_PAGES) {
                if let Some(pages) = self.settle(count, size, &cuts)? {
                    return Ok(Ok(Fewest { count, cuts, pages }));
                }
                if self.left == 0 {
                    return Ok(Err(Obstacle::Unfound));
                }
            }
        }
        Ok(Err(if 2 * least + 1 > MAX_PAGES { Obstacle::Count } else { Obstacle::Unfound }))
    }

    /// Places where pages may end: between texts where there are several, after sentences; inside what is longer than a share of a page
    /// after less, down to a rank.
    fn allowed(&self, longest: f32, down_to: Rank) -> Vec<Cut> {
        let cuts = &self.matter.cuts;
        let heights = heights(self.matter, self.measure);
        let page = self.room.iter().copied().fold(f32::INFINITY, f32::min);
        let several = self.matter.texts() > 1;
        let between =
            |cut: &Cut| cut.next > 0 && self.matter.texts.binary_search_by_key(&cut.next, |words| words.base).is_ok();
        let end = self.end();
        let mut taken: Vec<bool> = cuts
            .iter()
            .map(|cut| cut.end == end || if several { between(cut) } else { cut.rank <= Rank::Sentence })
            .collect();
        for rank in [Rank::Sentence, Rank::Clause, Rank::Word].into_iter().filter(|rank| *rank <= down_to) {
            let (mut from, mut start) = (0, 0);
            for at in 0..cuts.len() {
                if taken.get(at) != Some(&true) {
                    continue;
                }
                let Some(cut) = cuts.get(at) else { continue };
                if height(&heights, &(start..cut.end)) > longest * page {
                    for (taken, inner) in taken.iter_mut().zip(cuts).take(at).skip(from) {
                        *taken |= inner.rank <= rank;
                    }
                }
                (from, start) = (at + 1, cut.next);
            }
        }
        cuts.iter().zip(taken).filter(|(_, taken)| *taken).map(|(cut, _)| *cut).collect()
    }

    /// Ends of a number of pages that all fit at a size of type.
    fn settle(&mut self, count: usize, size: f32, cuts: &[Cut]) -> Result<Option<Vec<Range<usize>>>> {
        let ratio = self.sizes.start / size.max(self.sizes.start);
        let heights = heights(self.matter, self.measure * ratio);
        let mut room = self.room.map(|room| room * ratio);
        let faults: Vec<f32> = cuts.iter().map(|cut| self.fault(cut, &heights)).collect();
        for _ in 0..ROUNDS {
            if self.left == 0 {
                return Ok(None);
            }
            let chosen = Choice {
                count,
                cuts,
                faults: &faults,
                heights: &heights,
                room,
                most: self.matter.most,
                text_at: &|position| self.text_at(position),
                too_far: &|start, position| self.too_far(start, position, size),
            };
            let Some(pages) = chosen.choose() else { return Ok(None) };
            let mut whole = true;
            for (index, page) in pages.iter().enumerate() {
                let position = Position::of(index + 1, count);
                if self.fits(page, index + 1, count, size)? {
                    continue;
                }
                whole = false;
                self.beyond.entry((page.start, position)).or_default().push((page.end, size));
                if let Some(room) = room.get_mut(position.index()) {
                    *room = room.min(height(&heights, page)) * 0.985;
                }
            }
            if whole {
                return Ok(Some(pages));
            }
        }
        Ok(None)
    }

    fn fits(&mut self, page: &Range<usize>, number: usize, count: usize, size: f32) -> Result<bool> {
        let position = Position::of(number, count);
        let digits = |number: usize| number.checked_ilog10().unwrap_or_default();
        let key = (page.start, page.end, position, digits(number) + digits(count), (size / STEP) as u32);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        self.left = self.left.saturating_sub(1);
        let (record, page) = self.matter.page(page, number, count);
        let fits = (self.fit)(&record, &page, size)?.fits;
        self.known.insert(key, fits);
        Ok(fits)
    }

    /// How bad it is to end a page at a place, in squares of unevenness.
    fn fault(&self, cut: &Cut, heights: &[f32]) -> f32 {
        let rank = match cut.rank {
            _ if cut.end == self.end() => return 0.0,
            Rank::Paragraph => return 0.0,
            Rank::Line => 0.03,
            Rank::Sentence => 0.06,
            Rank::Clause => 0.25,
            Rank::Word => 0.6,
        };
        rank + 0.12 * self.lonely_at(cut, heights) as f32 + 0.5 * self.matter.torn(cut)
    }

    /// On how many sides of an end less than two lines of a divided paragraph stand.
    fn lonely_at(&self, cut: &Cut, heights: &[f32]) -> usize {
        if cut.rank == Rank::Paragraph {
            return 0;
        }
        let before = self.paragraphs.partition_point(|(end, _)| *end < cut.end);
        let start = before.checked_sub(1).and_then(|at| self.paragraphs.get(at)).map_or(0, |(_, next)| *next);
        let after = self.paragraphs.partition_point(|(end, _)| *end <= cut.end);
        let short = |range: Range<usize>| usize::from(height(heights, &range) < 1.6);
        short(start..cut.end) + self.paragraphs.get(after).map_or(0, |(end, _)| short(cut.next..*end))
    }

    /// How many lines of paragraphs stand alone at the ends of pages.
    fn lonely(&self, pages: &[Range<usize>], size: f32) -> usize {
        let heights = heights(self.matter, self.measure * self.sizes.start / size.max(self.sizes.start));
        let cut_at = |end: usize| self.matter.cuts.binary_search_by_key(&end, |cut| cut.end).ok();
        let cuts = pages.iter().filter_map(|page| self.matter.cuts.get(cut_at(page.end)?));
        cuts.map(|cut| self.lonely_at(cut, &heights)).sum()
    }

    fn text_at(&self, position: usize) -> usize {
        self.matter.texts.partition_point(|words| words.base <= position).saturating_sub(1)
    }

    /// The least end that is known to be too far for a page from a position.
    fn too_far(&self, start: usize, position: Position, size: f32) -> usize {
        let known = self.beyond.get(&(start, position)).into_iter().flatten();
        known.filter(|(_, from)| *from <= size).map(|(end, _)| *end).min().unwrap_or(usize::MAX)
    }

    /// Whether a page has less than half of what the others have.
    fn is_stranded(&self, pages: &[Range<usize>], size: f32) -> bool {
        let ratio = self.sizes.start / size.max(self.sizes.start);
        let heights = heights(self.matter, self.measure * ratio);
        let fills = pages.iter().enumerate().map(|(index, page)| {
            let room = self.room.get(Position::of(index + 1, pages.len()).index()).copied().unwrap_or(1.0);
            height(&heights, page) / (room * ratio)
        });
        let fills: Vec<f32> = fills.collect();
        let mean = fills.iter().sum::<f32>() / fills.len().max(1) as f32;
        fills.iter().any(|fill| *fill < 0.5 * mean)
    }
}

/// As many of the first texts as a page may have, and not too many characters.
fn sample(matter: &Matter<'_>) -> Range<usize> {
    let last = matter.texts.get(matter.most.min(matter.texts()).saturating_sub(1));
    let end = last.map_or(0, |words| words.base + words.chars.len());
    let cut = matter.cuts.iter().take_while(|cut| cut.end <= SAMPLE.min(end)).last();
    0..if end <= SAMPLE { end } else { cut.map_or(SAMPLE, |cut| cut.end) }
}
