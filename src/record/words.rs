//! Fields that hold one word out of a few: how each word is read, written and described.
//!
//! Knows nothing of the structures around them.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares an enum of words: JSON string both ways, a list of known words for messages, a schema.
macro_rules! words {
    ($(#[doc = $doc:literal])+ $(#[$meta:meta])* pub enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+
    }) => {
        $(#[doc = $doc])+
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// Every word, in the order of the documentation.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word as it stands in JSON.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Word;
                impl Visitor<'_> for Word {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a word")
                    }
                    fn visit_str<E: de::Error>(self, word: &str) -> Result<$name, E> {
                        match word {
                            $($word => Ok($name::$variant),)+
                            _ => Err(E::unknown_variant(word, $name::WORDS)),
                        }
                    }
                }
                deserializer.deserialize_str(Word)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let description = [$($doc),+].map(str::trim).join("\n");
                json_schema!({ "type": "string", "enum": $name::WORDS, "description": description })
            }
        }
    };
}

words! {
    /// The word `quote`, which marks a [`Quote`](super::Quote).
    #[derive(Default)]
    pub enum QuoteKind {
        /// The only word.
        #[default]
        Quote = "quote",
    }
}

words! {
    /// The word `post`, which marks a [`Post`](super::Post).
    #[derive(Default)]
    pub enum PostKind {
        /// The only word.
        #[default]
        Post = "post",
    }
}

words! {
    /// What a network vouches for. Absent: nothing.
    pub enum Verified {
        /// A person: X blue and legacy, Bluesky verified.
        Individual = "individual",
        /// A company or a body: X business, Bluesky trusted verifier.
        Organization = "organization",
        /// A government body or a multilateral one.
        Government = "government",
    }
}

words! {
    /// What a stretch of a text is.
    pub enum SpanKind {
        /// An account, as in `@ada`.
        Mention = "mention",
        /// A tag, as in `#bridges`.
        Hashtag = "hashtag",
        /// A stock symbol, as in `$ABC`.
        Cashtag = "cashtag",
        /// A link; `url` is its target.
        Link = "link",
        /// A custom emoji; `src` is its picture.
        Emoji = "emoji",
        /// Set bold.
        Bold = "bold",
        /// Set italic.
        Italic = "italic",
        /// Set in a fixed-width face.
        Code = "code",
        /// Marked, as with a highlighter.
        Highlight = "highlight",
    }
}

words! {
    /// What a piece of media is.
    #[derive(Default)]
    pub enum MediaKind {
        /// A still picture.
        #[default]
        Photo = "photo",
        /// A film; `poster` is its still.
        Video = "video",
        /// A short silent loop.
        Gif = "gif",
        /// Sound; `poster` is its cover.
        Audio = "audio",
    }
}

words! {
    /// Why a post cannot be shown.
    pub enum Unavailable {
        /// Its author or the network deleted it.
        Deleted = "deleted",
        /// One of the two accounts blocks the other.
        Blocked = "blocked",
        /// Its author shows it to followers only.
        Private = "private",
        /// Withheld in some countries.
        Withheld = "withheld",
        /// The quoted author detached it from the quoting post.
        Detached = "detached",
        /// The account is suspended.
        Suspended = "suspended",
    }
}

words! {
    /// Who may see a post.
    pub enum Visibility {
        /// Everybody.
        Public = "public",
        /// Everybody, but it is not listed publicly.
        Unlisted = "unlisted",
        /// Followers only. Refused unless the caller allows it.
        Private = "private",
        /// The mentioned accounts only. Refused unless the caller allows it.
        Direct = "direct",
    }
}
