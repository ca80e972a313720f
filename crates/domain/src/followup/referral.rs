//! Referral: a person is sent to another place (*orientation*, *passage de relais*).
//!
//! The place is one of the directory, or told in words when it is not there. A referral that
//! comes from a session may leave both out: the session says where.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{REASON_MAX, day, discreet, identifier, past, unless};
use crate::fields::{self, Fields};
use crate::place;
use crate::rule::{self, FieldError, RuleCode};
use crate::session::NOTES_MAX;
use crate::vocabulary::Redirection;

/// What the screen sends for a referral.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ReferralForm {
    /// The person; absent when the session is with somebody anonymous.
    pub beneficiary: Option<String>,
    /// The session it comes from.
    pub session: Option<String>,
    /// The place of the directory.
    pub place: Option<String>,
    /// The place in words, when it is not in the directory.
    pub place_name: String,
    /// Which kind of structure.
    pub redirection: Option<Redirection>,
    /// Day it was proposed, ISO 8601.
    pub date: Option<String>,
    /// For what.
    pub reason: String,
    /// Day to look at it again, ISO 8601.
    pub look_again: Option<String>,
    /// Notes.
    pub notes: String,
}

/// A referral that keeps every rule.
#[derive(Clone, PartialEq, Eq)]
pub struct Referral(ReferralForm);

discreet!(ReferralForm, Referral);

impl Referral {
    /// The referral of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &ReferralForm, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let errs = &mut errors;
        let session = identifier(form.session.as_deref());
        let beneficiary = identifier(form.beneficiary.as_deref());
        if beneficiary.is_none() && session.is_none() {
            errs.push(FieldError::new("beneficiary", RuleCode::PersonRequired));
        }
        let place = identifier(form.place.as_deref());
        let place_name = rule::text("place_name", &form.place_name, place::NAME_MAX, false, errs)
            .filter(|_| place.is_none());
        if session.is_none() && place.is_none() && form.place_name.trim().is_empty() {
            errs.push(FieldError::new("place", RuleCode::ReferralPlaceRequired));
        }
        let referral = ReferralForm {
            beneficiary,
            session,
            place,
            place_name: place_name.unwrap_or_default(),
            redirection: form.redirection,
            date: past(form.date.as_deref(), today, errs),
            reason: rule::text("reason", &form.reason, REASON_MAX, true, errs).unwrap_or_default(),
            look_again: day("look_again", form.look_again.as_deref(), errs),
            notes: rule::text("notes", &form.notes, NOTES_MAX, true, errs).unwrap_or_default(),
        };
        unless(errors, Self(referral))
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let form = &self.0;
        let mut map = Fields::new();
        fields::put_text(&mut map, "beneficiary", form.beneficiary.as_deref());
        fields::put_text(&mut map, "session", form.session.as_deref());
        fields::put_text(&mut map, "place", form.place.as_deref());
        fields::put_text(&mut map, "place_name", Some(&form.place_name));
        fields::put_text(
            &mut map,
            "redirection",
            form.redirection.map(Redirection::value),
        );
        fields::put_text(&mut map, "date", form.date.as_deref());
        fields::put_text(&mut map, "reason", Some(&form.reason));
        fields::put_text(&mut map, "look_again", form.look_again.as_deref());
        fields::put_text(&mut map, "notes", Some(&form.notes));
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> ReferralForm {
        let text = |name: &str| fields::text(map, name).unwrap_or_default();
        ReferralForm {
            beneficiary: fields::text(map, "beneficiary"),
            session: fields::text(map, "session"),
            place: fields::text(map, "place"),
            place_name: text("place_name"),
            redirection: fields::case(map, "redirection", Redirection::from_value),
            date: fields::text(map, "date"),
            reason: text("reason"),
            look_again: fields::text(map, "look_again"),
            notes: text("notes"),
        }
    }
}
