//! What a caller may choose about a card: size, template, theme, parameters, what to do when a text does not fit.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::{Error, ErrorKind, Result};

/// Largest side of a card in device px.
pub const MAX_SIDE: u32 = 8192;
/// Largest area of a card in device px (64 Mpx).
pub const MAX_AREA: u64 = 64 << 20;

/// Size of a card in px, before `scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    /// Width in px.
    pub width: u32,
    /// Height in px.
    pub height: u32,
}

impl Size {
    /// 1200×630: link previews (`og`). The default.
    pub const OG: Self = Self::new(1200, 630);
    /// 1200×675 (`wide`, alias `x`).
    pub const WIDE: Self = Self::new(1200, 675);
    /// 1080×1080 (`square`).
    pub const SQUARE: Self = Self::new(1080, 1080);
    /// 1080×1350 (`portrait`).
    pub const PORTRAIT: Self = Self::new(1080, 1350);
    /// 1080×1440 (`tall`).
    pub const TALL: Self = Self::new(1080, 1440);
    /// 1080×1920 (`story`).
    pub const STORY: Self = Self::new(1080, 1920);
    /// 1000×1500 (`pin`).
    pub const PIN: Self = Self::new(1000, 1500);

    /// The sizes that have names, in the order of the documentation.
    pub const NAMED: &[(&str, Self)] = &[
        ("og", Self::OG),
        ("wide", Self::WIDE),
        ("square", Self::SQUARE),
        ("portrait", Self::PORTRAIT),
        ("tall", Self::TALL),
        ("story", Self::STORY),
        ("pin", Self::PIN),
    ];

    /// Any size in px.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// The name of the size, or `WIDTHxHEIGHT`.
    pub fn name(self) -> String {
        match Self::NAMED.iter().find(|(_, size)| *size == self) {
            Some((name, _)) => (*name).to_owned(),
            None => format!("{}x{}", self.width, self.height),
        }
    }
}

impl Default for Size {
    fn default() -> Self {
        Self::OG
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl FromStr for Size {
    type Err = Error;

    /// Reads a name (`og`, `wide`, `x`, `square`, `portrait`, `tall`, `story`, `pin`) or `WIDTHxHEIGHT`.
    fn from_str(text: &str) -> Result<Self> {
        let name = if text == "x" { "wide" } else { text };
        if let Some((_, size)) = Self::NAMED.iter().find(|(known, _)| *known == name) {
            return Ok(*size);
        }
        let sides = text
            .split_once(['x', 'X', '×'])
            .and_then(|(width, height)| Some(Self::new(width.trim().parse().ok()?, height.trim().parse().ok()?)));
        let names = || Self::NAMED.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        match sides {
            Some(size) if size.width > 0 && size.height > 0 => Ok(size),
            _ => Err(Error::new(ErrorKind::Usage, format!("unknown size `{text}`"))
                .with_hint(format!("use one of {}, or WIDTHxHEIGHT such as 1200x630", names()))),
        }
    }
}

/// What to do with a text of the record that does not fit: at the smallest size its template allows, or because a box would cut it off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Overflow {
    /// An error of kind [`ErrorKind::TextOverflow`] that says how much fits. The default: words are never cut unasked.
    #[default]
    Error,
    /// An ellipsis at a word, with the finding `text-truncated`.
    Shorten,
    /// A series of cards ([`Renderer::pages`](crate::Renderer::pages)). Where one card is asked for, a text that does not fit is an error.
    Pages,
}

impl FromStr for Overflow {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "error" => Ok(Self::Error),
            "shorten" => Ok(Self::Shorten),
            "pages" => Ok(Self::Pages),
            _ => Err(Error::new(ErrorKind::Usage, format!("unknown overflow `{text}`"))
                .with_hint("use `error`, `shorten` or `pages`")),
        }
    }
}

/// Whose card it is: mark and colours that every template honours.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Brand {
    /// Name of the publisher.
    pub name: Option<String>,
    /// Its handle, without `@`.
    pub handle: Option<String>,
    /// Address of its logo in the assets.
    pub logo: Option<String>,
    /// Address of its logo for dark themes; without one, `logo` is used.
    pub logo_dark: Option<String>,
    /// Custom properties, by name without the dashes: `accent` → `--accent`. A theme that sets one of them by `:root[data-theme=…]` keeps its own.
    pub tokens: BTreeMap<String, String>,
    /// Custom properties of the dark theme alone.
    pub dark_tokens: BTreeMap<String, String>,
}

/// How a card is to be made.
///
/// ```
/// let options = pullquote::Options { size: pullquote::Size::SQUARE, ..Default::default() };
/// assert_eq!(options.theme, "light");
/// ```
#[derive(Debug, Clone)]
pub struct Options {
    /// Name of the template; `None`: `post` for posts, `quote-photo` for quotations with a photo, else `quote`.
    pub template: Option<String>,
    /// Name of the theme. Default `light`.
    pub theme: String,
    /// Size in px. Default 1200×630.
    pub size: Size,
    /// Device px per px, above 0. Default 1.
    pub scale: f32,
    /// Parameters of the template, by name, as text.
    pub parameters: BTreeMap<String, String>,
    /// What to do with a text that does not fit.
    pub overflow: Overflow,
    /// Language (BCP 47) of dates and counts. Default: the record's, else English.
    pub locale: Option<String>,
    /// Time zone in which times are printed. Default UTC.
    pub time_zone: jiff::tz::TimeZone,
    /// Typed quotation marks and apostrophes of the words become typographic ones, but for code, links and names. Default: they stay.
    pub typographic: bool,
    /// What is drawn although it is refused by default: `private`, `direct`, `protected`, `withheld`, …
    pub allow: Vec<String>,
    /// Whether a picture of the record without alternative text is an error. Default: it is the finding `alt-missing`.
    pub require_alt: bool,
    /// Parts of the record that are not drawn.
    pub hide: Vec<crate::Part>,
    /// The brand.
    pub brand: Brand,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            template: None,
            theme: "light".to_owned(),
            size: Size::OG,
            scale: 1.0,
            parameters: BTreeMap::new(),
            overflow: Overflow::Error,
            locale: None,
            time_zone: jiff::tz::TimeZone::UTC,
            typographic: false,
            allow: Vec::new(),
            require_alt: false,
            hide: Vec::new(),
            brand: Brand::default(),
        }
    }
}

impl Options {
    /// Width and height of the card in device px.
    ///
    /// # Errors
    /// [`ErrorKind::TooLarge`] beyond 8192 px a side or 64 Mpx, [`ErrorKind::Usage`] for a scale that is not above 0.
    pub fn device_size(&self) -> Result<(u32, u32)> {
        if !(self.scale.is_finite() && self.scale > 0.0) {
            return Err(Error::new(ErrorKind::Usage, format!("scale `{}` is not above 0", self.scale)));
        }
        let device = |side: u32| (f64::from(side) * f64::from(self.scale)).round();
        let (width, height) = (device(self.size.width), device(self.size.height));
        let fits = |side: f64| (1.0..=f64::from(MAX_SIDE)).contains(&side);
        if !fits(width) || !fits(height) || (width * height) as u64 > MAX_AREA {
            return Err(Error::new(ErrorKind::TooLarge, format!("a card of {width}x{height} px cannot be drawn"))
                .with_hint("stay within 1 to 8192 px a side and 64 Mpx in all, after scale"));
        }
        Ok((width as u32, height as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_by_name_alias_and_numbers() {
        assert_eq!("og".parse::<Size>().unwrap(), Size::OG);
        assert_eq!("x".parse::<Size>().unwrap(), Size::WIDE);
        assert_eq!("800x418".parse::<Size>().unwrap(), Size::new(800, 418));
        for wrong in ["", "0x5", "12", "ogg", "-1x5", "1e3x4"] {
            assert_eq!(wrong.parse::<Size>().unwrap_err().kind(), ErrorKind::Usage, "{wrong}");
        }
    }

    #[test]
    fn cards_beyond_the_limits_are_refused() {
        let with = |width, height, scale| Options { size: Size::new(width, height), scale, ..Options::default() };
        assert_eq!(with(1200, 630, 2.0).device_size().unwrap(), (2400, 1260));
        assert!(with(8192, 8192, 1.0).device_size().is_ok());
        for (width, height, scale) in [(8193, 1, 1.0), (4097, 10, 2.0), (10, 10, 0.0), (10, 10, f32::NAN), (1, 1, 0.1)]
        {
            assert!(with(width, height, scale).device_size().is_err(), "{width}x{height} at {scale}");
        }
    }
}
