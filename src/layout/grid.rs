//! Grid styles in the words of the box layout library.

use taffy::{
    GridTemplateComponent, GridTemplateRepetition, MaxTrackSizingFunction, MinTrackSizingFunction, RepetitionCount,
    TrackSizingFunction,
};

use super::mapping::Calcs;
use crate::style::{
    Areas, Breadth, GridFlow, GridLine, Length, LineNames, RepeatCount, Style, Template, TrackPart, TrackSize,
};

/// Adds what a style says about its own grid and its place in one.
pub(super) fn add(calcs: &mut Calcs, style: &Style, flow: &mut taffy::Style) {
    let grid = &style.grid;
    let rtl = style.text.direction == crate::style::Direction::Rtl;
    (flow.grid_template_columns, flow.grid_template_column_names) = template(calcs, &grid.columns);
    (flow.grid_template_rows, flow.grid_template_row_names) = template(calcs, &grid.rows);
    flow.grid_template_areas = grid.areas.as_deref().map(areas);
    flow.grid_auto_columns = grid.auto_columns.iter().map(|size| track(calcs, size)).collect();
    flow.grid_auto_rows = grid.auto_rows.iter().map(|size| track(calcs, size)).collect();
    flow.grid_auto_flow = match grid.flow {
        GridFlow { column: false, dense: false } => taffy::GridAutoFlow::Row,
        GridFlow { column: true, dense: false } => taffy::GridAutoFlow::Column,
        GridFlow { column: false, dense: true } => taffy::GridAutoFlow::RowDense,
        GridFlow { column: true, dense: true } => taffy::GridAutoFlow::ColumnDense,
    };
    flow.grid_row = taffy::Line { start: line(&grid.row_start), end: line(&grid.row_end) };
    flow.grid_column = taffy::Line { start: line(&grid.column_start), end: line(&grid.column_end) };
    let sided = |align| super::mapping::justified(align, rtl);
    flow.justify_items = sided(grid.justify_items).unwrap_or(taffy::AlignItems::NORMAL);
    flow.justify_self = sided(grid.justify_self);
}

type Tracks = (Vec<GridTemplateComponent<String>>, Vec<Vec<String>>);

fn template(calcs: &mut Calcs, template: &Template) -> Tracks {
    let parts = template.parts.iter().map(|part| match part {
        TrackPart::Track(size) => GridTemplateComponent::Single(track(calcs, size)),
        TrackPart::Repeat { count, tracks, names } => GridTemplateComponent::Repeat(GridTemplateRepetition {
            count: match count {
                RepeatCount::Times(times) => RepetitionCount::Count(*times),
                RepeatCount::AutoFill => RepetitionCount::AutoFill,
                RepeatCount::AutoFit => RepetitionCount::AutoFit,
            },
            tracks: tracks.iter().map(|size| track(calcs, size)).collect(),
            line_names: line_names(names),
        }),
    });
    (parts.collect(), line_names(&template.names))
}

fn line_names(names: &[LineNames]) -> Vec<Vec<String>> {
    names.iter().map(|names| names.to_vec()).collect()
}

fn track(calcs: &mut Calcs, size: &TrackSize) -> TrackSizingFunction {
    match size {
        TrackSize::Single(breadth) => taffy::MinMax { min: least(calcs, breadth), max: most(calcs, breadth) },
        TrackSize::MinMax(from, to) => taffy::MinMax { min: least(calcs, from), max: most(calcs, to) },
        TrackSize::FitContent(limit) => taffy::MinMax {
            min: MinTrackSizingFunction::auto(),
            max: match limit {
                Length::Px(px) => MaxTrackSizingFunction::fit_content_px(*px),
                Length::Percent(share) => MaxTrackSizingFunction::fit_content_percent(*share),
                Length::Calc(calc) => MaxTrackSizingFunction::fit_content_calc(calcs.handle(calc)),
            },
        },
    }
}

/// The least size of a track; a share of the room left is at least its content.
fn least(calcs: &mut Calcs, breadth: &Breadth) -> MinTrackSizingFunction {
    match breadth {
        Breadth::Length(Length::Px(px)) => MinTrackSizingFunction::length(*px),
        Breadth::Length(Length::Percent(share)) => MinTrackSizingFunction::percent(*share),
        Breadth::Length(Length::Calc(calc)) => MinTrackSizingFunction::calc(calcs.handle(calc)),
        Breadth::Flex(_) | Breadth::Auto => MinTrackSizingFunction::auto(),
        Breadth::MinContent => MinTrackSizingFunction::min_content(),
        Breadth::MaxContent => MinTrackSizingFunction::max_content(),
    }
}

fn most(calcs: &mut Calcs, breadth: &Breadth) -> MaxTrackSizingFunction {
    match breadth {
        Breadth::Length(Length::Px(px)) => MaxTrackSizingFunction::length(*px),
        Breadth::Length(Length::Percent(share)) => MaxTrackSizingFunction::percent(*share),
        Breadth::Length(Length::Calc(calc)) => MaxTrackSizingFunction::calc(calcs.handle(calc)),
        Breadth::Flex(share) => MaxTrackSizingFunction::fr(*share),
        Breadth::Auto => MaxTrackSizingFunction::auto(),
        Breadth::MinContent => MaxTrackSizingFunction::min_content(),
        Breadth::MaxContent => MaxTrackSizingFunction::max_content(),
    }
}

fn areas(areas: &Areas) -> taffy::GridTemplateAreas<String> {
    let area = |area: &crate::style::Area| taffy::GridTemplateArea {
        name: area.name.clone(),
        row_start: area.rows.0,
        row_end: area.rows.1,
        column_start: area.columns.0,
        column_end: area.columns.1,
    };
    taffy::GridTemplateAreas {
        areas: areas.list.iter().map(area).collect(),
        row_count: areas.rows,
        column_count: areas.columns,
    }
}

fn line(line: &GridLine) -> taffy::GridPlacement<String> {
    use taffy::{GridPlacement as P, prelude::TaffyGridLine};
    match line {
        GridLine::Auto => P::Auto,
        GridLine::Number(number) => P::from_line_index(*number),
        GridLine::Named(name, number) => P::NamedLine(name.clone(), *number),
        GridLine::Span(count) => P::Span(*count),
        GridLine::SpanTo(name, count) => P::NamedSpan(name.clone(), *count),
    }
}
