//! What the server says of the Pods that are there when a namespace begins to enforce a Pod Security level
//! (k8s.io/pod-security-admission v0.35 `admission/admission.go`: ValidateNamespace, EvaluatePodsInNamespace).

use std::collections::BTreeMap;

use crate::object::Object;
use crate::rules::Options;
use crate::rules::pod_security::{Level, Policy, Standard, reasons};
use crate::simulate::{self, Pod};
use crate::world::World;

/// Warnings for a namespace whose labels become those of `new`.
pub(super) fn warnings(world: &World, options: &Options, old: &Object, new: &Object) -> Vec<String> {
    let enforced = |object: &Object| Policy::of_labels(&object.labels()).enforce;
    let (before, after) = (enforced(old), enforced(new));
    let relaxed = after.version == before.version && after.level <= before.level;
    if after == before || after.level == Level::Privileged || relaxed {
        return Vec::new();
    }
    of_pods(world, options, &new.name, after)
}

fn of_pods(world: &World, options: &Options, namespace: &str, standard: Standard) -> Vec<String> {
    // Reasons, the first Pod by name that has them, and how many have.
    let mut found: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for pod in simulate::pods(world).iter().filter(|pod| pod.namespace() == namespace) {
        let why = reasons(standard, &pod.object.value, options);
        if !why.is_empty() {
            count(&mut found, why.join(", "), pod);
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let mut lines: Vec<_> = found
        .into_iter()
        .map(|(why, (name, count))| match count {
            1 => format!("{name}: {why}"),
            2 => format!("{name} (and 1 other pod): {why}"),
            more => format!("{name} (and {} other pods): {why}", more - 1),
        })
        .collect();
    lines.sort();
    lines.insert(0, format!("existing pods in namespace {namespace:?} violate the new PodSecurity enforce level \"{standard}\""));
    lines
}

fn count(found: &mut BTreeMap<String, (String, usize)>, why: String, pod: &Pod) {
    let (first, count) = found.entry(why).or_insert_with(|| (pod.name().to_owned(), 0));
    if pod.name() < first.as_str() {
        pod.name().clone_into(first);
    }
    *count += 1;
}
