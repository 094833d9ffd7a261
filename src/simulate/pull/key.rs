//! Registry keys of pull secrets: how Go's `net/url` and `path/filepath.Match` read them (Go 1.26), since the
//! kubelet does.

/// Host with port, and path, of a registry key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    host: String,
    path: String,
}

impl Location {
    /// Reads a key of `auths` as `BasicDockerKeyring.Add` does; `None` for what Go calls no URL: such an entry is ignored.
    pub fn of_key(key: &str) -> Option<Self> {
        let rest = key.strip_prefix("https://").or_else(|| key.strip_prefix("http://")).unwrap_or(key);
        let Self { host, mut path } = Self::parse(rest)?;
        if path.starts_with("/v1/") || path.starts_with("/v2/") {
            path.drain(..3);
        }
        Some(Self { host, path: if path == "/" { String::new() } else { path } })
    }

    /// Reads `host/path` without a scheme.
    pub fn parse(text: &str) -> Option<Self> {
        if text.bytes().any(|b| b < 0x20 || b == 0x7f) {
            return None;
        }
        let text = text.split_once('#').map_or(text, |(before, fragment)| if unescape(fragment).is_some() { before } else { "%" });
        let text = text.split_once('?').map_or(text, |(before, _)| before);
        let (authority, path) = text.find('/').map_or((text, ""), |at| text.split_at(at));
        let host = match authority.rsplit_once('@') {
            Some((user, host)) if is_userinfo(user) && user.split(':').all(|part| unescape(part).is_some()) => host,
            Some(_) => return None,
            None => authority,
        };
        Some(Self { host: parse_host(host)?, path: unescape(path)? })
    }

    /// The index under which the keyring keeps it.
    pub fn index(&self) -> String {
        format!("{}{}", self.host, self.path)
    }

    /// Whether a credential for `self` is tried for `image` (credentialprovider.URLsMatch): ports equal, as many labels,
    /// every label a glob, the path a plain prefix.
    pub fn matches(&self, image: &Self) -> bool {
        self.port() == image.port() && image.path.starts_with(&self.path) && self.hosts_match(image)
    }

    /// The port as written; empty without one.
    pub fn port(&self) -> &str {
        split_port(&self.host).1
    }

    /// Whether the hosts match, ports aside.
    pub fn hosts_match(&self, image: &Self) -> bool {
        let (globs, labels): (Vec<_>, Vec<_>) =
            (split_port(&self.host).0.split('.').collect(), split_port(&image.host).0.split('.').collect());
        globs.len() == labels.len() && globs.iter().zip(labels).all(|(glob, label)| glob_matches(glob, label))
    }
}

/// net.SplitHostPort: without exactly one port, all is host.
fn split_port(host: &str) -> (&str, &str) {
    if let Some(rest) = host.strip_prefix('[') {
        return match rest.split_once(']') {
            Some((address, port)) if port.starts_with(':') && !port[1..].contains(':') => (address, &port[1..]),
            _ => (host, ""),
        };
    }
    match host.split_once(':') {
        Some((name, port)) if !port.contains(':') && !host.contains(['[', ']']) => (name, port),
        _ => (host, ""),
    }
}

fn is_userinfo(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c))
}

fn parse_host(host: &str) -> Option<String> {
    match host.rfind('[') {
        Some(0) => {
            let (address, port) = host[1..].rsplit_once(']')?;
            let bare = address.split_once("%25").map_or(address, |(bare, _)| bare);
            let zone = &address[bare.len()..];
            let valid = bare.parse::<std::net::Ipv6Addr>().is_ok() && is_optional_port(port) && zone.len() != 3;
            valid.then(|| format!("[{}]{port}", address.replacen("%25", "%", 1)))
        }
        Some(_) => None,
        None => {
            let port = host.find(':').map_or("", |at| &host[at..]);
            if !is_optional_port(port) {
                return None;
            }
            // In a host only bytes beyond ASCII may be escaped.
            let mut rest = host;
            while let Some(at) = rest.find('%') {
                let high = rest.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
                if !(high.is_some_and(|byte| byte >= 0x80) || rest[at..].starts_with("%25")) {
                    return None;
                }
                rest = &rest[at + 3..];
            }
            let plain = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "-_.~!$&'()*+,;=:[]<>\"%".contains(c);
            if host.chars().all(plain) { unescape(host) } else { None }
        }
    }
}

fn is_optional_port(port: &str) -> bool {
    port.is_empty() || port.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
}

fn unescape(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            let hex = bytes.get(at + 1..at + 3)?;
            if !hex.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            out.push(u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}

/// filepath.Match on one label: `*`, `?`, `[a-z]`, `\`. A malformed pattern matches nothing.
fn glob_matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    well_formed(&pattern) && matches(&pattern, &name)
}

fn well_formed(pattern: &[char]) -> bool {
    let mut at = 0;
    while at < pattern.len() {
        at = match pattern[at] {
            '\\' if at + 1 == pattern.len() => return false,
            '\\' => at + 2,
            '[' => match class(&pattern[at..], '\0') {
                Some((_, length)) => at + length,
                None => return false,
            },
            _ => at + 1,
        };
    }
    true
}

/// Linear in the product of the lengths: the last star is the only one to come back to.
fn matches(pattern: &[char], name: &[char]) -> bool {
    let (mut p, mut n, mut star) = (0, 0, None);
    loop {
        if p < pattern.len() && pattern[p] == '*' {
            star = Some((p, n));
            p += 1;
            continue;
        }
        if n == name.len() {
            return p == pattern.len();
        }
        if let Some(length) = pattern.get(p).and_then(|_| one(&pattern[p..], name[n])) {
            (p, n) = (p + length, n + 1);
        } else if let Some((at, from)) = star.filter(|(_, from)| *from < name.len() && name[*from] != '/') {
            star = Some((at, from + 1));
            (p, n) = (at + 1, from + 1);
        } else {
            return false;
        }
    }
}

/// How many pattern characters match `c`, if they do.
fn one(pattern: &[char], c: char) -> Option<usize> {
    match pattern[0] {
        '?' => (c != '/').then_some(1),
        '[' => class(pattern, c).filter(|(hit, _)| *hit).map(|(_, length)| length),
        '\\' => (pattern.get(1) == Some(&c)).then_some(2),
        literal => (literal == c).then_some(1),
    }
}

/// Whether `c` is in the class at the start of `pattern`, and the class's length.
fn class(pattern: &[char], c: char) -> Option<(bool, usize)> {
    let mut at = 1;
    let negated = pattern.get(at) == Some(&'^');
    at += usize::from(negated);
    let (mut hit, mut ranges) = (false, 0);
    let single = |at: &mut usize| -> Option<char> {
        match pattern.get(*at)? {
            '-' | ']' => return None,
            '\\' => *at += 1,
            _ => {}
        }
        let c = *pattern.get(*at)?;
        *at += 1;
        (*at < pattern.len()).then_some(c)
    };
    loop {
        if pattern.get(at) == Some(&']') && ranges > 0 {
            return Some((hit != negated, at + 1));
        }
        let low = single(&mut at)?;
        let mut high = low;
        if pattern.get(at) == Some(&'-') {
            at += 1;
            high = single(&mut at)?;
        }
        hit |= low <= c && c <= high;
        ranges += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(key: &str, image: &str) -> bool {
        let image = Location::parse(image).unwrap();
        Location::of_key(key).is_some_and(|key| key.matches(&image))
    }

    #[test]
    fn keys_match_as_the_kubelet_matches_them() {
        for (key, image, wanted) in [
            ("https://myreg.com:5000/v2/", "myreg.com:5000/nginx", true),
            ("myreg.com:5000/", "myreg.com:5000/nginx", true),
            ("myreg.com:5000/ng", "myreg.com:5000/nginx", true),
            ("myreg.com:5000/nginx:alpine", "myreg.com:5000/nginx", false),
            ("myreg.com", "myreg.com:5000/nginx", false),
            ("*.com:5000", "myreg.com:5000/nginx", true),
            ("*.example.com", "a.b.example.com/x", false),
            ("*.example.com", "example.com/x", false),
            ("myreg.com:*", "myreg.com:5000/nginx", false),
            ("MyReg.com:5000", "myreg.com:5000/nginx", false),
            (" myreg.com:5000", "myreg.com:5000/nginx", false),
            ("my*.c*m", "myreg.com/x", true),
            ("https://index.docker.io/v1", "index.docker.io/library/x", false),
        ] {
            assert_eq!(hits(key, image), wanted, "{key} against {image}");
        }
    }
}
