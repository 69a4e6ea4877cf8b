//! The people of an article: who is named, what they are, and whom a surname, an office or a pronoun means.
//!
//! Reads names and small words; what they say is read in `attribution`.

mod description;
mod kin;
mod meaning;
mod paper;

use std::collections::HashMap;
use std::ops::Range;

use super::grammar::Grammar;
use super::language::Language;
use super::name::{Gender, core, gender_of, gender_of_role, is_body, is_first_name, is_kin, is_role};
use super::phrase::{Head, Phrase, Reader, is_many_role};
use super::word::Token;
use description::{apposition, introduced, names_in, speaks_as_body};

/// Someone or something that has a name.
#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    /// The name as it stands at its fullest.
    pub(super) name: String,
    /// What the text says of the person, beside the name.
    pub(super) role: Option<String>,
    /// Words of the name, in lower case.
    words: Vec<String>,
    /// Nouns that stand for the person, in lower case.
    nouns: Vec<String>,
    gender: Option<Gender>,
    /// Whether this is a body or a place rather than a person, as far as can be told.
    body: bool,
    /// Whether something shows that this is a person.
    human: bool,
    /// Whether this is the writer, whom the article only names as such.
    silent: bool,
    mentions: usize,
}

/// A place where someone is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mention {
    block: usize,
    token: usize,
    sentence: usize,
    person: usize,
    /// Whether the sentence is about the person.
    subject: bool,
    /// Whether a verb of saying stands beside.
    speaks: bool,
}

/// A place in the article: number of the paragraph, index of the token.
pub(super) type Spot = (usize, usize);

/// Whom a noun phrase means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meant {
    /// Name to print.
    pub(super) name: String,
    pub(super) role: Option<String>,
    /// The person, when it is one with a name.
    pub(super) person: Option<usize>,
    /// How sure that is, 0 to 1.
    pub(super) certainty: f64,
}

/// Everyone in an article.
#[derive(Debug, Default)]
pub(super) struct Cast {
    people: Vec<Person>,
    mentions: Vec<Mention>,
    by_word: HashMap<String, Vec<usize>>,
    pronouns: HashMap<Spot, usize>,
    /// Whether first names show their gender by their ending.
    romance: bool,
    /// Who wrote the article, for "I asked".
    writer: Option<String>,
}

/// A name as found, before it is known whose it is.
struct Named {
    block: usize,
    phrase: Phrase,
    words: Range<usize>,
}

/// How many mentions are looked back over for a pronoun.
const REACH: usize = 80;

impl Cast {
    /// Finds everyone. `pages` are the tokens of each paragraph, empty for those that do not count.
    pub(super) fn new(pages: &[Vec<Token>], grammar: &Grammar, writer: Option<String>) -> Self {
        let mut cast = Self { writer, romance: grammar.language == Language::Spanish, ..Self::default() };
        let named: Vec<Named> =
            pages.iter().enumerate().flat_map(|(block, tokens)| names_in(block, Reader { tokens, grammar })).collect();
        let reader_of = |block: usize| Reader { tokens: pages.get(block).map_or(&[][..], Vec::as_slice), grammar };
        // Full names first, so that a surname finds its name wherever that stands.
        for name in named.iter().filter(|name| name.words.len() > 1) {
            cast.add(name, reader_of(name.block));
        }
        let mut by_block: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
        for name in &named {
            let person = cast.add(name, reader_of(name.block));
            by_block.entry(name.block).or_default().push((name.words.start, person));
        }
        for person in &mut cast.people {
            person.human |= !person.body && person.words.len() > 1 && person.mentions > 2;
        }
        for (index, person) in cast.people.iter_mut().enumerate() {
            let is_own =
                |name: &&Named| by_block.get(&name.block).is_some_and(|all| all.contains(&(name.words.start, index)));
            let speaks = |name: &Named| beside_verb(reader_of(name.block), &name.words);
            person.silent = cast.writer.as_ref().is_some_and(|writer| writer.contains(&person.name))
                && !named.iter().filter(is_own).any(speaks);
        }
        for block in 0..pages.len() {
            cast.walk(block, reader_of(block), by_block.get(&block).map_or(&[][..], Vec::as_slice));
        }
        cast
    }

    /// Finds or makes the person of a name, and notes what the words around it say.
    fn add(&mut self, named: &Named, reader: Reader<'_>) -> usize {
        let words: Vec<String> =
            named.words.clone().map(|at| bare(reader.low(at))).filter(|word| !word.is_empty()).collect();
        let Head::Name { gender, addressed, .. } = named.phrase.head else { return 0 };
        let index = self.find(&words, gender, named.block).unwrap_or_else(|| self.make(&words, printed(named, reader)));
        let role = reader.words(&named.phrase.role);
        let behind = apposition(reader, named.words.end);
        let ahead = introduced(reader, named.phrase.range.start);
        let Some(person) = self.people.get_mut(index) else { return index };
        person.mentions += 1;
        person.gender = person.gender.or(gender);
        person.human |= addressed || !role.is_empty() || has_age(reader, named.words.end);
        for role in [Some(role), ahead, behind].into_iter().flatten().filter(|role| !role.is_empty()) {
            person.describe(&role);
        }
        index
    }

    fn make(&mut self, words: &[String], name: String) -> usize {
        let index = self.people.len();
        let first = words.first().map_or("", String::as_str);
        let scottish = ["mc", "mac", "o'", "d'"].iter().any(|start| first.starts_with(start));
        let acronym = words.len() == 1
            && !scottish
            && name.chars().filter(|c| c.is_uppercase()).count() > 1
            && !name.contains('-');
        let body = acronym || (words.iter().any(|word| is_body(word)) && !is_first_name(first));
        let ending = (self.romance && words.len() > 1).then(|| gender_of_ending(first)).flatten();
        let gender = if body { None } else { gender_of(first).or(ending) };
        let human = !body && is_first_name(first);
        for word in [words.first(), words.last()].into_iter().flatten() {
            let known = self.by_word.entry(word.clone()).or_default();
            if known.last() != Some(&index) {
                known.push(index);
            }
        }
        self.people.push(Person { name, words: words.to_vec(), gender, body, human, ..Person::default() });
        index
    }

    /// The person of these words: the same name, the same first and last word, or the one whose surname or first name this is.
    fn find(&self, words: &[String], gender: Option<Gender>, block: usize) -> Option<usize> {
        let known = self.by_word.get(words.last()?)?;
        let fits = |person: &Person| match words {
            [one] => person.words.contains(one) && !(person.body && person.words.len() > 1),
            _ => person.words.first() == words.first() && person.words.last() == words.last(),
        };
        let agrees = |person: &Person| gender.is_none() || person.gender.is_none() || person.gender == gender;
        let candidates = known
            .iter()
            .copied()
            .filter(|index| self.people.get(*index).is_some_and(|person| fits(person) && agrees(person)));
        // Of several with one surname, the one who was mentioned last before.
        let last = |index: usize| {
            self.mentions
                .iter()
                .rev()
                .find(|mention| mention.person == index && mention.block <= block)
                .map(|m| (m.block, m.token))
        };
        let candidates: Vec<usize> = candidates.collect();
        match candidates.as_slice() {
            [] => None,
            [one] => Some(*one),
            several => several.iter().copied().max_by_key(|index| (last(*index), std::cmp::Reverse(*index))),
        }
    }

    /// Goes through a paragraph and notes every mention in order.
    fn walk(&mut self, block: usize, reader: Reader<'_>, names: &[(usize, usize)]) {
        let mut names = names.iter().copied().peekable();
        let mut subject_of: Option<usize> = None;
        for (at, token) in reader.tokens.iter().enumerate() {
            if !token.is_word() {
                continue;
            }
            let named = names.next_if(|(start, _)| *start == at).map(|(_, person)| person);
            let spot = (block, at);
            self.note_kin(spot, reader);
            let person = named
                .or_else(|| self.pronoun_at(spot, reader))
                .or_else(|| self.office_at(spot, reader))
                .or_else(|| self.stranger_at(spot, reader));
            let Some(person) = person else { continue };
            let before = at.checked_sub(1).map_or("", |before| reader.low(before));
            let count = self.people.get(person).map_or(1, |person| person.words.len());
            let modifies = named.is_some()
                && reader
                    .token(at + count)
                    .is_some_and(|next| next.is_word() && !next.is_capital() && is_many_role(&next.low));
            let owns = self.is_owner(reader, at, person) && !self.leads_as_owner(reader, at, person);
            let free = !reader.grammar.is_preposition(before) && !owns && !modifies;
            let subject = free
                && subject_of != Some(token.sentence)
                && !self.people.get(person).is_some_and(|person| person.body);
            if subject {
                subject_of = Some(token.sentence);
            }
            let speaks = beside_verb(reader, &(at..at + 1)) || (named.is_some() && speaks_later(reader, at + count));
            self.mentions.push(Mention { block, token: at, sentence: token.sentence, person, subject, speaks });
            self.note_family(reader, at, person);
        }
    }

    fn is_owner(&self, reader: Reader<'_>, at: usize, person: usize) -> bool {
        let count = self.people.get(person).map_or(1, |person| person.words.len());
        (at..at + count).any(|at| reader.token(at).is_some_and(Token::is_possessive))
    }

    /// `Ana Ruiz’s voice shook`: a sentence that begins with who owns its subject is about the owner.
    fn leads_as_owner(&self, reader: Reader<'_>, at: usize, person: usize) -> bool {
        let Some(person) = self.people.get(person) else { return false };
        let end = at + person.words.len();
        let people = (end..end + 3).any(|at| {
            is_many_role(reader.low(at)) || is_kin(reader.low(at)) || reader.token(at).is_some_and(Token::is_capital)
        });
        person.human && reader.begins_sentence(at) && !people
    }

    fn pronoun_at(&mut self, spot: Spot, reader: Reader<'_>) -> Option<usize> {
        let pronoun = reader.grammar.pronoun(reader.low(spot.1)).filter(|pronoun| pronoun.gender().is_some())?;
        let (person, _) = self.antecedent(spot, reader.token(spot.1)?.sentence, pronoun.gender())?;
        self.pronouns.insert(spot, person);
        if let Some(person) = self.people.get_mut(person) {
            person.gender = person.gender.or(pronoun.gender());
            person.human = true;
        }
        Some(person)
    }

    /// The person of an office behind an article: `the mayor`.
    fn office_at(&self, spot: Spot, reader: Reader<'_>) -> Option<usize> {
        if !matches!(reader.low(spot.1), "the" | "der" | "die" | "le" | "la" | "l'" | "el") {
            return None;
        }
        let nouns = (spot.1 + 1..spot.1 + 4)
            .take_while(|at| reader.token(*at).is_some_and(|token| !reader.grammar.ends_phrase(token)));
        nouns.map(|at| reader.low(at)).filter(|word| is_role(word)).find_map(|word| self.by_noun(word, spot))
    }

    /// Someone without a name with whom a sentence begins: `One student at the college said`.
    fn stranger_at(&mut self, spot: Spot, reader: Reader<'_>) -> Option<usize> {
        let indefinite = matches!(reader.low(spot.1), "a" | "an" | "one" | "another")
            && reader.grammar.language == Language::English;
        if !indefinite {
            return None;
        }
        let phrase = reader.phrase(spot.1)?;
        let Head::Role(noun) = phrase.head else { return None };
        let word = reader.low(noun);
        let behind = (phrase.range.end..phrase.range.end + 8).any(|at| reader.grammar.is_verb(reader.low(at)));
        let named = reader.token(phrase.range.end).is_some_and(|token| token.is(','))
            && reader.token(phrase.range.end + 1).is_some_and(Token::is_capital);
        let speaks = (reader.begins_sentence(spot.1) && behind)
            || spot.1.checked_sub(1).is_some_and(|before| reader.grammar.is_verb(reader.low(before)));
        if !is_role(word) || word.ends_with('s') || speaks_as_body(word) || !speaks || named {
            return None;
        }
        let index = self.people.len();
        let name = reader.words(&reader.with_modifiers(&phrase));
        self.people.push(Person {
            name,
            gender: gender_of_role(word),
            human: true,
            nouns: vec![word.to_owned()],
            ..Person::default()
        });
        Some(index)
    }

    /// The mentions before a place, the last one first.
    fn before(&self, spot: Spot) -> impl Iterator<Item = &Mention> {
        let count = self.mentions.partition_point(|mention| (mention.block, mention.token) < spot);
        self.mentions.get(..count).unwrap_or_default().iter().rev().take(4 * REACH)
    }

    /// The person last mentioned before a place whom a noun names.
    fn by_noun(&self, noun: &str, spot: Spot) -> Option<usize> {
        let gender = gender_of_role(noun);
        let stem = noun.strip_suffix("in").filter(|stem| stem.chars().count() > 4);
        let same = |known: &String| core(known) == core(noun) || stem.is_some_and(|stem| known.starts_with(stem));
        let named = |index: usize| {
            self.people.get(index).is_some_and(|person| {
                person.nouns.iter().any(same)
                    && !person.silent
                    && (gender.is_none() || person.gender.is_none() || person.gender == gender)
            })
        };
        let before = self.before(spot);
        before.map(|mention| mention.person).find(|index| named(*index))
    }

    /// Who is most likely meant by a pronoun at a place, and how sure that is.
    fn antecedent(&self, spot: Spot, sentence: usize, gender: Option<Gender>) -> Option<(usize, f64)> {
        let before = self.before(spot).take(REACH);
        let mut here = (spot.0, sentence);
        let mut distance = 0.0;
        let mut best: Option<(usize, f64)> = None;
        for mention in before {
            if (mention.block, mention.sentence) != here {
                distance += if mention.block == here.0 { 1.0 } else { 1.25 };
                here = (mention.block, mention.sentence);
            }
            let Some(person) = self.people.get(mention.person) else { continue };
            let known = person.gender.is_some() && person.gender == gender;
            let shown = person.human || mention.subject || mention.speaks;
            if person.body
                || person.silent
                || !shown
                || (gender.is_some() && person.gender.is_some() && !known)
                || distance > 14.0
            {
                continue;
            }
            let plus = |holds: bool, worth: f64| if holds { worth } else { 0.0 };
            // Gender that is known excludes others; among those left who is nearer counts.
            let human = if person.human { 2.0 } else { plus(mention.speaks && person.words.len() > 1, 1.6) };
            let score = plus(mention.subject, 1.5) + plus(mention.speaks, 0.8) + plus(known, 0.4) + human - distance;
            if best.is_none_or(|(_, most)| score > most + 1e-9) {
                best = Some((mention.person, score));
            }
        }
        let (person, score) = best?;
        Some((person, if score > 1.0 { 0.78 } else { 0.7 }))
    }
}

impl Person {
    /// Notes what is said of the person; the first description is kept as the role.
    fn describe(&mut self, role: &str) {
        self.human = true;
        for word in role.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()) {
            let word = word.to_lowercase();
            self.gender = self.gender.or(gender_of_role(&word));
            if is_role(&word) && !self.nouns.contains(&word) {
                self.nouns.push(word);
            }
        }
        if self.role.is_none() {
            self.role = Some(role.to_owned());
        }
    }
}

/// The name to print: someone called by one name keeps the form of address that belongs to it, as in `Lord Tennant`.
fn printed(named: &Named, reader: Reader<'_>) -> String {
    let address = named.words.start.checked_sub(1).filter(|at| {
        named.words.len() == 1
            && reader.token(*at).is_some_and(Token::is_capital)
            && matches!(reader.low(*at), "lord" | "lady" | "sir" | "dame" | "sister")
    });
    reader.words(&(address.unwrap_or(named.words.start)..named.words.end))
}

/// Whether an age stands behind a name: `Ana Ruiz, 43,`.
fn has_age(reader: Reader<'_>, end: usize) -> bool {
    let comma = |at: usize| reader.token(at).is_some_and(|token| token.is(','));
    let age = reader.low(end + 1).parse::<u8>().is_ok_and(|age| age < 120);
    age && comma(end) && comma(end + 2)
}

/// Whether a verb of saying stands beside words.
fn beside_verb(reader: Reader<'_>, words: &Range<usize>) -> bool {
    let near = [words.start.checked_sub(1), Some(words.end), Some(words.end + 1)];
    near.into_iter().flatten().any(|near| reader.grammar.is_verb(reader.low(near)))
}

/// `Lind, a postman, said`: whether a verb of saying follows what stands between commas behind a name.
fn speaks_later(reader: Reader<'_>, end: usize) -> bool {
    let comma = |at: &usize| reader.token(*at).is_some_and(|token| token.is(','));
    let quiet =
        |at: &usize| reader.token(*at).is_some_and(|token| token.is_word() && !reader.grammar.is_verb(&token.low));
    let close =
        Some(end).filter(comma).map(|comma| (comma + 1..comma + 14).take_while(quiet).last().unwrap_or(comma) + 1);
    close
        .filter(comma)
        .is_some_and(|close| [close + 1, close + 2].iter().any(|at| reader.grammar.is_verb(reader.low(*at))))
}

/// Gender by the ending of a Spanish or Italian first name.
fn gender_of_ending(first: &str) -> Option<Gender> {
    match first.chars().last()? {
        'a' => Some(Gender::Female),
        'o' => Some(Gender::Male),
        _ => None,
    }
}

/// A word of a name without its possessive or full stop.
fn bare(word: &str) -> String {
    word.trim_end_matches("'s").trim_end_matches(['\'', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::block::Block;
    use super::super::language::Language;
    use super::super::mark::stretches;
    use super::super::word::tokens;
    use super::*;

    /// Whom the phrase that begins with the last occurrence of a word means.
    fn meant(text: &str, word: &str) -> String {
        let blocks: Vec<Block> = text
            .split("\n\n")
            .map(|paragraph| {
                let mut block = Block::default();
                paragraph.chars().enumerate().for_each(|(at, c)| block.push(c, at, at + 1));
                block
            })
            .collect();
        let marked = stretches(&blocks);
        let pages: Vec<Vec<Token>> =
            blocks.iter().zip(&marked).map(|(block, marked)| tokens(block, marked, Language::English)).collect();
        let grammar = Grammar::new(Language::English, pages.iter().flatten());
        let cast = Cast::new(&pages, &grammar, Some("Ida Brandt".to_owned()));
        let (block, page) = pages
            .iter()
            .enumerate()
            .rev()
            .find(|(_, page)| page.iter().any(|token| token.text == word))
            .expect("the word");
        let reader = Reader { tokens: page, grammar: &grammar };
        let at = page.iter().rposition(|token| token.text == word).expect("the word");
        let phrase = reader.phrase(at).expect("a phrase");
        cast.meant((block, at), reader, &phrase)
            .map_or("nobody".to_owned(), |meant| format!("{} [{}]", meant.name, meant.role.unwrap_or_default()))
    }

    #[test]
    fn a_surname_means_the_full_name() {
        assert_eq!(meant("Mayor Ana Ruiz came. Then Ruiz left.", "Ruiz"), "Ana Ruiz [Mayor]");
        assert_eq!(meant("Ana Ruiz and Tom Ruiz came. Mr. Ruiz left.", "Mr."), "Tom Ruiz []");
        assert_eq!(meant("Ana Ruiz, 43, a baker from Trent, came. Ana left.", "Ana"), "Ana Ruiz [baker from Trent]");
    }

    #[test]
    fn a_pronoun_means_who_fits() {
        let text = "Ana Ruiz runs the mill. Her brother Tom helps. Then she left.";
        assert_eq!(meant(text, "she"), "Ana Ruiz []");
        assert_eq!(meant("Ana Ruiz met Eva Lind. Then she left.", "she"), "Ana Ruiz []");
        assert_eq!(meant("Quill Ruiz met Tom Lind. Later she left. Then she slept.", "she"), "Quill Ruiz []");
        assert_eq!(meant("The town sleeps. Then she left.", "she"), "nobody");
        assert_eq!(meant("Then I left.", "I"), "Ida Brandt []");
    }

    #[test]
    fn an_office_or_a_kinship_means_a_person() {
        assert_eq!(meant("Mayor Ana Ruiz met Tom Lind. Then the mayor said no.", "the"), "Ana Ruiz [Mayor]");
        assert_eq!(
            meant("Tom Lind, whose son drowned, met Ana Ruiz and Max Hall. Then the grieving father said no.", "the"),
            "Tom Lind []"
        );
        assert_eq!(
            meant("Tom Lind left. A spokesman for the ministry said no.", "A"),
            "A spokesman for the ministry []"
        );
    }
}
