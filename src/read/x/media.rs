//! Photos, films and loops of a post, from the forms that the dialects have for them.
//!
//! The links that stand for them in the text are `text`'s business.

use super::picture::best_picture;
use super::value::{address, object, paragraphs, string, whole};
use crate::Finding;
use crate::read::Json;
use crate::read::json::Ask;
use crate::read::plain::unescape;
use crate::record::{Media, MediaKind};

/// A piece of media of API v1.1, syndication, GraphQL or the archive (`media_url_https`, `original_info`, `video_info`).
pub(super) fn media(value: &Json<'_>, findings: &mut Vec<Finding>) -> Option<Media> {
    let still = address(value, "media_url_https").or_else(|| address(value, "media_url")).map(best_picture);
    let (width, height) = size(value);
    let described = ["ext_alt_text", "alt_text"].iter().find_map(|name| value.text(name));
    let alt = described.and_then(|text| paragraphs(&unescape(text)));
    let variants = value.field("video_info").map(|info| info.items("variants")).unwrap_or_default();
    let film = best_variant(variants);
    let kind = kind(value.text("type"), still.as_deref(), film.is_some(), findings)?;
    let duration_s = value.field("video_info").and_then(|info| info.count("duration_millis")).map(seconds);
    let warned = ["sensitive_media_warning", "ext_sensitive_media_warning"].iter().find_map(|name| object(value, name));
    let base = Media { kind, alt, width, height, sensitive: warned.map(|_| true), ..Media::default() };
    finish(base, still, film, duration_s)
}

/// A piece of media of API v2 (`url` or `preview_image_url`, `width`, `height`).
pub(super) fn media_v2(value: &Json<'_>, findings: &mut Vec<Finding>) -> Option<Media> {
    let still = address(value, "preview_image_url").or_else(|| address(value, "url")).map(best_picture);
    let film = best_variant(value.items("variants"));
    let kind = kind(value.text("type"), still.as_deref(), film.is_some(), findings)?;
    let alt = string(value, "alt_text").and_then(|text| paragraphs(&unescape(text)));
    let base = Media { kind, alt, width: pixels(value, "width"), height: pixels(value, "height"), ..Media::default() };
    finish(base, still, film, value.count("duration_ms").map(seconds))
}

/// Photos of syndication when `mediaDetails` is missing: `photos[]`.
pub(super) fn photo(value: &Json<'_>) -> Option<Media> {
    let src = address(value, "url").map(best_picture)?;
    let alt = string(value, "accessibilityLabel").and_then(|text| paragraphs(&unescape(text)));
    Some(Media {
        kind: MediaKind::Photo,
        src: Some(src),
        alt,
        width: pixels(value, "width"),
        height: pixels(value, "height"),
        ..Media::default()
    })
}

/// The film of syndication when `mediaDetails` is missing: `video`.
pub(super) fn video(value: &Json<'_>) -> Option<Media> {
    let poster = address(value, "poster").map(best_picture);
    let gif = value.text("contentType").is_some_and(|kind| kind.contains("gif"));
    let src = value.items("variants").iter().find_map(|variant| address(variant, "src")).map(str::to_owned);
    if poster.is_none() && src.is_none() {
        return None;
    }
    Some(Media {
        kind: if gif { MediaKind::Gif } else { MediaKind::Video },
        src,
        poster,
        duration_s: value.count("durationMs").filter(|ms| *ms > 0).map(seconds),
        ..Media::default()
    })
}

fn finish(base: Media, still: Option<String>, film: Option<&str>, duration_s: Option<f64>) -> Option<Media> {
    let media = match base.kind {
        MediaKind::Photo => Media { src: still, ..base },
        _ => Media { src: film.map(str::to_owned), poster: still, duration_s, ..base },
    };
    (media.src.is_some() || media.poster.is_some() || media.alt.is_some()).then_some(media)
}

/// What a piece of media is. An unknown kind with a picture is shown as one, and said.
fn kind(word: Option<&str>, still: Option<&str>, film: bool, findings: &mut Vec<Finding>) -> Option<MediaKind> {
    Some(match word {
        Some("photo" | "image") => MediaKind::Photo,
        Some("video") => MediaKind::Video,
        Some("animated_gif") => MediaKind::Gif,
        None if film => MediaKind::Video,
        None => MediaKind::Photo,
        Some(other) => {
            let shown: String = other.chars().take(40).collect();
            let outcome = if still.is_some() { "is shown as a picture" } else { "was left out" };
            findings.push(Finding::info("unknown-embed", "/media", format!("media of the kind `{shown}` {outcome}")));
            still.map(|_| MediaKind::Photo)?
        }
    })
}

/// The film with the most bits a second; streams have none.
fn best_variant<'v>(variants: &'v [Json<'_>]) -> Option<&'v str> {
    let rated = variants.iter().filter_map(|variant| {
        let url = address(variant, "url")?;
        let rate = variant.count("bitrate").or_else(|| variant.count("bit_rate"))?;
        Some((rate, url))
    });
    rated.max_by_key(|(rate, _)| *rate).map(|(_, url)| url).or_else(|| {
        variants
            .iter()
            .find(|variant| variant.text("content_type") == Some("video/mp4"))
            .and_then(|v| address(v, "url"))
    })
}

fn size(value: &Json<'_>) -> (Option<u32>, Option<u32>) {
    if let Some(original) = value.field("original_info") {
        return (pixels(original, "width"), pixels(original, "height"));
    }
    let large = value.field("sizes").and_then(|sizes| sizes.field("large").or_else(|| sizes.field("medium")));
    large.map_or((None, None), |large| (pixels(large, "w"), pixels(large, "h")))
}

fn pixels(value: &Json<'_>, name: &str) -> Option<u32> {
    value.field(name).and_then(whole).and_then(|pixels| u32::try_from(pixels).ok()).filter(|pixels| *pixels > 0)
}

/// Milliseconds as seconds.
#[allow(clippy::cast_precision_loss, reason = "a film has far fewer than 2^53 ms")]
fn seconds(ms: u64) -> f64 {
    ms as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json<'_> {
        serde_json::from_str(text).expect("JSON")
    }

    #[test]
    fn a_photo_has_its_best_size_and_description() {
        let value = json(
            r#"{ "type": "photo", "media_url_https": "https://pbs.twimg.com/media/Ab.jpg", "ext_alt_text": "A pier &amp; a boat",
                "sensitive_media_warning": { "graphic_violence": true }, "original_info": { "width": 1600, "height": "900" } }"#,
        );
        let media = media(&value, &mut Vec::new()).expect("media");
        assert_eq!(media.src.as_deref(), Some("https://pbs.twimg.com/media/Ab.jpg?name=large"));
        assert_eq!((media.alt.as_deref(), media.width, media.height), (Some("A pier & a boat"), Some(1600), Some(900)));
        assert_eq!(media.sensitive, Some(true));
    }

    #[test]
    fn a_film_has_still_best_variant_and_length() {
        let value = json(
            r#"{ "type": "video", "media_url_https": "https://pbs.twimg.com/ext_tw_video_thumb/1/pu/img/a.jpg", "sizes": { "large": { "w": "1280", "h": "720" } },
                "video_info": { "duration_millis": "6239", "variants": [ { "content_type": "application/x-mpegURL", "url": "https://video.twimg.com/a.m3u8" },
                { "bitrate": "256000", "url": "https://video.twimg.com/a.mp4" }, { "bitrate": 832000, "url": "https://video.twimg.com/b.mp4" } ] } }"#,
        );
        let media = media(&value, &mut Vec::new()).expect("media");
        assert_eq!((media.kind, media.src.as_deref()), (MediaKind::Video, Some("https://video.twimg.com/b.mp4")));
        assert!(media.poster.is_some_and(|poster| poster.ends_with("a.jpg?name=large")));
        assert_eq!((media.duration_s, media.width, media.height), (Some(6.239), Some(1280), Some(720)));
    }

    #[test]
    fn version_two_gives_a_still_for_films() {
        let value = json(
            r#"{ "type": "animated_gif", "preview_image_url": "https://pbs.twimg.com/tweet_video_thumb/a.jpg", "width": 10, "height": 0,
                "alt_text": "A wave" }"#,
        );
        let media = media_v2(&value, &mut Vec::new()).expect("media");
        assert_eq!((media.kind, media.src, media.width, media.height), (MediaKind::Gif, None, Some(10), None));
        assert!(media.poster.is_some() && media.alt.is_some());
    }

    #[test]
    fn an_unknown_kind_is_said() {
        let mut findings = Vec::new();
        let value = json(r#"{ "type": "hologram", "media_url_https": "https://pbs.twimg.com/media/a.jpg" }"#);
        assert_eq!(media(&value, &mut findings).map(|media| media.kind), Some(MediaKind::Photo));
        assert!(media(&json(r#"{ "type": "hologram" }"#), &mut findings).is_none());
        assert_eq!(findings.iter().filter(|finding| finding.code == "unknown-embed").count(), 2);
        assert!(media(&json(r#"{ "type": "photo" }"#), &mut Vec::new()).is_none());
    }
}
