//! A DEFLATE encoder for the rows of a card (RFC 1950, RFC 1951): finds repetitions and writes blocks.
//!
//! General compressors look at every byte for what might repeat. On a card it is known where to look: at the pixel to
//! the left, in the row above, at the distance that fitted last, and at the last eight places where the same six bytes
//! stood. Rows of photos are not searched at all: behind a filter they are noise, for which a good Huffman code is
//! everything. It does not filter rows (see [`super::rows`]) and does not split blocks cleverly: blocks are short
//! instead, since text, gradient and photo each want a code of their own.

use super::huffman::{self, Bits, DISTANCES, SYMBOLS, Sequence};

/// How rows are searched for repetitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Search {
    /// Runs of one byte only: for filtered rows of photos.
    Runs,
    /// Runs, the row above and recent places: for flat art, text and gradients.
    Places,
}

/// Whole rows that are searched in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Number of rows.
    pub rows: usize,
    /// How.
    pub search: Search,
}

/// The layout of the rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Bytes of a row with its filter byte.
    pub pitch: usize,
    /// Bytes of a pixel.
    pub pixel: usize,
    /// Whether to look in eight places instead of one, and to wait for a better repetition one byte later.
    pub thorough: bool,
}

/// Bytes that must follow the rows, so that eight bytes can be read anywhere.
pub(super) const PADDING: usize = 8;

/// Shortest run worth a repetition where literals are cheap.
const MIN_RUN: usize = 8;
const MAX_LENGTH: usize = 258;
const WINDOW: usize = 32768;
/// The places of a window are few on a card: four times as many hashes find nothing more, and cost 400 KB of memory a thread.
const HASH_BITS: u32 = 12;
/// Places remembered for each hash.
const WAYS: usize = 8;
/// A block ends after so many repetitions or literals. On the reference post blocks ten times as long cost 5 % more
/// bytes.
const MAX_SEQUENCES: usize = 1000;
const MAX_LITERALS: usize = 8 * 1024;
/// The same for photos, where the code changes little from row to row.
const MAX_PHOTO_LITERALS: usize = 24 * 1024;
/// A repetition this long is taken without looking further.
const LONG: usize = 64;
/// Only behind a shorter one a better repetition is looked for one byte later.
const WORTH_WAITING: usize = 20;
/// Bits that a literal is taken to cost when repetitions are weighed.
const LITERAL_BITS: i32 = 6;

/// For each hash the last places where it stood, newest first.
type Places = [[u32; WAYS]];

/// Rows that are compressed by themselves, but may repeat what stands before them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    /// Rows before the part, the rows of the part, and [`PADDING`] bytes more.
    pub padded: &'a [u8],
    /// Bytes of the rows before the part; those further back than 32 KiB are of no use.
    pub before: usize,
    /// The rows of the part.
    pub stretches: &'a [Stretch],
    /// Whether the stream ends with it.
    pub last: bool,
}

/// A compressed part.
pub(super) struct Compressed {
    bits: Bits,
    /// Checksum of its rows (Adler-32).
    checksum: u32,
    /// Bytes of its rows.
    length: usize,
}

/// Where bytes were seen; used again for the next part.
pub(super) struct Memory<'a>(&'a mut [[u32; WAYS]]);

impl<'a> Memory<'a> {
    /// How many bytes it needs.
    pub(super) const BYTES: usize = (size_of::<[u32; WAYS]>() << HASH_BITS) + align_of::<u32>() - 1;

    /// Takes [`Memory::BYTES`] that somebody else holds.
    pub(super) fn within(bytes: &'a mut [u8]) -> Self {
        let (_, places, _) = bytemuck::pod_align_to_mut(bytes);
        Self(places)
    }
}

/// Compresses rows to a zlib stream. `padded` holds the rows and [`PADDING`] bytes more.
pub(super) fn zlib(padded: &[u8], layout: Layout, stretches: &[Stretch]) -> Vec<u8> {
    let whole = Part { padded, before: 0, stretches, last: true };
    let mut bytes = vec![0; Memory::BYTES];
    let mut memory = Memory::within(&mut bytes);
    join(vec![part(&whole, layout, &mut memory, Bits::with_capacity(padded.len() / 16 + 1024))])
}

/// Compresses a part of a stream into `out`, which is empty.
pub(super) fn part(part: &Part<'_>, layout: Layout, memory: &mut Memory<'_>, out: Bits) -> Compressed {
    let end = part.padded.len().saturating_sub(PADDING);
    let mut writer = Writer {
        data: part.padded,
        out,
        sequences: Vec::with_capacity(MAX_SEQUENCES + 1),
        literals: 0,
        pending: 0,
        block: part.before,
    };
    let places = &mut *memory.0;
    places.fill([0; WAYS]);
    if part.stretches.first().is_some_and(|first| first.search == Search::Places) {
        note_before(places, part, layout);
    }
    let mut from = part.before;
    for stretch in part.stretches {
        let to = (from + stretch.rows * layout.pitch).min(end);
        match stretch.search {
            Search::Runs => write_runs(&mut writer, from, to),
            Search::Places => write_places(&mut writer, from, to, layout, places),
        }
        from = to;
    }
    writer.flush(from, part.last);
    let rows = part.padded.get(part.before..end).unwrap_or_default();
    Compressed { bits: writer.out, checksum: libdeflater::adler32(rows), length: rows.len() }
}

/// Remembers the pixels before a part.
fn note_before(places: &mut Places, part: &Part<'_>, layout: Layout) {
    let rows = part.before / layout.pitch;
    let within = WINDOW.div_ceil(layout.pitch);
    for row in rows.saturating_sub(within)..rows {
        for at in (row * layout.pitch + 1..(row + 1) * layout.pitch).step_by(layout.pixel) {
            note(places, part.padded, at);
        }
    }
}

/// Puts the parts of a stream together.
pub(super) fn join(parts: Vec<Compressed>) -> Vec<u8> {
    let mut out = Bits::with_capacity(parts.iter().map(|part| part.bits.bytes.len() + 8).sum::<usize>() + 8);
    out.bytes.extend_from_slice(&[0x78, 0x01]);
    let mut checksum = 1;
    for part in parts {
        out.append(&part.bits);
        checksum = joined_checksum(checksum, part.checksum, part.length);
    }
    let mut stream = out.finish();
    stream.extend_from_slice(&checksum.to_be_bytes());
    stream
}

/// The Adler-32 checksum of two pieces of data, from that of each and the length of the second (RFC 1950, section 9).
fn joined_checksum(first: u32, second: u32, length: usize) -> u32 {
    const BASE: u64 = 65521;
    let [(a1, b1), (a2, b2)] = [first, second].map(|sum| (u64::from(sum & 0xffff), u64::from(sum >> 16)));
    // Each checksum starts at one: that of the second counts once too often, `length` times in the second sum.
    let before = (a1 + BASE - 1) % BASE;
    let (a, b) = ((before + a2) % BASE, (b1 + b2 + length as u64 % BASE * before) % BASE);
    (b as u32) << 16 | a as u32
}

/// Collects literals and repetitions until a block is full.
struct Writer<'a> {
    data: &'a [u8],
    out: Bits,
    sequences: Vec<Sequence>,
    /// Literals of the block before the last repetition.
    literals: usize,
    /// Literals since the last repetition.
    pending: usize,
    /// Where the block starts.
    block: usize,
}

impl Writer<'_> {
    /// Adds a repetition.
    fn repeat(&mut self, length: usize, distance: usize) {
        self.sequences.push(Sequence {
            literals: self.pending as u32,
            length: length as u16,
            distance: distance as u16,
        });
        self.literals += self.pending;
        self.pending = 0;
    }

    /// Writes the block when it is full.
    fn flush_if_full(&mut self, end: usize, max_literals: usize) {
        if self.sequences.len() >= MAX_SEQUENCES || self.literals + self.pending >= max_literals {
            self.flush(end, false);
        }
    }

    /// Writes the block, which ends before `end`.
    fn flush(&mut self, end: usize, last: bool) {
        if self.pending > 0 {
            self.repeat(0, 0);
        }
        let data = self.data.get(self.block..end).unwrap_or_default();
        huffman::write_block(&mut self.out, data, &self.sequences, last);
        self.sequences.clear();
        self.literals = 0;
        self.block = end;
    }
}

/// Searches for runs of one byte only.
fn write_runs(writer: &mut Writer<'_>, from: usize, to: usize) {
    const EVERY: u64 = 0x0101_0101_0101_0101;
    let data = writer.data;
    let mut at = from;
    while at < to {
        let eight = word(data, at);
        if at > 0 && eight == u64::from(data[at - 1]) * EVERY {
            let length = same(data, at - 1, at, (to - at).min(MAX_LENGTH));
            if length >= MIN_RUN {
                writer.repeat(length, 1);
                at += length;
                writer.flush_if_full(at, MAX_PHOTO_LITERALS);
                continue;
            }
        }
        // Steps to where the last of these bytes starts to repeat: a run cannot start earlier.
        let differing = (eight ^ ((eight >> 56) * EVERY)).leading_zeros() as usize / 8;
        let step = (8 - differing.min(7)).min(to - at);
        writer.pending += step;
        at += step;
        writer.flush_if_full(at, MAX_PHOTO_LITERALS);
    }
}

/// A repetition that was found; nothing when it gains nothing.
#[derive(Clone, Copy, Default)]
struct Found {
    length: usize,
    distance: usize,
    /// Bits saved against literals.
    gain: i32,
}

/// Where to look for repetitions.
struct Finder<'a> {
    data: &'a [u8],
    layout: Layout,
    /// End of the stretch.
    to: usize,
    /// The distance that fitted last; 0: none yet.
    last: usize,
}

impl Finder<'_> {
    /// Takes the repetition at `distance` when it gains more.
    #[inline]
    fn consider(&self, best: &mut Found, at: usize, distance: usize) {
        if distance == 0 || distance > at || distance > WINDOW {
            return;
        }
        let limit = (self.to - at).min(MAX_LENGTH);
        let difference = word(self.data, at) ^ word(self.data, at - distance);
        let length = if difference == 0 {
            same(self.data, at - distance, at, limit)
        } else {
            (difference.trailing_zeros() as usize / 8).min(limit)
        };
        if length < 3 {
            return;
        }
        let gain = length as i32 * LITERAL_BITS - cost(distance);
        if gain > best.gain {
            *best = Found { length, distance, gain };
        }
    }

    /// The best repetition at `at`.
    fn find(&self, at: usize, places: &Places) -> Found {
        let mut best = Found::default();
        self.consider(&mut best, at, self.layout.pixel);
        if best.length < LONG * 3 {
            self.consider(&mut best, at, self.layout.pitch);
        }
        if best.length >= LONG {
            return best;
        }
        self.consider(&mut best, at, self.last);
        if best.length >= LONG {
            return best;
        }
        let ways = if self.layout.thorough { WAYS } else { 1 };
        for place in places[hash(word(self.data, at))].iter().take(ways) {
            let place = *place as usize;
            if at.wrapping_sub(place) > WINDOW {
                // The others are older still.
                break;
            }
            // One that is no longer than the best is seen by the byte that would make it so.
            if best.length == 0 || self.data.get(place + best.length) == self.data.get(at + best.length) {
                self.consider(&mut best, at, at.wrapping_sub(place));
            }
        }
        best
    }
}

/// About the bits of a repetition: the symbols of length and distance, and the extra bits of the distance.
#[inline]
fn cost(distance: usize) -> i32 {
    if distance > 4 { 7 + (distance - 1).ilog2() as i32 } else { 8 }
}

/// Searches for everything.
fn write_places(writer: &mut Writer<'_>, from: usize, to: usize, layout: Layout, places: &mut Places) {
    let data = writer.data;
    let mut finder = Finder { data, layout, to, last: 0 };
    let mut at = from;
    let mut ready: Option<Found> = None;
    while at < to {
        let found = ready.take().unwrap_or_else(|| finder.find(at, places));
        note(places, data, at);
        if found.gain > 0 && found.length < WORTH_WAITING && layout.thorough && at + 1 < to {
            let next = finder.find(at + 1, places);
            if next.gain > found.gain {
                ready = Some(next);
            }
        }
        if found.gain > 0 && ready.is_none() {
            writer.repeat(found.length, found.distance);
            finder.last = found.distance;
            if found.length > 6 {
                note(places, data, at + layout.pixel);
            }
            at += found.length;
        } else {
            writer.pending += 1;
            at += 1;
        }
        writer.flush_if_full(at, MAX_LITERALS);
    }
}

/// Remembers a place.
#[inline]
fn note(places: &mut Places, data: &[u8], at: usize) {
    let slot = &mut places[hash(word(data, at))];
    slot.copy_within(0..WAYS - 1, 1);
    slot[0] = at as u32;
}

/// A hash of the first six of eight bytes, below `1 << HASH_BITS`.
#[inline]
fn hash(word: u64) -> usize {
    (((word << 16).wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> (64 - HASH_BITS)) as usize
}

/// Eight bytes, the first one lowest; zero past the end.
#[inline]
fn word(data: &[u8], at: usize) -> u64 {
    data.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// How many bytes from `first` on are the same as from `second` on, at most `limit`.
#[inline]
fn same(data: &[u8], first: usize, second: usize, limit: usize) -> usize {
    let (left, _) = data[first..first + limit].as_chunks::<32>();
    let (right, _) = data[second..second + limit].as_chunks::<32>();
    let mut count = left.iter().zip(right).take_while(|(left, right)| left == right).count() * 32;
    while count < limit {
        let difference = word(data, first + count) ^ word(data, second + count);
        if difference != 0 {
            return (count + difference.trailing_zeros() as usize / 8).min(limit);
        }
        count += 8;
    }
    limit
}

const _: () = assert!(SYMBOLS == 286 && DISTANCES == 30);

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[u8], layout: Layout, stretches: &[Stretch]) -> usize {
        let padded = [rows, &[0; PADDING]].concat();
        let stream = zlib(&padded, layout, stretches);
        let mut back = vec![0; rows.len()];
        let length = libdeflater::Decompressor::new().zlib_decompress(&stream, &mut back).expect("a sound stream");
        assert_eq!(length, rows.len());
        assert!(back == rows, "{layout:?} {stretches:?}");
        stream.len()
    }

    /// A generator of reproducible noise.
    fn noise(length: usize, levels: u32) -> Vec<u8> {
        let mut state = 12345_u32;
        let next = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 16) % levels) as u8
        };
        (0..length).map(next).collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut skewed = vec![0; 50_000];
        for (index, byte) in skewed.iter_mut().enumerate() {
            // Counts like Fibonacci numbers make codes longer than 15 bits.
            *byte = (index.trailing_zeros() * 7) as u8;
        }
        let samples = [
            vec![],
            vec![7],
            vec![0; 100_000],
            noise(100_000, 256),
            noise(70_000, 2),
            skewed,
            noise(9, 256).repeat(5000),
        ];
        for sample in &samples {
            for thorough in [false, true] {
                for search in [Search::Runs, Search::Places] {
                    let layout = Layout { pitch: 301, pixel: 3, thorough };
                    let rows = sample.len().div_ceil(301);
                    check(sample, layout, &[Stretch { rows, search }]);
                    let half = Stretch { rows: rows / 2, search };
                    let other = Stretch { rows: rows - rows / 2, search: Search::Places };
                    check(sample, layout, &[half, other]);
                }
            }
        }
    }

    #[test]
    fn parts_together_are_the_whole() {
        let layout = Layout { pitch: 301, pixel: 3, thorough: true };
        let data = [noise(301 * 90, 3), noise(301 * 5, 256).repeat(10)].concat();
        let padded = [data.as_slice(), &[0; PADDING]].concat();
        for search in [Search::Runs, Search::Places] {
            for cut in [1, 40, 139] {
                let [first, second] = [cut, 140 - cut].map(|rows| [Stretch { rows, search }]);
                let upper = [&data[..cut * 301], &[0; PADDING]].concat();
                let upper = Part { padded: &upper, before: 0, stretches: &first, last: false };
                let lower = Part { padded: &padded, before: cut * 301, stretches: &second, last: true };
                let mut bytes = vec![0; Memory::BYTES];
                let mut memory = Memory::within(&mut bytes);
                let parts = [upper, lower].map(|rows| part(&rows, layout, &mut memory, Bits::with_capacity(0)));
                let stream = join(parts.into());
                let mut back = vec![0; data.len()];
                let length = libdeflater::Decompressor::new().zlib_decompress(&stream, &mut back);
                assert_eq!(length.expect("a sound stream"), data.len());
                assert!(back == data, "{search:?}, cut at row {cut}");
            }
        }
    }

    #[test]
    fn noise_grows_by_less_than_a_hundredth_and_flat_rows_vanish() {
        let layout = Layout { pitch: 1000, pixel: 3, thorough: true };
        let rows = |search| [Stretch { rows: 100, search }];
        assert!(check(&noise(100_000, 256), layout, &rows(Search::Runs)) < 101_000);
        assert!(check(&vec![9; 100_000], layout, &rows(Search::Places)) < 300);
    }
}
