//! The record as linked data: `Quotation` and `SocialMediaPosting` of schema.org.
//!
//! Written such that it can stand inside `<script type="application/ld+json">`: no `<`, `>` or `&` as they are.

use serde_json::{Map, Value, json};

use super::{Embed, address, machine_date, media_type, profile};
use crate::record::{
    Author, Link, Media, MediaKind, Metrics, Person, Poll, Post, Quote, Quoted, Record, ReplyTo, Source,
};
use crate::text;
use crate::text::alt::network_name;

/// An object in the making: what is empty is not written.
struct Node(Map<String, Value>);

impl Node {
    fn new(kind: &str) -> Self {
        Self(Map::from_iter([("@type".to_owned(), kind.into())]))
    }

    fn text(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
            self.0.insert(name.to_owned(), value.into());
        }
        self
    }

    fn url(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        let value = value.and_then(address::link);
        self.text(name, value.as_deref())
    }

    fn date(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        let value = value.and_then(machine_date);
        self.text(name, value.as_deref())
    }

    fn put(&mut self, name: &str, value: Option<Value>) -> &mut Self {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    fn list(&mut self, name: &str, values: Vec<Value>) -> &mut Self {
        if !values.is_empty() {
            self.0.insert(name.to_owned(), values.into());
        }
        self
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

impl Embed<'_> {
    /// The record as an object of schema.org.
    pub fn jsonld(&self) -> Value {
        let described = match self.record {
            Record::Quote(quote) => self.quotation(quote),
            Record::Post(post) => self.posting(post, None),
        };
        let mut whole = Map::from_iter([("@context".to_owned(), Value::from("https://schema.org"))]);
        if let Value::Object(described) = described {
            whole.extend(described);
        }
        if let Some(image) = self.card_image() {
            let others = whole.remove("image");
            let images: Vec<Value> = std::iter::once(image).chain(others).collect();
            whole.insert("image".to_owned(), images.into());
        }
        if let Some(page) = &self.page_url {
            whole.insert("mainEntityOfPage".to_owned(), page.as_str().into());
        }
        Value::Object(whole)
    }

    /// [`Embed::jsonld`] as text that may stand inside a `<script>` element.
    pub fn jsonld_text(&self) -> String {
        let text = serde_json::to_string_pretty(&self.jsonld()).unwrap_or_default();
        let mut out = String::with_capacity(text.len() + 1);
        for c in text.chars() {
            match c {
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
                _ => out.push(c),
            }
        }
        out.push('\n');
        out
    }

    fn card_image(&self) -> Option<Value> {
        let image = self.image.as_ref()?;
        let mut node = Node::new("ImageObject");
        node.text("contentUrl", Some(&image.url))
            .put("width", Some(image.size.width.into()))
            .put("height", Some(image.size.height.into()))
            .text("encodingFormat", image.format.map(media_type))
            .text("caption", Some(&text::alt_text(self.record, self.locale)));
        Some(node.done())
    }

    fn quotation(&self, quote: &Quote) -> Value {
        let mut node = Node::new("Quotation");
        let photo = quote.photo.as_ref().map(|photo| {
            let mut node = Node::new("ImageObject");
            node.text("contentUrl", self.data_url(&photo.src).as_deref())
                .text("caption", photo.alt.as_deref())
                .text("creditText", photo.credit.as_deref());
            node.done()
        });
        let translation = quote.original.as_ref().map(|original| {
            let mut node = Node::new("Quotation");
            node.text("text", Some(&original.text)).text("inLanguage", original.lang.as_deref());
            node.done()
        });
        let question = quote.question.as_deref().filter(|question| !question.trim().is_empty()).map(|question| {
            let mut node = Node::new("Question");
            node.text("text", Some(question));
            node.done()
        });
        let voices = quote.voices.iter().map(|voice| {
            let mut node = Node::new("Quotation");
            node.text("text", Some(&voice.text)).put("creator", Some(self.person(&voice.author)));
            node.text("inLanguage", quote.lang.as_deref());
            node.done()
        });
        let translator = quote.translator.as_deref().filter(|name| !name.trim().is_empty());
        node.text("identifier", quote.id.as_deref())
            .text("text", Some(&quote.text))
            .put("creator", Some(self.person(&quote.author)))
            .text("inLanguage", quote.lang.as_deref())
            .text("alternativeHeadline", quote.kicker.as_deref())
            .put("isBasedOn", quote.source.as_ref().map(source))
            .date("datePublished", quote.source.as_ref().and_then(|source| source.date.as_deref()))
            .put("about", question)
            .put("translationOfWork", translation)
            .put("translator", translator.map(|name| json!({ "@type": "Person", "name": name.trim() })))
            .list("hasPart", voices.collect())
            .put("image", photo);
        node.done()
    }

    fn person(&self, person: &Person) -> Value {
        let mut node = Node::new("Person");
        node.text("name", Some(&person.name))
            .text("jobTitle", person.role.as_deref())
            .text("image", person.avatar.as_deref().and_then(|src| self.data_url(src)).as_deref());
        node.done()
    }

    fn posting(&self, post: &Post, outer: Option<&str>) -> Value {
        let platform = post.platform.as_deref().or(outer);
        let answers = post.reply_to.is_some();
        let mut node = Node::new("SocialMediaPosting");
        if answers {
            node.put("@type", Some(json!(["SocialMediaPosting", "Comment"])));
        }
        let mut shared: Vec<Value> = post.media.iter().map(|media| self.media(media)).collect();
        shared.extend(post.link.as_ref().map(|link| self.page(link)));
        shared.extend(post.quoted.as_ref().map(|quoted| match quoted {
            Quoted::Post(quoted) => self.posting(quoted, platform),
            Quoted::Unavailable(reason) => {
                json!({ "@type": "SocialMediaPosting", "creativeWorkStatus": reason.as_str() })
            }
        }));
        let mut parts: Vec<Value> = post.poll.iter().map(poll).collect();
        parts.extend(post.thread.iter().map(|next| self.posting(next, platform)));
        let note = post.note.as_ref().map(|note| json!({ "@type": "Comment", "text": note.text.trim() }));
        let publisher = post.platform.as_deref().map(
            |name| json!({ "@type": "Organization", "name": network_name(name, text::phrase::Phrases::of("en")) }),
        );
        node.text("identifier", post.id.as_deref())
            .url("url", post.url.as_deref())
            .text("articleBody", Some(&post.text))
            .put("author", post.author.as_ref().map(|author| self.account(author, platform, post.url.as_deref())))
            .text("inLanguage", post.lang.as_deref())
            .date("datePublished", post.created_at.as_deref())
            .date("dateModified", post.edited_at.as_deref())
            .put("publisher", publisher)
            .text("contentRating", post.content_warning.as_deref())
            .put("isFamilyFriendly", post.sensitive.map(|sensitive| (!sensitive).into()))
            .text("keywords", Some(&post.labels.join(", ")))
            .text("creativeWorkStatus", post.unavailable.map(|reason| reason.as_str()))
            .put("parentItem", post.reply_to.as_ref().map(|parent| self.parent(parent, platform)))
            .list("interactionStatistic", post.metrics.as_ref().map(statistics).unwrap_or_default())
            .list("sharedContent", shared)
            .list("hasPart", parts)
            .put("comment", note);
        node.done()
    }

    fn parent(&self, parent: &ReplyTo, platform: Option<&str>) -> Value {
        match parent {
            ReplyTo::Post(post) => self.posting(post, platform),
            ReplyTo::Reference(reference) => {
                let mut node = Node::new("SocialMediaPosting");
                let author = reference.handle.as_ref().map(|handle| {
                    let author = Author { handle: Some(handle.clone()), ..Author::default() };
                    self.account(&author, platform, reference.url.as_deref())
                });
                node.put("author", author).url("url", reference.url.as_deref());
                node.done()
            }
        }
    }

    fn account(&self, author: &Author, platform: Option<&str>, post_url: Option<&str>) -> Value {
        let mut node = Node::new("Person");
        let handle = author.handle.as_deref().map(|handle| format!("@{handle}"));
        let affiliation = author
            .affiliation
            .as_ref()
            .map(|affiliation| json!({ "@type": "Organization", "name": affiliation.name.trim() }));
        node.text("name", Some(author.display_name()))
            .text("alternateName", handle.as_deref())
            .text("url", profile::profile(author, platform, post_url).as_deref())
            .text("image", author.avatar.as_deref().and_then(|src| self.data_url(src)).as_deref())
            .put("affiliation", affiliation);
        node.done()
    }

    fn media(&self, media: &Media) -> Value {
        let (kind, description) = match media.kind {
            MediaKind::Photo => ("ImageObject", "caption"),
            MediaKind::Video | MediaKind::Gif => ("VideoObject", "description"),
            MediaKind::Audio => ("AudioObject", "description"),
        };
        let mut node = Node::new(kind);
        let url = |src: &Option<String>| src.as_deref().and_then(|src| self.data_url(src));
        node.text("contentUrl", url(&media.src).as_deref())
            .text("thumbnailUrl", url(&media.poster).as_deref())
            .text(description, media.alt.as_deref())
            .put("width", media.width.map(Value::from))
            .put("height", media.height.map(Value::from))
            .text("duration", media.duration_s.and_then(duration).as_deref());
        node.done()
    }

    fn page(&self, link: &Link) -> Value {
        let mut node = Node::new("WebPage");
        node.url("url", Some(&link.url))
            .text("name", link.title.as_deref())
            .text("description", link.description.as_deref())
            .text("thumbnailUrl", link.image.as_deref().and_then(|src| self.data_url(src)).as_deref());
        if let Some(site) = link.site.as_deref().map(str::trim).filter(|site| !site.is_empty()) {
            node.put("isPartOf", Some(json!({ "@type": "WebSite", "name": site })));
        }
        node.done()
    }

    /// Where a picture is: its own web address, else where the page has it. Data is not fetched, so that a stranger's address does no harm.
    fn data_url(&self, src: &str) -> Option<String> {
        address::web(src).or_else(|| self.picture_url(src).filter(|_| self.assets_url.is_some()))
    }
}

fn source(source: &Source) -> Value {
    let mut node = Node::new("CreativeWork");
    let work = source.work.as_deref().map(str::trim).filter(|work| !work.is_empty());
    let title = source.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let publisher = source.publisher.as_deref().map(str::trim).filter(|publisher| !publisher.is_empty());
    node.text("name", title.or(work))
        .put("isPartOf", work.filter(|_| title.is_some()).map(|work| json!({ "@type": "CreativeWork", "name": work })))
        .text("pagination", source.page.as_deref())
        .put("publisher", publisher.map(|name| json!({ "@type": "Organization", "name": name })))
        .date("datePublished", source.date.as_deref())
        .url("url", source.url.as_deref());
    node.done()
}

fn poll(poll: &Poll) -> Value {
    let answers = poll.options.iter().map(|option| {
        let mut node = Node::new("Answer");
        node.text("text", Some(&option.label)).put("upvoteCount", option.votes.map(Value::from));
        node.done()
    });
    let mut node = Node::new("Question");
    node.list("suggestedAnswer", answers.collect())
        .put("upvoteCount", poll.voters.map(Value::from))
        .date("expires", poll.closes_at.as_deref());
    node.done()
}

fn statistics(metrics: &Metrics) -> Vec<Value> {
    let counts = [
        ("CommentAction", metrics.replies),
        ("ShareAction", metrics.reposts),
        ("LikeAction", metrics.likes),
        ("InteractAction", metrics.quotes),
        ("BookmarkAction", metrics.bookmarks),
        ("ViewAction", metrics.views),
    ];
    let counter = |kind: &str, count: u64| {
        let kind = format!("https://schema.org/{kind}");
        json!({ "@type": "InteractionCounter", "interactionType": kind, "userInteractionCount": count })
    };
    counts.into_iter().filter_map(|(kind, count)| Some(counter(kind, count?))).collect()
}

/// A length as ISO 8601 writes it: `PT1M2.5S`.
fn duration(seconds: f64) -> Option<String> {
    if !(0.0..1e9).contains(&seconds) || seconds == 0.0 {
        return None;
    }
    let tenths = libm::round(seconds * 10.0) as u64;
    let (hours, minutes, rest) = (tenths / 36_000, tenths / 600 % 60, tenths % 600);
    let part = |count: u64, letter: &str| if count > 0 { format!("{count}{letter}") } else { String::new() };
    let rest = match (rest / 10, rest % 10) {
        (0, 0) => String::new(),
        (whole, 0) => format!("{whole}S"),
        (whole, tenth) => format!("{whole}.{tenth}S"),
    };
    Some(format!("PT{}{}{rest}", part(hours, "H"), part(minutes, "M"))).filter(|text| text.len() > 2)
}
