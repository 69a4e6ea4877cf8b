//! Styles for the tests of this folder.

use std::sync::Arc;

use crate::display::Color;
use crate::style::{
    Align, AutoLength, BackgroundBox, BorderStyle, BoxSizing, Direction, Display, Edges, FlexDirection, FlexWrap,
    FontStyle, Isolation, Length, LineHeight, ObjectFit, Overflow, OverflowWrap, Position, Size, Style, TextAlign,
    TextOverflow, TextStyle, TextTransform, TextWrapStyle, UnicodeBidi, VerticalAlign, VerticalKeyword, Visibility,
    WhiteSpaceCollapse, WordBreak,
};

/// Initial text properties: Inter, 16 px.
pub(super) fn text_style() -> TextStyle {
    TextStyle {
        color: Color::BLACK,
        font_family: Arc::from(["Inter".to_owned()]),
        font_size: 16.0,
        font_weight: 400.0,
        font_style: FontStyle::Normal,
        font_variations: Arc::from([]),
        font_features: Arc::from([]),
        optical_sizing: true,
        line_height: LineHeight::Normal,
        letter_spacing: 0.0,
        word_spacing: 0.0,
        text_align: TextAlign::Start,
        text_transform: TextTransform::None,
        text_indent: Length::ZERO,
        white_space_collapse: WhiteSpaceCollapse::Collapse,
        wrap: true,
        text_wrap_style: TextWrapStyle::Auto,
        overflow_wrap: OverflowWrap::Normal,
        word_break: WordBreak::Normal,
        direction: Direction::Ltr,
        visibility: Visibility::Visible,
        lang: Arc::from(""),
    }
}

fn edges<T: Clone>(value: &T) -> Edges<T> {
    Edges { top: value.clone(), right: value.clone(), bottom: value.clone(), left: value.clone() }
}

/// A style with the initial value of every property.
pub(super) fn initial() -> Style {
    let auto: AutoLength = None;
    Style {
        text: Arc::new(text_style()),
        display: Display::Inline,
        position: Position::Static,
        inset: edges(&auto),
        z_index: None,
        box_sizing: BoxSizing::ContentBox,
        width: Size::Auto,
        height: Size::Auto,
        min_width: Size::Auto,
        min_height: Size::Auto,
        max_width: Size::Auto,
        max_height: Size::Auto,
        aspect_ratio: None,
        margin: edges(&auto),
        padding: edges(&Length::ZERO),
        border_width: edges(&0.0),
        border_style: edges(&BorderStyle::None),
        border_color: edges(&Color::BLACK),
        border_radius: std::array::from_fn(|_| (Length::ZERO, Length::ZERO)),
        overflow_x: Overflow::Visible,
        overflow_y: Overflow::Visible,
        opacity: 1.0,
        isolation: Isolation::Auto,
        background_color: Color::TRANSPARENT,
        background: Arc::from([]),
        background_clip: BackgroundBox::Border,
        box_shadow: Arc::from([]),
        flex_direction: FlexDirection::Row,
        flex_wrap: FlexWrap::NoWrap,
        flex_grow: 0.0,
        flex_shrink: 1.0,
        flex_basis: Size::Auto,
        justify_content: Align::Normal,
        align_items: Align::Normal,
        align_self: Align::Auto,
        align_content: Align::Normal,
        row_gap: Length::ZERO,
        column_gap: Length::ZERO,
        object_fit: ObjectFit::Fill,
        object_position: (Length::Percent(0.5), Length::Percent(0.5)),
        vertical_align: VerticalAlign::Keyword(VerticalKeyword::Baseline),
        text_decoration: None,
        text_overflow: TextOverflow::Clip,
        line_clamp: None,
        unicode_bidi: UnicodeBidi::Normal,
        fit: None,
    }
}
