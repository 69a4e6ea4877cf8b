//! The Jinja environment of a template: auto-escaping, limits and the filters that cards need.

use jiff::tz::TimeZone;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error as JinjaError, ErrorKind as JinjaKind, State, UndefinedBehavior};

use super::manifest::place;
use crate::record::Emoji;
use crate::text;
use crate::{Error, ErrorKind, Result};
use serde::Deserialize;

/// Name of the page inside the environment; also the file name in messages.
pub(super) const PAGE: &str = "card.html";
/// Steps of the Jinja machine a card may take; the built-in templates need about a thousand.
const FUEL: u64 = 2_000_000;

/// Compiles the page and its parts, each under its name.
///
/// # Errors
/// [`ErrorKind::Template`] with line and column for Jinja that cannot be parsed.
pub(super) fn environment(pages: Vec<(String, String)>) -> Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(64);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(|error| template_error(&error))?);
    environment.add_filter("compact", compact);
    environment.add_filter("date", date);
    environment.add_filter("initials", |name: &str| text::initials(name));
    environment.add_filter("hue", |name: &str| u32::from(text::hue(name)));
    environment.add_filter("rich", rich);
    environment.add_filter("letters", letters);
    environment.add_filter("marks", marks);
    environment.add_test("quoted", text::quotes::is_quoted);
    environment.add_filter("quotes", quotes);
    environment.add_filter("label", label);
    environment.add_filter("shares", shares);
    environment.add_filter("clock", clock);
    environment.add_filter("emoji", emoji);
    for (name, html) in pages {
        environment.add_template_owned(name, html).map_err(|error| template_error(&error))?;
    }
    Ok(environment)
}

/// A Jinja error as ours: place in the page, and the known filters where one is unknown.
pub(super) fn template_error(error: &JinjaError) -> Error {
    let kind = if error.kind() == JinjaKind::OutOfFuel { ErrorKind::TooLarge } else { ErrorKind::Template };
    let message = match (error.kind(), error.detail()) {
        (JinjaKind::OutOfFuel, _) => "the template takes too many steps".to_owned(),
        (_, Some(detail)) => detail.to_owned(),
        (other, None) => other.to_string(),
    };
    let file = error.name().filter(|name| !name.is_empty()).unwrap_or(PAGE).to_owned();
    let mut ours = Error::new(kind, message).in_file(file);
    let column = error.template_source().zip(error.range()).map(|(source, range)| place(source, range.start).1);
    if let Some(line) = error.line() {
        ours = ours.at(line, column.unwrap_or(1));
    }
    match error.kind() {
        JinjaKind::UnknownFilter => ours.with_hint(
            "card filters are compact, date, initials, hue, rich, letters, marks, quotes, label, shares, clock and emoji, besides those of Jinja",
        ),
        JinjaKind::OutOfFuel => ours.with_hint("look for a loop over a very large range"),
        _ => ours,
    }
}

/// 8412 → `8.4K`. Absent stays absent.
fn compact(state: &State, count: &Value) -> Result<Value, JinjaError> {
    match u64::try_from(count.clone()) {
        Ok(count) => Ok(text::compact(count, &locale(state)).into()),
        Err(_) if count.is_undefined() || count.is_none() => Ok(Value::UNDEFINED),
        Err(_) => Err(JinjaError::new(
            JinjaKind::InvalidOperation,
            format!("`compact` expects a count, found {}", count.kind()),
        )),
    }
}

/// `2026-03-14T09:41:00Z` → `14 March 2026, 09:41 UTC`. Absent stays absent.
fn date(state: &State, value: &Value, form: Option<&str>) -> Result<Value, JinjaError> {
    if value.is_undefined() || value.is_none() {
        return Ok(Value::UNDEFINED);
    }
    let written = value.as_str().ok_or_else(|| {
        JinjaError::new(JinjaKind::InvalidOperation, format!("`date` expects text, found {}", value.kind()))
    })?;
    let style = match form {
        None | Some("long") => text::DateStyle::Long,
        Some("short") => text::DateStyle::Short,
        Some("day") => text::DateStyle::Day,
        Some("year") => text::DateStyle::Year,
        Some(other) => {
            let message = format!("`date` knows long, short, day and year, found `{other}`");
            return Err(JinjaError::new(JinjaKind::InvalidOperation, message));
        }
    };
    let zone = state.lookup("time_zone").and_then(|zone| zone.as_str().map(str::to_owned));
    let zone = zone.and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC);
    let printed = text::date(written, &locale(state), &zone, style);
    printed.map(Value::from).ok_or_else(|| {
        JinjaError::new(JinjaKind::InvalidOperation, format!("`date` expects a date, found `{written}`"))
    })
}

/// A record, or a plain text, as safe HTML with its spans.
fn rich(value: &Value) -> Result<Value, JinjaError> {
    if value.kind() == ValueKind::Map {
        let prepared = value.get_attr(super::bind::RICH)?;
        return Ok(match prepared.as_str() {
            Some(html) => Value::from_safe_string(html.to_owned()),
            None => rich_plain(&value.get_attr("text")?),
        });
    }
    Ok(rich_plain(value))
}

/// How many characters are seen of a text, or of the words of a record: on a card of a series those of its longest text.
fn letters(value: &Value) -> Result<Value, JinjaError> {
    if value.kind() == ValueKind::Map {
        let prepared = value.get_attr(super::bind::LETTERS)?;
        return Ok(if prepared.is_undefined() {
            text::letters(value.get_attr("text")?.as_str().unwrap_or_default()).into()
        } else {
            prepared
        });
    }
    Ok(text::letters(value.as_str().unwrap_or_default()).into())
}

/// The quotation marks of a record's language, opening and closing. In a series the words are closed on the last card only, and opened
/// again on each card where the language does so with each paragraph.
fn marks(state: &State, record: &Value) -> Result<Value, JinjaError> {
    let lang = record.get_attr("lang")?;
    let marks = text::quotes::quote_marks(lang.as_str().unwrap_or("en"));
    let page = state.lookup("page").unwrap_or_default();
    if page.get_attr("quoted").is_ok_and(|quoted| quoted.is_true()) {
        // A text that brings its own marks is not marked twice.
        return Ok(vec!["", ""].into());
    }
    let is =
        |name: &str| page.is_undefined() || page.is_none() || page.get_attr(name).is_ok_and(|value| value.is_true());
    let open = if is("first") { marks.open } else { text::quotes::continued(lang.as_str().unwrap_or("en")) };
    Ok(vec![open, if is("last") { marks.close } else { "" }].into())
}

fn rich_plain(value: &Value) -> Value {
    Value::from_safe_string(text::rich(value.as_str().unwrap_or_default(), &[], &[]))
}

/// A text inside the quotation marks of its language (default: that of the card).
fn quotes(state: &State, text: &str, lang: Option<&str>) -> String {
    let lang = lang.map_or_else(|| locale(state), str::to_owned);
    text::quoted(text, &lang)
}

/// A phrase that cards add, in the language of the card: `emphasis-added`, `translated-by`, `page`. Without its name or page, `translated-by` and `page` are absent.
fn label(state: &State, name: &str, what: Option<&Value>) -> Result<Value, JinjaError> {
    let Some(label) = text::Label::from_name(name) else {
        let known: Vec<_> = text::Label::NAMES.iter().map(|(name, _)| *name).collect();
        let message = format!("`label` knows {}, found `{name}`", known.join(", "));
        return Err(JinjaError::new(JinjaKind::InvalidOperation, message));
    };
    match (label, what.and_then(Value::as_str)) {
        (text::Label::EmphasisAdded, _) => Ok(text::label(label, "", &locale(state)).into()),
        (_, Some(what)) => Ok(text::label(label, what, &locale(state)).into()),
        (_, None) => Ok(Value::UNDEFINED),
    }
}

/// The hundredths of each option of a poll: of all votes, or of the voters where one could choose several. Nothing while votes are hidden.
fn shares(poll: &Value) -> Result<Value, JinjaError> {
    let mut counts = Vec::new();
    for option in poll.get_attr("options")?.try_iter()? {
        match u64::try_from(option.get_attr("votes")?) {
            Ok(votes) => counts.push(votes),
            Err(_) => return Ok(Value::UNDEFINED),
        }
    }
    let voters =
        u64::try_from(poll.get_attr("voters")?).ok().filter(|_| poll.get_attr("multiple").is_ok_and(|m| m.is_true()));
    Ok(Value::from(match voters {
        Some(voters) => text::shares_of(&counts, voters),
        None => text::shares(&counts),
    }))
}

/// A text in one line with custom emoji as pictures.
fn emoji(text: &Value, emojis: &Value) -> Result<Value, JinjaError> {
    let emojis: Vec<Emoji> = match emojis.is_undefined() || emojis.is_none() {
        true => Vec::new(),
        false => Vec::deserialize(emojis.clone()).unwrap_or_default(),
    };
    Ok(Value::from_safe_string(text::inline(text.as_str().unwrap_or_default(), &emojis)))
}

/// 12.5 → `0:13`. Absent stays absent.
fn clock(seconds: &Value) -> Value {
    f64::try_from(seconds.clone()).ok().and_then(text::clock).map_or(Value::UNDEFINED, Value::from)
}

fn locale(state: &State) -> String {
    state.lookup("locale").and_then(|locale| locale.as_str().map(str::to_owned)).unwrap_or_else(|| "en".to_owned())
}
