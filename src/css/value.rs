//! Values shared by several properties: keywords, sizes, positions, radii, shadows, families.

use std::sync::Arc;

use cssparser::{Token, match_ignore_ascii_case};

use super::color::{ColorValue, color};
use super::fault::{Input, Parsed, fail_with, nearest, unexpected};
use super::length::{LengthValue, Sign, Unit, integer, length, length_percentage, number};
use crate::style::{Align, Keyword};

/// `auto` is `None`.
pub(crate) type AutoValue = Option<LengthValue>;

/// `width` and its kin.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SizeValue {
    Auto,
    Length(LengthValue),
    MinContent,
    MaxContent,
    FitContent,
}

/// A position: from the left and from the top.
pub(crate) type PositionValue = (LengthValue, LengthValue);

/// A shadow as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ShadowValue {
    pub x: LengthValue,
    pub y: LengthValue,
    pub blur: LengthValue,
    pub spread: LengthValue,
    pub color: ColorValue,
    pub inset: bool,
}

/// One of the keywords of a property.
pub(crate) fn keyword<T: Keyword>(input: &mut Input<'_>) -> Parsed<T> {
    let name = input.expect_ident_cloned()?;
    match T::LIST.iter().find(|(text, _)| name.eq_ignore_ascii_case(text)) {
        Some((_, value)) => Ok(*value),
        None => unknown_keyword(&name, T::LIST.iter().map(|(text, _)| *text)),
    }
}

/// Reports a keyword that a property does not have.
pub(crate) fn unknown_keyword<'a, T>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Parsed<T> {
    let lower = name.to_ascii_lowercase();
    let hint = match keyword_hint(&lower) {
        Some(hint) => hint.to_owned(),
        None => match nearest(&lower, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.collect::<Vec<_>>().join(", ")),
        },
    };
    fail_with(format!("value `{name}` is not in the subset"), hint)
}

fn keyword_hint(name: &str) -> Option<&'static str> {
    Some(match name {
        "table" | "inline-table" | "table-cell" | "table-row" => "tables are not in the subset: use `flex`",
        "contents" => "leave out the element instead",
        "fixed" | "sticky" => "a card does not scroll: use `absolute`",
        "scroll" | "auto" => "a card does not scroll: use `hidden`",
        "pretty" | "stable" => "use `balance` or `auto`",
        "collapse" => "use `hidden`, or `display: none`",
        "groove" | "ridge" | "inset" | "outset" => "use `solid`",
        "blink" => "nothing moves on a card",
        _ => return None,
    })
}

/// A keyword out of a list, by its place in it.
pub(crate) fn one_of(input: &mut Input<'_>, known: &'static [&'static str]) -> Parsed<usize> {
    let name = input.expect_ident_cloned()?;
    match known.iter().position(|text| name.eq_ignore_ascii_case(text)) {
        Some(index) => Ok(index),
        None => unknown_keyword(&name, known.iter().copied()),
    }
}

/// Whether the next word is this one; it is taken then.
pub(crate) fn takes(input: &mut Input<'_>, word: &str) -> bool {
    input.try_parse(|input| input.expect_ident_matching(word)).is_ok()
}

/// `none`, or something else.
pub(crate) fn none_or<T>(input: &mut Input<'_>, other: fn(&mut Input<'_>) -> Parsed<T>) -> Parsed<Option<T>> {
    if takes(input, "none") { Ok(None) } else { other(input).map(Some) }
}

/// `auto`, or something else.
pub(crate) fn auto_or<T>(input: &mut Input<'_>, other: fn(&mut Input<'_>) -> Parsed<T>) -> Parsed<Option<T>> {
    if takes(input, "auto") { Ok(None) } else { other(input).map(Some) }
}

/// `normal`, or something else.
pub(crate) fn normal_or<T>(input: &mut Input<'_>, other: fn(&mut Input<'_>) -> Parsed<T>) -> Parsed<Option<T>> {
    if takes(input, "normal") { Ok(None) } else { other(input).map(Some) }
}

/// Any length or percentage.
pub(crate) fn any_length(input: &mut Input<'_>) -> Parsed<LengthValue> {
    length_percentage(input, Sign::Any)
}

/// A length or percentage of at least 0.
pub(crate) fn positive_length(input: &mut Input<'_>) -> Parsed<LengthValue> {
    length_percentage(input, Sign::NotNegative)
}

/// A length without percentages.
pub(crate) fn plain_length(input: &mut Input<'_>) -> Parsed<LengthValue> {
    length(input, Sign::Any)
}

/// `auto` or a length.
pub(crate) fn auto_length(input: &mut Input<'_>) -> Parsed<AutoValue> {
    auto_or(input, any_length)
}

/// `normal` or a length of at least 0.
pub(crate) fn gap(input: &mut Input<'_>) -> Parsed<LengthValue> {
    Ok(normal_or(input, positive_length)?.unwrap_or(LengthValue::ZERO))
}

/// `width`, `flex-basis`, …
pub(crate) fn size(input: &mut Input<'_>) -> Parsed<SizeValue> {
    size_with(input, "auto")
}

/// `max-width`, `max-height`.
pub(crate) fn max_size(input: &mut Input<'_>) -> Parsed<SizeValue> {
    size_with(input, "none")
}

fn size_with(input: &mut Input<'_>, auto: &'static str) -> Parsed<SizeValue> {
    let known = [auto, "min-content", "max-content", "fit-content"];
    let word = input.try_parse(|input| input.expect_ident_cloned());
    match word {
        Err(_) => positive_length(input).map(SizeValue::Length),
        Ok(word) => match known.iter().position(|text| word.eq_ignore_ascii_case(text)) {
            Some(0) => Ok(SizeValue::Auto),
            Some(1) => Ok(SizeValue::MinContent),
            Some(2) => Ok(SizeValue::MaxContent),
            Some(_) => Ok(SizeValue::FitContent),
            None => unknown_keyword(&word, known.iter().copied()),
        },
    }
}

/// A number of at least 0.
pub(crate) fn positive_number(input: &mut Input<'_>) -> Parsed<f32> {
    let value = number(input)?;
    if value < 0.0 { fail_with("the value must not be negative", "use 0 or more") } else { Ok(value) }
}

/// A whole number of at least 1.
pub(crate) fn count(input: &mut Input<'_>) -> Parsed<usize> {
    match integer(input)? {
        value if value >= 1 => Ok(value as usize),
        _ => fail_with("the value must be at least 1", "use 1 or more, or `none`"),
    }
}

/// `aspect-ratio`: `auto` is `None`.
pub(crate) fn ratio(input: &mut Input<'_>) -> Parsed<Option<f32>> {
    if takes(input, "auto") {
        if input.is_exhausted() {
            return Ok(None);
        }
        return fail_with("`auto` with a ratio is not in the subset", "write the ratio alone");
    }
    let width = positive_number(input)?;
    let slash = input.try_parse(|input| input.expect_delim('/')).is_ok();
    let height = if slash { positive_number(input)? } else { 1.0 };
    Ok((width > 0.0 && height > 0.0).then(|| width / height))
}

/// `thin`, `medium`, `thick` or a length.
pub(crate) fn border_width(input: &mut Input<'_>) -> Parsed<LengthValue> {
    let px = |value: f32| Ok(LengthValue::Unit(value, Unit::Px));
    match input.try_parse(|input| input.expect_ident_cloned()) {
        Err(_) => length(input, Sign::NotNegative),
        Ok(word) => match_ignore_ascii_case! { &word,
            "thin" => px(1.0),
            "medium" => px(3.0),
            "thick" => px(5.0),
            _ => unknown_keyword(&word, ["thin", "medium", "thick"].into_iter()),
        },
    }
}

/// One corner: two radii.
pub(crate) fn corner(input: &mut Input<'_>) -> Parsed<PositionValue> {
    let horizontal = positive_length(input)?;
    let vertical = input.try_parse(positive_length).unwrap_or_else(|_| horizontal.clone());
    Ok((horizontal, vertical))
}

/// `align-*` and `justify-content`, `<baseline>` and overflow positions left out.
pub(crate) fn alignment(input: &mut Input<'_>) -> Parsed<Align> {
    if takes(input, "safe") || takes(input, "unsafe") {
        return fail_with("`safe` and `unsafe` are not in the subset", "leave the word out");
    }
    let _ = takes(input, "first");
    let name = input.expect_ident_cloned()?;
    if name.eq_ignore_ascii_case("self-start") {
        return Ok(Align::Start);
    }
    if name.eq_ignore_ascii_case("self-end") {
        return Ok(Align::End);
    }
    match Align::KEYWORDS.iter().find(|(text, _)| name.eq_ignore_ascii_case(text)) {
        Some((_, value)) => Ok(*value),
        None => unknown_keyword(&name, Align::KEYWORDS.iter().map(|(text, _)| *text)),
    }
}

/// `box-shadow`.
pub(crate) fn shadows(input: &mut Input<'_>) -> Parsed<Arc<[ShadowValue]>> {
    if takes(input, "none") {
        return Ok(Arc::from([]));
    }
    Ok(input.parse_comma_separated(shadow)?.into())
}

fn shadow(input: &mut Input<'_>) -> Parsed<ShadowValue> {
    let mut inset = takes(input, "inset");
    let mut ink = input.try_parse(color).ok();
    inset |= ink.is_some() && takes(input, "inset");
    let x = plain_length(input)?;
    let y = plain_length(input)?;
    let blur = input.try_parse(|input| length(input, Sign::NotNegative)).unwrap_or(LengthValue::ZERO);
    let spread = input.try_parse(plain_length).unwrap_or(LengthValue::ZERO);
    inset |= takes(input, "inset");
    if ink.is_none() && !input.is_exhausted() {
        ink = Some(color(input)?);
        inset |= takes(input, "inset");
    }
    Ok(ShadowValue { x, y, blur, spread, color: ink.unwrap_or(ColorValue::Current), inset })
}

/// `background-position`, `object-position`, the centre of a radial gradient.
pub(crate) fn position(input: &mut Input<'_>) -> Parsed<PositionValue> {
    let mut parts = Vec::new();
    while parts.len() < 4 {
        match input.try_parse(place) {
            Ok(part) => parts.push(part),
            Err(error) if parts.is_empty() => return Err(error),
            Err(_) => break,
        }
    }
    let centre = LengthValue::Percent(0.5);
    let mut parts = parts.into_iter().peekable();
    let (mut horizontal, mut vertical) = (None, None);
    let four = parts.len() > 2;
    while let Some(part) = parts.next() {
        let offset = match parts.peek() {
            Some(Place::Offset(offset)) if four && part != Place::Center => Some(offset.clone()),
            _ => None,
        };
        if offset.is_some() {
            parts.next();
        }
        match part {
            Place::Horizontal(far) if horizontal.is_none() => horizontal = Some(from_side(far, offset)),
            Place::Vertical(far) if vertical.is_none() => vertical = Some(from_side(far, offset)),
            Place::Offset(value) if horizontal.is_none() => horizontal = Some(value),
            Place::Offset(value) if vertical.is_none() => vertical = Some(value),
            Place::Center if horizontal.is_none() && !matches!(parts.peek(), Some(Place::Horizontal(_))) => {
                horizontal = Some(centre.clone());
            }
            Place::Center if vertical.is_none() => vertical = Some(centre.clone()),
            _ => return unexpected(),
        }
    }
    Ok((horizontal.unwrap_or_else(|| centre.clone()), vertical.unwrap_or(centre)))
}

#[derive(Debug, Clone, PartialEq)]
enum Place {
    /// `left`, or `right` when true.
    Horizontal(bool),
    /// `top`, or `bottom` when true.
    Vertical(bool),
    Center,
    Offset(LengthValue),
}

fn place(input: &mut Input<'_>) -> Parsed<Place> {
    match input.try_parse(|input| input.expect_ident_cloned()) {
        Err(_) => any_length(input).map(Place::Offset),
        Ok(word) => Ok(match_ignore_ascii_case! { &word,
            "left" => Place::Horizontal(false),
            "right" => Place::Horizontal(true),
            "top" => Place::Vertical(false),
            "bottom" => Place::Vertical(true),
            "center" => Place::Center,
            _ => return unknown_keyword(&word, ["left", "right", "top", "bottom", "center"].into_iter()),
        }),
    }
}

/// The length from the left or top for an offset from either side.
fn from_side(far: bool, offset: Option<LengthValue>) -> LengthValue {
    use super::length::Node;
    let side = LengthValue::Percent(if far { 1.0 } else { 0.0 });
    let Some(offset) = offset else { return side };
    if !far {
        return offset;
    }
    let node = match offset {
        LengthValue::Unit(value, unit) => Node::Leaf(-value, unit),
        LengthValue::Percent(value) => Node::Percent(-value),
        LengthValue::Calc(node) => Node::Scale(-1.0, Box::new((*node).clone())),
    };
    LengthValue::Calc(Arc::new(Node::Sum(vec![Node::Percent(1.0), node])))
}

/// An address: `url(…)`.
pub(crate) fn address(input: &mut Input<'_>) -> Parsed<String> {
    let token = input.next()?.clone();
    match &token {
        Token::UnquotedUrl(url) => Ok(url.as_ref().to_owned()),
        Token::Function(name) if name.eq_ignore_ascii_case("url") => {
            input.parse_nested_block(|input| Ok(input.expect_string()?.as_ref().to_owned()))
        }
        _ => unexpected(),
    }
}
