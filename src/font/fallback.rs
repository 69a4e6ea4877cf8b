//! Which face shows a cluster: the families of the style, then Inter, then whatever covers it. By cluster, never by character.

use parley_engine::shape::Coverage;

use super::embedded::Role;
use super::library::{Face, Fallback, FontLibrary};

/// What a style asks of a face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wanted {
    /// 1 to 1000.
    pub(crate) weight: f32,
    /// Italic or oblique.
    pub(crate) italic: bool,
}

/// What the whole text says about the choice of a face.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Context {
    /// Japanese shapes of Han characters: the language is Japanese or the text has kana.
    pub(crate) japanese: bool,
}

/// A face for a style: its number in the library and what has to be synthesized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Choice {
    /// Number of the face in the library.
    pub(crate) face: u16,
    /// The glyphs have to be slanted.
    pub(crate) skew: bool,
    /// The glyphs have to be emboldened.
    pub(crate) embolden: bool,
}

/// The faces of a style's families in order, Inter last. Never empty when the library has a face.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stack {
    /// What the style asks for.
    pub(crate) wanted: Wanted,
    /// Faces in order of precedence.
    pub(crate) choices: Vec<Choice>,
    /// Faces that no family names, in order, for other and for Japanese text.
    fallbacks: [Vec<Choice>; 2],
}

/// Ordinary text (digits, `#`, `*`, spaces, the copyright sign) never takes the emoji face.
const FIRST_SYMBOL: u32 = 0x203C;

/// From this weight on text is bold: a lighter face is emboldened.
const BOLD: f32 = 600.0;

/// Whether what a character means is agreed upon by those who use it only.
pub(super) fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF)
}

/// The concrete families of a generic name.
fn generic(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "sans-serif" | "system-ui" | "ui-sans-serif" | "ui-rounded" | "-apple-system" | "blinkmacsystemfont" => "Inter",
        "serif" | "ui-serif" => "Source Serif 4",
        "monospace" | "ui-monospace" => "JetBrains Mono",
        "cursive" | "fantasy" => "Caveat",
        "emoji" => "Noto Color Emoji",
        "math" => "Noto Sans Math",
        _ => return None,
    })
}

impl Choice {
    /// The face numbered `face`, with the synthesis it needs.
    pub(crate) fn new(face: usize, record: &Face, wanted: Wanted) -> Self {
        let colour = record.is_emoji();
        Self {
            face: u16::try_from(face).unwrap_or(u16::MAX),
            skew: wanted.italic && !record.italic && !colour,
            embolden: wanted.weight >= BOLD && record.weight.1 < BOLD && !colour,
        }
    }
}

impl Stack {
    /// The faces of `families`. A family that is not there is passed to `missing`.
    pub(crate) fn new(
        library: &FontLibrary,
        families: &[String],
        wanted: Wanted,
        mut missing: impl FnMut(&str),
    ) -> Self {
        let mut choices: Vec<Choice> = Vec::new();
        let names = families.iter().map(String::as_str).chain(["Inter"]);
        for name in names {
            let found = closest(library.faces(), name, wanted)
                .or_else(|| generic(name).and_then(|family| closest(library.faces(), family, wanted)));
            match found {
                Some(choice) if !choices.iter().any(|other| other.face == choice.face) => choices.push(choice),
                Some(_) => {}
                None => {
                    if generic(name).is_none() {
                        missing(name);
                    }
                }
            }
        }
        if choices.is_empty() {
            choices.extend(library.faces().first().map(|face| Choice::new(0, face, wanted)));
        }
        let fallbacks = [false, true].map(|japanese| fallbacks(library.faces(), wanted, Context { japanese }));
        Self { wanted, choices, fallbacks }
    }

    /// The face for a cluster that begins with `base`. `coverage` says how much of the cluster a face maps.
    ///
    /// `emoji` is emoji presentation: such a cluster goes to an emoji face as a whole; others reach the emoji face only
    /// when no other has them. `None` when the library is empty.
    pub(crate) fn select(
        &self,
        library: &FontLibrary,
        (base, emoji): (char, bool),
        context: Context,
        mut coverage: impl FnMut(&Face) -> Coverage,
    ) -> Option<Choice> {
        let faces = library.faces();
        if emoji && let Some(choice) = self.emoji(faces, base) {
            return Some(choice);
        }
        let [other, japanese] = &self.fallbacks;
        let fallbacks = if context.japanese { japanese } else { other };
        if is_private(base) {
            return self.private(faces, base);
        }
        // Parts of a drawing come from one face, or they would not join.
        let mono = |choice: &&Choice| {
            matches!(base, '\u{2500}'..='\u{259F}')
                && faces.get(usize::from(choice.face)).is_some_and(|face| face.role == Some(Role::Mono))
        };
        let mut best = (Coverage::NONE, *self.choices.first()?);
        for &choice in self.choices.iter().chain(fallbacks.iter().filter(mono)).chain(fallbacks) {
            let Some(face) = faces.get(usize::from(choice.face)) else { continue };
            if face.is_emoji() && u32::from(base) < FIRST_SYMBOL {
                continue;
            }
            let covered = coverage(face);
            if covered.is_complete() {
                return Some(choice);
            }
            if covered > best.0 {
                best = (covered, choice);
            }
        }
        Some(best.1)
    }

    /// The face for a private-use character: only a font of the user can mean the same by it. Where none has it, a face
    /// that lacks it, so that the box of a missing glyph is seen and not a sign of the face's own.
    fn private(&self, faces: &[Face], base: char) -> Option<Choice> {
        let all = || self.choices.iter().chain(&self.fallbacks[0]).copied();
        let face = |choice: &Choice| faces.get(usize::from(choice.face));
        let own = all().find(|choice| face(choice).is_some_and(|face| face.means(base)));
        own.or_else(|| all().find(|choice| face(choice).is_some_and(|face| !face.covers(base))))
            .or_else(|| self.choices.first().copied())
    }

    /// The emoji face that has the cluster's first character: of the style's families, else the embedded one.
    fn emoji(&self, faces: &[Face], base: char) -> Option<Choice> {
        let listed = self.choices.iter().map(|choice| usize::from(choice.face));
        let numbers = listed.chain(0..faces.len());
        numbers
            .filter_map(|number| faces.get(number).map(|face| (number, face)))
            .find(|(_, face)| face.is_emoji() && face.covers(base))
            .map(|(number, face)| Choice::new(number, face, self.wanted))
    }
}

/// The face of a family that fits best: slant first, then weight, as CSS says.
fn closest(faces: &[Face], family: &str, wanted: Wanted) -> Option<Choice> {
    // A face of the system only stands for a family that nothing else has.
    let slant = |face: &Face| u8::from(face.italic != wanted.italic) + 2 * u8::from(face.fallback == Fallback::Last);
    let distance = |face: &Face| (slant(face), weight_distance(face.weight, wanted.weight));
    let mut best: Option<(usize, (u8, f32))> = None;
    for (number, face) in faces.iter().enumerate() {
        if !face.family.eq_ignore_ascii_case(family) {
            continue;
        }
        let this = distance(face);
        if best.is_none_or(|(_, other)| this.0 < other.0 || this.0 == other.0 && this.1 < other.1) {
            best = Some((number, this));
        }
    }
    best.and_then(|(number, _)| faces.get(number).map(|face| Choice::new(number, face, wanted)))
}

/// How far a range of weights is from a weight, in the order of CSS Fonts 4, 5.2: the nearest on the right side first.
fn weight_distance((least, greatest): (f32, f32), wanted: f32) -> f32 {
    if wanted >= least && wanted <= greatest {
        return 0.0;
    }
    let nearest = if wanted < least { least } else { greatest };
    let lighter = nearest < wanted;
    let step = (nearest - wanted).abs();
    let wrong_side = if wanted > 500.0 {
        lighter
    } else if wanted < 400.0 {
        !lighter
    } else {
        // 400 to 500: first up to 500, then lighter ones, then heavier ones.
        return if !lighter && nearest <= 500.0 {
            step
        } else if lighter {
            1000.0 + step
        } else {
            2000.0 + step
        };
    };
    if wrong_side { 1000.0 + step } else { step }
}

/// Faces that no family list names, in order: the user's, scripts, mathematics, symbols, Chinese and Japanese, the rest, emoji, the system's.
fn fallbacks(faces: &[Face], wanted: Wanted, context: Context) -> Vec<Choice> {
    let rank = |face: &Face| -> Option<u8> {
        if face.fallback == Fallback::Never || (face.italic && face.role.is_some()) {
            return None;
        }
        Some(match face.role {
            None if face.fallback == Fallback::Last => 9,
            None => 0,
            Some(Role::Script) => 1,
            Some(Role::Math) => 2,
            Some(Role::Symbols) => 3,
            Some(Role::Cjk) => 4 + u8::from(context.japanese != face.family.ends_with("JP")),
            Some(Role::Text) => 6,
            Some(Role::Mono) => 7,
            Some(Role::Emoji) => 8,
            Some(Role::Display | Role::Hand) => return None,
        })
    };
    let mut ranked: Vec<(u8, Choice)> = faces
        .iter()
        .enumerate()
        .filter_map(|(number, face)| Some((rank(face)?, Choice::new(number, face, wanted))))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, choice)| choice).collect()
}

#[cfg(test)]
mod tests {
    use super::super::embedded::EMBEDDED;
    use super::super::library::UserFont;
    use super::*;

    fn library(family: &str, fallback: Fallback) -> FontLibrary {
        let inter = EMBEDDED.iter().find(|font| font.family == "Inter").expect("Inter is embedded");
        let font = UserFont {
            data: inter.bytes.into(),
            family: Some(family.to_owned()),
            weight: None,
            italic: None,
            fallback,
        };
        FontLibrary::with_fonts(&[font]).expect("a sound font")
    }

    /// The family of the face for a Greek letter in a text that asks for a face without Greek.
    fn shown(library: &FontLibrary, families: &[&str]) -> String {
        let families: Vec<String> = families.iter().map(|family| (*family).to_owned()).collect();
        let mut stack = Stack::new(library, &families, Wanted { weight: 400.0, italic: false }, |_| {});
        // Inter itself stands at the end of every list and would hide what comes after.
        stack.choices.retain(|choice| library.faces()[usize::from(choice.face)].family != "Inter");
        let whole = |covered: bool| if covered { Coverage::COMPLETE } else { Coverage::NONE };
        let choice = stack.select(library, ('ω', false), Context::default(), |face| whole(face.covers('ω')));
        choice.map(|choice| library.faces()[usize::from(choice.face)].family.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_font_of_the_user_comes_before_the_embedded_fallbacks_and_one_of_the_system_after_them() {
        assert_eq!(shown(&library("Ours", Fallback::First), &["Anton"]), "Ours");
        let embedded = shown(&FontLibrary::default(), &["Anton"]);
        assert_eq!(shown(&library("Theirs", Fallback::Last), &["Anton"]), embedded);
        assert_eq!(shown(&library("Template's", Fallback::Never), &["Anton"]), embedded);
        assert_eq!(shown(&library("Theirs", Fallback::Last), &["Theirs", "Anton"]), "Theirs");
    }

    #[test]
    fn an_embedded_family_is_not_replaced_by_one_of_the_system() {
        let number = |fallback| {
            let library = library("Caveat", fallback);
            let choice = closest(library.faces(), "Caveat", Wanted { weight: 500.0, italic: false }).expect("a face");
            library.faces()[usize::from(choice.face)].role
        };
        assert_eq!(number(Fallback::First), None);
        assert!(number(Fallback::Last).is_some());
    }
}
