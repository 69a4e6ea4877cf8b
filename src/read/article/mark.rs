//! Quotation marks: which mark opens, which closes, what stands in which, and where a quotation runs on over paragraphs.
//!
//! Looks at characters only. Whether marked words are a quotation is decided elsewhere.

use std::ops::Range;

use super::block::{Block, CLOSE, Kind, OPEN};

/// Marks that can be each other's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// “ ” „ " and typewriter forms.
    Double,
    /// ‘ ’ ‚ '.
    Single,
    /// « ».
    Guillemet,
    /// ‹ ›.
    Angle,
    /// 「 」.
    Corner,
    /// 『 』.
    WhiteCorner,
    /// 《 》 and 〈 〉, which hold titles.
    Title,
    /// An element that is shown in marks.
    Element,
}

/// How the words between marks end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With a mark.
    Closed,
    /// The next paragraph begins with the same mark and goes on.
    Continued,
    /// The closing mark is missing.
    Open,
}

/// Words between marks in one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) family: Family,
    /// From the opening mark to one past the closing one.
    pub(super) outer: Range<usize>,
    /// The words, without marks and without white space at the ends.
    pub(super) inner: Range<usize>,
    pub(super) end: End,
    /// Whether it goes on from the paragraph before.
    pub(super) resumes: bool,
}

/// What a document's marks are like as a whole.
#[derive(Debug, Clone, Copy, Default)]
struct Style {
    /// »so« rather than «so».
    inverted: bool,
    /// ”so” rather than “so”.
    same: bool,
}

/// The outermost marked stretches of each paragraph.
pub(super) fn stretches(blocks: &[Block]) -> Vec<Vec<Stretch>> {
    let style = style(blocks);
    let mut found: Vec<Vec<Stretch>> = Vec::with_capacity(blocks.len());
    let mut carried: Option<Opening> = None;
    // The last paragraph with marks.
    let mut last: Option<usize> = None;
    for block in blocks {
        if block.kind == Kind::Heading {
            found.push(Vec::new());
            carried = None;
            continue;
        }
        let mut scan = Scan::new(block, style);
        let resumes = carried.and_then(|opening| scan.resume(opening));
        scan.run();
        let (stretches, open) = scan.finish(resumes.is_some());
        if let (Some(_), Some(before)) = (resumes, last.and_then(|last| found.get_mut(last)?.last_mut())) {
            before.end = End::Continued;
        }
        if !stretches.is_empty() {
            last = Some(found.len());
        }
        found.push(stretches);
        carried = open;
    }
    found
}

fn style(blocks: &[Block]) -> Style {
    let mut counts = [0_usize; 4];
    for block in blocks {
        for (at, c) in block.chars.iter().enumerate() {
            let begins = !is_boundary(block.at(at + 1)) && is_boundary(block.before(at));
            match c {
                '“' | '„' | '‟' => counts[0] += 1,
                '”' if begins => counts[1] += 1,
                '«' if is_start(block, at) => counts[2] += 1,
                '»' if is_start(block, at) && begins => counts[3] += 1,
                _ => {}
            }
        }
    }
    let [left, right, french, german] = counts;
    Style { inverted: german > french, same: right > left }
}

/// Whether a mark stands where a word begins: after a blank, a bracket, a dash, a colon or at the start.
fn is_start(block: &Block, at: usize) -> bool {
    let before = block.before(at);
    (before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | ':' | '-'))
        && !is_end_punctuation(block.at(at + 1))
}

fn is_boundary(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '¿' | '¡' | ':' | '>' | OPEN)
        || is_opener(c)
}

fn is_opener(c: char) -> bool {
    matches!(c, '“' | '„' | '‘' | '‚' | '«' | '‹' | '「' | '『' | '"' | '\'')
}

fn is_end_punctuation(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '…' | '。' | '、' | '，')
}

/// An opening mark that waits for its end.
#[derive(Debug, Clone, Copy)]
struct Opening {
    mark: char,
    family: Family,
    at: usize,
    /// How many characters the mark has.
    width: usize,
}

struct Scan<'a> {
    block: &'a Block,
    style: Style,
    open: Vec<Opening>,
    /// Pairs: opening, position of the closing mark, its width.
    pairs: Vec<(Opening, usize, usize)>,
    at: usize,
    /// Positions at which a single mark may close, in order.
    closers: Vec<usize>,
    /// Positions at which a single mark may open, in order.
    openers: Vec<usize>,
    /// Positions of “ and ” in order, for telling nested marks from forgotten ones.
    doubles: Vec<(usize, char)>,
}

impl<'a> Scan<'a> {
    fn new(block: &'a Block, style: Style) -> Self {
        let mut scan = Self {
            block,
            style,
            open: Vec::new(),
            pairs: Vec::new(),
            at: 0,
            closers: Vec::new(),
            openers: Vec::new(),
            doubles: Vec::new(),
        };
        for (at, c) in block.chars.iter().enumerate() {
            match c {
                '’' | '\'' | '‘' if scan.may_close_single(at) => scan.closers.push(at),
                '‘' | '\'' if scan.may_open_single(at) => scan.openers.push(at),
                '“' | '”' => scan.doubles.push((at, *c)),
                _ => {}
            }
        }
        scan
    }

    /// Goes on with a quotation of the paragraph before: the mark is repeated, or the first mark here is its end.
    fn resume(&mut self, carried: Opening) -> Option<()> {
        let first = self.block.chars.iter().position(|c| !c.is_whitespace())?;
        let mark = self.block.at(first);
        let repeated = mark == carried.mark || (carried.family == Family::Guillemet && matches!(mark, '«' | '»'));
        if repeated {
            self.open.push(Opening { at: first, ..carried });
            self.at = first + carried.width;
            return Some(());
        }
        let closes = |c: char| match carried.family {
            Family::Double => c == '”' || (carried.mark == '„' && c == '“'),
            Family::Guillemet => c == if self.style.inverted { '«' } else { '»' },
            Family::Corner => c == '」',
            _ => false,
        };
        let opens = |c: char| {
            matches!(c, '“' | '„' | '"' | '「')
                || (c == '«' && !self.style.inverted)
                || (c == '»' && self.style.inverted)
        };
        let next = self.block.chars.iter().copied().find(|c| closes(*c) || opens(*c))?;
        if !closes(next) || (carried.mark != '„' && self.style.same) {
            return None;
        }
        self.open.push(Opening { at: first, width: 0, ..carried });
        Some(())
    }

    fn run(&mut self) {
        while self.at < self.block.len() {
            let at = self.at;
            self.at += 1;
            match self.block.at(at) {
                '“' | '‟' => self.left_double(at),
                '„' => self.push(at, Family::Double, 1),
                '”' | '〞' | '〟' => self.right_double(at),
                '〝' => self.push(at, Family::Double, 1),
                '"' | '＂' => self.straight_double(at),
                '`' | '\'' if self.block.at(at + 1) == self.block.at(at) => {
                    self.typewriter(at);
                    self.at += 1;
                }
                '‚' => self.push(at, Family::Single, 1),
                '‘' | '’' | '\'' => self.single(at),
                '«' => self.guillemet(at, !self.style.inverted),
                '»' => self.guillemet(at, self.style.inverted),
                '‹' => self.directed(at, Family::Angle, !self.style.inverted),
                '›' => self.directed(at, Family::Angle, self.style.inverted),
                '「' | '｢' => self.push(at, Family::Corner, 1),
                '」' | '｣' => self.close(at, Family::Corner, 1),
                '『' => self.push(at, Family::WhiteCorner, 1),
                '』' => self.close(at, Family::WhiteCorner, 1),
                '《' | '〈' => self.push(at, Family::Title, 1),
                '》' | '〉' => self.close(at, Family::Title, 1),
                OPEN => self.push(at, Family::Element, 1),
                CLOSE => self.close(at, Family::Element, 1),
                _ => {}
            }
        }
    }

    fn push(&mut self, at: usize, family: Family, width: usize) {
        let mark = self.block.at(at);
        // Deeper than people write. Another mark of that kind begins anew.
        if self.open.len() < 16 {
            self.open.push(Opening { mark, family, at, width });
        }
    }

    /// Closes the innermost open mark of a family, and gives up what was opened in it.
    fn close(&mut self, at: usize, family: Family, width: usize) {
        if let Some(index) = self.open.iter().rposition(|opening| opening.family == family)
            && let Some(opening) = self.open.get(index).copied()
        {
            self.open.truncate(index);
            self.pairs.push((opening, at, width));
        }
    }

    fn directed(&mut self, at: usize, family: Family, opens: bool) {
        if opens { self.push(at, family, 1) } else { self.close(at, family, 1) }
    }

    /// The innermost open double mark.
    fn double(&self) -> Option<Opening> {
        self.open.iter().rev().find(|opening| opening.family == Family::Double).copied()
    }

    fn left_double(&mut self, at: usize) {
        let word_before =
            !is_boundary(self.block.before(at)) || self.pairs.last().is_some_and(|(_, end, width)| end + width == at);
        let word_after = !self.block.at(at + 1).is_whitespace() && !is_end_punctuation(self.block.at(at + 1));
        match self.double() {
            Some(opening) if opening.mark == '„' && (word_before || !word_after) => self.close(at, Family::Double, 1),
            Some(_) if word_before && !word_after => self.close(at, Family::Double, 1),
            Some(_) => {
                // Another one inside: nested when two ends follow, else the first was left open.
                let after = self.doubles.partition_point(|(position, _)| *position <= at);
                let next = |step: usize| self.doubles.get(after + step).map(|(_, c)| *c);
                let nested = next(0) == Some('”') && next(1) == Some('”');
                if !nested {
                    self.forget(Family::Double);
                }
                self.push(at, Family::Double, 1);
            }
            None => self.push(at, Family::Double, 1),
        }
    }

    fn right_double(&mut self, at: usize) {
        let begins = is_boundary(self.block.before(at))
            && !self.block.at(at + 1).is_whitespace()
            && !is_end_punctuation(self.block.at(at + 1));
        match self.double() {
            Some(_) => self.close(at, Family::Double, 1),
            None if begins => self.push(at, Family::Double, 1),
            None => {}
        }
    }

    fn straight_double(&mut self, at: usize) {
        let (before, after) = (self.block.before(at), self.block.at(at + 1));
        if before.is_ascii_digit() && self.is_inch(at) {
            return;
        }
        let may_open = is_boundary(before) && !after.is_whitespace() && !matches!(after, ',' | ';' | '!' | '?' | ')');
        match self.double() {
            Some(opening) if opening.mark == '"' && before.is_whitespace() && may_open => {
                self.forget(Family::Double);
                self.push(at, Family::Double, 1);
            }
            Some(_) if !before.is_whitespace() || after.is_whitespace() || is_end_punctuation(after) => {
                self.close(at, Family::Double, 1);
            }
            Some(_) => {}
            None if may_open || (is_boundary(before) && after.is_whitespace() && before != ' ') => {
                self.push(at, Family::Double, 1);
            }
            None => {}
        }
    }

    /// Whether a mark after a digit is a measure, as in 6'2".
    fn is_inch(&self, at: usize) -> bool {
        let mut back = at;
        while back > 0 && at - back < 4 && self.block.before(back).is_ascii_digit() {
            back -= 1;
        }
        matches!(self.block.before(back), '\'' | '′' | '’')
            && self.block.before(back.saturating_sub(1)).is_ascii_digit()
    }

    fn typewriter(&mut self, at: usize) {
        let closes = self.block.at(at) == '\'' && self.double().is_some();
        if closes {
            self.close(at, Family::Double, 2);
        } else if self.block.at(at) == '`'
            || (is_boundary(self.block.before(at)) && !self.block.at(at + 2).is_whitespace())
        {
            self.push(at, Family::Double, 2);
        }
    }

    fn guillemet(&mut self, at: usize, opens: bool) {
        let open = self.open.iter().any(|opening| opening.family == Family::Guillemet);
        // At the beginning of a line inside a quotation the mark is a reminder, whichever way it points.
        if open && !opens && self.block.before(at) == super::block::BREAK {
            return;
        }
        self.directed(at, Family::Guillemet, opens);
    }

    fn single(&mut self, at: usize) {
        let top = self.open.last().filter(|opening| opening.family == Family::Single).copied();
        let inner = self.open.iter().rposition(|opening| opening.family == Family::Single);
        if (top.is_some() || inner.is_some()) && self.may_close_single(at) && !self.is_possessive(at) {
            let below_double = self.open.iter().rposition(|opening| opening.family == Family::Double);
            if inner > below_double || below_double.is_none() {
                self.close(at, Family::Single, 1);
                return;
            }
        }
        if self.block.at(at) != '’' && self.may_open_single(at) && self.closers.last().is_some_and(|last| *last > at)
        {
            self.push(at, Family::Single, 1);
        }
    }

    fn may_close_single(&self, at: usize) -> bool {
        let (before, after) = (self.block.before(at), self.block.at(at + 1));
        !before.is_whitespace() && !after.is_alphanumeric() && !matches!(before, '(' | '[' | '“' | '„' | '«' | '—')
    }

    fn may_open_single(&self, at: usize) -> bool {
        let (before, after) = (self.block.before(at), self.block.at(at + 1));
        let begins = is_boundary(before) && !after.is_whitespace() && !is_end_punctuation(after);
        begins && !self.is_elision(at)
    }

    /// Whether the word after an apostrophe has lost its beginning: ’tis, ’em, ’90s.
    fn is_elision(&self, at: usize) -> bool {
        let rest = self.block.chars.get(at + 1..).unwrap_or_default();
        let word: String = rest.iter().take(7).take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let decade = word.len() == 3 && word.ends_with('s') && word.starts_with(|c: char| c.is_ascii_digit());
        let year = word.len() == 2
            && word.chars().all(|c| c.is_ascii_digit())
            && self.block.at(at + 3) != '\''
            && self.block.at(at + 3) != '’';
        decade
            || year
            || matches!(word.as_str(), "tis" | "twas" | "em" | "til" | "cause" | "cos" | "n" | "round" | "bout" | "cuz")
    }

    /// Whether a mark after a word is rather an apostrophe (the farmers’ union): a better end follows before the next beginning.
    fn is_possessive(&self, at: usize) -> bool {
        let before = self.block.before(at);
        let after = self.block.at(at + 1);
        let clipped = matches!(before, 's' | 'S' | 'n') && after.is_whitespace();
        if !clipped {
            return false;
        }
        let next = self.closers.partition_point(|closer| *closer <= at);
        let opener = self.openers.partition_point(|opener| *opener <= at);
        match (self.closers.get(next), self.openers.get(opener)) {
            (Some(closer), Some(opener)) => closer < opener,
            (closer, _) => closer.is_some(),
        }
    }

    fn forget(&mut self, family: Family) {
        if let Some(index) = self.open.iter().rposition(|opening| opening.family == family) {
            self.open.truncate(index);
        }
    }

    /// The outermost stretches, and the mark that is still open at the end.
    fn finish(mut self, resumed: bool) -> (Vec<Stretch>, Option<Opening>) {
        let last = self.block.len();
        let open = self.open.iter().find(|opening| opening.family != Family::Single).or(self.open.first()).copied();
        if let Some(opening) = open {
            self.pairs.push((opening, last, 0));
        }
        self.pairs.sort_by_key(|(opening, end, _)| (opening.at, std::cmp::Reverse(*end)));
        let mut found: Vec<Stretch> = Vec::new();
        for (opening, end, width) in &self.pairs {
            if found.last().is_some_and(|before| opening.at < before.outer.end) {
                continue;
            }
            let inner = self.block.trimmed(opening.at + opening.width..*end);
            if inner.is_empty() {
                continue;
            }
            found.push(Stretch {
                family: opening.family,
                outer: opening.at..end + width,
                inner,
                end: if *width == 0 && *end == last { End::Open } else { End::Closed },
                resumes: resumed && found.is_empty(),
            });
        }
        // Only a quotation that is the last thing in its paragraph can go on in the next.
        let carried = open
            .filter(|opening| found.last().is_some_and(|last| last.end == End::Open && last.outer.start == opening.at));
        (found, carried)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Block {
        let mut block = Block::default();
        for (at, c) in text.chars().enumerate() {
            block.push(c, at, at + 1);
        }
        block
    }

    fn found(text: &str) -> Vec<String> {
        let blocks: Vec<Block> = text.split("\n\n").map(block).collect();
        let all = stretches(&blocks);
        let show = |(block, list): (&Block, &Vec<Stretch>)| {
            let show = |stretch: &Stretch| {
                let mark = match stretch.end {
                    End::Closed => "",
                    End::Continued => " >",
                    End::Open => " ?",
                };
                format!("{}{}{mark}", if stretch.resumes { "> " } else { "" }, block.verbatim(&stretch.inner))
            };
            list.iter().map(show).collect::<Vec<_>>()
        };
        blocks.iter().zip(&all).flat_map(show).collect()
    }

    #[test]
    fn marks_of_each_language_are_paired() {
        for text in [
            "He said “a b”.",
            "He said \"a b\".",
            "Er sagte: „a b“.",
            "Er sagte: »a b«, und",
            "Il dit : « a b ».",
            "Il dit : «\u{A0}a b\u{A0}».",
            "Powiedział: „a b”.",
            "Han sa: ”a b”.",
            "彼は「a b」と",
            "He said ``a b''.",
            "He said ‘a b’, and",
            "He said 'a b', and",
            "Er sagte: ‚a b‘.",
            "He said “a b\" and",
            "He said \"a b” and",
            "彼は『a b』と",
            "Hij zei: ‹a b›.",
        ] {
            assert_eq!(found(text), ["a b"], "{text}");
        }
    }

    #[test]
    fn marks_inside_marks_stay_inside() {
        for (text, expected) in [
            ("“They said ‘no’ to us,” he said.", "They said ‘no’ to us,"),
            ("‘They said “no” to us,’ he said.", "They said “no” to us,"),
            ("„Sie sagten ‚nein‘ zu uns“, sagte er.", "Sie sagten ‚nein‘ zu uns"),
            ("“I don’t like the farmers’ union,” he said.", "I don’t like the farmers’ union,"),
            ("‘I don’t like the farmers’ union,’ he said.", "I don’t like the farmers’ union,"),
            ("'I don't like the '90s,' he said.", "I don't like the '90s,"),
            ("“She said, ‘Take ‘em.’”", "She said, ‘Take ‘em.’"),
            ("“She said ‘no.‘“", "She said ‘no.‘"),
            ("\"He's 6'2\" tall,\" she said.", "He's 6'2\" tall,"),
            ("「彼は『はい』と言った」と", "彼は『はい』と言った"),
            ("« Il a dit “non” hier », dit-elle", "Il a dit “non” hier"),
            ("“He said “no” twice,” she said.", "He said “no” twice,"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
    }

    #[test]
    fn apostrophes_are_no_marks() {
        for text in [
            "Rock 'n' roll in the '90s, y'all.",
            "The farmers’ union isn’t amused",
            "the boys' and girls' teams",
            "’Tis the season, o’clock",
            "It's 5' tall",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_quotation_goes_on_where_its_mark_is_repeated() {
        assert_eq!(
            found("“One.\n\n“Two.\n\n“Three,” he said.\n\n“Four.”"),
            ["One. >", "> Two. >", "> Three,", "Four."]
        );
        assert_eq!(found("\"One.\n\n\"Two,\" he said. \"Three.\""), ["One. >", "> Two,", "Three."]);
        assert_eq!(found("« Un.\n\n» Deux. », dit-il"), ["Un. >", "> Deux."]);
        assert_eq!(found("„Eins.\n\nZwei.“ Er ging."), ["Eins. >", "> Zwei."]);
        assert_eq!(found("“One, he said.\n\nTwo."), ["One, he said. ?"]);
    }

    #[test]
    fn a_forgotten_end_does_not_swallow_what_follows() {
        assert_eq!(found("“One, he said. Then “two” and “three”."), ["two", "three"]);
    }

    #[test]
    fn a_megabyte_of_marks_is_read_in_linear_time() {
        for mark in ["“", "”", "\"", "'", "«", "»", "“‘", "‘ ", " '", "'' ", "s’ ", "「"] {
            let text = mark.repeat(1_000_000 / mark.len());
            stretches(&[block(&text)]);
        }
    }
}
