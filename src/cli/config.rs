//! `pullquote.toml`: the house's defaults, brand, colours and fonts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Spanned;

use super::args::{EffortName, LookArguments};
use super::files::Folder;
use crate::store::Address;
use crate::{Assets, Brand, Error, ErrorKind, Options, Overflow, Renderer, Result, Size, Template};

/// The file as it stands.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    defaults: Defaults,
    #[serde(default)]
    brand: BrandTable,
    #[serde(default)]
    tokens: Tokens,
    #[serde(default)]
    fonts: Fonts,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Defaults {
    template: Option<String>,
    theme: Option<String>,
    size: Option<String>,
    format: Option<String>,
    effort: Option<EffortName>,
    locale: Option<String>,
    tz: Option<String>,
    overflow: Option<String>,
    #[serde(default)]
    typographic: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct BrandTable {
    name: Option<String>,
    handle: Option<String>,
    logo: Option<String>,
    logo_dark: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tokens {
    ground: Option<Spanned<String>>,
    ink: Option<Spanned<String>>,
    muted: Option<Spanned<String>>,
    accent: Option<Spanned<String>>,
    radius: Option<Spanned<String>>,
    font_text: Option<Spanned<String>>,
    font_display: Option<Spanned<String>>,
    dark: Option<Box<DarkTokens>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct DarkTokens {
    ground: Option<Spanned<String>>,
    ink: Option<Spanned<String>>,
    muted: Option<Spanned<String>>,
    accent: Option<Spanned<String>>,
    radius: Option<Spanned<String>>,
    font_text: Option<Spanned<String>>,
    font_display: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fonts {
    #[serde(default)]
    dirs: Vec<PathBuf>,
}

macro_rules! token_map {
    ($tokens:expr) => {{
        let tokens = $tokens;
        let pairs = [
            ("ground", &tokens.ground),
            ("ink", &tokens.ink),
            ("muted", &tokens.muted),
            ("accent", &tokens.accent),
            ("radius", &tokens.radius),
            ("font_text", &tokens.font_text),
            ("font_display", &tokens.font_display),
        ];
        pairs
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
            .collect::<BTreeMap<String, Spanned<String>>>()
    }};
}

/// Everything that arguments and configuration file together say.
#[derive(Debug)]
pub(super) struct Setup {
    /// Draws the cards.
    pub(super) renderer: Renderer,
    /// Options of every card.
    pub(super) options: Options,
    /// Format when nothing else says one.
    pub(super) format: Option<crate::Format>,
    /// Effort when no flag says one.
    pub(super) effort: Option<EffortName>,
    /// The template's folder, when it was given by one.
    template_folder: Option<PathBuf>,
    /// Brand pictures by address.
    pictures: Vec<(String, PathBuf)>,
    /// Where the tokens stand.
    places: TokenPlaces,
    assets: Option<PathBuf>,
    /// The pictures of an object store, opened once for all inputs.
    stored: Option<Folder>,
    font_dirs: Vec<PathBuf>,
    system_fonts: bool,
}

/// What a configuration file says that is of use without a renderer.
#[derive(Debug, Default)]
pub(super) struct House {
    /// Name of the brand.
    pub(super) name: Option<String>,
    /// Its handle.
    pub(super) handle: Option<String>,
    /// Its colour.
    pub(super) accent: Option<String>,
    /// Language of dates and counts.
    pub(super) locale: Option<String>,
    /// Time zone.
    pub(super) tz: Option<String>,
}

impl House {
    /// Reads the configuration file, or `./pullquote.toml` if there is one.
    ///
    /// # Errors
    /// Wrong usage for a file that is not there or is wrong.
    pub(super) fn read(given: Option<&Path>) -> Result<Self> {
        let (file, ..) = read(given)?;
        Ok(Self {
            name: file.brand.name,
            handle: file.brand.handle,
            accent: file.tokens.accent.map(Spanned::into_inner),
            locale: file.defaults.locale,
            tz: file.defaults.tz,
        })
    }
}

/// A time zone by its name; UTC when there is none.
pub(super) fn time_zone(name: Option<&str>) -> Result<jiff::tz::TimeZone> {
    let Some(name) = name else { return Ok(jiff::tz::TimeZone::UTC) };
    jiff::tz::TimeZone::get(name).map_err(|error| {
        Error::new(ErrorKind::Usage, format!("unknown time zone `{name}`"))
            .with_hint("use a name such as UTC or Europe/Berlin")
            .with_source(error)
    })
}

/// Where the tokens of a configuration file stand.
#[derive(Debug, Default)]
struct TokenPlaces {
    /// The file as it was named.
    file: String,
    /// Line and column by path.
    places: BTreeMap<String, (usize, usize)>,
}

impl TokenPlaces {
    fn new(file: String, text: &str, tokens: &Tokens) -> Self {
        let dark = tokens.dark.as_deref().map(|dark| token_map!(dark)).unwrap_or_default();
        let light = token_map!(tokens).into_iter().map(|(name, value)| (format!("tokens.{name}"), value));
        let dark = dark.into_iter().map(|(name, value)| (format!("tokens.dark.{name}"), value));
        let place = |value: Spanned<String>| crate::template::place(text, value.span().start);
        Self { file, places: light.chain(dark).map(|(path, value)| (path, place(value))).collect() }
    }

    /// An error of a token with its place in the file.
    fn placed(&self, error: Error) -> Error {
        let place = error.location().path.as_ref().and_then(|path| self.places.get(path)).copied();
        match place {
            Some((line, column)) => error.relocated(self.file.clone()).at(line, column),
            None => error,
        }
    }
}

fn values(tokens: BTreeMap<String, Spanned<String>>) -> BTreeMap<String, String> {
    tokens.into_iter().map(|(name, value)| (name, value.into_inner())).collect()
}

impl Setup {
    /// Joins the arguments with the configuration file; arguments win.
    pub(super) fn new(look: &LookArguments) -> Result<Self> {
        Self::with_threads(one_size(look)?, 1)
    }

    /// As [`Setup::new`], for cards of several sizes. The options have the first of them.
    pub(super) fn for_many_cards(look: &LookArguments) -> Result<(Self, Vec<Size>)> {
        let setup = Self::with_threads(look, 1)?;
        let mut sizes: Vec<Size> = Vec::new();
        for size in look.size.iter().copied().chain(look.size.is_empty().then_some(setup.options.size)) {
            Options { size, ..setup.options.clone() }.device_size().map_err(as_usage)?;
            if !sizes.contains(&size) {
                sizes.push(size);
            }
        }
        Ok((setup, sizes))
    }

    /// A hash of the fonts that are not embedded: files of font folders by their bytes, those of the system by name, length and time.
    pub(super) fn font_stamp(&self) -> Result<String> {
        let mut hash = Sha256::new();
        for dir in &self.font_dirs {
            for path in super::files::font_files(dir)? {
                hash.update(Sha256::digest(super::files::read(&path)?));
            }
        }
        if self.system_fonts {
            hash.update(super::font::system_stamp());
        }
        Ok(crate::receipt::hexadecimal(&hash.finalize()))
    }

    /// As [`Setup::new`], for a single card: all cores may work on it.
    pub(super) fn for_one_card(look: &LookArguments) -> Result<Self> {
        Self::with_threads(one_size(look)?, std::thread::available_parallelism().map_or(1, usize::from))
    }

    fn with_threads(look: &LookArguments, threads: usize) -> Result<Self> {
        let (file, folder, places) = read(look.config.as_deref())?;
        let stored = match &look.assets {
            Some(assets) if Address::of_path(assets)?.is_some() => Some(Folder::new(assets)?),
            _ => None,
        };
        let mut pictures = Vec::new();
        let mut picture = |path: &Option<String>| {
            path.as_ref().map(|path| {
                let address = format!("brand:{path}");
                pictures.push((address.clone(), folder.join(path)));
                address
            })
        };
        let brand = Brand {
            name: file.brand.name.clone(),
            handle: file.brand.handle.clone(),
            logo: picture(&file.brand.logo),
            logo_dark: picture(&file.brand.logo_dark),
            tokens: values(token_map!(&file.tokens)),
            dark_tokens: file.tokens.dark.as_deref().map(|dark| values(token_map!(dark))).unwrap_or_default(),
        };
        let mut options = options(look, &file.defaults)?;
        options.brand = brand;
        options.device_size().map_err(as_usage)?;
        let mut builder = Renderer::builder().threads(threads);
        let font_dirs: Vec<PathBuf> =
            file.fonts.dirs.iter().map(|dir| folder.join(dir)).chain(look.font_dir.iter().cloned()).collect();
        for dir in &font_dirs {
            for path in super::files::font_files(dir)? {
                let bytes = super::files::read(&path)?;
                builder = builder.font(bytes).map_err(|error| error.in_file(path.display().to_string()))?;
            }
        }
        if look.system_fonts {
            builder = super::font::add_system_fonts(builder);
        }
        let mut template_folder = None;
        if let Some(name) = &options.template
            && let Some(template) = template_from_folder(name)?
        {
            template_folder = Some(PathBuf::from(name));
            options.template = Some(template.manifest().name.clone());
            builder = builder.template(template);
        }
        let renderer = builder.build()?;
        let format = file.defaults.format.as_deref().map(str::parse).transpose()?;
        Ok(Self {
            renderer,
            options,
            format,
            effort: file.defaults.effort,
            template_folder,
            pictures,
            places,
            assets: look.assets.clone(),
            stored,
            font_dirs,
            system_fonts: look.system_fonts,
        })
    }

    /// Draws a record in one size.
    pub(super) fn draw(&self, record: &crate::Record, assets: &Folder) -> Result<Vec<crate::Card>> {
        self.draw_pages(record, assets, &self.options)
    }

    /// Draws a record with other options: one card, or with `--overflow pages` as many as its words need.
    pub(super) fn draw_pages(
        &self,
        record: &crate::Record,
        assets: &dyn Assets,
        options: &Options,
    ) -> Result<Vec<crate::Card>> {
        self.renderer.pages(record, assets, options).map_err(|error| self.placed(self.in_folder(error)))
    }

    /// An error in a template that was given by its folder, with the file in it.
    fn in_folder(&self, error: Error) -> Error {
        match (&self.template_folder, &error.location().file, error.kind()) {
            (Some(folder), Some(file), ErrorKind::Template | ErrorKind::Css) => {
                let path = folder.join(file).display().to_string();
                error.relocated(path)
            }
            _ => error,
        }
    }

    /// An error of a token of the configuration file with its place there.
    pub(super) fn placed(&self, error: Error) -> Error {
        if error.kind() == ErrorKind::Usage { self.places.placed(error) } else { error }
    }

    /// The folder of the pictures of an input.
    pub(super) fn assets(&self, input: &Path) -> Result<Folder> {
        let beside = input.parent().filter(|_| !super::files::is_standard(input)).unwrap_or(Path::new("."));
        let mut folder = match &self.stored {
            Some(stored) => stored.again(),
            None => Folder::new(self.assets.as_deref().unwrap_or(beside))?,
        };
        for (address, path) in &self.pictures {
            folder.name(address.clone(), path.clone());
        }
        Ok(folder)
    }
}

/// A template given by its folder; `None` when it is a name.
pub(super) fn template_from_folder(name: &str) -> Result<Option<Template>> {
    let path = Path::new(name);
    if !(path.is_dir() && (name.contains(['/', '\\', '.']) || path.join("template.toml").exists())) {
        return Ok(None);
    }
    let in_folder = |error: Error| {
        let file = error.location().file.clone().unwrap_or_default();
        error.relocated(path.join(file).display().to_string())
    };
    Template::from_files(super::files::template_files(path)?).map(Some).map_err(in_folder)
}

/// Arguments with at most one size.
fn one_size(look: &LookArguments) -> Result<&LookArguments> {
    if look.size.len() > 1 {
        return Err(Error::new(ErrorKind::Usage, "several sizes, expected one")
            .with_hint("`pullquote batch` makes cards of several sizes"));
    }
    Ok(look)
}

fn as_usage(error: Error) -> Error {
    let usage = Error::new(ErrorKind::Usage, error.message());
    error.hint().map(str::to_owned).into_iter().fold(usage, Error::with_hint)
}

fn options(look: &LookArguments, defaults: &Defaults) -> Result<Options> {
    let standard = Options::default();
    let size = match (look.size.first(), &defaults.size) {
        (Some(size), _) => *size,
        (None, Some(size)) => size.parse::<Size>()?,
        (None, None) => standard.size,
    };
    let overflow = match (look.overflow, &defaults.overflow) {
        (Some(overflow), _) => overflow,
        (None, Some(overflow)) => overflow.parse::<Overflow>()?,
        (None, None) => standard.overflow,
    };
    let time_zone = time_zone(look.tz.as_deref().or(defaults.tz.as_deref()))?;
    Ok(Options {
        template: look.template.clone().or_else(|| defaults.template.clone()),
        theme: look.theme.clone().or_else(|| defaults.theme.clone()).unwrap_or(standard.theme),
        size,
        scale: look.scale,
        parameters: look.set.iter().cloned().collect(),
        overflow,
        locale: look.locale.clone().or_else(|| defaults.locale.clone()),
        typographic: look.typographic || defaults.typographic,
        time_zone,
        allow: look.allow.clone(),
        require_alt: look.require_alt,
        hide: look.hide.clone(),
        brand: Brand::default(),
    })
}

/// The configuration file with the folder its paths refer to.
fn read(given: Option<&Path>) -> Result<(File, PathBuf, TokenPlaces)> {
    let path = given.unwrap_or(Path::new("pullquote.toml"));
    if given.is_none() && !path.exists() {
        return Ok((File::default(), PathBuf::new(), TokenPlaces::default()));
    }
    let bytes = super::files::read(path)?;
    let name = path.display().to_string();
    let text = String::from_utf8(bytes).map_err(|error| {
        Error::new(ErrorKind::Usage, "the configuration file is not UTF-8").in_file(name.clone()).with_source(error)
    })?;
    let file: File = toml::from_str(&text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let (line, column) = crate::template::place(&text, offset);
        let message = error.message().trim();
        let ours = Error::new(ErrorKind::Usage, message).in_file(name.as_str()).at(line, column);
        match crate::record::nearest_in_message(message) {
            Some(near) => ours.with_hint(format!("did you mean `{near}`?")),
            None => ours,
        }
    })?;
    let places = TokenPlaces::new(name, &text, &file.tokens);
    Ok((file, path.parent().map(Path::to_path_buf).unwrap_or_default(), places))
}
