//! Before a record is bound: may it be drawn, and which of its pictures are really there?
//!
//! Pictures are decoded here, not only probed: a picture that breaks later would leave a hole instead of its designed fallback.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use crate::assets::is_remote;
use crate::picture::{self, Picture, PictureFault};
use crate::record::{PictureRole, Unavailable, Visibility};
use crate::template::Template;
use crate::{AssetFault, Assets, Brand, Error, ErrorKind, Finding, Record, Result};

/// The pictures of a card, looked up once.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pictures: BTreeMap<String, Arc<Picture>>,
    findings: Vec<Finding>,
}

impl Gathered {
    /// A picture by the address the record has for it.
    pub(crate) fn picture(&self, address: &str) -> Option<Arc<Picture>> {
        self.pictures.get(address).cloned()
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
    gathered
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

/// Refuses what must not be drawn unless `allow` names the reason; what is allowed becomes a finding.
///
/// # Errors
/// [`ErrorKind::Refused`].
pub(crate) fn refusal(record: &Record, allow: &[String]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for reason in reasons(record) {
        if allow.iter().any(|allowed| allowed == reason) {
            findings.push(Finding::warning(
                "refusal-lifted",
                "",
                format!("the post is {reason} and was drawn because that was allowed"),
            ));
        } else {
            return Err(Error::new(ErrorKind::Refused, format!("the post is {reason} and is not drawn"))
                .with_hint(format!("if you may publish it, add `--allow {reason}`; the receipt will say so")));
        }
    }
    Ok(findings)
}

fn reasons(record: &Record) -> Vec<&'static str> {
    let Record::Post(post) = record else { return Vec::new() };
    let mut reasons = Vec::new();
    match post.visibility {
        Some(Visibility::Private) => reasons.push("private"),
        Some(Visibility::Direct) => reasons.push("direct"),
        Some(Visibility::Public | Visibility::Unlisted) | None => {}
    }
    match post.unavailable {
        Some(Unavailable::Withheld) => reasons.push("withheld"),
        Some(Unavailable::Private) if reasons.is_empty() => reasons.push("private"),
        _ => {}
    }
    for (label, reason) in [("protected", "protected"), ("!no-unauthenticated", "no-unauthenticated")] {
        if post.labels.iter().any(|known| known == label) {
            reasons.push(reason);
        }
    }
    reasons
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
