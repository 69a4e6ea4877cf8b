//! Runs the conformance suite of twitter-text, when the folder with it is given by `PULLQUOTE_DATA`.
//!
//! Committed are the numbers of cases alone. Highlighting of hits is no matter of ours and not run.

use std::ops::Range;
use std::path::Path;

use saphyr::{LoadableYamlNode, Yaml};

use super::weight::{LIGHT, Scale};
use super::*;
use crate::text::entity::disjoint;
use crate::text::entity::url::Rules;

/// Groups of each file and how many cases they have; every one of them must hold.
const EXPECTED: &[(&str, &str, usize)] = &[
    ("autolink", "usernames", 11),
    ("autolink", "lists", 8),
    ("autolink", "hashtags", 42),
    ("autolink", "urls", 46),
    ("autolink", "cashtags", 2),
    ("autolink", "all", 6),
    ("autolink", "json", 3),
    ("extract", "mentions", 14),
    ("extract", "mentions_with_indices", 2),
    ("extract", "mentions_or_lists_with_indices", 3),
    ("extract", "replies", 7),
    ("extract", "urls", 55),
    ("extract", "urls_with_indices", 6),
    ("extract", "urls_with_directional_markers", 1),
    ("extract", "tco_urls_with_params", 3),
    ("extract", "hashtags", 39),
    ("extract", "hashtags_from_astral", 2),
    ("extract", "hashtags_with_indices", 5),
    ("extract", "cashtags", 5),
    ("extract", "cashtags_with_indices", 1),
    ("tlds", "country", 189),
    ("tlds", "generic", 755),
    ("validate", "tweets", 5),
    ("validate", "usernames", 2),
    ("validate", "lists", 3),
    ("validate", "hashtags", 4),
    ("validate", "urls", 15),
    ("validate", "urls_without_protocol", 3),
    ("validate", "WeightedTweetsCounterTest", 12),
    ("validate", "WeightedTweetsWithDiscountedEmojiCounterTest", 13),
    ("validate", "UnicodeDirectionalMarkerCounterTest", 1),
];

/// The rules until 2017: every character weighs 1.
const FIRST: Scale = Scale { longest: 140, link: 23, heavy: 1, light: &[], emoji_as_one: false };

/// The rules of 2017: an emoji weighs as the characters it consists of.
const SECOND: Scale = Scale { longest: 280, link: 23, heavy: 2, light: LIGHT, emoji_as_one: false };

#[test]
fn the_conformance_suite_holds() {
    let Some(folder) = std::env::var_os("PULLQUOTE_DATA") else {
        eprintln!("0 cases tried: PULLQUOTE_DATA is not set");
        return;
    };
    let folder = Path::new(&folder).join("twitter-text");
    let (mut seen, mut failures) = (Vec::new(), Vec::new());
    for file in ["autolink", "extract", "tlds", "validate"] {
        let yaml = std::fs::read_to_string(folder.join(file).with_extension("yml")).expect("a readable file");
        let documents = Yaml::load_from_str(&yaml).expect("good YAML");
        let groups = documents[0]["tests"].as_mapping().expect("a map of groups");
        for (group, cases) in groups {
            let (group, cases) = (group.as_str().expect("a name"), cases.as_sequence().expect("a list of cases"));
            let wrong = (1..).zip(cases).filter(|(_, case)| !holds(file, group, case)).map(|(number, _)| number);
            let wrong: Vec<usize> = wrong.collect();
            eprintln!("{file:9} {group:45} {:4} cases, failing: {wrong:?}", cases.len());
            failures.extend(wrong.iter().map(|number| format!("{file} {group} {number}")));
            seen.push((file.to_owned(), group.to_owned(), cases.len()));
        }
    }
    assert!(failures.is_empty(), "failing cases: {failures:#?}");
    let expected: Vec<_> =
        EXPECTED.iter().map(|(file, group, cases)| ((*file).to_owned(), (*group).to_owned(), *cases)).collect();
    assert_eq!(seen, expected, "the suite has other cases than those that were committed");
}

fn holds(file: &str, group: &str, case: &Yaml) -> bool {
    let text = case["text"].as_str().expect("a text");
    match (file, group) {
        ("validate", _) => validates(group, text, &case["expected"]),
        ("autolink", "json") => {
            entities(text).iter().map(|span| (span.kind, span.start, span.end)).eq(listed(&case["json"]))
        }
        ("autolink", _) => autolinks(group, text, case["expected"].as_str().expect("a text")),
        ("extract", "replies") => reply_to(text).as_deref() == case["expected"].as_str(),
        ("tlds", _) => extracts("urls", text, &case["expected"]),
        _ => extracts(group, text, &case["expected"]),
    }
}

/// What is found of the kind that a group is named after: each with the text of its parts.
fn found(group: &str, text: &str) -> Vec<(Range<usize>, Vec<String>)> {
    let characters: Vec<char> = text.chars().collect();
    let part = |range: Range<usize>| characters[range].iter().collect::<String>();
    if group.starts_with("mentions") {
        let parts =
            |found: &mention::Mention| vec![part(found.start + 1..found.name_end), part(found.name_end..found.end)];
        return mention::mentions(&characters).iter().map(|found| (found.start..found.end, parts(found))).collect();
    }
    if group.starts_with("cashtags") {
        let found = tag::cashtags(&characters).into_iter();
        return found.map(|range| (range.clone(), vec![part(range.start + 1..range.end)])).collect();
    }
    let links = urls(&characters, &X).into_iter().map(|range| (range, SpanKind::Link));
    let tags = tag::hashtags(&characters).into_iter().map(|range| (range, SpanKind::Hashtag));
    let wanted = if group.starts_with("hashtags") { SpanKind::Hashtag } else { SpanKind::Link };
    let all = disjoint(links.chain(tags).collect()).into_iter().filter(|(_, kind)| *kind == wanted);
    all.map(|(range, kind)| {
        (range.clone(), vec![part(range.start + usize::from(kind == SpanKind::Hashtag)..range.end)])
    })
    .collect()
}

fn extracts(group: &str, text: &str, expected: &Yaml) -> bool {
    let expected = expected.as_sequence().expect("a list");
    let found = found(group, text);
    let same = |(range, parts): &(Range<usize>, Vec<String>), wanted: &Yaml| {
        if let Some(wanted) = wanted.as_str() {
            return parts[0] == wanted;
        }
        let indices: Vec<i64> =
            wanted["indices"].as_sequence().expect("a list").iter().filter_map(Yaml::as_integer).collect();
        let names = ["screen_name", "url", "hashtag", "cashtag"];
        let name = names.iter().find_map(|name| wanted.as_mapping_get(name)).and_then(Yaml::as_str);
        let list = wanted.as_mapping_get("list_slug").and_then(Yaml::as_str);
        indices == [range.start as i64, range.end as i64]
            && name == Some(&parts[0])
            && list.is_none_or(|list| list == parts[1])
    };
    found.len() == expected.len() && found.iter().zip(expected).all(|(found, wanted)| same(found, wanted))
}

fn validates(group: &str, text: &str, expected: &Yaml) -> bool {
    let scale = match group {
        "usernames" => return expected.as_bool() == Some(is_username(text)),
        "lists" => return expected.as_bool() == Some(is_list(text)),
        "hashtags" => return expected.as_bool() == Some(is_hashtag(text)),
        "urls" => return expected.as_bool() == Some(is_url(text, true)),
        "urls_without_protocol" => return expected.as_bool() == Some(is_url(text, false)),
        "tweets" => return expected.as_bool() == Some(FIRST.weigh(text).valid),
        "WeightedTweetsCounterTest" => SECOND,
        _ => weight::SCALE,
    };
    let weight = scale.weigh(text);
    // Their ranges count UTF-16 units and include the last one.
    let last = |characters: usize| text.chars().take(characters).map(char::len_utf16).sum::<usize>().saturating_sub(1);
    let number = |name: &str| expected[name].as_integer().and_then(|number| usize::try_from(number).ok());
    expected["valid"].as_bool() == Some(weight.valid)
        && number("weightedLength") == Some(weight.length)
        && number("permillage") == Some(weight.permille)
        && number("displayRangeStart") == Some(0)
        && number("displayRangeEnd") == Some(last(usize::MAX))
        && number("validRangeStart") == Some(0)
        && number("validRangeEnd") == Some(last(weight.fits))
}

/// The links that a text gets, told from its HTML, are the entities of the kind that the group is about.
fn autolinks(group: &str, text: &str, html: &str) -> bool {
    let (plain, expected) = anchors(html);
    let characters: Vec<char> = text.chars().collect();
    let links = urls(&characters, &Rules { bare: false, ..X }).into_iter().map(|range| (range, SpanKind::Link));
    let mentions = mention::mentions(&characters).into_iter().map(|found| (found.start..found.end, SpanKind::Mention));
    let hashtags = tag::hashtags(&characters).into_iter().map(|range| (range, SpanKind::Hashtag));
    let cashtags = tag::cashtags(&characters).into_iter().map(|range| (range, SpanKind::Cashtag));
    let wanted = match group {
        "usernames" | "lists" => Some(SpanKind::Mention),
        "hashtags" => Some(SpanKind::Hashtag),
        "cashtags" => Some(SpanKind::Cashtag),
        "urls" => Some(SpanKind::Link),
        _ => None,
    };
    let all = disjoint(links.chain(mentions).chain(hashtags).chain(cashtags).collect()).into_iter();
    let found: Vec<_> = all
        .filter(|(_, kind)| wanted.is_none_or(|wanted| *kind == wanted))
        .map(|(range, kind)| (kind, range.start, range.end))
        .collect();
    plain == text && found == expected
}

/// The text of an HTML with anchors, and where they stand in it; the sign of a mention stands before its anchor.
fn anchors(html: &str) -> (String, Vec<(SpanKind, usize, usize)>) {
    let (mut plain, mut found, mut rest) = (String::new(), Vec::new(), html);
    while let Some((before, after)) = rest.split_once("<a ") {
        let (attributes, after) = after.split_once('>').expect("a whole tag");
        let (content, after) = after.split_once("</a>").expect("an end tag");
        plain.push_str(before);
        let start = plain.chars().count();
        plain.push_str(content);
        let kinds = [
            ("username", SpanKind::Mention),
            ("list-slug", SpanKind::Mention),
            ("hashtag", SpanKind::Hashtag),
            ("cashtag", SpanKind::Cashtag),
        ];
        let class = |name: &str| attributes.contains(&format!("class=\"tweet-url {name}"));
        let kind = kinds.iter().find(|(name, _)| class(name)).map_or(SpanKind::Link, |(_, kind)| *kind);
        let start = start - usize::from(kind == SpanKind::Mention);
        found.push((kind, start, plain.chars().count()));
        rest = after;
    }
    plain.push_str(rest);
    (plain, found)
}

/// Entities that a case lists itself.
fn listed(json: &Yaml) -> Vec<(SpanKind, usize, usize)> {
    let json: serde_json::Value = serde_json::from_str(json.as_str().expect("a text")).expect("good JSON");
    let kinds = [("urls", SpanKind::Link), ("hashtags", SpanKind::Hashtag), ("user_mentions", SpanKind::Mention)];
    let mut found: Vec<_> = kinds
        .iter()
        .flat_map(|(name, kind)| {
            json[name].as_array().into_iter().flatten().map(move |entity| (*kind, &entity["indices"]))
        })
        .map(|(kind, indices)| {
            (kind, indices[0].as_u64().unwrap_or(0) as usize, indices[1].as_u64().unwrap_or(0) as usize)
        })
        .collect();
    found.sort_by_key(|(_, start, _)| *start);
    found
}
