//! The working set of one thread: shaping buffers, resolved family lists, metrics already read.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use parley::setting::{FontVariation, Tag};
use parley_engine::{Analysis, Analyzer, Shaper};
use skrifa::instance::{NormalizedCoord, Size};
use skrifa::{FontRef, MetadataProvider};

use super::library::{Face, FaceRef, FontLibrary};
use super::{Choice, FaceMetrics, Stack, Wanted};
use crate::style::{FontStyle, TextStyle};

/// What identifies a resolved family list.
type StackKey = (Arc<[String]>, u32, bool);
/// What identifies a face at a size with variations.
type InstanceKey = (Choice, u32, Vec<([u8; 4], u32)>);

/// A face at a size, ready for glyph runs.
#[derive(Debug, Clone)]
pub(crate) struct Instance {
    /// The face and what is synthesized.
    pub(crate) choice: Choice,
    /// The face with its bytes.
    pub(crate) face: Arc<FaceRef>,
    /// px per em.
    pub(crate) size: f32,
    /// Normalized variation coordinates; empty at the default.
    pub(crate) coords: Arc<[i16]>,
    /// Its metrics.
    pub(crate) metrics: FaceMetrics,
    /// Whether it is the colour emoji face.
    pub(crate) emoji: bool,
}

/// The fonts of one thread. Made by [`FontLibrary::session`].
pub(crate) struct Fonts {
    library: FontLibrary,
    stacks: HashMap<StackKey, Arc<Stack>>,
    instances: HashMap<InstanceKey, Arc<Instance>>,
    missing_families: BTreeSet<String>,
    /// Scratch of text analysis.
    pub(crate) analyzer: Analyzer,
    /// Result of text analysis, reused.
    pub(crate) analysis: Analysis,
    /// Scratch of shaping.
    pub(crate) shaper: Shaper,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Fonts").field("stacks", &self.stacks.len()).finish_non_exhaustive()
    }
}

impl Fonts {
    pub(super) fn new(library: FontLibrary) -> Self {
        Self {
            library,
            stacks: HashMap::new(),
            instances: HashMap::new(),
            missing_families: BTreeSet::new(),
            analyzer: Analyzer::new(),
            analysis: Analysis::new(),
            shaper: Shaper::default(),
        }
    }

    /// The library behind the session.
    pub(crate) fn library(&self) -> &FontLibrary {
        &self.library
    }

    /// Families that a text asked for and that are not there, since the last call, in alphabetical order.
    pub(crate) fn take_missing_families(&mut self) -> Vec<String> {
        std::mem::take(&mut self.missing_families).into_iter().collect()
    }

    /// The faces for a style, in order.
    pub(crate) fn stack(&mut self, style: &TextStyle) -> Arc<Stack> {
        let wanted = Wanted { weight: style.font_weight, italic: style.font_style != FontStyle::Normal };
        let key = (Arc::clone(&style.font_family), wanted.weight.to_bits(), wanted.italic);
        if let Some(stack) = self.stacks.get(&key) {
            return Arc::clone(stack);
        }
        let missing = &mut self.missing_families;
        let stack = Arc::new(Stack::new(&self.library, &style.font_family, wanted, |family| {
            missing.insert(family.to_owned());
        }));
        self.stacks.insert(key, Arc::clone(&stack));
        stack
    }

    /// A face at the size and with the variations of a style; `None` when the library has no such face.
    pub(crate) fn instance(&mut self, choice: Choice, style: &TextStyle) -> Option<Arc<Instance>> {
        let variations = variations(style);
        let settings = variations.iter().map(|setting| (setting.tag.to_bytes(), setting.value.to_bits())).collect();
        let key = (choice, style.font_size.to_bits(), settings);
        if let Some(instance) = self.instances.get(&key) {
            return Some(Arc::clone(instance));
        }
        let record = self.library.faces().get(usize::from(choice.face))?;
        let instance = Arc::new(open_instance(record, choice, style.font_size, &variations)?);
        self.instances.insert(key, Arc::clone(&instance));
        Some(instance)
    }

    /// The first face of a style's families, at its size: what line heights are made of.
    pub(crate) fn primary(&mut self, style: &TextStyle) -> Option<Arc<Instance>> {
        let choice = *self.stack(style).choices.first()?;
        self.instance(choice, style)
    }

    /// Number of the open face with these bytes.
    pub(crate) fn face_number(&self, blob: u64, index: u32) -> Option<usize> {
        self.library.faces().iter().position(|face| face.blob_id() == Some((blob, index)))
    }
}

/// The variation settings of a style: weight, optical size, then the author's, each axis once.
pub(crate) fn variations(style: &TextStyle) -> Vec<FontVariation> {
    let mut settings = vec![FontVariation::new(Tag::new(b"wght"), style.font_weight)];
    if style.optical_sizing {
        settings.push(FontVariation::new(Tag::new(b"opsz"), style.font_size));
    }
    for &(tag, value) in style.font_variations.iter() {
        settings.retain(|setting| setting.tag.to_bytes() != tag);
        settings.push(FontVariation::new(Tag::new(&tag), value));
    }
    settings
}

fn open_instance(record: &Face, choice: Choice, size: f32, variations: &[FontVariation]) -> Option<Instance> {
    let face = Arc::clone(record.open());
    let font = FontRef::from_index(face.data.data.data(), face.data.index).ok()?;
    let settings = variations.iter().map(|setting| (skrifa::Tag::new(&setting.tag.to_bytes()), setting.value));
    let location = font.axes().location(settings);
    let coords: &[NormalizedCoord] = location.coords();
    let metrics = FaceMetrics::new(&font, size, coords);
    let coords = coords.iter().map(|coord| coord.to_bits()).collect();
    Some(Instance { choice, face, size, coords, metrics, emoji: record.is_emoji() })
}

impl Instance {
    /// A single character without shaping: its glyph and its advance in px; `None` when the face has none.
    pub(crate) fn glyph(&self, c: char) -> Option<(u32, f32)> {
        let font = FontRef::from_index(self.face.data.data.data(), self.face.data.index).ok()?;
        let glyph = font.charmap().map(c)?;
        let coords: Vec<NormalizedCoord> = self.coords.iter().map(|bits| NormalizedCoord::from_bits(*bits)).collect();
        let advance = font
            .glyph_metrics(Size::new(self.size), skrifa::instance::LocationRef::new(&coords))
            .advance_width(glyph)?;
        Some((glyph.to_u32(), advance))
    }

    /// Slant of a synthetic italic in degrees: Skia's fake italic shears by a quarter.
    pub(crate) fn skew_deg(&self) -> f32 {
        if self.choice.skew { 14.036_243 } else { 0.0 }
    }

    /// Growth of a synthetic bold's outline on each side in px, as Skia with FreeType: a 34th of an em in all.
    pub(crate) fn embolden(&self) -> f32 {
        if self.choice.embolden { self.size / 68.0 } else { 0.0 }
    }
}
