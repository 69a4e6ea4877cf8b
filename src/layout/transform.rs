//! Transforms of boxes: CSS Transforms 1 and the single properties of level 2, on the plane.

use kurbo::{Affine, Vec2};

use crate::display::{Rect, slant};
use crate::style::{Style, TransformStep};

/// What brings a box from where it was laid out to where it is seen; `None` without a transform.
pub(super) fn transform_of(style: &Style, rect: Rect) -> Option<Affine> {
    let effects = &style.effects;
    if !effects.is_transformed() {
        return None;
    }
    let length = |x: &crate::style::Length, y: &crate::style::Length| {
        Vec2::new(f64::from(x.resolve(rect.width)), f64::from(y.resolve(rect.height)))
    };
    let origin = Vec2::new(f64::from(rect.x), f64::from(rect.y)) + length(&effects.origin.0, &effects.origin.1);
    let mut transform = Affine::translate(origin);
    if let Some((x, y)) = &effects.translate {
        transform *= Affine::translate(length(x, y));
    }
    if let Some(degrees) = effects.rotate {
        transform *= rotation(degrees);
    }
    if let Some((x, y)) = effects.scale {
        transform *= Affine::scale_non_uniform(f64::from(x), f64::from(y));
    }
    for step in effects.transform.iter() {
        transform *= match step {
            TransformStep::Translate(x, y) => Affine::translate(length(x, y)),
            TransformStep::Scale(x, y) => Affine::scale_non_uniform(f64::from(*x), f64::from(*y)),
            TransformStep::Rotate(degrees) => rotation(*degrees),
            TransformStep::Skew(x, y) => Affine::new([1.0, tangent(*y), tangent(*x), 1.0, 0.0, 0.0]),
            TransformStep::Matrix(values) => Affine::new(values.map(f64::from)),
        };
    }
    let transform = transform * Affine::translate(-origin);
    Some(if is_sound(transform) { transform } else { Affine::scale(0.0) })
}

/// Whether there is something to see under a transform: numbers beyond all bounds show nothing, nor does what has no area.
pub(super) fn is_sound(transform: Affine) -> bool {
    const LARGEST: f64 = 1e7;
    const FLAT: f64 = 1e-9;
    transform.as_coeffs().iter().all(|value| value.abs() < LARGEST) && transform.determinant().abs() > FLAT
}

/// A rotation by degrees; quarter turns are exact, and all others the same on every machine.
fn rotation(degrees: f32) -> Affine {
    let (sine, cosine) = match degrees.rem_euclid(360.0) {
        0.0 => (0.0, 1.0),
        90.0 => (1.0, 0.0),
        180.0 => (0.0, -1.0),
        270.0 => (-1.0, 0.0),
        other => {
            let radians = f64::from(other).to_radians();
            (libm::sin(radians), libm::cos(radians))
        }
    };
    Affine::new([cosine, sine, -sine, cosine, 0.0, 0.0])
}

fn tangent(degrees: f32) -> f64 {
    slant(degrees)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use kurbo::Point;

    use super::*;
    use crate::style::{Effects, Length};

    fn moved(steps: Vec<TransformStep>, rotate: Option<f32>, point: (f64, f64)) -> (f64, f64) {
        let effects = Effects { transform: steps.into(), rotate, ..(*Effects::initial()).clone() };
        let style = Style { effects: Arc::new(effects), ..Style::default() };
        let transform = transform_of(&style, Rect::new(10.0, 20.0, 100.0, 40.0)).unwrap_or_default();
        let Point { x, y } = transform * Point::new(point.0, point.1);
        ((x * 1e3).round() / 1e3, (y * 1e3).round() / 1e3)
    }

    #[test]
    fn functions_work_around_the_middle_from_the_last_to_the_first() {
        assert_eq!(moved(vec![TransformStep::Rotate(90.0)], None, (110.0, 40.0)), (60.0, 90.0));
        assert_eq!(moved(vec![TransformStep::Scale(2.0, 0.5)], None, (10.0, 20.0)), (-40.0, 30.0));
        let half = TransformStep::Translate(Length::Percent(0.5), Length::Px(3.0));
        assert_eq!(moved(vec![half.clone()], None, (0.0, 0.0)), (50.0, 3.0));
        assert_eq!(moved(vec![TransformStep::Scale(2.0, 2.0), half], None, (60.0, 40.0)), (160.0, 46.0));
        // `rotate` comes before `transform`.
        assert_eq!(moved(vec![TransformStep::Scale(2.0, 1.0)], Some(90.0), (110.0, 40.0)), (60.0, 140.0));
        assert_eq!(moved(vec![TransformStep::Skew(45.0, 0.0)], None, (60.0, 50.0)), (70.0, 50.0));
        let shift = TransformStep::Matrix([1.0, 0.0, 0.0, 1.0, 5.0, 6.0]);
        assert_eq!(moved(vec![shift], None, (0.0, 0.0)), (5.0, 6.0));
    }

    #[test]
    fn a_box_without_transform_has_none() {
        assert_eq!(transform_of(&Style::default(), Rect::new(0.0, 0.0, 1.0, 1.0)), None);
    }
}
