//! What is embedded in a post: pictures, films, link cards, quoted posts, and things of the network such as feeds and lists.
//!
//! Views have addresses; plain records have only the hashes of their files, from which the network's picture addresses follow.

use super::uri::AtUri;
use super::{author, kind, post};
use crate::read::draft::Draft;
use crate::read::json::Ask;
use crate::read::line::{lines, visible};
use crate::read::plain::clean;
use crate::read::{Json, address};
use crate::record::{Link, Media, MediaKind};

/// How deep quoted posts are read.
const DEEPEST: usize = 8;

/// Reads the embed of a view, else that of its record.
pub(super) fn read(view: &Json<'_>, record: &Json<'_>, draft: &mut Draft, depth: usize) {
    let resolved = view.field("embed").filter(|embed| kind(embed) == "view" || kind(embed).is_empty());
    let resolved: Vec<&Json<'_>> = match resolved {
        Some(embed) => vec![embed],
        None => view.items("embeds").iter().collect(),
    };
    let did = view.text("uri").and_then(AtUri::parse).map(|uri| uri.authority).filter(|did| did.starts_with("did:"));
    let reader = Reader { did, depth };
    if let (true, Some(embed)) = (resolved.is_empty(), record.field("embed")) {
        reader.embed(embed, draft);
    }
    for embed in resolved {
        reader.embed(embed, draft);
    }
}

struct Reader<'a> {
    /// The repository that holds the post, for addresses of its files.
    did: Option<&'a str>,
    depth: usize,
}

impl Reader<'_> {
    fn embed(&self, embed: &Json<'_>, draft: &mut Draft) {
        let name = embed.text("$type").unwrap_or_default();
        match name.split('#').next().unwrap_or_default() {
            "app.bsky.embed.images" => self.photos(embed.items("images"), draft),
            "app.bsky.embed.gallery" => self.photos(embed.items("items"), draft),
            "app.bsky.embed.video" => self.video(embed, draft),
            "app.bsky.embed.external" => self.external(embed, draft),
            "app.bsky.embed.record" => self.record(embed, draft),
            "app.bsky.embed.recordWithMedia" => {
                if let Some(media) = embed.field("media") {
                    self.embed(media, draft);
                }
                if let Some(record) = embed.field("record") {
                    self.record(record, draft);
                }
            }
            _ => unknown(name, draft),
        }
    }

    fn photos(&self, items: &[Json<'_>], draft: &mut Draft) {
        for item in items {
            let name = item.text("$type").unwrap_or_default();
            if !(name.is_empty() || name.contains("mage")) {
                unknown(name, draft);
                continue;
            }
            let view =
                ["fullsize", "thumb", "thumbnail"].into_iter().find_map(|key| item.text(key).and_then(author::picture));
            let src = view.or_else(|| self.file(item.field("image")?, "feed_fullsize"));
            draft.post.media.push(Media { kind: MediaKind::Photo, src, ..sized(item) });
        }
    }

    fn video(&self, video: &Json<'_>, draft: &mut Draft) {
        let kind = if video.text("presentation") == Some("gif") { MediaKind::Gif } else { MediaKind::Video };
        let poster = video.text("thumbnail").and_then(author::picture);
        draft.post.media.push(Media {
            kind,
            src: video.text("playlist").and_then(address::web),
            poster,
            ..sized(video)
        });
    }

    /// A linked page, or a GIF from a collection of them.
    fn external(&self, embed: &Json<'_>, draft: &mut Draft) {
        let Some(external) = embed.field("external") else { return unknown("app.bsky.embed.external", draft) };
        let Some(url) = external.text("uri").and_then(address::web) else {
            return draft.info("unknown-embed", "/link", "a link card without a usable address was left out");
        };
        let line = |key| external.text(key).and_then(visible);
        let thumb = match external.field("thumb") {
            Some(Json::Str(thumb)) => author::picture(thumb),
            Some(blob) => self.file(blob, "feed_thumbnail").and_then(|thumb| author::picture(&thumb)),
            None => None,
        };
        if is_gif(&url) {
            draft.post.media.push(gif(url, thumb, line("description").or_else(|| line("title"))));
            return;
        }
        draft.post.link = Some(Link {
            title: line("title"),
            description: line("description"),
            image: thumb,
            site: address::site(&url),
            url,
        });
    }

    /// A quoted post or another thing of the network.
    fn record(&self, embed: &Json<'_>, draft: &mut Draft) {
        // In a record with media the record stands one level deeper.
        let Some(outer) = embed.field("record") else { return unknown("app.bsky.embed.record", draft) };
        let record = if kind(outer).is_empty() && outer.field("uri").is_none() {
            outer.field("record").unwrap_or(outer)
        } else {
            outer
        };
        let is_post = record.field("value").is_some() || super::is_trace(record);
        if is_post && self.depth < DEEPEST {
            draft.quote(post::read_at(record, self.depth + 1));
            return;
        }
        match thing(record) {
            Some(_) if draft.post.link.is_some() => unknown(kind(record), draft),
            Some(link) => draft.post.link = Some(link),
            None if record.field("uri").is_some()
                && record.text("$type").is_none_or(|name| name.ends_with("strongRef"))
                || is_post =>
            {
                draft.info("unknown-embed", "/quoted", "the quoted post is not in the file and was left out");
            }
            None => unknown(kind(record), draft),
        }
    }

    /// The address of a picture file of a plain record.
    fn file(&self, blob: &Json<'_>, size: &str) -> Option<String> {
        let hash = blob.path(&["ref"]).and_then(|link| link.text("$link")).or_else(|| blob.text("cid"))?;
        let good = hash.len() > 8 && hash.bytes().all(|byte| byte.is_ascii_alphanumeric());
        good.then_some(())?;
        Some(format!("https://cdn.bsky.app/img/{size}/plain/{}/{hash}@jpeg", self.did?))
    }
}

/// Alternative text and sides of a picture or film.
fn sized(item: &Json<'_>) -> Media {
    let side =
        |key| item.field("aspectRatio")?.count(key).and_then(|side| u32::try_from(side).ok()).filter(|side| *side > 0);
    let (width, height) = (side("width"), side("height"));
    let both = width.is_some() && height.is_some();
    Media {
        alt: item.text("alt").and_then(lines),
        width: width.filter(|_| both),
        height: height.filter(|_| both),
        ..Media::default()
    }
}

fn is_gif(url: &str) -> bool {
    let tenor = address::site(url).is_some_and(|site| site == "tenor.com" || site.ends_with(".tenor.com"));
    tenor && address::path(url).last().is_some_and(|name| name.to_ascii_lowercase().ends_with(".gif"))
}

/// A GIF with its size from the address and its description without the word in front of it.
fn gif(url: String, poster: Option<String>, description: Option<String>) -> Media {
    let side = |key| address::query(&url, key).and_then(|side| side.parse::<u32>().ok()).filter(|side| *side > 0);
    let (width, height) = (side("ww"), side("hh"));
    let alt = description.map(|text| {
        let bare = ["Alt text:", "Alt:", "ALT:"].into_iter().find_map(|word| text.strip_prefix(word));
        bare.unwrap_or(&text).trim().to_owned()
    });
    Media {
        kind: MediaKind::Gif,
        poster,
        alt: alt.filter(|alt| !alt.is_empty()),
        width,
        height,
        src: Some(url),
        ..Media::default()
    }
}

/// A feed, list, labeler or starter pack as the link to its page.
fn thing(record: &Json<'_>) -> Option<Link> {
    let what = match kind(record) {
        "generatorView" => "Feed",
        "listView" | "listViewBasic" => "List",
        "labelerView" => "Labeler",
        "starterPackViewBasic" | "starterPackView" => "Starter pack",
        _ => return None,
    };
    let creator = record.field("creator");
    let handle = creator.and_then(author::handle);
    let line = |value: &Json<'_>, key| value.text(key).and_then(visible);
    let own = line(record, "displayName").or_else(|| line(record, "name"));
    let title =
        own.or_else(|| line(record.field("record")?, "name")).or_else(|| creator.and_then(|c| line(c, "displayName")));
    Some(Link {
        url: AtUri::parse(record.text("uri")?)?.page(handle.as_deref())?,
        title,
        description: line(record, "description").or_else(|| line(record.field("record")?, "description")),
        image: record.text("avatar").or_else(|| creator?.text("avatar")).and_then(author::picture),
        site: Some(handle.map_or_else(|| what.to_owned(), |handle| format!("{what} by @{handle}"))),
    })
}

fn unknown(name: &str, draft: &mut Draft) {
    let name = if name.is_empty() { "without a name" } else { name };
    draft.info("unknown-embed", "", format!("an embed of the type `{}` was left out", clean(name)));
}
