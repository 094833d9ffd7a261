//! Why a command fails: what kubectl prints, and its exit code.

use super::kind::Kind;

/// How a text of kubectl's begins that has the word `error` in itself (`pkg/cmd/set`).
const CALLS_ITSELF_ERROR: &str = "unable to find container named";

/// The end of a command that fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub message: String,
    pub exit: i32,
}

impl Failure {
    /// A message as it stands, with exit code 1.
    pub fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit: 1 }
    }

    /// `error: …`
    pub fn error(message: impl AsRef<str>) -> Self {
        Self::plain(format!("error: {}", message.as_ref()))
    }

    /// `error: …` and where help is.
    pub fn usage(path: &str, message: impl AsRef<str>) -> Self {
        Self::error(format!("{}\nSee '{path} -h' for help and examples", message.as_ref()))
    }

    /// `Error from server (NotFound): pods "x" not found`
    pub fn not_found(kind: &Kind, name: &str) -> Self {
        // What every API server brings along (Kubernetes `plugin/pkg/auth/authorizer/rbac/bootstrappolicy`).
        let built_in = matches!(name, "cluster-admin" | "admin" | "edit" | "view") || name.starts_with("system:");
        if built_in && matches!(kind.name, "ClusterRole" | "ClusterRoleBinding") {
            return Self::not_simulated(format!("the built-in {} {name}", kind.name));
        }
        Self::plain(format!("Error from server (NotFound): {} \"{name}\" not found", kind.resource()))
    }

    /// `Error from server (AlreadyExists): pods "x" already exists`
    pub fn exists(kind: &Kind, name: &str) -> Self {
        Self::plain(format!("Error from server (AlreadyExists): {} \"{name}\" already exists", kind.resource()))
    }

    /// Neither names nor files were given.
    pub fn no_resources() -> Self {
        Self::error(
            "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'",
        )
    }

    /// What kubectl can do and this simulation cannot.
    pub fn not_simulated(what: impl AsRef<str>) -> Self {
        Self::error(format!("{} is not simulated here", what.as_ref()))
    }

    /// A server's refusal as the error alone reads (`err.Error()`), for commands that put words of their own before it: the
    /// kind has its group, and several causes stand in brackets.
    pub fn of_server(&self, kind: &Kind) -> Option<String> {
        if let Some((_, said)) = self.message.strip_prefix("Error from server (").and_then(|rest| rest.split_once("): ")) {
            return Some(said.to_owned());
        }
        let (name, causes) = self.invalid()?;
        let name = name.strip_prefix(kind.name)?;
        let causes = if causes.len() > 1 { format!("[{}]", causes.join(", ")) } else { causes.concat() };
        let group = if kind.group().is_empty() { String::new() } else { format!(".{}", kind.group()) };
        Some(format!("{}{group}{name} is invalid: {causes}", kind.name))
    }

    /// What validation refuses, kind and name, and what it objects to; `None` when something else refused.
    pub fn invalid(&self) -> Option<(&str, Vec<&str>)> {
        let (what, causes) = self.message.strip_prefix("The ")?.split_once(" is invalid: ")?;
        Some((what, causes.trim_start().trim_start_matches("* ").split("\n* ").collect()))
    }

    /// An object of another namespace than the one in which the command works (`resource.RequireNamespace`).
    pub fn other_namespace(own: &str, here: &str) -> Self {
        Self::error(format!(
            "the namespace from the provided object \"{own}\" does not match the namespace \"{here}\". You must pass '--namespace={own}' to perform this operation."
        ))
    }

    /// Several failures in one, as kubectl lists them: only one alone is called an error, unless it calls itself so.
    pub fn several(failures: Vec<Self>) -> Result<(), Self> {
        match failures.len() {
            0 => Ok(()),
            _ => {
                let exit = failures.iter().map(|failure| failure.exit).max().unwrap_or(1);
                let alone = failures.len() == 1;
                let messages: Vec<_> = failures
                    .into_iter()
                    .map(|failure| match failure.message.strip_prefix("error: ") {
                        Some(bare) if !alone && !bare.starts_with(CALLS_ITSELF_ERROR) => bare.to_owned(),
                        _ => failure.message,
                    })
                    .collect();
                Err(Self { message: messages.join("\n"), exit })
            }
        }
    }
}
