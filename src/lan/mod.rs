//! The adapter behind [`class::Network`](crate::class::Network): TCP, bounded in every direction.
//!
//! Whoever connects is a stranger: lines have a longest length, a first line has to come soon, a silent connection ends,
//! who does not read is cut off, and there is a largest number of connections.

mod door;
mod link;

use std::hash::{BuildHasher, Hasher};
use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::Duration;

use crate::class;

/// The network of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lan;

impl class::Network for Lan {
    fn listen(&self, at: SocketAddr) -> io::Result<Box<dyn class::Door>> {
        Ok(Box::new(door::Listening::new(at)?))
    }

    fn connect(&self, host: &str, port: u16, within: Duration) -> io::Result<Box<dyn class::Link>> {
        Ok(Box::new(link::Connected::new(host, port, within)?))
    }

    fn own_address(&self) -> Option<IpAddr> {
        // Connecting a datagram socket sends nothing; the system only chooses the way. The address is one for documentation.
        let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
        socket.connect("192.0.2.1:9").ok()?;
        let address = socket.local_addr().ok()?.ip();
        (!address.is_unspecified()).then_some(address)
    }

    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }

    fn random(&self) -> u64 {
        // The standard library seeds every table from the system's randomness.
        std::collections::hash_map::RandomState::new().build_hasher().finish()
    }
}
