//! Words as they stand: what fonts they need, what may not turn a card round, typed marks on request.

use std::fs;

use serde_json::{Value, json};

use crate::support::{folder, project, run, run_with_input};

const RECORDS: &str = concat!(
    r#"{ "kind": "quote", "text": "Moss keeps time 🌿", "author": { "name": "Mina Ostrow" } }"#,
    "\n",
    r#"{ "kind": "quote", "text": "શેવાળ", "author": { "name": "Mina Ostrow" } }"#,
    "\n",
);

#[test]
fn font_plan_says_what_records_need_and_what_no_font_has() {
    let folder = folder();
    let plan = |arguments: &[&str], input: &str| {
        run_with_input(folder.path(), &[&["font", "plan", "-"], arguments].concat(), input.as_bytes())
    };
    let text = plan(&[], RECORDS).expect(0).text();
    assert!(text.starts_with("SCRIPT") && text.contains("Inter") && text.contains("Noto Color Emoji"), "{text}");
    assert!(text.contains("missing: Gujarati: U+0AB3 U+0AB5 U+0AB6"), "{text}");
    assert!(text.contains("add `Noto Sans Gujarati` with --font-dir"), "{text}");

    let listed: Value = serde_json::from_str(&plan(&["--json"], RECORDS).expect(0).text()).expect("JSON");
    assert_eq!((&listed["records"], &listed["errors"], &listed["covered"]), (&json!(2), &json!(0), &json!(false)));
    let script =
        |name: &str| listed["scripts"].as_array().and_then(|all| all.iter().find(|one| one["name"] == name)).cloned();
    let gujarati = script("Gujarati").expect("Gujarati");
    assert_eq!((&gujarati["script"], &gujarati["records"]), (&json!("Gujr"), &json!(1)));
    assert_eq!(gujarati["families"], json!(["Noto Sans Gujarati"]));
    assert_eq!(script("Latin").expect("Latin")["records"], json!(2));
    assert_eq!(listed["emoji"], json!({ "sequences": 1, "records": 1, "missing": [] }));

    plan(&["--strict"], RECORDS).expect(3);
    let covered = plan(&["--strict"], RECORDS.lines().next().unwrap_or_default()).expect(0).text();
    assert!(covered.contains("every character of 1 records has a face"), "{covered}");
    plan(&[], "{\"kind\": \"quote\"}\n").expect(1);
    plan(&[], "").expect(1);
    run(folder.path(), &["font", "plan", "nowhere.json"]).expect(2);
    run(folder.path(), &["font", "plan"]).expect(2);
}

fn receipt(record: &Value, arguments: &[&str]) -> Value {
    let folder = folder();
    let arguments = [&["render", "-", "-o", "card.png", "--receipt", "receipt.json"], arguments].concat();
    run_with_input(folder.path(), &arguments, record.to_string().as_bytes()).expect(0);
    serde_json::from_slice(&fs::read(folder.path().join("receipt.json")).expect("a receipt")).expect("JSON")
}

fn findings(receipt: &Value, code: &str) -> Vec<Value> {
    let all = receipt["findings"].as_array().cloned().unwrap_or_default();
    all.into_iter().filter(|finding| finding["code"] == code).collect()
}

fn lines(receipt: &Value, slot: &str) -> String {
    let texts = receipt["text"].as_array().cloned().unwrap_or_default();
    let one = texts.iter().find(|text| text["slot"] == slot).unwrap_or_else(|| panic!("{slot}: {texts:?}"));
    one["lines"].as_array().expect("lines").iter().filter_map(Value::as_str).collect::<Vec<_>>().join("/")
}

#[test]
fn overrides_and_open_isolates_cannot_turn_a_card_round() {
    let record = json!({
        "kind": "post", "text": "plain \u{202E}txt.exe", "lang": "en",
        "author": { "name": "Mi\u{202E}ra\u{2067}", "handle": "m\u{202D}ira" },
    });
    let receipt = receipt(&record, &[]);
    let paths: Vec<Value> = findings(&receipt, "bidi-override").iter().map(|finding| finding["path"].clone()).collect();
    assert_eq!(paths, ["/author/name", "/author/handle", "/text"]);
    assert_eq!(lines(&receipt, "body").replace('/', " "), "plain txt.exe");
    assert_eq!(lines(&receipt, "name").trim_end_matches(['\u{2067}', '\u{2069}']), "Mira");
    assert_eq!(lines(&receipt, "handle"), "@mira");
}

#[test]
fn missing_glyphs_are_told_once_for_each_script_of_a_field() {
    let record = json!({
        "kind": "quote", "text": "શેવાળ moss શેવાળ \u{E000}\u{378}", "lang": "gu", "author": { "name": "Mina Ostrow" },
    });
    let found = findings(&receipt(&record, &[]), "missing-glyph");
    let told: Vec<_> = found
        .iter()
        .map(|finding| {
            (finding["path"].as_str(), finding["detail"]["script"].as_str(), finding["detail"]["family"].as_str())
        })
        .collect();
    let at = Some("/text");
    let expected = [
        (at, Some("Gujarati"), Some("Noto Sans Gujarati")),
        (at, Some("Private Use"), None),
        (at, Some("Unassigned"), None),
    ];
    assert_eq!(told, expected);
    assert_eq!(found[1]["detail"]["chars"], json!(["U+E000"]));
}

#[test]
fn towers_of_marks_are_cut_and_told() {
    let record = json!({
        "kind": "quote", "text": format!("Mo{}ss", "\u{301}".repeat(40)), "author": { "name": "Mina Ostrow" },
    });
    let receipt = receipt(&record, &[]);
    assert_eq!(findings(&receipt, "piled-marks")[0]["detail"], json!({ "count": 35 }));
}

#[test]
fn typed_marks_are_set_only_on_request() {
    let record = json!({
        "kind": "quote", "text": "It's \"moss\", he said.", "lang": "en", "author": { "name": "Nell O'Hara" },
    });
    let plain = receipt(&record, &[]);
    assert_eq!(lines(&plain, "body").replace('/', " "), "It's \"moss\", he said.");
    let set = receipt(&record, &["--typographic"]);
    assert_eq!(lines(&set, "body").replace('/', " "), "It’s “moss”, he said.");
    assert_eq!(lines(&set, "name"), "Nell O'Hara");
    assert_eq!(findings(&set, "typographic-marks")[0]["detail"], json!({ "count": 3 }));
}

/// A red picture of 4×4 px.
const RED: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='4' height='4'%3E%3Crect width='4' height='4' fill='red'/%3E%3C/svg%3E";

#[test]
fn custom_emoji_stand_in_words_and_names_and_stay_code_without_their_picture() {
    let record = json!({
        "kind": "post", "text": "Hi :leaf: and :gone:", "author": { "name": "Mira :leaf:", "handle": "mira" },
        "emojis": [{ "code": "leaf", "src": RED }, { "code": "gone", "src": "gone.png" }],
    });
    let receipt = receipt(&record, &[]);
    assert_eq!(findings(&receipt, "image-missing")[0]["path"], "/emojis/1/src");
    let body = lines(&receipt, "body").replace('/', " ");
    assert!(body.contains(":gone:") && !body.contains(":leaf:"), "{body}");
    assert!(!lines(&receipt, "name").contains(":leaf:"));
}

#[test]
fn the_specimen_is_whole_and_every_language_has_its_marks_and_digits() {
    let folder = folder();
    let template = project("examples/templates/specimen");
    let sample = template.join("sample.json");
    let (template, sample) = (template.to_string_lossy(), sample.to_string_lossy());
    let arguments = ["check", &sample, "-t", &template, "--size", "1680x2240", "--receipt", "-"];
    let receipt: Value = serde_json::from_str(&run(folder.path(), &arguments).expect(0).text()).expect("a receipt");
    assert_eq!(receipt["findings"], json!([]));
    let lines: Vec<&str> = receipt["text"]
        .as_array()
        .expect("texts")
        .iter()
        .flat_map(|text| text["lines"].as_array().into_iter().flatten().filter_map(Value::as_str))
        .collect();
    for part in [
        "„Das Meer",
        "«\u{202F}La mer",
        "kartki”.",
        "「海は",
        "١٤ مارس ٢٠٢٦",
        "۱۴ مارس ۲۰۲۶",
        "১৪ মার্চ",
        "14 Μαρτίου 2026",
    ] {
        assert!(lines.iter().any(|line| line.contains(part)), "{part}: {lines:?}");
    }
    assert!(lines.iter().filter(|line| line.contains("2026")).count() >= 20, "{lines:?}");
}
