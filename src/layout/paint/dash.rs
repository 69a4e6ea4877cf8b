//! Dashes and dots along a path, spaced as Chromium does. Of borders and of lines at text alike.

use kurbo::{BezPath, Cap, Join, Stroke, StrokeOpts};

/// The look of a broken line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Dashes {
    /// How thick the line is in px.
    pub(super) width: f32,
    /// The thickness by which dashes and gaps are measured.
    pub(super) unit: f32,
    /// Dots instead of dashes.
    pub(super) dotted: bool,
    /// Gaps between square dots stretch, so that the line ends with a dot; others always do.
    pub(super) stretches: bool,
}

impl Dashes {
    /// Whether dots are round: thin ones are squares.
    pub(super) fn are_dots(self) -> bool {
        self.dotted && self.unit > 3.0
    }
}

/// Cuts a path of this length into dashes or dots and gives them their width.
pub(super) fn dashes(path: &BezPath, length: f32, look: Dashes, closed: bool) -> BezPath {
    let unit = look.unit;
    let (dash, gap) = if look.dotted {
        (unit, unit)
    } else if unit >= 3.0 {
        (unit * 2.0, unit)
    } else {
        (unit * 3.0, unit * 2.0)
    };
    let stretches = look.stretches || !look.dotted || look.are_dots();
    let best = if stretches { best_gap(length, dash, gap, closed) } else { gap };
    let whole = if look.are_dots() { length <= dash } else { length <= dash * 2.0 };
    if !best.is_finite() || whole {
        let stroke = Stroke::new(f64::from(look.width)).with_caps(Cap::Butt);
        return kurbo::stroke(path.iter(), &stroke, &StrokeOpts::default(), 0.05);
    }
    let (pattern, cap) = if look.are_dots() {
        // Round caps make a dot of a dash of no length.
        ([0.001, f64::from(dash + best) - 0.001], Cap::Round)
    } else if !closed && length <= dash * 2.0 + gap {
        // Two dashes and the gap between them fill a short line.
        let share = f64::from(length / (dash * 2.0 + gap));
        ([f64::from(dash) * share, f64::from(gap) * share], Cap::Butt)
    } else {
        ([f64::from(dash), f64::from(best)], Cap::Butt)
    };
    let pieces: BezPath = kurbo::dash(path.iter(), 0.0, &pattern).collect();
    let stroke = Stroke::new(f64::from(look.width)).with_caps(cap).with_join(Join::Miter);
    kurbo::stroke(pieces.iter(), &stroke, &StrokeOpts::default(), 0.05)
}

/// The gap nearest to the wished one with which a whole number of dashes fits.
fn best_gap(length: f32, dash: f32, gap: f32, closed: bool) -> f32 {
    let available = if closed { length } else { length + gap };
    let fewest = (available / (dash + gap)).floor();
    let gaps = |count: f32| if closed { count } else { count - 1.0 };
    let wide = (length - fewest * dash) / gaps(fewest);
    let narrow = (length - (fewest + 1.0) * dash) / gaps(fewest + 1.0);
    if narrow <= 0.0 || (wide - gap).abs() < (narrow - gap).abs() { wide } else { narrow }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_stretch_so_that_dashes_end_at_the_corners() {
        let gap = best_gap(100.0, 8.0, 4.0, false);
        let count = (100.0 + gap) / (8.0 + gap);
        assert!((count - count.round()).abs() < 1e-4, "{count} dashes");
    }

    #[test]
    fn thin_dots_are_squares_and_thick_ones_round() {
        let look = |unit| Dashes { width: unit, unit, dotted: true, stretches: true };
        assert!(!look(3.0).are_dots() && look(3.5).are_dots());
    }
}
