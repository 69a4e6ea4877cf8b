//! Bands: rows of a truecolour PNG that are filtered and compressed by themselves, so that several threads can share a card.
//!
//! Where a card is cut depends on its size alone. The bytes are therefore the same on one thread and on eight.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::deflate::{self, Compressed, Encoder, Layout, Memory, WINDOW};
use super::huffman::Bits;
use super::rows::{self, Group, Kind};
use crate::buffer::Buffer;
use crate::pool;

/// About the bytes of a band: small enough that two threads are done at about the same time.
const BAND: usize = 400 * 1024;
/// Rows of a photo that are written at once: they stay in the cache until they are compressed.
const AT_ONCE: usize = 8;

/// Compresses the pixels of a card to a zlib stream on `threads` threads.
pub(super) fn zlib(data: &[u8], width: usize, groups: &[Group], thorough: bool, threads: usize) -> Vec<u8> {
    let layout = Layout { pitch: width * 3 + 1, pixel: 3, thorough };
    let height = groups.iter().map(|group| group.rows).sum();
    let bands = bands(height, layout.pitch);
    let most = bands.iter().flat_map(|band| stretches(groups, band)).map(|stretch| stretch.rows_at_once(layout.pitch));
    let room = rows::rgb_length(width, most.max().unwrap_or_default());
    let threads = threads.clamp(1, bands.len());
    let each = (room + Memory::BYTES).next_multiple_of(64);
    let mut memory = memory(threads, each);
    let workspaces = memory.chunks_exact_mut(each).map(|bytes| {
        let (rows, memory) = bytes.split_at_mut(room);
        Workspace { rows, memory: Memory::within(memory) }
    });
    let work = |band: &Range<usize>, out: Bits, workspace: &mut Workspace<'_>| {
        let mut encoder = Encoder::new(&mut workspace.memory, out);
        for stretch in stretches(groups, band) {
            encoder.end_block();
            add(&mut encoder, data, width, layout, &stretch, workspace.rows);
        }
        encoder.finish(band.end == height)
    };
    let tasks =
        bands.iter().map(|band| Task::Waiting(band.clone(), Bits::with_capacity(band.len() * layout.pitch / 8)));
    deflate::join(in_order(tasks.collect(), workspaces.collect(), &work))
}

/// Adds a stretch of a card to a part of the stream.
fn add(
    encoder: &mut Encoder<'_, '_>,
    data: &[u8],
    width: usize,
    layout: Layout,
    stretch: &Stretch,
    workspace: &mut [u8],
) {
    match stretch.kind {
        Kind::Flat | Kind::Soft => {
            let before = stretch.before(layout.pitch);
            let rows = stretch.rows.start - before..stretch.rows.end;
            encoder.bytes(written(data, width, rows, stretch.kind, workspace), before * layout.pitch, layout);
        }
        Kind::Photo => {
            for from in stretch.rows.clone().step_by(AT_ONCE) {
                let rows = from..(from + AT_ONCE).min(stretch.rows.end);
                let padded = written(data, width, rows, stretch.kind, workspace);
                encoder.photo(rows::without_padding(padded));
            }
        }
    }
}

/// Rows as they stand in the file, written into the workspace, with padding behind them.
fn written<'a>(data: &[u8], width: usize, rows: Range<usize>, kind: Kind, workspace: &'a mut [u8]) -> &'a [u8] {
    let padded = workspace.get_mut(..rows::rgb_length(width, rows.len())).unwrap_or_default();
    rows::rgb(data, width, rows, kind, padded);
    padded
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

/// Rows of a band that are treated alike.
#[derive(Debug, Clone)]
struct Stretch {
    kind: Kind,
    rows: Range<usize>,
    /// The first row of the card from which on rows are treated like these without a break.
    first: usize,
}

impl Stretch {
    /// How many of the rows before it can be repeated.
    fn before(&self, pitch: usize) -> usize {
        (self.rows.start - self.first).min(WINDOW.div_ceil(pitch))
    }

    /// How many rows are written before they are compressed.
    fn rows_at_once(&self, pitch: usize) -> usize {
        match self.kind {
            Kind::Flat | Kind::Soft => self.before(pitch) + self.rows.len(),
            Kind::Photo => AT_ONCE,
        }
    }
}

/// The stretches of a band.
fn stretches(groups: &[Group], band: &Range<usize>) -> Vec<Stretch> {
    let mut from = 0;
    let mut found = Vec::new();
    for group in groups {
        let to = from + group.rows;
        let rows = from.max(band.start)..to.min(band.end);
        if !rows.is_empty() {
            found.push(Stretch { kind: group.kind, rows, first: from });
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
            let groups =
                [(height / 3, Kind::Flat), (height - height / 3, Kind::Photo)].map(|(rows, kind)| Group { rows, kind });
            let rows: usize =
                bands.iter().flat_map(|band| stretches(&groups, band)).map(|stretch| stretch.rows.len()).sum();
            assert_eq!(rows, height);
        }
        assert_eq!(bands(630, 3601), [0..126, 126..252, 252..378, 378..504, 504..630]);
    }
}
