//! What can go wrong between us and a cluster, and the sentence each becomes.

use crate::confirm::Trouble;
use crate::locale::Sentence;

/// Why the cluster could not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClusterError {
    /// It was asked to stop, by a signal or by the learner.
    #[error("stopped")]
    Stopped(Option<i32>),
    /// There is no kubeconfig; where it was looked for.
    #[error("no kubeconfig at {0}")]
    NoKubeconfig(String),
    /// The kubeconfig is malformed, or names files that are not there.
    #[error("kubeconfig: {0}")]
    Kubeconfig(String),
    /// The kubeconfig lacks something.
    #[error("context \"{context}\": {lacks}")]
    Incomplete {
        /// The context.
        context: String,
        /// `context`, `cluster`, `server` or `user`.
        lacks: &'static str,
        /// The contexts there are, or what is named and missing.
        names: String,
    },
    /// The context is neither ours nor allowed by the user.
    #[error("context \"{context}\" ({server}) was neither made by cofferdam nor allowed with --context")]
    ContextNotAllowed {
        /// The context.
        context: String,
        /// Its server.
        server: String,
    },
    /// The kubeconfig has no context that may be used without asking.
    #[error("no context of ours")]
    NoContext(String),
    /// The program that shall give credentials failed.
    #[error("credential plugin: {0}")]
    Plugin(String),
    /// No answer within the time limit, or none at all.
    #[error("no answer from {server}: {reason}")]
    Unreachable {
        /// The server's address.
        server: String,
        /// Why, in the words of the library.
        reason: String,
    },
    /// A proxy variable points away from the server.
    #[error("{server} would be reached through the proxy {proxy}")]
    Proxy {
        /// The server's address.
        server: String,
        /// The proxy.
        proxy: String,
    },
    /// The server's certificate is not trusted, or expired.
    #[error("certificate of {server}: {reason}")]
    Certificate {
        /// The server's address.
        server: String,
        /// `authority`, `expired`, `name` or `other`.
        fault: &'static str,
        /// In the words of the library.
        reason: String,
    },
    /// The server does not take our credentials.
    #[error("{server} does not accept the credentials: {reason}")]
    Unauthorized {
        /// The server's address.
        server: String,
        /// In its words.
        reason: String,
    },
    /// Whatever answers there is no Kubernetes API server.
    #[error("{0} is no Kubernetes API server")]
    NotKubernetes(String),
    /// A version we do not know.
    #[error("Kubernetes {0} is not supported")]
    Unsupported(String),
    /// The server refused a request that has to work (not one of the learner's).
    #[error("{what}: {answer}")]
    Refused {
        /// What we asked for.
        what: String,
        /// The server's text.
        answer: String,
    },
    /// The cluster's own quota, webhook or policy refused what Kubernetes itself would have taken.
    #[error("{what}: {answer}")]
    InTheWay {
        /// What was sent.
        what: String,
        /// The server's text.
        answer: String,
    },
    /// A manifest would affect the machine under the cluster.
    #[error("{what} would affect the node: {why}")]
    Dangerous {
        /// What.
        what: String,
        /// Why.
        why: String,
    },
    /// Something did not come about in time.
    #[error("{what} did not come about within {seconds} s: {state}")]
    TimedOut {
        /// What was awaited.
        what: String,
        /// The limit.
        seconds: u64,
        /// The last state seen.
        state: String,
    },
    /// A namespace does not go away.
    #[error("namespace {namespace} does not end within {seconds} s: {reason}")]
    Terminating {
        /// The namespace.
        namespace: String,
        /// How long it was waited for.
        seconds: u64,
        /// What its conditions say.
        reason: String,
    },
    /// The connection broke.
    #[error("the connection to {server} broke: {reason}")]
    Lost {
        /// The server's address.
        server: String,
        /// In the words of the library.
        reason: String,
    },
    /// A program (kind, docker) failed; the message id of what it means, and its own words.
    #[error("{program}: {said}")]
    Program {
        /// Its name.
        program: String,
        /// Message id.
        id: &'static str,
        /// The end of what it wrote.
        said: String,
    },
}

impl ClusterError {
    fn sentence(&self) -> Sentence {
        let of = |id: &str, args: &[(&str, &str)]| Sentence::new(id, args);
        match self {
            Self::Stopped(_) => of("cluster-stopped", &[]),
            Self::NoKubeconfig(path) => of("cluster-no-kubeconfig", &[("path", path)]),
            Self::Kubeconfig(reason) => of("cluster-kubeconfig", &[("reason", reason)]),
            Self::Incomplete { context, lacks, names } => {
                of("cluster-incomplete", &[("context", context), ("lacks", lacks), ("names", names)])
            }
            Self::ContextNotAllowed { context, server } => of("cluster-not-allowed", &[("context", context), ("server", server)]),
            Self::NoContext(current) => of("cluster-no-context", &[("current", current)]),
            Self::Plugin(reason) => of("cluster-plugin", &[("reason", reason)]),
            Self::Unreachable { server, reason } => of("cluster-unreachable", &[("server", server), ("reason", reason)]),
            Self::Proxy { server, proxy } => {
                let host = server.split("://").nth(1).unwrap_or(server).split([':', '/']).next().unwrap_or_default();
                of("cluster-proxy", &[("server", server), ("proxy", proxy), ("host", host)])
            }
            Self::Certificate { server, fault, reason } => {
                of("cluster-certificate", &[("server", server), ("fault", fault), ("reason", reason)])
            }
            Self::Unauthorized { server, reason } => of("cluster-unauthorized", &[("server", server), ("reason", reason)]),
            Self::NotKubernetes(server) => of("cluster-not-kubernetes", &[("server", server)]),
            Self::Unsupported(version) => of("cluster-unsupported", &[("version", version)]),
            Self::Refused { what, answer } => of("cluster-refused", &[("what", what), ("answer", answer)]),
            Self::InTheWay { what, answer } => of("cluster-in-the-way", &[("what", what), ("answer", answer)]),
            Self::Dangerous { what, why } => of("cluster-dangerous", &[("what", what), ("why", why)]),
            Self::TimedOut { what, seconds, state } => {
                of("cluster-timed-out", &[("what", what), ("seconds", &seconds.to_string()), ("state", state)])
            }
            Self::Terminating { namespace, seconds, reason } => {
                of("cluster-terminating", &[("namespace", namespace), ("seconds", &seconds.to_string()), ("reason", reason)])
            }
            Self::Lost { server, reason } => of("cluster-lost", &[("server", server), ("reason", reason)]),
            Self::Program { program, id, said } => of(id, &[("program", program), ("said", said)]),
        }
    }
}

impl From<ClusterError> for Trouble {
    fn from(error: ClusterError) -> Self {
        match error {
            ClusterError::Stopped(signal) => Trouble::Stopped(signal),
            other => Trouble::Failed(other.sentence()),
        }
    }
}

/// An error with everything behind it, each text once.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut texts: Vec<String> = vec![error.to_string()];
    let mut next = error.source();
    while let Some(error) = next {
        let text = error.to_string();
        if !texts.iter().any(|known| known.contains(&text)) {
            texts.push(text);
        }
        next = error.source();
    }
    texts.join(": ")
}
