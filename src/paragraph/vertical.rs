//! Heights: how high a line is and where the baselines of its elements are. CSS 2 section 10.8 with Blink's rounding.

use std::sync::Arc;

use super::Paragraph;
use super::breaks::LineRange;
use super::content::Content;
use super::shape::Kind;
use crate::font::{FaceMetrics, Fonts, Instance};
use crate::style::{LineHeight, Style, TextEdge, TextStyle, VerticalAlign, VerticalKeyword};

/// What an inline element adds to its lines.
#[derive(Debug, Clone)]
pub(super) struct BoxMetrics {
    /// Its primary face.
    pub(super) primary: Option<Arc<Instance>>,
    /// Rounded ascent and descent of that face.
    pub(super) font: Extent,
    /// The same with leading.
    strut: Extent,
    /// Used line height in px.
    line_height: f32,
    /// `line-height: normal`: other faces count as well.
    normal: bool,
    x_height: f32,
    cap_height: f32,
    font_size: f32,
}

/// Space above and below a baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) above: f32,
    pub(super) below: f32,
}

impl Extent {
    fn height(self) -> f32 {
        self.above + self.below
    }

    /// With room for `other`, whose baseline is `shift` px lower.
    fn with(self, other: Self, shift: f32) -> Self {
        Self { above: self.above.max(other.above - shift), below: self.below.max(other.below + shift) }
    }

    /// With leading, so that the height is `line_height`: the half above is rounded down to whole px.
    fn with_leading(self, line_height: f32) -> Self {
        let leading = line_height - self.height();
        let above = (leading / 2.0).floor();
        Self { above: self.above + above, below: self.below + leading - above }
    }
}

/// A line box.
#[derive(Debug, Clone)]
pub(super) struct LineBox {
    /// Above the baseline of the block's own text.
    pub(super) above: f32,
    /// Below it.
    pub(super) below: f32,
    /// Baseline of each element on the line, px below that baseline, in ascending order of the elements.
    baselines: Vec<(usize, f32)>,
    /// Top of each atom's margin box, px below that baseline.
    atoms: Vec<(usize, f32)>,
}

impl LineBox {
    /// Baseline of an element, px below the line's.
    pub(super) fn baseline(&self, inline: usize) -> f32 {
        self.baselines
            .binary_search_by_key(&inline, |(index, _)| *index)
            .ok()
            .and_then(|at| self.baselines.get(at))
            .map_or(0.0, |(_, shift)| *shift)
    }

    /// Top of an atom, px below the line's baseline.
    pub(super) fn atom_top(&self, number: usize) -> f32 {
        self.atoms.iter().find(|(atom, _)| *atom == number).map_or(0.0, |(_, top)| *top)
    }
}

/// Metrics of all inline elements.
pub(super) fn box_metrics(content: &Content, fonts: &mut Fonts) -> Vec<BoxMetrics> {
    content.boxes.iter().map(|inline| one_box(&inline.style, fonts)).collect()
}

fn one_box(style: &Style, fonts: &mut Fonts) -> BoxMetrics {
    let text: &TextStyle = &style.text;
    let primary = fonts.primary(text);
    let size = text.font_size;
    let fallback = FaceMetrics {
        ascent: (size * 0.8).round(),
        descent: (size * 0.2).round(),
        line_spacing: size.round(),
        x_height: size * 0.5,
        cap_height: size * 0.7,
        space: size * 0.25,
    };
    let metrics = primary.as_ref().map_or(fallback, |instance| instance.metrics);
    let line_height = line_height(text, &metrics);
    let font = Extent { above: metrics.ascent, below: metrics.descent };
    BoxMetrics {
        primary,
        font,
        strut: font.with_leading(line_height),
        line_height,
        normal: text.line_height == LineHeight::Normal,
        x_height: metrics.x_height,
        cap_height: metrics.cap_height,
        font_size: size,
    }
}

/// The used line height, rounded down to 1/64 px.
fn line_height(style: &TextStyle, metrics: &FaceMetrics) -> f32 {
    let exact = match style.line_height {
        LineHeight::Normal => metrics.line_spacing,
        LineHeight::Factor(factor) => factor * style.font_size,
        LineHeight::Px(px) => px,
    };
    (exact * 64.0 + 0.01).floor() / 64.0
}

/// The heights of a line.
pub(super) fn line_box(paragraph: &Paragraph, line: &LineRange) -> LineBox {
    LineBuilder::new(paragraph, line).build()
}

/// An element or atom aligned to the line box itself.
#[derive(Debug, Clone, Copy)]
struct Pending {
    target: Target,
    extent: Extent,
    top: bool,
}

#[derive(Debug, Clone, Copy)]
enum Target {
    Box(usize),
    Atom(usize),
}

struct LineBuilder<'a> {
    paragraph: &'a Paragraph,
    /// Elements on the line, in document order.
    boxes: Vec<usize>,
    /// Their extents.
    extents: Vec<Extent>,
    /// Baseline below the parent's.
    shifts: Vec<f32>,
    /// Atoms: number, place of the parent in `boxes`, extent, baseline below the parent's.
    atoms: Vec<(usize, usize, Extent, f32)>,
    pending: Vec<Pending>,
}

impl<'a> LineBuilder<'a> {
    fn new(paragraph: &'a Paragraph, line: &LineRange) -> Self {
        let content = &paragraph.content;
        let mut boxes = vec![0];
        let clusters = paragraph.shaped.clusters.get(line.clusters.clone()).unwrap_or_default();
        for group in clusters.chunk_by(|a, b| a.piece == b.piece) {
            let piece = group.first().and_then(|cluster| content.pieces.get(cluster.piece as usize));
            boxes.extend(piece.into_iter().flat_map(|piece| content.chain(piece.inline)));
        }
        boxes.sort_unstable();
        boxes.dedup();
        let zero = Extent { above: 0.0, below: 0.0 };
        let extents =
            boxes.iter().map(|index| paragraph.metrics.get(*index).map_or(zero, |metrics| metrics.strut)).collect();
        let shifts = vec![0.0; boxes.len()];
        let mut builder = Self { paragraph, boxes, extents, shifts, atoms: Vec::new(), pending: Vec::new() };
        for cluster in clusters {
            if let Kind::Atom(number) = cluster.kind {
                builder.add_atom(number, cluster.piece);
            }
        }
        for group in clusters.chunk_by(|a, b| a.piece == b.piece && a.run == b.run) {
            if let Some(first) = group.iter().find(|cluster| cluster.kind == Kind::Glyphs) {
                builder.add_face(first.piece, first.run);
            }
        }
        builder
    }

    fn place_of(&self, inline: usize) -> Option<usize> {
        self.boxes.binary_search(&inline).ok()
    }

    fn metrics(&self, place: usize) -> Option<&'a BoxMetrics> {
        self.boxes.get(place).and_then(|index| self.paragraph.metrics.get(*index))
    }

    /// Faces other than the primary one count when the line height is `normal`.
    fn add_face(&mut self, piece: u32, run: u32) {
        let Some(place) =
            self.paragraph.content.pieces.get(piece as usize).and_then(|piece| self.place_of(piece.inline))
        else {
            return;
        };
        let Some(metrics) = self.metrics(place).filter(|metrics| metrics.normal) else { return };
        let Some(run) = self.paragraph.shaped.runs.get(run as usize) else { return };
        if metrics.primary.as_ref().is_some_and(|primary| primary.choice == run.instance.choice) {
            return;
        }
        let face = run.instance.metrics;
        let extent = Extent { above: face.ascent, below: face.descent }.with_leading(face.line_spacing);
        if let Some(own) = self.extents.get_mut(place) {
            *own = own.with(extent, 0.0);
        }
    }

    fn add_atom(&mut self, number: usize, piece: u32) {
        let Some(piece) = self.paragraph.content.pieces.get(piece as usize) else { return };
        let Some(parent) = self.place_of(piece.inline) else { return };
        let size = self.paragraph.atoms.get(number).copied().unwrap_or_default();
        let above = size.baseline.unwrap_or(size.height);
        let extent = Extent { above, below: size.height - above };
        if let Some(top) = line_relative(&piece.style.vertical_align) {
            self.pending.push(Pending { target: Target::Atom(number), extent, top });
            return;
        }
        let line_height = line_height(&piece.style.text, &self.paragraph.primary_metrics(piece.inline));
        let shift = self.shift(&piece.style.vertical_align, extent, parent, line_height);
        self.atoms.push((number, parent, extent, shift));
        if let Some(own) = self.extents.get_mut(parent) {
            *own = own.with(extent, shift);
        }
    }

    /// How far below its parent's baseline something stands.
    fn shift(&self, align: &VerticalAlign, extent: Extent, parent: usize, line_height: f32) -> f32 {
        let Some(parent) = self.metrics(parent) else { return 0.0 };
        match align {
            VerticalAlign::Length(length) => -length.resolve(line_height),
            VerticalAlign::Keyword(keyword) => match keyword {
                VerticalKeyword::Sub => snap_down(parent.font_size / 5.0 + 1.0),
                VerticalKeyword::Super => -snap_down(parent.font_size / 3.0 + 1.0),
                VerticalKeyword::TextTop => extent.above - parent.font.above,
                VerticalKeyword::TextBottom => parent.font.below - extent.below,
                VerticalKeyword::Middle => {
                    snap_down((extent.above - extent.below) / 2.0) - (parent.x_height / 2.0 * 64.0).round() / 64.0
                }
                VerticalKeyword::Baseline | VerticalKeyword::Top | VerticalKeyword::Bottom => 0.0,
            },
        }
    }

    fn build(mut self) -> LineBox {
        for place in (1..self.boxes.len()).rev() {
            self.settle(place);
        }
        let mut line = self.extents.first().copied().unwrap_or(Extent { above: 0.0, below: 0.0 });
        for pending in &self.pending {
            let excess = pending.extent.height() - line.height();
            if excess > 0.0 && pending.top {
                line.below += excess;
            } else if excess > 0.0 {
                line.above += excess;
            }
        }
        let mut baselines: Vec<f32> = Vec::with_capacity(self.boxes.len());
        for (place, index) in self.boxes.iter().enumerate() {
            let pending =
                self.pending.iter().find(|pending| matches!(pending.target, Target::Box(target) if target == *index));
            let parent = self.paragraph.content.boxes.get(*index).and_then(|inline| self.place_of(inline.parent));
            let above = parent.filter(|_| place > 0).and_then(|parent| baselines.get(parent)).copied().unwrap_or(0.0);
            baselines.push(match pending {
                Some(pending) => pending.offset(line),
                None => above + self.shifts.get(place).copied().unwrap_or(0.0),
            });
        }
        let mut atoms: Vec<(usize, f32)> = self
            .atoms
            .iter()
            .map(|(number, parent, extent, shift)| {
                (*number, baselines.get(*parent).copied().unwrap_or(0.0) + shift - extent.above)
            })
            .collect();
        atoms.extend(self.pending.iter().filter_map(|pending| match pending.target {
            Target::Atom(number) => Some((number, pending.offset(line) - pending.extent.above)),
            Target::Box(_) => None,
        }));
        LineBox {
            above: line.above,
            below: line.below,
            baselines: self.boxes.iter().copied().zip(baselines).collect(),
            atoms,
        }
    }

    /// Aligns an element, whose content is aligned already, to its parent.
    fn settle(&mut self, place: usize) {
        let Some(&index) = self.boxes.get(place) else { return };
        let Some(inline) = self.paragraph.content.boxes.get(index) else { return };
        let Some(extent) = self.extents.get(place).copied() else { return };
        let Some(parent) = self.place_of(inline.parent) else { return };
        if let Some(top) = line_relative(&inline.style.vertical_align) {
            self.pending.push(Pending { target: Target::Box(index), extent, top });
            return;
        }
        let line_height = self.metrics(place).map_or(0.0, |metrics| metrics.line_height);
        let shift = self.shift(&inline.style.vertical_align, extent, parent, line_height);
        if let Some(own) = self.shifts.get_mut(place) {
            *own = shift;
        }
        if let Some(own) = self.extents.get_mut(parent) {
            *own = own.with(extent, shift);
        }
    }
}

impl Pending {
    /// Its baseline below the line's.
    fn offset(&self, line: Extent) -> f32 {
        if self.top { self.extent.above - line.above } else { line.below - self.extent.below }
    }
}

impl Paragraph {
    /// From the baseline up to where the first line of trimmed text begins.
    pub(super) fn over_edge(&self) -> f32 {
        let Some(own) = self.metrics.first() else { return 0.0 };
        match self.block.text.text_box_edge.over {
            TextEdge::Text => own.font.above,
            TextEdge::Cap => own.cap_height,
            TextEdge::Ex => own.x_height,
        }
    }

    /// From the baseline down to where the last line of trimmed text ends.
    pub(super) fn under_edge(&self) -> f32 {
        let edge = self.block.text.text_box_edge;
        self.metrics.first().filter(|_| !edge.alphabetic).map_or(0.0, |own| own.font.below)
    }

    fn primary_metrics(&self, inline: usize) -> FaceMetrics {
        let instance = self.metrics.get(inline).and_then(|metrics| metrics.primary.as_ref());
        instance.map_or(
            FaceMetrics { ascent: 0.0, descent: 0.0, line_spacing: 0.0, x_height: 0.0, cap_height: 0.0, space: 0.0 },
            |i| i.metrics,
        )
    }
}

/// Whether something is aligned to the top (`true`) or bottom of the line box.
fn line_relative(align: &VerticalAlign) -> Option<bool> {
    match align {
        VerticalAlign::Keyword(VerticalKeyword::Top) => Some(true),
        VerticalAlign::Keyword(VerticalKeyword::Bottom) => Some(false),
        _ => None,
    }
}

/// A length as a whole number of 1/64 px, rounded down.
fn snap_down(length: f32) -> f32 {
    (length * 64.0).floor() / 64.0
}
