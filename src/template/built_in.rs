//! The templates that come with the crate, parsed when first asked for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Template;
use crate::picture::Bytes;
use crate::{Result, pool};

/// Names of the built-in templates, in the order of the documentation.
pub(crate) const BUILT_IN: &[&str] = &[
    "post",
    "post-photo",
    "post-poster",
    "post-thread",
    "post-archive",
    "conversation",
    "quote",
    "quote-photo",
    "quote-portrait",
    "quote-flat",
    "quote-impact",
    "quote-editorial",
    "quote-context",
    "quote-book",
    "interview",
    "voices",
    "bilingual",
    "statement",
];

type Files = [(&'static str, &'static [u8])];

macro_rules! files {
    ($folder:literal $(, $more:literal)*) => {
        &[
            ("card.html", include_bytes!(concat!("../../templates/", $folder, "/card.html"))),
            ("card.css", include_bytes!(concat!("../../templates/", $folder, "/card.css"))),
            ("template.toml", include_bytes!(concat!("../../templates/", $folder, "/template.toml"))),
            ("sample.json", include_bytes!(concat!("../../templates/", $folder, "/sample.json"))),
            $(($more, include_bytes!(concat!("../../templates/", $folder, "/", $more))),)*
        ]
    };
}

const FILES: &[&Files] = &[
    files!(
        "post",
        "ada.jpg",
        "parts.css",
        "parts/attached.html",
        "parts/avatar.html",
        "parts/brand.html",
        "parts/facts.html",
        "parts/gone.html",
        "parts/icon.html",
        "parts/link.html",
        "parts/media.html",
        "parts/metrics.html",
        "parts/name.html",
        "parts/note.html",
        "parts/poll.html",
        "parts/quoted.html",
        "parts/words.html"
    ),
    files!("post-photo", "evening.jpg"),
    files!("post-poster", "tomas.jpg"),
    files!("post-thread", "ife.jpg"),
    files!("post-archive"),
    files!("conversation", "noor.jpg", "tomas.jpg"),
    files!("quote"),
    files!("quote-photo", "harbour.jpg"),
    files!("quote-portrait", "noor.jpg"),
    files!("quote-flat", "tomas.jpg"),
    files!("quote-impact", "ife.jpg"),
    files!("quote-editorial", "ada.jpg"),
    files!("quote-context"),
    files!("quote-book", "ferry.jpg"),
    files!("interview", "tomas.jpg"),
    files!("voices", "noor.jpg", "tomas.jpg", "ife.jpg"),
    files!("bilingual", "noor.jpg"),
    files!("statement", "ada.jpg"),
];

static COMPILED: [OnceLock<Option<Template>>; BUILT_IN.len()] = [const { OnceLock::new() }; BUILT_IN.len()];

/// A built-in template by name; `None` when there is none of that name. Who asks while another thread compiles it waits for that.
pub(crate) fn built_in(name: &str) -> Option<Result<Template>> {
    let index = BUILT_IN.iter().position(|known| *known == name)?;
    let known = COMPILED.get(index)?.get_or_init(|| Template::from_files(built_in_files(name)?).ok());
    match known {
        Some(template) => Some(Ok(template.clone())),
        None => built_in_files(name).map(Template::from_files),
    }
}

/// The files of a built-in template as they lie in its folder.
pub(super) fn built_in_files(name: &str) -> Option<BTreeMap<String, Bytes>> {
    let index = BUILT_IN.iter().position(|known| *known == name)?;
    Some(FILES.get(index)?.iter().map(|(name, bytes)| ((*name).to_owned(), Bytes::from(*bytes))).collect())
}

/// Compiles a built-in template on a thread of its own. Nothing happens for other names, and for one that is compiled already.
pub(crate) fn make_ready(name: &str) {
    let Some(index) = BUILT_IN.iter().position(|known| *known == name) else { return };
    let (Some(name), Some(None)) = (BUILT_IN.get(index), COMPILED.get(index).map(OnceLock::get)) else { return };
    // Where no thread can be had, it is compiled when it is asked for.
    let _ = std::thread::Builder::new().spawn(|| {
        let _reserve = pool::reserve();
        built_in(name);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_template_is_sound_and_named_as_its_folder() {
        for name in BUILT_IN {
            let template = built_in(name).unwrap().unwrap();
            assert_eq!(template.manifest().name, *name);
        }
    }
}
