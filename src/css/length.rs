//! Numbers, lengths, percentages, angles and the mathematical functions over them.
//!
//! Numbers and angles are worked out while parsing; lengths keep their units until the font size and the card are known.

use std::sync::Arc;

use cssparser::{Token, match_ignore_ascii_case};

use super::fault::{Input, Parsed, fail_with, unexpected};
use crate::style::{Calc, Length};

/// Units that are not a fixed number of px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Unit {
    Px,
    Em,
    Rem,
    Vw,
    Vh,
    Vmin,
    Vmax,
}

/// A length as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LengthValue {
    /// A number with a unit.
    Unit(f32, Unit),
    /// A percentage as a fraction.
    Percent(f32),
    /// An expression.
    Calc(Arc<Node>),
}

/// An expression of lengths.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Leaf(f32, Unit),
    Percent(f32),
    Sum(Vec<Self>),
    Scale(f32, Box<Self>),
    Min(Vec<Self>),
    Max(Vec<Self>),
}

/// What units are worth, in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Units {
    /// Font size of the element.
    pub em: f32,
    /// Font size of the root element.
    pub rem: f32,
    /// A hundredth of the card's width; exact enough that 100 of them are the width, whatever it is.
    pub vw: f64,
    /// A hundredth of the card's height.
    pub vh: f64,
}

/// A term of an expression.
#[derive(Debug, Clone)]
enum Term {
    Number(f32),
    Angle(f32),
    Length(Node),
}

/// Which numbers a property takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Sign {
    /// All.
    Any,
    /// Zero and above.
    NotNegative,
}

/// Longest computed length in px, and greatest percentage as a fraction: far beyond every card, and safe to calculate with.
const MOST: f32 = 1e6;
/// Greatest number and angle, for the same reason.
const MOST_NUMBER: f32 = 1e10;

impl Units {
    fn px(&self, value: f32, unit: Unit) -> f32 {
        let of_card = |hundredth: f64| (f64::from(value) * hundredth) as f32;
        let px = match unit {
            Unit::Px => value,
            Unit::Em => value * self.em,
            Unit::Rem => value * self.rem,
            Unit::Vw => of_card(self.vw),
            Unit::Vh => of_card(self.vh),
            Unit::Vmin => of_card(self.vw.min(self.vh)),
            Unit::Vmax => of_card(self.vw.max(self.vh)),
        };
        bounded(px)
    }
}

impl LengthValue {
    /// No length.
    pub const ZERO: Self = Self::Unit(0.0, Unit::Px);

    /// The computed length: px, percentages kept.
    pub fn compute(&self, units: &Units) -> Length {
        match self {
            Self::Unit(value, unit) => Length::Px(units.px(*value, *unit)),
            Self::Percent(fraction) => Length::Percent(bounded(*fraction)),
            Self::Calc(node) => match node.compute(units) {
                Calc::Linear { px, percent: 0.0 } => Length::Px(bounded(px)),
                Calc::Linear { px: 0.0, percent } => Length::Percent(bounded(percent)),
                Calc::Linear { px, percent } => {
                    Length::Calc(Arc::new(Calc::Linear { px: bounded(px), percent: bounded(percent) }))
                }
                calc => Length::Calc(Arc::new(calc)),
            },
        }
    }

    /// The length in px, percentages of `basis`.
    pub fn px(&self, units: &Units, basis: f32) -> f32 {
        self.compute(units).resolve(basis)
    }

    /// Whether a percentage stands in it.
    pub fn has_percent(&self) -> bool {
        match self {
            Self::Unit(..) => false,
            Self::Percent(_) => true,
            Self::Calc(node) => node.has_percent(),
        }
    }

    /// Whether it hangs on the font size of the element or its parent.
    pub fn is_relative(&self) -> bool {
        match self {
            Self::Unit(_, unit) => *unit == Unit::Em,
            Self::Percent(_) | Self::Calc(_) => true,
        }
    }
}

impl Node {
    fn has_percent(&self) -> bool {
        match self {
            Self::Leaf(..) => false,
            Self::Percent(_) => true,
            Self::Scale(_, node) => node.has_percent(),
            Self::Sum(nodes) | Self::Min(nodes) | Self::Max(nodes) => nodes.iter().any(Self::has_percent),
        }
    }

    fn compute(&self, units: &Units) -> Calc {
        match self {
            Self::Leaf(value, unit) => Calc::Linear { px: units.px(*value, *unit), percent: 0.0 },
            Self::Percent(fraction) => Calc::Linear { px: 0.0, percent: bounded(*fraction) },
            Self::Scale(factor, node) => match node.compute(units) {
                Calc::Linear { px, percent } => Calc::Linear { px: px * factor, percent: percent * factor },
                other => Calc::Scale(bounded(*factor), Box::new(other)),
            },
            Self::Sum(nodes) => sum(nodes.iter().map(|node| node.compute(units))),
            Self::Min(nodes) => extreme(nodes, units, f32::min, Calc::Min),
            Self::Max(nodes) => extreme(nodes, units, f32::max, Calc::Max),
        }
    }
}

fn bounded(value: f32) -> f32 {
    value.clamp(-MOST, MOST)
}

fn sum(parts: impl Iterator<Item = Calc>) -> Calc {
    let (mut px, mut percent, mut rest) = (0.0, 0.0, Vec::new());
    for part in parts {
        match part {
            Calc::Linear { px: more, percent: fraction } => {
                px += more;
                percent += fraction;
            }
            other => rest.push(other),
        }
    }
    let linear = Calc::Linear { px, percent };
    if rest.is_empty() {
        return linear;
    }
    rest.push(linear);
    Calc::Sum(rest)
}

fn extreme(nodes: &[Node], units: &Units, pick: fn(f32, f32) -> f32, keep: fn(Vec<Calc>) -> Calc) -> Calc {
    let parts: Vec<Calc> = nodes.iter().map(|node| node.compute(units)).collect();
    let fixed = parts.iter().map(|part| match part {
        Calc::Linear { px, percent: 0.0 } => Some(*px),
        _ => None,
    });
    match fixed.collect::<Option<Vec<f32>>>() {
        Some(values) => Calc::Linear { px: values.into_iter().reduce(pick).unwrap_or(0.0), percent: 0.0 },
        None => keep(parts),
    }
}

/// The px or the unit of a dimension.
fn unit_of(unit: &str) -> Option<(f32, Unit)> {
    Some(match_ignore_ascii_case! { unit,
        "px" => (1.0, Unit::Px),
        "em" => (1.0, Unit::Em),
        "rem" => (1.0, Unit::Rem),
        "vw" => (1.0, Unit::Vw),
        "vh" => (1.0, Unit::Vh),
        "vmin" => (1.0, Unit::Vmin),
        "vmax" => (1.0, Unit::Vmax),
        "pt" => (96.0 / 72.0, Unit::Px),
        "pc" => (16.0, Unit::Px),
        "in" => (96.0, Unit::Px),
        "cm" => (96.0 / 2.54, Unit::Px),
        "mm" => (96.0 / 25.4, Unit::Px),
        _ => return None,
    })
}

fn angle_of(unit: &str) -> Option<f32> {
    Some(match_ignore_ascii_case! { unit,
        "deg" => 1.0,
        "grad" => 0.9,
        "rad" => 180.0 / std::f32::consts::PI,
        "turn" => 360.0,
        _ => return None,
    })
}

fn unknown_unit<T>(unit: &str) -> Parsed<T> {
    let hint = match unit.to_ascii_lowercase().as_str() {
        "ch" | "ex" | "lh" | "rlh" | "cap" | "ic" => "use `em`: a factor of the font size",
        "dvw" | "svw" | "lvw" | "vi" => "a card has one width: use `vw`",
        "dvh" | "svh" | "lvh" | "vb" => "a card has one height: use `vh`",
        "fr" => "`fr` is a size of grid tracks: use a length or a percentage",
        "s" | "ms" => "nothing moves on a card",
        _ => "known units: px em rem % vw vh vmin vmax pt pc in cm mm, deg turn rad grad",
    };
    fail_with(format!("unit `{unit}` is not in the subset"), hint)
}

/// What is calculated with has to be finite.
fn finite(term: Term) -> Parsed<Term> {
    let sound = match &term {
        Term::Number(value) | Term::Angle(value) => value.is_finite(),
        Term::Length(node) => is_finite(node),
    };
    if sound { Ok(term) } else { fail_with("the number is too large", "write one with fewer digits") }
}

fn is_finite(node: &Node) -> bool {
    match node {
        Node::Leaf(value, _) | Node::Percent(value) => value.is_finite(),
        Node::Scale(factor, node) => factor.is_finite() && is_finite(node),
        Node::Sum(nodes) | Node::Min(nodes) | Node::Max(nodes) => nodes.iter().all(is_finite),
    }
}

/// A number, an angle or a length, alone or calculated.
fn term(input: &mut Input<'_>) -> Parsed<Term> {
    finite(single(input)?)
}

fn single(input: &mut Input<'_>) -> Parsed<Term> {
    let token = input.next()?.clone();
    Ok(match &token {
        Token::Number { value, .. } => Term::Number(*value),
        Token::Percentage { unit_value, .. } => Term::Length(Node::Percent(*unit_value)),
        Token::Dimension { value, unit, .. } => match (unit_of(unit), angle_of(unit)) {
            (Some((factor, unit)), _) => Term::Length(Node::Leaf(value * factor, unit)),
            (_, Some(factor)) => Term::Angle(value * factor),
            _ => return unknown_unit(unit),
        },
        Token::ParenthesisBlock => input.parse_nested_block(expression)?,
        Token::Function(name) => function(input, name)?,
        Token::Ident(name) if name.eq_ignore_ascii_case("pi") => Term::Number(std::f32::consts::PI),
        Token::Ident(name) if name.eq_ignore_ascii_case("e") => Term::Number(std::f32::consts::E),
        _ => return unexpected(),
    })
}

fn function(input: &mut Input<'_>, name: &str) -> Parsed<Term> {
    match_ignore_ascii_case! { name,
        "calc" => input.parse_nested_block(expression),
        "min" => input.parse_nested_block(|input| choose(input.parse_comma_separated(expression)?, f32::min, Node::Min)),
        "max" => input.parse_nested_block(|input| choose(input.parse_comma_separated(expression)?, f32::max, Node::Max)),
        "clamp" => input.parse_nested_block(|input| {
            let low = expression(input)?;
            input.expect_comma()?;
            let middle = expression(input)?;
            input.expect_comma()?;
            let high = expression(input)?;
            let upper = choose(vec![middle, high], f32::min, Node::Min)?;
            choose(vec![low, upper], f32::max, Node::Max)
        }),
        _ => fail_with(format!("function `{name}()` is not in the subset"), "known here: calc() min() max() clamp() var()"),
    }
}

fn choose(terms: Vec<Term>, pick: fn(f32, f32) -> f32, keep: fn(Vec<Node>) -> Node) -> Parsed<Term> {
    let mut values = Vec::new();
    let mut nodes = Vec::new();
    let mut angle = false;
    for term in terms {
        match term {
            Term::Number(value) => values.push(value),
            Term::Angle(value) => {
                angle = true;
                values.push(value);
            }
            Term::Length(node) => nodes.push(node),
        }
    }
    match (values.into_iter().reduce(pick), nodes.is_empty()) {
        (None, false) => Ok(Term::Length(keep(nodes))),
        (Some(value), true) if angle => Ok(Term::Angle(value)),
        (Some(value), true) => Ok(Term::Number(value)),
        _ => mixed(),
    }
}

fn mixed<T>() -> Parsed<T> {
    fail_with("numbers and lengths are mixed in an expression", "give each number a unit, as in `0px`")
}

fn expression(input: &mut Input<'_>) -> Parsed<Term> {
    let mut total = product(input)?;
    loop {
        let factor = match input.try_parse(|input| match input.next()? {
            Token::Delim('+') => Ok(1.0),
            Token::Delim('-') => Ok(-1.0),
            _ => unexpected(),
        }) {
            Ok(factor) => factor,
            Err(_) => return Ok(total),
        };
        total = match (total, product(input)?) {
            (Term::Number(a), Term::Number(b)) => Term::Number(a + factor * b),
            (Term::Angle(a), Term::Angle(b)) => Term::Angle(a + factor * b),
            (Term::Length(Node::Sum(mut parts)), Term::Length(b)) => {
                parts.push(scaled(factor, b));
                Term::Length(Node::Sum(parts))
            }
            (Term::Length(a), Term::Length(b)) => Term::Length(Node::Sum(vec![a, scaled(factor, b)])),
            _ => return mixed(),
        };
    }
}

fn scaled(factor: f32, node: Node) -> Node {
    match node {
        node if factor == 1.0 => node,
        Node::Leaf(value, unit) => Node::Leaf(value * factor, unit),
        Node::Percent(value) => Node::Percent(value * factor),
        Node::Scale(inner, node) => Node::Scale(inner * factor, node),
        node => Node::Scale(factor, Box::new(node)),
    }
}

fn product(input: &mut Input<'_>) -> Parsed<Term> {
    let mut total = term(input)?;
    loop {
        let divide = match input.try_parse(|input| match input.next()? {
            Token::Delim('*') => Ok(false),
            Token::Delim('/') => Ok(true),
            _ => unexpected(),
        }) {
            Ok(divide) => divide,
            Err(_) => return Ok(total),
        };
        let factor = term(input)?;
        total = match (total, factor, divide) {
            (_, Term::Number(0.0), true) => return fail_with("division by zero", "divide by another number"),
            (Term::Number(a), Term::Number(b), true) => Term::Number(a / b),
            (Term::Angle(a), Term::Number(b), true) => Term::Angle(a / b),
            (Term::Length(a), Term::Number(b), true) => Term::Length(scaled(1.0 / b, a)),
            (Term::Number(a), Term::Number(b), false) => Term::Number(a * b),
            (Term::Angle(a), Term::Number(b), false) | (Term::Number(b), Term::Angle(a), false) => Term::Angle(a * b),
            (Term::Length(a), Term::Number(b), false) | (Term::Number(b), Term::Length(a), false) => {
                Term::Length(scaled(b, a))
            }
            _ => return fail_with("two lengths cannot be multiplied or divided", "one side must be a plain number"),
        };
    }
}

/// A length or percentage.
pub(crate) fn length_percentage(input: &mut Input<'_>, sign: Sign) -> Parsed<LengthValue> {
    let calculated = starts_with_function(input);
    let value = match term(input)? {
        Term::Number(0.0) if !calculated => LengthValue::ZERO,
        Term::Number(value) => {
            return fail_with(format!("`{value}` has no unit"), format!("write `{value}px`"));
        }
        Term::Angle(_) => return unexpected(),
        Term::Length(Node::Leaf(value, unit)) => LengthValue::Unit(value, unit),
        Term::Length(Node::Percent(value)) => LengthValue::Percent(value),
        Term::Length(node) => LengthValue::Calc(Arc::new(node)),
    };
    match value {
        LengthValue::Unit(number, _) | LengthValue::Percent(number) if sign == Sign::NotNegative && number < 0.0 => {
            if calculated {
                Ok(LengthValue::ZERO)
            } else {
                fail_with("the value must not be negative", "use 0 or more")
            }
        }
        value => Ok(value),
    }
}

fn starts_with_function(input: &mut Input<'_>) -> bool {
    let state = input.state();
    let function = matches!(input.next(), Ok(Token::Function(_)));
    input.reset(&state);
    function
}

/// A length without percentages.
pub(crate) fn length(input: &mut Input<'_>, sign: Sign) -> Parsed<LengthValue> {
    let value = length_percentage(input, sign)?;
    if value.has_percent() {
        return fail_with("a percentage is not possible here", "use a length such as px or em");
    }
    Ok(value)
}

/// A number.
pub(crate) fn number(input: &mut Input<'_>) -> Parsed<f32> {
    match term(input)? {
        Term::Number(value) => Ok(value.clamp(-MOST_NUMBER, MOST_NUMBER)),
        _ => unexpected(),
    }
}

/// A number, or a percentage as a fraction.
pub(crate) fn number_or_percentage(input: &mut Input<'_>) -> Parsed<f32> {
    match term(input)? {
        Term::Number(value) | Term::Length(Node::Percent(value)) => Ok(value.clamp(-MOST_NUMBER, MOST_NUMBER)),
        _ => unexpected(),
    }
}

/// A percentage as a fraction.
pub(crate) fn percentage(input: &mut Input<'_>) -> Parsed<f32> {
    match term(input)? {
        Term::Length(Node::Percent(value)) => Ok(value),
        _ => unexpected(),
    }
}

/// A whole number.
pub(crate) fn integer(input: &mut Input<'_>) -> Parsed<i32> {
    let calculated = starts_with_function(input);
    let value = number(input)?;
    if value.fract() != 0.0 && !calculated {
        return fail_with(format!("`{value}` is not a whole number"), "leave out the fraction");
    }
    Ok(value.round() as i32)
}

/// An angle in degrees.
pub(crate) fn angle(input: &mut Input<'_>) -> Parsed<f32> {
    match term(input)? {
        Term::Angle(value) => Ok(value.clamp(-MOST_NUMBER, MOST_NUMBER)),
        Term::Number(0.0) => Ok(0.0),
        _ => fail_with("an angle is expected", "write it as `45deg` or `0.25turn`"),
    }
}

/// A number or an angle in degrees (hues).
pub(crate) fn hue(input: &mut Input<'_>) -> Parsed<f32> {
    match term(input)? {
        Term::Angle(value) | Term::Number(value) => Ok(value),
        Term::Length(_) => unexpected(),
    }
}
