//! `template preview --watch`: a small server for one browser. It shows our card beside the live page and draws both anew when a file changes.
//!
//! Only what has been drawn is served, to this machine alone; no path of a request ever reaches the disk.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use super::Outcome;
use super::report::Reporter;
use crate::store::media_type;
use crate::{Error, ErrorKind, Preview, Result};

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(200);
/// How long a browser waits for a change before it asks again.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longest request that is read, in bytes.
const MOST: u64 = 16 << 10;

/// A card and its page, or what is wrong.
pub(super) struct Drawn {
    /// The page for the browser.
    pub page: Preview,
    /// Our card as PNG.
    pub png: Vec<u8>,
    /// Width and height in px.
    pub size: (u32, u32),
    /// Findings, one a line.
    pub notes: String,
}

/// The last drawing, and how often there was a new one.
struct State {
    version: u64,
    drawn: Result<Drawn>,
}

/// Serves until the program is ended. `draw` is called at once and after each change of a file in `watched` (files or folders).
pub(super) fn serve(
    watched: &[PathBuf],
    port: u16,
    draw: &dyn Fn() -> Result<Drawn>,
    reporter: &Reporter,
) -> Result<Outcome> {
    let failed = |error: std::io::Error| {
        Error::new(ErrorKind::Io, format!("port {port} cannot be listened to"))
            .with_source(error)
            .with_hint("choose another one with `--port`")
    };
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let mut stamp = stamps(watched);
    let state = Arc::new(Mutex::new(State { version: 1, drawn: draw() }));
    tell(&state, reporter);
    reporter.note(format_args!("open http://{address}/ (Ctrl-C ends it)"));
    let shared = Arc::clone(&state);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let state = Arc::clone(&shared);
            std::thread::spawn(move || answer(stream, &state));
        }
    });
    loop {
        std::thread::sleep(PAUSE);
        let now = stamps(watched);
        if now == stamp {
            continue;
        }
        stamp = now;
        let drawn = draw();
        if let Ok(mut state) = state.lock() {
            *state = State { version: state.version + 1, drawn };
        }
        tell(&state, reporter);
    }
}

fn tell(state: &Mutex<State>, reporter: &Reporter) {
    let Ok(state) = state.lock() else { return };
    match &state.drawn {
        Ok(drawn) => reporter.note(format_args!("drawn, {}x{} px", drawn.size.0, drawn.size.1)),
        Err(error) => reporter.error(error),
    }
}

/// Size and time of every file below the paths.
fn stamps(watched: &[PathBuf]) -> BTreeMap<PathBuf, (u64, Option<SystemTime>)> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = watched.to_vec();
    while let Some(path) = open.pop() {
        let Ok(about) = path.metadata() else { continue };
        if about.is_file() {
            found.insert(path, (about.len(), about.modified().ok()));
        } else if found.len() < 2000 {
            open.extend(std::fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()));
        }
    }
    found
}

/// Reads one request and answers it.
fn answer(mut stream: TcpStream, state: &Mutex<State>) {
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let mut target = String::new();
    let mut local = false;
    for line in BufReader::new((&stream).take(MOST)).lines() {
        let Ok(line) = line else { return };
        if line.is_empty() {
            break;
        }
        if target.is_empty() {
            target = line.split(' ').nth(1).unwrap_or("/").to_owned();
        } else if let Some((name, host)) = line.split_once(':')
            && name.eq_ignore_ascii_case("host")
        {
            local = host.trim().starts_with("127.0.0.1:") || host.trim().starts_with("localhost:");
        }
    }
    if let Some(seen) = target.strip_prefix("/changed?") {
        wait(state, seen.parse().unwrap_or_default());
    }
    let (status, media_type, body) = match state.lock() {
        Ok(state) if local => respond(&target, &state),
        _ => ("403 Forbidden", "text/plain", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // The browser may have gone away.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

/// Waits until there is another version than `seen`, for a while.
fn wait(state: &Mutex<State>, seen: u64) {
    let mut left = PATIENCE;
    while let Some(rest) = left.checked_sub(PAUSE / 2) {
        if state.lock().map_or(true, |state| state.version != seen) {
            return;
        }
        std::thread::sleep(PAUSE / 2);
        left = rest;
    }
}

fn respond(target: &str, state: &State) -> (&'static str, &'static str, Vec<u8>) {
    let path = target.split('?').next().unwrap_or(target);
    match (path, &state.drawn) {
        ("/", drawn) => ("200 OK", "text/html; charset=utf-8", frame(state.version, drawn).into_bytes()),
        ("/changed", _) => ("200 OK", "text/plain", state.version.to_string().into_bytes()),
        ("/card.png", Ok(drawn)) => ("200 OK", "image/png", drawn.png.clone()),
        ("/page/", Ok(drawn)) => ("200 OK", "text/html; charset=utf-8", drawn.page.html.clone().into_bytes()),
        (_, Ok(drawn)) => match path.strip_prefix("/page/").and_then(|name| drawn.page.files.get(name)) {
            Some(bytes) => ("200 OK", media_type(path), bytes.to_vec()),
            None => ("404 Not Found", "text/plain", Vec::new()),
        },
        (_, Err(_)) => ("404 Not Found", "text/plain", Vec::new()),
    }
}

/// The page around both, which loads itself again when there is something new.
fn frame(version: u64, drawn: &Result<Drawn>) -> String {
    let escape = crate::text::escape;
    let inner = match drawn {
        Ok(Drawn { size: (width, height), notes, .. }) => format!(
            "<figure><figcaption>card</figcaption><img src=\"/card.png?{version}\" width=\"{width}\" height=\"{height}\"></figure>
<figure><figcaption>page in this browser</figcaption><iframe src=\"/page/?{version}\" width=\"{width}\" height=\"{height}\"></iframe></figure>
<pre>{}</pre>",
            escape(notes)
        ),
        Err(error) => format!("<pre class=\"wrong\">{}</pre>", escape(&super::report::text(error))),
    };
    format!(
        "<!doctype html><meta charset=\"utf-8\"><title>pullquote</title><style>
body {{ margin: 24px; background: #50555c; color: #fff; font: 14px/1.5 system-ui, sans-serif; zoom: 0.6; }}
figure {{ display: inline-block; margin: 0 24px 24px 0; vertical-align: top; }}
iframe {{ border: 0; background: #fff; }}
pre {{ font-size: 22px; white-space: pre-wrap; }} .wrong {{ color: #ffb4a8; }}
</style>{inner}<script>
const ask = () => fetch('/changed?{version}').then(r => r.text()).then(v => v === '{version}' ? ask() : location.reload()).catch(() => setTimeout(ask, 1000));
ask();
</script>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        let files = BTreeMap::from([("face.jpg".to_owned(), crate::Bytes::from(vec![1, 2, 3]))]);
        let page = Preview { html: "<p>Hi</p>".to_owned(), files };
        State { version: 7, drawn: Ok(Drawn { page, png: vec![9], size: (1200, 630), notes: "<note>".to_owned() }) }
    }

    #[test]
    fn card_page_and_files_are_served_and_nothing_else() {
        let state = state();
        let said = |target: &str| {
            let (status, media_type, body) = respond(target, &state);
            (status.split(' ').next().unwrap_or_default().to_owned(), media_type, body)
        };
        assert_eq!(said("/card.png?7"), ("200".to_owned(), "image/png", vec![9]));
        assert_eq!(said("/page/?7").2, b"<p>Hi</p>");
        assert_eq!(said("/page/face.jpg"), ("200".to_owned(), "image/jpeg", vec![1, 2, 3]));
        assert_eq!(said("/changed?7").2, b"7");
        for other in ["/page/../Cargo.toml", "/etc/passwd", "/face.jpg", "/page//face.jpg"] {
            assert_eq!(said(other).0, "404", "{other}");
        }
    }

    #[test]
    fn findings_and_errors_are_shown_as_text() {
        let (_, _, page) = respond("/", &state());
        let page = String::from_utf8(page).expect("UTF-8");
        assert!(page.contains("&lt;note&gt;") && page.contains("width=\"1200\""), "{page}");
        let wrong = State { version: 8, drawn: Err(Error::new(ErrorKind::Css, "`<x>` is not in the subset")) };
        let (_, _, page) = respond("/", &wrong);
        assert!(String::from_utf8(page).expect("UTF-8").contains("`&lt;x&gt;` is not in the subset"));
    }
}
