//! `pullquote batch`: names, exit codes, interruption by signals, full disks, resume.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{command, folder, project, run, run_with_input};

/// Invented records, one a line.
fn records(count: usize) -> String {
    let record = |number: usize| {
        format!(
            "{{ \"kind\": \"quote\", \"id\": \"q{number}\", \"text\": \"In year {number} the harbour counted its lanterns.\", \
             \"author\": {{ \"name\": \"Mina Ostrow\" }} }}\n"
        )
    };
    (0..count).map(record).collect()
}

/// The files of a folder by name, without state files.
fn cards(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let named = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    let cards = named.filter(|(name, _)| !name.starts_with(".pullquote"));
    cards.map(|(name, path)| (name, fs::read(path).expect("a file"))).collect()
}

fn hidden(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| name.starts_with('.')).collect()
}

#[test]
fn several_sizes_and_formats_of_every_record_and_a_manifest() {
    let folder = folder();
    fs::write(folder.path().join("in.jsonl"), records(3)).unwrap();
    let arguments = ["batch", "in.jsonl", "--out", "cards", "--size", "og,square", "--format", "png,webp"];
    let first = run(folder.path(), &arguments).expect(0);
    assert!(first.stderr.contains("12 written"), "{}", first.stderr);
    let out = folder.path().join("cards");
    let names: Vec<String> = cards(&out).into_keys().collect();
    assert_eq!(names.len(), 13);
    assert_eq!(names[..5], ["manifest.jsonl", "q0-og.png", "q0-og.webp", "q0-square.png", "q0-square.webp"]);
    assert!(hidden(&out).is_empty());
    let second = run(folder.path(), &arguments).expect(0);
    assert!(second.stderr.contains("0 written, 12 unchanged"), "{}", second.stderr);
}

#[test]
fn every_kind_of_input_is_read() {
    let folder = folder();
    let array = format!("[{}]", records(3).trim_end().replace('\n', ","));
    fs::create_dir(folder.path().join("saved")).unwrap();
    fs::write(folder.path().join("saved/a.json"), array).unwrap();
    fs::write(folder.path().join("saved/b.csv"), "quote,author\nLeave the gate open.,Mina Ostrow\n").unwrap();
    fs::write(folder.path().join("saved/notes.bin"), [0, 1, 2]).unwrap();
    run(folder.path(), &["batch", "saved", "--out", "cards", "--effort", "fast"]).expect(0);
    let names: Vec<String> = cards(&folder.path().join("cards")).into_keys().collect();
    assert_eq!(names, ["4.png", "manifest.jsonl", "q0.png", "q1.png", "q2.png"]);
    let arguments = ["batch", "-", "--out", "piped", "-f", "svg", "--name", "{{ author.name | lower }} {{ number }}"];
    run_with_input(folder.path(), &arguments, records(2).as_bytes()).expect(0);
    let names: Vec<String> = cards(&folder.path().join("piped")).into_keys().collect();
    assert_eq!(names, ["manifest.jsonl", "mina ostrow 1.svg", "mina ostrow 2.svg"]);
}

#[test]
fn cards_within_the_folder_of_the_inputs_are_no_inputs() {
    let folder = folder();
    fs::write(folder.path().join("in.jsonl"), records(2)).unwrap();
    for expected in ["2 written, 0 unchanged, 0 with an error", "0 written, 2 unchanged, 0 with an error"] {
        let made = run(folder.path(), &["batch", ".", "--out", "cards", "-f", "svg"]).expect(0);
        assert!(made.stderr.contains(expected), "{}", made.stderr);
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_does_not_wait_for_its_input() {
    let folder = folder();
    let mut command = command(folder.path());
    command.args(["batch", "-", "--out", "cards", "-f", "svg"]).stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("a run");
    let mut stdin = child.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut stdin, records(3).as_bytes()).expect("written");
    std::io::Write::flush(&mut stdin).expect("written");
    wait_for(&mut child, &folder.path().join("cards"), 4);
    signal(&child, "-INT");
    let ended = child.wait_with_output().expect("ended");
    assert_eq!(ended.status.code(), Some(130), "{}", String::from_utf8_lossy(&ended.stderr));
    drop(stdin);
}

#[test]
fn a_bad_record_stops_nothing_and_is_exit_code_1() {
    let folder = folder();
    let input = format!("{}{{ \"kind\": \"quote\", \"text\": 5 }}\n{}", records(1), records(2));
    let made = run_with_input(folder.path(), &["batch", "-", "--out", "cards"], input.as_bytes()).expect(1);
    assert!(made.stderr.contains("record 2") && made.stderr.contains("q0.png"), "{}", made.stderr);
    let manifest = fs::read_to_string(folder.path().join("cards/manifest.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = manifest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[1]["record"]["number"], 2);
    assert_eq!(lines[2]["error"]["code"], "invalid-value", "the name is taken: {}", lines[2]);
    assert_eq!(lines[3]["card"]["file"], "q1.png");
}

#[test]
fn wrong_usage_of_batch_writes_nothing() {
    let folder = folder();
    fs::write(folder.path().join("in.jsonl"), records(2)).unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    for (arguments, said) in [
        (&["batch", "absent.jsonl", "--out", "x"][..], "absent.jsonl"),
        (&["batch", "in.jsonl", "--out", "no/x"], "no"),
        (&["batch", "in.jsonl", "--out", "file"], "expected a folder"),
        (&["batch", "in.jsonl", "--out", "x", "--size", "og,square", "--name", "{{ id }}"], "size"),
        (&["batch", "in.jsonl", "--out", "x", "--name", "{{ id"], "--name"),
        (&["batch", "in.jsonl", "--out", "x", "-t", "qoute"], "did you mean `quote`?"),
        (&["batch", "in.jsonl"], "--out"),
        (&["render", "in.jsonl", "--pick", "1", "--size", "og,square", "-o", "x"], "batch"),
    ] {
        let run = run(folder.path(), arguments).expect(2);
        assert!(run.stderr.contains(said), "{arguments:?} says\n{}", run.stderr);
        assert!(!folder.path().join("x").exists(), "{arguments:?}");
    }
}

#[test]
fn strict_counts_the_findings_of_unchanged_cards_too() {
    let folder = folder();
    let input = records(1).replace("\"Mina Ostrow\"", "\"Mina Ostrow\", \"avatar\": \"absent.png\"");
    fs::write(folder.path().join("in.jsonl"), input).unwrap();
    let arguments = ["batch", "in.jsonl", "--out", "cards", "--strict"];
    let drawn = run(folder.path(), &arguments).expect(3);
    assert!(drawn.stderr.contains("image-missing 1"), "{}", drawn.stderr);
    run(folder.path(), &arguments).expect(3);
    fs::copy(project("examples/pictures/ada.jpg"), folder.path().join("absent.png")).unwrap();
    let there = run(folder.path(), &arguments).expect(0);
    assert!(there.stderr.contains("1 written"), "a picture that came is a change: {}", there.stderr);
}

#[cfg(unix)]
fn signal(child: &std::process::Child, name: &str) {
    let done = std::process::Command::new("kill").args([name, &child.id().to_string()]).status();
    assert!(done.expect("kill runs").success());
}

#[cfg(unix)]
fn batch(folder: &Path) -> std::process::Command {
    let mut command = command(folder);
    command.args(["batch", "in.jsonl", "--out", "cards", "--effort", "fast", "--jobs", "2"]);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Waits until a batch has written so many cards, or has ended.
#[cfg(unix)]
fn wait_for(child: &mut std::process::Child, out: &Path, count: usize) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(60) && child.try_wait().expect("a child").is_none() {
        if fs::read_dir(out).is_ok_and(|entries| entries.count() >= count) {
            return;
        }
        std::thread::sleep(Duration::from_millis(3));
    }
}

/// Kills runs at moments that differ, and compares what is there after the last run with an undisturbed one.
/// `PULLQUOTE_KILLS=50 PULLQUOTE_RECORDS=5000` make it long.
#[cfg(unix)]
#[test]
fn kills_at_any_moment_lose_and_double_nothing() {
    let number =
        |name: &str, standard: usize| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(standard);
    let (kills, count) = (number("PULLQUOTE_KILLS", 8), number("PULLQUOTE_RECORDS", 240));
    let (calm, wild) = (folder(), folder());
    for folder in [&calm, &wild] {
        fs::write(folder.path().join("in.jsonl"), records(count)).unwrap();
    }
    let undisturbed = batch(calm.path()).output().expect("a run");
    assert!(undisturbed.status.success());
    let out = wild.path().join("cards");
    let mut killed = 0;
    for round in 1..=kills {
        let mut child = batch(wild.path()).spawn().expect("a run");
        // Not evenly: a little before and after groups of lines reach the manifest.
        wait_for(&mut child, &out, count * round / (kills + 1));
        std::thread::sleep(Duration::from_millis((round as u64 * 37) % 90));
        child.kill().expect("killed");
        let status = child.wait().expect("ended");
        killed += usize::from(!status.success());
    }
    assert!(killed * 4 >= kills * 3, "{killed} of {kills} runs were killed");
    let last = batch(wild.path()).output().expect("a run");
    assert!(last.status.success(), "{}", String::from_utf8_lossy(&last.stderr));
    let (calm_cards, wild_cards) = (cards(&calm.path().join("cards")), cards(&out));
    assert_eq!(calm_cards.len(), count + 1);
    assert!(calm_cards == wild_cards, "cards and manifest are those of the undisturbed run");
    assert!(hidden(&out).is_empty(), "{:?}", hidden(&out));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_finishes_its_cards_and_says_how_to_go_on() {
    let folder = folder();
    fs::write(folder.path().join("in.jsonl"), records(400)).unwrap();
    let mut child = batch(folder.path()).spawn().expect("a run");
    let out = folder.path().join("cards");
    wait_for(&mut child, &out, 20);
    let second = run(folder.path(), &["batch", "in.jsonl", "--out", "cards"]).expect(2);
    assert!(second.stderr.contains("another batch"), "{}", second.stderr);
    signal(&child, "-INT");
    let ended = child.wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(130), "{said}");
    assert!(said.contains("run the same command again"), "{said}");
    let lines = fs::read_to_string(out.join("manifest.jsonl")).unwrap().lines().count();
    assert_eq!(cards(&out).len(), lines + 1, "each card has its line");
    assert!((10..400).contains(&lines) && hidden(&out).is_empty(), "{lines}");
}

/// A small file system, where the test may make one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_clear_error_and_nothing_is_torn() {
    let folder = folder();
    let out = folder.path().join("cards");
    fs::create_dir(&out).unwrap();
    fs::write(folder.path().join("in.jsonl"), records(200)).unwrap();
    let mount = |arguments: &[&str]| {
        let mut command = std::process::Command::new(arguments[0]);
        command.args(&arguments[1..]).arg(&out).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=2m", "none"]) {
        eprintln!("no file system can be mounted here: the test for full disks was left out");
        return;
    }
    let full = batch(folder.path()).output().expect("a run");
    let said = String::from_utf8_lossy(&full.stderr).into_owned();
    let kept = cards(&out);
    let whole =
        kept.iter().filter(|(name, bytes)| name.ends_with(".png") && bytes.ends_with(b"IEND\xAE\x42\x60\x82")).count();
    let larger = mount(&["mount", "-o", "remount,size=64m"]);
    let resumed = batch(folder.path()).output().expect("a run");
    let all = cards(&out).len();
    assert!(mount(&["umount"]));
    assert_eq!(full.status.code(), Some(1), "{said}");
    assert!(said.contains("cannot be written") && said.contains("run the same command again"), "{said}");
    assert!(whole > 5 && whole + 1 == kept.len(), "{whole} of {}", kept.len());
    assert!(larger && resumed.status.success() && all == 201, "{all}");
}
