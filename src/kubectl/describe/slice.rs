//! `kubectl describe endpointslice` (describeEndpointSliceV1).

use serde_json::Value;

use super::{Page, items, text};
use crate::world::World;

pub(super) fn describe(world: &World, object: &Value) -> String {
    let mut page = Page::default();
    page.head(object);
    page.labels(object);
    page.field(0, "AddressType", text(&object["addressType"]));
    let or_unset = |value: &Value| Some(text(value)).filter(|text| !text.is_empty()).unwrap_or_else(|| "<unset>".into());
    if items(&object["ports"]).next().is_none() {
        page.line(0, "Ports: <unset>");
    } else {
        page.line(0, "Ports:\n  Name\tPort\tProtocol\n  ----\t----\t--------");
        for port in items(&object["ports"]) {
            page.line(1, format!("{}\t{}\t{}", or_unset(&port["name"]), or_unset(&port["port"]), text(&port["protocol"])));
        }
    }
    if items(&object["endpoints"]).next().is_none() {
        page.line(0, "Endpoints: <none>");
    } else {
        page.line(0, "Endpoints:");
    }
    for endpoint in items(&object["endpoints"]) {
        let addresses: Vec<_> = items(&endpoint["addresses"]).map(text).collect();
        page.field(1, "- Addresses", if addresses.is_empty() { "<none>".to_owned() } else { addresses.join(", ") });
        page.line(2, "Conditions:");
        page.field(3, "Ready", or_unset(&endpoint["conditions"]["ready"]));
        page.field(2, "Hostname", or_unset(&endpoint["hostname"]));
        if endpoint["targetRef"].is_object() {
            page.field(2, "TargetRef", format!("{}/{}", text(&endpoint["targetRef"]["kind"]), text(&endpoint["targetRef"]["name"])));
        }
        page.field(2, "NodeName", or_unset(&endpoint["nodeName"]));
        page.field(2, "Zone", or_unset(&endpoint["zone"]));
    }
    page.events(world, object);
    page.finish()
}
