//! The names of the formats: one word each, for `--from` and for `provenance.format`.

use std::fmt;
use std::str::FromStr;

use super::{DIALECTS, Dialect, FLOWS, Flow, TEXTS, TextFormat};
use crate::{Error, ErrorKind};

/// A format that can be read, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Format(&'static str);

impl Format {
    /// The name, as it stands in `provenance.format`.
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// Every format, in the order in which they are tried.
    pub fn all() -> impl Iterator<Item = Self> {
        described().map(|(name, _)| Self(name))
    }

    /// What reads the format.
    pub(super) fn reader(self) -> Option<Reader> {
        let dialect = DIALECTS.iter().find(|dialect| dialect.name == self.0).map(|dialect| Reader::Json(Some(dialect)));
        let flow = || FLOWS.iter().find(|flow| flow.name == self.0).map(Reader::Flow);
        let text = || TEXTS.iter().find(|text| text.name == self.0).map(Reader::Text);
        dialect.or_else(flow).or_else(text)
    }
}

/// What reads an input.
#[derive(Clone, Copy)]
pub(super) enum Reader {
    /// One JSON value after another, each in the dialect, or in the first that fits.
    Json(Option<&'static Dialect>),
    /// Text read a stretch at a time.
    Flow(&'static Flow),
    /// Text read whole.
    Text(&'static TextFormat),
}

/// Name and marks of every format.
fn described() -> impl Iterator<Item = (&'static str, &'static str)> {
    let dialects = DIALECTS.iter().map(|dialect| (dialect.name, dialect.marks));
    let flows = FLOWS.iter().map(|flow| (flow.name, flow.marks));
    dialects.chain(flows).chain(TEXTS.iter().map(|text| (text.name, text.marks)))
}

/// The error for what no format fits.
pub(super) fn unknown_format(what: &str) -> Error {
    let looked: Vec<String> = described().map(|(name, marks)| format!("{name} ({marks})")).collect();
    Error::new(ErrorKind::UnknownFormat, format!("{what} is of no format that is known"))
        .with_hint(format!("looked for {}; force one with `--from`", looked.join(", ")))
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let names = || described().map(|(name, _)| name);
        names().find(|known| *known == name).map(Self).ok_or_else(|| {
            let known: Vec<_> = names().collect();
            let hint = match crate::text::nearest(name, names()) {
                Some(near) => format!("did you mean `{near}`? Known are {}", known.join(", ")),
                None => format!("known are {}", known.join(", ")),
            };
            Error::new(ErrorKind::Usage, format!("there is no input format `{name}`")).with_hint(hint)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_one_name_and_a_reader() {
        let names: Vec<_> = Format::all().map(Format::name).collect();
        for (index, name) in names.iter().enumerate() {
            assert!(!names[..index].contains(name), "{name} twice");
            assert!(name.parse::<Format>().expect("known").reader().is_some());
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{name}");
        }
    }

    #[test]
    fn the_reference_describes_every_format_and_no_other() {
        let reference = include_str!("../../docs/formats.md");
        for format in Format::all() {
            assert!(reference.contains(&format!("`{format}`")), "docs/formats.md does not describe `{format}`");
        }
        let sections: Vec<_> =
            reference.lines().filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`')).collect();
        assert!(sections.len() >= 10);
        for section in sections {
            assert!(section.parse::<Format>().is_ok(), "docs/formats.md describes `{section}`, which is no format");
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let error = "pulquote".parse::<Format>().expect_err("no such format");
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(error.hint().is_some_and(|hint| hint.starts_with("did you mean `pullquote`?")));
    }
}
