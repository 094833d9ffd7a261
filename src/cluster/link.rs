//! One request after another, each told to whoever watches, none without a time limit.

use std::time::Duration;

use kube::Client;
use kube::core::Status;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{Instant, timeout};

use super::failure::cause;
use super::{ClusterError, Connection};
use crate::confirm::Event;
use crate::locale::Sentence;

/// How long one request may take. The first contact has a limit of its own; a busy server may need longer later on.
const PATIENCE: Duration = Duration::from_secs(30);

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

    /// One request; the server's refusal is an answer, not an error.
    pub async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer, ClusterError> {
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
        let refused = |status: Box<Status>| match status.message.contains("\"system:anonymous\"") {
            true => ClusterError::Anonymous { server: self.connection.server.clone(), answer: status.message },
            false => {
                let path = path.split_once('?').map_or(path, |(path, _)| path);
                ClusterError::Refused { what: format!("{method} {path}"), answer: status.message }
            }
        };
        self.send(method, path, body).await?.map_err(refused)
    }

    /// The items of a collection; none where we may not look.
    pub async fn list(&self, path: &str) -> Result<Vec<Value>, ClusterError> {
        let list = self.send("GET", path, None).await?;
        Ok(list
            .ok()
            .and_then(|mut list| list.get_mut("items").map(Value::take))
            .and_then(|items| match items {
                Value::Array(items) => Some(items),
                _ => None,
            })
            .unwrap_or_default())
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

/// A text of an answer by its JSON pointer.
pub(super) fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
