//! The replicated tables and their fields: stable wire names, merge class, kind of value.
//!
//! Everything that travels between notebooks is described here once. The store derives its
//! projection from it, the sync core the way two writers of one field are reconciled. The list
//! is additive: a table or a field is never renamed or removed; a program that does not know a
//! field keeps it untouched.

mod followup;

pub use followup::{
    DIGITAL_PASS, FOLLOW_STEP, GOAL, MANDATE, NEEDS_ASSESSMENT, PIX_RESULT, PROCEDURE, REFERRAL,
};

/// How concurrent writers of one field are reconciled (classes A to G of the sync design).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A: the later stamp wins; the other value stays in the history.
    Plain,
    /// B: as `Plain` for display, and a conflict is shown while two different values stand.
    Sensitive,
    /// C: both texts are kept as siblings and shown side by side.
    Prose,
    /// D: observed-remove set of short strings.
    Set,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Whole number.
    Integer,
    /// True or false.
    Flag,
    /// A JSON object that changes as a whole (a commune, the counts of a group).
    Object,
    /// A set of short strings.
    Strings,
}

/// A replicated field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Wire name, and column name of the projection.
    pub name: &'static str,
    /// How concurrent writers are reconciled.
    pub class: Class,
    /// What it holds.
    pub kind: Kind,
    /// Identity or free text: to be sealed, never logged.
    pub personal: bool,
}

/// A replicated table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Wire name, and table name of the projection.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
}

impl Table {
    /// The field of that wire name, if this program knows it.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

const fn plain(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        class: Class::Plain,
        kind,
        personal: false,
    }
}

const fn sensitive(name: &'static str, kind: Kind, personal: bool) -> Field {
    Field {
        name,
        class: Class::Sensitive,
        kind,
        personal,
    }
}

const fn personal(name: &'static str) -> Field {
    Field {
        name,
        class: Class::Plain,
        kind: Kind::Object,
        personal: true,
    }
}

const fn prose(name: &'static str) -> Field {
    Field {
        name,
        class: Class::Prose,
        kind: Kind::Text,
        personal: true,
    }
}

const fn set(name: &'static str) -> Field {
    Field {
        name,
        class: Class::Set,
        kind: Kind::Strings,
        personal: false,
    }
}

/// Places of activity (home scope: the team).
pub const PLACE: Table = Table {
    name: "place",
    fields: &[
        plain("name", Kind::Text),
        plain("address", Kind::Text),
        plain("commune", Kind::Object),
        set("typologies"),
        plain("siret", Kind::Text),
        plain("rna", Kind::Text),
        plain("itinerant", Kind::Flag),
        plain("address_more", Kind::Text),
        // Millionths of a degree: both parts change together.
        plain("position", Kind::Object),
        plain("identifier", Kind::Text),
        plain("fixed", Kind::Flag),
        plain("phone", Kind::Text),
        set("emails"),
        set("websites"),
        plain("opening_hours", Kind::Text),
        plain("summary", Kind::Text),
        plain("details", Kind::Text),
        plain("source", Kind::Text),
        plain("source_id", Kind::Text),
        plain("parent", Kind::Text),
        set("services"),
        set("publics"),
        set("special_care"),
        set("fees"),
        set("programmes"),
        set("labels"),
        set("other_labels"),
        set("access_modes"),
        set("support_modes"),
        plain("accessibility_url", Kind::Text),
        plain("booking_url", Kind::Text),
        plain("updated_on", Kind::Text),
    ],
};

/// Diagnostics of the territory (home scope: the team).
pub const TERRITORY: Table = Table {
    name: "territory",
    fields: &[
        plain("date", Kind::Text),
        // About one place, or a whole commune.
        plain("place", Kind::Text),
        plain("commune", Kind::Object),
        prose("existing"),
        set("themes"),
        prose("needs"),
        // Structures that expressed the needs, never people.
        set("structures"),
        prose("proposals"),
    ],
};

/// Named people (home scope: the adviser).
pub const BENEFICIARY: Table = Table {
    name: "beneficiary",
    fields: &[
        sensitive("first_name", Kind::Text, true),
        sensitive("last_name", Kind::Text, true),
        sensitive("phone", Kind::Text, true),
        plain("no_phone", Kind::Flag),
        sensitive("email", Kind::Text, true),
        sensitive("birth_year", Kind::Integer, true),
        plain("commune", Kind::Object),
        plain("gender", Kind::Text),
        plain("age_band", Kind::Text),
        sensitive("status", Kind::Text, false),
        prose("notes"),
    ],
};

/// Sessions (home scope: the adviser).
pub const SESSION: Table = Table {
    name: "session",
    fields: &[
        plain("kind", Kind::Text),
        plain("date", Kind::Text),
        plain("duration", Kind::Integer),
        plain("place_kind", Kind::Text),
        plain("place", Kind::Text),
        plain("commune", Kind::Object),
        set("materials"),
        set("themes"),
        plain("procedure", Kind::Text),
        set("tags"),
        prose("notes"),
        plain("title", Kind::Text),
        plain("level", Kind::Text),
        // The counts of anonymous people change as a whole: their sums must keep adding up.
        plain("anonymous", Kind::Object),
        // The anonymous person of an individual session has a commune of residence.
        plain("residence", Kind::Object),
    ],
};

/// One named person at one session; its identifier derives from both.
pub const ATTENDANCE: Table = Table {
    name: "attendance",
    fields: &[
        plain("session", Kind::Text),
        plain("beneficiary", Kind::Text),
    ],
};

/// What a session changed for the person; its identifier derives from session and person.
pub const OUTCOME: Table = Table {
    name: "outcome",
    fields: &[
        plain("session", Kind::Text),
        plain("beneficiary", Kind::Text),
        plain("autonomy", Kind::Text),
        plain("objective_reached", Kind::Flag),
        sensitive("procedure_state", Kind::Text, false),
        sensitive("oriented", Kind::Flag, false),
        sensitive("redirection", Kind::Text, false),
        sensitive("redirection_place", Kind::Text, false),
    ],
};

/// Two files somebody said are of two people; its identifier derives from both, in order.
pub const NOT_TWIN: Table = Table {
    name: "not_twin",
    fields: &[plain("first", Kind::Text), plain("second", Kind::Text)],
};

/// A file joined to another one. Its identifier is that of the joined file, which waits in the
/// corbeille; nothing of it is erased, so that the two can be told apart again.
pub const MERGE: Table = Table {
    name: "merge",
    fields: &[
        // The file that stands for both; absent once they are told apart.
        plain("target", Kind::Text),
        // What the target took: `{field: {"before": …, "after": …}}`.
        personal("taken"),
        // The joined file as it was: what is written to it since is known by comparing.
        personal("seen"),
        // The records that are the joined file's: `table:row`, `@session` after those of a session.
        set("carried"),
    ],
};

/// A file handed over, or asked to be; its identifier derives from the person (home scope: the
/// person's, so it goes with the file).
pub const HANDOVER: Table = Table {
    name: "handover",
    fields: &[
        plain("person", Kind::Text),
        plain("giver", Kind::Text),
        plain("receiver", Kind::Text),
        plain("date", Kind::Text),
        prose("message"),
        // What was done before: sessions stay with whoever held them.
        plain("sessions", Kind::Integer),
        plain("minutes", Kind::Integer),
        plain("first_session", Kind::Text),
        plain("last_session", Kind::Text),
        plain("noticed", Kind::Flag),
    ],
};

/// A contact with a person that no session records: her file is kept from that day on.
pub const CONTACT: Table = Table {
    name: "contact",
    fields: &[
        plain("beneficiary", Kind::Text),
        plain("date", Kind::Text),
        prose("reason"),
    ],
};

/// That a person's file is to be erased, or was; its identifier derives from the person.
pub const ERASURE: Table = Table {
    name: "erasure",
    fields: &[
        plain("person", Kind::Text),
        plain("reason", Kind::Text),
        plain("date", Kind::Text),
    ],
};

/// Permanences that come back week after week (home scope: the adviser).
pub const STOP: Table = Table {
    name: "stop",
    fields: &[
        plain("place", Kind::Text),
        set("weekdays"),
        plain("starts", Kind::Text),
        plain("ends", Kind::Text),
        plain("every", Kind::Integer),
        plain("first_day", Kind::Text),
        plain("last_day", Kind::Text),
    ],
};

/// One permanence cancelled, moved or added; its identifier derives from permanence and day.
pub const STOP_CHANGE: Table = Table {
    name: "stop_change",
    fields: &[
        plain("stop", Kind::Text),
        plain("date", Kind::Text),
        plain("kind", Kind::Text),
        plain("moved_to", Kind::Text),
        plain("starts", Kind::Text),
        plain("ends", Kind::Text),
        plain("place", Kind::Text),
    ],
};

/// Minutes of a day that are no session; its identifier derives from adviser and day.
pub const WORKDAY: Table = Table {
    name: "workday",
    fields: &[
        plain("date", Kind::Text),
        plain("travel", Kind::Integer),
        plain("preparation", Kind::Integer),
    ],
};

/// Workshops that are planned (home scope: the adviser). The session that records one has an
/// identifier that derives from it.
pub const WORKSHOP: Table = Table {
    name: "workshop",
    fields: &[
        plain("date", Kind::Text),
        plain("starts", Kind::Text),
        plain("ends", Kind::Text),
        plain("place", Kind::Text),
        plain("title", Kind::Text),
        plain("level", Kind::Text),
        set("themes"),
        plain("capacity", Kind::Integer),
        plain("outline", Kind::Text),
    ],
};

/// People expected at a planned workshop: a named person, or so many by a first name or initials.
pub const REGISTRATION: Table = Table {
    name: "registration",
    fields: &[
        plain("workshop", Kind::Text),
        plain("beneficiary", Kind::Text),
        sensitive("name", Kind::Text, true),
        plain("count", Kind::Integer),
        plain("present", Kind::Integer),
    ],
};

/// Outlines of workshops (home scope: the team).
pub const OUTLINE: Table = Table {
    name: "outline",
    fields: &[
        plain("title", Kind::Text),
        plain("level", Kind::Text),
        set("themes"),
        plain("duration", Kind::Integer),
        prose("aims"),
        prose("materials"),
        prose("steps"),
    ],
};

/// Tags put on sessions (home scope: the adviser, or the team).
pub const TAG: Table = Table {
    name: "tag",
    fields: &[
        plain("name", Kind::Text),
        Field {
            personal: true,
            ..plain("description", Kind::Text)
        },
        // The team's tag that one of the adviser's own stands for.
        plain("joined", Kind::Text),
    ],
};

/// All replicated tables.
pub const TABLES: &[Table] = &[
    PLACE,
    BENEFICIARY,
    SESSION,
    ATTENDANCE,
    OUTCOME,
    GOAL,
    REFERRAL,
    PROCEDURE,
    FOLLOW_STEP,
    NEEDS_ASSESSMENT,
    MANDATE,
    PIX_RESULT,
    DIGITAL_PASS,
    NOT_TWIN,
    MERGE,
    HANDOVER,
    CONTACT,
    ERASURE,
    STOP,
    STOP_CHANGE,
    WORKDAY,
    WORKSHOP,
    REGISTRATION,
    OUTLINE,
    TAG,
    TERRITORY,
];

/// The table of that wire name, if this program knows it.
#[must_use]
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_names_are_unique() {
        for (i, table) in TABLES.iter().enumerate() {
            assert!(TABLES[..i].iter().all(|other| other.name != table.name));
            for (j, field) in table.fields.iter().enumerate() {
                assert!(
                    table.fields[..j]
                        .iter()
                        .all(|other| other.name != field.name)
                );
            }
        }
    }
}
