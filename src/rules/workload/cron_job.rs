//! CronJobs. Source: `validateCronJobSpec`, `ValidateJobTemplateSpec`, 1.35.
use super::nonnegative;
use crate::rules::prelude::*;

pub static NAME: Rule = Rule::new("cron-job-name", name, include_str!("cron_job_name.md"));
pub static DEADLINE: Rule =
    Rule::new("workload-count", |spec| nonnegative(spec.at("startingDeadlineSeconds")), include_str!("replicas.md"));
pub static TIME_ZONE: Rule = Rule::new("time-zone", time_zone, include_str!("cron_job_time_zone.md"));
pub static CONCURRENCY: Rule = Rule::new("concurrency-policy", concurrency, include_str!("cron_job_concurrency.md"));
pub static TEMPLATE_SELECTOR: Rule = Rule::new("cron-job-selector", selector, include_str!("cron_job_selector.md"));
pub static HISTORY: Rule = Rule::new("workload-count", history, include_str!("replicas.md"));

/// The IANA names, one a line.
const ZONES: &str = include_str!("time_zones.txt");

fn name(job: Field<'_>) {
    let name = job.path("metadata.name");
    if job.root_name().len() > 52 {
        name.invalid_value(Rendered::text(job.root_name()), "must be no more than 52 characters");
    }
}

fn time_zone(spec: Field<'_>) {
    let field = spec.at("timeZone");
    let Some(zone) = field.opt_str() else { return };
    if zone.is_empty() {
        return field.invalid_word("timeZone must be nil or non-empty string");
    }
    let part = |part: &str| {
        (1..=14).contains(&part.len())
            && part != "."
            && part != ".."
            && !part.starts_with('-')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+'))
    };
    if !zone.split('/').all(part) {
        return field.invalid_word(format!("unknown time zone {zone}"));
    }
    if zone.eq_ignore_ascii_case("Local") {
        field.invalid_word("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
    }
    if let Some(error) = zone_error(zone) {
        field.invalid_word(error);
    }
}

/// The error of Go's `time.LoadLocation(name)`.
pub fn zone_error(name: &str) -> Option<String> {
    if name.is_empty() || name == "UTC" || name == "Local" {
        return None;
    }
    // Go refuses such a name before it looks for it.
    if name.contains("..") || name.starts_with(['/', '\\']) {
        return Some("time: invalid location name".into());
    }
    (!ZONES.lines().any(|known| known == name)).then(|| format!("unknown time zone {name}"))
}

fn concurrency(spec: Field<'_>) {
    let policy = spec.at("concurrencyPolicy");
    match policy.str() {
        "Allow" | "Forbid" | "Replace" => {}
        "" => policy.required(""),
        _ => policy.unsupported(&["Allow", "Forbid", "Replace"]),
    }
}

fn selector(spec: Field<'_>) {
    let (selector, manual) = (spec.at("selector"), spec.at("manualSelector"));
    if selector.exists() {
        selector.invalid_struct("meta/v1.LabelSelector", "`selector` will be auto-generated");
    }
    if manual.bool() {
        manual.unsupported_value(Rendered::bare(true), &["nil", "false"]);
    }
}

fn history(spec: Field<'_>) {
    nonnegative(spec.at("successfulJobsHistoryLimit"));
    nonnegative(spec.at("failedJobsHistoryLimit"));
}
