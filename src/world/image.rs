//! What is inside an image: its user, accounts, files, tools and what its program does.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use serde::Deserialize;

use super::Facts;
use crate::object::reference::Reference;
use crate::probe::Port;
use crate::text::Span;

/// An image, as far as a learner can notice.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Image {
    /// References under which it is known.
    pub names: Vec<String>,
    /// Take everything that is not said here from this image.
    pub like: Option<String>,
    /// N of BusyBox 1.N, where it makes a difference.
    pub busybox: Option<u32>,
    /// `USER` of its Dockerfile.
    pub user: Option<String>,
    /// `ENTRYPOINT`.
    pub entrypoint: Option<Vec<String>>,
    /// `CMD`.
    pub cmd: Option<Vec<String>>,
    /// `WORKDIR`.
    pub workdir: Option<String>,
    /// `ENV`, besides PATH.
    pub env: BTreeMap<String, String>,
    /// `STOPSIGNAL`: what the runtime sends first, if it is not SIGTERM.
    pub stop_signal: Option<String>,
    /// Lines of `/etc/passwd`.
    pub passwd: Vec<String>,
    /// Lines of `/etc/group`.
    pub group: Vec<String>,
    /// Which programs there are, and whose wording they have.
    pub tools: Option<Tools>,
    /// Programs besides those of the tool set.
    pub programs: Vec<String>,
    /// Files and directories that matter.
    pub files: Vec<File>,
    /// What its servers do.
    pub server: Option<Server>,
    /// Size in bytes, compressed, as the registry counts it.
    pub size: Option<u64>,
    /// The digest of its manifest.
    pub digest: Option<String>,
    /// The Dockerfile that it was built from; then `files` are all there are besides the programs.
    #[serde(skip)]
    pub recipe: Option<Arc<Recipe>>,
}

/// Where in a Dockerfile the facts of an image come from.
#[derive(Clone, Debug, Default)]
pub struct Recipe {
    /// The file's name.
    pub file: String,
    /// The last `USER` of its last stage.
    pub user: Option<Span>,
    /// The instruction that last gave a path its owner: its word and place.
    pub owners: BTreeMap<String, (&'static str, Span)>,
}

impl Recipe {
    /// The instruction that gave a path, or what lies above it, its owner: the path, the instruction's word and its place.
    pub fn owner_of(&self, path: &str) -> Option<(&str, &'static str, Span)> {
        let above =
            self.owners.iter().filter(|(own, _)| path == *own || path.strip_prefix(own.as_str()).is_some_and(|rest| rest.starts_with('/')));
        above.max_by_key(|(own, _)| own.len()).map(|(own, (word, span))| (own.as_str(), *word, *span))
    }
}

/// Whose programs an image has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tools {
    /// BusyBox: ash, and every applet of its default configuration.
    Busybox,
    /// GNU coreutils, and bash is also `sh`; no network tools.
    Gnu,
    /// Debian and Ubuntu: GNU coreutils, bash, and dash as `sh`; no network tools.
    Debian,
    /// Alpine: BusyBox on musl, of Alpine's configuration.
    Alpine,
    /// Nothing but its own program.
    None,
}

/// A file, directory or device of an image or a node.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct File {
    /// Absolute path.
    pub path: String,
    /// `uid:gid`.
    #[serde(default = "root")]
    pub owner: String,
    /// Octal digits (`"0755"`); absent: 0755 for a directory, 0644 for a file.
    #[serde(default)]
    pub mode: Option<String>,
    /// Text of a file; absent: a directory.
    #[serde(default)]
    pub content: Option<String>,
    /// Where a symbolic link points.
    #[serde(default)]
    pub link: Option<String>,
}

fn root() -> String {
    "0:0".into()
}

/// What an image's server does when it starts, in the order in which it does it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Server {
    /// The command that starts it (`nginx`).
    pub command: String,
    /// Whose words it logs in.
    pub kind: ServerKind,
    /// Directories it makes, or fails.
    pub makes: Vec<String>,
    /// The file with its process id, or it fails.
    pub pid: Option<String>,
    /// As root, the account its workers change to; it gives them the directories. By name, or by the number of user and group.
    pub workers: Option<String>,
    /// Ports it listens on.
    pub listens: Vec<Port>,
    /// The `server_name` of its configuration.
    pub called: String,
    /// The page it answers `GET /` with.
    pub page: Option<String>,
    /// Version in its log.
    pub version: String,
}

/// Servers whose start-up is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ServerKind {
    /// Makes its directories, listens, stays.
    #[default]
    Plain,
    /// nginx: a master and its workers.
    Nginx,
    /// redis-server behind an entry point that gives up root.
    Redis,
}

impl Image {
    /// What the world knows of `reference`; `None` if it knows nothing.
    pub fn find(facts: &Facts, reference: &Reference) -> Option<Self> {
        Self::lookup(facts, reference, 4)
    }

    fn lookup(facts: &Facts, reference: &Reference, depth: u8) -> Option<Self> {
        let found = facts.images.iter().chain(catalogue_for(reference)).find(|image| image.is_called(reference))?;
        let Some(base) = found.like.as_ref().filter(|_| depth > 0).and_then(|like| Reference::parse(like).ok()) else {
            return Some(found.clone());
        };
        Some(match Self::lookup(facts, &base, depth - 1) {
            Some(base) => found.over(base),
            None => found.clone(),
        })
    }

    fn is_called(&self, reference: &Reference) -> bool {
        let digest = reference.digest.is_some() && reference.digest == self.digest;
        let same = |own: &Reference| {
            own.registry == reference.registry && own.path == reference.path && (digest || own.version() == reference.version())
        };
        self.names.iter().any(|name| reference.may_be(name) && Reference::parse(name).is_ok_and(|own| same(&own)))
    }

    /// `self` with `base`'s facts where it is silent.
    fn over(&self, base: Self) -> Self {
        let pick = |own: &Vec<String>, base: Vec<String>| if own.is_empty() { base } else { own.clone() };
        Self {
            names: self.names.clone(),
            like: None,
            busybox: self.busybox.or(base.busybox),
            user: self.user.clone().or(base.user),
            entrypoint: self.entrypoint.clone().or(base.entrypoint),
            cmd: self.cmd.clone().or(base.cmd),
            workdir: self.workdir.clone().or(base.workdir),
            stop_signal: self.stop_signal.clone().or(base.stop_signal),
            env: base.env.into_iter().chain(self.env.clone()).collect(),
            passwd: pick(&self.passwd, base.passwd),
            group: pick(&self.group, base.group),
            tools: self.tools.or(base.tools),
            programs: base.programs.into_iter().chain(self.programs.clone()).collect(),
            files: base.files.into_iter().chain(self.files.clone()).collect(),
            server: self.server.clone().or(base.server),
            size: self.size.or(base.size),
            digest: self.digest.clone(),
            recipe: self.recipe.clone(),
        }
    }

    /// Whether `sleep infinity` means something to it: to BusyBox since 1.31 (its `coreutils/sleep.c`, January 2019).
    pub fn knows_infinity(&self) -> bool {
        self.busybox.is_none_or(|minor| minor >= 31)
    }

    /// Accounts of `/etc/passwd`: name, uid, gid.
    pub fn accounts(&self) -> impl Iterator<Item = (&str, i64, i64)> {
        self.passwd.iter().filter_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?;
            Some((name, fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?))
        })
    }

    /// The home directory of an account.
    pub fn home(&self, account: &str) -> Option<&str> {
        self.passwd.iter().find(|line| line.split(':').next() == Some(account)).and_then(|line| line.split(':').nth(5))
    }

    /// Groups of `/etc/group`: name, gid, members.
    pub fn groups(&self) -> impl Iterator<Item = (&str, i64, Vec<&str>)> {
        self.group.iter().filter_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?;
            let gid = fields.nth(1)?.parse().ok()?;
            Some((name, gid, fields.next().unwrap_or("").split(',').filter(|m| !m.is_empty()).collect()))
        })
    }

    /// The command line of the first process when the manifest gives `command` and `args`.
    pub fn command_line(&self, command: &[String], args: &[String]) -> Vec<String> {
        let (entrypoint, cmd) = (self.entrypoint.as_deref().unwrap_or(&[]), self.cmd.as_deref().unwrap_or(&[]));
        match (command.is_empty(), args.is_empty()) {
            (true, true) => [entrypoint, cmd].concat(),
            (true, false) => [entrypoint, args].concat(),
            (false, _) => [command, args].concat(),
        }
    }
}

/// A document of `assets/images.yaml`: a family of images, read when somebody asks for one of it.
struct Family {
    text: &'static str,
    images: OnceLock<Vec<Image>>,
}

impl Family {
    fn images(&self) -> &[Image] {
        // The test below reads the file strictly; a program without images is better than none.
        self.images.get_or_init(|| serde_yaml::from_str(self.text).unwrap_or_default())
    }
}

static FAMILIES: LazyLock<Vec<Family>> = LazyLock::new(|| {
    let documents = include_str!("../../assets/images.yaml").split("\n---\n");
    documents.map(|text| Family { text, images: OnceLock::new() }).collect()
});

/// The images of `assets/images.yaml`.
pub fn catalogue() -> impl Iterator<Item = &'static Image> {
    FAMILIES.iter().flat_map(Family::images)
}

/// Those of its families whose text holds the last part of the repository's name.
pub fn catalogue_for<'a>(reference: &Reference) -> impl Iterator<Item = &'a Image> + use<'a> {
    let name = reference.path.rsplit('/').next().unwrap_or_default().to_owned();
    FAMILIES.iter().filter(move |family| family.text.contains(&name)).flat_map(Family::images)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_reads_and_every_name_is_a_reference() {
        let images: Vec<Image> = FAMILIES.iter().flat_map(|family| serde_yaml::from_str::<Vec<Image>>(family.text).unwrap()).collect();
        for name in images.iter().flat_map(|image| &image.names) {
            Reference::parse(name).unwrap();
        }
        let facts = Facts::default();
        for image in &images {
            let whole = Image::find(&facts, &Reference::parse(&image.names[0]).unwrap()).unwrap();
            assert!(whole.tools.is_some() && !whole.passwd.is_empty(), "{:?}", image.names);
        }
    }

    #[test]
    fn an_image_like_another_differs_where_it_says_so() {
        let facts: Facts = serde_yaml::from_str("images: [{names: [lab/a:1], like: 'nginx:1.31', user: '101'}]").unwrap();
        let image = Image::find(&facts, &Reference::parse("lab/a:1").unwrap()).unwrap();
        assert_eq!(image.user.as_deref(), Some("101"));
        assert!(image.accounts().any(|(name, uid, gid)| (name, uid, gid) == ("nginx", 101, 101)));
    }
}
