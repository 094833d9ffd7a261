//! What a registry answers.

use super::keyring::Credential;
use crate::world::{Facts, Image, Reference, Registry, catalogue, catalogue_for};

/// A registry's answer to a pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The image, thanks to this credential (by its place in the list), or without any.
    Pulled(Option<usize>),
    /// It wants a user, or another.
    Unauthorized(String),
    /// It has no such image.
    NotFound(String),
    /// Nobody answers.
    Unreachable(String),
    /// The runtime does not even ask.
    Refused(String),
}

/// Asks the registry of `reference`. Without credentials once, anonymously; with credentials each in turn until one
/// works, and anonymously no more (Kubernetes `pkg/kubelet/kuberuntime/kuberuntime_image.go` PullImage).
pub fn ask(facts: &Facts, reference: &Reference, credentials: &[Credential]) -> Answer {
    let full = pulled_name(reference);
    let failed = format!("failed to pull and unpack image \"{full}\": failed to resolve reference \"{full}\": ");
    let registry = match find(facts, reference) {
        Ok(registry) => registry,
        Err(cause) => return Answer::Unreachable(format!("{failed}{cause}")),
    };
    let (has, private) = match &registry {
        Found::Listed(registry) => holds(registry, reference),
        Found::Public => (is_public(facts, reference), false),
    };
    let unauthorized = || {
        Answer::Unauthorized(match registry {
            Found::Public => format!(
                "{failed}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"
            ),
            Found::Listed(_) => format!(
                "{failed}pulling from host {} failed with status code [manifests {}]: 401 Unauthorized",
                reference.registry,
                reference.version()
            ),
        })
    };
    let found = |user: Option<usize>| match has {
        Known::Yes => Answer::Pulled(user),
        Known::NoRepository if matches!(registry, Found::Public) => unauthorized(),
        Known::NoTag | Known::NoRepository => Answer::NotFound(format!("rpc error: code = NotFound desc = {failed}{full}: not found")),
    };
    if credentials.is_empty() {
        return if private { unauthorized() } else { found(None) };
    }
    let mut refused = Vec::new();
    for (at, credential) in credentials.iter().enumerate() {
        match if registry.knows(credential) { found(Some(at)) } else { unauthorized() } {
            Answer::Pulled(user) => return Answer::Pulled(user),
            other => refused.push(other),
        }
    }
    aggregate(refused)
}

/// What is left of several refusals: each sentence once, in brackets if there is more than one (apimachinery `util/errors` NewAggregate).
fn aggregate(refused: Vec<Answer>) -> Answer {
    let mut said: Vec<String> = Vec::new();
    let mut not_found = false;
    for answer in refused {
        not_found |= matches!(answer, Answer::NotFound(_));
        if let Answer::NotFound(text) | Answer::Unauthorized(text) = answer
            && !said.contains(&text)
        {
            said.push(text);
        }
    }
    let text = if said.len() == 1 { said.remove(0) } else { format!("[{}]", said.join(", ")) };
    if not_found { Answer::NotFound(text) } else { Answer::Unauthorized(text) }
}

/// What the runtime calls the image: the digest alone when there is one.
fn pulled_name(reference: &Reference) -> String {
    match &reference.digest {
        Some(digest) => format!("{}@{digest}", reference.repository()),
        None => reference.to_string(),
    }
}

enum Found<'a> {
    Listed(&'a Registry),
    /// Docker Hub and the other public registries, as far as `assets/images.yaml` knows them.
    Public,
}

impl Found<'_> {
    fn knows(&self, credential: &Credential) -> bool {
        match self {
            Found::Listed(registry) if registry.users.is_empty() && !registry.private => true,
            Found::Listed(registry) => registry.users.get(&credential.username) == Some(&credential.password),
            Found::Public => false,
        }
    }
}

enum Known {
    Yes,
    NoTag,
    NoRepository,
}

/// The registry that answers for `reference`, or the network's words when none does.
fn find<'a>(facts: &'a Facts, reference: &Reference) -> Result<Found<'a>, String> {
    let names = |registry: &'a Registry| std::iter::once(&registry.host).chain(&registry.aliases);
    let host = reference.registry.as_str();
    let scheme = |insecure: bool| if insecure || is_local(host) { "http" } else { "https" };
    let endpoint = if host == "docker.io" { "registry-1.docker.io" } else { host };
    let request = |insecure: bool, cause: String| {
        let url = format!("{}://{endpoint}/v2/{}/manifests/{}", scheme(insecure), reference.path, reference.version());
        Err(format!("failed to do request: Head \"{url}\": {cause}"))
    };
    let listed = facts.registries.iter().find(|registry| names(registry).any(|name| name == host));
    if let Some(registry) = listed {
        return match (registry.reachable, registry.address) {
            (true, _) => Ok(Found::Listed(registry)),
            (false, Some(address)) => {
                request(registry.insecure, format!("dial tcp {address}:{}: i/o timeout", port_of(host, registry.insecure)))
            }
            (false, None) => request(registry.insecure, format!("dial tcp: lookup {}: i/o timeout", bare(endpoint))),
        };
    }
    // DNS does not mind capitals, containerd's settings of a host do: it speaks TLS to a registry that has none.
    let same = |registry: &&'a Registry| names(registry).any(|name| name.eq_ignore_ascii_case(host)) && registry.reachable;
    if let Some(registry) = facts.registries.iter().find(same) {
        return match registry.insecure {
            true => request(false, "http: server gave HTTP response to HTTPS client".into()),
            false => Ok(Found::Listed(registry)),
        };
    }
    if facts.internet && catalogue().flat_map(|image| &image.names).any(|name| Reference::parse(name).is_ok_and(|own| own.registry == host))
    {
        return Ok(Found::Public);
    }
    let refused = |address: String| format!("dial tcp {address}:{}: connect: connection refused", port_of(host, is_local(host)));
    if is_local(host) {
        return request(true, refused("127.0.0.1".into()));
    }
    // A name that the nodes know, at another port than its registry's.
    let neighbour = facts.registries.iter().find(|registry| names(registry).any(|name| bare(name) == bare(host)));
    match neighbour.and_then(|registry| registry.address) {
        Some(address) => request(false, refused(address.to_string())),
        None if facts.internet => request(false, format!("dial tcp: lookup {}: no such host", bare(endpoint))),
        None => request(false, format!("dial tcp: lookup {}: i/o timeout", bare(endpoint))),
    }
}

fn is_local(host: &str) -> bool {
    matches!(bare(host), "localhost" | "127.0.0.1")
}

fn bare(host: &str) -> &str {
    host.split(':').next().unwrap_or(host)
}

fn port_of(host: &str, insecure: bool) -> &str {
    host.split_once(':').map_or(if insecure { "80" } else { "443" }, |(_, port)| port)
}

fn holds(registry: &Registry, reference: &Reference) -> (Known, bool) {
    match registry.repositories.get(&reference.path) {
        Some(repository) => {
            let known = if repository.tags.iter().any(|tag| tag == reference.version()) { Known::Yes } else { Known::NoTag };
            (known, repository.private.unwrap_or(registry.private))
        }
        None => (Known::NoRepository, registry.private),
    }
}

fn is_public(facts: &Facts, reference: &Reference) -> Known {
    if Image::find(facts, reference).is_some() {
        return Known::Yes;
    }
    let same = |name: &String| Reference::parse(name).is_ok_and(|own| own.repository() == reference.repository());
    let repository = catalogue_for(reference).chain(&facts.images).flat_map(|image| &image.names).any(same);
    if repository { Known::NoTag } else { Known::NoRepository }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worlds 9-5 and 9-15 of `tests/live/random`: the registry knows one of two users, and has no such tag.
    #[test]
    fn every_credentials_refusal_is_told_once() {
        let not_found = || Answer::NotFound("no tag".into());
        let denied = || Answer::Unauthorized("denied".into());
        assert_eq!(aggregate(vec![not_found(), denied(), not_found()]), Answer::NotFound("[no tag, denied]".into()));
        assert_eq!(aggregate(vec![denied(), denied()]), denied());
        assert_eq!(aggregate(vec![not_found()]), not_found());
    }
}
