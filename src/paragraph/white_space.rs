//! White space of CSS Text 4: folded, kept or dropped, across element boundaries. Hanging at line ends is not decided here.

use crate::style::{TextStyle, WhiteSpaceCollapse};

/// A character of the folded text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) c: char,
    pub(super) piece: u32,
    dropped: bool,
}

/// What the last character was, for folding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    /// The beginning of a line: spaces that fold are dropped.
    #[default]
    LineStart,
    /// A space that folds, at this place.
    Space(usize),
    /// Anything else.
    Solid,
}

/// Folds white space while text is added.
#[derive(Debug, Default)]
pub(super) struct Folder {
    units: Vec<Unit>,
    last: Last,
}

impl Folder {
    /// Number of characters so far, dropped ones included.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.units.len()).unwrap_or(u32::MAX)
    }

    /// The last character that is not dropped.
    pub(super) fn last_char(&self) -> Option<char> {
        self.units.iter().rev().find(|unit| !unit.dropped).map(|unit| unit.c)
    }

    /// Adds a character that is no white space.
    pub(super) fn solid(&mut self, c: char, piece: u32) {
        self.push(c, piece);
        self.last = Last::Solid;
    }

    /// Adds a control character, which folding looks through.
    pub(super) fn control(&mut self, c: char, piece: u32) {
        self.push(c, piece);
    }

    /// Adds a forced line break.
    pub(super) fn forced_break(&mut self, piece: u32) {
        self.push('\n', piece);
        self.last = Last::LineStart;
    }

    /// Drops a folding space at the end.
    pub(super) fn trim_end(&mut self) {
        if let Last::Space(place) = self.last {
            if let Some(unit) = self.units.get_mut(place) {
                unit.dropped = true;
            }
            self.last = Last::Solid;
        }
    }

    /// Adds text up to a forced break; gives back the rest, which begins with the break.
    pub(super) fn text<'a>(&mut self, text: &'a str, style: &TextStyle, piece: u32) -> &'a str {
        let collapse = style.white_space_collapse;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if is_forced_break(c, collapse) {
                return rest;
            }
            if matches!(collapse, WhiteSpaceCollapse::Preserve | WhiteSpaceCollapse::BreakSpaces) || !is_white_space(c)
            {
                self.solid(plain(c), piece);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
                continue;
            }
            let end = rest.find(|c| !is_white_space(c) || is_forced_break(c, collapse)).unwrap_or(rest.len());
            let (run, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            rest = after;
            if rest.chars().next().is_some_and(|c| is_forced_break(c, collapse)) {
                continue;
            }
            if run.contains(['\n', '\r']) && self.swallows_break(rest.chars().next()) {
                continue;
            }
            self.folding_space(piece);
        }
        ""
    }

    fn folding_space(&mut self, piece: u32) {
        if self.last == Last::Solid {
            self.push(' ', piece);
            self.last = Last::Space(self.units.len() - 1);
        }
    }

    /// Whether a line break of the source between these characters is no space: beside a zero-width space, and between
    /// characters of scripts without spaces.
    fn swallows_break(&self, next: Option<char>) -> bool {
        let last = (self.last == Last::Solid).then(|| self.last_char()).flatten();
        if last == Some('\u{200B}') || next == Some('\u{200B}') {
            return true;
        }
        last.is_some_and(is_spaceless) && next.is_some_and(is_spaceless)
    }

    fn push(&mut self, c: char, piece: u32) {
        self.units.push(Unit { c, piece, dropped: false });
    }

    /// The characters that stay, and for each place with dropped ones the place among those.
    pub(super) fn into_units(mut self) -> (Vec<Unit>, Vec<u32>) {
        let mut places = Vec::with_capacity(self.units.len() + 1);
        let mut kept = 0_u32;
        for unit in &self.units {
            places.push(kept);
            kept = kept.saturating_add(u32::from(!unit.dropped));
        }
        self.units.retain(|unit| !unit.dropped);
        (self.units, places)
    }
}

fn is_white_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{000C}' | '\u{000B}' | '\u{0085}')
}

/// Line and paragraph separators always break; line feeds where white space keeps them.
fn is_forced_break(c: char, collapse: WhiteSpaceCollapse) -> bool {
    match c {
        '\u{2028}' | '\u{2029}' => true,
        '\n' | '\r' => collapse != WhiteSpaceCollapse::Collapse,
        _ => false,
    }
}

/// Control characters that Unicode calls line ends are spaces here.
fn plain(c: char) -> char {
    if matches!(c, '\u{000C}' | '\u{000B}' | '\u{0085}') { ' ' } else { c }
}

/// Wide characters of scripts that write no spaces between words; Hangul writes them.
fn is_spaceless(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x312F | 0x3190..=0x4DBF | 0x4E00..=0xA4CF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6 | 0x1F200..=0x1F2FF | 0x20000..=0x3FFFD)
}
