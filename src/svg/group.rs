//! Groups: transforms, filters, masks, shadows of letters.

use kurbo::Affine;

use super::{Document, write};
use crate::display::{Filter, Item, MaskLayer, Rect, TextShadow, group};

impl<'a> Document<'a> {
    /// Writes items one after the other.
    pub(super) fn items(&mut self, items: &'a [Item]) {
        for (index, item) in items.iter().enumerate() {
            self.item(item, items.get(index..).unwrap_or_default());
        }
    }

    /// Begins a group that is transformed.
    pub(super) fn transform(&mut self, transform: Affine) {
        self.body.push_str("<g transform=\"");
        write::matrix(&mut self.body, transform);
        self.body.push_str("\">\n");
    }

    /// Begins a group with filters; `items` begin with it.
    pub(super) fn filtered(&mut self, filters: &[Filter], items: &[Item]) {
        match self.list.extent(group(items), Affine::IDENTITY) {
            Some(area) => {
                let filter = self.filter(filters, area);
                self.body.push_str(&format!("<g filter=\"url(#{filter})\">\n"));
            }
            None => self.body.push_str("<g>\n"),
        }
    }

    /// Begins a group that is seen where its mask is; `items` begin with it.
    pub(super) fn masked(&mut self, layers: &'a [MaskLayer], items: &[Item]) {
        let area = self.list.extent(group(items), Affine::IDENTITY).unwrap_or_default();
        // From below: what adds up is drawn upon what is there, what meets it is seen through it.
        let mut below: Option<String> = None;
        for run in runs(layers) {
            below = Some(self.mask(run, below.as_deref(), area));
        }
        match below {
            Some(mask) => self.body.push_str(&format!("<g mask=\"url(#{mask})\">\n")),
            None => self.body.push_str("<g display=\"none\">\n"),
        }
    }

    /// Defines a mask of layers; the first run of several is the lowest.
    fn mask(&mut self, layers: &'a [MaskLayer], below: Option<&str>, area: Rect) -> String {
        let meets = layers.last().is_some_and(|layer| layer.intersect);
        let outer = std::mem::take(&mut self.body);
        if let Some(below) = below.filter(|_| !meets) {
            // All of the area, seen through what is below.
            self.body.push_str(&format!("<g mask=\"url(#{below})\"><rect"));
            place(&mut self.body, area);
            self.body.push_str("/></g>\n");
        }
        for layer in layers.iter().rev() {
            if layer.luminance {
                // A mask of alpha takes lightness as alpha through a filter.
                let light = self.lightness(area);
                self.body.push_str(&format!("<g filter=\"url(#{light})\">\n"));
            }
            self.items(&layer.items);
            self.close_run();
            if layer.luminance {
                self.body.push_str("</g>\n");
            }
        }
        let inner = std::mem::replace(&mut self.body, outer);
        let mut rest = String::from(" mask-type=\"alpha\" maskUnits=\"userSpaceOnUse\"");
        place(&mut rest, area);
        rest.push('>');
        match below.filter(|_| meets) {
            Some(below) => rest.push_str(&format!("<g mask=\"url(#{below})\">{inner}</g>")),
            None => rest.push_str(&inner),
        }
        self.define("mask", rest)
    }

    fn lightness(&mut self, area: Rect) -> String {
        let mut rest = region(area);
        rest.push_str("<feColorMatrix values=\"0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0.2126 0.7152 0.0722 0 0\"/>");
        self.define("filter", rest)
    }

    /// Writes the shadow of letters.
    pub(super) fn text_shadow(&mut self, shadow: &'a TextShadow, items: &[Item]) {
        if shadow.sigma <= 0.0 {
            return self.items(&shadow.items);
        }
        let Some(area) = self.list.extent(items.get(..1).unwrap_or_default(), Affine::IDENTITY) else { return };
        let filter = self.filter(&[Filter::Blur(shadow.sigma)], area);
        self.body.push_str(&format!("<g filter=\"url(#{filter})\">\n"));
        self.items(&shadow.items);
        self.close_run();
        self.body.push_str("</g>\n");
    }

    fn filter(&mut self, filters: &[Filter], area: Rect) -> String {
        let mut rest = region(area);
        let mut before = String::from("SourceGraphic");
        for (index, filter) in filters.iter().enumerate() {
            write_filter(&mut rest, filter, &before);
            // The last element of each has a name for what comes later.
            if index + 1 < filters.len() {
                before = format!("r{index}");
                let end = if rest.ends_with("</feMerge>") {
                    rest.rfind("<feMerge>").map(|at| at + 8)
                } else {
                    Some(rest.len() - 2)
                };
                rest.insert_str(end.unwrap_or(rest.len()), &format!(" result=\"{before}\""));
            }
        }
        self.define("filter", rest)
    }
}

/// Layers that are drawn into one mask, the lowest first: each run after the first begins above one that meets what is below.
fn runs(layers: &[MaskLayer]) -> Vec<&[MaskLayer]> {
    let mut runs = Vec::new();
    let mut end = layers.len();
    for (index, layer) in layers.iter().enumerate().rev() {
        // The lowest layer has nothing to meet.
        if layer.intersect && index + 1 < layers.len() {
            if index + 1 < end {
                runs.extend(layers.get(index + 1..end));
            }
            runs.extend(layers.get(index..=index));
            end = index;
        }
    }
    runs.extend(layers.get(..end).filter(|rest| !rest.is_empty()));
    runs
}

fn region(area: Rect) -> String {
    let mut rest = String::from(" filterUnits=\"userSpaceOnUse\" color-interpolation-filters=\"sRGB\"");
    place(&mut rest, area);
    rest.push('>');
    rest
}

fn place(out: &mut String, area: Rect) {
    // A px more on each side, so that smooth edges are not cut.
    let area = area.inset(-1.0, -1.0, -1.0, -1.0);
    for (name, value) in [("x", area.x), ("y", area.y), ("width", area.width), ("height", area.height)] {
        write::attribute(out, name, f64::from(value));
    }
}

/// Writes a filter of the result with the name `before`, which is that of the element written last or of the group itself.
fn write_filter(out: &mut String, filter: &Filter, before: &str) {
    match filter {
        Filter::Blur(sigma) => {
            out.push_str("<feGaussianBlur");
            write::attribute(out, "stdDeviation", f64::from(*sigma));
            out.push_str("/>");
        }
        Filter::Matrix(matrix) => {
            out.push_str("<feColorMatrix values=\"");
            for (index, value) in matrix.iter().enumerate() {
                if index > 0 {
                    out.push(' ');
                }
                write::factor(out, f64::from(*value));
            }
            out.push_str("\"/>");
        }
        // `feDropShadow` says the same, but not every renderer lays translucent things on it as browsers do.
        Filter::DropShadow { x, y, sigma, color } => {
            out.push_str(&format!("<feGaussianBlur in=\"{before}\""));
            write::attribute(out, "stdDeviation", f64::from(*sigma));
            out.push_str("/><feOffset");
            write::attribute(out, "dx", f64::from(*x));
            write::attribute(out, "dy", f64::from(*y));
            out.push_str("/><feColorMatrix values=\"");
            for part in [color.r, color.g, color.b] {
                out.push_str("0 0 0 0 ");
                write::factor(out, f64::from(part));
                out.push(' ');
            }
            out.push_str("0 0 0 ");
            write::factor(out, f64::from(color.a));
            out.push_str(&format!(" 0\"/><feMerge><feMergeNode/><feMergeNode in=\"{before}\"/></feMerge>"));
        }
    }
}
