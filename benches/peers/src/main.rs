//! Draws the two reference cards with Pullquote and with takumi, in turn, in one process, and prints one table.
//!
//! `peers ASSETS [--cards N] [--out DIR] [--stages] [--only post|quote] [--ours]`: ASSETS holds `cards.json`, `avatar.jpg`, `bg.jpg`, `logo.svg` and the fonts of the harness.
//! Every card has another number in its text, so that no tool can give back a card it has drawn before; the photo is decoded for every card.

mod ours;
mod theirs;

use std::path::{Path, PathBuf};
use std::time::Instant;

use pullquote::Effort;

/// Reads the parts that every tool draws from.
struct Assets {
    folder: PathBuf,
    cards: serde_json::Value,
}

impl Assets {
    fn read(&self, name: &str) -> Vec<u8> {
        let path = self.folder.join(name);
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// A text of the card with its number put in.
    fn text(&self, card: &str, field: &str, number: u32) -> String {
        self.cards[card][field].as_str().unwrap_or_default().replace("{n}", &number.to_string())
    }
}

type Draw<'a> = Box<dyn FnMut(u32) -> Vec<u8> + 'a>;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| arguments.iter().position(|argument| argument == name).and_then(|index| arguments.get(index + 1));
    let folder = PathBuf::from(arguments.get(1).expect("peers ASSETS [--cards N] [--out DIR] [--stages] [--only post|quote] [--ours]"));
    let count: u32 = value("--cards").map_or(30, |text| text.parse().expect("a number of cards"));
    let cards = serde_json::from_slice(&std::fs::read(folder.join("cards.json")).expect("cards.json")).expect("JSON");
    let assets = Assets { folder, cards };
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    for card in ["post", "quote"].into_iter().filter(|card| value("--only").is_none_or(|only| only == card)) {
        let ours = ours::Ours::new(&assets, card);
        let theirs = theirs::Theirs::new(&assets, card);
        if has("--stages") {
            ours.stages(&assets, count);
        }
        let mut tools: Vec<(&str, Draw<'_>)> = vec![
            ("takumi 2.19", Box::new(|number| theirs.draw(&assets, number))),
            ("pullquote balanced", Box::new(|number| ours.draw(&assets, number, Effort::Balanced))),
            ("pullquote fast", Box::new(|number| ours.draw(&assets, number, Effort::Fast))),
        ];
        if has("--ours") {
            // For a profiler: nothing but our own work.
            drop(tools.remove(0));
        }
        measure(card, count, &mut tools);
        if let Some(out) = value("--out") {
            for (name, draw) in &mut tools {
                let file = Path::new(out).join(format!("{card}-{}.png", name.replace(' ', "-")));
                std::fs::write(file, draw(1042)).expect("a folder to write to");
            }
        }
    }
}

/// Draws `count` cards with each tool, the tools in turn, after five that are not counted.
fn measure(card: &str, count: u32, tools: &mut [(&str, Draw<'_>)]) {
    let mut times = vec![Vec::new(); tools.len()];
    let mut bytes = vec![0; tools.len()];
    for number in 0..count + 5 {
        for (index, (_, draw)) in tools.iter_mut().enumerate() {
            let start = Instant::now();
            bytes[index] = draw(1000 + number).len();
            if number >= 5 {
                times[index].push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let medians: Vec<f64> = times.iter_mut().map(median).collect();
    println!("| {card} | ms, median of {count} | KB | takumi's time over ours |\n|---|---|---|---|");
    for (index, (name, _)) in tools.iter().enumerate() {
        println!("| {name} | {:.2} | {:.1} | {:.2} |", medians[index], bytes[index] as f64 / 1000.0, medians[0] / medians[index]);
    }
}
