//! Working sets that one card at a time needs and the next can use again: one for each thread that is busy.

use std::fmt;
use std::sync::Mutex;

/// What a new thread takes from the system at once, in bytes: pieces that the C library does not map by themselves.
const PIECE: usize = 100 * 1024;
const PIECES: usize = 10;

/// Lets a new thread take memory from the system at once: the C library lets it grow by single pages otherwise, with a call to the
/// system for each of them (180 while a template is compiled). It gives back what lies free at the end; so something small stays
/// there for as long as the result lives.
#[must_use]
pub(crate) fn reserve() -> impl Sized {
    let pieces: [Vec<u8>; PIECES] = std::array::from_fn(|_| Vec::with_capacity(PIECE));
    let last = std::hint::black_box(Box::new(0_u64));
    drop(std::hint::black_box(pieces));
    last
}

/// Values that are lent out and come back.
pub(crate) struct Pool<T>(Mutex<Vec<T>>);

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<T> fmt::Debug for Pool<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pool")
    }
}

impl<T> Pool<T> {
    /// Lends out a value, a new one when all are in use, and takes it back afterwards.
    pub(crate) fn with<R>(&self, new: impl FnOnce() -> T, work: impl FnOnce(&mut T) -> R) -> R {
        let idle = self.0.lock().ok().and_then(|mut idle| idle.pop());
        let mut value = idle.unwrap_or_else(new);
        let result = work(&mut value);
        if let Ok(mut idle) = self.0.lock() {
            idle.push(value);
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_and_is_lent_again() {
        let pool = Pool::default();
        pool.with(Vec::new, |numbers| numbers.push(1));
        assert_eq!(pool.with(Vec::new, |numbers: &mut Vec<i32>| numbers.clone()), [1]);
        let nested = pool.with(Vec::new, |_| pool.with(Vec::new, |other: &mut Vec<i32>| other.clone()));
        assert!(nested.is_empty(), "a value in use is not lent twice");
    }
}
