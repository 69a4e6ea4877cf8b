//! Whole runs in a temporary folder, with invented records.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

use super::*;
use crate::{Effort, Error, ErrorKind, Format, Renderer};

/// Records whose words have their numbers; a `None` cannot be read.
fn records(words: &[Option<&str>]) -> Vec<Result<Record>> {
    let record = |words: &Option<&str>| match words {
        Some(words) => {
            let json = format!(
                r#"{{ "kind": "quote", "id": "{words}", "text": "{words}", "author": {{ "name": "Mina Ostrow" }} }}"#
            );
            Record::from_json(json.as_bytes())
        }
        None => Err(Error::new(ErrorKind::Syntax, "no record")),
    };
    words.iter().map(record).collect()
}

fn plan(folder: &Path, sizes: &[Size]) -> Plan {
    let renderer = Renderer::builder().build().expect("a renderer");
    let encodings =
        [Format::Png, Format::Svg].map(|format| Encoding { format, effort: Effort::Fast, ..Encoding::default() });
    let kinds: Vec<Kind> = sizes.iter().map(|size| Kind { size: *size, encodings: encodings.to_vec() }).collect();
    Plan {
        destination: Arc::new(Disk(folder.to_path_buf())),
        names: Names::new(None, &kinds).expect("names"),
        kinds,
        options: Options::default(),
        base: Base::new("", &[]),
        draw: Box::new(move |record, assets, options| renderer.pages(record, assets, options)),
        jobs: 3,
        force: false,
        stop: Arc::default(),
    }
}

fn source(items: Vec<Result<Record>>) -> Source {
    Box::new(move |each| {
        for (index, found) in items.into_iter().enumerate() {
            let item = Item { found, file: "list".into(), number: index + 1, assets: Arc::new(()) };
            if each(item).is_break() {
                break;
            }
        }
        Ok(())
    })
}

/// Runs a plan; gives how many cards were written, kept, and failed.
fn counts(plan: Plan, items: Vec<Result<Record>>) -> (usize, usize, usize) {
    let mut counts = (0, 0, 0);
    let ending = run(plan, source(items), &mut |event| match event {
        Event::Written(..) => counts.0 += 1,
        Event::Kept(_) => counts.1 += 1,
        Event::Failed(_) => counts.2 += 1,
        Event::Idle | Event::Waiting(_) => {}
    });
    assert_eq!(ending.expect("a run"), Ending::Complete);
    counts
}

fn lines(folder: &Path) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(folder.join("manifest.jsonl")).expect("a manifest");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_manifest_has_a_line_for_each_card_in_input_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let items = || records(&[Some("c"), None, Some("a"), Some("b")]);
    assert_eq!(counts(plan(folder.path(), &[Size::OG, Size::SQUARE]), items()), (12, 0, 4));
    let lines = lines(folder.path());
    let names: Vec<_> = lines.iter().filter_map(|line| line["card"]["file"].as_str()).collect();
    let expected = |id: &str| ["og.png", "og.svg", "square.png", "square.svg"].map(|end| format!("{id}-{end}"));
    assert_eq!(names, [expected("c"), expected("a"), expected("b")].concat());
    assert!(lines[4..8].iter().all(|line| line["error"]["code"] == "syntax"), "{:?}", lines[4]);
    for line in lines.iter().filter(|line| line["error"].is_null()) {
        let bytes = fs::read(folder.path().join(line["card"]["file"].as_str().expect("a name"))).expect("a card");
        assert_eq!(line["card"]["sha256"], crate::receipt::sha256(&bytes));
        let receipt: crate::Receipt = serde_json::from_value(line.clone()).expect("a receipt");
        assert!(receipt.card.fingerprint.is_some());
    }
    assert_eq!(files(folder.path()).len(), 13, "nothing else is left: {:?}", files(folder.path()));
}

#[test]
fn a_second_run_draws_what_has_changed_or_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let items = || records(&[Some("a"), Some("b"), Some("c")]);
    assert_eq!(counts(plan(folder.path(), &[Size::OG]), items()), (6, 0, 0));
    let before = fs::read(folder.path().join("manifest.jsonl")).expect("a manifest");
    assert_eq!(counts(plan(folder.path(), &[Size::OG]), items()), (0, 6, 0));
    assert_eq!(fs::read(folder.path().join("manifest.jsonl")).expect("a manifest"), before);

    fs::remove_file(folder.path().join("b.png")).expect("removed");
    fs::write(folder.path().join("c.svg"), "shorter").expect("changed");
    assert_eq!(counts(plan(folder.path(), &[Size::OG]), items()), (2, 4, 0));
    assert_eq!(fs::read(folder.path().join("manifest.jsonl")).expect("a manifest"), before);

    let dark = Plan {
        options: Options { theme: "dark".to_owned(), ..Options::default() },
        ..plan(folder.path(), &[Size::OG])
    };
    assert_eq!(counts(dark, items()), (6, 0, 0));
    let forced = Plan { force: true, ..plan(folder.path(), &[Size::OG]) };
    assert_eq!(counts(forced, items()), (6, 0, 0));
    assert_eq!(fs::read(folder.path().join("manifest.jsonl")).expect("a manifest"), before);

    assert_eq!(counts(plan(folder.path(), &[Size::OG]), records(&[Some("c"), Some("a")])), (0, 4, 0));
    let names: Vec<_> =
        lines(folder.path()).iter().map(|line| line["card"]["file"].as_str().map(str::to_owned)).collect();
    assert_eq!(names, ["c.png", "c.svg", "a.png", "a.svg"].map(|name| Some(name.to_owned())));
}

/// A plan whose long texts become series.
fn paged(folder: &Path) -> Plan {
    Plan { options: Options { overflow: crate::Overflow::Pages, ..Options::default() }, ..plan(folder, &[Size::OG]) }
}

fn long(id: &str, sentences: usize) -> Result<Record> {
    let text = "The ferry left late, and nobody on the pier had a watch. ".repeat(sentences);
    let json =
        format!(r#"{{ "kind": "quote", "id": "{id}", "text": "{text}", "author": {{ "name": "Mina Ostrow" }} }}"#);
    Record::from_json(json.as_bytes())
}

#[test]
fn a_series_has_a_file_and_a_line_for_each_card_and_is_kept_as_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let items = || vec![long("a", 1), long("b", 16), long("c", 1)];
    let (written, kept, failed) = counts(paged(folder.path()), items());
    assert!((kept, failed) == (0, 0) && written >= 8 && written.is_multiple_of(2), "{written}");
    let pages = (written - 4) / 2;
    let names: Vec<String> =
        lines(folder.path()).iter().filter_map(|line| line["card"]["file"].as_str().map(str::to_owned)).collect();
    let series = |format: &str| (1..=pages).map(|number| format!("b-{number}.{format}")).collect::<Vec<_>>();
    let ends = |id: &str| vec![format!("{id}.png"), format!("{id}.svg")];
    assert_eq!(names, [ends("a"), series("png"), series("svg"), ends("c")].concat());
    let before = fs::read(folder.path().join("manifest.jsonl")).expect("a manifest");
    let second = &lines(folder.path())[3];
    assert_eq!(second["card"]["page"], serde_json::json!({ "number": 2, "count": pages }));
    assert_eq!(counts(paged(folder.path()), items()), (0, 6, 0), "a series is kept as one");
    assert_eq!(fs::read(folder.path().join("manifest.jsonl")).expect("a manifest"), before);

    fs::remove_file(folder.path().join("b-2.png")).expect("removed");
    assert_eq!(counts(paged(folder.path()), items()), (pages, 5, 0), "one page gone: its series is drawn again");
    assert_eq!(fs::read(folder.path().join("manifest.jsonl")).expect("a manifest"), before);

    assert_eq!(counts(paged(folder.path()), vec![long("a", 1), long("b", 1), long("c", 1)]), (2, 4, 0), "shorter now");
    assert_eq!(lines(folder.path()).len(), 6);
}

#[test]
fn a_name_that_a_page_could_have_is_the_error_of_the_later_record() {
    for ids in [["x", "x-2"], ["x-2", "x"]] {
        let folder = tempfile::tempdir().expect("a folder");
        let items = || ids.iter().map(|id| long(id, 1)).collect::<Vec<_>>();
        assert_eq!(counts(paged(folder.path()), items()), (2, 0, 2), "{ids:?}");
        let message = lines(folder.path())[2]["error"]["message"].as_str().expect("an error").to_owned();
        assert!(message.contains("record 2") && message.contains("record 1"), "{message}");
        assert_eq!(counts(plan(folder.path(), &[Size::OG]), items()), (4, 0, 0), "without pages they are two names");
    }
}

#[test]
fn a_name_that_is_taken_is_the_error_of_the_later_record() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(counts(plan(folder.path(), &[Size::OG]), records(&[Some("x"), Some("y"), Some("X")])), (4, 0, 2));
    let lines = lines(folder.path());
    let message = lines[4]["error"]["message"].as_str().expect("an error");
    assert!(message.contains("record 3") && message.contains("record 1") && message.contains("X.png"), "{message}");
    assert_eq!(lines[4]["record"]["number"], 3);
}

#[test]
fn a_run_that_is_stopped_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let words: Vec<String> = (0..40).map(|number| format!("w{number}")).collect();
    let items = || records(&words.iter().map(|word| Some(word.as_str())).collect::<Vec<_>>());
    let stopped = plan(folder.path(), &[Size::OG]);
    let (stop, mut written) = (Arc::clone(&stopped.stop), 0);
    let ending = run(stopped, source(items()), &mut |event| {
        written += usize::from(matches!(event, Event::Written(..)));
        stop.store(written >= 5, Ordering::Relaxed);
    });
    assert_eq!(ending.expect("a run"), Ending::Stopped);
    assert!((5..80).contains(&written), "{written}");
    assert_eq!(lines(folder.path()).len(), written);
    assert_eq!(counts(plan(folder.path(), &[Size::OG]), items()), (80 - written, written, 0));
    let names: Vec<_> =
        lines(folder.path()).iter().map(|line| line["record"]["id"].as_str().map(str::to_owned)).collect();
    assert!(
        names.iter().zip(&words).enumerate().all(|(at, _)| names[at].as_deref() == Some(&*words[at / 2])),
        "{names:?}"
    );
}

#[test]
fn after_a_kill_cards_are_read_to_be_sure() {
    let folder = tempfile::tempdir().expect("a folder");
    let items = || records(&[Some("a"), Some("b")]);
    counts(plan(folder.path(), &[Size::OG]), items());
    let path = folder.path().join("a.svg");
    let whole = fs::read(&path).expect("a card");
    fs::write(&path, vec![b'x'; whole.len()]).expect("of the same length");
    assert_eq!(counts(plan(folder.path(), &[Size::OG]), items()), (0, 4, 0), "length and name are enough otherwise");
    fs::write(folder.path().join(".pullquote-batch.lock"), "").expect("as a killed run leaves it");
    assert_eq!(counts(plan(folder.path(), &[Size::OG]), items()), (1, 3, 0));
    assert_eq!(fs::read(&path).expect("a card"), whole);
}

#[test]
fn a_folder_that_goes_away_is_a_clear_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("cards");
    fs::create_dir(&path).expect("made");
    let words: Vec<String> = (0..200).map(|number| format!("w{number}")).collect();
    let items = records(&words.iter().map(|word| Some(word.as_str())).collect::<Vec<_>>());
    let error = run(plan(&path, &[Size::OG]), source(items), &mut |event| {
        if matches!(event, Event::Written(..)) {
            let _ = fs::remove_dir_all(&path);
        }
    });
    assert_eq!(error.expect_err("gone").kind(), ErrorKind::Io);
}

/// Pictures that are there, or a store that does not answer.
struct Stored(Option<&'static [u8]>);

impl Assets for Stored {
    fn fetch(&self, _address: &str) -> Result<crate::Bytes, crate::AssetFault> {
        self.0.map(crate::Bytes::from).ok_or_else(|| crate::AssetFault::Unavailable("time is up".to_owned()))
    }
}

#[test]
fn a_card_with_its_picture_stays_while_the_store_of_pictures_does_not_answer() {
    const FACE: &[u8] =
        br#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9H0z"/></svg>"#;
    let folder = tempfile::tempdir().expect("a folder");
    let once = |found: Option<&'static [u8]>| {
        let json = br#"{ "kind": "quote", "id": "a", "text": "Small things.", "author": { "name": "Mina Ostrow", "avatar": "face.svg" } }"#;
        let item = move || Item {
            found: Record::from_json(json),
            file: "list".into(),
            number: 1,
            assets: Arc::new(Stored(found)),
        };
        let source: Source = Box::new(move |each| {
            let _ = each(item());
            Ok(())
        });
        let mut told = Vec::new();
        run(plan(folder.path(), &[Size::OG]), source, &mut |event| match event {
            Event::Written(..) => told.push("written".to_owned()),
            Event::Kept(_) => told.push("kept".to_owned()),
            Event::Failed(error) => told.push(error.map(ToString::to_string).unwrap_or_default()),
            Event::Idle | Event::Waiting(_) => {}
        })
        .expect("a run");
        told
    };
    assert_eq!(once(Some(FACE)), ["written", "written"]);
    let drawn = fs::read(folder.path().join("a.png")).expect("a card");
    let told = once(None);
    assert!(told.iter().any(|error| error.contains("`face.svg` cannot be read now: time is up")), "{told:?}");
    assert!(told.len() == 2 && told.iter().all(|told| told != "written" && told != "kept"), "{told:?}");
    assert!(fs::read(folder.path().join("a.png")).expect("a card") == drawn);
    once(Some(FACE));
    assert!(fs::read(folder.path().join("a.png")).expect("a card") == drawn);
}
