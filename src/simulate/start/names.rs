//! What a container calls itself and others: host name, `/etc/hosts`, `/etc/resolv.conf` (Kubernetes
//! `pkg/kubelet/kubelet_pods.go` GeneratePodHostNameAndDomain and ensureHostsFile, v1.35).

use super::Starter;
use crate::simulate::network::Resolver;

/// Letters of a host name at most.
const LONGEST: usize = 63;

impl Starter<'_, '_> {
    /// The host name without a domain.
    fn short_name(&self) -> String {
        if self.run.machine.place.host_network {
            return self.run.status.node.clone().unwrap_or_default();
        }
        let written = self.spec.hostname_override.as_deref().or(self.spec.hostname.as_deref().filter(|name| !name.is_empty()));
        let name = written.unwrap_or(self.pod.name());
        if name.len() > LONGEST { name[..LONGEST].trim_end_matches(['-', '.']).to_owned() } else { name.to_owned() }
    }

    /// The domain that `subdomain` gives.
    fn domain(&self) -> Option<String> {
        let own = self.spec.subdomain.as_deref().filter(|own| !own.is_empty() && self.spec.hostname_override.is_none())?;
        (!self.run.machine.place.host_network).then(|| format!("{own}.{}.svc.cluster.local", self.pod.namespace()))
    }

    /// What `hostname` says.
    pub(super) fn hostname(&self) -> String {
        match self.domain().filter(|_| self.spec.set_hostname_as_fqdn == Some(true)) {
            Some(domain) => format!("{}.{domain}", self.short_name()),
            None => self.short_name(),
        }
    }

    /// `/etc/hosts`.
    pub(super) fn hosts(&self) -> String {
        let (ip, name) = (&self.run.machine.place.ip, self.short_name());
        let mut text = match self.run.machine.place.host_network {
            true => format!(
                "# Kubernetes-managed hosts file (host network).\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::\tip6-localnet\nff00::\tip6-mcastprefix\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n{ip}\t{name}\n"
            ),
            false => {
                let own = self.domain().map_or_else(|| name.clone(), |domain| format!("{name}.{domain}\t{name}"));
                format!(
                    "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n{ip}\t{own}\n"
                )
            }
        };
        let aliases = self.spec.host_aliases.iter().flatten();
        let lines: String = aliases
            .map(|alias| format!("{}\t{}\n", alias.ip, alias.hostnames.iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\t")))
            .collect();
        if !lines.is_empty() {
            text += &format!("\n# Entries added by HostAliases.\n{lines}");
        }
        text
    }

    /// `/etc/resolv.conf`.
    pub(super) fn resolv(&self) -> String {
        Resolver::new(Some(self.spec), self.pod.namespace(), &self.world.facts).text()
    }
}
