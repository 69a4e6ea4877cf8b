//! The languages whose attributions are understood, and which of them a text is in.

use super::block::{Block, Kind};

/// A language of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Language {
    #[default]
    English,
    German,
    French,
    Spanish,
    Japanese,
}

impl Language {
    /// The language of a primary tag, when it is one that is known.
    pub(super) fn of_tag(tag: &str) -> Option<Self> {
        match tag.get(..2)? {
            "en" => Some(Self::English),
            "de" => Some(Self::German),
            "fr" => Some(Self::French),
            "es" | "ca" | "gl" | "pt" | "it" => Some(Self::Spanish),
            "ja" | "zh" => Some(Self::Japanese),
            _ => None,
        }
    }

    /// The primary tag.
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Japanese => "ja",
        }
    }
}

/// Small words that are frequent in one language and rare in the others.
const WORDS: [(Language, &[&str]); 4] = [
    (Language::English, &["the", "and", "of", "to", "is", "was", "that", "with", "for", "it", "said", "they"]),
    (
        Language::German,
        &["der", "die", "und", "das", "ist", "nicht", "ein", "eine", "mit", "den", "sich", "auf", "sagte"],
    ),
    (Language::French, &["le", "les", "et", "des", "est", "une", "dans", "pour", "pas", "du", "il", "elle", "sur"]),
    (Language::Spanish, &["el", "los", "y", "del", "las", "una", "por", "con", "para", "que", "se", "su", "dijo"]),
];

/// The language of paragraphs, from scripts and small words; `None` when too little speaks for one.
pub(super) fn guess(blocks: &[Block]) -> Option<Language> {
    let mut counts = [0_usize; 4];
    let (mut kana, mut letters) = (0_usize, 0_usize);
    for block in blocks.iter().filter(|block| block.kind != Kind::Heading).take(400) {
        kana += block.chars.iter().filter(|c| matches!(c, '\u{3040}'..='\u{30FF}')).count();
        letters += block.chars.iter().filter(|c| c.is_alphabetic()).count();
        let text: String = block.chars.iter().collect::<String>().to_lowercase();
        for word in text.split(|c: char| !c.is_alphabetic()) {
            for (count, (_, words)) in counts.iter_mut().zip(WORDS) {
                *count += usize::from(words.contains(&word));
            }
        }
    }
    if kana * 5 > letters {
        return Some(Language::Japanese);
    }
    let (count, (language, _)) = counts.iter().zip(WORDS).max_by_key(|(count, _)| **count)?;
    (*count >= 3).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Language> {
        let mut block = Block::default();
        for (at, c) in text.chars().enumerate() {
            block.push(c, at, at + 1);
        }
        guess(&[block])
    }

    #[test]
    fn a_language_is_known_by_its_small_words() {
        assert_eq!(of("The ferry is late, and it was late for the whole of the week."), Some(Language::English));
        assert_eq!(of("Die Fähre ist nicht da, und das ist nicht schön."), Some(Language::German));
        assert_eq!(of("Le bateau est dans le port pour la nuit, et les marins sur le quai."), Some(Language::French));
        assert_eq!(
            of("El barco está en el puerto por la noche, y los marineros con su capitán."),
            Some(Language::Spanish)
        );
        assert_eq!(of("船は今日も遅れました。"), Some(Language::Japanese));
        assert_eq!(of("Ok."), None);
    }

    #[test]
    fn a_tag_names_a_language() {
        assert_eq!(
            (Language::of_tag("de"), Language::of_tag("fi"), Language::of_tag("")),
            (Some(Language::German), None, None)
        );
        assert_eq!(Language::of_tag(Language::Spanish.tag()), Some(Language::Spanish));
    }
}
