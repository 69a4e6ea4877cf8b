//! Static places: where absolutely positioned elements would stand if they were part of the lines, as Blink places them.

use super::Paragraph;
use super::content::Anchor;
use super::item::{AnchorPlace, Lines};
use super::place::{Group, Placer, aligned};
use super::shape::Kind;

/// The places of a paragraph that makes no line.
pub(super) fn without_lines(paragraph: &Paragraph, width: f32) -> Vec<AnchorPlace> {
    let mut lines = Lines::default();
    behind_lines(paragraph, width, &mut lines);
    lines.anchors
}

/// Adds the places of what stands behind the last line: where the next one would begin.
pub(super) fn behind_lines(paragraph: &Paragraph, width: f32, lines: &mut Lines) {
    let anchors = paragraph.content.anchors.iter().skip(lines.anchors.len());
    let block = &paragraph.block.text;
    let rtl = paragraph.shaped.base_level % 2 == 1;
    let indent = if lines.lines.is_empty() && width.is_finite() { block.text_indent.resolve(width) } else { 0.0 };
    let x = if width.is_finite() { aligned(block.text_align, rtl, width - indent, indent) } else { indent };
    let (top, bottom) = (lines.height, lines.height);
    let places = anchors.map(|anchor| AnchorPlace { node: anchor.node, x, top, bottom, after_content: false, rtl });
    lines.anchors.extend(places);
}

/// How the letters of a line run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Course {
    /// Where the text begins: its left edge, or its right one where `rtl`.
    pub(super) start: f32,
    /// What justification adds to each space.
    pub(super) gap: f32,
    pub(super) rtl: bool,
}

impl Placer<'_> {
    /// The places on this line, in document order; so many stand on the lines before it.
    pub(super) fn anchors(&self, done: usize, groups: &[Group<'_>], course: Course) -> Vec<AnchorPlace> {
        let clusters = &self.paragraph.shaped.clusters;
        let end = clusters.get(self.range.clusters.end.saturating_sub(1)).map_or(0, |cluster| cluster.chars.end);
        // What follows a forced break stands on the next line, what follows a space still on this one.
        let here = |anchor: &&Anchor| if self.range.forced { anchor.char < end } else { anchor.char <= end };
        let anchors = self.paragraph.content.anchors.iter().skip(done).take_while(here);
        let (top, bottom) = (self.top, self.top + self.heights.above + self.heights.below);
        let place = |anchor: &Anchor| {
            let before = self.seen_before(anchor);
            let x = self.pen_behind(anchor, before, groups, course);
            let rtl = course.rtl || self.inside_rtl(before, groups);
            AnchorPlace { node: anchor.node, x, top, bottom, after_content: before.is_some(), rtl }
        };
        anchors.map(place).collect()
    }

    /// The last cluster of the line before an anchor that takes room.
    fn seen_before(&self, anchor: &Anchor) -> Option<usize> {
        let mut shown = self.range.clusters.start..self.range.content_end;
        shown.rfind(|index| {
            self.seen(*index)
                && self.paragraph.shaped.clusters.get(*index).is_some_and(|cluster| cluster.chars.end <= anchor.char)
        })
    }

    fn seen(&self, index: usize) -> bool {
        let cluster = self.paragraph.shaped.clusters.get(index);
        cluster.is_some_and(|cluster| !matches!(cluster.kind, Kind::Invisible | Kind::Newline))
    }

    /// Whether the text on both sides of an anchor runs from right to left.
    fn inside_rtl(&self, before: Option<usize>, groups: &[Group<'_>]) -> bool {
        let next = self.seen_behind(before);
        let backwards = |index: usize| {
            let group = groups.iter().find(|group| group.clusters.contains(&index));
            group.is_some_and(|group| group.level % 2 == 1)
        };
        before.is_some_and(backwards) && next.is_some_and(backwards)
    }

    /// The first cluster of the line that takes room, behind another one.
    fn seen_behind(&self, before: Option<usize>) -> Option<usize> {
        let from = before.map_or(self.range.clusters.start, |index| index + 1);
        (from..self.range.content_end).find(|index| self.seen(*index))
    }

    /// Where the pen is between two clusters: inside the elements that are open there.
    fn pen_behind(&self, anchor: &Anchor, before: Option<usize>, groups: &[Group<'_>], course: Course) -> f32 {
        let known = before.and_then(|index| {
            let group = groups.iter().find(|group| group.clusters.contains(&index))?;
            Some((index, group))
        });
        let backwards = known.map_or(course.rtl, |(_, group)| group.level % 2 == 1);
        let x = known.map_or(course.start, |(index, group)| {
            let (left, right) = self.cluster_edges(group, index, course.gap);
            let inside = self.open_edges(anchor, index, backwards);
            if backwards { left + inside } else { right - inside }
        });
        let inside = self.seen_behind(before).map_or(0.0, |next| self.open_edges(anchor, next, !backwards));
        if backwards { x - inside } else { x + inside }
    }

    /// Margins, borders and padding on one side of a cluster of those elements that are around an anchor.
    fn open_edges(&self, anchor: &Anchor, cluster: usize, left: bool) -> f32 {
        let paragraph = self.paragraph;
        let edges = paragraph.shaped.edges.iter().filter(|edge| edge.cluster == cluster && edge.left == left);
        let around = edges.filter(|edge| paragraph.content.contains(edge.inline, anchor.inline));
        around.map(|edge| edge.margin + edge.inner).sum()
    }
}
