//! The form of a post that API v1.1 brought up, and on which syndication, GraphQL and the archive rest.
//!
//! A dialect says where text, author and the posts around it stand ([`Parts`]); what is the same everywhere is read here.

use serde_json::json;

use super::entity::Entities;
use super::media::media;
use super::text::{Source, Words, words};
use super::user::User;
use super::value::{handle, id, pair, post_url, string, truth};
use super::{PLATFORM, card, value};
use crate::Finding;
use crate::read::Json;
use crate::read::date::{moment, snowflake};
use crate::read::json::Ask;
use crate::read::language::language;
use crate::read::offset::Unit;
use crate::record::{Media, Metrics, Post, Quoted, Reference, ReplyTo, SpanKind, Unavailable};

/// What a dialect has found of a status.
#[derive(Debug)]
pub(super) struct Parts<'v> {
    /// The object with counts, language and dates.
    pub(super) status: &'v Json<'v>,
    /// Identifier, where it does not stand in `status`.
    pub(super) id: Option<String>,
    /// The object with the text, its range and entities: the status itself, its `extended_tweet` or its note.
    pub(super) body: Body<'v>,
    /// Who wrote it.
    pub(super) user: User,
    /// Media in the form of API v1.1.
    pub(super) media: Vec<&'v Json<'v>>,
    /// Media that was read already.
    pub(super) more_media: Vec<Media>,
    /// The card.
    pub(super) card: Option<&'v Json<'v>>,
    /// The quoted post and its identifier.
    pub(super) quoted: Option<Quoted>,
    /// Identifier of the quoted post, when it is known.
    pub(super) quoted_id: Option<String>,
    /// The answered post, when the payload has it.
    pub(super) parent: Option<Post>,
}

/// A text and what belongs to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Body<'v> {
    /// The text.
    pub(super) text: &'v str,
    /// The stretch that is shown.
    pub(super) range: Option<(usize, usize)>,
    /// What the range counts. Entities always count code points.
    pub(super) range_unit: Unit,
    /// Lists of entities.
    pub(super) entities: Option<&'v Json<'v>>,
    /// How many bytes in front are not the author's words.
    pub(super) skipped: usize,
    /// The note of a long post, which may have bold and italic stretches.
    pub(super) note: Option<&'v Json<'v>>,
}

impl<'v> Body<'v> {
    /// The text of an object that has `full_text` or `text` beside its range and entities.
    pub(super) fn of(object: &'v Json<'v>) -> Self {
        let text = string(object, "full_text").or_else(|| string(object, "text")).unwrap_or_default();
        // Some libraries write the lists without the object around them.
        let flat = ["user_mentions", "hashtags", "urls"].iter().any(|list| object.field(list).is_some());
        let entities = object.field("entities").or(flat.then_some(object));
        Self {
            text,
            range: pair(object, "display_text_range"),
            range_unit: Unit::CodePoints,
            entities,
            skipped: 0,
            note: None,
        }
    }
}

/// Reads a status.
pub(super) fn post(parts: Parts<'_>, findings: &mut Vec<Finding>) -> Post {
    let Parts { status, id: known, body, user, media: pieces, more_media, card: card_value, quoted, quoted_id, parent } =
        parts;
    let id = id(status, &["id_str", "id"]).or(known);
    let mut media: Vec<Media> = pieces.iter().filter_map(|piece| media(piece, findings)).collect();
    media.extend(more_media);
    let card = card_value.map(|value| card::card(value, body.entities, findings)).unwrap_or_default();
    let answered = string(status, "in_reply_to_screen_name").and_then(handle);
    let source = Source {
        text: body.text,
        unit: Unit::CodePoints,
        entities: Entities::v1(body.entities, &pieces),
        styles: body.note.map(styles).unwrap_or_default(),
        shown: body.range.map(|range| (range, body.range_unit)),
        skipped: body.skipped,
        id: id.as_deref(),
        quoted: quoted_id.as_deref().filter(|_| quoted.is_some()),
        has_media: !media.is_empty(),
        answered: answered.as_deref(),
    };
    let words = words(source, findings);
    let mut post = Post {
        platform: Some(PLATFORM.to_owned()),
        url: id.as_deref().map(|id| post_url(user.handle(), id)),
        lang: string(status, "lang").and_then(language),
        created_at: created_at(status, id.as_deref()),
        metrics: metrics(status),
        sensitive: truth(status, "possibly_sensitive"),
        truncated: (words.cut || truth(status, "truncated") == Some(true)).then_some(true),
        quoted,
        media,
        poll: card.poll,
        link: card.link,
        id,
        ..Post::default()
    };
    if truth(status, "truncated") == Some(true) && body_is_whole(status, &body) {
        post.truncated = None;
    }
    post.reply_to = reply_to(status, answered, parent);
    withhold(&mut post, status);
    finish(post, words, user, findings)
}

/// Bold and italic stretches of a note.
fn styles(note: &Json<'_>) -> Vec<((usize, usize), SpanKind)> {
    let tags = note.field("richtext").map(|richtext| richtext.items("richtext_tags")).unwrap_or_default();
    let of_tag = |tag: &Json<'_>| {
        let number = |name: &str| tag.field(name).and_then(value::whole);
        let range = number("from_index").zip(number("to_index"));
        let kinds = tag.items("richtext_types").iter().filter_map(|kind| match kind.as_str()? {
            "Bold" => Some(SpanKind::Bold),
            "Italic" => Some(SpanKind::Italic),
            _ => None,
        });
        kinds.filter_map(|kind| Some((range?, kind))).collect::<Vec<_>>()
    };
    tags.iter().flat_map(of_tag).collect()
}

/// Whether the text is not that of the truncated status itself.
fn body_is_whole(status: &Json<'_>, body: &Body<'_>) -> bool {
    let own = string(status, "full_text").or_else(|| string(status, "text"));
    own.is_some_and(|own| !std::ptr::eq(own, body.text))
}

/// Puts words and author into a post, and says what both lack.
pub(super) fn finish(mut post: Post, words: Words, user: User, findings: &mut Vec<Finding>) -> Post {
    if user.author.is_none() {
        findings.push(Finding::warning("author-missing", "/author", "the payload does not name the author"));
    }
    if words.media_missing {
        let message = "the post has media that the payload does not hold";
        findings.push(Finding::info("unknown-embed", "/media", message));
    }
    if user.protected {
        post.labels.push("protected".to_owned());
    }
    if words.moved.len() > 1 {
        post.extra.insert("replying_to".to_owned(), json!(words.moved));
    }
    if post.reply_to.is_none()
        && let Some(handle) = words.moved.first().and_then(|moved| handle(moved))
    {
        post.reply_to = Some(ReplyTo::Reference(Reference { handle: Some(handle), url: None }));
    }
    post.text = words.text;
    post.spans = words.spans;
    post.author = user.author;
    post
}

/// When a post was written: as the payload says, else by its identifier.
pub(super) fn created_at(status: &Json<'_>, id: Option<&str>) -> Option<String> {
    let said = status.text("created_at").and_then(moment).map(|moment| moment.text);
    said.or_else(|| id.and_then(snowflake))
}

/// Marks a post that is withheld somewhere. Its words stay; it is refused for drawing unless that is allowed.
fn withhold(post: &mut Post, status: &Json<'_>) {
    let countries: Vec<&str> = status.items("withheld_in_countries").iter().filter_map(Json::as_str).collect();
    let copyright = truth(status, "withheld_copyright") == Some(true);
    mark_withheld(post, &countries, copyright);
}

/// The same for any dialect.
pub(super) fn mark_withheld(post: &mut Post, countries: &[&str], copyright: bool) {
    if countries.is_empty() && !copyright {
        return;
    }
    post.unavailable = Some(Unavailable::Withheld);
    if !countries.is_empty() {
        post.extra.insert("withheld_in".to_owned(), json!(countries));
    }
}

fn reply_to(status: &Json<'_>, answered: Option<String>, parent: Option<Post>) -> Option<ReplyTo> {
    if let Some(parent) = parent.and_then(super::answered) {
        return Some(parent);
    }
    let id = id(status, &["in_reply_to_status_id_str", "in_reply_to_status_id"]);
    let url = id.map(|id| post_url(answered.as_deref(), &id));
    (answered.is_some() || url.is_some()).then_some(ReplyTo::Reference(Reference { handle: answered, url }))
}

fn metrics(status: &Json<'_>) -> Option<Metrics> {
    let metrics = Metrics {
        replies: status.count("reply_count").or_else(|| status.count("conversation_count")),
        reposts: status.count("retweet_count"),
        likes: status.count("favorite_count"),
        quotes: status.count("quote_count"),
        bookmarks: status.count("bookmark_count"),
        views: status.field("views").and_then(|views| views.count("count")),
    };
    (metrics != Metrics::default()).then_some(metrics)
}

/// Says when a post was edited, by the identifiers of its versions, the last of which is the current one.
pub(super) fn mark_edit(post: &mut Post, versions: &[Json<'_>], stale: Option<bool>, findings: &mut Vec<Finding>) {
    let versions: Vec<&str> = versions.iter().filter_map(Json::as_str).filter(|id| value::is_id(id)).collect();
    let (Some(last), Some(first)) = (versions.last(), versions.first()) else { return };
    if versions.len() < 2 {
        return;
    }
    let own = post.id.as_deref();
    if own != Some(*first) {
        post.edited_at = own.and_then(snowflake);
    }
    if stale.unwrap_or(own != Some(*last)) {
        let message = format!("the author edited the post later; post `{last}` is the newest version");
        findings.push(Finding::warning("stale-edit", "/text", message));
    }
}
