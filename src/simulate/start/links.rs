//! The variables by which containers are told of Services (Kubernetes `pkg/kubelet/envvars/envvars.go`): those of the Pod's
//! namespace, unless `enableServiceLinks` is false, and always `kubernetes` of the default one.
//!
//! A kubelet knows the Services that stood before the container started; here every Service did.

use crate::simulate::network::{ServiceEntry, services};
use crate::simulate::variables::Variables;
use crate::simulate::workload::Pod;
use crate::world::World;

/// The variables of every Service that a container of the Pod is told of.
pub fn links(world: &World, pod: &Pod) -> Variables {
    let all = pod.spec().enable_service_links != Some(false);
    let mut told = services(world);
    told.retain(|service| is_api_server(service) || all && service.namespace == pod.namespace());
    told.sort_by(|one, two| (!is_api_server(one), &one.name).cmp(&(!is_api_server(two), &two.name)));
    told.iter().flat_map(of).collect()
}

fn is_api_server(service: &ServiceEntry) -> bool {
    service.namespace == "default" && service.name == "kubernetes"
}

/// The variables of one Service; none for one without an address.
fn of(service: &ServiceEntry) -> Vec<(String, String)> {
    let (Some(address), Some(first)) = (service.addresses.first(), service.ports.first()) else { return Vec::new() };
    let name = upper(&service.name);
    let mut made =
        vec![(format!("{name}_SERVICE_HOST"), address.to_string()), (format!("{name}_SERVICE_PORT"), first.port.number.to_string())];
    for port in &service.ports {
        made.extend(port.name.as_deref().map(|own| (format!("{name}_SERVICE_PORT_{}", upper(own)), port.port.number.to_string())));
    }
    for (at, port) in service.ports.iter().enumerate() {
        let (number, protocol) = (port.port.number, port.port.protocol.to_string().to_lowercase());
        let url = format!("{protocol}://{}", std::net::SocketAddr::new(*address, number));
        if at == 0 {
            made.push((format!("{name}_PORT"), url.clone()));
        }
        let own = format!("{name}_PORT_{number}_{}", protocol.to_uppercase());
        made.extend([
            (own.clone(), url),
            (format!("{own}_PROTO"), protocol),
            (format!("{own}_PORT"), number.to_string()),
            (format!("{own}_ADDR"), address.to_string()),
        ]);
    }
    made
}

fn upper(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}
