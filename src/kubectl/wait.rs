//! `kubectl wait` (kubectl v0.35 `pkg/cmd/wait`). What is not so yet may become so as time passes, until the timeout.

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::output::jsonpath;
use super::select::{named, wanted};
use super::session::Session;
use crate::simulate;

/// Runs `kubectl wait`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    if session.flags.on("local") {
        return Err(Failure::not_simulated("kubectl wait --local"));
    }
    let test = Test::of(session.flags.get("for").unwrap_or_default())?;
    let from_files = session.flags.has("filename");
    if session.flags.words.is_empty() && !from_files {
        return Err(session.nothing_named());
    }
    let selects = ["selector", "field-selector"].iter().any(|flag| session.flags.has(flag)) || session.flags.on("all");
    let (found, missing) = if from_files {
        named(session)?
    } else {
        let asked = wanted(&session.flags.words)?;
        if asked.iter().any(|one| one.names.is_empty()) && !selects && !session.flags.on("all-namespaces") {
            return Err(Failure::error("resource(s) were provided, but no name was specified"));
        }
        session.select(&asked)?
    };
    let timeout = session.flags.get("timeout").and_then(super::flags::duration).unwrap_or(30.0);
    let mut left = if timeout < 0.0 { WEEK } else { timeout.min(f64::from(WEEK)) as u32 };
    if matches!(test, Test::Deleted) {
        // What is not there is deleted already; a name that nobody knows counts as such.
        simulate::pass(session.world, if found.is_empty() { 0 } else { left });
        let stays = |(kind, object): &&(&Kind, Value)| {
            let text = |field: &str| object["metadata"][field].as_str();
            super::view::find(session.world, kind, text("namespace"), text("name").unwrap_or_default()).is_some()
        };
        return Failure::several(found.iter().filter(stays).map(|(kind, object)| late(kind, object, timeout)).collect());
    }
    if found.is_empty() && missing.is_empty() {
        return Err(Failure::error("no matching resources found"));
    }
    let mut failures = Vec::new();
    for (kind, object) in found {
        match session.until(&test, kind, object.clone(), &mut left)? {
            Some(object) => {
                let name = super::output::name_of(&object);
                session.report_line(&object, &format!("{name} condition met"))?;
            }
            None => failures.push(late(kind, &object, timeout)),
        }
    }
    if matches!(test, Test::Created) && !missing.is_empty() {
        return Err(Failure::error("timed out waiting for the condition"));
    }
    failures.extend(missing);
    Failure::several(failures)
}

/// A timeout below nothing means this.
const WEEK: u32 = 7 * 24 * 3600;

impl Session<'_> {
    /// The object once the test holds of it, or nothing when the time is over.
    fn until(&mut self, test: &Test, kind: &Kind, mut object: Value, left: &mut u32) -> Result<Option<Value>, Failure> {
        let namespace = object["metadata"]["namespace"].as_str().map(str::to_owned);
        let name = object["metadata"]["name"].as_str().unwrap_or_default().to_owned();
        let mut step = 1;
        loop {
            if test.holds(&object)? {
                return Ok(Some(object));
            }
            if *left == 0 {
                return Ok(None);
            }
            // Closely at first, then in longer steps.
            let seconds = step.min(*left);
            step = (step * 2).min(30.max(*left / 40));
            *left -= seconds;
            simulate::pass(self.world, seconds);
            match super::view::find(self.world, kind, namespace.as_deref(), &name) {
                Some(found) => object = found,
                None => return Ok(None),
            }
        }
    }
}

/// Without time to wait, one look decides.
fn late(kind: &Kind, object: &Value, timeout: f64) -> Failure {
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    let said = if timeout == 0.0 { "condition not met for" } else { "timed out waiting for the condition on" };
    Failure::error(format!("{said} {}/{name}", kind.plural))
}

enum Test {
    Deleted,
    Created,
    Condition(String, String),
    /// A template and, unless any value will do, the value.
    JsonPath(String, Option<String>),
}

impl Test {
    fn of(text: &str) -> Result<Self, Failure> {
        let lower = text.to_lowercase();
        if lower == "delete" {
            return Ok(Self::Deleted);
        }
        if lower == "create" {
            return Ok(Self::Created);
        }
        if let Some(condition) = text.strip_prefix("condition=") {
            let (kind, wanted) = condition.split_once('=').unwrap_or((condition, "true"));
            return Ok(Self::Condition(kind.to_owned(), wanted.to_owned()));
        }
        if let Some(rest) = text.strip_prefix("jsonpath=") {
            return Self::of_path(rest.trim_matches('\''));
        }
        Err(Failure::error(format!("unrecognized condition: {text:?}")))
    }

    /// `{.status.phase}=Running`, or without a value.
    fn of_path(text: &str) -> Result<Self, Failure> {
        let (path, wanted) = match text.rfind("}=") {
            Some(at) => (&text[..=at], Some(text[at + 2..].trim_matches(['\'', '"']))),
            None => match text.split_once('=').filter(|_| !text.contains('{')) {
                Some((path, wanted)) => (path, Some(wanted.trim_matches(['\'', '"']))),
                None => (text, None),
            },
        };
        if path.is_empty() {
            return Err(Failure::error(
                "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
            ));
        }
        if wanted == Some("") {
            return Err(Failure::error(
                "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
            ));
        }
        let relaxed = jsonpath::relaxed_template(path).map_err(Failure::error)?;
        jsonpath::check(&relaxed).map_err(Failure::error)?;
        Ok(Self::JsonPath(relaxed, wanted.map(str::to_owned)))
    }

    fn holds(&self, object: &Value) -> Result<bool, Failure> {
        Ok(match self {
            Test::Deleted => false,
            Test::Created => true,
            Test::Condition(kind, wanted) => {
                let mut all = object["status"]["conditions"].as_array().into_iter().flatten();
                let own = all.find(|own| own["type"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(kind)));
                own.is_some_and(|own| own["status"].as_str().is_some_and(|status| status.eq_ignore_ascii_case(wanted)))
            }
            Test::JsonPath(path, wanted) => {
                let found = jsonpath::values(path, object).map_err(Failure::error)?;
                match (found.as_slice(), wanted) {
                    ([], _) => false,
                    (_, None) => true,
                    ([value], Some(wanted)) => match value {
                        Value::Array(_) | Value::Object(_) => {
                            return Err(Failure::error("jsonpath leads to a nested object or list which is not supported"));
                        }
                        Value::String(text) => text == wanted,
                        other => wanted == &other.to_string(),
                    },
                    (_, Some(_)) => return Err(Failure::error("given jsonpath expression matches more than one value")),
                }
            }
        })
    }
}
