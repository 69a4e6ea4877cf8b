//! What lies beside the posts of an API v2 answer, found by identifier.
//!
//! Pages hold hundreds of users and posts, so each kind is sorted once.

use crate::read::Json;
use crate::read::json::Ask;

/// Users, posts, media, polls and problems of an answer.
#[derive(Debug)]
pub(super) struct Includes<'v> {
    users: Table<'v>,
    names: Table<'v>,
    tweets: Table<'v>,
    media: Table<'v>,
    polls: Table<'v>,
    problems: Table<'v>,
}

impl<'v> Includes<'v> {
    /// The includes of an answer; all are empty when it has none.
    pub(super) fn of(answer: &'v Json<'v>) -> Self {
        let list = |name: &str| answer.field("includes").map(|includes| includes.items(name)).unwrap_or_default();
        Self {
            users: Table::new(list("users"), "id"),
            names: Table::new(list("users"), "username"),
            tweets: Table::new(list("tweets"), "id"),
            media: Table::new(list("media"), "media_key"),
            polls: Table::new(list("polls"), "id"),
            problems: Table::new(answer.items("errors"), "resource_id"),
        }
    }

    /// A user by identifier.
    pub(super) fn user(&self, id: &str) -> Option<&'v Json<'v>> {
        self.users.get(id)
    }

    /// A user by handle, as it is written there.
    pub(super) fn user_by_name(&self, name: &str) -> Option<&'v Json<'v>> {
        self.names.get(name)
    }

    /// A post by identifier.
    pub(super) fn tweet(&self, id: &str) -> Option<&'v Json<'v>> {
        self.tweets.get(id)
    }

    /// A piece of media by key.
    pub(super) fn media(&self, key: &str) -> Option<&'v Json<'v>> {
        self.media.get(key)
    }

    /// A poll by identifier.
    pub(super) fn poll(&self, id: &str) -> Option<&'v Json<'v>> {
        self.polls.get(id)
    }

    /// Why something could not be given.
    pub(super) fn problem(&self, id: &str) -> Option<&'v Json<'v>> {
        self.problems.get(id)
    }
}

/// Objects sorted by a text field; of several with the same text the first counts.
#[derive(Debug)]
struct Table<'v>(Vec<(&'v str, &'v Json<'v>)>);

impl<'v> Table<'v> {
    fn new(items: &'v [Json<'v>], key: &str) -> Self {
        let mut rows: Vec<_> = items.iter().filter_map(|item| Some((item.text(key)?, item))).collect();
        rows.sort_by_key(|(key, _)| *key);
        rows.dedup_by_key(|(key, _)| *key);
        Self(rows)
    }

    fn get(&self, key: &str) -> Option<&'v Json<'v>> {
        let index = self.0.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        self.0.get(index).map(|(_, item)| *item)
    }
}
