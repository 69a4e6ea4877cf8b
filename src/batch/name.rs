//! Names of cards: from a template expression, safe on every file system, and comparable as file systems compare them.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use minijinja::value::{Serde, Value as JinjaValue};
use minijinja::{Environment, UndefinedBehavior};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use unicode_segmentation::UnicodeSegmentation;

use super::Kind;
use crate::{Error, ErrorKind, Format, Record, Result, receipt};

/// Most bytes of a name with its extension. File systems take 255 bytes or UTF-16 units; archives and encrypted folders less.
const MAX_BYTES: usize = 200;
/// Steps that an expression may take.
const FUEL: u64 = 100_000;
/// Words that Windows keeps for devices, whatever extension follows.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// Names the cards of a batch.
#[derive(Debug)]
pub(crate) struct Names {
    environment: Environment<'static>,
}

impl Names {
    /// Compiles an expression; `None`: the record's id or number, with the size when there are several.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for an expression that cannot be read, or that leaves out the size where several are asked for. The format is never
    /// left out: it is the extension.
    pub(crate) fn new(expression: Option<&str>, kinds: &[Kind]) -> Result<Self> {
        let several = kinds.len() > 1;
        let expression = expression.unwrap_or(if several { "{{ id }}-{{ size }}" } else { "{{ id }}" });
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        let wrong = |error: minijinja::Error| {
            Error::new(ErrorKind::Usage, format!("`--name {expression}` cannot be read: {error}"))
                .with_hint("write an expression such as `{{ id }}-{{ size }}`")
        };
        environment.add_template_owned("name", expression.to_owned()).map_err(wrong)?;
        let variables = environment.get_template("name").map_err(wrong)?.undeclared_variables(false);
        let names = |name: &str| variables.contains(name);
        let sized = names("size") || (names("width") && names("height"));
        if several && !sized {
            return Err(Error::new(ErrorKind::Usage, format!("`--name {expression}` gives every size the same name"))
                .with_hint("add `-{{ size }}` to it"));
        }
        Ok(Self { environment })
    }

    /// The name of a card in one size and format, with its extension. `number` is the record's in the batch.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidValue`] when the expression cannot be computed for this record, or says nothing.
    pub(crate) fn name(&self, record: &Fields, number: u32, kind: &Kind, format: Format) -> Result<String> {
        let given = |error: minijinja::Error| {
            Error::new(ErrorKind::InvalidValue, format!("`--name` gives this record no name: {error}"))
                .with_hint("name fields that every record has, or add a default: `{{ id | default(number) }}`")
        };
        let id = record.get("id").and_then(Value::as_str).filter(|id| safe(id, "").is_some());
        let id = id.map_or_else(|| json!(number), |id| json!(id));
        let mut context = record.clone();
        for (name, value) in [
            ("id", id),
            ("number", json!(number)),
            ("size", json!(kind.size.name())),
            ("width", json!(kind.size.width)),
            ("height", json!(kind.size.height)),
            ("format", json!(format.name())),
        ] {
            context.insert(name.to_owned(), value);
        }
        let context = JinjaValue::from(Serde(&context));
        let stem = self.environment.get_template("name").and_then(|name| name.render(context)).map_err(given)?;
        safe(&stem, format.name()).ok_or_else(|| {
            Error::new(ErrorKind::InvalidValue, "`--name` gives this record an empty name")
                .with_hint("add `{{ number }}` to it")
        })
    }
}

/// The name of the series that a name would be a page of: `card.png` for `card-2.png`.
pub(crate) fn page_of(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let (series, number) = stem.rsplit_once('-')?;
    let number = number.parse::<usize>().ok().filter(|number| (1..=crate::MAX_PAGES).contains(number))?;
    (stem == format!("{series}-{number}")).then(|| format!("{series}.{extension}"))
}

/// What stands in the index for all pages of a series: no file can be called so.
pub(crate) fn page_mark(name: &str) -> Option<String> {
    page_of(name).map(|series| format!("{series}\0"))
}

/// A record as expressions see it.
pub(crate) type Fields = Map<String, Value>;

/// The fields of a record.
pub(crate) fn fields(record: &Record) -> Fields {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// A file name that every file system takes; `None` when nothing is left of it.
fn safe(stem: &str, extension: &str) -> Option<String> {
    let stem = composed(stem);
    let replaced: String = stem.trim().chars().map(|c| if is_harmful(c) { '_' } else { c }).collect();
    let mut name = replaced.trim_end_matches(['.', ' ']).to_owned();
    if name.starts_with('.') {
        name.replace_range(..1, "_");
    }
    if name.is_empty() {
        return None;
    }
    if is_device(&name) {
        name.insert(0, '_');
    }
    let room = MAX_BYTES - extension.len() - 1;
    if name.len() > room {
        let digest = receipt::sha256(name.as_bytes());
        let mark = format!("-{}", digest.get(..8).unwrap_or_default());
        let mut kept = String::new();
        for cluster in name.graphemes(true) {
            if kept.len() + cluster.len() + mark.len() > room {
                break;
            }
            kept.push_str(cluster);
        }
        name = kept.trim_end_matches(['.', ' ']).to_owned() + &mark;
    }
    Some(format!("{name}.{extension}"))
}

/// What some file system or shell does not take, or what cannot be seen: separators, wildcards, control and direction characters.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
        || matches!(c, '\u{FFF0}'..='\u{FFFF}' | '\u{E000}'..='\u{F8FF}')
}

/// Whether Windows takes a name for a device: by what stands before its first point.
fn is_device(name: &str) -> bool {
    let word = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = ["COM", "LPT"].iter().any(|port| {
        word.strip_prefix(port).is_some_and(|rest| {
            rest.chars().count() == 1 && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³'))
        })
    });
    numbered || DEVICES.contains(&word.as_str())
}

fn composed(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// What a name is known by: the same for names that differ in case or in how accents are written only.
pub(crate) fn key(name: &str) -> [u8; 16] {
    let folded = composed(name).to_uppercase().to_lowercase();
    let digest = Sha256::digest(composed(&folded).as_bytes());
    super::short(&digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Size;
    use crate::series::file_name;

    fn kinds(sizes: &[Size]) -> Vec<Kind> {
        sizes.iter().map(|size| Kind { size: *size, encodings: Vec::new() }).collect()
    }

    fn record(json: &str) -> Fields {
        fields(&Record::from_json(json.as_bytes()).expect("a record"))
    }

    #[test]
    fn the_default_is_the_id_else_the_number_and_the_size_of_several() {
        let with_id = record(r#"{ "kind": "post", "text": "Hi", "id": "a7" }"#);
        let without = record(r#"{ "kind": "post", "text": "Hi" }"#);
        let (one, two) = (kinds(&[Size::OG]), kinds(&[Size::OG, Size::SQUARE]));
        let names = Names::new(None, &one).expect("the default");
        assert_eq!(names.name(&with_id, 3, &one[0], Format::Png).expect("a name"), "a7.png");
        assert_eq!(names.name(&without, 3, &one[0], Format::Webp).expect("a name"), "3.webp");
        let names = Names::new(None, &two).expect("the default");
        assert_eq!(names.name(&with_id, 3, &two[1], Format::Jpeg).expect("a name"), "a7-square.jpeg");
    }

    #[test]
    fn expressions_see_the_record_and_the_card() {
        let post = record(r#"{ "kind": "post", "text": "Hi", "author": { "name": "Mina Ostrow" } }"#);
        let one = kinds(&[Size::OG]);
        let named = |expression: &str| {
            Names::new(Some(expression), &one).and_then(|names| names.name(&post, 12, &one[0], Format::Svg))
        };
        let expression = "{{ author.name | lower | replace(' ', '-') }}-{{ number }}-{{ width }}x{{ height }}";
        assert_eq!(named(expression).expect("a name"), "mina-ostrow-12-1200x630.svg");
        assert_eq!(named("{{ author.handle | default('nobody') }}").expect("a name"), "nobody.svg");
        assert_eq!(named("{{ author.handle }}").expect_err("undefined").kind(), ErrorKind::InvalidValue);
        assert_eq!(named("  ").expect_err("empty").kind(), ErrorKind::InvalidValue);
        assert_eq!(named("{{ id").expect_err("syntax").kind(), ErrorKind::Usage);
        let endless = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}x";
        assert_eq!(named(endless).expect_err("too long").kind(), ErrorKind::InvalidValue);
    }

    #[test]
    fn a_name_without_the_size_of_several_is_refused_at_once() {
        let two = kinds(&[Size::OG, Size::SQUARE]);
        assert_eq!(Names::new(Some("{{ id }}"), &two).expect_err("no size").kind(), ErrorKind::Usage);
        for expression in ["{{ size }}/{{ id }}", "{{ id }}-{{ width }}x{{ height }}"] {
            assert!(Names::new(Some(expression), &two).is_ok(), "{expression}");
        }
    }

    #[test]
    fn names_are_safe_on_every_file_system() {
        for (stem, name) in [
            ("plain", "plain.png"),
            ("a/b\\c:d", "a_b_c_d.png"),
            (".pullquote-x", "_pullquote-x.png"),
            ("../../etc/passwd", "_._.._etc_passwd.png"),
            ("con", "_con.png"),
            ("Com1.old", "_Com1.old.png"),
            ("com¹", "_com¹.png"),
            ("COM", "COM.png"),
            ("console", "console.png"),
            ("trailing. . ", "trailing.png"),
            ("tab\there\u{202E}gnp", "tab_here_gnp.png"),
            ("e\u{301}t\u{e9}", "\u{e9}t\u{e9}.png"),
        ] {
            assert_eq!(safe(stem, "png").as_deref(), Some(name), "{stem:?}");
        }
        for empty in ["", " ", "..", " . ", "..."] {
            assert_eq!(safe(empty, "png"), None, "{empty:?}");
        }
    }

    #[test]
    fn long_names_are_cut_between_characters_and_stay_different() {
        let long = "é👩‍🚒".repeat(60);
        let (one, two) = (safe(&format!("{long}1"), "webp"), safe(&format!("{long}2"), "webp"));
        let (one, two) = (one.expect("a name"), two.expect("a name"));
        assert!(one.len() <= MAX_BYTES && two.len() <= MAX_BYTES && one != two);
        assert!(one.starts_with("é👩‍🚒é👩‍🚒"));
    }

    #[test]
    fn pages_have_the_name_of_their_series_with_a_number() {
        assert_eq!(file_name("a.b.png", 2), "a.b-2.png");
        assert_eq!(page_of("a.b-2.png").as_deref(), Some("a.b.png"));
        for other in ["a.png", "a-0.png", "a-02.png", "a-100.png", "a-b.png", "-"] {
            assert_eq!(page_of(other), None, "{other}");
        }
        assert_eq!(page_mark("a-2.png"), page_mark("a-31.png"));
    }

    #[test]
    fn names_that_differ_in_case_or_composition_have_one_key() {
        assert_eq!(key("Straße.png"), key("STRASSE.png"));
        assert_eq!(key("e\u{301}.png"), key("\u{c9}.png"));
        assert_ne!(key("a.png"), key("b.png"));
    }
}
