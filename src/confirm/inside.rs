//! Differences that come from what a cluster is made of, told apart from those between the judges: a node may hold a build
//! of its own under a public name, or lack a capability itself. Each is believed only if the prediction for such a cluster
//! is what was observed.

use super::lack::LACKS;
use super::{Inside, Observed, Plan, is_as_predicted};
use crate::assess;
use crate::content::Scenario;
use crate::locale::Sentence;
use crate::probe::{CHOOSES, Observation, Probe};
use crate::world::{Facts, Image, Reference};

/// What explains an answer that is not the predicted one, if something does.
pub(super) fn that_explains(
    scenario: &Scenario,
    plan: &Plan,
    observed: &Observed,
    probe: &Probe,
    predicted: &Observation,
) -> Option<Sentence> {
    let found = observed.answers.get(probe)?;
    let again = |otherwise: &dyn Fn(&mut Facts)| {
        let answer = assess::predicted_where(scenario, &plan.files, otherwise).answers.remove(probe);
        answer.is_some_and(|answer| is_as_predicted(&answer, found))
    };
    // An image that is what its name says explains nothing: then what we know of it is wrong.
    let strangers = || observed.insides.iter().filter(|inside| !inside.genuine);
    let lacking = observed.withheld.join(", ");
    if let Some(answers) = by_endpoint(predicted, found) {
        return Some(Sentence::new("confirm-by-endpoint", &[("answers", answers)]));
    }
    if let Some(inside) = strangers().find(|inside| again(&|facts| inside.put_into(facts))) {
        return Some(Sentence::new("confirm-another-image", &[("image", &inside.image)]));
    }
    if let Some(lack) = LACKS.iter().find(|lack| again(&lack.take)) {
        return Some(Sentence::new(lack.message, &[]));
    }
    if lacking.is_empty() {
        return None;
    }
    let lacks = |facts: &mut Facts| facts.runtime.withheld.clone_from(&observed.withheld);
    let both = |inside: &&Inside| {
        again(&|facts| {
            lacks(facts);
            inside.put_into(facts);
        })
    };
    (again(&lacks) || strangers().any(|inside| both(&inside))).then(|| Sentence::new("confirm-node-lacks", &[("capabilities", &lacking)]))
}

/// The answers that may come of a Service, if the one that came is among them.
fn by_endpoint<'p>(predicted: &'p Observation, found: &Observation) -> Option<&'p str> {
    let step = predicted.trace.iter().find(|step| step.id == CHOOSES)?;
    let (_, answers) = step.args.iter().find(|(name, _)| *name == "answers")?;
    let word = found.class.to_string();
    answers.split(", ").any(|answer| answer == word).then_some(answers)
}

impl Inside {
    /// Makes these the accounts of the image.
    fn put_into(&self, facts: &mut Facts) {
        let Some((name, image)) = Reference::parse(&self.image).ok().and_then(|name| Some((name.clone(), Image::find(facts, &name)?)))
        else {
            return;
        };
        let image = Image { names: vec![name.to_string()], passwd: self.passwd.clone(), group: self.group.clone(), ..image };
        facts.images.insert(0, image);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::confirm::{Agreement, Confirmation};
    use crate::content::Catalogue;
    use crate::probe::{Class, Facts as Findings};

    /// What the judges agree on when the cluster answers `probe` otherwise.
    fn agreement(id: &str, attempt: &str, probe: &Probe, observed: impl FnOnce(&mut Observation, &mut Observed)) -> Agreement {
        let catalogue = Catalogue::embedded().unwrap();
        let scenario = catalogue.scenario(id).unwrap();
        let wrong = scenario.wrong.iter().find(|wrong| wrong.answer.name == attempt);
        let files = wrong.map_or(&scenario.start, |wrong| &wrong.answer.files);
        let plan = Plan::of(scenario, files);
        let position = plan.asked.iter().position(|asked| asked.probe == *probe).unwrap();
        let (mut answer, mut seen) = (plan.asked[position].predicted.clone(), Observed::default());
        observed(&mut answer, &mut seen);
        seen.answers.insert(probe.clone(), answer);
        let confirmation = Confirmation::of(scenario, files, &plan, assess(scenario, files), seen);
        confirmation.rows[plan.sent.len() + position].agreement.clone()
    }

    fn id(agreement: &Agreement) -> &str {
        match agreement {
            Agreement::SameBut(why) => &why.id,
            Agreement::Same => "same",
            Agreement::Different => "different",
            Agreement::Unasked(_) => "unasked",
        }
    }

    fn effective(answer: &mut Observation, change: impl FnOnce(&mut crate::probe::Effective)) {
        let Findings::Effective(found) = &mut answer.facts else { panic!("{answer:?}") };
        change(found);
    }

    #[test]
    fn an_image_without_the_group_explains_its_absence_unless_it_is_the_real_one() {
        let of = |genuine: bool, groups: &[i64]| {
            let inside =
                Inside { image: "busybox:1.28".into(), genuine, passwd: vec!["root:x:0:0:root:/root:/bin/sh".into()], group: vec![] };
            let probe = Probe::Effective("default/secure-pod/secure-container".parse().unwrap());
            let agreement = agreement("C05", "start", &probe, |answer, observed| {
                effective(answer, |found| found.groups = groups.to_vec());
                observed.insides.push(inside);
            });
            id(&agreement).to_owned()
        };
        assert_eq!(of(false, &[0, 10]), "same");
        assert_eq!(of(false, &[0]), "confirm-another-image");
        assert_eq!(of(true, &[0]), "different");
        // Another group than the lines give is a difference whoever made the image.
        assert_eq!(of(false, &[0, 3000]), "different");
    }

    #[test]
    fn what_a_node_lacks_explains_the_same_lack_and_no_other() {
        let of = |lacks: &[&str], withheld: &[&str]| {
            let probe = Probe::Effective("default/secure-pod/debug".parse().unwrap());
            let agreement = agreement("C05", "second-container", &probe, |answer, observed| {
                effective(answer, |found| {
                    found.bounding.retain(|name| !lacks.contains(&name.as_str()));
                    found.effective.retain(|name| !lacks.contains(&name.as_str()));
                });
                observed.withheld = withheld.iter().map(|name| (*name).to_owned()).collect();
            });
            id(&agreement).to_owned()
        };
        assert_eq!(of(&["SYS_RESOURCE"], &["SYS_RESOURCE"]), "confirm-node-lacks");
        assert_eq!(of(&["SYS_RESOURCE"], &[]), "different");
        assert_eq!(of(&["SYS_ADMIN"], &["SYS_RESOURCE"]), "different");
    }

    #[test]
    fn a_cluster_without_what_the_exercise_takes_for_granted_is_told_apart() {
        let of = |answer: Class| {
            let command = ["id", "-G"].map(str::to_owned).to_vec();
            let probe = Probe::Exec { target: "default/strict".parse().unwrap(), command };
            id(&agreement("C12", "start", &probe, |found, _| *found = Observation::of(answer))).to_owned()
        };
        assert_eq!(of(Class::Ended("SupplementalGroupsPolicyNotSupported".into())), "confirm-no-groups-policy");
        assert_eq!(of(Class::Ended("Error".into())), "different");
    }

    #[test]
    fn a_service_whose_pods_answer_differently_may_give_either_answer() {
        let of = |class: Class| {
            let command = ["nc", "-zv", "-w", "2", "db-pod", "6379"].map(str::to_owned).to_vec();
            let probe = Probe::Exec { target: "default/api-pod".parse().unwrap(), command };
            id(&agreement("E02", "one-pod-forgotten", &probe, |answer, _| answer.class = class)).to_owned()
        };
        assert_eq!(of(Class::Timeout), "same");
        assert_eq!(of(Class::Open), "confirm-by-endpoint");
        assert_eq!(of(Class::Refused), "different");
    }
}
