//! The place of every element and line of a card: what a browser can be asked for too.

use crate::css::Cascade;
use crate::display::{Rect, around};
use crate::html::{Document, Node};
use crate::layout::Placed;
use crate::style::{Display, NodeId, NodeKind};

/// An element at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredBox {
    /// Number of the element: `<body>` is 0 and those in it follow in document order, `<br>` and `<wbr>` left out.
    pub element: usize,
    /// Lower-case tag name.
    pub tag: String,
    /// Left edge of its border box in px.
    pub x: f32,
    /// Top edge in px.
    pub y: f32,
    /// Width in px.
    pub width: f32,
    /// Height in px.
    pub height: f32,
    /// Whether it is an inline box, whose height browsers define in another way.
    pub inline: bool,
}

/// A line of text at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredLine {
    /// Number of the element that holds the line (see [`MeasuredBox::element`]).
    pub element: usize,
    /// Its text in logical order.
    pub text: String,
    /// Left edge of its text in px.
    pub x: f32,
    /// Top of the line box in px.
    pub top: f32,
    /// Baseline in px.
    pub baseline: f32,
    /// Width of its text in px.
    pub width: f32,
    /// Height of the line box in px.
    pub height: f32,
}

/// Boxes and lines of a card.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measure {
    /// Elements that have a box, in document order.
    pub boxes: Vec<MeasuredBox>,
    /// Lines, in document order of the elements that hold them.
    pub lines: Vec<MeasuredLine>,
}

/// Reads boxes and lines off a layout.
pub(crate) fn measure(document: &Document, styles: &Cascade, placed: &Placed) -> Measure {
    let numbers = numbers(document);
    let number = |node: NodeId| {
        // Lines of generated content count for the element it belongs to.
        let mut next = Some(node);
        while let Some(id) = next {
            if let Some(number) =
                styles.origins.get(id).copied().flatten().and_then(|origin| numbers.get(origin).copied().flatten())
            {
                return Some(number);
            }
            next = styles.tree.nodes.get(id).and_then(|node| node.parent);
        }
        None
    };
    let mut measure = Measure::default();
    for (id, node) in styles.tree.nodes.iter().enumerate() {
        let generated = styles.origins.get(id).copied().flatten().is_none();
        let Some(rect) = placed.rects.get(id).copied().flatten().filter(|_| !generated) else { continue };
        let (tag, replaced) = match &node.kind {
            NodeKind::Element { tag, .. } => (tag.as_str(), false),
            NodeKind::Picture { .. } => ("img", true),
            NodeKind::Svg { .. } => ("svg", true),
            NodeKind::Text(_) | NodeKind::LineBreak => continue,
        };
        let Some(element) = number(id) else { continue };
        measure.boxes.push(MeasuredBox {
            element,
            tag: tag.to_owned(),
            x: rect.x,
            y: rect.y,
            width: rect.width,
            height: rect.height,
            inline: !replaced && node.style.display == Display::Inline,
        });
    }
    for paragraph in &placed.paragraphs {
        let Some(element) = number(paragraph.node) else { continue };
        for line in &paragraph.lines.lines {
            let (left, top) = (paragraph.content.x + line.left, paragraph.content.y + line.top);
            let own = Rect::new(left, top, line.width, line.height);
            let place = |rect: Rect| paragraph.space.map_or(rect, |space| around(space, rect));
            let seen = place(own);
            let below = Rect::new(left, paragraph.content.y + line.baseline, line.width, 0.0);
            measure.lines.push(MeasuredLine {
                element,
                text: line.text.clone(),
                x: seen.x,
                top: seen.y,
                baseline: place(below).bottom(),
                width: seen.width,
                height: seen.height,
            });
        }
    }
    measure
}

/// The number of each element among the elements, by node of the document.
fn numbers(document: &Document) -> Vec<Option<usize>> {
    let mut numbers = Vec::new();
    let mut stack = vec![0];
    let mut count = 0;
    while let Some(index) = stack.pop() {
        let Some(Node::Element(element)) = document.node(index) else { continue };
        if matches!(element.tag.as_str(), "head" | "br" | "wbr") {
            continue;
        }
        stack.extend(element.children.iter().rev());
        if element.tag == "html" {
            continue;
        }
        if numbers.len() <= index {
            numbers.resize(index + 1, None);
        }
        if let Some(slot) = numbers.get_mut(index) {
            *slot = Some(count);
        }
        count += 1;
    }
    numbers
}
