//! Offsets in each unit, wrong ones, and texts that change under their entities.

use super::*;

fn tag(start: usize, end: usize, text: &str) -> Entity<'_> {
    Entity {
        range: Some((start, end)),
        words: Some(Words { sign: Some('#'), text }),
        mark: Mark { kind: Some(SpanKind::Hashtag), value: Some(text.into()), ..Mark::default() },
    }
}

fn link<'a>(range: Option<(usize, usize)>, short: &'a str, shown: &'a str) -> Entity<'a> {
    Entity {
        range,
        words: Some(Words { sign: None, text: short }),
        mark: Mark { kind: Some(SpanKind::Link), shown: Some(shown.into()), ..Mark::default() },
    }
}

/// The text, the words of each span, and how many findings there were.
fn read(text: &str, unit: Unit, entities: Vec<Entity<'_>>) -> (String, Vec<String>, usize) {
    let mut findings = Vec::new();
    let placed = place(text, unit, entities, &mut findings);
    let (text, spans) = finish(text, 0..text.len(), placed, true);
    let characters: Vec<char> = text.chars().collect();
    let words = spans.iter().map(|span| characters[span.start..span.end].iter().collect()).collect();
    (text, words, findings.len())
}

#[test]
fn each_unit_finds_the_same_words() {
    let text = "🌉🌉 ünd #pier";
    for (unit, start) in [(Unit::CodePoints, 7), (Unit::Utf16, 9), (Unit::Bytes, 14)] {
        let (_, words, findings) = read(text, unit, vec![tag(start, start + 5, "pier")]);
        assert_eq!((words, findings), (vec!["#pier".to_owned()], 0), "{unit:?}");
    }
}

#[test]
fn slices_are_taken_before_references_are_decoded() {
    let text = "a &amp; b &lt; #pier &amp;lt;";
    let (text, words, findings) = read(text, Unit::CodePoints, vec![tag(15, 20, "pier")]);
    assert_eq!((text.as_str(), words, findings), ("a & b < #pier &lt;", vec!["#pier".to_owned()], 0));
}

#[test]
fn wrong_offsets_are_searched_near_by_and_said() {
    let text = "#pier and #piers and #Pier";
    let (_, words, findings) = read(text, Unit::CodePoints, vec![tag(20, 25, "pier")]);
    assert_eq!((words, findings), (vec!["#Pier".to_owned()], 1));
    let (_, words, findings) = read(text, Unit::CodePoints, vec![tag(900, 905, "pier"), tag(3, 2, "boat")]);
    assert_eq!((words, findings), (vec!["#Pier".to_owned()], 2));
    let far = format!("{}#pier", " ".repeat(3000));
    let (_, words, findings) = read(&far, Unit::CodePoints, vec![tag(0, 5, "pier")]);
    assert_eq!((words.len(), findings), (0, 1));
}

#[test]
fn capitals_and_full_width_signs_fit() {
    let (_, words, findings) = read("＃PIER", Unit::CodePoints, vec![tag(0, 5, "pier")]);
    assert_eq!((words, findings), (vec!["＃PIER".to_owned()], 0));
}

#[test]
fn overlaps_are_dropped_and_doubles_ignored() {
    let entities = vec![tag(0, 5, "pier"), tag(0, 5, "pier"), tag(0, 3, "pi")];
    let (_, words, findings) = read("#pier", Unit::CodePoints, entities);
    assert_eq!((words, findings), (vec!["#pier".to_owned()], 1));
}

#[test]
fn replaced_links_move_what_follows() {
    let text = "🌉 https://t.co/a &amp; #pier https://t.co/b";
    let entities = vec![
        tag(23, 28, "pier"),
        link(Some((2, 16)), "https://t.co/a", "example.org/é"),
        link(None, "https://t.co/b", "example.org"),
    ];
    let (text, words, findings) = read(text, Unit::CodePoints, entities);
    assert_eq!(text, "🌉 example.org/é & #pier example.org");
    assert_eq!((words, findings), (vec!["example.org/é".into(), "#pier".into(), "example.org".to_owned()], 0));
}

#[test]
fn places_inside_a_character_are_no_places() {
    let any = |start, end| Entity {
        range: Some((start, end)),
        words: None,
        mark: Mark { kind: Some(SpanKind::Link), ..Mark::default() },
    };
    for (unit, entity) in [
        (Unit::Bytes, any(0, 2)),
        (Unit::Bytes, any(4, 99)),
        (Unit::Utf16, any(1, 3)),
        (Unit::CodePoints, any(2, 1)),
        (Unit::CodePoints, any(usize::MAX, usize::MAX)),
    ] {
        let (text, words, findings) = read("🌉ab", unit, vec![entity]);
        assert_eq!((text.as_str(), words.len(), findings), ("🌉ab", 0, 1), "{unit:?}");
    }
    assert_eq!(read("🌉ab", Unit::Bytes, vec![any(0, 4)]).1, ["🌉"]);
}

#[test]
fn a_tag_is_not_found_in_a_character_reference() {
    let (text, words, _) = read("it&#x27;s", Unit::CodePoints, vec![tag(3, 7, "x27")]);
    assert_eq!((text.as_str(), words.len()), ("it's", 0));
}

#[test]
fn styles_move_with_the_words_and_may_cross_entities() {
    let text = "a &amp; bold https://t.co/a end";
    let mut findings = Vec::new();
    let placed = place(text, Unit::CodePoints, vec![link(None, "https://t.co/a", "example.org")], &mut findings);
    let ruler = Ruler::new(text, Unit::CodePoints);
    let style = |start, end, kind| (ruler.byte(start).expect("a place")..ruler.byte(end).expect("a place"), kind);
    let styles = [style(8, 12, SpanKind::Bold), style(9, 20, SpanKind::Italic), style(20, 31, SpanKind::Bold)];
    let (out, spans) = finish_styled(text, 0..text.len(), placed, &styles, true);
    let characters: Vec<char> = out.chars().collect();
    let words: Vec<String> = spans.iter().map(|span| characters[span.start..span.end].iter().collect()).collect();
    assert_eq!(out, "a & bold example.org end");
    assert_eq!(words, ["bold", "old example.org", "example.org", "example.org end"]);
}

#[test]
fn many_hostile_entities_are_read_quickly() {
    let text = "#a ".repeat(30_000);
    let entities = (0..5000).map(|at| tag(at * 7, at * 7 + 3, "b")).collect();
    let (_, words, findings) = read(&text, Unit::CodePoints, entities);
    assert_eq!((words.len(), findings), (0, 5000));
    let backwards = (0..30_000).rev().map(|at| tag(at * 3, at * 3 + 2, "a")).collect();
    let (_, words, findings) = read(&text, Unit::CodePoints, backwards);
    assert_eq!((words.len(), findings), (30_000, 0));
}
