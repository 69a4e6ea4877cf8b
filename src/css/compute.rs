//! From declarations to computed values: the element being styled, with what it inherits.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::background::ImageValue;
use super::color::ColorValue;
use super::content::ContentValue;
use super::font::{Features, FontSize, FontWeight, LineHeightValue};
use super::length::{LengthValue, Units};
use super::property::VerticalValue;
use super::value::{AutoValue, PositionValue, ShadowValue, SizeValue};
use crate::color::Color;
use crate::style::{
    AutoLength, BackgroundBox, BackgroundImage, BackgroundLayer, BackgroundSize, BorderStyle, BoxShadow, CornerRadius,
    DecorationStyle, Display, Edges, Effects, Fit, Grid, Keyword, Length, LineHeight, Overflow, Position, Repeat, Size,
    Style, TextDecoration, TextStyle, TextWrapStyle, VerticalAlign,
};

/// Custom properties by name.
pub(crate) type Variables = BTreeMap<Arc<str>, Arc<str>>;

/// `text-decoration-line`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct DecorationLines {
    pub underline: bool,
    pub overline: bool,
    pub line_through: bool,
}

/// `-webkit-box-orient`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) enum BoxOrient {
    #[default]
    Horizontal,
    Vertical,
}

impl Keyword for BoxOrient {
    const LIST: &'static [(&'static str, Self)] = &[
        ("horizontal", Self::Horizontal),
        ("inline-axis", Self::Horizontal),
        ("vertical", Self::Vertical),
        ("block-axis", Self::Vertical),
    ];
}

/// What layout does not need but children or later steps do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Extra {
    pub variables: Arc<Variables>,
    pub underline_offset: Option<f32>,
    pub skip_ink: bool,
    pub settings: Features,
    pub numeric: Features,
    pub caps: Features,
    pub ligatures: Features,
    pub position: Features,
    pub kerning: Features,
    /// Whether a list item has a marker.
    pub marker: bool,
    /// The font size does not hang on the reader's default size.
    pub absolute_size: bool,
    /// The font size comes from this keyword.
    pub named_size: Option<u8>,
    /// What is not inherited.
    pub own: Own,
}

/// Values that are put together to one of [`Style`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Own {
    pub corners: Edges<CornerRadius>,
    pub images: Arc<[Option<BackgroundImage>]>,
    pub positions: Arc<[(Length, Length)]>,
    pub sizes: Arc<[BackgroundSize]>,
    pub repeats: Arc<[(Repeat, Repeat)]>,
    /// `None` is `text`.
    pub clips: Arc<[Option<BackgroundBox>]>,
    pub origins: Arc<[BackgroundBox]>,
    pub decoration_line: DecorationLines,
    pub decoration_style: DecorationStyle,
    pub decoration_color: Option<Color>,
    pub decoration_thickness: Option<f32>,
    pub line_clamp: Option<usize>,
    pub webkit_line_clamp: Option<usize>,
    pub box_orient: BoxOrient,
    pub content: ContentValue,
    pub fit: bool,
    pub fit_min: Option<f32>,
    pub fit_max: Option<f32>,
}

/// A styled element, as its children and the tree need it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Computed {
    pub style: Arc<Style>,
    pub extra: Arc<Extra>,
}

/// An element while its declarations are applied.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub style: Style,
    pub extra: Extra,
    pub parent: &'a Computed,
    pub initial: &'a Computed,
    pub units: Units,
}

/// The initial values.
pub(crate) fn initial() -> Computed {
    let corner = || (Length::ZERO, Length::ZERO);
    let own = Own {
        corners: Edges { top: corner(), right: corner(), bottom: corner(), left: corner() },
        images: Arc::from([None]),
        positions: Arc::from([(Length::Percent(0.0), Length::Percent(0.0))]),
        sizes: Arc::from([BackgroundSize::Explicit(None, None)]),
        repeats: Arc::from([(Repeat::Repeat, Repeat::Repeat)]),
        clips: Arc::from([Some(BackgroundBox::Border)]),
        origins: Arc::from([BackgroundBox::Padding]),
        decoration_line: DecorationLines::default(),
        decoration_style: DecorationStyle::Solid,
        decoration_color: None,
        decoration_thickness: None,
        line_clamp: None,
        webkit_line_clamp: None,
        box_orient: BoxOrient::Horizontal,
        content: ContentValue::None,
        fit: false,
        fit_min: None,
        fit_max: None,
    };
    let empty: Features = Arc::from([]);
    let extra = Extra {
        variables: Arc::default(),
        underline_offset: None,
        skip_ink: true,
        settings: empty.clone(),
        numeric: empty.clone(),
        caps: empty.clone(),
        ligatures: empty.clone(),
        position: empty.clone(),
        kerning: empty,
        marker: true,
        absolute_size: false,
        named_size: Some(3),
        own,
    };
    let border_width = Edges { top: 3.0, right: 3.0, bottom: 3.0, left: 3.0 };
    Computed { style: Arc::new(Style { border_width, ..Style::default() }), extra: Arc::new(extra) }
}

/// px of `xx-small` to `xxx-large`, proportional and monospace, as Chromium has them.
const NAMED_SIZES: [(f32, f32); 8] =
    [(9.0, 9.0), (10.0, 10.0), (13.0, 12.0), (16.0, 13.0), (18.0, 16.0), (24.0, 20.0), (32.0, 26.0), (48.0, 39.0)];

fn named_size(index: u8, monospace: bool) -> f32 {
    let (proportional, fixed) = NAMED_SIZES.get(usize::from(index)).copied().unwrap_or((16.0, 13.0));
    if monospace { fixed } else { proportional }
}

fn is_monospace(families: &[String]) -> bool {
    matches!(families, [only] if only == "monospace")
}

impl<'a> Draft<'a> {
    /// A child of `parent` before any declaration.
    pub fn new(parent: &'a Computed, initial: &'a Computed, units: Units) -> Self {
        let mut style = (*initial.style).clone();
        style.text = parent.style.text.clone();
        let mut extra = (*parent.extra).clone();
        extra.own = initial.extra.own.clone();
        Self { style, extra, parent, initial, units }
    }

    /// What is done to the box as a whole, to be written to.
    pub fn effects(&mut self) -> &mut Effects {
        Arc::make_mut(&mut self.style.effects)
    }

    /// What is said about grids, to be written to.
    pub fn grid(&mut self) -> &mut Grid {
        Arc::make_mut(&mut self.style.grid)
    }

    /// The inherited properties, to be written to.
    pub fn text(&mut self) -> &mut TextStyle {
        Arc::make_mut(&mut self.style.text)
    }

    pub fn length(&self, value: &LengthValue) -> Length {
        value.compute(&self.units)
    }

    pub fn auto(&self, value: &AutoValue) -> AutoLength {
        value.as_ref().map(|length| self.length(length))
    }

    pub fn pair(&self, (x, y): &PositionValue) -> (Length, Length) {
        (self.length(x), self.length(y))
    }

    /// px, percentages of the font size.
    pub fn own_px(&self, value: &AutoValue) -> Option<f32> {
        value.as_ref().map(|length| length.px(&self.units, self.units.em))
    }

    /// Border widths are whole px above 1, as in browsers.
    pub fn border(&self, value: &LengthValue) -> f32 {
        let width = value.px(&self.units, 0.0).max(0.0);
        if width > 0.0 && width < 1.0 { 1.0 } else { width.floor() }
    }

    pub fn size(&self, value: &SizeValue) -> Size {
        match value {
            SizeValue::Auto => Size::Auto,
            SizeValue::Length(length) => Size::Length(self.length(length)),
            SizeValue::MinContent => Size::MinContent,
            SizeValue::MaxContent => Size::MaxContent,
            SizeValue::FitContent => Size::FitContent,
        }
    }

    pub fn color(&self, value: &ColorValue) -> Color {
        value.resolve(self.style.text.color)
    }

    pub fn decoration_color(&self, value: &ColorValue) -> Option<Color> {
        (*value != ColorValue::Current).then(|| self.color(value))
    }

    pub fn vertical(&self, value: &VerticalValue) -> VerticalAlign {
        value.compute(self)
    }

    pub fn images(&self, values: &[ImageValue]) -> Arc<[Option<BackgroundImage>]> {
        let compute =
            |picture: &ImageValue| picture.as_ref().map(|picture| picture.compute(&self.units, self.style.text.color));
        values.iter().map(compute).collect()
    }

    pub fn shadows(&self, values: &[ShadowValue]) -> Arc<[BoxShadow]> {
        let px = |value: &LengthValue| value.px(&self.units, 0.0);
        let compute = |shadow: &ShadowValue| BoxShadow {
            x: px(&shadow.x),
            y: px(&shadow.y),
            blur: px(&shadow.blur).max(0.0),
            spread: px(&shadow.spread),
            color: self.color(&shadow.color),
            inset: shadow.inset,
        };
        values.iter().map(compute).collect()
    }

    /// px of a font size, `em` and percentages of the parent's.
    pub fn font_size(&self, value: &FontSize) -> f32 {
        let parent = self.parent.style.text.font_size;
        let size = match value {
            FontSize::Named(index) => named_size(*index, is_monospace(&self.style.text.font_family)),
            FontSize::Smaller => parent / 1.2,
            FontSize::Larger => parent * 1.2,
            FontSize::Length(length) => length.px(&Units { em: parent, ..self.units }, parent),
        };
        size.clamp(0.0, 10_000.0)
    }

    /// px of `--fit-min` and `--fit-max`: `em` is the parent's font size.
    pub fn fit_px(&self, value: &LengthValue) -> f32 {
        let parent = self.parent.style.text.font_size;
        value.px(&Units { em: parent, ..self.units }, parent).clamp(0.0, 10_000.0)
    }

    pub fn weight(&self, value: FontWeight) -> f32 {
        let parent = self.parent.style.text.font_weight;
        match value {
            FontWeight::Number(value) => value,
            FontWeight::Bolder if parent < 350.0 => 400.0,
            FontWeight::Bolder if parent < 550.0 => 700.0,
            FontWeight::Bolder => parent.max(900.0),
            FontWeight::Lighter if parent < 550.0 => parent.min(100.0),
            FontWeight::Lighter if parent < 750.0 => 400.0,
            FontWeight::Lighter => 700.0,
        }
    }

    pub fn line_height(&self, value: &LineHeightValue) -> LineHeight {
        match value {
            LineHeightValue::Known(known) => *known,
            LineHeightValue::Length(length) => LineHeight::Px(length.px(&self.units, self.units.em).max(0.0)),
        }
    }

    /// Notes where the font size comes from (browsers draw monospace text smaller unless a size was asked for).
    pub fn note_font_size(&mut self, value: &FontSize) {
        (self.extra.absolute_size, self.extra.named_size) = match value {
            FontSize::Named(index) => (false, Some(*index)),
            FontSize::Smaller | FontSize::Larger => (self.parent.extra.absolute_size, None),
            FontSize::Length(length) => (self.parent.extra.absolute_size || !length.is_relative(), None),
        };
    }

    /// Settles the font size once size and family are known; `forced` overrides it.
    pub fn settle_font_size(&mut self, forced: Option<f32>) {
        let monospace = is_monospace(&self.style.text.font_family);
        if monospace != is_monospace(&self.parent.style.text.font_family) && !self.extra.absolute_size {
            let size = match self.extra.named_size {
                Some(index) => named_size(index, monospace),
                None if monospace => self.style.text.font_size * 13.0 / 16.0,
                None => self.style.text.font_size * 16.0 / 13.0,
            };
            self.text().font_size = size;
        }
        if let Some(size) = forced {
            self.text().font_size = size;
        }
        self.units.em = self.style.text.font_size;
    }

    /// Sets what starts as the text colour.
    pub fn settle_color(&mut self) {
        let color = self.style.text.color;
        self.style.border_color = Edges { top: color, right: color, bottom: color, left: color };
    }

    /// Puts together what hangs on several properties.
    pub fn finish(mut self, blockify: bool) -> Computed {
        self.finish_borders();
        self.finish_background();
        self.finish_decoration();
        self.finish_features();
        let style = &mut self.style;
        style.inline_level =
            matches!(style.display, Display::Inline | Display::InlineBlock | Display::InlineFlex | Display::InlineGrid);
        if blockify || style.position == Position::Absolute {
            style.display = match style.display {
                Display::Inline | Display::InlineBlock => Display::Block,
                Display::InlineFlex => Display::Flex,
                Display::InlineGrid => Display::Grid,
                other => other,
            };
        }
        let scrolls = |overflow| overflow == Overflow::Hidden;
        if scrolls(style.overflow_x) != scrolls(style.overflow_y) {
            (style.overflow_x, style.overflow_y) = (Overflow::Hidden, Overflow::Hidden);
        }
        let own = &self.extra.own;
        let vertical_box = style.display == Display::Box && own.box_orient == BoxOrient::Vertical;
        style.line_clamp = own.line_clamp.or(own.webkit_line_clamp.filter(|_| vertical_box));
        style.fit = own.fit.then(|| {
            let max = own.fit_max.unwrap_or(style.text.font_size);
            Fit { min: own.fit_min.unwrap_or(max / 4.0).min(max), max }
        });
        // Fitted text is balanced with care; a block inside may say otherwise.
        if style.fit.is_some() {
            let text = Arc::make_mut(&mut style.text);
            text.careful = true;
            if text.text_wrap_style == TextWrapStyle::Auto {
                text.text_wrap_style = TextWrapStyle::Balance;
            }
        }
        Computed { style: Arc::new(self.style), extra: Arc::new(self.extra) }
    }

    fn finish_borders(&mut self) {
        let style = &mut self.style;
        let drawn = |width: f32, kind: BorderStyle| match kind {
            BorderStyle::None | BorderStyle::Hidden => 0.0,
            _ => width,
        };
        style.border_width = Edges {
            top: drawn(style.border_width.top, style.border_style.top),
            right: drawn(style.border_width.right, style.border_style.right),
            bottom: drawn(style.border_width.bottom, style.border_style.bottom),
            left: drawn(style.border_width.left, style.border_style.left),
        };
        let corners = &self.extra.own.corners;
        style.border_radius =
            [corners.top.clone(), corners.right.clone(), corners.bottom.clone(), corners.left.clone()];
    }

    fn finish_background(&mut self) {
        fn nth<T: Clone>(list: &[T], index: usize) -> Option<T> {
            list.get(index % list.len().max(1)).cloned()
        }
        let own = &self.extra.own;
        let last = own.images.len().saturating_sub(1);
        self.style.background_clip = nth(&own.clips, last).flatten().unwrap_or_default();
        if own.clips.iter().any(Option::is_none) {
            let layers = (0..own.images.len()).filter(|index| own.images.get(*index).is_some_and(Option::is_some));
            let letters = |index: usize| nth(&own.clips, index).is_some_and(|clip| clip.is_none());
            self.style.letter_layers = layers.chain([last]).map(letters).collect();
        }
        if own.images.iter().all(Option::is_none) {
            return;
        }
        let layers = own.images.iter().enumerate().filter_map(|(index, image)| {
            Some(BackgroundLayer {
                image: image.clone()?,
                size: nth(&own.sizes, index)?,
                position: nth(&own.positions, index)?,
                repeat: nth(&own.repeats, index)?,
                clip: nth(&own.clips, index)?.unwrap_or_default(),
                origin: nth(&own.origins, index)?,
            })
        });
        self.style.background = layers.collect();
    }

    fn finish_decoration(&mut self) {
        let own = &self.extra.own;
        let DecorationLines { underline, overline, line_through } = own.decoration_line;
        if underline || overline || line_through {
            self.style.text_decoration = Some(Arc::new(TextDecoration {
                underline,
                overline,
                line_through,
                color: own.decoration_color,
                style: own.decoration_style,
                thickness: own.decoration_thickness,
                offset: self.extra.underline_offset,
                skip_ink: self.extra.skip_ink,
            }));
        }
    }

    fn finish_features(&mut self) {
        let same = |a: &Features, b: &Features| Arc::ptr_eq(a, b);
        let (own, parent) = (&self.extra, &*self.parent.extra);
        let unchanged = same(&own.kerning, &parent.kerning)
            && same(&own.ligatures, &parent.ligatures)
            && same(&own.position, &parent.position)
            && same(&own.caps, &parent.caps)
            && same(&own.numeric, &parent.numeric)
            && same(&own.settings, &parent.settings);
        if unchanged {
            return;
        }
        let groups = [&own.kerning, &own.ligatures, &own.position, &own.caps, &own.numeric, &own.settings];
        let features: Features = groups.into_iter().flat_map(|group| group.iter().copied()).collect();
        self.text().font_features = features;
    }
}

/// `content`, as it is.
pub(crate) fn content(value: &ContentValue, _: &Draft<'_>) -> ContentValue {
    value.clone()
}
