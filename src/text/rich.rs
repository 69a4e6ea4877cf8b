//! A text with its spans as safe HTML.
//!
//! Everything from the record is escaped; the only elements are those named at [`rich`].

use super::address;
use crate::record::{Emoji, Span, SpanKind};

/// HTML of a text: paragraphs `<p>` (at blank lines), `<br>`, `<a class="mention|hashtag|cashtag|link">` without a target,
/// `<mark>`, `<strong>`, `<em>`, `<code>`, `<img class="emoji">` for custom emoji, and `<wbr>` where an address may be broken.
///
/// Spans may overlap and may lie outside the text; of overlapping links the first one counts. An empty text gives nothing.
pub(crate) fn rich(text: &str, spans: &[Span], emojis: &[Emoji]) -> String {
    let link = |span: &Span| link_class(span.kind).map(|class| format!("<a class=\"{class}\">"));
    rich_with(text, spans, emojis, &Dress { link: &link, picture: &card_picture, wbr: true })
}

/// How links and custom emoji are written.
pub(crate) struct Dress<'a> {
    /// The start tag `<a …>` of a link; `None` for a link that is shown as plain text.
    pub(crate) link: &'a dyn Fn(&Span) -> Option<String>,
    /// HTML of a custom emoji: by its address and its alternative text, neither of them escaped.
    pub(crate) picture: &'a dyn Fn(&str, &str) -> String,
    /// Addresses say where they may be broken.
    pub(crate) wbr: bool,
}

fn card_picture(src: &str, alt: &str) -> String {
    format!("<img class=\"emoji\" src=\"{}\" alt=\"{}\">", super::escape(src), super::escape(alt))
}

/// As [`rich`], with links and custom emoji as the caller wants them.
pub(crate) fn rich_with(text: &str, spans: &[Span], emojis: &[Emoji], dress: &Dress<'_>) -> String {
    let characters: Vec<char> = text.chars().collect();
    let pictures = emoji_ranges(&characters, spans, emojis);
    let links = disjoint(spans.iter().filter(|span| link_class(span.kind).is_some()), characters.len());
    let styles = Styles::of(spans, characters.len());
    // A name or an address in Latin letters keeps its order among those that run from right to left, and the other way round.
    let isolate = characters.iter().any(|c| super::is_right_to_left(*c));
    let breaks = if dress.wbr { address_breaks(&characters, &links) } else { Vec::new() };
    let mut html = Html { isolate, tags: links.iter().map(|span| (dress.link)(span)).collect(), ..Html::default() };
    let (mut picture, mut link, mut style) = (0, 0, 0);
    let mut at = 0;
    while let Some(character) = characters.get(at) {
        while links.get(link).is_some_and(|span| span.end <= at) {
            link += 1;
        }
        while styles.changes.get(style + 1).is_some_and(|(from, _)| *from <= at) {
            style += 1;
        }
        while pictures.get(picture).is_some_and(|range| range.start < at) {
            picture += 1;
        }
        let inside = links.get(link).is_some_and(|span| span.start <= at);
        let flags = styles.changes.get(style).map_or(0, |(_, flags)| *flags);
        html.style(inside.then_some(link), flags);
        match pictures.get(picture).filter(|range| range.start == at) {
            Some(range) => {
                html.picture(&(dress.picture)(range.src, &range.alt));
                at = range.end;
            }
            None => {
                if breaks.binary_search(&at).is_ok() {
                    html.word_break();
                }
                html.character(*character);
                at += 1;
            }
        }
    }
    html.finish()
}

/// HTML of a text in one line: custom emoji as pictures, nothing else.
pub(crate) fn inline(text: &str, emojis: &[Emoji]) -> String {
    let html = rich(text, &[], emojis).replace("</p><p>", " ").replace("<br>", " ");
    html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or_default().to_owned()
}

/// The characters before which an address may be broken, in order: inside links, and inside words that are addresses by their form.
fn address_breaks(characters: &[char], links: &[&Span]) -> Vec<usize> {
    let spans = links.iter().filter(|span| span.kind == SpanKind::Link).map(|span| span.start..span.end);
    let mut breaks: Vec<usize> = Vec::new();
    for range in spans.chain(address::addresses(characters)) {
        let inside = characters.get(range.clone()).unwrap_or_default();
        // The title of a link is set as other words are.
        if !inside.iter().any(|c| c.is_whitespace()) {
            breaks.extend(address::breaks(inside).map(|at| range.start + at));
        }
    }
    breaks.sort_unstable();
    breaks.dedup();
    breaks
}

fn link_class(kind: SpanKind) -> Option<&'static str> {
    matches!(kind, SpanKind::Mention | SpanKind::Hashtag | SpanKind::Cashtag | SpanKind::Link).then_some(kind.as_str())
}

/// A stretch that is shown as a picture.
struct Picture<'a> {
    start: usize,
    end: usize,
    src: &'a str,
    alt: String,
}

/// Custom emoji by span and by `:code:`, in order and without overlap.
fn emoji_ranges<'a>(characters: &[char], spans: &'a [Span], emojis: &'a [Emoji]) -> Vec<Picture<'a>> {
    let by_span = disjoint(spans.iter().filter(|span| span.kind == SpanKind::Emoji), characters.len());
    let mut found: Vec<Picture<'a>> = by_span
        .into_iter()
        .filter_map(|span| {
            let shown: String = characters.get(span.start..span.end)?.iter().collect();
            let known = emojis
                .iter()
                .find(|emoji| Some(&emoji.code) == span.value.as_ref() || emoji.code == shown.trim_matches(':'));
            let src = span.src.as_deref().or(known.map(|emoji| emoji.src.as_str()))?;
            let alt = known.and_then(|emoji| emoji.alt.clone()).unwrap_or(shown);
            Some(Picture { start: span.start, end: span.end, src, alt })
        })
        .collect();
    found.extend(codes(characters, emojis));
    found.sort_by_key(|picture| picture.start);
    let mut end = 0;
    found.retain(|picture| {
        let free = picture.start >= end;
        if free {
            end = picture.end;
        }
        free
    });
    found
}

/// Where `:code:` of a known emoji stands.
fn codes<'a>(characters: &[char], emojis: &'a [Emoji]) -> Vec<Picture<'a>> {
    if emojis.is_empty() {
        return Vec::new();
    }
    let by_code: std::collections::BTreeMap<&str, &Emoji> =
        emojis.iter().rev().map(|emoji| (emoji.code.as_str(), emoji)).collect();
    let longest = emojis.iter().map(|emoji| emoji.code.chars().count()).max().unwrap_or_default().min(256);
    let mut found = Vec::new();
    let mut colon: Option<usize> = None;
    for (at, _) in characters.iter().enumerate().filter(|(_, c)| **c == ':') {
        let code = colon.filter(|start| at - start <= longest + 1).and_then(|start| characters.get(start + 1..at));
        let code: Option<String> = code.map(|code| code.iter().collect());
        match (code.and_then(|code| by_code.get(code.as_str())), colon) {
            (Some(emoji), Some(start)) => {
                let alt = emoji.alt.clone().unwrap_or_else(|| format!(":{}:", emoji.code));
                found.push(Picture { start, end: at + 1, src: &emoji.src, alt });
                colon = None;
            }
            _ => colon = Some(at),
        }
    }
    found
}

/// Spans in order, inside the text; of overlapping ones the first.
fn disjoint<'a>(spans: impl Iterator<Item = &'a Span>, length: usize) -> Vec<&'a Span> {
    let mut sorted: Vec<&Span> = spans.filter(|span| span.start < span.end && span.end <= length).collect();
    sorted.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    sorted.retain(|span| {
        let free = span.start >= end;
        if free {
            end = span.end;
        }
        free
    });
    sorted
}

/// Elements for styles, outermost first; the flag of each is its bit.
const STYLES: [(SpanKind, &str); 4] =
    [(SpanKind::Highlight, "mark"), (SpanKind::Bold, "strong"), (SpanKind::Italic, "em"), (SpanKind::Code, "code")];

/// Which styles hold from which character on.
struct Styles {
    changes: Vec<(usize, u8)>,
}

impl Styles {
    fn of(spans: &[Span], length: usize) -> Self {
        let mut events: Vec<(usize, usize, i32)> = Vec::new();
        for span in spans.iter().filter(|span| span.start < span.end && span.start < length) {
            if let Some(style) = STYLES.iter().position(|(kind, _)| *kind == span.kind) {
                events.push((span.start, style, 1));
                events.push((span.end, style, -1));
            }
        }
        events.sort_unstable();
        let mut counts = [0_i32; STYLES.len()];
        let mut changes = vec![(0, 0)];
        for (at, style, change) in events {
            if let Some(count) = counts.get_mut(style) {
                *count += change;
            }
            let flags = counts.iter().enumerate().fold(0, |flags, (bit, count)| flags | (u8::from(*count > 0) << bit));
            changes.push((at, flags));
        }
        Self { changes }
    }
}

/// HTML in the making.
#[derive(Default)]
struct Html {
    out: String,
    /// The start tags of the links; those without are shown as plain text.
    tags: Vec<Option<String>>,
    /// Line breaks that have not been written.
    breaks: usize,
    /// White space after those line breaks.
    space: String,
    in_paragraph: bool,
    /// Elements that are open inside the paragraph.
    open: Vec<&'static str>,
    /// The link and styles that are open.
    opened: (Option<usize>, u8),
    /// The link and styles that the next character wants.
    wanted: (Option<usize>, u8),
    /// Links stand for themselves in the order of directions.
    isolate: bool,
}

impl Html {
    fn style(&mut self, link: Option<usize>, flags: u8) {
        self.wanted = (link, flags);
    }

    fn character(&mut self, character: char) {
        match character {
            '\n' => {
                self.breaks += 1;
                self.space.clear();
            }
            '\r' => {}
            ' ' | '\t' if self.breaks > 0 => self.space.push(character),
            _ => {
                self.begin();
                escape(character, &mut self.out);
            }
        }
    }

    fn word_break(&mut self) {
        self.begin();
        self.out.push_str("<wbr>");
    }

    fn picture(&mut self, html: &str) {
        self.begin();
        self.out.push_str(html);
    }

    /// Writes what must stand before the next character: paragraph, line break, elements.
    fn begin(&mut self) {
        if !self.in_paragraph {
            self.out.push_str("<p>");
            self.in_paragraph = true;
        } else if self.breaks > 1 {
            self.close_elements();
            self.out.push_str("</p><p>");
        } else if self.breaks == 1 {
            self.out.push_str("<br>");
        }
        self.breaks = 0;
        if self.opened != self.wanted {
            self.close_elements();
            self.open_elements();
        }
        self.out.push_str(&std::mem::take(&mut self.space));
    }

    fn open_elements(&mut self) {
        if let Some(Some(tag)) = self.wanted.0.and_then(|link| self.tags.get(link)) {
            match tag.strip_suffix('>').filter(|_| self.isolate) {
                Some(open) => self.out.extend([open, " dir=\"auto\">"]),
                None => self.out.push_str(tag),
            }
            self.open.push("a");
        }
        for (bit, (_, element)) in STYLES.iter().enumerate() {
            if self.wanted.1 & (1 << bit) != 0 {
                self.out.push_str(&format!("<{element}>"));
                self.open.push(element);
            }
        }
        self.opened = self.wanted;
    }

    fn close_elements(&mut self) {
        while let Some(element) = self.open.pop() {
            self.out.push_str(&format!("</{element}>"));
        }
        self.opened = (None, 0);
    }

    fn finish(mut self) -> String {
        self.close_elements();
        if self.in_paragraph {
            self.out.push_str("</p>");
        }
        self.out
    }
}

fn escape(character: char, out: &mut String) {
    match character {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        other => out.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize, kind: SpanKind) -> Span {
        Span { start, end, kind, value: None, url: None, src: None }
    }

    #[test]
    fn everything_is_escaped() {
        assert_eq!(rich("<b>&\"'", &[], &[]), "<p>&lt;b&gt;&amp;&quot;&#39;</p>");
        let emoji = Emoji { code: "x".to_owned(), src: "\"><script>".to_owned(), alt: Some("'".to_owned()) };
        assert_eq!(
            rich(":x:", &[], &[emoji]),
            "<p><img class=\"emoji\" src=\"&quot;&gt;&lt;script&gt;\" alt=\"&#39;\"></p>"
        );
    }

    #[test]
    fn lines_and_paragraphs_are_kept() {
        assert_eq!(rich("a\nb\n\nc\n \nd\n", &[], &[]), "<p>a<br>b</p><p>c</p><p>d</p>");
        assert_eq!(rich("\n\na  b\n  c", &[], &[]), "<p>a  b<br>  c</p>");
        assert_eq!(rich("", &[], &[]), "");
    }

    #[test]
    fn spans_become_elements() {
        let spans = [span(3, 8, SpanKind::Hashtag), span(0, 1, SpanKind::Mention)];
        assert_eq!(
            rich("🌉 #pier.", &spans, &[]),
            "<p><a class=\"mention\">🌉</a> #<a></a></p>".replace(" #<a></a>", " #<a class=\"hashtag\">pier.</a>")
        );
    }

    #[test]
    fn overlapping_spans_are_split() {
        let spans = [span(0, 4, SpanKind::Bold), span(2, 6, SpanKind::Italic)];
        assert_eq!(rich("abcdef", &spans, &[]), "<p><strong>ab</strong><strong><em>cd</em></strong><em>ef</em></p>");
        let links = [span(0, 4, SpanKind::Link), span(2, 6, SpanKind::Mention)];
        assert_eq!(rich("abcdef", &links, &[]), "<p><a class=\"link\">abcd</a>ef</p>");
        let across = [span(0, 4, SpanKind::Bold)];
        assert_eq!(rich("a\n\nb", &across, &[]), "<p><strong>a</strong></p><p><strong>b</strong></p>");
    }

    #[test]
    fn custom_emoji_become_pictures() {
        let emojis = [Emoji { code: "cat".to_owned(), src: "cat.png".to_owned(), alt: None }];
        assert_eq!(
            rich("12:30 :cat::cat: :dog:", &[], &emojis),
            "<p>12:30 <img class=\"emoji\" src=\"cat.png\" alt=\":cat:\"><img class=\"emoji\" src=\"cat.png\" alt=\":cat:\"> :dog:</p>"
        );
        let by_span = Span { src: Some("d.png".to_owned()), ..span(0, 5, SpanKind::Emoji) };
        assert_eq!(rich(":dog:", &[by_span], &[]), "<p><img class=\"emoji\" src=\"d.png\" alt=\":dog:\"></p>");
    }

    #[test]
    fn links_among_letters_of_the_other_direction_stand_for_themselves() {
        let html = rich("سلام @mira!", &[span(5, 10, SpanKind::Mention)], &[]);
        assert_eq!(html, "<p>سلام <a class=\"mention\" dir=\"auto\">@mira</a>!</p>");
    }

    #[test]
    fn addresses_say_where_they_may_be_broken() {
        let spans = [span(4, 22, SpanKind::Link), span(23, 29, SpanKind::Mention)];
        assert_eq!(
            rich("See quay.example/tides @a.b.c and http://x.example", &spans, &[]),
            "<p>See <a class=\"link\">quay.<wbr>example/<wbr>tides</a> <a class=\"mention\">@a.b.c</a> and http://<wbr>x.<wbr>example</p>"
        );
        let titled = rich("Read on: tides. and more", &[span(0, 24, SpanKind::Link)], &[]);
        assert!(!titled.contains("<wbr>"), "{titled}");
    }

    #[test]
    fn spans_outside_the_text_do_no_harm() {
        let spans = [span(5, 2, SpanKind::Bold), span(1, 99, SpanKind::Link), span(50, 60, SpanKind::Italic)];
        assert_eq!(rich("abc", &spans, &[]), "<p>abc</p>");
    }

    #[test]
    fn many_overlapping_spans_stay_cheap() {
        let text = "a".repeat(60_000);
        let spans: Vec<_> =
            (0..50_000).map(|at| span(at, 60_000, if at % 2 == 0 { SpanKind::Bold } else { SpanKind::Link })).collect();
        assert!(rich(&text, &spans, &[]).len() < 70_000);
    }

    #[test]
    fn a_name_is_one_line_with_its_pictures() {
        let emojis = [Emoji { code: "cat".to_owned(), src: "cat.png".to_owned(), alt: None }];
        let html = inline("Ada :cat:\n\n<b>", &emojis);
        assert!(html.starts_with("Ada <img class=\"emoji\" src=\"cat.png\""), "{html}");
        assert!(html.ends_with(" &lt;b&gt;") && !html.contains("<p>"), "{html}");
        assert_eq!(inline("", &emojis), "");
    }
}
