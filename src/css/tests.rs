//! Tests of parsing and cascade together.

use std::time::{Duration, Instant};

use super::hint::property_names;
use super::length::{LengthValue, Unit, Units};
use super::{Cascade, Media, Stylesheet, cascade};
use crate::error::{Error, ErrorKind};
use crate::html::Document;
use crate::style::{
    Align, BackgroundImage, BackgroundSize, Calc, Direction, Display, Length, LineHeight, NodeKind, Overflow, Size,
    Style, WhiteSpaceCollapse,
};

const CARD: Media = Media { width: 1200.0, height: 630.0 };

pub(super) fn styled(css: &str, html: &str) -> Result<Cascade, Vec<Error>> {
    let sheet = Stylesheet::parse(css, "card.css")?;
    cascade(&Document::parse(html, "card.html")?, &[&sheet], CARD)
}

/// The style of the element with an id.
pub(super) fn style_of(css: &str, html: &str, id: &str) -> Style {
    let cascade = styled(css, html).unwrap_or_else(|errors| panic!("{errors:?}"));
    find(&cascade, id)
}

fn find(cascade: &Cascade, id: &str) -> Style {
    let has_id = |kind: &NodeKind| match kind {
        NodeKind::Element { attributes, .. } => attributes.iter().any(|a| a.name == "id" && a.value == id),
        _ => false,
    };
    let node = cascade.tree.nodes.iter().find(|node| has_id(&node.kind));
    (*node.unwrap_or_else(|| panic!("no #{id}")).style).clone()
}

fn red(style: &Style) -> [u8; 4] {
    style.text.color.to_rgba8()
}

pub(super) fn errors(css: &str) -> Vec<Error> {
    Stylesheet::parse(css, "card.css").err().unwrap_or_default()
}

#[test]
fn the_standard_style_sheet_is_read_without_error() {
    let result = Stylesheet::parse(include_str!("user_agent.css"), "user agent");
    assert!(result.is_ok(), "{:?}", result.err());
}

#[test]
fn specificity_order_and_importance_decide() {
    let html = r#"<p id=a class="x y" style="color: #000004">text</p>"#;
    for (css, expected) in [
        ("", 4),
        ("p { color: #000001 !important }", 1),
        ("#a { color: #000001 !important } .x.y { color: #000002 !important }", 1),
        (".x { color: #000001 !important } .y { color: #000002 !important }", 2),
        ("p { color: #000001 !important } :where(#a) { color: #000002 !important }", 1),
        ("p:not(#b) { color: #000001 !important } p.x.y { color: #000002 !important }", 1),
    ] {
        assert_eq!(red(&style_of(css, html, "a")), [0, 0, expected, 255], "{css}");
    }
    let plain = r#"<p id=a class="x y">text</p>"#;
    assert_eq!(red(&style_of(".x { color: #000001 } p.x { color: #000002 } .y { color: #000003 }", plain, "a"))[2], 2);
}

#[test]
fn text_is_inherited_and_boxes_are_not() {
    let css = ".a { color: #010203; padding: 4px; letter-spacing: 0.5em; font-size: 20px; line-height: 1.5 }";
    let style = style_of(css, "<div class=a><b id=b>x</b></div>", "b");
    assert_eq!(red(&style), [1, 2, 3, 255]);
    assert_eq!(style.padding.top, Length::ZERO);
    assert_eq!(style.text.letter_spacing, 10.0);
    assert_eq!(style.text.line_height, LineHeight::Factor(1.5));
    assert_eq!(style.text.font_weight, 700.0);
    let style = style_of(".a { padding: 4px } b { padding: inherit }", "<div class=a><b id=b>x</b></div>", "b");
    assert_eq!(style.padding.left, Length::Px(4.0));
}

#[test]
fn keywords_for_every_property_go_back_as_they_say() {
    let html = "<div class=a><h2 id=b>x</h2></div>";
    let style = style_of("h2 { font-size: 50px; font-size: revert; color: red; color: initial }", html, "b");
    assert_eq!(style.text.font_size, 24.0);
    assert_eq!(red(&style), [0, 0, 0, 255]);
    let style = style_of(".a { color: red } h2 { color: blue; color: unset; margin: 3px; margin: unset }", html, "b");
    assert_eq!(red(&style), [255, 0, 0, 255]);
    assert_eq!(style.margin.top, Some(Length::ZERO));
}

#[test]
fn custom_properties_are_inherited_and_substituted() {
    let css = ":root { --a: 10px; --b: calc(var(--a) * 2); --c: var(--none, var(--b)) }
        #a { width: var(--c); margin: var(--a) var(--none, 3px); --a: 1px }";
    let style = style_of(css, "<p id=a>x</p>", "a");
    assert_eq!(style.width, Size::Length(Length::Px(20.0)));
    assert_eq!((style.margin.top, style.margin.left), (Some(Length::Px(1.0)), Some(Length::Px(3.0))));
}

#[test]
fn circles_and_missing_custom_properties_are_errors_with_a_place() {
    let circle = styled(":root { --a: var(--b);\n --b: var(--a) }\np { width: var(--a) }", "<p>x</p>").unwrap_err();
    assert!(circle[0].message().contains("refers to itself"), "{circle:?}");
    let missing = styled("p {\n  width: var(--wide);\n}", "<p>x</p>").unwrap_err();
    assert_eq!(missing[0].message(), "custom property `--wide` is not set");
    assert_eq!((missing[0].location().line, missing[0].location().column), (Some(2), Some(3)));
    let nonsense = styled(":root { --a: 3 } p { width: var(--a) }", "<p>x</p>").unwrap_err();
    assert_eq!(nonsense[0].message(), "`3` has no unit");
}

#[test]
fn lengths_are_computed() {
    let css = "#a { font-size: 20px; width: calc(100% - 2em + 1vw); height: min(10px, 2rem); padding: 1cm 50% max(1px, 2%) clamp(1px, 5px, 3px) }";
    let style = style_of(css, "<p id=a>x</p>", "a");
    let Size::Length(Length::Calc(calc)) = &style.width else { panic!("{:?}", style.width) };
    assert_eq!(**calc, Calc::Linear { px: -28.0, percent: 1.0 });
    assert_eq!(style.height, Size::Length(Length::Px(10.0)));
    assert_eq!(style.padding.right, Length::Percent(0.5));
    assert_eq!(style.padding.left, Length::Px(3.0));
    assert!((style.padding.top.resolve(0.0) - 37.795_277).abs() < 1e-3);
    assert_eq!(style.padding.bottom.resolve(200.0), 4.0);
}

#[test]
fn a_hundred_hundredths_of_the_card_are_the_card() {
    for width in 1..=8192_u16 {
        let units = Units { em: 16.0, rem: 16.0, vw: f64::from(width) / 100.0, vh: 1.0 };
        assert_eq!(LengthValue::Unit(100.0, Unit::Vw).compute(&units), Length::Px(f32::from(width)));
    }
}

#[test]
fn shorthands_are_split() {
    let css = "#a { border: 2px solid red; border-radius: 1px 2px / 3px; background: url(a.png) center / cover no-repeat, linear-gradient(red, blue), #123456;
        flex: 2 1 10%; gap: 1px 2px; inset: 1px auto; font: italic 600 20px/1.5 'A B', serif; overflow: hidden; white-space: pre-wrap; text-decoration: underline dotted red 2px }";
    let style = style_of(css, "<p id=a>x</p>", "a");
    assert_eq!(style.border_width.left, 2.0);
    assert_eq!(style.border_radius[1], (Length::Px(2.0), Length::Px(3.0)));
    assert_eq!(style.background.len(), 2);
    assert_eq!(style.background[0].image, BackgroundImage::Url("a.png".to_owned()));
    assert_eq!(style.background[0].size, BackgroundSize::Cover);
    assert_eq!(style.background_color.to_rgba8(), [0x12, 0x34, 0x56, 255]);
    assert_eq!((style.flex_grow, style.flex_basis), (2.0, Size::Length(Length::Percent(0.1))));
    assert_eq!(style.column_gap, Length::Px(2.0));
    assert_eq!((style.inset.top, style.inset.left), (Some(Length::Px(1.0)), None));
    assert_eq!(&*style.text.font_family, ["A B".to_owned(), "serif".to_owned()]);
    assert_eq!(style.text.line_height, LineHeight::Factor(1.5));
    assert_eq!(style.overflow_y, Overflow::Hidden);
    assert_eq!(style.text.white_space_collapse, WhiteSpaceCollapse::Preserve);
    let decoration = style.text_decoration.unwrap();
    assert!(decoration.underline && decoration.thickness == Some(2.0));
}

#[test]
fn border_colours_follow_the_text_and_vanish_without_style() {
    let style = style_of("#a { color: #00ff00; border: 3px solid; border-left-style: none }", "<p id=a>x</p>", "a");
    assert_eq!(style.border_color.top.to_rgba8(), [0, 255, 0, 255]);
    assert_eq!((style.border_width.top, style.border_width.left), (3.0, 0.0));
}

#[test]
fn logical_sides_follow_the_direction() {
    let css = "p { margin-inline-start: 5px; padding-inline: 1px 2px }";
    let ltr = style_of(css, "<p id=a>x</p>", "a");
    let rtl = style_of(css, "<p id=a dir=auto>\u{5e9}x</p>", "a");
    assert_eq!((ltr.margin.left, ltr.padding.right), (Some(Length::Px(5.0)), Length::Px(2.0)));
    assert_eq!((rtl.margin.right, rtl.padding.right), (Some(Length::Px(5.0)), Length::Px(1.0)));
    assert_eq!(rtl.text.direction, Direction::Rtl);
}

#[test]
fn media_queries_ask_for_the_card() {
    let css = "p { order: 0 }";
    assert_eq!(errors(css)[0].message(), "property `order` is not in the subset");
    let css = "#a { width: 1px } @media (min-width: 1000px) { #a { width: 2px } @media (height > 700px) { #a { width: 3px } } }";
    assert_eq!(style_of(css, "<p id=a>x</p>", "a").width, Size::Length(Length::Px(2.0)));
}

#[test]
fn selectors_match_as_in_browsers() {
    let html = r#"<section><p id=a class=k data-n="ab-c">x</p><p id=b>y</p><div><i id=c lang=de>z</i></div></section>"#;
    for (selector, id) in [
        ("section > p:first-child", "a"),
        ("p + p", "b"),
        ("p ~ div i", "c"),
        ("[data-n|=ab]", "a"),
        ("[data-n^=a][data-n$=c][data-n*='b-']", "a"),
        ("p:nth-last-of-type(1)", "b"),
        ("div > :only-child", "c"),
        ("div:has(i) i", "c"),
        (":is(p, i):not(.k):nth-child(2)", "b"),
        (":lang(de)", "c"),
        ("P.k", "a"),
    ] {
        let css = format!("{selector} {{ opacity: 0.5 }}");
        let cascade = styled(&css, html).unwrap_or_else(|errors| panic!("{errors:?}"));
        for other in ["a", "b", "c"] {
            assert_eq!(find(&cascade, other).opacity == 0.5, other == id, "{selector} on #{other}");
        }
    }
}

#[test]
fn generated_content_stands_before_and_after() {
    let css = "p::before { content: '>' attr(data-x) } p::after { content: none } b::after { content: '' }";
    let cascade = styled(css, "<p data-x=1>a<b>c</b></p>").unwrap();
    let texts = cascade.tree.nodes.iter().filter_map(|node| match &node.kind {
        NodeKind::Text(text) => Some(text.as_str()),
        NodeKind::Element { tag, .. } if tag.starts_with("::") => Some(tag.as_str()),
        _ => None,
    });
    let texts: Vec<&str> = texts.collect();
    assert_eq!(texts, ["::before", ">1", "a", "c", "::after"]);
}

#[test]
fn children_of_flex_boxes_are_blocks() {
    let html = "<div id=d><span id=a>x</span></div>";
    assert_eq!(style_of("div { display: flex }", html, "a").display, Display::Block);
    assert_eq!(style_of("span { position: absolute; display: inline-flex }", html, "a").display, Display::Flex);
    assert_eq!(style_of("div { align-items: center }", html, "d").align_items, Align::Center);
}

#[test]
fn fitting_is_read_on_the_element_only_and_sizes_can_be_changed() {
    let css =
        "#a { --fit: box; --fit-min: 10px; --fit-max: 80px; font-size: 30px } i { font-size: 0.5em; padding: 1em }";
    let mut cascade = styled(css, "<p id=a><i id=b>x</i></p>").unwrap();
    assert_eq!(find(&cascade, "a").fit.map(|fit| (fit.min, fit.max)), Some((10.0, 80.0)));
    assert_eq!(find(&cascade, "b").fit, None);
    assert_eq!(find(&cascade, "b").text.font_size, 40.0);
    let node = cascade.tree.nodes.iter().position(|node| node.style.fit.is_some()).unwrap();
    cascade.set_font_size(node, 24.0).unwrap();
    assert_eq!(find(&cascade, "a").text.font_size, 24.0);
    assert_eq!(find(&cascade, "b").padding.left, Length::Px(12.0));
}

#[test]
fn monospace_text_is_smaller_unless_a_size_is_set() {
    assert_eq!(style_of("", "<code id=a>x</code>", "a").text.font_size, 13.0);
    assert_eq!(style_of("body { font-size: 20px }", "<code id=a>x</code>", "a").text.font_size, 20.0);
    assert_eq!(style_of("code { font-family: Mine, monospace }", "<code id=a>x</code>", "a").text.font_size, 16.0);
}

#[test]
fn fields_reach_the_text_inside() {
    let cascade = styled("", "<p data-field='/author/name'>x<b>y</b></p>").unwrap();
    let fields = cascade.tree.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Text(_)));
    assert_eq!(fields.filter(|node| node.field.as_deref() == Some("/author/name")).count(), 2);
}

#[test]
fn errors_have_line_column_and_hint() {
    for (css, line, column, message, hint) in [
        ("p {\n  colour: red;\n}", 2, 3, "property `colour` is not in the subset", "did you mean `color`?"),
        ("p { display: contents }", 1, 14, "value `contents` is not in the subset", "leave out the element instead"),
        ("p { width: 3ch }", 1, 12, "unit `ch` is not in the subset", "use `em`: a factor of the font size"),
        ("p { width: 3 }", 1, 12, "`3` has no unit", "write `3px`"),
        (
            "p { cursor: pointer }",
            1,
            5,
            "property `cursor` is not in the subset",
            "it has no meaning on a card: leave it out",
        ),
        (
            "a:hover { color: red }",
            1,
            2,
            "`:hover` is not in the subset",
            "nobody points at a card: leave the rule out",
        ),
        (
            "p { color: red } @import 'x.css';",
            1,
            18,
            "`@import` is only expected before all other rules",
            "move it to the beginning of the file",
        ),
        (
            "@import 'x.css' print;",
            1,
            1,
            "`@import` expects the name of a style sheet and `;`",
            "write `@import \"parts.css\";`, and `@media` inside that file",
        ),
        (
            "p { & b { color: red } }",
            1,
            5,
            "nested rules are not in the subset",
            "write the selector out in full, outside of this rule",
        ),
        ("ä { } p { color: bluu }", 1, 18, "`bluu` is not a colour", "did you mean `blue`?"),
        (
            "@media (prefers-color-scheme: dark) { }",
            1,
            8,
            "media feature `prefers-color-scheme` is not in the subset",
            "themes choose colours: use the template's themes and custom properties",
        ),
        (
            "p { margin: 1px 2px 3px 4px 5px }",
            1,
            13,
            "`1px 2px 3px 4px 5px` is not a value of `margin`",
            "expected one to four lengths, percentages or `auto`",
        ),
        (
            "p { background: red, blue }",
            1,
            17,
            "only the last layer of `background` may have a colour",
            "move the colour to the end",
        ),
        (
            "p { width: round(1px, 2px) }",
            1,
            12,
            "function `round()` is not in the subset",
            "known here: calc() min() max() clamp() var()",
        ),
        ("p { display: flex; } }", 1, 22, "`}` closes nothing", "a `{` is missing, or this `}` is too many"),
    ] {
        let found = errors(css);
        let error = found.first().unwrap_or_else(|| panic!("no error: {css}"));
        assert_eq!((error.message(), error.hint()), (message, Some(hint)), "{css}");
        let place = error.location();
        assert_eq!((place.line, place.column), (Some(line), Some(column)), "{css}");
        assert_eq!(error.kind(), ErrorKind::Css);
    }
}

#[test]
fn all_errors_are_reported_at_once() {
    assert_eq!(errors("p { x: 1; color: red; y: 2 } q:hover {} b { z: 3 }").len(), 4);
}

#[test]
fn errors_in_html_have_a_place() {
    let error = Document::parse("<p>\n  <script>x</script>", "card.html").unwrap_err().remove(0);
    assert_eq!(error.message(), "element `<script>` is not in the subset");
    assert_eq!((error.location().line, error.location().column), (Some(2), Some(3)));
    let error = Document::parse("<p onclick='x()'>", "card.html").unwrap_err().remove(0);
    assert_eq!(error.message(), "attribute `onclick` is not in the subset");
    let error = styled("", "<div>\n<p style='widht: 1px'>x</p></div>").unwrap_err().remove(0);
    assert_eq!((error.location().line, error.location().column), (Some(2), Some(11)));
    let error = styled("", "<ul>\n<li>x</li></ul>").unwrap_err().remove(0);
    assert_eq!(error.location().line, Some(2));
}

/// Runs something that must end soon, whatever it returns.
fn quick<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    assert!(start.elapsed() < Duration::from_secs(10), "{name} took {:?}", start.elapsed());
    result
}

#[test]
fn hostile_style_sheets_end_quickly() {
    let deep = |open: &str| format!("p {{ width: {} }}", open.repeat(100_000));
    for css in [
        "p{color:red}".repeat(80_000),
        "p{colr:red}".repeat(80_000),
        deep("("),
        deep("["),
        deep("calc("),
        deep("var(--a,"),
        "{".repeat(100_000),
        "@media (width>1px){".repeat(100_000),
        format!("{}p{{}}", ":not(".repeat(100_000)),
        format!("{} {{ }}", "a ".repeat(300_000)),
        "p{".repeat(100_000),
        "\"".repeat(100_000),
        "/*".repeat(100_000),
        "@".repeat(100_000),
    ] {
        let name = css.chars().take(30).collect::<String>();
        let _ = quick(&name, || styled(&css, "<p>x</p>").map(|_| ()));
    }
}

#[test]
fn custom_properties_cannot_blow_up() {
    let mut css = String::from(":root { --v0: aaaaaaaaaaaaaaaa;");
    for index in 1..60 {
        css.push_str(&format!("--v{index}: var(--v{0}) var(--v{0});", index - 1));
    }
    css.push_str("} p { content: var(--v59) }");
    let error = quick("doubling", || styled(&css, "<p>x</p>").unwrap_err()).remove(0);
    assert_eq!(error.message(), "custom properties grow beyond the limit");
    let mut chain = String::from(":root { --c0: 1px;");
    for index in 1..50_000 {
        chain.push_str(&format!("--c{index}: var(--c{});", index - 1));
    }
    chain.push('}');
    let _ = quick("chain", || styled(&chain, "<p>x</p>").map(|_| ()));
}

#[test]
fn deeply_nested_html_is_refused_quickly() {
    for open in ["<div>", "<b>", "<ul><li>", "<svg>", "<b x=1><i>"] {
        let html = open.repeat(10_000);
        let error = quick(open, || Document::parse(&html, "card.html").unwrap_err()).remove(0);
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{open}: {error:?}");
    }
    let formatting: String = (0..20_000).map(|index| format!("<b class=c{index}><p>")).collect();
    let _ = quick("formatting elements", || Document::parse(&formatting, "card.html").map(|_| ()));
}

/// Rows of the property table in the documentation: names and example.
fn documented() -> Vec<(String, String)> {
    let text = include_str!("../../docs/css.md");
    let section = text.split("\n## ").find(|section| section.starts_with("Properties")).unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let cell = |row: &str, index: usize| {
        row.split(" | ").nth(index).unwrap_or_default().trim_matches([' ', '|', '`']).to_owned()
    };
    rows.map(|row| (cell(row, 0), cell(row, 2))).collect()
}

#[test]
fn the_documented_properties_are_the_accepted_ones() {
    let documented = documented();
    for (name, example) in &documented {
        let found = errors(&format!("p {{ {name}: {example} }}"));
        assert!(found.is_empty(), "{name}: {example}: {found:?}");
    }
    let mut names: Vec<&str> = documented.iter().map(|(name, _)| name.as_str()).collect();
    let mut accepted: Vec<&str> = property_names().collect();
    names.sort_unstable();
    accepted.sort_unstable();
    assert_eq!(names, accepted);
}

#[test]
fn the_documented_elements_are_the_accepted_ones() {
    let text = include_str!("../../docs/css.md");
    for element in crate::html::ELEMENTS {
        assert!(text.contains(&format!("`{element}`")), "{element}");
    }
}
