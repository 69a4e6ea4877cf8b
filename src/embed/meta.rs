//! Meta tags for the head of a page: Open Graph, X, articles.
//!
//! Each value in the length that networks show. Nothing is said that neither the record nor the page knows.

use super::{Embed, machine_date, media_type};
use crate::record::Record;
use crate::text::{self, alt::shortened};

/// Longest title in UTF-16 code units: X cuts at 70.
const TITLE: usize = 70;
/// Longest description: X cuts at 200.
const DESCRIPTION: usize = 200;
/// Longest alternative text of a picture: X takes 420.
const ALT: usize = 420;

impl Embed<'_> {
    /// Meta tags for the head of a page, one a line.
    ///
    /// Without a picture of the card, link previews are small ones without a picture.
    pub fn meta(&self) -> String {
        let mut head = Head::default();
        let (title, description) = (self.title(), self.description());
        head.property("og:title", &title);
        head.property("og:type", "article");
        head.optional("og:url", self.page_url.as_deref());
        head.optional("og:site_name", self.options.site_name.as_deref());
        head.property("og:description", &description);
        head.optional("og:locale", open_graph_locale(self.locale).as_deref());
        let alt = text::short_alt_text(self.record, self.locale, ALT);
        if let Some(image) = &self.image {
            head.property("og:image", &image.url);
            if image.url.starts_with("https:") {
                head.property("og:image:secure_url", &image.url);
            }
            head.optional("og:image:type", image.format.map(media_type));
            head.property("og:image:width", &image.size.width.to_string());
            head.property("og:image:height", &image.size.height.to_string());
            head.property("og:image:alt", &alt);
        }
        head.optional("article:author", self.author_for_machines().as_deref());
        head.optional("article:published_time", self.day().as_deref());
        head.name("twitter:card", if self.image.is_some() { "summary_large_image" } else { "summary" });
        head.name_if("twitter:site", self.options.site_handle.as_deref().map(at_sign).as_deref());
        head.name_if("twitter:creator", self.creator().as_deref());
        head.name("twitter:title", &title);
        head.name("twitter:description", &description);
        if let Some(image) = &self.image {
            head.name("twitter:image", &image.url);
            head.name("twitter:image:alt", &alt);
        }
        head.name_if("theme-color", self.options.theme_color.as_deref().filter(|color| is_color(color)));
        if let Some(url) = &self.oembed_url {
            head.oembed(url, &title);
        }
        head.out
    }

    /// The words with their author where both fit, else whose they are.
    pub(super) fn title(&self) -> String {
        let words = self.record.text().trim();
        if let Record::Quote(quote) = self.record {
            let lang = quote.lang.as_deref().unwrap_or(self.locale);
            let whole =
                format!("{} – {}", text::quoted(words, lang), text::alt::isolated(&quote.author.name, self.phrases));
            if !words.contains('\n') && whole.encode_utf16().count() <= TITLE {
                return whole;
            }
        }
        let title = text::title(self.record, self.locale, None);
        let network = match self.record {
            Record::Post(post) => post.platform.as_deref(),
            Record::Quote(_) => None,
        };
        let network = network.map(|name| {
            let name = text::alt::network_name(name, self.phrases);
            format!("{title}{}", text::phrase::fill(self.phrases.on, &name))
        });
        shortened(&network.unwrap_or(title), TITLE)
    }

    /// The words; where there are none, what the alternative text says.
    fn description(&self) -> String {
        let words = self.record.text().trim();
        match self.record {
            Record::Quote(quote) => {
                let lang = quote.lang.as_deref().unwrap_or(self.locale);
                let marks = text::quoted("", lang).encode_utf16().count();
                text::quoted(&shortened(words, DESCRIPTION - marks), lang)
            }
            Record::Post(post) if post.content_warning.as_deref().is_some_and(|warning| !warning.trim().is_empty()) => {
                let warning = post.content_warning.as_deref().unwrap_or_default().trim();
                shortened(&self.phrases.labelled(self.phrases.warning, warning), DESCRIPTION)
            }
            Record::Post(_) if words.is_empty() => text::short_alt_text(self.record, self.locale, DESCRIPTION),
            Record::Post(_) => shortened(&text::alt::closed(words), DESCRIPTION),
        }
    }

    /// Address of the author's account, else the name.
    fn author_for_machines(&self) -> Option<String> {
        let name = self.record.author_name().trim();
        let profile = match self.record {
            Record::Post(post) => {
                let author = post.author.as_ref();
                author.and_then(|author| super::profile::profile(author, post.platform.as_deref(), post.url.as_deref()))
            }
            Record::Quote(_) => None,
        };
        profile.or_else(|| (!name.is_empty()).then(|| name.to_owned()))
    }

    /// The author's handle on X.
    fn creator(&self) -> Option<String> {
        let Record::Post(post) = self.record else { return None };
        let platform = post.platform.as_deref()?.to_ascii_lowercase();
        let handle = post.author.as_ref()?.handle.as_deref()?;
        matches!(platform.as_str(), "x" | "twitter").then(|| at_sign(handle))
    }

    /// When the words were published: an instant or a day; nothing less is a time for machines.
    fn day(&self) -> Option<String> {
        let date = match self.record {
            Record::Post(post) => post.created_at.as_deref(),
            Record::Quote(quote) => quote.source.as_ref()?.date.as_deref(),
        };
        machine_date(date?).filter(|date| date.len() >= 10)
    }
}

fn at_sign(handle: &str) -> String {
    format!("@{}", handle.trim().trim_start_matches('@'))
}

/// `#rgb`, `#rrggbb`.
fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// `de_DE`: Open Graph wants a territory, which for a language without one is the one where most of its speakers are expected.
fn open_graph_locale(tag: &str) -> Option<String> {
    let language = text::language(tag);
    let territory = tag
        .split(['-', '_'])
        .skip(1)
        .find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let territory = match territory {
        Some(territory) => territory.to_ascii_uppercase(),
        None => {
            let traditional = tag.split(['-', '_']).any(|part| part.eq_ignore_ascii_case("Hant"));
            let known = TERRITORIES.iter().find(|(known, _)| *known == language)?;
            if traditional && language == "zh" { "TW".to_owned() } else { known.1.to_owned() }
        }
    };
    (language.len() == 2).then(|| format!("{language}_{territory}"))
}

const TERRITORIES: [(&str, &str); 31] = [
    ("en", "US"),
    ("de", "DE"),
    ("fr", "FR"),
    ("es", "ES"),
    ("it", "IT"),
    ("pt", "BR"),
    ("nl", "NL"),
    ("sv", "SE"),
    ("da", "DK"),
    ("nb", "NO"),
    ("nn", "NO"),
    ("fi", "FI"),
    ("pl", "PL"),
    ("cs", "CZ"),
    ("sk", "SK"),
    ("hu", "HU"),
    ("ro", "RO"),
    ("el", "GR"),
    ("ru", "RU"),
    ("uk", "UA"),
    ("tr", "TR"),
    ("id", "ID"),
    ("ar", "AR"),
    ("he", "IL"),
    ("hi", "IN"),
    ("th", "TH"),
    ("vi", "VN"),
    ("ja", "JP"),
    ("zh", "CN"),
    ("ko", "KR"),
    ("ca", "ES"),
];

/// Tags in the making.
#[derive(Default)]
struct Head {
    out: String,
}

impl Head {
    fn tag(&mut self, attribute: &str, name: &str, content: &str) {
        let content = super::html::attribute(content);
        self.out.push_str(&format!("<meta {attribute}=\"{name}\" content=\"{content}\">\n"));
    }

    fn property(&mut self, name: &str, content: &str) {
        self.tag("property", name, content);
    }

    fn name(&mut self, name: &str, content: &str) {
        self.tag("name", name, content);
    }

    fn optional(&mut self, name: &str, content: Option<&str>) {
        if let Some(content) = content.filter(|content| !content.trim().is_empty()) {
            self.property(name, content);
        }
    }

    fn name_if(&mut self, name: &str, content: Option<&str>) {
        if let Some(content) = content.filter(|content| !content.trim().is_empty()) {
            self.name(name, content);
        }
    }

    fn oembed(&mut self, url: &str, title: &str) {
        let (url, title) = (super::html::attribute(url), super::html::attribute(title));
        self.out.push_str(&format!(
            "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{url}\" title=\"{title}\">\n"
        ));
    }
}
