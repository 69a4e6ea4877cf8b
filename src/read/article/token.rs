//! HTML source cut into tags and texts, each with its place in code points of the source.
//!
//! The tree that tags make is in `tree`. A browser's repairs are not made here: the tokens serve to find text, not to draw it.

use super::reference::decode_all;

/// A piece of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A start tag that begins at `start`.
    Open { name: String, attributes: Vec<(String, String)>, closed: bool, start: usize },
    /// An end tag that ends before `end`.
    Close { name: String, end: usize },
    /// Text between tags, references not decoded.
    Text { start: usize, end: usize },
    /// What an element holds that is no markup: a script, a style sheet, a title.
    Raw { start: usize, end: usize },
}

/// Elements whose content has no tags.
const RAW: [&str; 7] = ["script", "style", "title", "textarea", "xmp", "noembed", "noframes"];

/// Cuts a source. Linear, whatever the source is.
pub(super) fn tokens(source: &[char]) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut text = 0;
    while at < source.len() {
        if source.get(at) != Some(&'<') {
            at += 1;
            continue;
        }
        let Some((token, end)) = tag(source, at) else {
            at += 1;
            continue;
        };
        if text < at {
            found.push(Token::Text { start: text, end: at });
        }
        at = end;
        let raw = match &token {
            Some(Token::Open { name, closed: false, .. }) if RAW.contains(&name.as_str()) => Some(name.clone()),
            _ => None,
        };
        found.extend(token);
        if let Some(name) = raw {
            let end = raw_end(source, at, &name);
            found.push(Token::Raw { start: at, end });
            at = end;
        }
        text = at;
    }
    if text < source.len() {
        found.push(Token::Text { start: text, end: source.len() });
    }
    found
}

/// The tag, comment or declaration that begins with the `<` at `at`, and one past its end. `None` when that `<` is text.
fn tag(source: &[char], at: usize) -> Option<(Option<Token>, usize)> {
    match source.get(at + 1)? {
        '!' if source.get(at + 2..at + 4) == Some(&['-', '-']) => Some((None, comment_end(source, at + 4))),
        '!' | '?' => Some((None, find(source, at, '>') + 1)),
        '/' if source.get(at + 2).is_some_and(char::is_ascii_alphabetic) => {
            let name = name(source, at + 2);
            let end = find(source, at, '>') + 1;
            let end = end.min(source.len());
            Some((Some(Token::Close { name, end }), end))
        }
        c if c.is_ascii_alphabetic() => Some(open_tag(source, at + 1)),
        _ => None,
    }
}

fn comment_end(source: &[char], from: usize) -> usize {
    let rest = source.get(from..).unwrap_or_default();
    rest.windows(3).position(|three| three == ['-', '-', '>']).map_or(source.len(), |found| from + found + 3)
}

fn find(source: &[char], from: usize, wanted: char) -> usize {
    let rest = source.get(from..).unwrap_or_default();
    rest.iter().position(|c| *c == wanted).map_or(source.len(), |found| from + found)
}

fn name(source: &[char], from: usize) -> String {
    let rest = source.get(from..).unwrap_or_default();
    rest.iter().take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/')).collect::<String>().to_ascii_lowercase()
}

fn open_tag(source: &[char], from: usize) -> (Option<Token>, usize) {
    let name = name(source, from);
    let mut at = from + name.chars().count();
    let mut attributes = Vec::new();
    loop {
        let mut closed = false;
        while let Some(c) = source.get(at).filter(|c| c.is_whitespace() || **c == '/') {
            closed = *c == '/';
            at += 1;
        }
        match source.get(at) {
            None => return (None, source.len()),
            Some('>') => return (Some(Token::Open { name, attributes, closed, start: from - 1 }), at + 1),
            Some(_) => {
                let (attribute, end) = attribute(source, at);
                attributes.push(attribute);
                at = end;
            }
        }
    }
}

/// Name and value of the attribute at `at`, and one past its end, which is behind `at`.
fn attribute(source: &[char], at: usize) -> ((String, String), usize) {
    let rest = source.get(at..).unwrap_or_default();
    // An equals sign in first place belongs to the name.
    let length = 1 + rest.iter().skip(1).take_while(|c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/')).count();
    let name: String = rest.iter().take(length).collect::<String>().to_ascii_lowercase();
    let mut end = at + length;
    let blank = |from: usize| source.get(from..).unwrap_or_default().iter().take_while(|c| c.is_whitespace()).count();
    let equals = end + blank(end);
    if source.get(equals) != Some(&'=') {
        return ((name, String::new()), end);
    }
    let start = equals + 1 + blank(equals + 1);
    let value = match source.get(start) {
        Some(&quote @ ('"' | '\'')) => {
            let close = find(source, start + 1, quote);
            end = (close + 1).min(source.len());
            source.get(start + 1..close)
        }
        _ => {
            let rest = source.get(start..).unwrap_or_default();
            end = start + rest.iter().take_while(|c| !c.is_whitespace() && **c != '>').count();
            source.get(start..end)
        }
    };
    ((name, decode_all(value.unwrap_or_default())), end)
}

/// Where the end tag of a raw element begins.
fn raw_end(source: &[char], from: usize, name: &str) -> usize {
    let mut at = from;
    loop {
        at = find(source, at, '<');
        let Some(rest) = source.get(at + 1..) else { return source.len() };
        let mut letters = rest.iter().copied();
        if letters.next() == Some('/')
            && name.chars().all(|c| letters.next().is_some_and(|found| found.eq_ignore_ascii_case(&c)))
        {
            return at;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(html: &str) -> Vec<String> {
        let source: Vec<char> = html.chars().collect();
        let part = |start, end| source.get(start..end).unwrap_or_default().iter().collect::<String>();
        let show = |token: Token| match token {
            Token::Open { name, attributes, closed, .. } => {
                let attributes: String = attributes.iter().map(|(name, value)| format!(" {name}={value}")).collect();
                format!("<{name}{attributes}{}>", if closed { "/" } else { "" })
            }
            Token::Close { name, .. } => format!("</{name}>"),
            Token::Text { start, end } => part(start, end),
            Token::Raw { start, end } => format!("raw {}", part(start, end)),
        };
        tokens(&source).into_iter().map(show).collect()
    }

    #[test]
    fn tags_attributes_and_texts_are_told_apart() {
        assert_eq!(
            cut("<P class='a b' hidden data-x=\"1 > 0\" id=q>Hi <br/>there</p><!-- <p> -->!"),
            ["<p class=a b hidden= data-x=1 > 0 id=q>", "Hi ", "<br/>", "there", "</p>", "!"]
        );
        assert_eq!(
            cut("<script>if (a < b) '</p>'</SCRIPT >x"),
            ["<script>", "raw if (a < b) '</p>'", "</script>", "x"]
        );
        assert_eq!(cut("<!DOCTYPE html><title>A <b></title>"), ["<title>", "raw A <b>", "</title>"]);
    }

    #[test]
    fn broken_markup_ends() {
        for html in
            ["<", "a < b", "<p", "<p class=\"", "<!--", "</", "<script>", "<a =>", "<p / / >", "<a b=", "<?", "</p"]
        {
            cut(html);
        }
        assert_eq!(cut("1 < 2 & 3 > 2"), ["1 < 2 & 3 > 2"]);
        assert_eq!(cut(&"<".repeat(100_000)).len(), 1);
    }
}
