//! Builds the tree while html5ever parses.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute as HtmlAttribute, LocalName, Namespace, QualName, ns};

use super::{Document, Element, Node};
use crate::style::Attribute;

/// A node under construction.
#[derive(Debug)]
struct Raw {
    parent: Option<usize>,
    children: Vec<usize>,
    depth: usize,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Document,
    Element { name: QualName, attributes: Vec<Attribute>, line: usize },
    Text(String),
    Ignored,
}

/// How large the tree has become.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Limits {
    pub nodes: usize,
    pub depth: usize,
    pub deepest_line: usize,
}

/// The tree under construction.
#[derive(Debug)]
pub(super) struct Sink {
    nodes: RefCell<Vec<Raw>>,
    line: Cell<usize>,
    depth: Cell<usize>,
    deepest_line: Cell<usize>,
}

/// The name of an element.
#[derive(Debug)]
pub(super) struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Default for Sink {
    fn default() -> Self {
        let root = Raw { parent: None, children: Vec::new(), depth: 0, kind: Kind::Document };
        Self { nodes: RefCell::new(vec![root]), line: Cell::new(1), depth: Cell::new(0), deepest_line: Cell::new(1) }
    }
}

fn attributes_of(attributes: Vec<HtmlAttribute>) -> Vec<Attribute> {
    let name = |name: &QualName| match &name.prefix {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{}", name.local),
        _ => name.local.to_string(),
    };
    attributes
        .into_iter()
        .map(|attribute| Attribute { name: name(&attribute.name), value: attribute.value.to_string() })
        .collect()
}

impl Sink {
    pub fn limits(&self) -> Limits {
        Limits { nodes: self.nodes.borrow().len(), depth: self.depth.get(), deepest_line: self.deepest_line.get() }
    }

    fn add(&self, kind: Kind) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Raw { parent: None, children: Vec::new(), depth: 0, kind });
        nodes.len() - 1
    }

    fn detach(&self, target: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(parent) = nodes.get_mut(target).and_then(|node| node.parent.take()) else { return };
        if let Some(parent) = nodes.get_mut(parent) {
            parent.children.retain(|child| *child != target);
        }
    }

    /// Puts a node or text below a parent, at a place among its children.
    fn insert(&self, parent: usize, place: Option<usize>, child: NodeOrText<usize>) {
        let child = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node);
                node
            }
            NodeOrText::AppendText(text) => {
                if self.extend_text(parent, place, &text) {
                    return;
                }
                self.add(Kind::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes.get(parent).map_or(0, |node| node.depth) + 1;
        if let Some(node) = nodes.get_mut(child) {
            node.parent = Some(parent);
            node.depth = depth;
            if matches!(node.kind, Kind::Element { .. }) && depth > self.depth.get() {
                self.depth.set(depth);
                self.deepest_line.set(self.line.get());
            }
        }
        if let Some(parent) = nodes.get_mut(parent) {
            let place = place.unwrap_or(parent.children.len()).min(parent.children.len());
            parent.children.insert(place, child);
        }
    }

    fn extend_text(&self, parent: usize, place: Option<usize>, more: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let before = nodes.get(parent).and_then(|node| match place {
            None => node.children.last().copied(),
            Some(place) => place.checked_sub(1).and_then(|index| node.children.get(index)).copied(),
        });
        match before.and_then(|index| nodes.get_mut(index)) {
            Some(Raw { kind: Kind::Text(text), .. }) => {
                text.push_str(more);
                true
            }
            _ => false,
        }
    }

    /// The finished document, `<html>` first.
    pub fn into_document(self, source: &str, file: &str) -> Document {
        let mut raw = self.nodes.into_inner();
        let mut document = Document {
            nodes: Vec::new(),
            parents: Vec::new(),
            styles: Vec::new(),
            file: file.to_owned(),
            source: source.to_owned(),
        };
        let mut stack: Vec<(usize, Option<usize>)> = Vec::new();
        if let Some(root) = raw.first() {
            stack.extend(root.children.iter().rev().map(|child| (*child, None)));
        }
        while let Some((index, parent)) = stack.pop() {
            let Some(node) = raw.get_mut(index) else { continue };
            let kept = match std::mem::replace(&mut node.kind, Kind::Ignored) {
                Kind::Element { name, attributes, line } => Node::Element(element(&name, attributes, line)),
                Kind::Text(text) if parent.is_some() => Node::Text(text),
                _ => continue,
            };
            if parent.is_none() && !document.nodes.is_empty() {
                continue;
            }
            let place = document.nodes.len();
            document.nodes.push(kept);
            document.parents.push(parent);
            link(&mut document.nodes, parent, place);
            stack.extend(node.children.iter().rev().map(|child| (*child, Some(place))));
        }
        document
    }
}

fn element(name: &QualName, attributes: Vec<Attribute>, line: usize) -> Element {
    let value = |key: &str| attributes.iter().find(|attribute| attribute.name == key).map(|found| found.value.clone());
    let classes = value("class").unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect();
    Element {
        tag: name.local.to_string(),
        svg: name.ns == ns!(svg),
        id: value("id").filter(|id| !id.is_empty()),
        classes,
        attributes,
        children: Vec::new(),
        siblings: (None, None),
        line,
    }
}

/// Adds a node to its parent's children and ties it to the element before it.
fn link(nodes: &mut [Node], parent: Option<usize>, place: usize) {
    let Some(parent) = parent else { return };
    let before = match nodes.get(parent) {
        Some(Node::Element(element)) => {
            element.children.iter().rev().copied().find(|child| matches!(nodes.get(*child), Some(Node::Element(_))))
        }
        _ => None,
    };
    if let Some(Node::Element(element)) = nodes.get_mut(parent) {
        element.children.push(place);
    }
    if let Some(Node::Element(element)) = nodes.get_mut(place) {
        element.siblings.0 = before;
        if let Some(Node::Element(before)) = before.and_then(|before| nodes.get_mut(before)) {
            before.siblings.1 = Some(place);
        }
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a> = Name;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Name {
        match self.nodes.borrow().get(*target).map(|node| &node.kind) {
            Some(Kind::Element { name, .. }) => Name(name.clone()),
            _ => Name(QualName::new(None, ns!(html), LocalName::from(""))),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<HtmlAttribute>, _: ElementFlags) -> usize {
        self.add(Kind::Element { name, attributes: attributes_of(attributes), line: self.line.get() })
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(Kind::Ignored)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.add(Kind::Ignored)
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, before: &usize, child: NodeOrText<usize>) {
        let has_parent = self.nodes.borrow().get(*element).is_some_and(|node| node.parent.is_some());
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, new: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(node) = &new {
            self.detach(*node);
        }
        let place = {
            let nodes = self.nodes.borrow();
            nodes.get(*sibling).and_then(|node| node.parent).and_then(|parent| {
                let index = nodes.get(parent)?.children.iter().position(|child| child == sibling)?;
                Some((parent, index))
            })
        };
        if let Some((parent, index)) = place {
            self.insert(parent, Some(index), new);
        }
    }

    fn add_attrs_if_missing(&self, target: &usize, more: Vec<HtmlAttribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(Raw { kind: Kind::Element { attributes, .. }, .. }) = nodes.get_mut(*target) {
            for attribute in attributes_of(more) {
                if !attributes.iter().any(|known| known.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let children = match self.nodes.borrow_mut().get_mut(*node) {
            Some(node) => std::mem::take(&mut node.children),
            None => return,
        };
        for child in children {
            if let Some(child) = self.nodes.borrow_mut().get_mut(child) {
                child.parent = None;
            }
            self.insert(*new_parent, None, NodeOrText::AppendNode(child));
        }
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(usize::try_from(line).unwrap_or(usize::MAX));
    }
}
