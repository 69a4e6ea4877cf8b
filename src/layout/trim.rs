//! `text-box-trim` of a box that has blocks in it: its first and last lines are those of the blocks at its edges.

use super::tree::{BoxId, Boxes, Content, LayoutBox};

/// Tells the boxes that hold the first and last lines of trimmed boxes to trim them.
pub(super) fn pass_on(boxes: &mut Boxes) {
    for id in 0..boxes.list.len() {
        let Some(trim) = boxes.list.get(id).map(|trimmed| trimmed.style.text_box_trim) else { continue };
        if trim.start
            && let Some(limit) = edge(boxes, id, true)
        {
            limit.start = true;
        }
        if trim.end
            && let Some(limit) = edge(boxes, id, false)
        {
            limit.end = true;
        }
    }
}

/// What is trimmed of the box that holds the first or last line of a box: of itself, or of blocks at its edge that no border or padding
/// keeps away from it.
fn edge(boxes: &mut Boxes, id: BoxId, start: bool) -> Option<&mut crate::style::TextBoxTrim> {
    let mut id = id;
    loop {
        let Content::Block = boxes.list.get(id)?.content else { break };
        let in_flow = |child: &BoxId| boxes.list.get(*child).is_some_and(|inner| !inner.is_absolute());
        let children = boxes.list.get(id)?.children.iter().map(|child| usize::from(*child));
        let next = if start { children.clone().find(in_flow) } else { children.rev().find(in_flow) }?;
        if !is_open(boxes.list.get(next)?, start) {
            return None;
        }
        id = next;
    }
    match &mut boxes.list.get_mut(id)?.content {
        Content::Text(text) => Some(&mut text.limit.trim),
        _ => None,
    }
}

/// Whether neither border nor padding stands between the edge of a box and its content.
fn is_open(inner: &LayoutBox, start: bool) -> bool {
    let style = &inner.style;
    let (border, padding) = if start {
        (style.border_width.top, &style.padding.top)
    } else {
        (style.border_width.bottom, &style.padding.bottom)
    };
    border == 0.0 && padding.resolve(1.0) == 0.0
}
