//! `kubectl logs` (kubectl v0.35 `pkg/cmd/logs`, `pkg/polymorphichelpers/logsforobject.go`): what containers wrote.

use super::failure::Failure;
use super::session::Session;
use crate::simulate::{self, ContainerState, Pod, PodStatus};

const USAGE: &str =
    "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";
/// How many lines of each Pod a selector shows by itself.
const OF_SELECTED: i64 = 10;

/// Runs `kubectl logs`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    let selector = session.flags.get("selector").filter(|text| !text.is_empty()).map(str::to_owned);
    match (words.len(), &selector) {
        (0, None) | (3.., _) => return Err(Failure::usage(session.path, USAGE)),
        (1, Some(_)) => return Err(Failure::usage(session.path, "only a selector (-l) or a POD name is allowed")),
        _ => {}
    }
    let pods = match (words.first(), &selector) {
        (Some(word), _) => of_word(session, word)?,
        (None, Some(text)) => {
            let pods = super::kind::Kind::of("Pod").ok_or_else(|| Failure::not_simulated("Pod"))?;
            let fits = super::select::labels_of(pods, text)?;
            let namespace = session.namespace();
            let found: Vec<Pod> =
                simulate::pods(session.world).into_iter().filter(|pod| pod.namespace() == namespace && fits(&pod.object.value)).collect();
            if found.is_empty() {
                session.warn(format!("No resources found in {namespace} namespace."));
            }
            found
        }
        (None, None) => Vec::new(),
    };
    let inline = words.get(1).cloned();
    check(session, inline.as_deref())?;
    let mut shown = Shown::of(session, selector.is_some());
    for pod in pods {
        let status = super::live::status(session.world, &pod);
        let containers = match (session.flags.on("all-containers"), &inline) {
            (true, _) => status.init_containers.iter().chain(&status.containers).map(|container| container.name.clone()).collect(),
            (false, Some(name)) => vec![name.clone()],
            (false, None) => vec![named(session, &pod)?],
        };
        for container in containers {
            match log_of(&status, &pod, &container, session.flags.on("previous")) {
                Ok(text) => shown.write(session, pod.name(), &container, &text),
                Err(failure) if session.flags.on("ignore-errors") => session.say(format!("error: {}", failure.message)),
                Err(failure) => return Err(failure),
            }
        }
    }
    Ok(())
}

/// The Pods that a word means: one, or with `--all-pods` every one behind it.
fn of_word(session: &mut Session<'_>, word: &str) -> Result<Vec<Pod>, Failure> {
    let namespace = session.namespace();
    let missing = |failure: Failure| match failure.message.strip_prefix("Error from server (NotFound): ") {
        Some(said) => Failure::error(format!("error from server (NotFound): {said} in namespace {namespace:?}")),
        None => failure,
    };
    let first = session.pod(word).map_err(missing)?;
    let is_workload = |kind: &str| super::kind::Kind::find(kind).is_some_and(|kind| kind.name != "Pod");
    if !word.split_once('/').is_some_and(|(kind, _)| is_workload(kind)) {
        return Ok(vec![first]);
    }
    let labels = first.object.value["metadata"]["labels"].clone();
    let like: Vec<Pod> = simulate::pods(session.world)
        .into_iter()
        .filter(|pod| pod.namespace() == namespace && pod.object.value["metadata"]["labels"] == labels)
        .collect();
    if like.len() < 2 {
        return Ok(vec![first]);
    }
    if session.flags.on("all-pods") {
        return Ok(like);
    }
    session.warn(format!("Found {} pods, using pod/{}", like.len(), first.name()));
    Ok(vec![first])
}

fn check(session: &Session<'_>, inline: Option<&str>) -> Result<(), Failure> {
    let flags = &session.flags;
    if let Some(time) = flags.get("since-time").filter(|time| !time.is_empty() && time.parse::<jiff::Timestamp>().is_err()) {
        let rest = if time.starts_with(|c: char| c.is_ascii_digit()) { "" } else { time };
        if !rest.is_empty() {
            return Err(Failure::error(format!(
                "parsing time {time:?} as \"2006-01-02T15:04:05Z07:00\": cannot parse {rest:?} as \"2006\""
            )));
        }
        return Err(Failure::not_simulated(format!("--since-time={time}")));
    }
    let since = flags.get("since").and_then(super::flags::duration).unwrap_or(0.0);
    if flags.get("since-time").is_some_and(|time| !time.is_empty()) && since != 0.0 {
        return Err(Failure::error("at most one of `sinceTime` or `sinceSeconds` may be specified"));
    }
    if let Some(container) = flags.get("container").filter(|name| !name.is_empty() && flags.on("all-containers")) {
        return Err(Failure::error(format!("--all-containers=true should not be specified with container name {container}")));
    }
    if flags.has("container") && inline.is_some() {
        return Err(Failure::error("only one of -c or an inline [CONTAINER] arg is allowed"));
    }
    if flags.number("limit-bytes").is_some_and(|limit| limit < 0) {
        return Err(Failure::error("--limit-bytes must be greater than 0"));
    }
    if since < 0.0 {
        return Err(Failure::error("--since must be greater than 0"));
    }
    if flags.number("tail").is_some_and(|tail| tail < -1) {
        return Err(Failure::error("--tail must be greater than or equal to -1"));
    }
    Ok(())
}

/// The container that is meant when nothing says which.
fn named(session: &mut Session<'_>, pod: &Pod) -> Result<String, Failure> {
    if let Some(name) = session.flags.get("container").filter(|name| !name.is_empty()) {
        return Ok(name.to_owned());
    }
    session.container(pod, !session.flags.on("all-pods"))
}

/// How lines are shown.
struct Shown {
    tail: Option<usize>,
    limit: Option<usize>,
    prefix: bool,
    /// The moment of every line: the simulated cluster has only one.
    stamp: Option<String>,
    /// Nothing was written after this moment.
    too_late: bool,
}

impl Shown {
    fn of(session: &Session<'_>, selected: bool) -> Self {
        let flags = &session.flags;
        let tail = flags.number("tail").unwrap_or(if selected { OF_SELECTED } else { -1 });
        let time = |text: &str| text.parse::<jiff::Timestamp>().ok();
        let now = session.world.facts.now.clone();
        let after = flags.get("since-time").and_then(time);
        Self {
            tail: usize::try_from(tail).ok(),
            limit: flags.number("limit-bytes").and_then(|limit| usize::try_from(limit).ok()).filter(|limit| *limit > 0),
            prefix: flags.on("prefix") || flags.on("all-pods"),
            stamp: flags.on("timestamps").then(|| format!("{}.000000000Z ", now.trim_end_matches('Z'))),
            too_late: after.zip(time(&now)).is_some_and(|(after, now)| after > now),
        }
    }

    fn write(&mut self, session: &mut Session<'_>, pod: &str, container: &str, text: &str) {
        if self.too_late {
            return;
        }
        let lines: Vec<&str> = text.lines().collect();
        let from = self.tail.map_or(0, |tail| lines.len().saturating_sub(tail));
        let mut written = String::new();
        for line in &lines[from..] {
            let prefix = if self.prefix { format!("[pod/{pod}/{container}] ") } else { String::new() };
            written.push_str(&format!("{prefix}{}{line}\n", self.stamp.as_deref().unwrap_or_default()));
        }
        // A line that the container did not end stays open (CRI log tag P).
        if !text.ends_with('\n') {
            written.pop();
        }
        let mut end = self.limit.unwrap_or(written.len()).min(written.len());
        while !written.is_char_boundary(end) {
            end -= 1;
        }
        session.out.push_str(&written[..end]);
    }
}

fn log_of(status: &PodStatus, pod: &Pod, container: &str, previous: bool) -> Result<String, Failure> {
    // A Pod without a node has no kubelet to ask (`pkg/registry/core/pod/strategy.go` LogLocation: an empty answer).
    if status.containers.is_empty() && status.phase == "Pending" && pod_has(pod, container) {
        return match &status.node {
            None => Ok(String::new()),
            Some(node) => Err(Failure::plain(format!("Error from server (NotFound): nodes {node:?} not found"))),
        };
    }
    let Some(own) = status.container(container) else {
        // The kubelet knows nothing of the containers of a Pod that it refused.
        if pod_has(pod, container) {
            let what = format!("container {container:?} in pod {:?} is not available", pod.name());
            return Err(Failure::plain(format!("Error from server (BadRequest): {what}")));
        }
        return Err(Failure::error(format!("container {container} is not valid for pod {}", pod.name())));
    };
    let bad = |text: String| Failure::plain(format!("Error from server (BadRequest): {text}"));
    if previous && own.last.is_none() {
        return Err(bad(format!("previous terminated container {container:?} in pod {:?} not found", pod.name())));
    }
    match (&own.logs, &own.state) {
        (Some(_), _) if previous => Ok(own.last_logs.clone().unwrap_or_default()),
        (Some(text), _) => Ok(text.clone()),
        (None, ContainerState::Waiting { reason, .. }) => Err(bad(match reason.as_str() {
            "ErrImagePull" | "ImagePullBackOff" => {
                format!("container {container:?} in pod {:?} is waiting to start: trying and failing to pull image", pod.name())
            }
            reason => format!("container {container:?} in pod {:?} is waiting to start: {reason}", pod.name()),
        })),
        _ => Ok(String::new()),
    }
}

fn pod_has(pod: &Pod, container: &str) -> bool {
    pod.spec().init_containers.iter().flatten().chain(&pod.spec().containers).any(|own| own.name == container)
}
