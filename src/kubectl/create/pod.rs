//! `kubectl run`: a Pod (kubectl v0.35 `pkg/generate/versioned/run.go`, `pkg/cmd/run/run.go`).

use serde_json::{Map, Value, json};

use super::emit;
use crate::kubectl::failure::Failure;
use crate::kubectl::kind::Kind;
use crate::kubectl::output::Format;
use crate::kubectl::session::{DryRun, Session};
use crate::kubectl::strategic::{Rules, strategic_patch};
use crate::object::restored::undecoded;
use crate::object::{Request, decode};
use crate::schema;
use crate::text::SourceFile;

/// Runs `kubectl run`.
pub(in crate::kubectl) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let path = "kubectl run";
    let flags = &session.flags;
    let Some(name) = flags.words.first().filter(|_| flags.dash != Some(0)).cloned() else {
        return Err(Failure::usage(path, "NAME is required for run"));
    };
    let image = flags.get("image").unwrap_or_default().to_owned();
    if image.is_empty() {
        return Err(Failure::error("--image is required"));
    }
    if crate::world::Reference::parse(&image).is_err() {
        return Err(Failure::error(format!("Invalid image name {image:?}: invalid reference format")));
    }
    if flags.on("tty") && !flags.on("stdin") {
        return Err(Failure::usage(path, "-i/--stdin is required for containers with -t/--tty=true"));
    }
    if flags.on("expose") && !flags.has("port") {
        return Err(Failure::usage(path, "--port must be set when exposing a service"));
    }
    if flags.on("rm") && !flags.on("stdin") && !flags.on("attach") {
        return Err(Failure::usage(path, "--rm should only be used for attached containers"));
    }
    let restart = flags.get("restart").unwrap_or("Always").to_owned();
    if !["Always", "OnFailure", "Never"].contains(&restart.as_str()) {
        return Err(Failure::usage(path, format!("invalid restart policy: {restart}")));
    }
    let dry_run = session.dry_run()?;
    if dry_run != DryRun::None && (session.flags.on("stdin") || session.flags.on("attach")) {
        return Err(Failure::usage(
            path,
            "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
        ));
    }
    let mut pod = pod(session, &name, &image, &restart)?;
    if let Some(overrides) = session.flags.get("overrides") {
        let patch: Value = serde_json::from_str(overrides).map_err(|_| Failure::error("Invalid JSON Patch"))?;
        match session.flags.get("override-type").unwrap_or("merge") {
            "json" => crate::kubectl::merge::json_patch(&mut pod, &patch).map_err(Failure::error)?,
            "merge" => crate::kubectl::merge::merge_patch(&mut pod, &patch),
            "strategic" => {
                let rules = Rules::of("v1", "Pod", *session.world.facts.version);
                strategic_patch(&mut pod, &patch, rules).map_err(Failure::error)?;
            }
            other => return Err(Failure::error(format!("invalid override type: {other}"))),
        }
        pod = read_again(session, pod)?;
    }
    let service = match session.flags.on("expose") {
        true => Some(service_for(session, &name, &pod)?),
        false => None,
    };
    if let Some(service) = &service {
        emit(session, service, dry_run, None)?;
        if matches!(session.format()?, Format::Yaml) {
            // Once from `run`, once from the printer, which has printed before.
            session.say("---\n---");
        }
    }
    emit(session, &pod, dry_run, None)?;
    if dry_run == DryRun::None && (session.flags.on("stdin") || session.flags.on("attach")) {
        return attached(session, &name);
    }
    Ok(())
}

/// What was overridden goes through Go's types once more: they take no other types, no unknown fields, and write what a container
/// needs nothing of (`pkg/cmd/util/override_options.go` Apply).
fn read_again(session: &Session<'_>, pod: Value) -> Result<Value, Failure> {
    let version = *session.world.facts.version;
    let unread = schema::kind("v1", "Pod", version).and_then(|kind| undecoded(&pod, kind.root, version));
    if let Some(said) = unread {
        return Err(Failure::error(said));
    }
    let request = Request { version, namespace: session.namespace() };
    let read = decode(&SourceFile::new("-", pod.to_string()), &request).into_iter().next();
    let mut known = read.filter(|read| !read.strict.is_empty()).and_then(|read| read.value).unwrap_or(pod);
    for list in ["initContainers", "containers"] {
        let containers = known["spec"].get_mut(list).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut);
        for container in containers {
            container.entry("resources").or_insert_with(|| json!({}));
        }
    }
    Ok(known)
}

/// `kubectl run -it`: we make the Pod; what its terminal would show is another matter.
fn attached(session: &mut Session<'_>, name: &str) -> Result<(), Failure> {
    if session.flags.on("rm") {
        let namespace = session.namespace();
        let status =
            crate::simulate::find_pod(session.world, &namespace, name).map(|pod| crate::kubectl::live::status(session.world, &pod));
        let logs = status.and_then(|status| status.containers.into_iter().next()?.logs).unwrap_or_default();
        session.out = logs;
        if let Some(kind) = Kind::of("Pod") {
            session.remove(kind, Some(&namespace), name);
        }
        session.say(format!("pod \"{name}\" deleted from {namespace} namespace"));
        return Ok(());
    }
    session.warn("error: attaching a terminal is not simulated here; the pod was created");
    Ok(())
}

fn pod(session: &Session<'_>, name: &str, image: &str, restart: &str) -> Result<Value, Failure> {
    let flags = &session.flags;
    let labels = match flags.get("labels") {
        Some(text) if !text.is_empty() => pairs(text, "label")?,
        _ => json!({"run": name}),
    };
    let mut container = json!({"image": image, "name": name, "resources": {}});
    let words = &flags.words[1..];
    if !words.is_empty() {
        container[if flags.on("command") { "command" } else { "args" }] = json!(words);
    }
    let mut variables = Vec::new();
    for variable in flags.all("env") {
        match variable.split_once('=').filter(|(name, _)| crate::rules::format::c_identifier(name).is_empty()) {
            Some((name, value)) => {
                variables.push(if value.is_empty() { json!({"name": name}) } else { json!({"name": name, "value": value}) })
            }
            None => return Err(Failure::error(format!("invalid env: {variable}"))),
        }
    }
    if !variables.is_empty() {
        container["env"] = variables.into();
    }
    if let Some(port) = flags.get("port").filter(|port| !port.is_empty()) {
        let number: i64 = port.parse().map_err(|_| Failure::error(format!("strconv.Atoi: parsing {port:?}: invalid syntax")))?;
        container["ports"] = json!([{"containerPort": number}]);
    }
    if let Some(policy) = flags.get("image-pull-policy").filter(|policy| !policy.is_empty()) {
        if !["Always", "IfNotPresent", "Never"].contains(&policy) {
            return Err(Failure::usage("kubectl run", format!("invalid image pull policy: {policy}")));
        }
        container["imagePullPolicy"] = policy.into();
    }
    if flags.on("privileged") {
        container["securityContext"] = json!({"privileged": true});
    }
    if flags.on("stdin") {
        container["stdin"] = true.into();
        container["stdinOnce"] = true.into();
    }
    if flags.on("tty") {
        container["tty"] = true.into();
    }
    let mut metadata = json!({"labels": labels, "name": name});
    if !flags.all("annotations").is_empty() {
        let written = flags.all("annotations").join(",");
        metadata["annotations"] =
            pairs(&written, "annotation").map_err(|_| Failure::error(format!("invalid annotations format: {written}")))?;
    }
    let spec = json!({"containers": [container], "dnsPolicy": "ClusterFirst", "restartPolicy": restart});
    Ok(json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec, "status": {}}))
}

fn service_for(session: &Session<'_>, name: &str, pod: &Value) -> Result<Value, Failure> {
    let port: i64 = session.flags.get("port").and_then(|port| port.parse().ok()).unwrap_or(0);
    let labels = &pod["metadata"]["labels"];
    let mut metadata = json!({"name": name});
    if session.flags.get("labels").is_some_and(|labels| !labels.is_empty()) {
        metadata["labels"] = labels.clone();
    }
    let spec = json!({"ports": [{"port": port, "protocol": "TCP", "targetPort": port}], "selector": labels});
    Ok(json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec, "status": {"loadBalancer": {}}}))
}

/// `a=b,c=d`
pub(in crate::kubectl) fn pairs(text: &str, what: &str) -> Result<Value, Failure> {
    let mut map = Map::new();
    for part in text.split(',').filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some((key, value)) => map.insert(key.trim().to_owned(), value.trim().into()),
            None => return Err(Failure::error(format!("unexpected {what} spec: {part}"))),
        };
    }
    Ok(Value::Object(map))
}
