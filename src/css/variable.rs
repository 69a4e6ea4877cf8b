//! Custom properties: `var()` is replaced by text, with limits on depth and size.

use std::collections::BTreeMap;
use std::sync::Arc;

use cssparser::Token;

use super::compute::Variables;
use super::fault::{Fault, Input};

/// Bytes of one value after substitution at most.
const MAX_VALUE: usize = 64 << 10;
/// Bytes of all substitutions for one card at most.
pub(crate) const MAX_TOTAL: usize = 8 << 20;
/// Custom properties that refer to each other in a chain at most.
const MAX_CHAIN: usize = 64;

/// Where the values of custom properties come from.
pub(crate) trait Lookup {
    /// The value of a custom property.
    ///
    /// # Errors
    /// When it refers to itself or grows too large.
    fn value(&mut self, name: &str) -> Result<Option<Arc<str>>, Fault>;
}

impl Lookup for &Variables {
    fn value(&mut self, name: &str) -> Result<Option<Arc<str>>, Fault> {
        Ok(self.get(name).cloned())
    }
}

/// Whether a value may have `var()` in it.
pub(crate) fn has_var(text: &str) -> bool {
    text.as_bytes().windows(4).any(|window| window.eq_ignore_ascii_case(b"var("))
}

/// Whether a text can stand as the value of a custom property and ends where it ends: nothing in it is left open, nothing ends it early.
pub(crate) fn is_one_value(text: &str) -> bool {
    let closed = format!("{text}\n;");
    let mut input = Input::new(&closed);
    loop {
        match input.next() {
            // The end that was added must be reached, and as the last token.
            Ok(Token::Semicolon) => return input.is_exhausted() && input.position().byte_index() == closed.len(),
            Ok(Token::CurlyBracketBlock | Token::BadString(_) | Token::BadUrl(_)) | Err(_) => return false,
            Ok(Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket) => return false,
            Ok(_) => {}
        }
    }
}

/// The text with every `var()` replaced; `budget` is what all substitutions may still write.
pub(crate) fn substitute(text: &str, lookup: &mut dyn Lookup, budget: &mut usize) -> Result<String, Fault> {
    let mut out = String::with_capacity(text.len() + 16);
    expand(&mut Input::new(text), lookup, &mut out)?;
    match budget.checked_sub(out.len()) {
        Some(rest) => *budget = rest,
        None => return Err(too_large()),
    }
    Ok(out)
}

fn too_large() -> Fault {
    Fault::new("custom properties grow beyond the limit")
        .hint("one value may have 64 KiB after substitution, all together 8 MiB")
}

fn push(out: &mut String, text: &str) -> Result<(), Fault> {
    if out.len() + text.len() > MAX_VALUE {
        return Err(too_large());
    }
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '%' | '#' | '.');
    if out.ends_with(joins) && text.starts_with(joins) {
        out.push_str("/**/");
    }
    out.push_str(text);
    Ok(())
}

fn expand(input: &mut Input<'_>, lookup: &mut dyn Lookup, out: &mut String) -> Result<(), Fault> {
    loop {
        let start = input.position();
        let (close, is_var) = match input.next_including_whitespace() {
            Err(_) => return Ok(()),
            Ok(Token::Function(name)) => (Some(")"), name.eq_ignore_ascii_case("var")),
            Ok(Token::ParenthesisBlock) => (Some(")"), false),
            Ok(Token::SquareBracketBlock) => (Some("]"), false),
            Ok(Token::CurlyBracketBlock) => (Some("}"), false),
            Ok(_) => (None, false),
        };
        if !is_var {
            let text = input.slice_from(start).to_owned();
            // Comments are skipped before a token; the slice then begins with them, which is harmless.
            push(out, &text)?;
        }
        if let Some(close) = close {
            let mut result = Ok(());
            let nested = input.parse_nested_block(|input| {
                result = if is_var { variable(input, lookup, out) } else { expand(input, lookup, out) };
                Ok::<(), cssparser::ParseError<Fault>>(())
            });
            result?;
            if nested.is_err() {
                return Err(Fault::new("brackets are nested too deeply").hint("more than 75 levels are not read"));
            }
            if !is_var {
                out.push_str(close);
            }
        }
    }
}

fn variable(input: &mut Input<'_>, lookup: &mut dyn Lookup, out: &mut String) -> Result<(), Fault> {
    let name = match input.expect_ident_cloned() {
        Ok(name) if name.starts_with("--") => name,
        _ => return Err(Fault::new("`var()` needs a custom property").hint("write it as `var(--name)`")),
    };
    let fallback = input.try_parse(|input| input.expect_comma()).is_ok();
    if !fallback && !input.is_exhausted() {
        return Err(Fault::new(format!("`,` is missing after `{name}`")).hint("write `var(--name, fallback)`"));
    }
    match lookup.value(&name)? {
        Some(value) => push(out, value.trim()),
        None if fallback => {
            input.skip_whitespace();
            expand(input, lookup, out)
        }
        None => Err(Fault::new(format!("custom property `{name}` is not set"))
            .hint(format!("set it on `:root`, or write a fallback: `var({name}, …)`"))),
    }
}

/// Resolves the custom properties of one element, each once.
pub(crate) struct Resolver<'a> {
    declared: &'a BTreeMap<Arc<str>, Arc<str>>,
    inherited: &'a Variables,
    done: BTreeMap<Arc<str>, Option<Arc<str>>>,
    open: Vec<String>,
    budget: &'a mut usize,
}

impl<'a> Resolver<'a> {
    /// Values declared on the element over the inherited ones.
    pub fn new(declared: &'a BTreeMap<Arc<str>, Arc<str>>, inherited: &'a Variables, budget: &'a mut usize) -> Self {
        Self { declared, inherited, done: BTreeMap::new(), open: Vec::new(), budget }
    }

    /// All custom properties of the element; the name of the one that is wrong with what is wrong.
    pub fn finish(mut self) -> Result<Variables, (Arc<str>, Fault)> {
        for name in self.declared.keys() {
            self.value(name).map_err(|fault| (name.clone(), fault))?;
        }
        let mut all = self.inherited.clone();
        for (name, value) in self.done {
            match value {
                Some(value) => all.insert(name, value),
                None => all.remove(&name),
            };
        }
        Ok(all)
    }
}

impl Lookup for Resolver<'_> {
    fn value(&mut self, name: &str) -> Result<Option<Arc<str>>, Fault> {
        if let Some(done) = self.done.get(name) {
            return Ok(done.clone());
        }
        let Some((key, text)) = self.declared.get_key_value(name) else {
            return Ok(self.inherited.get(name).cloned());
        };
        if !has_var(text) {
            self.done.insert(key.clone(), Some(text.clone()));
            return Ok(Some(text.clone()));
        }
        if self.open.iter().any(|open| open == name) {
            return Err(Fault::new(format!("custom property `{name}` refers to itself")).hint("break the circle"));
        }
        if self.open.len() >= MAX_CHAIN {
            return Err(Fault::new("custom properties refer to each other in too long a chain")
                .hint("more than 64 steps are not followed"));
        }
        self.open.push(name.to_owned());
        let mut out = String::new();
        let result = expand(&mut Input::new(text), self, &mut out);
        self.open.pop();
        let value = match result {
            Ok(()) => {
                *self.budget = self.budget.checked_sub(out.len()).ok_or_else(too_large)?;
                Some(Arc::from(out))
            }
            // A value that needs a property nobody set is not set itself; using it is the error.
            Err(fault) if fault.message.ends_with("is not set") => None,
            Err(fault) => return Err(fault),
        };
        self.done.insert(key.clone(), value.clone());
        Ok(value)
    }
}
