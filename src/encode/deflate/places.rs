//! Rows of bytes: looks at the pixel to the left, in the row above, at the two distances that fitted last, and at the last eight places
//! where the same six bytes stood.

use std::ops::Range;

use super::{Layout, MAX_LENGTH, MAX_LITERALS, WINDOW, Writer, word};

/// The places of a window are few on a card: eight times as many hashes find nothing more, and cost 450 KB of memory a thread.
const HASH_BITS: u32 = 11;
/// Places remembered for each hash.
const WAYS: usize = 8;
/// A repetition this long is taken without looking further.
const LONG: usize = 64;
/// Only behind a shorter one a better repetition is looked for one byte later.
const WORTH_WAITING: usize = 8;
/// The same where a byte is a whole pixel: each byte may begin a better one.
const WORTH_WAITING_INDEXED: usize = 20;
/// Bits that a literal is taken to cost when repetitions are weighed.
const LITERAL_BITS: i32 = 6;

/// For each hash the last places where it stood, newest first.
pub(super) type Places = [[u32; WAYS]];
/// Bytes of [`Places`].
pub(super) const BYTES: usize = size_of::<[u32; WAYS]>() << HASH_BITS;

/// Searches a range of bytes, which may repeat what stands before it.
pub(super) fn write(writer: &mut Writer, data: &[u8], range: Range<usize>, layout: Layout, places: &mut Places) {
    places.fill([0; WAYS]);
    note_before(places, data, range.start, layout);
    let to = range.end;
    let worth_waiting = if layout.pixel == 1 { WORTH_WAITING_INDEXED } else { WORTH_WAITING };
    let mut finder = Finder { data, layout, to, last: [0; 2] };
    let (mut at, mut written) = (range.start, range.start);
    let mut ready: Option<Found> = None;
    while at < to {
        let found = ready.take().unwrap_or_else(|| finder.find(at, places));
        note(places, data, at);
        if found.gain > 0 && found.length < worth_waiting && layout.thorough && at + 1 < to {
            let next = finder.find(at + 1, places);
            if next.gain > found.gain {
                ready = Some(next);
            }
        }
        if found.gain > 0 && ready.is_none() {
            writer.literals(data.get(written..at).unwrap_or_default());
            writer.repeat(found.length, found.distance);
            let [last, _] = finder.last;
            if found.distance != last {
                finder.last = [found.distance, last];
            }
            if found.length > 6 {
                note(places, data, at + layout.pixel);
            }
            at += found.length;
            if found.length == MAX_LENGTH && found.distance == layout.pixel {
                // One colour: all of it is taken without another search.
                for _ in 0..same(data, at - found.distance, at, to - at) / MAX_LENGTH {
                    writer.repeat(MAX_LENGTH, found.distance);
                    at += MAX_LENGTH;
                }
            }
            written = at;
        } else {
            at += 1;
            if at - written == MAX_LITERALS {
                writer.literals(data.get(written..at).unwrap_or_default());
                written = at;
            }
        }
    }
    writer.literals(data.get(written..to).unwrap_or_default());
}

/// Remembers the pixels before a part.
fn note_before(places: &mut Places, data: &[u8], before: usize, layout: Layout) {
    let rows = before / layout.pitch;
    let within = WINDOW.div_ceil(layout.pitch);
    for row in rows.saturating_sub(within)..rows {
        for at in (row * layout.pitch + 1..(row + 1) * layout.pitch).step_by(layout.pixel) {
            // In a run the first one is found as well as any other.
            if word(data, at) != word(data, at - layout.pixel.min(at)) {
                note(places, data, at);
            }
        }
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
    /// The two distances that fitted last, the latest first; 0: none yet.
    last: [usize; 2],
}

impl Finder<'_> {
    /// Takes the repetition at `distance` when it gains more. `here` are the eight bytes at `at`.
    #[inline(always)]
    fn consider(&self, best: &mut Found, at: usize, here: u64, distance: usize) {
        // Zero is none; it wraps.
        if distance.wrapping_sub(1) >= at.min(WINDOW) {
            return;
        }
        let difference = here ^ word(self.data, at - distance);
        if difference & 0xff_ffff == 0 {
            self.weigh(best, at, distance, difference);
        }
    }

    /// Takes a repetition of three or more bytes when it gains more.
    fn weigh(&self, best: &mut Found, at: usize, distance: usize, difference: u64) {
        let limit = (self.to - at).min(MAX_LENGTH);
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
        let here = word(self.data, at);
        let mut best = Found::default();
        self.consider(&mut best, at, here, self.layout.pixel);
        if best.length < LONG * 3 {
            self.consider(&mut best, at, here, self.layout.pitch);
        }
        if best.length >= LONG {
            return best;
        }
        for distance in self.last {
            self.consider(&mut best, at, here, distance);
        }
        if best.length >= LONG {
            return best;
        }
        let ways = if self.layout.thorough { WAYS } else { 1 };
        for place in places[hash(here)].iter().take(ways) {
            let place = *place as usize;
            if at.wrapping_sub(place) > WINDOW {
                // The others are older still.
                break;
            }
            // One that is no longer than the best is seen by the byte that would make it so.
            if best.length == 0 || self.data.get(place + best.length) == self.data.get(at + best.length) {
                self.consider(&mut best, at, here, at.wrapping_sub(place));
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
