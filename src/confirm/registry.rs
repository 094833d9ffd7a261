//! Registries that a cluster has as the exercises know them, and those that only a simulated world has.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::world::{Facts, Reference};

/// The exercises' private registry, under both its names: what `cluster create` starts beside kind.
const HOSTS: [&str; 2] = ["registry.lab:5000", "myprivateregistry.com:5000"];
/// Its one user.
const USER: (&str, &str) = ("dock_user", "dock_password");
/// What it holds.
const IMAGES: [(&str, &str); 2] = [("team/web", "v1"), ("nginx", "alpine")];

/// The images in manifests whose registry, or whose place on the nodes, no cluster has as this world has it.
pub(super) fn only_simulated<'v>(facts: &Facts, manifests: impl Iterator<Item = &'v Value>) -> BTreeSet<String> {
    let mut images = BTreeSet::new();
    manifests.for_each(|manifest| collect(manifest, &mut images));
    images.retain(|image| Reference::parse(image).is_ok_and(|image| is_only_simulated(facts, &image)));
    images
}

fn collect(value: &Value, images: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, images)),
        Value::Object(fields) => {
            images.extend(fields.get("image").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| collect(value, images));
        }
        _ => {}
    }
}

fn is_only_simulated(facts: &Facts, image: &Reference) -> bool {
    let is_public = image.registry == "docker.io" && image.path.starts_with("library/");
    let on_nodes = facts.nodes.iter().flat_map(|node| &node.images).filter_map(|cached| Reference::parse(&cached.image).ok());
    let is_on_a_node = on_nodes.into_iter().any(|cached| cached == *image);
    let named = facts.registries.iter().find(|registry| registry.host == image.registry || registry.aliases.contains(&image.registry));
    let is_built = facts.builds.iter().any(|build| Reference::parse(&build.image).is_ok_and(|built| built == *image));
    let Some(registry) = named else { return is_built || is_on_a_node && !is_public };
    let users: Vec<_> = registry.users.iter().map(|(name, password)| (name.as_str(), password.as_str())).collect();
    let is_ours = HOSTS.contains(&image.registry.as_str()) && registry.private && users == [USER];
    let holds = registry.repositories.get(&image.path).is_some_and(|own| own.tags.iter().any(|tag| tag == image.version()));
    !is_ours || is_on_a_node || holds != IMAGES.contains(&(image.path.as_str(), image.version()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exercises_registry_is_on_clusters_too() {
        let facts = |text: &str| -> Facts { serde_yaml::from_str(text).unwrap() };
        let of = |facts: &Facts, image: &str| is_only_simulated(facts, &Reference::parse(image).unwrap());
        let ours = facts(
            "registries: [{host: 'myprivateregistry.com:5000', private: true, users: {dock_user: dock_password}, repositories: {nginx: [alpine]}}]",
        );
        assert!(!of(&ours, "myprivateregistry.com:5000/nginx:alpine"));
        assert!(!of(&ours, "myprivateregistry.com:5000/nginx:none"), "neither has it");
        assert!(!of(&ours, "nginx:1.31"));
        assert!(!of(&ours, "unknown.example/x"));
        let others = facts(
            "{registries: [{host: 'registry.lab:5000', repositories: {team/multi: [v1]}}, {host: docker.io, private: true}], nodes: [{images: ['lab/app:none', 'nginx:1.31']}]}",
        );
        assert!(of(&facts("builds: [{image: 'lab/pages:1'}]"), "lab/pages:1"), "built from a Dockerfile");
        assert!(of(&others, "registry.lab:5000/team/multi:v1"));
        assert!(of(&others, "lab/app:none"));
        assert!(of(&others, "busybox:1.28"));
    }
}
