//! When a container that ended is started again (Kubernetes v1.35 `pkg/kubelet/kuberuntime/kuberuntime_manager.go` doBackOff,
//! client-go `util/flowcontrol/backoff.go`): at once, then after 10 seconds, then after twice as long each time, 5 minutes at most.

/// The first wait, in seconds.
const FIRST: u32 = 10;
/// The longest.
const LONGEST: u32 = 300;
/// What it takes a kubelet to notice an end and to start anew.
const NOTICED: u32 = 1;

/// The waits of one container.
#[derive(Clone, Copy, Debug, Default)]
pub struct Backoff {
    /// How many starts were asked for.
    starts: u32,
    delay: u32,
}

impl Backoff {
    /// Whether nothing is waited for this time; and the moment of the next start, if the last run ended at `end`.
    pub fn next(&mut self, end: u32) -> (bool, u32) {
        let first = self.starts == 0;
        self.delay = match self.starts {
            0 => 0,
            1 => FIRST,
            _ => (self.delay * 2).min(LONGEST),
        };
        self.starts += 1;
        (first, end.saturating_add(NOTICED + self.delay))
    }

    /// How long it waits now, in seconds.
    pub fn delay(self) -> u32 {
        self.delay
    }
}

/// What a container is after its kubelet killed it again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Killed {
    /// How often.
    pub kills: u32,
    /// How often it was started again.
    pub restarts: u32,
    /// The last run that ended: its first and its last second.
    pub last: (u32, u32),
    /// Since when it runs again; if it does not, how long it waits.
    pub now: Result<u32, u32>,
    /// Whether it ever waited.
    pub waited: bool,
}

/// A container that lives for `lived` seconds until a probe has it killed, at least once. Its kubelet starts it in the same step, and
/// looks at the end *before* that one to tell whether to wait: so back-off begins when it has grown longer than such a life.
pub fn killed(start: u32, lived: u32, age: u32) -> Killed {
    let until = age.max(start.saturating_add(lived + NOTICED));
    let (mut from, mut before, mut delay, mut waited) = (start, None, None, false);
    let mut restarts = 0;
    loop {
        let end = from.saturating_add(lived);
        if end > until {
            let last = before.unwrap_or((start, start));
            return Killed { kills: restarts, restarts, last, now: Ok(from), waited };
        }
        let mut next = end;
        if let (Some((_, ended)), Some(wait)) = (before, delay)
            && end - ended < wait
        {
            waited = true;
            next = end.saturating_add(wait);
            if next > until {
                return Killed { kills: restarts + 1, restarts, last: (from, end), now: Err(wait), waited };
            }
        }
        delay = match (before, delay) {
            (None, _) => None,
            (_, None) => Some(FIRST),
            (_, Some(wait)) => Some((wait * 2).min(LONGEST)),
        };
        before = Some((from, end));
        restarts += 1;
        from = next.saturating_add(NOTICED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_from_ten_seconds_to_five_minutes() {
        let mut backoff = Backoff::default();
        let starts: Vec<_> = (0..8).map(|_| (backoff.next(0).1, backoff.delay())).collect();
        assert_eq!(starts, [(1, 0), (11, 10), (21, 20), (41, 40), (81, 80), (161, 160), (301, 300), (301, 300)]);
    }

    /// A Pod of the recorded cluster, 28 November 2026: `sleep 3600` with a failing exec probe every five seconds, killed after fifteen and
    /// thirty seconds of grace: 1 restart at 79 s, 3 at 160 s, running all the while; 5 and `CrashLoopBackOff` at 310 s.
    #[test]
    fn a_container_that_its_probe_kills_waits_once_back_off_outgrows_its_life() {
        let at = |age| killed(3, 45, age);
        assert_eq!((at(0).restarts, at(0).now), (1, Ok(49)));
        assert_eq!((at(79).restarts, at(79).now.is_ok()), (1, true));
        assert_eq!((at(160).restarts, at(160).now.is_ok()), (3, true));
        assert_eq!((at(310).restarts, at(310).now, at(310).kills), (5, Err(80), 6));
        // nginx ends at once when it is told to: lives of ten seconds, `CrashLoopBackOff` with four restarts at 79 s.
        assert_eq!((killed(2, 10, 79).restarts, killed(2, 10, 79).now), (4, Err(40)));
    }
}
