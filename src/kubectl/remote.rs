//! Commands that keep a connection to a container: `port-forward` and `attach`. What kubectl refuses is refused in
//! its words; of the rest only `port-forward` says what it would, and then that nobody ends it.

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::session::Session;
use crate::simulate::{ContainerState, Pod};

/// Runs `kubectl port-forward`.
pub(super) fn forward(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    let [target, ports @ ..] = words.as_slice() else { return Err(no_ports(session)) };
    if ports.is_empty() {
        return Err(no_ports(session));
    }
    let pod = session.pod(target)?;
    let service = match target.split_once('/').and_then(|(kind, name)| Some((Kind::find(kind)?, name))) {
        Some((kind, name)) if kind.name == "Service" => Some(session.find(kind, name)?),
        _ => None,
    };
    let mut pairs = Vec::new();
    for port in ports {
        pairs.push(pair(port, &pod, service.as_ref())?);
    }
    let phase = super::live::status(session.world, &pod).phase;
    if phase != "Running" {
        return Err(Failure::error(format!("unable to forward port because pod is not running. Current status={phase}")));
    }
    for (local, remote) in pairs {
        let hosts = session.flags.get("address").unwrap_or("localhost").to_owned();
        for host in hosts.split(',') {
            let addresses: &[&str] = if host == "localhost" { &["127.0.0.1", "[::1]"] } else { &[host] };
            addresses.iter().for_each(|address| session.say(format!("Forwarding from {address}:{local} -> {remote}")));
        }
    }
    Err(Failure { message: "error: the command does not end by itself; it was interrupted".into(), exit: 130 })
}

fn no_ports(session: &Session<'_>) -> Failure {
    Failure::usage(session.path, "TYPE/NAME and list of ports are required for port-forward")
}

/// Local and remote port of `8080:80`, `80`, `:80`, `8080:http`.
fn pair(text: &str, pod: &Pod, service: Option<&Value>) -> Result<(u16, u16), Failure> {
    let (local, remote) = text.split_once(':').unwrap_or((text, text));
    if remote.is_empty() {
        return Err(Failure::error("remote port cannot be empty"));
    }
    let target = match service {
        Some(service) => of_service(remote, pod, service)?,
        None => of_container(remote, pod)?,
    };
    let number = |text: &str| {
        text.parse::<u16>()
            .map_err(|_| Failure::error(format!("error parsing local port '{text}': strconv.ParseUint: parsing {text:?}: invalid syntax")))
    };
    let local = match local {
        "" => return Err(Failure::not_simulated("a random local port")),
        local if text.contains(':') || service.is_none() => {
            local.parse::<u16>().or_else(|_| if local == remote { Ok(target) } else { number(local) })?
        }
        local => local.parse().unwrap_or(target),
    };
    Ok((local, target))
}

fn of_container(word: &str, pod: &Pod) -> Result<u16, Failure> {
    if let Ok(number) = word.parse() {
        return Ok(number);
    }
    if !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) {
        return Err(Failure::error(format!("error parsing local port '{word}': strconv.ParseUint: parsing {word:?}: value out of range")));
    }
    let mut ports = pod.spec().containers.iter().flat_map(|container| container.ports.iter().flatten());
    let found = ports.find(|port| port.name.as_deref() == Some(word));
    let found = found.and_then(|port| u16::try_from(port.container_port).ok());
    found.ok_or_else(|| Failure::error(format!("Pod '{}' does not have a named port '{word}'", pod.name())))
}

fn of_service(word: &str, pod: &Pod, service: &Value) -> Result<u16, Failure> {
    let name = service["metadata"]["name"].as_str().unwrap_or_default();
    let ports = service["spec"]["ports"].as_array().map(Vec::as_slice).unwrap_or_default();
    let port = match word.parse::<u64>() {
        Ok(number) => ports
            .iter()
            .find(|port| port["port"] == number)
            .ok_or_else(|| Failure::error(format!("Service {name} does not have a service port {number}")))?,
        Err(_) => ports
            .iter()
            .find(|port| port["name"] == *word)
            .ok_or_else(|| Failure::error(format!("Service '{name}' does not have a named port '{word}'")))?,
    };
    match &port["targetPort"] {
        Value::String(name) => of_container(name, pod),
        Value::Number(number) => Ok(number.as_u64().and_then(|number| u16::try_from(number).ok()).unwrap_or(0)),
        _ => Ok(port["port"].as_u64().and_then(|number| u16::try_from(number).ok()).unwrap_or(0)),
    }
}

/// Runs `kubectl attach`.
pub(super) fn attach(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    let target = match words.as_slice() {
        [] => return Err(Failure::error("at least 1 argument is required for attach")),
        [one] => one.clone(),
        [kind, name] => format!("{kind}/{name}"),
        more => {
            return Err(Failure::error(format!(
                "expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw {}: [{}]",
                more.len(),
                more.join(" ")
            )));
        }
    };
    let pod = session.pod(&target)?;
    let status = super::live::status(session.world, &pod);
    let phase = status.phase;
    if matches!(phase, "Succeeded" | "Failed") {
        return Err(Failure::error(format!("cannot attach a container in a completed pod; current phase is {phase}")));
    }
    if session.flags.on("stdin") || session.flags.on("tty") {
        return Err(Failure::not_simulated("kubectl attach to a terminal"));
    }
    let container = session.container(&pod, !session.flags.on("quiet")).map_err(|failure| {
        let said = failure.message.trim_start_matches("error: ").to_owned();
        Failure::error(format!("cannot attach to the container: {said}"))
    })?;
    if status.container(&container).is_none_or(|own| own.state != ContainerState::Running) {
        return Err(Failure::error(format!("Internal error occurred: unable to upgrade connection: container not found ({container:?})")));
    }
    // What it wrote before is not shown, and it writes no more: the world has settled.
    Err(Failure { message: "error: the command does not end by itself; it was interrupted".into(), exit: 130 })
}
