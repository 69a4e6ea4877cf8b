//! Fewer px for wide blurs, and back. All of it in whole numbers.

/// Each square of `side` px as one, their mean; what lies beyond the edges is nothing. With the new width and height.
pub(super) fn shrunk(
    data: &[u8],
    (width, height): (usize, usize),
    channels: usize,
    side: usize,
) -> (Vec<u8>, (usize, usize)) {
    let small = (width.div_ceil(side), height.div_ceil(side));
    let mut few = Vec::with_capacity(small.0 * small.1 * channels);
    let area = (side * side) as u32;
    let mut sums = vec![0_u32; small.0 * channels];
    for band in data.chunks(width * channels * side) {
        sums.fill(0);
        for row in band.chunks_exact(width * channels) {
            for (sum, square) in sums.chunks_exact_mut(channels).zip(row.chunks(side * channels)) {
                for pixel in square.chunks_exact(channels) {
                    for (sum, value) in sum.iter_mut().zip(pixel) {
                        *sum += u32::from(*value);
                    }
                }
            }
        }
        few.extend(sums.iter().map(|sum| ((sum + area / 2) / area) as u8));
    }
    (few, small)
}

/// Fills px with what lies between the middles of the squares they were shrunk to.
pub(super) fn grow(
    few: &[u8],
    (columns, rows): (usize, usize),
    data: &mut [u8],
    (width, _): (usize, usize),
    channels: usize,
    side: usize,
) {
    let whole = 2 * side as u32;
    let mut mixed = vec![0_u32; columns * channels];
    for (y, out) in data.chunks_exact_mut(width * channels).enumerate() {
        let (above, below, share) = between(y, side, rows);
        let row = |at: usize| few.chunks_exact(columns * channels).nth(at).unwrap_or_default();
        for ((mixed, above), below) in mixed.iter_mut().zip(row(above)).zip(row(below)) {
            *mixed = u32::from(*above) * (whole - share) + u32::from(*below) * share;
        }
        if mixed.iter().all(|value| *value == 0) {
            out.fill(0);
            continue;
        }
        for (x, pixel) in out.chunks_exact_mut(channels).enumerate() {
            let (before, after, share) = between(x, side, columns);
            let square = |at: usize| mixed.get(at * channels..(at + 1) * channels).unwrap_or_default();
            for ((value, before), after) in pixel.iter_mut().zip(square(before)).zip(square(after)) {
                let sum = before * (whole - share) + after * share;
                *value = ((sum + whole * whole / 2) / (whole * whole)) as u8;
            }
        }
    }
}

/// The two squares between whose middles a px lies, and the share of the second one in `2 * side` parts.
fn between(at: usize, side: usize, count: usize) -> (usize, usize, u32) {
    let last = count.saturating_sub(1);
    let place = 2 * at + 1;
    if place < side {
        return (0, 0, 0);
    }
    let (square, share) = ((place - side) / (2 * side), (place - side) % (2 * side));
    (square.min(last), (square + 1).min(last), share as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_become_their_mean_and_slopes_come_back() {
        let (few, small) = shrunk(&[0, 100, 200, 100, 100, 40], (3, 2), 1, 2);
        assert_eq!((few.as_slice(), small), (&[75, 60][..], (2, 1)));
        let mut data = vec![9; 16];
        grow(&[0, 80], (2, 1), &mut data, (8, 2), 1, 4);
        assert_eq!(data[..8], [0, 0, 10, 30, 50, 70, 80, 80]);
        assert_eq!(data[8..], data[..8]);
    }
}
