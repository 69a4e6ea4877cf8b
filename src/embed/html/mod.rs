//! A record as a `<figure>`: its words in a `<blockquote>`, who said them in the `<figcaption>`.
//!
//! No script, no frame, no identifier, no inline style, and only classes that begin with `pullquote`.

mod media;
mod poll;
mod post;
mod quote;
mod write;

use super::{EMBED_STYLE, Embed};
use crate::record::Record;
use crate::text::{self, DateStyle};
use write::Html;

/// A text as the value of an attribute in double quotation marks.
pub(super) fn attribute(text: &str) -> String {
    write::escaped(&text::alt::closed(text))
}

/// One embed in the making.
struct Writer<'a> {
    embed: &'a Embed<'a>,
    html: Html,
}

impl Embed<'_> {
    /// The record as HTML for a page: one `<figure>`, after its style when that is asked for.
    pub fn html(&self) -> String {
        let mut writer = Writer { embed: self, html: Html::default() };
        match self.record {
            Record::Quote(quote) => writer.quote(quote),
            Record::Post(post) => writer.post(post, post::Place::Root, None),
        }
        let figure = writer.html.finish();
        if self.options.style { format!("<style>\n{EMBED_STYLE}</style>\n{figure}") } else { figure }
    }
}

impl Writer<'_> {
    /// Opens a figure: our own words inside it are in the language of the phrases.
    fn open_figure(&mut self, class: &str) {
        let tag = self.embed.phrases.tag;
        let direction = if matches!(tag, "ar" | "he") { "rtl" } else { "ltr" };
        self.html.open("figure", &[("class", class), ("lang", tag), ("dir", direction)]);
        self.html.line();
    }

    /// The picture of the card in front of the words.
    fn card(&mut self) {
        let Some(image) = &self.embed.image else { return };
        let alt = text::alt_text(self.embed.record, self.embed.locale);
        let (width, height) = (image.size.width.to_string(), image.size.height.to_string());
        self.html.open("picture", &[]);
        self.html.void(
            "img",
            &[
                ("class", "pullquote-card"),
                ("src", image.url.as_str()),
                ("alt", alt.as_str()),
                ("width", width.as_str()),
                ("height", height.as_str()),
            ],
        );
        self.html.close("picture");
        self.html.line();
    }

    /// Opens a blockquote for words in a language.
    fn open_words(&mut self, words: &str, lang: Option<&str>, cite: Option<&str>) {
        let direction = if text::is_rtl(lang.unwrap_or_default(), words) { "rtl" } else { "ltr" };
        let cite = cite.and_then(super::address::web);
        let lang = lang.and_then(sound_tag);
        let mut attributes = vec![("class", "pullquote-words")];
        attributes.extend(cite.as_deref().map(|cite| ("cite", cite)));
        attributes.extend(lang.map(|lang| ("lang", lang)));
        attributes.push(("dir", direction));
        self.html.open("blockquote", &attributes);
    }

    /// A date with its form for machines, as it stands in a line.
    fn time(&mut self, date: &str) {
        let Some(shown) = self.date(date) else { return };
        match super::machine_date(date) {
            Some(machine) => self.html.element("time", &[("datetime", machine.as_str())], &shown),
            None => self.html.text(&shown),
        }
    }

    fn date(&self, date: &str) -> Option<String> {
        text::date(date, self.embed.locale, &self.embed.options.time_zone, DateStyle::Long)
    }

    /// A line of our own: a label and what it labels.
    fn labelled_line(&mut self, class: &str, label: &str, value: &str) {
        self.html.open("p", &[("class", class)]);
        self.html.element("b", &[], &format!("{label}{}", self.embed.phrases.colon.trim_end()));
        self.html.text(" ");
        self.html.element("bdi", &[], value);
        self.html.close("p");
        self.html.line();
    }

    /// A picture of the record; `false` when a page cannot show it. `own` is its size as the record says it.
    fn picture(&mut self, class: &str, src: &str, alt: &str, own: Option<(u32, u32)>) -> bool {
        let Some(url) = self.embed.picture_url(src) else { return false };
        let size = own.or_else(|| self.embed.picture_size(src));
        let (width, height) = size.map(|(width, height)| (width.to_string(), height.to_string())).unzip();
        let mut attributes = vec![("class", class), ("src", url.as_str()), ("alt", alt)];
        attributes.extend(width.as_deref().map(|width| ("width", width)));
        attributes.extend(height.as_deref().map(|height| ("height", height)));
        attributes.push(("loading", "lazy"));
        self.html.void("img", &attributes);
        true
    }

    /// The portrait beside a name, which says the same as the name.
    fn portrait(&mut self, src: Option<&str>) {
        if let Some(src) = src
            && self.picture("pullquote-portrait", src, "", Some((48, 48)))
        {
            self.html.line();
        }
    }
}

/// A language tag as HTML takes it; what only looks like one is left out.
fn sound_tag(tag: &str) -> Option<&str> {
    let parts = || tag.split('-');
    let sound = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let primary = parts().next().unwrap_or_default();
    let language = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    (language && parts().all(sound)).then_some(tag)
}
