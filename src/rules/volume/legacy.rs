//! Volume types of old, of storage vendors, or replaced by CSI. Source: `validateVolumeSource` and the functions it
//! calls, 1.35.
use super::{require, sole};
use crate::rules::prelude::*;

const fn rule(check: fn(Field<'_>)) -> Rule {
    Rule::new("volume-legacy", check, include_str!("legacy.md"))
}

pub static GIT_TO_AWS: Rule = rule(git_to_aws).about(&["gitRepo", "gcePersistentDisk", "awsElasticBlockStore"]);
pub static NFS_TO_FLOCKER: Rule = rule(nfs_to_flocker).about(&["nfs", "iscsi", "glusterfs", "flocker"]);
pub static RBD_TO_QUOBYTE: Rule = rule(rbd_to_quobyte).about(&["rbd", "cinder", "cephfs", "quobyte"]);
pub static FC_TO_FLEX: Rule = rule(fc_to_flex).about(&["fc", "flexVolume"]);
pub static AZURE_TO_STORAGEOS: Rule =
    rule(azure_to_storageos).about(&["azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos"]);
pub static SCALE_IO: Rule = rule(scale_io).about(&["scaleIO"]);

fn git_to_aws(volume: Field<'_>) {
    if let Some(git) = sole(volume, "gitRepo") {
        require(git.at("repository"));
        git.at("directory").invalid_each(format::local_path(git.at("directory").str()));
    }
    if sole(volume, "gcePersistentDisk").is_some() {
        // The server calls the field `persistentDisk` here.
        disk(volume.at_shown("gcePersistentDisk", "persistentDisk"), "pdName");
    }
    if let Some(source) = sole(volume, "awsElasticBlockStore") {
        disk(source, "volumeID");
    }
}

fn disk<'a>(source: Field<'a>, id: &'a str) {
    require(source.at(id));
    let partition = source.at("partition");
    if partition.int().is_some_and(|n| !(0..=255).contains(&n)) {
        // The text says 1, the check 0.
        partition.invalid(format::range(1, 255));
    }
}

fn between_0_and_255(field: Field<'_>) {
    if field.int().is_some_and(|n| !(0..=255).contains(&n)) {
        field.invalid(format::range(0, 255));
    }
}

fn nfs_to_flocker(volume: Field<'_>) {
    if let Some(nfs) = sole(volume, "nfs") {
        require(nfs.at("server"));
        let path = nfs.at("path");
        require(path);
        if !format::absolute_path(path.str()) {
            path.invalid("must be an absolute path");
        }
    }
    if let Some(source) = sole(volume, "iscsi") {
        iscsi(source);
    }
    let source = volume.at("iscsi");
    if source.at("initiatorName").exists() && volume.at("name").len() + 1 + source.at("targetPortal").len() > 64 {
        volume
            .at("name")
            .invalid("Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.");
    }
    if let Some(source) = sole(volume, "glusterfs") {
        require(source.at("endpoints"));
        require(source.at("path"));
    }
    if let Some(source) = sole(volume, "flocker") {
        let (name, id) = (source.at("datasetName"), source.at("datasetUUID"));
        if name.is_empty() && id.is_empty() {
            source.required("one of datasetName and datasetUUID is required");
        }
        if !name.is_empty() && !id.is_empty() {
            source.invalid_value(Rendered::text("resource"), "datasetName and datasetUUID can not be specified simultaneously");
        }
        if name.str().contains('/') {
            name.invalid("must not contain '/'");
        }
    }
}

fn iscsi(source: Field<'_>) {
    require(source.at("targetPortal"));
    let iqn = source.at("iqn");
    if iqn.is_empty() {
        iqn.required("");
    } else {
        initiator(iqn);
    }
    between_0_and_255(source.at("lun"));
    if (source.at("chapAuthDiscovery").bool() || source.at("chapAuthSession").bool()) && !source.at("secretRef").exists() {
        source.at("secretRef").required("");
    }
    if source.at("initiatorName").exists() {
        initiator(source.at_shown("initiatorName", "initiatorname"));
    }
}

fn initiator(field: Field<'_>) {
    let name = field.str();
    let fits = match name.get(..3) {
        // The expression for iqn names has no beginning, and the dot of the other two fits any character.
        Some("iqn") => name.match_indices("iqn.").any(|(at, _)| is_iqn(&name[at..])),
        Some("eui") => is_numbered(name, 16),
        Some("naa") => is_numbered(name, 32),
        _ => return field.invalid("must be valid format starting with iqn, eui, or naa"),
    };
    if !fits {
        field.invalid("must be valid format");
    }
}

/// `^eui.[[:alnum:]]{16}$`
fn is_numbered(name: &str, length: usize) -> bool {
    let mut rest = name.chars();
    rest.by_ref().take(3).for_each(drop);
    let dot = rest.next().is_some_and(|c| c != '\n');
    let id = rest.as_str();
    dot && id.len() == length && id.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// `iqn\.\d{4}-\d{2}\.([[:alnum:]-.]+)(:[^,;*&$|\s]+)$`
fn is_iqn(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("iqn.") else { return false };
    let bytes = rest.as_bytes();
    let digits = |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    if !(digits(0..4) && bytes.get(4) == Some(&b'-') && digits(5..7) && bytes.get(7) == Some(&b'.')) {
        return false;
    }
    let Some((authority, id)) = rest[8..].split_once(':') else { return false };
    let bad = |c: char| matches!(c, ',' | ';' | '*' | '&' | '$' | '|') || c.is_ascii_whitespace();
    !authority.is_empty()
        && authority.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
        && !id.is_empty()
        && !id.contains(bad)
}

fn rbd_to_quobyte(volume: Field<'_>) {
    if let Some(source) = sole(volume, "rbd") {
        require(source.at("monitors"));
        require(source.at("image"));
    }
    if let Some(source) = sole(volume, "cinder") {
        require(source.at("volumeID"));
        if source.at("secretRef").exists() {
            require(source.at("secretRef").at("name"));
        }
    }
    if let Some(source) = sole(volume, "cephfs") {
        require(source.at("monitors"));
    }
    if let Some(source) = sole(volume, "quobyte") {
        let registry = source.at("registry");
        let message = "must be a host:port pair or multiple pairs separated by commas";
        if registry.is_empty() {
            registry.required(message);
        } else if source.at("tenant").len() >= 65 {
            source.at("tenant").required("must be a UUID and may not exceed a length of 64 characters");
        } else {
            let bad = registry.str().split(',').filter(|pair| !is_host_port(pair)).count();
            (0..bad).for_each(|_| registry.invalid(message));
        }
        require(source.at("volume"));
    }
}

/// Go's `net.SplitHostPort` succeeds.
fn is_host_port(pair: &str) -> bool {
    let Some((host, port)) = pair.rsplit_once(':') else { return false };
    if port.contains(['[', ']']) {
        return false;
    }
    match host.strip_prefix('[') {
        Some(inner) => inner.strip_suffix(']').is_some_and(|inner| !inner.contains(['[', ']'])),
        None => !host.contains([':', '[', ']']),
    }
}

fn fc_to_flex(volume: Field<'_>) {
    if let Some(source) = sole(volume, "fc") {
        let (names, ids) = (source.at("targetWWNs"), source.at("wwids"));
        if names.is_empty() && ids.is_empty() {
            names.required("must specify either targetWWNs or wwids, but not both");
        }
        if !names.is_empty() && !ids.is_empty() {
            names.invalid("targetWWNs and wwids can not be specified simultaneously");
        }
        if !names.is_empty() {
            let lun = source.at("lun");
            if lun.exists() { between_0_and_255(lun) } else { lun.required("lun is required if targetWWNs is specified") }
        }
    }
    if let Some(source) = sole(volume, "flexVolume") {
        require(source.at("driver"));
        for (key, option) in source.at("options").entries() {
            let space = format!(".{}", key.split('/').next().unwrap_or(key).to_lowercase());
            if space.ends_with(".kubernetes.io") || space.ends_with(".k8s.io") {
                option.invalid_value(Rendered::text(key), "kubernetes.io and k8s.io namespaces are reserved");
            }
        }
    }
}

fn azure_to_storageos(volume: Field<'_>) {
    if let Some(source) = sole(volume, "azureFile") {
        require(source.at("secretName"));
        require(source.at("shareName"));
    }
    for (name, id) in [("vsphereVolume", "volumePath"), ("photonPersistentDisk", "pdID"), ("portworxVolume", "volumeID")] {
        if let Some(source) = sole(volume, name) {
            require(source.at(id));
        }
    }
    if let Some(source) = sole(volume, "azureDisk") {
        azure_disk(source);
    }
    if let Some(source) = sole(volume, "storageos") {
        let (name, namespace) = (source.at("volumeName"), source.at("volumeNamespace"));
        if name.is_empty() {
            name.required("")
        } else {
            name.invalid_each(format::dns_label(name.str()))
        }
        if !namespace.is_empty() {
            namespace.invalid_each(format::dns_label(namespace.str()));
        }
        if source.at("secretRef").exists() {
            require(source.at("secretRef").at("name"));
        }
    }
}

fn azure_disk(source: Field<'_>) {
    require(source.at("diskName"));
    require(source.at("diskURI"));
    for (name, words) in [("cachingMode", ["None", "ReadOnly", "ReadWrite"]), ("kind", ["Dedicated", "Managed", "Shared"])] {
        let field = source.at(name);
        if field.exists() && !words.contains(&field.str()) {
            field.unsupported(&words);
        }
    }
    let (kind, uri) = (source.at("kind"), source.at("diskURI"));
    if kind.str() == "Managed" && !uri.str().starts_with("/subscriptions/") {
        let form = "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
        uri.unsupported_value(Rendered::text(uri.str()), &[form]);
    }
    if kind.exists() && kind.str() != "Managed" && !uri.str().starts_with("https://") {
        let form = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";
        uri.unsupported_value(Rendered::text(uri.str()), &[form]);
    }
}

fn scale_io(volume: Field<'_>) {
    if let Some(source) = sole(volume, "scaleIO") {
        for name in ["gateway", "system", "volumeName"] {
            require(source.at(name));
        }
    }
}
