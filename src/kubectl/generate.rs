//! Objects that kubectl writes itself: `run`, `create …`, `expose` (kubectl v0.35 `pkg/generate/versioned`, `pkg/cmd/create`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::flags::{Flag, short, short_switch, switch, value};
use super::kind::Kind;
use super::output::Format;
use super::session::{DryRun, Session};

pub(super) const RUN: &[Flag] = &[
    value("image"),
    value("image-pull-policy"),
    value("env"),
    value("port"),
    short("labels", 'l'),
    value("annotations"),
    value("restart"),
    value("overrides"),
    value("override-type"),
    value("pod-running-timeout"),
    switch("command"),
    switch("expose"),
    switch("rm"),
    switch("attach"),
    switch("privileged"),
    switch("leave-stdin-open"),
    short_switch("stdin", 'i'),
    short_switch("tty", 't'),
    short_switch("quiet", 'q'),
    value("grace-period"),
    switch("force"),
    switch("now"),
    switch("wait"),
    value("timeout"),
    value("cascade"),
];

pub(super) const CREATE: &[Flag] = &[
    value("from-literal"),
    value("from-file"),
    value("from-env-file"),
    value("type"),
    value("docker-server"),
    value("docker-username"),
    value("docker-password"),
    value("docker-email"),
    value("cert"),
    value("key"),
    value("image"),
    value("port"),
    short("replicas", 'r'),
    value("from"),
    value("schedule"),
    value("restart"),
    value("tcp"),
    value("node-port"),
    value("group"),
    value("scopes"),
    value("clusterip"),
    value("external-name"),
    value("verb"),
    value("resource"),
    value("resource-name"),
    value("role"),
    value("clusterrole"),
    value("serviceaccount"),
    value("duration"),
    value("hard"),
    switch("append-hash"),
    switch("edit"),
    value("raw"),
    short("selector", 'l'),
];

pub(super) const EXPOSE: &[Flag] = &[
    value("name"),
    value("port"),
    value("target-port"),
    value("protocol"),
    value("type"),
    value("selector"),
    value("labels"),
    value("cluster-ip"),
    value("external-ip"),
    value("load-balancer-ip"),
    value("session-affinity"),
    value("overrides"),
];

/// Runs `kubectl run`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let path = "kubectl run";
    let flags = &session.flags;
    let Some(name) = flags.words.first().filter(|_| flags.dash != Some(0)).cloned() else {
        return Err(Failure::usage(path, "NAME is required for run"));
    };
    let Some(image) = flags.get("image").map(str::to_owned) else {
        return Err(Failure::error("required flag(s) \"image\" not set"));
    };
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
        let patch: Value = serde_json::from_str(overrides).map_err(|error| Failure::error(format!("Invalid JSON Patch: {error}")))?;
        match session.flags.get("override-type").unwrap_or("merge") {
            "json" => super::merge::json_patch(&mut pod, &patch).map_err(Failure::error)?,
            "merge" => super::merge::merge_patch(&mut pod, &patch),
            "strategic" => super::merge::strategic_patch(&mut pod, &patch, false),
            other => return Err(Failure::error(format!("invalid override type: {other}"))),
        }
    }
    let service = match session.flags.on("expose") {
        true => Some(service_for(session, &name, &pod)?),
        false => None,
    };
    if let Some(service) = &service {
        emit(session, service, dry_run, None)?;
        if matches!(session.format()?, Format::Yaml) {
            session.say("---");
        }
    }
    emit(session, &pod, dry_run, None)?;
    if dry_run == DryRun::None && (session.flags.on("stdin") || session.flags.on("attach")) {
        return attached(session, &name);
    }
    Ok(())
}

/// `kubectl run -it`: we make the Pod; what its terminal would show is another matter.
fn attached(session: &mut Session<'_>, name: &str) -> Result<(), Failure> {
    if session.flags.on("rm") {
        let namespace = session.namespace();
        let status = crate::simulate::find_pod(session.world, &namespace, name).map(|pod| super::live::status(session.world, &pod));
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
        match variable.split_once('=').filter(|(name, _)| !name.is_empty()) {
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
        metadata["annotations"] = pairs(&flags.all("annotations").join(","), "annotation")?;
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
fn pairs(text: &str, what: &str) -> Result<Value, Failure> {
    let mut map = Map::new();
    for part in text.split(',').filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some((key, value)) => map.insert(key.trim().to_owned(), value.trim().into()),
            None => return Err(Failure::error(format!("unexpected {what} spec: {part}"))),
        };
    }
    Ok(Value::Object(map))
}

/// Creates a generated object, or prints it with `--dry-run=client`. `failing` is what kubectl says before a server's refusal.
pub(super) fn emit(session: &mut Session<'_>, object: &Value, dry_run: DryRun, failing: Option<&str>) -> Result<(), Failure> {
    let mut object = object.clone();
    let kind = object["kind"].as_str().and_then(Kind::of);
    if dry_run == DryRun::Client {
        if session.namespace_is_chosen() && kind.is_some_and(|kind| kind.namespaced) {
            object["metadata"]["namespace"] = session.namespace().into();
        }
        return session.report(&object, "created", dry_run);
    }
    if let Some(map) = object.as_object_mut() {
        map.remove("status");
    }
    let admitted = session.admit(&object).and_then(|object| session.create(object, dry_run));
    let created = admitted.map_err(|failure| match (failing, failure.message.split_once("): ")) {
        (Some(failing), Some((head, said))) if head.starts_with("Error from server (") => Failure::error(format!("{failing} {said}")),
        (Some(failing), _) => match failure.message.split_once(" is invalid: ") {
            Some((head, said)) => Failure::error(format!("{failing} {} is invalid: {said}", head.trim_start_matches("The "))),
            None => failure,
        },
        _ => failure,
    })?;
    session.report(&created, "created", dry_run)
}

/// Runs `kubectl create`: `-f`, or a generator.
pub(super) fn create(session: &mut Session<'_>) -> Result<(), Failure> {
    if session.flags.on("edit") || session.flags.has("raw") {
        return Err(Failure::not_simulated("kubectl create --edit and --raw"));
    }
    let words = session.flags.words.clone();
    let Some((what, rest)) = words.split_first() else {
        return match session.flags.has("filename") {
            true => super::apply::create_files(session),
            false => Err(Failure::error("must specify one of -f and -k")),
        };
    };
    let dry_run = session.dry_run()?;
    let (what, rest) = match (what.as_str(), rest.split_first()) {
        ("secret" | "service" | "svc", Some((sub, rest))) => {
            (format!("{} {sub}", if what == "secret" { "secret" } else { "service" }), rest)
        }
        ("secret", None) => return Err(Failure::subcommands(SECRETS, "kubectl create secret", "(docker-registry | generic | tls)")),
        ("service" | "svc", None) => return Err(Failure::subcommands(SERVICES, "kubectl create service", "[flags]")),
        _ => (full_name(what).to_owned(), rest),
    };
    let dash = session.flags.dash.map(|dash| dash.saturating_sub(words.len() - rest.len()));
    let (names, command) = rest.split_at(dash.unwrap_or(rest.len()).min(rest.len()));
    let path = format!("kubectl create {what}");
    let one_name = || match names {
        [name] => Ok(name.clone()),
        [] => Err(Failure::usage(&path, "exactly one NAME is required, got 0")),
        several => Err(Failure::usage(&path, format!("exactly one NAME is required, got {}", several.len()))),
    };
    let (object, failing): (Value, Option<&str>) = match what.as_str() {
        "secret generic" => (secret_generic(session, &one_name()?)?, Some("failed to create secret")),
        "secret docker-registry" => (secret_docker(session, &one_name()?)?, Some("failed to create secret")),
        "secret tls" => (secret_tls(session, &one_name()?)?, Some("failed to create secret")),
        "configmap" => (config_map(session, &one_name()?)?, Some("failed to create configmap:")),
        "serviceaccount" => (
            json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": one_name()?}}),
            Some("failed to create serviceaccount:"),
        ),
        "namespace" => {
            (json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": one_name()?}, "spec": {}, "status": {}}), None)
        }
        "deployment" => (deployment(session, &one_name()?, command)?, Some("failed to create deployment:")),
        "job" => (job(session, &one_name()?, command)?, Some("failed to create job:")),
        "cronjob" => (cron_job(session, &one_name()?, command)?, Some("failed to create cronjob:")),
        "service clusterip" | "service nodeport" | "service loadbalancer" | "service externalname" => {
            (service(session, &one_name()?, what.trim_start_matches("service "))?, Some("failed to create service:"))
        }
        "role" | "clusterrole" => (role(session, &one_name()?, &what)?, None),
        "rolebinding" | "clusterrolebinding" => (binding(session, &one_name()?, &what)?, Some("failed to create rolebinding:")),
        "quota" => (quota(session, &one_name()?)?, Some("failed to create quota:")),
        "token" | "ingress" | "priorityclass" | "poddisruptionbudget" => return Err(Failure::not_simulated(&path)),
        other => {
            return Err(match other.split_once(' ') {
                Some((group, sub)) => Failure::usage(&format!("kubectl create {group}"), format!("unknown command {sub:?}")),
                None => Failure::usage("kubectl create", format!("Unexpected args: [{}]", words.join(" "))),
            });
        }
    };
    emit(session, &object, dry_run, failing)
}

/// The name of a generator that was called by an alias.
fn full_name(word: &str) -> &str {
    const ALIASES: [(&str, &str); 8] = [
        ("cm", "configmap"),
        ("sa", "serviceaccount"),
        ("ns", "namespace"),
        ("deploy", "deployment"),
        ("dep", "deployment"),
        ("cj", "cronjob"),
        ("resourcequota", "quota"),
        ("pdb", "poddisruptionbudget"),
    ];
    ALIASES.iter().find(|(alias, _)| *alias == word).map_or(word, |(_, name)| name)
}

const SECRETS: &str = "Create a secret with specified type.\n\n A docker-registry type secret is for accessing a container registry.\n\n A generic type secret indicate an Opaque secret type.\n\n A tls type secret holds TLS certificate and its associated key.\n\nAvailable Commands:\n  docker-registry   Create a secret for use with a Docker registry\n  generic           Create a secret from a local file, directory, or literal value\n  tls               Create a TLS secret";
const SERVICES: &str = "Create a service using a specified subcommand.\n\nAliases:\nservice, svc\n\nAvailable Commands:\n  clusterip      Create a ClusterIP service\n  externalname   Create an ExternalName service\n  loadbalancer   Create a LoadBalancer service\n  nodeport       Create a NodePort service";

/// Keys and texts of `--from-literal`, `--from-file` and `--from-env-file`.
fn data(session: &Session<'_>) -> Result<Vec<(String, String)>, Failure> {
    let flags = &session.flags;
    if flags.has("from-env-file") && (flags.has("from-file") || flags.has("from-literal")) {
        return Err(Failure::error("from-env-file cannot be combined with from-file or from-literal"));
    }
    let mut data: Vec<(String, String)> = Vec::new();
    let mut add = |key: &str, text: String| {
        if data.iter().any(|(own, _)| own == key) {
            return Err(Failure::error(format!("cannot add key {key}, another key by that name already exists")));
        }
        data.push((key.to_owned(), text));
        Ok(())
    };
    let open = |path: &str| {
        let bare = path.strip_prefix("./").unwrap_or(path);
        let file = session.files.iter().find(|file| file.name() == bare);
        file.map(|file| file.text().to_owned()).ok_or_else(|| Failure::error(format!("error reading {path}: no such file or directory")))
    };
    for source in flags.all("from-file") {
        let (key, path) = source.split_once('=').unwrap_or((source.rsplit('/').next().unwrap_or(source), source));
        add(key, open(path)?)?;
    }
    for source in flags.all("from-env-file") {
        for line in open(source)?.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some((key, text)) = line.split_once('=') {
                add(key, text.to_owned())?;
            }
        }
    }
    for literal in flags.all("from-literal") {
        match literal.split_once('=').filter(|(key, _)| !key.is_empty()) {
            Some((key, text)) => add(key, text.trim_matches(['\'', '"']).to_owned())?,
            None => return Err(Failure::error(format!("invalid literal source {literal}, expected key=value"))),
        }
    }
    Ok(data)
}

fn secret(name: &str, kind: Option<&str>, data: Vec<(String, String)>) -> Value {
    let mut object = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}});
    if let Some(kind) = kind.filter(|kind| !kind.is_empty()) {
        object["type"] = kind.into();
    }
    if !data.is_empty() {
        object["data"] = data.into_iter().map(|(key, text)| (key, Value::String(STANDARD.encode(text)))).collect::<Map<_, _>>().into();
    }
    object
}

fn secret_generic(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    Ok(secret(name, session.flags.get("type"), data(session)?))
}

fn secret_docker(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    const KEY: &str = ".dockerconfigjson";
    const TYPE: Option<&str> = Some("kubernetes.io/dockerconfigjson");
    let flags = &session.flags;
    if flags.has("from-file") {
        let mut data = data(session)?;
        if let [(key, _)] = data.as_mut_slice() {
            KEY.clone_into(key);
        }
        return Ok(secret(name, TYPE, data));
    }
    let server = flags.get("docker-server").unwrap_or("https://index.docker.io/v1/");
    let (Some(user), Some(password)) = (flags.get("docker-username"), flags.get("docker-password")) else {
        return Err(Failure::error(
            "either --from-file or the combination of --docker-username, --docker-password and --docker-server is required",
        ));
    };
    let mut entry = Map::new();
    let mut put = |key: &str, text: String| {
        if !text.is_empty() {
            entry.insert(key.to_owned(), text.into());
        }
    };
    put("username", user.to_owned());
    put("password", password.to_owned());
    put("email", flags.get("docker-email").unwrap_or_default().to_owned());
    put("auth", STANDARD.encode(format!("{user}:{password}")));
    let config = json!({"auths": {server: entry}});
    Ok(secret(name, TYPE, vec![(KEY.to_owned(), config.to_string())]))
}

fn secret_tls(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    let (Some(cert), Some(key)) = (session.flags.get("cert"), session.flags.get("key")) else {
        return Err(Failure::error("key and cert must be specified"));
    };
    let open = |path: &str| {
        let file = session.files.iter().find(|file| file.name() == path.trim_start_matches("./"));
        file.map(|file| file.text().to_owned())
            .ok_or_else(|| Failure::error(format!("Cannot read file {path}, open {path}: no such file or directory")))
    };
    Ok(secret(name, Some("kubernetes.io/tls"), vec![("tls.crt".into(), open(cert)?), ("tls.key".into(), open(key)?)]))
}

fn config_map(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    let mut object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
    let data = data(session)?;
    if !data.is_empty() {
        object["data"] = data.into_iter().map(|(key, text)| (key, Value::String(text))).collect::<Map<_, _>>().into();
    }
    Ok(object)
}

/// A container's name from its image: the last part of the path, without tag or digest.
fn name_of_image(image: &str) -> String {
    let last = image.rsplit('/').next().unwrap_or(image);
    let bare = last.split([':', '@']).next().unwrap_or(last);
    bare.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

fn required<'f>(session: &'f Session<'_>, flag: &str) -> Result<&'f str, Failure> {
    session.flags.get(flag).ok_or_else(|| Failure::error(format!("required flag(s) \"{flag}\" not set")))
}

fn deployment(session: &Session<'_>, name: &str, command: &[String]) -> Result<Value, Failure> {
    required(session, "image")?;
    let images = session.flags.list("image");
    if images.len() > 1 && !command.is_empty() {
        return Err(Failure::error("cannot specify multiple --image options and command"));
    }
    let replicas: i64 = session.flags.get("replicas").unwrap_or("1").parse().unwrap_or(1);
    let mut containers: Vec<Value> = images
        .iter()
        .map(|image| {
            let mut container = json!({"image": image, "name": name_of_image(image), "resources": {}});
            if !command.is_empty() {
                container["command"] = json!(command);
            }
            container
        })
        .collect();
    if let (Some(port), Some(first)) = (session.flags.get("port").and_then(|port| port.parse::<i64>().ok()), containers.first_mut()) {
        first["ports"] = json!([{"containerPort": port}]);
    }
    let labels = json!({"app": name});
    Ok(json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"labels": labels, "name": name},
        "spec": {"replicas": replicas, "selector": {"matchLabels": labels}, "strategy": {}, "template": {"metadata": {"labels": labels}, "spec": {"containers": containers}}},
        "status": {},
    }))
}

fn job(session: &Session<'_>, name: &str, command: &[String]) -> Result<Value, Failure> {
    if let Some(from) = session.flags.get("from") {
        let Some(cron) = from.strip_prefix("cronjob/") else { return Err(Failure::error("from must be an existing cronjob")) };
        let kind = Kind::find("cronjob").ok_or_else(|| Failure::error("from must be an existing cronjob"))?;
        let found = session.find(kind, cron)?;
        return Ok(
            json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name, "annotations": {"cronjob.kubernetes.io/instantiate": "manual"}}, "spec": found["spec"]["jobTemplate"]["spec"]}),
        );
    }
    let Some(image) = session.flags.get("image") else { return Err(Failure::error("either --image or --from must be specified")) };
    Ok(
        json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": {"template": {"metadata": {}, "spec": job_pod(name, image, command, "Never")}}, "status": {}}),
    )
}

fn job_pod(name: &str, image: &str, command: &[String], restart: &str) -> Value {
    let mut container = json!({"image": image, "name": name, "resources": {}});
    if !command.is_empty() {
        container["command"] = json!(command);
    }
    json!({"containers": [container], "restartPolicy": restart})
}

fn cron_job(session: &Session<'_>, name: &str, command: &[String]) -> Result<Value, Failure> {
    let (image, schedule) = (required(session, "image")?, required(session, "schedule")?);
    let restart = session.flags.get("restart").unwrap_or("OnFailure");
    let pod = job_pod(name, image, command, restart);
    Ok(json!({
        "apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": name},
        "spec": {"jobTemplate": {"metadata": {"name": name}, "spec": {"template": {"metadata": {}, "spec": pod}}}, "schedule": schedule}, "status": {},
    }))
}

fn service(session: &Session<'_>, name: &str, kind: &str) -> Result<Value, Failure> {
    let word = match kind {
        "clusterip" => "ClusterIP",
        "nodeport" => "NodePort",
        "loadbalancer" => "LoadBalancer",
        _ => "ExternalName",
    };
    let labels = json!({"app": name});
    let mut spec = json!({"type": word});
    let mut ports = Vec::new();
    for written in session.flags.list("tcp") {
        let (port, target) = written.split_once(':').unwrap_or((written, written));
        let number: i64 = port.parse().map_err(|_| Failure::error(format!("strconv.ParseUint: parsing {port:?}: invalid syntax")))?;
        let target = target.parse::<i64>().map_or_else(|_| json!(target), |number| json!(number));
        ports.push(json!({"name": written.replace(':', "-"), "port": number, "protocol": "TCP", "targetPort": target}));
        if let Some(node) =
            session.flags.get("node-port").and_then(|node| node.parse::<u16>().ok()).filter(|node| kind == "nodeport" && *node > 0)
            && let Some(port) = ports.last_mut()
        {
            port["nodePort"] = node.into();
        }
    }
    if ports.is_empty() && word != "ExternalName" && session.flags.get("clusterip") != Some("None") {
        return Err(Failure::error("at least one tcp port specifier must be provided"));
    }
    if !ports.is_empty() {
        spec["ports"] = ports.into();
    }
    spec["selector"] = labels.clone();
    if word == "ExternalName" {
        spec["externalName"] = required(session, "external-name")?.into();
    }
    if let Some(address) = session.flags.get("clusterip") {
        spec["clusterIP"] = address.into();
    }
    Ok(
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"labels": labels, "name": name}, "spec": spec, "status": {"loadBalancer": {}}}),
    )
}

/// `kubectl create quota --hard=pods=3`; amounts are written as the API writes them.
fn quota(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    let mut hard = Map::new();
    for part in session.flags.list("hard") {
        let Some((resource, amount)) = part.split_once('=').filter(|(_, amount)| !amount.is_empty()) else {
            return Err(Failure::error(format!("Invalid argument syntax {part}, expected <resource>=<value>")));
        };
        hard.insert(resource.to_owned(), amount.into());
    }
    let mut spec = if hard.is_empty() { json!({}) } else { json!({"hard": hard}) };
    let scopes = session.flags.list("scopes");
    if !scopes.is_empty() {
        spec["scopes"] = json!(scopes);
    }
    Ok(json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": name}, "spec": spec, "status": {}}))
}

fn role(session: &Session<'_>, name: &str, what: &str) -> Result<Value, Failure> {
    let (verbs, resources) = (session.flags.list("verb"), session.flags.list("resource"));
    if verbs.is_empty() {
        return Err(Failure::error("at least one verb must be specified"));
    }
    if resources.is_empty() {
        return Err(Failure::error("at least one resource must be specified"));
    }
    let mut rules = Vec::new();
    for written in resources {
        let (resource, sub) = written.split_once('/').map_or((written, String::new()), |(resource, sub)| (resource, format!("/{sub}")));
        let kind = Kind::find(resource).ok_or_else(|| Failure::error(format!("the server doesn't have a resource type {resource:?}")))?;
        let mut rule = json!({"apiGroups": [kind.group()], "resources": [format!("{}{sub}", kind.plural)], "verbs": verbs});
        let names = session.flags.list("resource-name");
        if !names.is_empty() {
            rule["resourceNames"] = json!(names);
        }
        rules.push(rule);
    }
    let kind = if what == "role" { "Role" } else { "ClusterRole" };
    Ok(json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": name}, "rules": rules}))
}

fn binding(session: &Session<'_>, name: &str, what: &str) -> Result<Value, Failure> {
    let (kind, role) = match (session.flags.get("clusterrole"), session.flags.get("role")) {
        (Some(role), None) => ("ClusterRole", role),
        (None, Some(role)) if what == "rolebinding" => ("Role", role),
        _ => return Err(Failure::error("exactly one of clusterrole or role must be specified")),
    };
    let mut subjects = Vec::new();
    for user in session.flags.list("user") {
        subjects.push(json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": user}));
    }
    for group in session.flags.list("group") {
        subjects.push(json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": group}));
    }
    for account in session.flags.list("serviceaccount") {
        let (namespace, name) = account.split_once(':').ok_or_else(|| Failure::error("serviceaccount must be <namespace>:<name>"))?;
        subjects.push(json!({"kind": "ServiceAccount", "name": name, "namespace": namespace}));
    }
    let object = if what == "rolebinding" { "RoleBinding" } else { "ClusterRoleBinding" };
    let reference = json!({"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": role});
    Ok(
        json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": object, "metadata": {"name": name}, "roleRef": reference, "subjects": subjects}),
    )
}

/// Runs `kubectl expose`.
pub(super) fn expose(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let (found, missing) = match session.flags.has("filename") {
        true => super::change::named(session)?,
        false => {
            let asked = super::select::wanted(&session.flags.words)?;
            if asked.is_empty() {
                return Err(Failure::no_resources());
            }
            // Here `--selector` is the new Service's.
            session.select_by_name(&asked[0])?
        }
    };
    Failure::several(missing)?;
    for (kind, object) in found {
        let service = exposed(session, kind, &object)?;
        emit(session, &service, dry_run, None)?;
    }
    Ok(())
}

fn exposed(session: &Session<'_>, kind: &Kind, object: &Value) -> Result<Value, Failure> {
    let flags = &session.flags;
    let selector = match (flags.get("selector"), kind.name) {
        (Some(text), _) => pairs(text, "label")?,
        (None, "Pod") => object["metadata"]["labels"].clone(),
        (None, "Service" | "ReplicationController") => object["spec"]["selector"].clone(),
        (None, "Deployment" | "ReplicaSet") => object["spec"]["selector"]["matchLabels"].clone(),
        _ => return Err(Failure::error(format!("cannot expose a {}", kind.name))),
    };
    if selector.as_object().is_none_or(Map::is_empty) {
        return Err(Failure::error(
            "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed",
        ));
    }
    let spec = if kind.name == "Pod" { &object["spec"] } else { &object["spec"]["template"]["spec"] };
    let declared: Vec<_> = match kind.name {
        "Service" => {
            object["spec"]["ports"].as_array().into_iter().flatten().map(|port| (port["port"].clone(), port["protocol"].clone())).collect()
        }
        _ => {
            let containers = spec["containers"].as_array().into_iter().flatten();
            containers
                .flat_map(|c| c["ports"].as_array().into_iter().flatten())
                .map(|port| (port["containerPort"].clone(), port["protocol"].clone()))
                .collect()
        }
    };
    let asked: Vec<Value> =
        flags.list("port").into_iter().map(|port| port.parse::<i64>().map_or_else(|_| json!(port), |number| json!(number))).collect();
    let numbers: Vec<Value> = if asked.is_empty() { declared.iter().map(|(port, _)| port.clone()).collect() } else { asked };
    if numbers.is_empty() && flags.get("cluster-ip") != Some("None") {
        return Err(Failure::error("couldn't find port via --port flag or introspection"));
    }
    let several = numbers.len() > 1;
    let ports = numbers.iter().enumerate().map(|(at, number)| {
        let protocol = flags.get("protocol").map(str::to_owned);
        let protocol = protocol
            .or_else(|| declared.iter().find(|(port, _)| port == number)?.1.as_str().map(str::to_owned))
            .unwrap_or_else(|| "TCP".into());
        let target = flags
            .get("target-port")
            .map_or_else(|| number.clone(), |port| port.parse::<i64>().map_or_else(|_| json!(port), |number| json!(number)));
        let mut port = json!({"port": number, "protocol": protocol, "targetPort": target});
        if several {
            port["name"] = format!("port-{}", at + 1).into();
        }
        port
    });
    let name = flags.get("name").map_or_else(|| object["metadata"]["name"].clone(), Value::from);
    let mut metadata = json!({"name": name});
    match flags.get("labels") {
        Some(labels) => metadata["labels"] = pairs(labels, "label")?,
        None if object["metadata"]["labels"].is_object() => metadata["labels"] = object["metadata"]["labels"].clone(),
        None => {}
    }
    let mut spec = json!({"ports": ports.collect::<Vec<_>>(), "selector": selector});
    for (flag, field) in [("type", "type"), ("cluster-ip", "clusterIP"), ("session-affinity", "sessionAffinity")] {
        if let Some(given) = flags.get(flag) {
            spec[field] = given.into();
        }
    }
    Ok(json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec, "status": {"loadBalancer": {}}}))
}
