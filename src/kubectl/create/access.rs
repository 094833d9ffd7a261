//! `kubectl create role|clusterrole|rolebinding|clusterrolebinding`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::kubectl::failure::Failure;
use crate::kubectl::kind::Kind;
use crate::kubectl::session::Session;

const GROUP: &str = "rbac.authorization.k8s.io";
const API: &str = "rbac.authorization.k8s.io/v1";

/// Verbs that kubectl takes for granted.
const VERBS: &[&str] =
    &["*", "get", "delete", "list", "create", "update", "patch", "watch", "deletecollection", "use", "bind", "escalate", "impersonate"];

/// Verbs that only make sense with certain resources (group, resource).
const SPECIAL: &[(&str, &[(&str, &str)])] = &[
    ("use", &[("policy", "podsecuritypolicies"), ("extensions", "podsecuritypolicies")]),
    ("bind", &[(GROUP, "roles"), (GROUP, "clusterroles")]),
    ("escalate", &[(GROUP, "roles"), (GROUP, "clusterroles")]),
    ("impersonate", &[("", "users"), ("", "serviceaccounts"), ("", "groups"), ("authentication.k8s.io", "userextras")]),
];

/// A resource of `--resource`: `pods`, `deployments.apps/scale`.
struct Asked<'a> {
    group: &'a str,
    name: &'a str,
    sub: Option<&'a str>,
}

impl Asked<'_> {
    fn served(&self) -> Option<&'static Kind> {
        let word = if self.group.is_empty() { self.name.to_owned() } else { format!("{}.{}", self.name, self.group) };
        Kind::find(&word)
    }

    /// Its group and name as the server has them; as they were written when it has none.
    fn resource(&self) -> (String, String) {
        self.served()
            .map_or_else(|| (self.group.to_owned(), self.name.to_owned()), |kind| (kind.group().to_owned(), kind.plural.to_owned()))
    }
}

fn verbs<'s>(session: &'s Session<'_>) -> Vec<&'s str> {
    let mut verbs = Vec::new();
    for verb in session.flags.list("verb") {
        if verb == "*" {
            return vec!["*"];
        }
        if !verbs.contains(&verb) {
            verbs.push(verb);
        }
    }
    verbs
}

fn asked<'s>(session: &'s Session<'_>) -> Vec<Asked<'s>> {
    let mut found = Vec::new();
    for written in session.flags.list("resource") {
        let (resource, sub) = written.split_once('/').map_or((written, None), |(resource, sub)| (resource, Some(sub)));
        let (name, group) = resource.split_once('.').unwrap_or((resource, ""));
        let one = Asked { group, name, sub };
        if written == "*" {
            return vec![one];
        }
        found.push(one);
    }
    found
}

fn check_verbs(session: &mut Session<'_>) {
    let odd: Vec<String> = verbs(session).into_iter().filter(|verb| !VERBS.contains(verb)).map(str::to_owned).collect();
    odd.iter().for_each(|verb| session.warn(format!("Warning: '{verb}' is not a standard resource verb")));
}

fn check_resources(session: &Session<'_>) -> Result<(), Failure> {
    let verbs = verbs(session);
    for one in asked(session) {
        if one.name.is_empty() {
            return Err(Failure::error("resource must be specified if apiGroup/subresource specified"));
        }
        if one.name == "*" {
            return Ok(());
        }
        let (group, resource) = one.resource();
        let mut known = one.served().is_some();
        for verb in &verbs {
            let Some((_, allowed)) = SPECIAL.iter().find(|(special, _)| special == verb) else { continue };
            if !allowed.iter().any(|(own, name)| *own == group && *name == resource) {
                return Err(Failure::error(format!("can not perform '{verb}' on '{resource}' in group '{group}'")));
            }
            known = true;
        }
        if !known {
            let place = if one.group.is_empty() { format!("{resource:?}") } else { format!("{resource:?} in group {:?}", one.group) };
            return Err(Failure::plain(format!("the server doesn't have a resource type {place}")));
        }
    }
    Ok(())
}

/// One rule an API group.
fn rules(session: &Session<'_>) -> Vec<Value> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in asked(session) {
        let (group, mut resource) = one.resource();
        if let Some(sub) = one.sub {
            resource = format!("{resource}/{sub}");
        }
        let all = groups.entry(group).or_default();
        if !all.contains(&resource) {
            all.push(resource);
        }
    }
    let mut names: Vec<&str> = Vec::new();
    session.flags.all("resource-name").into_iter().for_each(|name| {
        if !names.contains(&name) {
            names.push(name);
        }
    });
    let rule = |(group, resources): (String, Vec<String>)| {
        let mut rule = json!({"apiGroups": [group], "resources": resources, "verbs": verbs(session)});
        if !names.is_empty() {
            rule["resourceNames"] = json!(names);
        }
        rule
    };
    groups.into_iter().map(rule).collect()
}

pub(super) fn role(session: &mut Session<'_>, name: &str) -> Result<Value, Failure> {
    if verbs(session).is_empty() {
        return Err(Failure::error("at least one verb must be specified"));
    }
    check_verbs(session);
    if asked(session).is_empty() {
        return Err(Failure::error("at least one resource must be specified"));
    }
    check_resources(session)?;
    Ok(json!({"apiVersion": API, "kind": "Role", "metadata": {"name": name}, "rules": rules(session)}))
}

pub(super) fn cluster_role(session: &mut Session<'_>, name: &str) -> Result<Value, Failure> {
    let mut made = json!({"apiVersion": API, "kind": "ClusterRole", "metadata": {"name": name}});
    let aggregated: Map<String, Value> = session
        .flags
        .list("aggregation-rule")
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .map(|(k, v)| (k.to_owned(), v.into()))
        .collect();
    let paths: Vec<String> = session.flags.list("non-resource-url").into_iter().map(str::to_owned).collect();
    if !aggregated.is_empty() {
        if !paths.is_empty() || ["verb", "resource", "resource-name"].iter().any(|flag| session.flags.has(flag)) {
            return Err(Failure::error("aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames"));
        }
        made["aggregationRule"] = json!({"clusterRoleSelectors": [{"matchLabels": aggregated}]});
        made["rules"] = Value::Null;
        return Ok(made);
    }
    if verbs(session).is_empty() {
        return Err(Failure::error("at least one verb must be specified"));
    }
    let resources = !asked(session).is_empty();
    if !resources && paths.is_empty() {
        return Err(Failure::error("one of resource or nonResourceURL must be specified"));
    }
    if resources {
        check_verbs(session);
        check_resources(session)?;
    }
    let mut rules = rules(session);
    if !paths.is_empty() {
        check_paths(&verbs(session), &paths)?;
        rules.push(json!({"nonResourceURLs": paths, "verbs": verbs(session)}));
    }
    made["rules"] = rules.into();
    Ok(made)
}

fn check_paths(verbs: &[&str], paths: &[String]) -> Result<(), Failure> {
    const PATH_VERBS: &[&str] = &["*", "get", "post", "put", "delete", "patch", "head", "options"];
    if let Some(verb) = verbs.iter().find(|verb| !PATH_VERBS.contains(verb)) {
        return Err(Failure::error(format!("invalid verb: '{verb}' for nonResourceURL")));
    }
    for path in paths.iter().filter(|path| *path != "*") {
        if !path.starts_with('/') {
            return Err(Failure::error("nonResourceURL should start with /"));
        }
        if path[..path.len() - 1].contains('*') {
            return Err(Failure::error("nonResourceURL only supports wildcard matches when '*' is at the end"));
        }
    }
    Ok(())
}

pub(super) fn role_binding(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    let (kind, role) = match (session.flags.get("clusterrole").unwrap_or_default(), session.flags.get("role").unwrap_or_default()) {
        (role, "") if !role.is_empty() => ("ClusterRole", role),
        ("", role) if !role.is_empty() => ("Role", role),
        _ => return Err(Failure::error("exactly one of clusterrole or role must be specified")),
    };
    binding(session, "RoleBinding", name, kind, role)
}

pub(super) fn cluster_role_binding(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    let role = session.flags.get("clusterrole").unwrap_or_default();
    binding(session, "ClusterRoleBinding", name, "ClusterRole", role)
}

fn binding(session: &Session<'_>, kind: &str, name: &str, role_kind: &str, role: &str) -> Result<Value, Failure> {
    let reference = json!({"apiGroup": GROUP, "kind": role_kind, "name": role});
    let mut made = json!({"apiVersion": API, "kind": kind, "metadata": {"name": name}, "roleRef": reference});
    let subjects = subjects(session)?;
    if !subjects.is_empty() {
        made["subjects"] = subjects.into();
    }
    Ok(made)
}

fn subjects(session: &Session<'_>) -> Result<Vec<Value>, Failure> {
    let named = |flag: &str, kind: &str| -> Vec<Value> {
        session.flags.all(flag).into_iter().map(|name| json!({"apiGroup": GROUP, "kind": kind, "name": name})).collect()
    };
    let mut found = [named("user", "User"), named("group", "Group")].concat();
    for account in session.flags.all("serviceaccount") {
        match account.split(':').collect::<Vec<_>>().as_slice() {
            [namespace, name] if !namespace.is_empty() && !name.is_empty() => {
                found.push(json!({"kind": "ServiceAccount", "name": name, "namespace": namespace}));
            }
            _ => return Err(Failure::error("serviceaccount must be <namespace>:<name>")),
        }
    }
    Ok(found)
}
