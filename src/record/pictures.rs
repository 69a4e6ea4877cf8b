//! Every picture that a record names.
//!
//! Names only: whether a picture is there is found out where pictures are read.

use super::{Author, Media, Post, Quote, Quoted, Record, ReplyTo};

/// A picture that a record names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureRef<'a> {
    /// Where in the record it stands: a JSON pointer, such as `/media/0/src`.
    pub pointer: String,
    /// Path below the assets, address or `data:` URI.
    pub src: &'a str,
    /// Its alternative text.
    pub alt: Option<&'a str>,
    /// What it is for.
    pub role: PictureRole,
}

/// What a picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PictureRole {
    /// Portrait of an author.
    Avatar,
    /// Badge of an author's organisation.
    Badge,
    /// A custom emoji.
    Emoji,
    /// A photo of a post.
    Media,
    /// The still of a film or sound.
    Poster,
    /// The picture of a linked page.
    Link,
    /// The photograph of a quotation.
    Photo,
    /// The cover of a source.
    Cover,
}

/// Every picture of a record, in reading order.
pub(super) fn pictures(record: &Record) -> Vec<PictureRef<'_>> {
    let mut found = Vec::new();
    match record {
        Record::Quote(quote) => quote_pictures(quote, &mut found),
        Record::Post(post) => post_pictures(post, "", &mut found),
    }
    found
}

fn quote_pictures<'a>(quote: &'a Quote, found: &mut Vec<PictureRef<'a>>) {
    if let Some(photo) = &quote.photo {
        found.push(PictureRef { alt: photo.alt.as_deref(), ..picture("/photo/src", &photo.src, PictureRole::Photo) });
    }
    span_pictures(quote.spans.as_deref(), "", found);
    if let Some(avatar) = &quote.author.avatar {
        found.push(picture("/author/avatar", avatar, PictureRole::Avatar));
    }
    if let Some(cover) = quote.source.as_ref().and_then(|source| source.cover.as_ref()) {
        found.push(picture("/source/cover", cover, PictureRole::Cover));
    }
    for (index, voice) in quote.voices.iter().enumerate() {
        if let Some(avatar) = &voice.author.avatar {
            found.push(picture(format!("/voices/{index}/author/avatar"), avatar, PictureRole::Avatar));
        }
    }
}

fn post_pictures<'a>(post: &'a Post, at: &str, found: &mut Vec<PictureRef<'a>>) {
    if let Some(ReplyTo::Post(parent)) = &post.reply_to {
        post_pictures(parent, &format!("{at}/reply_to"), found);
    }
    if let Some(author) = &post.author {
        author_pictures(author, at, found);
    }
    for (index, emoji) in post.emojis.iter().enumerate() {
        let alt = emoji.alt.as_deref().or(Some(&emoji.code));
        found.push(PictureRef { alt, ..picture(format!("{at}/emojis/{index}/src"), &emoji.src, PictureRole::Emoji) });
    }
    span_pictures(post.spans.as_deref(), at, found);
    for (index, media) in post.media.iter().enumerate() {
        found.extend(media_picture(media, &format!("{at}/media/{index}")));
    }
    if let Some(image) = post.link.as_ref().and_then(|link| link.image.as_ref()) {
        found.push(picture(format!("{at}/link/image"), image, PictureRole::Link));
    }
    if let Some(Quoted::Post(quoted)) = &post.quoted {
        post_pictures(quoted, &format!("{at}/quoted"), found);
    }
    for (index, following) in post.thread.iter().enumerate() {
        post_pictures(following, &format!("{at}/thread/{index}"), found);
    }
}

fn author_pictures<'a>(author: &'a Author, at: &str, found: &mut Vec<PictureRef<'a>>) {
    if let Some(avatar) = &author.avatar {
        found.push(picture(format!("{at}/author/avatar"), avatar, PictureRole::Avatar));
    }
    let Some(affiliation) = &author.affiliation else { return };
    if let Some(badge) = &affiliation.badge {
        let pointer = format!("{at}/author/affiliation/badge");
        found.push(PictureRef { alt: Some(&affiliation.name), ..picture(pointer, badge, PictureRole::Badge) });
    }
}

fn span_pictures<'a>(spans: Option<&'a [super::Span]>, at: &str, found: &mut Vec<PictureRef<'a>>) {
    for (index, span) in spans.unwrap_or_default().iter().enumerate() {
        if let Some(src) = &span.src {
            let pointer = format!("{at}/spans/{index}/src");
            found.push(PictureRef { alt: span.value.as_deref(), ..picture(pointer, src, PictureRole::Emoji) });
        }
    }
}

/// The picture that stands for a piece of media.
fn media_picture<'a>(media: &'a Media, at: &str) -> Option<PictureRef<'a>> {
    let src = media.still()?;
    let role = if media.src.as_deref() == Some(src) { PictureRole::Media } else { PictureRole::Poster };
    let field = if role == PictureRole::Media { "src" } else { "poster" };
    let found = picture(format!("{at}/{field}"), src, role);
    Some(PictureRef { alt: media.alt.as_deref(), ..found })
}

fn picture(pointer: impl Into<String>, src: &str, role: PictureRole) -> PictureRef<'_> {
    PictureRef { pointer: pointer.into(), src, alt: None, role }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_come_in_reading_order_with_pointers_that_lead_to_them() {
        let json = br#"{ "kind": "post", "text": ":cat:", "author": { "name": "Mira", "avatar": "m.png", "affiliation": { "name": "Lab", "badge": "b.png" } },
            "emojis": [{ "code": "cat", "src": "cat.png" }],
            "media": [{ "kind": "photo", "src": "1.jpg", "alt": "A pier" }, { "kind": "video", "src": "2.mp4", "poster": "2.jpg" }, { "kind": "video", "src": "3.mp4" }],
            "link": { "url": "https://example.com", "image": "l.jpg" },
            "quoted": { "kind": "post", "text": "a", "author": { "name": "Noa", "avatar": "n.png" } },
            "thread": [{ "kind": "post", "text": "", "media": [{ "kind": "gif", "src": "4.gif" }] }] }"#;
        let record = Record::from_json(json).expect("a record");
        let value = record.value();
        let found = record.pictures();
        let names: Vec<_> = found.iter().map(|picture| picture.src).collect();
        assert_eq!(names, ["m.png", "b.png", "cat.png", "1.jpg", "2.jpg", "l.jpg", "n.png", "4.gif"]);
        for picture in &found {
            assert_eq!(value.pointer(&picture.pointer).and_then(|value| value.as_str()), Some(picture.src));
        }
        assert_eq!(found[3].alt, Some("A pier"));
    }
}
