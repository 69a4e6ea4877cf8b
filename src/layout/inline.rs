//! Boxes that hold lines: measuring their text, placing their atomic inlines and out-of-flow boxes.
//!
//! An absolutely positioned box among text stands where the next letter would; one that was a block begins a line of its own.

use std::rc::Rc;
use std::sync::Arc;

use taffy::{
    AvailableSpace, AxisStaticEdge, AxisStaticPosition, LayoutInput, LayoutOutput, LayoutPartialTree, Line, NodeId,
    OofCandidate, OofCandidates, OofPositioningArea, Position, RequestedAxis, ResolveOrZero, RunMode, SizingMode,
};

use super::tree::{BoxId, Boxes, Content, TextContent};
use crate::display::Rect;
use crate::paragraph::{AtomSize, Fragment, Lines};
use crate::style::{Direction, Length, Overflow, Size, Style};

/// Rounds a content width up to the 1/64 px in which Blink counts, so that the text still fits.
fn ceil_unit(width: f32) -> f32 {
    (width * 64.0).ceil() / 64.0
}

/// Lays out a box with lines.
pub(super) fn compute_text(boxes: &mut Boxes, id: BoxId, inputs: LayoutInput) -> LayoutOutput {
    let Some((flow, mut text)) = take_text(boxes, id) else { return LayoutOutput::HIDDEN };
    let size = flow.size.width;
    let own_width = inputs.sizing_mode == SizingMode::InherentSize && !size.is_auto() && !size.is_sizing_keyword();
    let request = Request {
        fixed: inputs.known_dimensions.width.is_some() || own_width,
        width_only: inputs.run_mode == RunMode::ComputeSize && inputs.axis == RequestedAxis::Horizontal,
    };
    let calcs = Rc::clone(&boxes.calcs);
    let mut output = taffy::compute_leaf_layout(
        inputs,
        &flow,
        |handle, basis| calcs.resolve(handle, basis),
        |_, available| measure(boxes, &mut text, available.width, request),
    );
    if inputs.run_mode == RunMode::PerformLayout {
        let candidates = place(boxes, &mut text, &flow, inputs, &mut output);
        output.oof_candidates = super::container::claim(boxes, id, &mut text, candidates);
    }
    give_text(boxes, id, text);
    output
}

fn take_text(boxes: &mut Boxes, id: BoxId) -> Option<(taffy::Style, Box<TextContent>)> {
    let layout_box = boxes.list.get_mut(id)?;
    match std::mem::replace(&mut layout_box.content, Content::Block) {
        Content::Text(text) => Some((layout_box.flow.clone(), text)),
        other => {
            layout_box.content = other;
            None
        }
    }
}

fn give_text(boxes: &mut Boxes, id: BoxId, text: Box<TextContent>) {
    if let Some(layout_box) = boxes.list.get_mut(id) {
        layout_box.content = Content::Text(text);
    }
}

/// What a measurement is for.
#[derive(Clone, Copy)]
struct Request {
    /// The width is given, not by content.
    fixed: bool,
    /// The height does not matter.
    width_only: bool,
}

/// The size of the lines in a space; without a given width, the text shrinks to its content.
fn measure(boxes: &mut Boxes, text: &mut TextContent, space: AvailableSpace, request: Request) -> taffy::Size<f32> {
    let sizes: Vec<AtomSize> = text.atoms.iter().map(|&atom| layout_atom(boxes, atom, space).0).collect();
    let limit = text.limit;
    let Some(paragraph) = text.paragraph.as_mut() else { return taffy::Size::ZERO };
    if !sizes.is_empty() {
        paragraph.set_atoms(&sizes);
    }
    if paragraph.is_empty() {
        return taffy::Size::ZERO;
    }
    let width = match space {
        AvailableSpace::MinContent => ceil_unit(paragraph.min_content()),
        AvailableSpace::MaxContent => ceil_unit(paragraph.max_content()),
        AvailableSpace::Definite(width) if request.fixed => width,
        AvailableSpace::Definite(width) => {
            let most = ceil_unit(paragraph.max_content());
            if most <= width { most } else { width.max(ceil_unit(paragraph.min_content())) }
        }
    };
    if request.width_only {
        return taffy::Size { width, height: 0.0 };
    }
    let lines = paragraph.lines(width, limit);
    taffy::Size { width, height: lines.height }
}

/// Breaks the lines for the final width and puts atoms where they belong; gives the out-of-flow boxes, each with the box it comes from.
fn place(
    boxes: &mut Boxes,
    text: &mut TextContent,
    flow: &taffy::Style,
    inputs: LayoutInput,
    output: &mut LayoutOutput,
) -> Vec<(BoxId, OofCandidates)> {
    let calcs = Rc::clone(&boxes.calcs);
    let calc = |handle, basis| calcs.resolve(handle, basis);
    let padding = flow.padding.resolve_or_zero(inputs.parent_size.width, calc);
    let border = flow.border.resolve_or_zero(inputs.parent_size.width, calc);
    let width = (output.size.width - (padding + border).horizontal_axis_sum()).max(0.0);
    let (left, top) = (border.left + padding.left, border.top + padding.top);
    let space = AvailableSpace::Definite(width);
    let mut atoms: Vec<(AtomSize, OofCandidates)> =
        text.atoms.iter().map(|&atom| layout_atom(boxes, atom, space)).collect();
    let limit = text.limit;
    let Some(paragraph) = text.paragraph.as_mut() else { return Vec::new() };
    if !atoms.is_empty() {
        let sizes: Vec<AtomSize> = atoms.iter().map(|(size, _)| AtomSize { ..*size }).collect();
        paragraph.set_atoms(&sizes);
    }
    let lines = paragraph.lines(width, limit);
    output.baselines.first = lines.lines.first().map(|line| top + line.baseline);
    output.baselines.last = lines.lines.last().map(|line| top + line.baseline);
    let mut candidates = Vec::new();
    for fragment in lines.lines.iter().flat_map(|line| &line.fragments) {
        let Fragment::Atom { node, x, y } = fragment else { continue };
        let Some(index) = text.atoms.iter().position(|&id| boxes.list.get(id).is_some_and(|atom| atom.node == *node))
        else {
            continue;
        };
        let Some((&id, (_, found))) = text.atoms.get(index).zip(atoms.get_mut(index)) else { continue };
        let location = atom_location(boxes, id, width, left + x, top + y);
        found.translate(location);
        if !found.is_empty() {
            candidates.push((id, found.take()));
        }
    }
    for (order, &id) in text.out_of_flow.iter().enumerate() {
        let (x, y, edge) = static_place(boxes, id, &lines, flow.direction, width);
        let mut own = OofCandidates::new();
        own.push(OofCandidate {
            node: NodeId::from(id),
            order: order as u32,
            position: Position::Absolute,
            static_position: taffy::Point {
                x: AxisStaticPosition::from_edge(left + x, edge),
                y: AxisStaticPosition::from_edge(top + y, AxisStaticEdge::Start),
            },
        });
        candidates.push((id, own));
    }
    text.lines = Some(lines);
    output.oof_positioning_area = Some(OofPositioningArea {
        size: output.size - border.sum_axes(),
        offset: taffy::Point { x: border.left, y: border.top },
    });
    text.content = Rect::new(left, top, width, 0.0);
    candidates
}

/// Where an absolutely positioned box would stand in the lines, and which of its sides is there.
fn static_place(
    boxes: &Boxes,
    id: BoxId,
    lines: &Lines,
    direction: taffy::Direction,
    width: f32,
) -> (f32, f32, AxisStaticEdge) {
    let layout_box = boxes.list.get(id);
    let anchor = layout_box.and_then(|inner| lines.anchors.iter().find(|anchor| anchor.node == inner.node));
    let Some(anchor) = anchor else { return (0.0, 0.0, AxisStaticEdge::Start) };
    let edge = |rtl: bool| if rtl { AxisStaticEdge::End } else { AxisStaticEdge::Start };
    if layout_box.is_some_and(|inner| inner.style.inline_level) {
        return (anchor.x, anchor.top, edge(anchor.rtl));
    }
    let y = if anchor.after_content { anchor.bottom } else { anchor.top };
    let rtl = direction == taffy::Direction::Rtl;
    (if rtl { width } else { 0.0 }, y, edge(rtl))
}

/// Lays out an atomic inline in the width of its line; also yields what has to be placed against a box further out.
fn layout_atom(boxes: &mut Boxes, id: BoxId, space: AvailableSpace) -> (AtomSize, OofCandidates) {
    let Some(atom) = boxes.list.get(id) else {
        return (AtomSize { width: 0.0, height: 0.0, baseline: None }, OofCandidates::new());
    };
    let style = Arc::clone(&atom.style);
    let basis = space.into_option();
    let calcs = Rc::clone(&boxes.calcs);
    let margin = atom.flow.margin.resolve_or_zero(basis, |handle, basis| calcs.resolve(handle, basis));
    let sides = margin.horizontal_axis_sum();
    let width = match style.width {
        Size::MinContent => AvailableSpace::MinContent,
        Size::MaxContent => AvailableSpace::MaxContent,
        _ => match space {
            AvailableSpace::Definite(width) => AvailableSpace::Definite((width - sides).max(0.0)),
            other => other,
        },
    };
    let mut output = boxes.compute_child_layout(
        NodeId::from(id),
        LayoutInput {
            run_mode: RunMode::PerformLayout,
            sizing_mode: SizingMode::InherentSize,
            axis: RequestedAxis::Both,
            known_dimensions: taffy::Size::NONE,
            known_dimensions_are_definite: taffy::Size { width: true, height: true },
            parent_size: taffy::Size { width: basis, height: None },
            available_space: taffy::Size { width, height: AvailableSpace::MaxContent },
            vertical_margins_are_collapsible: Line::FALSE,
        },
    );
    if let Some(atom) = boxes.list.get_mut(id) {
        atom.layout.size = output.size;
        atom.layout.margin = margin;
        atom.layout.padding = atom.flow.padding.resolve_or_zero(basis, |handle, basis| calcs.resolve(handle, basis));
        atom.layout.border = atom.flow.border.resolve_or_zero(basis, |handle, basis| calcs.resolve(handle, basis));
    }
    let baseline = atom_baseline(boxes, id, &style, &output).map(|baseline| margin.top + baseline);
    let size = AtomSize {
        width: output.size.width + sides,
        height: output.size.height + margin.vertical_axis_sum(),
        baseline,
    };
    (size, output.oof_candidates.take())
}

/// The baseline of an atom from its top border edge: the last line of an inline-block, the first of an inline-flex, none otherwise.
fn atom_baseline(boxes: &Boxes, id: BoxId, style: &Style, output: &LayoutOutput) -> Option<f32> {
    let layout_box = boxes.list.get(id)?;
    match &layout_box.content {
        Content::Replaced(_) => None,
        Content::Items => output.baselines.first,
        _ if style.overflow_x != Overflow::Visible || style.overflow_y != Overflow::Visible => None,
        _ => output.baselines.last.or_else(|| last_baseline(boxes, id)),
    }
}

/// The baseline of the last line inside a box, from its top border edge.
fn last_baseline(boxes: &Boxes, id: BoxId) -> Option<f32> {
    let layout_box = boxes.list.get(id)?;
    match &layout_box.content {
        Content::Text(text) => {
            let line = text.lines.as_ref()?.lines.last()?;
            Some(layout_box.layout.border.top + layout_box.layout.padding.top + line.baseline)
        }
        Content::Replaced(_) => None,
        Content::Block | Content::Items => layout_box.children.iter().rev().find_map(|&child| {
            let child = usize::from(child);
            let inner = boxes.list.get(child).filter(|inner| !inner.is_absolute())?;
            last_baseline(boxes, child).map(|baseline| inner.layout.location.y + baseline)
        }),
    }
}

/// Puts an atom at the place of its margin box, moved by its own `inset` when it is relatively positioned.
fn atom_location(boxes: &mut Boxes, id: BoxId, width: f32, x: f32, y: f32) -> taffy::Point<f32> {
    let Some(atom) = boxes.list.get_mut(id) else { return taffy::Point::ZERO };
    let (shift_x, shift_y) = relative_shift(&atom.style, width);
    let margin = atom.layout.margin;
    atom.layout.location = taffy::Point { x: x + margin.left + shift_x, y: y + margin.top + shift_y };
    atom.layout.location
}

/// How far a relatively positioned inline box is moved; percentages of an unknown height do nothing.
pub(super) fn relative_shift(style: &Style, width: f32) -> (f32, f32) {
    if style.position != crate::style::Position::Relative {
        return (0.0, 0.0);
    }
    let vertical = |length: &Option<Length>| match length {
        Some(Length::Px(px)) => Some(*px),
        Some(Length::Calc(calc)) => Some(calc.resolve(0.0)),
        Some(Length::Percent(_)) | None => None,
    };
    let inset = &style.inset;
    let left = inset.left.as_ref().map(|length| length.resolve(width));
    let right = inset.right.as_ref().map(|length| -length.resolve(width));
    let x = if style.text.direction == Direction::Rtl { right.or(left) } else { left.or(right) };
    let y = vertical(&inset.top).or(vertical(&inset.bottom).map(|bottom| -bottom));
    (x.unwrap_or(0.0), y.unwrap_or(0.0))
}
