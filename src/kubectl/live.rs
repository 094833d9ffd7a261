//! What kubelets and controllers make of stored objects: a Pod's status, events.

use serde_json::{Value, json};

use super::controllers::Settled;
use crate::simulate::moment::Clock;
use crate::simulate::{self, Pod, PodStatus};
use crate::world::{Image, Reference, World};

/// A Pod with its status.
pub(super) fn pod(world: &World, pod: &Pod, status: &PodStatus) -> Value {
    let mut object = pod.object.value.clone();
    if let Some(node) = &status.node {
        object["spec"]["nodeName"] = node.as_str().into();
    }
    let mut value = status.to_value(&Clock::of(world, &object));
    value["qosClass"] = quality(&object["spec"]).into();
    if object["metadata"]["generation"].is_number() {
        value["observedGeneration"] = object["metadata"]["generation"].clone();
    }
    identify(world, pod, &mut value);
    for condition in value.get_mut("conditions").and_then(Value::as_array_mut).into_iter().flatten() {
        // v1.35 says so of every condition that a kubelet writes.
        if world.facts.version.minor >= 35 && object["metadata"]["generation"].is_number() {
            condition["observedGeneration"] = object["metadata"]["generation"].clone();
        }
    }
    if object["spec"]["imagePullSecrets"].as_array().is_some_and(Vec::is_empty)
        && let Some(spec) = object["spec"].as_object_mut()
    {
        spec.remove("imagePullSecrets");
    }
    object["status"] = value;
    object
}

/// What the runtime calls the containers that it made, and their images.
fn identify(world: &World, pod: &Pod, status: &mut Value) {
    let runtime = super::machine::runtime(world);
    let id = |container: &str| {
        let long = ["a", "b"].map(|half| simulate::uid_of(&format!("{}/{container}/{half}", pod.uid())).replace('-', "")).concat();
        format!("{runtime}://{long}")
    };
    for list in ["initContainerStatuses", "containerStatuses"] {
        for container in status.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            let name = container["name"].as_str().unwrap_or_default().to_owned();
            for state in ["state", "lastState"] {
                if container[state]["terminated"].is_object() {
                    container[state]["terminated"]["containerID"] = id(&name).into();
                }
            }
            let there = container["state"]["running"].is_object()
                || ["state", "lastState"].iter().any(|state| container[*state]["terminated"].is_object());
            if !there {
                continue;
            }
            container["containerID"] = id(&name).into();
            container["resources"] = json!({});
            let spec = pod.spec().init_containers.iter().flatten().chain(&pod.spec().containers).find(|own| own.name == name);
            if let Some(spec) = spec {
                container["resources"] = serde_json::to_value(&spec.resources).ok().filter(Value::is_object).unwrap_or_else(|| json!({}));
                if container["resources"]["requests"].is_object() && container["state"]["running"].is_object() {
                    container["allocatedResources"] = container["resources"]["requests"].clone();
                }
                let mounts: Vec<_> = spec.volume_mounts.iter().flatten().map(mounted).collect();
                if !mounts.is_empty() {
                    container["volumeMounts"] = mounts.into();
                }
                if world.facts.runtime.supplemental_groups_policy {
                    container["user"] = json!({"linux": user(world, pod, spec)});
                }
            }
            if let Ok(image) = Reference::parse(container["image"].as_str().unwrap_or_default()) {
                let digest = Image::find(&world.facts, &image).and_then(|known| known.digest);
                container["imageID"] =
                    digest.map_or_else(String::new, |digest| format!("{}/{}@{digest}", image.registry, image.path)).into();
                container["image"] = image.to_string().into();
            }
        }
    }
}

/// A mount as a kubelet reports it since v1.31.
fn mounted(mount: &k8s_openapi::api::core::v1::VolumeMount) -> Value {
    match mount.read_only {
        Some(true) => json!({"mountPath": mount.mount_path, "name": mount.name, "readOnly": true, "recursiveReadOnly": "Disabled"}),
        _ => json!({"mountPath": mount.mount_path, "name": mount.name}),
    }
}

/// As whom a container's first process began, which runtimes report that know `supplementalGroupsPolicy`.
fn user(world: &World, pod: &Pod, container: &k8s_openapi::api::core::v1::Container) -> Value {
    let found = simulate::effective_of(world, pod, container);
    let gid = found.gid.unwrap_or(0);
    let others = found.groups.iter().copied().filter(|group| *group != gid);
    json!({"uid": found.uid.unwrap_or(0), "gid": gid, "supplementalGroups": std::iter::once(gid).chain(others).collect::<Vec<_>>()})
}

/// A Pod's status after the cluster has settled.
pub(super) fn status(world: &World, pod: &Pod) -> PodStatus {
    simulate::run(world, pod).status
}

/// What the server answers of an object that it has just made, before anybody has looked at it.
pub(super) fn status_at_birth(object: &Value) -> Option<Value> {
    Some(match object["kind"].as_str()? {
        "Pod" => json!({"phase": "Pending", "qosClass": quality(&object["spec"])}),
        "Namespace" => json!({"phase": "Active"}),
        "Service" => json!({"loadBalancer": {}}),
        "Deployment" | "Job" => json!({}),
        _ => return None,
    })
}

/// `status.qosClass` (Kubernetes `pkg/apis/core/v1/helper/qos`).
fn quality(spec: &Value) -> &'static str {
    let containers: Vec<_> =
        ["containers", "initContainers"].iter().flat_map(|list| spec[*list].as_array().into_iter().flatten()).collect();
    let amount = |container: &Value, of: &str, what: &str| container["resources"][of][what].as_str().map(str::to_owned);
    let any = containers.iter().any(|container| {
        ["requests", "limits"].iter().any(|of| ["cpu", "memory"].iter().any(|what| amount(container, of, what).is_some()))
    });
    let guaranteed = containers.iter().all(|container| {
        ["cpu", "memory"].iter().all(|what| {
            let limit = amount(container, "limits", what);
            limit.is_some() && (amount(container, "requests", what).is_none() || amount(container, "requests", what) == limit)
        })
    });
    match (any, guaranteed) {
        (false, _) => "BestEffort",
        (true, true) => "Guaranteed",
        (true, false) => "Burstable",
    }
}

/// Events of every Pod and of what controllers did, oldest first.
pub(super) fn events(world: &World) -> Vec<Value> {
    let mut found = Vec::new();
    let settled = simulate::statuses(world);
    let phases = Settled::of_pods(settled.clone());
    for (number, about) in simulate::events(world, &|pod| phases.phase(pod)).into_iter().enumerate() {
        let event = about.event;
        found.push(json!({
            "metadata": {"name": format!("{}.{:016x}", about.name, 0x178f_0000_0000_0000_u64 + number as u64), "namespace": about.namespace},
            "involvedObject": {"apiVersion": about.api_version, "kind": about.kind, "name": about.name, "namespace": about.namespace},
            "type": event.kind, "reason": event.reason, "message": event.message, "source": {"component": event.from},
            "count": event.times.count, "firstTimestamp": about.clock.at(event.times.first), "lastTimestamp": about.clock.at(event.times.last),
        }));
    }
    found.extend(of_cron_jobs(world));
    for (pod, status) in settled {
        let clock = Clock::of(world, &pod.object.value);
        for (number, event) in status.events.iter().enumerate() {
            let mut about = json!({"apiVersion": "v1", "kind": "Pod", "name": pod.name(), "namespace": pod.namespace(), "uid": pod.uid()});
            if let Some(field) = &event.field {
                about["fieldPath"] = field.as_str().into();
            }
            found.push(json!({
                "metadata": {"name": format!("{}.{:016x}", pod.name(), 0x1790_0000_0000_0000_u64 + number as u64), "namespace": pod.namespace()},
                "involvedObject": about,
                "type": event.kind, "reason": event.reason, "message": event.message, "source": {"component": event.from},
                "count": event.times.count, "firstTimestamp": clock.at(event.times.first), "lastTimestamp": clock.at(event.times.last),
            }));
        }
    }
    for event in &mut found {
        event["metadata"]["creationTimestamp"] = event["firstTimestamp"].clone();
    }
    found
}

/// What the controller of CronJobs tells.
fn of_cron_jobs(world: &World) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for (key, deeds) in &world.deeds {
        for (number, deed) in deeds.iter().enumerate() {
            let told = found.iter_mut().find(|event| event["message"] == *deed.message && event["involvedObject"]["name"] == *key.name);
            if let Some(event) = told {
                event["count"] = (event["count"].as_u64().unwrap_or(1) + 1).into();
                event["lastTimestamp"] = deed.at.as_str().into();
                continue;
            }
            found.push(json!({
                "metadata": {"name": format!("{}.{:016x}", key.name, 0x1788_0000_0000_0000_u64 + number as u64), "namespace": key.namespace},
                "involvedObject": {"apiVersion": "batch/v1", "kind": key.kind, "name": key.name, "namespace": key.namespace},
                "type": "Normal", "reason": deed.reason, "message": deed.message, "source": {"component": "cronjob-controller"}, "count": 1,
                "firstTimestamp": deed.at, "lastTimestamp": deed.at,
            }));
        }
    }
    found
}
