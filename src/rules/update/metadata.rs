//! What may not change in metadata (`ValidateObjectMetaAccessorUpdate`, apimachinery `pkg/api/validation/objectmeta.go`, 1.35).
//! Name and namespace name the object that is changed; generation, version and times are the server's own.

use serde_json::Value;

use crate::rules::field::Field;
use crate::rules::value::{Rendered, go_json, quote};

pub(super) fn check(old: &Value, root: Field<'_>) {
    let (before, meta) = (&old["metadata"], root.at("metadata"));
    if !before["deletionTimestamp"].is_null() {
        let list = meta.at("finalizers");
        let had = |name: &str| before["finalizers"].as_array().into_iter().flatten().any(|old| old == name);
        let fresh: Vec<_> = list.each().map(Field::str).filter(|name| !had(name)).map(quote).collect();
        if !fresh.is_empty() {
            let fresh = fresh.join(", ");
            list.forbidden(format!(
                "no new finalizers can be added if the object is being deleted, found new finalizers []string{{{fresh}}}"
            ));
        }
    }
    for name in ["deletionTimestamp", "deletionGracePeriodSeconds"] {
        let field = meta.at(name);
        let (had, has) = (before.get(name).filter(|value| !value.is_null()), field.value());
        if had != has {
            field.invalid_value(Rendered(has.map_or_else(|| "null".into(), go_json)), super::IMMUTABLE);
        }
    }
}
