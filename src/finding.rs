//! Findings: problems that still allow a card. They stand in the receipt, not in a log.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding matters. `--strict` turns [`Warning`](Severity::Warning) and above into exit code 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know; the card is as it should be.
    Info,
    /// The card differs from what the record says.
    Warning,
    /// The card misses something essential.
    Error,
}

/// Something that the reader of a card should know: a glyph no font has, a picture that was replaced, a text cut short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Stable name, such as `missing-glyph`; every code is documented in `docs/findings.md`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// JSON pointer into the record, such as `/author/name`; empty when it concerns the whole card.
    #[serde(default)]
    pub path: String,
    /// One line for people.
    pub message: String,
    /// Details for programs, by code.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub detail: serde_json::Value,
}

impl Finding {
    /// A finding of severity [`Severity::Info`].
    pub fn info(code: &str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Info, code, path, message)
    }

    /// A finding of severity [`Severity::Warning`].
    pub fn warning(code: &str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, path, message)
    }

    /// A finding of any severity.
    pub fn new(severity: Severity, code: &str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            severity,
            path: path.into(),
            message: message.into(),
            detail: serde_json::Value::Null,
        }
    }

    /// Adds details for programs.
    #[must_use]
    pub fn with_detail(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}[{}]: {}", self.code, self.message)?;
        if !self.path.is_empty() {
            write!(f, " ({})", self.path)?;
        }
        Ok(())
    }
}
