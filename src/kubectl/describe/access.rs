//! `kubectl describe role|clusterrole|rolebinding|clusterrolebinding`.

use serde_json::Value;

use super::{Page, items, text};
use crate::kubectl::auth;

pub(super) fn role(object: &Value) -> String {
    let mut page = Page::default();
    page.field(0, "Name", text(&object["metadata"]["name"]));
    page.labels(object);
    page.line(0, "PolicyRule:");
    page.line(1, "Resources\tNon-Resource URLs\tResource Names\tVerbs");
    page.line(1, "---------\t-----------------\t--------------\t-----");
    let rules: Vec<Value> = items(&object["rules"]).cloned().collect();
    auth::rows(&rules).into_iter().for_each(|row| page.line(1, row.trim_end_matches('\n')));
    page.finish()
}

pub(super) fn binding(object: &Value) -> String {
    let mut page = Page::default();
    page.field(0, "Name", text(&object["metadata"]["name"]));
    page.labels(object);
    page.line(0, "Role:");
    page.field(1, "Kind", text(&object["roleRef"]["kind"]));
    page.field(1, "Name", text(&object["roleRef"]["name"]));
    page.line(0, "Subjects:");
    page.line(1, "Kind\tName\tNamespace");
    page.line(1, "----\t----\t---------");
    for subject in items(&object["subjects"]) {
        page.line(1, format!("{}\t{}\t{}", text(&subject["kind"]), text(&subject["name"]), text(&subject["namespace"])));
    }
    page.finish()
}
