//! Runs asynchronous work for a caller that blocks: passes on what it tells, and ends it when asked to.

use std::future::Future;
use std::time::Duration;

use tokio::sync::mpsc::{self, UnboundedSender};

use super::ClusterError;
use crate::confirm::Stop;

/// How soon a wish to stop is noticed.
const NOTICE: Duration = Duration::from_millis(50);

/// Runs what `work` makes of a channel for events and a watch on `stop`, on a thread of its own; `hear` gets the events in
/// order on the caller's thread, where it may block.
pub(super) fn drive<T: Send, E: Send, F: Future<Output = Result<T, ClusterError>>>(
    stop: &Stop,
    hear: &mut dyn FnMut(E),
    work: impl FnOnce(UnboundedSender<E>, Brake) -> F + Send,
) -> Result<T, ClusterError> {
    let (sender, mut events) = mpsc::unbounded_channel();
    std::thread::scope(|scope| {
        let running = scope.spawn(move || run(stop, sender, work));
        while let Some(event) = events.blocking_recv() {
            hear(event);
        }
        running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn run<T, E, F: Future<Output = Result<T, ClusterError>>>(
    stop: &Stop,
    sender: UnboundedSender<E>,
    work: impl FnOnce(UnboundedSender<E>, Brake) -> F,
) -> Result<T, ClusterError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| ClusterError::Program {
        program: env!("CARGO_PKG_NAME").to_owned(),
        id: "cluster-program-broken",
        said: error.to_string(),
    })?;
    let outcome = runtime.block_on(async {
        let brake = Brake { stop: stop.clone(), signal: listen(stop) };
        work(sender, brake).await
    });
    // A credential plugin that hangs is not waited for.
    runtime.shutdown_background();
    outcome
}

/// Ends work early.
#[derive(Clone)]
pub(super) struct Brake {
    stop: Stop,
    signal: Signals,
}

/// The last signal and how many there were.
type Signals = tokio::sync::watch::Receiver<(Option<i32>, usize)>;

impl Brake {
    /// The work's outcome, or that it was stopped meanwhile.
    pub async fn guard<T>(&self, work: impl Future<Output = Result<T, ClusterError>>) -> Result<T, ClusterError> {
        tokio::select! {
            biased;
            () = self.asked() => Err(self.stopped("cluster-stopped")),
            outcome = work => outcome,
        }
    }

    /// The outcome of taking away what was made, which a first wish to stop does not end; a second signal does, for a server
    /// that does not answer would be waited for.
    pub async fn closing<T>(&self, work: impl Future<Output = Result<T, ClusterError>>) -> Result<T, ClusterError> {
        tokio::select! {
            biased;
            () = self.insisted() => Err(self.stopped("cluster-stopped-left")),
            outcome = work => outcome,
        }
    }

    fn stopped(&self, id: &'static str) -> ClusterError {
        ClusterError::Stopped { signal: self.signal.borrow().0, id }
    }

    async fn insisted(&self) {
        let mut signal = self.signal.clone();
        while signal.borrow_and_update().1 < 2 {
            if signal.changed().await.is_err() {
                // Nobody listens for signals.
                std::future::pending::<()>().await;
            }
        }
    }

    async fn asked(&self) {
        while !self.stop.is_asked() {
            tokio::time::sleep(NOTICE).await;
        }
    }
}

/// INT, TERM and HUP ask to stop; what was made is taken away before the program ends.
#[cfg(unix)]
fn listen(stop: &Stop) -> Signals {
    use tokio::signal::unix::{SignalKind, signal};
    let (sender, receiver) = tokio::sync::watch::channel((None, 0));
    for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
        let (stop, sender) = (stop.clone(), sender.clone());
        if let Ok(mut signals) = signal(kind) {
            tokio::spawn(async move {
                while signals.recv().await.is_some() {
                    sender.send_modify(|(signal, count)| (*signal, *count) = (Some(kind.as_raw_value()), *count + 1));
                    stop.ask();
                }
            });
        }
    }
    receiver
}

#[cfg(not(unix))]
fn listen(stop: &Stop) -> Signals {
    let (sender, receiver) = tokio::sync::watch::channel((None, 0));
    let stop = stop.clone();
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            sender.send_modify(|(signal, count)| (*signal, *count) = (Some(2), *count + 1));
            stop.ask();
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_hears_may_block() {
        // The console passes events on through a channel that may be full, which no asynchronous runtime lets its own thread do.
        let (inbox, mut outbox) = mpsc::channel(1);
        let reader = std::thread::spawn(move || std::iter::from_fn(|| outbox.blocking_recv()).collect::<Vec<u32>>());
        let outcome = drive(&Stop::default(), &mut |event| inbox.blocking_send(event).unwrap(), |sender, _| async move {
            (1..=5).for_each(|number| sender.send(number).unwrap());
            Ok("done")
        });
        drop(inbox);
        assert_eq!(outcome, Ok("done"));
        assert_eq!(reader.join().unwrap(), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_wish_to_stop_ends_the_work() {
        let stop = Stop::default();
        stop.ask();
        let outcome = drive(&stop, &mut |(): ()| {}, |_, brake| async move {
            brake.guard(async { std::future::pending::<Result<(), ClusterError>>().await }).await
        });
        assert_eq!(outcome, Err(ClusterError::Stopped { signal: None, id: "cluster-stopped" }));
    }

    #[test]
    fn taking_away_is_ended_by_a_second_signal_and_not_by_the_first() {
        let (sender, signal) = tokio::sync::watch::channel((Some(2), 1));
        let brake = Brake { stop: Stop::default(), signal };
        brake.stop.ask();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        assert_eq!(runtime.block_on(brake.closing(async { Ok("gone") })), Ok("gone"));
        sender.send_replace((Some(15), 2));
        let outcome = runtime.block_on(brake.closing(std::future::pending::<Result<(), ClusterError>>()));
        assert_eq!(outcome, Err(ClusterError::Stopped { signal: Some(15), id: "cluster-stopped-left" }));
    }
}
