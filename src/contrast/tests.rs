//! Contrast of single runs, and of every text of every built-in template.

use std::sync::{Arc, Mutex};

use parley::FontData;
use parley::fontique::Blob;

use super::*;
use crate::display::{Face, Glyph, Paint, Shape, TextShadow};
use crate::font::tiny;
use crate::{Brand, Options, Record, Renderer, Size};

fn list(ground: Color, ink: Color) -> DisplayList {
    let run = GlyphRun {
        face: 0,
        size: 20.0,
        coords: [].into(),
        skew_deg: 0.0,
        embolden: 0.0,
        color: ink,
        glyphs: vec![Glyph { id: 1, x: 10.0, y: 40.0 }, Glyph { id: 1, x: 30.0, y: 40.0 }],
    };
    let items = vec![Item::Fill(Shape::Rect(Rect::new(0.0, 0.0, 80.0, 60.0)), Paint::Solid(ground)), Item::Glyphs(run)];
    DisplayList { width: 80.0, height: 60.0, items, ..DisplayList::default() }
}

fn gray(part: f32) -> Color {
    Color { r: part, g: part, b: part, a: 1.0 }
}

fn only(list: &DisplayList, scope: Scope) -> Option<f32> {
    let found = contrasts(list, scope, 1.0, &mut Rasterizer::new()).expect("a list that can be painted");
    found.first().map(|contrast| contrast.ratio)
}

#[test]
fn ratios_are_those_of_wcag() {
    assert!((only(&list(gray(1.0), Color::BLACK), Scope::All).unwrap() - 21.0).abs() < 0.01);
    // #767676 on white is the textbook case of 4.54.
    assert!((only(&list(gray(1.0), gray(118.0 / 255.0)), Scope::All).unwrap() - 4.54).abs() < 0.02);
    assert!((only(&list(gray(0.5), gray(0.5)), Scope::All).unwrap() - 1.0).abs() < 0.02);
}

#[test]
fn opacity_of_a_text_and_of_its_group_thins_its_ink() {
    let mut list = list(gray(1.0), Color { a: 0.5, ..Color::BLACK });
    let alone = only(&list, Scope::All).unwrap();
    list.items.insert(1, Item::Opacity(0.5));
    list.items.push(Item::EndOpacity);
    let grouped = only(&list, Scope::All).unwrap();
    assert!(alone < 4.0 && grouped < 1.9 && grouped > 1.0, "{alone} {grouped}");
}

#[test]
fn turned_letters_are_measured_on_what_is_below_them() {
    let mut list = list(gray(1.0), Color::BLACK);
    // A dark bar beside the letters, which stand upright after a quarter turn around their first origin.
    let bar = Item::Fill(Shape::Rect(Rect::new(22.0, 0.0, 58.0, 60.0)), Paint::Solid(Color::BLACK));
    list.items.insert(1, bar);
    assert!(only(&list, Scope::All).unwrap() < 1.1);
    let turn = Affine::translate((10.0, 20.0))
        * Affine::rotate(std::f64::consts::FRAC_PI_2)
        * Affine::translate((-10.0, -40.0));
    list.items.insert(2, Item::Transform(turn));
    list.items.push(Item::EndTransform);
    assert!(only(&list, Scope::All).unwrap() > 20.0);
}

#[test]
fn letters_that_a_background_is_cut_to_count_and_shadows_do_not() {
    let mut list = list(gray(1.0), gray(0.9));
    let letters = list.items.pop().unwrap();
    let Item::Glyphs(run) = &letters else { panic!("letters") };
    let shadow =
        TextShadow { sigma: 0.0, items: Placement { scale: 1.0, x: 0.0, y: 16.0 }.items(&[Item::Glyphs(run.clone())]) };
    list.faces.push(Face { family: tiny::FAMILY.into(), data: FontData::new(Blob::new(Arc::new(tiny::font())), 0) });
    let mask = MaskLayer { items: vec![letters], luminance: false, intersect: false };
    let paint = Paint::Solid(gray(118.0 / 255.0));
    list.items.extend([
        Item::TextShadow(shadow),
        Item::Mask(vec![mask].into()),
        Item::Fill(Shape::Rect(Rect::new(0.0, 0.0, 80.0, 60.0)), paint),
        Item::EndMask,
    ]);
    let found = contrasts(&list, Scope::All, 1.0, &mut Rasterizer::new()).unwrap();
    assert_eq!(found.len(), 1);
    assert!((found[0].ratio - 4.54).abs() < 0.1, "{found:?}");
}

#[test]
fn texts_without_a_picture_below_are_not_looked_at() {
    assert_eq!(only(&list(gray(1.0), Color::BLACK), Scope::OverPictures), None);
}

/// Codes of the findings of a quotation with a photo of one colour.
fn findings(renderer: &Renderer, template: &str, photo: &str, size: Size, set: &[(&str, &str)]) -> Vec<String> {
    let record = br#"{ "kind": "quote", "text": "Every harbour teaches the same lesson: leave while you can still see the lights.",
        "kicker": "Coast", "author": { "name": "Tomas Brandvold", "role": "Harbour pilot" }, "source": { "title": "Night Tide", "date": "2024" },
        "photo": { "src": "flat.svg", "alt": "one colour", "credit": "Photo: Ada Quill" } }"#;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"200\"><rect width=\"300\" height=\"200\" fill=\"{photo}\"/></svg>"
    );
    let pictures = |address: &str| (address == "flat.svg").then(|| svg.clone().into_bytes());
    let mut options = Options { template: Some(template.to_owned()), size, ..Options::default() };
    options.brand.name = Some("The Ledger".to_owned());
    options.parameters = set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let record = Record::from_json(record).expect("a record");
    let card = renderer.render(&record, &pictures, &options).expect("a card");
    let low = card.findings().iter().filter(|finding| finding.code == "low-contrast");
    low.map(|finding| format!("{} {}", finding.path, finding.detail["ratio"])).collect()
}

#[test]
fn a_text_that_is_lost_on_its_picture_is_told_with_its_field() {
    let html = r#"<img src="{{ record.photo.src }}" alt=""><p data-field="/text">{{ record.text }}</p><h1 data-field="/author/name">{{ record.author.name }}</h1>"#;
    let css = "body { margin: 0; background: #000 } img { position: absolute; top: 0; left: 0; width: 1200px; height: 300px }
        p { position: absolute; top: 40px; left: 40px; font-size: 40px; color: #fff } h1 { position: absolute; top: 400px; color: #fff }";
    let manifest = "name = \"bare\"\ntitle = \"Bare\"\nkinds = [\"quote\"]\nsizes = [\"og\"]\nthemes = [\"light\"]\nfields = [\"\"]\n";
    let files = [("card.html", html), ("card.css", css), ("template.toml", manifest)];
    let files = files.map(|(name, text)| (name.to_owned(), crate::Bytes::from(text.as_bytes().to_vec())));
    let template = crate::Template::from_files(files.into()).expect("a template");
    let renderer = Renderer::builder().template(template).build().expect("a renderer");
    assert_eq!(findings(&renderer, "bare", "#ffffff", Size::OG, &[]), ["/text 1.0"]);
    assert_eq!(findings(&renderer, "bare", "#202020", Size::OG, &[]), [""; 0]);
}

#[test]
fn words_over_a_photo_stand_out_on_the_lightest_and_the_darkest_one() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let mut wrong = Vec::new();
    for photo in ["#ffffff", "#000000", "#8c8c8c"] {
        for way in ["whole", "fade"] {
            for size in [Size::OG, Size::SQUARE, Size::STORY] {
                let low = findings(&renderer, "quote-photo", photo, size, &[("photo", way)]);
                wrong.extend(low.into_iter().map(|finding| format!("{photo} {way} {size}: {finding}")));
            }
        }
    }
    assert!(wrong.is_empty(), "too little contrast:\n{}", wrong.join("\n"));
}

/// Least contrast of the words that a card is for.
const HERO: f32 = 7.0;

/// Least share of them that has it: links, a marked phrase and quoted surroundings are set apart by colour.
const IN_INK: f32 = 0.4;

/// Least contrast of the texts of one card, and which share of its hero has [`HERO`]: of the letters of that height which takes most room.
fn least(renderer: &Renderer, name: &str, theme: &str, size: Size, brand: &Brand) -> (f32, f32) {
    let template = renderer.template(name).expect("a built-in template");
    let record = Record::from_json(template.file("sample.json").expect("a sample")).expect("a record");
    let pictures = |address: &str| template.file(address).map(|bytes| bytes.to_vec());
    let brand = brand.clone();
    let options =
        Options { template: Some(name.to_owned()), theme: theme.to_owned(), size, brand, ..Options::default() };
    let card = renderer.render(&record, &pictures, &options).expect("a card");
    let found = contrasts(card.list(), Scope::All, 1.0, &mut Rasterizer::new()).expect("a list that can be painted");
    assert!(!found.is_empty(), "{name} {theme} {size}: no text");
    let least = found.iter().fold(21.0_f32, |least, each| least.min(each.ratio));
    let area = |each: &Contrast| each.area.width * each.area.height;
    let like = |one: &Contrast, other: &Contrast| (one.area.height / other.area.height - 1.0).abs() < 0.02;
    let of_height = |one: &Contrast| found.iter().filter(|other| like(one, other)).map(area).sum::<f32>();
    let hero = found.iter().max_by(|a, b| of_height(a).total_cmp(&of_height(b))).expect("a text");
    let in_ink = found.iter().filter(|each| like(hero, each) && each.ratio >= HERO).map(area).sum::<f32>();
    (least, in_ink / of_height(hero))
}

#[test]
fn every_text_of_every_built_in_template_stands_out() {
    stands_out(&[Size::OG, Size::STORY], &Brand::default());
}

#[test]
fn every_text_stands_out_in_the_colours_of_a_house() {
    let tokens =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let brand = Brand {
        name: Some("Harbour Post".to_owned()),
        tokens: tokens(&[
            ("ground", "#fff1f6"),
            ("ink", "#1a0033"),
            ("muted", "#6b4a7a"),
            ("accent", "#d10048"),
            ("radius", "24px"),
            ("font_text", "Space Grotesk"),
            ("font_display", "Space Grotesk"),
        ]),
        dark_tokens: tokens(&[("ground", "#120a2a"), ("ink", "#fff4e0"), ("muted", "#b9a9d0"), ("accent", "#ffb000")]),
        ..Brand::default()
    };
    stands_out(&[Size::OG], &brand);
}

/// Checks every theme of every built-in template.
fn stands_out(sizes: &[Size], brand: &Brand) {
    let renderer = Renderer::builder().build().expect("a renderer");
    let mut cards = Vec::new();
    for name in renderer.template_names() {
        for theme in &renderer.template(name).expect("a built-in template").manifest().themes {
            cards.extend(sizes.iter().map(|size| (name.to_owned(), theme.clone(), *size)));
        }
    }
    let next = Mutex::new(cards.iter());
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some((name, theme, size)) = next.lock().expect("no thread failed").next() else { break };
                    let (least, hero) = least(&renderer, name, theme, *size, brand);
                    println!("{name:16} {theme:10} {size:6} least {least:5.2} hero {hero:5.2}");
                    // The hero of `quote-context` is the marked sentence in its grey paragraph.
                    let in_ink = if name == "quote-context" { IN_INK / 2.0 } else { IN_INK };
                    if least < LEAST || hero < in_ink {
                        let message = format!("{name} {theme} {size}: least {least:.2}, {hero:.2} of the hero in ink");
                        wrong.lock().expect("no thread failed").push(message);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no thread failed");
    assert!(wrong.is_empty(), "too little contrast:\n{}", wrong.join("\n"));
}
