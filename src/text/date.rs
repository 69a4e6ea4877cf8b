//! Dates as people write them: words, order and digits of each language from CLDR, the calendar always the Gregorian one.
//!
//! A time of day is printed in 24 hours everywhere, so that it needs no word for the half of the day, and with the name of its
//! time zone.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::locale::{Column, Locale};
use crate::record::When;

/// How much of a date is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DateStyle {
    /// `14 March 2026, 09:41 UTC`.
    #[default]
    Long,
    /// `14 Mar 2026`: the month shortened, no time of day.
    Short,
    /// `14 March 2026`: no time of day.
    Day,
    /// `2026`.
    Year,
}

/// A date of a record in words; `None` when it is not one. Instants are printed in the time zone and with its name.
pub(crate) fn date(text: &str, locale: &str, zone: &TimeZone, style: DateStyle) -> Option<String> {
    let words = Words { locale: Locale::of(locale), french: is(locale, "fr"), italian: is(locale, "it") };
    Some(match When::parse(text)? {
        When::Year(year) => words.year(year),
        When::Month { year, .. } if style == DateStyle::Year => words.year(year),
        When::Month { year, month } => words.month(year, month, style),
        When::Day(day) => words.day(day, style),
        When::Instant(instant) => {
            let zoned = instant.to_zoned(zone.clone());
            let day = words.day(zoned.date(), style);
            if style != DateStyle::Long {
                return Some(day);
            }
            let time = format!("{} {}", words.time(zoned.time()), zone_name(&zoned));
            let joint = words.locale.get(Column::Joint);
            fill(joint, |name| Some(if name == '1' { day.clone() } else { time.clone() }))
        }
    })
}

fn is(locale: &str, language: &str) -> bool {
    super::language(locale) == language
}

/// `UTC`, an abbreviation such as `CET`, or an offset such as `UTC+5:30` where there is none.
fn zone_name(zoned: &jiff::Zoned) -> String {
    let name = zoned.strftime("%Z").to_string();
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return name;
    }
    let seconds = zoned.offset().seconds();
    if seconds == 0 {
        return "UTC".to_owned();
    }
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

/// A pattern that joins parts: `{1}, {0}`, with literal text in single quotes.
fn fill(pattern: &str, part: impl Fn(char) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        match c {
            '\'' => {}
            '{' => filled.push_str(&rest.next().and_then(&part).unwrap_or_default()),
            '}' => {}
            other => filled.push(other),
        }
    }
    filled
}

/// The words and patterns of a language.
struct Words {
    locale: Locale,
    french: bool,
    italian: bool,
}

/// What the letters of a pattern stand for.
#[derive(Clone, Copy, Default)]
struct Moment {
    year: i16,
    month: i8,
    day: i8,
    hour: i8,
    minute: i8,
}

impl Words {
    fn year(&self, year: i16) -> String {
        self.set(Column::Year, Moment { year, ..Moment::default() })
    }

    fn month(&self, year: i16, month: i8, style: DateStyle) -> String {
        let pattern = if style == DateStyle::Short { Column::MonthShort } else { Column::Month };
        self.set(pattern, Moment { year, month, ..Moment::default() })
    }

    fn day(&self, day: Date, style: DateStyle) -> String {
        let pattern = match style {
            DateStyle::Year => return self.year(day.year()),
            DateStyle::Short => Column::Medium,
            DateStyle::Long | DateStyle::Day => Column::Long,
        };
        self.set(pattern, Moment { year: day.year(), month: day.month(), day: day.day(), ..Moment::default() })
    }

    fn time(&self, time: Time) -> String {
        self.set(Column::Time, Moment { hour: time.hour(), minute: time.minute(), ..Moment::default() })
    }

    /// A date pattern of CLDR with its letters replaced; what stands in single quotes is text.
    fn set(&self, pattern: Column, moment: Moment) -> String {
        let mut text = String::new();
        let mut rest = self.locale.get(pattern).chars().peekable();
        let mut quoted = false;
        while let Some(c) = rest.next() {
            if c == '\'' {
                if rest.next_if_eq(&'\'').is_some() {
                    text.push('\'');
                } else {
                    quoted = !quoted;
                }
            } else if quoted || !c.is_ascii_alphabetic() {
                text.push(c);
            } else {
                let mut count = 1;
                while rest.next_if_eq(&c).is_some() {
                    count += 1;
                }
                text.push_str(&self.field(c, count, moment));
            }
        }
        text
    }

    /// One field of a pattern: its letter and how often it stands there.
    fn field(&self, letter: char, count: usize, moment: Moment) -> String {
        let names = match (letter, count) {
            ('M', 4) => Some(Column::Months),
            ('L', 4) => Some(Column::MonthsAlone),
            ('M', 3) => Some(Column::Short),
            ('L', 3) => Some(Column::ShortAlone),
            _ => None,
        };
        if let Some(names) = names {
            return self.locale.month(names, moment.month).to_owned();
        }
        let number = match letter {
            'y' | 'Y' => i32::from(moment.year),
            'M' | 'L' => i32::from(moment.month),
            'H' => i32::from(moment.hour),
            'm' => i32::from(moment.minute),
            _ => i32::from(moment.day),
        };
        // The first of a month is an ordinal in print, which CLDR's patterns cannot say.
        match (letter, number) {
            ('d', 1) if self.french => return "1er".to_owned(),
            ('d', 1) if self.italian => return "1º".to_owned(),
            _ => {}
        }
        let width = if count == 2 { 2 } else { 1 };
        self.locale.digits(&format!("{number:0width$}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(text: &str, locale: &str) -> Option<String> {
        date(text, locale, &TimeZone::UTC, DateStyle::Long)
    }

    #[test]
    fn an_instant_a_day_a_month_and_a_year_are_printed_as_known() {
        assert_eq!(long("2026-03-14T09:41:00Z", "en").as_deref(), Some("14 March 2026, 09:41 UTC"));
        assert_eq!(long("2026-03-14", "en").as_deref(), Some("14 March 2026"));
        assert_eq!(long("1843-10", "en").as_deref(), Some("October 1843"));
        assert_eq!(long("1843", "en").as_deref(), Some("1843"));
        assert_eq!(long("soon", "en"), None);
        assert_eq!(
            date("2026-03-14T09:41:00Z", "en", &TimeZone::UTC, DateStyle::Short).as_deref(),
            Some("14 Mar 2026")
        );
        assert_eq!(date("2026-03-14", "en-US", &TimeZone::UTC, DateStyle::Day).as_deref(), Some("March 14, 2026"));
        assert_eq!(date("2026-03-14", "ja", &TimeZone::UTC, DateStyle::Year).as_deref(), Some("2026年"));
    }

    #[test]
    fn the_time_zone_moves_the_day_and_is_printed() {
        let oslo = TimeZone::get("Europe/Oslo").expect("bundled");
        let kolkata = TimeZone::get("Asia/Kolkata").expect("bundled");
        let dubai = TimeZone::get("Asia/Dubai").expect("bundled");
        let at = |zone: &TimeZone| date("2026-03-14T23:41:00Z", "en", zone, DateStyle::Long).expect("a date");
        assert_eq!(at(&oslo), "15 March 2026, 00:41 CET");
        assert_eq!(at(&kolkata), "15 March 2026, 05:11 IST");
        assert_eq!(at(&dubai), "15 March 2026, 03:41 UTC+4");
        assert_eq!(at(&TimeZone::fixed(jiff::tz::offset(0))), "14 March 2026, 23:41 UTC");
    }

    #[test]
    fn every_pattern_of_the_table_is_understood() {
        let moment = Moment { year: 2026, month: 3, day: 14, hour: 9, minute: 41 };
        for tag in super::super::locale::tags() {
            let words = Words { locale: Locale::of(tag), french: false, italian: false };
            for column in [Column::Long, Column::Medium, Column::Month, Column::MonthShort, Column::Year, Column::Time]
            {
                let letters: String = words
                    .locale
                    .get(column)
                    .split('\'')
                    .step_by(2)
                    .flat_map(str::chars)
                    .filter(char::is_ascii_alphabetic)
                    .collect();
                assert!(letters.chars().all(|letter| "yYMLdHm".contains(letter)), "{tag} {column:?}: {letters}");
                assert!(!words.set(column, moment).contains('\''), "{tag}");
            }
            let joint = words.locale.get(Column::Joint);
            assert!(joint.contains("{0}") && joint.contains("{1}"), "{tag}: {joint}");
        }
    }
}
