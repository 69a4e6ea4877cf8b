//! Places: every box in card coordinates, and what a caller wants to know about the text in it.

use std::sync::Arc;

use super::Scene;
use super::clamp::is_left_out;
use super::inline::relative_shift;
use super::tree::{BoxId, Boxes, Content, ParagraphKey};
use crate::display::Rect;
use crate::paragraph::{Fragment, Line, Lines};
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
    /// The lines.
    pub(crate) lines: Lines,
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
    /// Border box of each styled node that has one, in card coordinates, not rounded to whole px. Inline elements: around their parts.
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
    };
    placer.walk(&boxes, tree, 0, (0.0, 0.0), None);
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
    };
    let left_out: Vec<bool> = boxes.list.iter().map(|inner| is_left_out(&inner.flow)).collect();
    for (id, layout_box) in boxes.list.into_iter().enumerate() {
        let rect = placer.rects.get(id).copied().flatten().unwrap_or_default();
        let (clip, content_clip) = placer.clip_of.get(id).copied().unwrap_or_default();
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
                for missing in text.paragraph.iter().flat_map(|paragraph| paragraph.missing()) {
                    placed.missing.push(MissingText {
                        node: missing.node,
                        field: field(tree, missing.node),
                        text: missing.text.clone(),
                        chars: missing.chars.clone(),
                        script: missing.script.to_string(),
                    });
                }
                placed.paragraph(tree, text.key, &layout_box.style, content, text.lines.unwrap_or_default());
                PlacedKind::Text(placed.paragraphs.len() - 1)
            }
        };
        if !layout_box.anonymous
            && let Some(slot) = placed.rects.get_mut(layout_box.node)
        {
            *slot = placer.rects.get(id).copied().flatten();
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
        for layer in node.style.background.iter() {
            if let crate::style::BackgroundImage::Url(src) = &layer.image {
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
}

impl Placer {
    /// Places a box, what is in it, and what is placed against it.
    fn walk(&mut self, boxes: &Boxes, tree: &StyledTree, id: BoxId, origin: (f32, f32), clip: Option<usize>) {
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
            self.walk(boxes, tree, child, place, content_clip);
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
    fn paragraph(&mut self, tree: &StyledTree, key: ParagraphKey, style: &Style, content: Rect, lines: Lines) {
        let node = key.0;
        for part in lines.lines.iter().flat_map(|line| &line.fragments) {
            if let Fragment::Span { node, rect, style, .. } = part {
                let part = inline_box(tree, *node, style, *rect, content);
                if let Some(slot) = self.rects.get_mut(*node) {
                    *slot = Some(slot.map_or(part, |rect| union(rect, part)));
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
            lines,
            visible: style.text.visibility == crate::style::Visibility::Visible,
            key,
        });
    }

    /// The area inside which a clip lets something through: `None` is all of the card and beyond.
    pub(super) fn clip_area(&self, clip: Option<usize>) -> Option<Rect> {
        let (id, outer) = *self.clips.get(clip?)?;
        let owner = self.boxes.get(id)?;
        let border = &owner.border;
        let mut area = owner.rect.inset(border.top, border.right, border.bottom, border.left);
        // One axis alone may be clipped.
        if owner.style.overflow_x == Overflow::Visible {
            (area.x, area.width) = (-1e6, 2e6);
        }
        if owner.style.overflow_y == Overflow::Visible {
            (area.y, area.height) = (-1e6, 2e6);
        }
        Some(match self.clip_area(outer) {
            Some(outer) => area.intersection(outer).unwrap_or(Rect::new(area.x, area.y, 0.0, 0.0)),
            None => area,
        })
    }

    /// Finds lines that the card's edge or a clipping box cuts.
    fn find_clipped(&mut self) {
        let card = Rect::new(0.0, 0.0, self.width, self.height);
        let mut clipped = Vec::new();
        for placed_box in &self.boxes {
            let PlacedKind::Text(index) = placed_box.kind else { continue };
            let Some(paragraph) = self.paragraphs.get(index).filter(|paragraph| paragraph.visible) else { continue };
            let area = self
                .clip_area(placed_box.content_clip)
                .map_or(Some(card), |area| area.intersection(card))
                .unwrap_or_default();
            clipped.extend(paragraph.clipped(area));
        }
        self.clipped = clipped;
    }
}

impl PlacedParagraph {
    /// What an area cuts off.
    fn clipped(&self, area: Rect) -> Option<Clipped> {
        let lines = &self.lines.lines;
        let beyond: Vec<(bool, bool)> = lines.iter().map(|line| reaches_beyond(line, self.content, area)).collect();
        let first = beyond.iter().position(|(wide, high)| *wide || *high)?;
        let chars = |lines: &[Line]| lines.iter().map(|line| line.text.chars().count()).sum::<usize>();
        let cut = lines.iter().zip(&beyond).filter(|(_, (wide, high))| *wide || *high);
        let (top, bottom) = (self.content.y, self.content.y + self.lines.height);
        Some(Clipped {
            node: self.node,
            field: self.field.clone(),
            text: cut.map(|(line, _)| line.text.trim()).collect::<Vec<_>>().join(" "),
            fits_chars: chars(lines.get(..first).unwrap_or_default()),
            total_chars: chars(lines) + self.lines.hidden_text.chars().count(),
            key: self.key,
            seen: if beyond.iter().any(|(_, high)| *high) {
                (bottom.min(area.bottom()) - top.max(area.y)).max(0.0)
            } else {
                f32::INFINITY
            },
            wide: beyond.iter().any(|(wide, _)| *wide),
            lost: lines.iter().any(|line| loses_letters(line, self.content, area)),
        })
    }
}

/// Whether glyphs of a line lie outside an area by more than a px, to the sides or above and below. Ascenders and descenders count with
/// their usual share of the size.
fn reaches_beyond(line: &Line, content: Rect, area: Rect) -> (bool, bool) {
    let mut beyond = (false, false);
    for part in &line.fragments {
        let Fragment::Glyphs { x, width, size, baseline, .. } = part else { continue };
        let (left, baseline) = (content.x + x, content.y + baseline);
        beyond.0 |= left < area.x - 1.0 || left + width > area.right() + 1.0;
        beyond.1 |= baseline - 0.7 * size < area.y - 1.0 || baseline + 0.2 * size > area.bottom() + 1.0;
    }
    beyond
}

/// Whether what makes letters readable lies outside an area: the part between the baseline and half the size, or more than a quarter of the
/// size at one end of the line.
fn loses_letters(line: &Line, content: Rect, area: Rect) -> bool {
    line.fragments.iter().any(|part| {
        let Fragment::Glyphs { x, width, size, baseline, .. } = part else { return false };
        let (left, baseline, end) = (content.x + x, content.y + baseline, size / 4.0 + 1.0);
        left < area.x - end
            || left + width > area.right() + end
            || baseline - size / 2.0 < area.y - 1.0
            || baseline > area.bottom() + 1.0
    })
}

fn union(left: Rect, right: Rect) -> Rect {
    let (x, y) = (left.x.min(right.x), left.y.min(right.y));
    Rect::new(x, y, left.right().max(right.right()) - x, left.bottom().max(right.bottom()) - y)
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
