//! `read` and `assets` from outside: what goes to which stream, numbers, folders, exit codes.

use std::fs;

use crate::support::{folder, run, run_with_input};

const POSTS: &str = "{ \"kind\": \"post\", \"text\": \"First.\", \"author\": { \"name\": \"Mina Ostrow\" } }
{ \"kind\": \"post\", \"text\": 2 }
{ \"kind\": \"post\", \"text\": \"Third.\", \"author\": { \"name\": \"Jana Holm\", \"avatar\": \"https://example.org/j.png\" } }
";

#[test]
fn records_go_to_stdout_and_errors_to_stderr() {
    let folder = folder();
    let found = run_with_input(folder.path(), &["read", "-"], POSTS.as_bytes()).expect(1);
    let lines: Vec<serde_json::Value> = found.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), lines[1]["text"].as_str()), (2, Some("Third.")));
    assert!(found.stderr.contains("stdin:2:19, record 2"), "{}", found.stderr);
}

#[test]
fn the_numbers_of_a_list_are_those_that_are_picked() {
    let folder = folder();
    fs::write(folder.path().join("posts.jsonl"), POSTS).unwrap();
    let list = run(folder.path(), &["read", "posts.jsonl", "--list"]).expect(1);
    assert!(list.text().contains("   3  Jana Holm               Third."), "{}", list.text());
    let picked = run(folder.path(), &["read", "posts.jsonl", "--pick", "3"]).expect(0);
    assert!(picked.text().contains("Third.") && picked.text().lines().count() == 1 && picked.stderr.is_empty());
    let drawn = run(folder.path(), &["render", "posts.jsonl", "--pick", "3", "-o", "x.svg"]).expect(0);
    assert!(drawn.stdout.is_empty() && folder.path().join("x.svg").exists());
    let missing = run(folder.path(), &["read", "posts.jsonl", "--pick", "1,4"]).expect(2);
    assert!(missing.stderr.contains("there is no record 4: the input has 3"), "{}", missing.stderr);
    run(folder.path(), &["read", "posts.jsonl", "--pick", "0"]).expect(2);
}

#[test]
fn a_folder_is_read_in_the_order_of_its_paths_and_the_rest_is_named() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("saved/b")).unwrap();
    let post = |text: &str| format!("{{ \"kind\": \"post\", \"text\": \"{text}\" }}");
    fs::write(folder.path().join("saved/c.json"), post("c")).unwrap();
    fs::write(folder.path().join("saved/b/1.json"), post("b1")).unwrap();
    fs::write(folder.path().join("saved/a.json"), format!("[{}, {}]", post("a1"), post("a2"))).unwrap();
    fs::write(folder.path().join("saved/picture.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    fs::write(folder.path().join("saved/.hidden"), "{").unwrap();
    fs::write(folder.path().join("saved/notes.txt"), "let name = \"a text that nobody has said anywhere\";\n").unwrap();
    let found = run(folder.path(), &["read", "saved"]).expect(0);
    let text = found.text();
    let words: Vec<_> = text.lines().filter_map(|line| line.split("\"text\":\"").nth(1)?.split('"').next()).collect();
    assert_eq!(words, ["a1", "a2", "b1", "c"]);
    assert!(found.stderr.contains("picture.png left out") && !found.stderr.contains("hidden"), "{}", found.stderr);
    assert!(found.stderr.contains("notes.txt left out"), "{}", found.stderr);
}

#[test]
fn nothing_found_is_said() {
    let folder = folder();
    for (input, words) in [
        ("", "nothing was found"),
        ("[]", "nothing was found"),
        ("\0\0\u{1}", "binary data"),
        ("{ \"price\": 1 }", "looked for pullquote"),
    ] {
        let found = run_with_input(folder.path(), &["read", "-"], input.as_bytes()).expect(1);
        assert!(found.stderr.contains(words), "{input:?}: {}", found.stderr);
    }
    run(folder.path(), &["read", "missing.json"]).expect(2);
    run(folder.path(), &["read", "-", "--from", "pulquote"]).expect(2);
    run(folder.path(), &["read", "-", "--min-confidence", "7"]).expect(2);
}

#[test]
fn doubtful_quotations_are_left_out_when_asked() {
    let folder = folder();
    let quote = |confidence: f64| {
        format!(
            "{{ \"kind\": \"quote\", \"text\": \"Yes.\", \"author\": {{ \"name\": \"Jana Holm\" }}, \"provenance\": {{ \"confidence\": {confidence} }} }}\n"
        )
    };
    let input = quote(0.4) + &quote(0.9);
    let found = run_with_input(folder.path(), &["read", "-", "--min-confidence", "0.5"], input.as_bytes()).expect(0);
    assert_eq!(found.text().lines().count(), 1);
    assert!(found.stderr.contains("1 records are below"), "{}", found.stderr);
}

#[test]
fn assets_are_named_as_render_looks_them_up() {
    let folder = folder();
    let twice = format!("{POSTS}{POSTS}");
    let found = run_with_input(folder.path(), &["assets", "-"], twice.as_bytes()).expect(1);
    let text = found.text();
    let rows: Vec<_> = text.lines().filter_map(|line| line.split_once('\t')).collect();
    assert_eq!(rows.len(), 1, "{text}");
    let (address, name) = rows[0];
    assert_eq!((address, name), ("https://example.org/j.png", pullquote::asset_name(address).as_str()));
}

/// A folder as X exports it, with an invented account.
fn archive(folder: &std::path::Path) {
    fs::create_dir_all(folder.join("data/tweets_media")).unwrap();
    fs::create_dir_all(folder.join("data/profile_media")).unwrap();
    let tweet = r#"window.YTD.tweets.part0 = [ { "tweet" : { "id_str" : "1700000000000000007", "full_text" : "The pier at six. https://t.co/abcdefghij",
        "created_at" : "Wed Mar 04 06:12:00 +0000 2026", "lang" : "en", "display_text_range" : [ "0", "40" ],
        "entities" : { "media" : [ { "url" : "https://t.co/abcdefghij", "indices" : [ "17", "40" ], "type" : "photo", "id_str" : "8",
            "media_url_https" : "https://pbs.twimg.com/media/Pier.jpg", "display_url" : "pic.twitter.com/abcdefghij" } ] },
        "extended_entities" : { "media" : [ { "url" : "https://t.co/abcdefghij", "indices" : [ "17", "40" ], "type" : "photo", "id_str" : "8",
            "media_url_https" : "https://pbs.twimg.com/media/Pier.jpg", "display_url" : "pic.twitter.com/abcdefghij" } ] } } } ]"#;
    let account = r#"window.YTD.account.part0 = [ { "account" : { "username" : "mina_o", "accountDisplayName" : "Mina Ostrow", "accountId" : "7" } } ]"#;
    let profile = r#"window.YTD.profile.part0 = [ { "profile" : { "avatarMediaUrl" : "https://pbs.twimg.com/profile_images/7/mina.jpg" } } ]"#;
    fs::write(folder.join("data/tweets.js"), tweet).unwrap();
    fs::write(folder.join("data/account.js"), account).unwrap();
    fs::write(folder.join("data/profile.js"), profile).unwrap();
    let picture = fs::read(crate::support::project("examples/pictures/harbour.jpg")).unwrap();
    fs::write(folder.join("data/tweets_media/1700000000000000007-Pier.jpg"), &picture).unwrap();
    fs::write(folder.join("data/profile_media/7-mina.jpg"), &picture).unwrap();
}

#[test]
fn an_archive_brings_its_account_and_its_pictures() {
    let folder = folder();
    archive(folder.path());
    let found = run(folder.path(), &["read", "data/tweets.js"]).expect(0);
    let post: serde_json::Value = serde_json::from_str(&found.text()).unwrap();
    assert_eq!((&post["author"]["name"], &post["author"]["handle"]), (&"Mina Ostrow".into(), &"mina_o".into()));
    assert_eq!(post["media"][0]["src"], "tweets_media/1700000000000000007-Pier.jpg");
    assert_eq!(post["author"]["avatar"], "profile_media/7-mina.jpg");
    fs::create_dir(folder.path().join("elsewhere")).unwrap();
    for more in [&[][..], &["--assets", "elsewhere"]] {
        let arguments =
            [&["render", "data/tweets.js", "-o", "pier.png", "--receipt", "pier.json", "--strict"], more].concat();
        let drawn = run(folder.path(), &arguments).expect(0);
        assert!(!drawn.stderr.contains("image-"), "{}", drawn.stderr);
    }
    let list = run(folder.path(), &["read", "data", "--list"]).expect(0);
    assert_eq!(list.text().lines().count(), 1);
    assert!(list.stderr.contains("account.js left out"), "{}", list.stderr);
}

#[test]
fn the_account_of_an_archive_may_lie_anywhere() {
    let folder = folder();
    archive(folder.path());
    fs::rename(folder.path().join("data/account.js"), folder.path().join("who.js")).unwrap();
    let nobody = run(folder.path(), &["read", "data/tweets.js"]).expect(0);
    assert!(!nobody.text().contains("Mina Ostrow"));
    let found = run(folder.path(), &["read", "data/tweets.js", "--account", "who.js"]).expect(0);
    assert!(found.text().contains("Mina Ostrow"));
    run(folder.path(), &["read", "data/tweets.js", "--account", "missing.js"]).expect(2);
}

#[test]
fn a_list_of_something_else_is_told_once() {
    let folder = folder();
    let input = "[{ \"price\": 1 }, { \"price\": 2 }, { \"price\": 3 }]";
    let found = run_with_input(folder.path(), &["read", "-"], input.as_bytes()).expect(1);
    assert_eq!(found.stderr.matches("error:").count(), 1, "{}", found.stderr);
    assert!(found.stderr.contains("2 more values"), "{}", found.stderr);
}
