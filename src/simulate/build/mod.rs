//! Building an image from a Dockerfile, as `docker build` with BuildKit does: instruction by instruction, RUN in the simulated
//! shell with the base image's files.
//!
//! ```text
//! lines        the file's lines made whole          instruction  words, flags and arguments
//! substitute   `$NAME` and quotes                   checks       what BuildKit warns of
//! room         a stage's files, and RUN in them     copy         COPY and ADD
//! stage        the instructions carried out         finding      what is said of the file
//! ```
//!
//! What is not simulated is never guessed: a package manager that root runs is taken to have worked and is told of; a program
//! that may have been installed, a base image that nobody knows, or files from the network end the build with "nobody can say".

mod checks;
mod copy;
mod finding;
mod instruction;
mod lines;
mod room;
mod stage;
mod substitute;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use self::finding::finding as found;
use self::instruction::{Instruction, What};
use self::stage::{Broken, Stage};
use super::files::{Filesystem, Medium, place};
use super::variables::Variables;
use super::{Scene, Surroundings};
use crate::diag::{Diagnostic, Severity};
use crate::text::{SourceFile, Span};
use crate::world::{CachedImage, File, Image, Recipe, Reference, World};

/// What came of a build.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// The image, if there is one.
    pub image: Option<Image>,
    /// What there is to say of the file: what ended the build first.
    pub diagnostics: Vec<Diagnostic>,
    /// What `docker build` prints last when it fails; nothing when nobody can say whether it does.
    pub message: Option<String>,
}

/// Builds `file` with `context` into an image called `name`, in a world whose images it may start from.
pub fn build(world: &World, file: &SourceFile, context: &[File], name: &str) -> Built {
    let Parsed { instructions, mut fault, escape } = parsed(file);
    let mut diagnostics = Vec::new();
    let before_from = instructions.iter().find(|one| one.name == "FROM" || one.name != "ARG").filter(|one| one.name != "FROM");
    if let (None, Some(instruction)) = (&fault, before_from) {
        fault = Some(instruction::Fault { text: "no build stage in current context".into(), span: instruction.span });
    }
    if fault.is_none() && !instructions.iter().any(|one| one.name == "FROM") {
        fault = Some(instruction::Fault { text: "dockerfile contains no stages to build".into(), span: Span::default() });
    }
    if let Some(fault) = fault {
        let found = finding::syntax(file.name(), fault);
        let message = failed(&found);
        diagnostics.push(found);
        diagnostics.extend(advice_on_lines(file, &instructions, None));
        return Built { image: None, diagnostics, message };
    }
    let scene = Scene::of(world);
    let mut files = Filesystem::new(Medium::Overlay, 0o755);
    context.iter().for_each(|file| place(&mut files, &File { path: absolute(&file.path), ..file.clone() }));
    files.put_at(&absolute(file.name()), super::files::Node::file(file.text(), 0o644));
    let mut plan = Plan {
        world,
        around: &scene,
        file: file.name().to_owned(),
        text: file.text(),
        escape,
        instructions: &instructions,
        stages: checks::stages(&instructions),
        built: BTreeMap::new(),
        context: files,
        globals: Variables::default(),
        found: checks::checks(file.name(), &instructions),
    };
    plan.global_arguments();
    let last = plan.stages.len() - 1;
    let outcome = plan.stage(last).cloned();
    let mut built = Built::default();
    match outcome {
        Ok(stage) => {
            plan.found.extend(advice_on_user(file.name(), &stage, plan.stages[last]));
            plan.found.extend(assumed(file.name(), &stage, &instructions));
            built.image = Some(image(file.name(), name, stage));
            diagnostics.extend(advice_on_lines(file, &instructions, None));
        }
        Err(Broken::Found(found)) => {
            built.message = failed(&found);
            diagnostics.extend(advice_on_lines(file, &instructions, Some(found.span)));
            diagnostics.insert(0, *found);
        }
    }
    plan.found.sort_by_key(|found| found.span);
    diagnostics.append(&mut plan.found);
    built.diagnostics = diagnostics;
    built
}

/// What a Dockerfile says, as far as it can be read.
struct Parsed {
    instructions: Vec<Instruction>,
    /// Why BuildKit reads it not at all.
    fault: Option<instruction::Fault>,
    escape: char,
}

fn parsed(file: &SourceFile) -> Parsed {
    let read = lines::read(file.text());
    let mut instructions = Vec::new();
    let mut fault = read.error.map(|(text, span)| instruction::Fault { text, span });
    for line in &read.lines {
        match instruction::parse(line, read.escape) {
            Ok(instruction) => instructions.push(instruction),
            // The reader of lines reads all of them before an instruction is looked at.
            Err(error) => {
                fault.get_or_insert(error);
            }
        }
    }
    Parsed { instructions, fault, escape: read.escape }
}

/// Whether images are built from a file of this name.
pub fn is_dockerfile(name: &str) -> bool {
    let name = Path::new(name).file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name == "Dockerfile" || name.starts_with("Dockerfile.") || name.ends_with(".Dockerfile")
}

/// What can be said of a Dockerfile without its build context: what BuildKit refuses to read and what its checks warn of; and
/// what `docker build` prints last if it refuses.
pub fn look(file: &SourceFile) -> (Vec<Diagnostic>, Option<String>) {
    let Parsed { instructions, fault, .. } = parsed(file);
    let mut all: Vec<_> = fault.into_iter().map(|fault| finding::syntax(file.name(), fault)).collect();
    all.extend(advice_on_lines(file, &instructions, None));
    all.extend(checks::checks(file.name(), &instructions));
    let message = all.iter().find(|found| found.severity == Severity::Error).and_then(failed);
    (all, message)
}

/// Builds the image that the world makes of `file` and puts it on its nodes, in place of an earlier one; `None` when the world makes
/// none of it.
pub fn build_onto_nodes(world: &mut World, file: &SourceFile) -> Option<Built> {
    let recipe = world.facts.builds.iter().find(|build| build.dockerfile == file.name())?.clone();
    let reference = |name: &str| Reference::parse(name).map_or_else(|_| name.to_owned(), |reference| reference.to_string());
    let made = reference(&recipe.image);
    world.facts.images.retain(|image| image.recipe.is_none() || !image.names.contains(&recipe.image));
    let built = build(world, file, &recipe.context, &recipe.image);
    for node in world.facts.nodes.iter_mut().filter(|node| recipe.node.as_ref().is_none_or(|name| *name == node.name)) {
        node.images.retain(|cached| reference(&cached.image) != made);
        if built.image.is_some() {
            node.images.push(CachedImage { image: recipe.image.clone(), pulled: None });
        }
    }
    if let Some(image) = &built.image {
        world.facts.images.insert(0, image.clone());
    }
    Some(built)
}

/// What `docker build` prints last.
fn failed(found: &Diagnostic) -> Option<String> {
    found.server.as_ref().map(|server| format!("ERROR: failed to build: failed to solve: {server}"))
}

fn absolute(path: &str) -> String {
    copy::clean(path)
}

/// Instructions that became arguments, besides the one at `told`.
fn advice_on_lines(file: &SourceFile, instructions: &[Instruction], told: Option<Span>) -> Vec<Diagnostic> {
    let all = instructions.iter().filter_map(|instruction| finding::swallowed(file.name(), instruction, file.text(), None));
    all.filter(|found| Some(found.span) != told).collect()
}

/// What the kubelet will make of the image's user.
fn advice_on_user(file: &str, stage: &Stage, instructions: &[Instruction]) -> Option<Diagnostic> {
    let (user, place) = &stage.user;
    let from = instructions.first().map(|from| from.span.join(from.arguments)).unwrap_or_default();
    let place = place.unwrap_or(from);
    let name = user.split(':').next().unwrap_or_default();
    let advice = |rule, args: &[(&'static str, &str)]| Some(found(file, rule, Severity::Advice, place, args));
    match name.parse::<i64>() {
        Ok(0) => advice("dockerfile-user-root", &[("given", "yes"), ("user", user)]),
        Ok(_) => None,
        Err(_) if name.is_empty() => advice("dockerfile-user-root", &[("given", "no"), ("user", "")]),
        Err(_) => {
            let uid = stage.room.who(name).map(|(uid, ..)| uid.to_string()).unwrap_or_default();
            let known = if uid.is_empty() || uid == "0" { "no" } else { "yes" };
            advice("dockerfile-user-name", &[("user", name), ("uid", &uid), ("known", known)])
        }
    }
}

/// Where a package manager was taken to have worked.
fn assumed(file: &str, stage: &Stage, instructions: &[Instruction]) -> Vec<Diagnostic> {
    let Some(what) = stage.room.assumed().first() else { return Vec::new() };
    let program = what.split(' ').next().unwrap_or_default();
    let place = instructions.iter().find(|one| one.name == "RUN" && one.line.text.contains(program));
    let span = place.map(|one| one.span.join(one.arguments)).unwrap_or_default();
    let args = [("what", what.as_str()), ("goes", "on")];
    vec![found(file, "dockerfile-not-simulated", Severity::Advice, span, &args)]
}

fn image(file: &str, name: &str, stage: Stage) -> Image {
    let recipe = Recipe { file: file.to_owned(), user: stage.user.1, owners: stage.owners.clone() };
    Image {
        names: vec![name.to_owned()],
        user: Some(stage.user.0.clone()),
        entrypoint: Some(stage.entrypoint.clone().unwrap_or_default()),
        cmd: Some(stage.cmd.clone().unwrap_or_default()),
        workdir: Some(stage.workdir.clone()),
        env: stage.env.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        passwd: stage.room.lines("/etc/passwd"),
        group: stage.room.lines("/etc/group"),
        files: stage.room.files(),
        recipe: Some(Arc::new(recipe)),
        like: None,
        digest: None,
        ..stage.base
    }
}

/// A file's stages, and those of them that are built.
pub struct Plan<'p> {
    world: &'p World,
    around: &'p dyn Surroundings,
    file: String,
    text: &'p str,
    escape: char,
    instructions: &'p [Instruction],
    stages: Vec<&'p [Instruction]>,
    built: BTreeMap<usize, Stage>,
    context: Filesystem,
    /// ARG before the first FROM, and what every build knows.
    globals: Variables,
    found: Vec<Diagnostic>,
}

impl Plan<'_> {
    fn global_arguments(&mut self) {
        let platform = [("PLATFORM", "linux/amd64"), ("OS", "linux"), ("ARCH", "amd64"), ("VARIANT", "")];
        for side in ["BUILD", "TARGET"] {
            self.globals.extend(platform.iter().map(|(name, value)| (format!("{side}{name}"), *value)));
        }
        for instruction in self.instructions.iter().take_while(|one| one.name != "FROM") {
            let What::Pairs(pairs, _) = &instruction.what else { continue };
            for pair in pairs {
                let Some(value) = &pair.value else { continue };
                let word = substitute::word(value, self.escape, &|name| self.globals.get(name).map(str::to_owned));
                self.globals.set(pair.name.as_str(), word.map(|word| word.text).unwrap_or_default());
            }
        }
    }

    /// A stage by its number, built if it is not yet.
    fn stage(&mut self, at: usize) -> Result<&Stage, Broken> {
        if !self.built.contains_key(&at) {
            let instructions = self.stages[at];
            let mut stage = self.base(at)?;
            for instruction in &instructions[1..] {
                stage.run(self, instruction)?;
            }
            self.built.insert(at, stage);
        }
        Ok(&self.built[&at])
    }

    /// What a stage begins with.
    fn base(&mut self, at: usize) -> Result<Stage, Broken> {
        let from = &self.stages[at][0];
        let What::From { base, .. } = &from.what else { return Err(self.unknown(from, "FROM").into()) };
        let word = substitute::word(base, self.escape, &|name| self.globals.get(name).map(str::to_owned));
        let word = word.map_err(|text| self.step(from, text))?;
        for name in &word.unset {
            let text = format!("FROM argument '{name}' is not declared");
            self.found.push(finding::check(&self.file, "UndefinedArgInFrom", from.arguments, text));
        }
        if word.text.is_empty() {
            return Err(self.step(from, format!("base name ({base}) should not be blank")).into());
        }
        let earlier = (0..at).rev().find(|earlier| self.is_called(*earlier, &word.text));
        if let Some(earlier) = earlier {
            return self.stage(earlier).map(Stage::after);
        }
        if word.text == "scratch" {
            let recipe = Some(Arc::new(Recipe::default()));
            return Ok(Stage::on(self, Image { recipe, ..Image::default() }));
        }
        if let Err(error) = Reference::parse(&word.text) {
            return Err(self.step(from, format!("failed to parse stage name {}: {error}", crate::text::quote(&word.text))).into());
        }
        match self.image(&word.text) {
            Some(image) => Ok(Stage::on(self, image)),
            None => Err(self.unknown(from, &word.text).into()),
        }
    }

    fn is_called(&self, at: usize, name: &str) -> bool {
        matches!(&self.stages[at][0].what, What::From { stage: Some(stage), .. } if stage.eq_ignore_ascii_case(name))
    }

    /// The stage that `--from` names, by name or number, among those before the instruction's own.
    fn stage_called(&self, instruction: &Instruction, name: &str) -> Option<usize> {
        let number = instruction.line.number;
        let building = self.stages.iter().rposition(|stage| stage[0].line.number <= number).unwrap_or(0);
        let number = name.parse::<usize>().ok().filter(|number| *number < self.stages.len());
        (0..building).rev().find(|at| self.is_called(*at, name)).or(number.filter(|number| *number < building))
    }

    fn image(&self, name: &str) -> Option<Image> {
        Image::find(&self.world.facts, &Reference::parse(name).ok()?)
    }

    /// A step that fails, in BuildKit's words.
    fn step(&self, instruction: &Instruction, text: String) -> Diagnostic {
        let span = instruction.span.join(instruction.arguments);
        let mut found =
            found(&self.file, "dockerfile-step", Severity::Error, span, &[("instruction", instruction.name), ("problem", &text)]);
        found.server = Some(text);
        found
    }

    /// A step of which nobody can say what it does.
    fn unknown(&self, instruction: &Instruction, what: &str) -> Diagnostic {
        let span = instruction.span.join(instruction.arguments);
        found(&self.file, "dockerfile-not-simulated", Severity::Error, span, &[("what", what), ("goes", "no")])
    }
}
