//! The one error type of the crate: what is wrong, where, and what to do about it.
//!
//! A problem that still allows a card is a [`Finding`](crate::Finding), not an error.

use std::fmt;

/// What kind of thing is wrong. Each kind has a stable [`code`](ErrorKind::code).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input is not well-formed JSON.
    Syntax,
    /// The input is of no format that can be read.
    UnknownFormat,
    /// The input is what a network answers when it gives no post.
    ErrorAnswer,
    /// A field that must be there is not.
    MissingField,
    /// A field that the format does not know.
    UnknownField,
    /// A value of the wrong type or outside its range.
    InvalidValue,
    /// The record must not be drawn unless the caller allows it (private, protected, withheld).
    Refused,
    /// A limit is exceeded (text 64 KiB, depth 256, picture 64 Mpx and 32 MiB, card 64 Mpx).
    TooLarge,
    /// A text does not fit at the smallest size its template allows.
    TextOverflow,
    /// A picture of the record has no alternative text, and the caller asked for one.
    AltMissing,
    /// No template has the name, or its folder is incomplete.
    UnknownTemplate,
    /// A template's manifest, HTML or expression is wrong.
    Template,
    /// A template's style sheet is wrong or outside the subset.
    Css,
    /// A template parameter is unknown or has the wrong type.
    Parameter,
    /// An option or a configuration file is wrong.
    Usage,
    /// A font file cannot be used.
    Font,
    /// A picture cannot be decoded or encoded.
    Picture,
    /// The file system said no.
    Io,
}

impl ErrorKind {
    /// The stable name, as it stands in receipts, manifests and documentation.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::UnknownFormat => "unknown-format",
            Self::ErrorAnswer => "error-answer",
            Self::MissingField => "missing-field",
            Self::UnknownField => "unknown-field",
            Self::InvalidValue => "invalid-value",
            Self::Refused => "refused",
            Self::TooLarge => "too-large",
            Self::TextOverflow => "text-overflow",
            Self::AltMissing => "alt-missing",
            Self::UnknownTemplate => "unknown-template",
            Self::Template => "template",
            Self::Css => "css",
            Self::Parameter => "parameter",
            Self::Usage => "usage",
            Self::Font => "font",
            Self::Picture => "picture",
            Self::Io => "io",
        }
    }
}

/// Where in an input a problem is. Every part is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Location {
    /// File name as the user gave it.
    pub file: Option<String>,
    /// Line, counted from 1.
    pub line: Option<usize>,
    /// Column in characters, counted from 1.
    pub column: Option<usize>,
    /// Number of the record in a stream, counted from 1.
    pub record: Option<usize>,
    /// Path inside a record, such as `author.name` or `media[2].src`.
    pub path: Option<String>,
}

impl Location {
    fn is_empty(&self) -> bool {
        self.file.is_none() && self.line.is_none() && self.record.is_none()
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file.as_deref().unwrap_or("input"))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        if let Some(record) = self.record {
            write!(f, ", record {record}")?;
        }
        Ok(())
    }
}

/// What went wrong, where, and what to do.
///
/// `Display` prints one line with the message; [`Error::report`] prints the place and the hint below it.
///
/// ```
/// let error = pullquote::Record::from_json(br#"{ "kind": "quote", "text": "Hi" }"#).unwrap_err();
/// assert_eq!(error.kind().code(), "missing-field");
/// assert!(error.to_string().contains("`author`"));
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    location: Location,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The result type of the crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Makes an error of a kind with its message: lower case, the thing in backticks, no full stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), location: Location::default(), hint: None, source: None }))
    }

    /// Adds what the user can do.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Adds the cause. Its text is not repeated by `Display`.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds the file, unless one is known already.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.0.location.file.get_or_insert(file.into());
        self
    }

    /// Sets the file, whatever was known before.
    #[must_use]
    pub fn relocated(mut self, file: impl Into<String>) -> Self {
        self.0.location.file = Some(file.into());
        self
    }

    /// Sets line and column, both counted from 1.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        self.0.location.line = Some(line);
        self.0.location.column = Some(column);
        self
    }

    /// Sets the number of the record in its stream, counted from 1.
    #[must_use]
    pub fn in_record(mut self, number: usize) -> Self {
        self.0.location.record = Some(number);
        self
    }

    /// Sets the path inside the record.
    #[must_use]
    pub fn at_path(mut self, path: impl Into<String>) -> Self {
        self.0.location.path = Some(path.into());
        self
    }

    /// What kind of problem it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What is wrong, in one line.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where it is wrong.
    pub fn location(&self) -> &Location {
        &self.0.location
    }

    /// What the user can do, when there is something.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The message with place and hint, several lines, without a final line break.
    pub fn report(&self) -> String {
        let mut text = format!("error: {}", self.0.message);
        if !self.0.location.is_empty() {
            text.push_str(&format!("\n  --> {}", self.0.location));
        }
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text.push_str(&format!("\ncause: {error}"));
            cause = error.source();
        }
        if let Some(hint) = &self.0.hint {
            text.push_str(&format!("\nhint: {hint}"));
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| &**source as _)
    }
}
