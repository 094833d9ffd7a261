//! Our keyring against the kubelet's own code (`oracle keyring`), on random Secrets: see `tests/oracle/keyring-cases`.
//!
//! `COFFERDAM_KEYRING_CASES=FILE cargo test --test it keyring` judges another recording of the same form.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cofferdam::simulate::{PullSecret, lookup};
use cofferdam::world::Reference;
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    case: Case,
    answer: Answer,
}

#[derive(Deserialize)]
struct Case {
    image: String,
    secrets: Vec<Secret>,
}

#[derive(Deserialize)]
struct Secret {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    data: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Answer {
    repository: Option<String>,
    error: Option<String>,
    creds: Vec<Credential>,
    #[serde(default)]
    unordered: bool,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Credential {
    username: String,
    password: String,
    secret: String,
}

/// What we answer: the credentials in order, or the error.
fn ours(case: &Case) -> Result<(String, Vec<Credential>), String> {
    let reference = Reference::parse(&case.image).map_err(|error| format!("couldn't parse image name {:?}: {error}", case.image))?;
    let secret = |secret: &Secret| PullSecret {
        name: secret.name.clone(),
        kind: secret.kind.clone(),
        data: secret.data.iter().map(|(key, value)| (key.clone(), STANDARD.decode(value).unwrap())).collect(),
    };
    let secrets: Vec<_> = case.secrets.iter().map(secret).collect();
    let found = lookup(&secrets, &reference.repository())?;
    let tries = found.tries.into_iter().map(|one| Credential { username: one.username, password: one.password, secret: one.secret });
    Ok((reference.repository(), tries.collect()))
}

#[test]
fn credentials_are_tried_as_the_kubelet_tries_them() {
    let text = match std::env::var("COFFERDAM_KEYRING_CASES") {
        Ok(path) => std::fs::read_to_string(path).unwrap(),
        Err(_) => include_str!("../oracle/keyring.jsonl").to_owned(),
    };
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in text.lines() {
        let Line { case, answer } = serde_json::from_str(line).unwrap();
        count += 1;
        let mut theirs = match &answer.error {
            Some(error) => Err(error.clone()),
            None => Ok((answer.repository.clone().unwrap_or_default(), answer.creds.clone())),
        };
        let mut ours = ours(&case);
        if answer.unordered {
            // Two keys of one Secret mean the same registry: the kubelet's order varies from run to run.
            [&mut ours, &mut theirs].into_iter().flatten().for_each(|(_, creds)| creds.sort());
        }
        if ours != theirs {
            wrong.push(format!("{line}\n  ours {ours:?}"));
        }
    }
    println!("{} of {count} as the kubelet", count - wrong.len());
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong[..wrong.len().min(15)].join("\n"));
}
