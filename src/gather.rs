//! Before a record is bound: which of its pictures are really there, and what the record itself gives reason to say.
//!
//! Pictures are decoded here, not only probed: a picture that breaks later would leave a hole instead of its designed fallback.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use crate::assets::{is_remote, is_stored};
use crate::buffer::Spare;
use crate::picture::{self, Picture, PictureFault};
use crate::record::{PictureRole, Post, Quoted, ReplyTo};
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

/// Looks up, probes and decodes every picture of a record and its brand. The memory for them is lent by `spare`.
pub(crate) fn pictures(record: &Record, brand: &Brand, assets: &dyn Assets, spare: &Spare) -> Gathered {
    let mut gathered = Gathered::default();
    let wanted = record.pictures();
    let record_pictures = wanted.iter().map(|wanted| (wanted.pointer.as_str(), wanted.src));
    let brand_pictures = brand.logo.iter().chain(&brand.logo_dark).map(|address| ("", address.as_str()));
    for (pointer, address) in record_pictures.chain(brand_pictures) {
        if gathered.pictures.contains_key(address) {
            continue;
        }
        match open(address, assets, spare) {
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

fn open(address: &str, assets: &dyn Assets, spare: &Spare) -> Result<Picture, Box<Finding>> {
    let shown = shortened(address);
    let broken = |fault: PictureFault| {
        let message = format!("`{shown}`: {fault}");
        Box::new(Finding::warning(fault.code(), "", message).with_detail(json!({ "src": shown })))
    };
    let bytes = match picture::data_uri(address) {
        Some(decoded) => decoded.map_err(|fault| broken(PictureFault::broken(fault.to_string())))?.1.into(),
        None => assets.fetch(address).map_err(|fault| Box::new(absent(address, &shown, &fault)))?,
    };
    let picture = Picture::probe(bytes).map_err(broken)?.with_memory(spare);
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
        AssetFault::Outside if is_stored(address) => (
            "image-outside-assets",
            format!("`{shown}` is not below the assets and is not read; `--assets` names the prefix that may be"),
        ),
        AssetFault::Outside => ("image-outside-assets", format!("`{shown}` leads out of the assets and is not read")),
        AssetFault::TooLarge(bytes) => {
            ("image-too-large", format!("`{shown}` has {bytes} bytes, expected at most 32 MiB"))
        }
        AssetFault::Unreadable(reason) => ("image-broken", format!("`{shown}` cannot be read: {reason}")),
        AssetFault::Unavailable(reason) => ("image-broken", format!("`{shown}` cannot be read now: {reason}")),
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

/// What a record itself gives reason to say, given the template it is drawn with.
pub(crate) fn record_findings(record: &Record, template: &Template) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        record.provenance().map(|provenance| provenance.findings.clone()).unwrap_or_default();
    let manifest = template.manifest();
    let rest = rest(record, template);
    let is_rest = |pointer: &str| rest.as_ref().is_some_and(|rest| is_from(pointer, rest));
    if let Some(rest) = &rest {
        let (drawn, count) = (rest.drawn, rest.count);
        let what = if rest.list == "thread" { "following posts" } else { "further voices" };
        let message = format!(
            "{} of {count} {what} have no place on the card; `--overflow pages` makes more cards",
            count - drawn
        );
        let detail = json!({ "drawn": drawn, "count": count });
        findings
            .push(Finding::warning("rest-not-drawn", format!("/{}/{drawn}", rest.list), message).with_detail(detail));
    }
    for pointer in record.fields() {
        if !manifest.draws(&pointer) && !is_rest(&pointer) {
            let message = format!("template `{}` has no place for it", manifest.name);
            findings.push(Finding::info("field-not-drawn", pointer, message));
        }
    }
    findings.extend(
        undescribed(record)
            .into_iter()
            .map(|pointer| Finding::info("alt-missing", pointer, "the picture has no alternative text")),
    );
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

/// A list of posts or voices of which a template draws the first ones.
struct Rest {
    list: &'static str,
    drawn: usize,
    count: usize,
}

/// What a template leaves out of a list that it draws otherwise.
fn rest(record: &Record, template: &Template) -> Option<Rest> {
    let (list, count) = match record {
        Record::Quote(quote) => ("voices", quote.voices.len()),
        Record::Post(post) => ("thread", post.thread.len()),
    };
    let draws = |number: &usize| template.manifest().draws(&format!("/{list}/{number}/text"));
    let drawn = (0..count).take_while(draws).count();
    (drawn > 0 && drawn < count).then_some(Rest { list, drawn, count })
}

/// Whether a field belongs to what is left out.
fn is_from(pointer: &str, rest: &Rest) -> bool {
    let mut parts = pointer.trim_start_matches('/').split('/');
    let number = (parts.next() == Some(rest.list)).then(|| parts.next()?.parse::<usize>().ok()).flatten();
    number.is_some_and(|number| number >= rest.drawn)
}

/// JSON pointers of the pictures that say something and have no alternative text.
fn undescribed(record: &Record) -> Vec<String> {
    let says = |role| matches!(role, PictureRole::Media | PictureRole::Photo | PictureRole::Poster);
    let pictures = record.pictures().into_iter().filter(|picture| says(picture.role));
    let silent = pictures.filter(|picture| picture.alt.is_none_or(|alt| alt.trim().is_empty()));
    silent.map(|picture| picture.pointer).collect()
}

/// Demands that every picture that says something has an alternative text, unless a person wrote one for the whole card.
///
/// # Errors
/// [`ErrorKind::AltMissing`] with the path of the first one that has none.
pub fn alternatives(record: &Record) -> Result<()> {
    if record.alt().is_some_and(|alt| !alt.trim().is_empty()) {
        return Ok(());
    }
    let silent = undescribed(record);
    let Some(first) = silent.first() else { return Ok(()) };
    let path = first.split('/').skip(1).fold(String::new(), |path, step| match step.parse::<usize>() {
        Ok(number) => format!("{path}[{number}]"),
        Err(_) if path.is_empty() => step.to_owned(),
        Err(_) => format!("{path}.{step}"),
    });
    let more = silent.len() - 1;
    let others = if more > 0 { format!(", nor have {more} more") } else { String::new() };
    Err(Error::new(ErrorKind::AltMissing, format!("the picture `{path}` has no alternative text{others}"))
        .with_hint("write its `alt`, or the `alt` of the record for the whole card")
        .at_path(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_without_alternative_text_is_named_by_its_path() {
        let post = |media: &str, rest: &str| {
            Record::from_json(format!(r#"{{ "kind": "post", "text": "Hi", "media": {media} {rest} }}"#).as_bytes())
                .expect(media)
        };
        let silent = r#"[{ "kind": "photo", "src": "a.jpg", "alt": "A pier" }, { "kind": "photo", "src": "b.jpg", "alt": " " }, { "kind": "video", "poster": "c.jpg" }]"#;
        let error = alternatives(&post(silent, "")).expect_err("two have none");
        assert_eq!((error.kind(), error.location().path.as_deref()), (ErrorKind::AltMissing, Some("media[1].src")));
        assert!(error.to_string().contains("nor have 1 more"), "{error}");
        assert!(alternatives(&post(silent, r#", "alt": "Mira shows a pier""#)).is_ok(), "a person wrote one");
        assert!(alternatives(&post(r#"[{ "kind": "photo", "src": "a.jpg", "alt": "A pier" }]"#, "")).is_ok());
    }
}
