//! The adapter behind the port.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::ask::Asking;
use super::drive::{Brake, drive};
use super::images::Substitutes;
use super::link::{Link, Reporter, text};
use super::nodes::{NODES, Nodes};
use super::runs::Runs;
use super::session::Session;
use super::{ClusterError, canary, connect, doctor, images, kind, kubeconfig, sweep};
use crate::confirm::{Access, Cluster, Environment, Event, Finding, Identity, Observed, Plan, Profile, Remains, State, Stop, Trouble};
use crate::locale::Sentence;

/// Real clusters.
#[derive(Clone, Debug)]
pub struct Live {
    folder: PathBuf,
}

impl Live {
    /// What is remembered about clusters and runs is kept below `data`.
    pub fn new(data: &Path) -> Self {
        Self { folder: data.join("cluster") }
    }

    fn runs(&self) -> Runs {
        Runs::new(&self.folder)
    }

    async fn play(&self, access: &Access, plan: &Plan, hear: Reporter, brake: &Brake) -> Result<Observed, ClusterError> {
        let connecting = async {
            let _ = hear.send(Event::Stage(Sentence::new("confirm-stage-connect", &[])));
            connect::connect(access).await
        };
        let link = Link::new(brake.guard(connecting).await?, hear.clone());
        let runs = self.runs();
        brake.guard(sweep::begin(&link, &runs)).await?;
        let nodes = brake.guard(link.list(NODES)).await?;
        let mut observed = Observed { environment: brake.guard(environment(&link, &nodes)).await?, ..Observed::default() };
        let canary = match plan.needs_policies() {
            true => Some(self.canary(&link, &runs, brake).await?),
            false => None,
        };
        observed.enforces = canary.as_ref().map(|canary| canary.enforces);
        let (plan, substitutes) = prepared(plan, &nodes, &link, &mut observed);
        let mut session = Session::new(&link, &runs, &plan.scenario, plan.namespaces());
        let outcome = brake.guard(stay(&mut session, &plan, &substitutes, canary.as_ref(), &mut observed)).await;
        let ((), left) = session.leave(outcome, brake).await?;
        observed.notes.extend(left);
        Ok(observed)
    }

    async fn canary(&self, link: &Link, runs: &Runs, brake: &Brake) -> Result<canary::Canary, ClusterError> {
        canary::sing(link, runs, &self.folder, false, brake).await
    }
}

/// The plan with images that the cluster has, and on its nodes.
fn prepared(plan: &Plan, nodes: &[Value], link: &Link, observed: &mut Observed) -> (Plan, Substitutes) {
    let mut substitutes = Substitutes::among(&images::on_nodes(nodes));
    let mut plan = plan.clone();
    let values = plan.world.iter_mut().map(|object| &mut object.value).chain(plan.sent.iter_mut().map(|sent| &mut sent.value));
    let names = Nodes::new(&plan.nodes, nodes);
    values.for_each(|value| {
        substitutes.replace(value, &mut observed.notes);
        names.rename(value);
    });
    observed.notes.iter().for_each(|note| link.tell(Event::Note(note.clone())));
    (plan, substitutes)
}

async fn stay(
    session: &mut Session<'_>,
    plan: &Plan,
    substitutes: &Substitutes,
    canary: Option<&canary::Canary>,
    observed: &mut Observed,
) -> Result<(), ClusterError> {
    session.furnish(plan).await?;
    let (submissions, withheld) = session.submit(plan).await?;
    observed.submissions = submissions;
    for error in withheld {
        if let Trouble::Failed(note) = error.into() {
            session.link.tell(Event::Note(note.clone()));
            observed.notes.push(note);
        }
    }
    let namespaces: Vec<_> = session.namespaces.iter().cloned().collect();
    let begun = tokio::time::Instant::now();
    let restless = super::wait::settled(session.link, &session.names, &namespaces).await?;
    observed.unsettled = restless.into_iter().map(|pod| pod.sentence(begun.elapsed())).collect();
    Asking::new(session.link, &session.names, plan, substitutes, canary).all(observed).await
}

/// What answers: versions and the plug-in, as far as we may see them.
async fn environment(link: &Link, nodes: &[Value]) -> Result<Environment, ClusterError> {
    let runtime = nodes.first().map(|node| text(node, "/status/nodeInfo/containerRuntimeVersion").to_owned()).unwrap_or_default();
    Ok(Environment { version: link.connection.version.clone(), plugin: plugin(link).await?, runtime })
}

/// The network plug-in by the names of its DaemonSets.
async fn plugin(link: &Link) -> Result<String, ClusterError> {
    const KNOWN: [&str; 9] = ["kindnet", "calico", "cilium", "flannel", "weave", "antrea", "kube-router", "canal", "ovn"];
    let sets = link.list("/apis/apps/v1/daemonsets").await?;
    let names = || sets.iter().map(|set| text(set, "/metadata/name"));
    let found = names().find(|name| KNOWN.iter().any(|known| name.contains(known))).map(|name| {
        let set = sets.iter().find(|set| text(set, "/metadata/name") == name);
        let image = set.and_then(|set| set.pointer("/spec/template/spec/containers/0/image")).and_then(Value::as_str).unwrap_or_default();
        format!("{name} ({})", image.rsplit('/').next().unwrap_or_default())
    });
    Ok(found.unwrap_or_else(|| "unknown".into()))
}

impl Cluster for Live {
    fn identify(&self, access: &Access) -> Result<Identity, Trouble> {
        Ok(kubeconfig::identify(access)?)
    }

    fn confirm(&self, access: &Access, plan: &Plan, stop: &Stop, hear: &mut dyn FnMut(Event)) -> Result<Observed, Trouble> {
        Ok(drive(stop, hear, |sender, brake| async move { self.play(access, plan, sender, &brake).await })?)
    }

    fn examine(&self, access: &Access, stop: &Stop, hear: &mut dyn FnMut(Finding)) -> Result<(), Trouble> {
        let (runs, folder) = (self.runs(), self.folder.clone());
        Ok(drive(stop, hear, |sender, brake| async move { doctor::examine(access, &runs, &folder, &sender, &brake).await })?)
    }

    fn create(&self, profile: &Profile, stop: &Stop, hear: &mut dyn FnMut(Event)) -> Result<(), Trouble> {
        Ok(drive(stop, hear, |sender, brake| async move { kind::create(profile, &sender, &brake).await })?)
    }

    fn status(&self, access: &Access, stop: &Stop) -> Result<State, Trouble> {
        let runs = self.runs();
        Ok(drive(stop, &mut |_: Event| {}, |sender, brake| async move {
            let kind = kind::exists(&sender).await;
            if kind == Some(false) && access.context.is_none() && kubeconfig::identify(access).is_err() {
                return Ok(State { kind, ..State::default() });
            }
            let look = async {
                let link = Link::new(connect::connect(access).await?, sender.clone());
                let nodes = link.list(NODES).await?;
                Ok(State {
                    kind,
                    nodes: nodes.iter().map(|node| (text(node, "/metadata/name").to_owned(), readiness(node))).collect(),
                    remains: sweep::remains(&link, &runs).await?,
                    environment: environment(&link, &nodes).await?,
                })
            };
            brake.guard(look).await
        })?)
    }

    fn clean(&self, access: &Access, all: bool, stop: &Stop, hear: &mut dyn FnMut(Event)) -> Result<Vec<Remains>, Trouble> {
        let runs = self.runs();
        Ok(drive(stop, hear, |sender, brake| async move {
            let clean = async {
                let link = Link::new(connect::connect(access).await?, sender);
                sweep::clean(&link, &runs, all).await
            };
            brake.guard(clean).await.map_err(|error| error.leaving("cluster-stopped-left"))
        })?)
    }

    fn delete(&self, stop: &Stop, hear: &mut dyn FnMut(Event)) -> Result<bool, Trouble> {
        Ok(drive(stop, hear, |sender, brake| async move { kind::delete(&sender, &brake).await })?)
    }
}

fn readiness(node: &Value) -> String {
    let conditions = node.pointer("/status/conditions").and_then(Value::as_array).into_iter().flatten();
    let ready = conditions.into_iter().find(|condition| text(condition, "/type") == "Ready");
    match ready.map(|ready| text(ready, "/status")) {
        Some("True") => "Ready".into(),
        Some(_) => ready.map(|ready| text(ready, "/reason").to_owned()).unwrap_or_default(),
        None => "Unknown".into(),
    }
}
