//! The command line as a stranger meets it: stdout, stderr, exit code.

use assert_cmd::Command;
use tempfile::TempDir;

/// A learner with an empty data folder and a quiet environment.
pub struct Learner {
    pub home: TempDir,
}

/// What a command answered.
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Learner {
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cofferdam"));
        command.env_clear().env("COFFERDAM_DATA", self.home.path().join("data")).env("COFFERDAM_CONFIG", self.home.path().join("config"));
        command.current_dir(self.home.path()).args(args);
        command
    }

    pub fn run(&self, args: &[&str]) -> Answer {
        self.answer(&mut self.command(args))
    }

    pub fn answer(&self, command: &mut Command) -> Answer {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(self.home.path().to_str().unwrap(), "HOME");
        Answer { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit {}\n{}", self.code, self.out)?;
        if self.err.is_empty() { Ok(()) } else { write!(f, "--- stderr\n{}", self.err) }
    }
}

mod archive;
mod broken_cluster;
mod class;
mod cluster;
mod course;
mod exam;
mod files;
mod manifests;
mod usage;
