//! What holds for batches and single cards in every store.

use std::fs;

use super::{Bucket, lines, picture, records};
use crate::support::{QUOTE, folder, png_size};

/// Everything that holds in every store, pictures and a bucket that is not there included.
pub fn all(bucket: &dyn Bucket) {
    a_batch_is_uploaded_and_goes_on(bucket);
    leftovers_and_rivals(bucket);
    single_cards_and_kits(bucket);
    picture::pictures_below_their_prefix(bucket);
    let folder = folder();
    fs::write(folder.path().join("in.jsonl"), records(0..1)).unwrap();
    let none = bucket.address("").replace("//cards/", "//none");
    let run = bucket.run(folder.path(), &["batch", "in.jsonl", "--out", &format!("{none}/a")]).expect(2);
    assert!(run.stderr.contains(&format!("the bucket `{none}` does not exist")), "{}", run.stderr);
}

/// First run, second run, what has changed, what is gone, bad records, the manifest.
pub fn a_batch_is_uploaded_and_goes_on(bucket: &dyn Bucket) {
    let folder = folder();
    fs::write(folder.path().join("in.jsonl"), records(0..4)).unwrap();
    let out = bucket.address("spring number/cards");
    let arguments =
        ["batch", "in.jsonl", "--out", &out, "--size", "og,square", "--format", "png,webp", "--effort", "fast"];
    let first = bucket.run(folder.path(), &arguments).expect(0);
    assert!(first.stderr.contains("16 written"), "{}", first.stderr);
    let prefix = "spring number/cards/";
    let cards = bucket.cards(prefix);
    assert_eq!(cards.len(), 17, "{:?}", cards.keys());
    assert_eq!(png_size(&cards["q0-square.png"]), (1080, 1080));
    assert!(bucket.state(prefix).is_empty(), "{:?}", bucket.state(prefix));
    for (name, kind) in
        [("q1-og.png", "image/png"), ("q1-og.webp", "image/webp"), ("manifest.jsonl", "application/jsonl")]
    {
        assert_eq!(bucket.get(&format!("{prefix}{name}")).expect("an object").1, kind);
    }
    let names: Vec<_> =
        lines(&cards["manifest.jsonl"]).iter().map(|line| line["card"]["file"].as_str().unwrap().to_owned()).collect();
    let ends = ["og.png", "og.webp", "square.png", "square.webp"];
    let expected: Vec<String> = (0..4).flat_map(|number| ends.map(|end| format!("q{number}-{end}"))).collect();
    assert_eq!(names, expected);

    let second = bucket.run(folder.path(), &arguments).expect(0);
    assert!(second.stderr.contains("0 written, 16 unchanged"), "{}", second.stderr);
    assert!(bucket.cards(prefix) == cards);

    bucket.remove("spring number/cards/q0-og.png");
    bucket.put("spring number/cards/q1-og.png", b"shorter");
    let third = bucket.run(folder.path(), &arguments).expect(0);
    assert!(third.stderr.contains("2 written, 14 unchanged"), "{}", third.stderr);
    assert!(bucket.cards(prefix) == cards);

    let forced = bucket.run(folder.path(), &[&arguments[..], &["--force"]].concat()).expect(0);
    assert!(forced.stderr.contains("16 written, 0 unchanged"), "{}", forced.stderr);
    assert!(bucket.cards(prefix) == cards);

    let input = format!("{}{{ \"kind\": \"quote\", \"text\": 5 }}\n{}", records(3..4), records(1..2));
    fs::write(folder.path().join("in.jsonl"), input).unwrap();
    let bad = bucket.run(folder.path(), &arguments).expect(1);
    assert!(
        bad.stderr.contains("record 2") && bad.stderr.contains("0 written, 8 unchanged, 4 with an error"),
        "{}",
        bad.stderr
    );
    let lines = lines(&bucket.get("spring number/cards/manifest.jsonl").expect("a manifest").0);
    assert_eq!(lines.len(), 12, "cards that are not in the input have no line");
    assert_eq!((&lines[0]["record"]["id"], &lines[4]["record"]["number"]), (&"q3".into(), &2.into()));
    assert_eq!(bucket.cards(prefix).len(), 17, "cards are never removed");
}

/// What a kill in the last moments leaves, a foreign manifest, and a second run beside a first.
pub fn leftovers_and_rivals(bucket: &dyn Bucket) {
    let folder = folder();
    fs::write(folder.path().join("in.jsonl"), records(0..3)).unwrap();
    let out = bucket.address("late");
    let arguments = ["batch", "in.jsonl", "--out", &out, "-f", "svg"];
    bucket.run(folder.path(), &arguments).expect(0);
    let cards = bucket.cards("late/");
    let manifest = cards["manifest.jsonl"].clone();
    let text = String::from_utf8(manifest.clone()).unwrap();
    let (first, rest) = text.split_at(text.find('\n').unwrap() + 1);

    // The manifest is written, its parts are not removed yet.
    bucket.put("late/.pullquote-batch/part-000000000002.jsonl", rest.as_bytes());
    let run = bucket.run(folder.path(), &arguments).expect(0);
    assert!(run.stderr.contains("0 written, 3 unchanged"), "{}", run.stderr);
    assert!(bucket.cards("late/") == cards && bucket.state("late/").is_empty(), "{:?}", bucket.state("late/"));

    // The manifest is not written yet; the card of the last part is up and has no line.
    bucket.remove("late/manifest.jsonl");
    bucket.put("late/.pullquote-batch/part-000000000007.jsonl", first.as_bytes());
    let run = bucket.run(folder.path(), &arguments).expect(0);
    assert!(run.stderr.contains("2 written, 1 unchanged"), "{}", run.stderr);
    assert!(bucket.cards("late/") == cards && bucket.state("late/").is_empty(), "{:?}", bucket.state("late/"));

    // A process that is gone: its cards are compared before they are kept. Another of the same length stands in for one of them.
    let lease = lease(|process| process["number"] = 4_000_000_000_u32.into());
    let whole = cards["q1.svg"].clone();
    let other: Vec<u8> = whole.iter().map(|byte| if *byte == b'1' { b'2' } else { *byte }).collect();
    bucket.put("late/q1.svg", &other);
    let run = bucket.run(folder.path(), &arguments).expect(0);
    assert!(run.stderr.contains("0 written, 3 unchanged"), "length and name are enough otherwise: {}", run.stderr);
    bucket.put("late/.pullquote-batch/lock.json", lease.as_bytes());
    let run = bucket.run(folder.path(), &arguments).expect(0);
    assert!(run.stderr.contains("1 written, 2 unchanged"), "{}", run.stderr);
    assert!(bucket.cards("late/") == cards && bucket.state("late/").is_empty(), "{:?}", bucket.state("late/"));

    bucket.put("late/manifest.jsonl", b"name,words\n");
    let run = bucket.run(folder.path(), &arguments).expect(2);
    assert!(run.stderr.contains("is not the manifest of a batch"), "{}", run.stderr);
    assert_eq!(bucket.get("late/manifest.jsonl").expect("still there").0, b"name,words\n");
    bucket.put("late/manifest.jsonl", &manifest);

    // One that lives elsewhere and gives signs of life.
    bucket
        .put("late/.pullquote-batch/lock.json", self::lease(|process| process["boot"] = "elsewhere".into()).as_bytes());
    let mut rival = bucket.command(folder.path());
    let mut rival = rival.args(arguments).stderr(std::process::Stdio::piped()).spawn().expect("a run");
    for beat in 0.. {
        if rival.try_wait().expect("a child").is_some() {
            break;
        }
        let other = self::lease(|process| process["boot"] = format!("elsewhere {beat}").into());
        bucket.put("late/.pullquote-batch/lock.json", other.as_bytes());
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let ended = rival.wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains(&format!("another batch writes to `{out}`")), "{said}");
    bucket.remove("late/.pullquote-batch/lock.json");
}

/// A lease of a process of this machine, changed.
pub fn lease(change: impl Fn(&mut serde_json::Value)) -> String {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let world = fs::read_link("/proc/self/ns/pid").map(|path| path.display().to_string()).unwrap_or_default();
    let mut process = serde_json::json!({ "boot": boot.trim(), "world": world, "number": 1, "began": "1" });
    change(&mut process);
    serde_json::json!({ "process": process, "beat": 0 }).to_string()
}

/// `render`, `quote` and `kit` put whole objects, and receipts too.
pub fn single_cards_and_kits(bucket: &dyn Bucket) {
    let folder = folder();
    fs::write(folder.path().join("one.json"), QUOTE).unwrap();
    let (card, receipt) = (bucket.address("one/card.png"), bucket.address("one/card.json"));
    bucket.run(folder.path(), &["render", "one.json", "-o", &card, "--receipt", &receipt]).expect(0);
    let (bytes, kind) = bucket.get("one/card.png").expect("a card");
    assert_eq!((png_size(&bytes), kind.as_str()), ((1200, 630), "image/png"));
    let (text, kind) = bucket.get("one/card.json").expect("a receipt");
    let receipt: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!((receipt["card"]["file"].as_str(), kind.as_str()), (Some("card.png"), "application/json"));
    let card = bucket.address("two.svg");
    bucket.run(folder.path(), &["quote", "Small things.", "--by", "Mina Ostrow", "-o", &card]).expect(0);
    assert_eq!(bucket.get("two.svg").expect("a card").1, "image/svg+xml");
    let long = QUOTE.replace("done well.", &"done well, and one after another. ".repeat(40));
    fs::write(folder.path().join("long.json"), long).unwrap();
    let series = bucket.address("series/card.svg");
    bucket.run(folder.path(), &["render", "long.json", "--overflow", "pages", "-o", &series]).expect(0);
    assert!(bucket.keys("series/").len() > 1, "{:?}", bucket.keys("series/"));
    bucket.run(folder.path(), &["kit", "one.json", "--out", &bucket.address("kit"), "--for", "web"]).expect(0);
    let kit = bucket.cards("kit/");
    assert!(
        kit.keys().any(|name| name.ends_with(".html")) && kit.keys().any(|name| name.ends_with(".png")),
        "{:?}",
        kit.keys()
    );
}
