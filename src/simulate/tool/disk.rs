//! `du` and `mountpoint`.

use super::Call;
use crate::simulate::files::{Kind, NodeId, PROGRAM, Place};
use crate::simulate::session::{Session, Stop, Streams};

/// `du [-sha] [PATH]…`; what a program takes is not known.
pub fn du(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("");
    let options = &call.options;
    if let Some(other) = options.flags().find(|letter| !"shak".contains(*letter)) {
        return Err(Stop::NotSimulated(format!("du -{other}")));
    }
    let (mut code, mut out) = (0, String::new());
    let paths = if options.rest.is_empty() { vec![".".to_owned()] } else { options.rest.clone() };
    for path in &paths {
        match session.with_files(|files, who, cwd| files.find(who, cwd, path, false)) {
            Ok((place, node)) => {
                let blocks = add_up(session, &call, path, (&place, node), &mut out, streams)?;
                out += &line(session, &call, blocks, path);
            }
            Err(errno) => code = call.fail(session, streams, path, &format!("cannot access '{path}'"), errno),
        }
    }
    streams.out += &out;
    Ok(code)
}

fn line(session: &Session<'_>, call: &Call<'_>, blocks: usize, path: &str) -> String {
    let size = match (call.options.has('h'), session.busybox()) {
        (false, _) => blocks.to_string(),
        (true, _) if blocks == 0 => "0".into(),
        (true, true) if blocks >= 1024 => format!("{:.1}M", blocks as f64 / 1024.0),
        (true, true) => format!("{:.1}K", blocks as f64),
        (true, false) if blocks >= 10 * 1024 => format!("{}M", blocks.div_ceil(1024)),
        (true, false) if blocks >= 1024 => format!("{:.1}M", blocks as f64 / 1024.0),
        (true, false) if blocks < 10 => format!("{blocks}.0K"),
        (true, false) => format!("{blocks}K"),
    };
    format!("{size}\t{path}\n")
}

/// What a tree takes, itself included; what lies in it is told unless `-s` is given.
fn add_up(
    session: &mut Session<'_>,
    call: &Call<'_>,
    path: &str,
    (place, node): (&Place, NodeId),
    out: &mut String,
    streams: &mut Streams,
) -> Result<usize, Stop> {
    let files = session.files();
    let unknown = matches!(&files.node(place.mount, node).kind, Kind::File(text) if text.starts_with(PROGRAM));
    if unknown || place.path == "/" || ["/proc", "/sys"].iter().any(|own| place.path.starts_with(own)) {
        return Err(Stop::NotSimulated(format!("du {path}")));
    }
    let mut sum = files.filesystem(place.mount).blocks(node);
    if !matches!(files.node(place.mount, node).kind, Kind::Directory(_)) {
        return Ok(sum);
    }
    let names = match session.with_files(|files, who, _| files.list(who, place, node)) {
        Ok(listed) => listed.into_iter().map(|(name, ..)| name).collect::<Vec<_>>(),
        Err(errno) => {
            let gnu = format!("cannot read directory '{path}'");
            call.fail(session, streams, &format!("can't open '{path}'"), &gnu, errno);
            return Ok(sum);
        }
    };
    for name in names {
        let inside = format!("{}/{name}", path.trim_end_matches('/'));
        let Ok((below, node)) = session.with_files(|files, who, cwd| files.find(who, cwd, &inside, false)) else { continue };
        let directory = matches!(session.files().node(below.mount, node).kind, Kind::Directory(_));
        let blocks = add_up(session, call, &inside, (&below, node), out, streams)?;
        if (directory || call.options.has('a')) && !call.options.has('s') {
            *out += &line(session, call, blocks, &inside);
        }
        sum += blocks;
    }
    Ok(sum)
}

/// `mountpoint [-q] PATH`
pub fn mount_point(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("");
    let [path] = call.options.rest.as_slice() else { return Ok(super::options::usage(session, "mountpoint", streams)) };
    if let Some(other) = call.options.flags().find(|letter| *letter != 'q') {
        return Err(Stop::NotSimulated(format!("mountpoint -{other}")));
    }
    match session.with_files(|files, who, cwd| files.find(who, cwd, path, false)) {
        Ok((place, _)) => {
            let is = session.container().mounts.iter().any(|mount| mount.at == place.path);
            if !call.options.has('q') {
                streams.say(format!("{path} is {}a mountpoint", if is { "" } else { "not " }));
            }
            Ok(i32::from(!is))
        }
        Err(errno) => {
            if !call.options.has('q') {
                streams.complain(format!("mountpoint: {path}: {}", errno.text()));
            }
            Ok(1)
        }
    }
}
