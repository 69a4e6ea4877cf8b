//! The tools that are compiled into this program, by name.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pullquote::Effort;

use crate::card::{Assets, Card};
use crate::ours::Ours;
use crate::theirs::Theirs;

/// A tool, ready to draw one of the cards.
pub enum Tool<'a> {
    /// takumi; `true`: pictures are decoded once and kept.
    Takumi(Theirs<'a>, bool),
    /// Pullquote at an effort.
    Pullquote(Ours<'a>, Effort),
}

/// Names of all tools. Those that end in `kept` decode pictures once for all cards.
pub const TOOLS: [&str; 6] = ["takumi", "balanced", "fast", "takumi-kept", "balanced-kept", "fast-kept"];

impl<'a> Tool<'a> {
    /// Makes a tool ready; not part of a card's time.
    pub fn new(name: &str, assets: &'a Assets, card: &'a Card) -> Self {
        let (tool, keep) = name.strip_suffix("-kept").map_or((name, false), |tool| (tool, true));
        match tool {
            "takumi" => Self::Takumi(Theirs::new(assets, card), keep),
            "balanced" => Self::Pullquote(Ours::new(assets, card, keep), Effort::Balanced),
            "fast" => Self::Pullquote(Ours::new(assets, card, keep), Effort::Fast),
            _ => panic!("no tool `{name}`, expected one of {}", TOOLS.join(", ")),
        }
    }

    /// One card as a PNG file.
    pub fn draw(&self, number: u32) -> Vec<u8> {
        match self {
            Self::Takumi(tool, keep) => tool.draw(number, *keep),
            Self::Pullquote(tool, effort) => tool.draw(number, *effort),
        }
    }

    /// How long `count` cards take on some threads, kept in memory no longer than it takes to count their bytes.
    pub fn draw_many(&self, first: u32, count: u32, threads: usize) -> Duration {
        let next = AtomicUsize::new(0);
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed) as u32;
                        if index >= count {
                            break;
                        }
                        std::hint::black_box(self.draw(first + index));
                    }
                });
            }
        });
        start.elapsed()
    }
}
