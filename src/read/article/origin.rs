//! Where quoted words first stood, when the attribution names a paper, a station or a network: `wrote Ortiz for The Monthly on Tuesday`.
//!
//! Days are reckoned from the article's own.

use jiff::civil::Date;

use super::attribution::Attribution;
use super::day::{self, day_before, last, last_yearly, month, ordinal, weekday};
use super::language::Language;
use super::phrase::{Reader, WINDOW};
use super::word::Token;

/// Publisher and day of quoted words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Origin {
    pub(super) publisher: String,
    pub(super) date: Option<String>,
}

/// Words that show a name is one of a paper, a station or a network.
const OUTLETS: &[&str] = &[
    "times",
    "post",
    "news",
    "herald",
    "tribune",
    "journal",
    "gazette",
    "guardian",
    "magazine",
    "radio",
    "television",
    "tv",
    "monthly",
    "weekly",
    "daily",
    "review",
    "chronicle",
    "mail",
    "observer",
    "mirror",
    "standard",
    "independent",
    "telegraph",
    "dispatch",
    "courier",
    "examiner",
    "globe",
    "sun",
    "star",
    "register",
    "record",
    "echo",
    "argus",
    "press",
    "broadcasting",
    "podcast",
    "twitter",
    "facebook",
    "instagram",
    "x",
    "linkedin",
    "tiktok",
    "reddit",
    "mastodon",
    "bluesky",
    "threads",
    "substack",
    "medium",
    "blog",
    "zeitung",
    "spiegel",
    "rundfunk",
    "monde",
    "figaro",
    "país",
    "diario",
    "mundo",
    "bbc",
    "cnn",
    "npr",
    "reuters",
    "ap",
    "afp",
    "dpa",
    "voice",
    "bulletin",
    "sentinel",
    "ledger",
    "inquirer",
    "advertiser",
    "reporter",
    "today",
    "anzeiger",
    "nachrichten",
    "blatt",
    "tageblatt",
    "libération",
    "voz",
    "heraldo",
    "quarterly",
    "letter",
    "newsletter",
    "mercury",
    "messenger",
    "bugle",
    "beacon",
    "evening",
    "morning",
    "sunday",
];

/// Finds where the words of an attribution first stood, around its verb.
pub(super) fn origin(reader: Reader<'_>, found: &Attribution, today: Option<Date>) -> Option<Origin> {
    let verb = found.verb.unwrap_or(found.clause.start);
    let sentence = reader.token(verb)?.sentence;
    let bounds = |at: usize| reader.token(at).is_some_and(|token| token.sentence == sentence && !token.is_quote());
    let end = (verb + 1..verb + 40).take_while(|at| bounds(*at)).last().map_or(verb + 1, |at| at + 1);
    let first = (verb.saturating_sub(WINDOW)..verb).rev().take_while(|at| bounds(*at)).last().unwrap_or(verb);
    let told = matches!(reader.low(verb), "told" | "tells" | "sagte" | "erklärte" | "dijo" | "déclaré");
    let publisher = (verb + 1..end).find_map(|at| {
        let place = matches!(
            reader.low(at),
            "for"
                | "in"
                | "on"
                | "to"
                | "by"
                | "with"
                | "auf"
                | "für"
                | "im"
                | "der"
                | "dem"
                | "dans"
                | "sur"
                | "pour"
                | "à"
                | "au"
                | "en"
                | "a"
                | "al"
                | "para"
        );
        let direct = told && reader.grammar.language == Language::English && at == verb + 1;
        let start = if direct { at } else { at + usize::from(place) };
        (direct || place).then(|| outlet(reader, start, end)).flatten()
    });
    let publisher = publisher
        .or_else(|| (reader.low(verb) == "tweeted" || reader.low(verb) == "tweets").then(|| "Twitter".to_owned()))?;
    Some(Origin {
        publisher,
        date: today
            .and_then(|today| when(reader, verb, end, today).or_else(|| when(reader, first, verb, today)))
            .map(|day| day.to_string()),
    })
}

/// The name of an outlet at an index.
fn outlet(reader: Reader<'_>, at: usize, end: usize) -> Option<String> {
    let article = matches!(reader.low(at), "the" | "der" | "die" | "das" | "le" | "la" | "el");
    let start = at + usize::from(article);
    let named = reader.token(start).is_some_and(Token::is_capital);
    if !named || start >= end {
        return None;
    }
    let count = (start..end).take_while(|at| {
        let token = reader.token(*at);
        token.is_some_and(|token| {
            token.is_word()
                && (token.is_capital() || token.text.starts_with(|c: char| c.is_ascii_digit()))
                && !(*at > start && super::grammar::Grammar::is_calendar(&token.low))
        })
    });
    let last = count.last()? + 1;
    let words: Vec<&str> = (start..last).map(|at| reader.low(at)).collect();
    let known = words.iter().any(|word| OUTLETS.contains(&word.trim_end_matches("'s")));
    let capital_article = article && reader.token(at).is_some_and(Token::is_capital);
    // `for The Monthly`: an article with a capital belongs to the name.
    let fits = known || capital_article;
    let calendar = words.first().is_some_and(|word| super::grammar::Grammar::is_calendar(word) && words.len() == 1);
    let from = if capital_article { at } else { start };
    (fits && !calendar).then(|| reader.words(&(from..last)))
}

/// The day that stands in a clause.
fn when(reader: Reader<'_>, start: usize, end: usize, today: Date) -> Option<Date> {
    (start..end).find_map(|at| {
        let word = reader.low(at);
        if let Some(weekday) = weekday(word) {
            return last(weekday, today);
        }
        if matches!(word, "yesterday" | "gestern" | "hier" | "ayer") {
            return day_before(today);
        }
        if matches!(word, "today" | "heute" | "aujourd'hui" | "hoy") {
            return Some(today);
        }
        let month = month(word.trim_end_matches('.'))?;
        let number = |at: Option<usize>| at.and_then(|at| ordinal(reader.low(at).trim_end_matches('.')));
        let day = number(Some(at + 1))
            .filter(|_| reader.low(at + 1).len() <= 4)
            .or_else(|| number(at.checked_sub(1)).or_else(|| number(at.checked_sub(2))))?;
        let year = [at + 1, at + 2, at + 3]
            .iter()
            .map(|at| reader.low(*at))
            .find(|word| word.len() == 4 && word.chars().all(|c| c.is_ascii_digit()));
        match year.and_then(|year| year.parse().ok()) {
            Some(year) => Date::new(year, month, day).ok(),
            None => last_yearly(month, day, today),
        }
    })
}

/// The day of an article, for reckoning.
pub(super) fn today(date: Option<&str>) -> Option<Date> {
    date.and_then(day::day_of)
}

#[cfg(test)]
mod tests {
    use super::super::block::Block;
    use super::super::grammar::Grammar;
    use super::super::mark::stretches;
    use super::super::word::tokens;
    use super::*;

    fn found(text: &str) -> Option<(String, String)> {
        let mut block = Block::default();
        text.chars().enumerate().for_each(|(at, c)| block.push(c, at, at + 1));
        let blocks = [block];
        let marked = stretches(&blocks);
        let tokens = tokens(&blocks[0], &marked[0], Language::English);
        let grammar = Grammar::new(Language::English, tokens.iter());
        let reader = Reader { tokens: &tokens, grammar: &grammar };
        let quote = tokens.iter().position(Token::is_quote).expect("a stretch");
        let stretch = &marked[0][0];
        let attribution = reader.after(quote, stretch, ',').or_else(|| reader.before(quote))?;
        let origin = origin(reader, &attribution, today(Some("2024-05-03T10:00:00Z")))?;
        Some((origin.publisher, origin.date.unwrap_or_default()))
    }

    #[test]
    fn a_paper_and_a_day_are_read_from_the_clause() {
        let is = |publisher: &str, date: &str| Some((publisher.to_owned(), date.to_owned()));
        assert_eq!(found("“It leaks,” wrote Ortiz for The Monthly on Tuesday."), is("The Monthly", "2024-04-30"));
        assert_eq!(found("“It leaks,” Ortiz told the Quay Herald yesterday."), is("Quay Herald", "2024-05-02"));
        assert_eq!(
            found("Ortiz wrote in the Quay Gazette on 24 December: “It leaks.”"),
            is("Quay Gazette", "2023-12-24")
        );
        assert_eq!(found("“It leaks,” Ortiz told Radio Quay on March 3, 2021."), is("Radio Quay", "2021-03-03"));
        assert_eq!(found("“It leaks,” Ortiz tweeted on Friday."), is("Twitter", "2024-05-03"));
        assert_eq!(found("“It leaks,” Ortiz told reporters on Tuesday."), None);
        assert_eq!(found("“It leaks,” Ortiz said in Trent on Tuesday."), None);
    }
}
