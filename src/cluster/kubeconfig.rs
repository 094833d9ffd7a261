//! The kubeconfig as kubectl reads it, and the one context of it that may be used.

use std::path::{Path, PathBuf};

use kube::config::{Kubeconfig, KubeconfigError};

use super::failure::cause;
use super::{ClusterError, OWN_CONTEXT, proxy};
use crate::confirm::{Access, Identity};

/// The context that `access` means, by kubectl's rules for the kubeconfig. Nothing is sent.
///
/// # Errors
/// When the kubeconfig is missing, malformed or incomplete.
pub fn identify(access: &Access) -> Result<Identity, ClusterError> {
    let kubeconfig = load(access)?;
    let context = choose(&kubeconfig, access)?;
    let server = server_of(&kubeconfig, &context)?;
    let allowed = is_allowed(access, &context, &server);
    Ok(Identity { context, server, allowed })
}

/// The kubeconfig as kubectl reads it: files of the list that are not there count as empty.
pub(super) fn load(access: &Access) -> Result<Kubeconfig, ClusterError> {
    let paths = paths(access);
    let mut merged: Option<Kubeconfig> = None;
    for path in paths.iter().filter(|path| path.exists()) {
        let read = Kubeconfig::read_from(path).map_err(|error| unusable(path, &error))?;
        merged = Some(match merged {
            Some(before) => before.merge(read).map_err(|error| unusable(path, &error))?,
            None => read,
        });
    }
    merged.ok_or_else(|| ClusterError::NoKubeconfig(listed(&paths)))
}

/// The files that are read, as one text.
pub(super) fn files(access: &Access) -> String {
    listed(&paths(access))
}

fn listed(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn paths(access: &Access) -> Vec<PathBuf> {
    match (&access.kubeconfig, std::env::var_os("KUBECONFIG").filter(|list| !list.is_empty())) {
        (Some(path), _) => vec![path.clone()],
        (None, Some(list)) => std::env::split_paths(&list).filter(|path| !path.as_os_str().is_empty()).collect(),
        (None, None) => vec![home().join(".kube").join("config")],
    }
}

/// What is wrong with a file, and where in it.
fn unusable(path: &Path, error: &KubeconfigError) -> ClusterError {
    let file = path.display();
    match error {
        KubeconfigError::Parse(parse) => {
            let said = parse.to_string();
            // The library shows the lines around the place too; its first line says what and where.
            let first = said.lines().next().unwrap_or_default().trim_start_matches("error: ");
            let placed = first.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
            let (place, reason) = placed.map_or((String::new(), first), |(place, reason)| (place.replace(" column ", ":"), reason));
            let file = if place.is_empty() { file.to_string() } else { format!("{file}:{place}") };
            ClusterError::Kubeconfig { file, reason: reason.to_owned() }
        }
        other => ClusterError::Kubeconfig { file: file.to_string(), reason: cause(other) },
    }
}

fn home() -> PathBuf {
    std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from).unwrap_or_default()
}

/// `--context`; else the current context if it may be used, our own, or one of the allow-list.
fn choose(kubeconfig: &Kubeconfig, access: &Access) -> Result<String, ClusterError> {
    if let Some(context) = &access.context {
        return Ok(context.clone());
    }
    let usable = |name: &str| server_of(kubeconfig, name).is_ok_and(|server| is_allowed(access, name, &server));
    let current = kubeconfig.current_context.clone().unwrap_or_default();
    let there = |name: &str| kubeconfig.contexts.iter().any(|context| context.name == name);
    let candidates = [current.as_str(), OWN_CONTEXT].into_iter().chain(access.allowed.iter().map(|allowed| allowed.context.as_str()));
    let found = candidates.into_iter().find(|name| usable(name)).map(str::to_owned);
    // Our own context with something missing is to be told as such.
    let found = found.or_else(|| there(OWN_CONTEXT).then(|| OWN_CONTEXT.to_owned()));
    let offered = || Some(current.clone()).filter(|name| access.offer_current && there(name));
    found.or_else(offered).ok_or(ClusterError::NoContext(current.clone()))
}

fn server_of(kubeconfig: &Kubeconfig, name: &str) -> Result<String, ClusterError> {
    let lacks = |lacks, names: String| ClusterError::Incomplete { context: name.to_owned(), lacks, names };
    let all = || kubeconfig.contexts.iter().map(|context| context.name.as_str()).collect::<Vec<_>>().join(", ");
    let named = kubeconfig.contexts.iter().find(|context| context.name == name);
    let context = named.and_then(|named| named.context.as_ref()).ok_or_else(|| lacks("context", all()))?;
    let user = context.user.clone().unwrap_or_default();
    let known = kubeconfig.auth_infos.iter().find(|known| known.name == user).and_then(|known| known.auth_info.as_ref());
    match known {
        None if user.is_empty() => {
            return Err(lacks("no-user", kubeconfig.auth_infos.iter().map(|known| known.name.as_str()).collect::<Vec<_>>().join(", ")));
        }
        None => return Err(lacks("user", user)),
        Some(known) => {
            if let Some(provider) = &known.auth_provider {
                return Err(lacks("auth-provider", provider.name.clone()));
            }
        }
    }
    let cluster = kubeconfig.clusters.iter().find(|cluster| cluster.name == context.cluster);
    let cluster = cluster.and_then(|named| named.cluster.as_ref()).ok_or_else(|| lacks("cluster", context.cluster.clone()))?;
    let server = cluster.server.clone().filter(|server| !server.is_empty()).ok_or_else(|| lacks("server", context.cluster.clone()))?;
    match server.parse::<http::Uri>() {
        Ok(uri) if matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some() => Ok(server),
        _ => Err(lacks("address", server)),
    }
}

/// The proxy that the kubeconfig itself names for a context's cluster; `NO_PROXY` has no say in it.
pub(super) fn proxy_of(kubeconfig: &Kubeconfig, context: &str) -> Option<String> {
    let context = kubeconfig.contexts.iter().find(|named| named.name == context)?.context.as_ref()?;
    let cluster = kubeconfig.clusters.iter().find(|named| named.name == context.cluster)?;
    cluster.cluster.as_ref()?.proxy_url.clone().filter(|proxy| !proxy.is_empty())
}

/// kind's servers are on this machine; a context of our name that leads elsewhere is not ours.
fn is_allowed(access: &Access, context: &str, server: &str) -> bool {
    let own = context == OWN_CONTEXT && server.parse::<http::Uri>().is_ok_and(|uri| proxy::is_loopback(&uri));
    own || access.allowed.iter().any(|allowed| allowed.context == context && allowed.server == server)
}
