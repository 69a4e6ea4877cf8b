//! Broken and hostile input: a clear error or a finding, quickly, never a panic.

use std::fs;
use std::time::Duration;

use crate::support::{Run, folder, run, run_with_input};

/// Draws a record given as JSON.
fn draw(record: &[u8]) -> Run {
    let folder = folder();
    run_with_input(folder.path(), &["render", "-", "-o", "card.png"], record)
}

/// No panic, and a message with a code or a place.
#[track_caller]
fn expect_clear(run: Run, code: i32, said: &str) {
    let run = run.expect(code);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    assert!(run.stderr.contains(said), "expected `{said}` in\n{}", run.stderr);
}

#[test]
fn broken_json_has_a_place() {
    expect_clear(draw(b"{ \"kind\": \"quote\", "), 1, "stdin:1");
    expect_clear(draw(b""), 1, "no record");
    expect_clear(draw(b"\xff\xfe\x00"), 1, "stdin");
    expect_clear(draw(b"[1, 2"), 1, "stdin");
    expect_clear(draw(br#"{ "kind": "poem", "text": "x" }"#), 1, "`poem`");
    expect_clear(draw(br#"{ "kind": "quote", "text": 5, "author": { "name": "A" } }"#), 1, "text");
    expect_clear(draw(br#"{ "kind": "quote", "text": "\ud800", "author": { "name": "A" } }"#), 1, "stdin:1");
    expect_clear(draw("[".repeat(100_000).as_bytes()), 1, "stdin");
    expect_clear(draw(br#"{ "kind": "quote", "text": "a\u0007b", "author": { "name": "A" } }"#), 1, "U+0007");
}

#[test]
fn a_megabyte_of_text_is_refused_at_once() {
    let record = format!(r#"{{ "kind": "quote", "text": "{}", "author": {{ "name": "A" }} }}"#, "a ".repeat(500_000));
    let start = std::time::Instant::now();
    expect_clear(draw(record.as_bytes()), 1, "64 KiB");
    assert!(start.elapsed() < Duration::from_secs(20), "far from hanging");
}

#[test]
fn twenty_thousand_combining_marks_end_in_a_clear_answer() {
    let record =
        format!(r#"{{ "kind": "quote", "text": "Z{}", "author": {{ "name": "A" }} }}"#, "\u{0301}".repeat(20_000));
    let run = draw(record.as_bytes());
    assert!(matches!(run.code, 0 | 1), "{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}

/// A quotation with a portrait file of these bytes.
fn draw_with_avatar(bytes: &[u8], address: &str) -> Run {
    let folder = folder();
    fs::write(folder.path().join("portrait.png"), bytes).unwrap();
    let record = format!(
        r#"{{ "kind": "post", "platform": "mastodon", "text": "Small things.", "author": {{ "name": "Mina Ostrow", "handle": "mina", "avatar": "{address}" }} }}"#
    );
    fs::write(folder.path().join("post.json"), record).unwrap();
    let run = run(folder.path(), &["render", "post.json", "-o", "card.png"]);
    assert_eq!(run.code != 0, !folder.path().join("card.png").exists());
    run
}

#[test]
fn damaged_pictures_become_the_designed_fallback() {
    expect_clear(draw_with_avatar(b"", "portrait.png"), 0, "image-broken");
    expect_clear(draw_with_avatar(b"\x89PNG\r\n\x1a\n", "portrait.png"), 0, "image-broken");
    expect_clear(draw_with_avatar(b"not a picture at all", "portrait.png"), 0, "image-broken");
    expect_clear(draw_with_avatar(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "portrait.png"), 0, "image-broken");
    let whole = fs::read(crate::support::project("examples/pictures/ada.jpg")).unwrap();
    expect_clear(draw_with_avatar(&whole[..whole.len() / 2], "portrait.png"), 0, "image-broken");
}

#[test]
fn a_huge_picture_is_refused_by_its_header() {
    let mut header = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec();
    header.extend(60_000_u32.to_be_bytes());
    header.extend(60_000_u32.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    let crc = header[12..].iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    });
    header.extend((!crc).to_be_bytes());
    expect_clear(draw_with_avatar(&header, "portrait.png"), 0, "image-too-large");
}

#[test]
fn nothing_outside_the_assets_is_read() {
    expect_clear(draw_with_avatar(b"", "../../etc/passwd"), 0, "image-outside-assets");
    expect_clear(draw_with_avatar(b"", "/etc/passwd"), 0, "image-outside-assets");
    expect_clear(draw_with_avatar(b"", "https://example.org/a.png"), 0, "image-not-local");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_assets_is_not_followed() {
    let folder = folder();
    let outside = crate::support::project("examples/pictures/ada.jpg");
    std::os::unix::fs::symlink(outside, folder.path().join("link.jpg")).unwrap();
    let record = br#"{ "kind": "post", "text": "Hi.", "author": { "name": "Mina", "avatar": "link.jpg" } }"#;
    fs::write(folder.path().join("post.json"), record).unwrap();
    expect_clear(run(folder.path(), &["render", "post.json", "-o", "card.png"]), 0, "image-outside-assets");
}

#[test]
fn an_svg_with_entities_and_external_references_is_safe() {
    let folder = folder();
    fs::write(
        folder.path().join("logo.svg"),
        r#"<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40"><image xlink:href="file:///etc/passwd" width="10" height="10"/><text>&d;&x;</text></svg>"#,
    )
    .unwrap();
    fs::write(folder.path().join("pullquote.toml"), "[brand]\nname = \"Tidewater\"\nlogo = \"logo.svg\"\n").unwrap();
    fs::write(folder.path().join("q.json"), crate::support::QUOTE).unwrap();
    let run = run(folder.path(), &["render", "q.json", "-o", "card.png"]);
    assert!(matches!(run.code, 0 | 1), "{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}

/// Draws with a template of this page and style sheet.
fn draw_with_template(html: &str, css: &str) -> Run {
    let folder = folder();
    let template = folder.path().join("own");
    fs::create_dir(&template).unwrap();
    fs::write(template.join("card.html"), html).unwrap();
    fs::write(template.join("card.css"), css).unwrap();
    let manifest = "name = \"own\"\ntitle = \"Own\"\nkinds = [\"quote\"]\nsizes = [\"og\"]\nthemes = [\"light\"]\nfields = [\"/\"]\n";
    fs::write(template.join("template.toml"), manifest).unwrap();
    fs::write(folder.path().join("q.json"), crate::support::QUOTE).unwrap();
    run(folder.path(), &["render", "q.json", "-t", "./own", "-o", "card.png"])
}

#[test]
fn templates_outside_the_subset_are_errors_with_a_place() {
    expect_clear(draw_with_template("<p>{{ record.text }}</p>", "p {\n  float: left;\n}"), 2, "card.css:2:3");
    expect_clear(draw_with_template("<p>{{ record.text }}</p>", "p { colour: red; }"), 2, "`color`");
    expect_clear(draw_with_template("<p>\n{{ record.text|shout }}</p>", ""), 2, "card.html:2");
    expect_clear(draw_with_template("<p>{{ record.text </p>", ""), 2, "card.html:1");
    expect_clear(draw_with_template("<script>alert(1)</script>", ""), 2, "card.html:1");
    expect_clear(draw_with_template("<p onclick=\"x()\">a</p>", ""), 2, "onclick");
    expect_clear(draw_with_template("<p style=\"float: left\">a</p>", ""), 2, "`float`");
}

#[test]
fn effects_beyond_all_bounds_draw_a_card() {
    let nested = format!("{}x{}", "<div>".repeat(16), "</div>".repeat(16));
    for css in [
        "div { transform: scale(1e30) translate(1e30px) rotate(1e9deg) }",
        "div { transform: scale(1000); filter: blur(1000px) }",
        "div { filter: drop-shadow(-1e30px 1e30px 1e30px red) hue-rotate(1e30deg) brightness(1e30) }",
        "div { filter: blur(2px); opacity: 0.9; rotate: 1deg }",
        "div { mask: linear-gradient(red, blue) 0 0 / 0.001px 0.001px, radial-gradient(red, blue) 1e30px 1e30px }",
        "div { text-shadow: 1e30px -1e30px 1e30px red, 0 0 red; -webkit-text-stroke: 1e30px blue }",
        "div { transform: skew(90deg, 90deg) matrix(0, 0, 0, 0, 1e38, 1e38) }",
        "div { background: linear-gradient(red, blue) text; color: transparent; scale: -1 1 }",
    ] {
        let started = std::time::Instant::now();
        draw_with_template(&nested, css).expect(0);
        assert!(started.elapsed().as_secs() < 30, "{css}: {:?}", started.elapsed());
    }
}

#[test]
fn deep_and_endless_templates_are_refused() {
    let deep = format!("{}x{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
    expect_clear(draw_with_template(&deep, ""), 1, "256");
    expect_clear(
        draw_with_template("{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}", ""),
        1,
        "steps",
    );
    expect_clear(
        draw_with_template("<p>a</p>", &format!("p {{ width: {}1px{} }}", "calc(".repeat(50_000), ")".repeat(50_000))),
        2,
        "card.css:1",
    );
}
