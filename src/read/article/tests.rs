//! Whole articles from input to records, and every record held against its input.

use super::reference::decode_all;
use super::token::{Token, tokens};
use super::*;
use crate::record::Quote;

fn read_any(text: &str) -> Vec<Result<Record>> {
    let context = Context { file: Some("an article".to_owned()), ..Context::default() };
    if is_html(text) { read_html(text, &context) } else { read_plain(text, &context) }
}

fn quotes(text: &str) -> Vec<Quote> {
    let quotes = read_any(text).into_iter().filter_map(Result::ok);
    quotes.filter_map(|record| if let Record::Quote(quote) = record { Some(*quote) } else { None }).collect()
}

fn said(text: &str) -> Vec<(String, String)> {
    quotes(text).into_iter().map(|quote| (quote.author.name, quote.text)).collect()
}

fn pair(name: &str, words: &str) -> (String, String) {
    (name.to_owned(), words.to_owned())
}

/// A stretch of an input as a reader sees it: without tags where the input has any, references decoded.
fn seen(source: &[char], start: u64, end: u64, html: bool) -> String {
    let range = usize::try_from(start).expect("small")..usize::try_from(end).expect("small");
    let stretch = source.get(range).expect("a stretch of the input");
    if !html {
        return stretch.iter().collect();
    }
    let text = |token| match token {
        Token::Text { start, end } => decode_all(&stretch[start..end]),
        _ => String::new(),
    };
    tokens(stretch).into_iter().map(text).collect()
}

/// Holds every quotation against its input: each part as it stands there, the text from the parts under the three rules.
fn hold(name: &str, input: &str) -> usize {
    let source: Vec<char> = input.chars().collect();
    let html = is_html(input);
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = quotes(input);
    for quote in &found {
        let mut left = quote.text.as_str();
        for (index, part) in quote.parts.iter().enumerate() {
            let (start, end) = (part.start.expect("a start"), part.end.expect("an end"));
            assert_eq!(part.text, seen(&source, start, end, html), "{name}: {start} to {end}");
            let folded = fold(&part.text);
            let next = quote.parts.get(index + 1).map(|next| next.text.chars().find(|c| c.is_alphanumeric()));
            let capital = next.is_none_or(|first| first.is_some_and(char::is_uppercase));
            let ended = folded.strip_suffix(',').map(|bare| format!("{}.", bare.strip_suffix('.').unwrap_or(bare)));
            let after = match ended.as_ref().and_then(|ended| left.strip_prefix(ended.as_str())) {
                Some(after) if capital => after,
                _ => left
                    .strip_prefix(folded.as_str())
                    .unwrap_or_else(|| panic!("{name}: `{left}` does not begin with `{folded}`")),
            };
            left = after.strip_prefix(' ').unwrap_or(after);
        }
        assert_eq!(left, "", "{name}: words that stand in no part");
        let provenance = quote.provenance.as_ref().expect("a provenance");
        assert_eq!(provenance.start, quote.parts.first().and_then(|part| part.start), "{name}");
        assert!(provenance.confidence.is_some_and(|sure| (0.0..=1.0).contains(&sure)), "{name}");
        assert!(provenance.context.as_ref().is_some_and(|context| !context.is_empty()), "{name}");
        let joined = provenance.findings.iter().any(|finding| finding.code == "joined-parts");
        assert_eq!(joined, quote.parts.len() > 1, "{name}");
    }
    found.len()
}

#[test]
fn articles_of_strangers_are_quoted_verbatim() {
    let Some(data) = std::env::var_os("PULLQUOTE_DATA").map(std::path::PathBuf::from) else { return };
    let mut count = 0;
    for folder in ["articles", "articles-text"] {
        for entry in std::fs::read_dir(data.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let bytes = std::fs::read(&path).expect("a readable file");
            count += hold(&path.display().to_string(), &String::from_utf8_lossy(&bytes));
        }
    }
    assert!(count > 60, "{count}");
}

/// A quotation that an invented article holds.
#[derive(serde::Deserialize)]
struct Known {
    speaker: String,
    parts: Vec<crate::record::Part>,
}

/// How many quotations an article has, how many are found with exact boundaries, how many of those with the right speaker, and how
/// many others are given as sure.
fn figures(name: &str, input: &str, known: &[Known]) -> String {
    let mut found = quotes(input);
    let (mut exact, mut right) = (0, 0);
    for known in known {
        let Some(at) = found.iter().position(|quote| quote.parts == known.parts) else { continue };
        exact += 1;
        right += usize::from(found.remove(at).author.name == known.speaker);
    }
    let sure = |quote: &&Quote| quote.provenance.as_ref().and_then(|provenance| provenance.confidence) >= Some(0.5);
    format!("{name}\t{}\t{exact}\t{right}\t{}", known.len(), found.iter().filter(sure).count())
}

#[test]
fn known_quotations_are_found_with_their_speakers() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
    let entries = std::fs::read_dir(&folder).expect("the articles");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "html" || end == "txt"));
    paths.sort();
    let mut table = String::from("article\tquotations\tfound\tspeakers\tothers\n");
    for path in &paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let input = std::fs::read_to_string(path).expect("an article");
        let known = std::fs::read(path.with_extension("json")).expect("its quotations");
        let known: Vec<Known> = serde_json::from_slice(&known).expect("a list of quotations");
        hold(&name, &input);
        table.push_str(&figures(&name, &input, &known));
        table.push('\n');
    }
    let expectation = folder.join("figures.tsv");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&expectation, &table).expect("the figures can be written");
    }
    assert_eq!(table, std::fs::read_to_string(&expectation).expect("the figures"));
}

#[test]
fn each_construct_gives_its_speakers() {
    let table = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles/constructs.tsv");
    let table = std::fs::read_to_string(table).expect("the constructs");
    for row in table.lines().skip(1) {
        let (paragraph, speakers) = row.split_once('\t').expect("two columns");
        let text = format!(
            "The people of the town say that it is late and they are in a hurry.\n\n{}\n\nThe rest of the week was calm and dry for all of them.\n",
            paragraph.replace(" ¶ ", "\n\n")
        );
        hold(paragraph, &text);
        let mut found = quotes(&text);
        found.retain(|quote| quote.provenance.as_ref().and_then(|provenance| provenance.confidence) >= Some(0.5));
        let names: Vec<_> = found.iter().map(|quote| quote.author.name.as_str()).collect();
        assert_eq!(names.join("; "), speakers, "{paragraph}");
    }
}

const HTML_ARTICLE: &str = "<!DOCTYPE html><html lang='en'><head><meta property='og:title' content='Ferry late again'>\
    <meta property='og:site_name' content='The Quay'><meta property='article:published_time' content='2024-05-03T07:00:00Z'>\
    <link rel='canonical' href='https://quay.example/late'></head><body><article><h1>Ferry late &#8220;again&#8221;</h1>\
    <p>The ferry left late, said harbour master Ana Ortiz on Friday. &ldquo;We <em>know</em> the\n engine is old,&rdquo; she said, \
    &ldquo;and we are sorry.&rdquo;</p><p>Tom Lind, 43, a baker who had waited since six, was less kind: &quot;It&#39;s a joke.&quot;</p>\
    <p>&ldquo;We will write,&rdquo; wrote Ortiz for The Monthly on Tuesday.</p></article></body></html>";

#[test]
fn a_page_gives_its_quotations_with_speaker_source_and_places() {
    let found = quotes(HTML_ARTICLE);
    let all: Vec<_> = found.iter().map(|quote| (quote.author.name.as_str(), quote.text.as_str())).collect();
    assert_eq!(
        all,
        [
            ("Ana Ortiz", "We know the engine is old, and we are sorry."),
            ("Tom Lind", "It's a joke."),
            ("Ana Ortiz", "We will write."),
        ]
    );
    assert_eq!(found[0].parts[0].text, "We know the\n engine is old,");
    assert_eq!(found[0].author.role.as_deref(), Some("harbour master"));
    let source = found[0].source.clone().expect("a source");
    assert_eq!(
        [source.title, source.publisher, source.url, source.date].map(Option::unwrap_or_default),
        ["Ferry late again", "The Quay", "https://quay.example/late", "2024-05-03T07:00:00Z"]
    );
    let source = found[2].source.clone().expect("a source");
    assert_eq!(
        (source.publisher.as_deref(), source.date.as_deref(), source.url),
        (Some("The Monthly"), Some("2024-04-30"), None)
    );
    assert_eq!(found[2].provenance.as_ref().and_then(|provenance| provenance.publisher.as_deref()), Some("The Quay"));
    assert_eq!(found[0].lang.as_deref(), Some("en"));
    assert_eq!(hold("a page", HTML_ARTICLE), 3);
}

#[test]
fn a_quotation_over_paragraphs_is_one() {
    let text = "“We waited,” said Ana Ortiz, the harbour master. “Nobody came.\n\n“Then we left,” she added.\n\n“Good,” Lind said.";
    assert_eq!(said(text), [pair("Ana Ortiz", "We waited. Nobody came. Then we left."), pair("Lind", "Good.")]);
    hold("paragraphs", text);
}

#[test]
fn words_without_a_speaker_are_named_and_never_given_one() {
    let text = "The sign has hung there for a hundred years or more by now. “Nobody leaves this island hungry.” It is made of tin.";
    let found = read_any(text);
    let error = found.first().and_then(|found| found.as_ref().err()).expect("an error");
    assert_eq!((error.kind().code(), error.location().path.as_deref()), ("missing-field", Some("author")));
    assert!(error.message().contains("`Nobody leaves this island hungry.` at 61 to 94"), "{error}");
    let context = Context { default_author: Some("A tinsmith".to_owned()), ..Context::default() };
    let found = read_plain(text, &context);
    assert!(found.first().is_some_and(|found| found.as_ref().is_ok_and(|record| record.author_name() == "A tinsmith")));
}

#[test]
fn the_writer_and_words_of_the_headline_are_no_speakers() {
    let text = "Trent 3-2 Quay: Late Ruiz header stuns the leaders\n\nBy Nora Feld\n\nSubstitute Emil Ruiz headed a late winner for Trent. \
        “I just closed my eyes and jumped,” the teenager said.\n\n“I was scared the whole time,” the 14-year-old said.";
    let names: Vec<String> = said(text).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Emil Ruiz", "Emil Ruiz"]);
    let text = "Trent council votes on the new plan\n\nBy Nora Feld\n\n“I was there on the night of it,” she said to the people of the town.";
    assert!(said(text).is_empty());
}

#[test]
fn quotations_that_are_set_apart_are_read_with_their_credit() {
    let html = "<p>It was a long night on the quay, and many still remember it well.</p><blockquote><p>We held the rope \
        until the morning came.</p><footer>— <cite>Ana Ortiz</cite>, harbour master</footer></blockquote><p>And so it was.</p>";
    assert_eq!(said(html), [pair("Ana Ortiz", "We held the rope until the morning came.")]);
    hold("set apart", html);
}

#[test]
fn posts_in_articles_are_records_of_their_own() {
    let html = "<html><body><p>It was a long night on the quay, and many still remember it well.</p><blockquote class='twitter-tweet'>\
        <p lang='en'>The rope held. “Barely.”</p>&mdash; Ana Ortiz (@ana_o) \
        <a href='https://twitter.com/ana_o/status/1801234567890123456'>July 10, 2024</a></blockquote><p>And so it was.</p></body></html>";
    let plain = "It was a long night, as one of them wrote:\n\nThe rope held. “Barely.” pic.twitter.com/aB3xYz\n\n— Ana Ortiz (@ana_o) \
        July 10, 2024\n\nAnd so it was.";
    for text in [html, plain] {
        let found = read_any(text);
        let Some(Ok(Record::Post(post))) = found.first() else { panic!("{found:?}") };
        let author = post.author.as_ref().expect("an author");
        assert_eq!(
            (author.handle.as_deref(), post.text.as_str(), found.len()),
            (Some("ana_o"), "The rope held. “Barely.”", 1)
        );
        let provenance = post.provenance.as_ref().expect("a provenance");
        assert!(provenance.start < provenance.end && provenance.confidence >= Some(0.9));
    }
}

#[test]
fn hostile_articles_end() {
    for piece in [
        "“",
        "” ",
        "\"a",
        "<p>“",
        "<blockquote>",
        "<q>",
        "&ldquo;",
        "“A,” said B. ",
        "‘a’ b ",
        "— A (@a) May 3, 2024\n\n",
        "A said, \"b\" ",
    ] {
        read_any(&piece.repeat(20_000 / piece.len()));
    }
}
