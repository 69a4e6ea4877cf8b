//! A first walk over the JSON of a record, before its types are read: finds `kind`, and refuses what the types would
//! let through or name badly (lists where an object belongs, control characters, long texts, posts nested too deeply).
//!
//! Works on any serde source, so that a record in memory is held to the same rules as one in a file.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{MAX_NESTED_POSTS, MAX_TEXT_BYTES};

/// What a field of a record holds, as far as the walks over records care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// A picture, of any length.
    Picture,
    /// Another post, or several.
    Posts,
    /// What is not ours to judge.
    Opaque,
    /// All else.
    Value,
}

impl Held {
    /// What the field of this name holds.
    pub(super) fn by(field: &str) -> Self {
        if PICTURES.contains(&field) {
            Self::Picture
        } else if POSTS.contains(&field) {
            Self::Posts
        } else if OPAQUE.contains(&field) {
            Self::Opaque
        } else {
            Self::Value
        }
    }
}

/// How a message begins that stands for `too-large`.
pub(super) const TOO_LARGE: &str = "too large: ";

/// Fields that hold lists.
const LISTS: [&str; 9] = ["spans", "voices", "parts", "focus", "emojis", "media", "options", "labels", "thread"];
/// Fields that hold pictures, perhaps as long `data:` URIs.
const PICTURES: [&str; 7] = ["src", "avatar", "poster", "image", "cover", "badge", "blurhash"];
/// Fields that hold another post.
const POSTS: [&str; 3] = ["quoted", "reply_to", "thread"];
/// Fields that are not ours to judge.
const OPAQUE: [&str; 2] = ["extra", "findings"];

/// Walks over a record and returns the word in its top-level field `kind`, when it is a string.
pub(super) fn inspect<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'de, str>>, D::Error> {
    let mut kind = None;
    Shape { place: Place::Record(&mut kind), depth: 0 }.deserialize(deserializer)?;
    Ok(kind.map(Cow::Owned))
}

/// What is expected at the place that is walked over.
enum Place<'a> {
    /// The record itself; its `kind` goes into the option.
    Record(&'a mut Option<String>),
    /// The top-level `kind`.
    Kind(&'a mut Option<String>),
    /// A list; its items hold posts when the flag is set.
    List,
    /// A picture, of any length.
    Picture,
    /// Anything but a list.
    Value,
}

struct Shape<'a> {
    place: Place<'a>,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Shape<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Shape<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.place {
            Place::Record(_) => "an object",
            Place::Kind(_) | Place::Picture => "a string",
            Place::List => "a list",
            Place::Value => "a single value",
        })
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.scalar(de::Unexpected::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.scalar(de::Unexpected::Signed(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.scalar(de::Unexpected::Unsigned(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.scalar(de::Unexpected::Float(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.scalar(de::Unexpected::Unit)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        match self.place {
            Place::Record(_) => Err(E::invalid_type(de::Unexpected::Str(&start_of(text)), &self)),
            Place::Kind(kind) => {
                *kind = Some(text.to_owned());
                Ok(())
            }
            Place::Picture => control_characters(text),
            Place::List | Place::Value if text.len() > MAX_TEXT_BYTES => {
                Err(E::custom(format!("{TOO_LARGE}{} bytes", text.len())))
            }
            Place::List | Place::Value => control_characters(text),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if !matches!(self.place, Place::List) {
            return Err(de::Error::invalid_type(de::Unexpected::Seq, &self));
        }
        while seq.next_element_seed(Shape { place: Place::Value, depth: self.depth })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if matches!(self.place, Place::Kind(_)) {
            return Err(de::Error::invalid_type(de::Unexpected::Map, &self));
        }
        let mut kind = match self.place {
            Place::Record(kind) => Some(kind),
            _ => None,
        };
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let key = key.as_ref();
            let held = Held::by(key);
            if held == Held::Opaque {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let depth = self.depth + usize::from(held == Held::Posts);
            if depth > MAX_NESTED_POSTS {
                return Err(de::Error::custom(format!("{TOO_LARGE}posts nested more than {MAX_NESTED_POSTS} deep")));
            }
            let place = match kind.as_deref_mut() {
                Some(kind) if key == "kind" => Place::Kind(kind),
                _ if LISTS.contains(&key) => Place::List,
                _ if held == Held::Picture => Place::Picture,
                _ => Place::Value,
            };
            map.next_value_seed(Shape { place, depth })?;
        }
        Ok(())
    }
}

impl Shape<'_> {
    /// A value that is neither text nor list nor object: types are checked later, except where there are none.
    fn scalar<E: de::Error>(self, found: de::Unexpected<'_>) -> Result<(), E> {
        match self.place {
            Place::Record(_) | Place::Kind(_) => Err(E::invalid_type(found, &self)),
            _ => Ok(()),
        }
    }
}

/// Whether a byte of a text is a C0 control character other than tab and line feed.
pub(super) fn is_control(byte: u8) -> bool {
    byte < b' ' && byte != b'\n' && byte != b'\t'
}

/// Refuses control characters.
fn control_characters<E: de::Error>(text: &str) -> Result<(), E> {
    match text.bytes().position(is_control) {
        None => Ok(()),
        Some(place) => {
            let (code, index) = (text.as_bytes()[place], text[..place].chars().count());
            Err(E::custom(format!("control character U+{code:04X} at character {index}")))
        }
    }
}

/// The beginning of a text, for a message.
fn start_of(text: &str) -> String {
    text.chars().take(40).collect()
}
