//! Web addresses as payloads have them: which are usable, and their parts.
//!
//! No parser of URLs: answers only what readers ask, and never fetches.

use super::plain::clean;

/// Longest address that is usable, in bytes.
const LONGEST: usize = 8192;

/// An `http` or `https` address without white space; anything else is `None` (relative paths, `javascript:`, empty text).
pub(crate) fn web(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let known = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let good = known
        && text.len() <= LONGEST
        && !rest.is_empty()
        && !rest.starts_with('/')
        && !rest.contains(char::is_whitespace);
    good.then(|| clean(text).into_owned())
}

/// Host of an address, with its port: `example.social`, `localhost:3000`.
pub(crate) fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("://").map(|(_, rest)| rest).or_else(|| address.strip_prefix("//"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    (!host.is_empty()).then_some(host)
}

/// Name of a site as people write it: the host without `www.`.
pub(crate) fn site(address: &str) -> Option<String> {
    let host = host(address)?.to_ascii_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// The parts of the path of an address, without query and fragment; empty ones are left out.
pub(crate) fn path(address: &str) -> Vec<&str> {
    let rest = address.split_once("://").map(|(_, rest)| rest).or_else(|| address.strip_prefix("//"));
    let Some(rest) = rest else { return Vec::new() };
    let whole = rest.split(['?', '#']).next().unwrap_or_default();
    whole.split('/').skip(1).filter(|part| !part.is_empty()).collect()
}

/// A value of the query of an address, as it stands there.
pub(crate) fn query<'a>(address: &'a str, name: &str) -> Option<&'a str> {
    let query = address.split_once('?')?.1.split('#').next()?;
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_usable() {
        assert_eq!(web(" https://example.com/a?b ").as_deref(), Some("https://example.com/a?b"));
        assert_eq!(web("HTTP://example.com").as_deref(), Some("HTTP://example.com"));
        for text in
            ["", "javascript:alert(1)", "/a/b.png", "ftp://example.com", "https://", "https:///a", "https://a b", "x"]
        {
            assert_eq!(web(text), None, "{text}");
        }
    }

    #[test]
    fn parts_are_taken_apart() {
        assert_eq!(host("http://localhost:3000/@mira/1"), Some("localhost:3000"));
        assert_eq!(host("//www.example.com?x"), Some("www.example.com"));
        assert_eq!((host("mira"), host("https:///a")), (None, None));
        assert_eq!(site("https://WWW.example.com/a").as_deref(), Some("example.com"));
        assert_eq!(path("https://example.com//mira/status/1?ref=a/b#c/d"), ["mira", "status", "1"]);
        assert_eq!((path("mira/1").len(), path("https://example.com").len()), (0, 0));
        assert_eq!(query("https://example.com/a?x=1&hh=20#z", "hh"), Some("20"));
        assert_eq!((query("https://example.com/a", "hh"), query("https://example.com/?hh", "hh")), (None, None));
    }
}
