//! Services: one stable address for the ready Pods behind a selector, and the translation of its ports.

use std::collections::BTreeMap;
use std::net::IpAddr;

use k8s_openapi::api::core::v1::{Pod, Service};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::pod::declared_ports;
use crate::probe::{Port, Protocol};

/// A Service, ready for questions.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceEntry {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its addresses; none when it is headless or an ExternalName.
    pub addresses: Vec<IpAddr>,
    /// `clusterIP: None`: the name means the Pods themselves.
    pub headless: bool,
    /// `externalName`: the name means another name.
    pub external_name: Option<String>,
    /// Labels that its Pods carry; `None` for a Service that selects nothing.
    pub selector: Option<BTreeMap<String, String>>,
    /// Its ports.
    pub ports: Vec<ServicePort>,
    /// `publishNotReadyAddresses`.
    pub publishes_unready: bool,
}

/// One port of a Service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicePort {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The port clients use.
    pub port: Port,
    /// The Pod's port.
    pub target: TargetPort,
}

/// What a Service's port leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum TargetPort {
    /// A number.
    Number(u16),
    /// The name of a container port; each Pod has its own number for it.
    Name(String),
}

impl ServiceEntry {
    /// Reads a Service. `assign` gives an address to one that has none yet.
    pub fn new(service: &Service, assign: impl FnOnce(&str) -> IpAddr) -> Option<Self> {
        let name = service.metadata.name.clone()?;
        let namespace = service.metadata.namespace.clone().unwrap_or_else(|| "default".into());
        let spec = service.spec.clone().unwrap_or_default();
        let external_name = spec.external_name.filter(|_| spec.type_.as_deref() == Some("ExternalName"));
        let written = spec.cluster_ips.into_iter().flatten().chain(spec.cluster_ip).collect::<Vec<_>>();
        let headless = written.iter().any(|address| address == "None");
        let mut addresses: Vec<IpAddr> = written.iter().filter_map(|address| address.parse().ok()).collect();
        addresses.dedup();
        if addresses.is_empty() && !headless && external_name.is_none() {
            addresses.push(assign(&format!("{namespace}/{name}")));
        }
        let ports = spec.ports.iter().flatten().filter_map(|port| {
            let protocol = Protocol::written(port.protocol.as_deref());
            let number = u16::try_from(port.port).ok()?;
            let target = match &port.target_port {
                Some(IntOrString::String(name)) => TargetPort::Name(name.clone()),
                Some(IntOrString::Int(target)) if *target > 0 => TargetPort::Number(u16::try_from(*target).ok()?),
                _ => TargetPort::Number(number),
            };
            Some(ServicePort { name: port.name.clone(), port: Port { number, protocol }, target })
        });
        Some(Self {
            ports: ports.collect(),
            selector: spec.selector.filter(|selector| !selector.is_empty()),
            publishes_unready: spec.publish_not_ready_addresses == Some(true),
            namespace,
            name,
            addresses,
            headless,
            external_name,
        })
    }

    /// Whether its selector finds the Pod.
    pub fn selects(&self, pod: &Pod) -> bool {
        let own = BTreeMap::new();
        let labels = pod.metadata.labels.as_ref().unwrap_or(&own);
        pod.metadata.namespace.as_deref().unwrap_or("default") == self.namespace
            && self.selector.as_ref().is_some_and(|selector| selector.iter().all(|(key, value)| labels.get(key) == Some(value)))
    }

    /// The port that clients call `port`.
    pub fn port(&self, port: Port) -> Option<&ServicePort> {
        self.ports.iter().find(|own| own.port == port)
    }
}

impl ServicePort {
    /// The port of `pod` behind it; `None` when the Pod has no container port of that name.
    pub fn on(&self, pod: &Pod) -> Option<Port> {
        let protocol = self.port.protocol;
        match &self.target {
            TargetPort::Number(number) => Some(Port { number: *number, protocol }),
            TargetPort::Name(name) => {
                let containers = pod.spec.iter().flat_map(|spec| &spec.containers);
                let mut named = containers.flat_map(declared_ports).filter(|(written, _)| *written == Some(name)).map(|(_, port)| port);
                named.find(|port| port.protocol == protocol)
            }
        }
    }
}
