//! Conversions between colour spaces and the mixing of colours in them.
//!
//! All values are floats; sRGB values may leave 0 to 1 until a colour is used.

use crate::color::Color;

/// A space colours are mixed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    Srgb,
    SrgbLinear,
    Oklab,
    Oklch,
    Hsl,
}

/// Which way around the colour wheel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum HuePath {
    #[default]
    Shorter,
    Longer,
    Increasing,
    Decreasing,
}

/// sRGB to linear light.
fn decode(value: f32) -> f32 {
    let size = value.abs();
    let linear = if size <= 0.04045 { size / 12.92 } else { libm::powf((size + 0.055) / 1.055, 2.4) };
    linear.copysign(value)
}

/// Linear light to sRGB.
fn encode(value: f32) -> f32 {
    let size = value.abs();
    let coded = if size <= 0.003_130_8 { size * 12.92 } else { 1.055 * libm::powf(size, 1.0 / 2.4) - 0.055 };
    coded.copysign(value)
}

fn linear_of_oklab([l, a, b]: [f32; 3]) -> [f32; 3] {
    let cube = |value: f32| value * value * value;
    let long = cube(l + 0.396_337_78 * a + 0.215_803_76 * b);
    let middle = cube(l - 0.105_561_346 * a - 0.063_854_17 * b);
    let short = cube(l - 0.089_484_18 * a - 1.291_485_5 * b);
    [
        4.076_741_7 * long - 3.307_711_6 * middle + 0.230_969_94 * short,
        -1.268_438 * long + 2.609_757_4 * middle - 0.341_319_4 * short,
        -0.004_196_086_3 * long - 0.703_418_6 * middle + 1.707_614_7 * short,
    ]
}

fn oklab_of_linear([r, g, b]: [f32; 3]) -> [f32; 3] {
    let long = libm::cbrtf(0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b);
    let middle = libm::cbrtf(0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b);
    let short = libm::cbrtf(0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b);
    [
        0.210_454_26 * long + 0.793_617_8 * middle - 0.004_072_047 * short,
        1.977_998_5 * long - 2.428_592_2 * middle + 0.450_593_7 * short,
        0.025_904_037 * long + 0.782_771_77 * middle - 0.808_675_77 * short,
    ]
}

fn polar([l, a, b]: [f32; 3]) -> [f32; 3] {
    let chroma = (a * a + b * b).sqrt();
    let hue = if chroma < 4e-6 { f32::NAN } else { libm::atan2f(b, a).to_degrees().rem_euclid(360.0) };
    [l, chroma, hue]
}

fn cartesian([l, chroma, hue]: [f32; 3]) -> [f32; 3] {
    let angle = if hue.is_nan() { 0.0 } else { hue.to_radians() };
    [l, chroma * libm::cosf(angle), chroma * libm::sinf(angle)]
}

/// sRGB of hue in degrees, saturation and lightness from 0 to 1.
pub(crate) fn srgb_of_hsl(hue: f32, saturation: f32, lightness: f32) -> [f32; 3] {
    let hue = if hue.is_nan() { 0.0 } else { hue.rem_euclid(360.0) };
    let channel = |n: f32| {
        let k = (n + hue / 30.0) % 12.0;
        let reach = saturation * lightness.min(1.0 - lightness);
        lightness - reach * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)
    };
    [channel(0.0), channel(8.0), channel(4.0)]
}

fn hsl_of_srgb([r, g, b]: [f32; 3]) -> [f32; 3] {
    let (high, low) = (r.max(g).max(b), r.min(g).min(b));
    let (lightness, delta) = ((high + low) / 2.0, high - low);
    if delta <= f32::EPSILON {
        return [f32::NAN, 0.0, lightness];
    }
    let saturation =
        if lightness <= 0.0 || lightness >= 1.0 { 0.0 } else { (high - lightness) / lightness.min(1.0 - lightness) };
    let hue = if high == r {
        (g - b) / delta + if g < b { 6.0 } else { 0.0 }
    } else if high == g {
        (b - r) / delta + 2.0
    } else {
        (r - g) / delta + 4.0
    };
    [hue * 60.0, saturation, lightness]
}

/// sRGB of hue in degrees, whiteness and blackness from 0 to 1.
pub(crate) fn srgb_of_hwb(hue: f32, white: f32, black: f32) -> [f32; 3] {
    if white + black >= 1.0 {
        return [white / (white + black); 3];
    }
    srgb_of_hsl(hue, 1.0, 0.5).map(|channel| channel * (1.0 - white - black) + white)
}

/// sRGB of OKLab.
pub(crate) fn srgb_of_oklab(lab: [f32; 3]) -> [f32; 3] {
    linear_of_oklab(lab).map(encode)
}

/// sRGB of OKLCh, hue in degrees.
pub(crate) fn srgb_of_oklch(lch: [f32; 3]) -> [f32; 3] {
    srgb_of_oklab(cartesian(lch))
}

/// sRGB of CIE Lab (D50).
pub(crate) fn srgb_of_lab([l, a, b]: [f32; 3]) -> [f32; 3] {
    let (kappa, epsilon) = (24_389.0 / 27.0, 216.0 / 24_389.0);
    let y = (l + 16.0) / 116.0;
    let (x, z) = (a / 500.0 + y, y - b / 200.0);
    let inverse = |f: f32| if f * f * f > epsilon { f * f * f } else { (116.0 * f - 16.0) / kappa };
    let luminance = if l > kappa * epsilon { y * y * y } else { l / kappa };
    let [x, y, z] = [inverse(x) * 0.964_295_7, luminance, inverse(z) * 0.825_104_6];
    // Bradford adaptation from D50 to D65 and the sRGB primaries in one matrix.
    [
        3.134_136 * x - 1.617_386 * y - 0.490_662_22 * z,
        -0.978_795_5 * x + 1.916_254_4 * y + 0.033_442_874 * z,
        0.071_955_39 * x - 0.228_976_76 * y + 1.405_386 * z,
    ]
    .map(encode)
}

/// sRGB of CIE LCh, hue in degrees.
pub(crate) fn srgb_of_lch(lch: [f32; 3]) -> [f32; 3] {
    srgb_of_lab(cartesian(lch))
}

fn into_space(color: Color, space: Space) -> [f32; 3] {
    let srgb = [color.r, color.g, color.b];
    match space {
        Space::Srgb => srgb,
        Space::SrgbLinear => srgb.map(decode),
        Space::Oklab => oklab_of_linear(srgb.map(decode)),
        Space::Oklch => polar(oklab_of_linear(srgb.map(decode))),
        Space::Hsl => hsl_of_srgb(srgb),
    }
}

fn out_of_space(value: [f32; 3], space: Space) -> [f32; 3] {
    match space {
        Space::Srgb => value,
        Space::SrgbLinear => value.map(encode),
        Space::Oklab => srgb_of_oklab(value),
        Space::Oklch => srgb_of_oklch(value),
        Space::Hsl => srgb_of_hsl(value[0], value[1], value[2]),
    }
}

fn mix_hue(a: f32, b: f32, t: f32, path: HuePath) -> f32 {
    if a.is_nan() || b.is_nan() {
        return if a.is_nan() { b } else { a };
    }
    let delta = b - a;
    let turn = match path {
        HuePath::Shorter if delta > 180.0 => -360.0,
        HuePath::Shorter if delta < -180.0 => 360.0,
        HuePath::Longer if delta > 0.0 && delta < 180.0 => -360.0,
        HuePath::Longer if delta > -180.0 && delta <= 0.0 => 360.0,
        HuePath::Increasing if delta < 0.0 => 360.0,
        HuePath::Decreasing if delta > 0.0 => -360.0,
        _ => 0.0,
    };
    a + t * (delta + turn)
}

/// The colour a fraction `t` of the way from `a` to `b`, mixed with premultiplied alpha.
pub(crate) fn mix(a: Color, b: Color, t: f32, (space, path): (Space, HuePath)) -> Color {
    let alpha = a.a + (b.a - a.a) * t;
    if alpha <= 0.0 {
        return Color::TRANSPARENT;
    }
    let (from, to) = (into_space(a, space), into_space(b, space));
    let hue = match space {
        Space::Oklch => Some(2),
        Space::Hsl => Some(0),
        _ => None,
    };
    let mut mixed = [0.0; 3];
    for (index, channel) in mixed.iter_mut().enumerate() {
        *channel = if hue == Some(index) {
            mix_hue(from[index], to[index], t, path)
        } else {
            (from[index] * a.a * (1.0 - t) + to[index] * b.a * t) / alpha
        };
    }
    let [r, g, b] = out_of_space(mixed, space);
    Color { r, g, b, a: alpha }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oklch_red_is_srgb_red() {
        let [r, g, b] = srgb_of_oklch([0.627_955, 0.257_683, 29.234]);
        assert!((r - 1.0).abs() < 2e-3 && g.abs() < 2e-2 && b.abs() < 2e-2, "{r} {g} {b}");
    }

    #[test]
    fn lab_white_is_srgb_white() {
        for channel in srgb_of_lab([100.0, 0.0, 0.0]) {
            assert!((channel - 1.0).abs() < 2e-3, "{channel}");
        }
    }

    #[test]
    fn mixing_with_transparent_keeps_the_colour() {
        let red = Color { r: 1.0, g: 0.0, b: 0.0, a: 1.0 };
        let half = mix(red, Color::TRANSPARENT, 0.5, (Space::Srgb, HuePath::Shorter));
        assert_eq!(half, Color { a: 0.5, ..red });
    }
}
