//! What each network takes: sizes, formats, bytes, alternative texts. `docs/networks.md` has the sources.

use std::fmt;
use std::str::FromStr;

use crate::{Error, ErrorKind, Format, Result, Size, text};

/// A place where cards are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Network {
    /// The publisher's own page and its link previews.
    Web,
    /// X.
    X,
    /// Facebook.
    Facebook,
    /// Instagram.
    Instagram,
    /// Threads.
    Threads,
    /// Bluesky.
    Bluesky,
    /// Mastodon.
    Mastodon,
    /// LinkedIn.
    Linkedin,
    /// Pinterest.
    Pinterest,
    /// WhatsApp.
    Whatsapp,
    /// Telegram.
    Telegram,
    /// Discord.
    Discord,
    /// Slack.
    Slack,
}

/// One file that a network takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// What it is for: `preview` of a link, `post`, `story`, `pin`.
    pub purpose: &'static str,
    /// Size in px.
    pub size: Size,
    /// Formats that the network takes, the preferred one first.
    pub formats: &'static [Format],
    /// Most bytes of the file.
    pub max_bytes: u64,
    /// Longest alternative text in UTF-16 code units; `None`: none is published.
    pub max_alt: Option<usize>,
}

const LOSSLESS_FIRST: &[Format] = &[Format::Png, Format::Jpeg];
const WEB: &[Format] = &[Format::Png, Format::Webp, Format::Jpeg];
const JPEG: &[Format] = &[Format::Jpeg];

const fn target(
    purpose: &'static str,
    size: Size,
    formats: &'static [Format],
    max_bytes: u64,
    max_alt: Option<usize>,
) -> Target {
    Target { purpose, size, formats, max_bytes, max_alt }
}

impl Network {
    /// Every network by its name, in the order of the documentation.
    pub const NAMED: &'static [(&'static str, Self)] = &[
        ("web", Self::Web),
        ("x", Self::X),
        ("facebook", Self::Facebook),
        ("instagram", Self::Instagram),
        ("threads", Self::Threads),
        ("bluesky", Self::Bluesky),
        ("mastodon", Self::Mastodon),
        ("linkedin", Self::Linkedin),
        ("pinterest", Self::Pinterest),
        ("whatsapp", Self::Whatsapp),
        ("telegram", Self::Telegram),
        ("discord", Self::Discord),
        ("slack", Self::Slack),
    ];

    /// The name.
    pub fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(_, network)| *network == self).map_or("", |(name, _)| name)
    }

    /// The files it takes.
    pub fn targets(self) -> &'static [Target] {
        const LINKEDIN: Size = Size::new(1200, 627);
        match self {
            Self::Web => const { &[target("preview", Size::OG, WEB, 300_000, Some(420))] },
            Self::X => {
                const {
                    &[
                        target("post", Size::WIDE, LOSSLESS_FIRST, 5_000_000, Some(1000)),
                        target("preview", Size::OG, LOSSLESS_FIRST, 5_000_000, Some(420)),
                    ]
                }
            }
            Self::Facebook => const { &[target("preview", Size::OG, LOSSLESS_FIRST, 8_000_000, None)] },
            Self::Instagram => {
                const {
                    &[
                        target("post", Size::PORTRAIT, JPEG, 8_000_000, Some(1000)),
                        target("story", Size::STORY, JPEG, 8_000_000, None),
                    ]
                }
            }
            Self::Threads => const { &[target("post", Size::PORTRAIT, LOSSLESS_FIRST, 8_000_000, Some(1000))] },
            Self::Bluesky => {
                const {
                    &[
                        target("post", Size::WIDE, LOSSLESS_FIRST, 2_000_000, Some(2000)),
                        target("preview", Size::OG, LOSSLESS_FIRST, 1_000_000, None),
                    ]
                }
            }
            Self::Mastodon => const { &[target("post", Size::WIDE, LOSSLESS_FIRST, 16_777_216, Some(1500))] },
            Self::Linkedin => const { &[target("preview", LINKEDIN, LOSSLESS_FIRST, 5_000_000, None)] },
            Self::Pinterest => const { &[target("pin", Size::PIN, LOSSLESS_FIRST, 10_000_000, Some(500))] },
            Self::Whatsapp => const { &[target("preview", Size::OG, LOSSLESS_FIRST, 300_000, None)] },
            Self::Telegram => const { &[target("post", Size::WIDE, LOSSLESS_FIRST, 5_000_000, None)] },
            Self::Discord => const { &[target("preview", Size::OG, LOSSLESS_FIRST, 8_000_000, None)] },
            Self::Slack => const { &[target("preview", Size::OG, LOSSLESS_FIRST, 5_000_000, Some(2000))] },
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Network {
    type Err = Error;

    /// Reads a name in any case; `twitter` is X, `og` the web.
    fn from_str(name: &str) -> Result<Self> {
        let lower = name.trim().to_ascii_lowercase();
        let known = match lower.as_str() {
            "twitter" => "x",
            "og" => "web",
            other => other,
        };
        if let Some((_, network)) = Self::NAMED.iter().find(|(name, _)| *name == known) {
            return Ok(*network);
        }
        let names = Self::NAMED.iter().map(|(name, _)| *name);
        let hint = match text::nearest(&lower, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use some of {}", names.collect::<Vec<_>>().join(", ")),
        };
        Err(Error::new(ErrorKind::Usage, format!("unknown network `{name}`")).with_hint(hint))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_read_by_their_names() {
        for (name, network) in Network::NAMED {
            assert_eq!(name.parse::<Network>().unwrap(), *network);
            assert_eq!(network.to_string(), *name);
            assert!(!network.targets().is_empty());
        }
        assert_eq!("Twitter".parse::<Network>().unwrap(), Network::X);
        assert_eq!("blusky".parse::<Network>().unwrap_err().hint(), Some("did you mean `bluesky`?"));
    }

    #[test]
    fn the_documentation_has_every_limit() {
        let page = include_str!("../../docs/networks.md");
        let grouped = |bytes: u64| {
            let digits = bytes.to_string();
            let parts: Vec<&str> =
                digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
            parts.join(",")
        };
        for (name, network) in Network::NAMED {
            for target in network.targets() {
                let alt = target.max_alt.map_or_else(|| "–".to_owned(), |most| most.to_string());
                let formats: Vec<&str> = target.formats.iter().map(|format| format.name()).collect();
                let row = format!(
                    "| `{name}` | {} | {}×{} | {} | {} | {alt} |",
                    target.purpose,
                    target.size.width,
                    target.size.height,
                    formats.join(", "),
                    grouped(target.max_bytes)
                );
                assert!(page.contains(&row), "docs/networks.md lacks `{row}`");
            }
        }
    }
}
