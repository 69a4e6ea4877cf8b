//! Ranges of code points, packed: for each range the code points since the last one, and how many more than one it has,
//! both as numbers of seven bits in a byte, the lowest first, where all but the last byte have the high bit.

/// Sorted, disjoint ranges of code points, both ends included.
pub(crate) type Ranges = &'static [(u32, u32)];

/// The `N` ranges that lie packed at a place. Made for constants: what does not lie there fails the build.
pub(super) const fn unpacked<const N: usize>(packed: &[u8], mut at: usize) -> [(u32, u32); N] {
    let mut ranges = [(0, 0); N];
    let (mut index, mut after) = (0, 0);
    while index < N {
        let (skipped, next) = number(packed, at);
        let (more, next) = number(packed, next);
        ranges[index] = (after + skipped, after + skipped + more);
        after += skipped + more + 1;
        at = next;
        index += 1;
    }
    ranges
}

const fn number(packed: &[u8], mut at: usize) -> (u32, usize) {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = packed[at];
        number |= ((byte & 0x7f) as u32) << shift;
        at += 1;
        if byte & 0x80 == 0 {
            return (number, at);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_unpacked_from_their_place() {
        let packed = [9, 0, 0, 0x20, 0x5e, 0x81, 0x01, 2];
        assert_eq!(unpacked::<3>(&packed, 1), [(0, 0), (0x21, 0x7f), (0x101, 0x103)]);
        assert_eq!(unpacked::<0>(&packed, 8), []);
    }
}
