//! Bytes made visible: `od`, `hexdump`, `xxd`.

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};

/// Runs one of them over its files or its input.
pub fn run(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("AtNnls");
    let form = match (call.name, letters(&call).as_str()) {
        ("od", "Anc" | "nAc" | "cAn") => Form::Characters(false),
        ("od", "c") => Form::Characters(true),
        ("od", "x") => Form::Words,
        ("od", "Atx1" | "tx1A") if call.options.value('A') == Some("n") => Form::Bytes,
        ("hexdump" | "hd", "C") | ("hd", "") => Form::Canonical,
        ("hexdump", "") => Form::Words,
        ("xxd", "") => Form::Pairs,
        _ => return Err(Stop::NotSimulated(call.args.join(" "))),
    };
    let paths = if call.options.rest.is_empty() { vec!["-".to_owned()] } else { call.options.rest.clone() };
    let (mut text, mut code) = (String::new(), 0);
    for path in &paths {
        match session.read(path) {
            _ if path == "-" => text += &std::mem::take(&mut streams.input),
            Ok(own) => text += &own,
            Err(errno) => code = call.fail(session, streams, path, path, errno),
        }
    }
    let bytes = text.as_bytes();
    let padded = session.busybox() && call.name == "hexdump";
    for (line, chunk) in bytes.chunks(16).enumerate() {
        let shown = form.line(line * 16, chunk, padded);
        streams.say(shown);
    }
    match form {
        Form::Bytes | Form::Pairs | Form::Characters(false) => {}
        Form::Canonical if bytes.is_empty() => {}
        Form::Canonical => streams.say(format!("{:08x}", bytes.len())),
        Form::Words if call.name == "hexdump" => streams.say(format!("{:07x}", bytes.len())),
        Form::Words | Form::Characters(true) => streams.say(format!("{:07o}", bytes.len())),
    }
    Ok(code)
}

/// The letters of the options with those of their values that belong to the form.
fn letters(call: &Call<'_>) -> String {
    call.args[1..].iter().filter(|arg| arg.len() > 1 && arg.starts_with('-')).map(|arg| arg[1..].to_owned()).collect()
}

/// How bytes are shown.
#[derive(Clone, Copy)]
enum Form {
    /// `od -c`, with or without the place.
    Characters(bool),
    /// Words of two bytes, the lower first.
    Words,
    /// `od -An -tx1`
    Bytes,
    /// `hexdump -C`
    Canonical,
    /// `xxd`
    Pairs,
}

impl Form {
    fn line(self, at: usize, chunk: &[u8], padded: bool) -> String {
        let visible = || chunk.iter().map(|byte| if (32..127).contains(byte) { char::from(*byte) } else { '.' }).collect::<String>();
        match self {
            Self::Characters(place) => {
                let cells: String = chunk.iter().map(|byte| format!("{:>4}", character(*byte))).collect();
                if place { format!("{at:07o}{cells}") } else { cells }
            }
            Self::Words => {
                let words = chunk.chunks(2).map(|pair| u16::from(pair[0]) | u16::from(pair.get(1).copied().unwrap_or(0)) << 8);
                let words: Vec<String> = words.map(|word| format!("{word:04x}")).collect();
                let place = if padded { format!("{at:07x}") } else { format!("{at:07o}") };
                let line = format!("{place} {}", words.join(" "));
                if padded { format!("{line:<47}") } else { line }
            }
            Self::Bytes => chunk.iter().map(|byte| format!(" {byte:02x}")).collect(),
            Self::Canonical => {
                let cells: String =
                    chunk.iter().enumerate().map(|(n, byte)| format!("{}{byte:02x} ", if n == 8 { " " } else { "" })).collect();
                format!("{at:08x}  {cells:<49} |{}|", visible())
            }
            Self::Pairs => {
                let cells: String =
                    chunk.chunks(2).map(|pair| pair.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + " ").collect();
                format!("{at:08x}: {cells:<40} {}", visible())
            }
        }
    }
}

fn character(byte: u8) -> String {
    match byte {
        0 => "\\0".into(),
        7 => "\\a".into(),
        8 => "\\b".into(),
        9 => "\\t".into(),
        10 => "\\n".into(),
        11 => "\\v".into(),
        12 => "\\f".into(),
        13 => "\\r".into(),
        32..=126 => char::from(byte).to_string(),
        other => format!("{other:03o}"),
    }
}
