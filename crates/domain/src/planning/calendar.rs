//! The plan as a calendar file (RFC 5545), for any other calendar: permanences and workshops,
//! places and titles, nobody's name.
//!
//! Hours are local to Europe/Paris, whose rules travel with the file. The same permanence of the
//! same day has the same identifier in each file, so that importing twice adds nothing.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::hours::Hours;

/// Longest line, in octets, its end left out.
const LINE_MAX: usize = 75;

/// Something that takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Stable identifier.
    pub uid: String,
    /// Day.
    pub date: NaiveDate,
    /// Hours.
    pub hours: Hours,
    /// What.
    pub summary: String,
    /// Where.
    pub location: Option<String>,
    /// It does not take place.
    pub cancelled: bool,
}

const HEAD: &[&str] = &[
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Escale//Planning//FR",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Paris",
    "BEGIN:DAYLIGHT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// The calendar file of these events, written at `stamp`.
#[must_use]
pub fn calendar(events: &[Event], stamp: DateTime<Utc>) -> String {
    let mut out = String::new();
    for text in HEAD {
        line(&mut out, text);
    }
    for event in events {
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}", escaped(&event.uid)));
        line(
            &mut out,
            &format!("DTSTAMP:{}", stamp.format("%Y%m%dT%H%M%SZ")),
        );
        line(&mut out, &moment("DTSTART", event.date, event.hours.starts));
        line(&mut out, &moment("DTEND", event.date, event.hours.ends));
        line(&mut out, &format!("SUMMARY:{}", escaped(&event.summary)));
        if let Some(location) = &event.location {
            line(&mut out, &format!("LOCATION:{}", escaped(location)));
        }
        let status = if event.cancelled {
            "CANCELLED"
        } else {
            "CONFIRMED"
        };
        line(&mut out, &format!("STATUS:{status}"));
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn moment(name: &str, date: NaiveDate, time: NaiveTime) -> String {
    format!(
        "{name};TZID=Europe/Paris:{}T{}",
        date.format("%Y%m%d"),
        time.format("%H%M%S")
    )
}

/// A text value: backslash, semicolon, comma and line breaks written as the standard says; other
/// control characters left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    for c in unix.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Adds a line, folded at 75 octets, never inside a character.
fn line(out: &mut String, text: &str) {
    let mut room = LINE_MAX;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE_MAX - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(summary: &str) -> Event {
        let at = |hour| NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
        Event {
            uid: "stop-1-20261124@escale".to_owned(),
            date: "2026-11-24".parse().unwrap(),
            hours: Hours::new(at(9), at(12)).unwrap(),
            summary: summary.to_owned(),
            location: Some("Mairie de Portbail, Port-Bail-sur-Mer".to_owned()),
            cancelled: false,
        }
    }

    fn stamp() -> DateTime<Utc> {
        "2026-11-20T08:00:00Z".parse().unwrap()
    }

    /// The content lines, unfolded, as a reader of the standard would.
    fn unfolded(file: &str) -> Vec<String> {
        file.replace("\r\n ", "")
            .split_terminator("\r\n")
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn an_event_has_its_hours_in_paris_time_and_its_words_escaped() {
        let lines = unfolded(&calendar(
            &[event("Atelier; « photos, vidéos »\r\nsuite \\ fin")],
            stamp(),
        ));
        for expected in [
            "DTSTART;TZID=Europe/Paris:20261124T093000",
            "DTEND;TZID=Europe/Paris:20261124T123000",
            "DTSTAMP:20261120T080000Z",
            "SUMMARY:Atelier\\; « photos\\, vidéos »\\nsuite \\\\ fin",
            "LOCATION:Mairie de Portbail\\, Port-Bail-sur-Mer",
            "STATUS:CONFIRMED",
            "TZID:Europe/Paris",
        ] {
            assert!(lines.iter().any(|line| line == expected), "{expected}");
        }
        assert_eq!(lines.first().map(String::as_str), Some("BEGIN:VCALENDAR"));
        assert_eq!(lines.last().map(String::as_str), Some("END:VCALENDAR"));
    }

    #[test]
    fn a_cancelled_event_says_so() {
        let mut cancelled = event("Permanence");
        cancelled.cancelled = true;
        let lines = unfolded(&calendar(&[cancelled], stamp()));
        assert!(lines.contains(&"STATUS:CANCELLED".to_owned()));
    }

    proptest! {
        #[test]
        fn lines_are_short_whole_and_read_back(summary in "\\PC{0,300}") {
            let file = calendar(&[event(&summary)], stamp());
            prop_assert!(file.ends_with("\r\n"));
            for line in file.split_terminator("\r\n") {
                prop_assert!(line.len() <= 75, "{} octets", line.len());
                prop_assert!(!line.contains('\n') && !line.contains('\r'));
            }
            let lines = unfolded(&file);
            let expected = format!("SUMMARY:{}", escaped(&summary));
            prop_assert!(lines.contains(&expected));
            // Nothing typed can begin another property.
            prop_assert_eq!(lines.iter().filter(|line| line.starts_with("BEGIN:VEVENT")).count(), 1);
        }
    }
}
