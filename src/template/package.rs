//! A template as a package of files, checked and compiled once.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};

use minijinja::Environment;
use sha2::{Digest, Sha256};

use super::built_in::{BUILT_IN, built_in_files};
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
    sheets: Sheets,
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
        let files = extend(files, &manifest).map_err(one)?;
        let environment = environment(pages(&files).map_err(one)?).map_err(one)?;
        let sheets = Sheets::read(&files, "card.css")?;
        let fonts = template_fonts(&sheets.list, &files).map_err(one)?;
        Ok(Self(Arc::new(Package {
            manifest,
            files,
            environment,
            sheets,
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

    /// Its style sheets, what is imported first.
    pub(crate) fn stylesheets(&self) -> &[Stylesheet] {
        &self.0.sheets.list
    }

    /// Its style sheets as one text without `@import`.
    pub(crate) fn css(&self) -> &str {
        &self.0.sheets.text
    }

    /// Family and file of each `@font-face` rule.
    pub(crate) fn font_files(&self) -> impl Iterator<Item = (&str, &str)> {
        let faces = self.0.sheets.list.iter().flat_map(Stylesheet::font_faces);
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

/// Adds the files of the templates it extends: under their own names, where it has none of that name, and as `NAME/FILE`.
fn extend(mut files: BTreeMap<String, Bytes>, manifest: &Manifest) -> Result<BTreeMap<String, Bytes>> {
    let Some(base) = &manifest.extends else { return Ok(files) };
    let here = |error: Error| error.in_file("template.toml");
    let found = built_in_files(base).ok_or_else(|| {
        let near = crate::text::nearest(base, BUILT_IN.iter().copied()).unwrap_or("post");
        let message = format!("`extends` expects a built-in template, found `{base}`");
        here(Error::new(ErrorKind::Template, message).with_hint(format!("did you mean `{near}`?")))
    })?;
    let below = Manifest::parse(text_file(&found, "template.toml")?)?;
    if below.extends.as_ref() == Some(base) {
        return Err(here(Error::new(ErrorKind::Template, format!("template `{base}` extends itself"))));
    }
    for (name, bytes) in extend(found, &below)? {
        if name == "template.toml" {
            continue;
        }
        files.entry(format!("{base}/{name}")).or_insert_with(|| bytes.clone());
        files.entry(name).or_insert(bytes);
    }
    Ok(files)
}

/// Every page and part of a page by its name; `card.html` has to be there.
fn pages(files: &BTreeMap<String, Bytes>) -> Result<Vec<(String, String)>> {
    text_file(files, "card.html")?;
    let names = files.keys().filter(|name| name.ends_with(".html"));
    names.map(|name| Ok((name.clone(), text_file(files, name)?.to_owned()))).collect()
}

/// The style sheets of a template.
#[derive(Default)]
struct Sheets {
    /// In the order in which they apply.
    list: Vec<Stylesheet>,
    /// Names of those that were read or are being read: each is imported once.
    names: Vec<String>,
    text: String,
}

impl Sheets {
    /// Reads a style sheet and all that it imports.
    fn read(files: &BTreeMap<String, Bytes>, name: &str) -> Result<Self, Vec<Error>> {
        let mut sheets = Self::default();
        sheets.add(files, name)?;
        Ok(sheets)
    }

    fn add(&mut self, files: &BTreeMap<String, Bytes>, name: &str) -> Result<(), Vec<Error>> {
        self.names.push(name.to_owned());
        let css = text_file(files, name).map_err(|error| vec![error])?;
        let sheet = Stylesheet::parse(css, name)?;
        let (mut text, mut at) = (String::with_capacity(css.len()), 0);
        for import in sheet.imports() {
            let (line, column) = import.place;
            let wanted = import.url.strip_prefix("./").unwrap_or(&import.url);
            if !files.contains_key(wanted) {
                let message = format!("the template has no `{wanted}`");
                let error = Error::new(ErrorKind::Css, message).in_file(name).at(line, column);
                return Err(vec![error.with_hint("name a file by its path inside the template's folder")]);
            }
            if !self.names.iter().any(|known| known == wanted) {
                self.add(files, wanted)?;
            }
            text.push_str(css.get(at..import.range.start).unwrap_or_default());
            at = import.range.end;
        }
        text.push_str(css.get(at..).unwrap_or_default());
        self.text.push_str(&text);
        self.text.push('\n');
        self.list.push(sheet);
        Ok(())
    }
}

fn template_fonts(sheets: &[Stylesheet], files: &BTreeMap<String, Bytes>) -> Result<Vec<UserFont>> {
    let mut fonts = Vec::new();
    for face in sheets.iter().flat_map(Stylesheet::font_faces) {
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
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with("sample.json")) {
        for part in [name.as_bytes(), bytes] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str =
        "name = \"own\"\ntitle = \"Own\"\nkinds = [\"post\"]\nsizes = [\"og\"]\nthemes = [\"light\"]\n";

    fn template(files: &[(&str, &str)]) -> Result<Template> {
        Template::from_files(files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect())
    }

    #[test]
    fn a_template_uses_the_files_of_the_one_it_extends() {
        let manifest = format!("extends = \"post\"\n{MANIFEST}");
        let css = "@import \"post/card.css\";\n.sheet { border-radius: 0 }";
        let own = template(&[("template.toml", &manifest), ("card.css", css)]).expect("a template");
        assert_eq!(own.file("card.html"), own.file("post/card.html"));
        assert_ne!(own.file("card.css"), own.file("post/card.css"));
        assert!(own.file("parts.css").is_some() && own.file("parts/media.html").is_some());
        assert_eq!(own.stylesheets().len(), 3, "the parts, the sheet of post, its own");
        assert!(
            !own.css().contains("@import") && own.css().trim_end().ends_with(css.lines().last().unwrap_or_default())
        );
    }

    #[test]
    fn what_is_not_there_is_named_with_its_place() {
        let manifest = format!("extends = \"pst\"\n{MANIFEST}");
        let error = template(&[("template.toml", &manifest), ("card.css", "")]).expect_err("unknown");
        assert_eq!(error.hint(), Some("did you mean `post`?"));
        let files = [("template.toml", MANIFEST), ("card.html", "<p>x</p>"), ("card.css", "\n@import url(more.css);")];
        let error = template(&files).expect_err("no such sheet");
        assert_eq!((error.message(), error.location().line), ("the template has no `more.css`", Some(2)));
    }

    #[test]
    fn sheets_that_import_each_other_are_read_once() {
        let css = ("card.css", "@import 'a.css';\np { color: red }");
        let files =
            [("template.toml", MANIFEST), ("card.html", ""), css, ("a.css", "@import 'card.css';\np { color: blue }")];
        let own = template(&files).expect("a template");
        assert_eq!(own.stylesheets().len(), 2);
        assert_eq!(own.css().matches("color").count(), 2);
    }
}
