//! Tokens of the brand: as a style sheet, and which of them is at fault when a card's styles are wrong.
//!
//! How they become custom properties is the template's business; where they were written is the caller's.

use std::collections::BTreeMap;

use crate::css::{Stylesheet, is_one_value};
use crate::{Brand, Error, ErrorKind, Options, Result, template};

/// The brand's custom properties as a style sheet; `None` when it sets none.
///
/// # Errors
/// [`ErrorKind::Usage`] for a token that is no single value, with its path: `tokens.accent`.
pub(crate) fn sheet(options: &Options) -> Result<Option<Stylesheet>> {
    for (path, value, _) in each(&options.brand) {
        if !is_one_value(value) {
            return Err(fault(&path, "it is no single value of CSS")
                .with_hint("write one value without `;` and with its brackets and quotes closed"));
        }
    }
    let css = template::brand_css(options);
    if css.is_empty() {
        return Ok(None);
    }
    let first = |errors: Vec<Error>| {
        errors.into_iter().next().unwrap_or_else(|| Error::new(ErrorKind::Css, "the tokens cannot be read"))
    };
    Stylesheet::parse(&css, "tokens").map(Some).map_err(first)
}

/// The error of the first token that makes styles wrong by itself. `styled` styles the card with a brand; without
/// tokens it must succeed, or else the template is at fault and `error` stays.
pub(crate) fn blamed(error: Error, brand: &Brand, styled: &dyn Fn(&Brand) -> Result<()>) -> Error {
    let plain = Brand { tokens: BTreeMap::new(), dark_tokens: BTreeMap::new(), ..brand.clone() };
    let tokens: Vec<_> = each(brand).collect();
    if tokens.is_empty() || styled(&plain).is_err() {
        return error;
    }
    for (path, _, alone) in tokens {
        if let Err(found) = styled(&alone) {
            let place = found.location();
            let used = place.file.as_ref().map(|file| format!("{file}:{}", place.line.unwrap_or_default()));
            let hint = found.hint().map(str::to_owned);
            let used = used.map(|used| format!("it is used at {used}"));
            let hints: Vec<String> = hint.into_iter().chain(used).collect();
            let error = fault(&path, found.message());
            return if hints.is_empty() { error } else { error.with_hint(hints.join("; ")) };
        }
    }
    error
}

fn fault(path: &str, message: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("the brand's `{path}` is wrong: {message}")).at_path(path)
}

/// The path and value of each token, and a brand with that one alone.
fn each(brand: &Brand) -> impl Iterator<Item = (String, &String, Brand)> {
    let alone = |name: &str, value: &str| BTreeMap::from([(name.to_owned(), value.to_owned())]);
    let plain = || Brand { tokens: BTreeMap::new(), dark_tokens: BTreeMap::new(), ..Brand::default() };
    let light = brand
        .tokens
        .iter()
        .map(move |(name, value)| (format!("tokens.{name}"), value, Brand { tokens: alone(name, value), ..plain() }));
    let dark = brand.dark_tokens.iter().map(move |(name, value)| {
        (format!("tokens.dark.{name}"), value, Brand { dark_tokens: alone(name, value), ..plain() })
    });
    light.chain(dark)
}

#[cfg(test)]
mod tests {
    use crate::{ErrorKind, Options, Record, Renderer};

    fn error(tokens: &[(&str, &str)], dark: &[(&str, &str)], theme: &str) -> crate::Error {
        let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let mut options = Options { theme: theme.to_owned(), ..Options::default() };
        options.brand.tokens = map(tokens);
        options.brand.dark_tokens = map(dark);
        let record = br#"{ "kind": "quote", "text": "Small things.", "author": { "name": "Mina Ostrow" } }"#;
        let record = Record::from_json(record).expect("a record");
        let renderer = Renderer::builder().build().expect("a renderer");
        renderer.render(&record, &(), &options).expect_err("an error")
    }

    #[test]
    fn a_wrong_token_is_named_and_not_the_template() {
        let wrong = error(&[("ink", "#222"), ("accent", "mauvish")], &[], "light");
        assert_eq!((wrong.kind(), wrong.location().path.as_deref()), (ErrorKind::Usage, Some("tokens.accent")));
        assert!(wrong.message().contains("mauvish"), "{wrong}");
        assert_eq!(wrong.location().file, None);
        let wrong = error(&[("ink", "#222")], &[("ground", "12px")], "dark");
        assert_eq!(wrong.location().path.as_deref(), Some("tokens.dark.ground"));
    }

    #[test]
    fn a_token_cannot_bring_rules_of_its_own() {
        for value in ["red; } body { display: none", "red;", "rgb(1, 2", "\"red", "red }"] {
            let wrong = error(&[("accent", value)], &[], "light");
            assert_eq!(wrong.location().path.as_deref(), Some("tokens.accent"), "{value}");
        }
    }
}
