//! Masks as written: like backgrounds, with modes and ways to put layers together.

use std::sync::Arc;

use cssparser::Token;

use super::background::{ImageValue, SizeOfLayer, image, layer_size, repeat};
use super::fault::{Input, Parsed, fail_with, unexpected};
use super::length::LengthValue;
use super::property::Declaration;
use super::value::{PositionValue, keyword, one_of, position, takes};
use crate::style::{BackgroundBox, MaskMode, Repeat};

/// `mask-clip` of one layer; `None` is `no-clip`.
pub(crate) fn clip(input: &mut Input<'_>) -> Parsed<Option<BackgroundBox>> {
    if takes(input, "no-clip") { Ok(None) } else { origin(input).map(Some) }
}

/// `mask-origin` of one layer.
pub(crate) fn origin(input: &mut Input<'_>) -> Parsed<BackgroundBox> {
    if input.try_parse(|input| one_of(input, &["fill-box", "stroke-box", "view-box"])).is_ok() {
        return fail_with("boxes of SVG are not in the subset", "use `border-box`, `padding-box` or `content-box`");
    }
    super::background::origin(input)
}

/// `mask-mode` of one layer.
pub(crate) fn mode(input: &mut Input<'_>) -> Parsed<MaskMode> {
    Ok(match one_of(input, &["match-source", "alpha", "luminance"])? {
        0 => MaskMode::Match,
        1 => MaskMode::Alpha,
        _ => MaskMode::Luminance,
    })
}

/// `mask-composite` of one layer: whether it is `intersect`.
pub(crate) fn composite(input: &mut Input<'_>) -> Parsed<bool> {
    if input.try_parse(|input| one_of(input, &["subtract", "exclude"])).is_ok() {
        return fail_with("`subtract` and `exclude` are not in the subset", "use `add` or `intersect`");
    }
    Ok(one_of(input, &["add", "intersect"])? == 1)
}

/// One layer of the `mask` shorthand.
struct Layer {
    image: ImageValue,
    position: PositionValue,
    size: SizeOfLayer,
    repeat: (Repeat, Repeat),
    origin: BackgroundBox,
    clip: Option<BackgroundBox>,
    mode: MaskMode,
    intersect: bool,
}

fn layer(input: &mut Input<'_>) -> Parsed<Layer> {
    let mut layer = Layer {
        image: None,
        position: (LengthValue::Percent(0.0), LengthValue::Percent(0.0)),
        size: SizeOfLayer::Explicit(None, None),
        repeat: (Repeat::Repeat, Repeat::Repeat),
        origin: BackgroundBox::Border,
        clip: Some(BackgroundBox::Border),
        mode: MaskMode::Match,
        intersect: false,
    };
    let (mut image_said, mut place_said, mut repeat_said) = (false, false, false);
    let (mut boxes, mut unclipped, mut mode_said, mut composite_said) = (0, false, false, false);
    if input.is_exhausted() {
        return unexpected();
    }
    while !input.is_exhausted() {
        if !image_said && starts_image(input) {
            layer.image = image(input)?;
            image_said = true;
        } else if !repeat_said && let Ok(value) = input.try_parse(repeat) {
            layer.repeat = value;
            repeat_said = true;
        } else if boxes < 2
            && let Ok(value) = input.try_parse(keyword::<BackgroundBox>)
        {
            if boxes == 0 {
                layer.origin = value;
            }
            if !unclipped {
                layer.clip = Some(value);
            }
            boxes += 1;
        } else if !unclipped && takes(input, "no-clip") {
            layer.clip = None;
            unclipped = true;
        } else if !mode_said && let Ok(value) = input.try_parse(mode) {
            layer.mode = value;
            mode_said = true;
        } else if !composite_said && let Ok(value) = input.try_parse(composite) {
            layer.intersect = value;
            composite_said = true;
        } else if said_otherwise(input) {
            composite(input)?;
        } else if !place_said {
            layer.position = position(input)?;
            place_said = true;
            if input.try_parse(|input| input.expect_delim('/')).is_ok() {
                layer.size = layer_size(input)?;
            }
        } else {
            return unexpected();
        }
    }
    Ok(layer)
}

/// Whether a way to put layers together comes that is not in the subset.
fn said_otherwise(input: &mut Input<'_>) -> bool {
    let state = input.state();
    let found = takes(input, "subtract") || takes(input, "exclude");
    input.reset(&state);
    found
}

fn starts_image(input: &mut Input<'_>) -> bool {
    let state = input.state();
    let starts = match input.next() {
        Ok(Token::UnquotedUrl(_) | Token::Function(_)) => true,
        Ok(Token::Ident(name)) => name.eq_ignore_ascii_case("none"),
        _ => false,
    };
    input.reset(&state);
    starts
}

/// `mask`.
pub(crate) fn mask(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let layers = input.parse_comma_separated(layer)?;
    fn pick<T>(layers: &[Layer], part: fn(&Layer) -> T) -> Arc<[T]> {
        layers.iter().map(part).collect()
    }
    Ok(vec![
        Declaration::MaskImage(pick(&layers, |layer| layer.image.clone())),
        Declaration::MaskPosition(pick(&layers, |layer| layer.position.clone())),
        Declaration::MaskSize(pick(&layers, |layer| layer.size.clone())),
        Declaration::MaskRepeat(pick(&layers, |layer| layer.repeat)),
        Declaration::MaskOrigin(pick(&layers, |layer| layer.origin)),
        Declaration::MaskClip(pick(&layers, |layer| layer.clip)),
        Declaration::MaskMode(pick(&layers, |layer| layer.mode)),
        Declaration::MaskComposite(pick(&layers, |layer| layer.intersect)),
    ])
}
