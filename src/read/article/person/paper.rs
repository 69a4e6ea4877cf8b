//! What `it` means where it speaks: a paper, a sign, a company. Never a person.
//!
//! Looks back a few sentences for the noun; what nobody named stays unknown.

use super::super::language::Language;
use super::super::name::is_role;
use super::super::phrase::{Head, Phrase, Reader};
use super::description::{phrase_start, speaks_as_body};
use super::{Cast, Meant, REACH, Spot};

/// How many sentences are looked back over.
const SENTENCES: usize = 3;

impl Cast {
    /// The paper or body that `it` means at a place; only a paper when the verb is `read`.
    pub(super) fn by_paper(&self, spot: Spot, reader: Reader<'_>) -> Option<Meant> {
        let sentence = reader.token(spot.1)?.sentence;
        let near = spot.1.saturating_sub(1)..spot.1 + 4;
        let reads = near.into_iter().any(|at| matches!(reader.low(at), "read" | "reads" | "heißt" | "hieß"));
        let mut sentences = (0..=SENTENCES).filter_map(|back| sentence.checked_sub(back));
        let name = sentences.find_map(|sentence| {
            let noun = |at: &usize| {
                let word = reader.low(*at);
                is_paper(word) || (!reads && speaks_as_body(word))
            };
            let within = |at: &usize| reader.token(*at).is_some_and(|token| token.sentence == sentence);
            let named = (0..spot.1).filter(within).find(noun).map(|at| called(reader, at));
            named.or_else(|| (0..spot.1).find(within).filter(|_| !reads).and_then(|first| thing(reader, first)))
        });
        let unnamed = |name| Meant { name, role: None, person: None, certainty: 0.75 };
        name.map(unnamed).or_else(|| if reads { None } else { self.last_body(spot) })
    }

    /// The body last named before a place.
    fn last_body(&self, spot: Spot) -> Option<Meant> {
        let near = self.before(spot).take(REACH).take_while(|mention| spot.0 - mention.block <= 1);
        let is_thing = |person: usize| {
            self.people.get(person).is_some_and(|person| person.body || (!person.human && person.gender.is_none()))
        };
        let mut bodies = near.map(|mention| mention.person).filter(|person| is_thing(*person));
        self.known(bodies.next()?, 0.7)
    }
}

/// The noun phrase around a noun, as it is printed: `a sheet of paper` of `a sheet of paper taped to the gate`.
fn called(reader: Reader<'_>, noun: usize) -> String {
    let start = phrase_start(reader, noun);
    let phrase = reader.phrase(start).filter(|phrase| phrase.range.contains(&noun));
    let range = match phrase {
        Some(Phrase { head: Head::Name { words, .. }, .. }) => words,
        Some(phrase) => reader.with_modifiers(&phrase),
        None => start..noun + 1,
    };
    let english = reader.grammar.language == Language::English;
    // Articles of other languages are in the case of their sentence.
    let from =
        if !english && reader.grammar.is_determiner(reader.low(range.start)) { range.start + 1 } else { range.start };
    let added = |at: &usize| english && reader.low(*at).ends_with("ed");
    let until = (noun + 1..range.end).find(added).unwrap_or(range.end);
    reader.words(&(from..until))
}

/// The noun phrase with which a sentence begins, when it means no person: `The airline`.
fn thing(reader: Reader<'_>, first: usize) -> Option<String> {
    let phrase = reader.phrase(first)?;
    let Head::Role(noun) = phrase.head else { return None };
    let determined = reader.grammar.is_determiner(reader.low(first));
    (determined && !is_role(reader.low(noun))).then(|| reader.words(&reader.with_modifiers(&phrase)))
}

/// Whether a noun names something that is written to be read.
fn is_paper(word: &str) -> bool {
    const PAPERS: &[&str] = &[
        "sign",
        "banner",
        "notice",
        "poster",
        "plaque",
        "placard",
        "inscription",
        "sheet",
        "faq",
        "page",
        "website",
        "email",
        "letter",
        "memo",
        "statement",
        "report",
        "filing",
        "complaint",
        "lawsuit",
        "indictment",
        "ruling",
        "text",
        "message",
        "post",
        "tweet",
        "article",
        "editorial",
        "study",
        "document",
        "note",
        "leaflet",
        "flyer",
        "brochure",
        "label",
        "caption",
        "headline",
        "invitation",
        "verdict",
        "judgment",
        "affidavit",
        "survey",
        "pamphlet",
        "manifesto",
        "petition",
        "gutachten",
        "bericht",
        "brief",
        "erklärung",
        "mitteilung",
        "schreiben",
        "studie",
        "urteil",
        "bescheid",
    ];
    PAPERS.contains(&word)
}
