//! Fitting: the largest font size at which a text stays inside its box (`--fit: box`).
//!
//! Sizes go in steps of half a px: a card shows no difference below that, and a step of a given range takes the
//! same few probes everywhere. Each probe lays out the whole card, because the box itself may give way; only paragraphs
//! inside the element are shaped again, and the layout of the probe that finds the size is the card's. Fitting knows nothing of how text is
//! broken, but it asks whether the last line is a good one: type that is a little smaller is better than one short word alone.

use std::collections::{HashMap, HashSet};

use super::flow::flow;
use super::mapping::Calcs;
use super::place::{Clipped, Fitted, Overflowed, Placed, place};
use super::tree::{BoxId, Boxes, Builder, Content, ParagraphKey, Shaped};
use super::{OverflowPolicy, Scene};
use crate::css::Cascade;
use crate::error::Result;
use crate::font::Fonts;
use crate::paragraph::Line;
use crate::style::{Fit, NodeId, Overflow, StyledTree};

/// Distance between two sizes that are tried, in px.
const STEP: f32 = 0.5;

/// Smaller sizes that are tried so that no short word stands alone on the last line, as shares of the largest size.
const SMALLER: [f32; 5] = [0.98, 0.96, 0.94, 0.92, 0.9];

/// A word alone on the last line is short when it is narrower than this share of the longest line.
const SHORT: f32 = 0.4;

/// How often texts without `--fit` are shortened again.
const MOST_CUTS: usize = 3;

/// How many heights are tried for texts that push others out.
const LEVELS: usize = 9;

/// Characters of the record's own words that are enough to be seen before other texts are cut for them.
const ENOUGH: usize = 100;

/// Overflow that does not show, in px: less than Blink's unit of 1/64 px, several times.
const TOLERANCE: f32 = 0.05;

/// A layout in work: the scene with everything found so far.
struct Probe<'a> {
    cascade: &'a mut Cascade,
    scene: &'a Scene<'a>,
    fonts: &'a mut Fonts,
    shaped: Shaped,
    heights: HashMap<ParagraphKey, f32>,
    narrowed: HashSet<ParagraphKey>,
    /// What was found for the element in work: the last size that fits, until there is one the last that was tried.
    kept: Option<Trial>,
}

/// A card laid out with an element at a size.
struct Trial {
    node: NodeId,
    size: f32,
    boxes: Boxes,
    /// `None` for an element without a box.
    room: Option<Room>,
}

impl Trial {
    fn fits(&self) -> bool {
        self.room.as_ref().is_none_or(Room::fits)
    }

    /// Whether all its content ends above the lower edge of the element.
    fn is_inside(&self) -> bool {
        self.room.as_ref().is_none_or(|room| room.content_bottom <= room.bottom + TOLERANCE)
    }

    /// Texts of the record that push other words (a name, a date, the next text) out of the element: name, height of the first line, height.
    fn pushing(&self, tree: &StyledTree) -> Vec<Long> {
        let Some(room) = &self.room else { return Vec::new() };
        let field = |stand: &Stand| tree.nodes.get(stand.key.0).and_then(|styled| styled.field.as_deref());
        let is_words = |stand: &Stand| field(stand).is_some_and(|field| field.ends_with("/text"));
        let bottom = room.bottom + TOLERANCE;
        let is_out = |stand: &Stand| stand.bottom > bottom && (!is_words(stand) || stand.top + stand.line > bottom);
        let pushing = |moves: fn(&Stand, &Stand) -> bool| -> Vec<Long> {
            let out: Vec<&Stand> = room.stands.iter().filter(|stand| is_out(stand)).collect();
            let words: Vec<&Stand> = room.stands.iter().filter(|stand| is_words(stand)).collect();
            // A text of several paragraphs does not push itself.
            let pushes = |text: &Stand| out.iter().any(|other| field(other) != field(text) && moves(other, text));
            if !words.iter().any(|text| pushes(text)) {
                return Vec::new();
            }
            let cut = words.into_iter().filter(|text| pushes(text) || is_out(text));
            cut.map(|text| (text.key, text.line, text.bottom - text.top)).collect()
        };
        let strict = pushing(Stand::is_below);
        // What stands beside a text may move with it, too: the number of the next one.
        if strict.is_empty() { pushing(Stand::is_after) } else { strict }
    }

    fn has_widow(&self) -> bool {
        self.room.as_ref().is_some_and(|room| room.widow)
    }
}

/// A text that may be cut: its name, the height of its first line, its height.
type Long = (ParagraphKey, f32, f32);

/// A card with a size for each fitted element.
struct Card {
    placed: Placed,
    fitted: Vec<Fitted>,
    overflows: Vec<Overflowed>,
    /// Hardly anything is seen of the words of the record.
    starved: bool,
}

impl Card {
    /// Whether words are lost that are none of these, or hardly any of the record's own are seen.
    fn is_crowded(&self, long: &[Long]) -> bool {
        let lost = |clipped: &Clipped| clipped.lost && !long.iter().any(|(key, ..)| *key == clipped.key);
        self.starved || self.placed.clipped.iter().any(lost)
    }

    /// Texts beside the record's own words that take more than a line: what was answered, a note, a warning.
    fn long(&self) -> Vec<Long> {
        let paragraphs = self.placed.paragraphs.iter().filter(|paragraph| {
            let field = paragraph.field.as_deref().unwrap_or_default();
            (field.ends_with("/text") || field.ends_with("/content_warning")) && !are_own_words(Some(field))
        });
        let long = paragraphs.filter_map(|paragraph| {
            let line = paragraph.lines.lines.first().map_or(0.0, |first| first.height);
            (paragraph.lines.lines.len() > 1).then_some((paragraph.key, line, paragraph.lines.height))
        });
        long.collect()
    }
}

impl Probe<'_> {
    /// Finds the size of each fitted element and lays out the card, with the heights to which texts are cut.
    fn card(&mut self, elements: &[(NodeId, Fit)]) -> Result<Card> {
        if let Some(kept) = self.kept.take() {
            self.let_go(kept);
        }
        // Elements that are not fitted yet take as little room as they can.
        for &(node, fit) in elements {
            self.cascade.set_font_size(node, fit.min)?;
        }
        let (mut fitted, mut overflows, mut starved) = (Vec::new(), Vec::new(), false);
        for &(node, fit) in elements {
            let words = holds_words(&self.cascade.tree, node);
            let given = self.scene.words.filter(|_| words).map(|size| size.clamp(fit.min, fit.max.max(fit.min)));
            let size = match given {
                Some(size) => self.fits(node, size)?.then_some(size),
                None => {
                    let largest = largest(fit, |size| self.fits(node, size))?;
                    largest.map(|size| self.settled(node, fit, size)).transpose()?
                }
            };
            let font_size = size.or(given).unwrap_or(fit.min);
            self.cascade.set_font_size(node, font_size)?;
            fitted.push(Fitted { node, font_size, allowed: fit, words });
            if size.is_none() {
                let (seen, all) = overflow(self, (node, font_size), &mut overflows)?;
                starved |= words && seen < all.min(ENOUGH);
            }
        }
        let boxes = self.laid_out(&fitted);
        let placed = place(boxes, &self.cascade.tree, self.scene, fitted.clone(), overflows.clone());
        Ok(Card { placed, fitted, overflows, starved })
    }

    /// The card with the texts beside the record's own words cut to one height, the greatest at which nothing else is lost; as it was where that does
    /// not help.
    fn relieved(&mut self, card: Card, elements: &[(NodeId, Fit)]) -> Result<Card> {
        let long = card.long();
        if long.is_empty() || !card.is_crowded(&long) {
            return Ok(card);
        }
        let at = |probe: &mut Self, height: f32| {
            probe.heights = long.iter().map(|(key, ..)| (*key, height)).collect();
            probe.card(elements)
        };
        match greatest_height(&long, |height| Ok(!at(self, height)?.is_crowded(&long)))? {
            Some(height) => at(self, height),
            None => {
                self.heights.clear();
                self.card(elements)
            }
        }
    }

    /// Lays out the card, with the paragraphs of the layouts before it where nothing in them has changed.
    fn boxes(&mut self) -> Boxes {
        if let Some(kept) = &mut self.kept {
            self.shaped.reclaim(&mut kept.boxes);
        }
        let builder = Builder {
            tree: &self.cascade.tree,
            pictures: self.scene.pictures,
            heights: &self.heights,
            narrowed: &self.narrowed,
            shaped: &mut self.shaped,
            fonts: self.fonts,
            calcs: Calcs::default(),
            boxes: Boxes::default(),
        };
        let mut boxes = builder.build();
        flow(&mut boxes, self.scene.width, self.scene.height);
        boxes
    }

    /// Lays out the card with an element at a size; what is kept is not laid out again.
    fn trial(&mut self, node: NodeId, size: f32) -> Result<Trial> {
        if let Some(kept) = self.kept.take_if(|kept| kept.node == node && kept.size == size) {
            return Ok(kept);
        }
        self.cascade.set_font_size(node, size)?;
        let boxes = self.boxes();
        let room = measure(&boxes, node);
        Ok(Trial { node, size, boxes, room })
    }

    /// Takes back what the next layout can use of a trial.
    fn let_go(&mut self, mut trial: Trial) {
        self.shaped.reclaim(&mut trial.boxes);
    }

    /// Whether the text of an element fits at a size.
    fn fits(&mut self, node: NodeId, size: f32) -> Result<bool> {
        let trial = self.trial(node, size)?;
        let fits = trial.fits();
        if fits || !self.kept.as_ref().is_some_and(|kept| kept.node == node && kept.fits()) {
            self.kept = Some(trial);
        } else {
            self.let_go(trial);
        }
        Ok(fits)
    }

    /// The size itself, or a little less where that leaves no short word alone on a last line.
    fn settled(&mut self, node: NodeId, fit: Fit, size: f32) -> Result<f32> {
        let trial = self.trial(node, size)?;
        let has_widow = trial.has_widow();
        self.kept = Some(trial);
        if !has_widow {
            return Ok(size);
        }
        let mut last = size;
        for share in SMALLER {
            let smaller = (size * share / STEP).floor() * STEP;
            if smaller < fit.min || smaller == last {
                continue;
            }
            last = smaller;
            let trial = self.trial(node, smaller)?;
            if trial.room.is_some() && trial.fits() && !trial.has_widow() {
                self.kept = Some(trial);
                return Ok(smaller);
            }
            self.let_go(trial);
        }
        Ok(size)
    }

    /// The layout of the card with the sizes found: the one that is kept when it has the last of them.
    fn laid_out(&mut self, fitted: &[Fitted]) -> Boxes {
        let found = fitted.last().map(|last| (last.node, last.font_size));
        match self.kept.take_if(|kept| found == Some((kept.node, kept.size))) {
            Some(kept) => kept.boxes,
            None => self.boxes(),
        }
    }

    /// Shortens the texts of the record that a box or the card cuts off; whether there were any.
    fn shorten(&mut self, placed: &Placed) -> bool {
        let mut any = false;
        for clipped in placed.clipped.iter().filter(|clipped| clipped.lost && clipped.field.is_some()) {
            if clipped.seen.is_finite() {
                let before = self.heights.insert(clipped.key, clipped.seen);
                any |= before.is_none_or(|before| clipped.seen < before);
            }
            any |= clipped.wide && self.narrowed.insert(clipped.key);
        }
        any
    }
}

/// Lays out a scene with every fitted element at its largest size.
pub(super) fn fit(cascade: &mut Cascade, scene: &Scene<'_>, fonts: &mut Fonts) -> Result<Placed> {
    let elements = fitted_elements(&cascade.tree);
    let mut probe = Probe {
        cascade,
        scene,
        fonts,
        shaped: Shaped::default(),
        heights: HashMap::new(),
        narrowed: HashSet::new(),
        kept: None,
    };
    let mut card = probe.card(&elements)?;
    if scene.overflow == OverflowPolicy::Shorten {
        card = probe.relieved(card, &elements)?;
    }
    let Card { mut placed, fitted, overflows, .. } = card;
    // What no element fits is cut off by a box: it is shortened as well, and moves when its box is centred.
    for _ in 0..MOST_CUTS {
        if scene.overflow != OverflowPolicy::Shorten || !probe.shorten(&placed) {
            break;
        }
        let boxes = probe.boxes();
        placed = place(boxes, &probe.cascade.tree, scene, fitted.clone(), overflows.clone());
    }
    Ok(placed)
}

/// Whether a fitted element holds the words of the record: its text, those of its thread or its voices, or all of them.
fn holds_words(tree: &StyledTree, node: NodeId) -> bool {
    are_own_words(tree.nodes.get(node).and_then(|styled| styled.field.as_deref()))
}

/// Whether a field, or all of them, is the words of the record.
fn are_own_words(field: Option<&str>) -> bool {
    match field {
        None | Some("/text" | "/original/text") => true,
        Some(field) => field.ends_with("/text") && (field.starts_with("/thread/") || field.starts_with("/voices/")),
    }
}

fn fitted_elements(tree: &StyledTree) -> Vec<(NodeId, Fit)> {
    tree.nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| matches!(node.kind, crate::style::NodeKind::Element { .. }))
        .filter_map(|(id, node)| node.style.fit.map(|fit| (id, fit)))
        .collect()
}

/// The largest size that fits, by bisection over the steps from the smallest; `None` when not even that one does.
fn largest(fit: Fit, mut fits: impl FnMut(f32) -> Result<bool>) -> Result<Option<f32>> {
    let max = fit.max.max(fit.min);
    if fits(max)? {
        return Ok(Some(max));
    }
    let size = |step: i32| fit.min + step as f32 * STEP;
    let last = ((max - fit.min) / STEP).ceil() as i32 - 1;
    let (mut low, mut high) = (-1, last.max(0) + 1);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(size(middle))? { low = middle } else { high = middle }
    }
    Ok((low >= 0).then(|| size(low)))
}

/// Handles an element whose text does not fit at its smallest size; tells how many characters would fit, and how many there are.
fn overflow(
    probe: &mut Probe<'_>,
    (node, size): (NodeId, f32),
    overflows: &mut Vec<Overflowed>,
) -> Result<(usize, usize)> {
    let trial = probe.trial(node, size)?;
    let chars = trial.room.as_ref().map_or((0, 0), |room| room.chars);
    match (probe.scene.overflow, &trial.room) {
        (_, None) => {}
        (OverflowPolicy::Error, Some(room)) => {
            let field = probe.cascade.tree.nodes.get(node).and_then(|styled| styled.field.clone());
            let (fits_chars, total_chars) = room.chars;
            overflows.push(Overflowed { node, field, fits_chars, total_chars });
        }
        (OverflowPolicy::Shorten, Some(_)) => {
            shorten_fitted(probe, trial)?;
            return Ok(chars);
        }
    }
    probe.kept = Some(trial);
    Ok(chars)
}

/// One line of each of these texts.
fn least_height(long: &[Long]) -> f32 {
    long.iter().map(|(_, line, _)| *line).fold(0.0, f32::max) + TOLERANCE
}

/// The greatest height to which all these texts can be cut so that something holds, to a px; `None` where it does not even hold with one line of each.
fn greatest_height(long: &[Long], mut holds: impl FnMut(f32) -> Result<bool>) -> Result<Option<f32>> {
    let mut low = least_height(long);
    let mut high = long.iter().map(|(.., height)| *height).fold(low, f32::max);
    if !holds(low)? {
        return Ok(None);
    }
    for _ in 0..LEVELS {
        let height = f32::midpoint(low, high);
        *(if holds(height)? { &mut low } else { &mut high }) = height;
        if high - low < 1.0 {
            break;
        }
    }
    Ok(Some(low))
}

/// Shortens the texts of an element that does not fit. Those that push a name out of it are all cut to one height, the greatest at which they do not;
/// then what is outside all the same. The card is laid out anew after that.
fn shorten_fitted(probe: &mut Probe<'_>, mut trial: Trial) -> Result<()> {
    let (node, size) = (trial.node, trial.size);
    let long = trial.pushing(&probe.cascade.tree);
    if !long.is_empty() {
        let cut =
            |probe: &mut Probe<'_>, height: f32| probe.heights.extend(long.iter().map(|(key, ..)| (*key, height)));
        let found = greatest_height(&long, |height| {
            cut(probe, height);
            let trial = probe.trial(node, size)?;
            let is_inside = trial.is_inside();
            probe.let_go(trial);
            Ok(is_inside)
        })?;
        cut(probe, found.unwrap_or_else(|| least_height(&long)));
        probe.let_go(trial);
        trial = probe.trial(node, size)?;
    }
    probe.heights.extend(trial.room.iter().flat_map(|room| room.cuts.iter().copied()));
    probe.let_go(trial);
    Ok(())
}

/// Where a paragraph stands in an element that is fitted.
#[derive(Debug)]
struct Stand {
    key: ParagraphKey,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    /// Height of its first line.
    line: f32,
}

impl Stand {
    /// Whether it moves up when the other one becomes shorter.
    fn is_below(&self, other: &Self) -> bool {
        self.is_after(other) && self.left < other.right && self.right > other.left
    }

    /// Whether it begins where the other one has ended.
    fn is_after(&self, other: &Self) -> bool {
        self.top >= other.bottom - TOLERANCE
    }
}

/// How the content of an element compares to its box.
#[derive(Debug, Default)]
struct Room {
    /// Content box, relative to the border box: right and bottom edge.
    right: f32,
    bottom: f32,
    /// Far edges of the content.
    content_right: f32,
    content_bottom: f32,
    /// Characters that are inside, and all.
    chars: (usize, usize),
    /// Heights to which paragraphs have to be cut.
    cuts: Vec<(ParagraphKey, f32)>,
    /// The last paragraph that is inside, and a height at which it would lose its last line.
    before: Option<(ParagraphKey, f32)>,
    /// A short word stands alone on a last line.
    widow: bool,
    /// All paragraphs.
    stands: Vec<Stand>,
}

impl Room {
    /// Notes where a paragraph is cut that has so much room. One of which no line fits is not shown, and the one before it ends with
    /// the ellipsis; but something is shown of the first.
    fn cut(&mut self, key: ParagraphKey, left: f32, lines: &[Line]) {
        let fits = lines.first().is_none_or(|first| first.height <= left + TOLERANCE);
        match (fits, self.cuts.is_empty(), self.before) {
            (true, ..) => self.cuts.push((key, left)),
            (false, true, Some(before)) => self.cuts.extend([before, (key, 0.0)]),
            (false, true, None) => self.cuts.push((key, left.max(f32::MIN_POSITIVE))),
            (false, false, _) => self.cuts.push((key, 0.0)),
        }
    }

    fn fits(&self) -> bool {
        self.content_right <= self.right + TOLERANCE && self.content_bottom <= self.bottom + TOLERANCE
    }
}

fn measure(boxes: &Boxes, node: NodeId) -> Option<Room> {
    let id = boxes.list.iter().position(|layout_box| layout_box.node == node && !layout_box.anonymous)?;
    let layout = &boxes.list.get(id)?.layout;
    let mut room = Room {
        right: layout.size.width - layout.border.right - layout.padding.right,
        bottom: layout.size.height - layout.border.bottom - layout.padding.bottom,
        ..Room::default()
    };
    extend(boxes, id, (0.0, 0.0), &mut room);
    Some(room)
}

/// Whether the last of several lines is one word that is short beside the others.
fn has_widow(lines: &[Line]) -> bool {
    let Some((last, others)) = lines.split_last().filter(|(_, others)| !others.is_empty()) else { return false };
    let longest = others.iter().map(|line| line.width).fold(0.0, f32::max);
    last.width < longest * SHORT && last.text.split_whitespace().count() == 1
}

/// Adds the in-flow content of a box whose border box begins at `origin`.
fn extend(boxes: &Boxes, id: BoxId, origin: (f32, f32), room: &mut Room) {
    let Some(layout_box) = boxes.list.get(id) else { return };
    let layout = &layout_box.layout;
    match &layout_box.content {
        Content::Text(text) => {
            let left = origin.0 + layout.border.left + layout.padding.left;
            let top = origin.1 + layout.border.top + layout.padding.top;
            let Some(lines) = &text.lines else { return };
            room.widow |= has_widow(&lines.lines);
            room.stands.push(Stand {
                key: text.key,
                left,
                right: left + layout.size.width,
                top,
                bottom: top + lines.height,
                line: lines.lines.first().map_or(0.0, |first| first.height),
            });
            room.content_bottom = room.content_bottom.max(top + lines.height);
            for line in &lines.lines {
                let right = left + line.left + line.width;
                room.content_right = room.content_right.max(right);
                let chars = line.text.chars().count();
                let inside = top + line.top + line.height <= room.bottom + TOLERANCE && right <= room.right + TOLERANCE;
                // What stands after the first text that does not fit does not fit either.
                if inside && room.chars.0 == room.chars.1 {
                    room.chars.0 += chars;
                }
                room.chars.1 += chars;
            }
            if top + lines.height > room.bottom + TOLERANCE {
                room.cut(text.key, room.bottom - top, &lines.lines);
            } else if room.cuts.is_empty() {
                room.before = lines.lines.last().map(|last| (text.key, lines.height - last.height / 2.0));
            }
        }
        Content::Replaced(_) => {}
        Content::Block | Content::Items => {
            for &child in &layout_box.children {
                let child = usize::from(child);
                let Some(inner) = boxes.list.get(child).filter(|inner| !inner.is_absolute()) else { continue };
                let place = (origin.0 + inner.layout.location.x, origin.1 + inner.layout.location.y);
                room.content_right = room.content_right.max(place.0 + inner.layout.size.width);
                room.content_bottom = room.content_bottom.max(place.1 + inner.layout.size.height);
                if inner.style.overflow_x == Overflow::Visible && inner.style.overflow_y == Overflow::Visible {
                    extend(boxes, child, place, room);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_fitting_step_is_found_in_few_probes() {
        let mut probes = 0;
        let size = largest(Fit { min: 20.0, max: 96.0 }, |size| {
            probes += 1;
            Ok(size <= 61.3)
        });
        assert_eq!(size.ok().flatten(), Some(61.0));
        assert!(probes <= 10, "{probes} probes");
    }

    #[test]
    fn a_text_that_fits_nowhere_has_no_size() {
        let found = |min, max, limit| largest(Fit { min, max }, |size| Ok(size <= limit)).ok().flatten();
        assert_eq!(found(20.0, 96.0, 19.0), None);
        assert_eq!(found(20.0, 20.0, 96.0), Some(20.0));
        assert_eq!(found(20.0, 20.2, 20.1), Some(20.0));
    }
}
