//! `kubectl explain`: the documentation of a field.

use super::failure::Failure;
use super::session::Session;

/// Runs `kubectl explain`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let _ = session;
    Err(Failure::not_simulated("kubectl explain"))
}
