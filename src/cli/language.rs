//! The language of the command line itself, which must be known before the arguments are read.

use std::ffi::OsString;

use clap::CommandFactory;

use super::Cli;
use crate::host::Host;
use crate::locale::Locale;

/// The language to speak while arguments are still being read: `--lang` wherever it stands, else the environment's.
pub(super) fn early(host: &dyn Host, args: &[OsString]) -> String {
    let mut words = args.iter().skip(1).filter_map(|arg| arg.to_str()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        match word.strip_prefix("--lang") {
            Some("") => return words.next().unwrap_or_default().to_owned(),
            Some(value) if value.starts_with('=') => return value[1..].to_owned(),
            _ => {}
        }
    }
    environment(host)
}

/// The language of the environment, in the order of setlocale(3); `COFFERDAM_LANG` wins.
pub(super) fn environment(host: &dyn Host) -> String {
    ["COFFERDAM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| host.env(name)).unwrap_or_default()
}

/// The commands with their help in the language of `locale`.
pub(super) fn localised(locale: &Locale) -> clap::Command {
    localise(Cli::command(), "command", locale)
}

fn localise(command: clap::Command, id: &str, locale: &Locale) -> clap::Command {
    let arguments = locale.text("cli-heading-arguments");
    let options = locale.text("cli-heading-options");
    let mut command = command
        .about(locale.text(id))
        .subcommand_help_heading(locale.text("cli-heading-commands"))
        .help_template(format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}\n", locale.text("cli-heading-usage")))
        .mut_args(|arg| {
            let name = arg.get_id().as_str().replace('_', "-");
            let text = locale.try_format(&format!("{id}.{name}"), &[]).unwrap_or_else(|| locale.text(&format!("command.{name}")));
            let heading = if arg.is_positional() { &arguments } else { &options };
            let arg = arg.help(text).help_heading(heading.clone());
            let takes_value = arg.get_action().takes_values();
            if takes_value { arg.hide_possible_values(true) } else { arg }
        });
    if let Some(examples) = locale.try_format(&format!("{id}.examples"), &[]) {
        command = command.after_help(format!("{}\n{examples}", locale.text("cli-heading-examples")));
    }
    let names: Vec<_> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| localise(sub, &format!("{id}-{name}"), locale));
    }
    command
}
