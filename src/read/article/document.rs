//! The paragraphs of an HTML article, and the posts that are embedded in it.
//!
//! Which texts belong to the article says `content`; headline, date and publisher are in `meta`.

use std::ops::Range;

use super::block::{BREAK, Block, CLOSE, Kind, OPEN};
use super::content::chosen;
use super::reference::decode;
use super::tree::{BLOCKS, Element, Event, Text, Tree};

/// Classes of the quotations that networks give out to embed their posts.
const EMBEDS: [&str; 6] =
    ["twitter-tweet", "twitter-video", "bluesky-embed", "mastodon-embed", "instagram-media", "text-post-media"];

/// An embedded post: how many paragraphs stand before it, and its place in the source.
pub(super) type Embed = (usize, Range<usize>);

/// The paragraphs of a page in order, and the posts that are embedded in it.
pub(super) fn blocks(tree: &Tree, source: &[char]) -> (Vec<Block>, Vec<Embed>) {
    let chosen = chosen(tree, source);
    let mut builder =
        Builder { tree, source, blocks: Vec::new(), open: Vec::new(), block: Block::default(), after_break: false };
    let mut embeds = Vec::new();
    let mut embed: Option<usize> = None;
    for event in &tree.events {
        match *event {
            Event::Enter(index) if embed.is_none() => {
                let Some(element) = tree.elements.get(index) else { continue };
                if EMBEDS.iter().any(|class| element.has_class(class)) {
                    builder.flush();
                    embed = Some(index);
                    embeds.push((builder.blocks.len(), element.start..element.end));
                } else {
                    builder.enter(index, element);
                }
            }
            Event::Leave(index) if embed.is_none() => builder.leave(index),
            Event::Leave(index) if embed == Some(index) => embed = None,
            Event::Text(index) if embed.is_none() => {
                if let Some(text) = tree.texts.get(index).filter(|_| chosen.get(index) == Some(&true)) {
                    builder.text(*text);
                }
            }
            _ => {}
        }
    }
    builder.flush();
    (builder.blocks, embeds)
}

struct Builder<'a> {
    tree: &'a Tree,
    source: &'a [char],
    blocks: Vec<Block>,
    /// What is being read: an element and the kind of its paragraphs.
    open: Vec<(usize, Kind)>,
    block: Block,
    after_break: bool,
}

impl Builder<'_> {
    fn enter(&mut self, index: usize, element: &Element) {
        let name = element.name.as_str();
        if name == "br" {
            if self.after_break {
                self.flush();
            } else {
                self.synthetic(BREAK);
                self.after_break = true;
            }
            return;
        }
        if let Some(kind) = self.kind_of(index, element) {
            self.flush();
            self.open.push((index, kind));
            self.block.kind = kind;
        } else if BLOCKS.contains(&name) {
            self.flush();
        }
        if name == "q" {
            self.synthetic(OPEN);
        }
    }

    fn leave(&mut self, index: usize) {
        let Some(element) = self.tree.elements.get(index) else { return };
        if element.name == "q" {
            self.synthetic(CLOSE);
        }
        let own = self.open.last().is_some_and(|(open, _)| *open == index);
        if own || BLOCKS.contains(&element.name.as_str()) {
            self.flush();
        }
        if own {
            self.open.pop();
            self.block.kind = self.kind();
        }
    }

    /// The kind of the paragraphs in an element, when it is one of its own.
    fn kind_of(&self, index: usize, element: &Element) -> Option<Kind> {
        let group = match self.kind() {
            Kind::Quotation { group } | Kind::Pull { group } | Kind::Credit { group } => Some(group),
            _ => None,
        };
        let words = element.words();
        let says = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
        let is_pull = says(&["pull", "pullquote"]) || (says(&["callout"]) && says(&["quote"]));
        match (element.name.as_str(), group) {
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "title", None) => Some(Kind::Heading),
            ("cite" | "footer" | "figcaption" | "small", Some(group)) => Some(Kind::Credit { group }),
            (_, Some(group)) if says(&["credit", "attribution", "author", "cite", "source", "byline"]) => {
                Some(Kind::Credit { group })
            }
            ("aside" | "blockquote" | "div" | "figure" | "section" | "p" | "q", None) if is_pull => {
                Some(Kind::Pull { group: index })
            }
            ("blockquote", None) => Some(Kind::Quotation { group: index }),
            _ => None,
        }
    }

    fn kind(&self) -> Kind {
        self.open.last().map_or(Kind::Paragraph, |(_, kind)| *kind)
    }

    fn synthetic(&mut self, c: char) {
        self.block.push(c, 0, 0);
    }

    fn text(&mut self, text: Text) {
        let mut at = text.start;
        while at < text.end {
            let c = self.source.get(at).copied().unwrap_or(' ');
            let decoded = if c == '&' { decode(self.source, at).filter(|(_, end)| *end <= text.end) } else { None };
            let (characters, end) = decoded.unwrap_or_else(|| (c.to_string(), at + 1));
            // A reference to two characters gives its place to the first; the second stands between it and what follows.
            for (index, c) in characters.chars().enumerate() {
                let start = if index == 0 { at } else { end - 1 };
                self.block.push(c, start, end);
                self.after_break &= c.is_whitespace();
            }
            at = end;
        }
    }

    fn flush(&mut self) {
        let next = Block::new(self.kind());
        let block = std::mem::replace(&mut self.block, next);
        self.after_break = false;
        if !block.is_blank() {
            self.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree;
    use super::*;

    fn read(html: &str) -> Vec<(String, Kind)> {
        let source: Vec<char> = html.chars().collect();
        let (blocks, _) = blocks(&tree(&source), &source);
        blocks.iter().map(|block| (block.folded(&(0..block.len())), block.kind)).collect()
    }

    #[test]
    fn paragraphs_headings_and_quotations_are_told_apart() {
        let found = read(
            "<h2>Fog</h2><p>One<br>two<br><br>three</p><blockquote><p>Four</p><cite>Five</cite></blockquote>\
             <blockquote class='pull-quote'>Six</blockquote><p>Seven <q>eight</q></p>",
        );
        let texts: Vec<_> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["Fog", "One two", "three", "Four", "Five", "Six", "Seven “eight”"]);
        assert_eq!((found[0].1, found[1].1, found[6].1), (Kind::Heading, Kind::Paragraph, Kind::Paragraph));
        let Kind::Quotation { group } = found[3].1 else { panic!("{found:?}") };
        assert_eq!(found[4].1, Kind::Credit { group });
        assert!(matches!(found[5].1, Kind::Pull { .. }));
    }

    #[test]
    fn characters_know_where_they_stand_in_the_source() {
        let html = "<p>A <b>&ldquo;b</b>c&rdquo;</p>";
        let source: Vec<char> = html.chars().collect();
        let (blocks, _) = blocks(&tree(&source), &source);
        let block = blocks.first().expect("a paragraph");
        assert_eq!((block.verbatim(&(3..5)), block.place(&(3..5))), ("bc".to_owned(), (15, 21)));
        assert_eq!(block.place(&(2..3)), (8, 15));
    }

    #[test]
    fn an_embedded_post_is_no_paragraph() {
        let html = "<p>Before.</p><blockquote class=\"twitter-tweet\"><p>Hi</p>&mdash; Mira</blockquote><p>After.</p>";
        let source: Vec<char> = html.chars().collect();
        let (blocks, embeds) = blocks(&tree(&source), &source);
        assert_eq!((blocks.len(), embeds.len()), (2, 1));
    }
}
