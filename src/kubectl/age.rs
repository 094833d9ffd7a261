//! How old an object is, as kubectl writes it (apimachinery `pkg/util/duration`, `HumanDuration`).

use serde_json::Value;

use crate::world::World;

/// The AGE of an object at the world's moment.
pub(super) fn of(world: &World, object: &Value) -> String {
    let time = |text: &str| text.parse::<jiff::Timestamp>().ok();
    let created = object["metadata"]["creationTimestamp"].as_str().and_then(time);
    match (created, time(&world.facts.now)) {
        (Some(created), Some(now)) => human(now.as_second() - created.as_second()),
        _ => "<unknown>".into(),
    }
}

/// How long ago a moment is that an object tells in `field`.
pub(super) fn since(world: &World, moment: &Value) -> String {
    between(moment.as_str().unwrap_or_default(), &world.facts.now).map_or_else(|| "<unknown>".into(), human)
}

/// The seconds from one moment to another.
pub(super) fn between(from: &str, to: &str) -> Option<i64> {
    let time = |text: &str| text.parse::<jiff::Timestamp>().ok();
    Some(time(to)?.as_second() - time(from)?.as_second())
}

/// When an event happened: the last time and, of several, how often since when (kubectl `pkg/describe`, `pkg/cmd/events`).
pub(super) fn of_event(world: &World, event: &Value) -> String {
    let last = since(world, &event["lastTimestamp"]);
    match event["count"].as_u64() {
        Some(count) if count > 1 => format!("{last} (x{count} over {})", since(world, &event["firstTimestamp"])),
        _ => last,
    }
}

/// Seconds in words of at most two units.
pub(super) fn human(seconds: i64) -> String {
    let two = |big: i64, unit: char, small: i64, small_unit: char| match small {
        0 => format!("{big}{unit}"),
        small => format!("{big}{unit}{small}{small_unit}"),
    };
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    match seconds {
        i64::MIN..=-2 => "<invalid>".into(),
        -1..=0 => "0s".into(),
        1..=119 => format!("{seconds}s"),
        _ if minutes < 10 => two(minutes, 'm', seconds % 60, 's'),
        _ if minutes < 180 => format!("{minutes}m"),
        _ if hours < 8 => two(hours, 'h', minutes % 60, 'm'),
        _ if hours < 48 => format!("{hours}h"),
        _ if hours < 192 => two(hours / 24, 'd', hours % 24, 'h'),
        _ if hours < 24 * 365 * 2 => format!("{}d", hours / 24),
        _ if hours < 24 * 365 * 8 => two(hours / 24 / 365, 'y', hours / 24 % 365, 'd'),
        _ => format!("{}y", hours / 24 / 365),
    }
}

#[cfg(test)]
mod tests {
    use super::human;

    #[test]
    fn ages_are_kubectls() {
        let ages = [0, 119, 120, 125, 599, 600, 10_800, 28_799, 86_400, 172_800, 180_000, 700_000];
        assert_eq!(ages.map(human).join(" "), "0s 119s 2m 2m5s 9m59s 10m 3h 7h59m 24h 2d 2d2h 8d");
    }
}
