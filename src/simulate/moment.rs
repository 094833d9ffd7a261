//! Time: how long something has been there, and when something happened to it.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::world::World;

/// When an object was made, and what time it is.
///
/// A world begins settled: what it begins with is as old as the time that somebody has let pass, whatever its manifests say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    made: Option<Timestamp>,
    now: String,
    age: u32,
}

impl Clock {
    /// Of an object.
    pub fn of(world: &World, object: &Value) -> Self {
        let now = world.facts.now.parse::<Timestamp>().ok();
        let created = object.pointer("/metadata/creationTimestamp").and_then(Value::as_str);
        let since = |created: &str| Some(now?.as_second() - created.parse::<Timestamp>().ok()?.as_second());
        let age = created.and_then(since).and_then(|age| u32::try_from(age).ok()).unwrap_or(world.passed).min(world.passed);
        let made = now.and_then(|now| now.checked_sub(SignedDuration::from_secs(age.into())).ok());
        Self { made, now: world.facts.now.clone(), age }
    }

    /// How many seconds it has been there.
    pub fn age(&self) -> u32 {
        self.age
    }

    /// The moment so many seconds after it was made; what the cluster did to settle counts as done now.
    pub fn at(&self, seconds: u32) -> String {
        let at = self.made.and_then(|made| made.checked_add(SignedDuration::from_secs(seconds.into())).ok());
        at.filter(|_| seconds < self.age).map_or_else(|| self.now.clone(), |at| at.to_string())
    }
}

/// Seconds as Go writes a duration: `10s`, `1m20s`, `5m0s`.
pub fn duration(seconds: u32) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, seconds) => format!("{minutes}m{seconds}s"),
        (hours, minutes, seconds) => format!("{hours}h{minutes}m{seconds}s"),
    }
}

/// Seconds of a Go duration: `1h30m`, `10s`, `1.5h`, `100ms`, `0`.
pub fn go_duration(text: &str) -> Option<f64> {
    let (sign, mut rest) = text.strip_prefix('-').map_or((1.0, text.strip_prefix('+').unwrap_or(text)), |rest| (-1.0, rest));
    if rest == "0" {
        return Some(0.0);
    }
    let mut total = None;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').filter(|at| *at > 0)?;
        let (number, after) = rest.split_at(digits);
        let units = [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0), ("h", 3600.0)];
        let end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (_, unit) = units.iter().find(|(name, _)| *name == &after[..end])?;
        total = Some(total.unwrap_or(0.0) + number.parse::<f64>().ok()? * unit);
        rest = &after[end..];
    }
    total.map(|total| total * sign)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_world_begins_settled_and_ages_as_time_passes() {
        let mut world = World::default();
        let old = json!({"metadata": {"creationTimestamp": "2026-11-20T08:00:00Z"}});
        assert_eq!((Clock::of(&world, &old).age(), Clock::of(&world, &old).at(5)), (0, world.facts.now.clone()));
        world.facts.now = "2026-11-21T08:01:00Z".into();
        world.passed = 60;
        let clock = Clock::of(&world, &old);
        assert_eq!((clock.age(), clock.at(5).as_str(), clock.at(90).as_str()), (60, "2026-11-21T08:00:05Z", "2026-11-21T08:01:00Z"));
        let young = json!({"metadata": {"creationTimestamp": "2026-11-21T08:00:50Z"}});
        assert_eq!(Clock::of(&world, &young).age(), 10);
        assert_eq!([10, 80, 300].map(duration), ["10s", "1m20s", "5m0s"]);
    }
}
