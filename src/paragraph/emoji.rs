//! Character classes that decide what needs a glyph of its own.

/// Default-ignorable characters: joiners, selectors, tags, bidi controls, soft hyphen. Never shown as a missing glyph.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFF8 | 0x1BCA0..=0x1BCA3
        | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

/// Characters without width or glyph when they stand alone.
pub(crate) fn is_invisible(c: char) -> bool {
    is_ignorable(c) || c.is_control()
}

/// Marks, embeddings, overrides and isolates of the bidi algorithm.
pub(super) fn is_bidi_control(c: char) -> bool {
    matches!(u32::from(c), 0x61C | 0x200E..=0x200F | 0x202A..=0x202E | 0x2066..=0x2069)
}
