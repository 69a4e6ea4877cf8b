//! The alternative text of a card: its record in reading order, for people who do not see it.
//!
//! The words around the record's own are English for now.

use jiff::tz::TimeZone;

use super::date::{DateStyle, date};
use super::quotes::quoted;
use crate::record::{Author, Link, Media, MediaKind, Poll, Post, Quote, Quoted, Record, ReplyTo, Source};

/// A title of a few words: what the record is and whose.
pub(crate) fn title(record: &Record) -> String {
    let kind = match record {
        Record::Quote(_) => "Quotation",
        Record::Post(_) => "Post",
    };
    match record.author_name().trim() {
        "" => kind.to_owned(),
        name => format!("{kind} by {name}"),
    }
}

/// The alternative text of a record: what a person wrote into its `alt`, else author, words, pictures, quoted post, poll, date
/// and source in reading order. Dates are set in the language of `locale`, times in UTC.
pub fn alt_text(record: &Record, locale: &str) -> String {
    if let Some(alt) = record.alt().filter(|alt| !alt.trim().is_empty()) {
        return alt.trim().to_owned();
    }
    let mut out = Sentences { out: String::new(), locale };
    match record {
        Record::Quote(quote) => out.quote(quote),
        Record::Post(post) => out.post(post, "Post"),
    }
    out.out
}

/// Sentences, one after another.
struct Sentences<'a> {
    out: String,
    locale: &'a str,
}

impl Sentences<'_> {
    /// Adds a sentence; a full stop is added where none stands.
    fn say(&mut self, sentence: &str) {
        let sentence = sentence.trim();
        if sentence.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push(' ');
        }
        self.out.push_str(sentence);
        let ended = sentence.trim_end_matches(['”', '“', '"', '»', '«', '’', '」', '』', ')', '\u{2069}']);
        if !ended.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।']) {
            self.out.push('.');
        }
    }

    fn say_labelled(&mut self, label: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.say(&format!("{label}: {}", text.trim()));
        }
    }

    fn date(&self, text: Option<&str>) -> Option<String> {
        date(text?, self.locale, &TimeZone::UTC, DateStyle::Long)
    }

    fn quote(&mut self, quote: &Quote) {
        let lang = quote.lang.as_deref().unwrap_or(self.locale);
        self.say(quote.kicker.as_deref().unwrap_or_default());
        self.say_labelled("Question", quote.question.as_deref());
        let role = quote.author.role.as_deref().map(|role| format!(", {}", isolated(role))).unwrap_or_default();
        self.say(&format!("Quotation by {}{role}: {}", isolated(&quote.author.name), quoted(&quote.text, lang)));
        if let Some(original) = &quote.original {
            let lang = original.lang.as_deref().unwrap_or(lang);
            self.say(&format!("In the original: {}", quoted(&original.text, lang)));
        }
        self.say_labelled("Translated by", quote.translator.as_deref().map(isolated).as_deref());
        for voice in &quote.voices {
            self.say(&format!("{}: {}", isolated(&voice.author.name), quoted(&voice.text, lang)));
        }
        if let Some(photo) = &quote.photo {
            self.say_labelled("Photo", photo.alt.as_deref());
            self.say_labelled("Photo credit", photo.credit.as_deref());
        }
        if let Some(source) = &quote.source {
            self.source(source);
        }
    }

    fn source(&mut self, source: &Source) {
        let date = self.date(source.date.as_deref());
        let page = source.page.as_ref().map(|page| format!("p. {page}"));
        let parts =
            [source.title.as_ref(), source.work.as_ref(), page.as_ref(), source.publisher.as_ref(), date.as_ref()];
        let parts: Vec<&str> =
            parts.into_iter().flatten().map(String::as_str).filter(|part| !part.trim().is_empty()).collect();
        self.say_labelled("Source", Some(&parts.join(", ")));
    }

    fn post(&mut self, post: &Post, what: &str) {
        self.before_text(post);
        let author = post.author.as_ref().map(author_words).unwrap_or_default();
        let network = post.platform.as_deref().map(network_name).map(|name| format!(" on {name}")).unwrap_or_default();
        let text = post.text.trim();
        match (text.is_empty(), post.unavailable) {
            (false, _) => self.say(&format!("{what}{author}{network}: {text}")),
            (true, Some(reason)) => self.say(&format!("{what}{author}{network}, unavailable: {reason}")),
            (true, None) => self.say(&format!("{what}{author}{network}")),
        }
        for media in &post.media {
            self.say(&media_words(media));
        }
        if let Some(poll) = &post.poll {
            self.say(&poll_words(poll));
        }
        if let Some(link) = &post.link {
            self.say(&link_words(link));
        }
        match &post.quoted {
            Some(Quoted::Post(quoted)) => self.post(quoted, "Quoted post"),
            Some(Quoted::Unavailable(reason)) => self.say(&format!("Quoted post, unavailable: {reason}")),
            None => {}
        }
        self.say_labelled("Community note", post.note.as_ref().map(|note| note.text.as_str()));
        let date = self.date(post.created_at.as_deref());
        self.say(date.as_deref().unwrap_or_default());
        for following in &post.thread {
            self.post(following, "Next post");
        }
    }

    fn before_text(&mut self, post: &Post) {
        if let Some(reposter) = &post.reposted_by {
            let author = Author { name: reposter.name.clone(), handle: reposter.handle.clone(), ..Author::default() };
            self.say(&format!("Reposted{}", author_words(&author)));
        }
        match &post.reply_to {
            Some(ReplyTo::Post(parent)) => self.post(parent, "In reply to a post"),
            Some(ReplyTo::Reference(reference)) => {
                if let Some(handle) = &reference.handle {
                    self.say(&format!("In reply to {}", isolated(&format!("@{handle}"))));
                }
            }
            None => {}
        }
        self.say_labelled("Content warning", post.content_warning.as_deref());
    }
}

/// ` by Name (@handle)`.
fn author_words(author: &Author) -> String {
    let handle = author.handle.as_ref().map(|handle| isolated(&format!("@{handle}")));
    match (author.name.as_deref().filter(|name| !name.trim().is_empty()), handle) {
        (Some(name), Some(handle)) => format!(" by {} ({handle})", isolated(name)),
        (Some(name), None) => format!(" by {}", isolated(name)),
        (None, Some(handle)) => format!(" by {handle}"),
        (None, None) => String::new(),
    }
}

/// How a network writes its name.
fn network_name(platform: &str) -> String {
    let known = match platform.to_ascii_lowercase().as_str() {
        "x" | "twitter" => "X",
        "mastodon" => "Mastodon",
        "bluesky" => "Bluesky",
        "threads" => "Threads",
        "instagram" => "Instagram",
        "facebook" => "Facebook",
        "linkedin" => "LinkedIn",
        "reddit" => "Reddit",
        "youtube" => "YouTube",
        "tiktok" => "TikTok",
        _ => return isolated(platform),
    };
    known.to_owned()
}

fn media_words(media: &Media) -> String {
    let kind = match media.kind {
        MediaKind::Photo => "Photo",
        MediaKind::Video => "Video",
        MediaKind::Gif => "Animation",
        MediaKind::Audio => "Audio",
    };
    match media.alt.as_deref().map(str::trim).filter(|alt| !alt.is_empty()) {
        Some(alt) => format!("{kind}: {alt}"),
        None => format!("{kind} without description"),
    }
}

fn poll_words(poll: &Poll) -> String {
    let votes: u64 = poll.options.iter().filter_map(|option| option.votes).fold(0, u64::saturating_add);
    let whole = if poll.multiple == Some(true) { poll.voters.unwrap_or(votes) } else { votes };
    let options: Vec<String> = poll
        .options
        .iter()
        .map(|option| match option.votes {
            Some(count) if whole > 0 => {
                let percent = (u128::from(count) * 100 + u128::from(whole) / 2) / u128::from(whole);
                format!("{} {percent}% ({})", option.label.trim(), counted(count, "vote"))
            }
            Some(count) => format!("{} ({})", option.label.trim(), counted(count, "vote")),
            None => option.label.trim().to_owned(),
        })
        .collect();
    let voters = poll.voters.map(|count| format!("; {}", counted(count, "voter"))).unwrap_or_default();
    let closed = if poll.closed == Some(true) { "; closed" } else { "" };
    format!("Poll: {}{voters}{closed}", options.join(", "))
}

fn counted(count: u64, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn link_words(link: &Link) -> String {
    let known = [link.title.as_deref(), link.description.as_deref(), link.site.as_deref()];
    let parts: Vec<&str> = known.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { format!("Link: {}", link.url) } else { format!("Link: {}", parts.join(", ")) }
}

/// A name that keeps its direction to itself: between isolates when it has right-to-left letters, without marks that would
/// reach beyond it.
fn isolated(name: &str) -> String {
    let plain: String =
        name.trim().chars().filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')).collect();
    if plain.chars().any(is_right_to_left) { format!("\u{2068}{plain}\u{2069}") } else { plain }
}

pub(crate) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alt(json: &str) -> String {
        alt_text(&Record::from_json(json.as_bytes()).expect("a record"), "en")
    }

    #[test]
    fn a_quotation_is_read_with_author_photo_and_source() {
        let text = alt(
            r#"{ "kind": "quote", "text": "Bridges are promises.", "author": { "name": "Mira Solberg", "role": "engineer" },
            "photo": { "src": "p.jpg", "alt": "A pier at dawn" }, "source": { "title": "Letters", "page": "12", "date": "1843-10" } }"#,
        );
        assert_eq!(
            text,
            "Quotation by Mira Solberg, engineer: “Bridges are promises.” Photo: A pier at dawn. Source: Letters, p. 12, October 1843."
        );
    }

    #[test]
    fn a_post_is_read_in_reading_order() {
        let text = alt(
            r#"{ "kind": "post", "platform": "mastodon", "text": "Look!", "author": { "name": "Mira", "handle": "mira@example.social" },
            "created_at": "2026-03-14T09:41:00Z", "media": [{ "kind": "photo", "src": "a.jpg", "alt": "A pier" }, { "kind": "video" }],
            "poll": { "options": [{ "label": "yes", "votes": 2 }, { "label": "no", "votes": 1 }], "closed": true },
            "quoted": { "kind": "post", "text": "Where", "author": { "handle": "noa" } } }"#,
        );
        assert_eq!(
            text,
            "Post by Mira (@mira@example.social) on Mastodon: Look! Photo: A pier. Video without description. \
             Poll: yes 67% (2 votes), no 33% (1 vote); closed. Quoted post by @noa: Where. 14 March 2026, 09:41 UTC."
        );
    }

    #[test]
    fn what_a_person_wrote_wins() {
        assert_eq!(
            alt(r#"{ "kind": "post", "text": "Look!", "alt": " Mira points at a pier " }"#),
            "Mira points at a pier"
        );
    }

    #[test]
    fn names_keep_their_direction_to_themselves() {
        assert_eq!(isolated("ليلى"), "\u{2068}ليلى\u{2069}");
        assert_eq!(isolated("Mi\u{202E}ra"), "Mira");
        let text = alt(
            r#"{ "kind": "post", "text": "Hi", "author": { "name": "ליאור", "handle": "lior" }, "unavailable": "deleted" }"#,
        );
        assert_eq!(text, "Post by \u{2068}ליאור\u{2069} (@lior): Hi.");
    }
}
