//! Chance that a seed decides: the same worlds from the same seed everywhere.

use serde_json::Value;

/// xorshift64.
pub struct Dice(u64);

impl Dice {
    /// The `number`th dice of a seed.
    pub fn new(seed: u64, number: usize) -> Self {
        Self(seed.wrapping_mul(7919).wrapping_add(number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    /// Sets `field` in so many cases of a hundred.
    pub fn maybe(&mut self, percent: usize, object: &mut Value, field: &str, values: &[Value]) {
        if self.chance(percent) {
            object[field] = self.of(values);
        }
    }
}
