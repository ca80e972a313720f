//! The closed lists of the national standard of places of digital mediation. Values are the exact
//! texts of its schema, which files are checked against; labels have the typographic apostrophe.

use super::vocabulary;

vocabulary! {
    /// What a place helps with (`services`).
    Service {
        Procedures = "Aide aux démarches administratives", "Aide aux démarches administratives";
        EverydayTools = "Maîtrise des outils numériques du quotidien", "Maîtrise des outils numériques du quotidien";
        Employment = "Insertion professionnelle via le numérique", "Insertion professionnelle via le numérique";
        Security = "Utilisation sécurisée du numérique", "Utilisation sécurisée du numérique";
        Parenting = "Parentalité et éducation avec le numérique", "Parentalité et éducation avec le numérique";
        Leisure = "Loisirs et créations numériques", "Loisirs et créations numériques";
        Understanding = "Compréhension du monde numérique", "Compréhension du monde numérique";
        Access = "Accès internet et matériel informatique", "Accès internet et matériel informatique";
        Equipment = "Acquisition de matériel informatique à prix solidaire", "Acquisition de matériel informatique à prix solidaire";
    }
}

vocabulary! {
    /// People a place is meant for (`publics_specifiquement_adresses`).
    Public {
        Young = "Jeunes", "Jeunes";
        Students = "Étudiants", "Étudiants";
        Families = "Familles et/ou enfants", "Familles et/ou enfants";
        Seniors = "Seniors", "Seniors";
        Women = "Femmes", "Femmes";
    }
}

vocabulary! {
    /// Care a place can take (`prise_en_charge_specifique`).
    SpecialCare {
        Deafness = "Surdité", "Surdité";
        Motor = "Handicaps moteurs", "Handicaps moteurs";
        Mental = "Handicaps mentaux", "Handicaps mentaux";
        Illiteracy = "Illettrisme", "Illettrisme";
        English = "Langues étrangères (anglais)", "Langues étrangères (anglais)";
        Languages = "Langues étrangères (autres)", "Langues étrangères (autres)";
        Sight = "Déficience visuelle", "Déficience visuelle";
    }
}

vocabulary! {
    /// What it costs (`frais_a_charge`).
    Fee {
        Free = "Gratuit", "Gratuit";
        Conditional = "Gratuit sous condition", "Gratuit sous condition";
        Paying = "Payant", "Payant";
    }
}

vocabulary! {
    /// National programmes (`dispositif_programmes_nationaux`).
    Programme {
        AidantsConnect = "Aidants Connect", "Aidants Connect";
        Libraries = "Bibliothèques numérique de référence", "Bibliothèques numérique de référence";
        Pix = "Certification PIX", "Certification PIX";
        Advisers = "Conseillers numériques", "Conseillers numériques";
        Emmaus = "Emmaüs Connect", "Emmaüs Connect";
        FranceServices = "France Services", "France Services";
        GrandeEcole = "Grande école du numérique", "Grande école du numérique";
        RedCross = "La Croix Rouge", "La Croix Rouge";
        Caf = "Point d'accès numérique CAF", "Point d’accès numérique CAF";
        Promeneurs = "Promeneurs du net", "Promeneurs du net";
        EmmausRelay = "Relais numérique (Emmaüs Connect)", "Relais numérique (Emmaüs Connect)";
    }
}

vocabulary! {
    /// Training and labels (`formations_labels`).
    TrainingLabel {
        MonEspaceSante = "Formé à « Mon Espace Santé »", "Formé à « Mon Espace Santé »";
        Duplex = "Formé à « DUPLEX » (illettrisme)", "Formé à « DUPLEX » (illettrisme)";
        Arnia = "Arnia/MedNum BFC (Bourgogne-Franche-Comté)", "Arnia/MedNum BFC (Bourgogne-Franche-Comté)";
        Reuse = "Collectif ressources et acteurs réemploi (Normandie)", "Collectif ressources et acteurs réemploi (Normandie)";
        LaPoste = "Étapes numériques(La Poste)", "Étapes numériques (La Poste)";
        Fabriques = "Fabriques de Territoire", "Fabriques de Territoire";
        Eclaireurs = "Les Éclaireurs du numérique (Drôme)", "Les Éclaireurs du numérique (Drôme)";
        MesPapiers = "Mes Papiers (Métropole de Lyon)", "Mes Papiers (Métropole de Lyon)";
        Ordi = "ORDI 3.0", "ORDI 3.0";
        SudLabs = "SUD LABS (PACA)", "SUD LABS (PACA)";
    }
}

vocabulary! {
    /// How one gets in (`modalites_acces`).
    AccessMode {
        WalkIn = "Se présenter", "Se présenter";
        Phone = "Téléphoner", "Téléphoner";
        Mail = "Contacter par mail", "Contacter par mail";
        Booking = "Prendre un RDV en ligne", "Prendre un RDV en ligne";
        NoPublic = "Ce lieu n'accueille pas de public", "Ce lieu n’accueille pas de public";
        Prescription = "Envoyer un mail avec une fiche de prescription", "Envoyer un mail avec une fiche de prescription";
    }
}

vocabulary! {
    /// How one is helped (`modalites_accompagnement`).
    SupportMode {
        Alone = "En autonomie", "En autonomie";
        Individual = "Accompagnement individuel", "Accompagnement individuel";
        Workshop = "Dans un atelier collectif", "Dans un atelier collectif";
        Remote = "À distance", "À distance";
    }
}
