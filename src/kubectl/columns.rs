//! The columns of `kubectl get`, kind by kind (Kubernetes `pkg/printers/internalversion/printers.go`).

use serde_json::Value;

use super::age;
use super::kind::Kind;
use super::pod_row::PodRow;
use super::table::{endpoints, pairs, selector};
use crate::world::World;

/// A column: its title, whether only `-o wide` shows it, and its cell.
pub(super) struct Column(pub &'static str, pub bool, pub fn(&World, &Value) -> String);

/// The columns of a kind, its name aside.
pub(super) fn columns(kind: &Kind) -> Vec<Column> {
    const AGE: Column = Column("AGE", false, age::of);
    match kind.name {
        "Pod" => vec![
            Column("READY", false, |_, o| {
                let row = PodRow::of(o);
                format!("{}/{}", row.ready, row.total)
            }),
            Column("STATUS", false, |_, o| PodRow::of(o).reason),
            Column("RESTARTS", false, restarts),
            AGE,
            Column("IP", true, |_, o| text_or(&o["status"]["podIP"], "<none>")),
            Column("NODE", true, |_, o| text_or(&o["spec"]["nodeName"], "<none>")),
            Column("NOMINATED NODE", true, |_, _| "<none>".into()),
            Column("READINESS GATES", true, |_, o| readiness_gates(o)),
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
            Column("STATUS", false, |_, o| if o["spec"]["unschedulable"] == true { "Ready,SchedulingDisabled" } else { "Ready" }.into()),
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
        "Job" => {
            let mut all = vec![
                Column("STATUS", false, |_, o| job_status(o)),
                Column("COMPLETIONS", false, |_, o| completions(o)),
                Column("DURATION", false, job_duration),
                AGE,
            ];
            all.extend(template_columns());
            all
        }
        "CronJob" => vec![
            Column("SCHEDULE", false, |_, o| text_or(&o["spec"]["schedule"], "")),
            Column("TIMEZONE", false, |_, o| text_or(&o["spec"]["timeZone"], "<none>")),
            Column("SUSPEND", false, |_, o| if o["spec"]["suspend"] == true { "True" } else { "False" }.into()),
            Column("ACTIVE", false, |_, o| o["status"]["active"].as_array().map_or(0, Vec::len).to_string()),
            Column("LAST SCHEDULE", false, |w, o| match o["status"]["lastScheduleTime"].is_string() {
                true => age::since(w, &o["status"]["lastScheduleTime"]),
                false => "<none>".into(),
            }),
            AGE,
            Column("CONTAINERS", true, |_, o| of_containers(&o["spec"]["jobTemplate"], "name")),
            Column("IMAGES", true, |_, o| of_containers(&o["spec"]["jobTemplate"], "image")),
            Column("SELECTOR", true, |_, o| selector(&o["spec"]["jobTemplate"]["spec"]["selector"])),
        ],
        "Ingress" => vec![
            Column("CLASS", false, |_, o| text_or(&o["spec"]["ingressClassName"], "<none>")),
            Column("HOSTS", false, |_, o| hosts(o)),
            Column("ADDRESS", false, |_, _| String::new()),
            Column("PORTS", false, |_, o| {
                if o["spec"]["tls"].as_array().is_some_and(|all| !all.is_empty()) { "80, 443" } else { "80" }.into()
            }),
            AGE,
        ],
        "IngressClass" => vec![
            Column("CONTROLLER", false, |_, o| text_or(&o["spec"]["controller"], "")),
            Column("PARAMETERS", false, |_, o| parameters(&o["spec"]["parameters"])),
            AGE,
        ],
        "HorizontalPodAutoscaler" => vec![
            Column("REFERENCE", false, |_, o| {
                let target = &o["spec"]["scaleTargetRef"];
                format!("{}/{}", text_or(&target["kind"], ""), text_or(&target["name"], ""))
            }),
            Column("TARGETS", false, |_, o| super::autoscale::targets(&o["spec"]["metrics"])),
            Column("MINPODS", false, |_, o| number(&o["spec"]["minReplicas"])),
            Column("MAXPODS", false, |_, o| number(&o["spec"]["maxReplicas"])),
            Column("REPLICAS", false, |_, o| number(&o["status"]["currentReplicas"])),
            AGE,
        ],
        "PodDisruptionBudget" => vec![
            Column("MIN AVAILABLE", false, |_, o| amount_or(&o["spec"]["minAvailable"], "N/A")),
            Column("MAX UNAVAILABLE", false, |_, o| amount_or(&o["spec"]["maxUnavailable"], "N/A")),
            Column("ALLOWED DISRUPTIONS", false, |_, o| number(&o["status"]["disruptionsAllowed"])),
            AGE,
        ],
        "PriorityClass" => vec![
            Column("VALUE", false, |_, o| o["value"].as_i64().unwrap_or(0).to_string()),
            Column("GLOBAL-DEFAULT", false, |_, o| (o["globalDefault"] == true).to_string()),
            AGE,
            Column("PREEMPTIONPOLICY", false, |_, o| text_or(&o["preemptionPolicy"], "PreemptLowerPriority")),
        ],
        "RuntimeClass" => vec![Column("HANDLER", false, |_, o| text_or(&o["handler"], "")), AGE],
        "StorageClass" => vec![
            Column("PROVISIONER", false, |_, o| text_or(&o["provisioner"], "")),
            Column("RECLAIMPOLICY", false, |_, o| text_or(&o["reclaimPolicy"], "Delete")),
            Column("VOLUMEBINDINGMODE", false, |_, o| text_or(&o["volumeBindingMode"], "Immediate")),
            Column("ALLOWVOLUMEEXPANSION", false, |_, o| (o["allowVolumeExpansion"] == true).to_string()),
            AGE,
        ],
        "PersistentVolumeClaim" => vec![
            Column("STATUS", false, |_, o| text_or(&o["status"]["phase"], "Pending")),
            Column("VOLUME", false, |_, o| text_or(&o["spec"]["volumeName"], "")),
            Column("CAPACITY", false, |_, o| text_or(&o["status"]["capacity"]["storage"], "")),
            Column("ACCESS MODES", false, |_, o| modes(&o["status"]["accessModes"])),
            Column("STORAGECLASS", false, |_, o| text_or(&o["spec"]["storageClassName"], "")),
            Column("VOLUMEATTRIBUTESCLASS", false, |_, o| text_or(&o["spec"]["volumeAttributesClassName"], "<unset>")),
            AGE,
            Column("VOLUMEMODE", true, |_, o| text_or(&o["spec"]["volumeMode"], "<unset>")),
        ],
        "PersistentVolume" => vec![
            Column("CAPACITY", false, |_, o| text_or(&o["spec"]["capacity"]["storage"], "")),
            Column("ACCESS MODES", false, |_, o| modes(&o["spec"]["accessModes"])),
            Column("RECLAIM POLICY", false, |_, o| text_or(&o["spec"]["persistentVolumeReclaimPolicy"], "Retain")),
            Column("STATUS", false, |_, o| text_or(&o["status"]["phase"], "Available")),
            Column("CLAIM", false, |_, o| claim(&o["spec"]["claimRef"])),
            Column("STORAGECLASS", false, |_, o| text_or(&o["spec"]["storageClassName"], "")),
            Column("VOLUMEATTRIBUTESCLASS", false, |_, o| text_or(&o["spec"]["volumeAttributesClassName"], "<unset>")),
            Column("REASON", false, |_, o| text_or(&o["status"]["reason"], "")),
            AGE,
            Column("VOLUMEMODE", true, |_, o| text_or(&o["spec"]["volumeMode"], "<unset>")),
        ],
        "LimitRange" => vec![Column("CREATED AT", false, |_, o| text_or(&o["metadata"]["creationTimestamp"], ""))],
        "Endpoints" => vec![Column("ENDPOINTS", false, |_, o| endpoints(o)), AGE],
        "Event" => vec![
            Column("LAST SEEN", false, |w, o| age::since(w, &o["lastTimestamp"])),
            Column("TYPE", false, |_, o| text_or(&o["type"], "")),
            Column("REASON", false, |_, o| text_or(&o["reason"], "")),
            Column("OBJECT", false, |_, o| {
                let about = &o["involvedObject"];
                format!("{}/{}", text_or(&about["kind"], "").to_lowercase(), text_or(&about["name"], ""))
            }),
            Column("SUBOBJECT", true, |_, o| text_or(&o["involvedObject"]["fieldPath"], "")),
            Column("SOURCE", true, |_, o| text_or(&o["source"]["component"], "")),
            Column("MESSAGE", false, |_, o| text_or(&o["message"], "").trim().to_owned()),
            Column("FIRST SEEN", true, |w, o| age::since(w, &o["firstTimestamp"])),
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
            Column("USERS", true, |_, o| subjects(o, "User")),
            Column("GROUPS", true, |_, o| subjects(o, "Group")),
            Column("SERVICEACCOUNTS", true, |_, o| subjects(o, "ServiceAccount")),
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

/// How many of the gates' conditions hold.
fn readiness_gates(pod: &Value) -> String {
    let gates = pod["spec"]["readinessGates"].as_array().map(Vec::as_slice).unwrap_or_default();
    let holds = |gate: &&Value| {
        let mut all = pod["status"]["conditions"].as_array().into_iter().flatten();
        all.any(|own| own["type"] == gate["conditionType"] && own["status"] == "True")
    };
    if gates.is_empty() { "<none>".into() } else { format!("{}/{}", gates.iter().filter(holds).count(), gates.len()) }
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

fn roles(object: &Value) -> String {
    let labels = object["metadata"]["labels"].as_object().into_iter().flatten();
    let roles: Vec<_> = labels.filter_map(|(key, _)| key.strip_prefix("node-role.kubernetes.io/")).collect();
    if roles.is_empty() { "<none>".into() } else { roles.join(",") }
}

/// Restarts, and how long ago the last one ended.
fn restarts(world: &World, object: &Value) -> String {
    let row = PodRow::of(object);
    let time = |text: &str| text.parse::<jiff::Timestamp>().ok();
    match row.last.as_deref().filter(|_| row.restarts > 0).and_then(time).zip(time(&world.facts.now)) {
        Some((last, now)) => format!("{} ({} ago)", row.restarts, age::human(now.as_second() - last.as_second())),
        None => row.restarts.to_string(),
    }
}

/// How long a Job took, or has taken.
fn job_duration(world: &World, object: &Value) -> String {
    let status = &object["status"];
    let (Some(start), end) = (status["startTime"].as_str(), status["completionTime"].as_str()) else { return String::new() };
    age::between(start, end.unwrap_or(&world.facts.now)).map_or_else(String::new, age::human)
}

fn job_status(object: &Value) -> String {
    let conditions = || object["status"]["conditions"].as_array().into_iter().flatten();
    let has = |kind: &str| conditions().any(|own| own["type"] == kind && own["status"] == "True");
    let named = ["Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet"].into_iter().find(|kind| has(kind));
    named.unwrap_or("Running").to_owned()
}

fn completions(object: &Value) -> String {
    let done = number(&object["status"]["succeeded"]);
    match (object["spec"]["completions"].as_u64(), object["spec"]["parallelism"].as_u64().unwrap_or(0)) {
        (Some(wanted), _) => format!("{done}/{wanted}"),
        (None, several) if several > 1 => format!("{done}/1 of {several}"),
        (None, _) => format!("{done}/1"),
    }
}

fn hosts(object: &Value) -> String {
    let rules = object["spec"]["rules"].as_array().map(Vec::as_slice).unwrap_or_default();
    let named: Vec<_> = rules.iter().filter_map(|rule| rule["host"].as_str()).filter(|host| !host.is_empty()).take(3).collect();
    match named.len() {
        0 => "*".into(),
        3 if rules.len() > 3 => format!("{} + {} more...", named.join(","), rules.len() - 3),
        _ => named.join(","),
    }
}

fn parameters(of: &Value) -> String {
    if !of.is_object() {
        return "<none>".into();
    }
    let group = of["apiGroup"].as_str().map_or_else(String::new, |group| format!(".{group}"));
    format!("{}{group}/{}", text_or(&of["kind"], ""), text_or(&of["name"], ""))
}

fn amount_or(value: &Value, absent: &str) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => absent.to_owned(),
    }
}

/// `RWO,RWX`
pub(super) fn modes(list: &Value) -> String {
    const SHORT: [(&str, &str); 4] =
        [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];
    let has = |mode: &str| list.as_array().into_iter().flatten().any(|own| own == mode);
    SHORT.iter().filter(|(mode, _)| has(mode)).map(|(_, short)| *short).collect::<Vec<_>>().join(",")
}

fn claim(of: &Value) -> String {
    if of.is_object() { format!("{}/{}", text_or(&of["namespace"], ""), text_or(&of["name"], "")) } else { String::new() }
}

/// The subjects of a binding that are of this kind.
fn subjects(object: &Value, kind: &str) -> String {
    let own = object["subjects"].as_array().into_iter().flatten().filter(|subject| subject["kind"] == kind);
    let name = |subject: &Value| match kind {
        "ServiceAccount" => format!("{}/{}", text_or(&subject["namespace"], ""), text_or(&subject["name"], "")),
        _ => text_or(&subject["name"], ""),
    };
    own.map(name).collect::<Vec<_>>().join(", ")
}
