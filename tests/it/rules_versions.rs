//! What one version of the server says and another does not: `since` and `until` of the rules, and what a feature gate that
//! is off drops. Source: Kubernetes v1.33 to v1.37, `pkg/apis/*/validation`, `pkg/features/kube_features.go`.

use cofferdam::rules::{Options, validate};
use cofferdam::schema::Version;
use cofferdam::text::SourceFile;

/// The server's words about `manifest`, one finding a line.
fn answer(manifest: &str, minor: u8) -> String {
    let options = Options { version: Version { minor }, ..Options::default() };
    let documents = validate(&[SourceFile::new("f.yaml", manifest)], &options);
    let texts: Vec<_> = documents.iter().flat_map(|document| &document.diagnostics).filter_map(|d| d.server.clone()).collect();
    texts.join("\n")
}

fn pod(spec: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{{spec}}}\n")
}

/// Says `text` from `since` to `until`, and not before and after.
fn says(manifest: &str, text: &str, since: u8, until: u8) {
    for minor in Version::OLDEST.minor..=Version::NEWEST.minor {
        let answer = answer(manifest, minor);
        assert_eq!(answer.contains(text), (since..=until).contains(&minor), "1.{minor}: {text}\n{manifest}{answer}");
    }
}

#[test]
fn rules_hold_from_their_version_on() {
    let container = "containers: [{name: a, image: a}]";
    says(
        &pod(&format!("securityContext: {{seLinuxChangePolicy: MountOption}}, {container}")),
        "spec.securityContext.seLinuxChangePolicy: Unsupported value: \"MountOption\": supported values: \"Recursive\"",
        33,
        36,
    );
    says(&pod("hostAliases: [{ip: 010.0.0.1, hostnames: [a]}], containers: [{name: a, image: a}]"), "must not have leading 0s", 36, 37);
    says(
        &pod(&format!(
            "initContainers: [{{name: i, image: a, resizePolicy: [{{resourceName: cpu, restartPolicy: RestartContainer}}]}}], {container}"
        )),
        "spec.initContainers[0].resizePolicy[0].restartPolicy: Invalid value: \"RestartContainer\": must not be set to 'RestartContainer' for non-sidecar initContainers",
        36,
        37,
    );
    let never =
        "restartPolicy: Never, containers: [{name: a, image: a, resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]}]";
    says(&pod(never), "must be 'NotRequired' when `restartPolicy` is 'Never'", 33, 35);
    says(&pod(never), "must be 'NotRequired' when pod `restartPolicy` is 'Never'", 36, 37);
    let rule = "restartPolicy: Never, containers: [{name: a, image: a, restartPolicy: Never, restartPolicyRules: [{action: X, exitCodes: {operator: In, values: [1]}}]}]";
    says(&pod(rule), "action: Unsupported value: \"X\": supported values: \"Restart\"", 35, 37);
    says(&pod(rule), "supported values: \"Restart\", \"RestartAllContainers\"", 36, 37);
    let rules = vec!["{action: Restart, exitCodes: {operator: In, values: [1]}}"; 21].join(", ");
    let many = format!("containers: [{{name: a, image: a, restartPolicy: Never, restartPolicyRules: [{rules}]}}]");
    says(&pod(&many), "restartPolicyRules: Too long: may not be more than 20 bytes", 35, 35);
    says(&pod(&many), "restartPolicyRules: Too many: 21: must have at most 20 items", 36, 37);
    let shared = &pod(&format!("hostPID: true, shareProcessNamespace: true, {container}"));
    says(shared, "spec.securityContext.shareProcessNamespace: Invalid value", 33, 36);
    says(shared, "spec.shareProcessNamespace: Invalid value", 37, 37);
    let own_users = &pod(&format!("hostUsers: false, hostPID: true, {container}"));
    says(own_users, "spec.HostPID: Forbidden: when `pod.Spec.HostUsers` is false", 33, 33);
    says(own_users, "spec.HostPID: Forbidden: when `hostUsers` is false", 34, 37);
    let block = "hostUsers: false, containers: [{name: a, image: a, volumeDevices: [{name: v, devicePath: /v}]}], volumes: [{name: v, persistentVolumeClaim: {claimName: v}}]";
    says(&pod(block), "spec.containers[0].volumeDevices: Forbidden", 34, 37);
    let unnamed = &pod(&format!("volumes: [{{name: v, csi: {{}}}}], {container}"));
    says(unnamed, "spec.volumes[0].csi.driver: Required value", 33, 37);
    says(unnamed, "spec.volumes[0].csi.driver: Invalid value: \"\"", 33, 34);
}

#[test]
fn other_kinds_change_with_the_version_too() {
    let policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  podSelector: {}\n  ingress: [{ports: [{port: 90, endPort: 80}]}]\n";
    says(policy, "endPort: Invalid value: 90: must be greater than or equal to `port`", 33, 36);
    says(policy, "endPort: Invalid value: 80: must be greater than or equal to `port`", 37, 37);
    let service = |name: &str, more: &str| {
        format!("apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{ports: [{{port: 80}}]{more}}}\n")
    };
    says(&service("1a", ""), "a DNS-1035 label must consist of", 33, 35);
    says(&service("a", ", externalIPs: [010.1.1.1]"), "must not have leading 0s", 36, 37);
    says(&service("a", ", trafficDistribution: PreferSameNode"), "Unsupported value: \"PreferSameNode\"", 33, 33);
    let headless = service("a", ", clusterIP: None, sessionAffinity: ClientIP");
    says(&headless, "spec.SessionAffinity is ignored for headless services", 34, 37);
    says(&service("a", ", trafficDistribution: PreferClose"), "\"PreferClose\" is deprecated", 35, 37);
    let set = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec:\n  serviceName: a\n  selector: {matchLabels: {app: a}}\n  updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 0}}\n  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: a}]}}\n";
    let unsound = &set.replace("image: a}", "imagePullPolicy: X}").replace("maxUnavailable: 0", "partition: 0");
    says(unsound, "spec.template.spec.containers[0].imagePullPolicy: Unsupported value", 34, 37);
    let claims = &format!("{}  volumeClaimTemplates: [{{metadata: {{name: a}}}}]\n", set.replace("maxUnavailable: 0", "partition: 0"));
    says(claims, "spec.volumeClaimTemplates[0].spec.accessModes: Required value", 34, 37);
    says(set, "spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0", 37, 37);
}
