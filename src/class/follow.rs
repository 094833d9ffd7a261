//! The learner's side of the conversation: the journal is followed, and what is new in it is sent.
//!
//! Nothing is kept besides the journal. The host says how much it has, and the rest is sent, now or after the network is
//! there again.

use std::io;
use std::time::Duration;

use jiff::Timestamp;

use super::deed::{shared, stream_id};
use super::port::{Link, Network};
use super::wire::{Answer, Hello, Numbered, Refusal, Said, VERSION};
use crate::host::Host;
use crate::progress::{Journal, Record};

/// How long a connection may take, and the first answer.
const GREETING: Duration = Duration::from_secs(5);
/// How often the journal is looked at.
const GLANCE: Duration = Duration::from_secs(1);
/// Glances without a word from the host until it is asked whether it is there.
const ASK: u32 = 20;
/// And until it is given up.
const GIVE_UP: u32 = 50;
/// Pauses between attempts to connect, in glances; the last one repeats.
const PAUSES: [u32; 5] = [1, 2, 4, 8, 15];
/// Records sent before an answer is waited for.
const BATCH: usize = 100;

/// Which class, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The host's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The nickname.
    pub name: String,
    /// What proves it.
    pub pin: String,
    /// Only what was recorded from here on is sent.
    pub since: Option<Timestamp>,
}

/// How it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// The host knows the learner, and so many records wait to be sent.
    Joined(u64),
    /// The host has this many records, and that is all there are.
    Sent(u64),
    /// There is no connection, why, and how many records wait.
    Lost(String, u64),
    /// Not let in; tried again if that may help.
    Refused(Refusal),
    /// Nothing new.
    Quiet,
}

/// Follows the host's journal for as long as `tell` answers `true`, which it is asked at least once in a few seconds.
/// Ends early with why, if the class does not let the learner in.
pub fn follow(
    host: &dyn Host,
    network: &dyn Network,
    class: &Membership,
    pack: &str,
    tell: &mut dyn FnMut(Status) -> bool,
) -> Result<(), Refusal> {
    let mut follower = Follower { host, network, class, pack, confirmed: 0, attempt: 0 };
    loop {
        let status = match follower.session(tell) {
            Ended::Asked => return Ok(()),
            Ended::Anew => continue,
            Ended::Refused(why) if !why.passes() => return Err(why),
            Ended::Refused(why) => Status::Refused(why),
            Ended::Lost(error) => Status::Lost(error.to_string(), follower.waiting()),
        };
        if !tell(status) || !follower.pause(tell) {
            return Ok(());
        }
    }
}

/// Why a connection was ended.
enum Ended {
    /// The learner wants it.
    Asked,
    /// The journal is another one than before.
    Anew,
    Refused(Refusal),
    Lost(io::Error),
}

impl From<io::Error> for Ended {
    fn from(error: io::Error) -> Self {
        Ended::Lost(error)
    }
}

struct Follower<'a> {
    host: &'a dyn Host,
    network: &'a dyn Network,
    class: &'a Membership,
    pack: &'a str,
    /// Records that the host is known to have.
    confirmed: u64,
    attempt: usize,
}

impl Follower<'_> {
    fn records(&self) -> io::Result<Vec<Record>> {
        Ok(shared(Journal::records(self.host)?, self.class.since))
    }

    fn waiting(&self) -> u64 {
        self.records().map_or(0, |records| (records.len() as u64).saturating_sub(self.confirmed))
    }

    /// Waits before the next attempt; `false` if the end is wanted meanwhile.
    fn pause(&mut self, tell: &mut dyn FnMut(Status) -> bool) -> bool {
        let glances = PAUSES[self.attempt.min(PAUSES.len() - 1)];
        self.attempt += 1;
        (0..glances).all(|_| {
            self.network.wait(GLANCE);
            tell(Status::Quiet)
        })
    }

    /// One connection, from hello to its end.
    fn session(&mut self, tell: &mut dyn FnMut(Status) -> bool) -> Ended {
        match self.converse(tell) {
            Ok(()) => Ended::Asked,
            Err(ended) => ended,
        }
    }

    fn converse(&mut self, tell: &mut dyn FnMut(Status) -> bool) -> Result<(), Ended> {
        let mut link = self.network.connect(&self.class.host, self.class.port, GREETING)?;
        let mut records = self.records()?;
        let stream = stream_id(&records);
        link.send(&(self.hello(stream.as_deref().unwrap_or_default()).line() + "\n"))?;
        let mut sent = self.hear(link.as_mut(), GREETING)?.ok_or_else(|| Ended::Lost(io::ErrorKind::TimedOut.into()))?;
        (self.confirmed, self.attempt) = (sent, 0);
        let mut silence = 0;
        if !tell(Status::Joined((records.len() as u64).saturating_sub(sent))) {
            return Ok(());
        }
        loop {
            // Another program of the same learner may send the same journal.
            sent = sent.max(self.confirmed);
            let batch = if self.confirmed >= sent { unsent(&records, sent) } else { Vec::new() };
            if !batch.is_empty() {
                sent += batch.len() as u64;
                link.send(&batch.iter().map(|record| Said::Record(record.clone()).line() + "\n").collect::<String>())?;
            }
            let before = self.confirmed;
            match self.hear(link.as_mut(), GLANCE)? {
                Some(have) => (self.confirmed, silence) = (have, 0),
                None => silence += 1,
            }
            let all = records.len() as u64;
            let status = if self.confirmed > before && self.confirmed == all { Status::Sent(all) } else { Status::Quiet };
            if !tell(status) {
                return Ok(());
            }
            if silence == ASK {
                link.send(&(Said::Ping.line() + "\n"))?;
            } else if silence >= GIVE_UP {
                return Err(Ended::Lost(io::ErrorKind::TimedOut.into()));
            }
            // Answers to a batch are heard out before the journal is looked at again.
            if self.confirmed >= sent || silence > 0 {
                records = self.records()?;
                if stream_id(&records) != stream {
                    return Err(Ended::Anew);
                }
            }
        }
    }

    fn hello(&self, stream: &str) -> Said {
        Said::Hello(Hello {
            v: VERSION,
            name: self.class.name.clone(),
            pin: self.class.pin.clone(),
            stream: stream.to_owned(),
            now: self.host.now(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            pack: self.pack.to_owned(),
        })
    }

    /// How many records the host has, if it says so within the time.
    fn hear(&self, link: &mut dyn Link, within: Duration) -> Result<Option<u64>, Ended> {
        let Some(line) = link.receive(within)? else { return Ok(None) };
        match Answer::read(&line) {
            Some(Answer::Have(number)) => Ok(Some(number)),
            Some(Answer::Refused(why)) => Err(Ended::Refused(why)),
            None => Err(Ended::Refused(Refusal::Nonsense)),
        }
    }
}

/// The next records to send, numbered.
fn unsent(records: &[Record], sent: u64) -> Vec<Numbered> {
    let skip = usize::try_from(sent).unwrap_or(usize::MAX);
    let numbered = records.iter().enumerate().skip(skip).take(BATCH);
    numbered.map(|(index, record)| Numbered { n: index as u64 + 1, record: record.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::net::{IpAddr, SocketAddr};
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::class::{Door, Room};
    use crate::host::Memory;

    const JOURNAL: &str = "/data/journal.jsonl";

    /// A host behind lines that break: each connection lasts for so many records, and then the last answers are lost.
    struct Shaky {
        room: Mutex<Room>,
        breaks: Mutex<VecDeque<usize>>,
    }

    struct Wire {
        network: Arc<Shaky>,
        left: usize,
        answers: VecDeque<String>,
    }

    impl Network for Arc<Shaky> {
        fn listen(&self, _: SocketAddr) -> io::Result<Box<dyn Door>> {
            Err(io::ErrorKind::Unsupported.into())
        }

        fn connect(&self, _: &str, _: u16, _: Duration) -> io::Result<Box<dyn Link>> {
            let left = self.breaks.lock().unwrap().pop_front().unwrap_or(usize::MAX);
            if left == 0 {
                return Err(io::ErrorKind::ConnectionRefused.into());
            }
            Ok(Box::new(Wire { network: Arc::clone(self), left, answers: VecDeque::new() }))
        }

        fn own_address(&self) -> Option<IpAddr> {
            None
        }

        fn wait(&self, _: Duration) {}

        fn random(&self) -> u64 {
            4
        }
    }

    impl Link for Wire {
        fn send(&mut self, lines: &str) -> io::Result<()> {
            for line in lines.lines() {
                self.left = self.left.checked_sub(1).ok_or(io::ErrorKind::BrokenPipe)?;
                let reply = self.network.room.lock().unwrap().hear(1, line.as_bytes(), Timestamp::UNIX_EPOCH);
                self.answers.extend(reply.answer.map(Answer::line));
            }
            Ok(())
        }

        fn receive(&mut self, _: Duration) -> io::Result<Option<Vec<u8>>> {
            if self.left == 0 {
                return Err(io::ErrorKind::ConnectionReset.into());
            }
            Ok(self.answers.pop_front().map(String::into_bytes))
        }
    }

    impl Drop for Wire {
        fn drop(&mut self) {
            self.network.room.lock().unwrap().gone(1);
        }
    }

    fn class(pin: &str) -> Membership {
        Membership { host: "teacher".into(), port: 7411, name: "민지".into(), pin: pin.into(), since: None }
    }

    fn line(second: usize) -> String {
        format!("{{\"v\":1,\"at\":\"2026-11-27T09:{:02}:{:02}Z\",\"event\":\"edited\",\"scenario\":\"E03\"}}", second / 60, second % 60)
    }

    fn shaky(breaks: &[usize]) -> Arc<Shaky> {
        Arc::new(Shaky { room: Mutex::default(), breaks: Mutex::new(breaks.iter().copied().collect()) })
    }

    fn arrived(network: &Arc<Shaky>) -> usize {
        network.room.lock().unwrap().roster().learners.first().map_or(0, |learner| learner.records.len())
    }

    #[test]
    fn broken_connections_lose_nothing_and_double_nothing() {
        for breaks in [&[][..], &[1, 0, 2, 3, 0, 5], &[7, 7, 7, 1, 1, 1, 120, 2], &[0, 0, 0, 30]] {
            let (host, network) = (Memory::new(), shaky(breaks));
            let torn = "{\"v\":1,\"at\":\"2026-11-27T09:0";
            let lines: Vec<_> = (0..250).map(line).collect();
            host.put(JOURNAL, format!("{}\n{torn}\n{}\n", lines[..100].join("\n"), lines[100..].join("\n")).as_bytes());
            let mut turns = 0;
            let ended = follow(&host, &network, &class("4821"), "p", &mut |status| {
                turns += 1;
                assert!(turns < 10_000, "no end with {breaks:?}");
                status != Status::Sent(250)
            });
            assert_eq!((ended, arrived(&network)), (Ok(()), 250), "{breaks:?}");
        }
    }

    #[test]
    fn what_the_journal_gains_is_sent_while_it_goes_on() {
        let (host, network) = (Memory::new(), shaky(&[]));
        let (mut sent, mut gained) = (Vec::new(), 0);
        let ended = follow(&host, &network, &class("4821"), "p", &mut |status| {
            if let Status::Sent(all) = status {
                sent.push(all);
            }
            // Begins with an empty journal, and other things than scenarios are recorded too.
            host.append_line(JOURNAL.as_ref(), r#"{"v":1,"at":"2026-11-27T08:00:00Z","event":"at","place":"home"}"#).unwrap();
            if gained == sent.len() && gained < 3 {
                host.append_line(JOURNAL.as_ref(), &line(gained)).unwrap();
                gained += 1;
            }
            sent.len() < 3
        });
        assert_eq!((ended, sent, arrived(&network)), (Ok(()), vec![1, 2, 3], 3));
    }

    #[test]
    fn a_wrong_pin_ends_it_and_an_unreachable_host_does_not() {
        let (host, network) = (Memory::new(), shaky(&[usize::MAX, 0, 0, 0]));
        host.put(JOURNAL, line(1).as_bytes());
        assert_eq!(follow(&host, &network, &class("4821"), "p", &mut |status| status != Status::Sent(1)), Ok(()));
        let mut lost = 0;
        let ended = follow(&host, &network, &class("0000"), "p", &mut |status| {
            lost += usize::from(matches!(status, Status::Lost(_, 1)));
            true
        });
        assert_eq!((ended, lost), (Err(Refusal::NameTaken), 3));
    }

    #[test]
    fn from_now_on_nothing_older_is_sent() {
        let (host, network) = (Memory::new(), shaky(&[]));
        host.put(JOURNAL, [line(1), line(50), line(51)].join("\n").as_bytes());
        let class = Membership { since: Some("2026-11-27T09:00:50Z".parse().unwrap()), ..class("4821") };
        assert_eq!(follow(&host, &network, &class, "p", &mut |status| status != Status::Sent(2)), Ok(()));
        assert_eq!(arrived(&network), 2);
    }
}
