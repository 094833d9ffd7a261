//! `kubectl auth can-i|whoami` (kubectl v0.35 `pkg/cmd/auth`). The learner is the cluster's administrator; another user has
//! what bindings give it (RBAC: rules add up, nothing denies).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::failure::Failure;
use super::kind::Kind;
use super::output::Format;
use super::session::Session;
use super::tabwriter::align;

/// Verbs of resources that kubectl knows.
const VERBS: &[&str] = &[
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
    "use",
    "bind",
    "impersonate",
    "*",
    "approve",
    "sign",
    "escalate",
    "attest",
];
const PATH_VERBS: &[&str] = &["get", "put", "post", "head", "options", "delete", "patch", "*"];

/// Who asks.
pub(super) struct Who {
    /// User name.
    pub name: String,
    groups: Vec<String>,
}

impl Who {
    /// The user of `--as`, else the administrator.
    pub fn of(session: &Session<'_>) -> Self {
        let Some(name) = session.flags.get("as").filter(|name| !name.is_empty()) else {
            return Self { name: "kubernetes-admin".into(), groups: vec!["kubeadm:cluster-admins".into(), "system:authenticated".into()] };
        };
        let mut groups: Vec<String> = session.flags.list("as-group").into_iter().map(str::to_owned).collect();
        // The server adds an account's groups itself.
        if let Some((namespace, _)) = name.strip_prefix("system:serviceaccount:").and_then(|rest| rest.split_once(':'))
            && groups.is_empty()
        {
            groups = vec!["system:serviceaccounts".into(), format!("system:serviceaccounts:{namespace}")];
        }
        if !groups.iter().any(|group| group == "system:authenticated") {
            groups.push("system:authenticated".into());
        }
        Self { name: name.to_owned(), groups }
    }

    fn is_bound(&self, binding: &crate::object::Object) -> bool {
        let subjects = binding.value["subjects"].as_array().into_iter().flatten();
        subjects.into_iter().any(|own| self.is(own, binding.namespace.as_deref()))
    }

    /// Whether no rule is asked for.
    pub fn may_everything(&self) -> bool {
        self.groups.iter().any(|group| group == "kubeadm:cluster-admins" || group == "system:masters")
    }

    /// An account without a namespace is one of the binding's (`pkg/registry/rbac/validation/rule.go` appliesToUser).
    fn is(&self, subject: &Value, namespace: Option<&str>) -> bool {
        let text = |field: &str| subject[field].as_str().unwrap_or_default();
        match text("kind") {
            "ServiceAccount" => {
                let own = Some(text("namespace")).filter(|namespace| !namespace.is_empty()).or(namespace).unwrap_or_default();
                self.name == format!("system:serviceaccount:{own}:{}", text("name"))
            }
            "User" => text("name") == self.name,
            "Group" => self.groups.iter().any(|group| group == text("name")),
            _ => false,
        }
    }
}

/// The rules that bindings give, in a namespace or, without one, everywhere.
pub(super) fn rules(session: &Session<'_>, who: &Who, namespace: Option<&str>) -> Vec<Value> {
    let store = &session.world.store;
    let everywhere = store.of_kind("ClusterRoleBinding");
    let here = store.of_kind("RoleBinding").filter(|binding| namespace.is_some() && binding.namespace.as_deref() == namespace);
    let bound = everywhere.chain(here).filter(|binding| who.is_bound(binding));
    let role = |binding: &crate::object::Object| {
        let reference = &binding.value["roleRef"];
        let (kind, name) = (reference["kind"].as_str()?, reference["name"].as_str()?);
        let namespace = (kind == "Role").then_some(binding.namespace.as_deref()).flatten();
        let rules = store.get(kind, namespace, name).map(|role| role.value["rules"].clone()).or_else(|| built_in(name))?;
        rules.as_array().cloned()
    };
    bound.filter_map(role).flatten().collect()
}

/// The one cluster role of every cluster that is simple enough to stand here whole.
fn built_in(name: &str) -> Option<Value> {
    (name == "cluster-admin")
        .then(|| json!([{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}, {"nonResourceURLs": ["*"], "verbs": ["*"]}]))
}

/// Roles that are bound to the user and that this simulation does not hold.
pub(super) fn unknown_role(session: &Session<'_>, who: &Who) -> Option<String> {
    const NOT_HELD: [&str; 3] = ["admin", "edit", "view"];
    let store = &session.world.store;
    store
        .of_kind("ClusterRoleBinding")
        .chain(store.of_kind("RoleBinding"))
        .filter(|binding| who.is_bound(binding))
        .filter_map(|binding| binding.value["roleRef"]["name"].as_str().map(str::to_owned))
        .find(|name| NOT_HELD.contains(&name.as_str()) && store.get("ClusterRole", None, name).is_none())
}

/// Runs `kubectl auth can-i`.
pub(super) fn can_i(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    let (quiet, everywhere, sub) =
        (session.flags.on("quiet"), session.flags.on("all-namespaces"), session.flags.get("subresource").unwrap_or_default().to_owned());
    if session.flags.on("list") {
        if !words.is_empty() {
            return Err(Failure::error("list option must be specified with no arguments"));
        }
        if quiet || everywhere || !sub.is_empty() {
            return Err(Failure::error("list option can't be specified with neither quiet, all-namespaces nor subresource options"));
        }
        return list(session);
    }
    let [verb, resource] = words.as_slice() else {
        return Err(Failure::error(
            "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
        ));
    };
    let who = Who::of(session);
    let namespace = (!everywhere).then(|| session.namespace());
    let held = rules(session, &who, namespace.as_deref());
    let allowed = if resource.starts_with('/') {
        if !sub.is_empty() {
            return Err(Failure::error("--subresource can not be used with NonResourceURL"));
        }
        if !PATH_VERBS.contains(&verb.as_str()) {
            session.warn(format!("Warning: verb '{verb}' is not a known verb\n"));
        }
        headers(session)?;
        who.may_everything() || open_path(verb, resource) || held.iter().any(|rule| has(rule, "verbs", verb) && has_path(rule, resource))
    } else {
        let (resource, name) = resource.split_once('/').map_or((resource.as_str(), None), |(resource, name)| (resource, Some(name)));
        let kind = Kind::find(resource);
        scope(session, kind, resource, verb, everywhere);
        headers(session)?;
        let (plural, group) = kind.map_or((resource, ""), |kind| (kind.plural, kind.group()));
        let plural = if sub.is_empty() { plural.to_owned() } else { format!("{plural}/{sub}") };
        who.may_everything() || held.iter().any(|rule| allows(rule, verb, &plural, group, name))
    };
    if !allowed && let Some(role) = unknown_role(session, &who) {
        return Err(Failure::not_simulated(format!("what the cluster role {role:?} allows")));
    }
    if !quiet {
        session.say(if allowed { "yes" } else { "no" });
    }
    if allowed { Ok(()) } else { Err(Failure::plain("")) }
}

fn headers(session: &Session<'_>) -> Result<(), Failure> {
    match session.flags.on("no-headers") {
        true => Err(Failure::error("--no-headers cannot be set without --list specified")),
        false => Ok(()),
    }
}

/// Warnings about the resource and the verb.
fn scope(session: &mut Session<'_>, kind: Option<&Kind>, resource: &str, verb: &str, everywhere: bool) {
    match kind {
        None if resource == "*" || matches!(resource, "users" | "groups") => {}
        None => {
            let said = match resource.split_once('.') {
                Some((name, group)) => format!("the server doesn't have a resource type '{name}' in group '{group}'"),
                None => format!("the server doesn't have a resource type '{resource}'"),
            };
            session.warn(format!("Warning: {said}\n"));
        }
        Some(kind) if !kind.namespaced && !everywhere => {
            let group = if kind.group().is_empty() { String::new() } else { format!(" in group '{}'", kind.group()) };
            session.warn(format!("Warning: resource '{}' is not namespace scoped{group}\n", kind.plural));
        }
        Some(_) => {}
    }
    if kind.is_some() && !everywhere && !VERBS.contains(&verb) {
        session.warn(format!("Warning: verb '{verb}' is not a known verb\n"));
    }
}

fn has(rule: &Value, field: &str, wanted: &str) -> bool {
    rule[field].as_array().into_iter().flatten().any(|own| own == "*" || own == wanted)
}

fn has_path(rule: &Value, path: &str) -> bool {
    rule["nonResourceURLs"].as_array().into_iter().flatten().filter_map(Value::as_str).any(|own| match own.strip_suffix('*') {
        Some(prefix) => path.starts_with(prefix),
        None => own == path,
    })
}

/// Whether a rule gives a verb on a resource, of all names or of one.
pub(super) fn allows(rule: &Value, verb: &str, resource: &str, group: &str, name: Option<&str>) -> bool {
    let names = rule["resourceNames"].as_array().is_none_or(Vec::is_empty) || name.is_some_and(|name| has(rule, "resourceNames", name));
    // `pods/*` means nothing, `*/scale` every scale.
    let resources = has(rule, "resources", resource)
        || resource
            .split_once('/')
            .is_some_and(|(_, sub)| rule["resources"].as_array().into_iter().flatten().any(|own| *own == format!("*/{sub}")));
    has(rule, "verbs", verb) && resources && has(rule, "apiGroups", group) && names
}

/// What `system:discovery` and `system:public-info-viewer` give to everybody who is authenticated.
const DISCOVERY: &[&str] =
    &["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"];
const ISSUER: &[&str] = &["/.well-known/openid-configuration", "/.well-known/openid-configuration/", "/openid/v1/jwks", "/openid/v1/jwks/"];
const PUBLIC: &[&str] = &["/healthz", "/livez", "/readyz", "/version", "/version/"];

fn open_path(verb: &str, path: &str) -> bool {
    verb == "get"
        && DISCOVERY.iter().any(|open| match open.strip_suffix('*') {
            Some(prefix) => path.starts_with(prefix),
            None => *open == path,
        })
}

/// `--list`: every rule, one resource a line (kubectl `pkg/util/rbac`).
fn list(session: &mut Session<'_>) -> Result<(), Failure> {
    let who = Who::of(session);
    if let Some(role) = unknown_role(session, &who) {
        return Err(Failure::not_simulated(format!("what the cluster role {role:?} allows")));
    }
    let namespace = session.namespace();
    let mut held = Vec::new();
    // `system:basic-user`, for everybody.
    for (group, resource) in [
        ("authorization.k8s.io", "selfsubjectaccessreviews"),
        ("authorization.k8s.io", "selfsubjectrulesreviews"),
        ("authentication.k8s.io", "selfsubjectreviews"),
    ] {
        held.push(json!({"apiGroups": [group], "resources": [resource], "verbs": ["create"]}));
    }
    // `system:service-account-issuer-discovery`, for service accounts.
    let accounts = who.groups.iter().any(|group| group == "system:serviceaccounts");
    for path in DISCOVERY.iter().chain(PUBLIC).chain(if accounts { ISSUER } else { &[] }) {
        held.push(json!({"nonResourceURLs": [path], "verbs": ["get"]}));
    }
    if who.may_everything() {
        held.extend(built_in("cluster-admin").as_ref().and_then(Value::as_array).cloned().unwrap_or_default());
    }
    held.extend(rules(session, &who, Some(&namespace)));
    let mut table = String::new();
    if !session.flags.on("no-headers") {
        table.push_str("Resources\tNon-Resource URLs\tResource Names\tVerbs\n");
    }
    rows(&held).into_iter().for_each(|row| table.push_str(&row));
    session.out.push_str(&align(&table, 6, 3));
    Ok(())
}

/// One line a resource or path, the verbs of equal resources together, sorted as the rules' text is.
pub(super) fn rows(held: &[Value]) -> Vec<String> {
    let texts = |value: &Value| value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>();
    let mut simple: BTreeMap<(String, String, String), Vec<String>> = BTreeMap::new();
    let mut rows: Vec<(String, String)> = Vec::new();
    for rule in held {
        let verbs = texts(&rule["verbs"]);
        for (path, verb) in texts(&rule["nonResourceURLs"]).iter().flat_map(|path| verbs.iter().map(move |verb| (path, verb))) {
            let key = format!("Verbs:[{verb}],APIGroups:[],Resources:[],ResourceNames:[],NonResourceURLs:[{path}],");
            rows.push((key, format!("\t[{path}]\t[]\t[{verb}]\n")));
        }
        let mut names = texts(&rule["resourceNames"]);
        if names.is_empty() {
            names.push(String::new());
        }
        for group in texts(&rule["apiGroups"]) {
            for resource in texts(&rule["resources"]) {
                for name in &names {
                    let own = simple.entry((group.clone(), resource.clone(), name.clone())).or_default();
                    verbs.iter().for_each(|verb| {
                        if !own.contains(verb) {
                            own.push(verb.clone());
                        }
                    });
                }
            }
        }
    }
    for ((group, resource, name), verbs) in simple {
        let (bare, sub) = resource.split_once('/').map_or((resource.as_str(), String::new()), |(bare, sub)| (bare, format!("/{sub}")));
        let whole = if group.is_empty() { resource.clone() } else { format!("{bare}.{group}{sub}") };
        let verbs = verbs.join(" ");
        let key = format!("Verbs:[{verbs}],APIGroups:[{group}],Resources:[{resource}],ResourceNames:[{name}],NonResourceURLs:[],");
        rows.push((key, format!("{whole}\t[]\t[{name}]\t[{verbs}]\n")));
    }
    rows.sort();
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Runs `kubectl auth whoami`.
pub(super) fn whoami(session: &mut Session<'_>) -> Result<(), Failure> {
    let who = Who::of(session);
    match session.format()? {
        Format::Table { .. } => {
            let table = format!("ATTRIBUTE\tVALUE\nUsername\t{}\nGroups\t[{}]\n", who.name, who.groups.join(" "));
            session.out.push_str(&align(&table, 6, 3));
        }
        format => {
            let answer = json!({
                "apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview",
                "metadata": {"creationTimestamp": session.world.facts.now}, "status": {"userInfo": {"groups": who.groups, "username": who.name}},
            });
            session.print(&format, &[answer], false)?;
        }
    }
    Ok(())
}
