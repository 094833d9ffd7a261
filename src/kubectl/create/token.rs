//! `kubectl create token`: a token for a ServiceAccount. It has the form and the claims of a real one; its signature is none.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::kubectl::failure::Failure;
use crate::kubectl::flags::duration;
use crate::kubectl::kind::Kind;
use crate::kubectl::output::Format;
use crate::kubectl::session::Session;
use crate::simulate::uid_of;

/// Kinds that a token can be bound to.
const KINDS: [&str; 3] = ["Node", "Pod", "Secret"];
/// Who accepts tokens when nobody else is named (kubeadm's API server).
const AUDIENCE: &str = "https://kubernetes.default.svc.cluster.local";

pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    let [name] = words.as_slice() else {
        return Err(Failure::usage(session.path, format!("exactly one NAME is required, got {}", words.len())));
    };
    let seconds = session.flags.get("duration").and_then(duration).unwrap_or(0.0);
    if seconds < 0.0 {
        return Err(Failure::error("--duration must be greater than or equal to 0"));
    }
    if seconds.fract() != 0.0 {
        return Err(Failure::error("--duration cannot be expressed in units less than seconds"));
    }
    if session.flags.all("audience").contains(&"") {
        return Err(Failure::error("--audience must not be an empty string"));
    }
    bound(session)?;
    let refused = |said: String| Failure::error(format!("failed to create token: {said}"));
    let account = Kind::of("ServiceAccount").map(|kind| session.find(kind, name)).transpose();
    let account = account.map_err(|failure| refused(failure.message.replacen("Error from server (NotFound): ", "", 1)))?;
    if seconds > 0.0 && seconds < 600.0 {
        let said = format!(
            " \"\" is invalid: spec.expirationSeconds: Invalid value: {}: may not specify a duration less than 10 minutes",
            seconds as i64
        );
        return Err(refused(format!("TokenRequest.authentication.k8s.io{said}")));
    }
    let lifetime = if seconds > 0.0 { seconds as i64 } else { 3600 };
    let now = session.world.facts.now.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_second);
    let namespace = session.namespace();
    let mut audiences = session.flags.all("audience");
    if audiences.is_empty() {
        audiences.push(AUDIENCE);
    }
    let uid = account.as_ref().and_then(|account| account["metadata"]["uid"].as_str()).unwrap_or_default().to_owned();
    let mut own = json!({"namespace": namespace, "serviceaccount": {"name": name, "uid": uid}});
    if let (Some(kind), Some(to)) = (session.flags.get("bound-object-kind"), session.flags.get("bound-object-name")) {
        let key = uid_of(&format!("{kind}/{namespace}/{to}"));
        own[kind.to_lowercase()] = json!({"name": to, "uid": session.flags.get("bound-object-uid").unwrap_or(&key)});
    }
    let claims = json!({
        "aud": audiences, "exp": now + lifetime, "iat": now, "iss": AUDIENCE, "jti": uid_of(&format!("token/{namespace}/{name}/{now}")),
        "kubernetes.io": own, "nbf": now, "sub": format!("system:serviceaccount:{namespace}:{name}"),
    });
    let header = json!({"alg": "RS256", "kid": "simulated"});
    let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let token = format!("{}.{}.{}", part(&header), part(&claims), URL_SAFE_NO_PAD.encode("no-signature"));
    match session.format()? {
        Format::Table { .. } => session.out.push_str(&token),
        format => {
            let until = jiff::Timestamp::from_second(now + lifetime).map(|time| time.to_string()).unwrap_or_default();
            let answer = json!({
                "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
                "metadata": {"creationTimestamp": session.world.facts.now, "name": name, "namespace": namespace},
                "spec": {"audiences": audiences, "boundObjectRef": null, "expirationSeconds": lifetime},
                "status": {"expirationTimestamp": until, "token": token},
            });
            session.print(&format, &[answer], false)?;
        }
    }
    Ok(())
}

fn bound(session: &Session<'_>) -> Result<(), Failure> {
    let given = |flag: &str| session.flags.get(flag).is_some_and(|value| !value.is_empty());
    if !given("bound-object-kind") {
        for flag in ["bound-object-name", "bound-object-uid"] {
            if given(flag) {
                return Err(Failure::error(format!("--{flag} can only be set if --bound-object-kind is provided")));
            }
        }
        return Ok(());
    }
    if !session.flags.get("bound-object-kind").is_some_and(|kind| KINDS.contains(&kind)) {
        return Err(Failure::error(format!("supported --bound-object-kind values are {}", KINDS.join(", "))));
    }
    if !given("bound-object-name") {
        return Err(Failure::error("--bound-object-name is required if --bound-object-kind is provided"));
    }
    Ok(())
}
