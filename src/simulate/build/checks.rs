//! BuildKit's checks that look at the instructions alone (`frontend/dockerfile/linter/ruleset.go`, August 2026).

use super::finding::check;
use super::instruction::{Command, Instruction, What};
use crate::diag::Diagnostic;
use crate::text::quote;

/// The warnings for a file's instructions.
pub fn checks(file: &str, instructions: &[Instruction]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    casing(file, instructions, &mut found);
    for instruction in instructions {
        let mut warn = |name: &str, text: String| found.push(check(file, name, instruction.span, text));
        if let Some(gap) = instruction.line.gap {
            warn("NoEmptyContinuation", "Empty continuation line".into());
            if let Some(last) = found.last_mut() {
                last.span = gap;
            }
            continue;
        }
        match &instruction.what {
            What::From { keyword: Some(keyword), stage: Some(stage), .. } => {
                let lower = instruction.written == instruction.written.to_lowercase();
                let upper = instruction.written == instruction.written.to_uppercase();
                let same = if lower { *keyword == keyword.to_lowercase() } else { *keyword == keyword.to_uppercase() };
                if (lower || upper) && !same {
                    warn("FromAsCasing", format!("'{keyword}' and '{}' keywords' casing do not match", instruction.written));
                }
                if *stage != stage.to_lowercase() {
                    warn("StageNameCasing", format!("Stage name '{stage}' should be lowercase"));
                }
                if ["scratch", "context"].contains(&stage.to_lowercase().as_str()) {
                    let name = quote(&stage.to_lowercase());
                    warn("ReservedStageName", format!("Stage name should not use the same name as reserved stage {name}"));
                }
            }
            What::Pairs(_, true) => {
                let name = instruction.name;
                warn("LegacyKeyValueFormat", format!("\"{name} key=value\" should be used instead of legacy \"{name} key value\" format"));
            }
            What::Pairs(pairs, _) if instruction.name != "LABEL" => {
                for pair in pairs.iter().filter(|pair| is_secret(&pair.name)) {
                    let text =
                        format!("Do not use ARG or ENV instructions for sensitive data ({} {})", instruction.name, quote(&pair.name));
                    warn("SecretsUsedInArgOrEnv", text);
                }
            }
            _ if instruction.name == "MAINTAINER" => {
                warn("MaintainerDeprecated", "Maintainer instruction is deprecated in favor of using label".into());
            }
            _ => {}
        }
    }
    for stage in stages(instructions) {
        in_stage(file, stage, &mut found);
    }
    stage_names(file, instructions, &mut found);
    found
}

/// The instructions of each stage, its FROM first.
pub fn stages(instructions: &[Instruction]) -> Vec<&[Instruction]> {
    let mut starts: Vec<usize> = instructions.iter().enumerate().filter(|(_, one)| one.name == "FROM").map(|(at, _)| at).collect();
    starts.push(instructions.len());
    starts.windows(2).map(|pair| &instructions[pair[0]..pair[1]]).collect()
}

fn casing(file: &str, instructions: &[Instruction], found: &mut Vec<Diagnostic>) {
    let lower = |one: &&Instruction| one.written == one.written.to_lowercase();
    let upper = |one: &&Instruction| one.written == one.written.to_uppercase();
    let more_lower = instructions.iter().filter(lower).count() > instructions.iter().filter(upper).count();
    for instruction in instructions.iter().filter(|one| if more_lower { !lower(one) } else { !upper(one) }) {
        let majority = if more_lower { "lowercase" } else { "uppercase" };
        let text = format!("Command '{}' should match the case of the command majority ({majority})", instruction.written);
        found.push(check(file, "ConsistentInstructionCasing", instruction.span, text));
    }
}

fn in_stage(file: &str, stage: &[Instruction], found: &mut Vec<Diagnostic>) {
    let has_shell = |at: usize| stage[..at].iter().any(|one| one.name == "SHELL");
    for (at, instruction) in stage.iter().enumerate() {
        let starts = matches!(instruction.name, "CMD" | "ENTRYPOINT");
        if starts && matches!(&instruction.what, What::Command(Command::Shell(_))) && !has_shell(at) {
            let name = instruction.name;
            let text = format!("JSON arguments recommended for {name} to prevent unintended behavior related to OS signals");
            found.push(check(file, "JSONArgsRecommended", instruction.span, text));
        }
        // The earlier one is told: it is the one that does nothing.
        if (starts || instruction.name == "HEALTHCHECK") && stage[at + 1..].iter().any(|later| later.name == instruction.name) {
            let name = instruction.name;
            let text = format!("Multiple {name} instructions should not be used in the same stage because only the last one will be used");
            found.push(check(file, "MultipleInstructionsDisallowed", instruction.span, text));
        }
    }
    let first = stage.iter().find(|one| one.name == "WORKDIR");
    if let Some(instruction) = first.filter(|one| one.words().first().is_some_and(|path| !path.starts_with(['/', '$']))) {
        let path = quote(instruction.words().first().map_or("", String::as_str));
        let text = format!("Relative workdir {path} can have unexpected results if the base image changes");
        found.push(check(file, "WorkdirRelativePath", instruction.span, text));
    }
}

fn stage_names(file: &str, instructions: &[Instruction], found: &mut Vec<Diagnostic>) {
    let mut seen = Vec::new();
    for instruction in instructions {
        let What::From { stage: Some(stage), .. } = &instruction.what else { continue };
        let name = stage.to_lowercase();
        if seen.contains(&name) {
            let text = format!("Duplicate stage name {}, stage names should be unique", quote(&name));
            found.push(check(file, "DuplicateStageName", instruction.span, text));
        }
        seen.push(name);
    }
}

/// Names whose words say that the value is nobody's business.
fn is_secret(name: &str) -> bool {
    const WORDS: [&str; 9] = ["apikey", "auth", "credential", "credentials", "key", "password", "passwd", "secret", "token"];
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| WORDS.contains(&word)) && !lower.split('_').any(|word| word == "public")
}
