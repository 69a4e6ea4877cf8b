//! The pipeline: a record, its pictures and options become a card. The only file that sees every stage.
//!
//! Opens no file, asks no clock and no environment: all of that comes from the caller.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use crate::card::{Card, Drawn};
use crate::css::{Cascade, Media, Stylesheet};
use crate::font::{FontFile, FontLibrary, Fonts};
use crate::gather::{self, Gathered};
use crate::layout::{self, OverflowPolicy, Placed, Scene};
use crate::picture::Picture;
use crate::raster::Rasterizer;
use crate::template::{self, Binding, Template};
use crate::{Assets, Error, ErrorKind, Finding, Options, Overflow, Record, Result, text};

/// Draws cards. Made once and shared: cheap to clone, usable from many threads at a time.
///
/// ```
/// let renderer = pullquote::Renderer::builder().build()?;
/// let record = pullquote::Record::from_json(br#"{ "kind": "quote", "text": "Small things, done well.", "author": { "name": "Mina Ostrow" } }"#)?;
/// let card = renderer.render(&record, &(), &pullquote::Options::default())?;
/// assert_eq!((card.width(), card.height()), (1200, 630));
/// let png = card.png(pullquote::Effort::Fast)?;
/// assert_eq!(&png[1..4], b"PNG");
/// # Ok::<(), pullquote::Error>(())
/// ```
#[derive(Clone)]
pub struct Renderer(Arc<Shared>);

struct Shared {
    library: FontLibrary,
    templates: BTreeMap<String, Template>,
    /// Font libraries of templates that bring their own faces, by the template's hash.
    libraries: BTreeMap<String, FontLibrary>,
    workers: Mutex<Vec<Worker>>,
}

/// What one card at a time needs and the next can use again.
struct Worker {
    /// Which library the session belongs to: a template's hash, or empty for the renderer's own.
    library: String,
    fonts: Fonts,
}

impl fmt::Debug for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renderer").field("templates", &self.template_names()).finish_non_exhaustive()
    }
}

/// Collects what a [`Renderer`] is made of.
#[derive(Default)]
pub struct RendererBuilder {
    fonts: Vec<FontFile>,
    templates: Vec<Template>,
}

impl fmt::Debug for RendererBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RendererBuilder({} fonts, {} templates)", self.fonts.len(), self.templates.len())
    }
}

impl RendererBuilder {
    /// Adds a font file (TTF, OTF, TTC); it goes before the embedded fonts.
    ///
    /// # Errors
    /// [`ErrorKind::Font`] when the bytes are no font.
    pub fn font(mut self, bytes: impl Into<crate::Bytes>) -> Result<Self> {
        self.fonts.push(FontFile::new(bytes.into())?);
        Ok(self)
    }

    /// Adds a template, or replaces the built-in one of its name.
    #[must_use]
    pub fn template(mut self, template: Template) -> Self {
        self.templates.push(template);
        self
    }

    /// Makes the renderer. Costs next to nothing: fonts and built-in templates are opened when a card uses them.
    ///
    /// # Errors
    /// None at present; kept so that a builder that checks more stays compatible.
    pub fn build(self) -> Result<Renderer> {
        let library = FontLibrary::new(self.fonts);
        let mut libraries = BTreeMap::new();
        let mut templates = BTreeMap::new();
        for template in self.templates {
            if !template.fonts().is_empty() {
                libraries.insert(template.sha256().to_owned(), library.with(template.fonts()));
            }
            templates.insert(template.manifest().name.clone(), template);
        }
        Ok(Renderer(Arc::new(Shared { library, templates, libraries, workers: Mutex::default() })))
    }
}

impl Renderer {
    /// Starts a renderer with the embedded fonts and templates.
    pub fn builder() -> RendererBuilder {
        RendererBuilder::default()
    }

    /// Names of all templates: the built-in ones, then the added ones.
    pub fn template_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = template::BUILT_IN.to_vec();
        names.extend(self.0.templates.keys().map(String::as_str).filter(|name| !template::BUILT_IN.contains(name)));
        names
    }

    /// A template by name.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownTemplate`] with the nearest name.
    pub fn template(&self, name: &str) -> Result<Template> {
        if let Some(template) = self.0.templates.get(name) {
            return Ok(template.clone());
        }
        template::built_in(name).unwrap_or_else(|| {
            let names = self.template_names();
            let near = text::nearest(name, names.iter().copied());
            let hint = match near {
                Some(near) => format!("did you mean `{near}`? `pullquote template list` shows all"),
                None => format!("use one of {}, or the folder of a template", names.join(", ")),
            };
            Err(Error::new(ErrorKind::UnknownTemplate, format!("there is no template `{name}`")).with_hint(hint))
        })
    }

    /// The template a record is drawn with when none is named: `post`, `quote-photo` for a quotation with a photo that is there, else `quote`.
    fn choose(&self, record: &Record, gathered: &Gathered, options: &Options) -> Result<Template> {
        let name = match (&options.template, record) {
            (Some(name), _) => name.as_str(),
            (None, Record::Post(_)) => "post",
            (None, Record::Quote(quote)) => {
                let there = quote.photo.as_ref().is_some_and(|photo| gathered.picture(&photo.src).is_some());
                if there { "quote-photo" } else { "quote" }
            }
        };
        let template = self.template(name)?;
        let kind = record.kind();
        if !template.manifest().kinds.iter().any(|known| known == kind) {
            let message = format!("template `{name}` does not draw a {kind}");
            return Err(Error::new(ErrorKind::Usage, message).with_hint(format!("choose a template for a {kind}")));
        }
        Ok(template)
    }

    /// Makes a card: lays it out and notes what there is to say about it. Pixels are drawn when they are asked for.
    ///
    /// # Errors
    /// [`ErrorKind::Refused`] for a record that must not be drawn, [`ErrorKind::TextOverflow`] for a text that does not fit,
    /// [`ErrorKind::UnknownTemplate`], [`ErrorKind::Template`], [`ErrorKind::Css`], [`ErrorKind::Parameter`], [`ErrorKind::Usage`] and
    /// [`ErrorKind::TooLarge`] for options that cannot be met.
    pub fn render(&self, record: &Record, assets: &dyn Assets, options: &Options) -> Result<Card> {
        record.check()?;
        let device_size = options.device_size()?;
        let allowed = gather::refusal(record, &options.allow)?;
        let gathered = gather::pictures(record, &options.brand, assets);
        let template = self.choose(record, &gathered, options)?;
        let theme = theme(&template, &options.theme)?;
        let locale = options.locale.as_deref().or(record.lang()).unwrap_or("en").to_owned();
        let look_up = |address: &str| picture(&template, &gathered, address);
        let binding = Binding { record, options, theme: &theme, locale: &locale, pictures: &look_up };
        let html = template::bind(&template, &binding)?;
        let document = crate::html::parse(&html, "card.html")?;
        let brand = brand_sheet(options)?;
        let sheets: Vec<&Stylesheet> = std::iter::once(template.stylesheet()).chain(brand.as_ref()).collect();
        let media = Media { width: options.size.width as f32, height: options.size.height as f32 };
        let mut cascade = Cascade::new(&document, &sheets, &media)?;
        let mut worker = self.worker(&template);
        let scene = Scene {
            width: media.width,
            height: media.height,
            pictures: &look_up,
            overflow: match options.overflow {
                Overflow::Error => OverflowPolicy::Error,
                Overflow::Shorten => OverflowPolicy::Shorten,
            },
        };
        let placed = layout::layout(&mut cascade, &scene, &mut worker.fonts)?;
        self.give_back(worker);
        if let Some(error) = overflow_error(&placed, options) {
            return Err(error);
        }
        let mut list = layout::paint(&placed, cascade.tree(), &look_up);
        let alt_text = text::alt_text(record, &locale);
        list.title = text::title(record, &locale);
        list.description = alt_text.clone();
        let mut findings = allowed;
        findings.extend(gathered.findings().iter().cloned());
        findings.extend(gather::record_findings(record, &template));
        findings.extend(placed_findings(&placed));
        Ok(Card::new(Drawn {
            record,
            options,
            template: &template,
            theme,
            device_size,
            list,
            placed: &placed,
            inputs: gathered.inputs(),
            alt_text,
            findings,
        }))
    }

    /// The page of a template bound to a record, as plain HTML and CSS: what `template preview` shows in a browser.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    fn worker(&self, template: &Template) -> Worker {
        let shared = &self.0;
        let (key, library) = match shared.libraries.get(template.sha256()) {
            Some(library) => (template.sha256(), library),
            None => ("", &shared.library),
        };
        let reused = shared.workers.lock().ok().and_then(|mut workers| {
            let index = workers.iter().rposition(|worker| worker.library == key)?;
            Some(workers.swap_remove(index))
        });
        reused.unwrap_or_else(|| Worker { library: key.to_owned(), fonts: library.session() })
    }

    fn give_back(&self, worker: Worker) {
        if let Ok(mut workers) = self.0.workers.lock() {
            workers.push(worker);
        }
    }
}
