//! The enrolment code a coordinator gives: `CODE@host:port#FINGERPRINT`.
//!
//! `CODE` is ten characters of Crockford's base 32 (50 bits); `FINGERPRINT` the first 16 bytes of
//! the SHA-256 of the authority's certificate, absent when the server's certificates come from
//! an authority that the system already trusts. Case, spaces, hyphens, O/0 and I/L/1 are forgiven.

use std::fmt;

/// Crockford's alphabet.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of the one-time code.
pub const CODE_LENGTH: usize = 10;
/// Characters of a fingerprint (16 bytes).
const FINGERPRINT_LENGTH: usize = 26;

/// A parsed enrolment code.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolmentCode {
    /// The one-time code, canonical.
    pub code: String,
    /// `host:port`.
    pub address: String,
    /// The expected authority, if the server has its own.
    pub authority: Option<[u8; 16]>,
}

impl fmt::Debug for EnrolmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnrolmentCode")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Which part of the code cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MalformedCode {
    /// The ten characters before `@`.
    #[error("the one-time code is not ten characters")]
    Code,
    /// `host:port`.
    #[error("the address of the server is missing or malformed")]
    Address,
    /// What follows `#`.
    #[error("the fingerprint is malformed")]
    Fingerprint,
}

/// One code character, forgiving; `None` for a separator, `Some(None)` for a foreign character.
fn digit(c: char) -> Option<Option<u8>> {
    if c.is_whitespace() || c == '-' {
        return None;
    }
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    Some(
        ALPHABET
            .iter()
            .position(|known| char::from(*known) == c)
            .and_then(|i| u8::try_from(i).ok()),
    )
}

fn digits(text: &str) -> Option<Vec<u8>> {
    text.chars().filter_map(digit).collect()
}

/// Writes bytes in Crockford's base 32, most significant bits first.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut buffer, mut bits) = (0u32, 0u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(buffer >> bits & 31) as usize]));
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[(buffer << (5 - bits) & 31) as usize]));
    }
    out
}

fn decode16(text: &str) -> Option<[u8; 16]> {
    let digits = digits(text).filter(|digits| digits.len() == FINGERPRINT_LENGTH)?;
    let mut out = Vec::with_capacity(17);
    let (mut buffer, mut bits) = (0u32, 0u32);
    for digit in digits {
        buffer = (buffer << 5) | u32::from(digit);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((buffer >> bits & 255) as u8);
        }
        buffer &= (1 << bits) - 1;
    }
    out.try_into().ok()
}

/// A one-time code from random bytes (the low five bits of each of the first ten).
#[must_use]
pub fn code_from(random: &[u8; CODE_LENGTH]) -> String {
    random
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
        .collect()
}

/// The canonical form of a one-time code, if it is one.
#[must_use]
pub fn canonical_code(text: &str) -> Option<String> {
    let digits = digits(text).filter(|digits| digits.len() == CODE_LENGTH)?;
    Some(
        digits
            .into_iter()
            .map(|digit| char::from(ALPHABET[usize::from(digit)]))
            .collect(),
    )
}

fn canonical_address(text: &str) -> Option<String> {
    let address = text.trim().trim_end_matches('/').to_ascii_lowercase();
    let (host, port) = match address.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && !port.contains(']') => {
            (host.to_owned(), port.parse::<u16>().ok()?)
        }
        _ => (address, 443),
    };
    let plain = host
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    let ipv6 = host.starts_with('[') && host.ends_with(']') && host.len() > 4;
    ((plain && !host.is_empty()) || ipv6).then(|| format!("{host}:{port}"))
}

impl std::str::FromStr for EnrolmentCode {
    type Err = MalformedCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (code, rest) = text.split_once('@').ok_or(MalformedCode::Address)?;
        let (address, fingerprint) = match rest.split_once('#') {
            Some((address, fingerprint)) => (address, Some(fingerprint)),
            None => (rest, None),
        };
        Ok(Self {
            code: canonical_code(code).ok_or(MalformedCode::Code)?,
            address: canonical_address(address).ok_or(MalformedCode::Address)?,
            authority: match fingerprint.map(str::trim).filter(|text| !text.is_empty()) {
                Some(text) => Some(decode16(text).ok_or(MalformedCode::Fingerprint)?),
                None => None,
            },
        })
    }
}

impl fmt::Display for EnrolmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.code, self.address)?;
        if let Some(authority) = &self.authority {
            write!(f, "#{}", encode(authority))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn typing_is_forgiven() {
        let code: EnrolmentCode = " k7qm-3zt9-xo @ Escale.Exemple.FR:8443 ".parse().unwrap();
        assert_eq!(code.code, "K7QM3ZT9X0");
        assert_eq!(code.address, "escale.exemple.fr:8443");
        assert_eq!(code.authority, None);
        assert_eq!(
            "K7QM3ZT9X0@escale.exemple.fr"
                .parse::<EnrolmentCode>()
                .unwrap()
                .address,
            "escale.exemple.fr:443"
        );
        assert_eq!(
            "K7QM3ZT9X0@[::1]:8443"
                .parse::<EnrolmentCode>()
                .unwrap()
                .address,
            "[::1]:8443"
        );
    }

    #[test]
    fn what_cannot_be_read_says_which_part() {
        for (text, part) in [
            ("K7QM3ZT9X0", MalformedCode::Address),
            ("K7QM@a:1", MalformedCode::Code),
            ("K7QM3ZT9X!@a:1", MalformedCode::Code),
            ("K7QM3ZT9X0@", MalformedCode::Address),
            ("K7QM3ZT9X0@a:99999", MalformedCode::Address),
            ("K7QM3ZT9X0@a/b:1", MalformedCode::Address),
            ("K7QM3ZT9X0@a:1#ABC", MalformedCode::Fingerprint),
        ] {
            assert_eq!(text.parse::<EnrolmentCode>(), Err(part), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_code_reads_back(random in any::<[u8; 10]>(), authority in any::<Option<[u8; 16]>>()) {
            let code = EnrolmentCode { code: code_from(&random), address: "127.0.0.1:8443".into(), authority };
            prop_assert_eq!(code.to_string().parse(), Ok(code));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            let _ = text.parse::<EnrolmentCode>();
        }
    }
}
