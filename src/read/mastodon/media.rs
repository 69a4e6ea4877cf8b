//! Attached pictures, films and sound.

use crate::read::draft::Draft;
use crate::read::json::Ask;
use crate::read::line::{lines, visible};
use crate::read::{Json, address};
use crate::record::{Media, MediaKind};

/// Reads `media_attachments` into a draft; what has no known kind is said.
pub(super) fn read(status: &Json<'_>, draft: &mut Draft) {
    for attachment in status.items("media_attachments") {
        match kind(attachment) {
            Some(kind) => draft.post.media.push(media(attachment, kind)),
            None => {
                let name = attachment.text("type").unwrap_or("none");
                draft.info("unknown-embed", "/media", format!("an attachment of type `{name}` was left out"));
            }
        }
    }
}

fn kind(attachment: &Json<'_>) -> Option<MediaKind> {
    match attachment.text("type") {
        Some("image") => Some(MediaKind::Photo),
        Some("gifv") => Some(MediaKind::Gif),
        Some("video") => Some(MediaKind::Video),
        Some("audio") => Some(MediaKind::Audio),
        _ => {
            let address = attachment.text("remote_url").or_else(|| attachment.text("url"))?;
            kind_of_name(address::path(address).last()?)
        }
    }
}

/// What a file is by the ending of its name: servers say `unknown` of files they have not fetched.
fn kind_of_name(name: &str) -> Option<MediaKind> {
    match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "png" | "webp" | "gif" | "avif" | "heic" => Some(MediaKind::Photo),
        "mp4" | "webm" | "mov" | "m4v" => Some(MediaKind::Video),
        "mp3" | "ogg" | "oga" | "opus" | "flac" | "wav" | "m4a" => Some(MediaKind::Audio),
        _ => None,
    }
}

fn media(attachment: &Json<'_>, kind: MediaKind) -> Media {
    let link = |key| attachment.text(key).and_then(address::web);
    let original = attachment.path(&["meta", "original"]);
    let side =
        |key| original.and_then(|size| size.count(key)).and_then(|side| u32::try_from(side).ok()).filter(|s| *s > 0);
    let preview = link("preview_url").or_else(|| link("preview_remote_url"));
    let whole = link("url").or_else(|| link("remote_url"));
    let is_photo = kind == MediaKind::Photo;
    Media {
        kind,
        poster: if is_photo || preview == whole { None } else { preview.clone() },
        src: if is_photo { whole.or(preview) } else { whole },
        alt: attachment.text("description").and_then(lines),
        width: side("width"),
        height: side("height"),
        focus: focus(attachment),
        duration_s: number(original, "duration").filter(|seconds| *seconds >= 0.0),
        blurhash: attachment.text("blurhash").and_then(visible),
        sensitive: None,
    }
}

/// The point to keep, x to the right and y upwards, as in a record.
fn focus(attachment: &Json<'_>) -> Option<[f64; 2]> {
    let focus = attachment.path(&["meta", "focus"]);
    let point = [number(focus, "x")?, number(focus, "y")?];
    Some(point.map(|side| side.clamp(-1.0, 1.0)))
}

fn number(value: Option<&Json<'_>>, key: &str) -> Option<f64> {
    match value?.field(key)? {
        Json::Number(number) => number.as_f64().filter(|number| number.is_finite()),
        _ => None,
    }
}
