//! Statuses by invented people, in the form of the API.

use serde_json::json;

use super::*;
use crate::record::{MediaKind, Post, Quoted, SpanKind, Unavailable, Visibility};

fn read_json(value: &serde_json::Value) -> Vec<Result<Record>> {
    let text = value.to_string();
    let value: Json<'_> = serde_json::from_str(&text).expect("JSON");
    assert!(fits(&value), "{text}");
    read(&value, &Context::default())
}

fn post(value: &serde_json::Value) -> Post {
    match read_json(value).remove(0).expect("a record") {
        Record::Post(post) => *post,
        Record::Quote(_) => panic!("a post"),
    }
}

/// A status with some fields set differently.
fn status(changes: serde_json::Value) -> serde_json::Value {
    let mut status = json!({
        "id": "9007199254740993", "created_at": "2026-03-14T09:41:00.123Z", "in_reply_to_id": null, "in_reply_to_account_id": null,
        "sensitive": false, "spoiler_text": "", "visibility": "public", "language": "en",
        "uri": "https://harbour.example/users/mira/statuses/1", "url": "https://harbour.example/@mira/1",
        "replies_count": 1, "reblogs_count": 0, "favourites_count": 1234, "content": "<p>Low tide.</p>", "reblog": null,
        "account": { "id": "7", "username": "mira", "acct": "mira", "display_name": "Mira \u{200B}:gull:", "url": "https://harbour.example/@mira",
            "avatar": "https://harbour.example/a.png", "emojis": [{ "shortcode": "gull", "url": "https://harbour.example/gull.gif", "static_url": "https://harbour.example/gull.png" }] },
        "media_attachments": [], "mentions": [], "tags": [], "emojis": [], "card": null, "poll": null
    });
    for (key, value) in changes.as_object().into_iter().flatten() {
        status[key] = value.clone();
    }
    status
}

/// `kind:words:value` of each span.
fn spans(post: &Post) -> Vec<String> {
    let characters: Vec<char> = post.text.chars().collect();
    let show = |span: &crate::record::Span| {
        let words: String = characters[span.start..span.end].iter().collect();
        format!("{}:{words}:{}", span.kind, span.value.as_deref().or(span.url.as_deref()).unwrap_or_default())
    };
    post.spans.iter().flatten().map(show).collect()
}

fn code(finding: &crate::Finding) -> &str {
    &finding.code
}

#[test]
fn a_status_is_read_with_author_counts_and_dates() {
    let post = post(&status(json!({ "edited_at": "2026-03-14T10:00:00.000Z", "quotes_count": 2 })));
    let author = post.author.as_ref().expect("an author");
    assert_eq!(
        (author.name.as_deref(), author.handle.as_deref()),
        (Some("Mira \u{200B}:gull:"), Some("mira@harbour.example"))
    );
    assert_eq!(
        (post.id.as_deref(), post.url.as_deref()),
        (Some("9007199254740993"), Some("https://harbour.example/@mira/1"))
    );
    assert_eq!((post.text.as_str(), post.spans.as_deref()), ("Low tide.", Some(&[][..])));
    assert_eq!(post.emojis[0].src, "https://harbour.example/gull.png");
    let metrics = post.metrics.expect("counts");
    assert_eq!((metrics.likes, metrics.reposts, metrics.quotes, metrics.views), (Some(1234), Some(0), Some(2), None));
    assert_eq!((post.lang.as_deref(), post.visibility), (Some("en"), Some(Visibility::Public)));
    assert!(post.created_at.is_some_and(|date| date.starts_with("2026-03-14T09:41:00")) && post.edited_at.is_some());
    assert_eq!(post.provenance.expect("provenance").format.as_deref(), Some("mastodon"));
}

#[test]
fn content_becomes_words_with_mentions_tags_and_shortened_links() {
    let content = r##"<p><span class="h-card" translate="no"><a href="https://pier.example/@noa" class="u-url mention">@<span>noa</span></a></span> &amp; <a href="https://harbour.example/@lin" class="u-url mention">@<span>lin</span></a> 🌉 see <a href="https://example.org/long/way"><span class="invisible">https://</span><span class="ellipsis">example.org/lo</span><span class="invisible">ng/way</span></a></p><p><a href="https://harbour.example/tags/tide" class="mention hashtag" rel="tag">#<span>Tide</span></a> <a href="javascript:x">no</a> a &amp;lt; b</p>"##;
    let post = post(&status(json!({ "content": content,
        "mentions": [{ "id": "8", "username": "noa", "acct": "noa@pier.example", "url": "https://pier.example/@noa" }] })));
    assert_eq!(post.text, "@noa & @lin 🌉 see example.org/lo…\n\n#Tide no a &lt; b");
    assert_eq!(
        spans(&post),
        [
            "mention:@noa:noa@pier.example",
            "mention:@lin:lin@harbour.example",
            "link:example.org/lo…:https://example.org/long/way",
            "hashtag:#Tide:Tide"
        ]
    );
}

#[test]
fn links_of_other_servers_are_told_apart() {
    let content = r#"<p>@<a href="https://pier.example/profile/noa" class="u-url mention"><span>noa</span></a> #<a href="https://pier.example/search?tag=tide" rel="nofollow tag" class="mention hashtag"><span>tide</span></a> <a href="https://isle.example/tags/gull" rel="tag">#gull</a> <a href="https://isle.example/@lin" class="u-url mention">@lin@isle.example</a> <a href="https://example.org/#a">#1</a></p>"#;
    let post = post(&status(json!({ "content": content })));
    assert_eq!(post.text, "@noa #tide #gull @lin@isle.example #1");
    assert_eq!(
        spans(&post),
        [
            "mention:noa:noa@pier.example",
            "hashtag:tide:tide",
            "hashtag:#gull:gull",
            "mention:@lin@isle.example:lin@isle.example",
            "link:#1:https://example.org/#a"
        ]
    );
}

#[test]
fn an_accepted_quote_is_the_post_and_its_link_goes() {
    let content = r#"<p class="quote-inline">RE: <a href="https://harbour.example/@mira/1">harbour.example/@mira/1</a></p><p>Look</p>"#;
    let inner =
        status(json!({ "id": "5", "content": "<p>High tide.</p>", "media_attachments": [{ "type": "hologram" }] }));
    let whole = post(&status(json!({ "content": content, "quote": { "state": "accepted", "quoted_status": inner } })));
    assert_eq!(whole.text, "Look");
    assert_eq!(whole.quoted.as_ref().and_then(Quoted::post).map(|post| post.text.as_str()), Some("High tide."));
    let findings = whole.provenance.expect("provenance").findings;
    assert_eq!((code(&findings[0]), findings[0].path.as_str()), ("unknown-embed", "/quoted/media"));
    let shallow =
        post(&status(json!({ "content": content, "quote": { "state": "accepted", "quoted_status_id": "5" } })));
    assert_eq!((shallow.text.as_str(), shallow.quoted), ("RE: harbour.example/@mira/1\n\nLook", None));
    assert_eq!(code(&shallow.provenance.expect("provenance").findings[0]), "unknown-embed");
}

#[test]
fn a_quote_that_does_not_stand_has_a_reason() {
    for (state, reason) in [
        ("deleted", Unavailable::Deleted),
        ("unauthorized", Unavailable::Private),
        ("revoked", Unavailable::Detached),
        ("pending", Unavailable::Detached),
        ("rejected", Unavailable::Detached),
        ("blocked_account", Unavailable::Blocked),
    ] {
        let post = post(&status(json!({ "quote": { "state": state, "quoted_status": null } })));
        assert_eq!(post.quoted, Some(Quoted::Unavailable(reason)), "{state}");
    }
}

#[test]
fn a_boost_is_the_post_it_boosts() {
    let original = status(json!({ "visibility": "unlisted" }));
    let mut boost = status(json!({ "id": "2", "content": "", "reblog": original, "visibility": "public" }));
    boost["account"] = json!({ "username": "noa", "acct": "noa@pier.example", "display_name": "Noa", "url": "https://pier.example/@noa" });
    let read = post(&boost);
    assert_eq!((read.text.as_str(), read.visibility), ("Low tide.", Some(Visibility::Unlisted)));
    assert_eq!(read.author.and_then(|author| author.handle).as_deref(), Some("mira@harbour.example"));
    assert_eq!(read.reposted_by.and_then(|by| by.handle).as_deref(), Some("noa@pier.example"));
    boost["visibility"] = json!("private");
    assert_eq!(post(&boost).visibility, Some(Visibility::Private));
}

#[test]
fn media_keep_focus_size_and_alternative_text() {
    let post = post(&status(
        json!({ "content": "", "sensitive": true, "spoiler_text": "Eye contact :gull:", "media_attachments": [
        { "type": "image", "url": "https://harbour.example/o.png", "preview_url": "https://harbour.example/s.png", "description": "A pier", "blurhash": "UEH",
            "meta": { "original": { "width": 640, "height": 360 }, "focus": { "x": 0.5, "y": -1.5 } } },
        { "type": "gifv", "url": "https://harbour.example/o.mp4", "preview_url": "https://harbour.example/s.png", "description": null,
            "meta": { "original": { "duration": 5.76 } } },
        { "type": "unknown", "url": null, "preview_url": null, "remote_url": "https://far.example/x.JPG" },
        { "type": "audio", "url": "https://harbour.example/o.mp3", "preview_url": null },
        { "type": "unknown", "url": null, "remote_url": "https://far.example/x.pdf" }] }),
    ));
    let media = &post.media;
    assert_eq!(
        media.iter().map(|m| m.kind).collect::<Vec<_>>(),
        [MediaKind::Photo, MediaKind::Gif, MediaKind::Photo, MediaKind::Audio]
    );
    assert_eq!(
        (media[0].focus, media[0].width, media[0].alt.as_deref()),
        (Some([0.5, -1.0]), Some(640), Some("A pier"))
    );
    assert_eq!((media[1].poster.as_deref(), media[1].duration_s), (Some("https://harbour.example/s.png"), Some(5.76)));
    assert_eq!(media[2].src.as_deref(), Some("https://far.example/x.JPG"));
    assert_eq!((post.sensitive, post.content_warning.as_deref()), (Some(true), Some("Eye contact :gull:")));
    assert_eq!(post.provenance.expect("provenance").findings.len(), 1);
}

#[test]
fn polls_know_hidden_votes_and_several_choices() {
    let poll = |poll: serde_json::Value| post(&status(json!({ "poll": poll }))).poll.expect("a poll");
    let open = poll(
        json!({ "options": [{ "title": "Yes", "votes_count": null }, { "title": "No", "votes_count": null }],
        "votes_count": 12, "voters_count": null, "multiple": false, "expired": false, "expires_at": "2026-03-15T09:00:00.000Z" }),
    );
    assert_eq!((open.voters, open.options[0].votes, open.closed), (Some(12), None, Some(false)));
    let several = poll(
        json!({ "options": [{ "title": "A", "votes_count": 0 }], "votes_count": 0, "voters_count": null, "multiple": true, "expired": true, "expires_at": null }),
    );
    assert_eq!(
        (several.voters, several.options[0].votes, several.multiple, several.closes_at),
        (None, Some(0), Some(true), None)
    );
}

#[test]
fn a_card_is_a_link_and_a_reply_knows_whom_it_answers() {
    let post = post(&status(json!({ "in_reply_to_id": "3", "in_reply_to_account_id": "8",
        "mentions": [{ "id": "8", "username": "noa", "acct": "noa@pier.example", "url": "https://pier.example/@noa" }],
        "card": { "url": "https://www.example.org/a", "title": "Tides & moons", "description": "", "provider_name": "", "image": null, "type": "link" } })));
    let link = post.link.expect("a link");
    assert_eq!(
        (link.title.as_deref(), link.description, link.site.as_deref()),
        (Some("Tides & moons"), None, Some("example.org"))
    );
    assert_eq!(post.reply_to.as_ref().and_then(ReplyTo::handle), Some("noa@pier.example"));
}

#[test]
fn old_statuses_without_an_address_and_with_media_links_are_read() {
    let content = r#"<p>Sunset <a href="https://old.example/media/abcdefghij0123456789" rel="nofollow"><span class="invisible">https://</span><span class="ellipsis">old.example/media/abcdefghij01</span></a></p>"#;
    let mut old = status(
        json!({ "url": null, "uri": "tag:old.example,2017-04-14:objectId=1:objectType=Status", "content": content,
        "visibility": "limited", "language": null, "media_attachments": [{ "type": "image", "url": "https://old.example/o.png" }] }),
    );
    old["account"] = json!({ "username": "noa", "acct": "noa", "display_name": "\u{200B}", "url": "https://old.example/@noa", "avatar": "/avatars/original/missing.png", "avatar_static": "/avatars/original/a.png" });
    let post = post(&old);
    assert_eq!((post.url, post.text.as_str(), post.visibility), (None, "Sunset", Some(Visibility::Private)));
    let author = post.author.expect("an author");
    assert_eq!(
        (author.name.as_deref(), author.avatar.as_deref()),
        (Some("noa"), Some("https://old.example/avatars/original/a.png"))
    );
    assert!(post.spans.expect("spans").iter().all(|span| span.kind != SpanKind::Link));
}

#[test]
fn lists_contexts_and_searches_give_each_status() {
    let first = status(json!({ "id": "1" }));
    let answer = status(
        json!({ "id": "2", "url": "https://harbour.example/@mira/2", "in_reply_to_id": "1", "in_reply_to_account_id": "7" }),
    );
    let found = read_json(&json!([first, { "id": "x" }, answer]));
    assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    let found = read_json(&json!({ "accounts": [], "statuses": [first], "hashtags": [] }));
    assert_eq!(found.len(), 1);
    let found = read_json(&json!({ "ancestors": [first], "descendants": [answer] }));
    let Some(Ok(Record::Post(second))) = found.get(1) else { panic!("two records") };
    let Some(ReplyTo::Reference(parent)) = &second.reply_to else { panic!("an answer") };
    assert_eq!(
        (parent.handle.as_deref(), parent.url.as_deref()),
        (Some("mira@harbour.example"), Some("https://harbour.example/@mira/1"))
    );
    for empty in [json!({ "ancestors": [], "descendants": [] }), json!({ "accounts": [], "statuses": [] })] {
        assert!(read_json(&empty).remove(0).is_err());
    }
}

#[test]
fn trimmed_statuses_and_those_inside_notifications_are_read() {
    let mut bare = status(json!({}));
    bare["account"] = json!(null);
    let bare = post(&bare);
    assert_eq!((bare.text.as_str(), bare.author.is_none()), ("Low tide.", true));
    assert_eq!(code(&bare.provenance.expect("provenance").findings[0]), "author-missing");
    let notification = json!({ "id": "1", "type": "mention", "account": { "username": "noa", "acct": "noa" }, "status": status(json!({})) });
    assert_eq!(post(&notification).author.and_then(|author| author.handle).as_deref(), Some("mira@harbour.example"));
    assert_eq!(read_json(&json!([notification, { "type": "follow" }])).len(), 2);
    for other in
        [json!({ "content": "x" }), json!({ "account": { "username": "noa" } }), json!({ "status": "ok" }), json!([])]
    {
        let text = other.to_string();
        let value: Json<'_> = serde_json::from_str(&text).expect("JSON");
        assert!(!fits(&value), "{text}");
    }
}

#[test]
fn parts_alone_are_refused_with_the_way_to_their_post() {
    for (value, part) in [
        (json!({ "id": "4", "votes_count": 1, "options": [{ "title": "A", "votes_count": 1 }] }), "poll `4`"),
        (
            json!({ "id": "4", "type": "image", "url": "https://harbour.example/o.png", "preview_url": "https://harbour.example/s.png" }),
            "attachment `4`",
        ),
        (
            json!({ "url": "https://example.org", "title": "Tides", "description": "", "type": "link", "provider_name": "", "html": "" }),
            "card",
        ),
    ] {
        let error = read_json(&value).remove(0).expect_err("no post");
        assert!(error.message().contains(&format!("the {part} alone")), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("/api/v1/statuses/")));
    }
}

#[test]
fn quotes_inside_quotes_end() {
    let mut value = status(json!({}));
    for _ in 0..30 {
        value = status(json!({ "quote": { "state": "accepted", "quoted_status": value } }));
    }
    let post = post(&value);
    assert_eq!(post.provenance.expect("provenance").findings.len(), 1);
}

#[test]
fn one_wrong_value_costs_only_itself() {
    let mut whole = status(json!({
        "content": "<p><a href=\"https://pier.example/@noa\" class=\"u-url mention\">@<span>noa</span></a> low</p>", "spoiler_text": "Tide", "edited_at": "2026-03-14T10:00:00.000Z",
        "in_reply_to_id": "3", "in_reply_to_account_id": "8", "mentions": [{ "id": "8", "username": "noa", "acct": "noa@pier.example", "url": "https://pier.example/@noa" }],
        "media_attachments": [{ "type": "image", "url": "https://harbour.example/o.png", "preview_url": "https://harbour.example/s.png", "description": "A pier",
            "blurhash": "UEH", "meta": { "original": { "width": 640, "height": 360, "duration": 1.5 }, "focus": { "x": 0.5, "y": -0.5 } } }],
        "poll": { "options": [{ "title": "Yes", "votes_count": 1 }], "votes_count": 1, "voters_count": 1, "multiple": true, "expired": true, "expires_at": "2026-03-15T09:00:00.000Z" },
        "card": { "url": "https://example.org/a", "title": "Tides", "description": "All", "provider_name": "Example", "image": "https://example.org/a.png" }
    }));
    whole["quote"] = json!({ "state": "accepted", "quoted_status": status(json!({})) });
    let boost = status(json!({ "reblog": whole, "content": "" }));
    super::super::wrong::assert_held(&DIALECT, &whole, &["/content", "/account"]);
    super::super::wrong::assert_held(&DIALECT, &boost, &["/reblog", "/reblog/content", "/reblog/account", "/account"]);
}
