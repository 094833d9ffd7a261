//! One command in progress: the world it works on, its flags, and what it has printed.

use serde_json::Value;

use super::edit::Editor;
use super::failure::Failure;
use super::flags::Flags;
use super::kind::Kind;
use super::output::{Format, Forms};
use super::view;
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
    /// Files that are left on the machine where kubectl runs.
    pub written: Vec<(String, String)>,
    /// What opens a text in front of the user, where there is one.
    pub editor: Option<&'a mut (dyn Editor + 'a)>,
}

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
            None | Some("none") => Ok(DryRun::None),
            Some("client") => Ok(DryRun::Client),
            Some("server") => Ok(DryRun::Server),
            Some("unchanged") => {
                self.warn(
                    "W1121 08:00:00.000000       1 helpers.go:719] --dry-run is deprecated and can be replaced with --dry-run=client.",
                );
                Ok(DryRun::Client)
            }
            Some(flag @ ("true" | "1" | "t" | "T" | "TRUE" | "True")) => {
                self.warn(format!("W1121 08:00:00.000000       1 helpers.go:733] --dry-run={flag} is deprecated (boolean value) and can be replaced with --dry-run=client."));
                Ok(DryRun::Client)
            }
            Some(flag @ ("false" | "0" | "f" | "F" | "FALSE" | "False")) => {
                self.warn(format!("W1121 08:00:00.000000       1 helpers.go:736] --dry-run={flag} is deprecated (boolean value) and can be replaced with --dry-run=none."));
                Ok(DryRun::None)
            }
            Some(other) => Err(Failure::error(format!("Invalid dry-run value ({other}). Must be \"none\", \"server\", or \"client\"."))),
        }
    }

    /// `--record`: the command as the cause of a change (cli-runtime v0.35 `genericclioptions/record_flags.go`).
    pub fn record_cause(&self, object: &mut Value) {
        if self.flags.on("record") {
            if !object["metadata"]["annotations"].is_object() {
                object["metadata"]["annotations"] = serde_json::json!({});
            }
            object["metadata"]["annotations"][super::rollout::CHANGE_CAUSE] = self.flags.line(self.path).into();
        }
    }

    /// `-o`.
    pub fn format(&self) -> Result<Format, Failure> {
        let forms = if self.path == "kubectl get" { Forms::Tables } else { Forms::Objects };
        let template = self.flags.get("template").filter(|text| !text.is_empty());
        Format::of(self.flags.get("output").filter(|word| !word.is_empty()), template, forms, |path| self.file(path))
    }

    /// Prints objects in a form other than a table.
    pub fn print(&mut self, format: &Format, objects: &[Value], list: bool) -> Result<(), Failure> {
        let headers = !self.flags.on("no-headers");
        let strict = self.flags.get("allow-missing-template-keys") == Some("false");
        format.write(&mut self.out, objects, list, headers, strict)
    }

    /// Prints what became of an object: the object itself with `-o`, else `pod/web created`.
    pub fn report(&mut self, object: &Value, verb: &str, dry_run: DryRun) -> Result<(), Failure> {
        match self.format()? {
            Format::Table { .. } => {
                let name = super::output::name_of(object);
                self.say(format!("{name} {verb}{}", dry_run.suffix()));
            }
            format => self.print(&format, std::slice::from_ref(object), false)?,
        }
        Ok(())
    }

    /// The object of this name as kubectl sees it.
    pub fn find(&self, kind: &Kind, name: &str) -> Result<Value, Failure> {
        let namespace = kind.namespaced.then(|| self.namespace());
        view::find(self.world, kind, namespace.as_deref(), name).ok_or_else(|| self.missing(kind, namespace.as_deref(), name))
    }

    /// What is said of an object that is not there. Outside `default`, kubectl looks whether its namespace is (cli-runtime v0.35
    /// `pkg/resource/visitor.go` Info.Get).
    pub fn missing(&self, kind: &Kind, namespace: Option<&str>, name: &str) -> Failure {
        let own = namespace.filter(|namespace| kind.namespaced && !["", "default"].contains(namespace));
        let place = own.zip(Kind::of("Namespace")).filter(|(own, namespaces)| {
            view::find(self.world, namespaces, None, own).is_none() && self.permit("get", namespaces, "", None, Some(own)).is_ok()
        });
        place.map_or_else(|| Failure::not_found(kind, name), |(own, namespaces)| Failure::not_found(namespaces, own))
    }

    /// As [`Self::report`], for an object that kubectl made with Go's types: its fields stand in their order.
    pub fn report_generated(&mut self, object: &Value, verb: &str, dry_run: DryRun) -> Result<(), Failure> {
        use super::output::{json, kyaml, order};
        match self.format()? {
            Format::Json => self.say(json::indented(&order::typed(object), "    ")),
            Format::Kyaml => self.out.push_str(&kyaml::write(&order::typed(object))),
            Format::GoTemplate(template) => {
                let strict = self.flags.get("allow-missing-template-keys") == Some("false");
                return super::output::fill_in(&mut self.out, &template, &order::typed(object), strict);
            }
            _ => return self.report(object, verb, dry_run),
        }
        Ok(())
    }

    /// A line that stands for an object, or with `-o` the object itself.
    pub fn report_line(&mut self, object: &Value, line: &str) -> Result<(), Failure> {
        match self.format()? {
            Format::Table { .. } => self.say(line),
            format => self.print(&format, std::slice::from_ref(object), false)?,
        }
        Ok(())
    }

    /// The text of a file that the command names.
    pub fn file(&self, path: &str) -> Option<String> {
        let bare = path.strip_prefix("./").unwrap_or(path);
        self.files.iter().find(|file| file.name() == bare || file.name() == path).map(|file| file.text().to_owned())
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
