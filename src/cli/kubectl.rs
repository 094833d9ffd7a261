//! `cofferdam kubectl`: one kubectl command in a simulated cluster. Output and exit code are what kubectl's would be.

use super::editor::Editor;
use super::world::Built;
use super::{Context, Exit, Failure};
use crate::kubectl;
use crate::object::{Request, decode};
use crate::simulate;
use crate::text::SourceFile;
use crate::world::World;

/// One command.
#[derive(Debug, clap::Args)]
pub(super) struct Kubectl {
    #[arg(short = 'f', long = "filename", value_name = "FILE")]
    files: Vec<String>,
    #[arg(long, value_name = "FILE", conflicts_with = "scenario")]
    world: Option<String>,
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    #[arg(last = true, required = true, value_name = "ARGUMENTS")]
    arguments: Vec<String>,
}

impl Kubectl {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut files = cx.manifests(&self.files)?;
        let built = match &self.scenario {
            Some(id) => self.in_scenario(cx, id, &files)?,
            // What names no namespace goes where the command looks, as if `kubectl apply` had been called the same way.
            None => {
                let namespace = namespace(&self.arguments).filter(|name| lives_in(&self.arguments, &files, name));
                let namespace = namespace.unwrap_or("default");
                cx.apply(World { facts: cx.facts(self.world.as_deref())?, ..World::default() }, &files, namespace)
            }
        };
        let mut world = match built {
            Built::World(world) => world,
            Built::Refused(exit) => return Ok(exit),
        };
        kubectl::as_applied(&mut world);
        let named: Vec<_> = named_files(&self.arguments).chain(copied(&self.arguments)).collect();
        let stdin = if named.contains(&"-") { cx.manifests(&["-".to_owned()])?.remove(0).text().to_owned() } else { String::new() };
        // A file that is named outside and inside is one file.
        let named: Vec<_> = named.into_iter().filter(|name| *name != "-").filter_map(|name| cx.file_if_there(name)).collect();
        files.retain(|file| named.iter().all(|other| other.name() != file.name()));
        files.extend(named);
        let outcome = kubectl::run_with(&mut world, &files, &self.arguments, &stdin, Some(&mut Editor { host: cx.host.as_ref() }));
        for (path, text) in &outcome.written {
            cx.host.replace(std::path::Path::new(path), text.as_bytes()).map_err(|error| cx.file_trouble(path, &error))?;
        }
        cx.write(&outcome.stdout);
        cx.flush();
        cx.write_err(&outcome.stderr);
        Ok(Exit::Code(outcome.exit))
    }

    /// The scenario's cluster with `files` in force, or, without any, the learner's saved work as far as it is accepted.
    fn in_scenario(&self, cx: &mut Context<'_>, id: &str, files: &[SourceFile]) -> Result<Built, Failure> {
        let scenario = cx.one_scenario(id)?;
        // Checks ask about what is hidden; commands show what the learner may see.
        let mut world = scenario.seen_world();
        if !files.is_empty() {
            return Ok(cx.apply(world, files, &scenario.namespace));
        }
        let saved = cx.drafts().load(&scenario.id, &scenario.start);
        for file in &saved {
            simulate::build_onto_nodes(&mut world, file);
        }
        for object in cx.accepted(&world, &scenario.manifests(&saved), &scenario.namespace) {
            world.store.insert(object);
        }
        Ok(Built::World(Box::new(world)))
    }
}

/// Flags of kubectl whose value names a file.
const OF_FILES: [&str; 7] = ["-f", "--filename", "--from-file", "--from-env-file", "--cert", "--key", "--patch-file"];

/// The files that kubectl's own arguments name: `-f NAME`, `-fNAME`, `--from-file=KEY=NAME`, `--cert NAME` and so on.
fn named_files(arguments: &[String]) -> impl Iterator<Item = &str> {
    flag_values(arguments, &OF_FILES).map(|(flag, name)| match name.split_once('=') {
        Some((_key, name)) if flag == "--from-file" => name,
        _ => name,
    })
}

/// The file on this machine that `kubectl cp` is to read.
fn copied(arguments: &[String]) -> Option<&str> {
    let mut words = arguments.iter().map(String::as_str).filter(|word| !word.starts_with('-'));
    words.next().filter(|word| *word == "cp")?;
    words.next().filter(|word| !word.contains(':'))
}

/// The namespace of kubectl's own arguments.
fn namespace(arguments: &[String]) -> Option<&str> {
    flag_values(arguments, &["-n", "--namespace"]).last().map(|(_, name)| name)
}

/// Whether what names no namespace may be taken to live in this one: nobody's work is in the cluster's own.
fn lives_in(arguments: &[String], files: &[SourceFile], name: &str) -> bool {
    !name.starts_with("kube-") && (!generates(arguments) || declared(files, name))
}

/// Whether the command makes an object of its own. The server takes one only in a namespace that is there.
fn generates(arguments: &[String]) -> bool {
    let mut words = arguments.iter().map(String::as_str).filter(|word| !matches!(*word, "kubectl" | "k"));
    let verb = loop {
        match words.next() {
            // Flags may stand before the verb, some with a value.
            Some("-n" | "--namespace" | "--context" | "--as" | "--request-timeout") => drop(words.next()),
            Some(word) if word.starts_with('-') => {}
            word => break word,
        }
    };
    matches!(verb, Some("run" | "create")) && flag_values(arguments, &["-f", "--filename"]).next().is_none()
}

/// Whether a namespace is the cluster's own or a file brings it.
fn declared(files: &[SourceFile], name: &str) -> bool {
    kubectl::SYSTEM.contains(&name) || files.iter().any(|file| brings(file, name))
}

/// Whether a file has this namespace, or an object that says it lives there.
fn brings(file: &SourceFile, name: &str) -> bool {
    decode(file, &Request::default()).iter().any(|read| {
        let is = |own: &Option<String>, wanted: &str| own.as_deref() == Some(wanted);
        is(&read.namespace, name) || is(&read.kind, "Namespace") && is(&read.name, name)
    })
}

/// The values of flags in kubectl's own arguments, each with its flag: `-f NAME`, `-fNAME`, `--filename NAME`, `--filename=NAME`.
fn flag_values<'a>(arguments: &'a [String], flags: &'a [&'a str]) -> impl Iterator<Item = (&'a str, &'a str)> {
    let command = arguments.iter().map(String::as_str).take_while(|word| *word != "--");
    let mut after: Option<&str> = None;
    command.filter_map(move |word| {
        if let Some(flag) = after.take() {
            return Some((flag, word));
        }
        if flags.contains(&word) {
            after = Some(word);
            return None;
        }
        flags.iter().find_map(|flag| {
            let rest = word.strip_prefix(flag)?;
            let value = if flag.starts_with("--") { rest.strip_prefix('=')? } else { rest.trim_start_matches('=') };
            Some((*flag, value))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{copied, declared, generates, lives_in, named_files, namespace};
    use crate::text::SourceFile;

    #[test]
    fn files_are_found_wherever_kubectl_takes_them() {
        let words: Vec<_> =
            "apply -f a.yaml --filename=b.yaml -fc.yaml --filename d.yaml -f - -- -f e.yaml".split(' ').map(str::to_owned).collect();
        assert_eq!(named_files(&words).collect::<Vec<_>>(), ["a.yaml", "b.yaml", "c.yaml", "d.yaml", "-"]);
        let words: Vec<_> =
            "create secret tls t --cert c.pem --key=k.pem --from-file=a=a.txt --from-file b.txt --from-env-file=e.env -o yaml"
                .split(' ')
                .map(str::to_owned)
                .collect();
        assert_eq!(named_files(&words).collect::<Vec<_>>(), ["c.pem", "k.pem", "a.txt", "b.txt", "e.env"]);
    }

    #[test]
    fn what_makes_an_object_needs_a_namespace_that_is_there() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(generates(&words("run a --image=nginx -n nope")) && generates(&words("-n nope create cm a")));
        assert!(!generates(&words("create -f a.yaml -n nope")) && !generates(&words("get pod run -n nope")));
        let file = |text: &str| [SourceFile::new("a.yaml", text)];
        let declares = |text: &str| declared(&file(text), "shop");
        assert!(declares("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}"));
        assert!(declares("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}"));
        assert!(!declares("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}"));
        assert!(declared(&[], "kube-system"));
        assert!(!lives_in(&words("get pods -n kube-system"), &[], "kube-system") && lives_in(&words("get pods -n shop"), &[], "shop"));
    }

    #[test]
    fn a_file_to_copy_is_one_of_this_machine() {
        for (words, wanted) in [("cp a.txt web:/tmp", Some("a.txt")), ("cp web:/tmp/a a.txt", None), ("apply -f a.txt", None)] {
            assert_eq!(copied(&words.split(' ').map(str::to_owned).collect::<Vec<_>>()), wanted, "{words}");
        }
    }

    #[test]
    fn the_namespace_is_found_wherever_kubectl_takes_it() {
        for (words, wanted) in [
            ("get pods -n shop", Some("shop")),
            ("--namespace=shop get pods", Some("shop")),
            ("-nshop exec a -- ls -n other", Some("shop")),
            ("exec a -- ls -n other", None),
        ] {
            assert_eq!(namespace(&words.split(' ').map(str::to_owned).collect::<Vec<_>>()), wanted);
        }
    }
}
