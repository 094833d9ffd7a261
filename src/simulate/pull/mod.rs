//! Image pull: policy, node cache, credentials, registry, and the events that tell of them.
//!
//! Kubernetes `pkg/kubelet/images/image_manager.go` and `pullmanager`, v1.35.

use super::status::Event;
use super::step;
use crate::probe::{Class, Step};
use crate::world::{CachedImage, Facts, Node, Reference, RuntimeName, World};

mod key;
pub mod keyring;
mod registry;
pub mod secret;

use keyring::{Credential, Ignored};
use registry::Answer;
use secret::PullSecrets;

/// What came of one container's image.
#[derive(Clone, Debug)]
pub struct Pull {
    /// `pulled`, `present`, or what went wrong.
    pub class: Class,
    /// The reference, when the image is there.
    pub image: Option<Reference>,
    /// Reason and message with which the container waits, when it is not.
    pub waiting: Option<(String, String)>,
    /// The Secret whose credential worked, as `namespace/name`.
    pub secret: Option<String>,
    /// Events, in order.
    pub events: Vec<Event>,
    /// Why.
    pub trace: Vec<Step>,
}

/// Everything that decides a pull besides the image.
pub struct Puller<'a> {
    facts: &'a Facts,
    node: &'a Node,
    secrets: &'a PullSecrets,
}

impl<'a> Puller<'a> {
    /// For the Pods of one namespace with these Secrets on this node.
    pub fn new(facts: &'a Facts, node: &'a Node, secrets: &'a PullSecrets) -> Self {
        Self { facts, node, secrets }
    }

    /// Gets it there for a container that is started again: unless its policy asks each time, it has stayed.
    pub fn again(&self, image: &str, policy: Option<&str>) -> Pull {
        let first = self.pull(image, policy);
        let policy = policy.unwrap_or_else(|| Reference::default_pull_policy(image));
        match (&first.waiting, first.image.clone()) {
            (None, Some(reference)) if policy != "Always" => self.present(image, reference, Vec::new()),
            _ => first,
        }
    }

    /// Gets `image` onto the node.
    pub fn pull(&self, image: &str, policy: Option<&str>) -> Pull {
        let policy = policy.unwrap_or_else(|| Reference::default_pull_policy(image));
        let reference = match Reference::parse(image) {
            Ok(reference) => reference,
            Err(error) => return invalid(image, &error),
        };
        let mut trace = vec![
            step(
                "pull-reference",
                &[("image", image), ("registry", &reference.registry), ("path", &reference.path), ("version", reference.version())],
            ),
            step("pull-policy", &[("policy", policy)]),
        ];
        let absent = self.cached(&reference).is_none();
        let lookup = match keyring::lookup(&self.secrets.found, &reference.repository()) {
            Ok(lookup) => lookup,
            // Whether it may be pulled at all is asked before any Secret is read (EnsureImageExists: imagePullPrecheck).
            Err(_) if policy == "Never" && absent => keyring::Lookup::default(),
            Err(error) if policy == "Always" || self.cached(&reference).is_none_or(|cached| cached.pulled.is_some()) => {
                trace.push(step("pull-broken-secret", &[("error", &error)]));
                let events = vec![Event::warning("Failed", format!("Error: {error}"))];
                return Pull { class: Class::Other, image: None, waiting: Some((error.clone(), error)), secret: None, events, trace };
            }
            Err(_) => keyring::Lookup::default(),
        };
        explain_keyring(&lookup, self.secrets, &mut trace);
        if policy != "Always"
            && let Some(cached) = self.cached(&reference)
        {
            if self.may_use(cached, &reference, &lookup.tries) {
                trace.push(step("pull-present", &[("node", &self.node.name)]));
                return self.present(image, reference, trace);
            }
            trace.push(step("pull-present-not-allowed", &[("node", &self.node.name)]));
        }
        if policy == "Never" {
            return never(image, trace);
        }
        self.ask(image, reference, &lookup.tries, trace)
    }

    fn cached(&self, reference: &Reference) -> Option<&CachedImage> {
        let same =
            |own: &Reference| own.registry == reference.registry && own.path == reference.path && own.version() == reference.version();
        let mut images = self.node.images.iter().filter(|cached| reference.may_be(&cached.image));
        images.find(|cached| Reference::parse(&cached.image).is_ok_and(|own| same(&own)))
    }

    /// From 1.35 the kubelet lets a Pod use an image that it pulled itself only with a credential that it recorded
    /// (policy NeverVerifyPreloadedImages); what was loaded onto the node is free to all.
    fn may_use(&self, cached: &CachedImage, _: &Reference, tries: &[Credential]) -> bool {
        let Some(pulled) = cached.pulled.as_ref().filter(|_| self.facts.version.minor >= 35) else { return true };
        let same = |one: &Credential| {
            let secret = pulled.secret.as_deref() == Some(one.secret.as_str());
            let credential =
                pulled.username.as_deref() == Some(one.username.as_str()) && pulled.password.as_deref() == Some(one.password.as_str());
            secret || credential
        };
        pulled.anonymous || tries.iter().any(same)
    }

    fn present(&self, image: &str, reference: Reference, trace: Vec<Step>) -> Pull {
        let rest = if self.facts.version.minor >= 35 { " and can be accessed by the pod" } else { "" };
        let event = Event::normal("Pulled", format!("Container image \"{image}\" already present on machine{rest}"));
        Pull { class: Class::Present, image: Some(reference), waiting: None, secret: None, events: vec![event], trace }
    }

    /// containerd 1.x reads references with an older grammar than the kubelet: a registry in capitals is none to it, nor an address in
    /// brackets.
    fn runtime_refuses(&self, image: &str, reference: &Reference) -> Option<String> {
        let runtime = &self.facts.runtime;
        if runtime.name != RuntimeName::Containerd || !runtime.version.starts_with("1.") {
            return None;
        }
        let registry = reference.registry.as_str();
        let capitals = registry.bytes().any(|b| b.is_ascii_uppercase()) && !registry.contains(['.', ':']);
        let why = match () {
            () if capitals => "invalid reference format: repository name must be lowercase",
            () if registry.starts_with('[') => "invalid reference format",
            () => return None,
        };
        // The kubelet writes the tag that nobody wrote.
        let written = image.rsplit('/').next().unwrap_or(image);
        let tagged = if written.contains([':', '@']) { image.to_owned() } else { format!("{image}:latest") };
        Some(format!("failed to parse image reference \"{tagged}\": {why}"))
    }

    fn ask(&self, image: &str, reference: Reference, tries: &[Credential], mut trace: Vec<Step>) -> Pull {
        let mut events = vec![Event::normal("Pulling", format!("Pulling image \"{image}\""))];
        let refused = self.runtime_refuses(image, &reference);
        let (class, error) = match refused.map_or_else(|| registry::ask(self.facts, &reference, tries), Answer::Refused) {
            Answer::Pulled(user) => {
                let size = crate::world::Image::find(self.facts, &reference).and_then(|image| image.size).unwrap_or(0);
                let message = format!("Successfully pulled image \"{image}\" in 1s (1s including waiting). Image size: {size} bytes.");
                events.push(Event::normal("Pulled", message));
                let secret = user.and_then(|at| tries.get(at)).map(|one| one.secret.clone());
                trace.push(match &secret {
                    Some(secret) => step("pull-pulled-with", &[("secret", secret)]),
                    None => step("pull-pulled", &[("registry", &reference.registry)]),
                });
                return Pull { class: Class::Pulled, image: Some(reference), waiting: None, secret, events, trace };
            }
            Answer::Refused(error) => (Class::Other, error),
            Answer::Unauthorized(error) => (Class::Unauthorized, error),
            Answer::NotFound(error) => (Class::ImageNotFound, error),
            Answer::Unreachable(error) => (Class::Unreachable, error),
        };
        let id = match (&class, tries.is_empty()) {
            (Class::Unauthorized, true) => "pull-unauthorized-anonymous",
            (Class::Unauthorized, false) => "pull-unauthorized",
            (Class::ImageNotFound, _) => "pull-not-found",
            (Class::Other, _) => "pull-runtime-refuses",
            _ => "pull-unreachable",
        };
        trace.push(step(id, &[("registry", &reference.registry), ("image", image)]));
        events.push(Event::warning("Failed", format!("Failed to pull image \"{image}\": {error}")));
        events.push(Event::warning("Failed", "Error: ErrImagePull"));
        events.push(Event::normal("BackOff", format!("Back-off pulling image \"{image}\"")));
        events.push(Event::warning("Failed", "Error: ImagePullBackOff"));
        Pull { class, image: None, waiting: Some(("ErrImagePull".into(), error)), secret: None, events, trace }
    }
}

fn explain_keyring(lookup: &keyring::Lookup, secrets: &PullSecrets, trace: &mut Vec<Step>) {
    trace.extend(secrets.missing.iter().map(|name| step("pull-secret-missing", &[("secret", name)])));
    trace.extend(
        lookup.tries.iter().map(|one| step("pull-credential", &[("secret", &one.secret), ("key", &one.key), ("username", &one.username)])),
    );
    for one in &lookup.ignored {
        let id = ignored_id(one.reason);
        trace.push(step(id, &[("secret", &one.secret), ("key", one.key.as_deref().unwrap_or(""))]));
    }
}

/// The message of a reason in [`Ignored`].
fn ignored_id(reason: &str) -> &'static str {
    match reason {
        "type" => "ignored-type",
        "data" => "ignored-data",
        "entries" => "ignored-entries",
        "key" => "ignored-key",
        "port" => "ignored-port",
        "host" => "ignored-host",
        "missing" => "ignored-missing",
        _ => "ignored-path",
    }
}

fn invalid(image: &str, error: &str) -> Pull {
    let message = format!("Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": {error}");
    let events = vec![Event::warning("InspectFailed", message.clone()), Event::warning("Failed", "Error: InvalidImageName")];
    let trace = vec![step("pull-invalid-name", &[("image", image), ("error", error)])];
    let waiting = Some(("InvalidImageName".into(), message));
    Pull { class: Class::InvalidImageName, image: None, waiting, secret: None, events, trace }
}

fn never(image: &str, mut trace: Vec<Step>) -> Pull {
    let message = format!("Container image \"{image}\" is not present with pull policy of Never");
    let events = vec![Event::warning("ErrImageNeverPull", message.clone()), Event::warning("Failed", "Error: ErrImageNeverPull")];
    trace.push(step("pull-never", &[("image", image)]));
    Pull { class: Class::NeverPull, image: None, waiting: Some(("ErrImageNeverPull".into(), message)), secret: None, events, trace }
}

/// The answer of `cofferdam credentials`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The credentials that would be tried, in order.
    pub tries: Vec<Credential>,
    /// Secrets and entries that would not be, each with a message of `simulate.ftl` and its arguments.
    pub ignored: Vec<(Ignored, Step)>,
    /// Why none can be tried at all: no valid image name, or a Secret that does not decode.
    pub error: Option<String>,
}

/// Which credentials the kubelet would try for `image` in `namespace`: for the Pod `pod`, or, without one, if a Pod
/// named every Secret of the namespace.
pub fn credentials(world: &World, image: &str, namespace: &str, pod: Option<&str>) -> Credentials {
    let reference = match Reference::parse(image) {
        Ok(reference) => reference,
        Err(error) => {
            return Credentials { error: Some(format!("couldn't parse image name \"{image}\": {error}")), ..Credentials::default() };
        }
    };
    let secrets = match pod.and_then(|name| super::workload::find(world, namespace, name)) {
        Some(pod) => secret::of_pod(world, namespace, pod.spec()),
        None if pod.is_some() => PullSecrets::default(),
        None => all(world, namespace),
    };
    let lookup = match keyring::lookup(&secrets.found, &reference.repository()) {
        Ok(lookup) => lookup,
        Err(error) => return Credentials { error: Some(error), ..Credentials::default() },
    };
    let missing = secrets.missing.into_iter().map(|name| Ignored { secret: format!("{namespace}/{name}"), key: None, reason: "missing" });
    let ignored = missing.chain(lookup.ignored).map(|one| {
        let said = step(ignored_id(one.reason), &[("secret", &one.secret), ("key", one.key.as_deref().unwrap_or(""))]);
        (one, said)
    });
    Credentials { tries: lookup.tries, ignored: ignored.collect(), error: None }
}

fn all(world: &World, namespace: &str) -> PullSecrets {
    let here = world.store.of_kind("Secret").filter(|object| object.namespace.as_deref() == Some(namespace));
    PullSecrets { found: here.map(secret::read).collect(), missing: Vec::new() }
}
