//! Who is said to have said something: the clause before or behind marked words, with its verb and its noun phrase.
//!
//! Finds the phrase only; whom it means is asked in `person`.

use std::ops::Range;

use super::grammar::Pronoun;
use super::language::Language;
use super::mark::Stretch;
use super::phrase::{Head, Phrase, Reader, WINDOW, is_many_role};
use super::verb::is_participle;
use super::word::{Sort, Token};

/// An attribution.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attribution {
    /// Who; `None` when the verb stands alone, as in Spanish.
    pub(super) who: Option<Phrase>,
    /// The verb of saying, when there is one.
    pub(super) verb: Option<usize>,
    /// The tokens of the clause, from the words it belongs to.
    pub(super) clause: Range<usize>,
    /// Whether it stands right beside the words.
    pub(super) tight: bool,
    /// How clearly it says so, 0 to 1.
    pub(super) clarity: f64,
}

impl Reader<'_> {
    fn sentence_of(&self, at: usize) -> usize {
        self.token(at).map_or(usize::MAX, |token| token.sentence)
    }

    pub(super) fn is_mark(&self, at: usize, marks: &[char]) -> bool {
        matches!(self.token(at).map(|token| token.sort), Some(Sort::Mark(mark)) if marks.contains(&mark))
    }

    /// Skips words that may stand between a noun phrase and its verb.
    pub(super) fn skip_adverbs(&self, mut at: usize, end: usize) -> usize {
        while at < end
            && (self.grammar.is_adverb(self.low(at)) || self.grammar.is_auxiliary(self.low(at)) || is_day(self.low(at)))
        {
            at += 1;
        }
        at
    }

    /// Whether a verb of saying has something said to its subject rather than by it: `was told`.
    fn is_passive(&self, verb: usize) -> bool {
        let be = |at: usize| matches!(self.low(at), "was" | "were" | "been" | "be" | "being" | "is" | "are" | "got");
        let near = (verb.saturating_sub(2)..verb).any(be);
        let word = self.low(verb);
        self.grammar.language == Language::English && near && !word.ends_with("ing") && word != "quoted"
    }

    /// The verb of saying at an index: not a passive, not a noun behind an article.
    pub(super) fn verb_at(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else { return false };
        let before = at.checked_sub(1).map_or("", |before| self.low(before));
        let noun = self.grammar.language == Language::English
            && (self.grammar.is_determiner(before)
                || (before == "to" && token.low != "put")
                || matches!(before, "of" | "s"))
            && !token.low.ends_with("ed")
            && token.low != "said";
        // Verbs that are of saying only with a word behind them.
        let next = self.low(at + 1);
        let bare = match token.low.as_str() {
            "went" | "goes" => next != "on",
            "put" | "puts" | "putting" => !matches!(next, "it" | "this" | "that"),
            "began" | "begins" | "speaks" | "spoke" | "speaking" => self.token(at + 1).is_some_and(Token::is_word),
            _ => false,
        };
        token.is_word() && self.grammar.is_verb(&token.low) && !self.is_passive(at) && !noun && !bare
    }

    /// Whether a noun phrase that ends at `from` is the subject of the verb at `verb`.
    fn reaches(&self, from: usize, verb: usize) -> bool {
        let from = self.skip_adverbs(from, verb);
        if from == verb {
            return true;
        }
        let open = |at: usize| {
            (at..verb)
                .rev()
                .find(|at| !self.grammar.is_adverb(self.low(*at)) && !self.grammar.is_auxiliary(self.low(*at)))
        };
        let Some(last) = open(from) else { return true };
        let inner = from + 1..last;
        let quiet = |range: Range<usize>| {
            range.len() < 45 && !range.clone().any(|at| self.token(at).is_some_and(Token::is_quote) && range.len() > 30)
        };
        match self.token(from).map(|token| token.sort) {
            Some(Sort::Mark(',')) if self.is_mark(last, &[',']) && last > from => quiet(inner),
            Some(Sort::Mark('(')) if self.is_mark(last, &[')']) => quiet(inner),
            Some(Sort::Mark('—' | '–')) if self.is_mark(last, &['—', '–']) && last > from => quiet(inner),
            Some(Sort::Word) => {
                let low = self.low(from);
                let plain = (from..verb).all(|at| self.token(at).is_some_and(Token::is_word)) && verb - from < 20;
                let genitive =
                    self.grammar.language == Language::German && matches!(low, "des" | "der" | "eines" | "einer");
                let modifies = self.grammar.is_preposition(low) || genitive || matches!(low, "who" | "qui" | "que");
                let relative = |at: usize| {
                    at > from && matches!(self.low(at), "which" | "that" | "whom" | "where" | "when" | "dass")
                };
                let other =
                    (from..verb).any(|at| (self.verb_at(at) || relative(at)) && !matches!(low, "who" | "qui" | "que"));
                // `of the union, a small one,`: a comma may follow the modifier.
                let comma =
                    self.is_mark(last, &[',']).then(|| (from..last).find(|at| self.is_mark(*at, &[',']))).flatten();
                match comma {
                    Some(comma) if modifies && comma < last => {
                        !(from..comma).any(|at| self.verb_at(at)) && quiet(from..last)
                    }
                    _ => modifies && plain && !other,
                }
            }
            _ => false,
        }
    }

    /// The subject before a verb, not before `start`.
    fn subject(&self, start: usize, verb: usize) -> Option<Phrase> {
        (start..verb).find_map(|at| {
            let before = at.checked_sub(1).map_or("", |before| self.low(before));
            let inside = at > start && (self.grammar.is_preposition(before) || self.grammar.is_determiner(before));
            if inside && !matches!(before, "that" | "une" | "as") {
                return None;
            }
            let phrase = self.phrase(at).filter(|phrase| self.may_speak(phrase))?;
            // `the curator there, Tom Fenn, told`: a name between commas.
            let between = matches!(phrase.head, Head::Name { .. })
                && at > start
                && self.is_mark(at - 1, &[','])
                && self.is_mark(phrase.range.end, &[','])
                && self.skip_adverbs(phrase.range.end + 1, verb) == verb;
            (phrase.range.end <= verb && (between || self.reaches(phrase.range.end, verb)))
                .then(|| self.with_name_behind(phrase))
        })
    }

    /// Whether a phrase may be one who speaks: a noun alone must be for people.
    fn may_speak(&self, phrase: &Phrase) -> bool {
        let Head::Role(noun) = phrase.head else { return true };
        let first = self.low(phrase.range.start);
        self.grammar.is_determiner(first)
            || is_many_role(self.low(noun))
            || self.token(phrase.range.start).is_some_and(Token::is_possessive)
    }

    /// `the mayor, Ana Ruiz,`: the name behind a noun is the better one.
    pub(super) fn with_name_behind(&self, phrase: Phrase) -> Phrase {
        let Head::Role(noun) = phrase.head else { return phrase };
        let end = self.with_modifiers(&phrase).end;
        let named = self.is_mark(end, &[',']).then(|| self.phrase(end + 1)).flatten();
        match named {
            Some(Phrase { range, head: head @ Head::Name { .. }, role })
                if self.is_mark(range.end, &[',', '.', '(', ':'])
                    || self.token(range.end).is_none_or(|token| token.is_quote() || self.verb_at(range.end)) =>
            {
                let start = if self.grammar.is_determiner(self.low(phrase.range.start)) {
                    phrase.range.start + 1
                } else {
                    phrase.range.start
                };
                let role = if role.is_empty() { start..end.max(noun + 1) } else { role };
                Phrase { range: phrase.range.start..range.end, head, role }
            }
            _ => phrase,
        }
    }

    /// `said Ortiz`: the phrase behind a verb, when it ends there.
    fn behind(&self, verb: usize, end: usize) -> Option<Phrase> {
        let at = self.skip_adverbs(verb + 1, end);
        let phrase = self.phrase(at).filter(|phrase| phrase.range.end <= end && self.may_speak(phrase))?;
        let after = phrase.range.end;
        let verb_follows =
            self.grammar.is_auxiliary(self.low(after)) && after < end && self.grammar.language == Language::English;
        let english_object = self.grammar.language == Language::English
            && matches!(self.low(verb), "told" | "tells" | "telling" | "asked" | "asking")
            && after < end
            && self.token(after).is_some_and(Token::is_word)
            && !self.grammar.is_preposition(self.low(after))
            && !self.grammar.is_joint(self.low(after));
        (!verb_follows && !english_object).then(|| self.with_name_behind(phrase))
    }

    /// `according to Ortiz` and its like at an index: the phrase.
    fn according(&self, at: usize) -> Option<Phrase> {
        let skip = match (self.grammar.language, self.low(at), self.low(at + 1)) {
            (Language::English, "according", "to") | (Language::French, "d'", "après") => 2,
            (Language::English, "in", _) if self.in_opinion(at + 1).is_some() => return self.in_opinion(at + 1),
            (Language::English, "in", "the") if self.low(at + 2) == "words" && self.low(at + 3) == "of" => 4,
            (Language::German, "nach", "angaben") if matches!(self.low(at + 2), "von" | "der" | "des") => 3,
            (Language::English, "per", _) | (Language::French, "selon", _) | (Language::Spanish, "según", _) => 1,
            (Language::German, "so" | "laut", _) => 1,
            (Language::French, "pour", _) if self.begins_sentence(at) => 1,
            _ => return None,
        };
        let at = at + skip;
        let object = match self.low(at) {
            "him" | "lui" | "ihm" => Some(Pronoun::He),
            "her" | "ihr" if !self.token(at + 1).is_some_and(Token::is_word) => Some(Pronoun::She),
            "them" | "ihnen" | "eux" => Some(Pronoun::They),
            _ => None,
        };
        if let Some(pronoun) = object {
            return Some(Phrase { range: at..at + 1, head: Head::Pronoun(pronoun), role: at..at });
        }
        self.phrase(at).map(|phrase| self.with_name_behind(phrase))
    }

    /// The attribution behind the stretch at a token.
    pub(super) fn after(&self, quote: usize, stretch: &Stretch, last: char) -> Option<Attribution> {
        let sentence = self.sentence_of(quote);
        let mut end = quote + 1;
        while end < quote + WINDOW
            && self.token(end).is_some_and(|token| !token.is_quote() && token.sentence == sentence)
        {
            end += 1;
        }
        let lead = usize::from(self.is_mark(quote + 1, &[',', '—', '–', '-', '―']));
        let start = quote + 1 + lead;
        if start >= end {
            return self.so_said(quote).or_else(|| self.credit(quote, stretch));
        }
        let ends_clause = matches!(last, ',' | '!' | '?' | '…' | '—' | '–' | '-' | '.') || lead > 0;
        if let Some(found) = self.clause(quote, start, end, ends_clause) {
            return Some(found);
        }
        if let Some(found) = self.credit(quote, stretch) {
            return Some(found);
        }
        if ends_clause && let Some(found) = self.unknown_verb(quote, start, end) {
            return Some(found);
        }
        // Further on in the sentence: `… in the valley, Ortiz said`.
        let late = (start + 1..end)
            .filter(|at| self.is_mark(at - 1, &[',', '—', '–']))
            .find_map(|at| self.clause(quote, at, end, true));
        let named = || (start..end).find_map(|at| self.according(at).map(|phrase| (at, phrase)));
        late.map(|found| Attribution { tight: false, clarity: found.clarity * 0.95, ..found }).or_else(|| {
            let (at, who) = named()?;
            Some(Attribution {
                clause: quote + 1..who.range.end,
                who: Some(who),
                verb: None,
                tight: at == start,
                clarity: 0.95,
            })
        })
    }

    /// A clause that says who spoke, between two tokens.
    fn clause(&self, quote: usize, start: usize, end: usize, ends_clause: bool) -> Option<Attribution> {
        let found = |who: Option<Phrase>, verb: Option<usize>, to: usize, clarity: f64| {
            let clause = quote + 1..to;
            Some(Attribution { who, verb, clause, tight: ends_clause, clarity })
        };
        if let Some(phrase) = self.according(start) {
            let to = phrase.range.end;
            return found(Some(phrase), None, to, 0.97);
        }
        if let Some((who, verb)) = self.paper(start).filter(|(who, verb)| who.range.end.max(verb + 1) <= end) {
            let to = who.range.end.max(verb + 1);
            return found(Some(who), Some(verb), to, 1.0);
        }
        let first = self.skip_adverbs(start, end);
        if self.verb_at(first) && first < end && !(is_participle(self.low(first), self.grammar.language)) {
            if let Some(phrase) = self.behind(first, end) {
                let to = phrase.range.end;
                return found(Some(phrase), Some(first), to, 1.0);
            }
            if ends_clause && matches!(self.grammar.language, Language::Spanish | Language::German | Language::French) {
                return found(None, Some(first), first + 1, 0.9);
            }
        }
        // `a-t-il ajouté`.
        let asked = self.grammar.is_auxiliary(self.low(start))
            && self.grammar.pronoun(self.low(start + 1)).is_some()
            && self.verb_at(start + 2);
        if asked && start + 2 < end {
            return found(self.phrase(start + 1), Some(start + 2), start + 3, 1.0);
        }
        let begin =
            if matches!(self.low(start), "as" | "and" | "but" | "comme" | "wie" | "como") { start + 1 } else { start };
        // `is how Ortiz put it`.
        let how = matches!(self.low(begin), "is" | "was") && matches!(self.low(begin + 1), "how" | "what");
        let begin = if how { begin + 2 } else { begin };
        let subject = self.phrase(begin).filter(|phrase| self.may_speak(phrase))?;
        let from = subject.range.end;
        let verb = (from..end).find(|verb| self.verb_at(*verb) && self.reaches(from, *verb))?;
        let who = Some(self.with_name_behind(subject));
        found(who, Some(verb), verb + 1, 1.0)
    }

    /// `“…,” she grinned`, `“…!” laughed Ortiz`: a verb that is not in the lists.
    fn unknown_verb(&self, quote: usize, start: usize, end: usize) -> Option<Attribution> {
        let found = |who: Phrase, verb: usize, to: usize| Attribution {
            who: Some(who),
            verb: Some(verb),
            clause: quote + 1..to,
            tight: true,
            clarity: 0.8,
        };
        let is_plain = |at: usize| {
            let word = self.low(at);
            let grammar = self.grammar;
            self.token(at).is_some_and(|token| token.is_word() && !token.is_capital())
                && !(grammar.is_joint(word)
                    || grammar.is_preposition(word)
                    || grammar.is_determiner(word)
                    || grammar.is_auxiliary(word)
                    || grammar.pronoun(word).is_some())
        };
        if let Some(phrase) = self.phrase(start)
            && !matches!(phrase.head, Head::Role(_))
            && phrase.range.end < end
            && is_plain(phrase.range.end)
        {
            let verb = phrase.range.end;
            return Some(found(phrase, verb, verb + 1));
        }
        let inverted =
            is_plain(start) && (self.low(start).ends_with("ed") || self.grammar.language != Language::English);
        let phrase = inverted
            .then(|| self.phrase(start + 1))
            .flatten()
            .filter(|phrase| matches!(phrase.head, Head::Name { .. }) && phrase.range.end <= end)?;
        let to = phrase.range.end;
        Some(found(phrase, start, to))
    }

    /// `“…” So said Ortiz.`
    fn so_said(&self, quote: usize) -> Option<Attribution> {
        let so = matches!(self.low(quote + 1), "so" | "thus") && self.verb_at(quote + 2);
        let who = so.then(|| self.behind(quote + 2, self.tokens.len())).flatten()?;
        let to = who.range.end;
        Some(Attribution { who: Some(who), verb: Some(quote + 2), clause: quote + 1..to, tight: true, clarity: 0.95 })
    }

    /// `“…” — Ana Ruiz, mayor`: a dash and a name to the end of the paragraph.
    fn credit(&self, quote: usize, stretch: &Stretch) -> Option<Attribution> {
        let dash = self.token(quote + 1).is_some_and(Token::is_dash);
        if !dash || stretch.inner.len() < 8 {
            return None;
        }
        let at = (quote + 2..quote + 4).find(|at| self.token(*at).is_some_and(Token::is_word))?;
        let phrase = self.phrase(at).filter(|phrase| matches!(phrase.head, Head::Name { .. }))?;
        let ends = self.token(phrase.range.end).is_none_or(|token| token.is(',') || token.is('.') || token.is('('));
        let rest = self.tokens.len() - at < 24
            && (phrase.range.end..self.tokens.len())
                .all(|at| !self.token(at).is_some_and(Token::is_quote) && !self.verb_at(at));
        let to = phrase.range.end;
        (ends && rest).then_some(Attribution {
            who: Some(phrase),
            verb: None,
            clause: quote + 1..to,
            tight: true,
            clarity: 0.97,
        })
    }

    /// The attribution before the stretch at a token, in its sentence.
    pub(super) fn before(&self, quote: usize) -> Option<Attribution> {
        let sentence = self.sentence_of(quote);
        let start =
            (quote.saturating_sub(WINDOW)..quote).rev().take_while(|at| self.sentence_of(*at) == sentence).last()?;
        self.introduction(start, quote)
    }

    /// The attribution in the tokens of a sentence before words that follow at `quote`.
    pub(super) fn introduction(&self, start: usize, quote: usize) -> Option<Attribution> {
        let introduces = self.is_mark(quote.checked_sub(1)?, &[':', ',', '—', '–']);
        let colon = self.is_mark(quote - 1, &[':']);
        let found = |who: Option<Phrase>, verb: Option<usize>, clarity: f64, tight: bool| {
            Some(Attribution { who, verb, clause: start..quote, tight, clarity })
        };
        let mut clarity = 1.0;
        for verb in (start..quote).rev().filter(|at| self.verb_at(*at)).take(6) {
            let tight = introduces || quote - verb <= 2;
            // `a man who said`, `Lind, who called it`.
            let relative = matches!(self.low(verb - usize::from(verb > 0)), "who" | "qui");
            let who = if relative { self.before_relative(start, verb - 1) } else { self.subject(start, verb) };
            let paper = || self.paper(start).filter(|(_, own)| introduces && *own == verb).map(|(who, _)| who);
            let who = who.or_else(paper);
            if let Some(who) = who {
                return found(Some(who), Some(verb), clarity, tight);
            }
            // `Wrote Ortiz on Monday: “…”`, `“…,” laughs Ortiz, adding that it is “…”`.
            let leads = verb == start || self.token(verb - 1).is_some_and(Token::is_quote);
            let inverted = self.grammar.language != Language::English || introduces || leads;
            if let Some(who) = inverted
                .then(|| self.behind(verb, quote))
                .flatten()
                .filter(|who| who.range.end + 2 >= quote || leads || self.grammar.language != Language::English)
            {
                return found(Some(who), Some(verb), clarity, tight);
            }
            clarity *= 0.9;
        }
        if let Some((who, verb)) = self.leaning(start, quote) {
            return found(Some(who), Some(verb), 0.95, introduces || quote - verb <= 2);
        }
        if let Some(who) = (start..quote).find_map(|at| self.according(at)) {
            return found(Some(who), None, 0.95, introduces);
        }
        if colon && let Some(who) = self.words_of(start, quote) {
            return found(Some(who), None, 0.9, true);
        }
        if colon {
            let first = self.subjects(start, quote).into_iter().next()?;
            let alone = first.range.end + 1 >= quote
                || (self.is_mark(first.range.end, &['(', ','])
                    && quote - first.range.end < 12
                    && first.range.start <= start + 1);
            return found(Some(first), None, if alone { 0.97 } else { 0.8 }, true);
        }
        None
    }

    /// The phrase before `, who`.
    fn before_relative(&self, start: usize, who: usize) -> Option<Phrase> {
        let end = if self.is_mark(who.checked_sub(1)?, &[',']) { who - 1 } else { who };
        (start..end).find_map(|at| self.phrase(at).filter(|phrase| phrase.range.end == end))
    }
}

fn is_day(word: &str) -> bool {
    super::grammar::Grammar::is_calendar(word)
}

#[cfg(test)]
mod tests {
    use super::super::block::Block;
    use super::super::grammar::Grammar;
    use super::super::mark::stretches;
    use super::super::word::tokens;
    use super::*;

    /// Who is said to have said the last stretch of a paragraph.
    fn who(text: &str, language: Language) -> String {
        let mut block = Block::default();
        text.chars().enumerate().for_each(|(at, c)| block.push(c, at, at + 1));
        let blocks = [block];
        let marked = stretches(&blocks);
        let tokens = tokens(&blocks[0], &marked[0], language);
        let grammar = Grammar::new(language, tokens.iter());
        let reader = Reader { tokens: &tokens, grammar: &grammar };
        let quote = tokens.iter().rposition(Token::is_quote).expect("a stretch");
        let stretch = marked[0].last().expect("a stretch");
        let last = blocks[0].at(stretch.inner.end - 1);
        let after = reader.after(quote, stretch, last);
        let found = after
            .filter(|found| found.tight)
            .or_else(|| reader.before(quote))
            .or_else(|| reader.after(quote, stretch, last));
        match found {
            None => "nobody".to_owned(),
            Some(Attribution { who: None, .. }) => "implied".to_owned(),
            Some(Attribution { who: Some(phrase), .. }) => match phrase.head {
                Head::Name { words, .. } => reader.words(&words),
                _ => reader.words(&phrase.range),
            },
        }
    }

    #[test]
    fn english_attributions_are_found_on_either_side() {
        for (text, expected) in [
            ("“It leaks,” Ana Ruiz said.", "Ana Ruiz"),
            ("“It leaks,” said Ana Ruiz, who built it.", "Ana Ruiz"),
            ("“It leaks,” said the mayor, Ana Ruiz.", "Ana Ruiz"),
            ("“It leaks,” Ruiz, who had built it with her brother Tom, told The Monthly.", "Ruiz"),
            ("“It leaks,” Ana Ruiz, 43, a baker from Trent, later told reporters.", "Ana Ruiz"),
            ("“It leaks,” Ruiz of the growers’ union said.", "Ruiz"),
            ("“It leaks!” she said.", "she"),
            ("“It leaks,” the grieving father added.", "the grieving father"),
            ("“It leaks,” a spokesman for Ruiz said.", "a spokesman"),
            ("“It leaks,” according to Ruiz.", "Ruiz"),
            ("“It leaks,” she grinned.", "she"),
            ("“It leaks” — Ana Ruiz, mayor", "Ana Ruiz"),
            ("Ruiz said: “It leaks.”", "Ruiz"),
            ("In Trent, Ana Ruiz, the mayor, told reporters on Tuesday: “It leaks.”", "Ana Ruiz"),
            ("According to Ruiz, “it leaks.”", "Ruiz"),
            ("As Ruiz put it, “It leaks.”", "Ruiz"),
            ("Ruiz was blunt: “It leaks.”", "Ruiz"),
            ("Ruiz said the roof was “leaking from every side” again.", "Ruiz"),
            ("Lind met Ruiz, who called it “a leaking roof”.", "Ruiz"),
            ("The roof is “leaking from every side” again, Ruiz said.", "Ruiz"),
            ("Ruiz was told it was “leaking from every side”.", "nobody"),
            ("Officials said: “It leaks.”", "Officials"),
            ("Ana Ruiz’s message to the staff was simple: “It leaks.”", "Ana Ruiz"),
            ("That drew an angry answer from Ruiz: “It leaks.”", "Ruiz"),
            ("Her reply was short: “It leaks.”", "Her"),
            ("In Ana Ruiz’s view, “it leaks.”", "Ana Ruiz"),
            ("Ana Ruiz waved at them, saying, “It leaks.”", "Ana Ruiz"),
            ("A club spokeswoman left, saying only that “it leaks.”", "A club spokeswoman"),
            ("“It leaks,” it read.", "it"),
        ] {
            assert_eq!(who(text, Language::English), expected, "{text}");
        }
    }

    #[test]
    fn other_languages_put_the_verb_first() {
        for (text, language, expected) in [
            ("„Es leckt“, sagte Bürgermeisterin Anna Weber.", Language::German, "Anna Weber"),
            ("„Es leckt“, so Weber.", Language::German, "Weber"),
            ("Weber sagte: „Es leckt.“", Language::German, "Weber"),
            ("„Es leckt“, sagt sie.", Language::German, "sie"),
            ("« Ça fuit », a déclaré Luc Morel, maire.", Language::French, "Luc Morel"),
            ("« Ça fuit », a-t-il ajouté.", Language::French, "il"),
            ("Selon Luc Morel, « ça fuit ».", Language::French, "Luc Morel"),
            ("«Gotea», dijo Ana Ruiz.", Language::Spanish, "Ana Ruiz"),
            ("«Gotea», dijo.", Language::Spanish, "implied"),
            ("«Gotea», explicó la alcaldesa.", Language::Spanish, "la alcaldesa"),
        ] {
            assert_eq!(who(text, language), expected, "{text}");
        }
    }
}
