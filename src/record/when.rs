//! The dates of a record: an instant, a day, a month or a year.
//!
//! Only reads them; how a date is printed is in `text`.

use jiff::Timestamp;
use jiff::civil::Date;

/// A date as exactly as a record knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A point in time, from RFC 3339 with an offset.
    Instant(Timestamp),
    /// A day of the calendar.
    Day(Date),
    /// A month.
    Month {
        /// The year, 0 to 9999.
        year: i16,
        /// The month, 1 to 12.
        month: i8,
    },
    /// A year, 0 to 9999.
    Year(i16),
}

impl When {
    /// Reads `2026-03-14T09:41:00Z`, `2026-03-14`, `1843-10` or `1843`. Anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 64 || !text.is_ascii() {
            return None;
        }
        let bytes = text.as_bytes();
        let digits =
            |from: usize, to: usize| bytes.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
        if !digits(0, 4) {
            return None;
        }
        let year = text.get(..4)?.parse().ok()?;
        match bytes.len() {
            4 => Some(Self::Year(year)),
            7 if bytes[4] == b'-' && digits(5, 7) => {
                let month = text.get(5..)?.parse().ok()?;
                (1..=12).contains(&month).then_some(Self::Month { year, month })
            }
            10 => text.parse().ok().map(Self::Day),
            _ => text.parse().ok().map(Self::Instant),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_read() {
        assert_eq!(When::parse("1843"), Some(When::Year(1843)));
        assert_eq!(When::parse("1843-10"), Some(When::Month { year: 1843, month: 10 }));
        assert!(matches!(When::parse("2026-03-14"), Some(When::Day(_))));
        assert_eq!(When::parse("2026-03-14T09:41:00Z"), When::parse("2026-03-14T11:41:00+02:00"));
        assert!(matches!(When::parse("2026-03-14T09:41:00.123Z"), Some(When::Instant(_))));
    }

    #[test]
    fn what_is_not_a_date_is_none() {
        for text in [
            "",
            "184",
            "18430",
            "1843-13",
            "1843-00",
            "2026-02-29",
            "2026-3-14",
            "2026-03-14T09:41:00",
            "14 March 2026",
            "１８４３",
            "2026-03-14T25:00:00Z",
        ] {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }
}
