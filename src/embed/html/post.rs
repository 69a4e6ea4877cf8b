//! A post: what it answers, words, media, poll, link, quoted post; note, thread, and the author's line below.

use super::super::{address, profile};
use super::Writer;
use super::write::start_tag;
use crate::record::{Author, Link, Post, Quoted, Reference, ReplyTo, Span};
use crate::text::alt::{author_words, count_words, isolated, network_name};
use crate::text::phrase::fill;
use crate::text::{self, Dress, rich_with};

/// What a post is to the post around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// There is none.
    Root,
    /// It is quoted.
    Quoted,
    /// It is answered.
    Answered,
    /// It comes next in a thread.
    Next,
}

/// A post and what it has from the post around it.
struct Told<'p> {
    post: &'p Post,
    platform: Option<&'p str>,
}

/// The start tag of a link to something strangers wrote.
pub(super) fn link_tag(url: String) -> Option<String> {
    Some(start_tag("a", &[("href", url.as_str()), ("rel", "nofollow ugc")]))
}

impl Writer<'_> {
    /// A post; `outer` is the network of the post around it.
    pub(super) fn post(&mut self, post: &Post, place: Place, outer: Option<&str>) {
        let told = Told { post, platform: post.platform.as_deref().or(outer) };
        self.open_figure(if place == Place::Root { "pullquote" } else { "pullquote-inner" });
        if place == Place::Root {
            self.card();
        }
        self.context(&told, place);
        // What comes next stands beside the post, not between its words and their author.
        let grouped = !post.thread.is_empty();
        if grouped {
            self.open_figure("pullquote-inner");
        }
        self.veiled_words(&told);
        if let Some(note) = &post.note {
            self.html.open("aside", &[("class", "pullquote-note")]);
            self.labelled_line("pullquote-note-words", self.embed.phrases.note, note.text.trim());
            self.html.close("aside");
            self.html.line();
        }
        self.caption_of(&told, place, outer);
        if grouped {
            self.html.close("figure");
            self.html.line();
        }
        for following in &post.thread {
            self.post(following, Place::Next, told.platform);
        }
        self.html.close("figure");
        self.html.line();
    }

    /// The words, behind their warning when there is one.
    fn veiled_words(&mut self, told: &Told<'_>) {
        let (post, phrases) = (told.post, self.embed.phrases);
        let warning = post.content_warning.as_deref().map(str::trim).filter(|warning| !warning.is_empty());
        let veiled = post.sensitive == Some(true) && post.media.is_empty();
        match warning {
            Some(warning) => self.open_details(&phrases.labelled(phrases.warning, &isolated(warning, phrases))),
            None if veiled => self.open_details(phrases.sensitive),
            None => {}
        }
        self.words(told);
        if warning.is_some() || veiled {
            self.html.close("details");
            self.html.line();
        }
    }

    pub(super) fn open_details(&mut self, summary: &str) {
        self.html.open("details", &[("class", "pullquote-veil")]);
        self.html.element("summary", &[], summary);
        self.html.line();
    }

    /// Who reposted it, what it answers.
    fn context(&mut self, told: &Told<'_>, place: Place) {
        let phrases = self.embed.phrases;
        if let Some(reposter) = &told.post.reposted_by {
            let author = Author { name: reposter.name.clone(), handle: reposter.handle.clone(), ..Author::default() };
            self.context_line(&fill(phrases.reposted_by, &author_words(&author, phrases)), None);
        }
        match &told.post.reply_to {
            Some(ReplyTo::Post(parent)) => self.post(parent, Place::Answered, told.platform),
            Some(ReplyTo::Reference(Reference { handle, url })) => {
                let handle = handle.as_deref().map(|handle| isolated(&format!("@{handle}"), phrases));
                let [answer, _] = phrases.answered_post;
                let line = handle.map_or_else(|| answer.to_owned(), |handle| fill(phrases.reply_to, &handle));
                self.context_line(&line, url.as_deref().and_then(address::link));
            }
            None => {}
        }
        let [quoted, _] = phrases.quoted_post;
        if place == Place::Quoted && told.post.author.is_none() {
            self.context_line(quoted, None);
        }
    }

    fn context_line(&mut self, line: &str, url: Option<String>) {
        self.html.open("p", &[("class", "pullquote-context")]);
        match url {
            Some(url) => self.html.element("a", &[("href", url.as_str()), ("rel", "nofollow ugc")], line),
            None => self.html.text(line),
        }
        self.html.close("p");
        self.html.line();
    }

    /// The blockquote: words, media, poll, link, quoted post. A post that is gone has none.
    fn words(&mut self, told: &Told<'_>) {
        let post = told.post;
        let phrases = self.embed.phrases;
        if let Some(reason) = post.unavailable {
            let [alone, _] = phrases.post;
            let line = format!("{alone}{}{}", phrases.comma, fill(phrases.unavailable, phrases.reason(reason)));
            self.html.element("p", &[("class", "pullquote-gone")], &line);
            self.html.line();
        }
        let parts = !post.media.is_empty() || post.poll.is_some() || post.link.is_some() || post.quoted.is_some();
        if post.text.trim().is_empty() && !parts {
            return;
        }
        self.open_words(&post.text, post.lang.as_deref(), post.url.as_deref());
        self.rich_text(told);
        if post.truncated == Some(true) {
            self.own_line("pullquote-small", phrases.cut);
        }
        self.media(&post.media, post.sensitive == Some(true));
        if let Some(poll) = &post.poll {
            self.poll(poll);
        }
        if let Some(link) = &post.link {
            self.link(link);
        }
        match &post.quoted {
            Some(Quoted::Post(quoted)) => {
                self.html.line();
                self.post(quoted, Place::Quoted, told.platform);
            }
            Some(Quoted::Unavailable(reason)) => {
                let [quoted, _] = phrases.quoted_post;
                let reason = fill(phrases.unavailable, phrases.reason(*reason));
                self.own_line("pullquote-gone", &format!("{quoted}{}{reason}", phrases.comma));
            }
            None => {}
        }
        self.html.close("blockquote");
        self.html.line();
    }

    /// A line of ours among words of another language.
    pub(super) fn own_line(&mut self, class: &str, line: &str) {
        let tag = self.embed.phrases.tag;
        let direction = if matches!(tag, "ar" | "he") { "rtl" } else { "ltr" };
        self.html.line();
        self.html.element("p", &[("class", class), ("lang", tag), ("dir", direction)], line);
    }

    fn rich_text(&mut self, told: &Told<'_>) {
        let (post, embed) = (told.post, self.embed);
        let found: Vec<Span>;
        let spans = match &post.spans {
            Some(spans) => spans,
            None => {
                found = text::entities(&post.text, told.platform);
                &found
            }
        };
        let link = |span: &Span| link_tag(profile::target(span, told.platform)?);
        let picture = |src: &str, alt: &str| super::media::emoji(embed, src, alt);
        self.html.raw(&rich_with(
            &post.text,
            spans,
            &post.emojis,
            &Dress { link: &link, picture: &picture, wbr: false },
        ));
    }

    /// The preview of a linked page.
    fn link(&mut self, link: &Link) {
        let known =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let url = address::link(&link.url);
        self.html.line();
        self.html.open("div", &[("class", "pullquote-link")]);
        if let Some(image) = &link.image {
            self.picture("pullquote-thumb", image, "", None);
        }
        let title = known(&link.title).unwrap_or_else(|| link.url.clone());
        self.html.open("p", &[]);
        match &url {
            Some(url) => self.html.element("a", &[("href", url.as_str()), ("rel", "nofollow ugc")], &title),
            None => self.html.element("b", &[], &title),
        }
        self.html.close("p");
        if let Some(description) = known(&link.description) {
            self.html.element("p", &[], &description);
        }
        if let Some(site) = known(&link.site) {
            self.html.element("p", &[("class", "pullquote-small")], &site);
        }
        self.html.close("div");
    }

    fn caption_of(&mut self, told: &Told<'_>, place: Place, outer: Option<&str>) {
        let post = told.post;
        let author = post.author.as_ref();
        let platform = post.platform.as_deref().filter(|own| place == Place::Root || Some(*own) != outer);
        self.html.open("figcaption", &[("class", "pullquote-by")]);
        self.html.line();
        if let Some(author) = author {
            self.author(author, told, place == Place::Next);
        }
        self.place_and_time(post, platform);
        self.counts(post);
        self.html.close("figcaption");
        self.html.line();
    }

    /// When it was written, with a link to it; where; when it was edited.
    fn place_and_time(&mut self, post: &Post, platform: Option<&str>) {
        let phrases = self.embed.phrases;
        let url = post.url.as_deref().and_then(address::link);
        let created = post.created_at.as_deref().filter(|date| self.date(date).is_some());
        let edited = post.edited_at.as_deref().and_then(|date| self.date(date));
        if url.is_none() && created.is_none() && platform.is_none() && edited.is_none() {
            return;
        }
        self.html.open("p", &[("class", "pullquote-small")]);
        let mut said = false;
        if let Some(url) = &url {
            self.html.open("a", &[("href", url.as_str()), ("rel", "nofollow ugc")]);
        }
        match (created, platform) {
            (Some(date), _) => self.time(date),
            (None, Some(platform)) if url.is_some() => self.html.text(&network_name(platform, phrases)),
            (None, _) if url.is_some() => self.html.text(phrases.post[0]),
            _ => {}
        }
        if url.is_some() {
            self.html.close("a");
        }
        said |= url.is_some() || created.is_some();
        if let Some(platform) = platform.filter(|_| created.is_some() || url.is_none()) {
            self.html.text(if said { " · " } else { "" });
            self.html.text(&network_name(platform, phrases));
            said = true;
        }
        if let Some(date) = edited {
            self.html.text(if said { " · " } else { "" });
            self.html.text(&fill(phrases.edited, &date));
        }
        self.html.close("p");
        self.html.line();
    }

    /// The author's line. In a thread it is the same author's, and only the name is said.
    fn author(&mut self, author: &Author, told: &Told<'_>, brief: bool) {
        let phrases = self.embed.phrases;
        if !brief {
            self.portrait(author.avatar.as_deref());
        }
        let handle = author.handle.as_deref().map(|handle| format!("@{handle}"));
        let name = author.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let first = name.map(str::to_owned).or_else(|| handle.clone()).unwrap_or_default();
        self.html.open("p", &[]);
        let url = profile::profile(author, told.platform, told.post.url.as_deref());
        if let Some(url) = &url {
            self.html.open("a", &[("href", url.as_str()), ("rel", "nofollow ugc")]);
        }
        self.html.open("b", &[("class", "pullquote-name")]);
        self.html.element("bdi", &[], &first);
        self.html.close("b");
        if url.is_some() {
            self.html.close("a");
        }
        let mut gap = " ";
        let verified = author.verified.map(|verified| phrases.vouched(verified).to_owned());
        let affiliation = author.affiliation.as_ref().map(|affiliation| affiliation.name.clone());
        for addition in [handle.filter(|_| name.is_some()), verified, affiliation].into_iter().flatten() {
            self.html.text(std::mem::replace(&mut gap, " · "));
            self.html.open("span", &[("class", "pullquote-role")]);
            self.html.element("bdi", &[], &addition);
            self.html.close("span");
        }
        self.html.close("p");
        self.html.line();
    }

    fn counts(&mut self, post: &Post) {
        let phrases = self.embed.phrases;
        let mut said = post.metrics.as_ref().map(|metrics| count_words(metrics, phrases)).unwrap_or_default();
        if !said.is_empty() {
            let captured = post.captured_at.as_deref().and_then(|date| self.date(date));
            said.extend(captured.map(|date| fill(phrases.captured, &date)));
            self.html.element("p", &[("class", "pullquote-small")], &said.join(" · "));
            self.html.line();
        }
        let labels: Vec<String> =
            post.labels.iter().filter(|label| !label.trim().is_empty()).map(|label| isolated(label, phrases)).collect();
        if !labels.is_empty() {
            let line = phrases.labelled(phrases.labels, &labels.join(phrases.comma));
            self.html.element("p", &[("class", "pullquote-small")], &line);
            self.html.line();
        }
    }
}
