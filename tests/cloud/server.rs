//! A program that serves on a free port for the time of a test.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server; it is stopped when this goes, and when the test is killed.
pub struct Server {
    pub port: u16,
    child: Child,
}

impl Server {
    /// Starts a program that is on the path or named by a variable. `arguments` get the port.
    pub fn start(
        program: &str,
        variable: &str,
        install: &str,
        environment: &[(&str, &str)],
        arguments: impl Fn(u16) -> Vec<String>,
    ) -> Self {
        let named = std::env::var(variable).unwrap_or_else(|_| program.to_owned());
        for _ in 0..3 {
            let port = free_port();
            // The shell ends the server when its own input ends, which happens whatever becomes of the test.
            let mut command = Command::new("sh");
            command.args(["-c", "\"$@\" >/dev/null 2>&1 </dev/null & cat >/dev/null; kill $!", "sh", &named]);
            command.args(arguments(port));
            command.envs(environment.iter().copied()).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
            let there = Command::new("sh").args(["-c", "command -v \"$1\" >/dev/null", "sh", &named]).status();
            assert!(
                there.is_ok_and(|status| status.success()),
                "`{named}` is not installed, and the tests of object stores need it: {install}, or name it with {variable}"
            );
            let child = command.spawn().expect("a shell");
            let mut server = Self { port, child };
            if server.answers() {
                return server;
            }
        }
        panic!("`{named}` does not listen");
    }

    fn answers(&mut self) -> bool {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}
