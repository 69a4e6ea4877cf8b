//! Colours as written, and what they are once `currentColor` is known.

use cssparser::{Token, color::parse_hash_color, color::parse_named_color, match_ignore_ascii_case};

use super::fault::{Input, Parsed, fail_with, nearest, unexpected};
use super::length::{hue, number, number_or_percentage, percentage};
use super::space::{
    HuePath, Space, mix, srgb_of_hsl, srgb_of_hwb, srgb_of_lab, srgb_of_lch, srgb_of_oklab, srgb_of_oklch,
};
use crate::color::Color;

/// A colour as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ColorValue {
    /// A known colour, perhaps outside sRGB.
    Fixed(Color),
    /// `currentColor`.
    Current,
    /// `color-mix()`.
    Mix(Box<Mix>),
}

/// The parts of `color-mix()`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mix {
    way: (Space, HuePath),
    from: ColorValue,
    to: ColorValue,
    /// How far from `from` to `to`.
    fraction: f32,
    /// Factor of the alpha, below 1 where percentages add up to less than 100 %.
    alpha: f32,
}

impl ColorValue {
    /// The colour inside sRGB, clipped as browsers do.
    pub fn resolve(&self, current: Color) -> Color {
        let color = self.unclipped(current);
        let clip = |value: f32| if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) };
        Color { r: clip(color.r), g: clip(color.g), b: clip(color.b), a: clip(color.a) }
    }

    fn unclipped(&self, current: Color) -> Color {
        match self {
            Self::Fixed(color) => *color,
            Self::Current => current,
            Self::Mix(parts) => {
                let (from, to) = (parts.from.unclipped(current), parts.to.unclipped(current));
                let mixed = mix(from, to, parts.fraction, parts.way);
                Color { a: mixed.a * parts.alpha, ..mixed }
            }
        }
    }
}

fn opaque([r, g, b]: [u8; 3], alpha: f32) -> ColorValue {
    let part = |value: u8| f32::from(value) / 255.0;
    ColorValue::Fixed(Color { r: part(r), g: part(g), b: part(b), a: alpha })
}

/// The colour a text stands for, `currentColor` being black; `None` when it is no colour.
pub(crate) fn parse_color(text: &str) -> Option<Color> {
    Input::new(text).parse_entirely(color).ok().map(|value| value.resolve(Color::BLACK))
}

/// A colour.
pub(crate) fn color(input: &mut Input<'_>) -> Parsed<ColorValue> {
    let token = input.next()?.clone();
    match &token {
        Token::Hash(digits) | Token::IDHash(digits) => match parse_hash_color(digits.as_bytes()) {
            Ok((r, g, b, alpha)) => Ok(opaque([r, g, b], alpha)),
            Err(()) => fail_with(format!("`#{digits}` is not a colour"), "write 3, 4, 6 or 8 hexadecimal digits"),
        },
        Token::Ident(name) => match_ignore_ascii_case! { name,
            "currentcolor" => Ok(ColorValue::Current),
            "transparent" => Ok(ColorValue::Fixed(Color::TRANSPARENT)),
            _ => match parse_named_color(&name.to_ascii_lowercase()) {
                Ok((r, g, b)) => Ok(opaque([r, g, b], 1.0)),
                Err(()) => {
                    let names = cssparser::color::all_named_colors().map(|(name, _)| name);
                    let hint = match nearest(&name.to_ascii_lowercase(), names) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "write a named colour, #rrggbb, rgb(), hsl(), oklch() or color-mix()".to_owned(),
                    };
                    fail_with(format!("`{name}` is not a colour"), hint)
                }
            },
        },
        Token::Function(name) => {
            let name = name.to_ascii_lowercase();
            input.parse_nested_block(|input| color_function(input, &name))
        }
        _ => unexpected(),
    }
}

fn color_function(input: &mut Input<'_>, name: &str) -> Parsed<ColorValue> {
    if input.try_parse(|input| input.expect_ident_matching("from")).is_ok() {
        return fail_with("relative colours are not in the subset", "use color-mix()");
    }
    let srgb = |parts: [f32; 3], alpha: f32| {
        let [r, g, b] = parts;
        ColorValue::Fixed(Color { r, g, b, a: alpha.clamp(0.0, 1.0) })
    };
    Ok(match name {
        "rgb" | "rgba" => {
            let (parts, alpha) = components(input, [channel, channel, channel], true)?;
            srgb(parts.map(|part| part.clamp(0.0, 1.0)), alpha)
        }
        "hsl" | "hsla" => {
            let ([h, s, l], alpha) = components(input, [hue, hundredth, hundredth], true)?;
            srgb(srgb_of_hsl(h, s.clamp(0.0, 1.0), l.clamp(0.0, 1.0)), alpha)
        }
        "hwb" => {
            let ([h, w, b], alpha) = components(input, [hue, hundredth, hundredth], false)?;
            srgb(srgb_of_hwb(h, w.clamp(0.0, 1.0), b.clamp(0.0, 1.0)), alpha)
        }
        "oklch" => {
            let ([l, c, h], alpha) = components(input, [number_or_percentage, ok_chroma, hue], false)?;
            srgb(srgb_of_oklch([l.clamp(0.0, 1.0), c.max(0.0), h]), alpha)
        }
        "oklab" => {
            let ([l, a, b], alpha) = components(input, [number_or_percentage, ok_chroma, ok_chroma], false)?;
            srgb(srgb_of_oklab([l.clamp(0.0, 1.0), a, b]), alpha)
        }
        "lch" => {
            let ([l, c, h], alpha) = components(input, [lightness, |input| scaled(input, 150.0), hue], false)?;
            srgb(srgb_of_lch([l.clamp(0.0, 100.0), c.max(0.0), h]), alpha)
        }
        "lab" => {
            let axis = |input: &mut Input<'_>| scaled(input, 125.0);
            let ([l, a, b], alpha) = components(input, [lightness, axis, axis], false)?;
            srgb(srgb_of_lab([l.clamp(0.0, 100.0), a, b]), alpha)
        }
        "color-mix" => color_mix(input)?,
        "color" => return fail_with("`color()` is not in the subset", "use rgb() or oklch()"),
        "light-dark" => return fail_with("`light-dark()` is not in the subset", "make a theme with custom properties"),
        _ => {
            return fail_with(
                format!("`{name}()` is not a colour"),
                "write rgb(), hsl(), hwb(), oklch() or color-mix()",
            );
        }
    })
}

/// A channel of rgb(): a number up to 255 or a percentage.
fn channel(input: &mut Input<'_>) -> Parsed<f32> {
    match input.try_parse(percentage) {
        Ok(fraction) => Ok(fraction),
        Err(_) => Ok(number(input)? / 255.0),
    }
}

/// A percentage, or a number of hundredths.
fn hundredth(input: &mut Input<'_>) -> Parsed<f32> {
    match input.try_parse(percentage) {
        Ok(fraction) => Ok(fraction),
        Err(_) => Ok(number(input)? / 100.0),
    }
}

fn ok_chroma(input: &mut Input<'_>) -> Parsed<f32> {
    scaled(input, 0.4)
}

fn lightness(input: &mut Input<'_>) -> Parsed<f32> {
    scaled(input, 100.0)
}

/// A number, or a percentage of `full`.
fn scaled(input: &mut Input<'_>, full: f32) -> Parsed<f32> {
    match input.try_parse(percentage) {
        Ok(fraction) => Ok(fraction * full),
        Err(_) => number(input),
    }
}

type Component = fn(&mut Input<'_>) -> Parsed<f32>;

/// Three components and an alpha, with spaces or (older functions) with commas.
fn components(input: &mut Input<'_>, kinds: [Component; 3], commas: bool) -> Parsed<([f32; 3], f32)> {
    let mut parts = [0.0; 3];
    let mut comma = false;
    for (index, (part, kind)) in parts.iter_mut().zip(kinds).enumerate() {
        if index == 1 && commas {
            comma = input.try_parse(|input| input.expect_comma()).is_ok();
        } else if index == 2 && comma {
            input.expect_comma()?;
        }
        let none = input.try_parse(|input| input.expect_ident_matching("none")).is_ok();
        *part = if none { 0.0 } else { kind(input)? };
    }
    if input.is_exhausted() {
        return Ok((parts, 1.0));
    }
    if comma {
        input.expect_comma()?;
    } else {
        input.expect_delim('/')?;
    }
    let none = input.try_parse(|input| input.expect_ident_matching("none")).is_ok();
    Ok((parts, if none { 0.0 } else { number_or_percentage(input)? }))
}

fn color_mix(input: &mut Input<'_>) -> Parsed<ColorValue> {
    input.expect_ident_matching("in")?;
    let way = mixing_way(input)?;
    input.expect_comma()?;
    let (from, first) = mix_part(input)?;
    input.expect_comma()?;
    let (to, second) = mix_part(input)?;
    let (first, second) = match (first, second) {
        (None, None) => (0.5, 0.5),
        (Some(first), None) => (first, 1.0 - first),
        (None, Some(second)) => (1.0 - second, second),
        (Some(first), Some(second)) => (first, second),
    };
    let total = first + second;
    if total <= 0.0 {
        return fail_with("the percentages of color-mix() add up to 0", "one of them must be above 0");
    }
    Ok(ColorValue::Mix(Box::new(Mix { way, from, to, fraction: second / total, alpha: total.min(1.0) })))
}

fn mix_part(input: &mut Input<'_>) -> Parsed<(ColorValue, Option<f32>)> {
    let before = input.try_parse(percentage).ok();
    let value = color(input)?;
    let share = before.or_else(|| input.try_parse(percentage).ok());
    match share {
        Some(share) if !(0.0..=1.0).contains(&share) => {
            fail_with("a percentage of color-mix() is outside 0% to 100%", "choose one between")
        }
        share => Ok((value, share)),
    }
}

/// The space (and hue direction) after `in`.
pub(crate) fn mixing_way(input: &mut Input<'_>) -> Parsed<(Space, HuePath)> {
    let name = input.expect_ident_cloned()?;
    let space = match_ignore_ascii_case! { &name,
        "srgb" => Space::Srgb,
        "srgb-linear" => Space::SrgbLinear,
        "oklab" => Space::Oklab,
        "oklch" => Space::Oklch,
        "hsl" => Space::Hsl,
        _ => return fail_with(format!("colour space `{name}` is not in the subset"), "known: srgb srgb-linear oklab oklch hsl"),
    };
    if !matches!(space, Space::Oklch | Space::Hsl) {
        return Ok((space, HuePath::Shorter));
    }
    let path = input.try_parse(|input| {
        let path = match_ignore_ascii_case! { input.expect_ident()?,
            "shorter" => HuePath::Shorter,
            "longer" => HuePath::Longer,
            "increasing" => HuePath::Increasing,
            "decreasing" => HuePath::Decreasing,
            _ => return unexpected(),
        };
        input.expect_ident_matching("hue")?;
        Ok(path)
    });
    Ok((space, path.unwrap_or_default()))
}
