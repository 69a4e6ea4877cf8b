//! The longhand properties of the subset: one table that says how each is read, computed, inherited and where it is kept.

use std::sync::Arc;

use super::background::{
    ImageValue, SizeOfLayer, clip, image, layer_size, layers, origin as background_origin, repeat,
};
use super::color::{ColorValue, color};
use super::compute::{BoxOrient, DecorationLines, Draft, content};
use super::content::{ContentValue, content_value};
use super::effect::{
    FilterValue, StepValue, TextShadowValue, compute_filters, compute_shadows, compute_steps, filters, scale,
    text_shadows, transform, translate,
};
use super::fault::{Fault, Input, Parsed};
use super::font::{
    Features, FontSize, FontWeight, LineHeightValue, caps, families, feature_settings, font_size, font_style,
    font_weight, kerning, ligatures, line_height, numeric, variant_position, variations,
};
use super::grid::{TemplateValue, TrackValue, areas, auto_tracks, flow, grid_line, template};
use super::length::{LengthValue, angle, integer, number_or_percentage};
use super::mask;
use super::text_box;
use super::value::{
    AutoValue, PositionValue, ShadowValue, SizeValue, alignment, any_length, auto_length, auto_or, border_width,
    corner, count, gap, keyword, max_size, none_or, normal_or, plain_length, position, positive_length,
    positive_number, ratio, shadows, size,
};
use crate::style::{
    Align, Areas, AutoNone, BackgroundBox, BorderStyle, BoxSizing, DecorationStyle, Direction, Display, FlexDirection,
    FlexWrap, FontStyle, GridFlow, GridLine, HangingPunctuation, Hyphens, Isolation, MaskMode, ObjectFit, Overflow,
    OverflowWrap, Position, Repeat, TextAlign, TextBoxEdge, TextBoxTrim, TextOverflow, TextTransform, TextWrapStyle,
    UnicodeBidi, VerticalAlign, VerticalKeyword, Visibility, WhiteSpaceCollapse, WordBreak,
};

/// A keyword that every property takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wide {
    Initial,
    Inherit,
    Unset,
    Revert,
}

/// A declaration whose value waits for its `var()`s.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unparsed {
    /// Name of the property, shorthand or longhand.
    pub name: Arc<str>,
    /// Its value with `var()` in it.
    pub text: Arc<str>,
}

/// Whether something stands on the inline start or end side.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sided {
    /// The declaration where text runs from left to right.
    pub ltr: Declaration,
    /// The declaration where text runs from right to left.
    pub rtl: Declaration,
}

macro_rules! longhands {
    ($($place:ident $variant:ident $name:literal $kind:ty { $parse:expr } { $compute:expr } $($path:ident).+;)+) => {
        /// A longhand property.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Longhand { $($variant,)+ }

        /// A declaration of one longhand property.
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) enum Declaration {
            $($variant($kind),)+
            /// `initial`, `inherit`, `unset`, `revert`.
            Wide(Longhand, Wide),
            /// A custom property: name with `--`, value.
            Custom(Arc<str>, CustomValue),
            /// A value with `var()`.
            Unparsed(Arc<Unparsed>),
            /// Depends on the direction of the text.
            Sided(Box<Sided>),
        }

        impl Longhand {
            /// All names with their properties.
            pub const ALL: &[(&str, Self)] = &[$(($name, Self::$variant),)+];

            /// Reads a value.
            pub fn parse(self, input: &mut Input<'_>) -> Parsed<Declaration> {
                Ok(match self { $(Self::$variant => Declaration::$variant(($parse)(input)?),)+ })
            }

            /// Sets the initial or the parent's value.
            pub fn reset(self, draft: &mut Draft<'_>, inherit: Option<bool>) {
                match self {
                    $(Self::$variant => longhands!(@reset $place draft inherit $($path).+),)+
                }
            }
        }

        impl Declaration {
            /// The longhand that is declared, if it is one.
            pub fn longhand(&self) -> Option<Longhand> {
                match self {
                    $(Self::$variant(_) => Some(Longhand::$variant),)+
                    Self::Wide(longhand, _) => Some(*longhand),
                    _ => None,
                }
            }

            /// Computes the value and keeps it.
            pub fn apply(&self, draft: &mut Draft<'_>) {
                match self {
                    $(Self::$variant(value) => {
                        let compute: fn(&$kind, &Draft<'_>) -> _ = $compute;
                        let computed = compute(value, draft);
                        longhands!(@set $place draft computed $($path).+);
                    })+
                    Self::Wide(..) | Self::Custom(..) | Self::Unparsed(_) | Self::Sided(_) => {}
                }
            }
        }
    };
    (@set own $draft:ident $value:ident $($path:ident).+) => { $draft.style.$($path).+ = $value };
    (@set grid $draft:ident $value:ident $($path:ident).+) => { $draft.grid().$($path).+ = $value };
    (@set effect $draft:ident $value:ident $($path:ident).+) => { $draft.effects().$($path).+ = $value };
    (@set text $draft:ident $value:ident $($path:ident).+) => { $draft.text().$($path).+ = $value };
    (@set side $draft:ident $value:ident $($path:ident).+) => { $draft.extra.own.$($path).+ = $value };
    (@set down $draft:ident $value:ident $($path:ident).+) => { $draft.extra.$($path).+ = $value };
    (@reset own $draft:ident $inherit:ident $($path:ident).+) => {
        $draft.style.$($path).+ = if $inherit.unwrap_or(false) {
            $draft.parent.style.$($path).+.clone()
        } else {
            $draft.initial.style.$($path).+.clone()
        }
    };
    (@reset grid $draft:ident $inherit:ident $($path:ident).+) => {{
        let from = if $inherit.unwrap_or(false) { &$draft.parent.style.grid } else { &$draft.initial.style.grid };
        let value = from.$($path).+.clone();
        $draft.grid().$($path).+ = value
    }};
    (@reset effect $draft:ident $inherit:ident $($path:ident).+) => {{
        let from = if $inherit.unwrap_or(false) { &$draft.parent.style.effects } else { &$draft.initial.style.effects };
        let value = from.$($path).+.clone();
        $draft.effects().$($path).+ = value
    }};
    (@reset text $draft:ident $inherit:ident $($path:ident).+) => {{
        let value = if $inherit.unwrap_or(true) {
            $draft.parent.style.text.$($path).+.clone()
        } else {
            $draft.initial.style.text.$($path).+.clone()
        };
        $draft.text().$($path).+ = value
    }};
    (@reset side $draft:ident $inherit:ident $($path:ident).+) => {
        $draft.extra.own.$($path).+ = if $inherit.unwrap_or(false) {
            $draft.parent.extra.own.$($path).+.clone()
        } else {
            $draft.initial.extra.own.$($path).+.clone()
        }
    };
    (@reset down $draft:ident $inherit:ident $($path:ident).+) => {
        $draft.extra.$($path).+ = if $inherit.unwrap_or(true) {
            $draft.parent.extra.$($path).+.clone()
        } else {
            $draft.initial.extra.$($path).+.clone()
        }
    };
}

/// The value of a custom property.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CustomValue {
    /// Text, perhaps with `var()`.
    Text(Arc<str>),
    /// A keyword for the whole property.
    Wide(Wide),
}

/// A fault that says what a property expects.
pub(crate) fn bad_value(name: &str, text: &str) -> Fault {
    let grammar = super::hint::GRAMMARS.iter().find(|(property, _)| *property == name).map(|(_, grammar)| *grammar);
    let fault = Fault::new(format!("`{}` is not a value of `{name}`", super::fault::excerpt(text)));
    match grammar {
        Some(grammar) => fault.hint(format!("expected {grammar}")),
        None => fault.hint("docs/css.md lists what each property takes"),
    }
}

longhands! {
    own Display "display" Display { keyword } { |v, _| *v } display;
    own Position "position" Position { keyword } { |v, _| *v } position;
    own Top "top" AutoValue { auto_length } { |v, d| d.auto(v) } inset.top;
    own Right "right" AutoValue { auto_length } { |v, d| d.auto(v) } inset.right;
    own Bottom "bottom" AutoValue { auto_length } { |v, d| d.auto(v) } inset.bottom;
    own Left "left" AutoValue { auto_length } { |v, d| d.auto(v) } inset.left;
    own ZIndex "z-index" Option<i32> { |i| auto_or(i, integer) } { |v, _| *v } z_index;
    own BoxSizing "box-sizing" BoxSizing { keyword } { |v, _| *v } box_sizing;
    own Width "width" SizeValue { size } { |v, d| d.size(v) } width;
    own Height "height" SizeValue { size } { |v, d| d.size(v) } height;
    own MinWidth "min-width" SizeValue { size } { |v, d| d.size(v) } min_width;
    own MinHeight "min-height" SizeValue { size } { |v, d| d.size(v) } min_height;
    own MaxWidth "max-width" SizeValue { max_size } { |v, d| d.size(v) } max_width;
    own MaxHeight "max-height" SizeValue { max_size } { |v, d| d.size(v) } max_height;
    own AspectRatio "aspect-ratio" Option<f32> { ratio } { |v, _| *v } aspect_ratio;
    own MarginTop "margin-top" AutoValue { auto_length } { |v, d| d.auto(v) } margin.top;
    own MarginRight "margin-right" AutoValue { auto_length } { |v, d| d.auto(v) } margin.right;
    own MarginBottom "margin-bottom" AutoValue { auto_length } { |v, d| d.auto(v) } margin.bottom;
    own MarginLeft "margin-left" AutoValue { auto_length } { |v, d| d.auto(v) } margin.left;
    own PaddingTop "padding-top" LengthValue { positive_length } { |v, d| d.length(v) } padding.top;
    own PaddingRight "padding-right" LengthValue { positive_length } { |v, d| d.length(v) } padding.right;
    own PaddingBottom "padding-bottom" LengthValue { positive_length } { |v, d| d.length(v) } padding.bottom;
    own PaddingLeft "padding-left" LengthValue { positive_length } { |v, d| d.length(v) } padding.left;
    own BorderTopWidth "border-top-width" LengthValue { border_width } { |v, d| d.border(v) } border_width.top;
    own BorderRightWidth "border-right-width" LengthValue { border_width } { |v, d| d.border(v) } border_width.right;
    own BorderBottomWidth "border-bottom-width" LengthValue { border_width } { |v, d| d.border(v) } border_width.bottom;
    own BorderLeftWidth "border-left-width" LengthValue { border_width } { |v, d| d.border(v) } border_width.left;
    own BorderTopStyle "border-top-style" BorderStyle { keyword } { |v, _| *v } border_style.top;
    own BorderRightStyle "border-right-style" BorderStyle { keyword } { |v, _| *v } border_style.right;
    own BorderBottomStyle "border-bottom-style" BorderStyle { keyword } { |v, _| *v } border_style.bottom;
    own BorderLeftStyle "border-left-style" BorderStyle { keyword } { |v, _| *v } border_style.left;
    own BorderTopColor "border-top-color" ColorValue { color } { |v, d| d.color(v) } border_color.top;
    own BorderRightColor "border-right-color" ColorValue { color } { |v, d| d.color(v) } border_color.right;
    own BorderBottomColor "border-bottom-color" ColorValue { color } { |v, d| d.color(v) } border_color.bottom;
    own BorderLeftColor "border-left-color" ColorValue { color } { |v, d| d.color(v) } border_color.left;
    side TopLeft "border-top-left-radius" PositionValue { corner } { |v, d| d.pair(v) } corners.top;
    side TopRight "border-top-right-radius" PositionValue { corner } { |v, d| d.pair(v) } corners.right;
    side BottomRight "border-bottom-right-radius" PositionValue { corner } { |v, d| d.pair(v) } corners.bottom;
    side BottomLeft "border-bottom-left-radius" PositionValue { corner } { |v, d| d.pair(v) } corners.left;
    own OverflowX "overflow-x" Overflow { keyword } { |v, _| *v } overflow_x;
    own OverflowY "overflow-y" Overflow { keyword } { |v, _| *v } overflow_y;
    own Opacity "opacity" f32 { number_or_percentage } { |v, _| v.clamp(0.0, 1.0) } opacity;
    own Isolation "isolation" Isolation { keyword } { |v, _| *v } isolation;
    own BackgroundColor "background-color" ColorValue { color } { |v, d| d.color(v) } background_color;
    side BackgroundImage "background-image" Arc<[ImageValue]> { |i| layers(i, image) } { |v, d| d.images(v) } images;
    side BackgroundPosition "background-position" Arc<[PositionValue]> { |i| layers(i, position) } { |v, d| v.iter().map(|p| d.pair(p)).collect() } positions;
    side BackgroundSize "background-size" Arc<[SizeOfLayer]> { |i| layers(i, layer_size) } { |v, d| v.iter().map(|s| s.compute(&d.units)).collect() } sizes;
    side BackgroundRepeat "background-repeat" Arc<[(Repeat, Repeat)]> { |i| layers(i, repeat) } { |v, _| v.clone() } repeats;
    side BackgroundClip "background-clip" Arc<[Option<BackgroundBox>]> { |i| layers(i, clip) } { |v, _| v.clone() } clips;
    side BackgroundOrigin "background-origin" Arc<[BackgroundBox]> { |i| layers(i, background_origin) } { |v, _| v.clone() } origins;
    own BoxShadow "box-shadow" Arc<[ShadowValue]> { shadows } { |v, d| d.shadows(v) } box_shadow;
    effect Transform "transform" Arc<[StepValue]> { transform } { |v, d| compute_steps(v, d) } transform;
    effect TransformOrigin "transform-origin" PositionValue { position } { |v, d| d.pair(v) } origin;
    effect Translate "translate" Option<PositionValue> { |i| none_or(i, translate) } { |v, d| v.as_ref().map(|place| d.pair(place)) } translate;
    effect Rotate "rotate" Option<f32> { |i| none_or(i, angle) } { |v, _| *v } rotate;
    effect Scale "scale" Option<(f32, f32)> { |i| none_or(i, scale) } { |v, _| *v } scale;
    effect Filter "filter" Arc<[FilterValue]> { filters } { |v, d| compute_filters(v, d) } filter;
    effect MaskImage "mask-image" Arc<[ImageValue]> { |i| layers(i, image) } { |v, d| d.images(v) } mask.images;
    effect MaskPosition "mask-position" Arc<[PositionValue]> { |i| layers(i, position) } { |v, d| v.iter().map(|p| d.pair(p)).collect() } mask.positions;
    effect MaskSize "mask-size" Arc<[SizeOfLayer]> { |i| layers(i, layer_size) } { |v, d| v.iter().map(|s| s.compute(&d.units)).collect() } mask.sizes;
    effect MaskRepeat "mask-repeat" Arc<[(Repeat, Repeat)]> { |i| layers(i, repeat) } { |v, _| v.clone() } mask.repeats;
    effect MaskClip "mask-clip" Arc<[Option<BackgroundBox>]> { |i| layers(i, mask::clip) } { |v, _| v.clone() } mask.clips;
    effect MaskOrigin "mask-origin" Arc<[BackgroundBox]> { |i| layers(i, mask::origin) } { |v, _| v.clone() } mask.origins;
    effect MaskMode "mask-mode" Arc<[MaskMode]> { |i| layers(i, mask::mode) } { |v, _| v.clone() } mask.modes;
    effect MaskComposite "mask-composite" Arc<[bool]> { |i| layers(i, mask::composite) } { |v, _| v.clone() } mask.intersects;
    own FlexDirection "flex-direction" FlexDirection { keyword } { |v, _| *v } flex_direction;
    own FlexWrap "flex-wrap" FlexWrap { keyword } { |v, _| *v } flex_wrap;
    own FlexGrow "flex-grow" f32 { positive_number } { |v, _| *v } flex_grow;
    own FlexShrink "flex-shrink" f32 { positive_number } { |v, _| *v } flex_shrink;
    own FlexBasis "flex-basis" SizeValue { flex_basis } { |v, d| d.size(v) } flex_basis;
    own JustifyContent "justify-content" Align { alignment } { |v, _| *v } justify_content;
    own AlignItems "align-items" Align { alignment } { |v, _| *v } align_items;
    own AlignSelf "align-self" Align { alignment } { |v, _| *v } align_self;
    own AlignContent "align-content" Align { alignment } { |v, _| *v } align_content;
    own RowGap "row-gap" LengthValue { gap } { |v, d| d.length(v) } row_gap;
    own ColumnGap "column-gap" LengthValue { gap } { |v, d| d.length(v) } column_gap;
    grid GridTemplateColumns "grid-template-columns" TemplateValue { template } { |v, d| v.compute(&d.units) } columns;
    grid GridTemplateRows "grid-template-rows" TemplateValue { template } { |v, d| v.compute(&d.units) } rows;
    grid GridTemplateAreas "grid-template-areas" Option<Arc<Areas>> { areas } { |v, _| v.clone() } areas;
    grid GridAutoColumns "grid-auto-columns" Arc<[TrackValue]> { auto_tracks } { |v, d| v.iter().map(|track| track.compute(&d.units)).collect() } auto_columns;
    grid GridAutoRows "grid-auto-rows" Arc<[TrackValue]> { auto_tracks } { |v, d| v.iter().map(|track| track.compute(&d.units)).collect() } auto_rows;
    grid GridAutoFlow "grid-auto-flow" GridFlow { flow } { |v, _| *v } flow;
    grid GridRowStart "grid-row-start" GridLine { grid_line } { |v, _| v.clone() } row_start;
    grid GridRowEnd "grid-row-end" GridLine { grid_line } { |v, _| v.clone() } row_end;
    grid GridColumnStart "grid-column-start" GridLine { grid_line } { |v, _| v.clone() } column_start;
    grid GridColumnEnd "grid-column-end" GridLine { grid_line } { |v, _| v.clone() } column_end;
    grid JustifyItems "justify-items" Align { alignment } { |v, _| *v } justify_items;
    grid JustifySelf "justify-self" Align { alignment } { |v, _| *v } justify_self;
    own ObjectFit "object-fit" ObjectFit { keyword } { |v, _| *v } object_fit;
    own ObjectPosition "object-position" PositionValue { position } { |v, d| d.pair(v) } object_position;
    own VerticalAlign "vertical-align" VerticalValue { vertical_align } { |v, d| d.vertical(v) } vertical_align;
    side DecorationLine "text-decoration-line" DecorationLines { decoration_line } { |v, _| *v } decoration_line;
    side DecorationStyle "text-decoration-style" DecorationStyle { keyword } { |v, _| *v } decoration_style;
    side DecorationColor "text-decoration-color" ColorValue { color } { |v, d| d.decoration_color(v) } decoration_color;
    side DecorationThickness "text-decoration-thickness" AutoValue { thickness } { |v, d| d.own_px(v) } decoration_thickness;
    down UnderlineOffset "text-underline-offset" AutoValue { auto_length } { |v, d| d.own_px(v) } underline_offset;
    down SkipInk "text-decoration-skip-ink" AutoNone { keyword_auto_none } { |v, _| *v != AutoNone::None } skip_ink;
    own TextBoxTrim "text-box-trim" TextBoxTrim { text_box::trim } { |v, _| *v } text_box_trim;
    text TextBoxEdge "text-box-edge" TextBoxEdge { text_box::edge } { |v, _| *v } text_box_edge;
    own TextOverflow "text-overflow" TextOverflow { keyword } { |v, _| *v } text_overflow;
    side LineClamp "line-clamp" Option<usize> { |i| none_or(i, count) } { |v, _| *v } line_clamp;
    side WebkitLineClamp "-webkit-line-clamp" Option<usize> { |i| none_or(i, count) } { |v, _| *v } webkit_line_clamp;
    side BoxOrient "-webkit-box-orient" BoxOrient { keyword } { |v, _| *v } box_orient;
    own UnicodeBidi "unicode-bidi" UnicodeBidi { keyword } { |v, _| *v } unicode_bidi;
    side Content "content" ContentValue { content_value } { content } content;
    text Color "color" ColorValue { color } { |v, d| v.resolve(d.parent.style.text.color) } color;
    text TextFill "-webkit-text-fill-color" ColorValue { color } { |v, d| d.decoration_color(v) } fill;
    text StrokeWidth "-webkit-text-stroke-width" LengthValue { border_width } { |v, d| v.px(&d.units, 0.0).clamp(0.0, 1000.0) } stroke_width;
    text StrokeColor "-webkit-text-stroke-color" ColorValue { color } { |v, d| d.decoration_color(v) } stroke_color;
    text TextShadow "text-shadow" Arc<[TextShadowValue]> { text_shadows } { |v, d| compute_shadows(v, d) } text_shadow;
    text FontFamily "font-family" Arc<[String]> { families } { |v, _| v.clone() } font_family;
    text FontSize "font-size" FontSize { font_size } { |v, d| d.font_size(v) } font_size;
    text FontWeight "font-weight" FontWeight { font_weight } { |v, d| d.weight(*v) } font_weight;
    text FontStyle "font-style" FontStyle { font_style } { |v, _| *v } font_style;
    text FontVariationSettings "font-variation-settings" Arc<[([u8; 4], f32)]> { variations } { |v, _| v.clone() } font_variations;
    down FeatureSettings "font-feature-settings" Features { feature_settings } { |v, _| v.clone() } settings;
    down VariantNumeric "font-variant-numeric" Features { numeric } { |v, _| v.clone() } numeric;
    down VariantCaps "font-variant-caps" Features { caps } { |v, _| v.clone() } caps;
    down VariantLigatures "font-variant-ligatures" Features { ligatures } { |v, _| v.clone() } ligatures;
    down VariantPosition "font-variant-position" Features { variant_position } { |v, _| v.clone() } position;
    down Kerning "font-kerning" Features { kerning } { |v, _| v.clone() } kerning;
    text OpticalSizing "font-optical-sizing" AutoNone { keyword_auto_none } { |v, _| *v != AutoNone::None } optical_sizing;
    text LineHeight "line-height" LineHeightValue { line_height } { |v, d| d.line_height(v) } line_height;
    text LetterSpacing "letter-spacing" Option<LengthValue> { |i| normal_or(i, plain_length) } { |v, d| d.own_px(v).unwrap_or(0.0) } letter_spacing;
    text WordSpacing "word-spacing" Option<LengthValue> { |i| normal_or(i, plain_length) } { |v, d| d.own_px(v).unwrap_or(0.0) } word_spacing;
    text TextAlign "text-align" TextAlign { keyword } { |v, _| *v } text_align;
    text TextTransform "text-transform" TextTransform { keyword } { |v, _| *v } text_transform;
    text TextIndent "text-indent" LengthValue { any_length } { |v, d| d.length(v) } text_indent;
    text WhiteSpaceCollapse "white-space-collapse" WhiteSpaceCollapse { keyword } { |v, _| *v } white_space_collapse;
    text TextWrapMode "text-wrap-mode" bool { wrap_mode } { |v, _| *v } wrap;
    text TextWrapStyle "text-wrap-style" TextWrapStyle { keyword } { |v, _| *v } text_wrap_style;
    text OverflowWrap "overflow-wrap" OverflowWrap { keyword } { |v, _| *v } overflow_wrap;
    text WordBreak "word-break" WordBreak { keyword } { |v, _| *v } word_break;
    text Hyphens "hyphens" Hyphens { keyword } { |v, _| *v } hyphens;
    text HyphenateLimitChars "hyphenate-limit-chars" [u8; 3] { limit_chars } { |v, _| *v } hyphenate_limit_chars;
    text HangingPunctuation "hanging-punctuation" HangingPunctuation { hanging } { |v, _| *v } hanging_punctuation;
    text Direction "direction" Direction { keyword } { |v, _| *v } direction;
    text Visibility "visibility" Visibility { keyword } { |v, _| *v } visibility;
    down ListStyle "list-style-type" bool { list_style_none } { |v, _| *v } marker;
    side Fit "--fit" bool { fit } { |v, _| *v } fit;
    side FitMin "--fit-min" LengthValue { positive_plain } { |v, d| Some(d.fit_px(v)) } fit_min;
    side FitMax "--fit-max" LengthValue { positive_plain } { |v, d| Some(d.fit_px(v)) } fit_max;
}

/// `vertical-align` as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum VerticalValue {
    Keyword(VerticalKeyword),
    Length(LengthValue),
}

impl VerticalValue {
    /// The computed value.
    pub fn compute(&self, draft: &Draft<'_>) -> VerticalAlign {
        match self {
            Self::Keyword(keyword) => VerticalAlign::Keyword(*keyword),
            Self::Length(length) => VerticalAlign::Length(draft.length(length)),
        }
    }
}

fn vertical_align(input: &mut Input<'_>) -> Parsed<VerticalValue> {
    if let Ok(length) = input.try_parse(any_length) {
        return Ok(VerticalValue::Length(length));
    }
    keyword(input).map(VerticalValue::Keyword)
}

fn flex_basis(input: &mut Input<'_>) -> Parsed<SizeValue> {
    if super::value::takes(input, "content") { Ok(SizeValue::MaxContent) } else { size(input) }
}

fn thickness(input: &mut Input<'_>) -> Parsed<AutoValue> {
    if super::value::takes(input, "from-font") { Ok(None) } else { auto_or(input, positive_length) }
}

fn positive_plain(input: &mut Input<'_>) -> Parsed<LengthValue> {
    super::length::length(input, super::length::Sign::NotNegative)
}

fn keyword_auto_none(input: &mut Input<'_>) -> Parsed<AutoNone> {
    match super::value::one_of(input, &["auto", "none"])? {
        0 => Ok(AutoNone::Auto),
        _ => Ok(AutoNone::None),
    }
}

fn wrap_mode(input: &mut Input<'_>) -> Parsed<bool> {
    Ok(super::value::one_of(input, &["wrap", "nowrap"])? == 0)
}

fn fit(input: &mut Input<'_>) -> Parsed<bool> {
    Ok(super::value::one_of(input, &["box", "none"])? == 0)
}

/// `auto` is 5, 2 and 2; a missing third number is the second.
fn limit_chars(input: &mut Input<'_>) -> Parsed<[u8; 3]> {
    let mut limits = [5, 2, 2];
    for number in 0..3 {
        if number > 0 && input.is_exhausted() {
            break;
        }
        let value = auto_or(input, integer)?;
        let Some(value) = value else { continue };
        let limit = u8::try_from(value.clamp(0, 255)).unwrap_or(u8::MAX);
        limits.iter_mut().skip(number).take(if number == 1 { 2 } else { 1 }).for_each(|slot| *slot = limit);
    }
    Ok(limits)
}

fn hanging(input: &mut Input<'_>) -> Parsed<HangingPunctuation> {
    let mut hanging = HangingPunctuation::default();
    if super::value::takes(input, "none") {
        return Ok(hanging);
    }
    let mut first = true;
    while first || !input.is_exhausted() {
        match super::value::one_of(input, &["first", "last", "allow-end"])? {
            0 => hanging.first = true,
            1 => hanging.last = true,
            _ => hanging.allow_end = true,
        }
        first = false;
    }
    Ok(hanging)
}

fn list_style_none(input: &mut Input<'_>) -> Parsed<bool> {
    super::value::one_of(input, &["none"])?;
    Ok(false)
}

fn decoration_line(input: &mut Input<'_>) -> Parsed<DecorationLines> {
    let mut lines = DecorationLines::default();
    if super::value::takes(input, "none") {
        return Ok(lines);
    }
    let mut first = true;
    while first || !input.is_exhausted() {
        match super::value::one_of(input, &["underline", "overline", "line-through"])? {
            0 => lines.underline = true,
            1 => lines.overline = true,
            _ => lines.line_through = true,
        }
        first = false;
    }
    Ok(lines)
}
