//! Words of the domain in the learner's language.

use super::session::Session;
use crate::assess::Prediction;
use crate::probe::Class;

/// What an answer means, in a word or two.
pub fn class(class: &Class, session: &Session) -> String {
    let id = match class {
        Class::Name(text) | Class::Waiting(text) | Class::Ended(text) => return text.clone(),
        Class::Ok => "ok",
        Class::NoName => "no-name",
        Class::Erofs => "read-only",
        Class::Eacces => "denied",
        Class::Eperm => "not-permitted",
        Class::NotFound => "not-found",
        Class::Open => "open",
        Class::Timeout => "blocked",
        Class::Refused => "refused",
        Class::DnsFail => "no-dns",
        Class::Pulled => "pulled",
        Class::Present => "present",
        Class::Unauthorized => "unauthorized",
        Class::ImageNotFound => "no-image",
        Class::NeverPull => "never-pull",
        Class::InvalidImageName => "invalid-name",
        Class::Unreachable => "unreachable",
        Class::Running => "running",
        Class::Absent => "absent",
        Class::Other => "other",
        Class::NotSimulated => "not-simulated",
    };
    session.text(&format!("tui-class-{id}"))
}

/// What a prediction says now.
pub fn now(prediction: &Prediction, session: &Session) -> String {
    match (prediction.open, prediction.printed()) {
        (Some(open), _) => open_flows(open.now, session),
        (None, Some(printed)) => printed.to_owned(),
        (None, None) => class(&prediction.now.class, session),
    }
}

/// What the task wants of a prediction, `–` when nothing.
pub fn wanted(prediction: &Prediction, session: &Session) -> String {
    match (prediction.open, &prediction.wanted) {
        (Some(open), _) => open_flows(open.wanted, session),
        // What it prints is the answer; that it works is not worth a word.
        (None, Some(Class::Ok)) if prediction.printed().is_some() => "–".to_owned(),
        (None, Some(wanted)) => class(wanted, session),
        (None, None) => "–".to_owned(),
    }
}

/// What a prediction asks: a command as it stands, or in words what is no command.
pub fn label(prediction: &Prediction, session: &Session) -> String {
    match prediction.label.as_str() {
        "" => session.text("tui-all-flows"),
        "pull" => session.text("tui-asks-pull"),
        "start" => session.text("tui-asks-start"),
        "ready" => session.text("tui-asks-ready"),
        command => command.to_owned(),
    }
}

fn open_flows(count: usize, session: &Session) -> String {
    session.format("tui-open-flows", &[("count", &count.to_string())])
}
