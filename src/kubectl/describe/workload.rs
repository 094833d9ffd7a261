//! `kubectl describe statefulset|daemonset|job|cronjob`.

use serde_json::Value;

use super::object::template;
use super::{Page, items, pod, text};
use crate::kubectl::kind::Kind;
use crate::kubectl::{age, table, view};
use crate::world::World;

/// Phases of the Pods that an object owns: running, waiting, succeeded, failed.
fn phases(world: &World, object: &Value) -> String {
    let namespace = object["metadata"]["namespace"].as_str();
    let pods = Kind::of("Pod").map(|kind| view::list(world, kind, namespace)).unwrap_or_default();
    let mine = |pod: &&Value| {
        let owner = &pod["metadata"]["ownerReferences"][0];
        owner["kind"] == object["kind"] && owner["name"] == object["metadata"]["name"]
    };
    let count = |phase: &str| pods.iter().filter(mine).filter(|pod| pod["status"]["phase"] == phase).count();
    let all = [count("Running"), count("Pending"), count("Succeeded"), count("Failed")];
    format!("{} Running / {} Waiting / {} Succeeded / {} Failed", all[0], all[1], all[2], all[3])
}

fn number(value: &Value) -> String {
    value.as_i64().unwrap_or(0).to_string()
}

pub(super) fn stateful_set(world: &World, object: &Value) -> String {
    let (spec, status) = (&object["spec"], &object["status"]);
    let mut page = Page::default();
    page.head(object);
    page.field(0, "CreationTimestamp", pod::date(&object["metadata"]["creationTimestamp"]));
    page.field(0, "Selector", table::selector(&spec["selector"]));
    page.labels(object);
    page.field(0, "Replicas", format!("{} desired | {} total", spec["replicas"].as_u64().unwrap_or(1), number(&status["replicas"])));
    page.field(0, "Update Strategy", spec["updateStrategy"]["type"].as_str().unwrap_or("RollingUpdate"));
    if spec["updateStrategy"]["rollingUpdate"]["partition"].is_number() {
        page.field(1, "Partition", number(&spec["updateStrategy"]["rollingUpdate"]["partition"]));
    }
    page.field(0, "Pods Status", phases(world, object));
    template(&mut page, &spec["template"]);
    claims(&mut page, &spec["volumeClaimTemplates"]);
    page.events(world, object);
    page.finish()
}

fn claims(page: &mut Page, list: &Value) {
    if list.as_array().is_none_or(Vec::is_empty) {
        page.line(0, "Volume Claims:\t<none>");
        return;
    }
    page.line(0, "Volume Claims:");
    for claim in items(list) {
        page.field(1, "Name", text(&claim["metadata"]["name"]));
        page.field(1, "StorageClass", text(&claim["spec"]["storageClassName"]));
        page.pairs("  Labels", &claim["metadata"]["labels"], "=");
        page.pairs("  Annotations", &claim["metadata"]["annotations"], ": ");
        page.field(1, "Capacity", claim["spec"]["resources"]["requests"]["storage"].as_str().unwrap_or("<default>"));
        let modes: Vec<_> = items(&claim["spec"]["accessModes"]).map(text).collect();
        page.field(1, "Access Modes", format!("[{}]", modes.join(" ")));
    }
}

pub(super) fn daemon_set(world: &World, object: &Value) -> String {
    let (spec, status) = (&object["spec"], &object["status"]);
    let mut page = Page::default();
    page.head(object);
    page.field(0, "Selector", table::selector(&spec["selector"]));
    page.field(0, "Node-Selector", table::pairs(&spec["template"]["spec"]["nodeSelector"]));
    page.labels(object);
    for (title, field) in [
        ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
        ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
        ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
        ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
        ("Number of Nodes Misscheduled", "numberMisscheduled"),
    ] {
        page.line(0, format!("{title}: {}", number(&status[field])));
    }
    page.field(0, "Pods Status", phases(world, object));
    template(&mut page, &spec["template"]);
    page.events(world, object);
    page.finish()
}

pub(super) fn job(world: &World, object: &Value) -> String {
    let (spec, status) = (&object["spec"], &object["status"]);
    let mut page = Page::default();
    page.head(object);
    page.field(0, "Selector", table::selector(&spec["selector"]));
    page.labels(object);
    if let Some(owner) = object["metadata"]["ownerReferences"].get(0) {
        page.field(0, "Controlled By", format!("{}/{}", text(&owner["kind"]), text(&owner["name"])));
    }
    facts(&mut page, spec);
    if status["startTime"].is_string() {
        page.field(0, "Start Time", pod::date(&status["startTime"]));
    }
    if status["completionTime"].is_string() {
        page.field(0, "Completed At", pod::date(&status["completionTime"]));
        let took = age::between(&text(&status["startTime"]), &text(&status["completionTime"]));
        page.field(0, "Duration", age::human(took.unwrap_or_default()));
    }
    if spec["activeDeadlineSeconds"].is_number() {
        page.field(0, "Active Deadline Seconds", format!("{}s", number(&spec["activeDeadlineSeconds"])));
    }
    page.field(
        0,
        "Pods Statuses",
        format!(
            "{} Active ({} Ready) / {} Succeeded / {} Failed",
            number(&status["active"]),
            number(&status["ready"]),
            number(&status["succeeded"]),
            number(&status["failed"])
        ),
    );
    if spec["completionMode"] == "Indexed" {
        page.field(0, "Completed Indexes", status["completedIndexes"].as_str().unwrap_or("<none>"));
    }
    template(&mut page, &spec["template"]);
    page.events(world, object);
    page.finish()
}

/// What a Job's spec says of its course.
fn facts(page: &mut Page, spec: &Value) {
    if spec["parallelism"].is_number() {
        page.field(0, "Parallelism", number(&spec["parallelism"]));
    }
    page.field(0, "Completions", spec["completions"].as_i64().map_or_else(|| "<unset>".to_owned(), |count| count.to_string()));
    for (title, field) in [
        ("Completion Mode", "completionMode"),
        ("Suspend", "suspend"),
        ("Backoff Limit", "backoffLimit"),
        ("TTL Seconds After Finished", "ttlSecondsAfterFinished"),
    ] {
        if !spec[field].is_null() {
            page.field(0, title, text(&spec[field]));
        }
    }
}

pub(super) fn cron_job(world: &World, object: &Value) -> String {
    let spec = &object["spec"];
    let or_unset = |value: &Value| if value.is_null() { "<unset>".to_owned() } else { text(value) };
    let mut page = Page::default();
    page.head(object);
    page.labels(object);
    page.field(0, "Schedule", text(&spec["schedule"]));
    page.field(0, "Concurrency Policy", spec["concurrencyPolicy"].as_str().unwrap_or("Allow"));
    page.field(0, "Suspend", if spec["suspend"] == true { "True" } else { "False" });
    page.field(0, "Successful Job History Limit", or_unset(&spec["successfulJobsHistoryLimit"]));
    page.field(0, "Failed Job History Limit", or_unset(&spec["failedJobsHistoryLimit"]));
    let deadline = spec["startingDeadlineSeconds"].as_i64().map_or_else(|| "<unset>".to_owned(), |seconds| format!("{seconds}s"));
    page.field(0, "Starting Deadline Seconds", deadline);
    let inner = &spec["jobTemplate"]["spec"];
    page.field(0, "Selector", if inner["selector"].is_object() { table::selector(&inner["selector"]) } else { "<unset>".into() });
    page.field(0, "Parallelism", or_unset(&inner["parallelism"]));
    page.field(0, "Completions", or_unset(&inner["completions"]));
    if inner["activeDeadlineSeconds"].is_number() {
        page.field(0, "Active Deadline Seconds", format!("{}s", number(&inner["activeDeadlineSeconds"])));
    }
    template(&mut page, &inner["template"]);
    let status = &object["status"];
    let last = if status["lastScheduleTime"].is_string() { pod::date(&status["lastScheduleTime"]) } else { "<unset>".into() };
    page.line(0, format!("Last Schedule Time:\t{last}"));
    let active: Vec<String> = status["active"].as_array().into_iter().flatten().map(|job| text(&job["name"])).collect();
    page.line(0, format!("Active Jobs:\t{}", if active.is_empty() { "<none>".to_owned() } else { active.join(", ") }));
    page.events(world, object);
    page.finish()
}
