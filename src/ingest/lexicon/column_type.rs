//! Types behind the names of columns: `user_id:token`, as recommender libraries and graph databases write them.

/// Types that stand behind a colon, in lower case.
const TYPES: [&str; 18] = [
    "token",
    "token_seq",
    "float",
    "float_seq",
    "int",
    "integer",
    "long",
    "double",
    "string",
    "str",
    "boolean",
    "bool",
    "date",
    "datetime",
    "timestamp",
    "id",
    "number",
    "text",
];

/// Name of a column without the type behind it.
pub(crate) fn without_type(name: &str) -> &str {
    let Some((bare, of)) = name.rsplit_once(':') else { return name };
    let is_type = TYPES.contains(&of.trim().to_ascii_lowercase().as_str());
    if is_type && !bare.trim().is_empty() { bare } else { name }
}
