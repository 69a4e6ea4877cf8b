//! Fortune files: quotations between lines of `%`, each with its author on a line of its own below it.

mod attribution;
mod wrap;

use attribution::Attribution;
use wrap::{Line, join, usual_width};

use super::entry::{Entry, is_dash, without_marks};
use super::field::Field;
use crate::read::control::clean;
use crate::read::source::{Source, text_of};
use crate::read::{Context, Flow};
use crate::record::{Person, Voice};
use crate::{Error, ErrorKind, Finding, Record, Result};

const NAME: &str = "fortune";

pub(in crate::read) const FLOW: Flow = Flow { name: NAME, marks: "entries between lines of `%`", fits, read };

/// Largest entry in bytes.
const MAX_ENTRY: usize = 1 << 20;

fn fits(head: &str) -> bool {
    !head.trim_start().starts_with('<') && head.lines().any(is_separator)
}

fn is_separator(line: &str) -> bool {
    matches!(line.trim_end(), "%" | "%%")
}

fn read<'r>(source: Source<'r>, context: Context) -> Box<dyn Iterator<Item = Result<Record>> + 'r> {
    let usual = usual_width(&text_of(source.rest()).0);
    Box::new(Fortunes { source, context, usual, done: false })
}

/// A fortune file that is read on demand.
struct Fortunes<'r> {
    source: Source<'r>,
    context: Context,
    /// The width at which the file wraps its lines.
    usual: usize,
    done: bool,
}

impl Iterator for Fortunes<'_> {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let (line, position) = (self.source.place().0, self.source.position());
            let length = match self.entry() {
                Ok(Some(length)) => length,
                Ok(None) => {
                    self.done = true;
                    return None;
                }
                Err(error) => {
                    self.done = error.kind() == ErrorKind::Io;
                    return Some(Err(error.at(line, 1)));
                }
            };
            let bytes = self.source.rest().get(..length).unwrap_or_default();
            let (text, utf8) = text_of(bytes);
            let blank = text.lines().take_while(|line| line.trim().is_empty() || is_separator(line)).count();
            let found = Fortune::new(&text, position, utf8);
            let record =
                found.map(|found| found.record(self.usual, &self.context).map_err(|error| error.at(line + blank, 1)));
            self.source.take(length);
            if record.is_some() {
                return record;
            }
        }
        None
    }
}

impl Fortunes<'_> {
    /// Length in bytes of the next entry with the separator behind it; `None` at the end.
    fn entry(&mut self) -> Result<Option<usize>> {
        let mut start = 0;
        loop {
            let end = self.source.line(start, start + MAX_ENTRY)?;
            let line = self.source.rest().get(start..end).unwrap_or_default();
            if end == start {
                return Ok((end > 0).then_some(end));
            }
            if std::str::from_utf8(line).is_ok_and(is_separator) {
                return Ok(Some(end));
            }
            if end > MAX_ENTRY {
                self.skip()?;
                let message = format!("an entry is longer than {} MiB", MAX_ENTRY >> 20);
                return Err(Error::new(ErrorKind::TooLarge, message).with_hint("entries end at a line of `%`"));
            }
            start = end;
        }
    }

    /// Takes everything up to the next separator.
    fn skip(&mut self) -> Result<()> {
        loop {
            let end = self.source.line(0, MAX_ENTRY)?;
            let line = self.source.rest().get(..end).unwrap_or_default();
            let stop = end == 0 || std::str::from_utf8(line).is_ok_and(is_separator);
            self.source.take(end);
            if stop {
                return Ok(());
            }
        }
    }
}

/// A line with the place of its words in the input.
struct Placed {
    line: Line,
    start: u64,
    end: u64,
}

/// One entry by its lines.
struct Fortune {
    lines: Vec<Placed>,
    dropped: usize,
    utf8: bool,
}

impl Fortune {
    /// Takes an entry apart; `None` when it is blank.
    fn new(text: &str, position: u64, utf8: bool) -> Option<Self> {
        let mut found = Self { lines: Vec::new(), dropped: 0, utf8 };
        let mut at = position;
        for raw in text.split('\n') {
            let length = raw.chars().count() as u64;
            let cleaned = clean(raw.trim_end_matches('\r'));
            found.dropped += cleaned.dropped;
            if !is_separator(raw) {
                let before = raw.chars().take_while(|c| c.is_whitespace()).count() as u64;
                let after = raw.chars().rev().take_while(|c| c.is_whitespace()).count() as u64;
                let (start, end) = (at + before.min(length), at + length.saturating_sub(after));
                for part in cleaned.text.split('\n') {
                    found.lines.push(Placed { line: Line::new(part), start, end: end.max(start) });
                }
            }
            at += length + 1;
        }
        found.lines.iter().any(|placed| !placed.line.is_blank()).then_some(found)
    }

    fn record(&self, usual: usize, context: &Context) -> Result<Record> {
        let mut entry = Entry::default();
        self.note(&mut entry);
        let first = self.header(&mut entry);
        let mut parts = self.parts(first).into_iter();
        if let Some((body, attribution)) = parts.next() {
            let lines = self.lines.get(body.clone()).unwrap_or_default();
            entry.set(Field::Text, "text", &words(lines, usual));
            let mut spoken = lines.iter().filter(|placed| !placed.line.is_blank());
            if let Some(start) = spoken.next() {
                let end = spoken.next_back().unwrap_or(start).end;
                entry.range = Some((start.start, end));
            }
            if let Some(attribution) = attribution {
                set(&mut entry, attribution);
            }
        }
        for (body, attribution) in parts {
            let text = words(self.lines.get(body).unwrap_or_default(), usual);
            match attribution {
                Some(found) if !text.is_empty() => {
                    if let Some(whole) = found.whole.or_else(|| found.work.clone()) {
                        entry.keep(&format!("attribution of {}", found.name), &whole);
                    }
                    let author = Person { name: found.name, role: found.role, avatar: None };
                    entry.voices.push(Voice { text: without_marks(&text).to_owned(), author });
                }
                Some(found) => entry.keep("attribution", &found.whole.unwrap_or(found.name)),
                None => entry.keep("remark", &text),
            }
        }
        entry.into_record(NAME, context)
    }

    fn note(&self, entry: &mut Entry) {
        if self.dropped > 0 {
            let message = format!("{} control characters were left out", self.dropped);
            entry.findings.push(Finding::info("control-characters", "/text", message));
        }
        if !self.utf8 {
            let message = "the entry is not UTF-8 and was taken for Windows-1252";
            entry.findings.push(Finding::warning("encoding-guessed", "", message));
        }
    }

    /// Title and author above the words, as collections of Chinese poems have them; the index of the first line below.
    fn header(&self, entry: &mut Entry) -> usize {
        let mut first = 0;
        for (index, placed) in self.lines.iter().enumerate().take(4) {
            let text = placed.line.text.as_str();
            let author = ["作者", "author", "Author", "Autor"].iter().find_map(|word| {
                let rest = text.strip_prefix(word)?.trim_start();
                rest.strip_prefix(['：', ':'])
            });
            let title = text.strip_prefix('《').and_then(|text| text.strip_suffix('》'));
            match (title, author) {
                (Some(title), _) => entry.set(Field::Source, "title", title),
                (None, Some(author)) => entry.set(Field::Author, "author", author),
                (None, None) if placed.line.is_blank() => continue,
                (None, None) => break,
            }
            first = index + 1;
        }
        first
    }

    /// The stretches of lines that are words, each with the attribution below it. What follows the last attribution has none.
    fn parts(&self, first: usize) -> Vec<(std::ops::Range<usize>, Option<Attribution>)> {
        let mut parts = Vec::new();
        let (mut start, mut index) = (first, first);
        while index < self.lines.len() {
            let end = self.attribution(first, index);
            if end > index {
                let lines = self.lines.get(index..end).unwrap_or_default();
                let whole: Vec<&str> = lines.iter().map(|placed| placed.line.text.as_str()).collect();
                parts.push((start..index, Some(Attribution::parse(&whole.join(" ")))));
                start = end;
                index = end;
            } else {
                index += 1;
            }
        }
        if self.lines.get(start..).unwrap_or_default().iter().any(|placed| !placed.line.is_blank()) {
            parts.push((start..self.lines.len(), None));
        }
        parts
    }

    /// One past the last line of the attribution that begins at a line; the line itself when none does.
    fn attribution(&self, first: usize, index: usize) -> usize {
        let Some(line) = self.lines.get(index).map(|placed| &placed.line) else { return index };
        let rest = self.lines.get(index + 1..).unwrap_or_default();
        let last = rest.iter().all(|placed| placed.line.is_blank());
        let words = line.text.trim_start_matches(|c| is_dash(c) || c == ' ');
        let dashed = line.text.starts_with("--") || line.text.starts_with(['—', '–', '―', '─']);
        let dashes = dashed && !words.is_empty() && line.text.chars().count() < 200;
        let begins = words.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii());
        let marked = words.starts_with(['"', '“', '«', '„']);
        let short = words.chars().count() <= 100;
        // `-- by Mina Ostrow` below a title says who wrote what follows.
        if words.starts_with("by ") && !last {
            return index;
        }
        let above = self.lines.get(first..index).unwrap_or_default();
        let found = if dashes {
            line.indent >= 4 || last && (begins || marked) && short
        } else {
            last && index > first
                && line.indent >= 6
                && begins
                && short
                && is_signature(words)
                && above.iter().any(|placed| !placed.line.is_blank() && placed.line.indent < 6)
        };
        if !found {
            return index;
        }
        let more = rest.iter().take_while(|placed| {
            let next = &placed.line;
            !next.is_blank()
                && dashes
                && (next.indent > line.indent
                    || next.indent >= 8 && next.indent >= line.indent && !next.text.starts_with("--"))
        });
        index + 1 + more.count()
    }
}

/// A name alone, or a name with a work in marks: a last line far to the right that needs no dash.
fn is_signature(text: &str) -> bool {
    let work = [", \"", ", “", ", «"].iter().any(|mark| text.contains(mark));
    let words: Vec<&str> = text.split_whitespace().collect();
    let name = words.iter().all(|word| {
        word.starts_with(char::is_uppercase)
            || matches!(*word, "de" | "la" | "von" | "van" | "der" | "di" | "of" | "the" | "y")
    });
    work || words.len() <= 5 && name && !text.ends_with(['.', '!', '?', ':', ',', ';', '"'])
}

fn words(lines: &[Placed], usual: usize) -> String {
    let lines: Vec<Line> = lines.iter().map(|placed| placed.line.clone()).collect();
    join(&lines, usual)
}

fn set(entry: &mut Entry, found: Attribution) {
    entry.set(Field::Author, "author", &found.name);
    for (field, value) in
        [(Field::Role, found.role), (Field::Work, found.work), (Field::Page, found.page), (Field::Date, found.date)]
    {
        entry.set(field, field.name(), value.as_deref().unwrap_or_default());
    }
    entry.keep("attribution", found.whole.as_deref().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use crate::Result;
    use crate::read::{ReadOptions, read};
    use crate::record::{Quote, Record};

    fn found(text: &str) -> Vec<Result<Quote>> {
        let quote = |record| match record {
            Record::Quote(quote) => *quote,
            Record::Post(_) => panic!("a quotation"),
        };
        read(text.as_bytes(), &ReadOptions::default()).map(|found| found.map(quote)).collect()
    }

    #[test]
    fn entries_become_quotations_with_their_authors() {
        let text = "\"Moss is patient, and it wins.\"\n\t\t-- Mina Ostrow, \"The Slow Wall\"\n%\nStone keeps count.\n%\n%\n\nA wall is a road\nfor moss.\n\t\t-- Jana Holm, who built\n\t\t   many of them\n%\n";
        let found = found(text);
        assert_eq!(found.len(), 3);
        let first = found[0].as_ref().expect("a quotation");
        assert_eq!((first.text.as_str(), first.author.name.as_str()), ("Moss is patient, and it wins.", "Mina Ostrow"));
        assert_eq!(first.source.as_ref().and_then(|source| source.work.as_deref()), Some("The Slow Wall"));
        let provenance = first.provenance.as_ref().expect("a provenance");
        assert_eq!((provenance.start, provenance.end), (Some(0), Some(31)));
        let refused = found[1].as_ref().expect_err("no author");
        assert_eq!((refused.location().line, refused.location().record), (Some(4), Some(2)));
        let third = found[2].as_ref().expect("a quotation");
        assert_eq!(
            (third.author.name.as_str(), third.author.role.as_deref()),
            ("Jana Holm", Some("who built many of them"))
        );
    }

    #[test]
    fn titles_above_and_colours_are_understood() {
        let text =
            "\u{1B}[32m《石墙》\u{1B}[m\n\u{1B}[33m作者：苔先生\u{1B}[m\n苔藓很慢，石头很老。\n它们都不着急。\n%\n";
        let found = found(text);
        let quote = found[0].as_ref().expect("a quotation");
        assert_eq!(
            (quote.text.as_str(), quote.author.name.as_str()),
            ("苔藓很慢，石头很老。\n它们都不着急。", "苔先生")
        );
        assert_eq!(quote.source.as_ref().and_then(|source| source.title.as_deref()), Some("石墙"));
    }

    #[test]
    fn a_signature_to_the_right_needs_no_dash() {
        let found = found(
            "El musgo no tiene prisa.\n         Mina Ostrow, \"El muro lento\".\n%\nLine one\n        And a line two.\n%\n",
        );
        assert_eq!(found[0].as_ref().expect("a quotation").author.name, "Mina Ostrow");
        assert!(found[1].is_err());
    }

    #[test]
    fn an_answer_is_a_further_voice_and_a_remark_stays() {
        let text = "Walls are slow.\n\t\t-- Mina Ostrow\n\nMoss is slower.\n\t\t-- Jana Holm\n%\nWalls are slow.\n\t\t-- Mina Ostrow\n\n[She had built two. Ed.]\n%\n";
        let found = found(text);
        let first = found[0].as_ref().expect("a quotation");
        assert_eq!((first.text.as_str(), first.voices.len()), ("Walls are slow.", 1));
        assert_eq!(
            (first.voices[0].text.as_str(), first.voices[0].author.name.as_str()),
            ("Moss is slower.", "Jana Holm")
        );
        let second = found[1].as_ref().expect("a quotation");
        assert_eq!(second.extra["remark"], "[She had built two. Ed.]");
    }

    #[test]
    fn a_line_below_a_title_is_nobodys_signature() {
        let text = "THE SLOW WALL\n\t-- by Mina Ostrow\n\n\tA wall waits for a visitor.\n\nSTONES\n\t-- by Jana Holm\n\n\tNobody comes.\n%\n";
        let found = found(text);
        assert_eq!((found.len(), found[0].is_err()), (1, true));
    }

    #[test]
    fn a_dash_inside_the_words_attributes_nothing() {
        let text = "She wanted one thing only\n-- quiet, that is, and a wall to sit on.\n\t\t-- Mina Ostrow\n%\n";
        let found = found(text);
        let quote = found[0].as_ref().expect("a quotation");
        assert!(quote.text.contains("-- quiet") && quote.voices.is_empty());
    }

    #[test]
    fn an_entry_without_an_end_costs_only_itself() {
        let text = format!("{}\n%\nMoss.\n\t\t-- Mina Ostrow\n%\n", "wall\n".repeat(400_000));
        let found = read(
            text.as_bytes(),
            &ReadOptions { from: Some("fortune".parse().expect("a format")), ..ReadOptions::default() },
        );
        let found: Vec<_> = found.collect();
        assert_eq!((found.len(), found[0].is_err()), (2, true));
        assert_eq!(found[1].as_ref().expect("a quotation").author_name(), "Mina Ostrow");
    }
}
