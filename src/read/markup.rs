//! HTML of a post as plain text with its spans: paragraphs, line breaks, lists, links, emphasis.
//!
//! What a link means is decided by the caller. Scripts, styles and comments are dropped; unknown elements keep their words.

use std::collections::BTreeMap;
use std::ops::Range;

use dom_query::{Document, NodeRef};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};

use crate::record::{Span, SpanKind};
use crate::{Error, ErrorKind, Result};

/// Largest HTML of one post, in bytes.
pub(crate) const MAX_POST: usize = 256 * 1024;
/// Most elements and texts of a tree.
const MAX_NODES: usize = 400_000;
/// Most elements that are never closed: the time that parsing takes grows with the square of their number.
const MAX_OPEN: usize = 1000;
/// How much is parsed between two looks at the tree, in bytes.
const CHUNK: usize = 256;

/// Text with its spans.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Prose {
    /// Paragraphs are separated by a blank line.
    pub(crate) text: String,
    /// In the order of their ends; offsets count code points of `text`.
    pub(crate) spans: Vec<Span>,
    /// Whether words were struck out, which plain text cannot say.
    pub(crate) struck: bool,
}

/// What a link is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Target {
    pub(crate) kind: SpanKind,
    pub(crate) value: Option<String>,
    pub(crate) url: Option<String>,
}

/// What a line feed in the HTML of a post is, outside `<pre>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineFeeds {
    /// A blank, as everywhere in HTML.
    Blanks,
    /// A blank, but after two blanks a line break, as in Markdown.
    Markdown,
    /// A line break, unless the next line is indented: the network puts its text in as it is.
    Breaks,
}

/// How one network's HTML is read.
pub(crate) struct Rules<'r> {
    /// What a link is, given its element and its words; `None` leaves plain words.
    pub(crate) target: &'r dyn Fn(&NodeRef<'_>, &str) -> Option<Target>,
    /// Elements that are left out with everything inside.
    pub(crate) skip: &'r dyn Fn(&NodeRef<'_>) -> bool,
    /// The element at which reading stops.
    pub(crate) stop: &'r dyn Fn(&NodeRef<'_>) -> bool,
    /// What a line feed in the HTML is.
    pub(crate) line_feeds: LineFeeds,
}

/// Parses a piece of HTML as a browser does.
///
/// # Errors
/// `too-large` past `limit` bytes, or when few bytes make very many elements.
pub(crate) fn parse(html: &str, limit: usize) -> Result<Document> {
    if html.len() > limit {
        let message = format!("the HTML has {} bytes, expected at most {limit}", html.len());
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    let open = left_open(html);
    if open > MAX_OPEN {
        let message = format!("the HTML leaves {open} elements open, expected at most {MAX_OPEN}");
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, drop_doctype: true, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let mut parser = parse_fragment(Document::fragment_sink(), options, body, Vec::new(), false);
    // Elements that are left open are opened anew in each paragraph, so the tree may grow much faster than the text.
    let mut rest = html;
    while !rest.is_empty() {
        let end = (0..=rest.len().min(CHUNK)).rev().find(|end| rest.is_char_boundary(*end) && *end > 0);
        let (chunk, after) = rest.split_at(end.unwrap_or(rest.len()));
        parser.process(StrTendril::from(chunk));
        rest = after;
        if parser.tokenizer.sink.sink.tree.len() > MAX_NODES {
            let message = format!("the HTML makes more than {MAX_NODES} elements");
            return Err(Error::new(ErrorKind::TooLarge, message));
        }
    }
    Ok(parser.finish())
}

/// How many start tags have no end tag, roughly. Elements that need none are not counted.
fn left_open(html: &str) -> usize {
    const NO_END: [&str; 21] = [
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "link", "meta", "option", "p", "param",
        "source", "td", "th", "tr", "track", "wbr",
    ];
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    for piece in html.split('<').skip(1) {
        let (end, rest) = piece.strip_prefix('/').map_or((false, piece), |rest| (true, rest));
        let name: String =
            rest.chars().take(32).take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) || NO_END.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        *count = if end { count.saturating_sub(1) } else { *count + 1 };
    }
    open.values().sum()
}

/// Reads everything inside a node; the node itself, such as the `<blockquote>` of an embed, is no markup of the post.
pub(crate) fn read(root: &NodeRef<'_>, rules: &Rules<'_>) -> Prose {
    let mut writer = Writer::new(rules);
    let mut steps: Vec<_> = root.children_it(true).map(Step::Enter).collect();
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(leave) => writer.leave(leave),
            Step::Enter(node) if node.is_text() => writer.words(&node.text()),
            Step::Enter(node) => {
                if node.is_element() {
                    if (rules.stop)(&node) {
                        writer.close_all(steps);
                        break;
                    }
                    if is_silent(&node) || (rules.skip)(&node) {
                        continue;
                    }
                    writer.enter(&node, &mut steps);
                }
                steps.extend(node.children_it(true).map(Step::Enter));
            }
        }
    }
    writer.finish()
}

/// Elements whose content is not meant for readers.
fn is_silent(node: &NodeRef<'_>) -> bool {
    let Some(name) = node.node_name() else { return false };
    matches!(
        &*name,
        "script" | "style" | "template" | "head" | "title" | "iframe" | "object" | "svg" | "math" | "rp" | "select"
    ) || (&*name == "span" && node.has_class("invisible"))
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(Leave<'a>),
}

/// What happens at the end of an element.
enum Leave<'a> {
    Link(NodeRef<'a>, usize),
    Style(SpanKind, usize),
    /// A block: how many line feeds stand after it.
    Block(usize),
    Words(&'static str),
    Quote,
    List,
    Preformatted,
}

/// A list being read: the next number, or none when it is not numbered.
type List = Option<i64>;

struct Writer<'r> {
    rules: &'r Rules<'r>,
    out: Vec<char>,
    spans: Vec<Span>,
    struck: bool,
    /// A blank, line feeds of `<br>`, and line feeds of blocks that wait for the next word.
    blank: bool,
    breaks: usize,
    block: usize,
    preformatted: usize,
    quotes: usize,
    /// Where the marks of quoted lines stand, which belong to no span.
    marks: Vec<Range<usize>>,
    lists: Vec<List>,
}

impl<'r> Writer<'r> {
    fn new(rules: &'r Rules<'r>) -> Self {
        Self {
            rules,
            out: Vec::new(),
            spans: Vec::new(),
            struck: false,
            blank: false,
            breaks: 0,
            block: 0,
            preformatted: 0,
            quotes: 0,
            marks: Vec::new(),
            lists: Vec::new(),
        }
    }

    fn enter<'a>(&mut self, node: &NodeRef<'a>, steps: &mut Vec<Step<'a>>) {
        let name = node.node_name().unwrap_or_default();
        let style = |kind, writer: &Self| Step::Leave(Leave::Style(kind, writer.out.len()));
        match &*name {
            "br" => self.breaks += 1,
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block = self.block.max(2);
                steps.push(Step::Leave(Leave::Block(2)));
            }
            "div" | "section" | "article" | "header" | "footer" | "dt" | "dd" | "tr" | "figure" | "figcaption" => {
                self.block = self.block.max(1);
                steps.push(Step::Leave(Leave::Block(1)));
            }
            "blockquote" => {
                self.block = self.block.max(2);
                self.quotes += 1;
                steps.push(Step::Leave(Leave::Quote));
            }
            "ul" | "ol" => {
                self.block = self.block.max(if self.lists.is_empty() { 2 } else { 1 });
                let first = node.attr("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                self.lists.push((&*name == "ol").then_some(first));
                steps.push(Step::Leave(Leave::List));
            }
            "li" => {
                self.item();
                steps.push(Step::Leave(Leave::Block(1)));
            }
            "pre" => {
                self.block = self.block.max(2);
                self.preformatted += 1;
                steps.push(style(SpanKind::Code, self));
                steps.push(Step::Leave(Leave::Preformatted));
            }
            "code" | "kbd" | "samp" if self.preformatted == 0 => steps.push(style(SpanKind::Code, self)),
            "b" | "strong" => steps.push(style(SpanKind::Bold, self)),
            "i" | "em" => steps.push(style(SpanKind::Italic, self)),
            "mark" => steps.push(style(SpanKind::Highlight, self)),
            "del" | "s" | "strike" => self.struck = true,
            "rt" => {
                self.literal("(");
                steps.push(Step::Leave(Leave::Words(")")));
            }
            "a" => steps.push(Step::Leave(Leave::Link(*node, self.out.len()))),
            "span" if node.has_class("ellipsis") => steps.push(Step::Leave(Leave::Words("…"))),
            "img" => {
                if let Some(alt) = node.attr("alt").filter(|alt| !alt.trim().is_empty()) {
                    self.words(&alt);
                }
            }
            _ => {}
        }
    }

    /// The mark of a list item.
    fn item(&mut self) {
        self.block = self.block.max(1);
        match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}. ");
                *number = number.saturating_add(1);
                self.literal(&mark);
            }
            Some(None) => self.literal("• "),
            None => {}
        }
    }

    fn leave(&mut self, leave: Leave<'_>) {
        match leave {
            Leave::Link(node, from) => self.link(&node, from),
            Leave::Style(kind, from) => self.span(self.start(from), Target { kind, value: None, url: None }),
            Leave::Block(lines) => self.block = self.block.max(lines),
            Leave::Words(words) => self.literal(words),
            Leave::Quote => {
                self.quotes = self.quotes.saturating_sub(1);
                self.block = self.block.max(2);
            }
            Leave::List => {
                self.lists.pop();
                self.block = self.block.max(if self.lists.is_empty() { 2 } else { 1 });
            }
            Leave::Preformatted => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.block = self.block.max(2);
            }
        }
    }

    /// Ends what is still open when reading stops early.
    fn close_all(&mut self, steps: Vec<Step<'_>>) {
        for step in steps.into_iter().rev() {
            if let Step::Leave(leave @ (Leave::Link(..) | Leave::Style(..))) = step {
                self.leave(leave);
            }
        }
    }

    /// Adds the span of a link from a character to the last one written.
    fn link(&mut self, node: &NodeRef<'_>, from: usize) {
        let start = self.start(from);
        let words: String = self.out.get(start..).unwrap_or_default().iter().collect();
        if let Some(target) = (self.rules.target)(node, &words).filter(|_| !words.is_empty()) {
            self.span(start, target);
        }
    }

    /// The first character of a span that was opened before one: behind white space and the marks of quoted lines.
    fn start(&self, from: usize) -> usize {
        let rest = self.out.get(from..).unwrap_or_default();
        let start = from + rest.iter().take_while(|c| c.is_whitespace()).count();
        let mark = self.marks.get(self.marks.partition_point(|mark| mark.end <= start));
        mark.filter(|mark| mark.contains(&start)).map_or(start, |mark| mark.end)
    }

    fn span(&mut self, start: usize, target: Target) {
        let end = self.out.len();
        if start < end {
            let Target { kind, value, url } = target;
            self.spans.push(Span { start, end, kind, value, url, src: None });
        }
    }

    /// Words of the document; white space is folded outside `<pre>`.
    fn words(&mut self, words: &str) {
        if self.preformatted > 0 {
            return self.lines(words);
        }
        for (at, c) in words.char_indices() {
            match c {
                '\n' if self.is_break(words, at) => self.breaks += 1,
                ' ' | '\t' | '\n' | '\r' | '\u{C}' => self.blank = true,
                c if c < ' ' => {}
                c => {
                    self.settle();
                    self.out.push(c);
                }
            }
        }
    }

    /// Whether the line feed at an offset is a line break of the post.
    fn is_break(&self, words: &str, at: usize) -> bool {
        let before = words.get(..at).unwrap_or_default().trim_end_matches('\r');
        let after = words.get(at + 1..).unwrap_or_default();
        match self.rules.line_feeds {
            LineFeeds::Blanks => false,
            LineFeeds::Markdown => before.ends_with("  "),
            LineFeeds::Breaks => {
                let text = after.trim_start_matches([' ', '\t', '\r']);
                let indent = after.len() - text.len();
                text.starts_with('\n') || indent < 2 && !after.starts_with('\t')
            }
        }
    }

    fn lines(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                '\n' => self.breaks += 1,
                c if c < ' ' && c != '\t' => {}
                c => {
                    self.settle();
                    self.out.push(c);
                }
            }
        }
    }

    /// Words that are not in the document as text.
    fn literal(&mut self, words: &str) {
        self.settle();
        self.out.extend(words.chars());
    }

    /// Writes the white space that waits.
    fn settle(&mut self) {
        let lines = if self.out.is_empty() { 0 } else { self.breaks.max(self.block) };
        let begins = lines > 0 || self.out.is_empty();
        if begins {
            self.out.extend(std::iter::repeat_n('\n', lines));
            let start = self.out.len();
            for _ in 0..self.quotes.min(8) {
                self.out.extend(['>', ' ']);
            }
            if self.quotes > 0 {
                self.marks.push(start..self.out.len());
            }
        } else if self.blank && !self.out.last().is_some_and(|c| c.is_whitespace()) {
            self.out.push(' ');
        }
        (self.blank, self.breaks, self.block) = (false, 0, 0);
    }

    fn finish(mut self) -> Prose {
        let kept = self.out.len() - self.out.iter().rev().take_while(|c| c.is_whitespace()).count();
        self.out.truncate(kept);
        for span in &mut self.spans {
            span.end = span.end.min(kept);
        }
        self.spans.retain(|span| span.start < span.end);
        self.spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        Prose { text: self.out.into_iter().collect(), spans: self.spans, struck: self.struck }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(html: &str) -> Prose {
        prose_with(html, LineFeeds::Blanks)
    }

    fn prose_with(html: &str, line_feeds: LineFeeds) -> Prose {
        let document = parse(html, MAX_POST).expect("HTML");
        let target = |node: &NodeRef<'_>, _: &str| {
            let url = node.attr("href").map(|href| href.to_string());
            Some(Target { kind: SpanKind::Link, value: None, url })
        };
        let rules = Rules { target: &target, skip: &|_| false, stop: &|_| false, line_feeds };
        read(&document.root(), &rules)
    }

    fn text(html: &str) -> String {
        prose(html).text
    }

    #[test]
    fn paragraphs_and_breaks_are_line_feeds_and_source_white_space_is_not() {
        assert_eq!(text("<p>One\n   two</p>\n<p>three<br>four<br /><br>five</p>"), "One two\n\nthree\nfour\n\nfive");
        assert_eq!(text("<p> a <b> b</b> c</p><p><br></p><p>d<br></p>"), "a b c\n\nd");
        assert_eq!(text("<p></p><br>"), "");
    }

    #[test]
    fn line_feeds_are_what_the_network_means_by_them() {
        for (html, blanks, markdown, breaks) in [
            ("<p>a\nb</p>", "a b", "a b", "a\nb"),
            ("<p>a  \n  \nb</p>", "a b", "a\n\nb", "a\n\nb"),
            ("<p>\n    a\n    b\n</p>", "a b", "a b", "a b"),
            ("<p>a\r\n\r\nb <i>c</i>\n<i>d</i></p>", "a b c d", "a b c d", "a\n\nb c\nd"),
            ("<p>a\n\t\tb</p>\n<p>c</p>", "a b\n\nc", "a b\n\nc", "a b\n\nc"),
        ] {
            let read = |line_feeds| prose_with(html, line_feeds).text;
            assert_eq!(
                (read(LineFeeds::Blanks), read(LineFeeds::Markdown), read(LineFeeds::Breaks)),
                (blanks.to_owned(), markdown.to_owned(), breaks.to_owned()),
                "{html:?}"
            );
        }
    }

    #[test]
    fn lists_quotations_code_and_ruby_keep_their_shape() {
        assert_eq!(text("<p>a</p><ul><li>b</li><li>c</li></ul><p>d</p>"), "a\n\n• b\n• c\n\nd");
        assert_eq!(text("<ol start=\"3\"><li>b<ul><li>x</li></ul></li><li>c</li></ol>"), "3. b\n• x\n4. c");
        assert_eq!(text("<p>a</p><blockquote><p>b<br>c</p></blockquote><p>d</p>"), "a\n\n> b\n> c\n\nd");
        assert_eq!(text("<pre><code>if x {\n  y\n}\n</code></pre>z"), "if x {\n  y\n}\n\nz");
        assert_eq!(text("<ruby>橋<rp>(</rp><rt>はし</rt><rp>)</rp></ruby>"), "橋(はし)");
    }

    #[test]
    fn unknown_elements_keep_their_words_and_scripts_do_not() {
        assert_eq!(text("<x-y>a</x-y><script>b</script><style>c</style><!-- d --><u>e</u>"), "ae");
        assert_eq!(text("<img class=\"custom-emoji\" alt=\":pier:\"> &amp;lt; &#39;"), ":pier: &lt; '");
        assert!(prose("<s>a</s>").struck);
    }

    #[test]
    fn spans_hold_their_words_in_code_points() {
        let prose = prose(
            "🌉 <a href=\"https://example.com/long/way\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">example.com/lo</span><span class=\"invisible\">ng/way</span></a>, <b>so <i>it</i></b>",
        );
        assert_eq!(prose.text, "🌉 example.com/lo…, so it");
        let found: Vec<_> = prose.spans.iter().map(|span| (span.kind, span.start, span.end)).collect();
        assert_eq!(found, [(SpanKind::Link, 2, 17), (SpanKind::Bold, 19, 24), (SpanKind::Italic, 22, 24)]);
    }

    #[test]
    fn the_mark_of_a_quoted_line_belongs_to_no_span() {
        let quoted = prose("<blockquote><p><a href=x>a</a></p><p><b> b</b></p></blockquote>");
        let found: Vec<_> = quoted.spans.iter().map(|span| (span.start, span.end)).collect();
        assert_eq!((quoted.text.as_str(), found), ("> a\n\n> b", vec![(2, 3), (7, 8)]));
    }

    #[test]
    fn hostile_nesting_is_read_quickly() {
        for piece in ["<b>", "<p><div>", "<a href=x>a", "<ul><li>", "<blockquote>a", "<ruby><rt>a"] {
            let html = piece.repeat(450);
            assert!(prose(&html).text.len() < 2_000_000, "{piece}");
        }
        let open = |count: usize| (0..count).map(|n| format!("<b x{n}>")).collect::<String>();
        let many = format!("<p>{}</p>{}", open(900), "<p>a</p>".repeat(10_000));
        for html in [many, open(1001), "<ul><li>".repeat(30_000), "<b></i>".repeat(1001)] {
            let error = parse(&html, MAX_POST).err().map(|error| error.kind());
            assert_eq!(error, Some(ErrorKind::TooLarge));
        }
        assert!(parse(&"<p>a<br><b>b</b>".repeat(4000), MAX_POST).is_ok());
        assert_eq!(parse(&"a".repeat(300_000), MAX_POST).err().map(|error| error.kind()), Some(ErrorKind::TooLarge));
    }
}
