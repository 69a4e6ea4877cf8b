//! One card from a file: `cargo run --release --example one_card -- examples/post.json post.png`.

use std::error::Error;
use std::path::{Path, PathBuf};

use pullquote::{Effort, Options, Record, Renderer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let input = arguments.next().unwrap_or_else(|| "examples/post.json".into());
    let output = arguments.next().unwrap_or_else(|| "post.png".into());

    let renderer = Renderer::builder().build()?;
    let record = Record::from_json(&std::fs::read(&input)?)?;

    // The library opens no file. This closure does, for the pictures that the record names.
    let folder = input.parent().unwrap_or(Path::new(".")).to_path_buf();
    let pictures = |address: &str| std::fs::read(folder.join(address)).ok();

    let card = renderer.render(&record, &pictures, &Options::default())?;
    std::fs::write(&output, card.png(Effort::Balanced)?)?;
    println!("{}: {}x{} px", output.display(), card.width(), card.height());
    println!("{}", card.alt_text());
    for finding in card.findings() {
        eprintln!("{finding}");
    }
    Ok(())
}
