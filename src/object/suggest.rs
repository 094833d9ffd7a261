//! What a person may have meant: a field of nearly the same name, or the same field at another level.

use std::collections::{HashSet, VecDeque};

use super::typed::Unknown;
use crate::schema::asset::{Shape, Type, TypeId};
use crate::schema::{Kind, Version, kinds};

/// What was meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Hint {
    /// A field of the same struct.
    Misspelled(&'static str),
    /// A field of another struct of the same object: the names that lead to that struct, lists marked.
    Misplaced(Vec<Step>),
    /// Nothing comes to mind.
    Unclear,
}

/// A field on the way to a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: &'static str,
    /// Whether it holds a list.
    pub is_list: bool,
}

/// How far apart the place of a field and the place where it belongs may lie.
const MAX_DISTANCE: usize = 5;
/// No field that people write lies deeper.
const MAX_DEPTH: usize = 9;

/// What may have been meant with an unknown field.
pub fn for_field(kind: &Kind, unknown: &Unknown, version: Version) -> Hint {
    let names: Vec<&'static str> = fields(unknown.owner, version).map(|(name, _)| name).collect();
    if let Some(name) = names.iter().find(|name| name.eq_ignore_ascii_case(&unknown.name)) {
        return Hint::Misspelled(name);
    }
    let close = if unknown.name.len() <= 5 { 1 } else { 2 };
    if let Some(name) = nearest(&unknown.name, &names, close) {
        return Hint::Misspelled(name);
    }
    if let Some(place) = elsewhere(kind, unknown, version) {
        return Hint::Misplaced(place);
    }
    if let Some(name) = begun(&unknown.name, &names) {
        return Hint::Misspelled(name);
    }
    nearest(&unknown.name, &names, unknown.name.len() / 3).map_or(Hint::Unclear, Hint::Misspelled)
}

/// The kind that a person may have meant, and its apiVersion.
pub fn for_kind(api_version: &str, kind: &str, version: Version) -> Option<&'static Kind> {
    let served = || kinds().iter().filter(|known| known.versions.contains(version));
    let same = |known: &&Kind| known.kind.eq_ignore_ascii_case(kind);
    let by_name = served().filter(same).max_by_key(|known| (known.api_version == api_version, known.api_version));
    by_name.or_else(|| {
        let names: Vec<_> = served().map(|known| known.kind).collect();
        let name = nearest(kind, &names, (kind.len() / 3).min(3))?;
        served().filter(|known| known.kind == name).max_by_key(|known| known.api_version == api_version)
    })
}

fn fields(owner: TypeId, version: Version) -> impl Iterator<Item = (&'static str, &'static Type)> {
    owner.fields().iter().filter(move |field| field.versions.contains(version)).map(|field| (field.name, &field.kind))
}

/// The one name that goes on where the word ends (`initialDelay` for `initialDelaySeconds`).
fn begun(word: &str, names: &[&'static str]) -> Option<&'static str> {
    const SHORTEST: usize = 5;
    let mut longer = names.iter().filter(|name| name.len() > word.len() && name.starts_with(word));
    let first = longer.next().filter(|_| word.len() >= SHORTEST && longer.next().is_none());
    first.copied()
}

/// The name at the smallest edit distance up to `limit`.
fn nearest(word: &str, names: &[&'static str], limit: usize) -> Option<&'static str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    // Each edit changes the length by one at most, and all names are ASCII.
    let possible = names.iter().filter(|name| word.len().abs_diff(name.len()) <= limit);
    let measured = possible.map(|name| (distance(&word, name), *name)).filter(|(far, _)| *far <= limit && *far > 0);
    measured.min_by_key(|(far, _)| *far).map(|(_, name)| name)
}

/// Edits (insert, delete, replace, swap neighbours) between a word in small letters and another, whose case does not count.
fn distance(a: &[char], b: &str) -> usize {
    const LONGEST: usize = 64;
    let b: Vec<char> = b.to_lowercase().chars().collect();
    if a.len().abs_diff(b.len()) > 8 || a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX;
    }
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut least = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(rows[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    rows[a.len()][b.len()]
}

/// The struct inside of a field's type, and whether it is in a list.
fn structure(kind: &Type) -> Option<(TypeId, bool)> {
    let target = kind.target();
    match &target.shape {
        Shape::Named(id) if !id.fields().is_empty() => Some((*id, false)),
        Shape::List(item) => match item.target().shape {
            Shape::Named(id) if !id.fields().is_empty() => Some((id, true)),
            _ => None,
        },
        _ => None,
    }
}

/// The nearest struct of the object that has a field of this name.
fn elsewhere(kind: &Kind, unknown: &Unknown, version: Version) -> Option<Vec<Step>> {
    let parent = unknown.path.rsplit_once('.').map_or("", |(parent, _)| parent);
    let owner: Vec<&str> = parent.split('.').filter(|part| !part.is_empty()).map(|part| part.split('[').next().unwrap_or(part)).collect();
    let mut seen = HashSet::from([kind.root]);
    let mut queue = VecDeque::from([(kind.root, Vec::<Step>::new())]);
    let mut best: Option<(usize, Vec<Step>)> = None;
    while let Some((id, path)) = queue.pop_front() {
        let is_owner = path.iter().map(|step| step.name).eq(owner.iter().copied());
        if !is_owner && fields(id, version).any(|(name, _)| name == unknown.name) {
            let far = how_far(&owner, &path);
            if far <= MAX_DISTANCE && best.as_ref().is_none_or(|(least, _)| far < *least) {
                best = Some((far, path.clone()));
            }
        }
        if path.len() == MAX_DEPTH {
            continue;
        }
        let mut inner: Vec<_> = fields(id, version).filter(|(name, _)| *name != "status" && *name != "managedFields").collect();
        // Of the three lists of containers, people mean the plain one.
        inner.sort_by_key(|(name, _)| (*name != "containers", *name == "initContainers" || *name == "ephemeralContainers"));
        for (name, kind) in inner {
            if let Some((next, is_list)) = structure(kind)
                && (seen.insert(next) || owner.get(path.len()) == Some(&name))
            {
                let mut path = path.clone();
                path.push(Step { name, is_list });
                queue.push_back((next, path));
            }
        }
    }
    best.map(|(_, path)| path)
}

/// Steps up and down from one struct to the other; structs in fields of one name (two `securityContext`s) are near.
fn how_far(owner: &[&str], path: &[Step]) -> usize {
    let common = owner.iter().zip(path).take_while(|(a, b)| **a == b.name).count();
    let steps = owner.len() + path.len() - 2 * common;
    let namesake = owner.last().is_some_and(|last| path.last().is_some_and(|step| step.name == *last));
    steps.saturating_sub(if namesake { 3 } else { 0 })
}

/// `spec.containers[].securityContext`.
pub fn shown(path: &[Step]) -> String {
    let parts: Vec<_> = path.iter().map(|step| format!("{}{}", step.name, if step.is_list { "[]" } else { "" })).collect();
    parts.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::kind;

    fn hint(owner: &str, path: &str) -> String {
        let pod = kind("v1", "Pod", Version::DEFAULT).expect("Pod is served");
        let name = path.rsplit('.').next().unwrap_or(path).to_owned();
        let owner = TypeId::named(owner).expect("a type");
        match for_field(pod, &Unknown { path: path.into(), name, owner }, Version::DEFAULT) {
            Hint::Misspelled(name) => name.to_owned(),
            Hint::Misplaced(path) => format!("in {}", shown(&path)),
            Hint::Unclear => String::new(),
        }
    }

    #[test]
    fn misspelled_and_misplaced_fields_are_told_apart() {
        for (owner, path, expected) in [
            ("core/v1.PodSecurityContext", "spec.securityContext.runasUser", "runAsUser"),
            ("core/v1.SecurityContext", "spec.containers[0].securityContext.privilged", "privileged"),
            ("core/v1.PodSecurityContext", "spec.securityContext.capabilities", "in spec.containers[].securityContext"),
            ("core/v1.PodSecurityContext", "spec.securityContext.readOnlyRootFilesystem", "in spec.containers[].securityContext"),
            ("core/v1.SecurityContext", "spec.containers[0].securityContext.fsGroup", "in spec.securityContext"),
            ("core/v1.Container", "spec.containers[0].imagePullSecrets", "in spec"),
            ("core/v1.Container", "spec.containers[0].runAsUser", "in spec.containers[].securityContext"),
            ("core/v1.Pod", "labels", "in metadata"),
            ("core/v1.PodSpec", "spec.image", "in spec.containers[]"),
            ("core/v1.Container", "spec.containers[0].port", "ports"),
            ("core/v1.Probe", "spec.containers[0].livenessProbe.initialDelay", "initialDelaySeconds"),
            ("core/v1.PodSpec", "spec.termination", "terminationGracePeriodSeconds"),
            ("core/v1.Container", "spec.containers[0].termination", ""),
            ("core/v1.Container", "spec.containers[0].zzz", ""),
        ] {
            assert_eq!(hint(owner, path), expected, "{path}");
        }
    }

    #[test]
    fn kinds_are_found_by_name_and_by_neighbourhood() {
        let found = |api, kind| for_kind(api, kind, Version::DEFAULT).map(|k| format!("{} {}", k.api_version, k.kind)).unwrap_or_default();
        assert_eq!(found("v1", "Deploymnet"), "apps/v1 Deployment");
        assert_eq!(found("apps/v1beta1", "NetworkPolicy"), "networking.k8s.io/v1 NetworkPolicy");
        assert_eq!(found("v1", "pod"), "v1 Pod");
        assert_eq!(found("v1", "Secrets"), "v1 Secret");
        assert_eq!(found("v1", "Gateway"), "");
    }
}
