//! Which scripts and emoji some texts need, and which face has each character. It shapes nothing and opens no font.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use icu_properties::CodePointSetData;
use icu_properties::props::EmojiPresentation;
use parley_engine::shape::Coverage;

use super::fallback::{Context, Stack, Wanted};
use super::library::FontLibrary;
use super::script::{is_ignorable, noto_family, script_code, script_name};
use crate::text::entity::emoji_end;

/// The needs of all texts so far.
#[derive(Debug)]
pub(crate) struct Plan {
    library: FontLibrary,
    stack: Stack,
    /// Records so far.
    pub(crate) records: usize,
    /// By the name of the script.
    pub(crate) scripts: BTreeMap<Cow<'static, str>, Need>,
    /// Emoji, each sequence once.
    pub(crate) emoji: EmojiNeed,
}

/// What the texts need of a script.
#[derive(Debug, Default)]
pub(crate) struct Need {
    /// ISO 15924 code; `Zmth` and `Zsym` are mathematics and symbols, `Zyyy` other signs that scripts share.
    pub(crate) code: &'static str,
    /// Records with such characters.
    pub(crate) records: usize,
    /// Different characters that each family has.
    pub(crate) faces: BTreeMap<String, usize>,
    /// Characters that no face has.
    pub(crate) missing: BTreeSet<char>,
    /// Noto families that have those.
    pub(crate) families: BTreeSet<Cow<'static, str>>,
    characters: BTreeSet<char>,
}

/// What the texts need of emoji.
#[derive(Debug, Default)]
pub(crate) struct EmojiNeed {
    /// Different sequences.
    pub(crate) sequences: BTreeSet<String>,
    /// Records with emoji.
    pub(crate) records: usize,
    /// Sequences of which the emoji face lacks a character.
    pub(crate) missing: BTreeSet<String>,
}

impl Need {
    /// How many different characters there are.
    pub(crate) fn characters(&self) -> usize {
        self.characters.len()
    }
}

impl Plan {
    /// A plan for the faces of a library.
    pub(crate) fn new(library: FontLibrary) -> Self {
        let stack = Stack::new(&library, &[], Wanted { weight: 400.0, italic: false }, |_| {});
        Self { library, stack, records: 0, scripts: BTreeMap::new(), emoji: EmojiNeed::default() }
    }

    /// Adds the texts of one record.
    pub(crate) fn add<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        self.records += 1;
        let mut seen: BTreeSet<Cow<'static, str>> = BTreeSet::new();
        let mut emoji = false;
        for text in texts {
            let characters: Vec<char> = text.chars().collect();
            let mut at = 0;
            while let Some(&c) = characters.get(at) {
                let end = emoji_end(&characters, at).unwrap_or(at + 1).max(at + 1);
                let cluster = characters.get(at..end).unwrap_or_default();
                if is_emoji(cluster) {
                    self.add_emoji(cluster);
                    emoji = true;
                    at = end;
                    continue;
                }
                at += 1;
                if !c.is_whitespace() && !c.is_control() && !is_ignorable(c) {
                    let script = script_name(c);
                    self.add_character(c, script.clone());
                    seen.insert(script);
                }
            }
        }
        self.emoji.records += usize::from(emoji);
        for script in seen {
            if let Some(need) = self.scripts.get_mut(&script) {
                need.records += 1;
            }
        }
    }

    fn add_character(&mut self, c: char, script: Cow<'static, str>) {
        let need = self.scripts.entry(script).or_default();
        if !need.characters.insert(c) {
            return;
        }
        if need.code.is_empty() {
            need.code = script_code(c);
        }
        let whole = |covered: bool| if covered { Coverage::COMPLETE } else { Coverage::NONE };
        let choice = self.stack.select(&self.library, (c, false), Context::default(), |face| whole(face.covers(c)));
        let face = choice.and_then(|choice| self.library.faces().get(usize::from(choice.face)));
        match face.filter(|face| face.means(c)) {
            Some(face) => *need.faces.entry(face.family.to_string()).or_default() += 1,
            None => {
                need.missing.insert(c);
                need.families.extend(noto_family(c));
            }
        }
    }

    fn add_emoji(&mut self, cluster: &[char]) {
        let sequence: String = cluster.iter().collect();
        if self.emoji.sequences.contains(&sequence) {
            return;
        }
        let shown = |c: &&char| !is_ignorable(**c);
        let covered = self
            .library
            .faces()
            .iter()
            .any(|face| face.is_emoji() && cluster.iter().filter(shown).all(|c| face.covers(*c)));
        if !covered {
            self.emoji.missing.insert(sequence.clone());
        }
        self.emoji.sequences.insert(sequence);
    }

    /// Whether every character has a face.
    pub(crate) fn is_covered(&self) -> bool {
        self.emoji.missing.is_empty() && self.scripts.values().all(|need| need.missing.is_empty())
    }
}

/// Whether a cluster is drawn in colour: by its nature, its selector, or because it is a sequence.
fn is_emoji(cluster: &[char]) -> bool {
    match cluster {
        [] => false,
        [alone] => CodePointSetData::new::<EmojiPresentation>().contains(*alone),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_emoji_are_counted_by_record() {
        let mut plan = Plan::new(FontLibrary::default());
        plan.add(["Moss, moss", "ગુલાબ"].into_iter());
        plan.add(["moss \u{1F9D1}\u{1F3FD}\u{200D}\u{1F680} \u{1F680} 1\u{FE0F}\u{20E3} \u{E000}"].into_iter());
        let latin = plan.scripts.get("Latin").expect("Latin");
        assert_eq!((latin.code, latin.characters(), latin.records), ("Latn", 4, 2));
        assert_eq!(latin.faces.get("Inter"), Some(&4));
        let gujarati = plan.scripts.get("Gujarati").expect("Gujarati");
        assert_eq!((gujarati.code, gujarati.records, gujarati.missing.len()), ("Gujr", 1, gujarati.characters()));
        assert!(gujarati.families.contains("Noto Sans Gujarati"));
        assert!(
            plan.scripts.get("Private Use").is_some_and(|need| need.missing.len() == 1 && need.families.is_empty())
        );
        assert_eq!((plan.records, plan.emoji.records, plan.emoji.sequences.len()), (2, 1, 3));
        assert!(!plan.is_covered());
    }

    #[cfg(all(feature = "fonts-emoji", feature = "fonts-scripts", feature = "fonts-cjk"))]
    #[test]
    fn embedded_scripts_are_covered() {
        let mut plan = Plan::new(FontLibrary::default());
        plan.add(["Größe, шум, λόγος, שלום, سلام, नमस्ते, বই, நன்றி, สวัสดี, გმადლობ, բարև, ሰላም, 你好, 안녕, こんにちは ∑ ✓ ❤\u{FE0F}"].into_iter());
        let missing: Vec<_> = plan.scripts.iter().filter(|(_, need)| !need.missing.is_empty()).collect();
        assert!(plan.is_covered(), "{missing:?}");
        assert!(plan.scripts.len() > 14, "{:?}", plan.scripts.keys());
    }
}
