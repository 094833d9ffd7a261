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
            'l' | 'L' | 'r' | 'R' => Final::Rieul,
            'm' | 'M' | 'n' | 'N' => Final::Other,
            // Words of the field that end in a stopped consonant are read with a final sound.
            'b' | 'B' | 'c' | 'C' | 'k' | 'K' | 'p' | 'P' | 't' | 'T' if word.chars().count() > 1 => Final::Other,
            'g' | 'G' if word.to_ascii_lowercase().ends_with("ng") => Final::Other,
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
        ] {
            assert_eq!(with(word, forms), wanted, "{word}");
        }
    }
}
