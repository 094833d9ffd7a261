//! Plays scenarios on the cluster and compares every watched command with its prediction.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use cofferdam::assess::{Prediction, assess};
use cofferdam::cluster::{ClusterError, Connection, OWN_CONTEXT, Session, connect};
use cofferdam::content::{Catalogue, Scenario};
use cofferdam::object::Object;
use cofferdam::probe::{Class, Probe};
use cofferdam::text::SourceFile;

/// What to play and where, or why nothing is played.
pub fn chosen_by_environment() -> Result<(String, PathBuf), String> {
    match std::env::var("COFFERDAM_LIVE") {
        Ok(wanted) if wanted != "off" => Ok((wanted, kubeconfig()?)),
        _ => Err("COFFERDAM_LIVE chooses none (few, all, or scenario ids)".into()),
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

/// One attempt at a scenario: its name and the learner's files.
struct Attempt {
    name: String,
    files: Vec<SourceFile>,
}

/// What an attempt showed.
enum Outcome {
    /// The cluster came to rest; every answer that was not the predicted one.
    Settled(Vec<String>),
    /// It did not: nothing was shown, neither agreement nor difference.
    Unsettled(String),
}

/// Plays the chosen scenarios and fails with every difference, and with every attempt that did not settle twice.
pub fn confirm(wanted: &str, kubeconfig: &std::path::Path) {
    let catalogue = Catalogue::embedded().expect("the embedded content loads");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (differences, unsettled) = runtime.block_on(async {
        let connection = connect(Some(kubeconfig), OWN_CONTEXT, &[]).await.expect("the test cluster answers");
        let (mut differences, mut unsettled) = (Vec::new(), Vec::new());
        for scenario in catalogue.scenarios.iter().filter(|scenario| chosen(wanted, &scenario.id)) {
            for attempt in attempts(scenario, wanted == "few") {
                match play_twice_at_most(&connection, scenario, &attempt).await {
                    Outcome::Settled(found) => differences.extend(found),
                    Outcome::Unsettled(why) => unsettled.push(why),
                }
            }
        }
        (differences, unsettled)
    });
    assert!(differences.is_empty(), "predicted and observed differ:\n{}", differences.join("\n"));
    assert!(unsettled.is_empty(), "not confirmed: the cluster did not settle, twice:\n{}", unsettled.join("\n"));
}

/// Plays an attempt; once more, in a world made anew, if the cluster did not come to rest.
async fn play_twice_at_most(connection: &Connection, scenario: &Scenario, attempt: &Attempt) -> Outcome {
    let at = format!("{} {}", scenario.id, attempt.name);
    let mut last = String::new();
    for time in ["first", "second"] {
        let begun = Instant::now();
        let outcome = play(connection, scenario, attempt).await;
        let took = begun.elapsed().as_secs_f32();
        match outcome {
            Outcome::Settled(found) => {
                println!("{at}: {} differences in {took:.1} s", found.len());
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
    matches!(wanted, "few" | "all") || wanted.split(',').any(|name| name.eq_ignore_ascii_case(id))
}

fn attempts(scenario: &Scenario, few: bool) -> Vec<Attempt> {
    let start = Attempt { name: "start".into(), files: scenario.start.clone() };
    let solutions = scenario.solutions.iter().map(|answer| Attempt { name: answer.name.clone(), files: answer.files.clone() });
    let wrong = scenario.wrong.iter().map(|wrong| Attempt { name: wrong.answer.name.clone(), files: wrong.answer.files.clone() });
    let all = std::iter::once(start).chain(solutions).chain(wrong);
    if few { all.take(2).collect() } else { all.collect() }
}

/// Makes the world, submits the files, and asks every watched probe.
async fn play(connection: &Connection, scenario: &Scenario, attempt: &Attempt) -> Outcome {
    let objects: Vec<Object> = scenario.world.store.iter().cloned().collect();
    let session = match Session::open(connection, std::slice::from_ref(&scenario.namespace), &objects).await {
        Ok(session) => session,
        Err(error) => return Outcome::Unsettled(error.to_string()),
    };
    let outcome = match observe(&session, scenario, attempt).await {
        Ok(differences) => Outcome::Settled(differences),
        Err(error) => Outcome::Unsettled(error.to_string()),
    };
    match (session.close().await, outcome) {
        (Err(error), Outcome::Settled(differences)) if differences.is_empty() => Outcome::Unsettled(error.to_string()),
        (_, outcome) => outcome,
    }
}

/// Submits the files and asks every watched probe; the differences once the cluster is at rest.
async fn observe(session: &Session, scenario: &Scenario, attempt: &Attempt) -> Result<Vec<String>, ClusterError> {
    let at = format!("{} {}", scenario.id, attempt.name);
    let assessment = assess(scenario, &attempt.files);
    let mut differences = Vec::new();
    session.settle().await?;
    for document in &assessment.documents {
        let Some(object) = &document.object else { continue };
        let answer = session.submit(object).await?;
        if !answer.accepted {
            differences.push(format!("{at}: {} predicted accepted, refused: {}", object.key(), answer.message));
        }
    }
    session.settle().await?;
    for (watch, prediction) in scenario.watches.iter().zip(&assessment.predictions) {
        differences.extend(compare(session, &at, &watch.probe, prediction).await?);
    }
    Ok(differences)
}

/// Asks until two answers in a row agree with the prediction: policies come into force a moment after they are stored.
async fn compare(session: &Session, at: &str, probe: &Probe, prediction: &Prediction) -> Result<Option<String>, ClusterError> {
    let wanted = comparable(&prediction.now.class);
    let (mut agreed, mut last) = (0, String::new());
    for _ in 0..12 {
        let answer = session.observe(probe).await?;
        if answer.class == Class::NotSimulated {
            return Ok(None);
        }
        if comparable(&answer.class) == wanted {
            agreed += 1;
        } else {
            agreed = 0;
            last = format!("{} {}{}", answer.class, answer.stdout, answer.stderr);
        }
        if agreed == 2 {
            return Ok(None);
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    Ok(Some(format!("{at}: {} {}: predicted {}, observed {last}", prediction.from, prediction.label, prediction.now.class)))
}

/// What counts as the same answer: a failed pull alternates between two reasons, and a node keeps the images of
/// earlier attempts, so that it may find what a fresh one has to pull.
fn comparable(class: &Class) -> String {
    match class {
        Class::Waiting(reason) if reason == "ImagePullBackOff" => "ErrImagePull".into(),
        Class::Present => Class::Pulled.to_string(),
        class => class.to_string(),
    }
}
