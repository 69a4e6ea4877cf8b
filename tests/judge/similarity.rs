//! How alike two grey pictures are in a strip: the structural similarity of windows of 8 by 8 px, at the best shift of at most one px.

/// A grey picture, 8 bits a pixel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gray {
    pub width: usize,
    pub height: usize,
    pub data: Vec<u8>,
}

impl Gray {
    /// Luminance (Rec. 709) of opaque pixels of `channels` bytes.
    pub fn from_pixels(width: usize, height: usize, channels: usize, pixels: &[u8]) -> Self {
        let gray = |pixel: &[u8]| {
            let [red, green, blue] = [0, 1, 2].map(|channel| f64::from(pixel[channel]));
            (0.2126 * red + 0.7152 * green + 0.0722 * blue).round() as u8
        };
        Self { width, height, data: pixels.chunks_exact(channels).map(gray).collect() }
    }

    fn at(&self, x: isize, y: isize) -> f64 {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        f64::from(self.data[y * self.width + x])
    }
}

/// A part of a picture in whole px.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strip {
    pub left: isize,
    pub top: isize,
    pub right: isize,
    pub bottom: isize,
}

impl Strip {
    /// The whole px around a rectangle, as far as they are on the picture; `None` when hardly anything is.
    pub fn around(x: f64, y: f64, width: f64, height: f64, picture: &Gray) -> Option<Self> {
        let strip = Self {
            left: (x.floor() as isize - 2).max(0),
            top: (y.floor() as isize).max(0),
            right: ((x + width).ceil() as isize + 2).min(picture.width as isize),
            bottom: ((y + height).ceil() as isize).min(picture.height as isize),
        };
        (strip.right - strip.left >= WINDOW && strip.bottom - strip.top >= WINDOW).then_some(strip)
    }
}

const WINDOW: isize = 8;
const STEP: usize = 4;

/// The best similarity of a strip over shifts of the second picture by at most one px, and that shift.
pub fn best(one: &Gray, other: &Gray, strip: Strip) -> (f64, (isize, isize)) {
    let mut best = (f64::NEG_INFINITY, (0, 0));
    // In place first: it wins when a shift is no better.
    for (dx, dy) in [(0, 0), (0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (1, -1), (-1, 1), (1, 1)] {
        let value = similarity(one, other, strip, (dx, dy));
        if value > best.0 {
            best = (value, (dx, dy));
        }
    }
    best
}

fn similarity(one: &Gray, other: &Gray, strip: Strip, shift: (isize, isize)) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for top in starts(strip.top, strip.bottom) {
        for left in starts(strip.left, strip.right) {
            sum += window(one, other, (left, top), shift);
            count += 1.0;
        }
    }
    sum / count
}

/// Where windows begin, so that the last one ends where the strip ends.
fn starts(from: isize, to: isize) -> impl Iterator<Item = isize> {
    let last = to - WINDOW;
    (from..last).step_by(STEP).chain(std::iter::once(last))
}

fn window(one: &Gray, other: &Gray, (left, top): (isize, isize), (dx, dy): (isize, isize)) -> f64 {
    const STEADY: [f64; 2] = [(0.01 * 255.0) * (0.01 * 255.0), (0.03 * 255.0) * (0.03 * 255.0)];
    let (mut a, mut b, mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for y in top..top + WINDOW {
        for x in left..left + WINDOW {
            let (p, q) = (one.at(x, y), other.at(x + dx, y + dy));
            a += p;
            b += q;
            aa += p * p;
            bb += q * q;
            ab += p * q;
        }
    }
    let count = (WINDOW * WINDOW) as f64;
    let (a, b) = (a / count, b / count);
    let (variance_a, variance_b, shared) = (aa / count - a * a, bb / count - b * b, ab / count - a * b);
    let likeness = (2.0 * a * b + STEADY[0]) * (2.0 * shared + STEADY[1]);
    likeness / ((a * a + b * b + STEADY[0]) * (variance_a + variance_b + STEADY[1]))
}

#[test]
fn a_picture_is_like_itself_moved_by_a_pixel_and_unlike_its_negative() {
    let draw = |offset: usize| {
        let ink = |index: usize| if (index % 40 + offset) % 7 < 3 && (index / 40) % 5 < 3 { 20 } else { 240 };
        Gray { width: 40, height: 20, data: (0..800).map(ink).collect() }
    };
    let strip = Strip::around(4.0, 2.0, 30.0, 14.0, &draw(0)).expect("a strip");
    assert!(best(&draw(0), &draw(0), strip).0 > 0.9999);
    let (value, shift) = best(&draw(0), &draw(1), strip);
    assert!(value > 0.9999 && shift == (-1, 0), "{value} {shift:?}");
    let negative = Gray { data: draw(0).data.iter().map(|value| 255 - value).collect(), ..draw(0) };
    assert!(best(&draw(0), &negative, strip).0 < 0.3);
}
