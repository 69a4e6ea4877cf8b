//! Shorthand properties: which longhands each stands for and how its value is split.

use std::sync::Arc;

use super::background::{Layer, layer};
use super::color::{ColorValue, color};
use super::compute::DecorationLines;
use super::fault::{Input, Parsed, fail_with, unexpected};
use super::font::{self, FontSize, FontWeight, LineHeightValue};
use super::grid_shorthand as grid;
use super::length::{LengthValue, Unit};
use super::mask;
use super::property::{Declaration, Longhand, Sided};
use super::value::{AutoValue, alignment, border_width, gap, keyword, positive_length, positive_number, size, takes};
use crate::color::Color;
use crate::style::{
    BorderStyle, DecorationStyle, FlexDirection, FlexWrap, FontStyle, LineHeight, Overflow, TextWrapStyle,
    WhiteSpaceCollapse,
};

type Expand = fn(&mut Input<'_>) -> Parsed<Vec<Declaration>>;

/// A shorthand: its name, what it stands for, how its value is split.
pub(crate) struct Shorthand {
    pub name: &'static str,
    pub longhands: &'static [Longhand],
    pub expand: Expand,
}

use Longhand as L;

const BORDER: [[Longhand; 3]; 4] = [
    [L::BorderTopWidth, L::BorderTopStyle, L::BorderTopColor],
    [L::BorderRightWidth, L::BorderRightStyle, L::BorderRightColor],
    [L::BorderBottomWidth, L::BorderBottomStyle, L::BorderBottomColor],
    [L::BorderLeftWidth, L::BorderLeftStyle, L::BorderLeftColor],
];
const BORDERS: [Longhand; 12] = [
    L::BorderTopWidth,
    L::BorderTopStyle,
    L::BorderTopColor,
    L::BorderRightWidth,
    L::BorderRightStyle,
    L::BorderRightColor,
    L::BorderBottomWidth,
    L::BorderBottomStyle,
    L::BorderBottomColor,
    L::BorderLeftWidth,
    L::BorderLeftStyle,
    L::BorderLeftColor,
];
const MARGINS: [Longhand; 4] = [L::MarginTop, L::MarginRight, L::MarginBottom, L::MarginLeft];
const PADDINGS: [Longhand; 4] = [L::PaddingTop, L::PaddingRight, L::PaddingBottom, L::PaddingLeft];
const INSETS: [Longhand; 4] = [L::Top, L::Right, L::Bottom, L::Left];
const WIDTHS: [Longhand; 4] = [L::BorderTopWidth, L::BorderRightWidth, L::BorderBottomWidth, L::BorderLeftWidth];
const STYLES: [Longhand; 4] = [L::BorderTopStyle, L::BorderRightStyle, L::BorderBottomStyle, L::BorderLeftStyle];
const COLORS: [Longhand; 4] = [L::BorderTopColor, L::BorderRightColor, L::BorderBottomColor, L::BorderLeftColor];

const MASK: [Longhand; 8] = [
    L::MaskImage,
    L::MaskPosition,
    L::MaskSize,
    L::MaskRepeat,
    L::MaskOrigin,
    L::MaskClip,
    L::MaskMode,
    L::MaskComposite,
];
const GRID: [Longhand; 6] = [
    L::GridTemplateRows,
    L::GridTemplateColumns,
    L::GridTemplateAreas,
    L::GridAutoRows,
    L::GridAutoColumns,
    L::GridAutoFlow,
];

/// All shorthands.
pub(crate) const SHORTHANDS: &[Shorthand] = &[
    Shorthand { name: "margin", longhands: &MARGINS, expand: |i| edges(i, MARGINS) },
    Shorthand { name: "padding", longhands: &PADDINGS, expand: |i| edges(i, PADDINGS) },
    Shorthand { name: "inset", longhands: &INSETS, expand: |i| edges(i, INSETS) },
    Shorthand { name: "border-width", longhands: &WIDTHS, expand: |i| edges(i, WIDTHS) },
    Shorthand { name: "border-style", longhands: &STYLES, expand: |i| edges(i, STYLES) },
    Shorthand { name: "border-color", longhands: &COLORS, expand: |i| edges(i, COLORS) },
    Shorthand {
        name: "margin-block",
        longhands: &[L::MarginTop, L::MarginBottom],
        expand: |i| two(i, [L::MarginTop, L::MarginBottom]),
    },
    Shorthand { name: "margin-block-start", longhands: &[L::MarginTop], expand: |i| one(i, L::MarginTop) },
    Shorthand { name: "margin-block-end", longhands: &[L::MarginBottom], expand: |i| one(i, L::MarginBottom) },
    Shorthand {
        name: "padding-block",
        longhands: &[L::PaddingTop, L::PaddingBottom],
        expand: |i| two(i, [L::PaddingTop, L::PaddingBottom]),
    },
    Shorthand { name: "padding-block-start", longhands: &[L::PaddingTop], expand: |i| one(i, L::PaddingTop) },
    Shorthand { name: "padding-block-end", longhands: &[L::PaddingBottom], expand: |i| one(i, L::PaddingBottom) },
    Shorthand { name: "inset-block", longhands: &[L::Top, L::Bottom], expand: |i| two(i, [L::Top, L::Bottom]) },
    Shorthand { name: "inset-block-start", longhands: &[L::Top], expand: |i| one(i, L::Top) },
    Shorthand { name: "inset-block-end", longhands: &[L::Bottom], expand: |i| one(i, L::Bottom) },
    Shorthand { name: "inline-size", longhands: &[L::Width], expand: |i| one(i, L::Width) },
    Shorthand { name: "block-size", longhands: &[L::Height], expand: |i| one(i, L::Height) },
    Shorthand { name: "min-inline-size", longhands: &[L::MinWidth], expand: |i| one(i, L::MinWidth) },
    Shorthand { name: "min-block-size", longhands: &[L::MinHeight], expand: |i| one(i, L::MinHeight) },
    Shorthand { name: "max-inline-size", longhands: &[L::MaxWidth], expand: |i| one(i, L::MaxWidth) },
    Shorthand { name: "max-block-size", longhands: &[L::MaxHeight], expand: |i| one(i, L::MaxHeight) },
    Shorthand {
        name: "margin-inline",
        longhands: &[L::MarginLeft, L::MarginRight],
        expand: |i| inline(i, L::MarginLeft, L::MarginRight),
    },
    Shorthand { name: "margin-inline-start", longhands: &[], expand: |i| sided(i, L::MarginLeft, L::MarginRight) },
    Shorthand { name: "margin-inline-end", longhands: &[], expand: |i| sided(i, L::MarginRight, L::MarginLeft) },
    Shorthand {
        name: "padding-inline",
        longhands: &[L::PaddingLeft, L::PaddingRight],
        expand: |i| inline(i, L::PaddingLeft, L::PaddingRight),
    },
    Shorthand { name: "padding-inline-start", longhands: &[], expand: |i| sided(i, L::PaddingLeft, L::PaddingRight) },
    Shorthand { name: "padding-inline-end", longhands: &[], expand: |i| sided(i, L::PaddingRight, L::PaddingLeft) },
    Shorthand { name: "inset-inline", longhands: &[L::Left, L::Right], expand: |i| inline(i, L::Left, L::Right) },
    Shorthand { name: "inset-inline-start", longhands: &[], expand: |i| sided(i, L::Left, L::Right) },
    Shorthand { name: "inset-inline-end", longhands: &[], expand: |i| sided(i, L::Right, L::Left) },
    Shorthand { name: "border-inline", longhands: &[], expand: |i| borders(i, &[1, 3]) },
    Shorthand { name: "border-block", longhands: &[], expand: |i| borders(i, &[0, 2]) },
    Shorthand { name: "border-block-start", longhands: &BORDER[0], expand: |i| borders(i, &[0]) },
    Shorthand { name: "border-block-end", longhands: &BORDER[2], expand: |i| borders(i, &[2]) },
    Shorthand { name: "border-inline-start", longhands: &[], expand: |i| sided_border(i, 3, 1) },
    Shorthand { name: "border-inline-end", longhands: &[], expand: |i| sided_border(i, 1, 3) },
    Shorthand { name: "border", longhands: &BORDERS, expand: |i| borders(i, &[0, 1, 2, 3]) },
    Shorthand { name: "border-top", longhands: &BORDER[0], expand: |i| borders(i, &[0]) },
    Shorthand { name: "border-right", longhands: &BORDER[1], expand: |i| borders(i, &[1]) },
    Shorthand { name: "border-bottom", longhands: &BORDER[2], expand: |i| borders(i, &[2]) },
    Shorthand { name: "border-left", longhands: &BORDER[3], expand: |i| borders(i, &[3]) },
    Shorthand {
        name: "border-radius",
        longhands: &[L::TopLeft, L::TopRight, L::BottomRight, L::BottomLeft],
        expand: radius,
    },
    Shorthand { name: "overflow", longhands: &[L::OverflowX, L::OverflowY], expand: overflow },
    Shorthand { name: "gap", longhands: &[L::RowGap, L::ColumnGap], expand: gaps },
    Shorthand { name: "flex", longhands: &[L::FlexGrow, L::FlexShrink, L::FlexBasis], expand: flex },
    Shorthand { name: "flex-flow", longhands: &[L::FlexDirection, L::FlexWrap], expand: flex_flow },
    Shorthand { name: "text-box", longhands: &[L::TextBoxTrim, L::TextBoxEdge], expand: super::text_box::text_box },
    Shorthand { name: "mask", longhands: &MASK, expand: mask::mask },
    Shorthand { name: "-webkit-mask", longhands: &MASK, expand: mask::mask },
    Shorthand { name: "-webkit-mask-image", longhands: &[L::MaskImage], expand: |i| one(i, L::MaskImage) },
    Shorthand { name: "-webkit-mask-position", longhands: &[L::MaskPosition], expand: |i| one(i, L::MaskPosition) },
    Shorthand { name: "-webkit-mask-size", longhands: &[L::MaskSize], expand: |i| one(i, L::MaskSize) },
    Shorthand { name: "-webkit-mask-repeat", longhands: &[L::MaskRepeat], expand: |i| one(i, L::MaskRepeat) },
    Shorthand { name: "-webkit-mask-clip", longhands: &[L::MaskClip], expand: |i| one(i, L::MaskClip) },
    Shorthand { name: "-webkit-mask-origin", longhands: &[L::MaskOrigin], expand: |i| one(i, L::MaskOrigin) },
    Shorthand {
        name: "-webkit-background-clip",
        longhands: &[L::BackgroundClip],
        expand: |i| one(i, L::BackgroundClip),
    },
    Shorthand {
        name: "-webkit-text-stroke",
        longhands: &[L::StrokeWidth, L::StrokeColor],
        expand: |i| {
            let (width, ink) = super::effect::text_stroke(i)?;
            Ok(vec![Declaration::StrokeWidth(width), Declaration::StrokeColor(ink)])
        },
    },
    Shorthand { name: "place-items", longhands: &[L::AlignItems, L::JustifyItems], expand: grid::place_items },
    Shorthand { name: "place-self", longhands: &[L::AlignSelf, L::JustifySelf], expand: grid::place_self },
    Shorthand { name: "grid-row", longhands: &[L::GridRowStart, L::GridRowEnd], expand: grid_row },
    Shorthand { name: "grid-column", longhands: &[L::GridColumnStart, L::GridColumnEnd], expand: grid_column },
    Shorthand {
        name: "grid-area",
        longhands: &[L::GridRowStart, L::GridColumnStart, L::GridRowEnd, L::GridColumnEnd],
        expand: grid::grid_area,
    },
    Shorthand { name: "grid-template", longhands: &[GRID[0], GRID[1], GRID[2]], expand: grid::grid_template },
    Shorthand { name: "grid", longhands: &GRID, expand: grid::grid },
    Shorthand { name: "place-content", longhands: &[L::AlignContent, L::JustifyContent], expand: place_content },
    Shorthand {
        name: "background",
        longhands: &[
            L::BackgroundColor,
            L::BackgroundImage,
            L::BackgroundPosition,
            L::BackgroundSize,
            L::BackgroundRepeat,
            L::BackgroundOrigin,
            L::BackgroundClip,
        ],
        expand: background,
    },
    Shorthand {
        name: "font",
        longhands: &[
            L::FontStyle,
            L::FontWeight,
            L::FontSize,
            L::LineHeight,
            L::FontFamily,
            L::VariantNumeric,
            L::VariantCaps,
            L::VariantLigatures,
            L::VariantPosition,
            L::FeatureSettings,
            L::FontVariationSettings,
            L::Kerning,
            L::OpticalSizing,
        ],
        expand: font_shorthand,
    },
    Shorthand {
        name: "font-variant",
        longhands: &[L::VariantNumeric, L::VariantCaps, L::VariantLigatures, L::VariantPosition],
        expand: font_variant,
    },
    Shorthand {
        name: "text-decoration",
        longhands: &[L::DecorationLine, L::DecorationStyle, L::DecorationColor, L::DecorationThickness],
        expand: text_decoration,
    },
    Shorthand { name: "white-space", longhands: &[L::WhiteSpaceCollapse, L::TextWrapMode], expand: white_space },
    Shorthand { name: "text-wrap", longhands: &[L::TextWrapMode, L::TextWrapStyle], expand: text_wrap },
    Shorthand { name: "word-wrap", longhands: &[L::OverflowWrap], expand: |i| one(i, L::OverflowWrap) },
    Shorthand { name: "list-style", longhands: &[L::ListStyle], expand: |i| one(i, L::ListStyle) },
];

fn one(input: &mut Input<'_>, longhand: Longhand) -> Parsed<Vec<Declaration>> {
    Ok(vec![longhand.parse(input)?])
}

/// The text of a value, read again for another longhand.
fn again(input: &mut Input<'_>, longhands: &[Longhand]) -> Parsed<Vec<Declaration>> {
    let start = input.state();
    let mut list = Vec::with_capacity(longhands.len());
    for longhand in longhands {
        input.reset(&start);
        list.push(longhand.parse(input)?);
    }
    Ok(list)
}

/// One to four values for the four sides.
fn edges(input: &mut Input<'_>, sides: [Longhand; 4]) -> Parsed<Vec<Declaration>> {
    let mut starts = vec![input.state()];
    let first = sides[0].parse(input)?;
    while !input.is_exhausted() && starts.len() < 4 {
        starts.push(input.state());
        sides[0].parse(input)?;
    }
    let end = input.state();
    let pick = match starts.len() {
        1 => [0, 0, 0, 0],
        2 => [0, 1, 0, 1],
        3 => [0, 1, 2, 1],
        _ => [0, 1, 2, 3],
    };
    let mut list = vec![first];
    for (side, index) in sides.into_iter().zip(pick).skip(1) {
        input.reset(&starts[index]);
        list.push(side.parse(input)?);
    }
    input.reset(&end);
    Ok(list)
}

/// One or two values for two sides.
fn two(input: &mut Input<'_>, [first, second]: [Longhand; 2]) -> Parsed<Vec<Declaration>> {
    let start = input.state();
    let mut list = vec![first.parse(input)?];
    if input.is_exhausted() {
        input.reset(&start);
    }
    list.push(second.parse(input)?);
    Ok(list)
}

/// A value on the start side and one on the end side.
fn inline(input: &mut Input<'_>, left: Longhand, right: Longhand) -> Parsed<Vec<Declaration>> {
    let start = input.state();
    let (ltr_start, after) = (left.parse(input)?, input.state());
    input.reset(&start);
    let rtl_start = right.parse(input)?;
    let second = if input.is_exhausted() { start } else { after };
    input.reset(&second);
    let ltr_end = right.parse(input)?;
    input.reset(&second);
    let rtl_end = left.parse(input)?;
    Ok(vec![side(ltr_start, rtl_start), side(ltr_end, rtl_end)])
}

fn side(ltr: Declaration, rtl: Declaration) -> Declaration {
    Declaration::Sided(Box::new(Sided { ltr, rtl }))
}

fn sided(input: &mut Input<'_>, ltr: Longhand, rtl: Longhand) -> Parsed<Vec<Declaration>> {
    let mut both = again(input, &[ltr, rtl])?.into_iter();
    match (both.next(), both.next()) {
        (Some(ltr), Some(rtl)) => Ok(vec![side(ltr, rtl)]),
        _ => unexpected(),
    }
}

type BorderParts = (LengthValue, BorderStyle, ColorValue);

fn border_parts(input: &mut Input<'_>) -> Parsed<BorderParts> {
    let (mut width, mut style, mut ink) = (None, None, None);
    while !input.is_exhausted() {
        if width.is_none()
            && let Ok(value) = input.try_parse(border_width)
        {
            width = Some(value);
        } else if style.is_none()
            && let Ok(value) = input.try_parse(keyword::<BorderStyle>)
        {
            style = Some(value);
        } else if ink.is_none() {
            ink = Some(color(input)?);
        } else {
            return unexpected();
        }
    }
    if width.is_none() && style.is_none() && ink.is_none() {
        return unexpected();
    }
    Ok((
        width.unwrap_or(LengthValue::Unit(3.0, Unit::Px)),
        style.unwrap_or(BorderStyle::None),
        ink.unwrap_or(ColorValue::Current),
    ))
}

fn border_side(index: usize, (width, style, ink): BorderParts) -> [Declaration; 3] {
    use Declaration as D;
    match index {
        0 => [D::BorderTopWidth(width), D::BorderTopStyle(style), D::BorderTopColor(ink)],
        1 => [D::BorderRightWidth(width), D::BorderRightStyle(style), D::BorderRightColor(ink)],
        2 => [D::BorderBottomWidth(width), D::BorderBottomStyle(style), D::BorderBottomColor(ink)],
        _ => [D::BorderLeftWidth(width), D::BorderLeftStyle(style), D::BorderLeftColor(ink)],
    }
}

fn borders(input: &mut Input<'_>, sides: &[usize]) -> Parsed<Vec<Declaration>> {
    let parts = border_parts(input)?;
    Ok(sides.iter().flat_map(|index| border_side(*index, parts.clone())).collect())
}

fn sided_border(input: &mut Input<'_>, ltr: usize, rtl: usize) -> Parsed<Vec<Declaration>> {
    let parts = border_parts(input)?;
    let pairs = border_side(ltr, parts.clone()).into_iter().zip(border_side(rtl, parts));
    Ok(pairs.map(|(ltr, rtl)| side(ltr, rtl)).collect())
}

fn radius(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let across = radii(input)?;
    let down = match input.try_parse(|input| input.expect_delim('/')) {
        Ok(()) => radii(input)?,
        Err(_) => across.clone(),
    };
    let [a, b, c, d] = across;
    let [e, f, g, h] = down;
    Ok(vec![
        Declaration::TopLeft((a, e)),
        Declaration::TopRight((b, f)),
        Declaration::BottomRight((c, g)),
        Declaration::BottomLeft((d, h)),
    ])
}

fn radii(input: &mut Input<'_>) -> Parsed<[LengthValue; 4]> {
    let first = positive_length(input)?;
    let second = input.try_parse(positive_length).unwrap_or_else(|_| first.clone());
    let third = input.try_parse(positive_length).unwrap_or_else(|_| first.clone());
    let fourth = input.try_parse(positive_length).unwrap_or_else(|_| second.clone());
    Ok([first, second, third, fourth])
}

fn overflow(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let x: Overflow = keyword(input)?;
    let y = input.try_parse(keyword).unwrap_or(x);
    Ok(vec![Declaration::OverflowX(x), Declaration::OverflowY(y)])
}

fn gaps(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let row = gap(input)?;
    let column = if input.is_exhausted() { row.clone() } else { gap(input)? };
    Ok(vec![Declaration::RowGap(row), Declaration::ColumnGap(column)])
}

fn flex(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    use super::value::SizeValue;
    let (grow, shrink, basis) = if takes(input, "none") {
        (0.0, 0.0, SizeValue::Auto)
    } else {
        let (mut grow, mut shrink, mut basis) = (None, None, None);
        while !input.is_exhausted() {
            if grow.is_none()
                && let Ok(value) = input.try_parse(positive_number)
            {
                grow = Some(value);
                shrink = input.try_parse(positive_number).ok();
            } else if basis.is_none() {
                basis = Some(if takes(input, "content") { SizeValue::MaxContent } else { size(input)? });
            } else {
                return unexpected();
            }
        }
        if grow.is_none() && basis.is_none() {
            return unexpected();
        }
        let zero = SizeValue::Length(LengthValue::Percent(0.0));
        (grow.unwrap_or(1.0), shrink.unwrap_or(1.0), basis.unwrap_or(zero))
    };
    Ok(vec![Declaration::FlexGrow(grow), Declaration::FlexShrink(shrink), Declaration::FlexBasis(basis)])
}

fn flex_flow(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let (mut direction, mut wrap): (Option<FlexDirection>, Option<FlexWrap>) = (None, None);
    while !input.is_exhausted() {
        if direction.is_none()
            && let Ok(value) = input.try_parse(keyword)
        {
            direction = Some(value);
        } else if wrap.is_none() {
            wrap = Some(keyword(input)?);
        } else {
            return unexpected();
        }
    }
    if direction.is_none() && wrap.is_none() {
        return unexpected();
    }
    Ok(vec![Declaration::FlexDirection(direction.unwrap_or_default()), Declaration::FlexWrap(wrap.unwrap_or_default())])
}

fn grid_row(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let (start, end) = grid::line_pair(input)?;
    Ok(vec![Declaration::GridRowStart(start), Declaration::GridRowEnd(end)])
}

fn grid_column(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let (start, end) = grid::line_pair(input)?;
    Ok(vec![Declaration::GridColumnStart(start), Declaration::GridColumnEnd(end)])
}

fn place_content(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let align = alignment(input)?;
    let justify = if input.is_exhausted() { align } else { alignment(input)? };
    Ok(vec![Declaration::AlignContent(align), Declaration::JustifyContent(justify)])
}

fn background(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let layers: Vec<Layer> =
        input.parse_comma_separated(|input| if input.is_exhausted() { unexpected() } else { layer(input) })?;
    let count = layers.len();
    let early_color = layers.iter().take(count.saturating_sub(1)).any(|layer| layer.color.is_some());
    if early_color {
        return fail_with("only the last layer of `background` may have a colour", "move the colour to the end");
    }
    let last_color = layers.last().and_then(|layer| layer.color.clone());
    fn pick<T>(layers: &[Layer], part: fn(&Layer) -> T) -> Arc<[T]> {
        layers.iter().map(part).collect()
    }
    Ok(vec![
        Declaration::BackgroundColor(last_color.unwrap_or(ColorValue::Fixed(Color::TRANSPARENT))),
        Declaration::BackgroundImage(pick(&layers, |layer| layer.image.clone())),
        Declaration::BackgroundPosition(pick(&layers, |layer| layer.position.clone())),
        Declaration::BackgroundSize(pick(&layers, |layer| layer.size.clone())),
        Declaration::BackgroundRepeat(pick(&layers, |layer| layer.repeat)),
        Declaration::BackgroundOrigin(pick(&layers, |layer| layer.origin)),
        Declaration::BackgroundClip(pick(&layers, |layer| layer.clip)),
    ])
}

fn font_shorthand(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    const SYSTEM: &[&str] = &["caption", "icon", "menu", "message-box", "small-caption", "status-bar"];
    let (mut style, mut weight, mut caps) = (None, None, None);
    for _ in 0..4 {
        if takes(input, "normal") {
            continue;
        } else if style.is_none()
            && let Ok(value) = input.try_parse(keyword::<FontStyle>)
        {
            style = Some(value);
        } else if caps.is_none() && takes(input, "small-caps") {
            caps = Some(Arc::from([(*b"smcp", 1)]));
        } else if weight.is_none()
            && let Ok(value) = input.try_parse(font_weight_word)
        {
            weight = Some(value);
        } else {
            break;
        }
    }
    let state = input.state();
    if let Ok(word) = input.try_parse(|input| input.expect_ident_cloned())
        && SYSTEM.contains(&word.to_ascii_lowercase().as_str())
    {
        return fail_with(format!("system font `{word}` is not in the subset"), "write size and family");
    }
    input.reset(&state);
    let size: FontSize = font::font_size(input)?;
    let line = match input.try_parse(|input| input.expect_delim('/')) {
        Ok(()) => font::line_height(input)?,
        Err(_) => LineHeightValue::Known(LineHeight::Normal),
    };
    let family = font::families(input)?;
    let none: font::Features = Arc::from([]);
    Ok(vec![
        Declaration::FontStyle(style.unwrap_or_default()),
        Declaration::FontWeight(weight.unwrap_or(FontWeight::Number(400.0))),
        Declaration::FontSize(size),
        Declaration::LineHeight(line),
        Declaration::FontFamily(family),
        Declaration::VariantNumeric(none.clone()),
        Declaration::VariantCaps(caps.unwrap_or_else(|| none.clone())),
        Declaration::VariantLigatures(none.clone()),
        Declaration::VariantPosition(none.clone()),
        Declaration::FeatureSettings(none.clone()),
        Declaration::FontVariationSettings(Arc::from([])),
        Declaration::Kerning(none),
        Declaration::OpticalSizing(crate::style::AutoNone::Auto),
    ])
}

fn font_weight_word(input: &mut Input<'_>) -> Parsed<FontWeight> {
    font::font_weight(input)
}

fn font_variant(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let [numeric, caps, ligatures, position] = font::all_variants(input)?;
    Ok(vec![
        Declaration::VariantNumeric(numeric),
        Declaration::VariantCaps(caps),
        Declaration::VariantLigatures(ligatures),
        Declaration::VariantPosition(position),
    ])
}

fn text_decoration(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let mut lines = DecorationLines::default();
    let (mut said, mut style, mut ink, mut thickness) = (false, None, None, None);
    while !input.is_exhausted() {
        if takes(input, "underline") {
            lines.underline = true;
        } else if takes(input, "overline") {
            lines.overline = true;
        } else if takes(input, "line-through") {
            lines.line_through = true;
        } else if said || !takes(input, "none") {
            decoration_part(input, &mut style, &mut thickness, &mut ink)?;
        }
        said = true;
    }
    if !said {
        return unexpected();
    }
    Ok(vec![
        Declaration::DecorationLine(lines),
        Declaration::DecorationStyle(style.unwrap_or_default()),
        Declaration::DecorationColor(ink.unwrap_or(ColorValue::Current)),
        Declaration::DecorationThickness(thickness.unwrap_or(None)),
    ])
}

/// The style, thickness or colour of a decoration.
fn decoration_part(
    input: &mut Input<'_>,
    style: &mut Option<DecorationStyle>,
    thickness: &mut Option<AutoValue>,
    ink: &mut Option<ColorValue>,
) -> Parsed<()> {
    if style.is_none()
        && let Ok(value) = input.try_parse(keyword::<DecorationStyle>)
    {
        *style = Some(value);
    } else if thickness.is_none() && (takes(input, "auto") || takes(input, "from-font")) {
        *thickness = Some(AutoValue::None);
    } else if thickness.is_none()
        && let Ok(value) = input.try_parse(positive_length)
    {
        *thickness = Some(Some(value));
    } else if ink.is_none() {
        *ink = Some(color(input)?);
    } else {
        return unexpected();
    }
    Ok(())
}

fn white_space(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    use WhiteSpaceCollapse as C;
    let known = &["normal", "nowrap", "pre", "pre-wrap", "pre-line", "break-spaces"];
    let (collapse, wrap) = match super::value::one_of(input, known)? {
        0 => (C::Collapse, true),
        1 => (C::Collapse, false),
        2 => (C::Preserve, false),
        3 => (C::Preserve, true),
        4 => (C::PreserveBreaks, true),
        _ => (C::BreakSpaces, true),
    };
    Ok(vec![Declaration::WhiteSpaceCollapse(collapse), Declaration::TextWrapMode(wrap)])
}

fn text_wrap(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let (mut wrap, mut style): (Option<bool>, Option<TextWrapStyle>) = (None, None);
    while !input.is_exhausted() {
        if wrap.is_none() && takes(input, "wrap") {
            wrap = Some(true);
        } else if wrap.is_none() && takes(input, "nowrap") {
            wrap = Some(false);
        } else if style.is_none() {
            style = Some(keyword(input)?);
        } else {
            return unexpected();
        }
    }
    if wrap.is_none() && style.is_none() {
        return unexpected();
    }
    Ok(vec![Declaration::TextWrapMode(wrap.unwrap_or(true)), Declaration::TextWrapStyle(style.unwrap_or_default())])
}
