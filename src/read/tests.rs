//! Streams of our own records in every form, whole and damaged.

use super::{ReadOptions, read as read_any};

/// `text` of good records, `!line:column` of bad ones.
fn read(text: &str) -> Vec<String> {
    let options = ReadOptions { file: Some("posts.jsonl".to_owned()), ..ReadOptions::default() };
    read_any(text.as_bytes(), &options)
        .enumerate()
        .map(|(index, found)| match found {
            Ok(record) => format!("{} {}", index + 1, record.text()),
            Err(error) => {
                let location = error.location();
                assert_eq!(location.file.as_deref(), Some("posts.jsonl"));
                format!(
                    "{} !{}:{}",
                    location.record.unwrap_or_default(),
                    location.line.unwrap_or_default(),
                    location.column.unwrap_or_default()
                )
            }
        })
        .collect()
}

fn post(text: &str) -> String {
    format!(r#"{{ "kind": "post", "text": "{text}" }}"#)
}

#[test]
fn every_form_gives_the_same_records() {
    let (a, b) = (post("a"), post("b"));
    let expected = ["1 a", "2 b"];
    for text in [
        format!("{a}\n{b}\n"),
        format!("\u{FEFF}{a}\r\n\r\n{b}"),
        format!("{a}{b}"),
        format!("[{a},{b}]"),
        format!("\n [\n{a} ,\n {b}\n]\n"),
    ] {
        assert_eq!(read(&text), expected, "{text}");
    }
    assert_eq!(read(&a), ["1 a"]);
    assert!(read("").is_empty() && read(" \n").is_empty() && read("[]").is_empty());
}

#[test]
fn a_bad_record_does_not_end_the_stream() {
    let (a, b) = (post("a"), post("b"));
    let wrong = r#"{ "kind": "post", "text": 3 }"#;
    assert_eq!(read(&format!("{a}\n{wrong}\n{b}")), ["1 a", "2 !2:19", "3 b"]);
    assert_eq!(read(&format!("[{a},\n {wrong},\n{b}]")), ["1 a", "2 !2:20", "3 b"]);
    assert_eq!(read(&format!("[{a}, 7, \"x\", {b}]")).len(), 4);
}

#[test]
fn a_broken_line_costs_only_itself() {
    let (a, b) = (post("a"), post("b"));
    for broken in [
        r#"{ "kind": "post", "text": "a"#,
        r#"{ "kind": "post", "#,
        "oops",
        "}",
        r#"{ "kind" "post" }"#,
        r#"{ "kind": "post" } }"#,
    ] {
        let found = read(&format!("{a}\n{broken}\n{b}\n"));
        assert_eq!(
            (found.first().map(String::as_str), found.last().map(|last| last.ends_with(" b"))),
            (Some("1 a"), Some(true)),
            "{broken}: {found:?}"
        );
        assert!(found[1].contains("!2:") || found[1].contains("!3:1"), "{broken}: {found:?}");
    }
}

#[test]
fn a_list_without_an_end_says_so() {
    let a = post("a");
    assert_eq!(read(&format!("[{a},\n{a}")), ["1 a", "2 a", "3 !2:32"]);
    assert_eq!(read(&format!("[{a} {a}]")), ["1 a", "2 !1:34", "3 a"]);
    assert_eq!(read(&format!("[{a}] x")).len(), 2);
    assert_eq!(read("[{").len(), 1);
}

#[test]
fn places_are_those_of_the_whole_text() {
    let text =
        "{ \"kind\": \"post\", \"text\": \"a\" }\n\n{\n  \"kind\": \"post\",\n  \"text\": \"b\", \"é\": 1, \"x\": 2\n}";
    assert_eq!(read(text), ["1 a", "2 !5:16"]);
}

#[test]
fn bytes_that_are_not_text_stay_in_their_line() {
    let mut bytes = post("a").into_bytes();
    bytes.extend(b"\n{ \"kind\": \"post\", \"text\": \"\xFF\" }\n");
    bytes.extend(post("b").into_bytes());
    let found: Vec<_> = read_any(&bytes[..], &ReadOptions::default()).collect();
    assert_eq!((found.len(), found[0].is_ok(), found[1].is_ok(), found[2].is_ok()), (3, true, false, true));
}

/// A source that gives one byte at a time.
struct Slow<'a>(&'a [u8]);

impl std::io::Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = usize::from(!self.0.is_empty() && !buffer.is_empty());
        let (now, rest) = self.0.split_at(count);
        buffer[..count].copy_from_slice(now);
        self.0 = rest;
        Ok(count)
    }
}

#[test]
fn the_size_of_the_pieces_makes_no_difference() {
    let (a, b) = (post("a é 😀 \\\\ \\\" }"), post("b"));
    for text in [
        format!("{a}\n{b}\n"),
        format!("\u{FEFF}[{a},\n{b}]"),
        format!("{a}\n{{ \"kind\": \"post\", \"text\": \"x\n{b}\n"),
        format!("window.YTD.tweets.part0 = [ {a} , {b} ];\n"),
        "quote,author\n\"Moss,\nslow\",Mina Ostrow\nStone.,Jana Holm\n".to_owned(),
        "Moss.\n\t\t-- Mina Ostrow\n%\nStone.\n\t\t-- Jana Holm\n".to_owned(),
    ] {
        let at_once: Vec<_> = read_any(text.as_bytes(), &ReadOptions::default()).map(|found| found.ok()).collect();
        let slowly: Vec<_> = read_any(Slow(text.as_bytes()), &ReadOptions::default()).map(|found| found.ok()).collect();
        assert_eq!(at_once, slowly, "{text}");
        assert!(at_once.iter().flatten().count() >= 2, "{text}");
    }
}

#[test]
fn an_assignment_before_a_list_is_no_obstacle() {
    let (a, b) = (post("a"), post("b"));
    for text in [
        format!("window.YTD.tweets.part0 = [ {a}, {b} ]"),
        format!("  window.YTD.tweet.part1=[{a}];\nwindow.YTD.tweet.part2 = [{b}];\n"),
        format!("var posts = [{a},{b}]"),
        format!("[{a}]\n[{b}]"),
    ] {
        assert_eq!(read(&text), ["1 a", "2 b"], "{text}");
    }
}

#[test]
fn damage_inside_a_list_costs_only_its_item() {
    let (a, b) = (post("a"), post("b"));
    for broken in [
        r#"{ "kind": "post", "text": "x"#,
        r#"{ "kind": "post", "text": "x" "#,
        r#"{ "kind": "post", { "text": "x" }"#,
        "oops",
        r#"{ "kind": "post", "text": "x" }}"#,
    ] {
        let found = read(&format!("[\n  {a},\n  {broken},\n  {b}\n]\n"));
        let last = found.iter().any(|found| found.ends_with(" b"));
        let told = found.iter().any(|found| found.contains("!3:") || found.contains("!4:"));
        assert!(found[0] == "1 a" && told && last, "{broken}: {found:?}");
    }
}

#[test]
fn many_broken_lines_take_no_longer_than_sound_ones() {
    let broken = "{ \"kind\": \"post\", \"text\": [\n".repeat(20_000);
    let found = read(&format!("{broken}{}\n", post("a")));
    assert_eq!(found.len(), 20_001);
    assert!(found[20_000].ends_with(" a"));
}

#[test]
fn halves_of_characters_in_payloads_cost_no_record() {
    let text = r#"[{ "quote": "Moss \ud83d is slow \ud83d\ude00", "author": "Mina Ostrow" }]"#;
    let found: Vec<_> = read_any(text.as_bytes(), &ReadOptions::default()).collect();
    let record = found[0].as_ref().expect("a record");
    assert_eq!(record.text(), "Moss \u{FFFD} is slow 😀");
    assert_eq!(record.provenance().expect("a provenance").findings[0].code, "broken-characters");
}

#[test]
fn what_is_no_text_is_named() {
    for (bytes, words) in [
        (&b"PK\x03\x04rest"[..], "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\0", "a picture"),
        (b"abc\0\0\0\x01", "binary data"),
        (b"[{\"price\": 3, \"unit\": \"kg\"}]", "the object with `price`, `unit`"),
    ] {
        let found: Vec<_> = read_any(bytes, &ReadOptions::default()).collect();
        let error = found[0].as_ref().expect_err("no record");
        assert_eq!((found.len(), error.kind()), (1, crate::ErrorKind::UnknownFormat));
        assert!(error.message().contains(words), "{error}");
    }
}

#[test]
fn broken_bytes_behind_the_beginning_of_a_page_are_told() {
    let snippet = |words: &[u8]| {
        let before = b"<blockquote class=\"twitter-tweet\"><p lang=\"en\" dir=\"ltr\">";
        let after = b"</p>&mdash; Mina Ostrow (@mina_o) <a href=\"https://twitter.com/mina_o/status/20\">March 3, 2026</a></blockquote>\n";
        [&before[..], words, &after[..]].concat()
    };
    let filler = format!("<!-- {} -->\n", "moss ".repeat(20_000));
    let page = [snippet(b"The pier."), filler.into_bytes(), snippet(b"The qu\xFFay.")].concat();
    let found: Vec<_> = read_any(&page[..], &ReadOptions::default()).map(|found| found.expect("a post")).collect();
    let texts: Vec<_> = found.iter().map(|record| record.text()).collect();
    assert_eq!(texts, ["The pier.", "The qu\u{FFFD}ay."]);
    for record in &found {
        let findings = &record.provenance().expect("a provenance").findings;
        assert!(findings.iter().any(|finding| finding.code == "broken-characters"), "{findings:?}");
    }
}
