//! One declaration: from a property name and the text of its value to longhands.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::fault::{Fault, Input, Parsed, fault_of};
use super::hint::unknown_property;
use super::property::{CustomValue, Declaration, Longhand, Unparsed, Wide, bad_value};
use super::shorthand::{SHORTHANDS, Shorthand};
use super::variable::has_var;

/// What a property name stands for.
#[derive(Clone, Copy)]
enum Property {
    Long(Longhand),
    Short(&'static Shorthand),
}

static PROPERTIES: LazyLock<HashMap<&'static str, Property>> = LazyLock::new(|| {
    let longhands = Longhand::ALL.iter().map(|(name, longhand)| (*name, Property::Long(*longhand)));
    let shorthands = SHORTHANDS.iter().map(|shorthand| (shorthand.name, Property::Short(shorthand)));
    longhands.chain(shorthands).collect()
});

fn wide(text: &str) -> Option<Wide> {
    let text = text.trim();
    [("inherit", Wide::Inherit), ("initial", Wide::Initial), ("unset", Wide::Unset), ("revert", Wide::Revert)]
        .into_iter()
        .find(|(word, _)| text.eq_ignore_ascii_case(word))
        .map(|(_, wide)| wide)
}

/// Reads a declaration; the fault's offset is in `text`.
pub(crate) fn declaration(name: &str, text: &str) -> Result<Vec<Declaration>, Fault> {
    if name.starts_with("--") && !PROPERTIES.contains_key(name) {
        return custom(name, text).map(|declaration| vec![declaration]);
    }
    let lower = name.to_ascii_lowercase();
    if !PROPERTIES.contains_key(lower.as_str()) {
        return Err(unknown_property(&lower));
    }
    if has_var(text) {
        let unparsed = Unparsed { name: Arc::from(lower), text: Arc::from(text.trim()) };
        return Ok(vec![Declaration::Unparsed(Arc::new(unparsed))]);
    }
    value(&lower, text)
}

fn custom(name: &str, text: &str) -> Result<Declaration, Fault> {
    if name.starts_with("--fit") {
        let near = ["--fit", "--fit-min", "--fit-max"].join(", ");
        return Err(Fault::new(format!("custom property `{name}` is not known")).hint(format!("known: {near}")));
    }
    let value = match wide(text) {
        Some(wide) => CustomValue::Wide(wide),
        None => CustomValue::Text(Arc::from(text.trim())),
    };
    Ok(Declaration::Custom(Arc::from(name), value))
}

/// Reads a value without `var()` of a property in lower case.
pub(crate) fn value(name: &str, text: &str) -> Result<Vec<Declaration>, Fault> {
    let Some(property) = PROPERTIES.get(name) else { return Err(unknown_property(name)) };
    if let Some(wide) = wide(text) {
        let longhands: &[Longhand] = match property {
            Property::Long(longhand) => std::slice::from_ref(longhand),
            Property::Short(shorthand) => shorthand.longhands,
        };
        if longhands.is_empty() {
            return Err(Fault::new(format!("`{name}` does not take `{}`", text.trim()))
                .hint("write it for the physical side, as in `margin-left`"));
        }
        return Ok(longhands.iter().map(|longhand| Declaration::Wide(*longhand, wide)).collect());
    }
    let mut input = Input::new(text);
    let result: Parsed<Vec<Declaration>> = input.parse_entirely(|input| match property {
        Property::Long(longhand) => Ok(vec![longhand.parse(input)?]),
        Property::Short(shorthand) => (shorthand.expand)(input),
    });
    let start = text.len() - text.trim_start().len();
    result.map_err(|error| fault_of(error, || bad_value(name, text)).at(start))
}
