//! The schedule of a CronJob. Source: `validateScheduleFormat`, 1.35; the texts are those of
//! github.com/robfig/cron v3 `parser.go`.
use super::cron_job::zone_error;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("cron-schedule", check, include_str!("cron_schedule.md"));

fn check(spec: Field<'_>) {
    let field = spec.at("schedule");
    let schedule = field.str();
    if schedule.is_empty() {
        return field.required("");
    }
    if let Err(error) = parse(schedule) {
        field.invalid(error);
    }
    if schedule.contains("TZ") {
        field.invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    }
}

/// One column: lowest, highest, names from the lowest on.
struct Bounds(i64, i64, &'static [&'static str]);

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const COLUMNS: [Bounds; 5] = [Bounds(0, 59, &[]), Bounds(0, 23, &[]), Bounds(1, 31, &[]), Bounds(1, 12, MONTHS), Bounds(0, 6, DAYS)];

/// When a CronJob is due, in minutes, hours, days, months and days of the week.
#[derive(Clone, Debug)]
pub struct Schedule {
    columns: [Vec<Range>; 5],
    /// Whether a column says nothing: `*`.
    free: [bool; 5],
}

/// First, last, step.
type Range = (i64, i64, i64);

impl Schedule {
    /// Of a schedule that the server takes; `None` for `@every`, which knows no calendar.
    pub fn of(text: &str) -> Option<Self> {
        let spec = match text.trim() {
            "@yearly" | "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" | "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            other => other,
        };
        let fields: [&str; 5] = spec.split_whitespace().collect::<Vec<_>>().try_into().ok()?;
        let mut found = Self { columns: Default::default(), free: [false; 5] };
        for (at, (field, bounds)) in fields.iter().zip(&COLUMNS).enumerate() {
            for part in field.split(',').filter(|part| !part.is_empty()) {
                let one = range(part, bounds).ok()?;
                found.free[at] |= part.starts_with(['*', '?']) && one.2 == 1;
                found.columns[at].push(one);
            }
        }
        Some(found)
    }

    /// Whether it is due then. Of the two columns of days, one is enough if both say something (`spec.go` dayMatches).
    pub fn is_due(&self, moment: [i64; 5]) -> bool {
        let takes = |at: usize| {
            let value = moment[at];
            self.columns[at].iter().any(|(first, last, step)| (*first..=*last).contains(&value) && (value - first) % step == 0)
        };
        let day = if self.free[2] || self.free[4] { takes(2) && takes(4) } else { takes(2) || takes(4) };
        takes(0) && takes(1) && takes(3) && day
    }
}

fn parse(text: &str) -> Result<(), String> {
    let mut spec = text;
    if spec.starts_with("TZ=") || spec.starts_with("CRON_TZ=") {
        // The parser fails where no space follows; the server catches that since 1.35, and fails itself before.
        let Some((zone, rest)) = spec.split_once(' ') else {
            return Err("invalid schedule format: runtime error: slice bounds out of range [:-1]".into());
        };
        let zone = zone.split_once('=').map_or("", |(_, zone)| zone);
        if let Some(error) = zone_error(zone) {
            return Err(format!("provided bad location {zone}: {error}"));
        }
        spec = rest.trim();
    }
    if spec.starts_with('@') {
        return descriptor(spec);
    }
    let fields: Vec<_> = spec.split_whitespace().collect();
    if fields.len() != 5 {
        return Err(format!("expected exactly 5 fields, found {}: [{}]", fields.len(), fields.join(" ")));
    }
    for (field, bounds) in fields.iter().zip(&COLUMNS) {
        for part in field.split(',').filter(|part| !part.is_empty()) {
            range(part, bounds)?;
        }
    }
    Ok(())
}

fn descriptor(spec: &str) -> Result<(), String> {
    match spec {
        "@yearly" | "@annually" | "@monthly" | "@weekly" | "@daily" | "@midnight" | "@hourly" => Ok(()),
        _ => match spec.strip_prefix("@every ") {
            Some(duration) => match format::duration_error(duration) {
                Some(error) => Err(format!("failed to parse duration {spec}: {error}")),
                None => Ok(()),
            },
            None => Err(format!("unrecognized descriptor: {spec}")),
        },
    }
}

fn range(part: &str, Bounds(min, max, names): &Bounds) -> Result<Range, String> {
    let steps: Vec<_> = part.split('/').collect();
    let limits: Vec<_> = steps[0].split('-').collect();
    let (start, mut end);
    if limits[0] == "*" || limits[0] == "?" {
        (start, end) = (*min, *max);
    } else {
        start = number_or_name(limits[0], *min, names)?;
        end = match limits.len() {
            1 => start,
            2 => number_or_name(limits[1], *min, names)?,
            _ => return Err(format!("too many hyphens: {part}")),
        };
    }
    let step = match steps.len() {
        1 => 1,
        2 => {
            let step = number(steps[1])?;
            if limits.len() == 1 {
                end = *max;
            }
            step
        }
        _ => return Err(format!("too many slashes: {part}")),
    };
    if start < *min {
        return Err(format!("beginning of range ({start}) below minimum ({min}): {part}"));
    }
    if end > *max {
        return Err(format!("end of range ({end}) above maximum ({max}): {part}"));
    }
    if start > end {
        return Err(format!("beginning of range ({start}) beyond end of range ({end}): {part}"));
    }
    if step == 0 {
        return Err(format!("step of range should be a positive number: {part}"));
    }
    Ok((start, end, step))
}

fn number_or_name(text: &str, min: i64, names: &[&str]) -> Result<i64, String> {
    match names.iter().position(|name| text.eq_ignore_ascii_case(name)) {
        Some(at) => Ok(min + i64::try_from(at).unwrap_or(0)),
        None => number(text),
    }
}

fn number(text: &str) -> Result<i64, String> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let syntax = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    match text.parse::<i64>() {
        Ok(n) if n < 0 => Err(format!("negative number ({n}) not allowed: {text}")),
        Ok(n) => Ok(n),
        Err(_) => {
            let why = if syntax { "value out of range" } else { "invalid syntax" };
            Err(format!("failed to parse int from {text}: strconv.Atoi: parsing {}: {why}", quote(text)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Schedule;

    #[test]
    fn a_schedule_is_due_as_its_columns_say() {
        let due = |text: &str, moment| Schedule::of(text).unwrap().is_due(moment);
        assert!(due("* * * * *", [59, 23, 31, 12, 6]) && due("*/5 * * * *", [10, 3, 1, 1, 0]) && !due("*/5 * * * *", [11, 3, 1, 1, 0]));
        assert!(due("0 9-17 * * mon-fri", [0, 9, 3, 8, 1]) && !due("0 9-17 * * mon-fri", [0, 9, 2, 8, 0]));
        // A day of the month or one of the week.
        assert!(due("0 0 13 * 5", [0, 0, 13, 1, 2]) && due("0 0 13 * 5", [0, 0, 2, 1, 5]) && !due("0 0 13 * 5", [0, 0, 2, 1, 2]));
        assert!(due("@hourly", [0, 7, 1, 1, 3]) && !due("@daily", [0, 7, 1, 1, 3]));
        assert!(Schedule::of("@every 1m").is_none());
    }
}
