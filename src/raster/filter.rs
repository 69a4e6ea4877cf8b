//! What filters and masks do to the pixels of a layer.
//!
//! A blur is three running means, as the specification of filters gives them; narrow ones are summed with their exact weights. All of it
//! is done in whole numbers, so that every machine paints the same.

use super::resize;
use crate::display::{Color, Filter};

/// Pixels of a group: premultiplied RGBA, and where they are in device px.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) data: Vec<u8>,
}

/// Blurs below this many device px are summed with exact weights.
const NARROW: f32 = 2.0;
/// Blurs below this many device px change nothing that can be seen.
const SHARP: f32 = 0.1;
/// A blur is done in fewer px as long as it is this wide in them: finer ones would look the same.
const WIDE: f32 = 8.0;
/// Most px a side that become one.
const COARSEST: usize = 8;

/// Changes a layer by a filter in device px.
pub(super) fn apply(layer: &mut Layer, filter: &Filter) {
    match filter {
        Filter::Blur(sigma) => blur(layer, *sigma),
        Filter::Matrix(matrix) => recolor(&mut layer.data, matrix),
        Filter::DropShadow { x, y, sigma, color } => drop_shadow(layer, (*x, *y), *sigma, *color),
    }
}

/// Blurs a layer by a standard deviation in device px.
pub(super) fn blur(layer: &mut Layer, sigma: f32) {
    blur_channels(&mut layer.data, (layer.width, layer.height), 4, sigma);
}

/// Blurs rows and then columns of interleaved channels.
fn blur_channels(data: &mut [u8], (width, height): (usize, usize), channels: usize, sigma: f32) {
    if sigma < SHARP || width == 0 || height == 0 {
        return;
    }
    let mut side = 1;
    while side < COARSEST && sigma / (side * 2) as f32 >= WIDE {
        side *= 2;
    }
    if side > 1 {
        let (mut few, small) = resize::shrunk(data, (width, height), channels, side);
        // Averages and what is mixed between them are a little blur themselves.
        let own = (side * side) as f32 / 4.0;
        let rest = (sigma * sigma - own).sqrt() / side as f32;
        passes(&mut few, small, channels, rest);
        resize::grow(&few, small, data, (width, height), channels, side);
    } else {
        passes(data, (width, height), channels, sigma);
    }
}

/// Blurs rows and then columns at the size they have.
fn passes(data: &mut [u8], (width, _): (usize, usize), channels: usize, sigma: f32) {
    let kernel = Kernel::of(sigma);
    let mut line = Line::default();
    for row in data.chunks_exact_mut(width * channels) {
        for channel in 0..channels {
            line.pass(row, channel, channels, &kernel);
        }
    }
    for column in 0..width * channels {
        line.pass(data, column, width * channels, &kernel);
    }
}

/// How a line is blurred.
enum Kernel {
    /// Weights of the px itself and of those further and further away; all of them together are 65536.
    Weights(Vec<u32>),
    /// Width of a running mean that is taken three times.
    Means(usize),
}

impl Kernel {
    fn of(sigma: f32) -> Self {
        if sigma >= NARROW {
            // Filter Effects, 9.4: three means of this width come close to the bell.
            let width = f64::from(sigma) * 3.0 * (2.0 * std::f64::consts::PI).sqrt() / 4.0 + 0.5;
            return Self::Means((width as usize).clamp(1, 4095));
        }
        let sigma = f64::from(sigma);
        let reach = (sigma * 3.0).ceil() as usize;
        let bell: Vec<f64> = (0..=reach).map(|at| libm::exp(-((at * at) as f64) / (2.0 * sigma * sigma))).collect();
        let sum = bell.iter().sum::<f64>() * 2.0 - 1.0;
        let mut weights: Vec<u32> = bell.iter().map(|value| (value / sum * 65536.0).round() as u32).collect();
        let others: u32 = weights.iter().skip(1).sum();
        if let Some(own) = weights.first_mut() {
            *own = 65536 - 2 * others;
        }
        Self::Weights(weights)
    }
}

/// Space for one line, at 256 times its values.
#[derive(Default)]
struct Line {
    from: Vec<u32>,
    to: Vec<u32>,
}

impl Line {
    /// Blurs the values at `start`, `start + step`, …
    fn pass(&mut self, data: &mut [u8], start: usize, step: usize, kernel: &Kernel) {
        self.from.clear();
        self.from.extend(data.iter().skip(start).step_by(step).map(|value| u32::from(*value) << 8));
        if self.from.iter().all(|value| *value == 0) {
            return;
        }
        match kernel {
            Kernel::Weights(weights) => self.weigh(weights),
            Kernel::Means(width) => {
                // Of an even width two means lean to one side each, and the third is one wider.
                let half = width / 2;
                let reaches = if width % 2 == 1 {
                    [(half, half), (half, half), (half, half)]
                } else {
                    [(half, half - 1), (half - 1, half), (half, half)]
                };
                for (before, after) in reaches {
                    self.mean(before, after);
                    std::mem::swap(&mut self.from, &mut self.to);
                }
            }
        }
        for (value, slot) in self.from.iter().zip(data.iter_mut().skip(start).step_by(step)) {
            *slot = ((value + 128) >> 8).min(255) as u8;
        }
    }

    fn weigh(&mut self, weights: &[u32]) {
        self.to.clear();
        let at = |index: Option<usize>| index.and_then(|index| self.from.get(index)).copied().unwrap_or(0);
        for index in 0..self.from.len() {
            let mut sum = u64::from(at(Some(index))) * u64::from(weights.first().copied().unwrap_or(0));
            for (away, weight) in weights.iter().enumerate().skip(1) {
                let both = at(index.checked_sub(away)) + at(index.checked_add(away));
                sum += u64::from(both) * u64::from(*weight);
            }
            self.to.push((sum >> 16) as u32);
        }
        std::mem::swap(&mut self.from, &mut self.to);
    }

    /// The mean of each value with so many before and after it; beyond the ends is nothing.
    fn mean(&mut self, before: usize, after: usize) {
        let from = &self.from;
        let count = (before + after + 1) as u64;
        let mut sum: u64 = from.iter().take(after).map(|value| u64::from(*value)).sum();
        self.to.clear();
        self.to.extend((0..from.len()).map(|index| {
            sum += from.get(index + after).map_or(0, |value| u64::from(*value));
            let mean = (sum + count / 2) / count;
            sum -= index.checked_sub(before).and_then(|gone| from.get(gone)).map_or(0, |value| u64::from(*value));
            mean as u32
        }));
    }
}

/// Changes colours by a matrix.
fn recolor(data: &mut [u8], matrix: &[f32; 20]) {
    let (pixels, _) = data.as_chunks_mut::<4>();
    let transparent_stays = matrix[15..19].iter().take(3).all(|value| *value == 0.0) && matrix[19] == 0.0;
    let mut last = ([0_u8; 4], None);
    for pixel in pixels {
        if pixel[3] == 0 && transparent_stays {
            continue;
        }
        // Neighbours are often the same.
        if let (known, Some(result)) = last
            && known == *pixel
        {
            *pixel = result;
            continue;
        }
        let alpha = f32::from(pixel[3]) / 255.0;
        let plain = |value: u8| if alpha > 0.0 { (f32::from(value) / 255.0 / alpha).min(1.0) } else { 0.0 };
        let from = [plain(pixel[0]), plain(pixel[1]), plain(pixel[2]), alpha, 1.0];
        let to: [f32; 4] = std::array::from_fn(|row| {
            let sum = (0..5).map(|column| matrix[row * 5 + column] * from[column]).sum::<f32>();
            sum.clamp(0.0, 1.0)
        });
        let level = |value: f32| (value * 255.0 + 0.5) as u8;
        let result = [level(to[0] * to[3]), level(to[1] * to[3]), level(to[2] * to[3]), level(to[3])];
        last = (*pixel, Some(result));
        *pixel = result;
    }
}

/// Lays a layer on its own shadow.
fn drop_shadow(layer: &mut Layer, (x, y): (f32, f32), sigma: f32, color: Color) {
    let (width, height) = (layer.width, layer.height);
    if !(x.abs() < 1e6 && y.abs() < 1e6) {
        return;
    }
    let mut cast: Vec<u8> = layer.data.iter().skip(3).step_by(4).copied().collect();
    blur_channels(&mut cast, (width, height), 1, sigma);
    let [red, green, blue, alpha] = color.to_rgba8().map(u32::from);
    let (left, top) = (x.floor(), y.floor());
    // Between whole px the shadow is mixed from its neighbours.
    let (part_x, part_y) = (((x - left) * 256.0) as u32, ((y - top) * 256.0) as u32);
    let at = |column: i64, row: i64| -> u32 {
        let inside = (0..width as i64).contains(&column) && (0..height as i64).contains(&row);
        if inside { u32::from(cast[row as usize * width + column as usize]) } else { 0 }
    };
    let (pixels, _) = layer.data.as_chunks_mut::<4>();
    for (index, pixel) in pixels.iter_mut().enumerate() {
        let (column, row) = ((index % width) as i64 - left as i64, (index / width) as i64 - top as i64);
        let upper = at(column, row) * (256 - part_x) + at(column - 1, row) * part_x;
        let lower = at(column, row - 1) * (256 - part_x) + at(column - 1, row - 1) * part_x;
        let covered = (upper * (256 - part_y) + lower * part_y + 32768) >> 16;
        let shade = (covered * alpha + 127) / 255;
        let seen = (shade * (255 - u32::from(pixel[3])) + 127) / 255;
        if seen == 0 {
            continue;
        }
        for (channel, value) in pixel.iter_mut().zip([red, green, blue, 255]) {
            *channel = (u32::from(*channel) + (value * seen + 127) / 255).min(255) as u8;
        }
    }
}

/// How much of each px of a mask lets something through.
pub(super) fn coverage(data: &[u8], luminance: bool) -> Vec<u8> {
    let (pixels, _) = data.as_chunks::<4>();
    let light = |[red, green, blue, _]: &[u8; 4]| {
        // Of premultiplied colours, so that alpha counts.
        ((u32::from(*red) * 54 + u32::from(*green) * 183 + u32::from(*blue) * 19 + 128) >> 8) as u8
    };
    pixels.iter().map(|pixel| if luminance { light(pixel) } else { pixel[3] }).collect()
}

/// A mask upon another: what one of them shows, or what both do.
pub(super) fn composite(mut above: Vec<u8>, below: &[u8], intersect: bool) -> Vec<u8> {
    for (value, below) in above.iter_mut().zip(below) {
        let (one, other) = (u32::from(*value), u32::from(*below));
        let both = (one * other + 127) / 255;
        *value = if intersect { both as u8 } else { (one + other - both) as u8 };
    }
    above
}

/// Leaves of each px what its mask says.
pub(super) fn cover(data: &mut [u8], coverage: &[u8]) {
    let (pixels, _) = data.as_chunks_mut::<4>();
    for (pixel, share) in pixels.iter_mut().zip(coverage) {
        for channel in pixel {
            *channel = ((u32::from(*channel) * u32::from(*share) + 127) / 255) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(side: usize, sigma: f32) -> Layer {
        let mut layer = Layer { x: 0, y: 0, width: side, height: side, data: vec![0; side * side * 4] };
        let middle = side / 2;
        for row in middle - 4..=middle + 4 {
            for column in middle - 4..=middle + 4 {
                layer.data[(row * side + column) * 4..][..4].copy_from_slice(&[255; 4]);
            }
        }
        blur(&mut layer, sigma);
        layer
    }

    #[test]
    fn a_blur_is_a_bell_that_loses_nothing() {
        for sigma in [0.5, 1.5, 2.0, 3.0, 4.5, 8.0] {
            let layer = dot(81, sigma);
            let alphas: Vec<u32> = layer.data.iter().skip(3).step_by(4).map(|alpha| u32::from(*alpha)).collect();
            let (sum, all) = (alphas.iter().sum::<u32>(), 81 * 255);
            assert!(sum.abs_diff(all) < all / 20, "sigma {sigma}: {sum} of {all}");
            let sides = [40 * 81 + 30, 40 * 81 + 50, 30 * 81 + 40, 50 * 81 + 40].map(|at| alphas[at]);
            assert!(sides.iter().all(|side| side.abs_diff(sides[0]) <= 1), "sigma {sigma}: {sides:?}");
            // The exact value in the middle: what a gaussian has within 4.5 px on each side, twice.
            let share = libm::erf(4.5 / (f64::from(sigma) * std::f64::consts::SQRT_2));
            let exact = share * share * 255.0;
            let found = f64::from(alphas[40 * 81 + 40]);
            assert!((found - exact).abs() < 12.0, "sigma {sigma}: {found} for {exact}");
        }
    }

    #[test]
    fn a_wide_blur_in_few_px_is_as_one_in_all() {
        for (sigma, side) in [(17.0, 161), (40.0, 321), (70.0, 521)] {
            let square = || {
                let mut data = vec![0; side * side];
                for row in data.chunks_exact_mut(side).skip(side / 2 - 40).take(80) {
                    row[side / 2 - 40..side / 2 + 40].fill(255);
                }
                data
            };
            let (mut few, mut all) = (square(), square());
            blur_channels(&mut few, (side, side), 1, sigma);
            passes(&mut all, (side, side), 1, sigma);
            let most = few.iter().zip(&all).map(|(one, other)| one.abs_diff(*other)).max();
            assert!(most <= Some(4), "sigma {sigma}: {most:?}");
        }
    }

    #[test]
    fn a_matrix_changes_plain_colours() {
        let mut data = vec![128, 0, 0, 128, 10, 20, 30, 255, 0, 0, 0, 0];
        let mut swap = [0.0; 20];
        (swap[2], swap[6], swap[10], swap[18]) = (1.0, 1.0, 1.0, 1.0);
        recolor(&mut data, &swap);
        assert_eq!(data, [0, 0, 128, 128, 30, 20, 10, 255, 0, 0, 0, 0]);
    }

    #[test]
    fn a_shadow_lies_below_and_beside() {
        let mut layer = Layer { x: 0, y: 0, width: 4, height: 1, data: vec![0; 16] };
        layer.data[..4].copy_from_slice(&[255, 255, 255, 255]);
        drop_shadow(&mut layer, (2.0, 0.0), 0.0, Color { r: 1.0, g: 0.0, b: 0.0, a: 0.5 });
        assert_eq!(layer.data, [255, 255, 255, 255, 0, 0, 0, 0, 128, 0, 0, 128, 0, 0, 0, 0]);
    }

    #[test]
    fn masks_add_up_or_meet() {
        assert_eq!(composite(vec![255, 128, 0], &[128, 128, 64], false), [255, 192, 64]);
        assert_eq!(composite(vec![255, 128, 0], &[128, 128, 64], true), [128, 64, 0]);
        assert_eq!(coverage(&[255, 255, 255, 255, 0, 0, 0, 255], true), [255, 0]);
        let mut data = vec![200, 100, 0, 255];
        cover(&mut data, &[128]);
        assert_eq!(data, [100, 50, 0, 128]);
    }
}
