//! Google Cloud Storage: a small server that answers put, get, list and delete of its XML interface as its documentation says, generations and
//! conditions included. No emulator that can be installed speaks that interface; nothing was tried against Google itself.

use std::collections::BTreeMap;
use std::io::{BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use super::Bucket;
use super::http::{encoded, head_of, request};

#[derive(Clone)]
struct Object {
    bytes: Vec<u8>,
    kind: String,
    sha256: String,
    generation: u64,
}

/// The objects of the bucket `cards`, and the last generation.
type Objects = Arc<Mutex<(BTreeMap<String, Object>, u64)>>;

struct Google {
    port: u16,
}

impl Google {
    fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let objects = Objects::default();
        // It ends with the tests' own process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let objects = Arc::clone(&objects);
                std::thread::spawn(move || answer(stream, &objects));
            }
        });
        Self { port }
    }
}

/// Answers the requests of one connection.
fn answer(stream: TcpStream, objects: &Objects) {
    let mut writer = stream.try_clone().expect("a stream");
    let mut reader = BufReader::new(stream);
    while let Some((first, headers)) = head_of(&mut reader) {
        let mut words = first.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let (status, fields, body) = act(method, target, &headers, body, objects);
        let length = fields.get("length").map_or(body.len().to_string(), Clone::clone);
        let mut head = format!("HTTP/1.1 {status} Said\r\nContent-Length: {length}\r\n");
        fields
            .iter()
            .filter(|(name, _)| **name != "length")
            .for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
        if writer.write_all(format!("{head}\r\n").as_bytes()).and_then(|()| writer.write_all(&body)).is_err() {
            return;
        }
    }
}

type Said = (u16, BTreeMap<&'static str, String>, Vec<u8>);

fn act(method: &str, target: &str, headers: &BTreeMap<String, String>, body: Vec<u8>, objects: &Objects) -> Said {
    let plain = |status: u16, code: &str| {
        (
            status,
            BTreeMap::new(),
            format!("<Error><Code>{code}</Code><Message>{code} was said</Message></Error>").into_bytes(),
        )
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let Some(rest) = path.strip_prefix("/cards") else { return plain(404, "NoSuchBucket") };
    let key = decoded(rest.trim_start_matches('/'));
    let mut guard = objects.lock().expect("objects");
    let (objects, last) = &mut *guard;
    let described = |object: &Object| {
        BTreeMap::from([
            ("ETag", format!("\"{}\"", object.generation)),
            ("x-goog-generation", object.generation.to_string()),
            ("x-goog-meta-sha256", object.sha256.clone()),
            ("Content-Type", object.kind.clone()),
            ("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT".to_owned()),
        ])
    };
    match method {
        "PUT" => {
            let there = objects.get(&key).map_or(0, |object| object.generation);
            let wanted = headers.get("x-goog-if-generation-match").and_then(|number| number.parse::<u64>().ok());
            if wanted.is_some_and(|wanted| wanted != there) {
                return plain(412, "PreconditionFailed");
            }
            *last += 1;
            let field = |name: &str| headers.get(name).cloned().unwrap_or_default();
            let object = Object {
                bytes: body,
                kind: field("content-type"),
                sha256: field("x-goog-meta-sha256"),
                generation: *last,
            };
            let said = described(&object);
            objects.insert(key, object);
            (200, said, Vec::new())
        }
        "GET" if key.is_empty() => {
            let prefix =
                query.split('&').find_map(|part| part.strip_prefix("prefix=")).map(decoded).unwrap_or_default();
            let entry = |(key, object): (&String, &Object)| {
                let (generation, size) = (object.generation, object.bytes.len());
                format!(
                    "<Contents><Key>{key}</Key><Size>{size}</Size><ETag>\"{generation}\"</ETag>\
                     <LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
                )
            };
            let entries: String = objects.iter().filter(|(key, _)| key.starts_with(&prefix)).map(entry).collect();
            (200, BTreeMap::new(), format!("<ListBucketResult>{entries}</ListBucketResult>").into_bytes())
        }
        "GET" | "HEAD" => match objects.get(&key) {
            Some(object) => {
                let mut said = described(object);
                said.insert("length", object.bytes.len().to_string());
                (200, said, if method == "HEAD" { Vec::new() } else { object.bytes.clone() })
            }
            None if method == "HEAD" => (404, BTreeMap::new(), Vec::new()),
            None => plain(404, "NoSuchKey"),
        },
        "DELETE" => match objects.remove(&key) {
            Some(_) => (204, BTreeMap::new(), Vec::new()),
            None => plain(404, "NoSuchKey"),
        },
        _ => plain(405, "MethodNotAllowed"),
    }
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits = [rest.next().expect("a digit"), rest.next().expect("a digit")];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).expect("ASCII"), 16).expect("a number"));
            }
            b'+' => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

impl Bucket for Google {
    fn address(&self, key: &str) -> String {
        format!("gs://cards/{key}")
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        let account = serde_json::json!({
            "gcs_base_url": format!("http://127.0.0.1:{}", self.port),
            "disable_oauth": true, "client_email": "", "private_key": "", "private_key_id": "",
        });
        vec![("GOOGLE_SERVICE_ACCOUNT_KEY", account.to_string()), ("GOOGLE_ALLOW_HTTP", "true".to_owned())]
    }

    fn get(&self, key: &str) -> Option<(Vec<u8>, String)> {
        let answer = request(self.port, "GET", &format!("/cards/{}", encoded(key)), &[], b"");
        let kind = answer.headers.get("content-type").cloned().unwrap_or_default();
        (answer.status == 200).then_some((answer.body, kind))
    }

    fn put(&self, key: &str, bytes: &[u8]) {
        assert_eq!(request(self.port, "PUT", &format!("/cards/{}", encoded(key)), &[], bytes).status, 200);
    }

    fn remove(&self, key: &str) {
        assert_eq!(request(self.port, "DELETE", &format!("/cards/{}", encoded(key)), &[], b"").status, 204);
    }

    fn keys(&self, prefix: &str) -> Vec<String> {
        let answer = request(self.port, "GET", &format!("/cards?list-type=2&prefix={}", encoded(prefix)), &[], b"");
        let text = String::from_utf8(answer.body).expect("UTF-8");
        super::http::elements(&text, "<Key>", "</Key>").into_iter().map(str::to_owned).collect()
    }
}

#[test]
fn batches_and_pictures_in_what_speaks_as_google_does() {
    let bucket = Google::start();
    super::run::all(&bucket);
}
