//! Addresses: CIDR blocks with their exceptions, and the addresses that nobody wrote down.

use std::collections::HashSet;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

use k8s_openapi::api::networking::v1::IPBlock;

/// An address prefix, `10.0.0.0/8`. Host bits are cleared, as the data path does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr {
    first: u128,
    mask: u128,
    prefix: u8,
    v6: bool,
}

impl Cidr {
    /// Whether `address` lies inside. An IPv4 prefix holds no IPv6 address, nor the reverse.
    pub fn contains(&self, address: IpAddr) -> bool {
        let (bits, v6) = bits(address);
        self.v6 == v6 && bits & self.mask == self.first
    }

    /// The `n`th address of the range, from 0.
    pub fn nth(&self, n: u32) -> Option<IpAddr> {
        let bits = self.first.checked_add(u128::from(n))?;
        let address = if self.v6 { IpAddr::from(bits.to_be_bytes()) } else { IpAddr::V4(Ipv4Addr::from(u32::try_from(bits).ok()?)) };
        self.contains(address).then_some(address)
    }
}

fn bits(address: IpAddr) -> (u128, bool) {
    match address {
        IpAddr::V4(v4) => (u128::from(u32::from(v4)), false),
        IpAddr::V6(v6) => (u128::from(v6), true),
    }
}

impl FromStr for Cidr {
    type Err = String;

    /// Reads `address/length`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text}: no CIDR");
        let (address, prefix) = text.split_once('/').ok_or_else(wrong)?;
        let (bits, v6) = bits(sloppy(address).ok_or_else(wrong)?);
        let width: u8 = if v6 { 128 } else { 32 };
        let prefix: u8 = prefix.parse().map_err(|_| wrong())?;
        let host = width.checked_sub(prefix).ok_or_else(wrong)?;
        let all = if v6 { u128::MAX } else { u128::from(u32::MAX) };
        let mask = all & u128::MAX.checked_shl(u32::from(host)).unwrap_or(0);
        Ok(Self { first: bits & mask, mask, prefix, v6 })
    }
}

/// Reads an address; leading zeros in IPv4 are decimal, as in Kubernetes' `ParseCIDRSloppy`.
fn sloppy(text: &str) -> Option<IpAddr> {
    if text.contains(':') {
        return text.parse().ok();
    }
    let octets: Vec<_> = text.split('.').map(|octet| octet.parse::<u8>().ok()).collect::<Option<_>>()?;
    <[u8; 4]>::try_from(octets).ok().map(IpAddr::from)
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = if self.v6 {
            IpAddr::from(self.first.to_be_bytes())
        } else {
            IpAddr::V4(Ipv4Addr::from(u32::try_from(self.first).unwrap_or(0)))
        };
        write!(f, "{first}/{}", self.prefix)
    }
}

/// A compiled `ipBlock`: the prefix without its exceptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// `cidr`; `None` when it cannot be read, which the API server refuses.
    pub cidr: Option<Cidr>,
    /// `except`.
    pub except: Box<[Cidr]>,
}

impl Block {
    pub fn new(block: &IPBlock) -> Self {
        let except = block.except.iter().flatten().filter_map(|cidr| cidr.parse().ok()).collect();
        Self { cidr: block.cidr.parse().ok(), except }
    }

    pub fn contains(&self, address: IpAddr) -> bool {
        self.covers(address) && !self.except.iter().any(|except| except.contains(address))
    }

    /// Whether `cidr` holds the address, exceptions aside.
    pub fn covers(&self, address: IpAddr) -> bool {
        self.cidr.is_some_and(|cidr| cidr.contains(address))
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let except: Vec<_> = self.except.iter().map(Cidr::to_string).collect();
        match (&self.cidr, except.is_empty()) {
            (None, _) => Ok(()),
            (Some(cidr), true) => cidr.fmt(f),
            (Some(cidr), false) => write!(f, "{cidr} − {}", except.join(" − ")),
        }
    }
}

/// Gives out addresses to objects that have none yet: always the same one to the same name, as long as
/// no other name has taken it.
#[derive(Clone, Debug)]
pub struct Pool {
    first: u32,
    size: u32,
    taken: HashSet<IpAddr>,
}

impl Pool {
    /// Addresses of `range`. IPv4 only; for an IPv6 range, kind's `10.244.0.0/16`.
    pub fn within(range: Cidr) -> Self {
        match (range.v6, u32::try_from(range.first)) {
            (false, Ok(first)) => Self::new(first, range.prefix),
            _ => Self::new(u32::from_be_bytes([10, 244, 0, 0]), 16),
        }
    }

    /// Service addresses of `range`, or as kubeadm has them.
    pub fn for_services(range: &str) -> Self {
        range.parse().map_or_else(|_| Self::new(u32::from_be_bytes([10, 96, 0, 0]), 16), Self::within)
    }

    /// Pod addresses of `range`, or as kind has them; a wider range when `count` Pods would crowd it.
    pub fn for_pods(range: Option<Cidr>, count: usize) -> Self {
        let pool = range.map_or_else(|| Self::new(u32::from_be_bytes([10, 244, 0, 0]), 16), Self::within);
        if count < pool.size as usize / 3 { pool } else { Self::new(u32::from_be_bytes([10, 0, 0, 0]), 8) }
    }

    fn new(first: u32, prefix: u8) -> Self {
        Self { first, size: 1_u32.checked_shl(32 - u32::from(prefix)).unwrap_or(u32::MAX), taken: HashSet::new() }
    }

    /// Marks an address as in use.
    pub fn take(&mut self, address: IpAddr) {
        self.taken.insert(address);
    }

    /// The address of `name`, never one in use, never `.0` or `.255`.
    pub fn assign(&mut self, name: &str) -> IpAddr {
        let start = hash(name);
        for step in 0..self.size {
            let offset = start.wrapping_add(step) % self.size;
            let address = IpAddr::V4(Ipv4Addr::from(self.first.wrapping_add(offset)));
            if !matches!(offset & 0xff, 0 | 0xff) && self.taken.insert(address) {
                return address;
            }
        }
        IpAddr::V4(Ipv4Addr::UNSPECIFIED)
    }
}

/// FNV-1a, so that an address never depends on anything but the name.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_keep_families_apart() {
        let v4: Cidr = "0.0.0.0/0".parse().unwrap();
        let v6: Cidr = "2001:db8::1/32".parse().unwrap();
        assert!(v4.contains("8.8.8.8".parse().unwrap()) && !v4.contains("::1".parse().unwrap()));
        assert!(v6.contains("2001:db8::7".parse().unwrap()) && !v6.contains("2001:db9::7".parse().unwrap()));
        assert_eq!(v6.to_string(), "2001:db8::/32");
        assert_eq!("10.0.0.9/24".parse::<Cidr>().unwrap().to_string(), "10.0.0.0/24");
        for bad in ["10.0.0.1", "10.0.0.0/33", "::/129", "x/8", "10.0.0.0/-1", ""] {
            assert!(bad.parse::<Cidr>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_depends_on_the_name_alone() {
        let (mut one, mut two) = (Pool::for_pods(None, 9), Pool::for_pods(None, 9));
        two.assign("default/other");
        assert_eq!(one.assign("default/web"), two.assign("default/web"));
        assert_ne!(one.assign("default/web"), two.assign("default/db"));
    }
}
