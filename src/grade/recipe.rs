//! What a Dockerfile of the learner's has to do with a failure of the Pod that uses its image.

use super::Sentence;
use super::case::{Case, Failure};
use crate::diag::Diagnostic;
use crate::object::Object;
use crate::probe::{Class, Observation};
use crate::world::{Image, Reference};

/// The image of a Pod's container, if it was built from one of the learner's files.
fn image(case: &Case, pod: &Object, container: &str) -> Option<Image> {
    let containers =
        ["containers", "initContainers"].into_iter().filter_map(|list| pod.value.pointer(&format!("/spec/{list}"))?.as_array());
    let spec = containers.flatten().find(|one| one.get("name").and_then(|name| name.as_str()) == Some(container))?;
    let reference = Reference::parse(spec.get("image")?.as_str()?).ok()?;
    Image::find(&case.now.world.facts, &reference).filter(|image| image.recipe.is_some())
}

/// A failure that the image's user causes, told where the Dockerfile says the user; other failures as they are.
pub fn by_user(failure: Failure, case: &Case, pod: &Object, container: &str) -> Failure {
    let Some(recipe) = image(case, pod, container).and_then(|image| image.recipe) else { return failure };
    let found = case.now.documents.iter().filter(|document| document.file == recipe.file).flat_map(|document| &document.diagnostics);
    let found: Vec<_> = found.collect();
    let swallowed = |found: &&&Diagnostic| {
        found.rule == "dockerfile-swallowed" && found.args.iter().any(|(name, value)| *name == "instruction" && value == "USER")
    };
    let user = |found: &&&Diagnostic| matches!(found.rule, "dockerfile-user-root" | "dockerfile-user-name");
    match found.iter().find(swallowed).or_else(|| found.iter().find(user)) {
        Some(found) => by(failure, case, found),
        None => {
            let place = recipe.user.and_then(|span| case.at(&recipe.file, span, ""));
            let place = place.or(failure.place.clone());
            failure.at(place)
        }
    }
}

/// A failure told in the words, and at the place, of what the build says of the Dockerfile.
pub fn by(failure: Failure, case: &Case, found: &Diagnostic) -> Failure {
    let args: Vec<_> = found.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let place = case.at(&found.file, found.span, &found.path);
    let mut failure = failure.because(Sentence::new(format!("rule-{}", found.rule), &args)).at(place);
    failure.rule = Some(found.rule.to_owned());
    failure
}

/// A permission that a process lacks at a path, told where the Dockerfile gave that path its owner; other failures as they are.
pub fn by_owner(failure: Failure, case: &Case, pod: &Object, container: Option<&str>, answer: &Observation) -> Failure {
    if answer.class != Class::Eacces {
        return failure;
    }
    let first = pod.value.pointer("/spec/containers/0/name").and_then(|name| name.as_str()).unwrap_or_default();
    let Some(image) = image(case, pod, container.unwrap_or(first)) else { return failure };
    let Some(recipe) = image.recipe.clone() else { return failure };
    let words = answer.stderr.split(['\'', ' ', ':', '\n']);
    let found = words.filter(|word| word.starts_with('/')).find_map(|path| recipe.owner_of(path));
    let Some((path, instruction, span)) = found else { return failure };
    let owner = image.files.iter().find(|file| file.path == path).map_or("0:0", |file| file.owner.as_str());
    let place = case.at(&recipe.file, span, "");
    let line = place.as_ref().map_or(0, |place| place.line).to_string();
    let facts = [("path", path), ("owner", owner), ("line", line.as_str()), ("instruction", instruction)];
    let mut failure = failure.because(Sentence::new("build-owner", &facts)).at(place);
    failure.rule = Some("build-owner".into());
    failure
}
