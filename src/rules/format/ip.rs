//! IP addresses and CIDR blocks (apimachinery `pkg/util/validation/ip.go`; `k8s.io/utils/net` forks Go's old
//! parsers, which take leading zeros).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::rules::value::quote;

/// An address as Go's `net.IP` holds it.
#[derive(Clone, Copy, Debug)]
pub struct Ip {
    bits: u128,
    /// Written with four octets.
    dotted: bool,
}

const MAPPED: u128 = 0xffff << 32;

impl Ip {
    /// The IPv4 address, if it is one or maps one.
    pub fn to4(self) -> Option<Ipv4Addr> {
        (self.dotted || self.bits >> 32 == 0xffff).then(|| Ipv4Addr::from((self.bits & 0xffff_ffff) as u32))
    }

    /// Whether it counts as IPv6 (`netutils.IsIPv6`).
    pub fn is_v6(self) -> bool {
        self.to4().is_none()
    }

    /// The 128 bits; IPv4 mapped.
    pub fn bits(self) -> u128 {
        self.bits
    }

    /// As the standard library has it.
    pub fn std(self) -> IpAddr {
        self.to4().map_or_else(|| IpAddr::V6(Ipv6Addr::from(self.bits)), IpAddr::V4)
    }
}

impl PartialEq for Ip {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}

impl fmt::Display for Ip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to4() {
            Some(v4) => v4.fmt(f),
            None => Ipv6Addr::from(self.bits).fmt(f),
        }
    }
}

/// A block: the address as written and its network.
#[derive(Clone, Copy, Debug)]
pub struct Cidr {
    /// The address before the slash.
    pub address: Ip,
    /// The address with the host bits cleared.
    pub network: Ip,
    /// Prefix length as written: up to 32 for four octets, else up to 128.
    pub length: u8,
}

impl Cidr {
    /// Prefix length in 128 bits.
    pub fn length128(self) -> u8 {
        if self.address.dotted { self.length + 96 } else { self.length }
    }

    /// Whether the block holds `ip`. A block of mapped addresses that leaves less than the mapping is IPv6.
    pub fn contains(self, ip: Ip) -> bool {
        let mask = mask128(self.length128());
        self.network.is_v6() == ip.is_v6() && self.network.bits & mask == ip.bits & mask
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = if !self.address.dotted && self.network.to4().is_some() { self.length - 96 } else { self.length };
        write!(f, "{}/{length}", self.network)
    }
}

fn mask128(length: u8) -> u128 {
    if length == 0 { 0 } else { u128::MAX << (128 - u32::from(length.min(128))) }
}

/// Reads an address as the server does outside of strict mode.
pub fn parse_ip(text: &str) -> Option<Ip> {
    match text.find(['.', ':']) {
        Some(at) if text.as_bytes()[at] == b'.' => parse_v4(text).map(|v4| Ip { bits: MAPPED | u128::from(v4), dotted: true }),
        Some(_) => parse_v6(text).map(|bits| Ip { bits, dotted: false }),
        None => None,
    }
}

fn decimal(text: &str, max: u32) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let significant = text.trim_start_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    significant.parse().ok().filter(|n| *n <= max)
}

fn parse_v4(text: &str) -> Option<u32> {
    let mut parts = text.split('.');
    let mut bits = 0;
    for _ in 0..4 {
        bits = bits << 8 | decimal(parts.next()?, 255)?;
    }
    parts.next().is_none().then_some(bits)
}

fn parse_v6(text: &str) -> Option<u128> {
    let (head, tail) = match text.split_once("::") {
        Some((head, tail)) => (head, Some(tail)),
        None => (text, None),
    };
    let head_groups = groups(head, tail.is_none())?;
    let Some(tail) = tail else {
        return (head_groups.len() == 8).then(|| join(&head_groups));
    };
    let tail_groups = groups(tail, true)?;
    let missing = 8_usize.checked_sub(head_groups.len() + tail_groups.len()).filter(|n| *n > 0)?;
    let all: Vec<u16> = head_groups.into_iter().chain(std::iter::repeat_n(0, missing)).chain(tail_groups).collect();
    Some(join(&all))
}

fn join(groups: &[u16]) -> u128 {
    groups.iter().fold(0, |bits, group| bits << 16 | u128::from(*group))
}

fn groups(text: &str, last: bool) -> Option<Vec<u16>> {
    let mut groups = Vec::new();
    if text.is_empty() {
        return Some(groups);
    }
    let parts: Vec<_> = text.split(':').collect();
    for (i, part) in parts.iter().enumerate() {
        if last && i + 1 == parts.len() && part.contains('.') {
            let v4 = parse_v4(part)?;
            groups.extend([(v4 >> 16) as u16, (v4 & 0xffff) as u16]);
        } else {
            let significant = part.trim_start_matches('0');
            if part.is_empty() || !part.bytes().all(|b| b.is_ascii_hexdigit()) || significant.len() > 4 {
                return None;
            }
            groups.push(u16::from_str_radix(significant, 16).unwrap_or(0));
        }
    }
    Some(groups)
}

/// Reads `address/length` as the server does outside of strict mode.
pub fn parse_cidr(text: &str) -> Option<Cidr> {
    let (address, length) = text.split_once('/')?;
    let address = parse_ip(address)?;
    let length = u8::try_from(decimal(length, if address.dotted { 32 } else { 128 })?).ok()?;
    let length128 = if address.dotted { length + 96 } else { length };
    let network = Ip { bits: address.bits & mask128(length128), ..address };
    Some(Cidr { address, network, length })
}

/// Objections to an address; `strict` since 1.36.
pub fn ip(text: &str, strict: bool) -> Vec<String> {
    if parse_ip(text).is_none() {
        return vec!["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)".into()];
    }
    match text.parse::<IpAddr>() {
        Err(_) if strict => vec!["must not have leading 0s".into()],
        Ok(IpAddr::V6(v6)) if strict && v6.to_ipv4_mapped().is_some() => vec!["must not be an IPv4-mapped IPv6 address".into()],
        _ => Vec::new(),
    }
}

/// Objections to a block; `strict` since 1.36.
pub fn cidr(text: &str, strict: bool) -> Vec<String> {
    let Some(block) = parse_cidr(text) else {
        return vec!["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)".into()];
    };
    if !strict {
        return Vec::new();
    }
    match strict_prefix(text) {
        None => vec!["must not have leading 0s in IP or prefix length".into()],
        Some(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_some() => vec!["must not have an IPv4-mapped IPv6 address".into()],
        Some(_) if block.address != block.network => vec!["must not have bits set beyond the prefix length".into()],
        Some(_) => Vec::new(),
    }
}

/// The address of a block as Go's `netip.ParsePrefix` reads it.
fn strict_prefix(text: &str) -> Option<IpAddr> {
    let (address, length) = text.split_once('/')?;
    let canonical = length == "0" || !length.starts_with('0') && length.len() <= 3;
    address.parse().ok().filter(|_| canonical)
}

/// Warnings about an address that is accepted; `subject` makes the path.
pub fn ip_warnings(subject: impl Fn() -> String, text: &str, sentence: &str) -> Vec<String> {
    let Some(ip) = parse_ip(text) else { return Vec::new() };
    match text.parse::<IpAddr>() {
        Ok(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_none() => {
            let canonical = v6.to_string();
            if canonical == text {
                return Vec::new();
            }
            vec![format!("{}: IPv6 address {} should be in RFC 5952 canonical format ({})", subject(), quote(text), quote(&canonical))]
        }
        Ok(IpAddr::V4(_)) => Vec::new(),
        _ => vec![format!("{}: non-standard IP address {} {sentence}: use {}", subject(), quote(text), quote(&ip.to_string()))],
    }
}

/// Warnings about a block that is accepted; `subject` makes the path.
pub fn cidr_warnings(subject: impl Fn() -> String, text: &str, sentence: &str) -> Vec<String> {
    let Some(block) = parse_cidr(text) else { return Vec::new() };
    let mut warnings = Vec::new();
    if block.address != block.network {
        let bits = if block.address.dotted { 32 } else { 128 };
        let single = format!("{}/{bits}", block.address);
        let network = block.to_string();
        warnings.push(format!(
            "{}: CIDR value {} is ambiguous in this context (should be {} or {}?)",
            subject(),
            quote(text),
            quote(&network),
            quote(&single)
        ));
    }
    match strict_prefix(text) {
        Some(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_none() => {
            let canonical = format!("{v6}/{}", block.length);
            if warnings.is_empty() && canonical != text {
                warnings.push(format!(
                    "{}: IPv6 CIDR value {} should be in RFC 5952 canonical format ({})",
                    subject(),
                    quote(text),
                    quote(&canonical)
                ));
            }
        }
        Some(IpAddr::V4(_)) => {}
        _ => warnings.push(format!("{}: non-standard CIDR value {} {sentence}: use {}", subject(), quote(text), quote(&block.to_string()))),
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sloppy_addresses_are_read_as_go_reads_them() {
        for (text, value) in
            [("010.2.3.4", "10.2.3.4"), ("::ffff:1.2.3.4", "1.2.3.4"), ("FE80:0:0:0:0:0:0:0abc", "fe80::abc"), ("::", "::")]
        {
            assert_eq!(parse_ip(text).map(|ip| ip.to_string()).as_deref(), Some(value));
        }
        for text in ["", "1.2.3", "1.2.3.256", "::1%eth0", "1:2:3:4:5:6:7:8:9", ":1::", "1:2:3:4:5:6:7::8:9", "fe80:::1", "1.2.3.4:80"] {
            assert!(parse_ip(text).is_none(), "{text}");
        }
    }

    #[test]
    fn blocks() {
        assert_eq!(parse_cidr("10.0.0.1/24").map(|c| c.to_string()).as_deref(), Some("10.0.0.0/24"));
        assert_eq!(parse_cidr("::ffff:1.2.3.4/120").map(|c| c.to_string()).as_deref(), Some("1.2.3.0/24"));
        assert!(parse_cidr("10.0.0.0/33").is_none());
        assert!(cidr("10.0.0.1/24", false).is_empty());
        assert_eq!(cidr("10.0.0.1/24", true), ["must not have bits set beyond the prefix length"]);
    }
}
