//! Text on its lines: glyph runs, backgrounds and borders of inline elements.

use std::sync::Arc;

use super::Painter;
use super::background::Ground;
use super::shape::{border_edge, round};
use crate::display::{Color, Face, Glyph, GlyphRun, Item};
use crate::font::FaceRef;
use crate::layout::place::{PlacedBox, PlacedKind, PlacedParagraph, inline_box, shift};
use crate::layout::tree::BoxId;
use crate::paragraph::{Fragment, Line};
use crate::style::{Edges, NodeId, NodeKind, Visibility};

impl Painter<'_> {
    /// Paints the lines of a box, atoms at their places between.
    pub(super) fn lines(&mut self, id: BoxId) {
        let placed = self.placed;
        let Some(owner) = placed.boxes.get(id) else { return };
        let PlacedKind::Text(index) = owner.kind else { return };
        let Some(paragraph) = placed.paragraphs.get(index) else { return };
        let clip = owner.content_clip;
        let fragments =
            paragraph.lines.lines.iter().flat_map(|line| line.fragments.iter().map(move |part| (line, part)));
        for (line, fragment) in fragments {
            match fragment {
                Fragment::Atom { node, .. } => self.atom(owner, *node),
                Fragment::Span { .. } => self.span(clip, paragraph, fragment),
                Fragment::Decoration { rect, color, pattern, .. } => {
                    self.text_line(clip, paragraph, line, (*rect, *color, pattern.as_ref()));
                }
                Fragment::Glyphs { .. } => self.glyphs(clip, paragraph, line, fragment),
            }
        }
    }

    fn atom(&mut self, owner: &PlacedBox, node: NodeId) {
        let id = owner
            .inside
            .iter()
            .copied()
            .find(|&id| self.placed.boxes.get(id).is_some_and(|atom| atom.node == node && !atom.absolute));
        if let Some(id) = id
            && !self.is_layer(id, false)
        {
            self.atomically(id);
        }
    }

    fn glyphs(&mut self, clip: Option<usize>, paragraph: &PlacedParagraph, line: &Line, fragment: &Fragment) {
        let Fragment::Glyphs { node, style, face, size, coords, skew_deg, embolden, glyphs, baseline, .. } = fragment
        else {
            return;
        };
        let color = faded(style.text.color, self.inline_opacity(*node));
        if style.text.visibility != Visibility::Visible || glyphs.is_empty() || color.a <= 0.0 {
            return;
        }
        let (dx, dy) = shift(self.tree, *node, paragraph.content.width);
        let x = paragraph.content.x + dx;
        // Baselines stand on whole px: the places of the block and of the line are rounded together, a raised or lowered one by itself.
        let y = round(paragraph.content.y + dy + line.baseline) + round(baseline - line.baseline) - round(*baseline);
        let run = GlyphRun {
            face: self.face(face),
            size: *size,
            coords: Arc::clone(coords),
            skew_deg: *skew_deg,
            embolden: *embolden,
            color,
            glyphs: glyphs.iter().map(|glyph| Glyph { id: glyph.id, x: glyph.x + x, y: glyph.y + y }).collect(),
        };
        self.emit(clip, Item::Glyphs(run));
    }

    /// Background, border and shadows of the part of an inline element on a line.
    fn span(&mut self, clip: Option<usize>, paragraph: &PlacedParagraph, fragment: &Fragment) {
        let Fragment::Span { node, style, rect, first, last } = fragment else { return };
        let (node, ends) = (*node, (*first, *last));
        let border = style.border_width;
        let has_border = border.top + border.right + border.bottom + border.left > 0.0;
        let plain = style.background_color.a <= 0.0
            && style.background.is_empty()
            && !has_border
            && style.box_shadow.is_empty();
        if plain || style.text.visibility != Visibility::Visible {
            return;
        }
        let padding = Edges {
            top: style.padding.top.resolve(paragraph.content.width),
            bottom: style.padding.bottom.resolve(paragraph.content.width),
            ..Edges::default()
        };
        let rect = inline_box(self.tree, node, style, *rect, paragraph.content);
        let mut style = (**style).clone();
        style.background_color = faded(style.background_color, self.inline_opacity(node));
        // A broken box has no edge where it is broken.
        let (starts, stops) =
            if style.text.direction == crate::style::Direction::Rtl { (ends.1, ends.0) } else { ends };
        let none = || (crate::style::Length::ZERO, crate::style::Length::ZERO);
        if !starts {
            style.border_width.left = 0.0;
            style.border_radius[0] = none();
            style.border_radius[3] = none();
        }
        if !stops {
            style.border_width.right = 0.0;
            style.border_radius[1] = none();
            style.border_radius[2] = none();
        }
        let edge = border_edge(rect, &style.border_radius);
        for shadow in style.box_shadow.iter().rev().filter(|shadow| !shadow.inset) {
            if let Some(item) = super::shadow::shadow_item(shadow, &edge) {
                self.emit(clip, Item::Shadow(item));
            }
        }
        self.background(clip, &style, &Ground::new(rect, style.border_width, padding, edge));
        self.border(clip, &style, rect, &edge);
    }

    /// The product of the opacities of the inline elements around a node.
    fn inline_opacity(&self, node: NodeId) -> f32 {
        let mut opacity = 1.0;
        let mut next = Some(node);
        while let Some(styled) = next.and_then(|id| self.tree.nodes.get(id)) {
            if !matches!(styled.kind, NodeKind::Text(_) | NodeKind::LineBreak) {
                if styled.style.display != crate::style::Display::Inline {
                    break;
                }
                opacity *= styled.style.opacity;
            }
            next = styled.parent;
        }
        opacity
    }

    /// The number of a face in the list.
    fn face(&mut self, face: &Arc<FaceRef>) -> usize {
        let same = |known: &Face| {
            known.family == face.family
                && known.data.index == face.data.index
                && known.data.data.id() == face.data.data.id()
        };
        if let Some(index) = self.list.faces.iter().position(same) {
            return index;
        }
        self.list.faces.push(Face { family: face.family.clone(), data: face.data.clone() });
        self.list.faces.len() - 1
    }
}

fn faded(color: Color, opacity: f32) -> Color {
    Color { a: color.a * opacity.clamp(0.0, 1.0), ..color }
}
