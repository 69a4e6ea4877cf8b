//! Luminances as WCAG 2 defines them, and the contrast of an ink with the pixels it is laid on.
//!
//! A channel of a pixel has 256 values, and what an ink makes of a channel depends on that channel alone: the power function is asked for
//! each value once and never for a pixel. The results are those of the function, to the last bit.

use std::sync::LazyLock;

use crate::color::Color;

/// What red, green and blue add to a luminance, by the value of the channel below.
type Parts = [[f32; 256]; 3];

/// How much a channel counts: red, green, blue.
const WEIGHTS: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// Of pixels as they are.
static BARE: LazyLock<Box<Parts>> = LazyLock::new(|| parts(|_, below| below));

/// An ink, with the luminance it has on any pixel.
pub(super) struct Ink {
    pub color: Color,
    laid: Laid,
}

enum Laid {
    /// The same everywhere.
    Opaque(f32),
    /// By the channels of the pixel below.
    Through(Box<Parts>),
}

impl Ink {
    pub(super) fn new(color: Color) -> Self {
        let ink = [color.r, color.g, color.b];
        let laid = if color.a == 1.0 {
            let [red, green, blue] = std::array::from_fn(|channel| part(channel, ink[channel]));
            Laid::Opaque(red + green + blue)
        } else {
            Laid::Through(parts(|channel, below| ink[channel] * color.a + below * (1.0 - color.a)))
        };
        Self { color, laid }
    }

    /// Its luminance on a pixel.
    fn on(&self, pixel: [u8; 3]) -> f32 {
        match &self.laid {
            Laid::Opaque(luminance) => *luminance,
            Laid::Through(parts) => sum(parts, pixel),
        }
    }
}

/// The contrast with a pixel of the ink that is worst on it.
pub(super) fn worst(inks: &[&Ink], pixel: [u8; 3]) -> f32 {
    let ground = sum(&BARE, pixel);
    let against = |ink: &&Ink| {
        let ink = ink.on(pixel);
        (ink.max(ground) + 0.05) / (ink.min(ground) + 0.05)
    };
    inks.iter().map(against).fold(21.0, f32::min)
}

/// The luminance of a pixel.
fn sum(parts: &Parts, pixel: [u8; 3]) -> f32 {
    let [red, green, blue] = std::array::from_fn(|channel| parts[channel][usize::from(pixel[channel])]);
    red + green + blue
}

/// The parts of what channels become, each from 0 to 1.
fn parts(becomes: impl Fn(usize, f32) -> f32) -> Box<Parts> {
    let value = |channel, below| part(channel, becomes(channel, below as f32 / 255.0));
    Box::new(std::array::from_fn(|channel| std::array::from_fn(|below| value(channel, below))))
}

/// What a channel from 0 to 1 of an sRGB colour adds to its luminance.
fn part(channel: usize, value: f32) -> f32 {
    let light = if value <= 0.040_45 { value / 12.92 } else { libm::powf((value + 0.055) / 1.055, 2.4) };
    WEIGHTS[channel] * light
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast by the formula, with nothing kept.
    fn by_formula(ink: Color, pixel: [u8; 3]) -> f32 {
        let luminance = |[r, g, b]: [f32; 3]| {
            let light =
                |part: f32| if part <= 0.040_45 { part / 12.92 } else { libm::powf((part + 0.055) / 1.055, 2.4) };
            0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b)
        };
        let [r, g, b] = pixel.map(|part| f32::from(part) / 255.0);
        let laid = |ink_part: f32, part: f32| ink_part * ink.a + part * (1.0 - ink.a);
        let (one, other) = (luminance([laid(ink.r, r), laid(ink.g, g), laid(ink.b, b)]), luminance([r, g, b]));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn contrasts_are_those_of_the_formula_to_the_last_bit() {
        let mut seen = std::collections::BTreeSet::new();
        for a in [1.0, 0.999, 0.72, 0.5, 0.03, 0.0] {
            for [r, g, b] in [[0.0; 3], [1.0; 3], [0.96, 0.91, 0.8], [0.1, 0.02, 0.4]] {
                let color = Color { r, g, b, a };
                let ink = Ink::new(color);
                for step in 0..=1024_usize {
                    let pixel = [step % 256, step * 7 % 256, step * 31 % 256].map(|value| value as u8);
                    let (kept, expected) = (worst(&[&ink], pixel), by_formula(color, pixel));
                    assert_eq!(kept.to_bits(), expected.to_bits(), "{color:?} on {pixel:?}");
                    seen.insert(kept.to_bits());
                }
            }
        }
        assert!(seen.len() > 4000, "{} contrasts", seen.len());
    }

    #[test]
    fn of_several_inks_the_worst_counts() {
        let [black, white] = [0.0, 1.0].map(|part| Ink::new(Color { r: part, g: part, b: part, a: 1.0 }));
        assert_eq!(worst(&[&black, &white], [255; 3]), 1.0);
        assert_eq!(worst(&[&white, &black], [0; 3]), 1.0);
        assert!((worst(&[&black], [255; 3]) - 21.0).abs() < 1e-4);
    }
}
