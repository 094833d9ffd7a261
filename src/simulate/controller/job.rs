//! The Pods of a Job (Kubernetes `pkg/controller/job`), and the labels that the API server gives it
//! (`pkg/registry/batch/job/strategy.go` generateSelector).

use serde_json::{Value, json};

use super::{MANY, Mold, number, suffix, uid};
use crate::object::Object;
use crate::simulate::workload::Pod;
use crate::world::World;

const NAME: &str = "batch.kubernetes.io/job-name";
const UID: &str = "batch.kubernetes.io/controller-uid";
const INDEX: &str = "batch.kubernetes.io/job-completion-index";

/// `spec.parallelism`
pub(super) fn parallelism(object: &Object) -> usize {
    number(&object.value, "/spec/parallelism").unwrap_or(1).min(MANY) as usize
}

/// `spec.completions`; absent for a work queue. The server's default, 1, holds when neither number is written.
pub(super) fn completions(object: &Object) -> Option<usize> {
    let written = number(&object.value, "/spec/completions");
    let default = object.value.pointer("/spec/parallelism").is_none_or(Value::is_null).then_some(1);
    written.or(default).map(|count| count.min(MANY) as usize)
}

pub(super) fn is_indexed(object: &Object) -> bool {
    object.value["spec"]["completionMode"] == "Indexed"
}

/// All Pods that it takes to complete the Job when each succeeds; none while it is suspended.
pub(super) fn pods(world: &World, object: &Object, template: &Value) -> Vec<Pod> {
    if object.value["spec"]["suspend"] == true {
        return Vec::new();
    }
    let mold = mold(world, object, template);
    let count = if parallelism(object) == 0 { 0 } else { completions(object).unwrap_or_else(|| parallelism(object)) };
    let pod = |at: usize| match is_indexed(object) {
        true => indexed(&mold, object, at),
        false => mold.pod(&mold.named(at), |_| ()),
    };
    (0..count).filter_map(pod).collect()
}

fn mold<'o>(world: &World, object: &'o Object, template: &Value) -> Mold<'o> {
    let mut mold = Mold::new(world, object, "Job", &object.name, template);
    for (key, value) in labels(object) {
        if mold.metadata.get("labels").is_none_or(|own| own[key].is_null()) {
            mold.label(key, &value);
        }
    }
    mold
}

/// The Pods with these numbers, made at `moment` in the place of others that failed.
pub(super) fn again(world: &World, object: &Object, numbers: std::ops::Range<usize>, moment: &str) -> Vec<Pod> {
    let mut mold = mold(world, object, &object.value["spec"]["template"]);
    mold.made_at(moment);
    numbers.filter_map(|number| mold.pod(&mold.named(number), |_| ())).collect()
}

fn indexed(mold: &Mold<'_>, object: &Object, index: usize) -> Option<Pod> {
    let prefix = format!("{}-{index}", object.name);
    mold.pod(&format!("{prefix}-{}", suffix(&object.name, index)), |pod| {
        pod.metadata.insert("generateName".into(), format!("{prefix}-").into());
        pod.label(INDEX, &index.to_string());
        pod.annotate(INDEX, &index.to_string());
        pod.spec.insert("hostname".into(), prefix.as_str().into());
        for list in ["initContainers", "containers"] {
            for container in pod.spec.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
                tell(container);
            }
        }
    })
}

/// addCompletionIndexEnvVariable
fn tell(container: &mut Value) {
    const VARIABLE: &str = "JOB_COMPLETION_INDEX";
    if !container["env"].is_array() {
        container["env"] = json!([]);
    }
    let Some(env) = container["env"].as_array_mut() else { return };
    if env.iter().all(|variable| variable["name"] != VARIABLE) {
        let path = format!("metadata.labels['{INDEX}']");
        env.push(json!({"name": VARIABLE, "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": path}}}));
    }
}

fn labels(object: &Object) -> Vec<(&'static str, String)> {
    if object.value["spec"]["manualSelector"] == true {
        return Vec::new();
    }
    let uid = uid("Job", object.namespace.as_deref(), &object.value, &object.name);
    vec![(NAME, object.name.clone()), ("job-name", object.name.clone()), (UID, uid.clone()), ("controller-uid", uid)]
}

/// A Job as the server stores it: with the selector and the template labels that it generates. A Job without labels
/// of its own shows those of its template.
pub fn labelled(object: &Object) -> Value {
    let mut value = object.value.clone();
    let made = labels(object);
    if made.is_empty() || !value["spec"]["template"].is_object() {
        return value;
    }
    let bare = value["metadata"]["labels"].as_object().is_none_or(serde_json::Map::is_empty)
        || value["metadata"]["labels"] == value["spec"]["template"]["metadata"]["labels"];
    for (key, text) in &made {
        let metadata = &mut value["spec"]["template"]["metadata"];
        if metadata["labels"][*key].is_null() {
            metadata["labels"][*key] = text.as_str().into();
        }
        if *key == UID && value["spec"]["selector"]["matchLabels"][*key].is_null() {
            value["spec"]["selector"]["matchLabels"][*key] = text.as_str().into();
        }
    }
    if bare {
        value["metadata"]["labels"] = value["spec"]["template"]["metadata"]["labels"].clone();
    }
    value
}

/// Whether a Job is done when so many of its Pods succeeded and so many still run.
pub fn completed(object: &Object, succeeded: usize, active: usize) -> bool {
    match completions(object) {
        Some(wanted) => succeeded >= wanted,
        None => succeeded > 0 && active == 0,
    }
}
