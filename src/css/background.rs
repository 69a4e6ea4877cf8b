//! Backgrounds and gradients as written, and how they are turned into layers.

use std::sync::Arc;

use cssparser::{Token, match_ignore_ascii_case};

use super::color::{ColorValue, color, mixing_way};
use super::fault::{Input, Parsed, fail_with, unexpected};
use super::length::{LengthValue, Units, angle};
use super::space::{HuePath, Space, mix};
use super::value::{
    AutoValue, PositionValue, address, any_length, auto_or, keyword, position, positive_length, takes, unknown_keyword,
};
use crate::color::Color;
use crate::style::{
    BackgroundBox, BackgroundImage, BackgroundSize, Calc, GradientLine, GradientStop, Length, RadialSize, Repeat,
};

/// A picture of a background; `None` stands for `none`.
pub(crate) type ImageValue = Option<Picture>;

/// A picture as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Picture {
    Url(String),
    Linear { line: GradientLine, colors: Colors, repeating: bool },
    Radial { circle: bool, size: RadialValue, position: PositionValue, colors: Colors, repeating: bool },
}

/// Stops and how colours between them are mixed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Colors {
    way: (Space, HuePath),
    items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq)]
enum Item {
    Stop(ColorValue, Option<LengthValue>),
    Hint(LengthValue),
}

/// The size of a radial gradient as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RadialValue {
    Named(RadialSize),
    Explicit(LengthValue, LengthValue),
}

/// `background-size` of one layer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SizeOfLayer {
    Cover,
    Contain,
    Explicit(AutoValue, AutoValue),
}

/// `background-image` of one layer.
pub(crate) fn image(input: &mut Input<'_>) -> Parsed<ImageValue> {
    if takes(input, "none") {
        return Ok(None);
    }
    if let Ok(url) = input.try_parse(address) {
        return Ok(Some(Picture::Url(url)));
    }
    let name = input.expect_function()?.to_ascii_lowercase();
    let (radial, repeating) = match name.as_str() {
        "linear-gradient" => (false, false),
        "repeating-linear-gradient" => (false, true),
        "radial-gradient" => (true, false),
        "repeating-radial-gradient" => (true, true),
        "conic-gradient" | "repeating-conic-gradient" => {
            return fail_with(format!("`{name}()` is not in the subset"), "use linear-gradient() or radial-gradient()");
        }
        _ => {
            return fail_with(
                format!("`{name}()` is not in the subset"),
                "use url(), linear-gradient(), radial-gradient() or their repeating- forms",
            );
        }
    };
    input.parse_nested_block(|input| if radial { radial_gradient(input, repeating) } else { linear(input, repeating) })
}

fn linear(input: &mut Input<'_>, repeating: bool) -> Parsed<ImageValue> {
    let mut line = GradientLine::Angle(180.0);
    let mut way = None;
    let mut said = false;
    loop {
        if way.is_none() && takes(input, "in") {
            way = Some(mixing_way(input)?);
        } else if !said && takes(input, "to") {
            line = sides(input)?;
            said = true;
        } else if !said && let Ok(degrees) = input.try_parse(angle) {
            line = GradientLine::Angle(degrees);
            said = true;
        } else {
            break;
        }
    }
    if said || way.is_some() {
        input.expect_comma()?;
    }
    let colors = colors(input, way)?;
    Ok(Some(Picture::Linear { line, colors, repeating }))
}

fn sides(input: &mut Input<'_>) -> Parsed<GradientLine> {
    let (mut x, mut y) = (0, 0);
    for index in 0..2 {
        let Ok(word) = input.try_parse(|input| input.expect_ident_cloned()) else {
            if index == 0 {
                return unexpected();
            }
            break;
        };
        match_ignore_ascii_case! { &word,
            "left" if x == 0 => x = -1,
            "right" if x == 0 => x = 1,
            "top" if y == 0 => y = -1,
            "bottom" if y == 0 => y = 1,
            _ => return unknown_keyword(&word, ["left", "right", "top", "bottom"].into_iter()),
        }
    }
    Ok(GradientLine::To(x, y))
}

fn radial_gradient(input: &mut Input<'_>, repeating: bool) -> Parsed<ImageValue> {
    let mut shape: Option<bool> = None;
    let mut size: Option<RadialValue> = None;
    let mut place = None;
    let mut way = None;
    let mut said = false;
    loop {
        if way.is_none() && takes(input, "in") {
            way = Some(mixing_way(input)?);
        } else if place.is_none() && takes(input, "at") {
            place = Some(position(input)?);
        } else if shape.is_none() && takes(input, "circle") {
            shape = Some(true);
        } else if shape.is_none() && takes(input, "ellipse") {
            shape = Some(false);
        } else if size.is_none()
            && let Ok(named) = input.try_parse(radial_keyword)
        {
            size = Some(RadialValue::Named(named));
        } else if size.is_none()
            && let Ok(first) = input.try_parse(positive_length)
        {
            let second = input.try_parse(positive_length).ok();
            if second.is_none() {
                if first.has_percent() || shape == Some(false) {
                    return fail_with("an ellipse needs two radii", "write both, or one length for a circle");
                }
                shape = Some(true);
            }
            let second = second.unwrap_or_else(|| first.clone());
            size = Some(RadialValue::Explicit(first, second));
        } else {
            break;
        }
        said = true;
    }
    if said {
        input.expect_comma()?;
    }
    let centre = LengthValue::Percent(0.5);
    Ok(Some(Picture::Radial {
        circle: shape.unwrap_or(false),
        size: size.unwrap_or(RadialValue::Named(RadialSize::FarthestCorner)),
        position: place.unwrap_or_else(|| (centre.clone(), centre)),
        colors: colors(input, way)?,
        repeating,
    }))
}

fn radial_keyword(input: &mut Input<'_>) -> Parsed<RadialSize> {
    Ok(match_ignore_ascii_case! { input.expect_ident()?,
        "closest-side" => RadialSize::ClosestSide,
        "farthest-side" => RadialSize::FarthestSide,
        "closest-corner" => RadialSize::ClosestCorner,
        "farthest-corner" => RadialSize::FarthestCorner,
        _ => return unexpected(),
    })
}

fn colors(input: &mut Input<'_>, way: Option<(Space, HuePath)>) -> Parsed<Colors> {
    let mut items = Vec::new();
    input.parse_comma_separated(|input| {
        if let Ok(hint) = input.try_parse(any_length) {
            if input.is_exhausted() {
                items.push(Item::Hint(hint));
                return Ok(());
            }
            items.push(Item::Stop(color(input)?, Some(hint)));
            return Ok(());
        }
        let value = color(input)?;
        let first = input.try_parse(any_length).ok();
        let second = input.try_parse(any_length).ok();
        items.push(Item::Stop(value.clone(), first));
        if second.is_some() {
            items.push(Item::Stop(value, second));
        }
        Ok(())
    })?;
    let hint_between = |index: usize| {
        let stop = |item: Option<&Item>| matches!(item, Some(Item::Stop(..)));
        index > 0 && stop(items.get(index - 1)) && stop(items.get(index + 1))
    };
    let misplaced = items.iter().enumerate().any(|(index, item)| matches!(item, Item::Hint(_)) && !hint_between(index));
    if items.len() < 2 || misplaced {
        return fail_with(
            "a gradient needs at least two colours",
            "a place without a colour stands between two colours",
        );
    }
    Ok(Colors { way: way.unwrap_or((Space::Srgb, HuePath::Shorter)), items })
}

impl Colors {
    /// Stops in sRGB: other mixing spaces and hints are written out as more stops.
    fn stops(&self, units: &Units, current: Color) -> Vec<GradientStop> {
        let mut known: Vec<(Option<Color>, Option<Length>)> = Vec::new();
        for item in &self.items {
            known.push(match item {
                Item::Stop(color, place) => {
                    (Some(color.resolve(current)), place.as_ref().map(|place| place.compute(units)))
                }
                Item::Hint(place) => (None, Some(place.compute(units))),
            });
        }
        if self.way.0 == Space::Srgb && known.iter().all(|(color, _)| color.is_some()) {
            return known
                .into_iter()
                .filter_map(|(color, offset)| color.map(|color| GradientStop { color, offset }))
                .collect();
        }
        fill_places(&mut known);
        let mut stops: Vec<GradientStop> = Vec::new();
        let mut hint: Option<Length> = None;
        for (color, place) in known {
            let place = place.unwrap_or(Length::ZERO);
            let Some(color) = color else {
                hint = Some(place);
                continue;
            };
            let next = GradientStop { color, offset: Some(place) };
            if let Some(last) = stops.last().cloned() {
                stops.extend(self.between(&last, &next, hint.take()));
            }
            stops.push(next);
        }
        stops
    }

    /// Stops between two stops that follow the mixing space and the hint.
    fn between(&self, from: &GradientStop, to: &GradientStop, hint: Option<Length>) -> Vec<GradientStop> {
        const STEPS: u8 = 16;
        let (Some(start), Some(end)) = (&from.offset, &to.offset) else { return Vec::new() };
        let middle = hint.and_then(|hint| {
            let span = end.resolve(1.0) - start.resolve(1.0);
            (span > 0.0).then(|| ((hint.resolve(1.0) - start.resolve(1.0)) / span).clamp(0.001, 0.999))
        });
        let exponent = middle.map(|middle| libm::logf(0.5) / libm::logf(middle));
        let mut stops = Vec::new();
        for step in 1..STEPS {
            let place = f32::from(step) / f32::from(STEPS);
            let share = exponent.map_or(place, |exponent| libm::powf(place, exponent));
            let color = ColorValue::Fixed(mix(from.color, to.color, share, self.way)).resolve(Color::BLACK);
            stops.push(GradientStop { color, offset: Some(blend(start, end, place)) });
        }
        stops
    }
}

/// Gives stops without a place one, as CSS says.
fn fill_places(stops: &mut [(Option<Color>, Option<Length>)]) {
    if let Some((_, place @ None)) = stops.first_mut() {
        *place = Some(Length::Percent(0.0));
    }
    if let Some((_, place @ None)) = stops.last_mut() {
        *place = Some(Length::Percent(1.0));
    }
    let mut last = 0;
    for index in 1..stops.len() {
        let Some(end) = stops[index].1.clone() else { continue };
        if let Some(start) = stops[last].1.clone() {
            for (step, stop) in stops[last + 1..index].iter_mut().enumerate() {
                let share = (step + 1) as f32 / (index - last) as f32;
                stop.1 = Some(blend(&start, &end, share));
            }
        }
        last = index;
    }
}

/// The length a fraction of the way from one to the other.
fn blend(from: &Length, to: &Length, share: f32) -> Length {
    match (from, to) {
        (Length::Px(a), Length::Px(b)) => Length::Px(a + (b - a) * share),
        (Length::Percent(a), Length::Percent(b)) => Length::Percent(a + (b - a) * share),
        _ => {
            let part = |length: &Length, factor: f32| Calc::Scale(factor, Box::new(calc(length)));
            Length::Calc(Arc::new(Calc::Sum(vec![part(from, 1.0 - share), part(to, share)])))
        }
    }
}

fn calc(length: &Length) -> Calc {
    match length {
        Length::Px(px) => Calc::Linear { px: *px, percent: 0.0 },
        Length::Percent(percent) => Calc::Linear { px: 0.0, percent: *percent },
        Length::Calc(calc) => (**calc).clone(),
    }
}

impl Picture {
    /// The picture with px, percentages and sRGB colours.
    pub fn compute(&self, units: &Units, current: Color) -> BackgroundImage {
        match self {
            Self::Url(url) => BackgroundImage::Url(url.clone()),
            Self::Linear { line, colors, repeating } => {
                BackgroundImage::Linear { line: *line, stops: colors.stops(units, current), repeating: *repeating }
            }
            Self::Radial { circle, size, position: (x, y), colors, repeating } => BackgroundImage::Radial {
                circle: *circle,
                size: match size {
                    RadialValue::Named(named) => named.clone(),
                    RadialValue::Explicit(x, y) => RadialSize::Explicit(x.compute(units), y.compute(units)),
                },
                position: (x.compute(units), y.compute(units)),
                stops: colors.stops(units, current),
                repeating: *repeating,
            },
        }
    }
}

impl SizeOfLayer {
    /// The computed size.
    pub fn compute(&self, units: &Units) -> BackgroundSize {
        let auto = |value: &AutoValue| value.as_ref().map(|length| length.compute(units));
        match self {
            Self::Cover => BackgroundSize::Cover,
            Self::Contain => BackgroundSize::Contain,
            Self::Explicit(width, height) => BackgroundSize::Explicit(auto(width), auto(height)),
        }
    }
}

/// `background-size` of one layer.
pub(crate) fn layer_size(input: &mut Input<'_>) -> Parsed<SizeOfLayer> {
    if takes(input, "cover") {
        return Ok(SizeOfLayer::Cover);
    }
    if takes(input, "contain") {
        return Ok(SizeOfLayer::Contain);
    }
    let width = auto_or(input, positive_length)?;
    let height = input.try_parse(|input| auto_or(input, positive_length)).unwrap_or(None);
    Ok(SizeOfLayer::Explicit(width, height))
}

/// `background-repeat` of one layer.
pub(crate) fn repeat(input: &mut Input<'_>) -> Parsed<(Repeat, Repeat)> {
    if takes(input, "repeat-x") {
        return Ok((Repeat::Repeat, Repeat::NoRepeat));
    }
    if takes(input, "repeat-y") {
        return Ok((Repeat::NoRepeat, Repeat::Repeat));
    }
    let across: Repeat = keyword(input)?;
    Ok((across, input.try_parse(keyword).unwrap_or(across)))
}

/// A list over the layers.
pub(crate) fn layers<T>(input: &mut Input<'_>, one: fn(&mut Input<'_>) -> Parsed<T>) -> Parsed<Arc<[T]>> {
    Ok(input.parse_comma_separated(one)?.into())
}

/// `background-clip` of one layer; `None` is `text`.
pub(crate) fn clip(input: &mut Input<'_>) -> Parsed<Option<BackgroundBox>> {
    if takes(input, "text") { Ok(None) } else { keyword(input).map(Some) }
}

/// `background-origin` of one layer.
pub(crate) fn origin(input: &mut Input<'_>) -> Parsed<BackgroundBox> {
    keyword(input)
}

/// One layer of the `background` shorthand.
#[derive(Debug, Clone)]
pub(crate) struct Layer {
    pub image: ImageValue,
    pub position: PositionValue,
    pub size: SizeOfLayer,
    pub repeat: (Repeat, Repeat),
    pub origin: BackgroundBox,
    /// `None` is `text`.
    pub clip: Option<BackgroundBox>,
    pub color: Option<ColorValue>,
}

impl Default for Layer {
    fn default() -> Self {
        Self {
            image: None,
            position: (LengthValue::Percent(0.0), LengthValue::Percent(0.0)),
            size: SizeOfLayer::Explicit(None, None),
            repeat: (Repeat::Repeat, Repeat::Repeat),
            origin: BackgroundBox::Padding,
            clip: Some(BackgroundBox::Border),
            color: None,
        }
    }
}

/// One layer of the `background` shorthand.
pub(crate) fn layer(input: &mut Input<'_>) -> Parsed<Layer> {
    let mut layer = Layer::default();
    let (mut image_said, mut place_said, mut repeat_said, mut boxes) = (false, false, false, 0);
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
            layer.clip = Some(value);
            boxes += 1;
        } else if boxes < 2 && takes(input, "text") {
            layer.clip = None;
            boxes = 2;
        } else if !place_said && let Ok(value) = input.try_parse(position) {
            layer.position = value;
            place_said = true;
            if input.try_parse(|input| input.expect_delim('/')).is_ok() {
                layer.size = layer_size(input)?;
            }
        } else if takes(input, "fixed") || takes(input, "scroll") || takes(input, "local") {
            return fail_with("background attachment has no meaning on a card", "leave the word out");
        } else if layer.color.is_none() {
            layer.color = Some(color(input)?);
        } else {
            return unexpected();
        }
    }
    Ok(layer)
}

fn starts_image(input: &mut Input<'_>) -> bool {
    let state = input.state();
    let starts = match input.next() {
        Ok(Token::UnquotedUrl(_)) => true,
        Ok(Token::Function(name)) => {
            let name = name.to_ascii_lowercase();
            name == "url" || name.ends_with("gradient") || name.starts_with("image") || name == "element"
        }
        Ok(Token::Ident(name)) => name.eq_ignore_ascii_case("none"),
        _ => false,
    };
    input.reset(&state);
    starts
}
