//! What is judged: the pages of the subset, which are ordinary templates in folders, and the built-in templates.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use pullquote::{Assets, Options, Record, Renderer, Size, Template};

use super::chromium::BrowserPage;
use super::compare::{OurBox, OurLine, Ours};
use super::similarity::Gray;
use crate::support::project;

/// A page of the subset.
#[derive(Debug, Clone)]
pub struct Page {
    /// Name of its folder and of its template.
    pub name: String,
    /// Its folder, which also holds the recording.
    pub folder: PathBuf,
    /// Its files, without recordings.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Size of the card in px.
    pub width: usize,
    pub height: usize,
}

/// All pages in alphabetical order.
pub fn pages() -> Vec<Page> {
    let mut pages: Vec<Page> = fs::read_dir(project("tests/judge/pages"))
        .expect("the pages are there")
        .map(|entry| entry.expect("a folder").path())
        .filter(|path| path.is_dir())
        .map(read)
        .collect();
    pages.sort_by(|one, other| one.name.cmp(&other.name));
    pages
}

fn read(folder: PathBuf) -> Page {
    let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("a folder that can be read") {
        let path = entry.expect("a file").path();
        let file = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !file.starts_with("expected.") {
            files.insert(file, fs::read(&path).expect("a file that can be read"));
        }
    }
    let manifest = String::from_utf8_lossy(files.get("template.toml").expect("a manifest")).into_owned();
    let manifest: toml::Table = manifest.parse().expect("a manifest in TOML");
    let size = manifest["sizes"][0].as_str().expect("a size");
    let (width, height) = size.split_once('x').expect("a size in px");
    let side = |text: &str| text.parse().expect("a number of px");
    Page { name, folder, files, width: side(width), height: side(height) }
}

impl Page {
    /// The page for a browser: there is nothing in it to be bound.
    pub fn for_browser(&self) -> BrowserPage {
        let html = String::from_utf8_lossy(&self.files["card.html"]).into_owned();
        assert!(!html.contains("{{") && !html.contains("{%"), "{}: a page of the judge has no expressions", self.name);
        let files = self.files.clone();
        BrowserPage { html, files, width: self.width, height: self.height, own_style: true }
    }

    /// Our card of the page.
    pub fn draw(&self) -> Result<Ours, String> {
        let plain = |error: pullquote::Error| format!("{error}");
        let record = br#"{ "kind": "quote", "text": "Judge for yourself.", "author": { "name": "Mina Ostrow" } }"#;
        let record = Record::from_json(record).map_err(plain)?;
        let template = Template::from_files(self.files.clone()).map_err(plain)?;
        let renderer = Renderer::builder().template(template).build().map_err(plain)?;
        let size = Size::new(self.width as u32, self.height as u32);
        let options = Options { template: Some(self.name.clone()), size, ..Options::default() };
        measured(&renderer, &record, &(), &options).map_err(plain)
    }
}

/// A card of a built-in template with its sample.
#[derive(Debug, Clone)]
pub struct BuiltIn {
    pub template: String,
    pub theme: String,
    pub size: &'static str,
    /// Whether the theme is the template's first.
    pub first_theme: bool,
}

/// Every built-in template in every theme and size.
pub fn built_in() -> Vec<BuiltIn> {
    let mut cards = Vec::new();
    let renderer = Renderer::builder().build().expect("a renderer");
    for name in renderer.template_names() {
        let template = renderer.template(name).expect("a built-in template");
        for (index, theme) in template.manifest().themes.iter().enumerate() {
            for (size, _) in Size::NAMED {
                cards.push(BuiltIn { template: name.to_owned(), theme: theme.clone(), size, first_theme: index == 0 });
            }
        }
    }
    cards
}

impl BuiltIn {
    /// Name of the card, and of the folder of its recording.
    pub fn name(&self) -> String {
        format!("{}-{}-{}", self.template, self.theme, self.size)
    }

    fn with<R>(
        &self,
        work: impl FnOnce(&Renderer, &Record, &dyn Assets, &Options) -> pullquote::Result<R>,
    ) -> Result<R, String> {
        let plain = |error: pullquote::Error| format!("{error}");
        let renderer = Renderer::builder().build().map_err(plain)?;
        let template = renderer.template(&self.template).map_err(plain)?;
        let sample = template.file("sample.json").ok_or("a template without a sample")?;
        let record = Record::from_json(sample).map_err(plain)?;
        let pictures = |address: &str| template.file(address).map(|bytes| bytes.to_vec());
        let options = Options {
            template: Some(self.template.clone()),
            theme: self.theme.clone(),
            size: self.size.parse().map_err(plain)?,
            ..Options::default()
        };
        work(&renderer, &record, &pictures, &options).map_err(plain)
    }

    /// What `template preview` writes.
    pub fn for_browser(&self) -> Result<BrowserPage, String> {
        self.with(|renderer, record, pictures, options| {
            let page = renderer.preview(record, pictures, options)?;
            Ok(BrowserPage {
                html: page.html,
                files: page.files.into_iter().map(|(name, bytes)| (name, bytes.to_vec())).collect(),
                width: options.size.width as usize,
                height: options.size.height as usize,
                own_style: false,
            })
        })
    }

    /// Our card of the template. A sample about which there is something to say is an error.
    pub fn draw(&self) -> Result<Ours, String> {
        let said = self.with(|renderer, record, pictures, options| {
            Ok(renderer.render(record, pictures, options)?.findings().first().map(ToString::to_string))
        })?;
        match said {
            Some(finding) => Err(format!("the sample has a finding: {finding}")),
            None => self.with(measured),
        }
    }
}

/// Boxes, lines and pixels of a card.
fn measured(renderer: &Renderer, record: &Record, assets: &dyn Assets, options: &Options) -> pullquote::Result<Ours> {
    let card = renderer.render(record, assets, options)?;
    let measure = renderer.measure(record, assets, options)?;
    let boxes = measure.boxes.into_iter().map(|each| OurBox {
        element: each.element,
        tag: each.tag,
        sides: [each.x, each.y, each.width, each.height].map(f64::from),
        inline: each.inline,
    });
    let lines = measure.lines.into_iter().map(|line| OurLine { element: line.element, text: line.text });
    Ok(Ours {
        boxes: boxes.collect(),
        lines: lines.collect(),
        picture: Gray::from_pixels(card.width() as usize, card.height() as usize, 4, &card.pixels()?),
    })
}
