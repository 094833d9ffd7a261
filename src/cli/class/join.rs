//! `cofferdam class join`: sends what the journal gains to the host of a class.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Context, Exit, Failure, Format, PORT};
use crate::class::wire::Refusal;
use crate::class::{Membership, Network, Status, follow, shared};
use crate::content::digest;
use crate::progress::Journal;

/// Joins a class and sends on until it is ended.
#[derive(Debug, clap::Args)]
pub(super) struct Enter {
    #[arg(value_name = "ADDRESS[:PORT]")]
    address: String,
    #[arg(long, value_name = "NICK")]
    name: Option<String>,
    #[arg(long, value_name = "PIN")]
    pin: Option<String>,
    #[arg(long)]
    from_now: bool,
}

/// The name and PIN that were used last, so that nobody has to remember them on the same machine.
#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    name: String,
    pin: String,
}

impl Enter {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let network = cx.network()?;
        let (host, port) = self.place(cx)?;
        let remembered = remembered(cx);
        let name = cx.nickname(self.name.as_deref().or(remembered.as_ref().map(|last| last.name.as_str())))?;
        let known = remembered.filter(|last| last.name == name).map(|last| last.pin);
        let pin = match self.pin.clone().or(known) {
            Some(pin) if (4..=64).contains(&pin.len()) => pin,
            Some(_) => return Err(Failure::Usage(cx.locale.text("cli-class-bad-pin"))),
            None => format!("{:04}", network.random() % 10_000),
        };
        let since = self.from_now.then(|| cx.host.now());
        let class = Membership { host, port, name, pin, since };
        introduce(cx, &class)?;
        remember(cx, &class);
        let pack = digest(&cx.pack()?);
        let followed = talk(cx, network.as_ref(), &class, &pack);
        followed.map_err(|why| Failure::Environment(cx.locale.format(why.message(), &[("name", &class.name)])))?;
        Ok(Exit::Passed)
    }

    /// Host and port: `192.168.0.12`, `192.168.0.12:7411`, `[fd00::1]:7411`, `teacher.local`.
    fn place(&self, cx: &Context<'_>) -> Result<(String, u16), Failure> {
        let bad = || Failure::Usage(cx.locale.format("cli-class-bad-host", &[("address", &self.address)]));
        let whole = self.address.trim();
        let (host, port) = match whole.rsplit_once(':') {
            _ if whole.parse::<std::net::Ipv6Addr>().is_ok() => (whole, PORT),
            Some((host, port)) => (host, port.parse().map_err(|_| bad())?),
            None => (whole, PORT),
        };
        let host = host.trim_matches(['[', ']']);
        let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-._:%".contains(c));
        if is_host && port > 0 { Ok((host.to_owned(), port)) } else { Err(bad()) }
    }
}

fn path(cx: &Context<'_>) -> PathBuf {
    cx.host.data_dir().join("class.json")
}

fn remembered(cx: &Context<'_>) -> Option<Remembered> {
    serde_json::from_slice(&cx.host.read(&path(cx)).ok()?).ok()
}

/// Joining works without it too; the PIN is on the screen.
fn remember(cx: &mut Context<'_>, class: &Membership) {
    let remembered = Remembered { name: class.name.clone(), pin: class.pin.clone() };
    // Text always has a JSON form.
    let bytes = serde_json::to_vec(&remembered).unwrap_or_default();
    let path = path(cx);
    if let Err(error) = cx.host.replace(&path, &bytes) {
        let failure = cx.file_trouble(&path.display().to_string(), &error);
        cx.complain(failure.message());
    }
}

/// Who joins what, and exactly what will be sent.
fn introduce(cx: &mut Context<'_>, class: &Membership) -> Result<(), Failure> {
    let records = Journal::records(cx.host.as_ref()).map_err(|error| cx.file_trouble("journal.jsonl", &error))?;
    let count = shared(records, class.since).len().to_string();
    let args = [("host", class.host.clone()), ("port", class.port.to_string()), ("name", class.name.clone()), ("pin", class.pin.clone())];
    let text = cx.locale.format("cli-class-joining", &args.each_ref().map(|(name, value)| (*name, value.as_str())));
    cx.talk(&text);
    let text = cx.locale.text("cli-class-sent");
    cx.talk(&text);
    let text = cx.locale.format("cli-class-waiting", &[("count", &count)]);
    cx.talk(&text);
    Ok(())
}

/// Sends until nobody listens to this command any more, and says how it goes.
fn talk(cx: &mut Context<'_>, network: &dyn Network, class: &Membership, pack: &str) -> Result<(), Refusal> {
    let host = std::sync::Arc::clone(&cx.host);
    let mut lost = false;
    follow(host.as_ref(), network, class, pack, &mut |status| {
        // Being without a network is said once, not at every attempt.
        let again = lost && matches!(status, Status::Lost(..));
        lost = matches!(status, Status::Lost(..)) || (lost && status == Status::Quiet);
        if !again {
            say(cx, &status);
        }
        cx.flush();
        cx.is_heard()
    })
}

fn say(cx: &mut Context<'_>, status: &Status) {
    let (id, word, count, error) = match status {
        Status::Quiet => return,
        Status::Joined(waiting) => ("cli-class-joined", "joined", *waiting, ""),
        Status::Sent(all) => ("cli-class-all-sent", "sent", *all, ""),
        Status::Lost(error, waiting) => ("cli-class-lost", "lost", *waiting, error.as_str()),
        Status::Refused(why) => (why.message(), "refused", 0, ""),
    };
    if cx.format == Format::Json {
        cx.json(&json!({"class": word, "events": count}));
    } else {
        let text = cx.locale.format(id, &[("count", &count.to_string()), ("error", error), ("name", "")]);
        cx.line(&text);
    }
}
