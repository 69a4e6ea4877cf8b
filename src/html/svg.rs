//! Writes an inline `<svg>` as a well-formed XML document of its own.

use super::{Document, Node};

/// The markup of an `<svg>` element with everything in it.
pub(crate) fn markup(document: &Document, index: usize) -> String {
    let mut out = String::new();
    write_node(document, index, &mut out, true);
    out
}

/// Trees are at most [`super::MAX_DEPTH`] deep, so recursion is.
fn write_node(document: &Document, index: usize, out: &mut String, root: bool) {
    match document.node(index) {
        Some(Node::Text(text)) => escape(text, out),
        Some(Node::Element(element)) => {
            out.push('<');
            out.push_str(&element.tag);
            if root {
                out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
                if has_link(document, index) {
                    out.push_str(" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
                }
            }
            for attribute in &element.attributes {
                if attribute.name.starts_with("xmlns") || !is_name(&attribute.name) {
                    continue;
                }
                out.push(' ');
                out.push_str(&attribute.name);
                out.push_str("=\"");
                escape(&attribute.value, out);
                out.push('"');
            }
            if element.children.is_empty() {
                out.push_str("/>");
                return;
            }
            out.push('>');
            for child in &element.children {
                write_node(document, *child, out, false);
            }
            out.push_str("</");
            out.push_str(&element.tag);
            out.push('>');
        }
        None => {}
    }
}

fn has_link(document: &Document, index: usize) -> bool {
    let mut stack = vec![index];
    while let Some(index) = stack.pop() {
        if let Some(element) = document.element(index) {
            if element.attributes.iter().any(|attribute| attribute.name.starts_with("xlink:")) {
                return true;
            }
            stack.extend(&element.children);
        }
    }
    false
}

fn is_name(name: &str) -> bool {
    let rest = name.strip_prefix("xlink:").or_else(|| name.strip_prefix("xml:")).unwrap_or(name);
    rest.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}
