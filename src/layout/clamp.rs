//! `line-clamp` of a box that has blocks in it: lines are counted through its blocks, and what follows the last one is left out.
//!
//! As in Blink, boxes with a formatting context of their own (flex, inline-block, clipping boxes) are not counted into, and the
//! box ends where its last line does. Text that holds its lines itself is clamped by the paragraph.

use std::sync::Arc;

use taffy::{LayoutInput, NodeId, RequestedAxis, RunMode};

use super::tree::{BoxId, Boxes, Content};
use crate::paragraph::{LineLimit, Lines};

/// What a clamped box has changed in the boxes inside, so that it can be undone for another width.
pub(super) type Touched = Vec<(BoxId, taffy::Style, Option<LineLimit>)>;

/// Readies the boxes inside a clamped one for a layout with these inputs.
pub(super) fn prepare(boxes: &mut Boxes, id: BoxId, most: usize, inputs: LayoutInput) {
    restore(boxes, id);
    clear(boxes, id);
    if inputs.run_mode == RunMode::ComputeSize && inputs.axis == RequestedAxis::Horizontal {
        return;
    }
    let whole = LayoutInput { run_mode: RunMode::PerformLayout, axis: RequestedAxis::Both, ..inputs };
    taffy::compute_block_layout(boxes, NodeId::from(id), whole, None);
    let mut counted = Counted { left: most, ..Counted::default() };
    counted.count(boxes, id);
    if counted.left == 0 && !counted.behind.is_empty() {
        cut(boxes, id, &counted);
    }
    clear(boxes, id);
}

/// Whether a box was left out.
pub(super) fn is_left_out(flow: &taffy::Style) -> bool {
    flow.display == taffy::Display::None
}

/// How far a box is shown.
#[derive(Debug, Default)]
struct Counted {
    /// Lines that may still come.
    left: usize,
    /// The box that holds the last line, and how many lines of it are shown.
    last: Option<(BoxId, usize)>,
    /// Boxes around the last line, innermost first.
    around: Vec<BoxId>,
    /// Boxes behind it, and the one that holds it when it has more lines.
    behind: Vec<BoxId>,
}

impl Counted {
    /// Counts the lines of the blocks in a box.
    fn count(&mut self, boxes: &Boxes, id: BoxId) {
        let Some(around) = boxes.list.get(id) else { return };
        for child in around.children.iter().map(|&child| usize::from(child)) {
            let Some(inner) = boxes.list.get(child).filter(|inner| !inner.is_absolute()) else { continue };
            if self.left == 0 {
                self.behind.push(child);
                continue;
            }
            if inner.clips() || inner.flow.display != taffy::Display::Block {
                continue;
            }
            match &inner.content {
                Content::Text(text) => {
                    let lines = text.lines.as_ref().map_or(0, |lines| lines.lines.len());
                    let shown = lines.min(self.left);
                    self.left -= shown;
                    if self.left == 0 {
                        self.last = Some((child, shown));
                        self.around.push(child);
                    }
                    if lines > shown {
                        self.behind.push(child);
                    }
                }
                Content::Block => {
                    self.count(boxes, child);
                    if self.left == 0 {
                        self.around.push(child);
                    }
                }
                Content::Items | Content::Replaced(_) => {}
            }
        }
    }
}

/// Leaves out what stands behind the last line.
fn cut(boxes: &mut Boxes, id: BoxId, counted: &Counted) {
    let Some((last, shown)) = counted.last else { return };
    let mut touched = Touched::new();
    for &child in counted.around.iter().chain(counted.behind.iter().filter(|child| **child != last)) {
        let Some(inner) = boxes.list.get_mut(child) else { continue };
        let limit = if let Content::Text(text) = &inner.content { Some(text.limit) } else { None };
        touched.push((child, inner.flow.clone(), limit));
        if !counted.around.contains(&child) {
            inner.flow.display = taffy::Display::None;
            hide_text(boxes, child);
            continue;
        }
        inner.flow.margin.bottom = taffy::LengthPercentageAuto::length(0.0);
        if let Content::Text(text) = &mut inner.content
            && child == last
        {
            text.limit = LineLimit { clamp: Some(shown), goes_on: true, ..text.limit };
        }
    }
    boxes.clamped.insert(id, touched);
}

/// Marks all text in a box as cut off.
fn hide_text(boxes: &mut Boxes, id: BoxId) {
    let Some(layout_box) = boxes.list.get_mut(id) else { return };
    if let Content::Text(text) = &mut layout_box.content {
        let lines = text.lines.take().unwrap_or_default();
        let mut hidden_text: String = lines.lines.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ");
        hidden_text.push_str(&lines.hidden_text);
        let truncated = !hidden_text.trim().is_empty();
        text.lines = Some(Arc::new(Lines { truncated, hidden_text, ..Lines::default() }));
    }
    for child in layout_box.inside() {
        hide_text(boxes, child);
    }
}

/// Undoes what an earlier layout has changed.
fn restore(boxes: &mut Boxes, id: BoxId) {
    for (child, flow, limit) in boxes.clamped.remove(&id).unwrap_or_default() {
        let Some(inner) = boxes.list.get_mut(child) else { continue };
        inner.flow = flow;
        if let (Content::Text(text), Some(limit)) = (&mut inner.content, limit) {
            text.limit = limit;
        }
    }
}

/// Forgets the sizes of everything inside a box.
fn clear(boxes: &mut Boxes, id: BoxId) {
    let Some(inside) = boxes.list.get(id).map(super::tree::LayoutBox::inside) else { return };
    for child in inside {
        if let Some(inner) = boxes.list.get_mut(child) {
            inner.cache.clear();
        }
        clear(boxes, child);
    }
}
