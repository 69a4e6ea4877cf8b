//! The record of a quotation, and the parts that posts have in common with it.
//!
//! Plain data: checking is in `check`, reading in `parse`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::list;
use super::words::{QuoteKind, SpanKind};
use crate::Finding;

/// A quotation: words, and the person who said or wrote them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// Address of a JSON Schema, for editors. Not used.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Always `quote`.
    pub kind: QuoteKind,
    /// Identifier, in whatever form its source gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The words, as plain text without outer quotation marks; paragraphs are separated by a blank line. At most 64 KiB.
    pub text: String,
    /// Who said or wrote them. There is no quotation without attribution.
    pub author: Person,
    /// Where the words first stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Language of the words (BCP 47). Decides quotation marks, line breaking and the shapes of Han characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Stretches of the text that are set differently.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spans: Option<Vec<Span>>,
    /// A line above the quotation, such as a column's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// The interviewer's question that the words answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The words before they were translated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
    /// Who translated them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translator: Option<String>,
    /// Further quotations on the same card.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<Voice>,
    /// The words exactly as they stand in the source, when `text` joins several passages.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// A photograph behind or beside the words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<Photo>,
    /// Alternative text of the card, when a person wrote one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// The document from which the record was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// Anything else that a template may use.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
}

/// The person behind a quotation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Name, as it is to be printed.
    pub name: String,
    /// Office, profession or other line below the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Portrait: a path below the assets, an address or a `data:` URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
}

/// Where quoted words first stood.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title of the article, talk, letter or chapter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The book, series or programme that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<String>,
    /// Page or other place in the work, as text: `12`, `xii`, `3:45`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Publisher, paper or station.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// An instant (RFC 3339), a day (`1843-10-18`), a month (`1843-10`) or a year (`1843`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Picture of the cover: a path below the assets, an address or a `data:` URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
}

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First character, counted from 0 in Unicode code points.
    pub start: usize,
    /// One past the last character, in code points; greater than `start`.
    pub end: usize,
    /// What the stretch is.
    pub kind: SpanKind,
    /// The thing meant: a handle without `@`, a tag without `#`, the code of an emoji.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Target of a link or mention.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Picture of a custom emoji.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub src: Option<String>,
}

/// Words before they were translated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Original {
    /// The words in the first language.
    pub text: String,
    /// That language (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// A further quotation on the same card.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Voice {
    /// The words.
    pub text: String,
    /// Who said them.
    pub author: Person,
}

/// One of several passages that a quotation joins.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The words exactly as they stand in the source.
    pub text: String,
    /// First character in the source, counted from 0 in code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u64>,
    /// One past the last character in the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<u64>,
}

/// A photograph behind or beside a quotation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Photo {
    /// A path below the assets, an address or a `data:` URI.
    pub src: String,
    /// Alternative text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// The point to keep when the picture is cropped: x to the right and y upwards, each from -1 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<[f64; 2]>,
    /// Who took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

/// The document from which a record was read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// File name as the user gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Name of the input format, such as `article`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Title of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its date: an instant, a day, a month or a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// First character of the words in the document, counted from 0 in code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u64>,
    /// One past the last character of the words in the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<u64>,
    /// How sure the reader is that these are the words and the author, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// The text around the words, for a person who checks them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// What was noticed while reading. It goes on into the receipt.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}
