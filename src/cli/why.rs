//! `cofferdam why`: how a Pod ended up as it is, or why a command in it answers as it does: events, and the rules behind
//! them.

use serde_json::{Map, Value, json};

use super::paint::Role;
use super::world::{Built, Manifests};
use super::{Context, Exit, Failure, Format};
use crate::probe::{Class, Probe, Step, Target};
use crate::simulate::{self, ContainerState, FailedCreate, Moment, Pod, PodStatus};
use crate::world::World;

/// A trace.
#[derive(Debug, clap::Args)]
pub(super) struct Why {
    #[arg(value_name = "POD")]
    pod: Option<String>,
    #[command(flatten)]
    manifests: Manifests,
    #[arg(short, long, value_name = "CONTAINER")]
    container: Option<String>,
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

impl Why {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let world = match self.manifests.build(cx)? {
            Built::World(world) => world,
            Built::Refused(exit) => return Ok(exit),
        };
        let namespace = self.manifests.context_namespace();
        let pods = match &self.pod {
            None => simulate::pods(&world),
            Some(name) => match simulate::find_pod(&world, namespace, name) {
                Some(pod) => vec![pod],
                None => return self.without_pod(cx, &world, namespace, name),
            },
        };
        let refused: Vec<_> = world.store.iter().filter_map(|object| simulate::failed_create(&world, object)).collect();
        if pods.is_empty() && refused.is_empty() {
            let text = cx.locale.text("cli-no-pods");
            cx.talk(&text);
            return Ok(Exit::Findings);
        }
        let mut well = refused.is_empty() || self.pod.is_some();
        for pod in &pods {
            let status = simulate::run(&world, pod).status;
            well &= status.ready() || status.phase == "Succeeded";
            tell(cx, pod, &status);
            if !self.command.is_empty() {
                well &= self.explain_command(cx, &world, pod);
            }
        }
        if self.pod.is_none() {
            refused.iter().for_each(|failed| tell_refused(cx, failed));
        }
        Ok(if well { Exit::Passed } else { Exit::Findings })
    }

    /// No such Pod: perhaps a workload of that name may not make any.
    fn without_pod(&self, cx: &mut Context<'_>, world: &World, namespace: &str, name: &str) -> Result<Exit, Failure> {
        let here = world.store.iter().filter(|object| object.namespace.as_deref() == Some(namespace) && object.name == name);
        let found: Vec<FailedCreate> = here.filter_map(|object| simulate::failed_create(world, object)).collect();
        if found.is_empty() {
            return Err(Failure::Usage(cx.locale.format("cli-no-pod", &[("pod", &format!("{namespace}/{name}"))])));
        }
        found.iter().for_each(|failed| tell_refused(cx, failed));
        Ok(Exit::Findings)
    }

    /// Runs the command in the Pod; whether it ended well.
    fn explain_command(&self, cx: &mut Context<'_>, world: &World, pod: &Pod) -> bool {
        let target = Target { namespace: pod.namespace().into(), pod: pod.name().into(), container: self.container.clone() };
        let answer = simulate::observe(world, &Probe::Exec { target, command: self.command.clone() });
        let line = self.command.join(" ");
        let code = answer.exit.map(|code| code.to_string());
        if cx.format == Format::Json {
            for step in &answer.trace {
                let row = rule(cx, pod, step);
                cx.json(&row);
            }
            cx.json(&json!({"pod": full(pod), "command": self.command, "class": answer.class.to_string(), "exit": answer.exit, "stdout": answer.stdout, "stderr": answer.stderr}));
        } else {
            let heading = cx.paint(Role::Title, &format!("$ {line}"));
            cx.line(&heading);
            cx.write(&answer.stdout);
            cx.write(&answer.stderr);
            answer.trace.iter().for_each(|step| because(cx, step));
            let ended = match (&code, &answer.class) {
                (Some(code), _) => cx.locale.format("cli-why-exit", &[("code", code)]),
                (None, Class::NotSimulated) => cx.locale.text("cli-why-not-simulated"),
                (None, _) => cx.locale.text("cli-why-no-exit"),
            };
            cx.line(&ended);
        }
        answer.exit == Some(0)
    }
}

fn full(pod: &Pod) -> String {
    format!("{}/{}", pod.namespace(), pod.name())
}

/// One Pod: its state, then its story.
fn tell(cx: &mut Context<'_>, pod: &Pod, status: &PodStatus) {
    if cx.format == Format::Json {
        for moment in &status.story {
            let row = match moment {
                Moment::Rule(step) => rule(cx, pod, step),
                Moment::Event(event) => {
                    json!({"pod": full(pod), "event": {"type": event.kind, "reason": event.reason, "from": event.from, "message": event.message}})
                }
            };
            cx.json(&row);
        }
        cx.json(&outcome(pod, status));
        return;
    }
    let title = cx.locale.format("cli-why-pod", &[("pod", &full(pod)), ("phase", status.phase)]);
    let title = cx.paint(Role::Title, &title);
    cx.line(&title);
    for moment in &status.story {
        match moment {
            Moment::Rule(step) => because(cx, step),
            Moment::Event(event) => {
                let line = format!("{:<8} {:<12} {}", event.kind, event.reason, event.message.trim_end());
                cx.line(&line);
            }
        }
    }
    for (name, state, restarts) in states(status) {
        let line = cx.locale.format("cli-why-container", &[("container", &name), ("state", &state), ("restarts", &restarts.to_string())]);
        cx.line(&line);
    }
}

/// The rule behind what stands next, set back.
fn because(cx: &mut Context<'_>, step: &Step) {
    let said = cx.paint(Role::Muted, &sentence(cx, step));
    cx.line(&format!("  · {said}"));
}

fn sentence(cx: &Context<'_>, step: &Step) -> String {
    step.sentence().text(&cx.locale)
}

fn rule(cx: &Context<'_>, pod: &Pod, step: &Step) -> Value {
    let facts: Map<String, Value> = step.args.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())).collect();
    json!({"pod": full(pod), "rule": step.id, "facts": facts, "message": sentence(cx, step)})
}

fn outcome(pod: &Pod, status: &PodStatus) -> Value {
    let containers = status.init_containers.iter().chain(&status.containers);
    let containers = containers.map(|container| json!({"name": container.name, "state": state(&container.state), "ready": container.ready, "restarts": container.restarts}));
    let mut row = json!({"pod": full(pod), "phase": status.phase});
    if let Some(reason) = &status.reason {
        row["reason"] = reason.as_str().into();
    }
    row["ready"] = status.ready().into();
    row["containers"] = containers.collect();
    row
}

fn states(status: &PodStatus) -> Vec<(String, String, u32)> {
    let containers = status.init_containers.iter().chain(&status.containers);
    containers.map(|container| (container.name.clone(), state(&container.state), container.restarts)).collect()
}

fn state(state: &ContainerState) -> String {
    match state {
        ContainerState::Running => "Running".into(),
        ContainerState::Waiting { reason, .. } => reason.clone(),
        ContainerState::Terminated { reason, exit, .. } => format!("{reason} ({exit})"),
    }
}

/// A workload whose Pods the server refuses.
fn tell_refused(cx: &mut Context<'_>, failed: &FailedCreate) {
    if cx.format == Format::Json {
        cx.json(&json!({"workload": format!("{}/{}", failed.kind, failed.name), "replicas": failed.replicas,
            "event": {"type": failed.event.kind, "reason": failed.event.reason, "from": failed.event.from, "message": failed.event.message}}));
        return;
    }
    let title = cx.locale.format("cli-why-workload", &[("kind", &failed.kind), ("name", &failed.name)]);
    let title = cx.paint(Role::Title, &title);
    cx.line(&title);
    let said = cx.paint(Role::Muted, &cx.locale.text("start-pods-refused"));
    cx.line(&format!("  · {said}"));
    cx.line(&format!("{:<8} {:<12} {}", failed.event.kind, failed.event.reason, failed.event.message));
}
