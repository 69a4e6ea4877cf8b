//! Elements, attributes and text, escaped.
//!
//! Characters that HTML does not allow in a document (controls, noncharacters) become U+FFFD.

use crate::text::{alt::closed, escape};

/// HTML in the making.
#[derive(Debug, Default)]
pub(super) struct Html {
    out: String,
}

impl Html {
    /// A start tag. Values are escaped.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            self.out.push_str(&format!(" {attribute}=\"{}\"", escaped(&closed(value))));
        }
        self.out.push('>');
    }

    /// An end tag.
    pub(super) fn close(&mut self, name: &str) {
        self.out.push_str(&format!("</{name}>"));
    }

    /// An element that has no end tag.
    pub(super) fn void(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.open(name, attributes);
    }

    /// An element with nothing but text in it.
    pub(super) fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    /// Text, with its line breaks.
    pub(super) fn text(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.out.push_str("<br>");
            }
            self.out.push_str(&escaped(line));
        }
    }

    /// HTML that is safe already.
    pub(super) fn raw(&mut self, html: &str) {
        self.out.push_str(&allowed(html));
    }

    /// Ends a line of the file.
    pub(super) fn line(&mut self) {
        self.out.push('\n');
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// A start tag as text, for places where only a string goes.
pub(super) fn start_tag(name: &str, attributes: &[(&str, &str)]) -> String {
    let mut html = Html::default();
    html.open(name, attributes);
    html.out
}

pub(super) fn escaped(text: &str) -> String {
    allowed(&escape(text))
}

fn allowed(text: &str) -> String {
    let forbidden = |c: char| {
        let code = u32::from(c);
        (c.is_control() && c != '\n' && c != '\t') || (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
    };
    text.chars().map(|c| if forbidden(c) { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_attribute_or_its_element() {
        let mut html = Html::default();
        html.element("p", &[("title", "\"><script>\u{202E}")], "</p><b>\n&\u{1}\u{85}\u{FFFE}\u{FDD0}");
        assert_eq!(
            html.finish(),
            "<p title=\"&quot;&gt;&lt;script&gt;\u{202E}\u{202C}\">&lt;/p&gt;&lt;b&gt;<br>&amp;\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}</p>"
        );
    }
}
