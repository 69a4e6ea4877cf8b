//! Bands: rows of a truecolour PNG that are filtered and compressed by themselves, so that several threads can share a card.
//!
//! Where a card is cut depends on its size alone. The bytes are therefore the same on one thread and on eight.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::deflate::{self, Compressed, Layout, Memory, Part, Stretch};
use super::huffman::Bits;
use super::rows::{self, Group};
use crate::buffer::Buffer;
use crate::pool;

/// About the bytes of a band: small enough that two threads are done at about the same time.
const BAND: usize = 400 * 1024;
/// How far back a repetition may lie.
const WINDOW: usize = 32768;

/// Compresses the pixels of a card to a zlib stream on `threads` threads.
pub(super) fn zlib(data: &[u8], width: usize, groups: &[Group], layout: Layout, threads: usize) -> Vec<u8> {
    let height = groups.iter().map(|group| group.stretch.rows).sum();
    let bands = bands(height, layout.pitch);
    let history = |band: &Range<usize>| band.start.min(WINDOW.div_ceil(layout.pitch));
    let most = bands.iter().map(|band| history(band) + band.len()).max().unwrap_or_default();
    let room = rows::rgb_length(width, most);
    let threads = threads.clamp(1, bands.len());
    let each = (room + Memory::BYTES).next_multiple_of(64);
    let mut memory = memory(threads, each);
    let workspaces = memory.chunks_exact_mut(each).map(|bytes| {
        let (rows, memory) = bytes.split_at_mut(room);
        Workspace { rows, memory: Memory::within(memory) }
    });
    let work = |band: &Range<usize>, out: Bits, workspace: &mut Workspace<'_>| {
        let before = history(band);
        let length = rows::rgb_length(width, before + band.len());
        let padded = workspace.rows.get_mut(..length).unwrap_or_default();
        rows::rgb(data, width, groups, band.start - before..band.end, padded);
        let stretches = stretches(groups, band);
        let last = band.end == height;
        let part = Part { padded, before: before * layout.pitch, stretches: &stretches, last };
        deflate::part(&part, layout, &mut workspace.memory, out)
    };
    let tasks =
        bands.iter().map(|band| Task::Waiting(band.clone(), Bits::with_capacity(band.len() * layout.pitch / 8)));
    deflate::join(in_order(tasks.collect(), workspaces.collect(), &work))
}

/// The memory of so many threads. It is made before they start: memory that is taken or given back while they run stops them (the
/// processors have to agree on it). One thread alone draws card after card and gets the memory of the last one.
fn memory(threads: usize, each: usize) -> Buffer {
    let bytes = threads * each;
    if threads == 1 { Buffer::from(vec![0; bytes]) } else { Buffer::zeroed(bytes) }
}

/// What a thread needs for a band and uses again for the next.
struct Workspace<'a> {
    rows: &'a mut [u8],
    memory: Memory<'a>,
}

/// A band before and after it is compressed.
enum Task {
    /// Its rows, and room for what becomes of them.
    Waiting(Range<usize>, Bits),
    Taken,
    Done(Compressed),
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

/// How a band is compressed.
type Work<'a> = dyn Fn(&Range<usize>, Bits, &mut Workspace<'_>) -> Compressed + Sync + 'a;

/// Does the work for each band on one thread for each workspace; the results are in the order of the bands.
fn in_order(tasks: Vec<Task>, mut workspaces: Vec<Workspace<'_>>, work: &Work<'_>) -> Vec<Compressed> {
    let tasks: Vec<Mutex<Task>> = tasks.into_iter().map(Mutex::new).collect();
    let next = AtomicUsize::new(0);
    let take = |workspace: &mut Workspace<'_>| {
        while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
            let taken = std::mem::replace(&mut *lock(task), Task::Taken);
            if let Task::Waiting(band, out) = taken {
                *lock(task) = Task::Done(work(&band, out, workspace));
            }
        }
    };
    let Some((own, others)) = workspaces.split_first_mut() else { return Vec::new() };
    std::thread::scope(|scope| {
        let take = &take;
        for other in others {
            scope.spawn(move || {
                let _reserve = pool::reserve();
                take(other);
            });
        }
        take(own);
    });
    let done = tasks.into_iter().map(|task| task.into_inner().unwrap_or_else(PoisonError::into_inner));
    done.filter_map(|task| if let Task::Done(compressed) = task { Some(compressed) } else { None }).collect()
}

fn lock(task: &Mutex<Task>) -> MutexGuard<'_, Task> {
    task.lock().unwrap_or_else(PoisonError::into_inner)
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
