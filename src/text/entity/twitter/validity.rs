//! Whether a whole text is one name, list, tag or link, as X takes it.

use super::mention::{Mention, mentions};
use super::tag::hashtags;
use crate::text::entity::class::is_cyrillic;

/// Whether a text is the name of an account with its sign: `@mira`.
pub fn is_username(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    matches!(mentions(&characters).as_slice(), [Mention { start: 0, name_end, end }] if name_end == end && *end == characters.len())
}

/// Whether a text is the name of a list with that of its account: `@mira/bridges`.
pub fn is_list(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    matches!(mentions(&characters).as_slice(), [Mention { start: 0, name_end, end }] if name_end < end && *end == characters.len())
}

/// Whether a text is a hashtag with its sign: `#bridges`.
pub fn is_hashtag(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    matches!(hashtags(&characters).as_slice(), [tag] if *tag == (0..characters.len()))
}

/// Whether a text is a web address by the form of RFC 3986, with Cyrillic letters in its path and letters of any script in its domain name.
///
/// `http://` or `https://` may be missing only when `scheme_needed` is false. Whether its domain exists is not asked: any top-level
/// domain will do.
pub fn is_url(text: &str, scheme_needed: bool) -> bool {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) if !scheme.contains([':', '/', '?', '#']) => (Some(scheme), rest),
        _ => (None, text),
    };
    let web = scheme.map(|scheme| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"));
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len())).unwrap_or((rest, ""));
    let later = |c: char| matches!(c, '/' | '?');
    web.unwrap_or(!scheme_needed)
        && is_authority(authority)
        && is_made_of(path, |c| c == '/')
        && is_made_of(query, later)
        && is_made_of(fragment, later)
}

/// Letters of a path segment and others that are allowed, and `%` with two hexadecimal digits.
fn is_made_of(text: &str, other: impl Fn(char) -> bool) -> bool {
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let good = match c {
            '%' => [rest.next(), rest.next()].iter().all(|digit| digit.is_some_and(|c| c.is_ascii_hexdigit())),
            _ => is_unreserved(c) || matches!(c, ':' | '|' | '@') || other(c),
        };
        if !good {
            return false;
        }
    }
    true
}

fn is_unreserved(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || is_cyrillic(c)
        || matches!(c, '-' | '.' | '_' | '~' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=')
}

/// `user@host:port`, of which only the host is needed.
fn is_authority(text: &str) -> bool {
    let (user, place) = text.rsplit_once('@').unwrap_or(("", text));
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (place, None),
    };
    let user_fits = !user.contains(['@', '|']) && is_made_of(user, |_| false);
    let port_fits = port.is_none_or(|port| (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit()));
    user_fits && port_fits && (is_ipv4(host) || is_ipv6(host) || is_domain(host))
}

fn is_ipv4(host: &str) -> bool {
    let numbers: Vec<&str> = host.split('.').take(5).collect();
    let plain = |number: &&str| number.parse::<u8>().is_ok_and(|value| value.to_string() == **number);
    numbers.len() == 4 && numbers.iter().all(plain)
}

/// An address in brackets; its groups are not counted.
fn is_ipv6(host: &str) -> bool {
    let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    inside.is_some_and(|inside| {
        !inside.is_empty() && inside.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.'))
    })
}

/// At least two labels; only those before the last two may have `_`, and the last one begins with a letter.
fn is_domain(host: &str) -> bool {
    let mut labels = host.rsplit('.');
    let top =
        labels.next().is_some_and(|label| is_label(label, false) && !label.starts_with(|c: char| c.is_ascii_digit()));
    let name = labels.next().is_some_and(|label| is_label(label, false));
    top && name && labels.all(|label| is_label(label, true))
}

fn is_label(label: &str, underscore: bool) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii();
    label.starts_with(edge)
        && label.ends_with(edge)
        && label.chars().all(|c| edge(c) || c == '-' || c == '_' && underscore)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lists_and_tags_stand_alone() {
        assert!(is_username("@mira_2") && is_username("＠mira") && is_list("@mira/bridges-2") && is_hashtag("#橋の日"));
        for text in ["", "@", "mira", "@mira ", " @mira", "@mira!", "@mira/bridges", "@a23456789012345678901"] {
            assert!(!is_username(text), "{text}");
        }
        for text in ["@mira/", "@mira/2", "@mira", " @mira/bridges", "@mira/bridges!", "mira/bridges"] {
            assert!(!is_list(text), "{text}");
        }
        for text in ["", "#", "#1", "bridges", "#bridges ", "#bridges!", "#a #b"] {
            assert!(!is_hashtag(text), "{text}");
        }
    }

    #[test]
    fn addresses_have_the_form_of_the_standard() {
        for text in [
            "http://example.com",
            "HTTPS://Example.com/a/b;c=d?e=(f)#g/h?",
            "https://mira:secret@example.com:8080/%20",
            "http://10.0.0.255/",
            "http://[2001:db8::1]:80/",
            "http://old_pier.example.com",
            "http://橋.例え/",
            "http://example.com/мост",
            "http://example.com?",
        ] {
            assert!(is_url(text, true), "{text}");
        }
        for text in [
            "",
            "http://",
            "ftp://example.com",
            "example.com",
            "http://example",
            "http://example.com/a b",
            "http://example.com/%2",
            "http://example.com/<a>",
            "http://a_b.com",
            "http://-a.com",
            "http://a-.com",
            "http://a..com",
            "http://10.0.0.256/",
            "http://example.com:",
            "http://example.com:123456",
            "http://a@b@example.com",
        ] {
            assert!(!is_url(text, true), "{text}");
        }
        assert!(is_url("example.com/pier", false) && !is_url("ftp://example.com", false));
    }
}
