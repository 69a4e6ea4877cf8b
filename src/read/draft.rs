//! A post while it is being read: the record, and what was noticed on the way.
//!
//! Knows no network; the readers fill it, and [`Draft::finish`] makes a checked record of it.

use super::Context;
use crate::record::{MAX_TEXT_BYTES, Post, Provenance, Quoted, Record, Reference, ReplyTo};
use crate::{Error, ErrorKind, Finding, Result};

/// A post and the findings about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Draft {
    pub(crate) post: Post,
    /// Their paths are JSON pointers into the post.
    pub(crate) findings: Vec<Finding>,
}

impl Draft {
    /// Notes something good to know.
    pub(crate) fn info(&mut self, code: &str, path: &str, message: impl Into<String>) {
        self.findings.push(Finding::info(code, path, message));
    }

    /// Whether there is nothing to show of the post, not even why.
    pub(crate) fn is_empty(&self) -> bool {
        let post = &self.post;
        let something = !post.media.is_empty()
            || post.poll.is_some()
            || post.link.is_some()
            || post.quoted.is_some()
            || post.unavailable.is_some();
        post.text.trim().is_empty() && !something
    }

    /// Whether the post may stand inside another: it has something to show, and no text that a record may not have.
    pub(crate) fn is_sound(&self) -> bool {
        !self.is_empty() && self.post.text.len() <= MAX_TEXT_BYTES
    }

    /// Takes a quoted post; one with nothing to show is only told of.
    pub(crate) fn quote(&mut self, quoted: Self) {
        if !quoted.is_sound() {
            return self.info(
                "unknown-embed",
                "/quoted",
                "the quoted post has nothing that could be shown and was left out",
            );
        }
        let post = self.adopt("/quoted", quoted);
        self.post.quoted = Some(match post.unavailable {
            Some(reason) if post.text.is_empty() => Quoted::Unavailable(reason),
            _ => Quoted::Post(Box::new(post)),
        });
    }

    /// Takes the post that is answered; of one with nothing to show only author and address stay.
    pub(crate) fn answer(&mut self, answered: Self) {
        if answered.is_sound() {
            let post = self.adopt("/reply_to", answered);
            self.post.reply_to = Some(ReplyTo::Post(Box::new(post)));
            return;
        }
        let handle = answered.post.author.and_then(|author| author.handle);
        if handle.is_some() || answered.post.url.is_some() {
            self.post.reply_to = Some(ReplyTo::Reference(Reference { handle, url: answered.post.url }));
        }
    }

    /// Takes the post of another draft that stands at a path of this one, and its findings.
    pub(crate) fn adopt(&mut self, path: &str, other: Self) -> Post {
        let moved =
            other.findings.into_iter().map(|finding| Finding { path: format!("{path}{}", finding.path), ..finding });
        self.findings.extend(moved);
        other.post
    }

    /// The record with its provenance.
    ///
    /// # Errors
    /// What [`Record::check`] finds.
    pub(crate) fn finish(mut self, format: &str, context: &Context) -> Result<Record> {
        if self.post.author.is_none() && self.post.unavailable.is_none() {
            let message = "the payload does not name the author";
            self.findings.push(Finding::warning("author-missing", "/author", message));
        }
        self.post.provenance = Some(Provenance {
            file: context.file.clone(),
            format: Some(format.to_owned()),
            findings: std::mem::take(&mut self.findings),
            ..Provenance::default()
        });
        if self.post.text.len() > MAX_TEXT_BYTES {
            let message = format!("{} has a text of more than 64 KiB", self.name());
            return Err(Error::new(ErrorKind::TooLarge, message).at_path("text"));
        }
        if self.is_empty() {
            let message = format!("{} has neither words nor anything else to show", self.name());
            return Err(Error::new(ErrorKind::MissingField, message)
                .with_hint("payloads of deleted posts look like this; save the post anew if it still exists")
                .at_path("text"));
        }
        let record = Record::from(self.post);
        record.check()?;
        Ok(record)
    }

    fn name(&self) -> String {
        self.post.id.as_deref().map_or_else(|| "the post".to_owned(), |id| format!("post `{id}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_of_an_inner_post_get_its_path_and_go_into_the_provenance() {
        let mut inner = Draft { post: Post { text: "inner".to_owned(), ..Post::default() }, ..Draft::default() };
        inner.info("unknown-embed", "/link", "an embed");
        let mut outer = Draft { post: Post { text: "outer".to_owned(), ..Post::default() }, ..Draft::default() };
        outer.quote(inner);
        let context = Context { file: Some("a.json".to_owned()), ..Context::default() };
        let record = outer.finish("mastodon", &context).expect("a record");
        let provenance = record.provenance().expect("provenance");
        assert_eq!((provenance.file.as_deref(), provenance.format.as_deref()), (Some("a.json"), Some("mastodon")));
        assert_eq!(provenance.findings[0].path, "/quoted/link");
        assert_eq!(provenance.findings[1].code, "author-missing");
    }

    #[test]
    fn an_empty_post_and_a_huge_one_are_refused() {
        let error = Draft::default().finish("mastodon", &Context::default()).expect_err("no text");
        assert_eq!((error.kind(), error.location().path.as_deref()), (ErrorKind::MissingField, Some("text")));
        let huge = Post { text: "a".repeat(MAX_TEXT_BYTES + 1), id: Some("7".to_owned()), ..Post::default() };
        let error =
            Draft { post: huge, ..Draft::default() }.finish("mastodon", &Context::default()).expect_err("too long");
        assert_eq!((error.kind(), error.message()), (ErrorKind::TooLarge, "post `7` has a text of more than 64 KiB"));
    }

    #[test]
    fn a_quoted_post_with_nothing_to_show_is_told_of() {
        let mut outer = Draft { post: Post { text: "outer".to_owned(), ..Post::default() }, ..Draft::default() };
        outer.quote(Draft::default());
        outer.answer(Draft {
            post: Post { url: Some("https://example.com/1".to_owned()), ..Post::default() },
            ..Draft::default()
        });
        assert_eq!((outer.post.quoted.is_none(), outer.findings.len()), (true, 1));
        assert!(matches!(outer.post.reply_to, Some(ReplyTo::Reference(Reference { handle: None, url: Some(_) }))));
    }
}
