//! The learner's kubeconfig: contexts, and the namespace in which a command without `-n` works.

/// A kubeconfig.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Its contexts, by name.
    pub contexts: Vec<Context>,
    /// The context in use.
    pub current: String,
}

/// A cluster, a user and a namespace under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Its name.
    pub name: String,
    /// The cluster's name.
    pub cluster: String,
    /// The user's name.
    pub user: String,
    /// The namespace, if one is set; else `default` is meant.
    pub namespace: Option<String>,
}

impl Default for Config {
    /// What `kind create cluster` writes.
    fn default() -> Self {
        let name = || "kind-kind".to_owned();
        Self { contexts: vec![Context { name: name(), cluster: name(), user: name(), namespace: None }], current: name() }
    }
}

impl Config {
    /// The context in use.
    pub fn context(&self) -> Option<&Context> {
        self.contexts.iter().find(|context| context.name == self.current)
    }

    /// The namespace of the context in use.
    pub fn namespace(&self) -> &str {
        self.context().and_then(|context| context.namespace.as_deref()).unwrap_or("default")
    }

    /// Sets the namespace of the context in use.
    pub fn set_namespace(&mut self, namespace: &str) {
        let current = self.current.clone();
        if let Some(context) = self.contexts.iter_mut().find(|context| context.name == current) {
            context.namespace = Some(namespace.to_owned());
        }
    }
}
