//! What a language has of its own: names of months, patterns of dates and counts, digits, quotation marks, direction.
//!
//! The table is Unicode CLDR's, written by `scripts/cldr.py`; nothing of it is read before a text needs it. How a date or a
//! count is put together is in `date` and `compact`.

mod digits;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use digits::zero;

/// Rows of the table, sorted by tag.
static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| include_str!("table.txt").lines().filter_map(Row::read).collect());

/// English as it is written outside the United States: for `en` without a region and for every language without a row.
const FALLBACK: &str = "en-001";

/// Columns of the table, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// The row that has what this one has not.
    Parent,
    /// Numbering system, such as `latn` or `arab`.
    Digits,
    /// Decimal mark.
    Decimal,
    /// Between groups of digits.
    Group,
    /// Three digits: least digits before the first mark, size of the last group, size of the others.
    Grouping,
    /// Names of the months as they stand in a date with its day.
    Months,
    /// Names of the months alone.
    MonthsAlone,
    /// Short names in a date with its day.
    Short,
    /// Short names alone.
    ShortAlone,
    /// Pattern of a day with the name of the month.
    Long,
    /// Pattern of a day, shortened.
    Medium,
    /// Pattern of a month.
    Month,
    /// Pattern of a month, shortened.
    MonthShort,
    /// Pattern of a year.
    Year,
    /// How a day `{1}` and a time `{0}` are joined.
    Joint,
    /// Pattern of a time of day in 24 hours.
    Time,
    /// Steps of shortened counts.
    Compact,
    /// Quotation marks: outer opening and closing, inner opening and closing.
    Quotes,
    /// `rtl` or `ltr`.
    Direction,
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
struct Row {
    tag: &'static str,
    cells: &'static str,
}

impl Row {
    fn read(line: &'static str) -> Option<Self> {
        let (tag, cells) = line.split_once('\t').unwrap_or((line, ""));
        (!tag.starts_with('#')).then_some(Self { tag, cells })
    }

    fn find(tag: &str) -> Option<Self> {
        let index = TABLE.binary_search_by(|row| row.tag.cmp(tag)).ok()?;
        TABLE.get(index).copied()
    }

    fn cell(self, column: Column) -> &'static str {
        self.cells.split('\t').nth(column as usize).unwrap_or_default()
    }

    /// The row that holds where this one is empty.
    fn parent(self) -> Option<Self> {
        match self.cell(Column::Parent) {
            "" => {
                let mut tag = self.tag;
                while let Some((shorter, _)) = tag.rsplit_once('-') {
                    if let Some(row) = Self::find(shorter) {
                        return Some(row);
                    }
                    tag = shorter;
                }
                (self.tag != "und").then(|| Self::find("und")).flatten()
            }
            tag => Self::find(tag),
        }
    }
}

/// A language with its script and region, as far as the table knows them.
#[derive(Debug, Clone)]
pub(crate) struct Locale {
    /// The language's own row and those whose values it takes over, nearest first.
    rows: Vec<Row>,
    /// Digits asked for by `-u-nu-`.
    numbering: Option<String>,
}

impl Locale {
    /// The locale of a language tag (BCP 47); [`FALLBACK`] for what the table does not know.
    pub(crate) fn of(tag: &str) -> Self {
        let tag = Tag::parse(tag);
        let found = tag.candidates().into_iter().find_map(|candidate| Row::find(&candidate));
        let mut rows = Vec::with_capacity(4);
        let mut next = found.or_else(|| Row::find(FALLBACK));
        // Longer chains do not occur; a table that went in a circle would end here.
        while let Some(row) = next.filter(|_| rows.len() < 8) {
            rows.push(row);
            next = row.parent();
        }
        Self { rows, numbering: tag.numbering }
    }

    /// What a column holds for the locale; empty only where the table has nothing at all.
    pub(crate) fn get(&self, column: Column) -> &'static str {
        let same = match column {
            Column::MonthsAlone => Column::Months,
            Column::ShortAlone => Column::Short,
            other => other,
        };
        let own = |from: usize, column| {
            let cells = self.rows.iter().enumerate().skip(from).map(|(index, row)| (index, row.cell(column)));
            cells.into_iter().find(|(_, cell)| !cell.is_empty())
        };
        match own(0, column) {
            // The names of that row, not of a nearer one.
            Some((index, "=")) => own(index, same).map_or("", |(_, cell)| cell),
            found => found.map_or("", |(_, cell)| cell),
        }
    }

    /// The name of a month (1 to 12) out of a column of names.
    pub(crate) fn month(&self, names: Column, month: i8) -> &'static str {
        let index = usize::try_from(month).unwrap_or(1).saturating_sub(1);
        self.get(names).split('|').nth(index).unwrap_or_default()
    }

    /// Decimal mark and mark between groups of digits.
    pub(crate) fn separators(&self) -> (&'static str, &'static str) {
        match &self.numbering {
            // The table has the marks of the usual digits only.
            Some(asked) if asked != self.get(Column::Digits) && zero(self.get(Column::Digits)) != '0' => (".", ","),
            _ => (self.get(Column::Decimal), self.get(Column::Group)),
        }
    }

    /// A text with its digits 0 to 9 in those of the locale: those that `-u-nu-` asks for, else those that CLDR holds to be usual.
    pub(crate) fn digits(&self, text: &str) -> String {
        let zero = zero(self.numbering.as_deref().unwrap_or_else(|| self.get(Column::Digits)));
        if zero == '0' {
            return text.to_owned();
        }
        let local = |c: char| c.to_digit(10).and_then(|digit| char::from_u32(u32::from(zero) + digit)).unwrap_or(c);
        text.chars().map(local).collect()
    }
}

/// The parts of a language tag that a locale depends on.
#[derive(Debug, Default)]
struct Tag {
    /// The whole tag up to its extensions, each part in the usual case.
    whole: String,
    language: String,
    script: Option<String>,
    region: Option<String>,
    numbering: Option<String>,
}

impl Tag {
    fn parse(text: &str) -> Self {
        let mut tag = Self::default();
        let mut parts = text.split(['-', '_']);
        tag.language = parts.next().unwrap_or_default().to_ascii_lowercase();
        tag.whole.clone_from(&tag.language);
        for part in parts.by_ref() {
            let letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
            let usual = match part.len() {
                1 => break,
                2 if letters => part.to_ascii_uppercase(),
                4 if letters => {
                    let (first, rest) = part.split_at(1);
                    first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
                }
                _ => part.to_ascii_lowercase(),
            };
            tag.whole.push('-');
            tag.whole.push_str(&usual);
            match part.len() {
                4 if letters => tag.script = tag.script.or(Some(usual)),
                2 | 3 => tag.region = tag.region.or(Some(usual)),
                _ => {}
            }
        }
        let mut extension = parts.skip_while(|part| !part.eq_ignore_ascii_case("nu")).skip(1);
        tag.numbering = extension.next().map(str::to_ascii_lowercase).filter(|name| digits::is_known(name));
        tag
    }

    /// Tags of rows that may stand for this one, the nearest first.
    fn candidates(&self) -> Vec<String> {
        let language = match self.language.as_str() {
            "" | "und" | "mul" | "zxx" => return Vec::new(),
            language => language,
        };
        let mut candidates = Vec::with_capacity(4);
        if self.whole != "en" {
            candidates.push(self.whole.clone());
        }
        let with = |part: &Option<String>| part.as_ref().map(|part| format!("{language}-{part}"));
        if let (Some(script), Some(region)) = (&self.script, &self.region) {
            candidates.push(format!("{language}-{script}-{region}"));
        }
        candidates.extend(with(&self.script));
        candidates.extend(with(&self.region));
        candidates.push(if language == "en" { FALLBACK.to_owned() } else { language.to_owned() });
        candidates
    }
}

/// Scripts that run from right to left.
const RIGHT_TO_LEFT: [&str; 8] = ["Adlm", "Arab", "Aran", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"];

/// Whether a language is written from right to left: by its script where the tag names one.
pub(crate) fn is_right_to_left(tag: &str) -> bool {
    let parsed = Tag::parse(tag);
    match (&parsed.script, parsed.language.as_str()) {
        (Some(script), _) => RIGHT_TO_LEFT.contains(&script.as_str()),
        // Languages that CLDR covers too little for a row.
        (None, "yi" | "ji" | "ckb" | "dv" | "nqo" | "glk" | "lrc" | "mzn" | "arc") => true,
        _ => Locale::of(tag).get(Column::Direction) == "rtl",
    }
}

/// The tags of all rows.
#[cfg(test)]
pub(crate) fn tags() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.tag)
}
