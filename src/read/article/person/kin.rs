//! Families: whose daughter, his son, the widow of someone.
//!
//! Notes what people are to each other, so that `the grieving father` is found.

use super::super::name::{Gender, gender_of_role, is_kin};
use super::super::phrase::Reader;
use super::{Cast, Spot, bare};

impl Cast {
    /// `her granddaughter`: she is a grandmother. `the widow of Abel Mornay`: a Mornay is a widow.
    pub(super) fn note_kin(&mut self, spot: Spot, reader: Reader<'_>) {
        let word = reader.low(spot.1);
        let gender = match word {
            "his" => Some(Gender::Male),
            "her" => Some(Gender::Female),
            _ => None,
        };
        if gender.is_some() {
            let noun = (spot.1 + 1..spot.1 + 5).map(|at| reader.low(at)).find(|word| is_kin(word));
            let Some(noun) = noun else { return };
            let sentence = reader.token(spot.1).map_or(0, |token| token.sentence);
            let owner = self.antecedent(spot, sentence, gender).and_then(|(owner, _)| self.people.get_mut(owner));
            if let Some(owner) = owner {
                owner.nouns.extend(reciprocal(noun).iter().map(|noun| (*noun).to_owned()));
            }
        } else if is_kin(word) && reader.low(spot.1 + 1) == "of" {
            let name = (spot.1 + 2..spot.1 + 7).find_map(|at| reader.capitals(at));
            let Some(surname) = name.map(|name| bare(reader.low(name.end - 1))) else { return };
            let first = self.people.iter().position(|person| person.words.last() == Some(&surname));
            let gender = gender_of_role(word);
            let other = self.people.iter_mut().enumerate().find(|(index, person)| {
                Some(*index) != first
                    && person.words.len() > 1
                    && person.words.last() == Some(&surname)
                    && (person.gender.is_none() || gender.is_none() || person.gender == gender)
            });
            if let Some((_, other)) = other {
                other.nouns.push(word.to_owned());
            }
        }
    }

    /// `whose daughter`, `his son`: the person is a parent.
    pub(super) fn note_family(&mut self, reader: Reader<'_>, at: usize, person: usize) {
        let Some(sentence) = reader.token(at).map(|token| token.sentence) else { return };
        let rest = (at + 1..at + 30).take_while(|at| reader.token(*at).is_some_and(|token| token.sentence == sentence));
        let mut owner = false;
        for near in rest {
            let word = reader.low(near);
            let nouns: &[&str] = match word {
                "son" | "daughter" | "boy" | "girl" | "child" | "children" | "sons" | "daughters" | "baby" if owner => {
                    &["father", "mother", "parent"]
                }
                "husband" if owner => &["wife", "widow"],
                "wife" if owner => &["husband", "widower"],
                "brother" | "sister" if owner => &["brother", "sister"],
                _ => &[],
            };
            if let Some(person) = self.people.get_mut(person) {
                person.nouns.extend(
                    nouns
                        .iter()
                        .filter(|noun| gender_of_role(noun).is_none_or(|g| person.gender.is_none_or(|own| own == g)))
                        .map(|noun| (*noun).to_owned()),
                );
            }
            owner = matches!(word, "whose" | "his" | "her")
                || (owner && reader.token(near).is_some_and(|token| token.is_word() && !token.is_capital()));
        }
    }
}

/// What someone is to whom a person is this.
fn reciprocal(noun: &str) -> &'static [&'static str] {
    match noun {
        "son" | "daughter" => &["father", "mother", "parent"],
        "father" | "mother" | "mum" | "mom" | "dad" | "parent" => &["son", "daughter"],
        "grandson" | "granddaughter" => &["grandfather", "grandmother"],
        "grandfather" | "grandmother" => &["grandson", "granddaughter"],
        "husband" => &["wife", "widow"],
        "wife" => &["husband", "widower"],
        "brother" | "sister" => &["brother", "sister"],
        "uncle" | "aunt" => &["nephew", "niece"],
        _ => &[],
    }
}
