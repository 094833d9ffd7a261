//! Tags and directives: rare in manifests, but kubectl reads them.

use super::cursor::Mark;
use super::scanner::{Scanned, Scanner};
use super::token::TokenKind;

impl Scanner<'_> {
    pub(super) fn scan_tag(&mut self) -> Scanned<TokenKind> {
        let start = self.cursor.mark;
        let (handle, suffix);
        if self.cursor.peek(1) == b'<' {
            self.cursor.skip();
            self.cursor.skip();
            suffix = self.scan_uri("", start)?;
            handle = String::new();
            if self.cursor.peek(0) != b'>' {
                return Err(self.error(Some(start), "did not find the expected '>'"));
            }
            self.cursor.skip();
        } else {
            let head = self.scan_handle(false, start)?;
            if head.len() > 1 && head.ends_with('!') {
                suffix = self.scan_uri("", start)?;
                handle = head;
            } else {
                let rest = self.scan_uri(&head, start)?;
                // A lone `!` is a tag of its own.
                (handle, suffix) = if rest.is_empty() { (String::new(), "!".into()) } else { ("!".into(), rest) };
            }
        }
        if !self.cursor.is_blank_or_end(0) {
            return Err(self.error(Some(start), "did not find expected whitespace or line break"));
        }
        Ok(TokenKind::Tag(Box::new((handle, suffix))))
    }

    fn scan_handle(&mut self, directive: bool, start: Mark) -> Scanned<String> {
        if self.cursor.peek(0) != b'!' {
            return Err(self.error(Some(start), "did not find expected '!'"));
        }
        let mut handle = String::new();
        self.cursor.take(&mut handle);
        while self.cursor.is_word() {
            self.cursor.take(&mut handle);
        }
        if self.cursor.peek(0) == b'!' {
            self.cursor.take(&mut handle);
        } else if directive && handle != "!" {
            return Err(self.error(Some(start), "did not find expected '!'"));
        }
        Ok(handle)
    }

    fn scan_uri(&mut self, head: &str, start: Mark) -> Scanned<String> {
        let mut uri = head.get(1..).unwrap_or("").to_owned();
        let mut found = !head.is_empty();
        loop {
            match self.cursor.peek(0) {
                b'%' => self.scan_uri_escape(start, &mut uri)?,
                b';' | b'/' | b'?' | b':' | b'@' | b'&' | b'=' | b'+' | b'$' | b',' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')'
                | b'[' | b']' => {
                    self.cursor.take(&mut uri);
                }
                _ if self.cursor.is_word() => self.cursor.take(&mut uri),
                _ => break,
            }
            found = true;
        }
        if found { Ok(uri) } else { Err(self.error(Some(start), "did not find expected tag URI")) }
    }

    fn scan_uri_escape(&mut self, start: Mark, uri: &mut String) -> Scanned<()> {
        let mut octets = Vec::new();
        let mut wanted = 1;
        while octets.len() < wanted {
            let digits = [self.cursor.peek(1), self.cursor.peek(2)].map(|byte| (byte as char).to_digit(16));
            let (b'%', [Some(high), Some(low)]) = (self.cursor.peek(0), digits) else {
                return Err(self.error(Some(start), "did not find URI escaped octet"));
            };
            let octet = (high << 4 | low) as u8;
            if octets.is_empty() {
                wanted = match octet {
                    0..=0x7F => 1,
                    0xC0..=0xDF => 2,
                    0xE0..=0xEF => 3,
                    0xF0..=0xF7 => 4,
                    _ => return Err(self.error(Some(start), "found an incorrect leading UTF-8 octet")),
                };
            } else if octet & 0xC0 != 0x80 {
                return Err(self.error(Some(start), "found an incorrect trailing UTF-8 octet"));
            }
            octets.push(octet);
            (0..3).for_each(|_| self.cursor.skip());
        }
        uri.push_str(&String::from_utf8_lossy(&octets));
        Ok(())
    }

    pub(super) fn scan_directive(&mut self) -> Scanned<TokenKind> {
        let start = self.cursor.mark;
        self.cursor.skip();
        let mut name = String::new();
        while self.cursor.is_word() {
            self.cursor.take(&mut name);
        }
        if name.is_empty() {
            return Err(self.error(Some(start), "could not find expected directive name"));
        }
        if !self.cursor.is_blank_or_end(0) {
            return Err(self.error(Some(start), "found unexpected non-alphabetical character"));
        }
        let kind = match name.as_str() {
            "YAML" => self.scan_version(start)?,
            "TAG" => self.scan_tag_directive(start)?,
            _ => return Err(self.error(Some(start), "found unknown directive name")),
        };
        self.skip_blanks();
        self.cursor.skip_comment();
        if !self.cursor.is_break_or_end(0) {
            return Err(self.error(Some(start), "did not find expected comment or line break"));
        }
        self.cursor.skip_break();
        Ok(kind)
    }

    fn skip_blanks(&mut self) {
        while self.cursor.is_blank(0) {
            self.cursor.skip();
        }
    }

    fn scan_version(&mut self, start: Mark) -> Scanned<TokenKind> {
        self.skip_blanks();
        let major = self.scan_version_number(start)?;
        if self.cursor.peek(0) != b'.' {
            return Err(self.error(Some(start), "did not find expected digit or '.' character"));
        }
        self.cursor.skip();
        let minor = self.scan_version_number(start)?;
        Ok(TokenKind::VersionDirective(major, minor))
    }

    fn scan_version_number(&mut self, start: Mark) -> Scanned<u8> {
        let mut digits = String::new();
        while self.cursor.peek(0).is_ascii_digit() {
            if digits.len() == 2 {
                return Err(self.error(Some(start), "found extremely long version number"));
            }
            self.cursor.take(&mut digits);
        }
        digits.parse().map_err(|_| self.error(Some(start), "did not find expected version number"))
    }

    fn scan_tag_directive(&mut self, start: Mark) -> Scanned<TokenKind> {
        self.skip_blanks();
        let handle = self.scan_handle(true, start)?;
        if !self.cursor.is_blank(0) {
            return Err(self.error(Some(start), "did not find expected whitespace"));
        }
        self.skip_blanks();
        let prefix = self.scan_uri("", start)?;
        if !self.cursor.is_blank_or_end(0) {
            return Err(self.error(Some(start), "did not find expected whitespace or line break"));
        }
        Ok(TokenKind::TagDirective(Box::new((handle, prefix))))
    }
}
