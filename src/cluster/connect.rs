//! From a kubeconfig to a client, refusing every context that is not ours and was not allowed.

use std::path::Path;
use std::time::Duration;

use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Client, Config};

use super::{ClusterError, OWN_CONTEXT};

/// How long the first answer may take.
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

/// Connects to `context` of the kubeconfig at `path` (else of `KUBECONFIG`, else of `~/.kube/config`, as kubectl does).
/// `allowed` are contexts that the user named.
///
/// # Errors
/// [`ClusterError::ContextNotAllowed`] before anything is sent; [`ClusterError::Unreachable`] after five seconds.
pub async fn connect(path: Option<&Path>, context: &str, allowed: &[String]) -> Result<Connection, ClusterError> {
    if context != OWN_CONTEXT && !allowed.iter().any(|name| name == context) {
        return Err(ClusterError::ContextNotAllowed(context.to_owned()));
    }
    let kubeconfig = match path {
        Some(path) => Kubeconfig::read_from(path),
        None => Kubeconfig::read(),
    }
    .map_err(|error| ClusterError::Kubeconfig(error.to_string()))?;
    let options = KubeConfigOptions { context: Some(context.to_owned()), ..KubeConfigOptions::default() };
    let mut config =
        Config::from_custom_kubeconfig(kubeconfig, &options).await.map_err(|error| ClusterError::Kubeconfig(error.to_string()))?;
    config.connect_timeout = Some(PATIENCE);
    let server = config.cluster_url.to_string();
    let client = Client::try_from(config)?;
    let unreachable = || ClusterError::Unreachable { server: server.clone(), seconds: PATIENCE.as_secs() };
    let info = tokio::time::timeout(PATIENCE, client.apiserver_version()).await.map_err(|_| unreachable())??;
    Ok(Connection { client, context: context.to_owned(), server, version: info.git_version })
}
