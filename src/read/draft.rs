//! A post while it is being read: the record, and what was noticed on the way.
//!
//! Knows no network; the readers fill it, and [`Draft::finish`] makes a checked record of it.

use super::Context;
use crate::record::{Post, Provenance, Record};
use crate::{Finding, Result};

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
        let provenance = self.post.provenance.get_or_insert_default();
        *provenance = Provenance {
            file: context.file.clone(),
            format: Some(format.to_owned()),
            findings: self.findings,
            ..std::mem::take(provenance)
        };
        let record = Record::from(self.post);
        match record.check() {
            Ok(()) => Ok(record),
            Err(error) => Err(match &context.file {
                Some(file) => error.in_file(file.clone()),
                None => error,
            }),
        }
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
        let post = outer.adopt("/quoted", inner);
        outer.post.quoted = Some(crate::record::Quoted::Post(Box::new(post)));
        let context = Context { file: Some("a.json".to_owned()), ..Context::default() };
        let record = outer.finish("mastodon", &context).expect("a record");
        let provenance = record.provenance().expect("provenance");
        assert_eq!((provenance.file.as_deref(), provenance.format.as_deref()), (Some("a.json"), Some("mastodon")));
        assert_eq!(provenance.findings[0].path, "/quoted/link");
        assert_eq!(provenance.findings[1].code, "author-missing");
    }

    #[test]
    fn an_empty_post_is_refused_with_its_file() {
        let context = Context { file: Some("a.json".to_owned()), ..Context::default() };
        let error = Draft::default().finish("mastodon", &context).expect_err("no text");
        assert_eq!(
            (error.location().file.as_deref(), error.location().path.as_deref()),
            (Some("a.json"), Some("text"))
        );
    }
}
