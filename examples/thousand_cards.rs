//! A thousand cards on all cores with one shared renderer: `cargo run --release --example thousand_cards [FOLDER]`.
//!
//! Says how many cards a second were drawn and encoded. Writes files only when a folder is named, and then counts the writing too.

use std::error::Error;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use pullquote::record::{Person, Quote};
use pullquote::{Effort, Options, Record, Renderer};

const CARDS: usize = 1000;
const WHO: [&str; 8] = [
    "The baker",
    "My sister",
    "The pilot",
    "An old map",
    "The river",
    "A careful child",
    "The night train",
    "The gardener",
];
const DID: [&str; 8] = ["kept", "counted", "forgot", "mended", "carried", "sold", "remembered", "measured"];
const WHAT: [&str; 8] = [
    "eleven lanterns",
    "the names of winds",
    "a drawer of keys",
    "every second bell",
    "the longest bridge",
    "one blue coat",
    "the price of salt",
    "nothing but time",
];

/// An invented quotation; each number below 512 has words of its own.
fn quotation(number: usize) -> Record {
    let (who, did, what) = (WHO[number % 8], DID[number / 8 % 8], WHAT[number / 64 % 8]);
    Record::Quote(Box::new(Quote {
        text: format!("{who} {did} {what}, and in year {number} somebody asked why."),
        author: Person {
            name: "Mina Ostrow".to_owned(),
            role: Some("Collector of beginnings".to_owned()),
            avatar: None,
        },
        lang: Some("en".to_owned()),
        ..Quote::default()
    }))
}

fn work(renderer: &Renderer, next: &AtomicUsize, folder: Option<&PathBuf>) -> Result<(), String> {
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= CARDS {
            return Ok(());
        }
        let card = renderer.render(&quotation(number), &(), &Options::default());
        let bytes = card.and_then(|card| card.png(Effort::Fast)).map_err(|error| error.report())?;
        if let Some(folder) = folder {
            let path = folder.join(format!("card-{number:04}.png"));
            std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let renderer = Renderer::builder().build()?;
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(|| work(&renderer, &next, folder.as_ref()))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a thread panicked".to_owned())?)
    })?;
    let seconds = start.elapsed().as_secs_f64();
    println!("{CARDS} cards in {seconds:.2} s on {cores} cores: {:.0} a second", CARDS as f64 / seconds);
    Ok(())
}
