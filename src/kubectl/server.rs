//! The API server's side of a command: what it makes of an object, and the store it keeps.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::rollout::{CHANGE_CAUSE, KEEPING};
use super::session::{DryRun, Session};
use super::view;
use crate::diag::{Severity, Stage};
use crate::object::{Object, Origin, Request, decode};
use crate::rules::{self, Document, Options};
use crate::text::SourceFile;
use crate::world::Key;

/// Name of the file that generated objects seem to come from.
const GENERATED: &str = "STDIN";

impl Session<'_> {
    /// What the server's answers depend on.
    pub fn options(&self) -> Options {
        let mut namespaces: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for object in view::list(self.world, Kind::of("Namespace").unwrap_or(&super::kind::KINDS[0]), None) {
            let labels = object["metadata"]["labels"].as_object().into_iter().flatten();
            let labels = labels.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect();
            namespaces.insert(object["metadata"]["name"].as_str().unwrap_or_default().to_owned(), labels);
        }
        let defaults = namespaces.keys().map(|namespace| format!("{namespace}/default"));
        let accounts: BTreeSet<_> = self.world.store.of_kind("ServiceAccount").map(Object::key).chain(defaults).collect();
        Options {
            version: *self.world.facts.version,
            namespace: self.namespace(),
            namespaces: Some(namespaces),
            service_accounts: Some(accounts),
            accounts: self.world.store.of_kind("ServiceAccount").map(|account| (account.key(), account.value.clone())).collect(),
            pod_security: None,
        }
    }

    /// The server's answer to every document of a file. With `--validate=false` or `warn`, unknown fields are dropped
    /// instead of refused.
    pub fn ask(&self, file: &SourceFile) -> Vec<Document> {
        self.ask_with(file, &self.options())
    }

    /// The answer to a change of what is there: admission looks for the ServiceAccount of a new Pod alone.
    pub fn ask_update(&self, file: &SourceFile) -> Vec<Document> {
        self.ask_with(file, &Options { service_accounts: None, ..self.options() })
    }

    fn ask_with(&self, file: &SourceFile, options: &Options) -> Vec<Document> {
        if !matches!(self.flags.get("validate"), Some("false" | "ignore" | "warn")) {
            return rules::validate(std::slice::from_ref(file), options);
        }
        let known =
            decode(file, &Request { version: options.version, namespace: options.namespace.clone() }).into_iter().filter_map(|read| {
                let text = read.value.filter(|_| !read.strict.is_empty())?.to_string();
                let answer = rules::validate(&[SourceFile::new(file.name(), text)], options).into_iter().next()?;
                // What was written is still what was written.
                let origin = Origin { file: read.file, document: read.document, spans: read.spans };
                let object = answer.object.map(|object| Object { origin: Some(origin), ..object });
                Some((read.document, Document { document: read.document, line: read.line, object, ..answer }))
            });
        let known: BTreeMap<_, _> = known.collect();
        let answers = rules::validate(std::slice::from_ref(file), options);
        answers.into_iter().map(|answer| known.get(&answer.document).cloned().unwrap_or(answer)).collect()
    }

    /// With `--validate=warn`, the unknown fields of a file as warnings.
    pub fn unknown_fields(&mut self, file: &SourceFile) {
        if self.flags.get("validate") == Some("warn") {
            let request = Request { version: *self.world.facts.version, namespace: self.namespace() };
            let unknown: Vec<_> = decode(file, &request).into_iter().flat_map(|read| read.strict).collect();
            unknown.iter().for_each(|field| self.warn(format!("Warning: {field}")));
        }
    }

    /// Of what a patch made, the server drops unknown fields, with a warning for each.
    pub fn drop_unknown(&mut self, value: &mut Value) {
        let request = Request { version: *self.world.facts.version, namespace: self.namespace() };
        let Some(read) = decode(&SourceFile::new(GENERATED, value.to_string()), &request).into_iter().next() else { return };
        let Some(known) = read.value.filter(|_| !read.strict.is_empty()) else { return };
        read.strict.iter().for_each(|field| self.warn(format!("Warning: {field}")));
        *value = known;
    }

    /// What the server has of an object once it has decoded it.
    pub fn decoded(&self, value: &Value) -> Value {
        let request = Request { version: *self.world.facts.version, namespace: self.namespace() };
        let read = decode(&SourceFile::new(GENERATED, value.to_string()), &request).into_iter().next();
        read.and_then(|read| read.value).unwrap_or_else(|| value.clone())
    }

    /// The object as the server would store it, for one that kubectl itself generates.
    pub fn admit(&mut self, value: &Value) -> Result<Object, Failure> {
        let file = SourceFile::new(GENERATED, value.to_string());
        let answers = self.ask(&file);
        self.admitted(answers)
    }

    /// The object as the server would store it in the place of the one that is there, whatever of it may change.
    pub fn judge(&mut self, value: &Value) -> Result<Object, Failure> {
        let answers = self.ask_update(&SourceFile::new(GENERATED, without_status(value).to_string()));
        self.admitted(answers)
    }

    fn admitted(&mut self, answers: Vec<Document>) -> Result<Object, Failure> {
        let answer = answers.into_iter().next();
        let Some(document) = answer else { return Err(Failure::error("no objects passed to create")) };
        self.warnings(&document);
        match (document.accepted, document.object) {
            (true, Some(object)) => Ok(object),
            _ => {
                let said = document.message.unwrap_or_default();
                let said = ["creating", "validating"]
                    .iter()
                    .fold(said, |said, doing| said.replace(&format!("error when {doing} \"{GENERATED}\": "), ""));
                Err(Failure::plain(said))
            }
        }
    }

    /// Prints the server's warnings about a document.
    pub fn warnings(&mut self, document: &Document) {
        // The server warns of what it could read and found valid (`registry/rest` BeforeCreate: Validate, then WarningsOnCreate).
        if document.message.as_deref().is_some_and(|said| said.starts_with("Error from server (BadRequest)")) {
            return;
        }
        let warnings = document.diagnostics.iter().filter(|found| found.stage == Stage::Warning && found.severity == Severity::Warning);
        let lines: Vec<_> = warnings.filter_map(|found| found.server.as_ref()).map(|text| format!("Warning: {text}")).collect();
        lines.iter().for_each(|line| self.warn(line));
    }

    /// Stores a new object.
    pub fn create(&mut self, mut object: Object, dry_run: DryRun) -> Result<Value, Failure> {
        let Some(kind) = Kind::of(&object.kind) else { return Err(Failure::not_simulated(&object.kind)) };
        if object.name.is_empty()
            && let Some(prefix) = object.value["metadata"]["generateName"].as_str()
        {
            object.name = format!("{prefix}x7k2p");
            object.value["metadata"]["name"] = object.name.as_str().into();
        }
        self.permit("create", kind, "", object.namespace.as_deref(), None)?;
        if view::find(self.world, kind, object.namespace.as_deref(), &object.name).is_some() {
            return Err(Failure::exists(kind, &object.name));
        }
        if kind.name == "Service" {
            super::services::check(self.world, &object, None)?;
        }
        view::complete(self.world, kind, &mut object.value);
        if kind.name == "Namespace" {
            object.value["metadata"]["labels"]["kubernetes.io/metadata.name"] = object.name.as_str().into();
        }
        let mut value = if kind.name == "Job" { crate::simulate::labelled_job(&object) } else { object.value.clone() };
        if let Some(status) = super::live::status_at_birth(&value).filter(|_| value["status"].is_null()) {
            value["status"] = status;
        }
        if dry_run == DryRun::None {
            self.world.store.insert(object);
        } else if let Some(metadata) = value["metadata"].as_object_mut() {
            // What is not stored has no version.
            metadata.remove("resourceVersion");
        }
        Ok(value)
    }

    /// Keeps what is said of a node. Pods that are somewhere stay there.
    pub fn keep_node(&mut self, node: &Value, dry_run: DryRun) {
        let Some(object) = Object::from_value(node.clone()).filter(|_| dry_run == DryRun::None) else { return };
        for (pod, status) in crate::simulate::statuses(self.world) {
            let key = (pod.namespace().to_owned(), pod.name().to_owned());
            if let Some(at) = status.node {
                self.world.bound.entry(key).or_insert(at);
            }
        }
        self.world.store.insert(object);
    }

    /// The stored object whose place another takes; a Pod that a controller made is stored as it is shown.
    fn object_before(&self, kind: &Kind, namespace: Option<&str>, name: &str) -> Option<Object> {
        match self.world.store.get(kind.name, namespace, name) {
            Some(old) => Some(allocated(self.world, kind, old)),
            None if kind.name == "Pod" => Object::from_value(without_status(&view::find(self.world, kind, namespace, name)?)),
            None => None,
        }
    }

    /// Puts `new` in the place of the stored object of its name, if the server lets it.
    pub fn update(&mut self, new: &Value, dry_run: DryRun) -> Result<Value, Failure> {
        let text = |pointer: &str| new.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let Some(kind) = Kind::of(&text("/kind")) else { return Err(Failure::not_simulated(text("/kind"))) };
        let (verb, metadata) = (if self.path == "kubectl replace" { "update" } else { "patch" }, &new["metadata"]);
        let namespace = metadata["namespace"].as_str().map(str::to_owned).or_else(|| kind.namespaced.then(|| self.namespace()));
        let part = if self.path == "kubectl scale" { "scale" } else { "" };
        self.permit(verb, kind, part, namespace.as_deref(), metadata["name"].as_str())?;
        if kind.name == "Node" {
            self.keep_node(new, dry_run);
            return Ok(new.clone());
        }
        let name = text("/metadata/name");
        let old = self.object_before(kind, namespace.as_deref(), &name);
        let mut sent = without_status(new);
        if let Some(old) = old.as_ref().filter(|_| kind.name == "Service") {
            // What its new type has no use for goes before anything is judged.
            sent = without_status(&rules::prepared_change(&old.value, &sent, &self.options()));
        }
        let answers = self.ask_update(&SourceFile::new(GENERATED, sent.to_string()));
        if let Some(old) = old.as_ref().filter(|_| answers.first().is_some_and(super::immutable::is_invalid))
            && let Some(failure) = super::immutable::judged(self, kind, &old.value, &sent)
        {
            return Err(failure);
        }
        let mut object = self.admitted(answers)?;
        view::complete(self.world, kind, &mut object.value);
        if kind.name == "Namespace" {
            // The control plane sets it back at once.
            object.value["metadata"]["labels"]["kubernetes.io/metadata.name"] = name.as_str().into();
        }
        if kind.name == "Namespace" {
            let mut bare = object.clone();
            bare.value = serde_json::json!({});
            let before = old.clone().unwrap_or(bare);
            for warning in super::existing::warnings(self.world, &self.options(), &before, &object) {
                self.warn(format!("Warning: {warning}"));
            }
        }
        if kind.name == "Service" {
            super::services::check(self.world, &object, old.as_ref())?;
        }
        if let Some(old) = &old {
            super::immutable::check(self.world, kind, old, &object)?;
            object.origin.clone_from(&old.origin);
        }
        let value = object.value.clone();
        if dry_run == DryRun::None {
            if let Some(old) = &old {
                self.keep_template(kind, old, &object);
            }
            // The account `default` is there before anybody writes it.
            self.keep_pull_secrets(old.as_ref(), &object);
            self.world.store.insert(object);
        }
        Ok(value)
    }

    /// A Pod takes over its account's pull secrets when it is made, and no others later: those that are there keep what the
    /// account had (`plugin/pkg/admission/serviceaccount`).
    fn keep_pull_secrets(&mut self, old: Option<&Object>, new: &Object) {
        let before = old.map(|old| old.value["imagePullSecrets"].clone()).unwrap_or_default();
        if new.kind != "ServiceAccount" || before == new.value["imagePullSecrets"] {
            return;
        }
        let had = if before.is_array() { before } else { serde_json::json!([]) };
        let account = |pod: &Object| pod.value["spec"]["serviceAccountName"].as_str().unwrap_or("default").to_owned();
        let has_none = |pod: &&Object| pod.namespace == new.namespace && pod.value["spec"]["imagePullSecrets"].is_null();
        let pods: Vec<_> = self.world.store.of_kind("Pod").filter(has_none).filter(|pod| account(pod) == new.name).cloned().collect();
        for mut pod in pods {
            pod.value["spec"]["imagePullSecrets"] = had.clone();
            self.world.store.insert(pod);
        }
        let workloads = self.world.store.iter().filter(|object| object.namespace == new.namespace && object.kind != "CronJob");
        let templates: Vec<_> = workloads
            .filter_map(|object| Some((Key::of(object), object.value.pointer("/spec/template")?)))
            .filter(|(_, template)| template["spec"]["imagePullSecrets"].is_null())
            .filter(|(_, template)| template["spec"]["serviceAccountName"].as_str().unwrap_or("default") == new.name)
            .map(|(key, template)| (key, template.clone()))
            .collect();
        for (key, template) in templates {
            self.world.admitted.keep(key, template, had.clone());
        }
    }

    /// The controller of a Pod that goes away makes another, of today.
    fn renew(&mut self, namespace: Option<&str>, name: &str) {
        if self.world.admitted.is_empty() {
            return;
        }
        let here = self.world.store.iter().filter(|object| object.namespace.as_deref() == namespace && name.starts_with(&object.name));
        let makes = |object: &&Object| crate::simulate::made_by(self.world, object).iter().any(|pod| pod.name() == name);
        let keys: Vec<_> = here.filter(makes).map(Key::of).collect();
        keys.iter().for_each(|key| self.world.admitted.forget(key));
    }

    /// What the controller keeps of a workload's template when another takes its place.
    fn keep_template(&mut self, kind: &Kind, old: &Object, new: &Object) {
        let (before, after) = (&old.value["spec"]["template"], &new.value["spec"]["template"]);
        if !KEEPING.contains(&kind.name) || before == after {
            return;
        }
        let cause = old.value["metadata"]["annotations"][CHANGE_CAUSE].as_str().map(str::to_owned);
        let now = self.world.facts.now.clone();
        self.world.history.replace(Key::of(old), before.clone(), cause, after, &now);
    }

    /// Takes an object out of the store, and with a namespace everything in it. A Pod that a controller makes comes back.
    pub fn remove(&mut self, kind: &Kind, namespace: Option<&str>, name: &str) {
        let key = Key { kind: kind.name.to_owned(), namespace: namespace.map(str::to_owned), name: name.to_owned() };
        if kind.name == "Pod" {
            self.renew(namespace, name);
            self.world.bound.remove(&(namespace.unwrap_or_default().to_owned(), name.to_owned()));
        }
        self.world.store.remove(&key);
        self.world.history.forget(&key);
        self.world.admitted.forget(&key);
        if kind.name == "Namespace" {
            let inside: Vec<_> = self.world.store.iter().filter(|object| object.namespace.as_deref() == Some(name)).map(Key::of).collect();
            inside.iter().for_each(|key| {
                self.world.store.remove(key);
            });
        }
        self.world
            .executed
            .retain(|(target, _)| !(kind.name == "Pod" && Some(target.namespace.as_str()) == namespace && target.pod == name));
    }
}

/// A stored Service with the addresses that it got; the store does not hold them.
fn allocated(world: &crate::world::World, kind: &Kind, old: &Object) -> Object {
    let mut old = old.clone();
    if kind.name == "Service"
        && let Some(live) = view::find(world, kind, old.namespace.as_deref(), &old.name)
    {
        for field in ["clusterIP", "clusterIPs"] {
            if old.value["spec"][field].is_null() && !live["spec"][field].is_null() {
                old.value["spec"][field] = live["spec"][field].clone();
            }
        }
    }
    old
}

/// An object as a client may send it: without what only controllers write.
fn without_status(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(map) = value.as_object_mut() {
        map.remove("status");
        if let Some(metadata) = map.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.remove("resourceVersion");
        }
    }
    value
}
