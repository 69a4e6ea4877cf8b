//! A finished card: its display list and what there is to say about it; drawn into pixels or vectors when asked for.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::display::DisplayList;
use crate::encode::{self, Canvas, Fitted, Metadata};
use crate::picture::Picture;
use crate::pool::Pool;
use crate::raster::Rasterizer;
use crate::receipt::{
    self, RECEIPT_SCHEMA, Receipt, ReceiptCard, ReceiptEngine, ReceiptInput, ReceiptPage, ReceiptRecord,
    ReceiptTemplate, ReceiptText,
};
use crate::report;
use crate::template::Template;
use crate::{Effort, Error, ErrorKind, Finding, Options, Record, Result, Size};

/// File format of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Format {
    /// PNG, truecolour or palette, lossless. The default.
    #[default]
    Png,
    /// SVG 1.1 with outlines.
    Svg,
    /// JPEG, lossy.
    Jpeg,
    /// WebP, lossless.
    Webp,
}

impl Format {
    /// The name, which is the file extension too, except that JPEG files may end in `.jpg`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = Error;

    /// Reads a name or a file extension in any case: `png`, `svg`, `jpeg`, `jpg`, `webp`.
    fn from_str(text: &str) -> Result<Self> {
        match text.to_ascii_lowercase().as_str() {
            "png" => Ok(Self::Png),
            "svg" => Ok(Self::Svg),
            "jpeg" | "jpg" => Ok(Self::Jpeg),
            "webp" => Ok(Self::Webp),
            _ => Err(Error::new(ErrorKind::Usage, format!("unknown format `{text}`"))
                .with_hint("use png, svg, jpeg or webp, by `-f` or by the extension of the file")),
        }
    }
}

/// How a card is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Encoding {
    /// File format.
    pub format: Format,
    /// How hard PNG is compressed.
    pub effort: Effort,
    /// Quality of JPEG from 1 to 100; `None` is 90.
    pub quality: Option<u8>,
    /// Most bytes of the file. A PNG that has more is compressed harder, then it gets fewer colours; a WebP gets fewer colours, a JPEG a lower
    /// quality. `None`: any number.
    pub max_bytes: Option<u64>,
}

/// A card as a file, and what there is to say about the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoded {
    /// The file.
    pub bytes: Vec<u8>,
    /// `fitted-to-max-bytes` (info) says what was done to stay below [`Encoding::max_bytes`]; `over-max-bytes` (warning) that nothing was enough, and
    /// the file is the smallest one found.
    pub findings: Vec<Finding>,
}

/// Quality of a JPEG for which none is given.
const QUALITY: u8 = 90;

/// A card that is laid out. Pixels are drawn by each call that needs them, in about a millisecond.
pub struct Card {
    list: DisplayList,
    scale: f32,
    device_size: (u32, u32),
    rasterizers: Arc<Pool<Rasterizer>>,
    /// Threads that may work on it.
    threads: usize,
    metadata: Metadata,
    findings: Vec<Finding>,
    /// Without the hashes of template, fonts and pictures, which take time and are not always asked for.
    receipt: Receipt,
    inputs: Vec<(String, Arc<Picture>)>,
    template: Template,
}

/// What a card is made of.
pub(crate) struct Drawn<'a> {
    pub record: &'a Record,
    pub page: Option<ReceiptPage>,
    pub options: &'a Options,
    pub template: &'a Template,
    pub theme: String,
    pub device_size: (u32, u32),
    pub list: DisplayList,
    pub texts: Vec<ReceiptText>,
    pub inputs: Vec<(String, Arc<Picture>)>,
    pub alt_text: String,
    pub findings: Vec<Finding>,
    pub rasterizers: Arc<Pool<Rasterizer>>,
    pub threads: usize,
}

impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, height) = self.device_size;
        write!(f, "Card({width}x{height}, {} findings)", self.findings.len())
    }
}

impl Card {
    /// What is painted, for those who look below the pixels.
    #[cfg(any(test, feature = "cli"))]
    pub(crate) fn list(&self) -> &DisplayList {
        &self.list
    }

    pub(crate) fn new(drawn: Drawn<'_>) -> Self {
        let metadata = Metadata {
            alt_text: Some(drawn.alt_text.clone()),
            source_url: drawn.record.url().map(str::to_owned),
            software: format!("Pullquote {}", env!("CARGO_PKG_VERSION")),
        };
        let receipt = receipt(&drawn);
        Self {
            list: drawn.list,
            scale: drawn.options.scale,
            device_size: drawn.device_size,
            rasterizers: drawn.rasterizers,
            threads: drawn.threads,
            metadata,
            findings: drawn.findings,
            receipt,
            inputs: drawn.inputs,
            template: drawn.template.clone(),
        }
    }

    /// The card with other findings.
    pub(crate) fn with_findings(mut self, findings: Vec<Finding>) -> Self {
        self.receipt.findings.clone_from(&findings);
        self.findings = findings;
        self
    }

    /// Width in device px.
    pub fn width(&self) -> u32 {
        self.device_size.0
    }

    /// Height in device px.
    pub fn height(&self) -> u32 {
        self.device_size.1
    }

    /// What a reader of the card should know.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Number, from 1, and count of a card that [`Renderer::pages`](crate::Renderer::pages) made as one of several.
    pub fn page(&self) -> Option<ReceiptPage> {
        self.receipt.card.page
    }

    /// The alternative text.
    pub fn alt_text(&self) -> &str {
        &self.receipt.alt_text
    }

    /// The pixels: opaque RGBA, 8 bits a channel, row by row.
    ///
    /// # Errors
    /// [`ErrorKind::Picture`] when a picture turns out to be damaged.
    pub fn pixels(&self) -> Result<Vec<u8>> {
        self.raster(|canvas| Ok(canvas.data.to_vec()))
    }

    /// Draws the pixels and hands them to some work; they are not kept.
    pub(crate) fn raster<R>(&self, work: impl FnOnce(&Canvas<'_>) -> Result<R>) -> Result<R> {
        self.rasterizers.with(Rasterizer::new, |rasterizer| {
            let drawn = if self.threads > 1 {
                rasterizer.raster_on_two_threads(&self.list, self.scale)?
            } else {
                rasterizer.raster(&self.list, self.scale)?
            };
            work(&Canvas { width: drawn.width, height: drawn.height, data: &drawn.data })
        })
    }

    /// The card as a PNG file.
    ///
    /// # Errors
    /// See [`Card::pixels`].
    pub fn png(&self, effort: Effort) -> Result<Vec<u8>> {
        self.encode(&Encoding { effort, ..Encoding::default() })
    }

    /// The card as an SVG file.
    ///
    /// # Errors
    /// [`ErrorKind::Picture`] when a picture turns out to be damaged.
    pub fn svg(&self) -> Result<String> {
        crate::svg::svg(&self.list, self.scale)
    }

    /// The card as a file.
    ///
    /// # Errors
    /// See [`Card::pixels`]; [`ErrorKind::Usage`] for a quality where the format has none.
    pub fn encode(&self, encoding: &Encoding) -> Result<Vec<u8>> {
        self.encode_and_tell(encoding).map(|encoded| encoded.bytes)
    }

    /// The card as a file, with what was done to keep it below [`Encoding::max_bytes`].
    ///
    /// # Errors
    /// As [`Card::encode`].
    ///
    /// ```
    /// # use pullquote::{Encoding, Options, Record, Renderer};
    /// # let renderer = Renderer::builder().build()?;
    /// # let record = Record::from_json(br#"{ "kind": "quote", "text": "Small things.", "author": { "name": "Mina Ostrow" } }"#)?;
    /// let card = renderer.render(&record, &(), &Options::default())?;
    /// let encoded = card.encode_and_tell(&Encoding { max_bytes: Some(9_500), ..Encoding::default() })?;
    /// assert!(encoded.bytes.len() <= 9_500);
    /// assert_eq!(encoded.findings[0].code, "fitted-to-max-bytes");
    /// # Ok::<(), pullquote::Error>(())
    /// ```
    pub fn encode_and_tell(&self, encoding: &Encoding) -> Result<Encoded> {
        if encoding.format == Format::Svg {
            return self.encode_from(None, encoding);
        }
        self.raster(|canvas| self.encode_from(Some(canvas), encoding))
    }

    /// The card as several files. Pixels are drawn once.
    ///
    /// The results are in the order of `encodings`; each is an error as in [`Card::encode`].
    pub fn encode_all(&self, encodings: &[Encoding]) -> Vec<Result<Encoded>> {
        let all = |canvas: Option<&Canvas<'_>>| encodings.iter().map(|each| self.encode_from(canvas, each)).collect();
        if encodings.iter().all(|encoding| encoding.format == Format::Svg) {
            return all(None);
        }
        // Without pixels each file says for itself why there are none.
        self.raster(|canvas| Ok(all(Some(canvas))))
            .unwrap_or_else(|_| encodings.iter().map(|each| self.encode_and_tell(each)).collect())
    }

    /// Encodes the pixels, or the vectors.
    fn encode_from(&self, canvas: Option<&Canvas<'_>>, encoding: &Encoding) -> Result<Encoded> {
        let Encoding { format, effort, quality, max_bytes } = *encoding;
        if quality.is_some() && matches!(format, Format::Png | Format::Svg) {
            let message = format!("{format} is lossless and has no quality");
            return Err(Error::new(ErrorKind::Usage, message).with_hint("use `--effort` for PNG, or write JPEG"));
        }
        let fitted = match (canvas, format, max_bytes) {
            (None, ..) | (_, Format::Svg, _) => Fitted::plain(self.svg()?.into_bytes()),
            (Some(canvas), Format::Jpeg, None) => Fitted::plain(encode::jpeg(canvas, quality.unwrap_or(QUALITY))?),
            (Some(canvas), Format::Jpeg, Some(limit)) => encode::fit_jpeg(canvas, quality.unwrap_or(QUALITY), limit)?,
            (Some(canvas), Format::Webp, None) => Fitted::plain(encode::webp(canvas, quality)?),
            (Some(canvas), Format::Webp, Some(limit)) => encode::fit_webp(canvas, quality, limit)?,
            (Some(canvas), Format::Png, None) => {
                Fitted::plain(encode::png(canvas, effort, &self.metadata, self.threads)?)
            }
            (Some(canvas), Format::Png, Some(limit)) => {
                encode::fit_png(canvas, effort, &self.metadata, self.threads, limit)?
            }
        };
        let findings = max_bytes.and_then(|limit| report::budget_finding(&fitted, limit)).into_iter().collect();
        Ok(Encoded { bytes: fitted.bytes, findings })
    }

    /// The display list as text, one line an item: for tests and for a look inside.
    pub fn dump(&self) -> String {
        self.list.dump()
    }

    /// The receipt of a file made from the card, with the findings about the file.
    pub fn file_receipt(&self, file: Option<String>, format: Format, encoded: &Encoded) -> Receipt {
        let mut receipt = self.receipt(file, format, &encoded.bytes);
        receipt.findings.extend(encoded.findings.iter().cloned());
        receipt
    }

    /// The receipt of a file made from the card.
    pub fn receipt(&self, file: Option<String>, format: Format, bytes: &[u8]) -> Receipt {
        let mut receipt = self.layout_receipt();
        receipt.card.file = file;
        receipt.card.format = Some(format.name().to_owned());
        receipt.card.bytes = Some(bytes.len() as u64);
        receipt.card.sha256 = Some(receipt::sha256(bytes));
        receipt
    }

    /// The receipt of the layout alone: no file, no bytes.
    pub fn layout_receipt(&self) -> Receipt {
        let mut receipt = self.receipt.clone();
        receipt.template.sha256 = self.template.sha256().to_owned();
        receipt.fonts = report::fonts(&self.list);
        let inputs = self.inputs.iter();
        receipt.inputs = inputs
            .map(|(path, picture)| ReceiptInput { path: path.clone(), sha256: receipt::hexadecimal(picture.sha256()) })
            .collect();
        receipt
    }
}

fn receipt(drawn: &Drawn<'_>) -> Receipt {
    let Size { width, height } = drawn.options.size;
    Receipt {
        schema: RECEIPT_SCHEMA,
        card: ReceiptCard {
            width,
            height,
            scale: f64::from(drawn.options.scale),
            page: drawn.page,
            ..ReceiptCard::default()
        },
        record: ReceiptRecord {
            id: drawn.record.id().map(str::to_owned),
            kind: drawn.record.kind().to_owned(),
            sha256: drawn.record.sha256(),
        },
        template: ReceiptTemplate {
            name: drawn.template.manifest().name.clone(),
            theme: drawn.theme.clone(),
            size: drawn.options.size.name(),
            sha256: String::new(),
        },
        engine: ReceiptEngine { version: env!("CARGO_PKG_VERSION").to_owned() },
        fonts: Vec::new(),
        inputs: Vec::new(),
        text: drawn.texts.clone(),
        alt_text: drawn.alt_text.clone(),
        findings: drawn.findings.clone(),
    }
}
