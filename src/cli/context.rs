//! What every command is given: the machine, the language, the manner of the answer.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use super::failure::{self, Exit, Failure};
use super::options::{Format, Options, When};
use super::paint::Role;
use super::{Settings, language};
use crate::class::Network;
use crate::confirm::Cluster;
use crate::host::Host;
use crate::locale::Locale;
use crate::prose::{self, Part};

/// Where answers and talk go.
pub struct Streams<'a> {
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
}

/// What the standard streams are connected to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// Standard input is a terminal.
    pub stdin: bool,
    /// Standard output is a terminal.
    pub stdout: bool,
    /// Its columns, if known.
    pub width: Option<usize>,
}

impl Terminal {
    /// Whether a console can be drawn and typed into.
    pub fn is_interactive(self) -> bool {
        self.stdin && self.stdout
    }
}

/// The configuration file.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Config {
    lang: Option<String>,
    color: Option<When>,
    pack: Option<PathBuf>,
}

/// What every command is given.
pub struct Context<'a> {
    /// The machine.
    pub host: Arc<dyn Host>,
    /// The language.
    pub locale: Locale,
    /// The manner of the answer.
    pub format: Format,
    /// Whether the answer is coloured.
    pub color: bool,
    /// Columns to fill.
    pub width: usize,
    /// More is wanted.
    pub verbose: bool,
    /// What the standard streams are connected to.
    pub terminal: Terminal,
    /// What the console shall open when the command is done.
    pub console: Option<super::Opening>,
    /// The port to real clusters, if this build has one.
    pub cluster: Option<Arc<dyn Cluster>>,
    /// The port to the network, if this build has one.
    pub network: Option<Arc<dyn Network>>,
    /// The folder of the pack in use; none for the one inside the program.
    pub pack_dir: Option<PathBuf>,
    quiet: bool,
    language_is_given: bool,
    streams: Streams<'a>,
    /// The reader of stdout went away: nothing more is written, and nobody complains.
    closed: bool,
}

type Refused<'a> = (Failure, Locale, Streams<'a>);

impl<'a> Context<'a> {
    pub(super) fn new(host: Arc<dyn Host>, options: Options, terminal: Terminal, streams: Streams<'a>) -> Result<Self, Box<Refused<'a>>> {
        let environment = language::environment(host.as_ref());
        let format = options.format();
        let config = match read_config(host.as_ref(), options.config, &Locale::new(options.lang.as_deref().unwrap_or(&environment))) {
            Ok(config) => config,
            Err(failure) => return Err(Box::new((failure, Locale::new(options.lang.as_deref().unwrap_or(&environment)), streams))),
        };
        let given = options.lang.clone().or_else(|| host.env("COFFERDAM_LANG")).or(config.lang);
        let locale = Locale::new(given.as_deref().unwrap_or(&environment));
        if let Some(lang) = &options.lang
            && !Locale::available().contains(&locale_tag(lang))
        {
            let known = Locale::available().join(", ");
            let message = locale.format("cli-unknown-language", &[("lang", lang), ("known", &known)]);
            return Err(Box::new((Failure::Usage(message), locale, streams)));
        }
        let color = format == Format::Human && wants_color(host.as_ref(), options.color.or(config.color).unwrap_or_default(), terminal);
        Ok(Self {
            locale,
            format,
            color,
            width: terminal.width.or_else(|| host.env("COLUMNS")?.parse().ok()).unwrap_or(80),
            verbose: options.verbose,
            terminal,
            cluster: None,
            network: None,
            pack_dir: host.env("COFFERDAM_PACK").map(PathBuf::from).or(config.pack),
            quiet: options.quiet,
            console: None,
            language_is_given: given.is_some(),
            streams,
            closed: false,
            host,
        })
    }

    /// One line of the answer.
    pub fn line(&mut self, text: &str) {
        self.write(&format!("{text}\n"));
    }

    /// A part of the answer, as it stands.
    pub fn write(&mut self, text: &str) {
        if !self.closed {
            self.closed = self.streams.out.write_all(text.as_bytes()).is_err();
        }
    }

    /// A Markdown text.
    pub(super) fn page(&mut self, markdown: &str) {
        let paint = |part: Part, text: &str| self.paint(if part == Part::Heading { Role::Title } else { Role::Code }, text);
        let lines = match self.format {
            Format::Human => prose::wrapped(markdown, self.width, &self.locale, &paint),
            _ => prose::sentences(markdown, &self.locale),
        };
        for line in lines {
            self.line(&line);
        }
    }

    /// One line of JSON.
    pub fn json(&mut self, value: &impl serde::Serialize) {
        self.line(&serde_json::to_string(value).unwrap_or_default());
    }

    /// Hands over what was written so far.
    pub fn flush(&mut self) {
        self.closed |= self.streams.out.flush().is_err();
    }

    /// Whether anybody still reads the answer.
    pub fn is_heard(&self) -> bool {
        !self.closed
    }

    /// One line of talk, unless `--quiet`.
    pub fn talk(&mut self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// One line of talk that `--quiet` does not silence.
    pub fn complain(&mut self, text: &str) {
        // Where even stderr is gone there is nobody left to tell.
        let _ = writeln!(self.streams.err, "{text}");
    }

    /// Text on stderr as it stands: a simulated program's.
    pub fn write_err(&mut self, text: &str) {
        let _ = self.streams.err.write_all(text.as_bytes());
    }

    /// Puts a question to whoever sits there; whether the answer is yes.
    pub fn agrees(&mut self, question: &str) -> Result<bool, Failure> {
        self.complain(question);
        let answer = self.host.read_answer().map_err(|error| self.file_trouble("-", &error))?;
        let yes = self.locale.text("cli-solution-yes");
        Ok(["y", "yes", yes.as_str()].contains(&answer.trim().to_lowercase().as_str()))
    }

    /// The same; where nobody can answer, `refusal` says what to do.
    pub fn confirmed(&mut self, question: &str, refusal: &str) -> Result<bool, Failure> {
        match self.terminal.stdin {
            true => self.agrees(question),
            false => Err(Failure::Usage(refusal.to_owned())),
        }
    }

    /// What the console wants to know.
    pub(super) fn settings(&self) -> Settings {
        Settings {
            locale: self.locale.clone(),
            color: self.color,
            language_is_given: self.language_is_given,
            linear: self.format == Format::Linear,
            pack: None,
            opening: None,
        }
    }

    /// The pack in use, if it is not the one inside the program.
    pub(super) fn own_pack(&self) -> Result<Option<Arc<crate::content::Catalogue>>, Failure> {
        self.pack_dir.as_ref().map(|_| self.catalogue().map(Arc::new)).transpose()
    }

    /// Says that a console needs a terminal.
    pub(super) fn no_terminal(mut self) -> i32 {
        let failure = Failure::Usage(self.locale.text("cli-no-terminal"));
        self.finish_with(&Err(failure))
    }

    /// Says why, if the command failed; the exit code.
    pub(super) fn finish(mut self, outcome: Result<Exit, Failure>) -> i32 {
        self.finish_with(&outcome)
    }

    fn finish_with(&mut self, outcome: &Result<Exit, Failure>) -> i32 {
        self.flush();
        match outcome {
            Err(failure) => failure.report(&self.locale, &mut self.streams),
            Ok(_) => failure::code(outcome),
        }
    }

    /// A sentence for a file that cannot be read or written: which, why, what to do.
    pub fn file_trouble(&self, path: &str, error: &io::Error) -> Failure {
        file_trouble(&self.locale, path, error)
    }
}

fn file_trouble(locale: &Locale, path: &str, error: &io::Error) -> Failure {
    let id = match error.kind() {
        io::ErrorKind::NotFound => "cli-file-missing",
        io::ErrorKind::PermissionDenied => "cli-file-denied",
        io::ErrorKind::IsADirectory => "cli-file-is-folder",
        io::ErrorKind::NotADirectory => "cli-file-under-file",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "cli-disk-full",
        io::ErrorKind::ReadOnlyFilesystem => "cli-disk-read-only",
        _ => "cli-file-trouble",
    };
    Failure::Environment(locale.format(id, &[("file", path), ("error", &error.to_string())]))
}

fn locale_tag(lang: &str) -> &str {
    lang.split(['_', '-', '.']).next().unwrap_or_default()
}

fn read_config(host: &dyn Host, asked: Option<PathBuf>, locale: &Locale) -> Result<Config, Failure> {
    let is_asked = asked.is_some();
    let path = asked.unwrap_or_else(|| host.config_dir().join("config.yaml"));
    let name = path.display().to_string();
    let bytes = match host.read(&path) {
        Ok(bytes) => bytes,
        Err(_) if !is_asked => return Ok(Config::default()),
        Err(error) => return Err(file_trouble(locale, &name, &error)),
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Config::default());
    }
    serde_yaml::from_slice(&bytes)
        .map_err(|error| Failure::Environment(locale.format("cli-config-invalid", &[("file", &name), ("error", &error.to_string())])))
}

/// <https://no-color.org>, <https://bixense.com/clicolors>.
fn wants_color(host: &dyn Host, when: When, terminal: Terminal) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if host.env("NO_COLOR").is_some() => false,
        When::Auto if host.env("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        When::Auto => terminal.stdout && host.env("TERM").is_none_or(|term| term != "dumb"),
    }
}
