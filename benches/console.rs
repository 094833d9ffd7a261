//! What a learner waits for, measured with the release binary in a pseudo-terminal (`just bench`). Prints figures and
//! the machine they were taken on; asserts no times.

#![allow(missing_docs, clippy::unwrap_used)]

#[cfg(all(unix, feature = "tui"))]
#[path = "../tests/pty/terminal.rs"]
mod terminal;

#[cfg(all(unix, feature = "tui"))]
fn main() {
    measure::all();
}

#[cfg(not(all(unix, feature = "tui")))]
fn main() {
    println!("nothing to measure: the console is not in this build");
}

#[cfg(all(unix, feature = "tui"))]
mod measure {
    use std::path::Path;
    use std::process::Command;
    use std::time::{Duration, Instant};

    use super::terminal::{Terminal, env};

    const PROGRAM: &str = env!("CARGO_BIN_EXE_cofferdam");
    const RUNS: usize = 20;
    const SIZE: (u16, u16) = (120, 36);
    /// One letter short of a kind whose `spec.ingres` is a problem on another line than the one being typed, where an
    /// error would wait for the end of typing.
    const MANIFEST: &str =
        "apiVersion: networking.k8s.io/v1\nmetadata:\n  name: api-allow-to-db\nspec:\n  ingres: []\n  podSelector: {}\nkind: NetworkPolic";

    pub fn all() {
        println!("machine              {}", machine());
        println!("binary               {:.1} MB", std::fs::metadata(PROGRAM).unwrap().len() as f64 / 1e6);
        report("cofferdam --version", &mut times(|home| run(home, &["--version"])));
        report("cold check", &mut times(|home| run(home, &["check", "E03", "--format", "json"])));
        report("start to first frame", &mut times(first_frame));
        console();
    }

    fn machine() -> String {
        let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name.to_owned()));
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        format!("{}, {cores} cores, load {}", model.unwrap_or_else(|| "unknown".into()), load.split(' ').next().unwrap_or("unknown"))
    }

    fn times(one: impl Fn(&Path) -> Duration) -> Vec<Duration> {
        let home = home();
        (0..RUNS).map(|_| one(home.path())).collect()
    }

    fn home() -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        let line = |event: &str| format!("{{\"v\":1,\"at\":\"2026-11-21T10:00:00Z\",{event}}}\n");
        let keys = line("\"event\":\"set\",\"setting\":\"keys\",\"value\":\"plain\"");
        let at = line("\"event\":\"at\",\"place\":\"scenario/E03\"");
        std::fs::create_dir(home.path().join("data")).unwrap();
        std::fs::write(home.path().join("data/journal.jsonl"), keys + &at).unwrap();
        home
    }

    fn run(home: &Path, args: &[&str]) -> Duration {
        let begun = Instant::now();
        let output = Command::new(PROGRAM).args(args).env_clear().envs(env(home)).output().unwrap();
        let took = begun.elapsed();
        assert!(!output.stdout.is_empty());
        took
    }

    fn start(home: &Path) -> Terminal {
        let own = env(home);
        let variables: Vec<_> = own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Terminal::start(PROGRAM, &[], &variables, SIZE)
    }

    fn first_frame(home: &Path) -> Duration {
        let begun = Instant::now();
        let mut terminal = start(home);
        terminal.wait_for("Ctrl-Q");
        let took = begun.elapsed();
        terminal.key("Ctrl-Q");
        terminal.end();
        took
    }

    /// Keys in an open exercise: until the screen shows them, and until it shows the problem that they make.
    fn console() {
        let home = home();
        let mut terminal = start(home.path());
        terminal.wait_for("E03");
        terminal.key("Enter");
        terminal.wait_for("✗ api-pod");
        let mut echo = Vec::new();
        for number in 0..RUNS * 5 {
            let key = char::from(b'a' + u8::try_from(number % 26).unwrap());
            let before = terminal.text();
            let begun = Instant::now();
            terminal.send(&key.to_string());
            terminal.wait("echo", |screen| screen.contents() != before);
            echo.push(begun.elapsed());
        }
        report("key to screen", &mut echo);
        // Select all, and write over it.
        terminal.send(&format!("\u{1}\u{1b}[200~{MANIFEST}\u{1b}[201~"));
        terminal.wait_for("kind: NetworkPolic");
        let mut found = Vec::new();
        for _ in 0..RUNS * 5 {
            let begun = Instant::now();
            terminal.send("y");
            terminal.wait_for("has no field");
            found.push(begun.elapsed());
            terminal.send("\u{7f}");
            terminal.wait_gone("has no field");
        }
        report("key to diagnostics", &mut found);
        println!("memory, peak         {}", memory(terminal.id()));
        terminal.key("Ctrl-Q");
        terminal.end();
    }

    fn memory(id: u32) -> String {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.map_or_else(|| "unknown".into(), |line| line.trim().to_owned())
    }

    fn report(what: &str, times: &mut [Duration]) {
        times.sort();
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
        println!("{what:<20} median {:.1} ms, p95 {:.1} ms, {} runs", at(50), at(95), times.len());
    }
}
