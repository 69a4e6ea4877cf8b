//! Which texts of a page are the article.
//!
//! The crate `dom_smoothie` chooses, as readers' views of browsers do; each text is marked with a character of a private
//! plane before and found again by it. What the choice lost between the paragraphs it kept is taken back.

use dom_smoothie::{Config, Readability};

use super::tree::{Event, Tree};

/// Deeper pages are not handed to the extraction.
const DEEPEST: usize = 200;
/// Neither are pages of more elements or characters.
const MOST_ELEMENTS: usize = 40_000;
const LONGEST: usize = 6_000_000;
/// First character of the planes that mark texts, and how many there are.
const FIRST_MARK: u32 = 0xF_0000;
const MARKS: usize = 0x1_FFFE;

/// Elements that hold no running text of the article.
const NEVER: [&str; 24] = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "nav",
    "form",
    "button",
    "select",
    "option",
    "textarea",
    "iframe",
    "object",
    "video",
    "audio",
    "canvas",
    "figcaption",
    "head",
    "menu",
    "dialog",
    "title",
    "input",
    "label",
];

/// Words of a class or id that name what stands beside an article, or under its pictures.
const BESIDE: [&str; 30] = [
    "comment",
    "comments",
    "caption",
    "captions",
    "credit",
    "related",
    "newsletter",
    "share",
    "sharing",
    "social",
    "promo",
    "advertisement",
    "advert",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "recommended",
    "recirc",
    "subscribe",
    "signup",
    "disqus",
    "cookie",
    "consent",
    "paywall",
    "taboola",
    "outbrain",
    "teaser",
    "teasers",
    "tags",
    "byline",
];

/// Whether each text of the tree belongs to the article.
pub(super) fn chosen(tree: &Tree, source: &[char]) -> Vec<bool> {
    let mut kept = extracted(tree, source).unwrap_or_else(|| vec![true; tree.texts.len()]);
    take_back(tree, &mut kept);
    let dropped = beside(tree, &kept);
    for (keep, text) in kept.iter_mut().zip(&tree.texts) {
        *keep &= !text.raw && !dropped.get(text.element).is_some_and(|dropped| *dropped);
    }
    kept
}

/// What the extraction keeps; `None` when it finds no article.
fn extracted(tree: &Tree, source: &[char]) -> Option<Vec<bool>> {
    let deepest = tree.elements.iter().map(|element| element.depth).max().unwrap_or_default();
    if deepest > DEEPEST || tree.elements.len() > MOST_ELEMENTS || source.len() > LONGEST || tree.texts.len() > MARKS {
        return None;
    }
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article = Readability::new(marked(tree, source), None, Some(config)).ok()?.parse().ok()?;
    let mut kept = vec![false; tree.texts.len()];
    for c in article.text_content.chars() {
        let index = u32::from(c).checked_sub(FIRST_MARK).and_then(|index| usize::try_from(index).ok());
        if let Some(keep) = index.and_then(|index| kept.get_mut(index)) {
            *keep = true;
        }
    }
    kept.contains(&true).then_some(kept)
}

/// The source with a mark before the first word of each text.
fn marked(tree: &Tree, source: &[char]) -> String {
    let mut out = String::with_capacity(source.len() + source.len() / 8);
    let mut done = 0;
    for (text, code) in tree.texts.iter().zip(FIRST_MARK..) {
        let chars = source.get(text.start..text.end).unwrap_or_default();
        let blank = chars.iter().take_while(|c| c.is_whitespace()).count();
        if text.raw || blank == chars.len() {
            continue;
        }
        out.extend(source.get(done..text.start + blank).unwrap_or_default());
        out.extend(char::from_u32(code));
        done = text.start + blank;
    }
    out.extend(source.get(done..).unwrap_or_default());
    out
}

/// Keeps the paragraphs and quotations that stand beside kept paragraphs in one element.
fn take_back(tree: &Tree, kept: &mut [bool]) {
    let mut holds = vec![0_usize; tree.elements.len()];
    for (text, _) in tree.texts.iter().zip(kept.iter()).filter(|(text, keep)| **keep && !text.raw) {
        let Some(paragraph) = paragraph(tree, text.element) else { continue };
        if let Some(count) = tree.elements.get(paragraph).and_then(|element| holds.get_mut(element.parent)) {
            *count += 1;
        }
    }
    for (text, keep) in tree.texts.iter().zip(kept.iter_mut()).filter(|(_, keep)| !**keep) {
        let parent = paragraph(tree, text.element).and_then(|paragraph| tree.elements.get(paragraph)).map(|p| p.parent);
        *keep = parent.and_then(|parent| holds.get(parent)).is_some_and(|count| *count >= 2);
    }
}

/// The paragraph or outermost quotation an element is or stands in.
fn paragraph(tree: &Tree, element: usize) -> Option<usize> {
    let mut at = element;
    let mut found = None;
    for _ in 0..DEEPEST {
        let here = tree.elements.get(at)?;
        match here.name.as_str() {
            "p" if found.is_none() => found = Some(at),
            "blockquote" => found = Some(at),
            _ => {}
        }
        if here.parent == at {
            break;
        }
        at = here.parent;
    }
    found
}

/// Whether each element stands in something that is not the running text.
fn beside(tree: &Tree, kept: &[bool]) -> Vec<bool> {
    let mut size = vec![0_usize; tree.elements.len()];
    for (text, _) in tree.texts.iter().zip(kept).filter(|(text, keep)| **keep && !text.raw) {
        if let Some(size) = size.get_mut(text.element) {
            *size += text.end - text.start;
        }
    }
    for index in (1..size.len()).rev() {
        let own = size.get(index).copied().unwrap_or_default();
        if let Some(sum) = tree.elements.get(index).and_then(|element| size.get_mut(element.parent)) {
            *sum += own;
        }
    }
    let all = size.first().copied().unwrap_or_default();
    // A figure that holds a quotation has its author below.
    let mut quoting = vec![false; tree.elements.len()];
    for element in tree.elements.iter().filter(|element| element.name == "blockquote") {
        if let Some(quoting) = quoting.get_mut(element.parent) {
            *quoting = true;
        }
    }
    let mut dropped = vec![false; tree.elements.len()];
    for event in &tree.events {
        let Event::Enter(index) = *event else { continue };
        let Some(element) = tree.elements.get(index) else { continue };
        let small = size.get(index).is_some_and(|size| size * 5 < all * 2);
        let inside = dropped.get(element.parent).copied().unwrap_or_default();
        let credit = element.name == "figcaption" && quoting.get(element.parent) == Some(&true);
        let own = (NEVER.contains(&element.name.as_str()) && !credit) || (small && stands_beside(tree, index));
        if let Some(dropped) = dropped.get_mut(index) {
            *dropped = inside || own;
        }
    }
    dropped
}

fn stands_beside(tree: &Tree, index: usize) -> bool {
    let Some(element) = tree.elements.get(index) else { return false };
    let hidden = element.attribute("aria-hidden") == Some("true") || element.attribute("hidden").is_some();
    let words = element.words();
    let pull = words.iter().any(|word| matches!(word.as_str(), "pull" | "pullquote" | "quote" | "blockquote"));
    let in_quotation = paragraph(tree, index)
        .is_some_and(|found| tree.elements.get(found).is_some_and(|found| found.name == "blockquote"));
    match element.name.as_str() {
        "aside" => !pull,
        "footer" | "header" => !in_quotation && !pull,
        "cite" | "blockquote" | "q" => false,
        _ if in_quotation || pull => false,
        _ => hidden || words.iter().any(|word| BESIDE.contains(&word.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree;
    use super::*;

    fn kept(html: &str) -> String {
        let source: Vec<char> = html.chars().collect();
        let tree = tree(&source);
        let chosen = chosen(&tree, &source);
        let texts = tree.texts.iter().zip(&chosen).filter(|(_, keep)| **keep);
        texts.flat_map(|(text, _)| source[text.start..text.end].iter()).collect()
    }

    #[test]
    fn running_text_is_kept_and_what_stands_beside_it_is_not() {
        let sentence =
            "The ferry to the outer island left late again, and nobody on the quay was told, why that was so. ";
        let html = format!(
            "<html><body><nav><a href=/>Home</a> Menu</nav><article><h1>Late</h1><p>{0}</p><p>{0}{0}</p>\
             <figure><img src=a><figcaption>A caption</figcaption></figure><p>Short.</p><p>{0}</p></article>\
             <div class=comments><p>First! {0}</p></div><footer>Imprint</footer></body></html>",
            sentence.repeat(3)
        );
        let kept = kept(&html);
        assert!(kept.contains("The ferry") && kept.contains("Short."), "{kept}");
        for word in ["Menu", "caption", "First!", "Imprint"] {
            assert!(!kept.contains(word), "{word}: {kept}");
        }
    }

    #[test]
    fn a_page_without_an_article_is_kept_as_it_is() {
        assert_eq!(kept("<p>One.</p><p>Two.</p>"), "One.Two.");
        assert!(kept(&format!("{}x", "<div>".repeat(5_000))).contains('x'));
    }
}
