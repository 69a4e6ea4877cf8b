//! The faces a card may use: those the user brings, then the embedded ones, then those of the system. A face is opened when it is first asked for.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use parley::FontData;
use parley::fontique::Blob;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider, Tag};

use super::Fonts;
use super::embedded::{self, EMBEDDED, EmbeddedFont, Role};
use crate::{Error, ErrorKind, Result};

/// A face as glyph runs refer to it.
#[derive(Debug)]
pub(crate) struct FaceRef {
    /// Name of its family.
    pub(crate) family: String,
    /// The font file and the face's number in it.
    pub(crate) data: FontData,
}

/// What a font is to texts that do not name its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fallback {
    /// Nothing: of a template's `@font-face`.
    Never,
    /// It comes before the embedded fallbacks: of `--font-dir`.
    First,
    /// It comes after everything embedded, also where its family is named: of the system.
    Last,
}

/// A font file that is not embedded: from `--font-dir`, from the system or from a template's `@font-face`.
#[derive(Debug, Clone)]
pub(crate) struct UserFont {
    /// TrueType or OpenType file; collections give all their faces.
    pub(crate) data: Arc<[u8]>,
    /// Family name that replaces the font's own.
    pub(crate) family: Option<String>,
    /// Least and greatest weight, 1-1000, that replace the font's own.
    pub(crate) weight: Option<(f32, f32)>,
    /// Slant that replaces the font's own.
    pub(crate) italic: Option<bool>,
    /// Whether texts that do not name the family may fall back on the font.
    pub(crate) fallback: Fallback,
}

/// Code points a face maps.
#[derive(Debug)]
enum Coverage {
    /// Looked up in the table of the embedded fonts.
    Embedded(&'static EmbeddedFont),
    /// Sorted, disjoint ranges with both ends included.
    Ranges(Vec<(u32, u32)>),
}

/// Where the bytes of a face are.
#[derive(Debug, Clone)]
enum Bytes {
    Static(&'static [u8]),
    Shared(Arc<[u8]>),
}

/// A face of the library.
#[derive(Debug)]
pub(crate) struct Face {
    /// Name of its family.
    pub(crate) family: Cow<'static, str>,
    /// Whether it is slanted by design.
    pub(crate) italic: bool,
    /// Least and greatest weight.
    pub(crate) weight: (f32, f32),
    /// What it is for; `None` for a user's font.
    pub(crate) role: Option<Role>,
    /// Whether texts that do not name the family may use it; of an embedded face its role decides.
    pub(crate) fallback: Fallback,
    coverage: Coverage,
    bytes: Bytes,
    index: u32,
    opened: OnceLock<Arc<FaceRef>>,
}

impl Face {
    /// Whether the face maps `c` to a glyph.
    pub(crate) fn covers(&self, c: char) -> bool {
        match &self.coverage {
            Coverage::Embedded(font) => embedded::covers(font, c),
            Coverage::Ranges(ranges) => {
                let code = u32::from(c);
                let after = ranges.partition_point(|&(first, _)| first <= code);
                after.checked_sub(1).and_then(|index| ranges.get(index)).is_some_and(|&(_, last)| code <= last)
            }
        }
    }

    /// Whether the face maps `c` to what its writer means: of a private-use character only fonts of the user know.
    pub(crate) fn means(&self, c: char) -> bool {
        self.covers(c) && (self.role.is_none() || !super::fallback::is_private(c))
    }

    /// The face with its bytes, without a copy of them.
    pub(crate) fn open(&self) -> &Arc<FaceRef> {
        self.opened.get_or_init(|| {
            let blob: Blob<u8> = match &self.bytes {
                Bytes::Static(bytes) => Blob::new(Arc::new(*bytes)),
                Bytes::Shared(bytes) => Blob::new(Arc::new(SharedBytes(Arc::clone(bytes)))),
            };
            Arc::new(FaceRef { family: self.family.clone().into_owned(), data: FontData::new(blob, self.index) })
        })
    }

    /// The identity of the face's bytes once it is open.
    pub(crate) fn blob_id(&self) -> Option<(u64, u32)> {
        self.opened.get().map(|face| (face.data.data.id(), face.data.index))
    }

    /// Whether this is a colour emoji font of the table.
    pub(crate) fn is_emoji(&self) -> bool {
        self.role == Some(Role::Emoji)
    }

    fn embedded(font: &'static EmbeddedFont) -> Self {
        Self {
            family: Cow::Borrowed(font.family),
            italic: font.style == embedded::Style::Italic,
            weight: font.weight,
            role: Some(font.role),
            fallback: Fallback::First,
            coverage: Coverage::Embedded(font),
            bytes: Bytes::Static(font.bytes),
            index: 0,
            opened: OnceLock::new(),
        }
    }
}

/// Shared bytes that can stand in a blob.
struct SharedBytes(Arc<[u8]>);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// All faces, shared by threads; a clone is the same library.
#[derive(Debug, Clone)]
pub(crate) struct FontLibrary {
    faces: Arc<[Face]>,
}

impl Default for FontLibrary {
    fn default() -> Self {
        Self { faces: EMBEDDED.iter().map(Face::embedded).collect() }
    }
}

impl FontLibrary {
    /// The embedded fonts, preceded by `fonts` and followed by those of them that come last.
    ///
    /// # Errors
    /// [`ErrorKind::Font`] when a file is not a TrueType or OpenType font.
    pub(crate) fn with_fonts(fonts: &[UserFont]) -> Result<Self> {
        let mut faces = Vec::new();
        let (last, first): (Vec<&UserFont>, Vec<&UserFont>) =
            fonts.iter().partition(|font| font.fallback == Fallback::Last);
        for font in first {
            read_user_font(font, &mut faces)?;
        }
        faces.extend(EMBEDDED.iter().map(Face::embedded));
        for font in last {
            read_user_font(font, &mut faces)?;
        }
        Ok(Self { faces: faces.into() })
    }

    /// A working set for one thread.
    pub(crate) fn session(&self) -> Fonts {
        Fonts::new(self.clone())
    }

    /// All faces in order of precedence.
    pub(crate) fn faces(&self) -> &[Face] {
        &self.faces
    }
}

fn read_user_font(font: &UserFont, faces: &mut Vec<Face>) -> Result<()> {
    let broken = || {
        Error::new(
            ErrorKind::Font,
            format!("the file of font `{}` cannot be read", font.family.as_deref().unwrap_or("?")),
        )
        .with_hint("use a TrueType or OpenType file (.ttf, .otf, .ttc)")
    };
    let count = match skrifa::raw::FileRef::new(&font.data).map_err(|error| broken().with_source(error))? {
        skrifa::raw::FileRef::Font(_) => 1,
        skrifa::raw::FileRef::Collection(collection) => collection.len(),
    };
    for index in 0..count {
        let parsed = FontRef::from_index(&font.data, index).map_err(|error| broken().with_source(error))?;
        faces.push(read_face(&parsed, font, index).ok_or_else(broken)?);
    }
    Ok(())
}

/// A user's face; `None` when it has no glyphs or no name.
fn read_face(parsed: &FontRef<'_>, font: &UserFont, index: u32) -> Option<Face> {
    let name = |id| parsed.localized_strings(id).english_or_first().map(|name| name.to_string());
    let family = font
        .family
        .clone()
        .or_else(|| name(StringId::TYPOGRAPHIC_FAMILY_NAME))
        .or_else(|| name(StringId::FAMILY_NAME))?;
    let attributes = parsed.attributes();
    let axis = parsed.axes().iter().find(|axis| axis.tag() == Tag::new(b"wght"));
    let own = axis
        .map_or((attributes.weight.value(), attributes.weight.value()), |axis| (axis.min_value(), axis.max_value()));
    let mut codes: Vec<u32> = parsed.charmap().mappings().map(|(code, _)| code).collect();
    codes.sort_unstable();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for code in codes {
        match ranges.last_mut() {
            Some((_, last)) if code <= last.saturating_add(1) => *last = code,
            _ => ranges.push((code, code)),
        }
    }
    (!ranges.is_empty()).then_some(Face {
        family: Cow::Owned(family),
        italic: font.italic.unwrap_or(attributes.style != skrifa::attribute::Style::Normal),
        weight: font.weight.unwrap_or(own),
        role: None,
        fallback: font.fallback,
        coverage: Coverage::Ranges(ranges),
        bytes: Bytes::Shared(Arc::clone(&font.data)),
        index,
        opened: OnceLock::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tiny;
    use super::*;

    #[test]
    fn a_font_without_outlines_is_read_and_measured() {
        let fallback = Fallback::First;
        let font = UserFont { data: tiny::font().into(), family: None, weight: None, italic: None, fallback };
        let library = FontLibrary::with_fonts(&[font]).expect("a sound font");
        let face = &library.faces()[0];
        assert_eq!((face.family.as_ref(), face.covers(tiny::LETTER), face.covers('A')), (tiny::FAMILY, true, false));
        let mut style = crate::style::Style::default();
        Arc::make_mut(&mut style.text).font_family = [tiny::FAMILY.to_owned()].into();
        let style = Arc::new(style);
        let text = crate::paragraph::InlineItem::Text { node: 1, text: tiny::LETTER.to_string(), style: style.clone() };
        let mut paragraph = crate::paragraph::shape(&[text], &style, &mut library.session());
        assert!(paragraph.missing().is_empty());
        // 1250 of 1000 units at 16 px.
        assert_eq!(paragraph.max_content(), 20.0);
    }
}
