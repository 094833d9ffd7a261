//! What is left after a bug of ours: a report file, and a sentence that names it.

use std::backtrace::Backtrace;
use std::ffi::OsString;
use std::fmt::Write;
use std::panic::PanicHookInfo;
use std::sync::{Mutex, PoisonError};

use cofferdam::host::Host;
use cofferdam::locale::Locale;

/// The exit code of a bug (`EX_SOFTWARE` of sysexits.h).
const CODE: i32 = 70;

static LAST: Mutex<Option<String>> = Mutex::new(None);

/// From now on a panic is kept for the report instead of being written over the screen.
pub fn listen() {
    std::panic::set_hook(Box::new(|panic| {
        let text = describe(panic);
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    }));
}

fn describe(panic: &PanicHookInfo<'_>) -> String {
    let message = panic.payload_as_str().unwrap_or("no message");
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    format!("{message}\nat {place}\n\n{}", Backtrace::force_capture())
}

/// Writes the last panic to a file and says where; the exit code.
pub fn report(host: &dyn Host, args: &[OsString]) -> i32 {
    let locale = Locale::new(&host.env("COFFERDAM_LANG").or_else(|| host.env("LANG")).unwrap_or_default());
    let panic = LAST.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
    let mut text = format!("cofferdam {} ({} {})\n", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    // Only the names of commands and flags: values may be a learner's own.
    let shown: Vec<_> = args.iter().skip(1).filter_map(|arg| arg.to_str()).map(|arg| arg.split('=').next().unwrap_or(arg)).collect();
    let _ = writeln!(text, "arguments: {}\n\n{panic}", shown.join(" "));
    let path = host.data_dir().join(format!("crash-{}.txt", host.now().strftime("%Y%m%dT%H%M%SZ")));
    let summary = panic.split("\nat ").next().unwrap_or_default().to_owned();
    match host.replace(&path, text.as_bytes()) {
        Ok(()) => eprintln!("{}", locale.format("cli-bug", &[("file", &path.display().to_string()), ("summary", &summary)])),
        Err(_) => eprintln!("{}\n\n{text}", locale.format("cli-bug-unsaved", &[("summary", &summary)])),
    }
    CODE
}
