//! Tests of alternative texts.

use super::*;

fn alt(json: &str) -> String {
    let record = Record::from_json(json.as_bytes()).expect("a record");
    alt_text(&record, record.lang().unwrap_or("en"))
}

#[test]
fn a_quotation_is_read_with_author_photo_and_source() {
    let text = alt(
        r#"{ "kind": "quote", "text": "Bridges are promises.", "author": { "name": "Mira Solberg", "role": "engineer" },
        "photo": { "src": "p.jpg", "alt": "A pier at dawn", "credit": "Noa Lind" },
        "source": { "title": "Letters", "page": "12", "date": "1843-10" } }"#,
    );
    assert_eq!(
        text,
        "Quotation by Mira Solberg, engineer: “Bridges are promises.” Photo: A pier at dawn. Photo credit: Noa Lind. \
         Source: Letters, p.\u{A0}12, October 1843."
    );
}

#[test]
fn a_translation_has_its_original_and_every_voice_its_role() {
    let text = alt(
        r#"{ "kind": "quote", "lang": "en", "kicker": "The harbour", "question": "Why bridges?", "text": "Bridges are promises",
        "author": { "name": "Mira" }, "original": { "text": "Brücken sind Versprechen.", "lang": "de" }, "translator": "Noa Lind",
        "voices": [{ "text": "And debts!", "author": { "name": "Jana Holm", "role": "banker" } }] }"#,
    );
    assert_eq!(
        text,
        "The harbour. Question: Why bridges? Quotation by Mira: “Bridges are promises”. In the original: „Brücken sind Versprechen.“ \
         Translated by Noa Lind. Jana Holm, banker: “And debts!”"
    );
}

const POST: &str = r#"{ "kind": "post", "platform": "mastodon", "text": "Look!", "content_warning": "Heights",
    "author": { "name": "Mira", "handle": "mira@example.social", "verified": "individual", "affiliation": { "name": "Pier Works" } },
    "created_at": "2026-03-14T09:41:00Z", "edited_at": "2026-03-15", "reply_to": { "handle": "lin" }, "reposted_by": { "name": "Jana" },
    "media": [{ "kind": "photo", "src": "a.jpg", "alt": "A pier", "sensitive": true }, { "kind": "video", "duration_s": 62.4 }],
    "poll": { "options": [{ "label": "yes", "votes": 2 }, { "label": "no", "votes": 1 }], "closed": true, "voters": 3 },
    "link": { "url": "https://example.com/pier", "title": "Piers", "site": "example.com" },
    "quoted": { "kind": "post", "platform": "mastodon", "text": "Where", "author": { "handle": "noa" } },
    "note": { "text": "The pier closed in 2024." }, "metrics": { "replies": 1, "likes": 1200 }, "labels": ["maritime"],
    "thread": [{ "kind": "post", "text": "And now?", "author": { "name": "Mira", "handle": "mira@example.social", "verified": "individual", "affiliation": { "name": "Pier Works" } } }] }"#;

#[test]
fn a_post_is_read_in_reading_order_and_whole() {
    assert_eq!(
        alt(POST),
        "Reposted by Jana. In reply to @lin. Content warning: Heights. Marked as sensitive. \
         Post by Mira (@mira@example.social, verified account, Pier Works) on Mastodon: Look! Photo 1/2: A pier. \
         Video 2/2 (1:02) without description. Poll: yes 67% (2 votes), no 33% (1 vote); 3 people voted; closed. \
         Link: Piers (example.com). Community note: The pier closed in 2024. 14 March 2026, 09:41 UTC. Edited 15 March 2026. \
         Replies: 1, Likes: 1200. Labels: maritime. Quoted post by @noa: Where. Next post: And now?"
    );
}

#[test]
fn what_is_unavailable_says_why() {
    let text = alt(
        r#"{ "kind": "post", "text": "So it was", "author": { "handle": "mira" }, "quoted": { "unavailable": "detached" }, "truncated": true }"#,
    );
    assert_eq!(
        text,
        "Post by @mira: So it was. The text was cut at its source. Quoted post, not available: the quoted author detached it."
    );
    let text = alt(r#"{ "kind": "post", "text": "", "unavailable": "deleted", "lang": "de" }"#);
    assert_eq!(text, "Beitrag, nicht verfügbar: er wurde gelöscht.");
}

#[test]
fn each_language_has_its_own_words_marks_and_dates() {
    let in_language = |lang: &str, words: &str| {
        alt(&format!(
            r#"{{ "kind": "quote", "text": "{words}", "lang": "{lang}", "author": {{ "name": "Ada Lind" }}, "source": {{ "title": "T", "page": "5", "date": "2026-03-14" }} }}"#
        ))
    };
    for (lang, expected) in [
        ("de", "Zitat von Ada Lind: „A.“ Quelle: T, S.\u{A0}5, 14. März 2026."),
        ("fr", "Citation de Ada Lind\u{A0}: «\u{202F}A.\u{202F}» Source\u{A0}: T, p.\u{A0}5, 14 mars 2026."),
        ("es", "Cita de Ada Lind: «A.» Fuente: T, p.\u{A0}5, 14 de marzo de 2026."),
        ("it", "Citazione di Ada Lind: «A.» Fonte: T, p.\u{A0}5, 14 marzo 2026."),
        ("pt", "Citação de Ada Lind: “A.” Fonte: T, p.\u{A0}5, 14 de março de 2026."),
        ("nl", "Citaat van Ada Lind: “A.” Bron: T, p.\u{A0}5, 14 maart 2026."),
        ("sv", "Citat av Ada Lind: ”A.” Källa: T, s.\u{A0}5, 14 mars 2026."),
        ("pl", "Cytat, autor: Ada Lind: „A.” Źródło: T, s.\u{A0}5, 14 marca 2026."),
        ("ru", "Цитата, автор: Ada Lind: «A.» Источник: T, с.\u{A0}5, 14 марта 2026\u{202F}г."),
        ("tr", "Alıntı, söyleyen: Ada Lind: “A.” Kaynak: T, s.\u{A0}5, 14 Mart 2026."),
        ("ja", "Ada Lindの言葉：「A.」出典：T、5頁、2026年3月14日。"),
        ("zh", "Ada Lind的话：“A.”出处：T，第5页，2026年3月14日。"),
        ("ko", "Ada Lind의 말: “A.” 출처: T, 5쪽, 2026년 3월 14일."),
    ] {
        assert_eq!(in_language(lang, "A."), expected, "{lang}");
    }
    let arabic = in_language("ar", "الجسور وعود.");
    assert!(arabic.starts_with("اقتباس من \u{2068}Ada Lind\u{2069}: "), "{arabic}");
}

#[test]
fn what_a_person_wrote_wins() {
    assert_eq!(
        alt(r#"{ "kind": "post", "text": "Look!", "alt": " Mira points at a pier " }"#),
        "Mira points at a pier"
    );
}

#[test]
fn names_keep_their_direction_to_themselves() {
    let english = Phrases::of("en");
    assert_eq!(isolated("ليلى", english), "\u{2068}ليلى\u{2069}");
    assert_eq!(isolated("ليلى", Phrases::of("ar")), "ليلى");
    assert_eq!(isolated("Mi\u{202E}ra", english), "Mira");
    let text = alt(r#"{ "kind": "post", "text": "Hi", "author": { "name": "ליאור", "handle": "lior" } }"#);
    assert_eq!(text, "Post by \u{2068}ליאור\u{2069} (@lior): Hi.");
}

#[test]
fn words_keep_their_direction_to_themselves() {
    assert_eq!(closed("a\u{202E}b"), "a\u{202E}b\u{202C}");
    assert_eq!(closed("\u{2067}a\u{202B}b\u{2069}c"), "\u{2067}a\u{202B}b\u{2069}c");
    assert_eq!(closed("\u{2067}\u{202E}a"), "\u{2067}\u{202E}a\u{202C}\u{2069}");
    assert_eq!(closed("\u{202E}a\nb"), "\u{202E}a\nb");
    assert_eq!(alt("{ \"kind\": \"post\", \"text\": \"Hi \u{202E}there\" }"), "Post: Hi \u{202E}there\u{202C}.");
}

#[test]
fn addresses_at_the_end_stay_as_they_are() {
    let text = alt(r#"{ "kind": "post", "text": "See https://example.com/a", "created_at": "2026-03-14" }"#);
    assert_eq!(text, "Post: See https://example.com/a 14 March 2026.");
}

#[test]
fn a_hashtag_at_the_end_takes_no_full_stop() {
    let text = alt(r##"{ "kind": "post", "text": "Look! #pier", "created_at": "2026-03-14" }"##);
    assert_eq!(text, "Post: Look! #pier 14 March 2026.");
    let text = alt(r##"{ "kind": "post", "lang": "ja", "text": "橋 #海", "created_at": "2026-03-14" }"##);
    assert!(text.contains("#海 2026年"), "{text}");
}

#[test]
fn a_short_text_leaves_out_what_matters_least() {
    let record = Record::from_json(POST.as_bytes()).expect("a record");
    let whole = alt_text(&record, "en");
    assert_eq!(short_alt_text(&record, "en", 2000), whole);
    let short = short_alt_text(&record, "en", 420);
    for said in ["Mira (@mira@example.social", "Look!", "A pier", "yes 67%", "Content warning: Heights"] {
        assert!(short.contains(said), "{said}: {short}");
    }
    assert!(!short.contains("Labels") && !short.contains("Likes"), "{short}");
    for limit in 0..whole.len() {
        let short = short_alt_text(&record, "en", limit);
        assert!(short.encode_utf16().count() <= limit, "{limit}: {short}");
    }
    assert_eq!(
        short_alt_text(&record, "en", 100),
        "Post by Mira (@mira@example.social, verified account, Pier Works) on Mastodon: Look!"
    );
}

#[test]
fn long_words_are_cut_inside_their_marks() {
    let words = "Every harbour keeps a drawer of letters that were never sent. ".repeat(40);
    let record = Record::from_json(
        format!(r#"{{ "kind": "quote", "text": "{words}", "author": {{ "name": "Mina Ostrow" }}, "source": {{ "title": "Harbours" }} }}"#).as_bytes(),
    )
    .expect("a record");
    let short = short_alt_text(&record, "en", 420);
    assert!(short.starts_with("Quotation by Mina Ostrow: “Every harbour") && short.ends_with("…”"), "{short}");
    assert!((380..=420).contains(&short.chars().count()), "{}", short.chars().count());
}
