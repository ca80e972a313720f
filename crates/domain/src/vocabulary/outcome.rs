//! What a session changed for the person.

use super::vocabulary;

vocabulary! {
    /// Level of autonomy (`Autonomie`, « Niveau d’autonomie du bénéficiaire »).
    Autonomy {
        Guided = "entierement_accompagne", "Avec guidage";
        PartlyAutonomous = "partiellement_autonome", "Autonome avec guidage en cas de besoin";
        Autonomous = "autonome", "Autonome";
    }
}

impl Autonomy {
    /// Stars out of three.
    #[must_use]
    pub const fn stars(self) -> u8 {
        match self {
            Self::Guided => 1,
            Self::PartlyAutonomous => 2,
            Self::Autonomous => 3,
        }
    }
}

vocabulary! {
    /// Kind of structure the person is sent to (`StructureDeRedirection`).
    Redirection {
        Administration = "administration", "Administration (mairie, préfecture…)";
        DigitalMediation = "mediation_numerique", "Autre structure de médiation numérique";
        Operator = "operateur_ou_organisme_en_charge", "Opérateur ou organisme en charge de la démarche administrative";
        SocialAid = "aide_sociale", "Structure d’aide sociale (maison des solidarités, centre social…)";
        Employment = "insertion_professionnelle", "Structure d’insertion professionnelle (France Travail, mission locale, chambre de commerce…)";
        AdministrativeAid = "aide_aux_demarches_administratives", "Structure d’aide aux démarches administratives (France Services…)";
        Other = "autre", "Autre";
    }
}

vocabulary! {
    /// State of an administrative procedure after the session. Ours: the national platform has
    /// no such field.
    ProcedureState {
        Started = "commencee", "Commencée";
        Filed = "deposee", "Déposée";
        Succeeded = "aboutie", "Aboutie";
        Blocked = "bloquee", "Bloquée";
        Abandoned = "abandonnee", "Abandonnée";
    }
}
