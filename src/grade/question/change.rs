//! "And what if …": the change of the world under which a fact is asked.

use serde::Deserialize;

use crate::probe::Change;
use crate::schema::Version;
use crate::world::RuntimeName;

/// `if:` as authors write it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeFile {
    version: Option<String>,
    runtime: Option<String>,
    #[serde(default)]
    without: Vec<String>,
}

impl TryFrom<ChangeFile> for Change {
    type Error = String;

    fn try_from(file: ChangeFile) -> Result<Self, String> {
        let version = file.version.map(|text| text.parse::<Version>()).transpose()?.map(|version| version.minor);
        if let Some(name) = &file.runtime
            && serde_yaml::from_str::<RuntimeName>(name).is_err()
        {
            return Err(format!("{name}: a runtime is containerd or cri-o"));
        }
        let mut without = Vec::new();
        for text in file.without {
            let parts: Vec<_> = text.split('/').collect();
            match parts.as_slice() {
                [kind, namespace, name] => without.push(((*kind).into(), (*namespace).into(), (*name).into())),
                _ => return Err(format!("{text}: what is left out is written Kind/namespace/name")),
            }
        }
        if version.is_none() && file.runtime.is_none() && without.is_empty() {
            return Err("`if` needs version, runtime or without".into());
        }
        Ok(Change { version, runtime: file.runtime, without, ..Change::default() })
    }
}
