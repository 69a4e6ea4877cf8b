//! Reading: one item of each format, and a record of our own.

use divan::{Bencher, counter::BytesCount};
use pullquote::Record;
use pullquote::read::{ReadOptions, account, read};

use crate::sample::file;

const FILES: [&str; 11] = [
    "saved/x-v2.json",
    "saved/x-syndication.json",
    "saved/tweets.js",
    "saved/mastodon.json",
    "saved/bluesky.json",
    "saved/embed.html",
    "article.txt",
    "quotes.csv",
    "quotes.txt",
    "post.json",
    "quote.json",
];

/// What `pullquote read` does with a file.
#[divan::bench(args = FILES)]
fn read_file(bencher: Bencher<'_, '_>, name: &str) {
    let bytes = file(&format!("examples/{name}"));
    let owner = account(&file("examples/saved/account.js"), None).expect("the account of an archive");
    let options = ReadOptions {
        file: Some(name.to_owned()),
        account: Some(owner),
        default_author: Some("Mina Ostrow".to_owned()),
        ..ReadOptions::default()
    };
    let work = || read(&bytes[..], &options).filter(Result::is_ok).count();
    assert!(work() > 0, "{name} holds no record");
    bencher.counter(BytesCount::of_slice(&bytes)).bench_local(work);
}

/// One record of our own from its JSON.
#[divan::bench(args = ["post.json", "quote.json"])]
fn parse_record(bencher: Bencher<'_, '_>, name: &str) {
    let bytes = file(&format!("examples/{name}"));
    bencher.counter(BytesCount::of_slice(&bytes)).bench_local(|| Record::from_json(&bytes).expect("a record"));
}
