//! CSS styles in the words of the box layout library: lengths, alignment, sizes.
//!
//! Content keywords of `min-*` and `max-*` sizes have no counterpart there; [`measured_limits`](super::flow) resolves them.

use std::sync::Arc;

use taffy::{Dimension, LengthPercentage, LengthPercentageAuto};

use crate::style::{
    Align, AutoLength, BoxSizing, Calc, Direction, Display, Edges, FlexDirection, FlexWrap, Grid, Length, Overflow,
    Position, Size, Style,
};

/// The `calc()` expressions of a box tree; the library hands their number back when it needs a value.
#[derive(Debug, Default)]
pub(super) struct Calcs(Vec<Arc<Calc>>);

impl Calcs {
    /// A handle for an expression: its number from 1, shifted because the library keeps the low three bits for itself.
    pub(super) fn handle(&mut self, calc: &Arc<Calc>) -> *const () {
        self.0.push(Arc::clone(calc));
        std::ptr::without_provenance(self.0.len() << 3)
    }

    /// The value behind a handle.
    pub(super) fn resolve(&self, handle: *const (), basis: f32) -> f32 {
        (handle.addr() >> 3).checked_sub(1).and_then(|index| self.0.get(index)).map_or(0.0, |calc| calc.resolve(basis))
    }

    fn length(&mut self, length: &Length) -> LengthPercentage {
        match length {
            Length::Px(px) => LengthPercentage::length(*px),
            Length::Percent(fraction) => LengthPercentage::percent(*fraction),
            Length::Calc(calc) => LengthPercentage::calc(self.handle(calc)),
        }
    }

    fn auto_length(&mut self, length: &AutoLength) -> LengthPercentageAuto {
        length.as_ref().map_or(LengthPercentageAuto::auto(), |length| self.length(length).into())
    }

    fn size(&mut self, size: &Size) -> Dimension {
        match size {
            Size::Auto => Dimension::auto(),
            Size::Length(length) => self.length(length).into(),
            Size::MinContent => Dimension::min_content(),
            Size::MaxContent => Dimension::max_content(),
            Size::FitContent => Dimension::fit_content(),
        }
    }

    fn limit(&mut self, size: &Size) -> LengthPercentageAuto {
        match size {
            Size::Length(length) => self.length(length).into(),
            Size::Auto | Size::MinContent | Size::MaxContent | Size::FitContent => LengthPercentageAuto::auto(),
        }
    }

    fn edges(&mut self, edges: &Edges<Length>) -> taffy::Rect<LengthPercentage> {
        taffy::Rect {
            left: self.length(&edges.left),
            right: self.length(&edges.right),
            top: self.length(&edges.top),
            bottom: self.length(&edges.bottom),
        }
    }

    fn auto_edges(&mut self, edges: &Edges<AutoLength>) -> taffy::Rect<LengthPercentageAuto> {
        taffy::Rect {
            left: self.auto_length(&edges.left),
            right: self.auto_length(&edges.right),
            top: self.auto_length(&edges.top),
            bottom: self.auto_length(&edges.bottom),
        }
    }

    /// The layout style of a box.
    pub(super) fn flow_style(&mut self, style: &Style, level: Level) -> taffy::Style {
        let overflow = |value| match value {
            Overflow::Visible => taffy::Overflow::Visible,
            Overflow::Hidden => taffy::Overflow::Hidden,
            Overflow::Clip => taffy::Overflow::Clip,
        };
        let border = style.border_width;
        let rtl = style.text.direction == Direction::Rtl;
        let mut flow = taffy::Style {
            display: display(style, level),
            item_is_replaced: level == Level::Replaced,
            box_sizing: match style.box_sizing {
                BoxSizing::BorderBox => taffy::BoxSizing::BorderBox,
                BoxSizing::ContentBox => taffy::BoxSizing::ContentBox,
            },
            direction: if rtl { taffy::Direction::Rtl } else { taffy::Direction::Ltr },
            overflow: taffy::Point { x: overflow(style.overflow_x), y: overflow(style.overflow_y) },
            position: match style.position {
                // What is placed absolutely inside is placed against it.
                Position::Static if style.effects.holds_absolute() && style.display != Display::Inline => {
                    taffy::Position::Relative
                }
                Position::Static => taffy::Position::Static,
                Position::Relative => taffy::Position::Relative,
                Position::Absolute => taffy::Position::Absolute,
            },
            inset: if style.position == Position::Static { taffy::Rect::auto() } else { self.auto_edges(&style.inset) },
            size: taffy::Size { width: self.size(&style.width), height: self.size(&style.height) },
            min_size: taffy::Size { width: self.limit(&style.min_width), height: self.limit(&style.min_height) },
            max_size: taffy::Size { width: self.limit(&style.max_width), height: self.limit(&style.max_height) },
            aspect_ratio: style.aspect_ratio.filter(|_| level != Level::Replaced),
            margin: self.auto_edges(&style.margin),
            padding: self.edges(&style.padding),
            border: taffy::Rect { left: border.left, right: border.right, top: border.top, bottom: border.bottom }
                .map(LengthPercentage::length),
            align_items: align_items(style.align_items).unwrap_or(taffy::AlignItems::NORMAL),
            align_self: align_items(style.align_self),
            align_content: content(style.align_content, false),
            justify_content: content(style.justify_content, reversed_main(style)),
            gap: taffy::Size { width: self.length(&style.column_gap), height: self.length(&style.row_gap) },
            flex_direction: match style.flex_direction {
                FlexDirection::Row => taffy::FlexDirection::Row,
                FlexDirection::RowReverse => taffy::FlexDirection::RowReverse,
                FlexDirection::Column => taffy::FlexDirection::Column,
                FlexDirection::ColumnReverse => taffy::FlexDirection::ColumnReverse,
            },
            flex_wrap: match style.flex_wrap {
                FlexWrap::NoWrap => taffy::FlexWrap::NoWrap,
                FlexWrap::Wrap => taffy::FlexWrap::Wrap,
                FlexWrap::WrapReverse => taffy::FlexWrap::WrapReverse,
            },
            flex_grow: style.flex_grow,
            flex_shrink: style.flex_shrink,
            flex_basis: self.size(&style.flex_basis),
            ..taffy::Style::DEFAULT
        };
        // Most boxes say nothing about grids.
        if !Arc::ptr_eq(&style.grid, &Grid::initial()) {
            super::grid::add(self, style, &mut flow);
        }
        flow
    }
}

/// What kind of box a style is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// A block or flex container, by its `display`.
    Container,
    /// A picture or an inline SVG.
    Replaced,
}

fn display(style: &Style, level: Level) -> taffy::Display {
    match style.display {
        _ if level == Level::Replaced => taffy::Display::Block,
        Display::Flex | Display::InlineFlex => taffy::Display::Flex,
        Display::Grid | Display::InlineGrid => taffy::Display::Grid,
        Display::FlowRoot | Display::InlineBlock | Display::Box => taffy::Display::FlowRoot,
        Display::None | Display::Block | Display::Inline | Display::ListItem => taffy::Display::Block,
    }
}

/// Whether `left` means the end of the main axis.
fn reversed_main(style: &Style) -> bool {
    style.text.direction == Direction::Rtl
}

fn align_items(align: Align) -> Option<taffy::AlignItems> {
    Some(match align {
        Align::Auto => return None,
        Align::Normal => taffy::AlignItems::NORMAL,
        Align::Start | Align::Left => taffy::AlignItems::START,
        Align::End | Align::Right => taffy::AlignItems::END,
        Align::FlexStart => taffy::AlignItems::FLEX_START,
        Align::FlexEnd => taffy::AlignItems::FLEX_END,
        Align::Center | Align::SpaceAround | Align::SpaceEvenly => taffy::AlignItems::CENTER,
        Align::Baseline => taffy::AlignItems::BASELINE,
        Align::Stretch | Align::SpaceBetween => taffy::AlignItems::STRETCH,
    })
}

/// `justify-items` and `justify-self`, in which `left` and `right` are sides.
pub(super) fn justified(align: Align, rtl: bool) -> Option<taffy::AlignItems> {
    align_items(match align {
        Align::Left if rtl => Align::End,
        Align::Right if rtl => Align::Start,
        other => other,
    })
}

fn content(align: Align, rtl: bool) -> taffy::AlignContent {
    match align {
        Align::Auto | Align::Normal | Align::Baseline => taffy::AlignContent::NORMAL,
        Align::Start => taffy::AlignContent::START,
        Align::End => taffy::AlignContent::END,
        Align::Left if rtl => taffy::AlignContent::END,
        Align::Left => taffy::AlignContent::START,
        Align::Right if rtl => taffy::AlignContent::START,
        Align::Right => taffy::AlignContent::END,
        Align::FlexStart => taffy::AlignContent::FLEX_START,
        Align::FlexEnd => taffy::AlignContent::FLEX_END,
        Align::Center => taffy::AlignContent::CENTER,
        Align::Stretch => taffy::AlignContent::STRETCH,
        Align::SpaceBetween => taffy::AlignContent::SPACE_BETWEEN,
        Align::SpaceAround => taffy::AlignContent::SPACE_AROUND,
        Align::SpaceEvenly => taffy::AlignContent::SPACE_EVENLY,
    }
}
