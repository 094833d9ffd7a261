//! What fields and types mean, in Kubernetes' own words: the comments of its Go types.

use std::collections::HashMap;
use std::io::Read;
use std::sync::{Mutex, OnceLock};

use flate2::read::GzDecoder;
use include_dir::{Dir, include_dir};

use super::asset::TypeId;

static DOCS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/schema/docs");

/// The texts of one package: of types by their name, of fields by `type field`.
type Texts = HashMap<String, String>;

/// What a type is for; empty when Kubernetes says nothing.
pub fn of_type(id: TypeId) -> String {
    find(id, id.name())
}

/// What the field `name` of the struct `owner` means; empty when Kubernetes says nothing.
pub fn of_field(owner: TypeId, name: &str) -> String {
    find(owner, &format!("{} {name}", owner.name()))
}

fn find(id: TypeId, key: &str) -> String {
    static PACKAGES: OnceLock<Mutex<HashMap<String, Texts>>> = OnceLock::new();
    let package = id.name().rsplit_once('.').map_or("", |(package, _)| package).replace('/', ".");
    let Ok(mut packages) = PACKAGES.get_or_init(Mutex::default).lock() else { return String::new() };
    let texts = packages.entry(package).or_insert_with_key(|package| read(package));
    texts.get(key).cloned().unwrap_or_default()
}

fn read(package: &str) -> Texts {
    let mut text = String::new();
    let Some(file) = DOCS.get_file(format!("{package}.gz")) else { return Texts::new() };
    // A damaged asset would be found by the tests; here it means no text.
    let _ = GzDecoder::new(file.contents()).read_to_string(&mut text);
    let mut texts = Texts::new();
    let mut owner = "";
    for line in text.lines() {
        let (head, said) = line.split_once(' ').unwrap_or((line, ""));
        let said = said.replace("\\n", "\n");
        match head.strip_prefix('=') {
            Some(name) => {
                owner = name;
                texts.insert(name.to_owned(), said);
            }
            None => {
                texts.insert(format!("{owner} {head}"), said);
            }
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_types_have_their_words() {
        let pod = TypeId::named("core/v1.PodSecurityContext").unwrap();
        assert!(of_type(pod).starts_with("PodSecurityContext holds pod-level security attributes"));
        assert!(of_field(pod, "runAsUser").starts_with("The UID to run the entrypoint"));
        assert_eq!(of_field(pod, "none"), "");
    }
}
