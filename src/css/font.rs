//! Font properties: families, sizes, weights, axes and features.

use std::sync::Arc;

use cssparser::{Token, match_ignore_ascii_case};

use super::fault::{Input, Parsed, fail_with, unexpected};
use super::length::{LengthValue, Sign, length_percentage, number};
use super::value::{one_of, positive_length, positive_number, takes, unknown_keyword};
use crate::style::{FontStyle, LineHeight};

/// Feature tags with values.
pub(crate) type Features = Arc<[([u8; 4], u16)]>;

/// `font-size` as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FontSize {
    /// `xx-small` (0) to `xxx-large` (7).
    Named(u8),
    Smaller,
    Larger,
    Length(LengthValue),
}

/// `font-weight` as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum FontWeight {
    Number(f32),
    Bolder,
    Lighter,
}

/// `line-height` as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LineHeightValue {
    Known(LineHeight),
    Length(LengthValue),
}

const SIZES: &[&str] =
    &["xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large", "smaller", "larger"];

/// `font-size`.
pub(crate) fn font_size(input: &mut Input<'_>) -> Parsed<FontSize> {
    if let Ok(length) = input.try_parse(positive_length) {
        return Ok(FontSize::Length(length));
    }
    let state = input.state();
    if !matches!(input.next(), Ok(Token::Ident(_))) {
        input.reset(&state);
        return positive_length(input).map(FontSize::Length);
    }
    input.reset(&state);
    Ok(match one_of(input, SIZES)? {
        8 => FontSize::Smaller,
        9 => FontSize::Larger,
        index => FontSize::Named(index as u8),
    })
}

/// `font-weight`.
pub(crate) fn font_weight(input: &mut Input<'_>) -> Parsed<FontWeight> {
    if let Ok(value) = input.try_parse(number) {
        if !(1.0..=1000.0).contains(&value) {
            return fail_with(format!("`{value}` is not a font weight"), "weights go from 1 to 1000");
        }
        return Ok(FontWeight::Number(value));
    }
    Ok(match one_of(input, &["normal", "bold", "bolder", "lighter"])? {
        0 => FontWeight::Number(400.0),
        1 => FontWeight::Number(700.0),
        2 => FontWeight::Bolder,
        _ => FontWeight::Lighter,
    })
}

/// `font-style`; an angle is refused.
pub(crate) fn font_style(input: &mut Input<'_>) -> Parsed<FontStyle> {
    let style = super::value::keyword(input)?;
    if style == FontStyle::Oblique && !input.is_exhausted() && input.try_parse(super::length::angle).is_ok() {
        return fail_with("an angle after `oblique` is not in the subset", "use `italic` or `oblique` alone");
    }
    Ok(style)
}

/// `line-height`.
pub(crate) fn line_height(input: &mut Input<'_>) -> Parsed<LineHeightValue> {
    if takes(input, "normal") {
        return Ok(LineHeightValue::Known(LineHeight::Normal));
    }
    if let Ok(factor) = input.try_parse(number) {
        if factor < 0.0 {
            return fail_with("the value must not be negative", "use 0 or more");
        }
        return Ok(LineHeightValue::Known(LineHeight::Factor(factor)));
    }
    length_percentage(input, Sign::NotNegative).map(LineHeightValue::Length)
}

/// `font-family`: names as written, generic names in lower case.
pub(crate) fn families(input: &mut Input<'_>) -> Parsed<Arc<[String]>> {
    Ok(input.parse_comma_separated(family)?.into())
}

/// Names of families that a browser chooses itself, in lower case.
pub(crate) const GENERIC_FAMILIES: &[&str] =
    &["serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "emoji", "math"];

/// One name of a family list.
pub(crate) fn family(input: &mut Input<'_>) -> Parsed<String> {
    if let Ok(name) = input.try_parse(|input| input.expect_string_cloned()) {
        return Ok(name.as_ref().to_owned());
    }
    let mut name = input.expect_ident()?.as_ref().to_owned();
    while let Ok(more) = input.try_parse(|input| input.expect_ident_cloned()) {
        name.push(' ');
        name.push_str(&more);
    }
    let lower = name.to_ascii_lowercase();
    if GENERIC_FAMILIES.contains(&lower.as_str()) {
        return Ok(lower);
    }
    if ["inherit", "initial", "unset", "default", "revert"].contains(&lower.as_str()) {
        return unexpected();
    }
    Ok(name)
}

fn tag(input: &mut Input<'_>) -> Parsed<[u8; 4]> {
    let text = input.expect_string_cloned()?;
    match <[u8; 4]>::try_from(text.as_bytes()) {
        Ok(tag) if tag.iter().all(|byte| (0x20..0x7f).contains(byte)) => Ok(tag),
        _ => fail_with(format!("`\"{text}\"` is not a tag"), "a tag has four characters, as in \"wght\""),
    }
}

/// Axis tags with their values.
pub(crate) type Variations = Arc<[([u8; 4], f32)]>;

/// `font-variation-settings`.
pub(crate) fn variations(input: &mut Input<'_>) -> Parsed<Variations> {
    if takes(input, "normal") {
        return Ok(Arc::from([]));
    }
    Ok(input.parse_comma_separated(|input| Ok((tag(input)?, number(input)?)))?.into())
}

/// `font-feature-settings`.
pub(crate) fn feature_settings(input: &mut Input<'_>) -> Parsed<Features> {
    if takes(input, "normal") {
        return Ok(Arc::from([]));
    }
    let list = input.parse_comma_separated(|input| {
        let tag = tag(input)?;
        let value = if input.is_exhausted() || takes(input, "on") {
            1.0
        } else if takes(input, "off") {
            0.0
        } else {
            positive_number(input)?
        };
        Ok((tag, value.min(65_535.0) as u16))
    })?;
    Ok(list.into())
}

/// A keyword of `font-variant-*` with its features.
type Variant = (&'static str, &'static [(&'static [u8; 4], u16)]);

const NUMERIC: &[Variant] = &[
    ("lining-nums", &[(b"lnum", 1)]),
    ("oldstyle-nums", &[(b"onum", 1)]),
    ("proportional-nums", &[(b"pnum", 1)]),
    ("tabular-nums", &[(b"tnum", 1)]),
    ("diagonal-fractions", &[(b"frac", 1)]),
    ("stacked-fractions", &[(b"afrc", 1)]),
    ("ordinal", &[(b"ordn", 1)]),
    ("slashed-zero", &[(b"zero", 1)]),
];
const CAPS: &[Variant] = &[
    ("small-caps", &[(b"smcp", 1)]),
    ("all-small-caps", &[(b"c2sc", 1), (b"smcp", 1)]),
    ("petite-caps", &[(b"pcap", 1)]),
    ("all-petite-caps", &[(b"c2pc", 1), (b"pcap", 1)]),
    ("unicase", &[(b"unic", 1)]),
    ("titling-caps", &[(b"titl", 1)]),
];
const LIGATURES: &[Variant] = &[
    ("none", &[(b"liga", 0), (b"clig", 0), (b"dlig", 0), (b"hlig", 0), (b"calt", 0)]),
    ("common-ligatures", &[(b"liga", 1), (b"clig", 1)]),
    ("no-common-ligatures", &[(b"liga", 0), (b"clig", 0)]),
    ("discretionary-ligatures", &[(b"dlig", 1)]),
    ("no-discretionary-ligatures", &[(b"dlig", 0)]),
    ("historical-ligatures", &[(b"hlig", 1)]),
    ("no-historical-ligatures", &[(b"hlig", 0)]),
    ("contextual", &[(b"calt", 1)]),
    ("no-contextual", &[(b"calt", 0)]),
];
const POSITION: &[Variant] = &[("sub", &[(b"subs", 1)]), ("super", &[(b"sups", 1)])];

fn variant(input: &mut Input<'_>, known: &'static [Variant], several: bool) -> Parsed<Features> {
    if takes(input, "normal") {
        return Ok(Arc::from([]));
    }
    let mut features = Vec::new();
    let mut first = true;
    while first || (several && !input.is_exhausted()) {
        let word = input.expect_ident_cloned()?;
        match known.iter().find(|(text, _)| word.eq_ignore_ascii_case(text)) {
            Some((_, more)) => features.extend(more.iter().map(|(tag, value)| (**tag, *value))),
            None => return unknown_keyword(&word, known.iter().map(|(text, _)| *text)),
        }
        first = false;
    }
    Ok(features.into())
}

/// `font-variant-numeric`.
pub(crate) fn numeric(input: &mut Input<'_>) -> Parsed<Features> {
    variant(input, NUMERIC, true)
}

/// `font-variant-caps`.
pub(crate) fn caps(input: &mut Input<'_>) -> Parsed<Features> {
    variant(input, CAPS, false)
}

/// `font-variant-ligatures`.
pub(crate) fn ligatures(input: &mut Input<'_>) -> Parsed<Features> {
    variant(input, LIGATURES, true)
}

/// `font-variant-position`.
pub(crate) fn variant_position(input: &mut Input<'_>) -> Parsed<Features> {
    variant(input, POSITION, false)
}

/// `font-variant`: numeric, caps, ligatures, position.
pub(crate) fn all_variants(input: &mut Input<'_>) -> Parsed<[Features; 4]> {
    let mut found: [Vec<([u8; 4], u16)>; 4] = Default::default();
    if takes(input, "normal") {
        return Ok(found.map(Into::into));
    }
    let groups = [NUMERIC, CAPS, LIGATURES, POSITION];
    while !input.is_exhausted() {
        let word = input.expect_ident_cloned()?;
        let hit = groups.iter().zip(&mut found).find_map(|(group, list)| {
            group.iter().find(|(text, _)| word.eq_ignore_ascii_case(text)).map(|(_, more)| (more, list))
        });
        match hit {
            Some((more, list)) => list.extend(more.iter().map(|(tag, value)| (**tag, *value))),
            None => return unknown_keyword(&word, groups.iter().flat_map(|group| group.iter().map(|(text, _)| *text))),
        }
    }
    Ok(found.map(Into::into))
}

/// `font-kerning` as features.
pub(crate) fn kerning(input: &mut Input<'_>) -> Parsed<Features> {
    let word = input.expect_ident_cloned()?;
    Ok(match_ignore_ascii_case! { &word,
        "auto" => Arc::from([]),
        "normal" => Arc::from([(*b"kern", 1)]),
        "none" => Arc::from([(*b"kern", 0)]),
        _ => return unknown_keyword(&word, ["auto", "normal", "none"].into_iter()),
    })
}
