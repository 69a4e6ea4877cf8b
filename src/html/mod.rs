//! HTML of a bound template as a plain tree, checked against the subset.
//!
//! The result is always a whole document: html, head, body. Scripts, forms, tables and what else a card cannot draw are errors.

mod check;
mod sink;
mod svg;

use std::fmt;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{QuirksMode, TreeBuilderOpts};
use html5ever::{ParseOpts, parse_document};

use crate::error::{Error, ErrorKind};
use crate::style::Attribute;

#[cfg(test)]
pub(crate) use check::ELEMENTS;
pub(crate) use svg::markup;

/// Elements inside elements at most.
pub(crate) const MAX_DEPTH: usize = 256;
/// Nodes at most.
const MAX_NODES: usize = 100_000;
/// Bytes at most.
const MAX_BYTES: usize = 8 << 20;

/// A node of a document.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// An element.
    Element(Element),
    /// Characters.
    Text(String),
}

/// An element of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element {
    /// Lower-case name (of SVG elements: as written).
    pub tag: String,
    /// Whether it belongs to SVG.
    pub svg: bool,
    /// Attributes in document order.
    pub attributes: Vec<Attribute>,
    /// Value of `id`.
    pub id: Option<String>,
    /// Values of `class`.
    pub classes: Vec<String>,
    /// Children in document order.
    pub children: Vec<usize>,
    /// Place among the elements of its parent: the one before and the one after.
    pub siblings: (Option<usize>, Option<usize>),
    /// Line of its start tag, from 1.
    pub line: usize,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
    }
}

/// The text of a `<style>` element.
#[derive(Debug, Clone)]
pub(crate) struct StyleText {
    /// Its CSS.
    pub css: String,
    /// Line on which the text begins, from 1.
    pub line: usize,
    /// Column on which the text begins, from 1.
    pub column: usize,
}

/// A document: nodes with their parents, node 0 is `<html>`. The default one is empty.
#[derive(Clone, Default)]
pub struct Document {
    nodes: Vec<Node>,
    parents: Vec<Option<usize>>,
    styles: Vec<StyleText>,
    file: String,
    source: String,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({}, {} nodes)", self.file, self.nodes.len())
    }
}

impl Document {
    /// Parses the HTML of a bound template: body content or a whole document. `file` is the name shown in errors.
    ///
    /// # Errors
    /// All elements and attributes outside the subset, with line and column; or one error of kind `too-large` when
    /// elements nest deeper than 256, there are more than 100,000 nodes, or the text is longer than 8 MiB.
    pub fn parse(html: &str, file: &str) -> Result<Self, Vec<Error>> {
        if html.len() > MAX_BYTES {
            return Err(vec![too_large("the HTML is longer than 8 MiB", file)]);
        }
        let tree_builder = TreeBuilderOpts {
            scripting_enabled: false,
            iframe_srcdoc: true,
            quirks_mode: QuirksMode::NoQuirks,
            ..TreeBuilderOpts::default()
        };
        let mut parser = parse_document(sink::Sink::default(), ParseOpts { tree_builder, ..ParseOpts::default() });
        let mut rest = html;
        while !rest.is_empty() {
            let mut end = rest.len().min(4096);
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            let (chunk, after) = rest.split_at(end);
            parser.process(StrTendril::from(chunk));
            rest = after;
            let limits = parser.tokenizer.sink.sink.limits();
            if limits.depth > MAX_DEPTH {
                let error = too_large("elements are nested deeper than 256 levels", file).at(limits.deepest_line, 1);
                return Err(vec![error.with_hint("close elements, or nest fewer")]);
            }
            if limits.nodes > MAX_NODES {
                return Err(vec![too_large("the HTML has more than 100,000 nodes", file)]);
            }
        }
        let mut document = parser.finish().into_document(html, file);
        let errors = check::check(&document);
        if !errors.is_empty() {
            return Err(errors);
        }
        document.collect_styles();
        Ok(document)
    }

    /// The node with this index.
    pub(crate) fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    /// The element with this index.
    pub(crate) fn element(&self, index: usize) -> Option<&Element> {
        match self.nodes.get(index) {
            Some(Node::Element(element)) => Some(element),
            _ => None,
        }
    }

    /// The element around a node.
    pub(crate) fn parent(&self, index: usize) -> Option<usize> {
        self.parents.get(index).copied().flatten()
    }

    /// The texts of `<style>` elements.
    pub(crate) fn styles(&self) -> &[StyleText] {
        &self.styles
    }

    /// File name for errors.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// All text below a node, in order.
    pub(crate) fn text(&self, index: usize) -> String {
        let mut text = String::new();
        let mut stack = vec![index];
        while let Some(index) = stack.pop() {
            match self.node(index) {
                Some(Node::Text(part)) => text.push_str(part),
                Some(Node::Element(element)) => stack.extend(element.children.iter().rev()),
                None => {}
            }
        }
        text
    }

    /// Line and column, from 1, of an element's start tag.
    pub(crate) fn place(&self, element: &Element) -> (usize, usize) {
        self.find(&format!("<{}", element.tag), element.line)
    }

    /// Line and column of a text near a line: on it, or as near as possible before it.
    pub(crate) fn find(&self, text: &str, line: usize) -> (usize, usize) {
        let lines: Vec<&str> = self.source.lines().take(line).collect();
        let needle = text.to_ascii_lowercase();
        for (index, content) in lines.iter().enumerate().rev().take(50) {
            if let Some(byte) = content.to_ascii_lowercase().find(&needle) {
                return (index + 1, content.get(..byte).map_or(1, |before| before.chars().count() + 1));
            }
        }
        (line.max(1), 1)
    }

    fn collect_styles(&mut self) {
        let mut styles = Vec::new();
        for (index, node) in self.nodes.iter().enumerate() {
            if let Node::Element(element) = node
                && element.tag == "style"
                && !element.svg
            {
                let (line, column) = self.place(element);
                styles.push(StyleText { css: self.text(index), line, column: column + "<style>".len() });
            }
        }
        self.styles = styles;
    }
}

fn too_large(message: &str, file: &str) -> Error {
    Error::new(ErrorKind::TooLarge, message).in_file(file)
}
