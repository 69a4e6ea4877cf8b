//! A template as a package of files, checked and compiled once.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};

use minijinja::Environment;
use sha2::{Digest, Sha256};

use super::filter::environment;
use super::manifest::Manifest;
use crate::css::Stylesheet;
use crate::font::{FontLibrary, UserFont};
use crate::picture::{Bytes, Picture};
use crate::style::FontStyle;
use crate::{Error, ErrorKind, Result};

/// A template: HTML, CSS, manifest and the files they use. Cheap to clone.
///
/// ```
/// # use std::collections::BTreeMap;
/// let files = BTreeMap::from([
///     ("card.html".to_owned(), b"<p>{{ record.text }}</p>".to_vec()),
///     ("card.css".to_owned(), b"p { font-size: 60px }".to_vec()),
///     ("template.toml".to_owned(),
///      b"name = 'plain'\ntitle = 'Plain'\nkinds = ['quote']\nsizes = ['og']\nthemes = ['light']".to_vec()),
/// ]);
/// let template = pullquote::Template::from_files(files)?;
/// assert_eq!(template.manifest().name, "plain");
/// # Ok::<(), pullquote::Error>(())
/// ```
#[derive(Clone)]
pub struct Template(Arc<Package>);

struct Package {
    manifest: Manifest,
    files: BTreeMap<String, Bytes>,
    environment: Environment<'static>,
    stylesheet: Stylesheet,
    pictures: Mutex<BTreeMap<String, Option<Arc<Picture>>>>,
    fonts: Vec<UserFont>,
    /// Worked out when it is asked for: fonts of a template can be large.
    sha256: OnceLock<String>,
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Template({})", self.0.manifest.name)
    }
}

impl Template {
    /// Makes a template from its files by name: `card.html`, `card.css`, `template.toml`, and any pictures and fonts they use.
    ///
    /// # Errors
    /// [`ErrorKind::Template`] or [`ErrorKind::Css`] with file, line and column for anything wrong or outside the subset.
    pub fn from_files<B: Into<Bytes>>(files: BTreeMap<String, B>) -> Result<Self> {
        Self::from_files_all(files).map_err(|mut errors| errors.swap_remove(0))
    }

    /// As [`Template::from_files`], with every error found instead of the first. The list is never empty.
    ///
    /// # Errors
    /// See [`Template::from_files`].
    pub fn from_files_all<B: Into<Bytes>>(files: BTreeMap<String, B>) -> Result<Self, Vec<Error>> {
        let files: BTreeMap<String, Bytes> = files.into_iter().map(|(name, bytes)| (name, bytes.into())).collect();
        let one = |error: Error| vec![error];
        let manifest = text_file(&files, "template.toml")
            .and_then(|text| Manifest::parse(text).map_err(|error| error.in_file("template.toml")))
            .map_err(one)?;
        let html = text_file(&files, "card.html").map_err(one)?.to_owned();
        let css = text_file(&files, "card.css").map_err(one)?;
        let environment = environment(html).map_err(one)?;
        let stylesheet = Stylesheet::parse(css, "card.css")?;
        let fonts = template_fonts(&stylesheet, &files).map_err(one)?;
        Ok(Self(Arc::new(Package {
            manifest,
            files,
            environment,
            stylesheet,
            pictures: Mutex::default(),
            fonts,
            sha256: OnceLock::new(),
        })))
    }

    /// What it is called and what it can draw.
    pub fn manifest(&self) -> &Manifest {
        &self.0.manifest
    }

    /// A file of the template by its name.
    pub fn file(&self, name: &str) -> Option<&Bytes> {
        self.0.files.get(name.strip_prefix("./").unwrap_or(name))
    }

    /// Names of its files in alphabetical order.
    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        self.0.files.keys().map(String::as_str)
    }

    /// SHA-256 over names and contents of its files, in hexadecimal. The sample is not part of it.
    pub fn sha256(&self) -> &str {
        self.0.sha256.get_or_init(|| hash(&self.0.files))
    }

    /// A picture of the template, decoded once for all cards.
    pub(crate) fn picture(&self, name: &str) -> Option<Arc<Picture>> {
        let mut pictures = self.0.pictures.lock().ok()?;
        if let Some(known) = pictures.get(name) {
            return known.clone();
        }
        let picture = self.file(name).and_then(|bytes| Picture::probe(bytes.clone()).ok()).map(Arc::new);
        pictures.insert(name.to_owned(), picture.clone());
        picture
    }

    pub(crate) fn environment(&self) -> &Environment<'static> {
        &self.0.environment
    }

    pub(crate) fn stylesheet(&self) -> &Stylesheet {
        &self.0.stylesheet
    }

    /// Family and file of each `@font-face` rule.
    pub(crate) fn font_files(&self) -> impl Iterator<Item = (&str, &str)> {
        let faces = self.0.stylesheet.font_faces().iter();
        faces.filter_map(|face| Some((face.family.as_str(), face.sources.first()?.url.as_str())))
    }

    /// The faces of its `@font-face` rules.
    pub(crate) fn fonts(&self) -> &[UserFont] {
        &self.0.fonts
    }
}

fn text_file<'a>(files: &'a BTreeMap<String, Bytes>, name: &str) -> Result<&'a str> {
    let bytes = files.get(name).ok_or_else(|| {
        Error::new(ErrorKind::Template, format!("the template has no `{name}`"))
            .with_hint("a template is a folder with `card.html`, `card.css` and `template.toml`")
    })?;
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
        Error::new(ErrorKind::Template, "the file is not UTF-8").in_file(name).at(line, 1)
    })
}

fn template_fonts(stylesheet: &Stylesheet, files: &BTreeMap<String, Bytes>) -> Result<Vec<UserFont>> {
    let mut fonts = Vec::new();
    for face in stylesheet.font_faces() {
        let here = |error: Error| error.in_file("card.css").at(face.line, face.column);
        let Some(url) = face.sources.first().map(|source| source.url.as_str()) else { continue };
        let data = files.get(url.strip_prefix("./").unwrap_or(url)).ok_or_else(|| {
            here(Error::new(ErrorKind::Css, format!("the template has no font file `{url}`")))
                .with_hint("put the file into the template's folder and name it in `src: url(…)`")
        })?;
        let font = UserFont {
            data: data.clone(),
            family: Some(face.family.clone()),
            weight: face.weight,
            italic: face.style.map(|style| style != FontStyle::Normal),
            fallback: crate::font::Fallback::Never,
        };
        FontLibrary::with_fonts(std::slice::from_ref(&font)).map_err(here)?;
        fonts.push(font);
    }
    Ok(fonts)
}

fn hash(files: &BTreeMap<String, Bytes>) -> String {
    let mut hasher = Sha256::new();
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "sample.json") {
        for part in [name.as_bytes(), bytes] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
