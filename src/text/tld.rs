//! The names that may end a domain name: top-level domains as IANA lists them, with those that have been given back since.
//!
//! Where a domain name begins and what else may stand in it is decided by the callers.

use std::sync::LazyLock;

/// Written by `scripts/tlds.py`; sorted by code point.
static TABLE: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("tld.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// End of the top-level domain that begins at `from`, in any case; of two that fit the longer one.
///
/// `goes_on` tells of the character after it, or of the text's end, whether the name would go on there.
pub(crate) fn tld_at(characters: &[char], from: usize, goes_on: impl Fn(Option<char>) -> bool) -> Option<usize> {
    let rest = characters.get(from..)?;
    let (mut names, mut prefix, mut found) = (TABLE.as_slice(), 0, None);
    for (index, c) in rest.iter().enumerate() {
        for lower in c.to_lowercase() {
            // All names left begin alike; those that go on with this letter stand together.
            let next = |name: &&str| name.get(prefix..).and_then(|rest| rest.chars().next());
            let first = names.partition_point(|name| next(name) < Some(lower));
            let end = names.partition_point(|name| next(name) <= Some(lower));
            names = names.get(first..end)?;
            prefix += lower.len_utf8();
        }
        let Some(shortest) = names.first() else { break };
        if shortest.len() == prefix && !goes_on(rest.get(index + 1).copied()) {
            found = Some(from + index + 1);
        }
    }
    found
}

/// Whether the characters are a top-level domain, in any case.
pub(crate) fn is_tld(name: &[char]) -> bool {
    tld_at(name, 0, |next| next.is_some()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn the_table_is_sorted_and_in_lower_case() {
        assert!(TABLE.len() > 1500);
        assert!(TABLE.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(TABLE.iter().all(|name| (2..=18).contains(&name.chars().count())));
        assert!(TABLE.iter().all(|name| name.to_lowercase() == *name && name.chars().all(|c| !" .-#'".contains(c))));
    }

    #[test]
    fn names_are_known_in_any_case() {
        for name in ["com", "COM", "De", "みんな", "рф", "РФ", "vermögensberater", "ישראל"] {
            assert!(is_tld(&letters(name)), "{name}");
        }
        for name in ["", "c", "comm", "zz", "bz2", "みん"] {
            assert!(!is_tld(&letters(name)), "{name}");
        }
    }

    #[test]
    fn the_longer_name_wins() {
        let goes_on = |next: Option<char>| next.is_some_and(|c| c.is_ascii_alphanumeric());
        assert_eq!(tld_at(&letters("vermögensberater!"), 0, goes_on), Some(16));
        assert_eq!(tld_at(&letters("vermögensx"), 0, |_| false), Some(2));
        assert_eq!(tld_at(&letters("x.みんなで"), 2, goes_on), Some(5));
        assert_eq!(tld_at(&letters("comで"), 0, goes_on), Some(3));
        assert_eq!(tld_at(&letters("com2"), 0, goes_on), None);
        assert_eq!(tld_at(&letters("com"), 9, goes_on), None);
    }
}
