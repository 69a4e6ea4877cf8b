//! Numbering systems: the digit zero of each. All of them are decimal, with their digits in a row.

/// Names (BCP 47, `-u-nu-`) and zeros.
const ZEROS: [(&str, char); 29] = [
    ("adlm", '\u{1E950}'),
    ("arab", '\u{0660}'),
    ("arabext", '\u{06F0}'),
    ("beng", '\u{09E6}'),
    ("cakm", '\u{11136}'),
    ("deva", '\u{0966}'),
    ("fullwide", '\u{FF10}'),
    ("gujr", '\u{0AE6}'),
    ("guru", '\u{0A66}'),
    ("java", '\u{A9D0}'),
    ("khmr", '\u{17E0}'),
    ("knda", '\u{0CE6}'),
    ("lana", '\u{1A80}'),
    ("laoo", '\u{0ED0}'),
    ("latn", '0'),
    ("limb", '\u{1946}'),
    ("mlym", '\u{0D66}'),
    ("mong", '\u{1810}'),
    ("mymr", '\u{1040}'),
    ("nkoo", '\u{07C0}'),
    ("olck", '\u{1C50}'),
    ("orya", '\u{0B66}'),
    ("rohg", '\u{10D30}'),
    ("sinh", '\u{0DE6}'),
    ("sund", '\u{1BB0}'),
    ("tamldec", '\u{0BE6}'),
    ("telu", '\u{0C66}'),
    ("thai", '\u{0E50}'),
    ("tibt", '\u{0F20}'),
];

/// The zero of a numbering system; `0` for one that is not known.
pub(super) fn zero(name: &str) -> char {
    ZEROS.iter().find(|(known, _)| *known == name).map_or('0', |(_, zero)| *zero)
}

/// Whether a numbering system is known by this name.
pub(super) fn is_known(name: &str) -> bool {
    ZEROS.iter().any(|(known, _)| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_zero_begins_a_row_of_ten_digits() {
        use icu_properties::{CodePointMapData, props::GeneralCategory};
        let categories = CodePointMapData::<GeneralCategory>::new();
        for (name, zero) in ZEROS {
            for digit in 0..10 {
                let category = categories.get32(u32::from(zero) + digit);
                assert_eq!(category, GeneralCategory::DecimalNumber, "{name} {digit}");
            }
            assert_ne!(categories.get32(u32::from(zero) - 1), GeneralCategory::DecimalNumber, "{name}");
        }
    }
}
