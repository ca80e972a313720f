//! Closed vocabularies of the profession, with the values and labels of the national platform.
//!
//! Each enumeration lists its cases in display order. `value()` is the exact database value and
//! the wire form; `label()` is the French label, verbatim (its apostrophe is U+2019). Values are
//! never renamed: they are in every notebook. A value unknown to this version is kept by the
//! store and skipped by the forms.

mod duration;
mod followup;
mod outcome;
mod person;
mod place;
mod planning;
mod session;
mod theme;
mod typology;

pub use duration::{DURATION_DEFAULTS, DurationRange, duration_label};
pub use followup::{
    Basic, BasicLevel, GoalState, MANDATE_DAYS, MandateKind, PixKind, ReferralState,
};
pub use outcome::{Autonomy, ProcedureState, Redirection};
pub use person::{AgeBand, Gender, SocialStatus};
pub use place::{
    AccessMode, Fee, Programme, Public, Service, SpecialCare, SupportMode, TrainingLabel,
};
pub use planning::{StopChangeKind, Weekday};
pub use session::{Material, PlaceKind, SessionKind, WorkshopLevel};
pub use theme::Theme;
pub use typology::Typology;

/// Declares a closed vocabulary: cases in display order, each with its value and its label.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        $name:ident {
            $( $(#[$case_meta:meta])* $case:ident = $value:literal, $label:literal; )+
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, ts_rs::TS,
        )]
        pub enum $name {
            $(
                #[doc = concat!("« ", $label, " »")]
                $(#[$case_meta])*
                #[serde(rename = $value)]
                $case,
            )+
        }

        impl $name {
            /// Every case, in display order.
            pub const ALL: &'static [Self] = &[$(Self::$case),+];

            /// Database and wire value of the national platform.
            #[must_use]
            pub const fn value(self) -> &'static str {
                match self { $(Self::$case => $value),+ }
            }

            /// French label, verbatim.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$case => $label),+ }
            }

            /// The case of that value, if this version knows it.
            #[must_use]
            pub fn from_value(value: &str) -> Option<Self> {
                match value { $($value => Some(Self::$case),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.value())
            }
        }
    };
}
use vocabulary;

#[cfg(test)]
mod tests;
