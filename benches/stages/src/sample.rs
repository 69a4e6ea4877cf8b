//! What the benches work on: samples of the built-in templates, examples of the repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pullquote::{Card, Options, Record, Renderer, Size};

/// Names of the built-in templates.
pub fn templates() -> Vec<String> {
    renderer().template_names().into_iter().map(str::to_owned).collect()
}

/// A renderer with everything built in.
pub fn renderer() -> Renderer {
    Renderer::builder().build().expect("a renderer")
}

/// A file of the repository.
pub fn file(path: &str) -> Vec<u8> {
    let path = project().join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The folder of the repository.
fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A record with the pictures and options it is drawn with.
pub struct Sample {
    /// The record as JSON.
    pub json: Vec<u8>,
    /// The record.
    pub record: Record,
    /// Pictures by address.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// Template and size.
    pub options: Options,
}

impl Sample {
    /// The sample of a built-in template in the size `og`.
    pub fn of(template: &str) -> Self {
        let folder = format!("templates/{template}");
        let json = file(&format!("{folder}/sample.json"));
        let record = Record::from_json(&json).expect("a record");
        let mut pictures = BTreeMap::new();
        for entry in std::fs::read_dir(project().join(&folder)).expect("the folder of a template") {
            let name = entry.expect("a file").file_name().to_string_lossy().into_owned();
            if name.ends_with(".jpg") || name.ends_with(".svg") || name.ends_with(".png") {
                pictures.insert(name.clone(), file(&format!("{folder}/{name}")));
            }
        }
        let options = Options { template: Some(template.to_owned()), size: Size::OG, ..Options::default() };
        Self { json, record, pictures, options }
    }

    /// The sample as a card.
    pub fn card(&self, renderer: &Renderer) -> Card {
        renderer.render(&self.record, &self.pictures, &self.options).expect("a card")
    }
}
