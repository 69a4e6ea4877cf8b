//! Posts by invented people, in the form of the API.

use serde_json::json;

use super::*;
use crate::record::{MediaKind, Post, Quoted, ReplyTo, Unavailable, Verified};

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

fn author(name: &str) -> serde_json::Value {
    json!({ "did": format!("did:plc:{name}"), "handle": format!("{name}.example"), "displayName": name, "labels": [] })
}

/// A post view of an invented author.
fn view(name: &str, key: &str, record: serde_json::Value) -> serde_json::Value {
    let mut whole = json!({ "$type": "app.bsky.feed.post", "text": key, "createdAt": "2026-03-14T09:41:00.000Z" });
    for (field, value) in record.as_object().into_iter().flatten() {
        whole[field] = value.clone();
    }
    json!({ "uri": format!("at://did:plc:{name}/app.bsky.feed.post/{key}"), "cid": "bafy", "author": author(name), "record": whole,
        "indexedAt": "2026-03-14T09:41:01.000Z", "likeCount": 3, "labels": [] })
}

fn answering(name: &str, key: &str, parent: (&str, &str), at: &str) -> serde_json::Value {
    let uri = format!("at://did:plc:{}/app.bsky.feed.post/{}", parent.0, parent.1);
    view(name, key, json!({ "createdAt": at, "reply": { "parent": { "uri": uri }, "root": { "uri": uri } } }))
}

fn codes(post: &Post) -> Vec<(&str, &str)> {
    let findings = post.provenance.as_ref().map(|provenance| provenance.findings.as_slice()).unwrap_or_default();
    findings.iter().map(|finding| (finding.code.as_str(), finding.path.as_str())).collect()
}

#[test]
fn a_view_is_read_with_author_address_and_counts() {
    let mut value = view("mira", "3kaaaaaaaaa22", json!({ "langs": ["??", "en-GB"], "tags": ["tide"] }));
    value["author"]["verification"] = json!({ "verifiedStatus": "valid", "trustedVerifierStatus": "none" });
    value["author"]["avatar"] = json!("https://cdn.bsky.app/img/avatar_thumbnail/plain/did:plc:mira/x@jpeg");
    let post = post(&value);
    let author = post.author.as_ref().expect("an author");
    assert_eq!((author.name.as_deref(), author.handle.as_deref()), (Some("mira"), Some("mira.example")));
    assert_eq!(
        (author.verified, author.avatar.as_deref()),
        (Some(Verified::Individual), Some("https://cdn.bsky.app/img/avatar/plain/did:plc:mira/x@jpeg"))
    );
    assert_eq!(post.url.as_deref(), Some("https://bsky.app/profile/mira.example/post/3kaaaaaaaaa22"));
    assert_eq!((post.id.as_deref(), post.lang.as_deref()), (Some("3kaaaaaaaaa22"), Some("en-GB")));
    assert_eq!(post.metrics.map(|metrics| (metrics.likes, metrics.replies)), Some((Some(3), None)));
    assert_eq!((post.spans.as_deref(), post.extra.get("tags")), (Some(&[][..]), Some(&json!(["tide"]))));
}

#[test]
fn facets_count_bytes_and_bad_ones_are_dropped() {
    let text = "🌉 é pier.example/a by @noa.example #tide";
    let facet = |start: usize, end: usize, kind: &str, more: serde_json::Value| {
        let mut feature = more;
        feature["$type"] = json!(format!("app.bsky.richtext.facet#{kind}"));
        json!({ "index": { "byteStart": start, "byteEnd": end }, "features": [feature] })
    };
    let facets = json!([
        facet(8, 22, "link", json!({ "uri": "https://pier.example/a/long" })),
        facet(26, 38, "mention", json!({ "did": "did:plc:noa" })),
        facet(39, 44, "tag", json!({ "tag": "tide" })),
        facet(2, 6, "tag", json!({ "tag": "inside" })),
        facet(40, 900, "tag", json!({ "tag": "past" })),
        facet(10, 12, "tag", json!({ "tag": "overlap" })),
        facet(5, 5, "tag", json!({ "tag": "empty" })),
        facet(0, 4, "glitter", json!({})),
    ]);
    let post = post(&view("mira", "a", json!({ "text": text, "facets": facets })));
    let characters: Vec<char> = text.chars().collect();
    let spans: Vec<_> = post.spans.iter().flatten().collect();
    let words: Vec<String> = spans.iter().map(|span| characters[span.start..span.end].iter().collect()).collect();
    assert_eq!(words, ["pier.example/a", "@noa.example", "#tide"]);
    assert_eq!(
        (spans[0].url.as_deref(), spans[1].value.as_deref()),
        (Some("https://pier.example/a/long"), Some("noa.example"))
    );
    assert_eq!(
        (spans[1].url.as_deref(), spans[2].value.as_deref()),
        (Some("https://bsky.app/profile/did:plc:noa"), Some("tide"))
    );
    assert_eq!(codes(&post).iter().filter(|(code, _)| *code == "offset-mismatch").count(), 4);
}

#[test]
fn the_entities_of_2023_are_searched_by_their_words() {
    let entities = json!([{ "index": { "start": 4, "end": 10 }, "type": "link", "value": "https://a.example" }, { "type": "mention", "value": "did:plc:x", "index": { "start": 0, "end": 2 } }]);
    let post = post(&view("mira", "a", json!({ "text": "see https://a.example now", "entities": entities })));
    assert_eq!(post.spans.iter().flatten().map(|span| (span.start, span.end)).collect::<Vec<_>>(), [(4, 21)]);
}

#[test]
fn pictures_films_and_galleries_become_media_of_the_best_size() {
    let with = |embed: serde_json::Value| {
        let mut value = view("mira", "a", json!({}));
        value["embed"] = embed;
        post(&value)
    };
    let photos = with(json!({ "$type": "app.bsky.embed.images#view", "images": [
        { "thumb": "https://cdn.bsky.app/img/feed_thumbnail/plain/d/c@jpeg", "alt": " A pier ", "aspectRatio": { "width": 4, "height": 3 } },
        { "thumb": "https://cdn.bsky.app/t", "fullsize": "https://cdn.bsky.app/f", "alt": "", "aspectRatio": { "width": 0, "height": 3 } }] }));
    assert_eq!(photos.media[0].src.as_deref(), Some("https://cdn.bsky.app/img/feed_fullsize/plain/d/c@jpeg"));
    assert_eq!((photos.media[0].alt.as_deref(), photos.media[0].width), (Some("A pier"), Some(4)));
    assert_eq!(
        (photos.media[1].src.as_deref(), photos.media[1].alt.as_deref(), photos.media[1].height),
        (Some("https://cdn.bsky.app/f"), None, None)
    );
    let items: Vec<_> = (0..6).map(|n| json!({ "$type": "app.bsky.embed.gallery#viewImage", "fullsize": format!("https://cdn.bsky.app/{n}"), "alt": "x" })).collect();
    assert_eq!(with(json!({ "$type": "app.bsky.embed.gallery#view", "items": items })).media.len(), 6);
    let film = with(
        json!({ "$type": "app.bsky.embed.video#view", "playlist": "https://video.bsky.app/p.m3u8", "thumbnail": "https://video.bsky.app/t.jpg", "presentation": "gif" }),
    );
    assert_eq!(
        (film.media[0].kind, film.media[0].poster.as_deref()),
        (MediaKind::Gif, Some("https://video.bsky.app/t.jpg"))
    );
    let unknown = with(json!({ "$type": "app.bsky.embed.hologram#view", "beam": 1 }));
    assert_eq!(codes(&unknown), [("unknown-embed", "")]);
}

#[test]
fn a_link_card_is_a_link_and_a_tenor_gif_is_a_gif() {
    let with = |external: serde_json::Value| {
        let mut value = view("mira", "a", json!({}));
        value["embed"] = json!({ "$type": "app.bsky.embed.external#view", "external": external });
        post(&value)
    };
    let link = with(json!({ "uri": "https://www.pier.example/tides", "title": "Tides & moons", "description": "", "thumb": "https://cdn.bsky.app/img/feed_thumbnail/plain/d/c@jpeg" })).link.expect("a link");
    assert_eq!(
        (link.title.as_deref(), link.description, link.site.as_deref()),
        (Some("Tides & moons"), None, Some("pier.example"))
    );
    assert_eq!(link.image.as_deref(), Some("https://cdn.bsky.app/img/feed_fullsize/plain/d/c@jpeg"));
    let gif = with(
        json!({ "uri": "https://media.tenor.com/abc/gull.gif?hh=200&ww=300", "title": "a gull", "description": "Alt: A gull lands" }),
    );
    assert_eq!(
        (gif.link, gif.media[0].kind, gif.media[0].alt.as_deref()),
        (None, MediaKind::Gif, Some("A gull lands"))
    );
    assert_eq!((gif.media[0].width, gif.media[0].height), (Some(300), Some(200)));
    assert_eq!(codes(&with(json!({ "uri": "javascript:x", "title": "" }))), [("unknown-embed", "/link")]);
}

#[test]
fn quoted_posts_their_traces_and_other_things_are_told_apart() {
    let with = |record: serde_json::Value| {
        let mut value = view("mira", "a", json!({}));
        value["embed"] = json!({ "$type": "app.bsky.embed.record#view", "record": record });
        post(&value)
    };
    let mut quoted = view("noa", "q", json!({}));
    quoted["value"] = quoted["record"].take();
    quoted["$type"] = json!("app.bsky.embed.record#viewRecord");
    quoted["embeds"] = json!([{ "$type": "app.bsky.embed.images#view", "images": [{ "fullsize": "https://cdn.bsky.app/f", "alt": "" }] }]);
    let whole = with(quoted.clone());
    let inner = whole.quoted.as_ref().and_then(Quoted::post).expect("a post");
    assert_eq!(
        (inner.text.as_str(), inner.media.len(), inner.author.as_ref().and_then(|a| a.handle.as_deref())),
        ("q", 1, Some("noa.example"))
    );
    for (name, reason) in [
        ("viewNotFound", Unavailable::Deleted),
        ("viewBlocked", Unavailable::Blocked),
        ("viewDetached", Unavailable::Detached),
    ] {
        let trace = with(
            json!({ "$type": format!("app.bsky.embed.record#{name}"), "uri": "at://did:plc:x/app.bsky.feed.post/y" }),
        );
        assert_eq!(trace.quoted, Some(Quoted::Unavailable(reason)));
    }
    let odd = with(
        json!({ "$type": "app.bsky.embed.record#viewRecord", "uri": "at://did:plc:x/app.bsky.feed.post/y", "notFound": true }),
    );
    assert_eq!(odd.quoted, Some(Quoted::Unavailable(Unavailable::Deleted)));
    let feed = with(
        json!({ "$type": "app.bsky.feed.defs#generatorView", "uri": "at://did:plc:noa/app.bsky.feed.generator/tides", "creator": author("noa"), "displayName": "Tides" }),
    );
    let link = feed.link.expect("a link");
    assert_eq!(
        (link.url.as_str(), link.site.as_deref()),
        ("https://bsky.app/profile/noa.example/feed/tides", Some("Feed by @noa.example"))
    );
    let pack = with(
        json!({ "$type": "app.bsky.graph.defs#starterPackViewBasic", "uri": "at://did:plc:noa/app.bsky.graph.starterpack/k", "creator": author("noa"), "record": { "name": "Harbour people" } }),
    );
    assert_eq!(pack.link.and_then(|link| link.title).as_deref(), Some("Harbour people"));
    let mut value = view("mira", "a", json!({}));
    value["embed"] = json!({ "$type": "app.bsky.embed.recordWithMedia#view", "media": quoted["embeds"][0], "record": { "record": quoted } });
    let both = post(&value);
    assert!(both.media.len() == 1 && both.quoted.is_some());
}

#[test]
fn a_thread_is_one_record_with_what_it_answers_and_how_its_author_goes_on() {
    let node = |post: serde_json::Value, replies: serde_json::Value| json!({ "post": post, "replies": replies });
    let late = node(answering("mira", "late", ("mira", "asked"), "2026-03-14T12:00:00.000Z"), json!([]));
    let third = node(answering("mira", "third", ("mira", "second"), "2026-03-14T11:00:00.000Z"), json!([]));
    let other = node(answering("lin", "other", ("mira", "asked"), "2026-03-14T09:50:00.000Z"), json!([]));
    let second = node(answering("mira", "second", ("mira", "asked"), "2026-03-14T10:00:00.000Z"), json!([third]));
    let gone = json!({ "$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://did:plc:x/app.bsky.feed.post/gone", "notFound": true });
    let parent = json!({ "$type": "app.bsky.feed.defs#threadViewPost", "post": view("noa", "parent", json!({})), "parent": gone });
    let asked = answering("mira", "asked", ("noa", "parent"), "2026-03-14T09:45:00.000Z");
    let record = post(&json!({ "thread": { "post": asked, "parent": parent, "replies": [late, other, second] } }));
    assert_eq!(
        (record.text.as_str(), record.thread.iter().map(|post| post.text.as_str()).collect::<Vec<_>>()),
        ("asked", vec!["second", "third"])
    );
    let parent = record.reply_to.as_ref().and_then(ReplyTo::post).expect("a parent");
    assert_eq!(parent.text, "parent");
    assert_eq!(
        parent.reply_to.as_ref().and_then(ReplyTo::post).and_then(|post| post.unavailable),
        Some(Unavailable::Deleted)
    );
    let flat = json!({ "thread": [
        { "uri": "at://did:plc:noa/app.bsky.feed.post/parent", "depth": -1, "value": { "$type": "app.bsky.unspecced.defs#threadItemNoUnauthenticated", "author": {} } },
        { "uri": "x", "depth": 0, "value": { "$type": "app.bsky.unspecced.defs#threadItemPost", "post": asked } },
        { "uri": "x", "depth": 1, "value": { "post": second["post"] } },
        { "uri": "x", "depth": 2, "value": { "post": third["post"] } },
        { "uri": "x", "depth": 1, "value": { "post": other["post"] } }], "hasOtherReplies": false });
    let flat = post(&flat);
    assert_eq!(flat.thread.iter().map(|post| post.text.as_str()).collect::<Vec<_>>(), ["second", "third"]);
    assert_eq!(
        flat.reply_to.as_ref().and_then(ReplyTo::post).and_then(|post| post.unavailable),
        Some(Unavailable::Private)
    );
}

#[test]
fn answers_without_the_post_asked_for_are_records_of_their_own() {
    let item = |key: &str| json!({ "uri": "x", "depth": 1, "value": { "post": view("noa", key, json!({})) } });
    let found = read_json(&json!({ "thread": [item("a"), item("b"), { "uri": "x", "depth": 1 }] }));
    assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, true]);
    assert!(read_json(&json!({ "thread": [] })).remove(0).is_err());
    let like = read_json(&json!({ "$type": "app.bsky.feed.like", "subject": {} })).remove(0).expect_err("no post");
    assert!(like.message().contains("`app.bsky.feed.like` is no post"));
}

#[test]
fn feeds_know_reposters_pins_and_answered_posts() {
    let item = json!({ "post": answering("mira", "a", ("noa", "b"), "2026-03-14T09:41:00.000Z"), "reply": { "parent": view("noa", "b", json!({})), "root": view("noa", "b", json!({})) },
        "reason": { "$type": "app.bsky.feed.defs#reasonRepost", "by": author("lin"), "indexedAt": "2026-03-14T10:00:00.000Z" } });
    let pin = json!({ "post": view("mira", "c", json!({})), "reason": { "$type": "app.bsky.feed.defs#reasonPin" } });
    let found = read_json(&json!({ "feed": [item, { "post": {} }, pin], "cursor": "x" }));
    let Some(Ok(Record::Post(first))) = found.first() else { panic!("a post") };
    assert_eq!(first.reposted_by.as_ref().and_then(|by| by.handle.as_deref()), Some("lin.example"));
    assert_eq!(first.reply_to.as_ref().and_then(ReplyTo::post).map(|post| post.text.as_str()), Some("b"));
    assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    let Some(Ok(Record::Post(pinned))) = found.get(2) else { panic!("a post") };
    assert_eq!(pinned.extra.get("pinned"), Some(&json!(true)));
    assert!(read_json(&json!({ "feed": [] })).remove(0).is_err());
    assert_eq!(read_json(&json!({ "posts": [view("mira", "a", json!({})), view("noa", "b", json!({}))] })).len(), 2);
}

#[test]
fn traces_are_records_with_a_reason() {
    let gone = post(
        &json!({ "$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://did:plc:x/app.bsky.feed.post/y", "notFound": true }),
    );
    assert_eq!(
        (gone.unavailable, gone.url.as_deref()),
        (Some(Unavailable::Deleted), Some("https://bsky.app/profile/did:plc:x/post/y"))
    );
    let blocked =
        json!({ "uri": "at://did:plc:x/app.bsky.feed.post/y", "blocked": true, "author": { "did": "did:plc:x" } });
    assert_eq!(post(&json!({ "thread": blocked })).unavailable, Some(Unavailable::Blocked));
}

#[test]
fn labels_are_kept_and_some_make_a_post_sensitive() {
    let mut value = view(
        "mira",
        "a",
        json!({ "labels": { "$type": "com.atproto.label.defs#selfLabels", "values": [{ "val": "nudity" }] } }),
    );
    value["labels"] = json!([{ "val": "!warn" }, { "val": "spam", "neg": true }]);
    value["author"]["labels"] = json!([{ "val": "!no-unauthenticated", "uri": "at://did:plc:mira/app.bsky.actor.profile/self" }, { "val": "porn", "uri": "at://did:plc:mira/app.bsky.actor.profile/self" }]);
    let post = post(&value);
    assert_eq!(
        (post.labels, post.sensitive),
        (vec!["!warn".to_owned(), "nudity".to_owned(), "!no-unauthenticated".to_owned()], Some(true))
    );
}

#[test]
fn impossible_dates_give_way_to_the_time_the_network_saw() {
    let dated = |created: &str| post(&view("mira", "a", json!({ "createdAt": created })));
    for (created, expected, said) in [
        ("2026-03-14T09:41:00.123456Z", "2026-03-14T09:41:00", false),
        ("2012-02-22T20:26:41", "2012-02-22T20:26:41", true),
        ("2012-02-22T20:26:41+00:00", "2012-02-22T20:26:41", false),
        ("", "2026-03-14T09:41:01", true),
        ("soon", "2026-03-14T09:41:01", true),
        ("2999-01-01T00:00:00Z", "2026-03-14T09:41:01", true),
        ("0001-01-01T00:00:00Z", "2026-03-14T09:41:01", true),
    ] {
        let post = dated(created);
        assert!(
            post.created_at.as_deref().is_some_and(|date| date.starts_with(expected)),
            "{created}: {:?}",
            post.created_at
        );
        assert_eq!(codes(&post).contains(&("date-unclear", "/created_at")), said, "{created}");
    }
}

#[test]
fn plain_records_of_a_repository_are_read() {
    let hash = "bafkreiabcdefghijklmnopqrstuvwxyz234567";
    let record = json!({ "$type": "app.bsky.feed.post", "text": "Low tide", "createdAt": "2026-03-14T09:41:00.000Z",
        "embed": { "$type": "app.bsky.embed.recordWithMedia", "record": { "record": { "uri": "at://did:plc:x/app.bsky.feed.post/y", "cid": "b" } },
            "media": { "$type": "app.bsky.embed.images", "images": [{ "alt": "A pier", "image": { "$type": "blob", "ref": { "$link": hash }, "mimeType": "image/jpeg" } }] } } });
    let alone = post(&record);
    assert_eq!((alone.text.as_str(), alone.author.is_none(), alone.media[0].src.as_deref()), ("Low tide", true, None));
    assert_eq!(codes(&alone), [("unknown-embed", "/quoted"), ("author-missing", "/author")]);
    let listed = post(
        &json!({ "records": [{ "uri": "at://did:plc:mira/app.bsky.feed.post/3kaaaaaaaaa22", "cid": "b", "value": record }] }),
    );
    assert_eq!(
        listed.media[0].src.as_deref(),
        Some(format!("https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:mira/{hash}@jpeg").as_str())
    );
    assert_eq!(listed.url.as_deref(), Some("https://bsky.app/profile/did:plc:mira/post/3kaaaaaaaaa22"));
}

#[test]
fn trimmed_views_and_notifications_are_read() {
    let trimmed = post(&json!({ "author": { "handle": "mira.example" }, "record": { "text": "Low tide" } }));
    assert_eq!((trimmed.text.as_str(), trimmed.url, trimmed.created_at), ("Low tide", None, None));
    let like = json!({ "uri": "at://did:plc:x/app.bsky.feed.like/y", "author": author("noa"), "record": { "$type": "app.bsky.feed.like" } });
    let found = read_json(&json!({ "notifications": [like, view("mira", "a", json!({}))] }));
    assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true]);
    for other in
        [json!({ "records": [{ "uri": "x", "value": { "$type": "app.bsky.feed.like" } }] }), json!({ "text": "x" })]
    {
        let text = other.to_string();
        let value: Json<'_> = serde_json::from_str(&text).expect("JSON");
        assert!(!fits(&value), "{text}");
    }
}

#[test]
fn broken_handles_give_way_to_the_identifier() {
    let mut value = view("mira", "a", json!({}));
    value["author"] = json!({ "did": "did:plc:mira", "handle": "handle.invalid", "displayName": " " });
    let post = post(&value);
    assert_eq!(
        post.author.as_ref().map(|author| (author.name.as_deref(), author.handle.as_deref())),
        Some((None, Some("did:plc:mira")))
    );
    assert_eq!(post.url.as_deref(), Some("https://bsky.app/profile/did:plc:mira/post/a"));
}

#[test]
fn one_wrong_value_costs_only_itself() {
    let facet = |kind: &str, start: usize, end: usize| {
        json!({ "index": { "byteStart": start, "byteEnd": end },
        "features": [{ "$type": format!("app.bsky.richtext.facet#{kind}"), "uri": "https://pier.example", "did": "did:plc:noa", "tag": "tide" }] })
    };
    let mut whole = answering("mira", "a", ("noa", "b"), "2026-03-14T09:41:00.000Z");
    whole["record"]["text"] = json!("pier @noa.example #tide");
    whole["record"]["facets"] = json!([facet("link", 0, 4), facet("mention", 5, 17), facet("tag", 18, 23)]);
    whole["record"]["langs"] = json!(["en"]);
    whole["record"]["tags"] = json!(["tide"]);
    whole["record"]["labels"] = json!({ "values": [{ "val": "nudity" }] });
    whole["labels"] = json!([{ "val": "!warn", "uri": "at://did:plc:mira/app.bsky.feed.post/a", "neg": false }]);
    whole["author"]["avatar"] = json!("https://cdn.bsky.app/img/avatar/plain/did:plc:mira/x@jpeg");
    whole["author"]["verification"] = json!({ "verifiedStatus": "valid", "trustedVerifierStatus": "none" });
    let mut quoted = view("noa", "q", json!({}));
    quoted["value"] = quoted["record"].take();
    quoted["$type"] = json!("app.bsky.embed.record#viewRecord");
    quoted["embeds"] = json!([{ "$type": "app.bsky.embed.external#view", "external": { "uri": "https://media.tenor.com/a.gif?hh=2&ww=3", "title": "a", "description": "Alt: b", "thumb": "https://cdn.bsky.app/t" } }]);
    whole["embed"] = json!({ "$type": "app.bsky.embed.recordWithMedia#view", "record": { "record": quoted }, "media": { "$type": "app.bsky.embed.images#view",
        "images": [{ "thumb": "https://cdn.bsky.app/t", "fullsize": "https://cdn.bsky.app/f", "alt": "A pier", "aspectRatio": { "width": 4, "height": 3 } }] } });
    super::super::wrong::assert_held(&DIALECT, &whole, &["/record", "/record/$type", "/record/text", "/uri"]);
    let thread = json!({ "thread": { "post": view("mira", "asked", json!({})), "parent": { "post": view("noa", "parent", json!({})) },
        "replies": [{ "post": answering("mira", "second", ("mira", "asked"), "2026-03-14T10:00:00.000Z") }] } });
    super::super::wrong::assert_held(
        &DIALECT,
        &thread,
        &[
            "/thread",
            "/thread/post",
            "/thread/post/record",
            "/thread/post/record/$type",
            "/thread/post/record/text",
            "/thread/post/uri",
        ],
    );
    let feed = json!({ "feed": [{ "post": view("mira", "a", json!({})), "reply": { "parent": view("noa", "b", json!({})) }, "reason": { "$type": "app.bsky.feed.defs#reasonRepost", "by": author("lin") } }] });
    super::super::wrong::assert_held(
        &DIALECT,
        &feed,
        &[
            "/feed",
            "/feed/0",
            "/feed/0/post",
            "/feed/0/post/record",
            "/feed/0/post/record/$type",
            "/feed/0/post/record/text",
            "/feed/0/post/uri",
        ],
    );
}
