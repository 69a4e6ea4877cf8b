//! Facets: links, mentions and tags of a text, by bytes of its UTF-8.

use crate::Finding;
use crate::read::json::Ask;
use crate::read::line::visible;
use crate::read::offset::{self, Entity, Mark, Unit, Words};
use crate::read::{Json, address};
use crate::record::{Span, SpanKind};

/// The text of a record with its spans; facets that do not fit are dropped with a finding.
pub(super) fn read(record: &Json<'_>, findings: &mut Vec<Finding>) -> (String, Vec<Span>) {
    let text = match record.field("text") {
        Some(Json::Str(text)) => text.as_ref(),
        _ => "",
    };
    let facets = record.items("facets");
    let placed = if facets.is_empty() {
        let old = record.items("entities").iter().filter_map(old_entity).collect();
        offset::place(text, Unit::Utf16, old, findings)
    } else {
        offset::place(text, Unit::Bytes, facets.iter().filter_map(|facet| entity(facet, text)).collect(), findings)
    };
    offset::finish(text, 0..text.len(), placed, false)
}

/// A facet with a feature that is known; its first link counts before mentions and tags.
fn entity<'a>(facet: &'a Json<'a>, text: &'a str) -> Option<Entity<'a>> {
    let features = facet.items("features");
    let mark = features
        .iter()
        .find_map(link)
        .or_else(|| features.iter().find_map(|feature| mention_or_tag(feature, facet, text)))?;
    Some(Entity { range: range(facet, "byteStart", "byteEnd"), words: None, mark })
}

fn range(facet: &Json<'_>, start: &str, end: &str) -> Option<(usize, usize)> {
    let index = facet.field("index")?;
    let place = |key| index.count(key).and_then(|place| usize::try_from(place).ok());
    // A place that is no number stands nowhere; it is dropped like one past the end.
    Some((place(start).unwrap_or(usize::MAX), place(end).unwrap_or(usize::MAX)))
}

fn link<'a>(feature: &'a Json<'a>) -> Option<Mark<'a>> {
    if super::kind(feature) != "link" {
        return None;
    }
    let url = feature.text("uri").and_then(address::web)?;
    Some(Mark { kind: Some(SpanKind::Link), url: Some(url.into()), ..Mark::default() })
}

fn mention_or_tag<'a>(feature: &'a Json<'a>, facet: &Json<'_>, text: &'a str) -> Option<Mark<'a>> {
    match super::kind(feature) {
        "mention" => {
            let shown =
                range(facet, "byteStart", "byteEnd").and_then(|(start, end)| text.get(start..end)).unwrap_or_default();
            let handle = shown.strip_prefix(['@', '＠']).unwrap_or_default();
            let url = feature
                .text("did")
                .filter(|did| did.len() <= 2048 && !did.contains(['/', ' ']))
                .map(|did| format!("https://bsky.app/profile/{did}"));
            let value = (!handle.is_empty()).then_some(handle);
            Some(Mark {
                kind: Some(SpanKind::Mention),
                value: value.map(Into::into),
                url: url.map(Into::into),
                shown: None,
            })
        }
        "tag" => {
            let tag = feature.text("tag").and_then(|tag| visible(tag.trim_start_matches(['#', '＃'])));
            Some(Mark { kind: Some(SpanKind::Hashtag), value: tag.map(Into::into), ..Mark::default() })
        }
        _ => None,
    }
}

/// An entity of 2023, before there were facets: its place is often off, so its words are searched.
fn old_entity<'a>(entity: &'a Json<'a>) -> Option<Entity<'a>> {
    let value = entity.text("value")?;
    let (kind, words) = match entity.text("type")? {
        "link" => (SpanKind::Link, Words { sign: None, text: value }),
        "mention" => (SpanKind::Mention, Words { sign: Some('@'), text: value.trim_start_matches('@') }),
        "hashtag" => (SpanKind::Hashtag, Words { sign: Some('#'), text: value.trim_start_matches('#') }),
        _ => return None,
    };
    let url = if kind == SpanKind::Link { Some(address::web(value)?.into()) } else { None };
    let mark = Mark { kind: Some(kind), value: (kind != SpanKind::Link).then(|| words.text.into()), url, shown: None };
    Some(Entity { range: range(entity, "start", "end"), words: Some(words), mark })
}
