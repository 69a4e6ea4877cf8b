//! Kills and interruptions in the middle of a run.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::s3::S3;
use super::{Bucket, lines, records};
use crate::support::folder;

fn batch(bucket: &S3, folder: &Path, prefix: &str) -> Command {
    let mut command = bucket.command(folder);
    command.args(["batch", "in.jsonl", "-f", "svg", "--jobs", "2", "--out", &bucket.address(prefix)]);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Waits until so many objects are there, or the run has ended.
fn wait_for(child: &mut Child, bucket: &S3, prefix: &str, count: usize) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(120) && child.try_wait().expect("a child").is_none() {
        if bucket.keys(prefix).len() >= count {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Kills runs at moments that differ, and compares what is there after the last run with an undisturbed one.
/// `PULLQUOTE_KILLS=50 PULLQUOTE_RECORDS=3000` make it long.
#[test]
fn kills_at_any_moment_lose_and_double_nothing() {
    let number =
        |name: &str, standard: usize| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(standard);
    let (kills, count) = (number("PULLQUOTE_KILLS", 10), number("PULLQUOTE_RECORDS", 300));
    let bucket = S3::start();
    let folder = folder();
    fs::write(folder.path().join("in.jsonl"), records(0..count)).unwrap();
    let undisturbed = batch(&bucket, folder.path(), "calm").output().expect("a run");
    assert!(undisturbed.status.success(), "{}", String::from_utf8_lossy(&undisturbed.stderr));
    let (mut killed, mut most) = (0, 0);
    for round in 1..=kills {
        let mut child = batch(&bucket, folder.path(), "wild").spawn().expect("a run");
        wait_for(&mut child, &bucket, "wild/", count * round / (kills + 1));
        std::thread::sleep(Duration::from_millis((round as u64 * 137) % 400));
        child.kill().expect("killed");
        killed += usize::from(!child.wait().expect("ended").success());
        let parts = bucket.state("wild/");
        most = most.max(parts.iter().filter(|key| key.contains("/part-")).count());
        // A line speaks of a card that is there.
        for key in parts.iter().filter(|key| key.contains("/part-")) {
            for line in lines(&bucket.get(key).expect("a part").0) {
                let name = line["card"]["file"].as_str().expect("a name").to_owned();
                assert!(bucket.get(&format!("wild/{name}")).is_some(), "{key} speaks of {name}");
            }
        }
    }
    // The last ones may be done before they are killed.
    assert!(killed * 2 >= kills, "{killed} of {kills} runs were killed");
    assert!(most > 1, "the manifest was in parts: {most}");
    let last = batch(&bucket, folder.path(), "wild").output().expect("a run");
    let said = String::from_utf8_lossy(&last.stderr).into_owned();
    assert!(last.status.success() && !said.contains(" 0 unchanged"), "{said}");
    let (calm, wild) = (bucket.cards("calm/"), bucket.cards("wild/"));
    assert_eq!(calm.len(), count + 1);
    assert!(calm == wild, "cards and manifest are those of the undisturbed run");
    assert!(bucket.state("wild/").is_empty(), "{:?}", bucket.state("wild/"));
}

#[test]
fn an_interrupted_run_finishes_its_cards_and_another_waits_for_nothing() {
    let bucket = S3::start();
    let folder = folder();
    fs::write(folder.path().join("in.jsonl"), records(0..400)).unwrap();
    let mut child = batch(&bucket, folder.path(), "cards").spawn().expect("a run");
    wait_for(&mut child, &bucket, "cards/", 20);
    let done = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(done.expect("kill runs").success());
    let ended = child.wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(130), "{said}");
    assert!(said.contains("run the same command again"), "{said}");
    let state = bucket.state("cards/");
    assert!(!state.is_empty() && state.iter().all(|key| key.contains("/part-")), "{state:?}");
    let parts = state.iter().map(|key| lines(&bucket.get(key).expect("a part").0).len()).sum::<usize>();
    assert_eq!(bucket.cards("cards/").len(), parts, "each card has its line");
    fs::write(folder.path().join("in.jsonl"), records(0..30)).unwrap();
    let next = batch(&bucket, folder.path(), "cards").output().expect("a run");
    let said = String::from_utf8_lossy(&next.stderr).into_owned();
    assert!(next.status.success() && !said.contains(" 0 unchanged"), "{said}");
    assert_eq!(lines(&bucket.get("cards/manifest.jsonl").expect("a manifest").0).len(), 30);
    assert!(bucket.state("cards/").is_empty());
}

/// A manifest of more than 16 MiB is uploaded in several pieces and is one object.
#[test]
fn a_large_manifest_is_one_object() {
    let bucket = S3::start();
    let folder = folder();
    fs::write(folder.path().join("in.jsonl"), records(0..2)).unwrap();
    let out = bucket.address("large");
    let arguments = ["batch", "in.jsonl", "--out", &out, "-f", "svg"];
    bucket.run(folder.path(), &arguments).expect(0);
    // The lines of earlier runs are kept as they are: here with ten million spaces in each.
    let text = String::from_utf8(bucket.get("large/manifest.jsonl").expect("a manifest").0).unwrap();
    let spaces = " ".repeat(10_000_000);
    let mut long: Vec<String> = text.lines().map(|line| format!("{{{spaces}{}\n", &line[1..])).collect();
    bucket.put("large/manifest.jsonl", long.concat().as_bytes());
    long.reverse();
    // In another order it has to be written anew.
    let reversed: String = records(0..2).lines().rev().map(|line| format!("{line}\n")).collect();
    fs::write(folder.path().join("in.jsonl"), reversed).unwrap();
    let run = bucket.run(folder.path(), &arguments).expect(0);
    assert!(run.stderr.contains("0 written, 2 unchanged"), "{}", run.stderr);
    let (bytes, kind) = bucket.get("large/manifest.jsonl").expect("a manifest");
    assert!(bytes == long.concat().as_bytes(), "{} bytes", bytes.len());
    assert_eq!(kind, "application/jsonl");
}

/// A run of another machine that gives no sign of life is taken for dead after a while; its cards are kept.
#[test]
fn a_silent_run_elsewhere_is_taken_over() {
    let bucket = S3::start();
    let folder = folder();
    fs::write(folder.path().join("in.jsonl"), records(0..3)).unwrap();
    let arguments = ["batch", "in.jsonl", "-f", "svg", "--out", "s3://cards/a"];
    bucket.run(folder.path(), &arguments).expect(0);
    let elsewhere = super::run::lease(|process| process["boot"] = "elsewhere".into());
    bucket.put("a/.pullquote-batch/lock.json", elsewhere.as_bytes());
    let run = bucket.run(folder.path(), &arguments).expect(0);
    assert!(run.stderr.contains("20 s to see") && run.stderr.contains("0 written, 3 unchanged"), "{}", run.stderr);
    assert!(bucket.state("a/").is_empty(), "{:?}", bucket.state("a/"));
}

/// A run that finds another one in its place writes no more lines.
#[test]
fn a_run_that_was_taken_over_breaks_off() {
    let bucket = S3::start();
    let folder = folder();
    let mut command = bucket.command(folder.path());
    command.args(["batch", "-", "-f", "svg", "--out", "s3://cards/a"]).stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("a run");
    let mut stdin = child.stdin.take().expect("a pipe");
    let lock = "a/.pullquote-batch/lock.json";
    let mut taken = Vec::new();
    for number in 0.. {
        // Until the run has ended; then nobody reads any more.
        if child.try_wait().expect("a child").is_some()
            || stdin.write_all(records(number..number + 1).as_bytes()).is_err()
        {
            break;
        }
        if taken.is_empty() && bucket.get(lock).is_some() {
            taken = super::run::lease(|process| process["boot"] = "elsewhere".into()).into_bytes();
            bucket.put(lock, &taken);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(stdin);
    let ended = child.wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("another batch has taken `s3://cards/a` over"), "{said}");
    assert_eq!(bucket.get(lock).expect("a lease").0, taken, "the other one keeps its lease");
    assert!(bucket.get("a/manifest.jsonl").is_none());
}
