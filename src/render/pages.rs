//! A series of cards: where one card has too little room, the words go on on the next.
//!
//! What a page shows and where pages end is found in `series`; here pages are laid out and become cards.

use std::ops::Range;

use super::{Laid, Renderer, Work};
use crate::layout::Placed;
use crate::series::{self, MAX_PAGES, Matter, Page, Places, Trial};
use crate::{Assets, Card, Error, ErrorKind, Finding, Options, Overflow, Record, Result, hide, report};

impl Renderer {
    /// Makes a card, or with [`Overflow::Pages`] as many cards as the words need: a text that fits is one card as [`Renderer::render`] makes it.
    ///
    /// The cards of a series have one size of type, the largest at which the least number of them holds the words. Each ends at a paragraph, else a
    /// sentence, where that is longer than a card at a clause or a word, and prints its number (`2/5`). The author stands on every card. The
    /// pictures of a post and what it answers are on the first one; poll, link, quoted post, note and counts on the last one. A thread and the
    /// voices of a quotation are divided between posts and voices.
    ///
    /// # Errors
    /// As [`Renderer::render`]; [`ErrorKind::TextOverflow`] also for words that [`MAX_PAGES`] cards do not hold, and for a text other than the record's words.
    ///
    /// ```
    /// use pullquote::{Options, Overflow, Record, Renderer};
    /// let renderer = Renderer::builder().build()?;
    /// let json = format!(r#"{{ "kind": "quote", "text": "{}", "author": {{ "name": "Mina Ostrow" }} }}"#, "The river was high. We waited. ".repeat(30));
    /// let options = Options { overflow: Overflow::Pages, ..Options::default() };
    /// let cards = renderer.pages(&Record::from_json(json.as_bytes())?, &(), &options)?;
    /// assert_eq!(cards[1].page().map(|page| (page.number, page.count)), Some((2, cards.len())));
    /// # Ok::<(), pullquote::Error>(())
    /// ```
    pub fn pages(&self, record: &Record, assets: &dyn Assets, options: &Options) -> Result<Vec<Card>> {
        if options.overflow != Overflow::Pages {
            return self.render(record, assets, options).map(|card| vec![card]);
        }
        let shown = hide::without(record, &options.hide)?;
        let mut work = self.prepare(&shown, assets, options)?;
        let laid = self.place(&work)?;
        let places = places(&work);
        let crowded = following(&shown) > places.following && places.following > 0;
        if report::is_whole(&laid.placed) && !crowded {
            return self.finish(record, &shown, None, work, laid).map(|card| vec![card]);
        }
        if !crowded && !is_of_words(&laid.placed) {
            return Err(self.overflow(record, &shown, &work, assets, &laid).unwrap_or_else(too_long));
        }
        let matter = Matter::new(&shown, places);
        let division = {
            let mut fit = |record: &Record, page: &Page, size: f32| self.try_page(&mut work, record, page, size);
            series::divide(&matter, &mut fit)?
        };
        let Some(division) = division else { return Err(too_long()) };
        let count = division.pages.len();
        let told = told(std::mem::take(&mut work.findings), &work);
        let mut cards = Vec::with_capacity(count);
        for (index, range) in division.pages.iter().enumerate() {
            let (part, page) = matter.page(range, index + 1, count);
            let mut work = work.again();
            let bound = work.bind(&part, Some(&page))?;
            let laid = self.place_at(&work, Some(division.size))?;
            let card = self.finish(record, &part, Some(&page), work, laid)?;
            let moved = |finding: &Finding| Finding { path: matter.path(&finding.path, &page), ..finding.clone() };
            let found = bound.iter().chain(card.findings()).map(moved);
            let findings = told.iter().cloned().chain(found).collect();
            cards.push(card.with_findings(findings));
        }
        Ok(cards)
    }

    /// How many cards a series of a record would have whose layout does not fit one; `None` where a series is no way out.
    pub(super) fn count_pages(&self, shown: &Record, work: &Work<'_>, placed: &Placed) -> Option<usize> {
        if !is_of_words(placed) {
            return None;
        }
        let matter = Matter::new(shown, places(work));
        let mut work = work.again();
        let mut fit = |record: &Record, page: &Page, size: f32| self.try_page(&mut work, record, page, size);
        series::fewest(&matter, &mut fit).ok().flatten()
    }

    fn try_page(&self, work: &mut Work<'_>, record: &Record, page: &Page, size: f32) -> Result<Trial> {
        work.bind(record, Some(page))?;
        let Laid { placed, .. } = self.place_at(work, Some(size))?;
        let words = placed.fitted.iter().filter(|fitted| fitted.words);
        let sizes = words.fold(0.0..f32::INFINITY, |sizes: Range<f32>, fitted| {
            sizes.start.max(fitted.allowed.min)..sizes.end.min(fitted.allowed.max.max(fitted.allowed.min))
        });
        let sizes = if sizes.end.is_finite() { sizes } else { 1.0..1.0 };
        let is_words = |field: &str| field.ends_with("/text") && !field.starts_with("/original") && !is_within(field);
        let lines = placed.paragraphs.iter().filter(|paragraph| paragraph.field.as_deref().is_some_and(is_words));
        let lines = lines.map(|paragraph| paragraph.lines.lines.len()).sum();
        Ok(Trial { fits: report::is_whole(&placed), share: report::share(&placed), lines, sizes })
    }
}

impl Work<'_> {
    /// The same card to be bound anew.
    fn again(&self) -> Self {
        Self {
            options: self.options,
            template: self.template.clone(),
            theme: self.theme.clone(),
            locale: self.locale.clone(),
            source: self.source.clone(),
            device_size: self.device_size,
            findings: Vec::new(),
            document: crate::html::Document::default(),
        }
    }
}

/// What the template of a card draws beside the words of its record.
fn places(work: &Work<'_>) -> Places {
    let manifest = work.template.manifest();
    let list = |name: &str| {
        let draws = |number: &usize| manifest.draws(&format!("/{name}/{number}/text"));
        (0..MAX_PAGES).take_while(draws).count()
    };
    Places { following: list("thread").max(list("voices")), original: manifest.draws("/original/text") }
}

/// How many posts or voices follow the first words of a record.
fn following(record: &Record) -> usize {
    match record {
        Record::Quote(quote) => quote.voices.len(),
        Record::Post(post) => post.thread.len(),
    }
}

/// Whether a field is one of a post inside a post.
fn is_within(field: &str) -> bool {
    field.starts_with("/quoted") || field.starts_with("/reply_to")
}

/// Whether it is the words of the record that do not fit.
fn is_of_words(placed: &Placed) -> bool {
    let lost = placed.clipped.iter().filter(|clipped| clipped.lost).map(|clipped| &clipped.field);
    let mut fields = placed.overflows.iter().map(|text| &text.field).chain(lost);
    fields.any(|field| field.as_deref().is_none_or(|field| field.ends_with("/text") && !is_within(field)))
}

/// The findings of the record as a whole, without those that say that a post or voice has no place: it has one on a later card.
fn told(findings: Vec<Finding>, work: &Work<'_>) -> Vec<Finding> {
    let placed = |finding: &Finding| {
        let mut parts = finding.path.trim_start_matches('/').splitn(3, '/');
        let (list, _, rest) = (parts.next().unwrap_or_default(), parts.next(), parts.next().unwrap_or_default());
        matches!(list, "thread" | "voices") && work.template.manifest().draws(&format!("/{list}/0/{rest}"))
    };
    // Fields of later posts are drawn where those of the first are.
    let told = |finding: &Finding| match finding.code.as_str() {
        "rest-not-drawn" => false,
        "field-not-drawn" => !placed(finding),
        _ => true,
    };
    findings.into_iter().filter(told).collect()
}

fn too_long() -> Error {
    Error::new(ErrorKind::TextOverflow, format!("the words do not fit on {MAX_PAGES} cards"))
        .with_hint("use a taller size, a shorter passage, or hide what stands beside the words with `--hide`")
        .at_path("text")
}
