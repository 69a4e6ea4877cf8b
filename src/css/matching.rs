//! Which declarations apply to an element, in the order of the cascade.

use std::sync::{Arc, LazyLock};

use selectors::context::{
    MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches,
};
use selectors::matching::matches_selector;

use super::declaration::value;
use super::fault::Origin;
use super::media::Media;
use super::property::Declaration;
use super::selector::{Candidate, PseudoElement};
use super::sheet::{Block, Rule, Stylesheet, style_attribute};
use crate::error::Error;
use crate::html::{Document, Element, Node};
use crate::style::Direction;

/// The style sheet that every document starts from.
static USER_AGENT: LazyLock<Stylesheet> = LazyLock::new(|| {
    Stylesheet::parse(concat!(include_str!("user_agent.css"), include_str!("emoji.css")), "user agent")
        .unwrap_or_default()
});

/// What applies to one element, least important first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matched {
    /// Blocks of rules: the first `standard` of them come from the standard style sheet.
    pub blocks: Vec<Arc<Block>>,
    /// How many blocks come from the standard style sheet.
    pub standard: usize,
    /// What attributes such as `width` or `dir` say.
    pub hints: Vec<Declaration>,
    /// The `style` attribute.
    pub inline: Option<Arc<Block>>,
    /// The `lang` attribute.
    pub lang: Option<Arc<str>>,
}

/// Style sheets with the state of their `@media` conditions for one card.
pub(crate) struct Matcher<'a> {
    document: &'a Document,
    sheets: Vec<(&'a Stylesheet, Vec<bool>)>,
    caches: SelectorCaches,
}

impl<'a> Matcher<'a> {
    /// The standard style sheet and those of the author, in order.
    pub fn new(document: &'a Document, sheets: impl Iterator<Item = &'a Stylesheet>, media: Media) -> Self {
        let with_state = |sheet: &'a Stylesheet| {
            let mut states: Vec<bool> = Vec::with_capacity(sheet.conditions.len());
            for condition in &sheet.conditions {
                let outer = condition.outer.is_none_or(|outer| states.get(outer).copied().unwrap_or(false));
                states.push(outer && condition.query.matches(media));
            }
            (sheet, states)
        };
        let sheets = std::iter::once(&*USER_AGENT).chain(sheets).map(with_state).collect();
        Self { document, sheets, caches: SelectorCaches::default() }
    }

    /// What applies to an element or its pseudo-element.
    ///
    /// # Errors
    /// What is wrong in its `style` attribute.
    pub fn matched(&mut self, index: usize, pseudo: Option<PseudoElement>) -> Result<Matched, Vec<Error>> {
        let mut matched = Matched::default();
        let (Some(candidate), Some(element)) = (Candidate::new(self.document, index), self.document.element(index))
        else {
            return Ok(matched);
        };
        let mode = match pseudo {
            None => MatchingMode::Normal,
            Some(_) => MatchingMode::ForStatelessPseudoElement,
        };
        let mut context = MatchingContext::new(
            mode,
            None,
            &mut self.caches,
            QuirksMode::NoQuirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        let mut found: Vec<(bool, u32, usize, usize, &Rule)> = Vec::new();
        for (sheet_index, (sheet, states)) in self.sheets.iter().enumerate() {
            for rule_index in rules_of(sheet, element) {
                let Some(rule) = sheet.rules.get(rule_index) else { continue };
                let active = rule.condition.is_none_or(|index| states.get(index).copied().unwrap_or(false));
                if active
                    && rule.pseudo == pseudo
                    && matches_selector(&rule.selector, 0, Some(&rule.hashes), candidate, &mut context)
                {
                    found.push((sheet_index > 0, rule.selector.specificity(), sheet_index, rule_index, rule));
                }
            }
        }
        found.sort_unstable_by_key(|(author, specificity, sheet, rule, _)| (*author, *specificity, *sheet, *rule));
        matched.standard = found.iter().filter(|(author, ..)| !author).count();
        matched.blocks = found.into_iter().map(|(.., rule)| rule.block.clone()).collect();
        if pseudo.is_none() {
            matched.hints = hints(self.document, index, element);
            matched.inline = inline(self.document, element)?.map(Arc::new);
            matched.lang = element.attribute("lang").map(Arc::from);
        }
        Ok(matched)
    }
}

/// Rules whose last compound selector may match an element.
fn rules_of<'a>(sheet: &'a Stylesheet, element: &'a Element) -> impl Iterator<Item = usize> + 'a {
    let by_id = element.id.as_ref().and_then(|id| sheet.by_id.get(id)).into_iter().flatten();
    let by_class = element.classes.iter().filter_map(|class| sheet.by_class.get(class)).flatten();
    let by_tag = sheet.by_tag.get(&element.tag).into_iter().flatten();
    by_id.chain(by_class).chain(by_tag).chain(&sheet.elsewhere).copied()
}

fn inline(document: &Document, element: &Element) -> Result<Option<Block>, Vec<Error>> {
    let Some(css) = element.attribute("style") else { return Ok(None) };
    let (line, column) = document.find("style=", element.line);
    let column = column + "style=\"".len();
    style_attribute(css, Origin { file: document.file().to_owned(), line, column }).map(Some)
}

/// What attributes say about the style.
fn hints(document: &Document, index: usize, element: &Element) -> Vec<Declaration> {
    let mut hints = Vec::new();
    if element.tag == "img" || (element.tag == "svg" && element.svg) {
        for name in ["width", "height"] {
            if let Some(text) = element.attribute(name) {
                let plain = text.trim().parse::<f32>().is_ok();
                let css = if plain { format!("{}px", text.trim()) } else { text.to_owned() };
                hints.extend(value(name, &css).unwrap_or_default());
            }
        }
    }
    let said = element.attribute("dir").map(str::to_ascii_lowercase);
    let automatic = said.as_deref() == Some("auto") || (element.tag == "bdi" && said.is_none());
    if automatic && let Some(direction) = direction_of(document, index) {
        hints.push(Declaration::Direction(direction));
    }
    hints
}

/// The direction an element says itself: by `dir`, or by its text for `auto` and `<bdi>`.
pub(crate) fn direction_of(document: &Document, index: usize) -> Option<Direction> {
    let element = document.element(index)?;
    let said = element.attribute("dir").map(str::to_ascii_lowercase);
    match said.as_deref() {
        Some("ltr") => Some(Direction::Ltr),
        Some("rtl") => Some(Direction::Rtl),
        Some("auto") => Some(first_strong(document, index).unwrap_or_default()),
        _ if element.tag == "bdi" => Some(first_strong(document, index).unwrap_or_default()),
        _ if index == 0 => Some(Direction::Ltr),
        _ => None,
    }
}

/// The direction of the first letter that has one, outside of elements with a direction of their own.
fn first_strong(document: &Document, index: usize) -> Option<Direction> {
    let mut stack = vec![index];
    while let Some(current) = stack.pop() {
        match document.node(current)? {
            Node::Text(text) => {
                if let Some(direction) = text.chars().find_map(strong_direction) {
                    return Some(direction);
                }
            }
            Node::Element(element) => {
                let own = element.attribute("dir").is_some() || element.tag == "bdi" || element.tag == "style";
                if current == index || !own {
                    stack.extend(element.children.iter().rev());
                }
            }
        }
    }
    None
}

fn strong_direction(c: char) -> Option<Direction> {
    match c as u32 {
        0x200e => Some(Direction::Ltr),
        0x200f | 0x061c => Some(Direction::Rtl),
        0x0590..=0x08ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff | 0x1e800..=0x1efff => {
            c.is_alphabetic().then_some(Direction::Rtl)
        }
        _ => c.is_alphabetic().then_some(Direction::Ltr),
    }
}
