//! What lies beside the posts of an X archive: whose they are, and the pictures that were exported with them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::files;
use crate::record::{Author, Media, Post, Quoted, ReplyTo};
use crate::{Record, Result};

/// Folders of media beside the posts, in the spelling of newer and of older exports.
const MEDIA_FOLDERS: [&str; 2] = ["tweets_media", "tweet_media"];

/// The account of an archive: from a file that was named, else from the files beside the posts.
pub(super) fn account(named: Option<&Path>, input: &Path) -> Result<Option<Author>> {
    let beside =
        || input.extension().is_some_and(|extension| extension == "js").then(|| input.with_file_name("account.js"));
    let Some(path) = named.map(Path::to_path_buf).or_else(|| beside().filter(|path| path.is_file())) else {
        return Ok(None);
    };
    let profile = fs::read(path.with_file_name("profile.js")).ok();
    let author = crate::read::account(&files::read(&path)?, profile.as_deref());
    author.map(Some).map_err(|error| error.in_file(path.display().to_string()))
}

/// The exported pictures of an archive, by the names under which the posts know them.
#[derive(Debug, Default)]
pub(super) struct Exported {
    /// `TWEETID-FILENAME` and its path relative to the folder of the input.
    media: BTreeMap<String, String>,
    /// `FILENAME` of a portrait and its path.
    portraits: BTreeMap<String, String>,
}

impl Exported {
    /// Looks beside an input for the media folders of an archive.
    pub(super) fn beside(input: &Path) -> Self {
        if files::is_standard(input) || input.extension().is_none_or(|extension| extension != "js") {
            return Self::default();
        }
        let mut exported = Self::default();
        for folder in MEDIA_FOLDERS {
            exported
                .media
                .extend(names(&input.with_file_name(folder)).map(|name| (name.clone(), format!("{folder}/{name}"))));
        }
        let portraits = names(&input.with_file_name("profile_media"));
        exported.portraits.extend(portraits.filter_map(|name| {
            let (_, file) = name.split_once('-')?;
            Some((file.to_owned(), format!("profile_media/{name}")))
        }));
        exported
    }

    /// The paths of every exported picture, relative to the folder of the input.
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.media.values().chain(self.portraits.values())
    }

    /// Lets the pictures of a record be those of the export, where it has them.
    pub(super) fn localise(&self, record: &mut Record) {
        if let (Record::Post(post), false) = (record, self.media.is_empty() && self.portraits.is_empty()) {
            self.post(post);
        }
    }

    fn post(&self, post: &mut Post) {
        if let Some(id) = &post.id {
            post.media.iter_mut().for_each(|media| self.picture(id, media));
        }
        if let Some(avatar) = post.author.as_mut().and_then(|author| author.avatar.as_mut())
            && let Some(local) = self.portraits.get(file_of(avatar))
        {
            avatar.clone_from(local);
        }
        if let Some(Quoted::Post(quoted)) = &mut post.quoted {
            self.post(quoted);
        }
        if let Some(ReplyTo::Post(parent)) = &mut post.reply_to {
            self.post(parent);
        }
        post.thread.iter_mut().for_each(|next| self.post(next));
    }

    fn picture(&self, id: &str, media: &mut Media) {
        for address in media.src.iter_mut().chain(&mut media.poster) {
            if let Some(local) = self.media.get(&format!("{id}-{}", file_of(address))) {
                address.clone_from(local);
            }
        }
    }
}

/// The last part of an address, without its query.
fn file_of(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

/// Names of the files of a folder; none when it is not there.
fn names(folder: &PathBuf) -> impl Iterator<Item = String> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok())
}
