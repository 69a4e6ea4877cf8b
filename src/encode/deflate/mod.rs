//! A DEFLATE encoder for the rows of a card (RFC 1950, RFC 1951): finds repetitions and writes blocks.
//!
//! General compressors look at every byte for what might repeat. On a card it is known where to look ([`places`]). Photos are searched for
//! nothing but runs ([`runs`]): behind a filter they are noise, for which a good Huffman code is everything. Nothing here filters rows
//! (see [`super::rows`]) or splits blocks cleverly: blocks are short instead, since text, gradient and photo each want a code of their own.
//!
//! Searching pixel by pixel instead of byte by byte was tried: a third of the searches, 0 to 10 % less time, and 1 to 4 % more bytes.

mod places;
mod runs;

use super::huffman::{self, Bits, DISTANCES, SYMBOLS, Sequence};

/// The layout of rows of bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Bytes of a row with its filter byte.
    pub pitch: usize,
    /// Bytes of a pixel.
    pub pixel: usize,
    /// Whether to look in all places instead of one, and to wait for a better repetition one byte later.
    pub thorough: bool,
}

/// Bytes that must follow rows of bytes, so that eight of them can be read anywhere.
pub(super) const PADDING: usize = 8;

const MAX_LENGTH: usize = 258;
/// How far back a repetition may lie, in bytes.
pub(super) const WINDOW: usize = 32768;
/// A block ends after so many repetitions or literals. On the reference post blocks ten times as long cost 5 % more
/// bytes.
const MAX_SEQUENCES: usize = 1000;
const MAX_LITERALS: usize = 8 * 1024;
/// The same for photos, where the code changes little from row to row.
const MAX_PHOTO_LITERALS: usize = 64 * 1024;

/// Where bytes were seen; used again for the next part.
pub(super) struct Memory<'a>(&'a mut places::Places);

impl<'a> Memory<'a> {
    /// How many bytes it needs.
    pub(super) const BYTES: usize = places::BYTES + align_of::<u32>() - 1;

    /// Takes [`Memory::BYTES`] that somebody else holds.
    pub(super) fn within(bytes: &'a mut [u8]) -> Self {
        let (_, places, _) = bytemuck::pod_align_to_mut(bytes);
        Self(places)
    }
}

/// Compresses a part of a stream.
pub(super) struct Encoder<'m, 'a> {
    writer: Writer,
    memory: &'m mut Memory<'a>,
    /// Checksum of the rows so far (Adler-32).
    checksum: u32,
    /// Their bytes.
    length: usize,
}

/// A compressed part.
pub(super) struct Compressed {
    bits: Bits,
    checksum: u32,
    length: usize,
}

impl<'m, 'a> Encoder<'m, 'a> {
    /// Compresses into `out`, which is empty.
    pub(super) fn new(memory: &'m mut Memory<'a>, out: Bits) -> Self {
        Self { writer: Writer::new(out), memory, checksum: 1, length: 0 }
    }

    /// Adds rows of bytes. `padded` holds `before` bytes that were added already and may be repeated, the rows, and [`PADDING`] bytes more.
    pub(super) fn bytes(&mut self, padded: &[u8], before: usize, layout: Layout) {
        let end = padded.len().saturating_sub(PADDING);
        self.writer.max_literals = MAX_LITERALS;
        places::write(&mut self.writer, padded, before..end, layout, self.memory.0);
        self.sum(padded.get(before..end).unwrap_or_default());
    }

    /// Adds filtered rows of a photo.
    pub(super) fn photo(&mut self, rows: &[u8]) {
        self.writer.max_literals = MAX_PHOTO_LITERALS;
        runs::write(&mut self.writer, rows);
        self.sum(rows);
    }

    /// Ends a block: what follows wants a code of its own.
    pub(super) fn end_block(&mut self) {
        self.writer.flush();
    }

    /// Ends the part, and with the `last` one the stream.
    pub(super) fn finish(mut self, last: bool) -> Compressed {
        if last {
            self.writer.write_block(true);
        } else {
            self.writer.flush();
        }
        Compressed { bits: self.writer.out, checksum: self.checksum, length: self.length }
    }

    fn sum(&mut self, rows: &[u8]) {
        self.checksum = joined_checksum(self.checksum, libdeflater::adler32(rows), rows.len());
        self.length += rows.len();
    }
}

/// Compresses rows of bytes to a zlib stream. `padded` holds the rows and [`PADDING`] bytes more.
pub(super) fn zlib(padded: &[u8], layout: Layout) -> Vec<u8> {
    let mut bytes = vec![0; Memory::BYTES];
    let mut memory = Memory::within(&mut bytes);
    let mut encoder = Encoder::new(&mut memory, Bits::with_capacity(padded.len() / 16 + 1024));
    encoder.bytes(padded, 0, layout);
    join(vec![encoder.finish(true)])
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
struct Writer {
    out: Bits,
    sequences: Vec<Sequence>,
    /// Literals of the block.
    literals: Vec<u8>,
    /// How many of them stand after the last repetition.
    pending: usize,
    /// A block is full when it has so many literals.
    max_literals: usize,
}

impl Writer {
    fn new(out: Bits) -> Self {
        Self {
            out,
            sequences: Vec::with_capacity(MAX_SEQUENCES + 1),
            literals: Vec::with_capacity(MAX_PHOTO_LITERALS + MAX_LITERALS),
            pending: 0,
            max_literals: MAX_LITERALS,
        }
    }

    /// Adds literals.
    #[inline]
    fn literals(&mut self, bytes: &[u8]) {
        self.literals.extend_from_slice(bytes);
        self.pending += bytes.len();
        if self.literals.len() >= self.max_literals {
            self.flush();
        }
    }

    /// Adds a repetition of three to 258.
    #[inline]
    fn repeat(&mut self, length: usize, distance: usize) {
        self.sequences.push(Sequence::new(self.pending, length, distance));
        self.pending = 0;
        if self.sequences.len() >= MAX_SEQUENCES {
            self.flush();
        }
    }

    /// Writes the block, when there is anything in it.
    fn flush(&mut self) {
        if self.pending > 0 || !self.sequences.is_empty() {
            self.write_block(false);
        }
    }

    fn write_block(&mut self, last: bool) {
        if self.pending > 0 {
            self.sequences.push(Sequence::literals(self.pending));
            self.pending = 0;
        }
        huffman::write_block(&mut self.out, &self.literals, &self.sequences, last);
        self.sequences.clear();
        self.literals.clear();
    }
}

/// Eight bytes, the first one lowest; zero past the end.
#[inline]
fn word(data: &[u8], at: usize) -> u64 {
    data.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

const _: () = assert!(SYMBOLS == 286 && DISTANCES == 30);
// All literals of a block are counted but for those of photos.
const _: () = assert!(2 * MAX_LITERALS <= huffman::MANY && huffman::MANY < MAX_PHOTO_LITERALS);

#[cfg(test)]
mod tests;
