//! Text that a box or the edge of the card cuts off.

use kurbo::Affine;

use super::place::{Clipped, Placed, PlacedBox, PlacedKind, PlacedParagraph, seen};
use super::transform::is_sound;
use crate::display::Rect;
use crate::paragraph::{Fragment, Line};
use crate::style::Overflow;

/// An area outside of which nothing is seen, and what brings places of the text to its own; `None`: they are the same.
type Area = (Rect, Option<Affine>);

/// An area that shows nothing of any card.
const NOWHERE: Rect = Rect { x: -1e9, y: -1e9, width: 0.0, height: 0.0 };

impl Placed {
    /// The area inside which a clip lets something through, without transforms: `None` is all of the card and beyond.
    fn clip_area(&self, clip: Option<usize>) -> Option<Rect> {
        let (own, outer) = self.own_area(clip?)?;
        Some(match self.clip_area(outer) {
            Some(outer) => own.intersection(outer).unwrap_or(Rect::new(own.x, own.y, 0.0, 0.0)),
            None => own,
        })
    }

    /// The area of one clip, and the clip around it.
    fn own_area(&self, clip: usize) -> Option<(Rect, Option<usize>)> {
        let (id, outer) = *self.clips.get(clip)?;
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
        Some((area, outer))
    }

    /// The areas that text in a box has to be inside of to be seen.
    fn areas(&self, placed: &PlacedBox) -> Vec<Area> {
        let card = Rect::new(0.0, 0.0, self.width, self.height);
        let Some(own) = placed.space.and_then(|space| self.spaces.get(space)) else {
            let area = self.clip_area(placed.content_clip).map_or(Some(card), |area| area.intersection(card));
            return vec![(area.unwrap_or_default(), None)];
        };
        if !is_sound(*own) {
            // Nothing is painted of it.
            return vec![(NOWHERE, None)];
        }
        let mut areas = vec![(card, Some(*own))];
        let mut next = placed.content_clip;
        while let Some(clip) = next {
            let Some((area, outer)) = self.own_area(clip) else { break };
            let space = self.clips.get(clip).and_then(|(id, _)| self.boxes.get(*id)).and_then(|owner| owner.space);
            let between = (space != placed.space).then(|| {
                let outer = space.and_then(|space| self.spaces.get(space)).copied().unwrap_or_default();
                if outer.determinant() == 0.0 { Affine::IDENTITY } else { outer.inverse() * *own }
            });
            areas.push((area, between));
            next = outer;
        }
        areas
    }

    /// Finds lines that the card's edge or a clipping box cuts.
    pub(super) fn find_clipped(&mut self) {
        let mut clipped = Vec::new();
        for placed_box in &self.boxes {
            let PlacedKind::Text(index) = placed_box.kind else { continue };
            let Some(paragraph) = self.paragraphs.get(index).filter(|paragraph| paragraph.visible) else { continue };
            clipped.extend(paragraph.clipped(&self.areas(placed_box)));
        }
        self.clipped = clipped;
    }
}

impl PlacedParagraph {
    /// What areas cut off.
    fn clipped(&self, areas: &[Area]) -> Option<Clipped> {
        let lines = &self.lines.lines;
        let beyond: Vec<(bool, bool)> = lines
            .iter()
            .map(|line| {
                let each = areas.iter().map(|area| reaches_beyond(line, self.content, *area));
                each.fold((false, false), |(wide, high), own| (wide || own.0, high || own.1))
            })
            .collect();
        let first = beyond.iter().position(|(wide, high)| *wide || *high)?;
        let chars = |lines: &[Line]| lines.iter().map(|line| line.text.chars().count()).sum::<usize>();
        let cut = lines.iter().zip(&beyond).filter(|(_, (wide, high))| *wide || *high);
        let (top, bottom) = (self.content.y, self.content.y + self.lines.height);
        // How high a turned text may be cannot be said so simply.
        let heights = areas.iter().filter(|(_, space)| space.is_none());
        let seen = heights.map(|(area, _)| (bottom.min(area.bottom()) - top.max(area.y)).max(0.0));
        Some(Clipped {
            node: self.node,
            field: self.field.clone(),
            text: cut.map(|(line, _)| line.text.trim()).collect::<Vec<_>>().join(" "),
            fits_chars: chars(lines.get(..first).unwrap_or_default()),
            total_chars: chars(lines) + self.lines.hidden_text.chars().count(),
            key: self.key,
            seen: if beyond.iter().any(|(_, high)| *high) { seen.fold(f32::INFINITY, f32::min) } else { f32::INFINITY },
            wide: beyond.iter().any(|(wide, _)| *wide),
            lost: lines.iter().any(|line| areas.iter().any(|area| loses_letters(line, self.content, *area))),
        })
    }
}

/// Left and right end of the ink of a piece of a line whose pen goes from `x` on, about: the outer half of a full-width bracket or comma at the ends of the line is blank
/// (JIS X 4051), and such marks hang outside of the text.
fn ink_ends(line: &Line, x: f32, width: f32, size: f32) -> (f32, f32) {
    let text = line.text.trim();
    let opens = text.starts_with(['「', '『', '（', '《', '〈', '【', '〔', '［', '｛']);
    let closes = text.ends_with(['」', '』', '）', '》', '〉', '】', '〕', '］', '｝', '、', '。', '，', '．']);
    let (start, end) = (x <= line.left + 0.5, x + width >= line.left + line.width - 0.5);
    let blank = |is: bool| if is { size / 2.0 } else { 0.0 };
    (x + blank(opens && start), (x + width - blank(closes && end)).max(x))
}

/// Whether glyphs of a line lie outside an area by more than a px, to the sides or above and below. Ascenders and descenders count with
/// their usual share of the size.
fn reaches_beyond(line: &Line, content: Rect, (area, space): Area) -> (bool, bool) {
    let mut beyond = (false, false);
    for part in &line.fragments {
        let Fragment::Glyphs { x, width, size, baseline, .. } = part else { continue };
        let (left, right) = ink_ends(line, *x, *width, *size);
        let letters = Rect::new(content.x + left, content.y + baseline - 0.7 * size, right - left, 0.9 * size);
        let letters = seen(space, letters);
        beyond.0 |= letters.x < area.x - 1.0 || letters.right() > area.right() + 1.0;
        beyond.1 |= letters.y < area.y - 1.0 || letters.bottom() > area.bottom() + 1.0;
    }
    beyond
}

/// Whether what makes letters readable lies outside an area: the part between the baseline and half the size, or more than a quarter of the
/// size at one end of the line.
fn loses_letters(line: &Line, content: Rect, (area, space): Area) -> bool {
    line.fragments.iter().any(|part| {
        let Fragment::Glyphs { x, width, size, baseline, .. } = part else { return false };
        let (left, right) = ink_ends(line, *x, *width, *size);
        let middle = Rect::new(content.x + left, content.y + baseline - size / 2.0, right - left, size / 2.0);
        let (middle, end) = (seen(space, middle), size / 4.0 + 1.0);
        middle.x < area.x - end
            || middle.right() > area.right() + end
            || middle.y < area.y - 1.0
            || middle.bottom() > area.bottom() + 1.0
    })
}
