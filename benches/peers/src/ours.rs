//! The reference cards with Pullquote.

use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::time::Instant;

use pullquote::{Brand, Effort, Options, Record, Renderer, Template};

use crate::card::{Assets, Card};

/// The page of a card with the addresses of pictures that stand in the template's own folder.
fn of_template(card: &Card) -> String {
    let page = card.page[0].replace("record.photo.src", "'bg.jpg'").replace("brand.logo", "'logo.svg'");
    let avatar = if card.name == "post" { "'avatar.jpg'" } else { "'noor.jpg'" };
    page.replace("record.author.avatar.src", avatar).replace("picture.still.src", "picture.src")
}

/// A renderer with the card's template, and its pictures.
pub struct Ours<'a> {
    assets: &'a Assets,
    card: &'a Card,
    renderer: Renderer,
    options: Options,
    pictures: HashMap<String, Vec<u8>>,
}

impl<'a> Ours<'a> {
    /// Makes the renderer; not part of a card's time. `keep`: the pictures belong to the template, which decodes them once for all cards.
    pub fn new(assets: &'a Assets, card: &'a Card, keep: bool) -> Self {
        let page = ["card.html", "card.css", "template.toml"].into_iter().zip(card.page);
        let mut files: BTreeMap<String, Vec<u8>> = page.map(|(name, text)| (name.to_owned(), text.into())).collect();
        files.extend(card.fonts.iter().map(|name| ((*name).to_owned(), assets.read(name))));
        let mut pictures: HashMap<String, Vec<u8>> =
            card.pictures.iter().map(|name| ((*name).to_owned(), assets.read(name))).collect();
        if keep {
            files.insert("card.html".to_owned(), of_template(card).into());
            files.extend(pictures.drain());
        }
        let template = Template::from_files(files).expect("the template");
        let options = Options {
            template: Some(template.manifest().name.clone()),
            brand: Brand { logo: card.logo.filter(|_| !keep).map(str::to_owned), ..Brand::default() },
            ..Options::default()
        };
        Self {
            assets,
            card,
            renderer: Renderer::builder().template(template).build().expect("a renderer"),
            options,
            pictures,
        }
    }

    /// One card, from its record as JSON to its PNG file.
    pub fn draw(&self, number: u32, effort: Effort) -> Vec<u8> {
        let json = self.assets.record(self.card, number).to_string();
        let record = Record::from_json(json.as_bytes()).expect("the record");
        let card = self.renderer.render(&record, &self.pictures, &self.options).expect("the card");
        card.png(effort).expect("the file")
    }

    /// Prints the median ms of each stage.
    pub fn stages(&self, count: u32) {
        let mut stages: [(&str, Vec<f64>); 6] = [
            "read",
            "bind, style, lay out",
            "raster and copy",
            "raster and png fast",
            "raster and png balanced",
            "svg",
        ]
        .map(|name| (name, Vec::new()));
        for number in 0..count {
            let json = self.assets.record(self.card, number).to_string();
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
            println!("{} {name}: {:.2} ms", self.card.name, crate::median(&mut times));
        }
    }
}
