//! When a Job counts as done, and when a failed Pod is replaced. Source: `validateSuccessPolicy`,
//! `validatePodReplacementPolicy`, 1.35.
use crate::rules::prelude::*;

pub static SUCCESS: Rule = Rule::new("success-policy", success, include_str!("job_success_policy.md"));
pub static REPLACEMENT: Rule = Rule::new("pod-replacement-policy", replacement, include_str!("job_replacement_policy.md"));

fn success(spec: Field<'_>) {
    let policy = spec.at("successPolicy");
    if !policy.exists() {
        return;
    }
    if spec.at("completionMode").str() != "Indexed" {
        return policy.invalid_struct("batch.SuccessPolicy", "requires indexed completion mode");
    }
    let rules = policy.at("rules");
    if rules.is_empty() {
        rules.required("at least one rules must be specified when the successPolicy is specified");
    }
    if rules.len() > 20 {
        rules.too_many(rules.len(), 20);
    }
    let completions = spec.at("completions").int().unwrap_or(0);
    rules.each().for_each(|rule| success_rule(rule, completions));
}

fn success_rule(rule: Field<'_>, completions: i64) {
    let (indexes, count) = (rule.at("succeededIndexes"), rule.at("succeededCount"));
    if !indexes.exists() && !count.exists() {
        rule.required("at least one of succeededCount or succeededIndexes must be specified");
    }
    let mut total = 0;
    if indexes.exists() {
        if indexes.len() > 64 * 1024 {
            indexes.too_long(64 * 1024);
        }
        match parse_indexes(indexes.str(), completions) {
            Ok(number) => total = number,
            Err(error) => indexes.invalid(format!("error parsing succeededIndexes: {error}")),
        }
    }
    let Some(n) = count.int() else { return };
    if n < 0 {
        count.invalid("must be greater than or equal to 0");
    }
    if n > completions {
        count.invalid(format!("must be less than or equal to {completions} (the number of specified completions)"));
    }
    if indexes.exists() && n > total {
        count.invalid(format!("must be less than or equal to {total} (the number of indexes in the specified succeededIndexes field)"));
    }
}

/// `validateIndexesFormat`: `1,3-5,7`, ascending, below `completions`; how many there are.
fn parse_indexes(text: &str, completions: i64) -> Result<i64, String> {
    if text.is_empty() {
        return Ok(0);
    }
    let mut total = 0;
    let mut last: Option<i64> = None;
    for part in text.split(',') {
        let limits: Vec<_> = part.split('-').collect();
        if limits.len() > 2 {
            return Err(format!(
                "the fragment {} violates the requirement that an index interval can have at most two parts separated by '-'",
                quote(part)
            ));
        }
        let number = |text: &str| match text.parse::<i64>() {
            Ok(n) if n >= completions => Err(format!("too large index: {}", quote(text))),
            Ok(n) => Ok(n),
            Err(_) => Err(format!("cannot convert string to integer for index: {}", quote(text))),
        };
        let first = number(limits[0])?;
        if last.is_some_and(|last| first <= last) {
            return Err(format!("non-increasing order, previous: {}, current: {first}", last.unwrap_or(0)));
        }
        let end = match limits.get(1) {
            Some(text) => {
                let end = number(text)?;
                if end <= first {
                    return Err(format!("non-increasing order, previous: {first}, current: {end}"));
                }
                end
            }
            None => first,
        };
        total += end - first + 1;
        last = Some(end);
    }
    Ok(total)
}

fn replacement(spec: Field<'_>) {
    let policy = spec.at("podReplacementPolicy");
    let words: &[&str] = if spec.at("podFailurePolicy").exists() { &["Failed"] } else { &["Failed", "TerminatingOrFailed"] };
    if policy.exists() && !words.contains(&policy.str()) {
        policy.unsupported(words);
    }
}
