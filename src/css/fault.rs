//! What is wrong in a style sheet, before it is known at which line that is.
//!
//! Parsers count bytes; lines and columns are worked out only when an error is reported.

use cssparser::{BasicParseErrorKind, ParseError, ParseErrorKind};

/// A parser over CSS text.
pub(crate) type Input<'i> = cssparser::Parser<'i>;

/// The result of parsing something.
pub(crate) type Parsed<T> = Result<T, ParseError<Fault>>;

/// A problem with its message and hint.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// Lower-case message.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Byte offset in the parsed text, when known.
    pub offset: Option<usize>,
}

impl Fault {
    /// A fault at a byte offset that its reporter knows.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, offset: None }
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Sets the place, unless it has one.
    #[must_use]
    pub fn at(mut self, offset: usize) -> Self {
        self.offset.get_or_insert(offset);
        self
    }
}

impl From<Fault> for ParseError<Fault> {
    fn from(fault: Fault) -> Self {
        Self::custom(fault)
    }
}

/// Gives up with a message and a hint.
pub(crate) fn fail_with<T>(message: impl Into<String>, hint: impl Into<String>) -> Parsed<T> {
    Err(Fault::new(message).hint(hint).into())
}

/// Gives up because something unexpected stands here.
pub(crate) fn unexpected<T>() -> Parsed<T> {
    Err(ParseError::unexpected_token())
}

/// The fault of a parse error; `basic` makes the message for one that carries none.
pub(crate) fn fault_of(error: ParseError<Fault>, basic: impl FnOnce() -> Fault) -> Fault {
    match error.kind {
        ParseErrorKind::Custom(fault) => fault,
        ParseErrorKind::Basic(BasicParseErrorKind::TooManyNestedBlocks) => {
            Fault::new("brackets are nested too deeply").hint("more than 75 levels are not read")
        }
        ParseErrorKind::Basic(_) => basic(),
    }
}

/// Where a text stands: its file and where in it the text begins.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Origin {
    /// File name as reported.
    pub file: String,
    /// Line of the text's first character, from 1.
    pub line: usize,
    /// Column of the text's first character, from 1.
    pub column: usize,
}

/// The candidate most alike to a name, when one is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
        .map(|(_, candidate)| candidate)
}

/// Text shortened for a message.
pub(crate) fn excerpt(text: &str) -> String {
    let mut short: String = text.trim().chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.trim().chars().count() > 60 {
        short.push('…');
    }
    short
}
