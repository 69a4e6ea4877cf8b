//! `@font-face`: fonts that come with a template.

use cssparser::{Token, match_ignore_ascii_case};

use super::fault::{Fault, Input, Parsed, fail_with, fault_of, unexpected};
use super::font::family;
use super::length::number;
use super::value::{address, one_of};
use crate::style::FontStyle;

/// A font file of a template.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FontFace {
    /// Family name that `font-family` uses.
    pub family: String,
    /// Addresses as written, the first usable one counts.
    pub sources: Vec<FontSource>,
    /// Lightest and heaviest weight of the file; `None` as the file says.
    pub weight: Option<(f32, f32)>,
    /// `font-style`; `None` as the file says.
    pub style: Option<FontStyle>,
    /// Line of the rule, from 1.
    pub line: usize,
    /// Column of the rule, from 1.
    pub column: usize,
}

/// One entry of `src`.
#[derive(Debug, Clone, PartialEq)]
pub struct FontSource {
    /// Address as written.
    pub url: String,
    /// `format(…)`, lower case.
    pub format: Option<String>,
}

/// Reads a descriptor into a face.
pub(crate) fn descriptor(face: &mut FontFace, name: &str, text: &str) -> Result<(), Fault> {
    let mut input = Input::new(text);
    let start = text.len() - text.trim_start().len();
    let result: Parsed<()> = input.parse_entirely(|input| {
        match_ignore_ascii_case! { name,
            "font-family" => face.family = family(input)?,
            "src" => face.sources = input.parse_comma_separated(source)?,
            "font-weight" => face.weight = weights(input)?,
            "font-style" => face.style = style(input)?,
            "font-display" => { one_of(input, &["auto", "block", "swap", "fallback", "optional"])?; },
            "unicode-range" => return fail_with("`unicode-range` is not in the subset", "leave it out: fonts are chosen by the characters they have"),
            "font-stretch" | "font-width" | "size-adjust" | "ascent-override" | "descent-override" | "line-gap-override" | "font-feature-settings" | "font-variation-settings" =>
                return fail_with(format!("descriptor `{name}` is not in the subset"), "leave it out"),
            _ => return fail_with(format!("descriptor `{name}` is not known"), "known: font-family, src, font-weight, font-style, font-display"),
        }
        Ok(())
    });
    result.map_err(|error| {
        let unknown = Fault::new(format!("`{}` is not a value of `{name}`", super::fault::excerpt(text)));
        fault_of(error, || unknown.hint("write it as `src: url(file.ttf) format(\"truetype\")`")).at(start)
    })
}

fn source(input: &mut Input<'_>) -> Parsed<FontSource> {
    let state = input.state();
    if let Ok(Token::Function(name)) = input.next()
        && name.eq_ignore_ascii_case("local")
    {
        return fail_with("`local()` is not in the subset", "put the font file beside the template: url(font.ttf)");
    }
    input.reset(&state);
    let url = address(input)?;
    let mut format = None;
    while let Ok(name) = input.try_parse(|input| input.expect_function().cloned()) {
        let text = input.parse_nested_block(|input| {
            let text = input.expect_ident_or_string()?.to_ascii_lowercase();
            while input.next().is_ok() {}
            Ok::<String, cssparser::ParseError<Fault>>(text)
        })?;
        match_ignore_ascii_case! { &name,
            "format" => format = Some(text),
            "tech" => {},
            _ => return unexpected(),
        }
    }
    Ok(FontSource { url, format })
}

fn weight(input: &mut Input<'_>) -> Parsed<f32> {
    if let Ok(value) = input.try_parse(number) {
        return Ok(value.clamp(1.0, 1000.0));
    }
    Ok(if one_of(input, &["normal", "bold"])? == 0 { 400.0 } else { 700.0 })
}

fn weights(input: &mut Input<'_>) -> Parsed<Option<(f32, f32)>> {
    if super::value::takes(input, "auto") {
        return Ok(None);
    }
    let first = weight(input)?;
    let second = if input.is_exhausted() { first } else { weight(input)? };
    Ok(Some((first.min(second), first.max(second))))
}

fn style(input: &mut Input<'_>) -> Parsed<Option<FontStyle>> {
    if super::value::takes(input, "auto") {
        return Ok(None);
    }
    super::font::font_style(input).map(Some)
}
