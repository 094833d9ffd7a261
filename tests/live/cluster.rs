//! The real cluster, asked with the real kubectl.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A namespace of the real one.
pub struct Cluster<'k> {
    pub kubeconfig: &'k Path,
    pub namespace: String,
}

/// What a command printed and how it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Cluster<'_> {
    pub fn run(&self, args: &[&str], input: &str) -> Said {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cluster/cluster");
        let mut command = if script.exists() { Command::new(script) } else { Command::new("kubectl") };
        if command.get_program() != "kubectl" {
            command.arg("kubectl");
        }
        command.arg("--kubeconfig").arg(self.kubeconfig).args(["--context", "kind-cofferdam", "-n", &self.namespace]).args(args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Who reads nothing has closed the pipe.
        let _unread = std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Waits until no container is on its way, a minute and a half at most.
    pub fn settle(&self) {
        let begun = Instant::now();
        let moving = |pod: &Value| {
            let waits = |container: &Value| {
                matches!(container["state"]["waiting"]["reason"].as_str(), Some("ContainerCreating" | "PodInitializing"))
            };
            let containers = pod["status"]["containerStatuses"].as_array();
            pod["status"]["phase"] == "Pending" && containers.is_none_or(|all| all.iter().any(waits))
        };
        while begun.elapsed() < Duration::from_secs(90) {
            let pods: Value = serde_json::from_str(&self.run(&["get", "pods", "-o", "json"], "").out).unwrap_or_default();
            if !pods["items"].as_array().is_none_or(|items| items.iter().any(moving)) {
                break;
            }
            std::thread::sleep(Duration::from_secs(3));
        }
    }
}

/// Objects as one text that `kubectl apply -f -` reads.
pub fn list(items: &[Value]) -> String {
    json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()
}
