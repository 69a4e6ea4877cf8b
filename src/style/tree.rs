//! The styled tree: elements and texts of a bound template with their computed styles.

use std::sync::Arc;

use super::Style;

/// Index of a node in its tree.
pub type NodeId = usize;

/// An attribute of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Lower-case name.
    pub name: String,
    /// Value, character references resolved.
    pub value: String,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// An element; also `::before` and `::after`, under those names.
    Element {
        /// Lower-case tag name.
        tag: String,
        /// Attributes in document order.
        attributes: Vec<Attribute>,
    },
    /// `<img>`: a picture with its address and alternative text.
    Picture {
        /// Address as written in `src`.
        src: String,
        /// `alt`.
        alt: String,
    },
    /// An inline `<svg>`: its markup as well-formed XML with the namespace, `currentColor` left as it is.
    Svg {
        /// The whole element.
        markup: Arc<str>,
    },
    /// Characters, white space as in the document.
    Text(String),
    /// `<br>`.
    LineBreak,
}

/// A node with its style.
#[derive(Debug, Clone)]
pub struct StyledNode {
    /// What it is.
    pub kind: NodeKind,
    /// The element around it; `None` for the root.
    pub parent: Option<NodeId>,
    /// Children in document order, generated ones included. Nodes with `display: none` are not in the tree.
    pub children: Vec<NodeId>,
    /// Its computed style; a text node has its parent's.
    pub style: Arc<Style>,
    /// JSON pointer of the record field the text comes from (`data-field` of the element or of one around it), if said.
    pub field: Option<Arc<str>>,
}

/// A bound template with its styles. Node 0 is the root element.
#[derive(Debug, Clone, Default)]
pub struct StyledTree {
    /// All nodes, parents before children.
    pub nodes: Vec<StyledNode>,
}
