//! The pipeline: a record, its pictures and options become a card. The only file that sees every stage.
//!
//! Opens no file, asks no clock and no environment: all of that comes from the caller.

mod pages;
#[cfg(feature = "stages")]
pub mod stages;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::buffer::Spare;
use crate::card::{Card, Drawn};
use crate::contrast;
use crate::css::{Cascade, Media, Stylesheet, cascade};
use crate::display::DisplayList;
use crate::font::{Fallback, FontLibrary, Fonts, UserFont};
use crate::gather::{self, Gathered};
use crate::hide::{self, Part};
use crate::html::Document;
use crate::layout::{self, OverflowPolicy, Placed, Scene};
use crate::measure::{self, Measure};
use crate::picture::Picture;
use crate::pool::Pool;
use crate::preview::{self, Preview};
use crate::raster::Rasterizer;
use crate::receipt::ReceiptPage;
use crate::refusal;
use crate::report;
use crate::series::{self, Page};
use crate::template::{self, Binding, Bound, Template};
use crate::{Assets, Brand, Error, ErrorKind, Finding, Options, Overflow, Record, Result, Size, text, token};

/// Width of the picture in which contrasts are measured, in px.
const CONTRAST_WIDTH: f32 = 320.0;

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
    templates: BTreeMap<String, Template>,
    /// Faces for templates that bring none of their own.
    fonts: Faces,
    /// Faces for the added templates that bring some of their own, by the template's name.
    own_fonts: BTreeMap<String, Faces>,
    rasterizers: Arc<Pool<Rasterizer>>,
    /// Memory for the pixels of pictures.
    spare: Spare,
    threads: usize,
}

/// A library of faces and its sessions, one for each thread that is busy.
struct Faces {
    library: FontLibrary,
    sessions: Pool<Fonts>,
}

impl fmt::Debug for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renderer").field("templates", &self.template_names()).finish_non_exhaustive()
    }
}

/// Collects what a [`Renderer`] is made of.
#[derive(Default)]
pub struct RendererBuilder {
    fonts: Vec<UserFont>,
    templates: Vec<Template>,
    threads: usize,
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
    pub fn font(self, bytes: impl Into<crate::Bytes>) -> Result<Self> {
        self.add(bytes.into(), Fallback::First)
    }

    /// Adds a font file that comes after all embedded ones: for characters that none of those has, and for texts that name its family.
    ///
    /// # Errors
    /// [`ErrorKind::Font`] when the bytes are no font.
    pub fn fallback_font(self, bytes: impl Into<crate::Bytes>) -> Result<Self> {
        self.add(bytes.into(), Fallback::Last)
    }

    /// As [`RendererBuilder::fallback_font`]; a file that is no font changes nothing.
    #[must_use]
    pub fn fallback_font_if_sound(mut self, bytes: impl Into<crate::Bytes>) -> Self {
        let font = UserFont { data: bytes.into(), family: None, weight: None, italic: None, fallback: Fallback::Last };
        if FontLibrary::with_fonts(std::slice::from_ref(&font)).is_ok() {
            self.fonts.push(font);
        }
        self
    }

    fn add(mut self, data: crate::Bytes, fallback: Fallback) -> Result<Self> {
        let font = UserFont { data, family: None, weight: None, italic: None, fallback };
        FontLibrary::with_fonts(std::slice::from_ref(&font))?;
        self.fonts.push(font);
        Ok(self)
    }

    /// Adds a template, or replaces the built-in one of its name.
    #[must_use]
    pub fn template(mut self, template: Template) -> Self {
        self.templates.push(template);
        self
    }

    /// On how many threads a single card may be worked on; 0 (the default) and 1: on the caller's alone, which is best where many cards
    /// are made at a time. The bytes are the same.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Makes the renderer. Costs next to nothing: fonts and built-in templates are opened when a card uses them.
    ///
    /// # Errors
    /// [`ErrorKind::Font`] for a font of a template that cannot be read.
    pub fn build(self) -> Result<Renderer> {
        let faces = |own: &[UserFont]| -> Result<Faces> {
            let all: Vec<UserFont> = own.iter().chain(&self.fonts).cloned().collect();
            Ok(Faces { library: FontLibrary::with_fonts(&all)?, sessions: Pool::default() })
        };
        let fonts = faces(&[])?;
        let mut own_fonts = BTreeMap::new();
        let mut templates = BTreeMap::new();
        for template in self.templates {
            let name = &template.manifest().name;
            if template.fonts().is_empty() {
                own_fonts.remove(name);
            } else {
                own_fonts.insert(name.clone(), faces(template.fonts())?);
            }
            templates.insert(name.clone(), template);
        }
        Ok(Renderer(Arc::new(Shared {
            templates,
            fonts,
            own_fonts,
            rasterizers: Arc::default(),
            spare: Spare::default(),
            threads: self.threads,
        })))
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
        let mut name = likely_template(record, options);
        if let (None, Record::Quote(quote)) = (&options.template, record)
            && quote.photo.as_ref().is_some_and(|photo| gathered.picture(&photo.src).is_none())
        {
            name = "quote";
        }
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
    /// [`ErrorKind::AltMissing`] where alternative texts are required,
    /// [`ErrorKind::UnknownTemplate`], [`ErrorKind::Template`], [`ErrorKind::Css`], [`ErrorKind::Parameter`], [`ErrorKind::Usage`] and
    /// [`ErrorKind::TooLarge`] for options that cannot be met.
    pub fn render(&self, record: &Record, assets: &dyn Assets, options: &Options) -> Result<Card> {
        let shown = hide::without(record, &options.hide)?;
        let (work, laid) = self.lay_out(record, &shown, assets, options)?;
        self.finish(record, &shown, None, work, laid)
    }

    /// Lays out what is shown of a record.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    fn lay_out<'a>(
        &self,
        record: &Record,
        shown: &Record,
        assets: &dyn Assets,
        options: &'a Options,
    ) -> Result<(Work<'a>, Laid)> {
        let work = self.prepare(shown, assets, options)?;
        let laid = self.place(&work)?;
        match self.overflow(record, shown, &work, assets, &laid) {
            Some(error) => Err(error),
            None => Ok((work, laid)),
        }
    }

    /// The error of a text that does not fit, with what would hold it.
    fn overflow(
        &self,
        record: &Record,
        shown: &Record,
        work: &Work<'_>,
        assets: &dyn Assets,
        laid: &Laid,
    ) -> Option<Error> {
        let larger = |size: Size| self.fits(record, assets, work.options, size);
        let pages = || self.count_pages(shown, work, &laid.placed);
        // What stands beside a long text is not what makes it long, and each trial would lay it out once more.
        let short = record.text().len() <= series::COUNTED;
        let hide = || if short { self.what_to_hide(record, assets, work.options) } else { None };
        report::overflow_error(&laid.placed, work.options, &larger, &pages, &hide)
    }

    /// The card of a layout. `shown` is what it shows of the record, `page` which card of a series it is.
    fn finish(&self, record: &Record, shown: &Record, page: Option<&Page>, work: Work<'_>, laid: Laid) -> Result<Card> {
        let Laid { styles, placed, missing_families } = laid;
        let mut list = layout::paint(&placed, &styles.tree, &|address| work.source.picture(address));
        let label = page.map(|page| page.label(&work.locale));
        let alt_text = match &label {
            Some(label) => text::page_alt_text(shown, &work.locale, label),
            None => text::alt_text(shown, &work.locale),
        };
        list.title = text::title(shown, &work.locale, label.as_deref());
        list.description.clone_from(&alt_text);
        let mut findings = work.findings;
        findings.extend(report::placed_findings(&placed, &|c| self.has(&work.template, c)));
        findings.extend(report::font_findings(&missing_families));
        findings.extend(self.contrast_findings(&list, &placed)?);
        Ok(Card::new(Drawn {
            record,
            page: page.map(|page| ReceiptPage { number: page.number, count: page.count }),
            options: work.options,
            template: &work.template,
            theme: work.theme,
            device_size: work.device_size,
            list,
            texts: report::texts(&placed),
            inputs: work.source.gathered.inputs(),
            alt_text,
            findings,
            rasterizers: Arc::clone(&self.0.rasterizers),
            threads: self.0.threads,
        }))
    }

    /// Texts that a picture below them makes hard to read. The card is painted small for it, and only when there is such a text.
    fn contrast_findings(&self, list: &DisplayList, placed: &Placed) -> Result<Vec<Finding>> {
        let scale = (CONTRAST_WIDTH / list.width).min(1.0);
        let measure =
            |rasterizer: &mut Rasterizer| contrast::contrasts(list, contrast::Scope::OverPictures, scale, rasterizer);
        let found = self.0.rasterizers.with(Rasterizer::new, measure)?;
        Ok(report::contrast_findings(&found, placed))
    }

    /// The faces that a template can use.
    fn faces(&self, template: &Template) -> &Faces {
        self.0.own_fonts.get(&template.manifest().name).unwrap_or(&self.0.fonts)
    }

    /// Whether a face that a template can use has a character. What a private-use character is, only a font of the user says.
    fn has(&self, template: &Template, c: char) -> bool {
        self.faces(template).library.faces().iter().any(|face| face.means(c))
    }

    /// Whether every text of a record fits in another size. What else may be wrong there does not matter.
    fn fits(&self, record: &Record, assets: &dyn Assets, options: &Options, size: Size) -> bool {
        let options = Options { size, ..options.clone() };
        let shown = hide::without(record, &options.hide);
        let laid = shown.and_then(|shown| self.prepare(&shown, assets, &options).and_then(|work| self.place(&work)));
        laid.is_ok_and(|laid| report::is_whole(&laid.placed))
    }

    /// The parts of a record, by their names, without which its words fit: one where that is enough, else as few as do it in the order of
    /// what matters least.
    fn what_to_hide(&self, record: &Record, assets: &dyn Assets, options: &Options) -> Option<String> {
        let fields = record.fields();
        let has = |part: &&Part| part.fields().iter().any(|field| fields.iter().any(|known| known.starts_with(field)));
        let parts = LEAST_FIRST.iter().filter_map(|name| name.parse::<Part>().ok());
        let parts: Vec<Part> = parts.filter(|part| !options.hide.contains(part) && has(&part)).collect();
        let fits = |hidden: &[Part]| {
            let hide = options.hide.iter().chain(hidden).copied().collect();
            self.fits(record, assets, &Options { hide, ..options.clone() }, options.size)
        };
        let one = parts.iter().map(std::slice::from_ref).find(|one| fits(one));
        let several =
            || (2..=parts.len()).map(|count| parts.get(..count).unwrap_or_default()).find(|parts| fits(parts));
        let found = one.or_else(several)?;
        Some(found.iter().map(|part| part.as_str()).collect::<Vec<_>>().join(","))
    }

    /// Checks a record and its options, finds its pictures and binds it.
    fn prepare<'a>(&self, record: &Record, assets: &dyn Assets, options: &'a Options) -> Result<Work<'a>> {
        record.check()?;
        let device_size = options.device_size()?;
        if self.0.threads > 1 && !record.pictures().is_empty() {
            // While the pictures are decoded, the template is compiled.
            template::make_ready(likely_template(record, options));
        }
        let gathered = gather::pictures(record, &options.brand, assets, &self.0.spare);
        let template = self.choose(record, &gathered, options)?;
        let draws = |pointer: &str| template.manifest().draws(pointer);
        let mut findings = refusal::refusal(record, &draws, &options.allow)?;
        let theme = theme(&template, &options.theme)?;
        let locale = options.locale.as_deref().or(record.lang()).unwrap_or("en").to_owned();
        if options.require_alt {
            gather::alternatives(record)?;
        }
        findings.extend(gathered.findings().iter().cloned());
        findings.extend(gather::record_findings(record, &template));
        let source = Source { gathered: Arc::new(gathered), template: template.clone() };
        let empty = Document::default();
        let of_record = findings.len();
        let mut work =
            Work { options, template, theme, locale, source, device_size, findings, of_record, document: empty };
        let bound = work.bind(record, None)?;
        work.findings.extend(bound);
        Ok(work)
    }

    /// Styles a bound page and finds the place of everything.
    fn place(&self, work: &Work<'_>) -> Result<Laid> {
        self.place_at(work, None)
    }

    /// As [`Renderer::place`], with the words at a size in px, as far as the template allows it.
    fn place_at(&self, work: &Work<'_>, words: Option<f32>) -> Result<Laid> {
        let (width, height) = (work.options.size.width as f32, work.options.size.height as f32);
        let styled = |options: &Options| -> Result<Cascade> {
            let brand = token::sheet(options)?;
            let sheets: Vec<&Stylesheet> = work.template.stylesheets().iter().chain(brand.as_ref()).collect();
            cascade(&work.document, &sheets, Media { width, height }).map_err(first)
        };
        let mut styles = styled(work.options).map_err(|error| {
            let with = |brand: &Brand| styled(&Options { brand: brand.clone(), ..work.options.clone() }).map(|_| ());
            if error.kind() == ErrorKind::Css { token::blamed(error, &work.options.brand, &with) } else { error }
        })?;
        let scene = Scene {
            width,
            height,
            pictures: &|address| work.source.picture(address),
            overflow: match work.options.overflow {
                Overflow::Error | Overflow::Pages => OverflowPolicy::Error,
                Overflow::Shorten => OverflowPolicy::Shorten,
            },
            words,
        };
        let faces = self.faces(&work.template);
        let work = |fonts: &mut Fonts| {
            let placed = layout::layout(&mut styles, &scene, fonts);
            (placed, fonts.take_missing_families())
        };
        let (placed, missing_families) = faces.sessions.with(|| faces.library.session(), work);
        Ok(Laid { styles, placed: placed?, missing_families })
    }

    /// The place of every element and line: what a browser is asked for when it judges the layout.
    ///
    /// # Errors
    /// As [`Renderer::render`], except that a text that does not fit is no error.
    pub fn measure(&self, record: &Record, assets: &dyn Assets, options: &Options) -> Result<Measure> {
        let shown = hide::without(record, &options.hide)?;
        let work = self.prepare(&shown, assets, options)?;
        let Laid { styles, placed, .. } = self.place(&work)?;
        Ok(measure::measure(&work.document, &styles, &placed))
    }

    /// The bound page as plain HTML and CSS, with fitted sizes and chosen line breaks spelled out, and the files it needs.
    /// Opened in a browser it looks as the card does.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    pub fn preview(&self, record: &Record, assets: &dyn Assets, options: &Options) -> Result<Preview> {
        let shown = hide::without(record, &options.hide)?;
        let (work, Laid { styles, placed, .. }) = self.lay_out(record, &shown, assets, options)?;
        let list = layout::paint(&placed, &styles.tree, &|address| work.source.picture(address));
        let page = preview::Page { document: &work.document, styles: &styles, placed: &placed, list: &list, options };
        Ok(preview::preview(&page, &work.template, &|address| work.source.picture(address)))
    }
}

/// What may be hidden where there is too little room, the least important first. The words of others and pictures come last.
const LEAST_FIRST: [&str; 11] =
    ["metrics", "reposter", "labels", "kicker", "link", "poll", "reply", "question", "quoted", "media", "note"];

/// A card in work: bound, not yet laid out.
struct Work<'a> {
    options: &'a Options,
    template: Template,
    theme: String,
    locale: String,
    source: Source,
    device_size: (u32, u32),
    findings: Vec<Finding>,
    /// How many of them are of the record; those that follow are of its binding.
    of_record: usize,
    document: Document,
}

impl Work<'_> {
    /// Binds the template to a record, or to a page of a series; gives what there is to say about it.
    fn bind(&mut self, record: &Record, page: Option<&Page>) -> Result<Vec<Finding>> {
        let look_up = |address: &str| self.source.picture(address);
        let (theme, locale) = (&self.theme, &self.locale);
        let binding = Binding { record, options: self.options, theme, locale, page, pictures: &look_up };
        let Bound { html, findings } = template::bind(&self.template, &binding)?;
        self.document = Document::parse(&html, "card.html").map_err(first)?;
        Ok(findings)
    }
}

/// A card that is laid out.
struct Laid {
    styles: Cascade,
    placed: Placed,
    /// Font families that its styles name and that are not there.
    missing_families: Vec<String>,
}

/// Where the pictures of a card come from.
#[derive(Clone)]
struct Source {
    gathered: Arc<Gathered>,
    template: Template,
}

impl Source {
    /// A picture of the record or the brand, else of the template.
    fn picture(&self, address: &str) -> Option<Arc<Picture>> {
        self.gathered.picture(address).or_else(|| self.template.picture(address))
    }
}

/// The template that a record is drawn with if its pictures are there.
fn likely_template<'a>(record: &Record, options: &'a Options) -> &'a str {
    match (&options.template, record) {
        (Some(name), _) => name,
        (None, Record::Post(_)) => "post",
        (None, Record::Quote(quote)) => {
            if quote.photo.is_some() {
                "quote-photo"
            } else {
                "quote"
            }
        }
    }
}

/// The theme by its name; `light` stands for the first one of a template that has no theme of that name.
fn theme(template: &Template, name: &str) -> Result<String> {
    let themes = &template.manifest().themes;
    if themes.iter().any(|known| known == name) {
        return Ok(name.to_owned());
    }
    match themes.first() {
        Some(first) if name == "light" => Ok(first.clone()),
        _ => {
            let message = format!("template `{}` has no theme `{name}`", template.manifest().name);
            Err(Error::new(ErrorKind::Usage, message).with_hint(format!("it has {}", themes.join(", "))))
        }
    }
}

/// The first of several errors; the list is never empty.
fn first(errors: Vec<Error>) -> Error {
    errors.into_iter().next().unwrap_or_else(|| Error::new(ErrorKind::Css, "the template cannot be read"))
}
