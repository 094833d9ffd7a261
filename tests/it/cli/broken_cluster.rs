//! A cluster that answers and then does not do what it should: what is told, that it is left clean, and that the offline
//! verdict stands.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use super::{Answer, Learner};

/// What a server does with requests of a method whose path contains a text.
type Fault = (&'static str, &'static str, Option<(u16, &'static str)>);

/// An API server of few words: it takes everything and has nothing, but for its fault; `None` hangs up.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn with(fault: Fault) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                serve(stream, fault, &notes);
            }
        });
        Self { address, asked }
    }

    fn asked(&self, what: &str) -> bool {
        self.asked.lock().unwrap().iter().any(|request| request.contains(what))
    }
}

fn serve(mut stream: TcpStream, (method, part, answer): Fault, notes: &Mutex<Vec<String>>) {
    let Some(request) = request(&stream) else { return };
    notes.lock().unwrap().push(request.clone());
    let (code, body) = match request.starts_with(method) && request.contains(part) {
        true => match answer {
            Some((code, message)) => (code, status(code, "Forbidden", message)),
            None => return,
        },
        false => usual(&request),
    };
    let length = body.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {code} x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
}

/// The request's first two words; its body is read and forgotten.
fn request(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).ok()?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
    }
    reader.take(length).read_to_end(&mut Vec::new()).ok()?;
    Some(first.rsplit_once(' ')?.0.to_owned())
}

fn usual(request: &str) -> (u16, String) {
    const VERSION: &str = r#"{"major":"1","minor":"35","gitVersion":"v1.35.4","gitCommit":"a","gitTreeState":"clean","buildDate":"2026-04-01T00:00:00Z","goVersion":"go1","compiler":"gc","platform":"linux/amd64"}"#;
    let (method, path) = request.split_once(' ').unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    match (method, path) {
        ("GET", "/version") => (200, VERSION.into()),
        ("GET", "/api/v1/namespaces" | "/api/v1/nodes" | "/apis/apps/v1/daemonsets") => (200, r#"{"kind":"List","items":[]}"#.into()),
        ("GET", path) if path.ends_with("/pods") => (200, r#"{"kind":"List","items":[]}"#.into()),
        ("GET", path) if path.ends_with("/serviceaccounts/default") => (200, "{}".into()),
        ("GET", _) => (404, status(404, "NotFound", "not found")),
        _ => (200, "{}".into()),
    }
}

fn status(code: u16, reason: &str, message: &str) -> String {
    format!(r#"{{"kind":"Status","apiVersion":"v1","status":"Failure","message":"{message}","reason":"{reason}","code":{code}}}"#)
}

fn check(server: &Server) -> Answer {
    let learner = Learner::new();
    let kubeconfig = format!(
        "current-context: kind-cofferdam\ncontexts: [{{name: kind-cofferdam, context: {{cluster: c, user: u}}}}]\n\
         clusters: [{{name: c, cluster: {{server: \"{}\"}}}}]\nusers: [{{name: u, user: {{token: t}}}}]\n",
        server.address
    );
    learner.write("config.yaml", &kubeconfig);
    let mut command = learner.command(&["check", "C05", "--cluster"]);
    learner.answer(command.env("KUBECONFIG", learner.home.path().join("config.yaml")))
}

#[test]
fn what_goes_wrong_in_the_middle_is_told_and_taken_away() {
    const QUOTA: &str = "pods x is forbidden: exceeded quota: team, requested: pods=1, used: pods=10, limited: pods=10";
    const WEBHOOK: &str = "admission webhook validate.kyverno.svc denied the request: no privileged Pods here";
    const RIGHTS: &str = "namespaces is forbidden: User u cannot create resource namespaces in API group at the cluster scope";
    const NOBODY: &str = "namespaces is forbidden: User \\\"system:anonymous\\\" cannot list resource namespaces";
    for (fault, wanted, made) in [
        (("POST", "/pods", None), "broke: ", true),
        (("GET", "/serviceaccounts/default", None), "broke: ", true),
        (("POST", "/pods", Some((403, QUOTA))), "exceeded quota: team", true),
        (("POST", "/pods", Some((403, WEBHOOK))), "admission webhook validate.kyverno.svc denied", true),
        (("POST", "/api/v1/namespaces", Some((403, RIGHTS))), "`cofferdam doctor` shows which rights are missing", true),
        (("GET", "/api/v1/namespaces", Some((403, RIGHTS))), "The cluster refused GET /api/v1/namespaces", false),
        (("GET", "/nodes", None), "broke: ", false),
        // Who cannot say whether a Pod is there has not said that it is missing.
        (
            ("GET", "/pods/", Some((504, "the server was unable to return a response in the time allotted"))),
            "The cluster refused GET",
            true,
        ),
        (("GET", "/api/v1/namespaces", Some((403, NOBODY))), "The kubeconfig gives no credentials that", false),
    ] {
        let server = Server::with(fault);
        let answer = check(&server);
        assert_eq!(answer.code, 3, "{fault:?}\n{answer}");
        assert!(answer.err.contains(wanted) && answer.err.contains("The offline verdict stands"), "{fault:?}\n{answer}");
        assert!(!answer.err.contains("gh issue create"), "no bug of ours: {fault:?}\n{answer}");
        assert_eq!(server.asked("DELETE /api/v1/namespaces/cofferdam-c05-"), made, "{fault:?}\n{:?}", server.asked.lock().unwrap());
    }
}
