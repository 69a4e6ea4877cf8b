//! The record of a post on a social network, and its parts.
//!
//! Plain data: checking is in `check`, reading in `parse`, what stands for another post in `nested`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::list;
use super::nested::{Quoted, ReplyTo};
use super::quote::{Provenance, Span};
use super::words::{MediaKind, PostKind, Unavailable, Verified, Visibility};

/// A post, and the posts that belong to it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Address of a JSON Schema, for editors. Not used.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Always `post`.
    pub kind: PostKind,
    /// The network: `x`, `mastodon`, `bluesky`, `threads` or any other word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// Identifier. Text, because the numbers of some networks exceed what JSON numbers hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Address of the post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who wrote it. Some payloads carry none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// The words, as plain text. May be empty (or left out) only when there is media, a poll, a link, a quoted post or
    /// a reason why the post is unavailable. At most 64 KiB. Always written.
    #[serde(default)]
    pub text: String,
    /// Stretches of the text. Absent: found by the platform's rules. An empty list: there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spans: Option<Vec<Span>>,
    /// Custom emoji, wherever `:code:` stands: text, names, polls, warnings.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub emojis: Vec<Emoji>,
    /// Language of the words (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// When it was written: an instant (RFC 3339) or a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// When it was last changed: an instant or a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<String>,
    /// When the payload was saved: an instant or a day. Counts are of that time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captured_at: Option<String>,
    /// Pictures, films and sound.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// The post that this one quotes, or why it cannot be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quoted: Option<Quoted>,
    /// What this one answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<ReplyTo>,
    /// Whose repost this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reposted_by: Option<Reposter>,
    /// A poll.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll: Option<Poll>,
    /// The preview of a linked page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// Counts. Absent is not zero: an absent count is not drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics: Option<Metrics>,
    /// A community note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// The author's warning in front of the words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_warning: Option<String>,
    /// Whether author or network call the content sensitive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    /// Labels that a moderation service or the author attached.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Who may see it. Private and direct posts are refused unless the caller allows them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    /// Why there are no words: this record is only the trace of a post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<Unavailable>,
    /// Whether the source itself was cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
    /// Following posts by the same author, in order.
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub thread: Vec<Self>,
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

/// The account behind a post. Name or handle is there, usually both.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Author {
    /// Display name. May hold custom emoji as `:code:`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Handle without `@`: `ada`, `ada@example.social`, `ada.example.com`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Portrait: a path below the assets, an address or a `data:` URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// What the network vouches for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verified>,
    /// The organisation whose badge the account carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<Affiliation>,
}

impl Author {
    /// The name to print: the display name, else the handle, else nothing.
    pub fn display_name(&self) -> &str {
        let known = |text: &&str| !text.trim().is_empty();
        self.name.as_deref().filter(known).or(self.handle.as_deref()).unwrap_or_default()
    }
}

/// The organisation to which an account belongs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Affiliation {
    /// Its name.
    pub name: String,
    /// Its badge: a path below the assets, an address or a `data:` URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badge: Option<String>,
}

/// Who reposted a post.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reposter {
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Handle without `@`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
}

/// A custom emoji.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Emoji {
    /// The code without colons: `blobcat` for `:blobcat:`.
    pub code: String,
    /// Its picture: a path below the assets, an address or a `data:` URI.
    pub src: String,
    /// Alternative text; absent: the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

/// A picture, film or sound of a post.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// The thing itself: a path below the assets, an address or a `data:` URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub src: Option<String>,
    /// The still that stands for a film or sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poster: Option<String>,
    /// Alternative text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Width in px, at least 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub width: Option<u32>,
    /// Height in px, at least 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub height: Option<u32>,
    /// The point to keep when the picture is cropped: x to the right and y upwards, each from -1 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<[f64; 2]>,
    /// Length in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<f64>,
    /// A blurred miniature as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blurhash: Option<String>,
    /// Whether it is hidden until one asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
}

impl Media {
    /// The address of the picture that stands for it: a photo itself, the still of anything else. A film is no picture, but a
    /// loop without a still may be one.
    pub fn still(&self) -> Option<&str> {
        let (own, still) = (self.src.as_deref(), self.poster.as_deref());
        match self.kind {
            MediaKind::Photo => own.or(still),
            MediaKind::Gif => still.or(own),
            MediaKind::Video | MediaKind::Audio => still,
        }
    }
}

/// A poll.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    /// What one could choose, in order.
    pub options: Vec<PollOption>,
    /// How many people voted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voters: Option<u64>,
    /// When it closes or closed: an instant or a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<String>,
    /// Whether it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<bool>,
    /// Whether one could choose several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple: Option<bool>,
}

/// One choice of a poll.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PollOption {
    /// Its words.
    pub label: String,
    /// Its votes; absent while the result is hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub votes: Option<u64>,
}

/// The preview of a linked page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Address.
    pub url: String,
    /// Title of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its picture: a path below the assets, an address or a `data:` URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Name of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
}

/// Counts of a post. Absent is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replies: Option<u64>,
    /// Reposts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reposts: Option<u64>,
    /// Likes or favourites.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likes: Option<u64>,
    /// Posts that quote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quotes: Option<u64>,
    /// Bookmarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bookmarks: Option<u64>,
    /// Views.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub views: Option<u64>,
}

/// A community note.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Its words.
    pub text: String,
}
