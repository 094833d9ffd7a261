//! `ip` and `ifconfig`: the Pod's interfaces.

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};

/// `ip address|link|route …`
pub fn ip(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let four = call.args.iter().any(|word| word == "-4");
    let words: Vec<&str> = call.args[1..].iter().map(String::as_str).filter(|word| *word != "-4").collect();
    let admin = session.who.effective.has("NET_ADMIN");
    let interface = |words: &[&str]| words.contains(&"lo");
    match words.as_slice() {
        ["link" | "l", "set", rest @ ..] if interface(rest) && (rest.contains(&"up") || rest.contains(&"down")) => {
            let down = rest.contains(&"down");
            // What is so already is no change, and asks nobody.
            if down == session.machine.loopback_down {
                return Ok(0);
            }
            if !admin {
                streams.complain("ip: SIOCSIFFLAGS: Operation not permitted");
                return Ok(2);
            }
            session.machine.loopback_down = down;
            Ok(0)
        }
        ["addr" | "address" | "a", change @ ("add" | "replace" | "del"), address, "dev", _] => {
            if !admin {
                streams.complain("ip: RTNETLINK answers: Operation not permitted");
                return Ok(2);
            }
            let known = session.machine.addresses.iter().position(|known| known == address);
            match (known, *change) {
                (Some(_), "add") => {
                    streams.complain("ip: RTNETLINK answers: File exists");
                    return Ok(2);
                }
                (Some(_), "replace") => {}
                (None, "add" | "replace") => session.machine.addresses.push((*address).to_owned()),
                (Some(at), _) => {
                    session.machine.addresses.remove(at);
                }
                (None, _) => {
                    streams.complain("ip: RTNETLINK answers: Cannot assign requested address");
                    return Ok(2);
                }
            }
            Ok(0)
        }
        ["route" | "r", "add" | "del", ..] | ["link" | "l", "add" | "del", ..] if !admin => {
            streams.complain("ip: RTNETLINK answers: Operation not permitted");
            Ok(2)
        }
        ["route" | "r"] | ["route" | "r", "show" | "list" | "s" | "l"] => super::route::ip_route(session, call, streams),
        [] => Ok(super::options::usage(session, "ip", streams)),
        [other] if !"address route link tunnel neigh rule".split(' ').any(|known| known.starts_with(other)) && !other.starts_with('-') => {
            Ok(super::options::usage(session, "ip", streams))
        }
        ["link" | "l", "set", rest @ ..] if !admin => {
            let call = if rest.contains(&"mtu") { "SIOCSIFMTU" } else { "SIOCSIFFLAGS" };
            streams.complain(format!("ip: {call}: Operation not permitted"));
            Ok(2)
        }
        [object @ ("addr" | "address" | "a" | "link" | "l"), rest @ ..] => {
            let words = rest.strip_prefix(&["show"]).or(rest.strip_prefix(&["s"])).or(rest.strip_prefix(&["list"])).unwrap_or(rest);
            let words = words.strip_prefix(&["dev"]).unwrap_or(words);
            match words {
                [] => interfaces(session, &["lo", "eth0"], object.starts_with('a'), four, streams),
                [name @ ("lo" | "eth0")] => interfaces(session, &[name], object.starts_with('a'), four, streams),
                [name] if !name.starts_with('-') => {
                    streams.complain(format!("ip: can't find device '{name}'"));
                    return Ok(1);
                }
                _ => return Err(Stop::NotSimulated(call.args.join(" "))),
            }
            Ok(0)
        }
        _ => Err(Stop::NotSimulated(format!("ip {}", words.join(" ")))),
    }
}

/// `ifconfig [-a] [IFACE]` (BusyBox, networking/interface.c); what is counted of packets is nothing here.
pub fn ifconfig(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let words: Vec<&str> = call.args[1..].iter().map(String::as_str).filter(|word| *word != "-a").collect();
    let names: &[&str] = match words.as_slice() {
        _ if !session.busybox() => return Err(Stop::NotSimulated(call.args.join(" "))),
        [] => &["eth0", "lo"],
        [name @ ("lo" | "eth0")] => &[*name],
        [name] => {
            streams.complain(format!("ifconfig: {name}: error fetching interface information: Device not found"));
            return Ok(1);
        }
        [_, "up" | "down", ..] if !session.who.effective.has("NET_ADMIN") => {
            streams.complain("ifconfig: SIOCSIFFLAGS: Operation not permitted");
            return Ok(1);
        }
        [_, address, ..] if !session.who.effective.has("NET_ADMIN") && address.starts_with(|c: char| c.is_ascii_digit()) => {
            streams.complain("ifconfig: SIOCSIFADDR: Operation not permitted");
            return Ok(1);
        }
        _ => return Err(Stop::NotSimulated(call.args.join(" "))),
    };
    let ip = session.machine.place.ip.clone();
    let octets = hardware_address(&ip);
    let hardware: Vec<String> = octets.iter().map(|byte| format!("{byte:02X}")).collect();
    let net = ip.rsplit_once('.').map_or("", |(net, _)| net);
    for name in names {
        let lines = match *name {
            "lo" => [
                "lo        Link encap:Local Loopback  ".to_owned(),
                "inet addr:127.0.0.1  Mask:255.0.0.0".into(),
                "inet6 addr: ::1/128 Scope:Host".into(),
                format!("{} MTU:65536  Metric:1", if session.machine.loopback_down { "LOOPBACK " } else { "UP LOOPBACK RUNNING " }),
            ],
            _ => [
                format!("eth0      Link encap:Ethernet  HWaddr {}  ", hardware.join(":")),
                format!("inet addr:{ip}  Bcast:{net}.255  Mask:255.255.255.0"),
                format!("inet6 addr: {}/64 Scope:Link", link_local(&octets)),
                "UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1".into(),
            ],
        };
        streams.say(lines.join("\n          "));
        for line in [
            "RX packets:0 errors:0 dropped:0 overruns:0 frame:0".to_owned(),
            "TX packets:0 errors:0 dropped:0 overruns:0 carrier:0".into(),
            format!("collisions:0 txqueuelen:{} ", if *name == "lo" { "1000" } else { "0" }),
            "RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)\n".into(),
        ] {
            streams.say(format!("          {line}"));
        }
    }
    Ok(0)
}

/// The plug-in makes the hardware address of the address.
fn hardware_address(ip: &str) -> Vec<u8> {
    [0x0a, 0x58].into_iter().chain(ip.split('.').filter_map(|part| part.parse().ok())).collect()
}

/// The address that an interface gives itself (RFC 4291, appendix A).
fn link_local(hardware: &[u8]) -> String {
    let &[a, b, c, d, e, f] = hardware else { return "fe80::1".into() };
    let pair = |high: u8, low: u8| u16::from(high) << 8 | u16::from(low);
    format!("fe80::{:x}:{:x}:{:x}:{:x}", pair(a ^ 2, b), pair(c, 0xff), pair(0xfe, d), pair(e, f))
}

/// `ip addr` and `ip link` (BusyBox, networking/libiproute/ipaddress.c).
fn interfaces(session: &Session<'_>, names: &[&str], addresses: bool, four: bool, streams: &mut Streams) {
    let ip = &session.machine.place.ip;
    let hardware = hardware_address(ip);
    let written = hardware.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":");
    let forever = "       valid_lft forever preferred_lft forever";
    for name in names {
        if *name == "lo" {
            let state = if session.machine.loopback_down { "<LOOPBACK>" } else { "<LOOPBACK,UP,LOWER_UP>" };
            streams.say(format!("1: lo: {state} mtu 65536 qdisc noqueue qlen 1000"));
        } else {
            streams.say("2: eth0@if7: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue ");
        }
        if !four {
            let (kind, at, all) = if *name == "lo" {
                ("loopback", "00:00:00:00:00:00", "00:00:00:00:00:00")
            } else {
                ("ether", written.as_str(), "ff:ff:ff:ff:ff:ff")
            };
            streams.say(format!("    link/{kind} {at} brd {all}"));
        }
        if !addresses {
            continue;
        }
        if *name == "lo" {
            streams.say(format!("    inet 127.0.0.1/8 scope host lo\n{forever}"));
            for address in &session.machine.addresses {
                streams.say(format!("    inet {address} scope host secondary lo\n{forever}"));
            }
        } else {
            let net = ip.rsplit_once('.').map_or("", |(net, _)| net);
            streams.say(format!("    inet {ip}/24 brd {net}.255 scope global eth0\n{forever}"));
        }
        if !four {
            let own = match *name {
                "lo" => "::1/128 scope host ".to_owned(),
                _ => format!("{}/64 scope link ", link_local(&hardware)),
            };
            streams.say(format!("    inet6 {own}\n{forever}"));
        }
    }
}
