//! The elements of an HTML source: which stands in which, and how much text each holds.
//!
//! Which of them are the article is decided in `content`.

use std::collections::HashMap;

use super::token::{Token, tokens};

/// An element.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    /// Its name in lower case.
    pub(super) name: String,
    /// Its attributes, references decoded.
    pub(super) attributes: Vec<(String, String)>,
    /// The element it stands in; itself for the root.
    pub(super) parent: usize,
    /// Characters of text in it that are no white space.
    pub(super) size: usize,
    /// How deep it stands.
    pub(super) depth: usize,
    /// First code point of its start tag.
    pub(super) start: usize,
    /// One past the last code point of its end tag; where there is none, of the source.
    pub(super) end: usize,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The words of class and id, in lower case: `pull-quote` is `pull` and `quote`.
    pub(super) fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        for name in ["class", "id"] {
            let value = self.attribute(name).unwrap_or_default();
            let split = value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.extend(split.map(str::to_lowercase));
        }
        words
    }

    /// Whether the class attribute has a class.
    pub(super) fn has_class(&self, class: &str) -> bool {
        self.attribute("class").unwrap_or_default().split_ascii_whitespace().any(|word| word == class)
    }
}

/// What happens on the way through the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// An element begins.
    Enter(usize),
    /// An element ends.
    Leave(usize),
    /// A text of an element; index into [`Tree::texts`].
    Text(usize),
}

/// A text between two tags.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    /// The element it stands in.
    pub(super) element: usize,
    /// First code point of the source.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// Whether it is no markup: a script, a title.
    pub(super) raw: bool,
}

/// The elements of a source. Element 0 is the root and stands for the whole.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) elements: Vec<Element>,
    pub(super) texts: Vec<Text>,
    pub(super) events: Vec<Event>,
}

const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that begin on a line of their own.
pub(super) const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Reads the elements of a source.
pub(super) fn tree(source: &[char]) -> Tree {
    let mut builder = Builder {
        tree: Tree { elements: vec![Element::default()], texts: Vec::new(), events: vec![Event::Enter(0)] },
        open: vec![0],
        counts: HashMap::new(),
    };
    for token in tokens(source) {
        builder.add(token, source);
    }
    while builder.pop().is_some() {}
    let mut tree = builder.tree;
    for index in (1..tree.elements.len()).rev() {
        let (size, parent) = tree.elements.get(index).map_or((0, 0), |element| (element.size, element.parent));
        if let Some(parent) = tree.elements.get_mut(parent) {
            parent.size += size;
        }
    }
    tree
}

struct Builder {
    tree: Tree,
    open: Vec<usize>,
    /// How many elements of a name are open.
    counts: HashMap<String, usize>,
}

impl Builder {
    fn add(&mut self, token: Token, source: &[char]) {
        match token {
            Token::Open { name, attributes, closed, start } => {
                self.close_implied(&name);
                let parent = self.top();
                let index = self.tree.elements.len();
                let leaf =
                    VOID.contains(&name.as_str()) || (closed && matches!(name.as_str(), "path" | "use" | "rect"));
                let depth = self.open.len();
                self.tree.elements.push(Element {
                    name: name.clone(),
                    attributes,
                    parent,
                    size: 0,
                    depth,
                    start,
                    end: source.len(),
                });
                self.tree.events.push(Event::Enter(index));
                if leaf {
                    self.tree.events.push(Event::Leave(index));
                } else {
                    *self.counts.entry(name).or_default() += 1;
                    self.open.push(index);
                }
            }
            Token::Close { name, end } => {
                if self.counts.get(&name).is_some_and(|count| *count > 0) {
                    while let Some(closed) = self.pop() {
                        if let Some(element) = self.tree.elements.get_mut(closed) {
                            element.end = end;
                        }
                        if self.name(closed) == name {
                            break;
                        }
                    }
                }
            }
            Token::Text { start, end } => self.text(source, start, end, false),
            Token::Raw { start, end } => self.text(source, start, end, true),
        }
    }

    fn text(&mut self, source: &[char], start: usize, end: usize, raw: bool) {
        let element = self.top();
        let chars = source.get(start..end).unwrap_or_default();
        if let Some(element) = self.tree.elements.get_mut(element).filter(|_| !raw) {
            element.size += chars.iter().filter(|c| !c.is_whitespace()).count();
        }
        self.tree.events.push(Event::Text(self.tree.texts.len()));
        self.tree.texts.push(Text { element, start, end, raw });
    }

    /// Ends the paragraph or item that a start tag ends.
    fn close_implied(&mut self, name: &str) {
        let top = self.name(self.top()).to_owned();
        let ends = match top.as_str() {
            "p" => BLOCKS.contains(&name),
            "li" => name == "li",
            "dt" | "dd" => matches!(name, "dt" | "dd"),
            "head" => name == "body",
            _ => false,
        };
        if ends {
            self.pop();
        }
    }

    fn top(&self) -> usize {
        self.open.last().copied().unwrap_or_default()
    }

    fn name(&self, element: usize) -> &str {
        self.tree.elements.get(element).map_or("", |element| element.name.as_str())
    }

    /// Ends the innermost element, but never the root.
    fn pop(&mut self) -> Option<usize> {
        if self.open.len() < 2 {
            return None;
        }
        let index = self.open.pop()?;
        let name = self.name(index).to_owned();
        if let Some(count) = self.counts.get_mut(&name) {
            *count = count.saturating_sub(1);
        }
        self.tree.events.push(Event::Leave(index));
        Some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(html: &str) -> String {
        let source: Vec<char> = html.chars().collect();
        let tree = tree(&source);
        let show = |event: &Event| match *event {
            Event::Enter(index) => format!("({}", tree.elements[index].name),
            Event::Leave(_) => ")".to_owned(),
            Event::Text(index) => {
                let text = tree.texts[index];
                format!("[{}]", source[text.start..text.end].iter().collect::<String>())
            }
        };
        tree.events.iter().skip(1).map(show).collect()
    }

    #[test]
    fn elements_end_where_a_browser_ends_them() {
        assert_eq!(shape("<div><p>a<p>b<br>c</div>d"), "(div(p[a])(p[b](br)[c]))[d]");
        assert_eq!(shape("<ul><li>a<li>b</ul></p></i>x"), "(ul(li[a])(li[b]))[x]");
    }

    #[test]
    fn an_element_counts_the_text_in_it() {
        let source: Vec<char> = "<div>a b<p>cd</p><script>xyz</script></div>".chars().collect();
        let tree = tree(&source);
        let sizes: Vec<_> = tree.elements.iter().map(|element| element.size).collect();
        assert_eq!(sizes, [4, 4, 2, 0]);
    }

    #[test]
    fn many_stray_end_tags_cost_little() {
        let html = format!("{}{}", "<b>".repeat(50_000), "</p></i>".repeat(50_000));
        let source: Vec<char> = html.chars().collect();
        assert_eq!(tree(&source).elements.len(), 50_001);
    }
}
