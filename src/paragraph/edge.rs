//! Room for margins, borders and padding of inline elements beside their first and last clusters.
//!
//! Elements without text take none.

use super::content::Content;
use super::shape::{Cluster, Kind, Shaped};
use crate::style::{Length, Style};

/// A side of an inline element with the cluster that it stands beside.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    /// The element.
    pub(super) inline: usize,
    /// The cluster.
    pub(super) cluster: usize,
    /// The left side, not the right one.
    pub(super) left: bool,
    /// Margin in px.
    pub(super) margin: f32,
    /// Border and padding in px.
    pub(super) inner: f32,
}

/// Whether the room of an element hangs on the width of the block.
pub(super) fn is_relative(content: &Content) -> bool {
    let relative = |length: &Length| !matches!(length, Length::Px(_));
    content.boxes.iter().skip(1).any(|element| {
        let (margin, padding) = (&element.style.margin, &element.style.padding);
        [&margin.left, &margin.right].into_iter().flatten().any(relative)
            || relative(&padding.left)
            || relative(&padding.right)
    })
}

/// Makes the room, for percentages of this width in px. What was made before is given back.
pub(super) fn set_basis(content: &Content, shaped: &mut Shaped, basis: f32) {
    for edge in std::mem::take(&mut shaped.edges) {
        if let Some(cluster) = shaped.clusters.get_mut(edge.cluster) {
            cluster.advance -= cluster.left + cluster.right;
            (cluster.left, cluster.right) = (0.0, 0.0);
        }
    }
    shaped.basis = basis;
    for (inline, element) in content.boxes.iter().enumerate().skip(1) {
        let (left, right) = room(&element.style, basis);
        if [left.0, left.1, right.0, right.1].iter().all(|part| *part == 0.0) {
            continue;
        }
        let inside = |cluster: &Cluster| {
            element.chars.contains(&cluster.chars.start) && !matches!(cluster.kind, Kind::Invisible | Kind::Newline)
        };
        let first = shaped.clusters.iter().position(inside);
        let last = shaped.clusters.iter().rposition(inside);
        for (index, starts) in [(first, true), (last, false)] {
            let Some(index) = index else { continue };
            let Some(cluster) = shaped.clusters.get_mut(index) else { continue };
            let rtl = shaped.runs.get(cluster.run as usize).is_some_and(|run| run.level % 2 == 1);
            let on_left = starts != rtl;
            let (margin, inner) = if on_left { left } else { right };
            let side = if on_left { &mut cluster.left } else { &mut cluster.right };
            *side += margin + inner;
            cluster.advance += margin + inner;
            shaped.edges.push(Edge { inline, cluster: index, left: on_left, margin, inner });
        }
    }
}

/// Margin, and border with padding, on the left and on the right.
fn room(style: &Style, basis: f32) -> ((f32, f32), (f32, f32)) {
    let margin = |length: &Option<Length>| length.as_ref().map_or(0.0, |length| length.resolve(basis));
    let (border, padding) = (&style.border_width, &style.padding);
    (
        (margin(&style.margin.left), border.left + padding.left.resolve(basis)),
        (margin(&style.margin.right), border.right + padding.right.resolve(basis)),
    )
}
