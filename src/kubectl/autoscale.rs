//! `kubectl autoscale` (kubectl v0.35 `pkg/cmd/autoscale`), and what an autoscaler does without a metrics server: it keeps the
//! replicas within its bounds (Kubernetes `pkg/controller/podautoscaler/horizontal.go`).

use serde_json::{Value, json};

use super::apply::annotate;
use super::failure::Failure;
use super::kind::Kind;
use super::output::order;
use super::session::{DryRun, Session};
use crate::object::Object;
use crate::object::quantity::Quantity;
use crate::world::World;

/// What can be scaled.
const SCALABLE: [&str; 4] = ["Deployment", "ReplicaSet", "StatefulSet", "ReplicationController"];

/// Runs `kubectl autoscale`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let flags = &session.flags;
    let (least, most) = (flags.number("min").unwrap_or(-1), flags.number("max").unwrap_or(-1));
    let percent = flags.number("cpu-percent").unwrap_or(-1);
    if flags.has("cpu-percent") {
        session.warn(
            "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
        );
    }
    let dry_run = session.dry_run()?;
    if most < 1 {
        return Err(Failure::error(format!("--max=MAXPODS is required and must be at least 1, max: {most}")));
    }
    if most < least {
        return Err(Failure::error(format!("--max=MAXPODS must be larger or equal to --min=MINPODS, max: {most}, min: {least}")));
    }
    let given = |flag: &str| session.flags.get(flag).filter(|text| !text.is_empty());
    if percent > 0 && given("cpu").is_some() {
        return Err(Failure::error("--cpu-percent and --cpu are mutually exclusive"));
    }
    let mut metrics = Vec::new();
    if percent > 0 {
        metrics.push(metric("cpu", json!({"type": "Utilization", "averageUtilization": percent})));
    }
    for (name, unit) in [("cpu", "m"), ("memory", "Mi")] {
        if let Some(text) = given(name) {
            metrics.push(metric(name, target(text, name, unit)?));
        }
    }
    let words = session.flags.words.clone();
    let (found, missing) = if session.flags.has("filename") { super::select::named(session)? } else { chosen(session, &words)? };
    Failure::several(missing)?;
    if found.is_empty() {
        return Err(Failure::error("no objects passed to autoscale"));
    }
    for (kind, object) in found {
        if !SCALABLE.contains(&kind.name) {
            let version = if kind.group().is_empty() { format!("/{}", kind.api_version) } else { kind.api_version.to_owned() };
            return Err(Failure::error(format!(
                "cannot autoscale a {}: could not find scale subresource for {version}, Resource={} in discovery information",
                kind.name, kind.plural
            )));
        }
        let name = object["metadata"]["name"].as_str().unwrap_or_default().to_owned();
        let scaler = scaler(session, kind, &name, (least, most), &metrics);
        hand_in(session, scaler, dry_run)?;
    }
    Ok(())
}

/// The objects that the words name: here a kind alone means all of it.
fn chosen(session: &Session<'_>, words: &[String]) -> Result<super::select::Selection, Failure> {
    let asked = super::select::wanted(words)?;
    if asked.is_empty() {
        return Err(Failure::no_resources());
    }
    if asked.iter().any(|one| one.names.is_empty()) {
        return Err(Failure::error("resource(s) were provided, but no name was specified"));
    }
    session.select(&asked)
}

fn metric(name: &str, target: Value) -> Value {
    json!({"type": "Resource", "resource": {"name": name, "target": target}})
}

/// `70%` of what is asked for, or an amount, in `unit` if none is written.
fn target(text: &str, name: &str, unit: &str) -> Result<Value, Failure> {
    let text = text.trim();
    if let Some(number) = text.strip_suffix('%') {
        let percent = number.parse::<i32>().ok().filter(|percent| *percent >= 0);
        let percent = percent.ok_or_else(|| Failure::error(format!("invalid percentage value: {number}")))?;
        return Ok(json!({"type": "Utilization", "averageUtilization": percent}));
    }
    let with_unit = if text.parse::<f64>().is_ok() { format!("{text}{unit}") } else { text.to_owned() };
    let amount = Quantity::parse(&with_unit).map_err(|_| Failure::error(format!("invalid resource {name} value: {text}")))?;
    Ok(json!({"type": "AverageValue", "averageValue": amount.stored(&with_unit)}))
}

fn scaler(session: &Session<'_>, kind: &Kind, name: &str, (least, most): (i64, i64), metrics: &[Value]) -> Value {
    let own = session.flags.get("name").filter(|own| !own.is_empty()).unwrap_or(name);
    let mut spec = json!({"maxReplicas": most, "scaleTargetRef": {"apiVersion": kind.api_version, "kind": kind.name, "name": name}});
    if least > 0 {
        spec["minReplicas"] = least.into();
    }
    if !metrics.is_empty() {
        spec["metrics"] = metrics.into();
    }
    let mut metadata = json!({"name": own});
    if session.namespace_is_chosen() {
        metadata["namespace"] = session.namespace().into();
    }
    json!({
        "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": metadata, "spec": spec,
        "status": {"currentMetrics": null, "desiredReplicas": 0},
    })
}

fn hand_in(session: &mut Session<'_>, mut scaler: Value, dry_run: DryRun) -> Result<(), Failure> {
    if dry_run == DryRun::Client {
        return session.report_generated(&scaler, "created", dry_run);
    }
    if session.flags.on("save-config") {
        let text = format!("{}\n", order::typed(&scaler));
        annotate(&mut scaler, text);
    }
    if let Some(map) = scaler.as_object_mut() {
        map.remove("status");
    }
    let created = session.admit(&scaler).and_then(|object| session.create(object, dry_run));
    match created {
        Ok(created) => session.report_generated(&created, "autoscaled", dry_run),
        // It tries the API's first version then, which knows one kind of target.
        Err(failure) if session.flags.get("cpu").is_some_and(|text| text.ends_with('%')) && !session.flags.has("memory") => Err(failure),
        Err(_) => Err(Failure::error(
            "failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input",
        )),
    }
}

/// What the server fills in, and what the controller says without metrics.
pub(super) fn shown(world: &World, mut object: Value) -> Value {
    let spec = &mut object["spec"];
    if spec["minReplicas"].is_null() {
        spec["minReplicas"] = 1.into();
    }
    if spec["metrics"].as_array().is_none_or(Vec::is_empty) {
        spec["metrics"] = json!([metric("cpu", json!({"type": "Utilization", "averageUtilization": 80}))]);
    }
    let replicas = target_of(world, &object).map_or(0, |target| target.value["spec"]["replicas"].as_i64().unwrap_or(1));
    object["status"] = json!({"currentMetrics": null, "currentReplicas": replicas, "desiredReplicas": 0});
    object
}

fn target_of<'w>(world: &'w World, scaler: &Value) -> Option<&'w Object> {
    let target = &scaler["spec"]["scaleTargetRef"];
    world.store.get(target["kind"].as_str()?, scaler["metadata"]["namespace"].as_str(), target["name"].as_str()?)
}

/// The TARGETS column, where no value is known (Kubernetes `pkg/printers/internalversion/printers.go`, formatHPAMetrics).
pub(super) fn targets(metrics: &Value) -> String {
    let one = |metric: &Value| {
        let (of, target) = (&metric["resource"], &metric["resource"]["target"]);
        let wanted = match (target["averageValue"].as_str(), target["averageUtilization"].as_i64()) {
            (Some(amount), _) => amount.to_owned(),
            (None, Some(percent)) => format!("{percent}%"),
            (None, None) => "<auto>".into(),
        };
        format!("{}: <unknown>/{wanted}", of["name"].as_str().unwrap_or_default())
    };
    let all: Vec<_> = metrics.as_array().into_iter().flatten().map(one).collect();
    match all.len() {
        0 => "<none>".into(),
        1 | 2 => all.join(", "),
        more => format!("{} + {} more...", all[..2].join(", "), more - 2),
    }
}

/// Sets replicas that lie outside an autoscaler's bounds; what is scaled to nothing is left alone.
pub(super) fn settle(world: &mut World) {
    let mut changed = Vec::new();
    for scaler in world.store.of_kind("HorizontalPodAutoscaler") {
        let spec = &scaler.value["spec"];
        let (least, most) = (spec["minReplicas"].as_i64().unwrap_or(1), spec["maxReplicas"].as_i64().unwrap_or(i64::MAX));
        let Some(target) = target_of(world, &scaler.value) else { continue };
        let own = target.value["spec"]["replicas"].as_i64().unwrap_or(1);
        let wanted = own.max(least).min(most);
        if own != 0 && wanted != own {
            let mut target = target.clone();
            target.value["spec"]["replicas"] = wanted.into();
            changed.push(target);
        }
    }
    changed.into_iter().for_each(|target| {
        world.store.insert(target);
    });
}
