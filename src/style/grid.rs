//! Grid values: tracks, areas, and where items stand. Shared, since most elements have none of their own.

use std::sync::{Arc, LazyLock};

use super::{Align, Length};

/// The size of a track at one end of its range.
#[derive(Debug, Clone, PartialEq)]
pub enum Breadth {
    /// A length; percentages of the grid's content box.
    Length(Length),
    /// `fr`: a share of the room that is left.
    Flex(f32),
    /// `auto`.
    Auto,
    /// `min-content`.
    MinContent,
    /// `max-content`.
    MaxContent,
}

/// The size of a track.
#[derive(Debug, Clone, PartialEq)]
pub enum TrackSize {
    /// One size.
    Single(Breadth),
    /// `minmax()`: least and greatest size.
    MinMax(Breadth, Breadth),
    /// `fit-content()`: its limit.
    FitContent(Length),
}

/// How often tracks are repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatCount {
    /// So many times.
    Times(u16),
    /// As often as there is room.
    AutoFill,
    /// As often as there is room; tracks that stay empty take none.
    AutoFit,
}

/// The names of one grid line.
pub type LineNames = Arc<[String]>;

/// A part of a list of tracks.
#[derive(Debug, Clone, PartialEq)]
pub enum TrackPart {
    /// One track.
    Track(TrackSize),
    /// `repeat()`.
    Repeat {
        /// How often.
        count: RepeatCount,
        /// What is repeated.
        tracks: Arc<[TrackSize]>,
        /// Names of the lines before, between and behind those tracks.
        names: Arc<[LineNames]>,
    },
}

/// `grid-template-columns` or `grid-template-rows`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Template {
    /// The tracks; none for `none`.
    pub parts: Arc<[TrackPart]>,
    /// Names of the lines before, between and behind the parts.
    pub names: Arc<[LineNames]>,
}

/// A named rectangle of cells, in lines from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// First row line, and the one behind it.
    pub rows: (u16, u16),
    /// First column line, and the one behind it.
    pub columns: (u16, u16),
}

/// `grid-template-areas`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Areas {
    /// The named areas, in the order of their first cells.
    pub list: Vec<Area>,
    /// Rows.
    pub rows: u16,
    /// Columns.
    pub columns: u16,
}

/// `grid-auto-flow`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GridFlow {
    /// Items fill column after column.
    pub column: bool,
    /// Holes are filled.
    pub dense: bool,
}

/// A line at which an item begins or ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum GridLine {
    /// `auto`.
    #[default]
    Auto,
    /// A number, never 0; negative ones count from the end.
    Number(i16),
    /// The line of this name, the so-manieth of them (0: not said).
    Named(String, i16),
    /// So many tracks.
    Span(u16),
    /// As far as the so-manieth line of this name.
    SpanTo(String, u16),
}

/// Everything about grids that an element can say.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// `grid-template-columns`.
    pub columns: Template,
    /// `grid-template-rows`.
    pub rows: Template,
    /// `grid-template-areas`.
    pub areas: Option<Arc<Areas>>,
    /// `grid-auto-columns`; never empty.
    pub auto_columns: Arc<[TrackSize]>,
    /// `grid-auto-rows`; never empty.
    pub auto_rows: Arc<[TrackSize]>,
    /// `grid-auto-flow`.
    pub flow: GridFlow,
    /// `justify-items`.
    pub justify_items: Align,
    /// `grid-row-start`.
    pub row_start: GridLine,
    /// `grid-row-end`.
    pub row_end: GridLine,
    /// `grid-column-start`.
    pub column_start: GridLine,
    /// `grid-column-end`.
    pub column_end: GridLine,
    /// `justify-self`.
    pub justify_self: Align,
}

impl Grid {
    /// The initial values, always the same ones.
    pub fn initial() -> Arc<Self> {
        static INITIAL: LazyLock<Arc<Grid>> = LazyLock::new(|| {
            let auto: Arc<[TrackSize]> = Arc::from([TrackSize::Single(Breadth::Auto)]);
            Arc::new(Grid {
                columns: Template::default(),
                rows: Template::default(),
                areas: None,
                auto_columns: auto.clone(),
                auto_rows: auto,
                flow: GridFlow::default(),
                justify_items: Align::Normal,
                row_start: GridLine::Auto,
                row_end: GridLine::Auto,
                column_start: GridLine::Auto,
                column_end: GridLine::Auto,
                justify_self: Align::Auto,
            })
        });
        INITIAL.clone()
    }
}
