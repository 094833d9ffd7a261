//! From a kubeconfig to a client, refusing every context that is not ours and was not allowed.

use std::time::Duration;

use kube::config::{AuthInfo, KubeConfigOptions};
use kube::{Client, Config};

use super::failure::{cause, chain, whole};
use super::kubeconfig::{files, identify, load};
use super::{ClusterError, expiry, plugin, proxy};
use crate::confirm::{Access, Identity};
use crate::schema::Version;

/// How long everything until the first answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How much of it a credential plugin may use up.
const PLUGIN_PATIENCE: Duration = Duration::from_secs(4);

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

/// Connects to the context that `access` means.
///
/// # Errors
/// [`ClusterError::ContextNotAllowed`] before anything is sent; everything else within five seconds.
pub async fn connect(access: &Access) -> Result<Connection, ClusterError> {
    let Identity { context, server, allowed } = identify(access)?;
    if !allowed {
        return Err(ClusterError::ContextNotAllowed { context, server });
    }
    let late = |_| ClusterError::Late { server: server.clone(), seconds: PATIENCE.as_secs() };
    let answer = tokio::time::timeout(PATIENCE, greet(access, &context, &server)).await;
    let (client, version) = answer.map_err(late)??;
    Ok(Connection { client, context, server, version })
}

async fn greet(access: &Access, context: &str, server: &str) -> Result<(Client, String), ClusterError> {
    let mut config = configure(access, context, server).await?;
    plugin::log_in(&mut config.auth_info, PLUGIN_PATIENCE).await?;
    let auth = config.auth_info.clone();
    // A token's file is read here, and blocks.
    let client = tokio::task::spawn_blocking(move || Client::try_from(config)).await;
    let unusable = |reason| ClusterError::Kubeconfig { file: files(access), reason };
    let client = client.map_err(|error| unusable(error.to_string()))?.map_err(|error| match error {
        kube::Error::Auth(_) => unusable(whole(&error)),
        error => explain(&error, server, access, &auth),
    })?;
    let info = client.apiserver_version().await.map_err(|error| explain(&error, server, access, &auth))?;
    let minor = |text: &str| text.trim_start_matches('v').split('.').take(2).collect::<Vec<_>>().join(".");
    match minor(&info.git_version).parse::<Version>() {
        Ok(_) => Ok((client, info.git_version)),
        Err(_) if info.git_version.is_empty() => Err(ClusterError::NotKubernetes(server.to_owned())),
        Err(_) => Err(ClusterError::Unsupported(info.git_version)),
    }
}

/// The context's configuration, without what kube would do by itself: proxies, and asking again.
async fn configure(access: &Access, context: &str, server: &str) -> Result<Config, ClusterError> {
    let options = KubeConfigOptions { context: Some(context.to_owned()), ..KubeConfigOptions::default() };
    let kubeconfig = load(access)?;
    let names_proxy = super::kubeconfig::proxy_of(&kubeconfig, context).is_some();
    let config = Config::from_custom_kubeconfig(kubeconfig, &options).await;
    let mut config = config.map_err(|error| ClusterError::Kubeconfig { file: files(access), reason: whole(&error) })?;
    // Longer than the first contact may take: whose limit ends first decides what is told.
    config.connect_timeout = Some(2 * PATIENCE);
    config.default_retry = false;
    if let Some(proxy) = config.proxy_url.take() {
        let applies = names_proxy || proxy::applies(&config.cluster_url, |name| std::env::var(name).ok());
        let from = if names_proxy { "kubeconfig" } else { "environment" };
        if applies {
            return Err(ClusterError::Proxy { server: server.to_owned(), proxy: proxy.to_string(), from });
        }
    }
    Ok(config)
}

/// What a failed first contact means.
fn explain(error: &kube::Error, server: &str, access: &Access, auth: &AuthInfo) -> ClusterError {
    let server = server.to_owned();
    let (all, reason) = (chain(error), cause(error));
    let says = |words: &[&str]| words.iter().any(|word| all.contains(word));
    let certificate = |fault| ClusterError::Certificate { server: server.clone(), fault, reason: reason.clone() };
    match error {
        kube::Error::Api(status) if matches!(status.code, 401 | 403) => match expired(auth) {
            Some(date) => ClusterError::ClientCertificate { file: files(access), fault: "expired", reason: date },
            None => ClusterError::Unauthorized { server, reason: status.message.clone() },
        },
        kube::Error::Api(_) | kube::Error::SerdeError(_) => ClusterError::NotKubernetes(server),
        // What rustls says of the certificate and key that it was given, before anything is sent.
        _ if says(&["KeyMismatch"]) => ClusterError::ClientCertificate { file: files(access), fault: "mismatch", reason },
        _ if says(&["invalid private key", "identity PEM", "private key"]) => {
            ClusterError::ClientCertificate { file: files(access), fault: "broken", reason }
        }
        _ if says(&["Failed to infer", "client certificate", "No such file"]) => {
            ClusterError::Kubeconfig { file: files(access), reason: whole(error) }
        }
        _ if says(&["received fatal alert"]) => ClusterError::Unauthorized { server, reason },
        _ if says(&["UnknownIssuer", "SelfSigned", "BadSignature", "CaUsedAsEndEntity"]) => certificate("authority"),
        _ if says(&["Expired", "expired"]) => certificate("expired"),
        _ if says(&["NotValidForName", "not valid for name"]) => certificate("name"),
        _ if says(&["invalid peer certificate"]) => certificate("other"),
        _ if says(&["InvalidMessage", "InvalidContentType", "corrupt message", "invalid HTTP", "IncompleteMessage"]) => {
            ClusterError::NotKubernetes(server)
        }
        _ => ClusterError::Unreachable { server, reason },
    }
}

/// When the client certificate ended, if that is past.
fn expired(auth: &AuthInfo) -> Option<String> {
    let pem = match (&auth.client_certificate_data, &auth.client_certificate) {
        (Some(data), _) => base64::Engine::decode(&base64::engine::general_purpose::STANDARD, data).ok()?,
        (None, Some(path)) => std::fs::read(path).ok()?,
        (None, None) => return None,
    };
    let end = expiry::of(&pem)?;
    (end < jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).datetime()).then(|| end.strftime("%Y-%m-%d %H:%M UTC").to_string())
}
