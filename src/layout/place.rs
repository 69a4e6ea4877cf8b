//! Places: every box in card coordinates, and what a caller wants to know about the text in it.

use std::sync::Arc;

use kurbo::Affine;

use super::Scene;
use super::clamp::is_left_out;
use super::inline::relative_shift;
use super::transform::transform_of;
use super::tree::{BoxId, Boxes, Content, ParagraphKey};
use crate::display::{Rect, around};
use crate::paragraph::{Fragment, Lines};
use crate::picture::Picture;
use crate::style::{Edges, Fit, NodeId, NodeKind, Overflow, Style, StyledTree};

/// A font size that was found by fitting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fitted {
    /// The element with `--fit`.
    pub(crate) node: NodeId,
    /// px per em.
    pub(crate) font_size: f32,
    /// The sizes that its style allows.
    pub(crate) allowed: Fit,
    /// It holds the words of the record, and not those of a post within it.
    pub(crate) words: bool,
}

/// A text that does not fit its box at its smallest size.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Overflowed {
    /// The element with `--fit`.
    pub(crate) node: NodeId,
    /// Record field of the text.
    pub(crate) field: Option<Arc<str>>,
    /// Characters that fit at the smallest size.
    pub(crate) fits_chars: usize,
    /// Characters there are.
    pub(crate) total_chars: usize,
}

/// Text that is cut off by a box or the edge of the card.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clipped {
    /// The element that holds the text.
    pub(crate) node: NodeId,
    /// Record field of the text.
    pub(crate) field: Option<Arc<str>>,
    /// The lines that are not whole, joined by spaces.
    pub(crate) text: String,
    /// Characters before the first line that is not whole.
    pub(crate) fits_chars: usize,
    /// Characters there are.
    pub(crate) total_chars: usize,
    /// The paragraph.
    pub(super) key: ParagraphKey,
    /// Height in px of the part of the lines that is seen.
    pub(super) seen: f32,
    /// A line reaches beyond the left or right edge.
    pub(super) wide: bool,
    /// Letters are lost, not only the ends of their strokes.
    pub(crate) lost: bool,
}

/// Characters that no font can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MissingText {
    /// The text node.
    pub(crate) node: NodeId,
    /// Record field of the text.
    pub(crate) field: Option<Arc<str>>,
    /// The cluster.
    pub(crate) text: String,
    /// Its characters.
    pub(crate) chars: Vec<char>,
    /// Script of the first one.
    pub(crate) script: String,
}

/// The lines of one block.
#[derive(Debug, Clone)]
pub(crate) struct PlacedParagraph {
    /// The element that holds the lines.
    pub(crate) node: NodeId,
    /// Record field of the text: that of the element, else of the first text in it.
    pub(crate) field: Option<Arc<str>>,
    /// px per em of the block.
    pub(crate) font_size: f32,
    /// Content box in card coordinates, not rounded: lines are relative to it.
    pub(crate) content: Rect,
    /// What brings those places to where they are seen, when boxes around are transformed.
    pub(crate) space: Option<Affine>,
    /// The lines.
    pub(crate) lines: Arc<Lines>,
    /// Whether the visible text is on the card at all (`visibility`).
    pub(crate) visible: bool,
    /// Its name across layouts.
    pub(super) key: ParagraphKey,
}

/// A box at its place.
#[derive(Debug)]
pub(super) struct PlacedBox {
    pub(super) node: NodeId,
    pub(super) anonymous: bool,
    pub(super) style: Arc<Style>,
    /// Border box in card coordinates, in whole 1/64 px.
    pub(super) rect: Rect,
    pub(super) padding: Edges<f32>,
    pub(super) border: Edges<f32>,
    pub(super) kind: PlacedKind,
    /// Boxes inside, in document order.
    pub(super) inside: Vec<BoxId>,
    /// Clip that holds for the box, and for what is in it.
    pub(super) clip: Option<usize>,
    pub(super) content_clip: Option<usize>,
    /// Index into [`Placed::spaces`]: its own transform and those around it.
    pub(super) space: Option<usize>,
    pub(super) absolute: bool,
}

/// What is in a placed box.
#[derive(Debug)]
pub(super) enum PlacedKind {
    Block,
    Items,
    /// Index into [`Placed::paragraphs`].
    Text(usize),
    Replaced,
}

/// A card with everything at its place.
#[derive(Debug)]
pub(crate) struct Placed {
    /// Width of the card in px.
    pub(crate) width: f32,
    /// Height of the card in px.
    pub(crate) height: f32,
    /// Border box of each styled node that has one, in card coordinates, not rounded to whole px, where it is seen: around it under
    /// transforms. Inline elements: around their parts.
    pub(crate) rects: Vec<Option<Rect>>,
    /// All lines, in document order.
    pub(crate) paragraphs: Vec<PlacedParagraph>,
    /// Sizes found by fitting.
    pub(crate) fitted: Vec<Fitted>,
    /// Texts that do not fit.
    pub(crate) overflows: Vec<Overflowed>,
    /// Texts that are cut off.
    pub(crate) clipped: Vec<Clipped>,
    /// Characters without a glyph.
    pub(crate) missing: Vec<MissingText>,
    /// Pictures that were asked for and not there.
    pub(crate) missing_pictures: Vec<String>,
    pub(super) boxes: Vec<PlacedBox>,
    /// Clips: the box whose padding box clips, and the clip around it.
    pub(super) clips: Vec<(BoxId, Option<usize>)>,
    /// What brings boxes from where they were laid out to where they are seen.
    pub(super) spaces: Vec<Affine>,
}

/// Where a rectangle is seen.
pub(super) fn seen(space: Option<Affine>, rect: Rect) -> Rect {
    space.map_or(rect, |space| around(space, rect))
}

/// Rounds to the 1/64 px in which Blink counts.
fn unit(value: f32) -> f32 {
    (value * 64.0).round() / 64.0
}

/// Turns laid out boxes into placed ones.
pub(super) fn place(
    boxes: Boxes,
    tree: &StyledTree,
    scene: &Scene<'_>,
    fitted: Vec<Fitted>,
    overflows: Vec<Overflowed>,
) -> Placed {
    let mut placer = Placer {
        rects: vec![None; boxes.list.len()],
        clips: Vec::new(),
        clip_of: vec![(None, None); boxes.list.len()],
        spaces: Vec::new(),
        space_of: vec![None; boxes.list.len()],
    };
    placer.walk(&boxes, tree, 0, (0.0, 0.0), (None, None));
    let mut placed = Placed {
        width: scene.width,
        height: scene.height,
        rects: vec![None; tree.nodes.len()],
        paragraphs: Vec::new(),
        fitted,
        overflows,
        clipped: Vec::new(),
        missing: Vec::new(),
        missing_pictures: missing_pictures(tree, scene.pictures),
        boxes: Vec::with_capacity(boxes.list.len()),
        clips: placer.clips,
        spaces: placer.spaces,
    };
    let left_out: Vec<bool> = boxes.list.iter().map(|inner| is_left_out(&inner.flow)).collect();
    for (id, layout_box) in boxes.list.into_iter().enumerate() {
        let rect = placer.rects.get(id).copied().flatten().unwrap_or_default();
        let (clip, content_clip) = placer.clip_of.get(id).copied().unwrap_or_default();
        let space = placer.space_of.get(id).copied().flatten();
        let edges =
            |rect: taffy::Rect<f32>| Edges { top: rect.top, right: rect.right, bottom: rect.bottom, left: rect.left };
        let (padding, border) = (edges(layout_box.layout.padding), edges(layout_box.layout.border));
        let mut inside = layout_box.inside();
        inside.retain(|child| !left_out.get(*child).copied().unwrap_or_default());
        let kind = match layout_box.content {
            Content::Block => PlacedKind::Block,
            Content::Items => PlacedKind::Items,
            Content::Replaced(_) => PlacedKind::Replaced,
            Content::Text(text) => {
                let content = content_rect(rect, &padding, &border);
                placed.missing.extend(text.missing.into_iter().map(|missing| MissingText {
                    node: missing.node,
                    field: field(tree, missing.node),
                    text: missing.text,
                    chars: missing.chars,
                    script: missing.script.to_string(),
                }));
                let style = (&*layout_box.style, space);
                placed.paragraph(tree, text.key, style, content, text.lines.unwrap_or_default());
                PlacedKind::Text(placed.paragraphs.len() - 1)
            }
        };
        if !layout_box.anonymous
            && let Some(slot) = placed.rects.get_mut(layout_box.node)
        {
            let transform = space.and_then(|space| placed.spaces.get(space)).copied();
            *slot = placer.rects.get(id).copied().flatten().map(|rect| seen(transform, rect));
        }
        placed.boxes.push(PlacedBox {
            node: layout_box.node,
            anonymous: layout_box.anonymous,
            absolute: layout_box.style.position == crate::style::Position::Absolute,
            style: layout_box.style,
            rect,
            padding,
            border,
            kind,
            inside,
            clip,
            content_clip,
            space,
        });
    }
    placed.find_clipped();
    placed
}

/// The content box of a border box.
pub(super) fn content_rect(rect: Rect, padding: &Edges<f32>, border: &Edges<f32>) -> Rect {
    rect.inset(
        padding.top + border.top,
        padding.right + border.right,
        padding.bottom + border.bottom,
        padding.left + border.left,
    )
}

fn field(tree: &StyledTree, node: NodeId) -> Option<Arc<str>> {
    tree.nodes.get(node).and_then(|styled| styled.field.clone())
}

fn missing_pictures(tree: &StyledTree, pictures: &dyn Fn(&str) -> Option<Arc<Picture>>) -> Vec<String> {
    let mut missing: Vec<String> = Vec::new();
    let mut ask = |src: &str| {
        if pictures(src).is_none() && !missing.iter().any(|other| other == src) {
            missing.push(src.to_owned());
        }
    };
    for node in &tree.nodes {
        if let NodeKind::Picture { src, .. } = &node.kind {
            ask(src);
        }
        if matches!(node.kind, NodeKind::Text(_)) {
            continue;
        }
        let masks = node.style.effects.mask.images.iter().flatten();
        for image in node.style.background.iter().map(|layer| &layer.image).chain(masks) {
            if let crate::style::BackgroundImage::Url(src) = image {
                ask(src);
            }
        }
    }
    missing
}

struct Placer {
    rects: Vec<Option<Rect>>,
    clips: Vec<(BoxId, Option<usize>)>,
    clip_of: Vec<(Option<usize>, Option<usize>)>,
    spaces: Vec<Affine>,
    space_of: Vec<Option<usize>>,
}

impl Placer {
    /// Places a box, what is in it, and what is placed against it, in a clip and a space.
    fn walk(
        &mut self,
        boxes: &Boxes,
        tree: &StyledTree,
        id: BoxId,
        origin: (f32, f32),
        (clip, space): (Option<usize>, Option<usize>),
    ) {
        let Some(layout_box) = boxes.list.get(id) else { return };
        let layout = &layout_box.layout;
        let place = (origin.0 + layout.location.x, origin.1 + layout.location.y);
        let rect = Rect::new(unit(place.0), unit(place.1), unit(layout.size.width), unit(layout.size.height));
        let content_clip = if layout_box.clips() && !is_viewport(tree, boxes, id) {
            self.clips.push((id, clip));
            Some(self.clips.len() - 1)
        } else {
            clip
        };
        let space = match transform_of(&layout_box.style, rect) {
            None => space,
            Some(own) => {
                let outer = space.and_then(|space| self.spaces.get(space)).copied().unwrap_or_default();
                self.spaces.push(outer * own);
                Some(self.spaces.len() - 1)
            }
        };
        if let Some(slot) = self.space_of.get_mut(id) {
            *slot = space;
        }
        if let Some(slot) = self.rects.get_mut(id) {
            *slot = Some(rect);
        }
        if let Some(slot) = self.clip_of.get_mut(id) {
            *slot = (clip, content_clip);
        }
        let in_flow = layout_box.inside().into_iter().filter(|&child| {
            boxes.list.get(child).is_some_and(|child| !child.is_absolute() && !is_left_out(&child.flow))
        });
        let claimed: &[taffy::NodeId] = if let Content::Text(text) = &layout_box.content { &text.claimed } else { &[] };
        let hoisted = layout_box.hoisted.iter().chain(claimed).map(|&child| usize::from(child));
        for child in in_flow.chain(hoisted) {
            self.walk(boxes, tree, child, place, (content_clip, space));
        }
    }
}

/// Whether `overflow` of a box counts for the card instead: the root, or the body when the root says nothing.
fn is_viewport(tree: &StyledTree, boxes: &Boxes, id: BoxId) -> bool {
    let is_body = |id: BoxId| {
        boxes.list.get(id).and_then(|layout_box| tree.nodes.get(layout_box.node)).is_some_and(|node| {
            node.parent == Some(0) && matches!(&node.kind, NodeKind::Element { tag, .. } if tag == "body")
        })
    };
    let root_visible = boxes
        .list
        .first()
        .is_some_and(|root| root.style.overflow_x == Overflow::Visible && root.style.overflow_y == Overflow::Visible);
    id == 0 || (root_visible && is_body(id))
}

impl Placed {
    fn paragraph(
        &mut self,
        tree: &StyledTree,
        key: ParagraphKey,
        (style, space): (&Style, Option<usize>),
        content: Rect,
        lines: Arc<Lines>,
    ) {
        let node = key.0;
        let space = space.and_then(|space| self.spaces.get(space)).copied();
        for part in lines.lines.iter().flat_map(|line| &line.fragments) {
            if let Fragment::Span { node, rect, style, .. } = part {
                let part = seen(space, inline_box(tree, *node, style, *rect, content));
                if let Some(slot) = self.rects.get_mut(*node) {
                    *slot = Some(slot.map_or(part, |rect| rect.union(part)));
                }
            }
        }
        let first_text = lines.lines.iter().flat_map(|line| &line.fragments).find_map(|part| match part {
            Fragment::Glyphs { node, .. } => field(tree, *node),
            _ => None,
        });
        self.paragraphs.push(PlacedParagraph {
            node,
            field: field(tree, node).or(first_text),
            font_size: style.text.font_size,
            content,
            space,
            lines,
            visible: style.text.visibility == crate::style::Visibility::Visible,
            key,
        });
    }
}

/// The border box of a part of an inline element in card coordinates, from its content area in the block. Left and right are border edges already.
pub(super) fn inline_box(tree: &StyledTree, node: NodeId, style: &Style, rect: Rect, content: Rect) -> Rect {
    let (dx, dy) = shift(tree, node, content.width);
    let above = style.border_width.top + style.padding.top.resolve(content.width);
    let below = style.border_width.bottom + style.padding.bottom.resolve(content.width);
    Rect::new(content.x + rect.x + dx, content.y + rect.y + dy, rect.width, rect.height).inset(-above, 0.0, -below, 0.0)
}

/// How far relatively positioned inline elements around a node move it, up to the block that holds the lines.
pub(super) fn shift(tree: &StyledTree, node: NodeId, width: f32) -> (f32, f32) {
    let mut shift = (0.0, 0.0);
    let mut next = Some(node);
    while let Some(styled) = next.and_then(|id| tree.nodes.get(id)) {
        let text = matches!(styled.kind, NodeKind::Text(_) | NodeKind::LineBreak);
        if !text {
            if styled.style.display != crate::style::Display::Inline {
                break;
            }
            let (x, y) = relative_shift(&styled.style, width);
            shift = (shift.0 + x, shift.1 + y);
        }
        next = styled.parent;
    }
    shift
}
