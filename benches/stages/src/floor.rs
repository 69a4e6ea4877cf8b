//! What cannot be avoided, each by itself, with nothing of ours around it: a card of 1200×630 px has 3.02 MB of pixels.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use libdeflater::{CompressionLvl, Compressor};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::sample::{Sample, file, renderer};

const BYTES: usize = 1200 * 630 * 4;

/// Pixels copied into memory that was touched before.
#[divan::bench]
fn floor_copy(bencher: Bencher<'_, '_>) {
    let (from, mut to) = (vec![7_u8; BYTES], vec![0_u8; BYTES]);
    bencher.counter(BytesCount::new(BYTES)).bench_local(|| black_box(&mut to).copy_from_slice(black_box(&from)));
}

/// Memory that the system hands out anew: each page of 4 KiB is a fault.
#[divan::bench]
fn floor_fresh_memory(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::new(BYTES)).bench_local(|| {
        let mut fresh = black_box(vec![0_u8; BYTES]);
        fresh.iter_mut().step_by(4096).for_each(|byte| *byte = 1);
        fresh
    });
}

/// A photo of 1500×1000 px decoded to RGB, by the decoder alone.
#[divan::bench]
fn floor_decode_photo(bencher: Bencher<'_, '_>) {
    let bytes = file("examples/pictures/harbour.jpg");
    bencher.bench_local(|| {
        let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
        JpegDecoder::new_with_options(ZCursor::new(&bytes[..]), options).decode().expect("a photo")
    });
}

/// The pixels of a card as RGB, each row less the row above it, through libdeflate's fastest level.
#[divan::bench(args = ["post", "quote-photo"])]
fn floor_deflate(bencher: Bencher<'_, '_>, template: &str) {
    let card = Sample::of(template).card(&renderer());
    let pixels = card.pixels().expect("pixels");
    let colours: Vec<u8> = pixels.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let row = card.width() as usize * 3;
    let above = std::iter::repeat_n(&0, row).chain(&colours);
    let rows: Vec<u8> = colours.iter().zip(above).map(|(here, above)| here.wrapping_sub(*above)).collect();
    let mut compressor = Compressor::new(CompressionLvl::fastest());
    let mut out = vec![0; compressor.zlib_compress_bound(rows.len())];
    bencher
        .counter(BytesCount::of_slice(&rows))
        .bench_local(|| compressor.zlib_compress(&rows, &mut out).expect("room enough"));
}
