use super::*;

mod answers;
mod cluster;
mod controllers;
mod container;
mod describe;
mod edit;
mod generate;
mod misuse;
mod mounts;
mod objects;
mod programs;
mod rollout;
mod servers;
mod session;
mod sidecars;
mod time;
mod verbs;

/// Runs commands one after the other and writes a transcript: `$ command`, what it printed (standard error marked `!`),
/// and the exit code when it is not 0.
fn transcript(world: &mut World, files: &[SourceFile], commands: &str) -> String {
    let mut out = String::new();
    for command in commands.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let args = split(command).unwrap();
        let outcome = run(world, files, &args, "");
        out.push_str(&format!("$ {command}\n{}", outcome.stdout));
        if !outcome.stdout.is_empty() && !outcome.stdout.ends_with('\n') {
            out.push('\n');
        }
        outcome.stderr.lines().for_each(|line| out.push_str(&format!("! {line}\n")));
        if outcome.exit != 0 {
            out.push_str(&format!("[{}]\n", outcome.exit));
        }
    }
    out
}

fn manifests() -> Vec<SourceFile> {
    let pod = "apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web, tier: front}
spec:
  containers:
  - name: app
    image: nginx:1.27
    ports:
    - containerPort: 80
      name: http
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
  - port: 8080
    targetPort: http
";
    let policy = "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes: [Ingress]
";
    let broken = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: bad\nspec:\n  containers:\n  - name: a\n    image: b\n    readOnly: true\n";
    vec![SourceFile::new("web.yaml", pod), SourceFile::new("policy.yaml", policy), SourceFile::new("bad.yaml", broken)]
}
