//! Which elements and attributes a template may use.

use super::{Document, Element, Node};
use crate::error::{Error, ErrorKind};

/// Elements of HTML in the subset.
pub(crate) const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "title",
    "meta",
    "style",
    "body",
    "div",
    "span",
    "p",
    "a",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "small",
    "sub",
    "sup",
    "mark",
    "code",
    "kbd",
    "blockquote",
    "figure",
    "figcaption",
    "cite",
    "time",
    "header",
    "footer",
    "main",
    "section",
    "article",
    "aside",
    "nav",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "br",
    "wbr",
    "img",
    "svg",
    "bdi",
    "bdo",
    "abbr",
    "data",
    "dl",
    "dt",
    "dd",
    "hr",
    "address",
    "pre",
];

/// Elements of SVG that are kept.
pub(crate) const SVG_ELEMENTS: &[&str] = &[
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "title",
    "desc",
    "text",
    "tspan",
    "marker",
    "filter",
    "feGaussianBlur",
    "feOffset",
    "feMerge",
    "feMergeNode",
    "feFlood",
    "feComposite",
    "feBlend",
    "feColorMatrix",
    "feDropShadow",
    "image",
];

/// All problems of a document, in document order.
pub(super) fn check(document: &Document) -> Vec<Error> {
    let mut errors = Vec::new();
    for node in &document.nodes {
        if let Node::Element(element) = node {
            check_element(document, element, &mut errors);
        }
    }
    errors
}

fn check_element(document: &Document, element: &Element, errors: &mut Vec<Error>) {
    let tag = element.tag.as_str();
    let known = if element.svg { SVG_ELEMENTS.contains(&tag) } else { ELEMENTS.contains(&tag) };
    let at = |error: Error, (line, column): (usize, usize)| error.in_file(document.file.clone()).at(line, column);
    if !known {
        let error = Error::new(ErrorKind::Template, format!("element `<{tag}>` is not in the subset"));
        errors.push(at(error.with_hint(element_hint(tag, element.svg)), document.place(element)));
        return;
    }
    for attribute in &element.attributes {
        let name = attribute.name.as_str();
        let problem = if name.len() > 2 && name.starts_with("on") {
            Some("a card runs no scripts: leave it out")
        } else if attribute.value.trim_start().to_ascii_lowercase().starts_with("javascript:") {
            Some("a card runs no scripts: write another address")
        } else {
            match (tag, name) {
                ("meta", "http-equiv") if !attribute.value.eq_ignore_ascii_case("content-type") => Some("leave it out"),
                ("img", "srcset" | "sizes" | "usemap" | "ismap") => Some("a card has one size: use `src`"),
                (_, "align" | "bgcolor" | "valign" | "border" | "background") if !element.svg => Some("use CSS"),
                (_, "contenteditable" | "popover" | "is" | "slot") => Some("leave it out"),
                _ => None,
            }
        };
        if let Some(hint) = problem {
            let error = Error::new(ErrorKind::Template, format!("attribute `{name}` is not in the subset"));
            errors.push(at(error.with_hint(hint), document.find(name, element.line)));
        }
    }
}

fn element_hint(tag: &str, svg: bool) -> String {
    if svg {
        return "draw it with paths and gradients, or use an <img> with an SVG file".to_owned();
    }
    let hint = match tag {
        "script" | "noscript" | "template" | "canvas" | "slot" => "a card runs no scripts: leave it out",
        "iframe" | "object" | "embed" | "video" | "audio" | "source" | "track" => {
            "a card is a still picture: use <img>"
        }
        "picture" => "a card has one size: use <img>",
        "link" => "put the rules into card.css",
        "base" => "addresses are read from the template's folder",
        "form" | "input" | "button" | "select" | "option" | "textarea" | "label" | "fieldset" | "legend"
        | "progress" | "meter" | "output" | "datalist" | "dialog" | "details" | "summary" => {
            "a card has no controls: use <div> or <span>"
        }
        "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "caption" | "col" | "colgroup" => {
            "tables are not in the subset: use <div> with `display: flex`"
        }
        "q" => "write the quotation marks, or use the filter `quotes`",
        "ruby" | "rt" | "rp" => "ruby is not in the subset: use <span>",
        "del" | "strike" => "use <s>",
        "ins" => "use <u>",
        "big" | "font" | "center" | "tt" | "marquee" | "blink" => "use <span> and CSS",
        "var" | "dfn" => "use <em>",
        "samp" => "use <code>",
        "math" => "write the formula as text or as an SVG picture",
        _ => {
            return match crate::css::nearest(tag, ELEMENTS.iter().copied()) {
                Some(near) => format!("did you mean <{near}>?"),
                None => "use <div> or <span>".to_owned(),
            };
        }
    };
    hint.to_owned()
}
