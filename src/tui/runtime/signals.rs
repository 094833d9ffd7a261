//! Signals that end or stop the program.

#[cfg(unix)]
pub(super) use unix::{Signals, stop};

#[cfg(unix)]
mod unix {
    use std::io;

    use tokio::signal::unix::{Signal, SignalKind, signal};

    /// TERM, INT and HUP.
    pub struct Signals {
        terminate: Signal,
        interrupt: Signal,
        hang_up: Signal,
    }

    impl Signals {
        pub fn new() -> io::Result<Self> {
            let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
            Ok(Self { terminate, interrupt, hang_up: signal(SignalKind::hangup())? })
        }

        /// The number of the next one.
        pub async fn next(&mut self) -> i32 {
            tokio::select! {
                _ = self.terminate.recv() => SignalKind::terminate().as_raw_value(),
                _ = self.interrupt.recv() => SignalKind::interrupt().as_raw_value(),
                _ = self.hang_up.recv() => SignalKind::hangup().as_raw_value(),
            }
        }
    }

    /// Stops the program as Ctrl-Z does in a shell.
    pub fn stop() -> io::Result<()> {
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
    }
}

#[cfg(not(unix))]
pub(super) fn stop() -> std::io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    /// Ctrl-C.
    pub async fn next(&mut self) -> i32 {
        let _ = tokio::signal::ctrl_c().await;
        2
    }
}
