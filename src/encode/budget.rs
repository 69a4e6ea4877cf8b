//! Files that must stay below a number of bytes: the best effort, palette or quality that does.
//!
//! Knows formats and their means; what was done is told to the caller, who says it. A file that cannot be made to fit is the
//! smallest that was found.

use super::{Canvas, Effort, Metadata, jpeg, png, webp};
use crate::Result;

/// Colours that are tried, from the best to the smallest file. Fewer leave no smooth edges of letters.
const COLOURS: [u16; 9] = [256, 192, 128, 96, 64, 48, 32, 24, 16];
/// Colours that are tried without dithering, when nothing dithered fits.
const BANDED: [u16; 5] = [64, 48, 32, 24, 16];
/// JPEG is not made worse than this: letters would fall apart.
const LOWEST_QUALITY: u8 = 20;

/// What was done to make a file smaller than the caller's choices do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Means {
    /// Harder compression; the pixels are the same.
    Effort(Effort),
    /// So many colours.
    Colours(usize),
    /// Lower quality.
    Quality(u8),
}

/// A file and what was done to make it fit.
#[derive(Debug)]
pub(crate) struct Fitted {
    /// The file.
    pub bytes: Vec<u8>,
    /// `None`: it is as it was asked for.
    pub means: Option<Means>,
}

impl Fitted {
    /// A file as it was asked for.
    pub(crate) fn plain(bytes: Vec<u8>) -> Self {
        Self { bytes, means: None }
    }

    fn by(means: Means, bytes: Vec<u8>) -> Self {
        Self { bytes, means: Some(means) }
    }

    fn smaller(self, other: Self) -> Self {
        if other.bytes.len() < self.bytes.len() { other } else { self }
    }
}

/// A PNG: by harder compression, else with fewer colours.
///
/// # Errors
/// As [`png`].
pub(crate) fn fit_png(
    canvas: &Canvas<'_>,
    effort: Effort,
    metadata: &Metadata,
    threads: usize,
    limit: u64,
) -> Result<Fitted> {
    let mut best = Fitted::plain(png(canvas, effort, metadata, threads)?);
    let harder = [Effort::Balanced, Effort::Small];
    for effort in harder.into_iter().filter(|harder| rank(*harder) > rank(effort)) {
        if fits(&best.bytes, limit) {
            return Ok(best);
        }
        best = best.smaller(Fitted::by(Means::Effort(effort), png(canvas, effort, metadata, threads)?));
    }
    if fits(&best.bytes, limit) {
        return Ok(best);
    }
    for (colours, dither) in [(&COLOURS[..], true), (&BANDED[..], false)] {
        let few = search(colours, limit, |colours| png::few_colours(canvas, colours, dither, metadata))?;
        best = few
            .map(|(_, (count, bytes))| Fitted::by(Means::Colours(count), bytes))
            .into_iter()
            .fold(best, Fitted::smaller);
        if fits(&best.bytes, limit) {
            break;
        }
    }
    Ok(best)
}

/// A lossless WebP: with fewer colours.
///
/// # Errors
/// As [`webp`].
pub(crate) fn fit_webp(canvas: &Canvas<'_>, quality: Option<u8>, limit: u64) -> Result<Fitted> {
    let best = Fitted::plain(webp(canvas, quality)?);
    if fits(&best.bytes, limit) {
        return Ok(best);
    }
    let few = search(&COLOURS, limit, |colours| webp::few_colours(canvas, colours))?;
    let few = few.map(|(_, (count, bytes))| Fitted::by(Means::Colours(count), bytes));
    Ok(few.into_iter().fold(best, Fitted::smaller))
}

/// A JPEG: with the highest quality that fits, at most the given one.
///
/// # Errors
/// As [`jpeg`].
pub(crate) fn fit_jpeg(canvas: &Canvas<'_>, quality: u8, limit: u64) -> Result<Fitted> {
    let best = Fitted::plain(jpeg(canvas, quality)?);
    if fits(&best.bytes, limit) {
        return Ok(best);
    }
    let lower: Vec<u8> = (LOWEST_QUALITY..quality).rev().collect();
    let found =
        search(&lower, limit, |quality| jpeg(canvas, quality).map(|bytes| Some((usize::from(quality), bytes))))?;
    let found = found.map(|(quality, (_, bytes))| Fitted::by(Means::Quality(quality), bytes));
    Ok(found.into_iter().fold(best, Fitted::smaller))
}

fn fits(bytes: &[u8], limit: u64) -> bool {
    bytes.len() as u64 <= limit
}

/// How hard an effort is.
fn rank(effort: Effort) -> u8 {
    match effort {
        Effort::Fast => 0,
        Effort::Balanced => 1,
        Effort::Small => 2,
    }
}

/// A number that tells what was really done, and the file.
type Attempt = (usize, Vec<u8>);

/// The first of some choices whose file fits, when later ones give smaller files; when none does, the last one tried. Looks at few of them.
fn search<T: Copy>(
    choices: &[T],
    limit: u64,
    mut attempt: impl FnMut(T) -> Result<Option<Attempt>>,
) -> Result<Option<(T, Attempt)>> {
    let (mut from, mut to) = (0, choices.len());
    let (mut fitting, mut last) = (None, None);
    while from < to {
        let middle = from + (to - from) / 2;
        let Some(choice) = choices.get(middle) else { break };
        match attempt(*choice)? {
            Some(made) if fits(&made.1, limit) => {
                fitting = Some((*choice, made));
                to = middle;
            }
            made => {
                last = made.map(|made| (*choice, made)).or(last);
                from = middle + 1;
            }
        }
    }
    Ok(fitting.or(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A slope with a photo's noise in its lower half.
    fn card(width: u32, height: u32) -> Vec<u8> {
        let mut state = 7_u32;
        let mut noise = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 28) as u8
        };
        let mut data = Vec::new();
        for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
            let grain = if y > height / 2 { noise() } else { 0 };
            data.extend([(x / 3) as u8 + grain, (y / 2) as u8, 200 - grain, 255]);
        }
        data
    }

    fn size(bytes: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory(bytes).expect("a sound file");
        (picture.width(), picture.height())
    }

    #[test]
    fn what_fits_is_as_it_was_asked_for() {
        let data = card(240, 160);
        let canvas = Canvas { width: 240, height: 160, data: &data };
        let plain = png(&canvas, Effort::Fast, &Metadata::default(), 1).expect("encoded");
        let fitted = fit_png(&canvas, Effort::Fast, &Metadata::default(), 1, plain.len() as u64).expect("encoded");
        assert_eq!((fitted.means, fitted.bytes), (None, plain));
    }

    #[test]
    fn png_tries_effort_before_colours() {
        let data = card(240, 160);
        let canvas = Canvas { width: 240, height: 160, data: &data };
        let fit = |limit| fit_png(&canvas, Effort::Fast, &Metadata::default(), 1, limit).expect("encoded");
        let small = png(&canvas, Effort::Small, &Metadata::default(), 1).expect("encoded");
        assert_eq!(fit(small.len() as u64).means, Some(Means::Effort(Effort::Small)));
        let less = fit(small.len() as u64 - 1);
        assert!(matches!(less.means, Some(Means::Colours(17..=256))), "{:?}", less.means);
        assert!(less.bytes.len() < small.len());
        assert_eq!(size(&less.bytes), (240, 160));
    }

    #[test]
    fn every_format_reaches_its_limit_or_the_smallest_file() {
        let data = card(240, 160);
        let canvas = Canvas { width: 240, height: 160, data: &data };
        let kinds: [(&str, &dyn Fn(u64) -> Fitted); 3] = [
            ("png", &|limit| fit_png(&canvas, Effort::Balanced, &Metadata::default(), 1, limit).expect("encoded")),
            ("webp", &|limit| fit_webp(&canvas, None, limit).expect("encoded")),
            ("jpeg", &|limit| fit_jpeg(&canvas, 90, limit).expect("encoded")),
        ];
        for (name, fit) in kinds {
            let (whole, least) = (fit(u64::MAX).bytes.len(), fit(0).bytes.len());
            assert!(least < whole, "{name}: {least} of {whole}");
            let between = (whole + least) / 2;
            let fitted = fit(between as u64);
            assert!(fitted.bytes.len() <= between && fitted.means.is_some(), "{name}: {:?}", fitted.means);
            assert_eq!(size(&fitted.bytes), (240, 160), "{name}");
        }
    }

    #[test]
    fn jpeg_takes_the_highest_quality_that_fits() {
        let data = card(240, 160);
        let canvas = Canvas { width: 240, height: 160, data: &data };
        let limit = jpeg(&canvas, 61).expect("encoded").len() as u64;
        let fitted = fit_jpeg(&canvas, 85, limit).expect("encoded");
        let Some(Means::Quality(quality)) = fitted.means else { panic!("{:?}", fitted.means) };
        assert!((61..70).contains(&quality), "{quality}");
        let next = jpeg(&canvas, quality + 1).expect("encoded");
        assert!(next.len() as u64 > limit);
    }
}
