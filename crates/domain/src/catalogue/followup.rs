//! Follow-up of a person: goals, referrals, procedures and their steps, diagnostics of needs,
//! mandates, Pix, Pass numériques. Home scope: the person's.

use super::{Kind, Table, plain, prose, sensitive};

/// What a person wants to be able to do. Its state is that of its latest step.
pub const GOAL: Table = Table {
    name: "goal",
    fields: &[
        plain("beneficiary", Kind::Text),
        plain("theme", Kind::Text),
        sensitive("wording", Kind::Text, true),
        plain("target", Kind::Text),
        plain("look_again", Kind::Text),
        prose("notes"),
    ],
};

/// A person sent to a place, or the anonymous person of a session. What the session says of it
/// (place, kind of structure) is not repeated here.
pub const REFERRAL: Table = Table {
    name: "referral",
    fields: &[
        plain("beneficiary", Kind::Text),
        plain("session", Kind::Text),
        sensitive("place", Kind::Text, false),
        sensitive("place_name", Kind::Text, true),
        sensitive("redirection", Kind::Text, false),
        plain("date", Kind::Text),
        prose("reason"),
        plain("look_again", Kind::Text),
        prose("notes"),
    ],
};

/// An administrative procedure followed over time. Its state is that of its latest step, or of
/// the latest session that worked on it.
pub const PROCEDURE: Table = Table {
    name: "procedure",
    fields: &[
        plain("beneficiary", Kind::Text),
        plain("session", Kind::Text),
        sensitive("name", Kind::Text, true),
        plain("theme", Kind::Text),
        plain("look_again", Kind::Text),
        prose("notes"),
    ],
};

/// A change of state of a goal, a referral or a procedure, with its day. Only added: two laptops
/// that note one change each keep both.
pub const FOLLOW_STEP: Table = Table {
    name: "follow_step",
    fields: &[
        plain("kind", Kind::Text),
        plain("item", Kind::Text),
        plain("state", Kind::Text),
        plain("date", Kind::Text),
    ],
};

/// How a person says to manage the eight basics, on one day.
pub const NEEDS_ASSESSMENT: Table = Table {
    name: "needs_assessment",
    fields: &[
        plain("beneficiary", Kind::Text),
        plain("date", Kind::Text),
        plain("device", Kind::Text),
        plain("browsing", Kind::Text),
        plain("vocabulary", Kind::Text),
        plain("email", Kind::Text),
        plain("word_processing", Kind::Text),
        plain("apps", Kind::Text),
        plain("contents", Kind::Text),
        plain("social_networks", Kind::Text),
        prose("notes"),
    ],
};

/// That an Aidants Connect mandate exists, and until when. Never the document.
pub const MANDATE: Table = Table {
    name: "mandate",
    fields: &[
        plain("beneficiary", Kind::Text),
        plain("kind", Kind::Text),
        plain("days", Kind::Integer),
        plain("start", Kind::Text),
        plain("look_again", Kind::Text),
    ],
};

/// A level or an attestation of Pix.
pub const PIX_RESULT: Table = Table {
    name: "pix_result",
    fields: &[
        plain("beneficiary", Kind::Text),
        plain("date", Kind::Text),
        plain("kind", Kind::Text),
        plain("points", Kind::Integer),
    ],
};

/// Pass numériques handed over: how many, of how many euros each; no more.
pub const DIGITAL_PASS: Table = Table {
    name: "digital_pass",
    fields: &[
        plain("beneficiary", Kind::Text),
        plain("date", Kind::Text),
        plain("count", Kind::Integer),
        plain("face_value", Kind::Integer),
    ],
};
