//! The commands there are: their names, their flags, and who runs them.

use super::failure::Failure;
use super::flags::{Flag, short_switch, value};
use super::session::{CHANGE, FILES, OUTPUT, Session};
use super::{apply, change, config, describe, events, exec, explain, generate, get, inspect, rollout};

/// A command.
pub(super) struct Verb {
    /// Its name, then other names.
    pub names: &'static [&'static str],
    /// As errors name it.
    pub path: &'static str,
    /// Its own flags, in groups.
    flags: &'static [&'static [Flag]],
    pub run: fn(&mut Session<'_>) -> Result<(), Failure>,
}

impl Verb {
    /// Its flags, those of every command aside.
    pub fn flags(&self) -> Vec<Flag> {
        self.flags.iter().flat_map(|group| group.iter().copied()).collect()
    }

    /// What `--help` prints.
    pub fn help(&self) -> String {
        let mut out = format!("Usage:\n  {} [flags] [options]\n\nOptions:\n", self.path);
        let mut flags = self.flags();
        flags.sort_by_key(|flag| flag.long);
        for flag in flags {
            let short = flag.short.map_or_else(|| "    ".to_owned(), |short| format!("-{short}, "));
            out.push_str(&format!("    {short}--{}\n", flag.long));
        }
        out.push_str("\nUse \"kubectl options\" for a list of global command-line options (applies to all commands).\n");
        out
    }
}

const NONE: &[Flag] = &[];
const EXPLAIN: &[Flag] = &[super::flags::switch("recursive"), value("api-version"), value("output")];
const EVENTS: &[Flag] =
    &[value("for"), value("types"), short_switch("watch", 'w'), short_switch("all-namespaces", 'A'), super::flags::switch("no-headers")];

/// Every command that is simulated, or known not to be.
pub(super) const VERBS: &[Verb] = &[
    Verb { names: &["get"], path: "kubectl get", flags: &[get::FLAGS, FILES, OUTPUT], run: get::run },
    Verb { names: &["describe"], path: "kubectl describe", flags: &[describe::FLAGS, FILES], run: describe::run },
    Verb { names: &["explain"], path: "kubectl explain", flags: &[EXPLAIN], run: explain::run },
    Verb { names: &["apply"], path: "kubectl apply", flags: &[apply::FLAGS, FILES, OUTPUT, CHANGE], run: apply::run },
    Verb { names: &["create"], path: "kubectl create", flags: &[generate::CREATE, FILES, OUTPUT, CHANGE], run: generate::create },
    Verb { names: &["run"], path: "kubectl run", flags: &[generate::RUN, FILES, OUTPUT, CHANGE], run: generate::run },
    Verb { names: &["expose"], path: "kubectl expose", flags: &[generate::EXPOSE, FILES, OUTPUT, CHANGE], run: generate::expose },
    Verb { names: &["label"], path: "kubectl label", flags: &[change::LABEL, FILES, OUTPUT, CHANGE], run: change::label },
    Verb { names: &["annotate"], path: "kubectl annotate", flags: &[change::LABEL, FILES, OUTPUT, CHANGE], run: change::label },
    Verb { names: &["set"], path: "kubectl set", flags: &[change::SET, FILES, OUTPUT, CHANGE], run: change::set },
    Verb { names: &["patch"], path: "kubectl patch", flags: &[change::PATCH, FILES, OUTPUT, CHANGE], run: change::patch },
    Verb { names: &["replace"], path: "kubectl replace", flags: &[apply::FLAGS, FILES, OUTPUT, CHANGE], run: change::replace },
    Verb {
        names: &["delete"],
        path: "kubectl delete",
        flags: &[change::DELETE, FILES, &[super::flags::short("output", 'o')], CHANGE],
        run: change::delete,
    },
    Verb { names: &["scale"], path: "kubectl scale", flags: &[change::SCALE, FILES, OUTPUT, CHANGE], run: change::scale },
    Verb { names: &["rollout"], path: "kubectl rollout", flags: &[rollout::FLAGS, FILES, OUTPUT, CHANGE], run: rollout::run },
    Verb { names: &["edit"], path: "kubectl edit", flags: &[FILES, OUTPUT, CHANGE], run: edit },
    Verb { names: &["logs", "log"], path: "kubectl logs", flags: &[exec::LOGS], run: exec::logs },
    Verb { names: &["exec"], path: "kubectl exec", flags: &[exec::EXEC, &[super::flags::short("filename", 'f')]], run: exec::exec },
    Verb { names: &["auth"], path: "kubectl auth", flags: &[inspect::AUTH, OUTPUT], run: inspect::auth },
    Verb { names: &["config"], path: "kubectl config", flags: &[config::FLAGS], run: config::run },
    Verb { names: &["wait"], path: "kubectl wait", flags: &[inspect::WAIT, FILES, OUTPUT], run: inspect::wait },
    Verb { names: &["events"], path: "kubectl events", flags: &[EVENTS, OUTPUT], run: events::run },
    Verb { names: &["api-resources"], path: "kubectl api-resources", flags: &[inspect::RESOURCES, OUTPUT], run: inspect::api_resources },
    Verb { names: &["version"], path: "kubectl version", flags: &[&[super::flags::switch("client")], OUTPUT], run: inspect::version },
    Verb { names: &["options"], path: "kubectl options", flags: &[NONE], run: options },
    Verb { names: &["help"], path: "kubectl help", flags: &[NONE], run: help },
];

/// Commands of kubectl that are not simulated.
const OTHERS: &[&str] = &[
    "alpha",
    "api-versions",
    "attach",
    "autoscale",
    "certificate",
    "cluster-info",
    "completion",
    "cordon",
    "cp",
    "debug",
    "diff",
    "drain",
    "kuberc",
    "kustomize",
    "plugin",
    "port-forward",
    "proxy",
    "taint",
    "top",
    "uncordon",
];

/// Every command in the order in which kubectl registers them (`k8s.io/kubectl/pkg/cmd/cmd.go`): its suggestions come so.
const IN_ORDER: &[&str] = &[
    "create",
    "expose",
    "run",
    "set",
    "explain",
    "get",
    "edit",
    "delete",
    "rollout",
    "scale",
    "autoscale",
    "certificate",
    "cluster-info",
    "top",
    "cordon",
    "uncordon",
    "drain",
    "taint",
    "describe",
    "logs",
    "attach",
    "exec",
    "port-forward",
    "proxy",
    "cp",
    "auth",
    "debug",
    "events",
    "diff",
    "apply",
    "patch",
    "replace",
    "wait",
    "kustomize",
    "label",
    "annotate",
    "completion",
    "alpha",
    "plugin",
    "version",
    "api-versions",
    "api-resources",
    "options",
    "config",
    "kuberc",
];

/// The names of all commands that run.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    VERBS.iter().map(|verb| verb.names[0])
}

/// What kubectl says of a command it does not know; what we say of one that only kubectl knows.
pub(super) fn unknown(word: &str) -> Failure {
    if OTHERS.contains(&word) {
        return Failure::not_simulated(format!("kubectl {word}"));
    }
    let near: Vec<_> = IN_ORDER.iter().copied().filter(|name| distance(name, word) <= 2 || name.starts_with(word)).collect();
    let hint = if near.is_empty() { String::new() } else { format!("\n\nDid you mean this?\n\t{}", near.join("\n\t")) };
    Failure::plain(format!("Error: unknown command {word:?} for \"kubectl\"{hint}"))
}

/// How many letters differ (Levenshtein).
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().take(40).collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (i, a) in one.chars().take(40).enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in two.iter().enumerate() {
            let replaced = corner + usize::from(a != *b);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[two.len()]
}

fn edit(session: &mut Session<'_>) -> Result<(), Failure> {
    if session.flags.words.is_empty() && !session.flags.has("filename") {
        return Err(Failure::no_resources());
    }
    Err(Failure::plain(
        "error: kubectl edit opens a terminal editor, which is not simulated here\nEdit the file and run: kubectl apply -f FILE (or kubectl replace --force -f FILE for a Pod); or use kubectl patch",
    ))
}

fn options(session: &mut Session<'_>) -> Result<(), Failure> {
    session.say("The following options can be passed to any command:\n");
    for flag in super::flags::GLOBAL {
        let short = flag.short.map_or_else(|| "    ".to_owned(), |short| format!("-{short}, "));
        session.say(format!("    {short}--{}", flag.long));
    }
    Ok(())
}

fn help(session: &mut Session<'_>) -> Result<(), Failure> {
    let text = match session.flags.words.first() {
        None => OVERVIEW.to_owned(),
        Some(word) => VERBS.iter().find(|verb| verb.names.contains(&word.as_str())).map(Verb::help).ok_or_else(|| unknown(word))?,
    };
    session.out.push_str(&text);
    Ok(())
}

/// What `kubectl` alone prints, as far as it is simulated.
pub(super) const OVERVIEW: &str = "kubectl controls the Kubernetes cluster manager.

Basic Commands:
  create          Create a resource from a file or from stdin
  expose          Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service
  run             Run a particular image on the cluster
  set             Set specific features on objects
  explain         Get documentation for a resource
  get             Display one or many resources
  edit            Edit a resource on the server
  delete          Delete resources by file names, stdin, resources and names, or by resources and label selector
  rollout         Manage the rollout of a resource
  scale           Set a new size for a deployment, replica set, or replication controller

Troubleshooting and Debugging Commands:
  describe        Show details of a specific resource or group of resources
  logs            Print the logs for a container in a pod
  exec            Execute a command in a container
  events          List events
  auth            Inspect authorization

Advanced Commands:
  apply           Apply a configuration to a resource by file name or stdin
  patch           Update fields of a resource
  replace         Replace a resource by file name or stdin
  wait            Wait for a specific condition on one or many resources

Settings Commands:
  label           Update the labels on a resource
  annotate        Update the annotations on a resource

Other Commands:
  api-resources   Print the supported API resources on the server
  config          Modify kubeconfig files
  version         Print the client and server version information

Usage:
  kubectl [flags] [options]
";
