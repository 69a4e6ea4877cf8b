//! The reference cards with takumi: the same pages and style sheets, bound by the same template language.

use std::collections::HashMap;
use std::sync::Arc;

use minijinja::{Environment, Value, context};
use takumi::prelude::*;
use takumi::unstable::base::resources::image::ResourceCache;

use crate::Assets;

/// Fonts, page and pictures, made once.
pub struct Theirs {
    fonts: Fonts,
    card: String,
    pages: Environment<'static>,
    style: String,
    pictures: Vec<(String, Vec<u8>)>,
}

const POST: [&str; 2] = [include_str!("../templates/post/card.html"), include_str!("../templates/post/card.css")];
const QUOTE: [&str; 2] = [include_str!("../templates/quote/card.html"), include_str!("../templates/quote/card.css")];

impl Theirs {
    /// Registers the fonts and compiles the page; not part of a card's time.
    pub fn new(assets: &Assets, card: &str) -> Self {
        let (page, fonts, pictures): (_, &[&str], &[&str]) = if card == "post" {
            (POST, &["sans-400.ttf", "sans-600.ttf", "sans-700.ttf", "emoji.ttf"], &["avatar.jpg"])
        } else {
            (QUOTE, &["sans-400.ttf", "sans-700.ttf", "serif-500.ttf", "serif-600.ttf"], &["bg.jpg", "logo.svg"])
        };
        let mut registered = Fonts::default();
        for name in fonts {
            let font = FontResource::new(assets.read(name));
            let font = if *name == "emoji.ttf" { font.generic_family(GenericFamily::EMOJI) } else { font };
            registered.register(font).expect("a font");
        }
        let mut pages = Environment::new();
        pages.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
        pages.add_filter("compact", |count: u64| format!("{}.{}K", count / 1000, count % 1000 / 100));
        pages.add_filter("rich", |record: Value| rich(record.get_attr("text").unwrap_or_default().as_str().unwrap_or_default()));
        pages.add_template("card", page[0]).expect("a page");
        // The faces are registered above, and the size of the words comes with the page.
        let style = page[1].lines().filter(|line| !line.contains("@font-face") && !line.contains("--fit")).collect::<Vec<_>>().join("\n");
        let pictures = pictures.iter().map(|name| ((*name).to_owned(), assets.read(name))).collect();
        Self { fonts: registered, card: card.to_owned(), pages, style, pictures }
    }

    /// One card, with its photo decoded anew, to its PNG file.
    pub fn draw(&self, assets: &Assets, number: u32) -> Vec<u8> {
        let text = |field: &str| assets.text(&self.card, field, number);
        let words = text("text");
        // The harness gives this tool the size by a formula of the length, which spares it the search.
        let size = (47.2 * (188.0 / words.chars().count() as f32).sqrt()).floor();
        let context = if self.card == "post" {
            context! { record => context! {
                text => words, author => context! { name => text("name"), handle => text("handle").trim_start_matches('@'), avatar => context! { src => "avatar.jpg" } },
                metrics => context! { replies => number, reposts => 1200, likes => 8400 },
                extra => context! { date => text("date"), paths => Value::from_iter(paths(assets)) },
            } }
        } else {
            context! {
                record => context! {
                    text => words, author => context! { name => text("author") }, source => context! { title => text("title") },
                    photo => context! { src => "bg.jpg" },
                },
                brand => context! { logo => "logo.svg" },
            }
        };
        let page = self.pages.get_template("card").and_then(|page| page.render(context)).expect("a bound page");
        let style = format!("{}\n.words {{ font-size: {}px }}", self.style, if self.card == "post" { 32.0 } else { size });
        let cache = ResourceCache::default();
        let images: HashMap<Arc<str>, ImageSource> = self
            .pictures
            .iter()
            .map(|(name, bytes)| (Arc::from(name.as_str()), cache.get_or_decode(bytes, ImageCacheMode::Auto).expect("a picture")))
            .collect();
        let node = Node::from_html(&page, FromHtmlOptions::builder().presets(StylePresets::empty()).build()).expect("a page");
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

fn paths(assets: &Assets) -> Vec<(String, String)> {
    let paths = assets.cards["paths"].as_object().into_iter().flatten();
    paths.map(|(name, path)| (name.clone(), path.as_str().unwrap_or_default().to_owned())).collect()
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
