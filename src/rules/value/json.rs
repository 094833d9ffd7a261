//! Values as the server's messages print them: as Go's `json.Marshal` does.

use serde_json::Value;

use crate::object::{golang, sorted};
use crate::schema::internal;

pub use golang::json_string as go_json_string;

/// A value that is a map or a list in Go, whose maps have no order but that of their keys.
pub fn go_json(value: &Value) -> String {
    golang::json(&sorted(value))
}

/// `value` of the versioned API as Go's `json.Marshal` writes the server's internal struct `name`
/// (`core.SeccompProfile`), which has no JSON tags. A `metav1.LabelSelector` has them: its empty fields are left out.
pub fn go_struct(value: Option<&Value>, name: &str) -> String {
    golang::json(&internal::print(value.unwrap_or(&Value::Null), name))
}
