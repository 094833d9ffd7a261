//! `kubectl create secret` and `kubectl create configmap`: data from words and files.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::kubectl::failure::Failure;
use crate::kubectl::session::Session;
use crate::object::key_pair;

/// Keys and texts of `--from-literal`, `--from-file` and `--from-env-file`.
fn data(session: &Session<'_>, config_map: Option<&str>) -> Result<Vec<(String, String)>, Failure> {
    let flags = &session.flags;
    if flags.has("from-env-file") && (flags.has("from-file") || flags.has("from-literal")) {
        return Err(Failure::error("from-env-file cannot be combined with from-file or from-literal"));
    }
    let mut data: Vec<(String, String)> = Vec::new();
    let mut add = |key: &str, text: String| {
        let wrong = crate::rules::format::config_key(key);
        if !wrong.is_empty() {
            return Err(Failure::error(match config_map {
                Some(_) => format!("{key:?} is not a valid key name for a ConfigMap: {}", wrong.join(",")),
                None => format!("{key:?} is not valid key name for a Secret {}", wrong.join(";")),
            }));
        }
        if data.iter().any(|(own, _)| own == key) {
            return Err(Failure::error(match config_map {
                Some(name) => {
                    format!("cannot add key {key:?}, another key by that name already exists in Data for ConfigMap {name:?}")
                }
                None => format!("cannot add key {key}, another key by that name already exists"),
            }));
        }
        data.push((key.to_owned(), text));
        Ok(())
    };
    let open = |path: &str| {
        let bare = path.strip_prefix("./").unwrap_or(path);
        let file = session.files.iter().find(|file| file.name() == bare);
        file.map(|file| file.text().to_owned()).ok_or_else(|| Failure::error(format!("error reading {path}: no such file or directory")))
    };
    for source in flags.all("from-file") {
        if source.matches('=').count() > 1 {
            return Err(Failure::error("key names or file paths cannot contain '='"));
        }
        let (key, path) = source.split_once('=').unwrap_or((source.rsplit('/').next().unwrap_or(source), source));
        add(key, open(path)?)?;
    }
    for source in flags.all("from-env-file") {
        for line in open(source)?.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            // A name alone takes its value from the environment of kubectl, which has none here.
            let (key, text) = line.split_once('=').unwrap_or((line, ""));
            let wrong = env_file_key(key);
            if !wrong.is_empty() {
                return Err(Failure::error(format!("{key:?} is not a valid key name: {wrong}")));
            }
            add(key, text.to_owned())?;
        }
    }
    for literal in flags.all("from-literal") {
        match literal.split_once('=').filter(|(key, _)| !key.is_empty()) {
            Some((key, text)) => add(key, text.to_owned())?,
            None => return Err(Failure::error(format!("invalid literal source {literal}, expected key=value"))),
        }
    }
    Ok(data)
}

/// What is wrong with a name in an env file (apimachinery `pkg/util/validation` IsEnvVarName).
fn env_file_key(key: &str) -> String {
    let fits = |(at, c): (usize, char)| c.is_ascii_alphabetic() || "-._".contains(c) || at > 0 && c.is_ascii_digit();
    match !key.is_empty() && key.chars().enumerate().all(fits) {
        true => String::new(),
        false => "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with \
                  a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')"
            .into(),
    }
}

fn secret(name: &str, kind: Option<&str>, data: Vec<(String, String)>) -> Value {
    let mut object = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}});
    if let Some(kind) = kind.filter(|kind| !kind.is_empty()) {
        object["type"] = kind.into();
    }
    if !data.is_empty() {
        object["data"] = data.into_iter().map(|(key, text)| (key, Value::String(STANDARD.encode(text)))).collect::<Map<_, _>>().into();
    }
    object
}

pub(super) fn generic(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    Ok(secret(name, session.flags.get("type"), data(session, None)?))
}

pub(super) fn docker(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    const KEY: &str = ".dockerconfigjson";
    const TYPE: Option<&str> = Some("kubernetes.io/dockerconfigjson");
    let flags = &session.flags;
    if flags.has("from-file") {
        let mut data = data(session, None)?;
        if let [(key, _)] = data.as_mut_slice() {
            KEY.clone_into(key);
        }
        return Ok(secret(name, TYPE, data));
    }
    let server = flags.get("docker-server").unwrap_or("https://index.docker.io/v1/");
    let given = |flag: &str| flags.get(flag).filter(|text| !text.is_empty());
    let (Some(user), Some(password), false) = (given("docker-username"), given("docker-password"), server.is_empty()) else {
        return Err(Failure::error(
            "either --from-file or the combination of --docker-username, --docker-password and --docker-server is required",
        ));
    };
    let mut entry = Map::new();
    let mut put = |key: &str, text: String| {
        if !text.is_empty() {
            entry.insert(key.to_owned(), text.into());
        }
    };
    put("username", user.to_owned());
    put("password", password.to_owned());
    put("email", flags.get("docker-email").unwrap_or_default().to_owned());
    put("auth", STANDARD.encode(format!("{user}:{password}")));
    let config = json!({"auths": {server: entry}});
    Ok(secret(name, TYPE, vec![(KEY.to_owned(), config.to_string())]))
}

pub(super) fn tls(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    let given = |flag: &str| session.flags.get(flag).filter(|path| !path.is_empty());
    let (Some(cert), Some(key)) = (given("cert"), given("key")) else {
        return Err(Failure::error("key and cert must be specified"));
    };
    let open = |path: &str| {
        let file = session.files.iter().find(|file| file.name() == path.trim_start_matches("./"));
        file.map(|file| file.text().to_owned())
            .ok_or_else(|| Failure::error(format!("Cannot read file {path}, open {path}: no such file or directory")))
    };
    let (cert, key) = (open(cert)?, open(key)?);
    key_pair::check(cert.as_bytes(), key.as_bytes()).map_err(|error| Failure::error(error.message()))?;
    Ok(secret(name, Some("kubernetes.io/tls"), vec![("tls.crt".into(), cert), ("tls.key".into(), key)]))
}

pub(super) fn config_map(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    let mut object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
    let data = data(session, Some(name))?;
    if !data.is_empty() {
        object["data"] = data.into_iter().map(|(key, text)| (key, Value::String(text))).collect::<Map<_, _>>().into();
    }
    Ok(object)
}
