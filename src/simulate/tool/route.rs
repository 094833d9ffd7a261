//! A Pod's routes, as `ip route`, `route` and `netstat -r` show them (BusyBox, networking/libiproute/iproute.c and route.c).

use std::net::Ipv4Addr;

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};

/// A route out of `eth0`.
struct Route {
    to: Ipv4Addr,
    bits: u32,
    via: Option<Ipv4Addr>,
}

/// The routes that the network plug-in lays: kindnet's `ptp` sends everything to the node, a bridge reaches its own network by itself.
fn routes(session: &Session<'_>) -> Option<Vec<Route>> {
    if session.machine.place.host_network {
        return None;
    }
    let octets = session.machine.place.ip.parse::<Ipv4Addr>().ok()?.octets();
    let net = Ipv4Addr::from([octets[0], octets[1], octets[2], 0]);
    let node = Ipv4Addr::from([octets[0], octets[1], octets[2], 1]);
    let default = Route { to: Ipv4Addr::UNSPECIFIED, bits: 0, via: Some(node) };
    match session.world.facts.network.plugin.as_str() {
        "kindnet" => Some(vec![default, Route { to: net, bits: 24, via: Some(node) }, Route { to: node, bits: 32, via: None }]),
        "policy" => Some(vec![default, Route { to: net, bits: 24, via: None }]),
        _ => None,
    }
}

fn known(session: &Session<'_>, call: &Call<'_>) -> Result<Vec<Route>, Stop> {
    routes(session).ok_or_else(|| Stop::NotSimulated(call.args.join(" ")))
}

/// `ip route`
pub fn ip_route(session: &Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let own = &session.machine.place.ip;
    for Route { to, bits, via } in known(session, call)? {
        let to = match bits {
            0 => "default".to_owned(),
            32 => to.to_string(),
            bits => format!("{to}/{bits}"),
        };
        let via = via.map_or_else(String::new, |via| format!(" via {via}"));
        streams.say(match (to.as_str(), via.as_str()) {
            ("default", _) => format!("default{via} dev eth0 "),
            (_, "") => format!("{to} dev eth0 scope link  src {own} "),
            _ => format!("{to}{via} dev eth0  src {own} "),
        });
    }
    Ok(0)
}

/// `route`, `netstat -r`; `numeric`: without names.
pub fn table(session: &Session<'_>, call: &Call<'_>, numeric: bool, streams: &mut Streams) -> Result<i32, Stop> {
    let routes = known(session, call)?;
    let netstat = call.name == "netstat";
    let figures = if netstat { "  MSS Window  irtt" } else { "Metric Ref    Use" };
    streams.say("Kernel IP routing table");
    streams.say(format!("Destination     Gateway         Genmask         Flags {figures} Iface"));
    for Route { to, bits, via } in routes {
        let mask = Ipv4Addr::from(u32::MAX.checked_shl(32 - bits).unwrap_or(0));
        let flags = format!("U{}{}", if via.is_some() { "G" } else { "" }, if bits == 32 { "H" } else { "" });
        let to = if bits == 0 && !numeric { "default".to_owned() } else { to.to_string() };
        let via = via.map_or_else(|| if numeric { "0.0.0.0".to_owned() } else { "*".to_owned() }, |via| via.to_string());
        let rest = if netstat { "    0 0          0" } else { "0      0        0" };
        streams.say(format!("{to:<16}{via:<16}{:<16}{flags:<6}{rest} eth0", mask.to_string()));
    }
    Ok(0)
}
