//! What can go wrong between us and a cluster. The faces turn each into a sentence with its remedy.

/// Why the cluster could not answer.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// The kubeconfig is missing or malformed.
    #[error("kubeconfig: {0}")]
    Kubeconfig(String),
    /// The context is neither ours nor allowed by the user.
    #[error("context \"{0}\" was neither made by cofferdam nor allowed with --context")]
    ContextNotAllowed(String),
    /// No answer within the time limit.
    #[error("no answer from {server} within {seconds} s")]
    Unreachable {
        /// The server's address.
        server: String,
        /// The limit.
        seconds: u64,
    },
    /// The server refused a request that has to work (not one of the learner's).
    #[error("{what}: {answer}")]
    Refused {
        /// What we asked for.
        what: String,
        /// The server's text.
        answer: String,
    },
    /// A namespace that the scenario needs holds objects that are not ours.
    #[error("namespace \"{namespace}\" holds {object}, which is not ours")]
    Occupied {
        /// The namespace.
        namespace: String,
        /// The first such object.
        object: String,
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
    /// The connection broke.
    #[error("the connection to the cluster broke: {0}")]
    Connection(String),
}

impl From<kube::Error> for ClusterError {
    fn from(error: kube::Error) -> Self {
        match error {
            kube::Error::Api(status) => Self::Refused { what: status.reason.clone(), answer: status.message.clone() },
            other => Self::Connection(other.to_string()),
        }
    }
}
