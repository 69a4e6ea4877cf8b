//! Runs the box layout library over the box tree.

use taffy::{
    AvailableSpace, BlockContext, CacheTree, LayoutInput, LayoutOutput, LayoutPartialTree, Line, NodeId, RequestedAxis,
    RunMode, SizingMode,
};

use super::inline::compute_text;
use super::replaced::compute_replaced;
use super::tree::{BoxId, Boxes, Content, LayoutBox};
use crate::style::Size;

/// Lays out all boxes for a card of this size.
pub(super) fn flow(boxes: &mut Boxes, width: f32, height: f32) {
    if boxes.list.is_empty() {
        return;
    }
    measured_limits(boxes);
    let space = taffy::Size { width: AvailableSpace::Definite(width), height: AvailableSpace::Definite(height) };
    taffy::compute_root_layout(boxes, NodeId::from(0_usize), space);
}

/// Replaces `min-width` and `max-width` keywords by the widths they mean, innermost boxes first.
fn measured_limits(boxes: &mut Boxes) {
    let keyword = |size: &Size| match size {
        Size::MinContent => Some(AvailableSpace::MinContent),
        Size::MaxContent => Some(AvailableSpace::MaxContent),
        Size::Auto | Size::Length(_) | Size::FitContent => None,
    };
    let mut measured = false;
    for id in (0..boxes.list.len()).rev() {
        let Some(style) = boxes.list.get(id).map(|layout_box| std::sync::Arc::clone(&layout_box.style)) else {
            continue;
        };
        for (size, minimum) in [(&style.min_width, true), (&style.max_width, false)] {
            let Some(space) = keyword(size) else { continue };
            measured = true;
            let width = content_width(boxes, id, space);
            if let Some(layout_box) = boxes.list.get_mut(id) {
                let limit = taffy::LengthPercentageAuto::length(width);
                let flow = &mut layout_box.flow;
                if minimum { flow.min_size.width = limit } else { flow.max_size.width = limit }
            }
        }
    }
    if measured {
        boxes.list.iter_mut().for_each(|layout_box| {
            layout_box.cache.clear();
        });
    }
}

/// The width a box takes by its content, in the box that its `box-sizing` means.
fn content_width(boxes: &mut Boxes, id: BoxId, width: AvailableSpace) -> f32 {
    let output = boxes.compute_child_layout(
        NodeId::from(id),
        LayoutInput {
            run_mode: RunMode::ComputeSize,
            sizing_mode: SizingMode::ContentSize,
            axis: RequestedAxis::Horizontal,
            known_dimensions: taffy::Size::NONE,
            known_dimensions_are_definite: taffy::Size { width: true, height: true },
            parent_size: taffy::Size::NONE,
            available_space: taffy::Size { width, height: AvailableSpace::MaxContent },
            vertical_margins_are_collapsible: Line::FALSE,
        },
    );
    let Some(layout_box) = boxes.list.get(id) else { return output.size.width };
    let style = &layout_box.style;
    let around = match style.box_sizing {
        crate::style::BoxSizing::BorderBox => 0.0,
        crate::style::BoxSizing::ContentBox => {
            let border = style.border_width;
            style.padding.left.resolve(0.0) + style.padding.right.resolve(0.0) + border.left + border.right
        }
    };
    (output.size.width - around).max(0.0)
}

impl Boxes {
    fn box_of(&self, id: NodeId) -> Option<&LayoutBox> {
        self.list.get(usize::from(id))
    }

    /// The layout style of a box. Ids come from the tree itself; the root stands in for one that does not exist.
    fn flow_of(&self, id: NodeId) -> &taffy::Style {
        self.box_of(id).map_or(&self.list[0].flow, |layout_box| &layout_box.flow)
    }

    fn compute(&mut self, id: NodeId, inputs: LayoutInput, context: Option<&mut BlockContext<'_>>) -> LayoutOutput {
        let left_out = self.box_of(id).is_some_and(|inner| super::clamp::is_left_out(&inner.flow));
        if left_out || inputs.run_mode == RunMode::PerformHiddenLayout {
            return taffy::compute_hidden_layout(self, id);
        }
        taffy::compute_cached_layout(self, id, inputs, |boxes, id, inputs| {
            let clamp = boxes.box_of(id).filter(|inner| matches!(inner.content, Content::Block));
            if let Some(most) = clamp.and_then(|inner| inner.style.line_clamp) {
                super::clamp::prepare(boxes, usize::from(id), most, inputs);
            }
            let Some(layout_box) = boxes.box_of(id) else { return LayoutOutput::HIDDEN };
            let mut output = match &layout_box.content {
                Content::Text(_) => compute_text(boxes, usize::from(id), inputs),
                Content::Replaced(natural) => {
                    compute_replaced(inputs, &layout_box.flow, &layout_box.style, *natural, &boxes.calcs)
                }
                Content::Items if layout_box.flow.display == taffy::Display::Grid => {
                    taffy::compute_grid_layout(boxes, id, inputs)
                }
                Content::Items => boxes.compute_row_or_column(id, inputs),
                Content::Block => {
                    let context = context.filter(|_| layout_box.flow.display == taffy::Display::Block);
                    taffy::compute_block_layout(boxes, id, inputs, context)
                }
            };
            if inputs.run_mode == RunMode::PerformLayout {
                taffy::compute_oof_layout(boxes, id, &mut output);
            }
            output
        })
    }

    /// Lays out a flex container. The library gives a row whose width its content decides all that its items want; in CSS it is no wider than there is room,
    /// unless its longest words are (fit-content, CSS Box Sizing 3, section 5.1).
    fn compute_row_or_column(&mut self, id: NodeId, inputs: LayoutInput) -> LayoutOutput {
        let output = taffy::compute_flexbox_layout(self, id, inputs);
        let flow = self.flow_of(id);
        let is_row = matches!(flow.flex_direction, taffy::FlexDirection::Row | taffy::FlexDirection::RowReverse);
        let (None, AvailableSpace::Definite(room)) = (inputs.known_dimensions.width, inputs.available_space.width)
        else {
            return output;
        };
        if !is_row || output.size.width <= room {
            return output;
        }
        let available_space = taffy::Size { width: AvailableSpace::MinContent, ..inputs.available_space };
        let narrowest = LayoutInput { run_mode: RunMode::ComputeSize, available_space, ..inputs };
        let least = taffy::compute_flexbox_layout(self, id, narrowest).size.width;
        let width = output.size.width.min(least.max(room));
        let known_dimensions = taffy::Size { width: Some(width), ..inputs.known_dimensions };
        taffy::compute_flexbox_layout(self, id, LayoutInput { known_dimensions, ..inputs })
    }
}

/// Iterates over the children of a box.
#[derive(Debug)]
pub(super) struct Children<'a>(std::iter::Copied<std::slice::Iter<'a, NodeId>>);

impl Iterator for Children<'_> {
    type Item = NodeId;
    fn next(&mut self) -> Option<NodeId> {
        self.0.next()
    }
}

impl taffy::TraversePartialTree for Boxes {
    type ChildIter<'a> = Children<'a>;

    fn child_ids(&self, parent: NodeId) -> Children<'_> {
        let children: &[NodeId] = self.box_of(parent).map_or(&[], |layout_box| &layout_box.children);
        Children(children.iter().copied())
    }

    fn child_count(&self, parent: NodeId) -> usize {
        self.box_of(parent).map_or(0, |layout_box| layout_box.children.len())
    }

    fn get_child_id(&self, parent: NodeId, index: usize) -> NodeId {
        self.box_of(parent).and_then(|layout_box| layout_box.children.get(index).copied()).unwrap_or(parent)
    }
}

impl LayoutPartialTree for Boxes {
    type CoreContainerStyle<'a> = &'a taffy::Style;
    type CustomIdent = String;

    fn get_core_container_style(&self, id: NodeId) -> &taffy::Style {
        self.flow_of(id)
    }

    fn resolve_calc_value(&self, handle: *const (), basis: f32) -> f32 {
        self.calcs.resolve(handle, basis)
    }

    fn set_unrounded_layout(&mut self, id: NodeId, layout: &taffy::Layout) {
        if let Some(layout_box) = self.list.get_mut(usize::from(id)) {
            layout_box.layout = *layout;
        }
    }

    fn compute_child_layout(&mut self, id: NodeId, inputs: LayoutInput) -> LayoutOutput {
        self.compute(id, inputs, None)
    }
}

impl taffy::LayoutContainingBlock for Boxes {
    type OofItemStyle<'a> = &'a taffy::Style;

    fn get_oof_item_style(&self, id: NodeId) -> &taffy::Style {
        self.flow_of(id)
    }

    fn clear_hoisted_children(&mut self, id: NodeId) {
        if let Some(layout_box) = self.list.get_mut(usize::from(id)) {
            layout_box.hoisted.clear();
        }
    }

    fn add_hoisted_children(&mut self, id: NodeId, hoisted: &[NodeId]) {
        if let Some(layout_box) = self.list.get_mut(usize::from(id)) {
            layout_box.hoisted.extend_from_slice(hoisted);
        }
    }
}

impl CacheTree for Boxes {
    fn cache_get(&mut self, id: NodeId, input: &LayoutInput) -> Option<LayoutOutput> {
        self.list.get_mut(usize::from(id))?.cache.get(input)
    }

    fn cache_store(&mut self, id: NodeId, input: &LayoutInput, output: LayoutOutput) {
        if let Some(layout_box) = self.list.get_mut(usize::from(id)) {
            layout_box.cache.store(input, output);
        }
    }

    fn cache_clear(&mut self, id: NodeId) {
        if let Some(layout_box) = self.list.get_mut(usize::from(id)) {
            layout_box.cache.clear();
        }
    }
}

impl taffy::LayoutBlockContainer for Boxes {
    type BlockContainerStyle<'a> = &'a taffy::Style;
    type BlockItemStyle<'a> = &'a taffy::Style;

    fn get_block_container_style(&self, id: NodeId) -> &taffy::Style {
        self.flow_of(id)
    }

    fn get_block_child_style(&self, id: NodeId) -> &taffy::Style {
        self.flow_of(id)
    }

    fn compute_block_child_layout(
        &mut self,
        id: NodeId,
        inputs: LayoutInput,
        context: Option<&mut BlockContext<'_>>,
    ) -> LayoutOutput {
        self.compute(id, inputs, context)
    }
}

impl taffy::LayoutGridContainer for Boxes {
    type GridContainerStyle<'a> = &'a taffy::Style;
    type GridItemStyle<'a> = &'a taffy::Style;

    fn get_grid_container_style(&self, id: NodeId) -> &taffy::Style {
        self.flow_of(id)
    }

    fn get_grid_child_style(&self, id: NodeId) -> &taffy::Style {
        self.flow_of(id)
    }
}

impl taffy::LayoutFlexboxContainer for Boxes {
    type FlexboxContainerStyle<'a> = &'a taffy::Style;
    type FlexboxItemStyle<'a> = &'a taffy::Style;

    fn get_flexbox_container_style(&self, id: NodeId) -> &taffy::Style {
        self.flow_of(id)
    }

    fn get_flexbox_child_style(&self, id: NodeId) -> &taffy::Style {
        self.flow_of(id)
    }
}
