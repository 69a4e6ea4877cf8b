//! Computed style: what the cascade leaves for layout, as plain data.
//!
//! Lengths are px, percentages fractions (0.5 is 50 %). `em`, `rem`, `vw` and the like are gone; percentages stay until a box is known.

mod effect;
mod grid;
mod tree;

use std::sync::Arc;

pub use effect::{ColorFilter, Effects, FilterStep, MaskMode, TextShadow, TransformStep};
pub use grid::{
    Area, Areas, Breadth, Grid, GridFlow, GridLine, LineNames, RepeatCount, Template, TrackPart, TrackSize,
};
pub use tree::{Attribute, NodeId, NodeKind, StyledNode, StyledTree};

use crate::display::Color;

/// A length that may depend on a size known only in layout.
#[derive(Debug, Clone, PartialEq)]
pub enum Length {
    /// px.
    Px(f32),
    /// A fraction of the basis.
    Percent(f32),
    /// `calc()`, `min()`, `max()`, `clamp()` with percentages inside.
    Calc(Arc<Calc>),
}

/// An expression of px and percentages.
#[derive(Debug, Clone, PartialEq)]
pub enum Calc {
    /// px plus a fraction of the basis.
    Linear {
        /// px part.
        px: f32,
        /// Fraction of the basis.
        percent: f32,
    },
    /// Sum.
    Sum(Vec<Self>),
    /// A factor times an expression.
    Scale(f32, Box<Self>),
    /// The least of several.
    Min(Vec<Self>),
    /// The greatest of several.
    Max(Vec<Self>),
}

impl Length {
    /// Nothing.
    pub const ZERO: Self = Self::Px(0.0);

    /// The length in px, given what 100 % is.
    pub fn resolve(&self, basis: f32) -> f32 {
        match self {
            Self::Px(px) => *px,
            Self::Percent(fraction) => fraction * basis,
            Self::Calc(calc) => calc.resolve(basis),
        }
    }
}

impl Calc {
    /// The value in px, given what 100 % is.
    pub fn resolve(&self, basis: f32) -> f32 {
        match self {
            Self::Linear { px, percent } => px + percent * basis,
            Self::Sum(parts) => parts.iter().map(|part| part.resolve(basis)).sum(),
            Self::Scale(factor, part) => factor * part.resolve(basis),
            Self::Min(parts) => parts.iter().map(|part| part.resolve(basis)).fold(f32::INFINITY, f32::min),
            Self::Max(parts) => parts.iter().map(|part| part.resolve(basis)).fold(f32::NEG_INFINITY, f32::max),
        }
    }
}

/// A size: a length or `auto` (`None` for `max-width: none`).
pub type AutoLength = Option<Length>;

/// Width or height: `auto`, a length, or a size by content.
#[derive(Debug, Clone, PartialEq)]
pub enum Size {
    /// By the rules of the layout mode.
    Auto,
    /// A length.
    Length(Length),
    /// `min-content`.
    MinContent,
    /// `max-content`.
    MaxContent,
    /// `fit-content`.
    FitContent,
}

/// Top, right, bottom, left.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Edges<T> {
    /// Top.
    pub top: T,
    /// Right.
    pub right: T,
    /// Bottom.
    pub bottom: T,
    /// Left.
    pub left: T,
}

/// A property whose values are keywords.
pub trait Keyword: Copy + 'static {
    /// The keywords with their values.
    const LIST: &'static [(&'static str, Self)];
}

macro_rules! keywords {
    ($(#[$doc:meta])* $name:ident { $($(#[$default:meta])? $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $name { $($(#[$default])? $variant,)+ }
        impl $name {
            /// The keywords with their values.
            pub const KEYWORDS: &[(&str, Self)] = &[$(($text, Self::$variant),)+];
        }
        impl Keyword for $name {
            const LIST: &'static [(&'static str, Self)] = Self::KEYWORDS;
        }
    };
}

keywords! {
    /// `display`.
    Display {
        None = "none", Block = "block", #[default] Inline = "inline", InlineBlock = "inline-block",
        Flex = "flex", InlineFlex = "inline-flex", Grid = "grid", InlineGrid = "inline-grid", Box = "-webkit-box", ListItem = "list-item", FlowRoot = "flow-root",
    }
}
keywords! {
    /// `position`.
    Position { #[default] Static = "static", Relative = "relative", Absolute = "absolute", }
}
keywords! {
    /// `box-sizing`.
    BoxSizing { #[default] ContentBox = "content-box", BorderBox = "border-box", }
}
keywords! {
    /// `overflow` of one axis.
    Overflow { #[default] Visible = "visible", Hidden = "hidden", Clip = "clip", }
}
keywords! {
    /// `flex-direction`.
    FlexDirection {
        #[default] Row = "row", RowReverse = "row-reverse", Column = "column", ColumnReverse = "column-reverse",
    }
}
keywords! {
    /// `flex-wrap`.
    FlexWrap { #[default] NoWrap = "nowrap", Wrap = "wrap", WrapReverse = "wrap-reverse", }
}
keywords! {
    /// `align-*` and `justify-*`. `Normal` behaves as the layout mode says.
    Align {
        #[default] Normal = "normal", Auto = "auto", Start = "start", End = "end", FlexStart = "flex-start", FlexEnd = "flex-end",
        Left = "left", Right = "right",
        Center = "center", Baseline = "baseline", Stretch = "stretch", SpaceBetween = "space-between",
        SpaceAround = "space-around", SpaceEvenly = "space-evenly",
    }
}
keywords! {
    /// `border-style`.
    BorderStyle { #[default] None = "none", Hidden = "hidden", Solid = "solid", Dashed = "dashed", Dotted = "dotted", Double = "double", }
}
keywords! {
    /// `object-fit`.
    ObjectFit { #[default] Fill = "fill", Contain = "contain", Cover = "cover", None = "none", ScaleDown = "scale-down", }
}
keywords! {
    /// `background-repeat` of one axis.
    #[expect(clippy::enum_variant_names, reason = "the CSS keywords")]
    Repeat { #[default] Repeat = "repeat", NoRepeat = "no-repeat", Space = "space", Round = "round", }
}
keywords! {
    /// `background-origin`, and `background-clip` where it is a box.
    BackgroundBox { #[default] Border = "border-box", Padding = "padding-box", Content = "content-box", }
}
keywords! {
    /// `font-style`.
    FontStyle { #[default] Normal = "normal", Italic = "italic", Oblique = "oblique", }
}
keywords! {
    /// `font-kerning` and `font-optical-sizing`.
    AutoNone { #[default] Auto = "auto", None = "none", Normal = "normal", }
}
keywords! {
    /// `text-align`.
    TextAlign { #[default] Start = "start", End = "end", Left = "left", Right = "right", Center = "center", Justify = "justify", }
}
keywords! {
    /// `text-transform`.
    TextTransform { #[default] None = "none", Uppercase = "uppercase", Lowercase = "lowercase", Capitalize = "capitalize", }
}
keywords! {
    /// `white-space-collapse` part of `white-space`.
    WhiteSpaceCollapse { #[default] Collapse = "collapse", Preserve = "preserve", PreserveBreaks = "preserve-breaks", BreakSpaces = "break-spaces", }
}
keywords! {
    /// `text-wrap-style`.
    TextWrapStyle { #[default] Auto = "auto", Balance = "balance", Pretty = "pretty", }
}
keywords! {
    /// `overflow-wrap`.
    OverflowWrap { #[default] Normal = "normal", BreakWord = "break-word", Anywhere = "anywhere", }
}
keywords! {
    /// `word-break`.
    WordBreak { #[default] Normal = "normal", BreakAll = "break-all", KeepAll = "keep-all", BreakWord = "break-word", }
}
keywords! {
    /// `hyphens`.
    Hyphens { None = "none", #[default] Manual = "manual", Auto = "auto", }
}
keywords! {
    /// `text-overflow`.
    TextOverflow { #[default] Clip = "clip", Ellipsis = "ellipsis", }
}
keywords! {
    /// `direction`.
    Direction { #[default] Ltr = "ltr", Rtl = "rtl", }
}
keywords! {
    /// `unicode-bidi`.
    UnicodeBidi {
        #[default] Normal = "normal", Embed = "embed", Isolate = "isolate", Override = "bidi-override",
        IsolateOverride = "isolate-override", Plaintext = "plaintext",
    }
}
keywords! {
    /// `visibility`.
    Visibility { #[default] Visible = "visible", Hidden = "hidden", }
}
keywords! {
    /// Keyword of `vertical-align`.
    VerticalKeyword {
        #[default] Baseline = "baseline", Sub = "sub", Super = "super", Top = "top", Bottom = "bottom",
        Middle = "middle", TextTop = "text-top", TextBottom = "text-bottom",
    }
}
keywords! {
    /// `text-decoration-style`.
    DecorationStyle { #[default] Solid = "solid", Double = "double", Dotted = "dotted", Dashed = "dashed", Wavy = "wavy", }
}
keywords! {
    /// Metric at the top of `text-box-edge`.
    TextEdge { #[default] Text = "text", Cap = "cap", Ex = "ex", }
}
keywords! {
    /// `isolation`.
    Isolation { #[default] Auto = "auto", Isolate = "isolate", }
}

/// `vertical-align`.
#[derive(Debug, Clone, PartialEq)]
pub enum VerticalAlign {
    /// A keyword.
    Keyword(VerticalKeyword),
    /// Raised by this length; percentages refer to the line height.
    Length(Length),
}

/// One corner: horizontal and vertical radius, percentages of the border box.
pub type CornerRadius = (Length, Length);

/// `box-shadow`, one layer.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxShadow {
    /// To the right, px.
    pub x: f32,
    /// Down, px.
    pub y: f32,
    /// CSS blur radius in px (twice the standard deviation).
    pub blur: f32,
    /// Spread in px.
    pub spread: f32,
    /// Colour.
    pub color: Color,
    /// Falls into the box.
    pub inset: bool,
}

/// A colour stop as written: the place may be missing or a percentage of the gradient line.
#[derive(Debug, Clone, PartialEq)]
pub struct GradientStop {
    /// Colour.
    pub color: Color,
    /// Place on the gradient line.
    pub offset: Option<Length>,
}

/// Direction of a linear gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GradientLine {
    /// Clockwise from upwards, degrees.
    Angle(f32),
    /// Towards a side or corner: x and y are -1, 0 or 1 (right and down positive).
    To(i8, i8),
}

/// Size of a radial gradient.
#[derive(Debug, Clone, PartialEq)]
pub enum RadialSize {
    /// `closest-side`.
    ClosestSide,
    /// `farthest-side`.
    FarthestSide,
    /// `closest-corner`.
    ClosestCorner,
    /// `farthest-corner`, the default.
    FarthestCorner,
    /// Both radii (a circle has the same twice).
    Explicit(Length, Length),
}

/// A background picture.
#[derive(Debug, Clone, PartialEq)]
pub enum BackgroundImage {
    /// `url(…)`: the address as written, resolved against the template by whoever looks pictures up.
    Url(String),
    /// `linear-gradient(…)`.
    Linear {
        /// Direction.
        line: GradientLine,
        /// Stops as written, mixing hints already replaced by stops.
        stops: Vec<GradientStop>,
        /// `repeating-linear-gradient`.
        repeating: bool,
    },
    /// `radial-gradient(…)`.
    Radial {
        /// A circle, not an ellipse.
        circle: bool,
        /// Its size.
        size: RadialSize,
        /// Its centre.
        position: (Length, Length),
        /// Stops.
        stops: Vec<GradientStop>,
        /// `repeating-radial-gradient`.
        repeating: bool,
    },
}

/// `background-size`.
#[derive(Debug, Clone, PartialEq)]
pub enum BackgroundSize {
    /// Cover the box.
    Cover,
    /// Fit into the box.
    Contain,
    /// Width and height; `None` is `auto`.
    Explicit(AutoLength, AutoLength),
}

/// One layer of a background, front layer first.
#[derive(Debug, Clone, PartialEq)]
pub struct BackgroundLayer {
    /// The picture.
    pub image: BackgroundImage,
    /// Its size.
    pub size: BackgroundSize,
    /// Its place: as `background-position`, percentages of box minus picture.
    pub position: (Length, Length),
    /// Repetition across and down.
    pub repeat: (Repeat, Repeat),
    /// Area that is painted: `Border` where it is that of the letters.
    pub clip: BackgroundBox,
    /// Area the position refers to.
    pub origin: BackgroundBox,
}

/// `line-height`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LineHeight {
    /// By the font.
    Normal,
    /// A factor of the font size.
    Factor(f32),
    /// px.
    Px(f32),
}

/// `text-box-edge`: the metrics at which lines are trimmed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextBoxEdge {
    /// Above the first line.
    pub over: TextEdge,
    /// Under the last line: the baseline, not the descent of the font.
    pub alphabetic: bool,
}

/// `text-box-trim`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextBoxTrim {
    /// The room above the first line is taken away.
    pub start: bool,
    /// The room under the last line is taken away.
    pub end: bool,
}

/// `text-decoration` lines with their look.
#[derive(Debug, Clone, PartialEq)]
pub struct TextDecoration {
    /// A line below.
    pub underline: bool,
    /// A line above.
    pub overline: bool,
    /// A line through.
    pub line_through: bool,
    /// Its colour; `None` is the colour of the text of the element that declares it.
    pub color: Option<Color>,
    /// Its style.
    pub style: DecorationStyle,
    /// Thickness in px; `None` is by the font.
    pub thickness: Option<f32>,
    /// Distance below the baseline in px; `None` is by the font.
    pub offset: Option<f32>,
    /// Whether the line leaves out descenders.
    pub skip_ink: bool,
}

/// Fitting of a text to its box (`--fit: box`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Smallest font size in px.
    pub min: f32,
    /// Largest font size in px.
    pub max: f32,
}

/// `hanging-punctuation`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HangingPunctuation {
    /// An opening bracket or quotation mark hangs before the first line.
    pub first: bool,
    /// A closing one hangs behind the last line.
    pub last: bool,
    /// A stop or comma hangs behind a line in which it has no room.
    pub allow_end: bool,
}

/// The inherited text properties: shared by most nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct TextStyle {
    /// `color`.
    pub color: Color,
    /// `-webkit-text-fill-color`; `None` is `color`.
    pub fill: Option<Color>,
    /// `-webkit-text-stroke-width` in px.
    pub stroke_width: f32,
    /// `-webkit-text-stroke-color`; `None` is `color`.
    pub stroke_color: Option<Color>,
    /// `text-shadow`, the front one first.
    pub text_shadow: Arc<[TextShadow]>,
    /// `font-family`: names and generic names (`serif`, `sans-serif`, `monospace`, `cursive`, `emoji`, `system-ui`) in order.
    pub font_family: Arc<[String]>,
    /// px per em.
    pub font_size: f32,
    /// 1 to 1000.
    pub font_weight: f32,
    /// `font-style`.
    pub font_style: FontStyle,
    /// Axis tags with values, as written.
    pub font_variations: Arc<[([u8; 4], f32)]>,
    /// Feature tags with values: `font-feature-settings` after those of `font-variant-*`, `font-kerning`, `font-variant-ligatures`.
    pub font_features: Arc<[([u8; 4], u16)]>,
    /// `font-optical-sizing`: whether `opsz` follows the font size.
    pub optical_sizing: bool,
    /// `line-height`.
    pub line_height: LineHeight,
    /// px between characters.
    pub letter_spacing: f32,
    /// px between words.
    pub word_spacing: f32,
    /// `text-align`.
    pub text_align: TextAlign,
    /// `text-transform`.
    pub text_transform: TextTransform,
    /// `text-indent`.
    pub text_indent: Length,
    /// White space kept or folded.
    pub white_space_collapse: WhiteSpaceCollapse,
    /// Whether lines may break (`text-wrap-mode`).
    pub wrap: bool,
    /// `text-wrap-style`.
    pub text_wrap_style: TextWrapStyle,
    /// Balanced lines avoid bad line ends: of fitted text and what is in it.
    pub careful: bool,
    /// `overflow-wrap`.
    pub overflow_wrap: OverflowWrap,
    /// `word-break`.
    pub word_break: WordBreak,
    /// `hyphens`.
    pub hyphens: Hyphens,
    /// `hyphenate-limit-chars`: least letters of the word, before and after the break.
    pub hyphenate_limit_chars: [u8; 3],
    /// `hanging-punctuation`.
    pub hanging_punctuation: HangingPunctuation,
    /// `text-box-edge`.
    pub text_box_edge: TextBoxEdge,
    /// `direction`.
    pub direction: Direction,
    /// `visibility`.
    pub visibility: Visibility,
    /// Language (from the `lang` attribute), BCP 47; empty: unknown.
    pub lang: Arc<str>,
}

/// Everything computed for one element. Text nodes share their parent's.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    pub text: Arc<TextStyle>,
    pub display: Display,
    /// `display` as written is inline: an absolutely positioned element without insets then stands in its line.
    pub inline_level: bool,
    pub position: Position,
    pub inset: Edges<AutoLength>,
    /// `None` is `auto`.
    pub z_index: Option<i32>,
    pub box_sizing: BoxSizing,
    pub width: Size,
    pub height: Size,
    pub min_width: Size,
    pub min_height: Size,
    /// `Auto` is `none`.
    pub max_width: Size,
    /// `Auto` is `none`.
    pub max_height: Size,
    /// Width over height.
    pub aspect_ratio: Option<f32>,
    pub margin: Edges<AutoLength>,
    pub padding: Edges<Length>,
    /// px; 0 where the style is `none`.
    pub border_width: Edges<f32>,
    pub border_style: Edges<BorderStyle>,
    pub border_color: Edges<Color>,
    /// Clockwise from top left.
    pub border_radius: [CornerRadius; 4],
    pub overflow_x: Overflow,
    pub overflow_y: Overflow,
    pub opacity: f32,
    pub isolation: Isolation,
    pub background_color: Color,
    /// Front layer first.
    pub background: Arc<[BackgroundLayer]>,
    pub background_clip: BackgroundBox,
    /// Layers of the background that are painted only where there are letters (`background-clip: text`), the front one first, and at
    /// last the colour; empty: none.
    pub letter_layers: Arc<[bool]>,
    pub effects: Arc<Effects>,
    /// Front shadow first.
    pub box_shadow: Arc<[BoxShadow]>,
    pub flex_direction: FlexDirection,
    pub flex_wrap: FlexWrap,
    pub flex_grow: f32,
    pub flex_shrink: f32,
    pub flex_basis: Size,
    pub justify_content: Align,
    pub align_items: Align,
    pub align_self: Align,
    pub align_content: Align,
    pub row_gap: Length,
    pub column_gap: Length,
    pub grid: Arc<Grid>,
    pub object_fit: ObjectFit,
    pub object_position: (Length, Length),
    pub vertical_align: VerticalAlign,
    pub text_decoration: Option<Arc<TextDecoration>>,
    pub text_overflow: TextOverflow,
    pub text_box_trim: TextBoxTrim,
    /// Lines shown at most (`line-clamp`).
    pub line_clamp: Option<usize>,
    pub unicode_bidi: UnicodeBidi,
    /// Fitting of the text to the box, never inherited.
    pub fit: Option<Fit>,
}

impl TextStyle {
    /// The colour in which letters are filled.
    pub fn ink(&self) -> Color {
        self.fill.unwrap_or(self.color)
    }
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            color: Color::BLACK,
            fill: None,
            stroke_width: 0.0,
            stroke_color: None,
            text_shadow: Arc::from([]),
            font_family: Arc::from(["serif".to_owned()]),
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
            careful: false,
            overflow_wrap: OverflowWrap::Normal,
            word_break: WordBreak::Normal,
            hyphens: Hyphens::Manual,
            hyphenate_limit_chars: [5, 2, 2],
            hanging_punctuation: HangingPunctuation::default(),
            text_box_edge: TextBoxEdge::default(),
            direction: Direction::Ltr,
            visibility: Visibility::Visible,
            lang: Arc::from(""),
        }
    }
}

impl Default for Style {
    fn default() -> Self {
        let corner = || (Length::ZERO, Length::ZERO);
        let zero = || Edges { top: Length::ZERO, right: Length::ZERO, bottom: Length::ZERO, left: Length::ZERO };
        let auto = || Edges { top: None, right: None, bottom: None, left: None };
        let black = Color::BLACK;
        Self {
            text: Arc::default(),
            display: Display::Inline,
            inline_level: true,
            position: Position::Static,
            inset: auto(),
            z_index: None,
            box_sizing: BoxSizing::ContentBox,
            width: Size::Auto,
            height: Size::Auto,
            min_width: Size::Auto,
            min_height: Size::Auto,
            max_width: Size::Auto,
            max_height: Size::Auto,
            aspect_ratio: None,
            margin: Edges {
                top: Some(Length::ZERO),
                right: Some(Length::ZERO),
                bottom: Some(Length::ZERO),
                left: Some(Length::ZERO),
            },
            padding: zero(),
            border_width: Edges::default(),
            border_style: Edges::default(),
            border_color: Edges { top: black, right: black, bottom: black, left: black },
            border_radius: [corner(), corner(), corner(), corner()],
            overflow_x: Overflow::Visible,
            overflow_y: Overflow::Visible,
            opacity: 1.0,
            isolation: Isolation::Auto,
            background_color: Color::TRANSPARENT,
            background: Arc::from([]),
            background_clip: BackgroundBox::Border,
            letter_layers: Arc::from([]),
            effects: Effects::initial(),
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
            grid: Grid::initial(),
            object_fit: ObjectFit::Fill,
            object_position: (Length::Percent(0.5), Length::Percent(0.5)),
            vertical_align: VerticalAlign::Keyword(VerticalKeyword::Baseline),
            text_decoration: None,
            text_overflow: TextOverflow::Clip,
            text_box_trim: TextBoxTrim::default(),
            line_clamp: None,
            unicode_bidi: UnicodeBidi::Normal,
            fit: None,
        }
    }
}
