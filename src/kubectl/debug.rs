//! `kubectl debug` (kubectl v0.35 `pkg/cmd/debug`): a container more in a Pod, a changed copy of it, or a Pod on a node.

use serde_json::{Value, json};

use super::failure::Failure;
use super::kind::Kind;
use super::session::{DryRun, Session};
use crate::simulate::{self, ContainerState, uid_of};
use crate::world::Reference;

/// Letters of a random name (apimachinery `pkg/util/rand`).
const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

/// Runs `kubectl debug`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let (targets, args) = check(session)?;
    if session.flags.has("custom") {
        return Err(Failure::not_simulated("kubectl debug --custom"));
    }
    let quiet = session.flags.on("quiet");
    if let Some(target) = session.flags.get("target").filter(|target| !target.is_empty() && !quiet).map(str::to_owned) {
        session.say(format!(
            "Targeting container {target:?}. If you don't see processes from this container it may be because the container runtime doesn't support this feature."
        ));
    }
    if profile(session) == "legacy" {
        session.warn(
            r#"--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general"."#,
        );
    }
    targets.iter().try_for_each(|target| one(session, target, &args))
}

fn one(session: &mut Session<'_>, target: &str, args: &[String]) -> Result<(), Failure> {
    let (kind, name) = match target.split_once('/') {
        Some((kind, name)) => (Kind::find(kind).ok_or_else(|| super::select::unknown(kind))?, name),
        None => (Kind::of("Pod").ok_or_else(|| Failure::not_simulated("Pod"))?, target),
    };
    let object = session.find(kind, name)?;
    let (pod, container) = match kind.name {
        "Node" => on_node(session, name, args)?,
        "Pod" if session.flags.get("copy-to").is_some_and(|name| !name.is_empty()) => copied(session, &object, args)?,
        "Pod" => beside(session, &object, args)?,
        other => return Err(Failure::error(format!("\"{}, Kind={other}\" not supported by debug", kind.api_version))),
    };
    let attaches = session.flags.get("attach").map_or(session.flags.on("stdin"), |given| given == "true");
    if attaches && !container.is_empty() { attach(session, &pod, &container) } else { Ok(()) }
}

fn profile<'s>(session: &'s Session<'_>) -> &'s str {
    session.flags.get("profile").unwrap_or("legacy")
}

/// Five letters that depend on `of` alone.
pub(super) fn suffix(of: &str) -> String {
    let mut number = uid_of(of).bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let mut made = String::new();
    for _ in 0..5 {
        made.push(char::from(LETTERS[(number % LETTERS.len() as u64) as usize]));
        number /= LETTERS.len() as u64;
    }
    made
}

/// The name of the new container: the one that is asked for, or a random one, which is said.
fn container_name(session: &mut Session<'_>, pod: &Value) -> String {
    if let Some(name) = session.flags.get("container").filter(|name| !name.is_empty()) {
        return name.to_owned();
    }
    let count = pod["spec"]["ephemeralContainers"].as_array().map_or(0, Vec::len);
    let name = format!("debugger-{}", suffix(&format!("{}/{count}", pod["metadata"]["name"])));
    if !session.flags.on("quiet") {
        session.say(format!("Defaulting debug container name to {name}."));
    }
    name
}

/// What the flags say of the container, over what it has.
fn configured(session: &Session<'_>, mut container: Value, args: &[String]) -> Value {
    let flags = &session.flags;
    if !args.is_empty() {
        let field = if flags.on("arguments-only") { "args" } else { "command" };
        container[field] = json!(args);
        if let (false, Some(map)) = (flags.on("arguments-only"), container.as_object_mut()) {
            map.remove("args");
        }
    }
    let variables: Vec<Value> = flags
        .list("env")
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    if !variables.is_empty() {
        container["env"] = variables.into();
    }
    for (flag, field) in [("image", "image"), ("image-pull-policy", "imagePullPolicy")] {
        if let Some(given) = flags.get(flag).filter(|given| !given.is_empty()) {
            container[field] = given.into();
        }
    }
    for (flag, field) in [("stdin", "stdin"), ("tty", "tty")] {
        if flags.on(flag) {
            container[field] = true.into();
        }
    }
    container
}

/// What a profile adds to the debug container (profiles.go).
fn profiled(profile: &str, container: &mut Value, style: Style) {
    let add = |container: &mut Value, names: &[&str]| {
        let mut list = container["securityContext"]["capabilities"]["add"].as_array().cloned().unwrap_or_default();
        list.extend(names.iter().map(|name| Value::from(*name)));
        container["securityContext"]["capabilities"]["add"] = list.into();
    };
    let clears = matches!(profile, "baseline" | "restricted") || profile == "general" && style == Style::Node;
    if let (true, Some(map)) = (clears, container.as_object_mut()) {
        map.remove("securityContext");
    }
    match profile {
        "general" if style != Style::Node => add(container, &["SYS_PTRACE"]),
        "netadmin" => add(container, &["NET_ADMIN", "NET_RAW"]),
        "sysadmin" => container["securityContext"]["privileged"] = true.into(),
        "restricted" => {
            container["securityContext"] = json!({
                "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}, "runAsNonRoot": true,
                "seccompProfile": {"type": "RuntimeDefault"},
            });
        }
        _ => {}
    }
}

/// What is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Ephemeral,
    Copy,
    Node,
}

/// An ephemeral container in the Pod itself.
fn beside(session: &mut Session<'_>, pod: &Value, args: &[String]) -> Result<(String, String), Failure> {
    let kind = Kind::of("Pod").ok_or_else(|| Failure::not_simulated("Pod"))?;
    let pod_name = pod["metadata"]["name"].as_str().unwrap_or_default().to_owned();
    let Some(stored) = session.world.store.get(kind.name, pod["metadata"]["namespace"].as_str(), &pod_name).cloned() else {
        return Err(Failure::not_simulated("kubectl debug in a Pod that a controller made (--copy-to makes a copy of it)"));
    };
    let name = container_name(session, pod);
    let bare = json!({"name": name, "terminationMessagePolicy": "File"});
    let mut container = configured(session, bare, args);
    profiled(profile(session), &mut container, Style::Ephemeral);
    // The server judges it as one more container, which is what the rules know.
    let mut judged = stored.value.clone();
    if let Some(map) = judged["spec"].as_object_mut() {
        map.remove("ephemeralContainers");
    }
    if let Some(list) = judged["spec"]["containers"].as_array_mut() {
        list.push(container);
    }
    let clash = judged["spec"]["containers"]
        .as_array()
        .and_then(|list| list.split_last())
        .is_some_and(|(_, own)| own.iter().any(|own| own["name"] == *name));
    let added = stored.value["spec"]["ephemeralContainers"].as_array().map_or(0, Vec::len);
    if clash {
        return Err(invalid(&pod_name, format!("spec.ephemeralContainers[{added}].name: Duplicate value: {name:?}")));
    }
    if let Some(target) = session.flags.get("target").filter(|target| !target.is_empty()) {
        let lists = ["containers", "initContainers"].map(|list| &stored.value["spec"][list]);
        if !lists.into_iter().filter_map(Value::as_array).flatten().any(|own| own["name"] == *target) {
            return Err(invalid(&pod_name, format!("spec.ephemeralContainers[{added}].targetContainerName: Not found: {target:?}")));
        }
    }
    let admitted = session.judge(&judged)?;
    let mut made = admitted.value["spec"]["containers"].as_array().and_then(|list| list.last().cloned()).unwrap_or_default();
    if let Some(map) = made.as_object_mut() {
        // A token is mounted into the containers of a new Pod alone.
        map.remove("volumeMounts");
    }
    if let Some(target) = session.flags.get("target").filter(|target| !target.is_empty()) {
        made["targetContainerName"] = target.into();
    }
    let mut object = stored;
    match object.value["spec"]["ephemeralContainers"].as_array_mut() {
        Some(list) => list.push(made),
        None => object.value["spec"]["ephemeralContainers"] = json!([made]),
    }
    session.world.store.insert(object);
    Ok((pod_name, name))
}

/// What validation of the Pod's ephemeral containers refuses.
fn invalid(pod: &str, cause: String) -> Failure {
    Failure::plain(format!("The Pod {pod:?} is invalid: {cause}"))
}

/// A copy of the Pod with a container more, or one of its own changed.
fn copied(session: &mut Session<'_>, pod: &Value, args: &[String]) -> Result<(String, String), Failure> {
    let flags = &session.flags;
    let profile = profile(session).to_owned();
    let name = flags.get("copy-to").unwrap_or_default().to_owned();
    let legacy = profile == "legacy";
    let mut metadata = json!({"name": name, "namespace": pod["metadata"]["namespace"]});
    if flags.on("keep-labels") && !legacy {
        metadata["labels"] = pod["metadata"]["labels"].clone();
    }
    if legacy || flags.on("keep-annotations") {
        metadata["annotations"] = pod["metadata"]["annotations"].clone();
    }
    let mut spec = pod["spec"].clone();
    if let Some(map) = spec.as_object_mut() {
        map.remove("ephemeralContainers");
        if !flags.on("same-node") {
            map.remove("nodeName");
        }
        if !legacy && flags.get("keep-init-containers") == Some("false") {
            map.remove("initContainers");
        }
    }
    if let Some(share) = flags.get("share-processes") {
        spec["shareProcessNamespace"] = (share == "true").into();
    } else if !legacy && spec["shareProcessNamespace"].is_null() {
        spec["shareProcessNamespace"] = true.into();
    }
    let images: Vec<(String, String)> = flags
        .list("set-image")
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, image)| (name.to_owned(), image.to_owned()))
        .collect();
    let keeps = ["liveness", "readiness", "startup"].map(|probe| (format!("{probe}Probe"), legacy || flags.on(&format!("keep-{probe}"))));
    let wanted = flags.get("container").unwrap_or_default().to_owned();
    for container in spec["containers"].as_array_mut().into_iter().flatten() {
        let image = |own: &str| images.iter().find(|(name, _)| name == own).map(|(_, image)| image.clone());
        if let Some(image) = image(container["name"].as_str().unwrap_or_default()).or_else(|| image("*")) {
            container["image"] = image.into();
        }
        if let Some(map) = container.as_object_mut() {
            keeps.iter().filter(|(_, keep)| !keep).for_each(|(probe, _)| {
                map.remove(probe);
            });
        }
    }
    let at = spec["containers"].as_array().and_then(|list| list.iter().position(|own| own["name"] == *wanted));
    let image_given = session.flags.get("image").is_some_and(|image| !image.is_empty());
    let debugger = match at {
        None if !image_given && !images.is_empty() => String::new(),
        None if !image_given => return Err(Failure::error("you must specify image when creating new container")),
        None => container_name(session, pod),
        Some(_) => wanted,
    };
    if !debugger.is_empty() {
        let bare = match at {
            Some(at) => spec["containers"][at].clone(),
            None => json!({"name": debugger, "terminationMessagePolicy": "File"}),
        };
        let mut container = configured(session, bare, args);
        profiled(&profile, &mut container, Style::Copy);
        match (at, spec["containers"].as_array_mut()) {
            (Some(at), Some(list)) => list[at] = container,
            (_, Some(list)) => list.push(container),
            _ => {}
        }
    }
    let object = session.admit(&json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}))?;
    session.create(object, DryRun::None)?;
    if session.flags.on("replace") {
        let (namespace, name) = (pod["metadata"]["namespace"].as_str(), pod["metadata"]["name"].as_str().unwrap_or_default());
        if let Some(kind) = Kind::of("Pod") {
            session.remove(kind, namespace, name);
        }
    }
    Ok((name, debugger))
}

/// A Pod in the node's namespaces, with its files at `/host`.
fn on_node(session: &mut Session<'_>, node: &str, args: &[String]) -> Result<(String, String), Failure> {
    let profile = profile(session).to_owned();
    let name = format!("node-debugger-{node}-{}", suffix(&format!("node/{node}/{}", session.world.store.of_kind("Pod").count())));
    let debugger = session.flags.get("container").filter(|name| !name.is_empty()).unwrap_or("debugger").to_owned();
    if !session.flags.on("quiet") {
        session.say(format!("Creating debugging pod {name} with container {debugger} on node {node}."));
    }
    let mut container = configured(session, json!({"name": debugger, "terminationMessagePolicy": "File"}), args);
    profiled(&profile, &mut container, Style::Node);
    let mut spec = json!({"nodeName": node, "restartPolicy": "Never", "tolerations": [{"operator": "Exists"}]});
    if matches!(profile.as_str(), "legacy" | "general" | "sysadmin" | "netadmin") {
        for field in ["hostNetwork", "hostPID", "hostIPC"] {
            spec[field] = true.into();
        }
    }
    if matches!(profile.as_str(), "legacy" | "general" | "sysadmin") {
        spec["volumes"] = json!([{"name": "host-root", "hostPath": {"path": "/"}}]);
        container["volumeMounts"] = json!([{"name": "host-root", "mountPath": "/host"}]);
    }
    spec["containers"] = json!([container]);
    let metadata = json!({"name": name, "labels": {"app.kubernetes.io/managed-by": "kubectl-debug"}});
    let object = session.admit(&json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}))?;
    session.create(object, DryRun::None)?;
    Ok((name, debugger))
}

/// What is seen of the new container: its log when it has ended; nobody sits at a terminal here.
fn attach(session: &mut Session<'_>, pod: &str, container: &str) -> Result<(), Failure> {
    let Some(pod) = simulate::find_pod(session.world, &session.namespace(), pod) else { return Ok(()) };
    let status = super::live::status(session.world, &pod);
    let Some(own) = status.container(container) else { return Ok(()) };
    match &own.state {
        ContainerState::Terminated { .. } => session.out.push_str(own.logs.as_deref().unwrap_or_default()),
        ContainerState::Waiting { message: Some(message), .. } => {
            session.warn(format!("Warning: container {container}: {message}"));
            return Err(Failure { message: "error: the command does not end by itself; it was interrupted".into(), exit: 130 });
        }
        _ => session.warn(format!(
            "error: attaching a terminal is not simulated here; the container runs: kubectl exec {} -c {container} -- COMMAND",
            pod.name()
        )),
    }
    Ok(())
}

/// What is refused before anything is asked; the Pods or nodes that are meant, and the command.
fn check(session: &Session<'_>) -> Result<(Vec<String>, Vec<String>), Failure> {
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
        if let Some(odd) = flags.list("set-image").into_iter().find(|pair| !pair.contains('=')) {
            return Err(Failure::plain(format!(
                "error: invalid argument {odd:?} for \"--set-image\" flag: {odd} must be formatted as key=value\nSee 'kubectl debug --help' for usage."
            )));
        }
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
    if targets.is_empty() {
        return Err(Failure::error("NAME or filename is required for debug"));
    }
    if flags.get("image-pull-policy").is_some_and(|policy| !["", "Always", "IfNotPresent", "Never"].contains(&policy)) {
        return Err(Failure::error(format!("invalid image pull policy: {}", flags.get("image-pull-policy").unwrap_or_default())));
    }
    if given("target") && given("copy-to") {
        return Err(Failure::error("--target is incompatible with --copy-to. Use --share-processes instead."));
    }
    if flags.on("tty") && !flags.on("stdin") {
        return Err(Failure::error("-i/--stdin is required for containers with -t/--tty=true"));
    }
    Ok((targets.to_vec(), args.to_vec()))
}
