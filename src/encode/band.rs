//! Bands: rows of a truecolour PNG that are filtered and compressed by themselves, so that several threads can share a card.
//!
//! Where a card is cut depends on its size alone. The bytes are therefore the same on one thread and on eight.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::deflate::{self, Compressed, Layout, Part, Stretch};
use super::rows::{self, Group};
use crate::pool;

/// About the bytes of a band: small enough that two threads are done at about the same time.
const BAND: usize = 400 * 1024;
/// How far back a repetition may lie.
const WINDOW: usize = 32768;

/// Compresses the pixels of a card to a zlib stream on `threads` threads.
pub(super) fn zlib(data: &[u8], width: usize, groups: &[Group], layout: Layout, threads: usize) -> Vec<u8> {
    let height = groups.iter().map(|group| group.stretch.rows).sum();
    let bands = bands(height, layout.pitch);
    let work = |band: &Range<usize>| {
        let before = band.start.min(WINDOW.div_ceil(layout.pitch));
        let rows = rows::rgb(data, width, groups, band.start - before..band.end);
        let stretches = stretches(groups, band);
        let last = band.end == height;
        let part = Part { padded: &rows, before: before * layout.pitch, stretches: &stretches, last };
        deflate::part(&part, layout)
    };
    deflate::join(in_order(&bands, threads, &work))
}

/// The rows of each band.
fn bands(height: usize, pitch: usize) -> Vec<Range<usize>> {
    let count = (height * pitch / BAND).clamp(1, height.max(1));
    (0..count).map(|band| band * height / count..(band + 1) * height / count).collect()
}

/// The stretches of a band.
fn stretches(groups: &[Group], band: &Range<usize>) -> Vec<Stretch> {
    let mut from = 0;
    let mut found = Vec::new();
    for group in groups {
        let to = from + group.stretch.rows;
        let rows = to.min(band.end).saturating_sub(from.max(band.start));
        if rows > 0 {
            found.push(Stretch { rows, ..group.stretch });
        }
        from = to;
    }
    found
}

/// Does the work for each band; the results are in the order of the bands.
fn in_order(
    bands: &[Range<usize>],
    threads: usize,
    work: &(dyn Fn(&Range<usize>) -> Compressed + Sync),
) -> Vec<Compressed> {
    if threads < 2 || bands.len() < 2 {
        return bands.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Compressed)>> = Mutex::default();
    let take = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(band) = bands.get(index) else { break };
            let compressed = work(band);
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, compressed));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(bands.len()) {
            scope.spawn(|| {
                pool::take_memory();
                take();
            });
        }
        take();
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, compressed)| compressed).collect()
}

#[cfg(test)]
mod tests {
    use super::super::deflate::Search;
    use super::super::rows::Filter;
    use super::*;

    #[test]
    fn bands_are_all_rows_once_and_have_their_stretches() {
        for (height, pitch) in [(1, 4), (630, 3601), (1920, 3241), (8000, 24001), (3, 900_000)] {
            let bands = bands(height, pitch);
            assert_eq!(
                (bands.first().map(|band| band.start), bands.last().map(|band| band.end)),
                (Some(0), Some(height))
            );
            assert!(
                bands.windows(2).all(|two| two[0].end == two[1].start) && bands.iter().all(|band| !band.is_empty())
            );
            let group = |rows, search| Group { filter: Filter::None, stretch: Stretch { rows, search } };
            let groups = [group(height / 3, Search::Places), group(height - height / 3, Search::Runs)];
            let rows: usize = bands.iter().flat_map(|band| stretches(&groups, band)).map(|stretch| stretch.rows).sum();
            assert_eq!(rows, height);
        }
        assert_eq!(bands(630, 3601), [0..126, 126..252, 252..378, 378..504, 504..630]);
    }
}
