//! Whole pages: HTML in, places and display items out.

use std::cell::Cell;
use std::sync::Arc;

use super::{OverflowPolicy, Placed, Scene, layout, paint};
use crate::css::{Media, cascade};
use crate::display::DisplayList;
use crate::font::FontLibrary;
use crate::html::Document;
use crate::picture::Picture;

const RESET: &str =
    "* { box-sizing: border-box; margin: 0 } body { font-family: Inter; font-size: 20px; line-height: 1.2 }";

fn page(css: &str, body: &str, policy: OverflowPolicy) -> (Placed, DisplayList) {
    page_with(css, body, policy, &|_| None)
}

fn page_with(
    css: &str,
    body: &str,
    overflow: OverflowPolicy,
    pictures: &dyn Fn(&str) -> Option<Arc<Picture>>,
) -> (Placed, DisplayList) {
    let html = format!("<!doctype html><html><head><style>{RESET} {css}</style></head><body>{body}</body></html>");
    let document = Document::parse(&html, "page.html").expect("a page of the subset");
    let media = Media { width: 400.0, height: 300.0 };
    let mut cascade = cascade(&document, &[], media).expect("styles of the subset");
    let mut fonts = FontLibrary::with_fonts(&[]).expect("the embedded fonts").session();
    let scene = Scene { width: media.width, height: media.height, pictures, overflow, words: None };
    let placed = layout(&mut cascade, &scene, &mut fonts).expect("a layout");
    let list = paint(&placed, &cascade.tree, &|_| None);
    (placed, list)
}

fn dump(css: &str, body: &str) -> String {
    page(css, body, OverflowPolicy::Error).1.dump()
}

#[test]
fn a_body_background_covers_the_card() {
    let dump = dump("body { background: #123456; width: 100px }", "");
    assert_eq!(dump, "card 400x300\nfill rect 0,0 400x300 #123456\n");
}

#[test]
fn negative_layers_lie_below_text_and_positive_ones_above() {
    let css = "div { position: absolute; width: 10px; height: 10px }";
    let body = "<div style='z-index: 2; background: red'></div><div style='background: lime'></div>\
        <div style='z-index: -1; background: blue'></div>";
    let dump = dump(css, body);
    let colors: Vec<&str> = dump.lines().skip(1).filter_map(|line| line.rsplit(' ').next()).collect();
    assert_eq!(colors, ["#0000ff", "#00ff00", "#ff0000"]);
}

#[test]
fn a_box_placed_against_an_outer_one_escapes_the_clip_between() {
    let css = ".outer { position: relative; width: 200px; height: 100px } .clip { overflow: hidden; height: 50px }
        .in { height: 80px; background: red } .out { position: absolute; top: 60px; left: 0; width: 9px; height: 9px; background: blue }";
    let dump = dump(css, "<div class=outer><div class=clip><div class=in></div><div class=out></div></div></div>");
    assert_eq!(
        dump,
        "card 400x300\nclip rect 0,0 200x50\nfill rect 0,0 200x80 #ff0000\nend clip\nfill rect 0,60 9x9 #0000ff\n"
    );
}

#[test]
fn opacity_makes_a_group_and_alike_borders_one_ring() {
    let css = ".a { width: 40px; height: 20px; border: 2px solid red; border-radius: 4px; opacity: 0.5 }";
    assert_eq!(
        dump(css, "<div class=a></div>"),
        "card 400x300\nopacity 0.5\nfill ring 0,0 40x20 r4/4,4/4,4/4,4/4 minus 2,2 36x16 r2/2,2/2,2/2,2/2 #ff0000\nend opacity\n"
    );
}

#[test]
fn lengths_of_a_calculation_know_their_box() {
    let (placed, _) = page("div { width: calc(50% - 20px); height: 10px }", "<div></div>", OverflowPolicy::Error);
    let last = placed.rects.iter().flatten().last().copied().unwrap_or_default();
    assert_eq!((last.width, last.height), (180.0, 10.0));
}

const FITTED: &str = "--fit: box; --fit-min: 16px; --fit-max: 90px; width: 360px; height: 120px";

#[test]
fn a_fitted_text_fills_its_box_and_no_more() {
    let body = format!("<p style='{FITTED}'>The tide keeps its own calendar and never sends a reminder.</p>");
    let (placed, _) = page("", &body, OverflowPolicy::Error);
    let [fitted] = placed.fitted[..] else { panic!("one fitted element, not {:?}", placed.fitted) };
    assert!(fitted.font_size > 24.0 && fitted.font_size < 60.0, "{}", fitted.font_size);
    let lines = &placed.paragraphs[0].lines;
    assert!(lines.height <= 120.0 && lines.width <= 360.0, "{}x{}", lines.width, lines.height);
    // The next step is too large.
    let next = fitted.font_size + 0.5;
    let body = body.replace("--fit-min: 16px; --fit-max: 90px", &format!("--fit-min: {next}px; --fit-max: {next}px"));
    assert_eq!(page("", &body, OverflowPolicy::Error).0.overflows.len(), 1);
}

/// Fitted texts, each with its least and its largest size, and how many layouts they take.
fn fit_texts(texts: &[(&str, f32, f32)], policy: OverflowPolicy) -> (Placed, String, usize) {
    let texts = texts.iter().map(|(text, min, max)| {
        format!("<p data-field='/text' style='{FITTED}; --fit-min: {min}px; --fit-max: {max}px'>{text}</p>")
    });
    let body = format!("<img src=x>{}", texts.collect::<String>());
    // Each layout asks for the picture, and once it is asked whether it is missing.
    let asked = Cell::new(0);
    let count = |_: &str| {
        asked.set(asked.get() + 1);
        None
    };
    let (placed, list) = page_with("", &body, policy, &count);
    (placed, list.dump(), asked.get() - 1)
}

#[test]
fn the_layout_in_which_a_size_was_found_is_that_of_the_card() {
    let long = "Every harbour keeps a drawer of unsent letters. ".repeat(20);
    let (tide, bay) = ("The tide keeps its own calendar and never sends a reminder.", "Every harbour keeps a bay");
    for (texts, most) in [
        (&[("Short", 16.0, 20.0)][..], 1),
        // The largest size, then eight steps of a search among 148 sizes.
        (&[(tide, 16.0, 90.0)], 9),
        (&[(bay, 16.0, 90.0)], 9),
        (&[(tide, 16.0, 60.0), (bay, 20.0, 50.0), ("Short", 16.0, 20.0)], 8 + 7 + 1),
        (&[(&long, 16.0, 16.0)], 1),
        (&[(&long, 16.0, 20.0), (tide, 16.0, 90.0)], 4 + 9),
    ] {
        let (placed, dump, layouts) = fit_texts(texts, OverflowPolicy::Error);
        assert!(layouts <= most, "{layouts} layouts of {texts:?}");
        let found: Vec<_> =
            texts.iter().zip(&placed.fitted).map(|(text, found)| (text.0, found.font_size, found.font_size)).collect();
        let (fresh, expected, _) = fit_texts(&found, OverflowPolicy::Error);
        assert_eq!((&placed.rects, &placed.overflows), (&fresh.rects, &fresh.overflows), "{texts:?}");
        assert_eq!(dump, expected, "{texts:?}");
    }
}

#[test]
fn no_short_word_stands_alone_where_a_smaller_size_helps() {
    let text = "Every harbour keeps a drawer of unsent letters and nobody has asked for the key since the old";
    let fit = |min: f32, max: f32| {
        let style = format!("{FITTED}; --fit-min: {min}px; --fit-max: {max}px");
        let body = format!("<div style='{style}'><p style='text-wrap: wrap'>{text}</p></div>");
        page("", &body, OverflowPolicy::Error)
    };
    let (placed, list) = fit(16.0, 90.0);
    let size = placed.fitted[0].font_size;
    let last = |placed: &Placed| placed.paragraphs[0].lines.lines.last().map(|line| line.text.trim().to_owned());
    // The next step fits as well, but leaves a word alone.
    let (larger, _) = fit(size + 0.5, size + 0.5);
    assert!(larger.overflows.is_empty() && last(&larger).as_deref() == Some("old"), "{size} {:?}", last(&larger));
    assert_ne!(last(&placed).as_deref(), Some("old"));
    assert_eq!(list.dump(), fit(size, size).1.dump());
}

#[test]
fn the_shadow_of_an_underline_does_not_depend_on_how_often_it_was_laid_out() {
    let under = "<p style='font-size: 14px; text-decoration: underline; text-shadow: 2px 2px 0 red'>Under</p>";
    let body = format!("<div style='{FITTED}'>Words that need a search{under}</div>");
    let (placed, list) = page("", &body, OverflowPolicy::Error);
    let size = placed.fitted[0].font_size;
    let body = body.replace("--fit-min: 16px; --fit-max: 90px", &format!("--fit-min: {size}px; --fit-max: {size}px"));
    assert_eq!(list.dump(), page("", &body, OverflowPolicy::Error).1.dump());
}

#[test]
fn a_page_that_hides_what_is_beyond_the_card_has_no_clip() {
    let css =
        ".page { width: 400px; height: 300px; overflow: hidden } .in { width: 500px; height: 20px; background: red }";
    let body = "<div class=page><div class=in></div></div>";
    assert_eq!(dump(css, body), "card 400x300\nfill rect 0,0 500x20 #ff0000\n");
}

#[test]
fn a_text_that_is_shortened_is_laid_out_anew() {
    let long = "Every harbour keeps a drawer of unsent letters. ".repeat(20);
    let (long, short) = ((&*long, 16.0, 90.0), ("Short", 16.0, 20.0));
    for (texts, cut) in [([long, short], [true, false]), ([short, long], [false, true])] {
        let (placed, ..) = fit_texts(&texts, OverflowPolicy::Shorten);
        // The first paragraph holds the picture.
        let truncated: Vec<bool> = placed.paragraphs.iter().skip(1).map(|text| text.lines.truncated).collect();
        assert_eq!(truncated, cut);
    }
}

#[test]
fn what_is_shortened_leaves_room_for_the_name_below() {
    let long = "Every harbour keeps a drawer of unsent letters. ".repeat(8);
    let voice = |index: usize, text: &str| {
        format!(
            "<div style='padding: 4px'><p data-field='/voices/{index}/text'>{text}</p><p data-field='/voices/{index}/author/name'>Ida</p></div>"
        )
    };
    for texts in [["Short.", &*long], [&*long, "Short."], [&*long, &*long]] {
        let voices = voice(0, texts[0]) + &voice(1, texts[1]);
        let body = format!(
            "<div style='--fit: box; --fit-min: 16px; --fit-max: 40px; width: 360px; height: 240px'>{voices}</div>"
        );
        let (placed, _) = page("", &body, OverflowPolicy::Shorten);
        let cut: Vec<bool> = placed.paragraphs.iter().map(|text| text.lines.truncated).collect();
        assert_eq!(cut, [texts[0].len() > 9, false, texts[1].len() > 9, false]);
        let last = placed.paragraphs.last().unwrap();
        assert!(last.content.bottom() <= 240.0 && last.content.bottom() > 180.0, "{}", last.content.bottom());
    }
}

#[test]
fn what_was_answered_is_shortened_before_the_answer_and_its_date_are_lost() {
    let long = "Every harbour keeps a drawer of unsent letters. ";
    let css = "main { display: flex; flex-direction: column; justify-content: center; width: 400px; height: 300px; font-size: 16px }
        p { margin: 0; flex: none }
        .answer { flex: 0 1 auto; min-height: 0; --fit: box; --fit-min: 16px; --fit-max: 30px }";
    for (field, times, answer) in [("/reply_to/text", 20, 1), ("/content_warning", 60, 1), ("/note/text", 40, 20)] {
        let asked = long.repeat(times);
        let answer = long.repeat(answer);
        let body = format!(
            "<main><p data-field='{field}'>{asked}</p><p class=answer data-field='/text'>{answer}</p><p data-field='/created_at'>Monday</p></main>"
        );
        let (placed, _) = page(css, &body, OverflowPolicy::Shorten);
        let [asked, own, date] = &placed.paragraphs[..] else { panic!("three texts") };
        assert!(placed.clipped.is_empty() && asked.lines.truncated && asked.lines.lines.len() > 2, "{field}");
        assert_eq!((own.lines.truncated, date.lines.truncated), (answer.len() > 100, false), "{field}");
        let seen: usize = own.lines.lines.iter().map(|line| line.text.chars().count()).sum();
        assert!(seen > 40 && asked.content.y >= 0.0 && date.content.bottom() <= 300.0, "{field}");
    }
}

#[test]
fn the_texts_of_a_thread_are_cut_alike_and_keep_their_numbers() {
    let long = "Every harbour keeps a drawer of unsent letters. ".repeat(9);
    let post = |index: usize, text: &str| {
        format!(
            "<div style='display: flex'><b>{index}</b><p style='margin: 0' data-field='/thread/{index}/text'>{text}</p></div>"
        )
    };
    let posts = [post(0, "Short."), post(1, &long), post(2, &long)].concat();
    let body =
        format!("<div style='--fit: box; --fit-min: 16px; --fit-max: 40px; width: 360px; height: 200px'>{posts}</div>");
    let (placed, _) = page("", &body, OverflowPolicy::Shorten);
    let heights: Vec<f32> = placed.paragraphs.iter().skip(3).step_by(2).map(|text| text.lines.height).collect();
    assert!(heights.len() == 2 && heights[0] == heights[1] && heights[0] > 50.0, "{heights:?}");
    assert!(placed.paragraphs.iter().all(|text| text.content.bottom() <= 200.0 && !text.lines.lines.is_empty()));
}

#[test]
fn a_text_that_fits_nowhere_says_how_much_of_it_would() {
    let text = "Every harbour keeps a drawer of unsent letters. ".repeat(20);
    let body = format!("<p data-field='/text' style='{FITTED}'>{text}</p>");
    let (placed, _) = page("", &body, OverflowPolicy::Error);
    let [overflow] = &placed.overflows[..] else { panic!("no overflow") };
    assert_eq!(overflow.field.as_deref(), Some("/text"));
    assert!(overflow.fits_chars > 100 && overflow.fits_chars < overflow.total_chars, "{overflow:?}");
    assert!(!placed.clipped.is_empty() || placed.paragraphs[0].lines.height > 120.0);
    let (placed, _) = page("", &body, OverflowPolicy::Shorten);
    assert!(placed.overflows.is_empty());
    let lines = &placed.paragraphs[0].lines;
    assert!(lines.truncated && lines.height <= 120.0, "{}", lines.height);
}

#[test]
fn a_long_word_is_not_broken_to_fit() {
    let body = format!("<p style='{FITTED}'>Incomprehensibilities</p>");
    let (placed, _) = page("", &body, OverflowPolicy::Error);
    assert_eq!(placed.paragraphs[0].lines.lines.len(), 1);
    assert!(placed.paragraphs[0].lines.width <= 360.0);
}

#[test]
fn text_cut_by_a_box_is_reported() {
    let (placed, _) = page(
        "div { height: 30px; width: 100px; overflow: hidden }",
        "<div>Four short lines of words that go on</div>",
        OverflowPolicy::Error,
    );
    assert_eq!(placed.clipped.len(), 1);
    let (placed, _) = page("div { width: 300px; overflow: hidden }", "<div>Short</div>", OverflowPolicy::Error);
    assert!(placed.clipped.is_empty());
}

#[test]
fn padding_of_an_inline_element_makes_room_in_the_line() {
    let body = "<p>a<span style='padding: 2px 8px; margin-left: 5px; border-right: 1px solid'>b</span>c</p>";
    let (placed, _) = page("", body, OverflowPolicy::Error);
    let (plain, _) = page("", "<p>a<span>b</span>c</p>", OverflowPolicy::Error);
    let [line, plain_line] = [&placed, &plain].map(|placed| placed.paragraphs[0].lines.lines[0].clone());
    assert!((line.width - plain_line.width - 22.0).abs() < 0.05, "{} and {}", line.width, plain_line.width);
    let [span, plain_span] =
        [&placed, &plain].map(|placed| placed.rects.iter().flatten().last().copied().unwrap_or_default());
    assert!(
        (span.width - plain_span.width - 17.0).abs() < 0.05 && (span.height - plain_span.height - 4.0).abs() < 0.05
    );
    assert!((span.x - plain_span.x - 5.0).abs() < 0.05);
}

#[test]
fn an_absolute_element_without_insets_stands_where_its_text_would() {
    let css = "p { width: 200px } i { position: absolute; width: 10px; height: 10px } b { display: block; position: absolute }";
    let place = |body: &str| {
        let (placed, _) = page(css, body, OverflowPolicy::Error);
        placed.rects.iter().flatten().last().map(|rect| (rect.x.round(), rect.y)).unwrap_or_default()
    };
    let before = page(css, "<p>ab</p>", OverflowPolicy::Error).0.paragraphs[0].lines.width.round();
    assert_eq!(place("<p>ab<i></i>cd</p>"), (before, 0.0));
    assert_eq!(place("<p>ab<b></b>cd</p>"), (0.0, 24.0));
    assert_eq!(place("<p><b></b>cd</p>"), (0.0, 0.0));
    assert_eq!(place("<p style='text-align: center'><i></i></p>"), (100.0, 0.0));
    assert_eq!(place("<p>ab<br><i></i></p>"), (0.0, 24.0));
    assert_eq!(place("<p dir=rtl><i></i></p>"), (190.0, 0.0));
}

const CLAMPED: &str =
    "div { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; width: 200px }";

#[test]
fn lines_are_clamped_through_blocks_and_what_is_left_out_is_reported() {
    let body = "<main style='display: flex; flex-wrap: wrap; align-items: flex-start'><div><p>One</p><p>Two, which goes on for a second line</p><p>Three</p></div></main>";
    let (placed, _) = page(CLAMPED, body, OverflowPolicy::Error);
    let texts: Vec<&str> =
        placed.paragraphs.iter().flat_map(|text| &text.lines.lines).map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["One", "Two, which goes on…"]);
    let hidden: Vec<&str> = placed.paragraphs.iter().map(|text| text.lines.hidden_text.trim()).collect();
    assert_eq!(hidden, ["", "for a second line", "Three"]);
    let heights: Vec<f32> = placed.rects.iter().flatten().map(|rect| rect.height).collect();
    assert_eq!(heights, [48.0, 48.0, 48.0, 48.0, 24.0, 24.0]);
}

#[test]
fn paragraphs_of_which_no_line_fits_are_not_shown() {
    let words = "Every harbour keeps a drawer of letters that were never sent.";
    for (count, height) in [(3, 120), (3, 96), (4, 70), (2, 66)] {
        let body = format!(
            "<div data-field='/text' style='--fit: box; --fit-min: 20px; --fit-max: 20px; line-height: 24px; width: 360px; height: {height}px'>{}</div>",
            format!("<p style='margin: 0 0 10px'>{words}</p>").repeat(count)
        );
        let (placed, _) = page("", &body, OverflowPolicy::Shorten);
        assert!(placed.overflows.is_empty());
        let mut shown = Vec::new();
        for paragraph in &placed.paragraphs {
            for line in &paragraph.lines.lines {
                let bottom = paragraph.content.y + line.top + line.height;
                assert!(bottom <= 8.0 + height as f32 + 0.1, "{height}: `{}` ends at {bottom}", line.text);
                shown.push(line.text.clone());
            }
        }
        assert!(shown.last().is_some_and(|last| last.ends_with('…')), "{height}: {shown:?}");
        assert!(placed.paragraphs.iter().any(|paragraph| paragraph.lines.truncated));
    }
}

#[test]
fn a_text_of_the_record_that_a_box_cuts_off_is_shortened_when_asked() {
    let css = "main { display: flex; align-items: center; height: 60px; overflow: hidden } p { width: 200px }";
    let body = "<main><p data-field='/text'>Every harbour keeps a drawer of letters that were never sent to anybody</p></main>";
    let (placed, _) = page(css, body, OverflowPolicy::Error);
    let [clipped] = &placed.clipped[..] else { panic!("{:?}", placed.clipped) };
    assert_eq!((clipped.field.as_deref(), clipped.total_chars), (Some("/text"), 68));
    assert!(clipped.fits_chars < 30, "{}", clipped.fits_chars);
    let (placed, _) = page(css, body, OverflowPolicy::Shorten);
    assert!(placed.clipped.is_empty(), "{:?}", placed.clipped);
    let lines = &placed.paragraphs[0].lines;
    assert_eq!(lines.lines.len(), 2);
    assert!(lines.truncated && lines.hidden_text.contains("anybody"));
    let (placed, _) = page("p { width: 120px; overflow: hidden; white-space: nowrap }", body, OverflowPolicy::Shorten);
    assert!(placed.clipped.is_empty() && placed.paragraphs[0].lines.lines[0].text.ends_with('…'));
}

#[test]
fn a_box_in_a_relative_inline_element_is_placed_against_it() {
    let css = "p { width: 300px } span { position: relative; padding: 2px 10px } i { position: absolute; top: -4px; right: -6px; width: 8px; height: 8px }";
    let rects = |body: &str| page(css, body, OverflowPolicy::Error).0.rects.into_iter().flatten().collect::<Vec<_>>();
    let found = rects("<p>ab <span>cd<i></i></span> ef</p>");
    let [.., span, badge] = &found[..] else { panic!("{found:?}") };
    assert!((badge.right() - span.right() - 6.0).abs() < 0.05, "{badge:?} at {span:?}");
    assert!((badge.y - span.y + 4.0).abs() < 0.05, "{badge:?} at {span:?}");
}

#[test]
fn percentages_of_inline_padding_refer_to_the_block() {
    let width = |padding: &str| {
        let body = format!("<p style='width: 200px'>a<b style='padding-left: {padding}'>b</b></p>");
        page("", &body, OverflowPolicy::Error).0.paragraphs[0].lines.lines[0].width
    };
    assert_eq!(width("10%"), width("20px"));
}

#[test]
fn descenders_that_a_low_box_cuts_are_no_lost_words() {
    let css = "p { width: 300px; height: 60px; font-size: 60px; line-height: 1; overflow: hidden }";
    let clipped = |text: &str| {
        let body = format!("<p data-field='/author/name'>{text}</p>");
        page(css, &body, OverflowPolicy::Error).0.clipped.iter().map(|clipped| clipped.lost).collect::<Vec<_>>()
    };
    assert_eq!(clipped("Gypsy"), [false]);
    assert_eq!(clipped("Gypsies jumping"), [true]);
}

#[test]
fn the_blank_half_of_a_full_width_bracket_may_lie_outside() {
    let clipped = |text: &str, left: f32| {
        let body = format!("<p style='margin: 0 0 0 {left}px; width: 400px; font-size: 60px' lang=ja>{text}</p>");
        page("", &body, OverflowPolicy::Error).0.clipped.len()
    };
    assert_eq!([clipped("「あ", -28.0), clipped("「あ", -40.0), clipped("ああ", -28.0)], [0, 1, 1]);
    let end = 400.0 - 3.0 * 60.0;
    assert_eq!([clipped("ああ」", end + 28.0), clipped("あああ", end + 28.0)], [0, 1]);
}

#[test]
fn grid_items_stand_in_their_tracks_and_areas() {
    let css = ".g { display: grid; grid-template: 'a b' 40px 'c c' 20px / 100px 1fr; gap: 10px }
        .c { grid-area: c; background: blue } .b { grid-area: b; background: lime } .a { grid-area: a; background: red; z-index: 1 }";
    let dump = dump(css, "<div class=g><i class=a></i><i class=b></i><i class=c></i></div>");
    assert_eq!(
        dump,
        "card 400x300\nfill rect 110,0 290x40 #00ff00\nfill rect 0,50 400x20 #0000ff\nfill rect 0,0 100x40 #ff0000\n"
    );
}

#[test]
fn hostile_grids_end_quickly() {
    for css in [
        "repeat(1000, [a] 1px [b])",
        "repeat(auto-fill, minmax(0.001px, 1fr))",
        "repeat(500, minmax(min-content, 1fr)) repeat(500, auto)",
    ] {
        let css = format!(
            ".g {{ display: grid; grid-template-columns: {css}; grid-template-rows: {css} }} i {{ grid-area: 999 / 999 }}"
        );
        let start = std::time::Instant::now();
        let _ = dump(&css, "<div class=g><i>x</i><b>y</b></div>");
        assert!(start.elapsed().as_secs() < 10, "{css}: {:?}", start.elapsed());
    }
}

#[test]
fn a_transform_that_turns_is_an_item_and_others_move_what_is_inside() {
    let css = ".a { width: 100px; height: 40px; background: red } .m { transform: translate(10px, 50%) scale(2); transform-origin: 0 0 }
        .t { rotate: 90deg; overflow: hidden } .b { width: 10px; height: 10px; background: blue }";
    assert_eq!(
        dump(css, "<div class='a m'><div class=b></div></div>"),
        "card 400x300\nfill rect 10,20 200x80 #ff0000\nfill rect 10,20 20x20 #0000ff\n"
    );
    assert_eq!(
        dump(css, "<div class='a t'><div class=b></div></div>"),
        "card 400x300\ntransform 0,1,-1,0,70,-30\nfill rect 0,0 100x40 #ff0000\nclip rect 0,0 100x40\n\
         fill rect 0,0 10x10 #0000ff\nend clip\nend transform\n"
    );
    assert_eq!(dump(css, "<div class=a style='scale: 0 1'></div>"), "card 400x300\n");
}

#[test]
fn transformed_boxes_hold_what_is_placed_absolutely_and_are_measured_where_they_are_seen() {
    let css = ".a { width: 100px; height: 40px; transform: rotate(90deg) } .b { position: absolute; right: 0; bottom: 0; width: 10px; height: 20px }
        .f { filter: blur(0); width: 50px; height: 50px }";
    let (placed, _) =
        page(css, "<div class=a><i class=b></i></div><div class=f><i class=b></i></div>", OverflowPolicy::Error);
    let rects: Vec<_> = placed.rects.iter().flatten().skip(2).map(|r| [r.x, r.y, r.width, r.height]).collect();
    assert_eq!(
        rects,
        [[30.0, -30.0, 40.0, 100.0], [30.0, 60.0, 20.0, 10.0], [0.0, 40.0, 50.0, 50.0], [40.0, 70.0, 10.0, 20.0]]
    );
}

#[test]
fn text_that_a_turn_brings_off_the_card_or_out_of_its_clip_is_reported() {
    let clipped = |css: &str| {
        let css = format!("p {{ width: 200px }} {css}");
        page(&css, "<p><b>Twelve letters</b></p>", OverflowPolicy::Error).0.clipped.len()
    };
    assert_eq!(clipped("p { margin: 100px; rotate: 90deg }"), 0);
    assert_eq!(clipped("p { margin: 0; rotate: 90deg; transform-origin: 0 0 }"), 1);
    assert_eq!(clipped("p { margin: 100px; rotate: 30deg; overflow: hidden }"), 0);
    assert_eq!(clipped("p { margin: 100px; rotate: 30deg; overflow: hidden; height: 10px }"), 1);
    assert_eq!(clipped("p { margin: 100px; overflow: hidden; width: 160px } b { display: block; rotate: 60deg }"), 1);
    // Nothing is painted of these.
    for lost in ["scale: 0", "scale: 1e9", "transform: rotateZ(20deg) scaleX(0)"] {
        assert_eq!(clipped(&format!("p {{ margin: 100px; {lost} }}")), 1, "{lost}");
        assert_eq!(
            clipped(&format!("p {{ margin: 100px; rotate: 3deg }} b {{ display: block; {lost} }}")),
            1,
            "{lost}"
        );
    }
}

#[test]
fn groups_stand_around_each_other_as_in_css() {
    let css = ".a { width: 40px; height: 20px; background: red; rotate: 180deg; opacity: 0.5; filter: blur(2px) opacity(50%);
        mask: linear-gradient(#000, #0000) luminance, linear-gradient(#fff, #fff) 10px 0 / 5px 5px no-repeat content-box }";
    assert_eq!(
        dump(css, "<div class=a></div>"),
        "card 400x300\ntransform -1,0,0,-1,40,20\nopacity 0.5\nmask of 2\n- luminance\n  fill rect 0,0 40x20 linear 20,0 to 20,20 #000000@0 #00000000@1\n\
         - alpha\n  fill rect 10,0 5x5 #ffffff\n\
         filter blur 2 matrix 1,0,0,0,0,0,1,0,0,0,0,0,1,0,0,0,0,0,0.5,0\nfill rect 0,0 40x20 #ff0000\n\
         end filter\nend mask\nend opacity\nend transform\n"
    );
    // Nothing inside, nothing around it.
    assert_eq!(dump(".a { rotate: 10deg; filter: blur(2px); height: 5px }", "<div class=a></div>"), "card 400x300\n");
}

#[test]
fn shadows_and_backgrounds_follow_the_letters() {
    let css = "p { text-shadow: 2px 3px red, 0 0 4px; color: #0000ff } .c { background: linear-gradient(red, lime) text; color: transparent; text-shadow: none }";
    let lines = dump(css, "<p>Hi</p>");
    assert_eq!(
        lines,
        "card 400x300\ntext shadow sigma 2\n  glyphs 2 Inter 20 #0000ff at 0,19\n\
         text shadow sigma 0\n  glyphs 2 Inter 20 #ff0000 at 2,22\nglyphs 2 Inter 20 #0000ff at 0,19\n"
    );
    let lines = dump(css, "<p class=c>Hi <b style='display: inline-block'>ho</b></p>");
    assert_eq!(lines.matches("mask of 1").count(), 1, "{lines}");
    assert_eq!(lines.matches("  glyphs").count(), 2, "{lines}");
    assert!(lines.ends_with("fill rect 0,0 400x24 linear 200,0 to 200,24 #ff0000@0 #00ff00@1\nend mask\n"), "{lines}");
}

#[test]
fn trimmed_text_begins_at_its_capitals_and_ends_at_its_baseline() {
    // Inter at 20 px: capitals of 14.55 px, ascent 19, lines of 24 px.
    let css = "p { text-box: trim-both cap alphabetic } .o { text-box-trim: trim-both; text-box-edge: cap alphabetic } .o p { text-box-trim: none }";
    let height = |body: &str| {
        let (placed, _) = page(css, body, OverflowPolicy::Error);
        placed.rects.iter().flatten().nth(2).map(|rect| (rect.height * 100.0).round() / 100.0)
    };
    assert_eq!(height("<p>One</p>"), Some(14.55));
    assert_eq!(height("<p>One<br>two</p>"), Some(38.55));
    assert_eq!(height("<p style='text-box-edge: text'>One</p>"), Some(24.0));
    assert_eq!(height("<p style='text-box: trim-end ex alphabetic'>One</p>"), Some(19.0));
    assert_eq!(height("<div class=o><p>One</p><p>two</p></div>"), Some(38.55));
    assert_eq!(height("<div class=o><p style='padding-top: 1px'>One</p><p>two</p></div>"), Some(44.0));
}

#[test]
fn clips_around_a_transform_are_not_opened_for_letters_inside_it() {
    let css = ".o { overflow: hidden; width: 90px; height: 50px } .i { overflow: hidden; width: 60px; height: 24px }
        p { rotate: 180deg; background: linear-gradient(red, lime) text; color: transparent }";
    let lines = dump(css, "<div class=o><p><span class=i style='display: block'>Hi</span></p></div>");
    let (before, group) = lines.split_once("transform").unwrap();
    assert_eq!((before.matches("clip rect").count(), group.matches("clip rect").count()), (1, 1), "{lines}");
    assert!(group.contains("clip rect 0,0 60x24"), "{lines}");
}
