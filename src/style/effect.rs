//! What is done to a box as a whole: transforms, filters, masks; and the shadows and outlines of letters.

use std::sync::{Arc, LazyLock};

use super::{BackgroundBox, BackgroundImage, BackgroundLayer, BackgroundSize, Length, Repeat};
use crate::display::Color;

/// `text-shadow`, one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct TextShadow {
    /// To the right, px.
    pub x: f32,
    /// Down, px.
    pub y: f32,
    /// CSS blur radius in px (twice the standard deviation).
    pub blur: f32,
    /// Its colour; `None` is that of the text.
    pub color: Option<Color>,
}

/// A function of `transform`. Lengths in percent refer to the border box.
#[derive(Debug, Clone, PartialEq)]
pub enum TransformStep {
    /// To the right and down.
    Translate(Length, Length),
    /// Across and down.
    Scale(f32, f32),
    /// Clockwise, degrees.
    Rotate(f32),
    /// Degrees along x and y.
    Skew(f32, f32),
    /// `matrix()`, its numbers in order.
    Matrix([f32; 6]),
}

/// A function of `filter` that changes colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorFilter {
    /// `brightness()`.
    Brightness,
    /// `contrast()`.
    Contrast,
    /// `grayscale()`.
    Grayscale,
    /// `saturate()`.
    Saturate,
    /// `sepia()`.
    Sepia,
    /// `invert()`.
    Invert,
    /// `opacity()`.
    Opacity,
    /// `hue-rotate()`, degrees.
    HueRotate,
}

/// A function of `filter`.
#[derive(Debug, Clone, PartialEq)]
pub enum FilterStep {
    /// `blur()`: its standard deviation in px.
    Blur(f32),
    /// A change of colours and its amount.
    Color(ColorFilter, f32),
    /// `drop-shadow()`; its blur is the standard deviation.
    DropShadow(TextShadow),
}

/// `mask-mode`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MaskMode {
    /// `match-source`: alpha, since there are no `<mask>` elements.
    #[default]
    Match,
    /// Alpha counts.
    Alpha,
    /// Lightness times alpha counts.
    Luminance,
}

/// The lists of the `mask-*` properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Mask {
    /// `mask-image`; `None` is `none`.
    pub images: Arc<[Option<BackgroundImage>]>,
    /// `mask-position`.
    pub positions: Arc<[(Length, Length)]>,
    /// `mask-size`.
    pub sizes: Arc<[BackgroundSize]>,
    /// `mask-repeat`.
    pub repeats: Arc<[(Repeat, Repeat)]>,
    /// `mask-clip`; `None` is `no-clip`.
    pub clips: Arc<[Option<BackgroundBox>]>,
    /// `mask-origin`.
    pub origins: Arc<[BackgroundBox]>,
    /// `mask-mode`.
    pub modes: Arc<[MaskMode]>,
    /// `mask-composite`: whether it is `intersect` and not `add`.
    pub intersects: Arc<[bool]>,
}

/// One layer of a mask.
#[derive(Debug, Clone, PartialEq)]
pub struct MaskLayer {
    /// What it shows; `None` is `none`, which shows nothing.
    pub image: Option<BackgroundLayer>,
    /// It is not cut off at a box.
    pub unclipped: bool,
    /// Lightness counts.
    pub luminance: bool,
    /// It meets the layers below it.
    pub intersect: bool,
}

/// Everything that is done to a box.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// `transform`.
    pub transform: Arc<[TransformStep]>,
    /// `transform-origin`, percentages of the border box.
    pub origin: (Length, Length),
    /// `translate`.
    pub translate: Option<(Length, Length)>,
    /// `rotate`, degrees.
    pub rotate: Option<f32>,
    /// `scale`.
    pub scale: Option<(f32, f32)>,
    /// `filter`.
    pub filter: Arc<[FilterStep]>,
    /// `mask-*`.
    pub mask: Mask,
}

impl Effects {
    /// The initial values, always the same ones.
    pub fn initial() -> Arc<Self> {
        static INITIAL: LazyLock<Arc<Effects>> = LazyLock::new(|| {
            Arc::new(Effects {
                transform: Arc::from([]),
                origin: (Length::Percent(0.5), Length::Percent(0.5)),
                translate: None,
                rotate: None,
                scale: None,
                filter: Arc::from([]),
                mask: Mask {
                    images: Arc::from([None]),
                    positions: Arc::from([(Length::Percent(0.0), Length::Percent(0.0))]),
                    sizes: Arc::from([BackgroundSize::Explicit(None, None)]),
                    repeats: Arc::from([(Repeat::Repeat, Repeat::Repeat)]),
                    clips: Arc::from([Some(BackgroundBox::Border)]),
                    origins: Arc::from([BackgroundBox::Border]),
                    modes: Arc::from([MaskMode::Match]),
                    intersects: Arc::from([false]),
                },
            })
        });
        INITIAL.clone()
    }

    /// Whether the box has a transform, even one that changes nothing.
    pub fn is_transformed(&self) -> bool {
        !self.transform.is_empty() || self.translate.is_some() || self.rotate.is_some() || self.scale.is_some()
    }

    /// Whether boxes placed absolutely inside are placed against this one.
    pub fn holds_absolute(&self) -> bool {
        self.is_transformed() || !self.filter.is_empty()
    }

    /// Whether the box has a mask.
    pub fn is_masked(&self) -> bool {
        self.mask.images.iter().any(Option::is_some)
    }
}

impl Mask {
    /// Its layers, the front one first.
    pub fn layers(&self) -> Vec<MaskLayer> {
        fn nth<T: Clone>(list: &[T], index: usize) -> Option<T> {
            list.get(index % list.len().max(1)).cloned()
        }
        let layer = |(index, image): (usize, &Option<BackgroundImage>)| {
            let clip = nth(&self.clips, index)?;
            let image = match image {
                None => None,
                Some(image) => Some(BackgroundLayer {
                    image: image.clone(),
                    size: nth(&self.sizes, index)?,
                    position: nth(&self.positions, index)?,
                    repeat: nth(&self.repeats, index)?,
                    clip: clip.unwrap_or_default(),
                    origin: nth(&self.origins, index)?,
                }),
            };
            Some(MaskLayer {
                image,
                unclipped: clip.is_none(),
                luminance: nth(&self.modes, index)? == MaskMode::Luminance,
                intersect: nth(&self.intersects, index)?,
            })
        };
        self.images.iter().enumerate().filter_map(layer).collect()
    }
}
