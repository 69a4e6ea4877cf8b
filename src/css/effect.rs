//! Transforms, filters and shadows of text as written.

use std::sync::Arc;

use cssparser::match_ignore_ascii_case;

use super::color::{ColorValue, color};
use super::compute::Draft;
use super::fault::{Input, Parsed, fail_with, unexpected};
use super::length::{LengthValue, Sign, angle, length, number, number_or_percentage};
use super::value::{PositionValue, any_length, plain_length, takes};
use crate::style::{ColorFilter, FilterStep, TextShadow, TransformStep};

/// Greatest blur in px: more is nothing but a colour, and slow.
const MOST_BLUR: f32 = 1000.0;
/// Most filters of a box, and most blurred shadows of a text: each of them is a picture of its own.
const MOST_BLURRED: usize = 16;
/// Most shadows of a text, sharp ones among them.
const MOST_SHADOWS: usize = 64;

/// A shadow of text as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextShadowValue {
    x: LengthValue,
    y: LengthValue,
    blur: LengthValue,
    color: ColorValue,
}

impl TextShadowValue {
    fn compute(&self, draft: &Draft<'_>) -> TextShadow {
        let px = |value: &LengthValue| value.px(&draft.units, 0.0);
        TextShadow {
            x: px(&self.x),
            y: px(&self.y),
            blur: px(&self.blur).clamp(0.0, MOST_BLUR),
            color: draft.decoration_color(&self.color),
        }
    }
}

/// A shadow of a text or a group: two or three lengths and a colour.
fn shadow(input: &mut Input<'_>) -> Parsed<TextShadowValue> {
    let mut ink = input.try_parse(color).ok();
    let x = plain_length(input)?;
    let y = plain_length(input)?;
    let blur = input.try_parse(|input| length(input, Sign::NotNegative)).unwrap_or(LengthValue::ZERO);
    if takes(input, "inset") {
        return fail_with("`inset` is for shadows of boxes", "leave the word out");
    }
    if ink.is_none() && !input.is_exhausted() {
        ink = Some(color(input)?);
    }
    Ok(TextShadowValue { x, y, blur, color: ink.unwrap_or(ColorValue::Current) })
}

/// `text-shadow`.
pub(crate) fn text_shadows(input: &mut Input<'_>) -> Parsed<Arc<[TextShadowValue]>> {
    if takes(input, "none") {
        return Ok(Arc::from([]));
    }
    let shadows = input.parse_comma_separated(shadow)?;
    let blurred = shadows.iter().filter(|shadow| shadow.blur != LengthValue::ZERO).count();
    if blurred > MOST_BLURRED || shadows.len() > MOST_SHADOWS {
        return fail_with(
            format!("there are {} shadows, {blurred} of them blurred", shadows.len()),
            format!("expected at most {MOST_SHADOWS}, {MOST_BLURRED} of them blurred"),
        );
    }
    Ok(shadows.into())
}

/// The computed shadows.
pub(crate) fn compute_shadows(values: &[TextShadowValue], draft: &Draft<'_>) -> Arc<[TextShadow]> {
    values.iter().map(|value| value.compute(draft)).collect()
}

/// A function of `transform` as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum StepValue {
    Translate(LengthValue, LengthValue),
    Known(TransformStep),
}

/// `transform`.
pub(crate) fn transform(input: &mut Input<'_>) -> Parsed<Arc<[StepValue]>> {
    if takes(input, "none") {
        return Ok(Arc::from([]));
    }
    let mut steps = vec![step(input)?];
    while !input.is_exhausted() {
        steps.push(step(input)?);
    }
    Ok(steps.into())
}

/// The computed functions.
pub(crate) fn compute_steps(values: &[StepValue], draft: &Draft<'_>) -> Arc<[TransformStep]> {
    let compute = |value: &StepValue| match value {
        StepValue::Translate(x, y) => TransformStep::Translate(draft.length(x), draft.length(y)),
        StepValue::Known(step) => step.clone(),
    };
    values.iter().map(compute).collect()
}

fn step(input: &mut Input<'_>) -> Parsed<StepValue> {
    use TransformStep as T;
    let name = input.expect_function()?.clone();
    input.parse_nested_block(|input| {
        let known = |step: TransformStep| Ok(StepValue::Known(step));
        match_ignore_ascii_case! { &name,
            "translate" => {
                let x = any_length(input)?;
                let y = if comma(input) { any_length(input)? } else { LengthValue::ZERO };
                Ok(StepValue::Translate(x, y))
            },
            "translatex" => Ok(StepValue::Translate(any_length(input)?, LengthValue::ZERO)),
            "translatey" => Ok(StepValue::Translate(LengthValue::ZERO, any_length(input)?)),
            "scale" => {
                let x = number_or_percentage(input)?;
                let y = if comma(input) { number_or_percentage(input)? } else { x };
                known(T::Scale(x, y))
            },
            "scalex" => known(T::Scale(number_or_percentage(input)?, 1.0)),
            "scaley" => known(T::Scale(1.0, number_or_percentage(input)?)),
            "rotate" | "rotatez" => known(T::Rotate(angle(input)?)),
            "skew" => {
                let x = angle(input)?;
                let y = if comma(input) { angle(input)? } else { 0.0 };
                known(T::Skew(x, y))
            },
            "skewx" => known(T::Skew(angle(input)?, 0.0)),
            "skewy" => known(T::Skew(0.0, angle(input)?)),
            "matrix" => {
                let mut values = [0.0; 6];
                for (index, value) in values.iter_mut().enumerate() {
                    if index > 0 {
                        input.expect_comma()?;
                    }
                    *value = number(input)?;
                }
                known(T::Matrix(values))
            },
            _ => fail_with(
                format!("`{name}()` is not in the subset"),
                "known: translate() scale() rotate() skew(), each also with X or Y, and matrix(): a card is flat",
            ),
        }
    })
}

fn comma(input: &mut Input<'_>) -> bool {
    input.try_parse(|input| input.expect_comma()).is_ok()
}

/// `translate`.
pub(crate) fn translate(input: &mut Input<'_>) -> Parsed<PositionValue> {
    let x = any_length(input)?;
    let y = if input.is_exhausted() { LengthValue::ZERO } else { any_length(input)? };
    Ok((x, y))
}

/// `scale`.
pub(crate) fn scale(input: &mut Input<'_>) -> Parsed<(f32, f32)> {
    let x = number_or_percentage(input)?;
    let y = if input.is_exhausted() { x } else { number_or_percentage(input)? };
    Ok((x, y))
}

/// A function of `filter` as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FilterValue {
    Blur(LengthValue),
    Color(ColorFilter, f32),
    DropShadow(TextShadowValue),
}

/// `filter`.
pub(crate) fn filters(input: &mut Input<'_>) -> Parsed<Arc<[FilterValue]>> {
    if takes(input, "none") {
        return Ok(Arc::from([]));
    }
    let mut filters = vec![one_filter(input)?];
    while !input.is_exhausted() {
        filters.push(one_filter(input)?);
    }
    if filters.len() > MOST_BLURRED {
        return fail_with(format!("there are {} filters", filters.len()), format!("expected at most {MOST_BLURRED}"));
    }
    Ok(filters.into())
}

/// The computed functions.
pub(crate) fn compute_filters(values: &[FilterValue], draft: &Draft<'_>) -> Arc<[FilterStep]> {
    let compute = |value: &FilterValue| match value {
        FilterValue::Blur(blur) => FilterStep::Blur(blur.px(&draft.units, 0.0).clamp(0.0, MOST_BLUR)),
        FilterValue::Color(kind, amount) => FilterStep::Color(*kind, *amount),
        FilterValue::DropShadow(shadow) => FilterStep::DropShadow(shadow.compute(draft)),
    };
    values.iter().map(compute).collect()
}

fn one_filter(input: &mut Input<'_>) -> Parsed<FilterValue> {
    if input.try_parse(super::value::address).is_ok() {
        return fail_with("filters of SVG are not in the subset", "use blur(), brightness() and the like");
    }
    let name = input.expect_function()?.clone();
    input.parse_nested_block(|input| {
        let kind = match_ignore_ascii_case! { &name,
            "blur" => {
                let blur = if input.is_exhausted() { LengthValue::ZERO } else { length(input, Sign::NotNegative)? };
                return Ok(FilterValue::Blur(blur));
            },
            "drop-shadow" => return shadow(input).map(FilterValue::DropShadow),
            "hue-rotate" => {
                let degrees = if input.is_exhausted() { 0.0 } else { angle(input)? };
                return Ok(FilterValue::Color(ColorFilter::HueRotate, degrees));
            },
            "brightness" => ColorFilter::Brightness,
            "contrast" => ColorFilter::Contrast,
            "grayscale" => ColorFilter::Grayscale,
            "saturate" => ColorFilter::Saturate,
            "sepia" => ColorFilter::Sepia,
            "invert" => ColorFilter::Invert,
            "opacity" => ColorFilter::Opacity,
            _ => return fail_with(
                format!("`{name}()` is not in the subset"),
                "known: blur() brightness() contrast() grayscale() saturate() sepia() invert() opacity() hue-rotate() drop-shadow()",
            ),
        };
        let amount = if input.is_exhausted() { 1.0 } else { number_or_percentage(input)? };
        if amount < 0.0 {
            return fail_with("the amount must not be negative", "use 0 or more");
        }
        // Less than nothing or more than all of it is not possible.
        let bounded = matches!(
            kind,
            ColorFilter::Grayscale | ColorFilter::Sepia | ColorFilter::Invert | ColorFilter::Opacity
        );
        Ok(FilterValue::Color(kind, if bounded { amount.min(1.0) } else { amount.min(1000.0) }))
    })
}

/// `-webkit-text-stroke`: a width and a colour in any order.
pub(crate) fn text_stroke(input: &mut Input<'_>) -> Parsed<(LengthValue, ColorValue)> {
    let (mut width, mut ink) = (None, None);
    while !input.is_exhausted() {
        if width.is_none()
            && let Ok(value) = input.try_parse(super::value::border_width)
        {
            width = Some(value);
        } else if ink.is_none() {
            ink = Some(color(input)?);
        } else {
            return unexpected();
        }
    }
    if width.is_none() && ink.is_none() {
        return unexpected();
    }
    Ok((width.unwrap_or(LengthValue::ZERO), ink.unwrap_or(ColorValue::Current)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::css::tests::{errors, style_of, styled};
    use crate::style::{Length, MaskMode};

    const HTML: &str = "<div id=a>x<b id=b>y</b></div>";

    #[test]
    fn transforms_and_filters_are_computed_and_not_inherited() {
        let css = "#a { font-size: 20px; transform: translate(1em, 50%) rotate(0.25turn); transform-origin: right 10px; scale: 50% 2;
            translate: 10%; filter: blur(0.5em) sepia(3) drop-shadow(1px 2px 3px red); mask: url(a.png) luminance, none }";
        let style = style_of(css, HTML, "a");
        let effects = &style.effects;
        let shift = TransformStep::Translate(Length::Px(20.0), Length::Percent(0.5));
        assert_eq!(*effects.transform, [shift, TransformStep::Rotate(90.0)]);
        assert_eq!(effects.origin, (Length::Percent(1.0), Length::Px(10.0)));
        assert_eq!(effects.scale, Some((0.5, 2.0)));
        assert_eq!(effects.translate, Some((Length::Percent(0.1), Length::ZERO)));
        assert_eq!(
            *effects.filter.get(..2).unwrap(),
            [FilterStep::Blur(10.0), FilterStep::Color(ColorFilter::Sepia, 1.0)]
        );
        assert_eq!((effects.mask.images.len(), effects.mask.modes[0]), (2, MaskMode::Luminance));
        let inner = style_of(css, HTML, "b");
        assert!(!inner.effects.is_transformed() && inner.effects.filter.is_empty() && !inner.effects.is_masked());
        assert!(!style_of("#a { rotate: 1deg; rotate: none; translate: 0 }", HTML, "b").effects.is_transformed());
    }

    #[test]
    fn shadows_of_text_are_inherited_with_the_colour_of_each_text() {
        let css = "#a { color: red; text-shadow: 1px 2px, blue 3px 4px 5px; -webkit-text-stroke: 2px lime } #b { color: lime; -webkit-text-fill-color: transparent }";
        let style = style_of(css, HTML, "b");
        let colors: Vec<_> = style.text.text_shadow.iter().map(|shadow| shadow.color.map(|c| c.to_rgba8())).collect();
        assert_eq!(colors, [None, Some([0, 0, 255, 255])]);
        assert_eq!((style.text.stroke_width, style.text.ink().a), (2.0, 0.0));
    }

    #[test]
    fn what_is_outside_has_a_hint() {
        for (css, message, hint) in [
            (
                "p { transform: rotateX(3deg) }",
                "`rotateX()` is not in the subset",
                "known: translate() scale() rotate() skew(), each also with X or Y, and matrix(): a card is flat",
            ),
            ("p { filter: url(#a) }", "filters of SVG are not in the subset", "use blur(), brightness() and the like"),
            ("p { filter: blur(50%) }", "a percentage is not possible here", "use a length such as px or em"),
            ("p { text-shadow: 1px 1px inset }", "`inset` is for shadows of boxes", "leave the word out"),
            ("p { mask: none exclude }", "`subtract` and `exclude` are not in the subset", "use `add` or `intersect`"),
            ("p { perspective: 3px }", "property `perspective` is not in the subset", "a card is flat: leave it out"),
            (
                "p { background-origin: text }",
                "value `text` is not in the subset",
                "known here: border-box, padding-box, content-box",
            ),
        ] {
            let found = errors(css);
            let error = found.first().unwrap_or_else(|| panic!("no error: {css}"));
            assert_eq!((error.message(), error.hint()), (message, Some(hint)), "{css}");
        }
        let many = format!("p {{ text-shadow: {} 1px 1px 1px }}", "1px 1px 3px red, ".repeat(16));
        assert_eq!(errors(&many)[0].message(), "there are 17 shadows, 17 of them blurred");
        let many = format!("p {{ filter: {} }}", "sepia(1)".repeat(17));
        assert_eq!(errors(&many)[0].message(), "there are 17 filters");
        for value in
            ["transform: scale(1e39)", "filter: hue-rotate(1e39deg)", "text-shadow: 1e39px 0", "left: calc(1e38px * 9)"]
        {
            assert_eq!(errors(&format!("p {{ {value} }}"))[0].message(), "the number is too large", "{value}");
        }
        let inline = styled("b { filter: blur(1px) }", HTML).unwrap_err();
        assert_eq!(inline[0].message(), "`filter` and `mask` of inline elements are not in the subset");
        assert!(styled("b { filter: blur(1px); display: inline-block }", HTML).is_ok());
    }
}
