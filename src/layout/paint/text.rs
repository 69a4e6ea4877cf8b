//! Text on its lines: glyph runs, backgrounds and borders of inline elements.

use std::sync::Arc;

use kurbo::{Affine, BezPath, Join, Stroke, StrokeOpts};
use skrifa::instance::Size;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::Painter;
use super::background::Ground;
use super::shape::{border_edge, round};
use crate::display::{
    Color, Face, FillRule, Filter, Glyph, GlyphRun, Item, Paint, Placement, Shape, TextShadow, outline,
};
use crate::font::FaceRef;
use crate::layout::place::{PlacedBox, PlacedKind, PlacedParagraph, inline_box, shift};
use crate::layout::tree::BoxId;
use crate::paragraph::{Fragment, Line};
use crate::style::{Edges, NodeId, NodeKind, TextStyle, Visibility};

impl Painter<'_> {
    /// Paints the lines of a box, atoms at their places between.
    pub(super) fn lines(&mut self, id: BoxId) {
        let placed = self.placed;
        let Some(owner) = placed.boxes.get(id) else { return };
        let PlacedKind::Text(index) = owner.kind else { return };
        let Some(paragraph) = placed.paragraphs.get(index) else { return };
        let clip = owner.content_clip;
        for line in &paragraph.lines.lines {
            let mut shadows = !self.silhouette;
            for fragment in &line.fragments {
                // Shadows lie below all letters of the line, and above what is behind them.
                if shadows && !matches!(fragment, Fragment::Span { .. }) {
                    self.text_shadows(clip, owner, paragraph, line);
                    shadows = false;
                }
                match fragment {
                    Fragment::Atom { node, .. } => self.atom(owner, *node),
                    Fragment::Span { .. } if self.silhouette => {}
                    Fragment::Span { .. } => self.span(clip, paragraph, line, fragment),
                    Fragment::Decoration { rect, color, pattern, .. } => {
                        let color = if self.silhouette { Color::BLACK } else { *color };
                        self.text_line(clip, paragraph, line, (*rect, color, pattern.as_ref()));
                    }
                    Fragment::Glyphs { node, style, .. } => {
                        let ink = if self.silhouette {
                            Color::BLACK
                        } else {
                            faded(style.text.ink(), self.inline_opacity(*node))
                        };
                        self.letters(clip, paragraph, line, fragment, ink);
                    }
                }
            }
        }
    }

    /// Paints the letters in a box and in the boxes in the flow inside it.
    pub(super) fn silhouettes(&mut self, id: BoxId) {
        let Some(placed) = self.placed.boxes.get(id) else { return };
        match placed.kind {
            PlacedKind::Text(_) => self.lines(id),
            PlacedKind::Replaced => {}
            PlacedKind::Block | PlacedKind::Items => {
                let items = matches!(placed.kind, PlacedKind::Items);
                for &child in &placed.inside {
                    if !self.is_layer(child, items) {
                        self.silhouettes(child);
                    }
                }
            }
        }
    }

    /// The shadows of the letters on a line and of the lines at them, the front one last.
    fn text_shadows(&mut self, clip: Option<usize>, owner: &PlacedBox, paragraph: &PlacedParagraph, line: &Line) {
        let glyphs = line.fragments.iter().filter_map(|fragment| match fragment {
            Fragment::Glyphs { style, .. } if !style.text.text_shadow.is_empty() => Some(&style.text),
            _ => None,
        });
        let mut styles: Vec<&Arc<TextStyle>> = Vec::new();
        for style in glyphs {
            if !styles.iter().any(|known| is_same(known, style)) {
                styles.push(style);
            }
        }
        for style in styles {
            for shadow in style.text_shadow.iter().rev() {
                let color = shadow.color.unwrap_or(style.color);
                if color.a > 0.0 {
                    self.text_shadow(clip, owner, (paragraph, line), style, (shadow, color));
                }
            }
        }
    }

    fn text_shadow(
        &mut self,
        clip: Option<usize>,
        owner: &PlacedBox,
        (paragraph, line): (&PlacedParagraph, &Line),
        style: &Arc<TextStyle>,
        (shadow, color): (&crate::style::TextShadow, Color),
    ) {
        let items = self.apart(None, |painter| {
            for fragment in &line.fragments {
                match fragment {
                    Fragment::Glyphs { node, style: own, .. } if is_same(&own.text, style) => {
                        let ink = faded(color, painter.inline_opacity(*node));
                        painter.letters(None, paragraph, line, fragment, ink);
                    }
                    Fragment::Decoration { rect, pattern, .. } if is_same(&owner.style.text, style) => {
                        painter.text_line(None, paragraph, line, (*rect, color, pattern.as_ref()));
                    }
                    _ => {}
                }
            }
        });
        if items.is_empty() {
            return;
        }
        let items = items.into_iter().flat_map(|item| self.in_one_color(item)).collect::<Vec<_>>();
        // What was painted apart stands where its box does.
        let scale = self.place.scale;
        let moved = Placement { scale: 1.0, x: shadow.x * scale, y: shadow.y * scale }.items(&items);
        self.switch(clip);
        self.list.items.push(Item::TextShadow(TextShadow { sigma: shadow.blur / 2.0 * scale, items: moved }));
    }

    /// Letters of a shadow; those that have colours of their own as a silhouette in the colour of the shadow.
    fn in_one_color(&self, item: Item) -> Vec<Item> {
        match item {
            Item::Glyphs(run) if self.is_colorful(&run) => {
                let Color { r, g, b, a } = run.color;
                let mut matrix = [0.0; 20];
                (matrix[4], matrix[9], matrix[14], matrix[18]) = (r, g, b, a);
                let black = GlyphRun { color: Color::BLACK, ..run };
                vec![Item::Filter(Arc::from([Filter::Matrix(matrix)])), Item::Glyphs(black), Item::EndFilter]
            }
            item => vec![item],
        }
    }

    /// Whether glyphs of a run have colours of their own, as emoji do.
    fn is_colorful(&self, run: &GlyphRun) -> bool {
        let face = self.list.faces.get(run.face);
        let font = face.and_then(|face| FontRef::from_index(face.data.data.data(), face.data.index).ok());
        font.is_some_and(|font| {
            let (painted, strikes) = (font.color_glyphs(), font.bitmap_strikes());
            run.glyphs
                .iter()
                .map(|glyph| GlyphId::new(glyph.id))
                .any(|id| painted.get(id).is_some() || strikes.glyph_for_size(Size::new(run.size), id).is_some())
        })
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
            if self.silhouette {
                self.silhouettes(id);
            } else {
                self.atomically(id);
            }
        }
    }

    /// Paints glyphs in a colour, and their outlines.
    fn letters(
        &mut self,
        clip: Option<usize>,
        paragraph: &PlacedParagraph,
        line: &Line,
        fragment: &Fragment,
        color: Color,
    ) {
        let Fragment::Glyphs { node, style, face, size, coords, skew_deg, embolden, glyphs, baseline, .. } = fragment
        else {
            return;
        };
        let stroked = style.text.stroke_width > 0.0;
        if style.text.visibility != Visibility::Visible || glyphs.is_empty() || (color.a <= 0.0 && !stroked) {
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
        let outlines = stroked.then(|| outlines(&run, face, style.text.stroke_width)).flatten();
        if color.a > 0.0 {
            self.emit(clip, Item::Glyphs(run));
        }
        if let Some(path) = outlines {
            let ink = if self.silhouette {
                color
            } else {
                faded(style.text.stroke_color.unwrap_or(style.text.color), self.inline_opacity(*node))
            };
            if ink.a > 0.0 {
                self.emit(clip, Item::Fill(Shape::Path(Arc::new(path), FillRule::NonZero), Paint::Solid(ink)));
            }
        }
    }

    /// Background, border and shadows of the part of an inline element on a line.
    fn span(&mut self, clip: Option<usize>, paragraph: &PlacedParagraph, line: &Line, fragment: &Fragment) {
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
        let ground = Ground::new(rect, style.border_width, padding, edge);
        self.background(clip, &style, &ground, |painter| {
            for fragment in &line.fragments {
                if let Fragment::Glyphs { node: text, .. } = fragment
                    && painter.is_inside(*text, node)
                {
                    painter.letters(None, paragraph, line, fragment, Color::BLACK);
                }
            }
        });
        self.border(clip, &style, rect, &edge);
    }

    /// Whether a node is another one or inside it.
    fn is_inside(&self, node: NodeId, outer: NodeId) -> bool {
        let mut next = Some(node);
        while let Some(id) = next {
            if id == outer {
                return true;
            }
            next = self.tree.nodes.get(id).and_then(|node| node.parent);
        }
        false
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

/// The outlines of the glyphs of a run as lines of a width, half of it on each side; `None` when there is nothing to see.
fn outlines(run: &GlyphRun, face: &FaceRef, width: f32) -> Option<BezPath> {
    let font = FontRef::from_index(face.data.data.data(), face.data.index).ok()?;
    let mut all = BezPath::new();
    for glyph in &run.glyphs {
        let Some(outline) = outline(&font, glyph.id, run, run.size) else { continue };
        all.extend(Affine::translate((f64::from(glyph.x), f64::from(glyph.y))) * outline);
    }
    let style = Stroke::new(f64::from(width)).with_join(Join::Miter).with_miter_limit(4.0);
    let path = kurbo::stroke(all.iter(), &style, &StrokeOpts::default(), 0.02);
    (!path.elements().is_empty()).then_some(path)
}

fn faded(color: Color, opacity: f32) -> Color {
    Color { a: color.a * opacity.clamp(0.0, 1.0), ..color }
}

/// Whether styles are alike. The box and its letters can have different copies of one: letters that were shaped for an earlier layout keep theirs.
fn is_same(left: &Arc<TextStyle>, right: &Arc<TextStyle>) -> bool {
    Arc::ptr_eq(left, right) || left == right
}
