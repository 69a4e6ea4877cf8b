//! `text-box` and what it stands for.

use super::fault::{Input, Parsed, fail_with, unexpected};
use super::property::Declaration;
use super::value::{keyword, one_of, takes};
use crate::style::{TextBoxEdge, TextBoxTrim, TextEdge};

/// `text-box-trim`.
pub(crate) fn trim(input: &mut Input<'_>) -> Parsed<TextBoxTrim> {
    Ok(match one_of(input, &["none", "trim-both", "trim-start", "trim-end"])? {
        0 => TextBoxTrim::default(),
        1 => TextBoxTrim { start: true, end: true },
        2 => TextBoxTrim { start: true, end: false },
        _ => TextBoxTrim { start: false, end: true },
    })
}

/// `text-box-edge`; `auto` is `text`.
pub(crate) fn edge(input: &mut Input<'_>) -> Parsed<TextBoxEdge> {
    if takes(input, "auto") {
        return Ok(TextBoxEdge::default());
    }
    let over: TextEdge = keyword(input)?;
    if takes(input, "text") {
        return Ok(TextBoxEdge { over, alphabetic: false });
    }
    if takes(input, "alphabetic") {
        return Ok(TextBoxEdge { over, alphabetic: true });
    }
    if over == TextEdge::Text {
        return Ok(TextBoxEdge::default());
    }
    fail_with("the lower edge is missing", "write `cap alphabetic` or `cap text`")
}

/// `text-box`: trim and edge in any order, or `normal`.
pub(crate) fn text_box(input: &mut Input<'_>) -> Parsed<Vec<Declaration>> {
    let (mut said_trim, mut said_edge) = (None, None);
    if takes(input, "normal") {
        said_trim = Some(TextBoxTrim::default());
    } else {
        while !input.is_exhausted() {
            if said_trim.is_none()
                && let Ok(value) = input.try_parse(trim)
            {
                said_trim = Some(value);
            } else if said_edge.is_none() {
                said_edge = Some(edge(input)?);
            } else {
                return unexpected();
            }
        }
        if said_trim.is_none() && said_edge.is_none() {
            return unexpected();
        }
    }
    Ok(vec![
        Declaration::TextBoxTrim(said_trim.unwrap_or(TextBoxTrim { start: true, end: true })),
        Declaration::TextBoxEdge(said_edge.unwrap_or_default()),
    ])
}

#[cfg(test)]
mod tests {
    use crate::css::tests::{errors, style_of, styled};
    use crate::style::{TextBoxEdge, TextBoxTrim, TextEdge};

    #[test]
    fn the_edge_is_inherited_and_the_trim_is_not() {
        let css = "#a { text-box: trim-start cap alphabetic } #c { text-box: ex text }";
        let html = "<div id=a><p id=b>x</p><p id=c>y</p></div>";
        let (start, both) = (TextBoxTrim { start: true, end: false }, TextBoxTrim { start: true, end: true });
        let cap = TextBoxEdge { over: TextEdge::Cap, alphabetic: true };
        let [a, b, c] = ["a", "b", "c"].map(|id| style_of(css, html, id));
        assert_eq!((a.text_box_trim, a.text.text_box_edge), (start, cap));
        assert_eq!((b.text_box_trim, b.text.text_box_edge), (TextBoxTrim::default(), cap));
        let ex = TextBoxEdge { over: TextEdge::Ex, alphabetic: false };
        assert_eq!((c.text_box_trim, c.text.text_box_edge), (both, ex));
        let normal = style_of("#a { text-box: trim-both ex text; text-box: normal }", html, "a");
        assert_eq!((normal.text_box_trim, normal.text.text_box_edge), (TextBoxTrim::default(), TextBoxEdge::default()));
    }

    #[test]
    fn half_an_edge_and_inline_elements_have_a_hint() {
        let half = errors("p { text-box-edge: cap }");
        assert_eq!(
            (half[0].message(), half[0].hint()),
            ("the lower edge is missing", Some("write `cap alphabetic` or `cap text`"))
        );
        let inline = styled("b { text-box-trim: trim-both }", "<p><b>x</b></p>").unwrap_err();
        assert_eq!(inline[0].message(), "`text-box-trim` of inline elements is not in the subset");
    }
}
