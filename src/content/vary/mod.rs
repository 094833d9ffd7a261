//! Variants: the same idea with new names.
//!
//! A seed renames the words that name things (objects, namespaces, label values, registry users), user ids, ports
//! and outside addresses in every file of a scenario alike: task, world, start, solutions, wrong answers, checks.
//! The names mean as much as before, so the judge needs to know nothing of it. New words are as long as the old
//! ones and end in the same sound, so that drawings stay aligned and Korean particles stay right.
//!
//! Words that might mean something are left alone: YAML keys, images, commands, parts of paths.

mod random;
mod replace;
mod survey;
mod words;

use std::collections::BTreeMap;

use super::pack::Files;
pub use random::Random;
use replace::Replacer;
use survey::Survey;

/// The files of the scenario whose folder is `folder`, renamed by `seed`.
pub fn vary(files: &Files, folder: &str, seed: u64) -> Files {
    let own: Vec<_> = files.range(folder.to_owned()..).take_while(|(path, _)| path.starts_with(folder)).collect();
    let texts: BTreeMap<&str, &str> =
        own.iter().filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?))).collect();
    let survey = Survey::of(&texts, folder);
    let mut random = Random::new(seed, folder);
    let replacer = Replacer::new(names(&survey, &mut random));
    let renamed = own.into_iter().map(|(path, bytes)| {
        let rest = &path[folder.len()..];
        let path = format!("{folder}{}", replacer.path(rest));
        match std::str::from_utf8(bytes) {
            Ok(text) => (path, replacer.file(rest, text).into_bytes().into()),
            Err(_) => (path, bytes.clone()),
        }
    });
    renamed.collect()
}

/// What every renamed word and number becomes.
fn names(survey: &Survey, random: &mut Random) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for word in &survey.words {
        let fits = |new: &&str| !survey.seen.contains(*new) && !names.values().any(|taken| taken == *new);
        let pool: Vec<_> = words::like(word).filter(fits).collect();
        if let Some(new) = random.pick(&pool) {
            names.insert(word.clone(), (*new).to_owned());
        }
    }
    // Programs print groups sorted, so ids keep their order.
    let mut above = 0;
    for number in survey.numbers.union(&survey.ids) {
        let id = survey.ids.contains(number);
        let new =
            if survey.numbers.contains(number) { renumbered(*number, survey, random, &names, if id { above } else { 0 }) } else { None };
        if id {
            above = above.max(new.unwrap_or(*number));
        }
        if let Some(new) = new {
            names.insert(number.to_string(), new.to_string());
        }
    }
    for user in &survey.users {
        let pool: Vec<_> = words::USERS.iter().copied().filter(|new| !survey.seen.contains(*new)).collect();
        if let Some(new) = random.pick(&pool).filter(|new| !names.values().any(|taken| taken == **new)) {
            names.insert(user.clone(), (*new).to_owned());
        }
    }
    if survey.addresses && random.below(2) == 1 {
        // Two ranges that exist for examples (RFC 5737) change places.
        names.insert("203.0.113".into(), "198.51.100".into());
        names.insert("198.51.100".into(), "203.0.113".into());
    }
    names
}

/// A number for `number` that is free and greater than `above`.
fn renumbered(number: u64, survey: &Survey, random: &mut Random, names: &BTreeMap<String, String>, above: u64) -> Option<u64> {
    // The last digit stays: it is what a particle hears.
    let (low, digits) = (number % 10, number.to_string().len());
    let floor = 10_u64.pow(u32::try_from(digits).unwrap_or(4) - 1);
    let pool: Vec<_> = (0..40).map(|_| floor + random.below(floor / 2) / 10 * 10 + low).filter(|new| *new > 1023 && *new > above).collect();
    let fits = |new: &u64| !survey.seen.contains(&new.to_string()) && !names.values().any(|taken| *taken == new.to_string());
    pool.into_iter().find(fits)
}

/// `0..count` in an order that the seed decides.
pub fn order(count: usize, seed: u64, what: &str) -> Vec<usize> {
    let mut order: Vec<_> = (0..count).collect();
    let mut random = Random::new(seed, what);
    for end in (1..count).rev() {
        let other = usize::try_from(random.below(end as u64 + 1)).unwrap_or(end);
        order.swap(end, other);
    }
    order
}
