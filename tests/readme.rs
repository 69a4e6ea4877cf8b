//! Every `pullquote` command of the README and of `docs/` runs, in order, in one folder with the examples.

use std::fs;
use std::path::Path;

use crate::support::{folder, project};

/// The shell commands of a page: lines of its `sh` blocks, continued lines joined.
fn commands(page: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut inside = false;
    let mut open = String::new();
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside && line.trim() == "```sh";
            continue;
        }
        if !inside || line.trim_start().starts_with('#') {
            continue;
        }
        match line.strip_suffix('\\') {
            Some(part) => open.push_str(part),
            None => commands.push(std::mem::take(&mut open) + line),
        }
    }
    commands.retain(|line| !line.trim().is_empty());
    commands
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Runs the commands of a page that call the program; how many there were.
fn run_page(page: &str) -> usize {
    let text = fs::read_to_string(project(page)).unwrap();
    let folder = folder();
    copy(&project("examples"), &folder.path().join("examples"));
    copy(&project("templates"), &folder.path().join("templates"));
    let program = Path::new(env!("CARGO_BIN_EXE_pullquote"));
    let path = std::env::join_paths(
        std::iter::once(program.parent().unwrap().to_path_buf())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    )
    .unwrap();
    let mut count = 0;
    for line in commands(&text) {
        let line = line.replace("cargo run --release --", "pullquote");
        if !line.contains("pullquote ") || line.starts_with("cargo ") || line.starts_with("git ") {
            continue;
        }
        count += 1;
        let output = std::process::Command::new("sh")
            .args(["-c", &line])
            .current_dir(folder.path())
            .env("PATH", &path)
            .output()
            .unwrap();
        assert!(output.status.success(), "{page}: `{line}`\n{}", String::from_utf8_lossy(&output.stderr));
    }
    count
}

#[test]
fn the_commands_of_the_readme_run() {
    assert!(run_page("README.md") >= 12, "the README shows the program at work");
}

#[test]
fn the_commands_of_the_tutorial_run() {
    assert!(run_page("docs/templates.md") >= 3, "the tutorial shows the program at work");
}

#[test]
fn the_commands_of_the_reference_of_formats_run() {
    assert!(run_page("docs/formats.md") >= 3, "the reference shows the program at work");
}

#[test]
fn the_commands_of_the_page_about_batches_run() {
    assert!(run_page("docs/batch.md") >= 4, "the page shows the program at work");
}

#[test]
fn the_commands_of_the_reference_of_embeds_run() {
    assert!(run_page("docs/embed.md") >= 4, "the reference shows the program at work");
}

#[test]
fn the_tutorial_shows_the_example_template_as_it_is() {
    let page = fs::read_to_string(project("docs/templates.md")).unwrap();
    for name in ["template.toml", "card.html", "card.css", "sample.json"] {
        let file = fs::read_to_string(project("examples/templates/plain").join(name)).unwrap();
        assert!(page.contains(file.trim_end()), "`{name}` differs from the tutorial");
    }
}
