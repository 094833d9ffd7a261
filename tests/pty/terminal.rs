//! A terminal of our own: the program runs in a pseudo-terminal, keys go in, the screen is read. Nothing sleeps;
//! every wait is for a text or an end, with a deadline that turns a hang into a failure.

#![allow(dead_code)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longer than any machine needs; a test that reaches it prints the screen and fails.
const DEADLINE: Duration = Duration::from_secs(30);

/// What came out of the program so far.
struct Output {
    parser: vt100::Parser,
    /// All bytes, for what a screen does not show.
    bytes: Vec<u8>,
    ended: bool,
}

/// A program in a terminal.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Arc<(Mutex<Output>, Condvar)>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN)
}

impl Terminal {
    /// Starts `program` with only these environment variables, and `TERM`.
    pub fn start(program: &str, args: &[&str], env: &[(&str, &str)], (columns, rows): (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        env.iter().for_each(|(name, value)| command.env(name, value));
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        let output = Arc::new((Mutex::new(Output { parser, bytes: Vec::new(), ended: false }), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&output);
        thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let (output, news) = &*shared;
                let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
                output.parser.process(&buffer[..count]);
                output.bytes.extend_from_slice(&buffer[..count]);
                output.ended |= count == 0;
                news.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { child, master: pair.master, keys, output }
    }

    /// Waits until `is_there` holds of the screen; panics with the screen when it never does.
    pub fn wait(&self, what: &str, is_there: impl Fn(&vt100::Screen) -> bool) {
        let (output, news) = &*self.output;
        let begun = Instant::now();
        let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
        while !is_there(output.parser.screen()) {
            let left = DEADLINE.saturating_sub(begun.elapsed());
            assert!(!left.is_zero() && !output.ended, "no {what} on this screen:\n{}", output.parser.screen().contents());
            output = news.wait_timeout(output, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until the screen shows `text`.
    pub fn wait_for(&self, text: &str) {
        self.wait(&format!("`{text}`"), |screen| screen.contents().contains(text));
    }

    /// Waits until the screen no longer shows `text`.
    pub fn wait_gone(&self, text: &str) {
        self.wait(&format!("end of `{text}`"), |screen| !screen.contents().contains(text));
    }

    /// Sends bytes as typed.
    pub fn send(&mut self, bytes: &str) {
        self.keys.write_all(bytes.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Presses a key by its name.
    pub fn key(&mut self, name: &str) {
        let bytes = match name {
            "Enter" => "\r",
            "Escape" => "\u{1b}",
            "Tab" => "\t",
            "Up" => "\u{1b}[A",
            "Down" => "\u{1b}[B",
            "F1" => "\u{1b}OP",
            "F2" => "\u{1b}OQ",
            "F8" => "\u{1b}[19~",
            "F9" => "\u{1b}[20~",
            "F10" => "\u{1b}[21~",
            "Alt-Enter" => "\u{1b}\r",
            "Ctrl-End" => "\u{1b}[1;5F",
            "Ctrl-C" => "\u{3}",
            "Ctrl-Q" => "\u{11}",
            "Ctrl-S" => "\u{13}",
            "Ctrl-Z" => "\u{1a}",
            other => panic!("no such key here: {other}"),
        };
        self.send(bytes);
    }

    /// Pastes text.
    pub fn paste(&mut self, text: &str) {
        self.send(&format!("\u{1b}[200~{text}\u{1b}[201~"));
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.output.0.lock().unwrap_or_else(PoisonError::into_inner).parser.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// What the screen shows.
    pub fn text(&self) -> String {
        self.look(vt100::Screen::contents)
    }

    /// Reads something of the screen.
    pub fn look<T>(&self, read: impl FnOnce(&vt100::Screen) -> T) -> T {
        read(self.output.0.lock().unwrap_or_else(PoisonError::into_inner).parser.screen())
    }

    /// Everything the program ever wrote, escapes included.
    pub fn bytes(&self) -> Vec<u8> {
        self.output.0.lock().unwrap_or_else(PoisonError::into_inner).bytes.clone()
    }

    /// The program's process id.
    pub fn id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let status = std::process::Command::new("kill").args(["-s", name, &self.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Waits for the program's end; its exit code.
    pub fn end(&mut self) -> u32 {
        let (output, news) = &*self.output;
        let begun = Instant::now();
        let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
        while !output.ended {
            let left = DEADLINE.saturating_sub(begun.elapsed());
            assert!(!left.is_zero(), "it does not end; the screen:\n{}", output.parser.screen().contents());
            output = news.wait_timeout(output, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(output);
        self.child.wait().unwrap().exit_code()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves the program running.
        let _ = self.child.kill();
    }
}

/// A learner's folder for data and configuration.
pub fn env(home: &Path) -> Vec<(String, String)> {
    let at = |name: &str| home.join(name).display().to_string();
    vec![
        ("COFFERDAM_DATA".into(), at("data")),
        ("COFFERDAM_CONFIG".into(), at("config")),
        ("LANG".into(), "en_US.UTF-8".into()),
        ("HOME".into(), at("")),
    ]
}
