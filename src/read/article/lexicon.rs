//! Lists of words that are asked often, as sets made once.
//!
//! Which words they hold stands where they are used.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A set of words, made when it is first asked.
pub(super) type Words = LazyLock<HashSet<&'static str>>;

/// The words of a text, as a set.
pub(super) fn words(text: &'static str) -> HashSet<&'static str> {
    text.split_ascii_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_separated_by_white_space() {
        let set = words("a b\n c");
        assert!(set.len() == 3 && set.contains("c"));
    }
}
