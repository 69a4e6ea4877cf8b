//! Text in lines, set as Chromium sets it: shaping, direction, break opportunities, vertical alignment, ellipsis, decoration.
//!
//! A paragraph is the inline content of one block. It is shaped once and broken into lines as often as needed. Boxes are
//! not laid out here: an atom is a size and a baseline.

mod anchor;
mod balance;
mod bidi;
mod breaks;
mod care;
#[cfg(all(test, feature = "fonts-emoji", feature = "fonts-scripts", feature = "fonts-cjk"))]
mod chromium;
#[cfg(test)]
mod conformance;
mod content;
mod decoration;
mod edge;
mod ellipsis;
mod emoji;
mod hang;
mod hyphenate;
mod item;
#[cfg(test)]
mod limits;
mod place;
#[cfg(test)]
mod rendering;
mod shape;
#[cfg(test)]
mod testing;
mod transform;
mod unspaced;
mod vertical;
mod white_space;

use std::sync::Arc;

pub(crate) use decoration::wave;
pub(crate) use emoji::is_invisible;
pub(crate) use item::{AtomSize, Fragment, InlineItem, Line, LineLimit, Lines, MissingGlyph, Pattern};

use crate::font::Fonts;
use crate::style::Style;
use breaks::Measure;
use content::Content;
use ellipsis::Marks;
use shape::Shaped;
use vertical::BoxMetrics;

/// A shaped text that can be broken into lines of any width.
#[derive(Debug)]
pub(crate) struct Paragraph {
    block: Arc<Style>,
    content: Content,
    shaped: Shaped,
    /// Metrics of each inline element, the block first.
    metrics: Vec<BoxMetrics>,
    marks: Marks,
    atoms: Vec<AtomSize>,
    /// Margins or padding of inline elements hang on the width of the block.
    relative: bool,
    /// Widths without and with all breaks, once asked for.
    content_widths: Option<(f32, f32)>,
    /// The lines last asked for, with the width (its bits) and the limit: a box is measured, then placed, mostly at one width.
    last: Option<(u32, LineLimit, Arc<Lines>)>,
}

/// Shapes the inline content of a block whose style is `block`.
pub(crate) fn shape(items: &[InlineItem], block: &Arc<Style>, fonts: &mut Fonts) -> Paragraph {
    let content = content::compose(items, block);
    let shaped = shape::shape(&content, block, fonts);
    let metrics = vertical::box_metrics(&content, fonts);
    let marks = Marks::new(&content, &shaped, fonts);
    let atoms = vec![AtomSize::default(); content.atoms.len()];
    let relative = edge::is_relative(&content);
    let block = Arc::clone(block);
    Paragraph { block, content, shaped, metrics, marks, atoms, relative, content_widths: None, last: None }
}

impl Paragraph {
    /// Gives the sizes of the atoms, in the order of the items; to be called before measuring.
    pub(crate) fn set_atoms(&mut self, sizes: &[AtomSize]) {
        if self.atoms == sizes {
            return;
        }
        self.content_widths = None;
        self.last = None;
        self.atoms.clear();
        self.atoms.extend_from_slice(sizes);
        self.atoms.resize(self.content.atoms.len(), AtomSize::default());
    }

    /// Whether there is nothing that makes a line: white space that folds, no atoms, no forced breaks.
    pub(crate) fn is_empty(&self) -> bool {
        self.content.empty
    }

    /// Clusters that no font can show.
    pub(crate) fn missing(&self) -> &[MissingGlyph] {
        &self.shaped.missing
    }

    /// Width in px of the widest line when every opportunity breaks; of the block's own text, without padding.
    pub(crate) fn min_content(&mut self) -> f32 {
        self.content_widths().0
    }

    /// Width in px of the widest line when only forced breaks break.
    pub(crate) fn max_content(&mut self) -> f32 {
        self.content_widths().1
    }

    fn content_widths(&mut self) -> (f32, f32) {
        if let Some(widths) = self.content_widths {
            return widths;
        }
        self.set_basis(0.0);
        let widths = breaks::content_widths(&self.measure());
        self.content_widths = Some(widths);
        widths
    }

    /// Breaks the text into lines for an available width in px (infinite is allowed).
    pub(crate) fn lines(&mut self, width: f32, limit: LineLimit) -> Arc<Lines> {
        let asked = (width.to_bits(), limit);
        if let Some((bits, limit, lines)) = &self.last
            && (*bits, *limit) == asked
        {
            return Arc::clone(lines);
        }
        let lines = Arc::new(self.break_lines(width, limit));
        self.last = Some((asked.0, asked.1, Arc::clone(&lines)));
        lines
    }

    fn break_lines(&mut self, width: f32, limit: LineLimit) -> Lines {
        if self.content.empty {
            return Lines { anchors: anchor::without_lines(self, width), ..Lines::default() };
        }
        self.set_basis(if width.is_finite() { width } else { 0.0 });
        let mut broken = balance::break_lines(&self.measure(), &self.block, width, limit);
        let cut = ellipsis::limit(self, &mut broken.lines, width, limit);
        Lines { chosen: broken.chosen, ..place::place(self, &broken.lines, (width, limit.trim), cut) }
    }

    fn set_basis(&mut self, width: f32) {
        if self.relative && self.shaped.basis != width {
            edge::set_basis(&self.content, &mut self.shaped, width);
        }
    }

    fn measure(&self) -> Measure<'_> {
        Measure {
            content: &self.content,
            shaped: &self.shaped,
            atoms: &self.atoms,
            marks: &self.marks,
            indent: &self.block.text.text_indent,
            hyphenate: true,
            bound: &[],
            hanging: self.block.text.hanging_punctuation,
        }
    }
}
