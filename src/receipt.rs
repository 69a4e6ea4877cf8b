//! The receipt of a card: what was drawn, from what, and what a reader should know.
//!
//! Plain data; it is filled in while a card is made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::Digest;

use crate::Finding;

/// The number of this form of the receipt, in its field `schema`.
pub const RECEIPT_SCHEMA: u32 = 1;

/// Everything that is known about a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Number of this form of the receipt: 1.
    pub schema: u32,
    /// The card.
    pub card: ReceiptCard,
    /// The record it shows.
    pub record: ReceiptRecord,
    /// The template that drew it.
    pub template: ReceiptTemplate,
    /// The program that drew it.
    pub engine: ReceiptEngine,
    /// The fonts whose glyphs are on it.
    pub fonts: Vec<ReceiptFont>,
    /// Every file that went into it.
    pub inputs: Vec<ReceiptInput>,
    /// The text on it, in logical order.
    pub text: Vec<ReceiptText>,
    /// Its alternative text.
    pub alt_text: String,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// The card of a receipt.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptCard {
    /// Name of the file, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// `png`, `svg`, `jpeg` or `webp`; absent when nothing was drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Width of the layout in px, before `scale`.
    pub width: u32,
    /// Height of the layout in px, before `scale`.
    pub height: u32,
    /// Device pixels per px.
    pub scale: f64,
    /// Which card of a series it is; absent for a card that stands alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<ReceiptPage>,
    /// Size of the file in bytes; absent when nothing was drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// SHA-256 of the file, in lower-case hexadecimal digits; absent when nothing was drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// In the manifest of a batch: SHA-256 of everything that went into the card. While it is the same, the card is not drawn again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
}

/// Which card of a series a card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptPage {
    /// Its number, from 1.
    pub number: usize,
    /// How many cards the series has.
    pub count: usize,
}

/// The record of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRecord {
    /// Its identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `quote` or `post`.
    pub kind: String,
    /// SHA-256 of its canonical JSON (RFC 8785).
    pub sha256: String,
}

/// The template of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptTemplate {
    /// Its name.
    pub name: String,
    /// Name of the theme.
    pub theme: String,
    /// Name of the size, or width and height such as `1200x630`.
    pub size: String,
    /// SHA-256 of its files.
    pub sha256: String,
}

/// The program of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptEngine {
    /// Its version.
    pub version: String,
}

/// A font of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptFont {
    /// Its family.
    pub family: String,
    /// SHA-256 of the font file.
    pub sha256: String,
}

/// A file that went into a card.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptInput {
    /// Its path, as the record names it.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// One text on a card.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptText {
    /// Where the template puts it, such as `body`.
    pub slot: String,
    /// Size in px.
    pub font_size: f64,
    /// Its lines, each in logical order.
    pub lines: Vec<String>,
    /// Whether it was cut.
    pub truncated: bool,
}

impl Default for Receipt {
    fn default() -> Self {
        Self {
            schema: RECEIPT_SCHEMA,
            card: ReceiptCard::default(),
            record: ReceiptRecord::default(),
            template: ReceiptTemplate::default(),
            engine: ReceiptEngine { version: env!("CARGO_PKG_VERSION").to_owned() },
            fonts: Vec::new(),
            inputs: Vec::new(),
            text: Vec::new(),
            alt_text: String::new(),
            findings: Vec::new(),
        }
    }
}

/// SHA-256 of bytes in lower-case hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&sha2::Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// JSON Schema of a receipt (draft 2020-12).
pub fn receipt_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Receipt);
    schema.insert("title".to_owned(), "Pullquote receipt".into());
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_comes_back_as_it_was_written() {
        let json = serde_json::json!({
            "schema": 1,
            "card": { "file": "card.png", "format": "png", "width": 1200, "height": 630, "scale": 2.0, "bytes": 84211, "sha256": "ab" },
            "record": { "id": "7", "kind": "post", "sha256": "cd" },
            "template": { "name": "post", "theme": "light", "size": "og", "sha256": "ef" },
            "engine": { "version": "0.1.0" },
            "fonts": [{ "family": "Inter", "sha256": "01" }],
            "inputs": [{ "path": "bg.jpg", "sha256": "23" }],
            "text": [{ "slot": "body", "font_size": 38.0, "lines": ["a", "b"], "truncated": false }],
            "alt_text": "Post by Mira",
            "findings": [{ "code": "missing-glyph", "severity": "warning", "path": "/text", "message": "m", "detail": { "chars": ["U+1F9FF"] } }],
        });
        let receipt: Receipt = serde_json::from_value(json.clone()).expect("a receipt");
        assert_eq!(serde_json::to_value(&receipt).expect("JSON"), json);
    }

    #[test]
    fn the_schema_names_every_part() {
        let schema = receipt_schema();
        let properties = schema["properties"].as_object().expect("properties");
        for name in
            ["schema", "card", "record", "template", "engine", "fonts", "inputs", "text", "alt_text", "findings"]
        {
            assert!(properties.contains_key(name), "{name}");
        }
    }
}
