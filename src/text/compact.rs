//! Counts in few characters: 8412 as `8.4K`. Words, groups and digits of each language are from CLDR.
//!
//! How exact a count stays is ours: one decimal below 100 of its unit and none above, half a step rounded up.

use super::locale::{Column, Locale};

/// A count, shortened from the step on at which its language shortens: 8450 is `8.5K`, 999950 is `1M`. What the language
/// leaves whole stays whole.
pub(crate) fn compact(count: u64, locale: &str) -> String {
    let locale = Locale::of(locale);
    let steps: Vec<Step> = locale.get(Column::Compact).split('|').filter_map(Step::read).collect();
    let reached = steps.iter().enumerate().take_while(|(_, step)| digits(count) >= step.digits).last();
    let Some((mut index, mut step)) = reached else { return whole(count, &locale) };
    let mut scaled = step.scale(count);
    // A count that is rounded up to the next step is set as that one.
    while let Some(next) = steps.get(index + 1).filter(|next| digits(scaled.value(step)) >= next.digits) {
        (index, step) = (index + 1, next);
        scaled = step.scale(count);
    }
    if step.zeros == 0 {
        return whole(count, &locale);
    }
    let mark = locale.separators().0;
    let tenth = if scaled.tenth == 0 { String::new() } else { format!("{mark}{}", scaled.tenth) };
    let number = format!("{}{}", whole(scaled.whole, &locale), locale.digits(&tenth));
    // A narrow space that does not break belongs between a number and its unit.
    step.pattern(&scaled).replace(['\u{A0}', ' '], "\u{202F}").replacen('0', &number, 1)
}

/// A count in groups of digits, but never with four digits in groups: that is what shortened counts look like in CLDR.
fn whole(count: u64, locale: &Locale) -> String {
    let written = count.to_string();
    let mut rule = locale.get(Column::Grouping).chars().map(|c| c.to_digit(10).unwrap_or(0) as usize);
    let (least, first, others) =
        (rule.next().unwrap_or(1).max(2), rule.next().unwrap_or(0), rule.next().unwrap_or(0).max(1));
    if first == 0 || written.len() < first + least {
        return locale.digits(&written);
    }
    let mut grouped = String::with_capacity(2 * written.len());
    for (index, digit) in written.chars().enumerate() {
        let after = written.len() - index;
        if index > 0 && after >= first && (after - first).is_multiple_of(others) {
            grouped.push_str(locale.separators().1);
        }
        grouped.push(digit);
    }
    locale.digits(&grouped)
}

/// From how many digits on a count is set how.
#[derive(Debug, Clone, Copy)]
struct Step {
    digits: u32,
    /// Digits that are left out; none: the count is written out.
    zeros: u32,
    /// The pattern of a category of plurals and the category: `1` for exactly one, `3` for three to ten.
    special: Option<(char, &'static str)>,
    /// The pattern, with `0` for the number.
    usual: &'static str,
}

/// A count in a unit.
#[derive(Debug, Clone, Copy)]
struct Scaled {
    whole: u64,
    tenth: u64,
}

impl Step {
    /// Reads `4/3=0K` or `4/3=30 few~0 other`.
    fn read(text: &'static str) -> Option<Self> {
        let (counts, patterns) = text.split_once('=')?;
        let (digits, zeros) = counts.split_once('/')?;
        let (special, usual) = match patterns.split_once('~') {
            Some((special, usual)) => {
                let category = special.chars().next()?;
                (Some((category, special.get(1..)?)), usual)
            }
            None => (None, patterns),
        };
        Some(Self { digits: digits.parse().ok()?, zeros: zeros.parse().ok()?, special, usual })
    }

    fn scale(&self, count: u64) -> Scaled {
        let Some(tenth_of_unit) = self.zeros.checked_sub(1).map(|zeros| 10_u64.saturating_pow(zeros)) else {
            return Scaled { whole: count, tenth: 0 };
        };
        let tenths = rounded(count, tenth_of_unit);
        if tenths < 1000 {
            Scaled { whole: tenths / 10, tenth: tenths % 10 }
        } else {
            Scaled { whole: rounded(count, tenth_of_unit.saturating_mul(10)), tenth: 0 }
        }
    }

    fn pattern(&self, scaled: &Scaled) -> &'static str {
        match self.special {
            Some(('1', pattern)) if scaled.whole == 1 && scaled.tenth == 0 => pattern,
            Some(('3', pattern)) if scaled.tenth == 0 && (3..=10).contains(&(scaled.whole % 100)) => pattern,
            _ => self.usual,
        }
    }
}

impl Scaled {
    /// The count that is really printed.
    fn value(&self, step: &Step) -> u64 {
        self.whole.saturating_mul(10_u64.saturating_pow(step.zeros))
    }
}

fn digits(count: u64) -> u32 {
    count.checked_ilog10().map_or(1, |log| log + 1)
}

/// Division that rounds half up.
fn rounded(count: u64, unit: u64) -> u64 {
    count / unit + u64::from(count % unit >= unit.div_ceil(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_short_in_english() {
        for (count, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1K"),
            (1049, "1K"),
            (1050, "1.1K"),
            (8412, "8.4K"),
            (8450, "8.5K"),
            (9999, "10K"),
            (99_949, "99.9K"),
            (99_950, "100K"),
            (128_499, "128K"),
            (999_499, "999K"),
            (999_500, "1M"),
            (999_950, "1M"),
            (1_000_000, "1M"),
            (2_345_678, "2.3M"),
            (999_999_999, "1B"),
            (u64::MAX, "18,446,744T"),
        ] {
            assert_eq!(compact(count, "en"), text, "{count}");
        }
    }

    #[test]
    fn every_step_of_the_table_is_read_and_keeps_the_count() {
        for tag in super::super::locale::tags() {
            let locale = Locale::of(tag);
            let cell = locale.get(Column::Compact);
            let steps: Vec<Step> = cell.split('|').filter_map(Step::read).collect();
            assert_eq!(steps.len(), cell.split('|').count(), "{tag}: {cell}");
            assert!(steps.windows(2).all(|pair| pair[0].digits < pair[1].digits), "{tag}");
            assert!(steps.iter().all(|step| step.usual.matches('0').count() == 1), "{tag}: {cell}");
            assert!(steps.iter().all(|step| step.zeros < step.digits), "{tag}: {cell}");
            for count in [0, 7, 999, 1000, 99_999, 999_999, 10_u64.pow(13), u64::MAX] {
                assert!(!compact(count, tag).contains(['~', '|', '=']), "{tag}");
            }
        }
    }
}
