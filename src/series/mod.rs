//! Series: a text that does not fit on one card, divided over several (`--overflow pages`).
//!
//! Here a record is taken apart into what may be divided, and a page is put together as a record of its own, so that every template draws it as
//! it draws any other. Where the pages end is found in [`divide`]; what fits is asked of the caller.

mod align;
mod choose;
mod divide;
mod height;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use divide::{COUNTED, Count, Obstacle, Trial, count, divide};

use crate::record::{Post, Quote, Span, SpanKind};
use crate::text::passage::{Cut, Rank, cuts};
use crate::{Record, text};

/// Most cards of a series.
pub const MAX_PAGES: usize = 99;

/// The file name of a card of a series: `card-2.png` for the name `card.png`.
pub(crate) fn file_name(name: &str, number: usize) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{number}.{extension}"),
        None => format!("{name}-{number}"),
    }
}

/// Which card of a series a card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// How many cards there are.
    pub(crate) count: usize,
    /// Characters that are seen of the longest text of the series: all its cards are set in the manner that this asks for.
    pub(crate) letters: usize,
    /// How many posts or voices begin on the cards before, less the one that goes on.
    pub(crate) skipped: usize,
    /// The whole text brings quotation marks of its own.
    pub(crate) quoted: bool,
    /// How the whole text is set, and so each of its pieces.
    pub(crate) setting: Setting,
}

/// What of the setting of a text follows from the text as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Setting {
    /// It runs from right to left.
    pub(crate) rtl: bool,
    /// The original beside it does; `None` without an original.
    pub(crate) original_rtl: Option<bool>,
    /// How much room its script asks for between lines, as [`text::leading`] names it.
    pub(crate) leading: &'static str,
}

impl Setting {
    pub(crate) fn of(record: &Record) -> Self {
        let original = match record {
            Record::Quote(quote) => quote.original.as_ref(),
            Record::Post(_) => None,
        };
        let rtl = |lang: Option<&str>, words: &str| text::is_rtl(lang.unwrap_or_default(), words);
        Self {
            rtl: rtl(record.lang(), record.text()),
            original_rtl: original.map(|original| rtl(original.lang.as_deref(), &original.text)),
            leading: text::leading(record.text()),
        }
    }
}

/// Whether a field holds words that a series divides.
pub(crate) fn is_words(field: &str) -> bool {
    let listed = |rest: &str| rest.strip_suffix("/text").is_some_and(|number| number.parse::<usize>().is_ok());
    matches!(field, "/text" | "/original/text")
        || field.strip_prefix("/thread/").or_else(|| field.strip_prefix("/voices/")).is_some_and(listed)
}

impl Page {
    /// `2/5` in the digits of a language.
    pub(crate) fn label(&self, locale: &str) -> String {
        let number = |number: usize| text::compact(number as u64, locale);
        format!("{}/{}", number(self.number), number(self.count))
    }

    pub(crate) fn is_first(&self) -> bool {
        self.number == 1
    }

    pub(crate) fn is_last(&self) -> bool {
        self.number == self.count
    }
}

/// A text that may be divided.
struct Words {
    chars: Vec<char>,
    spans: Vec<Span>,
    /// Where it begins, counted over all texts.
    base: usize,
    /// Lines that its surroundings take: pictures, a name.
    around: f32,
}

/// A record taken apart: its texts one after the other, and the places where a page may end.
pub(crate) struct Matter<'a> {
    record: &'a Record,
    texts: Vec<Words>,
    /// Every place, the last one the end of all; positions count over all texts, with one between two texts.
    cuts: Vec<Cut>,
    /// The original beside a translation, and its place for each of `cuts`.
    original: Option<(Words, Vec<Cut>)>,
    setting: Setting,
    /// Most texts on a page.
    most: usize,
    letters: usize,
}

/// What a template can draw beside the words of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Places {
    /// How many following posts or further voices have a place on one card.
    pub(crate) following: usize,
    /// The original has a place.
    pub(crate) original: bool,
}

impl<'a> Matter<'a> {
    pub(crate) fn new(record: &'a Record, places: Places) -> Self {
        let mut texts = Vec::new();
        let mut all = Vec::new();
        let lang = record.lang().unwrap_or_default();
        let mut add = |words: &str, spans: Vec<Span>, lang: &str, around: f32| {
            let base = texts.last().map_or(0, |last: &Words| last.base + last.chars.len() + 1);
            let chars: Vec<char> = words.chars().collect();
            let kept = kept(&spans, chars.len());
            if let Some(last) = texts.last() {
                // A text ends before the place between it and the next.
                all.push(Cut { end: last.base + last.chars.len(), next: base, rank: Rank::Paragraph });
            }
            let moved = |cut: Cut| Cut { end: cut.end + base, next: cut.next + base, ..cut };
            all.extend(cuts(&chars, lang, &kept).into_iter().map(moved));
            texts.push(Words { chars, spans, base, around });
        };
        let mut original = None;
        match record {
            Record::Quote(quote) => {
                let voices = if places.following > 0 { quote.voices.as_slice() } else { &[] };
                let around = if voices.is_empty() { 0.0 } else { 3.0 };
                add(&quote.text, quote.spans.clone().unwrap_or_default(), lang, around);
                voices.iter().for_each(|voice| add(&voice.text, Vec::new(), lang, around));
                if let Some(words) = quote.original.as_ref().filter(|_| places.original) {
                    let chars: Vec<char> = words.text.chars().collect();
                    let cuts = cuts(&chars, words.lang.as_deref().unwrap_or_default(), &[]);
                    original = Some((Words { chars, spans: Vec::new(), base: 0, around: 0.0 }, cuts));
                }
            }
            Record::Post(post) => {
                let following = if places.following > 0 { post.thread.as_slice() } else { &[] };
                for each in std::iter::once(post.as_ref()).chain(following) {
                    let platform = each.platform.as_deref().or(post.platform.as_deref());
                    let spans = each.spans.clone().unwrap_or_else(|| text::entities(&each.text, platform));
                    let parts = usize::from(!each.media.is_empty()) * 5
                        + each.poll.as_ref().map_or(0, |poll| poll.options.len() + 1);
                    let around = if following.is_empty() {
                        0.0
                    } else {
                        0.7 + (parts + 2 * usize::from(each.link.is_some())) as f32
                    };
                    add(&each.text, spans, each.lang.as_deref().unwrap_or(lang), around);
                }
            }
        }
        let end = texts.last().map_or(0, |last| last.base + last.chars.len());
        all.push(Cut { end, next: end, rank: Rank::Paragraph });
        let shown = |words: &Words| text::letters(&words.chars.iter().collect::<String>());
        let letters = texts.iter().chain(original.iter().map(|(words, _)| words)).map(shown).max().unwrap_or_default();
        let original = original.map(|(words, theirs)| {
            let length = words.chars.len();
            // The last place of `cuts` is the end; the list of the original has no such place.
            let ours = all.split_last().map_or(&[][..], |(_, ours)| ours);
            let mut places = align::align(ours, &theirs, (end, length));
            places.push(Cut { end: length, next: length, rank: Rank::Paragraph });
            (words, places)
        });
        let setting = Setting::of(record);
        Self { record, texts, cuts: all, original, most: places.following + 1, letters, setting }
    }

    /// How many texts there are: posts of a thread, voices.
    pub(crate) fn texts(&self) -> usize {
        self.texts.len()
    }

    /// The card that shows the words from one position to another.
    pub(crate) fn page(&self, range: &Range<usize>, number: usize, count: usize) -> (Record, Page) {
        let first = self.texts.iter().rposition(|words| words.base <= range.start).unwrap_or_default();
        let last = self.texts.iter().rposition(|words| words.base <= range.end).unwrap_or_default().max(first);
        let quoted = text::quotes::is_quoted(self.record.text());
        let page = Page { number, count, letters: self.letters, skipped: first, quoted, setting: self.setting };
        let record = match self.record {
            Record::Quote(quote) => Record::Quote(Box::new(self.quotation(quote, range, first..last + 1, &page))),
            Record::Post(post) => Record::Post(Box::new(self.post(post, range, first..last + 1, &page))),
        };
        (record, page)
    }

    /// The part of a text that lies in a range, its spans, and whether its beginning and its end are there.
    fn piece(&self, text: usize, range: &Range<usize>) -> Piece {
        let Some(words) = self.texts.get(text) else { return Piece::default() };
        let length = words.chars.len();
        let within = |at: usize| at.saturating_sub(words.base).min(length);
        words.piece(within(range.start)..within(range.end))
    }

    fn quotation(&self, quote: &Quote, range: &Range<usize>, texts: Range<usize>, page: &Page) -> Quote {
        let piece = self.piece(texts.start, range);
        let mut part = Quote {
            text: piece.text,
            spans: quote.spans.as_ref().filter(|_| texts.start == 0).map(|_| piece.spans),
            voices: Vec::new(),
            parts: Vec::new(),
            alt: None,
            ..quote.clone()
        };
        // The question stands once, before the answer.
        part.question = part.question.filter(|_| page.is_first());
        if let Some(voice) = texts.start.checked_sub(1).and_then(|voice| quote.voices.get(voice)) {
            part.author = voice.author.clone();
            // Where the main quotation does not stand, nothing of it may seem to be the voice's.
            part.source = None;
            part.translator = None;
            part.original = None;
            part.photo = None;
            part.question = None;
            part.provenance = None;
        }
        for text in texts.skip(1) {
            if let Some(mut voice) = text.checked_sub(1).and_then(|voice| quote.voices.get(voice)).cloned() {
                voice.text = self.piece(text, range).text;
                part.voices.push(voice);
            }
        }
        if let (Some((words, _)), Some(original)) = (&self.original, &mut part.original) {
            original.text = words.piece(self.beside(range)).text;
            part.original = part.original.filter(|original| !original.text.trim().is_empty());
        }
        part
    }

    /// The part of the original that belongs to a part of the translation.
    fn beside(&self, range: &Range<usize>) -> Range<usize> {
        let Some((_, places)) = &self.original else { return 0..0 };
        let before = self.cuts.partition_point(|cut| cut.next <= range.start);
        let start = before.checked_sub(1).and_then(|at| places.get(at)).map_or(0, |place| place.next);
        let at = self.cuts.partition_point(|cut| cut.end < range.end);
        let end = places.get(at).map_or(0, |place| place.end);
        // Two places of the translation may share one of the original: nothing lies between them.
        start.min(end)..end
    }

    /// How badly an end of a page divides the original beside it, 0 to 1.
    fn torn(&self, cut: &Cut) -> f32 {
        let Some((_, places)) = &self.original else { return 0.0 };
        let at = self.cuts.binary_search_by_key(&cut.end, |cut| cut.end).ok();
        match at.and_then(|at| places.get(at)).map(|place| place.rank) {
            Some(Rank::Word) => 1.0,
            Some(Rank::Clause) => 0.4,
            _ => 0.0,
        }
    }

    fn post(&self, post: &Post, range: &Range<usize>, texts: Range<usize>, page: &Page) -> Post {
        let thread = self.texts.len() > 1;
        let of = |text: usize| text.checked_sub(1).map_or(Some(post), |next| post.thread.get(next));
        let part = |text: usize| {
            let whole = of(text).cloned().unwrap_or_default();
            let mut piece = self.piece(text, range);
            if !thread {
                // What a page shows follows from its number, also where it is tried with more words than it will have.
                (piece.begins, piece.ends) = (page.is_first(), page.is_last());
            }
            let mut part = Post { text: piece.text, spans: Some(piece.spans), thread: Vec::new(), alt: None, ..whole };
            // Pictures lie above or beside the words of a post, and below those of a post in a thread.
            let pictures = if thread { piece.ends } else { piece.begins };
            part.media.retain(|_| pictures);
            if !piece.ends {
                part.poll = None;
                part.link = None;
                part.quoted = None;
                part.note = None;
                part.truncated = None;
                part.labels.clear();
            }
            if !piece.begins {
                part.reply_to = None;
                part.reposted_by = None;
            }
            // Counts are those of the first post of a thread, else of the post that ends here.
            part.metrics = part.metrics.filter(|_| if thread { page.is_first() } else { piece.ends });
            part
        };
        let mut first = part(texts.start);
        if texts.start > 0 {
            // Who and where stand on every card; when, and under which number, is a matter of each post.
            let handle = |post: &Post| post.author.as_ref().and_then(|author| author.handle.clone());
            if first.author.is_none() || handle(&first).is_some() && handle(&first) == handle(post) {
                first.author.clone_from(&post.author);
            }
            first.platform = first.platform.or_else(|| post.platform.clone());
            first.lang = first.lang.or_else(|| post.lang.clone());
            first.captured_at = first.captured_at.or_else(|| post.captured_at.clone());
        }
        first.thread = texts.skip(1).map(part).collect();
        first
    }

    /// A field of a page as a field of the whole record.
    pub(crate) fn path(&self, path: &str, page: &Page) -> String {
        let list = match self.record {
            Record::Quote(_) => "voices",
            Record::Post(_) => "thread",
        };
        // A card counts only the spans that it has.
        let path = path.find("/spans/").map_or(path, |at| path.get(..at + "/spans".len()).unwrap_or(path));
        if page.skipped == 0 || self.texts.len() < 2 {
            return path.to_owned();
        }
        let (first, rest) = path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
        if first == list {
            let (number, rest) = rest.split_once('/').unwrap_or((rest, ""));
            let number = number.parse::<usize>().map_or_else(|_| number.to_owned(), |n| (n + page.skipped).to_string());
            return format!("/{list}/{number}/{rest}").trim_end_matches('/').to_owned();
        }
        let own: &[&str] = if list == "voices" {
            &["text", "author"]
        } else {
            &["text", "spans", "media", "poll", "link", "content_warning", "emojis"]
        };
        if own.contains(&first) { format!("/{list}/{}{path}", page.skipped - 1) } else { path.to_owned() }
    }
}

/// A part of a text.
#[derive(Default)]
struct Piece {
    text: String,
    spans: Vec<Span>,
    begins: bool,
    ends: bool,
}

impl Words {
    fn piece(&self, range: Range<usize>) -> Piece {
        let inside = |span: &Span| span.start < range.end && span.end > range.start;
        let moved = |span: &Span| Span {
            start: span.start.max(range.start) - range.start,
            end: span.end.min(range.end) - range.start,
            ..span.clone()
        };
        Piece {
            text: self.chars.get(range.clone()).unwrap_or_default().iter().collect(),
            spans: self.spans.iter().filter(|span| inside(span)).map(moved).collect(),
            begins: range.start == 0 || self.blank(0..range.start),
            ends: range.end == self.chars.len() || self.blank(range.end..self.chars.len()),
        }
    }

    fn blank(&self, range: Range<usize>) -> bool {
        self.chars.get(range).is_some_and(|chars| chars.iter().all(|c| c.is_whitespace()))
    }
}

/// Longest stretch in characters that is kept whole because it is set apart; a longer one is divided as other words are.
const LONGEST_KEPT: usize = 240;

/// What is not divided: links, names and emoji never, marked words where they are few.
fn kept(spans: &[Span], length: usize) -> Vec<Range<usize>> {
    let whole = |span: &&Span| match span.kind {
        SpanKind::Bold | SpanKind::Italic | SpanKind::Highlight | SpanKind::Code => {
            span.end.saturating_sub(span.start) <= LONGEST_KEPT
        }
        _ => true,
    };
    spans.iter().filter(whole).map(|span| span.start..span.end.min(length)).collect()
}
