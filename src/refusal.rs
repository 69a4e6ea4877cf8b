//! Which posts must not be shown unless the caller allows it: private, direct, protected, withheld ones, and those whose labels forbid it.
//!
//! Says why; how it is told and what is done then is decided elsewhere.

use crate::record::{Post, Quoted, ReplyTo, Unavailable, Visibility};
use crate::{Error, ErrorKind, Finding, Record, Result};

/// Refuses what must not be shown unless `allow` names the reason; what is allowed becomes a finding. Posts inside the post
/// count where `shows` says that the text at a JSON pointer is shown.
///
/// # Errors
/// [`ErrorKind::Refused`].
pub(crate) fn refusal(record: &Record, shows: &dyn Fn(&str) -> bool, allow: &[String]) -> Result<Vec<Finding>> {
    let Record::Post(post) = record else { return Ok(Vec::new()) };
    let mut reasons = Vec::new();
    collect_reasons(post, "", "the post", shows, &mut reasons);
    let mut findings: Vec<Finding> = Vec::new();
    for Reason { path, what, word, said } in reasons {
        if !allow.iter().any(|allowed| allowed.strip_prefix('!').unwrap_or(allowed) == word) {
            return Err(Error::new(ErrorKind::Refused, format!("{what} {said} and is not drawn"))
                .with_hint(format!("if you may publish it, add `--allow {word}`; the receipt will say so")));
        }
        let message = format!("{what} {said} and was drawn because that was allowed");
        findings.push(Finding::warning("refusal-lifted", path, message));
    }
    Ok(findings)
}

/// Why a post must not be shown.
struct Reason {
    /// JSON pointer of the post.
    path: String,
    what: &'static str,
    /// The word that lifts it.
    word: &'static str,
    said: &'static str,
}

/// Labels that forbid showing: the label, the word that lifts it, and what it says of a post.
const LABELS: [(&str, &str, &str); 4] = [
    ("protected", "protected", "is protected"),
    ("!no-unauthenticated", "no-unauthenticated", "is not for people who are not logged in"),
    ("!hide", "hide", "is labelled `!hide` by its network"),
    ("!warn", "warn", "is labelled `!warn` by its network"),
];

fn collect_reasons(post: &Post, at: &str, what: &'static str, shows: &dyn Fn(&str) -> bool, found: &mut Vec<Reason>) {
    let mut add = |word, said| found.push(Reason { path: at.to_owned(), what, word, said });
    match post.visibility {
        Some(Visibility::Private) => add("private", "is private"),
        Some(Visibility::Direct) => add("direct", "is direct"),
        Some(Visibility::Public | Visibility::Unlisted) | None => {}
    }
    match post.unavailable {
        Some(Unavailable::Withheld) => add("withheld", "is withheld"),
        Some(Unavailable::Private) if !matches!(post.visibility, Some(Visibility::Private | Visibility::Direct)) => {
            add("private", "is private");
        }
        _ => {}
    }
    for (label, word, said) in LABELS {
        if post.labels.iter().any(|known| known == label) {
            found.push(Reason { path: at.to_owned(), what, word, said });
        }
    }
    let mut inside = |inner: &Post, at: String, what: &'static str| {
        if shows(&format!("{at}/text")) {
            collect_reasons(inner, &at, what, shows, found);
        }
    };
    if let Some(quoted) = post.quoted.as_ref().and_then(Quoted::post) {
        inside(quoted, format!("{at}/quoted"), "the quoted post");
    }
    if let Some(parent) = post.reply_to.as_ref().and_then(ReplyTo::post) {
        inside(parent, format!("{at}/reply_to"), "the answered post");
    }
    for (index, next) in post.thread.iter().enumerate() {
        inside(next, format!("{at}/thread/{index}"), "a post of the thread");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows the text of a post and the quoted post.
    fn shows(pointer: &str) -> bool {
        matches!(pointer, "/text" | "/quoted/text")
    }

    fn post(fields: &str) -> Record {
        Record::from_json(format!(r#"{{ "kind": "post", "text": "Hi", {fields} }}"#).as_bytes()).expect(fields)
    }

    #[test]
    fn each_reason_is_refused_and_lifted_by_its_word() {
        for (fields, word) in [
            (r#""visibility": "private""#, "private"),
            (r#""visibility": "direct""#, "direct"),
            (r#""unavailable": "withheld""#, "withheld"),
            (r#""unavailable": "private""#, "private"),
            (r#""labels": ["protected"]"#, "protected"),
            (r#""labels": ["!no-unauthenticated"]"#, "no-unauthenticated"),
            (r#""labels": ["spam", "!hide"]"#, "hide"),
            (r#""labels": ["!warn"]"#, "!warn"),
        ] {
            let record = post(fields);
            let error = refusal(&record, &shows, &["other".to_owned()]).expect_err(fields);
            let bare = word.trim_start_matches('!');
            assert_eq!(error.kind(), ErrorKind::Refused);
            assert!(error.hint().is_some_and(|hint| hint.contains(&format!("`--allow {bare}`"))), "{error:?}");
            let findings = refusal(&record, &shows, &[word.to_owned()]).expect(fields);
            assert_eq!(findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["refusal-lifted"]);
        }
    }

    #[test]
    fn public_posts_with_other_labels_are_drawn() {
        for fields in
            [r#""visibility": "unlisted""#, r#""labels": ["spam"], "sensitive": true"#, r#""unavailable": "deleted""#]
        {
            assert!(refusal(&post(fields), &shows, &[]).is_ok_and(|findings| findings.is_empty()), "{fields}");
        }
    }

    #[test]
    fn posts_inside_count_where_they_are_shown() {
        let inner = r#"{ "kind": "post", "text": "Low", "visibility": "private" }"#;
        let error = refusal(&post(&format!(r#""quoted": {inner}"#)), &shows, &[]).expect_err("private");
        assert_eq!(error.to_string(), "the quoted post is private and is not drawn");
        let lifted = refusal(&post(&format!(r#""quoted": {inner}"#)), &shows, &["private".to_owned()]).expect("lifted");
        assert_eq!(lifted[0].path, "/quoted");
        for field in ["reply_to", "thread"] {
            let inner = if field == "thread" { format!("[{inner}]") } else { inner.to_owned() };
            assert!(refusal(&post(&format!(r#""{field}": {inner}"#)), &shows, &[]).is_ok(), "{field}");
        }
    }
}
