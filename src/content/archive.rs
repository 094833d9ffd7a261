//! A pack as one file: a gzipped tar archive with a table of contents, the same bytes for the same pack.
//!
//! Whoever reads one trusts nothing in it: sizes are bounded before anything is kept, and only plain text files below
//! `lessons/` and `scenarios/` come through.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};

use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use serde::{Deserialize, Serialize};

use super::pack::{Files, digest};
use crate::locale::Sentence;

/// The largest archive.
pub const LARGEST: usize = 5 * 1024 * 1024;
/// All files together, unpacked.
const UNPACKED: u64 = 48 * 1024 * 1024;
/// One file.
const ONE_FILE: u64 = 2 * 1024 * 1024;
/// Files.
const MOST_FILES: usize = 10_000;
/// The table of contents, the first entry.
const CONTENTS: &str = "pack.json";
const KIND: &str = "cofferdam-pack";
/// The version of the form that is written here.
const VERSION: u32 = 1;

/// What stands first in an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    kind: String,
    v: u32,
    /// The oldest program that can use it.
    pub program: String,
    /// The pack's checksum, of its files and not of the archive.
    pub pack: String,
    /// Ids.
    pub lessons: Vec<String>,
    /// Ids.
    pub scenarios: Vec<String>,
    /// Images that its starting files, worlds and solutions name: what a cluster without a network needs.
    pub images: Vec<String>,
}

/// Why an archive is not taken: the entry, if it is about one, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// The entry's name, harmless.
    pub entry: Option<String>,
    /// What and why.
    pub sentence: Sentence,
}

impl Unfit {
    fn new(id: &str) -> Self {
        Self { entry: None, sentence: Sentence::new(id, &[]) }
    }

    fn broken(error: &io::Error) -> Self {
        Self { entry: None, sentence: Sentence::new("archive-broken", &[("error", &error.to_string())]) }
    }

    fn entry(name: &[u8], id: &str) -> Self {
        let shown: String = String::from_utf8_lossy(name).chars().take(120).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        Self { entry: Some(shown), sentence: Sentence::new(id, &[]) }
    }
}

impl Contents {
    fn of(files: &Files, program: &str) -> Self {
        let ids = |root: &str| {
            let below = files.keys().filter_map(|path| path.strip_prefix(root)?.split_once('/'));
            below.map(|(id, _)| id.to_owned()).collect::<BTreeSet<_>>().into_iter().collect()
        };
        Self {
            kind: KIND.to_owned(),
            v: VERSION,
            program: program.to_owned(),
            pack: digest(files),
            lessons: ids("lessons/"),
            scenarios: ids("scenarios/"),
            images: images(files),
        }
    }
}

/// Every `image:` of the files that are meant to run.
fn images(files: &Files) -> Vec<String> {
    let runs = |path: &str| ["/start/", "/solutions/", "/world"].iter().any(|part| path.contains(part));
    let texts = files.iter().filter(|(path, _)| runs(path)).filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
    let values = texts.flat_map(str::lines).filter_map(|line| line.trim_start_matches(['-', ' ']).strip_prefix("image: "));
    let names = values.map(|value| value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']).to_owned());
    names.filter(|name| !name.is_empty() && !name.contains(char::is_whitespace)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The archive of a pack, made by this version of the program.
///
/// # Errors
/// When it is larger than an archive may be, or a file is none that a reader would take.
pub fn write(files: &Files, program: &str) -> Result<Vec<u8>, Unfit> {
    let contents = Contents::of(files, program);
    // Text always has a JSON form.
    let head = serde_json::to_vec_pretty(&contents).unwrap_or_default();
    let mut tar = tar::Builder::new(GzBuilder::new().mtime(0).write(Vec::new(), Compression::best()));
    add(&mut tar, CONTENTS, &head).map_err(|error| Unfit::broken(&error))?;
    for (path, bytes) in files {
        if let Some(fault) = path_fault(path).or_else(|| content_fault(bytes)) {
            return Err(Unfit::entry(path.as_bytes(), fault));
        }
        add(&mut tar, path, bytes).map_err(|error| Unfit::broken(&error))?;
    }
    let bytes = tar.into_inner().and_then(flate2::write::GzEncoder::finish).map_err(|error| Unfit::broken(&error))?;
    if bytes.len() > LARGEST { Err(Unfit::new("archive-large")) } else { Ok(bytes) }
}

/// Nothing of the machine goes in: no owner, no time, one mode.
fn add(tar: &mut tar::Builder<impl Write>, path: &str, bytes: &[u8]) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    tar.append_data(&mut header, path, bytes)
}

/// Reads an archive: its table of contents and its files. `program` is the version that reads.
///
/// # Errors
/// With the first entry that may not be there, or when the files are not those of the table.
pub fn read(bytes: &[u8], program: &str) -> Result<(Contents, Files), Unfit> {
    if bytes.len() > LARGEST {
        return Err(Unfit::new("archive-large"));
    }
    let mut tar = tar::Archive::new(GzDecoder::new(bytes).take(UNPACKED));
    let mut contents = None;
    let (mut files, mut folded) = (Files::new(), BTreeSet::new());
    for entry in tar.entries().map_err(|error| Unfit::broken(&error))? {
        let mut entry = entry.map_err(|error| Unfit::broken(&error))?;
        let name = entry.path_bytes().into_owned();
        let unfit = |id: &str| Unfit::entry(&name, id);
        let is_contents = contents.is_none();
        let path = admit(&entry, &name, is_contents).map_err(unfit)?;
        if files.len() >= MOST_FILES {
            return Err(Unfit::new("archive-many-files"));
        }
        let mut content = Vec::new();
        entry.by_ref().take(ONE_FILE + 1).read_to_end(&mut content).map_err(|error| Unfit::broken(&error))?;
        if content.len() as u64 > ONE_FILE {
            return Err(unfit("archive-large-file"));
        }
        if is_contents {
            contents = Some(table(&content, program)?);
        } else if let Some(fault) = content_fault(&content) {
            return Err(unfit(fault));
        } else if !folded.insert(path.to_lowercase()) {
            // On some file systems the second would silently replace the first.
            return Err(unfit("archive-twice"));
        } else {
            files.insert(path, content.into());
        }
    }
    let contents = contents.ok_or_else(|| Unfit::new("archive-no-contents"))?;
    if digest(&files) == contents.pack { Ok((contents, files)) } else { Err(Unfit::new("archive-differs")) }
}

/// The entry's path, if an entry of this kind and name may be there.
fn admit(entry: &tar::Entry<'_, impl Read>, name: &[u8], is_contents: bool) -> Result<String, &'static str> {
    let kind = entry.header().entry_type();
    if kind.is_symlink() || kind.is_hard_link() {
        return Err("archive-link");
    }
    if !kind.is_file() {
        return Err("archive-special");
    }
    if entry.header().mode().unwrap_or(0o777) & 0o111 != 0 {
        return Err("archive-executable");
    }
    let path = std::str::from_utf8(name).map_err(|_| "archive-path")?;
    match (is_contents, path == CONTENTS) {
        (true, true) => Ok(path.to_owned()),
        (true, false) => Err("archive-no-contents"),
        (false, _) => path_fault(path).map_or_else(|| Ok(path.to_owned()), Err),
    }
}

/// What is wrong with a path, on any system this program runs on.
fn path_fault(path: &str) -> Option<&'static str> {
    let is_ours = path.starts_with("lessons/") || path.starts_with("scenarios/");
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with(['.', ' '])
            && part.chars().all(|c| c.is_alphanumeric() || "-_. ".contains(c))
    };
    if is_ours && path.len() <= 200 && path.split('/').all(is_plain) { None } else { Some("archive-path") }
}

/// What is wrong with a content: lessons and scenarios are texts, and none of them is a program.
fn content_fault(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"#!") {
        return Some("archive-executable");
    }
    let is_text = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    if is_text { None } else { Some("archive-binary") }
}

fn table(bytes: &[u8], program: &str) -> Result<Contents, Unfit> {
    let contents: Contents = serde_json::from_slice(bytes).map_err(|_| Unfit::entry(CONTENTS.as_bytes(), "archive-not-ours"))?;
    if contents.kind != KIND {
        return Err(Unfit::entry(CONTENTS.as_bytes(), "archive-not-ours"));
    }
    if contents.v > VERSION || parts(&contents.program) > parts(program) {
        let needed: String = contents.program.chars().filter(|c| c.is_ascii_alphanumeric() || ".-".contains(*c)).take(20).collect();
        return Err(Unfit { entry: None, sentence: Sentence::new("archive-newer", &[("needed", &needed), ("own", program)]) });
    }
    Ok(contents)
}

/// A version as numbers that compare.
fn parts(version: &str) -> Vec<u64> {
    version.split(['.', '-']).take(3).map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::embedded_files;

    fn pack() -> Files {
        let texts = [("lessons/L13/lesson.yaml", "id: L13\n"), ("scenarios/E03/start/pod.yaml", "  - image: \"redis:8\" # pinned\n")];
        texts.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec().into())).collect()
    }

    /// An archive made by hand: a table, then one entry of this kind.
    fn forged(kind: tar::EntryType, path: &[u8], mode: u32, content: &[u8]) -> Vec<u8> {
        let mut tar = tar::Builder::new(GzBuilder::new().write(Vec::new(), Compression::fast()));
        let head = serde_json::to_vec(&Contents::of(&Files::new(), "0.1.0")).unwrap();
        add(&mut tar, CONTENTS, &head).unwrap();
        let mut header = tar::Header::new_old();
        header.as_old_mut().name[..path.len()].copy_from_slice(path);
        header.set_entry_type(kind);
        header.set_size(content.len() as u64);
        header.set_mode(mode);
        header.set_cksum();
        tar.append(&header, content).unwrap();
        tar.into_inner().unwrap().finish().unwrap()
    }

    fn refused(bytes: &[u8]) -> String {
        read(bytes, "0.1.0").unwrap_err().sentence.id
    }

    #[test]
    fn a_pack_comes_back_as_it_was_and_the_same_bytes_every_time() {
        let archive = write(&pack(), "0.1.0").unwrap();
        assert_eq!(archive, write(&pack(), "0.1.0").unwrap());
        let (contents, files) = read(&archive, "0.1.0").unwrap();
        assert_eq!(files, pack());
        assert_eq!(
            (contents.lessons, contents.scenarios, contents.images),
            (vec!["L13".into()], vec!["E03".into()], vec!["redis:8".into()])
        );
    }

    #[test]
    fn the_whole_course_fits() {
        let archive = write(&embedded_files(), "0.1.0").unwrap();
        assert!(archive.len() < LARGEST);
        assert_eq!(read(&archive, "0.1.0").unwrap().1, embedded_files());
    }

    #[test]
    fn what_would_leave_the_folder_or_run_is_refused() {
        use tar::EntryType as Kind;
        let text = b"id: E03\n";
        let at = |path: &[u8]| refused(&forged(Kind::Regular, path, 0o644, text));
        for path in [
            "../x",
            "/etc/passwd",
            "scenarios/../../x",
            "scenarios/E03/..",
            "scenarios//x",
            "scenarios/.git/x",
            "README.md",
            "scenarios/C:/x",
        ] {
            assert_eq!(at(path.as_bytes()), "archive-path", "{path}");
        }
        assert_eq!(at(b"scenarios/\xff"), "archive-path");
        assert_eq!(at(b"scenarios\\E03"), "archive-path");
        let path = b"scenarios/E03/x.yaml";
        assert_eq!(refused(&forged(Kind::Symlink, path, 0o644, b"")), "archive-link");
        assert_eq!(refused(&forged(Kind::Link, path, 0o644, b"")), "archive-link");
        assert_eq!(refused(&forged(Kind::Fifo, path, 0o644, b"")), "archive-special");
        assert_eq!(refused(&forged(Kind::Regular, path, 0o755, text)), "archive-executable");
        assert_eq!(refused(&forged(Kind::Regular, path, 0o644, b"#!/bin/sh\n")), "archive-executable");
        assert_eq!(refused(&forged(Kind::Regular, path, 0o644, b"\x7fELF\x02\xff")), "archive-binary");
        assert_eq!(refused(&forged(Kind::Regular, path, 0o644, &vec![b'a'; 3 << 20])), "archive-large-file");
        // Fit, but not what the table says.
        assert_eq!(refused(&forged(Kind::Regular, path, 0o644, text)), "archive-differs");
    }

    #[test]
    fn bombs_torn_files_and_strangers_are_refused() {
        let archive = write(&pack(), "0.1.0").unwrap();
        assert!(["archive-broken", "archive-differs"].contains(&refused(&archive[..archive.len() / 2]).as_str()));
        assert_eq!(refused(b"PK\x03\x04"), "archive-broken");
        assert_eq!(refused(&[]), "archive-broken");
        assert_eq!(refused(&vec![0; LARGEST + 1]), "archive-large");
        assert_eq!(refused(&write(&pack(), "0.2.0").unwrap()), "archive-newer");
        let mut tar = tar::Builder::new(GzBuilder::new().write(Vec::new(), Compression::fast()));
        add(&mut tar, "scenarios/E03/x.yaml", b"id: E03\n").unwrap();
        assert_eq!(refused(&tar.into_inner().unwrap().finish().unwrap()), "archive-no-contents");
        // A few kilobytes that would become a gigabyte.
        let mut bomb = GzBuilder::new().write(Vec::new(), Compression::best());
        let zeros = vec![b' '; 1 << 20];
        let mut header = tar::Header::new_ustar();
        header.set_path("pack.json").unwrap();
        header.set_size(1 << 30);
        header.set_mode(0o644);
        header.set_cksum();
        bomb.write_all(header.as_bytes()).unwrap();
        (0..64).for_each(|_| bomb.write_all(&zeros).unwrap());
        assert_eq!(refused(&bomb.finish().unwrap()), "archive-large-file");
    }
}
