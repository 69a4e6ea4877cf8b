//! The coverage of a rounded rectangle under a gaussian blur, as a tile of 8-bit alphas.
//!
//! Along x the gaussian of a row of the shape has a closed form, along y the rows are summed with their exact weights.
//! A shape with long sides is made short first: all px between two far corners are the same, so one of them is enough.
//! Nothing here draws.

/// How far a blur reaches, in standard deviations: beyond, less than half a grey level is left.
const REACH: f32 = 3.0;
/// Blurs above this many px are computed coarser and enlarged.
const COARSE: f32 = 48.0;
/// Entries of the table of the normal distribution, over -4 to 4.
const STEPS: usize = 2048;

/// The normal distribution function as a table, the same on every machine.
#[derive(Debug)]
pub(super) struct Profile {
    values: Vec<f32>,
}

impl Default for Profile {
    fn default() -> Self {
        let value = |index: usize| {
            let at = index as f64 * 8.0 / STEPS as f64 - 4.0;
            (0.5 * (1.0 + libm::erf(at * std::f64::consts::FRAC_1_SQRT_2))) as f32
        };
        Self { values: (0..=STEPS).map(value).collect() }
    }
}

impl Profile {
    /// How much of the normal distribution lies below `at` standard deviations.
    fn below(&self, at: f32) -> f32 {
        let place = (at + 4.0) * (STEPS as f32 / 8.0);
        if place <= 0.0 {
            return 0.0;
        }
        let index = place as usize;
        match self.values.get(index..index + 2) {
            Some([low, high]) => low + (high - low) * (place - index as f32),
            _ => 1.0,
        }
    }
}

/// One direction of a shape, in tile px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    /// Where the shape begins.
    start: f32,
    /// Where the shape ends.
    end: f32,
    /// Px of the tile.
    pub length: usize,
    /// The px that stands for all px between the corners.
    middle: Option<usize>,
}

/// Where a tile goes in one direction, in tile px of the card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    origin: f32,
    /// How many px the middle px stands for.
    stretch: f32,
}

/// A piece of an axis: px of the tile, and where they go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Segment {
    /// First px of the tile.
    pub first: usize,
    /// Px of the tile.
    pub length: usize,
    /// Where it begins on the card, in tile px.
    pub from: f32,
    /// Where it ends.
    pub to: f32,
    /// Whether its px are all the same.
    pub flat: bool,
}

/// What the shape of a shadow comes down to; equal geometries have equal tiles.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Geometry {
    pub x: Axis,
    pub y: Axis,
    radii: [(f32, f32); 4],
    sigma: f32,
    /// Whether the tile holds what is not covered.
    inverted: bool,
}

/// Edges of a rounded rectangle in device px.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edges {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
    /// As in [`crate::display::RoundedRect`].
    pub radii: [(f32, f32); 4],
}

/// How many device px a px of the tile is wide.
pub(super) fn unit(sigma: f32) -> f32 {
    if sigma > COARSE { (sigma / (COARSE / 2.0)).round() } else { 1.0 }
}

impl Geometry {
    /// The geometry of a shape given in tile px, and where its tile goes.
    pub(super) fn of(edges: &Edges, sigma: f32, inverted: bool) -> (Self, Place, Place) {
        let reach = (sigma * REACH).ceil();
        let [(ax, ay), (bx, by), (cx, cy), (dx, dy)] = edges.radii;
        let (x, place_x) = axis(edges.left, edges.right, ax.max(dx), bx.max(cx), reach);
        let (y, place_y) = axis(edges.top, edges.bottom, ay.max(by), cy.max(dy), reach);
        (Self { x, y, radii: edges.radii, sigma, inverted }, place_x, place_y)
    }

    fn is_round_alike(&self) -> bool {
        self.radii.iter().all(|radius| *radius == self.radii[0])
    }
}

fn axis(from: f32, to: f32, first_radius: f32, last_radius: f32, reach: f32) -> (Axis, Place) {
    let origin = from.floor() - reach;
    let first_end = (from + first_radius).ceil() + reach;
    let last_start = (to - last_radius).floor() - reach;
    let gap = last_start - first_end;
    let (middle, removed) = if gap >= 1.0 { (Some((first_end - origin) as usize), gap - 1.0) } else { (None, 0.0) };
    let length = (to.ceil() + reach - origin - removed) as usize;
    let axis = Axis { start: from - origin, end: to - origin - removed, length, middle };
    (axis, Place { origin, stretch: removed + 1.0 })
}

impl Axis {
    /// The pieces of the axis at a place: the corners, and the long side between them.
    pub(super) fn segments(&self, place: Place) -> impl Iterator<Item = Segment> {
        let piece = |first: usize, end: usize, moved: f32, flat: bool| {
            let from = place.origin + first as f32 + moved;
            let to = from + if flat { place.stretch } else { (end - first) as f32 };
            Segment { first, length: end - first, from, to, flat }
        };
        let pieces = match self.middle {
            None => [Some(piece(0, self.length, 0.0, false)), None, None],
            Some(middle) => [
                Some(piece(0, middle, 0.0, false)),
                Some(piece(middle, middle + 1, 0.0, true)),
                Some(piece(middle + 1, self.length, place.stretch - 1.0, false)),
            ],
        };
        pieces.into_iter().flatten()
    }

    fn is_symmetric(&self) -> bool {
        self.start == self.length as f32 - self.end
    }
}

/// A horizontal band of the shape, so thin that its ends may be taken as vertical.
struct Band {
    top: f32,
    bottom: f32,
    left: f32,
    right: f32,
}

/// Computes a tile, row by row, `x.length * y.length` alphas.
pub(super) fn tile(geometry: &Geometry, profile: &Profile) -> Vec<u8> {
    let (columns, rows) = (geometry.x.length, geometry.y.length);
    let alike = geometry.is_round_alike();
    let wide = if alike && geometry.x.is_symmetric() { columns.div_ceil(2) } else { columns };
    let high = if alike && geometry.y.is_symmetric() { rows.div_ceil(2) } else { rows };
    let by_sigma = 1.0 / geometry.sigma;
    let bands = bands(geometry);
    let mut profiles = Vec::with_capacity(bands.len() * wide);
    for band in &bands {
        profiles.extend((0..wide).map(|column| {
            let x = column as f32 + 0.5;
            profile.below((x - band.left) * by_sigma) - profile.below((x - band.right) * by_sigma)
        }));
    }
    let mut alphas = vec![0_u8; columns * rows];
    let mut sums = vec![0.0_f32; wide];
    for (row, target) in alphas.chunks_exact_mut(columns).take(high).enumerate() {
        let y = row as f32 + 0.5;
        sums.fill(0.0);
        for (band, line) in bands.iter().zip(profiles.chunks_exact(wide)) {
            let weight = profile.below((band.bottom - y) * by_sigma) - profile.below((band.top - y) * by_sigma);
            if weight > 1e-6 {
                for (sum, value) in sums.iter_mut().zip(line) {
                    *sum += weight * value;
                }
            }
        }
        for (alpha, sum) in target.iter_mut().zip(&sums) {
            let level = (sum.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
            *alpha = if geometry.inverted { 255 - level } else { level };
        }
        mirror(target, wide);
    }
    for row in high..rows {
        let from = (rows - 1 - row) * columns;
        alphas.copy_within(from..from + columns, row * columns);
    }
    alphas
}

/// Fills the px from `known` on with those before, in reverse order.
fn mirror(line: &mut [u8], known: usize) {
    let length = line.len();
    for index in known..length {
        if let Some(value) = line.get(length - 1 - index).copied()
            && let Some(target) = line.get_mut(index)
        {
            *target = value;
        }
    }
}

fn bands(geometry: &Geometry) -> Vec<Band> {
    let [a, b, c, d] = geometry.radii;
    let (top, bottom) = (geometry.y.start, geometry.y.end);
    let step = (geometry.sigma / 8.0).clamp(0.125, 1.5);
    let straight_from = (top + a.1.max(b.1)).min(bottom);
    let straight_to = (bottom - c.1.max(d.1)).max(straight_from);
    let mut bands = Vec::new();
    for (from, to, thin) in
        [(top, straight_from, true), (straight_from, straight_to, false), (straight_to, bottom, true)]
    {
        let count = if thin { ((to - from) / step).ceil().max(1.0) } else { 1.0 };
        for index in 0..count as usize {
            let band_top = from + (to - from) * index as f32 / count;
            let band_bottom = from + (to - from) * (index + 1) as f32 / count;
            if band_bottom > band_top {
                let (left, right) = ends(geometry, (band_top + band_bottom) * 0.5);
                bands.push(Band { top: band_top, bottom: band_bottom, left, right });
            }
        }
    }
    bands
}

/// Where the shape begins and ends in the line at `y`.
fn ends(geometry: &Geometry, y: f32) -> (f32, f32) {
    let [a, b, c, d] = geometry.radii;
    let (above, below) = (y - geometry.y.start, geometry.y.end - y);
    let left = cut(a, above).max(cut(d, below));
    let right = cut(b, above).max(cut(c, below));
    let (from, to) = (geometry.x.start + left, geometry.x.end - right);
    (from.min(to), to)
}

/// How much a corner takes from a line that is `depth` inside the shape.
fn cut((radius_x, radius_y): (f32, f32), depth: f32) -> f32 {
    if radius_x <= 0.0 || depth >= radius_y {
        return 0.0;
    }
    let rest = (radius_y - depth) / radius_y;
    radius_x * (1.0 - (1.0 - rest * rest).max(0.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(left: f32, top: f32, right: f32, bottom: f32, radius: f32) -> Edges {
        Edges { left, top, right, bottom, radii: [(radius, radius); 4] }
    }

    /// The same by brute force: 4x4 samples a px, summed under a two-dimensional gaussian.
    fn exact(geometry: &Geometry, column: usize, row: usize) -> f64 {
        let (x, y) = (column as f64 + 0.5, row as f64 + 0.5);
        let sigma = f64::from(geometry.sigma);
        let (mut sum, mut all) = (0.0, 0.0);
        for sub_row in 0..geometry.y.length * 4 {
            let sample_y = (sub_row as f64 + 0.5) / 4.0;
            let (left, right) = ends(geometry, sample_y as f32);
            let inside_y = sample_y > f64::from(geometry.y.start) && sample_y < f64::from(geometry.y.end);
            for sub_column in 0..geometry.x.length * 4 {
                let sample_x = (sub_column as f64 + 0.5) / 4.0;
                let distance = (sample_x - x).powi(2) + (sample_y - y).powi(2);
                let weight = libm::exp(-distance / (2.0 * sigma * sigma));
                all += weight;
                if inside_y && sample_x > f64::from(left) && sample_x < f64::from(right) {
                    sum += weight;
                }
            }
        }
        // What lies outside the tile counts as uncovered.
        let full = 2.0 * std::f64::consts::PI * sigma * sigma * 16.0;
        255.0 * sum / all.max(full)
    }

    #[test]
    fn a_tile_is_exact_within_a_level() {
        for (edges, sigma) in [(edges(0.0, 0.0, 30.0, 20.0, 8.0), 4.0), (edges(0.5, 0.25, 9.0, 30.0, 4.5), 2.0)] {
            let (geometry, _, _) = Geometry::of(&edges, sigma, false);
            let tile = tile(&geometry, &Profile::default());
            for row in (0..geometry.y.length).step_by(5) {
                for column in (0..geometry.x.length).step_by(5) {
                    let got = f64::from(tile[row * geometry.x.length + column]);
                    let expected = exact(&geometry, column, row);
                    assert!((got - expected).abs() <= 1.6, "{got} for {expected} at {column},{row}");
                }
            }
        }
    }

    #[test]
    fn long_sides_are_one_px_of_the_tile() {
        let profile = Profile::default();
        let (short, _, _) = Geometry::of(&edges(10.0, 10.0, 100.0, 90.0, 6.0), 3.0, false);
        let (long, place, _) = Geometry::of(&edges(40.0, 10.0, 1000.0, 90.0, 6.0), 3.0, false);
        assert_eq!(short, long);
        let segments: Vec<_> = long.x.segments(place).collect();
        assert_eq!(segments.len(), 3);
        assert_eq!((segments[0].from, segments[2].to), (31.0, 1009.0));
        assert_eq!(segments[1].to - segments[1].from, 960.0 - 2.0 * 15.0);
        let middle = long.y.length / 2 * long.x.length + long.x.length / 2;
        assert_eq!(tile(&long, &profile)[middle], 255);
    }

    #[test]
    fn symmetry_does_not_change_a_tile() {
        let profile = Profile::default();
        let (geometry, _, _) = Geometry::of(&edges(0.0, 0.0, 40.0, 30.0, 8.0), 3.0, false);
        let mut skewed = geometry.clone();
        skewed.radii[2] = (8.0, 7.999_999);
        let (mirrored, whole) = (tile(&geometry, &profile), tile(&skewed, &profile));
        assert!(mirrored.iter().zip(&whole).all(|(a, b)| a.abs_diff(*b) <= 1));
    }
}
