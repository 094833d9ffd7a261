//! `cofferdam cluster`: makes, looks at, cleans and deletes the optional real cluster.

use std::path::PathBuf;

use serde_json::json;

use super::access::Where;
use super::{Context, Exit, Failure, Format};
use crate::confirm::{Event, Profile, Remains, State, Stop};

/// The optional real cluster.
#[derive(Debug, clap::Args)]
pub(super) struct Cluster {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, clap::Subcommand)]
enum Deed {
    Create(Create),
    Status(Status),
    Clean(Clean),
    Delete(Delete),
}

#[derive(Debug, clap::Args)]
struct Create {
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true)]
    workers: usize,
    #[arg(long, value_name = "IMAGE")]
    image: Option<String>,
    #[arg(long, value_name = "DIR")]
    archives: Option<PathBuf>,
    #[arg(long)]
    no_registry: bool,
}

#[derive(Debug, clap::Args)]
struct Status {
    #[command(flatten)]
    which: Where,
}

#[derive(Debug, clap::Args)]
struct Clean {
    #[command(flatten)]
    which: Where,
    #[arg(long)]
    all: bool,
}

#[derive(Debug, clap::Args)]
struct Delete {}

impl Cluster {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        match self.deed {
            Deed::Create(create) => create.run(cx),
            Deed::Status(status) => status.run(cx),
            Deed::Clean(clean) => clean.run(cx),
            Deed::Delete(_) => delete(cx),
        }
    }
}

impl Create {
    fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let port = cx.port()?;
        let profile = Profile { workers: self.workers, image: self.image, archives: self.archives, registry: !self.no_registry };
        let outcome = port.create(&profile, &Stop::default(), &mut |event| step(cx, &event));
        outcome.map_err(|trouble| cx.trouble(&trouble))?;
        answer(cx, "cli-cluster-created", json!({"cluster": "cofferdam", "context": "kind-cofferdam"}));
        Ok(Exit::Passed)
    }
}

/// A stage with the bar of those before it.
fn step(cx: &mut Context<'_>, event: &Event) {
    match event {
        Event::Progress { done, total } => {
            let bar = format!("[{}{}]", "#".repeat(done * 4), "-".repeat((total - done) * 4));
            let text = cx.locale.format("cli-cluster-step", &[("bar", &bar), ("done", &done.to_string()), ("total", &total.to_string())]);
            cx.talk(&text);
        }
        event => cx.hear(event),
    }
}

impl Status {
    fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let port = cx.port()?;
        let access = match cx.permitted(&self.which) {
            Ok(access) => access,
            Err(stopped @ Failure::Stopped(..)) => return Err(stopped),
            // Without any context the answer may still be that there is no cluster.
            Err(_) if self.which.context.is_none() && self.which.kubeconfig.is_none() => cx.access(&self.which),
            Err(failure) => return Err(failure),
        };
        let state = port.status(&access, &Stop::default()).map_err(|trouble| cx.trouble(&trouble))?;
        match cx.format {
            Format::Json => {
                let nodes: Vec<_> = state.nodes.iter().map(|(name, state)| json!({"name": name, "state": state})).collect();
                let remains: Vec<_> = state.remains.iter().map(remains_json).collect();
                cx.json(&json!({"kind": state.kind, "version": state.environment.version, "plugin": state.environment.plugin,
                    "runtime": state.environment.runtime, "nodes": nodes, "namespaces": remains}));
            }
            _ => tell(cx, &state),
        }
        Ok(Exit::passed(!state.nodes.is_empty()))
    }
}

fn tell(cx: &mut Context<'_>, state: &State) {
    if state.nodes.is_empty() {
        let text = cx.locale.text("cli-cluster-none");
        cx.line(&text);
        return;
    }
    let environment = &state.environment;
    let args = [("version", environment.version.as_str()), ("plugin", &environment.plugin), ("runtime", &environment.runtime)];
    let text = cx.locale.format("cli-cluster-is", &args);
    cx.line(&text);
    for (name, ready) in &state.nodes {
        let text = cx.locale.format("cli-cluster-node", &[("name", name), ("state", ready)]);
        cx.line(&text);
    }
    for remains in &state.remains {
        let id = if remains.in_use { "cli-cluster-in-use" } else { "cli-cluster-left" };
        let text = cx.locale.format(id, &[("namespace", &remains.namespace), ("scenario", &remains.scenario)]);
        cx.line(&text);
    }
    if state.remains.is_empty() {
        let text = cx.locale.text("cli-cluster-clean");
        cx.line(&text);
    }
}

fn remains_json(remains: &Remains) -> serde_json::Value {
    json!({"namespace": remains.namespace, "scenario": remains.scenario, "inUse": remains.in_use})
}

impl Clean {
    fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let port = cx.port()?;
        let access = cx.permitted(&self.which)?;
        let removed = port.clean(&access, self.all, &Stop::default(), &mut |event| cx.hear(&event));
        let removed = removed.map_err(|trouble| cx.trouble(&trouble))?;
        if cx.format == Format::Json {
            let rows: Vec<_> = removed.iter().map(remains_json).collect();
            cx.json(&json!({"removed": rows}));
            return Ok(Exit::Passed);
        }
        for remains in &removed {
            let text = cx.locale.format("cli-cluster-removed", &[("namespace", &remains.namespace), ("scenario", &remains.scenario)]);
            cx.line(&text);
        }
        if removed.is_empty() {
            let text = cx.locale.text("cli-cluster-clean");
            cx.line(&text);
        }
        Ok(Exit::Passed)
    }
}

fn delete(cx: &mut Context<'_>) -> Result<Exit, Failure> {
    let port = cx.port()?;
    let existed = port.delete(&Stop::default(), &mut |event| cx.hear(&event)).map_err(|trouble| cx.trouble(&trouble))?;
    answer(cx, if existed { "cli-cluster-deleted" } else { "cli-cluster-none-to-delete" }, json!({"deleted": existed}));
    Ok(Exit::Passed)
}

fn answer(cx: &mut Context<'_>, id: &str, value: serde_json::Value) {
    if cx.format == Format::Json {
        cx.json(&value);
    } else {
        let text = cx.locale.text(id);
        cx.line(&text);
    }
}
