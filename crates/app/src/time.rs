//! Instants and identifiers from the ports, in the forms the other rooms want.

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, TimeZone, Utc};
use uuid::Uuid;

use crate::Ports;

/// Wall clock, milliseconds since 1970; a clock before 1970 counts as 1970.
pub(crate) fn wall_ms(ports: &Ports) -> u64 {
    u64::try_from(ports.clock.now().timestamp_millis()).unwrap_or(0)
}

/// Wall clock, for the store.
pub(crate) fn now_ms(ports: &Ports) -> i64 {
    ports.clock.now().timestamp_millis()
}

/// Wall clock, UTC.
pub(crate) fn now(ports: &Ports) -> DateTime<Utc> {
    ports.clock.now().with_timezone(&Utc)
}

/// Day and hour, where the laptop is.
pub(crate) fn here(ports: &Ports) -> NaiveDateTime {
    ports.clock.now().naive_local()
}

/// Today, where the laptop is.
pub(crate) fn today(ports: &Ports) -> NaiveDate {
    ports.clock.now().date_naive()
}

/// Unix milliseconds as RFC 3339 with the local offset.
pub(crate) fn local(ms: i64) -> String {
    match Local.timestamp_millis_opt(ms).single() {
        Some(time) => time.to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
        None => String::new(),
    }
}

/// A new identifier: UUID version 7 from the ports' clock and randomness.
pub(crate) fn id(ports: &Ports) -> String {
    let mut random = [0; 10];
    ports.random.fill(&mut random);
    uuid::Builder::from_unix_timestamp_millis(wall_ms(ports), &random)
        .into_uuid()
        .to_string()
}

/// `n` random bytes, base64url without padding.
pub(crate) fn nonce<const N: usize>(ports: &Ports) -> String {
    let mut random = [0; N];
    ports.random.fill(&mut random);
    data_encoding::BASE64URL_NOPAD.encode(&random)
}

/// A number for jitter.
pub(crate) fn random_u64(ports: &Ports) -> u64 {
    let mut random = [0; 8];
    ports.random.fill(&mut random);
    u64::from_be_bytes(random)
}

/// Whether a text is an identifier that this program may have made (UUID, or a derived one).
pub(crate) fn is_id(text: &str) -> bool {
    Uuid::try_parse(text).is_ok()
}
