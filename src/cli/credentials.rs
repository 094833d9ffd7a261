//! `cofferdam credentials`: which pull credentials would be tried, in order, and why the others would not.

use serde_json::{Map, Value, json};

use super::paint::Role;
use super::world::{Built, Manifests};
use super::{Context, Exit, Failure, Format};
use crate::probe::Step;
use crate::simulate;
use crate::world::Reference;

/// The kubelet's keyring.
#[derive(Debug, clap::Args)]
pub(super) struct Credentials {
    #[arg(value_name = "IMAGE")]
    image: String,
    #[command(flatten)]
    manifests: Manifests,
    #[arg(long, value_name = "POD")]
    pod: Option<String>,
}

impl Credentials {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let world = match self.manifests.build(cx)? {
            Built::World(world) => world,
            Built::Refused(exit) => return Ok(exit),
        };
        let namespace = self.manifests.context_namespace();
        if let Some(pod) = &self.pod
            && simulate::find_pod(&world, namespace, pod).is_none()
        {
            return Err(Failure::Usage(cx.locale.format("cli-no-pod", &[("pod", &format!("{namespace}/{pod}"))])));
        }
        let found = simulate::credentials(&world, &self.image, namespace, self.pod.as_deref());
        if let Some(error) = &found.error {
            // The kubelet's own words.
            cx.complain(error);
            return Ok(Exit::Findings);
        }
        match cx.format {
            Format::Json => cx.json(&self.json(cx, &found)),
            _ => self.text(cx, &found),
        }
        Ok(Exit::Passed)
    }

    /// The keys and the order of the contract.
    fn json(&self, cx: &Context<'_>, found: &simulate::Credentials) -> Value {
        let tries = found.tries.iter().map(|one| json!({"secret": one.secret, "key": one.key, "username": one.username}));
        let ignored = found.ignored.iter().map(|(one, why)| {
            let mut row = Map::new();
            row.insert("secret".into(), one.secret.as_str().into());
            row.extend(one.key.as_deref().map(|key| ("key".into(), key.into())));
            row.insert("reason".into(), said(cx, why).into());
            Value::Object(row)
        });
        json!({"image": self.image, "tries": tries.collect::<Vec<_>>(), "ignored": ignored.collect::<Vec<_>>()})
    }

    fn text(&self, cx: &mut Context<'_>, found: &simulate::Credentials) {
        let looked_up = Reference::parse(&self.image).map_or_else(|_| self.image.clone(), |reference| reference.repository());
        let head = cx.locale.format("cli-credentials-for", &[("image", &self.image), ("repository", &looked_up)]);
        cx.line(&head);
        if found.tries.is_empty() {
            let none = cx.locale.text("cli-credentials-none");
            cx.line(&none);
        }
        for (number, one) in found.tries.iter().enumerate() {
            let number = (number + 1).to_string();
            let args = [("number", number.as_str()), ("secret", &one.secret), ("key", &one.key), ("username", &one.username)];
            let line = cx.locale.format("cli-credentials-try", &args);
            cx.line(&line);
        }
        for (_, why) in &found.ignored {
            let line = cx.paint(Role::Muted, &said(cx, why));
            cx.line(&line);
        }
    }
}

fn said(cx: &Context<'_>, step: &Step) -> String {
    step.sentence().text(&cx.locale)
}
