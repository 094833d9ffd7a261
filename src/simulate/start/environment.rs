//! A container's environment variables, and why one cannot be set.

use k8s_openapi::api::core::v1::{Container, EnvVarSource};

use super::links::links;
use crate::object::Object;
use crate::simulate::downward;
use crate::simulate::pull::secret;
use crate::simulate::session::PATH;
use crate::simulate::variables::Variables;
use crate::simulate::workload::Pod;
use crate::world::{Image, World};

/// What `fieldRef` can ask for besides the Pod's own object.
pub struct Place<'a> {
    /// `status.podIP`
    pub ip: &'a str,
    /// `status.hostIP`
    pub host_ip: &'a str,
    /// `spec.nodeName`
    pub node: &'a str,
    /// The container's host name.
    pub hostname: &'a str,
}

/// A container's variables.
pub struct Environment {
    /// What the kubelet hands to the runtime: `$(NAME)` in commands and paths means these.
    pub given: Variables,
    /// What the first process gets: the runtime's, the image's, and those.
    pub whole: Variables,
}

/// The environment (Kubernetes `pkg/kubelet/kubelet_pods.go` makeEnvironmentVariables, whose order is random beyond what is
/// written here; containerd `internal/cri/server/container_create.go`). The error is the kubelet's sentence
/// (CreateContainerConfigError).
pub fn environment(world: &World, pod: &Pod, container: &Container, image: &Image, place: &Place<'_>) -> Result<Environment, String> {
    let services = links(world, pod);
    let mut given = imported(world, pod, container)?;
    for variable in container.env.iter().flatten() {
        let value = match (variable.value.as_deref().filter(|value| !value.is_empty()), &variable.value_from) {
            (Some(value), _) => Some(expand(value, |name| given.get(name).or_else(|| services.get(name)))),
            (None, Some(source)) => from(world, pod, container, source, place)?,
            (None, None) => Some(String::new()),
        };
        given.extend(value.map(|value| (variable.name.clone(), value)));
    }
    let told: Vec<_> = services.iter().filter(|(name, _)| given.get(name).is_none()).collect();
    given.extend(told);
    let mut whole: Variables = [("PATH", PATH), ("HOSTNAME", place.hostname)].into_iter().collect();
    whole.extend(image.env.clone());
    if container.tty == Some(true) {
        whole.set("TERM", "xterm");
    }
    whole.extend(given.iter());
    Ok(Environment { given, whole })
}

/// `envFrom`: the texts of ConfigMaps and Secrets, key by key. What a ConfigMap has in `binaryData` is not among them.
fn imported(world: &World, pod: &Pod, container: &Container) -> Result<Variables, String> {
    let mut made = Variables::default();
    for source in container.env_from.iter().flatten() {
        let asked = [
            source.config_map_ref.as_ref().map(|one| ("ConfigMap", one.name.as_str(), one.optional)),
            source.secret_ref.as_ref().map(|one| ("Secret", one.name.as_str(), one.optional)),
        ];
        for (kind, name, optional) in asked.into_iter().flatten() {
            match world.store.get(kind, Some(pod.namespace()), name) {
                Some(object) => {
                    let prefix = source.prefix.as_deref().unwrap_or("");
                    made.extend(texts(object).into_iter().map(|(key, text)| (format!("{prefix}{key}"), text)));
                }
                None if optional == Some(true) => {}
                None => return Err(format!("{} \"{name}\" not found", kind.to_lowercase())),
            }
        }
    }
    Ok(made)
}

/// The data of a ConfigMap or Secret that can become variables.
fn texts(object: &Object) -> Vec<(String, String)> {
    let binary = |key: &str| object.kind == "ConfigMap" && object.value["binaryData"].get(key).is_some();
    let data = secret::data(object).into_iter().filter(|(key, _)| !binary(key));
    data.map(|(key, bytes)| (key, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

fn from(world: &World, pod: &Pod, container: &Container, source: &EnvVarSource, place: &Place<'_>) -> Result<Option<String>, String> {
    let namespace = pod.namespace();
    let asked = [
        source.config_map_key_ref.as_ref().map(|one| ("ConfigMap", one.name.as_str(), one.key.as_str(), one.optional)),
        source.secret_key_ref.as_ref().map(|one| ("Secret", one.name.as_str(), one.key.as_str(), one.optional)),
    ];
    if let Some((kind, name, key, optional)) = asked.into_iter().flatten().next() {
        let optional = optional == Some(true);
        let Some(object) = world.store.get(kind, Some(namespace), name) else {
            return if optional { Ok(None) } else { Err(format!("{} \"{name}\" not found", kind.to_lowercase())) };
        };
        return match texts(object).into_iter().find(|(own, _)| own == key) {
            Some((_, text)) => Ok(Some(text)),
            None if optional => Ok(None),
            None => Err(format!("couldn't find key {key} in {kind} {namespace}/{name}")),
        };
    }
    if let Some(of) = &source.resource_field_ref {
        return Ok(Some(downward::resource_in(pod.spec(), Some(container), of).unwrap_or_default()));
    }
    let Some(field) = &source.field_ref else { return Ok(Some(String::new())) };
    Ok(Some(match field.field_path.as_str() {
        "status.podIP" | "status.podIPs" => place.ip.to_owned(),
        "status.hostIP" | "status.hostIPs" => place.host_ip.to_owned(),
        "spec.nodeName" => place.node.to_owned(),
        "spec.serviceAccountName" => pod.spec().service_account_name.clone().unwrap_or_else(|| "default".into()),
        path => downward::field(pod, path, &world.facts.now).unwrap_or_default(),
    }))
}

/// `$(NAME)`; `$$` is a dollar sign.
pub fn expand<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out += &rest[..at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some((name, after)) = rest.strip_prefix('(').and_then(|inside| inside.split_once(')')) {
            match value(name) {
                Some(value) => out += value,
                None => out += &format!("$({name})"),
            }
            rest = after;
        } else {
            out.push('$');
        }
    }
    out + rest
}
