//! Whom a noun phrase means: a surname, a pronoun, an office, a noun of kinship.
//!
//! Only asks what `Cast` has collected.

use std::ops::Range;

use super::super::grammar::Pronoun;
use super::super::language::Language;
use super::super::name::{Gender, gender_of_role, is_kin, is_role, is_title};
use super::super::phrase::{Head, Phrase, Reader, is_many_role};
use super::super::word::Token;
use super::description::speaks_as_body;
use super::{Cast, Meant, REACH, Spot, bare};

impl Cast {
    /// Whom a noun phrase means at a place. `None` when that cannot be said.
    pub(in crate::read::article) fn meant(&self, spot: Spot, reader: Reader<'_>, phrase: &Phrase) -> Option<Meant> {
        match &phrase.head {
            Head::Pronoun(pronoun) => self.by_pronoun((spot.0, phrase.range.start), reader, *pronoun),
            Head::Name { words, gender, .. } => self.by_name(spot, reader, phrase, words, *gender),
            Head::Role(noun) => Some(self.by_role(spot, reader, phrase, *noun)),
        }
    }

    /// Whom a verb without a subject means at a place.
    pub(in crate::read::article) fn implied(&self, spot: Spot, sentence: usize) -> Option<Meant> {
        let (person, certainty) = self.antecedent(spot, sentence, None)?;
        self.known(person, certainty)
    }

    pub(super) fn known(&self, person: usize, certainty: f64) -> Option<Meant> {
        let found = self.people.get(person)?;
        Some(Meant { name: found.name.clone(), role: found.role.clone(), person: Some(person), certainty })
    }

    /// Whom a pronoun means that stands at a place.
    pub(in crate::read::article) fn pronoun_meant(
        &self,
        spot: Spot,
        sentence: usize,
        pronoun: Pronoun,
    ) -> Option<Meant> {
        let (person, certainty) = self.antecedent(spot, sentence, pronoun.gender())?;
        self.known(person, certainty)
    }

    pub(super) fn by_pronoun(&self, spot: Spot, reader: Reader<'_>, pronoun: Pronoun) -> Option<Meant> {
        if pronoun == Pronoun::I {
            let name = self.writer.clone()?;
            return Some(Meant { name, role: None, person: None, certainty: 0.75 });
        }
        if pronoun == Pronoun::It {
            return self.by_paper(spot, reader);
        }
        let sentence = reader.token(spot.1)?.sentence;
        let sure = if pronoun == Pronoun::They { 0.6 } else { 1.0 };
        if let Some(person) = self.pronouns.get(&spot) {
            return self.known(*person, 0.78);
        }
        let (person, certainty) = self.antecedent(spot, sentence, pronoun.gender())?;
        self.known(person, certainty * sure)
    }

    pub(super) fn by_name(
        &self,
        spot: Spot,
        reader: Reader<'_>,
        phrase: &Phrase,
        words: &Range<usize>,
        gender: Option<Gender>,
    ) -> Option<Meant> {
        let lower: Vec<String> = words.clone().map(|at| bare(reader.low(at))).filter(|word| !word.is_empty()).collect();
        let at = self.mentions.binary_search_by_key(&(spot.0, words.start), |mention| (mention.block, mention.token));
        let mentioned = at.ok().and_then(|at| self.mentions.get(at)).map(|mention| mention.person);
        let found = mentioned.or_else(|| self.find(&lower, gender, spot.0));
        let role = reader.words(&phrase.role);
        match found.and_then(|person| self.known(person, 0.95)) {
            Some(mut meant) => {
                if meant.role.is_none() && !role.is_empty() {
                    meant.role = Some(role);
                }
                Some(meant)
            }
            None => Some(Meant {
                name: reader.words(words),
                role: (!role.is_empty()).then_some(role),
                person: None,
                certainty: 0.9,
            }),
        }
    }

    pub(super) fn by_role(&self, spot: Spot, reader: Reader<'_>, phrase: &Phrase, noun: usize) -> Meant {
        let literal = |certainty| Meant {
            name: reader.words(&reader.with_modifiers(phrase)),
            role: None,
            person: None,
            certainty,
        };
        let word = reader.low(noun);
        let first = reader.low(phrase.range.start);
        // `Ruiz’s statement read`.
        let written = matches!(
            word,
            "statement" | "letter" | "email" | "memo" | "note" | "post" | "tweet" | "diary" | "message" | "testimony"
        );
        let owner = reader.capitals(phrase.range.start).filter(|run| written && run.end == noun);
        if let Some(owner) = owner.filter(|run| reader.token(run.end - 1).is_some_and(Token::is_possessive)) {
            let words: Vec<String> = owner.map(|at| bare(reader.low(at))).collect();
            if let Some(meant) = self.find(&words, None, spot.0).and_then(|person| self.known(person, 0.9)) {
                return meant;
            }
        }
        let definite =
            matches!(first, "the" | "der" | "die" | "le" | "la" | "l'" | "el" | "this" | "that" | "his" | "her");
        if !definite {
            return literal(if is_many_role(word) { 0.8 } else { 0.6 });
        }
        if let Some(meant) = self.by_noun(word, spot).and_then(|person| self.known(person, 0.8)) {
            return meant;
        }
        let gender = gender_of_role(word).or_else(|| gender_of_article(first, reader.grammar.language));
        let aged = word.ends_with("-year-old") || word.contains("-jährige");
        let one = is_kin(word)
            || aged
            || gender_of_role(word).is_some()
            || (reader.token(noun).is_some_and(Token::is_capital)
                && reader.grammar.language == Language::English
                && !is_title(word))
            || (is_role(word) && !word.ends_with('s') && !speaks_as_body(word))
            || (matches!(reader.grammar.language, Language::French | Language::Spanish) && !speaks_as_body(word));
        let sentence = reader.token(phrase.range.start).map_or(0, |token| token.sentence);
        let owned = matches!(first, "his" | "her");
        let sure = if is_kin(word) || gender.is_some() || aged { 0.65 } else { 0.55 };
        let found = (one && !owned).then(|| self.antecedent(spot, sentence, gender)).flatten();
        found.and_then(|(person, _)| self.known(person, sure)).unwrap_or_else(|| literal(0.75))
    }

    /// Whether something shows that someone is a person rather than a body or a place.
    pub(in crate::read::article) fn is_human(&self, person: usize) -> bool {
        self.people.get(person).is_some_and(|person| person.human && !person.body)
    }

    /// The last person the text was about before a place, for words whose speaker is not named.
    pub(in crate::read::article) fn last_subject(&self, spot: Spot) -> Option<Meant> {
        let before = self.before(spot).take(REACH);
        let found = before.into_iter().find(|mention| {
            mention.subject
                && spot.0 - mention.block <= 1
                && self.people.get(mention.person).is_some_and(|person| person.human && !person.silent)
        })?;
        self.known(found.person, 0.45)
    }
}

/// Gender by an article, where articles have one.
fn gender_of_article(word: &str, language: Language) -> Option<Gender> {
    match (language, word) {
        (Language::German, "der") | (Language::French, "le") | (Language::Spanish, "el") => Some(Gender::Male),
        (Language::German, "die") | (Language::French | Language::Spanish, "la") => Some(Gender::Female),
        _ => None,
    }
}
