//! Running kind and docker: their words are kept, and they end when we do.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWriteExt, BufReader};
use tokio::process::Command;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use super::ClusterError;
use crate::confirm::Event;
use crate::locale::Sentence;

/// How long a program may take that only looks or moves little.
pub(super) const QUICK: Duration = Duration::from_secs(60);
/// How long one may take that fetches images or makes nodes.
pub(super) const SLOW: Duration = Duration::from_secs(900);
/// So much of a failed program's words is shown.
const SHOWN: usize = 12;

/// Where events go.
type Sender = UnboundedSender<Event>;

/// How a program ended.
#[derive(Clone, Debug, Default)]
pub(super) struct Ended {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Where the program is; `None` if it is not installed.
pub(super) fn find(name: &str) -> Option<std::path::PathBuf> {
    which::which(name).ok()
}

/// Runs a program to its end with `input` on its standard input.
///
/// # Errors
/// When it cannot be started. A failure of its own is an answer.
pub(super) async fn run(sender: &Sender, name: &str, args: &[&str], input: &str, limit: Duration) -> Result<Ended, ClusterError> {
    play(sender, None, name, args, input, limit).await
}

/// The same; a failure of its own is an error, with what it means.
pub(super) async fn must(sender: &Sender, name: &str, args: &[&str], input: &str, limit: Duration) -> Result<Ended, ClusterError> {
    worked(name, run(sender, name, args, input, limit).await?)
}

/// The same, of work that takes a while: each line that the program writes for people is told as it comes.
pub(super) async fn aloud(sender: &Sender, name: &str, args: &[&str], input: &str, limit: Duration) -> Result<Ended, ClusterError> {
    worked(name, play(sender, Some(sender), name, args, input, limit).await?)
}

fn worked(name: &str, ended: Ended) -> Result<Ended, ClusterError> {
    if ended.code == 0 {
        return Ok(ended);
    }
    let said = format!("{}{}", ended.stdout, ended.stderr);
    Err(ClusterError::Program { program: name.to_owned(), id: meaning(&said), said: tail(&said) })
}

async fn play(
    sender: &Sender,
    tell: Option<&Sender>,
    name: &str,
    args: &[&str],
    input: &str,
    limit: Duration,
) -> Result<Ended, ClusterError> {
    let missing = || ClusterError::Program { program: name.to_owned(), id: "cluster-program-missing", said: String::new() };
    let path = find(name).ok_or_else(missing)?;
    let begun = Instant::now();
    // Dropped, it is killed: an interrupted creation leaves no kind at work behind our back.
    let spawned =
        Command::new(path).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true).spawn();
    let mut child = spawned.map_err(|error| ClusterError::Program {
        program: name.to_owned(),
        id: "cluster-program-broken",
        said: error.to_string(),
    })?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input has no use for it.
        let _ = stdin.write_all(input.as_bytes()).await;
    }
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let work = async {
        let (stdout, stderr) = tokio::join!(lines(stdout, None), lines(stderr, tell));
        (child.wait().await, stdout, stderr)
    };
    let Ok((status, stdout, stderr)) = tokio::time::timeout(limit, work).await else {
        let what = format!("{name} {}", args.join(" "));
        return Err(ClusterError::TimedOut { id: "cluster-still-running", what, seconds: limit.as_secs(), state: String::new() });
    };
    let code = status.ok().and_then(|status| status.code()).unwrap_or(-1);
    let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let _ = sender.send(Event::Request { method: name.into(), path: args.join(" "), answer: format!("exit {code}"), millis });
    Ok(Ended { code, stdout, stderr })
}

async fn lines(stream: Option<impl AsyncRead + Unpin>, tell: Option<&Sender>) -> String {
    let Some(stream) = stream else { return String::new() };
    let (mut reader, mut all, mut line) = (BufReader::new(stream), String::new(), Vec::new());
    while reader.read_until(b'\n', &mut line).await.is_ok_and(|read| read > 0) {
        let text = String::from_utf8_lossy(&line).into_owned();
        if let Some(tell) = tell.filter(|_| !text.trim().is_empty()) {
            let _ = tell.send(Event::Stage(Sentence::new("confirm-stage-program", &[("line", &plain(&text))])));
        }
        all.push_str(&text);
        line.clear();
    }
    all
}

/// A line without what only a terminal understands.
fn plain(line: &str) -> String {
    let mut plain = String::new();
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\x1b' => while chars.next().is_some_and(|c| !c.is_ascii_alphabetic()) {},
            c if c.is_control() => {}
            c => plain.push(c),
        }
    }
    plain.trim().to_owned()
}

fn tail(said: &str) -> String {
    let lines: Vec<_> = said.lines().map(plain).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(SHOWN)..].join("\n")
}

/// What the words of kind and docker mean: the message that says what to do.
fn meaning(said: &str) -> &'static str {
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if says(&["no space left on device"]) {
        "cluster-program-disk"
    } else if says(&[
        "Cannot connect to the Docker daemon",
        "Is the docker daemon running",
        "failed to connect to the docker API",
        "Cannot connect to Podman",
    ]) {
        "cluster-program-no-daemon"
    } else if says(&["permission denied while trying to connect"]) {
        "cluster-program-denied"
    } else if says(&["port is already allocated", "address already in use"]) {
        "cluster-program-port"
    } else if says(&[
        "failed to pull image",
        "No such image",
        "manifest unknown",
        "pull access denied",
        "Unable to find image",
        "not present locally",
    ]) {
        "cluster-program-image"
    } else if says(&["already exist for a cluster with the name"]) {
        "cluster-program-half"
    } else {
        "cluster-program-failed"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_kind_and_docker_are_understood() {
        for (said, wanted) in [
            ("ERROR: failed to create cluster: failed to pull image \"kindest/node:v9\": command failed", "cluster-program-image"),
            (
                "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
                "cluster-program-no-daemon",
            ),
            ("docker: Error response from daemon: Bind for 127.0.0.1:5001 failed: port is already allocated", "cluster-program-port"),
            ("write /var/lib/docker/tmp: no space left on device", "cluster-program-disk"),
            ("node(s) already exist for a cluster with the name \"cofferdam\"", "cluster-program-half"),
            ("ERROR: something new", "cluster-program-failed"),
        ] {
            assert_eq!(meaning(said), wanted, "{said}");
        }
    }

    #[test]
    fn a_terminal_s_colours_are_left_out() {
        assert_eq!(plain(" \x1b[32m✓\x1b[0m Starting control-plane\r\n"), "✓ Starting control-plane");
    }
}
