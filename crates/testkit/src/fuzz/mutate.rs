//! Changing inputs: bits, bytes, pieces moved, repeated, taken from others, and words that
//! decoders dislike.

use crate::demo::draw::Draw;

/// What has broken decoders before.
const WORDS: [&[u8]; 30] = [
    b"null",
    b"true",
    b"-1",
    b"0",
    b"1e999",
    b"0.1",
    b"-0.0",
    b"9007199254740993",
    b"18446744073709551615",
    b"18446744073709551616",
    b"-9223372036854775808",
    b"1.7976931348623157e308",
    b"123.45678901234567890123",
    b"\"\"",
    b"{}",
    b"[]",
    b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    b"\"\\ud800\"",
    b"\"\\u0000\"",
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\"q\":1,\"q\":2,",
    b"\"+\":[",
    b"\"-\":{",
    b":",
    b"@",
    b"#",
    b";",
    b"\r\n",
];

/// An input made of those.
pub(super) fn mutate(draw: &mut Draw, from: &[Vec<u8>], largest: usize) -> Vec<u8> {
    let mut bytes = draw.pick(from).cloned().unwrap_or_default();
    for _ in 0..=draw.below(4) {
        once(draw, from, &mut bytes);
    }
    bytes.truncate(largest);
    bytes
}

fn once(draw: &mut Draw, from: &[Vec<u8>], bytes: &mut Vec<u8>) {
    let at = draw.below(bytes.len() + 1);
    let end = at + draw.below((bytes.len() - at).min(64) + 1);
    match draw.below(10) {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << draw.below(8);
            }
        }
        1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = draw.any().to_le_bytes()[0];
            }
        }
        2 => {
            bytes.drain(at..end);
        }
        3 => bytes.truncate(at),
        4 => {
            let piece = bytes[at..end].to_vec();
            let times = 1 + draw.below(40);
            bytes.splice(at..at, piece.repeat(times));
        }
        5 | 6 => {
            let word = WORDS[draw.below(WORDS.len())];
            bytes.splice(at..at, word.iter().copied());
        }
        7 => {
            // A number or a word of the input gives way to another.
            if let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit) {
                let start = at + start;
                let digits = bytes[start..]
                    .iter()
                    .take_while(|b| b.is_ascii_digit())
                    .count();
                let word = WORDS[draw.below(WORDS.len())];
                bytes.splice(start..start + digits, word.iter().copied());
            }
        }
        8 => {
            if let Some(other) = draw.pick(from) {
                let a = draw.below(other.len() + 1);
                let b = a + draw.below((other.len() - a).min(256) + 1);
                bytes.splice(at..end, other[a..b].iter().copied());
            }
        }
        _ => {
            let to = draw.below(bytes.len() + 1 - (end - at));
            let piece: Vec<u8> = bytes.drain(at..end).collect();
            bytes.splice(to..to, piece);
        }
    }
}
