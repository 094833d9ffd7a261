//! `kubectl create deployment|job|cronjob`.

use serde_json::{Value, json};

use crate::kubectl::failure::Failure;
use crate::kubectl::kind::Kind;
use crate::kubectl::session::Session;

/// A container's name from its image: the last part of the path, without tag or digest. Where that has a dot or an underscore, kubectl
/// writes a dash and five random letters behind it (`create_deployment.go` sanitizeAndUniquify).
fn name_of_image(image: &str) -> String {
    let last = image.rsplit('/').next().unwrap_or(image);
    let bare = last.split([':', '@']).next().unwrap_or(last);
    match bare.contains(['_', '.']) {
        true => format!("{}-{}", bare.replace(['_', '.'], "-"), crate::kubectl::debug::suffix(image)),
        false => bare.to_owned(),
    }
}

pub(super) fn deployment(session: &Session<'_>, name: &str, command: &[String]) -> Result<Value, Failure> {
    let images = session.flags.list("image");
    if images.len() > 1 && !command.is_empty() {
        return Err(Failure::error("cannot specify multiple --image options and command"));
    }
    let replicas: i64 = session.flags.number("replicas").unwrap_or(1);
    let mut containers: Vec<Value> = images
        .iter()
        .map(|image| {
            let mut container = json!({"image": image, "name": name_of_image(image), "resources": {}});
            if !command.is_empty() {
                container["command"] = json!(command);
            }
            container
        })
        .collect();
    if let (Some(port), Some(first)) = (session.flags.number("port").filter(|port| *port >= 0), containers.first_mut()) {
        first["ports"] = json!([{"containerPort": port}]);
    }
    let labels = json!({"app": name});
    Ok(json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"labels": labels, "name": name},
        "spec": {"replicas": replicas, "selector": {"matchLabels": labels}, "strategy": {}, "template": {"metadata": {"labels": labels}, "spec": {"containers": containers}}},
        "status": {},
    }))
}

pub(super) fn job(session: &Session<'_>, name: &str, command: &[String]) -> Result<Value, Failure> {
    if session.flags.has("from") && session.flags.has("image") {
        return Err(Failure::error("either --image or --from must be specified"));
    }
    if let Some(from) = session.flags.get("from") {
        if let Some((kind, name)) = from.split_once('/')
            && let Some(kind) = Kind::find(kind).filter(|kind| kind.name != "CronJob")
        {
            session.find(kind, name)?;
            let version = kind.api_version.rsplit('/').next().unwrap_or_default();
            return Err(Failure::error(format!("unknown object type *{version}.{}", kind.name)));
        }
        let Some(cron) = from.split_once('/').map(|(_, name)| name) else { return Err(Failure::error("from must be an existing cronjob")) };
        let kind = Kind::find("cronjob").ok_or_else(|| Failure::error("from must be an existing cronjob"))?;
        let found = session.find(kind, cron)?;
        let template = &found["spec"]["jobTemplate"];
        let mut metadata = json!({"name": name, "annotations": {"cronjob.kubernetes.io/instantiate": "manual"}});
        for (key, value) in template["metadata"]["annotations"].as_object().into_iter().flatten() {
            metadata["annotations"][key] = value.clone();
        }
        if template["metadata"]["labels"].is_object() {
            metadata["labels"] = template["metadata"]["labels"].clone();
        }
        let owner = json!({"apiVersion": "batch/v1", "kind": "CronJob", "name": cron, "uid": found["metadata"]["uid"], "controller": true});
        metadata["ownerReferences"] = json!([owner]);
        return Ok(json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": template["spec"]}));
    }
    let Some(image) = session.flags.get("image") else { return Err(Failure::error("either --image or --from must be specified")) };
    Ok(
        json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": {"template": {"metadata": {}, "spec": job_pod(name, image, command, "Never")}}, "status": {}}),
    )
}

fn job_pod(name: &str, image: &str, command: &[String], restart: &str) -> Value {
    let mut container = json!({"image": image, "name": name, "resources": {}});
    if !command.is_empty() {
        container["command"] = json!(command);
    }
    json!({"containers": [container], "restartPolicy": restart})
}

pub(super) fn cron_job(session: &Session<'_>, name: &str, command: &[String]) -> Result<Value, Failure> {
    let given = |flag: &str| session.flags.get(flag).unwrap_or_default();
    let (image, schedule) = (given("image"), given("schedule"));
    let restart = session.flags.get("restart").unwrap_or("OnFailure");
    let pod = job_pod(name, image, command, restart);
    Ok(json!({
        "apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": name},
        "spec": {"jobTemplate": {"metadata": {"name": name}, "spec": {"template": {"metadata": {}, "spec": pod}}}, "schedule": schedule}, "status": {},
    }))
}
