//! Embeds read back by parsers that know nothing of how they were written.

use std::collections::BTreeSet;

use dom_query::{Document, NodeRef};
use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use serde_json::{Value, json};

use super::{EMBED_STYLE, Embed, EmbedOptions};
use crate::{CardImage, ErrorKind, Record, Size};

/// A post that has everything.
pub(crate) const POST: &str = r#"{ "kind": "post", "platform": "x", "id": "7", "url": "https://x.com/mira/status/7", "lang": "en",
    "text": "Look at @noa's pier!\n\nIt is #old: https://example.com/pier :boat:", "content_warning": "Heights",
    "emojis": [{ "code": "boat", "src": "https://emoji.example/boat.png", "alt": "a boat" }],
    "author": { "name": "Mira Solberg", "handle": "mira", "avatar": "pictures/mira.jpg", "verified": "individual",
                "affiliation": { "name": "Pier Works", "badge": "https://badge.example/b.png" } },
    "created_at": "2026-03-14T09:41:00Z", "edited_at": "2026-03-15", "captured_at": "2026-03-20",
    "reply_to": { "kind": "post", "text": "Which pier?", "author": { "name": "Lin", "handle": "lin" } }, "reposted_by": { "name": "Jana" },
    "media": [{ "kind": "photo", "src": "pictures/pier.jpg", "alt": "A pier", "width": 1200, "height": 800 },
              { "kind": "photo", "src": "https://img.example/second.jpg", "alt": "Another pier", "width": 4, "height": 3 },
              { "kind": "video", "src": "https://video.example/a.mp4", "poster": "pictures/still.jpg", "alt": "Waves", "duration_s": 62.5 }],
    "poll": { "options": [{ "label": "yes", "votes": 2 }, { "label": "no", "votes": 1 }], "closed": true, "voters": 3 },
    "link": { "url": "https://example.com/pier", "title": "Piers", "description": "All of them", "site": "example.com", "image": "pictures/l.jpg" },
    "quoted": { "kind": "post", "text": "桟橋だ #橋", "lang": "ja", "author": { "name": "野亜", "handle": "noa" }, "url": "https://x.com/noa/status/6" },
    "note": { "text": "The pier closed in 2024." }, "labels": ["maritime"],
    "metrics": { "replies": 1, "reposts": 2, "likes": 1200, "views": 9000 }, "sensitive": true,
    "thread": [{ "kind": "post", "text": "And now?", "author": { "name": "Mira Solberg", "handle": "mira" }, "created_at": "2026-03-14" }] }"#;

/// A quotation that has everything.
pub(crate) const QUOTE: &str = r#"{ "kind": "quote", "id": "q", "lang": "en", "kicker": "The harbour", "question": "Why bridges?",
    "text": "Bridges are promises.\nKept ones.\n\nMostly.", "spans": [{ "start": 0, "end": 7, "kind": "italic" }],
    "author": { "name": "Mira Solberg", "role": "engineer", "avatar": "pictures/mira.jpg" },
    "source": { "title": "Letters", "work": "Collected Works", "page": "12", "publisher": "Tidewater", "url": "https://example.com/letters", "date": "1843-10" },
    "original": { "text": "הגשרים הם הבטחות.", "lang": "he" }, "translator": "Noa Lind",
    "voices": [{ "text": "And debts!", "author": { "name": "Jana Holm", "role": "banker" } }],
    "photo": { "src": "pictures/harbour.jpg", "alt": "A harbour at dawn", "credit": "Tomas Reyl" } }"#;

fn record(json: &str) -> Record {
    Record::from_json(json.as_bytes()).expect("a record")
}

fn plain() -> EmbedOptions {
    EmbedOptions { style: false, ..EmbedOptions::default() }
}

fn published() -> EmbedOptions {
    EmbedOptions {
        image: Some(CardImage { url: "https://news.example/card.png".to_owned(), size: Size::OG, format: None }),
        assets_url: Some("/pictures".to_owned()),
        page_url: Some("https://news.example/story?a=1&b=2".to_owned()),
        oembed_url: Some("https://news.example/oembed.json".to_owned()),
        site_name: Some("Tidewater News".to_owned()),
        site_url: Some("https://news.example/".to_owned()),
        site_handle: Some("tidewater".to_owned()),
        theme_color: Some("#0a7d5c".to_owned()),
        ..EmbedOptions::default()
    }
}

fn html(json: &str, options: &EmbedOptions) -> String {
    Embed::new(&record(json), &(), options).expect("an embed").html()
}

/// Parse errors of a page with this in its head and its body.
fn parse_errors(head: &str, body: &str) -> Vec<String> {
    let page =
        format!("<!DOCTYPE html><html lang=\"en\"><head><title>t</title>{head}</head><body>{body}</body></html>");
    let options = ParseOpts {
        tokenizer: TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() },
        tree_builder: TreeBuilderOpts { exact_errors: true, ..TreeBuilderOpts::default() },
    };
    let document = parse_document(Document::default(), options).one(page.as_str());
    document.errors.borrow().iter().map(ToString::to_string).collect()
}

#[test]
fn the_parser_finds_nothing_to_complain_about() {
    assert!(!parse_errors("", "<p></div>").is_empty(), "the parser is strict");
    for json in [POST, QUOTE] {
        for options in [plain(), EmbedOptions::default(), published()] {
            let record = record(json);
            let embed = Embed::new(&record, &(), &options).expect("an embed");
            let html = embed.html();
            let style = html.find("</style>\n").map_or("", |end| &html[..end + 9]);
            assert_eq!(parse_errors(style, &html[style.len()..]), Vec::<String>::new(), "{html}");
            assert_eq!(parse_errors(&embed.meta(), ""), Vec::<String>::new());
        }
    }
}

fn texts(document: &Document, selector: &str) -> Vec<String> {
    document.select(selector).iter().map(|found| found.text().to_string()).collect()
}

#[test]
fn a_quotation_gives_back_its_facts() {
    let document = Document::from(html(QUOTE, &plain()));
    assert_eq!(
        texts(&document, "figure > blockquote > p"),
        ["Bridges are promises.Kept ones.", "Mostly.", "הגשרים הם הבטחות.", "And debts!"]
    );
    let words = document.select("figure > blockquote").first();
    assert_eq!(words.attr("cite").as_deref(), Some("https://example.com/letters"));
    assert_eq!((words.attr("lang").as_deref(), words.attr("dir").as_deref()), (Some("en"), Some("ltr")));
    let original = document.select("blockquote[lang=he]");
    assert_eq!(original.attr("dir").as_deref(), Some("rtl"));
    assert_eq!(texts(&document, "figure > figcaption b"), ["Jana Holm", "Mira Solberg"]);
    assert!(document.select("blockquote figcaption").is_empty(), "attribution stands outside the words");
    assert_eq!(texts(&document, "cite"), ["Collected Works"]);
    assert_eq!(document.select("time").attr("datetime").as_deref(), Some("1843-10"));
    assert_eq!(texts(&document, "time"), ["October 1843"]);
    let photo = document.select("img.pullquote-photo");
    assert_eq!(
        (photo.attr("src").as_deref(), photo.attr("alt").as_deref()),
        (Some("pictures/harbour.jpg"), Some("A harbour at dawn"))
    );
    let all = document.text().to_string();
    for said in [
        "The harbour",
        "Question: Why bridges?",
        "In the original",
        "Translated by Noa Lind",
        "Photo credit: Tomas Reyl",
        "p.\u{A0}12",
        "Tidewater",
        "engineer",
    ] {
        assert!(all.contains(said), "{said}: {all}");
    }
}

#[test]
fn a_post_gives_back_its_facts() {
    let document = Document::from(html(POST, &plain()));
    let links: Vec<String> =
        document.select("a").iter().filter_map(|link| link.attr("href").map(|href| href.to_string())).collect();
    for link in [
        "https://x.com/noa",
        "https://x.com/hashtag/old",
        "https://example.com/pier",
        "https://x.com/mira/status/7",
        "https://x.com/mira",
        "https://x.com/hashtag/橋",
    ] {
        assert!(links.iter().any(|found| found == link), "{link}: {links:?}");
    }
    let details = document.select("figure > details");
    assert_eq!(texts(&document, "figure > details > summary"), ["Content warning: Heights"]);
    assert!(details.select("blockquote").exists());
    assert_eq!(texts(&document, ".pullquote-media-veil, details details > summary"), ["Marked as sensitive"]);
    let quoted = document.select("blockquote figure.pullquote-inner");
    assert_eq!(quoted.select("blockquote").attr("lang").as_deref(), Some("ja"));
    assert_eq!(quoted.select("b").text().to_string(), "野亜");
    assert_eq!(texts(&document, ".pullquote-poll li").first().map(String::as_str), Some("yes 67% (2 votes) 67%"));
    let photo = document.select("img.pullquote-picture").first();
    assert_eq!(
        (photo.attr("width").as_deref(), photo.attr("height").as_deref(), photo.attr("alt").as_deref()),
        (Some("1200"), Some("800"), Some("A pier"))
    );
    let all = document.text().to_string();
    for said in [
        "Which pier?",
        "Reposted by Jana",
        "Community note: The pier closed in 2024.",
        "Photo: Another pier",
        "Video (1:03)",
        "14 March 2026, 09:41 UTC",
        "Edited 15 March 2026",
        "Likes: 1200",
        "As of 20 March 2026",
        "Labels: maritime",
        "And now?",
        "verified account",
        "Pier Works",
        "All of them",
        "a boat",
    ] {
        assert!(all.contains(said), "{said}: {all}");
    }
}

#[test]
fn pictures_never_come_from_a_third_party() {
    for json in [POST, QUOTE] {
        for (options, allowed) in
            [(plain(), &[""][..]), (published(), &["/pictures/", "https://news.example/card.png"])]
        {
            let document = Document::from(html(json, &options));
            for element in document.select("[src], [poster], [srcset]").iter() {
                let src = element.attr("src").unwrap_or_default();
                let own = !src.contains("//") && allowed.contains(&"");
                assert!(own || allowed.iter().any(|start| !start.is_empty() && src.starts_with(start)), "{src}");
            }
        }
    }
    let hosted = html(POST, &published());
    assert!(hosted.contains(&format!("/pictures/{}", crate::asset_name("https://img.example/second.jpg"))), "{hosted}");
}

#[test]
fn what_is_gone_says_so() {
    let gone = html(
        r#"{ "kind": "post", "text": "", "unavailable": "deleted", "lang": "fr", "author": { "handle": "mira" } }"#,
        &plain(),
    );
    assert!(gone.contains("Message, indisponible\u{A0}: il a été supprimé") && !gone.contains("<blockquote"), "{gone}");
    let quoted = html(r#"{ "kind": "post", "text": "So", "quoted": { "unavailable": "blocked" } }"#, &plain());
    assert!(quoted.contains("Quoted post, not available: one of the accounts blocks the other"), "{quoted}");
}

#[test]
fn private_posts_are_refused_at_any_depth() {
    for json in [
        r#"{ "kind": "post", "text": "Low", "visibility": "private" }"#,
        r#"{ "kind": "post", "text": "Hi", "thread": [{ "kind": "post", "text": "a", "quoted": { "kind": "post", "text": "Low", "labels": ["protected"] } }] }"#,
    ] {
        assert_eq!(Embed::new(&record(json), &(), &plain()).expect_err(json).kind(), ErrorKind::Refused);
        let allowed = EmbedOptions { allow: vec!["private".to_owned(), "protected".to_owned()], ..plain() };
        assert_eq!(Embed::new(&record(json), &(), &allowed).expect(json).findings().len(), 1);
    }
}

#[test]
fn addresses_of_the_page_must_be_absolute() {
    for url in [
        "card.png",
        "/card.png",
        "//a/card.png",
        "javascript:alert(1)",
        "data:image/png;base64,AA",
        "https://user@host/a.png",
    ] {
        let image = Some(CardImage { url: url.to_owned(), size: Size::OG, format: None });
        let options = EmbedOptions { image, ..plain() };
        assert_eq!(Embed::new(&record(QUOTE), &(), &options).expect_err(url).kind(), ErrorKind::Usage);
    }
}

/// Attacks, most of which are known from other people's defects.
const HOSTILE: [&str; 14] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img/src=x/onerror=alert(1)>",
    "\"><img/src=x/onerror=alert(1)>",
    "'onmouseover='alert(1)",
    "javascript:alert(1)",
    "JaVaScRiPt://example.com/%0aalert(1)",
    "</blockquote></figure><svg/onload=alert(1)>",
    "<!--",
    "-->]]>&lt;b&gt;&#60;i&#62;",
    "https://example.com/\"onclick=\"alert(1)",
    "\u{202E}\u{2066}\u{202D}txt.exe",
    "a\u{85}b\u{FFFE}c\u{FDD0}d\u{7F}",
    "`${alert(1)}`{{7*7}}",
];

/// Puts a text into every field that takes it.
fn poisoned(json: &str, poison: &str) -> Vec<Record> {
    let whole: Value = serde_json::from_str(json).expect("JSON");
    let mut pointers = Vec::new();
    strings(&whole, "", &mut pointers);
    let (mut all, mut records) = (whole.clone(), Vec::new());
    for pointer in pointers {
        let mut one = whole.clone();
        for value in [&mut one, &mut all] {
            let before = value.clone();
            if let Some(place) = value.pointer_mut(&pointer) {
                *place = poison.into();
            }
            match serde_json::to_vec(value).ok().and_then(|bytes| Record::from_json(&bytes).ok()) {
                Some(record) => records.push(record),
                None => *value = before,
            }
        }
    }
    records
}

fn strings(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Object(map) => map.iter().for_each(|(key, value)| strings(value, &format!("{at}/{key}"), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| strings(value, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

/// What may stand in an embed.
fn check_element(node: &NodeRef<'_>) {
    const ELEMENTS: &str = "figure blockquote figcaption p br a b bdi span cite time img picture ul li meter details summary aside div strong em code mark";
    const ATTRIBUTES: &str = "class lang dir cite href rel src alt width height loading datetime max value aria-hidden";
    let name = node.node_name().unwrap_or_default();
    assert!(ELEMENTS.split(' ').any(|known| *known == *name), "<{name}>");
    for attribute in node.attrs() {
        let (key, value) = (attribute.name.local.to_string(), attribute.value.to_string());
        assert!(ATTRIBUTES.split(' ').any(|known| known == key), "{key}={value}");
        match key.as_str() {
            "href" | "cite" => assert!(
                ["https://", "http://", "mailto:"].iter().any(|scheme| value.starts_with(scheme))
                    || (key == "href" && relative(&value)),
                "{value}"
            ),
            "src" => assert!(relative(&value) || value == "https://news.example/card.png", "{value}"),
            "class" => assert!(value.split(' ').all(|class| class.starts_with("pullquote")), "{value}"),
            _ => {}
        }
    }
}

fn relative(url: &str) -> bool {
    !url.contains(':') && !url.starts_with("//") && !url.contains('\\')
}

#[test]
fn no_record_makes_anything_run_or_leave_its_element() {
    let mut count = 0;
    for poison in HOSTILE {
        for (json, shape) in [(POST, "figure.pullquote"), (QUOTE, "figure.pullquote")] {
            for (index, record) in poisoned(json, poison).iter().enumerate() {
                let options =
                    if index.is_multiple_of(2) { plain() } else { EmbedOptions { style: false, ..published() } };
                let embed = Embed::new(record, &(), &options).expect("an embed");
                let (html, meta) = (embed.html(), embed.meta());
                assert_eq!(parse_errors(&meta, &html), Vec::<String>::new(), "{html}\n{meta}");
                let page = format!("<!DOCTYPE html><body><main>{html}</main><footer>end</footer></body>");
                let document = Document::from(page);
                assert_eq!(document.select("main > *").length(), document.select(&format!("main > {shape}")).length());
                assert_eq!(document.select("body > *").length(), 2, "{html}");
                document.select("main *").nodes().iter().for_each(check_element);
                let head = Document::from(format!("<!DOCTYPE html><head>{meta}</head>"));
                assert_eq!(
                    head.select("head > *").length(),
                    meta.lines().filter(|line| line.starts_with('<')).count(),
                    "{meta}"
                );
                assert!(
                    head.select("head > :not(meta):not(link)").is_empty() && head.select("body > *").is_empty(),
                    "{meta}"
                );
                let linked = embed.jsonld_text();
                assert!(
                    !linked.contains(['<', '>', '&']) && serde_json::from_str::<Value>(&linked).is_ok(),
                    "{linked}"
                );
                count += 1;
            }
        }
    }
    assert!(count > 1000, "{count}");
}

#[test]
fn meta_tags_have_what_each_network_asks_for() {
    let record = record(QUOTE);
    let options = published();
    let meta = Embed::new(&record, &(), &options).expect("an embed").meta();
    let head = Document::from(format!("<!DOCTYPE html><head>{meta}</head>"));
    let content = |name: &str| {
        let selector = format!("meta[property=\"{name}\"], meta[name=\"{name}\"]");
        head.select(&selector).attr("content").map(|content| content.to_string()).unwrap_or_default()
    };
    for (name, expected) in [
        ("og:type", "article"),
        ("og:title", "Quotation by Mira Solberg"),
        ("og:description", "“Bridges are promises.\nKept ones.\n\nMostly.”"),
        ("og:url", "https://news.example/story?a=1&b=2"),
        ("og:site_name", "Tidewater News"),
        ("og:locale", "en_US"),
        ("og:image", "https://news.example/card.png"),
        ("og:image:secure_url", "https://news.example/card.png"),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("article:author", "Mira Solberg"),
        ("article:published_time", ""),
        ("twitter:card", "summary_large_image"),
        ("twitter:site", "@tidewater"),
        ("twitter:image", "https://news.example/card.png"),
        ("theme-color", "#0a7d5c"),
    ] {
        assert_eq!(content(name), expected, "{name}");
    }
    assert!(
        content("og:image:alt").starts_with("The harbour. Question: Why bridges? Quotation by Mira Solberg, engineer:")
    );
    assert_eq!(
        head.select("link[type=\"application/json+oembed\"]").attr("href").as_deref(),
        Some("https://news.example/oembed.json")
    );
}

#[test]
fn meta_tags_keep_to_the_lengths_of_networks() {
    let long = "Every harbour keeps a drawer of letters that were never sent. ".repeat(60);
    let name = "Mira ".repeat(40);
    for json in [
        json!({ "kind": "post", "text": long, "author": { "name": name }, "platform": "mastodon" }),
        json!({ "kind": "quote", "text": long, "author": { "name": name, "role": long } }),
        json!({ "kind": "quote", "text": "Short.", "author": { "name": "Mina" }, "lang": "fr-CA" }),
    ] {
        let record = record(&json.to_string());
        let options = published();
        let meta = Embed::new(&record, &(), &options).expect("an embed").meta();
        let head = Document::from(format!("<!DOCTYPE html><head>{meta}</head>"));
        for (name, most) in [("twitter:title", 70), ("twitter:description", 200), ("twitter:image:alt", 420)] {
            let content = head.select(&format!("meta[name=\"{name}\"]")).attr("content").expect(name).to_string();
            assert!((1..=most).contains(&content.encode_utf16().count()), "{name}: {content}");
        }
    }
    let short = Embed::new(&record(QUOTE), &(), &plain()).expect("an embed").meta();
    assert!(short.contains("\"summary\"") && !short.contains("og:image") && !short.contains("og:url"), "{short}");
}

#[test]
fn oembed_answers_have_what_the_protocol_requires() {
    let record = record(POST);
    let options = published();
    let embed = Embed::new(&record, &(), &options).expect("an embed");
    let photo = embed.oembed();
    assert_eq!(
        (&photo["version"], &photo["type"], &photo["url"]),
        (&json!("1.0"), &json!("photo"), &json!("https://news.example/card.png"))
    );
    assert_eq!((&photo["width"], &photo["height"]), (&json!(1200), &json!(630)));
    assert_eq!((&photo["author_name"], &photo["author_url"]), (&json!("Mira Solberg"), &json!("https://x.com/mira")));
    assert_eq!(
        (&photo["provider_name"], &photo["provider_url"]),
        (&json!("Tidewater News"), &json!("https://news.example/"))
    );
    assert_eq!(photo["title"], "Post by Mira Solberg on X");
    let small = EmbedOptions { max_width: Some(600), max_height: Some(200), ..published() };
    let small = Embed::new(&record, &(), &small).expect("an embed");
    assert_eq!((&small.oembed()["width"], &small.oembed()["height"]), (&json!(380), &json!(200)));
    let rich = small.oembed_rich();
    assert!(rich["html"].as_str().is_some_and(|html| html.contains("<figure")));
    assert!(rich["width"].as_u64().is_some_and(|width| width <= 600) && rich["height"].as_u64() == Some(200));
    assert_eq!(rich["thumbnail_url"], "https://news.example/card.png");
    assert_eq!(Embed::new(&record, &(), &plain()).expect("an embed").oembed()["type"], "rich");
}

#[test]
fn linked_data_gives_back_the_facts() {
    let (options, quotation) = (published(), record(QUOTE));
    let quotation = Embed::new(&quotation, &(), &options).expect("an embed").jsonld();
    assert_eq!((&quotation["@context"], &quotation["@type"]), (&json!("https://schema.org"), &json!("Quotation")));
    assert_eq!(
        quotation["creator"],
        json!({ "@type": "Person", "name": "Mira Solberg", "jobTitle": "engineer", "image": "/pictures/pictures/mira.jpg" })
    );
    assert_eq!(quotation["isBasedOn"]["name"], "Letters");
    assert_eq!(quotation["isBasedOn"]["isPartOf"]["name"], "Collected Works");
    assert_eq!((&quotation["datePublished"], &quotation["inLanguage"]), (&json!("1843-10"), &json!("en")));
    assert_eq!(quotation["translationOfWork"]["inLanguage"], "he");
    assert_eq!(quotation["hasPart"][0]["creator"]["name"], "Jana Holm");
    assert_eq!(quotation["image"][0]["width"], 1200);
    assert_eq!(quotation["image"][1]["creditText"], "Tomas Reyl");
    let post = record(POST);
    let post = Embed::new(&post, &(), &options).expect("an embed").jsonld();
    assert_eq!(post["@type"], json!(["SocialMediaPosting", "Comment"]));
    assert_eq!(post["articleBody"], record(POST).text());
    assert_eq!(
        (&post["author"]["alternateName"], &post["author"]["url"]),
        (&json!("@mira"), &json!("https://x.com/mira"))
    );
    assert_eq!(
        post["interactionStatistic"][2],
        json!({ "@type": "InteractionCounter", "interactionType": "https://schema.org/LikeAction", "userInteractionCount": 1200 })
    );
    let kinds: Vec<&str> =
        post["sharedContent"].as_array().expect("a list").iter().filter_map(|part| part["@type"].as_str()).collect();
    assert_eq!(kinds, ["ImageObject", "ImageObject", "VideoObject", "WebPage", "SocialMediaPosting"]);
    assert_eq!(post["sharedContent"][2]["duration"], "PT1M2.5S");
    assert_eq!(post["hasPart"][0]["suggestedAnswer"][0], json!({ "@type": "Answer", "text": "yes", "upvoteCount": 2 }));
    assert_eq!(
        (&post["parentItem"]["articleBody"], &post["comment"]["text"]),
        (&json!("Which pier?"), &json!("The pier closed in 2024."))
    );
}

#[test]
fn the_style_is_small_and_knows_every_class() {
    assert!(EMBED_STYLE.len() <= 3 * 1024, "{}", EMBED_STYLE.len());
    assert!(
        !EMBED_STYLE.contains("url(")
            && !EMBED_STYLE.contains("@import")
            && EMBED_STYLE.contains("prefers-color-scheme: dark")
    );
    let mut classes = BTreeSet::new();
    for json in [POST, QUOTE] {
        let document = Document::from(html(json, &published()));
        classes.extend(
            document.select("[class]").iter().filter_map(|found| found.attr("class").map(|class| class.to_string())),
        );
    }
    for class in classes {
        let styled = EMBED_STYLE.contains(&format!(".{class}"))
            || ["pullquote-name", "pullquote-question", "pullquote-note-words"].contains(&class.as_str());
        assert!(styled, "{class}");
    }
}
