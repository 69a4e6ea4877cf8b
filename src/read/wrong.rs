//! For the tests of dialects: a payload with each of its values wrong in turn.

use serde_json::{Value, json};

use super::{Context, Dialect, Json};

/// Values that stand in for each value of a payload.
fn values() -> Vec<Value> {
    let long = "a".repeat(70_000);
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!(" \u{0}\u{1B}[1m\r\n@x y\u{7}"),
        json!("javascript:alert(1)"),
        json!("https://example.com/a b\u{0}"),
        json!("at://did:plc:x/app.bsky.feed.post/../.."),
        json!("&#0;&#27;<p>&lt;</p><script>"),
        json!("9".repeat(40)),
        json!(format!("https://example.org/{long}")),
        json!(long),
        json!([]),
        json!([[], {}, null, 7, "x"]),
        json!({}),
        json!({ "text": { "text": [] }, "uri": {}, "$type": 1 }),
    ]
}

/// JSON pointers of every value inside a value.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut visit = |name: &str, inner: &Value| {
        let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        pointers(inner, &pointer, found);
        found.push(pointer);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, inner)| visit(name, inner)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, inner)| visit(&index.to_string(), inner)),
        _ => {}
    }
}

/// Gives a payload with one value wrong at a time, with the place and the beginning of the value; counts the places. `more` are
/// values beside the usual ones; places that `left_out` names stay as they are.
pub(super) fn each(
    payload: &Value,
    more: &[Value],
    left_out: impl Fn(&str) -> bool,
    mut look: impl FnMut(&str, &str, &Value),
) -> usize {
    let mut places = Vec::new();
    pointers(payload, "", &mut places);
    let count = places.len();
    places.retain(|place| !left_out(place));
    let values = [values(), more.to_vec()].concat();
    // A third of the values at each place, another third at the next: neighbours share their readers.
    for (number, place) in places.iter().enumerate() {
        let was_text = payload.pointer(place).is_some_and(Value::is_string);
        for value in values.iter().skip(number % 3).step_by(3) {
            if !was_text && value.as_str().is_some_and(|text| text.len() > 1000) {
                continue;
            }
            let mut changed = payload.clone();
            *changed.pointer_mut(place).expect("a place") = value.clone();
            let shown: String = value.to_string().chars().take(40).collect();
            look(place, &shown, &changed);
        }
    }
    count
}

/// Reads a payload with one value wrong at a time. What is read must pass its own check, and only a wrong value at one of the
/// `vital` places may cost the record.
pub(super) fn assert_held(dialect: &Dialect, payload: &Value, vital: &[&str]) {
    let places = each(
        payload,
        &[],
        |_| false,
        |place, shown, changed| {
            let text = changed.to_string();
            let json: Json<'_> = serde_json::from_str(&text).expect("JSON");
            for found in (dialect.read)(&json, &Context::default()) {
                match found {
                    Ok(record) => record.check().unwrap_or_else(|error| panic!("{place} = {shown}: {error:?}")),
                    Err(error) => assert!(vital.contains(&place), "{place} = {shown} costs the record: {error:?}"),
                }
            }
        },
    );
    assert!(places > 20, "{places}");
}
