//! `hanging-punctuation`: marks that stand outside the edge of the text, so that the letters align. Where lines end is not decided here.

use super::breaks::Measure;
use super::shape::Kind;

pub(super) use crate::style::HangingPunctuation as Hanging;

impl Measure<'_> {
    /// Width in px of the opening mark that hangs before the first line.
    pub(super) fn hang_at_start(&self) -> f32 {
        if !self.hanging.first {
            return 0.0;
        }
        let visible = self.shaped.clusters.iter().find(|cluster| cluster.kind != Kind::Invisible);
        let opening = visible.filter(|first| first.kind == Kind::Glyphs);
        opening
            .filter(|first| self.char_at(first.chars.start).is_some_and(is_opening))
            .map_or(0.0, |first| first.advance)
    }

    /// Whether a cluster is the closing mark that hangs behind the last line.
    pub(super) fn hangs_at_end(&self, index: usize) -> bool {
        if !self.hanging.last {
            return false;
        }
        let Some(cluster) = self.shaped.clusters.get(index).filter(|cluster| cluster.kind == Kind::Glyphs) else {
            return false;
        };
        self.char_at(cluster.chars.start).is_some_and(is_closing)
            && self
                .shaped
                .clusters
                .iter()
                .skip(index + 1)
                .all(|after| matches!(after.kind, Kind::Invisible | Kind::Space))
    }

    /// Whether a stop or comma may hang at the end of any line, when it does not fit: what follows it may begin one.
    pub(super) fn may_hang(&self, index: usize) -> bool {
        if !self.hanging.allow_end {
            return false;
        }
        let clusters = &self.shaped.clusters;
        let stop = clusters.get(index).filter(|cluster| cluster.kind == Kind::Glyphs);
        let ends = clusters
            .get(index + 1)
            .is_none_or(|next| next.opportunity || matches!(next.kind, Kind::Space | Kind::Newline));
        ends && stop.and_then(|cluster| self.char_at(cluster.chars.start)).is_some_and(is_stop)
    }
}

/// Opening brackets and quotation marks of all languages (general categories Ps and Pi, and marks that open in some).
fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '('
            | '['
            | '{'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '‘'
            | '’'
            | '“'
            | '”'
            | '„'
            | '‚'
            | '‟'
            | '‛'
            | '¿'
            | '¡'
            | '「'
            | '『'
            | '《'
            | '〈'
            | '【'
            | '〔'
            | '〝'
            | '（'
            | '［'
            | '｛'
            | '｢'
            | '＂'
            | '＇'
    )
}

/// Closing brackets and quotation marks of all languages.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | ')'
            | ']'
            | '}'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '‘'
            | '’'
            | '“'
            | '”'
            | '」'
            | '』'
            | '》'
            | '〉'
            | '】'
            | '〕'
            | '〞'
            | '〟'
            | '）'
            | '］'
            | '｝'
            | '｣'
            | '＂'
            | '＇'
    )
}

/// The stops and commas of CSS Text 4.
fn is_stop(c: char) -> bool {
    matches!(c, ',' | '.' | '،' | '۔' | '、' | '。' | '，' | '．' | '﹐' | '﹑' | '﹒' | '｡' | '､')
}
