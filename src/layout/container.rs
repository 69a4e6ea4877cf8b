//! Relatively positioned inline elements as containing blocks: absolutely positioned boxes in them are placed against their
//! padding box, from the beginning of the first line of the element to the end of its last one.

use taffy::{ContainingBlockClaims, NodeId, OofCandidates, OofPositioningArea};

use super::inline::relative_shift;
use super::tree::{BoxId, Boxes, InlineContainer, TextContent};
use crate::display::Rect;
use crate::paragraph::Fragment;

/// Places what belongs to a container; gives what has to be placed further out. Each candidate comes with the atom or box it stands for.
pub(super) fn claim(
    boxes: &mut Boxes,
    id: BoxId,
    text: &mut TextContent,
    candidates: Vec<(BoxId, OofCandidates)>,
) -> OofCandidates {
    text.claimed.clear();
    let mut outer = OofCandidates::new();
    let claims = ContainingBlockClaims { absolute: true, fixed: false };
    for (from, mut found) in candidates {
        let container = text.containers.iter().position(|container| container.inside.contains(&from));
        let area = container.and_then(|number| area(text, number));
        let Some((area, direction)) = area.zip(boxes.list.get(id).map(|owner| owner.flow.direction)) else {
            outer.append(&mut found);
            continue;
        };
        let area = OofPositioningArea {
            size: taffy::Size { width: area.width, height: area.height },
            offset: taffy::Point { x: area.x, y: area.y },
        };
        let mut result =
            taffy::compute_oof_layout_for_area(boxes, NodeId::from(id), found.as_slice(), area, direction, claims);
        text.claimed.append(&mut result.hoisted);
        outer.append(&mut result.unclaimed);
    }
    outer
}

/// The padding box of a container, relative to the border box that holds the lines; `None` when it has no text.
fn area(text: &TextContent, number: usize) -> Option<Rect> {
    let container = text.containers.get(number)?;
    let lines = &text.lines.as_ref()?.lines;
    let mut parts = lines.iter().flat_map(|line| &line.fragments).filter_map(|part| match part {
        Fragment::Span { node, rect, .. } if *node == container.node => Some(*rect),
        _ => None,
    });
    let first = parts.next()?;
    let last = parts.next_back().unwrap_or(first);
    let style = &container.style;
    let width = text.content.width;
    let (border, padding) = (&style.border_width, &style.padding);
    let (shift_x, shift_y) = shift(&text.containers, number, width);
    let left = first.x + border.left;
    let top = first.y - padding.top.resolve(width);
    let right = last.right() - border.right;
    let bottom = last.bottom() + padding.bottom.resolve(width);
    let (x, y) = (text.content.x + shift_x + left, text.content.y + shift_y + top);
    Some(Rect::new(x, y, (right - left).max(0.0), (bottom - top).max(0.0)))
}

/// How far a container is moved, with those around it.
fn shift(containers: &[InlineContainer], number: usize, width: f32) -> (f32, f32) {
    let mut shift = (0.0, 0.0);
    let mut next = Some(number);
    while let Some(container) = next.and_then(|number| containers.get(number)) {
        let (x, y) = relative_shift(&container.style, width);
        shift = (shift.0 + x, shift.1 + y);
        // The one around begins earlier: there is no way back to this one.
        next = container.around;
    }
    shift
}
