//! How long each stage takes, each built-in card, and what cannot be avoided.
//!
//! ```text
//! cargo bench -p pullquote-stages                    all of it
//! cargo bench -p pullquote-stages -- layout          what has `layout` in its name
//! cargo bench -p pullquote-stages -- growth          how cost grows: tables
//! cargo test -p pullquote-stages --bench stages      each bench once, whether it works
//! ```

mod card;
mod floor;
mod growth;
mod page;
mod pixels;
mod read;
mod sample;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--bench")).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["growth"] => growth::tables(),
        ["growth", curve, value] => growth::point(curve, value),
        _ => divan::main(),
    }
}
