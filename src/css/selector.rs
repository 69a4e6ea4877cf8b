//! Selectors: what the parser of the `selectors` crate accepts, and how elements are matched.

use std::fmt;
use std::sync::Arc;

use cssparser::{ParseError, ToCss};
use precomputed_hash::PrecomputedHash;
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::context::MatchingContext;
use selectors::matching::ElementSelectorFlags;
use selectors::parser::{
    NonTSPseudoClass, ParseRelative, PseudoElement as PseudoElementTrait, SelectorImpl, SelectorList,
    SelectorParseErrorKind,
};
use selectors::{Element as ElementTrait, OpaqueElement};

use super::fault::{Fault, Input, Parsed};
use super::hint::pseudo_hint;
use crate::html::{Document, Element, Node};
use crate::style::Direction;

/// A name in a selector.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Ident {
    text: Arc<str>,
    hash: u32,
}

impl From<&str> for Ident {
    fn from(text: &str) -> Self {
        let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Self { text: Arc::from(text), hash }
    }
}

impl AsRef<str> for Ident {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl PrecomputedHash for Ident {
    fn precomputed_hash(&self) -> u32 {
        self.hash
    }
}

impl ToCss for Ident {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        dest.write_str(&self.text)
    }
}

/// The types of our selectors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Simple;

impl SelectorImpl for Simple {
    type ExtraMatchingData<'a> = ();
    type AttrValue = Ident;
    type Identifier = Ident;
    type LocalName = Ident;
    type NamespaceUrl = Ident;
    type NamespacePrefix = Ident;
    type BorrowedNamespaceUrl = Ident;
    type BorrowedLocalName = Ident;
    type NonTSPseudoClass = PseudoClass;
    type PseudoElement = PseudoElement;
}

/// Pseudo-classes that the `selectors` crate does not know itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PseudoClass {
    Link,
    Lang(String),
    Dir(Direction),
}

impl ToCss for PseudoClass {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        match self {
            Self::Link => dest.write_str(":link"),
            Self::Lang(tag) => write!(dest, ":lang({tag})"),
            Self::Dir(direction) => dest.write_str(match direction {
                Direction::Ltr => ":dir(ltr)",
                Direction::Rtl => ":dir(rtl)",
            }),
        }
    }
}

impl NonTSPseudoClass for PseudoClass {
    fn is_active_or_hover(&self) -> bool {
        false
    }

    fn is_user_action_state(&self) -> bool {
        false
    }
}

/// `::before` and `::after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PseudoElement {
    Before,
    After,
}

impl ToCss for PseudoElement {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        dest.write_str(match self {
            Self::Before => "::before",
            Self::After => "::after",
        })
    }
}

impl PseudoElementTrait for PseudoElement {
    fn is_before_or_after(&self) -> bool {
        true
    }
}

impl From<SelectorParseErrorKind> for Fault {
    fn from(kind: SelectorParseErrorKind) -> Self {
        use SelectorParseErrorKind as K;
        match kind {
            K::EmptySelector => Self::new("a selector is missing").hint("write one before `{`, and between commas"),
            K::DanglingCombinator => Self::new("the selector ends with a combinator").hint("write what comes after it"),
            K::ClassNeedsIdent => Self::new("`.` needs a class name after it"),
            K::PseudoElementExpectedColon | K::PseudoElementExpectedIdent | K::NoIdentForPseudo => {
                Self::new("a name is missing after `:`")
            }
            K::UnsupportedPseudoClassOrElement => {
                Self::new("this pseudo-class is not in the subset").hint(pseudo_hint(""))
            }
            K::InvalidState => Self::new("nothing may follow a pseudo-element, nor `:has()` stand in `:has()`")
                .hint("put the class before `::`"),
            _ => Self::new("the selector cannot be read").hint("docs/css.md lists the selectors"),
        }
    }
}

/// Parses selectors.
struct SelectorParser;

fn unknown(kind: &str, name: &str) -> ParseError<Fault> {
    Fault::new(format!("`{kind}{name}` is not in the subset")).hint(pseudo_hint(name)).into()
}

impl<'i> selectors::Parser<'i> for SelectorParser {
    type Impl = Simple;
    type Error = Fault;

    fn parse_is_and_where(&self) -> bool {
        true
    }

    fn parse_has(&self) -> bool {
        true
    }

    fn parse_nth_child_of(&self) -> bool {
        true
    }

    fn allow_forgiving_selectors(&self) -> bool {
        false
    }

    fn parse_non_ts_pseudo_class(&self, name: &str) -> Result<PseudoClass, ParseError<Fault>> {
        match name.to_ascii_lowercase().as_str() {
            "link" | "any-link" => Ok(PseudoClass::Link),
            lower => Err(unknown(":", lower)),
        }
    }

    fn parse_non_ts_functional_pseudo_class(
        &self,
        name: &str,
        input: &mut Input<'i>,
        _: bool,
    ) -> Result<PseudoClass, ParseError<Fault>> {
        match name.to_ascii_lowercase().as_str() {
            "lang" => {
                let tag = input.try_parse(|input| input.expect_ident_cloned());
                match tag {
                    Ok(tag) if input.is_exhausted() => Ok(PseudoClass::Lang(tag.to_ascii_lowercase())),
                    // The specification has more, but browsers drop such a rule.
                    _ => Err(Fault::new("`:lang()` takes one language without quotation marks")
                        .hint("write `:is(:lang(de), :lang(fr))` for several")
                        .into()),
                }
            }
            "dir" => super::value::keyword(input).map(PseudoClass::Dir),
            lower => Err(unknown(":", &format!("{lower}()"))),
        }
    }

    fn parse_pseudo_element(&self, name: &str) -> Result<PseudoElement, ParseError<Fault>> {
        match name.to_ascii_lowercase().as_str() {
            "before" => Ok(PseudoElement::Before),
            "after" => Ok(PseudoElement::After),
            lower => Err(unknown("::", lower)),
        }
    }
}

/// A list of selectors.
pub(crate) fn selectors(input: &mut Input<'_>) -> Parsed<SelectorList<Simple>> {
    SelectorList::parse(&SelectorParser, input, ParseRelative::No)
}

/// An element of a document, to be matched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate<'a> {
    document: &'a Document,
    index: usize,
    element: &'a Element,
}

impl<'a> Candidate<'a> {
    /// The element with this index, if it is one.
    pub fn new(document: &'a Document, index: usize) -> Option<Self> {
        document.element(index).map(|element| Self { document, index, element })
    }

    fn relative(&self, index: Option<usize>) -> Option<Self> {
        index.and_then(|index| Self::new(self.document, index))
    }

    fn ancestors(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(*self), Self::parent_element)
    }

    fn has_language(&self, tag: &str) -> bool {
        let Some(lang) = self.ancestors().find_map(|element| element.element.attribute("lang")) else { return false };
        let lang = lang.to_ascii_lowercase();
        lang.strip_prefix(tag).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

impl ElementTrait for Candidate<'_> {
    type Impl = Simple;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.element)
    }

    fn parent_element(&self) -> Option<Self> {
        self.relative(self.document.parent(self.index))
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.relative(self.element.siblings.0)
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.relative(self.element.siblings.1)
    }

    fn first_element_child(&self) -> Option<Self> {
        self.element.children.iter().find_map(|child| Self::new(self.document, *child))
    }

    fn is_html_element_in_html_document(&self) -> bool {
        !self.element.svg
    }

    fn has_local_name(&self, name: &Ident) -> bool {
        self.element.tag == *name.text
    }

    fn has_namespace(&self, namespace: &Ident) -> bool {
        namespace.text.is_empty()
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.element.tag == other.element.tag && self.element.svg == other.element.svg
    }

    fn attr_matches(
        &self,
        namespace: &NamespaceConstraint<&Ident>,
        name: &Ident,
        operation: &AttrSelectorOperation<&Ident>,
    ) -> bool {
        let plain = match namespace {
            NamespaceConstraint::Any => true,
            NamespaceConstraint::Specific(url) => url.text.is_empty(),
        };
        plain && self.element.attribute(&name.text).is_some_and(|value| operation.eval_str(value))
    }

    fn match_non_ts_pseudo_class(&self, class: &PseudoClass, _: &mut MatchingContext<'_, Simple>) -> bool {
        match class {
            PseudoClass::Link => self.is_link(),
            PseudoClass::Lang(tag) => self.has_language(tag),
            PseudoClass::Dir(direction) => {
                let said = self.ancestors().find_map(|element| super::direction_of(element.document, element.index));
                said.unwrap_or_default() == *direction
            }
        }
    }

    fn match_pseudo_element(&self, _: &PseudoElement, _: &mut MatchingContext<'_, Simple>) -> bool {
        false
    }

    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        self.element.tag == "a" && self.element.attribute("href").is_some()
    }

    fn is_html_slot_element(&self) -> bool {
        false
    }

    fn has_id(&self, id: &Ident, case: CaseSensitivity) -> bool {
        self.element.id.as_ref().is_some_and(|own| case.eq(own.as_bytes(), id.text.as_bytes()))
    }

    fn has_class(&self, name: &Ident, case: CaseSensitivity) -> bool {
        self.element.classes.iter().any(|own| case.eq(own.as_bytes(), name.text.as_bytes()))
    }

    fn has_custom_state(&self, _: &Ident) -> bool {
        false
    }

    fn imported_part(&self, _: &Ident) -> Option<Ident> {
        None
    }

    fn is_part(&self, _: &Ident) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        self.element.children.iter().all(|child| match self.document.node(*child) {
            Some(Node::Text(text)) => text.is_empty(),
            Some(Node::Element(_)) => false,
            None => true,
        })
    }

    fn is_root(&self) -> bool {
        self.index == 0
    }

    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use crate::css::tests::errors;

    #[test]
    fn what_browsers_do_not_know_is_an_error() {
        for (css, message) in [
            (":lang(de, fr) { color: red }", "`:lang()` takes one language without quotation marks"),
            (":lang(\"de\") { color: red }", "`:lang()` takes one language without quotation marks"),
            ("p:nth-of-type(2 of .x) { color: red }", "selector `p:nth-of-type(2 of .x)` cannot be read"),
            ("p:has(:has(b)) { color: red }", "nothing may follow a pseudo-element, nor `:has()` stand in `:has()`"),
            ("p:has(::before) { color: red }", "nothing may follow a pseudo-element"),
        ] {
            let found = errors(css);
            let error = found.first().unwrap_or_else(|| panic!("no error: {css}"));
            assert!(error.message().starts_with(message), "{css}: {error:?}");
        }
    }
}
