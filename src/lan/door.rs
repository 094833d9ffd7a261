//! Many connections in, one queue of lines out.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Handle};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::class::{Arrival, Door, LONGEST_LINE, MOST_PEERS, Peer};

/// Lines that wait for the host; senders are slowed down beyond.
const INBOX: usize = 1024;
/// Answers that wait for one learner to read; beyond, the learner is cut off.
const OUTBOX: usize = 256;
/// The first line has to come within this time.
const FIRST: Duration = Duration::from_secs(10);
/// Any other within this; learners say something three times as often.
const SILENCE: Duration = Duration::from_secs(90);
/// A line has to be taken within this time.
const TAKING: Duration = Duration::from_secs(10);

/// Who is connected, and the way to each.
#[derive(Clone, Default)]
struct Peers(Arc<Mutex<HashMap<Peer, mpsc::Sender<String>>>>);

impl Peers {
    fn table(&self) -> MutexGuard<'_, HashMap<Peer, mpsc::Sender<String>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A door that is open until it is dropped.
pub(super) struct Listening {
    address: SocketAddr,
    arrivals: mpsc::Receiver<Arrival>,
    peers: Peers,
    /// Into the thread that all connections share.
    connections: Handle,
    /// That thread ends when this goes, and with it every connection.
    _open: oneshot::Sender<()>,
}

impl Listening {
    pub(super) fn new(at: SocketAddr) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(at))?;
        let address = listener.local_addr()?;
        let (sender, arrivals) = mpsc::channel(INBOX);
        let peers = Peers::default();
        let (connections, arriving) = (runtime.handle().clone(), accept(listener, sender, peers.clone()));
        let (open, closed) = oneshot::channel();
        let wait = async move {
            tokio::select! {
                () = arriving => {}
                _ = closed => {}
            }
        };
        thread::Builder::new().name("door".into()).spawn(move || runtime.block_on(wait))?;
        Ok(Self { address, arrivals, peers, connections, _open: open })
    }
}

impl Door for Listening {
    fn address(&self) -> SocketAddr {
        self.address
    }

    fn next(&mut self, within: Duration) -> Vec<Arrival> {
        let first = self.connections.block_on(async { timeout(within, self.arrivals.recv()).await });
        let mut arrivals: Vec<_> = first.ok().flatten().into_iter().collect();
        while arrivals.len() < INBOX {
            let Ok(next) = self.arrivals.try_recv() else { break };
            arrivals.push(next);
        }
        arrivals
    }

    fn send(&mut self, to: Peer, line: &str) {
        let mut table = self.peers.table();
        // A full queue: this learner does not read.
        if table.get(&to).is_some_and(|way| way.try_send(format!("{line}\n")).is_err()) {
            table.remove(&to);
        }
    }

    fn close(&mut self, peer: Peer) {
        self.peers.table().remove(&peer);
    }
}

async fn accept(listener: TcpListener, arrivals: mpsc::Sender<Arrival>, peers: Peers) {
    let mut last: Peer = 0;
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, say: others may end meanwhile.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let (way, lines) = mpsc::channel(OUTBOX);
        {
            let mut table = peers.table();
            if table.len() >= MOST_PEERS {
                continue;
            }
            last += 1;
            table.insert(last, way);
        }
        tokio::spawn(serve(last, stream, lines, arrivals.clone(), peers.clone()));
    }
}

/// One connection: it ends when the learner or the host ends it.
async fn serve(peer: Peer, stream: TcpStream, lines: mpsc::Receiver<String>, arrivals: mpsc::Sender<Arrival>, peers: Peers) {
    // Small lines that wait for each other would make the board late; where that cannot be set they are.
    let _ = stream.set_nodelay(true);
    let (reading, writing) = stream.into_split();
    let mut writer = tokio::spawn(write(writing, lines));
    tokio::select! {
        () = read(peer, reading, &arrivals) => {}
        _ = &mut writer => {}
    }
    peers.table().remove(&peer);
    // A door that is gone does not want to know.
    let _ = arrivals.send(Arrival::Gone(peer)).await;
}

async fn write(mut to: OwnedWriteHalf, mut lines: mpsc::Receiver<String>) {
    while let Some(line) = lines.recv().await {
        if !matches!(timeout(TAKING, to.write_all(line.as_bytes())).await, Ok(Ok(()))) {
            return;
        }
    }
    let _ = timeout(TAKING, to.shutdown()).await;
}

/// Hands over line by line, until the end, a line that is too long, or a silence that is.
async fn read(peer: Peer, mut from: OwnedReadHalf, arrivals: &mpsc::Sender<Arrival>) {
    let mut rest: Vec<u8> = Vec::new();
    let mut patience = tokio::time::Instant::now() + FIRST;
    let mut chunk = [0; 4096];
    loop {
        let Ok(Ok(count @ 1..)) = tokio::time::timeout_at(patience, from.read(&mut chunk)).await else { return };
        rest.extend_from_slice(&chunk[..count]);
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let mut line: Vec<u8> = rest.drain(..=end).collect();
            line.truncate(line.trim_ascii_end().len());
            if line.len() > LONGEST_LINE || arrivals.send(Arrival::Line(peer, line)).await.is_err() {
                return;
            }
            // Bytes alone buy no time, only whole lines do.
            patience = tokio::time::Instant::now() + SILENCE;
        }
        if rest.len() > LONGEST_LINE {
            return;
        }
    }
}
