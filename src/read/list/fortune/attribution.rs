//! The line below a fortune that says whose words they are: `-- Name, "Work"`, and everything that may follow.

use crate::read::list::entry::{is_dash, name_of};

/// An attribution in its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attribution {
    pub(super) name: String,
    /// What stands behind the name: an office, a paper, an occasion.
    pub(super) role: Option<String>,
    pub(super) work: Option<String>,
    /// Place in the work.
    pub(super) page: Option<String>,
    /// A year.
    pub(super) date: Option<String>,
    /// The whole line, when the parts do not say all of it.
    pub(super) whole: Option<String>,
}

impl Attribution {
    /// Takes an attribution apart. Dashes before it have no meaning.
    pub(super) fn parse(line: &str) -> Self {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = line.trim_start_matches(|c| is_dash(c) || c == ' ');
        let plain = line.strip_prefix("by ").unwrap_or(line);
        let mut found = match quoted(plain) {
            Some((before, work, rest)) => with_work(before, work, rest),
            None => without_work(plain),
        };
        let attributed =
            found.name.get(.."attributed to ".len()).is_some_and(|start| start.eq_ignore_ascii_case("attributed to "));
        if attributed {
            found.name.drain(.."attributed to ".len());
            found.whole = Some(String::new());
        }
        found.name = name_of(without_stop(&found.name));
        if found.whole.is_some() {
            found.whole = Some(line.to_owned());
        }
        found
    }
}

/// What stands before, inside and after the first pair of quotation marks.
fn quoted(line: &str) -> Option<(&str, &str, &str)> {
    let (start, open) = line.char_indices().find(|(_, c)| matches!(c, '"' | '“' | '«' | '„' | '《'))?;
    let close: &[char] = match open {
        '"' => &['"'],
        '“' => &['”'],
        '«' => &['»'],
        '„' => &['“', '”'],
        _ => &['》'],
    };
    let inside = line.get(start + open.len_utf8()..)?;
    let end = inside.find(close)?;
    let rest = inside.get(end..)?;
    let after = rest.get(rest.chars().next()?.len_utf8()..)?;
    let (before, after) = (line.get(..start)?.trim(), after.trim());
    // `Mina "Moss" Ostrow` is a name, and what stands in brackets is no work of its author.
    let introduced =
        before.is_empty() || before.ends_with([',', ':']) || before.ends_with(" in") || before.ends_with("from");
    let nickname = !introduced && after.starts_with(char::is_uppercase) && !after.contains(',');
    let in_brackets = before.matches('(').count() > before.matches(')').count();
    let work = inside.get(..end)?.trim_end_matches(',').trim();
    (!nickname && !in_brackets).then_some((before, work, after))
}

fn with_work(before: &str, work: &str, rest: &str) -> Attribution {
    let before = before.trim_end_matches([',', ':']).trim();
    let before = [", from", ", in", " from", " in"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    let rest = rest.trim_start_matches(',').trim().trim_end_matches('.').trim();
    let by = rest.strip_prefix("by ").map(str::trim);
    if before.is_empty() || matches!(before, "from" | "in" | "From" | "In") {
        let named = by.or_else(|| Some(rest).filter(|rest| rest.starts_with(char::is_uppercase)));
        return match named {
            Some(name) => Attribution { work: Some(work.to_owned()), ..without_work(name) },
            None if rest.is_empty() && before.is_empty() => {
                Attribution { name: work.to_owned(), ..Attribution::default() }
            }
            None => Attribution { name: work.to_owned(), whole: Some(String::new()), ..Attribution::default() },
        };
    }
    let mut found = Attribution { work: Some(work.to_owned()), ..without_work(before) };
    if is_year(rest) && found.date.is_none() {
        found.date = Some(rest.to_owned());
    } else if is_place(rest) {
        found.page = Some(rest.to_owned());
    } else if !rest.is_empty() {
        found.whole = Some(String::new());
    }
    found
}

fn without_work(line: &str) -> Attribution {
    let mut found = Attribution::default();
    let mut name = line.trim();
    if let Some((before, inside)) = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("))
        && inside.chars().any(|c| c.is_ascii_digit())
    {
        name = before.trim();
        found.whole = Some(String::new());
    }
    let mut parts = name.split(", ");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    let mut rest: Vec<&str> = parts.collect();
    while rest.first().is_some_and(|part| is_suffix(part)) {
        kept = format!("{kept}, {}", rest.remove(0));
    }
    let last = rest.last().map(|part| part.trim_end_matches('.'));
    let several = rest.iter().any(|part| part.starts_with("and ") || part.starts_with("und "));
    if rest.is_empty() || several || !is_name(&kept) {
        found.name = name.to_owned();
    } else {
        found.name = kept;
        match last {
            Some(year) if rest.len() == 1 && is_year(year) => found.date = Some(year.to_owned()),
            _ => found.role = Some(rest.join(", ")),
        }
    }
    found
}

/// `Jr.`, `III`, `M.D.`: what belongs to a name behind its comma.
fn is_suffix(part: &str) -> bool {
    let plain: String = part.chars().filter(|c| c.is_alphanumeric()).collect();
    matches!(plain.as_str(), "Jr" | "Sr" | "II" | "III" | "IV" | "MD" | "PhD" | "Esq" | "DD" | "SJ" | "RN" | "MP")
}

fn is_name(text: &str) -> bool {
    let words = text.split(' ').count();
    words <= 6 && text.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii_alphabetic())
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Act, scene, chapter, verse: figures, Roman ones too, with few words.
fn is_place(text: &str) -> bool {
    let words = ["act", "scene", "chapter", "ch", "vol", "book", "part", "p", "page", "no", "verse", "sc"];
    let is_figure = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.is_empty()
            || word.chars().all(|c| c.is_ascii_digit() || "IVXLCivxlc".contains(c) || ":.,-".contains(c))
            || words.contains(&word.to_ascii_lowercase().as_str())
    };
    !text.is_empty() && text.split_whitespace().all(is_figure)
}

/// A name without the full stop of its line; that of an abbreviation stays.
fn without_stop(name: &str) -> &str {
    let Some(plain) = name.strip_suffix('.') else { return name };
    let word = plain.rsplit([' ', '.', '-']).next().unwrap_or_default();
    let whole = word.chars().count() >= 4 && word.chars().skip(1).all(char::is_lowercase);
    if whole { plain } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Vec<String> {
        let found = Attribution::parse(line);
        let marked = |mark: &str, part: Option<String>| part.map(|part| format!("{mark}{part}"));
        let rest = [
            marked("role ", found.role),
            marked("work ", found.work),
            marked("page ", found.page),
            marked("date ", found.date),
            found.whole.map(|_| "whole".to_owned()),
        ];
        std::iter::once(found.name).chain(rest.into_iter().flatten()).collect()
    }

    #[test]
    fn an_attribution_is_taken_apart_and_nothing_is_lost() {
        for (line, expected) in [
            ("-- Mina Ostrow", &["Mina Ostrow"][..]),
            ("— M. R. Ostrow", &["M. R. Ostrow"]),
            ("-- Mina Ostrow, \"The Slow Wall\"", &["Mina Ostrow", "work The Slow Wall"]),
            ("Mina Ostrow, \"El muro lento\".", &["Mina Ostrow", "work El muro lento"]),
            ("-- Mina Ostrow, \"The Slow Wall\", 1764", &["Mina Ostrow", "work The Slow Wall", "date 1764"]),
            ("-- Ostrow, \"Moss\", II, 2", &["Ostrow", "work Moss", "page II, 2"]),
            ("-- Ostrow, \"Moss\" (Green Edition)", &["Ostrow", "work Moss", "whole"]),
            ("-- Mina Ostrow, Jr., gardener", &["Mina Ostrow, Jr.", "role gardener"]),
            ("-- Jana Holm, The Meadow Review, 1988.", &["Jana Holm", "role The Meadow Review, 1988."]),
            ("-- Jana Holm, 1637", &["Jana Holm", "date 1637"]),
            ("-- Jana Holm (1955-2011)", &["Jana Holm", "whole"]),
            ("-- attributed to Jana Holm", &["Jana Holm", "whole"]),
            ("-- by Jana Holm", &["Jana Holm"]),
            ("-- \"The Slow Wall\", by Jana Holm", &["Jana Holm", "work The Slow Wall"]),
            ("-- \"The Slow Wall\"", &["The Slow Wall"]),
            ("-- \"Moss\", proof that walls are slow", &["Moss", "whole"]),
            ("-- Holm, Ostrow, and Quill", &["Holm, Ostrow, and Quill"]),
            ("-- what the wall would say if anybody asked it", &["what the wall would say if anybody asked it"]),
            ("-- Keeper of the wall.", &["Keeper of the wall"]),
            ("-- W.G.", &["W.G."]),
            ("-- Mina \"Moss\" Ostrow", &["Mina \"Moss\" Ostrow"]),
            ("-- Mina Ostrow, from \"The Slow Wall\"", &["Mina Ostrow", "work The Slow Wall"]),
            ("-- Jana Holm (Editor of \"Stone\"), 1901", &["Jana Holm (Editor of \"Stone\")", "date 1901"]),
        ] {
            assert_eq!(parts(line), expected, "{line}");
        }
    }
}
