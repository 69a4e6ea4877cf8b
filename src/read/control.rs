//! Control characters out of foreign text: terminal colours, overstrikes of old printers, line ends of every system.
//!
//! What means something stays (a form feed is a paragraph, `X` struck over `X` is `X`); only what no card can show goes.

/// A text without control characters other than line feed and tab, and how many were left out that meant something once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cleaned {
    /// The text.
    pub(crate) text: String,
    /// Control characters that were left out beside colours, overstrikes and line ends.
    pub(crate) dropped: usize,
}

/// Cleans a text.
pub(crate) fn clean(text: &str) -> Cleaned {
    if !text.chars().any(|c| is_dropped(c) || matches!(c, '\r' | '\u{B}' | '\u{C}')) {
        return Cleaned { text: text.to_owned(), dropped: 0 };
    }
    let mut cleaned = Cleaned { text: String::with_capacity(text.len()), dropped: 0 };
    let mut line = Line::default();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let end = match c {
            '\r' => {
                rest.next_if_eq(&'\n');
                "\n"
            }
            '\n' | '\u{B}' => "\n",
            '\u{C}' => "\n\n",
            _ => "",
        };
        match c {
            _ if !end.is_empty() => {
                line.flush(&mut cleaned.text);
                cleaned.text.push_str(end);
            }
            '\u{1B}' => escape(&mut rest),
            '\u{8}' => line.at = line.at.saturating_sub(1),
            c if is_dropped(c) => cleaned.dropped += 1,
            c => line.strike(c),
        }
    }
    line.flush(&mut cleaned.text);
    cleaned
}

/// A line as a printer has it: going back, it strikes over what stands there.
#[derive(Default)]
struct Line {
    characters: Vec<char>,
    at: usize,
}

impl Line {
    /// An underscore below or above a character gives way to it; else the last one is seen.
    fn strike(&mut self, c: char) {
        match self.characters.get_mut(self.at) {
            Some(below) if c != '_' || below.is_whitespace() => *below = c,
            Some(_) => {}
            None => self.characters.push(c),
        }
        self.at += 1;
    }

    fn flush(&mut self, text: &mut String) {
        text.extend(self.characters.drain(..));
        self.at = 0;
    }
}

fn is_dropped(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t' | '\r' | '\u{B}' | '\u{C}')
}

/// Leaves out an escape sequence of a terminal: `ESC [ … letter`, `ESC ] … BEL`, `ESC` and one character.
fn escape(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match rest.next_if(|next| !next.is_control()) {
        Some('[') => while rest.next_if(|c| matches!(c, ' '..='?')).is_some() {},
        Some(']') => {
            while rest.next_if(|c| !c.is_control()).is_some() {}
            rest.next_if_eq(&'\u{7}');
            return;
        }
        Some(_) | None => return,
    }
    rest.next_if(|c| matches!(c, '@'..='~'));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_and_overstrikes_leave_the_words() {
        assert_eq!(clean("\u{1B}[1;32mMoss\u{1B}[m grows").text, "Moss grows");
        assert_eq!(clean("_\u{8}M_\u{8}o_\u{8}s_\u{8}s M\u{8}Mo\u{8}o s\u{8}_t\u{8}_").text, "Moss Mo st");
        assert_eq!(clean("\u{1B}]0;title\u{7}Moss\u{1B}(").text, "Moss");
        assert_eq!(clean("\u{8}\u{8}a\u{8}").text, "a");
        assert_eq!(clean("on *____\u{8}\u{8}\u{8}\u{8}this* wall\n").text, "on *this* wall\n");
    }

    #[test]
    fn line_ends_of_every_system_become_one() {
        assert_eq!(clean("a\r\nb\rc\u{B}d\u{C}e").text, "a\nb\nc\nd\n\ne");
        assert_eq!(clean("a\r\nb").dropped, 0);
    }

    #[test]
    fn other_controls_are_counted() {
        assert_eq!(clean("a\u{0}b\u{7}\u{9D}c\td"), Cleaned { text: "abc\td".to_owned(), dropped: 3 });
    }
}
