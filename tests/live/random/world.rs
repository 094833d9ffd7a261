//! One random world: a namespace with Secrets, accounts, Services and Pods, on the cluster and in the simulation.

use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use cofferdam::kubectl;
use cofferdam::text::SourceFile;
use cofferdam::world::{Facts, World};
use regex::Regex;
use serde_json::{Value, json};

use super::chance::is_chance;
use super::even::{even, numberless};
use super::question::LINES;
use super::{credential, pod, service, state};
use crate::cluster::{Cluster, Said, list};
use crate::dice::Dice;
use crate::scenarios::PRIVATE;

/// Pods of a world.
const PODS: usize = 3;
/// How long the cluster has to come where the simulation says it comes: a busy machine needs a minute and more for what takes seconds.
const PATIENCE: Duration = Duration::from_secs(90);
/// So often a log is read that is not as simulated.
const LOOKS: usize = 3;
/// What is looked at until it is as simulated.
const SHOW: [&str; 4] = ["get", "pods,endpointslices,events", "-o", "json"];

/// What is played.
pub struct Played {
    namespace: Value,
    objects: Vec<Value>,
    pods: Vec<Value>,
    /// What is asked in the Pod of the same place.
    lines: Vec<Vec<&'static str>>,
}

impl Played {
    pub fn new(seed: u64, number: usize) -> Self {
        let dice = &mut Dice::new(seed, number);
        let mut objects = shared();
        objects.extend(credential::objects());
        objects.extend(service::services(dice));
        let pods: Vec<_> = (0..PODS).map(|n| pod::pod(dice, &format!("p{n}"))).collect();
        let lines = pods.iter().map(|_| LINES.iter().copied().filter(|_| dice.chance(35)).collect()).collect();
        Self { namespace: namespace(dice, &format!("sim-{seed}-{number}")), objects, pods, lines }
    }

    /// Whether it may pull an image of the private registry, which the node then has for the next.
    pub fn pulls(&self) -> bool {
        let all = self.pods.iter().flat_map(|pod| pod["spec"]["containers"].as_array().into_iter().flatten());
        all.filter_map(|container| container["image"].as_str()).any(|image| PRIVATE.iter().any(|registry| image.starts_with(registry)))
    }

    /// Everything that ended otherwise on the cluster than in the simulation.
    pub fn differences(&self, kubeconfig: &Path) -> Vec<String> {
        let name = self.namespace["metadata"]["name"].as_str().unwrap();
        let cluster = Cluster { kubeconfig, namespace: name.to_owned() };
        let mut both = Both { cluster: &cluster, world: recorded() };
        both.ask(&["apply", "-f", "-"], &self.namespace.to_string());
        cluster.run(&["wait", "--for=create", "serviceaccount/default", "--timeout=30s"], "");
        let mut found: Vec<_> = both.compare(&["apply", "-f", "-"], &list(&self.objects)).into_iter().collect();
        for pod in &self.pods {
            let refused = both.compare(&["apply", "-f", "-"], &pod.to_string());
            found.extend(refused.into_iter().map(|text| format!("{}: {text}", name_of(pod))));
        }
        found.extend(self.states(&mut both));
        cluster.run(&["delete", "namespace", name, "--wait=false"], "");
        if !found.is_empty() {
            let all: Vec<_> = self.objects.iter().filter(|object| object["kind"] == "Service").chain(&self.pods).collect();
            found.push(all.iter().map(|object| format!("\n  {object}")).collect());
        }
        found.into_iter().map(|text| format!("{name} {text}")).collect()
    }

    fn states(&self, both: &mut Both<'_>) -> Vec<String> {
        let begun = Instant::now();
        let ours = both.simulated();
        let told: Vec<_> = ours.iter().flat_map(|shown| state::of_events(&shown.0)).collect();
        loop {
            let real = both.observed();
            let mut found: Vec<_> = self.pods.iter().filter_map(|pod| real.state_unlike(&ours, pod)).collect();
            found.extend(slices_unlike(&real, &ours));
            let mut events = state::of_events(&real.0);
            let both_told: Vec<_> =
                state::of_events(&ours[0].0).into_iter().chain(told.iter().filter(|line| events.contains(line)).cloned()).collect();
            events.retain(|line| both_told.contains(line) || !is_chance(line, &self.pods, &ours[0].0));
            found.extend(lines_unlike("events", &events, &both_told));
            if found.is_empty() || begun.elapsed() > PATIENCE {
                for (pod, lines) in self.pods.iter().zip(&self.lines) {
                    let (real, ours) = (real.pod(name_of(pod)), ours[0].pod(name_of(pod)));
                    found.extend(both.answers(pod, lines, [&real, &ours]));
                    found.extend(both.logs(pod, [&real, &ours]));
                }
                return found;
            }
            std::thread::sleep(Duration::from_secs(3));
        }
    }
}

/// Everything in a namespace that changes by itself: Pods, EndpointSlices, events.
struct Shown(Value);

impl Shown {
    fn pod(&self, name: &str) -> Value {
        let items = self.0["items"].as_array().into_iter().flatten();
        items.filter(|item| item["kind"] == "Pod").find(|pod| name_of(pod) == name).cloned().unwrap_or_default()
    }

    /// A state that the Pod has at none of the moments.
    fn state_unlike(&self, moments: &[Shown], pod: &Value) -> Option<String> {
        let real = state::of_pod(&self.pod(name_of(pod)));
        let ours: Vec<_> = moments.iter().map(|shown| state::of_pod(&shown.pod(name_of(pod)))).collect();
        (!ours.contains(&real)).then(|| format!("{}\n  cluster    {real}\n  simulation {}", name_of(pod), ours[0]))
    }
}

/// Lines of endpoints that are there at none of the moments, or are missing though they are there at all of them.
fn slices_unlike(real: &Shown, moments: &[Shown]) -> Option<String> {
    let listed = state::of_slices(&real.0, &real.0);
    let ours: Vec<_> = moments.iter().map(|shown| state::of_slices(&shown.0, &real.0)).collect();
    let changes = |line: &&String| ours.iter().any(|lines| lines.contains(line)) && !ours.iter().all(|lines| lines.contains(line));
    let mut lasting: Vec<_> =
        ours.concat().into_iter().filter(|line| !changes(&line)).chain(listed.iter().filter(changes).cloned()).collect();
    lasting.sort();
    lasting.dedup();
    lines_unlike("endpoints", &listed, &lasting)
}

/// Lines that only one of the two has.
fn lines_unlike(what: &str, real: &[String], ours: &[String]) -> Option<String> {
    let without = |one: &[String], other: &[String], who: &str| -> String {
        one.iter().filter(|line| !other.contains(line)).map(|line| format!("\n  {who} {line}")).collect()
    };
    let differs = without(real, ours, "cluster   ") + &without(ours, real, "simulation");
    (!differs.is_empty()).then(|| format!("{what}{differs}"))
}

/// The same command line twice.
struct Both<'c> {
    cluster: &'c Cluster<'c>,
    world: World,
}

impl Both<'_> {
    /// What the cluster says, and what the simulation says.
    fn ask(&mut self, args: &[&str], input: &str) -> (Said, Said) {
        let real = self.cluster.run(args, input);
        (real, self.simulate(args, input))
    }

    fn simulate(&mut self, args: &[&str], input: &str) -> Said {
        let args: Vec<String> = ["-n", &self.cluster.namespace].iter().chain(args).map(|word| (*word).to_owned()).collect();
        let outcome = kubectl::run(&mut self.world, &[], &args, input);
        Said { code: outcome.exit, out: outcome.stdout, err: outcome.stderr }
    }

    fn compare(&mut self, args: &[&str], input: &str) -> Option<String> {
        let (real, ours) = self.ask(args, input);
        (real != ours).then(|| format!("{}\n  cluster    {real:?}\n  simulation {ours:?}", args.join(" ")))
    }

    fn observed(&self) -> Shown {
        Shown(serde_json::from_str(&self.cluster.run(&SHOW, "").out).unwrap_or_default())
    }

    /// At several moments, the first as everything has settled.
    fn simulated(&mut self) -> Vec<Shown> {
        self.at_moments(&SHOW).into_iter().map(|said| Shown(serde_json::from_str(&said.out).unwrap_or_default())).collect()
    }

    /// What the simulation says at several moments.
    fn at_moments(&mut self, args: &[&str]) -> Vec<Said> {
        let before = self.world.clone();
        let moments = [0, 2, 3, 5, 5, 7, 8, 10, 20].map(|seconds| {
            cofferdam::simulate::pass(&mut self.world, seconds);
            self.simulate(args, "")
        });
        self.world = before;
        moments.into()
    }

    /// What the lines say in the Pod's first container, where it runs.
    fn answers(&mut self, pod: &Value, lines: &[&str], [real, ours]: [&Value; 2]) -> Option<String> {
        let runs = |pod: &Value| state::of_pod(pod).contains("; c runs");
        if !runs(real) || !runs(ours) {
            return None;
        }
        let script: String = lines.iter().enumerate().map(|(n, line)| format!("{{ {line}; }} 2>&1; echo \"#{n} $?\"\n")).collect();
        let (real, ours) = self.ask(&["exec", name_of(pod), "-c", "c", "--", "sh", "-c", &script], "");
        let (said, simulated) = (even(&real.out), even(&ours.out));
        // What one line leaves behind, the next one sees: the first difference counts.
        let differs = said.lines().zip(simulated.lines()).position(|(one, other)| one != other);
        let from = differs.or_else(|| (said != simulated).then(|| said.lines().count().min(simulated.lines().count())))?;
        let asked = said.lines().skip(from).find_map(|line| line.split_once('#')?.1.split(' ').next()?.parse::<usize>().ok());
        let command = asked.and_then(|line| lines.get(line)).copied().unwrap_or("?");
        let shown = |text: &str| text.lines().skip(from).take(2).collect::<Vec<_>>().join(" | ");
        Some(format!("{}: {command}\n  cluster    {}\n  simulation {} {}", name_of(pod), shown(&said), shown(&simulated), ours.err))
    }

    /// What containers wrote that run, or ran before; one that sleeps writes nothing.
    fn logs(&mut self, pod: &Value, [real, ours]: [&Value; 2]) -> Vec<String> {
        let ours = state::ran(ours);
        let containers = ["initContainers", "containers"].iter().flat_map(|list| pod["spec"][*list].as_array().into_iter().flatten());
        let sleeps: Vec<_> = containers.filter(|container| container["command"][0] == "sleep").map(|one| one["name"].clone()).collect();
        let names = state::ran(real).into_iter().filter(|name| ours.contains(name) && !sleeps.contains(&json!(name)));
        let mut found = Vec::new();
        for container in names {
            let args = ["logs", name_of(pod), "-c", &container];
            let ours = self.at_moments(&args);
            let shares = ["hostPID", "shareProcessNamespace"].iter().any(|field| pod["spec"][*field] == true);
            let own = |log: String| if shares { numberless(&log) } else { log };
            let even = |said: &Said| (said.code, streams(&own(even(&said.out))), even(&said.err));
            // What starts again and again has the log of one of its runs, and for a moment none.
            let read = || self.cluster.run(&args, "");
            let is_ours = |real: &Said| ours.iter().any(|ours| even(real) == even(ours));
            let mut real = read();
            for _ in 1..LOOKS {
                if is_ours(&real) {
                    break;
                }
                std::thread::sleep(Duration::from_secs(2));
                real = read();
            }
            if !is_ours(&real) {
                found.push(format!("logs of {} {container}\n  cluster    {real:?}\n  simulation {:?}", name_of(pod), ours[0]));
            }
        }
        found
    }
}

/// The lines of standard output and of standard error, each in their order. The runtime reads a container's two streams side by side
/// (containerd `internal/cri/io`): which of two lines that were written at once comes first in the log is its affair.
fn streams(log: &str) -> (Vec<String>, Vec<String>) {
    static COMPLAINT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(DATE \[|[a-z]+: |failed$)").unwrap());
    let (mut out, mut err): (Vec<_>, Vec<_>) =
        log.split_inclusive('\n').map(str::to_owned).partition(|line| !COMPLAINT.is_match(line.trim_end()));
    // How often a probe was made by now is a matter of time.
    let probed =
        |one: &mut String, other: &mut String| one == other && ["SECURITY ATTACK", "[error]"].iter().any(|words| one.contains(words));
    [&mut out, &mut err].into_iter().for_each(|lines| lines.dedup_by(probed));
    (out, err)
}

fn name_of(pod: &Value) -> &str {
    pod["metadata"]["name"].as_str().unwrap_or_default()
}

/// The cluster of the recordings, before anything is in it.
fn recorded() -> World {
    let facts = Facts::parse(&SourceFile::new("world.yaml", include_str!("../../oracle/world.yaml"))).unwrap();
    World { facts, ..World::default() }
}

/// The namespace, with a Pod Security level in some worlds.
fn namespace(dice: &mut Dice, name: &str) -> Value {
    let mut labels = json!({"team": "lab"});
    let level = |mode: &str| format!("pod-security.kubernetes.io/{mode}");
    dice.maybe(12, &mut labels, &level("enforce"), &[json!("baseline"), json!("restricted")]);
    dice.maybe(15, &mut labels, &level("warn"), &[json!("baseline"), json!("restricted")]);
    json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
}

/// What every Pod may mount.
fn shared() -> Vec<Value> {
    vec![
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cfg"}, "data": {"app.conf": "mode=a\n", "b": "two\n"}}),
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "sec"}, "stringData": {"token": "s3cret"}}),
    ]
}
