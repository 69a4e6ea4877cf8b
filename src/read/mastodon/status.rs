//! One status with everything that belongs to it.

use super::{account, card, content, media, poll, quote};
use crate::Result;
use crate::read::date::moment;
use crate::read::draft::Draft;
use crate::read::json::Ask;
use crate::read::language::language;
use crate::read::line::{lines, visible};
use crate::read::{Json, address};
use crate::record::{Emoji, Metrics, Post, Reference, ReplyTo, Reposter, Visibility};

/// How deep quoted posts are read.
pub(super) const DEEPEST: usize = 8;

/// Reads a status; a boost is read as the post it boosts.
///
/// # Errors
/// `too-large` for huge HTML.
pub(super) fn read(status: &Json<'_>) -> Result<Draft> {
    read_at(status, 0)
}

/// [`read`] inside `depth` other posts.
pub(super) fn read_at(status: &Json<'_>, depth: usize) -> Result<Draft> {
    let Some(original) = status.field("reblog").filter(|original| original.field("account").is_some()) else {
        return read_own(status, depth);
    };
    let mut draft = read_own(original, depth)?;
    let booster = status.field("account");
    draft.post.reposted_by = booster.and_then(account::author).map(|a| Reposter { name: a.name, handle: a.handle });
    let emojis = booster.into_iter().flat_map(|account| account.items("emojis"));
    for emoji in account::emojis(emojis) {
        if !draft.post.emojis.iter().any(|known| known.code == emoji.code) {
            draft.post.emojis.push(emoji);
        }
    }
    if let Some(hidden @ (Visibility::Private | Visibility::Direct)) = visibility(status) {
        draft.post.visibility = Some(hidden);
    }
    Ok(draft)
}

fn read_own(status: &Json<'_>, depth: usize) -> Result<Draft> {
    let account = status.field("account");
    let warning = status.text("spoiler_text").and_then(lines);
    let date = |key| status.text(key).and_then(moment).map(|moment| moment.text);
    let mut draft = Draft {
        post: Post {
            platform: Some("mastodon".to_owned()),
            id: status.text("id").and_then(visible),
            url: address(status),
            author: account.and_then(account::author),
            emojis: emojis(status),
            lang: status.text("language").and_then(language),
            created_at: date("created_at"),
            edited_at: date("edited_at"),
            reply_to: reply_to(status),
            poll: status.field("poll").and_then(poll::read),
            link: status.field("card").and_then(card::read),
            metrics: metrics(status),
            sensitive: status.field("sensitive").map(|_| status.flag("sensitive")),
            content_warning: warning,
            visibility: visibility(status),
            ..Post::default()
        },
        findings: Vec::new(),
    };
    media::read(status, &mut draft);
    quote::read(status, &mut draft, depth)?;
    let quoted = draft.post.quoted.as_ref().is_some_and(|quoted| quoted.post().is_some());
    let prose = content::read(status, quoted)?;
    if prose.struck {
        draft.info("markup-lost", "/text", "words that were struck out stand as plain words");
    }
    draft.post.text = prose.text;
    draft.post.spans = Some(prose.spans);
    Ok(draft)
}

/// Address of a status; statuses of 2017 have none, or an identifier that is no address.
pub(super) fn address(status: &Json<'_>) -> Option<String> {
    let link = |key| status.text(key).and_then(address::web);
    link("url").or_else(|| link("uri"))
}

fn emojis(status: &Json<'_>) -> Vec<Emoji> {
    let holders = [Some(status), status.field("account"), status.field("poll")];
    account::emojis(holders.into_iter().flatten().flat_map(|holder| holder.items("emojis")))
}

/// Whom a status answers. Only the mentioned accounts and its own author are known by name.
fn reply_to(status: &Json<'_>) -> Option<ReplyTo> {
    let answered = status.text("in_reply_to_account_id")?;
    let own = status.field("account").filter(|account| account.text("id") == Some(answered));
    let known = own.or_else(|| status.items("mentions").iter().find(|mention| mention.text("id") == Some(answered)));
    let handle = known.and_then(account::handle)?;
    Some(ReplyTo::Reference(Reference { handle: Some(handle), url: None }))
}

fn metrics(status: &Json<'_>) -> Option<Metrics> {
    let metrics = Metrics {
        replies: status.count("replies_count"),
        reposts: status.count("reblogs_count"),
        likes: status.count("favourites_count"),
        quotes: status.count("quotes_count"),
        ..Metrics::default()
    };
    (metrics != Metrics::default()).then_some(metrics)
}

/// Who may see it. A word that is not Mastodon's counts as private: it limits the audience in some way.
fn visibility(status: &Json<'_>) -> Option<Visibility> {
    Some(match status.text("visibility")? {
        "public" => Visibility::Public,
        "unlisted" => Visibility::Unlisted,
        "direct" => Visibility::Direct,
        _ => Visibility::Private,
    })
}
