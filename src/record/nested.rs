//! Fields that hold either another post or less than that: a quoted post, an answered one.
//!
//! Both shapes are read in one pass by [`Post`] itself, so that a mistake deep inside keeps its path and line.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, DeserializeSeed, IntoDeserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::post::Post;
use super::words::{PostKind, Unavailable};

/// The post that a post quotes.
#[derive(Debug, Clone, PartialEq)]
pub enum Quoted {
    /// The post itself.
    Post(Box<Post>),
    /// Why it cannot be shown.
    Unavailable(Unavailable),
}

/// What a post answers.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplyTo {
    /// The whole post.
    Post(Box<Post>),
    /// Only whose post and where.
    Reference(Reference),
}

/// A post of which little is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Handle of its author, without `@`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Quoted {
    /// The post, when there is one.
    pub fn post(&self) -> Option<&Post> {
        match self {
            Self::Post(post) => Some(post),
            Self::Unavailable(_) => None,
        }
    }
}

impl ReplyTo {
    /// The whole post, when there is one.
    pub fn post(&self) -> Option<&Post> {
        match self {
            Self::Post(post) => Some(post),
            Self::Reference(_) => None,
        }
    }

    /// Handle of the author who is answered.
    pub fn handle(&self) -> Option<&str> {
        match self {
            Self::Post(post) => post.author.as_ref()?.handle.as_deref(),
            Self::Reference(reference) => reference.handle.as_deref(),
        }
    }
}

impl Serialize for Quoted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Post(post) => post.serialize(serializer),
            Self::Unavailable(reason) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("unavailable", reason)?;
                map.end()
            }
        }
    }
}

impl Serialize for ReplyTo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Post(post) => post.serialize(serializer),
            Self::Reference(reference) => reference.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Quoted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = deserializer.deserialize_map(NestedVisitor { short: &["unavailable"] })?;
        match (read.is_post, read.post.unavailable) {
            (false, Some(reason)) => Ok(Self::Unavailable(reason)),
            (false, None) => Err(de::Error::missing_field("kind")),
            (true, _) => Ok(Self::Post(read.post)),
        }
    }
}

impl<'de> Deserialize<'de> for ReplyTo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = deserializer.deserialize_map(NestedVisitor { short: &["handle", "url"] })?;
        match (read.is_post, read.handle) {
            (true, None) => Ok(Self::Post(read.post)),
            (true, Some(_)) => Err(de::Error::unknown_field("handle", &["author"])),
            (false, handle) if handle.is_some() || read.post.url.is_some() => {
                Ok(Self::Reference(Reference { handle, url: read.post.url }))
            }
            (false, _) => Err(de::Error::missing_field("handle")),
        }
    }
}

/// What was found: a post, perhaps with nothing in it but the fields of the short shape.
struct Nested {
    post: Box<Post>,
    is_post: bool,
    handle: Option<String>,
}

/// Reads an object as a post; `kind` may be absent when there are no other fields than those of the short shape.
struct NestedVisitor {
    short: &'static [&'static str],
}

impl<'de> Visitor<'de> for NestedVisitor {
    type Value = Nested;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Nested, A::Error> {
        let mut handle = None;
        let mut seen_kind = false;
        let fields = NestedFields {
            map,
            short: self.short,
            only_short: true,
            seen_kind: &mut seen_kind,
            handle: &mut handle,
            inserted: false,
        };
        let post = Box::<Post>::deserialize(MapAccessDeserializer::new(fields))?;
        Ok(Nested { post, is_post: seen_kind, handle })
    }
}

/// Passes the fields of an object on; takes `handle` out, and adds `kind` to an object of the short shape.
struct NestedFields<'a, A> {
    map: A,
    short: &'static [&'static str],
    only_short: bool,
    seen_kind: &'a mut bool,
    handle: &'a mut Option<String>,
    inserted: bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for NestedFields<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            self.only_short &= self.short.contains(&key.as_str());
            *self.seen_kind |= key == "kind";
            if key == "handle" && self.short.contains(&"handle") {
                if self.handle.is_some() {
                    return Err(de::Error::duplicate_field("handle"));
                }
                *self.handle = self.map.next_value()?;
                continue;
            }
            return seed.deserialize(key.into_deserializer()).map(Some);
        }
        if self.inserted || *self.seen_kind || !self.only_short {
            return Ok(None);
        }
        self.inserted = true;
        seed.deserialize("kind".into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        if self.inserted {
            return seed.deserialize(PostKind::Post.as_str().into_deserializer());
        }
        self.map.next_value_seed(seed)
    }
}

impl JsonSchema for Quoted {
    fn schema_name() -> Cow<'static, str> {
        "Quoted".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let post = generator.subschema_for::<Post>();
        let reason = generator.subschema_for::<Unavailable>();
        json_schema!({
            "description": "The post that a post quotes, or why it cannot be shown.",
            "anyOf": [post, {
                "type": "object",
                "properties": { "unavailable": reason },
                "required": ["unavailable"],
                "additionalProperties": false,
            }],
        })
    }
}

impl JsonSchema for ReplyTo {
    fn schema_name() -> Cow<'static, str> {
        "ReplyTo".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let post = generator.subschema_for::<Post>();
        let reference = generator.subschema_for::<Reference>();
        json_schema!({ "description": "What a post answers: a whole post, or only whose and where.", "anyOf": [post, reference] })
    }
}
