//! From lines to fragments: alignment, visual order, places of glyphs, elements and atoms.

use std::ops::Range;
use std::sync::Arc;

use super::Paragraph;
use super::anchor::{self, Course};
use super::bidi;
use super::breaks::{LineRange, Pen, snap_up};
use super::content::{Piece, PieceKind};
use super::decoration;
use super::ellipsis::Cut;
use super::emoji;
use super::item::{AnchorPlace, Fragment, Line, Lines};
use super::shape::{Kind, Mark};
use super::vertical::{Extent, LineBox, line_box};
use crate::display::{Glyph, Rect};
use crate::font::Instance;
use crate::style::{TextAlign, TextBoxTrim};

/// A part of a line in one direction from one run and piece, or an inserted mark.
#[derive(Debug, Clone)]
pub(super) struct Group<'a> {
    /// Its clusters in logical order; empty for a mark.
    pub(super) clusters: Range<usize>,
    pub(super) level: u8,
    /// Piece it belongs to.
    pub(super) piece: &'a Piece,
    pub(super) instance: &'a Arc<Instance>,
    /// An inserted glyph.
    mark: Option<&'a Mark>,
    /// Number of the atom it is.
    pub(super) atom: Option<usize>,
    /// Left edge, set when the line is ordered.
    pub(super) x: f32,
    pub(super) width: f32,
    /// The parts of its width on the left and right that are margins, borders and padding of inline elements.
    pub(super) room: (f32, f32),
    /// Its baseline from the content top.
    pub(super) baseline: f32,
    pub(super) glyphs: Vec<Glyph>,
}

/// Places `broken` lines in a box of this width, without the room that is trimmed above and under them.
pub(super) fn place(
    paragraph: &Paragraph,
    broken: &[LineRange],
    (width, trim): (f32, TextBoxTrim),
    cuts: Vec<Cut>,
) -> Lines {
    let mut result = Lines::default();
    let mut cuts = cuts.into_iter().peekable();
    for (number, range) in broken.iter().enumerate() {
        let cut = cuts.next_if(|cut| cut.line == number);
        let heights = line_box(paragraph, range);
        if number == 0 && trim.start {
            result.height = paragraph.over_edge() - heights.above;
        }
        let placer = Placer { paragraph, range, cut: cut.as_ref(), heights: &heights, top: result.height };
        let line = placer.line(width, number + 1 == broken.len(), &mut result.anchors);
        result.height += line.height;
        if trim.end && number + 1 == broken.len() {
            result.height += paragraph.under_edge() - heights.below;
        }
        result.width = result.width.max(line.width + range.indent.max(0.0));
        result.lines.push(line);
        if let Some(cut) = &cut {
            let shown_from = broken.get(number + 1).map(|next| next.clusters.start);
            let hidden = cut.hidden..shown_from.unwrap_or(paragraph.shaped.clusters.len());
            let text = paragraph.text_of(hidden);
            result.truncated |= !text.trim().is_empty();
            result.hidden_text.push_str(&text);
        }
    }
    if broken.is_empty() {
        result.hidden_text = paragraph.text_of(0..paragraph.shaped.clusters.len());
        result.truncated = !result.hidden_text.trim().is_empty();
    }
    anchor::behind_lines(paragraph, width, &mut result);
    result
}

/// A line in work.
pub(super) struct Placer<'a> {
    pub(super) paragraph: &'a Paragraph,
    pub(super) range: &'a LineRange,
    cut: Option<&'a Cut>,
    pub(super) heights: &'a LineBox,
    pub(super) top: f32,
}

impl<'a> Placer<'a> {
    fn line(&self, width: f32, last: bool, anchors: &mut Vec<AnchorPlace>) -> Line {
        let own_width = self.cut.map_or(self.range.width, |cut| cut.width);
        let rtl = self.is_rtl();
        let aligned = self.cut.map_or(own_width, |cut| cut.aligned);
        let (mut left, gap) = self.left(width, aligned, rtl, last);
        let hang = if self.cut.is_none() { self.range.hang } else { 0.0 };
        if rtl {
            left += aligned - own_width - hang;
        }
        let baseline = self.top + self.heights.above;
        let groups = self.ordered(left, baseline, rtl, gap);
        let start = if rtl { left + own_width + hang } else { left };
        if rtl {
            left += hang;
        }
        // What hangs on the right is no part of the line's width; what hangs on the left is where its left edge is.
        let opening = if self.range.clusters.start == 0 { self.paragraph.measure().hang_at_start() } else { 0.0 };
        let outside = if rtl { opening } else { 0.0 };
        anchors.extend(self.anchors(anchors.len(), &groups, Course { start, gap, rtl }));
        Line {
            top: self.top,
            height: self.heights.above + self.heights.below,
            baseline,
            left,
            width: if gap > 0.0 { width - self.range.indent - outside } else { own_width - outside },
            text: self.text(),
            hyphen: self.range.hyphen && self.cut.is_none(),
            fragments: self.fragments(&groups),
        }
    }

    fn is_rtl(&self) -> bool {
        let clusters = &self.paragraph.shaped.clusters;
        let start = clusters.get(self.range.clusters.start).map_or(0, |cluster| cluster.chars.start);
        let end = clusters.get(self.range.clusters.end.saturating_sub(1)).map_or(start, |cluster| cluster.chars.end);
        self.paragraph.shaped.is_rtl_at(&self.paragraph.content, start..end)
    }

    /// Left edge of the text, and the space that justification adds to each space.
    fn left(&self, width: f32, own: f32, rtl: bool, last: bool) -> (f32, f32) {
        let indent = self.range.indent;
        if !width.is_finite() {
            return (if rtl { 0.0 } else { indent }, 0.0);
        }
        let free = width - own - indent;
        let align = self.paragraph.block.text.text_align;
        if align == TextAlign::Justify && !last && !self.range.forced && self.cut.is_none() && free > 0.0 {
            let spaces = self.inner_spaces();
            if spaces > 0 {
                return (if rtl { 0.0 } else { indent }, free / spaces as f32);
            }
        }
        (aligned(align, rtl, free, indent), 0.0)
    }

    fn inner_spaces(&self) -> usize {
        let clusters =
            self.paragraph.shaped.clusters.get(self.range.clusters.start..self.range.content_end).unwrap_or_default();
        clusters.iter().filter(|cluster| cluster.kind == Kind::Space).count()
    }

    /// The groups of the line from left to right with their places.
    fn ordered(&self, left: f32, baseline: f32, rtl: bool, gap: f32) -> Vec<Group<'a>> {
        let mut groups = self.groups();
        self.add_marks(&mut groups, rtl);
        let levels: Vec<u8> = groups.iter().map(|group| group.level).collect();
        let mut slots: Vec<Option<Group<'a>>> = groups.into_iter().map(Some).collect();
        let mut ordered = Vec::with_capacity(slots.len());
        let mut x = left;
        for index in bidi::visual_order(&levels) {
            let Some(mut group) = slots.get_mut(index).and_then(Option::take) else { continue };
            group.x = x;
            group.baseline = baseline + self.heights.baseline(group.piece.inline);
            self.write(&mut group, x - left, gap);
            x += group.width;
            ordered.push(group);
        }
        ordered
    }

    fn groups(&self) -> Vec<Group<'a>> {
        let shaped = &self.paragraph.shaped;
        let start = self.range.clusters.start;
        let clusters = shaped.clusters.get(start..self.range.content_end).unwrap_or_default();
        let mut groups = Vec::new();
        let mut at = start;
        for part in clusters.chunk_by(|a, b| a.run == b.run && a.piece == b.piece) {
            let range = at..at + part.len();
            at = range.end;
            let Some(first) = part.first() else { continue };
            let piece = self.paragraph.content.pieces.get(first.piece as usize);
            let Some((piece, run)) = piece.zip(shaped.runs.get(first.run as usize)) else { continue };
            if matches!(piece.kind, PieceKind::Control | PieceKind::Break) {
                continue;
            }
            let atom = if let Kind::Atom(number) = first.kind { Some(number) } else { None };
            groups.push(Group {
                clusters: range,
                level: run.level,
                piece,
                instance: &run.instance,
                mark: None,
                atom,
                x: 0.0,
                width: 0.0,
                room: (0.0, 0.0),
                baseline: 0.0,
                glyphs: Vec::new(),
            });
        }
        groups
    }

    /// Adds hyphen or ellipsis, and the closing quotation marks that a cut keeps.
    fn add_marks(&self, groups: &mut Vec<Group<'a>>, rtl: bool) {
        let paragraph = self.paragraph;
        let shaped = &paragraph.shaped;
        let last = self.range.content_end.checked_sub(1).and_then(|index| shaped.clusters.get(index));
        let Some(last) = last.or_else(|| shaped.clusters.get(self.range.clusters.start)) else { return };
        let Some(piece) = paragraph.content.pieces.get(last.piece as usize) else { return };
        let marked = |mark: &'a Mark, level: u8| Group {
            clusters: 0..0,
            level,
            piece,
            instance: &mark.instance,
            mark: Some(mark),
            atom: None,
            x: 0.0,
            width: 0.0,
            room: (0.0, 0.0),
            baseline: 0.0,
            glyphs: Vec::new(),
        };
        if self.range.hyphen
            && let Some(mark) = paragraph.marks.hyphen(last.piece)
        {
            groups.push(marked(mark, shaped.runs.get(last.run as usize).map_or(0, |run| run.level)));
        }
        let Some(cut) = self.cut else { return };
        if let Some(mark) = &cut.mark {
            groups.push(marked(mark, u8::from(rtl)));
        }
        for index in &cut.closing {
            let Some(cluster) = shaped.clusters.get(*index) else { continue };
            let piece = paragraph.content.pieces.get(cluster.piece as usize);
            if let Some((piece, run)) = piece.zip(shaped.runs.get(cluster.run as usize)) {
                groups.push(Group {
                    clusters: *index..index + 1,
                    level: u8::from(rtl),
                    piece,
                    instance: &run.instance,
                    mark: None,
                    atom: None,
                    x: 0.0,
                    width: 0.0,
                    room: (0.0, 0.0),
                    baseline: 0.0,
                    glyphs: Vec::new(),
                });
            }
        }
    }

    /// Writes the glyphs of a group from its left edge, `position` px from the left edge of the line.
    fn write(&self, group: &mut Group<'a>, position: f32, gap: f32) {
        let y = group.baseline.round();
        if let Some(mark) = group.mark {
            group.glyphs.push(Glyph { id: mark.glyph, x: group.x, y });
            group.width = snap_up(mark.advance);
            return;
        }
        let measure = self.paragraph.measure();
        let rtl = group.level % 2 == 1;
        let shaped = &self.paragraph.shaped;
        let clusters = shaped.clusters.get(group.clusters.clone()).unwrap_or_default();
        let mut pen = Pen::at(0.0);
        let mut x = group.x;
        let mut one = |cluster: &'a super::shape::Cluster| {
            let mut advance = measure.advance(cluster, position + pen.position());
            if cluster.kind == Kind::Space {
                advance += gap;
            }
            if cluster.kind == Kind::Glyphs {
                // In right-to-left text the spacing stands to the left of the glyph.
                let mut glyph_x = x + cluster.left + if rtl { cluster.spacing } else { 0.0 };
                let run = cluster.run;
                let slice = shaped.text.run_slice(run);
                let order = cluster.shaped.clone();
                let mut add = |number: u32| {
                    for glyph in slice.shaped_cluster_glyphs(number) {
                        group.glyphs.push(Glyph { id: glyph.id, x: glyph_x + glyph.x, y: y + glyph.y });
                        glyph_x += glyph.advance;
                    }
                };
                if rtl { order.rev().for_each(&mut add) } else { order.for_each(&mut add) }
            }
            pen.add(cluster, advance);
            x += advance;
        };
        if rtl {
            clusters.iter().rev().for_each(&mut one);
        } else {
            clusters.iter().for_each(&mut one);
        }
        group.width = pen.position();
        let room = |left: bool| self.side(group, left).map_or(0.0, |side| if left { side.left } else { side.right });
        group.room = (room(true), room(false));
    }

    /// What is painted, back to front: elements, lines under the text, text and atoms, lines through the text.
    fn fragments(&self, groups: &[Group<'a>]) -> Vec<Fragment> {
        let mut fragments = self.spans(groups);
        let (below, above) =
            decoration::decorations(self.paragraph, groups, self.top + self.heights.above, self.heights);
        fragments.extend(below);
        for group in groups {
            if let Some(number) = group.atom {
                fragments.push(Fragment::Atom {
                    node: group.piece.node,
                    x: group.x + self.side(group, true).map_or(0.0, |cluster| cluster.left),
                    y: group.baseline_of_line(self) + self.heights.atom_top(number),
                });
            } else if !group.glyphs.is_empty() {
                fragments.push(self.glyphs(group));
            }
        }
        fragments.extend(above);
        fragments
    }

    fn glyphs(&self, group: &Group<'a>) -> Fragment {
        let font = self
            .paragraph
            .metrics
            .get(group.piece.inline)
            .map_or(Extent { above: 0.0, below: 0.0 }, |metrics| metrics.font);
        Fragment::Glyphs {
            node: group.piece.node,
            style: Arc::clone(&group.piece.style),
            face: Arc::clone(&group.instance.face),
            size: group.instance.size,
            coords: Arc::clone(&group.instance.coords),
            skew_deg: group.instance.skew_deg(),
            embolden: group.instance.embolden(),
            glyphs: group.glyphs.clone(),
            x: group.x,
            width: group.width,
            baseline: group.baseline,
            ascent: font.above,
            emoji: group.instance.emoji,
        }
    }

    /// The parts of inline elements, outer ones first.
    fn spans(&self, groups: &[Group<'a>]) -> Vec<Fragment> {
        let content = &self.paragraph.content;
        let mut spans: Vec<(usize, f32, f32)> = Vec::new();
        let mut previous: Vec<usize> = Vec::new();
        for group in groups {
            let chain: Vec<usize> = content.chain(group.piece.inline).filter(|index| *index > 0).collect();
            for &index in &chain {
                let open =
                    previous.contains(&index).then(|| spans.iter_mut().rev().find(|span| span.0 == index)).flatten();
                match open {
                    Some(span) => span.2 = group.x + group.width - self.outside(group, index, false),
                    None => spans.push((
                        index,
                        group.x + self.outside(group, index, true),
                        group.x + group.width - self.outside(group, index, false),
                    )),
                }
            }
            previous = chain;
        }
        spans.sort_by_key(|(index, _, _)| *index);
        let clusters = &self.paragraph.shaped.clusters;
        let start = clusters.get(self.range.clusters.start).map_or(0, |cluster| cluster.chars.start);
        let end = clusters.get(self.range.clusters.end.saturating_sub(1)).map_or(0, |cluster| cluster.chars.end);
        let fragments = spans.into_iter().filter_map(|(index, left, right)| {
            let inline = content.boxes.get(index)?;
            let font = self.paragraph.metrics.get(index)?.font;
            let baseline = self.top + self.heights.above + self.heights.baseline(index);
            Some(Fragment::Span {
                node: inline.node?,
                style: Arc::clone(&inline.style),
                rect: Rect::new(left, baseline - font.above, right - left, font.above + font.below),
                first: inline.chars.start >= start,
                last: inline.chars.end <= end,
            })
        });
        fragments.collect()
    }

    /// The left and right edge of a cluster of a group.
    pub(super) fn cluster_edges(&self, group: &Group<'a>, number: usize, gap: f32) -> (f32, f32) {
        let measure = self.paragraph.measure();
        let mut pen = Pen::at(group.x);
        let mut edges = (group.x, group.x + group.width);
        let mut one = |index: usize| {
            let Some(cluster) = self.paragraph.shaped.clusters.get(index) else { return };
            let left = pen.position();
            let extra = if cluster.kind == Kind::Space { gap } else { 0.0 };
            pen.add(cluster, measure.advance(cluster, left) + extra);
            if index == number {
                edges = (left, pen.position());
            }
        };
        if group.level % 2 == 1 {
            group.clusters.clone().rev().for_each(&mut one);
        } else {
            group.clusters.clone().for_each(&mut one);
        }
        edges
    }

    /// Number of the outermost cluster of a group on one side.
    fn side_number(&self, group: &Group<'a>, left: bool) -> Option<usize> {
        if group.clusters.is_empty() {
            return None;
        }
        let first = left != (group.level % 2 == 1);
        Some(if first { group.clusters.start } else { group.clusters.end - 1 })
    }

    fn side(&self, group: &Group<'a>, left: bool) -> Option<&'a super::shape::Cluster> {
        self.side_number(group, left).and_then(|index| self.paragraph.shaped.clusters.get(index))
    }

    /// The room at one side of a group that lies outside the border of an element: its margin, and all of the elements around it.
    fn outside(&self, group: &Group<'a>, inline: usize, left: bool) -> f32 {
        let Some(cluster) = self.side_number(group, left) else { return 0.0 };
        let edges = self.paragraph.shaped.edges.iter().filter(|edge| edge.cluster == cluster && edge.left == left);
        edges
            .map(|edge| match edge.inline {
                own if own == inline => edge.margin,
                outer if self.paragraph.content.contains(outer, inline) => edge.margin + edge.inner,
                _ => 0.0,
            })
            .sum()
    }

    /// The characters of the line as shown.
    fn text(&self) -> String {
        let mut text = self.paragraph.text_of(self.range.clusters.start..self.range.content_end);
        if self.range.hyphen {
            text.push('\u{2010}');
        }
        if let Some(cut) = self.cut {
            if cut.mark.is_some() {
                text.push('…');
            }
            for index in &cut.closing {
                text.push_str(&self.paragraph.text_of(*index..index + 1));
            }
        }
        text
    }
}

impl Group<'_> {
    fn baseline_of_line(&self, placer: &Placer<'_>) -> f32 {
        placer.top + placer.heights.above
    }
}

impl Paragraph {
    /// The characters of clusters without what the paragraph put in, controls of direction and places for breaks (`<wbr>`).
    pub(super) fn text_of(&self, clusters: Range<usize>) -> String {
        let mut text = String::new();
        for cluster in self.shaped.clusters.get(clusters).unwrap_or_default() {
            let piece = self.content.pieces.get(cluster.piece as usize);
            if !piece.is_some_and(|piece| piece.kind == PieceKind::Text) || cluster.kind == Kind::SoftHyphen {
                if cluster.kind == Kind::Newline {
                    text.push('\n');
                }
                continue;
            }
            let characters = self.shaped.text.characters();
            let first = characters.get(cluster.chars.start as usize);
            let last = (cluster.chars.end as usize).checked_sub(1).and_then(|index| characters.get(index));
            if let Some((first, last)) = first.zip(last) {
                text.push_str(
                    self.content
                        .text
                        .get(first.text_byte_range().start..last.text_byte_range().end)
                        .unwrap_or_default(),
                );
            }
        }
        text.retain(|c| !emoji::is_bidi_control(c) && c != '\u{200B}');
        text
    }
}

/// Left edge of a line with this much room to spare, before which its indentation stands.
pub(super) fn aligned(align: TextAlign, rtl: bool, free: f32, indent: f32) -> f32 {
    let at_start = if rtl { free } else { indent };
    let at_end = if rtl { 0.0_f32.min(free) } else { indent + free.max(0.0) };
    match align {
        TextAlign::Start | TextAlign::Justify => at_start,
        TextAlign::End => at_end,
        TextAlign::Left if rtl => at_end,
        TextAlign::Left => at_start,
        TextAlign::Right if rtl => at_start,
        TextAlign::Right => at_end,
        TextAlign::Center if rtl && free > 0.0 => half(free),
        TextAlign::Center if rtl => free,
        TextAlign::Center => indent + half(free).max(0.0),
    }
}

/// Half of a length, rounded down to 1/64 px.
fn half(length: f32) -> f32 {
    (length * 32.0).floor() / 64.0
}
