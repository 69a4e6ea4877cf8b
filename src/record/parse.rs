//! From JSON text to a checked record, and from the messages of the JSON library to ours.
//!
//! A place is always found from the path, because a JSON library knows only where it stopped reading.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::locate::{Step, Steps, line_and_column, offset_of};
use super::{Record, check, shape};
use crate::{Error, ErrorKind, Result};

/// Reads and checks one record.
pub(super) fn from_json(bytes: &[u8]) -> Result<Record> {
    let json = utf8(bytes)?;
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let mut track = serde_path_to_error::Track::new();
    let kind = shape::inspect(serde_path_to_error::Deserializer::new(&mut deserializer, &mut track))
        .map_err(|error| translate(json, &steps(&track.path()), &error))?;
    deserializer.end().map_err(|error| translate(json, &[], &error))?;
    let record = match kind.as_deref() {
        Some("quote") => Record::Quote(typed(json)?),
        Some("post") => Record::Post(typed(json)?),
        Some(other) => return Err(unknown_kind(json, other)),
        None => return Err(missing_kind(json)),
    };
    match check::problem(&record) {
        None => Ok(record),
        Some(problem) => Err(at(problem.error, json, &problem.path)),
    }
}

/// Reads any JSON value, with the errors of a record for text that is no JSON.
pub(crate) fn parse_json<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T> {
    let json = utf8(bytes)?;
    serde_json::from_str(json).map_err(|error| translate(json, &[], &error))
}

/// Line and column of the value at a path such as `media[2].src`, or of the nearest value around it that is there.
pub(crate) fn place_of(bytes: &[u8], path: &str) -> (usize, usize) {
    let Ok(json) = utf8(bytes) else { return (1, 1) };
    line_and_column(json, offset_of(json, &Steps::parse(path)))
}

/// The text behind a byte order mark, if it is UTF-8.
fn utf8(bytes: &[u8]) -> Result<&str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let (good, rest) = bytes.split_at(error.valid_up_to());
        let (line, column) = line_and_column(&String::from_utf8_lossy(good), good.len());
        let byte = rest.first().copied().unwrap_or_default();
        Error::new(ErrorKind::Syntax, format!("byte 0x{byte:02X} is not UTF-8"))
            .with_hint("save the file as UTF-8")
            .at(line, column)
    })
}

fn typed<T: DeserializeOwned>(json: &str) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| translate(json, &steps(error.path()), error.inner()))
}

fn unknown_kind(json: &str, found: &str) -> Error {
    let message = format!("`kind` is `{}`, expected `quote` or `post`", shortened(found));
    let hint = nearest(found, ["quote", "post"].into_iter());
    at(with_hint(Error::new(ErrorKind::InvalidValue, message), hint), json, &[Step::Key("kind".to_owned())])
}

fn missing_kind(json: &str) -> Error {
    let error = Error::new(ErrorKind::MissingField, "field `kind` is missing, expected `quote` or `post`")
        .with_hint("add `\"kind\": \"quote\"` or `\"kind\": \"post\"`");
    at(error, json, &[Step::Key("kind".to_owned())])
}

/// Adds the path of a place, and the line and column that belong to it.
fn at(error: Error, json: &str, path: &[Step]) -> Error {
    let (line, column) = line_and_column(json, offset_of(json, path));
    let error = error.at(line, column);
    if path.is_empty() { error } else { error.at_path(Steps(path).to_string()) }
}

fn steps(path: &serde_path_to_error::Path) -> Vec<Step> {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Map { key } => Some(Step::Key(key.clone())),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

/// Says in our words what the JSON library found.
fn translate(json: &str, path: &[Step], error: &serde_json::Error) -> Error {
    let whole = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = whole.strip_suffix(&place).unwrap_or(&whole);
    match error.classify() {
        serde_json::error::Category::Data => data_error(json, path, message),
        _ => syntax_error(json, path, message, error),
    }
}

fn syntax_error(json: &str, path: &[Step], message: &str, error: &serde_json::Error) -> Error {
    let (kind, text, hint) = match message {
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => (
            ErrorKind::Syntax,
            "escape `\\u` stands for half a character (a lone surrogate)".to_owned(),
            Some("write both halves, or the character itself"),
        ),
        "recursion limit exceeded" => {
            (ErrorKind::TooLarge, "the record is nested more than 128 levels deep".to_owned(), None)
        }
        "trailing characters" => (
            ErrorKind::Syntax,
            "there is more text after the record".to_owned(),
            Some("a file of several records is a list, or has one record on each line"),
        ),
        "control character (\\u0000-\\u001F) found while parsing a string" => (
            ErrorKind::Syntax,
            "a control character stands in a string".to_owned(),
            Some("write a line break as `\\n` and a tab as `\\t`"),
        ),
        "EOF while parsing a value" if json.trim().is_empty() => {
            (ErrorKind::Syntax, "the input is empty, expected a record".to_owned(), None)
        }
        other => (ErrorKind::Syntax, format!("not valid JSON: {}", other.replace("EOF", "end of input")), None),
    };
    let (line, column) = syntax_place(json, error.line(), error.column());
    let mut found = Error::new(kind, text).at(line, column);
    if let Some(hint) = hint {
        found = found.with_hint(hint);
    }
    if path.is_empty() { found } else { found.at_path(Steps(path).to_string()) }
}

/// The library counts columns in bytes.
fn syntax_place(json: &str, line: usize, column: usize) -> (usize, usize) {
    let Some(text) = json.split('\n').nth(line.saturating_sub(1)) else { return (line.max(1), column.max(1)) };
    let bytes = text.as_bytes().get(..column.min(text.len())).unwrap_or_default();
    let characters = bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    (line, characters.max(1))
}

fn data_error(json: &str, path: &[Step], message: &str) -> Error {
    if let Some(name) = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        let mut full = path.to_vec();
        full.push(Step::Key(name.to_owned()));
        let error = Error::new(ErrorKind::MissingField, format!("field `{}` is missing", Steps(&full)));
        return at(with_hint(error, missing_hint(&full)), json, &full);
    }
    if let Some((name, known)) = message.strip_prefix("unknown field `").and_then(split_known) {
        return unknown_field(json, path, name, known);
    }
    let name = if path.is_empty() { "the record".to_owned() } else { format!("`{}`", Steps(path)) };
    if let Some(what) = message.strip_prefix(shape::TOO_LARGE) {
        let text = match what.strip_suffix(" bytes") {
            Some(bytes) => format!("{name} is {bytes} bytes long, at most 65536 (64 KiB) are allowed"),
            None => format!("{name}: {what}"),
        };
        return at(Error::new(ErrorKind::TooLarge, text), json, path);
    }
    let (text, hint) = value_message(&name, path, message);
    at(with_hint(Error::new(ErrorKind::InvalidValue, text), hint), json, path)
}

fn unknown_field(json: &str, path: &[Step], name: &str, known: &str) -> Error {
    let mut full = path.to_vec();
    if full.last() != Some(&Step::Key(name.to_owned())) {
        full.push(Step::Key(name.to_owned()));
    }
    let shown = Steps(&full).to_string();
    let hint = nearest(name, backticked(known)).unwrap_or_else(|| {
        let known: Vec<_> = backticked(known).filter(|word| *word != "$schema").collect();
        format!("known here: {}; anything of your own belongs into `extra`", known.join(", "))
    });
    let error = Error::new(ErrorKind::UnknownField, format!("field `{}` is not known", shortened(&shown)));
    at(error.with_hint(hint), json, &full)
}

/// What is wrong with a value, and a hint.
fn value_message(name: &str, path: &[Step], message: &str) -> (String, Option<String>) {
    if let Some((word, known)) = message.strip_prefix("unknown variant `").and_then(split_known) {
        let text = format!("{name} is `{}`, expected {}", shortened(word), known.trim_start_matches("one of "));
        return (text, nearest(word, backticked(known)));
    }
    if let Some(field) = message.strip_prefix("duplicate field `").and_then(|rest| rest.strip_suffix('`')) {
        return (format!("field `{field}` stands there twice"), None);
    }
    if message.starts_with("control character") {
        let hint = if message.contains("U+000D") { "write line breaks as `\\n`" } else { "remove it" };
        return (format!("{name} has the {message}"), Some(hint.to_owned()));
    }
    let found = ["invalid type: ", "invalid value: ", "invalid length "];
    let Some(rest) = found.iter().find_map(|prefix| message.strip_prefix(prefix)) else {
        return (format!("{name}: {message}"), None);
    };
    let (found, expected) = rest.rsplit_once(", expected ").unwrap_or((rest, "something else"));
    let hint = match path.last() {
        Some(Step::Key(key)) if key == "id" && found.starts_with("integer") => {
            Some("write the number in quotation marks: long identifiers lose digits as JSON numbers".to_owned())
        }
        _ => None,
    };
    (format!("{name} is {}, expected {}", found_in_words(found), expected_in_words(expected)), hint)
}

fn found_in_words(found: &str) -> String {
    let words = match found {
        "map" => "an object",
        "sequence" => "a list",
        "null" | "unit value" => "null",
        _ => {
            return match found.strip_prefix("floating point ") {
                Some(number) => format!("the number {number}"),
                None => match found.parse::<usize>() {
                    Ok(length) => format!("a list of {length}"),
                    Err(_) => format!("the {found}"),
                },
            };
        }
    };
    words.to_owned()
}

fn expected_in_words(expected: &str) -> &str {
    match expected {
        "u64" | "u32" | "usize" => "a whole number of 0 or more",
        "f64" => "a number",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "an object",
        "an array of length 2" => "a list of two numbers",
        _ if expected.starts_with("struct ") => "an object",
        _ => expected,
    }
}

/// Splits `name`, expected … into the name and the known ones.
fn split_known(rest: &str) -> Option<(&str, &str)> {
    rest.rsplit_once("`, expected ").or_else(|| rest.rsplit_once("`, there are no "))
}

fn backticked(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// "did you mean …", when a known name is near enough.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest_name(word, known).map(|name| format!("did you mean `{name}`?"))
}

fn nearest_name<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 64 {
        return None;
    }
    let plain = word.to_ascii_lowercase().replace(['-', ' '], "_");
    let best = known.map(|name| (strsim::jaro_winkler(&plain, name), name)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= 0.75).then_some(best.1)
}

/// The known name that is nearest to the unknown field or word of a serde message (JSON, TOML).
#[cfg(any(feature = "cli", test))]
pub(crate) fn nearest_in_message(message: &str) -> Option<&str> {
    let rest = ["unknown field `", "unknown variant `"].iter().find_map(|prefix| message.strip_prefix(prefix))?;
    let (word, known) = split_known(rest)?;
    nearest_name(word, backticked(known))
}

fn missing_hint(path: &[Step]) -> Option<String> {
    let hint = match path {
        [Step::Key(author)] if author == "author" => "a quotation needs its author: `\"author\": { \"name\": \"…\" }`",
        [.., Step::Key(kind)] if kind == "kind" => "a post inside a record begins with `\"kind\": \"post\"`",
        _ => return None,
    };
    Some(hint.to_owned())
}

fn with_hint(error: Error, hint: Option<String>) -> Error {
    match hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

/// A word from the input, cut for a message.
fn shortened(word: &str) -> String {
    let mut short: String = word.chars().take(80).collect();
    if short.len() < word.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(json: &str) -> Error {
        from_json(json.as_bytes()).expect_err("the record is wrong")
    }

    fn place(error: &Error) -> (Option<usize>, Option<usize>, Option<&str>) {
        let location = error.location();
        (location.line, location.column, location.path.as_deref())
    }

    #[test]
    fn a_missing_field_is_named_with_its_path_and_line() {
        let json = "{ \"kind\": \"quote\",\n  \"text\": \"Hi\",\n  \"author\": {\n    \"role\": \"clerk\" } }";
        let error = error(json);
        assert_eq!(error.to_string(), "field `author.name` is missing");
        assert_eq!(error.kind(), ErrorKind::MissingField);
        assert_eq!(place(&error), (Some(3), Some(3), Some("author.name")));
    }

    #[test]
    fn an_unknown_field_gets_the_nearest_name() {
        let json = r#"{ "kind": "post", "text": "Hi", "author": { "name": "Mira", "handel": "mira" } }"#;
        let error = error(json);
        assert_eq!(error.to_string(), "field `author.handel` is not known");
        assert_eq!(error.hint(), Some("did you mean `handle`?"));
        assert_eq!(place(&error), (Some(1), Some(61), Some("author.handel")));
    }

    #[test]
    fn an_unknown_field_far_from_every_name_lists_the_known_ones() {
        let error = error(r#"{ "kind": "quote", "text": "Hi", "author": { "name": "Mira", "zzz": 1 } }"#);
        let hint = error.hint().unwrap_or_default();
        assert!(hint.contains("name, role, avatar") && hint.contains("`extra`"), "{hint}");
    }

    #[test]
    fn a_wrong_type_says_what_was_expected_and_found() {
        let cases = [
            (
                r#""media": [{ "kind": "photo", "width": "12" }]"#,
                "`media[0].width` is the string \"12\", expected a whole number of 0 or more",
            ),
            (
                r#""metrics": { "likes": -1 }"#,
                "`metrics.likes` is the integer `-1`, expected a whole number of 0 or more",
            ),
            (
                r#""metrics": { "likes": 1.5 }"#,
                "`metrics.likes` is the number `1.5`, expected a whole number of 0 or more",
            ),
            (r#""author": "Mira""#, "`author` is the string \"Mira\", expected an object"),
            (r#""author": ["Mira"]"#, "`author` is a list, expected a single value"),
            (r#""media": {}"#, "`media` is an object, expected a list"),
            (r#""sensitive": "no""#, "`sensitive` is the string \"no\", expected true or false"),
            (
                r#""media": [{ "kind": "photo", "focus": [0] }]"#,
                "`media[0].focus` is a list of 1, expected a list of two numbers",
            ),
            (r#""visibility": "pubic""#, "`visibility` is `pubic`, expected `public`, `unlisted`, `private`, `direct`"),
            (r#""quoted": []"#, "`quoted` is a list, expected a single value"),
            (r#""quoted": 3"#, "`quoted` is the integer `3`, expected an object"),
            (r#""lang": "en", "lang": "de""#, "field `lang` stands there twice"),
        ];
        for (field, message) in cases {
            let error = error(&format!(r#"{{ "kind": "post", "text": "Hi", {field} }}"#));
            assert_eq!(error.to_string(), message);
            assert_eq!(error.kind(), ErrorKind::InvalidValue);
            assert!(error.location().line == Some(1) && error.location().path.is_some() || message.contains("twice"));
        }
    }

    #[test]
    fn a_mistake_inside_a_quoted_post_keeps_its_path_and_line() {
        let json = "{ \"kind\": \"post\", \"text\": \"Hi\",\n \"quoted\": { \"kind\": \"post\", \"text\": \"Ho\",\n  \"media\": [\n   { \"kind\": \"photo\", \"source\": \"a.jpg\" } ] } }";
        let error = error(json);
        assert_eq!(place(&error), (Some(4), Some(23), Some("quoted.media[0].source")));
        assert_eq!(error.hint(), Some("did you mean `src`?"));
    }

    #[test]
    fn a_nested_post_needs_its_kind_and_knows_its_fields() {
        let missing = error(r#"{ "kind": "post", "text": "Hi", "quoted": { "text": "Ho" } }"#);
        assert_eq!(place(&missing).2, Some("quoted.kind"));
        let unknown = error(r#"{ "kind": "post", "text": "Hi", "reply_to": { "handl": "ada" } }"#);
        assert_eq!(place(&unknown).2, Some("reply_to.handl"));
        assert_eq!(unknown.kind(), ErrorKind::UnknownField);
    }

    #[test]
    fn kind_is_asked_for_first() {
        assert_eq!(error(r#"{ "text": 3 }"#).message(), "field `kind` is missing, expected `quote` or `post`");
        let near = error(r#"{ "kind": "qoute" }"#);
        assert_eq!(near.message(), "`kind` is `qoute`, expected `quote` or `post`");
        assert_eq!(near.hint(), Some("did you mean `quote`?"));
        assert_eq!(error(r#"{ "kind": 3 }"#).message(), "`kind` is the integer `3`, expected a string");
        assert_eq!(error("[]").message(), "the record is a list, expected an object");
        assert_eq!(error("3").message(), "the record is the integer `3`, expected an object");
    }

    #[test]
    fn broken_text_is_a_syntax_error_with_its_place() {
        for (json, line, column) in [
            ("{ \"kind\": \"post\",\n  \"text\": \"Grüße\" oops }", 2, 19),
            ("", 1, 1),
            ("{", 1, 1),
            ("{ \"kind\": \"post\", \"text\": \"a\nb\" }", 2, 1),
        ] {
            let error = error(json);
            assert_eq!(
                (error.kind(), place(&error).0, place(&error).1),
                (ErrorKind::Syntax, Some(line), Some(column)),
                "{json}"
            );
        }
    }

    #[test]
    fn lone_surrogates_and_foreign_encodings_are_refused_with_a_place() {
        for escape in ["\\ud800", "\\udc00", "\\ud83dx", "\\ud83d\\n"] {
            let error = error(&format!("{{ \"kind\": \"post\",\n \"text\": \"{escape}\" }}"));
            assert!(error.message().contains("lone surrogate"), "{escape}: {error}");
            assert_eq!((error.kind(), place(&error).0), (ErrorKind::Syntax, Some(2)));
        }
        let error = from_json(b"{ \"kind\": \"post\",\n \"text\": \"\xE9t\xE9\" }").expect_err("Latin-1");
        assert_eq!(error.message(), "byte 0xE9 is not UTF-8");
        assert_eq!((error.location().line, error.location().column), (Some(2), Some(11)));
    }

    #[test]
    fn a_byte_order_mark_is_tolerated() {
        let json = "\u{FEFF}{ \"kind\": \"post\", \"text\": \"Hi\" }";
        assert!(from_json(json.as_bytes()).is_ok());
    }

    #[test]
    fn control_characters_are_named() {
        let error = error(r#"{ "kind": "post", "text": "Hi", "author": { "name": "Mi\u0007ra" } }"#);
        assert_eq!(error.message(), "`author.name` has the control character U+0007 at character 2");
        assert_eq!((error.kind(), place(&error).2), (ErrorKind::InvalidValue, Some("author.name")));
    }

    #[test]
    fn a_megabyte_of_text_is_too_large() {
        let error = error(&format!(r#"{{ "kind": "post", "text": "{}" }}"#, "a".repeat(1 << 20)));
        assert_eq!(error.message(), "`text` is 1048576 bytes long, at most 65536 (64 KiB) are allowed");
        assert_eq!(error.kind(), ErrorKind::TooLarge);
    }

    #[test]
    fn deep_nesting_is_too_large_and_does_no_harm() {
        let quoted = |depth: usize| {
            let open = r#"{ "kind": "post", "text": "a", "quoted": "#.repeat(depth);
            format!("{open}{}{}", r#"{ "unavailable": "deleted" }"#, "}".repeat(depth))
        };
        assert!(from_json(quoted(22).as_bytes()).is_ok());
        assert_eq!(error(&quoted(26)).kind(), ErrorKind::TooLarge);
        assert_eq!(error(&quoted(5000)).kind(), ErrorKind::TooLarge);
        let lists = format!(
            r#"{{ "kind": "post", "text": "a", "extra": {{ "a": {}{} }} }}"#,
            "[".repeat(9000),
            "]".repeat(9000)
        );
        assert_eq!(error(&lists).kind(), ErrorKind::TooLarge);
        let threads = r#"{ "kind": "post", "text": "a", "thread": ["#.repeat(24) + &"]}".repeat(24);
        assert!(from_json(threads.as_bytes()).is_ok());
    }
}
