//! The port to the network: what a class asks of it, in lines of text. Nothing here blocks longer than it is told to.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// Names one connection of a [`Door`].
pub type Peer = u64;

/// The longest line that is read, in bytes. Whoever sends a longer one is cut off.
pub const LONGEST_LINE: usize = 16 * 1024;
/// Connections at a time; one more is closed at once.
pub const MOST_PEERS: usize = 128;

/// What came through a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// A line without its end.
    Line(Peer, Vec<u8>),
    /// The connection has ended, from whichever side.
    Gone(Peer),
}

/// Listens at one address. Dropping it ends all its connections.
pub trait Door: Send {
    /// Where it listens, with the port that was found if none was asked for.
    fn address(&self) -> SocketAddr;

    /// What has come since the last call; waits so long for the first.
    fn next(&mut self, within: Duration) -> Vec<Arrival>;

    /// Sends a line. Who does not read is cut off, and nobody else waits for that.
    fn send(&mut self, to: Peer, line: &str);

    /// Ends a connection once what was sent has gone out.
    fn close(&mut self, peer: Peer);
}

/// A connection to a door.
pub trait Link: Send {
    /// Sends lines, each with its end.
    ///
    /// # Errors
    /// When the connection is lost.
    fn send(&mut self, lines: &str) -> io::Result<()>;

    /// The next line; `None` if none came within the time.
    ///
    /// # Errors
    /// When the connection is lost, or a line is too long.
    fn receive(&mut self, within: Duration) -> io::Result<Option<Vec<u8>>>;
}

/// The network.
pub trait Network: Send + Sync {
    /// Listens at this address and no other.
    ///
    /// # Errors
    /// When the address is not this machine's, or its port is taken.
    fn listen(&self, at: SocketAddr) -> io::Result<Box<dyn Door>>;

    /// Connects to a host and port.
    ///
    /// # Errors
    /// When nobody listens there, or not within the time.
    fn connect(&self, host: &str, port: u16, within: Duration) -> io::Result<Box<dyn Link>>;

    /// This machine's address in the network it uses most. Nothing is sent to find out.
    fn own_address(&self) -> Option<IpAddr>;

    /// Waits.
    fn wait(&self, time: Duration);

    /// A number that nobody can guess.
    fn random(&self) -> u64;
}
