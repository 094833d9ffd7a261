//! The facts behind `kubectl explain`: a path to a field, its type, its meaning, its fields.

use super::asset::{Definition, Field, Shape, Span, Special, Type, TypeId, kinds};
use super::{Kind, Version, docs};

/// What there is to say about a kind or one of its fields.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The kind.
    pub kind: &'static Kind,
    /// The fields that lead here, as the API spells them; empty for the kind itself.
    pub path: Vec<&'static str>,
    /// The field, unless it is the kind itself.
    pub field: Option<Fact>,
    /// What the API says of the field's type, or of the kind.
    pub description: String,
    /// The fields below, in the API's order.
    pub fields: Vec<Fact>,
}

/// One field.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name.
    pub name: &'static str,
    /// Its type as kubectl writes it between angle brackets: `string`, `integer`, `[]Container`.
    pub kind: String,
    /// Whether an object without it is refused.
    pub required: bool,
    /// What the API says of it.
    pub description: String,
    /// In which versions it exists.
    pub versions: Span,
    /// The only values it may have, if they are few.
    pub values: Vec<&'static str>,
    /// The default that the API declares.
    pub default: Option<&'static str>,
}

/// Short names, as `kubectl api-resources` lists them.
const SHORT: [(&str, &str); 22] = [
    ("po", "Pod"),
    ("deploy", "Deployment"),
    ("rs", "ReplicaSet"),
    ("sts", "StatefulSet"),
    ("ds", "DaemonSet"),
    ("cj", "CronJob"),
    ("svc", "Service"),
    ("ns", "Namespace"),
    ("cm", "ConfigMap"),
    ("sa", "ServiceAccount"),
    ("netpol", "NetworkPolicy"),
    ("ing", "Ingress"),
    ("pvc", "PersistentVolumeClaim"),
    ("pv", "PersistentVolume"),
    ("no", "Node"),
    ("ep", "Endpoints"),
    ("ev", "Event"),
    ("quota", "ResourceQuota"),
    ("limits", "LimitRange"),
    ("rc", "ReplicationController"),
    ("pdb", "PodDisruptionBudget"),
    ("hpa", "HorizontalPodAutoscaler"),
];

/// The kind that a person calls `word`: its name, plural or short name, in any case, perhaps with its group
/// behind a dot. Of several, the core group and the newest version win.
pub fn find_kind(word: &str, version: Version) -> Option<&'static Kind> {
    let (word, group) = word.split_once('.').map_or((word, None), |(word, group)| (word, Some(group)));
    let lower = word.to_lowercase();
    let long = SHORT.iter().find(|(short, _)| *short == lower).map(|(_, kind)| kind.to_lowercase());
    let named = |kind: &&Kind| {
        let name = kind.kind.to_lowercase();
        (name == lower || kind.plural == lower || long.as_ref() == Some(&name)) && kind.versions.contains(version)
    };
    let in_group = |kind: &&Kind| group.is_none_or(|group| kind.api_version.split('/').next() == Some(group));
    kinds().iter().filter(named).filter(in_group).max_by_key(|kind| (!kind.api_version.contains('/'), kind.api_version))
}

/// Explains a path like `pod.spec.securityContext`. `Err` holds the part that does not exist.
pub fn explain(path: &str, version: Version) -> Result<Explained, String> {
    let mut parts = path.split('.').filter(|part| !part.is_empty());
    let word = parts.next().unwrap_or_default();
    let kind = find_kind(word, version).ok_or_else(|| word.to_owned())?;
    let names: Vec<&str> = parts.map(|part| part.split('[').next().unwrap_or(part)).collect();
    explain_field(kind, &names, version)
}

/// Explains the field to which `names` lead from a kind. `Err` holds the name that does not exist.
pub fn explain_field(kind: &'static Kind, names: &[&str], version: Version) -> Result<Explained, String> {
    let mut owner = Some(kind.root);
    let (mut path, mut field) = (Vec::new(), None);
    for name in names {
        let found = owner.and_then(|owner| owner.field(name, version)).ok_or_else(|| (*name).to_owned())?;
        path.push(found.name);
        owner = structure(&found.kind);
        field = Some(found);
    }
    let description = owner.map(|owner| docs::of_type(owner, version)).unwrap_or_default();
    let fields = owner.map(|owner| facts(owner, version)).unwrap_or_default();
    Ok(Explained { kind, path, field: field.map(|field| fact(field, version)), description, fields })
}

/// The fields of a struct that `version` has.
pub fn facts(owner: TypeId, version: Version) -> Vec<Fact> {
    owner.fields().iter().filter(|field| field.versions.contains(version)).map(|field| fact(field, version)).collect()
}

/// The facts of one field.
pub fn fact(field: &Field, version: Version) -> Fact {
    Fact {
        name: field.name,
        kind: type_name(&field.kind),
        required: !field.optional,
        description: docs::of_field(field.owner, field.name, version),
        versions: field.versions,
        values: values(&field.kind, version),
        default: field.default,
    }
}

/// The struct that a field holds, alone, in a list or in a map.
pub fn structure(kind: &Type) -> Option<TypeId> {
    match &kind.shape {
        Shape::Named(id) => match id.definition() {
            Definition::Struct(_) => Some(*id),
            Definition::Alias(target, _) => structure(target),
            Definition::Special(_) => None,
        },
        Shape::List(inner) | Shape::Map(inner) | Shape::Pointer(inner) => structure(inner),
        _ => None,
    }
}

/// The values that a field, or the items of its list, may have; `true` and `false` for booleans.
pub fn values(kind: &Type, version: Version) -> Vec<&'static str> {
    match &kind.shape {
        Shape::Bool => vec!["true", "false"],
        Shape::Named(id) => match id.definition() {
            Definition::Alias(target, choices) if choices.is_empty() => self::values(target, version),
            Definition::Alias(_, choices) => {
                let there = choices.iter().filter(|choice| choice.versions.contains(version) && !choice.value.is_empty());
                there.map(|choice| choice.value).collect()
            }
            _ => Vec::new(),
        },
        Shape::List(inner) | Shape::Pointer(inner) => values(inner, version),
        _ => Vec::new(),
    }
}

/// A type as `kubectl explain` names it.
pub fn type_name(kind: &Type) -> String {
    match &kind.shape {
        Shape::Bool => "boolean".into(),
        Shape::String | Shape::Bytes => "string".into(),
        Shape::Int(..) => "integer".into(),
        Shape::Float => "number".into(),
        Shape::Any => "Object".into(),
        Shape::List(inner) => format!("[]{}", type_name(inner)),
        Shape::Map(inner) => format!("map[string]{}", type_name(inner)),
        Shape::Pointer(inner) => type_name(inner),
        Shape::Named(id) => match id.definition() {
            Definition::Struct(_) => id.short().into(),
            Definition::Alias(target, _) => type_name(target),
            Definition::Special(special) => match special {
                Special::Quantity => "Quantity".into(),
                Special::IntOrString => "IntOrString".into(),
                // Their OpenAPI schema has `type: string`, so kubectl does not name it (kubectl v0.35 `typeGuess`).
                Special::Time | Special::MicroTime | Special::Duration => "string".into(),
                Special::Raw => id.short().into(),
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_explained_as_kubectl_does() {
        let found = explain("pods.spec.containers[0].securityContext", Version::DEFAULT).expect("a field");
        assert_eq!(found.path, ["spec", "containers", "securityContext"]);
        assert_eq!(found.field.as_ref().map(|field| field.kind.as_str()), Some("SecurityContext"));
        assert!(found.field.as_ref().is_some_and(|field| field.description.starts_with("SecurityContext defines the security options")));
        let privileged = found.fields.iter().find(|field| field.name == "privileged").expect("privileged");
        assert_eq!((privileged.kind.as_str(), privileged.required), ("boolean", false));

        let policy = explain("po.spec.restartPolicy", Version::DEFAULT).expect("a field").field.expect("a field");
        assert_eq!(policy.values, ["Always", "OnFailure", "Never"]);
        assert_eq!(explain("pod.spec.zzz", Version::DEFAULT).err().as_deref(), Some("zzz"));
        assert_eq!(explain("gateway", Version::DEFAULT).err().as_deref(), Some("gateway"));
        let created = explain("pod.metadata.creationTimestamp", Version::DEFAULT).expect("a field").field.expect("a field");
        assert_eq!(created.kind, "string");
        let containers = explain("deploy.spec.template.spec", Version::DEFAULT).expect("a field").fields;
        assert!(containers.iter().any(|field| field.name == "containers" && field.required));
    }

    #[test]
    fn fields_come_and_go_with_versions() {
        let has = |minor| explain("pod.spec.hostnameOverride", Version { minor }).is_ok();
        assert_eq!([33, 34, 35, 36, 37].map(has), [false, true, true, true, true]);
    }
}
