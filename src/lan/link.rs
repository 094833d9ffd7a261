//! One connection to a door.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use crate::class::{LONGEST_LINE, Link};

/// A line has to be taken within this time.
const TAKING: Duration = Duration::from_secs(10);

/// Connected until it is dropped.
pub(super) struct Connected {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl Connected {
    pub(super) fn new(host: &str, port: u16, within: Duration) -> io::Result<Self> {
        let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in (host, port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, within) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    stream.set_write_timeout(Some(TAKING))?;
                    return Ok(Self { stream, rest: Vec::new() });
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn line(&mut self) -> Option<Vec<u8>> {
        let end = self.rest.iter().position(|byte| *byte == b'\n')?;
        let mut line: Vec<u8> = self.rest.drain(..=end).collect();
        line.truncate(line.trim_ascii_end().len());
        Some(line)
    }
}

impl Link for Connected {
    fn send(&mut self, lines: &str) -> io::Result<()> {
        self.stream.write_all(lines.as_bytes())
    }

    fn receive(&mut self, within: Duration) -> io::Result<Option<Vec<u8>>> {
        let until = Instant::now() + within;
        loop {
            if let Some(line) = self.line() {
                return Ok(Some(line));
            }
            if self.rest.len() > LONGEST_LINE {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            self.stream.set_read_timeout(Some(left))?;
            let mut chunk = [0; 4096];
            match self.stream.read(&mut chunk) {
                Ok(0) => return Err(io::ErrorKind::ConnectionAborted.into()),
                Ok(count) => self.rest.extend_from_slice(&chunk[..count]),
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => return Ok(None),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
