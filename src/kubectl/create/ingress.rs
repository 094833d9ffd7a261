//! `kubectl create ingress`: rules in the form `host/path=service:port[,tls[=secret]]`.

use serde_json::{Map, Value, json};

use crate::kubectl::failure::Failure;
use crate::kubectl::session::Session;

/// A rule of `--rule`.
struct Rule<'a> {
    host: &'a str,
    /// With `*` at its end for a prefix.
    path: String,
    service: &'a str,
    /// The Secret, which may be empty; `None` without `tls`.
    tls: Option<&'a str>,
}

impl<'a> Rule<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let is_word = |text: &str, more: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || more.contains(c));
        let slash = text.find('/')?;
        let (host, rest) = text.split_at(slash);
        let (path_and_service, tls) = match rest.rsplit_once(",tls") {
            Some((before, secret)) if is_word(secret.strip_prefix('=').unwrap_or(secret), "-") => {
                (before, Some(secret.strip_prefix('=').unwrap_or(secret)))
            }
            _ => (rest, None),
        };
        let (path, service) = path_and_service.rsplit_once('=')?;
        let (name, port) = service.split_once(':')?;
        let sound = is_word(host, "*-.") && [name, port].iter().all(|part| !part.is_empty() && is_word(part, "-"));
        sound.then(|| Self { host, path: path.to_owned(), service, tls })
    }

    fn http_path(&self) -> Value {
        let (path, kind) = self.path.strip_suffix('*').map_or((self.path.as_str(), "Exact"), |path| (path, "Prefix"));
        json!({"backend": backend(self.service), "path": path, "pathType": kind})
    }
}

fn backend(service: &str) -> Value {
    let (name, port) = service.split_once(':').unwrap_or((service, ""));
    let port = port.parse::<i32>().map_or_else(|_| json!({"name": port}), |number| json!({"number": number}));
    json!({"service": {"name": name, "port": port}})
}

pub(super) fn ingress(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    let flags = &session.flags;
    let (written, default) = (flags.all("rule"), flags.get("default-backend").unwrap_or_default());
    if default.is_empty() && written.is_empty() {
        return Err(Failure::error(
            "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)",
        ));
    }
    let mut rules = Vec::new();
    for text in written {
        rules.push(Rule::read(text).ok_or_else(|| {
            Failure::error(format!("rule {text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"))
        })?);
    }
    let mut annotations = Map::new();
    for text in flags.all("annotation") {
        let (key, value) = text
            .split_once('=')
            .ok_or_else(|| Failure::error(format!("annotation {text} is invalid and should be in format key=[value]")))?;
        annotations.insert(key.to_owned(), value.into());
    }
    if !default.is_empty() && default.split(':').count() != 2 {
        return Err(Failure::error("default-backend should be in format servicename:serviceport"));
    }
    let mut metadata = json!({"name": name});
    if !annotations.is_empty() {
        metadata["annotations"] = annotations.into();
    }
    let mut spec = json!({});
    if let Some(class) = flags.get("class").filter(|class| !class.is_empty()) {
        spec["ingressClassName"] = class.into();
    }
    if !default.is_empty() {
        spec["defaultBackend"] = backend(default);
    }
    let (tls, hosts) = (certificates(&rules), by_host(&rules));
    if !tls.is_empty() {
        spec["tls"] = tls.into();
    }
    if !hosts.is_empty() {
        spec["rules"] = hosts.into();
    }
    Ok(json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": metadata, "spec": spec, "status": {"loadBalancer": {}}}))
}

/// One entry a host, with its paths in order.
fn by_host(rules: &[Rule<'_>]) -> Vec<Value> {
    let mut hosts: Vec<(&str, Vec<Value>)> = Vec::new();
    for rule in rules {
        match hosts.iter_mut().find(|(host, _)| *host == rule.host) {
            Some((_, paths)) => paths.push(rule.http_path()),
            None => hosts.push((rule.host, vec![rule.http_path()])),
        }
    }
    let written = |(host, paths): (&str, Vec<Value>)| match host {
        "" => json!({"http": {"paths": paths}}),
        host => json!({"host": host, "http": {"paths": paths}}),
    };
    hosts.into_iter().map(written).collect()
}

/// One entry a Secret; a host counts once.
fn certificates(rules: &[Rule<'_>]) -> Vec<Value> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for rule in rules {
        let Some(secret) = rule.tls.filter(|_| !seen.contains(&rule.host)) else { continue };
        seen.push(rule.host);
        match found.iter_mut().find(|(own, _)| *own == secret) {
            Some((_, hosts)) => hosts.push(rule.host),
            None if rule.host.is_empty() && secret.is_empty() => {}
            None => found.push((secret, if rule.host.is_empty() { Vec::new() } else { vec![rule.host] })),
        }
    }
    let written = |(secret, hosts): (&str, Vec<&str>)| {
        let mut entry = json!({});
        if !hosts.is_empty() {
            entry["hosts"] = json!(hosts);
        }
        if !secret.is_empty() {
            entry["secretName"] = secret.into();
        }
        entry
    };
    found.into_iter().map(written).collect()
}
