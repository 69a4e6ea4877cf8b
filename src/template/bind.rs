//! Binding: a record and the pictures that are really there go into a page; HTML comes out.

use std::collections::BTreeMap;
use std::fmt::Write;

use minijinja::value::{Serde, Value as JinjaValue};
use serde_json::{Map, Value, json};

use super::Template;
use super::filter::{PAGE, template_error};
use crate::picture::{Picture, veil_name};
use crate::record::{Emoji, Media, Span};
use crate::series::{Page, Setting};
use crate::{Brand, Finding, Options, Record, Result, text};

/// Key under which the rich text of a record waits for the filter `rich`.
pub(super) const RICH: &str = "__rich";
/// Key under which the number of visible characters waits for the filter `letters`.
pub(super) const LETTERS: &str = "__letters";

/// What a page is bound to.
pub(crate) struct Binding<'a> {
    /// The record.
    pub record: &'a Record,
    /// Options of the card.
    pub options: &'a Options,
    /// The theme, checked.
    pub theme: &'a str,
    /// Language of dates and counts.
    pub locale: &'a str,
    /// Which card of a series it is; `None` for a card that stands alone.
    pub page: Option<&'a Page>,
    /// Pictures that are really there, by address.
    pub pictures: &'a dyn Fn(&str) -> Option<std::sync::Arc<Picture>>,
}

/// A page that is bound.
pub(crate) struct Bound {
    /// A whole HTML document.
    pub html: String,
    /// What of the record's words the page shows otherwise than they stand there.
    pub findings: Vec<Finding>,
}

/// Binds a template to a record.
///
/// # Errors
/// [`ErrorKind::Template`](crate::ErrorKind::Template) with the place in the page, or [`ErrorKind::Parameter`](crate::ErrorKind::Parameter).
pub(crate) fn bind(template: &Template, binding: &Binding<'_>) -> Result<Bound> {
    let (context, findings) = context(template, binding)?;
    let page = template.environment().get_template(PAGE).map_err(|error| template_error(&error))?;
    let body = page.render(JinjaValue::from(Serde(&context))).map_err(|error| template_error(&error))?;
    Ok(Bound { html: document(&body, binding), findings })
}

/// The value of the attribute `dir`.
fn direction(rtl: bool) -> &'static str {
    if rtl { "rtl" } else { "ltr" }
}

/// Puts a page into `<html>` with the attributes that themes and scripts look at. A page that is a whole document stays as it is.
fn document(body: &str, binding: &Binding<'_>) -> String {
    let start = body.trim_start();
    if start.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
        return body.to_owned();
    }
    let lang = binding.record.lang().unwrap_or_default();
    let setting = binding.page.map_or_else(|| Setting::of(binding.record), |page| page.setting);
    let direction = direction(setting.rtl);
    let page = binding.page.map(|page| format!(" data-page=\"{}\" data-pages=\"{}\"", page.number, page.count));
    let tokens = tokens(binding.options, binding.theme).join(" ");
    let tokens = if tokens.is_empty() { tokens } else { format!(" data-brand=\"{tokens}\"") };
    let mut html = String::with_capacity(body.len() + 200);
    // Writing into a String cannot fail. The line number of the page stays what it is: no line break before it.
    let _ = write!(
        html,
        "<!doctype html><html lang=\"{}\" dir=\"{direction}\" data-theme=\"{}\" data-size=\"{}\" data-leading=\"{}\"{}{tokens}><head><meta charset=\"utf-8\"></head><body>",
        text::escape(lang),
        text::escape(binding.theme),
        binding.options.size.name(),
        setting.leading,
        page.unwrap_or_default(),
    );
    html.push_str(body);
    html.push_str("</body></html>");
    html
}

/// What the page can read, and what there is to say about it.
fn context(template: &Template, binding: &Binding<'_>) -> Result<(Value, Vec<Finding>)> {
    let options = binding.options;
    let parameters = template.manifest().parameter_values(&options.parameters)?;
    let mut record = serde_json::to_value(binding.record).unwrap_or_default();
    let mut findings = super::clean::clean(&mut record);
    if options.typographic {
        findings.extend(super::typeset::typeset(&mut record, binding.locale));
    }
    resolve_pictures(&mut record, binding.pictures);
    prepare_rich(&mut record, None);
    if let Some(page) = binding.page {
        set_letters(&mut record, page.letters);
    }
    let logo = |address: &Option<String>| address.clone().filter(|address| (binding.pictures)(address).is_some());
    let hidden = |name: &str| options.hide.iter().any(|part| part.as_str() == name);
    let plain = Brand::default();
    let brand = if hidden("brand") { &plain } else { &options.brand };
    let mut context = json!({
        "record": record,
        "params": parameters,
        "card": {
            "width": options.size.width,
            "height": options.size.height,
            "size": options.size.name(),
            "theme": binding.theme,
            "scale": options.scale,
        },
        "brand": {
            "name": brand.name.clone().or(brand.handle.as_ref().map(|handle| format!("@{handle}"))),
            "handle": brand.handle,
            "logo": logo(&brand.logo),
            "logo_dark": logo(&brand.logo_dark),
            "tokens": tokens(options, binding.theme),
        },
        "page": binding.page.map(|page| {
            json!({
                "number": page.number,
                "count": page.count,
                "first": page.is_first(),
                "last": page.is_last(),
                "label": page.label(binding.locale),
                "skipped": page.skipped,
                "quoted": page.quoted,
                "original_dir": page.setting.original_rtl.map(direction),
            })
        }),
        "hide": options.hide.iter().map(|part| part.as_str()).collect::<Vec<_>>(),
        "locale": binding.locale,
        "time_zone": options.time_zone.iana_name().unwrap_or("UTC"),
    });
    leave_out_nulls(&mut context);
    Ok((context, findings))
}

/// What is absent must not be there at all: a null would be printed as `none`.
fn leave_out_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(leave_out_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out_nulls),
        _ => {}
    }
}

/// Fields that hold the address of a picture as a plain string.
const ADDRESS_FIELDS: &[&str] = &["avatar", "cover", "badge", "image", "poster"];
/// Those of them that a card may crop.
const CROPPED_FIELDS: &[&str] = &["image", "poster"];

/// Replaces addresses by what is really there: `{src, width, height, …}`; a missing picture becomes an absent field.
fn resolve_pictures(value: &mut Value, pictures: &dyn Fn(&str) -> Option<std::sync::Arc<Picture>>) {
    match value {
        Value::Object(object) => {
            for field in ADDRESS_FIELDS {
                let Some(Value::String(address)) = object.get(*field) else { continue };
                match pictures(address) {
                    Some(picture) => {
                        let mut found = json!({ "src": address, "width": picture.width(), "height": picture.height() });
                        if CROPPED_FIELDS.contains(field) {
                            found["position"] = position(&Map::new(), &picture).into();
                        }
                        object.insert((*field).to_owned(), found);
                    }
                    None => {
                        object.remove(*field);
                    }
                }
            }
            if let Some(photo) = object.get_mut("photo").and_then(Value::as_object_mut)
                && !resolve_source(photo, pictures)
            {
                object.remove("photo");
            }
            // A custom emoji without its picture stays the code that it is.
            if let Some(Value::Array(emojis)) = object.get_mut("emojis") {
                emojis.retain(|emoji| emoji.get("src").and_then(Value::as_str).and_then(pictures).is_some());
            }
            if let Some(Value::Array(spans)) = object.get_mut("spans") {
                let gone =
                    |span: &Value| span.get("src").and_then(Value::as_str).is_some_and(|src| pictures(src).is_none());
                spans.retain(|span| !gone(span));
            }
            if let Some(Value::Array(media)) = object.get_mut("media") {
                for item in media.iter_mut().filter_map(Value::as_object_mut) {
                    add_still(item, pictures);
                    resolve_source(item, pictures);
                }
            }
            for (name, child) in object.iter_mut() {
                if name != "extra" && name != "provenance" {
                    resolve_pictures(child, pictures);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|child| resolve_pictures(child, pictures)),
        _ => {}
    }
}

/// Adds to a piece of media the picture that stands for it (`still`) and what may cover it (`veil`), when they are there.
fn add_still(item: &mut Map<String, Value>, pictures: &dyn Fn(&str) -> Option<std::sync::Arc<Picture>>) {
    let Ok(media) = serde_json::from_value::<Media>(Value::Object(item.clone())) else { return };
    let focus = item.clone();
    let mut add = |name: &str, address: &str| {
        let picture = pictures(address);
        if let Some(picture) = &picture {
            let (width, height) = (picture.width(), picture.height());
            let found =
                json!({ "src": address, "width": width, "height": height, "position": position(&focus, picture) });
            item.insert(name.to_owned(), found);
        }
        picture.is_some()
    };
    let still = media.still().filter(|address| add("still", address));
    if let Some(veiled) = still.or(media.blurhash.as_deref()) {
        add("veil", &veil_name(veiled));
    }
}

/// The CSS position that keeps what matters in a crop: the focus of the record, else what stands out in the picture.
fn position(object: &Map<String, Value>, picture: &Picture) -> String {
    let focus = object.get("focus").filter(|focus| !focus.is_null());
    let Some(focus) = focus else {
        let (x, y) = picture.focus();
        return format!("{}% {}%", (x * 100.0).round(), (y * 100.0).round());
    };
    let focus = |index: usize| focus.get(index).and_then(Value::as_f64).unwrap_or(0.0);
    format!("{}% {}%", 50.0 + 50.0 * focus(0), 50.0 - 50.0 * focus(1))
}

/// Adds size and position to an object with `src`; without its picture, `src` goes. Whether it is there.
fn resolve_source(object: &mut Map<String, Value>, pictures: &dyn Fn(&str) -> Option<std::sync::Arc<Picture>>) -> bool {
    let picture = object.get("src").and_then(Value::as_str).and_then(pictures);
    let Some(picture) = picture else {
        object.shift_remove("src");
        return false;
    };
    object.insert("width".to_owned(), picture.width().into());
    object.insert("height".to_owned(), picture.height().into());
    let position = position(object, &picture);
    object.insert("position".to_owned(), position.into());
    true
}

/// Writes the rich text of every record inside the record, so that the filter `rich` only hands it out.
///
/// A post inside another one that names no platform stood on that of the `outer` one.
fn prepare_rich(value: &mut Value, outer: Option<&str>) {
    match value {
        Value::Object(object) => {
            let platform = object.get("platform").and_then(Value::as_str).or(outer).map(str::to_owned);
            if let Some(words) = object.get("text").and_then(Value::as_str) {
                let list = |name: &str| object.get(name).cloned().unwrap_or(Value::Array(Vec::new()));
                let given: Option<Vec<Span>> =
                    object.get("spans").and_then(|spans| serde_json::from_value(spans.clone()).ok());
                let emojis: Vec<Emoji> = serde_json::from_value(list("emojis")).unwrap_or_default();
                // A quotation is no post: an `@` in it is not a mention.
                let post = object.get("kind").and_then(Value::as_str) == Some("post");
                let found = || if post { text::entities(words, platform.as_deref()) } else { Vec::new() };
                let html = text::rich(words, &given.unwrap_or_else(found), &emojis);
                object.insert(RICH.to_owned(), html.into());
            }
            for (name, child) in object.iter_mut() {
                if name != "extra" && name != "provenance" {
                    prepare_rich(child, platform.as_deref());
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|child| prepare_rich(child, outer)),
        _ => {}
    }
}

/// Notes the length by which all cards of a series are set, in every text that is divided.
fn set_letters(record: &mut Value, letters: usize) {
    for field in ["voices", "thread"] {
        let inner = record.get_mut(field).and_then(Value::as_array_mut);
        inner.into_iter().flatten().for_each(|inner| set_letters(inner, letters));
    }
    if let Some(original) = record.get_mut("original").filter(|original| original.is_object()) {
        set_letters(original, letters);
    }
    if let Some(record) = record.as_object_mut() {
        record.insert(LETTERS.to_owned(), letters.into());
    }
}

/// Whether a token is of shape or type, which hold for every theme.
fn is_shape(name: &str) -> bool {
    matches!(name, "radius" | "font_text" | "font_display")
}

/// Names of the tokens that the brand sets in a theme.
fn tokens<'a>(options: &'a Options, theme: &str) -> Vec<&'a str> {
    let Brand { tokens, dark_tokens, .. } = &options.brand;
    let own = |name: &&String| theme != "dark" || is_shape(name);
    let dark = dark_tokens.keys().filter(|_| theme == "dark");
    let mut names: Vec<&str> = tokens.keys().filter(own).chain(dark).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Custom properties of the brand as a style sheet that follows the template's own; empty when it sets none.
pub(crate) fn brand_css(options: &Options) -> String {
    let mut css = String::new();
    let mut rule = |selector: &str, tokens: &BTreeMap<String, String>| {
        if tokens.is_empty() {
            return;
        }
        css.push_str(selector);
        css.push('{');
        for (name, value) in tokens {
            css.push_str(&format!("--{}:{value};", name.replace('_', "-")));
        }
        css.push_str("}\n");
    };
    // Shape and type hold for every theme, colours for all but the dark one.
    let (shapes, colours): (BTreeMap<_, _>, BTreeMap<_, _>) =
        options.brand.tokens.clone().into_iter().partition(|(name, _)| is_shape(name));
    rule(":root[data-theme]", &shapes);
    rule(":root[data-theme]:not([data-theme=\"dark\"])", &colours);
    rule(":root[data-theme=\"dark\"]", &options.brand.dark_tokens);
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_null_is_absent() {
        let mut context = json!({ "brand": { "name": null, "handle": "@a" }, "page": null, "list": [{ "a": null }] });
        leave_out_nulls(&mut context);
        assert_eq!(context, json!({ "brand": { "handle": "@a" }, "list": [{}] }));
    }

    #[test]
    fn entities_follow_the_platform_that_is_nearest() {
        let mut record = json!({
            "kind": "post", "platform": "x", "text": "橋@miraの", "spans": null,
            "quoted": { "kind": "post", "text": "橋@noaの" },
            "reply_to": { "kind": "post", "platform": "bluesky", "text": "@noa @lin.example.com", "quoted": { "kind": "quote", "text": "@ada" } }
        });
        prepare_rich(&mut record, None);
        let rich = |pointer: &str| record.pointer(pointer).and_then(|part| part[RICH].as_str()).unwrap_or_default();
        assert_eq!(rich(""), "<p>橋<a class=\"mention\">@mira</a>の</p>");
        assert_eq!(rich("/quoted"), "<p>橋<a class=\"mention\">@noa</a>の</p>");
        assert_eq!(rich("/reply_to"), "<p>@noa <a class=\"mention\">@lin.example.com</a></p>");
        assert_eq!(rich("/reply_to/quoted"), "<p>@ada</p>");
    }

    #[test]
    fn media_have_a_still_and_what_covers_it() {
        let dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
        let bytes = crate::picture::data_uri(dot).and_then(std::result::Result::ok).expect("bytes").1;
        let picture = std::sync::Arc::new(Picture::probe(bytes.into()).expect("a picture"));
        let there =
            |address: &str| ["a.mp4.jpg", "veil:a.mp4.jpg", "veil:LEHV6n"].contains(&address).then(|| picture.clone());
        let mut record = json!({ "kind": "post", "text": ":cat:", "emojis": [{ "code": "cat", "src": "cat.png" }], "media": [
            { "kind": "video", "src": "a.mp4", "poster": "a.mp4.jpg", "focus": [0.5, 0.0] },
            { "kind": "photo", "src": "gone.jpg", "blurhash": "LEHV6n" }, { "kind": "audio", "src": "a.mp3" },
        ] });
        resolve_pictures(&mut record, &there);
        let at = |pointer: &str| record.pointer(pointer).and_then(Value::as_str);
        assert_eq!(at("/media/0/still/src"), Some("a.mp4.jpg"));
        assert_eq!(at("/media/0/still/position"), Some("75% 50%"));
        assert_eq!(at("/media/0/veil/src"), Some("veil:a.mp4.jpg"));
        assert_eq!((at("/media/1/still/src"), at("/media/1/veil/src")), (None, Some("veil:LEHV6n")));
        assert_eq!(record.pointer("/media/2/veil"), None);
        assert_eq!(record["emojis"], json!([]));
    }
}
