//! Commands, exit codes, files and streams.

use std::fs;

use crate::support::{QUOTE, folder, png_size, project, run, run_with_input};

fn example(name: &str) -> String {
    project("examples").join(name).display().to_string()
}

#[test]
fn a_record_becomes_a_card_in_each_format() {
    let folder = folder();
    for (name, magic) in [
        ("card.png", &b"\x89PNG"[..]),
        ("card.svg", b"<"),
        ("card.jpg", b"\xff\xd8\xff"),
        ("card.jpeg", b"\xff\xd8\xff"),
        ("card.webp", b"RIFF"),
    ] {
        run(folder.path(), &["render", &example("post.json"), "-o", name]).expect(0);
        let bytes = fs::read(folder.path().join(name)).unwrap();
        assert!(bytes.starts_with(magic), "{name}");
    }
    assert_eq!(png_size(&fs::read(folder.path().join("card.png")).unwrap()), (1200, 630));
}

#[test]
fn a_record_goes_through_a_pipe() {
    let folder = folder();
    let run = run_with_input(folder.path(), &["render", "-", "-o", "-", "-f", "png"], QUOTE.as_bytes()).expect(0);
    assert_eq!(png_size(&run.stdout), (1200, 630));
    let run = run_with_input(folder.path(), &["render"], QUOTE.as_bytes()).expect(0);
    assert_eq!(png_size(&run.stdout), (1200, 630), "stdin and stdout are the defaults");
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_written_to_and_links_stay_links() {
    use std::os::unix::fs::FileTypeExt;
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let made = std::process::Command::new("mkfifo").arg(at("pipe")).status().expect("mkfifo runs");
    assert!(made.success());
    let pipe = at("pipe");
    let reader = std::thread::spawn(move || fs::read(pipe).expect("the pipe is read"));
    run_with_input(folder.path(), &["render", "-", "-o", "pipe", "-f", "png"], QUOTE.as_bytes()).expect(0);
    assert_eq!(png_size(&reader.join().expect("bytes")), (1200, 630));
    assert!(fs::metadata(at("pipe")).unwrap().file_type().is_fifo(), "the pipe is still one");

    fs::write(at("old.png"), "old").unwrap();
    std::os::unix::fs::symlink("old.png", at("link.png")).unwrap();
    run_with_input(folder.path(), &["render", "-", "-o", "link.png"], QUOTE.as_bytes()).expect(0);
    assert!(at("link.png").is_symlink(), "the link is still one");
    assert_eq!(png_size(&fs::read(at("old.png")).unwrap()), (1200, 630));
}

#[test]
fn every_size_has_its_pixels() {
    let folder = folder();
    for (size, width, height) in [
        ("og", 1200, 630),
        ("wide", 1200, 675),
        ("x", 1200, 675),
        ("square", 1080, 1080),
        ("portrait", 1080, 1350),
        ("tall", 1080, 1440),
        ("story", 1080, 1920),
        ("pin", 1000, 1500),
        ("640x480", 640, 480),
    ] {
        run(
            folder.path(),
            &["quote", "Small things, done well.", "--by", "Mina Ostrow", "--size", size, "-o", "q.png"],
        )
        .expect(0);
        assert_eq!(png_size(&fs::read(folder.path().join("q.png")).unwrap()), (width, height), "{size}");
    }
    run(folder.path(), &["quote", "Twice.", "--by", "Mina Ostrow", "--scale", "2", "-o", "q.png"]).expect(0);
    assert_eq!(png_size(&fs::read(folder.path().join("q.png")).unwrap()), (2400, 1260));
}

#[test]
fn wrong_usage_is_exit_code_2_with_a_hint() {
    let folder = folder();
    fs::write(folder.path().join("q.json"), QUOTE).unwrap();
    fs::write(folder.path().join("two.jsonl"), format!("{QUOTE}\n{QUOTE}\n")).unwrap();
    for (arguments, said) in [
        (&["render", "absent.json", "-o", "x.png"][..], "absent.json"),
        (&["render", "two.jsonl", "-o", "x.png"], "--pick"),
        (&["render", "two.jsonl", "--pick", "3", "-o", "x.png"], "has 2"),
        (&["render", "q.json", "-o", "x.gif"], "gif"),
        (&["render", "q.json", "-o", "nowhere/x.png"], "nowhere"),
        (&["render", "q.json", "-t", "qoute", "-o", "x.png"], "did you mean `quote`?"),
        (&["render", "q.json", "--theme", "blue", "-o", "x.png"], "light, dark"),
        (&["render", "q.json", "--set", "nothing=1", "-o", "x.png"], "nothing"),
        (&["render", "q.json", "--size", "huge", "-o", "x.png"], "huge"),
        (&["render", "q.json", "--tz", "Mars/Olympus", "-o", "x.png"], "Mars/Olympus"),
        (&["render", "q.json", "--receipt", "-", "-o", "-"], "stdout"),
        (&["render", "q.json", "-t", "post", "-o", "x.png"], "does not draw a quote"),
        (&["rendre"], "render"),
    ] {
        let run = run(folder.path(), arguments).expect(2);
        assert!(run.stderr.contains(said), "{arguments:?} says\n{}", run.stderr);
        assert!(!folder.path().join("x.png").exists(), "{arguments:?} wrote a file");
    }
}

#[test]
fn a_bad_record_is_exit_code_1_with_its_place() {
    let folder = folder();
    fs::write(folder.path().join("bad.json"), "{ \"kind\": \"quote\",\n  \"text\": \"Hi\",\n  \"autor\": {} }")
        .unwrap();
    let run = run(folder.path(), &["render", "bad.json", "-o", "x.png"]).expect(1);
    assert!(run.stderr.contains("bad.json:3"), "{}", run.stderr);
    assert!(run.stderr.contains("`author`"), "{}", run.stderr);
}

#[test]
fn strict_turns_warnings_into_exit_code_3_and_still_writes() {
    let folder = folder();
    let record = QUOTE.replace("\"Mina Ostrow\"", "\"Mina Ostrow\", \"avatar\": \"absent.jpg\"");
    fs::write(folder.path().join("q.json"), record).unwrap();
    run(folder.path(), &["render", "q.json", "-o", "a.png"]).expect(0);
    let strict = run(folder.path(), &["render", "q.json", "--strict", "-o", "b.png"]).expect(3);
    assert!(strict.stderr.contains("image-missing"), "{}", strict.stderr);
    assert!(folder.path().join("b.png").exists());
}

#[test]
fn the_receipt_says_what_was_drawn() {
    let folder = folder();
    let input = format!("{QUOTE}\n");
    let run =
        run_with_input(folder.path(), &["render", "-", "-o", "card.png", "--receipt", "-"], input.as_bytes()).expect(0);
    let receipt: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let bytes = fs::read(folder.path().join("card.png")).unwrap();
    assert_eq!(receipt["schema"], 1);
    assert_eq!(receipt["card"]["file"], "card.png");
    assert_eq!(receipt["card"]["bytes"], bytes.len());
    assert_eq!(receipt["template"]["name"], "quote");
    let slots = receipt["text"].as_array().unwrap();
    let body = slots.iter().find(|slot| slot["slot"] == "body").expect("the words");
    let words: Vec<_> = body["lines"].as_array().unwrap().iter().filter_map(|line| line.as_str()).collect();
    assert!(words.join(" ").contains("Small things, done well."), "{words:?}");
    assert!(receipt["alt_text"].as_str().unwrap().contains("Mina Ostrow"));
    assert!(receipt["fonts"].as_array().is_some_and(|fonts| !fonts.is_empty()));
}

#[test]
fn a_file_within_a_number_of_bytes_says_how_it_was_made_to_fit() {
    let folder = folder();
    for (name, limit, detail) in [("a.png", 40_000, "colors"), ("a.jpg", 60_000, "quality")] {
        let limit_text = format!("{}k", limit / 1000);
        let arguments =
            ["render", &example("post.json"), "--max-bytes", &limit_text, "--receipt", "-", "--strict", "-o", name];
        let run = run(folder.path(), &arguments).expect(0);
        let receipt: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        let bytes = fs::read(folder.path().join(name)).unwrap().len();
        assert!(bytes <= limit && receipt["card"]["bytes"] == bytes, "{name}: {bytes}");
        let findings = receipt["findings"].as_array().unwrap();
        let fitted = findings.iter().find(|finding| finding["code"] == "fitted-to-max-bytes").expect("said");
        assert!(fitted["detail"][detail].is_u64(), "{fitted}");
        assert!(run.stderr.contains("to stay within"), "{}", run.stderr);
    }
    for name in ["b.png", "b.svg", "b.webp", "b.jpg"] {
        let arguments = ["render", &example("post.json"), "--max-bytes", "900", "--strict", "-o", name];
        let run = run(folder.path(), &arguments).expect(3);
        assert!(run.stderr.contains("over-max-bytes"), "{}", run.stderr);
        assert!(folder.path().join(name).exists(), "{name}");
    }
}

#[test]
fn check_reports_each_record_on_its_line() {
    let folder = folder();
    let input = format!("{QUOTE}\n{{ \"kind\": \"quote\" }}\n{QUOTE}\n");
    let run = run_with_input(folder.path(), &["check", "-", "--receipt", "-"], input.as_bytes()).expect(1);
    let lines: Vec<serde_json::Value> = run.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["template"]["name"], "quote");
    assert_eq!(lines[1]["error"]["code"], "missing-field");
    assert!(lines[2]["findings"].is_array());
}

#[test]
fn a_text_that_does_not_fit_is_said_and_shortened_only_on_request() {
    let folder = folder();
    let words = "All the small things that hold a day together are done by somebody. ".repeat(60);
    let plain = ["quote", &words, "--by", "Mina Ostrow", "-o", "x.png"];
    let run_plain = run(folder.path(), &plain).expect(1);
    assert!(run_plain.stderr.contains("characters"), "{}", run_plain.stderr);
    assert!(!folder.path().join("x.png").exists());
    let run_short = run(folder.path(), &[&plain[..], &["--overflow", "shorten"]].concat()).expect(0);
    assert!(run_short.stderr.contains("text-truncated"), "{}", run_short.stderr);
}

#[test]
fn a_long_text_becomes_a_series_of_files() {
    let folder = folder();
    let words = "All the small things that hold a day together are done by somebody. ".repeat(20);
    let plain = ["quote", &words, "--by", "Mina Ostrow", "--overflow", "pages"];
    let run_series =
        run(folder.path(), &[&plain[..], &["-o", "x.png", "--receipt", "x.json", "-v"]].concat()).expect(0);
    let receipts: serde_json::Value = serde_json::from_slice(&fs::read(folder.path().join("x.json")).unwrap()).unwrap();
    let receipts = receipts.as_array().expect("a list");
    assert!(receipts.len() > 1 && !folder.path().join("x.png").exists());
    for (index, receipt) in receipts.iter().enumerate() {
        let name = format!("x-{}.png", index + 1);
        assert_eq!(receipt["card"]["file"], name);
        assert_eq!(receipt["card"]["page"], serde_json::json!({ "number": index + 1, "count": receipts.len() }));
        assert_eq!(png_size(&fs::read(folder.path().join(&name)).unwrap()), (1200, 630));
        assert!(run_series.stderr.contains(&name), "{}", run_series.stderr);
    }
    assert!(!folder.path().join(format!("x-{}.png", receipts.len() + 1)).exists());

    let refused = run(folder.path(), &[&plain[..], &["-o", "-"]].concat()).expect(2);
    assert!(refused.stdout.is_empty() && refused.stderr.contains("-o card.png"), "{}", refused.stderr);
    run(
        folder.path(),
        &["quote", "Short.", "--by", "Mina Ostrow", "--overflow", "pages", "-o", "one.png", "--receipt", "one.json"],
    )
    .expect(0);
    let receipt: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("one.json")).unwrap()).unwrap();
    assert_eq!((&receipt["card"]["file"], &receipt["card"]["page"]), (&"one.png".into(), &serde_json::Value::Null));
    let shorter = run(folder.path(), &["quote", "Short.", "--by", "Mina Ostrow", "--overflow", "pages", "-o", "x.png"]);
    let left = format!("x-1.png to x-{0}.png ({0} files) are of an earlier run", receipts.len());
    assert!(shorter.stderr.contains(&left), "{}", shorter.stderr);
    let again = run(folder.path(), &[&plain[..], &["-o", "x.png"]].concat()).expect(0);
    assert!(again.stderr.contains("x.png is of an earlier run"), "{}", again.stderr);

    let record = serde_json::json!({ "kind": "quote", "text": words, "author": { "name": "Mina Ostrow" } }).to_string();
    let checked =
        run_with_input(folder.path(), &["check", "-", "--overflow", "pages", "--receipt", "-"], record.as_bytes())
            .expect(0);
    let lines: Vec<_> = checked.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), 1, "one line for a record");
}

#[test]
fn a_configuration_sets_defaults_and_brand() {
    let folder = folder();
    fs::write(
        folder.path().join("pullquote.toml"),
        "[defaults]\nsize = \"square\"\ntheme = \"dark\"\n[brand]\nname = \"The Tidewater Review\"\n[tokens]\naccent = \"#c2410c\"\n",
    )
    .unwrap();
    fs::write(folder.path().join("q.json"), QUOTE).unwrap();
    run(folder.path(), &["render", "q.json", "-o", "a.png"]).expect(0);
    assert_eq!(png_size(&fs::read(folder.path().join("a.png")).unwrap()), (1080, 1080));
    fs::write(folder.path().join("wrong.toml"), "[defaults]\nsise = \"square\"\n").unwrap();
    let run = run(folder.path(), &["render", "q.json", "--config", "wrong.toml", "-o", "b.png"]).expect(2);
    assert!(run.stderr.contains("wrong.toml:2") && run.stderr.contains("`size`"), "{}", run.stderr);
}

#[test]
fn temporary_files_of_a_dead_run_are_removed() {
    let folder = folder();
    let stale = folder.path().join(".pullquote-4194303-abc.tmp");
    fs::write(&stale, "torn").unwrap();
    run_with_input(folder.path(), &["render", "-o", "a.png"], QUOTE.as_bytes()).expect(0);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["a.png"]);
}

#[test]
fn lists_schemas_and_help_are_printed() {
    let folder = folder();
    let list = run(folder.path(), &["template", "list", "--json"]).expect(0);
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&list.stdout).unwrap();
    assert!(rows.len() >= 13, "{} templates", rows.len());
    assert!(
        rows.iter()
            .all(|row| row["themes"][0] == "light" && row["sizes"].as_array().is_some_and(|sizes| sizes.len() == 7))
    );
    for what in ["record", "receipt", "template"] {
        let schema = run(folder.path(), &["schema", what]).expect(0);
        assert!(serde_json::from_slice::<serde_json::Value>(&schema.stdout).unwrap().is_object());
    }
    let fonts = run(folder.path(), &["font", "list"]).expect(0).text();
    assert!(fonts.contains("Inter") && fonts.contains("Noto Color Emoji"), "{fonts}");
    let licences = run(folder.path(), &["font", "list", "--licenses"]).expect(0).text();
    assert!(licences.contains("SIL OPEN FONT LICENSE") && licences.contains("Source Serif 4"));
    assert!(run(folder.path(), &["completions", "bash"]).expect(0).text().contains("pullquote"));
    assert!(run(folder.path(), &["man"]).expect(0).text().contains(".TH"));
    assert!(run(folder.path(), &["render", "--help"]).expect(0).text().contains("Examples:"));
    assert!(run(folder.path(), &["template", "show", "post"]).expect(0).text().contains("parameters"));
}

#[test]
fn the_built_in_templates_pass_their_own_check() {
    let folder = folder();
    let run = run(folder.path(), &["template", "lint", "post", "quote", "quote-photo"]).expect(0);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
}

#[test]
fn a_preview_is_a_page_with_its_fonts() {
    let folder = folder();
    run(folder.path(), &["template", "preview", "quote-photo", "--out", "page", "--size", "square"]).expect(0);
    let page = fs::read_to_string(folder.path().join("page/index.html")).unwrap();
    assert!(page.contains("@font-face") && !page.contains("{{"), "{page}");
    for name in page.split("url(").skip(1).filter_map(|rest| rest.split(')').next()) {
        let name = name.trim_matches(['"', '\'']);
        assert!(name.starts_with("data:") || folder.path().join("page").join(name).exists(), "{name}");
    }
}

#[test]
fn a_wrong_token_is_told_with_its_place_in_the_configuration_file() {
    let folder = folder();
    fs::write(folder.path().join("q.json"), QUOTE).unwrap();
    fs::write(folder.path().join("pullquote.toml"), "[tokens]\nink = \"#222\"\naccent = \"mauvish\"\n").unwrap();
    let run = run(folder.path(), &["render", "q.json", "-o", "x.png"]).expect(2);
    assert!(run.stderr.contains("`tokens.accent`") && run.stderr.contains("mauvish"), "{}", run.stderr);
    assert!(run.stderr.contains("pullquote.toml:3:10"), "{}", run.stderr);
    assert!(!folder.path().join("x.png").exists());
}

#[test]
fn words_that_a_box_cuts_off_are_an_error_unless_they_may_be_shortened() {
    let folder = folder();
    fs::create_dir(folder.path().join("strip")).unwrap();
    let manifest = "name = \"strip\"\ntitle = \"Strip\"\nkinds = [\"quote\"]\nsizes = [\"og\", \"square\"]\nthemes = [\"light\"]\n";
    for (name, text) in [
        ("template.toml", manifest),
        ("card.html", "<p data-field=\"/text\">{{ record.text }}</p>"),
        ("card.css", "p { margin: 0; font: 80px/100px Inter; width: 600px; height: 30vh; overflow: hidden }"),
    ] {
        fs::write(folder.path().join("strip").join(name), text).unwrap();
    }
    let words = "Every harbour keeps a drawer of letters that were never sent";
    let arguments = ["quote", words, "--by", "Mina Ostrow", "-t", "./strip", "-o", "x.png"];
    let refused = run(folder.path(), &arguments).expect(1);
    assert!(refused.stderr.contains("`text` does not fit: 57 characters"), "{}", refused.stderr);
    assert!(refused.stderr.contains("--overflow shorten"), "{}", refused.stderr);
    assert!(!folder.path().join("x.png").exists());
    let shortened = run(folder.path(), &[&arguments[..], &["--overflow", "shorten"]].concat()).expect(0);
    assert!(shortened.stderr.contains("text-truncated"), "{}", shortened.stderr);
}

#[test]
fn an_embed_is_written_in_each_kind() {
    let folder = folder();
    for (kind, said) in [
        ("html", "<figure class=\"pullquote\""),
        ("meta", "og:title"),
        ("oembed", "\"version\": \"1.0\""),
        ("jsonld", "SocialMediaPosting"),
        ("css", ".pullquote"),
    ] {
        let run = run(folder.path(), &["embed", &example("post.json"), "--as", kind]).expect(0);
        assert!(run.text().contains(said), "{}", run.text());
    }
    run(folder.path(), &["embed", &example("post.json"), "--as", "meta", "--image-url", "card.png"]).expect(2);
    run(folder.path(), &["embed", &example("post.json"), "--as", "html", "-o", "nowhere/a.html"]).expect(2);
    let private = br#"{ "kind": "post", "text": "Low", "visibility": "private" }"#;
    let refused = run_with_input(folder.path(), &["embed", "--as", "html"], private).expect(1);
    assert!(refused.stdout.is_empty() && refused.stderr.contains("--allow private"), "{}", refused.stderr);
    let allowed = ["embed", "--as", "html", "--allow", "private", "--strict"];
    assert!(run_with_input(folder.path(), &allowed, private).expect(3).text().contains("Low"));
}

#[test]
fn alternative_texts_can_be_required() {
    let folder = folder();
    let post = br#"{ "kind": "post", "text": "Hi.", "media": [{ "kind": "photo", "src": "a.jpg" }] }"#;
    for arguments in [
        &["render", "-", "-o", "x.png", "--require-alt"][..],
        &["embed", "-", "--as", "html", "--require-alt"],
        &["check", "-", "--require-alt"],
    ] {
        let run = run_with_input(folder.path(), arguments, post).expect(1);
        assert!(run.stderr.contains("`media[0].src` has no alternative text"), "{}", run.stderr);
    }
    assert!(!folder.path().join("x.png").exists());
    run_with_input(folder.path(), &["render", "-", "-o", "x.png"], post).expect(0);
    let line = run_with_input(folder.path(), &["check", "-", "--require-alt", "--receipt", "-"], post).expect(1).text();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&line).unwrap()["error"]["code"], "alt-missing");
}

#[test]
fn a_kit_has_every_file_and_lists_them() {
    let folder = folder();
    let arguments = [
        "kit",
        &example("quote.json"),
        "--out",
        "kit",
        "--for",
        "web,instagram,x,web",
        "--base-url",
        "https://news.example/kit",
    ];
    run(folder.path(), &arguments).expect(0);
    let kit: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("kit/kit.json")).unwrap()).unwrap();
    let mut listed: Vec<String> =
        kit["files"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect();
    listed.push("kit.json".to_owned());
    listed.sort();
    let mut written: Vec<String> = fs::read_dir(folder.path().join("kit"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(written, listed);
    assert!(
        written.contains(&"instagram-story.jpg".to_owned()) && written.contains(&"x-post.png".to_owned()),
        "{written:?}"
    );
    for picture in kit["pictures"].as_array().unwrap() {
        let card = &picture["receipt"]["card"];
        let bytes = fs::metadata(folder.path().join("kit").join(card["file"].as_str().unwrap())).unwrap().len();
        assert_eq!(card["bytes"].as_u64(), Some(bytes));
        assert!(bytes <= picture["max_bytes"].as_u64().unwrap());
    }
    let meta = fs::read_to_string(folder.path().join("kit/meta.html")).unwrap();
    assert!(
        meta.contains("https://news.example/kit/web.png") && meta.contains("https://news.example/kit/oembed.json"),
        "{meta}"
    );
    run(folder.path(), &arguments).expect(0);
    run(folder.path(), &["kit", &example("quote.json"), "--out", "nowhere/kit"]).expect(2);
    let unknown = run(folder.path(), &["kit", &example("quote.json"), "--out", "kit", "--for", "blusky"]).expect(2);
    assert!(unknown.stderr.contains("did you mean `bluesky`?"), "{}", unknown.stderr);
    run(folder.path(), &["kit", &example("quote.json"), "--out", "kit", "--size", "og"]).expect(2);
}

#[test]
fn quotations_with_marks_at_both_ends_fit_in_both_directions() {
    let folder = folder();
    for (lang, text) in [("en", "“The sea,” she said, “promises nothing.”"), ("he", "„הים לא מבטיח דבר“, אמרה, „לאיש“")]
    {
        for size in ["og", "square", "story"] {
            let arguments = ["quote", text, "--by", "Mina Ostrow", "--lang", lang, "--size", size, "-o", "q.png"];
            run(folder.path(), &arguments).expect(0);
        }
    }
}

#[test]
fn addresses_of_stores_are_never_taken_for_paths() {
    let folder = folder();
    fs::write(folder.path().join("in.json"), QUOTE).unwrap();
    for arguments in [
        &["render", "in.json", "-o", "s4://cards/a.png"][..],
        &["render", "in.json", "-o", "a.png", "--assets", "https://example.org/pictures"],
        &["batch", "in.json", "--out", "file:///tmp/cards"],
        &["kit", "in.json", "--out", "ftp://cards/kit"],
    ] {
        let run = run(folder.path(), arguments).expect(2);
        assert!(run.stderr.contains("unknown scheme"), "{arguments:?} says\n{}", run.stderr);
    }
    run(folder.path(), &["render", "in.json", "-o", "./a.png"]).expect(0);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no folder is called as a scheme");
}

#[cfg(not(feature = "cloud"))]
#[test]
fn without_object_stores_their_addresses_name_the_feature() {
    let folder = folder();
    fs::write(folder.path().join("in.json"), QUOTE).unwrap();
    for arguments in [
        &["render", "in.json", "-o", "s3://cards/a.png"][..],
        &["render", "in.json", "-o", "a.png", "--receipt", "gs://cards/a.json"],
        &["render", "in.json", "-o", "a.png", "--assets", "az://cards/pictures"],
        &["batch", "in.json", "--out", "s3://cards/all"],
        &["kit", "in.json", "--out", "s3://cards/kit"],
    ] {
        let run = run(folder.path(), arguments).expect(2);
        assert!(run.stderr.contains("cargo install pullquote --features cloud"), "{arguments:?} says\n{}", run.stderr);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
