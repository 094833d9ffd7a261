//! How a Job goes: which Pods it has made by now, and whether it gave up (Kubernetes v1.35 `pkg/controller/job/job_controller.go`).

use super::job::{again, completions, is_indexed, parallelism};
use super::progress::{status, unhurried};
use crate::object::Object;
use crate::simulate::moment::Clock;
use crate::simulate::status::PodStatus;
use crate::simulate::workload::Pod;
use crate::world::World;

/// A Pod takes the place of one that failed after so many seconds, and after twice as long each time (`backoff_utils.go`).
const FIRST: u32 = 10;
/// The longest of these waits.
const LONGEST: u32 = 600;

/// How far a Job has come.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// Its Pods that are there.
    pub pods: Vec<Pod>,
    /// The names of those that it took away when it gave up; they count as failed.
    pub deleted: Vec<String>,
    /// Why it gave up: reason and message.
    pub failed: Option<(&'static str, &'static str)>,
    /// The second of its life in which the last of its Pods ended.
    pub finish: u32,
}

/// Of a Job, whatever the server says of its Pods.
pub fn of(world: &World, object: &Object) -> Course {
    of_admitted(world, object).unwrap_or_default()
}

/// Of a Job whose Pods the server takes; `None` of another.
pub fn of_admitted(world: &World, object: &Object) -> Option<Course> {
    let refused = crate::simulate::workload::failed_create(world, object).is_some();
    (!refused).then(|| course(world, object, super::asked_for(world, object)))
}

/// The course of a Job whose Pods, were all to go well, are `pods`.
pub(super) fn course(world: &World, object: &Object, pods: Vec<Pod>) -> Course {
    let calm = unhurried(world);
    let Some(first) = pods.first().map(|pod| status(&calm, pod)) else { return Course { pods, ..Course::default() } };
    let clock = Clock::of(world, &object.value);
    let limit = object.value["spec"]["backoffLimit"].as_u64().unwrap_or(6);
    let never = object.value["spec"]["template"]["spec"]["restartPolicy"] == "Never";
    let mut course = Course { pods: at_once(object, pods, |pod| status(&calm, pod).phase == "Succeeded"), ..Course::default() };
    course.finish = ended(&first);
    if first.phase == "Failed" && never && !is_indexed(object) {
        course.replace(world, object, &first, &clock, limit);
    }
    let statuses: Vec<PodStatus> = course.pods.iter().map(|pod| status(&calm, pod)).collect();
    let active = |status: &&PodStatus| !matches!(status.phase, "Succeeded" | "Failed");
    let restarts: u64 = statuses.iter().filter(active).map(restarts).sum();
    let failed = statuses.iter().filter(|status| status.phase == "Failed").count() as u64;
    let deadline = object.value["spec"]["activeDeadlineSeconds"].as_u64();
    let late = deadline.is_some_and(|deadline| clock.age() > 0 && u64::from(clock.age()) >= deadline);
    let spent = failed > limit || !never && restarts > 0 && restarts >= limit;
    if spent {
        course.failed = Some(("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
    } else if late && statuses.iter().any(|status| active(&status)) {
        course.failed = Some(("DeadlineExceeded", "Job was active longer than specified deadline"));
        course.finish = deadline.and_then(|deadline| u32::try_from(deadline).ok()).unwrap_or_default();
    }
    if course.failed.is_some() {
        let kept = statuses.iter().map(|status| !active(&status)).collect::<Vec<_>>();
        let (stay, go): (Vec<_>, Vec<_>) = course.pods.drain(..).zip(kept).partition(|(_, kept)| *kept);
        course.pods = stay.into_iter().map(|(pod, _)| pod).collect();
        course.deleted = go.into_iter().map(|(pod, _)| pod.name().to_owned()).collect();
    }
    course
}

impl Course {
    /// Pods that failed and are not started again give way to others, until there were too many.
    fn replace(&mut self, world: &World, object: &Object, first: &PodStatus, clock: &Clock, limit: u64) {
        let wide = self.pods.len();
        let took = ended(first);
        let (mut made, mut wait) = (0_u32, FIRST);
        while self.pods.len() as u64 <= limit {
            made = made.saturating_add(took + wait);
            if made > clock.age() {
                break;
            }
            wait = (wait * 2).min(LONGEST);
            let from = self.pods.len();
            self.pods.extend(again(world, object, from..from + wide, &clock.at(made)));
            self.finish = made + took;
        }
    }
}

/// A Job has at most `parallelism` Pods that have not succeeded.
fn at_once(object: &Object, mut pods: Vec<Pod>, succeeds: impl Fn(&Pod) -> bool) -> Vec<Pod> {
    let slots = parallelism(object);
    if completions(object).is_none() || pods.len() <= slots {
        return pods;
    }
    let made = match is_indexed(object) {
        // Without an index, one Pod is as the other.
        false if pods.first().is_some_and(&succeeds) => pods.len(),
        false => slots,
        true => {
            let (mut made, mut taken) = (0, 0);
            while made < pods.len() && taken < slots {
                taken += usize::from(!succeeds(&pods[made]));
                made += 1;
            }
            made
        }
    };
    pods.truncate(made);
    pods
}

fn restarts(status: &PodStatus) -> u64 {
    status.init_containers.iter().chain(&status.containers).map(|container| u64::from(container.restarts)).sum()
}

/// The second in which the last container of a Pod ended.
fn ended(status: &PodStatus) -> u32 {
    status.init_containers.iter().chain(&status.containers).map(|container| container.span.1).max().unwrap_or_default() + 1
}
