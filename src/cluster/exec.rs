//! Commands in containers, over the same streams as `kubectl exec`.

use std::time::Duration;

use k8s_openapi::api::core::v1::Pod;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Status;
use kube::Api;
use kube::api::AttachParams;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::Instant;

use super::ClusterError;
use super::link::Link;
use crate::probe::Target;

/// A command may take this long: a name that cannot be resolved alone takes twenty seconds.
const PATIENCE: Duration = Duration::from_secs(45);

/// How a command in a container ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ended {
    pub exit: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `command` in a container of the cluster's own names. `Ok(Err(text))` when the container could not run it, with the
/// server's text.
pub(super) async fn exec(link: &Link, target: &Target, command: &[String]) -> Result<Result<Ended, String>, ClusterError> {
    let begun = Instant::now();
    let ended = tokio::time::timeout(PATIENCE, run(link, target, command)).await;
    let ended = ended.unwrap_or_else(|_| {
        let (id, what) = ("cluster-still-running", command.join(" "));
        Err(ClusterError::TimedOut { id, what, seconds: PATIENCE.as_secs(), state: String::new() })
    });
    let told = match &ended {
        Ok(Ok(ended)) => format!("exit {}", ended.exit),
        Ok(Err(text)) => text.clone(),
        Err(error) => error.to_string(),
    };
    let line = command.join(" ");
    // Of a script its first line is told.
    let line = line.split_once('\n').map_or(line.clone(), |(first, _)| format!("{first} …"));
    link.request("exec", &format!("{target}: {line}"), &told, begun);
    ended
}

async fn run(link: &Link, target: &Target, command: &[String]) -> Result<Result<Ended, String>, ClusterError> {
    let pods: Api<Pod> = Api::namespaced(link.client().clone(), &target.namespace);
    let mut params = AttachParams::default().stdout(true).stderr(true).stdin(false);
    if let Some(container) = &target.container {
        params = params.container(container);
    }
    let mut process = match pods.exec(&target.pod, command, &params).await {
        Ok(process) => process,
        // The server's own words; kube's would show its whole answer around them.
        Err(kube::Error::Api(status)) => return Ok(Err(status.message)),
        Err(error @ kube::Error::UpgradeConnection(_)) => return Ok(Err(error.to_string())),
        Err(error) => return Err(link.lost(&error)),
    };
    let status = process.take_status();
    let (stdout, stderr) = tokio::join!(read(process.stdout()), read(process.stderr()));
    let status = match status {
        Some(status) => status.await,
        None => None,
    };
    let _ = process.join().await;
    Ok(match exit_code(status.as_ref()) {
        Some(exit) => Ok(Ended { exit, stdout, stderr }),
        None => Err(status.and_then(|status| status.message).unwrap_or(stderr)),
    })
}

async fn read(stream: Option<impl AsyncRead + Unpin>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        // What was read before a broken stream still counts.
        let _ = stream.read_to_end(&mut bytes).await;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The exit code in a remote command's closing status (`v4.channel.k8s.io`): 0 for success, else the cause `ExitCode`.
fn exit_code(status: Option<&Status>) -> Option<i32> {
    let status = status?;
    if status.status.as_deref() == Some("Success") {
        return Some(0);
    }
    let causes = status.details.as_ref()?.causes.as_ref()?;
    causes.iter().find(|cause| cause.reason.as_deref() == Some("ExitCode"))?.message.as_deref()?.parse().ok()
}
