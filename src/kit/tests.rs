//! Kits of generated records: every file within its network's limits, every text there.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::varied::{pictures, varied};
use super::{KitOptions, Network, kit};
use crate::{EmbedOptions, ErrorKind, Options, Overflow, Record, Renderer};

fn options(networks: &[Network]) -> KitOptions {
    KitOptions {
        card: Options { overflow: Overflow::Shorten, ..Options::default() },
        page: EmbedOptions::default(),
        networks: networks.to_vec(),
        base_url: Some("https://news.example/kit/".to_owned()),
    }
}

/// Checks every file of a kit against the limits; how many pictures were made smaller by other means than the preferred ones.
fn check(record: &Record, pictures: &BTreeMap<String, Vec<u8>>, networks: &[Network], renderer: &Renderer) -> usize {
    let kit = kit(renderer, record, pictures, &options(networks)).expect("a kit");
    assert!(kit.errors.is_empty(), "{:?}", kit.errors);
    let mut made = 0;
    for picture in &kit.pictures {
        let receipt = picture.receipt.as_ref().expect("a receipt");
        let file = kit.files.iter().find(|file| Some(&file.name) == receipt.card.file.as_ref()).expect("a file");
        let network: Network = picture.network.parse().expect("a network");
        let target = network.targets().iter().find(|target| target.purpose == picture.purpose).expect("a target");
        assert!(file.bytes.len() as u64 <= target.max_bytes, "{}: {} bytes", file.name, file.bytes.len());
        assert_eq!((receipt.card.width, receipt.card.height), (target.size.width, target.size.height));
        let size = image::ImageReader::new(std::io::Cursor::new(&file.bytes))
            .with_guessed_format()
            .expect("a picture")
            .into_dimensions();
        assert_eq!(size.expect("dimensions"), (target.size.width, target.size.height), "{}", file.name);
        assert!(picture.max_alt.is_none_or(|most| picture.alt.encode_utf16().count() <= most), "{}", picture.alt);
        assert!(!picture.alt.is_empty());
        made += receipt
            .findings
            .iter()
            .filter(|finding| matches!(finding.code.as_str(), "format-chosen" | "fitted-to-max-bytes"))
            .count();
    }
    let names: Vec<&str> = kit.files.iter().map(|file| file.name.as_str()).collect();
    assert!(
        names.ends_with(&["embed.html", "meta.html", "oembed.json", "quote.jsonld", "alt.txt", "kit.json"]),
        "{names:?}"
    );
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), names.len());
    let listed: Value = serde_json::from_slice(&kit.files.last().expect("kit.json").bytes).expect("JSON");
    assert_eq!(listed["files"].as_array().map(Vec::len), Some(names.len() - 1));
    let meta = kit.files.iter().find(|file| file.name == "meta.html").expect("meta.html");
    assert!(
        String::from_utf8_lossy(&meta.bytes).contains("content=\"https://news.example/kit/"),
        "the picture has its address"
    );
    made
}

#[test]
fn every_file_is_within_the_limits_of_its_network() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let all: Vec<Network> = Network::NAMED.iter().map(|(_, network)| *network).collect();
    let pictures = pictures();
    let mut made = 0;
    for index in [0, 3, 9, 17] {
        let record = Record::from_json(varied(index).as_bytes()).expect("a record");
        made += check(&record, &pictures, &all, &renderer);
    }
    assert!(made > 0, "photos need other means than PNG");
}

#[test]
fn a_private_post_has_no_kit() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let record = Record::from_json(br#"{ "kind": "post", "text": "Low", "visibility": "private" }"#).expect("a record");
    let refused = kit(&renderer, &record, &(), &options(&[Network::Web])).expect_err("private");
    assert_eq!(refused.kind(), ErrorKind::Refused);
}

#[test]
fn a_size_that_does_not_hold_the_text_is_an_error_of_its_own() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let text = "Every harbour keeps a drawer of letters that were never sent. ".repeat(14);
    let record = json!({ "kind": "quote", "text": text, "author": { "name": "Mina Ostrow" } }).to_string();
    let record = Record::from_json(record.as_bytes()).expect("a record");
    let mut options = options(&[Network::Web, Network::Instagram]);
    options.card.overflow = Overflow::Error;
    options.card.template = Some("quote".to_owned());
    let kit = kit(&renderer, &record, &(), &options).expect("a kit");
    let failed: Vec<_> = kit.pictures.iter().filter(|picture| picture.error.is_some()).collect();
    assert!(matches!(failed[..], [only] if only.network == "web"), "{} failed", failed.len());
    assert!(kit.pictures.iter().all(|picture| picture.error.is_some() != picture.receipt.is_some()));
    assert!(matches!(&kit.errors[..], [only] if only.kind() == ErrorKind::TextOverflow));
}

#[test]
fn a_long_text_has_all_its_cards_in_a_post_and_the_first_in_a_preview() {
    let renderer = Renderer::builder().build().expect("a renderer");
    let text = "The ferry left late, and nobody on the pier had a watch. ".repeat(30);
    let json = json!({ "kind": "quote", "text": text, "author": { "name": "Mina Ostrow" } });
    let record = Record::from_json(json.to_string().as_bytes()).expect("a record");
    let mut options = options(&[Network::Web, Network::Instagram]);
    options.card.overflow = Overflow::Pages;
    let kit = kit(&renderer, &record, &(), &options).expect("a kit");
    let of = |purpose: &str| kit.pictures.iter().filter(|picture| picture.purpose == purpose).collect::<Vec<_>>();
    assert_eq!(of("preview").len(), 1);
    let posts = of("post");
    assert!(posts.len() > 1, "{}", posts.len());
    for (index, picture) in posts.iter().enumerate() {
        let card = &picture.receipt.as_ref().expect("a receipt").card;
        assert!(
            card.file.as_deref().is_some_and(|file| file.ends_with(&format!("-{}.jpg", index + 1))),
            "{:?}",
            card.file
        );
        assert!(picture.alt.contains(&format!("({}/{})", index + 1, posts.len())), "{}", picture.alt);
    }
}
