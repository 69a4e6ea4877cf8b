//! What a layout gives reason to say: overflow as an error, everything else as findings and as parts of the receipt.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use parley::fontique::Blob;
use serde_json::json;

use crate::contrast::{Contrast, LEAST};
use crate::display::{DisplayList, Item, each_item};
use crate::encode::{Fitted, Means};
use crate::font;
use crate::layout::{Overflowed, Placed, PlacedParagraph};
use crate::receipt::{self, ReceiptFont, ReceiptText};
use crate::series::{self, Count};
use crate::{Error, ErrorKind, Finding, Options, Size};

/// A text of the record that does not fit.
struct Misfit<'a> {
    field: Option<&'a str>,
    fits_chars: usize,
    total_chars: usize,
    /// The smallest size of its template was tried.
    smallest: bool,
}

/// Whether every text of the record is whole.
pub(crate) fn is_whole(placed: &Placed) -> bool {
    misfit(placed).is_none()
}

/// Which part of its characters the text has room for that fits least, 0 to 1.
pub(crate) fn share(placed: &Placed) -> f32 {
    let part = |fits: usize, total: usize| fits as f32 / total.max(1) as f32;
    // What a text that is too long pushes off the card says nothing about the room it has.
    if !placed.overflows.is_empty() {
        return placed.overflows.iter().map(|text| part(text.fits_chars, text.total_chars)).fold(1.0, f32::min);
    }
    let lost = placed.clipped.iter().filter(|clipped| clipped.lost && clipped.field.is_some());
    lost.map(|text| part(text.fits_chars, text.total_chars)).fold(1.0, f32::min)
}

/// The first text that does not fit its element at its smallest size, else the first one of the record that a box or the card cuts off.
fn misfit(placed: &Placed) -> Option<Misfit<'_>> {
    misfits(placed).next()
}

fn misfits(placed: &Placed) -> impl Iterator<Item = Misfit<'_>> {
    let small = placed.overflows.iter().map(|Overflowed { field, fits_chars, total_chars, .. }| Misfit {
        field: field.as_deref(),
        fits_chars: *fits_chars,
        total_chars: *total_chars,
        smallest: true,
    });
    let lost = placed.clipped.iter().filter(|clipped| clipped.lost && clipped.field.is_some());
    small.chain(lost.map(|clipped| Misfit {
        field: clipped.field.as_deref(),
        fits_chars: clipped.fits_chars,
        total_chars: clipped.total_chars,
        smallest: false,
    }))
}

impl Misfit<'_> {
    fn message(&self, options: &Options, field: Option<&str>) -> String {
        format!(
            "`{}` does not fit: {} characters, of which about {} fit {} {}",
            field.map_or("text", |field| field.trim_start_matches('/')).replace('/', "."),
            self.total_chars,
            self.fits_chars,
            if self.smallest { "at the smallest size of" } else { "into the template's box in" },
            options.size
        )
    }

    fn error(message: String, field: Option<&str>) -> Error {
        let error = Error::new(ErrorKind::TextOverflow, message);
        match field {
            Some(field) => error.at_path(field.trim_start_matches('/').replace('/', ".")),
            None => error,
        }
    }
}

/// The error for the first text that does not fit: at the smallest size of its element, or because a box cuts it off.
/// `fits` says whether the text fits in another size, `pages` how many cards a series would have, `hide` what would have to go
/// for it to fit.
pub(crate) fn overflow_error(
    placed: &Placed,
    options: &Options,
    fits: &dyn Fn(Size) -> bool,
    pages: &dyn Fn() -> Count,
    hide: &dyn Fn() -> Option<String>,
) -> Option<Error> {
    if options.overflow == crate::Overflow::Shorten {
        return None;
    }
    let first = misfit(placed)?;
    let words = |misfit: &Misfit<'_>| misfit.field.is_none_or(series::is_words);
    // Where the words have no room at all, what takes it is too long.
    let other = misfits(placed).find(|misfit| !words(misfit)).filter(|_| words(&first) && first.fits_chars == 0);
    let misfit = other.unwrap_or(first);
    let message = misfit.message(options, misfit.field);
    let area = |size: Size| u64::from(size.width) * u64::from(size.height);
    let mut larger: Vec<_> = Size::NAMED.iter().filter(|(_, size)| area(*size) > area(options.size)).collect();
    larger.sort_by_key(|(_, size)| area(*size));
    let hide = hide().map_or(String::new(), |parts| format!("`--hide {parts}` to make room"));
    let fitting = larger.into_iter().find(|(_, size)| fits(*size)).map(|(name, _)| name);
    let series = match pages() {
        Count::Exactly(count) => format!("`--overflow pages` to make {count} cards of it"),
        Count::Several => "`--overflow pages` for a series of cards".to_owned(),
        Count::Impossible => String::new(),
    };
    let shorter = if fitting.is_some() { "" } else { "a shorter passage" };
    let ways = [series.as_str(), shorter, &hide].into_iter().filter(|way| !way.is_empty());
    let ways: String = ways.map(|way| format!("{way}, ")).collect();
    let shorten = "`--overflow shorten` to cut it with an ellipsis";
    let or = if ways.is_empty() { "" } else { "or " };
    let hint = match fitting {
        Some(name) => format!("it fits in size `{name}`; or use {ways}{or}{shorten}"),
        None => format!("no size holds it: use {ways}{or}{shorten}"),
    };
    Some(Misfit::error(message, misfit.field).with_hint(hint))
}

/// The error for the text that is most to blame where a card of a series does not hold its texts: one that is not divided, if there is one.
/// `path` gives a field of the card in the whole record.
pub(crate) fn page_error(placed: &Placed, options: &Options, path: &dyn Fn(&str) -> String) -> Option<Error> {
    let divided = |misfit: &Misfit<'_>| misfit.field.is_none_or(series::is_words);
    let worst = misfits(placed).max_by_key(|misfit| (!divided(misfit), misfit.total_chars))?;
    let field = worst.field.map(path);
    let hint = if divided(&worst) {
        "use a taller size, or a shorter passage"
    } else {
        "a series divides the words alone: use a taller size or a shorter text, or leave it out with `--hide`"
    };
    Some(Misfit::error(worst.message(options, field.as_deref()), field.as_deref()).with_hint(hint))
}

/// The fields of the texts that are not whole.
pub(crate) fn lost_fields(placed: &Placed) -> impl Iterator<Item = Option<&str>> {
    let lost = placed.clipped.iter().filter(|clipped| clipped.lost).map(|clipped| clipped.field.as_deref());
    placed.overflows.iter().map(|text| text.field.as_deref()).chain(lost)
}

/// Findings of a layout. `has` says whether any face has a character.
pub(crate) fn placed_findings(placed: &Placed, has: &dyn Fn(char) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let path = |field: &Option<std::sync::Arc<str>>| field.as_deref().unwrap_or_default().to_owned();
    findings.extend(missing_glyphs(placed, has));
    for paragraph in placed.paragraphs.iter().filter(|paragraph| paragraph.lines.truncated) {
        let hidden = paragraph.lines.hidden_text.trim();
        let count = hidden.chars().count();
        let message = format!("the text was shortened by {count} characters");
        let detail = json!({ "hidden": hidden });
        findings.push(Finding::warning("text-truncated", path(&paragraph.field), message).with_detail(detail));
    }
    for clipped in &placed.clipped {
        let message = "the text reaches beyond its box and is cut off";
        let detail = json!({ "text": clipped.text });
        findings.push(Finding::warning("text-overflow", path(&clipped.field), message).with_detail(detail));
    }
    for address in &placed.missing_pictures {
        findings.push(Finding::warning(
            "image-missing",
            "",
            format!("the template's picture `{address}` is not there"),
        ));
    }
    findings.dedup();
    findings
}

/// Texts whose contrast is below [`LEAST`], each field once with its worst.
pub(crate) fn contrast_findings(contrasts: &[Contrast], placed: &Placed) -> Vec<Finding> {
    let mut worst: BTreeMap<String, f32> = BTreeMap::new();
    for contrast in contrasts.iter().filter(|contrast| contrast.ratio < LEAST) {
        let inside = |paragraph: &&PlacedParagraph| paragraph.content.intersection(contrast.area).is_some();
        let field = placed.paragraphs.iter().filter(inside).find_map(|paragraph| paragraph.field.as_deref());
        let ratio = worst.entry(field.unwrap_or_default().to_owned()).or_insert(contrast.ratio);
        *ratio = ratio.min(contrast.ratio);
    }
    let finding = |(field, ratio): (String, f32)| {
        let tenths = |ratio: f32| f64::from((ratio * 10.0).floor()) / 10.0;
        let message = format!(
            "the contrast between the text and the picture below it is {:.1}:1; at least {LEAST}:1 can be read",
            tenths(ratio)
        );
        let detail = json!({ "ratio": tenths(ratio), "least": tenths(LEAST) });
        Finding::warning("low-contrast", field, message).with_detail(detail)
    };
    worst.into_iter().map(finding).collect()
}

/// Where characters are missing, and of what kind they are.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Lack {
    field: String,
    script: Cow<'static, str>,
    family: Option<Cow<'static, str>>,
}

/// Characters that no font has: one finding for each script of each field, with the family that would have them.
fn missing_glyphs(placed: &Placed, has: &dyn Fn(char) -> bool) -> Vec<Finding> {
    let mut groups: BTreeMap<Lack, BTreeSet<char>> = BTreeMap::new();
    for missing in &placed.missing {
        let field = missing.field.as_deref().unwrap_or_default();
        // Joiners and selectors lack nothing; the first of the others says what the cluster is.
        let shown: Vec<char> = missing.chars.iter().copied().filter(|c| !font::is_ignorable(*c)).collect();
        let lacking: Vec<char> = shown.iter().copied().filter(|c| !has(*c)).collect();
        // Where some face has each of the characters, what lacks is one that has them together.
        let together = lacking.is_empty();
        let chars = [lacking, shown, missing.chars.clone()].into_iter().find(|chars| !chars.is_empty());
        let Some(first) = chars.as_ref().and_then(|chars| chars.first()).copied() else { continue };
        let family = if together { None } else { font::noto_family(first) };
        let script = if together { "together".into() } else { font::script_name(first) };
        groups.entry(Lack { field: field.to_owned(), script, family }).or_default().extend(chars.into_iter().flatten());
    }
    let finding = |(Lack { field, script, family }, chars): (Lack, BTreeSet<char>)| {
        let chars: Vec<String> = chars.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        let few = chars.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(" ");
        let more = match chars.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let cure = match &family {
            Some(family) => format!("`{family}` has such characters: `--font-dir` adds it"),
            None if script == "together" => "each is in some font, but no font has them together".to_owned(),
            None if script == "Private Use" => "only the font they were made for has them".to_owned(),
            None if script == "Unassigned" => "Unicode has no such characters yet".to_owned(),
            None => "no Noto family has them".to_owned(),
        };
        let message = format!("no font has a glyph for {few}{more} ({script}); {cure}");
        let detail = json!({ "chars": chars, "script": script, "family": family });
        Finding::warning("missing-glyph", field, message).with_detail(detail)
    };
    groups.into_iter().map(finding).collect()
}

/// How many characters a message names.
const SHOWN: usize = 8;

/// Families that the styles name and that are not there: another one stands in.
pub(crate) fn font_findings(families: &[String]) -> Vec<Finding> {
    let finding = |family: &String| {
        let message = format!("the font `{family}` is not there; the next one of its list stands in");
        Finding::warning("font-missing", "", message).with_detail(json!({ "family": family }))
    };
    families.iter().map(finding).collect()
}

/// What was done to keep a file below a limit of bytes, or that it could not be done.
pub(crate) fn budget_finding(fitted: &Fitted, limit: u64) -> Option<Finding> {
    let bytes = fitted.bytes.len();
    let (name, value, done) = match fitted.means {
        None => ("none", json!(null), String::new()),
        Some(Means::Effort(effort)) => ("effort", json!(effort.name()), format!("effort `{}`", effort.name())),
        Some(Means::Colours(count)) => ("colors", json!(count), format!("{count} colours")),
        Some(Means::Quality(quality)) => ("quality", json!(quality), format!("quality {quality}")),
    };
    let mut detail = json!({ "bytes": bytes, "max_bytes": limit });
    if let (Some(detail), Some(_)) = (detail.as_object_mut(), fitted.means) {
        detail.insert(name.to_owned(), value);
    }
    if bytes as u64 > limit {
        let with = if done.is_empty() { done } else { format!(" even with {done}") };
        let message = format!("the file has {bytes} bytes{with}, expected at most {limit}");
        return Some(Finding::warning("over-max-bytes", "", message).with_detail(detail));
    }
    fitted.means.is_some().then(|| {
        let message = format!("written with {done} to stay within {limit} bytes: {bytes}");
        Finding::info("fitted-to-max-bytes", "", message).with_detail(detail)
    })
}

/// The texts of a card in document order.
pub(crate) fn texts(placed: &Placed) -> Vec<ReceiptText> {
    let says = |line: &crate::paragraph::Line| !line.text.trim().is_empty();
    let visible =
        placed.paragraphs.iter().filter(|paragraph| paragraph.visible && paragraph.lines.lines.iter().any(says));
    visible
        .map(|paragraph| ReceiptText {
            slot: slot(paragraph.field.as_deref()),
            font_size: f64::from(paragraph.font_size),
            lines: paragraph.lines.lines.iter().map(|line| line.text.trim().to_owned()).collect(),
            truncated: paragraph.lines.truncated,
        })
        .collect()
}

/// What a text is for: `body` for the words of the record, else the last part of its field; text of the template itself has none.
fn slot(field: Option<&str>) -> String {
    match field {
        None => String::new(),
        Some("/text") => "body".to_owned(),
        Some(field) => field.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}

/// Hashes of font files by the number that each opened file has in this process: they take longer than a card.
static FONTS: Mutex<BTreeMap<u64, String>> = Mutex::new(BTreeMap::new());

fn font_sha256(data: &Blob<u8>) -> String {
    let known = FONTS.lock().ok().and_then(|fonts| fonts.get(&data.id()).cloned());
    known.unwrap_or_else(|| {
        let sha256 = receipt::sha256(data.as_ref());
        if let Ok(mut fonts) = FONTS.lock() {
            fonts.insert(data.id(), sha256.clone());
        }
        sha256
    })
}

/// The fonts whose glyphs are on a card, each once.
pub(crate) fn fonts(list: &DisplayList) -> Vec<ReceiptFont> {
    let mut used = vec![false; list.faces.len()];
    each_item(&list.items, &mut |item| {
        if let Item::Glyphs(run) = item
            && let Some(used) = used.get_mut(run.face)
        {
            *used = true;
        }
    });
    let faces = list.faces.iter().zip(used).filter(|(_, used)| *used).map(|(face, _)| face);
    let mut fonts: Vec<ReceiptFont> =
        faces.map(|face| ReceiptFont { family: face.family.clone(), sha256: font_sha256(&face.data.data) }).collect();
    fonts.sort_by(|a, b| (&a.family, &a.sha256).cmp(&(&b.family, &b.sha256)));
    fonts.dedup();
    fonts
}
