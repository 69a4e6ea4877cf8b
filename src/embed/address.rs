//! Addresses that may stand in a page: `http`, `https` and `mailto`, and paths of the page's own site. Whatever else a record has for an
//! address is no address here.
//!
//! What comes out is a valid URL of ASCII and letters, without white space, quotation marks or marks of direction.

use std::fmt::Write;

/// Longest address, in bytes.
const LONGEST: usize = 8192;

/// A web address or one of e-mail, as it may stand in `href`; `None` for every other scheme and for what only looks like one.
pub(super) fn link(text: &str) -> Option<String> {
    let text = text.trim();
    let starts = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if starts("mailto:") {
        let rest = text.get(7..).filter(|rest| !rest.is_empty() && sound(rest))?;
        return Some(format!("mailto:{}", encoded(rest, Part::Query)));
    }
    web(text)
}

/// An absolute address of the web.
pub(super) fn web(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let scheme = ["https", "http"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known))?;
    if !sound(rest) {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = (rest.get(..end)?, rest.get(end..)?);
    if !is_authority(authority) {
        return None;
    }
    let (path, fragment) = rest.split_once('#').map_or((rest, None), |(path, fragment)| (path, Some(fragment)));
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let mut url = format!("{scheme}://{authority}{}", encoded(path, Part::Path));
    for (mark, part) in [('?', query), ('#', fragment)] {
        if let Some(part) = part {
            url.push(mark);
            url.push_str(&encoded(part, Part::Query));
        }
    }
    Some(url)
}

/// A path on the page's own site: never leads to another one.
pub(super) fn path(text: &str) -> Option<String> {
    let text = text.trim();
    let leads_away = text.starts_with(['/', '\\']) || text.contains('\\') || text.split('/').any(|part| part == "..");
    let spaced = |c: char| c.is_control() || (c.is_whitespace() && c != ' ');
    if text.is_empty() || leads_away || text.len() > LONGEST || text.contains(spaced) {
        return None;
    }
    let parts: Vec<String> = text.split('/').map(|part| encoded(part, Part::Segment)).collect();
    Some(parts.join("/"))
}

/// The address of a folder: an absolute one, or one of the page's own site (`/pictures`, `pictures`).
pub(super) fn folder(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('/');
    if text.contains("://") {
        return web(text);
    }
    match text.strip_prefix('/') {
        Some("") | None if text.is_empty() => Some(String::new()),
        Some(rest) => path(rest).map(|path| format!("/{path}")),
        None => path(text),
    }
}

/// Host, and where one is given a port; no user name, which would only hide the host.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let named = match bracketed {
        Some(host) => host.parse::<std::net::Ipv6Addr>().is_ok(),
        None => is_host(host),
    };
    named && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

fn is_host(host: &str) -> bool {
    let plain =
        |c: char| if c.is_ascii() { c.is_ascii_alphanumeric() || "-_".contains(c) } else { c.is_alphanumeric() };
    let host = host.strip_suffix('.').unwrap_or(host);
    host.len() <= 253 && host.split('.').all(|label| !label.is_empty() && label.chars().all(plain))
}

/// Whether a text may be a part of an address at all.
fn sound(text: &str) -> bool {
    text.len() <= LONGEST && !text.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\')
}

/// The parts of an address differ in what may stand in them as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// One name between slashes.
    Segment,
    /// Names and slashes.
    Path,
    /// Query, fragment, address of e-mail.
    Query,
}

/// One name as a segment of a path, or a value of a query.
pub(super) fn segment(text: &str) -> String {
    encoded(text, Part::Segment)
}

fn encoded(text: &str, part: Part) -> String {
    let allowed = match part {
        Part::Segment => "-._~!$'()*,;=",
        Part::Path => "-._~!$&'()*+,;=:@/",
        Part::Query => "-._~!$&'()*+,;=:@/?",
    };
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let escape = c == '%' && part != Part::Segment && {
            let digits = bytes.get(at + 1..at + 3).unwrap_or_default();
            digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit)
        };
        if escape || c.is_ascii_alphanumeric() || allowed.contains(c) || (!c.is_ascii() && c.is_alphanumeric()) {
            out.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            // Writing into a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_web_and_of_mail_are_links() {
        for (text, expected) in [
            ("https://example.com", "https://example.com"),
            ("HTTP://example.com:8080/a b", ""),
            (" HTTPS://Example.com:8080/a|b?c=[d]#e#f ", "https://Example.com:8080/a%7Cb?c=%5Bd%5D#e%23f"),
            ("https://example.com/100%/%41?q=\"<'>", "https://example.com/100%25/%41?q=%22%3C'%3E"),
            ("https://例え.jp/橋", "https://例え.jp/橋"),
            ("http://[::1]:80/", "http://[::1]:80/"),
            ("mailto:mira@example.com?subject=A%20pier", "mailto:mira@example.com?subject=A%20pier"),
            ("https://example.com/\u{202E}gpj", "https://example.com/%E2%80%AEgpj"),
        ] {
            assert_eq!(link(text).unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn everything_else_is_none() {
        for text in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example",
            "/a",
            "",
            "https:",
            "https://",
            "https:///a",
            "http:example.com",
            "https://a b",
            "https://mira@evil.example",
            "https://a:b@evil.example",
            "https:\\\\evil.example",
            "https://good.example\\@evil.example",
            "https://a:99999/",
            "https://a..b/",
            "https://exa<mple/",
            "mailto:",
            "mailto:a b",
            "javascript://example.com/%0aalert(1)",
            "blob:https://example.com/x",
            "https://[x]/",
            "feed:https://example.com",
        ] {
            assert_eq!(link(text), None, "{text}");
        }
    }

    #[test]
    fn paths_stay_on_the_page_s_own_site() {
        assert_eq!(path("pictures/ada lovelace.jpg").as_deref(), Some("pictures/ada%20lovelace.jpg"));
        assert_eq!(path("pictures/ada?.jpg").as_deref(), Some("pictures/ada%3F.jpg"));
        assert_eq!(path("javascript:alert(1)").as_deref(), Some("javascript%3Aalert(1)"));
        for text in ["", "/a.png", "//evil.example/a.png", "\\\\evil.example\\a", "a/../../b", "a\nb"] {
            assert_eq!(path(text), None, "{text}");
        }
        assert_eq!(folder("/pictures/").as_deref(), Some("/pictures"));
        assert_eq!(folder("https://cdn.example.com/a/").as_deref(), Some("https://cdn.example.com/a"));
        assert_eq!(folder("//evil.example"), None);
        assert_eq!(folder("javascript://x"), None);
        assert_eq!(folder("/").as_deref(), Some(""));
    }
}
