//! Tables in every shape: delimiters, headers, damage, refusals.

use crate::read::{ReadOptions, read};
use crate::record::Quote;
use crate::{Record, Result};

fn options() -> ReadOptions {
    ReadOptions { from: Some("table".parse().expect("a format")), ..ReadOptions::default() }
}

fn found(text: &str, options: &ReadOptions) -> Vec<Result<Quote>> {
    let quote = |record| match record {
        Record::Quote(quote) => *quote,
        Record::Post(_) => panic!("a quotation"),
    };
    read(text.as_bytes(), options).map(|found| found.map(quote)).collect()
}

/// `words / author` of every quotation; the place of what is refused.
fn rows(text: &str, options: &ReadOptions) -> Vec<String> {
    let row = |found: Result<Quote>| match found {
        Ok(quote) => format!("{} / {}", quote.text, quote.author.name),
        Err(error) => format!("!{}", error.location()),
    };
    found(text, options).into_iter().map(row).collect()
}

const TWO: [&str; 2] = ["Moss is patient, and it wins. / Mina Ostrow", "Stone keeps count. / Jana Holm"];

#[test]
fn every_delimiter_and_spelling_gives_the_same_quotations() {
    for text in [
        "quote,author\n\"Moss is patient, and it wins.\",Mina Ostrow\nStone keeps count.,Jana Holm\n",
        "\u{FEFF}Author;Quote\r\nMina Ostrow;Moss is patient, and it wins.\r\n\r\nJana Holm;Stone keeps count.",
        "TEXT\tBY\nMoss is patient, and it wins.\tMina Ostrow\nStone keeps count.\tJana Holm",
        "quote | author | tags\n“Moss is patient, and it wins.” | –Mina Ostrow | a\nStone keeps count. | Jana Holm |\n",
        "sep=;\nquote;author\nMoss is patient, and it wins.;Mina Ostrow\nStone keeps count.;Jana Holm\n",
        "\"quotes\",\"author\"\n\"Moss is patient, and it wins.\", \"Mina Ostrow\"\n\"Stone keeps count.\", \" Jana Holm\"\n",
        "1,\"Moss is patient, and it wins.\",Mina Ostrow\n2,Stone keeps count.,Jana Holm\n",
        "\"Moss is patient, and it wins.\",\"Mina Ostrow\"\n\"Stone keeps count.\",\"Jana Holm\"\n",
    ] {
        assert_eq!(rows(text, &ReadOptions::default()), TWO, "{text}");
    }
}

#[test]
fn commas_without_marks_belong_to_the_words() {
    let text = "id,quote,author\n1,“Moss is patient, and it wins.”,Mina Ostrow\n2,Stone keeps count.,Jana Holm\n";
    assert_eq!(rows(text, &ReadOptions::default()), TWO);
    let quotes = found(text, &ReadOptions::default());
    let first = quotes[0].as_ref().expect("a quotation");
    let provenance = first.provenance.as_ref().expect("a provenance");
    assert_eq!(provenance.findings[0].code, "cells-joined");
    let (start, end) = (provenance.start.expect("a place") as usize, provenance.end.expect("a place") as usize);
    assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), first.text);
}

#[test]
fn a_mark_that_never_closes_costs_nothing_but_itself() {
    let text =
        "quote,author\n\"Moss is patient.,Mina Ostrow\nStone keeps count.,Jana Holm\n\"Two\nlines.\",Ada Quill\n";
    assert_eq!(
        rows(text, &ReadOptions::default()),
        ["\"Moss is patient. / Mina Ostrow", "Stone keeps count. / Jana Holm", "Two\nlines. / Ada Quill"]
    );
}

#[test]
fn other_columns_are_kept_and_known_ones_have_their_place() {
    let text = "Zitat,Wer,Jahr,Book,Likes\nMoos wächst.,Jana Holm,1987,Steine,12\n";
    let map = vec![("text".to_owned(), "Zitat".to_owned()), ("author".to_owned(), "Wer".to_owned())];
    let quotes = found(text, &ReadOptions { columns: map, ..options() });
    let quote = quotes[0].as_ref().expect("a quotation");
    let source = quote.source.as_ref().expect("a source");
    assert_eq!((source.date.as_deref(), source.work.as_deref()), (Some("1987"), Some("Steine")));
    assert_eq!((quote.author.name.as_str(), quote.extra["Likes"].as_str()), ("Jana Holm", Some("12")));
}

#[test]
fn columns_without_a_header_may_be_named_by_number() {
    let map = vec![("text".to_owned(), "2".to_owned()), ("author".to_owned(), "1".to_owned())];
    let found = rows("Mina Ostrow,Moss\nJana Holm,Stone\n", &ReadOptions { columns: map, ..options() });
    assert_eq!(found, ["Moss / Mina Ostrow", "Stone / Jana Holm"]);
}

#[test]
fn a_table_of_something_else_is_refused_with_its_columns() {
    for (text, words) in [
        ("Product,Vendor,Amount\nBolts,Acme,12.50\nNuts,Acme,3.10\n", "`Product`, `Vendor`, `Amount`"),
        ("Quote,Name,Valid\n12.50,Acme,2026\n3.10,Acme,2026\n", "holds no words"),
        ("Quote,Price\nMoss is patient.,3\nStone keeps count.,4\n", "no column names the author"),
        ("1,2,3\n4,5,6\n", "begins with the cells `1`, `2`, `3`"),
    ] {
        let found = found(text, &ReadOptions::default());
        assert_eq!(found.len(), 1, "{text}");
        let error = found[0].as_ref().expect_err("a refusal");
        assert!(error.message().contains(words), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("--map text=COLUMN")), "{error:?}");
    }
}

#[test]
fn prose_is_no_table() {
    for text in [
        "Holm said the wall, old and grey, would stay.\nOstrow, a gardener, agreed.\n",
        "\"Yes,\" she said, \"we will.\"\n\"No,\" he said, \"we will not.\"\n",
        "The tide goes out; it comes in.\nThe quay stays; it always has.\n",
        "<p>a,b,c</p>\n<p>a,b,c</p>\n",
    ] {
        assert!(!super::is_table(text), "{text}");
    }
}

#[test]
fn a_map_makes_a_table_of_any_columns() {
    let map = vec![("text".to_owned(), "Sentence".to_owned()), ("author".to_owned(), "Hand".to_owned())];
    let options = ReadOptions { columns: map, ..ReadOptions::default() };
    assert_eq!(rows("Sentence,Hand\nMoss.,Mina Ostrow\n", &options), ["Moss. / Mina Ostrow"]);
    assert_eq!(rows("[{\"Sentence\": \"Moss.\", \"Hand\": \"Mina Ostrow\"}]", &options), ["Moss. / Mina Ostrow"]);
}

#[test]
fn a_row_without_an_author_is_refused_at_its_line() {
    let text = "quote,author\nMoss.,\nStone.,Jana Holm\n,Jana Holm\n";
    let options = ReadOptions { file: Some("q.csv".to_owned()), ..ReadOptions::default() };
    assert_eq!(rows(text, &options), ["!q.csv:2:1, record 1", "Stone. / Jana Holm", "!q.csv:4:1, record 3"]);
    let with_default = ReadOptions { default_author: Some("Proverb".to_owned()), ..options };
    assert_eq!(rows(text, &with_default)[0], "Moss. / Proverb");
}

#[test]
fn rows_of_another_encoding_are_read_and_marked() {
    let mut bytes = b"quote,author\n".to_vec();
    bytes.extend("Moss is patient.,Mina Ostrow\n".repeat(4000).bytes());
    bytes.extend(b"Gr\xFCn.,Jana Holm\nLast.,Ada Quill\n");
    let found: Vec<_> = read(&bytes[..], &ReadOptions::default()).collect();
    assert_eq!(found.len(), 4002);
    let record = found[4000].as_ref().expect("a quotation");
    assert_eq!(record.text(), "Grün.");
    assert_eq!(record.provenance().expect("a provenance").findings[0].code, "encoding-guessed");
    assert_eq!(found[4001].as_ref().expect("a quotation").text(), "Last.");
}

#[test]
fn a_row_of_many_lines_ends_where_its_mark_is_closed() {
    let cell = "ab\"\" \n".repeat(10_000);
    let mut bytes = b"quote,author\n".to_vec();
    bytes.extend("Moss is patient.,Mina Ostrow\n".repeat(4000).bytes());
    bytes.extend(format!("\"{cell}Grün.\",Mina Ostrow\nNext.,Ada Quill\n").bytes());
    bytes.extend(b"Gr\xFCn.,Jana Holm\n\"Open.,Ada Quill\n\"Shut.\",Ada Quill\n");
    let found: Vec<_> = read(&bytes[..], &ReadOptions::default()).skip(4000).collect();
    let texts: Vec<&str> = found.iter().map(|record| record.as_ref().expect("a quotation").text()).collect();
    assert!(texts[0].ends_with("ab\" \nGrün.") && texts[0].lines().count() == 10_001);
    assert_eq!(texts[1..], ["Next.", "Grün.", "\"Open.", "Shut."]);
}

#[test]
fn carriage_returns_alone_end_rows_of_a_table_of_any_length() {
    let row = format!("\"{}\rend.\",Mina Ostrow\r", "moss ".repeat(400));
    let text = format!("quote,author\r{}", row.repeat(600));
    assert!(text.len() > super::MAX_ROW);
    let found: Vec<_> = read(text.as_bytes(), &ReadOptions::default()).collect();
    assert_eq!(found.len(), 600);
    assert!(found.iter().all(|record| record.as_ref().is_ok_and(|record| record.text().ends_with("moss \nend."))));
}

/// The suite of edge cases gives the cells of each table beside it, as JSON.
#[test]
fn the_edge_cases_of_csv_have_the_expected_cells() {
    let Some(data) = std::env::var_os("PULLQUOTE_DATA").map(std::path::PathBuf::from) else { return };
    let style = super::Style { delimiter: b',', marks: true };
    for entry in std::fs::read_dir(data.join("csv-spectrum")).expect("the folder").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let text = String::from_utf8_lossy(&std::fs::read(&path).expect("a file")).into_owned();
        let json = std::fs::read(path.with_extension("json")).expect("a file");
        let Ok(expected) = serde_json::from_slice::<Vec<serde_json::Map<String, serde_json::Value>>>(&json) else {
            continue;
        };
        let mut rest = text.as_str();
        let mut rows = Vec::new();
        while !rest.trim().is_empty() {
            let super::Parsed::Row(cells, length) = super::row(rest, style) else { panic!("{}", path.display()) };
            rows.push(cells.into_iter().map(|cell| cell.text).collect::<Vec<_>>());
            rest = &rest[length..];
        }
        for (row, expected) in rows.iter().skip(1).zip(&expected) {
            let expected: Vec<_> = expected.values().filter_map(|value| value.as_str()).map(str::to_owned).collect();
            assert_eq!(row, &expected, "{}", path.display());
        }
        assert_eq!(rows.len(), expected.len() + 1, "{}", path.display());
    }
}
