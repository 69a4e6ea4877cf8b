//! Object stores: S3 as moto speaks it, Azure as Azurite speaks it, and Google as a small server of our own does. The tests start the servers
//! on free ports and stop them.

mod azure;
mod google;
mod http;
mod kill;
mod picture;
mod run;
mod s3;
mod server;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::support::{self, Run};

/// A bucket that a test looks into past the program.
pub trait Bucket {
    /// The address of a key, or of the bucket.
    fn address(&self, key: &str) -> String;
    /// What the program has to know, as variables of the environment.
    fn environment(&self) -> Vec<(&'static str, String)>;
    /// An object's bytes and its media type.
    fn get(&self, key: &str) -> Option<(Vec<u8>, String)>;
    /// Puts an object.
    fn put(&self, key: &str, bytes: &[u8]);
    /// Removes an object.
    fn remove(&self, key: &str);
    /// All keys that begin so, sorted.
    fn keys(&self, prefix: &str) -> Vec<String>;

    /// The objects below a prefix by their names, without state.
    fn cards(&self, prefix: &str) -> BTreeMap<String, Vec<u8>> {
        let keys = self.keys(prefix).into_iter().filter(|key| !key.contains("/.pullquote"));
        keys.map(|key| (key[prefix.len()..].to_owned(), self.get(&key).expect("an object").0)).collect()
    }

    /// Keys of state objects below a prefix.
    fn state(&self, prefix: &str) -> Vec<String> {
        self.keys(prefix).into_iter().filter(|key| key.contains("/.pullquote")).collect()
    }

    /// The program with its environment.
    fn command(&self, folder: &Path) -> Command {
        let mut command = clean(folder);
        command.envs(self.environment());
        command
    }

    /// Runs the program.
    fn run(&self, folder: &Path, arguments: &[&str]) -> Run {
        finish(&mut self.command(folder), arguments)
    }
}

/// The program without what the machine's environment says of stores.
pub fn clean(folder: &Path) -> Command {
    let mut command = support::command(folder);
    for (name, _) in std::env::vars() {
        if ["AWS_", "GOOGLE_", "AZURE_", "HTTP_PROXY", "http_proxy", "ALL_PROXY"]
            .iter()
            .any(|start| name.starts_with(start))
        {
            command.env_remove(name);
        }
    }
    command.env("NO_PROXY", "127.0.0.1,localhost");
    command
}

/// Runs a command to its end.
pub fn finish(command: &mut Command, arguments: &[&str]) -> Run {
    let output = command.args(arguments).output().expect("the program runs");
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Invented records, one a line.
pub fn records(numbers: std::ops::Range<usize>) -> String {
    let record = |number: usize| {
        format!(
            "{{ \"kind\": \"quote\", \"id\": \"q{number}\", \"text\": \"In year {number} the harbour counted its lanterns.\", \
             \"author\": {{ \"name\": \"Mina Ostrow\" }} }}\n"
        )
    };
    numbers.map(record).collect()
}

/// The lines of a manifest.
pub fn lines(bytes: &[u8]) -> Vec<serde_json::Value> {
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}
