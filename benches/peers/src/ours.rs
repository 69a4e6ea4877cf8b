//! The reference cards with Pullquote.

use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::time::Instant;

use pullquote::{Brand, Effort, Options, Record, Renderer, Template};
use serde_json::json;

use crate::Assets;

/// A renderer with the card's template, and its pictures.
pub struct Ours {
    renderer: Renderer,
    options: Options,
    card: String,
    pictures: HashMap<String, Vec<u8>>,
}

macro_rules! page {
    ($card:literal) => {
        [
            ("card.html", include_str!(concat!("../templates/", $card, "/card.html"))),
            ("card.css", include_str!(concat!("../templates/", $card, "/card.css"))),
            ("template.toml", include_str!(concat!("../templates/", $card, "/template.toml"))),
        ]
    };
}

impl Ours {
    /// Makes the renderer; not part of a card's time.
    pub fn new(assets: &Assets, card: &str) -> Self {
        let (page, fonts, pictures): (_, &[&str], &[&str]) = if card == "post" {
            (page!("post"), &["sans-400.ttf", "sans-600.ttf", "sans-700.ttf", "emoji.ttf"], &["avatar.jpg"])
        } else {
            (page!("quote"), &["sans-400.ttf", "sans-700.ttf", "serif-500.ttf", "serif-600.ttf"], &["bg.jpg", "logo.svg"])
        };
        let mut files: BTreeMap<String, Vec<u8>> =
            page.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        files.extend(fonts.iter().map(|name| ((*name).to_owned(), assets.read(name))));
        let template = Template::from_files(files).expect("the template");
        let options = Options {
            template: Some(template.manifest().name.clone()),
            brand: Brand { logo: (card == "quote").then(|| "logo.svg".to_owned()), ..Brand::default() },
            ..Options::default()
        };
        Self {
            renderer: Renderer::builder().template(template).build().expect("a renderer"),
            options,
            card: card.to_owned(),
            pictures: pictures.iter().map(|name| ((*name).to_owned(), assets.read(name))).collect(),
        }
    }

    /// The record of a card as JSON.
    fn record(&self, assets: &Assets, number: u32) -> String {
        let text = |field: &str| assets.text(&self.card, field, number);
        let record = if self.card == "post" {
            json!({
                "kind": "post", "platform": "x", "text": text("text"),
                "author": { "name": text("name"), "handle": text("handle").trim_start_matches('@'), "avatar": "avatar.jpg" },
                "metrics": { "replies": number, "reposts": 1200, "likes": 8400 },
                "extra": { "date": text("date"), "paths": assets.cards["paths"] },
            })
        } else {
            json!({
                "kind": "quote", "text": text("text"), "author": { "name": text("author") },
                "source": { "title": text("title") }, "photo": { "src": "bg.jpg" },
            })
        };
        record.to_string()
    }

    /// One card, from its record as JSON to its PNG file.
    pub fn draw(&self, assets: &Assets, number: u32, effort: Effort) -> Vec<u8> {
        let record = Record::from_json(self.record(assets, number).as_bytes()).expect("the record");
        let card = self.renderer.render(&record, &self.pictures, &self.options).expect("the card");
        card.png(effort).expect("the file")
    }

    /// Prints the median ms of each stage.
    pub fn stages(&self, assets: &Assets, count: u32) {
        let mut stages: [(&str, Vec<f64>); 6] =
            ["read", "bind, style, lay out", "raster and copy", "raster and png fast", "raster and png balanced", "svg"]
                .map(|name| (name, Vec::new()));
        for number in 0..count {
            let json = self.record(assets, number);
            let mut step = 0;
            let mut note = |start: Instant| {
                stages[step].1.push(start.elapsed().as_secs_f64() * 1e3);
                step += 1;
            };
            let start = Instant::now();
            let record = Record::from_json(json.as_bytes()).expect("the record");
            note(start);
            let start = Instant::now();
            let card = self.renderer.render(&record, &self.pictures, &self.options).expect("the card");
            note(start);
            let start = Instant::now();
            black_box(card.pixels().expect("pixels"));
            note(start);
            for effort in [Effort::Fast, Effort::Balanced] {
                let start = Instant::now();
                black_box(card.png(effort).expect("the file"));
                note(start);
            }
            let start = Instant::now();
            black_box(card.svg().expect("the file"));
            note(start);
        }
        for (name, mut times) in stages {
            times.sort_by(f64::total_cmp);
            println!("{} {name}: {:.2} ms", self.card, times[times.len() / 2]);
        }
    }
}
