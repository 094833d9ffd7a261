//! Jobs. Source: `pkg/apis/batch/validation/validation.go` `validateJobSpec`, `ValidateJob`, 1.35; the selector:
//! `pkg/registry/batch/job/strategy.go`.
use serde_json::{Value, json};

use super::nonnegative;
use crate::rules::prelude::*;
use crate::rules::value::go_json;

pub static NUMBERS: Rule = Rule::new("job-count", numbers, include_str!("job_count.md"));
pub static MANAGED_BY: Rule = Rule::new("job-managed-by", managed_by, include_str!("job_managed_by.md"));
pub static COMPLETION_MODE: Rule = Rule::new("completion-mode", completion_mode, include_str!("job_completion_mode.md"));
pub static RESTART_POLICY: Rule = Rule::new("job-restart-policy", restart_policy, include_str!("job_restart_policy.md"));
pub static GENERATED_SELECTOR: Rule = Rule::new("job-selector", generated_selector, include_str!("job_selector.md"));
pub static INDEXED_NAME: Rule = Rule::new("job-name-indexed", indexed_name, include_str!("job_name.md"));

const UID_LABEL: &str = "batch.kubernetes.io/controller-uid";

fn numbers(spec: Field<'_>) {
    for name in [
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
        "maxFailedIndexes",
    ] {
        nonnegative(spec.at(name));
    }
    if spec.at("maxFailedIndexes").exists() && !spec.at("backoffLimitPerIndex").exists() {
        spec.at("backoffLimitPerIndex").required("when maxFailedIndexes is specified");
    }
}

fn managed_by(spec: Field<'_>) {
    let field = spec.at("managedBy");
    let Some(text) = field.opt_str() else { return };
    let say = |value: &str, detail: String| field.invalid_value(Rendered::text(value), detail);
    match text.split_once('/') {
        _ if text.is_empty() => field.required(""),
        Some((host, path)) if !host.is_empty() && !path.is_empty() => {
            format::dns_subdomain(host).into_iter().for_each(|message| say(host, message));
            if !path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:".contains(&b)) {
                say(path, format::regex("Invalid path", r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+", &[]));
            }
        }
        _ => say(text, "must be a domain-prefixed path (such as \"acme.io/foo\")".into()),
    }
    if text.len() > 63 {
        field.too_long(63);
    }
}

fn completion_mode(spec: Field<'_>) {
    let mode = spec.at("completionMode");
    let (completions, parallelism) = (spec.at("completions"), spec.at("parallelism"));
    let (per_index, failed) = (spec.at("backoffLimitPerIndex"), spec.at("maxFailedIndexes"));
    if mode.exists() && !["NonIndexed", "Indexed"].contains(&mode.str()) {
        mode.unsupported(&["NonIndexed", "Indexed"]);
    }
    if mode.str() == "Indexed" {
        if !completions.exists() {
            completions.required("when completion mode is Indexed");
        }
        let above = |field: Field<'_>, limit: i64| field.int().is_some_and(|n| n > limit);
        if above(parallelism, 100_000) {
            parallelism.invalid("must be less than or equal to 100000 when completion mode is Indexed");
        }
        if completions.int().is_some_and(|all| above(failed, all)) {
            failed.invalid("must be less than or equal to completions");
        }
        if above(failed, 100_000) {
            failed.invalid("must be less than or equal to 100000");
        }
        if above(completions, 100_000) && per_index.exists() {
            if !failed.exists() {
                failed.required("must be specified when completions is above 100000");
            }
            for field in [parallelism, failed].into_iter().filter(|field| above(*field, 10_000)) {
                field
                    .invalid("must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index");
            }
        }
    }
    if !mode.exists() || mode.str() == "NonIndexed" {
        for field in [per_index, failed].into_iter().filter(|field| field.exists()) {
            field.invalid("requires indexed completion mode");
        }
    }
}

fn restart_policy(spec: Field<'_>) {
    let policy = spec.path("template.spec.restartPolicy");
    match policy.str() {
        "Always" | "" => policy.required("valid values: \"OnFailure\", \"Never\""),
        "Never" => {}
        "OnFailure" => {
            if spec.at("podFailurePolicy").exists() {
                policy.invalid_word("only \"Never\" is supported when podFailurePolicy is specified");
            }
        }
        _ => policy.unsupported(&["OnFailure", "Never"]),
    }
}

fn generated_selector(job: Field<'_>) {
    let spec = job.at("spec");
    let selector = spec.at("selector");
    if spec.at("manualSelector").bool() || !selector.exists() {
        return;
    }
    let (name, labels) = (job.root_name(), spec.path("template.metadata.labels"));
    let uid = job.path("metadata.uid").str();
    let wanted = [("controller-uid", uid), ("job-name", name), (UID_LABEL, uid), ("batch.kubernetes.io/job-name", name)];
    // A Job that was stored without the labels of a domain needs none (`RequirePrefixedLabels`).
    let settled = job.walk().old.map(|old| &old["spec"]).filter(|spec| !spec["selector"].is_null());
    let stored = settled.map(|spec| &spec["template"]["metadata"]["labels"]);
    let prefixed = stored.is_none_or(|labels| ["batch.kubernetes.io/job-name", UID_LABEL].iter().all(|key| labels[*key].is_string()));
    let wanted: Vec<_> = wanted.into_iter().filter(|(key, _)| prefixed || !key.contains('/')).collect();
    for (key, value) in wanted.iter().copied() {
        let label = labels.key(key);
        if !label.exists() {
            label.required(format!("must be '{value}'"));
        } else if label.str() != value {
            let all = labels.value().map_or_else(|| "null".into(), go_json);
            label.invalid_value(Rendered(all), format!("must be '{value}'"));
        }
    }
    let expected = |key: &str| wanted.iter().find(|(known, _)| *known == key).map(|(_, value)| *value);
    let fits = super::selector::takes(selector, expected);
    if !fits && super::selector::is_sound_in(spec) {
        let value =
            selector.value().map_or_else(|| "null".into(), |value| crate::rules::value::go_struct(Some(value), "meta/v1.LabelSelector"));
        selector.invalid_value(Rendered(value), "`selector` not auto-generated");
    }
}

fn indexed_name(job: Field<'_>) {
    let spec = job.at("spec");
    let Some(completions) = spec.at("completions").int().filter(|n| *n > 0 && spec.at("completionMode").str() == "Indexed") else { return };
    let host = format!("{}-{}", job.root_name(), completions - 1);
    if !format::dns_label(&host).is_empty() {
        let detail = format!("will not able to create pod with invalid DNS label: {host}");
        job.path("metadata.name").invalid_value(Rendered::text(job.root_name()), detail);
    }
}

/// A Job's selector is made once; a simulated one has none.
pub fn settle_change(job: &mut Value, old: &Value) {
    if old["spec"]["selector"].is_null() {
        settle(job);
    }
}

/// A Job's own identity stands in its selector and in the labels of its Pods.
pub fn settle(job: &mut Value) {
    const UID: &str = "00000000-0000-4000-8000-000000000000";
    let name = job.pointer("/metadata/name").cloned().unwrap_or_else(|| "".into());
    if let Some(metadata) = job.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.insert("uid".into(), UID.into());
    }
    // Labels that the Job takes over from its template are the same map in Go: what is added to one is in both.
    let (own, below) = (job.pointer("/metadata/labels"), job.pointer("/spec/template/metadata/labels"));
    let shared = own.is_some_and(Value::is_object) && own == below;
    let Some(spec) = job.get_mut("spec").and_then(Value::as_object_mut) else { return };
    if spec.get("manualSelector").and_then(Value::as_bool) == Some(true) {
        return;
    }
    let template = spec.entry("template").or_insert_with(|| json!({}));
    let Some(template) = template.as_object_mut() else { return };
    let metadata = template.entry("metadata").or_insert_with(|| json!({}));
    if metadata.is_null() {
        *metadata = json!({});
    }
    let Some(metadata) = metadata.as_object_mut() else { return };
    let labels = metadata.entry("labels").or_insert_with(|| json!({}));
    if labels.is_null() {
        *labels = json!({});
    }
    if let Some(labels) = labels.as_object_mut() {
        for key in ["job-name", "batch.kubernetes.io/job-name"] {
            labels.entry(key).or_insert_with(|| name.clone());
        }
        for key in ["controller-uid", UID_LABEL] {
            labels.entry(key).or_insert_with(|| UID.into());
        }
    }
    let selector = spec.entry("selector").or_insert_with(|| json!({}));
    let Some(selector) = selector.as_object_mut() else { return };
    let labels = selector.entry("matchLabels").or_insert_with(|| json!({}));
    if let Some(labels) = labels.as_object_mut() {
        labels.entry(UID_LABEL).or_insert_with(|| UID.into());
    }
    if shared {
        let labels = job.pointer("/spec/template/metadata/labels").cloned();
        job["metadata"]["labels"] = labels.unwrap_or_default();
    }
}
