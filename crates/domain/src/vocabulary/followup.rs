//! Follow-up over time: states of a goal and of a referral, the eight basics and how at ease a
//! person says to be with them, mandates, Pix. Ours: the national platform has none of these.

use super::{ProcedureState, vocabulary};

vocabulary! {
    /// State of a goal.
    GoalState {
        ToStart = "a_commencer", "À commencer";
        InProgress = "en_cours", "En cours";
        Reached = "atteint", "Atteint";
        Abandoned = "abandonne", "Abandonné";
    }
}

impl GoalState {
    /// Nothing is expected any more.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Reached | Self::Abandoned)
    }
}

vocabulary! {
    /// What became of a referral.
    ReferralState {
        Proposed = "proposee", "Proposée";
        Contacted = "contact_pris", "Contact pris";
        Succeeded = "aboutie", "Aboutie";
        WithoutFollowUp = "sans_suite", "Sans suite";
        Declined = "declinee", "Déclinée par la personne";
    }
}

impl ReferralState {
    /// Nothing is expected any more.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(
            self,
            Self::Succeeded | Self::WithoutFollowUp | Self::Declined
        )
    }
}

impl ProcedureState {
    /// Nothing is expected any more.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Succeeded | Self::Abandoned)
    }
}

vocabulary! {
    /// The eight basics of a diagnostic of needs.
    Basic {
        Device = "prise_en_main", "Prendre en main un ordinateur, une tablette, un smartphone";
        Browsing = "navigation", "Naviguer sur internet";
        Vocabulary = "vocabulaire", "Comprendre le vocabulaire du numérique";
        Email = "courriel", "Envoyer et recevoir des e-mails";
        WordProcessing = "traitement_de_texte", "Écrire avec un traitement de texte";
        Apps = "applications", "Installer et utiliser des applications";
        Contents = "contenus", "Ranger et retrouver ses contenus numériques";
        SocialNetworks = "reseaux_sociaux", "Utiliser les réseaux sociaux";
    }
}

impl Basic {
    /// Wire name of its answer.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Browsing => "browsing",
            Self::Vocabulary => "vocabulary",
            Self::Email => "email",
            Self::WordProcessing => "word_processing",
            Self::Apps => "apps",
            Self::Contents => "contents",
            Self::SocialNetworks => "social_networks",
        }
    }
}

vocabulary! {
    /// How a person says to manage one of the basics.
    BasicLevel {
        NotYet = "pas_encore", "Pas encore";
        WithHelp = "avec_aide", "Avec de l’aide";
        AloneSlowly = "seul_a_son_rythme", "À son rythme, sans aide";
        AtEase = "a_l_aise", "À l’aise";
    }
}

impl BasicLevel {
    /// Points, from 1 to 4.
    #[must_use]
    pub const fn points(self) -> u8 {
        match self {
            Self::NotYet => 1,
            Self::WithHelp => 2,
            Self::AloneSlowly => 3,
            Self::AtEase => 4,
        }
    }
}

vocabulary! {
    /// How an Aidants Connect mandate was signed.
    MandateKind {
        FaceToFace = "en_presence", "En présence";
        Remote = "a_distance", "À distance";
    }
}

vocabulary! {
    /// What a person brings back from Pix.
    PixKind {
        Level = "niveau", "Niveau sur son profil Pix";
        Attestation = "attestation", "Attestation Pix";
        Certification = "certification", "Certification Pix";
    }
}

/// Durations of an Aidants Connect mandate, days.
pub const MANDATE_DAYS: [u32; 4] = [1, 31, 182, 365];
