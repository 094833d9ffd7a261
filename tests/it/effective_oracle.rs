//! Our merged security contexts, pull policies and image names against Kubernetes' own code (`oracle effective`), on random
//! Pods: see `tests/oracle/effective-cases`.
//!
//! `COFFERDAM_EFFECTIVE_CASES=FILE cargo test --test it effective_oracle` judges another recording of the same form.

use cofferdam::object::Object;
use cofferdam::simulate::{Pod, context};
use cofferdam::world::{Facts, Reference};
use serde_json::{Value, json};

/// What the oracle says of a container, in its own form.
fn ours(pod: &Pod, name: &str) -> Value {
    let spec = pod.spec();
    let container = spec.init_containers.iter().flatten().chain(&spec.containers).find(|container| container.name == name).unwrap();
    let context = context::merge(&Facts::default(), spec, container);
    let image = container.image.as_deref().unwrap();
    let reference = Reference::parse(image).unwrap();
    json!({
        "runAsUser": context.user.map(|user| user.value),
        "runAsGroup": context.group.map(|group| group.value),
        "runAsNonRoot": context.non_root.value,
        "readOnlyRootFilesystem": context.read_only_root.value,
        "privileged": context.privileged.value,
        "noNewPrivileges": !context.allow_privilege_escalation.value,
        "capabilities": context.capabilities,
        "procMount": context.proc_mount.value,
        "seccomp": context.seccomp.value.word(),
        "imagePullPolicy": container.image_pull_policy.as_deref().unwrap_or_else(|| Reference::default_pull_policy(image)),
        "repository": reference.repository(),
        "tag": reference.tag,
        "digest": reference.digest,
    })
}

fn theirs(container: &Value) -> Value {
    let own = |name: &str| container.pointer(&format!("/securityContext/{name}")).cloned().unwrap_or(Value::Null);
    let flag = |name: &str| own(name).as_bool().unwrap_or(false);
    let seccomp = container["seccomp"]["type"].as_str().unwrap();
    let profile = container.pointer("/seccomp/localhostProfile").and_then(Value::as_str);
    json!({
        "runAsUser": own("runAsUser"),
        "runAsGroup": own("runAsGroup"),
        "runAsNonRoot": flag("runAsNonRoot"),
        "readOnlyRootFilesystem": flag("readOnlyRootFilesystem"),
        "privileged": flag("privileged"),
        "noNewPrivileges": container["noNewPrivileges"],
        "capabilities": own("capabilities"),
        "procMount": own("procMount").as_str().unwrap_or("Default"),
        "seccomp": profile.map_or_else(|| seccomp.to_owned(), |profile| format!("{seccomp}/{profile}")),
        "imagePullPolicy": container["imagePullPolicy"],
        "repository": container["image"]["repository"],
        "tag": container["image"].get("tag").cloned().unwrap_or(Value::Null),
        "digest": container["image"].get("digest").cloned().unwrap_or(Value::Null),
    })
}

#[test]
fn contexts_merge_as_kubernetes_merges_them() {
    let text = match std::env::var("COFFERDAM_EFFECTIVE_CASES") {
        Ok(path) => std::fs::read_to_string(path).unwrap(),
        Err(_) => include_str!("../oracle/effective.jsonl").to_owned(),
    };
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let pod = Pod::of(Object::from_value(case["pod"].clone()).unwrap()).unwrap();
        for container in case["containers"].as_array().unwrap() {
            count += 1;
            let (ours, theirs) = (ours(&pod, container["name"].as_str().unwrap()), theirs(container));
            if ours != theirs {
                wrong.push(format!("{line}\n  ours   {ours}\n  theirs {theirs}"));
            }
        }
    }
    println!("{} of {count} as Kubernetes", count - wrong.len());
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong[..wrong.len().min(5)].join("\n"));
}
