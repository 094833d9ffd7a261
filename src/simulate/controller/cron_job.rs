//! What happens of itself as time passes: CronJobs fire, what is finished and has had its time goes away
//! (Kubernetes v1.35 `pkg/controller/cronjob`, `ttlafterfinished`, `podgc`).

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{Tally, completed, job_course, uid_of};
use crate::object::Object;
use crate::rules::Schedule;
use crate::simulate::Scene;
use crate::simulate::moment::{Clock, go_duration};
use crate::simulate::start::run_in;
use crate::simulate::workload::Pod;
use crate::world::{Deed, Key, World};

/// A Pod whose node is not there goes after so many seconds (`podgc/gc_controller.go`: 40 of quarantine, looked at every 20).
const ORPHANED: u32 = 60;
/// At most so many minutes are looked at for CronJobs in one go.
const WATCHED: i64 = 7 * 24 * 60;

/// Lets seconds pass.
pub fn pass(world: &mut World, seconds: u32) {
    let Ok(begin) = world.facts.now.parse::<Timestamp>() else { return };
    let Ok(end) = begin.checked_add(SignedDuration::from_secs(seconds.into())) else { return };
    say_who_waits(world);
    for (second, key) in due(world, begin, end) {
        let Ok(moment) = Timestamp::from_second(second) else { continue };
        go_to(world, moment);
        fire(world, &key, second.div_euclid(60));
    }
    go_to(world, end);
    tidy(world);
}

/// Moves the clock.
fn go_to(world: &mut World, moment: Timestamp) {
    let before = world.facts.now.parse::<Timestamp>().map_or(0, Timestamp::as_second);
    world.passed = world.passed.saturating_add(u32::try_from(moment.as_second() - before).unwrap_or_default());
    world.facts.now = moment.to_string();
}

/// What CronJobs are due between two moments: seconds and names, in the order in which they come.
fn due(world: &World, begin: Timestamp, end: Timestamp) -> Vec<(i64, Key)> {
    let mut all = Vec::new();
    for cron in world.store.of_kind("CronJob").filter(|cron| cron.value["spec"]["suspend"] != true && !in_foreign_zone(&cron.value)) {
        let text = cron.value["spec"]["schedule"].as_str().unwrap_or_default();
        let seconds = match every(text) {
            Some(delay) => repeated(world, cron, delay, begin, end),
            None => Schedule::of(text).map(|schedule| named(&schedule, begin, end)).unwrap_or_default(),
        };
        all.extend(seconds.into_iter().map(|second| (second, Key::of(cron))));
    }
    all.sort();
    all
}

/// Whether a CronJob goes by the clocks of a place: that needs tables which are not here.
fn in_foreign_zone(cron: &Value) -> bool {
    cron["spec"]["timeZone"].as_str().is_some_and(|zone| !["", "UTC", "Etc/UTC", "GMT", "Etc/GMT"].contains(&zone))
}

/// A CronJob that will not fire because its clock is not here says so among its events.
fn say_who_waits(world: &mut World) {
    let foreign = world.store.of_kind("CronJob").filter(|cron| cron.value["spec"]["suspend"] != true && in_foreign_zone(&cron.value));
    let waiting: Vec<(Key, String)> = foreign
        .map(|cron| {
            let zone = cron.value["spec"]["timeZone"].as_str().unwrap_or_default();
            (Key::of(cron), format!("The time zone {zone} is not simulated: this CronJob does not fire"))
        })
        .collect();
    for (key, message) in waiting {
        if !world.deeds.get(&key).into_iter().flatten().any(|deed| deed.message == message) {
            tell(world, &key, "NotSimulated", message);
        }
    }
}

/// The seconds of the minutes that a schedule names.
fn named(schedule: &Schedule, begin: Timestamp, end: Timestamp) -> Vec<i64> {
    let last = end.as_second().div_euclid(60);
    let first = (begin.as_second().div_euclid(60) + 1).max(last - WATCHED);
    let is_due = |minute: &i64| {
        let Ok(moment) = Timestamp::from_second(minute * 60) else { return false };
        let time = moment.to_zoned(TimeZone::UTC);
        let weekday = time.weekday().to_sunday_zero_offset();
        schedule.is_due([time.minute().into(), time.hour().into(), time.day().into(), time.month().into(), weekday.into()])
    };
    (first..=last).filter(is_due).map(|minute| minute * 60).collect()
}

/// Seconds of `@every 1h30m`; less than one counts as one (robfig/cron `constantdelay.go` Every).
fn every(text: &str) -> Option<i64> {
    Some((go_duration(text.trim().strip_prefix("@every ")?)? as i64).max(1))
}

/// The moments that come again and again after a CronJob was made.
fn repeated(world: &World, cron: &Object, delay: i64, begin: Timestamp, end: Timestamp) -> Vec<i64> {
    let made = begin.as_second() - i64::from(Clock::of(world, &cron.value).age());
    let past = (begin.as_second() - made).div_euclid(delay);
    let count = (end.as_second() - made).div_euclid(delay);
    (past + 1..=count).rev().take(WATCHED as usize).map(|turn| made + turn * delay).collect()
}

/// Makes the Job of a minute, unless one that still runs forbids it (`cronjob_controllerv2.go` syncCronJob).
fn fire(world: &mut World, key: &Key, minute: i64) {
    let Some(cron) = world.store.get(&key.kind, key.namespace.as_deref(), &key.name).cloned() else { return };
    settle_history(world, &cron);
    let running: Vec<Key> = owned(world, &cron).filter(|job| finished(world, job).is_none()).map(Key::of).collect();
    match cron.value["spec"]["concurrencyPolicy"].as_str() {
        Some("Forbid") if !running.is_empty() => {
            let said = "Not starting job because prior execution is running and concurrency policy is Forbid";
            return tell(world, key, "JobAlreadyActive", said.into());
        }
        Some("Replace") => {
            for job in running {
                world.store.remove(&job);
                tell(world, key, "SuccessfulDelete", format!("Deleted job {}", job.name));
            }
        }
        _ => {}
    }
    let name = format!("{}-{minute}", cron.name);
    if world.store.get("Job", cron.namespace.as_deref(), &name).is_some() {
        return;
    }
    if let Some(job) = Object::from_value(job(world, &cron, &name)) {
        world.store.insert(Object { origin: cron.origin.clone(), ..job });
        tell(world, key, "SuccessfulCreate", format!("Created job {name}"));
    }
}

/// getJobFromTemplate2
fn job(world: &World, cron: &Object, name: &str) -> Value {
    let template = &cron.value["spec"]["jobTemplate"];
    let namespace = cron.namespace.clone().unwrap_or_default();
    let uid = super::uid("CronJob", cron.namespace.as_deref(), &cron.value, &cron.name);
    let mut metadata = json!({
        "name": name, "namespace": namespace, "creationTimestamp": world.facts.now, "generation": 1,
        "uid": uid_of(&format!("Job/{namespace}/{name}")),
        "annotations": template["metadata"]["annotations"].as_object().cloned().unwrap_or_default(),
        "ownerReferences": [{
            "apiVersion": cron.api_version, "kind": "CronJob", "name": cron.name, "uid": uid, "controller": true, "blockOwnerDeletion": true,
        }],
    });
    metadata["annotations"]["batch.kubernetes.io/cronjob-scheduled-timestamp"] = world.facts.now.as_str().into();
    if template["metadata"]["labels"].is_object() {
        metadata["labels"] = template["metadata"]["labels"].clone();
    }
    let mut spec = template["spec"].clone();
    for (field, value) in [("backoffLimit", json!(6)), ("completionMode", json!("NonIndexed")), ("suspend", json!(false))] {
        if spec[field].is_null() {
            spec[field] = value;
        }
    }
    json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": spec})
}

fn tell(world: &mut World, key: &Key, reason: &'static str, message: String) {
    let deed = Deed { at: world.facts.now.clone(), reason, message };
    world.deeds.entry(key.clone()).or_default().push(deed);
}

/// The Jobs of a CronJob, oldest first.
fn owned<'w>(world: &'w World, cron: &Object) -> impl Iterator<Item = &'w Object> {
    let (namespace, name) = (cron.namespace.clone(), cron.name.clone());
    world.store.of_kind("Job").filter(move |job| {
        let owner = &job.value["metadata"]["ownerReferences"][0];
        job.namespace == namespace && owner["kind"] == "CronJob" && owner["name"] == *name && owner["controller"] == true
    })
}

/// The CronJob's Jobs that have not finished, by name.
pub fn active(world: &World, cron: &Object) -> Vec<Object> {
    owned(world, cron).filter(|job| finished(world, job).is_none()).cloned().collect()
}

/// Whether a Job finished well, and in which second of its life.
fn finished(world: &World, job: &Object) -> Option<(bool, u32)> {
    let course = job_course::of_admitted(world, job)?;
    if course.failed.is_some() {
        return Some((false, course.finish));
    }
    let scene = Scene::of(world);
    let phase = |pod: &Pod| run_in(&scene, pod, None).status.phase;
    let tally = Tally::of(&course.pods, &phase);
    completed(job, tally.succeeded, tally.active).then_some((true, course.finish))
}

/// Keeps so many of the Jobs that finished as `successfulJobsHistoryLimit` and `failedJobsHistoryLimit` say.
fn settle_history(world: &mut World, cron: &Object) {
    let key = Key::of(cron);
    let done: Vec<(Key, bool)> = owned(world, cron).filter_map(|job| Some((Key::of(job), finished(world, job)?.0))).collect();
    for (job, well) in &done {
        let message = format!("Saw completed job: {}, condition: {}", job.name, if *well { "Complete" } else { "Failed" });
        if !world.deeds.get(&key).into_iter().flatten().any(|deed| deed.message == message) {
            tell(world, &key, "SawCompletedJob", message);
        }
    }
    for (wanted, field, default) in [(true, "successfulJobsHistoryLimit", 3), (false, "failedJobsHistoryLimit", 1)] {
        let limit = cron.value["spec"][field].as_u64().unwrap_or(default) as usize;
        let kind: Vec<&Key> = done.iter().filter(|(_, well)| *well == wanted).map(|(job, _)| job).collect();
        for job in &kind[..kind.len().saturating_sub(limit)] {
            world.store.remove(job);
            tell(world, &key, "SuccessfulDelete", format!("Deleted job {}", job.name));
        }
    }
}

/// Takes away what has had its time.
fn tidy(world: &mut World) {
    let crons: Vec<Object> = world.store.of_kind("CronJob").cloned().collect();
    crons.iter().for_each(|cron| settle_history(world, cron));
    let expired = |job: &&Object| {
        let Some(ttl) = job.value["spec"]["ttlSecondsAfterFinished"].as_u64() else { return false };
        let age = u64::from(Clock::of(world, &job.value).age());
        finished(world, job).is_some_and(|(_, at)| u64::from(at) + ttl <= age)
    };
    let mut gone: Vec<Key> = world.store.of_kind("Job").filter(expired).map(Key::of).collect();
    let lost = |pod: &&Object| {
        let node = pod.value["spec"]["nodeName"].as_str().unwrap_or_default();
        let known = node.is_empty() || world.facts.nodes.iter().any(|own| own.name == node);
        !known && Clock::of(world, &pod.value).age() >= ORPHANED
    };
    gone.extend(world.store.of_kind("Pod").filter(lost).map(Key::of));
    gone.iter().for_each(|key| drop(world.store.remove(key)));
}
