use super::*;
use crate::locale::Locale;
use crate::probe::Port;

fn network(pods: &str, policies: &str) -> Network {
    fn read<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
        serde_yaml::from_str(text).unwrap()
    }
    let namespaces = read("[{metadata: {name: prod, labels: {env: prod}}}, {metadata: {name: dev}}]");
    let (pods, policies): (Vec<Pod>, Vec<NetworkPolicy>) = (read(pods), read(policies));
    let externals = ["203.0.113.7".parse().unwrap(), "203.0.113.200".parse().unwrap()];
    Network::new(Input {
        namespaces: &namespaces,
        pods: pods.iter().collect(),
        policies: &policies,
        externals: &externals,
        unenforced: false,
        pod_range: None,
    })
}

const PODS: &str = "
- {metadata: {name: db, namespace: prod, labels: {role: db}}, spec: {containers: [{name: c, ports: [{name: redis, containerPort: 6379}]}]}}
- {metadata: {name: api, namespace: prod, labels: {app: api}}, spec: {containers: []}}
- {metadata: {name: api, namespace: dev, labels: {app: api}}, spec: {containers: []}}
- {metadata: {name: web, namespace: dev, labels: {app: web}}, spec: {containers: []}}
- {metadata: {name: host, namespace: dev, labels: {app: api}}, spec: {hostNetwork: true, nodeName: n1, containers: []}}
- {metadata: {name: done, namespace: dev, labels: {app: api}}, spec: {containers: []}, status: {phase: Succeeded}}
";

fn policy(spec: &str) -> Network {
    network(PODS, &format!("[{{metadata: {{name: p, namespace: prod}}, spec: {{podSelector: {{matchLabels: {{role: db}}}}, {spec}}}}}]"))
}

fn who_reaches_db(network: &Network, port: &str) -> Vec<String> {
    let port: Port = port.parse().unwrap();
    let db = network.pod("prod", "db").unwrap();
    let open = network.parties().into_iter().filter(|src| *src != db && network.decide(*src, db, port).allowed());
    open.map(|src| network.endpoint(src).to_string()).collect()
}

#[test]
fn every_form_of_a_policy_means_what_the_documentation_says() {
    let everyone = vec!["dev/api", "dev/host", "dev/web", "prod/api", "203.0.113.7", "203.0.113.200"];
    for (spec, port, wanted) in [
        ("ingress: []", "6379", vec![]),
        ("ingress: ~", "6379", vec![]),
        ("ingress: [{}]", "6379", everyone.clone()),
        ("ingress: [{from: []}]", "6379", everyone.clone()),
        ("policyTypes: [Egress], ingress: []", "6379", everyone.clone()),
        ("egress: []", "6379", vec![]),
        ("ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]", "6379", vec!["prod/api"]),
        ("ingress: [{from: [{podSelector: {}}]}]", "6379", vec!["prod/api"]),
        ("ingress: [{from: [{namespaceSelector: {}}]}]", "6379", vec!["dev/api", "dev/web", "prod/api"]),
        ("ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: api}}}]}]", "6379", vec!["dev/api", "prod/api"]),
        ("ingress: [{from: [{namespaceSelector: {matchLabels: {env: prod}}}, {podSelector: {}}]}]", "6379", vec!["prod/api"]),
        ("ingress: [{from: [{namespaceSelector: {matchLabels: {name: dev}}}]}]", "6379", vec![]),
        ("ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: dev}}}]}]", "6379", vec!["dev/api", "dev/web"]),
        (
            "ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: env, operator: NotIn, values: [prod]}]}}]}]",
            "6379",
            vec!["dev/api", "dev/web"],
        ),
        ("ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.128/25]}}]}]", "6379", vec!["203.0.113.7"]),
        ("ingress: [{ports: [{port: redis}]}]", "6379", everyone.clone()),
        ("ingress: [{ports: [{port: redis, protocol: UDP}]}]", "6379", vec![]),
        ("ingress: [{ports: [{port: 53}]}]", "53/UDP", vec![]),
        ("ingress: [{ports: [{protocol: UDP}]}]", "53/UDP", everyone.clone()),
        ("ingress: [{ports: [{port: 6000, endPort: 6379}]}]", "6379", everyone.clone()),
        ("ingress: [{ports: [{port: 6000, endPort: 6378}]}]", "6379", vec![]),
    ] {
        assert_eq!(who_reaches_db(&policy(spec), port), wanted, "{spec}");
    }
}

#[test]
fn an_ended_pod_is_out_and_a_host_network_pod_is_not_selected() {
    let network = network(PODS, "[{metadata: {name: p, namespace: dev}, spec: {podSelector: {}}}]");
    assert_eq!(network.selects("dev", "p").unwrap(), ["dev/api", "dev/web"]);
    assert_eq!(network.selects("dev", "q"), None);
    assert!(network.pod("dev", "done").is_none());
}

#[test]
fn a_pod_with_two_addresses_talks_in_the_others_family() {
    let pods = "
- {metadata: {name: a, namespace: prod}, spec: {containers: []}, status: {podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}, {ip: '2001:db8::1'}]}}
- {metadata: {name: six, namespace: prod}, spec: {containers: []}, status: {podIP: '2001:db8::2'}}
- {metadata: {name: four, namespace: prod}, spec: {containers: []}, status: {podIP: 10.0.0.2}}";
    let network =
        network(pods, "[{metadata: {name: p, namespace: prod}, spec: {ingress: [{from: [{ipBlock: {cidr: '2001:db8::/64'}}]}]}}]");
    let may =
        |src, dst| network.decide(network.pod("prod", src).unwrap(), network.pod("prod", dst).unwrap(), "80".parse().unwrap()).allowed();
    assert_eq!((may("a", "six"), may("a", "four"), may("four", "a")), (true, false, false));
}

#[test]
fn a_verdict_names_the_rule_and_the_nearest_miss() {
    let network = policy(
        "ingress: [{ports: [{port: 80}]}, {from: [{ipBlock: {cidr: 10.0.0.0/8}}, {podSelector: {matchLabels: {app: api}}}], ports: [{port: 6379}]}]",
    );
    let ask =
        |ns, name, port: &str| network.explain(network.pod(ns, name).unwrap(), network.pod("prod", "db").unwrap(), port.parse().unwrap());
    let open = ask("prod", "api", "6379");
    assert!(open.allowed());
    assert_eq!(open.rules()[0].path, "spec.ingress[1].from[0]", "the block holds the assigned address");
    let network = policy("ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 6379}]}]");
    let say = |ns, name, port: &str, language| {
        let verdict = network.explain(network.pod(ns, name).unwrap(), network.pod("prod", "db").unwrap(), port.parse().unwrap());
        verdict.sentence(&Locale::new(language))
    };
    insta::assert_snapshot!([say("dev", "api", "6379", "en"), say("dev", "api", "6379", "ko"), say("prod", "api", "80", "en"), say("prod", "api", "80", "ko"),
        say("prod", "api", "6379", "en"), say("prod", "api", "6379", "ko")].join("\n"), @r#"
    dev/api cannot connect to prod/db on 6379/TCP: the destination's ingress forbids it. prod/p isolates prod/db for ingress, and no rule lets dev/api in on 6379/TCP. The nearest rule, prod/p spec.ingress[0], has a podSelector alone, which means Pods of the policy's namespace prod; this one is in dev.
    dev/api는 prod/db의 6379/TCP에 연결할 수 없습니다. 목적지의 인그레스가 막습니다. prod/p 정책이 prod/db의 인그레스를 격리하며, dev/api에서 6379/TCP로 들어오는 것을 허용하는 규칙이 없습니다. 가장 가까운 규칙(prod/p spec.ingress[0])은 podSelector만 있으므로 정책이 있는 네임스페이스 prod의 파드만 뜻하지만, 이 파드는 dev에 있습니다.
    prod/api cannot connect to prod/db on 80/TCP: the destination's ingress forbids it. prod/p isolates prod/db for ingress, and no rule lets prod/api in on 80/TCP. The nearest rule, prod/p spec.ingress[0].from[0], allows this peer on 6379/TCP, not on 80/TCP. A policy's port is the Pod's port, not the Service's.
    prod/api는 prod/db의 80/TCP에 연결할 수 없습니다. 목적지의 인그레스가 막습니다. prod/p 정책이 prod/db의 인그레스를 격리하며, prod/api에서 80/TCP로 들어오는 것을 허용하는 규칙이 없습니다. 가장 가까운 규칙(prod/p spec.ingress[0].from[0])은 이 상대에게 6379/TCP 포트를 허용하지만 80/TCP 포트는 허용하지 않습니다. 정책의 포트는 서비스가 아니라 파드의 포트입니다.
    prod/api can connect to prod/db on 6379/TCP. No policy isolates prod/api for egress, so everything may go out. The ingress of prod/db is open to prod/api by prod/p spec.ingress[0].from[0].
    prod/api는 prod/db의 6379/TCP에 연결할 수 있습니다. prod/api의 이그레스를 격리하는 정책이 없으므로 어디로든 나갈 수 있습니다. prod/db의 인그레스는 prod/p spec.ingress[0].from[0]에 따라 prod/api에 열려 있습니다.
    "#);
}

#[test]
fn one_dash_is_read_as_and_or_or() {
    let read = |spec: &str, language| policy(spec).reading("prod", "p").unwrap().sentences(&Locale::new(language)).join("\n");
    let and = "ingress: [{from: [{namespaceSelector: {matchLabels: {env: prod}}, podSelector: {matchLabels: {app: api}}}], ports: [{port: 6379}]}]";
    let or = "ingress: [{from: [{namespaceSelector: {matchLabels: {env: prod}}}, {podSelector: {matchLabels: {app: api}}}]}], egress: [], policyTypes: [Ingress, Egress]";
    insta::assert_snapshot!([read(and, "en"), read(or, "en"), read(and, "ko"), read(or, "ko")].join("\n\n"), @r#"
    It selects Pods with role=db in namespace prod.
    It isolates ingress; only this comes in:
    spec.ingress[0]: from Pods with app=api AND in namespaces with env=prod, AND on 6379/TCP.
    It leaves egress alone.

    It selects Pods with role=db in namespace prod.
    It isolates ingress; only this comes in:
    spec.ingress[0]: from (every Pod in namespaces with env=prod) OR (Pods with app=api in namespace prod), AND on every port.
    It isolates egress and has no rule: nothing goes out.

    네임스페이스 prod에서 레이블이 role=db인 파드를 선택합니다.
    인그레스를 격리하며 다음만 들어올 수 있습니다.
    spec.ingress[0]: 출발지는 레이블이 app=api인 파드이면서(AND) 레이블이 env=prod인 네임스페이스에 있는 파드, 그리고(AND) 포트는 6379/TCP.
    이그레스는 건드리지 않습니다.

    네임스페이스 prod에서 레이블이 role=db인 파드를 선택합니다.
    인그레스를 격리하며 다음만 들어올 수 있습니다.
    spec.ingress[0]: 출발지는 (레이블이 env=prod인 네임스페이스의 모든 파드) 또는(OR) (네임스페이스 prod에서 레이블이 app=api인 파드), 그리고(AND) 포트는 모든 포트.
    이그레스를 격리하며 규칙이 없으므로 아무것도 나갈 수 없습니다.
    "#);
}

#[test]
fn the_first_difference_is_the_one_to_show() {
    let wanted = policy("ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 6379}]}]");
    let loose = policy("ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: api}}}], ports: [{port: 6379}]}]");
    let shown = |one: &Network, two: &Network| {
        one.differences(two, &[])
            .iter()
            .map(|d| format!("{} → {} {} {}", d.here.src, d.here.dst, d.here.port, d.leaks()))
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(&loose, &wanted), ["dev/api → prod/db 6379/TCP true"]);
    assert_eq!(shown(&wanted, &loose), ["dev/api → prod/db 6379/TCP false"]);
    assert!(shown(&wanted, &wanted).is_empty());
    // A difference on a port that nobody names is seen all the same.
    let any_port = policy("ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]");
    assert!(shown(&any_port, &wanted).iter().any(|line| line.starts_with("prod/api → prod/db 65535/TCP")));
    let range = policy("ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 6379, endPort: 6381}]}]");
    assert_eq!(shown(&range, &wanted)[0], "prod/api → prod/db 6380/TCP true");
}

#[test]
fn a_matrix_says_which_side_blocks() {
    let network = policy("ingress: [{from: [{podSelector: {}}]}], egress: [], policyTypes: [Ingress, Egress]");
    let matrix = network.matrix("6379".parse().unwrap());
    let at = |name: &str| matrix.sources.iter().position(|endpoint| endpoint.to_string() == name).unwrap();
    let cell = |src, dst| matrix.cells[at(src)][at(dst)];
    assert_eq!(cell("prod/api", "prod/db"), Cell::Open);
    assert_eq!(cell("dev/web", "prod/db"), Cell::BlockedIngress);
    assert_eq!(cell("prod/db", "dev/web"), Cell::BlockedEgress);
    assert_eq!(cell("prod/db", "prod/db"), Cell::Myself);
    assert_eq!(cell("203.0.113.7", "203.0.113.200"), Cell::Outside);
    assert!(!matrix.sources.iter().any(|endpoint| endpoint.to_string() == "dev/host"));
}

#[test]
fn names_are_found_as_the_resolver_and_dns_find_them() {
    let mut world = crate::world::World::default();
    let manifests = "
- {apiVersion: v1, kind: Namespace, metadata: {name: prod}}
- {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: prod, labels: {app: web}}, spec: {hostname: one, subdomain: set, containers: [{name: c, image: 'busybox:1.28', command: [sleep, '3600'], ports: [{name: http, containerPort: 8080}]}]}, status: {podIP: 10.244.0.7}}
- {apiVersion: v1, kind: Pod, metadata: {name: lost, namespace: prod, labels: {app: web}}, spec: {containers: [{name: c, image: 'busybox:1.28', command: ['false']}]}, status: {podIP: 10.244.0.8}}
- {apiVersion: v1, kind: Service, metadata: {name: web, namespace: prod}, spec: {clusterIP: 10.96.0.50, selector: {app: web}, ports: [{port: 80, targetPort: http}]}}
- {apiVersion: v1, kind: Service, metadata: {name: set, namespace: prod}, spec: {clusterIP: None, selector: {app: web}, ports: [{port: 8080}]}}
- {apiVersion: v1, kind: Service, metadata: {name: alias, namespace: prod}, spec: {type: ExternalName, externalName: web.prod.svc.cluster.local}}
- {apiVersion: v1, kind: Service, metadata: {name: empty, namespace: prod}, spec: {selector: {app: nobody}, ports: [{port: 80}]}}
";
    for value in serde_yaml::from_str::<Vec<serde_json::Value>>(manifests).unwrap() {
        world.store.insert(crate::object::Object::from_value(value).unwrap());
    }
    world.facts.outside = serde_yaml::from_str("[{name: backup.lab, ip: 192.168.5.10, ports: [443]}]").unwrap();
    world.facts.listeners.insert("prod/web".into(), vec!["8080".parse().unwrap()]);
    let from = crate::probe::Target { namespace: "prod".into(), pod: "web".into(), container: None };
    let find = |name: &str| match resolve(&Wiring::of(&world), &from, name).unwrap().answer {
        Answer::Found(addresses) => addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        answer => format!("{answer:?}"),
    };
    for (name, wanted) in [
        ("web", "10.96.0.50"),
        ("web.prod", "10.96.0.50"),
        ("web.prod.svc", "10.96.0.50"),
        ("web.prod.svc.cluster.local", "10.96.0.50"),
        ("web.prod.svc.cluster.local.", "10.96.0.50"),
        ("web.prod.", "Missing"),
        ("web.default", "Missing"),
        ("set", "10.244.0.7"),
        ("one.set", "10.244.0.7"),
        ("one", "10.244.0.7"),
        ("two.set", "Missing"),
        ("alias", "10.96.0.50"),
        ("10-244-0-7.prod.pod", "10.244.0.7"),
        ("lost", "Missing"),
        ("localhost", "127.0.0.1"),
        ("kubernetes.default", "10.96.0.1"),
        ("kube-dns.kube-system", "10.96.0.10"),
        ("backup.lab", "192.168.5.10"),
        ("example.com", "Unknown"),
    ] {
        assert_eq!(find(name), wanted, "{name}");
    }
    let class = |host: &str, port: &str| connect(&Wiring::of(&world), &from, host, port.parse().unwrap()).class.to_string();
    for (host, port, wanted) in [
        ("web", "80", "open"),
        ("web", "8080", "timeout"),
        ("set", "8080", "open"),
        ("set", "80", "refused"),
        ("empty", "80", "refused"),
        ("10.244.0.7", "8080", "open"),
        ("127.0.0.1", "8080", "open"),
        ("127.0.0.1", "81", "refused"),
        ("backup.lab", "443", "open"),
        ("192.168.5.10", "80", "refused"),
        ("8.8.8.8", "53/UDP", "not_simulated"),
        ("10.96.77.77", "80", "timeout"),
        ("kubernetes.default", "443", "open"),
        ("nowhere", "80", "dns_fail"),
    ] {
        assert_eq!(class(host, port), wanted, "{host} {port}");
    }
}
