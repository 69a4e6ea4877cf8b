//! Short phrases that a card, an alternative text or an embed adds to a record's own words. Templates ask for them by name.

use super::{fill, tag};

/// A phrase that templates may print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// The marked words were marked by whoever made the card.
    EmphasisAdded,
    /// Who translated the words; takes the name.
    TranslatedBy,
    /// A page of a work; takes the page.
    Page,
}

impl Label {
    /// Names for templates, in the order of the documentation.
    pub(crate) const NAMES: [(&'static str, Self); 3] =
        [("emphasis-added", Self::EmphasisAdded), ("translated-by", Self::TranslatedBy), ("page", Self::Page)];

    /// A phrase by its name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, label)| *label)
    }
}

/// A phrase in a language (BCP 47), English for one that is not known here; `what` takes the place of `{}`.
///
/// A page that is not a number (`3:45`, `Act II`) stays as it is.
pub(crate) fn label(label: Label, what: &str, lang: &str) -> String {
    if label == Label::Page && !is_page_number(what) {
        return what.to_owned();
    }
    let key = tag(lang);
    let row = PHRASES.iter().find(|row| row.0 == key).unwrap_or(&ENGLISH);
    let phrase = match label {
        Label::EmphasisAdded => row.1,
        Label::TranslatedBy => row.2,
        Label::Page => row.3,
    };
    fill(phrase, what)
}

/// `12`, `12–14`, `xii`, `A3`.
fn is_page_number(page: &str) -> bool {
    let roman = |part: &str| part.chars().all(|c| "ivxlcdmIVXLCDM".contains(c));
    let number = |part: &str| {
        let digits = part.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(part);
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
    };
    page.split(['-', '–']).map(str::trim).all(|part| !part.is_empty() && (roman(part) || number(part)))
}

/// Language, emphasis added, translated by, page.
type Row = (&'static str, &'static str, &'static str, &'static str);

const ENGLISH: Row = ("en", "Emphasis added", "Translated by {}", "p.\u{A0}{}");

#[rustfmt::skip]
const PHRASES: [Row; 27] = [
    ("ar", "التشديد مضاف", "ترجمة {}", "ص\u{A0}{}"),
    ("ca", "L’èmfasi és nostre", "Traducció de {}", "p.\u{A0}{}"),
    ("cs", "Zvýraznění redakce", "Přeložil(a) {}", "s.\u{A0}{}"),
    ("da", "Fremhævet her", "Oversat af {}", "s.\u{A0}{}"),
    ("de", "Hervorhebung hinzugefügt", "Übersetzt von {}", "S.\u{A0}{}"),
    ("el", "Η έμφαση είναι δική μας", "Μετάφραση: {}", "σ.\u{A0}{}"),
    ENGLISH,
    ("es", "Énfasis añadido", "Traducción de {}", "p.\u{A0}{}"),
    ("fa", "تأکید افزوده شده است", "ترجمهٔ {}", "ص\u{A0}{}"),
    ("fi", "Korostus lisätty", "Suomentanut {}", "s.\u{A0}{}"),
    ("fr", "C’est nous qui soulignons", "Traduit par {}", "p.\u{A0}{}"),
    ("he", "ההדגשה נוספה", "תרגום: {}", "עמ׳\u{A0}{}"),
    ("hi", "ज़ोर हमारा", "अनुवाद: {}", "पृ.\u{A0}{}"),
    ("id", "Penekanan ditambahkan", "Terjemahan oleh {}", "hlm.\u{A0}{}"),
    ("it", "Enfasi aggiunta", "Traduzione di {}", "p.\u{A0}{}"),
    ("ja", "強調は引用者", "{} 訳", "{}頁"),
    ("ko", "강조는 인용자", "{} 옮김", "{}쪽"),
    ("nb", "Uthevet her", "Oversatt av {}", "s.\u{A0}{}"),
    ("nl", "Nadruk toegevoegd", "Vertaald door {}", "p.\u{A0}{}"),
    ("pl", "Wyróżnienie redakcji", "Tłumaczenie: {}", "s.\u{A0}{}"),
    ("pt", "Grifo nosso", "Tradução de {}", "p.\u{A0}{}"),
    ("ru", "Выделено редакцией", "Перевод: {}", "с.\u{A0}{}"),
    ("sv", "Betonat här", "Översatt av {}", "s.\u{A0}{}"),
    ("tr", "Vurgu eklenmiştir", "Çeviri: {}", "s.\u{A0}{}"),
    ("uk", "Виділено редакцією", "Переклад: {}", "с.\u{A0}{}"),
    ("zh", "着重为引者所加", "{} 译", "第{}页"),
    ("zh-Hant", "重點為引者所加", "{} 譯", "第{}頁"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_follow_the_language_and_its_script() {
        assert_eq!(label(Label::TranslatedBy, "Mina Ostrow", "en-GB"), "Translated by Mina Ostrow");
        assert_eq!(label(Label::TranslatedBy, "Mina Ostrow", "ja"), "Mina Ostrow 訳");
        assert_eq!(label(Label::Page, "41", "zh-TW"), "第41頁");
        assert_eq!(label(Label::EmphasisAdded, "", "nb"), "Uthevet her");
        assert_eq!(label(Label::EmphasisAdded, "", "xx"), "Emphasis added");
    }

    #[test]
    fn only_numbers_are_pages() {
        for page in ["12", "xii", "12–14", "A3"] {
            assert_eq!(label(Label::Page, page, "en"), format!("p.\u{A0}{page}"));
        }
        for other in ["3:45", "Act II, scene 3", "p. 12", "", "folio"] {
            assert_eq!(label(Label::Page, other, "en"), other);
        }
    }

    #[test]
    fn every_language_has_the_place_for_what_is_named() {
        for row in PHRASES {
            assert!(row.2.matches("{}").count() == 1 && row.3.matches("{}").count() == 1, "{}", row.0);
        }
    }
}
