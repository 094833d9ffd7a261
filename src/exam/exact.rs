//! A percentage without rounding: a fraction in lowest terms.

/// A sum of shares. Rounding happens when it is shown, downwards, and never before it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    above: u128,
    below: u128,
}

impl Default for Exact {
    fn default() -> Self {
        Self { above: 0, below: 1 }
    }
}

impl Exact {
    /// `weight` times the share `earned` of `all`; nothing of nothing is nothing.
    pub fn share(weight: u64, earned: u64, all: u64) -> Self {
        if all == 0 {
            return Self::default();
        }
        Self { above: u128::from(weight) * u128::from(earned.min(all)), below: u128::from(all) }.lowest()
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { above: self.above * other.below + other.above * self.below, below: self.below * other.below }.lowest()
    }

    /// Whether it is at least this much.
    pub fn reaches(self, limit: u32) -> bool {
        self.above >= u128::from(limit) * self.below
    }

    /// What percentage of `all` it is, itself exact.
    #[must_use]
    pub fn of(self, all: u64) -> Self {
        if all == 0 {
            return Self::default();
        }
        Self { above: self.above * 100, below: self.below * u128::from(all) }.lowest()
    }

    /// With one decimal, rounded down: 65.99 is `65.9`, and only the whole is `100`.
    pub fn text(self) -> String {
        let tenths = self.above * 10 / self.below;
        if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
    }

    /// The same as a number for programs.
    pub fn number(self) -> f64 {
        // One decimal of a percentage is far below what a double holds.
        self.text().parse().unwrap_or(0.0)
    }

    fn lowest(self) -> Self {
        let (mut a, mut b) = (self.above, self.below);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Self { above: self.above / a.max(1), below: self.below / a.max(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_never_changes_whether_a_paper_is_passed() {
        let nearly = Exact::share(100, 6_599_999, 10_000_000);
        assert_eq!((nearly.text().as_str(), nearly.reaches(66)), ("65.9", false));
        let just = Exact::share(100, 66, 100);
        assert_eq!((just.text().as_str(), just.reaches(66), just.reaches(67)), ("66", true, false));
        // Three thirds are one, not 99.9.
        let third = Exact::share(100, 1, 3);
        assert_eq!(third.plus(third).plus(third), Exact::share(100, 1, 1));
        assert_eq!(Exact::share(8, 80, 100).text(), "6.4");
    }

    #[test]
    fn a_share_of_nothing_is_nothing() {
        assert_eq!(Exact::share(5, 0, 0), Exact::default());
        assert_eq!(Exact::share(5, 1, 2).of(0), Exact::default());
        assert_eq!(Exact::share(5, 1, 2).of(5).text(), "50");
    }
}
