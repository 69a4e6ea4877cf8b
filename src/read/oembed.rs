//! Answers of oEmbed: JSON around the HTML of an embed.
//!
//! The HTML is read in `embed`; here its gaps are filled from the fields around it.

use super::json::Ask;
use super::line::visible;
use super::{Context, Dialect, Json, address, embed};
use crate::record::{Author, Record};
use crate::{Error, ErrorKind, Result};

const NAME: &str = "oembed";

pub(super) const DIALECT: Dialect =
    Dialect { name: NAME, marks: "`html` beside `type` and `provider_name` or `author_name`", fits, read };

/// HTML with the fields around it that oEmbed asks for; previews of pages that Mastodon gives look alike, but have no version.
fn fits(value: &Json<'_>) -> bool {
    let html = value.text("html").is_some() || value.text("version").is_some();
    let around = ["provider_name", "author_name", "provider_url"].iter().any(|key| value.text(key).is_some());
    let preview = value.field("version").is_none() && value.field("description").is_some();
    html && around
        && !preview
        && value.text("type").or(value.text("version")).is_some()
        && value.field("content").is_none()
}

fn read(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    let Some(html) = value.text("html") else { return vec![Err(no_post(value))] };
    let drafts = match embed::read_html(html) {
        Ok(drafts) => drafts,
        Err(error) if error.kind() == ErrorKind::MissingField => return vec![Err(no_post(value))],
        Err(error) => return vec![Err(error)],
    };
    let finish = |draft: Result<super::draft::Draft>| {
        let mut draft = draft?;
        let author = draft.post.author.get_or_insert_default();
        fill(author, value);
        if *author == Author::default() {
            draft.post.author = None;
        }
        if draft.post.url.is_none() {
            draft.post.url = value.text("url").and_then(address::web);
        }
        draft.finish(NAME, context)
    };
    drafts.into_iter().map(finish).collect()
}

/// Name and handle from `author_name` (for Bluesky `Name (@handle)`) and `author_url`.
fn fill(author: &mut Author, value: &Json<'_>) {
    if author.name.is_none() {
        let name = value.text("author_name").and_then(visible);
        author.name = name.map(|name| name.rsplit_once(" (@").map_or(name.clone(), |(name, _)| name.to_owned()));
    }
    if author.handle.is_none() {
        let path = value.text("author_url").map(address::path).unwrap_or_default();
        author.handle =
            path.last().map(|handle| handle.trim_start_matches('@').to_owned()).filter(|handle| !handle.is_empty());
    }
}

/// The error for an answer about something that is no post, or without its words.
fn no_post(value: &Json<'_>) -> Error {
    let provider = value.text("provider_name").and_then(visible).unwrap_or_else(|| "its provider".to_owned());
    let address = value.text("url").and_then(address::web);
    let place = address.map(|address| format!(" to `{address}`")).unwrap_or_default();
    Error::new(ErrorKind::MissingField, format!("the oEmbed answer of `{provider}`{place} has no embedded post"))
        .at_path("html")
        .with_hint("posts of X and Bluesky come with their words in `html`; of Mastodon save `/api/v1/statuses/ID`")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::record::Post;

    fn parsed<T>(value: &serde_json::Value, then: impl Fn(&Json<'_>) -> T) -> T {
        let text = value.to_string();
        then(&serde_json::from_str(&text).expect("JSON"))
    }

    fn read_one(value: &serde_json::Value) -> Result<Post> {
        assert!(parsed(value, fits), "{value}");
        let record = parsed(value, |value| read(value, &Context::default())).remove(0)?;
        match record {
            Record::Post(post) => Ok(*post),
            Record::Quote(_) => panic!("a post"),
        }
    }

    #[test]
    fn the_fields_around_fill_the_gaps_of_the_embed() {
        let html = "<blockquote class=\"twitter-tweet\"><p>Low tide.</p><a href=\"https://twitter.com/mira/status/7\">March 26, 2006</a></blockquote>";
        let post = read_one(&json!({ "type": "rich", "version": "1.0", "html": html, "height": null, "cache_age": "31536",
            "author_name": "Mira Okonjo", "author_url": "https://twitter.com/mira", "url": "https://twitter.com/mira/status/7" })).expect("a post");
        let author = post.author.expect("an author");
        assert_eq!((author.name.as_deref(), author.handle.as_deref()), (Some("Mira Okonjo"), Some("mira")));
        assert_eq!(
            (post.text.as_str(), post.provenance.and_then(|p| p.format).as_deref()),
            ("Low tide.", Some("oembed"))
        );
        let html = "<blockquote class=\"bluesky-embed\" data-bluesky-uri=\"at://did:plc:mira/app.bsky.feed.post/3k\"><p>Low tide.</p></blockquote>";
        let post = read_one(&json!({ "type": "rich", "html": html, "provider_name": "Bluesky Social", "author_name": "Mira (at sea) (@mira.example)" })).expect("a post");
        assert_eq!(post.author.and_then(|author| author.name).as_deref(), Some("Mira (at sea)"));
    }

    #[test]
    fn answers_about_something_else_are_refused() {
        for html in ["<iframe src=\"https://films.example/1\"></iframe>", "<p>Hello</p>"] {
            let error = read_one(&json!({ "type": "video", "version": "1.0", "provider_name": "Films", "html": html }))
                .expect_err("no post");
            assert!(error.message().contains("`Films`"), "{error}");
        }
        let photo = read_one(&json!({ "type": "photo", "version": "1.0", "provider_name": "Photos", "url": "https://photos.example/1.jpg" })).expect_err("no post");
        assert_eq!(photo.kind(), ErrorKind::MissingField);
        let frame = "<iframe src=\"https://harbour.example/@mira/116/embed\" class=\"mastodon-embed\"></iframe>";
        let mastodon =
            read_one(&json!({ "type": "rich", "version": "1.0", "provider_name": "harbour.example", "html": frame }))
                .expect_err("no words");
        assert!(mastodon.hint().is_some_and(|hint| hint.contains("https://harbour.example/api/v1/statuses/116")));
        let preview = json!({ "type": "video", "html": "<iframe></iframe>", "title": "Tides", "description": "", "provider_name": "Films" });
        assert!(!parsed(&preview, fits));
    }
}
