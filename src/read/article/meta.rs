//! What an article says of itself: headline, publisher, address, date, author, language.
//!
//! From JSON-LD, `<meta>` and the elements that pages use for them, in this order.

use serde_json::Value;

use super::block::fold;
use super::day;
use super::reference::decode_all;
use super::tree::{Element, Event, Tree};

/// What an article says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meta {
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) url: Option<String>,
    /// An instant, a day, a month or a year, as records have it.
    pub(super) date: Option<String>,
    /// Who wrote the article.
    pub(super) author: Option<String>,
    /// Primary language tag.
    pub(super) lang: Option<String>,
}

/// Reads what a page says of itself.
pub(super) fn meta(tree: &Tree, source: &[char]) -> Meta {
    let found = linked_data(tree, source);
    let name = |names: &[&str]| names.iter().find_map(|name| named(tree, name));
    Meta {
        title: found
            .title
            .or_else(|| name(&["og:title", "twitter:title"]))
            .or_else(|| text_of(tree, source, |element| element.name == "h1"))
            .or_else(|| text_of(tree, source, |element| element.name == "title")),
        publisher: found.publisher.or_else(|| name(&["og:site_name", "application-name", "publisher"])),
        url: found
            .url
            .or_else(|| link(tree))
            .or_else(|| name(&["og:url"]))
            .filter(|url| url.starts_with("http://") || url.starts_with("https://")),
        date: found.date.or_else(|| date(tree, source)),
        author: found.author.or_else(|| author(tree, source)),
        lang: language(tree),
    }
}

fn content(element: &Element) -> Option<String> {
    element.attribute("content").map(fold).filter(|content| !content.is_empty())
}

/// The content of the first `<meta>` of a name.
fn named(tree: &Tree, name: &str) -> Option<String> {
    let fits = |element: &&Element| {
        element.name == "meta"
            && ["property", "name", "itemprop"]
                .iter()
                .any(|key| element.attribute(key).is_some_and(|value| value.eq_ignore_ascii_case(name)))
    };
    tree.elements.iter().filter(fits).find_map(content)
}

fn link(tree: &Tree) -> Option<String> {
    let canonical = |element: &&Element| element.name == "link" && element.attribute("rel") == Some("canonical");
    tree.elements.iter().find(canonical)?.attribute("href").map(str::to_owned)
}

fn language(tree: &Tree) -> Option<String> {
    let tag = tree.elements.iter().find(|element| element.name == "html")?;
    let tag = tag.attribute("lang").or_else(|| tag.attribute("xml:lang"))?;
    let tag = tag.trim().replace('_', "-");
    let primary = tag.split('-').next().unwrap_or_default();
    let fits = (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_alphabetic());
    fits.then(|| primary.to_ascii_lowercase())
}

/// The text of the first element that fits and is not blank.
fn text_of(tree: &Tree, source: &[char], fits: impl Fn(&Element) -> bool) -> Option<String> {
    let candidates = tree.elements.iter().enumerate().filter(|(_, element)| fits(element)).take(8);
    candidates.map(|(index, _)| text(tree, source, index)).find(|text| !text.is_empty())
}

fn text(tree: &Tree, source: &[char], element: usize) -> String {
    let mut out = String::new();
    let mut inside = false;
    for event in &tree.events {
        match *event {
            Event::Enter(index) if index == element => inside = true,
            Event::Leave(index) if index == element => break,
            Event::Text(index) if inside => {
                if let Some(text) = tree.texts.get(index) {
                    out.push_str(&decode_all(source.get(text.start..text.end).unwrap_or_default()));
                }
            }
            _ => {}
        }
    }
    fold(&out)
}

fn date(tree: &Tree, source: &[char]) -> Option<String> {
    const NAMES: [&str; 9] = [
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "pubdate",
        "publishdate",
        "sailthru.date",
        "parsely-pub-date",
    ];
    let times = tree.elements.iter().filter(|element| element.name == "time");
    let times = times.filter_map(|element| element.attribute("datetime")).take(4).filter_map(day::spelled);
    NAMES
        .iter()
        .filter_map(|name| named(tree, name))
        .find_map(|text| day::spelled(&text))
        .or_else(|| times.into_iter().next())
        .or_else(|| day::spelled(&text_of(tree, source, |element| element.name == "time")?))
        .or_else(|| {
            let dated = |element: &Element| {
                element
                    .words()
                    .iter()
                    .any(|word| matches!(word.as_str(), "date" | "dateline" | "timestamp" | "published"))
            };
            day::found(&text_of(tree, source, dated)?)
        })
}

/// The author: a name without "By", when it looks like one.
fn author(tree: &Tree, source: &[char]) -> Option<String> {
    let by = |element: &Element| {
        element.attribute("rel") == Some("author")
            || element.attribute("itemprop") == Some("author")
            || element.words().iter().any(|word| matches!(word.as_str(), "byline" | "author"))
    };
    let text = named(tree, "author").or_else(|| text_of(tree, source, by))?;
    byline(&text)
}

/// The name of a byline: `By Mira Okafor, science editor` is `Mira Okafor`.
pub(super) fn byline(text: &str) -> Option<String> {
    let text = fold(text);
    let mut words = text.split(' ').peekable();
    words.next_if(|word| matches!(word.to_lowercase().as_str(), "by" | "von" | "par" | "por" | "words:"));
    let mut name = Vec::new();
    for word in words {
        let plain = word.trim_end_matches(',');
        let capital = plain.chars().next().is_some_and(char::is_uppercase);
        let particle = matches!(plain, "de" | "van" | "von" | "der" | "den" | "la" | "le" | "di" | "da" | "al" | "bin");
        if plain.starts_with("http") || !(capital || (particle && !name.is_empty())) {
            break;
        }
        name.push(plain);
        if plain != word {
            break;
        }
    }
    ((2..=5).contains(&name.len())).then(|| name.join(" "))
}

/// What JSON-LD says; the first article of it.
fn linked_data(tree: &Tree, source: &[char]) -> Meta {
    let scripts = tree.texts.iter().filter(|text| {
        let element = tree.elements.get(text.element);
        text.raw && element.is_some_and(|element| element.attribute("type") == Some("application/ld+json"))
    });
    for script in scripts.take(16) {
        let json: String = source.get(script.start..script.end).unwrap_or_default().iter().collect();
        let Ok(value) = serde_json::from_str::<Value>(json.trim()) else { continue };
        if let Some(article) = article_in(&value, 0) {
            return Meta {
                title: article.get("headline").or_else(|| article.get("name")).and_then(words),
                publisher: article.get("publisher").and_then(name_in),
                url: article.get("url").and_then(words).or_else(|| article.get("mainEntityOfPage").and_then(address)),
                date: article.get("datePublished").and_then(words).and_then(|date| day::spelled(&date)),
                author: article.get("author").and_then(name_in).and_then(|name| byline(&name)),
                lang: None,
            };
        }
    }
    Meta::default()
}

fn article_in(value: &Value, depth: usize) -> Option<&Value> {
    if depth > 4 {
        return None;
    }
    match value {
        Value::Array(items) => items.iter().take(64).find_map(|item| article_in(item, depth + 1)),
        Value::Object(map) => {
            let kind = map.get("@type").map(Value::to_string).unwrap_or_default();
            let is_article = ["Article", "Posting", "Report"].iter().any(|word| kind.contains(word));
            if is_article && (map.contains_key("headline") || map.contains_key("datePublished")) {
                return Some(value);
            }
            map.get("@graph").and_then(|graph| article_in(graph, depth + 1))
        }
        _ => None,
    }
}

fn words(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let decoded = fold(&decode_all(&text.chars().collect::<Vec<_>>()));
    (!decoded.is_empty()).then_some(decoded)
}

fn name_in(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => items.first().and_then(name_in),
        Value::Object(map) => map.get("name").and_then(words),
        other => words(other),
    }
}

fn address(value: &Value) -> Option<String> {
    words(value).or_else(|| value.get("@id").and_then(words))
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree;
    use super::*;

    fn read(html: &str) -> Meta {
        let source: Vec<char> = html.chars().collect();
        meta(&tree(&source), &source)
    }

    #[test]
    fn linked_data_comes_first() {
        let found = read(
            "<html lang=en-GB><head><title>x</title><meta property=og:title content=y><script type=\"application/ld+json\">\
             {\"@graph\": [{\"@type\": \"WebPage\"}, {\"@type\": [\"NewsArticle\"], \"headline\": \"Late &amp; lost\",\
             \"datePublished\": \"2024-05-03T07:00:00+02:00\", \"author\": [{\"name\": \"Ida Brandt\"}],\
             \"publisher\": {\"name\": \"The Quay\"}, \"mainEntityOfPage\": {\"@id\": \"https://quay.example/late\"}}]}</script>",
        );
        assert_eq!(
            found,
            Meta {
                title: Some("Late & lost".to_owned()),
                publisher: Some("The Quay".to_owned()),
                url: Some("https://quay.example/late".to_owned()),
                date: Some("2024-05-03T07:00:00+02:00".to_owned()),
                author: Some("Ida Brandt".to_owned()),
                lang: Some("en".to_owned()),
            }
        );
    }

    #[test]
    fn elements_are_asked_when_there_is_no_data() {
        let found = read(
            "<html><head><title>Quay | Late</title><link rel=canonical href=https://quay.example/2></head><body><h1>Late</h1>\
             <p class=byline>By Ida Brandt, harbour reporter</p><time>3 May 2024</time><p>Text",
        );
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        assert_eq!(
            [text(&found.title), text(&found.url), text(&found.date), text(&found.author)],
            ["Late", "https://quay.example/2", "2024-05-03", "Ida Brandt"]
        );
    }

    #[test]
    fn a_byline_is_a_name_or_nothing() {
        assert_eq!(byline("By  Ida van der Berg"), Some("Ida van der Berg".to_owned()));
        assert_eq!(byline("Ida Brandt, Reporter"), Some("Ida Brandt".to_owned()));
        assert_eq!(byline("Published yesterday"), None);
        assert_eq!(byline("https://quay.example/ida"), None);
    }
}
