//! As whom a container's processes run: uid, gid and groups, and where each comes from.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::PodSpec;

use super::context::{Context, Level, Set};
use crate::world::Image;

/// uid, primary group and all groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// User.
    pub uid: Set<i64>,
    /// Primary group.
    pub gid: Set<i64>,
    /// All groups, ascending, the primary included.
    pub groups: Vec<i64>,
}

/// The image's `USER`, as the kubelet learns it from the runtime: a number, or a name it cannot check
/// (Kubernetes `pkg/kubelet/kuberuntime/helpers.go` getImageUser). The group behind `:` is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageUser {
    /// `USER 1000`; nothing is 0.
    Uid(i64),
    /// `USER node`.
    Name(String),
}

impl ImageUser {
    /// Of an image.
    pub fn of(image: &Image) -> Self {
        let user = image.user.as_deref().unwrap_or("").split(':').next().unwrap_or("");
        match user.parse() {
            Ok(uid) => ImageUser::Uid(uid),
            Err(_) if user.is_empty() => ImageUser::Uid(0),
            Err(_) => ImageUser::Name(user.to_owned()),
        }
    }
}

/// Why there is no identity: the container cannot be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchUser(
    /// The name that is not in the image's `/etc/passwd`.
    pub String,
);

/// Who runs the container. gid is `runAsGroup`, else the image's passwd entry of that uid, else 0 (containerd
/// `pkg/oci/spec_opts.go` WithUser); groups are gid, fsGroup, supplementalGroups and, unless the policy is Strict,
/// the groups of the image that list the user.
pub fn identity(spec: &PodSpec, context: &Context, image: &Image) -> Result<Identity, NoSuchUser> {
    let (uid, account) = match (&context.user, ImageUser::of(image)) {
        (Some(user), _) => (user.clone(), image.accounts().find(|(_, uid, _)| *uid == user.value)),
        (None, ImageUser::Uid(uid)) => {
            let by = if image.user.as_deref().unwrap_or("").is_empty() { Level::Default } else { Level::Image };
            (Set { value: uid, by }, image.accounts().find(|(_, known, _)| *known == uid))
        }
        (None, ImageUser::Name(name)) => {
            let account = image.accounts().find(|(known, ..)| *known == name).ok_or(NoSuchUser(name))?;
            (Set { value: account.1, by: Level::Image }, Some(account))
        }
    };
    let gid = context.group.clone().unwrap_or(match account {
        Some((.., gid)) if uid.value != 0 => Set { value: gid, by: Level::Image },
        Some((.., gid)) => Set { value: gid, by: Level::Default },
        None => Set { value: 0, by: Level::Default },
    });
    let pod = spec.security_context.as_ref();
    let mut groups = BTreeSet::from([gid.value]);
    groups.extend(pod.and_then(|pod| pod.fs_group));
    groups.extend(pod.and_then(|pod| pod.supplemental_groups.as_ref()).into_iter().flatten());
    if pod.and_then(|pod| pod.supplemental_groups_policy.as_deref()) != Some("Strict") {
        let name = account.map(|(name, ..)| name);
        groups.extend(image.groups().filter(|(.., members)| name.is_some_and(|name| members.contains(&name))).map(|(_, gid, _)| gid));
    }
    Ok(Identity { uid, gid, groups: groups.into_iter().collect() })
}
