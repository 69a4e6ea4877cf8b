//! Style sheets: rules, blocks of declarations, `@media`, `@font-face` and the names of what `@import` asks for.
//!
//! Fetching the imported sheets is left to the package of the template.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use cssparser::{Delimiter, ParseError, Token, parse_important};
use selectors::context::QuirksMode;
use selectors::parser::{AncestorHashes, Component, Selector};

use super::declaration::declaration;
use super::fault::{Fault, Input, Origin, Parsed, excerpt, fault_of};
use super::font_face::{FontFace, descriptor};
use super::hint::unknown_at_rule;
use super::media::{Query, queries};
use super::property::Declaration;
use super::selector::{PseudoElement, Simple, selectors};
use crate::error::{Error, ErrorKind};

/// Bytes of a style sheet at most.
const MAX_BYTES: usize = 4 << 20;
/// Errors reported at most.
const MAX_ERRORS: usize = 50;

/// A declaration with its place.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub declaration: Declaration,
    pub line: usize,
    pub column: usize,
}

/// The declarations of a rule or a `style` attribute.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub file: Arc<str>,
    pub normal: Vec<Entry>,
    pub important: Vec<Entry>,
}

/// A selector with its block.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub selector: Selector<Simple>,
    pub hashes: AncestorHashes,
    pub pseudo: Option<PseudoElement>,
    pub block: Arc<Block>,
    /// Index into the sheet's conditions.
    pub condition: Option<usize>,
}

/// A `@media` condition, inside another one or not.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub query: Query,
    pub outer: Option<usize>,
}

/// A style sheet that another one begins with.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    /// Its name as written.
    pub url: String,
    /// Line and column of the rule, from 1.
    pub place: (usize, usize),
    /// The rule in bytes of the sheet.
    pub range: Range<usize>,
}

/// A parsed style sheet: made once, used for many cards.
#[derive(Debug, Clone, Default)]
pub struct Stylesheet {
    pub(crate) rules: Vec<Rule>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) by_id: HashMap<String, Vec<usize>>,
    pub(crate) by_class: HashMap<String, Vec<usize>>,
    pub(crate) by_tag: HashMap<String, Vec<usize>>,
    pub(crate) elsewhere: Vec<usize>,
    font_faces: Vec<FontFace>,
    imports: Vec<Import>,
}

impl Stylesheet {
    /// Parses a style sheet. `file` is the name shown in errors.
    ///
    /// # Errors
    /// Everything that is wrong or outside the subset, in order, each with line, column and a hint (at most 50).
    pub fn parse(css: &str, file: &str) -> Result<Self, Vec<Error>> {
        Self::read(css, Origin { file: file.to_owned(), line: 1, column: 1 }, true)
    }

    /// Parses a style sheet that is a part of a file: it imports nothing.
    pub(crate) fn parse_at(css: &str, origin: Origin) -> Result<Self, Vec<Error>> {
        Self::read(css, origin, false)
    }

    fn read(css: &str, origin: Origin, whole: bool) -> Result<Self, Vec<Error>> {
        if css.len() > MAX_BYTES {
            let error = Error::new(ErrorKind::TooLarge, "the style sheet is longer than 4 MiB");
            return Err(vec![error.in_file(origin.file)]);
        }
        let mut reader = Reader::new(css, origin, whole);
        reader.rules(&mut Input::new(css), None);
        if reader.errors.is_empty() { Ok(reader.sheet) } else { Err(reader.errors) }
    }

    /// The `@font-face` rules, in order.
    pub fn font_faces(&self) -> &[FontFace] {
        &self.font_faces
    }

    /// What the sheet imports, in order.
    pub(crate) fn imports(&self) -> &[Import] {
        &self.imports
    }

    fn add(&mut self, rule: Rule) {
        let index = self.rules.len();
        let (mut id, mut class, mut tag) = (None, None, None);
        let mut iter = rule.selector.iter();
        let mut keep = |component: &Component<Simple>| match component {
            Component::ID(name) => id = Some(name.as_ref().to_owned()),
            Component::Class(name) => class = Some(name.as_ref().to_owned()),
            Component::LocalName(name) => tag = Some(name.lower_name.as_ref().to_owned()),
            _ => {}
        };
        iter.by_ref().for_each(&mut keep);
        if rule.pseudo.is_some() && iter.next_sequence().is_some() {
            iter.for_each(&mut keep);
        }
        match (id, class, tag) {
            (Some(id), _, _) => self.by_id.entry(id).or_default().push(index),
            (_, Some(class), _) => self.by_class.entry(class).or_default().push(index),
            (_, _, Some(tag)) => self.by_tag.entry(tag).or_default().push(index),
            _ => self.elsewhere.push(index),
        }
        self.rules.push(rule);
    }
}

/// Reads a text and gathers rules and errors.
struct Reader<'a> {
    css: &'a str,
    origin: Origin,
    file: Arc<str>,
    /// Whether it is a file of its own, which may import others.
    whole: bool,
    sheet: Stylesheet,
    errors: Vec<Error>,
    /// Line starts as byte offsets.
    lines: Vec<usize>,
    /// The last place asked for: line index, byte offset, characters before it. Places are asked for in order.
    last: Cell<(usize, usize, usize)>,
}

impl<'a> Reader<'a> {
    fn new(css: &'a str, origin: Origin, whole: bool) -> Self {
        let lines = std::iter::once(0).chain(css.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let file = Arc::from(origin.file.as_str());
        let sheet = Stylesheet::default();
        Self { css, origin, file, whole, sheet, errors: Vec::new(), lines, last: Cell::default() }
    }

    /// Line and column, from 1, of a byte offset.
    fn place(&self, offset: usize) -> (usize, usize) {
        let index = self.lines.partition_point(|start| *start <= offset).saturating_sub(1);
        let (last_index, last_offset, last_column) = self.last.get();
        let (start, known) = if last_index == index && last_offset <= offset {
            (last_offset, last_column)
        } else {
            (self.lines.get(index).copied().unwrap_or(0), 0)
        };
        let column = known + self.css.get(start..offset).map_or(0, |before| before.chars().count());
        self.last.set((index, offset, column));
        (self.origin.line + index, if index == 0 { self.origin.column + column } else { column + 1 })
    }

    fn report(&mut self, offset: usize, fault: Fault) {
        if self.errors.len() >= MAX_ERRORS {
            return;
        }
        let (line, column) = self.place(offset);
        let error = Error::new(ErrorKind::Css, fault.message).in_file(self.origin.file.clone()).at(line, column);
        self.errors.push(match fault.hint {
            Some(hint) => error.with_hint(hint),
            None => error,
        });
    }

    fn full(&self) -> bool {
        self.errors.len() >= MAX_ERRORS
    }

    fn rules(&mut self, input: &mut Input<'_>, condition: Option<usize>) {
        loop {
            let start = next_start(input);
            if self.full() {
                return;
            }
            let state = input.state();
            match input.next().cloned() {
                Err(_) => return,
                Ok(Token::AtKeyword(name)) => self.at_rule(input, &name.to_ascii_lowercase(), start, condition),
                Ok(Token::CDO | Token::CDC) => {}
                Ok(Token::Semicolon) => {
                    self.report(start, Fault::new("`;` is not expected between rules").hint("leave it out"));
                }
                Ok(Token::CloseCurlyBracket) => {
                    self.report(
                        start,
                        Fault::new("`}` closes nothing").hint("a `{` is missing, or this `}` is too many"),
                    );
                }
                Ok(_) => {
                    input.reset(&state);
                    self.style_rule(input, start, condition);
                }
            }
        }
    }

    fn style_rule(&mut self, input: &mut Input<'_>, start: usize, condition: Option<usize>) {
        let prelude = input.parse_until_before(Delimiter::CurlyBracketBlock, |input| {
            let result = input.parse_entirely(selectors);
            let stop = input.position().byte_index();
            Ok::<_, ParseError<Fault>>(result.map_err(|error| (error, stop)))
        });
        let end = input.position().byte_index();
        let text = self.css.get(start..end).unwrap_or_default().to_owned();
        if input.expect_curly_bracket_block().is_err() {
            let fault = Fault::new(format!("`{{` is missing after `{}`", excerpt(&text)));
            self.report(start, fault.hint("a rule is written as: selector { property: value; }"));
            return;
        }
        let list = match prelude {
            Ok(Ok(list)) => Some(list),
            Ok(Err((error, _))) => {
                let fault = fault_of(error, || {
                    Fault::new(format!("selector `{}` cannot be read", excerpt(&text)))
                        .hint("docs/css.md lists the selectors")
                });
                let at = fault_place(&fault, &text);
                self.report(start + at, fault);
                None
            }
            Err(_) => None,
        };
        let mut block = Block { file: self.file.clone(), ..Block::default() };
        let _ = input.parse_nested_block(|input| {
            self.declarations(input, &mut block);
            Ok::<(), ParseError<Fault>>(())
        });
        let block = Arc::new(block);
        for selector in list.iter().flat_map(|list| list.slice()) {
            self.sheet.add(Rule {
                hashes: AncestorHashes::new(selector, QuirksMode::NoQuirks),
                pseudo: selector.pseudo_element().copied(),
                selector: selector.clone(),
                block: block.clone(),
                condition,
            });
        }
    }

    fn at_rule(&mut self, input: &mut Input<'_>, name: &str, start: usize, condition: Option<usize>) {
        match name {
            "media" => self.media(input, start, condition),
            "font-face" => self.font_face(input, start),
            "import" if self.whole => self.import(input, start, condition),
            _ => {
                skip_rule(input);
                self.report(start, unknown_at_rule(name));
            }
        }
    }

    fn import(&mut self, input: &mut Input<'_>, start: usize, condition: Option<usize>) {
        let url = input.expect_url_or_string().map(|url| url.as_ref().to_owned());
        let ends = input.try_parse(|input| match input.next() {
            Ok(Token::Semicolon) | Err(_) => Ok(()),
            Ok(_) => Err(()),
        });
        let sheet = &self.sheet;
        let first = condition.is_none() && sheet.rules.is_empty() && sheet.conditions.is_empty();
        match (url, ends) {
            (Ok(url), Ok(())) if first && sheet.font_faces.is_empty() => {
                let range = start..input.position().byte_index();
                self.sheet.imports.push(Import { url, place: self.place(start), range });
            }
            (Ok(_), Ok(())) => {
                let fault = Fault::new("`@import` is only expected before all other rules");
                self.report(start, fault.hint("move it to the beginning of the file"));
            }
            _ => {
                skip_rule(input);
                let fault = Fault::new("`@import` expects the name of a style sheet and `;`");
                self.report(start, fault.hint("write `@import \"parts.css\";`, and `@media` inside that file"));
            }
        }
    }

    fn media(&mut self, input: &mut Input<'_>, start: usize, outer: Option<usize>) {
        let begin = next_start(input);
        let prelude: Parsed<Result<Query, ParseError<Fault>>> = input
            .parse_until_before(Delimiter::CurlyBracketBlock | Delimiter::Semicolon, |input| {
                Ok(input.parse_entirely(queries))
            });
        let text = self.css.get(begin..input.position().byte_index()).unwrap_or_default().to_owned();
        let query = match prelude {
            Ok(Ok(query)) => query,
            Ok(Err(error)) | Err(error) => {
                let fault = fault_of(error, || {
                    Fault::new(format!("media query `{}` cannot be read", excerpt(&text)))
                        .hint("write it as `(min-width: 800px)`")
                });
                self.report(begin, fault);
                Query::Known(false)
            }
        };
        if input.expect_curly_bracket_block().is_err() {
            self.report(start, Fault::new("`{` is missing after `@media`"));
            return;
        }
        self.sheet.conditions.push(Condition { query, outer });
        let condition = Some(self.sheet.conditions.len() - 1);
        let nested = input.parse_nested_block(|input| {
            self.rules(input, condition);
            Ok::<(), ParseError<Fault>>(())
        });
        if nested.is_err() && !self.full() {
            self.report(start, Fault::new("`@media` is nested too deeply"));
        }
    }

    fn font_face(&mut self, input: &mut Input<'_>, start: usize) {
        if input.expect_curly_bracket_block().is_err() {
            skip_rule(input);
            self.report(start, Fault::new("`{` is missing after `@font-face`"));
            return;
        }
        let mut face = FontFace::default();
        let _ = input.parse_nested_block(|input| {
            while let Some((name, name_at, value)) = self.next_declaration(input) {
                let text = self.css.get(value.clone()).unwrap_or_default();
                if let Err(fault) = descriptor(&mut face, &name, text) {
                    let at = fault.offset.map_or(name_at, |offset| value.start + offset);
                    self.report(at, fault);
                }
            }
            Ok::<(), ParseError<Fault>>(())
        });
        (face.line, face.column) = self.place(start);
        if face.family.is_empty() || face.sources.is_empty() {
            let fault = Fault::new("`@font-face` needs `font-family` and `src`");
            self.report(start, fault.hint("write `font-family: \"Name\"; src: url(file.ttf);`"));
        } else {
            self.sheet.font_faces.push(face);
        }
    }

    fn declarations(&mut self, input: &mut Input<'_>, block: &mut Block) {
        while let Some((name, name_at, value)) = self.next_declaration(input) {
            let text = self.css.get(value.clone()).unwrap_or_default();
            let (text, important) = match split_important(text) {
                Ok(split) => split,
                Err(fault) => {
                    self.report(value.start, fault);
                    continue;
                }
            };
            match declaration(&name, text) {
                Ok(list) => {
                    let (line, column) = self.place(name_at);
                    let target = if important { &mut block.important } else { &mut block.normal };
                    target.extend(list.into_iter().map(|declaration| Entry { declaration, line, column }));
                }
                Err(fault) => {
                    let at = fault.offset.map_or(name_at, |offset| value.start + offset);
                    self.report(at, fault);
                }
            }
        }
    }

    /// The next declaration of a block: its name, where the name is, where the value is.
    fn next_declaration(&mut self, input: &mut Input<'_>) -> Option<(String, usize, Range<usize>)> {
        loop {
            let start = next_start(input);
            if self.full() {
                return None;
            }
            let state = input.state();
            let token = input.next().ok()?.clone();
            match token {
                Token::Semicolon => {}
                Token::AtKeyword(name) => {
                    skip_rule(input);
                    let fault = match &*name.to_ascii_lowercase() {
                        "media" => {
                            Fault::new("`@media` inside a rule is not in the subset").hint("put the rule into `@media`")
                        }
                        other => unknown_at_rule(other),
                    };
                    self.report(start, fault);
                }
                Token::Ident(name) => {
                    if input.try_parse(|input| input.expect_colon()).is_ok() {
                        let from = input.position().byte_index();
                        let ended = value_ends(input);
                        let to = input.position().byte_index();
                        if let Err(fault) = ended {
                            self.report(from, fault);
                            continue;
                        }
                        return Some((name.as_ref().to_owned(), start, from..to));
                    }
                    input.reset(&state);
                    self.no_declaration(input, start);
                }
                _ => {
                    input.reset(&state);
                    self.no_declaration(input, start);
                }
            }
        }
    }

    /// Something else than a declaration: a nested rule, or a slip.
    fn no_declaration(&mut self, input: &mut Input<'_>, start: usize) {
        let nested = skip_rule(input);
        let text = excerpt(self.css.get(start..input.position().byte_index()).unwrap_or_default());
        let fault = if nested {
            Fault::new("nested rules are not in the subset")
                .hint("write the selector out in full, outside of this rule")
        } else {
            Fault::new(format!("`{text}` is not a declaration")).hint("write it as `property: value;`")
        };
        self.report(start, fault);
    }
}

/// Byte offset of the next token that is neither white space nor a comment.
fn next_start(input: &mut Input<'_>) -> usize {
    input.skip_whitespace();
    input.position().byte_index()
}

/// Skips to the end of a statement; whether it ended with a block.
fn skip_rule(input: &mut Input<'_>) -> bool {
    loop {
        match input.next() {
            Err(_) | Ok(Token::Semicolon) => return false,
            Ok(Token::CurlyBracketBlock) => {
                let _ = input.parse_nested_block(|input| {
                    while input.next().is_ok() {}
                    Ok::<(), ParseError<Fault>>(())
                });
                return true;
            }
            Ok(_) => {}
        }
    }
}

/// Reads a value up to its `;`.
fn value_ends(input: &mut Input<'_>) -> Result<(), Fault> {
    let mut fault = None;
    let _ = input.parse_until_before(Delimiter::Semicolon, |input| {
        while let Ok(token) = input.next() {
            let message = match token {
                Token::BadString(_) => "the string is not closed",
                Token::BadUrl(_) => "the address is not closed or has a quote in it",
                Token::CloseParenthesis => "`)` closes nothing",
                Token::CloseSquareBracket => "`]` closes nothing",
                Token::CurlyBracketBlock => "`{` is not expected in a value",
                _ => continue,
            };
            fault.get_or_insert_with(|| Fault::new(message).hint("is a `;` or a bracket missing before it?"));
        }
        Ok::<(), ParseError<Fault>>(())
    });
    fault.map_or(Ok(()), Err)
}

/// Splits `!important` off a value.
fn split_important(text: &str) -> Result<(&str, bool), Fault> {
    if !text.contains('!') {
        return Ok((text, false));
    }
    let mut input = Input::new(text);
    let mut end = None;
    loop {
        input.skip_whitespace();
        let at = input.position().byte_index();
        let state = input.state();
        match input.next() {
            Err(_) => break,
            Ok(Token::Delim('!')) => {
                input.reset(&state);
                if parse_important(&mut input).is_err() || !input.is_exhausted() {
                    return Err(Fault::new("`!` is only expected in `!important` at the end").at(at));
                }
                end = Some(at);
                break;
            }
            Ok(_) => {}
        }
    }
    Ok(end.and_then(|end| text.get(..end)).map_or((text, false), |value| (value, true)))
}

/// Where in a selector the thing is that a message names.
fn fault_place(fault: &Fault, text: &str) -> usize {
    let name = fault.message.split('`').nth(1).unwrap_or_default().trim_end_matches("()");
    if name.is_empty() { 0 } else { text.to_ascii_lowercase().find(name).unwrap_or(0) }
}

/// Parses the value of a `style` attribute.
pub(crate) fn style_attribute(css: &str, origin: Origin) -> Result<Block, Vec<Error>> {
    let mut reader = Reader::new(css, origin, false);
    let mut block = Block { file: reader.file.clone(), ..Block::default() };
    reader.declarations(&mut Input::new(css), &mut block);
    if reader.errors.is_empty() { Ok(block) } else { Err(reader.errors) }
}
