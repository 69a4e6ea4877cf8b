//! Text as people read it: counts, dates, quotation marks, initials, links in plain text, safe HTML, alternative text.
//!
//! Plain functions on plain values; nothing here knows of fonts or templates.

pub(crate) mod alt;
pub(crate) mod compact;
pub(crate) mod date;
pub(crate) mod entity;
pub(crate) mod hue;
pub(crate) mod initials;
pub(crate) mod quotes;
pub(crate) mod rich;

/// The primary language of a tag, in lower case: `pt` of `pt-BR`.
pub(crate) fn language(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}
