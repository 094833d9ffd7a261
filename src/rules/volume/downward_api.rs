//! Files of a downwardAPI volume. Source: `validateDownwardAPIVolumeSource`, 1.35. The server leaves the item's
//! index out of its paths.
use super::{file_mode, local_path, sole};
use crate::rules::container::{field_ref, resource_ref};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-downward-api", check, include_str!("downward_api.md"));

const FIELDS: [&str; 5] = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

fn check(volume: Field<'_>) {
    let Some(source) = sole(volume, "downwardAPI") else { return };
    file_mode(source.at("defaultMode"));
    source.at_hidden("items").each_hidden().for_each(file);
}

/// One file of the volume or projection.
pub fn file(item: Field<'_>) {
    let path = item.at("path");
    if path.is_empty() {
        path.required("");
    }
    local_path(path);
    let (field, resource) = (item.at("fieldRef"), item.at("resourceFieldRef"));
    if field.exists() {
        field_ref(field, &FIELDS);
        if resource.exists() {
            item.invalid_value(Rendered::text("resource"), "fieldRef and resourceFieldRef can not be specified simultaneously");
        }
    } else if resource.exists() {
        resource_ref(resource, true);
    } else {
        item.required("one of fieldRef and resourceFieldRef is required");
    }
    file_mode(item.at("mode"));
}
