//! Asks a Chromium for its boxes, lines and picture of a page. Only runs when `PULLQUOTE_CHROMIUM` names one.
//!
//! The page stands in a frame of the card's size: what a headless window calls its height differs between measuring and drawing.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine;

use super::recording::{Recorded, read_png};
use super::similarity::Gray;
use crate::support::project;

const PROBE: &str = include_str!("probe.js");

/// A page for a browser.
#[derive(Debug, Clone)]
pub struct BrowserPage {
    /// A whole document.
    pub html: String,
    /// The files its addresses refer to, by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Size of the card in px.
    pub width: usize,
    pub height: usize,
    /// Whether the rules of the file `card.css` must be added, and the embedded faces.
    pub own_style: bool,
}

/// The program to ask, if the environment names one.
pub fn program() -> Option<PathBuf> {
    std::env::var_os("PULLQUOTE_CHROMIUM").filter(|name| !name.is_empty()).map(PathBuf::from)
}

/// What the program says it is.
pub fn version(program: &Path) -> String {
    let output = Command::new(program).arg("--version").output().expect("Chromium runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().skip_while(|word| *word != "Chromium").take(2).collect::<Vec<_>>().join(" ")
}

/// Boxes, lines and picture of a page. Asked again when a busy machine lets the time for an answer pass.
pub fn record(program: &Path, page: &BrowserPage) -> Result<Recorded, String> {
    (0..4).find_map(|_| record_once(program, page).ok()).map_or_else(|| record_once(program, page), Ok)
}

fn record_once(program: &Path, page: &BrowserPage) -> Result<Recorded, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).map_err(|error| error.to_string());
    for (name, bytes) in &page.files {
        let file = folder.path().join(name);
        file.parent().map_or(Ok(()), fs::create_dir_all).map_err(|error| error.to_string())?;
        fs::write(file, bytes).map_err(|error| error.to_string())?;
    }
    write("judged-page.html", &prepared(page)?)?;
    write("judged-host.html", &host(page.width, page.height))?;
    write("fonts.conf", &font_settings(&folder.path().join("font-cache")))?;
    let picture = folder.path().join("picture.png");
    let mut command = headless(program, folder.path(), (page.width, page.height));
    command
        .args(["--virtual-time-budget=30000", "--dump-dom"])
        .arg(file_address(&folder.path().join("judged-host.html")));
    let output = command.output().map_err(|error| format!("{}: {error}", program.display()))?;
    let dump = String::from_utf8_lossy(&output.stdout);
    let result = between(&dump, "<pre id=\"result\">", "</pre>")
        .filter(|result| !result.is_empty())
        .ok_or_else(|| format!("no result from Chromium:\n{}", String::from_utf8_lossy(&output.stderr)))?;
    let bytes = base64::engine::general_purpose::STANDARD.decode(result).map_err(|error| error.to_string())?;
    let recording: super::recording::Recording = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    if let Some(face) = recording.fonts.iter().find(|face| !face.ends_with(": loaded")) {
        return Err(format!("Chromium could not load a face: {face}"));
    }
    let picture = cropped(&read_png(&picture)?, page.width, page.height)?;
    Ok(Recorded { recording, picture: Some(picture) })
}

/// Chromium without a window, which leaves `picture.png` in a folder; what it is to show is missing.
fn headless(program: &Path, folder: &Path, (width, height): (usize, usize)) -> Command {
    let mut command = Command::new(program);
    command.args([
        // A mask from a file counts as foreign otherwise.
        "--allow-file-access-from-files",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--font-render-hinting=none",
        "--disable-lcd-text",
        "--force-color-profile=srgb",
        "--hide-scrollbars",
    ]);
    command
        .arg(format!("--window-size={},{}", width.max(500), height + 160))
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("--screenshot={}", folder.join("picture.png").display()))
        .env("FONTCONFIG_FILE", folder.join("fonts.conf"))
        .stdin(Stdio::null());
    command
}

/// What Chromium makes of an SVG picture: its px, four bytes each, cut to the size.
pub fn draw_svg(program: &Path, svg: &str, (width, height): (usize, usize)) -> Result<Vec<u8>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).map_err(|error| error.to_string());
    write("sheet.svg", svg)?;
    write("sheet.html", "<!doctype html><body style=\"margin: 0\"><img src=\"sheet.svg\" style=\"display: block\">")?;
    write("fonts.conf", &font_settings(&folder.path().join("font-cache")))?;
    let mut command = headless(program, folder.path(), (width, height));
    let output = command.arg(file_address(&folder.path().join("sheet.html"))).output();
    output.map_err(|error| format!("{}: {error}", program.display()))?;
    let file = fs::File::open(folder.path().join("picture.png")).map_err(|error| error.to_string())?;
    let mut decoder = png::Decoder::new(std::io::BufReader::new(file));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or("a picture too large")?];
    let info = reader.next_frame(&mut pixels).map_err(|error| error.to_string())?;
    let stride = info.width as usize * 4;
    if (info.width as usize) < width || (info.height as usize) < height {
        return Err(format!("a picture of {}x{} px for a sheet of {width}x{height}", info.width, info.height));
    }
    Ok(pixels.chunks_exact(stride).take(height).flat_map(|row| &row[..width * 4]).copied().collect())
}

/// The page with fonts, style and the measuring script.
fn prepared(page: &BrowserPage) -> Result<String, String> {
    let mut head = String::new();
    if page.own_style {
        let _ = write!(head, "<style>\n{}</style>\n<link rel=\"stylesheet\" href=\"card.css\">\n", faces());
    }
    let _ = write!(head, "<script>\n{PROBE}</script>\n");
    let at = page.html.find("<head>").ok_or("the page has no <head>")? + "<head>".len();
    Ok(format!("{}{head}{}", &page.html[..at], &page.html[at..]))
}

/// No hinting, which the flag alone does not switch off, and no fonts of the machine: the project's own are the only ones.
fn font_settings(cache: &Path) -> String {
    let set = |name: &str, value: &str| format!("<edit name=\"{name}\" mode=\"assign\">{value}</edit>");
    format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n<fontconfig><dir>{}</dir><cachedir>{}</cachedir>\
         <match target=\"pattern\">{}{}{}{}{}</match></fontconfig>\n",
        project("fonts").display(),
        cache.display(),
        set("antialias", "<bool>true</bool>"),
        set("autohint", "<bool>false</bool>"),
        set("hinting", "<bool>false</bool>"),
        set("hintstyle", "<const>hintnone</const>"),
        set("rgba", "<const>none</const>"),
    )
}

/// The page around the judged one. Its timer keeps the virtual time from running out before the answer is there.
fn host(width: usize, height: usize) -> String {
    format!(
        "<!doctype html><meta charset=\"utf-8\"><body style=\"margin: 0\">\
         <iframe src=\"judged-page.html\" style=\"display: block; border: 0; width: {width}px; height: {height}px\"></iframe>\
         <pre id=\"result\"></pre><script>const tick = setInterval(() => 0, 1);\
         addEventListener(\"message\", (event) => {{\
         clearInterval(tick);\
         const bytes = new TextEncoder().encode(event.data);\
         document.getElementById(\"result\").textContent = btoa(String.fromCodePoint(...bytes));\
         }});</script>"
    )
}

fn cropped(picture: &Gray, width: usize, height: usize) -> Result<Gray, String> {
    if picture.width < width || picture.height < height {
        return Err(format!("a picture of {}x{} px for a card of {width}x{height}", picture.width, picture.height));
    }
    let rows = picture.data.chunks_exact(picture.width).take(height);
    Ok(Gray { width, height, data: rows.flat_map(|row| &row[..width]).copied().collect() })
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let from = text.find(start)? + start.len();
    let length = text.get(from..)?.find(end)?;
    text.get(from..from + length)
}

fn file_address(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let mut address = "file://".to_owned();
    for byte in path.to_string_lossy().bytes() {
        if plain(byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

/// `@font-face` rules for the files of `fonts/`, so that Chromium draws with the very faces that are embedded.
fn faces() -> String {
    let mut rules = String::new();
    for (family, file, weight, style) in FACES {
        let address = file_address(&project("fonts").join(file));
        let _ = writeln!(
            rules,
            "@font-face {{ font-family: \"{family}\"; src: url(\"{address}\"); font-weight: {weight}; font-style: {style} }}"
        );
    }
    rules
}

/// Family, file, weight and style of each embedded face.
const FACES: &[(&str, &str, &str, &str)] = &[
    ("Inter", "inter/Inter-opsz-wght.ttf", "100 900", "normal"),
    ("Inter", "inter/Inter-Italic-wght.ttf", "100 900", "italic"),
    ("Source Serif 4", "source-serif-4/SourceSerif4_400Regular.ttf", "400", "normal"),
    ("Source Serif 4", "source-serif-4/SourceSerif4_400Regular_Italic.ttf", "400", "italic"),
    ("Source Serif 4", "source-serif-4/SourceSerif4_700Bold.ttf", "700", "normal"),
    ("Source Serif 4", "source-serif-4/SourceSerif4_700Bold_Italic.ttf", "700", "italic"),
    ("Playfair Display", "playfair-display/PlayfairDisplay_400Regular.ttf", "400", "normal"),
    ("Playfair Display", "playfair-display/PlayfairDisplay_400Regular_Italic.ttf", "400", "italic"),
    ("Playfair Display", "playfair-display/PlayfairDisplay_700Bold.ttf", "700", "normal"),
    ("Playfair Display", "playfair-display/PlayfairDisplay_900Black.ttf", "900", "normal"),
    ("DM Serif Display", "dm-serif-display/DMSerifDisplay_400Regular.ttf", "400", "normal"),
    ("DM Serif Display", "dm-serif-display/DMSerifDisplay_400Regular_Italic.ttf", "400", "italic"),
    ("Instrument Serif", "instrument-serif/InstrumentSerif_400Regular.ttf", "400", "normal"),
    ("Instrument Serif", "instrument-serif/InstrumentSerif_400Regular_Italic.ttf", "400", "italic"),
    ("Space Grotesk", "space-grotesk/SpaceGrotesk_400Regular.ttf", "400", "normal"),
    ("Space Grotesk", "space-grotesk/SpaceGrotesk_700Bold.ttf", "700", "normal"),
    ("Anton", "anton/Anton_400Regular.ttf", "400", "normal"),
    ("Caveat", "caveat/Caveat_700Bold.ttf", "700", "normal"),
    ("JetBrains Mono", "jetbrains-mono/JetBrainsMono_400Regular.ttf", "400", "normal"),
    ("JetBrains Mono", "jetbrains-mono/JetBrainsMono_700Bold.ttf", "700", "normal"),
    ("Noto Color Emoji", "noto-color-emoji/NotoColorEmoji.ttf", "400", "normal"),
    ("Noto Sans Arabic", "noto-sans-arabic/NotoSansArabic-wght.ttf", "100 900", "normal"),
    ("Noto Sans Hebrew", "noto-sans-hebrew/NotoSansHebrew-wght.ttf", "100 900", "normal"),
    ("Noto Sans Devanagari", "noto-sans-devanagari/NotoSansDevanagari-wght.ttf", "100 900", "normal"),
    ("Noto Sans Bengali", "noto-sans-bengali/NotoSansBengali-wght.ttf", "100 900", "normal"),
    ("Noto Sans Tamil", "noto-sans-tamil/NotoSansTamil-wght.ttf", "100 900", "normal"),
    ("Noto Sans Georgian", "noto-sans-georgian/NotoSansGeorgian-wght.ttf", "100 900", "normal"),
    ("Noto Sans Armenian", "noto-sans-armenian/NotoSansArmenian-wght.ttf", "100 900", "normal"),
    ("Noto Sans Ethiopic", "noto-sans-ethiopic/NotoSansEthiopic-wght.ttf", "100 900", "normal"),
    ("Noto Sans", "noto-sans/NotoSans-rare.ttf", "400", "normal"),
    ("Noto Sans Math", "noto-sans-math/NotoSansMath.ttf", "400", "normal"),
    ("Noto Sans Symbols", "noto-sans-symbols/NotoSansSymbols-wght.ttf", "100 900", "normal"),
    ("Noto Sans Symbols 2", "noto-sans-symbols-2/NotoSansSymbols2.ttf", "400", "normal"),
    ("Noto Sans Thai", "noto-sans-thai/NotoSansThai-wght.ttf", "100 900", "normal"),
    ("Noto Sans CJK SC", "noto-sans-cjk/NotoSansCJKsc-Regular-common.otf", "400", "normal"),
    ("Noto Sans CJK JP", "noto-sans-cjk/NotoSansCJKjp-Regular-level1.otf", "400", "normal"),
];
