//! JSON values that borrow their strings, and the careful questions readers ask of them.
//!
//! Foreign payloads have numbers as text, objects for lists and `null` for anything: a question that does not fit is answered by `None`.

/// A JSON value of an input.
pub(crate) type Json<'a> = serde_json_borrow::Value<'a>;

/// Questions to a value that may be anything.
#[allow(dead_code, reason = "each reader asks some of them")]
pub(crate) trait Ask: Sized {
    /// The value of a field; `None` when this is no object, has no such field, or it is `null`.
    fn field(&self, name: &str) -> Option<&Self>;
    /// The value behind several fields in turn.
    fn path(&self, names: &[&str]) -> Option<&Self>;
    /// The text of a field; `None` when it is no text or blank.
    fn text(&self, name: &str) -> Option<&str>;
    /// A count: a whole number, or its digits as text with or without separators.
    fn count(&self, name: &str) -> Option<u64>;
    /// A field that is `true`.
    fn flag(&self, name: &str) -> bool;
    /// The items of a list field; empty when there is no such list.
    fn items(&self, name: &str) -> &[Self];
}

impl Ask for Json<'_> {
    fn field(&self, name: &str) -> Option<&Self> {
        let Json::Object(fields) = self else { return None };
        fields.get(name).filter(|value| !matches!(value, Json::Null))
    }

    fn path(&self, names: &[&str]) -> Option<&Self> {
        names.iter().try_fold(self, |value, name| value.field(name))
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.field(name)? {
            Json::Str(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    fn count(&self, name: &str) -> Option<u64> {
        match self.field(name)? {
            Json::Number(number) => number.as_u64(),
            Json::Str(digits) => {
                let digits: String = digits.chars().filter(|c| !matches!(c, ',' | ' ' | '_')).collect();
                digits.parse().ok()
            }
            _ => None,
        }
    }

    fn flag(&self, name: &str) -> bool {
        matches!(self.field(name), Some(Json::Bool(true)))
    }

    fn items(&self, name: &str) -> &[Self] {
        match self.field(name) {
            Some(Json::Array(items)) => items,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_that_does_not_fit_is_answered_by_none() {
        let text = r#"{ "a": { "b": "x" }, "n": "1,234", "m": 7, "minus": -1, "none": null, "blank": " ", "yes": true, "list": {} }"#;
        let value: Json<'_> = serde_json::from_str(text).expect("JSON");
        assert!(value.path(&["a", "b"]).is_some() && value.path(&["a", "b", "c"]).is_none());
        assert_eq!(
            (value.count("n"), value.count("m"), value.count("minus"), value.count("a")),
            (Some(1234), Some(7), None, None)
        );
        assert_eq!((value.text("none"), value.text("blank"), value.text("m")), (None, None, None));
        assert!(value.flag("yes") && !value.flag("n") && value.items("list").is_empty());
    }
}
