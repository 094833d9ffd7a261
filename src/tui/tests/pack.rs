//! A small pack and a judge of its own, so that other rooms' sentences do not change these pictures.

use crate::assess::{Assessment, Open, Prediction};
use crate::content::{Catalogue, Files, Scenario, template};
use crate::diag::{Diagnostic, Fix, Severity, Stage};
use crate::grade::{self, Counterexample, Place, Verdict};
use crate::locale::Sentence;
use crate::probe::{Class, Observation};
use crate::text::{SourceFile, Span, TextEdit};

const LESSON: &str = "# LTITLE\n\nA policy names **Pods** by `labels`. 네트워크폴리시는 레이블로 파드를 고릅니다.\n\n```yaml\nkind: NetworkPolicy # it\n```\n\n\
> [!EXAM]\n> Copy it from the docs.\n\n| You see | It means |\n|---|---|\n| `open` | somebody listens |\n\n\
```drill\n- claim: \"An empty `ingress` allows everything.\"\n  answer: false\n  why: \"It allows nothing.\"\n```\n\n- one\n- two\n";

/// Two scenarios of one lesson.
pub fn library() -> Result<Catalogue, String> {
    let mut files = Files::new();
    for (id, title, ko) in [("E01", "Close the database", "데이터베이스를 닫습니다"), ("E02", "Let the API in", "API를 들여보냅니다")]
    {
        for (name, bytes) in template(id) {
            let text = String::from_utf8(bytes.into_owned()).unwrap();
            let text = text.replace("Title (en)", title).replace("Title (ko)", ko);
            let text = text.replace("# Task (en)", "The database accepts *everybody*. Close it with `ingress`.");
            let text = text.replace("# Task (ko)", "데이터베이스가 *모두*를 받아들입니다. `ingress`로 닫습니다.");
            files.insert(name, text.into_bytes().into());
        }
    }
    let yaml = "id: L13\nmodule: 4\ntitle: {en: A first policy, ko: 첫 정책}\nminutes: 6\nscenarios: [E01, E02]\nseeds: []\nmisconceptions: []\nurls: []\n";
    files.insert("lessons/L13/lesson.yaml".into(), yaml.as_bytes().to_vec().into());
    for (tag, title) in [("en", "A first policy"), ("ko", "첫 정책")] {
        files.insert(format!("lessons/L13/{tag}.md"), LESSON.replace("LTITLE", title).into_bytes().into());
    }
    Ok(Catalogue::survey(files).0)
}

/// Refuses `ingres`, wants `ingress`.
pub fn judge(_: &Scenario, files: &[SourceFile]) -> Assessment {
    let file = &files[0];
    let right = file.text().contains("ingress");
    let wrong = file.text().find("ingres:");
    let diagnostics = wrong.map(|at| diagnostic(file, at)).into_iter().collect();
    let class = if right { Class::Timeout } else { Class::Open };
    let predictions = vec![
        Prediction {
            from: "web-pod".into(),
            label: "nc -zv -w 2 db-pod 6379".into(),
            before: Some(Class::Open),
            now: Observation::of(class),
            wanted: Some(Class::Timeout),
            open: None,
        },
        Prediction {
            from: String::new(),
            label: String::new(),
            before: None,
            now: Observation::of(Class::Ok),
            wanted: None,
            open: Some(Open { before: 12, now: if right { 3 } else { 12 }, wanted: 3 }),
        },
    ];
    let verdicts = vec![verdict(file, right)];
    Assessment {
        documents: Vec::new(),
        diagnostics,
        predictions,
        verdicts,
        score: if right { 5 } else { 0 },
        points: 5,
        passed: right,
        lead: (!right).then_some(0),
        ..Assessment::default()
    }
}

fn diagnostic(file: &SourceFile, at: usize) -> Diagnostic {
    let span = Span::new(at, at + "ingres".len());
    Diagnostic {
        rule: "tried",
        stage: Stage::Decode,
        severity: Severity::Error,
        error: None,
        path: "spec.ingres".into(),
        file: file.name().into(),
        document: 1,
        span,
        server: Some("unknown field \"spec.ingres\"".into()),
        args: Vec::new(),
        labels: Vec::new(),
        fixes: vec![Fix { title: "tui-saved", args: Vec::new(), edits: vec![TextEdit { span, text: "ingress".into() }] }],
    }
}

fn verdict(file: &SourceFile, passed: bool) -> Verdict {
    let example = Counterexample {
        src: "default/web-pod".into(),
        dst: "default/db-pod".into(),
        port: 6379,
        protocol: "TCP".into(),
        wanted: "blocked",
        got: "open",
        decided_by: Vec::new(),
    };
    Verdict {
        check: "flows".into(),
        weight: 100,
        stage: grade::Stage::Probe,
        passed,
        skipped: false,
        diag: Some("flow-leaked".into()),
        rule: None,
        asks: Sentence::new("tui-home-title", &[]),
        message: Sentence::new("tui-no-fix", &[]),
        reason: Some(Sentence::new("tui-no-problems", &[])),
        place: Some(Place { file: file.name().into(), line: 1, column: 1, path: "spec".into() }),
        counterexample: Some(example),
        lesson: Some("L13".into()),
        url: None,
    }
}
