//! Cards below a post: previews of linked pages, and polls.
//!
//! X keeps both in one list of named values, as a map or as a list of `key` and `value`. What is neither is named by `unknown-embed`.

use super::value::{address, is_address, string, truth};
use crate::Finding;
use crate::read::Json;
use crate::read::address::site;
use crate::read::date::moment;
use crate::read::json::Ask;
use crate::read::plain::line;
use crate::record::{Link, Poll, PollOption};

/// What a card holds.
#[derive(Debug, Default)]
pub(super) struct Card {
    /// The preview of a page.
    pub(super) link: Option<Link>,
    /// A poll.
    pub(super) poll: Option<Poll>,
}

/// Pictures of a card, any of which may be there.
const PICTURES: [&str; 9] = [
    "photo_image_full_size_original",
    "photo_image_full_size_large",
    "summary_photo_image_original",
    "summary_photo_image_large",
    "player_image_original",
    "player_image_large",
    "thumbnail_image_original",
    "thumbnail_image_large",
    "thumbnail_image",
];

/// Reads a card. `entities` are those of the post: they know where the card's short link leads.
pub(super) fn card(value: &Json<'_>, entities: Option<&Json<'_>>, findings: &mut Vec<Finding>) -> Card {
    let value = value.field("legacy").unwrap_or(value);
    let name = value.text("name").unwrap_or_default();
    let Some(bindings) = value.field("binding_values").map(Bindings) else { return Card::default() };
    let bare = name.rsplit_once(':').map_or(name, |(_, bare)| bare);
    if bare.starts_with("poll") {
        match poll(&bindings) {
            Some(poll) => return Card { poll: Some(poll), link: None },
            None => return left_out(bare, findings),
        }
    }
    match preview(value, &bindings, entities) {
        Some(link) => Card { link: Some(link), poll: None },
        None => left_out(bare, findings),
    }
}

fn left_out(name: &str, findings: &mut Vec<Finding>) -> Card {
    let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
    findings.push(Finding::info("unknown-embed", "/link", format!("a card of the kind `{shown}` was left out")));
    Card::default()
}

/// Named values as a map or as a list.
struct Bindings<'v>(&'v Json<'v>);

impl<'v> Bindings<'v> {
    fn value(&self, name: &str) -> Option<&'v Json<'v>> {
        match self.0 {
            Json::Array(items) => items.iter().find(|item| item.text("key") == Some(name))?.field("value"),
            map => map.field(name),
        }
    }

    fn text(&self, name: &str) -> Option<&'v str> {
        let value = self.value(name)?;
        value.text("string_value").or(match value {
            Json::Str(text) => Some(text.as_ref()),
            _ => None,
        })
    }

    fn line(&self, name: &str) -> Option<String> {
        self.text(name).and_then(line)
    }
}

fn preview(card: &Json<'_>, bindings: &Bindings<'_>, entities: Option<&Json<'_>>) -> Option<Link> {
    let title = bindings.line("title");
    let short = bindings.text("card_url").or_else(|| card.text("url")).filter(|url| is_address(url));
    let url = short.map(|short| expanded(short, entities).unwrap_or(short))?;
    let description = bindings.line("description");
    let images = PICTURES.iter().filter_map(|name| bindings.value(name)?.field("image_value"));
    let sized = images.filter_map(|image| Some((image.count("width").unwrap_or_default(), address(image, "url")?)));
    let image = sized.reduce(|best, next| if next.0 > best.0 { next } else { best });
    if title.is_none() && description.is_none() && image.is_none() {
        return None;
    }
    let site = bindings.line("vanity_url").or_else(|| bindings.line("domain"));
    Some(Link { url: url.to_owned(), title, description, image: image.map(|image| image.1.to_owned()), site })
}

/// Where a short link leads, by the links of the post.
fn expanded<'v>(short: &str, entities: Option<&'v Json<'_>>) -> Option<&'v str> {
    let urls = entities?.items("urls");
    urls.iter().find(|link| link.text("url") == Some(short)).and_then(|link| address(link, "expanded_url"))
}

fn poll(bindings: &Bindings<'_>) -> Option<Poll> {
    let labels = (1..=9).map_while(|number| {
        let label = bindings.line(&format!("choice{number}_label"))?;
        let votes = bindings.text(&format!("choice{number}_count")).and_then(|votes| votes.trim().parse().ok());
        Some(PollOption { label, votes })
    });
    let options: Vec<PollOption> = labels.collect();
    if options.is_empty() {
        return None;
    }
    let closed = bindings.value("counts_are_final").and_then(|value| {
        truth(value, "boolean_value").or_else(|| string(value, "string_value").map(|text| text == "true"))
    });
    let closes_at = bindings.text("end_datetime_utc").and_then(moment).map(|moment| moment.text);
    Some(Poll { voters: voters(&options), options, closes_at, closed, multiple: Some(false) })
}

/// Every voter has one vote, so the voters are the votes.
fn voters(options: &[PollOption]) -> Option<u64> {
    options.iter().try_fold(0_u64, |sum, option| sum.checked_add(option.votes?))
}

/// A poll of API v2.
pub(super) fn poll_v2(value: &Json<'_>) -> Option<Poll> {
    let mut placed: Vec<(u64, PollOption)> = value
        .items("options")
        .iter()
        .filter_map(|option| {
            let label = option.text("label").and_then(line)?;
            Some((option.count("position").unwrap_or(u64::MAX), PollOption { label, votes: option.count("votes") }))
        })
        .collect();
    if placed.is_empty() {
        return None;
    }
    placed.sort_by_key(|(position, _)| *position);
    let options: Vec<PollOption> = placed.into_iter().map(|(_, option)| option).collect();
    let closed = value.text("voting_status").map(|status| status == "closed");
    let closes_at = value.text("end_datetime").and_then(moment).map(|moment| moment.text);
    Some(Poll { voters: voters(&options), options, closes_at, closed, multiple: Some(false) })
}

/// The preview of a page in API v2, which hangs on the link itself. X shows the last one.
pub(super) fn link_v2(urls: &[Json<'_>]) -> Option<Link> {
    let described = urls.iter().rev().find(|link| link.text("title").is_some())?;
    let url = ["unwound_url", "expanded_url"].iter().find_map(|name| address(described, name))?;
    let images = described.items("images").iter();
    let sized = images.filter_map(|image| Some((image.count("width").unwrap_or_default(), address(image, "url")?)));
    let image = sized.reduce(|best, next| if next.0 > best.0 { next } else { best });
    Some(Link {
        url: url.to_owned(),
        title: described.text("title").and_then(line),
        description: described.text("description").and_then(line),
        image: image.map(|image| image.1.to_owned()),
        site: site(url),
    })
}

#[cfg(test)]
#[path = "tests/card.rs"]
mod tests;
