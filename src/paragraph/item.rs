//! What goes into a paragraph and what comes out of it, as plain data. No shaping, no arithmetic.

use std::sync::Arc;

use crate::display::{Color, Glyph, Rect};
use crate::font::FaceRef;
use crate::style::{DecorationStyle, NodeId, Style, TextBoxTrim};

/// What stands in an inline formatting context, in logical order. White space is as in the document: the paragraph folds it.
#[derive(Debug, Clone)]
pub(crate) enum InlineItem {
    /// Characters.
    Text {
        /// The text node.
        node: NodeId,
        /// Its characters.
        text: String,
        /// Style of the inline element (or block) that holds it.
        style: Arc<Style>,
    },
    /// An inline element begins: affects vertical-align, line-height, background, decoration, bidi isolation.
    Open {
        /// The element.
        node: NodeId,
        /// Its style.
        style: Arc<Style>,
    },
    /// … and ends.
    Close {
        /// The element.
        node: NodeId,
    },
    /// An atomic inline: inline-block, inline-flex, picture. Its size comes with [`AtomSize`].
    Atom {
        /// The element.
        node: NodeId,
        /// Its style, for `vertical-align`.
        style: Arc<Style>,
    },
    /// `<br>`.
    Break,
    /// An absolutely positioned element: it takes no room, but the place where it would stand is wanted.
    Anchor {
        /// The element.
        node: NodeId,
    },
}

/// Margin-box size of an atom in px.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct AtomSize {
    /// Width of the margin box.
    pub(crate) width: f32,
    /// Height of the margin box.
    pub(crate) height: f32,
    /// Distance of the baseline from the top margin edge; `None` is the bottom margin edge.
    pub(crate) baseline: Option<f32>,
}

/// What ends a text early. The default limits nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct LineLimit {
    /// `line-clamp`: that many lines at most, the last one with an ellipsis.
    pub(crate) clamp: Option<usize>,
    /// More follows in other blocks: the last of those lines has an ellipsis even when it is the last of the text.
    pub(crate) goes_on: bool,
    /// The room above the first line and under the last one that is taken away (`text-box-trim`).
    pub(crate) trim: TextBoxTrim,
    /// `text-overflow: ellipsis`: lines wider than the available width are cut.
    pub(crate) ellipsis: bool,
    /// Cut at a word, with an ellipsis, so that all lines fit into this height in px; at 0 none is shown.
    pub(crate) max_height: Option<f32>,
}

/// Lines of a paragraph, relative to the content box of its block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    /// From top to bottom.
    pub(crate) lines: Vec<Line>,
    /// Width of the widest line without trailing white space.
    pub(crate) width: f32,
    /// Height of all lines.
    pub(crate) height: f32,
    /// Whether a browser would have broken them otherwise: for the sake of good line ends.
    pub(crate) chosen: bool,
    /// Whether a limit cut text off.
    pub(crate) truncated: bool,
    /// The text that was cut off, in logical order.
    pub(crate) hidden_text: String,
    /// Where absolutely positioned elements would stand.
    pub(crate) anchors: Vec<AnchorPlace>,
}

/// The place in the lines at which an absolutely positioned element stands in the document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct AnchorPlace {
    /// The element.
    pub(crate) node: NodeId,
    /// Where the next letter would begin: its left edge, or its right one where `rtl`.
    pub(crate) x: f32,
    /// Top and bottom of its line.
    pub(crate) top: f32,
    pub(crate) bottom: f32,
    /// Something stands before it on its line.
    pub(crate) after_content: bool,
    /// Letters run from right to left here.
    pub(crate) rtl: bool,
}

/// One line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// Top of the line box.
    pub(crate) top: f32,
    /// Height of the line box.
    pub(crate) height: f32,
    /// Baseline from the content top, not rounded.
    pub(crate) baseline: f32,
    /// Left edge of the text.
    pub(crate) left: f32,
    /// Width of the text without trailing white space.
    pub(crate) width: f32,
    /// Its characters in logical order as shown.
    pub(crate) text: String,
    /// `text` ends with a hyphen that the line breaker put in.
    pub(crate) hyphen: bool,
    /// What to paint, back to front.
    pub(crate) fragments: Vec<Fragment>,
}

/// A piece of a line.
#[derive(Debug, Clone)]
pub(crate) enum Fragment {
    /// Glyphs of one face from one text node.
    Glyphs {
        /// The text node.
        node: NodeId,
        /// Its style.
        style: Arc<Style>,
        /// The face.
        face: Arc<FaceRef>,
        /// px per em.
        size: f32,
        /// Normalized variation coordinates.
        coords: Arc<[i16]>,
        /// Slant of a synthetic italic in degrees.
        skew_deg: f32,
        /// Synthetic bold: growth of the outline on each side in px.
        embolden: f32,
        /// Glyphs with their baseline rounded to whole px (as if the content box were at a whole px).
        glyphs: Vec<Glyph>,
        /// Left edge.
        x: f32,
        /// Width.
        width: f32,
        /// The baseline before rounding.
        baseline: f32,
        /// Rounded ascent of the primary face of the element around it.
        #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests that compare with a browser"))]
        ascent: f32,
        /// Whether these are emoji of a colour font.
        #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests that compare with a browser"))]
        emoji: bool,
    },
    /// The part of an inline element on this line (its content area), before what is inside it.
    Span {
        /// The element.
        node: NodeId,
        /// Its style.
        style: Arc<Style>,
        /// Content area: rounded ascent and descent of its primary font.
        rect: Rect,
        /// Whether the element begins here.
        first: bool,
        /// Whether the element ends here.
        last: bool,
    },
    /// An atom.
    Atom {
        /// The element.
        node: NodeId,
        /// Left edge of its margin box.
        x: f32,
        /// Top edge of its margin box.
        y: f32,
    },
    /// A piece of an underline, overline or line-through, gaps already cut out.
    Decoration {
        /// Its area; a pattern is cut off at it.
        rect: Rect,
        /// The pattern when it is not solid.
        pattern: Option<Pattern>,
        /// Its colour.
        color: Color,
        /// Painted after the glyphs (line-through) instead of before them.
        above_text: bool,
    },
}

/// A dashed, dotted or wavy line of which a piece is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pattern {
    /// Dashed, dotted or wavy.
    pub(crate) style: DecorationStyle,
    /// Where the whole line begins, and how long it is.
    pub(crate) left: f32,
    pub(crate) width: f32,
    /// Top of the line, not rounded; of a wave the height of its middle less half a px.
    pub(crate) top: f32,
    /// How thick it is.
    pub(crate) thickness: f32,
}

/// A cluster that no font can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MissingGlyph {
    /// The text node.
    pub(crate) node: NodeId,
    /// The cluster.
    pub(crate) text: String,
    /// Its characters.
    pub(crate) chars: Vec<char>,
    /// Name of the script of its first character.
    pub(crate) script: &'static str,
}
