//! Items as a JSON array of objects, or as Python prints a list of dictionaries.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::ingest::values::items::item::{Item, ItemBuilder};

/// Items of a cell; `None` where it is no array of objects that name items.
pub(crate) fn items(cell: &str) -> Option<Vec<Item<'static>>> {
    let cell = cell.trim();
    if !cell.starts_with(['[', '{']) {
        return None;
    }
    let value = serde_json::from_str(cell).or_else(|_| serde_json::from_str(&from_python(cell))).ok()?;
    match value {
        Value::Array(objects) => objects.into_iter().map(|object| item(object.as_object()?)).collect(),
        Value::Object(object) => item(&object).map(|item| vec![item]).or_else(|| counts(&object)),
        _ => None,
    }
}

fn item(object: &Map<String, Value>) -> Option<Item<'static>> {
    let mut builder = ItemBuilder::default();
    for (key, value) in object {
        match value {
            Value::String(text) => builder.add(key, Cow::Owned(text.clone())),
            Value::Number(number) => builder.add(key, Cow::Owned(number.to_string())),
            // The product may be an object of its own.
            Value::Object(inner) => {
                for (key, value) in inner {
                    if let Value::String(text) = value {
                        builder.add(key, Cow::Owned(text.clone()));
                    }
                }
            }
            _ => {}
        }
    }
    builder.finish()
}

/// Items of an object that has the count of each: `{"T4": 2, "M1": 1}`.
fn counts(object: &Map<String, Value>) -> Option<Vec<Item<'static>>> {
    let items = object
        .iter()
        .map(|(id, count)| Some(Item { id: Cow::Owned(id.clone()), name: None, quantity: count.as_f64()? }));
    items.collect::<Option<Vec<Item>>>().filter(|items| !items.is_empty())
}

/// JSON of what Python prints: apostrophes around strings, `None`, `True` and `False`.
fn from_python(cell: &str) -> String {
    let mut json = String::with_capacity(cell.len() + 16);
    let (mut quote, mut escaped) = (None, false);
    for sign in cell.chars() {
        match quote {
            None if sign == '\'' || sign == '"' => {
                quote = Some(sign);
                json.push('"');
            }
            Some(open) if sign == open && !escaped => {
                quote = None;
                json.push('"');
            }
            // An escaped apostrophe needs no escape in JSON.
            Some(_) if escaped && sign == '\'' => {
                json.pop();
                json.push('\'');
            }
            Some('\'') if sign == '"' && !escaped => json.push_str("\\\""),
            _ => json.push(sign),
        }
        escaped = quote.is_some() && sign == '\\' && !escaped;
    }
    if json.contains(": None") || json.contains(": True") || json.contains(": False") {
        json = json.replace(": None", ": null").replace(": True", ": true").replace(": False", ": false");
    }
    json
}
