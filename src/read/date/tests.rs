//! Every spelling of a date that payloads and embeds have.

use super::*;

fn read(text: &str) -> Option<(String, bool)> {
    let found = moment(text)?;
    assert!(matches!(When::parse(&found.text), Some(When::Instant(_) | When::Day(_))), "{text}: {found:?}");
    Some((found.text, found.zone_assumed))
}

#[test]
fn the_spellings_of_programs_are_read() {
    for (text, expected, assumed) in [
        ("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24Z", false),
        ("Thu Nov 22 17:10:25 +1000 2025", "2025-11-22T17:10:25+10:00", false),
        ("Sat Feb  1 07:05:09 -0330 2020", "2020-02-01T07:05:09-03:30", false),
        ("2023-03-31T20:07:39.000Z", "2023-03-31T20:07:39Z", false),
        ("2023-03-31T20:07:39.120Z", "2023-03-31T20:07:39.120Z", false),
        ("2023-03-31T20:07:39.000120Z", "2023-03-31T20:07:39.000120Z", false),
        ("2023-03-31T20:07:39.123456+09:00", "2023-03-31T20:07:39.123456+09:00", false),
        ("2023-03-31 20:07:39z", "2023-03-31T20:07:39Z", false),
        ("2016-01-05 12:00:00 +0000", "2016-01-05T12:00:00+0000", false),
        ("2023-03-31T20:07:39", "2023-03-31T20:07:39Z", true),
        ("2023-03-31T20:07:39.5", "2023-03-31T20:07:39.5Z", true),
        ("2023-03-31", "2023-03-31", false),
    ] {
        assert_eq!(read(text), Some((expected.to_owned(), assumed)), "{text}");
    }
}

#[test]
fn printed_days_are_read_in_each_language() {
    for text in [
        "January 5, 2019",
        "Jan 5, 2019",
        "5 January 2019",
        "5. Januar 2019",
        "5 janvier 2019",
        "5 janv. 2019",
        "5 de enero de 2019",
        "5 de janeiro de 2019",
        "5 gennaio 2019",
        "2019年1月5日",
        "Saturday, January 5th, 2019",
    ] {
        assert_eq!(read(text), Some(("2019-01-05".to_owned(), false)), "{text}");
    }
    assert_eq!(read("1er août 2021"), Some(("2021-08-01".to_owned(), false)));
    assert_eq!(read("1º de março de 2021"), Some(("2021-03-01".to_owned(), false)));
    assert_eq!(read("30. März 2021"), Some(("2021-03-30".to_owned(), false)));
}

#[test]
fn times_of_day_are_read_in_twelve_and_twenty_four_hours() {
    for (text, expected) in [
        ("March 29, 2025 at 11:45 AM", "2025-03-29T11:45:00Z"),
        ("Apr 21, 2024 at 15:09", "2024-04-21T15:09:00Z"),
        ("9:41 PM · Mar 14, 2026", "2026-03-14T21:41:00Z"),
        ("12:05 AM - 14 Mar 2018", "2018-03-14T00:05:00Z"),
        ("12:05\u{202F}p.m. · 14 mar. 2018", "2018-03-14T12:05:00Z"),
        ("14. März 2018 um 09:30 Uhr", "2018-03-14T09:30:00Z"),
        ("午後9:41 · 2026年3月14日", "2026-03-14T21:41:00Z"),
    ] {
        assert_eq!(read(text), Some((expected.to_owned(), true)), "{text}");
    }
    assert_eq!(read("14 March 2018, 09:30 UTC"), Some(("2018-03-14T09:30:00Z".to_owned(), false)));
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "yesterday",
        "Wed Okt 99 20:19:24 +0000 2018",
        "Wed Oct 10 20:19:24 +9900 2018",
        "February 30, 2019",
        "January 2019",
        "5 January 2019 or so",
        "25:99 · Mar 14, 2026",
        "2019",
        "2019-13-01",
        "20190105T000000",
        "é",
        "年月日",
    ] {
        assert_eq!(moment(text), None, "{text}");
    }
}

#[test]
fn an_identifier_holds_its_time() {
    assert_eq!(snowflake("1234567890123456789").as_deref(), Some("2020-03-02T19:54:56.824Z"));
    assert_eq!((snowflake("20"), snowflake("x"), snowflake("99999999999999999999")), (None, None, None));
    assert!(snowflake(&u64::MAX.to_string()).is_some_and(|text| When::parse(&text).is_some()));
}
