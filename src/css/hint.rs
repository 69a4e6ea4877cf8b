//! What to say about properties, selectors and at-rules that are not in the subset.

use super::fault::{Fault, nearest};
use super::property::Longhand;
use super::shorthand::SHORTHANDS;

/// What some properties expect, for messages.
pub(crate) const GRAMMARS: &[(&str, &str)] = &[
    ("margin", "one to four lengths, percentages or `auto`"),
    ("padding", "one to four lengths or percentages"),
    ("border", "a width, a style and a colour, as in `1px solid #ccc`"),
    ("border-radius", "one to four lengths or percentages, and after `/` the vertical ones"),
    ("background", "layers of picture, position / size, repeat; a colour in the last"),
    ("background-image", "none, url(), linear-gradient() or radial-gradient()"),
    ("box-shadow", "none, or: x y blur spread colour, `inset` for inner shadows"),
    ("font", "style, weight, size/line-height and families, as in `italic 600 20px/1.4 Inter, sans-serif`"),
    ("font-size", "a length, a percentage or a size such as `large`"),
    ("font-family", "names and generic names with commas between"),
    ("flex", "grow, shrink and basis, as in `1 1 0`, or `none`"),
    ("line-height", "`normal`, a factor, a length or a percentage"),
    ("aspect-ratio", "`auto` or width / height, as in `16 / 9`"),
    ("font-feature-settings", "tags in quotes with values, as in `\"tnum\" 1`"),
    ("font-variation-settings", "tags in quotes with values, as in `\"wght\" 450`"),
    ("content", "strings and attr(), or `none`"),
    ("transform", "`none`, or functions such as `rotate(5deg) scale(1.1)`"),
    ("filter", "`none`, or functions such as `blur(4px) brightness(0.8)`"),
    ("text-box", "`normal`, or `trim-both`, `trim-start` or `trim-end` with an edge, as in `trim-both cap alphabetic`"),
    ("text-shadow", "`none`, or: x y blur colour, several with commas between"),
    ("mask", "layers of picture, position / size, repeat, boxes, `alpha` or `luminance`, `add` or `intersect`"),
    (
        "grid-template-columns",
        "`none`, or sizes of tracks as in `200px 1fr minmax(0, 2fr)`, repeat(), names of lines in brackets",
    ),
    (
        "grid-template-rows",
        "`none`, or sizes of tracks as in `200px 1fr minmax(0, 2fr)`, repeat(), names of lines in brackets",
    ),
    ("grid-template-areas", "`none`, or a string for each row, as in `\"head head\" \"side text\"`"),
    ("grid-template", "rows / columns, or a string and a size for each row, as in `\"a b\" 1fr / 200px auto`"),
    ("grid-row", "a line, `span` with a number or a name, and after `/` the end, as in `2 / span 3`"),
    ("grid-column", "a line, `span` with a number or a name, and after `/` the end, as in `2 / span 3`"),
    ("grid-area", "the name of an area, or row start / column start / row end / column end"),
    ("text-decoration", "lines, a style, a colour and a thickness"),
    ("z-index", "a whole number or `auto`"),
    ("opacity", "a number from 0 to 1 or a percentage"),
    ("color", "a colour such as `#1d9bf0`, rgb(), hsl(), oklch(), color-mix() or a name"),
];

/// What to do instead of a known property that is not in the subset.
fn instead(name: &str) -> Option<&'static str> {
    let pointless = "it has no meaning on a card: leave it out";
    let later = "it comes in a later version: leave it out";
    Some(match name {
        "grid-gap" => "use `gap`",
        "grid-row-gap" => "use `row-gap`",
        "grid-column-gap" => "use `column-gap`",
        "float" | "clear" => "use `display: flex`",
        "cursor"
        | "transition"
        | "animation"
        | "user-select"
        | "-webkit-user-select"
        | "pointer-events"
        | "scroll-behavior"
        | "will-change"
        | "appearance"
        | "-webkit-appearance"
        | "touch-action"
        | "resize"
        | "caret-color"
        | "accent-color"
        | "page-break-inside"
        | "break-inside"
        | "orphans"
        | "widows"
        | "background-attachment"
        | "content-visibility"
        | "contain"
        | "-webkit-tap-highlight-color" => pointless,
        "-webkit-font-smoothing"
        | "-moz-osx-font-smoothing"
        | "text-rendering"
        | "text-size-adjust"
        | "-webkit-text-size-adjust"
        | "font-smooth" => "text is always drawn the same way: leave it out",
        "perspective" | "perspective-origin" | "transform-style" | "backface-visibility" | "transform-box" => {
            "a card is flat: leave it out"
        }
        "-webkit-mask-composite" => "use `mask-composite`",
        "mask-border" | "-webkit-mask-box-image" => "use `mask`",
        "clip-path" => "use `mask`, or `overflow: hidden` with `border-radius`",
        "backdrop-filter"
        | "mix-blend-mode"
        | "background-blend-mode"
        | "text-emphasis"
        | "font-palette"
        | "initial-letter"
        | "columns"
        | "column-count" => later,
        "outline" | "outline-offset" => "use `box-shadow: 0 0 0 2px …`",
        "order" => "put the elements in the order they should have",
        "zoom" => "use `--scale` of the program, or other sizes",
        "fill" | "stroke" | "stroke-width" => {
            "write it as an attribute of the SVG element; `currentColor` takes the text colour"
        }
        "border-image" => "use `background` with `padding`",
        "background-position-x" | "background-position-y" => "use `background-position`",
        "text-fit" => "use `--fit: box` with `--fit-min` and `--fit-max`",
        "font-stretch" | "font-width" => "use `font-variation-settings: \"wdth\" 90`",
        "font-synthesis" => "leave it out",
        "text-align-last" => "use `text-align`",
        "text-underline-position" => "use `text-underline-offset`",
        "tab-size" => "write spaces",
        "writing-mode" | "text-orientation" => "text runs in horizontal lines only",
        "src" => "it stands in `@font-face`",
        "all" => "set each property",
        "quotes" | "counter-reset" | "counter-increment" => "write the text in the template",
        "list-style-image" | "list-style-position" => "use `list-style: none` and `::before`",
        "box-align" | "-webkit-box-align" | "-webkit-box-flex" | "-webkit-box-pack" => "use `display: flex`",
        "color-scheme" => "use themes",
        "vertical-align-last" => return None,
        _ => return None,
    })
}

/// The fault for a property outside the subset.
pub(crate) fn unknown_property(name: &str) -> Fault {
    let fault = Fault::new(format!("property `{name}` is not in the subset"));
    if let Some(hint) = instead(name) {
        return fault.hint(hint);
    }
    if let Some(plain) = ["-webkit-", "-moz-", "-ms-", "-o-"].iter().find_map(|prefix| name.strip_prefix(prefix)) {
        if property_names().any(|known| known == plain) {
            return fault.hint(format!("use `{plain}`"));
        }
        return fault.hint("vendor prefixes are not read: leave it out");
    }
    match nearest(name, property_names()) {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None => fault.hint("docs/css.md lists what there is"),
    }
}

/// Names of all properties of the subset.
pub(crate) fn property_names() -> impl Iterator<Item = &'static str> {
    Longhand::ALL.iter().map(|(name, _)| *name).chain(SHORTHANDS.iter().map(|shorthand| shorthand.name))
}

/// The fault for an at-rule outside the subset.
pub(crate) fn unknown_at_rule(name: &str) -> Fault {
    let hint = match name {
        "import" => "import it at the beginning of card.css",
        "supports" => "the subset is fixed: write the rules without it",
        "layer" => "order the rules instead",
        "container" => "use `@media`: it asks for the size of the card",
        "keyframes" | "-webkit-keyframes" => "nothing moves on a card: leave it out",
        "charset" => "style sheets are UTF-8: leave it out",
        "namespace" => "leave it out",
        "page" => "a card has no pages: use `@media`",
        "property" => "declare the custom property on `:root`",
        "scope" => "use a class",
        "font-feature-values" => "use `font-feature-settings`",
        _ => "known: @media, @font-face and @import",
    };
    Fault::new(format!("`@{name}` is not in the subset")).hint(hint)
}

/// What to do instead of a pseudo-class or pseudo-element outside the subset.
pub(crate) fn pseudo_hint(name: &str) -> &'static str {
    match name {
        "hover" | "focus" | "active" | "focus-visible" | "focus-within" | "visited" | "target" => {
            "nobody points at a card: leave the rule out"
        }
        "first-line" | "first-letter" | "marker" | "selection" | "placeholder" | "backdrop" => {
            "put the text into an element of its own"
        }
        "checked" | "disabled" | "enabled" | "required" | "invalid" => "a card has no forms",
        "host" | "slotted" | "part" => "a card has no shadow trees",
        _ => {
            "known: :root :empty :first-child :last-child :only-child :nth-child() … :not() :is() :where() :has() :lang() :dir() :link ::before ::after"
        }
    }
}
