//! What stands in a page beside a card or instead of it: real text as HTML, meta tags for link previews, oEmbed answers, JSON-LD.
//!
//! Made from the record alone, nothing is drawn; pictures are only asked for their size. Nothing that comes out runs, fetches anything from
//! a third party, or leaves its element, whatever the record says.

mod address;
mod html;
mod jsonld;
mod meta;
mod oembed;
mod profile;
#[cfg(test)]
mod tests;

use jiff::tz::TimeZone;

use crate::picture::{self, Picture};
use crate::text::phrase::Phrases;
use crate::{Assets, Error, ErrorKind, Finding, Format, Record, Result, Size, refusal};

/// The style of embeds: rules for the classes that [`Embed::html`] writes, with custom properties, for light and dark pages.
pub const EMBED_STYLE: &str = include_str!("style.css");

/// The picture of a card as it can be reached by a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardImage {
    /// Its absolute address.
    pub url: String,
    /// Its width and height in px.
    pub size: Size,
    /// Its format; `None`: by the end of the address.
    pub format: Option<Format>,
}

/// What a page knows beside the record. Nothing of it is needed.
#[derive(Debug, Clone)]
pub struct EmbedOptions {
    /// Language (BCP 47) of our own words, of dates and counts. Default: the record's, else English.
    pub locale: Option<String>,
    /// Time zone in which times are printed. Default UTC.
    pub time_zone: TimeZone,
    /// What is shown although it is refused by default: `private`, `direct`, `protected`, `withheld`, …
    pub allow: Vec<String>,
    /// The picture of the card.
    pub image: Option<CardImage>,
    /// Whether the style stands in front of the HTML. Default: yes.
    pub style: bool,
    /// Where the pictures of the record lie: an absolute address or a path of the site. Those with web addresses lie there under their
    /// [`asset_name`](crate::asset_name); without it they are named in words, because a page must not fetch them from a third party.
    pub assets_url: Option<String>,
    /// Absolute address of the page.
    pub page_url: Option<String>,
    /// Absolute address of the page's oEmbed answer.
    pub oembed_url: Option<String>,
    /// Name of the site.
    pub site_name: Option<String>,
    /// Absolute address of the site.
    pub site_url: Option<String>,
    /// The site's account on X, without `@`.
    pub site_handle: Option<String>,
    /// Colour of the site, such as `#0a7d5c`.
    pub theme_color: Option<String>,
    /// Largest width of an oEmbed answer in px.
    pub max_width: Option<u32>,
    /// Largest height of an oEmbed answer in px.
    pub max_height: Option<u32>,
}

impl Default for EmbedOptions {
    fn default() -> Self {
        Self {
            locale: None,
            time_zone: TimeZone::UTC,
            allow: Vec::new(),
            image: None,
            style: true,
            assets_url: None,
            page_url: None,
            oembed_url: None,
            site_name: None,
            site_url: None,
            site_handle: None,
            theme_color: None,
            max_width: None,
            max_height: None,
        }
    }
}

/// A record made ready for pages.
///
/// ```
/// use pullquote::{Embed, EmbedOptions, Record};
///
/// let record = Record::from_json(br#"{ "kind": "quote", "text": "Small things, <b>done</b> well.", "author": { "name": "Mina Ostrow" } }"#)?;
/// let options = EmbedOptions { style: false, ..EmbedOptions::default() };
/// let embed = Embed::new(&record, &(), &options)?;
/// assert!(embed.html().contains("<p>Small things, &lt;b&gt;done&lt;/b&gt; well.</p></blockquote>"));
/// assert_eq!(embed.jsonld()["@type"], "Quotation");
/// # Ok::<(), pullquote::Error>(())
/// ```
pub struct Embed<'a> {
    record: &'a Record,
    assets: &'a dyn Assets,
    options: &'a EmbedOptions,
    locale: &'a str,
    phrases: &'static Phrases,
    /// Addresses of the options as they may be written.
    image: Option<CardImage>,
    assets_url: Option<String>,
    page_url: Option<String>,
    oembed_url: Option<String>,
    site_url: Option<String>,
    findings: Vec<Finding>,
}

impl std::fmt::Debug for Embed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Embed({} in {})", self.record.kind(), self.phrases.tag)
    }
}

impl<'a> Embed<'a> {
    /// Checks a record and what the page says of itself.
    ///
    /// # Errors
    /// [`ErrorKind::Refused`] for a record that must not be shown, [`ErrorKind::Usage`] for an address that is not absolute, and the errors
    /// of [`Record::check`].
    pub fn new(record: &'a Record, assets: &'a dyn Assets, options: &'a EmbedOptions) -> Result<Self> {
        record.check()?;
        let findings = refusal::refusal(record, &|_| true, &options.allow)?;
        let locale = options.locale.as_deref().or(record.lang()).unwrap_or("en");
        let image = options.image.as_ref().map(|image| {
            let url = absolute("the picture of the card", &image.url)?;
            let format = image.format.or_else(|| format_of(&url));
            Ok::<_, Error>(CardImage { url, format, ..*image })
        });
        let folder = |text: &String| {
            address::folder(text).ok_or_else(|| {
                Error::new(ErrorKind::Usage, format!("`{text}` cannot be the address of the pictures"))
                    .with_hint("use an http or https address, or a path of your site such as /pictures")
            })
        };
        let optional = |what, url: &Option<String>| url.as_deref().map(|url| absolute(what, url)).transpose();
        Ok(Self {
            record,
            assets,
            options,
            locale,
            phrases: Phrases::of(locale),
            image: image.transpose()?,
            assets_url: options.assets_url.as_ref().map(folder).transpose()?,
            page_url: optional("the page", &options.page_url)?,
            oembed_url: optional("the oEmbed answer", &options.oembed_url)?,
            site_url: optional("the site", &options.site_url)?,
            findings,
        })
    }

    /// What was shown only because it was allowed.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Where a picture of the record can be reached by a page without asking a third party.
    fn picture_url(&self, src: &str) -> Option<String> {
        let remote = crate::assets::is_remote(src);
        match (&self.assets_url, remote) {
            (None, true) => None,
            (_, false) if picture::data_uri(src).is_some() || src.contains("://") => None,
            (Some(folder), true) => Some(format!("{folder}/{}", crate::asset_name(src))),
            (Some(folder), false) => address::path(src).map(|path| format!("{folder}/{path}")),
            (None, false) => address::path(src),
        }
    }

    /// Width and height of a picture in px, when it is there and can be read.
    fn picture_size(&self, src: &str) -> Option<(u32, u32)> {
        let bytes = match picture::data_uri(src) {
            Some(decoded) => decoded.ok()?.1.into(),
            None => self.assets.fetch(src).ok()?,
        };
        let picture = Picture::probe(bytes).ok()?;
        Some((picture.width(), picture.height()))
    }
}

fn absolute(what: &str, url: &str) -> Result<String> {
    address::web(url).ok_or_else(|| {
        Error::new(ErrorKind::Usage, format!("`{url}` is not the address of {what}"))
            .with_hint("use an absolute http or https address such as https://example.com/card.png")
    })
}

/// Format of a picture by the end of its address.
fn format_of(url: &str) -> Option<Format> {
    let path = url.split(['?', '#']).next()?;
    path.rsplit('/').next()?.rsplit_once('.')?.1.parse().ok()
}

/// Media type of a format.
fn media_type(format: Format) -> &'static str {
    match format {
        Format::Png => "image/png",
        Format::Svg => "image/svg+xml",
        Format::Jpeg => "image/jpeg",
        Format::Webp => "image/webp",
    }
}

/// A date of a record as machines read it (ISO 8601): an instant in UTC, a day, a month, a year. Years before 1 have no such form.
fn machine_date(text: &str) -> Option<String> {
    use crate::record::When;
    match When::parse(text)? {
        When::Year(year) | When::Month { year, .. } if year < 1 => None,
        When::Day(day) if day.year() < 1 => None,
        When::Instant(instant) => {
            let zoned = instant.to_zoned(TimeZone::UTC);
            (zoned.year() > 0).then(|| zoned.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        }
        When::Year(_) | When::Month { .. } | When::Day(_) => Some(text.to_owned()),
    }
}
