//! How far a workload comes whose controller waits for one Pod before it makes the next.
//!
//! To know that, Pods must be started, and a Pod that starts may look for the others. So they are started in a world
//! in which no controller waits: how many Pods there are depends on nothing there, and nothing goes round.

use serde_json::json;

use super::job::{completions, parallelism};
use super::{fenceposts, of_template, replicas};
use crate::object::Object;
use crate::simulate::Scene;
use crate::simulate::start::run_in;
use crate::simulate::status::PodStatus;
use crate::simulate::workload::Pod;
use crate::world::{History, Key, World};

/// A StatefulSet makes each Pod when all before it are running and ready (`processReplica`, monotonic).
pub(super) fn in_order(world: &World, object: &Object, mut pods: Vec<Pod>) -> Vec<Pod> {
    if let Some(updated) = updated(world, object, &pods) {
        return updated;
    }
    if object.value["spec"]["podManagementPolicy"] == "Parallel" || pods.len() < 2 {
        return pods;
    }
    let mut alone = unhurried(world);
    let mut made = 1;
    while made < pods.len() && status(limited(&mut alone, object, made), &pods[made - 1]).ready() {
        made += 1;
    }
    pods.truncate(made);
    pods
}

/// A StatefulSet's new template reaches its Pods from the last down to `partition`, each when the one before it is ready
/// (`updateStatefulSet`, `pkg/controller/statefulset/stateful_set_control.go`). `None` when all of them have it.
fn updated(world: &World, object: &Object, new: &[Pod]) -> Option<Vec<Pod>> {
    let earlier = world.history.earlier(&Key::of(object)).last()?;
    let mut before = object.clone();
    before.value["spec"]["template"] = earlier.template.clone();
    let old = super::stateful_set::pods(world, &before, &earlier.template);
    let calm = unhurried(world);
    let strategy = &object.value["spec"]["updateStrategy"];
    if old.len() != new.len() || !old.first().is_some_and(|pod| status(&calm, pod).ready()) {
        return None;
    }
    let least = strategy["rollingUpdate"]["partition"].as_u64().unwrap_or(0) as usize;
    let mut reached = new.len();
    while strategy["type"] != "OnDelete" && reached > least {
        reached -= 1;
        if !status(&calm, &new[reached]).ready() {
            break;
        }
    }
    (reached > 0).then(|| old[..reached].iter().chain(&new[reached..]).cloned().collect())
}

/// A Deployment's new Pods take over as they become available; as long as they do not, the earlier ones stay
/// (`pkg/controller/deployment/rolling.go`). `new` is empty when the server refuses them.
pub(super) fn rolled_out(world: &World, object: &Object, mut new: Vec<Pod>) -> Vec<Pod> {
    let earlier = world.history.earlier(&Key::of(object));
    let strategy = &object.value["spec"]["strategy"];
    if earlier.is_empty() || strategy["type"] == "Recreate" || replicas(object) == 0 {
        return new;
    }
    let calm = unhurried(world);
    let ready = |pods: &[Pod]| pods.first().is_some_and(|pod| status(&calm, pod).ready());
    if ready(&new) {
        return new;
    }
    let (surge, unavailable) = fenceposts(&strategy["rollingUpdate"], replicas(object));
    let mut sets = earlier.iter().rev().map(|revision| of_template(world, object, &revision.template));
    let (mut old, spare) = match sets.find(|pods| ready(pods)) {
        Some(pods) => (pods, unavailable),
        // What was not available before gives no way either.
        None => (earlier.last().map(|revision| of_template(world, object, &revision.template)).unwrap_or_default(), 0),
    };
    new.truncate(surge + spare);
    old.truncate(replicas(object).saturating_sub(spare));
    new.extend(old);
    new
}

pub(super) fn status(world: &World, pod: &Pod) -> PodStatus {
    run_in(&Scene::of(world), pod, None).status
}

/// The world in which every controller makes at once what it may.
pub(super) fn unhurried(world: &World) -> World {
    let mut calm = World { history: History::default(), ..world.clone() };
    for object in world.store.iter() {
        let mut value = match object.kind.as_str() {
            "StatefulSet" | "Job" => object.value.clone(),
            _ => continue,
        };
        match object.kind.as_str() {
            "StatefulSet" => value["spec"]["podManagementPolicy"] = "Parallel".into(),
            _ if completions(object).is_some_and(|wanted| wanted > parallelism(object)) => {
                value["spec"]["completions"] = json!(parallelism(object));
            }
            _ => continue,
        }
        calm.store.insert(Object { value, ..object.clone() });
    }
    calm
}

/// The same with only so many Pods of a StatefulSet.
fn limited<'w>(world: &'w mut World, object: &Object, replicas: usize) -> &'w World {
    let mut value = object.value.clone();
    value["spec"]["podManagementPolicy"] = "Parallel".into();
    value["spec"]["replicas"] = json!(replicas);
    world.store.insert(Object { value, ..object.clone() });
    world
}
