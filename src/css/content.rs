//! `content` of `::before` and `::after`.

use std::sync::Arc;

use cssparser::{Token, match_ignore_ascii_case};

use super::fault::{Input, Parsed, fail_with, unexpected};

/// `content` as written.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum ContentValue {
    /// `normal` and `none`: no box.
    #[default]
    None,
    /// Strings and attributes, joined.
    Parts(Arc<[Part]>),
}

/// A part of `content`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// Characters.
    Text(Arc<str>),
    /// The value of an attribute of the element.
    Attribute(Arc<str>),
}

/// `content`.
pub(crate) fn content_value(input: &mut Input<'_>) -> Parsed<ContentValue> {
    let keyword = input.try_parse(|input| input.expect_ident_cloned());
    if let Ok(word) = keyword {
        return match_ignore_ascii_case! { &word,
            "normal" | "none" => Ok(ContentValue::None),
            "open-quote" | "close-quote" | "no-open-quote" | "no-close-quote" =>
                fail_with(format!("`{word}` is not in the subset"), "write the quotation mark as a string, or use the filter `quotes`"),
            _ => unexpected(),
        };
    }
    let mut parts = Vec::new();
    while parts.is_empty() || !input.is_exhausted() {
        let token = input.next()?.clone();
        parts.push(match &token {
            Token::QuotedString(text) => Part::Text(Arc::from(text.as_ref())),
            Token::Function(name) if name.eq_ignore_ascii_case("attr") => input.parse_nested_block(|input| {
                Ok(Part::Attribute(Arc::from(input.expect_ident()?.to_ascii_lowercase())))
            })?,
            Token::Function(name) if name.eq_ignore_ascii_case("counter") || name.eq_ignore_ascii_case("counters") => {
                return fail_with(
                    "counters are not in the subset",
                    "write the number in the template: {{ loop.index }}",
                );
            }
            Token::Delim('/') => {
                return fail_with("alternative text in `content` is not in the subset", "leave it out");
            }
            Token::UnquotedUrl(_) | Token::Function(_) => {
                return fail_with("pictures in `content` are not in the subset", "use `background-image` or an <img>");
            }
            _ => return unexpected(),
        });
    }
    Ok(ContentValue::Parts(parts.into()))
}
