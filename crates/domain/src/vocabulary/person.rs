//! What is known of a person: gender, age band, social status.

use super::vocabulary;

vocabulary! {
    /// Gender (`Genre`). `label()` is for forms and statistics, `sex_label()` for the export of
    /// people.
    Gender {
        Male = "masculin", "Masculin";
        Female = "feminin", "Féminin";
        Undeclared = "non_communique", "Non communiqué";
    }
}

impl Gender {
    /// Label in the export of people.
    #[must_use]
    pub const fn sex_label(self) -> &'static str {
        match self {
            Self::Male => "Homme",
            Self::Female => "Femme",
            Self::Undeclared => "Non communiqué",
        }
    }
}

vocabulary! {
    /// Age band (`TrancheAge`), oldest first.
    AgeBand {
        From70 = "soixante_dix_plus", "70 ans et plus";
        From60To69 = "soixante_soixante_neuf", "60 - 69 ans";
        From40To59 = "quarante_cinquante_neuf", "40 - 59 ans";
        From25To39 = "vingt_cinq_trente_neuf", "25 - 39 ans";
        From18To24 = "dix_huit_vingt_quatre", "18 - 24 ans";
        From12To17 = "douze_dix_huit", "12 - 17 ans";
        Under12 = "moins_de_douze", "Moins de 12 ans";
        Undeclared = "non_communique", "Non communiqué";
    }
}

impl AgeBand {
    /// First year of birth accepted.
    pub const FIRST_BIRTH_YEAR: i32 = 1900;

    /// The band of somebody born that year: age is `current_year - year`, as on the national
    /// platform. A year out of `1900..=current_year` tells nothing.
    #[must_use]
    pub const fn from_birth_year(year: i32, current_year: i32) -> Self {
        if year < Self::FIRST_BIRTH_YEAR || year > current_year {
            return Self::Undeclared;
        }
        match current_year.saturating_sub(year) {
            70.. => Self::From70,
            60..=69 => Self::From60To69,
            40..=59 => Self::From40To59,
            25..=39 => Self::From25To39,
            18..=24 => Self::From18To24,
            12..=17 => Self::From12To17,
            _ => Self::Under12,
        }
    }
}

vocabulary! {
    /// Social status (`StatutSocial`).
    SocialStatus {
        Retired = "retraite", "Retraité";
        Unemployed = "sans_emploi", "Sans emploi";
        Employed = "en_emploi", "En emploi";
        Student = "scolarise", "Scolarisé";
        Undeclared = "non_communique", "Non communiqué ou hétérogène";
    }
}
