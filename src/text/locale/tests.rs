//! Dates and counts of many languages beside known strings.

use jiff::tz::TimeZone;

use super::*;
use crate::text::{DateStyle, compact, date};

#[test]
fn dates_and_counts_of_ninety_languages_are_as_known() {
    let mut wrong = Vec::new();
    let lines = include_str!("known.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for line in lines {
        let mut cells = line.split('\t');
        let tag = cells.next().unwrap_or_default();
        let day = |text: &str, style| date(text, tag, &TimeZone::UTC, style).unwrap_or_default();
        let ours = [
            day("2026-03-14", DateStyle::Day),
            day("2026-03", DateStyle::Day),
            day("2026-03-14", DateStyle::Short),
            day("2026", DateStyle::Day),
            compact(8412, tag),
            compact(84_120, tag),
            compact(2_345_678, tag),
        ];
        let known: Vec<&str> = cells.collect();
        if known != ours {
            wrong.push(format!("{tag}\t{}", ours.join("\t")));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn tag(asked: &str) -> &'static str {
    Locale::of(asked).rows.first().map_or("", |row| row.tag)
}

#[test]
fn the_table_is_sorted_and_whole() {
    assert!(TABLE.len() > 500 && TABLE.windows(2).all(|pair| pair[0].tag < pair[1].tag));
    let mut languages: Vec<&str> = TABLE.iter().filter_map(|row| row.tag.split('-').next()).collect();
    languages.dedup();
    assert!(languages.len() > 140, "{}", languages.len());
    for row in TABLE.iter() {
        let locale = Locale::of(row.tag);
        for names in [Column::Months, Column::MonthsAlone, Column::Short, Column::ShortAlone] {
            assert_eq!(locale.get(names).split('|').filter(|name| !name.is_empty()).count(), 12, "{}", row.tag);
        }
        for column in [Column::Long, Column::Month, Column::Year, Column::Compact, Column::Decimal] {
            assert!(!locale.get(column).is_empty(), "{}: {column:?}", row.tag);
        }
        assert_eq!(locale.get(Column::Quotes).chars().count(), 4, "{}", row.tag);
        assert!(digits::is_known(locale.get(Column::Digits)), "{}", locale.get(Column::Digits));
        assert!(row.cell(Column::Parent).is_empty() || Row::find(row.cell(Column::Parent)).is_some(), "{}", row.tag);
        assert_eq!(locale.rows.last().map(|row| row.tag), Some("und"), "{}", row.tag);
    }
}

#[test]
fn a_tag_finds_the_nearest_row() {
    for (asked, found) in [
        ("de", "de"),
        ("DE_at", "de-AT"),
        ("de-Latn-AT", "de-AT"),
        ("de-XX", "de"),
        ("zh-TW", "zh-TW"),
        ("zh-Hant-SG", "zh-Hant"),
        ("zh-CN", "zh"),
        ("sr-latn-hr", "sr-Latn"),
        ("en", "en-001"),
        ("en-NO", "en-NO"),
        ("en-XX", "en-001"),
        ("en-US", "en-US"),
        ("ca-ES-valencia", "ca-ES-valencia"),
        ("iw", "iw"),
        ("xx", "en-001"),
        ("und", "en-001"),
        ("", "en-001"),
        ("--", "en-001"),
        ("-u-nu-", "en-001"),
    ] {
        assert_eq!(tag(asked), found, "{asked}");
    }
}

#[test]
fn values_come_from_the_nearest_row_that_has_them() {
    assert_eq!(Locale::of("iw").get(Column::Long), Locale::of("he").get(Column::Long));
    assert_eq!(Locale::of("de-AT").month(Column::MonthsAlone, 1), "Jänner");
    assert_eq!(Locale::of("de-CH").month(Column::Months, 1), "Januar");
    assert_eq!(Locale::of("nb").month(Column::Months, 10), "oktober");
    assert_eq!(Locale::of("en").month(Column::Months, 13), "");
}

#[test]
fn digits_are_the_usual_ones_unless_others_are_asked_for() {
    for (tag, digits) in [
        ("en", "2026"),
        ("ar", "2026"),
        ("ar-EG", "٢٠٢٦"),
        ("ar-MA", "2026"),
        ("fa", "۲۰۲۶"),
        ("bn", "২০২৬"),
        ("mr", "२०२६"),
        ("my", "၂၀၂၆"),
        ("hi", "2026"),
        ("hi-u-nu-deva", "२०२६"),
        ("ar-EG-u-nu-latn", "2026"),
        ("th-u-ca-buddhist-nu-thai", "๒๐๒๖"),
        ("en-u-nu-nonsense", "2026"),
    ] {
        assert_eq!(Locale::of(tag).digits("2026"), digits, "{tag}");
    }
}

#[test]
fn direction_is_that_of_the_script() {
    for (tag, expected) in [
        ("ar", true),
        ("he-IL", true),
        ("ur", true),
        ("ckb", true),
        ("az", false),
        ("az-Arab", true),
        ("fa-Latn", false),
    ] {
        assert_eq!(is_right_to_left(tag), expected, "{tag}");
    }
    assert!(!is_right_to_left("en") && !is_right_to_left("") && !is_right_to_left("ja"));
}
