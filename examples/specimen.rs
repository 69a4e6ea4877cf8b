//! The specimen of `docs/`: `cargo run --release --example specimen [-- specimen.png]`.
//!
//! One sentence in 24 languages, drawn by the template in `examples/templates/specimen`. In a page, `{% with locale = "fa" %}` sets
//! quotation marks, dates and counts of a part in a language of its own, and `lang` its shapes and line ends.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use pullquote::{Effort, Options, Record, Renderer, Size, Template};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = std::env::args_os().nth(1).map_or_else(|| root.join("docs/specimen.png"), PathBuf::from);
    let mut files = BTreeMap::new();
    for name in ["template.toml", "card.html", "card.css", "sample.json"] {
        files.insert(name.to_owned(), std::fs::read(root.join("examples/templates/specimen").join(name))?);
    }
    let template = Template::from_files(files)?;
    let record = Record::from_json(template.file("sample.json").ok_or("the template has no sample")?)?;
    let size: Size = template.manifest().sizes.first().ok_or("the template has no size")?.parse()?;
    let renderer = Renderer::builder().template(template).build()?;
    let options = Options { template: Some("specimen".to_owned()), size, ..Options::default() };
    let card = renderer.render(&record, &(), &options)?;
    for finding in card.findings() {
        eprintln!("{finding}");
    }
    let png = card.png(Effort::Small)?;
    std::fs::write(&output, &png)?;
    println!("{}, {} bytes", output.display(), png.len());
    Ok(())
}
