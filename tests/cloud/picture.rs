//! Pictures of records in a store: below the prefix that the command names, and nowhere else.

use std::fs;

use super::s3::S3;
use super::{Bucket, lines};
use crate::support::{folder, project};

fn post(id: &str, avatar: &str) -> String {
    format!(
        "{{ \"kind\": \"post\", \"platform\": \"mastodon\", \"id\": \"{id}\", \"text\": \"The lanterns are lit.\", \
         \"author\": {{ \"name\": \"Mina Ostrow\", \"handle\": \"mina\", \"avatar\": \"{avatar}\" }} }}\n"
    )
}

/// Codes of the findings of each line of a manifest.
fn codes(bucket: &dyn Bucket, key: &str) -> Vec<Vec<String>> {
    let manifest = lines(&bucket.get(key).expect("a manifest").0);
    let of_line = |line: &serde_json::Value| {
        let findings = line["findings"].as_array().expect("findings").iter();
        let codes = findings.filter(|finding| finding["severity"] != "info");
        codes.map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
    };
    manifest.iter().map(of_line).collect()
}

/// Pictures are found, missing, changed and refused; asked of any store.
pub fn pictures_below_their_prefix(bucket: &dyn Bucket) {
    let folder = folder();
    let picture = fs::read(project("examples/pictures/ada.jpg")).unwrap();
    for key in ["pictures/of authors/ada.jpg", "secret/ada.jpg", "pictures2/ada.jpg"] {
        bucket.put(key, &picture);
    }
    bucket.put("pictures/broken.jpg", b"no picture");
    let web = "https://example.org/mina.jpg";
    bucket.put(&format!("pictures/{}", pullquote::asset_name(web)), &picture);
    let records: String = [
        ("relative", "of authors/ada.jpg".to_owned()),
        ("whole", bucket.address("pictures/of authors/ada.jpg")),
        ("web", web.to_owned()),
        ("absent", "absent.jpg".to_owned()),
        ("broken", "broken.jpg".to_owned()),
        ("beside", bucket.address("secret/ada.jpg")),
        ("longer", bucket.address("pictures2/ada.jpg")),
        ("above", "../secret/ada.jpg".to_owned()),
        ("hidden", bucket.address("pictures/%2e%2e/secret/ada.jpg")),
        ("dots", bucket.address("pictures/../secret/ada.jpg")),
        ("other", "s3://another-bucket/pictures/ada.jpg".to_owned()),
        ("file", "/etc/passwd".to_owned()),
    ]
    .iter()
    .map(|(id, avatar)| post(id, avatar))
    .collect();
    fs::write(folder.path().join("in.jsonl"), records).unwrap();
    let (out, assets) = (bucket.address("drawn"), bucket.address("pictures"));
    let arguments = ["batch", "in.jsonl", "-f", "svg", "--out", &out, "--assets", &assets];
    let first = bucket.run(folder.path(), &arguments).expect(0);
    assert!(first.stderr.contains("12 written"), "{}", first.stderr);
    let outside = "image-outside-assets";
    let expected = [
        "",
        "",
        "",
        "image-missing",
        "image-broken",
        outside,
        outside,
        outside,
        "image-missing",
        outside,
        outside,
        outside,
    ];
    let found = codes(bucket, "drawn/manifest.jsonl");
    let found: Vec<&str> = found.iter().map(|codes| codes.first().map_or("", String::as_str)).collect();
    assert_eq!(found, expected);
    let with = |name: &str| {
        let card = String::from_utf8(bucket.get(&format!("drawn/{name}.svg")).expect("a card").0).unwrap();
        card.contains("data:image/")
    };
    assert!(with("relative") && with("whole") && with("web") && !with("absent") && !with("beside"));

    let second = bucket.run(folder.path(), &arguments).expect(0);
    assert!(second.stderr.contains("0 written, 12 unchanged"), "{}", second.stderr);
    bucket.put("pictures/of authors/ada.jpg", &fs::read(project("examples/pictures/harbour.jpg")).unwrap());
    bucket.put("pictures/absent.jpg", &picture);
    let third = bucket.run(folder.path(), &arguments).expect(0);
    assert!(third.stderr.contains("3 written, 9 unchanged"), "what changed and what came: {}", third.stderr);

    // Without the option a record reads no bucket, whatever it says.
    fs::write(folder.path().join("one.json"), post("one", &bucket.address("secret/ada.jpg"))).unwrap();
    let run = bucket.run(folder.path(), &["render", "one.json", "-o", "card.svg", "--strict"]).expect(3);
    assert!(run.stderr.contains("is not below the assets") && run.stderr.contains("--assets"), "{}", run.stderr);
}

#[test]
fn pictures_in_s3_are_read_below_the_prefix_of_the_command_only() {
    let bucket = S3::start();
    pictures_below_their_prefix(&bucket);
    let folder = folder();
    let picture = fs::read(project("examples/pictures/ada.jpg")).unwrap();
    bucket.put("people/ada.jpg", &picture);
    bucket.put("people/huge.jpg", &vec![0; 33 << 20]);
    fs::write(folder.path().join("one.json"), post("one", "huge.jpg")).unwrap();
    let assets = bucket.address("people");
    let run = bucket.run(folder.path(), &["render", "one.json", "-o", "x.svg", "--assets", &assets]).expect(0);
    assert!(run.stderr.contains("expected at most 32 MiB"), "{}", run.stderr);
    let quote = ["quote", "Small things.", "--by", "Ada Lind", "--assets", &assets, "-o", "quote.svg", "--avatar"];
    let run = bucket.run(folder.path(), &[&quote[..], &["ada.jpg"]].concat()).expect(0);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    let whole = bucket.address("people/ada.jpg");
    bucket.run(folder.path(), &[&quote[..], &[whole.as_str()]].concat()).expect(0);
    let card = fs::read_to_string(folder.path().join("quote.svg")).unwrap();
    assert!(card.contains("data:image/"), "the portrait is on the card");
    let run = bucket.run(folder.path(), &[&quote[..], &["nobody.jpg"]].concat()).expect(0);
    assert!(run.stderr.contains("nobody.jpg"), "{}", run.stderr);
}
