//! `kubectl exec`: into a container.

use super::failure::Failure;
use super::kind::Kind;
use super::session::Session;
use super::view;
use crate::probe::{Class, Target};
use crate::simulate::{self, Pod};
use crate::world::Act;

impl Session<'_> {
    /// The Pod that a word names: `web`, `pod/web`, `deploy/web` (its first Pod), `svc/web`.
    pub(super) fn pod(&self, word: &str) -> Result<Pod, Failure> {
        let namespace = self.namespace();
        let pods = Kind::of("Pod").unwrap_or(&super::kind::KINDS[0]);
        let (kind, name) = match word.split_once('/') {
            Some((kind, name)) => (Kind::find(kind).ok_or_else(|| super::select::unknown(kind))?, name),
            None => (pods, word),
        };
        self.permit("get", kind, "", Some(&namespace), Some(name))?;
        if kind.name == "Pod" {
            let found = simulate::find_pod(self.world, &namespace, name);
            return found.ok_or_else(|| match view::find(self.world, kind, Some(&namespace), name) {
                Some(_) => Failure::not_simulated(format!("what runs in the cluster's own Pod {name}")),
                None => self.missing(kind, Some(&namespace), name),
            });
        }
        let object = view::find(self.world, kind, Some(&namespace), name).ok_or_else(|| self.missing(kind, Some(&namespace), name))?;
        let labels = if kind.name == "Service" { &object["spec"]["selector"] } else { &object["spec"]["selector"]["matchLabels"] };
        let wanted = labels.as_object().filter(|labels| !labels.is_empty());
        // Only what has a selector leads to Pods (kubectl v0.35 `pkg/polymorphichelpers/helpers.go` SelectorsForObject).
        if !matches!(kind.name, "Service" | "Deployment" | "ReplicaSet" | "ReplicationController" | "StatefulSet" | "DaemonSet" | "Job") {
            let form = format!("*{}.{}", kind.api_version.rsplit('/').next().unwrap_or_default(), kind.name);
            let doing = if self.path == "kubectl logs" { "get the logs from" } else { "attach to" };
            return Err(Failure::error(format!("cannot {doing} {form}: selector for {form} not implemented")));
        }
        let Some(wanted) = wanted else { return Err(Failure::error(format!("cannot attach to *v1.{}: selector is empty", kind.name))) };
        let fits = |pod: &Pod| {
            pod.namespace() == namespace && wanted.iter().all(|(key, value)| pod.object.value["metadata"]["labels"].get(key) == Some(value))
        };
        simulate::pods(self.world).into_iter().find(fits).ok_or_else(|| Failure::error("timed out waiting for the condition"))
    }

    /// The container that `-c`, the default-container annotation or the Pod's order names; several are announced.
    pub(super) fn container(&mut self, pod: &Pod, announce: bool) -> Result<String, Failure> {
        let spec = pod.spec();
        let all = || spec.containers.iter().chain(spec.init_containers.iter().flatten());
        let added = |name: &str| spec.ephemeral_containers.iter().flatten().any(|container| container.name == name);
        if let Some(name) = self.flags.get("container") {
            return match added(name) || all().any(|container| container.name == name) {
                true => Ok(name.to_owned()),
                false => Err(Failure::error(format!("container {name} not found in pod {}", pod.name()))),
            };
        }
        let annotated = pod.object.value["metadata"]["annotations"]["kubectl.kubernetes.io/default-container"].as_str();
        if let Some(name) = annotated.filter(|name| all().any(|container| container.name == **name)) {
            return Ok(name.to_owned());
        }
        let Some(first) = spec.containers.first() else { return Err(Failure::error("pod does not have any containers")) };
        let inits: Vec<_> = spec.init_containers.iter().flatten().map(|container| format!("{} (init)", container.name)).collect();
        if announce && (spec.containers.len() > 1 || !inits.is_empty()) {
            let names: Vec<_> = spec.containers.iter().map(|container| container.name.clone()).chain(inits).collect();
            self.warn(format!("Defaulted container {:?} out of: {}", first.name, names.join(", ")));
        }
        Ok(first.name.clone())
    }
}

/// Runs `kubectl exec`.
pub(super) fn exec(session: &mut Session<'_>) -> Result<(), Failure> {
    let path = "kubectl exec";
    let words = session.flags.words.clone();
    let (targets, command) = words.split_at(session.flags.dash.unwrap_or(words.len().min(1)));
    if session.flags.dash.is_none() && words.len() > 1 {
        return Err(Failure::usage(path, "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead"));
    }
    let Some(target) = targets.first() else {
        return Err(Failure::error("pod, type/name or --filename must be specified"));
    };
    if command.is_empty() {
        return Err(Failure::error("you must specify at least one command for the container"));
    }
    let pod = session.pod(target)?;
    let quiet = session.flags.on("quiet");
    // What `-c` names is sent as it is; whether the Pod has it is the server's business.
    let named = session.flags.get("container").filter(|name| !name.is_empty()).map(str::to_owned);
    let container = match named {
        Some(name) => name,
        None => session.container(&pod, !quiet)?,
    };
    // The terminal is looked at once the Pod and its container are found, and only where something is read (`pkg/cmd/exec` SetupTTY).
    if session.flags.on("tty") && session.flags.on("stdin") {
        session.warn("Unable to use a TTY - input is not a terminal or the right kind of file");
    }
    if let Some(pods) = Kind::of("Pod") {
        session.permit("create", pods, "exec", Some(pod.namespace()), Some(pod.name()))?;
    }
    let target = Target { namespace: pod.namespace().to_owned(), pod: pod.name().to_owned(), container: Some(container) };
    let (answer, sent) = simulate::exec_and_sent(session.world, &target, command);
    if answer.class == Class::NotSimulated {
        return Err(Failure::not_simulated(format!("the command {}", command.join(" "))));
    }
    session.out.push_str(&answer.stdout);
    match answer.exit {
        // No process was joined: the words are kubectl's.
        None if answer.class != Class::Other => return Err(Failure::plain(answer.stderr.trim_end())),
        _ => session.err.push_str(&answer.stderr),
    }
    session.world.executed.push((target, Act::Command(command.to_vec())));
    session.world.executed.extend(sent);
    match answer.exit {
        Some(0) => Ok(()),
        Some(code) => Err(Failure { message: format!("command terminated with exit code {code}"), exit: code }),
        None => Err(Failure { message: "error: the command does not end by itself; it was interrupted".into(), exit: 130 }),
    }
}
