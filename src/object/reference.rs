//! Image references: what `nginx`, `myreg:5000/team/web:v1` and `a@sha256:…` mean.
//!
//! The grammar is that of `github.com/distribution/reference` (`regexp.go`, `normalize.go`, `reference.go`),
//! the defaults of the kubelet's `pkg/util/parsers/parsers.go` (v1.35).

use std::fmt;

/// An image reference after normalisation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Registry host with its port, `docker.io` when none is written.
    pub registry: String,
    /// Repository below the registry (`library/nginx`).
    pub path: String,
    /// The tag; `latest` when neither tag nor digest is written.
    pub tag: Option<String>,
    /// The digest with its algorithm (`sha256:…`); it decides when there is a tag too.
    pub digest: Option<String>,
}

impl Reference {
    /// Reads `image` as the kubelet does. The error is the text after `couldn't parse image name "…": `.
    pub fn parse(image: &str) -> Result<Self, String> {
        const INVALID: &str = "invalid reference format";
        if image.len() == 64 && image.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return Err(format!("invalid repository name ({image}), cannot specify 64-byte hexadecimal strings"));
        }
        let (registry, remainder) = split_registry(image);
        let name_end = remainder.find(':').unwrap_or(remainder.len());
        // normalize.go looks at everything before the first colon, a digest's `@sha256` included.
        let remote = &remainder[..name_end];
        if remote.to_lowercase() != remote {
            return Err(format!("{INVALID}: repository name ({remote}) must be lowercase"));
        }
        let mut reference = parse_parts(&registry, &remainder).ok_or(INVALID)?;
        if reference.path.len() > 255 {
            return Err("repository name must not be more than 255 characters".to_owned());
        }
        if let Some(error) = reference.digest.as_deref().and_then(digest_error) {
            return Err(error.to_owned());
        }
        if reference.tag.is_none() && reference.digest.is_none() {
            reference.tag = Some("latest".into());
        }
        Ok(reference)
    }

    /// Registry and repository, what credentials are looked up with (`docker.io/library/nginx`).
    pub fn repository(&self) -> String {
        format!("{}/{}", self.registry, self.path)
    }

    /// Whether `name` can mean the same repository: a quick look before it is parsed.
    pub fn may_be(&self, name: &str) -> bool {
        name.contains(self.path.rsplit('/').next().unwrap_or(&self.path))
    }

    /// The tag, or the digest when there is one: what a registry is asked for.
    pub fn version(&self) -> &str {
        self.digest.as_deref().or(self.tag.as_deref()).unwrap_or("latest")
    }

    /// The pull policy that the API server writes when none is given (Kubernetes
    /// `pkg/apis/core/v1/defaults.go` SetDefaults_Container): it looks at the tag alone.
    pub fn default_pull_policy(image: &str) -> &'static str {
        // Behind the last colon is the tag, if anything is right; most images need no closer look.
        if image.rsplit_once(':').is_some_and(|(name, tag)| tag != "latest" && !tag.contains('/') && !name.contains('@')) {
            return "IfNotPresent";
        }
        match Self::parse(image) {
            Ok(reference) if reference.tag.as_deref() == Some("latest") => "Always",
            _ => "IfNotPresent",
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.registry, self.path)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        self.digest.as_ref().map_or(Ok(()), |digest| write!(f, "@{digest}"))
    }
}

/// The first element is a registry if it holds a `.` or `:`, is `localhost`, or has an upper-case letter.
fn split_registry(image: &str) -> (String, String) {
    let (registry, rest) = match image.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" || first.to_lowercase() != first => (first, rest),
        _ => ("docker.io", image),
    };
    let registry = if registry == "index.docker.io" { "docker.io" } else { registry };
    let rest = if registry == "docker.io" && !rest.contains('/') { format!("library/{rest}") } else { rest.to_owned() };
    (registry.to_owned(), rest)
}

fn parse_parts(registry: &str, remainder: &str) -> Option<Reference> {
    let (rest, digest) = match remainder.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (remainder, None),
    };
    let (path, tag) = match rest.split_once(':') {
        Some((path, tag)) => (path, Some(tag)),
        None => (rest, None),
    };
    let fits = is_host(registry) && path.split('/').all(is_component) && tag.is_none_or(is_tag) && digest.is_none_or(is_digest);
    fits.then(|| Reference { registry: registry.into(), path: path.into(), tag: tag.map(Into::into), digest: digest.map(Into::into) })
}

fn is_host(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => {
            let hex = !address.is_empty() && address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':');
            return hex && (port.is_empty() || port.strip_prefix(':').is_some_and(is_number));
        }
        None => host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port))),
    };
    let label = |label: &str| {
        let edge = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = label.as_bytes();
        edge(bytes.first()) && edge(bytes.last()) && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    };
    name.split('.').all(label) && port.is_none_or(is_number)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `[a-z0-9]+` parts joined by `.`, `_`, `__` or any number of `-`.
fn is_component(component: &str) -> bool {
    let bytes = component.as_bytes();
    let part = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    if !part(*first) || !part(*last) {
        return false;
    }
    bytes
        .split(|b| part(*b))
        .filter(|run| !run.is_empty())
        .all(|separator| matches!(separator, b"." | b"_" | b"__") || separator.iter().all(|b| *b == b'-'))
}

fn is_tag(tag: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let bytes = tag.as_bytes();
    bytes.len() <= 128 && bytes.first().is_some_and(|b| word(*b)) && bytes.iter().all(|b| word(*b) || matches!(b, b'.' | b'-'))
}

/// `algorithm:hex` of at least 32 digits, as the grammar has it.
fn is_digest(digest: &str) -> bool {
    let Some((algorithm, hex)) = digest.split_once(':') else { return false };
    let starts = |part: &str| part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    algorithm.split(['+', '.', '_', '-']).all(starts) && hex.len() >= 32 && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

/// What github.com/opencontainers/go-digest `Validate` has against a digest that the grammar takes.
fn digest_error(digest: &str) -> Option<&'static str> {
    let (algorithm, hex) = digest.split_once(':')?;
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        // `[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+`
        other if other.bytes().any(|b| b.is_ascii_uppercase()) => return Some("invalid checksum digest format"),
        _ => return Some("unsupported digest algorithm"),
    };
    match () {
        () if hex.len() != length => Some("invalid checksum digest length"),
        () if hex.bytes().any(|b| b.is_ascii_uppercase()) => Some("invalid checksum digest format"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(image: &str) -> String {
        Reference::parse(image).map_or_else(|error| error, |r| r.to_string())
    }

    #[test]
    fn references_are_normalised_as_docker_does() {
        let digest = "sha256:".to_owned() + &"a1".repeat(32);
        for (image, full) in [
            ("nginx", "docker.io/library/nginx:latest"),
            ("library/nginx:1.31", "docker.io/library/nginx:1.31"),
            ("janedoe/app", "docker.io/janedoe/app:latest"),
            ("myregistry/app", "docker.io/myregistry/app:latest"),
            ("myreg:5000", "docker.io/library/myreg:5000"),
            ("localhost/app", "localhost/app:latest"),
            ("index.docker.io/nginx", "docker.io/library/nginx:latest"),
            ("myprivateregistry.com:5000/nginx:alpine", "myprivateregistry.com:5000/nginx:alpine"),
            ("MyReg/app", "MyReg/app:latest"),
            ("a__b/c---d", "docker.io/a__b/c---d:latest"),
        ] {
            assert_eq!(repository(image), full);
        }
        assert_eq!(repository(&format!("a:1@{digest}")), format!("docker.io/library/a:1@{digest}"));
    }

    #[test]
    fn what_is_no_reference_says_why() {
        for image in ["", ":1", "a::b", "a:v1:v2", "-a", "a_-b", "reg.io/<x>", "a@sha256:abc", " a"] {
            assert_eq!(repository(image), "invalid reference format", "{image}");
        }
        assert_eq!(repository("Nginx"), "invalid reference format: repository name (library/Nginx) must be lowercase");
        assert_eq!(repository("reg.io:5000/team/Web:v1"), "invalid reference format: repository name (team/Web) must be lowercase");
    }

    #[test]
    fn the_tag_alone_decides_the_pull_policy() {
        let digest = "@sha256:".to_owned() + &"a1".repeat(32);
        for (image, policy) in [
            ("a", "Always"),
            ("a:latest", "Always"),
            ("a:1", "IfNotPresent"),
            ("A", "IfNotPresent"),
            ("r:5000/a", "Always"),
            ("r:5000/a:1", "IfNotPresent"),
            ("a:", "IfNotPresent"),
        ] {
            assert_eq!(Reference::default_pull_policy(image), policy);
        }
        assert_eq!(Reference::default_pull_policy(&format!("a:latest{digest}")), "Always");
        assert_eq!(Reference::default_pull_policy(&format!("a{digest}")), "IfNotPresent");
    }

    /// What a kubelet 1.35.4 said of each, recorded on 28 November 2026.
    #[test]
    fn strange_names_are_taken_or_refused_as_recorded() {
        const FORMAT: &str = "invalid reference format";
        let (tag, hex) = ("a".repeat(128), "a".repeat(64));
        let refused = [
            ("busybox:".to_owned(), FORMAT.to_owned()),
            ("/busybox".into(), FORMAT.into()),
            ("busybox@sha256:abc".into(), FORMAT.into()),
            (format!("busybox:{tag}a"), FORMAT.into()),
            ("registry:port/a/b".into(), FORMAT.into()),
            ("busybox::1".into(), FORMAT.into()),
            ("busybox:1:2".into(), FORMAT.into()),
            ("busy box".into(), FORMAT.into()),
            ("a//b".into(), FORMAT.into()),
            ("a/b/".into(), FORMAT.into()),
            ("busybox@".into(), FORMAT.into()),
            ("busybox@md5:abc".into(), FORMAT.into()),
            ("busybox:-tag".into(), FORMAT.into()),
            (".busybox".into(), FORMAT.into()),
            ("-busybox".into(), FORMAT.into()),
            ("busybox-".into(), FORMAT.into()),
            ("busy___box".into(), FORMAT.into()),
            ("busy..box".into(), FORMAT.into()),
            ("http://nginx".into(), FORMAT.into()),
            ("https://docker.io/nginx:1".into(), FORMAT.into()),
            (hex.clone(), format!("invalid repository name ({hex}), cannot specify 64-byte hexadecimal strings")),
            ("docker.io/library/Busybox".into(), format!("{FORMAT}: repository name (library/Busybox) must be lowercase")),
            ("BUSYBOX:1".into(), format!("{FORMAT}: repository name (library/BUSYBOX) must be lowercase")),
            (format!("busybox@sha256:{}", "A".repeat(64)), "invalid checksum digest format".into()),
            (format!("busybox@SHA256:{hex}"), format!("{FORMAT}: repository name (library/busybox@SHA256) must be lowercase")),
            (format!("{}/y", "x".repeat(256)), "repository name must not be more than 255 characters".into()),
            ("ng\u{ed}nx".into(), FORMAT.into()),
            ("nginx: 1".into(), FORMAT.into()),
            ("${IMAGE}".into(), format!("{FORMAT}: repository name (library/${{IMAGE}}) must be lowercase")),
            ("$(IMAGE)".into(), format!("{FORMAT}: repository name (library/$(IMAGE)) must be lowercase")),
        ];
        for (image, why) in refused {
            assert_eq!(repository(&image), why, "{image}");
        }
        let taken = [
            ("Busy/box:1".to_owned(), "Busy/box:1".to_owned()),
            (format!("busybox@sha256:{hex}"), format!("docker.io/library/busybox@sha256:{hex}")),
            (format!("busybox:{tag}"), format!("docker.io/library/busybox:{tag}")),
            ("EXAMPLE.com/busybox:1".into(), "EXAMPLE.com/busybox:1".into()),
            ("registry:5000/a/b".into(), "registry:5000/a/b:latest".into()),
            ("busy__box".into(), "docker.io/library/busy__box:latest".into()),
            ("localhost/x".into(), "localhost/x:latest".into()),
            ("localhost:5000/x".into(), "localhost:5000/x:latest".into()),
            (format!("{hex}:1"), format!("docker.io/library/{hex}:1")),
            (format!("sha256:{hex}"), format!("docker.io/library/sha256:{hex}")),
            ("[::1]:5000/x".into(), "[::1]:5000/x:latest".into()),
            ("docker.io/busybox".into(), "docker.io/library/busybox:latest".into()),
            ("nginx:LATEST".into(), "docker.io/library/nginx:LATEST".into()),
            ("a.b/c".into(), "a.b/c:latest".into()),
            ("a_b/c".into(), "docker.io/a_b/c:latest".into()),
            ("a-b.c/d".into(), "a-b.c/d:latest".into()),
        ];
        for (image, full) in taken {
            assert_eq!(repository(&image), full, "{image}");
        }
        // go-digest `Validate`
        assert_eq!(repository(&format!("a@sha256:{}", "a".repeat(40))), "invalid checksum digest length");
        assert_eq!(repository(&format!("a@md5:{}", "a".repeat(32))), "unsupported digest algorithm");
    }
}
