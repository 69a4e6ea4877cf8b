//! Snippets by invented people, in every shape in which pages have them.

use super::*;
use crate::record::{Post, SpanKind, Unavailable};

/// A number that holds the time 2016-11-20T04:03:33Z.
const ID: &str = "800187459264413696";

fn posts(html: &str) -> Vec<Result<Post>> {
    assert!(fits(html), "{html}");
    read(html, &Context::default())
        .into_iter()
        .map(|found| {
            found.map(|record| match record {
                Record::Post(post) => *post,
                Record::Quote(_) => panic!("a post"),
            })
        })
        .collect()
}

fn post(html: &str) -> Post {
    posts(html).remove(0).expect("a record")
}

fn refusal(html: &str) -> Error {
    posts(html).remove(0).expect_err("no words")
}

fn tweet(inside: &str) -> String {
    format!(
        "<blockquote class=\"twitter-tweet\" data-lang=\"en\">{inside}</blockquote>\n<script async src=\"https://platform.twitter.com/widgets.js\"></script>"
    )
}

fn date() -> String {
    format!("<a href=\"https://twitter.com/mira/status/{ID}?ref_src=twsrc%5Etfw\">November 20, 2016</a>")
}

fn signature_of(post: &Post) -> (&str, Option<&str>, Option<&str>) {
    let author = post.author.as_ref();
    (&post.text, author.and_then(|author| author.name.as_deref()), author.and_then(|author| author.handle.as_deref()))
}

#[test]
fn a_tweet_has_words_author_address_and_the_instant_of_its_number() {
    let post = post(&tweet(&format!(
        "<p lang=\"in\" dir=\"ltr\">Low tide &amp; <a href=\"https://twitter.com/noa?ref_src=x\">@noa</a> <a href=\"https://twitter.com/hashtag/pier?src=hash\">#pier</a><br>Again</p>&mdash; Mira Okonjo (@mira) {}",
        date()
    )));
    assert_eq!(signature_of(&post), ("Low tide & @noa #pier\nAgain", Some("Mira Okonjo"), Some("mira")));
    assert_eq!(
        (post.url.as_deref(), post.id.as_deref()),
        (Some("https://x.com/mira/status/800187459264413696"), Some(ID))
    );
    assert_eq!(post.lang.as_deref(), Some("id"));
    assert!(post.created_at.is_some_and(|date| date.starts_with("2016-11-20T")));
    let kinds: Vec<_> = post.spans.iter().flatten().map(|span| (span.kind, span.value.as_deref())).collect();
    assert_eq!(kinds, [(SpanKind::Mention, Some("noa")), (SpanKind::Hashtag, Some("pier"))]);
}

#[test]
fn every_shape_of_the_attribution_is_read() {
    for (inside, name) in [
        (format!("<p>Low tide.</p>— Mira (@mira) {}", date()), "Mira"),
        (format!("<p>Low tide.</p>\n<p>&#x2014; Mira (@mira) {}</p>", date()), "Mira"),
        (format!("<p>Low tide.</p>&mdash;ミラ(渚の人) (@mira){}", date()), "ミラ(渚の人)"),
        (format!("<p>Low tide.</p>\n--- Mira — at sea 🌉 (@mira)\n     {}", date()), "Mira — at sea 🌉"),
        (
            format!(
                "<p>\n   Low\n   tide.</p>&mdash; ميرا (@mira) {}",
                date().replace("/status/", "/statuses/").replace("https://twitter", "http://mobile.twitter")
            ),
            "ميرا",
        ),
        (
            format!(
                "<p>&#76;&#111;&#119;&#32;&#116;&#105;&#100;&#101;&#46;</p>&#8212;&#32;&#77;&#105;&#114;&#97; (&#64;mira) {}",
                date().replace("twitter.com", "x.com")
            ),
            "Mira",
        ),
        (format!("Low tide. &mdash; Mira (@mira) {}", date()), "Mira"),
    ] {
        let post = post(&tweet(&inside));
        assert_eq!(signature_of(&post), ("Low tide.", Some(name), Some("mira")), "{inside}");
        assert_eq!(post.url.as_deref(), Some("https://x.com/mira/status/800187459264413696"));
    }
}

#[test]
fn classes_stand_in_any_order_and_several_snippets_are_several_posts() {
    let one = tweet(&format!("<p>One</p>&mdash; Mira (@mira) {}", date()))
        .replace("class=\"twitter-tweet\"", "class=\"tw-align-center twitter-tweet\" data-dnt=\"true\"");
    let two = tweet(&format!("<p>Two</p>&mdash; Mira (@mira) {}", date()))
        .replace("class=\"twitter-tweet\"", "class='twitter-video'");
    let found = posts(&format!("<!-- saved --><div>{one}<p>between</p>{two}</div>"));
    let texts: Vec<_> = found.iter().flatten().map(|post| post.text.as_str()).collect();
    assert_eq!(texts, ["One", "Two"]);
}

#[test]
fn links_that_touch_stay_apart_and_pictures_are_said() {
    let inside = format!(
        "<p>See us.<a href=\"https://twitter.com/noa\">@noa</a><a href=\"https://t.co/abc\">https://t.co/abc</a> <a href=\"https://t.co/def\">pic.twitter.com/def</a></p>&mdash; Mira (@mira) {}",
        date()
    );
    let with = post(&tweet(&inside));
    assert_eq!(with.text, "See us.@noahttps://t.co/abc");
    let spans: Vec<_> = with.spans.iter().flatten().map(|span| (span.start, span.end, span.url.as_deref())).collect();
    assert_eq!(spans, [(7, 11, Some("https://twitter.com/noa")), (11, 27, Some("https://t.co/abc"))]);
    assert_eq!(with.provenance.expect("provenance").findings[0].code, "unknown-embed");
    let only =
        post(&tweet(&format!("<p><a href=\"https://t.co/def\">pic.x.com/def</a></p>&mdash; Mira (@mira) {}", date())));
    assert_eq!(signature_of(&only), ("pic.x.com/def", Some("Mira"), Some("mira")));
}

#[test]
fn days_are_read_where_the_number_holds_no_time() {
    let old = |printed: &str| {
        post(&tweet(&format!(
            "<p>Hi</p>&mdash; Mira (@mira) <a href=\"https://twitter.com/mira/status/397\">{printed}</a>"
        )))
    };
    for printed in ["March 26, 2006", "26. März 2006", "26 mars 2006", "2006年3月26日", "26 de marzo de 2006"] {
        assert_eq!(old(printed).created_at.as_deref(), Some("2006-03-26"), "{printed}");
    }
    let odd = old("yesterday");
    assert_eq!(
        (odd.created_at, odd.extra.get("date_printed").and_then(|date| date.as_str())),
        (None, Some("yesterday"))
    );
}

#[test]
fn a_post_that_is_gone_is_a_trace_and_one_without_words_is_refused() {
    let link = format!("<a href=\"https://twitter.com/mira/status/{ID}\">");
    let gone = post(&tweet(&format!(
        "\n{link}\nTweet may have been deleted\n<span class=\"sr-only\">(opens in a new tab)</span></a>\n"
    )));
    assert_eq!((signature_of(&gone), gone.unavailable), (("", None, Some("mira")), Some(Unavailable::Deleted)));
    let bare = refusal(&tweet(&format!("{link}</a>")));
    assert_eq!((bare.kind(), bare.location().path.as_deref()), (ErrorKind::MissingField, Some("text")));
    assert!(bare.hint().is_some_and(|hint| hint.contains(&format!("oembed?url=https://x.com/mira/status/{ID}"))));
    assert!(refusal(&tweet("<p>Low tide.</p>")).message().contains("neither"));
}

#[test]
fn a_tweet_whose_links_are_gone_is_read_by_its_attribution() {
    let post = post(&tweet("<p>Low tide.</p>&mdash; Mira (@mira) November 20, 2016"));
    assert_eq!(
        (signature_of(&post), post.url.as_deref(), post.created_at.as_deref()),
        (("Low tide.", Some("Mira"), Some("mira")), None, Some("2016-11-20"))
    );
}

#[test]
fn an_answer_knows_the_address_of_what_it_answers() {
    let inside = format!("<p>Yes.</p>&mdash; Mira (@mira) {}", date());
    let html = tweet(&inside).replace("<blockquote", "<blockquote data-in-reply-to=\"800187459264413000\"");
    let Some(crate::record::ReplyTo::Reference(answered)) = post(&html).reply_to else { panic!("an answer") };
    assert_eq!(answered.url.as_deref(), Some("https://x.com/i/status/800187459264413000"));
}

#[test]
fn a_date_that_cannot_be_read_is_no_part_of_the_words() {
    let read = post(&tweet("<p>Low tide.</p>&mdash; Mira (@mira) <a href=\"#\">Sep 29</a>"));
    assert_eq!((signature_of(&read), read.created_at.as_deref()), (("Low tide.", Some("Mira"), Some("mira")), None));
    let footer = "<p>Low tide.</p><footer>&mdash; Mira (@mira) <a href=\"https://x.com/mira/status/7\"><time datetime=\"2026-03-14T09:41:00Z\">14/3</time></a></footer>";
    assert_eq!(post(&tweet(footer)).created_at.as_deref(), Some("2026-03-14T09:41:00Z"));
}

#[test]
fn line_feeds_of_bluesky_snippets_are_line_breaks() {
    let link = "<a href=\"https://bsky.app/profile/did:plc:mira/post/3kntqfxc3222k\">";
    let signed = format!(
        "</p>&mdash; Mira (<a href=\"https://bsky.app/profile/did:plc:mira\">@mira.example</a>) {link}2024年3月16日 19:49</a>"
    );
    let read = post(&skeet(&format!("<p lang=\"\">Low\ntide\n\nagain<br><br>{link}[image or embed]</a>{signed}")));
    assert_eq!((read.text.as_str(), read.lang), ("Low\ntide\n\nagain", None));
    assert!(read.created_at.is_some_and(|date| date.starts_with("2024-03-16T")));
    let indented = post(&skeet(&format!("\n  <p>\n    Low\n    tide\n  {signed}")));
    assert_eq!(indented.text, "Low tide");
}

#[test]
fn a_long_tweet_that_an_embed_cuts_says_so() {
    let long = "wave ".repeat(54);
    let inside = format!(
        "<p>{}… <a href=\"https://t.co/self\">https://t.co/self</a></p>&mdash; Mira (@mira) {}",
        long.trim_end(),
        date()
    );
    assert_eq!(post(&tweet(&inside)).truncated, Some(true));
    let picture = inside.replace(">https://t.co/self<", ">pic.twitter.com/self<");
    assert_eq!(post(&tweet(&picture)).truncated, Some(true));
    let short = format!("<p>wait… <a href=\"https://t.co/a\">https://t.co/a</a></p>&mdash; Mira (@mira) {}", date());
    assert_eq!(post(&tweet(&short)).truncated, None);
}

fn skeet(inside: &str) -> String {
    format!(
        "<blockquote class=\"bluesky-embed\" data-bluesky-uri=\"at://did:plc:mira/app.bsky.feed.post/3kntqfxc3222k\" data-bluesky-cid=\"bafy\">{inside}</blockquote><script async src=\"https://embed.bsky.app/static/embed.js\"></script>"
    )
}

#[test]
fn bluesky_snippets_are_read_in_both_shapes() {
    let link = "<a href=\"https://bsky.app/profile/did:plc:mira/post/3kntqfxc3222k?ref_src=embed\">";
    let first = skeet(&format!(
        "<p lang=\"en\">Low tide<br><br>#pier<br><br>{link}[image or embed]</a></p>&mdash; Mira (<a href=\"https://bsky.app/profile/did:plc:mira?ref_src=embed\">@mira.example</a>) {link}March 16, 2024 at 3:09 AM</a>"
    ));
    let second = skeet(&format!(
        "<p>Low tide  \n  \n#pier</p>&mdash; <a href=\"https://bsky.app/profile/did:plc:mira?ref_src=embed\">Mira (@mira.example)</a> {link}2024-03-16T09:41:00.000Z</a>"
    ));
    for html in [&first, &second] {
        let post = post(html);
        assert_eq!(signature_of(&post), ("Low tide\n\n#pier", Some("Mira"), Some("mira.example")), "{html}");
        assert_eq!(post.url.as_deref(), Some("https://bsky.app/profile/mira.example/post/3kntqfxc3222k"));
        assert_eq!(post.spans, None);
    }
    assert_eq!(post(&second).created_at.as_deref(), Some("2024-03-16T09:41:00Z"));
    assert!(post(&first).created_at.is_some_and(|date| date.starts_with("2024-03-1") && date.ends_with('Z')));
    assert_eq!(post(&first).provenance.expect("provenance").findings.len(), 1);
    let other = post(&first.replace("March 16, 2024 at 3:09 AM", "Apr 21, 2021 at 15:09"));
    assert_eq!(other.created_at.as_deref(), Some("2021-04-21"));
    let empty = refusal(&skeet(""));
    assert!(empty.hint().is_some_and(|hint| hint.contains("uris=at://did:plc:mira/app.bsky.feed.post/3kntqfxc3222k")));
}

#[test]
fn snippets_without_words_name_the_address_that_has_them() {
    let mastodon = "<blockquote class=\"mastodon-embed\" data-embed-url=\"https://harbour.example/@mira/116/embed\"><a href=\"https://harbour.example/@mira/116\"><div>Post by @mira@harbour.example</div><div>View on Mastodon</div></a></blockquote>";
    assert!(refusal(mastodon).hint().is_some_and(|hint| hint.contains("https://harbour.example/api/v1/statuses/116")));
    let frame = "<iframe src=\"https://harbour.example/@mira/116/embed\" class=\"mastodon-embed\"></iframe>";
    assert!(refusal(frame).hint().is_some_and(|hint| hint.contains("https://harbour.example/api/v1/statuses/116")));
    let frame = "<iframe src=\"https://embed.bsky.app/embed/did:plc:mira/app.bsky.feed.post/3k?id=1\"></iframe>";
    assert!(refusal(frame).hint().is_some_and(|hint| hint.contains("at://did:plc:mira/app.bsky.feed.post/3k")));
    let frame = format!("<iframe src=\"https://platform.twitter.com/embed/Tweet.html?dnt=false&id={ID}\"></iframe>");
    assert!(refusal(&frame).hint().is_some_and(|hint| hint.contains(&format!("https://x.com/i/status/{ID}"))));
    let threads = "<blockquote class=\"text-post-media\" data-text-post-permalink=\"https://www.threads.net/@mira/post/C1?x=1\"><a href=\"#\">View on Threads</a></blockquote>";
    assert!(
        refusal(threads)
            .message()
            .contains("Threads post has only its address `https://www.threads.net/@mira/post/C1`")
    );
    let instagram = "<blockquote class=\"instagram-media\" data-instgrm-permalink=\"https://www.instagram.com/p/C1/\"></blockquote>";
    assert!(refusal(instagram).message().contains("Instagram"));
}

#[test]
fn an_instagram_snippet_with_a_caption_is_read() {
    let caption = "<p><a href=\"https://www.instagram.com/p/C1/\">Low tide #pier</a></p>";
    let signature = "<p>A post shared by <a href=\"https://www.instagram.com/mira.k/\">Mira (by the sea)</a> (@mira.k) on <time datetime=\"2017-06-05T14:00:12+00:00\">Jun 5, 2017</time></p>";
    let snippet = |inside: &str| {
        format!(
            "<blockquote class=\"instagram-media\" data-instgrm-permalink=\"https://www.instagram.com/p/C1/?utm=1\"><div>{inside}</div></blockquote>"
        )
    };
    let read = post(&snippet(&format!("{caption}{signature}")));
    assert_eq!(signature_of(&read), ("Low tide #pier", Some("Mira (by the sea)"), Some("mira.k")));
    assert_eq!(
        (read.platform.as_deref(), read.url.as_deref(), read.id.as_deref()),
        (Some("instagram"), Some("https://www.instagram.com/p/C1/"), Some("C1"))
    );
    assert!(read.created_at.is_some_and(|date| date.starts_with("2017-06-05T14:00:12")));
    let plain = post(&snippet(&format!("{caption}<p>A photo posted by Mira (@mira.k)</p>")));
    assert_eq!(signature_of(&plain), ("Low tide #pier", Some("Mira"), Some("mira.k")));
    assert!(refusal(&snippet(signature)).message().contains("not its words"));
    assert!(refusal(&snippet("<p>View this post</p>")).message().contains("not its words"));
}

#[test]
fn whole_pages_and_other_texts_are_no_snippets() {
    let tweet = tweet("<p>x</p>");
    assert!(fits(&format!("\u{FEFF}\n{tweet}")));
    for text in [
        format!("<!DOCTYPE html><html><body>{tweet}"),
        format!("Look: {tweet}"),
        "<blockquote>Low tide</blockquote>".to_owned(),
        String::new(),
    ] {
        assert!(!fits(&text), "{text}");
    }
    assert!(read_html("<p>nothing</p>").is_err());
}
