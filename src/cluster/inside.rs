//! What is in an image, read from a container that runs it: a node may hold a build of its own under a public name.

use k8s_openapi::api::core::v1::Pod;

use super::ClusterError;
use super::exec::Ended;
use super::images::Substitutes;
use super::observe::{Observer, container};
use crate::confirm::Inside;
use crate::probe::Target;
use crate::world::Reference;

/// The accounts in the image of a container, once for every name under which the manifests ask for it. Nothing where they
/// cannot be read.
///
/// # Errors
/// When the cluster cannot be reached.
pub(super) async fn look(observer: &Observer<'_>, target: &Target, substitutes: &Substitutes) -> Result<Vec<Inside>, ClusterError> {
    let Some(pod) = observer.pod(target).await? else { return Ok(Vec::new()) };
    let Some(image) = image(&pod, target) else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for file in ["/etc/passwd", "/etc/group"] {
        let Ok(Ended { exit: 0, stdout, .. }) = observer.exec(target, &["cat".to_owned(), file.to_owned()]).await? else {
            return Ok(Vec::new());
        };
        lines.push(stdout.lines().map(str::to_owned).collect::<Vec<_>>());
    }
    let id = container(&pod, target).map(|status| status.image_id).unwrap_or_default();
    let names = std::iter::once((&image, is_from_registry(&image, &id))).chain(substitutes.in_place_of(&image).map(|name| (name, false)));
    let inside =
        |(name, genuine): (&String, bool)| Inside { image: name.clone(), genuine, passwd: lines[0].clone(), group: lines[1].clone() };
    Ok(names.map(inside).collect())
}

/// The image as the Pod asks for it.
fn image(pod: &Pod, target: &Target) -> Option<String> {
    let spec = pod.spec.as_ref()?;
    let mut all = spec.containers.iter().chain(spec.init_containers.iter().flatten());
    all.find(|container| target.container.as_ref().is_none_or(|name| container.name == *name))?.image.clone()
}

/// Whether the runtime's id of an image names the repository it was pulled from (`docker.io/library/busybox@sha256:…`):
/// an archive that somebody loaded has only the sum of its configuration.
fn is_from_registry(image: &str, id: &str) -> bool {
    match (Reference::parse(image), Reference::parse(id)) {
        (Ok(image), Ok(id)) => id.digest.is_some() && id.repository() == image.repository(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_from_registry;

    #[test]
    fn an_image_id_tells_whether_it_was_pulled() {
        let sum = "sha256:b4e4c48f66da01ed3e47f4737f984457e0881f1066caffa946c2f716401499bc";
        assert!(is_from_registry("busybox:1.28", &format!("docker.io/library/busybox@{sum}")));
        assert!(!is_from_registry("busybox:1.28", sum));
        assert!(!is_from_registry("busybox:1.28", &format!("docker.io/library/import-2026-11-27@{sum}")));
        assert!(!is_from_registry("busybox:1.28", &format!("registry.lab:5000/busybox@{sum}")));
    }
}
