//! One command in progress: the world it works on, its flags, and what it has printed.

use serde_json::Value;

use super::failure::Failure;
use super::flags::{Flag, Flags, optional, short, short_switch, switch, value};
use super::kind::Kind;
use super::{output::Format, view};
use crate::text::SourceFile;
use crate::world::World;

/// A command at work.
pub(super) struct Session<'a> {
    pub world: &'a mut World,
    pub files: &'a [SourceFile],
    pub stdin: &'a str,
    pub flags: Flags,
    /// The command in errors: `kubectl get`.
    pub path: &'static str,
    pub out: String,
    pub err: String,
}

/// Flags of commands that read manifests.
pub(super) const FILES: &[Flag] = &[short("filename", 'f'), short_switch("recursive", 'R'), short("kustomize", 'k')];

/// Flags of commands that print an object.
pub(super) const OUTPUT: &[Flag] =
    &[short("output", 'o'), switch("show-managed-fields"), value("template"), optional("allow-missing-template-keys", "true")];

/// Flags of commands that change something.
pub(super) const CHANGE: &[Flag] =
    &[optional("dry-run", "unchanged"), value("field-manager"), switch("save-config"), optional("validate", "strict")];

/// What `--dry-run` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DryRun {
    None,
    Client,
    Server,
}

impl DryRun {
    /// What follows the verb in a success message.
    pub fn suffix(self) -> &'static str {
        match self {
            DryRun::None => "",
            DryRun::Client => " (dry run)",
            DryRun::Server => " (server dry run)",
        }
    }
}

impl Session<'_> {
    /// The namespace the command works in.
    pub fn namespace(&self) -> String {
        self.flags.get("namespace").unwrap_or_else(|| self.world.config.namespace()).to_owned()
    }

    /// Whether the namespace was chosen, by a flag or in the context: then kubectl writes it into what it generates.
    pub fn namespace_is_chosen(&self) -> bool {
        self.flags.has("namespace") || self.world.config.context().is_some_and(|context| context.namespace.is_some())
    }

    /// Prints a line.
    pub fn say(&mut self, line: impl AsRef<str>) {
        self.out.push_str(line.as_ref());
        self.out.push('\n');
    }

    /// Prints a line on standard error.
    pub fn warn(&mut self, line: impl AsRef<str>) {
        self.err.push_str(line.as_ref());
        self.err.push('\n');
    }

    /// `--dry-run`.
    pub fn dry_run(&mut self) -> Result<DryRun, Failure> {
        match self.flags.get("dry-run") {
            None | Some("none" | "false") => Ok(DryRun::None),
            Some("client" | "true") => Ok(DryRun::Client),
            Some("server") => Ok(DryRun::Server),
            Some("unchanged") => {
                self.warn(
                    "W1121 08:00:00.000000       1 helpers.go:706] --dry-run is deprecated and can be replaced with --dry-run=client.",
                );
                Ok(DryRun::Client)
            }
            Some(other) => Err(Failure::error(format!("Invalid dry-run value ({other}). Must be \"none\", \"server\", or \"client\"."))),
        }
    }

    /// `-o`.
    pub fn format(&self) -> Result<Format, Failure> {
        Format::of(self.flags.get("output"))
    }

    /// Prints what became of an object: the object itself with `-o`, else `pod/web created`.
    pub fn report(&mut self, object: &Value, verb: &str, dry_run: DryRun) -> Result<(), Failure> {
        match self.format()? {
            Format::Table { .. } => {
                let name = super::output::name_of(object);
                self.say(format!("{name} {verb}{}", dry_run.suffix()));
            }
            format => {
                let text = format.print(std::slice::from_ref(object), false, true)?;
                self.out.push_str(&text);
            }
        }
        Ok(())
    }

    /// The object of this name as kubectl sees it.
    pub fn find(&self, kind: &Kind, name: &str) -> Result<Value, Failure> {
        let namespace = kind.namespaced.then(|| self.namespace());
        view::find(self.world, kind, namespace.as_deref(), name).ok_or_else(|| Failure::not_found(kind, name))
    }

    /// The files that `-f` names; `-` is standard input.
    pub fn manifests(&self) -> Result<Vec<SourceFile>, Failure> {
        if self.flags.has("kustomize") {
            return Err(Failure::not_simulated("-k"));
        }
        let mut found = Vec::new();
        for name in self.flags.list("filename") {
            if name == "-" {
                found.push(SourceFile::new("STDIN", self.stdin));
                continue;
            }
            if name.starts_with("http://") || name.starts_with("https://") {
                return Err(Failure::not_simulated(format!("reading {name}")));
            }
            let bare = name.strip_prefix("./").unwrap_or(name);
            let folder = format!("{}/", bare.trim_end_matches('/'));
            let here = |file: &&SourceFile| file.name() == bare || bare == "." || file.name().starts_with(&folder);
            let matching: Vec<_> = self.files.iter().filter(here).cloned().collect();
            if matching.is_empty() {
                return Err(Failure::error(format!("the path {name:?} does not exist")));
            }
            found.extend(matching);
        }
        Ok(found)
    }
}
