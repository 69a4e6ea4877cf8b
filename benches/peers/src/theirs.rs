//! The reference cards with takumi: the same pages and style sheets, bound by the same template language.

use std::collections::HashMap;
use std::sync::Arc;

use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde_json::json;
use takumi::prelude::*;
use takumi::unstable::base::resources::image::ResourceCache;

use crate::card::{Assets, Card};

/// Fonts, page and pictures, made once.
pub struct Theirs<'a> {
    assets: &'a Assets,
    card: &'a Card,
    fonts: Fonts,
    pages: Environment<'static>,
    style: String,
    pictures: Vec<(String, Vec<u8>)>,
    kept: ResourceCache,
}

impl<'a> Theirs<'a> {
    /// Registers the fonts and compiles the page; not part of a card's time.
    pub fn new(assets: &'a Assets, card: &'a Card) -> Self {
        let mut fonts = Fonts::default();
        for name in card.fonts {
            let font = FontResource::new(assets.read(name));
            let font = if *name == "emoji.ttf" { font.generic_family(GenericFamily::EMOJI) } else { font };
            fonts.register(font).expect("a font");
        }
        // The faces are registered above, and the size of the words comes with the page.
        let lines = card.page[1].lines().filter(|line| !line.contains("@font-face") && !line.contains("--fit"));
        Self {
            assets,
            card,
            fonts,
            pages: pages(card),
            // It is told to bring no style sheet of its own, so blocks must be named.
            style: format!("div, p {{ display: block }}\n{}", lines.collect::<Vec<_>>().join("\n")),
            pictures: card.pictures.iter().map(|name| ((*name).to_owned(), assets.read(name))).collect(),
            kept: ResourceCache::default(),
        }
    }

    /// One card to its PNG file. Its pictures are decoded anew, or kept from the cards before.
    pub fn draw(&self, number: u32, keep: bool) -> Vec<u8> {
        let record = self.assets.record(self.card, number);
        let letters = record["text"].as_str().unwrap_or_default().chars().count();
        let mut style = self.style.clone();
        if self.card.name == "quote" {
            // This tool gets the size by a formula of the length, which spares it the search.
            let size = (47.2 * (188.0 / letters as f32).sqrt()).floor();
            style.push_str(&format!("\n.words {{ font-size: {size}px }}"));
        }
        let page = bind(&self.pages, self.card, record);
        let anew = ResourceCache::default();
        let cache = if keep { &self.kept } else { &anew };
        let images: HashMap<Arc<str>, ImageSource> = self
            .pictures
            .iter()
            .map(|(name, bytes)| {
                (Arc::from(name.as_str()), cache.get_or_decode(bytes, ImageCacheMode::Auto).expect("a picture"))
            })
            .collect();
        let node =
            Node::from_html(&page, FromHtmlOptions::builder().presets(StylePresets::empty()).build()).expect("a page");
        let options = RenderOptions::builder()
            .viewport(Viewport::new((1200, 630)))
            .node(node)
            .fonts(&self.fonts)
            .images(images)
            .stylesheet(StyleSheet::parse(&style).expect("a style sheet").into())
            .build();
        let bitmap = takumi::render(options).expect("a card");
        let mut file = Vec::with_capacity(1 << 20);
        takumi::write_image(&bitmap, &mut file, OutputFormat::Png).expect("a file");
        file
    }
}

/// The page of a card as HTML for tools that read web pages, with the number put in.
pub fn page(assets: &Assets, card: &Card, number: u32) -> String {
    let style = card.page[1].lines().filter(|line| !line.contains("@font-face")).collect::<Vec<_>>().join("\n");
    let body = bind(&pages(card), card, assets.record(card, number));
    format!("<!doctype html>\n<meta charset=\"utf-8\">\n<style>\n{style}\n</style>\n{body}\n")
}

/// The page of a card, compiled.
fn pages(card: &Card) -> Environment<'static> {
    let mut pages = Environment::new();
    pages.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    pages.add_filter("compact", |count: u64| format!("{}.{}K", count / 1000, count % 1000 / 100));
    pages.add_filter("rich", |record: Value| {
        rich(record.get_attr("text").unwrap_or_default().as_str().unwrap_or_default())
    });
    pages.add_template("card", card.page[0]).expect("a page");
    pages
}

/// Binds a record, in which pictures stand as our own binding has them.
fn bind(pages: &Environment<'_>, card: &Card, mut record: serde_json::Value) -> String {
    let avatar = record["author"]["avatar"].take();
    record["author"]["avatar"] = json!({ "src": avatar });
    for media in record.get_mut("media").and_then(|media| media.as_array_mut()).into_iter().flatten() {
        let src = media["src"].take();
        media["still"] = json!({ "src": src });
    }
    let context = context! { record => Value::from(Serde(&record)), brand => context! { logo => card.logo } };
    pages.get_template("card").and_then(|page| page.render(context)).expect("a bound page")
}

/// Words with mentions and tags marked, escaped.
fn rich(text: &str) -> Value {
    let escape = |word: &str| word.replace('&', "&amp;").replace('<', "&lt;");
    let marked = text.split(' ').map(|word| match word.chars().next() {
        Some('@') => format!("<span class=\"mention\">{}</span>", escape(word)),
        Some('#') => format!("<span class=\"hashtag\">{}</span>", escape(word)),
        _ => escape(word),
    });
    Value::from_safe_string(marked.collect::<Vec<_>>().join(" "))
}
