//! How time, bytes and memory grow with the length of a text, with pictures, sizes, scale, records and threads.
//!
//! Every point is a process of its own, so that the most memory it ever had is that of the point.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use pullquote::{Effort, Options, Record, Renderer, Size};
use serde_json::{Value, json};

use crate::sample::{file, renderer};

/// Cards that are measured at a point, after some that are not.
const CARDS: usize = 15;
const UNCOUNTED: usize = 4;

/// A curve: its name, what its first column is called, its points.
const CURVES: [(&str, &str, &[&str]); 7] = [
    ("text", "letters (post-archive, 1080×4000)", &["12", "120", "500", "1200", "2500", "5000"]),
    ("pictures", "photos of 1.5 Mpx (post-photo, 1200×630)", &["0", "1", "2", "3", "4"]),
    ("size", "px (quote-photo)", &["600x315", "1200x630", "1080x1080", "1080x1920", "2160x2160"]),
    ("flat-size", "px (quote)", &["600x315", "1200x630", "1080x1080", "1080x1920", "2160x2160"]),
    ("scale", "scale (quote-photo, 1200×630)", &["1", "2", "3"]),
    ("threads", "threads (quote, 1200×630, 400 cards)", &["1", "2"]),
    ("records", "records (quote, 600×315, SVG)", &["1000", "10000", "100000"]),
];

const WORDS: [&str; 12] =
    ["harbour", "lantern", "counts", "the", "quiet", "ferry", "a", "northern", "and", "keeps", "of", "morning"];

/// Prints a table for each curve.
pub fn tables() {
    let program = std::env::current_exe().expect("this program");
    for (curve, title, values) in CURVES {
        let heads = match curve {
            "threads" => "cards/s | peak MB",
            "records" => "cards/s | peak MB",
            _ => "layout ms | pixels and PNG ms | KB | peak MB",
        };
        println!("\n| {title} | {heads} |\n|{}", "---|".repeat(heads.matches('|').count() + 2));
        for value in values {
            let output = Command::new(&program).args(["growth", curve, value]).output().expect("a process");
            assert!(output.status.success(), "{curve} {value}: {}", String::from_utf8_lossy(&output.stderr));
            print!("| {value} | {}", String::from_utf8_lossy(&output.stdout));
        }
    }
}

/// Measures a point and prints the rest of its row.
pub fn point(curve: &str, value: &str) {
    let number = || value.parse::<usize>().expect("a number");
    match curve {
        "text" => one_by_one(&options("post-archive", (1080, 4000)), &BTreeMap::new(), &|card| {
            post(&words(card, number()), 0)
        }),
        "pictures" => {
            let names = ["harbour.jpg", "ridges.jpg", "harbour-2.jpg", "ridges-2.jpg"];
            let photo = |name: &str| file(&format!("examples/pictures/{}", name.replace("-2", "")));
            let pictures = names.map(|name| (name.to_owned(), photo(name))).into();
            one_by_one(&options("post-photo", (1200, 630)), &pictures, &|card| post(&words(card, 60), number()));
        }
        "size" => one_by_one(&options("quote-photo", size(value)), &photo(), &|card| quote(&words(card, 40), true)),
        "flat-size" => one_by_one(&options("quote", size(value)), &photo(), &|card| quote(&words(card, 40), false)),
        "scale" => {
            let options = Options { scale: number() as f32, ..options("quote-photo", (1200, 630)) };
            one_by_one(&options, &photo(), &|card| quote(&words(card, 40), true));
        }
        "threads" => many(number(), 400, &options("quote", (1200, 630)), &|renderer, record, options| {
            renderer.render(record, &(), options).and_then(|card| card.png(Effort::Balanced)).expect("a card").len()
        }),
        "records" => many(2, number(), &options("quote", (600, 315)), &|renderer, record, options| {
            renderer.render(record, &(), options).and_then(|card| card.svg()).expect("a card").len()
        }),
        other => panic!("no curve `{other}`"),
    }
}

fn options(template: &str, (width, height): (u32, u32)) -> Options {
    Options { template: Some(template.to_owned()), size: Size { width, height }, ..Options::default() }
}

fn size(text: &str) -> (u32, u32) {
    let (width, height) = text.split_once('x').expect("a size");
    (width.parse().expect("a width"), height.parse().expect("a height"))
}

fn photo() -> BTreeMap<String, Vec<u8>> {
    BTreeMap::from([("harbour.jpg".to_owned(), file("examples/pictures/harbour.jpg"))])
}

/// A text of about so many letters, another one for each card.
fn words(card: usize, letters: usize) -> String {
    let mut text = card.to_string();
    for index in 0.. {
        let word = WORDS[(index * 7 + card) % WORDS.len()];
        if text.len() + 1 + word.len() > letters {
            break;
        }
        text.push(' ');
        text.push_str(word);
    }
    text
}

fn post(text: &str, photos: usize) -> Value {
    let names = ["harbour.jpg", "ridges.jpg", "harbour-2.jpg", "ridges-2.jpg"];
    let media: Vec<Value> = names[..photos].iter().map(|src| json!({ "kind": "photo", "src": src })).collect();
    json!({ "kind": "post", "text": text, "author": { "name": "Ife Adeyemi" }, "lang": "en", "media": media })
}

fn quote(text: &str, photo: bool) -> Value {
    let photo = photo.then(|| json!({ "src": "harbour.jpg" }));
    json!({ "kind": "quote", "text": text, "author": { "name": "Mina Ostrow" }, "lang": "en", "photo": photo })
}

fn parsed(record: &Value) -> Record {
    Record::from_json(record.to_string().as_bytes()).expect("a record")
}

fn one_by_one(options: &Options, pictures: &BTreeMap<String, Vec<u8>>, record: &dyn Fn(usize) -> Value) {
    let renderer = renderer();
    let (mut layouts, mut files, mut bytes) = (Vec::new(), Vec::new(), 0);
    for number in 0..CARDS + UNCOUNTED {
        let record = parsed(&record(1000 + number));
        let start = Instant::now();
        let card = renderer.render(&record, pictures, options).expect("a card");
        let laid = start.elapsed();
        bytes = card.png(Effort::Balanced).expect("a file").len();
        if number >= UNCOUNTED {
            layouts.push(laid.as_secs_f64() * 1e3);
            files.push((start.elapsed() - laid).as_secs_f64() * 1e3);
        }
    }
    println!("{:.1} | {:.1} | {:.0} | {} |", median(&mut layouts), median(&mut files), bytes as f64 / 1e3, peak());
}

/// Draws cards on some threads, each forgotten as soon as it is done.
fn many(
    threads: usize,
    count: usize,
    options: &Options,
    draw: &(dyn Fn(&Renderer, &Record, &Options) -> usize + Sync),
) {
    let (renderer, next) = (renderer(), AtomicUsize::new(0));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let record = parsed(&quote(&words(number, 90), false));
                    std::hint::black_box(draw(&renderer, &record, options));
                }
            });
        }
    });
    println!("{:.0} | {} |", count as f64 / start.elapsed().as_secs_f64(), peak());
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The most memory that this process had at a time, in MB; Linux alone tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kilobytes.map_or_else(|| "–".to_owned(), |kilobytes| format!("{:.0}", kilobytes * 1024.0 / 1e6))
}
