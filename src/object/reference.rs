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

/// `algorithm:hex` of at least 32 digits; the registered algorithms have a fixed length.
fn is_digest(digest: &str) -> bool {
    let Some((algorithm, hex)) = digest.split_once(':') else { return false };
    let starts = |part: &str| part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let lower = hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    algorithm.split(['+', '.', '_', '-']).all(starts)
        && match algorithm {
            "sha256" => hex.len() == 64 && lower,
            "sha384" => hex.len() == 96 && lower,
            "sha512" => hex.len() == 128 && lower,
            _ => false,
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
        for (image, policy) in [("a", "Always"), ("a:latest", "Always"), ("a:1", "IfNotPresent"), ("A", "IfNotPresent")] {
            assert_eq!(Reference::default_pull_policy(image), policy);
        }
        assert_eq!(Reference::default_pull_policy(&format!("a:latest{digest}")), "Always");
        assert_eq!(Reference::default_pull_policy(&format!("a{digest}")), "IfNotPresent");
    }
}
