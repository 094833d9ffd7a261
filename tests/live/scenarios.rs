//! Plays scenarios on the cluster and compares every watched command with its prediction.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use cofferdam::assess::{Prediction, assess};
use cofferdam::cluster::{Connection, OWN_CONTEXT, Session, connect};
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
fn kubeconfig() -> Result<PathBuf, String> {
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

/// Plays the chosen scenarios and fails with every difference.
pub fn confirm(wanted: &str, kubeconfig: &std::path::Path) {
    let catalogue = Catalogue::embedded().expect("the embedded content loads");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let differences = runtime.block_on(async {
        let connection = connect(Some(kubeconfig), OWN_CONTEXT, &[]).await.expect("the test cluster answers");
        let mut differences = Vec::new();
        for scenario in catalogue.scenarios.iter().filter(|scenario| chosen(wanted, &scenario.id)) {
            for attempt in attempts(scenario, wanted == "few") {
                let begun = Instant::now();
                let found = play(&connection, scenario, &attempt).await;
                println!("{} {}: {} differences in {:.1} s", scenario.id, attempt.name, found.len(), begun.elapsed().as_secs_f32());
                differences.extend(found);
            }
        }
        differences
    });
    assert!(differences.is_empty(), "predicted and observed differ:\n{}", differences.join("\n"));
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
async fn play(connection: &Connection, scenario: &Scenario, attempt: &Attempt) -> Vec<String> {
    let at = format!("{} {}", scenario.id, attempt.name);
    let assessment = assess(scenario, &attempt.files);
    let objects: Vec<Object> = scenario.world.store.iter().cloned().collect();
    let session = match Session::open(connection, std::slice::from_ref(&scenario.namespace), &objects).await {
        Ok(session) => session,
        Err(error) => return vec![format!("{at}: {error}")],
    };
    let mut differences = Vec::new();
    let _ = session.settle().await;
    for document in &assessment.documents {
        let Some(object) = &document.object else { continue };
        match session.submit(object).await {
            Ok(answer) if answer.accepted => {}
            Ok(answer) => differences.push(format!("{at}: {} predicted accepted, refused: {}", object.key(), answer.message)),
            Err(error) => differences.push(format!("{at}: {error}")),
        }
    }
    if let Err(error) = session.settle().await {
        differences.push(format!("{at}: {error}"));
    }
    for (watch, prediction) in scenario.watches.iter().zip(&assessment.predictions) {
        differences.extend(compare(&session, &at, &watch.probe, prediction).await);
    }
    if let Err(error) = session.close().await {
        differences.push(format!("{at}: {error}"));
    }
    differences
}

/// Asks until two answers in a row agree with the prediction: policies come into force a moment after they are stored.
async fn compare(session: &Session, at: &str, probe: &Probe, prediction: &Prediction) -> Option<String> {
    let wanted = comparable(&prediction.now.class);
    let (mut agreed, mut last) = (0, String::new());
    for _ in 0..12 {
        match session.observe(probe).await {
            Ok(answer) if answer.class == Class::NotSimulated => return None,
            Ok(answer) if comparable(&answer.class) == wanted => agreed += 1,
            Ok(answer) => {
                agreed = 0;
                last = format!("{} {}{}", answer.class, answer.stdout, answer.stderr);
            }
            Err(error) => return Some(format!("{at}: {}: {error}", prediction.label)),
        }
        if agreed == 2 {
            return None;
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    Some(format!("{at}: {} {}: predicted {}, observed {last}", prediction.from, prediction.label, prediction.now.class))
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
