//! One hash of everything that goes into a card: a card whose hash is unchanged is not drawn again.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{AssetFault, Assets, Bytes, Encoding, Options, Record};

/// What is the same for all cards of a run: program, fonts, templates.
#[derive(Debug, Clone)]
pub(crate) struct Base([u8; 32]);

impl Base {
    /// `fonts` stands for the font files, `templates` are the hashes of all templates a card may be drawn with.
    pub(crate) fn new(fonts: &str, templates: &[String]) -> Self {
        let embedded =
            [cfg!(feature = "fonts-emoji"), cfg!(feature = "fonts-scripts"), cfg!(feature = "fonts-cjk")].map(u8::from);
        let mut hash = Sha256::new();
        for part in [env!("CARGO_PKG_VERSION").as_bytes(), &embedded, fonts.as_bytes()] {
            add(&mut hash, part);
        }
        templates.iter().for_each(|template| add(&mut hash, template.as_bytes()));
        Self(hash.finalize().into())
    }

    /// The part that the cards of one record share. The options hold the brand.
    pub(crate) fn record(&self, record: &Record, options: &Options, pictures: &Pictures<'_>) -> Shared {
        let mut hash = Sha256::new();
        add(&mut hash, &self.0);
        add(&mut hash, record.sha256().as_bytes());
        let options = Options { size: crate::Size::OG, ..options.clone() };
        add(&mut hash, format!("{options:?}").as_bytes());
        for (address, found) in &pictures.found {
            add(&mut hash, address.as_bytes());
            match found {
                Ok(bytes) => add(&mut hash, &Sha256::digest(bytes)),
                Err(fault) => add(&mut hash, format!("{fault:?}").as_bytes()),
            }
        }
        Shared(hash.finalize().into())
    }
}

/// The hash of a record with everything but size and format.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shared([u8; 32]);

impl Shared {
    /// The hash of one card.
    pub(crate) fn card(&self, size: crate::Size, encoding: &Encoding) -> [u8; 32] {
        let mut hash = Sha256::new();
        add(&mut hash, &self.0);
        add(&mut hash, format!("{size:?} {encoding:?}").as_bytes());
        hash.finalize().into()
    }
}

/// Adds a part with its length, so that parts cannot run into each other.
fn add(hash: &mut Sha256, part: &[u8]) {
    hash.update((part.len() as u64).to_le_bytes());
    hash.update(part);
}

/// The pictures of one record and the brand, read once for all its cards.
pub(crate) struct Pictures<'a> {
    assets: &'a dyn Assets,
    found: BTreeMap<String, Result<Bytes, AssetFault>>,
}

impl<'a> Pictures<'a> {
    /// Reads the pictures.
    pub(crate) fn read(record: &Record, options: &Options, assets: &'a dyn Assets) -> Self {
        let brand = options.brand.logo.iter().chain(&options.brand.logo_dark).map(String::as_str);
        let named = record.pictures();
        let addresses = named.iter().map(|picture| picture.src).chain(brand);
        let files =
            addresses.filter(|address| !address.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:")));
        let found = files.map(|address| (address.to_owned(), assets.fetch(address))).collect();
        Self { assets, found }
    }

    /// A picture that could not be asked for, and why.
    pub(crate) fn unavailable(&self) -> Option<(&str, &str)> {
        self.found.iter().find_map(|(address, found)| match found {
            Err(AssetFault::Unavailable(reason)) => Some((address.as_str(), reason.as_str())),
            _ => None,
        })
    }
}

impl Assets for Pictures<'_> {
    fn fetch(&self, address: &str) -> Result<Bytes, AssetFault> {
        self.found.get(address).cloned().unwrap_or_else(|| self.assets.fetch(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Size};

    fn card(change: impl Fn(&mut Record, &mut Options, &mut BTreeMap<String, Vec<u8>>, &mut Encoding)) -> [u8; 32] {
        let json = br#"{ "kind": "quote", "text": "Hi", "author": { "name": "Mina Ostrow", "avatar": "mina.png" } }"#;
        let mut record = Record::from_json(json).expect("a record");
        let mut options = Options::default();
        let mut files = BTreeMap::from([("mina.png".to_owned(), vec![1, 2]), ("other.png".to_owned(), vec![3])]);
        let mut encoding = Encoding::default();
        change(&mut record, &mut options, &mut files, &mut encoding);
        let pictures = Pictures::read(&record, &options, &files);
        Base::new("", &["quote".to_owned()]).record(&record, &options, &pictures).card(options.size, &encoding)
    }

    #[test]
    fn every_input_counts_and_nothing_else() {
        let plain = card(|_, _, _, _| {});
        assert_eq!(plain, card(|_, _, files, _| files.get_mut("other.png").expect("a file").push(1)));
        let changed = [
            card(|record, _, _, _| {
                *record =
                    Record::from_json(br#"{ "kind": "quote", "text": "Ho", "author": { "name": "Mina Ostrow" } }"#)
                        .expect("a record");
            }),
            card(|_, options, _, _| options.theme = "dark".to_owned()),
            card(|_, options, _, _| options.brand.name = Some("The Tidewater Review".to_owned())),
            card(|_, options, _, _| options.size = Size::SQUARE),
            card(|_, _, files, _| files.get_mut("mina.png").expect("a file").push(1)),
            card(|_, _, files, _| {
                files.remove("mina.png");
            }),
            card(|_, _, _, encoding| encoding.format = Format::Webp),
            card(|_, _, _, encoding| encoding.max_bytes = Some(1000)),
        ];
        for (at, one) in changed.iter().enumerate() {
            assert!(*one != plain && !changed[..at].contains(one), "change {at}");
        }
    }

    #[test]
    fn templates_and_fonts_count() {
        let record = Record::from_json(br#"{ "kind": "post", "text": "Hi" }"#).expect("a record");
        let options = Options::default();
        let pictures = Pictures::read(&record, &options, &());
        let hash = |fonts: &str, template: &str| {
            let base = Base::new(fonts, &[template.to_owned()]);
            base.record(&record, &options, &pictures).card(Size::OG, &Encoding::default())
        };
        assert_eq!(hash("a", "t"), hash("a", "t"));
        assert!(hash("a", "t") != hash("b", "t") && hash("a", "t") != hash("a", "u"));
    }
}
