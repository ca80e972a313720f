//! Numbers told by their key: social security, bank card, bank account.

use super::{Warning, WarningKind};

/// The Luhn key of a string of digits is right.
pub(crate) fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            match digit * if i % 2 == 1 { 2 } else { 1 } {
                doubled @ 10.. => doubled - 9,
                doubled => doubled,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '.' | '-' | '/' | '\u{a0}' | '\u{202f}')
}

/// Runs of digits, single separators allowed within.
pub(super) fn numbers(chars: &[char], found: &mut Vec<Warning>) {
    let mut start = 0;
    while start < chars.len() {
        let begins = chars.get(start).is_some_and(char::is_ascii_digit)
            && !start
                .checked_sub(1)
                .and_then(|i| chars.get(i))
                .is_some_and(|c| c.is_alphanumeric());
        if !begins {
            start += 1;
            continue;
        }
        let (run, ends) = run(chars, start);
        match number_kind(&run, &ends) {
            Some((kind, end)) => {
                found.push(Warning { start, end, kind });
                start = end;
            }
            // Perhaps a shorter number hides after a first group ("le 12 1 85 05 …").
            None => start += group_length(chars, start),
        }
    }
}

/// The characters of a run (Corsican letters kept) and, for each, where it ends in the text.
fn run(chars: &[char], start: usize) -> (String, Vec<usize>) {
    let (mut run, mut ends) = (String::new(), Vec::new());
    let mut i = start;
    let mut gap = false;
    while let Some(c) = chars.get(i).copied() {
        // 2A and 2B, the départements of Corsica, stand sixth and seventh in a NIR (after five digits).
        let corsica = run.len() == 6 && run.ends_with('2') && matches!(c, 'A' | 'B' | 'a' | 'b');
        if c.is_ascii_digit() || corsica {
            run.push(c.to_ascii_uppercase());
            ends.push(i + 1);
            gap = false;
        } else if is_separator(c) && !gap {
            gap = true;
        } else {
            break;
        }
        i += 1;
        if run.len() > 40 {
            break;
        }
    }
    (run, ends)
}

fn group_length(chars: &[char], start: usize) -> usize {
    let rest = chars.get(start..).unwrap_or_default();
    rest.iter()
        .take_while(|c| c.is_ascii_alphanumeric())
        .count()
        .max(1)
}

/// The longest beginning of a run that is a known number, with its end in the text.
fn number_kind(run: &str, ends: &[usize]) -> Option<(WarningKind, usize)> {
    let end = |length: usize| ends.get(length.checked_sub(1)?).copied();
    if run.get(..15).is_some_and(is_nir) {
        return Some((WarningKind::SocialSecurityNumber, end(15)?));
    }
    // Thirteen digits without the key are told by their shape alone.
    if run.len() == 13 && nir_shape(run) {
        return Some((WarningKind::SocialSecurityNumber, end(13)?));
    }
    (13..=19).rev().find_map(|length| {
        let digits = run.get(..length)?;
        let card = digits.bytes().all(|b| b.is_ascii_digit())
            && matches!(digits.as_bytes().first(), Some(b'3'..=b'6'))
            && luhn(digits);
        if card {
            Some((WarningKind::CardNumber, end(length)?))
        } else {
            None
        }
    })
}

/// Sex, year, month, département, …: the shape of a NIR without its key.
fn nir_shape(body: &str) -> bool {
    let month: u32 = body
        .get(3..5)
        .and_then(|month| month.parse().ok())
        .unwrap_or(0);
    matches!(body.as_bytes().first(), Some(b'1'..=b'4' | b'7' | b'8'))
        && matches!(month, 1..=12 | 20..=42 | 50..=99)
}

/// Thirteen characters and a key: 97 minus the number modulo 97, Corsica counted as 19 or 18.
fn is_nir(text: &str) -> bool {
    let (Some(body), Some(key)) = (text.get(..13), text.get(13..15)) else {
        return false;
    };
    let number = body.replacen("2A", "19", 1);
    let number = if number == body {
        body.replacen("2B", "18", 1)
    } else {
        number
    };
    // Only positions 6 and 7 may hold a letter: replaced or not, all must now be digits.
    let number = if body.bytes().all(|b| b.is_ascii_digit()) {
        body.to_owned()
    } else {
        number
    };
    match (number.parse::<u64>(), key.parse::<u64>()) {
        (Ok(number), Ok(key)) => nir_shape(body) && 97 - number % 97 == key,
        _ => false,
    }
}

/// IBANs: two letters, two digits, then up to thirty letters and digits, with the right key.
pub(super) fn accounts(chars: &[char], found: &mut Vec<Warning>) {
    for start in 0..chars.len() {
        let before = start.checked_sub(1).and_then(|i| chars.get(i));
        if before.is_some_and(|c| c.is_alphanumeric()) {
            continue;
        }
        let (mut iban, mut ends) = (String::new(), Vec::new());
        for (i, c) in chars.iter().enumerate().skip(start) {
            if c.is_ascii_alphanumeric() {
                iban.push(c.to_ascii_uppercase());
                ends.push(i + 1);
            } else if !is_separator(*c) {
                break;
            }
            let shape = iban.bytes().take(4).enumerate().all(|(at, b)| match at {
                0 | 1 => b.is_ascii_uppercase(),
                _ => b.is_ascii_digit(),
            });
            if !shape || iban.len() == 34 {
                break;
            }
        }
        // A French IBAN has 27 characters; elsewhere from 15 to 34.
        let lengths = if iban.starts_with("FR") {
            27..=27
        } else {
            15..=34
        };
        let hit = lengths
            .rev()
            .find(|length| iban.get(..*length).is_some_and(is_iban));
        if let Some(end) = hit.and_then(|length| ends.get(length - 1).copied()) {
            found.push(Warning {
                start,
                end,
                kind: WarningKind::BankAccount,
            });
        }
    }
}

/// The key of an IBAN: its head moved to the end, letters as numbers, modulo 97, is 1.
fn is_iban(iban: &str) -> bool {
    let (Some(head), Some(tail)) = (iban.get(..4), iban.get(4..)) else {
        return false;
    };
    let shape = head.bytes().take(2).all(|b| b.is_ascii_uppercase())
        && head.bytes().skip(2).all(|b| b.is_ascii_digit());
    let remainder = tail
        .bytes()
        .chain(head.bytes())
        .fold(0u32, |rest, byte| match byte {
            b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
            _ => (rest * 100 + u32::from(byte.wrapping_sub(b'A')) + 10) % 97,
        });
    shape && remainder == 1
}
