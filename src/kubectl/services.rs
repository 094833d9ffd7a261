//! Services with what the API server allocates (Kubernetes `pkg/registry/core/service/storage`), and their Endpoints.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::slices::{Backend, backends, name_of};
use crate::object::Object;
use crate::simulate;
use crate::simulate::network::{ServiceEntry, ServicePort, TargetPort, Wiring};
use crate::world::World;

/// The Services of a world, the cluster's own included.
pub(super) fn list(world: &World) -> Vec<Value> {
    let wiring = Wiring::of(world);
    let mut ports = NodePorts::of(world);
    let mut found = Vec::new();
    for service in wiring.services() {
        let own = service.namespace == "kube-system" || service.name == "kubernetes";
        let stored = world.store.get("Service", Some(&service.namespace), &service.name).map(|object| object.value.clone());
        let mut object = match stored {
            Some(object) => object,
            None if own => clusters_own(service),
            None => continue,
        };
        let Some(spec) = object["spec"].as_object_mut() else { continue };
        if let Some(address) = service.addresses.first() {
            spec.insert("clusterIP".into(), address.to_string().into());
            spec.insert("clusterIPs".into(), json!(service.addresses));
        }
        if service.headless {
            spec.insert("clusterIPs".into(), json!(["None"]));
        }
        families(spec);
        ports.give(&service.namespace, &service.name, spec);
        spec.retain(|_, value| !value.is_null());
        object["status"] = json!({"loadBalancer": {}});
        found.push(object);
    }
    found
}

fn clusters_own(service: &ServiceEntry) -> Value {
    let labels = match service.name.as_str() {
        "kube-dns" => json!({"k8s-app": "kube-dns", "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS"}),
        _ => json!({"component": "apiserver", "provider": "kubernetes"}),
    };
    let target = |port: &ServicePort| match &port.target {
        TargetPort::Number(number) => json!(number),
        TargetPort::Name(name) => json!(name),
    };
    let port = |port: &ServicePort| json!({"name": port.name, "port": port.port.number, "protocol": port.port.protocol, "targetPort": target(port)});
    json!({
        "metadata": {"name": service.name, "namespace": service.namespace, "labels": labels},
        "spec": {
            "internalTrafficPolicy": "Cluster", "ports": service.ports.iter().map(port).collect::<Vec<_>>(), "selector": service.selector,
            "sessionAffinity": "None", "type": "ClusterIP",
        },
    })
}

/// `ipFamilies` and `ipFamilyPolicy` of a cluster with IPv4 alone (alloc.go initIPFamilyFields).
fn families(spec: &mut Map<String, Value>) {
    if spec.get("type").is_some_and(|kind| kind == "ExternalName") {
        return;
    }
    let bare = spec.get("selector").and_then(Value::as_object).is_none_or(Map::is_empty);
    let both = bare && spec.get("clusterIP").is_some_and(|address| address == "None");
    let (families, policy) = if both { (json!(["IPv4", "IPv6"]), "RequireDualStack") } else { (json!(["IPv4"]), "SingleStack") };
    for (field, value) in [("ipFamilies", families), ("ipFamilyPolicy", policy.into())] {
        if spec.get(field).is_none_or(Value::is_null) {
            spec.insert(field.into(), value);
        }
    }
}

/// What the server says of every request for Endpoints since 1.33 (`pkg/registry/core/endpoint`).
pub(super) const DEPRECATED: &str = "Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";

/// Which ports of the nodes are taken.
struct NodePorts(BTreeSet<u64>);

impl NodePorts {
    /// First and number of `--service-node-port-range`.
    const RANGE: (u64, u64) = (30000, 2768);

    fn of(world: &World) -> Self {
        let all = world.store.of_kind("Service").flat_map(|object| object.value["spec"]["ports"].as_array().into_iter().flatten());
        Self(all.filter_map(|port| port["nodePort"].as_u64()).collect())
    }

    /// Why a port that somebody asks for cannot be given (`pkg/registry/core/service/portallocator`).
    fn unavailable(&self, port: u64) -> Option<String> {
        let (first, count) = Self::RANGE;
        if !(first..first + count).contains(&port) {
            let last = first + count - 1;
            return Some(format!("provided port is not in the valid range. The range of valid ports is {first}-{last}"));
        }
        self.0.contains(&port).then(|| "provided port is already allocated".to_owned())
    }

    /// A port of the nodes for every port of a Service that has a use for one.
    fn give(&mut self, namespace: &str, name: &str, spec: &mut Map<String, Value>) {
        let wants = match spec.get("type").and_then(Value::as_str) {
            Some("NodePort") => true,
            Some("LoadBalancer") => spec.get("allocateLoadBalancerNodePorts") != Some(&Value::Bool(false)),
            _ => false,
        };
        let ports = spec.get_mut("ports").and_then(Value::as_array_mut).into_iter().flatten().filter(|_| wants);
        for port in ports.filter_map(Value::as_object_mut) {
            if port.get("nodePort").and_then(Value::as_u64).is_none_or(|port| port == 0) {
                let key = format!("{namespace}/{name}/{}/{}", port["port"], port.get("protocol").unwrap_or(&Value::Null));
                port.insert("nodePort".into(), self.free(&key).into());
            }
        }
    }

    fn free(&mut self, key: &str) -> u64 {
        let (first, count) = Self::RANGE;
        let drawn = u64::from_str_radix(&simulate::uid_of(key)[..8], 16).unwrap_or_default();
        let port = (0..count).map(|at| first + (drawn + at) % count).find(|port| !self.0.contains(port)).unwrap_or(first);
        self.0.insert(port);
        port
    }
}

/// Refuses a Service that asks for ports of the nodes which it cannot have; those of `old` are its own.
pub(super) fn check(world: &World, service: &Object, old: Option<&Object>) -> Result<(), Failure> {
    let ports = |object: &Object| object.value["spec"]["ports"].as_array().cloned().unwrap_or_default();
    let own: Vec<_> = old.map(ports).into_iter().flatten().filter_map(|port| port["nodePort"].as_u64()).collect();
    let given = NodePorts::of(world);
    for (at, port) in ports(service).iter().enumerate() {
        let asked = port["nodePort"].as_u64().filter(|number| *number != 0 && !own.contains(number));
        if let Some((number, why)) = asked.and_then(|number| Some((number, given.unavailable(number)?))) {
            return Err(Failure::plain(format!(
                "The Service {:?} is invalid: spec.ports[{at}].nodePort: Invalid value: {number}: {why}",
                service.name
            )));
        }
    }
    Ok(())
}

/// `Endpoints`, as the endpoints controller fills them (`pkg/controller/endpoint`).
pub(super) fn endpoints(world: &World) -> Vec<Value> {
    let wiring = Wiring::of(world);
    let of = |service: &ServiceEntry| {
        let pods = backends(world, &wiring, service);
        let (ready, unready): (Vec<_>, Vec<_>) = pods.iter().partition(|backend| service.publishes_unready || wiring.is_ready(backend.pod));
        let address = |Backend { pod, address, node }: &&Backend<'_>| {
            let name = name_of(pod);
            let uid = simulate::uid_of(&format!("Pod/{}/{name}", service.namespace));
            let node = node.as_ref().or_else(|| world.facts.nodes.first().map(|node| &node.name));
            json!({"ip": address, "nodeName": node, "targetRef": {"kind": "Pod", "name": name, "namespace": service.namespace, "uid": uid}})
        };
        let port = |port: &ServicePort| {
            let on = pods.first().and_then(|backend| port.on(backend.pod))?;
            let mut value = json!({"port": on.number, "protocol": port.port.protocol});
            if let Some(name) = &port.name {
                value["name"] = name.as_str().into();
            }
            Some(value)
        };
        let mut subset = json!({});
        for (field, list) in [("addresses", ready), ("notReadyAddresses", unready)] {
            if !list.is_empty() {
                subset[field] = list.iter().map(address).collect();
            }
        }
        subset["ports"] = service.ports.iter().filter_map(port).collect();
        let mut metadata = json!({
            "name": service.name, "namespace": service.namespace, "labels": {"endpoints.kubernetes.io/managed-by": "endpoint-controller"},
        });
        if service.headless {
            metadata["labels"]["service.kubernetes.io/headless"] = "".into();
        }
        let mut object = json!({"metadata": metadata});
        if !pods.is_empty() {
            object["subsets"] = json!([subset]);
        }
        object
    };
    let selecting = wiring.services().iter().filter(|service| service.selector.is_some());
    let stored = world.store.of_kind("Endpoints").map(|object| object.value.clone());
    selecting.map(of).chain(api_server(world)).chain(stored).collect()
}

/// The API server keeps its own (`pkg/controlplane/reconcilers`).
fn api_server(world: &World) -> Option<Value> {
    let stored = world.store.get("Endpoints", Some("default"), "kubernetes").is_some();
    let node = world.facts.nodes.first().filter(|_| !stored)?;
    Some(json!({
        "metadata": {"name": "kubernetes", "namespace": "default", "labels": {"endpointslice.kubernetes.io/skip-mirror": "true"}},
        "subsets": [{"addresses": [{"ip": node.address}], "ports": [{"name": "https", "port": 6443, "protocol": "TCP"}]}],
    }))
}
