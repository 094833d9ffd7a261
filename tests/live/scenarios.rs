//! Plays scenarios on the cluster through the port that the program uses, and compares every answer with its prediction.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use cofferdam::assess::assess;
use cofferdam::cluster::Live;
use cofferdam::confirm::{Access, Agreement, Cluster, Confirmation, Event, Plan, Stop};
use cofferdam::content::{Catalogue, Kind, Scenario};
use cofferdam::locale::Locale;
use cofferdam::probe::Probe;
use cofferdam::text::SourceFile;

/// So many scenarios side by side, beside the one that needs the node's images to itself.
const ABREAST: usize = 3;
/// What one confirmation may take, the canary apart: on a machine with nothing else to do. It is told, not asserted.
const TARGET: Duration = Duration::from_secs(20);

/// The test cluster's private registry, under both its names.
pub const PRIVATE: [&str; 2] = ["registry.lab:", "myprivateregistry.com:"];

/// What to play and where, or why nothing is played.
pub fn chosen_by_environment() -> Result<(String, PathBuf), String> {
    match std::env::var("COFFERDAM_LIVE") {
        Ok(wanted) if wanted != "off" => Ok((wanted, kubeconfig()?)),
        _ => Err("COFFERDAM_LIVE chooses none (few, solutions, all, or scenario ids)".into()),
    }
}

/// Starts the test cluster if it is there, and tells where its kubeconfig is.
pub fn kubeconfig() -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os("COFFERDAM_KUBECONFIG") {
        return Ok(path.into());
    }
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/cluster/cluster");
    if !script.exists() {
        return Err("no test cluster beside the project and no COFFERDAM_KUBECONFIG".into());
    }
    let up = Command::new(&script).arg("up").status().map_err(|error| error.to_string())?;
    if !up.success() {
        return Err(format!("the test cluster did not start ({up})"));
    }
    let output = Command::new(&script).arg("kubeconfig").output().map_err(|error| error.to_string())?;
    Ok(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
}

/// One attempt at a scenario: its name, and what the learner's files come to.
struct Attempt<'s> {
    scenario: &'s Scenario,
    name: String,
    plan: Plan,
}

/// What an attempt showed.
enum Outcome {
    /// The cluster came to rest; every answer that was not the predicted one.
    Settled(Vec<String>),
    /// It did not: nothing was shown, neither agreement nor difference.
    Unsettled(String),
}

/// Plays the chosen scenarios and fails with every difference, and with every attempt that did not settle twice.
pub fn confirm(wanted: &str, kubeconfig: &Path) {
    let catalogue = Catalogue::embedded().expect("the embedded content loads");
    let chosen = catalogue.scenarios.iter().filter(|scenario| chosen(wanted, &scenario.id));
    let attempts = chosen.flat_map(|scenario| attempts(scenario, wanted));
    let (alone, others): (Vec<_>, Vec<_>) = attempts.partition(needs_fresh_images);
    let home = tempfile::tempdir().unwrap();
    let live = Live::new(home.path());
    let access = Access { kubeconfig: Some(kubeconfig.to_owned()), ..Access::default() };
    let (differences, unsettled) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let queue = Mutex::new(others.into_iter());
    let play_and_tell = |attempt: &Attempt, prepare: &dyn Fn()| match play_twice_at_most(&live, &access, attempt, prepare) {
        Outcome::Settled(found) => differences.lock().unwrap().extend(found),
        Outcome::Unsettled(why) => unsettled.lock().unwrap().push(why),
    };
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for attempt in &alone {
                play_and_tell(attempt, &|| forget_private_images(kubeconfig));
            }
        });
        for _ in 0..ABREAST {
            scope.spawn(|| {
                while let Some(attempt) = { queue.lock().unwrap().next() } {
                    play_and_tell(&attempt, &|| {});
                }
            });
        }
    });
    let left = live.clean(&access, true, &Stop::default(), &mut |_| {}).expect("the cluster can be cleaned");
    let (differences, unsettled) = (differences.into_inner().unwrap(), unsettled.into_inner().unwrap());
    assert!(differences.is_empty(), "predicted and observed differ:\n{}", differences.join("\n"));
    assert!(unsettled.is_empty(), "not confirmed: the cluster did not settle, twice:\n{}", unsettled.join("\n"));
    assert!(left.is_empty(), "left behind: {left:?}");
}

/// Plays an attempt; once more, in namespaces of its own, if the cluster did not come to rest.
fn play_twice_at_most(live: &Live, access: &Access, attempt: &Attempt, prepare: &dyn Fn()) -> Outcome {
    let at = format!("{} {}", attempt.scenario.id, attempt.name);
    let mut last = String::new();
    for time in ["first", "second"] {
        prepare();
        let begun = Instant::now();
        let outcome = play(live, access, attempt);
        let (took, slow) = (begun.elapsed().as_secs_f32(), if begun.elapsed() > TARGET { " (slow)" } else { "" });
        match outcome {
            Outcome::Settled(found) => {
                println!("{at}: {} differences in {took:.1} s{slow}", found.len());
                return Outcome::Settled(found);
            }
            Outcome::Unsettled(why) => {
                println!("{at}: unsettled the {time} time, after {took:.1} s: {why}");
                last = format!("{at}: {why}");
            }
        }
    }
    Outcome::Unsettled(last)
}

fn chosen(wanted: &str, id: &str) -> bool {
    matches!(wanted, "few" | "solutions" | "all") || wanted.split(',').any(|name| name.eq_ignore_ascii_case(id))
}

fn attempts<'s>(scenario: &'s Scenario, wanted: &str) -> Vec<Attempt<'s>> {
    let attempt = |name: &str, files: &[SourceFile]| Attempt { scenario, name: name.into(), plan: Plan::of(scenario, files) };
    let solutions = scenario.solutions.iter().map(|answer| attempt(&answer.name, &answer.files));
    let wrong = scenario.wrong.iter().map(|wrong| attempt(&wrong.answer.name, &wrong.answer.files));
    if wanted == "solutions" || scenario.kind == Kind::Predict {
        // Every attempt at a prediction sends the same manifests: the questions alone are answered otherwise.
        return solutions.collect();
    }
    let all = std::iter::once(attempt("start", &scenario.start)).chain(solutions).chain(wrong);
    if wanted == "few" { all.take(2).collect() } else { all.collect() }
}

/// Whether an image that the node kept from an earlier attempt would change what happens.
fn needs_fresh_images(attempt: &Attempt) -> bool {
    attempt.plan.asked.iter().any(|asked| matches!(asked.probe, Probe::Pull(_)))
}

/// Takes the private images off the test cluster's node, through the containerd that runs on this machine. Other
/// clusters keep theirs, and a kept image is told apart from a pulled one.
pub fn forget_private_images(kubeconfig: &Path) {
    let Some(socket) = kubeconfig.parent().map(|state| state.join("run/containerd.sock")).filter(|socket| socket.exists()) else { return };
    let ctr =
        |args: &[&str]| Command::new("ctr").arg("--address").arg(&socket).args(["--namespace", "k8s.io", "images"]).args(args).output();
    let Ok(listed) = ctr(&["ls", "-q"]) else { return };
    let names = String::from_utf8_lossy(&listed.stdout).into_owned();
    for name in names.lines().filter(|name| PRIVATE.iter().any(|registry| name.starts_with(registry))) {
        let removed = ctr(&["rm", "--sync", name]).expect("ctr ran before");
        assert!(removed.status.success(), "{name} stays on the node: {}", String::from_utf8_lossy(&removed.stderr));
    }
}

/// Confirms an attempt; every difference as a line.
fn play(live: &Live, access: &Access, attempt: &Attempt) -> Outcome {
    let at = format!("{} {}", attempt.scenario.id, attempt.name);
    let plan = &attempt.plan;
    let offline = assess(attempt.scenario, &plan.files);
    let begun = Instant::now();
    let observed = match live.confirm(access, plan, &Stop::default(), &mut |event| log(&at, begun, &event)) {
        Ok(observed) => observed,
        Err(trouble) => return Outcome::Unsettled(format!("{trouble:?}")),
    };
    let locale = Locale::new("en");
    if !observed.unsettled.is_empty() {
        return Outcome::Unsettled(observed.unsettled.iter().map(|pod| pod.text(&locale)).collect::<Vec<_>>().join("; "));
    }
    let confirmation = Confirmation::of(attempt.scenario, &plan.files, plan, offline, observed);
    table(&at, &confirmation);
    let rows = confirmation.rows.iter().filter(|row| match &row.agreement {
        Agreement::Different => true,
        // Where the node's private images were removed before, one that is there must have been pulled. Public ones are kept.
        Agreement::SameBut(why) => {
            why.id == "confirm-cached" && PRIVATE.iter().any(|registry| row.text.contains(registry)) && kept_images_can_be_removed(access)
        }
        Agreement::Same | Agreement::Unasked(_) => false,
    });
    let rows = rows.map(|row| format!("{at}: {} {} [{}]", row.from, row.narrate(&locale), row.text));
    let rulings = confirmation.rulings.iter().filter(|ruling| ruling.predicted != ruling.observed);
    let rulings = rulings.map(|ruling| format!("{at}: check {}: offline {}, cluster {}", ruling.check, ruling.predicted, ruling.observed));
    Outcome::Settled(rows.chain(rulings).collect())
}

fn kept_images_can_be_removed(access: &Access) -> bool {
    access.kubeconfig.as_deref().and_then(Path::parent).is_some_and(|state| state.join("run/containerd.sock").exists())
}

/// Writes every event with its second, where `COFFERDAM_LIVE_LOG` is set: what took how long.
fn log(at: &str, begun: Instant, event: &Event) {
    if std::env::var_os("COFFERDAM_LIVE_LOG").is_some() {
        println!("{at} {:.2} {event:?}", begun.elapsed().as_secs_f32());
    }
}

/// Writes what was predicted and observed as rows of a table, where `COFFERDAM_LIVE_TABLE` names a file.
fn table(at: &str, confirmation: &Confirmation) {
    use std::io::Write;
    let Some(path) = std::env::var_os("COFFERDAM_LIVE_TABLE") else { return };
    let locale = Locale::new("en");
    let mut text = String::new();
    for row in &confirmation.rows {
        let observed = row.observed.as_ref().map_or_else(|| "-".to_owned(), |observed| observed.text(&locale));
        let verdict = match &row.agreement {
            Agreement::Same => "same".to_owned(),
            Agreement::SameBut(why) | Agreement::Unasked(why) => why.text(&locale),
            Agreement::Different => "DIFFERENT".to_owned(),
        };
        text += &format!("{at} | {} | {} | {} | {observed} | {verdict}\n", row.from, row.label.text(&locale), row.predicted.text(&locale));
    }
    for ruling in &confirmation.rulings {
        let word = |passed: bool| if passed { "passed" } else { "failed" };
        let verdict = if ruling.predicted == ruling.observed { "same" } else { "DIFFERENT" };
        text += &format!("{at} | check | {} | {} | {} | {verdict}\n", ruling.check, word(ruling.predicted), word(ruling.observed));
    }
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).expect("the table can be written");
}
