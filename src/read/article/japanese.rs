//! Who said what in Japanese: `山田町長は「…」と述べた`, `「…」と山田さんは話した`.
//!
//! There are no blanks and no capitals; a speaker is a run of characters before a form of address or a particle.

use std::collections::HashMap;
use std::ops::Range;

use super::block::Block;
use super::person::Meant;

/// Forms of address and offices that stand behind a name. The longer come first.
const SUFFIXES: [&str; 34] = [
    "副市長",
    "副町長",
    "県知事",
    "准教授",
    "名誉教授",
    "容疑者",
    "研究員",
    "事務局長",
    "店長",
    "さん",
    "さま",
    "ちゃん",
    "くん",
    "氏",
    "様",
    "町長",
    "市長",
    "村長",
    "知事",
    "首相",
    "大臣",
    "社長",
    "会長",
    "教授",
    "監督",
    "選手",
    "議員",
    "代表",
    "部長",
    "課長",
    "校長",
    "博士",
    "理事長",
    "院長",
];

/// Forms of address that say nothing of what the person is.
const PLAIN: [&str; 6] = ["さん", "さま", "ちゃん", "くん", "氏", "様"];

/// Beginnings of verbs of saying behind `と`.
const VERBS: [&str; 30] = [
    "述べ",
    "話し",
    "話す",
    "語っ",
    "語る",
    "語り",
    "説明",
    "強調",
    "言っ",
    "言う",
    "言い",
    "訴え",
    "指摘",
    "コメント",
    "振り返",
    "明かし",
    "明かす",
    "答え",
    "書い",
    "叫",
    "つぶや",
    "主張",
    "批判",
    "発言",
    "喜ん",
    "笑",
    "嘆",
    "呼びかけ",
    "打ち明け",
    "力を込め",
];

/// The full names of an article by their first two characters.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<String, String>);

impl Names {
    /// Collects every name that stands before a form of address.
    pub(super) fn new(blocks: &[Block]) -> Self {
        let mut names = Self::default();
        for block in blocks {
            let text: String = block.chars.iter().collect();
            for suffix in SUFFIXES {
                for (at, _) in text.match_indices(suffix) {
                    let Some(name) = text.get(..at).map(name_at_end).filter(|name| name.chars().count() > 2) else {
                        continue;
                    };
                    let key: String = name.chars().take(2).collect();
                    names.0.entry(key).or_insert(name);
                }
            }
        }
        names
    }

    fn full(&self, name: &str) -> String {
        let key: String = name.chars().take(2).collect();
        self.0.get(&key).filter(|full| full.starts_with(name)).cloned().unwrap_or_else(|| name.to_owned())
    }
}

/// Who said the words of a stretch, when the sentence says so.
pub(super) fn speaker(block: &Block, outer: &Range<usize>, names: &Names) -> Option<Meant> {
    let ends = |c: char| matches!(c, '。' | '！' | '？' | '\n' | '」');
    let before: Vec<char> =
        block.chars.get(..outer.start)?.iter().rev().copied().take_while(|c| !ends(*c)).take(120).collect();
    let before: String = before.into_iter().rev().collect();
    let rest = block.chars.get(outer.end..)?;
    let after: String = rest.iter().copied().take(120).collect();
    let sentence = after.split(['。', '「']).next().unwrap_or_default();
    let speaks = |text: &str| VERBS.iter().any(|verb| text.contains(verb));
    if let Some(behind) =
        sentence.strip_prefix('と').or_else(|| sentence.strip_prefix("って")).filter(|behind| speaks(behind))
    {
        return subject(behind, names, false)
            .or_else(|| subject(&before, names, true))
            .or_else(|| leading(&before, names));
    }
    // `「…」。山田さんはそう語った。`
    let next = after.strip_prefix('。')?.split('。').next().unwrap_or_default();
    let so = (next.contains("そう") || next.contains("こう")) && speaks(next);
    so.then(|| subject(next, names, false)).flatten()
}

/// The subject of a clause: what stands before the last `は`, `が` or `も` that follows a name. `whole`: the clause ends with it.
fn subject(clause: &str, names: &Names, whole: bool) -> Option<Meant> {
    let clause = if whole { clause.trim_end_matches(['、', ' ', '　']) } else { clause };
    let particles = clause.char_indices().rev().filter(|(_, c)| matches!(c, 'は' | 'が' | 'も'));
    particles.filter_map(|(at, _)| clause.get(..at)).find_map(|text| named(text, names))
}

/// A name with a form of address before the quotation, without a particle: `山田さん「…」`.
fn leading(before: &str, names: &Names) -> Option<Meant> {
    named(before.trim_end_matches(['、', ' ', '　', '：', ':']), names)
}

/// The name at the end of a text, with its form of address.
fn named(text: &str, names: &Names) -> Option<Meant> {
    let text = without_bracket(text);
    let suffix = SUFFIXES.iter().find(|suffix| text.ends_with(*suffix));
    let bare = suffix.and_then(|suffix| text.strip_suffix(suffix)).unwrap_or(text);
    let name = name_at_end(without_bracket(bare));
    let count = name.chars().count();
    let known = names.0.values().any(|full| full.starts_with(&name));
    if count < 2 || (suffix.is_none() && !known) {
        return None;
    }
    let office = suffix.filter(|suffix| !PLAIN.contains(suffix)).map(|suffix| (*suffix).to_owned());
    Some(Meant {
        name: names.full(&name),
        role: office,
        person: None,
        certainty: if suffix.is_some() { 0.92 } else { 0.8 },
    })
}

/// A text without a bracket at its end, such as an age.
fn without_bracket(text: &str) -> &str {
    let inner = text.strip_suffix(['）', ')']);
    inner.and_then(|inner| inner.rfind(['（', '(']).and_then(|at| inner.get(..at))).unwrap_or(text)
}

/// The run of characters at the end of a text that can be a name.
fn name_at_end(text: &str) -> String {
    let part =
        |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{30A0}'..='\u{30FF}' | '々' | '\u{3400}'..='\u{4DBF}');
    let run: Vec<char> = text.chars().rev().take_while(|c| part(*c)).take(12).collect();
    run.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::super::mark::stretches;
    use super::*;

    fn who(text: &str) -> String {
        let mut block = Block::default();
        text.chars().enumerate().for_each(|(at, c)| block.push(c, at, at + 1));
        let blocks = [block];
        let names = Names::new(&blocks);
        let marked = stretches(&blocks);
        let stretch = marked[0].last().expect("a stretch");
        speaker(&blocks[0], &stretch.outer, &names)
            .map_or("nobody".to_owned(), |meant| format!("{} [{}]", meant.name, meant.role.unwrap_or_default()))
    }

    #[test]
    fn the_subject_before_or_behind_the_words_said_them() {
        assert_eq!(who("山岸千鶴町長は「続けられません」と述べた。"), "山岸千鶴 [町長]");
        assert_eq!(who("店を営む大森健二さん（76）は、「寂しいね」と話した。"), "大森健二 []");
        assert_eq!(who("「寂しいね」と大森健二さんは話した。"), "大森健二 []");
        assert_eq!(who("「渡る会を開きたい」。町内会長の西田早苗さんはそう語った。"), "西田早苗 []");
        assert_eq!(who("山岸千鶴町長が来た。山岸町長は「続けられません」と述べた。"), "山岸千鶴 [町長]");
    }

    #[test]
    fn a_name_of_a_thing_is_nobodys_words() {
        assert_eq!(who("川辺町の「みどり橋」が解体される。"), "nobody");
    }
}
