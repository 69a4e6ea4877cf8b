//! The fonts compiled into the program: a table of their files, what each is for, and what it covers.
//!
//! The files are the plain ones of `fonts/`, so that a face is a slice of the program and only the pages which are read
//! are loaded; nothing is unpacked. This file chooses no face and opens none: it states facts, which its tests hold
//! against the fonts themselves. A family whose cargo feature is off is absent from the table.

use super::coverage;
use super::ranges::Ranges;

/// The slant of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    /// Upright.
    Normal,
    /// Italic, drawn as such and not slanted by a program.
    Italic,
}

/// What a face is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "fonts-scripts"), allow(dead_code, reason = "roles of fonts that are left out"))]
pub(crate) enum Role {
    /// Running text at any size.
    Text,
    /// Large text: quotations and headings.
    Display,
    /// Code and figures of one width.
    Mono,
    /// Handwriting.
    Hand,
    /// Colour emoji (COLRv1). It also maps digits, `#`, `*` and space: give it whole emoji clusters only.
    Emoji,
    /// Fallback for one script beside Latin.
    Script,
    /// Fallback for mathematical letters and operators.
    Math,
    /// Fallback for arrows, dingbats, geometric shapes, braille and other symbols.
    Symbols,
    /// Fallback for Chinese, Japanese and Korean.
    Cjk,
}

/// One embedded font file.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "some fields are for the command line"))]
pub(crate) struct EmbeddedFont {
    /// Name of the family, as in the font's own name table.
    pub(crate) family: &'static str,
    /// Path of the file below `fonts/`, with `/` as separator.
    pub(crate) file: &'static str,
    /// Slant of the face.
    pub(crate) style: Style,
    /// Least and greatest weight, 1-1000; equal for a static face.
    pub(crate) weight: (f32, f32),
    /// What the face is for.
    pub(crate) role: Role,
    /// Scripts the face is meant for, as ISO 15924 codes; `Zsye`, `Zmth` and `Zsym` stand for emoji, mathematics and symbols.
    pub(crate) scripts: &'static [&'static str],
    /// Text of the licence, with its copyright line.
    pub(crate) licence: &'static str,
    /// First line of the licence: who holds the copyright, and reserved names where there are any.
    pub(crate) copyright: &'static str,
    /// The font file.
    pub(crate) bytes: &'static [u8],
    /// Code points the face maps.
    pub(crate) coverage: Ranges,
}

impl std::fmt::Debug for EmbeddedFont {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("EmbeddedFont")
            .field("family", &self.family)
            .field("file", &self.file)
            .field("style", &self.style)
            .field("weight", &self.weight)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

/// Whether `font` maps `c` to a glyph, decided without opening the font.
///
/// Joiners and variation selectors are covered only where the font maps them; the emoji face does not map U+FE0F.
pub(crate) fn covers(font: &EmbeddedFont, c: char) -> bool {
    let code = u32::from(c);
    let after = font.coverage.partition_point(|&(first, _)| first <= code);
    after.checked_sub(1).and_then(|index| font.coverage.get(index)).is_some_and(|&(_, last)| code <= last)
}

const VARIABLE: (f32, f32) = (100.0, 900.0);
const REGULAR: (f32, f32) = (400.0, 400.0);
const BOLD: (f32, f32) = (700.0, 700.0);
const BLACK: (f32, f32) = (900.0, 900.0);

const LATIN: &[&str] = &["Latn"];
const LATIN_CYRILLIC: &[&str] = &["Latn", "Cyrl"];
const LATIN_CYRILLIC_GREEK: &[&str] = &["Latn", "Cyrl", "Grek"];

/// The first line of `text`, without its end.
const fn first_line(text: &'static str) -> &'static str {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end] != b'\n' && bytes[end] != b'\r' {
        end += 1;
    }
    text.split_at(end).0
}

macro_rules! face {
    ($family:literal, $folder:literal, $file:literal, $style:ident, $weight:ident, $role:ident, $scripts:expr, $coverage:ident) => {
        EmbeddedFont {
            family: $family,
            file: concat!($folder, "/", $file),
            style: Style::$style,
            weight: $weight,
            role: Role::$role,
            scripts: $scripts,
            licence: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $folder, "/OFL.txt")),
            copyright: first_line(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $folder, "/OFL.txt"))),
            bytes: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $folder, "/", $file)),
            coverage: coverage::$coverage,
        }
    };
}

/// Every embedded font. The order within a role is the order of fallback.
#[rustfmt::skip]
pub(crate) static EMBEDDED: &[EmbeddedFont] = &[
    face!("Inter", "inter", "Inter-opsz-wght.ttf", Normal, VARIABLE, Text, LATIN_CYRILLIC_GREEK, INTER_OPSZ_WGHT),
    face!("Inter", "inter", "Inter-Italic-wght.ttf", Italic, VARIABLE, Text, LATIN_CYRILLIC_GREEK, INTER_ITALIC_WGHT),
    face!("Source Serif 4", "source-serif-4", "SourceSerif4_400Regular.ttf", Normal, REGULAR, Text, LATIN_CYRILLIC_GREEK, SOURCESERIF4_400REGULAR),
    face!("Source Serif 4", "source-serif-4", "SourceSerif4_400Regular_Italic.ttf", Italic, REGULAR, Text, LATIN_CYRILLIC_GREEK, SOURCESERIF4_400REGULAR_ITALIC),
    face!("Source Serif 4", "source-serif-4", "SourceSerif4_700Bold.ttf", Normal, BOLD, Text, LATIN_CYRILLIC_GREEK, SOURCESERIF4_700BOLD),
    face!("Source Serif 4", "source-serif-4", "SourceSerif4_700Bold_Italic.ttf", Italic, BOLD, Text, LATIN_CYRILLIC_GREEK, SOURCESERIF4_700BOLD_ITALIC),
    face!("Playfair Display", "playfair-display", "PlayfairDisplay_400Regular.ttf", Normal, REGULAR, Display, LATIN_CYRILLIC, PLAYFAIRDISPLAY_400REGULAR),
    face!("Playfair Display", "playfair-display", "PlayfairDisplay_400Regular_Italic.ttf", Italic, REGULAR, Display, LATIN_CYRILLIC, PLAYFAIRDISPLAY_400REGULAR_ITALIC),
    face!("Playfair Display", "playfair-display", "PlayfairDisplay_700Bold.ttf", Normal, BOLD, Display, LATIN_CYRILLIC, PLAYFAIRDISPLAY_700BOLD),
    face!("Playfair Display", "playfair-display", "PlayfairDisplay_900Black.ttf", Normal, BLACK, Display, LATIN_CYRILLIC, PLAYFAIRDISPLAY_900BLACK),
    face!("DM Serif Display", "dm-serif-display", "DMSerifDisplay_400Regular.ttf", Normal, REGULAR, Display, LATIN, DMSERIFDISPLAY_400REGULAR),
    face!("DM Serif Display", "dm-serif-display", "DMSerifDisplay_400Regular_Italic.ttf", Italic, REGULAR, Display, LATIN, DMSERIFDISPLAY_400REGULAR_ITALIC),
    face!("Instrument Serif", "instrument-serif", "InstrumentSerif_400Regular.ttf", Normal, REGULAR, Display, LATIN, INSTRUMENTSERIF_400REGULAR),
    face!("Instrument Serif", "instrument-serif", "InstrumentSerif_400Regular_Italic.ttf", Italic, REGULAR, Display, LATIN, INSTRUMENTSERIF_400REGULAR_ITALIC),
    face!("Space Grotesk", "space-grotesk", "SpaceGrotesk_400Regular.ttf", Normal, REGULAR, Display, LATIN, SPACEGROTESK_400REGULAR),
    face!("Space Grotesk", "space-grotesk", "SpaceGrotesk_700Bold.ttf", Normal, BOLD, Display, LATIN, SPACEGROTESK_700BOLD),
    face!("Anton", "anton", "Anton_400Regular.ttf", Normal, REGULAR, Display, LATIN, ANTON_400REGULAR),
    face!("Caveat", "caveat", "Caveat_700Bold.ttf", Normal, BOLD, Hand, LATIN_CYRILLIC, CAVEAT_700BOLD),
    face!("JetBrains Mono", "jetbrains-mono", "JetBrainsMono_400Regular.ttf", Normal, REGULAR, Mono, LATIN_CYRILLIC_GREEK, JETBRAINSMONO_400REGULAR),
    face!("JetBrains Mono", "jetbrains-mono", "JetBrainsMono_700Bold.ttf", Normal, BOLD, Mono, LATIN_CYRILLIC_GREEK, JETBRAINSMONO_700BOLD),
    #[cfg(feature = "fonts-emoji")]
    face!("Noto Color Emoji", "noto-color-emoji", "NotoColorEmoji.ttf", Normal, REGULAR, Emoji, &["Zsye"], NOTOCOLOREMOJI),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Arabic", "noto-sans-arabic", "NotoSansArabic-wght.ttf", Normal, VARIABLE, Script, &["Arab"], NOTOSANSARABIC_WGHT),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Hebrew", "noto-sans-hebrew", "NotoSansHebrew-wght.ttf", Normal, VARIABLE, Script, &["Hebr"], NOTOSANSHEBREW_WGHT),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Devanagari", "noto-sans-devanagari", "NotoSansDevanagari-wght.ttf", Normal, VARIABLE, Script, &["Deva"], NOTOSANSDEVANAGARI_WGHT),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Bengali", "noto-sans-bengali", "NotoSansBengali-wght.ttf", Normal, VARIABLE, Script, &["Beng"], NOTOSANSBENGALI_WGHT),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Tamil", "noto-sans-tamil", "NotoSansTamil-wght.ttf", Normal, VARIABLE, Script, &["Taml"], NOTOSANSTAMIL_WGHT),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Thai", "noto-sans-thai", "NotoSansThai-wght.ttf", Normal, VARIABLE, Script, &["Thai"], NOTOSANSTHAI_WGHT),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Georgian", "noto-sans-georgian", "NotoSansGeorgian-wght.ttf", Normal, VARIABLE, Script, &["Geor"], NOTOSANSGEORGIAN_WGHT),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Armenian", "noto-sans-armenian", "NotoSansArmenian-wght.ttf", Normal, VARIABLE, Script, &["Armn"], NOTOSANSARMENIAN_WGHT),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Ethiopic", "noto-sans-ethiopic", "NotoSansEthiopic-wght.ttf", Normal, VARIABLE, Script, &["Ethi"], NOTOSANSETHIOPIC_WGHT),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans", "noto-sans", "NotoSans-rare.ttf", Normal, REGULAR, Script, &["Latn", "Cyrl"], NOTOSANS_RARE),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Math", "noto-sans-math", "NotoSansMath.ttf", Normal, REGULAR, Math, &["Zmth"], NOTOSANSMATH),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Symbols", "noto-sans-symbols", "NotoSansSymbols-wght.ttf", Normal, VARIABLE, Symbols, &["Zsym"], NOTOSANSSYMBOLS_WGHT),
    #[cfg(feature = "fonts-scripts")]
    face!("Noto Sans Symbols 2", "noto-sans-symbols-2", "NotoSansSymbols2.ttf", Normal, REGULAR, Symbols, &["Zsym", "Brai"], NOTOSANSSYMBOLS2),
    #[cfg(feature = "fonts-cjk")]
    face!("Noto Sans CJK SC", "noto-sans-cjk", "NotoSansCJKsc-Regular-common.otf", Normal, REGULAR, Cjk, &["Hani", "Bopo", "Hira", "Kana", "Hang"], NOTOSANSCJKSC_REGULAR_COMMON),
    #[cfg(feature = "fonts-cjk")]
    face!("Noto Sans CJK JP", "noto-sans-cjk", "NotoSansCJKjp-Regular-level1.otf", Normal, REGULAR, Cjk, &["Hira", "Kana", "Hani"], NOTOSANSCJKJP_REGULAR_LEVEL1),
];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use sha2::{Digest, Sha256};
    use skrifa::string::StringId;
    use skrifa::{FontRef, MetadataProvider};

    use super::*;

    fn opened(font: &EmbeddedFont) -> FontRef<'static> {
        FontRef::new(font.bytes).unwrap_or_else(|error| panic!("{}: {error}", font.file))
    }

    fn name_of(font: &FontRef<'_>, id: StringId) -> Option<String> {
        font.localized_strings(id).english_or_first().map(|name| name.to_string())
    }

    fn find(family: &str) -> &'static EmbeddedFont {
        EMBEDDED.iter().find(|font| font.family == family).unwrap_or_else(|| panic!("no {family}"))
    }

    #[test]
    fn every_entry_opens_under_its_family_name() {
        for entry in EMBEDDED {
            let font = opened(entry);
            let name = name_of(&font, StringId::TYPOGRAPHIC_FAMILY_NAME).or(name_of(&font, StringId::FAMILY_NAME));
            assert_eq!(name.as_deref(), Some(entry.family), "{}", entry.file);
            assert!(font.glyph_names().num_glyphs() > 0, "{}", entry.file);
        }
    }

    #[test]
    fn coverage_equals_the_character_map() {
        for entry in EMBEDDED {
            let mapped: BTreeSet<u32> = opened(entry).charmap().mappings().map(|(code, _)| code).collect();
            let stated: BTreeSet<u32> = entry.coverage.iter().flat_map(|&(first, last)| first..=last).collect();
            assert_eq!(mapped, stated, "{}", entry.file);
            let merged = entry.coverage.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0);
            assert!(merged, "{} has ranges out of order or next to each other", entry.file);
        }
    }

    #[test]
    fn weights_equal_the_axis_or_the_static_weight() {
        for entry in EMBEDDED {
            let font = opened(entry);
            let weight = font.axes().iter().find(|axis| axis.tag() == skrifa::Tag::new(b"wght"));
            let stated = weight.as_ref().map_or_else(
                || (font.attributes().weight.value(), font.attributes().weight.value()),
                |axis| (axis.min_value(), axis.max_value()),
            );
            assert_eq!(stated, entry.weight, "{}", entry.file);
            if let Some(axis) = weight {
                assert_eq!(axis.default_value(), 400.0, "{}", entry.file);
            }
        }
    }

    #[test]
    fn style_equals_the_font() {
        for entry in EMBEDDED {
            let upright = opened(entry).attributes().style == skrifa::attribute::Style::Normal;
            assert_eq!(upright, entry.style == Style::Normal, "{}", entry.file);
        }
    }

    #[test]
    fn only_upright_inter_has_an_optical_size() {
        let optical: Vec<&str> = EMBEDDED
            .iter()
            .filter(|entry| opened(entry).axes().iter().any(|axis| axis.tag() == skrifa::Tag::new(b"opsz")))
            .map(|entry| entry.file)
            .collect();
        assert_eq!(optical, ["inter/Inter-opsz-wght.ttf"]);
    }

    #[test]
    fn hashes_equal_the_list_beside_the_fonts() {
        let list = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/SHA256SUMS"));
        let sums: BTreeMap<&str, &str> =
            list.lines().filter_map(|line| line.split_once("  ")).map(|(sum, file)| (file, sum)).collect();
        for entry in EMBEDDED {
            let sum: String = Sha256::digest(entry.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(sums.get(entry.file), Some(&sum.as_str()), "{}", entry.file);
        }
        if cfg!(all(feature = "fonts-emoji", feature = "fonts-scripts", feature = "fonts-cjk")) {
            assert_eq!(sums.len(), EMBEDDED.len());
        }
    }

    #[test]
    fn no_face_is_listed_twice() {
        let mut seen = BTreeSet::new();
        for entry in EMBEDDED {
            let italic = entry.style == Style::Italic;
            assert!(seen.insert((entry.family, italic, entry.weight.0 as u32, entry.weight.1 as u32)), "{entry:?}");
        }
    }

    #[test]
    fn every_licence_is_the_open_font_licence_with_a_copyright_line() {
        for entry in EMBEDDED {
            assert!(entry.licence.contains("SIL OPEN FONT LICENSE Version 1.1"), "{}", entry.file);
            assert!(entry.copyright.starts_with("Copyright") || entry.copyright.starts_with('©'), "{}", entry.file);
        }
    }

    #[test]
    fn covers_knows_both_ends_of_a_range_and_the_gaps() {
        for entry in EMBEDDED {
            for (index, &(first, last)) in entry.coverage.iter().enumerate() {
                let inside = [first, last].into_iter().filter_map(char::from_u32).all(|c| covers(entry, c));
                assert!(inside, "{} range {index}", entry.file);
                let outside = [first.wrapping_sub(1), last + 1].into_iter().filter_map(char::from_u32);
                assert!(!outside.into_iter().any(|c| covers(entry, c)), "{} range {index}", entry.file);
            }
        }
    }

    #[test]
    fn text_faces_cover_the_letters_of_the_scripts_they_name() {
        let samples = [("Latn", "Añ ßőłžİđœ—“”…"), ("Cyrl", "Жщыёїђ"), ("Grek", "Ωάϋς")];
        for entry in EMBEDDED.iter().filter(|entry| entry.role != Role::Script) {
            for (script, sample) in samples {
                if entry.scripts.contains(&script) {
                    let missing: String = sample.chars().filter(|&c| !covers(entry, c)).collect();
                    assert_eq!(missing, "", "{} {script}", entry.file);
                }
            }
        }
    }

    #[cfg(feature = "fonts-scripts")]
    #[test]
    fn script_faces_cover_a_greeting_in_their_script() {
        let samples = [
            ("Noto Sans Arabic", "سلام؟پچژگ"),
            ("Noto Sans Hebrew", "שלום״"),
            ("Noto Sans Devanagari", "नमस्ते।"),
            ("Noto Sans Bengali", "নমস্কার।"),
            ("Noto Sans Tamil", "வணக்கம்"),
            ("Noto Sans Thai", "สวัสดี"),
            ("Noto Sans Georgian", "გამარჯობა"),
            ("Noto Sans Armenian", "Բարեւ։"),
            ("Noto Sans Ethiopic", "ሰላም።"),
            ("Noto Sans", "ꞌҟԝⱪ"),
            ("Noto Sans Math", "𝒜𝔅𝕏𝖆𝚣∑∞→"),
            ("Noto Sans Symbols", "⚐⒜Ⓐ"),
            ("Noto Sans Symbols 2", "✓✗❝★⠿♞"),
        ];
        for (family, sample) in samples {
            let missing: String = sample.chars().filter(|&c| !covers(find(family), c)).collect();
            assert_eq!(missing, "", "{family}");
        }
    }

    #[cfg(feature = "fonts-cjk")]
    #[test]
    fn cjk_faces_cover_common_text() {
        let (chinese, japanese) = (find("Noto Sans CJK SC"), find("Noto Sans CJK JP"));
        assert!("你好，世界。繁體字；ㄅㄆ안녕하세요「」".chars().all(|c| covers(chinese, c)));
        assert!("こんにちは、世界。カタカナー".chars().all(|c| covers(japanese, c)));
        assert!(!covers(japanese, '안'));
    }

    #[cfg(feature = "fonts-emoji")]
    #[test]
    fn emoji_face_has_colour_and_lacks_the_selector() {
        let emoji = find("Noto Color Emoji");
        assert!(covers(emoji, '😀') && covers(emoji, '1') && !covers(emoji, '\u{FE0F}'));
        let font = opened(emoji);
        let glyph = font.charmap().map('😀');
        assert!(glyph.and_then(|glyph| font.color_glyphs().get(glyph)).is_some());
    }
}
