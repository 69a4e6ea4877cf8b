//! Embeds of hostile records in a real browser: nothing runs, nothing leaves its element, nothing is asked of a third party.
//!
//! Runs when `PULLQUOTE_CHROMIUM` names a Chromium; what holds without one is tested beside the code.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use pullquote::{CardImage, Embed, EmbedOptions, Record, Size};
use serde_json::Value;

use crate::judge::chromium;
use crate::support::{folder, project};

/// Each would set `window.ran` if it ran.
const HOSTILE: [&str; 16] = [
    "<script>ran=1</script>",
    "</script><script>ran=1</script>",
    "</style><img/src=x/onerror=ran=1>",
    "\"><img/src=x/onerror=ran=1>",
    "\"onfocus=\"ran=1\"autofocus=\"",
    "'onmouseover='ran=1",
    "javascript:ran=1",
    "JaVa\tScRiPt:ran=1",
    "javascript://example.com/%0aran=1",
    "data:text/html,<script>parent.ran=1</script>",
    "</blockquote></details></figure></section><svg/onload=ran=1>",
    "<!--<script>",
    "&lt;script&gt;ran=1&lt;/script&gt;&#60;script&#62;ran=1",
    "//third.example/a.png",
    "https://third.example/\"><script>ran=1</script>",
    "\u{202E}\u{2067}\u{85}\u{2028}<svg/onload=ran=1>",
];

/// Every record of the examples with a text in each of its fields that takes it, alone and together.
fn poisoned() -> Vec<Record> {
    let mut records = Vec::new();
    for name in ["post.json", "post-photo.json", "quote.json", "quote-interview.json", "quote-photo.json"] {
        let whole: Value = serde_json::from_slice(&fs::read(project("examples").join(name)).unwrap()).unwrap();
        let whole = enriched(whole);
        let mut pointers = Vec::new();
        strings(&whole, "", &mut pointers);
        for poison in HOSTILE {
            let mut all = whole.clone();
            for pointer in &pointers {
                let before = all.clone();
                *all.pointer_mut(pointer).unwrap() = poison.into();
                if Record::from_json(&serde_json::to_vec(&all).unwrap()).is_err() {
                    all = before;
                }
            }
            records.push(Record::from_json(&serde_json::to_vec(&all).unwrap()).unwrap());
        }
    }
    records
}

/// A record with the parts that the examples lack.
fn enriched(mut record: Value) -> Value {
    let parts = if record["kind"] == "post" {
        serde_json::json!({
            "content_warning": "c", "url": "https://example.com/1", "note": { "text": "n" }, "labels": ["l"],
            "poll": { "options": [{ "label": "yes", "votes": 1 }] },
            "link": { "url": "https://example.com/2", "title": "t", "description": "d", "site": "s", "image": "i.png" },
            "quoted": { "kind": "post", "text": "q", "author": { "name": "a", "handle": "h", "avatar": "a.png" } },
            "thread": [{ "kind": "post", "text": "n", "media": [{ "kind": "video", "src": "v.mp4", "poster": "p.png", "alt": "a" }] }],
            "spans": [{ "start": 0, "end": 3, "kind": "link", "url": "https://example.com/3" }, { "start": 4, "end": 6, "kind": "mention", "value": "v" }],
            "emojis": [{ "code": "e", "src": "e.png", "alt": "a" }],
        })
    } else {
        serde_json::json!({
            "question": "q", "kicker": "k", "translator": "t", "original": { "text": "o", "lang": "fr" },
            "voices": [{ "text": "v", "author": { "name": "n", "role": "r", "avatar": "a.png" } }],
            "source": { "title": "t", "work": "w", "page": "1", "publisher": "p", "url": "https://example.com/4", "date": "1843" },
        })
    };
    for (name, value) in parts.as_object().unwrap() {
        record[name] = value.clone();
    }
    Record::from_json(&serde_json::to_vec(&record).unwrap()).unwrap();
    record
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

/// Asks the page about itself when everything that would run has run.
const PROBE: &str = r#"
addEventListener("load", () => setTimeout(() => {
  const sections = [...document.querySelectorAll("section")];
  const links = [...document.querySelectorAll("a[href]")].map((a) => a.protocol);
  const result = {
    ran: window.ran ?? null,
    sections: sections.length,
    sound: sections.filter((s) => s.children.length === 1 && s.firstElementChild.matches("figure.pullquote")).length,
    body: [...document.body.children].map((e) => e.localName).filter((name) => name !== "section" && name !== "script" && name !== "pre").length,
    head: [...document.head.children].filter((e) => !e.matches("meta, link, title, script, style")).length,
    metas: document.head.querySelectorAll("meta, link").length,
    scripts: document.querySelectorAll("script:not([type])").length,
    data: [...document.querySelectorAll("script[type]")].filter((s) => { try { return JSON.parse(s.textContent)["@context"] === "https://schema.org"; } catch { return false; } }).length,
    handlers: [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => a.name.startsWith("on") || a.name === "style" || a.name === "srcdoc")).length,
    links: links.length,
    schemes: [...new Set(links)].sort(),
    pictures: [...new Set([...document.querySelectorAll("[src], [poster]")].map((e) => new URL(e.src || e.poster, location).protocol))].sort(),
    asked: [...new Set(performance.getEntriesByType("resource").map((r) => new URL(r.name).protocol))].sort(),
  };
  document.getElementById("result").textContent = btoa(JSON.stringify(result));
}, 500));
"#;

fn ask(program: &Path, page: &str) -> Value {
    let folder = folder();
    let file = folder.path().join("page.html");
    fs::write(&file, page).unwrap();
    let output = Command::new(program)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-sync",
        ])
        .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=20000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("file://{}", file.display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let dump = String::from_utf8_lossy(&output.stdout).into_owned();
    let result =
        dump.split("<pre id=\"result\">").nth(1).and_then(|rest| rest.split("</pre>").next()).unwrap_or_default();
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, result).unwrap();
    serde_json::from_slice(&bytes)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn nothing_in_a_hostile_embed_runs_in_a_browser() {
    let Some(program) = chromium::program() else { return };
    let image = CardImage { url: "card.png".to_owned(), size: Size::OG, format: None };
    let (mut body, mut head, mut metas) = (String::new(), String::new(), 0);
    let records = poisoned();
    for (index, record) in records.iter().enumerate() {
        let mut options = EmbedOptions { style: index == 0, ..EmbedOptions::default() };
        if index.is_multiple_of(2) {
            options.assets_url = Some("pictures".to_owned());
            options.oembed_url = Some("https://news.example/oembed.json?a=\"b\"".to_owned());
        }
        assert!(
            Embed::new(record, &(), &EmbedOptions { image: Some(image.clone()), ..EmbedOptions::default() }).is_err(),
            "not absolute"
        );
        let embed = Embed::new(record, &(), &options).unwrap();
        let (html, meta) = (embed.html(), embed.meta());
        let (style, figure) =
            html.split_once("</style>\n").map_or(("", html.as_str()), |(style, figure)| (style, figure));
        if !style.is_empty() {
            head.push_str(&format!("{style}</style>\n"));
        }
        metas += meta.matches("<meta ").count() + meta.matches("<link ").count();
        head.push_str(&meta);
        body.push_str(&format!(
            "<section>{figure}</section>\n<script type=\"application/ld+json\">{}</script>\n",
            embed.jsonld_text()
        ));
    }
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>t</title>\n{head}</head><body>\n{body}\
         <pre id=\"result\"></pre><script>{PROBE}</script></body></html>"
    );
    let result = ask(&program, &page);
    println!("{} embeds: {result}", records.len());
    assert_eq!(result["ran"], Value::Null, "{result}");
    assert_eq!(
        (result["sections"].as_u64(), result["sound"].as_u64()),
        (Some(records.len() as u64), Some(records.len() as u64)),
        "{result}"
    );
    assert_eq!(
        (result["body"].as_u64(), result["head"].as_u64(), result["handlers"].as_u64()),
        (Some(0), Some(0), Some(0)),
        "{result}"
    );
    assert_eq!((result["metas"].as_u64(), result["scripts"].as_u64()), (Some(metas as u64 + 1), Some(1)), "{result}");
    assert_eq!(result["data"].as_u64(), Some(records.len() as u64), "{result}");
    assert!(result["links"].as_u64().is_some_and(|links| links >= 30), "{result}");
    for scheme in result["schemes"].as_array().unwrap() {
        assert!(["file:", "http:", "https:", "mailto:"].contains(&scheme.as_str().unwrap()), "{result}");
    }
    assert_eq!(result["pictures"], serde_json::json!(["file:"]), "{result}");
    assert!(result["asked"].as_array().unwrap().iter().all(|scheme| scheme == "file:"), "{result}");
}
