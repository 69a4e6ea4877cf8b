//! `template.toml`: what a template is called, what it can draw and what may be set.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Error, ErrorKind, Result};

/// Type of a template parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ParameterType {
    /// `true` or `false`.
    Bool,
    /// Any text.
    String,
    /// A decimal number.
    Number,
    /// A CSS colour.
    Colour,
    /// One of `choices`.
    Choice,
}

/// A value that users may set with `--set NAME=VALUE`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: ParameterType,
    /// Value when nothing is set.
    pub default: serde_json::Value,
    /// What it changes, in one sentence.
    #[serde(default)]
    pub description: String,
    /// The values of a `choice`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}

impl Parameter {
    /// Reads a value given as text.
    ///
    /// # Errors
    /// [`ErrorKind::Parameter`] when the text is not of the parameter's type.
    pub fn parse(&self, name: &str, text: &str) -> Result<serde_json::Value> {
        let wrong = |expected: &str| {
            Error::new(ErrorKind::Parameter, format!("parameter `{name}` expects {expected}, found `{text}`"))
        };
        match self.kind {
            ParameterType::Bool => match text {
                "true" | "yes" | "1" => Ok(true.into()),
                "false" | "no" | "0" => Ok(false.into()),
                _ => Err(wrong("`true` or `false`")),
            },
            ParameterType::String => Ok(text.into()),
            ParameterType::Number => {
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                number.map(serde_json::Value::from).ok_or_else(|| wrong("a number"))
            }
            ParameterType::Colour if crate::css::parse_color(text).is_some() => Ok(text.into()),
            ParameterType::Colour => Err(wrong("a CSS colour such as `#1d4ed8` or `oklch(0.6 0.2 250)`")),
            ParameterType::Choice if self.choices.iter().any(|choice| choice == text) => Ok(text.into()),
            ParameterType::Choice => Err(wrong(&format!("one of {}", self.choices.join(", ")))),
        }
    }
}

/// The manifest of a template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Name by which it is chosen: lower-case letters, digits and hyphens.
    pub name: String,
    /// Built-in template whose files it may use by their names, as long as it has none of its own of that name, and as `NAME/FILE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
    /// Title for people.
    pub title: String,
    /// Kinds of record it draws: `quote`, `post`.
    pub kinds: Vec<String>,
    /// Sizes it was designed for, by name; others are laid out as well as they go.
    pub sizes: Vec<String>,
    /// Its themes; the first is the default.
    pub themes: Vec<String>,
    /// Fields of a record it can draw, as JSON pointers in which `*` stands for any index; others become the finding `field-not-drawn`.
    #[serde(default)]
    pub fields: Vec<String>,
    /// What users may set.
    #[serde(default)]
    pub parameters: BTreeMap<String, Parameter>,
}

impl Manifest {
    /// Reads `template.toml`.
    ///
    /// # Errors
    /// [`ErrorKind::Template`] with line and column for TOML that is wrong, unknown keys or values out of range.
    pub fn parse(text: &str) -> Result<Self> {
        let manifest: Self = toml::from_str(text).map_err(|error| {
            let (line, column) = place(text, error.span().map_or(0, |span| span.start));
            Error::new(ErrorKind::Template, error.message().trim().to_owned()).at(line, column)
        })?;
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<()> {
        let wrong = |message: String| Err(Error::new(ErrorKind::Template, message));
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name.is_empty() || !self.name.chars().all(plain) {
            return wrong(format!("`name` expects lower-case letters, digits and hyphens, found `{}`", self.name));
        }
        if let Some(kind) = self.kinds.iter().find(|kind| !matches!(kind.as_str(), "quote" | "post")) {
            return wrong(format!("`kinds` expects `quote` or `post`, found `{kind}`"));
        }
        if self.kinds.is_empty() || self.themes.is_empty() || self.sizes.is_empty() {
            return wrong("`kinds`, `themes` and `sizes` each need at least one value".to_owned());
        }
        for size in &self.sizes {
            size.parse::<crate::Size>()?;
        }
        for (name, parameter) in &self.parameters {
            let default = match &parameter.default {
                serde_json::Value::String(text) => text.clone(),
                value => value.to_string(),
            };
            parameter.parse(name, &default)?;
        }
        Ok(())
    }

    /// The values of all parameters: defaults, then what is set.
    ///
    /// # Errors
    /// [`ErrorKind::Parameter`] for a name that is not there (with the known ones) or a value of the wrong type.
    pub fn parameter_values(&self, set: &BTreeMap<String, String>) -> Result<BTreeMap<String, serde_json::Value>> {
        let mut values: BTreeMap<_, _> =
            self.parameters.iter().map(|(name, parameter)| (name.clone(), parameter.default.clone())).collect();
        for (name, text) in set {
            let Some(parameter) = self.parameters.get(name) else {
                let known = self.parameters.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                let hint = if known.is_empty() { "it has none".to_owned() } else { format!("it has {known}") };
                let message = format!("template `{}` has no parameter `{name}`", self.name);
                return Err(Error::new(ErrorKind::Parameter, message).with_hint(hint));
            };
            values.insert(name.clone(), parameter.parse(name, text)?);
        }
        Ok(values)
    }

    /// Whether a field of a record, as a JSON pointer, has a place in the template.
    pub fn draws(&self, pointer: &str) -> bool {
        self.fields.iter().any(|pattern| matches_pointer(pattern, pointer))
    }
}

/// Whether a pointer is the pattern's or lies below it; `*` stands for one part.
fn matches_pointer(pattern: &str, pointer: &str) -> bool {
    let mut parts = pointer.split('/');
    pattern.split('/').all(|expected| parts.next().is_some_and(|part| expected == "*" || expected == part))
}

/// Line and column, counted from 1, of a byte offset.
pub(crate) fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |index| index + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "name = \"plain\"\ntitle = \"Plain\"\nkinds = [\"quote\"]\nsizes = [\"og\"]\nthemes = [\"light\"]\n\
        fields = [\"/text\", \"/voices/*/text\"]\n[parameters.lines]\ntype = \"number\"\ndefault = 3\n";

    #[test]
    fn unknown_keys_have_a_place() {
        let error = Manifest::parse(&format!("{MANIFEST}wrong = 1\n")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Template);
        assert_eq!(error.location().line, Some(10));
        assert!(error.message().contains("wrong"), "{error}");
    }

    #[test]
    fn parameters_are_typed_and_unknown_ones_named() {
        let manifest = Manifest::parse(MANIFEST).unwrap();
        let set = |name: &str, value: &str| BTreeMap::from([(name.to_owned(), value.to_owned())]);
        assert_eq!(manifest.parameter_values(&set("lines", "4")).unwrap()["lines"], 4.0);
        assert!(manifest.parameter_values(&set("lines", "four")).unwrap_err().message().contains("a number"));
        assert_eq!(manifest.parameter_values(&set("line", "4")).unwrap_err().hint(), Some("it has lines"));
    }

    #[test]
    fn fields_match_by_part() {
        let manifest = Manifest::parse(MANIFEST).unwrap();
        assert!(manifest.draws("/text"));
        assert!(manifest.draws("/voices/2/text"));
        assert!(!manifest.draws("/voices/2/author/name"));
        assert!(!manifest.draws("/textual"));
    }
}
