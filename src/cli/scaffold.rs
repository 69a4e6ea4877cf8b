//! `template new`: a folder with a template that works at once.
//!
//! The files are those of `examples/templates/plain`, which `docs/templates.md` explains, or a copy of another template.

use std::fs;
use std::path::Path;

use super::report::Reporter;
use super::{Outcome, files};
use crate::{Error, ErrorKind, Result, Template};

const FILES: [(&str, &str); 4] = [
    ("template.toml", include_str!("../../examples/templates/plain/template.toml")),
    ("card.html", include_str!("../../examples/templates/plain/card.html")),
    ("card.css", include_str!("../../examples/templates/plain/card.css")),
    ("sample.json", include_str!("../../examples/templates/plain/sample.json")),
];

/// Makes the folder `path`; the template is called as its last part. `from` is the template to copy.
pub(super) fn new(path: &str, from: Option<&Template>, reporter: &Reporter) -> Result<Outcome> {
    let folder = Path::new(path);
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(plain) {
        let message = format!("a template is called by lower-case letters, digits and hyphens, found `{name}`");
        return Err(Error::new(ErrorKind::Usage, message));
    }
    if folder.exists() {
        let message = format!("`{path}` is already there");
        return Err(Error::new(ErrorKind::Usage, message).with_hint("choose another name, or take it away"));
    }
    let contents: Vec<(String, Vec<u8>)> = match from {
        None => FILES.iter().map(|(file, text)| ((*file).to_owned(), text.as_bytes().to_vec())).collect(),
        Some(template) => {
            template.file_names().filter_map(|file| Some((file.to_owned(), template.file(file)?.to_vec()))).collect()
        }
    };
    make(folder)?;
    for (file, bytes) in &contents {
        let target = folder.join(file);
        if let Some(parent) = target.parent().filter(|parent| !parent.exists()) {
            make(parent)?;
        }
        if file == "template.toml" {
            files::write(&target, renamed(&String::from_utf8_lossy(bytes), name).as_bytes())?;
        } else {
            files::write(&target, bytes)?;
        }
    }
    reporter.note(format_args!("{path}: {} files; now `pullquote template preview {path} --watch`", contents.len()));
    Ok(Outcome::Done)
}

fn make(folder: &Path) -> Result<()> {
    fs::create_dir(folder).map_err(|error| {
        Error::new(ErrorKind::Usage, format!("the folder `{}` cannot be made", folder.display())).with_source(error)
    })
}

/// A manifest with another name.
fn renamed(manifest: &str, name: &str) -> String {
    let mut done = false;
    let lines = manifest.lines().map(|line| {
        let is_name = !done && line.split('=').next().is_some_and(|key| key.trim() == "name");
        done |= is_name;
        if is_name { format!("name = \"{name}\"\n") } else { format!("{line}\n") }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_template_is_the_one_of_the_tutorial() {
        for (file, text) in FILES {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/templates/plain").join(file);
            assert_eq!(fs::read_to_string(&path).expect("a file of the tutorial"), text, "{file}");
        }
    }

    #[test]
    fn only_the_name_of_the_template_changes() {
        let manifest = "# mine\nname = \"plain\"\n\n[parameters.name]\nname = 1\n";
        assert_eq!(renamed(manifest, "own"), "# mine\nname = \"own\"\n\n[parameters.name]\nname = 1\n");
    }
}
