//! A record as one line for people: number, author, first words, date, confidence, cut to the width of the terminal.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::Record;
use crate::record::Unavailable;

/// Width of a line in cells when there is no terminal.
const WIDTH: usize = 120;
/// Cells for the author.
const AUTHOR: usize = 22;
/// Cells for the date and for the confidence.
const DATE: usize = 10;
const CONFIDENCE: usize = 4;

/// How lines are set.
#[derive(Debug)]
pub(super) struct Summary {
    width: usize,
}

impl Summary {
    /// Lines for the terminal that is there.
    pub(super) fn for_terminal() -> Self {
        let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
        Self { width: terminal.or_else(columns).unwrap_or(WIDTH).max(60) }
    }

    /// The line of a record.
    pub(super) fn line(&self, number: usize, record: &Record) -> String {
        let words = self.width.saturating_sub(4 + 2 + AUTHOR + 2 + 2 + DATE + 2 + CONFIDENCE);
        let line = format!(
            "{number:>4}  {}  {}  {}  {}",
            cell(author(record), AUTHOR),
            cell(&text(record), words),
            cell(date(record), DATE),
            confidence(record),
        );
        line.trim_end().to_owned()
    }
}

fn author(record: &Record) -> &str {
    match record.author_name() {
        "" => "(no author)",
        name => name,
    }
}

fn text(record: &Record) -> String {
    let gone = |reason: Unavailable| format!("(post not there: {reason})");
    match record {
        Record::Post(post) if post.text.trim().is_empty() => match (post.unavailable, post.media.len()) {
            (Some(reason), _) => gone(reason),
            (None, 0) => "(no words)".to_owned(),
            (None, count) => format!("(no words, {count} media)"),
        },
        _ => record.text().split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// The day of a post, the date of a quotation's source.
fn date(record: &Record) -> &str {
    let date = match record {
        Record::Post(post) => post.created_at.as_deref(),
        Record::Quote(quote) => quote.source.as_ref().and_then(|source| source.date.as_deref()),
    };
    let date = date.unwrap_or_default();
    date.get(..DATE).unwrap_or(date)
}

fn confidence(record: &Record) -> String {
    let confidence = record.provenance().and_then(|provenance| provenance.confidence);
    confidence.map(|confidence| format!("{confidence:.2}")).unwrap_or_default()
}

/// A text in exactly so many cells; what is cut ends in an ellipsis. Control characters have no place in a line.
fn cell(text: &str, width: usize) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control() && !is_direction(*c)).collect();
    let mut cell = clean.clone();
    if clean.width() > width {
        cell = String::new();
        for cluster in clean.graphemes(true) {
            if cell.width() + cluster.width() + 1 > width {
                break;
            }
            cell.push_str(cluster);
        }
        cell.push('…');
    }
    let blanks = width.saturating_sub(cell.width());
    cell + &" ".repeat(blanks)
}

/// Characters that turn the direction of what follows, in other cells too.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(json: &str) -> Record {
        Record::from_json(json.as_bytes()).expect("a record")
    }

    #[test]
    fn a_line_is_never_wider_than_the_terminal() {
        let summary = Summary { width: 80 };
        for text in ["Short.", &"語".repeat(100), &"word ".repeat(100), &"👨‍👩‍👧".repeat(60), "two\\n\\nlines\\u202e"]
        {
            let record = record(&format!(
                r#"{{ "kind": "quote", "text": "{text}", "author": {{ "name": "Mina Ostrow of the long long name" }},
                "source": {{ "date": "2026-03-14" }}, "provenance": {{ "confidence": 0.9 }} }}"#
            ));
            let line = summary.line(12, &record);
            assert!(line.width() <= 80, "{} {line}", line.width());
            assert!(
                line.starts_with("  12  Mina Ostrow of the lo…  ") && line.ends_with("  2026-03-14  0.90"),
                "{line}"
            );
        }
    }

    #[test]
    fn what_has_no_words_says_so() {
        let summary = Summary { width: 80 };
        let gone = record(r#"{ "kind": "post", "text": "", "unavailable": "deleted" }"#);
        assert_eq!(summary.line(1, &gone), "   1  (no author)             (post not there: deleted)");
    }
}
