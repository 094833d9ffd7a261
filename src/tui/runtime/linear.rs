//! The conversation on a real terminal: reads lines, prints sentences, opens the learner's editor.

use std::io::{self, Write};
use std::sync::Arc;

use ratatui::layout::Size;

use super::{Deps, ExitReason};
use crate::locale::Locale;
use crate::tui::linear::Linear;
use crate::tui::state::Start;
use crate::tui::theme::{Depth, Theme};

/// Runs the conversation until `quit` or the end of the input.
pub(super) fn converse(deps: &Deps) -> io::Result<ExitReason> {
    let worker = deps.worker();
    let progress = worker.progress();
    let locale = match progress.settings.get("language") {
        Some(language) if !deps.language_is_given => Locale::new(language),
        _ => deps.locale.clone(),
    };
    let theme = Theme { depth: Depth::Plain, ..Theme::default() };
    let size = Size { width: 100, height: 200 };
    let (now, place, alone) = (deps.host.now(), deps.place.clone(), worker.alone());
    let start = Start { locale: locale.clone(), theme, progress, now, size, place, cluster: deps.cluster.is_some(), alone };
    let mut linear = Linear::new(start, Arc::clone(&worker));
    say(&[locale.text("tui-linear-begin")])?;
    if !alone {
        say(&[locale.text("tui-second-console")])?;
    }
    say(&linear.tell())?;
    loop {
        print!("> ");
        io::stdout().flush()?;
        let mut line = String::new();
        if io::stdin().read_line(&mut line)? == 0 {
            linear.answer("quit");
            return Ok(ExitReason::Quit);
        }
        let answer = linear.answer(&line);
        say(&answer.lines)?;
        if answer.ended {
            return Ok(ExitReason::Quit);
        }
        if let Some((scenario, file)) = answer.edit {
            let path = worker.path(&scenario, &file);
            let editor = deps.host.env("VISUAL").or_else(|| deps.host.env("EDITOR")).filter(|editor| !editor.trim().is_empty());
            let editor = editor.unwrap_or_else(|| "vi".to_owned());
            let mut words = editor.split_whitespace();
            let program = words.next().unwrap_or("vi");
            let arguments: Vec<_> = words.map(str::to_owned).chain([path.to_string_lossy().into_owned()]).collect();
            match deps.host.run(program, &arguments) {
                Ok(_) => say(&linear.edited())?,
                Err(error) => say(&[locale.format("tui-linear-no-editor", &[("editor", &editor), ("reason", &error.to_string())])])?,
            }
        }
    }
}

fn say(lines: &[String]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    out.flush()
}
