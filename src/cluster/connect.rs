//! From a kubeconfig to a client, refusing every context that is not ours and was not allowed.

use std::path::PathBuf;
use std::time::Duration;

use kube::config::{ExecInteractiveMode, KubeConfigOptions, Kubeconfig};
use kube::{Client, Config};

use super::failure::chain;
use super::{ClusterError, OWN_CONTEXT, proxy};
use crate::confirm::{Access, Identity};
use crate::schema::Version;

/// How long everything until the first answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// A cluster that answered.
#[derive(Clone)]
pub struct Connection {
    /// The client.
    pub client: Client,
    /// The context's name.
    pub context: String,
    /// The server's address.
    pub server: String,
    /// The server's version, as `v1.35.4`.
    pub version: String,
}

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

/// Connects to the context that `access` means.
///
/// # Errors
/// [`ClusterError::ContextNotAllowed`] before anything is sent; everything else within five seconds.
pub async fn connect(access: &Access) -> Result<Connection, ClusterError> {
    let Identity { context, server, allowed } = identify(access)?;
    if !allowed {
        return Err(ClusterError::ContextNotAllowed { context, server });
    }
    let late = |reason: &str| ClusterError::Unreachable { server: server.clone(), reason: reason.to_owned() };
    let answer = tokio::time::timeout(PATIENCE, greet(access, &context, &server)).await;
    let (client, version) = answer.map_err(|_| late("no answer within 5 s"))??;
    Ok(Connection { client, context, server, version })
}

async fn greet(access: &Access, context: &str, server: &str) -> Result<(Client, String), ClusterError> {
    let options = KubeConfigOptions { context: Some(context.to_owned()), ..KubeConfigOptions::default() };
    let mut config =
        Config::from_custom_kubeconfig(load(access)?, &options).await.map_err(|error| ClusterError::Kubeconfig(chain(&error)))?;
    config.connect_timeout = Some(PATIENCE);
    config.default_retry = false;
    config.proxy_url = match config.proxy_url.take() {
        Some(proxy) if proxy::applies(&config.cluster_url, |name| std::env::var(name).ok()) => {
            return Err(ClusterError::Proxy { server: server.to_owned(), proxy: proxy.to_string() });
        }
        _ => None,
    };
    if let Some(plugin) = &mut config.auth_info.exec {
        // A plugin that asks on the terminal would draw over the console.
        plugin.interactive_mode = Some(ExecInteractiveMode::Never);
    }
    // Credential plugins are run here, and block.
    let client = tokio::task::spawn_blocking(move || Client::try_from(config)).await;
    let client = client.map_err(|error| ClusterError::Kubeconfig(error.to_string()))?.map_err(|error| explain(&error, server))?;
    let info = client.apiserver_version().await.map_err(|error| explain(&error, server))?;
    let minor = |text: &str| text.trim_start_matches('v').split('.').take(2).collect::<Vec<_>>().join(".");
    match minor(&info.git_version).parse::<Version>() {
        Ok(_) => Ok((client, info.git_version)),
        Err(_) if info.git_version.is_empty() => Err(ClusterError::NotKubernetes(server.to_owned())),
        Err(_) => Err(ClusterError::Unsupported(info.git_version)),
    }
}

/// The kubeconfig as kubectl reads it: files of the list that are not there count as empty.
fn load(access: &Access) -> Result<Kubeconfig, ClusterError> {
    let paths = match (&access.kubeconfig, std::env::var_os("KUBECONFIG").filter(|list| !list.is_empty())) {
        (Some(path), _) => vec![path.clone()],
        (None, Some(list)) => std::env::split_paths(&list).filter(|path| !path.as_os_str().is_empty()).collect(),
        (None, None) => vec![home().join(".kube").join("config")],
    };
    let mut merged: Option<Kubeconfig> = None;
    for path in paths.iter().filter(|path| path.exists()) {
        let read = Kubeconfig::read_from(path).map_err(|error| ClusterError::Kubeconfig(chain(&error)))?;
        merged = Some(match merged {
            Some(before) => before.merge(read).map_err(|error| ClusterError::Kubeconfig(chain(&error)))?,
            None => read,
        });
    }
    let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    merged.ok_or_else(|| ClusterError::NoKubeconfig(names.join(", ")))
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
    if !kubeconfig.auth_infos.iter().any(|known| known.name == user && known.auth_info.is_some()) {
        return Err(lacks("user", user));
    }
    let cluster = kubeconfig.clusters.iter().find(|cluster| cluster.name == context.cluster);
    let cluster = cluster.and_then(|named| named.cluster.as_ref()).ok_or_else(|| lacks("cluster", context.cluster.clone()))?;
    cluster.server.clone().filter(|server| !server.is_empty()).ok_or_else(|| lacks("server", context.cluster.clone()))
}

/// kind's servers are on this machine; a context of our name that leads elsewhere is not ours.
fn is_allowed(access: &Access, context: &str, server: &str) -> bool {
    let own = context == OWN_CONTEXT && server.parse::<http::Uri>().is_ok_and(|uri| proxy::is_loopback(&uri));
    own || access.allowed.iter().any(|allowed| allowed.context == context && allowed.server == server)
}

/// What a failed first contact means.
fn explain(error: &kube::Error, server: &str) -> ClusterError {
    let server = server.to_owned();
    let reason = chain(error);
    let says = |words: &[&str]| words.iter().any(|word| reason.contains(word));
    match error {
        kube::Error::Auth(_) => ClusterError::Plugin(reason),
        kube::Error::Api(status) if status.code == 401 => ClusterError::Unauthorized { server, reason: status.message.clone() },
        kube::Error::Api(status) if status.code == 403 => ClusterError::Unauthorized { server, reason: status.message.clone() },
        kube::Error::Api(_) | kube::Error::SerdeError(_) => ClusterError::NotKubernetes(server),
        _ if says(&["Failed to infer", "client certificate", "No such file"]) => ClusterError::Kubeconfig(reason),
        _ if says(&["received fatal alert"]) => ClusterError::Unauthorized { server, reason },
        _ if says(&["UnknownIssuer", "SelfSigned", "BadSignature"]) => ClusterError::Certificate { server, fault: "authority", reason },
        _ if says(&["Expired", "expired"]) => ClusterError::Certificate { server, fault: "expired", reason },
        _ if says(&["NotValidForName", "not valid for name"]) => ClusterError::Certificate { server, fault: "name", reason },
        _ if says(&["invalid peer certificate"]) => ClusterError::Certificate { server, fault: "other", reason },
        _ if says(&["InvalidMessage", "InvalidContentType", "corrupt message", "invalid HTTP", "IncompleteMessage"]) => {
            ClusterError::NotKubernetes(server)
        }
        _ => ClusterError::Unreachable { server, reason },
    }
}
