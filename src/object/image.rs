//! Image references: `[domain/]path[:tag][@digest]` (distribution/reference; K `pkg/util/parsers`).

/// An image reference in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// `docker.io`, `registry.example.com:5000`, …
    pub domain: String,
    /// `library/nginx`, …
    pub path: String,
    /// As written; `None` if there is none.
    pub tag: Option<String>,
    /// As written (`sha256:…`); `None` if there is none.
    pub digest: Option<String>,
}

/// Longest repository name, domain included.
const MAX_NAME: usize = 255;

impl Image {
    /// Reads a reference as Kubernetes does; `None` if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        let (domain, rest) = match text.split_once('/') {
            Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" || first.to_lowercase() != first => (first, rest),
            _ => ("docker.io", text),
        };
        let domain = if domain == "index.docker.io" { "docker.io" } else { domain };
        let (named, digest) = rest.split_once('@').map_or((rest, None), |(named, digest)| (named, Some(digest)));
        let (path, tag) = named.split_once(':').map_or((named, None), |(path, tag)| (path, Some(tag)));
        let path = if domain == "docker.io" && !path.contains('/') { format!("library/{path}") } else { path.to_owned() };
        let valid = is_domain(domain)
            && path.split('/').all(is_path_component)
            && domain.len() + 1 + path.len() <= MAX_NAME
            && tag.is_none_or(is_tag)
            && digest.is_none_or(is_digest);
        valid.then(|| Self { domain: domain.to_owned(), path, tag: tag.map(str::to_owned), digest: digest.map(str::to_owned) })
    }

    /// The tag that is pulled: `latest` if there is neither tag nor digest.
    pub fn effective_tag(&self) -> Option<&str> {
        self.tag.as_deref().or(if self.digest.is_none() { Some("latest") } else { None })
    }
}

fn is_domain(domain: &str) -> bool {
    let (host, port) = match domain.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (domain, None),
    };
    let port_fits = port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()));
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return port_fits && !address.is_empty() && address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':');
    }
    let is_component = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !part.starts_with('-') && !part.ends_with('-')
    };
    port_fits && host.split('.').all(is_component)
}

/// `[a-z0-9]+` with `.`, `_`, `__` or dashes between.
fn is_path_component(part: &str) -> bool {
    let is_alnum = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9');
    let ends = |b: Option<u8>| b.is_some_and(is_alnum);
    if !ends(part.bytes().next()) || !ends(part.bytes().last()) {
        return false;
    }
    let separators = part.split(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()).filter(|s| !s.is_empty());
    separators.into_iter().all(|s| matches!(s, "." | "_" | "__") || s.bytes().all(|b| b == b'-'))
}

fn is_tag(tag: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    tag.len() <= 128 && tag.bytes().next().is_some_and(is_word) && tag.bytes().all(|b| is_word(b) || matches!(b, b'.' | b'-'))
}

fn is_digest(digest: &str) -> bool {
    let Some((algorithm, hex)) = digest.split_once(':') else { return false };
    let is_part = |part: &str| part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let wanted = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return false,
    };
    algorithm.split(['-', '_', '+', '.']).all(is_part) && hex.len() == wanted && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_as_kubernetes_reads_them() {
        let read = |text: &str| Image::parse(text).map(|i| format!("{}|{}|{}", i.domain, i.path, i.effective_tag().unwrap_or("-")));
        let digest = format!("nginx:latest@sha256:{}", "a".repeat(64));
        for (text, expected) in [
            ("nginx", Some("docker.io|library/nginx|latest")),
            ("myhost/app", Some("docker.io|myhost/app|latest")),
            ("localhost/app:1", Some("localhost|app|1")),
            ("reg:5000/a/b", Some("reg:5000|a/b|latest")),
            ("myreg:5000", Some("docker.io|library/myreg|5000")),
            (digest.as_str(), Some("docker.io|library/nginx|latest")),
            ("Nginx", None),
            ("nginx:", None),
            ("a b", None),
            ("", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }
}
