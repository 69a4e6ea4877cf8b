//! A card with a template of your own, made from files in memory: `cargo run --release --example own_template -- card.png`.

use std::collections::BTreeMap;
use std::error::Error;

use pullquote::{Effort, Options, Record, Renderer, Template};

const MANIFEST: &str = r#"
name = "stripe"
title = "Stripe: large words on one colour"
kinds = ["quote"]
sizes = ["og", "square"]
themes = ["light"]
fields = ["/kind", "/lang", "/text", "/spans", "/author/name"]

[parameters.colour]
type = "colour"
default = "oklch(0.45 0.12 200)"
description = "The ground"
"#;

const PAGE: &str = r#"
<main style="background: {{ params.colour }}">
  <div class="words" data-field="/text">{{ record|rich }}</div>
  <div class="name" data-field="/author/name">{{ record.author.name }}</div>
</main>
"#;

const STYLE: &str = "
body { margin: 0; color: #fff; font-family: 'Instrument Serif'; }
main { box-sizing: border-box; width: 100vw; height: 100vh; padding: 64px 72px; display: flex; flex-direction: column; gap: 32px; }
.words { flex: 1; min-height: 0; line-height: 1.1; text-wrap: balance; --fit: box; --fit-min: 40px; --fit-max: 130px; }
.words p { margin: 0; }
.name { font: 600 36px Inter; }
.name::before { content: ''; display: inline-block; width: 56px; height: 3px; margin: 0 20px 10px 0; background: currentcolor; }
";

fn main() -> Result<(), Box<dyn Error>> {
    let output = std::env::args_os().nth(1).unwrap_or_else(|| "card.png".into());
    let files = BTreeMap::from([
        ("template.toml".to_owned(), MANIFEST.as_bytes()),
        ("card.html".to_owned(), PAGE.as_bytes()),
        ("card.css".to_owned(), STYLE.as_bytes()),
    ]);
    // Whatever is wrong with it comes at once, with file, line and column.
    let template = match Template::from_files_all(files) {
        Ok(template) => template,
        Err(errors) => {
            for error in &errors {
                eprintln!("{}", error.report());
            }
            return Err("the template has errors".into());
        }
    };
    let renderer = Renderer::builder().template(template).build()?;
    let record = Record::from_json(
        br#"{ "kind": "quote", "text": "The tide does not argue. It returns.", "author": { "name": "Jana Holm" }, "lang": "en" }"#,
    )?;
    let options = Options {
        template: Some("stripe".to_owned()),
        parameters: BTreeMap::from([("colour".to_owned(), "#7a2e3a".to_owned())]),
        ..Options::default()
    };
    let card = renderer.render(&record, &(), &options)?;
    std::fs::write(&output, card.png(Effort::Balanced)?)?;
    println!("{}", output.display());
    Ok(())
}
