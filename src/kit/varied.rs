//! Varied records with photos, generated: for tests and for the example that makes two hundred kits.
//!
//! Knows nothing of the crate, so that both can use it.

use std::collections::BTreeMap;

use serde_json::json;

/// A generator of numbers, the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words.get(self.next(words.len())).copied().unwrap_or_default()
    }
}

/// A picture with much detail, which no lossless format makes small.
fn photo(seed: u64, width: u32, height: u32) -> Vec<u8> {
    let mut numbers = Numbers(seed);
    let mut pixels = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            let wave = (f64::from(x) / 37.0).sin() + (f64::from(y) / 23.0).cos();
            let noise = numbers.next(64) as f64;
            let level = |share: f64| (90.0 + 40.0 * wave * share + noise).clamp(0.0, 255.0) as u8;
            pixels.extend([level(1.0), level(0.6), level(-0.8)]);
        }
    }
    let mut file = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, 92);
    image::ImageEncoder::write_image(encoder, &pixels, width, height, image::ExtendedColorType::Rgb8).expect("a JPEG");
    file
}

const WORDS: [&str; 16] = [
    "harbours",
    "keep",
    "letters",
    "that",
    "nobody",
    "sent",
    "bridges",
    "are",
    "promises",
    "made",
    "of",
    "stone",
    "und",
    "Wasser",
    "橋は",
    "الجسور",
];

fn words(numbers: &mut Numbers, count: usize) -> String {
    let words: Vec<&str> = (0..count.max(1)).map(|_| numbers.pick(&WORDS)).collect();
    words.join(" ")
}

/// A varied record: quotations and posts, short and long, with and without pictures, in several languages.
pub fn varied(index: usize) -> String {
    let mut numbers = Numbers(index as u64 * 7919 + 1);
    let lang = numbers.pick(&["en", "de", "fr", "ja", "ar", "pl", "xx"]);
    let length = [3, 12, 30, 60][index % 4];
    let text = words(&mut numbers, length);
    let json = if index.is_multiple_of(2) {
        let mut quote = json!({ "kind": "quote", "text": text, "lang": lang, "author": { "name": "Mina Ostrow", "role": words(&mut numbers, 3) } });
        if index.is_multiple_of(4) {
            quote["photo"] =
                json!({ "src": format!("{}.jpg", index % 3), "alt": words(&mut numbers, 200), "credit": "Noa Lind" });
        }
        quote
    } else {
        let mut post = json!({ "kind": "post", "platform": numbers.pick(&["x", "mastodon", "bluesky"]), "text": text, "lang": lang,
            "author": { "name": "Mira Solberg", "handle": "mira" }, "created_at": "2026-03-14T09:41:00Z", "metrics": { "likes": index } });
        if index.is_multiple_of(3) {
            post["media"] =
                json!([{ "kind": "photo", "src": format!("{}.jpg", index % 3), "alt": words(&mut numbers, 300) }]);
        }
        post
    };
    json.to_string()
}

/// The photos that the records name.
pub fn pictures() -> BTreeMap<String, Vec<u8>> {
    (0..3).map(|index| (format!("{index}.jpg"), photo(index + 5, 1500, 1100))).collect()
}
