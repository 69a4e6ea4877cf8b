//! Attributions inside the marks, as French has them: `« Nous partons, a déclaré Luc Morel, et sans regret. »`.
//!
//! Cuts them out of the words; whom they mean is asked in `person`.

use std::ops::Range;

use super::block::Block;
use super::grammar::{Grammar, Pronoun};
use super::language::Language;
use super::phrase::{Head, Phrase, Reader};
use super::word::{Token, tokens_in};

/// A clause inside marked words.
#[derive(Debug)]
pub(super) struct Incise {
    /// The characters of the words around it, in order.
    pub(super) words: Vec<Range<usize>>,
    /// The tokens inside the marks.
    pub(super) tokens: Vec<Token>,
    /// Who is said to speak, in indices of these tokens.
    pub(super) who: Phrase,
}

/// Finds the clause in marked words that says who speaks them.
pub(super) fn incise(block: &Block, words: &Range<usize>, grammar: &Grammar) -> Option<Incise> {
    if grammar.language != Language::French {
        return None;
    }
    let tokens = tokens_in(block, words.clone(), &[], grammar.language);
    let reader = Reader { tokens: &tokens, grammar };
    let commas = (0..tokens.len()).filter(|at| tokens.get(*at).is_some_and(|token| token.is(',')));
    let (comma, who) = commas.take(40).find_map(|comma| Some((comma, speaker(reader, comma + 1)?)))?;
    let after = who.range.end;
    // The clause ends with a comma, or with the words.
    let close = (after..after + 14).find(|at| tokens.get(*at).is_none_or(|token| token.is(',') || token.is('.')))?;
    // `a déclaré Luc Morel, le maire, …`: what he is belongs to the clause.
    let aside = reader
        .phrase(close + 1)
        .filter(|aside| matches!(aside.head, Head::Role(_)) && grammar.is_determiner(reader.low(close + 1)));
    let aside = aside.map(|aside| reader.with_modifiers(&aside).end);
    let close = aside.filter(|end| tokens.get(*end).is_some_and(|token| token.is(','))).unwrap_or(close);
    let open = tokens.get(comma)?.range.start;
    let mut parts = vec![block.trimmed(words.start..open)];
    let ended = tokens.get(close).is_some_and(|token| token.is('.'));
    let end = tokens.get(close).map_or(words.end, |token| token.range.end);
    let rest = block.trimmed(end..words.end);
    if !rest.is_empty() {
        parts.push(rest);
    } else if !ended && close < tokens.len() {
        return None;
    }
    parts.retain(|part| !part.is_empty());
    (!parts.is_empty()).then_some(Incise { words: parts, tokens, who })
}

/// `a déclaré Luc Morel`, `explique-t-elle`, `dit-il` at an index.
fn speaker(reader: Reader<'_>, at: usize) -> Option<Phrase> {
    let helped = reader.grammar.is_auxiliary(reader.low(at));
    // `a-t-il ajouté`.
    let turned =
        helped && reader.grammar.pronoun(reader.low(at + 1)).is_some() && reader.grammar.is_verb(reader.low(at + 2));
    if turned {
        return reader
            .phrase(at + 1)
            .map(|phrase| Phrase { range: phrase.range.start..phrase.range.end + 1, ..phrase });
    }
    let verb = at + usize::from(helped);
    let phrase = reader.grammar.is_verb(reader.low(verb)).then(|| reader.phrase(verb + 1)).flatten()?;
    let clear = match &phrase.head {
        Head::Name { .. } => true,
        Head::Pronoun(pronoun) => *pronoun != Pronoun::I,
        Head::Role(_) => matches!(reader.low(phrase.range.start), "le" | "la" | "l'"),
    };
    clear.then_some(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Option<(Vec<String>, String)> {
        let mut block = Block::default();
        text.chars().enumerate().for_each(|(at, c)| block.push(c, at, at + 1));
        let grammar = Grammar::new(Language::French, [].into_iter());
        let found = incise(&block, &(0..block.len()), &grammar)?;
        let reader = Reader { tokens: &found.tokens, grammar: &grammar };
        Some((found.words.iter().map(|part| block.verbatim(part)).collect(), reader.words(&found.who.range)))
    }

    #[test]
    fn a_clause_inside_the_marks_is_cut_out() {
        let is =
            |parts: &[&str], who: &str| Some((parts.iter().map(|part| (*part).to_owned()).collect(), who.to_owned()));
        assert_eq!(
            cut("Nous partons, a déclaré Luc Morel, et sans regret."),
            is(&["Nous partons", "et sans regret."], "Luc Morel")
        );
        assert_eq!(
            cut("Nous partons, a dit Luc Morel, le maire de Valmorin, et sans regret."),
            is(&["Nous partons", "et sans regret."], "Luc Morel")
        );
        assert_eq!(cut("C’est fini, dit-elle, on rentre."), is(&["C’est fini", "on rentre."], "elle"));
        assert_eq!(cut("C’est fini, explique le maire."), is(&["C’est fini"], "le maire"));
        assert_eq!(cut("Je note, je dis et je pars."), None);
    }
}
