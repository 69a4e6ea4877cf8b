//! `@media`: queries about the size of the card.

use cssparser::{Token, match_ignore_ascii_case};

use super::fault::{Input, Parsed, fail_with, unexpected};
use super::length::{LengthValue, Sign, Units, length};
use super::value::ratio;

/// What media queries are asked about: the card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Media {
    /// Width of the card in CSS px.
    pub width: f32,
    /// Height of the card in CSS px.
    pub height: f32,
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Query {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    /// Always true or never.
    Known(bool),
    Length(Axis, Compare, LengthValue),
    Ratio(Compare, f32),
    Landscape(bool),
}

/// A side of the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    Width,
    Height,
}

/// How the card's value is compared with the one in the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compare {
    Less,
    AtMost,
    Equal,
    AtLeast,
    Greater,
}

impl Compare {
    fn holds(self, card: f32, value: f32) -> bool {
        let same = (card - value).abs() < 1e-4 * value.abs().max(1.0);
        match self {
            Self::Less => card < value && !same,
            Self::AtMost => card <= value || same,
            Self::Equal => same,
            Self::AtLeast => card >= value || same,
            Self::Greater => card > value && !same,
        }
    }

    fn flipped(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Equal => Self::Equal,
            Self::AtLeast => Self::AtMost,
            Self::Greater => Self::Less,
        }
    }
}

impl Query {
    /// Whether the condition holds for a card.
    pub fn matches(&self, media: Media) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(media)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(media)),
            Self::Not(part) => !part.matches(media),
            Self::Known(known) => *known,
            Self::Length(axis, compare, value) => {
                let units = Units {
                    em: 16.0,
                    rem: 16.0,
                    vw: f64::from(media.width) / 100.0,
                    vh: f64::from(media.height) / 100.0,
                };
                let card = match axis {
                    Axis::Width => media.width,
                    Axis::Height => media.height,
                };
                compare.holds(card, value.px(&units, 0.0))
            }
            Self::Ratio(compare, value) => compare.holds(media.width / media.height, *value),
            Self::Landscape(landscape) => (media.width > media.height) == *landscape,
        }
    }
}

/// A list of media queries.
pub(crate) fn queries(input: &mut Input<'_>) -> Parsed<Query> {
    Ok(Query::Any(input.parse_comma_separated(query)?))
}

fn query(input: &mut Input<'_>) -> Parsed<Query> {
    let state = input.state();
    let negated = input.try_parse(|input| input.expect_ident_matching("not")).is_ok();
    if !negated {
        let _ = input.try_parse(|input| input.expect_ident_matching("only"));
    }
    let Ok(kind) = input.try_parse(|input| input.expect_ident_cloned()) else {
        input.reset(&state);
        return condition(input);
    };
    let kind = match_ignore_ascii_case! { &kind,
        "all" | "screen" => Query::Known(true),
        "print" | "speech" => Query::Known(false),
        _ => return fail_with(format!("medium `{kind}` is not known"), "write `screen` or only the conditions"),
    };
    let mut parts = vec![kind];
    while input.try_parse(|input| input.expect_ident_matching("and")).is_ok() {
        parts.push(in_brackets(input)?);
    }
    let all = Query::All(parts);
    Ok(if negated { Query::Not(Box::new(all)) } else { all })
}

fn condition(input: &mut Input<'_>) -> Parsed<Query> {
    if input.try_parse(|input| input.expect_ident_matching("not")).is_ok() {
        return Ok(Query::Not(Box::new(in_brackets(input)?)));
    }
    let first = in_brackets(input)?;
    let Ok(word) = input.try_parse(|input| input.expect_ident_cloned()) else { return Ok(first) };
    let any = match_ignore_ascii_case! { &word,
        "and" => false,
        "or" => true,
        _ => return fail_with(format!("`{word}` is not expected here"), "join conditions with `and` or `or`"),
    };
    let mut parts = vec![first, in_brackets(input)?];
    while !input.is_exhausted() {
        input.expect_ident_matching(if any { "or" } else { "and" })?;
        parts.push(in_brackets(input)?);
    }
    Ok(if any { Query::Any(parts) } else { Query::All(parts) })
}

fn in_brackets(input: &mut Input<'_>) -> Parsed<Query> {
    input.expect_parenthesis_block()?;
    input.parse_nested_block(|input| {
        let state = input.state();
        let nested = match input.next()? {
            Token::ParenthesisBlock => true,
            Token::Ident(word) => word.eq_ignore_ascii_case("not"),
            _ => false,
        };
        input.reset(&state);
        if nested && let Ok(query) = input.try_parse(|input| input.parse_entirely(condition)) {
            return Ok(query);
        }
        feature(input)
    })
}

/// A feature of the card that is compared with something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Feature {
    Side(Axis),
    Ratio,
    Orientation,
}

fn feature_of(name: &str) -> Parsed<(Feature, Option<Compare>)> {
    let lower = name.to_ascii_lowercase();
    let (plain, compare) = if let Some(rest) = lower.strip_prefix("min-") {
        (rest, Some(Compare::AtLeast))
    } else if let Some(rest) = lower.strip_prefix("max-") {
        (rest, Some(Compare::AtMost))
    } else {
        (lower.as_str(), None)
    };
    let feature = match plain {
        "width" => Feature::Side(Axis::Width),
        "height" => Feature::Side(Axis::Height),
        "aspect-ratio" => Feature::Ratio,
        "orientation" if compare.is_none() => Feature::Orientation,
        _ => {
            let hint = match plain {
                "prefers-color-scheme" => "themes choose colours: use the template's themes and custom properties",
                "resolution" | "device-pixel-ratio" => "the scale changes nothing but sharpness: leave it out",
                "hover" | "pointer" | "any-hover" | "any-pointer" => "nobody points at a card: leave it out",
                "device-width" | "device-height" => "use `width` or `height`",
                _ => "known: width, height, aspect-ratio with min- and max-, orientation",
            };
            return fail_with(format!("media feature `{lower}` is not in the subset"), hint);
        }
    };
    Ok((feature, compare))
}

fn feature(input: &mut Input<'_>) -> Parsed<Query> {
    if let Ok(name) = input.try_parse(|input| input.expect_ident_cloned()) {
        let (feature, prefixed) = feature_of(&name)?;
        if input.is_exhausted() {
            return if prefixed.is_none() { Ok(Query::Known(true)) } else { unexpected() };
        }
        if input.try_parse(|input| input.expect_colon()).is_ok() {
            return comparison(input, feature, prefixed.unwrap_or(Compare::Equal));
        }
        if prefixed.is_some() {
            return unexpected();
        }
        let compare = operator(input)?;
        return comparison(input, feature, compare);
    }
    // A range that begins with a value: 600px <= width < 900px
    let start = input.state();
    while !matches!(input.next()?, Token::Delim('<' | '>' | '=')) {}
    input.reset(&start);
    let sized = input.try_parse(|input| length(input, Sign::Any)).is_ok();
    if !sized {
        ratio(input)?;
    }
    let left = operator(input)?;
    let name = input.expect_ident_cloned()?;
    let (feature, prefixed) = feature_of(&name)?;
    if prefixed.is_some() {
        return unexpected();
    }
    let after = input.state();
    input.reset(&start);
    let first = value(input, feature, left.flipped())?;
    input.reset(&after);
    if input.is_exhausted() {
        return Ok(first);
    }
    let right = operator(input)?;
    Ok(Query::All(vec![first, comparison(input, feature, right)?]))
}

fn operator(input: &mut Input<'_>) -> Parsed<Compare> {
    let sign = match input.next()? {
        Token::Delim(sign @ ('<' | '>' | '=')) => *sign,
        _ => return unexpected(),
    };
    let equal = sign != '='
        && input
            .try_parse(|input| match input.next_including_whitespace()? {
                Token::Delim('=') => Ok(()),
                _ => unexpected(),
            })
            .is_ok();
    Ok(match (sign, equal) {
        ('<', false) => Compare::Less,
        ('<', true) => Compare::AtMost,
        ('>', false) => Compare::Greater,
        ('>', true) => Compare::AtLeast,
        _ => Compare::Equal,
    })
}

fn comparison(input: &mut Input<'_>, feature: Feature, compare: Compare) -> Parsed<Query> {
    let query = value(input, feature, compare)?;
    input.expect_exhausted()?;
    Ok(query)
}

fn value(input: &mut Input<'_>, feature: Feature, compare: Compare) -> Parsed<Query> {
    match feature {
        Feature::Side(axis) => Ok(Query::Length(axis, compare, length(input, Sign::Any)?)),
        Feature::Ratio => match ratio(input)? {
            Some(ratio) => Ok(Query::Ratio(compare, ratio)),
            None => unexpected(),
        },
        Feature::Orientation => match super::value::one_of(input, &["landscape", "portrait"])? {
            0 => Ok(Query::Landscape(true)),
            _ => Ok(Query::Landscape(false)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, width: f32, height: f32) -> bool {
        let query = Input::new(text).parse_entirely(queries).map_err(|error| format!("{text}: {error:?}"));
        query.unwrap().matches(Media { width, height })
    }

    #[test]
    fn widths_ranges_and_ratios_are_compared() {
        for (text, expected) in [
            ("(min-width: 1000px)", true),
            ("(max-width: 1000px)", false),
            ("(600px <= width < 1200px)", false),
            ("(600px <= width <= 1200px)", true),
            ("(width > 1000px) and (height < 700px)", true),
            ("(width < 1000px) or (orientation: landscape)", true),
            ("not (orientation: landscape)", false),
            ("not screen and (min-width: 2000px)", true),
            ("print, (min-aspect-ratio: 16/9)", true),
            ("print", false),
            ("(aspect-ratio > 2/1)", false),
            ("(aspect-ratio: 1200/630)", true),
            ("((width > 10px) and (not (height > 630px)))", true),
            ("screen and (min-width: 40em)", true),
        ] {
            assert_eq!(holds(text, 1200.0, 630.0), expected, "{text}");
        }
    }
}
