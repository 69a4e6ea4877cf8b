//! Pullquote turns a saved post or a quotation into a share card: PNG, SVG, JPEG or WebP. No browser, no network, no system fonts.
//!
//! One [`Renderer`] is made once and shared between threads. Each call takes a [`Record`] (what the card says), the pictures
//! it names ([`Assets`]) and [`Options`] (how it looks), and gives a [`Card`]: bytes in any [`Format`], and [`Finding`]s about what was
//! drawn, shortened, missing or replaced.
//!
//! ```
//! use pullquote::{Effort, Options, Record, Renderer, Size};
//!
//! let renderer = Renderer::builder().build()?;
//! let record = Record::from_json(
//!     br#"{
//!         "kind": "quote",
//!         "text": "A good map is mostly a record of what somebody decided to leave out.",
//!         "author": { "name": "Mina Ostrow", "role": "Cartographer" },
//!         "voices": [{ "text": "And of who was asked.", "author": { "name": "Jana Holm" } }],
//!         "lang": "en"
//!     }"#,
//! )?;
//! let options = Options { size: Size::SQUARE, theme: "dark".to_owned(), ..Options::default() };
//!
//! let card = renderer.render(&record, &(), &options)?; // `&()`: no pictures
//! let png = card.png(Effort::Fast)?;
//! assert_eq!(&png[..4], b"\x89PNG");
//!
//! // The template has no place for further voices, and says so.
//! assert!(card.findings().iter().any(|finding| finding.code == "field-not-drawn" && finding.path.starts_with("/voices")));
//! assert!(card.alt_text().contains("Mina Ostrow"));
//! # Ok::<(), pullquote::Error>(())
//! ```
//!
//! | to | see |
//! |---|---|
//! | draw | [`Renderer`], [`RendererBuilder`], [`Options`], [`Size`], [`Overflow`], [`Brand`] |
//! | say what stands on a card | [`Record`], [`mod@record`] with all its parts, [`mod@read`] for everything people have: payloads, lists, JSON Lines |
//! | hand over pictures | [`Assets`] (a map, a closure, `()`), [`asset_name`], [`AssetFault`] |
//! | write files | [`Card`], [`Encoding`], [`Encoded`], [`Format`], [`Effort`] |
//! | put the words into a page | [`Embed`], [`EmbedOptions`], [`CardImage`], [`EMBED_STYLE`] |
//! | make everything that a page and some networks need | [`kit()`], [`KitOptions`], [`Network`], [`Kit`] |
//! | know what was drawn | [`Finding`], [`Severity`], [`Receipt`], [`alt_text`], [`short_alt_text`] |
//! | bring a template of your own | [`Template`], [`Manifest`], [`Parameter`], [`Preview`], [`Measure`] |
//! | find mentions, tags and links as X does, and count as it counts | [`twitter`] |
//! | handle what went wrong | [`Error`], [`ErrorKind`], [`Location`] |
//!
//! The library opens no file, asks no clock, no environment and no network; the same record, template, options and build give the same
//! bytes. It does not panic on any input. Records are described in `docs/records.md`, the HTML and CSS of templates in `docs/css.md`, findings
//! and errors with what to do in `docs/findings.md`.
//!
//! # Features
//!
//! `cli`, on by default: the program, and what only it needs; leave it out with `default-features = false`. `fonts-emoji`, `fonts-scripts`,
//! `fonts-cjk`, on by default: embedded fonts for colour emoji, for scripts beside Latin, Greek and Cyrillic, and for Chinese, Japanese and Korean.
//! `cloud`: the program reads pictures from object stores and writes cards to them. `stages` is for the benches of this repository and no part of the API.

mod assets;
#[cfg(feature = "cli")]
mod batch;
mod buffer;
mod card;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod color;
mod contrast;
mod css;
mod display;
mod embed;
mod encode;
mod error;
mod finding;
mod font;
mod gather;
mod geometry;
mod hide;
mod html;
mod kit;
mod layout;
mod measure;
mod options;
mod paragraph;
mod picture;
mod pool;
mod preview;
mod raster;
pub mod read;
mod receipt;
pub mod record;
mod refusal;
mod render;
mod report;
mod series;
#[cfg(feature = "cli")]
mod store;
mod style;
mod svg;
mod template;
mod text;
mod token;

pub use assets::{AssetFault, Assets, asset_name};
pub use card::{Card, Encoded, Encoding, Format};
pub use embed::{CardImage, EMBED_STYLE, Embed, EmbedOptions};
pub use encode::Effort;
pub use error::{Error, ErrorKind, Location, Result};
pub use finding::{Finding, Severity};
pub use gather::alternatives;
pub use hide::Part;
pub use kit::{KIT_SCHEMA, Kit, KitFile, KitOptions, KitPicture, Network, Target, kit};
pub use measure::{Measure, MeasuredBox, MeasuredLine};
pub use options::{Brand, Options, Overflow, Size};
pub use picture::Bytes;
pub use preview::Preview;
pub use receipt::{
    RECEIPT_SCHEMA, Receipt, ReceiptCard, ReceiptEngine, ReceiptFont, ReceiptInput, ReceiptPage, ReceiptRecord,
    ReceiptTemplate, ReceiptText, receipt_schema,
};
pub use record::{Record, record_schema};
#[cfg(feature = "stages")]
#[doc(hidden)]
pub use render::stages;
pub use render::{Renderer, RendererBuilder};
pub use series::MAX_PAGES;
pub use template::{Manifest, Parameter, ParameterType, Template};
pub use text::alt::{alt_text, short_alt_text};
pub use text::entity::twitter;
