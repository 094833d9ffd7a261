//! One request after another, each told to whoever watches, none without a time limit.

use std::time::Duration;

use kube::Client;
use kube::core::Status;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{Instant, sleep, timeout};

use super::failure::cause;
use super::{ClusterError, Connection};
use crate::confirm::Event;
use crate::locale::Sentence;

/// How long one request may take. The first contact has a limit of its own; a busy server may need longer later on.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often and how long after a busy server's answer it is asked again.
const AGAIN: (usize, Duration) = (3, Duration::from_secs(1));

/// Where events go.
pub(super) type Reporter = UnboundedSender<Event>;

/// A connection that tells what it does.
#[derive(Clone)]
pub(super) struct Link {
    pub connection: Connection,
    hear: Reporter,
}

/// The server's answer: a value, or its refusal, which is an answer too.
pub(super) type Answer = Result<Value, Box<Status>>;

impl Link {
    pub fn new(connection: Connection, hear: Reporter) -> Self {
        Self { connection, hear }
    }

    pub fn client(&self) -> &Client {
        &self.connection.client
    }

    /// Tells whoever still listens.
    pub fn tell(&self, event: Event) {
        let _ = self.hear.send(event);
    }

    pub fn stage(&self, id: &str, args: &[(&str, &str)]) {
        self.tell(Event::Stage(Sentence::new(id, args)));
    }

    /// One request; the server's refusal is an answer, not an error. What only reads is asked again of a server that is busy.
    pub async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer, ClusterError> {
        let (mut left, pause) = AGAIN;
        loop {
            let answer = self.once(method, path, body).await?;
            if method != "GET" || left == 0 || !answer.as_ref().is_err_and(|status| is_busy(status)) {
                return Ok(answer);
            }
            left -= 1;
            sleep(pause).await;
        }
    }

    async fn once(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer, ClusterError> {
        let bytes = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let content = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
        let request = http::Request::builder().method(method).uri(path).header("content-type", content).body(bytes);
        let request = request.map_err(|error| self.lost(&error))?;
        let begun = Instant::now();
        let answer = match timeout(PATIENCE, self.client().request::<Value>(request)).await {
            Ok(Ok(value)) => Ok(Ok(value)),
            Ok(Err(kube::Error::Api(status))) => Ok(Err(status)),
            Ok(Err(error)) => Err(self.lost(&error)),
            Err(_) => Err(ClusterError::Silent { server: self.connection.server.clone(), seconds: PATIENCE.as_secs() }),
        };
        let told = match &answer {
            Ok(Ok(_)) => "ok".to_owned(),
            Ok(Err(status)) => format!("{} {}", status.code, status.reason),
            Err(error) => error.to_string(),
        };
        self.request(method, path, &told, begun);
        answer
    }

    /// A request that has to work.
    pub async fn must(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, ClusterError> {
        self.send(method, path, body).await?.map_err(|status| self.refused(method, path, *status))
    }

    fn refused(&self, method: &str, path: &str, status: Status) -> ClusterError {
        match status.message.contains("\"system:anonymous\"") {
            true => ClusterError::Anonymous { server: self.connection.server.clone(), answer: status.message },
            false => {
                let path = path.split_once('?').map_or(path, |(path, _)| path);
                ClusterError::Refused { what: format!("{method} {path}"), answer: status.message }
            }
        }
    }

    /// What is at `path`, if anything is there. A server that cannot say is not one that says no.
    pub async fn find(&self, path: &str) -> Result<Option<Value>, ClusterError> {
        match self.send("GET", path, None).await? {
            Ok(value) => Ok(Some(value)),
            Err(status) if status.code == 404 => Ok(None),
            Err(status) => Err(self.refused("GET", path, *status)),
        }
    }

    /// The items of a collection; none where we may not look, or of a kind that the server does not have.
    pub async fn list(&self, path: &str) -> Result<Vec<Value>, ClusterError> {
        let mut list = match self.send("GET", path, None).await? {
            Ok(list) => list,
            Err(status) if matches!(status.code, 401 | 403 | 404) => return Ok(Vec::new()),
            Err(status) => return Err(self.refused("GET", path, *status)),
        };
        Ok(match list.get_mut("items").map(Value::take) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        })
    }

    /// Deletes at once. An object that is not there is no failure.
    pub async fn delete(&self, path: &str) -> Result<(), ClusterError> {
        let path = format!("{path}{}gracePeriodSeconds=0&propagationPolicy=Background", if path.contains('?') { '&' } else { '?' });
        match self.send("DELETE", &path, None).await? {
            Err(status) if status.reason != "NotFound" && status.reason != "Conflict" => {
                Err(ClusterError::Refused { what: format!("DELETE {path}"), answer: status.message })
            }
            _ => Ok(()),
        }
    }

    pub fn request(&self, method: &str, path: &str, answer: &str, begun: Instant) {
        let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.tell(Event::Request { method: method.into(), path: path.into(), answer: answer.into(), millis });
    }

    pub fn lost(&self, error: &dyn std::error::Error) -> ClusterError {
        ClusterError::Lost { server: self.connection.server.clone(), reason: cause(error) }
    }
}

/// Whether the server had no time or no storage for the request: another time it may.
fn is_busy(status: &Status) -> bool {
    matches!(status.code, 429 | 500 | 502..=504)
}

/// A text of an answer by its JSON pointer.
pub(super) fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
