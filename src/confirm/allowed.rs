//! The allow-list: contexts that the learner let us use, each with the server it led to then.

use std::path::PathBuf;

use super::Allowed;
use crate::host::Host;

/// Where the list is kept.
pub fn allow_list(host: &dyn Host) -> PathBuf {
    host.config_dir().join("clusters.json")
}

/// The list; an unreadable one allows nothing.
pub fn allowed(host: &dyn Host) -> Vec<Allowed> {
    host.read(&allow_list(host)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Puts a context on the list, in the place of one of its name.
///
/// # Errors
/// As the file system answers.
pub fn allow(host: &dyn Host, context: &str, server: &str) -> std::io::Result<()> {
    let mut list = allowed(host);
    list.retain(|known| known.context != context);
    list.push(Allowed { context: context.to_owned(), server: server.to_owned() });
    let text = serde_json::to_string_pretty(&list).map_err(std::io::Error::other)?;
    host.replace(&allow_list(host), format!("{text}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::Memory;

    #[test]
    fn a_context_is_allowed_with_its_server() {
        let host = Memory::new();
        assert!(allowed(&host).is_empty());
        allow(&host, "lab", "https://10.0.0.1:6443").unwrap();
        allow(&host, "lab", "https://10.0.0.2:6443").unwrap();
        assert_eq!(allowed(&host), [Allowed { context: "lab".into(), server: "https://10.0.0.2:6443".into() }]);
    }
}
