//! Grid properties as written: tracks, areas, lines.

use std::sync::Arc;

use cssparser::Token;

use super::fault::{Input, Parsed, fail_with, unexpected};
use super::length::{LengthValue, Units, integer};
use super::value::{positive_length, takes};
use crate::style::{Area, Areas, Breadth, GridFlow, GridLine, LineNames, RepeatCount, Template, TrackPart, TrackSize};

/// Most tracks and lines that may be named by number: more would be a mistake, and slow.
const MOST: i32 = 1000;
/// Greatest `fr`: more cannot be told from it.
const MOST_SHARE: f32 = 1e6;

/// The size of a track at one end of its range, as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum BreadthValue {
    Length(LengthValue),
    Flex(f32),
    Auto,
    MinContent,
    MaxContent,
}

/// The size of a track as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TrackValue {
    Single(BreadthValue),
    MinMax(BreadthValue, BreadthValue),
    FitContent(LengthValue),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum PartValue {
    Track(TrackValue),
    Repeat(RepeatCount, Vec<TrackValue>, Vec<LineNames>),
}

/// A list of tracks as written.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct TemplateValue {
    pub(super) parts: Vec<PartValue>,
    pub(super) names: Vec<LineNames>,
}

impl BreadthValue {
    fn compute(&self, units: &Units) -> Breadth {
        match self {
            Self::Length(length) => Breadth::Length(length.compute(units)),
            Self::Flex(share) => Breadth::Flex(*share),
            Self::Auto => Breadth::Auto,
            Self::MinContent => Breadth::MinContent,
            Self::MaxContent => Breadth::MaxContent,
        }
    }

    fn is_fixed(&self) -> bool {
        matches!(self, Self::Length(_))
    }
}

impl TrackValue {
    /// The computed size.
    pub fn compute(&self, units: &Units) -> TrackSize {
        match self {
            Self::Single(breadth) => TrackSize::Single(breadth.compute(units)),
            Self::MinMax(least, most) => TrackSize::MinMax(least.compute(units), most.compute(units)),
            Self::FitContent(limit) => TrackSize::FitContent(limit.compute(units)),
        }
    }

    /// Whether one can say how many of it fit.
    fn is_fixed(&self) -> bool {
        match self {
            Self::Single(breadth) => breadth.is_fixed(),
            Self::MinMax(least, most) => least.is_fixed() || most.is_fixed(),
            Self::FitContent(_) => false,
        }
    }
}

impl TemplateValue {
    /// The computed tracks.
    pub fn compute(&self, units: &Units) -> Template {
        let part = |part: &PartValue| match part {
            PartValue::Track(track) => TrackPart::Track(track.compute(units)),
            PartValue::Repeat(count, tracks, names) => TrackPart::Repeat {
                count: *count,
                tracks: tracks.iter().map(|track| track.compute(units)).collect(),
                names: names.clone().into(),
            },
        };
        Template { parts: self.parts.iter().map(part).collect(), names: self.names.clone().into() }
    }
}

fn breadth(input: &mut Input<'_>) -> Parsed<BreadthValue> {
    let word = [
        ("auto", BreadthValue::Auto),
        ("min-content", BreadthValue::MinContent),
        ("max-content", BreadthValue::MaxContent),
    ];
    if let Some((_, value)) = word.into_iter().find(|(word, _)| takes(input, word)) {
        return Ok(value);
    }
    let share = input.try_parse(|input| match input.next()? {
        Token::Dimension { value, unit, .. } if unit.eq_ignore_ascii_case("fr") && *value >= 0.0 => {
            Ok(value.min(MOST_SHARE))
        }
        _ => unexpected(),
    });
    match share {
        Ok(share) => Ok(BreadthValue::Flex(share)),
        Err(_) => positive_length(input).map(BreadthValue::Length),
    }
}

pub(super) fn track(input: &mut Input<'_>) -> Parsed<TrackValue> {
    if input.try_parse(|input| input.expect_function_matching("minmax")).is_ok() {
        return input.parse_nested_block(|input| {
            let least = breadth(input)?;
            if matches!(least, BreadthValue::Flex(_)) {
                return fail_with("`fr` cannot be the least size of a track", "write `minmax(0, 1fr)`");
            }
            input.expect_comma()?;
            Ok(TrackValue::MinMax(least, breadth(input)?))
        });
    }
    if input.try_parse(|input| input.expect_function_matching("fit-content")).is_ok() {
        return input.parse_nested_block(positive_length).map(TrackValue::FitContent);
    }
    breadth(input).map(TrackValue::Single)
}

/// `grid-auto-columns` and `grid-auto-rows`.
pub(crate) fn auto_tracks(input: &mut Input<'_>) -> Parsed<Arc<[TrackValue]>> {
    let mut tracks = vec![track(input)?];
    while !input.is_exhausted() {
        tracks.push(track(input)?);
    }
    check_count(tracks.len())?;
    Ok(tracks.into())
}

/// Layout takes no more tracks than these.
fn check_count(count: usize) -> Parsed<()> {
    if count <= MOST as usize {
        return Ok(());
    }
    fail_with(format!("there are {count} tracks in the list"), format!("expected at most {MOST}"))
}

/// A name that an author may give to lines and areas.
fn custom_name(input: &mut Input<'_>) -> Parsed<String> {
    let name = input.expect_ident_cloned()?;
    let reserved = ["auto", "span", "inherit", "initial", "unset", "revert", "default"];
    if reserved.iter().any(|word| name.eq_ignore_ascii_case(word)) {
        return fail_with(format!("`{name}` cannot be the name of a grid line"), "choose another name");
    }
    Ok(name.as_ref().to_owned())
}

/// Names of a line in brackets; none where there are no brackets.
pub(super) fn line_names(input: &mut Input<'_>) -> Parsed<Vec<String>> {
    if input.try_parse(|input| input.expect_square_bracket_block()).is_err() {
        return Ok(Vec::new());
    }
    input.parse_nested_block(|input| {
        let mut names = Vec::new();
        while !input.is_exhausted() {
            names.push(custom_name(input)?);
        }
        Ok(names)
    })
}

fn repeated(input: &mut Input<'_>) -> Parsed<PartValue> {
    let count = if takes(input, "auto-fill") {
        RepeatCount::AutoFill
    } else if takes(input, "auto-fit") {
        RepeatCount::AutoFit
    } else {
        let times = integer(input)?;
        if !(1..=MOST).contains(&times) {
            return fail_with(format!("`{times}` is not a number of tracks"), format!("expected 1 to {MOST}"));
        }
        RepeatCount::Times(times as u16)
    };
    input.expect_comma()?;
    let mut names = vec![line_names(input)?.into()];
    let mut tracks = Vec::new();
    while !input.is_exhausted() {
        tracks.push(track(input)?);
        names.push(line_names(input)?.into());
    }
    if tracks.is_empty() {
        return unexpected();
    }
    if !matches!(count, RepeatCount::Times(_)) && !tracks.iter().all(TrackValue::is_fixed) {
        return needs_lengths();
    }
    Ok(PartValue::Repeat(count, tracks, names))
}

fn needs_lengths<T>() -> Parsed<T> {
    fail_with(
        "tracks beside `auto-fill` or `auto-fit` need a length",
        "write `minmax(120px, 1fr)`, or the number of tracks",
    )
}

/// `grid-template-columns` and `grid-template-rows`.
pub(crate) fn template(input: &mut Input<'_>) -> Parsed<TemplateValue> {
    if takes(input, "none") {
        return Ok(TemplateValue::default());
    }
    if takes(input, "subgrid") || takes(input, "masonry") {
        return fail_with("`subgrid` and `masonry` are not in the subset", "write the tracks again");
    }
    let mut value = TemplateValue { parts: Vec::new(), names: vec![line_names(input)?.into()] };
    while !at_slash_or_end(input) {
        let part = if input.try_parse(|input| input.expect_function_matching("repeat")).is_ok() {
            input.parse_nested_block(repeated)?
        } else {
            PartValue::Track(track(input)?)
        };
        value.parts.push(part);
        value.names.push(line_names(input)?.into());
    }
    if value.parts.is_empty() {
        return unexpected();
    }
    let tracks = |part: &PartValue| match part {
        PartValue::Track(_) => 1,
        PartValue::Repeat(RepeatCount::Times(times), tracks, _) => usize::from(*times) * tracks.len(),
        PartValue::Repeat(_, tracks, _) => tracks.len(),
    };
    check_count(value.parts.iter().map(tracks).sum())?;
    check_repeats(&value)?;
    Ok(value)
}

fn check_repeats(value: &TemplateValue) -> Parsed<()> {
    let by_room =
        |part: &&PartValue| matches!(part, PartValue::Repeat(RepeatCount::AutoFill | RepeatCount::AutoFit, ..));
    match value.parts.iter().filter(by_room).count() {
        0 => return Ok(()),
        1 => {}
        _ => return fail_with("tracks can be repeated by room only once", "give the others a number"),
    }
    let fixed = |part: &PartValue| match part {
        PartValue::Track(track) => track.is_fixed(),
        PartValue::Repeat(_, tracks, _) => tracks.iter().all(TrackValue::is_fixed),
    };
    if value.parts.iter().all(fixed) { Ok(()) } else { needs_lengths() }
}

pub(super) fn at_slash_or_end(input: &mut Input<'_>) -> bool {
    if input.is_exhausted() {
        return true;
    }
    let state = input.state();
    let slash = matches!(input.next(), Ok(Token::Delim('/')));
    input.reset(&state);
    slash
}

/// `grid-template-areas`.
pub(crate) fn areas(input: &mut Input<'_>) -> Parsed<Option<Arc<Areas>>> {
    if takes(input, "none") {
        return Ok(None);
    }
    let mut rows = Vec::new();
    while !input.is_exhausted() {
        rows.push(input.expect_string()?.as_ref().to_owned());
    }
    areas_of(&rows).map(|areas| Some(Arc::new(areas)))
}

/// The areas that rows of cell names draw.
pub(super) fn areas_of(rows: &[String]) -> Parsed<Areas> {
    let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.split_whitespace().collect()).collect();
    let columns = cells.first().map_or(0, Vec::len);
    if columns == 0 || cells.iter().any(|row| row.len() != columns) {
        return fail_with("rows of areas need the same number of cells", "write `.` for a cell without a name");
    }
    if columns > MOST as usize || cells.len() > MOST as usize {
        return fail_with("there are too many areas", format!("expected at most {MOST} rows and columns"));
    }
    let mut list: Vec<Area> = Vec::new();
    for (row, names) in cells.iter().enumerate() {
        for (column, name) in names.iter().enumerate().filter(|(_, name)| !name.starts_with('.')) {
            let (row, column) = (row as u16 + 1, column as u16 + 1);
            match list.iter_mut().find(|area| area.name == *name) {
                Some(area) => {
                    area.rows = (area.rows.0.min(row), area.rows.1.max(row + 1));
                    area.columns = (area.columns.0.min(column), area.columns.1.max(column + 1));
                }
                None => {
                    let name = (*name).to_owned();
                    list.push(Area { name, rows: (row, row + 1), columns: (column, column + 1) });
                }
            }
        }
    }
    for area in &list {
        let own = cells.iter().flatten().filter(|name| **name == area.name).count();
        let all = usize::from(area.rows.1 - area.rows.0) * usize::from(area.columns.1 - area.columns.0);
        if own != all {
            return fail_with(format!("area `{}` is not a rectangle", area.name), "its cells must stand together");
        }
    }
    Ok(Areas { list, rows: cells.len() as u16, columns: columns as u16 })
}

/// `grid-auto-flow`.
pub(crate) fn flow(input: &mut Input<'_>) -> Parsed<GridFlow> {
    let mut flow = GridFlow::default();
    let (mut axis, mut first) = (false, true);
    while first || !input.is_exhausted() {
        match super::value::one_of(input, &["row", "column", "dense"])? {
            2 if !flow.dense => flow.dense = true,
            index if index < 2 && !axis => {
                flow.column = index == 1;
                axis = true;
            }
            _ => return unexpected(),
        }
        first = false;
    }
    Ok(flow)
}

/// `grid-row-start` and its kin.
pub(crate) fn grid_line(input: &mut Input<'_>) -> Parsed<GridLine> {
    if takes(input, "auto") {
        return Ok(GridLine::Auto);
    }
    let (mut span, mut number, mut name) = (false, None, None);
    while !at_slash_or_end(input) {
        if !span && takes(input, "span") {
            span = true;
        } else if number.is_none()
            && let Ok(value) = input.try_parse(integer)
        {
            number = Some(value);
        } else if name.is_none() {
            name = Some(custom_name(input)?);
        } else {
            return unexpected();
        }
    }
    if let Some(value) = number
        && (value == 0 || value.abs() > MOST || (span && value < 0))
    {
        let hint =
            if span { format!("expected 1 to {MOST}") } else { format!("lines are 1 to {MOST}, or -1 to -{MOST}") };
        return fail_with(format!("`{value}` is not a grid line"), hint);
    }
    match (span, number, name) {
        (true, number, Some(name)) => Ok(GridLine::SpanTo(name, number.unwrap_or(1) as u16)),
        (true, Some(number), None) => Ok(GridLine::Span(number as u16)),
        (false, number, Some(name)) => Ok(GridLine::Named(name, number.unwrap_or(0) as i16)),
        (false, Some(number), None) => Ok(GridLine::Number(number as i16)),
        (_, None, None) => unexpected(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::css::tests::{errors, style_of};
    use crate::style::{Align, Display, Length};

    #[test]
    fn grids_are_read_with_names_areas_and_lines() {
        let css = "#a { grid-template: [top] 'head head' 2em 'side text' / 20% [x y] minmax(0, 1fr); grid-area: 2 / foot; justify-items: right }
            #b { grid: auto-flow dense 10px / repeat(2, 1fr); grid-column: span 2 / 4; place-self: end center }";
        let html = "<div id=a><span id=b>x</span></div>";
        let style = style_of(css, html, "a");
        let grid = &style.grid;
        assert_eq!(grid.rows.parts.len(), 2);
        assert_eq!(grid.rows.parts[0], TrackPart::Track(TrackSize::Single(Breadth::Length(Length::Px(32.0)))));
        assert_eq!(*grid.rows.names[0], ["top".to_owned()]);
        assert_eq!(*grid.columns.names[1], ["x".to_owned(), "y".to_owned()]);
        let least = TrackSize::MinMax(Breadth::Length(Length::ZERO), Breadth::Flex(1.0));
        assert_eq!(grid.columns.parts[1], TrackPart::Track(least));
        let areas = grid.areas.as_ref().map(|areas| (areas.rows, areas.columns, areas.list.len()));
        assert_eq!(areas, Some((2, 2, 3)));
        let foot = || GridLine::Named("foot".to_owned(), 0);
        assert_eq!((&grid.row_start, &grid.row_end), (&GridLine::Number(2), &GridLine::Auto));
        assert_eq!((&grid.column_start, &grid.column_end), (&foot(), &foot()));
        assert_eq!(grid.justify_items, Align::Right);
        let style = style_of(css, html, "b");
        assert_eq!(style.grid.flow, GridFlow { column: false, dense: true });
        assert_eq!((&style.grid.column_start, &style.grid.column_end), (&GridLine::Span(2), &GridLine::Number(4)));
        assert_eq!((style.align_self, style.grid.justify_self), (Align::End, Align::Center));
        // Nothing of it is inherited, and an item of a grid is a block.
        let inner = style_of("#a { display: grid; grid-template-columns: 1px }", html, "b");
        assert_eq!((inner.display, inner.grid.columns.parts.len()), (Display::Block, 0));
    }

    #[test]
    fn errors_say_what_a_grid_takes() {
        for (css, column, message, hint) in [
            (
                "p { width: 1fr }",
                12,
                "unit `fr` is not in the subset",
                "`fr` is a size of grid tracks: use a length or a percentage",
            ),
            (
                "p { grid-template-columns: repeat(500, 1px 2px) 3px }",
                28,
                "there are 1001 tracks in the list",
                "expected at most 1000",
            ),
            (
                "p { grid-template-areas: 'a b' 'b b' }",
                26,
                "area `b` is not a rectangle",
                "its cells must stand together",
            ),
            (
                "p { grid-template-columns: repeat(auto-fill, 1fr) }",
                28,
                "tracks beside `auto-fill` or `auto-fit` need a length",
                "write `minmax(120px, 1fr)`, or the number of tracks",
            ),
            ("p { grid-row: 0 }", 15, "`0` is not a grid line", "lines are 1 to 1000, or -1 to -1000"),
            ("p { grid-gap: 1px }", 5, "property `grid-gap` is not in the subset", "use `gap`"),
        ] {
            let found = errors(css);
            let error = found.first().unwrap_or_else(|| panic!("no error: {css}"));
            assert_eq!((error.message(), error.hint()), (message, Some(hint)), "{css}");
            assert_eq!(error.location().column, Some(column), "{css}");
        }
    }
}
