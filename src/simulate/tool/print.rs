//! `echo` and `printf`.

use crate::simulate::session::{Session, Streams};
use crate::simulate::shell::Flavour;

/// `echo`: dash's always reads escapes, the others' with `-e`.
pub fn echo(session: &Session<'_>, args: &[String], streams: &mut Streams) -> i32 {
    let dash = session.shell.flavour == Flavour::Dash;
    let letters = if dash { "n" } else { "neE" };
    let mut rest = &args[1..];
    let (mut newline, mut escapes) = (true, dash);
    while let Some(flags) =
        rest.first().filter(|arg| arg.len() > 1 && arg.starts_with('-') && arg[1..].chars().all(|c| letters.contains(c)))
    {
        newline &= !flags.contains('n');
        if let Some(last) = flags.chars().rfind(|c| "eE".contains(*c)) {
            escapes = last == 'e';
        }
        rest = &rest[1..];
    }
    let text = rest.join(" ");
    let (text, stopped) = if escapes { unescaped(&text, session.busybox()) } else { (text, false) };
    streams.out += &text;
    if newline && !stopped {
        streams.out.push('\n');
    }
    0
}

/// Escapes of `printf` and `stat --printf`.
pub fn unescape(text: &str) -> String {
    unescaped(text, true).0
}

/// Text without its escapes, and whether a `\c` cut it short. `bare`: octal digits need no leading zero.
fn unescaped(text: &str, bare: bool) -> (String, bool) {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let Some(next) = chars.next() else {
            out.push('\\');
            break;
        };
        match next {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'a' => out.push('\u{7}'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'v' => out.push('\u{b}'),
            'e' => out.push('\u{1b}'),
            '\\' => out.push('\\'),
            'c' => return (out, true),
            'x' => match digits(&mut chars, 16, 2, None) {
                Some(c) => out.push(c),
                None => out += "\\x",
            },
            '0' => out.push(digits(&mut chars, 8, 3, None).unwrap_or('\0')),
            digit @ '1'..='7' if bare => out.extend(digits(&mut chars, 8, 2, digit.to_digit(8))),
            other => out.extend(['\\', other]),
        }
    }
    (out, false)
}

/// The character of at most `most` digits.
fn digits(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, radix: u32, most: usize, first: Option<u32>) -> Option<char> {
    let mut value = first;
    for _ in 0..most {
        let Some(digit) = chars.peek().and_then(|c| c.to_digit(radix)) else { break };
        chars.next();
        value = Some(value.unwrap_or(0) * radix + digit);
    }
    value.and_then(|value| char::from_u32(value & 0xff))
}

/// `printf`; `prefix` begins its errors.
pub fn printf(session: &Session<'_>, args: &[String], prefix: &str, streams: &mut Streams) -> i32 {
    let args: Vec<&String> = args.iter().enumerate().filter(|(at, arg)| *at != 1 || *arg != "--").map(|(_, arg)| arg).collect();
    let Some(format) = args.get(1) else {
        match session.shell.flavour {
            Flavour::Bash if prefix.contains("line") => streams.complain("printf: usage: printf [-v var] format [arguments]"),
            Flavour::Ash => streams.complain(format!("{prefix}usage: printf FORMAT [ARGUMENT...]")),
            _ => streams.complain(format!("{prefix}missing operand")),
        }
        return 2;
    };
    let (format, stopped) = unescaped_format(format);
    let mut values = args[2..].iter();
    let mut code = 0;
    loop {
        let mut used = false;
        if !once(session, &format, &mut values, &mut used, prefix, &mut code, streams) {
            return 1;
        }
        if stopped || !used || values.len() == 0 {
            return code;
        }
    }
}

/// `%%` must not be taken for an escape's product.
fn unescaped_format(format: &str) -> (Vec<char>, bool) {
    let (text, stopped) = unescaped(format, true);
    (text.chars().collect(), stopped)
}

/// One round through the format; `false` when a directive is unknown.
#[allow(clippy::too_many_arguments)]
fn once(
    session: &Session<'_>,
    format: &[char],
    values: &mut std::slice::Iter<'_, &String>,
    used: &mut bool,
    prefix: &str,
    code: &mut i32,
    streams: &mut Streams,
) -> bool {
    let mut at = 0;
    while at < format.len() {
        if format[at] != '%' {
            streams.out.push(format[at]);
            at += 1;
            continue;
        }
        let spec: String = format[at + 1..].iter().take_while(|c| "-+ #0123456789.*".contains(**c)).collect();
        let letter = format.get(at + 1 + spec.len()).copied();
        at += spec.len() + 2;
        if letter == Some('%') {
            streams.out.push('%');
            continue;
        }
        *used = true;
        let value = values.next().map(|value| value.as_str());
        let text = match letter {
            Some('s') => value.unwrap_or_default().to_owned(),
            Some('b') => unescape(value.unwrap_or_default()),
            Some('c') => value.unwrap_or_default().chars().take(1).collect(),
            Some('q') if session.shell.flavour == Flavour::Bash => shell_quoted(value.unwrap_or_default()),
            Some(letter @ ('d' | 'i' | 'u' | 'x' | 'X' | 'o')) => {
                let (number, fits) = leading_number(value.unwrap_or("0"));
                if !fits {
                    let shown = value.unwrap_or_default();
                    *code = 1;
                    streams.complain(match session.shell.flavour {
                        Flavour::Ash => format!("{prefix}invalid number '{shown}'"),
                        Flavour::Dash if number == 0 => format!("{prefix}{shown}: expected numeric value"),
                        Flavour::Dash => format!("{prefix}{shown}: not completely converted"),
                        Flavour::Bash => format!("{prefix}{shown}: invalid number"),
                    });
                }
                let number = if !fits && session.shell.flavour == Flavour::Ash { 0 } else { number };
                match letter {
                    'x' => format!("{number:x}"),
                    'X' => format!("{number:X}"),
                    'o' => format!("{number:o}"),
                    _ => number.to_string(),
                }
            }
            Some(letter @ ('f' | 'F' | 'e')) => {
                let value = value.unwrap_or("0");
                let number = value.trim().parse::<f64>().unwrap_or_else(|_| {
                    *code = 1;
                    streams.complain(match session.shell.flavour {
                        Flavour::Ash => format!("{prefix}invalid number '{value}'"),
                        Flavour::Dash => format!("{prefix}{value}: expected numeric value"),
                        Flavour::Bash => format!("{prefix}{value}: invalid number"),
                    });
                    0.0
                });
                floating(&spec, letter, number)
            }
            _ => {
                let rest: String = format[at - spec.len() - 2..].iter().collect();
                streams.complain(match session.shell.flavour {
                    Flavour::Ash => format!("{prefix}{}: invalid format", rest.replace('\n', "\\n")),
                    Flavour::Dash => format!("{prefix}%{spec}{}: invalid directive", letter.map(String::from).unwrap_or_default()),
                    Flavour::Bash => format!("{prefix}`{}': invalid format character", letter.map(String::from).unwrap_or_default()),
                });
                return false;
            }
        };
        streams.out += &padded(&spec, letter, text);
    }
    true
}

/// `%f` and `%e`.
fn floating(spec: &str, letter: char, number: f64) -> String {
    let digits = spec.split_once('.').map_or(6, |(_, digits)| digits.parse().unwrap_or(0)).min(100);
    if letter != 'e' {
        return format!("{number:.digits$}");
    }
    let text = format!("{number:.digits$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
    format!("{mantissa}e{sign}{exponent:0>2}")
}

fn leading_number(text: &str) -> (i64, bool) {
    if let Some(c) = text.strip_prefix(['"', '\'']).and_then(|rest| rest.chars().next()) {
        return (i64::from(c as u32), true);
    }
    let trimmed = text.trim_start();
    let (sign, digits) = trimmed.strip_prefix('-').map_or((1, trimmed.trim_start_matches('+')), |rest| (-1, rest));
    let (radix, digits) = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) => (16, hex),
        None if digits.len() > 1 && digits.starts_with('0') => (8, &digits[1..]),
        None => (10, digits),
    };
    let length = digits.chars().take_while(|c| c.is_digit(radix)).count();
    let number = i64::from_str_radix(&digits[..length], radix).unwrap_or(0);
    (sign * number, length == digits.len() && length > 0)
}

fn padded(spec: &str, letter: Option<char>, text: String) -> String {
    let (flags, rest) = spec.split_at(spec.find(|c: char| !"-+ #0".contains(c)).unwrap_or(spec.len()));
    let (width, precision) = rest.split_once('.').map_or((rest, None), |(width, precision)| (width, Some(precision)));
    let text = match (precision, letter) {
        (Some(precision), Some('s' | 'b')) => text.chars().take(precision.parse().unwrap_or(0)).collect(),
        _ => text,
    };
    let text = if flags.contains('+') && matches!(letter, Some('d' | 'i')) && !text.starts_with('-') { format!("+{text}") } else { text };
    let width: usize = width.parse().unwrap_or(0).min(1000);
    match () {
        () if flags.contains('-') => format!("{text:<width$}"),
        () if flags.contains('0') && !matches!(letter, Some('s' | 'b' | 'c')) => {
            let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
            format!("{sign}{digits:0>width$}", width = width.saturating_sub(sign.len()))
        }
        () => format!("{text:>width$}"),
    }
}

/// `%q`
fn shell_quoted(text: &str) -> String {
    if text.is_empty() {
        return "''".into();
    }
    text.chars().map(|c| if c.is_ascii_alphanumeric() || "_-./:=,+@%".contains(c) { c.to_string() } else { format!("\\{c}") }).collect()
}
