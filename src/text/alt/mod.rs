//! The alternative text of a card: its record in reading order, for people who do not see it.
//!
//! Whole, or as much of it as a network takes. The words around the record's own are in `phrase`; nothing is added that the
//! record does not say.

mod part;
mod share;

use jiff::tz::TimeZone;

use super::clock;
use super::date::{DateStyle, date};
use super::phrase::{Label, Phrases, fill, label};
use super::quotes::quoted;
use crate::record::{Author, Link, Media, Metrics, Person, Poll, Post, Quote, Quoted, Record, ReplyTo, Source};

pub(crate) use part::shortened;
use part::{Part, Parts, whole, within};
pub(crate) use share::percentages;

/// A title of a few words: what the record is and whose; on a card of a series with its `page` (`2/5`).
pub(crate) fn title(record: &Record, locale: &str, page: Option<&str>) -> String {
    let phrases = Phrases::of(locale);
    let kind = match record {
        Record::Quote(_) => phrases.quotation,
        Record::Post(_) => phrases.post,
    };
    let name = record.author_name().trim();
    let title = phrases.by(kind, (!name.is_empty()).then(|| isolated(name, phrases)).as_deref());
    paged(title, page, phrases)
}

/// What a card is, with its number in a series.
fn paged(mut head: String, page: Option<&str>, phrases: &'static Phrases) -> String {
    if let Some(page) = page {
        head.push_str(&fill(phrases.parentheses, &isolated(page, phrases)));
    }
    head
}

/// The alternative text of a record: what a person wrote into its `alt`, else everything it says in reading order: what it answers,
/// author, words, pictures with their own descriptions, poll, link, note, date, quoted post, thread; original, further voices, source.
///
/// The words around it are in the language of `locale` (BCP 47) where it is one of some twenty, else English; times are in UTC.
///
/// ```
/// let record = pullquote::Record::from_json(br#"{ "kind": "quote", "text": "Klein anfangen.", "author": { "name": "Jana Holm" }, "lang": "de" }"#)?;
/// assert_eq!(pullquote::alt_text(&record, "de"), "Zitat von Jana Holm: „Klein anfangen.“");
/// # Ok::<(), pullquote::Error>(())
/// ```
pub fn alt_text(record: &Record, locale: &str) -> String {
    match written(record) {
        Some(alt) => alt.to_owned(),
        None => whole(&parts(record, locale, None)),
    }
}

/// The alternative text of a card of a series, whose `page` is `2/5`.
pub(crate) fn page_alt_text(record: &Record, locale: &str, page: &str) -> String {
    whole(&parts(record, locale, Some(page)))
}

/// The alternative text in at most `limit` UTF-16 code units, which no network counts more strictly.
///
/// What matters least goes first: counts, date, source, then notes, links and further posts, then pictures and polls. At last the words
/// are cut at a word, with an ellipsis. The name of the author stays as long as anything does.
///
/// ```
/// let record = pullquote::Record::from_json(br#"{ "kind": "quote", "text": "Small things, done well.", "author": { "name": "Mina Ostrow" } }"#)?;
/// assert_eq!(pullquote::short_alt_text(&record, "en", 44), "Quotation by Mina Ostrow: \u{201c}Small things,…\u{201d}");
/// # Ok::<(), pullquote::Error>(())
/// ```
pub fn short_alt_text(record: &Record, locale: &str, limit: usize) -> String {
    match written(record) {
        Some(alt) => shortened(alt, limit),
        None => within(parts(record, locale, None), limit),
    }
}

fn written(record: &Record) -> Option<&str> {
    record.alt().map(str::trim).filter(|alt| !alt.is_empty())
}

fn parts(record: &Record, locale: &str, page: Option<&str>) -> Vec<Part> {
    let phrases = Phrases::of(locale);
    let mut teller = Teller { parts: Parts::new(phrases), phrases, locale, page, platform: None };
    match record {
        Record::Quote(quote) => teller.quote(quote),
        Record::Post(post) => teller.post(post, phrases.post, 0, None),
    }
    teller.parts.done()
}

/// Says a record, part by part. The rank of a part says how soon it is left out where there is little room: 0 never.
struct Teller<'a> {
    parts: Parts,
    phrases: &'static Phrases,
    locale: &'a str,
    /// Which card of a series it is, until that was said.
    page: Option<&'a str>,
    /// The network that was named last.
    platform: Option<String>,
}

impl Teller<'_> {
    fn labelled(&mut self, rank: u8, label: &str, text: Option<&str>) {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            self.parts.say(rank, &self.phrases.labelled(label, text));
        }
    }

    fn date(&self, text: Option<&str>) -> Option<String> {
        date(text?, self.locale, &TimeZone::UTC, DateStyle::Long)
    }

    fn quote(&mut self, quote: &Quote) {
        let phrases = self.phrases;
        let lang = quote.lang.as_deref().unwrap_or(self.locale);
        self.parts.say(4, quote.kicker.as_deref().unwrap_or_default());
        self.labelled(2, phrases.question, quote.question.as_deref());
        let author = person_words(&quote.author, phrases);
        let head = paged(phrases.by(phrases.quotation, Some(&author)), self.page.take(), phrases);
        self.quotation(0, &head, &quote.text, lang);
        if let Some(original) = &quote.original {
            let lang = original.lang.as_deref().unwrap_or(lang);
            self.quotation(3, phrases.original, &original.text, lang);
        }
        let translator = quote.translator.as_deref().map(str::trim).filter(|name| !name.is_empty());
        if let Some(translator) = translator {
            self.parts.say(4, &label(Label::TranslatedBy, &isolated(translator, phrases), phrases.tag));
        }
        for voice in &quote.voices {
            self.quotation(3, &person_words(&voice.author, phrases), &voice.text, lang);
        }
        if let Some(photo) = &quote.photo {
            let [kind, ..] = phrases.media;
            self.parts.say(2, &described(kind, photo.alt.as_deref(), phrases));
            self.labelled(5, phrases.photo_credit, photo.credit.as_deref());
        }
        if let Some(source) = &quote.source {
            self.source(source);
        }
    }

    /// Words in the quotation marks of their language.
    fn quotation(&mut self, rank: u8, before: &str, words: &str, lang: &str) {
        let marked = quoted(words, lang);
        let words = words.trim();
        let (open, close) = marked.split_once(words).unwrap_or_default();
        let inside = if open.is_empty() && close.is_empty() { marked.as_str() } else { words };
        self.parts.say_words(rank, &format!("{before}{}{open}", self.phrases.colon), inside, close);
    }

    fn source(&mut self, source: &Source) {
        let date = self.date(source.date.as_deref());
        let page = source.page.as_ref().map(|page| label(Label::Page, page, self.phrases.tag));
        let parts =
            [source.title.as_ref(), source.work.as_ref(), page.as_ref(), source.publisher.as_ref(), date.as_ref()];
        let parts: Vec<String> = parts
            .into_iter()
            .flatten()
            .filter(|part| !part.trim().is_empty())
            .map(|part| isolated(part, self.phrases))
            .collect();
        self.labelled(4, self.phrases.source, Some(&parts.join(self.phrases.comma)));
    }

    /// A post; `outer` is the author of the post around it, who is not named again.
    fn post(&mut self, post: &Post, what: [&'static str; 2], rank: u8, outer: Option<&Author>) {
        let (phrases, page) = (self.phrases, self.page.take());
        self.before_text(post, rank);
        let author = post.author.as_ref().filter(|author| Some(*author) != outer);
        let author = author.map(|author| author_words(author, phrases)).filter(|words| !words.is_empty());
        let mut head = phrases.by(what, author.as_deref());
        if let Some(platform) = &post.platform
            && self.platform.as_ref() != Some(platform)
        {
            head.push_str(&fill(phrases.on, &network_name(platform, phrases)));
            self.platform = Some(platform.clone());
        }
        head = paged(head, page, phrases);
        if let Some(reason) = post.unavailable {
            head.push_str(phrases.comma);
            head.push_str(&fill(phrases.unavailable, phrases.reason(reason)));
        }
        match post.text.trim() {
            "" => self.parts.say(rank, &head),
            words => self.parts.say_words(rank, &format!("{head}{}", phrases.colon), words, ""),
        }
        if post.truncated == Some(true) {
            self.parts.say(rank + 2, phrases.cut);
        }
        for (index, media) in post.media.iter().enumerate() {
            let number = (post.media.len() > 1).then(|| format!(" {}/{}", index + 1, post.media.len()));
            self.parts.say(rank + 2, &media_words(media, number.as_deref().unwrap_or_default(), phrases));
        }
        if let Some(poll) = &post.poll {
            let words = self.poll_words(poll);
            self.labelled(rank + 2, phrases.poll, Some(&words));
        }
        if let Some(link) = &post.link {
            self.labelled(rank + 3, phrases.link, Some(&link_words(link, phrases)));
        }
        self.labelled(rank + 3, phrases.note, post.note.as_ref().map(|note| note.text.as_str()));
        // Date and counts before the posts inside, which have their own: it must be clear whose they are.
        self.after_text(post, rank);
        match &post.quoted {
            Some(Quoted::Post(quoted)) => self.post(quoted, phrases.quoted_post, rank + 2, None),
            Some(Quoted::Unavailable(reason)) => {
                let [quoted, _] = phrases.quoted_post;
                let reason = fill(phrases.unavailable, phrases.reason(*reason));
                self.parts.say(rank + 2, &format!("{quoted}{}{reason}", phrases.comma));
            }
            None => {}
        }
        for following in &post.thread {
            self.post(following, phrases.next_post, rank + 3, post.author.as_ref().or(outer));
        }
    }

    fn before_text(&mut self, post: &Post, rank: u8) {
        let phrases = self.phrases;
        if let Some(reposter) = &post.reposted_by {
            let author = Author { name: reposter.name.clone(), handle: reposter.handle.clone(), ..Author::default() };
            self.parts.say(rank + 5, &fill(phrases.reposted_by, &author_words(&author, phrases)));
        }
        match &post.reply_to {
            Some(ReplyTo::Post(parent)) => self.post(parent, phrases.answered_post, rank + 3, None),
            Some(ReplyTo::Reference(reference)) => {
                let [answer, _] = phrases.answered_post;
                let handle = reference.handle.as_deref().map(|handle| isolated(&format!("@{handle}"), phrases));
                self.parts.say(rank + 4, &handle.map_or(answer.to_owned(), |handle| fill(phrases.reply_to, &handle)));
            }
            None => {}
        }
        self.labelled(rank + 1, phrases.warning, post.content_warning.as_deref());
        if post.sensitive == Some(true) || post.media.iter().any(|media| media.sensitive == Some(true)) {
            self.parts.say(rank + 2, phrases.sensitive);
        }
    }

    fn after_text(&mut self, post: &Post, rank: u8) {
        let phrases = self.phrases;
        if let Some(date) = self.date(post.created_at.as_deref()) {
            self.parts.say(rank + 4, &date);
        }
        if let Some(date) = self.date(post.edited_at.as_deref()) {
            self.parts.say(rank + 4, &fill(phrases.edited, &date));
        }
        let counts = post.metrics.as_ref().map(|metrics| count_words(metrics, phrases)).unwrap_or_default();
        if !counts.is_empty() {
            self.parts.say(rank + 5, &counts.join(phrases.comma));
            if let Some(date) = self.date(post.captured_at.as_deref()) {
                self.parts.say(rank + 5, &fill(phrases.captured, &date));
            }
        }
        let labels = post.labels.iter().map(|label| label.trim()).filter(|label| !label.is_empty());
        let labels: Vec<String> = labels.map(|label| isolated(label, phrases)).collect();
        self.labelled(rank + 5, phrases.labels, Some(&labels.join(phrases.comma)));
    }

    fn poll_words(&self, poll: &Poll) -> String {
        let phrases = self.phrases;
        let shares = percentages(poll);
        let options = poll.options.iter().zip(shares).map(|(option, share)| {
            let label = isolated(&option.label, phrases);
            let votes = option.votes.map(|votes| phrases.counted(phrases.votes, votes));
            match (share, votes) {
                (Some(share), Some(votes)) => {
                    let share = fill(phrases.percent, &share.to_string());
                    format!("{label} {share}{}", fill(phrases.parentheses, &votes))
                }
                (_, Some(votes)) => format!("{label}{}", fill(phrases.parentheses, &votes)),
                _ => label,
            }
        });
        let mut said = vec![options.collect::<Vec<_>>().join(phrases.comma)];
        said.extend(self.poll_state(poll));
        said.join("; ")
    }

    /// How many voted, whether one could choose several, whether it is over.
    fn poll_state(&self, poll: &Poll) -> Vec<String> {
        let phrases = self.phrases;
        poll_state(poll, phrases, self.date(poll.closes_at.as_deref()).as_deref())
    }
}

/// How many voted, whether one could choose several, whether the poll is over or when it ends.
pub(crate) fn poll_state(poll: &Poll, phrases: &'static Phrases, closes: Option<&str>) -> Vec<String> {
    let [closed, closing, several] = phrases.poll_state;
    let mut said = Vec::new();
    said.extend(poll.voters.map(|voters| phrases.counted(phrases.voters, voters)));
    if poll.multiple == Some(true) {
        said.push(several.to_owned());
    }
    match (poll.closed, closes) {
        (Some(true), _) => said.push(closed.to_owned()),
        (_, Some(date)) => said.push(fill(closing, date)),
        _ => {}
    }
    said
}

/// `Name (@handle, verified account, Organisation)`: what of it there is.
pub(crate) fn author_words(author: &Author, phrases: &'static Phrases) -> String {
    let known =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let handle = known(&author.handle).map(|handle| format!("@{handle}"));
    let (first, second) = match known(&author.name) {
        Some(name) => (name, handle),
        None => (handle.unwrap_or_default(), None),
    };
    let verified = author.verified.map(|verified| phrases.vouched(verified).to_owned());
    let affiliation = author.affiliation.as_ref().map(|affiliation| affiliation.name.trim().to_owned());
    let additions = [second, verified, affiliation].into_iter().flatten().filter(|text| !text.is_empty());
    with_additions(&first, additions.map(|text| isolated(&text, phrases)), phrases)
}

/// `Name, role`.
fn person_words(person: &Person, phrases: &'static Phrases) -> String {
    let name = isolated(&person.name, phrases);
    match person.role.as_deref().map(str::trim).filter(|role| !role.is_empty()) {
        Some(role) => format!("{name}{}{}", phrases.comma, isolated(role, phrases)),
        None => name,
    }
}

fn with_additions(name: &str, additions: impl Iterator<Item = String>, phrases: &'static Phrases) -> String {
    let additions: Vec<String> = additions.collect();
    let name = isolated(name, phrases);
    if name.is_empty() || additions.is_empty() {
        return name;
    }
    format!("{name}{}", fill(phrases.parentheses, &additions.join(phrases.comma)))
}

/// How a network writes its name.
pub(crate) fn network_name(platform: &str, phrases: &'static Phrases) -> String {
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
        _ => return isolated(platform, phrases),
    };
    isolated(known, phrases)
}

/// What a piece of media shows. `number` stands behind its kind.
fn media_words(media: &Media, number: &str, phrases: &'static Phrases) -> String {
    let mut kind = format!("{}{number}", phrases.media_kind(media.kind));
    if let Some(length) = length(media.duration_s) {
        kind.push_str(&fill(phrases.parentheses, &length));
    }
    described(&kind, media.alt.as_deref(), phrases)
}

fn described(kind: &str, alt: Option<&str>, phrases: &'static Phrases) -> String {
    match alt.map(str::trim).filter(|alt| !alt.is_empty()) {
        Some(alt) => phrases.labelled(kind, &closed(alt)),
        None => fill(phrases.undescribed, kind),
    }
}

/// Length of a film or sound; nothing where it has none.
pub(crate) fn length(seconds: Option<f64>) -> Option<String> {
    clock(seconds.filter(|seconds| *seconds > 0.0)?)
}

/// `Title (site): description`: what of it there is, else the address.
fn link_words(link: &Link, phrases: &'static Phrases) -> String {
    let known = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(|text| isolated(text, phrases))
    };
    let (title, description, site) = (known(&link.title), known(&link.description), known(&link.site));
    let head = match (title, site) {
        (Some(title), Some(site)) => Some(format!("{title}{}", fill(phrases.parentheses, &site))),
        (title, site) => title.or(site),
    };
    match (head, description) {
        (Some(head), Some(description)) => phrases.labelled(&head, &description),
        (head, description) => head.or(description).unwrap_or_else(|| link.url.clone()),
    }
}

/// Every count that is there, with its name.
pub(crate) fn count_words(metrics: &Metrics, phrases: &'static Phrases) -> Vec<String> {
    let counts = [metrics.replies, metrics.reposts, metrics.likes, metrics.quotes, metrics.bookmarks, metrics.views];
    let named = phrases.counts.iter().zip(counts).filter_map(|(name, count)| Some((name, count?)));
    named.map(|(name, count)| phrases.labelled(name, &count.to_string())).collect()
}

/// A value that keeps its direction to itself: between isolates where it runs against the language around it, without marks that
/// would reach beyond it.
pub(crate) fn isolated(value: &str, phrases: &'static Phrases) -> String {
    let plain: String =
        value.trim().chars().filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')).collect();
    let leftward = matches!(phrases.tag, "ar" | "he");
    let against = |c: char| if leftward { c.is_alphabetic() && !is_right_to_left(c) } else { is_right_to_left(c) };
    if plain.chars().any(against) { format!("\u{2068}{plain}\u{2069}") } else { plain }
}

/// A text whose marks of direction do not reach beyond it: those that it leaves open are closed at its end.
pub(crate) fn closed(text: &str) -> String {
    // They end at the end of a paragraph by themselves.
    let last = text.rsplit(['\n', '\r', '\u{85}', '\u{2029}']).next().unwrap_or_default();
    let mut open = Vec::new();
    for mark in last.chars() {
        match mark {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push('\u{202C}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            '\u{202C}' if open.last() == Some(&'\u{202C}') => {
                open.pop();
            }
            '\u{2069}' => {
                if let Some(at) = open.iter().rposition(|close| *close == '\u{2069}') {
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    text.chars().chain(open.into_iter().rev()).collect()
}

pub(crate) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests;
