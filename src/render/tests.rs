//! Series of cards from the built-in templates, with invented words.

use serde_json::{Value, json};

use super::*;
use crate::series::MAX_PAGES;
use crate::text::passage::cuts;

const TALE: &str = "When I took over the ferry office, the timetable was a sheet of paper under glass, and the glass was older than the boats. \
    Nobody could say who had written it. People set their lives by it all the same: the baker opened when the first boat came.\n\n\
    I thought I would put it right in a week. Then Mrs. Halloran from the chandlery asked me whether I had thought of the tide. I had not. \
    She explained it to me for an hour and forty minutes, and I understood that the paper was no timetable at all.\n\n\
    So we kept it. We copied it by hand, every number, and we put the copy under new glass. The old sheet hangs in my kitchen now. \
    On the back of it, in pencil, somebody had written a list of the people who must not be left behind.";

fn record(json: &Value) -> Record {
    Record::from_json(json.to_string().as_bytes()).expect("a record")
}

fn quote(text: &str, lang: &str) -> Value {
    json!({ "kind": "quote", "text": text, "lang": lang, "author": { "name": "Tomas Reyl", "role": "Harbour master" },
        "source": { "work": "The Tidewater Review", "date": "2024-05" } })
}

fn post(text: &str) -> Value {
    json!({ "kind": "post", "platform": "mastodon", "text": text, "author": { "name": "Tomas Reyl", "handle": "tomas" },
        "created_at": "2026-03-14T09:41:00Z", "metrics": { "likes": 8412 }, "lang": "en" })
}

fn paged(template: &str, size: Size) -> Options {
    Options { template: Some(template.to_owned()), size, overflow: Overflow::Pages, ..Options::default() }
}

/// The words of a card, and the size of their type.
fn words(card: &Card) -> (String, Vec<f64>) {
    let receipt = card.layout_receipt();
    let texts = || receipt.text.iter().filter(|text| matches!(text.slot.as_str(), "body" | "text"));
    (
        texts().flat_map(|text| text.lines.clone()).collect::<Vec<_>>().join(" "),
        texts().map(|text| text.font_size).collect(),
    )
}

#[test]
fn every_template_makes_a_series_in_one_size_of_type() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let plain = |text: &str| text.replace(['“', '”'], "").split_whitespace().collect::<String>();
    for name in template::BUILT_IN {
        let found = renderer.template(name).expect("a template");
        let kinds = &found.manifest().kinds;
        // A voice is as long as a tale only where it is alone.
        let long = TALE.repeat(2);
        let record = record(&if kinds.iter().any(|kind| kind == "quote") { quote(&long, "en") } else { post(&long) });
        let cards =
            renderer.pages(&record, &(), &paged(name, Size::OG)).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let count = cards.len();
        assert!((2..=MAX_PAGES).contains(&count), "{name}: {count} cards");
        let sizes: Vec<f64> = cards.iter().flat_map(|card| words(card).1).collect();
        assert!(sizes.iter().all(|size| *size == sizes[0]), "{name}: {sizes:?}");
        let said: String = cards.iter().map(|card| plain(&words(card).0)).collect();
        assert_eq!(said, plain(&long), "{name}");
        for (index, card) in cards.iter().enumerate() {
            let label = format!("{}/{count}", index + 1);
            let receipt = card.layout_receipt();
            let printed = receipt.text.iter().flat_map(|text| &text.lines).any(|line| line.contains(&label));
            assert!(printed, "{name}: {label}");
            assert!(
                card.findings().iter().all(|finding| finding.severity < crate::Severity::Warning),
                "{name}: {:?}",
                card.findings()
            );
            assert!(
                card.alt_text().contains(&format!("({label})")) && card.alt_text().contains("Tomas Reyl"),
                "{}",
                card.alt_text()
            );
            assert_eq!(receipt.record.sha256, record.sha256(), "the receipt names the whole record");
        }
    }
}

#[test]
fn marks_open_and_close_as_the_language_has_it() {
    let renderer = Renderer::builder().build().expect("a renderer");
    for (lang, first, next, last) in
        [("en", "“", "“", "”"), ("de", "„", "", "“"), ("es", "«", "»", "»"), ("ja", "「", "", "」")]
    {
        let text = if lang == "ja" {
            "港の時刻表は、ガラスの下の一枚の紙だった。".repeat(30)
        } else {
            "La mar no espera. ".repeat(60)
        };
        let cards =
            renderer.pages(&record(&quote(text.trim(), lang)), &(), &paged("quote-editorial", Size::OG)).expect(lang);
        assert!(cards.len() > 1);
        for (index, card) in cards.iter().enumerate() {
            let (words, _) = words(card);
            let (opened, closed) =
                (if index == 0 { first } else { next }, if index + 1 == cards.len() { last } else { "" });
            let inner = words.strip_prefix(opened).and_then(|words| words.strip_suffix(closed));
            let inner = inner.unwrap_or_else(|| panic!("{lang}: {words}"));
            assert!(inner.ends_with(['.', '。']) && !inner.starts_with(['“', '„', '«', '»', '「']), "{lang}: {words}");
        }
    }
}

#[test]
fn a_text_that_brings_its_own_marks_is_not_marked_on_any_card() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let text = format!("“{}”", "The sea does not wait. ".repeat(60).trim());
    let cards =
        renderer.pages(&record(&quote(&text, "en")), &(), &paged("quote-editorial", Size::OG)).expect("a series");
    let said = cards.iter().map(|card| words(card).0).collect::<Vec<_>>();
    assert!(said.len() > 1 && said[0].starts_with("“The") && said[1].starts_with("The"), "{said:?}");
    assert_eq!(said.join(" ").matches('”').count(), 1);
}

#[test]
fn what_fits_is_one_card_and_what_cannot_be_divided_an_error() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let whole = record(&quote("Small things, done well.", "en"));
    let cards = renderer.pages(&whole, &(), &paged("quote", Size::OG)).expect("a card");
    assert!(cards.len() == 1 && cards[0].page().is_none());
    assert_eq!(cards[0].dump(), renderer.render(&whole, &(), &Options::default()).expect("a card").dump());
    let error = |json: &Value| renderer.pages(&record(json), &(), &paged("quote", Size::OG)).expect_err("no series");
    let long = error(&quote(&"x".repeat(4000), "en"));
    assert!(long.message().contains("a stretch of 4000 characters"), "{long:?}");
    let mut noted = post("The ferry left late. Nobody had a watch.");
    noted["note"] = json!({ "text": "Readers add that the ferry was early. ".repeat(80) });
    let blamed = renderer.pages(&record(&noted), &(), &paged("post", Size::OG)).expect_err("a note is not divided");
    assert!(blamed.message().starts_with("`note.text` does not fit"), "{blamed:?}");
    let blamed = renderer.render(&record(&noted), &(), &Options::default()).expect_err("nor does it fit");
    assert!(blamed.message().starts_with("`note.text` does not fit"), "{blamed:?}");
    let mut wide = quote("Small things.", "en");
    wide["author"]["role"] = json!("keeper of the lesser light, ".repeat(40));
    let error = error(&wide);
    assert_eq!(
        (error.kind(), error.hint().is_some_and(|hint| hint.contains("pages"))),
        (ErrorKind::TextOverflow, false),
        "{error:?}"
    );
}

#[test]
fn the_error_of_one_card_says_how_many_a_series_has() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let record = record(&quote(&TALE.repeat(2), "en"));
    let options = Options { overflow: Overflow::Error, ..paged("quote", Size::OG) };
    let error = renderer.render(&record, &(), &options).expect_err("too long");
    let count = renderer.pages(&record, &(), &paged("quote", Size::OG)).expect("a series").len();
    assert!(
        error.hint().is_some_and(|hint| hint.contains(&format!("`--overflow pages` to make {count} cards"))),
        "{error:?}"
    );
    // As many characters as it says fit, up to the last whole word.
    let fits = error.message().split("about ").nth(1).and_then(|rest| rest.split(' ').next()?.parse::<usize>().ok());
    let chars: Vec<char> = TALE.chars().collect();
    let cut = cuts(&chars, "en", &[]).into_iter().take_while(|cut| Some(cut.end) <= fits).last().expect("a word");
    let text: String = chars[..cut.end].iter().collect();
    assert!(renderer.render(&self::record(&quote(&text, "en")), &(), &options).is_ok(), "{fits:?}");
}

#[test]
fn posts_beyond_those_of_one_card_are_told_or_go_on_on_the_next() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let mut thread = post("One. We begin.");
    thread["thread"] =
        (2..=8).map(|number| json!({ "kind": "post", "text": format!("Number {number} of them.") })).collect();
    let record = record(&thread);
    let one = renderer.render(&record, &(), &paged("post-thread", Size::STORY)).expect("a card");
    let told = one.findings().iter().find(|finding| finding.code == "rest-not-drawn").expect("a finding");
    assert_eq!((told.path.as_str(), &told.detail), ("/thread/4", &json!({ "drawn": 4, "count": 7 })));
    assert!(!one.findings().iter().any(|finding| finding.path.starts_with("/thread/4/")), "it is said once");

    let cards = renderer.pages(&record, &(), &paged("post-thread", Size::STORY)).expect("a series");
    assert_eq!(cards.len(), 2);
    assert!(cards.iter().all(|card| card.findings().is_empty()), "{:?}", cards[0].findings());
    let said: Vec<String> = cards.iter().map(|card| words(card).0).collect();
    assert!(said[0].ends_with("Number 4 of them.") && said[1].ends_with("Number 8 of them."), "{said:?}");
    let numbers = cards[1].layout_receipt().text.iter().flat_map(|text| text.lines.clone()).collect::<Vec<_>>();
    assert!(numbers.contains(&"5".to_owned()) && numbers.contains(&"2/2".to_owned()), "{numbers:?}");
}

/// A post with everything that may stand beside its words.
fn crowded() -> Value {
    let dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
    let mut post = post(
        "The harbour office has counted every boat since 1901, and this year the count came out the same for the first time. \
        We asked the baker, the vet and the boy who carries the post, and each of them had seen a different number.",
    );
    let more = json!({
        "reposted_by": { "name": "Noor Haddad" }, "reply_to": { "handle": "lin@pier.example" },
        "media": [{ "kind": "photo", "src": dot, "alt": "A harbour", "width": 3, "height": 2 }],
        "poll": { "options": [{ "label": "More", "votes": 12 }, { "label": "As many", "votes": 4 }, { "label": "Fewer", "votes": 1 }], "closed": true },
        "link": { "url": "https://example.com/x", "title": "What the tide knows about boats", "site": "The Tidewater Review" },
        "note": { "text": "The office has published counts since 1911; earlier numbers are from church records." },
    });
    let (Some(all), Some(more)) = (post.as_object_mut(), more.as_object()) else { panic!("objects") };
    all.extend(more.clone());
    post
}

#[test]
fn a_crowded_post_fits_in_every_size_or_says_what_to_hide() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let record = record(&crowded());
    for (name, size) in Size::NAMED {
        let options = Options { size: *size, ..Options::default() };
        let card = renderer.render(&record, &(), &options).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert!(
            card.findings().iter().all(|finding| finding.severity < crate::Severity::Warning),
            "{name}: {:?}",
            card.findings()
        );
        let least = card.layout_receipt().text.iter().map(|text| text.font_size).fold(f64::INFINITY, f64::min);
        assert!(least >= 19.0, "{name}: {least}");
    }
    let mut longer = crowded();
    longer["text"] = json!(format!("{0} {0}", longer["text"].as_str().unwrap_or_default()));
    let longer = self::record(&longer);
    let error = renderer.render(&longer, &(), &Options::default()).expect_err("too much");
    let hidden =
        error.hint().and_then(|hint| hint.split("--hide ").nth(1)?.split('`').next()).expect("a hint").to_owned();
    let hide = hidden.split(',').map(|name| name.parse().expect("a part")).collect();
    assert!(renderer.render(&longer, &(), &Options { hide, ..Options::default() }).is_ok(), "{hidden}");
}

#[test]
fn characters_that_are_not_seen_do_not_make_the_type_small() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let size = |template: &str, text: &str| {
        let options = Options { template: Some(template.to_owned()), ..Options::default() };
        let json = if template.starts_with("post") { post(text) } else { quote(text, "en") };
        words(&renderer.render(&record(&json), &(), &options).expect(template)).1
    };
    for template in ["quote", "quote-flat", "statement", "post", "post-poster"] {
        let hidden = format!("Small things.{}{}", "\u{200B}\u{2060}\u{AD}".repeat(600), " ".repeat(400));
        assert_eq!(size(template, &hidden), size(template, "Small things."), "{template}");
    }
}

#[test]
fn a_finding_of_the_words_is_on_the_card_that_has_them_once() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let text = format!("\u{202E}{TALE} {TALE}");
    let cards = renderer.pages(&record(&quote(&text, "en")), &(), &paged("quote", Size::OG)).expect("a series");
    let found = |card: &Card| card.findings().iter().filter(|finding| finding.code == "bidi-override").count();
    assert_eq!(cards.iter().map(found).collect::<Vec<_>>(), [vec![1], vec![0; cards.len() - 1]].concat());
}
