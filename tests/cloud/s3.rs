//! S3 as moto speaks it.

use super::http::{elements, encoded, request};
use super::server::Server;
use super::{Bucket, clean, finish, records};
use crate::support::folder;

/// A server with one bucket.
pub struct S3 {
    server: Server,
}

/// moto looks whether there is a signature, and at nothing in it.
const SIGNATURE: &str =
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";

impl S3 {
    pub fn start() -> Self {
        Self::with(&[])
    }

    fn with(environment: &[(&str, &str)]) -> Self {
        let arguments = |port: u16| ["-H", "127.0.0.1", "-p", &port.to_string()].map(str::to_owned).to_vec();
        let install = "`pip install 'moto[s3,server]'`";
        let server = Server::start("moto_server", "PULLQUOTE_MOTO", install, environment, arguments);
        let bucket = Self { server };
        assert_eq!(bucket.ask("PUT", "/cards", b"").status, 200);
        bucket
    }

    fn ask(&self, method: &str, path: &str, body: &[u8]) -> super::http::Answer {
        let fields = [("Authorization", SIGNATURE), ("Content-Type", "application/octet-stream")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        request(self.server.port, method, path, &fields, body)
    }
}

impl Bucket for S3 {
    fn address(&self, key: &str) -> String {
        format!("s3://cards/{key}")
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.server.port)),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", "test".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "not-a-secret-1234".to_owned()),
        ]
    }

    fn get(&self, key: &str) -> Option<(Vec<u8>, String)> {
        let answer = self.ask("GET", &format!("/cards/{}", encoded(key)), b"");
        let kind = answer.headers.get("content-type").cloned().unwrap_or_default();
        (answer.status == 200).then_some((answer.body, kind))
    }

    fn put(&self, key: &str, bytes: &[u8]) {
        assert_eq!(self.ask("PUT", &format!("/cards/{}", encoded(key)), bytes).status, 200, "{key}");
    }

    fn remove(&self, key: &str) {
        assert_eq!(self.ask("DELETE", &format!("/cards/{}", encoded(key)), b"").status, 204, "{key}");
    }

    fn keys(&self, prefix: &str) -> Vec<String> {
        let (mut keys, mut token) = (Vec::new(), String::new());
        loop {
            let query = format!("/cards?list-type=2&prefix={}{token}", encoded(prefix));
            let answer = self.ask("GET", &query, b"");
            assert_eq!(answer.status, 200, "{answer:?}");
            let text = String::from_utf8(answer.body).expect("UTF-8");
            keys.extend(elements(&text, "<Key>", "</Key>").into_iter().map(str::to_owned));
            match elements(&text, "<NextContinuationToken>", "</NextContinuationToken>").first() {
                Some(next) => token = format!("&continuation-token={}", encoded(next)),
                None => break,
            }
        }
        keys.sort();
        keys
    }
}

#[test]
fn batches_in_s3() {
    let bucket = S3::start();
    super::run::a_batch_is_uploaded_and_goes_on(&bucket);
    super::run::leftovers_and_rivals(&bucket);
    super::run::single_cards_and_kits(&bucket);
}

#[test]
fn errors_name_the_object_and_what_to_do() {
    let bucket = S3::with(&[("INITIAL_NO_AUTH_ACTION_COUNT", "1")]);
    let folder = folder();
    std::fs::write(folder.path().join("in.jsonl"), records(0..2)).unwrap();
    let refused = bucket.run(folder.path(), &["batch", "in.jsonl", "-f", "svg", "--out", "s3://cards/a"]).expect(1);
    for said in ["s3://cards/a/.pullquote-batch/lock.json", "InvalidAccessKeyId", "AWS_ACCESS_KEY_ID"] {
        assert!(refused.stderr.contains(said), "{said} in\n{}", refused.stderr);
    }
    assert!(!refused.stderr.contains("not-a-secret"), "{}", refused.stderr);
    let pictures = ["render", "in.jsonl", "--pick", "1", "-o", "card.svg", "--assets", "s3://cards/pictures"];
    let refused = bucket.run(folder.path(), &pictures).expect(1);
    assert!(refused.stderr.contains("AWS_ACCESS_KEY_ID"), "{}", refused.stderr);
}

#[test]
fn a_missing_bucket_and_a_wrong_address_are_wrong_usage() {
    let bucket = S3::start();
    let folder = folder();
    std::fs::write(folder.path().join("in.jsonl"), records(0..2)).unwrap();
    for (arguments, said) in [
        (&["batch", "in.jsonl", "-f", "svg", "--out", "s3://none/a"][..], "the bucket `s3://none` does not exist"),
        (&["render", "in.jsonl", "--pick", "1", "-o", "s3://none/a.svg"], "the bucket `s3://none` does not exist"),
        (&["render", "in.jsonl", "--pick", "1", "-o", "x.svg", "--assets", "s3://none"], "does not exist"),
        (&["batch", "in.jsonl", "--out", "s4://cards/a"], "unknown scheme `s4`"),
        (&["batch", "in.jsonl", "--out", "s3://cards/../a"], "`..`"),
        (&["render", "in.jsonl", "--pick", "1", "-f", "svg", "-o", "s3://cards"], "expected the address of an object"),
    ] {
        let run = bucket.run(folder.path(), arguments).expect(2);
        assert!(run.stderr.contains(said), "{arguments:?} says\n{}", run.stderr);
    }
    // Nothing in the environment names an account.
    let run = finish(&mut clean(folder.path()), &["batch", "in.jsonl", "--out", "az://cards/a"]).expect(2);
    assert!(run.stderr.contains("AZURE_STORAGE_ACCOUNT_NAME"), "{}", run.stderr);
}
