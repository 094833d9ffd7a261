//! `cofferdam effective`: the security context each container ends up with, and where each value comes from.

use k8s_openapi::api::core::v1::Container;
use serde_json::{Map, Value, json};

use super::paint::Role;
use super::world::{Built, Manifests};
use super::{Context, Exit, Failure, Format};
use crate::locale::{display_width, pad_end};
use crate::probe::Effective as Found;
use crate::simulate::{Pod, effective_of, pods};
use crate::world::{Reference, World};

/// The values in force.
#[derive(Debug, clap::Args)]
pub(super) struct Effective {
    #[command(flatten)]
    manifests: Manifests,
}

/// One container's row.
struct Row {
    pod: String,
    container: String,
    init: bool,
    found: Found,
    policy: String,
    image: String,
}

impl Effective {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let world = match self.manifests.build(cx)? {
            Built::World(world) => world,
            Built::Refused(exit) => return Ok(exit),
        };
        let rows = rows(&world);
        if rows.is_empty() {
            let text = cx.locale.text("cli-no-pods");
            cx.talk(&text);
            return Ok(Exit::Findings);
        }
        for row in &rows {
            match cx.format {
                Format::Json => cx.json(&row.json()),
                Format::Human => row.human(cx),
                Format::Linear | Format::Sarif | Format::Csv => row.linear(cx),
            }
        }
        Ok(Exit::Passed)
    }
}

fn rows(world: &World) -> Vec<Row> {
    let mut rows = Vec::new();
    for pod in pods(world) {
        let init = pod.spec().init_containers.iter().flatten().map(|container| (true, container));
        let all = init.chain(pod.spec().containers.iter().map(|container| (false, container)));
        rows.extend(all.map(|(init, container)| Row::new(world, &pod, container, init)));
    }
    rows
}

impl Row {
    fn new(world: &World, pod: &Pod, container: &Container, init: bool) -> Self {
        let image = container.image.clone().unwrap_or_default();
        Self {
            pod: format!("{}/{}", pod.namespace(), pod.name()),
            container: container.name.clone(),
            init,
            found: effective_of(world, pod, container),
            policy: container.image_pull_policy.clone().unwrap_or_else(|| Reference::default_pull_policy(&image).into()),
            image: Reference::parse(&image).map_or(image, |reference| reference.to_string()),
        }
    }

    /// The keys and the order of the contract.
    fn json(&self) -> Value {
        let found = &self.found;
        let mut row = Map::new();
        row.insert("pod".into(), self.pod.as_str().into());
        row.insert("container".into(), self.container.as_str().into());
        row.insert("init".into(), self.init.into());
        row.extend(found.uid.map(|uid| ("uid".into(), uid.into())));
        row.extend(found.gid.map(|gid| ("gid".into(), gid.into())));
        if found.uid.is_some() {
            row.insert("groups".into(), found.groups.clone().into());
        }
        row.insert("runAsNonRoot".into(), found.run_as_non_root.into());
        row.insert("readOnlyRootFilesystem".into(), found.read_only_root.into());
        row.insert("allowPrivilegeEscalation".into(), found.allow_privilege_escalation.into());
        row.insert("privileged".into(), found.privileged.into());
        row.insert("capabilities".into(), json!({"effective": found.effective, "bounding": found.bounding, "ambient": []}));
        row.insert("seccomp".into(), found.seccomp.as_str().into());
        row.insert("procMount".into(), found.proc_mount.as_str().into());
        row.extend(found.app_armor.as_deref().map(|profile| ("appArmor".into(), profile.into())));
        row.extend(found.se_linux.as_deref().map(|label| ("seLinux".into(), label.into())));
        row.insert("userNamespace".into(), found.own_users.into());
        row.insert("imagePullPolicy".into(), self.policy.as_str().into());
        row.insert("image".into(), self.image.as_str().into());
        row.insert("origin".into(), json!(found.origin));
        Value::Object(row)
    }

    /// Name, value and origin of every field.
    fn fields(&self) -> Vec<(&'static str, String, &'static str)> {
        let found = &self.found;
        let number = |value: Option<i64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
        let list = |names: &[String]| if names.is_empty() { "–".to_owned() } else { names.join(" ") };
        let groups: Vec<_> = found.groups.iter().map(ToString::to_string).collect();
        let origin = |field: &str| found.origin.get(field).copied().unwrap_or("");
        vec![
            ("uid", number(found.uid), origin("uid")),
            ("gid", number(found.gid), origin("gid")),
            ("groups", list(&groups), origin("groups")),
            ("runAsNonRoot", found.run_as_non_root.to_string(), origin("runAsNonRoot")),
            ("readOnlyRootFilesystem", found.read_only_root.to_string(), origin("readOnlyRootFilesystem")),
            ("allowPrivilegeEscalation", found.allow_privilege_escalation.to_string(), origin("allowPrivilegeEscalation")),
            ("privileged", found.privileged.to_string(), origin("privileged")),
            ("capabilities effective", list(&found.effective), origin("capabilities")),
            ("capabilities bounding", list(&found.bounding), origin("capabilities")),
            // Kubernetes gives none: that is why a user other than root has no power, whatever is added.
            ("capabilities ambient", "–".to_owned(), ""),
            ("seccomp", found.seccomp.clone(), origin("seccomp")),
            ("procMount", found.proc_mount.clone(), origin("procMount")),
            ("appArmor", found.app_armor.clone().unwrap_or_else(|| "–".into()), origin("appArmor")),
            ("seLinux", found.se_linux.clone().unwrap_or_else(|| "–".into()), origin("seLinux")),
            ("userNamespace", found.own_users.to_string(), origin("userNamespace")),
            ("imagePullPolicy", self.policy.clone(), ""),
            ("image", self.image.clone(), ""),
        ]
    }

    fn title(&self, cx: &Context<'_>) -> String {
        let id = if self.init { "cli-effective-init" } else { "cli-effective-container" };
        cx.locale.format(id, &[("pod", &self.pod), ("container", &self.container)])
    }

    fn human(&self, cx: &mut Context<'_>) {
        let title = cx.paint(Role::Title, &self.title(cx));
        cx.line(&title);
        let fields = self.fields();
        let width = fields.iter().map(|(_, value, _)| display_width(value)).filter(|width| *width < 40).max().unwrap_or(0);
        for (name, value, origin) in fields {
            let origin = if origin.is_empty() { String::new() } else { cx.locale.format("cli-effective-origin", &[("origin", origin)]) };
            let line = format!("  {}  {}  {}", pad_end(name, 24), pad_end(&value, width), cx.paint(Role::Muted, &origin));
            cx.line(line.trim_end());
        }
        cx.line("");
    }

    fn linear(&self, cx: &mut Context<'_>) {
        let title = self.title(cx);
        cx.line(&title);
        for (name, value, origin) in self.fields() {
            let args = [("name", name), ("value", value.as_str()), ("origin", origin)];
            let id = if origin.is_empty() { "cli-effective-linear-plain" } else { "cli-effective-linear" };
            let line = cx.locale.format(id, &args);
            cx.line(&line);
        }
    }
}
