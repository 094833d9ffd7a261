//! Workloads (K `pkg/apis/{apps,batch,core}/v1/defaults.go`).

use serde_json::Value;

use super::fields::{Object, child, each, is_zero, make, set_missing, set_zero, text};
use super::pod::pod_spec;
use super::storage::claim;
use crate::schema::Version;

/// The Pod spec of `spec.template`. A template that is not there has an empty one all the same.
fn template(spec: &mut Object, version: Version) {
    if let Some(spec) = make(spec, "template").and_then(|template| make(template, "spec")) {
        pod_spec(spec, version);
    }
}

pub fn pod_template(object: &mut Object, version: Version) {
    template(object, version);
}

pub fn replication_controller(object: &mut Object, version: Version) {
    let labels = labels_of_template(object);
    if let Some(spec) = make(object, "spec") {
        set_missing(spec, "replicas", 1);
        if let Some(labels) = &labels {
            set_zero(spec, "selector", labels.clone());
        }
        if spec.contains_key("template") {
            template(spec, version);
        }
    }
    labels_from_template(object, labels);
}

fn labels_of_template(object: &Object) -> Option<Value> {
    let labels = object.get("spec")?.get("template")?.get("metadata")?.get("labels")?;
    labels.is_object().then(|| labels.clone())
}

fn labels_from_template(object: &mut Object, labels: Option<Value>) {
    if let Some(labels) = labels
        && let Some(metadata) = make(object, "metadata")
    {
        set_zero(metadata, "labels", labels);
    }
}

pub fn deployment(object: &mut Object, version: Version) {
    let Some(spec) = make(object, "spec") else { return };
    set_missing(spec, "replicas", 1);
    if let Some(strategy) = make(spec, "strategy") {
        set_zero(strategy, "type", "RollingUpdate");
        rolling_update(strategy, &[("maxUnavailable", Value::from("25%")), ("maxSurge", Value::from("25%"))]);
    }
    set_missing(spec, "revisionHistoryLimit", 10);
    set_missing(spec, "progressDeadlineSeconds", 600);
    template(spec, version);
}

fn rolling_update(strategy: &mut Object, fields: &[(&str, Value)]) {
    if text(strategy, "type") == "RollingUpdate"
        && let Some(update) = make(strategy, "rollingUpdate")
    {
        fields.iter().for_each(|(key, value)| set_missing(update, key, value.clone()));
    }
}

pub fn replica_set(object: &mut Object, version: Version) {
    let Some(spec) = make(object, "spec") else { return };
    set_missing(spec, "replicas", 1);
    template(spec, version);
}

pub fn daemon_set(object: &mut Object, version: Version) {
    let Some(spec) = make(object, "spec") else { return };
    if let Some(strategy) = make(spec, "updateStrategy") {
        set_zero(strategy, "type", "RollingUpdate");
        rolling_update(strategy, &[("maxUnavailable", Value::from(1)), ("maxSurge", Value::from(0))]);
    }
    set_missing(spec, "revisionHistoryLimit", 10);
    template(spec, version);
}

pub fn stateful_set(object: &mut Object, version: Version) {
    let Some(spec) = make(object, "spec") else { return };
    set_zero(spec, "podManagementPolicy", "OrderedReady");
    if let Some(strategy) = make(spec, "updateStrategy") {
        if is_zero(strategy, "type") {
            strategy.insert("type".into(), Value::from("RollingUpdate"));
            set_missing(strategy, "rollingUpdate", Object::new());
        }
        if text(strategy, "type") == "RollingUpdate"
            && let Some(update) = child(strategy, "rollingUpdate")
        {
            set_missing(update, "partition", 0);
        }
    }
    if let Some(policy) = make(spec, "persistentVolumeClaimRetentionPolicy") {
        set_zero(policy, "whenDeleted", "Retain");
        set_zero(policy, "whenScaled", "Retain");
    }
    set_missing(spec, "replicas", 1);
    set_missing(spec, "revisionHistoryLimit", 10);
    template(spec, version);
    for template in each(spec, "volumeClaimTemplates") {
        claim(template, version);
        // The API stores the type of a claim template with it.
        set_zero(template, "apiVersion", "v1");
        set_zero(template, "kind", "PersistentVolumeClaim");
    }
}

pub fn job(object: &mut Object, version: Version) {
    let labels = labels_of_template(object);
    if let Some(spec) = make(object, "spec") {
        if ["completions", "parallelism"].iter().all(|key| spec.get(*key).is_none_or(Value::is_null)) {
            spec.insert("completions".into(), Value::from(1));
        }
        set_missing(spec, "parallelism", 1);
        let retries = if spec.get("backoffLimitPerIndex").is_some() { i32::MAX } else { 6 };
        set_missing(spec, "backoffLimit", retries);
        set_missing(spec, "completionMode", "NonIndexed");
        set_missing(spec, "suspend", false);
        let replacement = if spec.get("podFailurePolicy").is_some() { "Failed" } else { "TerminatingOrFailed" };
        set_missing(spec, "podReplacementPolicy", replacement);
        set_missing(spec, "manualSelector", false);
        job_spec(spec, version);
    }
    labels_from_template(object, labels);
}

/// What a Job and the template of a CronJob have in common.
fn job_spec(spec: &mut Object, version: Version) {
    if let Some(policy) = child(spec, "podFailurePolicy") {
        for rule in each(policy, "rules") {
            each(rule, "onPodConditions").for_each(|pattern| set_zero(pattern, "status", "True"));
        }
    }
    template(spec, version);
}

pub fn cron_job(object: &mut Object, version: Version) {
    let Some(spec) = make(object, "spec") else { return };
    set_zero(spec, "concurrencyPolicy", "Allow");
    set_missing(spec, "suspend", false);
    set_missing(spec, "successfulJobsHistoryLimit", 3);
    set_missing(spec, "failedJobsHistoryLimit", 1);
    if let Some(job) = make(spec, "jobTemplate").and_then(|template| make(template, "spec")) {
        job_spec(job, version);
    }
}
