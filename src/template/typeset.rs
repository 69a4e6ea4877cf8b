//! Typed quotation marks and apostrophes of a record's words, set as typographic ones where `--typographic` asks for it.
//!
//! How a mark is set is in `text::typography`; here are the fields it is done in, and what stays: code, links and names.

use serde_json::{Value, json};

use crate::Finding;
use crate::text;
use crate::text::typography;

/// Fields that are running text. Names stay as people write them.
const WORDS: [&str; 8] = ["content_warning", "description", "kicker", "label", "question", "role", "text", "title"];

/// Sets the marks of a record in place, each post and quotation in its own language; spans go on naming the same characters.
pub(super) fn typeset(record: &mut Value, locale: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    walk(record, Around { lang: locale, platform: None }, "", &mut findings);
    findings
}

/// What holds from the record around.
#[derive(Clone, Copy)]
struct Around<'a> {
    lang: &'a str,
    platform: Option<&'a str>,
}

fn walk(value: &mut Value, around: Around<'_>, path: &str, findings: &mut Vec<Finding>) {
    match value {
        Value::Array(values) => {
            for (index, child) in values.iter_mut().enumerate() {
                walk(child, around, &format!("{path}/{index}"), findings);
            }
        }
        Value::Object(object) => {
            let own = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
            let (lang, platform) = (own("lang"), own("platform"));
            let around = Around {
                lang: lang.as_deref().unwrap_or(around.lang),
                platform: platform.as_deref().or(around.platform),
            };
            for name in WORDS {
                let Some(words) = object.get(name).and_then(Value::as_str) else { continue };
                let spans = object.get("spans").filter(|_| name == "text");
                let fixed = fixed(words, spans, around.platform);
                let is_fixed = |at: usize| fixed.iter().any(|(start, end)| (*start..*end).contains(&at));
                let Some(set) = typography::typeset(words, around.lang, is_fixed) else { continue };
                let message = format!("{} typed marks were set as typographic ones", set.replaced);
                let finding = Finding::info("typographic-marks", format!("{path}/{name}"), message);
                findings.push(finding.with_detail(json!({ "count": set.replaced })));
                object.insert(name.to_owned(), set.text.into());
                if name == "text"
                    && let Some(Value::Array(spans)) = object.get_mut("spans")
                {
                    spans.iter_mut().for_each(|span| super::clean::place(span, &set.places));
                }
            }
            for (name, child) in object.iter_mut().filter(|(name, _)| *name != "extra" && *name != "provenance") {
                walk(child, around, &format!("{path}/{name}"), findings);
            }
        }
        _ => {}
    }
}

/// Stretches that stay as they are: code and links, by span or as they are found.
fn fixed(words: &str, spans: Option<&Value>, platform: Option<&str>) -> Vec<(usize, usize)> {
    let place = |span: &Value, end: &str| span[end].as_u64().and_then(|at| usize::try_from(at).ok());
    let given = spans.and_then(Value::as_array).into_iter().flatten();
    let given = given
        .filter(|span| matches!(span["kind"].as_str(), Some("code" | "link")))
        .filter_map(|span| Some((place(span, "start")?, place(span, "end")?)));
    let found = text::entities(words, platform);
    let links = found.iter().filter(|span| span.kind == crate::record::SpanKind::Link);
    given.chain(links.map(|span| (span.start, span.end))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_is_set_and_code_links_and_names_stay() {
        let mut record = json!({
            "kind": "post", "lang": "de", "text": "\"Ja\" `x'y` it's https://example.com/a'b c's",
            "spans": [{ "start": 5, "end": 10, "kind": "code" }, { "start": 37, "end": 40, "kind": "bold" }],
            "author": { "name": "Nell O'Hara" },
            "poll": { "options": [{ "label": "It's" }] },
            "quoted": { "lang": "fr", "text": "\"a\"" },
        });
        let findings = typeset(&mut record, "en");
        assert_eq!(record["text"], "„Ja“ `x'y` it’s https://example.com/a'b c’s");
        assert_eq!(record["author"]["name"], "Nell O'Hara");
        assert_eq!(record["poll"]["options"][0]["label"], "It’s");
        assert_eq!(record["quoted"]["text"], "«\u{202F}a\u{202F}»");
        let paths: Vec<&str> = findings.iter().map(|finding| finding.path.as_str()).collect();
        assert_eq!(paths, ["/text", "/poll/options/0/label", "/quoted/text"]);
        assert_eq!(findings[0].detail, json!({ "count": 4 }));
    }
}
