//! Pictures, films and sound of a post. What a page cannot show without asking a third party is said in words, with a link to it.

use super::super::{Embed, address};
use super::Writer;
use super::write::{escaped, start_tag};
use crate::record::{Media, MediaKind};
use crate::text::alt::{closed, length};
use crate::text::phrase::fill;

/// A custom emoji in a text: its picture, else its code.
pub(super) fn emoji(embed: &Embed<'_>, src: &str, alt: &str) -> String {
    match embed.picture_url(src) {
        Some(url) => start_tag(
            "img",
            &[("class", "pullquote-emoji"), ("src", url.as_str()), ("alt", alt), ("width", "20"), ("height", "20")],
        ),
        None => escaped(&closed(alt)),
    }
}

impl Writer<'_> {
    /// The media of a post; behind their warning when they are sensitive.
    pub(super) fn media(&mut self, media: &[Media], sensitive: bool) {
        if media.is_empty() {
            return;
        }
        let veiled = sensitive || media.iter().any(|media| media.sensitive == Some(true));
        self.html.line();
        if veiled {
            self.open_details(self.embed.phrases.sensitive);
        }
        self.html.open("div", &[("class", "pullquote-media")]);
        self.html.line();
        for item in media {
            self.item(item);
        }
        self.html.close("div");
        self.html.line();
        if veiled {
            self.html.close("details");
        }
    }

    fn item(&mut self, media: &Media) {
        let alt = media.alt.as_deref().map(str::trim).unwrap_or_default();
        let size = media.width.zip(media.height);
        let phrases = self.embed.phrases;
        let kind = phrases.media_kind(media.kind);
        let length = length(media.duration_s).map(|length| fill(phrases.parentheses, &length));
        let kind = format!("{kind}{}", length.unwrap_or_default());
        let still = match media.kind {
            MediaKind::Photo => media.src.as_ref().or(media.poster.as_ref()),
            MediaKind::Gif => media.poster.as_ref().or(media.src.as_ref()),
            MediaKind::Video | MediaKind::Audio => media.poster.as_ref(),
        };
        let described = if alt.is_empty() { fill(phrases.undescribed, &kind) } else { closed(alt) };
        let seen = still.is_some_and(|src| self.picture("pullquote-picture", src, &described, size));
        if seen {
            self.html.line();
        }
        if media.kind == MediaKind::Photo && seen {
            return;
        }
        self.unseen_picture(&kind, if seen { "" } else { alt }, media.src.as_deref().unwrap_or_default());
    }

    /// A line for what cannot be shown here: what it is, what it shows, and where it is.
    pub(super) fn unseen_picture(&mut self, kind: &str, alt: &str, src: &str) {
        let tag = self.embed.phrases.tag;
        let direction = if matches!(tag, "ar" | "he") { "rtl" } else { "ltr" };
        self.html.open("p", &[("class", "pullquote-unseen"), ("lang", tag), ("dir", direction)]);
        let url = address::web(src).or_else(|| self.embed.picture_url(src));
        match url {
            Some(url) => self.html.element("a", &[("href", url.as_str()), ("rel", "nofollow ugc")], kind),
            None => self.html.element("b", &[], kind),
        }
        if !alt.is_empty() {
            self.html.text(self.embed.phrases.colon);
            self.html.element("bdi", &[], alt);
        }
        self.html.close("p");
        self.html.line();
    }
}
