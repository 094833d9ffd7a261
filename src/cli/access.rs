//! Which cluster a command may use: flags, the stored allow-list, and the question that is asked once.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Context, Failure};
use crate::confirm::{self, Access, Cluster, Identity, Trouble};

/// The flags that name a cluster.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Where {
    #[arg(long, value_name = "NAME")]
    pub context: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub kubeconfig: Option<PathBuf>,
    #[arg(short, long)]
    pub yes: bool,
}

impl Context<'_> {
    /// The port to clusters.
    pub(super) fn port(&self) -> Result<Arc<dyn Cluster>, Failure> {
        self.cluster.clone().ok_or_else(|| Failure::Usage(self.locale.text("cli-no-cluster")))
    }

    /// What the flags and the allow-list let us use.
    pub(super) fn access(&self, place: &Where) -> Access {
        Access {
            kubeconfig: place.kubeconfig.clone(),
            context: place.context.clone(),
            allowed: confirm::allowed(self.host.as_ref()),
            offer_current: false,
        }
    }

    /// The same, once the learner has agreed to the context that `--context` names. Agreed to once, it is remembered.
    pub(super) fn permitted(&mut self, place: &Where) -> Result<Access, Failure> {
        let mut access = self.access(place);
        let identity = self.port()?.identify(&access).map_err(|trouble| self.trouble(&trouble))?;
        if identity.allowed || access.context.is_none() {
            return Ok(access);
        }
        let args = [("context", identity.context.as_str()), ("server", identity.server.as_str())];
        if place.yes || (self.terminal.stdin && self.agrees(&self.locale.format("cli-cluster-ask", &args))?) {
            self.remember(&identity);
        } else if self.terminal.stdin {
            return Err(Failure::Environment(self.locale.format("cli-cluster-refused", &args)));
        } else {
            // Named on the command line by a script: used this once, and said.
            let text = self.locale.format("cli-cluster-used", &args);
            self.talk(&text);
        }
        let Identity { context, server, .. } = identity;
        access.allowed.push(confirm::Allowed { context, server });
        Ok(access)
    }

    fn remember(&mut self, identity: &Identity) {
        if let Err(error) = confirm::allow(self.host.as_ref(), &identity.context, &identity.server) {
            let file = confirm::allow_list(self.host.as_ref()).display().to_string();
            let text = self.locale.format("cli-cluster-not-remembered", &[("file", &file), ("error", &error.to_string())]);
            self.complain(&text);
        }
    }

    /// A trouble as a failure of the command.
    pub(super) fn trouble(&self, trouble: &Trouble) -> Failure {
        match trouble {
            Trouble::Failed(sentence) => Failure::Environment(sentence.text(&self.locale)),
            Trouble::Stopped { signal, says } => Failure::Stopped(says.text(&self.locale), *signal),
        }
    }

    /// Shows what a cluster is being asked: stages always, requests with `--verbose`.
    pub(super) fn hear(&mut self, event: &confirm::Event) {
        use confirm::Event;
        match event {
            Event::Stage(sentence) | Event::Note(sentence) => {
                let text = sentence.text(&self.locale);
                self.talk(&text);
            }
            Event::Request { method, path, answer, millis } if self.verbose => {
                self.complain(&format!("{method} {path}  {answer}  {millis} ms"));
            }
            Event::Request { .. } | Event::Progress { .. } | Event::Observed(..) | Event::Inside(_) | Event::Withheld(_) => {}
        }
    }
}
