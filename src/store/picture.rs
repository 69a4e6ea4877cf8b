//! Pictures of records below one prefix of an object store. Nothing outside it is read, whatever a record says.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Address, Fault, Store};
use crate::picture::{Bytes, MAX_BYTES};
use crate::{AssetFault, Result};

/// Bytes of pictures that are kept for the next record: the same portrait stands on many cards.
const KEPT: usize = 128 << 20;

/// What was found under a key.
type Found = Result<Bytes, AssetFault>;

/// The pictures of a prefix.
#[derive(Debug)]
pub(crate) struct Pictures {
    prefix: Address,
    store: Store,
    kept: Mutex<Kept>,
}

/// Pictures in the order in which they came, the oldest first.
#[derive(Debug, Default)]
struct Kept {
    found: BTreeMap<String, Found>,
    order: VecDeque<String>,
    bytes: usize,
}

impl Pictures {
    /// Opens the store and asks it whether it is there.
    ///
    /// # Errors
    /// Credentials that are missing or wrong, a bucket that does not exist, a store that does not answer.
    pub(crate) fn new(prefix: Address) -> Result<Self> {
        let store = Store::open(&prefix)?;
        store.answers(&prefix.key)?;
        Ok(Self { prefix, store, kept: Mutex::default() })
    }

    /// The picture of an address as a record has it, or of a path below the prefix.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn fetch(&self, name: &str) -> Found {
        let key = self.prefix.key_below(name).ok_or(AssetFault::Outside)?;
        if let Some(found) = self.kept().found.get(&key) {
            return found.clone();
        }
        let found = match self.store.get(&key, MAX_BYTES as u64) {
            Ok((bytes, _)) => Ok(Bytes::from(bytes)),
            Err(Fault::Missing) => Err(AssetFault::Missing),
            Err(Fault::TooLarge(bytes)) => Err(AssetFault::TooLarge(bytes)),
            Err(fault) => {
                let error = fault.into_error(&Address { key, ..self.prefix.clone() });
                // It may be there the next time.
                return Err(AssetFault::Unavailable(error.to_string()));
            }
        };
        self.kept().keep(key, found.clone());
        found
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn keep(&mut self, key: String, found: Found) {
        // The key stands twice, with what holds it.
        let size = |key: &str, found: &Found| 2 * key.len() + 128 + found.as_ref().map_or(0, |bytes| bytes.len());
        self.bytes += size(&key, &found);
        self.order.push_back(key.clone());
        if let Some(before) = self.found.insert(key.clone(), found) {
            // Two threads asked at once.
            self.bytes = self.bytes.saturating_sub(size(&key, &before));
            self.order.pop_back();
        }
        while self.bytes > KEPT {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(found) = self.found.remove(&oldest) {
                self.bytes = self.bytes.saturating_sub(size(&oldest, &found));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded() {
        let mut kept = Kept::default();
        let picture: Bytes = vec![0; KEPT / 4].into();
        for number in 0..9 {
            kept.keep(format!("{number}"), Ok(picture.clone()));
        }
        kept.keep("8".to_owned(), Ok(picture));
        kept.keep("absent".to_owned(), Err(AssetFault::Missing));
        assert!(kept.bytes <= KEPT, "{}", kept.bytes);
        assert_eq!(kept.found.len(), kept.order.len());
        assert!(kept.found.contains_key("8") && !kept.found.contains_key("0"));
    }
}
