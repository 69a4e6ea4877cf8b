//! Draws the reference cards with Pullquote and with takumi, in turn, in one process, and prints one table.
//!
//! ```text
//! peers ASSETS [--only CARD] [--cards N] [--out DIR] [--stages] [--ours]   ms of a card on one core
//! peers ASSETS [--only CARD] --threads N [--cards N]                       cards a second on several
//! peers ASSETS --worker TOOL CARD                                          for scripts/run.py
//! peers ASSETS --once TOOL CARD FILE                                       one card, for a whole process
//! peers ASSETS --pages DIR                                                 the bound pages for a browser
//! peers ASSETS --project CARD DIR                                          a card for the command line: record, template, pictures
//! ```
//!
//! ASSETS holds `cards.json`, `avatar.jpg`, `bg.jpg`, `logo.svg` and fonts, as the README says. Every card has another number in its words, so
//! that no tool can give back a card it has drawn before; pictures are decoded for every card, except by
//! the tools whose names end in `kept`.

mod card;
mod ours;
mod theirs;
mod tool;
mod worker;

use std::path::Path;
use std::time::Instant;

use card::{Assets, CARDS, Card};
use ours::Ours;
use tool::{TOOLS, Tool};

/// Stands for the number of a card in the pages for a browser; the script that draws them puts the number there.
const PLACE: u32 = 424_242;
/// Cards that are not counted: the first ones of a tool are slower.
const UNCOUNTED: u32 = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str, distance: usize| {
        let index = arguments.iter().position(|argument| argument == name)?;
        Some(arguments.get(index + distance).unwrap_or_else(|| panic!("something is missing after {name}")).as_str())
    };
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let number =
        |name: &str| after(name, 1).map(|text| text.parse::<u32>().unwrap_or_else(|_| panic!("{name} takes a number")));
    let assets = Assets::open(arguments.get(1).expect("the folder of the assets"));

    if let (Some(tool), Some(card)) = (after("--worker", 1), after("--worker", 2)) {
        return worker::serve(&Tool::new(tool, &assets, Card::named(card)));
    }
    if let (Some(tool), Some(card), Some(file)) = (after("--once", 1), after("--once", 2), after("--once", 3)) {
        let bytes = Tool::new(tool, &assets, Card::named(card)).draw(1042);
        return std::fs::write(file, bytes).expect("a place to write to");
    }
    if let Some(folder) = after("--pages", 1) {
        for card in &CARDS {
            let file = Path::new(folder).join(format!("{}.html", card.name));
            std::fs::write(file, theirs::page(&assets, card, PLACE)).expect("a folder to write to");
        }
        return;
    }
    if let (Some(card), Some(folder)) = (after("--project", 1), after("--project", 2)) {
        return project(&assets, Card::named(card), Path::new(folder));
    }
    let names: Vec<&str> = TOOLS.into_iter().filter(|name| !(has("--ours") && name.starts_with("takumi"))).collect();
    for card in CARDS.iter().filter(|card| after("--only", 1).is_none_or(|only| only == card.name)) {
        if has("--stages") {
            Ours::new(&assets, card, false).stages(number("--cards").unwrap_or(30));
        }
        let tools: Vec<(&str, Tool<'_>)> = names.iter().map(|name| (*name, Tool::new(name, &assets, card))).collect();
        match number("--threads") {
            Some(threads) => several(card, &tools, number("--cards").unwrap_or(200), threads),
            None => one_by_one(card, &tools, number("--cards").unwrap_or(30)),
        }
        if let Some(folder) = after("--out", 1) {
            for (name, tool) in &tools {
                let file = Path::new(folder).join(format!("{}-{name}.png", card.name));
                std::fs::write(file, tool.draw(1042)).expect("a folder to write to");
            }
        }
    }
}

/// Writes what `pullquote render` needs for a card: `record.json` and its pictures, `template` with its fonts, `pullquote.toml`.
fn project(assets: &Assets, card: &Card, folder: &Path) {
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).expect("a folder to write to");
    std::fs::create_dir_all(folder.join("template")).expect("a folder to write to");
    write("record.json", assets.record(card, 1042).to_string().as_bytes());
    write("pullquote.toml", card.logo.map_or(String::new(), |logo| format!("[brand]\nlogo = \"{logo}\"\n")).as_bytes());
    for name in card.pictures {
        write(name, &assets.read(name));
    }
    for (name, text) in ["card.html", "card.css", "template.toml"].into_iter().zip(card.page) {
        write(&format!("template/{name}"), text.as_bytes());
    }
    for name in card.fonts {
        write(&format!("template/{name}"), &assets.read(name));
    }
}

/// Draws `count` cards with each tool, the tools in turn.
fn one_by_one(card: &Card, tools: &[(&str, Tool<'_>)], count: u32) {
    let mut times = vec![Vec::new(); tools.len()];
    let mut bytes = vec![0; tools.len()];
    for number in 0..count + UNCOUNTED {
        for (index, (_, tool)) in tools.iter().enumerate() {
            let start = Instant::now();
            bytes[index] = tool.draw(1000 + number).len();
            if number >= UNCOUNTED {
                times[index].push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times)).collect();
    println!("| {} | ms, median of {count} | KB | {}'s time over it |\n|---|---|---|---|", card.name, tools[0].0);
    for (index, (name, _)) in tools.iter().enumerate() {
        println!(
            "| {name} | {:.2} | {:.1} | {:.2} |",
            medians[index],
            bytes[index] as f64 / 1000.0,
            medians[0] / medians[index]
        );
    }
}

/// Draws `count` cards with each tool on some threads, the tools in turn, three times.
fn several(card: &Card, tools: &[(&str, Tool<'_>)], count: u32, threads: u32) {
    let mut rates = vec![Vec::new(); tools.len()];
    for round in 0..3 {
        for (index, (_, tool)) in tools.iter().enumerate() {
            tool.draw_many(900, UNCOUNTED, threads as usize);
            let time = tool.draw_many(1000 + round * count, count, threads as usize);
            rates[index].push(f64::from(count) / time.as_secs_f64());
        }
    }
    let medians: Vec<f64> = rates.iter_mut().map(|rates| median(rates)).collect();
    println!(
        "| {}, {threads} threads | cards a second, median of 3 times {count} | over {}'s |\n|---|---|---|",
        card.name, tools[0].0
    );
    for (index, (name, _)) in tools.iter().enumerate() {
        println!("| {name} | {:.1} | {:.2} |", medians[index], medians[index] / medians[0]);
    }
}

/// The middle of some figures, which are put in order.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
