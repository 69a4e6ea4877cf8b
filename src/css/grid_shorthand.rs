//! The shorthands of grids, and those that align in both directions.

use std::sync::Arc;

use cssparser::Token;

use super::fault::{Input, Parsed, fail_with, unexpected};
use super::grid::{
    BreadthValue, PartValue, TemplateValue, TrackValue, areas_of, at_slash_or_end, grid_line, line_names, template,
    track,
};
use super::property::Declaration;
use super::value::{alignment, takes};
use crate::style::{Areas, GridFlow, GridLine};

/// What a missing end line is: the same name, else `auto`.
fn like(line: &GridLine) -> GridLine {
    match line {
        GridLine::Named(name, 0) => GridLine::Named(name.clone(), 0),
        _ => GridLine::Auto,
    }
}

fn slash(input: &mut Input<'_>) -> bool {
    input.try_parse(|input| input.expect_delim('/')).is_ok()
}

/// `grid-row` and `grid-column`: start and end.
pub(crate) fn line_pair(input: &mut Input<'_>) -> Parsed<(GridLine, GridLine)> {
    let start = grid_line(input)?;
    let end = if slash(input) { grid_line(input)? } else { like(&start) };
    Ok((start, end))
}

/// `grid-area`.
pub(crate) fn grid_area(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let row_start = grid_line(input)?;
    let column_start = if slash(input) { grid_line(input)? } else { like(&row_start) };
    let row_end = if slash(input) { grid_line(input)? } else { like(&row_start) };
    let column_end = if slash(input) { grid_line(input)? } else { like(&column_start) };
    Ok(vec![
        Declaration::GridRowStart(row_start),
        Declaration::GridColumnStart(column_start),
        Declaration::GridRowEnd(row_end),
        Declaration::GridColumnEnd(column_end),
    ])
}

/// `grid-template`: rows / columns, or rows with the names of their areas.
pub(crate) fn grid_template(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let (rows, columns, areas) = template_parts(input)?;
    Ok(vec![
        Declaration::GridTemplateRows(rows),
        Declaration::GridTemplateColumns(columns),
        Declaration::GridTemplateAreas(areas),
    ])
}

type TemplateParts = (TemplateValue, TemplateValue, Option<Arc<Areas>>);

fn template_parts(input: &mut Input<'_>) -> Parsed<TemplateParts> {
    if input
        .try_parse(|input| if takes(input, "none") && input.is_exhausted() { Ok(()) } else { unexpected::<()>() })
        .is_ok()
    {
        return Ok((TemplateValue::default(), TemplateValue::default(), None));
    }
    if !has_string(input) {
        let rows = template(input)?;
        if !slash(input) {
            return fail_with("the columns are missing", "write `rows / columns`");
        }
        return Ok((rows, template(input)?, None));
    }
    let mut rows = TemplateValue { parts: Vec::new(), names: Vec::new() };
    let mut drawn = Vec::new();
    let mut names = line_names(input)?;
    while !at_slash_or_end(input) {
        drawn.push(input.expect_string()?.as_ref().to_owned());
        let size = input.try_parse(track).unwrap_or(TrackValue::Single(BreadthValue::Auto));
        rows.parts.push(PartValue::Track(size));
        rows.names.push(std::mem::take(&mut names).into());
        names = line_names(input)?;
        names.extend(line_names(input)?);
    }
    rows.names.push(names.into());
    let columns = if slash(input) { template(input)? } else { TemplateValue::default() };
    if columns.parts.iter().any(|part| matches!(part, PartValue::Repeat(..))) {
        return fail_with("`repeat()` cannot stand beside areas", "write the columns out");
    }
    Ok((rows, columns, Some(Arc::new(areas_of(&drawn)?))))
}

/// Whether a string comes before the first slash.
fn has_string(input: &mut Input<'_>) -> bool {
    let state = input.state();
    let mut found = false;
    while let Ok(token) = input.next() {
        match token {
            Token::QuotedString(_) => {
                found = true;
                break;
            }
            Token::Delim('/') => break,
            _ => {}
        }
    }
    input.reset(&state);
    found
}

/// `grid`: what `grid-template` takes, or tracks on one side of the slash and `auto-flow` on the other.
pub(crate) fn grid(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let auto = || -> Arc<[TrackValue]> { Arc::from([TrackValue::Single(BreadthValue::Auto)]) };
    let (mut auto_rows, mut auto_columns) = (auto(), auto());
    let (mut rows, mut columns, mut areas) = (TemplateValue::default(), TemplateValue::default(), None);
    let mut flow = GridFlow::default();
    if let Ok(dense) = input.try_parse(auto_flow) {
        flow.dense = dense;
        auto_rows = implicit(input)?.unwrap_or_else(auto);
        if !slash(input) {
            return fail_with("the columns are missing", "write `auto-flow / columns`");
        }
        columns = template(input)?;
    } else if let Ok((tracks, dense)) = input.try_parse(|input| {
        let tracks = template(input)?;
        if slash(input) { Ok((tracks, auto_flow(input)?)) } else { unexpected() }
    }) {
        rows = tracks;
        flow = GridFlow { column: true, dense };
        auto_columns = implicit(input)?.unwrap_or_else(auto);
    } else {
        (rows, columns, areas) = template_parts(input)?;
    }
    Ok(vec![
        Declaration::GridTemplateRows(rows),
        Declaration::GridTemplateColumns(columns),
        Declaration::GridTemplateAreas(areas),
        Declaration::GridAutoRows(auto_rows),
        Declaration::GridAutoColumns(auto_columns),
        Declaration::GridAutoFlow(flow),
    ])
}

/// `auto-flow`, with `dense` before or behind it.
fn auto_flow(input: &mut Input<'_>) -> Parsed<bool> {
    let before = takes(input, "dense");
    if !takes(input, "auto-flow") {
        return unexpected();
    }
    Ok(before || takes(input, "dense"))
}

fn implicit(input: &mut Input<'_>) -> Parsed<Option<Arc<[TrackValue]>>> {
    let mut tracks = Vec::new();
    while !at_slash_or_end(input) {
        tracks.push(track(input)?);
    }
    Ok((!tracks.is_empty()).then(|| tracks.into()))
}

/// `place-items`.
pub(crate) fn place_items(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let align = alignment(input)?;
    let justify = if input.is_exhausted() { align } else { alignment(input)? };
    Ok(vec![Declaration::AlignItems(align), Declaration::JustifyItems(justify)])
}

/// `place-self`.
pub(crate) fn place_self(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let align = alignment(input)?;
    let justify = if input.is_exhausted() { align } else { alignment(input)? };
    Ok(vec![Declaration::AlignSelf(align), Declaration::JustifySelf(justify)])
}
