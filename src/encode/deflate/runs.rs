//! Photos: rows that are noise behind their filter. Only runs of one byte are repetitions.

use super::{MAX_LENGTH, MAX_LITERALS, Writer, word};

/// Bytes that are looked at together.
const STEP: usize = 8;
/// So many steps are passed over at once where there is no run.
const STEPS: usize = 4;

/// Writes rows. A run shorter than two steps may be missed: literals are cheap where values are near to zero.
pub(super) fn write(writer: &mut Writer, rows: &[u8]) {
    let mut written = 0;
    let mut at = 1;
    while at + STEP <= rows.len() {
        if !repeats(rows, at) {
            at += STEPS * STEP;
            continue;
        }
        if word(rows, at) != word(rows, at - 1) {
            at += STEP;
            continue;
        }
        let Some(byte) = rows.get(at) else { break };
        let same = |part: &&u8| *part == byte;
        let before = rows.get(written..at).unwrap_or_default().iter().rev().take_while(same).count();
        let after = rows.get(at..).unwrap_or_default().iter().take_while(same).count();
        // The first byte of the run is a literal, the others repeat it.
        let first = at - before;
        literals(writer, rows.get(written..=first).unwrap_or_default());
        repeat(writer, before + after - 1);
        written = at + after;
        at = written + 1;
    }
    literals(writer, rows.get(written..).unwrap_or_default());
}

/// Whether one of the next steps may lie within a run; where fewer are left, one may.
#[inline(always)]
fn repeats(rows: &[u8], at: usize) -> bool {
    let (Some(left), Some(right)) = (steps(rows, at - 1), steps(rows, at)) else { return true };
    left.iter().zip(right).fold(false, |any, (left, right)| any | (*left == right))
}

#[inline(always)]
fn steps(rows: &[u8], at: usize) -> Option<[u64; STEPS]> {
    let (steps, _) = rows.get(at..at + STEPS * STEP)?.as_chunks::<STEP>();
    Some(std::array::from_fn(|step| steps.get(step).map_or(0, |bytes| u64::from_le_bytes(*bytes))))
}

/// A run in pieces, none of them shorter than three.
fn repeat(writer: &mut Writer, mut length: usize) {
    while length > 0 {
        let piece =
            if (MAX_LENGTH + 1..MAX_LENGTH + 3).contains(&length) { length - 3 } else { length.min(MAX_LENGTH) };
        writer.repeat(piece, 1);
        length -= piece;
    }
}

/// Blocks of about the same size, also where there are no runs at all.
fn literals(writer: &mut Writer, bytes: &[u8]) {
    for piece in bytes.chunks(MAX_LITERALS) {
        writer.literals(piece);
    }
}
