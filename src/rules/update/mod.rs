//! What the server refuses when an object that is there is changed: fields that are set once. Source: the
//! `Validate…Update` functions of `pkg/apis/{core,apps,batch}/validation/validation.go`, 1.35.

mod claim;
mod job;
mod metadata;
mod pod;
mod prepare;
mod service;
mod service_fields;

use serde_json::{Map, Value};

use super::Options;
use super::answer::{allocation_of_change, validation_of_change};
use super::field::{Field, Walk};
use super::finding::Finding;
use super::rule::Rule;
use super::service::settle_change as settle_service;
use super::value::Rendered;
use crate::text::difflib;

static RULE: Rule = Rule::new("immutable-field", |_| {}, include_str!("immutable.md"));

/// The rule under which refused changes are explained.
pub fn rule() -> &'static Rule {
    &RULE
}

/// What is refused of the change from `old` to `new`, both as the server stores them: first what cannot change, then
/// what is invalid in itself.
pub fn validate_update(old: &Value, new: &Value, options: &Options) -> Vec<Finding> {
    let new = prepare::prepared(old, new, options);
    // Addresses are seen to before anything is compared.
    let refused = allocation_of_change(&new, old, options);
    if !refused.is_empty() {
        return refused;
    }
    let new = completed(old, new);
    let (changed, invalid) = (changes(old, &new, options), validation_of_change(&new, old, options));
    // In the server's order: what cannot change comes first for these, last for the others.
    const FIRST: [&str; 4] = ["Secret", "ConfigMap", "Service", "DaemonSet"];
    if FIRST.contains(&new["kind"].as_str().unwrap_or_default()) { [changed, invalid].concat() } else { [invalid, changed].concat() }
}

/// The new object as the server goes on with it: completed from the old one, and without what its new type has no use for.
pub fn prepared_change(old: &Value, new: &Value, options: &Options) -> Value {
    prepare::prepared(old, new, options)
}

/// What cannot change although `new` would be valid in itself.
pub fn refused_changes(old: &Value, new: &Value, options: &Options) -> Vec<Finding> {
    changes(old, &completed(old, prepare::prepared(old, new, options)), options)
}

/// With the addresses that the registry has given a Service before it compares.
fn completed(old: &Value, mut new: Value) -> Value {
    if new["kind"] == "Service" {
        settle_service(&mut new, old);
    }
    new
}

fn changes(old: &Value, new: &Value, options: &Options) -> Vec<Finding> {
    let kind = new.get("kind").and_then(Value::as_str).unwrap_or_default();
    let mut session = Walk::new(options, kind);
    session.old = Some(old);
    session.set_rule(&RULE);
    let root = session.root(new);
    metadata::check(old, root);
    match kind {
        "Pod" => pod::check(old, root),
        "Secret" => {
            if !same(old.get("type"), root.at("type").value()) {
                root.at("type").invalid_word(IMMUTABLE);
            }
            frozen(old, root, &["data"]);
        }
        "ConfigMap" => frozen(old, root, &["data", "binaryData"]),
        "Deployment" | "ReplicaSet" | "DaemonSet" => fixed(old, root, "spec.selector", "*meta/v1.LabelSelector"),
        "StatefulSet" => stateful_set(old, root),
        "Job" => job::check(old, root),
        "RoleBinding" | "ClusterRoleBinding" if !same(old.get("roleRef"), root.at("roleRef").value()) => {
            root.at("roleRef").invalid_struct("rbac.RoleRef", "cannot change roleRef");
        }
        "Service" => service::check(old, root),
        "PersistentVolumeClaim" => claim::check(old, root),
        _ => {}
    }
    session.take()
}

const IMMUTABLE: &str = "field is immutable";

/// Equal for the server: what is empty is as good as not there (`apiequality.Semantic.DeepEqual` after defaulting).
fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    let empty =
        |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty);
    match (a.filter(|v| !empty(v)), b.filter(|v| !empty(v))) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => a.keys().chain(b.keys()).all(|key| same(a.get(key), b.get(key))),
        (Some(Value::Array(a)), Some(Value::Array(b))) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(Some(a), Some(b))),
        (a, b) => a == b,
    }
}

/// Equal as the server's internal type `kind`: fields that are pointers know nothing from empty, others do not.
fn equal(a: Option<&Value>, b: Option<&Value>, kind: &str) -> bool {
    match (a.filter(|a| !a.is_null()), b.filter(|b| !b.is_null())) {
        (Some(a), Some(b)) => {
            let print = |value| crate::schema::internal::print(value, kind.trim_start_matches('*'));
            printed_alike(&print(a), &print(b))
        }
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// An empty list or map is as good as none (`apiequality.Semantic`).
fn printed_alike(a: &Value, b: &Value) -> bool {
    let empty =
        |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty);
    match (a, b) {
        (Value::Object(a), Value::Object(b)) if !a.is_empty() && !b.is_empty() => {
            // A selector is a pointer to a struct whose empty fields are not printed, but for the nodes' one, a map.
            let pointer = |key: &str| key.ends_with("Selector") && key != "NodeSelector";
            let alike = |key: &str, value: &Value, other: &Value| {
                printed_alike(value, other) && !(pointer(key) && value.is_null() != other.is_null())
            };
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| alike(key, value, other)))
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| printed_alike(a, b)),
        (a, b) => a == b || empty(a) && empty(b),
    }
}

/// `ValidateImmutableField` of the field at `path`, an internal type that is printed as `kind`.
fn fixed(old: &Value, root: Field<'_>, path: &'static str, kind: &str) {
    let field = root.path(path);
    if !equal(old.pointer(&format!("/{}", path.replace('.', "/"))), field.value(), kind) {
        field.invalid_struct(kind, IMMUTABLE);
    }
}

/// The same for a pointer to a number or a word.
fn fixed_scalar(old: &Value, root: Field<'_>, path: &'static str) {
    let field = root.path(path);
    if !same(old.pointer(&format!("/{}", path.replace('.', "/"))), field.value()) {
        let value = field.value().filter(|value| !value.is_null()).map_or_else(|| "null".into(), super::value::go_json);
        field.invalid_value(Rendered(value), IMMUTABLE);
    }
}

fn frozen(old: &Value, root: Field<'_>, fields: &[&'static str]) {
    if old.get("immutable").and_then(Value::as_bool) != Some(true) {
        return;
    }
    let detail = "field is immutable when `immutable` is set";
    if !root.at("immutable").bool() {
        root.at("immutable").forbidden(detail);
    }
    for name in fields {
        let of = |value: Option<&Value>| value.filter(|value| !value.is_null()).cloned();
        let (mut had, mut has) = (of(old.get(*name)), of(root.at(name).value()));
        let encoded = *name == "binaryData" || root.walk().kind == "Secret";
        if !encoded {
            // The data of a ConfigMap are an empty map by default.
            for data in [&mut had, &mut has] {
                data.get_or_insert_with(|| Map::new().into());
            }
        }
        if !alike(had.as_ref(), has.as_ref(), encoded) {
            root.at(name).forbidden(detail);
        }
    }
}

/// `reflect.DeepEqual` of two maps: none and an empty one are two things. Where values are Base64, its line breaks are nothing.
fn alike(had: Option<&Value>, has: Option<&Value>, encoded: bool) -> bool {
    let bare = |value: &Value| value.as_str().map(|text| text.replace(['\r', '\n'], ""));
    match (had.and_then(Value::as_object), has.and_then(Value::as_object)) {
        (Some(had), Some(has)) if encoded => {
            had.len() == has.len() && had.iter().all(|(key, value)| has.get(key).is_some_and(|new| bare(new) == bare(value)))
        }
        _ => had == has,
    }
}

fn stateful_set(old: &Value, root: Field<'_>) {
    const FREE: [&str; 7] = [
        "replicas",
        "template",
        "updateStrategy",
        "minReadySeconds",
        "ordinals",
        "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy",
    ];
    let kept = |spec: Option<&Value>| without(spec, &FREE);
    if !equal(Some(&kept(old.get("spec"))), Some(&kept(root.at("spec").value())), "apps.StatefulSetSpec") {
        root.at("spec").forbidden(
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', \
             'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        );
    }
}

fn without(spec: Option<&Value>, names: &[&str]) -> Value {
    let mut spec = spec.cloned().unwrap_or_default();
    if let Some(map) = spec.as_object_mut() {
        map.retain(|name, _| !names.contains(&name.as_str()));
    }
    spec
}

/// Both as the server's internal struct `kind` in indented JSON, line by line (`diff.Diff`).
fn difference(old: &Value, new: &Value, kind: &str) -> String {
    let pretty = |value: &Value| {
        let mut out = Vec::new();
        let style = serde_json::ser::PrettyFormatter::with_indent(b" ");
        let mut writer = serde_json::Serializer::with_formatter(&mut out, style);
        let _ = serde::Serialize::serialize(&crate::schema::internal::print(value, kind), &mut writer);
        // Go escapes what could be taken for HTML.
        String::from_utf8_lossy(&out).replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
    };
    difflib(&pretty(old), &pretty(new))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::validate_update;
    use crate::rules::{Options, validate};
    use crate::text::SourceFile;

    fn stored(text: &str) -> Value {
        validate(&[SourceFile::new("a.yaml", text)], &Options::default()).remove(0).object.unwrap().value
    }

    fn texts(old: &Value, new: &Value) -> Vec<String> {
        validate_update(old, new, &Options::default()).iter().map(crate::rules::Finding::text).collect()
    }

    #[test]
    fn a_running_pod_keeps_its_security_context_but_not_its_image() {
        let pod = |image: &str, user: u32| {
            stored(&format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{name: live}}\nspec:\n  securityContext: {{runAsUser: {user}}}\n  containers:\n  - {{name: a, image: {image}, imagePullPolicy: Always}}\n"
            ))
        };
        assert_eq!(texts(&pod("nginx:1", 1), &pod("nginx:2", 1)), Vec::<String>::new());
        let refused = texts(&pod("nginx:1", 1), &pod("nginx:1", 2));
        assert!(refused[0].starts_with("spec: Forbidden: pod updates may not change fields other than"), "{refused:?}");
        // As recorded from a server of v1.35 (`V8-runasuser`), but for the numbers of the lines.
        let hunk = "   \"HostUsers\": null,\n   \"SELinuxOptions\": null,\n   \"WindowsOptions\": null,\n-  \"RunAsUser\": 1,\n+  \"RunAsUser\": 2,\n   \"RunAsGroup\": null,\n   \"RunAsNonRoot\": null,\n   \"SupplementalGroups\": null,";
        assert!(refused[0].trim_end().ends_with(hunk), "{refused:?}");
    }

    #[test]
    fn the_hosts_network_belongs_to_the_security_context_in_the_servers_words() {
        let pod = |network: bool| {
            stored(&format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{name: live}}\nspec:\n  hostNetwork: {network}\n  containers:\n  - {{name: a, image: nginx}}\n"
            ))
        };
        let refused = texts(&pod(false), &pod(true));
        // `V8-hostnetwork`
        let hunk = "  \"NodeName\": \"\",\n  \"SecurityContext\": {\n-  \"HostNetwork\": false,\n+  \"HostNetwork\": true,\n   \"HostPID\": false,\n   \"HostIPC\": false,\n   \"ShareProcessNamespace\": null,";
        assert!(refused[0].contains(hunk), "{refused:?}");
    }

    #[test]
    fn a_job_keeps_its_template_and_a_service_its_address() {
        let job = |image: &str, parallelism: u32| {
            stored(&format!(
                "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: j}}\nspec:\n  parallelism: {parallelism}\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - {{name: a, image: {image}, imagePullPolicy: Always}}\n"
            ))
        };
        assert_eq!(texts(&job("a", 1), &job("a", 2)), Vec::<String>::new());
        let refused = texts(&job("a", 1), &job("b", 1));
        assert!(refused[0].starts_with("spec.template: Invalid value: {") && refused[0].ends_with("}: field is immutable"), "{refused:?}");
        let service = |address: &str| {
            let spec = json!({"clusterIP": address, "clusterIPs": [address], "type": "ClusterIP", "ports": [{"port": 80, "protocol": "TCP", "targetPort": 80}], "sessionAffinity": "None", "internalTrafficPolicy": "Cluster"});
            json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "default"}, "spec": spec})
        };
        assert_eq!(
            texts(&service("10.96.0.7"), &service("10.96.0.8")),
            ["spec.clusterIPs[0]: Invalid value: [\"10.96.0.8\"]: may not change once set"]
        );
        assert_eq!(texts(&service("10.96.0.7"), &service("10.96.0.7")), Vec::<String>::new());
    }

    #[test]
    fn a_claim_keeps_its_class_and_grows_only() {
        let claim = |class: &str, size: &str| {
            stored(&format!(
                "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: c}}\nspec:\n  storageClassName: {class}\n  accessModes: [ReadWriteOnce]\n  resources: {{requests: {{storage: {size}}}}}\n"
            ))
        };
        let refused = texts(&claim("a", "1Gi"), &claim("b", "1Gi"));
        assert!(refused[0].starts_with("spec: Forbidden: spec is immutable after creation except resources.requests and"), "{refused:?}");
        assert!(
            refused[0].contains("-  \"StorageClassName\": \"a\",\n") || refused[0].contains("- \"StorageClassName\": \"a\",\n"),
            "{refused:?}"
        );
        assert_eq!(texts(&claim("a", "1Gi"), &claim("a", "1Gi")), Vec::<String>::new());
    }

    #[test]
    fn the_type_of_a_secret_is_set_once() {
        let secret =
            |kind: &str| json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "default"}, "type": kind});
        assert_eq!(texts(&secret("Opaque"), &secret("example.com/x")), ["type: Invalid value: \"example.com/x\": field is immutable"]);
    }

    #[test]
    fn a_service_that_leaves_the_nodes_may_drop_a_port_with_it() {
        let service = |kind: &str, ports: Value| {
            let spec = json!({"clusterIP": "10.96.0.7", "clusterIPs": ["10.96.0.7"], "type": kind, "ports": ports, "sessionAffinity": "None", "internalTrafficPolicy": "Cluster", "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack"});
            json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "default"}, "spec": spec})
        };
        let port =
            |name: &str, port: u32, node: u32| json!({"name": name, "port": port, "protocol": "TCP", "targetPort": port, "nodePort": node});
        let old = service("NodePort", json!([port("a", 80, 30080), port("b", 81, 30081)]));
        assert_eq!(texts(&old, &service("ClusterIP", json!([port("a", 80, 30080)]))), Vec::<String>::new());
        let refused = texts(&old, &service("ClusterIP", json!([port("a", 80, 30082)])));
        assert_eq!(refused, ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"]);
    }

    #[test]
    fn no_entries_and_an_empty_map_are_two_things_but_for_data() {
        let map = |name: &str, data: Value| {
            let mut map =
                json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "m", "namespace": "default"}, "immutable": true});
            map[name] = data;
            map
        };
        let refused = texts(&map("binaryData", Value::Null), &map("binaryData", json!({})));
        assert_eq!(refused, ["binaryData: Forbidden: field is immutable when `immutable` is set"]);
        assert_eq!(texts(&map("data", Value::Null), &map("data", json!({}))), Vec::<String>::new());
        let entry = |value: &str| map("binaryData", json!({"a": value}));
        assert_eq!(texts(&entry("YQ=="), &entry("YQ==\n")), Vec::<String>::new());
        assert_eq!(texts(&entry("YQ=="), &entry("Yg==")), refused);
    }

    #[test]
    fn a_finalizer_of_no_domain_is_refused_on_a_change_too() {
        let deployment = |finalizers: Value| {
            let mut new = stored(
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec:\n      containers:\n      - {name: a, image: nginx}\n",
            );
            new["metadata"]["finalizers"] = finalizers;
            new
        };
        let refused = texts(&deployment(json!([])), &deployment(json!(["a"])));
        assert_eq!(
            refused,
            ["metadata.finalizers[0]: Invalid value: \"a\": name is neither a standard finalizer name nor is it fully qualified"]
        );
    }

    #[test]
    fn a_gated_pod_gets_no_empty_affinity() {
        let pod = |more: &str| {
            stored(&format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  schedulingGates: [{{name: a}}]\n{more}  containers:\n  - {{name: a, image: nginx}}\n"
            ))
        };
        let refused = texts(&pod(""), &pod("  affinity: {}\n"));
        assert!(refused[0].starts_with("spec: Forbidden: pod updates may not change"), "{refused:?}");
    }

    #[test]
    fn a_waiting_job_takes_and_leaves_a_node_affinity() {
        let job = |more: &str| {
            stored(&format!(
                "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: j}}\nspec:\n  suspend: true\n  template:\n    spec:\n      restartPolicy: Never\n{more}      containers:\n      - {{name: a, image: nginx}}\n"
            ))
        };
        let placed = "      affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}}\n";
        assert_eq!(texts(&job(placed), &job("")), Vec::<String>::new());
        assert_eq!(texts(&job(""), &job(placed)), Vec::<String>::new());
        assert_eq!(texts(&job(""), &job("      affinity: {}\n")), Vec::<String>::new());
    }

    #[test]
    fn since_1_36_a_waiting_job_gets_other_resources() {
        let job = |more: &str| {
            stored(&format!(
                "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: j}}\nspec:\n  suspend: true\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - {{name: a, image: nginx, imagePullPolicy: Always{more}}}\n"
            ))
        };
        let (old, new) = (job(""), job(", resources: {requests: {cpu: 1}}"));
        assert!(texts(&old, &new)[0].starts_with("spec.template: Invalid value"));
        let options = Options { version: crate::schema::Version { minor: 36 }, ..Options::default() };
        assert_eq!(validate_update(&old, &new, &options).len(), 0);
        let other = validate_update(&old, &job(", command: [a]"), &options);
        assert!(other[0].text().starts_with("spec.template.spec: Invalid value: {"), "{other:?}");
    }
}
