//! Whether the original bytes of a picture can stand in an SVG file as they are.

/// Whether a PNG is in plain sRGB: no chunk that changes its colours in some viewers and not in others, no animation.
pub(super) fn png_is_plain(bytes: &[u8]) -> bool {
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let (length, kind) = head.split_at(4);
        match kind {
            b"IDAT" => return true,
            b"gAMA" | b"cHRM" | b"cICP" | b"acTL" | b"eXIf" => return false,
            _ => {}
        }
        let length = length.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        at = at.saturating_add(12).saturating_add(length);
    }
    false
}
