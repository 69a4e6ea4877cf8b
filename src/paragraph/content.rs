//! The text of a paragraph: white space folded across elements, case transformed, bidi controls put in, atoms marked.
//!
//! It knows the inline elements and where they begin and end, but no fonts.

use std::ops::Range;
use std::sync::Arc;

use super::bidi;
use super::item::InlineItem;
use super::transform::transform;
use super::white_space::{Folder, Unit};
use crate::style::{NodeId, Style, UnicodeBidi};

/// What a stretch of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// Characters of a text node.
    Text,
    /// An atom: its number.
    Atom(usize),
    /// Bidi controls that stand in no document.
    Control,
    /// A forced line break.
    Break,
}

/// A stretch of the text from one item.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) node: NodeId,
    pub(super) style: Arc<Style>,
    /// The inline element around it: index into [`Content::boxes`].
    pub(super) inline: usize,
}

/// An inline element; the first one is the block itself.
#[derive(Debug, Clone)]
pub(super) struct InlineBox {
    pub(super) node: Option<NodeId>,
    pub(super) style: Arc<Style>,
    pub(super) parent: usize,
    /// Its characters.
    pub(super) chars: Range<u32>,
}

/// Where an absolutely positioned element stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    pub(super) node: NodeId,
    /// The inline element around it.
    pub(super) inline: usize,
    /// Number of characters before it.
    pub(super) char: u32,
}

/// Characters that begin and end an element's bidi context.
type Controls = (&'static str, &'static str);

/// The text of a paragraph and what its characters belong to.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) text: String,
    /// Piece of each character.
    pub(super) char_pieces: Vec<u32>,
    pub(super) pieces: Vec<Piece>,
    pub(super) boxes: Vec<InlineBox>,
    pub(super) atoms: Vec<NodeId>,
    pub(super) anchors: Vec<Anchor>,
    /// Whether nothing of it makes a line.
    pub(super) empty: bool,
}

/// Writes the content of `items`.
pub(super) fn compose(items: &[InlineItem], block: &Arc<Style>) -> Content {
    let mut composer = Composer::new(block);
    composer.open_paragraph();
    for item in items {
        composer.add(item);
    }
    composer.close_paragraph();
    composer.finish()
}

struct Composer<'a> {
    content: Content,
    folder: Folder,
    /// Open elements with their controls; the first is the block.
    open: Vec<(usize, Controls)>,
    block: &'a Arc<Style>,
    block_controls: Controls,
}

impl<'a> Composer<'a> {
    fn new(block: &'a Arc<Style>) -> Self {
        let root = InlineBox { node: None, style: Arc::clone(block), parent: 0, chars: 0..0 };
        Self {
            content: Content { boxes: vec![root], ..Content::default() },
            folder: Folder::default(),
            open: vec![(0, ("", ""))],
            block,
            block_controls: bidi::block_controls(block.unicode_bidi, &block.text),
        }
    }

    fn add(&mut self, item: &InlineItem) {
        match item {
            InlineItem::Text { node, text, style } => self.text(*node, text, style),
            InlineItem::Open { node, style } => self.open_element(*node, style),
            InlineItem::Close { node } => self.close_element(*node),
            InlineItem::Atom { node, style } => {
                let number = self.content.atoms.len();
                self.content.atoms.push(*node);
                let piece = self.piece(PieceKind::Atom(number), *node, style);
                self.folder.solid('\u{FFFC}', piece);
            }
            InlineItem::Break => self.forced_break(),
            InlineItem::Anchor { node } => {
                let anchor = Anchor { node: *node, inline: self.innermost(), char: self.folder.len() };
                self.content.anchors.push(anchor);
            }
        }
    }

    fn text(&mut self, node: NodeId, text: &str, style: &Arc<Style>) {
        let inside_word = self.folder.last_char().is_some_and(char::is_alphanumeric);
        let shown = transform(text, &style.text, inside_word);
        let piece = self.piece(PieceKind::Text, node, style);
        let mut rest = self.folder.text(&shown, &style.text, piece);
        // The folder stops at every forced break.
        while let Some(c) = rest.chars().next() {
            self.forced_break();
            let length = if rest.starts_with("\r\n") { 2 } else { c.len_utf8() };
            rest = self.folder.text(rest.get(length..).unwrap_or_default(), &style.text, piece);
        }
    }

    fn open_element(&mut self, node: NodeId, style: &Arc<Style>) {
        let parent = self.innermost();
        let start = self.folder.len();
        self.content.boxes.push(InlineBox { node: Some(node), style: Arc::clone(style), parent, chars: start..start });
        let controls = bidi::controls(style.unicode_bidi, style.text.direction);
        self.open.push((self.content.boxes.len() - 1, controls));
        self.control(controls.0);
    }

    fn close_element(&mut self, node: NodeId) {
        // An unmatched end closes nothing.
        let Some(depth) = self
            .open
            .iter()
            .rposition(|(index, _)| self.content.boxes.get(*index).is_some_and(|b| b.node == Some(node)))
        else {
            return;
        };
        while self.open.len() > depth.max(1) {
            self.close_innermost();
        }
    }

    fn close_innermost(&mut self) {
        if let Some(&(index, controls)) = self.open.last() {
            self.control(controls.1);
            self.open.pop();
            let end = self.folder.len();
            if let Some(inline) = self.content.boxes.get_mut(index) {
                inline.chars.end = end;
            }
        }
    }

    fn open_paragraph(&mut self) {
        self.control(self.block_controls.0);
    }

    fn close_paragraph(&mut self) {
        while self.open.len() > 1 {
            self.close_innermost();
        }
        self.control(self.block_controls.1);
    }

    /// Ends the line, and with it all bidi contexts, which begin anew after it.
    fn forced_break(&mut self) {
        let contexts: Vec<Controls> = self.open.iter().map(|(_, controls)| *controls).collect();
        self.folder.trim_end();
        for controls in contexts.iter().rev() {
            self.control(controls.1);
        }
        self.control(self.block_controls.1);
        let style = Arc::clone(self.innermost_style());
        let piece = self.piece(PieceKind::Break, 0, &style);
        self.folder.forced_break(piece);
        self.control(self.block_controls.0);
        for controls in &contexts {
            self.control(controls.0);
        }
    }

    fn control(&mut self, controls: &str) {
        if controls.is_empty() {
            return;
        }
        let style = Arc::clone(self.innermost_style());
        let piece = self.piece(PieceKind::Control, 0, &style);
        for c in controls.chars() {
            self.folder.control(c, piece);
        }
    }

    fn innermost(&self) -> usize {
        self.open.last().map_or(0, |(index, _)| *index)
    }

    fn innermost_style(&self) -> &Arc<Style> {
        self.content.boxes.get(self.innermost()).map_or(self.block, |inline| &inline.style)
    }

    fn piece(&mut self, kind: PieceKind, node: NodeId, style: &Arc<Style>) -> u32 {
        let inline = self.innermost();
        self.content.pieces.push(Piece { kind, node, style: Arc::clone(style), inline });
        u32::try_from(self.content.pieces.len() - 1).unwrap_or(u32::MAX)
    }

    fn finish(mut self) -> Content {
        self.folder.trim_end();
        let (units, mut places) = self.folder.into_units();
        let mut visible = false;
        for Unit { c, piece, .. } in &units {
            self.content.text.push(*c);
            self.content.char_pieces.push(*piece);
            visible |= self.content.pieces.get(*piece as usize).is_some_and(|piece| piece.kind != PieceKind::Control);
        }
        // Dropped spaces move everything after them.
        let total = u32::try_from(units.len()).unwrap_or(u32::MAX);
        places.push(total);
        let moved = |place: u32| places.get(place as usize).copied().unwrap_or(total);
        for inline in &mut self.content.boxes {
            inline.chars = moved(inline.chars.start)..moved(inline.chars.end);
        }
        for anchor in &mut self.content.anchors {
            anchor.char = moved(anchor.char);
        }
        if let Some(root) = self.content.boxes.first_mut() {
            root.chars = 0..total;
        }
        self.content.empty = !visible;
        self.content
    }
}

impl Content {
    /// The piece of a character.
    pub(super) fn piece_of(&self, index: u32) -> Option<&Piece> {
        self.char_pieces.get(index as usize).and_then(|piece| self.pieces.get(*piece as usize))
    }

    /// Whether the base direction of each paragraph follows its first strong character.
    pub(super) fn is_plaintext(&self) -> bool {
        self.boxes.first().is_some_and(|root| root.style.unicode_bidi == UnicodeBidi::Plaintext)
    }

    /// Whether `outer` is `inline` or an element around it.
    pub(super) fn contains(&self, outer: usize, inline: usize) -> bool {
        self.chain(inline).any(|index| index == outer)
    }

    /// The element and those around it, innermost first, the block last.
    pub(super) fn chain(&self, inline: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = Some(inline);
        std::iter::from_fn(move || {
            let index = next?;
            next = if index == 0 { None } else { self.boxes.get(index).map(|inline| inline.parent) };
            Some(index)
        })
    }

    /// Whether a line may break between two characters at all, as `text-wrap-mode` of the element around both says.
    pub(super) fn wraps_between(&self, before: u32, after: u32) -> bool {
        let (Some(before), Some(after)) = (self.piece_of(before), self.piece_of(after)) else { return false };
        let wraps = |inline: usize| self.boxes.get(inline).is_some_and(|inline| inline.style.text.wrap);
        if before.inline == after.inline {
            return wraps(before.inline);
        }
        self.chain(before.inline).find(|outer| self.contains(*outer, after.inline)).is_some_and(wraps)
    }
}
