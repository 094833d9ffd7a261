//! `kubectl exec`: a command in a container of a Pod that has settled.

use super::files::Errno;
use super::machine::{Container, Machine, When};
use super::session::{Ran, Session, Stop, Streams, run_in_container};
use super::status::ContainerState;
use super::{Pod, Run, Scene, Surroundings, start, step};
use crate::probe::{Class, Observation, Step, Target, classify_command};
use crate::world::{Act, World};

/// Runs `command` at `target`. Without an exit code it never ran: then standard error holds what kubectl says.
pub fn exec(world: &World, target: &Target, command: &[String]) -> Observation {
    exec_and_sent(world, target, command).0
}

/// kubectl's words for a Pod that is not there.
pub(super) fn no_such_pod(name: &str) -> Observation {
    refused(Class::Absent, format!("Error from server (NotFound): pods \"{name}\" not found"), Vec::new())
}

/// A Pod as it has settled, with everything that was run in it before: what that wrote is there.
pub(super) fn again(scene: &Scene<'_>, pod: &Pod) -> Run {
    let mut run = start::run_in(scene, pod, scene.address(pod));
    for (number, (before, earlier)) in scene.world().executed.iter().enumerate() {
        if before.namespace == pod.namespace() && before.pod == pod.name() {
            run.machine.when = When::After(number);
            act(scene, pod, &mut run, before.container.as_deref(), earlier);
        }
    }
    run.machine.when = When::After(scene.world().executed.len());
    run.machine.sent.clear();
    run
}

fn act(scene: &Scene<'_>, pod: &Pod, run: &mut Run, container: Option<&str>, act: &Act) {
    match act {
        Act::Command(command) => drop(in_run(scene, pod, run, container, command)),
        Act::Unpacked(directory, files) => drop(super::archive::unpack_in(scene, pod, run, container, directory, files)),
        Act::Asked(asked) => {
            let server = run.machine.containers.iter_mut().find(|one| Some(one.name.as_str()) == container);
            server.map(|server| server.keys.answer(asked));
        }
    }
}

/// The containers of a Pod after the first `upto` acts. What those did in other Pods is among the acts of these, and is not done again.
pub(super) fn containers_after(world: &World, namespace: &str, name: &str, upto: usize) -> Option<Vec<Container>> {
    let world = World { executed: world.executed[..upto].to_vec(), ..world.clone() };
    let scene = Scene::of(&world);
    let pod = scene.pod(namespace, name)?.clone();
    let mut run = start::run_in(&scene, &pod, scene.address(&pod));
    for (before, earlier) in &world.executed {
        if before.namespace == namespace && before.pod == name {
            act(&scene, &pod, &mut run, before.container.as_deref(), earlier);
        }
    }
    Some(run.machine.containers)
}

/// [`exec`], and what the command did in other Pods.
pub fn exec_and_sent(world: &World, target: &Target, command: &[String]) -> (Observation, Vec<(Target, Act)>) {
    let scene = Scene::of(world);
    let Some(pod) = scene.pod(&target.namespace, &target.pod).cloned() else { return (no_such_pod(&target.pod), Vec::new()) };
    let mut run = again(&scene, &pod);
    let answer = in_run(&scene, &pod, &mut run, target.container.as_deref(), command);
    (answer, run.machine.sent)
}

/// The container that a command would join, by its place among those of the machine; or what is said instead.
pub(super) fn joined(
    around: &dyn Surroundings,
    pod: &Pod,
    run: &mut Run,
    container: Option<&str>,
    program: &str,
) -> Result<usize, Box<Observation>> {
    let name = container.map(str::to_owned).or_else(|| pod.spec().containers.first().map(|first| first.name.clone())).unwrap_or_default();
    if let Some(answer) = not_running(pod, run, &name) {
        return Err(Box::new(answer));
    }
    let at = run.machine.containers.iter().position(|container| container.name == name).ok_or_else(|| Box::new(unknown(&name)))?;
    if run.machine.containers[at].image.tools.is_none() {
        return Err(Box::new(unknown(&name)));
    }
    let (errno, cause) = match missing(around, &mut run.machine, at, program) {
        Some(found) => found,
        None => return Ok(at),
    };
    // The kubelet says it of the runtime, and the API server of the kubelet.
    let said = format!("error: Internal error occurred: Internal error occurred: error executing command in container: {cause}");
    let class = if matches!(errno, Errno::Access | Errno::IsDirectory) { Class::Eacces } else { Class::NotFound };
    let trace = vec![step("exec-no-program", &[("program", program), ("container", &name)])];
    Err(Box::new(refused(class, said, trace)))
}

/// What the runtime says of a program that it cannot start in a container.
pub(super) fn cannot_exec(around: &dyn Surroundings, machine: &mut Machine, at: usize, program: &str) -> Option<String> {
    machine.containers[at].image.tools?;
    missing(around, machine, at, program).map(|(_, cause)| cause)
}

fn missing(around: &dyn Surroundings, machine: &mut Machine, at: usize, program: &str) -> Option<(Errno, String)> {
    let next = machine.containers[at].next_pid;
    let mut session = Session::new(around, machine, at, false);
    let found = session.program(program);
    // To look for a program takes no number.
    machine.containers[at].next_pid = next;
    let errno = found.err()?;
    let cause = match errno {
        Errno::Access | Errno::IsDirectory => format!("exec: \"{program}\": permission denied"),
        _ if program.contains('/') => format!("exec: \"{program}\": stat {program}: no such file or directory"),
        _ => format!("exec: \"{program}\": executable file not found in $PATH"),
    };
    let id = [0, 1].map(|half| super::uid_of(&format!("{half}{cause}")).replace('-', "")).concat();
    let cause = format!(
        "failed to exec in container: failed to start exec \"{id}\": OCI runtime exec failed: exec failed: unable to start container process: {cause}: unknown"
    );
    Some((errno, cause))
}

/// Runs `command` in a Pod that was started; what it writes stays.
pub(super) fn in_run(around: &dyn Surroundings, pod: &Pod, run: &mut Run, container: Option<&str>, command: &[String]) -> Observation {
    let Some(program) = command.first() else {
        return refused(Class::Other, "error: you must specify at least one command for the container".into(), Vec::new());
    };
    let at = match joined(around, pod, run, container, program) {
        Ok(at) => at,
        Err(answer) => return *answer,
    };
    let name = run.machine.containers[at].name.clone();
    (run.machine.chance, run.machine.connection) = (None, Vec::new());
    let Ran { outcome, streams, .. } = run_in_container(around, &mut run.machine, at, command);
    let trace = identity_step(&run.machine.containers[at].who, &name);
    match outcome {
        Ok(code) | Err(Stop::Exit(code) | Stop::Return(code)) => Observation {
            exit: Some(code),
            class: classify_command(command, code, &streams.out, &streams.err),
            trace: [trace, explain(run, at, &streams)].concat(),
            stdout: streams.out,
            stderr: streams.err,
            ..Observation::of(Class::Ok)
        },
        Err(Stop::Forever | Stop::Break(_) | Stop::Continue(_)) => Observation {
            stdout: streams.out,
            stderr: streams.err,
            trace: vec![step("exec-endless", &[("program", program)])],
            ..Observation::of(Class::Other)
        },
        Err(Stop::NotSimulated(what)) => {
            Observation { trace: vec![step("exec-not-simulated", &[("program", &what)])], ..Observation::of(Class::NotSimulated) }
        }
    }
}

fn identity_step(who: &super::files::Credentials, container: &str) -> Vec<Step> {
    let groups = who.groups.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    vec![step("exec-as", &[("container", container), ("uid", &who.uid.to_string()), ("groups", &groups)])]
}

/// Which mount or permission decided, as far as the words tell.
fn explain(run: &Run, at: usize, streams: &Streams) -> Vec<Step> {
    let container = &run.machine.containers[at];
    let mount_of = |text: &str| {
        let path = text.split([' ', ':', '\'', '"']).find(|word| word.starts_with('/'))?;
        container
            .mounts
            .iter()
            .filter(|mount| path == mount.at || mount.at == "/" || path.starts_with(&format!("{}/", mount.at)))
            .max_by_key(|mount| mount.at.len())
    };
    let mut steps: Vec<_> = run.machine.connection.iter().chain(&run.machine.chance).cloned().collect();
    if streams.err.contains("Read-only file system")
        && let Some(mount) = mount_of(&streams.err)
    {
        steps.push(if mount.at == "/" { step("exec-read-only-root", &[]) } else { step("exec-read-only-mount", &[("mount", &mount.at)]) });
    }
    if streams.err.contains("Permission denied") {
        steps.push(step("exec-denied", &[("uid", &container.who.uid.to_string())]));
    }
    if streams.err.contains("Operation not permitted") || streams.err.contains("are you root?") {
        let held = container.who.effective.names().join(", ");
        steps.push(match held.is_empty() {
            true => step("exec-no-capabilities", &[("uid", &container.who.uid.to_string())]),
            false => step("exec-capability-missing", &[("held", &held)]),
        });
    }
    steps
}

fn unknown(container: &str) -> Observation {
    Observation { trace: vec![step("exec-image-unknown", &[("container", container)])], ..Observation::of(Class::NotSimulated) }
}

fn refused(class: Class, said: String, trace: Vec<Step>) -> Observation {
    Observation { stderr: said + "\n", trace, ..Observation::of(class) }
}

/// What the API server or the kubelet says when there is no process to join.
fn not_running(pod: &Pod, run: &Run, name: &str) -> Option<Observation> {
    let status = &run.status;
    if status.node.is_none() {
        let said = format!("Error from server (BadRequest): pod {} does not have a host assigned", pod.name());
        return Some(refused(Class::Waiting("Pending".into()), said, status.trace.clone()));
    }
    if status.containers.is_empty() && status.phase == "Pending" {
        let said = format!("Error from server (NotFound): nodes {:?} not found", status.node.clone().unwrap_or_default());
        return Some(refused(Class::Waiting("Pending".into()), said, status.trace.clone()));
    }
    if matches!(status.phase, "Succeeded" | "Failed") {
        let said = format!("error: cannot exec into a container in a completed pod; current phase is {}", status.phase);
        return Some(refused(Class::Ended(status.reason.clone().unwrap_or_else(|| status.phase.into())), said, status.trace.clone()));
    }
    let Some(container) = status.container(name) else {
        let said = format!("Error from server (BadRequest): container {name} is not valid for pod {}", pod.name());
        return Some(refused(Class::Absent, said, Vec::new()));
    };
    let class = match &container.state {
        ContainerState::Running => return None,
        ContainerState::Waiting { reason, .. } => Class::Waiting(reason.clone()),
        ContainerState::Terminated { reason, .. } => Class::Ended(reason.clone()),
    };
    // The image may be unknown to us and still run: then there is a machine. Without one the kubelet finds nothing.
    Some(refused(
        class,
        format!("error: Internal error occurred: unable to upgrade connection: container not found (\"{name}\")"),
        status.trace.clone(),
    ))
}
