//! Series of invented words on pages of so many lines: nothing is lost, nothing is divided that belongs together, and pages are alike.

use serde_json::json;

use super::divide::Division;
use super::*;

/// Lines of at most so many characters.
fn lines(text: &str, measure: usize) -> usize {
    let line = |line: &str| {
        let (mut lines, mut used) = (1, 0);
        for word in line.split(' ') {
            let length = word.chars().count();
            if used > 0 && used + 1 + length > measure {
                (lines, used) = (lines + 1, 0);
            }
            used += length + usize::from(used > 0);
        }
        lines
    };
    text.split('\n').map(line).sum()
}

fn texts(record: &Record) -> Vec<&str> {
    match record {
        Record::Quote(quote) => {
            std::iter::once(quote.text.as_str()).chain(quote.voices.iter().map(|voice| voice.text.as_str())).collect()
        }
        Record::Post(post) => {
            std::iter::once(post.text.as_str()).chain(post.thread.iter().map(|post| post.text.as_str())).collect()
        }
    }
}

/// Divides a record over pages that have room for `room` lines of 40 characters at 30 px; larger type has less. The first page has one line less.
fn divided(record: &Record, following: usize, room: usize) -> Option<(Division, Vec<(Record, Page)>)> {
    let places = Places { following, original: true };
    let matter = Matter::new(record, places);
    let mut fit = |record: &Record, page: &Page, size: f32| {
        let size = size.clamp(30.0, 60.0);
        let needed: usize = texts(record).iter().map(|text| lines(text, (40.0 * 30.0 / size) as usize)).sum();
        let room = ((room - usize::from(page.is_first())) as f32 * 30.0 / size).floor();
        let share = (room / needed as f32).min(1.0);
        Ok(Trial { fits: needed as f32 <= room, share, lines: needed, sizes: 30.0..60.0 })
    };
    let counted = count(&matter, &mut fit).expect("no error");
    let division = divide(&matter, &mut fit).expect("no error").ok();
    match counted {
        Count::Exactly(count) => assert_eq!(Some(count), division.as_ref().map(|division| division.pages.len())),
        Count::Impossible => assert_eq!(division, None),
        Count::Several => {}
    }
    let division = division?;
    let count = division.pages.len();
    let pages = division.pages.iter().enumerate().map(|(at, range)| matter.page(range, at + 1, count)).collect();
    Some((division, pages))
}

fn quote(text: &str, spans: serde_json::Value) -> Record {
    let json =
        json!({ "kind": "quote", "text": text, "spans": spans, "author": { "name": "Mina Ostrow" }, "lang": "en" });
    Record::from_json(json.to_string().as_bytes()).expect("a record")
}

/// Sentences of growing length, in paragraphs.
fn story(sentences: usize) -> String {
    let words = ["the", "old", "ferry", "left", "late", "and", "nobody", "on", "the", "pier", "had", "a", "watch"];
    let sentence = |at: usize| {
        let words: Vec<&str> = (0..5 + at * 7 % 11).map(|word| words[(at + word) % words.len()]).collect();
        let mut sentence = words.join(" ") + ".";
        sentence.replace_range(..1, &sentence[..1].to_uppercase());
        sentence
    };
    let sentences: Vec<String> = (0..sentences).map(sentence).collect();
    sentences.chunks(4).map(|paragraph| paragraph.join(" ")).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn pages_put_together_are_the_text() {
    for (text, room) in [
        (story(30), 8),
        (story(90), 6),
        ("one two three four five six seven ".repeat(40), 7),
        (" \n a. B. \n\n".repeat(60), 9),
    ] {
        let record = quote(&text, json!([]));
        let (division, pages) = divided(&record, 0, room).expect("a series");
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        for (range, (part, page)) in division.pages.iter().zip(&pages) {
            assert!(chars[at..range.start].iter().all(|c| c.is_whitespace()), "page {}", page.number);
            assert_eq!(part.text(), chars[range.clone()].iter().collect::<String>());
            at = range.end;
        }
        assert!(chars[at..].iter().all(|c| c.is_whitespace()));
        assert_eq!((pages[0].1.number, pages[0].1.count), (1, pages.len()));
    }
}

#[test]
fn pages_end_at_sentences_and_are_about_as_full() {
    for sentences in [20, 33, 47, 80] {
        let record = quote(&story(sentences), json!([]));
        let (division, pages) = divided(&record, 0, 9).expect("a series");
        let lengths: Vec<usize> = pages.iter().map(|(part, _)| part.text().len()).collect();
        assert!(pages.iter().all(|(part, _)| part.text().ends_with('.')), "{lengths:?}");
        let mean = lengths.iter().sum::<usize>() / lengths.len();
        assert!(lengths.iter().all(|length| *length * 2 > mean), "{lengths:?}");
        assert!(division.size >= 30.0 && division.size < 60.0, "{}", division.size);
    }
}

#[test]
fn no_line_of_a_paragraph_stands_alone() {
    let shed = "We had no roof over the shed, and the snow came in sideways. People brought doors, a sail, an old billboard. \
                Nobody asked who would pay. By spring the roof had eleven colours, and under it we built the ferry.";
    let names = "A town is not its houses; a town is the list of those who come when the roof is gone. We wrote that list \
                 down, and it hangs in the shed. Some of them have died since. Some have moved away. None is crossed out.";
    let forms = "So when the office sends its forms and wants to know what the shed is worth, I write the number of names. \
                 They have sent the form back three times now, and three times I have filled it in the same way.";
    let text = [shed, names, forms].join("\n\n");
    for room in 7..=10 {
        let (division, pages) = divided(&quote(&text, json!([])), 0, room).expect("a series");
        let parts: Vec<&str> = pages.iter().map(|(part, _)| part.text()).collect();
        let measure = (40.0 * 30.0 / division.size) as usize;
        let ends = parts.iter().flat_map(|part| [part.split("\n\n").next(), part.rsplit("\n\n").next()]);
        assert!(ends.flatten().all(|end| lines(end, measure) > 1), "{room} lines: {parts:#?}");
    }
}

#[test]
fn a_sentence_longer_than_a_page_is_divided_at_commas_and_a_clause_at_words() {
    let clauses = "where the boats were drawn up on the shingle below the church, ".repeat(12);
    let (_, pages) = divided(&quote(clauses.trim(), json!([])), 0, 5).expect("a series");
    assert!(pages.iter().all(|(part, _)| part.text().ends_with(',')), "{pages:?}");
    let words = "boats and nets and salt and ".repeat(30);
    let (_, pages) = divided(&quote(words.trim(), json!([])), 0, 5).expect("a series");
    assert!(pages.iter().all(|(part, _)| part.text().ends_with(['s', 't', 'd'])), "{pages:?}");
    assert!(divided(&quote(&"x".repeat(3000), json!([])), 0, 5).is_none(), "a word that no page holds");
    assert!(divided(&quote(&"One more line. ".repeat(4000), json!([])), 0, 3).is_none(), "more pages than may be");
}

#[test]
fn spans_go_with_their_words_and_links_stay_whole() {
    let text = story(24);
    let at = text.chars().count() / 2;
    let spans =
        json!([{ "start": at - 60, "end": at + 60, "kind": "highlight" }, { "start": 0, "end": 3, "kind": "bold" }]);
    let (_, pages) = divided(&quote(&text, spans), 0, 6).expect("a series");
    let marked: Vec<String> = pages
        .iter()
        .filter_map(|(part, _)| {
            let Record::Quote(quote) = part else { return None };
            let span = quote.spans.as_ref()?.iter().find(|span| span.kind == SpanKind::Highlight)?;
            Some(quote.text.chars().skip(span.start).take(span.end - span.start).collect())
        })
        .collect();
    assert_eq!(marked, [text.chars().skip(at - 60).take(120).collect::<String>()], "one page has it whole");
}

#[test]
fn a_thread_is_divided_between_its_posts() {
    let post = |number: usize| {
        json!({ "kind": "post", "text": format!("Post {number}. {}", story(1 + number % 4)), "id": number.to_string(),
            "created_at": format!("2026-04-{number:02}") })
    };
    let thread: Vec<_> = (2..=12).map(post).collect();
    let json = json!({ "kind": "post", "text": "Post 1. We begin.", "author": { "handle": "mina" }, "metrics": { "likes": 3 },
        "created_at": "2026-03-14", "id": "1", "thread": thread });
    let record = Record::from_json(json.to_string().as_bytes()).expect("a record");
    let (_, pages) = divided(&record, 4, 14).expect("a series");
    let numbers = pages
        .iter()
        .flat_map(|(part, _)| texts(part))
        .map(|text| text.split('.').next().unwrap_or_default().to_owned());
    assert_eq!(numbers.collect::<Vec<_>>(), (1..=12).map(|number| format!("Post {number}")).collect::<Vec<_>>());
    let mut before = 0;
    for (part, page) in &pages {
        assert_eq!(page.skipped, before);
        before += texts(part).len();
        assert!(texts(part).len() <= 5);
        let Record::Post(post) = part else { panic!("a post") };
        assert_eq!(post.author.as_ref().and_then(|author| author.handle.as_deref()), Some("mina"));
        let (id, day) = (page.skipped + 1, format!("2026-04-{:02}", page.skipped + 1));
        let day = if page.is_first() { "2026-03-14" } else { &day };
        assert_eq!((post.id.as_deref(), post.created_at.as_deref()), (Some(id.to_string().as_str()), Some(day)));
        assert_eq!(post.metrics.is_some(), page.is_first());
    }
    let matter = Matter::new(&record, Places { following: 4, original: false });
    let second = pages[1].1;
    assert_eq!(matter.path("/text", &second), format!("/thread/{}/text", second.skipped - 1));
    assert_eq!(matter.path("/thread/0/media/1", &second), format!("/thread/{}/media/1", second.skipped));
    assert_eq!(matter.path("/author/name", &second), "/author/name");
}

#[test]
fn what_belongs_to_a_post_is_on_its_first_or_its_last_card() {
    let json = json!({ "kind": "post", "platform": "x", "text": format!("{} @noa https://example.com/a", story(30)), "author": { "handle": "mina" },
        "media": [{ "kind": "photo", "src": "a.jpg" }], "poll": { "options": [{ "label": "Yes" }, { "label": "No" }] },
        "reply_to": { "handle": "lin" }, "metrics": { "likes": 3 }, "content_warning": "Water" });
    let record = Record::from_json(json.to_string().as_bytes()).expect("a record");
    let (_, pages) = divided(&record, 0, 8).expect("a series");
    for (part, page) in &pages {
        let Record::Post(post) = part else { panic!("a post") };
        assert_eq!((post.media.len(), post.reply_to.is_some()), if page.is_first() { (1, true) } else { (0, false) });
        assert_eq!((post.poll.is_some(), post.metrics.is_some()), (page.is_last(), page.is_last()));
        assert!(post.content_warning.is_some(), "a warning stands before the words of every card");
    }
    let Some((Record::Post(last), _)) = pages.last() else { panic!("a post") };
    let kinds: Vec<_> = last.spans.iter().flatten().map(|span| span.kind).collect();
    assert_eq!(kinds, [SpanKind::Mention, SpanKind::Link], "found in the whole text");
}

#[test]
fn original_and_translation_go_page_by_page() {
    let (german, english) =
        ("Wir warteten lange. Es regnete. ".repeat(30), "We waited for a long time. It rained. ".repeat(30));
    let json = json!({ "kind": "quote", "text": english.trim(), "lang": "en", "author": { "name": "Jana Holm" },
        "original": { "text": german.trim(), "lang": "de" } });
    let record = Record::from_json(json.to_string().as_bytes()).expect("a record");
    let (_, pages) = divided(&record, 0, 8).expect("a series");
    let mut whole = Vec::new();
    for (part, _) in &pages {
        let Record::Quote(quote) = part else { panic!("a quotation") };
        let original = quote.original.as_ref().expect("an original");
        assert_eq!(original.text.matches('.').count(), quote.text.matches('.').count(), "the same sentences");
        whole.push(original.text.clone());
    }
    assert_eq!(whole.join(" "), german.trim());
}

/// Paragraphs of so many sentences, each with a number of its own.
fn numbered(paragraphs: &[usize], words: &str) -> String {
    let sentence = |at: usize, number: usize| format!("Part {at}x{number} {words}.");
    let paragraph = |(at, count): (usize, &usize)| (0..*count).map(|number| sentence(at, number)).collect::<Vec<_>>();
    paragraphs.iter().enumerate().map(|all| paragraph(all).join(" ")).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn an_original_of_any_shape_goes_on_from_card_to_card() {
    let shapes: [(&[usize], &[usize]); 7] = [
        (&[14, 9, 9, 14], &[1, 18, 2, 1]),
        (&[10, 5, 4, 14], &[18, 4, 18, 2]),
        (&[4, 14, 5, 9], &[2, 2, 1, 4]),
        (&[40], &[9, 9, 9, 9]),
        (&[5, 5, 5, 5, 5, 5], &[30]),
        (&[30], &[12]),
        (&[9, 10, 14], &[9, 10, 14]),
    ];
    for (ours, theirs) in shapes {
        let translation = numbered(ours, "was long enough to fill a line or two of the card");
        let original = numbered(theirs, "suffit pour une ligne");
        let json = json!({ "kind": "quote", "text": translation, "lang": "en", "author": { "name": "Jana Holm" },
            "original": { "text": original, "lang": "fr" } });
        let record = Record::from_json(json.to_string().as_bytes()).expect("a record");
        for room in [7, 11] {
            let (_, pages) = divided(&record, 0, room).expect("a series");
            let mut joined = String::new();
            for (part, page) in &pages {
                let Record::Quote(quote) = part else { panic!("a quotation") };
                let piece = quote.original.as_ref().map_or("", |original| original.text.as_str());
                assert!(
                    !piece.is_empty(),
                    "{ours:?} {theirs:?}: card {} of {} has no original",
                    page.number,
                    page.count
                );
                joined += piece;
            }
            let plain = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(plain(&joined), plain(&original), "{ours:?} {theirs:?}");
        }
    }
}

#[test]
fn a_voice_stands_under_nothing_of_the_main_quotation() {
    let voice = |number: usize| json!({ "text": story(3), "author": { "name": format!("Voice {number}") } });
    let json = json!({ "kind": "quote", "text": story(6), "author": { "name": "Mina Ostrow" }, "kicker": "Ferries",
        "source": { "work": "The Tidewater Review" }, "translator": "Noa Lind", "question": "And then?",
        "voices": (0..5).map(voice).collect::<Vec<_>>() });
    let record = Record::from_json(json.to_string().as_bytes()).expect("a record");
    let (_, pages) = divided(&record, 3, 9).expect("a series");
    assert!(pages.iter().any(|(_, page)| page.skipped > 0));
    for (part, page) in &pages {
        let Record::Quote(quote) = part else { panic!("a quotation") };
        assert_eq!(quote.source.is_some() && quote.translator.is_some(), page.skipped == 0, "card {}", page.number);
        assert_eq!(quote.author.name == "Mina Ostrow", page.skipped == 0);
        assert_eq!((quote.question.is_some(), quote.kicker.is_some()), (page.is_first(), true));
    }
}

#[test]
fn each_card_is_set_as_the_whole_text() {
    let arabic = "تأخرت العبارة. NASA قالت ذلك. ".repeat(40);
    let (_, pages) = divided(&quote(arabic.trim(), json!([])), 0, 6).expect("a series");
    let latin = |part: &Record| part.text().starts_with("NASA");
    assert!(pages.iter().any(|(part, _)| latin(part)), "a card that begins with a Latin word");
    assert!(pages.iter().all(|(_, page)| page.setting.rtl));
}

#[test]
fn what_cannot_fit_is_found_by_few_layouts() {
    let token = format!("{} {}", story(400), "x".repeat(9000));
    let words = "boats and nets and salt and ".repeat(1400);
    for (text, possible) in [(token, false), (words, true), (story(500), true)] {
        let record = quote(text.trim(), json!([]));
        let matter = Matter::new(&record, Places { following: 0, original: false });
        let layouts = std::cell::Cell::new(0);
        let mut fit = |record: &Record, _: &Page, _: f32| {
            layouts.set(layouts.get() + 1);
            let needed: usize = texts(record).iter().map(|text| text.chars().count().div_ceil(40)).sum();
            Ok(Trial { fits: needed <= 12, share: (12.0 / needed as f32).min(1.0), lines: needed, sizes: 30.0..60.0 })
        };
        let counted = count(&matter, &mut fit).expect("no error");
        assert_eq!(counted, if possible { Count::Several } else { Count::Impossible });
        assert!(layouts.get() <= 3, "{} layouts for a hint", layouts.get());
        let division = divide(&matter, &mut fit).expect("no error");
        assert!(division.is_ok() == possible || matches!(division, Err(Obstacle::Count)), "{division:?}");
        assert!(layouts.get() < 3000, "{} layouts", layouts.get());
    }
}
