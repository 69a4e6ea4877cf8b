//! From the display list to a file: pixels, PNG at each effort, the other formats.

use divan::Bencher;
use divan::counter::BytesCount;
use pullquote::stages::{encode_png, raster as draw};
use pullquote::{Effort, Encoding, Format};

use crate::sample::{Sample, renderer};

const TEMPLATES: [&str; 4] = ["post", "post-photo", "quote", "quote-photo"];

/// Drawing the pixels. The same card is drawn again and again, so what cards in a row begin with is there already, and photos are scaled.
#[divan::bench(args = TEMPLATES)]
fn raster(bencher: Bencher<'_, '_>, template: &str) {
    let card = Sample::of(template).card(&renderer());
    bencher.bench_local(|| draw(&card).expect("pixels"));
}

#[divan::bench(args = TEMPLATES)]
fn png_fast(bencher: Bencher<'_, '_>, template: &str) {
    png(bencher, template, Effort::Fast);
}

#[divan::bench(args = TEMPLATES)]
fn png_balanced(bencher: Bencher<'_, '_>, template: &str) {
    png(bencher, template, Effort::Balanced);
}

#[divan::bench(args = TEMPLATES, sample_count = 20)]
fn png_small(bencher: Bencher<'_, '_>, template: &str) {
    png(bencher, template, Effort::Small);
}

/// Encoding alone.
fn png(bencher: Bencher<'_, '_>, template: &str, effort: Effort) {
    let card = Sample::of(template).card(&renderer());
    let (width, height, pixels) = (card.width(), card.height(), card.pixels().expect("pixels"));
    let work = || encode_png(width, height, &pixels, effort).expect("a file");
    bencher.counter(BytesCount::of_slice(&pixels)).bench_local(work);
}

#[divan::bench(args = TEMPLATES)]
fn svg(bencher: Bencher<'_, '_>, template: &str) {
    let card = Sample::of(template).card(&renderer());
    bencher.bench_local(|| card.svg().expect("a file"));
}

/// Pixels and JPEG together.
#[divan::bench(args = TEMPLATES)]
fn raster_and_jpeg(bencher: Bencher<'_, '_>, template: &str) {
    whole(bencher, template, Format::Jpeg);
}

/// Pixels and WebP together.
#[divan::bench(args = TEMPLATES)]
fn raster_and_webp(bencher: Bencher<'_, '_>, template: &str) {
    whole(bencher, template, Format::Webp);
}

fn whole(bencher: Bencher<'_, '_>, template: &str, format: Format) {
    let card = Sample::of(template).card(&renderer());
    let encoding = Encoding { format, ..Encoding::default() };
    bencher.bench_local(|| card.encode(&encoding).expect("a file"));
}
