//! A bound page for a browser: the template's own HTML and CSS, with what CSS cannot say in a browser spelled out.
//!
//! Fitted sizes become `font-size`, line breaks that we chose become `<br>`; fonts and pictures stand beside the page as files.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::sync::Arc;

use crate::css::{Cascade, GENERIC_FAMILIES};
use crate::display::DisplayList;
use crate::html::{Document, Node};
use crate::layout::{Placed, PlacedParagraph};
use crate::paragraph::Fragment;
use crate::picture::{Bytes, Picture};
use crate::style::{Display, NodeId, NodeKind, Position, TextWrapStyle, WhiteSpaceCollapse};
use crate::template::{Template, brand_css};
use crate::{Options, text};

/// A page with its files.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The page, to be written as `index.html`.
    pub html: String,
    /// Fonts and pictures by file name, beside the page.
    pub files: BTreeMap<String, Bytes>,
}

/// What a preview is made of.
pub(crate) struct Page<'a> {
    pub document: &'a Document,
    pub styles: &'a Cascade,
    pub placed: &'a Placed,
    pub list: &'a DisplayList,
    pub options: &'a Options,
}

/// What is spelled out, by node of the document.
#[derive(Default)]
struct Edits {
    /// Declarations added to the `style` of an element.
    styles: HashMap<usize, String>,
    /// Places in a text node, in bytes, before which a line begins.
    breaks: HashMap<usize, Vec<(usize, &'static str)>>,
    /// Elements before which a line begins.
    breaks_before: HashMap<usize, &'static str>,
}

/// Writes the page.
pub(crate) fn preview(
    page: &Page<'_>,
    template: &Template,
    pictures: &dyn Fn(&str) -> Option<Arc<Picture>>,
) -> Preview {
    let mut files = BTreeMap::new();
    let mut css = String::new();
    font_faces(page, template, &mut css, &mut files);
    for (_, name) in template.font_files() {
        if let Some(bytes) = template.file(name) {
            files.insert(name.to_owned(), bytes.clone());
        }
    }
    // The only rule of ours that browsers do not have.
    css.push_str(include_str!("css/emoji.css"));
    let _ = writeln!(css, "{}\n{}", template.css(), brand_css(page.options));
    let size = page.options.size;
    let _ = writeln!(css, "html {{ width: {}px; height: {}px; overflow: hidden; }}", size.width, size.height);
    let edits = edits(page);
    let mut writer =
        Writer { page, edits: &edits, css: &css, pictures, files: &mut files, html: String::from("<!doctype html>\n") };
    writer.node(0);
    Preview { html: writer.html, files }
}

/// `@font-face` rules for the faces on the card.
fn font_faces(page: &Page<'_>, template: &Template, css: &mut String, files: &mut BTreeMap<String, Bytes>) {
    for (index, face) in page.list.faces.iter().enumerate() {
        if template.font_files().any(|(family, _)| family == face.family) {
            continue;
        }
        let extension = if face.data.data.as_ref().starts_with(b"OTTO") { "otf" } else { "ttf" };
        let plain: String = face.family.chars().filter(char::is_ascii_alphanumeric).collect();
        let name = format!("{plain}-{index}.{extension}");
        let (weight, style) = crate::font::describe(&face.data);
        // Writing into a String cannot fail.
        let _ = writeln!(
            css,
            "@font-face {{ font-family: \"{}\"; src: url({name}); font-weight: {weight}; font-style: {style}; }}",
            face.family
        );
        files.insert(name, Bytes::from(face.data.data.as_ref()));
    }
}

fn edits(page: &Page<'_>) -> Edits {
    let mut edits = Edits::default();
    let origin = |node: NodeId| page.styles.origins.get(node).copied().flatten();
    let mut spelled = vec![false; page.styles.tree.nodes.len()];
    for fitted in &page.placed.fitted {
        if let Some(index) = origin(fitted.node) {
            let style = edits.styles.entry(index).or_default();
            let _ = write!(style, "font-size: {}px;", fitted.font_size);
        }
        if let Some(slot) = spelled.get_mut(fitted.node) {
            *slot = true;
        }
    }
    // What is inside a fitted element is spelled out too: parents stand before children.
    for id in 0..spelled.len() {
        let parent = page.styles.tree.nodes.get(id).and_then(|node| node.parent);
        if parent.is_some_and(|parent| spelled.get(parent).copied().unwrap_or(false))
            && let Some(slot) = spelled.get_mut(id)
        {
            *slot = true;
        }
    }
    name_fallbacks(page, &mut edits);
    for paragraph in &page.placed.paragraphs {
        let Some(node) = page.styles.tree.nodes.get(paragraph.node) else { continue };
        let style = node.style.text.text_wrap_style;
        let ours = paragraph.lines.chosen || style == TextWrapStyle::Pretty;
        let lines = paragraph.lines.lines.len();
        // Up to six lines browsers balance themselves; breaks of ours would change how wide the text wants to be.
        let chosen = ours
            || style == TextWrapStyle::Balance && lines > 6
            || spelled.get(paragraph.node).copied().unwrap_or(false);
        if chosen
            && lines > 1
            && spell_breaks(page, paragraph, &mut edits).is_some()
            && let Some(index) = origin(paragraph.node)
        {
            let _ = write!(edits.styles.entry(index).or_default(), "text-wrap: wrap;");
        }
    }
    edits
}

/// Names the faces that stand in for a family, before the generic families, for which a browser has faces of its system.
fn name_fallbacks(page: &Page<'_>, edits: &mut Edits) {
    let is_generic = |name: &String| GENERIC_FAMILIES.contains(&name.as_str());
    let mut families: BTreeMap<NodeId, (usize, Vec<String>)> = BTreeMap::new();
    let lines = page.placed.paragraphs.iter().flat_map(|paragraph| &paragraph.lines.lines);
    for fragment in lines.flat_map(|line| &line.fragments) {
        let Fragment::Glyphs { node, face, style, .. } = fragment else { continue };
        let Some(parent) = page.styles.tree.nodes.get(*node).and_then(|node| node.parent) else { continue };
        let own = &style.text.font_family;
        let (_, named) = families.entry(parent).or_insert_with(|| (own.len(), own.to_vec()));
        if !named.contains(&face.family) {
            let before = named.iter().position(is_generic).unwrap_or(named.len());
            named.insert(before, face.family.clone());
        }
    }
    for (node, (own, named)) in families {
        let Some(element) = page.styles.origins.get(node).copied().flatten().filter(|_| named.len() > own) else {
            continue;
        };
        let quoted = |name: &String| {
            if is_generic(name) { name.clone() } else { format!("\"{}\"", name.replace('"', "\\\"")) }
        };
        let list: Vec<String> = named.iter().map(quoted).collect();
        let _ = write!(edits.styles.entry(element).or_default(), "font-family: {};", list.join(", "));
    }
}

/// What ends a line: a hyphen of ours is written out, since browsers show none before `<br>`.
const BREAK: &str = "<br>";
const HYPHEN_BREAK: &str = "\u{2010}<br>";

/// What stands in the lines of a paragraph, in document order.
enum Unit {
    /// A letter: styled text node, place in it in bytes.
    Letter(NodeId, usize, char),
    /// A letter of generated content.
    Generated(char),
    /// A picture or box in the line: its element.
    Atom(usize),
    /// A line ends here anyway.
    Break,
}

/// Finds where the lines of a paragraph begin. `None` when the text on the card is not that of the page (transformed or cut).
fn spell_breaks(page: &Page<'_>, paragraph: &PlacedParagraph, edits: &mut Edits) -> Option<()> {
    let mut units = Vec::new();
    let root = page.styles.tree.nodes.get(paragraph.node)?;
    root.children.iter().for_each(|child| collect_units(page.styles, *child, &mut units));
    let mut units = units.into_iter();
    let mut starts = Vec::new();
    let mut end = BREAK;
    for (number, line) in paragraph.lines.lines.iter().enumerate() {
        let hyphen = if line.hyphen { '\u{2010}'.len_utf8() } else { 0 };
        let words = line.text.get(..line.text.len() - hyphen)?;
        let mut letters = words.chars().filter(|c| is_letter(*c)).peekable();
        let mut atoms = line.fragments.iter().filter(|part| matches!(part, Fragment::Atom { .. })).count();
        let (mut first, mut forced) = (true, number == 0);
        while letters.peek().is_some() || atoms > 0 {
            let unit = units.next()?;
            match unit {
                Unit::Break => {
                    forced |= first;
                    continue;
                }
                Unit::Letter(_, _, letter) | Unit::Generated(letter) => {
                    (letters.next()? == letter).then_some(())?;
                }
                Unit::Atom(_) => atoms = atoms.checked_sub(1)?,
            }
            if std::mem::take(&mut first) && !forced {
                starts.push((unit, end));
            }
        }
        end = if line.hyphen { HYPHEN_BREAK } else { BREAK };
    }
    for (unit, end) in starts {
        match unit {
            Unit::Letter(node, at, _) => match opened_by(page.styles, node, at) {
                Some(element) => {
                    edits.breaks_before.insert(element, end);
                }
                None => edits.breaks.entry(page.styles.origins.get(node).copied()??).or_default().push((at, end)),
            },
            // No element of the page begins here.
            Unit::Generated(_) => return None,
            Unit::Atom(index) => {
                edits.breaks_before.insert(index, end);
            }
            Unit::Break => {}
        }
    }
    Some(())
}

/// The outermost inline element that begins with a letter. A line that begins with the letter begins before the element, so that
/// its padding is on that line.
fn opened_by(styles: &Cascade, node: NodeId, at: usize) -> Option<usize> {
    let NodeKind::Text(text) = &styles.tree.nodes.get(node)?.kind else { return None };
    if !text.get(..at)?.trim().is_empty() {
        return None;
    }
    let (mut child, mut opened) = (node, None);
    while let Some(id) = styles.tree.nodes.get(child)?.parent {
        let parent = styles.tree.nodes.get(id)?;
        if parent.style.display != Display::Inline || parent.children.first() != Some(&child) {
            break;
        }
        opened = styles.origins.get(id).copied().flatten();
        child = id;
    }
    opened
}

fn collect_units(styles: &Cascade, id: NodeId, out: &mut Vec<Unit>) {
    let Some(node) = styles.tree.nodes.get(id) else { return };
    let origin = styles.origins.get(id).copied().flatten();
    match (&node.kind, origin) {
        (NodeKind::LineBreak, _) => out.push(Unit::Break),
        (NodeKind::Text(text), None) => {
            out.extend(text.chars().filter(|c| is_letter(*c)).map(Unit::Generated));
        }
        (NodeKind::Text(text), Some(_)) => {
            let breaks = node.style.text.white_space_collapse != WhiteSpaceCollapse::Collapse;
            out.extend(text.char_indices().filter_map(|(at, c)| match c {
                '\n' if breaks => Some(Unit::Break),
                c if !is_letter(c) => None,
                c => Some(Unit::Letter(id, at, c)),
            }));
        }
        _ if node.style.position == Position::Absolute => {}
        (NodeKind::Picture { .. } | NodeKind::Svg { .. }, Some(origin)) => out.push(Unit::Atom(origin)),
        (_, Some(origin)) if node.style.display != Display::Inline => out.push(Unit::Atom(origin)),
        _ => node.children.iter().for_each(|child| collect_units(styles, *child, out)),
    }
}

/// Whether a character is compared: the lines of a card are told without what is not seen, and their spaces may differ.
fn is_letter(c: char) -> bool {
    !c.is_whitespace() && !crate::paragraph::is_invisible(c)
}

struct Writer<'a> {
    page: &'a Page<'a>,
    edits: &'a Edits,
    css: &'a str,
    pictures: &'a dyn Fn(&str) -> Option<Arc<Picture>>,
    files: &'a mut BTreeMap<String, Bytes>,
    html: String,
}

impl Writer<'_> {
    /// Writes a node and what is in it; documents are never deeper than 256 elements.
    fn node(&mut self, index: usize) {
        if let Some(end) = self.edits.breaks_before.get(&index) {
            self.html.push_str(end);
        }
        match self.page.document.node(index) {
            Some(Node::Text(text)) => self.text(index, text),
            Some(Node::Element(element)) if element.svg => {
                let markup = crate::html::markup(self.page.document, index);
                self.html.push_str(&markup);
            }
            Some(Node::Element(_)) => self.element(index),
            None => {}
        }
    }

    fn text(&mut self, index: usize, text: &str) {
        let breaks = self.edits.breaks.get(&index).map(Vec::as_slice).unwrap_or_default();
        let mut start = 0;
        for (at, end) in breaks {
            self.html.push_str(&text::escape(text.get(start..*at).unwrap_or_default()));
            self.html.push_str(end);
            start = *at;
        }
        self.html.push_str(&text::escape(text.get(start..).unwrap_or_default()));
    }

    fn element(&mut self, index: usize) {
        let document = self.page.document;
        let Some(element) = document.element(index) else { return };
        let _ = write!(self.html, "<{}", element.tag);
        let mut style = self.edits.styles.get(&index).cloned();
        for attribute in &element.attributes {
            let value = match (attribute.name.as_str(), &mut style) {
                ("src", _) => self.file(&attribute.value),
                ("style", Some(added)) => format!("{};{}", attribute.value, std::mem::take(added)),
                _ => attribute.value.clone(),
            };
            let _ = write!(self.html, " {}=\"{}\"", attribute.name, text::escape(&value));
        }
        if let Some(added) = style.filter(|added| !added.is_empty()) {
            let _ = write!(self.html, " style=\"{}\"", text::escape(&added));
        }
        self.html.push('>');
        if matches!(element.tag.as_str(), "br" | "img" | "wbr" | "hr" | "meta") {
            return;
        }
        for child in &element.children {
            self.node(*child);
        }
        if element.tag == "head" {
            // The end of a style element cannot stand in a style sheet of the subset.
            let _ = write!(self.html, "<style>\n{}</style>", self.css.replace("</style", "<\\/style"));
        }
        let _ = write!(self.html, "</{}>", element.tag);
    }

    /// Puts a picture beside the page; its file name there.
    fn file(&mut self, address: &str) -> String {
        let Some(picture) = (self.pictures)(address) else { return String::new() };
        let digest: String = picture.sha256().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{digest}.{}", picture.extension());
        self.files.insert(name.clone(), picture.bytes().clone());
        name
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, Record, Renderer, Size};

    fn preview(text: &str, lang: &str) -> String {
        let record =
            serde_json::json!({ "kind": "quote", "text": text, "author": { "name": "Jana Holm" }, "lang": lang });
        let record = Record::from_json(record.to_string().as_bytes()).expect("a record");
        let options = Options { size: Size::SQUARE, ..Options::default() };
        let renderer = Renderer::builder().build().expect("a renderer");
        renderer.preview(&record, &(), &options).expect("a page").html
    }

    #[test]
    fn hyphens_at_line_ends_are_spelled_out() {
        let html = preview("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhalter liegen bereit.", "de");
        assert!(html.contains("\u{2010}<br>"), "{html}");
        let soft = format!("Ein {}bereit{} liegt.", "Ufer\u{AD}".repeat(24), "\u{AD}gestellt");
        assert!(preview(&soft, "de").contains("\u{AD}\u{2010}<br>Ufer"));
    }

    #[test]
    fn faces_that_stand_in_are_named() {
        let html = preview("الماء يعرف طريقه", "ar");
        let named = html.contains("&quot;Source Serif 4&quot;, &quot;Noto Sans Arabic&quot;;");
        assert!(named, "{html}");
    }

    #[test]
    fn lines_that_end_inside_an_address_are_spelled_out() {
        let html =
            preview("See https://harbour.example/tide-tables/2026/spring_high_water?port=north before you sail.", "en");
        assert!(html.contains("<wbr><br>"), "{html}");
    }
}
