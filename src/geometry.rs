//! Points and rectangles in px, as plain data.

/// A point in px, y downwards.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// An axis-parallel rectangle in px.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width, never negative.
    pub width: f32,
    /// Height, never negative.
    pub height: f32,
}

impl Rect {
    /// A rectangle from its left top corner and its size.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// The right edge.
    pub fn right(self) -> f32 {
        self.x + self.width
    }

    /// The bottom edge.
    pub fn bottom(self) -> f32 {
        self.y + self.height
    }

    /// The rectangle made smaller by these amounts (negative: larger); sizes stop at 0.
    #[must_use]
    pub fn inset(self, top: f32, right: f32, bottom: f32, left: f32) -> Self {
        Self::new(
            self.x + left,
            self.y + top,
            (self.width - left - right).max(0.0),
            (self.height - top - bottom).max(0.0),
        )
    }

    /// The smallest rectangle around two.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self::new(x, y, self.right().max(other.right()) - x, self.bottom().max(other.bottom()) - y)
    }

    /// The common part of two rectangles; `None` when there is none.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let (width, height) = (self.right().min(other.right()) - x, self.bottom().min(other.bottom()) - y);
        (width > 0.0 && height > 0.0).then_some(Self::new(x, y, width, height))
    }
}

/// A rectangle with elliptic corners.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoundedRect {
    /// The rectangle.
    pub rect: Rect,
    /// Horizontal and vertical radius of each corner, clockwise from top left, already reduced so that they fit.
    pub radii: [(f32, f32); 4],
}

impl RoundedRect {
    /// Whether no corner is round.
    pub fn is_sharp(&self) -> bool {
        self.radii.iter().all(|(x, y)| *x <= 0.0 || *y <= 0.0)
    }
}
