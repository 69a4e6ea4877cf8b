//! Where an address (`https://example.org/a/b?c=d`) may end a line, and which words are addresses.
//!
//! The rule is that of books: behind the signs that divide an address and never before one, so that a reader sees at the line's end
//! that it goes on. Lines themselves are chosen elsewhere.

/// Signs behind which a line may end.
const DIVIDERS: [char; 13] = ['/', '.', '-', '_', '?', '&', '=', '#', ':', '+', ',', ';', '@'];

/// Least characters before the first break and behind the last one: a line neither ends with `w` nor begins with `.uk`.
const LEAST: usize = 3;

/// The characters of an address before which a line may begin, in order.
pub(super) fn breaks(address: &[char]) -> impl Iterator<Item = usize> + '_ {
    let inside = LEAST..(address.len() + 1).saturating_sub(LEAST);
    inside.filter(|at| {
        let before = address.get(at - 1);
        let after = address.get(*at);
        before.is_some_and(|c| DIVIDERS.contains(c)) && after.is_some_and(|c| !DIVIDERS.contains(c))
    })
}

/// The words of a text that are addresses by their form: with a scheme or with `www.`.
pub(super) fn addresses(text: &[char]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut end = 0;
    text.split(|c| c.is_whitespace()).filter_map(move |word| {
        let start = end;
        end += word.len() + 1;
        let scheme = word.windows(3).any(|three| three == [':', '/', '/']);
        (scheme || word.starts_with(&['w', 'w', 'w', '.'])).then_some(start..start + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(address: &str) -> String {
        let characters: Vec<char> = address.chars().collect();
        let places: Vec<usize> = breaks(&characters).collect();
        let mark = |(at, c): (usize, &char)| if places.contains(&at) { format!("|{c}") } else { c.to_string() };
        characters.iter().enumerate().map(mark).collect()
    }

    #[test]
    fn addresses_break_behind_their_dividers_only() {
        for expected in [
            "https://|harbour.|example/|tide_|tables/|2026-|03-|14?|port=|north&|days=|30#|noon",
            "www.|harbour.|example/|~mira/|a%20b",
            "harbour.|example",
            "mira@|harbour.|example",
            "x.ex",
            "harbour.|example/a/",
            "https://|quay.|example/…",
            "",
            "...",
        ] {
            assert_eq!(broken(&expected.replace('|', "")), expected);
        }
    }

    #[test]
    fn words_with_a_scheme_or_www_are_addresses() {
        let text: Vec<char> = "See (https://a.example/b) or\nwww.c.example, not d.example".chars().collect();
        let found: Vec<String> = addresses(&text).map(|range| text[range].iter().collect()).collect();
        assert_eq!(found, ["(https://a.example/b)", "www.c.example,"]);
    }
}
