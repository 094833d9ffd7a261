//! Owner references are complete, and one of them at most controls. The server leaves the index out. Source:
//! `ValidateOwnerReferences`.
use serde_json::Value;

use crate::rules::prelude::*;
use crate::rules::value::{go_json, go_json_string};

pub static RULE: Rule = Rule::new("owner-reference", check, include_str!("owner_references.md")).about(&["ownerReferences"]);

/// Every controller but the first is told with the whole list: so many bytes of it, and no more.
const ROOM: usize = 8 << 20;

fn check(meta: Field<'_>) {
    let list = meta.at("ownerReferences");
    let mut controller: Option<String> = None;
    let (mut whole, mut room) = (None, ROOM);
    for (reference, item) in list.each_hidden().zip(list.each()) {
        let (version, kind) = (reference.at("apiVersion"), reference.at("kind"));
        // More than one slash gives neither group nor version.
        let (group, number) = match version.str().split_once('/') {
            Some((_, rest)) if rest.contains('/') => ("", ""),
            Some(parts) => parts,
            None => ("", version.str()),
        };
        let number = if version.str() == "/" { "" } else { number };
        // A version that cannot be parsed costs the kind's group and version only.
        if number.is_empty() {
            version.invalid_value(Rendered::text(version.str()), "version must not be empty");
        }
        for field in [kind, reference.at("name")] {
            if field.is_empty() {
                field.invalid("must not be empty");
            }
        }
        if reference.at("uid").is_empty() {
            reference.at("uid").invalid_word("must not be empty");
        }
        if group.is_empty() && number == "v1" && kind.str() == "Event" {
            reference.invalid_value(Rendered(json(item.value())), "/v1, Kind=Event is disallowed from being an owner");
        }
        if reference.at("controller").bool() {
            let current = format!("{}/{}", kind.str(), reference.at("name").str());
            match &controller {
                Some(first) => {
                    let whole = whole.get_or_insert_with(|| {
                        let all: Vec<_> = list.each().map(|item| json(item.value())).collect();
                        format!("[{}]", all.join(","))
                    });
                    if room < whole.len() && room < ROOM {
                        continue;
                    }
                    room = room.saturating_sub(whole.len());
                    let detail = format!(
                        "Only one reference can have Controller set to true. Found \"true\" in references for {first} and {current}"
                    );
                    list.invalid_value(Rendered(whole.clone()), detail);
                }
                None => controller = Some(current),
            }
        }
    }
}

/// `metav1.OwnerReference` has JSON tags: its own order, optional fields left out.
fn json(reference: Option<&Value>) -> String {
    let get = |name: &str| reference.and_then(|r| r.get(name)).filter(|v| !v.is_null());
    let mut parts: Vec<String> = ["apiVersion", "kind", "name", "uid"]
        .into_iter()
        .map(|name| format!("\"{name}\":{}", get(name).map_or_else(|| go_json_string(""), go_json)))
        .collect();
    parts.extend(["controller", "blockOwnerDeletion"].into_iter().filter_map(|name| Some(format!("\"{name}\":{}", get(name)?))));
    format!("{{{}}}", parts.join(","))
}
