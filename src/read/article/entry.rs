//! Records of what was found in an article: quotations and pasted posts, with where they stand.
//!
//! Finds nothing itself.

use super::block::Block;
use super::meta::Meta;
use super::origin::{origin, today};
use super::pasted::Pasted;
use super::phrase::Reader;
use super::quotation::{Piece, Quotation, Text};
use super::verbatim::{Words, joined};
use crate::read::Context;
use crate::read::draft::Draft;
use crate::read::embed::read_html;
use crate::record::{Author, Part, Person, Post, Provenance, Quote, Record, Source};
use crate::{Error, ErrorKind, Finding, Result};

/// Longest context that a record carries, in characters.
const LONGEST_CONTEXT: usize = 1_000;

/// What the records of one article have in common.
pub(super) struct Common<'a> {
    pub(super) format: &'static str,
    pub(super) meta: &'a Meta,
    pub(super) context: &'a Context,
}

impl Common<'_> {
    fn provenance(&self, place: (u64, u64)) -> Provenance {
        let meta = self.meta.clone();
        Provenance {
            file: self.context.file.clone(),
            format: Some(self.format.to_owned()),
            title: meta.title,
            publisher: meta.publisher,
            url: meta.url,
            date: meta.date,
            start: Some(place.0),
            end: Some(place.1),
            ..Provenance::default()
        }
    }

    fn own_source(&self) -> Option<Source> {
        let Meta { title, publisher, url, date, .. } = self.meta.clone();
        let source = Source { title, publisher, url, date, ..Source::default() };
        (source != Source::default()).then_some(source)
    }

    /// The record of a quotation.
    ///
    /// # Errors
    /// `missing-field` when nobody is known to have said it, and what [`Record::check`] finds.
    pub(super) fn quote(&self, text: &Text<'_>, quotation: &Quotation, lang: Option<&str>) -> Result<Record> {
        let (parts, words) = parts(text.blocks, &quotation.pieces);
        let place = (
            parts.first().and_then(|part| part.start).unwrap_or_default(),
            parts.last().and_then(|part| part.end).unwrap_or_default(),
        );
        let said = joined(&words);
        let (author, confidence) = match (&quotation.speaker, &self.context.default_author) {
            (Some(speaker), _) => {
                (Person { name: speaker.name.clone(), role: speaker.role.clone(), avatar: None }, quotation.confidence)
            }
            (None, Some(name)) => (Person { name: name.clone(), ..Person::default() }, 0.3),
            (None, None) => return Err(nobody(&said, place)),
        };
        let found = quotation.found.as_ref().and_then(|(block, found)| {
            let tokens = text.pages.get(*block)?;
            origin(Reader { tokens, grammar: text.grammar }, found, today(self.meta.date.as_deref()))
        });
        let source = match found {
            Some(origin) => Some(Source { publisher: Some(origin.publisher), date: origin.date, ..Source::default() }),
            None => self.own_source(),
        };
        let mut provenance = self.provenance(place);
        provenance.confidence = Some((confidence * 100.0).round() / 100.0);
        provenance.context = context(text.blocks, quotation);
        if parts.len() > 1 {
            let message = format!("{} passages were joined", parts.len());
            provenance.findings.push(Finding::info("joined-parts", "/text", message));
        }
        let quote = Quote {
            text: said,
            author,
            source,
            lang: lang.map(str::to_owned),
            parts,
            provenance: Some(provenance),
            ..Quote::default()
        };
        checked(Record::Quote(Box::new(quote)))
    }

    /// The record of a pasted post.
    ///
    /// # Errors
    /// What [`Record::check`] finds.
    pub(super) fn post(&self, blocks: &[Block], pasted: &Pasted) -> Result<Record> {
        let lines = |(number, range): &(usize, std::ops::Range<usize>)| {
            let text = blocks.get(*number).map(|block| block.verbatim(range)).unwrap_or_default();
            text.lines().map(super::block::fold).collect::<Vec<_>>().join("\n")
        };
        let text = pasted.words.iter().map(lines).collect::<Vec<_>>().join("\n\n");
        let start = pasted.words.first().and_then(|(number, range)| Some(blocks.get(*number)?.place(range).0));
        let end = blocks.get(pasted.line).map(|block| block.place(&(0..block.trimmed(0..block.len()).end)).1);
        let mut provenance = self.provenance((start.unwrap_or_default(), end.unwrap_or_default()));
        provenance.confidence = Some(if pasted.unsure { 0.6 } else { 0.9 });
        if pasted.unsure {
            let message = "the post may begin a paragraph earlier: where it begins is not marked in the text";
            provenance.findings.push(Finding::info("source-truncated", "/text", message));
        }
        for picture in &pasted.pictures {
            let message = format!("the post has a picture or film at `{picture}`, which the text does not hold");
            provenance.findings.push(Finding::info("unknown-embed", "/media", message));
        }
        let author =
            Author { name: Some(pasted.name.clone()), handle: Some(pasted.handle.clone()), ..Author::default() };
        let post = Post {
            platform: Some(if pasted.handle.contains('.') { "bluesky" } else { "x" }.to_owned()),
            author: Some(author),
            text,
            created_at: Some(pasted.date.clone()),
            provenance: Some(provenance),
            ..Post::default()
        };
        checked(Record::Post(Box::new(post)))
    }
}

impl Common<'_> {
    /// The records of posts embedded in a page: the HTML of one embed and its place.
    pub(super) fn embedded(&self, html: &str, place: std::ops::Range<usize>) -> Vec<Result<Record>> {
        let drafts = match read_html(html) {
            Ok(drafts) => drafts,
            Err(error) => return vec![Err(error)],
        };
        let own = |at: usize| u64::try_from(at).unwrap_or_default();
        let finish = |draft: Result<Draft>| {
            let record = draft?.finish(self.format, self.context)?;
            let Record::Post(mut post) = record else { return Ok(record) };
            let found = post.provenance.take().map(|provenance| provenance.findings).unwrap_or_default();
            let provenance = self.provenance((own(place.start), own(place.end)));
            post.provenance = Some(Provenance { findings: found, confidence: Some(0.95), ..provenance });
            checked(Record::Post(post))
        };
        drafts.into_iter().map(finish).collect()
    }
}

fn checked(record: Record) -> Result<Record> {
    record.check()?;
    Ok(record)
}

/// The stretches of a quotation as they stand in the input, split where the input has a break that is no character.
fn parts(blocks: &[Block], pieces: &[Piece]) -> (Vec<Part>, Vec<Words>) {
    let mut parts = Vec::new();
    let mut words = Vec::new();
    for piece in pieces {
        let Some(block) = blocks.get(piece.block) else { continue };
        let lines = block.lines(&piece.range);
        for (index, line) in lines.iter().enumerate() {
            let text = block.verbatim(line);
            let place = block.place(line);
            words.push(Words { text: text.clone(), closed: piece.closed && index + 1 == lines.len() });
            parts.push(Part { text, start: Some(place.0), end: Some(place.1) });
        }
    }
    (parts, words)
}

fn context(blocks: &[Block], quotation: &Quotation) -> Option<String> {
    let (number, range) = &quotation.context;
    let text = blocks.get(*number)?.folded(range);
    let cut: String = text.chars().take(LONGEST_CONTEXT).collect();
    (!cut.is_empty()).then_some(cut)
}

fn nobody(said: &str, place: (u64, u64)) -> Error {
    let mut words: String = said.chars().take(160).collect();
    if words.len() < said.len() {
        words.push('…');
    }
    let message = format!("the quotation `{words}` at {} to {} has no speaker that could be found", place.0, place.1);
    Error::new(ErrorKind::MissingField, message)
        .at_path("author")
        .with_hint("name one with `--default-author`, if it is known")
}
