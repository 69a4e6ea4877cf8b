//! `font`: the embedded fonts and their licences; the system's fonts where they are asked for.

use std::path::PathBuf;

use serde_json::json;

use super::Outcome;
use super::args::FontCommand;
use super::files;
use super::report::Reporter;
use crate::Result;
use crate::font::embedded::{EMBEDDED, Style};
use crate::font::{Fallback, FontLibrary, UserFont};
use crate::render::RendererBuilder;

pub(super) fn run(command: &FontCommand, reporter: &Reporter) -> Result<Outcome> {
    let (json, licenses) = match command {
        FontCommand::List { json, licenses } => (json, licenses),
        FontCommand::Plan(arguments) => return super::plan::plan(arguments, reporter),
    };
    let text = match (licenses, json) {
        (true, _) => licence_text(),
        (false, true) => format!("{:#}\n", json_list()),
        (false, false) => table(),
    };
    files::print(text.as_bytes()).map(|()| Outcome::Done)
}

fn weight(range: (f32, f32)) -> String {
    if range.0 == range.1 { format!("{}", range.0) } else { format!("{}-{}", range.0, range.1) }
}

fn style_name(style: Style) -> &'static str {
    match style {
        Style::Normal => "normal",
        Style::Italic => "italic",
    }
}

fn table() -> String {
    let mut text = format!("{:<28} {:<9} {:<8} SCRIPTS\n", "FAMILY", "WEIGHT", "STYLE");
    for font in EMBEDDED {
        let (weight, style) = (weight(font.weight), style_name(font.style));
        let scripts = font.scripts.join(" ");
        text.push_str(format!("{:<28} {weight:<9} {style:<8} {scripts}", font.family).trim_end());
        text.push('\n');
    }
    text
}

fn json_list() -> serde_json::Value {
    EMBEDDED
        .iter()
        .map(|font| {
            json!({
                "family": font.family,
                "file": font.file,
                "weight": { "min": font.weight.0, "max": font.weight.1 },
                "style": style_name(font.style),
                "scripts": font.scripts,
                "bytes": font.bytes.len(),
                "copyright": font.copyright,
            })
        })
        .collect()
}

/// Each licence once, below the families it stands for.
fn licence_text() -> String {
    let mut text = String::new();
    let mut done: Vec<&str> = Vec::new();
    for font in EMBEDDED {
        if done.contains(&font.family) {
            continue;
        }
        done.push(font.family);
        text.push_str(&format!(
            "{}\n{}\n{}\n\n{}\n\n",
            font.family,
            "=".repeat(font.family.chars().count()),
            font.copyright,
            font.licence.trim()
        ));
    }
    text
}

/// Adds the fonts of the system's folders after the embedded ones.
pub(super) fn add_system_fonts(builder: RendererBuilder) -> RendererBuilder {
    system_fonts().fold(builder, |builder, bytes| builder.fallback_font_if_sound(bytes))
}

/// The fonts of `--font-dir`, and with `system` those of the system after everything embedded.
///
/// # Errors
/// Wrong usage for a folder that cannot be read or a file that is no font.
pub(super) fn user_fonts(folders: &[PathBuf], system: bool) -> Result<Vec<UserFont>> {
    let font =
        |data: Vec<u8>, fallback| UserFont { data: data.into(), family: None, weight: None, italic: None, fallback };
    let checked = |font: &UserFont| FontLibrary::with_fonts(std::slice::from_ref(font)).map(|_| ());
    let mut fonts = Vec::new();
    for folder in folders {
        for path in files::font_files(folder)? {
            let font = font(files::read(&path)?, Fallback::First);
            checked(&font).map_err(|error| error.in_file(path.display().to_string()))?;
            fonts.push(font);
        }
    }
    let installed = system.then(system_fonts).into_iter().flatten().map(|bytes| font(bytes, Fallback::Last));
    fonts.extend(installed.filter(|font| checked(font).is_ok()));
    Ok(fonts)
}

/// The font files of the system. Folders and files that cannot be read are passed over: which ones a system has is not the
/// user's doing.
fn system_fonts() -> impl Iterator<Item = Vec<u8>> {
    let folders = system_folders().into_iter().filter(|folder| folder.is_dir());
    folders
        .flat_map(|folder| files::font_files(&folder).unwrap_or_default())
        .filter_map(|path| std::fs::read(path).ok())
}

/// The system's fonts by path, length and time of change.
pub(super) fn system_stamp() -> String {
    let folders = system_folders().into_iter().filter(|folder| folder.is_dir());
    let paths = folders.flat_map(|folder| files::font_files(&folder).unwrap_or_default());
    let stamp = |path: PathBuf| {
        let metadata = std::fs::metadata(&path).ok();
        format!("{path:?} {:?}\n", metadata.map(|metadata| (metadata.len(), metadata.modified().ok())))
    };
    paths.map(stamp).collect()
}

fn system_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts"]
            .map(PathBuf::from)
            .into();
    if let Some(home) = std::env::var_os("HOME").map(PathBuf::from) {
        folders.extend([home.join(".local/share/fonts"), home.join(".fonts"), home.join("Library/Fonts")]);
    }
    if let Some(windows) = std::env::var_os("WINDIR").map(PathBuf::from) {
        folders.push(windows.join("Fonts"));
    }
    folders
}
