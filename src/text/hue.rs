//! A colour of one's own: a hue that always belongs to the same name.

/// A hue from 0 to 359 degrees, spread evenly over names (FNV-1a with a final mix, 64 bits).
pub(crate) fn hue(name: &str) -> u16 {
    let hash = name
        .trim()
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
    // Names that differ only at the end differ only in low bits until these are mixed upwards and back.
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    u16::try_from((hash ^ (hash >> 33)) % 360).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hue_is_stable_and_in_range() {
        assert_eq!(hue("Mira Solberg"), hue(" Mira Solberg "));
        let names = ["", "a", "Mira Solberg", "Noa Lindqvist", "林美玲", "🌉"];
        assert!(names.iter().all(|name| hue(name) < 360));
        let mut different: Vec<_> = (0..360).map(|number| hue(&format!("name {number}"))).collect();
        different.sort_unstable();
        different.dedup();
        assert!(different.len() > 180, "{}", different.len());
    }
}
