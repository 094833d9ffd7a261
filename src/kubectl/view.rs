//! Objects as kubectl gets them: stored ones with what the server and controllers add, and those that
//! controllers and the cluster itself make.

use serde_json::{Map, Value, json};

use super::kind::Kind;
use super::live::Settled;
use crate::simulate::network::Wiring;
use crate::simulate::{self};
use crate::world::World;

/// Namespaces that every cluster has.
pub(super) const SYSTEM: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// The objects of a kind, by namespace and name; of one namespace, or of all.
pub(super) fn list(world: &World, kind: &Kind, namespace: Option<&str>) -> Vec<Value> {
    let mut found = match kind.name {
        "Pod" => simulate::statuses(world).iter().map(|(pod, status)| super::live::pod(world, pod, status)).collect(),
        "Namespace" => namespaces(world),
        "Node" => world.facts.nodes.iter().map(|node| super::machine::node(world, node)).collect(),
        "Service" => services(world),
        "ServiceAccount" => with(world, kind, |namespace| ("default".into(), json!({"metadata": {"namespace": namespace}}))),
        "ConfigMap" => with(world, kind, |namespace| {
            (
                "kube-root-ca.crt".into(),
                json!({"metadata": {"namespace": namespace}, "data": {"ca.crt": "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n"}}),
            )
        }),
        "ReplicaSet" => Settled::of(world).replica_sets(world),
        "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "ReplicationController" => {
            let settled = Settled::of(world);
            stored(world, kind).into_iter().map(|object| settled.workload(world, object)).collect()
        }
        "Event" => super::live::events(world),
        "Endpoints" => endpoints(world),
        "EndpointSlice" => super::slices::list(world),
        _ => stored(world, kind),
    };
    found.iter_mut().for_each(|object| complete(world, kind, object));
    found.retain(|object| namespace.is_none() || object["metadata"]["namespace"].as_str() == namespace);
    let key = |object: &Value| ["namespace", "name"].map(|field| object["metadata"][field].as_str().unwrap_or_default().to_owned());
    found.sort_by_key(key);
    found
}

/// The object of this name.
pub(super) fn find(world: &World, kind: &Kind, namespace: Option<&str>, name: &str) -> Option<Value> {
    list(world, kind, namespace).into_iter().find(|object| object["metadata"]["name"] == *name)
}

fn stored(world: &World, kind: &Kind) -> Vec<Value> {
    world.store.of_kind(kind.name).map(|object| object.value.clone()).collect()
}

/// The stored objects and, for each namespace, one that the cluster makes unless it is stored.
fn with(world: &World, kind: &Kind, make: impl Fn(&str) -> (String, Value)) -> Vec<Value> {
    let mut found = stored(world, kind);
    for namespace in namespace_names(world) {
        let (name, mut object) = make(&namespace);
        if world.store.get(kind.name, Some(&namespace), &name).is_none() {
            object["metadata"]["name"] = name.into();
            found.push(object);
        }
    }
    found
}

/// The names of all namespaces.
pub(super) fn namespace_names(world: &World) -> Vec<String> {
    let mut names: Vec<_> = SYSTEM.iter().map(|name| (*name).to_owned()).collect();
    names.extend(world.store.of_kind("Namespace").map(|object| object.name.clone()));
    names.extend(world.store.iter().filter_map(|object| object.namespace.clone()));
    names.sort();
    names.dedup();
    names
}

fn namespaces(world: &World) -> Vec<Value> {
    let made = |name: String| {
        let stored = world.store.get("Namespace", None, &name).map(|object| object.value.clone());
        let mut object = stored.unwrap_or_else(|| json!({"metadata": {"name": name}}));
        object["metadata"]["labels"]["kubernetes.io/metadata.name"] = name.into();
        object["spec"]["finalizers"] = json!(["kubernetes"]);
        object["status"] = json!({"phase": "Active"});
        object
    };
    namespace_names(world).into_iter().map(made).collect()
}

fn services(world: &World) -> Vec<Value> {
    let wiring = Wiring::of(world);
    let mut found = Vec::new();
    for service in wiring.services() {
        let own = service.namespace == "kube-system" || service.name == "kubernetes";
        let stored = world.store.get("Service", Some(&service.namespace), &service.name).map(|object| object.value.clone());
        let mut object = match stored {
            Some(object) => object,
            None if own => json!({
                "metadata": {"name": service.name, "namespace": service.namespace, "labels": own_labels(&service.name)},
                "spec": {"selector": service.selector, "type": "ClusterIP", "sessionAffinity": "None", "ports": service.ports.iter().map(|port| json!({
                    "name": port.name, "port": port.port.number, "protocol": port.port.protocol, "targetPort": match &port.target {
                        simulate::network::TargetPort::Number(number) => json!(number),
                        simulate::network::TargetPort::Name(name) => json!(name),
                    },
                })).collect::<Vec<_>>()},
            }),
            None => continue,
        };
        let Some(spec) = object["spec"].as_object_mut() else { continue };
        if let Some(address) = service.addresses.first() {
            spec.insert("clusterIP".into(), address.to_string().into());
            spec.insert("clusterIPs".into(), json!(service.addresses));
        }
        spec.retain(|_, value| !value.is_null());
        object["status"] = json!({"loadBalancer": {}});
        found.push(object);
    }
    found
}

fn own_labels(name: &str) -> Value {
    match name {
        "kube-dns" => json!({"k8s-app": "kube-dns", "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS"}),
        _ => json!({"component": "apiserver", "provider": "kubernetes"}),
    }
}

/// `Endpoints`, as the endpoints controller fills them.
fn endpoints(world: &World) -> Vec<Value> {
    let wiring = Wiring::of(world);
    let of = |service: &simulate::network::ServiceEntry| {
        let pods: Vec<_> = wiring.endpoints(service).filter_map(|pod| Some((pod, wiring.address(pod)?))).collect();
        let ports = pods.first().into_iter().flat_map(|(pod, _)| {
            let on = |port: &simulate::network::ServicePort| {
                Some(json!({"name": port.name, "port": port.on(pod)?.number, "protocol": port.port.protocol}))
            };
            service.ports.iter().filter_map(on).collect::<Vec<_>>()
        });
        let addresses: Vec<_> = pods.iter().map(|(_, address)| json!({"ip": address})).collect();
        let subsets = if addresses.is_empty() { json!([]) } else { json!([{"addresses": addresses, "ports": ports.collect::<Vec<_>>()}]) };
        json!({"metadata": {"name": service.name, "namespace": service.namespace}, "subsets": subsets})
    };
    wiring.services().iter().filter(|service| service.selector.is_some() && service.namespace != "kube-system").map(of).collect()
}

/// Fills in what every stored object has: kind, version, uid, creation time.
pub(super) fn complete(world: &World, kind: &Kind, object: &mut Value) {
    let Some(map) = object.as_object_mut() else { return };
    map.entry("apiVersion").or_insert_with(|| kind.api_version.into());
    map.entry("kind").or_insert_with(|| kind.name.into());
    let metadata = map.entry("metadata").or_insert_with(|| Value::Object(Map::new()));
    let Some(metadata) = metadata.as_object_mut() else { return };
    let text = |field: &str| metadata.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let key = format!("{}/{}/{}", kind.name, text("namespace"), text("name"));
    metadata.entry("creationTimestamp").or_insert_with(|| world.facts.now.clone().into());
    metadata.entry("resourceVersion").or_insert_with(|| version_of(&key).into());
    metadata.entry("uid").or_insert_with(|| simulate::uid_of(&key).into());
}

/// A number that looks like a resource version and depends on the name alone.
fn version_of(key: &str) -> String {
    (1000 + key.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 9000).to_string()
}
