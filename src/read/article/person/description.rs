//! Names in a paragraph, and what the words around them say: `, 43, a farmer from Trent,`, `His father, Tom,`.
//!
//! Whose names they are is decided in `Cast`.

use super::super::name::is_role;
use super::super::phrase::{Head, Phrase, Reader};
use super::super::word::{Sort, Token};
use super::Named;

/// Whether a noun speaks for many: `the company said`.
pub(super) fn speaks_as_body(word: &str) -> bool {
    matches!(
        word,
        "company"
            | "ministry"
            | "department"
            | "report"
            | "statement"
            | "group"
            | "police"
            | "union"
            | "charity"
            | "club"
            | "hospital"
            | "school"
            | "university"
            | "council"
            | "firm"
            | "agency"
            | "letter"
            | "government"
            | "committee"
            | "paper"
            | "newspaper"
            | "parent"
            | "association"
            | "center"
            | "sender"
            | "regulator"
            | "publisher"
            | "broadcaster"
            | "retailer"
            | "manufacturer"
            | "airport"
            | "maker"
            | "order"
            | "poster"
            | "banner"
            | "flyer"
            | "chamber"
            | "empresa"
            | "compañía"
            | "policía"
            | "gobierno"
            | "ayuntamiento"
            | "ministerio"
            | "mairie"
            | "préfecture"
            | "entreprise"
            | "direction"
            | "ministère"
            | "polizei"
            | "stadt"
            | "firma"
            | "regierung"
            | "behörde"
            | "verein"
            | "gemeinde"
    )
}

/// What stands behind a name between commas and says what someone is: `, 43, a farmer from Trent,`.
pub(super) fn apposition(reader: Reader<'_>, name_end: usize) -> Option<String> {
    if !reader.token(name_end)?.is(',') {
        return None;
    }
    let mut start = name_end + 1;
    if reader.low(start).starts_with(|c: char| c.is_ascii_digit())
        && reader.token(start + 1).is_some_and(|token| token.is(','))
    {
        start += 2;
    }
    let mut end = start;
    while end < start + 18 && reader.token(end).is_some_and(|token| token.is_word() || token.is('&') || token.is('-')) {
        end += 1;
    }
    let closes = reader
        .token(end)
        .is_none_or(|token| token.is_quote() || matches!(token.sort, Sort::Mark(',' | '.' | ';' | ')' | '—' | '–')));
    let grammar = reader.grammar;
    let first = reader.low(start);
    let verbs = (start..end).any(|at| {
        grammar.is_auxiliary(reader.low(at)) && reader.low(at) != "a"
            || (grammar.is_verb(reader.low(at)) && !is_role(reader.low(at)))
            || matches!(reader.low(at), "who" | "whose")
    });
    let head = (start..end)
        .take_while(|at| !grammar.is_preposition(reader.low(*at)) || matches!(reader.low(*at), "de" | "des"))
        .any(|at| is_role(reader.low(at)));
    let begins =
        grammar.is_determiner(first) || is_role(first) || (start..end).take(3).any(|at| is_role(reader.low(at)));
    let pronoun = grammar.pronoun(first).is_some() || matches!(first, "his" | "her" | "and" | "but");
    if !closes || verbs || !head || !begins || pronoun || end == start {
        return None;
    }
    let from = if grammar.is_determiner(first) && !matches!(first, "one" | "two") { start + 1 } else { start };
    Some(reader.words(&(from..end)))
}

/// What stands before a name and a comma and says what someone is: `His father, Tom,`, `the mayor, Ana Ruiz,`.
pub(super) fn introduced(reader: Reader<'_>, name: usize) -> Option<String> {
    let comma = name.checked_sub(1).filter(|at| reader.token(*at).is_some_and(|token| token.is(',')))?;
    let start = (comma.saturating_sub(9)..comma).rev().find(|at| {
        reader.token(*at).is_some_and(Token::is_possessive) || reader.grammar.is_determiner(reader.low(*at))
    })?;
    let led = start.checked_sub(1).is_some_and(|before| {
        let word = reader.low(before);
        reader.grammar.is_preposition(word) || matches!(word, "as" | "like" | "comme" | "como" | "als")
    });
    let phrase = reader.phrase(start).filter(|_| !led)?;
    let Head::Role(noun) = phrase.head else { return None };
    let range = reader.with_modifiers(&phrase);
    let fits = range.end == comma && is_role(reader.low(noun)) && !speaks_as_body(reader.low(noun));
    let from = if reader.grammar.is_determiner(reader.low(start)) { start + 1 } else { start };
    fits.then(|| reader.words(&(from..range.end)))
}

/// Every name of a paragraph in order.
pub(super) fn names_in(block: usize, reader: Reader<'_>) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < reader.tokens.len() {
        let Some(run) = reader.capitals(at) else {
            at += 1;
            continue;
        };
        at = run.end;
        let around = reader.phrase(phrase_start(reader, run.start)).filter(|phrase| phrase.range.end == run.end);
        let phrase = around.or_else(|| reader.phrase(run.start).filter(|phrase| phrase.range.end == run.end));
        match phrase {
            Some(phrase) => {
                if let Head::Name { words, .. } = phrase.head.clone() {
                    found.push(Named { block, phrase, words });
                }
            }
            // A name before more words of its phrase, or one that owns something.
            None if reader.owner(run.start).is_some_and(|owner| owner.range == run) => {
                let owner = reader.owner(run.start);
                if let Some(phrase) = owner
                    && let Head::Name { words, .. } = phrase.head.clone()
                {
                    found.push(Named { block, phrase, words });
                }
            }
            None => {
                let head = Head::Name { words: run.clone(), gender: None, addressed: false };
                let phrase = Phrase { range: run.clone(), head, role: run.start..run.start };
                found.push(Named { block, words: run, phrase });
            }
        }
    }
    found
}

/// Where the noun phrase around a name begins.
pub(super) fn phrase_start(reader: Reader<'_>, name: usize) -> usize {
    let mut start = name;
    while start > 0 && name - start < 7 {
        let Some(token) = reader.token(start - 1) else { break };
        let low = token.low.as_str();
        let sentence = reader.token(name).is_some_and(|name| name.sentence == token.sentence);
        if !sentence
            || reader.grammar.ends_phrase(token)
            || reader.grammar.is_preposition(low)
            || reader.grammar.is_verb(low)
        {
            break;
        }
        start -= 1;
        if reader.grammar.is_determiner(low) {
            break;
        }
    }
    start
}
