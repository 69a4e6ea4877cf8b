//! Numbers, paths and text as XML.

use kurbo::{Affine, BezPath, PathEl, Point};

use crate::display::Color;

/// Appends a number with at most two decimals and no trailing zeros.
pub(super) fn number(out: &mut String, value: f64) {
    let hundredths = (value.clamp(-1e12, 1e12) * 100.0).round() as i64;
    integer_part(out, hundredths, 2);
}

/// Appends a factor with at most six decimals.
pub(super) fn factor(out: &mut String, value: f64) {
    let millionths = (value.clamp(-1e9, 1e9) * 1e6).round() as i64;
    integer_part(out, millionths, 6);
}

/// Appends `value / 10^decimals`.
fn integer_part(out: &mut String, value: i64, decimals: u32) {
    if value < 0 {
        out.push('-');
    }
    let divisor = 10_u64.pow(decimals);
    let value = value.unsigned_abs();
    digits(out, value / divisor, 1);
    let mut rest = value % divisor;
    if rest > 0 {
        let mut count = decimals as usize;
        while rest.is_multiple_of(10) {
            rest /= 10;
            count -= 1;
        }
        out.push('.');
        digits(out, rest, count);
    }
}

/// Appends a whole number with at least `count` digits.
fn digits(out: &mut String, mut value: u64, count: usize) {
    let mut buffer = [b'0'; 20];
    let mut length = 0;
    for slot in buffer.iter_mut().rev() {
        *slot = b'0' + (value % 10) as u8;
        value /= 10;
        length += 1;
        if value == 0 && length >= count {
            break;
        }
    }
    for digit in buffer.iter().skip(buffer.len() - length) {
        out.push(char::from(*digit));
    }
}

/// Appends ` name="value"`.
pub(super) fn attribute(out: &mut String, name: &str, value: f64) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    number(out, value);
    out.push('"');
}

/// Appends numbers with a separator only where one is needed.
fn numbers(out: &mut String, points: &[Point]) {
    for (index, value) in points.iter().flat_map(|point| [point.x, point.y]).enumerate() {
        let before = out.len();
        number(out, value);
        if index > 0 && !out[before..].starts_with('-') {
            out.insert(before, ' ');
        }
    }
}

/// Appends the commands of a path.
pub(super) fn path_data(out: &mut String, path: &BezPath) {
    for element in path.elements() {
        match element {
            PathEl::MoveTo(to) => {
                out.push('M');
                numbers(out, &[*to]);
            }
            PathEl::LineTo(to) => {
                out.push('L');
                numbers(out, &[*to]);
            }
            PathEl::QuadTo(by, to) => {
                out.push('Q');
                numbers(out, &[*by, *to]);
            }
            PathEl::CurveTo(by, and, to) => {
                out.push('C');
                numbers(out, &[*by, *and, *to]);
            }
            PathEl::ClosePath => out.push('Z'),
        }
    }
}

/// Appends `matrix(…)`.
pub(super) fn matrix(out: &mut String, transform: Affine) {
    let [xx, yx, xy, yy, dx, dy] = transform.as_coeffs();
    out.push_str("matrix(");
    for value in [xx, yx, xy, yy] {
        factor(out, value);
        out.push(' ');
    }
    number(out, dx);
    out.push(' ');
    number(out, dy);
    out.push(')');
}

/// Appends a colour as `name="#rrggbb"`, and its alpha as `name-opacity`, where there is some.
pub(super) fn color(out: &mut String, name: &str, color: Color) {
    let [red, green, blue, _] = color.to_rgba8();
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"#");
    for part in [red, green, blue] {
        for digit in [part >> 4, part & 15] {
            out.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    out.push('"');
    if color.a < 1.0 {
        let stem = name.strip_suffix("-color").unwrap_or(name);
        out.push(' ');
        out.push_str(stem);
        out.push_str("-opacity=\"");
        factor(out, (f64::from(color.a.clamp(0.0, 1.0)) * 1e4).round() / 1e4);
        out.push('"');
    }
}

/// Appends text: markup escaped, characters that XML forbids left out.
pub(super) fn text(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' | ' '..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}' => out.push(character),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn numbers_are_short() {
        let cases = [(0.0, "0"), (-0.001, "0"), (1.5, "1.5"), (-12.346, "-12.35"), (100.0, "100"), (0.05, "0.05")];
        for (value, expected) in cases {
            assert_eq!(written(|out| number(out, value)), expected);
        }
        assert_eq!(written(|out| factor(out, 0.038_461_5)), "0.038462");
    }

    #[test]
    fn paths_have_no_needless_separators() {
        let mut path = BezPath::new();
        path.move_to((1.0, -2.0));
        path.quad_to((0.5, 3.0), (4.25, 5.0));
        path.close_path();
        assert_eq!(written(|out| path_data(out, &path)), "M1-2Q0.5 3 4.25 5Z");
    }

    #[test]
    fn text_loses_only_what_xml_forbids() {
        assert_eq!(
            written(|out| text(out, "a<b>&\"\u{0}\u{8}\u{FFFF}\u{1F680}\n")),
            "a&lt;b&gt;&amp;&quot;\u{1F680}\n"
        );
    }

    #[test]
    fn translucent_colours_have_an_opacity() {
        let half = Color { r: 1.0, g: 0.0, b: 0.5, a: 0.5 };
        assert_eq!(written(|out| color(out, "fill", half)), " fill=\"#ff0080\" fill-opacity=\"0.5\"");
        assert_eq!(written(|out| color(out, "stop-color", half)), " stop-color=\"#ff0080\" stop-opacity=\"0.5\"");
    }
}
