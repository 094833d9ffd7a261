//! Parses arguments, builds the adapters, runs a face, and maps the kind of error to an exit code.

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;

use cofferdam::cli::{self, Request, Streams, Terminal};
use cofferdam::confirm::Cluster;
#[cfg(feature = "tui")]
use cofferdam::host::Apart;
use cofferdam::host::{Host, Machine};
use cofferdam::lan::Lan;
#[cfg(feature = "tui")]
use cofferdam::tui;

mod crash;

/// Trees, defaulted objects and worlds are many small pieces; the system's allocator took a third of a check.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    crash::listen();
    let host: Arc<dyn Host> = Arc::new(Machine);
    let args: Vec<OsString> = std::env::args_os().collect();
    let code = match catch_unwind(AssertUnwindSafe(|| run(&host, &args))) {
        Ok(code) => code,
        Err(_) => crash::report(host.as_ref(), &args),
    };
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

fn run(host: &Arc<dyn Host>, args: &[OsString]) -> i32 {
    let terminal = Terminal { stdin: io::stdin().is_terminal(), stdout: io::stdout().is_terminal(), width: columns() };
    let (mut out, mut err) = (BufWriter::new(io::stdout().lock()), io::stderr().lock());
    let ports = cli::Ports { cluster: cluster(host.as_ref()), network: Some(Arc::new(Lan)) };
    let request = cli::run(host, ports, args, terminal, Streams { out: &mut out, err: &mut err });
    // A reader that went away has read what it wanted.
    let _ = out.flush();
    drop((out, err));
    match request {
        Request::Done(code) => code,
        Request::Console(settings) => console(host, settings),
    }
}

#[cfg(feature = "cluster")]
fn cluster(host: &dyn Host) -> Option<Arc<dyn Cluster>> {
    Some(Arc::new(cofferdam::cluster::Live::new(&host.data_dir())))
}

#[cfg(not(feature = "cluster"))]
fn cluster(_: &dyn Host) -> Option<Arc<dyn Cluster>> {
    None
}

#[cfg(feature = "tui")]
fn columns() -> Option<usize> {
    // Not `size`, which starts `tput` where there is no terminal.
    let columns = crossterm::terminal::window_size().ok()?.columns;
    (columns > 0).then_some(columns.into())
}

#[cfg(not(feature = "tui"))]
fn columns() -> Option<usize> {
    None
}

#[cfg(feature = "tui")]
fn console(host: &Arc<dyn Host>, settings: cli::Settings) -> i32 {
    let cli::Settings { locale, color, language_is_given, linear, pack, opening } = settings;
    let host: Arc<dyn Host> = match &opening {
        // What an author tries out is no progress of theirs.
        Some(_) => Arc::new(Apart::new(Arc::clone(host), "preview")),
        None => Arc::clone(host),
    };
    let (place, catalogue, notice) = opening.map_or((None, pack, None), |shown| (Some(shown.place), Some(shown.catalogue), shown.fault));
    let cluster = cluster(host.as_ref());
    let deps = tui::Deps { host, locale: locale.clone(), language_is_given, color, linear, place, catalogue, notice, cluster };
    match tui::run(deps) {
        Ok(tui::ExitReason::Quit) => 0,
        Ok(tui::ExitReason::Signal(number)) => 128 + number,
        Err(error) => {
            eprintln!("{}", locale.format("tui-no-terminal", &[("reason", &error.to_string())]));
            3
        }
    }
}

#[cfg(not(feature = "tui"))]
fn console(_: &Arc<dyn Host>, settings: cli::Settings) -> i32 {
    eprintln!("{}", settings.locale.text("cli-no-console"));
    2
}
