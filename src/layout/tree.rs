//! The box tree: which boxes a styled tree makes, with anonymous ones around stray text. Knows no sizes.
//!
//! A block inside an inline element turns that element into a block: lines are not split around blocks.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::clamp::Touched;
use super::mapping::{Calcs, Level};
use super::replaced::{Intrinsic, intrinsic_picture, intrinsic_svg};
use crate::display::Rect;
use crate::font::Fonts;
use crate::paragraph::{self, InlineItem, LineLimit, Lines, MissingGlyph, Paragraph};
use crate::picture::Picture;
use crate::style::{
    Align, BackgroundBox, BorderStyle, Display, Edges, Length, NodeId, NodeKind, Overflow, Position, Size, Style,
    StyledTree, TextOverflow, WhiteSpaceCollapse,
};

/// Index of a box.
pub(super) type BoxId = usize;

/// Names a paragraph across layouts: the element that holds it and which of its runs it is.
pub(super) type ParagraphKey = (NodeId, usize);

/// What a box holds.
#[derive(Debug)]
pub(super) enum Content {
    /// Blocks below each other.
    Block,
    /// Flex or grid items.
    Items,
    /// Lines.
    Text(Box<TextContent>),
    /// A picture or vector graphic.
    Replaced(Intrinsic),
}

/// The inline content of a box.
#[derive(Debug)]
pub(super) struct TextContent {
    /// Its name.
    pub(super) key: ParagraphKey,
    /// The shaped text; absent once another layout has it.
    pub(super) paragraph: Option<Paragraph>,
    /// Clusters of it that no font can show.
    pub(super) missing: Vec<MissingGlyph>,
    /// What it was shaped from.
    items: Vec<InlineItem>,
    /// Style of the block that holds the lines.
    block: Arc<Style>,
    /// Where it is cut.
    pub(super) limit: LineLimit,
    /// Boxes of its atomic inlines, in order.
    pub(super) atoms: Vec<BoxId>,
    /// Absolutely positioned boxes.
    pub(super) out_of_flow: Vec<BoxId>,
    /// Relatively positioned inline elements.
    pub(super) containers: Vec<InlineContainer>,
    /// Out-of-flow boxes placed against one of those, relative to the box itself.
    pub(super) claimed: Vec<taffy::NodeId>,
    /// The lines of the last layout.
    pub(super) lines: Option<Arc<Lines>>,
    /// Left, top and width of the area they are relative to, from the border edge.
    pub(super) content: Rect,
}

/// A relatively positioned inline element: absolutely positioned boxes in it are placed against it.
#[derive(Debug)]
pub(super) struct InlineContainer {
    /// The element.
    pub(super) node: NodeId,
    /// Its style.
    pub(super) style: Arc<Style>,
    /// The one around it, by number.
    pub(super) around: Option<usize>,
    /// Atoms and absolutely positioned boxes directly in it.
    pub(super) inside: Vec<BoxId>,
}

/// A box.
#[derive(Debug)]
pub(super) struct LayoutBox {
    /// The styled node it belongs to; for an anonymous box the element around it.
    pub(super) node: NodeId,
    /// It has no element of its own.
    pub(super) anonymous: bool,
    /// Its style.
    pub(super) style: Arc<Style>,
    /// Its style for layout.
    pub(super) flow: taffy::Style,
    /// What it holds.
    pub(super) content: Content,
    /// Child boxes that the layout library places, out-of-flow ones included.
    pub(super) children: Vec<taffy::NodeId>,
    /// Out-of-flow boxes placed against this one.
    pub(super) hoisted: Vec<taffy::NodeId>,
    /// Sizes already found.
    pub(super) cache: taffy::Cache,
    /// Where it is, relative to the box it is placed against.
    pub(super) layout: taffy::Layout,
}

impl LayoutBox {
    /// All boxes inside, in document order.
    pub(super) fn inside(&self) -> Vec<BoxId> {
        match &self.content {
            Content::Text(text) => {
                let mut ids: Vec<BoxId> = text.atoms.clone();
                ids.extend(&text.out_of_flow);
                ids.sort_unstable();
                ids
            }
            _ => self.children.iter().map(|id| usize::from(*id)).collect(),
        }
    }

    /// Whether it is out of flow.
    pub(super) fn is_absolute(&self) -> bool {
        self.style.position == Position::Absolute
    }

    /// Whether its contents are cut off at its padding box.
    pub(super) fn clips(&self) -> bool {
        self.style.overflow_x != Overflow::Visible || self.style.overflow_y != Overflow::Visible
    }
}

/// All boxes of a card. Box 0 is the root.
#[derive(Debug, Default)]
pub(super) struct Boxes {
    /// Parents before children.
    pub(super) list: Vec<LayoutBox>,
    /// `calc()` expressions.
    pub(super) calcs: Rc<Calcs>,
    /// What boxes with `line-clamp` have changed in those inside them.
    pub(super) clamped: HashMap<BoxId, Touched>,
}

/// What is kept between layouts of one card, so that only what changed is made again.
#[derive(Debug, Default)]
pub(super) struct Shaped {
    paragraphs: HashMap<ParagraphKey, (Vec<InlineItem>, Arc<Style>, Paragraph)>,
    /// Natural sizes of inline SVG.
    drawings: HashMap<NodeId, Intrinsic>,
}

impl Shaped {
    /// Takes back the paragraphs of boxes that are laid out: their lines stay.
    pub(super) fn reclaim(&mut self, boxes: &mut Boxes) {
        for layout_box in &mut boxes.list {
            if let Content::Text(text) = &mut layout_box.content
                && let Some(paragraph) = text.paragraph.take()
            {
                self.paragraphs.insert(text.key, (std::mem::take(&mut text.items), Arc::clone(&text.block), paragraph));
            }
        }
    }

    fn paragraph(
        &mut self,
        key: ParagraphKey,
        items: Vec<InlineItem>,
        block: &Arc<Style>,
        fonts: &mut Fonts,
    ) -> (Vec<InlineItem>, Paragraph) {
        if let Some((old_items, old_block, paragraph)) = self.paragraphs.remove(&key)
            && same_style(&old_block, block)
            && same_items(&old_items, &items)
        {
            return (items, paragraph);
        }
        let paragraph = paragraph::shape(&items, block, fonts);
        (items, paragraph)
    }
}

fn same_style(left: &Arc<Style>, right: &Arc<Style>) -> bool {
    Arc::ptr_eq(left, right) || left == right
}

fn same_items(left: &[InlineItem], right: &[InlineItem]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|pair| match pair {
            (InlineItem::Text { node: a, text: s, style: x }, InlineItem::Text { node: b, text: t, style: y }) => {
                a == b && s == t && same_style(x, y)
            }
            (InlineItem::Open { node: a, style: x }, InlineItem::Open { node: b, style: y })
            | (InlineItem::Atom { node: a, style: x }, InlineItem::Atom { node: b, style: y }) => {
                a == b && same_style(x, y)
            }
            (InlineItem::Close { node: a }, InlineItem::Close { node: b })
            | (InlineItem::Anchor { node: a }, InlineItem::Anchor { node: b }) => a == b,
            (InlineItem::Break, InlineItem::Break) => true,
            _ => false,
        })
}

/// What building needs besides the styled tree.
pub(super) struct Builder<'a> {
    /// The styled nodes.
    pub(super) tree: &'a StyledTree,
    /// Pictures by address.
    pub(super) pictures: &'a dyn Fn(&str) -> Option<Arc<Picture>>,
    /// Heights at which texts are shortened.
    pub(super) heights: &'a HashMap<ParagraphKey, f32>,
    /// Texts whose lines end with an ellipsis where they are too wide.
    pub(super) narrowed: &'a HashSet<ParagraphKey>,
    /// Paragraphs of an earlier layout.
    pub(super) shaped: &'a mut Shaped,
    /// Faces to shape with.
    pub(super) fonts: &'a mut Fonts,
    /// The `calc()` expressions met.
    pub(super) calcs: Calcs,
    /// The result.
    pub(super) boxes: Boxes,
}

impl Builder<'_> {
    /// Builds the boxes of the whole tree.
    pub(super) fn build(mut self) -> Boxes {
        if !self.tree.nodes.is_empty() {
            self.element(0);
        }
        self.boxes.calcs = Rc::new(self.calcs);
        super::trim::pass_on(&mut self.boxes);
        self.boxes
    }

    /// The box of an element, with everything inside.
    fn element(&mut self, node: NodeId) -> Option<BoxId> {
        let styled = self.tree.nodes.get(node)?;
        let style = Arc::clone(&styled.style);
        match &styled.kind {
            NodeKind::Picture { src, .. } => {
                let picture = (self.pictures)(src);
                Some(self.push(node, style, Level::Replaced, Content::Replaced(intrinsic_picture(picture))))
            }
            NodeKind::Svg { markup } => {
                let size = *self.shaped.drawings.entry(node).or_insert_with(|| intrinsic_svg(markup));
                Some(self.push(node, style, Level::Replaced, Content::Replaced(size)))
            }
            NodeKind::Text(_) | NodeKind::LineBreak => None,
            NodeKind::Element { .. } => {
                let content = match style.display {
                    Display::Flex | Display::InlineFlex | Display::Grid | Display::InlineGrid => Content::Items,
                    _ => Content::Block,
                };
                let has_items = matches!(content, Content::Items);
                let id = self.push(node, style, Level::Container, content);
                let children = &styled.children;
                if has_items {
                    self.items(id, children);
                } else {
                    self.block_children(id, children);
                }
                Some(id)
            }
        }
    }

    fn push(&mut self, node: NodeId, style: Arc<Style>, level: Level, content: Content) -> BoxId {
        let flow = self.calcs.flow_style(&style, level);
        self.boxes.list.push(LayoutBox {
            node,
            anonymous: false,
            style,
            flow,
            content,
            children: Vec::new(),
            hoisted: Vec::new(),
            cache: taffy::Cache::new(),
            layout: taffy::Layout::new(),
        });
        self.boxes.list.len() - 1
    }

    /// Children of a flex or grid container: each element an item, each run of text an anonymous one.
    fn items(&mut self, parent: BoxId, children: &[NodeId]) {
        let mut run = Vec::new();
        for &child in children {
            if self.is_text(child) {
                run.push(child);
                continue;
            }
            self.anonymous(parent, &mut run);
            self.child(parent, child);
        }
        self.anonymous(parent, &mut run);
    }

    /// Children of a block container: lines when all are inline, else blocks with anonymous ones between.
    fn block_children(&mut self, parent: BoxId, children: &[NodeId]) {
        let has_blocks = children.iter().any(|&child| self.in_flow_block(child));
        if !has_blocks {
            if children.iter().any(|&child| !self.is_absolute(child) || self.is_inline_level(child)) {
                self.text(parent, children, 0);
            } else {
                children.iter().for_each(|&child| self.child(parent, child));
            }
            return;
        }
        let mut run = Vec::new();
        for &child in children {
            let stands_alone = self.is_absolute(child) && !self.is_inline_level(child);
            let splits = self.in_flow_block(child) || (stands_alone && !self.run_has_text(&run));
            if !splits {
                run.push(child);
                continue;
            }
            self.anonymous(parent, &mut run);
            self.child(parent, child);
        }
        self.anonymous(parent, &mut run);
    }

    fn child(&mut self, parent: BoxId, child: NodeId) {
        if let Some(id) = self.element(child)
            && let Some(parent) = self.boxes.list.get_mut(parent)
        {
            parent.children.push(taffy::NodeId::from(id));
        }
    }

    /// Puts a run of inline content into an anonymous block, unless it is only white space.
    fn anonymous(&mut self, parent: BoxId, run: &mut Vec<NodeId>) {
        let children = std::mem::take(run);
        let items = self.boxes.list.get(parent).is_some_and(|around| matches!(around.content, Content::Items));
        let in_line = !items && children.iter().any(|&child| self.is_absolute(child) && self.is_inline_level(child));
        if !in_line && !self.run_has_text(&children) {
            for child in children {
                if self.is_absolute(child) {
                    self.child(parent, child);
                }
            }
            return;
        }
        let Some(around) = self.boxes.list.get(parent) else { return };
        let (node, style) = (around.node, Arc::new(anonymous_style(&around.style)));
        let number = around.children.len();
        let id = self.push(node, style, Level::Container, Content::Block);
        if let Some(anonymous) = self.boxes.list.get_mut(id) {
            anonymous.anonymous = true;
        }
        if let Some(parent) = self.boxes.list.get_mut(parent) {
            parent.children.push(taffy::NodeId::from(id));
        }
        self.text(id, &children, number + 1);
    }

    /// Fills a box with lines.
    fn text(&mut self, owner: BoxId, children: &[NodeId], number: usize) {
        let Some(block) = self.boxes.list.get(owner).map(|owner| Arc::clone(&owner.style)) else { return };
        let node = self.boxes.list.get(owner).map_or(0, |owner| owner.node);
        let mut run = Run::default();
        children.iter().for_each(|&child| self.inline(child, &mut run));
        let key = (node, number);
        let limit = LineLimit {
            clamp: block.line_clamp,
            ellipsis: self.narrowed.contains(&key)
                || (block.text_overflow == TextOverflow::Ellipsis && block.overflow_x != Overflow::Visible),
            max_height: self.heights.get(&key).copied(),
            goes_on: false,
            trim: block.text_box_trim,
        };
        let (items, paragraph) = self.shaped.paragraph(key, run.items, &block, self.fonts);
        if let Some(owner) = self.boxes.list.get_mut(owner) {
            owner.content = Content::Text(Box::new(TextContent {
                key,
                missing: paragraph.missing().to_vec(),
                paragraph: Some(paragraph),
                items,
                block,
                limit,
                atoms: run.atoms,
                out_of_flow: run.out_of_flow,
                containers: run.containers,
                claimed: Vec::new(),
                lines: None,
                content: Rect::default(),
            }));
        }
    }

    fn inline(&mut self, node: NodeId, run: &mut Run) {
        let Some(styled) = self.tree.nodes.get(node) else { return };
        let style = Arc::clone(&styled.style);
        match &styled.kind {
            NodeKind::Text(text) => {
                run.items.push(InlineItem::Text { node, text: text.clone(), style });
            }
            NodeKind::LineBreak => {
                run.items.push(InlineItem::Break);
            }
            _ if style.position == Position::Absolute => {
                if let Some(id) = self.element(node) {
                    run.out_of_flow.push(id);
                    run.hold(id);
                    run.items.push(InlineItem::Anchor { node });
                }
            }
            NodeKind::Element { .. } if style.display == Display::Inline => {
                let around = run.container;
                if style.position == Position::Relative {
                    let container = InlineContainer { node, style: Arc::clone(&style), around, inside: Vec::new() };
                    run.containers.push(container);
                    run.container = Some(run.containers.len() - 1);
                }
                run.items.push(InlineItem::Open { node, style });
                let children = &styled.children;
                children.iter().for_each(|&child| self.inline(child, run));
                run.items.push(InlineItem::Close { node });
                run.container = around;
            }
            _ => {
                if let Some(id) = self.element(node) {
                    run.atoms.push(id);
                    run.hold(id);
                    run.items.push(InlineItem::Atom { node, style });
                }
            }
        }
    }

    fn is_text(&self, node: NodeId) -> bool {
        self.tree.nodes.get(node).is_some_and(|styled| matches!(styled.kind, NodeKind::Text(_) | NodeKind::LineBreak))
    }

    fn is_absolute(&self, node: NodeId) -> bool {
        !self.is_text(node)
            && self.tree.nodes.get(node).is_some_and(|styled| styled.style.position == Position::Absolute)
    }

    fn is_inline_level(&self, node: NodeId) -> bool {
        self.tree.nodes.get(node).is_some_and(|styled| styled.style.inline_level)
    }

    /// Whether a node is a block in the flow, or an inline element with one inside.
    fn in_flow_block(&self, node: NodeId) -> bool {
        let Some(styled) = self.tree.nodes.get(node) else { return false };
        if self.is_text(node) || styled.style.position == Position::Absolute {
            return false;
        }
        match styled.style.display {
            Display::Block | Display::Flex | Display::Grid | Display::Box | Display::ListItem | Display::FlowRoot => {
                true
            }
            Display::Inline => styled.children.iter().any(|&child| self.in_flow_block(child)),
            Display::None | Display::InlineBlock | Display::InlineFlex | Display::InlineGrid => false,
        }
    }

    /// Whether a run makes a line: anything but collapsible white space and out-of-flow boxes.
    fn run_has_text(&self, run: &[NodeId]) -> bool {
        run.iter().any(|&node| {
            self.tree.nodes.get(node).is_some_and(|styled| match &styled.kind {
                NodeKind::Text(text) => !is_blank(text, &styled.style),
                NodeKind::LineBreak => true,
                _ => styled.style.position != Position::Absolute,
            })
        })
    }
}

#[derive(Default)]
struct Run {
    items: Vec<InlineItem>,
    atoms: Vec<BoxId>,
    out_of_flow: Vec<BoxId>,
    containers: Vec<InlineContainer>,
    /// The innermost one that is open.
    container: Option<usize>,
}

impl Run {
    /// Notes that a box stands in the innermost container.
    fn hold(&mut self, id: BoxId) {
        if let Some(container) = self.container.and_then(|number| self.containers.get_mut(number)) {
            container.inside.push(id);
        }
    }
}

fn is_blank(text: &str, style: &Style) -> bool {
    style.text.white_space_collapse == WhiteSpaceCollapse::Collapse
        && text.chars().all(|character| matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}'))
}

/// The style of an anonymous box: inherited properties of the box around it, else initial values.
fn anonymous_style(around: &Style) -> Style {
    let none = || Length::ZERO;
    let zero = || Some(Length::ZERO);
    Style {
        display: Display::Block,
        position: Position::Static,
        inset: Edges::default(),
        z_index: None,
        width: Size::Auto,
        height: Size::Auto,
        min_width: Size::Auto,
        min_height: Size::Auto,
        max_width: Size::Auto,
        max_height: Size::Auto,
        aspect_ratio: None,
        margin: Edges { top: zero(), right: zero(), bottom: zero(), left: zero() },
        padding: Edges { top: none(), right: none(), bottom: none(), left: none() },
        border_width: Edges::default(),
        border_style: Edges {
            top: BorderStyle::None,
            right: BorderStyle::None,
            bottom: BorderStyle::None,
            left: BorderStyle::None,
        },
        border_radius: std::array::from_fn(|_| (none(), none())),
        overflow_x: Overflow::Visible,
        overflow_y: Overflow::Visible,
        opacity: 1.0,
        background_color: crate::display::Color::TRANSPARENT,
        background: Arc::new([]),
        background_clip: BackgroundBox::Border,
        letter_layers: Arc::new([]),
        effects: crate::style::Effects::initial(),
        box_shadow: Arc::new([]),
        flex_grow: 0.0,
        flex_shrink: 1.0,
        flex_basis: Size::Auto,
        align_self: Align::Auto,
        align_content: Align::Normal,
        grid: crate::style::Grid::initial(),
        line_clamp: None,
        text_box_trim: crate::style::TextBoxTrim::default(),
        fit: None,
        ..around.clone()
    }
}
