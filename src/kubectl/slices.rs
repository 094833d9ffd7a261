//! `EndpointSlice`s, as their controller makes them of every Service that selects Pods: one for each set of ports.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Value, json};

use crate::simulate::network::{ServiceEntry, ServicePort, Wiring};
use crate::simulate::{PodStatus, find_pod, run, uid_of};
use crate::world::World;

/// The slices of all Services, and that of the API server.
pub(super) fn list(world: &World) -> Vec<Value> {
    let wiring = Wiring::of(world);
    let selecting = wiring.services().iter().filter(|service| service.selector.is_some() && service.external_name.is_none());
    let stored = world.store.of_kind("EndpointSlice").map(|object| object.value.clone());
    selecting.flat_map(|service| slices(world, &wiring, service)).chain([api_server(world)]).chain(stored).collect()
}

/// A Pod behind a Service.
pub(super) struct Backend<'a> {
    pub pod: &'a Pod,
    pub address: IpAddr,
    /// Where it runs; the cluster's own DNS is no Pod of the world.
    pub node: Option<String>,
}

/// The Pods behind a Service that have an address by now: a Pod whose sandbox does not run has none
/// (`ShouldPodBeInEndpoints`, Kubernetes `staging/src/k8s.io/endpointslice/util/controller_utils.go`, 1.35).
pub(super) fn backends<'a>(world: &World, wiring: &'a Wiring<'_>, service: &'a ServiceEntry) -> Vec<Backend<'a>> {
    let backend = |pod: &'a Pod| {
        let status = find_pod(world, &service.namespace, name_of(pod)).map(|pod| run(world, &pod).status);
        let address = match &status {
            // On the node's network it is the node's.
            Some(status) => status.pod_ip.as_ref().and_then(|address| address.parse().ok()).filter(|_| wiring.address(pod).is_some()),
            None => wiring.address(pod),
        }?;
        let ended = status.as_ref().is_some_and(|status| matches!(status.phase, "Succeeded" | "Failed"));
        let was_ready = status.as_ref().is_some_and(was_ready);
        Some((Backend { pod, address, node: status.and_then(|status| status.node) }, ended, was_ready))
    };
    let all: Vec<_> = wiring.selected(service).filter_map(backend).collect();
    // A Pod that has ended is left out when the controller looks again, and its end alone is no reason to: only that it is not ready
    // any more, or that another of the Service changes, is (Kubernetes `staging/src/k8s.io/endpointslice/util/controller_utils.go`
    // podEndpointsChanged). The others are taken to come up in their order.
    let last = all.len().saturating_sub(1);
    let stays = |(number, (backend, ended, was_ready)): (usize, (Backend<'a>, bool, bool))| {
        (!ended || number == last && !was_ready).then_some(backend)
    };
    all.into_iter().enumerate().filter_map(stays).collect()
}

/// Whether a Pod that has ended was ready before: every container ran for a while.
fn was_ready(status: &PodStatus) -> bool {
    status.containers.iter().all(|container| container.span.1 > container.span.0)
}

pub(super) fn name_of(pod: &Pod) -> &str {
    pod.metadata.name.as_deref().unwrap_or_default()
}

/// Pods whose named ports are different numbers, or are not there, lie in slices of their own (Kubernetes
/// `staging/src/k8s.io/endpointslice/reconciler.go` reconcileByAddressType).
fn slices(world: &World, wiring: &Wiring<'_>, service: &ServiceEntry) -> Vec<Value> {
    let mut groups: Vec<(Vec<Value>, Vec<Backend<'_>>)> = Vec::new();
    for backend in backends(world, wiring, service) {
        let port = |port: &ServicePort| {
            let on = port.on(backend.pod)?;
            Some(json!({"name": port.name.as_deref().unwrap_or_default(), "port": on.number, "protocol": port.port.protocol}))
        };
        let ports: Vec<Value> = service.ports.iter().filter_map(port).collect();
        match groups.iter_mut().find(|(own, _)| *own == ports) {
            Some((_, pods)) => pods.push(backend),
            None => groups.push((ports, vec![backend])),
        }
    }
    if groups.is_empty() {
        groups.push((Vec::new(), Vec::new()));
    }
    groups.into_iter().enumerate().map(|(number, (ports, pods))| slice(wiring, service, number, &ports, &pods)).collect()
}

fn slice(wiring: &Wiring<'_>, service: &ServiceEntry, number: usize, ports: &[Value], pods: &[Backend<'_>]) -> Value {
    // The controller's five letters, made of the name.
    let mut key = format!("EndpointSlice/{}/{}", service.namespace, service.name);
    if number > 0 {
        key = format!("{key}/{number}");
    }
    let name = format!("{}-{}", service.name, &uid_of(&key)[..5]);
    let endpoint = |Backend { pod, address, node }: &Backend<'_>| {
        let (ready, name) = (wiring.is_ready(pod), name_of(pod));
        let mut endpoint = json!({
            "addresses": [address],
            "conditions": {"ready": ready || service.publishes_unready, "serving": ready, "terminating": false},
            "targetRef": {"kind": "Pod", "name": name, "namespace": service.namespace, "uid": uid_of(&format!("Pod/{}/{name}", service.namespace))},
        });
        if let Some(node) = node {
            endpoint["nodeName"] = node.as_str().into();
        }
        endpoint
    };
    json!({
        "addressType": "IPv4",
        "endpoints": pods.iter().map(endpoint).collect::<Vec<_>>(),
        "ports": ports,
        "metadata": {
            "name": name, "namespace": service.namespace, "generateName": format!("{}-", service.name),
            "labels": {
                "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
                "kubernetes.io/service-name": service.name,
            },
            "ownerReferences": [{"apiVersion": "v1", "blockOwnerDeletion": true, "controller": true, "kind": "Service", "name": service.name,
                "uid": uid_of(&format!("Service/{}/{}", service.namespace, service.name))}],
        },
    })
}

/// The API server keeps its own.
fn api_server(world: &World) -> Value {
    let address = world.facts.nodes.first().map(|node| node.address.to_string());
    json!({
        "addressType": "IPv4",
        "endpoints": [{"addresses": [address], "conditions": {"ready": true}}],
        "ports": [{"name": "https", "port": 6443, "protocol": "TCP"}],
        "metadata": {"name": "kubernetes", "namespace": "default", "labels": {"kubernetes.io/service-name": "kubernetes"}},
    })
}

/// PORTS of the table: at most three numbers.
pub(super) fn ports(slice: &Value) -> String {
    let all = slice["ports"].as_array().into_iter().flatten().map(|port| port["port"].to_string());
    few(&all.collect::<Vec<_>>())
}

/// ENDPOINTS of the table: at most three addresses.
pub(super) fn addresses(slice: &Value) -> String {
    let all =
        slice["endpoints"].as_array().into_iter().flatten().flat_map(|endpoint| endpoint["addresses"].as_array().into_iter().flatten());
    few(&all.filter_map(|address| address.as_str().map(str::to_owned)).collect::<Vec<_>>())
}

/// formatDiscoveryPorts, formatDiscoveryEndpoints (Kubernetes `pkg/printers/internalversion/printers.go`).
fn few(all: &[String]) -> String {
    match all.len() {
        0 => "<unset>".into(),
        1..=3 => all.join(","),
        count => format!("{} + {} more...", all[..3].join(","), count - 3),
    }
}
