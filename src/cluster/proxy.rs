//! Whether Go's `http.ProxyFromEnvironment` would send a request through a proxy: kubectl's rule.

use http::Uri;

/// Whether the host is this machine. Such hosts are never reached through a proxy.
pub(super) fn is_loopback(server: &Uri) -> bool {
    let host = server.host().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether a proxy applies to the server, `NO_PROXY` considered.
pub(super) fn applies(server: &Uri, env: impl Fn(&str) -> Option<String>) -> bool {
    if is_loopback(server) {
        return false;
    }
    let host = server.host().unwrap_or_default().trim_matches(['[', ']']).to_ascii_lowercase();
    let list = env("NO_PROXY").or_else(|| env("no_proxy")).unwrap_or_default().to_ascii_lowercase();
    !list.split(',').map(str::trim).filter(|entry| !entry.is_empty()).any(|entry| exempts(entry, &host))
}

/// `example.com` and `.example.com` stand for the domain below; an address, a network in CIDR form or `*` for themselves.
fn exempts(entry: &str, host: &str) -> bool {
    if entry == "*" || entry == host {
        return true;
    }
    if let (Some((network, bits)), Ok(address)) = (entry.split_once('/'), host.parse()) {
        return in_network(network, bits, address);
    }
    let domain = entry.trim_start_matches("*.").trim_start_matches('.');
    host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

fn in_network(network: &str, bits: &str, address: std::net::IpAddr) -> bool {
    use std::net::IpAddr::{V4, V6};
    let Ok(bits) = bits.parse::<u32>() else { return false };
    match (network.parse(), address) {
        (Ok(V4(network)), V4(address)) if bits <= 32 => (u32::from(network) ^ u32::from(address)).checked_shr(32 - bits).unwrap_or(0) == 0,
        (Ok(V6(network)), V6(address)) if bits <= 128 => {
            (u128::from(network) ^ u128::from(address)).checked_shr(128 - bits).unwrap_or(0) == 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_applies_as_kubectl_would_have_it() {
        let with = |server: &str, list: &str| {
            let list = list.to_owned();
            applies(&server.parse().unwrap(), move |name| (name == "NO_PROXY").then(|| list.clone()))
        };
        for (server, list, wanted) in [
            ("https://127.0.0.1:6443", "", false),
            ("https://[::1]:6443", "", false),
            ("https://localhost:6443", "", false),
            ("https://10.1.2.3:6443", "", true),
            ("https://10.1.2.3:6443", "10.0.0.0/8", false),
            ("https://11.1.2.3:6443", "10.0.0.0/8", true),
            ("https://api.example.com", "example.com", false),
            ("https://api.example.com", ".example.com", false),
            ("https://notexample.com", "example.com", true),
            ("https://api.example.com", "*", false),
        ] {
            assert_eq!(with(server, list), wanted, "{server} {list}");
        }
    }
}
