//! The reference cards: their pages, fonts and pictures, and what stands on each. Every card has another number in its words.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A card that every tool draws.
pub struct Card {
    /// Its name on the command line.
    pub name: &'static str,
    /// `card.html`, `card.css` and `template.toml`.
    pub page: [&'static str; 3],
    /// Files of its fonts.
    pub fonts: &'static [&'static str],
    /// Files of its pictures.
    pub pictures: &'static [&'static str],
    /// The logo of the house, one of the pictures.
    pub logo: Option<&'static str>,
}

macro_rules! page {
    ($card:literal) => {
        [
            include_str!(concat!("../templates/", $card, "/card.html")),
            include_str!(concat!("../templates/", $card, "/card.css")),
            include_str!(concat!("../templates/", $card, "/template.toml")),
        ]
    };
}

/// The words of the card `report`, which no other project has.
const REPORT: &str = include_str!("../templates/report/words.json");

/// All cards. The first two are drawn by all tools; `report` tells whether what holds for them holds for another kind of card.
pub const CARDS: [Card; 3] = [
    Card {
        name: "post",
        page: page!("post"),
        fonts: &["sans-400.ttf", "sans-600.ttf", "sans-700.ttf", "emoji.ttf"],
        pictures: &["avatar.jpg"],
        logo: None,
    },
    Card {
        name: "quote",
        page: page!("quote"),
        fonts: &["sans-400.ttf", "sans-700.ttf", "serif-500.ttf", "serif-600.ttf"],
        pictures: &["bg.jpg", "logo.svg"],
        logo: Some("logo.svg"),
    },
    Card {
        name: "report",
        page: page!("report"),
        fonts: &["sans-400.ttf", "sans-600.ttf", "sans-700.ttf", "serif-600.ttf", "NotoSansArabic-wght.ttf"],
        pictures: &["harbour.jpg", "ridges.jpg", "room.jpg", "noor.jpg", "logo.svg"],
        logo: Some("logo.svg"),
    },
];

impl Card {
    /// The card of a name.
    pub fn named(name: &str) -> &'static Self {
        CARDS.iter().find(|card| card.name == name).unwrap_or_else(|| panic!("no card `{name}`"))
    }
}

/// The files that every tool draws from.
pub struct Assets {
    folder: PathBuf,
    cards: Value,
}

impl Assets {
    /// Opens the folder of assets.
    pub fn open(folder: &str) -> Self {
        let folder = PathBuf::from(folder);
        let cards = folder.join("cards.json");
        let text = std::fs::read(&cards).unwrap_or_else(|error| panic!("{}: {error}", cards.display()));
        let mut cards: Value = serde_json::from_slice(&text).expect("cards.json");
        cards["report"] = serde_json::from_str(REPORT).expect("words.json");
        Self { folder, cards }
    }

    /// A font or picture of the assets, else of this repository.
    pub fn read(&self, name: &str) -> Vec<u8> {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let places = [self.folder.clone(), project.join("examples/pictures"), project.join("fonts/noto-sans-arabic")];
        let found = places.iter().find_map(|place| std::fs::read(place.join(name)).ok());
        found.unwrap_or_else(|| panic!("{name} is neither in {} nor in the repository", self.folder.display()))
    }

    /// The record of a card.
    pub fn record(&self, card: &Card, number: u32) -> Value {
        let words = numbered(&self.cards[card.name], &number.to_string());
        let text = |field: &str| words[field].as_str().unwrap_or_default();
        match card.name {
            "post" => json!({
                "kind": "post", "platform": "x", "text": text("text"),
                "author": { "name": text("name"), "handle": text("handle").trim_start_matches('@'), "avatar": "avatar.jpg" },
                "metrics": { "replies": number, "reposts": 1200, "likes": 8400 },
                "extra": { "date": text("date"), "paths": self.cards["paths"] },
            }),
            "quote" => json!({
                "kind": "quote", "text": text("text"), "author": { "name": text("author") },
                "source": { "title": text("title") }, "photo": { "src": "bg.jpg" },
            }),
            _ => json!({
                "kind": "post", "text": text("text"), "author": { "name": text("name"), "avatar": "noor.jpg" },
                "media": card.pictures[..3].iter().map(|src| json!({ "kind": "photo", "src": src })).collect::<Vec<_>>(),
                "extra": words,
            }),
        }
    }
}

/// A value with the number of the card put into all its texts.
fn numbered(value: &Value, number: &str) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace("{n}", number)),
        Value::Array(items) => items.iter().map(|item| numbered(item, number)).collect(),
        Value::Object(fields) => fields.iter().map(|(name, field)| (name.clone(), numbered(field, number))).collect(),
        other => other.clone(),
    }
}
