//! What can go wrong between us and a cluster, and the sentence each becomes.

use crate::confirm::Trouble;
use crate::locale::Sentence;

/// Why the cluster could not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClusterError {
    /// It was asked to stop, by a signal or by the learner.
    #[error("stopped")]
    Stopped {
        /// The signal's number, if it was one.
        signal: Option<i32>,
        /// Message id: what is left.
        id: &'static str,
    },
    /// There is no kubeconfig; where it was looked for.
    #[error("no kubeconfig at {0}")]
    NoKubeconfig(String),
    /// The kubeconfig is malformed, or names files that are not there.
    #[error("{file}: {reason}")]
    Kubeconfig {
        /// The file, with line and column where they are known.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// The kubeconfig lacks something.
    #[error("context \"{context}\": {lacks}")]
    Incomplete {
        /// The context.
        context: String,
        /// `context`, `cluster`, `server`, `address`, `user`, `no-user` or `auth-provider`.
        lacks: &'static str,
        /// The contexts or users there are, or what is named and cannot be used.
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
    /// No connection.
    #[error("no answer from {server}: {reason}")]
    Unreachable {
        /// The server's address.
        server: String,
        /// Why, in the words of the library.
        reason: String,
    },
    /// A connection, perhaps, but no answer within the time limit.
    #[error("no answer from {server} within {seconds} s")]
    Late {
        /// The server's address.
        server: String,
        /// The limit.
        seconds: u64,
    },
    /// A proxy stands between us and the server.
    #[error("{server} would be reached through the proxy {proxy}")]
    Proxy {
        /// The server's address.
        server: String,
        /// The proxy.
        proxy: String,
        /// Who names it: `kubeconfig` or `environment`.
        from: &'static str,
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
    /// The kubeconfig's own certificate or its key cannot be used.
    #[error("client certificate of {file}: {fault} {reason}")]
    ClientCertificate {
        /// The kubeconfig.
        file: String,
        /// `expired`, `mismatch` or `broken`.
        fault: &'static str,
        /// When it ended, or the words of the library.
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
    /// The kubeconfig gives no credentials, and nobody in particular may do nothing.
    #[error("{server} takes us for nobody: {answer}")]
    Anonymous {
        /// The server's address.
        server: String,
        /// The server's text.
        answer: String,
    },
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
        /// Message id.
        id: &'static str,
        /// What was awaited.
        what: String,
        /// The limit.
        seconds: u64,
        /// The last state seen, in the cluster's words; may be empty.
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
    /// The connection stands and nothing comes.
    #[error("no answer from {server} within {seconds} s")]
    Silent {
        /// The server's address.
        server: String,
        /// The limit.
        seconds: u64,
    },
    /// A program (kind, docker, a credential plugin) failed; the message id of what it means, and its own words.
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
    /// The same; of what was stopped `id` says what is left.
    pub(super) fn leaving(self, id: &'static str) -> Self {
        match self {
            Self::Stopped { signal, .. } => Self::Stopped { signal, id },
            other => other,
        }
    }

    pub(super) fn sentence(&self) -> Sentence {
        let of = |id: &str, args: &[(&str, &str)]| Sentence::new(id, args);
        match self {
            Self::Stopped { id, .. } => of(id, &[]),
            Self::NoKubeconfig(path) => of("cluster-no-kubeconfig", &[("path", path)]),
            Self::Kubeconfig { file, reason } => of("cluster-kubeconfig", &[("file", file), ("reason", reason)]),
            Self::Incomplete { context, lacks, names } => {
                of("cluster-incomplete", &[("context", context), ("lacks", lacks), ("names", names)])
            }
            Self::ContextNotAllowed { context, server } => of("cluster-not-allowed", &[("context", context), ("server", server)]),
            Self::NoContext(current) if current.is_empty() => of("cluster-no-current-context", &[]),
            Self::NoContext(current) => of("cluster-no-context", &[("current", current)]),
            Self::Unreachable { server, reason } => of("cluster-unreachable", &[("server", server), ("reason", reason)]),
            Self::Late { server, seconds } => of("cluster-late", &[("server", server), ("seconds", &seconds.to_string())]),
            Self::Proxy { server, proxy, from } => {
                let uri = server.parse::<http::Uri>().unwrap_or_default();
                let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
                of("cluster-proxy", &[("server", server), ("proxy", proxy), ("host", host), ("from", from)])
            }
            Self::ClientCertificate { file, fault, reason } => {
                of("cluster-client-certificate", &[("file", file), ("fault", fault), ("reason", reason)])
            }
            Self::Certificate { server, fault, reason } => {
                of("cluster-certificate", &[("server", server), ("fault", fault), ("reason", reason)])
            }
            Self::Unauthorized { server, reason } => of("cluster-unauthorized", &[("server", server), ("reason", reason)]),
            Self::NotKubernetes(server) => of("cluster-not-kubernetes", &[("server", server)]),
            Self::Unsupported(version) => of("cluster-unsupported", &[("version", version)]),
            Self::Anonymous { server, answer } => of("cluster-anonymous", &[("server", server), ("answer", answer)]),
            Self::Refused { what, answer } => of("cluster-refused", &[("what", what), ("answer", answer)]),
            Self::InTheWay { what, answer } => of("cluster-in-the-way", &[("what", what), ("answer", answer)]),
            Self::Dangerous { what, why } => of("cluster-dangerous", &[("what", what), ("why", why)]),
            Self::TimedOut { id, what, seconds, state } => of(id, &[("what", what), ("seconds", &seconds.to_string()), ("state", state)]),
            Self::Terminating { namespace, seconds, reason } => {
                of("cluster-terminating", &[("namespace", namespace), ("seconds", &seconds.to_string()), ("reason", reason)])
            }
            Self::Silent { server, seconds } => of("cluster-silent", &[("server", server), ("seconds", &seconds.to_string())]),
            Self::Lost { server, reason } => of("cluster-lost", &[("server", server), ("reason", reason)]),
            Self::Program { program, id, said } => of(id, &[("program", program), ("said", said)]),
        }
    }
}

impl From<ClusterError> for Trouble {
    fn from(error: ClusterError) -> Self {
        match error {
            ClusterError::Stopped { signal, .. } => Trouble::Stopped { signal, says: error.sentence() },
            other => Trouble::Failed(other.sentence()),
        }
    }
}

/// What lies behind an error: the innermost text, without the number that only programs know.
pub(super) fn cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(next) = innermost.source() {
        innermost = next;
    }
    let text = innermost.to_string();
    let text = text.split_once(" (os error ").map_or(text.as_str(), |(words, _)| words);
    text.trim().trim_end_matches('.').to_owned()
}

/// Everything about a file that cannot be used: what it is for, where it is, and why not.
pub(super) fn whole(error: &dyn std::error::Error) -> String {
    let text = chain(error).replace("'\"", "").replace("\"'", "");
    let text = text.split_once(" (os error ").map_or(text.as_str(), |(words, _)| words);
    text.trim_start_matches("auth error: ").trim_end_matches('.').to_owned()
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
