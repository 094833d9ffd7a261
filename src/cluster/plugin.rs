//! Credential plugins: programs that a kubeconfig names for a token or a client certificate (`users[].user.exec`). They are
//! run here and not by kube, which would wait without a limit, run them twice and leave them running.

use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kube::config::{AuthInfo, ExecConfig};
use serde::Deserialize;
use serde_json::json;
use tokio::process::Command;
use tokio::time::timeout;

use super::ClusterError;

/// So much of a failed plugin's words is shown.
const SHOWN: usize = 6;

/// What a plugin answers (`client.authentication.k8s.io`).
#[derive(Deserialize)]
struct Answer {
    status: Status,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Status {
    token: Option<String>,
    client_certificate_data: Option<String>,
    client_key_data: Option<String>,
}

/// Replaces the plugin of `auth` by the credentials it gives.
///
/// # Errors
/// When the plugin is missing, fails, gives no credentials, or is not done within `patience`.
pub(super) async fn log_in(auth: &mut AuthInfo, patience: Duration) -> Result<(), ClusterError> {
    let Some(plugin) = auth.exec.take() else { return Ok(()) };
    let status = ask(&plugin, patience).await?;
    if let Some(token) = status.token {
        auth.token = Some(token.into());
    }
    if let (Some(certificate), Some(key)) = (status.client_certificate_data, status.client_key_data) {
        auth.client_certificate_data = Some(STANDARD.encode(certificate));
        auth.client_key_data = Some(STANDARD.encode(key).into());
    }
    Ok(())
}

async fn ask(plugin: &ExecConfig, patience: Duration) -> Result<Status, ClusterError> {
    let program = plugin.command.clone().unwrap_or_default();
    let failed = |id, said: String| ClusterError::Program { program: program.clone(), id, said };
    // Dropped, it is killed: one that hangs is not left behind.
    let running = command(plugin, &program).kill_on_drop(true).output();
    let output = timeout(patience, running).await.map_err(|_| failed("cluster-plugin-silent", patience.as_secs().to_string()))?;
    let output = output.map_err(|error| match (&plugin.install_hint, error.kind()) {
        (Some(hint), std::io::ErrorKind::NotFound) => failed("cluster-plugin-missing", format!("\n{}", hint.trim())),
        (None, std::io::ErrorKind::NotFound) => failed("cluster-plugin-missing", String::new()),
        _ => failed("cluster-program-broken", error.to_string()),
    })?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(failed("cluster-plugin-failed", ended(output.status.code(), &said)));
    }
    // client-go reads YAML too, and some plugins write it.
    let answer: Option<Answer> = serde_yaml::from_slice(&output.stdout).ok();
    let status = answer.map(|answer| answer.status).unwrap_or_default();
    match status.token.is_some() || (status.client_certificate_data.is_some() && status.client_key_data.is_some()) {
        true => Ok(status),
        false => Err(failed("cluster-plugin-empty", tail(&said))),
    }
}

fn command(plugin: &ExecConfig, program: &str) -> Command {
    let mut command = Command::new(program);
    command.args(plugin.args.iter().flatten());
    for variable in plugin.env.iter().flatten() {
        if let (Some(name), Some(value)) = (variable.get("name"), variable.get("value")) {
            command.env(name, value);
        }
    }
    // A plugin that asks on the terminal would draw over the console.
    let mut spec = json!({"interactive": false});
    if plugin.provide_cluster_info
        && let Some(cluster) = plugin.cluster.as_ref().and_then(|cluster| serde_json::to_value(cluster).ok())
    {
        spec["cluster"] = cluster;
    }
    let info = json!({"kind": "ExecCredential", "apiVersion": plugin.api_version, "spec": spec});
    command.env("KUBERNETES_EXEC_INFO", info.to_string());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// `exit 1: its last words`; a signal has no code.
fn ended(code: Option<i32>, said: &str) -> String {
    let code = code.map_or_else(|| "-".to_owned(), |code| code.to_string());
    let words = tail(said);
    if words.is_empty() { format!("exit {code}") } else { format!("exit {code}{words}") }
}

/// The last lines, each on a line of its own.
fn tail(said: &str) -> String {
    let lines: Vec<_> = said.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(SHOWN)..].iter().map(|line| format!("\n{line}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(script: &str) -> Result<AuthInfo, ClusterError> {
        let plugin = ExecConfig {
            api_version: Some("client.authentication.k8s.io/v1".into()),
            command: Some("sh".into()),
            args: Some(vec!["-c".into(), script.into()]),
            env: Some(vec![[("name".to_owned(), "ROOM".to_owned()), ("value".to_owned(), "lab".to_owned())].into()]),
            ..ExecConfig::default()
        };
        let mut auth = AuthInfo { exec: Some(plugin), ..AuthInfo::default() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(log_in(&mut auth, Duration::from_secs(2))).map(|()| auth)
    }

    #[test]
    fn a_plugin_gives_a_token_or_a_certificate_in_json_or_yaml() {
        let auth = answered(r#"test "$ROOM" = lab && echo "{\"status\": {\"token\": \"t\"}}""#).unwrap();
        assert!(auth.token.is_some() && auth.exec.is_none());
        let auth = answered("printf 'kind: ExecCredential\\nstatus:\\n  clientCertificateData: c\\n  clientKeyData: k\\n'").unwrap();
        assert_eq!(auth.client_certificate_data.as_deref(), Some("Yw=="));
        assert!(
            answered("case $KUBERNETES_EXEC_INFO in *'\"interactive\":false'*) echo '{\"status\": {\"token\": \"t\"}}';; esac").is_ok()
        );
    }

    #[test]
    fn how_a_plugin_fails_is_told() {
        for (script, id, words) in [
            ("echo your session has expired >&2; exit 7", "cluster-plugin-failed", "exit 7\nyour session has expired"),
            ("exit 1", "cluster-plugin-failed", "exit 1"),
            ("echo hello", "cluster-plugin-empty", ""),
            ("echo '{\"status\": {}}'; echo none today >&2", "cluster-plugin-empty", "\nnone today"),
            ("exec sleep 60", "cluster-plugin-silent", "2"),
        ] {
            let wanted = ClusterError::Program { program: "sh".into(), id, said: words.into() };
            assert_eq!(answered(script).unwrap_err(), wanted, "{script}");
        }
    }
}
