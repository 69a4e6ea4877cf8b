//! Azure Blob Storage as Azurite speaks it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Bucket;
use super::http::{Answer, elements, encoded, request};
use super::server::Server;

/// Account and key that Azurite documents for everybody.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// A server with one container.
struct Azure {
    server: Server,
}

impl Azure {
    fn start() -> Self {
        let arguments = |port: u16| {
            let port = port.to_string();
            [
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                &port,
                "--inMemoryPersistence",
                "--silent",
                "--skipApiVersionCheck",
            ]
            .map(str::to_owned)
            .to_vec()
        };
        let server = Server::start("azurite-blob", "PULLQUOTE_AZURITE", "`npm install -g azurite`", &[], arguments);
        let bucket = Self { server };
        let made = bucket.ask("PUT", "cards", &[("restype", "container")], &[], b"");
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
        bucket
    }

    /// A request with the signature of the account.
    fn ask(&self, method: &str, path: &str, query: &[(&str, &str)], fields: &[(&str, &str)], body: &[u8]) -> Answer {
        let date = "Thu, 01 Jan 2026 00:00:00 GMT".to_owned();
        let mut own = vec![("x-ms-date".to_owned(), date), ("x-ms-version".to_owned(), "2021-08-06".to_owned())];
        own.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        own.sort();
        let length = if body.is_empty() { String::new() } else { body.len().to_string() };
        let mut signed = format!("{method}\n\n\n{length}\n\n\n\n\n\n\n\n\n");
        own.iter().for_each(|(name, value)| signed += &format!("{name}:{value}\n"));
        signed += &format!("/{ACCOUNT}/{ACCOUNT}/{}", encoded(path));
        let mut sorted = query.to_vec();
        sorted.sort_unstable();
        sorted.iter().for_each(|(name, value)| signed += &format!("\n{name}:{value}"));
        let mac = STANDARD.encode(hmac(&STANDARD.decode(KEY).expect("a key"), signed.as_bytes()));
        own.push(("Authorization".to_owned(), format!("SharedKey {ACCOUNT}:{mac}")));
        let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let address = format!("/{ACCOUNT}/{}{mark}{}", encoded(path), query.join("&"));
        request(self.server.port, method, &address, &own, body)
    }
}

/// HMAC with SHA-256 (RFC 2104).
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    let short = if key.len() > 64 { Sha256::digest(key).to_vec() } else { key.to_vec() };
    block.iter_mut().zip(short).for_each(|(to, from)| *to = from);
    let padded = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().to_vec()
}

impl Bucket for Azure {
    fn address(&self, key: &str) -> String {
        format!("az://cards/{key}")
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AZURE_STORAGE_ENDPOINT", format!("http://127.0.0.1:{}/{ACCOUNT}", self.server.port)),
            ("AZURE_ALLOW_HTTP", "true".to_owned()),
            ("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT.to_owned()),
            ("AZURE_STORAGE_ACCOUNT_KEY", KEY.to_owned()),
        ]
    }

    fn get(&self, key: &str) -> Option<(Vec<u8>, String)> {
        let answer = self.ask("GET", &format!("cards/{key}"), &[], &[], b"");
        let kind = answer.headers.get("content-type").cloned().unwrap_or_default();
        (answer.status == 200).then_some((answer.body, kind))
    }

    fn put(&self, key: &str, bytes: &[u8]) {
        let answer = self.ask("PUT", &format!("cards/{key}"), &[], &[("x-ms-blob-type", "BlockBlob")], bytes);
        assert_eq!(answer.status, 201, "{key}: {}", String::from_utf8_lossy(&answer.body));
    }

    fn remove(&self, key: &str) {
        assert_eq!(self.ask("DELETE", &format!("cards/{key}"), &[], &[], b"").status, 202, "{key}");
    }

    fn keys(&self, prefix: &str) -> Vec<String> {
        let answer =
            self.ask("GET", "cards", &[("restype", "container"), ("comp", "list"), ("prefix", prefix)], &[], b"");
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        let text = String::from_utf8(answer.body).expect("UTF-8");
        let mut keys: Vec<String> = elements(&text, "<Name>", "</Name>").into_iter().map(str::to_owned).collect();
        keys.sort();
        keys
    }
}

#[test]
fn batches_and_pictures_in_azure() {
    let bucket = Azure::start();
    super::run::all(&bucket);
    let folder = crate::support::folder();
    std::fs::write(folder.path().join("in.jsonl"), super::records(0..1)).unwrap();
    let mut wrong = bucket.command(folder.path());
    wrong.env("AZURE_STORAGE_ACCOUNT_KEY", STANDARD.encode("not the key at all"));
    let run = super::finish(&mut wrong, &["batch", "in.jsonl", "--out", "az://cards/a"]).expect(1);
    assert!(run.stderr.contains("AZURE_STORAGE_ACCOUNT_KEY"), "{}", run.stderr);
    assert!(!run.stderr.contains(&STANDARD.encode("not the key at all")), "{}", run.stderr);
}
