//! Noun phrases: pronouns, names with the offices before them, and people named by what they are.
//!
//! Says what the words are, not whom they mean; that is known to `person`.

use std::ops::Range;

use super::grammar::{Grammar, Pronoun, is_standing};
use super::language::Language;
use super::name::{Gender, honorific, is_body, is_first_name, is_particle, is_role, is_title};
use super::word::Token;

/// What stands in the middle of a noun phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Head {
    Pronoun(Pronoun),
    /// Words of a name, without forms of address.
    Name {
        words: Range<usize>,
        gender: Option<Gender>,
        addressed: bool,
    },
    /// A noun: `the mayor`. Index of the noun.
    Role(usize),
}

/// A noun phrase, in indices of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) range: Range<usize>,
    pub(super) head: Head,
    /// The words before a name that say what the person is; empty when there are none.
    pub(super) role: Range<usize>,
}

/// How far a sentence is looked at from any of its words, in tokens. Longer ones are no sentences of people.
pub(super) const WINDOW: usize = 64;

/// Most words of a noun phrase.
const LONGEST: usize = 14;

/// The tokens of a paragraph with the grammar of its language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) grammar: &'a Grammar,
}

impl Reader<'_> {
    /// The token at an index.
    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The lower-case word at an index; empty for anything else.
    pub(super) fn low(&self, at: usize) -> &str {
        self.token(at).filter(|token| token.is_word()).map_or("", |token| token.low.as_str())
    }

    /// Whether a token is the first word of its sentence, marks aside.
    pub(super) fn begins_sentence(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else { return false };
        let before = (at.saturating_sub(WINDOW)..at)
            .rev()
            .filter_map(|index| self.token(index))
            .take_while(|before| before.sentence == token.sentence);
        before.into_iter().all(|before| !before.is_word() && !before.is_quote())
    }

    /// The name that begins at an index: its words with particles, forms of address and offices still in it.
    pub(super) fn capitals(&self, at: usize) -> Option<Range<usize>> {
        let first = self.token(at)?;
        let begins = self.begins_sentence(at)
            || at.checked_sub(1).and_then(|at| self.token(at)).is_some_and(|before| before.is(':'));
        if !first.is_capital() || self.grammar.is_no_name(first, begins) {
            // A first name is one wherever it stands.
            let starts =
                first.is_capital() && is_first_name(&first.low) && self.token(at + 1).is_some_and(Token::is_capital);
            if !starts || self.grammar.is_determiner(&first.low) {
                return None;
            }
        }
        let mut end = at + 1;
        while end < at + 8 && !self.token(end - 1)?.is_possessive() {
            let Some(next) = self.token(end) else { break };
            let follows = |step: usize| {
                self.token(end + step).is_some_and(|token| token.is_capital() && !self.grammar.is_no_name(token, false))
            };
            if next.is_capital() && !self.grammar.is_no_name(next, false) {
                end += 1;
                continue;
            }
            let steps = if is_particle(self.low(end + 1)) { 2 } else { 1 };
            // `Sprecher des Verbandes` is no name, `Anna von der Au` is.
            let german = self.grammar.language == Language::German;
            let genitive = german && matches!(next.low.as_str(), "des" | "der" | "den" | "y" | "e" | "la" | "le");
            let particle = next.is_word()
                && !genitive
                && is_particle(&next.low)
                && follows(steps)
                && !is_body(self.low(end + steps))
                && !is_long_noun(self.low(end + steps));
            let office = next.low == "of" && is_title(self.low(end - 1)) && follows(1);
            // `Special Agent in Charge Ana Ruiz`.
            let charge = next.low == "in" && self.low(end + 1) == "charge" && follows(1);
            let younger = next.is(',') && matches!(self.low(end + 1), "jr." | "jr" | "sr.");
            let nickname = next.is_quote() && follows(1) && self.is_nickname(end);
            if !(particle || office || charge || younger || nickname) {
                break;
            }
            end += 2;
        }
        // One word that only ever begins sentences, with no verb of saying and no comma behind it, is no name.
        let alone = end == at + 1
            && self.begins_sentence(at)
            && !self.grammar.is_proper(&first.low)
            && (self.grammar.language == Language::German || !is_first_name(&first.low));
        let helped = self.grammar.language == Language::English && self.grammar.is_auxiliary(self.low(at + 1));
        let shown = first.is_possessive()
            || helped
            || self
                .token(at + 1)
                .is_none_or(|next| !next.is_word() || self.grammar.is_verb(&next.low) || is_many_role(&next.low));
        (!alone || shown || first.text.chars().filter(|c| c.is_uppercase()).count() > 1)
            .then(|| at..end.min(self.tokens.len()))
    }

    /// Whether a marked stretch between two names is a nickname.
    fn is_nickname(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else { return false };
        token.range.len() <= 16
    }

    /// Cuts a run of capitals into what the person is and the name.
    fn cut(&self, run: &Range<usize>) -> (Range<usize>, Range<usize>, Option<Option<Gender>>) {
        let mut from = run.start;
        let mut address = None;
        for at in run.start..run.end.saturating_sub(1) {
            let word = self.low(at);
            if let Some(gender) = honorific(word).filter(|_| at == from || is_title(self.low(at.saturating_sub(1)))) {
                address = Some(address.flatten().or(gender));
                from = at + 1;
            } else if is_title(word) && !(is_first_name(word) && at == run.start) {
                from = at + 1;
            }
        }
        if let Some(of) = run.clone().find(|at| self.low(*at) == "of") {
            // `Chief of Staff Ana Ruiz`: the name is what is left at the end.
            let known = (of + 1..run.end.saturating_sub(1)).find(|at| is_first_name(self.low(*at)));
            let from = known.unwrap_or(if run.end - of > 3 { run.end - 2 } else { run.end });
            return (run.start..from, from..run.end, address);
        }
        if let Some(charge) = (run.start + 1..run.end).find(|at| self.low(*at) == "charge" && self.low(at - 1) == "in")
        {
            return (run.start..charge + 1, charge + 1..run.end, address);
        }
        // `Pensioner Ana Ortiz`: at the beginning of a sentence any noun has a capital.
        let noun = self.low(run.start);
        if from == run.start && run.len() > 2 && self.begins_sentence(from) && is_role(noun) && !is_first_name(noun) {
            from += 1;
        }
        let rest = from..run.end;
        if self.grammar.language == Language::German && from == run.start && run.len() > 1 {
            from = self.german_name(run);
        } else if rest.len() > 2 {
            // Behind words that are no names themselves: `Harbour Systems engineer` has been cut, `Harbour Ana Ortiz` has not.
            let known = rest.clone().find(|at| is_first_name(self.low(*at)));
            let initial = |at: usize| self.low(at).ends_with('.');
            from = known.filter(|at| at + 1 < run.end && !initial(at.saturating_sub(1))).unwrap_or(from);
        }
        (run.start..from, from..run.end, address)
    }

    /// Where the name begins in a run of German nouns: `Bürgermeisterin Anna Weber`.
    fn german_name(&self, run: &Range<usize>) -> usize {
        if let Some(at) = run.clone().find(|at| is_first_name(self.low(*at))) {
            return at;
        }
        let last = run.end - 1;
        let first = self.low(run.start);
        match run.len() {
            2 if self.grammar.is_common(first) || is_title(first) || german_role(first) => last,
            2 => run.start,
            _ => last - 1,
        }
    }

    /// The noun phrase that begins at an index.
    pub(super) fn phrase(&self, at: usize) -> Option<Phrase> {
        if let Some(name) = self.account(at) {
            let head = Head::Name { words: name..name + 1, gender: None, addressed: false };
            return Some(Phrase { range: at..name + 1, head, role: at..at });
        }
        let first = self.token(at).filter(|token| token.is_word())?;
        if let Some(pronoun) = self.grammar.pronoun(&first.low) {
            return Some(Phrase { range: at..at + 1, head: Head::Pronoun(pronoun), role: at..at });
        }
        let determined = self.grammar.is_determiner(&first.low);
        let start = if determined { at + 1 } else { at };
        let mut end = start;
        let mut name: Option<Range<usize>> = None;
        while end < start + LONGEST {
            let Some(token) = self.token(end) else { break };
            if let Some(run) = self.capitals(end) {
                end = run.end;
                name = Some(run);
                continue;
            }
            if name.is_some() && !token.is_capital() && !self.leads_to_role(end) {
                break;
            }
            let stops = self.grammar.ends_phrase(token)
                || self.grammar.is_preposition(&token.low)
                || self.grammar.is_verb(&token.low)
                || (end > start && self.grammar.is_determiner(&token.low));
            let shaken = end == start && determined && token.low.ends_with("ly");
            if stops && !shaken && !(end == start && token.is_word() && is_first_name(&token.low)) {
                break;
            }
            end += 1;
        }
        // Behind a name only what someone is belongs to the phrase (`Quay Line officials`), not a verb that is not known.
        let stays = |name: &Range<usize>| end == name.end || is_many_role(self.low(end - 1));
        let end = name.as_ref().filter(|name| !stays(name)).map_or(end, |name| name.end);
        self.built(at..end, determined, name)
    }

    /// Pronouns and names between two tokens that no preposition or article leads to: what a sentence may be about.
    pub(super) fn subjects(&self, start: usize, end: usize) -> Vec<Phrase> {
        let mut found = Vec::new();
        let mut at = start;
        while at < end {
            let led = at > start
                && (self.grammar.is_preposition(self.low(at - 1)) || self.grammar.is_determiner(self.low(at - 1)));
            let phrase = self.phrase(at);
            match phrase {
                Some(phrase) if led => at = phrase.range.end.max(at + 1),
                Some(phrase) if !matches!(phrase.head, Head::Role(_)) => {
                    at = phrase.range.end.max(at + 1);
                    found.push(phrase);
                }
                _ => at += 1,
            }
        }
        found
    }

    /// The name at an index that owns something: `Mayor Ana Ruiz’s`.
    pub(super) fn owner(&self, at: usize) -> Option<Phrase> {
        let run = self.capitals(at).filter(|run| self.token(run.end - 1).is_some_and(Token::is_possessive))?;
        let (role, words, address) = self.cut(&run);
        let head = Head::Name { words: words.clone(), gender: address.flatten(), addressed: address.is_some() };
        let role = if role.clone().any(|at| is_role(self.low(at))) { role } else { role.end..role.end };
        (!words.is_empty()).then_some(Phrase { range: run, head, role })
    }

    /// The name of an account: `@snowfan88`, `user snowfan88`.
    fn account(&self, at: usize) -> Option<usize> {
        let next = self.token(at + 1).filter(|next| next.is_word())?;
        let sign = self.token(at)?.is('@') && self.token(at)?.range.end == next.range.start;
        let user = matches!(self.low(at), "user" | "commenter")
            && !self.grammar.is_joint(&next.low)
            && !self.grammar.is_verb(&next.low);
        let user = user && !self.grammar.is_preposition(&next.low) && !self.grammar.is_auxiliary(&next.low);
        (sign || user).then_some(at + 1)
    }

    /// Whether one of the next words says what someone is: `Quay Line harbour pilot Ana Ruiz`.
    fn leads_to_role(&self, at: usize) -> bool {
        let words = (at..at + 3).take_while(|at| {
            self.token(*at)
                .is_some_and(|token| !self.grammar.ends_phrase(token) && !self.grammar.is_preposition(&token.low))
        });
        words.into_iter().any(|at| is_many_role(self.low(at)) && !self.grammar.is_verb(self.low(at)))
    }

    /// Makes a phrase of its words and the last run of capitals among them.
    fn built(&self, range: Range<usize>, determined: bool, name: Option<Range<usize>>) -> Option<Phrase> {
        if range.is_empty() || (determined && range.len() == 1) {
            // `said another`.
            let stands = !range.is_empty() && matches!(self.low(range.start), "another" | "both" | "many");
            let role = range.start..range.start;
            return stands.then_some(Phrase { head: Head::Role(range.start), range, role });
        }
        let last = range.end - 1;
        let Some(run) = name.filter(|run| run.end == range.end && !self.token(last).is_some_and(Token::is_possessive))
        else {
            let noun = (!self.token(last)?.is_possessive()).then_some(last)?;
            return Some(Phrase { role: range.start..range.start, range, head: Head::Role(noun) });
        };
        let (before, words, address) = self.cut(&run);
        if words.is_empty() {
            return Some(Phrase { role: range.start..range.start, range, head: Head::Role(last) });
        }
        let single = words.len() == 1;
        let word = self.low(words.start);
        if single
            && address.is_none()
            && (is_title(word) || (determined && run.start == range.start + 1 && self.is_kind(word)))
        {
            return Some(Phrase { role: range.start..range.start, range, head: Head::Role(last) });
        }
        // `The First Minister, Fergus Laing,`: an office of several words beside the name of who holds it.
        let beside =
            || self.token(range.end).is_some_and(|token| token.is(',')) && self.capitals(range.end + 1).is_some();
        if determined && !single && address.is_none() && is_title(self.low(last)) && beside() {
            return Some(Phrase { role: range.start..range.start, range, head: Head::Role(last) });
        }
        let owned = run.start > range.start && self.token(run.start - 1).is_some_and(Token::is_possessive);
        let lead = match run.start > range.start {
            true if owned && !before.is_empty() => range.start,
            true => self.role_before(range.start, run.start),
            false => run.start,
        };
        let role = if before.is_empty() || address.is_some() && before.len() == 1 {
            lead..run.start
        } else {
            lead..before.end
        };
        let says = before.is_empty() || owned || role.clone().any(|at| is_role(self.low(at)));
        let role = if !says || self.is_meaningless(&role) { role.end..role.end } else { role };
        Some(Phrase {
            range,
            head: Head::Name { words, gender: address.flatten(), addressed: address.is_some() },
            role,
        })
    }

    /// Whether a noun with a capital behind an article says what someone is: `the Londoner`, `die Bürgermeisterin`.
    fn is_kind(&self, word: &str) -> bool {
        match self.grammar.language {
            Language::German => true,
            _ => {
                let people = matches!(
                    word,
                    "scot"
                        | "briton"
                        | "dane"
                        | "swede"
                        | "finn"
                        | "pole"
                        | "turk"
                        | "spaniard"
                        | "swiss"
                        | "czech"
                        | "greek"
                );
                let made = ["er", "man", "woman", "crat", "can", "ian", "ese"].iter().any(|end| word.ends_with(end));
                people || (made && !is_body(word))
            }
        }
    }

    /// Where the words begin that say what someone is, before a name; the name itself when they say nothing.
    fn role_before(&self, start: usize, name: usize) -> usize {
        let noun = self.low(name - 1);
        let says = is_role(noun) || is_standing(noun);
        let start = if self.grammar.is_determiner(self.low(start)) { start + 1 } else { start };
        if says && start < name { start } else { name }
    }

    fn is_meaningless(&self, role: &Range<usize>) -> bool {
        role.clone().all(|at| self.grammar.is_determiner(self.low(at)) || honorific(self.low(at)).is_some())
    }

    /// A noun phrase with what belongs to it behind: `a spokesman for the ministry`.
    pub(super) fn with_modifiers(&self, phrase: &Phrase) -> Range<usize> {
        let mut end = phrase.range.end;
        for _ in 0..2 {
            let joins = matches!(
                self.low(end),
                "of" | "for" | "from" | "at" | "der" | "des" | "de" | "du" | "d'" | "del" | "von"
            );
            let occasion = (end + 1..end + 4).any(|at| {
                matches!(
                    self.low(at),
                    "conference" | "statement" | "meeting" | "hearing" | "rally" | "time" | "interview"
                )
            });
            let Some(inner) = (joins && !occasion).then(|| self.phrase(end + 1)).flatten() else { break };
            if matches!(inner.head, Head::Pronoun(_)) {
                break;
            }
            end = inner.range.end;
        }
        phrase.range.start..end
    }

    /// Words of tokens as they stand, with single blanks, without a possessive at the end.
    pub(super) fn words(&self, range: &Range<usize>) -> String {
        let mut out = String::new();
        let mut before: Option<&Token> = None;
        for token in self.tokens.get(range.clone()).unwrap_or_default() {
            let touches = before.is_some_and(|before| before.range.end == token.range.start);
            if !out.is_empty() && !touches {
                out.push(' ');
            }
            out.push_str(&token.text);
            before = Some(token);
        }
        let bare = out.strip_suffix("’s").or_else(|| out.strip_suffix("'s")).unwrap_or(&out);
        bare.trim_end_matches(['’', '\'']).to_owned()
    }
}

/// Whether a noun is for one or more people or a body that speaks.
pub(super) fn is_many_role(word: &str) -> bool {
    is_role(word) || word.strip_suffix('s').is_some_and(is_role) || matches!(word, "executives" | "police" | "family")
}

/// Whether a word is rather an institution than a name: long compounds.
fn is_long_noun(word: &str) -> bool {
    [
        "schule",
        "universität",
        "institut",
        "verein",
        "verband",
        "gesellschaft",
        "ministerium",
        "klinik",
        "kirche",
        "stadt",
    ]
    .iter()
    .any(|end| word.ends_with(end))
}

/// Whether a German noun in lower case names what someone does.
fn german_role(word: &str) -> bool {
    [
        "sprecher",
        "meister",
        "minister",
        "chef",
        "leiter",
        "präsident",
        "direktor",
        "professor",
        "anwalt",
        "trainer",
        "führer",
        "wirt",
        "lehrer",
        "forscher",
        "experte",
        "in",
    ]
    .iter()
    .any(|end| word.ends_with(end) && word.chars().count() > 5)
}

#[cfg(test)]
mod tests {
    use super::super::block::Block;
    use super::super::word::tokens;
    use super::*;

    fn shown(text: &str, language: Language) -> String {
        let mut block = Block::default();
        for (at, c) in text.chars().enumerate() {
            block.push(c, at, at + 1);
        }
        let tokens = tokens(&block, &[], language);
        let grammar = Grammar::new(language, tokens.iter());
        let reader = Reader { tokens: &tokens, grammar: &grammar };
        let Some(phrase) = reader.phrase(0) else { return "none".to_owned() };
        let role = reader.words(&phrase.role);
        match phrase.head {
            Head::Pronoun(pronoun) => format!("{pronoun:?}"),
            Head::Name { words, .. } => format!("{} [{role}]", reader.words(&words)),
            Head::Role(noun) => format!("{}: {}", reader.words(&phrase.range), reader.words(&(noun..noun + 1))),
        }
    }

    #[test]
    fn names_are_cut_from_offices() {
        let shown = |text| shown(text, Language::English);
        assert_eq!(shown("Ana Ortiz said"), "Ana Ortiz []");
        assert_eq!(shown("Mayor Ana Ortiz said"), "Ana Ortiz [Mayor]");
        assert_eq!(shown("Quay Line spokesman Pell Larsen told"), "Pell Larsen [Quay Line spokesman]");
        assert_eq!(shown("Quay Marine Systems CEO Jim Tarrant told"), "Jim Tarrant [Quay Marine Systems CEO]");
        assert_eq!(shown("Mr. Lind said"), "Lind []");
        assert_eq!(shown("sociologist Teodor van der Berg wrote"), "Teodor van der Berg [sociologist]");
        assert_eq!(shown("J. T. Lind said"), "J. T. Lind []");
        assert_eq!(
            shown("Lind’s Senior Content Director Matt Hoyle said"),
            "Matt Hoyle [Lind’s Senior Content Director]"
        );
    }

    #[test]
    fn people_are_named_by_what_they_are() {
        let shown = |text| shown(text, Language::English);
        assert_eq!(shown("the grieving father added"), "the grieving father: father");
        assert_eq!(shown("she said"), "She");
        assert_eq!(shown("the Forest Service said"), "Forest Service []");
        assert_eq!(shown("the Mayor said"), "the Mayor: Mayor");
        assert_eq!(shown("of the sea"), "none");
    }

    #[test]
    fn german_and_french_names_are_read() {
        assert_eq!(shown("Bürgermeisterin Anna Weber sagte", Language::German), "Anna Weber [Bürgermeisterin]");
        assert_eq!(shown("der Sprecher sagte", Language::German), "der Sprecher: Sprecher");
        assert_eq!(shown("le maire Luc Morel", Language::French), "Luc Morel [maire]");
        assert_eq!(shown("Mme Morel", Language::French), "Morel []");
    }
}
