//! The tables of `kubectl get` (Kubernetes `pkg/printers/internalversion/printers.go`).

use std::borrow::Cow;

use serde_json::Value;

use super::age;
use super::kind::Kind;
use super::tabwriter::align;
use crate::simulate;
use crate::world::World;

/// How a table is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    pub wide: bool,
    pub namespaces: bool,
    pub labels: bool,
    pub headers: bool,
    /// `pod/web` instead of `web`.
    pub kinds: bool,
}

/// A column: its title, whether only `-o wide` shows it, and its cell.
struct Column(&'static str, bool, fn(&World, &Value) -> String);

/// The table of objects of one kind. `label_columns` are those of `-L`.
pub(super) fn write(world: &World, kind: &Kind, objects: &[Value], shape: Shape, label_columns: &[&str]) -> String {
    let columns: Vec<_> = columns(kind).into_iter().filter(|column| shape.wide || !column.1).collect();
    let mut text = String::new();
    // An event is called by what it is about.
    let named = kind.name != "Event";
    if shape.headers {
        let mut titles: Vec<Cow<'_, str>> = Vec::new();
        titles.extend(shape.namespaces.then_some("NAMESPACE".into()));
        titles.extend(named.then_some("NAME".into()));
        titles.extend(columns.iter().map(|column| column.0.into()));
        titles.extend(label_columns.iter().map(|label| label.rsplit('/').next().unwrap_or(label).to_uppercase().into()));
        titles.extend(shape.labels.then_some("LABELS".into()));
        text.push_str(&titles.join("\t"));
        text.push('\n');
    }
    for object in objects {
        let metadata = &object["metadata"];
        let name = metadata["name"].as_str().unwrap_or_default();
        let mut cells = Vec::new();
        cells.extend(shape.namespaces.then(|| metadata["namespace"].as_str().unwrap_or_default().to_owned()));
        cells.extend(named.then(|| if shape.kinds { format!("{}/{name}", kind.written()) } else { name.to_owned() }));
        cells.extend(columns.iter().map(|column| column.2(world, object)));
        cells.extend(label_columns.iter().map(|label| metadata["labels"][*label].as_str().unwrap_or_default().to_owned()));
        cells.extend(shape.labels.then(|| pairs(&metadata["labels"])));
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    align(&text, 6, 3)
}

fn columns(kind: &Kind) -> Vec<Column> {
    const AGE: Column = Column("AGE", false, age::of);
    match kind.name {
        "Pod" => vec![
            Column("READY", false, |_, o| ready(o)),
            Column("STATUS", false, |_, o| super::live::reason(&o["status"])),
            Column("RESTARTS", false, |_, o| statuses(o).map(|c| c["restartCount"].as_u64().unwrap_or(0)).sum::<u64>().to_string()),
            AGE,
            Column("IP", true, |_, o| text_or(&o["status"]["podIP"], "<none>")),
            Column("NODE", true, |_, o| text_or(&o["spec"]["nodeName"], "<none>")),
            Column("NOMINATED NODE", true, |_, _| "<none>".into()),
            Column("READINESS GATES", true, |_, _| "<none>".into()),
        ],
        "Service" => vec![
            Column("TYPE", false, |_, o| text_or(&o["spec"]["type"], "ClusterIP")),
            Column("CLUSTER-IP", false, |_, o| text_or(&o["spec"]["clusterIP"], "<none>")),
            Column("EXTERNAL-IP", false, |_, o| match o["spec"]["type"].as_str() {
                Some("LoadBalancer") => "<pending>".into(),
                Some("ExternalName") => text_or(&o["spec"]["externalName"], "<none>"),
                _ => "<none>".into(),
            }),
            Column("PORT(S)", false, |_, o| ports(o)),
            AGE,
            Column("SELECTOR", true, |_, o| pairs(&o["spec"]["selector"])),
        ],
        "NetworkPolicy" => vec![Column("POD-SELECTOR", false, |_, o| selector(&o["spec"]["podSelector"])), AGE],
        "Namespace" => vec![Column("STATUS", false, |_, o| text_or(&o["status"]["phase"], "Active")), AGE],
        "Secret" => vec![
            Column("TYPE", false, |_, o| text_or(&o["type"], "Opaque")),
            Column("DATA", false, |_, o| o["data"].as_object().map_or(0, serde_json::Map::len).to_string()),
            AGE,
        ],
        "ConfigMap" => vec![
            Column("DATA", false, |_, o| {
                ["data", "binaryData"].iter().map(|field| o[*field].as_object().map_or(0, serde_json::Map::len)).sum::<usize>().to_string()
            }),
            AGE,
        ],
        "ServiceAccount" => vec![AGE],
        "Node" => vec![
            Column("STATUS", false, |_, _| "Ready".into()),
            Column("ROLES", false, |_, o| roles(o)),
            AGE,
            Column("VERSION", false, |_, o| text_or(&o["status"]["nodeInfo"]["kubeletVersion"], "")),
            Column("INTERNAL-IP", true, |_, o| text_or(&o["status"]["addresses"][0]["address"], "<none>")),
            Column("EXTERNAL-IP", true, |_, _| "<none>".into()),
            Column("OS-IMAGE", true, |_, o| text_or(&o["status"]["nodeInfo"]["osImage"], "<unknown>")),
            Column("KERNEL-VERSION", true, |_, o| text_or(&o["status"]["nodeInfo"]["kernelVersion"], "<unknown>")),
            Column("CONTAINER-RUNTIME", true, |_, o| text_or(&o["status"]["nodeInfo"]["containerRuntimeVersion"], "<unknown>")),
        ],
        "Deployment" => {
            let mut all = vec![
                Column("READY", false, |_, o| {
                    format!("{}/{}", number(&o["status"]["readyReplicas"]), o["spec"]["replicas"].as_u64().unwrap_or(1))
                }),
                Column("UP-TO-DATE", false, |_, o| number(&o["status"]["updatedReplicas"])),
                Column("AVAILABLE", false, |_, o| number(&o["status"]["availableReplicas"])),
                AGE,
            ];
            all.extend(template_columns());
            all
        }
        "ReplicaSet" | "ReplicationController" => {
            let mut all = vec![
                Column("DESIRED", false, |_, o| o["spec"]["replicas"].as_u64().unwrap_or(1).to_string()),
                Column("CURRENT", false, |_, o| number(&o["status"]["replicas"])),
                Column("READY", false, |_, o| number(&o["status"]["readyReplicas"])),
                AGE,
            ];
            all.extend(template_columns());
            all
        }
        "StatefulSet" => {
            let mut all = vec![
                Column("READY", false, |_, o| {
                    format!("{}/{}", number(&o["status"]["readyReplicas"]), o["spec"]["replicas"].as_u64().unwrap_or(1))
                }),
                AGE,
            ];
            all.extend(template_columns().into_iter().take(2));
            all
        }
        "DaemonSet" => {
            let mut all = vec![
                Column("DESIRED", false, |_, o| number(&o["status"]["desiredNumberScheduled"])),
                Column("CURRENT", false, |_, o| number(&o["status"]["currentNumberScheduled"])),
                Column("READY", false, |_, o| number(&o["status"]["numberReady"])),
                Column("UP-TO-DATE", false, |_, o| number(&o["status"]["updatedNumberScheduled"])),
                Column("AVAILABLE", false, |_, o| number(&o["status"]["numberAvailable"])),
                Column("NODE SELECTOR", false, |_, o| pairs(&o["spec"]["template"]["spec"]["nodeSelector"])),
                AGE,
            ];
            all.extend(template_columns());
            all
        }
        "Job" => vec![
            Column("STATUS", false, |_, o| {
                let done = o["status"]["succeeded"].as_u64().unwrap_or(0) >= o["spec"]["completions"].as_u64().unwrap_or(1);
                if done { "Complete" } else { "Running" }.into()
            }),
            Column("COMPLETIONS", false, |_, o| {
                format!("{}/{}", number(&o["status"]["succeeded"]), o["spec"]["completions"].as_u64().unwrap_or(1))
            }),
            Column("DURATION", false, age::of),
            AGE,
        ],
        "CronJob" => vec![
            Column("SCHEDULE", false, |_, o| text_or(&o["spec"]["schedule"], "")),
            Column("TIMEZONE", false, |_, o| text_or(&o["spec"]["timeZone"], "<none>")),
            Column("SUSPEND", false, |_, o| if o["spec"]["suspend"] == true { "True" } else { "False" }.into()),
            Column("ACTIVE", false, |_, _| "0".into()),
            Column("LAST SCHEDULE", false, |_, _| "<none>".into()),
            AGE,
        ],
        "Endpoints" => vec![Column("ENDPOINTS", false, |_, o| endpoints(o)), AGE],
        "Event" => vec![
            Column("LAST SEEN", false, age::of),
            Column("TYPE", false, |_, o| text_or(&o["type"], "")),
            Column("REASON", false, |_, o| text_or(&o["reason"], "")),
            Column("OBJECT", false, |_, o| {
                let about = &o["involvedObject"];
                format!("{}/{}", text_or(&about["kind"], "").to_lowercase(), text_or(&about["name"], ""))
            }),
            Column("SUBOBJECT", true, |_, o| text_or(&o["involvedObject"]["fieldPath"], "")),
            Column("SOURCE", true, |_, o| text_or(&o["source"]["component"], "")),
            Column("MESSAGE", false, |_, o| text_or(&o["message"], "").trim().to_owned()),
            Column("FIRST SEEN", true, age::of),
            Column("COUNT", true, |_, o| number(&o["count"])),
            Column("NAME", true, |_, o| text_or(&o["metadata"]["name"], "")),
        ],
        "EndpointSlice" => vec![
            Column("ADDRESSTYPE", false, |_, o| text_or(&o["addressType"], "IPv4")),
            Column("PORTS", false, |_, o| super::slices::ports(o)),
            Column("ENDPOINTS", false, |_, o| super::slices::addresses(o)),
            AGE,
        ],
        "Role" | "ClusterRole" => vec![Column("CREATED AT", false, |_, o| text_or(&o["metadata"]["creationTimestamp"], ""))],
        "RoleBinding" | "ClusterRoleBinding" => vec![
            Column("ROLE", false, |_, o| format!("{}/{}", text_or(&o["roleRef"]["kind"], ""), text_or(&o["roleRef"]["name"], ""))),
            AGE,
        ],
        _ => vec![AGE],
    }
}

fn template_columns() -> [Column; 3] {
    [
        Column("CONTAINERS", true, |_, o| of_containers(o, "name")),
        Column("IMAGES", true, |_, o| of_containers(o, "image")),
        Column("SELECTOR", true, |_, o| selector(&o["spec"]["selector"])),
    ]
}

fn of_containers(object: &Value, field: &str) -> String {
    let containers = object["spec"]["template"]["spec"]["containers"].as_array().into_iter().flatten();
    containers.filter_map(|container| container[field].as_str()).collect::<Vec<_>>().join(",")
}

fn text_or(value: &Value, absent: &str) -> String {
    value.as_str().filter(|text| !text.is_empty()).unwrap_or(absent).to_owned()
}

fn number(value: &Value) -> String {
    value.as_u64().unwrap_or(0).to_string()
}

/// `a=b,c=d`, sorted; `<none>` for none.
pub(super) fn pairs(map: &Value) -> String {
    let mut pairs: Vec<_> =
        map.as_object().into_iter().flatten().map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default())).collect();
    pairs.sort();
    if pairs.is_empty() { "<none>".into() } else { pairs.join(",") }
}

/// A `LabelSelector` as kubectl writes it.
pub(super) fn selector(value: &Value) -> String {
    serde_json::from_value(value.clone()).map_or_else(|_| "<none>".into(), |selector| simulate::network::format_selector(&selector))
}

fn statuses(object: &Value) -> impl Iterator<Item = &Value> {
    object["status"]["containerStatuses"].as_array().into_iter().flatten()
}

fn ready(object: &Value) -> String {
    let total = object["spec"]["containers"].as_array().map_or(0, Vec::len);
    format!("{}/{total}", statuses(object).filter(|container| container["ready"] == true).count())
}

fn ports(object: &Value) -> String {
    let ports = object["spec"]["ports"].as_array().into_iter().flatten().map(|port| {
        let number = number(&port["port"]);
        let protocol = text_or(&port["protocol"], "TCP");
        match port["nodePort"].as_u64().filter(|node| *node > 0) {
            Some(node) => format!("{number}:{node}/{protocol}"),
            None => format!("{number}/{protocol}"),
        }
    });
    let ports: Vec<_> = ports.collect();
    if ports.is_empty() { "<none>".into() } else { ports.join(",") }
}

fn endpoints(object: &Value) -> String {
    let mut all = Vec::new();
    for subset in object["subsets"].as_array().into_iter().flatten() {
        for port in subset["ports"].as_array().into_iter().flatten() {
            for address in subset["addresses"].as_array().into_iter().flatten() {
                all.push(format!("{}:{}", text_or(&address["ip"], ""), number(&port["port"])));
            }
        }
    }
    match all.len() {
        0 => "<none>".into(),
        1..=3 => all.join(","),
        more => format!("{} + {} more...", all[..3].join(","), more - 3),
    }
}

fn roles(object: &Value) -> String {
    let labels = object["metadata"]["labels"].as_object().into_iter().flatten();
    let roles: Vec<_> = labels.filter_map(|(key, _)| key.strip_prefix("node-role.kubernetes.io/")).collect();
    if roles.is_empty() { "<none>".into() } else { roles.join(",") }
}
