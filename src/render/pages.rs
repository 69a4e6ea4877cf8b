//! A series of cards: where one card has too little room, the words go on on the next.
//!
//! What a page shows and where pages end is found in `series`; here pages are laid out and become cards.

use std::ops::Range;

use super::{Laid, Renderer, Work};
use crate::layout::Placed;
use crate::series::{self, Count, MAX_PAGES, Matter, Obstacle, Page, Places, Trial};
use crate::{Assets, Card, Error, ErrorKind, Finding, Options, Overflow, Record, Result, hide, report};

/// Longest stretch in characters that passes for a word.
const WORD: usize = 30;

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
        let division = match division {
            Ok(division) => division,
            Err(obstacle) => return Err(self.obstructed(&mut work, &matter, &obstacle)?),
        };
        let count = division.pages.len();
        // What binding finds is found again on the cards that have it.
        work.findings.truncate(work.of_record);
        let told = told(std::mem::take(&mut work.findings), &work);
        let mut cards = Vec::with_capacity(count);
        for (index, range) in division.pages.iter().enumerate() {
            let (part, page) = matter.page(range, index + 1, count);
            let mut work = work.again();
            let bound = work.bind(&part, Some(&page))?;
            let laid = self.place_at(&work, Some(division.size))?;
            if let Some(error) = report::page_error(&laid.placed, options, &|path| matter.path(path, &page)) {
                return Err(error);
            }
            let card = self.finish(record, &part, Some(&page), work, laid)?;
            let moved = |finding: &Finding| Finding { path: matter.path(&finding.path, &page), ..finding.clone() };
            let found = bound.iter().chain(card.findings()).map(moved);
            let findings = told.iter().cloned().chain(found).collect();
            cards.push(card.with_findings(findings));
        }
        Ok(cards)
    }

    /// How many cards a series of a record would have whose layout does not fit one.
    pub(super) fn count_pages(&self, shown: &Record, work: &Work<'_>, placed: &Placed) -> Count {
        if !is_of_words(placed) {
            return Count::Impossible;
        }
        let matter = Matter::new(shown, places(work));
        let mut work = work.again();
        let mut fit = |record: &Record, page: &Page, size: f32| self.try_page(&mut work, record, page, size);
        series::count(&matter, &mut fit).unwrap_or(Count::Impossible)
    }

    /// The error of a text that is not divided: what is to blame for it.
    fn obstructed(&self, work: &mut Work<'_>, matter: &Matter<'_>, obstacle: &Obstacle) -> Result<Error> {
        let Obstacle::Page(range, number, count) = obstacle else {
            return Ok(if *obstacle == Obstacle::Count { too_long() } else { not_divided() });
        };
        let options = work.options;
        let mut lay_out = |number: usize, count: usize| -> Result<(Page, Placed)> {
            let (part, page) = matter.page(range, number, count);
            work.bind(&part, Some(&page))?;
            Ok((page, self.place_at(work, Some(0.0))?.placed))
        };
        let (page, placed) = lay_out(*number, *count)?;
        if report::lost_fields(&placed).flatten().any(|field| !series::is_words(field))
            && let Some(error) = report::page_error(&placed, options, &|path| matter.path(path, &page))
        {
            return Ok(error);
        }
        // Where a card between the first and the last has room for the same words, what stands beside them is too much.
        if range.len() <= WORD || report::is_whole(&lay_out(2, 3)?.1) {
            let card = if *number == 1 { "first" } else { "last" };
            let message = format!("what stands beside the words leaves them no room on the {card} card");
            return Ok(Error::new(ErrorKind::TextOverflow, message)
                .with_hint("use a taller size, or leave some of it out with `--hide`")
                .at_path("text"));
        }
        let message = format!(
            "no card in {} holds a stretch of {} characters that has no place to be divided",
            options.size,
            range.len()
        );
        let hint = "use a larger size or a shorter passage; in scripts without spaces a zero width space (U+200B) says where a word ends";
        let path = matter.path("/text", &page);
        Ok(Error::new(ErrorKind::TextOverflow, message)
            .with_hint(hint)
            .at_path(path.trim_start_matches('/').replace('/', ".")))
    }

    fn try_page(&self, work: &mut Work<'_>, record: &Record, page: &Page, size: f32) -> Result<Trial> {
        work.bind(record, Some(page))?;
        let Laid { placed, .. } = self.place_at(work, Some(size))?;
        let words = placed.fitted.iter().filter(|fitted| fitted.words);
        let sizes = words.fold(0.0..f32::INFINITY, |sizes: Range<f32>, fitted| {
            sizes.start.max(fitted.allowed.min)..sizes.end.min(fitted.allowed.max.max(fitted.allowed.min))
        });
        let sizes = if sizes.end.is_finite() { sizes } else { 1.0..1.0 };
        let is_words = |field: &str| series::is_words(field) && !field.starts_with("/original");
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
            of_record: 0,
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

/// Whether it is the words of the record that do not fit.
fn is_of_words(placed: &Placed) -> bool {
    report::lost_fields(placed).any(|field| field.is_none_or(series::is_words))
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

fn not_divided() -> Error {
    Error::new(ErrorKind::TextOverflow, "no division of the words over cards of this size was found")
        .with_hint("use a taller size, a shorter passage, or hide what stands beside the words with `--hide`")
        .at_path("text")
}
