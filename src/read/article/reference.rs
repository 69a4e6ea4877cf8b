//! Character references of HTML (`&ldquo;`, `&#8220;`), decoded one at a time so that each keeps its place.
//!
//! Knows nothing of tags.

/// Longest reference that is looked for, in characters between `&` and `;`.
const LONGEST: usize = 32;

/// What Windows-1252 has at 128 to 159; browsers read numeric references to those positions so.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The characters of the reference that begins with the `&` at `at`, and one past its last character. `None` when there is none.
pub(super) fn decode(source: &[char], at: usize) -> Option<(String, usize)> {
    let rest = source.get(at + 1..)?;
    if rest.first() == Some(&'#') {
        return numeric(rest.get(1..)?).map(|(decoded, length)| (decoded.to_string(), at + 2 + length));
    }
    let length = rest.iter().take(LONGEST).take_while(|c| c.is_ascii_alphanumeric()).count();
    if length == 0 {
        return None;
    }
    let name: String = rest.iter().take(length).collect();
    if rest.get(length) == Some(&';') {
        let whole = format!("&{name};");
        let decoded = html_escape::decode_html_entities(&whole);
        if decoded != whole {
            return Some((decoded.into_owned(), at + length + 2));
        }
    }
    // The oldest names are read without their semicolon too.
    let short = ["nbsp", "quot", "amp", "lt", "gt", "laquo", "raquo"].into_iter().find(|short| name == **short)?;
    Some((html_escape::decode_html_entities(&format!("&{short};")).into_owned(), at + length + 1))
}

/// The character of `8220;` or `x201C;` and how many characters that took.
fn numeric(rest: &[char]) -> Option<(char, usize)> {
    let hexadecimal = matches!(rest.first(), Some('x' | 'X'));
    let (radix, skip) = if hexadecimal { (16, 1) } else { (10, 0) };
    let digits: String = rest.iter().skip(skip).take(8).take_while(|c| c.is_digit(radix)).collect();
    let code = u32::from_str_radix(&digits, radix).ok()?;
    let length = skip + digits.len();
    let semicolon = usize::from(rest.get(length) == Some(&';'));
    let decoded = match code {
        0 => '\u{FFFD}',
        128..=159 => *WINDOWS.get(usize::try_from(code).ok()? - 128)?,
        _ => char::from_u32(code).unwrap_or('\u{FFFD}'),
    };
    Some((decoded, length + semicolon))
}

/// A whole text with its references decoded, where places do not matter: attributes, titles.
pub(super) fn decode_all(source: &[char]) -> String {
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while let Some(&c) = source.get(at) {
        match (c == '&').then(|| decode(source, at)).flatten() {
            Some((decoded, next)) => {
                out.push_str(&decoded);
                at = next;
            }
            None => {
                out.push(c);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> String {
        decode_all(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn references_of_each_kind_are_decoded_once() {
        assert_eq!(all("&ldquo;A &amp;amp; B&rdquo; &#8220;c&#x201D; &#147;d&#148;"), "“A &amp; B” “c” “d”");
        assert_eq!(all("a&nbsp;b&nbsp c&hellip;"), "a\u{A0}b\u{A0} c…");
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in ["AT&T", "a & b", "&", "&#;", "&#x;", "&nosuchname;", "&#"] {
            assert_eq!(all(text), text);
        }
        assert_eq!(all("&#0;&#x110000;"), "\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn a_reference_says_where_it_ends() {
        let source: Vec<char> = "x&ldquo;y".chars().collect();
        assert_eq!(decode(&source, 1), Some(("“".to_owned(), 8)));
    }
}
