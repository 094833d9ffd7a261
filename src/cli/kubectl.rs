//! `cofferdam kubectl`: one kubectl command in a simulated cluster. Output and exit code are what kubectl's would be.

use super::world::Built;
use super::{Context, Exit, Failure};
use crate::kubectl;
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
                let namespace = namespace(&self.arguments).unwrap_or("default");
                cx.apply(World { facts: cx.facts(self.world.as_deref())?, ..World::default() }, &files, namespace)
            }
        };
        let mut world = match built {
            Built::World(world) => world,
            Built::Refused(exit) => return Ok(exit),
        };
        let named: Vec<_> = named_files(&self.arguments).collect();
        let stdin = if named.contains(&"-") { cx.manifests(&["-".to_owned()])?.remove(0).text().to_owned() } else { String::new() };
        files.extend(named.into_iter().filter(|name| *name != "-").filter_map(|name| cx.file_if_there(name)));
        let outcome = kubectl::run(&mut world, &files, &self.arguments, &stdin);
        cx.write(&outcome.stdout);
        cx.flush();
        cx.write_err(&outcome.stderr);
        Ok(Exit::Code(outcome.exit))
    }

    /// The scenario's cluster with `files` in force, or, without any, the learner's saved work as far as it is accepted.
    fn in_scenario(&self, cx: &mut Context<'_>, id: &str, files: &[SourceFile]) -> Result<Built, Failure> {
        let catalogue = cx.catalogue()?;
        let scenario = cx.scenario(&catalogue, id)?;
        let mut world = scenario.world.clone();
        // Checks ask about what is hidden; commands show what the learner may see.
        for key in &scenario.hidden {
            world.store.remove(key);
        }
        if scenario.namespace != world.config.namespace() {
            world.config.set_namespace(&scenario.namespace);
        }
        if !files.is_empty() {
            return Ok(cx.apply(world, files, &scenario.namespace));
        }
        let saved = cx.drafts().load(&scenario.id, &scenario.start);
        for object in cx.accepted(&world, &saved, &scenario.namespace) {
            world.store.insert(object);
        }
        Ok(Built::World(Box::new(world)))
    }
}

/// What `-f NAME`, `-fNAME`, `--filename NAME` and `--filename=NAME` name in kubectl's own arguments.
fn named_files(arguments: &[String]) -> impl Iterator<Item = &str> {
    flag_values(arguments, "-f", "--filename")
}

/// The namespace of kubectl's own arguments.
fn namespace(arguments: &[String]) -> Option<&str> {
    flag_values(arguments, "-n", "--namespace").last()
}

/// The values of a flag in kubectl's own arguments: `-f NAME`, `-fNAME`, `--filename NAME`, `--filename=NAME`.
fn flag_values<'a>(arguments: &'a [String], short: &'a str, long: &'a str) -> impl Iterator<Item = &'a str> {
    let command = arguments.iter().map(String::as_str).take_while(|word| *word != "--");
    let mut after_flag = false;
    command.filter_map(move |word| {
        let is_value = std::mem::replace(&mut after_flag, word == short || word == long);
        if is_value {
            after_flag = false;
            return Some(word);
        }
        let inline = word.strip_prefix(long).and_then(|rest| rest.strip_prefix('='));
        inline.or_else(|| word.strip_prefix(short).filter(|rest| !rest.is_empty()).map(|value| value.trim_start_matches('=')))
    })
}

#[cfg(test)]
mod tests {
    use super::{named_files, namespace};

    #[test]
    fn files_are_found_wherever_kubectl_takes_them() {
        let words: Vec<_> =
            "apply -f a.yaml --filename=b.yaml -fc.yaml --filename d.yaml -f - -- -f e.yaml".split(' ').map(str::to_owned).collect();
        assert_eq!(named_files(&words).collect::<Vec<_>>(), ["a.yaml", "b.yaml", "c.yaml", "d.yaml", "-"]);
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
