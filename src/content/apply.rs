//! Applying files to a world, as `kubectl apply` and `kubectl replace --force` together would.

use std::collections::{BTreeMap, BTreeSet};

use crate::rules::{self, Document, Options};
use crate::simulate;
use crate::text::SourceFile;
use crate::world::World;

/// Namespaces that every cluster has.
const NAMESPACES: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// The server's answers to `files`, and `world` with the accepted objects in it. An object that is there already is
/// replaced, immutable fields included: learners delete and create again. `namespace` is the kubectl context's.
/// Dockerfiles of the world's `builds` are built first, and the images are on their nodes.
pub fn apply(world: &World, namespace: &str, files: &[SourceFile]) -> (Vec<Document>, World) {
    let mut applied = world.clone();
    let (mut documents, mut manifests) = (Vec::new(), Vec::new());
    for file in files {
        match simulate::build_onto_nodes(&mut applied, file) {
            Some(built) => documents.push(Document::of_file(file, built.image.is_some(), built.message, built.diagnostics)),
            None => manifests.push(file.clone()),
        }
    }
    let manifests = rules::validate(&manifests, &options(world, namespace));
    for document in manifests.iter().filter(|document| document.accepted) {
        if let Some(object) = &document.object {
            applied.store.insert(object.clone());
        }
    }
    documents.extend(manifests);
    (documents, applied)
}

/// What the server's answers depend on in this world.
fn options(world: &World, context: &str) -> Options {
    let store = &world.store;
    let mut namespaces: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let used = store.iter().filter_map(|object| object.namespace.as_deref());
    for name in NAMESPACES.into_iter().chain([context]).chain(used) {
        namespaces.entry(name.to_owned()).or_default();
    }
    for object in store.of_kind("Namespace") {
        namespaces.insert(object.name.clone(), object.labels());
    }
    for (name, labels) in &mut namespaces {
        labels.insert("kubernetes.io/metadata.name".into(), name.clone());
    }
    let defaults = namespaces.keys().map(|namespace| format!("{namespace}/default"));
    let accounts: BTreeSet<_> = store.of_kind("ServiceAccount").map(crate::object::Object::key).chain(defaults).collect();
    Options {
        version: *world.facts.version,
        namespace: context.to_owned(),
        namespaces: Some(namespaces),
        service_accounts: Some(accounts),
        // Saving means creating anew: a Pod gets what its account has in the end, wherever in the files the account stands.
        accounts: BTreeMap::new(),
        pod_security: None,
    }
}
