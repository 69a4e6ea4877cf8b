//! Painting: placed boxes as a display list, in the order of CSS 2.1 appendix E.
//!
//! Flex and grid items and atomic inlines are painted as a whole, as if each made a stacking context of its own without the
//! positioned boxes in it. Positioned inline elements move, but are not lifted above later content.

mod background;
mod border;
mod dash;
mod decoration;
mod effect;
mod gradient;
mod shadow;
mod shape;
mod text;
mod vector;

use std::sync::Arc;

use self::background::Ground;
use self::shape::{border_edge, inner_edge, shape, sharp, snapped, sum};
use super::place::{Placed, PlacedBox, PlacedKind};
use super::replaced::object_rect;
use super::tree::BoxId;
use crate::display::{DisplayList, Item, PictureItem, Placement, Rect, RoundedRect, Shape};
use crate::picture::Picture;
use crate::style::{Isolation, Length, NodeKind, ObjectFit, Overflow, Position, StyledTree, Visibility};

/// Paints a card. `tree` is the one it was laid out from; `pictures` looks pictures up by the address as written.
pub(crate) fn paint(
    placed: &Placed,
    tree: &StyledTree,
    pictures: &dyn Fn(&str) -> Option<Arc<Picture>>,
) -> DisplayList {
    let list = DisplayList { width: placed.width, height: placed.height, ..DisplayList::default() };
    let mut painter = Painter {
        placed,
        tree,
        pictures,
        list,
        open: Vec::new(),
        base: 0,
        place: Placement::IDENTITY,
        silhouette: false,
        canvas: None,
    };
    if !placed.boxes.is_empty() {
        painter.canvas = painter.canvas();
        painter.layer_of(0, true);
        painter.switch(None);
    }
    painter.list.drop_idle_clips();
    painter.list
}

/// The list in work.
struct Painter<'a> {
    placed: &'a Placed,
    tree: &'a StyledTree,
    pictures: &'a dyn Fn(&str) -> Option<Arc<Picture>>,
    list: DisplayList,
    /// Clips that are open, outermost first.
    open: Vec<usize>,
    /// How many of them lie outside the innermost group.
    base: usize,
    /// Where what is painted stands: a transform that turns nothing.
    place: Placement,
    /// Only letters are painted, in black: the mask of a background.
    silhouette: bool,
    /// The box whose background the card has.
    canvas: Option<BoxId>,
}

/// A box that is painted out of turn.
struct Layer {
    id: BoxId,
    z: i32,
    context: bool,
}

impl Painter<'_> {
    /// Adds an item under a clip.
    fn emit(&mut self, clip: Option<usize>, item: Item) {
        self.switch(clip);
        self.list.items.push(effect::placed(self.place, item));
    }

    /// Opens and closes clips until exactly those of a chain are open.
    fn switch(&mut self, clip: Option<usize>) {
        if self.open.last().copied() == clip {
            return;
        }
        let chain = self.chain(clip);
        let shared = self.open.iter().zip(&chain).take_while(|(open, wanted)| open == wanted).count();
        // What is open around a group stays open inside it.
        let keep = shared.max(self.base);
        while self.open.len() > keep {
            self.open.pop();
            self.list.items.push(Item::EndClip);
        }
        for id in chain.into_iter().skip(shared) {
            if !self.open.contains(&id) {
                self.open.push(id);
                let shape = self.clip_shape(id);
                self.list.items.push(effect::placed(self.place, Item::Clip(shape)));
            }
        }
    }

    /// A clip and those around it, the outermost first.
    fn chain(&self, clip: Option<usize>) -> Vec<usize> {
        let outer = |id: &usize| self.placed.clips.get(*id).and_then(|(_, outer)| *outer);
        let mut chain: Vec<usize> = std::iter::successors(clip, outer).collect();
        chain.reverse();
        chain
    }

    fn clip_shape(&self, clip: usize) -> Shape {
        let owner = self.placed.clips.get(clip).and_then(|(id, _)| self.placed.boxes.get(*id));
        let Some(owner) = owner else { return Shape::Rect(Rect::default()) };
        let style = &owner.style;
        let edge = border_edge(owner.rect, &style.border_radius);
        let mut inner = inner_edge(&edge, owner.rect, &owner.border);
        if style.overflow_x == Overflow::Visible || style.overflow_y == Overflow::Visible {
            let (width, height) = (self.placed.width, self.placed.height);
            let rect = &mut inner.rect;
            if style.overflow_x == Overflow::Visible {
                (rect.x, rect.width) = (-width, 3.0 * width);
            } else {
                (rect.y, rect.height) = (-height, 3.0 * height);
            }
            inner = sharp(*rect);
        }
        shape(inner)
    }

    /// Whether a box is painted out of turn.
    fn is_layer(&self, id: BoxId, flex_item: bool) -> bool {
        self.placed
            .boxes
            .get(id)
            .is_some_and(|placed| placed.style.position != Position::Static || is_context(placed, flex_item))
    }

    /// Paints a positioned box or a stacking context, with everything that belongs to it.
    fn layer_of(&mut self, id: BoxId, context: bool) {
        let Some(placed) = self.placed.boxes.get(id) else { return };
        if placed.style.opacity <= 0.0 {
            return;
        }
        if !effect::is_group(&placed.style) {
            self.stack(id, context);
            return;
        }
        if let Some(around) = self.open_group(id) {
            self.stack(id, context);
            self.close_group(around);
        }
    }

    fn stack(&mut self, id: BoxId, context: bool) {
        self.decoration(id);
        let mut layers = Vec::new();
        if context {
            self.collect(id, &mut layers);
            layers.sort_by_key(|layer: &Layer| layer.z);
        }
        let (below, above): (Vec<Layer>, Vec<Layer>) = layers.into_iter().partition(|layer| layer.z < 0);
        for layer in below {
            self.layer_of(layer.id, layer.context);
        }
        self.blocks(id);
        self.foreground(id);
        for layer in above {
            self.layer_of(layer.id, layer.context);
        }
    }

    /// Finds the layers that belong to a stacking context, in document order.
    fn collect(&self, id: BoxId, layers: &mut Vec<Layer>) {
        let Some(placed) = self.placed.boxes.get(id) else { return };
        let flex = matches!(placed.kind, PlacedKind::Items);
        for &child in &placed.inside {
            let Some(inner) = self.placed.boxes.get(child) else { continue };
            let context = is_context(inner, flex);
            if context || inner.style.position != Position::Static {
                let ordered = context && (flex || inner.style.position != Position::Static);
                let z = if ordered { inner.style.z_index.unwrap_or(0) } else { 0 };
                layers.push(Layer { id: child, z, context });
            }
            if !context {
                self.collect(child, layers);
            }
        }
    }

    /// Backgrounds of the blocks in the flow.
    fn blocks(&mut self, id: BoxId) {
        let Some(placed) = self.placed.boxes.get(id) else { return };
        if !matches!(placed.kind, PlacedKind::Block) {
            return;
        }
        for &child in &placed.inside {
            if !self.is_layer(child, false) {
                self.decoration(child);
                self.blocks(child);
            }
        }
    }

    /// Text, pictures and boxes that are painted as a whole.
    fn foreground(&mut self, id: BoxId) {
        let Some(placed) = self.placed.boxes.get(id) else { return };
        match placed.kind {
            PlacedKind::Text(_) => self.lines(id),
            PlacedKind::Replaced => self.replaced(id),
            PlacedKind::Block => {
                for &child in &placed.inside {
                    if !self.is_layer(child, false) {
                        self.foreground(child);
                    }
                }
            }
            PlacedKind::Items => {
                for &child in &placed.inside {
                    if !self.is_layer(child, true) {
                        self.atomically(child);
                    }
                }
            }
        }
    }

    fn atomically(&mut self, id: BoxId) {
        self.decoration(id);
        self.blocks(id);
        self.foreground(id);
    }

    /// Shadows, background and border of a box.
    fn decoration(&mut self, id: BoxId) {
        let Some(placed) = self.placed.boxes.get(id) else { return };
        let style = &placed.style;
        if placed.anonymous || style.text.visibility != Visibility::Visible {
            return;
        }
        let edge = border_edge(placed.rect, &style.border_radius);
        self.shadows(id, &edge, false);
        if self.canvas != Some(id) {
            self.background(placed.clip, style, &Ground::of(placed, edge, None), |painter| painter.silhouettes(id));
        }
        self.shadows(id, &inner_edge(&edge, placed.rect, &placed.border), true);
        self.border(placed.clip, style, placed.rect, &edge);
    }

    /// A picture or an inline SVG in its content box.
    fn replaced(&mut self, id: BoxId) {
        let Some(placed) = self.placed.boxes.get(id) else { return };
        if placed.style.text.visibility != Visibility::Visible {
            return;
        }
        let Some(node) = self.tree.nodes.get(placed.node) else { return };
        let insets = sum(&placed.border, &placed.padding);
        let content = placed.rect.inset(insets.top, insets.right, insets.bottom, insets.left);
        let edge = inner_edge(&border_edge(placed.rect, &placed.style.border_radius), placed.rect, &insets);
        if edge.rect.width <= 0.0 || edge.rect.height <= 0.0 {
            return;
        }
        match &node.kind {
            NodeKind::Picture { src, .. } => {
                let Some(picture) = (self.pictures)(src) else { return };
                let (width, height) = (picture.width() as f32, picture.height() as f32);
                // A drawing keeps its proportions in whatever box it is given (`preserveAspectRatio`).
                let middled = crate::style::Style {
                    object_fit: ObjectFit::Contain,
                    object_position: (Length::Percent(0.5), Length::Percent(0.5)),
                    ..Default::default()
                };
                let whole = picture.is_vector() && placed.style.object_fit == ObjectFit::Fill;
                let style = if whole { &middled } else { &*placed.style };
                let object = snapped(object_rect(style, content, width, height));
                let Some(target) = object.intersection(edge.rect) else { return };
                let source = Rect::new(
                    (target.x - object.x) * width / object.width,
                    (target.y - object.y) * height / object.height,
                    target.width * width / object.width,
                    target.height * height / object.height,
                );
                let picture = self.picture(picture);
                self.emit(placed.clip, Item::Picture(PictureItem { picture, source, target, clip: shape(edge) }));
            }
            NodeKind::Svg { markup } => self.drawing(placed, markup, &edge),
            _ => {}
        }
    }

    /// An inline SVG: as vectors where the display list can say it, else as a picture.
    fn drawing(&mut self, placed: &PlacedBox, markup: &str, edge: &RoundedRect) {
        let color = placed.style.text.color;
        let Some(items) = vector::vector(markup, edge.rect, color) else {
            let sized = vector::sized(markup, edge.rect.width, edge.rect.height, color);
            let probed = sized.and_then(|sized| Picture::probe(Arc::from(sized.into_bytes())).ok());
            let Some(picture) = probed.map(Arc::new) else { return };
            let source = Rect::new(0.0, 0.0, picture.width() as f32, picture.height() as f32);
            let picture = self.picture(picture);
            let item = PictureItem { picture, source, target: edge.rect, clip: shape(*edge) };
            self.emit(placed.clip, Item::Picture(item));
            return;
        };
        let rounded = !edge.is_sharp() && !items.is_empty();
        if rounded {
            self.emit(placed.clip, Item::Clip(shape(*edge)));
        }
        for item in items {
            self.emit(placed.clip, item);
        }
        if rounded {
            self.emit(placed.clip, Item::EndClip);
        }
    }

    /// The number of a picture in the list.
    fn picture(&mut self, picture: Arc<Picture>) -> usize {
        if let Some(index) = self.list.pictures.iter().position(|known| Arc::ptr_eq(known, &picture)) {
            return index;
        }
        self.list.pictures.push(picture);
        self.list.pictures.len() - 1
    }
}

/// Whether a box makes a stacking context.
fn is_context(placed: &PlacedBox, flex_item: bool) -> bool {
    let style = &placed.style;
    let positioned = style.position != Position::Static;
    effect::is_group(style)
        || style.isolation == Isolation::Isolate
        || ((positioned || flex_item) && style.z_index.is_some())
}
