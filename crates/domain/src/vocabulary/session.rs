//! What a session is: its kind, where, with what, at which level.

use super::vocabulary;

vocabulary! {
    /// Kind of session (`TypeActivite`).
    #[derive(Default)]
    SessionKind {
        #[default]
        Individual = "individuel", "Accompagnement individuel";
        Workshop = "collectif", "Atelier collectif";
    }
}

impl SessionKind {
    /// Plural label.
    #[must_use]
    pub const fn plural_label(self) -> &'static str {
        match self {
            Self::Individual => "Accompagnements individuels",
            Self::Workshop => "Ateliers collectifs",
        }
    }

    /// Label in statistics weighted by attendances.
    #[must_use]
    pub const fn statistics_label(self) -> &'static str {
        match self {
            Self::Individual => "Accompagnements individuels",
            Self::Workshop => "Participants aux ateliers",
        }
    }
}

vocabulary! {
    /// Where a session takes place (`TypeLieu`, « Lieu de l’accompagnement »).
    PlaceKind {
        Activity = "lieu_activite", "Lieu d’activité";
        Other = "autre", "Autre lieu";
        Home = "domicile", "À domicile";
        Remote = "a_distance", "À distance";
    }
}

impl PlaceKind {
    /// A place of the directory goes with it.
    #[must_use]
    pub const fn has_place(self) -> bool {
        matches!(self, Self::Activity)
    }

    /// A commune goes with it.
    #[must_use]
    pub const fn has_commune(self) -> bool {
        matches!(self, Self::Home | Self::Other)
    }
}

vocabulary! {
    /// Equipment used (`Materiel`, « Matériel numérique utilisé »).
    Material {
        Computer = "ordinateur", "Ordinateur";
        Phone = "telephone", "Téléphone";
        Tablet = "tablette", "Tablette";
        Other = "autre", "Autre";
        Nothing = "aucun", "Pas de matériel";
    }
}

vocabulary! {
    /// Level of a workshop (`NiveauAtelier`).
    WorkshopLevel {
        Beginner = "debutant", "Débutant";
        Intermediate = "intermediaire", "Intermédiaire";
        Advanced = "avance", "Avancé";
    }
}

impl WorkshopLevel {
    /// Stars out of three.
    #[must_use]
    pub const fn stars(self) -> u8 {
        match self {
            Self::Beginner => 1,
            Self::Intermediate => 2,
            Self::Advanced => 3,
        }
    }
}
