//! From a picture's own colour space to sRGB, by its ICC profile.
//!
//! Profiles that already are sRGB, or close to it, cost nothing. CMYK profiles are not used: the decoder's plain
//! conversion stands. Profiles that cannot be read are ignored, as browsers do.

use std::sync::Arc;

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformExecutor, TransformOptions};

/// How colours are to be changed.
#[derive(Clone)]
pub(super) enum Conversion {
    /// A table from grey to sRGB grey.
    Grey(Box<[u8; 256]>),
    /// A transform of colours.
    Colour(Arc<dyn TransformExecutor<u8> + Send + Sync>),
}

impl Conversion {
    /// The conversion that a profile asks for; `None` when none is needed or the profile is of no use.
    pub(super) fn from_profile(profile: &[u8]) -> Option<Self> {
        let profile = ColorProfile::new_from_slice(profile).ok()?;
        let srgb = ColorProfile::new_srgb();
        match profile.color_space {
            DataColorSpace::Rgb => {
                let transform = profile
                    .create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, TransformOptions::default())
                    .ok()?;
                let probe = probe_colours();
                let mut seen = vec![0; probe.len()];
                transform.transform(&probe, &mut seen).ok()?;
                let close = probe.iter().zip(&seen).all(|(before, after)| before.abs_diff(*after) <= 2);
                (!close).then_some(Self::Colour(transform))
            }
            DataColorSpace::Gray => {
                let transform = profile
                    .create_transform_8bit(Layout::Gray, &srgb, Layout::Rgb, TransformOptions::default())
                    .ok()?;
                let ramp: Vec<u8> = (0..=255).collect();
                let mut seen = vec![0; 256 * 3];
                transform.transform(&ramp, &mut seen).ok()?;
                let mut table = Box::new([0; 256]);
                for (to, colour) in table.iter_mut().zip(seen.chunks_exact(3)) {
                    *to = colour.first().copied().unwrap_or_default();
                }
                let close = ramp.iter().zip(table.iter()).all(|(before, after)| before.abs_diff(*after) <= 2);
                (!close).then_some(Self::Grey(table))
            }
            _ => None,
        }
    }

    /// Changes RGBA pixels in place. Alpha stays; colours must not be multiplied by it, unless it is 255 everywhere.
    pub(super) fn apply(&self, pixels: &mut [u8]) {
        match self {
            Self::Grey(table) => {
                for pixel in pixels.chunks_exact_mut(4) {
                    for channel in pixel.iter_mut().take(3) {
                        *channel = table[usize::from(*channel)];
                    }
                }
            }
            Self::Colour(transform) => {
                let mut before = vec![0; 16 * 1024];
                for block in pixels.chunks_mut(before.len()) {
                    let copy = &mut before[..block.len()];
                    copy.copy_from_slice(block);
                    if transform.transform(copy, block).is_err() {
                        block.copy_from_slice(copy);
                    }
                }
            }
        }
    }
}

/// A grey ramp and a 5x5x5 cube of colours, RGBA, opaque.
fn probe_colours() -> Vec<u8> {
    let mut colours = Vec::with_capacity((256 + 125) * 4);
    for grey in 0..=255 {
        colours.extend_from_slice(&[grey, grey, grey, 255]);
    }
    for index in 0..125_u8 {
        let level = |step: u8| (step % 5) * 63;
        colours.extend_from_slice(&[level(index), level(index / 5), level(index / 25), 255]);
    }
    colours
}
