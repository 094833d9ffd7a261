//! What the server does to an object between decoding and validation: `PrepareForCreate` of the kinds' strategies,
//! `DropDisabledFields`, generated names. Source: `pkg/api/pod/util.go`, `pkg/registry/*/strategy.go`, 1.35; feature
//! gates at the defaults of each version (`pkg/features/kube_features.go`).

use serde_json::{Map, Value, json};

use super::field::inside;
use crate::object::{member, member_mut, pod_spec_pointer};
use crate::schema::Version;

/// Prepares an object of `kind` for validation.
pub fn prepare(value: &mut Value, kind: &str, version: Version) {
    generation(value, kind, version);
    if kind == "Pod" {
        merge_label_keys(value, version.minor);
        app_armor_fields(value, version);
    }
    prepare_again(value, kind, version);
}

/// The part that is done to an object whenever it comes, not only when it is made.
pub fn prepare_again(value: &mut Value, kind: &str, version: Version) {
    if let Some(path) = pod_spec_pointer(kind) {
        let spec = path.split('/').skip(1).try_fold(&mut *value, |value, name| member_mut(value.as_object_mut()?, name));
        if let Some(spec) = spec.and_then(Value::as_object_mut) {
            drop_disabled(spec, version.minor);
        }
    }
    match kind {
        "Secret" => merge_string_data(value),
        // A LimitRange without a name gets one (`limitrangeStrategy.PrepareForCreate`).
        "LimitRange" if value.pointer("/metadata/name").and_then(Value::as_str).is_none_or(str::is_empty) => {
            if let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) {
                metadata.insert("name".into(), "00000000-0000-4000-8000-000000000000".into());
            }
        }
        "PersistentVolumeClaim" => {
            if let Some(spec) = value.get_mut("spec").and_then(Value::as_object_mut) {
                data_source(spec, version.minor);
            }
        }
        // `MaxUnavailableStatefulSet` is on since 1.37.
        "StatefulSet" if version.minor < 37 => {
            if let Some(rolling) = value.pointer_mut("/spec/updateStrategy/rollingUpdate").and_then(Value::as_object_mut) {
                rolling.remove("maxUnavailable");
            }
        }
        _ => {}
    }
}

/// Copies the old AppArmor annotations of a Pod into its containers' fields (Kubernetes `pkg/registry/core/pod/strategy.go` `applyAppArmorVersionSkew`, since 1.30).
fn app_armor_fields(value: &mut Value, version: Version) {
    const KEY: &str = "container.apparmor.security.beta.kubernetes.io/";
    let Some(annotations) = inside(value, "metadata.annotations").filter(|annotations| annotations.is_object()).cloned() else { return };
    if version.minor < 30 || inside(value, "spec.os.name").is_some_and(|name| name == "windows") {
        return;
    }
    let of_pod = inside(value, "spec.securityContext.appArmorProfile").cloned();
    let Some(spec) = value.get_mut("spec").and_then(Value::as_object_mut) else { return };
    let lists = ["initContainers", "containers", "ephemeralContainers"];
    for container in
        spec.iter_mut().filter(|(name, _)| lists.contains(&name.as_str())).filter_map(|(_, list)| list.as_array_mut()).flatten()
    {
        let Some(container) = container.as_object_mut() else { continue };
        let name = container.get("name").and_then(Value::as_str).unwrap_or_default();
        let Some(profile) = annotations[format!("{KEY}{name}")].as_str().and_then(app_armor_field) else { continue };
        let own = container.get("securityContext").and_then(|context| context.get("appArmorProfile"));
        if own.is_some_and(|own| !own.is_null()) || of_pod.as_ref() == Some(&profile) {
            continue;
        }
        match container.get_mut("securityContext").and_then(Value::as_object_mut) {
            Some(context) => context.insert("appArmorProfile".into(), profile),
            None => container.insert("securityContext".into(), json!({"appArmorProfile": profile})),
        };
    }
}

/// `ApparmorFieldForAnnotation`, of annotations that mean something.
fn app_armor_field(annotation: &str) -> Option<Value> {
    match annotation {
        "unconfined" => Some(json!({"type": "Unconfined"})),
        "runtime/default" => Some(json!({"type": "RuntimeDefault"})),
        _ => {
            let name = annotation.strip_prefix("localhost/")?;
            if name.is_empty() || name.trim() != name || name.len() > 4095 {
                return None;
            }
            Some(json!({"type": "Localhost", "localhostProfile": name}))
        }
    }
}

/// Gives a name to an object that asks for a generated one, as if the five letters had been drawn.
pub fn generate_name(value: &mut Value, letters: &str) {
    let Some(metadata) = part(value, "metadata") else { return };
    let text = |name: &str| member(metadata, name).and_then(Value::as_str).unwrap_or("");
    let prefix = text("generateName");
    if !prefix.is_empty() && text("name").is_empty() {
        let mut end = prefix.len().min(58);
        while !prefix.is_char_boundary(end) {
            end -= 1;
        }
        let name = format!("{}{letters}", &prefix[..end]);
        metadata.insert("name".into(), name.into());
    }
}

fn generation(value: &mut Value, kind: &str, version: Version) {
    let counted = match kind {
        "NetworkPolicy" | "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" | "Job" | "CronJob" | "ReplicationController" => true,
        "Pod" => version.minor >= 34,
        _ => false,
    };
    if let Some(metadata) = part(value, "metadata").filter(|_| counted) {
        metadata.insert("generation".into(), 1.into());
    }
}

/// The object in a field.
fn part<'v>(value: &'v mut Value, name: &str) -> Option<&'v mut Map<String, Value>> {
    member_mut(value.as_object_mut()?, name)?.as_object_mut()
}

/// The objects of a list.
fn list<'v>(object: &'v mut Map<String, Value>, name: &str) -> impl Iterator<Item = &'v mut Map<String, Value>> {
    member_mut(object, name).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}

/// Fields behind a feature gate that is off are dropped without a word.
fn drop_disabled(spec: &mut Map<String, Value>, minor: u8) {
    drop_field(spec, "workloadRef");
    if minor < 34 {
        drop_field(spec, "resources");
        drop_field(spec, "resourceClaims");
    }
    if minor < 35 {
        drop_field(spec, "hostnameOverride");
    }
    for volume in list(spec, "volumes") {
        if minor < 35 {
            drop_field(volume, "image");
        }
        let sources = member_mut(volume, "projected").and_then(Value::as_object_mut).map(|projected| list(projected, "sources"));
        for source in sources.into_iter().flatten() {
            // `ClusterTrustBundleProjection` is on since 1.37.
            if minor < 37 {
                drop_field(source, "clusterTrustBundle");
            }
            drop_field(source, "podCertificate");
        }
    }
    for (name, init) in [("containers", false), ("initContainers", true), ("ephemeralContainers", false)] {
        for container in list(spec, name) {
            if let Some(lifecycle) = member_mut(container, "lifecycle").and_then(Value::as_object_mut) {
                let had = lifecycle.shift_remove("stopSignal").is_some_and(|signal| !signal.is_null());
                if had && lifecycle.values().all(Value::is_null) {
                    container.shift_remove("lifecycle");
                }
            }
            if minor == 34 && !init {
                drop_field(container, "restartPolicy");
            }
            if minor < 35 {
                drop_field(container, "restartPolicyRules");
                for variable in list(container, "env") {
                    if let Some(from) = member_mut(variable, "valueFrom").and_then(Value::as_object_mut) {
                        drop_field(from, "fileKeyRef");
                    }
                }
            }
            if let Some(resources) = member_mut(container, "resources").and_then(Value::as_object_mut).filter(|_| minor < 34) {
                drop_field(resources, "claims");
            }
        }
    }
}

/// Takes out a field that is rarely there: to look for it in a few names is quicker than to hash its own.
fn drop_field(object: &mut Map<String, Value>, name: &str) {
    if member(object, name).is_some() {
        object.remove(name);
    }
}

/// matchLabelKeys of a Pod become requirements of the selector beside them.
fn merge_label_keys(pod: &mut Value, minor: u8) {
    if !["spec.affinity", "spec.topologySpreadConstraints"].into_iter().any(|field| inside(pod, field).is_some()) {
        return;
    }
    let labels = inside(pod, "metadata.labels").cloned().unwrap_or_default();
    let Some(spec) = pod.get_mut("spec") else { return };
    for part in ["podAffinity", "podAntiAffinity"] {
        let part = spec.get_mut("affinity").and_then(|affinity| affinity.get_mut(part));
        let Some(part) = part.and_then(Value::as_object_mut) else { continue };
        for term in list(part, "requiredDuringSchedulingIgnoredDuringExecution") {
            merge(term, &labels);
        }
        for preferred in list(part, "preferredDuringSchedulingIgnoredDuringExecution") {
            if let Some(term) = preferred.get_mut("podAffinityTerm").and_then(Value::as_object_mut) {
                merge(term, &labels);
            }
        }
    }
    if let Some(spec) = spec.as_object_mut().filter(|_| minor >= 34) {
        for constraint in list(spec, "topologySpreadConstraints") {
            merge(constraint, &labels);
        }
    }
}

fn merge(term: &mut Map<String, Value>, labels: &Value) {
    let mut added = Vec::new();
    for (list, operator) in [("matchLabelKeys", "In"), ("mismatchLabelKeys", "NotIn")] {
        for key in term.get(list).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if let Some(value) = labels.get(key) {
                added.push(json!({"key": key, "operator": operator, "values": [value]}));
            }
        }
    }
    let Some(selector) = term.get_mut("labelSelector").and_then(Value::as_object_mut).filter(|_| !added.is_empty()) else { return };
    let expressions = selector.entry("matchExpressions").or_insert_with(|| json!([]));
    if expressions.is_null() {
        *expressions = json!([]);
    }
    if let Some(expressions) = expressions.as_array_mut() {
        expressions.extend(added);
    }
}

/// `stringData` overwrites `data` (`pkg/apis/core/v1/conversion.go`).
fn merge_string_data(secret: &mut Value) {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    let Some(secret) = secret.as_object_mut() else { return };
    let Some(Value::Object(texts)) = secret.shift_remove("stringData") else { return };
    let data = secret.entry("data").or_insert_with(|| json!({}));
    if data.is_null() {
        *data = json!({});
    }
    if let Some(data) = data.as_object_mut() {
        for (key, text) in texts {
            data.insert(key, STANDARD.encode(text.as_str().unwrap_or("")).into());
        }
    }
}

/// `EnforceDataSourceBackwardsCompatibility`, `NormalizeDataSources`, `DropDisabledFields` of claims.
fn data_source(spec: &mut Map<String, Value>, minor: u8) {
    if minor < 34 {
        spec.remove("volumeAttributesClassName");
    }
    let namespace = spec.get("dataSourceRef").and_then(|reference| reference.get("namespace")).and_then(Value::as_str);
    if namespace.is_some_and(|namespace| !namespace.is_empty()) {
        spec.remove("dataSourceRef");
    }
    let set = |spec: &Map<String, Value>, name: &str| spec.get(name).is_some_and(|value| !value.is_null());
    if set(spec, "dataSource") && !set(spec, "dataSourceRef") {
        let text = |name: &str| spec["dataSource"].get(name).and_then(Value::as_str).unwrap_or("");
        let known = text("kind") == "PersistentVolumeClaim" && text("apiGroup").is_empty()
            || text("kind") == "VolumeSnapshot" && text("apiGroup") == "snapshot.storage.k8s.io";
        if known {
            spec.insert("dataSourceRef".into(), spec["dataSource"].clone());
        } else {
            spec.remove("dataSource");
        }
    } else if set(spec, "dataSourceRef") && !set(spec, "dataSource") {
        spec.insert("dataSource".into(), spec["dataSourceRef"].clone());
    }
}
