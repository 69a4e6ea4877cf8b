//! The cascade: a document and style sheets become a styled tree, whose font sizes can be changed afterwards.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::compute::{Computed, Draft, Variables, initial};
use super::content::{ContentValue, Part};
use super::declaration::value;
use super::fault::{Fault, Origin};
use super::length::Units;
use super::matching::{Matched, Matcher};
use super::media::Media;
use super::property::{CustomValue, Declaration, Longhand, Unparsed, Wide};
use super::selector::PseudoElement;
use super::sheet::{Block, Entry, Stylesheet};
use super::variable::{MAX_TOTAL, Resolver, substitute};
use crate::error::{Error, ErrorKind, Result};
use crate::html::{Document, Element, Node, markup};
use crate::style::{Display, NodeId, NodeKind, StyledNode, StyledTree, TextBoxTrim};

/// Errors reported at most.
const MAX_ERRORS: usize = 50;

/// A styled tree that remembers which declarations made it, so that font sizes can be changed.
#[derive(Debug, Clone)]
pub struct Cascade {
    /// The tree, node 0 is `<html>`.
    pub tree: StyledTree,
    /// The node of the document that each styled node stands for; none for generated ones.
    pub(crate) origins: Vec<Option<usize>>,
    matched: Vec<Option<Arc<Matched>>>,
    computed: Vec<Computed>,
    forced: Vec<Option<f32>>,
    styler: Styler,
}

/// Styles a document. `sheets` are the author's, in order; `<style>` elements of the document come after them.
///
/// # Errors
/// What is wrong in `style` attributes, `<style>` elements and values with `var()`, each with its place.
pub fn cascade(document: &Document, sheets: &[&Stylesheet], media: Media) -> Result<Cascade, Vec<Error>> {
    let mut own = Vec::new();
    for text in document.styles() {
        let origin = Origin { file: document.file().to_owned(), line: text.line, column: text.column };
        own.push(Stylesheet::parse_at(&text.css, origin)?);
    }
    let matcher = Matcher::new(document, sheets.iter().copied().chain(&own), media);
    let mut builder = Builder {
        document,
        matcher,
        shared: HashMap::new(),
        errors: Vec::new(),
        cascade: Cascade {
            tree: StyledTree::default(),
            origins: Vec::new(),
            matched: Vec::new(),
            computed: Vec::new(),
            forced: Vec::new(),
            styler: Styler::new(media),
        },
    };
    builder.build();
    if builder.errors.is_empty() { Ok(builder.cascade) } else { Err(builder.errors) }
}

impl Cascade {
    /// Sets the font size of an element in px, whatever its declarations say, and styles everything below it anew.
    ///
    /// # Errors
    /// When a value with `var()` cannot be read; what could be read once can be read again, so this is unexpected.
    pub fn set_font_size(&mut self, node: NodeId, font_size: f32) -> Result<()> {
        let same = self.computed.get(node).is_none_or(|computed| computed.style.text.font_size == font_size);
        if same {
            return Ok(());
        }
        if let Some(forced) = self.forced.get_mut(node) {
            *forced = Some(font_size);
        }
        let mut shared = Shared::new();
        for index in node..self.tree.nodes.len() {
            let Some(parent) = self.tree.nodes.get(index).map(|node| node.parent) else { break };
            if index > node && parent.is_none_or(|parent| parent < node) {
                break;
            }
            let around = parent.and_then(|parent| self.computed.get(parent)).cloned();
            let computed = match (self.matched.get(index).cloned().flatten(), around) {
                (Some(matched), around) => {
                    let around = around.unwrap_or_else(|| self.styler.initial.clone());
                    let request = Request {
                        parent: &around,
                        matched: &matched,
                        forced: self.forced.get(index).copied().flatten(),
                        variables: self.computed.get(index).map(|old| old.extra.variables.clone()),
                        root: index == 0,
                    };
                    self.styler.style(&request, &mut shared)?
                }
                (None, Some(around)) => around,
                (None, None) => continue,
            };
            if let Some(node) = self.tree.nodes.get_mut(index) {
                node.style = computed.style.clone();
            }
            if let Some(old) = self.computed.get_mut(index) {
                *old = computed;
            }
        }
        Ok(())
    }
}

/// Styles by parent and blocks: elements that have the same ones share their style.
type Shared = HashMap<(usize, usize, Vec<usize>), Computed>;

/// A value with `var()` and the custom properties it was read with (kept so that addresses stay unique).
type Substituted = (Arc<Unparsed>, Arc<Variables>, Arc<[Declaration]>);

/// What an element is styled from.
struct Request<'a> {
    parent: &'a Computed,
    matched: &'a Matched,
    forced: Option<f32>,
    /// Custom properties, when they are known already.
    variables: Option<Arc<Variables>>,
    root: bool,
}

/// Styles single elements.
#[derive(Debug, Clone)]
struct Styler {
    media: Media,
    initial: Computed,
    rem: f32,
    budget: usize,
    substituted: HashMap<(usize, usize), Substituted>,
}

fn address<T: ?Sized>(value: &Arc<T>) -> usize {
    Arc::as_ptr(value).cast::<()>() as usize
}

/// The declarations of one rank of the cascade.
fn ranks(matched: &Matched) -> impl Iterator<Item = (&Block, &Entry)> {
    fn entries(blocks: &[Arc<Block>], pick: fn(&Block) -> &Vec<Entry>) -> impl Iterator<Item = (&Block, &Entry)> {
        blocks.iter().flat_map(move |block| pick(block).iter().map(move |entry| (&**block, entry)))
    }
    let (standard, author) = matched.blocks.split_at(matched.standard.min(matched.blocks.len()));
    let inline = matched.inline.as_slice();
    entries(author, |block| &block.normal)
        .chain(entries(inline, |block| &block.normal))
        .chain(entries(author, |block| &block.important))
        .chain(entries(inline, |block| &block.important))
        .chain(entries(standard, |block| &block.important))
}

fn error_at(block: &Block, entry: &Entry, fault: Fault) -> Error {
    let error = Error::new(ErrorKind::Css, fault.message).in_file(&*block.file).at(entry.line, entry.column);
    match fault.hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

impl Styler {
    fn new(media: Media) -> Self {
        Self { media, initial: initial(), rem: 16.0, budget: MAX_TOTAL, substituted: HashMap::new() }
    }

    fn style(&mut self, request: &Request<'_>, shared: &mut Shared) -> Result<Computed> {
        let Request { parent, matched, .. } = request;
        let plain = matched.inline.is_none() && matched.hints.is_empty() && matched.lang.is_none();
        let key = (plain && request.forced.is_none()).then(|| {
            (address(&parent.style), address(&parent.extra), matched.blocks.iter().map(address).collect::<Vec<_>>())
        });
        if let Some(known) = key.as_ref().and_then(|key| shared.get(key)) {
            return Ok(known.clone());
        }
        let variables = match &request.variables {
            Some(known) => known.clone(),
            None => self.variables(parent, matched)?,
        };
        let mut substituted = Vec::new();
        for (block, entry) in ranks(matched) {
            if let Declaration::Unparsed(unparsed) = &entry.declaration {
                let list = self.substitute(unparsed, &variables);
                substituted.push(list.map_err(|fault| error_at(block, entry, fault))?);
            }
        }
        let standard: Vec<&Declaration> = matched
            .blocks
            .iter()
            .take(matched.standard)
            .flat_map(|block| block.normal.iter().map(|entry| &entry.declaration))
            .collect();
        let mut all: Vec<&Declaration> = standard.clone();
        all.extend(&matched.hints);
        let mut next = substituted.iter();
        for (_, entry) in ranks(matched) {
            match &entry.declaration {
                Declaration::Unparsed(_) => all.extend(next.next().into_iter().flat_map(|list| list.iter())),
                declaration => all.push(declaration),
            }
        }
        let computed = self.compute(request, variables, &standard, &all);
        if let Some(key) = key {
            shared.insert(key, computed.clone());
        }
        Ok(computed)
    }

    fn compute(
        &mut self,
        request: &Request<'_>,
        variables: Arc<Variables>,
        standard: &[&Declaration],
        all: &[&Declaration],
    ) -> Computed {
        let Request { parent, matched, .. } = request;
        let (vw, vh) = (f64::from(self.media.width) / 100.0, f64::from(self.media.height) / 100.0);
        let units = Units { em: parent.style.text.font_size, rem: self.rem, vw, vh };
        let mut draft = Draft::new(parent, &self.initial, units);
        draft.extra.variables = variables;
        if let Some(lang) = &matched.lang {
            draft.text().lang = lang.clone();
        }
        for declaration in all.iter().filter(|declaration| is_early(declaration)) {
            apply(declaration, &mut draft, standard);
        }
        let fit_max = draft.extra.own.fit_max.filter(|_| draft.extra.own.fit);
        draft.settle_font_size(request.forced.or(fit_max));
        if request.root {
            draft.units.rem = draft.units.em;
        }
        draft.settle_color();
        for declaration in all.iter().filter(|declaration| !is_early(declaration)) {
            apply(declaration, &mut draft, standard);
        }
        if request.root {
            self.rem = draft.units.em;
        }
        let around = parent.style.display;
        let items = matches!(around, Display::Flex | Display::InlineFlex | Display::Grid | Display::InlineGrid);
        draft.finish(request.root || items)
    }

    /// The custom properties of an element.
    fn variables(&mut self, parent: &Computed, matched: &Matched) -> Result<Arc<Variables>> {
        let mut declared = BTreeMap::new();
        let mut places = BTreeMap::new();
        let mut unset = Vec::new();
        for (block, entry) in ranks(matched) {
            let Declaration::Custom(name, value) = &entry.declaration else { continue };
            places.insert(name.clone(), (block, entry));
            match value {
                CustomValue::Text(text) => {
                    declared.insert(name.clone(), text.clone());
                    unset.retain(|other| other != name);
                }
                CustomValue::Wide(wide) => {
                    declared.remove(name);
                    if *wide == Wide::Initial {
                        unset.push(name.clone());
                    }
                }
            }
        }
        if declared.is_empty() && unset.is_empty() {
            return Ok(parent.extra.variables.clone());
        }
        let mut inherited = (*parent.extra.variables).clone();
        for name in &unset {
            inherited.remove(name);
        }
        let resolved = Resolver::new(&declared, &inherited, &mut self.budget).finish();
        resolved.map(Arc::new).map_err(|(name, fault)| match places.get(&name) {
            Some((block, entry)) => error_at(block, entry, fault),
            None => Error::new(ErrorKind::Css, fault.message),
        })
    }

    /// The declarations that a value with `var()` stands for.
    fn substitute(
        &mut self,
        unparsed: &Arc<Unparsed>,
        variables: &Arc<Variables>,
    ) -> Result<Arc<[Declaration]>, Fault> {
        let key = (address(unparsed), address(variables));
        if let Some((_, _, known)) = self.substituted.get(&key) {
            return Ok(known.clone());
        }
        let text = substitute(&unparsed.text, &mut &**variables, &mut self.budget)?;
        let list: Arc<[Declaration]> = value(&unparsed.name, &text)?.into();
        self.substituted.insert(key, (unparsed.clone(), variables.clone(), list.clone()));
        Ok(list)
    }
}

/// Whether a declaration must be known before lengths and colours can be computed.
fn is_early(declaration: &Declaration) -> bool {
    use Longhand as L;
    matches!(
        declaration.longhand(),
        Some(L::FontSize | L::FontFamily | L::Color | L::Direction | L::Fit | L::FitMin | L::FitMax)
    )
}

fn apply(declaration: &Declaration, draft: &mut Draft<'_>, standard: &[&Declaration]) {
    use crate::style::Direction;
    match declaration {
        Declaration::Sided(sides) => {
            let ltr = draft.style.text.direction == Direction::Ltr;
            apply(if ltr { &sides.ltr } else { &sides.rtl }, draft, standard);
        }
        Declaration::Wide(longhand, Wide::Revert) => {
            let direction = draft.style.text.direction;
            let plain = |declaration: &&Declaration| match declaration {
                Declaration::Sided(sides) => {
                    let side = if direction == Direction::Ltr { &sides.ltr } else { &sides.rtl };
                    side.longhand() == Some(*longhand)
                }
                other => other.longhand() == Some(*longhand),
            };
            match standard.iter().rev().copied().find(plain) {
                Some(standard_value) => apply(standard_value, draft, &[]),
                None => apply(&Declaration::Wide(*longhand, Wide::Unset), draft, &[]),
            }
        }
        Declaration::Wide(longhand, wide) => reset(*longhand, *wide, draft),
        Declaration::FontSize(size) => {
            declaration.apply(draft);
            draft.note_font_size(size);
        }
        other => other.apply(draft),
    }
}

fn reset(longhand: Longhand, wide: Wide, draft: &mut Draft<'_>) {
    use Longhand as L;
    let inherit = match wide {
        Wide::Initial => Some(false),
        Wide::Inherit => Some(true),
        Wide::Unset | Wide::Revert => None,
    };
    longhand.reset(draft, inherit);
    let current = draft.style.text.color;
    let inherits = inherit == Some(true);
    match longhand {
        L::BorderTopColor if !inherits => draft.style.border_color.top = current,
        L::BorderRightColor if !inherits => draft.style.border_color.right = current,
        L::BorderBottomColor if !inherits => draft.style.border_color.bottom = current,
        L::BorderLeftColor if !inherits => draft.style.border_color.left = current,
        L::FontSize => {
            let from = if inherit == Some(false) { draft.initial } else { draft.parent };
            draft.extra.absolute_size = from.extra.absolute_size;
            draft.extra.named_size = from.extra.named_size;
        }
        _ => {}
    }
}

/// What is still to be put into the tree.
enum Step {
    Node(usize, Option<NodeId>),
    Pseudo(usize, NodeId, PseudoElement),
}

/// Builds the tree of a document.
struct Builder<'a> {
    document: &'a Document,
    matcher: Matcher<'a>,
    shared: Shared,
    errors: Vec<Error>,
    cascade: Cascade,
}

impl Builder<'_> {
    fn build(&mut self) {
        let mut steps = vec![Step::Node(0, None)];
        while let Some(step) = steps.pop() {
            if self.errors.len() >= MAX_ERRORS {
                return;
            }
            match step {
                Step::Node(index, parent) => self.node(index, parent, &mut steps),
                Step::Pseudo(index, parent, pseudo) => self.pseudo(index, parent, pseudo),
            }
        }
    }

    fn node(&mut self, index: usize, parent: Option<NodeId>, steps: &mut Vec<Step>) {
        let document = self.document;
        let element = match document.node(index) {
            Some(Node::Element(element)) => element,
            Some(Node::Text(text)) => {
                self.push_text(text.clone(), parent);
                if parent.is_some() {
                    self.note_origin(index);
                }
                return;
            }
            None => return,
        };
        let Some((matched, computed)) = self.styled(index, None, parent) else { return };
        if computed.style.display == Display::None {
            return;
        }
        self.check_marker(element, &computed);
        self.check_group(element, &computed);
        let field = element.attribute("data-field").map(Arc::from);
        let kind = kind_of(document, index, element);
        let whole = !matches!(kind, NodeKind::Element { .. });
        let id = self.push(kind, parent, computed, Some(matched), field);
        self.note_origin(index);
        if whole {
            return;
        }
        steps.push(Step::Pseudo(index, id, PseudoElement::After));
        steps.extend(element.children.iter().rev().map(|child| Step::Node(*child, Some(id))));
        self.pseudo(index, id, PseudoElement::Before);
    }

    fn pseudo(&mut self, index: usize, parent: NodeId, pseudo: PseudoElement) {
        let Some((matched, computed)) = self.styled(index, Some(pseudo), Some(parent)) else { return };
        let ContentValue::Parts(parts) = &computed.extra.own.content else { return };
        if computed.style.display == Display::None {
            return;
        }
        if let Some(element) = self.document.element(index) {
            self.check_group(element, &computed);
        }
        let mut text = String::new();
        for part in parts.iter() {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Attribute(name) => {
                    let value = self.document.element(index).and_then(|element| element.attribute(name));
                    text.push_str(value.unwrap_or_default());
                }
            }
        }
        let tag = match pseudo {
            PseudoElement::Before => "::before",
            PseudoElement::After => "::after",
        };
        let kind = NodeKind::Element { tag: tag.to_owned(), attributes: Vec::new() };
        let id = self.push(kind, Some(parent), computed, Some(matched), None);
        if !text.is_empty() {
            self.push_text(text, Some(id));
        }
    }

    fn styled(
        &mut self,
        index: usize,
        pseudo: Option<PseudoElement>,
        parent: Option<NodeId>,
    ) -> Option<(Arc<Matched>, Computed)> {
        let matched = match self.matcher.matched(index, pseudo) {
            Ok(matched) => Arc::new(matched),
            Err(errors) => {
                self.errors.extend(errors);
                return None;
            }
        };
        if pseudo.is_some() && matched.blocks.is_empty() {
            return None;
        }
        let around = match parent.and_then(|parent| self.cascade.computed.get(parent)) {
            Some(computed) => computed.clone(),
            None => self.cascade.styler.initial.clone(),
        };
        let request =
            Request { parent: &around, matched: &matched, forced: None, variables: None, root: parent.is_none() };
        match self.cascade.styler.style(&request, &mut self.shared) {
            Ok(computed) => Some((matched, computed)),
            Err(error) => {
                let known = self
                    .errors
                    .iter()
                    .any(|other| other.location() == error.location() && other.message() == error.message());
                if !known {
                    self.errors.push(error);
                }
                None
            }
        }
    }

    fn check_marker(&mut self, element: &Element, computed: &Computed) {
        if computed.style.display == Display::ListItem && computed.extra.marker {
            let (line, column) = self.document.place(element);
            let error = Error::new(ErrorKind::Css, "markers of list items are not in the subset");
            let hint = "write `list-style: none`, and draw a marker with `::before`";
            self.errors.push(error.with_hint(hint).in_file(self.document.file()).at(line, column));
        }
    }

    /// Inline boxes are drawn line by line, never as a group, and are as high as their font.
    fn check_group(&mut self, element: &Element, computed: &Computed) {
        let style = &computed.style;
        if style.display != Display::Inline || element.svg || element.tag == "img" {
            return;
        }
        let grouped = !style.effects.filter.is_empty() || style.effects.is_masked();
        let trimmed = style.text_box_trim != TextBoxTrim::default();
        let messages = [
            (grouped, "`filter` and `mask` of inline elements are not in the subset"),
            (trimmed, "`text-box-trim` of inline elements is not in the subset"),
        ];
        for (_, message) in messages.into_iter().filter(|(wrong, _)| *wrong) {
            let (line, column) = self.document.place(element);
            let error = Error::new(ErrorKind::Css, message).with_hint("write `display: inline-block` as well");
            self.errors.push(error.in_file(self.document.file()).at(line, column));
        }
    }

    /// Says which node of the document the node pushed last stands for.
    fn note_origin(&mut self, index: usize) {
        if let Some(origin) = self.cascade.origins.last_mut() {
            *origin = Some(index);
        }
    }

    fn push_text(&mut self, text: String, parent: Option<NodeId>) {
        let Some(computed) = parent.and_then(|parent| self.cascade.computed.get(parent)).cloned() else { return };
        self.push(NodeKind::Text(text), parent, computed, None, None);
    }

    fn push(
        &mut self,
        kind: NodeKind,
        parent: Option<NodeId>,
        computed: Computed,
        matched: Option<Arc<Matched>>,
        field: Option<Arc<str>>,
    ) -> NodeId {
        let cascade = &mut self.cascade;
        let id = cascade.tree.nodes.len();
        let above = parent.and_then(|parent| cascade.tree.nodes.get_mut(parent));
        let inherited = above.and_then(|above| {
            above.children.push(id);
            above.field.clone()
        });
        let style = computed.style.clone();
        let field = field.or(inherited);
        cascade.tree.nodes.push(StyledNode { kind, parent, children: Vec::new(), style, field });
        cascade.origins.push(None);
        cascade.computed.push(computed);
        cascade.matched.push(matched);
        cascade.forced.push(None);
        id
    }
}

fn kind_of(document: &Document, index: usize, element: &Element) -> NodeKind {
    if element.svg {
        return NodeKind::Svg { markup: Arc::from(markup(document, index)) };
    }
    match element.tag.as_str() {
        "img" => NodeKind::Picture {
            src: element.attribute("src").unwrap_or_default().to_owned(),
            alt: element.attribute("alt").unwrap_or_default().to_owned(),
        },
        "br" => NodeKind::LineBreak,
        "wbr" => NodeKind::Text("\u{200b}".to_owned()),
        _ => NodeKind::Element { tag: element.tag.clone(), attributes: element.attributes.clone() },
    }
}
