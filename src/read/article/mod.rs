//! Articles, as HTML or plain text: every direct quotation with its speaker, and the posts pasted into them.
//!
//! `tree` and `content` find the paragraphs of a page, `plain` those of a text; `mark` finds quotation marks in them, `attribution` the
//! clauses that say who spoke, `person` whom they mean. `quotation` brings these together and `entry` makes the records.

mod attribution;
mod block;
mod content;
mod day;
mod document;
mod entry;
mod grammar;
mod incise;
mod japanese;
mod language;
mod lexicon;
mod mark;
mod meta;
mod name;
mod origin;
mod owner;
mod pasted;
mod person;
mod phrase;
mod plain;
mod quotation;
mod reference;
mod scare;
#[cfg(test)]
mod tests;
mod token;
mod tree;
mod verb;
mod verbatim;
mod word;

use super::{Context, TextFormat};
use crate::Result;
use crate::record::Record;
use block::{Block, Kind};
use entry::Common;
use grammar::Grammar;
use language::Language;
use person::Cast;
use quotation::{Text, quotations};

/// Articles as web pages.
pub(super) const HTML: TextFormat = TextFormat {
    name: "article",
    marks: "a page with `<html>`, `<body>`, `<article>` or `<p>`",
    fits: is_html,
    read: read_html,
};

/// Articles as plain text.
pub(super) const PLAIN: TextFormat = TextFormat {
    name: "article-text",
    marks: "paragraphs of text with quotation marks or posts",
    fits: is_plain,
    read: read_plain,
};

fn is_html(text: &str) -> bool {
    let head: String = text.chars().take(4_096).collect::<String>().to_ascii_lowercase();
    head.trim_start().starts_with('<')
        && [
            "<!doctype html",
            "<html",
            "<head",
            "<body",
            "<article",
            "<main",
            "<p>",
            "<p ",
            "<div",
            "<blockquote",
            "<h1",
        ]
        .iter()
        .any(|tag| head.contains(tag))
}

fn is_plain(text: &str) -> bool {
    let head: String = text.chars().take(65_536).collect();
    let words = head.split_whitespace().take(8).count();
    let controls = head.chars().take(4_096).filter(|c| c.is_control() && !c.is_whitespace()).count();
    let marks = head.contains(['“', '„', '«', '»', '"', '「', '‘', '”', '’', '\'']);
    let eastern = head.chars().filter(|c| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}')).count() > 20;
    (words >= 8 || eastern) && controls == 0 && (marks || head.contains("(@"))
}

fn read_html(text: &str, context: &Context) -> Vec<Result<Record>> {
    let source: Vec<char> = text.chars().collect();
    let tree = tree::tree(&source);
    let (blocks, embeds) = document::blocks(&tree, &source);
    let mut meta = meta::meta(&tree, &source);
    // A page that says nothing in its head may say it in its first lines.
    let lead = plain::meta(&blocks);
    meta.date = meta.date.or(lead.date);
    meta.author = meta.author.or(lead.author);
    let common = Common { format: HTML.name, meta: &meta, context };
    let mut found = read(&blocks, &common);
    for (before, place) in embeds {
        let html: String = source.get(place.clone()).unwrap_or_default().iter().collect();
        found.extend(common.embedded(&html, place).into_iter().map(|record| (before, record)));
    }
    in_order(found)
}

fn read_plain(text: &str, context: &Context) -> Vec<Result<Record>> {
    let source: Vec<char> = text.chars().collect();
    let blocks = plain::blocks(&source);
    let meta = plain::meta(&blocks);
    in_order(read(&blocks, &Common { format: PLAIN.name, meta: &meta, context }))
}

/// Records by the number of the paragraph in which they stand.
fn in_order(mut found: Vec<(usize, Result<Record>)>) -> Vec<Result<Record>> {
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, record)| record).collect()
}

/// Reads the quotations and pasted posts of paragraphs, each with the number of its paragraph.
fn read(blocks: &[Block], common: &Common<'_>) -> Vec<(usize, Result<Record>)> {
    let meta = common.meta;
    let posts = pasted::posts(blocks);
    let mut blocks = blocks.to_vec();
    for number in posts.iter().flat_map(|post| post.words.iter().map(|(number, _)| *number).chain([post.line])) {
        if let Some(block) = blocks.get_mut(number) {
            block.kind = Kind::Heading;
        }
    }
    let tagged = meta.lang.as_deref();
    let guessed = language::guess(&blocks);
    let language = guessed.or_else(|| tagged.and_then(Language::of_tag)).unwrap_or_default();
    let marked = mark::stretches(&blocks);
    let tokens = |(block, marked): (&Block, &Vec<mark::Stretch>)| {
        if block.kind == Kind::Heading { Vec::new() } else { word::tokens(block, marked, language) }
    };
    let pages: Vec<_> = blocks.iter().zip(&marked).map(tokens).collect();
    let grammar = Grammar::new(language, pages.iter().flatten());
    let cast = Cast::new(&pages, &grammar, meta.author.clone());
    let names = if language == Language::Japanese { japanese::Names::new(&blocks) } else { japanese::Names::default() };
    let text = Text { blocks: &blocks, marked: &marked, pages: &pages, grammar: &grammar, cast: &cast, names: &names };
    let lang = tagged.map(str::to_owned).or_else(|| guessed.map(|language| language.tag().to_owned()));
    let mut found: Vec<(usize, Result<Record>)> = Vec::new();
    for quotation in quotations(&text) {
        let at = quotation.pieces.first().map_or(0, |piece| piece.block);
        found.push((at, common.quote(&text, &quotation, lang.as_deref())));
    }
    for post in &posts {
        let at = post.words.first().map_or(0, |(number, _)| *number);
        found.push((at, common.post(&blocks, post)));
    }
    found
}
