//! The order in which a shell hands its variables on: that of its hash table, so that `env` shows it.

use super::state::Flavour;

/// Where a variable of this name stands among those that a shell hands on.
pub fn place(flavour: Flavour, name: &str) -> u32 {
    match flavour {
        Flavour::Ash | Flavour::Dash => almquist(name),
        // The word that is run comes last (execute_cmd.c bind_lastarg).
        Flavour::Bash if name == "_" => u32::MAX,
        Flavour::Bash => bash(name),
    }
}

/// `hashvar` of ash.c and of dash's var.c, in `VTABSIZE` buckets.
fn almquist(name: &str) -> u32 {
    let first = name.bytes().next().map_or(0, u32::from) << 4;
    name.bytes().fold(first, |sum, byte| sum.wrapping_add(byte.into())) % 39
}

/// `hash_string` of bash's hashlib.c (FNV), in `VARIABLES_HASH_BUCKETS` buckets.
fn bash(name: &str) -> u32 {
    name.bytes().fold(2_166_136_261_u32, |sum, byte| sum.wrapping_mul(16_777_619) ^ u32::from(byte)) & 1023
}
