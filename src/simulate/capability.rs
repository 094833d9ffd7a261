//! Linux capabilities: their numbers, and which a container ends up with.

use k8s_openapi::api::core::v1::Capabilities;

use crate::object::capability::NAMES;
use crate::world::{Runtime, RuntimeName};

/// containerd's default set (containerd `pkg/oci/spec.go` defaultUnixCaps): a80425fb.
const CONTAINERD: [&str; 14] = [
    "CHOWN",
    "DAC_OVERRIDE",
    "FSETID",
    "FOWNER",
    "MKNOD",
    "NET_RAW",
    "SETGID",
    "SETUID",
    "SETFCAP",
    "SETPCAP",
    "NET_BIND_SERVICE",
    "SYS_CHROOT",
    "KILL",
    "AUDIT_WRITE",
];

/// CRI-O's default set (cri-o `pkg/config/config.go` defaultCapabilities).
const CRI_O: [&str; 8] = ["CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "SETGID", "SETUID", "SETPCAP", "KILL"];

/// A set of capabilities, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CapabilitySet(u64);

impl CapabilitySet {
    /// Those that Linux knows among `names`; the others are left out.
    pub fn of<S: AsRef<str>>(names: &[S]) -> Self {
        Self(names.iter().filter_map(|name| bit(name.as_ref())).fold(0, |bits, bit| bits | bit))
    }

    /// Every capability there is.
    pub fn all() -> Self {
        Self((1 << NAMES.len()) - 1)
    }

    /// Whether `name` (without `CAP_`) is in the set.
    pub fn has(self, name: &str) -> bool {
        bit(name).is_some_and(|bit| self.0 & bit != 0)
    }

    /// The names, by number.
    pub fn names(self) -> Vec<String> {
        NAMES.iter().enumerate().filter(|(i, _)| self.0 & (1 << i) != 0).map(|(_, name)| (*name).to_owned()).collect()
    }

    /// As `/proc/PID/status` prints it.
    pub fn hex(self) -> String {
        format!("{:016x}", self.0)
    }

    /// `self` without `other`.
    pub fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

fn bit(name: &str) -> Option<u64> {
    NAMES.iter().position(|known| *known == name).map(|number| 1 << number)
}

/// The bounding set of a container: the runtime's default, then `ALL` in `add`, `ALL` in `drop`, single adds, single
/// drops (containerd `internal/cri/opts/spec_opts.go` WithCapabilities). Names are upper-cased and prefixed with
/// `CAP_`, so `CAP_NET_ADMIN` means nothing; runc ignores what it does not know. A privileged container has all,
/// whatever it adds or drops.
pub fn granted(runtime: &Runtime, asked: Option<&Capabilities>, privileged: bool) -> CapabilitySet {
    let withheld = CapabilitySet::of(&runtime.withheld);
    if privileged {
        return CapabilitySet::all().minus(withheld);
    }
    let own: Vec<&str> = match (&runtime.capabilities, runtime.name) {
        (Some(names), _) => names.iter().map(String::as_str).collect(),
        (None, RuntimeName::Containerd) => CONTAINERD.to_vec(),
        (None, RuntimeName::CriO) => CRI_O.to_vec(),
    };
    let mut set = CapabilitySet::of(&own);
    let upper = |names: Option<&Vec<String>>| names.into_iter().flatten().map(|name| name.to_uppercase()).collect::<Vec<_>>();
    let add = upper(asked.and_then(|asked| asked.add.as_ref()));
    let drop = upper(asked.and_then(|asked| asked.drop.as_ref()));
    if add.iter().any(|name| name == "ALL") {
        set = CapabilitySet::all();
    }
    if drop.iter().any(|name| name == "ALL") {
        set = CapabilitySet::default();
    }
    CapabilitySet((set.0 | CapabilitySet::of(&add).0) & !CapabilitySet::of(&drop).0).minus(withheld)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(add: &[&str], drop: &[&str]) -> String {
        let list = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
        let asked = Capabilities { add: list(add), drop: list(drop) };
        granted(&Runtime::default(), Some(&asked), false).hex()[8..].to_owned()
    }

    #[test]
    fn bitmaps_of_the_syllabus() {
        for (add, drop, hex) in [
            (&[][..], &[][..], "a80425fb"),
            (&["NET_ADMIN", "SYS_TIME"], &[], "aa0435fb"),
            (&["NET_ADMIN"], &["MKNOD"], "a00435fb"),
            (&["NET_ADMIN", "SYS_TIME"], &["MKNOD"], "a20435fb"),
            (&[], &["NET_RAW"], "a80405fb"),
            (&["NET_BIND_SERVICE"], &["ALL"], "00000400"),
            (&["CHOWN", "SETUID", "SETGID"], &["ALL"], "000000c1"),
            (&["CAP_NET_ADMIN"], &[], "a80425fb"),
            (&["net_admin"], &["all"], "00001000"),
            (&["ALL"], &["ALL"], "00000000"),
            (&["NET_ADMIN"], &["NET_ADMIN"], "a80425fb"),
        ] {
            assert_eq!(asked(add, drop), hex, "add {add:?} drop {drop:?}");
        }
        assert_eq!(granted(&Runtime::default(), None, true).hex(), "000001ffffffffff");
    }
}
