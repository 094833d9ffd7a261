//! Builds as BuildKit makes them. Sources: moby/buildkit `frontend/dockerfile` and `solver/llbsolver` (August 2026), shadow-utils
//! 4.8.1, BusyBox `loginutils`.

use super::*;
use crate::probe::{Class, Probe, Target};
use crate::rules;
use crate::simulate::observe;
use crate::world::{CachedImage, Facts};

fn context() -> Vec<File> {
    serde_yaml::from_str("[{path: notes.sh, content: 'echo hi', mode: '0755'}, {path: data}, {path: data/one.txt, content: one}]").unwrap()
}

fn built(text: &str) -> Built {
    build(&World::default(), &SourceFile::new("Dockerfile", text), &context(), "lab/notes:1")
}

/// The image, which has to be there.
fn image_of(text: &str) -> Image {
    let built = built(text);
    built.image.unwrap_or_else(|| panic!("{text}\n{:?}\n{:?}", built.message, built.diagnostics))
}

/// Why there is none: the first finding's rule and what BuildKit says.
fn failure(text: &str) -> (&'static str, String) {
    let built = built(text);
    assert!(built.image.is_none(), "{text}");
    let found = &built.diagnostics[0];
    assert_eq!(found.severity, Severity::Error, "{text}");
    (found.rule, found.server.clone().unwrap_or_default())
}

fn file<'i>(image: &'i Image, path: &str) -> &'i File {
    image.files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path}"))
}

fn owner<'i>(image: &'i Image, path: &str) -> &'i str {
    &file(image, path).owner
}

const BASE: &str = "FROM ubuntu:22.04\nRUN useradd app -u 10001 --create-home --user-group\n";

#[test]
fn useradd_changes_the_images_accounts_and_files() {
    let image = image_of(&format!("{BASE}USER 10001\n"));
    assert!(image.passwd.contains(&"app:x:10001:10001::/home/app:/bin/sh".to_owned()));
    assert!(image.group.contains(&"app:x:10001:".to_owned()));
    assert_eq!((owner(&image, "/home/app"), file(&image, "/home/app").mode.as_deref()), ("10001:10001", Some("0750")));
    assert_eq!(image.user.as_deref(), Some("10001"));
    assert_eq!(image.cmd, Some(vec!["/bin/bash".to_owned()]));
}

#[test]
fn copy_gives_to_root_unless_chown_says_to_whom() {
    for (copy, wanted) in [
        ("COPY . /home/app/data/", "0:0"),
        ("USER 10001\nCOPY . /home/app/data/", "0:0"),
        ("COPY --chown=10001:10001 . /home/app/data/", "10001:10001"),
        ("COPY --chown=10001 . /home/app/data", "10001:10001"),
        ("COPY --chown=app . /home/app/data", "10001:10001"),
        ("COPY --chown=app:root . /home/app/data", "10001:0"),
        // readUser finds nobody and says nothing.
        ("COPY --chown=nobodys . /home/app/data", "0:0"),
        ("COPY . /home/app/data/\nRUN chown -R app /home/app/data", "10001:0"),
    ] {
        let image = image_of(&format!("{BASE}{copy}\n"));
        for path in ["/home/app/data", "/home/app/data/notes.sh", "/home/app/data/data/one.txt"] {
            assert_eq!(owner(&image, path), wanted, "{copy}: {path}");
        }
        assert_eq!(file(&image, "/home/app/data/notes.sh").mode.as_deref(), Some("0755"), "{copy}");
    }
}

/// fsutil `copy.go`: what is there keeps its owner, only what is copied into it gets another.
#[test]
fn a_directory_that_is_there_keeps_its_owner() {
    let image = image_of(&format!("{BASE}WORKDIR /srv/app\nCOPY --chown=10001:10001 . .\n"));
    assert_eq!((owner(&image, "/srv/app"), owner(&image, "/srv/app/notes.sh")), ("0:0", "10001:10001"));
    // dispatchWorkdir makes the directory for the user of its place.
    let image = image_of(&format!("{BASE}USER 10001\nWORKDIR /srv/app/data\n"));
    assert_eq!((owner(&image, "/srv"), owner(&image, "/srv/app"), owner(&image, "/srv/app/data")), ("0:0", "10001:10001", "10001:10001"));
    assert_eq!(image.workdir.as_deref(), Some("/srv/app/data"));
}

#[test]
fn chmod_and_the_kinds_of_destinations() {
    let image =
        image_of("FROM ubuntu:22.04\nCOPY --chmod=700 notes.sh /opt/\nCOPY data/*.txt /opt/texts/\nCOPY notes.sh /opt/run\nUSER 1\n");
    assert_eq!(file(&image, "/opt/notes.sh").mode.as_deref(), Some("0700"));
    assert_eq!(file(&image, "/opt/texts/one.txt").content.as_deref(), Some("one"));
    assert_eq!(file(&image, "/opt/run").content.as_deref(), Some("echo hi"));
    // The Dockerfile lies in its own context.
    assert!(image_of("FROM scratch\nCOPY . /\n").files.iter().any(|file| file.path == "/Dockerfile"));
    let (rule, text) = failure("FROM ubuntu:22.04\nCOPY nothing /opt/\n");
    assert_eq!(
        (rule, text.as_str()),
        ("dockerfile-step", "failed to compute cache key: failed to calculate checksum of ref: \"/nothing\": not found")
    );
    assert_eq!(
        failure("FROM ubuntu:22.04\nCOPY --chmod=999 . /opt/\n").1,
        "invalid chmod parameter: '999'. it should be octal string and between 0 and 07777"
    );
}

#[test]
fn what_needs_root_fails_below_user() {
    for (line, said) in [
        ("RUN useradd app", "useradd: Permission denied. / useradd: cannot lock /etc/passwd; try again later."),
        ("RUN groupadd app", "groupadd: Permission denied. / groupadd: cannot lock /etc/group; try again later."),
        ("RUN adduser --system app", "adduser: Only root may add a user or group to the system."),
        ("RUN chown 10001 /srv", "chown: changing ownership of '/srv': Operation not permitted"),
        ("RUN mkdir /app", "mkdir: cannot create directory '/app': Permission denied"),
        (
            "RUN apt-get install -y curl",
            "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied) / E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?",
        ),
    ] {
        let text = format!("FROM ubuntu:22.04\nUSER 10001\n{line}\n");
        let found = &built(&text).diagnostics[0];
        let arg = |name: &str| found.args.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str());
        assert_eq!((found.rule, arg("said")), ("dockerfile-unprivileged", Some(said)), "{line}");
        assert_eq!(found.labels[0].span, Span::new(18, 28), "{line}");
    }
    let alpine = "FROM alpine:3.22\nUSER 10001\nRUN adduser -D app\n";
    assert_eq!(
        failure(alpine),
        ("dockerfile-unprivileged", "process \"/bin/sh -c adduser -D app\" did not complete successfully: exit code: 1".into())
    );
    assert_eq!(
        failure("FROM alpine:3.22\nUSER 1\nRUN apk add curl\n").1,
        "process \"/bin/sh -c apk add curl\" did not complete successfully: exit code: 99"
    );
}

#[test]
fn codes_and_words_of_shadow_utils() {
    for (line, code, said) in [
        ("useradd daemon", 9, "useradd: user 'daemon' already exists"),
        ("useradd -u 1 app", 4, "useradd: UID 1 is not unique"),
        ("useradd -g nowhere app", 6, "useradd: group 'nowhere' does not exist"),
        ("useradd -u x app", 3, "useradd: invalid user ID 'x'"),
        ("useradd staff", 9, "useradd: group staff exists - if you want to add this user to that group, use -g."),
        ("useradd -u 10001 app COPY . /app", 2, "Usage: useradd [options] LOGIN"),
        ("useradd --nope app", 2, "useradd: unrecognized option '--nope' / Usage: useradd [options] LOGIN"),
        ("useradd -M -m app", 2, "useradd: options -m and -M conflict"),
        ("groupadd staff", 9, "groupadd: group 'staff' already exists"),
        ("groupadd -g 1 app", 4, "groupadd: GID '1' already exists"),
        ("usermod -u 5 nobodys", 6, "usermod: user 'nobodys' does not exist"),
        ("userdel nobodys", 6, "userdel: user 'nobodys' does not exist"),
        ("groupdel daemon", 8, "groupdel: cannot remove the primary group of user 'daemon'"),
        ("adduser --system daemon", 1, "adduser: The user `daemon' already exists, and is not a system user."),
    ] {
        let found = built(&format!("FROM ubuntu:22.04\nRUN {line}\n")).diagnostics.remove(0);
        let arg = |name: &str| found.args.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone());
        assert_eq!((found.rule, arg("code"), arg("said").as_deref()), ("dockerfile-run", Some(code.to_string()), Some(said)), "{line}");
    }
}

#[test]
fn every_way_to_make_an_account() {
    for (lines, uid, gid, home) in [
        ("RUN useradd --uid=10001 -m app", 10001, 10001, Some("10001:10001")),
        ("RUN groupadd -g 20000 team && useradd -u 10001 -g team -M app", 10001, 20000, None),
        ("RUN useradd -r app", 999, 999, None),
        ("RUN useradd -m app", 1000, 1000, Some("1000:1000")),
        ("RUN adduser --disabled-password --gecos '' --uid 10001 app", 10001, 10001, Some("10001:10001")),
        ("RUN adduser --system --uid 10001 --group app", 10001, 10001, Some("10001:10001")),
        ("RUN adduser --system --uid 10001 --no-create-home app", 10001, 65534, None),
        ("RUN useradd -r -u 500 app && adduser --system app && usermod -u 10001 app", 10001, 500, None),
        ("RUN useradd -m app && usermod -u 10001 app", 10001, 1000, Some("10001:1000")),
        ("RUN useradd -u 5000 app && userdel app && useradd -u 10001 app", 10001, 10001, None),
        ("RUN echo 'app:x:10001:10001::/home/app:/bin/sh' >> /etc/passwd", 10001, 10001, None),
    ] {
        let image = image_of(&format!("FROM ubuntu:22.04\n{lines}\n"));
        let account = image.accounts().find(|(name, ..)| *name == "app");
        assert_eq!(account, Some(("app", uid, gid)), "{lines}");
        let there = image.files.iter().find(|file| file.path == "/home/app").map(|file| file.owner.as_str());
        assert_eq!(there, home, "{lines}");
    }
    for (lines, uid, gid) in [
        ("RUN adduser -D -u 10001 app", 10001, 10001),
        ("RUN addgroup -g 20000 team && adduser -S -D -H -u 10001 -G team app", 10001, 20000),
        ("RUN adduser -S app", 100, 65533),
    ] {
        let image = image_of(&format!("FROM alpine:3.22\n{lines}\n"));
        assert_eq!(image.accounts().find(|(name, ..)| *name == "app"), Some(("app", uid, gid)), "{lines}");
    }
}

#[test]
fn a_name_is_looked_up_when_something_runs() {
    let (rule, text) = failure("FROM ubuntu:22.04\nUSER app\nRUN useradd app\n");
    let wanted =
        "process \"/bin/sh -c useradd app\" did not complete successfully: unable to find user app: no matching entries in passwd file";
    assert_eq!((rule, text.as_str()), ("dockerfile-no-user", wanted));
    // Nothing runs, so nobody looks.
    assert_eq!(image_of("FROM ubuntu:22.04\nUSER app\n").user.as_deref(), Some("app"));
}

#[test]
fn a_backslash_too_many_takes_the_next_instruction() {
    let text = "FROM ubuntu:22.04\nRUN useradd app -u 10001 \\\nCOPY . /home/app/data\nUSER 10001\n";
    let found = built(text).diagnostics.remove(0);
    assert_eq!((found.rule, found.severity), ("dockerfile-swallowed", Severity::Error));
    assert_eq!(&text[found.span.start..found.span.end], "\\");
    assert_eq!(&text[found.labels[0].span.start..found.labels[0].span.end], "COPY");
    let mended = crate::text::apply_edits(text, &found.fixes[0].edits);
    assert!(mended.contains("-u 10001\nCOPY"), "{mended}");
    // `echo` takes any words: it builds, and the image has no user.
    let quiet = built("FROM ubuntu:22.04\nRUN echo ready \\\nUSER 10001\n");
    assert_eq!(quiet.image.as_ref().unwrap().user.as_deref(), Some(""));
    let rules: Vec<_> = quiet.diagnostics.iter().map(|found| (found.rule, found.severity)).collect();
    assert_eq!(rules, [("dockerfile-swallowed", Severity::Advice), ("dockerfile-user-root", Severity::Advice)]);
}

#[test]
fn stages_are_built_when_they_are_needed() {
    let text = "FROM ubuntu:22.04 AS unused\nRUN false\nFROM ubuntu:22.04 AS build\nRUN mkdir /out && echo x > /out/app && chown 7:8 /out/app\n\
                FROM alpine:3.22\nCOPY --from=build /out /srv/\nCOPY --from=build --chown=9:9 /out/app /srv/mine\nUSER 9\n";
    let image = image_of(text);
    assert_eq!((owner(&image, "/srv/app"), owner(&image, "/srv/mine")), ("7:8", "9:9"));
    assert_eq!(image.tools, Some(crate::world::Tools::Alpine));
    let image = image_of(
        &format!("{BASE}ENV A=1\nUSER 10001\nFROM 0\n").replace("FROM 0", "FROM ubuntu:24.04").replace("22.04\nRUN", "22.04 AS one\nRUN"),
    );
    assert!(!image.env.contains_key("A"), "another stage's");
    let image = image_of("FROM ubuntu:22.04 AS one\nENV A=1\nUSER 5\nFROM one\n");
    assert_eq!((image.env.get("A").map(String::as_str), image.user.as_deref()), (Some("1"), Some("5")));
    assert_eq!(
        image_of("FROM ubuntu:22.04\nFROM alpine:3.22\nCOPY --from=0 /etc/shadow /x\n").files.iter().filter(|f| f.path == "/x").count(),
        1
    );
}

#[test]
fn variables_commands_and_shells() {
    let image = image_of(
        "ARG TAG=22.04\nFROM ubuntu:${TAG}\nARG UID=10001\nENV HOME_DIR=/srv/$UID\nWORKDIR $HOME_DIR\nRUN echo $UID > uid\nUSER ${UID}:${UID}\nENTRYPOINT [\"/bin/echo\"]\nCMD a b\n",
    );
    assert_eq!(image.user.as_deref(), Some("10001:10001"));
    assert_eq!(file(&image, "/srv/10001/uid").content.as_deref(), Some("10001\n"));
    assert_eq!(image.cmd, Some(["/bin/sh", "-c", "a b"].map(str::to_owned).to_vec()));
    assert!(!image.env.contains_key("UID") && image.env["HOME_DIR"] == "/srv/10001");
    // ENTRYPOINT forgets the base image's CMD.
    assert_eq!(image_of("FROM ubuntu:22.04\nENTRYPOINT [\"id\"]\n").cmd, Some(Vec::new()));
    let image = image_of(
        "FROM ubuntu:22.04\nSHELL [\"/bin/bash\", \"-c\"]\nRUN [[ a == a ]] && echo x > /x\nRUN <<EOF\nset -e\necho y > /y\nEOF\n",
    );
    assert_eq!(file(&image, "/y").content.as_deref(), Some("y\n"));
}

#[test]
fn nobody_guesses_what_is_not_simulated() {
    for text in [
        "FROM nobody/knows:1\n",
        "FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y python3 && python3 -V\n",
        "FROM ubuntu:22.04\nRUN somethingelse --now\n",
        "FROM ubuntu:22.04\nADD https://example.com/x /x\n",
        "FROM alpine:3.22\nRUN wget -q https://example.com/x\n",
        "FROM ubuntu:24.04\nRUN adduser --system app\n",
    ] {
        let built = built(text);
        assert_eq!((built.diagnostics[0].rule, built.message), ("dockerfile-not-simulated", None), "{text}");
    }
    // Where it cannot matter, the build goes on and says so.
    let built = built("FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\nUSER 10001\n");
    assert!(built.image.is_some());
    assert_eq!(built.diagnostics[0].rule, "dockerfile-not-simulated");
    // What no such image has is missing in truth.
    assert_eq!(failure("FROM ubuntu:22.04\nRUN sudo useradd app\n").0, "dockerfile-run");
    assert_eq!(failure("FROM ubuntu:22.04\nRUN usreadd app\n").0, "dockerfile-run");
    assert_eq!(
        failure("FROM alpine:3.22\nRUN useradd app\n").1,
        "process \"/bin/sh -c useradd app\" did not complete successfully: exit code: 127"
    );
    assert_eq!(failure("FROM scratch\nRUN id\n").1, "process \"/bin/sh -c id\" did not complete successfully: exit code: 127");
}

#[test]
fn the_checks_of_buildkit() {
    let warned = |text: &str| -> Vec<String> {
        let found = built(text).diagnostics;
        found.iter().filter(|found| found.rule == "dockerfile-check").map(|found| found.args[0].1.clone()).collect()
    };
    for (text, wanted) in [
        ("FROM ubuntu:22.04 as Build\nUSER 1\n", vec!["FromAsCasing", "StageNameCasing"]),
        ("FROM ubuntu:22.04\nuser 1\n", vec!["ConsistentInstructionCasing"]),
        ("FROM ubuntu:22.04\nENV A 1\nUSER 1\n", vec!["LegacyKeyValueFormat"]),
        ("FROM ubuntu:22.04\nUSER 1\nCMD sleep 5\n", vec!["JSONArgsRecommended"]),
        ("FROM ubuntu:22.04\nUSER 1\nCMD [\"a\"]\nCMD [\"b\"]\n", vec!["MultipleInstructionsDisallowed"]),
        ("FROM ubuntu:22.04\nWORKDIR app\nUSER 1\n", vec!["WorkdirRelativePath"]),
        ("FROM ubuntu:22.04\nUSER $NOBODY\n", vec!["UndefinedVar"]),
        ("FROM ubuntu:22.04\nARG DB_PASSWORD\nUSER 1\n", vec!["SecretsUsedInArgOrEnv"]),
        ("FROM ubuntu:22.04\nMAINTAINER me\nUSER 1\n", vec!["MaintainerDeprecated"]),
        ("FROM ubuntu:22.04\nRUN true && \\\n\n true\nUSER 1\n", vec!["NoEmptyContinuation"]),
    ] {
        assert_eq!(warned(text), wanted, "{text}");
    }
}

/// Every page of these rules shows what it speaks of.
#[test]
fn the_examples_of_the_pages_are_found() {
    let pages: Vec<_> = rules::registry().into_iter().filter(|rule| rule.id.starts_with("dockerfile-")).collect();
    assert_eq!(pages.len(), 11);
    for rule in pages {
        let example = rule.page.split("```dockerfile\n").nth(1).unwrap().split("```").next().unwrap();
        assert!(built(example).diagnostics.iter().any(|found| found.rule == rule.id), "{}: {:?}", rule.id, built(example).diagnostics);
    }
}

/// From the text to the kubelet: what the image's user means for a Pod with the guard.
#[test]
fn the_kubelet_judges_what_was_built() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  securityContext: {runAsNonRoot: true}\n  containers:\n  - {name: c, image: 'lab/notes:1', imagePullPolicy: Never, command: [sleep, infinity]}\n";
    let started = |dockerfile: &str, command: &str| {
        let image = image_of(dockerfile);
        let mut world = World { facts: Facts { images: vec![image], ..Facts::default() }, ..World::default() };
        world.facts.nodes[0].images.push(CachedImage { image: "lab/notes:1".into(), pulled: None });
        for document in rules::validate(&[SourceFile::new("p.yaml", pod)], &rules::Options::default()) {
            world.store.insert(document.object.unwrap());
        }
        let target = Target { namespace: "default".into(), pod: "p".into(), container: None };
        let start = observe(&world, &Probe::Start(target.clone())).class;
        let command = command.split(' ').map(str::to_owned).collect();
        let answer = observe(&world, &Probe::Exec { target, command });
        (start, answer.class, answer.stdout.trim().to_owned())
    };
    let refused = Class::Waiting("CreateContainerConfigError".into());
    let touch = "touch /home/app/data/out";
    let copied = "COPY --chown=10001:10001 . /home/app/data/\n";
    assert_eq!(started(&format!("{BASE}{copied}USER 10001\n"), "id -u"), (Class::Running, Class::Ok, "10001".into()));
    assert_eq!(started(&format!("{BASE}{copied}USER 10001\n"), touch).1, Class::Ok);
    assert_eq!(started(&format!("{BASE}COPY . /home/app/data/\nUSER 10001\n"), touch).1, Class::Eacces);
    assert_eq!(started(&format!("{BASE}USER app\n"), "id").0, refused);
    assert_eq!(started(BASE, "id").0, refused);
    assert_eq!(started(&format!("{BASE}USER 0\n"), "id").0, refused);
}

#[test]
fn no_text_and_no_part_of_one_makes_it_panic() {
    let whole = "# syntax=docker/dockerfile:1\n# escape=\\\nARG A=${B:-\"x\"}\nFROM ubuntu:22.04 AS one\nRUN useradd app -u 10001 \\\n  # c\n\n  -m\n\
                 COPY --chown=app:app [\"data\", \"/d r/\"]\nADD --chmod=u+x notes.sh /opt/가/\nENV A=\"x y\" B=$A\nRUN <<EOF\necho é\nEOF\nUSER $A\n\
                 HEALTHCHECK --interval=5s CMD true\nFROM one\nCOPY --from=one /etc /e\nONBUILD RUN a\nWORKDIR ../x\nVOLUME [\"/v\"]\nCMD [\"a\", \"b\"]\n";
    for (at, _) in whole.char_indices() {
        built(&whole[..at]);
        built(&whole[at..]);
    }
    let odd = [
        "",
        "\\",
        "\u{feff}",
        "FROM",
        "FROM \\",
        "FROM ''",
        "RUN",
        "FROM ubuntu:22.04\nUSER :\nRUN id",
        "FROM ubuntu:22.04\nCOPY / /",
        "FROM ubuntu:22.04\nCOPY ../.. .",
        "FROM ubuntu:22.04\nWORKDIR /etc/passwd/x",
        "FROM ubuntu:22.04\nRUN []",
        "FROM ubuntu:22.04\nRUN rm -rf /etc /bin /usr",
        "FROM ubuntu:22.04\nUSER 99999999999999999999\nRUN id",
        "FROM ubuntu:22.04\nSHELL [\"\"]\nRUN x",
        "FROM a AS a\nFROM a\nCOPY --from=a / /",
        "FROM ubuntu:22.04\nCOPY --from=9 a b",
        "# escape=`\nFROM a`",
        "FROM ubuntu:22.04\nRUN while true; do true; done",
    ];
    for text in odd {
        built(text);
    }
}

/// Fixtures with lines dropped, doubled and exchanged, and letters changed, in an order that never varies.
#[test]
fn random_edits_of_dockerfiles_never_panic() {
    let fixtures = [
        "FROM ubuntu:22.04 AS a\nARG ID=10001\nRUN useradd app -u $ID -m && chown -R app:app /srv\nCOPY --chown=app:app . /srv/app/\nUSER ${ID:-5}\nWORKDIR /srv/app\nCMD [\"sh\", \"-c\", \"id\"]\n",
        "# escape=`\nFROM alpine:3.22\nRUN addgroup -g 7 t && `\n  adduser -D -G t -u 8 u\nFROM scratch\nCOPY --from=0 --chmod=u=rwx,g=rX /etc /etc\nENV A='b c' D=\"$A\"\nENTRYPOINT id\n",
        "FROM nginx:1.31\nRUN <<A\nusermod -u 5 nginx\nA\nADD notes.sh data /x/\nRUN install -d -o nginx -m 0700 /y; ln -s /y /z; rm -rf /x\nWORKDIR z\nUSER nginx:nginx\nVOLUME [\"/y\"]\nHEALTHCHECK NONE\n",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound.max(1) as u64) as usize
    };
    let letters: Vec<char> = "\\\"'$`{}[]:=-#<>/ \t\n,*?0aR가".chars().collect();
    for round in 0..900 {
        let mut text: Vec<char> = fixtures[round % fixtures.len()].chars().collect();
        for _ in 0..=below(4) {
            let at = below(text.len());
            match below(3) {
                0 => text[at] = letters[below(letters.len())],
                1 => text.insert(at, letters[below(letters.len())]),
                _ => {
                    let end = (at + 1 + below(12)).min(text.len());
                    let part: Vec<char> = text.drain(at..end).collect();
                    if below(2) == 0 {
                        let to = below(text.len());
                        text.splice(to..to, part);
                    }
                }
            }
        }
        let text: String = text.into_iter().collect();
        let built = built(&text);
        // Every finding lies in the text, and no build ends without a word.
        let inside = |found: &Diagnostic| text.get(found.span.start..found.span.end).is_some();
        assert!(built.diagnostics.iter().all(inside), "{text:?}: {:?}", built.diagnostics);
        assert!(built.image.is_some() || built.diagnostics.iter().any(|found| found.severity == Severity::Error), "{text:?}");
        look(&SourceFile::new("Dockerfile", text.as_str()));
    }
}

/// What the course shows as a Dockerfile builds, with a user that is a number.
#[test]
fn the_lessons_dockerfiles_build() {
    for page in [include_str!("../../../lessons/L02/en.md"), include_str!("../../../lessons/L02/ko.md")] {
        let mut seen = 0;
        for block in page.split("```dockerfile\n").skip(1) {
            let image = image_of(block.split("```").next().unwrap());
            assert!(image.user.is_some_and(|user| user.parse::<u32>().is_ok_and(|uid| uid > 0)), "{block}");
            seen += 1;
        }
        assert!(seen >= 2);
    }
}
