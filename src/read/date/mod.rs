//! Dates in every spelling that payloads and embeds have, as the dates of a record.
//!
//! Reads RFC 3339 with and without a zone, the form of the old X API, and dates as embeds print them in seven languages. An offset that
//! was given is kept. How a date is printed is in `text`.

use std::fmt::Write;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use crate::record::When;

/// A date as a record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    /// RFC 3339 instant, or a day.
    pub(crate) text: String,
    /// Whether a time of day was given without its zone and taken for UTC.
    pub(crate) zone_assumed: bool,
}

impl Moment {
    fn sure(text: String) -> Self {
        Self { text, zone_assumed: false }
    }
}

/// First millisecond of X's snowflakes, in Unix time.
const X_EPOCH_MS: u64 = 1_288_834_974_657;

/// Below this, identifiers of X were counted up and hold no time.
const FIRST_SNOWFLAKE: u64 = 29_000_000_000;

/// Reads a date in any spelling; `None` when it is none, or nothing the calendar has.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.is_empty() || text.len() > 120 {
        return None;
    }
    machine(text).or_else(|| printed(text))
}

/// When a post of X was written, from its identifier, to the millisecond. Identifiers from before November 2010 hold no time.
pub(crate) fn snowflake(id: &str) -> Option<String> {
    let id: u64 = id.parse().ok().filter(|id| *id > FIRST_SNOWFLAKE)?;
    let ms = i64::try_from((id >> 22).checked_add(X_EPOCH_MS)?).ok()?;
    let instant = jiff::Timestamp::from_millisecond(ms).ok()?;
    Some(format!("{instant:.3}"))
}

/// The spellings that programs write.
fn machine(text: &str) -> Option<Moment> {
    if let Some(found) = x_date(text) {
        return Some(found);
    }
    if !text.is_ascii() || !text.as_bytes().first()?.is_ascii_digit() {
        return None;
    }
    match When::parse(text) {
        Some(When::Instant(_)) => return Some(Moment::sure(tidy(text))),
        Some(When::Day(_)) => return Some(Moment::sure(text.to_owned())),
        Some(_) => return None,
        None => {}
    }
    if let Some((time, zone)) = text.split_once(" +").or_else(|| text.split_once(" -")) {
        let sign = text.as_bytes().get(time.len() + 1).copied().map(char::from)?;
        let joined = format!("{time}{sign}{zone}");
        return matches!(When::parse(&joined), Some(When::Instant(_))).then(|| Moment::sure(tidy(&joined)));
    }
    let zoneless: DateTime = text.parse().ok()?;
    text.contains(':').then(|| Moment { text: format!("{zoneless}Z"), zone_assumed: true })
}

/// `T` and `Z` in capitals, no zeros that say nothing: `…:07.000Z` is `…:07Z`.
fn tidy(text: &str) -> String {
    let text = text.replacen(' ', "T", 1).to_ascii_uppercase();
    match text.find(".000") {
        Some(point) => {
            let rest = text.get(point + 1..).unwrap_or_default().trim_start_matches('0');
            let more_digits = rest.starts_with(|c: char| c.is_ascii_digit());
            if more_digits { text } else { format!("{}{rest}", text.get(..point).unwrap_or_default()) }
        }
        None => text,
    }
}

/// `Wed Oct 10 20:19:24 +0000 2018`.
fn x_date(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    if bytes.len() != 30 || !text.is_ascii() {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to);
    let month = month(part(4, 7)?)?;
    let date = Date::new(part(26, 30)?.parse().ok()?, month, part(8, 10)?.trim().parse().ok()?).ok()?;
    let time = clock(part(11, 19)?)?;
    let zone = part(20, 25)?;
    let (hours, minutes) = (zone.get(1..3)?, zone.get(3..5)?);
    let (h, m): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    let sign = zone.get(..1).filter(|sign| matches!(*sign, "+" | "-"))?;
    if h > 23 || m > 59 {
        return None;
    }
    let mut out = String::with_capacity(25);
    let zero = h == 0 && m == 0;
    let written =
        if zero { write!(out, "{date}T{time}Z") } else { write!(out, "{date}T{time}{sign}{hours}:{minutes}") };
    written.ok().filter(|()| zero || When::parse(&out).is_some())?;
    Some(Moment::sure(out))
}

/// `20:19:24`, `20:19`.
fn clock(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let mut next = || parts.next().and_then(|part| part.parse::<i8>().ok());
    let (hour, minute) = (next()?, next()?);
    let second = parts.next().map_or(Some(0), |part| part.parse().ok())?;
    Time::new(hour, minute, second, 0).ok()
}

/// The spellings that embeds print: a day in words, perhaps with a time of day.
fn printed(text: &str) -> Option<Moment> {
    let lower = text.to_lowercase().replace(['\u{A0}', '\u{202F}', '\u{2009}'], " ");
    let found = Words::of(&lower);
    let date = found.date()?;
    let Some(time) = found.time else { return Some(Moment::sure(date.to_string())) };
    let instant = date.to_datetime(time?);
    let utc = found.utc && Offset::UTC.to_timestamp(instant).is_ok();
    Some(Moment { text: format!("{instant}Z"), zone_assumed: !utc })
}

/// What the words of a printed date say.
#[derive(Default)]
struct Words {
    month: Option<i8>,
    /// Other numbers, in their order.
    numbers: Vec<i16>,
    /// Numbers before `年`, `月`, `日`.
    cjk: [Option<i16>; 3],
    /// A time of day; the inner value is absent when the clock has no such time.
    time: Option<Option<Time>>,
    utc: bool,
    strange: bool,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut afternoon = None;
        let spaced = text.replace("a.m.", "am").replace("p.m.", "pm").replace("a. m.", "am").replace("p. m.", "pm");
        for word in spaced.split(|c: char| c.is_whitespace() || matches!(c, ',' | '·' | '•' | '-' | '–' | '—' | '،'))
        {
            found.word(word.trim_end_matches('.'), &mut afternoon);
        }
        if let (Some(Some(time)), Some(afternoon)) = (found.time, afternoon) {
            found.time = Some(twelve_hours(time, afternoon));
        }
        found
    }

    fn word(&mut self, word: &str, afternoon: &mut Option<bool>) {
        if word.is_empty() {
            return;
        }
        if word.contains(['年', '月', '日']) {
            return self.cjk_word(word, afternoon);
        }
        for (half, late) in
            [("午前", false), ("上午", false), ("오전", false), ("午後", true), ("下午", true), ("오후", true)]
        {
            if let Some(rest) = word.strip_prefix(half) {
                *afternoon = Some(late);
                return self.word(rest, afternoon);
            }
        }
        let (word, half) = match word
            .strip_suffix("am")
            .map(|rest| (rest, false))
            .or(word.strip_suffix("pm").map(|rest| (rest, true)))
        {
            Some((rest, half)) if rest.is_empty() || rest.ends_with(|c: char| c.is_ascii_digit()) => (rest, Some(half)),
            _ => (word, None),
        };
        *afternoon = half.or(*afternoon);
        let digits = word.trim_end_matches(['º', 'ª', '°']);
        let digits = ["st", "nd", "rd", "th", "er"].iter().find_map(|end| digits.strip_suffix(end)).unwrap_or(digits);
        match word {
            "" => {}
            _ if word.contains(':') => self.time = Some(clock(word)),
            _ if digits.bytes().all(|byte| byte.is_ascii_digit()) => match digits.parse() {
                Ok(number) => self.numbers.push(number),
                Err(_) => self.strange = true,
            },
            "utc" | "gmt" => self.utc = true,
            _ => match month(word) {
                Some(number) if self.month.is_none() => self.month = Some(number),
                _ => self.strange |= !is_filler(word),
            },
        }
    }

    /// `2019年1月25日`, perhaps with a time behind it or before it.
    fn cjk_word(&mut self, word: &str, afternoon: &mut Option<bool>) {
        let mut number = String::new();
        for c in word.chars() {
            let slot = match c {
                '年' => 0,
                '月' => 1,
                '日' => 2,
                _ => {
                    number.push(c);
                    continue;
                }
            };
            if let Some(place) = self.cjk.get_mut(slot) {
                *place = number.parse().ok();
            }
            number.clear();
        }
        self.word(&number, afternoon);
    }

    fn date(&self) -> Option<Date> {
        if self.strange {
            return None;
        }
        if let [Some(year), Some(month), Some(day)] = self.cjk {
            return Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
        }
        let &[first, second] = self.numbers.as_slice() else { return None };
        let (day, year) = if first > 31 { (second, first) } else { (first, second) };
        if year < 1000 {
            return None;
        }
        Date::new(year, self.month?, i8::try_from(day).ok()?).ok()
    }
}

fn twelve_hours(time: Time, afternoon: bool) -> Option<Time> {
    let hour = match (time.hour(), afternoon) {
        (12, false) => 0,
        (12, true) => 12,
        (hour, true) if hour < 12 => hour + 12,
        (hour, _) => hour,
    };
    Time::new(hour, time.minute(), time.second(), 0).ok()
}

/// Words that stand in a date and say nothing of it.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "at" | "on"
            | "de"
            | "del"
            | "um"
            | "uhr"
            | "à"
            | "a"
            | "às"
            | "las"
            | "le"
            | "il"
            | "alle"
            | "ore"
            | "el"
            | "den"
            | "the"
            | "of"
            | "d'"
    ) || WEEKDAYS.split(' ').any(|day| day == word)
}

const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun \
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche \
    lunes martes miércoles jueves viernes sábado domingo segunda terça quarta quinta sexta feira \
    lunedì martedì mercoledì giovedì venerdì sabato domenica";

/// Names of the months, long and short, in the languages of embeds; one line for each month.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene janeiro gennaio gen",
    "february feb februar février févr fév febrero fevereiro fev febbraio",
    "march mar märz mär mrz mars marzo março",
    "april apr avril avr abril abr aprile",
    "may mai mayo maio maggio mag",
    "june jun juni juin junio junho giugno giu",
    "july jul juli juillet juil julio julho luglio lug",
    "august aug août agosto ago",
    "september sep sept septembre septiembre setiembre setembro set settembre",
    "october oct oktober okt octobre octubre outubro out ottobre ott",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre",
];

/// The number of a month by its name.
fn month(name: &str) -> Option<i8> {
    let known = |names: &&str| names.split(' ').any(|known| known.eq_ignore_ascii_case(name));
    let index = MONTHS.iter().position(known)?;
    i8::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests;
