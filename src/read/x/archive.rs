//! Posts of an account archive (`data/tweets.js`): the form of API v1.1 without users, and with every number as text.
//!
//! Whose archive it is must be told from outside. The JavaScript around the list is taken away before.

use super::repost::{author, is_cut, passed_on, split};
use super::status::{Body, Parts, created_at, mark_edit, post};
use super::user::User;
use super::v1::pieces;
use super::value::{handle, id, post_url, string};
use super::{record, value};
use crate::read::json::Ask;
use crate::read::{Context, Dialect, Json};
use crate::record::{Post, Record};
use crate::{Finding, Result};

/// Posts of an archive.
pub(in crate::read) const DIALECT: Dialect =
    Dialect { name: "x-archive", marks: "`tweet.full_text`, or `full_text` without `user`", fits, read };

fn fits(value: &Json<'_>) -> bool {
    match value.field("tweet") {
        Some(tweet) => has_text(tweet),
        None => has_text(value) && value.field("user").is_none() && value.field("__typename").is_none(),
    }
}

fn has_text(tweet: &Json<'_>) -> bool {
    let date = tweet.text("created_at").filter(|date| date.starts_with(|c: char| c.is_ascii_uppercase()));
    let known = date.is_some() && (tweet.field("id_str").is_some() || tweet.field("id").is_some());
    string(tweet, "full_text").is_some() || (known && string(tweet, "text").is_some())
}

fn read(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    let tweet = value.field("tweet").unwrap_or(value);
    let mut findings = Vec::new();
    let account = User { author: context.account.clone(), protected: false };
    let body = Body::of(tweet);
    let post = match split(body.text) {
        Some((name, skipped)) => repost(tweet, Body { skipped, ..body }, &name, account, &mut findings),
        None => {
            let mut post = post(parts(tweet, body, account), &mut findings);
            mark_edit(&mut post, versions(tweet), None, &mut findings);
            post
        }
    };
    vec![record(post, findings, DIALECT.name, context)]
}

fn parts<'v>(tweet: &'v Json<'v>, body: Body<'v>, user: User) -> Parts<'v> {
    Parts {
        status: tweet,
        id: None,
        body,
        user,
        media: pieces(tweet),
        more_media: Vec::new(),
        card: None,
        quoted: None,
        quoted_id: None,
        parent: None,
    }
}

fn versions<'v>(tweet: &'v Json<'v>) -> &'v [Json<'v>] {
    let info = tweet.field("edit_info");
    let initial = info.and_then(|info| info.field("initial").or_else(|| info.path(&["edit", "editControlInitial"])));
    initial.map(|initial| initial.items("editTweetIds")).unwrap_or_default()
}

/// A repost knows its author by name and the first 140 characters of the words. Counts and date are those of the repost.
fn repost(tweet: &Json<'_>, body: Body<'_>, name: &str, account: User, findings: &mut Vec<Finding>) -> Post {
    let mentions = body.entities.map(|entities| entities.items("user_mentions")).unwrap_or_default();
    let mut post = post(parts(tweet, body, author(name, mentions)), findings);
    post.metrics = None;
    post.reply_to = None;
    post.created_at = None;
    if is_cut(&post.text) {
        post.truncated = Some(true);
    }
    post.url = post.id.as_deref().map(|id| post_url(account.handle(), id));
    let reposted_at = created_at(tweet, id(tweet, &["id_str", "id"]).as_deref());
    if let Some(original) = original_id(tweet, name) {
        post.created_at = crate::read::date::snowflake(&original);
        post.url = Some(post_url(handle(name).as_deref(), &original));
        post.id = Some(original);
    }
    passed_on(post, account, reposted_at)
}

/// The identifier of the original: media know the post they came from, when it is by the same author.
fn original_id(tweet: &Json<'_>, name: &str) -> Option<String> {
    pieces(tweet).into_iter().find_map(|piece| {
        let from = id(piece, &["source_status_id_str", "source_status_id"])?;
        let url = piece.text("expanded_url")?;
        let by_author = url.split('/').nth(3).is_some_and(|part| part.eq_ignore_ascii_case(name));
        (by_author && value::is_media_address(url)).then_some(from)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Author, ReplyTo};

    fn one(text: &str) -> Post {
        let json: Json<'_> = serde_json::from_str(text).expect("JSON");
        assert!(fits(&json), "{text}");
        let author = Author { name: Some("Mira Holt".into()), handle: Some("mira".into()), ..Author::default() };
        let context = Context { account: Some(author), ..Context::default() };
        let record = read(&json, &context).remove(0).expect("a record");
        record.check().expect("a good record");
        let Record::Post(post) = record else { panic!("a post") };
        *post
    }

    #[test]
    fn numbers_as_text_are_numbers() {
        let post = one(
            r#"{ "tweet": { "id_str": "1500000000000000001", "id": "1500000000000000001", "full_text": "@noa 🌉 piers &amp; #boats https://t.co/m",
                "created_at": "Sat Mar 14 09:41:00 +0100 2026", "favorite_count": "1234", "retweet_count": "0", "display_text_range": ["0", "25"],
                "in_reply_to_screen_name": "noa", "in_reply_to_status_id_str": "1400000000000000001", "lang": "in", "truncated": false,
                "entities": { "user_mentions": [ { "screen_name": "noa", "indices": ["0", "4"] } ], "hashtags": [ { "text": "boats", "indices": ["19", "25"] } ] },
                "extended_entities": { "media": [ { "type": "photo", "url": "https://t.co/m", "indices": ["26", "40"],
                    "media_url_https": "https://pbs.twimg.com/media/Ab.jpg", "sizes": { "large": { "w": "20", "h": "10" } } } ] } } }"#,
        );
        assert_eq!(post.text, "🌉 piers & #boats");
        let spans = post.spans.expect("spans");
        assert_eq!((spans.len(), spans[0].start, spans[0].end), (1, 10, 16));
        assert_eq!((post.created_at.as_deref(), post.lang.as_deref()), (Some("2026-03-14T09:41:00+01:00"), Some("id")));
        let metrics = post.metrics.expect("counts");
        assert_eq!((metrics.likes, metrics.reposts, metrics.replies), (Some(1234), Some(0), None));
        let Some(ReplyTo::Reference(answered)) = post.reply_to else { panic!("a reply") };
        assert_eq!(answered.url.as_deref(), Some("https://x.com/noa/status/1400000000000000001"));
        assert_eq!(post.author.and_then(|author| author.handle).as_deref(), Some("mira"));
        assert_eq!((post.media.len(), post.media[0].width), (1, Some(20)));
        assert!(post.provenance.is_some_and(|provenance| provenance.findings.is_empty()));
    }

    #[test]
    fn a_repost_belongs_to_its_author_and_is_cut() {
        let post =
            one(r#"{ "id_str": "1500000000000000001", "full_text": "RT @Noa_L: Tide tables for #harbours &amp; so…",
                "created_at": "Sat Mar 14 09:41:00 +0000 2026", "favorite_count": "0",
                "entities": { "hashtags": [ { "text": "harbours", "indices": ["27", "36"] } ],
                    "user_mentions": [ { "screen_name": "Noa_L", "name": "Noa Lind", "indices": ["3", "9"] } ] } }"#);
        assert_eq!(
            (post.text.as_str(), post.truncated, post.created_at),
            ("Tide tables for #harbours & so…", Some(true), None)
        );
        assert_eq!(post.spans.expect("spans").len(), 1);
        let author = post.author.expect("an author");
        assert_eq!((author.name.as_deref(), author.handle.as_deref()), (Some("Noa Lind"), Some("Noa_L")));
        assert_eq!(post.reposted_by.and_then(|by| by.handle).as_deref(), Some("mira"));
        assert_eq!((post.metrics, post.extra["reposted_at"].as_str()), (None, Some("2026-03-14T09:41:00Z")));
    }

    #[test]
    fn three_fields_are_enough() {
        let post = one(
            r#"{ "tweet": { "id_str": "7", "full_text": "Tide #tables", "created_at": "Sat Mar 14 09:41:00 +0000 2026" } }"#,
        );
        assert_eq!((post.text.as_str(), post.spans), ("Tide #tables", None));
    }

    #[test]
    fn without_an_account_the_author_is_missing_and_said() {
        let json: Json<'_> = serde_json::from_str(r#"{ "id_str": "7", "full_text": "Tide" }"#).expect("JSON");
        let record = read(&json, &Context::default()).remove(0).expect("a record");
        let provenance = record.provenance().expect("a provenance");
        assert_eq!((record.author_name(), provenance.findings[0].code.as_str()), ("", "author-missing"));
    }

    #[test]
    fn media_tell_the_original_of_a_repost() {
        let post = one(
            r#"{ "id_str": "1500000000000000001", "full_text": "RT @noa: https://t.co/m", "created_at": "Sat Mar 14 09:41:00 +0000 2026",
                "extended_entities": { "media": [ { "type": "photo", "url": "https://t.co/m", "indices": ["9", "23"], "source_status_id_str": "1234567890123456789",
                    "expanded_url": "https://x.com/noa/status/1234567890123456789/photo/1", "media_url_https": "https://pbs.twimg.com/media/Ab.jpg" } ] } }"#,
        );
        assert_eq!((post.text.as_str(), post.id.as_deref()), ("", Some("1234567890123456789")));
        assert_eq!(post.created_at.as_deref(), Some("2020-03-02T19:54:56.824Z"));
    }
}
