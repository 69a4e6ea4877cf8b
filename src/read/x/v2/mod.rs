//! Answers of API v2: one post or many with `includes`, pages, lines of a stream, and posts into which a tool wrote their includes.
//!
//! What lies beside the posts is found by `includes`; what the answer could not give is said by its `errors`.

use serde_json::json;

use super::card::{link_v2, poll_v2};
use super::entity::Entities;
use super::includes::Includes;
use super::media::media_v2;
use super::repost::{author, is_cut, passed_on, split};
use super::status::{created_at, finish, mark_edit, mark_withheld};
use super::text::{Source, words};
use super::user::{User, user};
use super::v1::refusal;
use super::value::{handle, id, is_id, pair, post_url, string, truth};
use super::{PLATFORM, answered, nest, no_post, quoted, reason, record, too_deep};
use crate::read::json::Ask;
use crate::read::language::language;
use crate::read::offset::Unit;
use crate::read::{Context, Dialect, Json};
use crate::record::{Media, Metrics, Poll, Post, Quoted, Record, Reference, ReplyTo};
use crate::{Finding, Result};

/// Answers of API v2.
pub(in crate::read) const DIALECT: Dialect = Dialect {
    name: "x-v2",
    marks: "`data` with `id` and `text`, perhaps beside `includes`; `errors` with `title`; or `text` beside `author_id`",
    fits,
    read,
};

/// How deep posts of `includes` are put into one another. X itself gives one level.
const DEEPEST: usize = 3;

fn fits(value: &Json<'_>) -> bool {
    match value.field("data") {
        Some(Json::Array(items)) => match items.first() {
            Some(first) => is_tweet(first),
            None => value.field("meta").is_some(),
        },
        Some(data) => is_tweet(data),
        None => is_flat(value) || is_problem(value) || value.path(&["meta", "result_count"]).is_some(),
    }
}

fn is_tweet(value: &Json<'_>) -> bool {
    value.field("id").is_some() && string(value, "text").is_some() && value.field("kind").is_none()
}

/// A post by itself, as tools write it that put the includes into it.
fn is_flat(value: &Json<'_>) -> bool {
    let marks = ["author_id", "edit_history_tweet_ids", "public_metrics", "referenced_tweets", "__twarc"];
    let is_text = matches!(value.field("id"), Some(Json::Str(id)) if is_id(id));
    is_tweet(value)
        && is_text
        && value.field("id_str").is_none()
        && marks.iter().any(|mark| value.field(mark).is_some())
}

/// An answer that holds only problems.
fn is_problem(value: &Json<'_>) -> bool {
    let is_one = |problem: &Json<'_>| {
        problem.text("title").is_some()
            && (problem.text("type").is_some_and(|kind| kind.contains("/problems/") || kind == "about:blank")
                || problem.field("resource_type").is_some())
    };
    is_one(value) || value.items("errors").first().is_some_and(is_one)
}

fn read(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    let tweets = match value.field("data") {
        Some(Json::Array(items)) => items.as_slice(),
        Some(single) => std::slice::from_ref(single),
        None if is_flat(value) => std::slice::from_ref(value),
        None => &[],
    };
    let includes = Includes::of(value);
    let mut records: Vec<Result<Record>> = tweets
        .iter()
        .map(|tweet| {
            let mut findings = Vec::new();
            let post = Reader { includes: &includes }.post(tweet, 0, &mut findings);
            record(post, findings, DIALECT.name, context)
        })
        .collect();
    let unsaid = value.items("errors").iter().filter(|problem| !is_said(problem, tweets));
    let whole = std::iter::once(value).filter(|value| tweets.is_empty() && value.field("title").is_some());
    if tweets.is_empty() && !fits(value) {
        records.push(Err(no_post("data")));
    }
    records.extend(unsaid.chain(whole).map(|problem| Err(refusal(&message(problem)))));
    records
}

/// Whether a problem is about something that the posts only refer to; then their records say what they lack.
fn is_said(problem: &Json<'_>, tweets: &[Json<'_>]) -> bool {
    let parameter = problem.text("parameter").unwrap_or_default();
    !tweets.is_empty() && parameter.contains(['.', '_']) && parameter != "tweet_ids"
}

fn message(problem: &Json<'_>) -> String {
    let title = problem.text("title").unwrap_or("error");
    match problem.text("detail").or_else(|| problem.text("message")) {
        Some(detail) => format!("{title}: {detail}"),
        None => title.to_owned(),
    }
}

/// Reads posts with what lies beside them.
struct Reader<'v> {
    includes: &'v Includes<'v>,
}

impl<'v> Reader<'v> {
    fn post(&self, tweet: &'v Json<'v>, depth: usize, findings: &mut Vec<Finding>) -> Post {
        let account = self.account(tweet);
        let Some(reference) = reference(tweet, "retweeted") else { return self.own(tweet, account, depth, findings) };
        let at = created_at(tweet, id(tweet, &["id"]).as_deref());
        let mut original = match self.tweet(reference).filter(|_| depth < DEEPEST) {
            Some(original) => self.post(original, depth + 1, findings),
            None => self.cut(tweet, reference, findings),
        };
        // Poll and media of the original may hang on the repost only.
        if original.poll.is_none() {
            original.poll = self.poll(tweet);
        }
        if original.media.is_empty() {
            original.media = self.media(tweet, findings);
        }
        passed_on(original, account, at)
    }

    /// A repost whose original the payload lacks: author and the beginning of the words stand in its text.
    fn cut(&self, tweet: &'v Json<'v>, reference: &Json<'_>, findings: &mut Vec<Finding>) -> Post {
        let text = string(tweet, "text").unwrap_or_default();
        let (name, skipped) = split(text).unwrap_or_default();
        let mentions = tweet.field("entities").map(|lists| lists.items("mentions")).unwrap_or_default();
        let known = self.includes.user_by_name(&name).map(user);
        let account = match known {
            Some(known) => known,
            None if name.is_empty() => User::default(),
            None => author(&name, mentions),
        };
        let original_id = id(reference, &["id"]);
        let source = Source { skipped, ..self.source(tweet, None, false, original_id.as_deref()) };
        let words = words(source, findings);
        let truncated = is_cut(&words.text).then_some(true);
        let post = Post {
            platform: Some(PLATFORM.to_owned()),
            url: original_id.as_deref().map(|id| post_url(account.handle(), id)),
            lang: string(tweet, "lang").and_then(language),
            created_at: original_id.as_deref().and_then(crate::read::date::snowflake),
            truncated,
            id: original_id,
            ..Post::default()
        };
        finish(post, words, account, findings)
    }

    fn own(&self, tweet: &'v Json<'v>, account: User, depth: usize, findings: &mut Vec<Finding>) -> Post {
        let own_id = id(tweet, &["id"]);
        let media = self.media(tweet, findings);
        let (quoted, quoted_id) = self.quoting(tweet, depth, findings);
        let source =
            self.source(tweet, quoted_id.as_deref().filter(|_| quoted.is_some()), !media.is_empty(), own_id.as_deref());
        let mut words = words(source, findings);
        words.media_missing |= media.is_empty() && has_attached(tweet, "media_keys");
        let poll = self.poll(tweet);
        if poll.is_none() && has_attached(tweet, "poll_ids") {
            findings.push(Finding::info(
                "unknown-embed",
                "/poll",
                "the post has a poll that the payload does not hold",
            ));
        }
        let bare = media.is_empty() && poll.is_none() && quoted.is_none();
        let urls = body(tweet).field("entities").map(|lists| lists.items("urls")).unwrap_or_default();
        let mut post = Post {
            platform: Some(PLATFORM.to_owned()),
            url: own_id.as_deref().map(|id| post_url(account.handle(), id)),
            lang: string(tweet, "lang").and_then(language),
            created_at: created_at(tweet, own_id.as_deref()),
            metrics: tweet.field("public_metrics").and_then(metrics),
            sensitive: truth(tweet, "possibly_sensitive"),
            truncated: words.cut.then_some(true),
            link: if bare { link_v2(urls) } else { None },
            reply_to: self.reply_to(tweet, depth, findings),
            id: own_id,
            quoted,
            media,
            poll,
            ..Post::default()
        };
        mark_edit(&mut post, tweet.items("edit_history_tweet_ids"), None, findings);
        if let Some(withheld) = tweet.field("withheld") {
            let countries: Vec<&str> = withheld.items("country_codes").iter().filter_map(Json::as_str).collect();
            mark_withheld(&mut post, &countries, truth(withheld, "copyright") == Some(true));
        }
        finish(post, words, account, findings)
    }

    fn source<'s>(
        &self,
        tweet: &'s Json<'s>,
        quoted: Option<&'s str>,
        has_media: bool,
        id: Option<&'s str>,
    ) -> Source<'s> {
        let body = body(tweet);
        let range = pair(tweet, "display_text_range").filter(|_| std::ptr::eq(body, tweet));
        Source {
            text: string(body, "text").unwrap_or_default(),
            unit: Unit::CodePoints,
            entities: Entities::v2(body.field("entities")),
            styles: Vec::new(),
            shown: range.map(|range| (range, Unit::CodePoints)),
            skipped: 0,
            id,
            quoted,
            has_media,
            answered: None,
        }
    }

    fn account(&self, tweet: &Json<'_>) -> User {
        if let Some(author) = tweet.field("author") {
            return user(author);
        }
        let id = id(tweet, &["author_id"]);
        id.and_then(|id| self.includes.user(&id)).map(user).unwrap_or_default()
    }

    /// A referenced post: one of the includes, or the reference itself where a tool wrote the post into it.
    fn tweet(&self, reference: &'v Json<'v>) -> Option<&'v Json<'v>> {
        if string(reference, "text").is_some() {
            return Some(reference);
        }
        self.includes.tweet(reference.text("id")?)
    }

    fn quoting(
        &self,
        tweet: &'v Json<'v>,
        depth: usize,
        findings: &mut Vec<Finding>,
    ) -> (Option<Quoted>, Option<String>) {
        let Some(reference) = reference(tweet, "quoted") else { return (None, None) };
        let quoted_id = id(reference, &["id"]);
        if let Some(inner) = self.tweet(reference) {
            if depth >= DEEPEST {
                findings.push(too_deep("/quoted"));
                return (None, quoted_id);
            }
            let mut own = Vec::new();
            let post = self.post(inner, depth + 1, &mut own);
            nest(findings, own, "/quoted");
            return (Some(quoted(post)), quoted_id);
        }
        let problem = quoted_id.as_deref().and_then(|id| self.includes.problem(id));
        let quoted = problem.map(|problem| Quoted::Unavailable(reason(&message(problem))));
        if quoted.is_none() {
            findings.push(missing("quoted", quoted_id.as_deref(), "/quoted"));
        }
        (quoted, quoted_id)
    }

    fn reply_to(&self, tweet: &'v Json<'v>, depth: usize, findings: &mut Vec<Finding>) -> Option<ReplyTo> {
        let reference = reference(tweet, "replied_to");
        if let Some(parent) = reference.and_then(|reference| self.tweet(reference)).filter(|_| depth < DEEPEST) {
            let mut own = Vec::new();
            let post = self.post(parent, depth + 1, &mut own);
            nest(findings, own, "/reply_to");
            return answered(post);
        }
        let account = id(tweet, &["in_reply_to_user_id"]);
        let handle = account.as_deref().and_then(|account| self.handle_of(tweet, account));
        let parent = reference.and_then(|reference| id(reference, &["id"]));
        let url = parent.map(|id| post_url(handle.as_deref(), &id));
        (handle.is_some() || url.is_some()).then_some(ReplyTo::Reference(Reference { handle, url }))
    }

    /// The handle behind an account's identifier: from the includes, else from a mention in the text.
    fn handle_of(&self, tweet: &Json<'_>, account: &str) -> Option<String> {
        let known = tweet.field("in_reply_to_user").or_else(|| self.includes.user(account));
        let mentions = tweet.field("entities").map(|lists| lists.items("mentions")).unwrap_or_default();
        let mention = || mentions.iter().find(|mention| mention.text("id") == Some(account));
        known.or_else(mention).and_then(|account| account.text("username")).and_then(handle)
    }

    fn media(&self, tweet: &Json<'_>, findings: &mut Vec<Finding>) -> Vec<Media> {
        let Some(attached) = tweet.field("attachments") else { return Vec::new() };
        let inline = attached.items("media");
        if !inline.is_empty() {
            return inline.iter().filter_map(|piece| media_v2(piece, findings)).collect();
        }
        let keys = attached.items("media_keys").iter().filter_map(Json::as_str);
        keys.filter_map(|key| media_v2(self.includes.media(key)?, findings)).collect()
    }

    fn poll(&self, tweet: &Json<'_>) -> Option<Poll> {
        let attached = tweet.field("attachments")?;
        if let Some(poll) = attached.field("poll").or_else(|| attached.items("polls").first()) {
            return poll_v2(poll);
        }
        attached.items("poll_ids").iter().filter_map(Json::as_str).find_map(|id| poll_v2(self.includes.poll(id)?))
    }
}

/// The object with text and entities: the note of a long post, else the post.
fn body<'v>(tweet: &'v Json<'v>) -> &'v Json<'v> {
    tweet.field("note_tweet").filter(|note| note.text("text").is_some()).unwrap_or(tweet)
}

/// Whether a post has media or a poll, wherever they are.
fn has_attached(tweet: &Json<'_>, list: &str) -> bool {
    tweet.field("attachments").is_some_and(|attached| !attached.items(list).is_empty())
}

fn reference<'v>(tweet: &'v Json<'v>, kind: &str) -> Option<&'v Json<'v>> {
    tweet.items("referenced_tweets").iter().find(|reference| reference.text("type") == Some(kind))
}

fn missing(what: &str, id: Option<&str>, path: &str) -> Finding {
    let shown = id.unwrap_or("?");
    let message = format!("the {what} post `{shown}` is not in the payload; its link stays in the text");
    Finding::info("unknown-embed", path, message).with_detail(json!({ "id": id }))
}

fn metrics(counts: &Json<'_>) -> Option<Metrics> {
    let metrics = Metrics {
        replies: counts.count("reply_count"),
        reposts: counts.count("retweet_count").or_else(|| counts.count("repost_count")),
        likes: counts.count("like_count"),
        quotes: counts.count("quote_count"),
        bookmarks: counts.count("bookmark_count"),
        views: counts.count("impression_count"),
    };
    (metrics != Metrics::default()).then_some(metrics)
}

#[cfg(test)]
mod tests;
