//! Commands that keep a connection to a container: `port-forward`, `cp`, `attach`, `debug`. What kubectl refuses is refused in
//! its words; of the rest only `port-forward` says what it would, and then that nobody ends it.

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::session::Session;
use crate::simulate::Pod;
use crate::world::Reference;

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

/// Runs `kubectl cp`.
pub(super) fn copy(session: &mut Session<'_>) -> Result<(), Failure> {
    let [from, to] = session.flags.words.as_slice() else { return Err(Failure::error("source and destination are required")) };
    let (from, to) = (place(from)?, place(to)?);
    if from.0.is_some() && to.0.is_some() {
        return Err(Failure::error("one of src or dest must be a local file specification"));
    }
    if from.1.is_empty() || to.1.is_empty() {
        return Err(Failure::error("filepath can not be empty"));
    }
    let Some(pod) = from.0.or(to.0) else { return Err(Failure::error("one of src or dest must be a remote file specification")) };
    if from.0.is_none() && session.file(from.1).is_none() {
        return Err(Failure::error(format!("{} doesn't exist in local filesystem", from.1)));
    }
    if !pod.contains('/') {
        session.pod(pod)?;
    }
    Err(Failure::not_simulated("kubectl cp"))
}

/// Pod and path of `pod:path`, or a local path.
fn place(text: &str) -> Result<(Option<&str>, &str), Failure> {
    match text.split_once(':') {
        None => Ok((None, text)),
        Some((pod, path)) if !pod.is_empty() && pod.matches('/').count() < 2 => Ok((Some(pod), path)),
        Some(_) => Err(Failure::error("filespec must match the canonical format: [[namespace/]pod:]file/path")),
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
    let phase = super::live::status(session.world, &pod).phase;
    if matches!(phase, "Succeeded" | "Failed") {
        return Err(Failure::error(format!("cannot attach a container in a completed pod; current phase is {phase}")));
    }
    Err(Failure::not_simulated("kubectl attach"))
}

/// Runs `kubectl debug`.
pub(super) fn debug(session: &mut Session<'_>) -> Result<(), Failure> {
    let flags = &session.flags;
    let dash = flags.dash.unwrap_or(flags.words.len());
    let (targets, args) = flags.words.split_at(dash.min(flags.words.len()));
    let given = |flag: &str| flags.get(flag).is_some_and(|text| !text.is_empty());
    if flags.get("profile").is_some_and(|name| !["legacy", "general", "baseline", "netadmin", "restricted", "sysadmin"].contains(&name)) {
        return Err(Failure::error(format!("unknown profile: {}", flags.get("profile").unwrap_or_default())));
    }
    if flags.on("attach") && !given("image") && !given("container") {
        return Err(Failure::error("you must specify --container or create a new container using --image in order to attach."));
    }
    if given("copy-to") {
        if !given("image") && !given("set-image") && args.is_empty() {
            return Err(Failure::error("you must specify --image, --set-image or command arguments."));
        }
        if !args.is_empty() && !given("container") && !given("image") {
            return Err(Failure::error("you must specify an existing container or a new image when specifying args."));
        }
    } else if flags.on("replace") {
        return Err(Failure::error("--replace may only be used with --copy-to."));
    } else if flags.on("same-node") {
        return Err(Failure::error("--same-node may only be used with --copy-to."));
    } else if given("set-image") {
        return Err(Failure::error("--set-image may only be used with --copy-to."));
    } else if !given("image") {
        return Err(Failure::error("you must specify --image when not using --copy-to."));
    }
    if let Some(image) = flags.get("image").filter(|image| !image.is_empty() && Reference::parse(image).is_err()) {
        return Err(Failure::error(format!("invalid image name {image:?}: invalid reference format")));
    }
    let Some(target) = targets.first().cloned() else { return Err(Failure::error("NAME or filename is required for debug")) };
    if flags.get("image-pull-policy").is_some_and(|policy| !["", "Always", "IfNotPresent", "Never"].contains(&policy)) {
        return Err(Failure::error(format!("invalid image pull policy: {}", flags.get("image-pull-policy").unwrap_or_default())));
    }
    if given("target") && given("copy-to") {
        return Err(Failure::error("--target is incompatible with --copy-to. Use --share-processes instead."));
    }
    if flags.on("tty") && !flags.on("stdin") {
        return Err(Failure::error("-i/--stdin is required for containers with -t/--tty=true"));
    }
    if !target.starts_with("node") {
        session.pod(&target)?;
    }
    Err(Failure::not_simulated("kubectl debug (ephemeral containers, copies of Pods, Pods on nodes)"))
}
