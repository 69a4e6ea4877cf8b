//! `embed`: a record as HTML, meta tags, oEmbed or JSON-LD. Draws nothing.

use std::path::PathBuf;

use super::Outcome;
use super::args::{EmbedArguments, EmbedKind, PageArguments};
use super::config::House;
use super::draw;
use super::files::{self, Folder};
use super::input::{self, Input};
use super::report::Reporter;
use crate::{CardImage, EMBED_STYLE, Embed, EmbedOptions, Result, Severity};

pub(super) fn embed(arguments: &EmbedArguments, reporter: &Reporter) -> Result<Outcome> {
    let output = arguments.output.clone().unwrap_or_else(|| PathBuf::from("-"));
    if arguments.kind == EmbedKind::Css {
        return files::write(&output, EMBED_STYLE.as_bytes()).map(|()| Outcome::Done);
    }
    let house = House::read(arguments.page.config.as_deref())?;
    let mut options = options(&arguments.page, &house)?;
    options.image = arguments.image_url.clone().map(|url| CardImage {
        url,
        size: arguments.size.unwrap_or_default(),
        format: None,
    });
    options.style = !arguments.no_style;
    (options.max_width, options.max_height) = (arguments.max_width, arguments.max_height);
    let name = input::name(&arguments.record);
    let beside = arguments.record.parent().filter(|_| !files::is_standard(&arguments.record));
    let folder = arguments.page.assets.as_deref().or(beside).unwrap_or_else(|| std::path::Path::new("."));
    let mut assets = Folder::new(folder)?;
    let mut records = Input::open(&arguments.record, &arguments.input)?;
    records.name_pictures(&mut assets);
    let (number, record, outcome) = draw::pick(&mut records, &arguments.record, arguments.pick, reporter)?;
    let place = |error| draw::placed(error, &name, number);
    if arguments.page.require_alt {
        crate::alternatives(&record).map_err(place)?;
    }
    let embed = Embed::new(&record, &assets, &options).map_err(place)?;
    let text = match arguments.kind {
        EmbedKind::Html => embed.html(),
        EmbedKind::Meta => embed.meta(),
        EmbedKind::Oembed => json(&if arguments.rich { embed.oembed_rich() } else { embed.oembed() }),
        EmbedKind::Jsonld => embed.jsonld_text(),
        EmbedKind::Css => EMBED_STYLE.to_owned(),
    };
    files::write(&output, text.as_bytes())?;
    reporter.findings(embed.findings());
    let serious = embed.findings().iter().any(|finding| finding.severity >= Severity::Warning);
    let found = if arguments.page.strict && serious { Outcome::Findings } else { Outcome::Done };
    Ok(found.max(outcome))
}

/// What the arguments and the configuration file say of the page; arguments win.
pub(super) fn options(page: &PageArguments, house: &House) -> Result<EmbedOptions> {
    Ok(EmbedOptions {
        locale: page.locale.clone().or_else(|| house.locale.clone()),
        time_zone: super::config::time_zone(page.tz.as_deref().or(house.tz.as_deref()))?,
        allow: page.allow.clone(),
        assets_url: page.assets_url.clone(),
        page_url: page.page_url.clone(),
        oembed_url: page.oembed_url.clone(),
        site_name: page.site_name.clone().or_else(|| house.name.clone()),
        site_url: page.site_url.clone(),
        site_handle: house.handle.clone(),
        theme_color: house.accent.clone(),
        ..EmbedOptions::default()
    })
}

/// A value as indented JSON with a line break at its end.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    format!("{}\n", serde_json::to_string_pretty(value).unwrap_or_default())
}
