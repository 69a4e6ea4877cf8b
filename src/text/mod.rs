//! Text as people read it: counts, dates, quotation marks, initials, links in plain text, safe HTML, alternative text.
//!
//! Plain functions on plain values; nothing here knows of fonts or templates.

mod address;
pub mod alt;
pub(crate) mod clock;
pub(crate) mod compact;
pub(crate) mod date;
pub mod entity;
pub(crate) mod hue;
pub(crate) mod initials;
pub(crate) mod leading;
pub(crate) mod locale;
pub(crate) mod nesting;
pub(crate) mod neutral;
pub(crate) mod passage;
pub(crate) mod phrase;
pub(crate) mod quotes;
pub(crate) mod rich;
pub(crate) mod share;
pub(crate) mod tld;
pub(crate) mod typography;

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

pub(crate) use alt::{alt_text, is_right_to_left, page_alt_text, short_alt_text, title};
pub(crate) use clock::clock;
pub(crate) use compact::compact;
pub(crate) use date::{DateStyle, date};
pub(crate) use entity::entities;
pub(crate) use hue::hue;
pub(crate) use initials::initials;
pub(crate) use leading::leading;
pub(crate) use phrase::{Label, label};
pub(crate) use quotes::quoted;
pub(crate) use rich::{Dress, inline, rich, rich_with};
pub(crate) use share::{shares, shares_of};

/// Whether a text in a language runs from right to left: by its first letter with a direction, else by the language.
pub(crate) fn is_rtl(tag: &str, text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphabetic());
    first.map_or_else(|| locale::is_right_to_left(tag), is_right_to_left)
}

/// How many characters of a text are seen: white space counts once for each gap, characters without a glyph of their own not at all.
pub(crate) fn letters(text: &str) -> usize {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let mut gap = true;
    let mut count = 0;
    for c in text.trim_end().chars().filter(|c| !ignorable.contains(*c)) {
        count += usize::from(!(gap && c.is_whitespace()));
        gap = c.is_whitespace();
    }
    count
}

/// Text as HTML: `&`, `<`, `>` and both quotation marks escaped.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// The known name that is most like a word, when one is like it at all.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |name: &str| strsim::jaro_winkler(&word.to_lowercase(), &name.to_lowercase());
    known
        .map(|name| (name, likeness(name)))
        .filter(|(_, likeness)| *likeness > 0.75)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(name, _)| name)
}

/// The primary language of a tag, in lower case: `pt` of `pt-BR`.
pub(crate) fn language(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}
