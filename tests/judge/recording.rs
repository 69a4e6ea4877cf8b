//! What Chromium made of a page: its boxes, its lines and a grey picture, as they are kept beside the pages.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::similarity::Gray;

/// A box that is not inline: number of its element (the body is 0, line breaks are left out), its name, then x, y, width and height of its border box in px.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedBox(pub usize, pub String, pub f64, pub f64, pub f64, pub f64);

/// A line of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedLine {
    /// The element whose line it is.
    pub element: usize,
    /// Its text, white space folded.
    pub text: String,
    /// Left edge of its ink-free extent in px.
    pub x: f64,
    /// Top of its text in px: content areas, not the line box.
    pub y: f64,
    /// Width without the white space around it.
    pub width: f64,
    /// Height of its text.
    pub height: f64,
    /// Its end gives way to an ellipsis; the text is what would stand there without one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// There is generated content in it, which has no measured extent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub generated: bool,
}

/// Boxes and lines of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    pub width: usize,
    pub height: usize,
    /// Faces that were used, and whether they could be loaded.
    pub fonts: Vec<String>,
    pub boxes: Vec<RecordedBox>,
    pub lines: Vec<RecordedLine>,
}

/// A page as Chromium shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    pub recording: Recording,
    /// Left out where only boxes and lines are kept.
    pub picture: Option<Gray>,
}

impl Recorded {
    /// Reads `expected.json` and `expected.png` of a folder.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let file = folder.join("expected.json");
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let recording = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        let picture = folder.join("expected.png");
        let picture = if picture.exists() { Some(read_png(&picture)?) } else { None };
        Ok(Self { recording, picture })
    }

    /// Writes `expected.json` and, if there is one, `expected.png`.
    pub fn write(&self, folder: &Path) {
        fs::create_dir_all(folder).expect("a folder for the recording");
        fs::write(folder.join("expected.json"), lined(&self.recording)).expect("expected.json is written");
        if let Some(picture) = &self.picture {
            write_png(&folder.join("expected.png"), picture);
        }
    }
}

/// JSON with one box or line of text to a line, so that changes can be read.
fn lined(recording: &Recording) -> String {
    let rows = |values: Vec<String>| values.join(",\n    ");
    format!(
        "{{\n  \"width\": {},\n  \"height\": {},\n  \"fonts\": {},\n  \"boxes\": [\n    {}\n  ],\n  \"lines\": [\n    {}\n  ]\n}}\n",
        recording.width,
        recording.height,
        json(&recording.fonts),
        rows(recording.boxes.iter().map(json).collect()),
        rows(recording.lines.iter().map(json).collect()),
    )
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain data")
}

/// Reads a PNG as grey.
pub fn read_png(file: &Path) -> Result<Gray, String> {
    let bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let wrong = |error: png::DecodingError| format!("{}: {error}", file.display());
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(wrong)?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or("a picture that is too large")?];
    let info = reader.next_frame(&mut pixels).map_err(wrong)?;
    pixels.truncate(info.buffer_size());
    let (width, height) = (info.width as usize, info.height as usize);
    Ok(match info.color_type.samples() {
        1 => Gray { width, height, data: pixels },
        channels => Gray::from_pixels(width, height, channels, &pixels),
    })
}

/// Writes a grey picture as a small PNG.
pub fn write_png(file: &Path, picture: &Gray) {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width as u32, picture.height as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().expect("the header of a PNG");
    writer.write_image_data(&picture.data).expect("the pixels of a PNG");
    writer.finish().expect("the end of a PNG");
    fs::write(file, bytes).expect("a PNG file is written");
}
