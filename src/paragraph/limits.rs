//! Tests of what limits, hostile texts and measuring do.

use std::sync::Arc;

use super::testing::{initial, text_style};
use super::*;
use crate::font::FontLibrary;
use crate::style::{Direction, HangingPunctuation, Style, TextDecoration, TextStyle, TextWrapStyle};

fn style(change: impl FnOnce(&mut TextStyle)) -> Arc<Style> {
    let mut text = text_style();
    change(&mut text);
    let mut style = initial();
    style.text = Arc::new(text);
    Arc::new(style)
}

fn text(text: &str, style: &Arc<Style>) -> InlineItem {
    InlineItem::Text { node: 1, text: text.to_owned(), style: Arc::clone(style) }
}

fn plain(content: &str) -> Paragraph {
    let style = style(|_| {});
    shape(&[text(content, &style)], &style, &mut FontLibrary::default().session())
}

fn texts(lines: &Lines) -> Vec<&str> {
    lines.lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn a_clamped_text_ends_with_an_ellipsis_that_fits() {
    let mut paragraph = plain("One two three four five six seven eight nine ten eleven twelve");
    let free = paragraph.lines(120.0, LineLimit::default());
    let lines = paragraph.lines(120.0, LineLimit { clamp: Some(2), ..LineLimit::default() });
    assert_eq!(lines.lines.len(), 2);
    assert!(lines.truncated && lines.lines[1].text.ends_with('…'), "{:?}", texts(&lines));
    assert!(lines.lines[1].width <= 120.0);
    assert_eq!(lines.height, free.lines[1].top + free.lines[1].height);
    assert!(lines.hidden_text.ends_with("eleven twelve"), "{}", lines.hidden_text);
    let all = paragraph.lines(120.0, LineLimit { clamp: Some(20), ..LineLimit::default() });
    assert!(!all.truncated && all.lines.len() == free.lines.len());
}

#[test]
fn an_overflowing_line_is_cut_at_a_cluster() {
    let style = style(|text| text.wrap = false);
    let mut fonts = FontLibrary::default().session();
    let mut paragraph = shape(&[text("An exceedingly long display name", &style)], &style, &mut fonts);
    let lines = paragraph.lines(100.0, LineLimit { ellipsis: true, ..LineLimit::default() });
    assert_eq!(lines.lines.len(), 1);
    assert!(
        lines.truncated && lines.lines[0].text.ends_with('…') && lines.lines[0].width <= 100.0,
        "{:?}",
        texts(&lines)
    );
    let lines = paragraph.lines(400.0, LineLimit { ellipsis: true, ..LineLimit::default() });
    assert!(!lines.truncated && lines.hidden_text.is_empty());
}

#[test]
fn ellipses_stand_where_chromium_puts_them() {
    const TEXT: &str = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen";
    let expected = [
        (120.0, "three fou…", "One two …"),
        (150.0, "three four…", "One two thr…"),
        (177.0, "four five six…", "One two three…"),
        (200.0, "four five six seve…", "One two three fo…"),
        (233.0, "five six seven eight…", "One two three four …"),
        (260.0, "six seven eight nine te…", "One two three four fiv…"),
        (300.0, "seven eight nine ten eleve…", "One two three four five si…"),
        (333.0, "seven eight nine ten eleven…", "One two three four five six s…"),
    ];
    let mut fonts = FontLibrary::default().session();
    let wrapped = style(|text| text.font_size = 24.0);
    let unwrapped = style(|text| (text.font_size, text.wrap) = (24.0, false));
    let mut clamped = shape(&[text(TEXT, &wrapped)], &wrapped, &mut fonts);
    let mut one_line = shape(&[text(TEXT, &unwrapped)], &unwrapped, &mut fonts);
    for (width, second, only) in expected {
        let lines = clamped.lines(width, LineLimit { clamp: Some(2), ..LineLimit::default() });
        assert_eq!(lines.lines[1].text, second);
        let lines = one_line.lines(width, LineLimit { ellipsis: true, ..LineLimit::default() });
        assert_eq!(lines.lines[0].text, only);
    }
}

#[test]
fn shortening_cuts_after_a_word_and_keeps_the_closing_quotation_mark() {
    let mut paragraph = plain("“One two three, four five six seven, eight nine ten eleven twelve.”");
    let line = paragraph.lines(120.0, LineLimit::default()).lines[0].height;
    for count in 1..4 {
        let lines =
            paragraph.lines(120.0, LineLimit { max_height: Some(line * count as f32 + 1.0), ..LineLimit::default() });
        let last = &lines.lines[count - 1];
        assert_eq!(lines.lines.len(), count);
        assert!(lines.truncated && last.text.ends_with("…”") && last.width <= 120.0, "{:?}", texts(&lines));
        let word = last.text.trim_end_matches("…”").chars().last().unwrap();
        assert!(word.is_alphabetic(), "{:?}", texts(&lines));
        assert!(!lines.hidden_text.is_empty());
    }
}

#[test]
fn shortening_closes_every_mark_that_is_open() {
    for (text, ending) in [
        ("“One two ‘three four five six seven eight nine ten eleven’ twelve.”", "…’”"),
        ("« Un deux trois quatre cinq six sept huit neuf dix onze. »", "… »"),
        ("«Один два три четыре пять шесть семь восемь девять десять».", "…»"),
        ("„Eins zwei“ drei vier fünf sechs sieben acht neun zehn elf zwölf", "…"),
    ] {
        let mut paragraph = plain(text);
        let line = paragraph.lines(150.0, LineLimit::default()).lines[0].height;
        let lines = paragraph.lines(150.0, LineLimit { max_height: Some(line * 2.0 + 1.0), ..LineLimit::default() });
        let last = &lines.lines[1];
        assert!(last.text.ends_with(ending) && last.width <= 150.0, "{:?}", texts(&lines));
        let word = last.text.strip_suffix(ending).and_then(|words| words.chars().last());
        assert!(word.is_some_and(char::is_alphabetic), "{:?}", texts(&lines));
    }
}

#[test]
fn max_content_needs_one_line_and_min_content_breaks_no_word() {
    let mut paragraph = plain("a note: incomprehensibilities, or not");
    let (least, most) = (paragraph.min_content(), paragraph.max_content());
    assert_eq!(paragraph.lines(most, LineLimit::default()).lines.len(), 1);
    assert!(paragraph.lines(most - 0.1, LineLimit::default()).lines.len() > 1);
    let narrow = paragraph.lines(least, LineLimit::default());
    assert!(narrow.lines.iter().all(|line| line.width <= least));
    assert!(least < most && least > 0.0);
}

#[test]
fn empty_texts_make_no_line() {
    assert!(plain("").is_empty() && plain(" \n\t ").is_empty());
    assert!(plain(" ").lines(100.0, LineLimit::default()).lines.is_empty());
    let style = style(|_| {});
    let mut breaks = shape(&[InlineItem::Break], &style, &mut FontLibrary::default().session());
    assert!(!breaks.is_empty());
    assert_eq!(breaks.lines(100.0, LineLimit::default()).lines.len(), 1);
}

#[test]
fn hostile_texts_are_set_without_panic_and_quickly() {
    let texts = [
        format!("a{}", "\u{301}".repeat(20_000)),
        "\u{202E}\u{2067}\u{2066}".repeat(2_000),
        "\u{200D}\u{FE0F}".repeat(5_000),
        "👨\u{200D}".repeat(3_000),
        "x".repeat(65_536),
        "word ".repeat(13_000),
        "你好，".repeat(7_000),
        "\u{0}\u{1}\u{FFFD}\u{10FFFF}\u{E000}\u{7F}".repeat(1_000),
        "\n".repeat(10_000),
        "ا".repeat(20_000),
        "ๆ".repeat(10_000),
        "\u{AD}".repeat(10_000),
        "🇨".repeat(5_001),
    ];
    for content in texts {
        let start = std::time::Instant::now();
        let mut paragraph = plain(&content);
        for width in [0.0, 1.0, 333.3, f32::INFINITY] {
            let lines = paragraph.lines(width, LineLimit { clamp: Some(3), ellipsis: true, ..LineLimit::default() });
            assert!(lines.height.is_finite());
            paragraph.lines(width, LineLimit { max_height: Some(50.0), ..LineLimit::default() });
        }
        let head: String = content.chars().take(3).collect();
        assert!(start.elapsed().as_secs() < 20, "{head:?}: {:?}", start.elapsed());
    }
}

#[test]
fn what_no_font_has_is_reported_and_controls_are_not() {
    let paragraph = plain("ok \u{200B}\u{2066}x\u{2069}\u{FE0F} \u{12000}");
    assert_eq!(paragraph.missing().len(), 1);
    assert_eq!(paragraph.missing()[0].chars, ['\u{12000}']);
    assert_eq!(paragraph.missing()[0].script, "Cuneiform");
}

#[test]
fn digits_and_signs_never_take_the_emoji_face() {
    let mut paragraph = plain("1 # * © 2️⃣ 😀 ❤ ❤️ ☎\u{FE0E}");
    let lines = paragraph.lines(1000.0, LineLimit::default());
    let mut emoji = 0;
    for fragment in &lines.lines[0].fragments {
        if let Fragment::Glyphs { emoji: true, glyphs, .. } = fragment {
            emoji += glyphs.len();
        }
    }
    assert_eq!(emoji, if cfg!(feature = "fonts-emoji") { 3 } else { 0 });
}

#[cfg(feature = "fonts-scripts")]
#[test]
fn bengali_consonants_below_others_take_no_room_of_their_own() {
    let width = |content: &str| plain(content).max_content();
    assert!(width("প্র") < width("প") + 1.0, "ra below pa");
    assert!(width("স্ব") < width("স") * 1.4, "ba below sa");
}

#[test]
fn an_underline_leaves_room_for_descenders() {
    let mut block = Style::clone(&style(|text| text.font_size = 40.0));
    block.text_decoration = Some(Arc::new(TextDecoration {
        underline: true,
        overline: false,
        line_through: true,
        color: None,
        style: crate::style::DecorationStyle::Solid,
        thickness: None,
        offset: None,
        skip_ink: true,
    }));
    let block = Arc::new(block);
    let mut paragraph = shape(&[text("anpna", &block)], &block, &mut FontLibrary::default().session());
    let lines = paragraph.lines(1000.0, LineLimit::default());
    let pieces = |above: bool| {
        let fragments = lines.lines[0].fragments.iter();
        fragments
            .filter(|fragment| matches!(fragment, Fragment::Decoration { above_text, .. } if *above_text == above))
            .count()
    };
    assert_eq!((pieces(false), pieces(true)), (2, 1));
}

#[test]
fn an_element_over_two_lines_has_two_spans() {
    let block = style(|_| {});
    let items = [
        text("Some words ", &block),
        InlineItem::Open { node: 7, style: Arc::clone(&block) },
        text("that stand in an element", &block),
        InlineItem::Close { node: 7 },
    ];
    let lines = shape(&items, &block, &mut FontLibrary::default().session()).lines(150.0, LineLimit::default());
    let spans: Vec<(bool, bool)> = lines
        .lines
        .iter()
        .flat_map(|line| &line.fragments)
        .filter_map(|fragment| match fragment {
            Fragment::Span { node: 7, first, last, .. } => Some((*first, *last)),
            _ => None,
        })
        .collect();
    assert_eq!(spans, [(true, false), (false, true)]);
}

/// The lines of a text in 20 px type.
fn set(content: &str, lang: &str, width: f32, change: impl Fn(&mut TextStyle)) -> Vec<String> {
    let block = style(|text| {
        text.font_size = 20.0;
        text.lang = lang.into();
        change(text);
    });
    let mut paragraph = shape(&[text(content, &block)], &block, &mut FontLibrary::default().session());
    paragraph.lines(width, LineLimit::default()).lines.iter().map(|line| line.text.trim_end().to_owned()).collect()
}

#[test]
fn pretty_text_ends_no_line_after_a_preposition_of_one_letter_and_leaves_no_short_word_alone() {
    let pretty = |text: &mut TextStyle| text.text_wrap_style = TextWrapStyle::Pretty;
    let lines = set("Mieszkamy w starym domu nad rzeką i w lesie", "pl", 130.0, pretty);
    assert!(!lines.iter().any(|line| line.ends_with(" w") || line.ends_with(" i")), "{lines:?}");
    let mut alone = 0;
    for width in (180..520).step_by(4) {
        let greedy = set("Ropes hold what words cannot, and that is all", "en", width as f32, |_| {});
        let better = set("Ropes hold what words cannot, and that is all", "en", width as f32, pretty);
        assert_eq!(greedy.len(), better.len(), "{better:?}");
        alone += usize::from(greedy.last().is_some_and(|last| last == "all"));
        assert!(better.last().is_some_and(|last| last.contains(' ')), "{better:?}");
    }
    assert!(alone > 0, "no width leaves the last word alone");
}

#[test]
fn balanced_text_keeps_numbers_with_units_and_dashes_at_line_ends() {
    let balance = |text: &mut TextStyle| {
        text.text_wrap_style = TextWrapStyle::Balance;
        text.careful = true;
    };
    for width in [140.0, 160.0, 180.0, 200.0, 240.0] {
        let lines = set("The road is 20 km long – or so it says – and 10 000 sheep know it", "en", width, balance);
        let starts = |mark: &str| lines.iter().any(|line| line.starts_with(mark));
        assert!(!starts("–") && !starts("km") && !starts("000"), "{width}: {lines:?}");
    }
}

#[test]
fn marks_set_with_spaces_as_in_french_stay_with_their_words_though_that_takes_another_line() {
    let words = "Tu reviens ? Oui : « demain », dit-elle ! Et nous, « ici » ; toujours ?";
    let changes: [fn(&mut TextStyle); 2] = [
        |text| text.text_wrap_style = TextWrapStyle::Pretty,
        |text| {
            text.text_wrap_style = TextWrapStyle::Balance;
            text.careful = true;
        },
    ];
    let (mut torn, mut more) = (0, 0);
    let tears =
        |lines: &[String]| lines.iter().any(|line| line.starts_with(['?', ':', '!', ';', '»']) || line.ends_with('«'));
    for width in (110..500).step_by(3) {
        let greedy = set(words, "fr", width as f32, |_| {});
        for change in changes {
            let lines = set(words, "fr", width as f32, change);
            assert!(!tears(&lines), "{width}: {lines:?}");
            assert_eq!(lines.join(" ").replace("- ", "-"), words);
            torn += usize::from(tears(&greedy));
            more += usize::from(lines.len() > greedy.len());
        }
    }
    assert!(torn > 20 && more > 0, "{torn} {more}");
    // What is wider than the line breaks where it can.
    assert_eq!(set("« Donaudampfschifffahrt »", "fr", 150.0, changes[0]).len(), 3);
}

#[test]
fn lines_in_east_asian_scripts_end_where_phrases_do() {
    let pretty = |text: &mut TextStyle| text.text_wrap_style = TextWrapStyle::Pretty;
    let lines = set("大海从不写日记。每天清晨，它都从一张白纸开始。", "zh", 290.0, pretty);
    assert_eq!(lines, ["大海从不写日记。每天清晨，", "它都从一张白纸开始。"]);
    let lines = set("바다는 일기를 쓰지 않는다. 아침마다 빈 종이에서 시작한다.", "ko", 280.0, pretty);
    assert!(lines.len() == 2 && lines[0].ends_with(['.', '다']), "{lines:?}");
    let greedy = set("海は日記をつけない。毎朝、まっさらな一枚から書きはじめる。", "ja", 260.0, |_| {});
    let better = set("海は日記をつけない。毎朝、まっさらな一枚から書きはじめる。", "ja", 260.0, pretty);
    assert_eq!((greedy.len(), better.len()), (3, 3), "{better:?}");
    assert!(better[0].ends_with(['。', '、']), "{better:?}");
}

#[test]
fn no_line_of_careful_japanese_begins_with_a_small_kana() {
    let words = "バスが時間どおりに来るようになって、ゆっくりチョコレートを食べるようになりました。";
    let small = |lines: &[String]| lines.iter().skip(1).any(|line| line.starts_with(['っ', 'ゃ', 'ょ', 'ョ', 'ー']));
    let mut greedy = 0;
    for width in (60..600).step_by(5) {
        greedy += usize::from(small(&set(words, "ja", width as f32, |_| {})));
        let lines = set(words, "ja", width as f32, |text| text.text_wrap_style = TextWrapStyle::Pretty);
        assert!(!small(&lines) && lines.concat() == words, "{width}: {lines:?}");
    }
    assert!(greedy > 10, "{greedy}");
}

#[test]
fn lines_between_forced_breaks_are_balanced_apart() {
    let balance = |text: &mut TextStyle| {
        text.text_wrap_style = TextWrapStyle::Balance;
        text.careful = true;
        text.white_space_collapse = crate::style::WhiteSpaceCollapse::PreserveBreaks;
    };
    let lines = set("short\na somewhat longer line that wraps once", "en", 300.0, balance);
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!(lines[0], "short");
    assert!(lines[2].len() > 10, "{lines:?}");
}

#[test]
fn long_words_are_hyphenated_where_the_language_breaks_them() {
    let word = "Rindfleischetikettierungsüberwachungsaufgaben";
    let auto = |text: &mut TextStyle| text.hyphens = crate::style::Hyphens::Auto;
    let lines = set(word, "de", 200.0, auto);
    assert!(lines.len() > 1 && lines[..lines.len() - 1].iter().all(|line| line.ends_with('\u{2010}')), "{lines:?}");
    assert_eq!(lines.concat().replace('\u{2010}', ""), word);
    assert_eq!(set(word, "de", 200.0, |_| {}), [word]);
    assert_eq!(set(word, "xx", 200.0, auto), [word]);
    let limited = |text: &mut TextStyle| {
        text.hyphens = crate::style::Hyphens::Auto;
        text.hyphenate_limit_chars = [60, 2, 2];
    };
    assert_eq!(set(word, "de", 200.0, limited), [word]);
    let none = |text: &mut TextStyle| text.hyphens = crate::style::Hyphens::None;
    assert_eq!(set("Fleisch\u{AD}waren", "de", 90.0, none).len(), 1);
    assert_eq!(set("Fleisch\u{AD}waren", "de", 90.0, |_| {}).len(), 2);
}

#[test]
fn quotation_marks_hang_outside_the_edges_of_the_text() {
    let lefts = |content: &str, lang: &str, hanging: HangingPunctuation, direction: Direction| {
        let block = style(|text| {
            text.lang = lang.into();
            text.hanging_punctuation = hanging;
            text.direction = direction;
        });
        let mut paragraph = shape(&[text(content, &block)], &block, &mut FontLibrary::default().session());
        let line = paragraph.lines(500.0, LineLimit::default()).lines[0].clone();
        (line.left, line.left + line.width)
    };
    let hebrew = |hanging: HangingPunctuation| {
        let block = style(|text| {
            text.lang = "he".into();
            text.hanging_punctuation = hanging;
            text.direction = Direction::Rtl;
        });
        let mut paragraph = shape(&[text("«מילה»", &block)], &block, &mut FontLibrary::default().session());
        let line = paragraph.lines(500.0, LineLimit::default()).lines[0].clone();
        let glyphs = line.fragments.into_iter().filter_map(|fragment| match fragment {
            Fragment::Glyphs { glyphs, .. } => Some(glyphs),
            _ => None,
        });
        glyphs
            .flatten()
            .map(|glyph| glyph.x)
            .fold((f32::INFINITY, 0.0_f32), |(least, most), x| (least.min(x), most.max(x)))
    };
    let both = HangingPunctuation { first: true, last: true, allow_end: false };
    let none = HangingPunctuation::default();
    for (content, lang) in
        [("“A word”", "en"), ("„Ein Wort“", "de"), ("«Un mot»", "fr"), ("「言葉」", "ja"), ("»Et ord«", "da")]
    {
        let (hung, plain) = (lefts(content, lang, both, Direction::Ltr), lefts(content, lang, none, Direction::Ltr));
        assert!(hung.0 < -1.0 && plain.0 == 0.0, "{content}: {hung:?}");
        assert!(hung.1 - hung.0 < plain.1 - 2.0, "{content}: {hung:?} {plain:?}");
    }
    let (hung, plain) = (lefts("«מילה»", "he", both, Direction::Rtl), lefts("«מילה»", "he", none, Direction::Rtl));
    assert!(plain.1 == 500.0 && hung.1 == 500.0 && hung.0 > plain.0 + 2.0, "{hung:?} {plain:?}");
    // The opening mark stands right of the edge, the rest where the letters begin at it.
    assert!(hebrew(both).1 > 499.0 && hebrew(none).1 < 495.0, "{:?} {:?}", hebrew(both), hebrew(none));
}

#[test]
fn lines_are_broken_once_for_a_width_and_a_limit() {
    let style = style(|_| {});
    let items = [text("One two three four ", &style), InlineItem::Atom { node: 2, style: Arc::clone(&style) }];
    let mut paragraph = shape(&items, &style, &mut FontLibrary::default().session());
    let (free, limit) = (LineLimit::default(), LineLimit { clamp: Some(1), ..LineLimit::default() });
    let lines = paragraph.lines(60.0, free);
    assert!(Arc::ptr_eq(&lines, &paragraph.lines(60.0, free)));
    assert!(paragraph.lines(60.0, limit).truncated);
    assert!(paragraph.lines(600.0, free).lines.len() < lines.lines.len());
    let height = paragraph.lines(60.0, free).height;
    assert_eq!(height, lines.height);
    paragraph.set_atoms(&[AtomSize { width: 10.0, height: 90.0, baseline: None }]);
    assert!(paragraph.lines(60.0, free).height > height);
}
