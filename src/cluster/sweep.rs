//! Finding and removing what was made here: by label and name, never anything else.

use futures::future::join_all;
use serde_json::{Value, json};

use super::link::{Link, text};
use super::runs::{self, Runs};
use super::{ClusterError, EXPIRES, OWNER_LABEL, PREFIX, RUN_LABEL, SCENARIO_LABEL, wait};
use crate::confirm::Remains;

/// How long a run's namespaces are respected by others, in seconds.
const LIFETIME: u64 = 15 * 60;

/// A namespace of ours on the cluster.
struct Found {
    remains: Remains,
    run: String,
    mine: bool,
    expired: bool,
}

/// The manifest of a namespace of ours.
pub(super) fn namespace(name: &str, scenario: &str, run: &str, owner: &str, labels: Option<&Value>) -> Value {
    let mut all = labels.filter(|labels| labels.is_object()).cloned().unwrap_or_else(|| json!({}));
    for (key, value) in [(OWNER_LABEL, owner), (RUN_LABEL, run), (SCENARIO_LABEL, scenario), ("app.kubernetes.io/managed-by", "cofferdam")]
    {
        all[key] = value.into();
    }
    let expires = (runs::now() + LIFETIME).to_string();
    json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": all, "annotations": {EXPIRES: expires}}})
}

async fn find(link: &Link, runs: &Runs) -> Result<Vec<Found>, ClusterError> {
    let owner = runs.owner();
    let path = format!("/api/v1/namespaces?labelSelector={}", RUN_LABEL.replace('/', "%2F"));
    let list = link.must("GET", &path, None).await?;
    let items = list.get("items").and_then(Value::as_array).into_iter().flatten();
    let found = items.filter(|item| text(item, "/metadata/name").starts_with(PREFIX)).map(|item| {
        let label =
            |name: &str| item.pointer("/metadata/labels").and_then(|labels| labels.get(name)).and_then(Value::as_str).unwrap_or_default();
        let expires = item.pointer("/metadata/annotations").and_then(|annotations| annotations.get(EXPIRES)).and_then(Value::as_str);
        let run = label(RUN_LABEL).to_owned();
        Found {
            remains: Remains {
                namespace: text(item, "/metadata/name").to_owned(),
                scenario: label(SCENARIO_LABEL).to_owned(),
                in_use: runs.is_under_way(&run),
            },
            mine: label(OWNER_LABEL) == owner,
            expired: expires.and_then(|expires| expires.parse::<u64>().ok()).is_none_or(|expires| expires < runs::now()),
            run,
        }
    });
    Ok(found.collect())
}

/// What there is of ours.
pub(super) async fn remains(link: &Link, runs: &Runs) -> Result<Vec<Remains>, ClusterError> {
    Ok(find(link, runs).await?.into_iter().map(|found| found.remains).collect())
}

/// Begins to remove what earlier runs of this learner left, and whatever has expired. Does not wait.
pub(super) async fn begin(link: &Link, runs: &Runs) -> Result<(), ClusterError> {
    let found = find(link, runs).await?;
    for dead in found.iter().filter(|found| !found.remains.in_use && (found.mine || found.expired)) {
        drop_namespace(link, &dead.remains.namespace).await?;
        runs.forget(&dead.run);
    }
    Ok(())
}

/// Removes everything of ours, whoever made it, and waits until it is gone; what is in use here only with `all`.
pub(super) async fn clean(link: &Link, runs: &Runs, all: bool) -> Result<Vec<Remains>, ClusterError> {
    let found: Vec<_> = find(link, runs).await?.into_iter().filter(|found| all || !found.remains.in_use).collect();
    let names: Vec<_> = found.iter().map(|found| found.remains.namespace.clone()).collect();
    remove(link, &names).await?;
    found.iter().for_each(|found| runs.forget(&found.run));
    Ok(found.into_iter().map(|found| found.remains).collect())
}

/// Removes namespaces and waits until they are gone.
pub(super) async fn remove(link: &Link, namespaces: &[String]) -> Result<(), ClusterError> {
    if namespaces.is_empty() {
        return Ok(());
    }
    link.stage("confirm-stage-clean", &[("count", &namespaces.len().to_string())]);
    let dropped = join_all(namespaces.iter().map(|namespace| drop_namespace(link, namespace))).await;
    let gone =
        join_all(namespaces.iter().map(|namespace| async move { wait::gone(link, &format!("/api/v1/namespaces/{namespace}")).await }))
            .await;
    dropped.into_iter().chain(gone).collect()
}

/// Pods are ended without a grace period first: a namespace waits for them otherwise.
async fn drop_namespace(link: &Link, namespace: &str) -> Result<(), ClusterError> {
    let path = format!("/api/v1/namespaces/{namespace}");
    link.delete(&path).await?;
    link.delete(&format!("{path}/pods")).await
}
