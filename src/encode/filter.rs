//! The filters of PNG rows (PNG specification, third edition, section 9), and rows of RGB from rows of RGBA.
//!
//! Whole numbers in simple loops, which the compiler turns into vector instructions: those of the Paeth filter and of narrowing into AVX2 where the
//! machine has it. The bytes are the same everywhere.

/// Does work with AVX2 where the machine has it. What `work` calls has to be inlined to gain by that.
#[inline(always)]
fn with_avx2<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = fearless_simd::Level::new().as_avx2() {
        return fearless_simd::Simd::vectorize(avx2, work);
    }
    work()
}

/// RGBA to RGB, four pixels at a time: twelve bytes from three numbers are quicker than twelve bytes one by one.
pub(super) fn narrow(from: &[u8], to: &mut [u8]) {
    with_avx2(|| narrow_each(from, to));
}

#[inline(always)]
fn narrow_each(from: &[u8], to: &mut [u8]) {
    let (fours, rest) = from.as_chunks::<16>();
    let (to_fours, to_rest) = to.as_chunks_mut::<12>();
    for (to, four) in to_fours.iter_mut().zip(fours) {
        let (pixels, _) = four.as_chunks::<4>();
        let [a, b, c, d] = [0, 1, 2, 3].map(|at: usize| u64::from(u32::from_le_bytes(pixels[at]) & 0x00ff_ffff));
        let (low, high) = to.split_at_mut(8);
        low.copy_from_slice(&(a | (b << 24) | (c << 48)).to_le_bytes());
        high.copy_from_slice(&((c >> 16) as u32 | ((d as u32) << 8)).to_le_bytes());
    }
    let (pixels, _) = rest.as_chunks::<4>();
    let (to, _) = to_rest.as_chunks_mut::<3>();
    for (to, [red, green, blue, _]) in to.iter_mut().zip(pixels) {
        *to = [*red, *green, *blue];
    }
}

/// A row of RGB behind the filter of this number: 1 left, 2 above, 3 average, 4 Paeth.
pub(super) fn filtered(kind: u8, row: &[u8], above: &[u8], to: &mut [u8]) {
    let left = std::iter::repeat_n(&0, 3).chain(row);
    match kind {
        1 => to.iter_mut().zip(row).zip(left).for_each(|((to, value), left)| *to = value.wrapping_sub(*left)),
        2 => to.iter_mut().zip(row).zip(above).for_each(|((to, value), above)| *to = value.wrapping_sub(*above)),
        3 => {
            for (((to, value), left), above) in to.iter_mut().zip(row).zip(left).zip(above) {
                *to = value.wrapping_sub(u16::midpoint(u16::from(*left), u16::from(*above)) as u8);
            }
        }
        _ => paeth::<3>(row, above, to),
    }
}

/// The Paeth filter for pixels of `N` bytes. Works on differences of 16 bits, which the compiler turns into SIMD.
pub(super) fn paeth<const N: usize>(row: &[u8], above: &[u8], to: &mut [u8]) {
    with_avx2(|| paeth_each::<N>(row, above, to));
}

#[inline(always)]
fn paeth_each<const N: usize>(row: &[u8], above: &[u8], to: &mut [u8]) {
    for ((to, value), above) in to.iter_mut().zip(row).zip(above).take(N) {
        *to = value.wrapping_sub(*above);
    }
    let tail = row.len().min(above.len()).min(to.len());
    let (Some(to), Some(values), Some(above), Some(left), Some(corner)) =
        (to.get_mut(N..tail), row.get(N..tail), above.get(N..tail), row.get(..tail - N), above.get(..tail - N))
    else {
        return;
    };
    for ((((to, value), above), left), corner) in to.iter_mut().zip(values).zip(above).zip(left).zip(corner) {
        let (a, b, c) = (i16::from(*left), i16::from(*above), i16::from(*corner));
        let (by_left, by_above, by_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
        let nearest = if by_left <= by_above && by_left <= by_corner {
            a
        } else if by_above <= by_corner {
            b
        } else {
            c
        };
        *to = value.wrapping_sub(nearest as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(length: usize) -> Vec<u8> {
        let mut state = 99_u32;
        let next = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..length).map(next).collect()
    }

    /// The filter as the specification words it.
    fn predicted(left: u8, above: u8, corner: u8) -> u8 {
        let (a, b, c) = (i32::from(left), i32::from(above), i32::from(corner));
        let guess = a + b - c;
        let (by_left, by_above, by_corner) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
        if by_left <= by_above && by_left <= by_corner {
            left
        } else if by_above <= by_corner {
            above
        } else {
            corner
        }
    }

    #[test]
    fn rows_of_any_length_are_narrowed_and_filtered_as_specified() {
        for width in (1..40).chain([1000]) {
            let pixels = noise(width * 4);
            let mut row = vec![0; width * 3];
            narrow(&pixels, &mut row);
            let expected: Vec<u8> = pixels.chunks_exact(4).flat_map(|pixel| pixel.iter().take(3).copied()).collect();
            assert_eq!(row, expected, "{width} px");
            let above = noise(width * 3 + 5).split_off(5);
            let mut filtered = vec![0; width * 3];
            paeth::<3>(&row, &above, &mut filtered);
            for (index, value) in filtered.iter().enumerate() {
                let before = |bytes: &[u8]| index.checked_sub(3).map_or(0, |at| bytes[at]);
                let expected = row[index].wrapping_sub(predicted(before(&row), above[index], before(&above)));
                assert_eq!(*value, expected, "byte {index} of {width} px");
            }
        }
    }

    #[test]
    fn the_widest_instructions_change_no_byte() {
        let (row, above) = (noise(3000), noise(3007).split_off(7));
        let (mut wide, mut narrow) = (vec![0; 3000], vec![0; 3000]);
        paeth::<3>(&row, &above, &mut wide);
        paeth_each::<3>(&row, &above, &mut narrow);
        assert!(wide == narrow);
    }
}
