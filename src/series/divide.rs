//! Where the pages of a series end, and how large their type is.
//!
//! The least number of pages that end at sentences (posts of a thread: whole ones), then the largest type at which they hold the text, then the
//! ends at which they are most alike in how full they are. How high a text will be is reckoned from its characters; a page counts as
//! fitting only when it was laid out. A sentence that is longer than a page is divided at clauses, and a clause at words.

use std::collections::HashMap;
use std::ops::Range;

use super::{MAX_PAGES, Matter, Page};
use crate::text::passage::{Cut, Rank};
use crate::{Record, Result};

/// Distance between two sizes that are tried, in px.
const STEP: f32 = 0.5;
/// Most characters that are laid out to learn how much a page holds.
const SAMPLE: usize = 6000;
/// How often ends are chosen anew after a page turned out not to fit.
const ROUNDS: usize = 10;
/// How much more than reckoned a page may hold before it is tried.
const HOPE: f32 = 1.05;
/// How much smaller than possible type may be, as a share, where no line of a paragraph stands alone then.
const YIELD: f32 = 0.1;
/// Room between two paragraphs, in lines.
const GAP: f32 = 0.55;

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

/// Divides a text over as few pages as hold it; `None` where that is impossible: a word is too long, or there would be more than
/// [`MAX_PAGES`].
///
/// # Errors
/// Those of laying out a page.
pub(crate) fn divide(matter: &Matter<'_>, fit: &mut Fit<'_>) -> Result<Option<Division>> {
    let mut search = Search::new(matter, fit)?;
    let Some(Fewest { count, cuts, mut pages }) = search.fewest()? else { return Ok(None) };
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
    Ok(Some(Division { pages, size }))
}

/// How many pages [`divide`] would make.
///
/// # Errors
/// Those of laying out a page.
pub(crate) fn fewest(matter: &Matter<'_>, fit: &mut Fit<'_>) -> Result<Option<usize>> {
    Ok(Search::new(matter, fit)?.fewest()?.map(|fewest| fewest.count))
}

/// The least number of pages, the places where they may end, and where they do.
struct Fewest {
    count: usize,
    cuts: Vec<Cut>,
    pages: Vec<Range<usize>>,
}

/// The first page, the last one, one between them: they have different things beside the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    first: bool,
    last: bool,
}

impl Kind {
    fn of(number: usize, count: usize) -> Self {
        Self { first: number == 1, last: number == count }
    }

    fn index(self) -> usize {
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
    /// Pages that were laid out: from, to, kind, size in half px.
    known: HashMap<(usize, usize, Kind, u32), bool>,
    /// Ends that are too far for a page from a position, with the size at which they are.
    beyond: HashMap<(usize, Kind), Vec<(usize, f32)>>,
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
        Ok(Self { matter, fit, sizes, measure, room, known: HashMap::new(), beyond: HashMap::new() })
    }

    fn end(&self) -> usize {
        self.matter.cuts.last().map_or(0, |cut| cut.end)
    }

    /// The least number of pages at the least size of type.
    fn fewest(&mut self) -> Result<Option<Fewest>> {
        let size = self.sizes.start;
        let all = height(&heights(self.matter, self.measure), &(0..self.end()));
        let largest = self.room.iter().copied().fold(1.0, f32::max);
        let by_height = (all / (largest * HOPE)).ceil() as usize;
        let least = by_height.max(self.matter.texts().div_ceil(self.matter.most)).max(2);
        for (longest, more) in [(0.95, (least / 4).max(1)), (0.6, (least / 4).max(1)), (0.0, least + 1)] {
            let cuts = self.allowed(longest, Rank::Word);
            for count in least..=(least + more).min(MAX_PAGES) {
                if let Some(pages) = self.settle(count, size, &cuts)? {
                    return Ok(Some(Fewest { count, cuts, pages }));
                }
            }
        }
        Ok(None)
    }

    /// Places where pages may end: between texts where there are several, after sentences; inside what is longer than a share of a page
    /// after less, down to a rank.
    fn allowed(&self, longest: f32, down_to: Rank) -> Vec<Cut> {
        let cuts = &self.matter.cuts;
        let heights = heights(self.matter, self.measure);
        let page = self.room.iter().copied().fold(f32::INFINITY, f32::min);
        let several = self.matter.texts() > 1;
        let between = |cut: &Cut| self.matter.texts.iter().any(|words| words.base > 0 && words.base == cut.next);
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
        for _ in 0..ROUNDS {
            let Some(pages) = self.choose(count, size, cuts, &heights, &room) else { return Ok(None) };
            let mut whole = true;
            for (index, page) in pages.iter().enumerate() {
                let kind = Kind::of(index + 1, count);
                if self.fits(page, index + 1, count, size)? {
                    continue;
                }
                whole = false;
                self.beyond.entry((page.start, kind)).or_default().push((page.end, size));
                if let Some(room) = room.get_mut(kind.index()) {
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
        let kind = Kind::of(number, count);
        let key = (page.start, page.end, kind, (size / STEP) as u32);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let (record, page) = self.matter.page(page, number, count);
        let fits = (self.fit)(&record, &page, size)?.fits;
        self.known.insert(key, fits);
        Ok(fits)
    }

    /// The ends with the least faults, as far as it is known what fits: pages as full as each other, paragraphs rather than sentences.
    fn choose(
        &self,
        count: usize,
        size: f32,
        cuts: &[Cut],
        heights: &[f32],
        room: &[f32; 3],
    ) -> Option<Vec<Range<usize>>> {
        let room = |number: usize| room.get(Kind::of(number, count).index()).copied().unwrap_or(1.0);
        let all = height(heights, &(0..self.end()));
        let rooms: f32 = (1..=count).map(room).sum();
        let full = (all / rooms).min(1.0);
        let starts: Vec<usize> = std::iter::once(0).chain(cuts.iter().map(|cut| cut.next)).collect();
        let places: Vec<f32> = cuts.iter().map(|cut| self.fault(cut, heights)).collect();
        let texts: Vec<usize> = starts.iter().map(|start| self.text_at(*start)).collect();
        // Cheapest way to a place with so many pages, and the place before.
        let mut best: Vec<Vec<Option<(f32, usize)>>> = vec![vec![None; starts.len()]; count + 1];
        *best.first_mut()?.first_mut()? = Some((0.0, 0));
        for number in 1..=count {
            let (kind, room) = (Kind::of(number, count), room(number));
            let (before, now) = best.split_at_mut(number);
            let (before, now) = (before.last()?, now.first_mut()?);
            for (at, cut) in cuts.iter().enumerate() {
                if (number == count) != (at + 1 == cuts.len()) {
                    continue;
                }
                let mut cheapest: Option<(f32, usize)> = None;
                for from in (0..=at).rev() {
                    let start = *starts.get(from)?;
                    let page = height(heights, &(start..cut.end));
                    if page > room * HOPE {
                        break;
                    }
                    let Some(Some((cost, _))) = before.get(from) else { continue };
                    let shown = self.text_at(cut.end) + 1 - texts.get(from).copied().unwrap_or_default();
                    if shown > self.matter.most || self.is_beyond(start, kind, cut.end, size) {
                        continue;
                    }
                    let uneven = page / (room * full) - 1.0;
                    let cost = cost + uneven * uneven + places.get(at).copied().unwrap_or_default();
                    if cheapest.is_none_or(|(least, _)| cost < least) {
                        cheapest = Some((cost, from));
                    }
                }
                if let Some(slot) = now.get_mut(at + 1) {
                    *slot = cheapest;
                }
            }
        }
        let mut pages = Vec::new();
        let mut at = cuts.len();
        for number in (1..=count).rev() {
            let (_, from) = (*best.get(number)?.get(at)?)?;
            pages.push(*starts.get(from)?..cuts.get(at - 1)?.end);
            at = from;
        }
        pages.reverse();
        Some(pages)
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
        rank + 0.12 * self.lonely_at(cut, heights) as f32
    }

    /// On how many sides of an end less than two lines of a divided paragraph stand.
    fn lonely_at(&self, cut: &Cut, heights: &[f32]) -> usize {
        if cut.rank == Rank::Paragraph {
            return 0;
        }
        let paragraph = |cut: &&Cut| cut.rank == Rank::Paragraph;
        let before = self.matter.cuts.iter().rev().filter(paragraph).find(|other| other.end < cut.end);
        let after = self.matter.cuts.iter().filter(paragraph).find(|other| other.end > cut.end);
        let short = |range: Range<usize>| usize::from(height(heights, &range) < 1.6);
        short(before.map_or(0, |cut| cut.next)..cut.end) + after.map_or(0, |after| short(cut.next..after.end))
    }

    /// How many lines of paragraphs stand alone at the ends of pages.
    fn lonely(&self, pages: &[Range<usize>], size: f32) -> usize {
        let heights = heights(self.matter, self.measure * self.sizes.start / size.max(self.sizes.start));
        let cuts = pages.iter().filter_map(|page| self.matter.cuts.iter().find(|cut| cut.end == page.end));
        cuts.map(|cut| self.lonely_at(cut, &heights)).sum()
    }

    fn text_at(&self, position: usize) -> usize {
        self.matter.texts.partition_point(|words| words.base <= position).saturating_sub(1)
    }

    fn is_beyond(&self, start: usize, kind: Kind, end: usize, size: f32) -> bool {
        let known = self.beyond.get(&(start, kind));
        known.is_some_and(|known| known.iter().any(|(at, from)| *at <= end && *from <= size))
    }

    /// Whether a page has less than half of what the others have.
    fn is_stranded(&self, pages: &[Range<usize>], size: f32) -> bool {
        let ratio = self.sizes.start / size.max(self.sizes.start);
        let heights = heights(self.matter, self.measure * ratio);
        let fills = pages.iter().enumerate().map(|(index, page)| {
            let room = self.room.get(Kind::of(index + 1, pages.len()).index()).copied().unwrap_or(1.0);
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

/// Height in lines up to each position, with a number of characters in a line.
fn heights(matter: &Matter<'_>, measure: f32) -> Vec<f32> {
    let mut heights = Vec::with_capacity(matter.cuts.last().map_or(0, |cut| cut.end) + 2);
    let mut top = 0.0_f32;
    for words in &matter.texts {
        let mut line = 0.0_f32;
        top += words.around;
        for c in &words.chars {
            heights.push(top + line / measure);
            if *c == '\n' {
                top += if line > 0.0 { (line / measure).ceil() } else { GAP };
                line = 0.0;
            } else {
                line += 1.0;
            }
        }
        heights.push(top + line / measure);
        top += (line / measure).ceil();
    }
    heights
}

/// Height in lines of a range.
fn height(heights: &[f32], range: &Range<usize>) -> f32 {
    let at = |position: usize| heights.get(position).or(heights.last()).copied().unwrap_or_default();
    (at(range.end) - at(range.start)).max(0.0)
}

/// How many characters a line has where a range has so many lines.
fn measure(matter: &Matter<'_>, range: &Range<usize>, lines: usize) -> f32 {
    let counted = |measure: f32| {
        let lines_of = |words: &super::Words| {
            let shown = range.end.saturating_sub(words.base).min(words.chars.len());
            let lines = words.chars.get(..shown).unwrap_or_default().split(|c| *c == '\n');
            lines.map(|line| (line.len() as f32 / measure).ceil() as usize).sum::<usize>()
        };
        matter.texts.iter().filter(|words| words.base <= range.end).map(lines_of).sum::<usize>()
    };
    (4..=240).find(|measure| counted(*measure as f32) <= lines).map_or(240.0, |measure| measure as f32)
}
