//! Sending manifests, as `kubectl apply` would: strict field validation, the server's own answer kept.

use kube::Client;
use kube::core::Status;
use serde_json::{Value, json};

use super::{ClusterError, OWNER, OWNER_LABEL};
use crate::object::Object;

/// The server's answer to one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Whether it is stored.
    pub accepted: bool,
    /// The server's message, empty when accepted.
    pub message: String,
}

/// `POST`s the object as it was written. An object of that name is replaced: Pods by deleting them first,
/// since most of a Pod cannot be changed.
pub(super) async fn submit(client: &Client, object: &Object) -> Result<Submission, ClusterError> {
    let mut value = object.value.clone();
    if let Some(labels) = value.pointer_mut("/metadata").and_then(Value::as_object_mut) {
        let labels = labels.entry("labels").or_insert_with(|| json!({}));
        if let Some(labels) = labels.as_object_mut() {
            labels.insert(OWNER_LABEL.into(), OWNER.into());
        }
    }
    let collection = collection(object).ok_or_else(|| ClusterError::Refused {
        what: object.kind.clone(),
        answer: format!("{} of {} cannot be sent to a cluster", object.kind, object.api_version),
    })?;
    let strict = "fieldValidation=Strict&fieldManager=cofferdam";
    let created = send(client, "POST", &format!("{collection}?{strict}"), Some(&value)).await?;
    let answer = match created {
        Err(status) if status.reason == "AlreadyExists" && object.kind == "Pod" => {
            delete(client, &collection, &object.name).await?;
            super::wait::gone(client, &format!("{collection}/{}", object.name)).await?;
            send(client, "POST", &format!("{collection}?{strict}"), Some(&value)).await?
        }
        Err(status) if status.reason == "AlreadyExists" => {
            send(client, "PUT", &format!("{collection}/{}?{strict}", object.name), Some(&value)).await?
        }
        answer => answer,
    };
    Ok(match answer {
        Ok(_) => Submission { accepted: true, message: String::new() },
        Err(status) => Submission { accepted: false, message: status.message },
    })
}

/// Deletes at once, without a grace period. An object that is not there is no failure.
pub(super) async fn delete(client: &Client, collection: &str, name: &str) -> Result<(), ClusterError> {
    let path = format!("{collection}/{name}?gracePeriodSeconds=0&propagationPolicy=Background");
    match send(client, "DELETE", &path, None).await? {
        Err(status) if status.reason != "NotFound" => {
            Err(ClusterError::Refused { what: format!("deleting {name}"), answer: status.message })
        }
        _ => Ok(()),
    }
}

/// One request; the server's refusal is an answer, not an error.
pub(super) async fn send(
    client: &Client,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> Result<Result<Value, Box<Status>>, ClusterError> {
    let bytes = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
    let request = http_request(method, path, bytes)?;
    match client.request::<Value>(request).await {
        Ok(value) => Ok(Ok(value)),
        Err(kube::Error::Api(status)) => Ok(Err(status)),
        Err(error) => Err(error.into()),
    }
}

fn http_request(method: &str, path: &str, body: Vec<u8>) -> Result<http::Request<Vec<u8>>, ClusterError> {
    http::Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/json")
        .body(body)
        .map_err(|error| ClusterError::Connection(error.to_string()))
}

/// The path of the object's collection. The plural of every kind we send is regular.
pub(super) fn collection(object: &Object) -> Option<String> {
    let plural = plural(&object.kind)?;
    let root = match object.api_version.contains('/') {
        true => format!("/apis/{}", object.api_version),
        false => format!("/api/{}", object.api_version),
    };
    Some(match &object.namespace {
        Some(namespace) => format!("{root}/namespaces/{namespace}/{plural}"),
        None => format!("{root}/{plural}"),
    })
}

fn plural(kind: &str) -> Option<String> {
    let lower = kind.to_ascii_lowercase();
    if !lower.bytes().all(|byte| byte.is_ascii_lowercase()) || lower.is_empty() {
        return None;
    }
    Some(match lower.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if lower.ends_with('s') => format!("{lower}es"),
        None => format!("{lower}s"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collections_are_where_the_server_serves_them() {
        for (api_version, kind, namespace, wanted) in [
            ("v1", "Pod", Some("a"), "/api/v1/namespaces/a/pods"),
            ("networking.k8s.io/v1", "NetworkPolicy", Some("a"), "/apis/networking.k8s.io/v1/namespaces/a/networkpolicies"),
            ("v1", "Namespace", None, "/api/v1/namespaces"),
            ("networking.k8s.io/v1", "IngressClass", None, "/apis/networking.k8s.io/v1/ingressclasses"),
        ] {
            let mut object = Object::from_value(json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "x"}})).unwrap();
            object.namespace = namespace.map(str::to_owned);
            assert_eq!(collection(&object).as_deref(), Some(wanted));
        }
    }
}
