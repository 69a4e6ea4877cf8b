//! Large pieces of memory for pixels.
//!
//! A system hands out memory in pages of 4 KiB, one fault of the processor for each page when it is first touched: for the pixels of a card of
//! 1200x630 px 740 faults, which took 1.6 ms on a virtual machine. In huge pages of 2 MiB, which Linux gives to those who ask, they took
//! 0.3 ms. The system clears them all the same, so the memory of one photo is lent to the next.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex};

/// Buffers smaller than this are not worth a huge page, nor keeping, in bytes.
const LEAST: usize = 768 * 1024;
/// Bytes of a huge page.
#[cfg(target_os = "linux")]
const HUGE: usize = 2 << 20;
/// Most bytes of memory that nobody uses and that is kept for the next.
const MOST_SPARE: usize = 64 << 20;

/// Bytes that are zero at first.
#[derive(Default)]
pub(crate) struct Buffer {
    memory: Memory,
    length: usize,
}

enum Memory {
    Heap(Vec<u8>),
    #[cfg(target_os = "linux")]
    Huge(memmap2::MmapMut),
}

impl Default for Memory {
    fn default() -> Self {
        Self::Heap(Vec::new())
    }
}

impl Memory {
    fn zeroed(length: usize) -> Self {
        #[cfg(target_os = "linux")]
        if length >= LEAST
            && let Ok(map) = memmap2::MmapMut::map_anon(length.next_multiple_of(HUGE))
        {
            // Where the system has no huge pages, the memory is there all the same.
            let _ = map.advise(memmap2::Advice::HugePage);
            return Self::Huge(map);
        }
        Self::Heap(vec![0; length])
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Heap(bytes) => bytes,
            #[cfg(target_os = "linux")]
            Self::Huge(map) => map,
        }
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        match self {
            Self::Heap(bytes) => bytes,
            #[cfg(target_os = "linux")]
            Self::Huge(map) => map,
        }
    }
}

impl Buffer {
    /// A buffer of so many bytes.
    pub(crate) fn zeroed(length: usize) -> Self {
        Self { memory: Memory::zeroed(length), length }
    }

    /// Gives it another length. What it holds then is zeros or what it held before.
    pub(crate) fn set_length(&mut self, length: usize) {
        if length > self.memory.bytes().len() {
            *self = Self::zeroed(length);
        }
        self.length = length;
    }
}

impl From<Vec<u8>> for Buffer {
    fn from(bytes: Vec<u8>) -> Self {
        Self { length: bytes.len(), memory: Memory::Heap(bytes) }
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.memory.bytes().get(..self.length).unwrap_or_default()
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [u8] {
        self.memory.bytes_mut().get_mut(..self.length).unwrap_or_default()
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Buffer({} bytes)", self.length)
    }
}

/// Large buffers that came back, for those who need one next. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Spare(Arc<Mutex<Vec<Buffer>>>);

/// A buffer that goes back where it came from.
pub(crate) struct Lent {
    buffer: Buffer,
    home: Option<Spare>,
}

impl fmt::Debug for Spare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Spare")
    }
}

impl Spare {
    /// A buffer of so many bytes: zeros, or whatever its last user left there.
    pub(crate) fn lend(&self, length: usize) -> Lent {
        let mut buffer = self.take(length).unwrap_or_else(|| Buffer::zeroed(length));
        buffer.set_length(length);
        Lent { buffer, home: Some(self.clone()) }
    }

    /// The smallest buffer that holds so many bytes and is not much too large.
    fn take(&self, length: usize) -> Option<Buffer> {
        if length < LEAST {
            return None;
        }
        let mut kept = self.0.lock().ok()?;
        let fitting = kept.iter().enumerate().map(|(index, buffer)| (buffer.memory.bytes().len(), index));
        let (_, index) = fitting.filter(|(size, _)| *size >= length && size / 2 <= length + LEAST).min()?;
        Some(kept.remove(index))
    }

    /// Keeps a buffer; the oldest ones go when there are too many bytes.
    fn keep(&self, buffer: Buffer) {
        let size = |buffer: &Buffer| buffer.memory.bytes().len();
        if !(LEAST..=MOST_SPARE).contains(&size(&buffer)) {
            return;
        }
        if let Ok(mut kept) = self.0.lock() {
            kept.push(buffer);
            while kept.iter().map(size).sum::<usize>() > MOST_SPARE {
                kept.remove(0);
            }
        }
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(home) = self.home.take() {
            home.keep(std::mem::take(&mut self.buffer));
        }
    }
}

impl From<Vec<u8>> for Lent {
    /// It goes back to nobody.
    fn from(bytes: Vec<u8>) -> Self {
        Self { buffer: bytes.into(), home: None }
    }
}

impl Deref for Lent {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.buffer
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.buffer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_buffer_comes_back_and_is_lent_again() {
        for length in [1 << 20, LEAST / 2] {
            let spare = Spare::default();
            spare.lend(length).fill(7);
            let again = spare.clone().lend(length - 9);
            assert_eq!(again.len(), length - 9);
            assert_eq!(again.iter().all(|byte| *byte == 7), length >= LEAST, "{length}");
            let other = spare.lend(length);
            assert!(other.iter().all(|byte| *byte == 0), "a buffer in use is not lent twice");
        }
    }

    #[test]
    fn a_buffer_is_lent_for_about_its_own_size() {
        let spare = Spare::default();
        spare.lend(8 << 20).fill(7);
        let lent = [1, 9, 6].map(|mib| spare.lend(mib << 20));
        assert_eq!(lent.map(|lent| lent.iter().all(|byte| *byte == 7)), [false, false, true]);
    }

    #[test]
    fn no_more_than_so_much_is_kept() {
        let spare = Spare::default();
        let sizes = [20_usize, 24, 28, 70];
        drop(sizes.map(|size| spare.lend(size << 20)));
        let kept: Vec<usize> = spare.0.lock().unwrap().iter().map(|buffer| buffer.len() >> 20).collect();
        assert_eq!(kept, [24, 28], "the oldest goes, and what is larger than all that may be kept");
    }

    #[test]
    fn a_buffer_of_any_length_is_zero_at_first_and_keeps_what_is_written() {
        for length in [0, 1, 4096, (768 << 10) - 1, 768 << 10, (2 << 20) + 1] {
            let mut buffer = Buffer::zeroed(length);
            assert!(buffer.len() == length && buffer.iter().all(|byte| *byte == 0), "{length}");
            buffer.fill(7);
            assert!(buffer.iter().all(|byte| *byte == 7), "{length}");
        }
    }

    #[test]
    fn a_buffer_grows_and_shrinks() {
        let mut buffer = Buffer::from(vec![1, 2, 3]);
        buffer.set_length(2);
        assert_eq!(*buffer, [1, 2]);
        buffer.set_length(3 << 20);
        assert!(buffer.len() == 3 << 20 && buffer.iter().all(|byte| *byte == 0));
        buffer.set_length(5);
        assert_eq!(*buffer, [0; 5]);
    }
}
