//! Mentions, tags and links in a text that came without spans.
//!
//! Simple rules in the spirit of each network, not a copy of any parser: when in doubt, a word is plain text.

use crate::record::{Span, SpanKind};

/// Endings that make a bare name like `example.com` a link. Endings that are also file names (`rs`, `md`, `sh`) are left out.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "int", "mil", "info", "biz", "name", "io", "co", "dev", "app", "blog", "news",
    "social", "online", "site", "xyz", "tech", "shop", "store", "cloud", "page", "wiki", "art", "design", "studio",
    "press", "live", "space", "eu", "uk", "us", "ca", "au", "nz", "ie", "de", "at", "ch", "fr", "be", "nl", "lu", "es",
    "pt", "it", "gr", "pl", "cz", "sk", "hu", "ro", "bg", "dk", "se", "no", "fi", "ee", "lv", "lt", "ua", "ru", "tr",
    "il", "in", "jp", "kr", "cn", "tw", "hk", "sg", "br", "ar", "cl", "mx", "za", "ke", "ng", "eg",
];

/// Longest run that is looked at as one entity, in characters.
const LONGEST: usize = 4096;

/// Mentions, tags and links of a text, in order and without overlap; offsets count code points.
///
/// `platform` is that of the record; an unknown one gets the rules of Mastodon and cashtags.
pub(crate) fn entities(text: &str, platform: Option<&str>) -> Vec<Span> {
    if platform.is_some_and(|platform| platform.eq_ignore_ascii_case("x") || platform.eq_ignore_ascii_case("twitter")) {
        return super::twitter::entities(text);
    }
    let characters: Vec<char> = text.chars().collect();
    let rules = Rules::of(platform);
    let mut spans = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let found = if begins_word(&characters, at) { entity_at(&characters, at, &rules) } else { None };
        match found {
            Some(span) => {
                at = span.end;
                spans.push(span);
            }
            None => at += 1,
        }
    }
    spans
}

/// What differs between networks.
struct Rules {
    mention: Mention,
    cashtags: bool,
}

#[derive(PartialEq)]
enum Mention {
    /// The same with points inside.
    Dotted,
    /// A domain name.
    Domain,
    /// A name, perhaps with `@host`.
    Federated,
}

impl Rules {
    fn of(platform: Option<&str>) -> Self {
        let (mention, cashtags) = match platform.map(str::to_ascii_lowercase).as_deref() {
            Some("bluesky") => (Mention::Domain, true),
            Some("threads" | "instagram") => (Mention::Dotted, false),
            Some("mastodon") => (Mention::Federated, false),
            _ => (Mention::Federated, true),
        };
        Self { mention, cashtags }
    }
}

/// Whether an entity may begin here: not in the middle of a word, an address or another entity.
fn begins_word(characters: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| characters.get(before)) else { return true };
    let latin_word = before.is_alphanumeric() && !is_unspaced(*before);
    !latin_word
        && !matches!(before, '_' | '@' | '＠' | '#' | '＃' | '$' | '&' | '/' | '.' | '-' | '=' | '+' | '%' | '~')
}

/// Scripts that write words without spaces.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFF}')
}

fn entity_at(characters: &[char], at: usize, rules: &Rules) -> Option<Span> {
    let (end, kind, value) = match characters.get(at)? {
        '@' | '＠' => (mention(characters, at + 1, rules)?, SpanKind::Mention, true),
        '#' | '＃' => (hashtag(characters, at + 1)?, SpanKind::Hashtag, true),
        '$' if rules.cashtags => (cashtag(characters, at + 1)?, SpanKind::Cashtag, true),
        c if c.is_ascii_alphanumeric() => (link(characters, at)?, SpanKind::Link, false),
        _ => return None,
    };
    let text: String = characters.get(at..end)?.iter().collect();
    let url = (!value).then(|| if text.contains("://") { text.clone() } else { format!("https://{text}") });
    let value = value.then(|| text.chars().skip(1).collect());
    Some(Span { start: at, end, kind, value, url, src: None })
}

/// First offset from which characters no longer belong to a run.
fn run(characters: &[char], from: usize, belongs: impl Fn(char) -> bool) -> usize {
    let rest = characters.get(from..).unwrap_or_default();
    from + rest.iter().take(LONGEST).take_while(|c| belongs(**c)).count()
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn mention(characters: &[char], from: usize, rules: &Rules) -> Option<usize> {
    let next = |at: usize| characters.get(at).copied();
    match rules.mention {
        Mention::Dotted => name(characters, from),
        Mention::Domain => host(characters, from),
        Mention::Federated => {
            let end = name(characters, from)?;
            if next(end) != Some('@') {
                return Some(end);
            }
            Some(host(characters, end + 1).unwrap_or(end))
        }
    }
}

/// Letters, numbers, `_`, and points or hyphens inside.
fn name(characters: &[char], from: usize) -> Option<usize> {
    let mut end = run(characters, from, |c| is_word(c) || c == '.' || c == '-');
    while end > from && characters.get(end - 1).is_some_and(|c| *c == '.' || *c == '-') {
        end -= 1;
    }
    let begins = characters.get(from).is_some_and(|c| is_word(*c));
    (begins && end > from && end - from <= 64).then_some(end)
}

/// A domain name of at least two labels.
fn host(characters: &[char], from: usize) -> Option<usize> {
    let mut end = run(characters, from, |c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    while end > from && characters.get(end - 1).is_some_and(|c| *c == '.' || *c == '-') {
        end -= 1;
    }
    let labels: String = characters.get(from..end)?.iter().collect();
    let good = labels.len() <= 253
        && labels.split('.').count() > 1
        && labels
            .split('.')
            .all(|label| (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-'));
    good.then_some(end)
}

fn hashtag(characters: &[char], from: usize) -> Option<usize> {
    let end = run(characters, from, |c| c.is_alphanumeric() || c == '_' || is_mark(c));
    let tag = characters.get(from..end)?;
    let good = tag.iter().any(|c| c.is_alphabetic()) && !tag.first().is_some_and(|c| is_mark(*c));
    (good && !matches!(characters.get(end), Some('#' | '＃'))).then_some(end)
}

/// Marks that stay with the letter before, as far as they are not letters to Unicode.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{93C}' | '\u{94D}' | '\u{9BC}' | '\u{9CD}' | '\u{A3C}' | '\u{A4D}' | '\u{ABC}' | '\u{ACD}' | '\u{B3C}' | '\u{B4D}'
        | '\u{BCD}' | '\u{C4D}' | '\u{CBC}' | '\u{CCD}' | '\u{D4D}' | '\u{DCA}' | '\u{E47}'..='\u{E4E}' | '\u{200C}' | '\u{200D}')
}

fn cashtag(characters: &[char], from: usize) -> Option<usize> {
    let end = run(characters, from, |c| c.is_ascii_alphabetic());
    if !(1..=6).contains(&(end - from)) {
        return None;
    }
    let ends = |at: usize| !characters.get(at).is_some_and(|c| c.is_alphanumeric() || *c == '_' || *c == '$');
    let suffix = run(characters, end + 1, |c| c.is_ascii_alphabetic());
    if matches!(characters.get(end), Some('.' | '_'))
        && (1..=2).contains(&(suffix.saturating_sub(end + 1)))
        && ends(suffix)
    {
        return Some(suffix);
    }
    ends(end).then_some(end)
}

fn link(characters: &[char], at: usize) -> Option<usize> {
    let begins = |word: &str| {
        word.chars()
            .enumerate()
            .all(|(index, c)| characters.get(at + index).is_some_and(|found| found.eq_ignore_ascii_case(&c)))
    };
    let scheme = ["https://", "http://"].into_iter().find(|scheme| begins(scheme));
    if let Some(scheme) = scheme {
        let from = at + scheme.len();
        let good = characters.get(from).is_some_and(|c| c.is_alphanumeric() || *c == '[');
        return good.then(|| trimmed(characters, from, run(characters, from, is_address)));
    }
    let end = host(characters, at)?;
    let name: String = characters.get(at..end)?.iter().collect();
    let name = name.to_ascii_lowercase();
    let ending = name.rsplit('.').next().unwrap_or_default();
    let known = ENDINGS.contains(&ending) || name.starts_with("www.") && name.split('.').count() > 2;
    let next = characters.get(end);
    let goes_on = next.is_some_and(|c| matches!(c, '@' | '_') || c.is_alphanumeric() && !is_unspaced(*c));
    if !known || goes_on {
        return None;
    }
    match next {
        Some('/' | '?' | '#' | ':') => Some(trimmed(characters, end, run(characters, end, is_address))),
        _ => Some(end),
    }
}

/// What may stand in an address; the punctuation of scripts without spaces may not.
fn is_address(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !matches!(c, '<' | '>' | '"' | '“' | '”' | '„' | '«' | '»' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF1F}' | '\u{2066}'..='\u{2069}')
}

/// Leaves out punctuation at the end, and closing brackets that were not opened inside.
fn trimmed(characters: &[char], from: usize, mut end: usize) -> usize {
    let inside = characters.get(from..end).unwrap_or_default();
    let surplus = |open: char, close: char| {
        let count = |wanted: char| inside.iter().filter(|c| **c == wanted).count();
        count(close).saturating_sub(count(open))
    };
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    while end > from {
        match characters.get(end - 1) {
            Some('.' | ',' | ':' | ';' | '!' | '?' | '\'' | '’' | '‘' | '…' | '*' | '_' | '~' | '|') => {}
            Some(')') if round > 0 => round -= 1,
            Some(']') if square > 0 => square -= 1,
            _ => break,
        }
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `kind:text` of what is found.
    fn found(text: &str, platform: &str) -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        entities(text, Some(platform))
            .iter()
            .map(|span| format!("{}:{}", span.kind, characters[span.start..span.end].iter().collect::<String>()))
            .collect()
    }

    #[test]
    fn links_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("see https://example.com/a?b=c#d.", "link:https://example.com/a?b=c#d"),
            ("(https://example.com/x_(y))", "link:https://example.com/x_(y)"),
            ("“https://example.com/é”", "link:https://example.com/é"),
            ("🌉 www.example.zz!", "link:www.example.zz"),
            ("example.com/pier, and", "link:example.com/pier"),
            ("見てhttps://example.jp/橋。次", "link:https://example.jp/橋"),
            ("HTTP://EXAMPLE.COM…", "link:HTTP://EXAMPLE.COM"),
        ] {
            assert_eq!(found(text, ""), [expected], "{text}");
        }
        for text in [
            "e.g. this",
            "main.rs",
            "mira@example.com",
            "1.5",
            "https://",
            "a.b",
            "and so on...com",
            "x.com_",
            "Mr.No way",
        ] {
            assert!(found(text, "").iter().all(|one| one == "link:Mr.No"), "{text}: {:?}", found(text, ""));
        }
    }

    #[test]
    fn mentions_follow_the_platform() {
        assert_eq!(
            found("@mira, .@noa_l (@lin)橋@beaの", "x"),
            ["@mira", "@noa_l", "@lin", "@bea"].map(|name| format!("mention:{name}"))
        );
        assert_eq!(
            found("@mira@example.social hi @noa.", "mastodon"),
            ["mention:@mira@example.social", "mention:@noa"]
        );
        assert_eq!(found("@mira.example.com. @noa", "bluesky"), ["mention:@mira.example.com"]);
        assert_eq!(found("@mira.s.", "threads"), ["mention:@mira.s"]);
        assert!(found("mira@noa @", "").is_empty());
    }

    #[test]
    fn tags_need_a_letter_and_keep_their_marks() {
        assert_eq!(
            found("#Bridges #2026 #été #हिन्दी #橋の日 ＃tag #a_1!", ""),
            ["hashtag:#Bridges", "hashtag:#été", "hashtag:#हिन्दी", "hashtag:#橋の日", "hashtag:＃tag", "hashtag:#a_1"]
        );
        assert!(found("#️⃣ # a#b &#39; ##x", "").is_empty());
        assert_eq!(found("$ABC $5 $toolongname $BRK.B US$ABC", ""), ["cashtag:$ABC", "cashtag:$BRK.B"]);
        assert!(found("$ABC", "mastodon").is_empty());
    }

    #[test]
    fn values_and_targets_are_given() {
        let spans = entities("🌉 #pier at example.com", None);
        assert_eq!((spans[0].start, spans[0].value.as_deref(), spans[0].url.as_deref()), (2, Some("pier"), None));
        assert_eq!((spans[1].value.as_deref(), spans[1].url.as_deref()), (None, Some("https://example.com")));
    }

    #[test]
    fn a_long_hostile_text_is_read_quickly() {
        for piece in ["(", "@", "a.", "http://(", "#a", "$", ")", "https://a)", "a@a.", "-a.com"] {
            let spans = entities(&piece.repeat(60_000 / piece.len()), Some("mastodon"));
            assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}
