//! The rows of a PNG: which filter each of them gets, and the filtered bytes.
//!
//! Rows are looked at in groups of sixteen. Flat art, text and gradients stay as they are: repetitions are found best
//! in unfiltered rows, even in a slanted gradient, whose rows repeat with an offset. Where soft pixels prevail (photos,
//! avatars, shadows) the group is Paeth filtered, and where they fill it, it is not searched for repetitions at all.
//!
//! Measured on a reference post and a photo quote as another tool paints them (1200x630, bytes): all rows unfiltered 67,800 and 833,700; all
//! Paeth filtered and searched for runs only 120,100 and 700,862; chosen by group 64,936 and 700,862. For comparison
//! libdeflate level 6: unfiltered 64,459 and 693,246, Paeth 76,682 and 695,307, in two and six times the time.

use std::ops::Range;

use super::deflate::PADDING;
use super::filter;

/// Rows that are treated alike.
const GROUP: usize = 16;
/// Every so many rows of a group one is looked at.
const SAMPLE: usize = 4;
/// Pixels of such a row that are looked at together.
const STRETCH: usize = 8;
/// Every so many stretches one is looked at.
const SAMPLE_OF_STRETCHES: usize = 3;
/// Every so many rows one is looked at for colours, before all are.
const SAMPLE_OF_COLOURS: usize = 16;
/// Most colours of an indexed PNG.
const MAX_PALETTE: usize = 256;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Flat art, text and gradients: as they are, searched for everything.
    Flat,
    /// Flat and soft side by side (an avatar on white, a shadow): Paeth filtered, searched for everything.
    Soft,
    /// Photos: Paeth filtered, searched for runs only.
    Photo,
}

/// Rows that are written alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// How many.
    pub rows: usize,
    /// How.
    pub kind: Kind,
}

/// What a group is like, by how its pixels differ from their neighbours.
#[derive(Debug, Clone, Copy, Default)]
struct Texture {
    /// Pixels looked at.
    seen: usize,
    /// New: neither the left nor the upper neighbour again.
    new: usize,
    /// New and near to a neighbour, but not next to it: photo, avatar, shadow.
    soft: usize,
    /// New and far from both: edges of letters and shapes.
    hard: usize,
}

impl Texture {
    /// Compares a pixel to its neighbours.
    fn add(&mut self, pixel: &[u8; 4], left: &[u8; 4], above: &[u8; 4]) {
        if pixel == left || pixel == above {
            return;
        }
        self.new += 1;
        let distance = difference(pixel, left).min(difference(pixel, above));
        if distance > 24 {
            self.hard += 1;
        } else if distance > 1 {
            self.soft += 1;
        }
    }

    /// Whether what was seen is far enough on the side of photos that other rows need no look.
    fn is_surely_photo(&self) -> bool {
        self.new * 2 > self.seen && self.soft * 40 > self.seen
    }
}

/// The way to write an opaque RGBA picture.
pub(super) fn plan(data: &[u8], width: usize) -> Vec<Group> {
    let pitch = width * 4;
    let mut groups: Vec<Group> = Vec::new();
    for block in data.chunks(pitch * GROUP) {
        let rows = block.len() / pitch;
        let kind = choose(texture(block, pitch));
        match groups.last_mut() {
            Some(last) if last.kind == kind => last.rows += rows,
            _ => groups.push(Group { rows, kind }),
        }
    }
    groups
}

fn choose(texture: Texture) -> Kind {
    if texture.new * 4 > texture.seen && texture.soft * 200 > texture.seen {
        Kind::Photo
    } else if texture.new * 5 > texture.seen * 2
        || (texture.soft * 64 > texture.seen && texture.soft > texture.hard * 2)
    {
        Kind::Soft
    } else {
        Kind::Flat
    }
}

/// Looks at some rows of a group, each beside the one above it.
fn texture(block: &[u8], pitch: usize) -> Texture {
    let mut texture = Texture::default();
    for two in block.chunks(pitch * SAMPLE) {
        let (above, below) = two.split_at(pitch.min(two.len()));
        look(above, below.get(..pitch).unwrap_or_default(), &mut texture);
        if texture.is_surely_photo() {
            break;
        }
    }
    texture
}

fn look(above: &[u8], row: &[u8], texture: &mut Texture) {
    let (above, _) = above.as_chunks::<4>();
    let (row, _) = row.as_chunks::<4>();
    if row.len() != above.len() {
        return;
    }
    for from in (1..row.len()).step_by(STRETCH * SAMPLE_OF_STRETCHES) {
        let to = (from + STRETCH).min(row.len());
        let (pixels, left, above) = (&row[from..to], &row[from - 1..to - 1], &above[from..to]);
        texture.seen += pixels.len();
        // What repeats the left or the upper neighbours is passed over at once.
        let eight = |pixels: &[[u8; 4]]| pixels.first_chunk::<STRETCH>().copied();
        let same = |neighbours| eight(pixels).is_some_and(|pixels| eight(neighbours) == Some(pixels));
        if same(left) || same(above) {
            continue;
        }
        for ((pixel, left), above) in pixels.iter().zip(left).zip(above) {
            texture.add(pixel, left, above);
        }
    }
}

/// The greatest difference of a channel.
fn difference(left: &[u8; 4], right: &[u8; 4]) -> u8 {
    left.iter().zip(right).take(3).map(|(left, right)| left.abs_diff(*right)).max().unwrap_or_default()
}

/// Bytes that [`rgb`] writes.
pub(super) fn rgb_length(width: usize, rows: usize) -> usize {
    rows * (width * 3 + 1) + PADDING
}

/// Writes some of the rows as RGB with their filter bytes, and padding behind them, into `rows` of [`rgb_length`].
pub(super) fn rgb(data: &[u8], width: usize, wanted: Range<usize>, kind: Kind, rows: &mut [u8]) {
    let pitch = width * 3 + 1;
    if let Some(padding) = rows.last_chunk_mut::<PADDING>() {
        padding.fill(0);
    }
    if kind == Kind::Flat {
        for (row, from) in rows.chunks_exact_mut(pitch).zip(data.chunks_exact(width * 4).skip(wanted.start)) {
            if let Some((kind, to)) = row.split_first_mut() {
                *kind = 0;
                filter::narrow(from, to);
            }
        }
        return;
    }
    let mut current = vec![0; pitch - 1];
    let mut above = vec![0; pitch - 1];
    let mut all = data.chunks_exact(width * 4).skip(wanted.start.saturating_sub(1));
    if wanted.start > 0
        && let Some(from) = all.next()
    {
        filter::narrow(from, &mut above);
    }
    for (row, from) in rows.chunks_exact_mut(pitch).zip(all) {
        if let Some((kind, to)) = row.split_first_mut() {
            *kind = 4;
            filter::narrow(from, &mut current);
            filter::paeth::<3>(&current, &above, to);
        }
        std::mem::swap(&mut above, &mut current);
    }
}

/// The rows as RGB with their filter bytes, without padding. In groups that are filtered each row has the filter that leaves the fewest
/// different pairs of bytes: a third of the time of the compressor it is for, and 5 % fewer bytes of a photo than Paeth throughout.
pub(super) fn rgb_by_row(data: &[u8], width: usize, groups: &[Group]) -> Vec<u8> {
    let pitch = width * 3;
    let mut rows = Vec::with_capacity((pitch + 1) * (data.len() / 4 / width));
    let (mut above, mut current) = (vec![0; pitch], vec![0; pitch]);
    let mut tried = vec![0; pitch];
    let mut best = vec![0; pitch];
    let mut pairs = Pairs::new();
    let kinds = groups.iter().flat_map(|group| std::iter::repeat_n(group.kind, group.rows));
    for (from, kind) in data.chunks_exact(width * 4).zip(kinds) {
        filter::narrow(from, &mut current);
        let mut chosen = 0;
        best.copy_from_slice(&current);
        if kind != Kind::Flat {
            let mut fewest = pairs.count(&current);
            for kind in 1..=4 {
                filter::filtered(kind, &current, &above, &mut tried);
                let count = pairs.count(&tried);
                if count < fewest {
                    (fewest, chosen) = (count, kind);
                    std::mem::swap(&mut best, &mut tried);
                }
            }
        }
        rows.push(chosen);
        rows.extend_from_slice(&best);
        std::mem::swap(&mut above, &mut current);
    }
    rows
}

/// Counts different pairs of bytes.
struct Pairs {
    /// The last count in which a pair stood.
    seen: Vec<u32>,
    count: u32,
}

impl Pairs {
    fn new() -> Self {
        Self { seen: vec![0; 1 << 16], count: 0 }
    }

    fn count(&mut self, bytes: &[u8]) -> usize {
        self.count += 1;
        let mut different = 0;
        let mut last: Option<u8> = None;
        for byte in bytes {
            if let Some(last) = last
                && let Some(seen) = self.seen.get_mut(usize::from(last) << 8 | usize::from(*byte))
            {
                different += usize::from(*seen != self.count);
                *seen = self.count;
            }
            last = Some(*byte);
        }
        different
    }
}

/// Rows without what was put behind them.
pub(super) fn without_padding(rows: &[u8]) -> &[u8] {
    rows.get(..rows.len().saturating_sub(PADDING)).unwrap_or_default()
}

/// Whether most rows are flat art, text or gradients.
pub(super) fn is_flat(groups: &[Group]) -> bool {
    let all: usize = groups.iter().map(|group| group.rows).sum();
    let flat: usize = groups.iter().filter(|group| group.kind == Kind::Flat).map(|group| group.rows).sum();
    flat >= 4 * (all - flat)
}

/// RGBA rows, Paeth filtered, with padding behind them.
pub(super) fn rgba(data: &[u8], width: usize) -> Vec<u8> {
    let pitch = width * 4;
    let mut rows = vec![0; data.len() + data.len() / pitch + PADDING];
    let first = vec![0; pitch];
    let mut above: &[u8] = &first;
    for (row, from) in rows.chunks_exact_mut(pitch + 1).zip(data.chunks_exact(pitch)) {
        if let Some((kind, to)) = row.split_first_mut() {
            *kind = 4;
            filter::paeth::<4>(from, above, to);
        }
        above = from;
    }
    rows
}

/// Colours and rows of one byte a pixel, when the picture has at most 256 colours; `None` otherwise. The filter bytes
/// are zero, padding is behind the rows.
pub(super) fn indexed(data: &[u8], width: usize) -> Option<(Vec<[u8; 3]>, Vec<u8>)> {
    let (pixels, _) = data.as_chunks::<4>();
    if has_many_colours(pixels, width) {
        return None;
    }
    let mut palette = Palette::new();
    let mut rows = Vec::with_capacity(pixels.len() + pixels.len() / width + PADDING + 1);
    let mut above: &[[u8; 4]] = &[];
    for row in pixels.chunks_exact(width) {
        if row.as_flattened() == above.as_flattened() {
            rows.extend_from_within(rows.len() - width - 1..);
            continue;
        }
        rows.push(0);
        palette.add(row, |index| rows.push(index))?;
        above = row;
    }
    rows.extend_from_slice(&[0; PADDING]);
    Some((palette.colours, rows))
}

/// Whether a look at some rows finds more colours than a palette has.
fn has_many_colours(pixels: &[[u8; 4]], width: usize) -> bool {
    let mut palette = Palette::new();
    pixels.chunks_exact(width).step_by(SAMPLE_OF_COLOURS).any(|row| palette.add(row, |_| ()).is_none())
}

/// Colours and where they stand. Open addressing; a value of the table is the index plus one.
struct Palette {
    colours: Vec<[u8; 3]>,
    table: [u16; 1024],
}

impl Palette {
    fn new() -> Self {
        Self { colours: Vec::new(), table: [0; 1024] }
    }

    /// Adds the colours of a row and tells the index of each pixel; `None` when they are too many.
    fn add(&mut self, row: &[[u8; 4]], mut tell: impl FnMut(u8)) -> Option<()> {
        let mut last = ([0; 3], None);
        for [red, green, blue, _] in row {
            let colour = [*red, *green, *blue];
            let index = match last {
                (known, Some(index)) if known == colour => index,
                _ => self.index_of(colour)?,
            };
            last = (colour, Some(index));
            tell(index);
        }
        Some(())
    }

    fn index_of(&mut self, colour: [u8; 3]) -> Option<u8> {
        let Self { colours: palette, table } = self;
        let [red, green, blue] = colour.map(u32::from);
        let mut slot = ((((red << 16) | (green << 8) | blue).wrapping_mul(0x9e37_79b1)) >> 22) as usize;
        loop {
            match table[slot] {
                0 => {
                    if palette.len() == MAX_PALETTE {
                        return None;
                    }
                    palette.push(colour);
                    table[slot] = palette.len() as u16;
                    return u8::try_from(palette.len() - 1).ok();
                }
                entry if palette.get(usize::from(entry) - 1) == Some(&colour) => return Some((entry - 1) as u8),
                _ => slot = (slot + 1) % table.len(),
            }
        }
    }
}
