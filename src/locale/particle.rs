//! Korean particles that depend on the word before them: 은/는, 이/가, 을/를, 과/와, 으로/로.
//!
//! In a message: `{ $name }{ PARTICLE($name, "은/는") }`.

use fluent_bundle::{FluentArgs, FluentValue};

/// The Fluent function `PARTICLE(word, "with-final/without-final")`.
pub(super) fn particle<'a>(positional: &[FluentValue<'a>], _named: &FluentArgs) -> FluentValue<'a> {
    let (Some(word), Some(FluentValue::String(forms))) = (positional.first(), positional.get(1)) else {
        return FluentValue::Error;
    };
    let word = match word {
        FluentValue::String(text) => text.to_string(),
        FluentValue::Number(number) => number.as_string().into_owned(),
        _ => return FluentValue::Error,
    };
    let Some((with_final, without)) = forms.split_once('/') else { return FluentValue::Error };
    let last = Final::of(&word);
    // 로 follows a vowel and ㄹ alike.
    let chosen = match last {
        Final::None => without,
        Final::Rieul if without == "로" => without,
        _ => with_final,
    };
    FluentValue::String(chosen.to_owned().into())
}

/// Whether two words take the same particles.
pub fn sounds_alike(one: &str, other: &str) -> bool {
    Final::of(one) == Final::of(other)
}

#[derive(PartialEq)]
enum Final {
    None,
    Rieul,
    Other,
}

impl Final {
    /// How the word ends when read aloud in Korean: Hangul by its jamo, digits and Latin letters by their names.
    fn of(word: &str) -> Self {
        let Some(last) = word.chars().rev().find(|c| c.is_alphanumeric()) else { return Final::None };
        match last {
            '가'..='힣' => match (last as u32 - 0xAC00) % 28 {
                0 => Final::None,
                8 => Final::Rieul,
                _ => Final::Other,
            },
            '1' | '7' | '8' => Final::Rieul,
            '0' | '3' | '6' => Final::Other,
            _ => Self::of_letters(&word.chars().rev().skip_while(|c| !c.is_alphanumeric()).collect::<String>()),
        }
    }

    /// The same for a word in Latin letters, given from its end: `db` and `UDP` are spelt out, `web` and `client` are words.
    fn of_letters(reversed: &str) -> Self {
        let letters: Vec<_> = reversed.chars().take_while(char::is_ascii_alphabetic).collect();
        let capitals = letters.len() <= 3 && letters.iter().all(char::is_ascii_uppercase);
        let letters: Vec<_> = letters.into_iter().map(|letter| letter.to_ascii_lowercase()).collect();
        let spelt = capitals || !letters.iter().any(|letter| "aeiouy".contains(*letter));
        match letters.as_slice() {
            // The last letter is not read: `name`, `rule`.
            ['e', 'l', _, ..] if !spelt => Self::Rieul,
            ['e', 'm' | 'n', _, ..] if !spelt => Self::Other,
            ['l', ..] => Self::Rieul,
            ['r', ..] if spelt => Self::Rieul,
            ['m' | 'n', ..] => Self::Other,
            _ if spelt => Self::None,
            // A stopped consonant closes the syllable after a vowel (`web`, `stock`), not after a consonant (`client`, `task`).
            ['g', 'n', ..] | ['k', 'c', ..] => Self::Other,
            ['k' | 't', before, ..] if !"aeiouy".contains(*before) => Self::None,
            ['b' | 'c' | 'k' | 'p' | 't', _, ..] => Self::Other,
            _ => Final::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(word: &str, forms: &str) -> String {
        let args = [FluentValue::from(word.to_owned()), FluentValue::from(forms.to_owned())];
        match particle(&args, &FluentArgs::new()) {
            FluentValue::String(text) => text.into_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_last_sound_chooses() {
        for (word, forms, wanted) in [
            ("파드", "은/는", "는"),
            ("시크릿", "은/는", "은"),
            ("레이블", "으로/로", "로"),
            ("web-pod", "이/가", "가"),
            ("6379", "을/를", "를"),
            ("80", "을/를", "을"),
            ("db-policy", "이/가", "가"),
            ("runAsNonRoot", "은/는", "은"),
            ("api-allow-to-db", "이/가", "가"),
            ("http", "을/를", "를"),
            ("SYS_TTL", "으로/로", "로"),
            ("builder", "은/는", "는"),
            ("client", "이/가", "가"),
            ("web", "이/가", "이"),
            ("stock", "을/를", "을"),
            ("admin", "은/는", "은"),
            ("db-2", "이/가", "가"),
            ("db-by-name", "을/를", "을"),
            ("db-range", "을/를", "를"),
            ("53/UDP", "이/가", "가"),
            ("example", "으로/로", "로"),
            ("NET_ADMIN", "은/는", "은"),
        ] {
            assert_eq!(with(word, forms), wanted, "{word}");
        }
    }
}
