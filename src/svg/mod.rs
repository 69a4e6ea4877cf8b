//! The display list as one SVG document.
//!
//! Text becomes outlines, each glyph written once; pictures are embedded. There is no script, no font and no reference
//! to anything outside the file. The twin of `raster`: what it paints, a browser paints from this. It knows nothing of
//! records, templates or layout.

mod colr;
mod group;
mod paint;
#[cfg(test)]
mod parity;
mod picture;
mod shadow;
mod shape;
mod text;
mod write;

use std::collections::HashMap;

use crate::Result;
use crate::display::{DisplayList, Item, Paint, Shape};

/// Writes a list as an SVG document, `scale` px wide for every px of the card.
///
/// Title and description of the list become `<title>` and `<desc>`. A picture that cannot be read is left out.
///
/// # Errors
/// `too-large` for a card past 8192 px a side or 64 Mpx; `invalid-value` for a list that cannot be painted
/// (numbers that are not finite, groups that are not closed).
pub fn svg(list: &DisplayList, scale: f32) -> Result<String> {
    let (width, height) = list.device_size(scale)?;
    let mut document = Document::new(list, scale);
    let (ground, rest) = list.ground();
    let all = Shape::Rect(crate::display::Rect::new(0.0, 0.0, list.width, list.height));
    document.fill(&all, &Paint::Solid(ground));
    document.items(rest);
    document.close_run();
    let Document { prefix, defs, body, .. } = document;
    let mut out = String::with_capacity(defs.len() + body.len() + 1024);
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    write::attribute(&mut out, "width", f64::from(width));
    write::attribute(&mut out, "height", f64::from(height));
    out.push_str(" viewBox=\"0 0 ");
    write::number(&mut out, f64::from(list.width));
    out.push(' ');
    write::number(&mut out, f64::from(list.height));
    out.push_str("\" preserveAspectRatio=\"none\" role=\"img\"");
    out.push_str(&format!(" aria-labelledby=\"{prefix}t {prefix}d\">\n<title id=\"{prefix}t\">"));
    write::text(&mut out, &list.title);
    out.push_str(&format!("</title>\n<desc id=\"{prefix}d\">"));
    write::text(&mut out, &list.description);
    out.push_str("</desc>\n");
    if !defs.is_empty() {
        out.push_str("<defs>\n");
        out.push_str(&defs);
        out.push_str("</defs>\n");
    }
    out.push_str(&body);
    out.push_str("</svg>\n");
    Ok(out)
}

/// A document being written.
struct Document<'a> {
    list: &'a DisplayList,
    scale: f32,
    /// What every identifier begins with, so that several cards may stand in one page.
    prefix: String,
    defs: String,
    body: String,
    /// How many identifiers were given out.
    count: u32,
    /// Definitions by their text, so that equal ones are written once.
    known: HashMap<String, String>,
    glyphs: text::Glyphs<'a>,
    /// The opening tag of the group of glyphs that is being written.
    run: Option<String>,
}

impl<'a> Document<'a> {
    fn new(list: &'a DisplayList, scale: f32) -> Self {
        Self {
            list,
            scale,
            prefix: prefix(list),
            defs: String::new(),
            body: String::new(),
            count: 0,
            known: HashMap::new(),
            glyphs: text::Glyphs::default(),
            run: None,
        }
    }

    /// Writes the first of some items.
    fn item(&mut self, item: &'a Item, items: &'a [Item]) {
        if let Item::Glyphs(run) = item {
            return self.text(run);
        }
        self.close_run();
        match item {
            Item::Glyphs(_) => {}
            Item::Fill(shape, paint) => self.fill(shape, paint),
            Item::Shadow(shadow) => self.shadow(shadow),
            Item::Picture(item) => self.picture(item),
            Item::Clip(shape) => {
                let clip = self.clip(shape);
                self.body.push_str(&format!("<g clip-path=\"url(#{clip})\">\n"));
            }
            Item::Opacity(alpha) => {
                self.body.push_str("<g opacity=\"");
                write::factor(&mut self.body, f64::from((alpha.clamp(0.0, 1.0) * 1e4).round() / 1e4));
                self.body.push_str("\">\n");
            }
            Item::TextShadow(shadow) => self.text_shadow(shadow, items),
            Item::Transform(transform) => self.transform(*transform),
            Item::Filter(filters) => self.filtered(filters, items),
            Item::Mask(layers) => self.masked(layers, items),
            Item::EndClip | Item::EndOpacity | Item::EndTransform | Item::EndFilter | Item::EndMask => {
                self.body.push_str("</g>\n");
            }
        }
    }

    /// A new identifier.
    fn id(&mut self) -> String {
        self.count += 1;
        format!("{}{}", self.prefix, self.count)
    }

    /// Writes a definition unless an equal one was written, and returns its identifier. `tag` is the name of its
    /// element, `rest` what follows the identifier in it.
    fn define(&mut self, tag: &str, rest: String) -> String {
        if let Some(id) = self.known.get(&rest) {
            return id.clone();
        }
        let id = self.id();
        self.defs.push_str(&format!("<{tag} id=\"{id}\"{rest}</{tag}>\n"));
        self.known.insert(rest, id.clone());
        id
    }
}

/// Letters that depend on what the card says and where its glyphs stand.
fn prefix(list: &DisplayList) -> String {
    // FNV-1a: short, and the same everywhere.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    add(list.title.as_bytes());
    add(list.description.as_bytes());
    add(&list.width.to_le_bytes());
    add(&list.height.to_le_bytes());
    for item in &list.items {
        match item {
            Item::Glyphs(run) => {
                add(&run.size.to_le_bytes());
                add(&run.color.to_rgba8());
                for glyph in &run.glyphs {
                    add(&glyph.id.to_le_bytes());
                    add(&glyph.x.to_le_bytes());
                }
            }
            Item::Fill(_, Paint::Solid(color)) => add(&color.to_rgba8()),
            _ => add(b"."),
        }
    }
    let letter = |index: u32| char::from(b'a' + ((hash >> (index * 5)) % 26) as u8);
    (0..5).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use resvg::usvg::roxmltree::Document as Xml;

    use super::*;
    use crate::display::samples;

    #[test]
    fn every_sample_is_well_formed_and_refers_to_nothing_outside() {
        for (name, list) in samples::all() {
            let document = svg(&list, 2.0).unwrap();
            let xml = Xml::parse(&document).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(xml.root_element().attribute("width"), Some("640"), "{name}");
            for node in xml.descendants() {
                assert!(!matches!(node.tag_name().name(), "script" | "text" | "style" | "foreignObject"), "{name}");
                if let Some(target) = node.attribute("href") {
                    assert!(target.starts_with('#') || target.starts_with("data:image/"), "{name}: {target}");
                }
            }
        }
    }

    #[test]
    fn title_and_description_are_read_aloud() {
        let mut list = samples::list(Vec::new());
        list.title = "Ada & Bea <3\u{1}".into();
        let document = svg(&list, 1.0).unwrap();
        let xml = Xml::parse(&document).unwrap();
        let root = xml.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let labels: Vec<_> = root.attribute("aria-labelledby").unwrap_or_default().split(' ').collect();
        let texts: Vec<_> = labels
            .iter()
            .filter_map(|label| xml.descendants().find(|node| node.attribute("id") == Some(label)))
            .filter_map(|node| node.text())
            .collect();
        assert_eq!(texts, ["Ada & Bea <3", "Said by nobody"]);
    }

    #[test]
    fn a_glyph_is_written_once() {
        let mut list = samples::list(Vec::new());
        let run = samples::text(&mut list, "Inter-opsz-wght.ttf", "ooo", 20.0, (10.0, 40.0));
        list.items.push(Item::Glyphs(run));
        let document = svg(&list, 1.0).unwrap();
        assert_eq!(document.matches("<path").count(), 1);
        assert_eq!(document.matches("<use").count(), 3);
    }
}
