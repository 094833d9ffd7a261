//! Values in DER, read one after the other as `golang.org/x/crypto/cryptobyte` reads them.

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// The tag `[n]` of a part that may be absent and has values within.
pub(super) const fn explicit(n: u8) -> u8 {
    0xa0 | n
}

/// What is left to read.
#[derive(Clone, Copy)]
pub(super) struct Der<'a>(pub &'a [u8]);

/// One value.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    pub tag: u8,
    /// Without tag and length.
    pub content: &'a [u8],
    /// With them.
    pub whole: &'a [u8],
}

impl<'a> Der<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn next_is(&self, tag: u8) -> bool {
        self.0.first() == Some(&tag)
    }

    /// The next value, whatever it is; none if it is cut off or its length is not written the shortest way.
    pub(super) fn any(&mut self) -> Option<Value<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                let length = digits.iter().fold(0_u64, |length, digit| length << 8 | u64::from(*digit));
                (usize::try_from(length).ok().filter(|length| digits[0] != 0 && *length >= 128)?, rest)
            }
            _ => return None,
        };
        let (content, after) = rest.split_at_checked(length).filter(|_| tag & 0x1f != 0x1f)?;
        let whole = &self.0[..self.0.len() - after.len()];
        self.0 = after;
        Some(Value { tag, content, whole })
    }

    /// The next value, which has to have this tag.
    pub(super) fn value(&mut self, tag: u8) -> Option<Value<'a>> {
        self.any().filter(|value| value.tag == tag)
    }

    /// What is within the next value.
    pub(super) fn within(&mut self, tag: u8) -> Option<Der<'a>> {
        Some(Der(self.value(tag)?.content))
    }

    /// What is within the next value if it has this tag, without moving on otherwise.
    pub(super) fn optional(&mut self, tag: u8) -> Option<Option<Der<'a>>> {
        match self.next_is(tag) {
            true => self.within(tag).map(Some),
            false => Some(None),
        }
    }

    /// A number's bytes, the sign's bit first.
    pub(super) fn integer(&mut self) -> Option<&'a [u8]> {
        let content = self.value(INTEGER)?.content;
        let shortest = match content {
            [] => false,
            [0, next, ..] => next & 0x80 != 0,
            [0xff, next, ..] => next & 0x80 == 0,
            _ => true,
        };
        shortest.then_some(content)
    }

    /// A number that is expected to be small: one that does not fit a byte is told by its bound.
    pub(super) fn small(&mut self) -> Option<i64> {
        match self.integer()? {
            [byte] => Some(i64::from(*byte as i8)),
            [sign, ..] if sign & 0x80 != 0 => Some(i64::MIN),
            _ => Some(i64::MAX),
        }
    }

    /// The content of an object identifier whose numbers are written the shortest way and fit 31 bits.
    pub(super) fn object_identifier(&mut self) -> Option<&'a [u8]> {
        let content = self.value(OBJECT_IDENTIFIER)?.content;
        content.last().filter(|last| **last & 0x80 == 0)?;
        let numbers = content.split_inclusive(|byte| byte & 0x80 == 0);
        let fits = |digits: &[u8]| digits[0] != 0x80 && (digits.len() < 5 || digits.len() == 5 && digits[0] & 0x7f < 8);
        numbers.into_iter().all(fits).then_some(content)
    }

    /// The bytes of a bit string.
    pub(super) fn bits(&mut self) -> Option<&'a [u8]> {
        let (&unused, bytes) = self.value(BIT_STRING)?.content.split_first()?;
        let padding = bytes.last().map_or(unused == 0, |last| unused <= 7 && last & ((1_u16 << unused) - 1) as u8 == 0);
        padding.then_some(bytes)
    }
}

/// Whether a number is above zero.
pub(super) fn positive(number: &[u8]) -> bool {
    number.first().is_some_and(|first| first & 0x80 == 0) && number.iter().any(|byte| *byte != 0)
}
