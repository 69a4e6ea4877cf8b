//! What a card says: a quotation or a post, as plain data with its JSON.
//!
//! Knows nothing of drawing, of files or of foreign formats. `docs/records.md` is the reference for people.

mod canonical;
mod check;
mod fields;
mod locate;
mod nested;
mod parse;
mod pictures;
mod post;
mod quote;
mod shape;
mod walk;
mod when;
mod words;

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Result;

pub use nested::{Quoted, Reference, ReplyTo};
#[cfg(feature = "cli")]
pub(crate) use parse::nearest_in_message;
pub(crate) use parse::{parse_json, place_of};
pub use pictures::{PictureRef, PictureRole};
pub use post::{Affiliation, Author, Emoji, Link, Media, Metrics, Note, Poll, PollOption, Post, Reposter};
pub use quote::{Original, Part, Person, Photo, Provenance, Quote, Source, Span, Voice};
pub use when::When;
pub use words::{MediaKind, PostKind, QuoteKind, SpanKind, Unavailable, Verified, Visibility};

/// Longest text of a record, in bytes of UTF-8.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;

/// How deep posts may stand inside posts (`quoted`, `reply_to`, `thread`). A level takes up to 40 KB of stack where nothing
/// is optimised, and threads have 2 MB.
pub const MAX_NESTED_POSTS: usize = 24;

/// What a card says.
///
/// Its JSON is that of the [`Quote`] or [`Post`] inside; the field `kind` tells which.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A quotation.
    Quote(Box<Quote>),
    /// A post on a social network.
    Post(Box<Post>),
}

impl Record {
    /// Reads one record from JSON (UTF-8, with or without a byte order mark) and checks it.
    ///
    /// # Errors
    ///
    /// `syntax` for text that is not JSON or not UTF-8, `missing-field`, `unknown-field`, `invalid-value`, and `too-large`
    /// past a limit. The error holds path, line and column of the place.
    ///
    /// ```
    /// let error = pullquote::Record::from_json(br#"{ "kind": "quote", "text": "Hi", "author": { "nam": "Ada" } }"#).unwrap_err();
    /// assert_eq!(error.location().path.as_deref(), Some("author.nam"));
    /// assert_eq!(error.hint(), Some("did you mean `name`?"));
    /// ```
    pub fn from_json(bytes: &[u8]) -> Result<Self> {
        parse::from_json(bytes)
    }

    /// Checks what types cannot say: an author, lengths, spans inside their text, dates. [`Record::from_json`] has done so already.
    ///
    /// # Errors
    ///
    /// The first problem with its path: `missing-field`, `invalid-value` or `too-large`.
    pub fn check(&self) -> Result<()> {
        check::check(self)
    }

    /// The word in the field `kind`: `quote` or `post`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Quote(_) => QuoteKind::Quote.as_str(),
            Self::Post(_) => PostKind::Post.as_str(),
        }
    }

    /// The record's identifier.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Quote(quote) => quote.id.as_deref(),
            Self::Post(post) => post.id.as_deref(),
        }
    }

    /// The words.
    pub fn text(&self) -> &str {
        match self {
            Self::Quote(quote) => &quote.text,
            Self::Post(post) => &post.text,
        }
    }

    /// Language of the words (BCP 47).
    pub fn lang(&self) -> Option<&str> {
        match self {
            Self::Quote(quote) => quote.lang.as_deref(),
            Self::Post(post) => post.lang.as_deref(),
        }
    }

    /// Address of the post, or of the place where the quoted words stand.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::Quote(quote) => quote.source.as_ref()?.url.as_deref(),
            Self::Post(post) => post.url.as_deref(),
        }
    }

    /// Name of the author, as it is to be printed; empty when a post carries none.
    pub fn author_name(&self) -> &str {
        match self {
            Self::Quote(quote) => &quote.author.name,
            Self::Post(post) => post.author.as_ref().map(Author::display_name).unwrap_or_default(),
        }
    }

    /// Alternative text that a person wrote.
    pub fn alt(&self) -> Option<&str> {
        match self {
            Self::Quote(quote) => quote.alt.as_deref(),
            Self::Post(post) => post.alt.as_deref(),
        }
    }

    /// The document from which the record was read.
    pub fn provenance(&self) -> Option<&Provenance> {
        match self {
            Self::Quote(quote) => quote.provenance.as_ref(),
            Self::Post(post) => post.provenance.as_ref(),
        }
    }

    /// The JSON of the record in the one form of RFC 8785: sorted keys, no white space.
    pub fn canonical_json(&self) -> Vec<u8> {
        canonical::canonical_json(&self.value())
    }

    /// SHA-256 of [`Record::canonical_json`], in lower-case hexadecimal digits.
    pub fn sha256(&self) -> String {
        canonical::sha256_hex(&self.canonical_json())
    }

    /// Every picture that the record names, in reading order.
    pub fn pictures(&self) -> Vec<PictureRef<'_>> {
        pictures::pictures(self)
    }

    /// JSON pointers of everything in the record that a person would expect to see on a card, in the order of its JSON.
    ///
    /// Lists are numbered (`/poll/options/0/label`). A piece of media (`/media/0`) and a repost (`/reposted_by`)
    /// count as one thing each: a template that draws anything below such a pointer has drawn it. Not listed is
    /// what only helps to draw or to find a record: `kind`, identifiers, addresses, languages, spans, emoji pictures, sizes,
    /// focus points, alternative texts, `parts`, `provenance`, `extra`, and blank texts.
    pub fn fields(&self) -> Vec<String> {
        fields::fields(&self.value())
    }

    /// The record as a JSON value.
    fn value(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl From<Quote> for Record {
    fn from(quote: Quote) -> Self {
        Self::Quote(Box::new(quote))
    }
}

impl From<Post> for Record {
    fn from(post: Post) -> Self {
        Self::Post(Box::new(post))
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Quote(quote) => quote.serialize(serializer),
            Self::Post(post) => post.serialize(serializer),
        }
    }
}

/// Reads a record without the checks of [`Record::check`]; [`Record::from_json`] has better messages.
impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let kind = shape::inspect(&value).map_err(de::Error::custom)?;
        let read = match kind.as_deref() {
            None => return Err(de::Error::missing_field("kind")),
            Some("quote") => Quote::deserialize(value).map(Self::from),
            Some("post") => Post::deserialize(value).map(Self::from),
            Some(other) => return Err(de::Error::unknown_variant(other, &["quote", "post"])),
        };
        read.map_err(de::Error::custom)
    }
}

impl JsonSchema for Record {
    fn schema_name() -> Cow<'static, str> {
        "Record".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let quote = generator.subschema_for::<Quote>();
        let post = generator.subschema_for::<Post>();
        json_schema!({ "description": "What a card says: a quotation or a post.", "oneOf": [quote, post] })
    }
}

/// JSON Schema of a record (draft 2020-12).
pub fn record_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Record);
    schema.insert("title".to_owned(), "Pullquote record".into());
    schema.to_value()
}

/// Reads a list; `null` counts as an empty one, as it counts as absent elsewhere.
fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The JSON blocks of the reference, each a whole record.
    fn examples() -> Vec<serde_json::Value> {
        let reference = include_str!("../../docs/records.md");
        let blocks = reference.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next());
        blocks.map(|block| serde_json::from_str(block).expect("the reference holds JSON")).collect()
    }

    /// Every property name of a schema and of what it refers to.
    fn property_names(schema: &serde_json::Value, found: &mut Vec<String>) {
        match schema {
            serde_json::Value::Object(map) => {
                for (key, value) in map {
                    if let ("properties", Some(properties)) = (key.as_str(), value.as_object()) {
                        found.extend(properties.keys().cloned());
                    }
                    property_names(value, found);
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| property_names(item, found)),
            _ => {}
        }
    }

    #[test]
    fn the_examples_of_the_reference_come_back_as_they_were() {
        let examples = examples();
        assert!(examples.len() >= 2);
        for example in examples {
            let record = Record::from_json(example.to_string().as_bytes()).expect("an example is a record");
            assert_eq!(serde_json::to_value(&record).expect("JSON"), example);
            let through_serde: Record = serde_json::from_value(example).expect("serde reads it too");
            assert_eq!(through_serde, record);
            assert!(record.check().is_ok());
        }
    }

    #[test]
    fn the_reference_names_every_field_of_the_schema() {
        let reference = include_str!("../../docs/records.md");
        let mut names = Vec::new();
        property_names(&record_schema(), &mut names);
        assert!(names.len() > 90, "{}", names.len());
        for name in names {
            assert!(reference.contains(&format!("`{name}`")), "docs/records.md does not name `{name}`");
        }
    }

    #[test]
    fn the_schema_closes_every_object_but_extra() {
        let schema = record_schema();
        assert_eq!(schema["oneOf"].as_array().map(Vec::len), Some(2));
        for (name, definition) in schema["$defs"].as_object().expect("definitions") {
            if definition.get("properties").is_some() && name != "Finding" {
                assert_eq!(definition["additionalProperties"], serde_json::json!(false), "{name}");
            }
        }
        assert_eq!(schema["$defs"]["Quote"]["required"], serde_json::json!(["kind", "text", "author"]));
    }

    #[test]
    fn the_hash_does_not_depend_on_order_or_space() {
        let a = Record::from_json(br#"{ "kind": "post", "text": "Hi", "lang": "en" }"#).expect("a record");
        let b = Record::from_json(b"{\"lang\":\"en\",\n\"text\":\"Hi\",\"kind\":\"post\"}").expect("a record");
        assert_eq!(a.canonical_json(), br#"{"kind":"post","lang":"en","text":"Hi"}"#);
        assert_eq!(a.sha256(), b.sha256());
        assert_eq!(a.sha256().len(), 64);
    }

    #[test]
    fn an_empty_list_of_spans_is_not_an_absent_one() {
        let none =
            Record::from_json(br#"{ "kind": "post", "text": "Hi", "spans": [], "sensitive": false, "labels": null }"#)
                .expect("a record");
        let Record::Post(post) = &none else { panic!("a post") };
        assert_eq!((post.spans.as_deref(), post.sensitive, post.labels.len()), (Some(&[][..]), Some(false), 0));
    }
}
