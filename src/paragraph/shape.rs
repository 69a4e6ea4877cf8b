//! From text to clusters: analysis (direction, break opportunities), choice of faces, shaping, spacing.
//!
//! The result does not depend on a width. Lines are made of it elsewhere.

use std::ops::Range;
use std::sync::Arc;

use parley::Language;
use parley::fontique::Synthesis;
use parley::setting::{FontFeature, FontVariation, Tag};
use parley::{BaseDirection, LineBreak, WordBreak as EngineWordBreak};
use parley_engine::itemize::{Item, Segment};
use parley_engine::shape::{CharCluster, Coverage, Whitespace};
use parley_engine::{
    Analysis, AnalysisDataSources, AnalysisOptions, FontInstanceRef, FontSelector, LineBreakConfig, ShapeOptions,
    ShapedText, break_overrides::CHROMIUM_LINE_BREAK_OVERRIDE,
};

use super::content::{Content, PieceKind};
use super::edge::{self, Edge};
use super::emoji;
use super::hyphenate;
use super::item::MissingGlyph;
use crate::font::{Choice, Context, FontLibrary, Fonts, Instance, Stack, variations};
use crate::style::{Direction, Hyphens, Style, TextStyle, WhiteSpaceCollapse, WordBreak};

/// What a cluster is to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something to see.
    Glyphs,
    /// White space that hangs or vanishes at the end of a line.
    Space,
    /// White space up to the next tab stop.
    Tab,
    /// The end of a line.
    Newline,
    /// An atom: its number.
    Atom(usize),
    /// A control character: no width.
    Invisible,
    /// A hyphen that is seen only where a line ends at it.
    SoftHyphen,
}

/// The smallest part of a line.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    /// Its characters.
    pub(super) chars: Range<u32>,
    /// Its shaped clusters.
    pub(super) shaped: Range<u32>,
    /// Its width in px, spacing included.
    pub(super) advance: f32,
    /// The part of it that is letter and word spacing.
    pub(super) spacing: f32,
    /// The parts of it to the left and right that are margins, borders and padding of inline elements.
    pub(super) left: f32,
    pub(super) right: f32,
    /// Piece of its first character.
    pub(super) piece: u32,
    /// Its run: index into [`Shaped::runs`].
    pub(super) run: u32,
    /// What it is.
    pub(super) kind: Kind,
    /// A line may end before it.
    pub(super) opportunity: bool,
    /// A word begins before it, also in scripts that set no words apart.
    pub(super) word: bool,
    /// A line may end before it with a hyphen, as `hyphens: auto` allows.
    pub(super) hyphenates: bool,
    /// A line may end before it when a word is too long.
    pub(super) emergency: bool,
    /// Such a break counts for the min-content width.
    pub(super) anywhere: bool,
}

/// Glyphs of one face and direction.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) instance: Arc<Instance>,
    /// Bidi level.
    pub(super) level: u8,
}

/// A glyph that is put in without being in the text: ellipsis or hyphen.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) instance: Arc<Instance>,
    pub(super) glyph: u32,
    pub(super) advance: f32,
}

/// A shaped text.
#[derive(Debug, Default)]
pub(super) struct Shaped {
    pub(super) text: ShapedText,
    pub(super) runs: Vec<Run>,
    pub(super) clusters: Vec<Cluster>,
    /// Sides of inline elements that take room.
    pub(super) edges: Vec<Edge>,
    /// The width to which their percentages refer now.
    pub(super) basis: f32,
    pub(super) missing: Vec<MissingGlyph>,
    /// Level of the paragraph: odd is right to left.
    pub(super) base_level: u8,
    /// Bidi level of each character; empty when all are left to right.
    pub(super) levels: Vec<u8>,
}

/// Shapes `content`.
pub(super) fn shape(content: &Content, block: &Arc<Style>, fonts: &mut Fonts) -> Shaped {
    let mut shaped = Shaped::default();
    if content.text.is_empty() {
        shaped.base_level = u8::from(block.text.direction == Direction::Rtl);
        return shaped;
    }
    analyze(content, block, fonts);
    shaped.base_level = fonts.analysis.paragraph_level().to_u8();
    shaped.levels = fonts.analysis.bidi_levels().iter().map(|level| level.to_u8()).collect();
    let styles = ShapingStyles::new(content, fonts);
    run_shaper(content, &styles, fonts, &mut shaped.text);
    collect_runs(content, fonts, &mut shaped);
    collect_clusters(content, &fonts.analysis, &mut shaped);
    edge::set_basis(content, &mut shaped, 0.0);
    shaped
}

fn analyze(content: &Content, block: &Style, fonts: &mut Fonts) {
    let base_direction = match block.text.direction {
        _ if content.is_plaintext() => BaseDirection::Auto,
        Direction::Ltr => BaseDirection::Ltr,
        Direction::Rtl => BaseDirection::Rtl,
    };
    let mut line_break: Vec<(Range<usize>, LineBreakConfig)> = Vec::new();
    let mut break_spaces: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for group in content.char_pieces.chunk_by(|a, b| a == b) {
        let length: usize =
            content.text.get(start..).unwrap_or_default().chars().take(group.len()).map(char::len_utf8).sum();
        let range = start..start + length;
        start = range.end;
        let Some(piece) = group.first().and_then(|piece| content.pieces.get(*piece as usize)) else { continue };
        let config = line_break_config(&piece.style.text);
        match line_break.last_mut() {
            Some((last, same)) if *same == config => last.end = range.end,
            _ => line_break.push((range.clone(), config)),
        }
        if piece.style.text.white_space_collapse == WhiteSpaceCollapse::BreakSpaces {
            match break_spaces.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => break_spaces.push(range),
            }
        }
    }
    let options = AnalysisOptions {
        base_direction,
        line_break: &line_break,
        break_spaces: &break_spaces,
        line_break_override: Some(CHROMIUM_LINE_BREAK_OVERRIDE),
    };
    fonts.analyzer.analyze(&content.text, &options, &mut fonts.analysis);
}

fn line_break_config(style: &TextStyle) -> LineBreakConfig {
    LineBreakConfig {
        word_break: match style.word_break {
            WordBreak::Normal | WordBreak::BreakWord => EngineWordBreak::Normal,
            WordBreak::BreakAll => EngineWordBreak::BreakAll,
            WordBreak::KeepAll => EngineWordBreak::KeepAll,
        },
        line_break: LineBreak::Normal,
        language: Language::parse(&style.lang).ok(),
    }
}

/// The distinct styles as far as shaping goes.
struct ShapingStyles {
    /// Number of the shaping style of each piece.
    of_piece: Vec<u16>,
    styles: Vec<ShapingStyle>,
    context: Context,
}

struct ShapingStyle {
    text: Arc<TextStyle>,
    stack: Arc<Stack>,
    features: Vec<FontFeature>,
    variations: Vec<FontVariation>,
    language: Option<Language>,
}

impl ShapingStyles {
    fn new(content: &Content, fonts: &mut Fonts) -> Self {
        let mut styles: Vec<ShapingStyle> = Vec::new();
        let mut of_piece: Vec<u16> = Vec::with_capacity(content.pieces.len());
        let breaks = word_breaks(content);
        for (number, piece) in content.pieces.iter().enumerate() {
            let text = &piece.style.text;
            // Most pieces share the style of one not far before them; more than 65,535 styles share the last one.
            let shared = || styles.iter().rposition(|style| same_shaping(&style.text, text));
            let known = if breaks.get(number) == Some(&true) { None } else { shared() };
            let number = known.unwrap_or_else(|| {
                styles.push(ShapingStyle::new(text, fonts));
                styles.len() - 1
            });
            of_piece.push(u16::try_from(number).unwrap_or(u16::MAX));
        }
        let kana = |c: char| matches!(u32::from(c), 0x3041..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9D);
        let language = content.boxes.first().map(|root| Arc::clone(&root.style.text.lang)).unwrap_or_default();
        let japanese = language.split('-').next() == Some("ja") || content.text.chars().any(kana);
        Self { of_piece, styles, context: Context { japanese } }
    }

    fn of_char(&self, content: &Content, index: usize) -> u16 {
        content.char_pieces.get(index).and_then(|piece| self.of_piece.get(*piece as usize)).copied().unwrap_or(0)
    }
}

impl ShapingStyle {
    fn new(text: &Arc<TextStyle>, fonts: &mut Fonts) -> Self {
        let mut features: Vec<FontFeature> = Vec::new();
        if text.letter_spacing != 0.0 {
            features.extend([b"liga", b"clig", b"calt"].map(|tag| FontFeature::new(Tag::new(tag), 0)));
        }
        features.extend(text.font_features.iter().map(|(tag, value)| FontFeature::new(Tag::new(tag), *value)));
        Self {
            text: Arc::clone(text),
            stack: fonts.stack(text),
            features,
            variations: variations(text),
            language: Language::parse(&text.lang).ok(),
        }
    }
}

/// Which pieces are nothing but a zero-width space, as `<wbr>` is: text is shaped apart on both sides of it, without kerning.
fn word_breaks(content: &Content) -> Vec<bool> {
    let mut breaks: Vec<Option<bool>> = vec![None; content.pieces.len()];
    for (c, piece) in content.text.chars().zip(&content.char_pieces) {
        if let Some(known) = breaks.get_mut(*piece as usize) {
            *known = Some(known.unwrap_or(true) && c == '\u{200B}');
        }
    }
    breaks.into_iter().map(|known| known == Some(true)).collect()
}

/// Whether two styles shape alike, so that text may be shaped across their border.
fn same_shaping(a: &Arc<TextStyle>, b: &Arc<TextStyle>) -> bool {
    Arc::ptr_eq(a, b)
        || a.font_size == b.font_size
            && a.font_weight == b.font_weight
            && a.font_style == b.font_style
            && a.font_family == b.font_family
            && a.font_variations == b.font_variations
            && a.font_features == b.font_features
            && a.optical_sizing == b.optical_sizing
            && a.letter_spacing == b.letter_spacing
            && a.lang == b.lang
}

fn run_shaper(content: &Content, styles: &ShapingStyles, fonts: &mut Fonts, result: &mut ShapedText) {
    let count = content.char_pieces.len();
    let style_of_char: Vec<u16> = (0..count).map(|index| styles.of_char(content, index)).collect();
    let mut end = 0_usize;
    let items = style_of_char.chunk_by(|a, b| a == b).filter_map(|group| {
        end += group.len();
        let style = styles.styles.get(usize::from(*group.first()?))?;
        let options = ShapeOptions {
            font_size: style.text.font_size,
            language: style.language,
            features: &style.features,
            variations: &style.variations,
        };
        Some(Item { char_end: u32::try_from(end).ok()?, options })
    });
    let library = fonts.library().clone();
    let selector =
        Selector { library: &library, styles, synthesis: Synthesis::default(), data: AnalysisDataSources::new() };
    fonts.shaper.shape_text(&content.text, &fonts.analysis, &style_of_char, items, selector, result);
}

/// Chooses the face of each cluster.
struct Selector<'a> {
    library: &'a FontLibrary,
    styles: &'a ShapingStyles,
    /// Always empty: synthesis is derived from the face afterwards.
    synthesis: Synthesis,
    data: AnalysisDataSources,
}

impl FontSelector for Selector<'_> {
    fn select_font(
        &mut self,
        _: &Segment,
        _: &ShapeOptions<'_>,
        cluster: &mut CharCluster,
    ) -> Option<FontInstanceRef<'_>> {
        let style =
            self.styles.styles.get(usize::from(cluster.style_index())).or_else(|| self.styles.styles.first())?;
        let base = cluster.chars().iter().map(|c| c.ch).find(|c| !emoji::is_invisible(*c)).unwrap_or(' ');
        let emoji = cluster.is_emoji() && !cluster.chars().iter().any(|c| c.ch == '\u{FE0E}');
        let choice = style.stack.select(self.library, (base, emoji), self.styles.context, |face| {
            cluster.calculate_coverage(|c| emoji::is_ignorable(c) || face.covers(c), &self.data)
        })?;
        let face = self.library.faces().get(usize::from(choice.face))?.open();
        Some(FontInstanceRef { data: &face.data.data, index: face.data.index, synthesis: &self.synthesis })
    }
}

fn collect_runs(content: &Content, fonts: &mut Fonts, shaped: &mut Shaped) {
    for run in shaped.text.runs() {
        let style = content.piece_of(run.characters_range.start).map(|piece| Arc::clone(&piece.style.text));
        let font = shaped.text.fonts().get(run.font_index);
        let Some((style, font)) = style.zip(font) else { continue };
        let stack = fonts.stack(&style);
        let number = fonts.face_number(font.font.data.id(), font.font.index).unwrap_or(0);
        let choice = fonts.library().faces().get(number).map(|face| Choice::new(number, face, stack.wanted));
        let Some(instance) = choice.and_then(|choice| fonts.instance(choice, &style)) else { continue };
        shaped.runs.push(Run { instance, level: run.bidi_level.to_u8() });
    }
}

fn collect_clusters(content: &Content, analysis: &Analysis, shaped: &mut Shaped) {
    let text = &shaped.text;
    let mut clusters = Vec::with_capacity(text.characters().len());
    let mut missing = Vec::new();
    let mut after_letter = false;
    let characters: Vec<char> = content.text.chars().collect();
    for number in 0..shaped.runs.len().min(text.runs().len()) {
        let run = u32::try_from(number).unwrap_or(u32::MAX);
        let slice = text.run_slice(run);
        for atom in slice.atoms_start() {
            let chars = atom.char_range();
            let Some(first) = atom.characters().first() else { continue };
            let piece_number = content.char_pieces.get(chars.start as usize).copied().unwrap_or(0);
            let Some(piece) = content.pieces.get(piece_number as usize) else { continue };
            let range =
                first.text_byte_start as usize..atom.characters().last().map_or(0, |last| last.text_byte_range().end);
            let cluster_text = content.text.get(range).unwrap_or_default();
            let style = &piece.style.text;
            let kind = kind_of(piece.kind, first.whitespace, cluster_text, style);
            let spacing = spacing(kind, first.whitespace, style);
            let shown = !matches!(kind, Kind::Newline | Kind::Invisible | Kind::Atom(_) | Kind::SoftHyphen);
            let before = chars.start.checked_sub(1);
            let wraps = before.is_some_and(|before| content.wraps_between(before, chars.start));
            let anywhere =
                style.overflow_wrap == crate::style::OverflowWrap::Anywhere || style.word_break == WordBreak::BreakWord;
            // The table of ASCII pairs forbids what `break-all` allows.
            let letter = cluster_text.chars().next().is_some_and(char::is_alphanumeric);
            let letters = letter && after_letter;
            after_letter = letter;
            clusters.push(Cluster {
                shaped: atom.shaped_clusters_range(),
                advance: if shown { atom.advance() + spacing } else { 0.0 },
                spacing,
                left: 0.0,
                right: 0.0,
                piece: piece_number,
                run,
                kind,
                opportunity: wraps
                    && (style.hyphens != Hyphens::None
                        || before.is_none_or(|at| characters.get(at as usize) != Some(&'\u{AD}')))
                    && (first.flags.is_soft_wrap_opportunity() || style.word_break == WordBreak::BreakAll && letters),
                word: analysis.char_info().get(chars.start as usize).is_some_and(|info| info.is_word_boundary()),
                hyphenates: false,
                emergency: wraps && (anywhere || style.overflow_wrap == crate::style::OverflowWrap::BreakWord),
                anywhere,
                chars,
            });
            if kind == Kind::Glyphs
                && piece.kind == PieceKind::Text
                && atom
                    .shaped_clusters_range()
                    .any(|cluster| slice.shaped_cluster_glyphs(cluster).any(|glyph| glyph.id == 0))
            {
                missing.push(missing_glyph(piece.node, cluster_text));
            }
        }
    }
    hyphenate::mark(content, &mut clusters);
    shaped.clusters = clusters;
    shaped.missing = missing;
}

fn missing_glyph(node: usize, text: &str) -> MissingGlyph {
    use unicode_script::UnicodeScript;
    let chars: Vec<char> = text.chars().collect();
    let script = chars.first().map_or("Unknown", |c| c.script().full_name());
    MissingGlyph { node, text: text.to_owned(), chars, script }
}

fn kind_of(piece: PieceKind, whitespace: Whitespace, text: &str, style: &TextStyle) -> Kind {
    match piece {
        PieceKind::Atom(number) => return Kind::Atom(number),
        PieceKind::Break => return Kind::Newline,
        PieceKind::Control => return Kind::Invisible,
        PieceKind::Text => {}
    }
    match whitespace {
        Whitespace::Newline => Kind::Newline,
        Whitespace::Tab => Kind::Tab,
        Whitespace::Space => match style.white_space_collapse {
            WhiteSpaceCollapse::Collapse | WhiteSpaceCollapse::PreserveBreaks => Kind::Space,
            WhiteSpaceCollapse::Preserve if style.wrap => Kind::Space,
            WhiteSpaceCollapse::Preserve | WhiteSpaceCollapse::BreakSpaces => Kind::Glyphs,
        },
        _ if text == "\u{AD}" && style.hyphens != Hyphens::None => Kind::SoftHyphen,
        _ if text.chars().all(emoji::is_invisible) => Kind::Invisible,
        _ => Kind::Glyphs,
    }
}

fn spacing(kind: Kind, whitespace: Whitespace, style: &TextStyle) -> f32 {
    match kind {
        Kind::Glyphs | Kind::Space | Kind::Tab => {
            let word = if matches!(whitespace, Whitespace::Space | Whitespace::NoBreakSpace) {
                style.word_spacing
            } else {
                0.0
            };
            style.letter_spacing + word
        }
        _ => 0.0,
    }
}

impl Shaped {
    /// Whether the paragraph that holds a character runs from right to left.
    pub(super) fn is_rtl_at(&self, content: &Content, chars: Range<u32>) -> bool {
        let base = self.base_level % 2 == 1;
        if !content.is_plaintext() {
            return base;
        }
        // Each paragraph of a plaintext block is an isolate: its lowest level inside the controls tells its direction.
        let inside = chars.filter(|index| {
            content.piece_of(*index).is_some_and(|piece| matches!(piece.kind, PieceKind::Text | PieceKind::Atom(_)))
        });
        inside.filter_map(|index| self.levels.get(index as usize)).min().is_some_and(|level| level % 2 == 1)
    }
}

/// A single glyph for `c` in a style's faces; an ellipsis that no face has becomes nothing.
pub(super) fn mark(c: char, style: &TextStyle, fonts: &mut Fonts) -> Option<Mark> {
    let stack = fonts.stack(style);
    let whole = |covered: bool| if covered { Coverage::COMPLETE } else { Coverage::NONE };
    let choice = stack.select(fonts.library(), (c, false), Context::default(), |face| whole(face.covers(c)))?;
    let instance = fonts.instance(choice, style)?;
    let (glyph, advance) = instance.glyph(c)?;
    Some(Mark { instance, glyph, advance })
}
