//! A class as a whole: a host and many learners on the loopback interface, and words for the board.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use cofferdam::class::{Door, Link, Membership, Network, Status, follow};
use cofferdam::host::{Host, Memory};
use cofferdam::lan::Lan;
use serde_json::Value;

use crate::cli::Learner;
use crate::source;

/// A hang becomes a failure after this.
const DEADLINE: Duration = Duration::from_secs(180);

/// The real network, with short pauses between attempts.
struct Eager;

impl Network for Eager {
    fn listen(&self, at: SocketAddr) -> std::io::Result<Box<dyn Door>> {
        Lan.listen(at)
    }

    fn connect(&self, host: &str, port: u16, within: Duration) -> std::io::Result<Box<dyn Link>> {
        Lan.connect(host, port, within)
    }

    fn own_address(&self) -> Option<IpAddr> {
        Lan.own_address()
    }

    fn wait(&self, _: Duration) {
        Lan.wait(Duration::from_millis(20));
    }

    fn random(&self) -> u64 {
        Lan.random()
    }
}

/// `cofferdam class host` as a program of its own.
struct Hosting {
    child: Child,
    port: u16,
    rows: mpsc::Receiver<Value>,
}

impl Hosting {
    fn start(home: &Path, port: u16) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cofferdam"));
        command.env_clear().env("COFFERDAM_DATA", home.join("data")).env("COFFERDAM_CONFIG", home.join("config")).current_dir(home);
        let listen = format!("127.0.0.1:{port}");
        command.args(["class", "host", "--listen", &listen, "--dir", "kept", "--scenarios", "E02,E03", "--format", "json"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut talk = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let open = talk.next().unwrap();
        let port =
            open.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('.').next()?.parse().ok()).unwrap_or_else(|| panic!("{open}"));
        std::thread::spawn(move || talk.for_each(drop));
        let (sender, rows) = mpsc::channel();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        std::thread::spawn(move || lines.for_each(|line| drop(sender.send(serde_json::from_str(&line).unwrap()))));
        Self { child, port, rows }
    }

    /// Waits until each of these learners has made so many checks in E03.
    fn wait_for(&self, learners: usize, checks: u64) {
        let mut seen = BTreeMap::new();
        while seen.values().filter(|attempts| **attempts == Some(checks)).count() < learners {
            let row = self.rows.recv_timeout(DEADLINE).unwrap_or_else(|error| panic!("{error}: {seen:?}"));
            if let Some(name) = row["learner"].as_str() {
                seen.insert(name.to_owned(), row["scenarios"][1]["attempts"].as_u64());
            }
        }
    }

    fn kill(mut self) -> u16 {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.port
    }
}

/// A learner with a journal in memory, whose program follows it until `stage` is 9. At each stage there are two checks more.
fn learner(number: usize, port: u16, stage: &Arc<AtomicU64>) -> std::thread::JoinHandle<()> {
    let stage = Arc::clone(stage);
    std::thread::spawn(move || {
        let host = Memory::new();
        host.set_now(jiff::Timestamp::now());
        let journal = Path::new("/data/journal.jsonl");
        let record = |second: u64, rest: &str| {
            host.append_line(journal, &format!("{{\"v\":1,\"at\":\"2026-11-27T09:{number:02}:{second:02}Z\",{rest}}}")).unwrap();
        };
        record(0, r#""event":"started","scenario":"E03""#);
        // Torn by a crash, and a line of a newer program.
        host.append_line(journal, "{\"v\":1,\"at\":\"2026-11-2").unwrap();
        host.append_line(journal, r#"{"v":9,"at":"2026-11-27T09:00:00Z","event":"duelled"}"#).unwrap();
        let class =
            Membership { host: "127.0.0.1".into(), port, name: format!("학습자 {number}"), pin: format!("{number:04}"), since: None };
        let mut reached = 0;
        let ended = follow(&host, &Eager, &class, "pack", &mut |_: Status| {
            let wanted = stage.load(Ordering::SeqCst);
            while reached < wanted.min(3) {
                reached += 1;
                for check in [2 * reached, 2 * reached + 1] {
                    record(check, r#""event":"checked","scenario":"E03","score":1,"points":5,"passed":false,"diags":["flow-leaked"]"#);
                }
            }
            wanted < 9
        });
        assert_eq!(ended, Ok(()));
    })
}

/// Strangers: garbage, a line without end, HTTP, silence, a name without its PIN. Each ends in its own way and harms nobody.
fn strangers(port: u16) -> Vec<TcpStream> {
    let connect = || TcpStream::connect(("127.0.0.1", port)).unwrap();
    let told = |line: &[u8]| {
        let mut stream = connect();
        // The host may hang up in the middle of what it does not want.
        let _ = stream.write_all(line);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8(answer).unwrap()
    };
    assert_eq!(told(b"GET / HTTP/1.1\r\nHost: board\r\n\r\n"), "{\"refused\":\"nonsense\"}\n");
    assert_eq!(told(b"\xff\xfe\x00\n"), "{\"refused\":\"nonsense\"}\n");
    assert_eq!(told(&[b'x'; 1 << 20]), "");
    let hello = r#"{"hello":{"v":1,"name":"학습자 7","pin":"9999","stream":"aa","now":"2026-11-27T09:00:00Z","program":"x","pack":"y"}}"#;
    assert_eq!(told(format!("{hello}\n").as_bytes()), "{\"refused\":\"name-taken\"}\n");
    // They say nothing, or half a line, and stay.
    (0..30)
        .map(|number| {
            let mut stream = connect();
            stream.write_all(&b"{\"hello\":"[..number % 9]).unwrap();
            stream
        })
        .collect()
}

#[test]
fn forty_learners_strangers_and_a_host_that_is_killed() {
    let home = tempfile::tempdir().unwrap();
    let hosting = Hosting::start(home.path(), 0);
    let stage = Arc::new(AtomicU64::new(1));
    let learners: Vec<_> = (0..40).map(|number| learner(number, hosting.port, &stage)).collect();
    hosting.wait_for(40, 2);
    let silent = strangers(hosting.port);
    stage.store(2, Ordering::SeqCst);
    hosting.wait_for(40, 4);
    let port = hosting.kill();
    // The network is away; the work goes on.
    stage.store(3, Ordering::SeqCst);
    drop(silent);
    let hosting = Hosting::start(home.path(), port);
    hosting.wait_for(40, 6);
    stage.store(9, Ordering::SeqCst);
    learners.into_iter().for_each(|learner| learner.join().unwrap());
    wait_for_results(&home.path().join("kept"));
    hosting.kill();
    let instructor = Learner { home };
    let board = instructor.run(&["class", "board", "kept", "--format", "csv"]);
    assert_eq!(board.out.lines().filter(|line| line.contains(",E03,") && line.contains(",6,")).count(), 40, "{board}");
}

/// Waits until every result that the host keeps holds its seven events.
fn wait_for_results(kept: &Path) {
    let until = std::time::Instant::now() + DEADLINE;
    let whole = || {
        // The host writes its first results a while after it heard of them.
        let Ok(entries) = std::fs::read_dir(kept) else { return false };
        // A file that is being written has a name of its own until it is whole.
        let results = entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "json"));
        let files = results.map(|path| std::fs::read_to_string(path).unwrap_or_default());
        files.filter(|text| text.matches("\"event\":").count() == 7).count() == 40
    };
    while !whole() {
        assert!(std::time::Instant::now() < until, "results are missing in {}", kept.display());
        std::thread::yield_now();
    }
}

#[test]
fn the_command_line_joins_while_the_learner_works() {
    let home = tempfile::tempdir().unwrap();
    let hosting = Hosting::start(home.path(), 0);
    let learner = Learner::new();
    assert_eq!(learner.run(&["start", "E03"]).code, 0);
    let mut command = Command::new(env!("CARGO_BIN_EXE_cofferdam"));
    command.env_clear().env("COFFERDAM_DATA", learner.home.path().join("data")).env("COFFERDAM_CONFIG", learner.home.path().join("config"));
    command.args(["class", "join", &format!("127.0.0.1:{}", hosting.port), "--name", "민지", "--pin", "4821"]);
    let mut joined = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    assert_eq!(learner.run(&["check", "E03"]).code, 1);
    hosting.wait_for(1, 1);
    assert_eq!(learner.run(&["check", "E03"]).code, 1);
    hosting.wait_for(1, 2);
    joined.kill().unwrap();
    joined.wait().unwrap();
    // Another machine without the PIN is told so; the same machine needs none.
    let other = Learner::new();
    let answer = other.run(&["class", "join", &format!("127.0.0.1:{}", hosting.port), "--name", "민지"]);
    assert!(
        answer.code == 3 && answer.err.contains("민지 belongs to somebody else here") && answer.err.contains("Never sent: manifests"),
        "{answer}"
    );
    hosting.kill();
}

#[test]
fn every_diagnostic_has_words_for_the_board() {
    let (mut diags, mut words) = (BTreeSet::new(), BTreeSet::new());
    let tables = source::files("assets/text/en", "ftl");
    for (_, text) in tables.into_iter().filter(|(path, _)| path.ends_with("grade.ftl") || path.ends_with("class.ftl")) {
        for line in text.lines() {
            let id = line.split(" =").next().unwrap_or_default();
            diags.extend(id.strip_prefix("diag-").map(str::to_owned));
            words.extend(id.strip_prefix("class-diag-").map(str::to_owned));
        }
    }
    assert!(diags.len() > 50);
    // `diag-flow-leaked-…` is a variant of the message of `flow-leaked`.
    let has_words = |diag: &&String| words.iter().any(|known| *known == **diag || diag.starts_with(&format!("{known}-")));
    let missing: Vec<_> = diags.iter().filter(|diag| !has_words(diag)).collect();
    assert!(missing.is_empty(), "no `class-diag-…` for {missing:?}");
    let unused: Vec<_> =
        words.iter().filter(|word| !diags.iter().any(|diag| diag == *word || diag.starts_with(&format!("{word}-")))).collect();
    assert!(unused.is_empty(), "no such diagnostic: {unused:?}");
}
