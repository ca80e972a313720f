//! How often things happen, in thousandths. National figures of La Coop of 28 August 2025 where
//! there is one (workshops 154, men 275, seventy and over 190, out of work 202, computer 566); the
//! rest is plausible beside them.

use escale_domain::vocabulary::{AgeBand, Gender, Material, PlaceKind, SocialStatus, Theme};

/// Sessions that are workshops.
pub const WORKSHOPS: usize = 154;

/// Where individual sessions take place.
pub const PLACE_KINDS: &[(PlaceKind, usize)] = &[
    (PlaceKind::Activity, 790),
    (PlaceKind::Remote, 90),
    (PlaceKind::Home, 80),
    (PlaceKind::Other, 40),
];

/// Gender.
pub const GENDERS: &[(Gender, usize)] = &[
    (Gender::Male, 275),
    (Gender::Female, 465),
    (Gender::Undeclared, 260),
];

/// Age band.
pub const AGE_BANDS: &[(AgeBand, usize)] = &[
    (AgeBand::From70, 190),
    (AgeBand::From60To69, 170),
    (AgeBand::From40To59, 180),
    (AgeBand::From25To39, 110),
    (AgeBand::From18To24, 40),
    (AgeBand::From12To17, 50),
    (AgeBand::Under12, 20),
    (AgeBand::Undeclared, 240),
];

/// Social status.
pub const STATUSES: &[(SocialStatus, usize)] = &[
    (SocialStatus::Retired, 310),
    (SocialStatus::Unemployed, 202),
    (SocialStatus::Employed, 140),
    (SocialStatus::Student, 80),
    (SocialStatus::Undeclared, 268),
];

/// Equipment.
pub const MATERIALS: &[(Material, usize)] = &[
    (Material::Computer, 566),
    (Material::Phone, 270),
    (Material::Tablet, 90),
    (Material::Nothing, 54),
    (Material::Other, 20),
];

/// Minutes of an individual session.
pub const DURATIONS: &[(u32, usize)] = &[(15, 120), (30, 380), (45, 210), (60, 240), (90, 50)];

/// Minutes of a workshop.
pub const WORKSHOP_DURATIONS: &[(u32, usize)] = &[(60, 150), (90, 350), (120, 450), (150, 50)];

/// First theme of an individual session.
pub const THEMES: &[(Theme, usize)] = &[
    (Theme::AideAuxDemarchesAdministratives, 300),
    (Theme::PrendreEnMainDuMateriel, 160),
    (Theme::Email, 120),
    (Theme::NavigationSurInternet, 100),
    (Theme::GereSesContenusNumeriques, 70),
    (Theme::Sante, 60),
    (Theme::SecuriteNumerique, 40),
    (Theme::MaintenanceDeMateriel, 40),
    (Theme::InsertionProfessionnelle, 30),
    (Theme::BanqueEtAchatsEnLigne, 30),
    (Theme::ReseauxSociaux, 20),
    (Theme::Bureautique, 20),
    (Theme::DiagnosticNumerique, 10),
];

/// What the administrative procedure is about.
pub const PROCEDURES: &[(Theme, &str, usize)] = &[
    (Theme::ArgentImpots, "Déclaration de revenus", 220),
    (
        Theme::TransportsMobilite,
        "Changement d’adresse de la carte grise",
        180,
    ),
    (
        Theme::PapiersElectionsCitoyennete,
        "Pré-demande de carte d’identité",
        180,
    ),
    (Theme::FamilleScolarite, "Quotient familial", 140),
    (Theme::Logement, "Chèque énergie", 120),
    (Theme::TravailFormation, "Relevé de carrière", 100),
    (Theme::LoisirsSportsCulture, "Permis de pêche", 60),
];

/// Titles of workshops and their theme.
pub const WORKSHOP_TITLES: &[(&str, Theme)] = &[
    ("Premiers pas sur tablette", Theme::PrendreEnMainDuMateriel),
    ("Ma messagerie de A à Z", Theme::Email),
    ("Trier ses photos", Theme::GereSesContenusNumeriques),
    (
        "Reconnaître un message frauduleux",
        Theme::SecuriteNumerique,
    ),
    ("Café IA", Theme::IntelligenceArtificielle),
    ("Naviguer sans crainte", Theme::NavigationSurInternet),
    ("Écrans en famille", Theme::Parentalite),
    ("Traitement de texte : le courrier", Theme::Bureautique),
];

/// Notes of sessions.
pub const NOTES: &[&str] = &[
    "A retrouvé seule le document la seconde fois.",
    "Prévoir une heure la prochaine fois.",
    "Revenir avec le relevé reçu par courrier.",
    "Premier envoi de pièce jointe réussi.",
    "Connexion très lente sur place, terminé sur mon partage.",
    "Montré comment agrandir le texte à l’écran.",
    "Orientée vers France services pour la suite du dossier.",
    "Groupe très participatif, deux personnes inscrites au suivant.",
];

#[cfg(test)]
mod tests {
    use escale_domain::sensitive;

    use super::*;

    #[test]
    fn shares_add_up_and_notes_alarm_nobody() {
        let sums = [
            PLACE_KINDS.iter().map(|share| share.1).sum::<usize>(),
            GENDERS.iter().map(|share| share.1).sum(),
            AGE_BANDS.iter().map(|share| share.1).sum(),
            STATUSES.iter().map(|share| share.1).sum(),
            MATERIALS.iter().map(|share| share.1).sum(),
            DURATIONS.iter().map(|share| share.1).sum(),
            WORKSHOP_DURATIONS.iter().map(|share| share.1).sum(),
            THEMES.iter().map(|share| share.1).sum(),
            PROCEDURES.iter().map(|share| share.2).sum(),
        ];
        assert_eq!(sums, [1000; 9]);
        for note in NOTES {
            assert!(sensitive::warnings(note).is_empty(), "{note}");
        }
    }
}
