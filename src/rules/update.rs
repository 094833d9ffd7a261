//! What the server refuses when an object that is there is changed: fields that are set once. Source: the
//! `Validate…Update` functions of `pkg/apis/{core,apps,batch}/validation/validation.go`, 1.35. The server adds a
//! comparison of both Pod specs to its sentence; here it is left out.

use serde_json::{Map, Value};

use super::Options;
use super::answer::registry_findings;
use super::field::{Field, Walk};
use super::finding::Finding;
use super::rule::Rule;
use super::value::go_tagged;

static RULE: Rule = Rule::new("immutable-field", |_| {}, include_str!("update.md"));

/// The rule under which refused changes are explained.
pub fn rule() -> &'static Rule {
    &RULE
}

/// What is refused of the change from `old` to `new`, both as the server stores them: first what cannot change, then
/// what is invalid in itself.
pub fn validate_update(old: &Value, new: &Value, options: &Options) -> Vec<Finding> {
    let kind = new.get("kind").and_then(Value::as_str).unwrap_or_default();
    let mut session = Walk::new(options, kind);
    session.old = Some(old);
    session.set_rule(&RULE);
    let root = session.root(new);
    match kind {
        "Pod" => pod(old, root),
        "Secret" => {
            set_once(old, root.at("type"), "/type");
            frozen(old, root, &["data"]);
        }
        "ConfigMap" => frozen(old, root, &["data", "binaryData"]),
        "Deployment" | "ReplicaSet" | "DaemonSet" | "Job" => selector(old, root),
        "StatefulSet" => stateful_set(old, root),
        _ => {}
    }
    let mut findings = session.take();
    findings.extend(registry_findings(new, Some(old), options));
    findings
}

fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    let empty =
        |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty);
    match (a.filter(|v| !empty(v)), b.filter(|v| !empty(v))) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => a.keys().chain(b.keys()).all(|key| same(a.get(key), b.get(key))),
        (Some(Value::Array(a)), Some(Value::Array(b))) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(Some(a), Some(b))),
        (a, b) => a == b,
    }
}

fn set_once(old: &Value, field: Field<'_>, pointer: &str) {
    if !same(old.pointer(pointer), field.value()) {
        field.invalid_word("field is immutable");
    }
}

fn frozen(old: &Value, root: Field<'_>, fields: &[&'static str]) {
    if old.get("immutable").and_then(Value::as_bool) != Some(true) {
        return;
    }
    if !root.at("immutable").bool() {
        root.at("immutable").forbidden("field is immutable when `immutable` is set");
    }
    for name in fields {
        if !same(old.get(*name), root.at(name).value()) {
            root.at(name).forbidden("field is immutable when `immutable` is set");
        }
    }
}

fn selector(old: &Value, root: Field<'_>) {
    let field = root.path("spec.selector");
    // A Job's selector is the server's own, unless it is written.
    let written = root.walk().kind != "Job" || field.exists();
    if written && !same(old.pointer("/spec/selector"), field.value()) {
        let value = field.value().map_or_else(|| "null".into(), |value| go_tagged(value, &["matchLabels", "matchExpressions"]));
        field.invalid_value(super::value::Rendered(value), "field is immutable");
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
    let fixed = |spec: Option<&Value>| without(spec, &FREE);
    if !same(Some(&fixed(old.get("spec"))), Some(&fixed(root.at("spec").value()))) {
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

fn pod(old: &Value, root: Field<'_>) {
    let spec = root.at("spec");
    let before = old.get("spec");
    for list in ["containers", "initContainers"] {
        let known = before.and_then(|spec| spec.get(list)).and_then(Value::as_array).map_or(0, Vec::len);
        if spec.at(list).len() != known {
            return spec.at(list).forbidden("pod updates may not add or remove containers");
        }
    }
    if !same(Some(&fixed(before)), Some(&fixed(spec.value()))) {
        spec.forbidden(
            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,\
             `spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),\
             `spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
        );
    }
}

/// A Pod spec without what may change, and without what the server adds.
fn fixed(spec: Option<&Value>) -> Value {
    let mut spec = without(spec, &["activeDeadlineSeconds", "tolerations", "nodeName", "serviceAccount", "priority", "preemptionPolicy"]);
    let is_token = |value: &Value| value["name"].as_str().is_some_and(|name| name.starts_with("kube-api-access-"));
    if let Some(volumes) = spec.get_mut("volumes").and_then(Value::as_array_mut) {
        volumes.retain(|volume| !is_token(volume));
    }
    for list in ["containers", "initContainers"] {
        let containers = spec.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
        for container in containers.filter_map(Value::as_object_mut) {
            container.remove("image");
            if let Some(mounts) = container.get_mut("volumeMounts").and_then(Value::as_array_mut) {
                mounts.retain(|mount| !is_token(mount));
            }
        }
    }
    spec
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
    }

    #[test]
    fn the_type_of_a_secret_is_set_once() {
        let secret =
            |kind: &str| json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "default"}, "type": kind});
        assert_eq!(texts(&secret("Opaque"), &secret("example.com/x")), ["type: Invalid value: \"example.com/x\": field is immutable"]);
    }
}
