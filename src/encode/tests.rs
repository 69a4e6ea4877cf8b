//! Every file is read back by the decoders of other crates.

use std::io::Cursor;

use super::*;
use crate::picture::Pixels;

/// A canvas of opaque pixels.
struct Card {
    width: u32,
    height: u32,
    data: Vec<u8>,
}

impl Card {
    fn new(width: u32, height: u32, mut colour: impl FnMut(u32, u32) -> [u8; 3]) -> Self {
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let data = pixels.flat_map(|(x, y)| {
            let [red, green, blue] = colour(x, y);
            [red, green, blue, 255]
        });
        Self { width, height, data: data.collect() }
    }

    fn canvas(&self) -> Canvas<'_> {
        Canvas { width: self.width, height: self.height, data: &self.data }
    }
}

fn noise() -> impl FnMut(u32, u32) -> [u8; 3] {
    let mut state = 7_u32;
    move |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        [(state >> 24) as u8, (state >> 16) as u8, (state >> 8) as u8]
    }
}

/// Soft noise over a slope, as in photos.
fn photo() -> impl FnMut(u32, u32) -> [u8; 3] {
    let mut noise = noise();
    move |x, y| noise(x, y).map(|value| (value % 16).wrapping_add((x / 2 + y) as u8 / 2))
}

fn slope(x: u32, y: u32) -> [u8; 3] {
    [(x + y) as u8 / 2, (x / 3) as u8, 255 - (y / 2) as u8]
}

fn cards() -> Vec<(&'static str, Card)> {
    let mut soft = photo();
    let mixed = move |x: u32, y: u32| match (x, y) {
        (20..90, 40..120) => soft(x, y),
        (_, 0..32) => [255; 3],
        _ if (x / 7 + y / 5).is_multiple_of(3) => [x as u8, 0, y as u8],
        _ => slope(x, y),
    };
    vec![
        ("one pixel", Card::new(1, 1, |_, _| [1, 2, 3])),
        ("one column", Card::new(1, 99, slope)),
        ("one row", Card::new(99, 1, noise())),
        ("flat", Card::new(301, 77, |_, _| [9, 9, 9])),
        ("256 colours", Card::new(256, 3, |x, _| [x as u8, 0, 0])),
        ("257 colours", Card::new(257, 3, |x, _| [x as u8, (x / 256) as u8, 0])),
        ("slope", Card::new(333, 211, slope)),
        ("noise", Card::new(333, 111, noise())),
        ("photo", Card::new(400, 300, photo())),
        ("mixed", Card::new(223, 150, mixed)),
    ]
}

fn rgb_of(file: &[u8]) -> (u32, u32, Vec<u8>) {
    let picture = image::load_from_memory(file).expect("a sound file").into_rgb8();
    (picture.width(), picture.height(), picture.into_raw())
}

#[test]
fn a_large_png_is_the_same_on_any_number_of_threads() {
    let mut soft = photo();
    let card = Card::new(640, 1500, move |x, y| match (x, y) {
        (200..600, 400..900) => soft(x, y),
        _ if (x / 9 + y / 7).is_multiple_of(4) => [y as u8, 40, x as u8],
        _ => slope(x, y),
    });
    for effort in [Effort::Fast, Effort::Balanced] {
        let on = |threads| png(&card.canvas(), effort, &Metadata::default(), threads).expect("encoded");
        let file = on(1);
        assert!([0, 2, 3, 8].into_iter().all(|threads| on(threads) == file), "{effort:?}");
        assert_eq!(rgb_of(&file), (card.width, card.height, narrow(&card.data)));
    }
}

#[test]
fn png_and_webp_keep_every_pixel() {
    for (name, card) in cards() {
        let expected = (card.width, card.height, narrow(&card.data));
        for effort in [Effort::Fast, Effort::Balanced, Effort::Small] {
            let file = png(&card.canvas(), effort, &Metadata::default(), 0).expect("encoded");
            // The decoder checks the checksums of chunks and stream.
            assert!(rgb_of(&file) == expected, "{name}, {effort:?}");
        }
        assert!(rgb_of(&webp(&card.canvas(), None).expect("encoded")) == expected, "{name}");
    }
}

#[test]
fn few_colours_become_a_palette_and_photos_and_slopes_stay_small() {
    let size = |card: &Card| png(&card.canvas(), Effort::Balanced, &Metadata::default(), 1).expect("encoded").len();
    let flat = Card::new(600, 400, |x, y| [(x / 100 * 40) as u8, (y / 100 * 40) as u8, 7]);
    let file = png(&flat.canvas(), Effort::Balanced, &Metadata::default(), 1).expect("encoded");
    assert_eq!(file[25], 3, "colour type");
    assert!(file.len() < 2000, "{}", file.len());
    // Four bits of noise in each of three channels cannot take less than half of eight bits.
    let photo = size(&Card::new(400, 300, photo()));
    assert!(photo < 400 * 300 * 3 * 75 / 100, "{photo}");
    let slope = size(&Card::new(600, 400, slope));
    assert!(slope < 600 * 400 * 3 / 50, "{slope}");
}

#[test]
fn texts_are_written_as_utf_8() {
    let card = Card::new(40, 30, slope);
    let metadata = Metadata {
        alt_text: Some("“Größe” 引用\nby Ines\0".to_owned()),
        source_url: Some("https://example.org/a?b=c".to_owned()),
        software: "Pullquote 0.1".to_owned(),
    };
    for effort in [Effort::Fast, Effort::Balanced, Effort::Small] {
        let file = png(&card.canvas(), effort, &metadata, 1).expect("encoded");
        let reader = ::png::Decoder::new(Cursor::new(&file)).read_info().expect("a sound file");
        let texts: Vec<(&str, String)> = reader
            .info()
            .utf8_text
            .iter()
            .map(|chunk| (chunk.keyword.as_str(), chunk.get_text().expect("sound text")))
            .collect();
        let expected = [
            ("Description", "“Größe” 引用\nby Ines"),
            ("Source", "https://example.org/a?b=c"),
            ("Software", "Pullquote 0.1"),
        ];
        assert_eq!(texts, expected.map(|(keyword, text)| (keyword, text.to_owned())), "{effort:?}");
    }
}

#[test]
fn the_same_pixels_give_the_same_bytes() {
    let card = Card::new(223, 150, photo());
    for effort in [Effort::Fast, Effort::Balanced, Effort::Small] {
        let encode = || png(&card.canvas(), effort, &Metadata::default(), 1).expect("encoded");
        assert!(encode() == encode(), "{effort:?}");
    }
}

#[test]
fn jpeg_stays_near_the_pixels() {
    let card = Card::new(223, 150, |x, y| [(x / 2) as u8, y as u8, 128]);
    for quality in [40, 85, 95, 100] {
        let (width, height, pixels) = rgb_of(&jpeg(&card.canvas(), quality).expect("encoded"));
        assert_eq!((width, height), (card.width, card.height));
        let sum: u64 = pixels.iter().zip(narrow(&card.data)).map(|(left, right)| u64::from(left.abs_diff(right))).sum();
        assert!(sum / pixels.len() as u64 <= 4, "quality {quality}: {sum}");
    }
}

#[test]
fn what_cannot_be_written_is_said() {
    let card = Card::new(4, 4, slope);
    assert_eq!(jpeg(&card.canvas(), 0).expect_err("quality 0").kind(), ErrorKind::Usage);
    let lossy = webp(&card.canvas(), Some(80)).expect_err("lossy WebP");
    assert!(lossy.hint().is_some());
    let wrong = Canvas { width: 5, ..card.canvas() };
    assert_eq!(jpeg(&wrong, 80).expect_err("wrong size").kind(), ErrorKind::Picture);
    assert_eq!(webp(&wrong, None).expect_err("wrong size").kind(), ErrorKind::Picture);
    let error = png(&wrong, Effort::Fast, &Metadata::default(), 1).expect_err("wrong size");
    assert_eq!(error.kind(), ErrorKind::Picture);
}

#[test]
fn pictures_with_alpha_are_written_with_straight_colours() {
    let data = [[200, 100, 0, 255], [100, 50, 0, 128], [0, 0, 0, 0], [10, 20, 30, 40]].concat();
    let pixels = Pixels { width: 2, height: 2, data: data.into(), opaque: false };
    let file = png_pixels(&pixels).expect("encoded");
    let back = image::load_from_memory(&file).expect("a sound file").into_rgba8();
    assert_eq!(back.get_pixel(0, 0).0, [200, 100, 0, 255]);
    assert_eq!(back.get_pixel(1, 0).0, [199, 100, 0, 128]);
    assert_eq!(back.get_pixel(0, 1).0, [0, 0, 0, 0]);
    assert_eq!(back.get_pixel(1, 1).0, [64, 128, 191, 40]);
}
