//! Who speaks without being the subject of a verb of saying: the owner of an opinion or message, the one on whom a participle leans,
//! the paper behind `it`.
//!
//! Clauses with a verb of saying and its subject are read in `attribution`.

use super::grammar::Pronoun;
use super::language::Language;
use super::phrase::{Head, Phrase, Reader, is_many_role};
use super::verb::is_participle;

impl Reader<'_> {
    /// `Ana Ruiz’s opinion`, `her view`: whose it is.
    pub(super) fn in_opinion(&self, at: usize) -> Option<Phrase> {
        let owner = self.possessor(at)?;
        let noun = self.low(owner.range.end);
        matches!(
            noun,
            "opinion" | "view" | "words" | "eyes" | "mind" | "judgment" | "judgement" | "assessment" | "telling"
        )
        .then_some(owner)
    }

    /// A name or pronoun that owns what follows: `Ana Ruiz’s`, `her`.
    fn possessor(&self, at: usize) -> Option<Phrase> {
        let pronoun = match self.low(at) {
            "his" => Some(Pronoun::He),
            "her" => Some(Pronoun::She),
            _ => None,
        };
        let pronoun = pronoun.filter(|_| self.grammar.language == Language::English);
        let phrase = pronoun.map(|pronoun| Phrase { range: at..at + 1, head: Head::Pronoun(pronoun), role: at..at });
        phrase.or_else(|| self.owner(at))
    }

    /// Whose words a sentence introduces: `Ana Ruiz’s message to the staff was short:`, `an answer from Lind:`.
    pub(super) fn words_of(&self, start: usize, end: usize) -> Option<Phrase> {
        (start..end).find_map(|at| {
            let owner = self.possessor(at).filter(|owner| at == start || matches!(owner.head, Head::Name { .. }));
            let owner = owner.filter(|owner| (owner.range.end..owner.range.end + 3).any(|at| is_message(self.low(at))));
            let sent = is_message(self.low(at)) && matches!(self.low(at + 1), "from" | "by");
            let sender = || self.phrase(at + 2).filter(|phrase| matches!(phrase.head, Head::Name { .. }));
            owner.or_else(|| sent.then(sender).flatten()).filter(|who| who.range.end <= end)
        })
    }

    /// `it read`, `heißt es`: a paper or a body that speaks, with its verb.
    pub(super) fn paper(&self, at: usize) -> Option<(Phrase, usize)> {
        let it = |at: usize| Phrase { range: at..at + 1, head: Head::Pronoun(Pronoun::It), role: at..at };
        match (self.grammar.language, self.low(at)) {
            (Language::English, "it") => {
                let verb = self.skip_adverbs(at + 1, at + 4);
                let says = matches!(
                    self.low(verb),
                    "said" | "says" | "read" | "reads" | "stated" | "states" | "added" | "adds" | "warned" | "warns"
                );
                (says && self.verb_at(verb)).then(|| (it(at), verb))
            }
            (Language::German, "heißt" | "hieß") if self.low(at + 1) == "es" => Some((it(at + 1), at)),
            _ => None,
        }
    }

    /// `Ana Ruiz waved, saying, “…”`: a participle leans on the subject of its sentence.
    pub(super) fn leaning(&self, start: usize, quote: usize) -> Option<(Phrase, usize)> {
        let leans = |verb: &usize| {
            self.verb_at(*verb)
                && is_participle(self.low(*verb), self.grammar.language)
                && verb.checked_sub(1).is_some_and(|before| self.is_mark(before, &[',']))
        };
        let verb = (start..quote).rev().find(leans)?;
        // A verb that is not known may stand in the phrase of a noun: `a club spokeswoman left`.
        let first =
            self.phrase(start).filter(|phrase| matches!(phrase.head, Head::Role(_)) && phrase.range.end <= verb);
        let noun = first.and_then(|phrase| phrase.range.rev().find(|at| is_many_role(self.low(*at))));
        let role = noun.map(|noun| Phrase { range: start..noun + 1, head: Head::Role(noun), role: start..start });
        // With two names before it, it may lean on either.
        let mut subjects = self.subjects(start, verb).into_iter();
        let alone = subjects.next().filter(|_| subjects.next().is_none());
        let who = role.or(alone)?;
        Some((self.with_name_behind(who), verb))
    }
}

/// Whether a noun stands for what someone has to say.
fn is_message(word: &str) -> bool {
    matches!(
        word,
        "message"
            | "answer"
            | "reply"
            | "response"
            | "verdict"
            | "view"
            | "opinion"
            | "advice"
            | "warning"
            | "reaction"
            | "argument"
            | "conclusion"
            | "assessment"
            | "explanation"
            | "summary"
            | "question"
            | "plea"
            | "appeal"
            | "motto"
            | "letter"
            | "email"
            | "note"
            | "statement"
            | "comment"
            | "words"
            | "complaint"
            | "point"
    )
}
