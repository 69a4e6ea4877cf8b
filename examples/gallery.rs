//! The gallery of `docs/`: `cargo run --release --example gallery [-- --all]`.
//!
//! Draws the sample of every built-in template on `og` and `portrait`, small, for the README, and writes `docs/gallery.html`, a page
//! of all templates in all sizes and themes. With `--all` it also draws what that page shows, into `docs/gallery/all`.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use pullquote::{Card, Effort, Encoding, Format, Options, Record, Renderer, Size, Template};

/// Sizes that the README shows, and how many device px a px has there.
const SHOWN: [(&str, f32); 2] = [("og", 0.5), ("portrait", 0.4)];
/// Scale of the pictures of the page.
const SMALL: f32 = 0.3;

fn main() -> Result<(), Box<dyn Error>> {
    let all = std::env::args().any(|argument| argument == "--all");
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let renderer = Renderer::builder().build()?;
    let mut page = String::from(HEAD);
    let mut bytes = 0;
    for name in renderer.template_names() {
        let template = renderer.template(name)?;
        let manifest = template.manifest();
        for (size, scale) in SHOWN {
            let card = draw(&renderer, &template, &manifest.themes[0], size, scale)?;
            bytes += write_smaller(&card, &docs.join(format!("gallery/{name}-{size}")))?;
        }
        writeln!(page, "<h2 id=\"{name}\">{name}</h2>\n<p>{}</p>", manifest.title)?;
        for theme in &manifest.themes {
            writeln!(page, "<h3>{theme}</h3>\n<div>")?;
            for size in &manifest.sizes {
                let file = format!("gallery/all/{name}-{theme}-{size}.jpg");
                if all {
                    std::fs::create_dir_all(docs.join("gallery/all"))?;
                    let card = draw(&renderer, &template, theme, size, SMALL)?;
                    std::fs::write(docs.join(&file), card.encode(&jpeg(82))?)?;
                }
                let Size { width, height } = size.parse()?;
                let (width, height) = (width as f32 * SMALL, height as f32 * SMALL);
                let alt = format!("{name}, theme {theme}, size {size}");
                writeln!(
                    page,
                    "<img src=\"{file}\" width=\"{width:.0}\" height=\"{height:.0}\" loading=\"lazy\" alt=\"{alt}\">"
                )?;
            }
            page.push_str("</div>\n");
        }
    }
    std::fs::write(docs.join("gallery.html"), page)?;
    println!("{} templates, {bytes} bytes", renderer.template_names().len());
    Ok(())
}

/// The sample of a template.
fn draw(renderer: &Renderer, template: &Template, theme: &str, size: &str, scale: f32) -> Result<Card, Box<dyn Error>> {
    let name = &template.manifest().name;
    let sample = template.file("sample.json").ok_or_else(|| format!("`{name}` has no sample"))?;
    let record = Record::from_json(sample)?;
    let pictures = |address: &str| template.file(address).map(|bytes| bytes.to_vec());
    let options = Options {
        template: Some(name.clone()),
        theme: theme.to_owned(),
        size: size.parse()?,
        scale,
        ..Options::default()
    };
    Ok(renderer.render(&record, &pictures, &options)?)
}

fn jpeg(quality: u8) -> Encoding {
    Encoding { format: Format::Jpeg, quality: Some(quality), ..Encoding::default() }
}

/// Writes a card as PNG or JPEG, whichever is smaller, and takes the other away; how many bytes it has.
fn write_smaller(card: &Card, stem: &Path) -> Result<usize, Box<dyn Error>> {
    let (png, jpg) = (card.png(Effort::Small)?, card.encode(&jpeg(86))?);
    let (bytes, extension, other) = if png.len() <= jpg.len() { (png, "png", "jpg") } else { (jpg, "jpg", "png") };
    std::fs::write(stem.with_extension(extension), &bytes)?;
    let _ = std::fs::remove_file(stem.with_extension(other));
    Ok(bytes.len())
}

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Pullquote: all templates, sizes and themes</title>
<style>
body { margin: 32px; background: #d5d8dc; color: #17191c; font: 16px/1.5 system-ui, sans-serif; }
div { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 12px; }
img { background: #c3c7cc; }
h2 { margin: 48px 0 0; }
h3 { margin: 16px 0 8px; font-size: 14px; }
p { margin: 0; }
</style>
</head>
<body>
<h1>All templates, sizes and themes</h1>
<p>Made by <code>cargo run --release --example gallery -- --all</code>, which also draws the pictures. The people and their words are invented.</p>
";
