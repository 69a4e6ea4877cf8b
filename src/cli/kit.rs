//! `kit`: one record as every file that a page and some networks need.

use std::fs;
use std::path::Path;

use super::Outcome;
use super::args::KitArguments;
use super::config::{House, Setup};
use super::draw;
use super::files;
use super::input::{self, Input};
use super::report::Reporter;
use crate::store::Address;
use crate::{EmbedOptions, Error, ErrorKind, KitOptions, Result, Severity};

pub(super) fn kit(arguments: &KitArguments, reporter: &mut Reporter) -> Result<Outcome> {
    if !arguments.look.size.is_empty() || arguments.look.scale != 1.0 {
        return Err(Error::new(
            ErrorKind::Usage,
            "a kit has no `--size` and no `--scale`: its sizes follow from the networks",
        )
        .with_hint("choose networks with `--for`; `docs/networks.md` lists their sizes"));
    }
    let setup = Setup::new(&arguments.look)?;
    files::expect_output(&arguments.out.join("manifest"))?;
    let name = input::name(&arguments.record);
    let mut assets = setup.assets(&arguments.record)?;
    let mut records = Input::open(&arguments.record, &arguments.input)?;
    records.name_pictures(&mut assets);
    let (number, record, outcome) = draw::pick(&mut records, &arguments.record, arguments.pick, reporter)?;
    let options = KitOptions {
        card: setup.options.clone(),
        page: page(arguments, &setup)?,
        networks: networks(arguments),
        base_url: arguments.base_url.clone(),
    };
    let kit = crate::kit(&setup.renderer, &record, &assets, &options)
        .map_err(|error| draw::placed(setup.placed(error), &name, number))?;
    make_folder(&arguments.out)?;
    for file in &kit.files {
        files::write(&arguments.out.join(&file.name), &file.bytes)?;
    }
    let mut serious = false;
    for picture in &kit.pictures {
        let Some(receipt) = &picture.receipt else { continue };
        let (file, bytes) = (receipt.card.file.as_deref().unwrap_or_default(), receipt.card.bytes.unwrap_or_default());
        reporter.detail(format_args!(
            "{file}: {}x{} px, {bytes} of {} bytes",
            receipt.card.width, receipt.card.height, picture.max_bytes
        ));
        serious |= receipt.findings.iter().any(|finding| finding.severity >= Severity::Warning);
    }
    let mut told = Vec::new();
    for finding in
        kit.pictures.iter().filter_map(|picture| picture.receipt.as_ref()).flat_map(|receipt| &receipt.findings)
    {
        if !told.contains(finding) {
            told.push(finding.clone());
        }
    }
    reporter.findings(&told);
    for error in &kit.errors {
        reporter.error(error);
    }
    if arguments.base_url.is_none() {
        reporter.note("without `--base-url` meta.html and oembed.json do not name the picture");
    }
    let found = if arguments.strict && serious { Outcome::Findings } else { Outcome::Done };
    let failed = if kit.errors.is_empty() { Outcome::Done } else { Outcome::Failed };
    Ok(found.max(failed).max(outcome))
}

/// The networks in the order in which they were named, each once.
fn networks(arguments: &KitArguments) -> Vec<crate::Network> {
    let mut networks = Vec::new();
    for network in &arguments.networks {
        if !networks.contains(network) {
            networks.push(*network);
        }
    }
    networks
}

fn page(arguments: &KitArguments, setup: &Setup) -> Result<EmbedOptions> {
    let house = House::read(arguments.look.config.as_deref())?;
    Ok(EmbedOptions {
        locale: setup.options.locale.clone(),
        time_zone: setup.options.time_zone.clone(),
        allow: setup.options.allow.clone(),
        assets_url: arguments.assets_url.clone(),
        page_url: arguments.page_url.clone(),
        site_name: arguments.site_name.clone().or(house.name),
        site_url: arguments.site_url.clone(),
        site_handle: house.handle,
        theme_color: house.accent,
        ..EmbedOptions::default()
    })
}

/// Makes the folder of the kit; its parent must exist. An object store needs none.
fn make_folder(folder: &Path) -> Result<()> {
    if Address::of_path(folder)?.is_some() {
        return Ok(());
    }
    match fs::create_dir(folder) {
        Err(_) if folder.is_dir() => Ok(()),
        Ok(()) => Ok(()),
        Err(error) => {
            let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.is_dir());
            Err(match parent {
                Some(parent) => {
                    Error::new(ErrorKind::Usage, format!("the folder `{}` does not exist", parent.display()))
                        .with_hint("create it first, or choose another --out")
                }
                None => Error::new(ErrorKind::Io, format!("the folder `{}` cannot be made", folder.display()))
                    .with_source(error),
            })
        }
    }
}
