//! Attendance: one named person at one session (an *accompagnement* in the statistics).
//!
//! It has no content of its own: its identifier derives from session and person, so that two
//! laptops noting the same presence make one.

use crate::fields::{self, Fields};

/// The wire form of a presence.
#[must_use]
pub fn fields(session: &str, beneficiary: &str) -> Fields {
    let mut map = Fields::new();
    fields::put_text(&mut map, "session", Some(session));
    fields::put_text(&mut map, "beneficiary", Some(beneficiary));
    map
}

/// Session and person of a presence; nothing unless both are there.
#[must_use]
pub fn from_fields(map: &Fields) -> Option<(String, String)> {
    Some((
        fields::text(map, "session")?,
        fields::text(map, "beneficiary")?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_presence_keeps_session_and_person() {
        let map = fields("s1", "b1");
        assert_eq!(from_fields(&map), Some(("s1".to_owned(), "b1".to_owned())));
        assert_eq!(from_fields(&fields("s1", "")), None);
        let table = crate::catalogue::ATTENDANCE;
        assert!(map.keys().all(|name| table.field(name).is_some()));
    }
}
