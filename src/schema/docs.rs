//! What fields and types mean, in Kubernetes' own words: the comments of its Go types.

use std::collections::HashMap;
use std::io::Read;
use std::sync::{Mutex, OnceLock};

use flate2::read::GzDecoder;
use include_dir::{Dir, include_dir};

use super::Version;
use super::asset::{Span, TypeId};

static DOCS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/schema/docs");

/// The texts of one package: of types by their name, of fields by `type field`, of enum values by `type =value`, with the versions
/// in which each is said.
type Texts = HashMap<String, Vec<(Span, String)>>;

/// What a type is for; empty when Kubernetes says nothing.
pub fn of_type(id: TypeId, version: Version) -> String {
    find(id, &format!("{} ", id.name()), version)
}

/// What the field `name` of the struct `owner` means; empty when Kubernetes says nothing.
pub fn of_field(owner: TypeId, name: &str, version: Version) -> String {
    find(owner, &format!("{} {name}", owner.name()), version)
}

/// What a value of the enum `id` means; empty when Kubernetes says nothing.
pub fn of_value(id: TypeId, value: &str, version: Version) -> String {
    find(id, &format!("{} ={value}", id.name()), version)
}

fn find(id: TypeId, key: &str, version: Version) -> String {
    static PACKAGES: OnceLock<Mutex<HashMap<String, Texts>>> = OnceLock::new();
    let package = id.name().rsplit_once('.').map_or("", |(package, _)| package).replace('/', ".");
    let Ok(mut packages) = PACKAGES.get_or_init(Mutex::default).lock() else { return String::new() };
    let texts = packages.entry(package).or_insert_with_key(|package| read(package));
    let said = texts.get(key).and_then(|said| said.iter().find(|(span, _)| span.contains(version)));
    said.map(|(_, said)| said.clone()).unwrap_or_default()
}

fn read(package: &str) -> Texts {
    let mut text = String::new();
    let Some(file) = DOCS.get_file(format!("{package}.gz")) else { return Texts::new() };
    // A damaged asset would be found by the tests; here it means no text.
    let _ = GzDecoder::new(file.contents()).read_to_string(&mut text);
    let mut texts = Texts::new();
    let mut owner = "";
    for line in text.lines() {
        let Some((head, said)) = line.split_once(' ') else {
            owner = line.trim_start_matches('=');
            continue;
        };
        let (name, span) = head.split_once('@').map_or((head, None), |(name, span)| (name, Some(span)));
        texts.entry(format!("{owner} {name}")).or_default().push((Span::parse(span), said.replace("\\n", "\n")));
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_types_have_their_words() {
        let pod = TypeId::named("core/v1.PodSecurityContext").unwrap();
        let version = Version::DEFAULT;
        assert!(of_type(pod, version).starts_with("PodSecurityContext holds pod-level security attributes"));
        assert!(of_field(pod, "runAsUser", version).starts_with("The UID to run the entrypoint"));
        assert_eq!(of_field(pod, "none", version), "");
    }

    #[test]
    fn values_have_their_words_and_versions_theirs() {
        let policy = TypeId::named("core/v1.PullPolicy").unwrap();
        assert!(of_value(policy, "Never", Version::DEFAULT).starts_with("means that kubelet never pulls an image"));
        let context = TypeId::named("core/v1.SecurityContext").unwrap();
        let gated = |minor| of_field(context, "procMount", Version { minor }).contains("requires the ProcMountType feature flag");
        assert_eq!([33, 35, 37].map(gated), [true, true, false]);
        let path = TypeId::named("core/v1.HostPathType").unwrap();
        assert_eq!(of_value(path, "", Version::DEFAULT), "For backwards compatible, leave it empty if unset");
    }
}
