use super::*;

const LAYOUT: Layout = Layout { pitch: 301, pixel: 3, thorough: true };

/// Compresses rows as a photo or as all else.
fn add(encoder: &mut Encoder<'_, '_>, rows: &[u8], before: usize, layout: Layout, photo: bool) {
    if photo {
        encoder.photo(&rows[before..]);
    } else {
        encoder.bytes(&[rows, &[0; PADDING]].concat(), before, layout);
    }
}

fn check(rows: &[u8], cut: usize, layout: Layout, photo: [bool; 2]) -> usize {
    let mut bytes = vec![0; Memory::BYTES];
    let mut memory = Memory::within(&mut bytes);
    let mut encoder = Encoder::new(&mut memory, Bits::with_capacity(0));
    add(&mut encoder, &rows[..cut], 0, layout, photo[0]);
    encoder.end_block();
    add(&mut encoder, &rows[cut..], 0, layout, photo[1]);
    let stream = join(vec![encoder.finish(true)]);
    read_back(rows, &stream);
    stream.len()
}

fn read_back(rows: &[u8], stream: &[u8]) {
    let mut back = vec![0; rows.len()];
    let length = libdeflater::Decompressor::new().zlib_decompress(stream, &mut back);
    assert_eq!(length.expect("a sound stream"), rows.len());
    assert!(back == rows);
}

/// A generator of reproducible noise.
fn noise(length: usize, levels: u32) -> Vec<u8> {
    let mut state = 12345_u32;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((state >> 16) % levels) as u8
    };
    (0..length).map(next).collect()
}

#[test]
fn what_is_written_is_read_back() {
    let mut skewed = vec![0; 50_000];
    for (index, byte) in skewed.iter_mut().enumerate() {
        // Counts like Fibonacci numbers make codes longer than are allowed.
        *byte = (index.trailing_zeros() * 7) as u8;
    }
    let samples = [
        vec![],
        vec![7],
        vec![0; 100_000],
        noise(100_000, 256),
        noise(70_000, 2),
        skewed,
        noise(9, 256).repeat(5000),
        // Half of the values are never among the literals that are counted.
        [0, 0, 0, 0, 1, 2, 3, 4].repeat(9000),
    ];
    for sample in &samples {
        for thorough in [false, true] {
            let layout = Layout { thorough, ..LAYOUT };
            for photo in [[false, false], [false, true], [true, false], [true, true]] {
                for cut in [0, sample.len() / 602 * 301] {
                    check(sample, cut, layout, photo);
                }
            }
        }
    }
}

#[test]
fn runs_of_any_length_are_read_back() {
    for length in (1..30).chain([256, 257, 258, 259, 260, 261, 516, 517, 518, 519, 775]) {
        let run = [noise(21, 256), vec![9; length], noise(13, 256)].concat();
        check(&run, 0, LAYOUT, [true, true]);
        check(&run[21..], 0, LAYOUT, [true, true]);
        check(&run[..21 + length], 0, LAYOUT, [true, true]);
    }
}

#[test]
fn parts_together_are_the_whole() {
    let data = [noise(301 * 90, 3), noise(301 * 5, 256).repeat(10)].concat();
    for photo in [false, true] {
        for cut in [1, 40, 139].map(|rows| rows * 301) {
            let mut bytes = vec![0; Memory::BYTES];
            let mut memory = Memory::within(&mut bytes);
            let mut upper = Encoder::new(&mut memory, Bits::with_capacity(0));
            add(&mut upper, &data[..cut], 0, LAYOUT, photo);
            let upper = upper.finish(false);
            let mut lower = Encoder::new(&mut memory, Bits::with_capacity(0));
            add(&mut lower, &data, cut, LAYOUT, photo);
            read_back(&data, &join(vec![upper, lower.finish(true)]));
        }
    }
}

#[test]
fn noise_grows_by_less_than_a_hundredth_and_flat_rows_vanish() {
    let layout = Layout { pitch: 1000, ..LAYOUT };
    assert!(check(&noise(100_000, 256), 0, layout, [true; 2]) < 101_000);
    assert!(check(&noise(100_000, 256), 0, layout, [false; 2]) < 101_000);
    assert!(check(&vec![9; 100_000], 0, layout, [false; 2]) < 300);
}
