//! `kubectl describe` (kubectl v0.35 `pkg/describe/describe.go`).

use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde::Deserialize;
use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::select::{Selection, wanted};
use super::session::Session;
use super::tabwriter::align;
use super::{age, view};
use crate::world::World;

mod access;
mod node;
mod object;
mod pod;
mod policy;
mod slice;
mod storage;
mod workload;

/// How much of an annotation stands on a line.
const LONGEST: usize = 140;

/// The first `most` bytes and three dots, if there are more.
fn shortened(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    format!("{}...", &text[..end])
}

/// A description in the making.
#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    /// `title:` and a value, `level` steps in.
    pub fn field(&mut self, level: usize, title: &str, value: impl AsRef<str>) {
        self.line(level, format!("{title}:\t{}", value.as_ref()));
    }

    /// A line, `level` steps in.
    pub fn line(&mut self, level: usize, text: impl AsRef<str>) {
        self.0.extend(std::iter::repeat_n("  ", level));
        self.0.push_str(text.as_ref());
        self.0.push('\n');
    }

    /// The entries of a mapping by key; `<none>` is written when there are none.
    fn entries<'v>(&mut self, title: &str, map: &'v Value) -> Vec<(&'v String, &'v Value)> {
        let mut entries: Vec<_> = map.as_object().into_iter().flatten().filter(|(key, _)| *key != super::apply::LAST_APPLIED).collect();
        entries.sort_by_key(|(key, _)| *key);
        if entries.is_empty() {
            self.line(0, format!("{title}:\t<none>"));
        }
        entries
    }

    /// A mapping, one entry a line; `<none>` when it is empty.
    pub fn pairs(&mut self, title: &str, map: &Value, between: &str) {
        for (at, (key, value)) in self.entries(title, map).into_iter().enumerate() {
            let title = if at == 0 { format!("{title}:") } else { String::new() };
            let value = value.as_str().unwrap_or_default().trim_end_matches('\n');
            self.line(0, format!("{title}\t{key}{between}{value}"));
        }
    }

    /// Annotations: a long one, or one of several lines, begins below its key and is cut (describe.go printAnnotationsMultiline).
    pub fn annotations(&mut self, title: &str, map: &Value) {
        for (at, (key, value)) in self.entries(title, map).into_iter().enumerate() {
            let title = if at == 0 { format!("{title}:") } else { String::new() };
            let value = value.as_str().unwrap_or_default();
            let value = value.strip_suffix('\n').unwrap_or(value);
            if key.len() + value.len() + 2 <= LONGEST && !value.contains('\n') {
                self.line(0, format!("{title}\t{key}: {value}"));
                continue;
            }
            self.line(0, format!("{title}\t{key}:"));
            value.split('\n').for_each(|line| self.line(0, format!("\t  {}", shortened(line, LONGEST - 2))));
        }
    }

    /// Name, namespace.
    pub fn head(&mut self, object: &Value) {
        self.field(0, "Name", text(&object["metadata"]["name"]));
        self.field(0, "Namespace", text(&object["metadata"]["namespace"]));
    }

    /// Labels, annotations.
    pub fn labels(&mut self, object: &Value) {
        self.pairs("Labels", &object["metadata"]["labels"], "=");
        self.annotations("Annotations", &object["metadata"]["annotations"]);
    }

    /// Events about an object, oldest first.
    pub fn events(&mut self, world: &World, object: &Value) {
        let kind = &object["kind"];
        let events = super::live::events(world);
        let about = |event: &&Value| {
            let of = &event["involvedObject"];
            of["kind"] == *kind && of["name"] == object["metadata"]["name"] && of["namespace"] == object["metadata"]["namespace"]
        };
        let mut own: Vec<_> = events.iter().filter(about).collect();
        own.sort_by_key(|event| text(&event["lastTimestamp"]));
        if own.is_empty() {
            self.line(0, "Events:\t<none>");
            return;
        }
        // The table of events is laid out on its own, as kubectl flushes what stands before it.
        let mut table = Self::default();
        table.line(0, "Events:\n  Type\tReason\tAge\tFrom\tMessage");
        table.line(1, "----\t------\t----\t----\t-------");
        for event in own {
            let cells = [&event["type"], &event["reason"], &event["source"]["component"]].map(text);
            let message = text(&event["message"]);
            // v1.35 says of which container (describe.go DescribeEvents).
            let place = event["involvedObject"]["fieldPath"].as_str().map_or_else(String::new, |field| format!("{field}: "));
            table.line(1, format!("{}\t{}\t{}\t{}\t{place}{}", cells[0], cells[1], age::of_event(world, event), cells[2], message.trim()));
        }
        let before = align(&self.0, 0, 2);
        self.0 = before + &align(&table.0, 0, 2);
    }

    /// The whole page.
    pub fn finish(self) -> String {
        align(&self.0, 0, 2)
    }
}

/// A Pod template by itself. Nothing lays its columns out: kubectl does not either.
pub(super) fn template(value: &Value) -> String {
    let mut page = Page::default();
    object::template(&mut page, value);
    page.0
}

/// A string field; empty when absent.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The items of a list field.
pub(super) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Runs `kubectl describe`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    if session.flags.words.is_empty() && !session.flags.has("filename") {
        return Err(Failure::error(format!(
            "You must specify the type of resource to describe. {}",
            "Use \"kubectl api-resources\" for a complete list of supported resources."
        )));
    }
    let (found, missing) = if session.flags.has("filename") { super::select::named(session)? } else { selected(session)? };
    if !session.flags.has("filename") && wanted(&session.flags.words)?.iter().any(|one| one.kind.name == "Endpoints") {
        session.warn(super::services::DEPRECATED);
    }
    let pages: Result<Vec<_>, Failure> = found.iter().map(|(kind, object)| describe(session.world, kind, object)).collect();
    let mut pages = pages?;
    if session.flags.get("show-events") == Some("false") {
        // Events stand at the end of a page.
        pages.iter_mut().for_each(|page| page.truncate(page.rfind("\nEvents:").map_or(page.len(), |at| at + 1)));
    }
    if pages.is_empty() && missing.is_empty() {
        let namespace = session.namespace();
        let everywhere = session.flags.on("all-namespaces");
        session.warn(if everywhere { "No resources found".into() } else { format!("No resources found in {namespace} namespace.") });
    }
    session.out.push_str(&pages.join("\n\n"));
    Failure::several(missing)
}

/// As [`Session::select`]; a name that is not there may be the beginning of names.
fn selected(session: &Session<'_>) -> Result<Selection, Failure> {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for one in wanted(&session.flags.words)? {
        let (here, gone) = session.select(std::slice::from_ref(&one))?;
        let namespace = one.kind.namespaced.then(|| session.namespace());
        let begins = |object: &Value| one.names.iter().any(|name| text(&object["metadata"]["name"]).starts_with(name.as_str()));
        let like: Vec<_> = match here.is_empty() && !gone.is_empty() {
            true => view::list(session.world, one.kind, namespace.as_deref())
                .into_iter()
                .filter(begins)
                .map(|object| (one.kind, object))
                .collect(),
            false => Vec::new(),
        };
        if like.is_empty() {
            missing.extend(gone);
        }
        found.extend(here);
        found.extend(like);
    }
    Ok((found, missing))
}

fn describe(world: &World, kind: &Kind, object: &Value) -> Result<String, Failure> {
    Ok(match kind.name {
        "Pod" => pod::describe(world, object),
        "NetworkPolicy" => match NetworkPolicy::deserialize(object) {
            Ok(policy) => crate::simulate::network::describe(&policy),
            Err(_) => return Err(Failure::error("the policy cannot be read")),
        },
        "Service" => object::service(world, object),
        "Secret" => object::secret(object),
        "ConfigMap" => object::config_map(world, object),
        "Namespace" => object::namespace(object),
        "ServiceAccount" => object::service_account(world, object),
        "Deployment" => object::deployment(world, object),
        "ReplicaSet" => object::replica_set(world, object),
        "StatefulSet" => workload::stateful_set(world, object),
        "DaemonSet" => workload::daemon_set(world, object),
        "Job" => workload::job(world, object),
        "CronJob" => workload::cron_job(world, object),
        "Node" => node::describe(world, object),
        "Role" | "ClusterRole" => access::role(object),
        "RoleBinding" | "ClusterRoleBinding" => access::binding(object),
        "Ingress" => policy::ingress(world, object),
        "PodDisruptionBudget" => policy::disruption_budget(world, object),
        "PriorityClass" => policy::priority_class(world, object),
        "Endpoints" => policy::endpoints(world, object),
        "EndpointSlice" => slice::describe(world, object),
        "PersistentVolumeClaim" => storage::claim(world, object),
        "PersistentVolume" => storage::volume(world, object),
        "StorageClass" => storage::class(world, object),
        other => return Err(Failure::not_simulated(format!("kubectl describe of a {other}"))),
    })
}
