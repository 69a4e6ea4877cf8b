//! Where accounts and tags of a network are found: the addresses that follow from its rules.

use super::address::{segment, web};
use crate::record::{Author, Span, SpanKind};

/// Address of an account. On Mastodon it follows only from the address of one of its posts.
pub(super) fn profile(author: &Author, platform: Option<&str>, post_url: Option<&str>) -> Option<String> {
    let handle = author.handle.as_deref().map(str::trim).filter(|handle| !handle.is_empty())?;
    match platform.map(str::to_ascii_lowercase).as_deref() {
        Some("mastodon") => {
            let url = web(post_url?)?;
            let (before, after) = url.split_once("/@")?;
            let user = after.split(['/', '?', '#']).next()?;
            let same = handle.split('@').next().is_some_and(|name| user.split('@').next() == Some(name));
            (same && before.matches('/').count() == 2).then(|| format!("{before}/@{user}"))
        }
        other => account(other, handle),
    }
}

fn account(platform: Option<&str>, handle: &str) -> Option<String> {
    match platform? {
        "x" | "twitter" => Some(format!("https://x.com/{}", segment(handle))),
        "bluesky" => Some(format!("https://bsky.app/profile/{}", segment(handle))),
        "threads" => Some(format!("https://www.threads.com/@{}", segment(handle))),
        "instagram" => Some(format!("https://www.instagram.com/{}/", segment(handle))),
        _ => None,
    }
}

/// Address of what a stretch of a text names: its own, else the one that follows from the network's rules.
pub(super) fn target(span: &Span, platform: Option<&str>) -> Option<String> {
    if let Some(url) = &span.url {
        return super::address::link(url);
    }
    let value = span.value.as_deref().map(str::trim).filter(|value| !value.is_empty())?;
    let platform = platform.map(str::to_ascii_lowercase);
    match (span.kind, platform.as_deref()) {
        (SpanKind::Link, _) => super::address::link(value),
        (SpanKind::Mention, platform) => account(platform, value),
        (SpanKind::Hashtag, Some("x" | "twitter")) => Some(format!("https://x.com/hashtag/{}", segment(value))),
        (SpanKind::Cashtag, Some("x" | "twitter")) => Some(format!("https://x.com/search?q=%24{}", segment(value))),
        (SpanKind::Hashtag, Some("bluesky")) => Some(format!("https://bsky.app/hashtag/{}", segment(value))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn author(handle: &str) -> Author {
        Author { handle: Some(handle.to_owned()), ..Author::default() }
    }

    #[test]
    fn accounts_are_found_by_the_rules_of_their_network() {
        let at = |platform, handle: &str, url| profile(&author(handle), Some(platform), url).unwrap_or_default();
        assert_eq!(at("X", "mira", None), "https://x.com/mira");
        assert_eq!(at("bluesky", "mira.example.com", None), "https://bsky.app/profile/mira.example.com");
        assert_eq!(
            at("mastodon", "mira@example.social", Some("https://example.social/@mira/1")),
            "https://example.social/@mira"
        );
        assert_eq!(at("mastodon", "mira", Some("https://example.social/users/mira/statuses/1")), "");
        assert_eq!(at("mastodon", "mira", Some("https://example.social/@noa/1")), "");
        assert_eq!(at("x", "a/../b?c", None), "https://x.com/a%2F..%2Fb%3Fc");
        assert_eq!(at("myspace", "mira", None), "");
    }

    #[test]
    fn a_span_s_own_address_counts_when_it_is_one() {
        let span = |kind, value: &str, url: Option<&str>| Span {
            start: 0,
            end: 1,
            kind,
            value: Some(value.to_owned()),
            url: url.map(str::to_owned),
            src: None,
        };
        assert_eq!(
            target(&span(SpanKind::Mention, "mira", Some("https://example.social/@mira")), Some("mastodon")).as_deref(),
            Some("https://example.social/@mira")
        );
        assert_eq!(target(&span(SpanKind::Mention, "mira", Some("javascript:alert(1)")), Some("x")), None);
        assert_eq!(
            target(&span(SpanKind::Hashtag, "橋", None), Some("x")).as_deref(),
            Some("https://x.com/hashtag/橋")
        );
        assert_eq!(target(&span(SpanKind::Hashtag, "pier", None), Some("mastodon")), None);
    }
}
