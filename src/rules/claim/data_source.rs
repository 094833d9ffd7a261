//! Where a claim's contents come from. Source: `validateDataSource`, `validateDataSourceRef`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("claim-data-source", check, include_str!("data_source.md"));

fn check(spec: Field<'_>) {
    let (source, reference) = (spec.at("dataSource"), spec.at("dataSourceRef"));
    for place in [source, reference] {
        if place.exists() {
            one(place);
        }
    }
    // `isDataSourceEqualDataSourceRef`: the group is a pointer, which tells nothing from an empty text.
    let same_text = |name: &'static str| source.at(name).str() == reference.at(name).str();
    let is_same = same_text("kind") && same_text("name") && source.at("apiGroup").value() == reference.at("apiGroup").value();
    // The server prints a Go struct of its own where the value should stand.
    let shown = Rendered("{}".into());
    if !reference.at("namespace").is_empty() {
        if source.exists() {
            spec.standing_for(source).invalid_value(shown, "may not be specified when dataSourceRef.namespace is specified");
        }
    } else if source.exists() && reference.exists() && !is_same {
        spec.standing_for(source).invalid_value(shown, "must match dataSourceRef");
    }
}

fn one(place: Field<'_>) {
    let (kind, group) = (place.at("kind"), place.at("apiGroup"));
    for field in [place.at("name"), kind] {
        if field.is_empty() {
            field.required("");
        }
    }
    if group.is_empty() {
        if kind.str() != "PersistentVolumeClaim" {
            place.invalid_value(Rendered::text(kind.str()), "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }
    } else if !had_group(place) {
        group.invalid_each(format::dns_subdomain(group.str()));
    }
    let namespace = place.at("namespace");
    if !namespace.is_empty() {
        namespace.invalid_each(format::dns_label(namespace.str()));
    }
}

/// A claim that is changed may keep a group that was taken before groups were judged (`allowInvalidAPIGroupInDataSourceOrRef`).
fn had_group(place: Field<'_>) -> bool {
    let old = place.walk().old.and_then(|old| old.get("spec"));
    old.is_some_and(|spec| ["dataSource", "dataSourceRef"].iter().any(|name| !spec[*name]["apiGroup"].is_null()))
}
