//! `cofferdam class host`: the board of a class in one network.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::board::Which;
use super::table;
use super::{Context, Exit, Failure, Format, PORT};
use crate::class::{Arrival, Board, Door, Network, Pins, ResultFile, Room};
use crate::content::Catalogue;

/// How often the board is looked at anew.
const TICK: Duration = Duration::from_secs(1);
/// How long results may wait until they are on disk. Learners send again what a host lost.
const KEEP: SignedDuration = SignedDuration::from_secs(2);
/// The PINs of a class; a name that begins with a point is no result.
const PINS: &str = ".pins.json";

/// Listens, and shows the board as it changes.
#[derive(Debug, clap::Args)]
pub(super) struct Open {
    #[arg(long, value_name = "ADDRESS[:PORT]")]
    listen: Option<String>,
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(flatten)]
    which: Which,
}

impl Open {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        let wanted = self.which.ids(cx, &catalogue)?;
        let network = cx.network()?;
        let at = address(cx, network.as_ref(), self.listen.as_deref())?;
        let dir = self.dir.clone().unwrap_or_else(|| today(cx));
        let room = seated(cx, &dir)?;
        let door = network.listen(at).map_err(|error| {
            let args = [("address", at.to_string()), ("error", error.to_string())];
            Failure::Environment(cx.locale.format("cli-class-no-listening", &args.each_ref().map(|(name, value)| (*name, value.as_str()))))
        })?;
        let join = joining(door.address(), network.own_address());
        introduce(cx, &join, &dir);
        let mut class = Class { room, door, dir, join, kept: cx.host.now(), shown: None };
        while cx.is_heard() {
            class.hear(cx);
            class.keep(cx);
            class.show(cx, &catalogue, &wanted, self.which.bom);
        }
        class.keep_now(cx);
        Ok(Exit::Passed)
    }
}

/// The address to listen at. Nothing is guessed: an interface is chosen by its address.
fn address(cx: &Context<'_>, network: &dyn Network, listen: Option<&str>) -> Result<SocketAddr, Failure> {
    let own = network.own_address().map_or_else(|| "none".to_owned(), |address| address.to_string());
    let Some(listen) = listen else {
        return Err(Failure::Usage(cx.locale.format("cli-class-no-address", &[("own", &own)])));
    };
    let with_port = listen.parse::<SocketAddr>().ok();
    let bare = || Some(SocketAddr::new(listen.trim_matches(['[', ']']).parse::<IpAddr>().ok()?, PORT));
    with_port.or_else(bare).ok_or_else(|| Failure::Usage(cx.locale.format("cli-class-bad-address", &[("address", listen), ("own", &own)])))
}

/// The address that learners type.
fn joining(listening: SocketAddr, own: Option<IpAddr>) -> String {
    let ip = if listening.ip().is_unspecified() { own.unwrap_or(listening.ip()) } else { listening.ip() };
    let whole = SocketAddr::new(ip, listening.port()).to_string();
    if listening.port() == PORT && ip.is_ipv4() { ip.to_string() } else { whole }
}

/// A folder for the day.
fn today(cx: &Context<'_>) -> PathBuf {
    let now = cx.host.now().to_string();
    cx.host.data_dir().join("class").join(now.get(..10).unwrap_or("class"))
}

/// The room with the results that are in the folder, from earlier today or from a stick.
fn seated(cx: &mut Context<'_>, dir: &Path) -> Result<Room, Failure> {
    let pins = cx.host.read(&dir.join(PINS)).ok().and_then(|bytes| serde_json::from_slice::<Pins>(&bytes).ok()).unwrap_or_default();
    let mut results = Vec::new();
    let paths = if cx.host.is_dir(dir) { cx.host.list(dir) } else { Ok(Vec::new()) };
    for path in paths.map_err(|error| cx.file_trouble(&dir.display().to_string(), &error))? {
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden || path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let read = cx.host.read(&path).ok().map(|bytes| ResultFile::read(&bytes));
        match read {
            Some(Ok((result, None))) => results.push(result),
            Some(Ok((_, Some(fault))) | Err(fault)) => {
                let text = format!("{}: {}", path.display(), fault.sentence().text(&cx.locale));
                cx.complain(&text);
            }
            None => {}
        }
    }
    Ok(Room::new(results, &pins))
}

/// Where the class is, what is sent, and where it is kept.
fn introduce(cx: &mut Context<'_>, join: &str, dir: &Path) {
    let text = cx.locale.format("cli-class-open", &[("join", join), ("dir", &dir.display().to_string())]);
    cx.talk(&text);
    let text = cx.locale.text("cli-class-sent");
    cx.talk(&text);
}

struct Class {
    room: Room,
    door: Box<dyn Door>,
    dir: PathBuf,
    join: String,
    /// When results were last written.
    kept: Timestamp,
    shown: Option<String>,
}

impl Class {
    fn hear(&mut self, cx: &Context<'_>) {
        for arrival in self.door.next(TICK) {
            match arrival {
                Arrival::Line(peer, line) => {
                    let reply = self.room.hear(peer, &line, cx.host.now());
                    if let Some(answer) = reply.answer {
                        self.door.send(peer, &answer.line());
                    }
                    if reply.ends {
                        self.room.gone(peer);
                        self.door.close(peer);
                    }
                }
                Arrival::Gone(peer) => self.room.gone(peer),
            }
        }
    }

    fn keep(&mut self, cx: &mut Context<'_>) {
        if cx.host.now().duration_since(self.kept) >= KEEP {
            self.keep_now(cx);
        }
    }

    /// Writes the results that have changed. What cannot be written is said, and tried again with the next change.
    fn keep_now(&mut self, cx: &mut Context<'_>) {
        self.kept = cx.host.now();
        let changed = self.room.changed();
        if changed.is_empty() {
            return;
        }
        // Text always has a JSON form.
        let pins = serde_json::to_vec(&self.room.pins()).unwrap_or_default();
        let results = changed.iter().map(|result| (self.dir.join(result.file_name()), result.to_text().into_bytes()));
        for (path, bytes) in results.chain([(self.dir.join(PINS), pins)]) {
            if let Err(error) = cx.host.replace(&path, &bytes) {
                let text = cx.file_trouble(&path.display().to_string(), &error);
                cx.complain(text.message());
                return;
            }
        }
    }

    fn show(&mut self, cx: &mut Context<'_>, catalogue: &Catalogue, wanted: &[String], bom: bool) {
        let now = cx.host.now();
        let board = Board::new(&self.room.roster(), catalogue, wanted, Some(now));
        let shown = table::board(cx, &board, &[], bom);
        if self.shown.as_ref() == Some(&shown) {
            return;
        }
        match cx.format {
            Format::Human | Format::Sarif => {
                let args = [("join", self.join.as_str()), ("present", &self.room.present().to_string())];
                let heading = cx.locale.format("class-heading", &args);
                table::renew(cx, &format!("{heading}\n\n{shown}"));
            }
            // Only what is new: whoever listens has heard the rest.
            Format::Json | Format::Linear => {
                let before = self.shown.take().unwrap_or_default();
                let old: std::collections::BTreeSet<_> = before.lines().collect();
                shown.lines().filter(|line| !old.contains(line)).for_each(|line| cx.line(line));
            }
            Format::Csv => cx.write(&shown),
        }
        cx.flush();
        self.shown = Some(shown);
    }
}

impl Context<'_> {
    /// The port to the network.
    pub(super) fn network(&self) -> Result<Arc<dyn Network>, Failure> {
        self.network.clone().ok_or_else(|| Failure::Environment(self.locale.text("cli-class-no-network")))
    }
}
