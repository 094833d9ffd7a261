//! Arguments, help, languages, configuration.

use insta::assert_snapshot;

use super::Learner;

#[test]
fn version_is_named() {
    let answer = Learner::new().run(&["--version"]);
    assert_eq!((answer.code, answer.out), (0, format!("cofferdam {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn without_a_terminal_the_console_says_what_to_do() {
    assert_snapshot!(Learner::new().run(&[]), @"
        exit 2
        --- stderr
        cofferdam: The console needs a terminal, and this is none. Run a command instead, such as `cofferdam list`, or start it in a terminal.
    ");
}

#[test]
fn a_misspelt_command_is_answered_with_near_ones() {
    assert_snapshot!(Learner::new().run(&["completion"]), @"
        exit 2
        --- stderr
        cofferdam: completion: there is no such command.
        Did you mean: solution, completions?
        See `cofferdam --help`.
    ");
    assert_snapshot!(Learner::new().run(&["--fromat", "json", "man"]), @"
        exit 2
        --- stderr
        cofferdam: --fromat: there is no such argument here.
        Did you mean: --format?
        See `cofferdam man --help`.
    ");
    assert_snapshot!(Learner::new().run(&["--format", "xml", "man"]), @"
        exit 2
        --- stderr
        cofferdam: --format <human|json|linear>: xml does not fit
        Possible: human, json, linear, sarif, csv.
        See `cofferdam man --help`.
    ");
}

#[test]
fn the_language_is_chosen_by_flag_then_variable_then_file_then_environment() {
    let learner = Learner::new();
    let wrong = |args: &[&str], vars: &[(&str, &str)]| {
        let mut command = learner.command(args);
        command.envs(vars.iter().copied());
        learner.answer(&mut command).err
    };
    let korean = "콘솔에는";
    assert!(wrong(&[], &[("LANG", "ko_KR.UTF-8")]).contains(korean));
    assert!(!wrong(&[], &[("LANG", "ko_KR.UTF-8"), ("LC_ALL", "C")]).contains(korean));
    assert!(!wrong(&["--lang", "en"], &[("LANG", "ko_KR.UTF-8")]).contains(korean));
    learner.write("config/config.yaml", "lang: ko\n");
    assert!(wrong(&[], &[]).contains(korean));
    assert!(!wrong(&[], &[("COFFERDAM_LANG", "en")]).contains(korean));
    assert!(!wrong(&["--lang=en"], &[]).contains(korean));
}

#[test]
fn an_unknown_language_is_refused_and_the_known_ones_named() {
    assert_snapshot!(Learner::new().run(&["--lang", "fr", "man"]), @"
        exit 2
        --- stderr
        cofferdam: fr: no such language. There are: en, ko.
    ");
}

#[test]
fn a_configuration_that_cannot_be_used_is_named_with_its_place() {
    let learner = Learner::new();
    learner.write("config/config.yaml", "colour: never\n");
    assert_snapshot!(learner.run(&["man"]), @"
        exit 3
        --- stderr
        cofferdam: HOME/config/config.yaml: the configuration cannot be used: unknown field `colour`, expected one of `lang`, `color`, `pack`. Known keys: lang, color, pack.
    ");
    assert_snapshot!(learner.run(&["--config", "nowhere.yaml", "man"]), @"
        exit 3
        --- stderr
        cofferdam: nowhere.yaml: no such file or folder. Check the name, or where you are.
    ");
}

#[test]
fn every_command_and_flag_is_explained_in_every_language() {
    let learner = Learner::new();
    for language in ["en", "ko"] {
        let mut left = vec![Vec::new()];
        while let Some(path) = left.pop() {
            let mut args = vec!["help", "--lang", language];
            args.extend(path.iter().map(String::as_str));
            let answer = learner.run(&args);
            assert_eq!(answer.code, 0, "{answer}");
            assert!(!answer.out.contains('⟨'), "a help text is missing:\n{answer}");
            left.extend(subcommands(&answer.out).map(|name| [path.clone(), vec![name]].concat()));
        }
    }
}

/// The names in the list of commands of a help page.
fn subcommands(help: &str) -> impl Iterator<Item = String> + '_ {
    let list = help.lines().skip_while(|line| !["Commands:", "명령:"].contains(line)).skip(1);
    let names = list.take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next().map(str::to_owned))
}
