//! The line below an embedded post: `— Name (@handle)`.
//!
//! Works on plain text, so that every shape of the HTML around it comes to the same.

use crate::read::markup::Prose;

/// Words and the line below them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Signed {
    /// The words, with their spans.
    pub(super) words: Prose,
    /// Display name; may hold brackets and dashes.
    pub(super) name: Option<String>,
    /// Handle without `@`.
    pub(super) handle: Option<String>,
}

/// Parts the attribution from the words. It is the last line, or what follows the last dash.
pub(super) fn split(mut prose: Prose) -> Signed {
    let text = prose.text.trim_end();
    let (before, handle) = match handle(text) {
        Some((at, handle)) => (text.get(..at).unwrap_or_default(), Some(handle.to_owned())),
        None => (text, None),
    };
    let line = before.rfind('\n').map_or(0, |feed| feed + 1);
    let last = before.get(line..).unwrap_or_default();
    let own_paragraph = line == 0 || before.get(..line).is_some_and(|above| above.ends_with("\n\n"));
    let dash = dash_at_start(last).map(|length| (line, line + length)).or_else(|| {
        let (start, length) = last_dash(last).filter(|_| handle.is_some())?;
        Some((line + start, line + start + length))
    });
    let (end, name) = match dash {
        Some((start, after)) => (start, before.get(after..)),
        // A name without a dash counts only as a paragraph of its own, with its handle behind it.
        None if handle.is_some() && own_paragraph => (line, before.get(line..)),
        None => (prose.text.len(), None),
    };
    let handle = handle.filter(|_| end < prose.text.len());
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    cut(&mut prose, end);
    Signed { words: prose, name, handle }
}

/// The last `(@handle)` of a text that ends with it, and where it begins.
fn handle(text: &str) -> Option<(usize, &str)> {
    let inside = text.strip_suffix([')', '）'])?;
    let at = inside.rfind(['@', '＠'])?;
    let (before, handle) = (inside.get(..at)?.trim_end(), inside.get(at..)?.trim_start_matches(['@', '＠']).trim());
    let bracket = before.strip_suffix(['(', '（'])?.len();
    let good = !handle.is_empty() && !handle.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
    good.then_some((bracket, handle))
}

/// Length of the dash with which a line begins.
fn dash_at_start(line: &str) -> Option<usize> {
    let dashes = line.len() - line.trim_start_matches(is_dash).len();
    let hyphens = line.len() - line.trim_start_matches('-').len();
    if dashes > 0 { Some(dashes) } else { (hyphens > 1 || line.starts_with("- ")).then_some(hyphens.max(1)) }
}

/// The last dash inside a line, and its length.
fn last_dash(line: &str) -> Option<(usize, usize)> {
    let long = line
        .rfind(is_dash)
        .map(|at| (at, line.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)));
    let short = || {
        line.rfind("--").map(|end| {
            let start = line.get(..end).map_or(0, |before| before.trim_end_matches('-').len());
            (start, end + 2 - start)
        })
    };
    long.or_else(short)
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―' | '⸺' | '⸻')
}

/// Ends a text at a byte offset and drops the spans behind it.
fn cut(prose: &mut Prose, end: usize) {
    prose.text.truncate(end);
    let kept = prose.text.trim_end().len();
    prose.text.truncate(kept);
    let count = prose.text.chars().count();
    prose.spans.retain(|span| span.start < count);
    for span in &mut prose.spans {
        span.end = span.end.min(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str) -> (String, Option<String>, Option<String>) {
        let signed = split(Prose { text: text.to_owned(), ..Prose::default() });
        (signed.words.text, signed.name, signed.handle)
    }

    fn expect(text: &str, words: &str, name: &str, handle: &str) {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        assert_eq!(parted(text), (words.to_owned(), some(name), some(handle)), "{text}");
    }

    #[test]
    fn the_last_line_holds_name_and_handle() {
        expect("Low tide.\n\n— Mira Okonjo (@mira)", "Low tide.", "Mira Okonjo", "mira");
        expect("干潮。\n\n—ミラ(渚の人) (@mira_n)", "干潮。", "ミラ(渚の人)", "mira_n");
        expect("A — b.\n\n--- Mira — at sea (@mira.example.com) ", "A — b.", "Mira — at sea", "mira.example.com");
        expect("Low tide.\n\n– 🌉 (@mira)", "Low tide.", "🌉", "mira");
        expect("Low tide.\n\n— Mira （@mira）", "Low tide.", "Mira", "mira");
        expect("— Mira (@mira)", "", "Mira", "mira");
    }

    #[test]
    fn an_attribution_in_the_same_line_follows_the_last_dash() {
        expect("Low – lower. — Mira (@mira)", "Low – lower.", "Mira", "mira");
        expect("Low tide.--- Mira (@mira)", "Low tide.", "Mira", "mira");
        expect("Low\n\nMira (@mira)", "Low", "Mira", "mira");
    }

    #[test]
    fn text_without_an_attribution_stays_whole() {
        expect("Low tide (as @mira said)", "Low tide (as @mira said)", "", "");
        expect("Low (@mira)\nagain", "Low (@mira)\nagain", "", "");
        expect("Low — tide", "Low — tide", "", "");
        expect("Hello to you (@mira)", "", "Hello to you", "mira");
        expect("", "", "", "");
    }
}
