//! A tool at the other end of a pipe: one line in, one line out, so that tools in many languages draw in turn.

use std::io::{BufRead, Write};
use std::time::Instant;

use crate::tool::Tool;

/// Answers until the input ends: `draw N` with ms and bytes, `many FIRST COUNT THREADS` with seconds, `save N FILE` with `saved`.
pub fn serve(tool: &Tool<'_>) {
    let mut out = std::io::stdout();
    let mut say = |line: String| {
        writeln!(out, "{line}").expect("an open pipe");
        out.flush().expect("an open pipe");
    };
    say("ready".to_owned());
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line of text");
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |index: usize| -> u32 { words[index].parse().expect("a number") };
        match words[..] {
            ["draw", _] => {
                let start = Instant::now();
                let bytes = tool.draw(number(1)).len();
                say(format!("{} {bytes}", start.elapsed().as_secs_f64() * 1e3));
            }
            ["many", _, _, _] => {
                say(tool.draw_many(number(1), number(2), number(3) as usize).as_secs_f64().to_string())
            }
            ["save", _, file] => {
                std::fs::write(file, tool.draw(number(1))).expect("a place to write to");
                say("saved".to_owned());
            }
            _ => panic!("`{line}` is no command"),
        }
    }
}
