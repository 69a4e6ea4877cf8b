//! Commands and options, with the help texts that teach them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::read::Format as InputFormat;
use crate::{Effort, Overflow, Size};

/// Turns a saved post or a quotation into a share card, without a browser and without a network.
#[derive(Debug, Parser)]
#[command(name = "pullquote", version, propagate_version = true, after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    /// Print errors only
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Print details, findings of severity info among them
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// Colour of messages (NO_COLOR is respected)
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
}

const EXAMPLES: &str = "\
Examples:
  pullquote render post.json -o post.png
  pullquote render post.json --size story --theme dark -o story.webp
  pullquote quote \"Small things, done well.\" --by \"Mina Ostrow\" -o quote.png
  cat post.json | pullquote render - -f svg > post.svg
  pullquote check posts.jsonl --receipt -";

/// When to colour messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Draw one record as one card
    #[command(after_help = RENDER_EXAMPLES)]
    Render(RenderArguments),
    /// Draw a quotation given on the command line
    #[command(after_help = QUOTE_EXAMPLES)]
    Quote(QuoteArguments),
    /// Draw many records, with a manifest; goes on where an earlier run was interrupted
    #[command(after_help = BATCH_EXAMPLES)]
    Batch(Box<BatchArguments>),
    /// Turn payloads, embeds, lists and articles into records, JSON Lines on stdout
    #[command(after_help = READ_EXAMPLES)]
    Read(ReadArguments),
    /// Print the picture addresses of records, each with the name under which `render` finds it
    #[command(after_help = ASSETS_EXAMPLES)]
    Assets(AssetsArguments),
    /// Put the words of a record into a page: HTML, meta tags, oEmbed, JSON-LD
    #[command(after_help = EMBED_EXAMPLES)]
    Embed(Box<EmbedArguments>),
    /// Make every file that a page and some networks need
    #[command(after_help = KIT_EXAMPLES)]
    Kit(Box<KitArguments>),
    /// Lay records out, draw nothing, and report findings
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArguments),
    /// List, show, check and preview templates
    Template {
        #[command(subcommand)]
        command: TemplateCommand,
    },
    /// List the fonts a card can use; say which ones records need
    Font {
        #[command(subcommand)]
        command: FontCommand,
    },
    /// Print a JSON Schema
    Schema {
        /// Which one
        #[arg(value_enum)]
        what: Schema,
    },
    /// Print completions for a shell
    Completions {
        /// bash, zsh, fish, elvish or powershell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

const RENDER_EXAMPLES: &str = "\
Examples:
  pullquote render post.json -o post.png
  pullquote render post.json -t post --theme dark --size square -o post.svg
  pullquote render posts.jsonl --pick 2 -o second.png
  pullquote render quote.json --assets pictures --receipt receipt.json -o quote.jpg --quality 85

Without -o the card goes to stdout, unless that is a terminal.";

const QUOTE_EXAMPLES: &str = "\
Examples:
  pullquote quote \"Small things, done well.\" --by \"Mina Ostrow\" -o quote.png
  pullquote quote \"Klein anfangen.\" --by \"Jana Holm\" --role Tischlerin --lang de --size square -o zitat.png
  pullquote quote \"The sea keeps no ledger.\" --by \"Tomas Reyl\" --photo harbour.jpg -o harbour.png";

const BATCH_EXAMPLES: &str = "\
Examples:
  pullquote batch posts.jsonl --out cards
  pullquote batch quotes.csv --out cards --size og,square --format png,webp
  pullquote batch saved-posts/ --out cards --name \"{{ author.handle | default('nobody') }}-{{ id }}\"
  pullquote read article.html --min-confidence 0.8 | pullquote batch - --out cards

The same command again draws only what has changed or is missing. cards/manifest.jsonl has one line for each card.";

const CHECK_EXAMPLES: &str = "\
Examples:
  pullquote check post.json
  pullquote check posts.jsonl --strict            exit code 3 when there is any warning
  pullquote check posts.jsonl --receipt -         one JSON line per record";

const READ_EXAMPLES: &str = "\
Examples:
  pullquote read quotes.csv --list                      what is in it, numbered
  pullquote read quotes.csv --map text=Zitat,author=Wer > quotes.jsonl
  pullquote read twitter-archive/data/tweets.js --pick 2,5
  pullquote read article.html --min-confidence 0.5
  pullquote read saved-posts/                           every file in the folder that can be read";

const ASSETS_EXAMPLES: &str = "\
Examples:
  pullquote assets post.json
  pullquote assets posts.jsonl | while IFS=$'\\t' read -r url name; do curl -sSo \"pictures/$name\" \"$url\"; done
  pullquote render post.json --assets pictures -o post.png

Pullquote itself fetches nothing.";

const EMBED_EXAMPLES: &str = "\
Examples:
  pullquote embed post.json --as html -o post.html
  pullquote embed post.json --as html --no-style --assets-url /pictures
  pullquote embed quote.json --as meta --image-url https://example.com/quote.png
  pullquote embed quote.json --as jsonld --page-url https://example.com/story
  pullquote embed post.json --as css > pullquote.css

Nothing is drawn and nothing is fetched.";

const KIT_EXAMPLES: &str = "\
Examples:
  pullquote kit quote.json --out kit
  pullquote kit quote.json --out kit --for web,x,bluesky,mastodon,instagram,whatsapp
  pullquote kit post.json --out kit --for web,linkedin --base-url https://example.com/kit --page-url https://example.com/story

Networks: web, x, facebook, instagram, threads, bluesky, mastodon, linkedin, pinterest, whatsapp, telegram, discord, slack.";

#[derive(Debug, Args)]
pub(super) struct KitArguments {
    /// File with the record, in any format that `read` knows; - is stdin
    #[arg(default_value = "-", value_name = "RECORD")]
    pub(super) record: PathBuf,
    /// Take one of several records, counted from 1
    #[arg(long, value_name = "N")]
    pub(super) pick: Option<usize>,
    /// Folder for the files; it is made when it is not there
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Networks to make pictures for
    #[arg(long = "for", value_name = "NETWORK,…", value_delimiter = ',', default_value = "web", value_parser = with_hint::<crate::Network>)]
    pub(super) networks: Vec<crate::Network>,
    /// Absolute address under which the folder will be published
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Absolute address of the page
    #[arg(long, value_name = "URL")]
    pub(super) page_url: Option<String>,
    /// Where the page has the pictures of the record, as in `embed`
    #[arg(long, value_name = "URL")]
    pub(super) assets_url: Option<String>,
    /// Name of the site [default: the name of the brand]
    #[arg(long, value_name = "NAME")]
    pub(super) site_name: Option<String>,
    /// Absolute address of the site
    #[arg(long, value_name = "URL")]
    pub(super) site_url: Option<String>,
    /// Findings of severity warning and above become exit code 3; the files are still written
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) input: InputArguments,
    #[command(flatten)]
    pub(super) look: LookArguments,
}

/// What `embed` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EmbedKind {
    /// The words as a figure, after its style
    Html,
    /// Meta tags for the head of the page
    Meta,
    /// A static oEmbed answer (JSON)
    Oembed,
    /// Linked data of schema.org (JSON-LD)
    Jsonld,
    /// The style of the HTML alone
    Css,
}

#[derive(Debug, Args)]
pub(super) struct EmbedArguments {
    /// File with the record, in any format that `read` knows; - is stdin
    #[arg(default_value = "-", value_name = "RECORD")]
    pub(super) record: PathBuf,
    /// What to write
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub(super) kind: EmbedKind,
    /// Take one of several records, counted from 1
    #[arg(long, value_name = "N")]
    pub(super) pick: Option<usize>,
    /// Write to FILE; - is stdout
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Absolute address of the card's picture
    #[arg(long, value_name = "URL")]
    pub(super) image_url: Option<String>,
    /// Size of that picture [default: og]
    #[arg(long, value_name = "NAME|WxH", value_parser = with_hint::<Size>)]
    pub(super) size: Option<Size>,
    /// Leave the style out of the HTML
    #[arg(long)]
    pub(super) no_style: bool,
    /// oEmbed with the words as HTML, though there is a picture of the card
    #[arg(long)]
    pub(super) rich: bool,
    /// Largest width of the oEmbed answer in px
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) max_width: Option<u32>,
    /// Largest height of the oEmbed answer in px
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) max_height: Option<u32>,
    #[command(flatten)]
    pub(super) input: InputArguments,
    #[command(flatten)]
    pub(super) page: PageArguments,
}

/// What is known of the page.
#[derive(Debug, Args)]
pub(super) struct PageArguments {
    /// Where the page has the pictures of the record: an address, or a path such as /pictures; those with web addresses under the
    /// names that `pullquote assets` prints
    #[arg(long, value_name = "URL")]
    pub(super) assets_url: Option<String>,
    /// Absolute address of the page
    #[arg(long, value_name = "URL")]
    pub(super) page_url: Option<String>,
    /// Absolute address of the oEmbed answer
    #[arg(long, value_name = "URL")]
    pub(super) oembed_url: Option<String>,
    /// Name of the site [default: the name of the brand]
    #[arg(long, value_name = "NAME")]
    pub(super) site_name: Option<String>,
    /// Absolute address of the site
    #[arg(long, value_name = "URL")]
    pub(super) site_url: Option<String>,
    /// Configuration file; default: ./pullquote.toml if there is one
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Folder of the pictures, which are only asked for their size [default: the record's folder, for stdin the current one]
    #[arg(long, value_name = "DIR")]
    pub(super) assets: Option<PathBuf>,
    /// Language of our own words, of dates and counts [default: the record's, else en]
    #[arg(long, value_name = "TAG")]
    pub(super) locale: Option<String>,
    /// Time zone in which times are printed [default: UTC]
    #[arg(long, value_name = "ZONE")]
    pub(super) tz: Option<String>,
    /// Show what is refused by default: private, direct, protected, withheld, no-unauthenticated, hide, warn (comma-separated)
    #[arg(long, value_name = "REASON", value_delimiter = ',')]
    pub(super) allow: Vec<String>,
    /// Fail when a picture of the record has no alternative text
    #[arg(long)]
    pub(super) require_alt: bool,
    /// Findings of severity warning and above become exit code 3
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, Args)]
pub(super) struct ReadArguments {
    /// Files or folders, in any format that is known; - is stdin
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    /// Numbered one-line summaries for people instead of JSON
    #[arg(long)]
    pub(super) list: bool,
    /// Take only these, counted from 1 over all inputs: 2,5
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = counted)]
    pub(super) pick: Vec<usize>,
    /// Leave out quotations that are less sure than this, 0 to 1
    #[arg(long, value_name = "N", default_value_t = 0.0, value_parser = share, hide_default_value = true)]
    pub(super) min_confidence: f64,
    #[command(flatten)]
    pub(super) input: InputArguments,
}

#[derive(Debug, Args)]
pub(super) struct AssetsArguments {
    /// Files or folders with records, in any format that `read` knows; - is stdin
    #[arg(required = true, value_name = "RECORD")]
    pub(super) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) input: InputArguments,
}

fn counted(text: &str) -> Result<usize, String> {
    text.trim().parse().ok().filter(|number| *number > 0).ok_or_else(|| "records are counted from 1".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

/// A number of bytes such as `300k`, `1.5M` or `4096`.
fn byte_count(text: &str) -> Result<u64, String> {
    let (number, factor) = match text.strip_suffix(['k', 'K']) {
        Some(number) => (number, 1e3),
        None => text.strip_suffix(['M', 'm']).map_or((text, 1.0), |number| (number, 1e6)),
    };
    let plain = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let bytes = number.parse::<f64>().ok().filter(|_| plain).map(|number| (number * factor).floor());
    let bytes = bytes.filter(|bytes| (1.0..=1e15).contains(bytes));
    bytes.map(|bytes| bytes as u64).ok_or_else(|| "expected a number of bytes such as 4096, 300k or 1.5M".to_owned())
}

#[derive(Debug, Args)]
pub(super) struct RenderArguments {
    /// File with the record, in any format that `read` knows; - is stdin
    #[arg(default_value = "-", value_name = "RECORD")]
    pub(super) record: PathBuf,
    /// Take one of several records, counted from 1
    #[arg(long, value_name = "N")]
    pub(super) pick: Option<usize>,
    #[command(flatten)]
    pub(super) input: InputArguments,
    #[command(flatten)]
    pub(super) draw: DrawArguments,
}

#[derive(Debug, Args)]
pub(super) struct BatchArguments {
    /// Files or folders with records, in any format that `read` knows; - is stdin
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    /// Folder for the cards and manifest.jsonl, made when it is missing; with the feature cloud also s3://BUCKET/PREFIX, gs://, az://
    #[arg(short, long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Formats of the cards: png,webp [default: png]
    #[arg(short, long, value_enum, value_delimiter = ',')]
    pub(super) format: Vec<Format>,
    /// Template expression for the name of a card, without the extension [default: {{ id }}, {{ id }}-{{ size }} for several sizes]
    #[arg(long, value_name = "EXPRESSION")]
    pub(super) name: Option<String>,
    /// Cards drawn at a time [default: number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    /// Draw again what is unchanged
    #[arg(long)]
    pub(super) force: bool,
    /// Leave out quotations that are less sure than this, 0 to 1
    #[arg(long, value_name = "N", default_value_t = 0.0, value_parser = share, hide_default_value = true)]
    pub(super) min_confidence: f64,
    /// How hard to compress [default: balanced]
    #[arg(long, value_enum)]
    pub(super) effort: Option<EffortName>,
    /// Quality of JPEG, 1 to 100 [default: 90]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(super) quality: Option<u8>,
    /// Most bytes of each file (k: thousand, M: million): effort, colours or quality that fit are chosen
    #[arg(long, value_name = "N[k|M]", value_parser = byte_count)]
    pub(super) max_bytes: Option<u64>,
    /// Findings of severity warning and above become exit code 3; the cards are still written
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) input: InputArguments,
    #[command(flatten)]
    pub(super) look: LookArguments,
}

#[derive(Debug, Args)]
pub(super) struct QuoteArguments {
    /// The words, without outer quotation marks
    #[arg(value_name = "TEXT")]
    pub(super) text: String,
    /// Who said or wrote them
    #[arg(long, value_name = "NAME")]
    pub(super) by: String,
    /// Line below the name
    #[arg(long)]
    pub(super) role: Option<String>,
    /// Title of the book, article or talk
    #[arg(long)]
    pub(super) source: Option<String>,
    /// When: 2026-03-14, 1843-10 or 1843
    #[arg(long)]
    pub(super) date: Option<String>,
    /// Where the words stand
    #[arg(long)]
    pub(super) url: Option<String>,
    /// Language (BCP 47) of the words
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<String>,
    /// Portrait of the speaker
    #[arg(long, value_name = "FILE")]
    pub(super) avatar: Option<String>,
    /// Photo behind the words
    #[arg(long, value_name = "FILE")]
    pub(super) photo: Option<String>,
    #[command(flatten)]
    pub(super) draw: DrawArguments,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Files with records, in any format that `read` knows; - is stdin
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) input: InputArguments,
    /// Write one JSON line per record, a receipt or an error: FILE, or - for stdout
    #[arg(long, value_name = "FILE")]
    pub(super) receipt: Option<PathBuf>,
    /// Findings of severity warning and above become exit code 3
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) look: LookArguments,
}

/// How an input is read.
#[derive(Debug, Clone, Args)]
pub(super) struct InputArguments {
    /// Format of the input [default: found by its content]
    #[arg(long, value_name = "FORMAT", value_parser = with_hint::<InputFormat>)]
    pub(super) from: Option<InputFormat>,
    /// Columns or keys of a list of quotations: text=Quote,author=By
    #[arg(long, value_name = "FIELD=NAME,…", value_delimiter = ',', value_parser = parameter)]
    pub(super) map: Vec<(String, String)>,
    /// Author of quotations that name none
    #[arg(long, value_name = "NAME")]
    pub(super) default_author: Option<String>,
    /// account.js of an X archive [default: the one beside the input]
    #[arg(long, value_name = "FILE")]
    pub(super) account: Option<PathBuf>,
}

/// Everything that draws shares these.
#[derive(Debug, Args)]
pub(super) struct DrawArguments {
    /// Write the card to FILE; - is stdout
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Format of the card; default: by the extension of -o, else png
    #[arg(short, long, value_enum)]
    pub(super) format: Option<Format>,
    /// How hard to compress [default: balanced]
    #[arg(long, value_enum)]
    pub(super) effort: Option<EffortName>,
    /// Quality of JPEG, 1 to 100 [default: 90]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(super) quality: Option<u8>,
    /// Most bytes of the file (k: thousand, M: million): effort, colours or quality that fit are chosen
    #[arg(long, value_name = "N[k|M]", value_parser = byte_count)]
    pub(super) max_bytes: Option<u64>,
    /// Write the receipt as JSON to FILE; - is stdout
    #[arg(long, value_name = "FILE")]
    pub(super) receipt: Option<PathBuf>,
    /// Findings of severity warning and above become exit code 3; the card is still written
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) look: LookArguments,
}

/// How a card looks and where its parts come from.
#[derive(Debug, Args)]
pub(super) struct LookArguments {
    /// Template by name, or its folder; default: post for posts, quote-photo for quotations with a photo, else quote
    #[arg(short, long, value_name = "NAME|DIR")]
    pub(super) template: Option<String>,
    /// Theme of the template [default: light]
    #[arg(long, value_name = "NAME")]
    pub(super) theme: Option<String>,
    /// og, wide (x), square, portrait, tall, story, pin, or WIDTHxHEIGHT in px; `batch` takes several: og,square [default: og]
    #[arg(long, value_name = "NAME|WxH", value_delimiter = ',', value_parser = with_hint::<Size>)]
    pub(super) size: Vec<Size>,
    /// Device px per px
    #[arg(long, value_name = "N", default_value_t = 1.0)]
    pub(super) scale: f32,
    /// Set a parameter of the template (repeatable)
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = parameter)]
    pub(super) set: Vec<(String, String)>,
    /// Configuration file; default: ./pullquote.toml if there is one
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Folder of the pictures, with the feature cloud also a prefix (s3://BUCKET/PREFIX); nothing outside it is read [default: the
    /// record's folder, for stdin the current one]
    #[arg(long, value_name = "DIR")]
    pub(super) assets: Option<PathBuf>,
    /// Folder with further fonts, used before the embedded ones (repeatable)
    #[arg(long, value_name = "DIR")]
    pub(super) font_dir: Vec<PathBuf>,
    /// Use the system's fonts too (pictures then differ between machines)
    #[arg(long)]
    pub(super) system_fonts: bool,
    /// What to do with a text that does not fit: error, shorten, or pages (card-1, card-2, …) [default: error]
    #[arg(long, value_name = "HOW", value_parser = with_hint::<Overflow>)]
    pub(super) overflow: Option<Overflow>,
    /// Language of dates and counts [default: the record's, else en]
    #[arg(long, value_name = "TAG")]
    pub(super) locale: Option<String>,
    /// Time zone in which times are printed [default: UTC]
    #[arg(long, value_name = "ZONE")]
    pub(super) tz: Option<String>,
    /// Set typed quotation marks and apostrophes (" and ') as typographic ones, but not in code, links and names
    #[arg(long)]
    pub(super) typographic: bool,
    /// Draw what is refused by default: private, direct, protected, withheld, no-unauthenticated, hide, warn
    /// (comma-separated)
    #[arg(long, value_name = "REASON", value_delimiter = ',')]
    pub(super) allow: Vec<String>,
    /// Fail when a picture of the record has no alternative text
    #[arg(long)]
    pub(super) require_alt: bool,
    /// Parts of the record that are not drawn, such as metrics, date, avatar, handle, platform (comma-separated)
    #[arg(long, value_name = "PART", value_delimiter = ',', value_parser = with_hint::<crate::Part>)]
    pub(super) hide: Vec<crate::Part>,
}

/// Reads a value and keeps the hint of its error in the message.
fn with_hint<T: std::str::FromStr<Err = crate::Error>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: crate::Error| match error.hint() {
        Some(hint) => format!("{error}; {hint}"),
        None => error.to_string(),
    })
}

fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected NAME=VALUE".to_owned()),
    }
}

/// Picture formats of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Lossless pixels
    Png,
    /// Vectors
    Svg,
    /// Lossy pixels
    #[value(alias = "jpg")]
    Jpeg,
    /// Lossless pixels, smaller files
    Webp,
}

impl From<Format> for crate::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Png => Self::Png,
            Format::Svg => Self::Svg,
            Format::Jpeg => Self::Jpeg,
            Format::Webp => Self::Webp,
        }
    }
}

/// How hard to compress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum EffortName {
    /// Large files at once
    Fast,
    /// Small files in milliseconds
    Balanced,
    /// The smallest files
    Small,
}

impl From<EffortName> for Effort {
    fn from(name: EffortName) -> Self {
        match name {
            EffortName::Fast => Self::Fast,
            EffortName::Balanced => Self::Balanced,
            EffortName::Small => Self::Small,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum TemplateCommand {
    /// List the templates
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what a template can draw and what may be set
    Show {
        /// Template by name, or its folder
        template: String,
    },
    /// Begin a template: a folder with one that works at once
    New {
        /// Its folder; the last part is its name: lower-case letters, digits and hyphens
        name: String,
        /// Begin with a copy of another template, by name or folder
        #[arg(long, value_name = "TEMPLATE")]
        from: Option<String>,
    },
    /// Check a template: manifest, HTML, CSS, contrast, its sample in every size and theme, and records that strain it
    Lint {
        /// Templates by name, or their folders
        #[arg(required = true)]
        templates: Vec<String>,
        /// Draw all cards onto one picture (PNG)
        #[arg(long, value_name = "FILE")]
        sheet: Option<PathBuf>,
    },
    /// Write the bound page with its fonts and pictures, for a browser
    Preview(Box<PreviewArguments>),
}

#[derive(Debug, Args)]
pub(super) struct PreviewArguments {
    /// Template by name, or its folder
    #[arg(value_name = "TEMPLATE")]
    pub(super) name: String,
    /// Record to bind instead of the template's sample
    #[arg(long, value_name = "FILE")]
    pub(super) record: Option<PathBuf>,
    /// Folder to write index.html and its files to
    #[arg(long, value_name = "DIR", required_unless_present = "watch")]
    pub(super) out: Option<PathBuf>,
    /// Serve card and page to a browser on this machine, and draw them anew when a file changes
    #[arg(long, conflicts_with = "out")]
    pub(super) watch: bool,
    /// Port for --watch; 0: any that is free
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) port: u16,
    #[command(flatten)]
    pub(super) look: LookArguments,
}

#[derive(Debug, Subcommand)]
pub(super) enum FontCommand {
    /// List the embedded fonts
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
        /// Print the licences
        #[arg(long)]
        licenses: bool,
    },
    /// Say which scripts and emoji records need, and what no font has
    #[command(after_help = PLAN_EXAMPLES)]
    Plan(PlanArguments),
}

const PLAN_EXAMPLES: &str = "\
Examples:
  pullquote font plan posts.jsonl
  pullquote font plan saved-posts/ --font-dir fonts --strict     exit code 3 when something is missing
  pullquote font plan quotes.csv --json";

#[derive(Debug, Args)]
pub(super) struct PlanArguments {
    /// Files or folders with records, in any format that `read` knows; - is stdin
    #[arg(required = true, value_name = "RECORD")]
    pub(super) inputs: Vec<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
    /// Characters without a font become exit code 3
    #[arg(long)]
    pub(super) strict: bool,
    /// Folder with further fonts (repeatable)
    #[arg(long, value_name = "DIR")]
    pub(super) font_dir: Vec<PathBuf>,
    /// Count the system's fonts too
    #[arg(long)]
    pub(super) system_fonts: bool,
    #[command(flatten)]
    pub(super) input: InputArguments,
}

/// What there is a schema of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Schema {
    /// Records: quotations and posts
    Record,
    /// Receipts
    Receipt,
    /// The manifest of a template
    Template,
}

impl Schema {
    pub(super) fn schema(self) -> serde_json::Value {
        match self {
            Self::Record => crate::record::record_schema(),
            Self::Receipt => crate::receipt::receipt_schema(),
            Self::Template => schemars::schema_for!(crate::template::Manifest).to_value(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_counts_are_in_thousands_and_millions() {
        for (text, bytes) in [("4096", 4096), ("300k", 300_000), ("1.5M", 1_500_000), ("2K", 2000), ("1m", 1_000_000)] {
            assert_eq!(byte_count(text), Ok(bytes), "{text}");
        }
        for wrong in ["", "k", "0", "-1", "1e3", "5G", "1.2.3", "inf", "99999999999999M"] {
            assert!(byte_count(wrong).is_err(), "{wrong}");
        }
    }
}
