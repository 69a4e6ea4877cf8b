//! A static answer of an oEmbed provider (version 1.0): the picture of the card as `photo`, or the words as `rich`.

use serde_json::{Map, Value, json};

use super::{Embed, profile};
use crate::Size;
use crate::record::Record;
use crate::text;

/// Width in px for which `rich` answers are made.
const WIDTH: u32 = 608;

impl Embed<'_> {
    /// The oEmbed answer: `photo` when there is a picture of the card, else `rich`.
    pub fn oembed(&self) -> Value {
        if self.image.is_some() { self.oembed_photo() } else { self.oembed_rich() }
    }

    /// The answer with the picture of the card; as [`Embed::oembed_rich`] when there is none.
    pub fn oembed_photo(&self) -> Value {
        let Some(image) = &self.image else { return self.oembed_rich() };
        let shown = self.within(image.size);
        let mut answer = self.answer("photo");
        answer.insert("url".to_owned(), image.url.as_str().into());
        answer.insert("width".to_owned(), shown.width.into());
        answer.insert("height".to_owned(), shown.height.into());
        answer.insert("alt_text".to_owned(), text::alt_text(self.record, self.locale).into());
        Value::Object(answer)
    }

    /// The answer with the words as HTML. Its height is an estimate: how high HTML becomes is known to its page alone.
    pub fn oembed_rich(&self) -> Value {
        let html = self.html();
        let width = self.options.max_width.unwrap_or(WIDTH).min(WIDTH);
        let height = estimated_height(&text::alt_text(self.record, self.locale), width);
        let mut answer = self.answer("rich");
        answer.insert("html".to_owned(), html.into());
        answer.insert("width".to_owned(), width.into());
        answer.insert("height".to_owned(), self.options.max_height.map_or(height, |most| most.min(height)).into());
        if let Some(image) = &self.image {
            let shown = self.within(image.size);
            answer.insert("thumbnail_url".to_owned(), image.url.as_str().into());
            answer.insert("thumbnail_width".to_owned(), shown.width.into());
            answer.insert("thumbnail_height".to_owned(), shown.height.into());
        }
        Value::Object(answer)
    }

    /// What both kinds of answers have.
    fn answer(&self, kind: &str) -> Map<String, Value> {
        let mut answer = Map::new();
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                answer.insert(name.to_owned(), value.into());
            }
        };
        add("version", Some("1.0".to_owned()));
        add("type", Some(kind.to_owned()));
        add("title", Some(self.title()));
        add("author_name", Some(self.record.author_name().trim().to_owned()));
        let url = match self.record {
            Record::Post(post) => {
                let author = post.author.as_ref();
                author.and_then(|author| profile::profile(author, post.platform.as_deref(), post.url.as_deref()))
            }
            Record::Quote(_) => None,
        };
        add("author_url", url);
        add("provider_name", self.options.site_name.clone());
        add("provider_url", self.site_url.clone());
        answer.insert("cache_age".to_owned(), json!(86_400));
        answer
    }

    /// A size made smaller, so that it fits into what was asked for.
    fn within(&self, size: Size) -> Size {
        let fits =
            |side: u32, most: Option<u32>| most.map_or(1.0, |most| f64::from(most.max(1)) / f64::from(side.max(1)));
        let factor = fits(size.width, self.options.max_width).min(fits(size.height, self.options.max_height)).min(1.0);
        let side = |side: u32| (libm::floor(f64::from(side) * factor) as u32).max(1);
        Size::new(side(size.width), side(size.height))
    }
}

/// Lines of a text at a width of type of 18 px, and the room around them.
fn estimated_height(text: &str, width: u32) -> u32 {
    let characters = (width.saturating_sub(48) / 9).max(10) as usize;
    let wide = |c: char| if u32::from(c) >= 0x1100 { 2 } else { 1 };
    let lines =
        text.lines().map(|line| line.chars().map(wide).sum::<usize>().div_ceil(characters).max(1)).sum::<usize>();
    u32::try_from(lines).unwrap_or(u32::MAX / 100).saturating_mul(27).saturating_add(120)
}
