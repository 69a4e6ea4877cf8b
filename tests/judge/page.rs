//! The pages of the subset: ordinary templates in folders, each with the size it is judged at.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::chromium::BrowserPage;
use crate::support::project;

/// A page of the subset.
#[derive(Debug, Clone)]
pub struct Page {
    /// Name of its folder and of its template.
    pub name: String,
    /// Its folder.
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
        BrowserPage { html, folder: self.folder.clone(), width: self.width, height: self.height, linked_style: true }
    }
}
