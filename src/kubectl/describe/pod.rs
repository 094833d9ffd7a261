//! `kubectl describe pod`.

use k8s_openapi::api::core::v1::{Container, ResourceFieldSelector};
use serde::Deserialize;
use serde_json::Value;

use super::{Page, items, text};
use crate::world::World;

pub(super) fn describe(world: &World, object: &Value) -> String {
    let (spec, status) = (&object["spec"], &object["status"]);
    let mut page = Page::default();
    page.head(object);
    page.field(0, "Priority", spec["priority"].as_i64().unwrap_or(0).to_string());
    page.field(0, "Service Account", spec["serviceAccountName"].as_str().unwrap_or("default"));
    match spec["nodeName"].as_str() {
        Some(node) => page.field(0, "Node", format!("{node}/{}", text(&status["hostIP"]))),
        None => page.field(0, "Node", "<none>"),
    }
    if status["startTime"].is_string() {
        page.field(0, "Start Time", date(&status["startTime"]));
    }
    page.labels(object);
    page.field(0, "Status", text(&status["phase"]));
    for (title, field) in [("Reason", "reason"), ("Message", "message")] {
        if status[field].is_string() {
            page.field(0, title, text(&status[field]));
        }
    }
    seccomp(&mut page, 0, &spec["securityContext"]["seccompProfile"]);
    page.field(0, "IP", text(&status["podIP"]));
    match status["podIPs"].as_array() {
        Some(ips) if !ips.is_empty() => {
            page.line(0, "IPs:");
            ips.iter().for_each(|ip| page.field(1, "IP", text(&ip["ip"])));
        }
        _ => page.line(0, "IPs:\t<none>"),
    }
    if let Some(owner) = object["metadata"]["ownerReferences"].get(0) {
        page.field(0, "Controlled By", format!("{}/{}", text(&owner["kind"]), text(&owner["name"])));
    }
    let pod = Some(object);
    containers(&mut page, "Init Containers", &spec["initContainers"], &status["initContainerStatuses"], pod);
    containers(&mut page, "Containers", &spec["containers"], &status["containerStatuses"], pod);
    containers(&mut page, "Ephemeral Containers", &spec["ephemeralContainers"], &status["ephemeralContainerStatuses"], pod);
    if status["conditions"].as_array().is_some_and(|all| !all.is_empty()) {
        page.line(0, "Conditions:\n  Type\tStatus");
        for condition in items(&status["conditions"]) {
            page.line(1, format!("{} \t{} ", text(&condition["type"]), text(&condition["status"])));
        }
    }
    volumes(&mut page, &spec["volumes"], 0);
    page.field(0, "QoS Class", text(&status["qosClass"]));
    page.pairs("Node-Selectors", &spec["nodeSelector"], "=");
    tolerations(&mut page, "Tolerations", &spec["tolerations"]);
    page.events(world, object);
    page.finish()
}

fn seccomp(page: &mut Page, level: usize, profile: &Value) {
    if profile.is_object() {
        page.field(level, "SeccompProfile", text(&profile["type"]));
        if profile["type"] == "Localhost" {
            page.field(if level == 0 { 0 } else { level + 1 }, "LocalhostProfile", text(&profile["localhostProfile"]));
        }
    }
}

/// Containers with their states. `pod` is `None` within a template.
pub(super) fn containers(page: &mut Page, title: &str, list: &Value, statuses: &Value, pod: Option<&Value>) {
    let inset = usize::from(pod.is_none());
    if list.as_array().is_none_or(Vec::is_empty) {
        return;
    }
    page.line(inset, format!("{title}:"));
    for container in items(list) {
        let status = items(statuses).find(|status| status["name"] == container["name"]);
        let space = if inset > 0 { " " } else { "" };
        page.line(1, format!("{space}{}:", text(&container["name"])));
        if let Some(status) = status {
            page.field(2, "Container ID", text(&status["containerID"]));
        }
        page.field(2, "Image", text(&container["image"]));
        if let Some(status) = status {
            page.field(2, "Image ID", text(&status["imageID"]));
        }
        ports(page, container);
        seccomp(page, 2, &container["securityContext"]["seccompProfile"]);
        command(page, "Command", &container["command"]);
        command(page, "Args", &container["args"]);
        if let Some(status) = status {
            state(page, "State", &status["state"]);
            if status["lastState"]["terminated"].is_object() {
                state(page, "Last State", &status["lastState"]);
            }
            page.field(2, "Ready", if status["ready"] == true { "True" } else { "False" });
            page.field(2, "Restart Count", status["restartCount"].as_u64().unwrap_or(0).to_string());
        }
        resources(page, &container["resources"]);
        for (title, field) in [("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe")] {
            if container[field].is_object() {
                page.field(2, title, probe(&container[field]));
            }
        }
        environment(page, container, pod);
        mounts(page, container);
    }
}

fn ports(page: &mut Page, container: &Value) {
    let all: Vec<_> = items(&container["ports"]).collect();
    let written: Vec<_> = all
        .iter()
        .map(|port| {
            let number = format!("{}/{}", port["containerPort"], port["protocol"].as_str().unwrap_or("TCP"));
            port["name"].as_str().filter(|name| !name.is_empty()).map_or_else(|| number.clone(), |name| format!("{number} ({name})"))
        })
        .collect();
    let hosts: Vec<_> = all
        .iter()
        .map(|port| {
            let number = format!("{}/{}", port["hostPort"].as_u64().unwrap_or(0), port["protocol"].as_str().unwrap_or("TCP"));
            port["name"].as_str().filter(|name| !name.is_empty()).map_or_else(|| number.clone(), |name| format!("{number} ({name})"))
        })
        .collect();
    for (title, list) in [("Port", written), ("Host Port", hosts)] {
        match list.len() {
            0 => page.field(2, title, "<none>"),
            1 => page.field(2, title, &list[0]),
            _ => page.field(2, &format!("{title}s"), list.join(", ")),
        }
    }
}

fn command(page: &mut Page, title: &str, words: &Value) {
    let mut words = items(words).peekable();
    if words.peek().is_some() {
        page.line(2, format!("{title}:"));
        words.flat_map(|word| text(word).split('\n').map(str::to_owned).collect::<Vec<_>>()).for_each(|line| page.line(3, line));
    }
}

fn state(page: &mut Page, title: &str, state: &Value) {
    if state["running"].is_object() {
        page.field(2, title, "Running");
        page.field(3, "Started", date(&state["running"]["startedAt"]));
    } else if state["terminated"].is_object() {
        let ended = &state["terminated"];
        page.field(2, title, "Terminated");
        for (title, field) in [("Reason", "reason"), ("Message", "message")] {
            if ended[field].as_str().is_some_and(|text| !text.is_empty()) {
                page.field(3, title, text(&ended[field]));
            }
        }
        page.field(3, "Exit Code", ended["exitCode"].to_string());
        page.field(3, "Started", date(&ended["startedAt"]));
        page.field(3, "Finished", date(&ended["finishedAt"]));
    } else {
        page.field(2, title, "Waiting");
        if state["waiting"]["reason"].is_string() {
            page.field(3, "Reason", text(&state["waiting"]["reason"]));
        }
    }
}

fn resources(page: &mut Page, resources: &Value) {
    for (title, field) in [("Limits", "limits"), ("Requests", "requests")] {
        let mut amounts: Vec<_> = resources[field].as_object().into_iter().flatten().collect();
        amounts.sort_by_key(|(name, _)| *name);
        if !amounts.is_empty() {
            page.line(2, format!("{title}:"));
        }
        amounts.into_iter().for_each(|(name, amount)| page.field(3, name, text(amount)));
    }
}

/// A probe in a line (describe.go DescribeProbe).
fn probe(probe: &Value) -> String {
    let number = |field: &str| probe[field].as_i64().unwrap_or(0);
    let attributes = format!(
        "delay={}s timeout={}s period={}s #success={} #failure={}",
        number("initialDelaySeconds"),
        number("timeoutSeconds"),
        number("periodSeconds"),
        number("successThreshold"),
        number("failureThreshold")
    );
    if let Some(of) = probe.get("exec") {
        return format!("exec [{}] {attributes}", items(&of["command"]).map(text).collect::<Vec<_>>().join(" "));
    }
    if let Some(of) = probe.get("httpGet") {
        let (host, port, path) = (text(&of["host"]), text(&of["port"]), escaped(&text(&of["path"])));
        let host = if host.contains(':') { format!("[{host}]") } else { host };
        let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
        return format!("http-get {}://{host}:{port}{slash}{path} {attributes}", text(&of["scheme"]).to_lowercase());
    }
    if let Some(of) = probe.get("tcpSocket") {
        return format!("tcp-socket {}:{} {attributes}", text(&of["host"]), text(&of["port"]));
    }
    match probe.get("grpc") {
        Some(of) => format!("grpc <pod>:{} {} {attributes}", of["port"], text(&of["service"])),
        None => format!("unknown {attributes}"),
    }
}

/// A path as Go's `net/url` writes it.
fn escaped(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The value behind a variable, where the Pod or the container tells it. kubectl itself knows two fields of a Pod alone.
fn known(pod: Option<&Value>, container: &Value, source: &Value) -> String {
    if let Some(of) = source.get("resourceFieldRef") {
        let typed = Container::deserialize(container).ok().zip(ResourceFieldSelector::deserialize(of).ok());
        let amount = typed.and_then(|(container, of)| crate::simulate::written_amount(&container, &of)).unwrap_or_default();
        let is_limit = of["resource"] == "limits.cpu" || of["resource"] == "limits.memory";
        return if amount == "0" && is_limit { "node allocatable".into() } else { amount };
    }
    match (pod, source["fieldRef"]["fieldPath"].as_str()) {
        (Some(pod), Some("metadata.name")) => text(&pod["metadata"]["name"]),
        (Some(pod), Some("metadata.namespace")) => text(&pod["metadata"]["namespace"]),
        _ => String::new(),
    }
}

fn environment(page: &mut Page, container: &Value, pod: Option<&Value>) {
    let from: Vec<_> = items(&container["envFrom"]).collect();
    if !from.is_empty() {
        page.line(2, "Environment Variables from:");
        for source in from {
            let (kind, of) =
                if source["configMapRef"].is_object() { ("ConfigMap", &source["configMapRef"]) } else { ("Secret", &source["secretRef"]) };
            let prefix = source["prefix"]
                .as_str()
                .filter(|prefix| !prefix.is_empty())
                .map_or_else(String::new, |prefix| format!(" with prefix '{prefix}'"));
            page.line(3, format!("{}\t{kind}{prefix}\tOptional: {}", text(&of["name"]), of["optional"] == true));
        }
    }
    let own: Vec<_> = items(&container["env"]).collect();
    page.line(2, if own.is_empty() { "Environment:\t<none>" } else { "Environment:" });
    for variable in own {
        let name = text(&variable["name"]);
        let source = &variable["valueFrom"];
        if let Some(of) = source.get("secretKeyRef") {
            page.line(
                3,
                format!(
                    "{name}:\t<set to the key '{}' in secret '{}'>\tOptional: {}",
                    text(&of["key"]),
                    text(&of["name"]),
                    of["optional"] == true
                ),
            );
        } else if let Some(of) = source.get("configMapKeyRef") {
            page.line(
                3,
                format!(
                    "{name}:\t<set to the key '{}' of config map '{}'>\tOptional: {}",
                    text(&of["key"]),
                    text(&of["name"]),
                    of["optional"] == true
                ),
            );
        } else if let Some(of) = source.get("fieldRef") {
            let value = known(pod, container, source);
            page.line(3, format!("{name}:\t{value} ({}:{})", of["apiVersion"].as_str().unwrap_or("v1"), text(&of["fieldPath"])));
        } else if let Some(of) = source.get("resourceFieldRef") {
            page.line(3, format!("{name}:\t{} ({})", known(pod, container, source), text(&of["resource"])));
        } else {
            let value = text(&variable["value"]);
            let mut lines = value.split('\n');
            page.field(3, &name, lines.next().unwrap_or_default());
            lines.for_each(|line| page.line(3, format!("\t{line}")));
        }
    }
}

fn mounts(page: &mut Page, container: &Value) {
    let mut all: Vec<_> = items(&container["volumeMounts"]).collect();
    all.sort_by_key(|mount| text(&mount["mountPath"]));
    page.line(2, if all.is_empty() { "Mounts:\t<none>" } else { "Mounts:" });
    for mount in all {
        let mut flags = vec![if mount["readOnly"] == true { "ro".to_owned() } else { "rw".to_owned() }];
        flags.extend(mount["subPath"].as_str().filter(|path| !path.is_empty()).map(|path| format!("path={path:?}")));
        page.line(3, format!("{} from {} ({})", text(&mount["mountPath"]), text(&mount["name"]), flags.join(",")));
    }
}

/// `spec.volumes`.
pub(super) fn volumes(page: &mut Page, list: &Value, inset: usize) {
    let all: Vec<_> = items(list).collect();
    if all.is_empty() {
        page.line(inset, "Volumes:\t<none>");
        return;
    }
    page.line(inset, "Volumes:");
    for volume in all {
        page.line(1, format!("{}{}:", if inset > 0 { " " } else { "" }, text(&volume["name"])));
        let optional = |of: &Value| (of["optional"] == true).to_string();
        let facts: Vec<(&str, String)> = if let Some(of) = volume.get("secret") {
            vec![
                ("Type", "Secret (a volume populated by a Secret)".into()),
                ("SecretName", text(&of["secretName"])),
                ("Optional", optional(of)),
            ]
        } else if let Some(of) = volume.get("configMap") {
            vec![("Type", "ConfigMap (a volume populated by a ConfigMap)".into()), ("Name", text(&of["name"])), ("Optional", optional(of))]
        } else if let Some(of) = volume.get("hostPath") {
            let kind = of["type"].as_str().unwrap_or("").to_owned();
            vec![("Type", "HostPath (bare host directory volume)".into()), ("Path", text(&of["path"])), ("HostPathType", kind)]
        } else if let Some(of) = volume.get("persistentVolumeClaim") {
            let claim = "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)";
            vec![("Type", claim.into()), ("ClaimName", text(&of["claimName"])), ("ReadOnly", (of["readOnly"] == true).to_string())]
        } else if let Some(of) = volume.get("projected") {
            let mut facts = vec![("Type", "Projected (a volume that contains injected data from multiple sources)".to_owned())];
            for source in items(&of["sources"]) {
                if let Some(of) = source.get("secret") {
                    facts.extend([("SecretName", text(&of["name"])), ("Optional", optional(of))]);
                } else if source.get("downwardAPI").is_some() {
                    facts.push(("DownwardAPI", "true".into()));
                } else if let Some(of) = source.get("configMap") {
                    facts.extend([("ConfigMapName", text(&of["name"])), ("Optional", optional(of))]);
                } else if let Some(of) = source.get("serviceAccountToken") {
                    facts.push(("TokenExpirationSeconds", of["expirationSeconds"].to_string()));
                }
            }
            facts
        } else if volume.get("downwardAPI").is_some() {
            vec![("Type", "DownwardAPI (a volume populated by information about the pod)".into())]
        } else {
            let of = &volume["emptyDir"];
            let limit = of["sizeLimit"].as_str().unwrap_or("<unset>").to_owned();
            vec![
                ("Type", "EmptyDir (a temporary directory that shares a pod's lifetime)".into()),
                ("Medium", text(&of["medium"])),
                ("SizeLimit", limit),
            ]
        };
        facts.into_iter().for_each(|(title, value)| page.field(2, title, value));
        if let Some(of) = volume.get("downwardAPI") {
            page.line(2, "Items:");
            for item in of["items"].as_array().into_iter().flatten() {
                let field = item.pointer("/fieldRef/fieldPath").or_else(|| item.pointer("/resourceFieldRef/resource"));
                page.line(3, format!("{} -> {}", text(field.unwrap_or(&Value::Null)), text(&item["path"])));
            }
        }
    }
}

/// `spec.tolerations`; the admission plug-in's two when there are none.
pub(super) fn tolerations(page: &mut Page, title: &str, list: &Value) {
    let mut sorted: Vec<_> = items(list).collect();
    sorted.sort_by_key(|toleration| text(&toleration["key"]));
    let written: Vec<_> = sorted.into_iter().map(toleration).collect();
    if written.is_empty() {
        page.line(0, format!("{title}:\t<none>"));
    }
    for (at, line) in written.iter().enumerate() {
        page.line(0, format!("{}\t{line}", if at == 0 { format!("{title}:") } else { String::new() }));
    }
}

fn toleration(toleration: &Value) -> String {
    let mut out = text(&toleration["key"]);
    if let Some(value) = toleration["value"].as_str().filter(|value| !value.is_empty()) {
        out.push_str(&format!("={value}"));
    }
    if let Some(effect) = toleration["effect"].as_str().filter(|effect| !effect.is_empty()) {
        out.push_str(&format!(":{effect}"));
    }
    if toleration["operator"] == "Exists" && toleration["value"].as_str().is_none_or(str::is_empty) {
        out.push_str(if out.is_empty() { "op=Exists" } else { " op=Exists" });
    }
    if let Some(seconds) = toleration["tolerationSeconds"].as_i64() {
        out.push_str(&format!(" for {seconds}s"));
    }
    out
}

/// A time as Go's RFC1123Z writes it.
pub(super) fn date(value: &Value) -> String {
    let time = value.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    time.map_or_else(String::new, |time| time.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string())
}
