//! A publishing kit: one record as every file that some networks and a page need.
//!
//! Pictures, each within its network's limits, and the embeds. Where the files go is left to the caller.

mod fit;
mod network;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;
use serde_json::{Value, json};

use crate::series::file_name;
use crate::{
    Assets, Card, CardImage, Embed, EmbedOptions, Error, Format, Options, Receipt, Record, Renderer, Result, Size, text,
};

pub use network::{Network, Target};

/// What goes into a kit.
#[derive(Debug, Clone, Default)]
pub struct KitOptions {
    /// How cards look. Sizes follow from the networks.
    pub card: Options,
    /// What the page knows. Its picture is that of `web`, when there is a `base_url`.
    pub page: EmbedOptions,
    /// The networks, in order.
    pub networks: Vec<Network>,
    /// Absolute address under which the kit will be published.
    pub base_url: Option<String>,
}

/// A file of a kit.
#[derive(Debug, Clone)]
pub struct KitFile {
    /// Its name: letters, digits, hyphens and an extension.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A picture of a kit.
#[derive(Debug, Clone, Serialize)]
pub struct KitPicture {
    /// The network it is for.
    pub network: String,
    /// What it is for there: `preview`, `post`, `story`, `pin`.
    pub purpose: String,
    /// Most bytes that the network takes.
    pub max_bytes: u64,
    /// Alternative text, as long as the network takes it.
    pub alt: String,
    /// Longest alternative text that the network takes, in UTF-16 code units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_alt: Option<usize>,
    /// The receipt of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// Why there is no file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Value>,
}

/// A kit: its files in the order in which they should be written, and what they are.
#[derive(Debug)]
pub struct Kit {
    /// The files. The last one is `kit.json`, which lists the others.
    pub files: Vec<KitFile>,
    /// The pictures, one for each purpose of each network, or several where the words need a series of cards.
    pub pictures: Vec<KitPicture>,
    /// The pictures that could not be made, each with its error.
    pub errors: Vec<Error>,
}

/// Number of the form of `kit.json`, in its field `schema`.
pub const KIT_SCHEMA: u32 = 1;

/// Makes a kit. A card that cannot be drawn in one size is an error of its own; the rest is made.
///
/// # Errors
/// What is wrong with the record or the options as a whole: [`ErrorKind::Refused`](crate::ErrorKind::Refused), the errors of [`Embed::new`], and
/// those of [`Renderer::render`] when no card at all can be drawn.
pub fn kit(renderer: &Renderer, record: &Record, assets: &dyn Assets, options: &KitOptions) -> Result<Kit> {
    let mut maker = Maker {
        renderer,
        record,
        assets,
        options,
        cards: BTreeMap::new(),
        kit: Kit { files: Vec::new(), pictures: Vec::new(), errors: Vec::new() },
    };
    // Before anything is drawn: may it be shown, and are the addresses sound?
    maker.embed(None)?;
    for network in &options.networks {
        for target in network.targets() {
            maker.picture(*network, target)?;
        }
    }
    let drawn = maker.kit.pictures.iter().any(|picture| picture.receipt.is_some());
    if !drawn && let Some(first) = maker.kit.errors.pop() {
        return Err(first);
    }
    maker.texts()?;
    Ok(maker.kit)
}

struct Maker<'a> {
    renderer: &'a Renderer,
    record: &'a Record,
    assets: &'a dyn Assets,
    options: &'a KitOptions,
    /// The cards that are laid out, by width and height.
    cards: BTreeMap<(u32, u32), Vec<Card>>,
    kit: Kit,
}

impl Maker<'_> {
    /// The card of a size, or the cards of its series, laid out once.
    fn cards(&mut self, size: Size) -> Result<&[Card]> {
        match self.cards.entry((size.width, size.height)) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => {
                let options = Options { size, ..self.options.card.clone() };
                Ok(entry.insert(self.renderer.pages(self.record, self.assets, &options)?))
            }
        }
    }

    /// A picture for a network, or those of a series; a link preview has room for the first one. An error of the record is noted, any other ends the kit.
    fn picture(&mut self, network: Network, target: &Target) -> Result<()> {
        let locale = self.locale();
        let alt = target.max_alt.map_or_else(
            || text::alt_text(self.record, &locale),
            |most| text::short_alt_text(self.record, &locale, most),
        );
        let name =
            if network.targets().len() > 1 { format!("{network}-{}", target.purpose) } else { network.to_string() };
        let made = self.cards(target.size).and_then(|cards| {
            let shown = if target.purpose == "preview" { cards.get(..1).unwrap_or(cards) } else { cards };
            let file = |card: &Card| {
                let fitted = fit::fit(card, target)?;
                let extension = if fitted.format == Format::Jpeg { "jpg" } else { fitted.format.name() };
                let name = format!("{name}.{extension}");
                let name = card.page().map_or(name.clone(), |page| file_name(&name, page.number));
                let receipt = card.file_receipt(Some(name.clone()), fitted.format, &fitted.encoded);
                let alt =
                    card.page().map(|_| text::alt::shortened(card.alt_text(), target.max_alt.unwrap_or(usize::MAX)));
                Ok((KitFile { name, bytes: fitted.encoded.bytes }, receipt, alt))
            };
            shown.iter().map(file).collect::<Result<Vec<_>>>()
        });
        let picture = |alt: String| KitPicture {
            network: network.to_string(),
            purpose: target.purpose.to_owned(),
            max_bytes: target.max_bytes,
            alt,
            max_alt: target.max_alt,
            receipt: None,
            error: None,
        };
        match made {
            Ok(files) => {
                for (file, receipt, own) in files {
                    self.kit.files.push(file);
                    let picture = picture(own.unwrap_or_else(|| alt.clone()));
                    self.kit.pictures.push(KitPicture { receipt: Some(receipt), ..picture });
                }
            }
            Err(error) if error.kind() == crate::ErrorKind::TextOverflow => {
                let told = json!({ "code": error.kind().code(), "message": error.message(), "path": error.location().path, "hint": error.hint() });
                self.kit.pictures.push(KitPicture { error: Some(told), ..picture(alt) });
                self.kit.errors.push(error);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn locale(&self) -> String {
        let options = self.options;
        let chosen = options.page.locale.as_deref().or(options.card.locale.as_deref());
        chosen.or(self.record.lang()).unwrap_or("en").to_owned()
    }

    /// The embeds of the page, with the picture for the web when it is known where it will be.
    fn embed(&self, image: Option<CardImage>) -> Result<[(&'static str, String); 4]> {
        let mut page = self.options.page.clone();
        page.image = image;
        page.locale = Some(self.locale());
        page.allow.extend(self.options.card.allow.iter().cloned());
        if let (Some(base), None) = (&self.options.base_url, &page.oembed_url) {
            page.oembed_url = Some(joined(base, "oembed.json"));
        }
        let embed = Embed::new(self.record, self.assets, &page)?;
        let oembed = serde_json::to_string_pretty(&embed.oembed()).unwrap_or_default();
        Ok([
            ("embed.html", embed.html()),
            ("meta.html", embed.meta()),
            ("oembed.json", format!("{oembed}\n")),
            ("quote.jsonld", embed.jsonld_text()),
        ])
    }

    /// Everything but the pictures.
    fn texts(&mut self) -> Result<()> {
        let image = self.options.base_url.as_deref().and_then(|base| self.page_image(base));
        for (name, text) in self.embed(image)? {
            self.kit.files.push(KitFile { name: name.to_owned(), bytes: text.into_bytes() });
        }
        let alt = text::alt_text(self.record, &self.locale());
        self.kit.files.push(KitFile { name: "alt.txt".to_owned(), bytes: format!("{alt}\n").into_bytes() });
        let files: Vec<&str> = self.kit.files.iter().map(|file| file.name.as_str()).collect();
        let listed = json!({
            "schema": KIT_SCHEMA,
            "record": { "id": self.record.id(), "kind": self.record.kind(), "sha256": self.record.sha256() },
            "files": files,
            "pictures": self.kit.pictures,
            "alt_text": alt,
        });
        let listed = serde_json::to_string_pretty(&listed).unwrap_or_default();
        self.kit.files.push(KitFile { name: "kit.json".to_owned(), bytes: format!("{listed}\n").into_bytes() });
        Ok(())
    }

    /// The picture that link previews show: that for the web, else the first preview, else the first picture.
    fn page_image(&self, base: &str) -> Option<CardImage> {
        let made = || self.kit.pictures.iter().filter(|picture| picture.receipt.is_some());
        let web = made().find(|picture| picture.network == "web");
        let picture = web.or_else(|| made().find(|picture| picture.purpose == "preview")).or_else(|| made().next())?;
        let card = &picture.receipt.as_ref()?.card;
        let format = card.format.as_deref().and_then(|format| format.parse().ok());
        Some(CardImage { url: joined(base, card.file.as_deref()?), size: Size::new(card.width, card.height), format })
    }
}

fn joined(base: &str, name: &str) -> String {
    format!("{}/{name}", base.trim().trim_end_matches('/'))
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod varied;
