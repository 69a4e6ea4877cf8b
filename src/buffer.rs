//! Large pieces of memory for pixels.
//!
//! A system hands out memory in pages of 4 KiB, one fault of the processor for each page when it is first touched: for the pixels of a card of
//! 1200x630 px 740 faults, which took 1.6 ms on a virtual machine. In huge pages of 2 MiB, which Linux gives to those who ask, they took
//! 0.3 ms.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// Buffers smaller than this are not worth a huge page, in bytes.
#[cfg(target_os = "linux")]
const LEAST: usize = 768 * 1024;
/// Bytes of a huge page.
#[cfg(target_os = "linux")]
const HUGE: usize = 2 << 20;

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

#[cfg(test)]
mod tests {
    use super::*;

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
