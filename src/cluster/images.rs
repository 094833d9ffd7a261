//! Which images the nodes have, and what stands in for those they lack.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::locale::Sentence;
use crate::world::Reference;

/// The names of the images on the nodes, as the kubelet tells them (fifty at most a node).
pub(super) fn on_nodes(nodes: &[Value]) -> BTreeSet<String> {
    let images = nodes.iter().filter_map(|node| node.pointer("/status/images")?.as_array()).flatten();
    let names = images.filter_map(|image| image.get("names")?.as_array()).flatten().filter_map(Value::as_str);
    names.filter(|name| !name.contains('@')).map(str::to_owned).collect()
}

/// For a public image that no node has, one of the same repository that a node has.
#[derive(Default)]
pub(super) struct Substitutes {
    there: Vec<Reference>,
    /// What was replaced: the image on the node, and the names it stands in for.
    replaced: BTreeMap<String, BTreeSet<String>>,
}

impl Substitutes {
    pub fn among(names: &BTreeSet<String>) -> Self {
        Self { there: names.iter().filter_map(|name| Reference::parse(name).ok()).collect(), replaced: BTreeMap::new() }
    }

    /// The names in whose place an image of the manifests now runs.
    pub fn in_place_of(&self, image: &str) -> impl Iterator<Item = &String> {
        self.replaced.get(image).into_iter().flatten()
    }

    /// The image to use in the place of `image`, if it has to be another one. Only Docker Hub's own images are looked
    /// for: a private name is what its exercise is about.
    fn of(&self, image: &str) -> Option<String> {
        let wanted = Reference::parse(image).ok().filter(|wanted| wanted.registry == "docker.io" && wanted.path.starts_with("library/"))?;
        if wanted.digest.is_some() || self.there.contains(&wanted) {
            return None;
        }
        // A learner's tag is part of the answer; without one any will do.
        let unsaid = wanted.tag.as_deref() == Some("latest");
        let same: Vec<_> = self.there.iter().filter(|there| there.repository() == wanted.repository()).collect();
        let found = same.last().filter(|_| unsaid)?;
        Some(format!("{}:{}", wanted.path.trim_start_matches("library/"), found.tag.as_deref()?))
    }

    /// Replaces images in a manifest; says which.
    pub fn replace(&mut self, value: &mut Value, notes: &mut Vec<Sentence>) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.replace(item, notes)),
            Value::Object(fields) => {
                let found = fields.get("image").and_then(Value::as_str).and_then(|image| Some((image.to_owned(), self.of(image)?)));
                if let Some((before, after)) = found {
                    let note = Sentence::new("confirm-image-replaced", &[("before", &before), ("after", &after)]);
                    if !notes.contains(&note) {
                        notes.push(note);
                    }
                    self.replaced.entry(after.clone()).or_default().insert(before);
                    fields.insert("image".into(), after.into());
                    fields.insert("imagePullPolicy".into(), "IfNotPresent".into());
                }
                fields.values_mut().for_each(|value| self.replace(value, notes));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_image_without_a_tag_is_replaced_by_one_that_is_there() {
        let there = BTreeSet::from(["docker.io/library/busybox:1.37".to_owned(), "registry.lab:5000/team/web:v1".to_owned()]);
        let mut substitutes = Substitutes::among(&there);
        assert_eq!(substitutes.of("busybox").as_deref(), Some("busybox:1.37"));
        assert_eq!(substitutes.of("busybox:1.37"), None);
        assert_eq!(substitutes.of("busybox:1.28"), None);
        assert_eq!(substitutes.of("registry.lab:5000/team/web"), None);
        let (mut pod, mut notes) = (json!({"spec": {"containers": [{"name": "a", "image": "busybox"}]}}), Vec::new());
        substitutes.replace(&mut pod, &mut notes);
        assert_eq!(pod["spec"]["containers"][0]["image"], "busybox:1.37");
        assert_eq!(notes.len(), 1);
        assert_eq!(substitutes.in_place_of("busybox:1.37").collect::<Vec<_>>(), ["busybox"]);
    }
}
