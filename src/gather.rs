//! Before a record is bound: may it be drawn, and which of its pictures are really there?
//!
//! Pictures are decoded here, not only probed: a picture that breaks later would leave a hole instead of its designed fallback.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use crate::assets::is_remote;
use crate::picture::{self, Picture, PictureFault};
use crate::record::{PictureRole, Post, Quoted, ReplyTo, Unavailable, Visibility};
use crate::template::Template;
use crate::{AssetFault, Assets, Brand, Error, ErrorKind, Finding, Record, Result};

/// The pictures of a card, looked up once.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pictures: BTreeMap<String, Arc<Picture>>,
    /// Made from pictures of the record, by the names that [`picture::veil_name`] gives.
    veils: BTreeMap<String, Arc<Picture>>,
    findings: Vec<Finding>,
}

impl Gathered {
    /// A picture by the address the record has for it.
    pub(crate) fn picture(&self, address: &str) -> Option<Arc<Picture>> {
        self.pictures.get(address).or_else(|| self.veils.get(address)).cloned()
    }

    /// What was missing or broken.
    pub(crate) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The files that went into the card by their addresses; `data:` URIs are part of the record.
    pub(crate) fn inputs(&self) -> Vec<(String, Arc<Picture>)> {
        let files = self.pictures.iter().filter(|(address, _)| !is_data(address));
        files.map(|(address, picture)| (address.clone(), Arc::clone(picture))).collect()
    }
}

/// Looks up, probes and decodes every picture of a record and its brand.
pub(crate) fn pictures(record: &Record, brand: &Brand, assets: &dyn Assets) -> Gathered {
    let mut gathered = Gathered::default();
    let wanted = record.pictures();
    let record_pictures = wanted.iter().map(|wanted| (wanted.pointer.as_str(), wanted.src));
    let brand_pictures = brand.logo.iter().chain(&brand.logo_dark).map(|address| ("", address.as_str()));
    for (pointer, address) in record_pictures.chain(brand_pictures) {
        if gathered.pictures.contains_key(address) {
            continue;
        }
        match open(address, assets) {
            Ok(picture) => {
                gathered.pictures.insert(address.to_owned(), Arc::new(picture));
            }
            Err(finding) => gathered.findings.push(Finding { path: pointer.to_owned(), ..*finding }),
        }
    }
    if let Record::Post(post) = record {
        veils(post, &mut gathered);
    }
    gathered
}

/// Makes what stands in for sensitive media, and for media of which only the blurhash is there.
fn veils(post: &Post, gathered: &mut Gathered) {
    for media in &post.media {
        let picture = media.still().and_then(|address| Some((address, gathered.pictures.get(address)?)));
        let made = match (picture, &media.blurhash) {
            (Some((address, picture)), _) if media.sensitive == Some(true) || post.sensitive == Some(true) => {
                picture::veil(picture).ok().map(|veil| (picture::veil_name(address), veil))
            }
            (None, Some(hash)) => {
                let (width, height) = (media.width.unwrap_or(3), media.height.unwrap_or(2));
                picture::blurhash(hash, width, height).map(|veil| (picture::veil_name(hash), veil))
            }
            _ => None,
        };
        if let Some((name, veil)) = made {
            gathered.veils.insert(name, Arc::new(veil));
        }
    }
    let inner = post.quoted.as_ref().and_then(Quoted::post).into_iter();
    let inner = inner.chain(post.reply_to.as_ref().and_then(ReplyTo::post)).chain(&post.thread);
    inner.for_each(|inner| veils(inner, gathered));
}

fn is_data(address: &str) -> bool {
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

fn open(address: &str, assets: &dyn Assets) -> Result<Picture, Box<Finding>> {
    let shown = shortened(address);
    let broken = |fault: PictureFault| {
        let message = format!("`{shown}`: {fault}");
        Box::new(Finding::warning(fault.code(), "", message).with_detail(json!({ "src": shown })))
    };
    let bytes = match picture::data_uri(address) {
        Some(decoded) => decoded.map_err(|fault| broken(PictureFault::broken(fault.to_string())))?.1.into(),
        None => assets.fetch(address).map_err(|fault| Box::new(absent(address, &shown, &fault)))?,
    };
    let picture = Picture::probe(bytes).map_err(broken)?;
    picture.decode().map_err(broken)?;
    Ok(picture)
}

fn absent(address: &str, shown: &str, fault: &AssetFault) -> Finding {
    let (code, message) = match fault {
        AssetFault::Missing if is_remote(address) => {
            let name = crate::asset_name(address);
            return Finding::warning(
                "image-not-local",
                "",
                format!("`{shown}` is not in the assets; nothing is fetched"),
            )
            .with_detail(json!({ "src": address, "expected": name }));
        }
        AssetFault::Missing => ("image-missing", format!("`{shown}` is not in the assets")),
        AssetFault::Outside => ("image-outside-assets", format!("`{shown}` leads out of the assets and is not read")),
        AssetFault::TooLarge(bytes) => {
            ("image-too-large", format!("`{shown}` has {bytes} bytes, expected at most 32 MiB"))
        }
        AssetFault::Unreadable(reason) => ("image-broken", format!("`{shown}` cannot be read: {reason}")),
    };
    Finding::warning(code, "", message).with_detail(json!({ "src": shown }))
}

/// An address short enough for a message.
fn shortened(address: &str) -> String {
    const LONGEST: usize = 80;
    if address.chars().count() <= LONGEST {
        return address.to_owned();
    }
    address.chars().take(LONGEST).chain(std::iter::once('…')).collect()
}

/// Refuses what must not be drawn unless `allow` names the reason; what is allowed becomes a finding. Posts inside the post
/// count when the template has a place for them.
///
/// # Errors
/// [`ErrorKind::Refused`].
pub(crate) fn refusal(record: &Record, template: &Template, allow: &[String]) -> Result<Vec<Finding>> {
    let Record::Post(post) = record else { return Ok(Vec::new()) };
    let mut reasons = Vec::new();
    collect_reasons(post, "", "the post", template, &mut reasons);
    let mut findings: Vec<Finding> = Vec::new();
    for Reason { path, what, word, said } in reasons {
        if !allow.iter().any(|allowed| allowed.strip_prefix('!').unwrap_or(allowed) == word) {
            return Err(Error::new(ErrorKind::Refused, format!("{what} {said} and is not drawn"))
                .with_hint(format!("if you may publish it, add `--allow {word}`; the receipt will say so")));
        }
        let message = format!("{what} {said} and was drawn because that was allowed");
        findings.push(Finding::warning("refusal-lifted", path, message));
    }
    Ok(findings)
}

/// Why a post must not be drawn.
struct Reason {
    /// JSON pointer of the post.
    path: String,
    what: &'static str,
    /// The word that lifts it.
    word: &'static str,
    said: &'static str,
}

/// Labels that forbid drawing: the label, the word that lifts it, and what it says of a post.
const LABELS: [(&str, &str, &str); 4] = [
    ("protected", "protected", "is protected"),
    ("!no-unauthenticated", "no-unauthenticated", "is not for people who are not logged in"),
    ("!hide", "hide", "is labelled `!hide` by its network"),
    ("!warn", "warn", "is labelled `!warn` by its network"),
];

fn collect_reasons(post: &Post, at: &str, what: &'static str, template: &Template, found: &mut Vec<Reason>) {
    let mut add = |word, said| found.push(Reason { path: at.to_owned(), what, word, said });
    match post.visibility {
        Some(Visibility::Private) => add("private", "is private"),
        Some(Visibility::Direct) => add("direct", "is direct"),
        Some(Visibility::Public | Visibility::Unlisted) | None => {}
    }
    match post.unavailable {
        Some(Unavailable::Withheld) => add("withheld", "is withheld"),
        Some(Unavailable::Private) if !matches!(post.visibility, Some(Visibility::Private | Visibility::Direct)) => {
            add("private", "is private");
        }
        _ => {}
    }
    for (label, word, said) in LABELS {
        if post.labels.iter().any(|known| known == label) {
            found.push(Reason { path: at.to_owned(), what, word, said });
        }
    }
    let mut inside = |inner: &Post, at: String, what: &'static str| {
        if template.manifest().draws(&format!("{at}/text")) {
            collect_reasons(inner, &at, what, template, found);
        }
    };
    if let Some(quoted) = post.quoted.as_ref().and_then(Quoted::post) {
        inside(quoted, format!("{at}/quoted"), "the quoted post");
    }
    if let Some(parent) = post.reply_to.as_ref().and_then(ReplyTo::post) {
        inside(parent, format!("{at}/reply_to"), "the answered post");
    }
    for (index, next) in post.thread.iter().enumerate() {
        inside(next, format!("{at}/thread/{index}"), "a post of the thread");
    }
}

/// What a record itself gives reason to say, given the template it is drawn with.
pub(crate) fn record_findings(record: &Record, template: &Template) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        record.provenance().map(|provenance| provenance.findings.clone()).unwrap_or_default();
    let manifest = template.manifest();
    for pointer in record.fields() {
        if !manifest.draws(&pointer) {
            let message = format!("template `{}` has no place for it", manifest.name);
            findings.push(Finding::info("field-not-drawn", pointer, message));
        }
    }
    for picture in record.pictures() {
        if wants_alt(picture.role) && picture.alt.is_none_or(|alt| alt.trim().is_empty()) {
            findings.push(Finding::info("alt-missing", picture.pointer.clone(), "the picture has no alternative text"));
        }
    }
    match record {
        Record::Quote(quote) => {
            if quote.photo.as_ref().is_some_and(|photo| photo.credit.is_none()) {
                findings.push(Finding::info("credit-missing", "/photo", "the photo has no credit"));
            }
        }
        Record::Post(post) => {
            if post.truncated == Some(true) {
                findings.push(Finding::warning("source-truncated", "/text", "the text was cut at its source"));
            }
        }
    }
    findings
}

/// Whether a picture says something that its alternative text has to say too.
fn wants_alt(role: PictureRole) -> bool {
    matches!(role, PictureRole::Media | PictureRole::Photo)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A template that draws the text of a post and the quoted post.
    fn template() -> Template {
        let manifest = "name = \"plain\"\ntitle = \"Plain\"\nkinds = [\"post\"]\nsizes = [\"og\"]\nthemes = [\"light\"]\n\
            fields = [\"/text\", \"/quoted/text\"]\n";
        let files = [
            ("template.toml", manifest),
            ("card.html", "<p>{{ text }}</p>"),
            ("card.css", ""),
            ("sample.json", r#"{ "kind": "post", "text": "Hi" }"#),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        Template::from_files(files.into_iter().collect()).expect("a template")
    }

    fn post(fields: &str) -> Record {
        Record::from_json(format!(r#"{{ "kind": "post", "text": "Hi", {fields} }}"#).as_bytes()).expect(fields)
    }

    #[test]
    fn each_reason_is_refused_and_lifted_by_its_word() {
        let template = template();
        for (fields, word) in [
            (r#""visibility": "private""#, "private"),
            (r#""visibility": "direct""#, "direct"),
            (r#""unavailable": "withheld""#, "withheld"),
            (r#""unavailable": "private""#, "private"),
            (r#""labels": ["protected"]"#, "protected"),
            (r#""labels": ["!no-unauthenticated"]"#, "no-unauthenticated"),
            (r#""labels": ["spam", "!hide"]"#, "hide"),
            (r#""labels": ["!warn"]"#, "!warn"),
        ] {
            let record = post(fields);
            let error = refusal(&record, &template, &["other".to_owned()]).expect_err(fields);
            let bare = word.trim_start_matches('!');
            assert_eq!(error.kind(), ErrorKind::Refused);
            assert!(error.hint().is_some_and(|hint| hint.contains(&format!("`--allow {bare}`"))), "{error:?}");
            let findings = refusal(&record, &template, &[word.to_owned()]).expect(fields);
            assert_eq!(findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["refusal-lifted"]);
        }
    }

    #[test]
    fn public_posts_with_other_labels_are_drawn() {
        for fields in
            [r#""visibility": "unlisted""#, r#""labels": ["spam"], "sensitive": true"#, r#""unavailable": "deleted""#]
        {
            assert!(refusal(&post(fields), &template(), &[]).is_ok_and(|findings| findings.is_empty()), "{fields}");
        }
    }

    #[test]
    fn posts_inside_count_where_the_template_draws_them() {
        let inner = r#"{ "kind": "post", "text": "Low", "visibility": "private" }"#;
        let error = refusal(&post(&format!(r#""quoted": {inner}"#)), &template(), &[]).expect_err("private");
        assert_eq!(error.to_string(), "the quoted post is private and is not drawn");
        let lifted =
            refusal(&post(&format!(r#""quoted": {inner}"#)), &template(), &["private".to_owned()]).expect("lifted");
        assert_eq!(lifted[0].path, "/quoted");
        for field in ["reply_to", "thread"] {
            let inner = if field == "thread" { format!("[{inner}]") } else { inner.to_owned() };
            assert!(refusal(&post(&format!(r#""{field}": {inner}"#)), &template(), &[]).is_ok(), "{field}");
        }
    }
}
