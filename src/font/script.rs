//! Scripts by name, and which Noto family has the characters of each. It opens no font.

use std::borrow::Cow;

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_script::{Script, UnicodeScript};

/// Whether a character has no glyph of its own by its nature: joiners, selectors, tags, controls of direction.
pub(crate) fn is_ignorable(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// What a character belongs to, as people say it: a script, or a kind of signs that all scripts share.
pub(crate) fn script_name(c: char) -> Cow<'static, str> {
    match CodePointMapData::<GeneralCategory>::new().get(c) {
        GeneralCategory::PrivateUse => return "Private Use".into(),
        GeneralCategory::Unassigned => return "Unassigned".into(),
        _ => {}
    }
    match c.script() {
        Script::Common | Script::Inherited | Script::Unknown => signs(c).map_or("Common", |(name, _)| name).into(),
        script => words(script.full_name()),
    }
}

#[cfg(any(feature = "cli", test))]
/// Four letters of ISO 15924 for what [`script_name`] says; `Zyyy` for signs without a script of their own.
pub(crate) fn script_code(c: char) -> &'static str {
    match (c.script(), signs(c)) {
        (Script::Common | Script::Inherited, Some(("Mathematics", _))) => "Zmth",
        (Script::Common | Script::Inherited, Some(("Symbols" | "Music", _))) => "Zsym",
        (Script::Common | Script::Inherited, _) => "Zyyy",
        (Script::Unknown, _) => "Zzzz",
        (script, _) => script.short_name(),
    }
}

/// The Noto family that has a character; `None` where there is none, or none can be: private use and unassigned code points.
pub(crate) fn noto_family(c: char) -> Option<Cow<'static, str>> {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let none = matches!(category, GeneralCategory::PrivateUse | GeneralCategory::Unassigned | GeneralCategory::Control);
    if none || matches!(c, '\u{FFF9}'..='\u{FFFC}') {
        return None;
    }
    match c.script() {
        Script::Common | Script::Inherited | Script::Unknown => {
            // Marks and signs of a few scripts only belong to the first of those.
            let first =
                c.script_extension().iter().find(|script| !matches!(script, Script::Common | Script::Inherited));
            match (signs(c), first) {
                (Some((_, family)), _) => Some(family.into()),
                (None, Some(script)) => family(script),
                (None, None) => Some("Noto Sans".into()),
            }
        }
        script => family(script),
    }
}

/// Signs that several scripts share: what they are, and the family that has them.
fn signs(c: char) -> Option<(&'static str, &'static str)> {
    Some(match u32::from(c) {
        0x2190..=0x22FF | 0x27C0..=0x27EF | 0x27F0..=0x27FF | 0x2900..=0x2AFF | 0x1D400..=0x1D7FF => {
            ("Mathematics", "Noto Sans Math")
        }
        0x2300..=0x23FF | 0x2460..=0x24FF | 0x2600..=0x26FF | 0x1F100..=0x1F1FF | 0x1F700..=0x1F77F => {
            ("Symbols", "Noto Sans Symbols")
        }
        0x2400..=0x245F
        | 0x2500..=0x25FF
        | 0x2700..=0x27BF
        | 0x2800..=0x28FF
        | 0x2B00..=0x2BFF
        | 0x10100..=0x101CF
        | 0x1CC00..=0x1CEBF
        | 0x1D360..=0x1D37F
        | 0x1F000..=0x1F0FF
        | 0x1F650..=0x1F67F
        | 0x1F780..=0x1F8FF
        | 0x1FA00..=0x1FA6F
        | 0x1FB00..=0x1FBFF => ("Symbols", "Noto Sans Symbols 2"),
        0x1F300..=0x1F64F | 0x1F680..=0x1F6FF | 0x1F900..=0x1F9FF | 0x1FA70..=0x1FAFF => ("Emoji", "Noto Color Emoji"),
        0x1D000..=0x1D24F => ("Music", "Noto Music"),
        0x1CF00..=0x1CFCF => ("Music", "Noto Znamenny Musical Notation"),
        0x1D2E0..=0x1D2F3 => ("Numerals", "Noto Sans Mayan Numerals"),
        0x1EC70..=0x1ECBF => ("Numerals", "Noto Sans Indic Siyaq Numbers"),
        0x1ED00..=0x1ED4F => ("Numerals", "Noto Serif Ottoman Siyaq"),
        0x2E80..=0x2FFF | 0x3000..=0x303F | 0x3190..=0x31EF | 0x3200..=0x33FF | 0xFF00..=0xFFEF | 0x1F200..=0x1F2FF => {
            ("Han", "Noto Sans CJK")
        }
        _ => return None,
    })
}

/// Families whose names do not follow from that of the script.
const OTHER_FAMILIES: [(&str, &str); 38] = [
    ("Ahom", "Noto Serif Ahom"),
    ("Anatolian_Hieroglyphs", "Noto Sans Anatolian Hieroglyphs"),
    ("Bopomofo", "Noto Sans CJK"),
    ("Braille", "Noto Sans Symbols 2"),
    ("Cyrillic", "Noto Sans"),
    ("Dives_Akuru", "Noto Serif Dives Akuru"),
    ("Dogra", "Noto Serif Dogra"),
    ("Greek", "Noto Sans"),
    ("Han", "Noto Sans CJK"),
    ("Hangul", "Noto Sans CJK"),
    ("Hiragana", "Noto Sans CJK"),
    ("Inherited", "Noto Sans"),
    ("Katakana", "Noto Sans CJK"),
    ("Khitan_Small_Script", "Noto Serif Khitan Small Script"),
    ("Latin", "Noto Sans"),
    ("Makasar", "Noto Serif Makasar"),
    ("Meroitic_Cursive", "Noto Sans Meroitic"),
    ("Meroitic_Hieroglyphs", "Noto Sans Meroitic"),
    ("Nko", "Noto Sans NKo"),
    ("Nyiakeng_Puachue_Hmong", "Noto Serif Hmong Nyiakeng"),
    ("Old_Uyghur", "Noto Serif Old Uyghur"),
    ("Phags_Pa", "Noto Sans PhagsPa"),
    ("Tangut", "Noto Serif Tangut"),
    ("Tibetan", "Noto Serif Tibetan"),
    ("Todhri", "Noto Serif Todhri"),
    ("Toto", "Noto Serif Toto"),
    ("Vithkuqi", "Noto Serif Vithkuqi"),
    ("Yezidi", "Noto Serif Yezidi"),
    // Scripts without a family so far.
    ("Beria_Erfe", ""),
    ("Garay", ""),
    ("Gurung_Khema", ""),
    ("Jurchen", ""),
    ("Kirat_Rai", ""),
    ("Ol_Onal", ""),
    ("Proto_Cuneiform", ""),
    ("Seal", ""),
    ("Sidetic", ""),
    ("Tai_Yo", ""),
];

fn family(script: Script) -> Option<Cow<'static, str>> {
    let name = script.full_name();
    match OTHER_FAMILIES.iter().find(|(other, _)| *other == name) {
        Some((_, "")) => None,
        Some((_, family)) => Some((*family).into()),
        None if matches!(name, "Tolong_Siki" | "Tulu_Tigalari") => None,
        None => Some(format!("Noto Sans {}", words(name)).into()),
    }
}

/// `Canadian_Aboriginal` as `Canadian Aboriginal`.
fn words(name: &'static str) -> Cow<'static, str> {
    if name.contains('_') { name.replace('_', " ").into() } else { name.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_a_script_and_a_family() {
        for (c, code, script, family) in [
            ('a', "Latn", "Latin", Some("Noto Sans")),
            ('ગ', "Gujr", "Gujarati", Some("Noto Sans Gujarati")),
            ('བ', "Tibt", "Tibetan", Some("Noto Serif Tibetan")),
            ('ᐃ', "Cans", "Canadian Aboriginal", Some("Noto Sans Canadian Aboriginal")),
            ('ߒ', "Nkoo", "Nko", Some("Noto Sans NKo")),
            ('字', "Hani", "Han", Some("Noto Sans CJK")),
            ('。', "Zyyy", "Han", Some("Noto Sans CJK")),
            ('∑', "Zmth", "Mathematics", Some("Noto Sans Math")),
            ('𝒜', "Zmth", "Mathematics", Some("Noto Sans Math")),
            ('✂', "Zsym", "Symbols", Some("Noto Sans Symbols 2")),
            ('𝄞', "Zsym", "Music", Some("Noto Music")),
            ('।', "Zyyy", "Common", Some("Noto Sans Bengali")),
            ('—', "Zyyy", "Common", Some("Noto Sans")),
            ('\u{E000}', "Zzzz", "Private Use", None),
            ('\u{378}', "Zzzz", "Unassigned", None),
            ('\u{16EA0}', "Berf", "Beria Erfe", None),
        ] {
            assert_eq!((script_code(c), script_name(c).as_ref()), (code, script), "{c:?}");
            let found = noto_family(c);
            let assigned = script_name(c) != "Unassigned";
            assert_eq!(found.as_deref(), family.filter(|_| assigned), "{c:?}");
        }
    }
}
