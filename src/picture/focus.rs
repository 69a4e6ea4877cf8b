//! Where the subject of a picture lies, when nobody has said so: the crop that keeps it.
//!
//! Three signs are added up on a small copy: strong edges, colours unlike their wide surroundings, and colours that skin
//! has. The shortest stretch with most of their sum is the subject, on each axis by itself.

use super::{Care, Picture, Region};

/// Longer side of the small copy in px.
const SIDE: u32 = 96;
/// Part of all that stands out that the subject holds.
const MOST: f32 = 0.92;
/// Part of its length that is added to a subject on both sides.
const RIM: f32 = 0.12;
/// A subject longer than this part of a side says nothing about a crop.
const WIDEST: f32 = 0.85;
/// A subject shorter than this part of a side decides alone.
const SURE: f32 = 0.6;

impl Picture {
    /// The CSS position from 0 to 1 on both axes that keeps the subject in any crop that can hold it; the middle where
    /// no subject stands out. Worked out once.
    pub(crate) fn focus(&self) -> (f32, f32) {
        *self.focus.get_or_init(|| self.find_focus().unwrap_or((0.5, 0.5)))
    }

    fn find_focus(&self) -> Option<(f32, f32)> {
        if self.is_vector() {
            return None;
        }
        let (width, height) = (self.width() as f32, self.height() as f32);
        let scale = SIDE as f32 / width.max(height);
        let side = |side: f32| ((side * scale).round() as u32).max(1);
        let small = self.draw(Region::new(0.0, 0.0, width, height), side(width), side(height), Care::Rough).ok()?;
        let map = Saliency::of(&small.data, small.width as usize, small.height as usize);
        Some((position(&map.columns()), position(&map.rows())))
    }
}

/// How much each pixel stands out.
struct Saliency {
    width: usize,
    values: Vec<f32>,
}

impl Saliency {
    fn of(data: &[u8], width: usize, height: usize) -> Self {
        let colours: Vec<[f32; 3]> = data.chunks_exact(4).map(opponent).collect();
        let sums = Sums::of(&colours, width, height);
        let at = |x: usize, y: usize| colours.get(y * width + x).copied().unwrap_or_default();
        let mut values = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let (left, right) = (at(x.saturating_sub(1), y), at((x + 1).min(width - 1), y));
                let (above, below) = (at(x, y.saturating_sub(1)), at(x, (y + 1).min(height - 1)));
                let edge = distance(left, right) + distance(above, below);
                let near = sums.mean(x, y, 1);
                let wide = sums.mean(x, y, SIDE as usize / 3);
                let unlike = distance(near, wide);
                values.push(edge * 0.4 + unlike + skin(at(x, y)) * 0.12);
            }
        }
        quieten(&mut values);
        Self { width, values }
    }

    fn columns(&self) -> Vec<f32> {
        let mut sums = vec![0.0; self.width];
        for row in self.values.chunks_exact(self.width) {
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        sums
    }

    fn rows(&self) -> Vec<f32> {
        self.values.chunks_exact(self.width).map(|row| row.iter().sum()).collect()
    }
}

/// Takes away what is everywhere: only what stands out more than the usual is left, and the strongest does not outshout all.
fn quieten(values: &mut [f32]) {
    let mut ordered = values.to_vec();
    let mut part = |share: f32| {
        let place = (ordered.len() as f32 * share) as usize;
        if place < ordered.len() { *ordered.select_nth_unstable_by(place, f32::total_cmp).1 } else { 0.0 }
    };
    let (usual, strong) = (part(0.8), part(0.98));
    for value in values {
        let above = (value.min(strong) - usual).max(0.0);
        *value = above * above.sqrt();
    }
}

/// Sums of colours over all pixels left of and above a place.
struct Sums {
    width: usize,
    height: usize,
    sums: Vec<[f64; 3]>,
}

impl Sums {
    fn of(colours: &[[f32; 3]], width: usize, height: usize) -> Self {
        let pitch = width + 1;
        let mut sums = vec![[0.0; 3]; pitch * (height + 1)];
        for (y, row) in colours.chunks_exact(width.max(1)).enumerate() {
            let mut line = [0.0; 3];
            for (x, colour) in row.iter().enumerate() {
                line.iter_mut().zip(colour).for_each(|(sum, part)| *sum += f64::from(*part));
                let above = sums.get(y * pitch + x + 1).copied().unwrap_or_default();
                if let Some(slot) = sums.get_mut((y + 1) * pitch + x + 1) {
                    slot.iter_mut().zip(line.iter().zip(above)).for_each(|(slot, (line, above))| *slot = line + above);
                }
            }
        }
        Self { width, height, sums }
    }

    /// The mean colour of the square around a pixel, as far as it lies in the picture.
    fn mean(&self, x: usize, y: usize, reach: usize) -> [f32; 3] {
        let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(self.width));
        let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(self.height));
        let at = |x: usize, y: usize| self.sums.get(y * (self.width + 1) + x).copied().unwrap_or_default();
        let (a, b, c, d) = (at(left, top), at(right, top), at(left, bottom), at(right, bottom));
        let count = ((right - left) * (bottom - top)).max(1) as f64;
        [0, 1, 2].map(|part| ((d[part] - b[part] - c[part] + a[part]) / count) as f32)
    }
}

/// Lightness and two opponent colours, each about from 0 to 1.
fn opponent(pixel: &[u8]) -> [f32; 3] {
    let part = |channel: usize| f32::from(pixel.get(channel).copied().unwrap_or_default()) / 255.0;
    let (red, green, blue) = (part(0), part(1), part(2));
    let light = 0.299 * red + 0.587 * green + 0.114 * blue;
    [light, 0.5 + (red - light) * 0.713, 0.5 + (blue - light) * 0.564]
}

fn distance(one: [f32; 3], other: [f32; 3]) -> f32 {
    let square: f32 = one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum();
    square.sqrt()
}

/// 1 for the colours that skin has, of any complexion, else 0.
fn skin([light, red, blue]: [f32; 3]) -> f32 {
    let is = (0.12..0.92).contains(&light) && (0.525..0.66).contains(&red) && (0.34..0.485).contains(&blue);
    f32::from(u8::from(is))
}

/// The position from 0 to 1 that keeps the shortest stretch with most of the sum inside every crop that can hold it.
fn position(sums: &[f32]) -> f32 {
    let length = sums.len();
    let all: f32 = sums.iter().sum();
    if all <= f32::EPSILON || length < 2 {
        return 0.5;
    }
    let mut shortest = (0, length);
    let (mut start, mut held) = (0, 0.0);
    for end in 0..length {
        held += sums.get(end).copied().unwrap_or_default();
        while let Some(first) = sums.get(start).filter(|first| held - **first >= all * MOST) {
            held -= first;
            start += 1;
        }
        if held >= all * MOST && end + 1 - start < shortest.1 - shortest.0 {
            shortest = (start, end + 1);
        }
    }
    // What stands out least of a subject is its rim.
    let rim = (shortest.1 - shortest.0) as f32 * RIM;
    let (start, end) = ((shortest.0 as f32 - rim).max(0.0), (shortest.1 as f32 + rim).min(length as f32));
    let extent = (end - start) / length as f32;
    let exact = if extent < 1.0 { start / (length as f32 - (end - start)) } else { 0.5 };
    let sure = ((WIDEST - extent) / (WIDEST - SURE)).clamp(0.0, 1.0);
    0.5 + (exact.clamp(0.0, 1.0) - 0.5) * sure
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode;
    use crate::picture::Pixels;

    /// What a subject looks like: a colour for a place from -1 to 1, or none outside of it.
    type Subject = fn(f32, f32) -> Option<[u8; 3]>;

    /// A face: an oval with hair, eyes and a mouth.
    fn face(x: f32, y: f32) -> Option<[u8; 3]> {
        let inside = |cx: f32, cy: f32, rx: f32, ry: f32| {
            let (dx, dy) = ((x - cx) / rx, (y - cy) / ry);
            dx * dx + dy * dy <= 1.0
        };
        if inside(-0.3, -0.1, 0.1, 0.07) || inside(0.3, -0.1, 0.1, 0.07) {
            return Some([40, 30, 30]);
        }
        if inside(0.0, 0.45, 0.3, 0.08) {
            return Some([150, 60, 60]);
        }
        if inside(0.0, 0.15, 0.8, 0.85) {
            return Some([205, 160, 130]);
        }
        inside(0.0, 0.0, 1.0, 1.0).then_some([60, 45, 40])
    }

    /// A disc with stripes.
    fn stripes(x: f32, y: f32) -> Option<[u8; 3]> {
        let dark = ((x + 1.0) * 6.0) as i32 % 2 == 0;
        (x * x + y * y <= 1.0).then_some(if dark { [30, 60, 90] } else { [220, 230, 200] })
    }

    /// A square of one colour.
    fn plain(_: f32, _: f32) -> Option<[u8; 3]> {
        Some([200, 40, 40])
    }

    /// A picture of a subject, its middle and half its side in px, on a smooth ground.
    fn picture(size: (u32, u32), middle: (f32, f32), half: f32, subject: Subject) -> Picture {
        let (width, height) = size;
        let mut data = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let shade = (y * 40 / height) as u8;
                let ground = [120 + shade, 150 + shade, 170 + shade];
                let (dx, dy) = ((x as f32 - middle.0) / half, (y as f32 - middle.1) / half);
                let inside = dx.abs() <= 1.0 && dy.abs() <= 1.0;
                let colour = subject(dx, dy).filter(|_| inside).unwrap_or(ground);
                data.extend(colour);
                data.push(255);
            }
        }
        let file = encode::png_pixels(&Pixels { width, height, data: data.into(), opaque: true }).expect("encoded");
        Picture::probe(file.into()).expect("a picture")
    }

    /// Whether the subject's stretch lies inside a crop at a position, with a tenth of its half to spare.
    fn holds(position: f32, length: f32, crop: f32, middle: f32, half: f32) -> bool {
        let start = position * (length - crop);
        let slack = half * 0.1;
        middle - half >= start - slack && middle + half <= start + crop + slack
    }

    #[test]
    fn a_subject_off_the_middle_stays_in_every_crop_that_can_hold_it() {
        let mut lost = Vec::new();
        let (width, height) = (640.0, 360.0);
        for (name, subject) in [("face", face as Subject), ("stripes", stripes), ("plain", plain)] {
            for (cx, cy) in [(0.15, 0.5), (0.25, 0.3), (0.5, 0.5), (0.8, 0.4), (0.88, 0.75), (0.12, 0.25)] {
                for half in [45.0, 80.0] {
                    let clamp = |at: f32, length: f32| at.clamp(half, length - half);
                    let middle = (clamp(cx * width, width), clamp(cy * height, height));
                    let (x, y) = picture((640, 360), middle, half, subject).focus();
                    for crop in [half * 2.3, half * 3.0, height] {
                        let place = format!("{name} of {half} at {middle:?}, position {x} {y}, crop {crop}");
                        let kept = holds(x, width, crop.min(width), middle.0, half)
                            && holds(y, height, crop.min(height), middle.1, half);
                        lost.extend((!kept).then_some(place));
                    }
                }
            }
        }
        assert!(lost.is_empty(), "{lost:#?}");
    }

    #[test]
    fn without_a_subject_the_middle_is_kept() {
        let smooth = picture((300, 200), (0.0, 0.0), 1.0, |_, _| None);
        assert_eq!(smooth.focus().0, 0.5);
        let all = picture((300, 300), (150.0, 150.0), 150.0, stripes);
        let (x, y) = all.focus();
        assert!((x - 0.5).abs() < 0.1 && (y - 0.5).abs() < 0.1, "{x} {y}");
    }

    #[test]
    fn a_picture_of_one_pixel_has_a_middle() {
        assert_eq!(picture((1, 1), (9.0, 9.0), 1.0, plain).focus(), (0.5, 0.5));
    }
}
