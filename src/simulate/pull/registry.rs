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
    let user = credentials.iter().position(|credential| registry.knows(credential));
    match (credentials.is_empty(), user) {
        (true, _) if private => return unauthorized(),
        (false, None) => return unauthorized(),
        _ => {}
    }
    match has {
        Known::Yes => Answer::Pulled(user),
        Known::NoTag => Answer::NotFound(format!("rpc error: code = NotFound desc = {failed}{full}: not found")),
        Known::NoRepository if matches!(registry, Found::Public) => unauthorized(),
        Known::NoRepository => Answer::NotFound(format!("rpc error: code = NotFound desc = {failed}{full}: not found")),
    }
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
