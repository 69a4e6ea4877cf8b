//! The steps of a card one by one, for `benches/stages`. Behind the feature `stages`, no part of the API: it may change with any release.

use std::collections::BTreeMap;
use std::fmt;

use super::{Laid, Renderer, Work, first};
use crate::css::{Cascade, Media, Stylesheet, cascade};
use crate::encode::{self, Canvas, Metadata};
use crate::html::Document;
use crate::layout::{self, OverflowPolicy, Scene};
use crate::picture::Picture;
use crate::template::{self, Binding};
use crate::{Assets, Bytes, Card, Effort, Options, Record, Result, Template, gather};

/// A record on its way to a card. Each method does one step anew, with what the steps before it gave when this was made.
pub struct Steps<'a> {
    renderer: &'a Renderer,
    record: &'a Record,
    assets: &'a dyn Assets,
    work: Work<'a>,
    html: String,
}

/// The styled tree.
#[derive(Debug, Clone)]
pub struct Styled(Cascade);

/// Everything in its place.
pub struct LaidOut(Laid);

impl fmt::Debug for Steps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Steps({})", self.work.template.manifest().name)
    }
}

impl fmt::Debug for LaidOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LaidOut({} nodes)", self.0.styles.tree.nodes.len())
    }
}

impl<'a> Steps<'a> {
    /// Binds a record; the steps begin here.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    pub fn new(
        renderer: &'a Renderer,
        record: &'a Record,
        assets: &'a dyn Assets,
        options: &'a Options,
    ) -> Result<Self> {
        let work = renderer.prepare(record, assets, options)?;
        let mut steps = Self { renderer, record, assets, work, html: String::new() };
        steps.html = steps.bind()?;
        Ok(steps)
    }

    /// Looks up and decodes the pictures; their number.
    pub fn gather(&self) -> usize {
        let Self { record, work, assets, renderer, .. } = self;
        gather::pictures(record, &work.options.brand, *assets, &renderer.0.spare).inputs().len()
    }

    /// The bound page.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    pub fn bind(&self) -> Result<String> {
        let work = &self.work;
        let look_up = |address: &str| work.source.picture(address);
        let binding = Binding {
            record: self.record,
            options: work.options,
            theme: &work.theme,
            locale: &work.locale,
            page: None,
            pictures: &look_up,
        };
        template::bind(&work.template, &binding).map(|bound| bound.html)
    }

    /// Parses the bound page.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    pub fn parse(&self) -> Result<impl Sized + use<>> {
        Document::parse(&self.html, "card.html").map_err(first)
    }

    /// Styles the page.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    pub fn cascade(&self) -> Result<Styled> {
        let size = self.work.options.size;
        let media = Media { width: size.width as f32, height: size.height as f32 };
        let sheets: Vec<&Stylesheet> = self.work.template.stylesheets().iter().collect();
        cascade(&self.work.document, &sheets, media).map(Styled).map_err(first)
    }

    /// Finds the place of everything: boxes, lines, sizes of fitted texts.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    pub fn lay_out(&self, styled: Styled) -> Result<LaidOut> {
        let mut styles = styled.0;
        let size = self.work.options.size;
        let scene = Scene {
            width: size.width as f32,
            height: size.height as f32,
            pictures: &|address| self.work.source.picture(address),
            overflow: OverflowPolicy::Error,
            words: None,
        };
        let faces = self.renderer.faces(&self.work.template);
        let placed =
            faces.sessions.with(|| faces.library.session(), |fonts| layout::layout(&mut styles, &scene, fonts))?;
        Ok(LaidOut(Laid { styles, placed, missing_families: Vec::new() }))
    }

    /// Writes the display list; the number of its items.
    pub fn paint(&self, laid: &LaidOut) -> usize {
        let Laid { styles, placed, .. } = &laid.0;
        layout::paint(placed, &styles.tree, &|address| self.work.source.picture(address)).items.len()
    }
}

/// Compiles the files of a template, by their names, as a built-in one is when it is first used.
///
/// # Errors
/// As [`Template::from_files`].
pub fn compile(template: &Template) -> Result<Template> {
    let files = template.file_names().filter_map(|name| Some((name.to_owned(), template.file(name)?.clone())));
    Template::from_files(files.collect::<BTreeMap<String, Bytes>>())
}

/// Decodes a picture file; its width.
///
/// # Errors
/// [`ErrorKind::Picture`](crate::ErrorKind::Picture) for what is no picture.
pub fn decode(bytes: &Bytes) -> Result<u32> {
    let picture = Picture::probe(bytes.clone())?;
    picture.decode()?;
    Ok(picture.width())
}

/// Draws the pixels of a card and counts their bytes.
///
/// # Errors
/// As [`Card::pixels`].
pub fn raster(card: &Card) -> Result<usize> {
    card.raster(|canvas| Ok(canvas.data.len()))
}

/// Encodes pixels (opaque RGBA, row by row) as PNG.
///
/// # Errors
/// [`ErrorKind::Picture`](crate::ErrorKind::Picture) where pixels and sizes do not agree.
pub fn encode_png(width: u32, height: u32, pixels: &[u8], effort: Effort) -> Result<Vec<u8>> {
    encode::png(&Canvas { width, height, data: pixels }, effort, &Metadata::default(), 1)
}
