//! What becomes of a container that is told to stop.

use crate::simulate::machine::Container;
use crate::world::ServerKind;

/// Exit code, and after how many seconds. The first process of a container hears SIGTERM only if it listens: nginx and redis do, a
/// shell or `sleep` does not and is killed when the time of grace is over. One that is not the first ends by the signal.
pub fn stopped(container: &Container, grace: u32) -> (i32, u32) {
    let Some(first) = container.processes.iter().find(|process| process.parent == 0) else { return (137, grace) };
    let server = container.image.server.as_ref();
    let serves =
        server.is_some_and(|server| server.kind != ServerKind::Plain && first.comm == server.command.rsplit('/').next().unwrap_or(""));
    match () {
        () if serves => (0, 0),
        () if container.processes.iter().any(|process| process.pid == 1 && process.comm == first.comm) => (137, grace),
        () => (143, 0),
    }
}
