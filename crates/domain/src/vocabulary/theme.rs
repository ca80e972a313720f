//! Themes of a session: one list of thirty, shown as two.

use super::vocabulary;

vocabulary! {
    /// What was worked on (`Thematique`). The cases bear the platform’s own names. The first
    /// nineteen are themes of digital mediation, the last eleven (taxonomy of service-public.fr
    /// and Aidants Connect) say which administrative procedure.
    Theme {
        DiagnosticNumerique = "diagnostic_numerique", "Diagnostic numérique";
        PrendreEnMainDuMateriel = "prendre_en_main_du_materiel", "Prendre en main du matériel";
        MaintenanceDeMateriel = "maintenance_de_materiel", "Maintenance de matériel";
        GereSesContenusNumeriques = "gere_ses_contenus_numeriques", "Gérer ses contenus numériques";
        NavigationSurInternet = "navigation_sur_internet", "Navigation sur internet";
        Email = "email", "E-mail";
        Bureautique = "bureautique", "Bureautique";
        ReseauxSociaux = "reseaux_sociaux", "Réseaux sociaux communication";
        Sante = "sante", "Santé";
        BanqueEtAchatsEnLigne = "banque_et_achats_en_ligne", "Banque et achats en ligne";
        Entrepreneuriat = "entrepreneuriat", "Accompagner un professionnel";
        InsertionProfessionnelle = "insertion_professionnelle", "Insertion professionnelle";
        SecuriteNumerique = "securite_numerique", "Prévention en sécurité numérique";
        Parentalite = "parentalite", "Parentalité";
        ScolariteEtNumerique = "scolarite_et_numerique", "Scolarité et numérique";
        CreerAvecLeNumerique = "creer_avec_le_numerique", "Créer avec le numérique";
        CultureNumerique = "culture_numerique", "Culture numérique";
        IntelligenceArtificielle = "intelligence_artificielle", "Intelligence artificielle (IA)";
        AideAuxDemarchesAdministratives = "aide_aux_demarches_administratives", "Aide aux démarches administratives";
        PapiersElectionsCitoyennete = "papiers_elections_citoyennete", "Papiers - Élections - Citoyenneté";
        FamilleScolarite = "famille_scolarite", "Famille - Scolarité";
        SocialSante = "social_sante", "Social - Santé";
        TravailFormation = "travail_formation", "Travail - Formation - Entreprise";
        Logement = "logement", "Logement";
        TransportsMobilite = "transports_mobilite", "Transports - Mobilité";
        ArgentImpots = "argent_impots", "Argent - Impôts";
        Justice = "justice", "Justice";
        EtrangersEurope = "etrangers_europe", "Étrangers - Europe";
        LoisirsSportsCulture = "loisirs_sports_culture", "Loisirs - Sports - Culture";
        Associations = "associations", "Associations";
    }
}

impl Theme {
    /// One of the eleven themes of administrative procedures, allowed only beside
    /// [`Theme::AideAuxDemarchesAdministratives`].
    #[must_use]
    pub const fn is_administrative(self) -> bool {
        matches!(
            self,
            Self::PapiersElectionsCitoyennete
                | Self::FamilleScolarite
                | Self::SocialSante
                | Self::TravailFormation
                | Self::Logement
                | Self::TransportsMobilite
                | Self::ArgentImpots
                | Self::Justice
                | Self::EtrangersEurope
                | Self::LoisirsSportsCulture
                | Self::Associations
        )
    }

    /// What the theme covers, in a few words.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::DiagnosticNumerique => "Évaluer les besoins et les compétences",
            Self::PrendreEnMainDuMateriel => {
                "Ordinateur/tablette/smartphone ; périphériques ; configurer les outils de base"
            }
            Self::MaintenanceDeMateriel => "Maintenance niveau 1 ; installation ; mises à jour",
            Self::GereSesContenusNumeriques => "Organiser, stocker, retrouver",
            Self::NavigationSurInternet => "Recherche ; navigation ; formulaire",
            Self::Email => "Créer une boîte ; envoyer ; pièces jointes",
            Self::Bureautique => "Traitement de texte, tableur ; documents",
            Self::ReseauxSociaux => "Lien social ; SMS/WhatsApp ; visioconférence",
            Self::Sante => "Ameli ; Mon Espace Santé ; Doctolib",
            Self::BanqueEtAchatsEnLigne => "Application bancaire ; achat ; budget",
            Self::Entrepreneuriat => "Créer son entreprise ; communication ; outils",
            Self::InsertionProfessionnelle => "France Travail, CPF ; CV ; recherche d’emploi",
            Self::SecuriteNumerique => "Connexion ; données perso ; hameçonnage",
            Self::Parentalite => "Suivi scolaire ; sites éducatifs ; dangers",
            Self::ScolariteEtNumerique => "Groupe scolaire ; évaluer le niveau",
            Self::CreerAvecLeNumerique => "Médias ; fablab, code",
            Self::CultureNumerique => "Usages responsables ; fake news ; RGPD",
            Self::IntelligenceArtificielle => "Enjeux ; usage critique ; Café IA",
            Self::AideAuxDemarchesAdministratives => {
                "Trouver la plateforme ; CAF, Impôts, France Connect"
            }
            Self::PapiersElectionsCitoyennete => {
                "État-civil, passeport, CNI ; ANTS · Défenseur des droits"
            }
            Self::FamilleScolarite => "Allocations, naissance, pacs ; CAF · EduConnect · ameli.fr",
            Self::SocialSante => "Carte vitale, RSA, handicap ; ameli.fr · MSA",
            Self::TravailFormation => {
                "Retraite, démission ; France Travail · CPF · info-retraite.fr"
            }
            Self::Logement => "APL, permis de construire ; CAF · Enedis",
            Self::TransportsMobilite => "Carte grise, permis ; ANTS · ANTAI · Crit’air",
            Self::ArgentImpots => "Impôts, surendettement ; impots.gouv.fr",
            Self::Justice => "Casier, plainte ; Télérecours citoyens",
            Self::EtrangersEurope => "Titres de séjour ; OFPRA",
            Self::LoisirsSportsCulture => "Animaux, permis bateau, chasse",
            Self::Associations => "Statuts, financement",
        }
    }
}
