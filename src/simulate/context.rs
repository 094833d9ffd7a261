//! The security context that is left for a container after its Pod's is merged in.

use k8s_openapi::api::core::v1::{AppArmorProfile, Capabilities, Container, PodSpec, SELinuxOptions, SeccompProfile};

use crate::rules::format::clean_path;
use crate::world::Facts;

/// Who set a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The container's securityContext.
    Container,
    /// The Pod's.
    Pod,
    /// The image.
    Image,
    /// Nobody: Kubernetes' or the runtime's default.
    Default,
}

impl Level {
    /// The word in `origin` of the JSON output.
    pub fn word(self) -> &'static str {
        match self {
            Level::Container => "container",
            Level::Pod => "pod",
            Level::Image => "image",
            Level::Default => "default",
        }
    }
}

/// A value and who set it.
#[derive(Clone, Debug, PartialEq)]
pub struct Set<T> {
    /// The value.
    pub value: T,
    /// Who set it.
    pub by: Level,
}

/// Which system calls a container may make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seccomp {
    /// All.
    Unconfined,
    /// The runtime's list.
    RuntimeDefault,
    /// A profile on the node, by its path below the kubelet's `seccomp` directory.
    Localhost(String),
}

/// `type`, or `Localhost/profile`, as `effective` shows it.
pub fn app_armor_word(profile: &AppArmorProfile) -> String {
    profile.localhost_profile.as_ref().map_or_else(|| profile.type_.clone(), |name| format!("{}/{name}", profile.type_))
}

/// `user:role:type:level`; what is not set is the runtime's.
pub fn label_word(options: &SELinuxOptions) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    format!("{}:{}:{}:{}", part(&options.user), part(&options.role), part(&options.type_), part(&options.level))
}

impl Seccomp {
    fn of(profile: &SeccompProfile) -> Self {
        match profile.type_.as_str() {
            "RuntimeDefault" => Seccomp::RuntimeDefault,
            // The kubelet joins it to its directory with filepath.Join, which cleans it (pkg/kubelet/kuberuntime/helpers.go, v1.35).
            "Localhost" => Seccomp::Localhost(profile.localhost_profile.as_deref().map(clean_path).unwrap_or_default()),
            _ => Seccomp::Unconfined,
        }
    }

    /// As `effective` shows it.
    pub fn word(&self) -> String {
        match self {
            Seccomp::Unconfined => "Unconfined".into(),
            Seccomp::RuntimeDefault => "RuntimeDefault".into(),
            Seccomp::Localhost(path) => format!("Localhost/{path}"),
        }
    }
}

/// A container's security context, merged.
///
/// The container overrides the Pod field by field (Kubernetes `pkg/securitycontext/util.go`
/// DetermineEffectiveSecurityContext); what one level alone has is taken from there.
#[derive(Clone, Debug)]
pub struct Context {
    /// `runAsUser`.
    pub user: Option<Set<i64>>,
    /// `runAsGroup`.
    pub group: Option<Set<i64>>,
    /// `runAsNonRoot`.
    pub non_root: Set<bool>,
    /// `readOnlyRootFilesystem`.
    pub read_only_root: Set<bool>,
    /// `allowPrivilegeEscalation`; `true` when unset: no_new_privs needs an explicit `false`.
    pub allow_privilege_escalation: Set<bool>,
    /// `privileged`.
    pub privileged: Set<bool>,
    /// `capabilities`.
    pub capabilities: Option<Capabilities>,
    /// `seccompProfile` as asked for; a privileged container runs unconfined all the same.
    pub seccomp: Set<Seccomp>,
    /// `procMount`.
    pub proc_mount: Set<String>,
    /// `appArmorProfile`, when one is set.
    pub app_armor: Option<Set<AppArmorProfile>>,
    /// `seLinuxOptions`, when they are set: the container's take the place of all of the Pod's.
    pub se_linux: Option<Set<SELinuxOptions>>,
    /// `hostUsers: false`: a user namespace of its own.
    pub own_users: Set<bool>,
}

/// Merges the contexts of `spec` and `container`.
pub fn merge(facts: &Facts, spec: &PodSpec, container: &Container) -> Context {
    let (pod, own) = (spec.security_context.as_ref(), container.security_context.as_ref());
    let flag = |value: Option<bool>, default: bool| match value {
        Some(value) => Set { value, by: Level::Container },
        None => Set { value: default, by: Level::Default },
    };
    let non_root = pick(own.and_then(|c| c.run_as_non_root), pod.and_then(|p| p.run_as_non_root));
    let seccomp = pick(own.and_then(|c| c.seccomp_profile.as_ref()), pod.and_then(|p| p.seccomp_profile.as_ref()));
    let unset = if facts.runtime.seccomp_default { Seccomp::RuntimeDefault } else { Seccomp::Unconfined };
    let proc_mount = own.and_then(|c| c.proc_mount.clone());
    Context {
        user: pick(own.and_then(|c| c.run_as_user), pod.and_then(|p| p.run_as_user)),
        group: pick(own.and_then(|c| c.run_as_group), pod.and_then(|p| p.run_as_group)),
        non_root: non_root.unwrap_or(Set { value: false, by: Level::Default }),
        read_only_root: flag(own.and_then(|c| c.read_only_root_filesystem), false),
        allow_privilege_escalation: flag(own.and_then(|c| c.allow_privilege_escalation), true),
        privileged: flag(own.and_then(|c| c.privileged), false),
        capabilities: own.and_then(|c| c.capabilities.clone()),
        seccomp: seccomp.map_or(Set { value: unset, by: Level::Default }, |set| Set { value: Seccomp::of(set.value), by: set.by }),
        proc_mount: match proc_mount {
            Some(value) => Set { value, by: Level::Container },
            None => Set { value: "Default".into(), by: Level::Default },
        },
        se_linux: pick(own.and_then(|c| c.se_linux_options.clone()), pod.and_then(|p| p.se_linux_options.clone())),
        own_users: match spec.host_users {
            Some(host) => Set { value: !host, by: Level::Pod },
            None => Set { value: false, by: Level::Default },
        },
        app_armor: pick(own.and_then(|c| c.app_armor_profile.clone()), pod.and_then(|p| p.app_armor_profile.clone())),
    }
}

fn pick<T>(container: Option<T>, pod: Option<T>) -> Option<Set<T>> {
    let own = container.map(|value| Set { value, by: Level::Container });
    own.or_else(|| pod.map(|value| Set { value, by: Level::Pod }))
}
