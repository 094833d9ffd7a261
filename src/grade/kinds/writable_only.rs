//! `writable_only`: a container can write below these paths and nowhere else.

use serde::Deserialize;
use serde_json::Value;

use super::CheckKind;
use super::starts::absent;
use crate::grade::case::{Case, Failure, PodRef, containers};
use crate::grade::verdict::Stage;
use crate::grade::{Sentence, path};
use crate::object::Object;
use crate::probe::{Facts, Probe};
use crate::rules::format::clean_path;
use crate::world::World;

const URL: &str = "https://kubernetes.io/docs/concepts/storage/volumes/#emptydir";

/// Which container, and the paths.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    pod: PodRef,
    container: Option<String>,
    paths: Vec<String>,
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Quality
    }

    fn asks(&self) -> Sentence {
        Sentence::new("check-writable-only", &[("pod", &self.pod.to_string()), ("paths", &self.paths.join(", "))])
    }

    fn probes(&self, world: &World) -> Vec<Probe> {
        self.pod.targets(world, self.container.as_deref()).into_iter().map(Probe::Effective).collect()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Some(pod) = case.pod(&self.pod) else { return absent(&self.pod, case).err() };
        for (name, field) in containers(pod, self.container.as_deref()) {
            let Facts::Effective(effective) = &case.answer(&Probe::Effective(self.pod.target(&name)))?.facts else {
                return Failure::new("not-answered", &[]).err();
            };
            let fail = |variant, at: &str, place: &str| {
                let facts = [("pod", self.pod.name.as_str()), ("container", &name), ("at", at), ("needed", &self.paths.join(", "))];
                Failure::new("too-much", &facts).variant(variant).at(case.place(pod, place)).see(URL).err()
            };
            if !effective.read_only_root {
                return fail("root", "/", &format!("{field}.securityContext.readOnlyRootFilesystem"));
            }
            for mount in mounts(pod, &field) {
                match mount {
                    Mount { writable: false, .. } => {}
                    Mount { at, host: true, path, .. } => return fail("host", &at, &path),
                    Mount { at, path, .. } if !self.allows(&at) => return fail("path", &at, &path),
                    Mount { .. } => {}
                }
            }
        }
        Ok(())
    }
}

impl Spec {
    fn allows(&self, at: &str) -> bool {
        self.paths
            .iter()
            .map(|path| path.trim_end_matches('/'))
            .any(|path| at == path || at.strip_prefix(path).is_some_and(|below| below.starts_with('/')))
    }
}

/// A volume as a container sees it.
struct Mount {
    at: String,
    path: String,
    writable: bool,
    host: bool,
}

/// Volumes that are read-only whatever the mount says (kubernetes pkg/volume/{configmap,secret,projected,downwardapi,image}, v1.35).
const READ_ONLY_SOURCES: [&str; 5] = ["configMap", "secret", "projected", "downwardAPI", "image"];

fn mounts(pod: &Object, field: &str) -> Vec<Mount> {
    let volumes = path::get(&pod.value, "spec.volumes").and_then(Value::as_array);
    let volume = |name: &str| volumes.into_iter().flatten().find(|volume| volume.get("name").and_then(Value::as_str) == Some(name));
    let mounts = path::get(&pod.value, &format!("{field}.volumeMounts")).and_then(Value::as_array);
    let mounts = mounts.into_iter().flatten().enumerate();
    mounts
        .map(|(index, mount)| {
            let text = |name: &str| mount.get(name).and_then(Value::as_str).unwrap_or("");
            let has = |source: &str| volume(text("name")).is_some_and(|volume| volume.get(source).is_some());
            let read_only = mount.get("readOnly").and_then(Value::as_bool).unwrap_or(false);
            Mount {
                // The kubelet puts a slash before it, and the runtime follows its dots.
                at: clean_path(&format!("/{}", text("mountPath"))),
                path: format!("{field}.volumeMounts[{index}]"),
                writable: !read_only && !READ_ONLY_SOURCES.iter().any(|source| has(source)),
                host: has("hostPath"),
            }
        })
        .collect()
}
