//! Text that is cut off: line clamping and overflow with an ellipsis, shortening at a word to a height.

use super::Paragraph;
use super::breaks::{LineRange, Measure, Pen, snap_up};
use super::content::{Content, PieceKind};
use super::item::LineLimit;
use super::shape::{Cluster, Kind, Mark, Shaped, mark};
use super::vertical::line_box;
use crate::font::Fonts;
use crate::text::nesting::{self, Pair};

/// Glyphs that may be put in.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The ellipsis in the block's own style.
    block_ellipsis: Option<Mark>,
    /// The ellipsis in the style of each piece that has another one, by piece.
    ellipses: Vec<Option<Mark>>,
    /// The hyphen in the style of each piece; empty when no line can end with one.
    hyphens: Vec<Option<Mark>>,
}

impl Marks {
    pub(super) fn new(content: &Content, shaped: &Shaped, fonts: &mut Fonts) -> Self {
        let Some(block) = content.boxes.first() else { return Self::default() };
        let soft_hyphen = shaped.clusters.iter().any(|cluster| cluster.kind == Kind::SoftHyphen || cluster.hyphenates);
        let block_text = &block.style.text;
        let block_ellipsis = mark('…', block_text, fonts);
        let mut marks =
            Self { block_ellipsis, ellipses: Vec::with_capacity(content.pieces.len()), hyphens: Vec::new() };
        let mut last: Option<(usize, Option<Mark>)> = None;
        for piece in &content.pieces {
            let text = &piece.style.text;
            let address = std::sync::Arc::as_ptr(text) as usize;
            let ellipsis = match &last {
                _ if piece.kind != PieceKind::Text => None,
                Some((same, ellipsis)) if *same == address => ellipsis.clone(),
                _ if std::sync::Arc::ptr_eq(text, block_text) => marks.block_ellipsis.clone(),
                _ => mark('…', text, fonts),
            };
            if piece.kind == PieceKind::Text {
                last = Some((address, ellipsis.clone()));
            }
            marks.ellipses.push(ellipsis);
            if soft_hyphen {
                marks.hyphens.push(mark('\u{2010}', text, fonts).or_else(|| mark('-', text, fonts)));
            }
        }
        marks
    }

    /// The hyphen in the style of a piece.
    pub(super) fn hyphen(&self, piece: u32) -> Option<&Mark> {
        self.hyphens.get(piece as usize).and_then(Option::as_ref)
    }

    fn ellipsis_of(&self, piece: u32) -> Option<&Mark> {
        self.ellipses.get(piece as usize).and_then(Option::as_ref).or(self.block_ellipsis.as_ref())
    }
}

/// Where a text is cut.
#[derive(Debug, Clone)]
pub(super) struct Cut {
    /// Number of the line.
    pub(super) line: usize,
    /// The ellipsis; the line ends where the cut is.
    pub(super) mark: Option<Mark>,
    /// Closing quotation marks that are kept behind the ellipsis, with the spaces before them: their clusters.
    pub(super) closing: Vec<usize>,
    /// First cluster that is not shown.
    pub(super) hidden: usize,
    /// Width of the line with ellipsis and quotation mark.
    pub(super) width: f32,
    /// The width by which it is aligned.
    pub(super) aligned: f32,
}

/// Applies the limits to `lines`: shortens the list and its last line. Gives the cuts in ascending order of lines.
pub(super) fn limit(paragraph: &Paragraph, lines: &mut Vec<LineRange>, width: f32, limit: LineLimit) -> Vec<Cut> {
    let measure = paragraph.measure();
    let mut cuts = Vec::new();
    if limit.max_height.is_some_and(|height| height <= 0.0) {
        lines.clear();
        return cuts;
    }
    if let Some(height) = limit.max_height
        && let Some(fitting) = fitting_lines(paragraph, lines, height)
    {
        lines.truncate(fitting);
        cuts.extend(shorten(&measure, lines, width));
        return cuts;
    }
    let mut clamped = None;
    let ends = |clamp: usize| clamp < lines.len() || (limit.goes_on && clamp == lines.len());
    if let Some(clamp) = limit.clamp.filter(|clamp| *clamp > 0 && ends(*clamp)) {
        lines.truncate(clamp);
        clamped = Some(clamp - 1);
    }
    for (number, line) in lines.iter_mut().enumerate() {
        let too_wide = limit.ellipsis && line.width + line.indent > width + 1.0 / 64.0;
        if too_wide || clamped == Some(number) {
            cuts.push(cut_at_cluster(&measure, line, number, width));
        }
    }
    cuts
}

/// How many lines fit a height, at least one; `None` when all do.
fn fitting_lines(paragraph: &Paragraph, lines: &[LineRange], height: f32) -> Option<usize> {
    let mut bottom = 0.0;
    for (number, line) in lines.iter().enumerate() {
        let line = line_box(paragraph, line);
        bottom += line.above + line.below;
        if bottom > height + 1.0 / 64.0 {
            return (lines.len() > 1).then_some(number.max(1)).filter(|fitting| *fitting < lines.len());
        }
    }
    None
}

/// Cuts a line so that the ellipsis fits, as Chromium does: at any cluster, white space before it stays.
fn cut_at_cluster(measure: &Measure<'_>, line: &mut LineRange, number: usize, width: f32) -> Cut {
    let mark = measure.marks.block_ellipsis.clone();
    let ellipsis = mark.as_ref().map_or(0.0, |mark| snap_up(mark.advance));
    let hidden = line.clusters.end;
    let room = width - ellipsis + 1.0 / 128.0;
    // The line stands where it would without an ellipsis.
    let aligned = line.width;
    if line.width + line.indent <= room {
        return Cut { line: number, mark, closing: Vec::new(), hidden, width: line.width + ellipsis, aligned };
    }
    let mut pen = Pen::at(line.indent);
    let mut end = line.clusters.start;
    let mut shown = 0.0;
    for (index, cluster) in measure.shaped.clusters.iter().enumerate().take(line.content_end).skip(line.clusters.start)
    {
        pen.add(cluster, measure.advance(cluster, pen.position()));
        if pen.position() > room {
            break;
        }
        end = index + 1;
        shown = pen.position() - line.indent;
    }
    line.content_end = end;
    line.hyphen = false;
    line.width = shown;
    Cut { line: number, mark, closing: Vec::new(), hidden: end, width: shown + ellipsis, aligned }
}

/// Cuts the last line after a word, without punctuation before the ellipsis; quotation marks that are open there are closed behind it.
fn shorten(measure: &Measure<'_>, lines: &mut [LineRange], width: f32) -> Option<Cut> {
    let number = lines.len().checked_sub(1)?;
    let line = lines.last_mut()?;
    let clusters = &measure.shaped.clusters;
    let pairs = nesting::pairs(&measure.content.text);
    let mut pen = Pen::at(line.indent);
    let (mut word, mut any) = (None, None);
    for index in line.clusters.start..=line.content_end {
        if index > line.clusters.start {
            let end = Ending::at(measure, &pairs, index);
            if pen.position() + end.width <= width + 1.0 / 128.0 {
                let shown = pen.position() - line.indent;
                if ends_word(measure, index) {
                    word = Some((index, shown, end));
                } else {
                    any = Some((index, shown, end));
                }
            }
        }
        if let Some(cluster) = clusters.get(index) {
            pen.add(cluster, measure.advance(cluster, pen.position()));
        }
    }
    let nothing = || (line.clusters.start, 0.0, Ending::at(measure, &pairs, line.clusters.start));
    let (end, shown, ending) = word.or(any).unwrap_or_else(nothing);
    line.content_end = end;
    line.hyphen = false;
    line.width = shown;
    let width = shown + ending.width;
    Some(Cut { line: number, mark: ending.mark, closing: ending.closing, hidden: end, width, aligned: width })
}

/// What stands behind the last word of a text that is cut.
struct Ending {
    mark: Option<Mark>,
    closing: Vec<usize>,
    width: f32,
}

impl Ending {
    /// For a cut before a cluster.
    fn at(measure: &Measure<'_>, pairs: &[Pair], index: usize) -> Self {
        let clusters = &measure.shaped.clusters;
        let before = index.checked_sub(1).and_then(|before| clusters.get(before));
        let mark = before.and_then(|before| {
            ellipsis_in_face(measure, before).or_else(|| measure.marks.ellipsis_of(before.piece).cloned())
        });
        let byte = |cluster: &Cluster| {
            let first = measure.shaped.text.characters().get(cluster.chars.start as usize);
            first.map_or(usize::MAX, |first| first.text_byte_start as usize)
        };
        let cut = clusters.get(index).map_or(usize::MAX, byte);
        let open: Vec<&Pair> = pairs.iter().filter(|pair| pair.open < cut && pair.close.start >= cut).collect();
        let hidden = clusters.iter().enumerate().skip(index);
        let closing: Vec<usize> = match open.is_empty() {
            true => Vec::new(),
            false => hidden
                .filter(|(_, cluster)| open.iter().any(|pair| pair.close.contains(&byte(cluster))))
                .map(|(index, _)| index)
                .collect(),
        };
        let marks = closing.iter().filter_map(|index| clusters.get(*index)).map(|cluster| snap_up(cluster.advance));
        let width = mark.as_ref().map_or(0.0, |mark| snap_up(mark.advance)) + marks.sum::<f32>();
        Self { mark, closing, width }
    }
}

/// The ellipsis of the face in which the last word is set: in the middle of the line for Chinese and Japanese.
fn ellipsis_in_face(measure: &Measure<'_>, cluster: &Cluster) -> Option<Mark> {
    let instance = &measure.shaped.runs.get(cluster.run as usize).filter(|_| cluster.kind == Kind::Glyphs)?.instance;
    let (glyph, advance) = instance.glyph('…').filter(|(glyph, _)| *glyph != 0)?;
    Some(Mark { instance: std::sync::Arc::clone(instance), glyph, advance })
}

/// Whether a word ends right before a cluster: the one before is no white space and no punctuation, and the cluster is
/// one or begins a new word.
fn ends_word(measure: &Measure<'_>, index: usize) -> bool {
    let clusters = &measure.shaped.clusters;
    let Some(before) = index.checked_sub(1).and_then(|before| clusters.get(before)) else { return false };
    if before.kind != Kind::Glyphs && !matches!(before.kind, Kind::Atom(_)) {
        return false;
    }
    let separates = |index: usize| {
        clusters.get(index).is_none_or(|cluster| {
            cluster.opportunity
                || matches!(cluster.kind, Kind::Space | Kind::Tab | Kind::Newline)
                || measure.char_at(cluster.chars.start).is_some_and(is_loose)
        })
    };
    !measure.char_at(before.chars.start).is_some_and(is_loose) && separates(index)
}

/// White space and punctuation that must not stand before an ellipsis.
fn is_loose(c: char) -> bool {
    const MARKS: &str = ",.;:!?-–—…([«“„‘\"、。，．：；！？「『（،؛؟।";
    c.is_whitespace() || MARKS.contains(c)
}

impl Measure<'_> {
    /// A character of the text by its number.
    pub(super) fn char_at(&self, index: u32) -> Option<char> {
        let character = self.shaped.text.characters().get(index as usize)?;
        self.content.text.get(character.text_byte_range())?.chars().next()
    }
}
