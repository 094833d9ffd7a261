//! What may stand at the cursor, and what the field under it means.
//!
//! The place is read off the indentation of the lines, not off a tree: while a person types, the text is seldom
//! YAML. Flow style on one line is left alone. Fields and fixed values come from the schema, the names of other objects
//! from what is known of them.

mod known;
mod names;
mod place;

use crate::schema::asset::{Shape, Type, TypeId};
use crate::schema::explain::{Explained, Fact, explain_field, facts, structure, values};
use crate::schema::{Kind, Version, kind, kinds};
use crate::text::{SourceFile, Span};

pub use known::Known;
use place::Place;

/// What may stand at the cursor.
#[derive(Clone, Debug)]
pub struct Completion {
    /// What an item replaces: the part of the word before the cursor.
    pub span: Span,
    /// In the API's order, required fields first.
    pub items: Vec<Item>,
}

/// One thing that may stand there.
#[derive(Clone, Debug)]
pub struct Item {
    /// The field or the value.
    pub label: String,
    /// What to put into the text: a field comes with its colon and, if it holds more, with the next line.
    pub insert: String,
    /// The field's facts; `None` for a value.
    pub field: Option<Fact>,
    /// What a name is the name of: a kind, or the Pods that have a label.
    pub of: String,
}

/// The names of fields and values that may stand at byte `offset`. `None` where nothing is known.
pub fn at(file: &SourceFile, offset: usize, version: Version, known: &Known) -> Option<Completion> {
    let place = Place::find(file, offset)?;
    let root = place.kind(version);
    let span = Span::new(place.word, offset);
    let typed = file.slice(span).to_lowercase();
    let mut items = names::at(&place, known);
    if items.is_empty() {
        items = match &place.value_of {
            Some(key) => place.values(root, key, version),
            None => place.keys(root, version),
        };
    }
    // The word itself is among the known names as soon as it is typed; a field still lacks its colon.
    let whole = |item: &Item| item.field.is_none() && item.label == file.slice(span);
    items.retain(|item| item.label.to_lowercase().starts_with(&typed) && !whole(item));
    (!items.is_empty()).then_some(Completion { span, items })
}

/// What the field under byte `offset` means.
pub fn hover(file: &SourceFile, offset: usize, version: Version) -> Option<Explained> {
    let place = Place::find(file, offset)?;
    let kind = place.kind(version)?;
    let mut path: Vec<&str> = place.path.iter().map(String::as_str).collect();
    path.extend(place.value_of.as_deref().or(place.key.as_deref()));
    explain_field(kind, &path, version).ok()
}

impl Place {
    /// Whether the mapping has the field already.
    fn has(&self, field: &str) -> bool {
        self.siblings.iter().any(|(key, _)| key == field)
    }

    fn kind(&self, version: Version) -> Option<&'static Kind> {
        kind(self.api_version.as_deref()?, self.kind.as_deref()?, version)
    }

    /// The type of the field that the path leads to.
    fn container(&self, root: Option<&'static Kind>, version: Version) -> Option<Container> {
        let mut owner = Container::Struct(root?.root);
        for name in &self.path {
            owner = match owner {
                Container::Struct(id) => Container::of(&id.field(name, version)?.kind),
                Container::Map(kind) => Container::of(kind),
                Container::Value(_) => return None,
            };
        }
        Some(owner)
    }

    fn keys(&self, root: Option<&'static Kind>, version: Version) -> Vec<Item> {
        if root.is_none() && self.path.is_empty() {
            let known = ["apiVersion", "kind", "metadata", "spec"].into_iter().filter(|key| !self.has(key));
            return known.map(|key| Item { label: key.into(), insert: format!("{key}: "), field: None, of: String::new() }).collect();
        }
        match self.container(root, version) {
            Some(Container::Struct(id)) => {
                let mut fields = facts(id, version);
                fields.retain(|field| !self.has(field.name));
                fields.retain(|field| !(self.path.is_empty() && field.name == "status"));
                fields.sort_by_key(|field| !field.required);
                fields.into_iter().map(|field| self.item(id, field, version)).collect()
            }
            Some(Container::Value(kind)) => plain(values(kind, version)),
            _ => Vec::new(),
        }
    }

    fn item(&self, owner: TypeId, field: Fact, version: Version) -> Item {
        let deeper = " ".repeat(self.column + 2);
        let insert = match owner.field(field.name, version).map(|found| found.kind.target()) {
            Some(Type { shape: Shape::List(_), .. }) => format!("{}:\n{deeper}- ", field.name),
            Some(Type { shape: Shape::Map(_), .. }) => format!("{}:\n{deeper}", field.name),
            Some(kind) if structure(kind).is_some() => format!("{}:\n{deeper}", field.name),
            _ => format!("{}: ", field.name),
        };
        Item { label: field.name.into(), insert, field: Some(field), of: String::new() }
    }

    fn values(&self, root: Option<&'static Kind>, key: &str, version: Version) -> Vec<Item> {
        if self.path.is_empty() && key == "kind" {
            let fits =
                |known: &&Kind| known.versions.contains(version) && self.api_version.as_deref().is_none_or(|api| api == known.api_version);
            return plain(kinds().iter().filter(fits).map(|known| known.kind).collect());
        }
        if self.path.is_empty() && key == "apiVersion" {
            let fits = |known: &&Kind| known.versions.contains(version) && self.kind.as_deref().is_none_or(|kind| kind == known.kind);
            let mut versions: Vec<_> = kinds().iter().filter(fits).map(|known| known.api_version).collect();
            versions.dedup();
            return plain(versions);
        }
        match self.container(root, version) {
            Some(Container::Struct(id)) => id.field(key, version).map(|field| plain(values(&field.kind, version))).unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

fn plain(values: Vec<&'static str>) -> Vec<Item> {
    values.into_iter().map(|value| Item { label: value.into(), insert: value.into(), field: None, of: String::new() }).collect()
}

/// What the lines at one place are.
#[derive(Clone, Copy)]
enum Container {
    /// Fields of a struct.
    Struct(TypeId),
    /// Entries of a map, each of this type.
    Map(&'static Type),
    /// Items that are plain values.
    Value(&'static Type),
}

impl Container {
    fn of(kind: &'static Type) -> Self {
        match &kind.target().shape {
            Shape::Map(inner) => Self::Map(inner),
            _ => structure(kind).map_or(Self::Value(kind), Self::Struct),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The labels at `|`.
    fn labels(text: &str) -> Vec<String> {
        let offset = text.find('|').expect("a cursor");
        let file = SourceFile::new("f.yaml", text.replacen('|', "", 1));
        at(&file, offset, Version::DEFAULT, &Known::new(&[file.clone(), others()], std::iter::empty(), "default"))
            .map(|found| found.items.into_iter().map(|item| item.label).collect())
            .unwrap_or_default()
    }

    /// What else is in the files.
    fn others() -> SourceFile {
        SourceFile::new(
            "others.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: reg-cred}\ndata: {user: YQ==, pass: YQ==}\n---\n\
             apiVersion: v1\nkind: Secret\nmetadata: {name: elsewhere, namespace: shop}\n---\n\
             apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: a, live: \"yes\"}}\n---\n\
             apiVersion: v1\nkind: Pod\nmetadata: {name: db, labels: {role: db, tier: back}}\n\
             spec: {containers: [{name: c, image: \"redis:7\", ports: [{name: redis, containerPort: 6379}]}]}\n---\n\
             apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec: {template: {metadata: {labels: {role: api}}, spec: {}}}\n---\n\
             apiVersion: v1\nkind: Pod\nmetadata: {name: far, namespace: shop, labels: {role: far}}\nspec: {}\n",
        )
    }

    const POLICY: &str = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: a\nspec:\n";

    #[test]
    fn names_come_from_the_objects_that_have_them() {
        assert_eq!(labels(&format!("{POD}  imagePullSecrets:\n  - name: |")), ["reg-cred"]);
        assert_eq!(
            labels(&POD.replace("name: a", "name: a\n  namespace: shop").replace("spec:", "spec:\n  imagePullSecrets:\n  - name: |")),
            ["elsewhere"]
        );
        assert_eq!(labels(&format!("{POD}  volumes:\n  - name: v\n    secret:\n      secretName: r|")), ["reg-cred"]);
        assert_eq!(
            labels(&format!(
                "{POD}  containers:\n  - env:\n    - valueFrom:\n        secretKeyRef:\n          name: reg-cred\n          key: |"
            )),
            ["pass", "user"]
        );
        assert_eq!(
            labels(&format!("{POD}  volumes:\n  - name: data\n  - name: tmp\n  containers:\n  - volumeMounts:\n    - name: |")),
            ["data", "tmp"]
        );
        assert_eq!(labels(&format!("{POD}  containers:\n  - image: re|")), ["redis:7"]);
        assert_eq!(labels("apiVersion: v1\nkind: Pod\nmetadata:\n  namespace: |"), ["shop"]);
    }

    #[test]
    fn labels_are_those_that_pods_have() {
        assert_eq!(labels(&format!("{POLICY}  podSelector:\n    matchLabels:\n      |")), ["role: db", "tier: back", "role: api"]);
        assert_eq!(labels(&format!("{POLICY}  podSelector:\n    matchLabels:\n      role: |")), ["db", "api"]);
        let expression =
            format!("{POLICY}  podSelector:\n    matchExpressions:\n    - key: role\n      operator: In\n      values:\n      - |");
        assert_eq!(labels(&expression), ["db", "api"]);
        let peer = format!(
            "{POLICY}  ingress:\n  - from:\n    - namespaceSelector: {{}}\n      podSelector:\n        matchLabels:\n          role: |"
        );
        assert_eq!(labels(&peer), ["db", "far", "api"]);
        let namespaces = format!("{POLICY}  ingress:\n  - from:\n    - namespaceSelector:\n        matchLabels:\n          |");
        assert_eq!(labels(&namespaces), ["live: yes", "team: a", "kubernetes.io/metadata.name: shop"]);
        assert_eq!(labels(&format!("{POLICY}  ingress:\n  - ports:\n    - port: |")), ["redis", "6379"]);
    }

    #[test]
    fn a_name_that_yaml_would_misread_is_quoted() {
        let text = format!("{POLICY}  ingress:\n  - from:\n    - namespaceSelector:\n        matchLabels:\n          live: ");
        let (file, offset) = (SourceFile::new("f.yaml", text.clone()), text.len());
        let known = Known::new(&[others()], std::iter::empty(), "default");
        let found = at(&file, offset, Version::DEFAULT, &known).expect("a value");
        assert_eq!(found.items[0].insert, "\"yes\"");
    }

    const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n";

    #[test]
    fn keys_come_from_the_struct_around_the_cursor() {
        assert_eq!(labels(&format!("{POD}  containers:\n  - name: a\n    securityContext:\n      priv|")), ["privileged"]);
        assert_eq!(labels(&format!("{POD}  containers:\n  - na|")), ["name"]);
        assert_eq!(labels(&format!("{POD}  containers:\n    - name: a\n      imageP|\n      image: b\n")), ["imagePullPolicy"]);
        assert_eq!(labels(&format!("{POD}  hostNe|\n  containers: []\n")), ["hostNetwork"]);
        assert_eq!(labels(&format!("{POD}  hostNetwork: true\n  hostNe|")), [""; 0]);
        assert_eq!(labels("apiVersion: v1\nkind: Pod\nmeta|"), ["metadata"]);
        assert_eq!(labels("ki|"), ["kind"]);
    }

    #[test]
    fn a_list_may_stand_under_the_first_key_of_an_item() {
        let ports = format!("{POLICY}  ingress:\n  - ports:\n    - pro|");
        assert_eq!(labels(&ports), ["protocol"]);
        assert_eq!(labels(&format!("{POLICY}  ingress:\n  - from:\n    - podSelector: {{}}\n    po|")), ["ports"]);
        assert_eq!(labels(&format!("{POLICY}  ingress:\n  - from:\n    - |")), ["podSelector", "namespaceSelector", "ipBlock"]);
    }

    #[test]
    fn values_come_from_the_fields_type() {
        assert_eq!(labels(&format!("{POD}  restartPolicy: |")), ["Always", "OnFailure", "Never"]);
        assert_eq!(labels(&format!("{POD}  hostPID: t|")), ["true"]);
        assert_eq!(labels("apiVersion: networking.k8s.io/v1\nkind: NetworkP|"), ["NetworkPolicy"]);
        let policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  policyTypes:\n  - E|";
        assert_eq!(labels(policy), ["Egress"]);
    }

    #[test]
    fn the_field_under_the_cursor_is_explained() {
        let text = format!("{POD}  containers:\n  - name: a\n    securityContext:\n      runAsUser: 1000\n");
        let offset = text.find("runAs").expect("the field") + 2;
        let found = hover(&SourceFile::new("f.yaml", text), offset, Version::DEFAULT).expect("a field");
        assert_eq!(found.path, ["spec", "containers", "securityContext", "runAsUser"]);
        assert_eq!(found.field.map(|field| field.kind).as_deref(), Some("integer"));
    }
}
