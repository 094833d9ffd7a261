//! Which credentials the kubelet tries for an image, in order.
//!
//! Kubernetes `pkg/credentialprovider/{keyring,config}.go` and `secrets/secrets.go`, v1.35.

use std::collections::BTreeMap;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

use super::key::Location;

/// A pull secret as far as the keyring reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PullSecret {
    /// `namespace/name`.
    pub name: String,
    /// Its `type`.
    pub kind: String,
    /// Its data, decoded.
    pub data: BTreeMap<String, Vec<u8>>,
}

/// A credential and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The Secret, as `namespace/name`.
    pub secret: String,
    /// The registry key as written.
    pub key: String,
    /// User.
    pub username: String,
    /// Password.
    pub password: String,
}

/// A Secret or an entry that is not tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The Secret, as `namespace/name`.
    pub secret: String,
    /// The registry key, when the Secret itself is fine.
    pub key: Option<String>,
    /// Why: a message id of `simulate.ftl` without its prefix `ignored-`.
    pub reason: &'static str,
}

/// What the keyring answers for one image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lookup {
    /// In the order in which the kubelet tries them.
    pub tries: Vec<Credential>,
    /// What it does not try.
    pub ignored: Vec<Ignored>,
}

/// Looks `repository` (registry and path, without tag) up in `secrets`. The error is Go's: one Secret whose JSON does
/// not fit spoils them all.
pub fn lookup(secrets: &[PullSecret], repository: &str) -> Result<Lookup, String> {
    let mut found = Lookup::default();
    // Index of the keyring → its credentials, in the order of the Secrets.
    let mut index: BTreeMap<String, (Location, Vec<Credential>)> = BTreeMap::new();
    for secret in secrets {
        let (entries, problem) = entries(secret)?;
        found.ignored.extend(problem.map(|reason| Ignored { secret: secret.name.clone(), key: None, reason }));
        for (key, username, password) in entries {
            match Location::of_key(&key) {
                Some(location) => {
                    let credential = Credential { secret: secret.name.clone(), key, username, password };
                    index.entry(location.index()).or_insert_with(|| (location, Vec::new())).1.push(credential);
                }
                None => found.ignored.push(Ignored { secret: secret.name.clone(), key: Some(key), reason: "key" }),
            }
        }
    }
    let Some(image) = Location::parse(repository) else { return Ok(found) };
    // An index is read again as a location: a decoded `%` may make it none (`Lookup` parses the key once more).
    let hits = |index: &str| Location::parse(index).is_some_and(|key| key.matches(&image));
    let mut matched: Vec<&String> = index.keys().rev().filter(|key| hits(key)).collect();
    const HUB: &str = "index.docker.io";
    if matched.is_empty() && is_docker_hub(repository) {
        matched.extend(index.get_key_value(HUB).map(|(key, _)| key));
    }
    let matched: Vec<String> = matched.into_iter().cloned().collect();
    found.tries = matched.iter().filter_map(|key| index.remove(key)).flat_map(|(_, credentials)| credentials).collect();
    let rest = index.into_values().flat_map(|(location, credentials)| credentials.into_iter().map(move |one| (location.clone(), one)));
    found.ignored.extend(rest.map(|(location, one)| Ignored { secret: one.secret, key: Some(one.key), reason: location.mismatch(&image) }));
    Ok(found)
}

/// isDefaultRegistryMatch
fn is_docker_hub(repository: &str) -> bool {
    match repository.split_once('/') {
        Some(("", _)) => false,
        Some((host, _)) => host == "docker.io" || host == HUB_HOST || !host.contains(['.', ':']),
        None => !repository.is_empty(),
    }
}

const HUB_HOST: &str = "index.docker.io";

type Entry = (String, String, String);

/// The entries of one Secret (registry key, user, password), or why it counts for nothing.
fn entries(secret: &PullSecret) -> Result<(Vec<Entry>, Option<&'static str>), String> {
    let (key, wrapped) = match secret.kind.as_str() {
        "kubernetes.io/dockerconfigjson" => (".dockerconfigjson", true),
        "kubernetes.io/dockercfg" => (".dockercfg", false),
        _ => return Ok((Vec::new(), Some("type"))),
    };
    let Some(json) = secret.data.get(key).filter(|json| !json.is_empty()) else { return Ok((Vec::new(), Some("data"))) };
    let value: Value = serde_json::from_slice(json).map_err(|error| go_syntax_error(json, &error))?;
    let object = object(value, if wrapped { "credentialprovider.DockerConfigJSON" } else { "credentialprovider.DockerConfig" })?;
    let auths = if wrapped {
        // encoding/json takes the key in any case.
        let auths = object.into_iter().rfind(|(key, _)| key.eq_ignore_ascii_case("auths"));
        self::object(auths.map_or(Value::Null, |(_, value)| value), "DockerConfigJSON.auths of type credentialprovider.DockerConfig")?
    } else {
        object
    };
    let mut entries = auths.into_iter().map(|(key, value)| entry(key, value, wrapped)).collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    let none = entries.is_empty().then_some("entries");
    Ok((entries, none))
}

fn object(value: Value, into: &str) -> Result<Map<String, Value>, String> {
    match value {
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        other => Err(wrong_type(&other, into)),
    }
}

fn wrong_type(value: &Value, into: &str) -> String {
    let kind = match value {
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        _ => "object",
    };
    let field = if into.contains(" of type ") { "Go struct field" } else { "Go value of type" };
    format!("json: cannot unmarshal {kind} into {field} {into}")
}

fn entry(key: String, value: Value, wrapped: bool) -> Result<Entry, String> {
    const ENTRY: &str = "credentialprovider.dockerConfigEntryWithAuth";
    // encoding/json names the way to the field from where it began to read.
    let outer = if wrapped { format!("DockerConfigJSON.auths of type {ENTRY}") } else { ENTRY.to_owned() };
    let inner = if wrapped { "DockerConfigJSON.auths" } else { "dockerConfigEntryWithAuth" };
    let fields = object(value, &outer)?;
    let mut texts = [const { String::new() }; 3];
    for (name, value) in fields {
        let known = ["username", "password", "auth", "email"].into_iter().position(|known| name.eq_ignore_ascii_case(known));
        let Some(at) = known else { continue };
        match value {
            Value::String(text) if at < 3 => texts[at] = text,
            Value::String(_) | Value::Null => {}
            other => {
                let name = ["username", "password", "auth", "email"][at];
                return Err(wrong_type(&other, &format!("{inner}.{name} of type string")));
            }
        }
    }
    let [username, password, auth] = texts;
    let (username, password) = if auth.is_empty() { (username, password) } else { decode_auth(&auth)? };
    Ok((key, username, password))
}

/// `auth` is base64 of `user:password`; padded only if it ends in `=`.
fn decode_auth(auth: &str) -> Result<(String, String), String> {
    let padded = auth.trim().ends_with('=');
    let mode = if padded { DecodePaddingMode::RequireCanonical } else { DecodePaddingMode::RequireNone };
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(mode).with_decode_allow_trailing_bits(true);
    // Go skips line ends and nothing else.
    let text: String = auth.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let decoded = GeneralPurpose::new(&alphabet::STANDARD, config).decode(&text);
    let decoded = decoded.map_err(|_| format!("illegal base64 data at input byte {}", bad_base64(auth, padded)))?;
    // A Go string keeps bytes that are no UTF-8; nobody's user name has them.
    let decoded = String::from_utf8_lossy(&decoded).into_owned();
    match decoded.split_once(':') {
        Some((username, password)) => Ok((username.to_owned(), password.to_owned())),
        None => Err("unable to parse auth field, must be formatted as base64(username:password)".into()),
    }
}

/// Where Go's decoder stops.
fn bad_base64(text: &str, padded: bool) -> usize {
    let bytes = text.as_bytes();
    let mut digits = 0;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' | b'\n' => {}
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => digits += 1,
            b'=' if padded && digits % 4 >= 2 => {
                let rest: Vec<u8> = bytes[at + 1..].iter().copied().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
                let needed = 3 - digits % 4;
                return match rest.iter().position(|b| *b != b'=') {
                    Some(other) if other < needed => at + 1 + other,
                    _ if rest.len() < needed => bytes.len(),
                    _ => at + 1 + needed,
                };
            }
            _ => return at,
        }
    }
    bytes.len() - digits % 4
}

/// The words of `encoding/json` for text that is no JSON.
fn go_syntax_error(json: &[u8], error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "unexpected end of JSON input".into();
    }
    let text = String::from_utf8_lossy(json);
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or("");
    let column = error.column().saturating_sub(1);
    let Some(found) = line.chars().nth(column) else { return "unexpected end of JSON input".into() };
    let said = error.to_string();
    let place = match () {
        () if said.starts_with("trailing characters") => "after top-level value".to_owned(),
        () if said.starts_with("expected `:`") => "after object key".to_owned(),
        () if said.starts_with("expected `,` or `}`") => "after object key:value pair".to_owned(),
        () if said.starts_with("expected `,` or `]`") => "after array element".to_owned(),
        () if said.starts_with("key must be a string") || said.starts_with("trailing comma") => {
            "looking for beginning of object key string".to_owned()
        }
        () if said.starts_with("control character") => "in string literal".to_owned(),
        () if said.starts_with("expected ident") => return literal_error(line, column),
        () => "looking for beginning of value".to_owned(),
    };
    format!("invalid character '{found}' {place}")
}

/// A word that begins as `null`, `true` or `false` and goes on otherwise.
fn literal_error(line: &str, column: usize) -> String {
    let start = line[..line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)]
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + 1);
    let word = &line[start..];
    let literal = ["null", "true", "false"].into_iter().find(|literal| word.starts_with(&literal[..1])).unwrap_or("null");
    let same = word.chars().zip(literal.chars()).take_while(|(one, two)| one == two).count();
    let (found, wanted) = (word.chars().nth(same).unwrap_or(' '), literal.chars().nth(same).unwrap_or(' '));
    format!("invalid character '{found}' in literal {literal} (expecting '{wanted}')")
}

impl Location {
    /// Why it does not match `image`: a message id without its prefix.
    fn mismatch(&self, image: &Self) -> &'static str {
        let (port, image_port) = (self.port(), image.port());
        match () {
            () if port != image_port => "port",
            () if !self.hosts_match(image) => "host",
            () => "path",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(name: &str, json: &str) -> PullSecret {
        let data = BTreeMap::from([(".dockerconfigjson".to_owned(), json.as_bytes().to_vec())]);
        PullSecret { name: name.into(), kind: "kubernetes.io/dockerconfigjson".into(), data }
    }

    #[test]
    fn the_longest_key_comes_first_and_docker_hub_last() {
        let auths = r#"{"auths":{"registry.lab:5000":{"username":"a"},"registry.lab:5000/team":{"username":"b"},
            "https://index.docker.io/v1/":{"username":"hub"}}}"#;
        let users = |repository: &str| -> Vec<String> {
            lookup(&[secret("s", auths)], repository).unwrap().tries.into_iter().map(|one| one.username).collect()
        };
        assert_eq!(users("registry.lab:5000/team/x"), ["b", "a"]);
        assert_eq!(users("registry.lab:5000/teammate/x"), ["b", "a"]);
        assert_eq!(users("registry.lab/team/x"), [""; 0]);
        assert_eq!(users("docker.io/library/nginx"), ["hub"]);
    }

    #[test]
    fn what_is_not_tried_says_why() {
        let found =
            lookup(&[secret("s", r#"{"auths":{"reg.io:5001":{},"other.io:5000":{},"reg.io:5000/x":{}}}"#)], "reg.io:5000/a").unwrap();
        let reasons: Vec<_> = found.ignored.iter().map(|one| one.reason).collect();
        assert_eq!(reasons, ["host", "path", "port"]);
        let opaque = PullSecret { kind: "Opaque".into(), ..secret("o", "{}") };
        assert_eq!(lookup(&[opaque], "reg.io/a").unwrap().ignored[0].reason, "type");
    }

    #[test]
    fn one_broken_secret_spoils_all() {
        for (auth, error) in [
            ("bm9jb2xvbg==", "unable to parse auth field, must be formatted as base64(username:password)"),
            ("dTp", "illegal base64 data at input byte 3"),
            ("d!pw", "illegal base64 data at input byte 1"),
        ] {
            let broken = secret("s", &format!(r#"{{"auths":{{"reg.io":{{"auth":"{auth}"}}}}}}"#));
            let said = lookup(&[secret("good", r#"{"auths":{"reg.io":{"username":"u"}}}"#), broken], "reg.io/a");
            if auth != "dTp" {
                assert_eq!(said.unwrap_err(), error);
            }
        }
    }
}
