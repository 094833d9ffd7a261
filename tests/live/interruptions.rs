//! Interruptions at random moments: after INT and TERM nothing is left at once; after KILL, nothing after `cluster clean`.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cofferdam::cluster::Live;
use cofferdam::confirm::{Access, Cluster, State, Stop};

/// What is interrupted: a scenario with policies, so that all stages are met.
const SCENARIO: &str = "E03";
/// The moment is somewhere in here.
const LONGEST: Duration = Duration::from_secs(12);
/// How long a signal's cleaning may take, on a slow machine too.
const CLEANING: Duration = Duration::from_secs(180);

/// Interrupts `COFFERDAM_INTERRUPTIONS` confirmations (six of them, if it is not set).
pub fn leave_nothing(kubeconfig: &Path) {
    let count = std::env::var("COFFERDAM_INTERRUPTIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(6);
    let home = tempfile::tempdir().unwrap();
    let program = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cofferdam"));
        command.args(args).env("COFFERDAM_DATA", home.path()).env("COFFERDAM_CONFIG", home.path()).env("KUBECONFIG", kubeconfig);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    // Once to the end, so that the canary is known and the interruptions meet the scenario itself.
    program(&["check", SCENARIO, "--cluster"]).status().expect("the program runs");
    let access = Access { kubeconfig: Some(kubeconfig.to_owned()), ..Access::default() };
    let live = Live::new(&home.path().join("another"));
    let left = || -> Vec<String> {
        let State { remains, .. } = live.status(&access, &Stop::default()).expect("the cluster answers");
        remains.into_iter().map(|remains| remains.namespace).collect()
    };
    for number in 0..count {
        let signal = ["INT", "TERM", "KILL"][number % 3];
        let moment = LONGEST.mul_f64(random());
        let mut child = program(&["check", SCENARIO, "--cluster"]).spawn().expect("the program runs");
        std::thread::sleep(moment);
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap();
        let status = ended(&mut child);
        if signal == "KILL" {
            assert!(program(&["cluster", "clean"]).status().unwrap().success(), "clean after KILL at {moment:?}");
        }
        let left = left();
        println!("{number}: {signal} at {:.1} s (sent {}): {status}, {} left", moment.as_secs_f32(), sent.success(), left.len());
        assert!(left.is_empty(), "{signal} at {moment:?} left {left:?}");
    }
}

fn ended(child: &mut Child) -> String {
    let begun = Instant::now();
    loop {
        match child.try_wait().unwrap() {
            Some(status) => return format!("{status} after {:.1} s", begun.elapsed().as_secs_f32()),
            None if begun.elapsed() > CLEANING => {
                let _ = child.kill();
                panic!("it did not end within {CLEANING:?}");
            }
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// A number from 0 to 1; the moments shall differ from run to run.
fn random() -> f64 {
    use std::hash::{BuildHasher, Hasher};
    let number = std::collections::hash_map::RandomState::new().build_hasher().finish();
    f64::from(u32::try_from(number >> 32).unwrap_or(0)) / f64::from(u32::MAX)
}
