//! Days as articles spell them, and days reckoned from the article's own ("on Tuesday").
//!
//! Spells nothing itself.

use jiff::civil::{Date, Weekday, date};
use jiff::{Timestamp, ToSpan};

use crate::record::When;

const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "janvier", "enero"],
    &["february", "feb", "februar", "février", "febrero"],
    &["march", "mar", "märz", "mars", "marzo"],
    &["april", "apr", "avril", "abril"],
    &["may", "mai", "mayo"],
    &["june", "jun", "juni", "juin", "junio"],
    &["july", "jul", "juli", "juillet", "julio"],
    &["august", "aug", "août", "agosto"],
    &["september", "sep", "sept", "septembre", "septiembre"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre"],
    &["november", "nov", "novembre", "noviembre"],
    &["december", "dec", "dezember", "dez", "décembre", "diciembre"],
];

const WEEKDAYS: [(Weekday, &[&str]); 7] = [
    (Weekday::Monday, &["monday", "montag", "lundi", "lunes"]),
    (Weekday::Tuesday, &["tuesday", "dienstag", "mardi", "martes"]),
    (Weekday::Wednesday, &["wednesday", "mittwoch", "mercredi", "miércoles"]),
    (Weekday::Thursday, &["thursday", "donnerstag", "jeudi", "jueves"]),
    (Weekday::Friday, &["friday", "freitag", "vendredi", "viernes"]),
    (Weekday::Saturday, &["saturday", "samstag", "sonnabend", "samedi", "sábado"]),
    (Weekday::Sunday, &["sunday", "sonntag", "dimanche", "domingo"]),
];

/// A date that is the whole of a text, as records have it: an instant when it has a zone, else a day.
pub(super) fn spelled(text: &str) -> Option<String> {
    let text = text.trim();
    if When::parse(text).is_some() {
        return Some(text.to_owned());
    }
    // `+0200`, a blank for the `T`, or no zone at all.
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant.to_string());
    }
    if let Some(day) = text.get(..10).filter(|day| matches!(When::parse(day), Some(When::Day(_)))) {
        return Some(day.to_owned());
    }
    found(text)
}

/// The first day that is written out in a text: `3 May 2024`, `May 3, 2024`, `3. Mai 2024`, `3 de mayo de 2024`, `2024年5月3日`.
pub(super) fn found(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "de" | "of" | "the"))
        .map(str::to_lowercase)
        .collect();
    let spelled = (0..words.len()).find_map(|at| {
        let month = month(words.get(at)?)?;
        let number = |index: Option<usize>| index.and_then(|index| words.get(index)).and_then(|word| ordinal(word));
        let year = |index: usize| words.get(index).filter(|word| word.len() == 4).and_then(|word| word.parse().ok());
        let before = number(at.checked_sub(1)).and_then(|day| Some((year(at + 1)?, day)));
        let after = number(Some(at + 1)).and_then(|day| Some((year(at + 2)?, day)));
        let (year, day) = before.or(after)?;
        Date::new(year, month, day).ok()
    });
    spelled.or_else(|| east_asian(text)).map(|day| day.to_string())
}

fn east_asian(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, _) = rest.split_once('日')?;
    let start = year.char_indices().rev().take_while(|(_, c)| c.is_ascii_digit()).last()?.0;
    Date::new(year.get(start..)?.parse().ok()?, month.trim().parse().ok()?, day.trim().parse().ok()?).ok()
}

/// The number of a month, from its name in lower case.
pub(super) fn month(word: &str) -> Option<i8> {
    let index = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(index + 1).ok()
}

/// A day of the month: `3`, `3rd`.
pub(super) fn ordinal(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

/// The weekday of a name in lower case.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(_, names)| names.contains(&word)).map(|(day, _)| *day)
}

/// The day of an article's date.
pub(super) fn day_of(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// The last such weekday up to a day: "on Tuesday" in an article of that day.
pub(super) fn last(weekday: Weekday, until: Date) -> Option<Date> {
    if until.weekday() == weekday { Some(until) } else { until.nth_weekday(-1, weekday).ok() }
}

/// The last such day of the year up to a day: "on 3 May".
pub(super) fn last_yearly(month: i8, day: i8, until: Date) -> Option<Date> {
    let this = Date::new(until.year(), month, day).ok().filter(|found| *found <= until);
    this.or_else(|| Date::new(until.year().checked_sub(1)?, month, day).ok())
}

/// The day before: "yesterday".
pub(super) fn day_before(until: Date) -> Option<Date> {
    until.checked_sub(1.day()).ok().filter(|day| *day >= date(1, 1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_each_spelling() {
        for text in [
            "3 May 2024",
            "May 3, 2024",
            "Updated: Friday, May 3rd, 2024, 7 a.m.",
            "3. Mai 2024",
            "3 mai 2024",
            "3 de mayo de 2024",
            "2024年5月3日09:18",
            "2024-05-03",
            "2024-05-03 07:00",
        ] {
            assert_eq!(spelled(text).as_deref(), Some("2024-05-03"), "{text}");
        }
        assert_eq!(spelled("2024-05-03T07:00:00+0200").as_deref(), Some("2024-05-03T07:00:00+0200"));
        assert_eq!((spelled("yesterday"), spelled("May 40, 2024"), found("2024")), (None, None, None));
    }

    #[test]
    fn a_weekday_is_reckoned_back_from_the_article() {
        let friday = date(2024, 5, 3);
        assert_eq!(last(Weekday::Tuesday, friday), Some(date(2024, 4, 30)));
        assert_eq!(last(Weekday::Friday, friday), Some(friday));
        assert_eq!(last_yearly(12, 24, friday), Some(date(2023, 12, 24)));
        assert_eq!(day_before(friday), Some(date(2024, 5, 2)));
    }
}
