//! Rounded boxes: px snapping as Blink does it, corner radii, inner edges.

use crate::display::{Rect, RoundedRect, Shape};
use crate::style::{CornerRadius, Edges};

/// Rounds half up, as Blink snaps.
pub(super) fn round(value: f32) -> f32 {
    (value + 0.5).floor()
}

/// A rectangle with its edges on whole px.
pub(super) fn snapped(rect: Rect) -> Rect {
    let (x, y) = (round(rect.x), round(rect.y));
    Rect::new(x, y, (round(rect.right()) - x).max(0.0), (round(rect.bottom()) - y).max(0.0))
}

/// A sharp rectangle.
pub(super) fn sharp(rect: Rect) -> RoundedRect {
    RoundedRect { rect, radii: [(0.0, 0.0); 4] }
}

/// The simplest shape that says the same.
pub(super) fn shape(rounded: RoundedRect) -> Shape {
    if rounded.is_sharp() { Shape::Rect(rounded.rect) } else { Shape::Rounded(rounded) }
}

/// The border edge of a box, snapped, with its radii reduced so that they fit.
pub(super) fn border_edge(rect: Rect, radii: &[CornerRadius; 4]) -> RoundedRect {
    let resolved = std::array::from_fn(|corner| {
        let (x, y) = &radii[corner];
        let (x, y) = (x.resolve(rect.width).max(0.0), y.resolve(rect.height).max(0.0));
        if x > 0.0 && y > 0.0 { (x, y) } else { (0.0, 0.0) }
    });
    constrained(RoundedRect { rect: snapped(rect), radii: resolved })
}

/// Reduces radii that overlap, all by the same factor (css-backgrounds-3, 4.5).
pub(super) fn constrained(mut rounded: RoundedRect) -> RoundedRect {
    let [a, b, c, d] = rounded.radii;
    let (width, height) = (rounded.rect.width, rounded.rect.height);
    let factor = [(width, a.0 + b.0), (width, d.0 + c.0), (height, a.1 + d.1), (height, b.1 + c.1)]
        .into_iter()
        .filter(|(_, sum)| *sum > 0.0)
        .map(|(length, sum)| length / sum)
        .fold(1.0_f32, f32::min);
    if factor < 1.0 {
        rounded.radii = rounded.radii.map(|(x, y)| (x * factor, y * factor));
    }
    rounded
}

/// The edge inside an outer one, `rect` being the unsnapped outer rectangle.
pub(super) fn inner_edge(outer: &RoundedRect, rect: Rect, insets: &Edges<f32>) -> RoundedRect {
    let [a, b, c, d] = outer.radii;
    let less = |(x, y): (f32, f32), across: f32, down: f32| {
        let (x, y) = (x - across, y - down);
        if x > 0.0 && y > 0.0 { (x, y) } else { (0.0, 0.0) }
    };
    RoundedRect {
        rect: snapped(rect.inset(insets.top, insets.right, insets.bottom, insets.left)),
        radii: [
            less(a, insets.left, insets.top),
            less(b, insets.right, insets.top),
            less(c, insets.right, insets.bottom),
            less(d, insets.left, insets.bottom),
        ],
    }
}

/// A shadow's edge: grown by its spread, sharp corners staying sharp (css-backgrounds-3, 7.1.1).
pub(super) fn spread(edge: &RoundedRect, amount: f32) -> RoundedRect {
    let adjust = |radius: f32| {
        if radius <= 0.0 {
            0.0
        } else if amount <= 0.0 || radius >= amount {
            (radius + amount).max(0.0)
        } else {
            let rest = 1.0 - radius / amount;
            radius + amount * (1.0 - rest * rest * rest)
        }
    };
    let rect = edge.rect;
    let (width, height) = ((rect.width + 2.0 * amount).max(0.0), (rect.height + 2.0 * amount).max(0.0));
    let (x, y) = (rect.x - amount.max(-rect.width / 2.0), rect.y - amount.max(-rect.height / 2.0));
    constrained(RoundedRect {
        rect: Rect::new(x, y, width, height),
        radii: edge.radii.map(|(x, y)| (adjust(x), adjust(y))),
    })
}

/// The sum of two sets of edges.
pub(super) fn sum(left: &Edges<f32>, right: &Edges<f32>) -> Edges<f32> {
    Edges {
        top: left.top + right.top,
        right: left.right + right.right,
        bottom: left.bottom + right.bottom,
        left: left.left + right.left,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Length;

    #[test]
    fn radii_that_overlap_shrink_together() {
        let radii = std::array::from_fn(|_| (Length::Px(999.0), Length::Px(999.0)));
        let edge = border_edge(Rect::new(10.4, 10.6, 100.0, 40.0), &radii);
        assert_eq!(edge.rect, Rect::new(10.0, 11.0, 100.0, 40.0));
        assert_eq!(edge.radii, [(20.0, 20.0); 4]);
    }

    #[test]
    fn a_shadow_of_a_sharp_box_stays_sharp() {
        let edge = spread(&sharp(Rect::new(0.0, 0.0, 10.0, 10.0)), 5.0);
        assert_eq!(edge.rect, Rect::new(-5.0, -5.0, 20.0, 20.0));
        assert!(edge.is_sharp());
    }
}
