//! The ends with the least faults, as far as it is known what fits.

use std::ops::Range;

use super::divide::Position;
use super::height::height;
use crate::text::passage::Cut;

/// How much more than reckoned a page may hold before it is tried.
pub(super) const HOPE: f32 = 1.05;

/// What is known of a text that is to be divided.
pub(super) struct Choice<'a> {
    /// Number of pages.
    pub(super) count: usize,
    /// Places where pages may end, the last one the end of all.
    pub(super) cuts: &'a [Cut],
    /// How bad it is to end a page at each of them, in squares of unevenness.
    pub(super) faults: &'a [f32],
    /// Height in lines up to each position.
    pub(super) heights: &'a [f32],
    /// Lines that the first page, one between and the last page hold.
    pub(super) room: [f32; 3],
    /// Most texts on a page.
    pub(super) most: usize,
    /// The number of the text that a position is in.
    pub(super) text_at: &'a dyn Fn(usize) -> usize,
    /// The least end that is known to be too far for a page from a position.
    pub(super) too_far: &'a dyn Fn(usize, Position) -> usize,
}

impl Choice<'_> {
    /// Pages about as full as each other that end at paragraphs rather than sentences.
    pub(super) fn choose(&self) -> Option<Vec<Range<usize>>> {
        let Self { count, cuts, heights, .. } = *self;
        let room = |number: usize| self.room.get(Position::of(number, count).index()).copied().unwrap_or(1.0);
        let starts: Vec<usize> = std::iter::once(0).chain(cuts.iter().map(|cut| cut.next)).collect();
        let needed = self.needed(&starts);
        if needed.first().is_none_or(|needed| *needed > count) {
            return None;
        }
        let all = height(heights, &(0..cuts.last()?.end));
        let rooms: f32 = (1..=count).map(room).sum();
        let full = (all / rooms).min(1.0);
        let first_texts: Vec<usize> = starts.iter().map(|start| (self.text_at)(*start)).collect();
        let last_texts: Vec<usize> = cuts.iter().map(|cut| (self.text_at)(cut.end)).collect();
        let mut limits: [Option<Vec<usize>>; 3] = [None, None, None];
        // Cheapest way to a place with so many pages, and the place before.
        let mut best: Vec<Vec<Option<(f32, usize)>>> = vec![vec![None; starts.len()]; count + 1];
        *best.first_mut()?.first_mut()? = Some((0.0, 0));
        for number in 1..=count {
            let (position, room) = (Position::of(number, count), room(number));
            let limits = limits
                .get_mut(position.index())?
                .get_or_insert_with(|| starts.iter().map(|start| (self.too_far)(*start, position)).collect());
            let (before, now) = best.split_at_mut(number);
            let (before, now) = (before.last()?, now.first_mut()?);
            let nearest = before.iter().position(Option::is_some)?;
            let furthest = before.iter().rposition(Option::is_some)?;
            for (at, cut) in cuts.iter().enumerate().skip(nearest) {
                if at > furthest && height(heights, &(*starts.get(furthest)?..cut.end)) > room * HOPE {
                    break;
                }
                if (number == count) != (at + 1 == cuts.len()) || *needed.get(at + 1)? > count - number {
                    continue;
                }
                let fault = self.faults.get(at).copied().unwrap_or_default();
                let mut cheapest: Option<(f32, usize)> = None;
                for from in (nearest..=at.min(furthest)).rev() {
                    let page = height(heights, &(*starts.get(from)?..cut.end));
                    if page > room * HOPE {
                        break;
                    }
                    let Some(Some((cost, _))) = before.get(from) else { continue };
                    let shown = *last_texts.get(at)? + 1 - *first_texts.get(from)?;
                    if shown > self.most || cut.end >= *limits.get(from)? {
                        continue;
                    }
                    let uneven = page / (room * full) - 1.0;
                    let cost = cost + uneven * uneven + fault;
                    if cheapest.is_none_or(|(least, _)| cost < least) {
                        cheapest = Some((cost, from));
                    }
                }
                *now.get_mut(at + 1)? = cheapest;
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

    /// How many pages as large as the largest the rest needs from each start at least.
    fn needed(&self, starts: &[usize]) -> Vec<usize> {
        let largest = self.room.iter().copied().fold(1.0, f32::max) * HOPE;
        let mut needed = vec![0; starts.len()];
        let mut far = self.cuts.len();
        for from in (0..self.cuts.len()).rev() {
            let start = starts.get(from).copied().unwrap_or_default();
            let end = |far: usize| self.cuts.get(far - 1).map_or(0, |cut| cut.end);
            while far > from + 1 && height(self.heights, &(start..end(far))) > largest {
                far -= 1;
            }
            let rest = needed.get(far).copied().unwrap_or_default();
            if let Some(needed) = needed.get_mut(from) {
                *needed = rest + 1;
            }
        }
        needed
    }
}
