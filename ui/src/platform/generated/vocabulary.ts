// Generated from the Rust vocabularies. Do not edit by hand.
import type { AgeBand, Autonomy, Gender, Material, PlaceKind, ProcedureState, Redirection, SessionKind, SocialStatus, Theme, WorkshopLevel } from './bindings';

export type Term<T> = { value: T, label: string, hint?: string, administrative?: boolean };

export const SESSION_KINDS: readonly Term<SessionKind>[] = [
  { value: "individuel", label: "Accompagnement individuel" },
  { value: "collectif", label: "Atelier collectif" },
];

export const PLACE_KINDS: readonly Term<PlaceKind>[] = [
  { value: "lieu_activite", label: "Lieu d’activité" },
  { value: "autre", label: "Autre lieu" },
  { value: "domicile", label: "À domicile" },
  { value: "a_distance", label: "À distance" },
];

export const MATERIALS: readonly Term<Material>[] = [
  { value: "ordinateur", label: "Ordinateur" },
  { value: "telephone", label: "Téléphone" },
  { value: "tablette", label: "Tablette" },
  { value: "autre", label: "Autre" },
  { value: "aucun", label: "Pas de matériel" },
];

export const WORKSHOP_LEVELS: readonly Term<WorkshopLevel>[] = [
  { value: "debutant", label: "Débutant" },
  { value: "intermediaire", label: "Intermédiaire" },
  { value: "avance", label: "Avancé" },
];

export const THEMES: readonly Term<Theme>[] = [
  { value: "diagnostic_numerique", label: "Diagnostic numérique", hint: "Évaluer les besoins et les compétences", administrative: false },
  { value: "prendre_en_main_du_materiel", label: "Prendre en main du matériel", hint: "Ordinateur/tablette/smartphone ; périphériques ; configurer les outils de base", administrative: false },
  { value: "maintenance_de_materiel", label: "Maintenance de matériel", hint: "Maintenance niveau 1 ; installation ; mises à jour", administrative: false },
  { value: "gere_ses_contenus_numeriques", label: "Gérer ses contenus numériques", hint: "Organiser, stocker, retrouver", administrative: false },
  { value: "navigation_sur_internet", label: "Navigation sur internet", hint: "Recherche ; navigation ; formulaire", administrative: false },
  { value: "email", label: "E-mail", hint: "Créer une boîte ; envoyer ; pièces jointes", administrative: false },
  { value: "bureautique", label: "Bureautique", hint: "Traitement de texte, tableur ; documents", administrative: false },
  { value: "reseaux_sociaux", label: "Réseaux sociaux communication", hint: "Lien social ; SMS/WhatsApp ; visioconférence", administrative: false },
  { value: "sante", label: "Santé", hint: "Ameli ; Mon Espace Santé ; Doctolib", administrative: false },
  { value: "banque_et_achats_en_ligne", label: "Banque et achats en ligne", hint: "Application bancaire ; achat ; budget", administrative: false },
  { value: "entrepreneuriat", label: "Accompagner un professionnel", hint: "Créer son entreprise ; communication ; outils", administrative: false },
  { value: "insertion_professionnelle", label: "Insertion professionnelle", hint: "France Travail, CPF ; CV ; recherche d’emploi", administrative: false },
  { value: "securite_numerique", label: "Prévention en sécurité numérique", hint: "Connexion ; données perso ; hameçonnage", administrative: false },
  { value: "parentalite", label: "Parentalité", hint: "Suivi scolaire ; sites éducatifs ; dangers", administrative: false },
  { value: "scolarite_et_numerique", label: "Scolarité et numérique", hint: "Groupe scolaire ; évaluer le niveau", administrative: false },
  { value: "creer_avec_le_numerique", label: "Créer avec le numérique", hint: "Médias ; fablab, code", administrative: false },
  { value: "culture_numerique", label: "Culture numérique", hint: "Usages responsables ; fake news ; RGPD", administrative: false },
  { value: "intelligence_artificielle", label: "Intelligence artificielle (IA)", hint: "Enjeux ; usage critique ; Café IA", administrative: false },
  { value: "aide_aux_demarches_administratives", label: "Aide aux démarches administratives", hint: "Trouver la plateforme ; CAF, Impôts, France Connect", administrative: false },
  { value: "papiers_elections_citoyennete", label: "Papiers - Élections - Citoyenneté", hint: "État-civil, passeport, CNI ; ANTS · Défenseur des droits", administrative: true },
  { value: "famille_scolarite", label: "Famille - Scolarité", hint: "Allocations, naissance, pacs ; CAF · EduConnect · ameli.fr", administrative: true },
  { value: "social_sante", label: "Social - Santé", hint: "Carte vitale, RSA, handicap ; ameli.fr · MSA", administrative: true },
  { value: "travail_formation", label: "Travail - Formation - Entreprise", hint: "Retraite, démission ; France Travail · CPF · info-retraite.fr", administrative: true },
  { value: "logement", label: "Logement", hint: "APL, permis de construire ; CAF · Enedis", administrative: true },
  { value: "transports_mobilite", label: "Transports - Mobilité", hint: "Carte grise, permis ; ANTS · ANTAI · Crit’air", administrative: true },
  { value: "argent_impots", label: "Argent - Impôts", hint: "Impôts, surendettement ; impots.gouv.fr", administrative: true },
  { value: "justice", label: "Justice", hint: "Casier, plainte ; Télérecours citoyens", administrative: true },
  { value: "etrangers_europe", label: "Étrangers - Europe", hint: "Titres de séjour ; OFPRA", administrative: true },
  { value: "loisirs_sports_culture", label: "Loisirs - Sports - Culture", hint: "Animaux, permis bateau, chasse", administrative: true },
  { value: "associations", label: "Associations", hint: "Statuts, financement", administrative: true },
];

export const GENDERS: readonly Term<Gender>[] = [
  { value: "masculin", label: "Masculin" },
  { value: "feminin", label: "Féminin" },
  { value: "non_communique", label: "Non communiqué" },
];

export const AGE_BANDS: readonly Term<AgeBand>[] = [
  { value: "soixante_dix_plus", label: "70 ans et plus" },
  { value: "soixante_soixante_neuf", label: "60 - 69 ans" },
  { value: "quarante_cinquante_neuf", label: "40 - 59 ans" },
  { value: "vingt_cinq_trente_neuf", label: "25 - 39 ans" },
  { value: "dix_huit_vingt_quatre", label: "18 - 24 ans" },
  { value: "douze_dix_huit", label: "12 - 17 ans" },
  { value: "moins_de_douze", label: "Moins de 12 ans" },
  { value: "non_communique", label: "Non communiqué" },
];

export const SOCIAL_STATUSES: readonly Term<SocialStatus>[] = [
  { value: "retraite", label: "Retraité" },
  { value: "sans_emploi", label: "Sans emploi" },
  { value: "en_emploi", label: "En emploi" },
  { value: "scolarise", label: "Scolarisé" },
  { value: "non_communique", label: "Non communiqué ou hétérogène" },
];

export const AUTONOMIES: readonly Term<Autonomy>[] = [
  { value: "entierement_accompagne", label: "Avec guidage" },
  { value: "partiellement_autonome", label: "Autonome avec guidage en cas de besoin" },
  { value: "autonome", label: "Autonome" },
];

export const REDIRECTIONS: readonly Term<Redirection>[] = [
  { value: "administration", label: "Administration (mairie, préfecture…)" },
  { value: "mediation_numerique", label: "Autre structure de médiation numérique" },
  { value: "operateur_ou_organisme_en_charge", label: "Opérateur ou organisme en charge de la démarche administrative" },
  { value: "aide_sociale", label: "Structure d’aide sociale (maison des solidarités, centre social…)" },
  { value: "insertion_professionnelle", label: "Structure d’insertion professionnelle (France Travail, mission locale, chambre de commerce…)" },
  { value: "aide_aux_demarches_administratives", label: "Structure d’aide aux démarches administratives (France Services…)" },
  { value: "autre", label: "Autre" },
];

export const PROCEDURE_STATES: readonly Term<ProcedureState>[] = [
  { value: "commencee", label: "Commencée" },
  { value: "deposee", label: "Déposée" },
  { value: "aboutie", label: "Aboutie" },
  { value: "bloquee", label: "Bloquée" },
  { value: "abandonnee", label: "Abandonnée" },
];

export const MESSAGES: Readonly<Record<string, string>> = {};
