//! A container's environment variables, and why one cannot be set.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Container, EnvVarSource};

use crate::simulate::machine::PATH;
use crate::simulate::pull::secret;
use crate::simulate::workload::Pod;
use crate::world::{Image, World};

/// The Service `kubernetes` of the default namespace (Kubernetes `pkg/kubelet/envvars`), which every container is told of.
const API_SERVER: [(&str, &str); 8] = [
    ("KUBERNETES_SERVICE_HOST", "10.96.0.1"),
    ("KUBERNETES_SERVICE_PORT", "443"),
    ("KUBERNETES_SERVICE_PORT_HTTPS", "443"),
    ("KUBERNETES_PORT", "tcp://10.96.0.1:443"),
    ("KUBERNETES_PORT_443_TCP", "tcp://10.96.0.1:443"),
    ("KUBERNETES_PORT_443_TCP_PROTO", "tcp"),
    ("KUBERNETES_PORT_443_TCP_PORT", "443"),
    ("KUBERNETES_PORT_443_TCP_ADDR", "10.96.0.1"),
];

/// What `fieldRef` can ask for besides the Pod's own object.
pub struct Place<'a> {
    /// `status.podIP`
    pub ip: &'a str,
    /// `spec.nodeName`
    pub node: &'a str,
    /// The container's host name.
    pub hostname: &'a str,
}

/// The environment; the error is the kubelet's sentence (CreateContainerConfigError).
pub fn environment(
    world: &World,
    pod: &Pod,
    container: &Container,
    image: &Image,
    place: &Place<'_>,
) -> Result<BTreeMap<String, String>, String> {
    let mut env: BTreeMap<String, String> = BTreeMap::from([("PATH".into(), PATH.into()), ("HOSTNAME".into(), place.hostname.into())]);
    env.extend(image.env.clone());
    env.extend(API_SERVER.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let namespace = pod.namespace();
    for source in container.env_from.iter().flatten() {
        let asked = [
            source.config_map_ref.as_ref().map(|one| ("ConfigMap", one.name.as_str(), one.optional)),
            source.secret_ref.as_ref().map(|one| ("Secret", one.name.as_str(), one.optional)),
        ];
        for (kind, name, optional) in asked.into_iter().flatten() {
            match world.store.get(kind, Some(namespace), name) {
                Some(object) => {
                    let prefix = source.prefix.as_deref().unwrap_or("");
                    env.extend(secret::data(object).iter().map(|(key, bytes)| (format!("{prefix}{key}"), text(bytes))));
                }
                None if optional == Some(true) => {}
                None => return Err(format!("{} \"{name}\" not found", kind.to_lowercase())),
            }
        }
    }
    for variable in container.env.iter().flatten() {
        let value = match (&variable.value, &variable.value_from) {
            (Some(value), _) => Some(expand(value, &env)),
            (None, Some(source)) => from(world, pod, source, place)?,
            (None, None) => Some(String::new()),
        };
        env.extend(value.map(|value| (variable.name.clone(), value)));
    }
    Ok(env)
}

fn from(world: &World, pod: &Pod, source: &EnvVarSource, place: &Place<'_>) -> Result<Option<String>, String> {
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
        return match secret::data(object).get(key) {
            Some(bytes) => Ok(Some(String::from_utf8_lossy(bytes).into_owned())),
            None if optional => Ok(None),
            None => Err(format!("couldn't find key {key} in {kind} {namespace}/{name}")),
        };
    }
    let Some(field) = &source.field_ref else { return Ok(Some(String::new())) };
    let own = |pointer: &str| pod.object.value.pointer(pointer).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    Ok(Some(match field.field_path.as_str() {
        "metadata.name" => pod.name().to_owned(),
        "metadata.namespace" => namespace.to_owned(),
        "metadata.uid" => pod.uid(),
        "status.podIP" => place.ip.to_owned(),
        "spec.nodeName" => place.node.to_owned(),
        "spec.serviceAccountName" => pod.spec().service_account_name.clone().unwrap_or_else(|| "default".into()),
        path => match path.strip_prefix("metadata.labels['").and_then(|rest| rest.strip_suffix("']")) {
            Some(label) => pod.object.labels().get(label).cloned().unwrap_or_default(),
            None => own(&format!("/{}", path.replace('.', "/"))),
        },
    }))
}

/// `$(NAME)`; `$$` is a dollar sign.
pub fn expand(text: &str, env: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out += &rest[..at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some((name, after)) = rest.strip_prefix('(').and_then(|inside| inside.split_once(')')) {
            match env.get(name) {
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
