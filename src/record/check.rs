//! What the types of a record cannot say: authors, lengths, spans inside their text, dates, handles, languages.
//!
//! Stops at the first problem. Whether a record may be drawn at all (private posts) is decided elsewhere.

use super::locate::{Step, Steps};
use super::when::When;
use super::{
    Author, Media, Person, Photo, Poll, Post, Provenance, Quote, Quoted, Record, ReplyTo, Source, Span, shape, walk,
};
use crate::{Error, ErrorKind, Result};

/// A problem and its path. The path is not in the error yet.
pub(super) struct Problem {
    pub(super) error: Error,
    pub(super) path: Vec<Step>,
}

type Checked = Result<(), Problem>;

/// Checks a record in memory: what [`problem`] checks, and what the walk over JSON text has checked for records from text.
pub(super) fn check(record: &Record) -> Result<()> {
    if !walk::is_sound(record) {
        // What is wrong the walk over its text can tell.
        let json = serde_json::to_vec(record).map_err(|error| {
            Error::new(ErrorKind::InvalidValue, "the record has a number that is not finite").with_source(error)
        })?;
        let mut deserializer = serde_json::Deserializer::from_slice(&json);
        if shape::inspect(&mut deserializer).is_err() {
            return Record::from_json(&json).map(|_| ());
        }
    }
    match problem(record) {
        None => Ok(()),
        Some(problem) => Err(problem.error.at_path(Steps(&problem.path).to_string())),
    }
}

/// The first problem of a record.
pub(super) fn problem(record: &Record) -> Option<Problem> {
    let path = Path::Top;
    match record {
        Record::Quote(quote) => check_quote(quote, &path).err(),
        Record::Post(post) => check_post(post, &path).err(),
    }
}

/// Where a check is. Nothing is written down before something is wrong.
#[derive(Clone, Copy)]
enum Path<'a> {
    Top,
    Key(&'a Self, &'a str),
    Index(&'a Self, usize),
}

impl Path<'_> {
    fn key<'a>(&'a self, key: &'a str) -> Path<'a> {
        Path::Key(self, key)
    }

    fn index(&self, index: usize) -> Path<'_> {
        Path::Index(self, index)
    }

    fn steps(&self) -> Vec<Step> {
        let (mut steps, last) = match self {
            Self::Top => return Vec::new(),
            Self::Key(before, key) => (before.steps(), Step::Key((*key).to_owned())),
            Self::Index(before, index) => (before.steps(), Step::Index(*index)),
        };
        steps.push(last);
        steps
    }

    fn wrong(&self, message: impl std::fmt::Display) -> Problem {
        self.problem(ErrorKind::InvalidValue, format!("`{self}` {message}"), None)
    }

    fn wrong_with_hint(&self, message: impl std::fmt::Display, hint: impl Into<String>) -> Problem {
        self.problem(ErrorKind::InvalidValue, format!("`{self}` {message}"), Some(hint.into()))
    }

    fn problem(&self, kind: ErrorKind, message: String, hint: Option<String>) -> Problem {
        let mut error = Error::new(kind, message);
        if let Some(hint) = hint {
            error = error.with_hint(hint);
        }
        Problem { error, path: self.steps() }
    }
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Steps(&self.steps()).fmt(f)
    }
}

fn check_quote(quote: &Quote, path: &Path<'_>) -> Checked {
    required(&quote.text, &path.key("text"))?;
    check_person(&quote.author, &path.key("author"))?;
    optional(quote.source.as_ref(), |source| check_source(source, &path.key("source")))?;
    optional(quote.lang.as_deref(), |lang| check_lang(lang, &path.key("lang")))?;
    check_spans(quote.spans.as_deref(), &quote.text, &path.key("spans"))?;
    optional(quote.original.as_ref(), |original| {
        let path = path.key("original");
        required(&original.text, &path.key("text"))?;
        optional(original.lang.as_deref(), |lang| check_lang(lang, &path.key("lang")))
    })?;
    each(&quote.voices, &path.key("voices"), |voice, path| {
        required(&voice.text, &path.key("text"))?;
        check_person(&voice.author, &path.key("author"))
    })?;
    each(&quote.parts, &path.key("parts"), |part, path| {
        required(&part.text, &path.key("text"))?;
        check_range(part.start, part.end, path)
    })?;
    optional(quote.photo.as_ref(), |photo| check_photo(photo, &path.key("photo")))?;
    optional(quote.provenance.as_ref(), |provenance| check_provenance(provenance, &path.key("provenance")))
}

fn check_post(post: &Post, path: &Path<'_>) -> Checked {
    optional(post.author.as_ref(), |author| check_author(author, &path.key("author")))?;
    check_post_text(post, path)?;
    optional(post.lang.as_deref(), |lang| check_lang(lang, &path.key("lang")))?;
    for (key, date) in
        [("created_at", &post.created_at), ("edited_at", &post.edited_at), ("captured_at", &post.captured_at)]
    {
        optional(date.as_deref(), |date| check_day(date, &path.key(key)))?;
    }
    each(&post.emojis, &path.key("emojis"), |emoji, path| {
        required(&emoji.src, &path.key("src"))?;
        check_emoji_code(&emoji.code, &path.key("code"))
    })?;
    each(&post.media, &path.key("media"), check_media)?;
    optional(post.poll.as_ref(), |poll| check_poll(poll, &path.key("poll")))?;
    optional(post.link.as_ref(), |link| required(&link.url, &path.key("link").key("url")))?;
    optional(post.note.as_ref(), |note| required(&note.text, &path.key("note").key("text")))?;
    optional(post.reposted_by.as_ref(), |reposter| {
        optional(reposter.handle.as_deref(), |handle| check_handle(handle, &path.key("reposted_by").key("handle")))
    })?;
    match &post.reply_to {
        Some(ReplyTo::Post(parent)) => check_post(parent, &path.key("reply_to"))?,
        Some(ReplyTo::Reference(reference)) => {
            optional(reference.handle.as_deref(), |handle| check_handle(handle, &path.key("reply_to").key("handle")))?;
        }
        None => {}
    }
    if let Some(Quoted::Post(quoted)) = &post.quoted {
        check_post(quoted, &path.key("quoted"))?;
    }
    each(&post.thread, &path.key("thread"), check_post)?;
    optional(post.provenance.as_ref(), |provenance| check_provenance(provenance, &path.key("provenance")))
}

fn check_post_text(post: &Post, path: &Path<'_>) -> Checked {
    let something = !post.media.is_empty()
        || post.poll.is_some()
        || post.link.is_some()
        || post.quoted.is_some()
        || post.unavailable.is_some();
    if post.text.trim().is_empty() && !something {
        let path = path.key("text");
        let message = format!("field `{path}` is missing or empty");
        let hint = "a post without text needs `media`, `poll`, `link`, `quoted` or `unavailable`";
        return Err(path.problem(ErrorKind::MissingField, message, Some(hint.to_owned())));
    }
    check_spans(post.spans.as_deref(), &post.text, &path.key("spans"))
}

fn check_person(person: &Person, path: &Path<'_>) -> Checked {
    let path = path.key("name");
    if person.name.trim().is_empty() {
        let message = format!("field `{path}` is empty: no quotation without attribution");
        return Err(path.problem(ErrorKind::MissingField, message, None));
    }
    Ok(())
}

fn check_author(author: &Author, path: &Path<'_>) -> Checked {
    if author.display_name().trim().is_empty() {
        let path = path.key("name");
        let message = format!("field `{path}` is missing or empty");
        return Err(path.problem(
            ErrorKind::MissingField,
            message,
            Some("give a name or a handle, or leave `author` out".to_owned()),
        ));
    }
    optional(author.handle.as_deref(), |handle| check_handle(handle, &path.key("handle")))?;
    optional(author.affiliation.as_ref(), |affiliation| {
        required(&affiliation.name, &path.key("affiliation").key("name"))
    })
}

fn check_handle(handle: &str, path: &Path<'_>) -> Checked {
    if let Some(plain) = handle.strip_prefix(['@', '＠']) {
        return Err(path.wrong_with_hint("begins with `@`", format!("write `{}`", plain.trim())));
    }
    if handle.is_empty() || handle.chars().any(char::is_whitespace) {
        return Err(path.wrong("is not a handle: it is empty or has white space"));
    }
    Ok(())
}

fn check_emoji_code(code: &str, path: &Path<'_>) -> Checked {
    if code.contains(':') {
        return Err(path.wrong_with_hint("has colons", format!("write `{}`", code.trim_matches(':'))));
    }
    required(code, path)
}

fn check_media(media: &Media, path: &Path<'_>) -> Checked {
    for (key, size) in [("width", media.width), ("height", media.height)] {
        if size == Some(0) {
            return Err(path.key(key).wrong("is 0, expected at least 1"));
        }
    }
    check_focus(media.focus, &path.key("focus"))?;
    match media.duration_s {
        Some(seconds) if !seconds.is_finite() || seconds < 0.0 => {
            Err(path.key("duration_s").wrong(format!("is {seconds}, expected 0 or more")))
        }
        _ => Ok(()),
    }
}

fn check_photo(photo: &Photo, path: &Path<'_>) -> Checked {
    required(&photo.src, &path.key("src"))?;
    check_focus(photo.focus, &path.key("focus"))
}

fn check_focus(focus: Option<[f64; 2]>, path: &Path<'_>) -> Checked {
    for (index, value) in focus.into_iter().flatten().enumerate() {
        if !(-1.0..=1.0).contains(&value) {
            return Err(path.index(index).wrong(format!("is {value}, expected -1 to 1")));
        }
    }
    Ok(())
}

fn check_poll(poll: &Poll, path: &Path<'_>) -> Checked {
    if poll.options.is_empty() {
        return Err(path.key("options").wrong("is empty, expected at least one option"));
    }
    each(&poll.options, &path.key("options"), |option, path| required(&option.label, &path.key("label")))?;
    optional(poll.closes_at.as_deref(), |date| check_day(date, &path.key("closes_at")))
}

fn check_source(source: &Source, path: &Path<'_>) -> Checked {
    optional(source.date.as_deref(), |date| check_date(date, &path.key("date")))
}

fn check_provenance(provenance: &Provenance, path: &Path<'_>) -> Checked {
    optional(provenance.date.as_deref(), |date| check_date(date, &path.key("date")))?;
    check_range(provenance.start, provenance.end, path)?;
    match provenance.confidence {
        Some(value) if !(0.0..=1.0).contains(&value) => {
            Err(path.key("confidence").wrong(format!("is {value}, expected 0 to 1")))
        }
        _ => Ok(()),
    }
}

fn check_range(start: Option<u64>, end: Option<u64>, path: &Path<'_>) -> Checked {
    match (start, end) {
        (Some(start), Some(end)) if end < start => {
            Err(path.key("end").wrong(format!("is {end}, expected at least `start` ({start})")))
        }
        _ => Ok(()),
    }
}

fn check_spans(spans: Option<&[Span]>, text: &str, path: &Path<'_>) -> Checked {
    let Some(spans) = spans else { return Ok(()) };
    let length = text.chars().count();
    each(spans, path, |span, path| {
        if span.start >= span.end {
            let message = format!("is {}, expected more than `start` ({})", span.end, span.start);
            return Err(path.key("end").wrong(message));
        }
        if span.end > length {
            let message = format!("is {}, but the text ends at {length}", span.end);
            return Err(path.key("end").wrong_with_hint(message, "offsets count Unicode code points from 0"));
        }
        Ok(())
    })
}

fn check_lang(lang: &str, path: &Path<'_>) -> Checked {
    let mut parts = lang.split('-');
    let first = parts.next().unwrap_or_default();
    let primary = (2..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let private = matches!(first, "x" | "i" | "X" | "I") && lang.contains('-');
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if (primary || private) && rest && lang.len() <= 64 {
        return Ok(());
    }
    let hint = if lang.contains('_') {
        format!("write `{}`", lang.replace('_', "-"))
    } else {
        "a language tag looks like `en`, `pt-BR` or `zh-Hant`".to_owned()
    };
    Err(path.wrong_with_hint(format!("is `{}`, expected a language tag (BCP 47)", start_of(lang)), hint))
}

fn check_date(date: &str, path: &Path<'_>) -> Checked {
    match When::parse(date) {
        Some(_) => Ok(()),
        None => Err(path.wrong_with_hint(
            format!("is `{}`, expected a date", start_of(date)),
            "write an instant with its offset (`2026-03-14T09:41:00Z`), a day, a month (`1843-10`) or a year",
        )),
    }
}

fn check_day(date: &str, path: &Path<'_>) -> Checked {
    match When::parse(date) {
        Some(When::Instant(_) | When::Day(_)) => Ok(()),
        _ => Err(path.wrong_with_hint(
            format!("is `{}`, expected an instant or a day", start_of(date)),
            "write an instant with its offset (`2026-03-14T09:41:00Z`) or a day (`2026-03-14`)",
        )),
    }
}

fn required(text: &str, path: &Path<'_>) -> Checked {
    if text.trim().is_empty() {
        let message = format!("field `{path}` is empty");
        return Err(path.problem(ErrorKind::MissingField, message, None));
    }
    Ok(())
}

fn optional<T>(value: Option<T>, check: impl FnOnce(T) -> Checked) -> Checked {
    value.map_or(Ok(()), check)
}

fn each<T>(items: &[T], path: &Path, check: impl Fn(&T, &Path<'_>) -> Checked) -> Checked {
    items.iter().enumerate().try_for_each(|(index, item)| check(item, &path.index(index)))
}

/// The beginning of a text, for a message.
fn start_of(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::MAX_NESTED_POSTS;

    fn error(fields: &str) -> Error {
        Record::from_json(format!("{{ {fields} }}").as_bytes()).expect_err(fields)
    }

    fn post(fields: &str) -> Error {
        error(&format!(r#""kind": "post", "text": "Hélo 🌉", {fields}"#))
    }

    #[test]
    fn a_quotation_needs_words_and_an_author() {
        let blank = error(r#""kind": "quote", "text": "Hi", "author": { "name": " " }"#);
        assert_eq!((blank.kind(), blank.location().path.as_deref()), (ErrorKind::MissingField, Some("author.name")));
        let none = error(r#""kind": "quote", "text": "Hi""#);
        assert_eq!(none.to_string(), "field `author` is missing");
        let empty = error(r#""kind": "quote", "text": "", "author": { "name": "Mira" }"#);
        assert_eq!(empty.location().path.as_deref(), Some("text"));
        let voice = error(
            r#""kind": "quote", "text": "Hi", "author": { "name": "Mira" }, "voices": [{ "text": "a", "author": { "name": "" } }]"#,
        );
        assert_eq!(voice.location().path.as_deref(), Some("voices[0].author.name"));
    }

    #[test]
    fn a_post_without_text_needs_something_else() {
        let nothing = error(r#""kind": "post", "author": { "name": "Mira" }"#);
        assert_eq!((nothing.kind(), nothing.location().path.as_deref()), (ErrorKind::MissingField, Some("text")));
        for fields in [
            r#""text": "", "media": [{ "kind": "photo", "src": "a.png" }]"#,
            r#""text": "", "poll": { "options": [{ "label": "yes" }] }"#,
            r#""text": "", "link": { "url": "https://example.com" }"#,
            r#""text": "", "quoted": { "unavailable": "deleted" }"#,
            r#""unavailable": "suspended""#,
        ] {
            let json = format!(r#"{{ "kind": "post", {fields} }}"#);
            assert!(Record::from_json(json.as_bytes()).is_ok(), "{fields}");
        }
    }

    #[test]
    fn spans_lie_inside_the_text_in_code_points() {
        let good = r#"{ "kind": "post", "text": "Hélo 🌉", "spans": [{ "start": 5, "end": 6, "kind": "bold" }] }"#;
        assert!(Record::from_json(good.as_bytes()).is_ok());
        let long = post(r#""spans": [{ "start": 5, "end": 7, "kind": "bold" }]"#);
        assert_eq!(long.to_string(), "`spans[0].end` is 7, but the text ends at 6");
        let empty = post(r#""spans": [{ "start": 5, "end": 5, "kind": "bold" }]"#);
        assert_eq!(empty.location().path.as_deref(), Some("spans[0].end"));
    }

    #[test]
    fn each_wrong_value_is_refused_at_its_path() {
        for (fields, path) in [
            (r#""author": { "handle": "@mira" }"#, "author.handle"),
            (r#""author": { "avatar": "a.png" }"#, "author.name"),
            (r#""reply_to": { "handle": "a b" }"#, "reply_to.handle"),
            (r#""lang": "en_US""#, "lang"),
            (r#""lang": "e""#, "lang"),
            (r#""created_at": "yesterday""#, "created_at"),
            (r#""created_at": "2026-02-30""#, "created_at"),
            (r#""created_at": "2026-03""#, "created_at"),
            (r#""created_at": "2026-03-14T09:41:00""#, "created_at"),
            (r#""media": [{ "kind": "photo", "focus": [0, 1.5] }]"#, "media[0].focus[1]"),
            (r#""media": [{ "kind": "photo", "width": 0 }]"#, "media[0].width"),
            (r#""media": [{ "kind": "video", "duration_s": -2 }]"#, "media[0].duration_s"),
            (r#""poll": { "options": [] }"#, "poll.options"),
            (r#""poll": { "options": [{ "label": "a", "votes": -1 }] }"#, "poll.options[0].votes"),
            (r#""emojis": [{ "code": ":cat:", "src": "c.png" }]"#, "emojis[0].code"),
            (r#""thread": [{ "kind": "post", "text": "" }]"#, "thread[0].text"),
            (r#""quoted": { "kind": "post", "text": "a", "lang": "?" }"#, "quoted.lang"),
            (r#""provenance": { "confidence": 2 }"#, "provenance.confidence"),
            (r#""provenance": { "start": 2, "end": 1 }"#, "provenance.end"),
        ] {
            let error = post(fields);
            assert_eq!(error.location().path.as_deref(), Some(path), "{fields}: {error}");
            assert_eq!(error.location().line, Some(1));
        }
    }

    #[test]
    fn a_record_in_memory_is_held_to_the_same_rules() {
        let post = |text: &str| Post { text: text.to_owned(), ..Post::default() };
        let error = |post: Post| Record::from(post).check().expect_err("unsound");
        assert_eq!(error(post(&"a".repeat(70_000))).kind(), ErrorKind::TooLarge);
        let control = error(Post { thread: vec![post("a\tb\n"), post("a\u{1}")], ..post("a") });
        assert_eq!(control.location().path.as_deref(), Some("thread[1].text"));
        let mut nested = post("a");
        for _ in 0..=MAX_NESTED_POSTS {
            nested = Post { quoted: Some(Quoted::Post(Box::new(nested))), ..post("a") };
        }
        assert_eq!(error(nested).kind(), ErrorKind::TooLarge);
        assert!(Record::from(Quote::default()).check().is_err());
    }

    #[test]
    fn what_no_card_shows_may_be_long_and_strange() {
        let avatar = Some(format!("data:image/png;base64,{}", "A".repeat(100_000)));
        let author = Some(Author { name: Some("Mira".to_owned()), avatar, ..Author::default() });
        let extra = [("a\u{1}".to_owned(), "\u{2}".repeat(70_000).into())].into_iter().collect();
        let sound = Record::from(Post { text: "a\u{7f}".to_owned(), author, extra, ..Post::default() });
        assert!(walk::is_sound(&sound) && sound.check().is_ok());
    }
}
