// Generated from crates/domain: do not edit.

export const SESSION_KINDS = [
  {"label":"Accompagnement individuel","plural":"Accompagnements individuels","statistics":"Accompagnements individuels","value":"individuel"},
  {"label":"Atelier collectif","plural":"Ateliers collectifs","statistics":"Participants aux ateliers","value":"collectif"},
] as const;

export const PLACE_KINDS = [
  {"commune":false,"label":"Lieu d’activité","place":true,"value":"lieu_activite"},
  {"commune":true,"label":"Autre lieu","place":false,"value":"autre"},
  {"commune":true,"label":"À domicile","place":false,"value":"domicile"},
  {"commune":false,"label":"À distance","place":false,"value":"a_distance"},
] as const;

export const MATERIALS = [
  {"label":"Ordinateur","value":"ordinateur"},
  {"label":"Téléphone","value":"telephone"},
  {"label":"Tablette","value":"tablette"},
  {"label":"Autre","value":"autre"},
  {"label":"Pas de matériel","value":"aucun"},
] as const;

export const THEMES = [
  {"administrative":false,"hint":"Évaluer les besoins et les compétences","label":"Diagnostic numérique","value":"diagnostic_numerique"},
  {"administrative":false,"hint":"Ordinateur/tablette/smartphone ; périphériques ; configurer les outils de base","label":"Prendre en main du matériel","value":"prendre_en_main_du_materiel"},
  {"administrative":false,"hint":"Maintenance niveau 1 ; installation ; mises à jour","label":"Maintenance de matériel","value":"maintenance_de_materiel"},
  {"administrative":false,"hint":"Organiser, stocker, retrouver","label":"Gérer ses contenus numériques","value":"gere_ses_contenus_numeriques"},
  {"administrative":false,"hint":"Recherche ; navigation ; formulaire","label":"Navigation sur internet","value":"navigation_sur_internet"},
  {"administrative":false,"hint":"Créer une boîte ; envoyer ; pièces jointes","label":"E-mail","value":"email"},
  {"administrative":false,"hint":"Traitement de texte, tableur ; documents","label":"Bureautique","value":"bureautique"},
  {"administrative":false,"hint":"Lien social ; SMS/WhatsApp ; visioconférence","label":"Réseaux sociaux communication","value":"reseaux_sociaux"},
  {"administrative":false,"hint":"Ameli ; Mon Espace Santé ; Doctolib","label":"Santé","value":"sante"},
  {"administrative":false,"hint":"Application bancaire ; achat ; budget","label":"Banque et achats en ligne","value":"banque_et_achats_en_ligne"},
  {"administrative":false,"hint":"Créer son entreprise ; communication ; outils","label":"Accompagner un professionnel","value":"entrepreneuriat"},
  {"administrative":false,"hint":"France Travail, CPF ; CV ; recherche d’emploi","label":"Insertion professionnelle","value":"insertion_professionnelle"},
  {"administrative":false,"hint":"Connexion ; données perso ; hameçonnage","label":"Prévention en sécurité numérique","value":"securite_numerique"},
  {"administrative":false,"hint":"Suivi scolaire ; sites éducatifs ; dangers","label":"Parentalité","value":"parentalite"},
  {"administrative":false,"hint":"Groupe scolaire ; évaluer le niveau","label":"Scolarité et numérique","value":"scolarite_et_numerique"},
  {"administrative":false,"hint":"Médias ; fablab, code","label":"Créer avec le numérique","value":"creer_avec_le_numerique"},
  {"administrative":false,"hint":"Usages responsables ; fake news ; RGPD","label":"Culture numérique","value":"culture_numerique"},
  {"administrative":false,"hint":"Enjeux ; usage critique ; Café IA","label":"Intelligence artificielle (IA)","value":"intelligence_artificielle"},
  {"administrative":false,"hint":"Trouver la plateforme ; CAF, Impôts, France Connect","label":"Aide aux démarches administratives","value":"aide_aux_demarches_administratives"},
  {"administrative":true,"hint":"État-civil, passeport, CNI ; ANTS · Défenseur des droits","label":"Papiers - Élections - Citoyenneté","value":"papiers_elections_citoyennete"},
  {"administrative":true,"hint":"Allocations, naissance, pacs ; CAF · EduConnect · ameli.fr","label":"Famille - Scolarité","value":"famille_scolarite"},
  {"administrative":true,"hint":"Carte vitale, RSA, handicap ; ameli.fr · MSA","label":"Social - Santé","value":"social_sante"},
  {"administrative":true,"hint":"Retraite, démission ; France Travail · CPF · info-retraite.fr","label":"Travail - Formation - Entreprise","value":"travail_formation"},
  {"administrative":true,"hint":"APL, permis de construire ; CAF · Enedis","label":"Logement","value":"logement"},
  {"administrative":true,"hint":"Carte grise, permis ; ANTS · ANTAI · Crit’air","label":"Transports - Mobilité","value":"transports_mobilite"},
  {"administrative":true,"hint":"Impôts, surendettement ; impots.gouv.fr","label":"Argent - Impôts","value":"argent_impots"},
  {"administrative":true,"hint":"Casier, plainte ; Télérecours citoyens","label":"Justice","value":"justice"},
  {"administrative":true,"hint":"Titres de séjour ; OFPRA","label":"Étrangers - Europe","value":"etrangers_europe"},
  {"administrative":true,"hint":"Animaux, permis bateau, chasse","label":"Loisirs - Sports - Culture","value":"loisirs_sports_culture"},
  {"administrative":true,"hint":"Statuts, financement","label":"Associations","value":"associations"},
] as const;

export const AUTONOMIES = [
  {"label":"Avec guidage","stars":1,"value":"entierement_accompagne"},
  {"label":"Autonome avec guidage en cas de besoin","stars":2,"value":"partiellement_autonome"},
  {"label":"Autonome","stars":3,"value":"autonome"},
] as const;

export const REDIRECTIONS = [
  {"label":"Administration (mairie, préfecture…)","value":"administration"},
  {"label":"Autre structure de médiation numérique","value":"mediation_numerique"},
  {"label":"Opérateur ou organisme en charge de la démarche administrative","value":"operateur_ou_organisme_en_charge"},
  {"label":"Structure d’aide sociale (maison des solidarités, centre social…)","value":"aide_sociale"},
  {"label":"Structure d’insertion professionnelle (France Travail, mission locale, chambre de commerce…)","value":"insertion_professionnelle"},
  {"label":"Structure d’aide aux démarches administratives (France Services…)","value":"aide_aux_demarches_administratives"},
  {"label":"Autre","value":"autre"},
] as const;

export const WORKSHOP_LEVELS = [
  {"label":"Débutant","stars":1,"value":"debutant"},
  {"label":"Intermédiaire","stars":2,"value":"intermediaire"},
  {"label":"Avancé","stars":3,"value":"avance"},
] as const;

export const PROCEDURE_STATES = [
  {"closed":false,"label":"Commencée","value":"commencee"},
  {"closed":false,"label":"Déposée","value":"deposee"},
  {"closed":true,"label":"Aboutie","value":"aboutie"},
  {"closed":false,"label":"Bloquée","value":"bloquee"},
  {"closed":true,"label":"Abandonnée","value":"abandonnee"},
] as const;

export const GENDERS = [
  {"label":"Masculin","sex":"Homme","value":"masculin"},
  {"label":"Féminin","sex":"Femme","value":"feminin"},
  {"label":"Non communiqué","sex":"Non communiqué","value":"non_communique"},
] as const;

export const AGE_BANDS = [
  {"label":"70 ans et plus","value":"soixante_dix_plus"},
  {"label":"60 - 69 ans","value":"soixante_soixante_neuf"},
  {"label":"40 - 59 ans","value":"quarante_cinquante_neuf"},
  {"label":"25 - 39 ans","value":"vingt_cinq_trente_neuf"},
  {"label":"18 - 24 ans","value":"dix_huit_vingt_quatre"},
  {"label":"12 - 17 ans","value":"douze_dix_huit"},
  {"label":"Moins de 12 ans","value":"moins_de_douze"},
  {"label":"Non communiqué","value":"non_communique"},
] as const;

export const SOCIAL_STATUSES = [
  {"label":"Retraité","value":"retraite"},
  {"label":"Sans emploi","value":"sans_emploi"},
  {"label":"En emploi","value":"en_emploi"},
  {"label":"Scolarisé","value":"scolarise"},
  {"label":"Non communiqué ou hétérogène","value":"non_communique"},
] as const;

export const TYPOLOGIES = [
  {"label":"Structures porteuses d’ateliers et chantiers d’insertion (ACI)","value":"ACI"},
  {"label":"SIAE — Atelier chantier d’insertion premières heures en chantier","value":"ACIPHC"},
  {"label":"Agence nationale pour la formation professionnelle des adultes (AFPA)","value":"AFPA"},
  {"label":"Associations intermédiaires (AI)","value":"AI"},
  {"label":"Aide sociale à l’enfance (ASE)","value":"ASE"},
  {"label":"Associations","value":"ASSO"},
  {"label":"Associations de chômeurs","value":"ASSO_CHOMEUR"},
  {"label":"Autre","value":"Autre"},
  {"label":"Crèche à vocation d'insertion professionnelle","value":"AVIP"},
  {"label":"Bibliothèque / Médiathèque","value":"BIB"},
  {"label":"CAARUD - Centre d'accueil et d'accompagnement à la réduction de risques pour usagers de drogues","value":"CAARUD"},
  {"label":"Centres d’accueil de demandeurs d’asile (CADA)","value":"CADA"},
  {"label":"Caisses d’allocation familiale (CAF)","value":"CAF"},
  {"label":"Cap Emploi","value":"CAP_EMPLOI"},
  {"label":"Centres d’adaptation à la vie active (CAVA)","value":"CAVA"},
  {"label":"Communautés de Commune","value":"CC"},
  {"label":"Centres communaux d’action sociale (CCAS)","value":"CCAS"},
  {"label":"Chambres consulaires (CCI, CMA, CA)","value":"CCONS"},
  {"label":"Conseils Départementaux (CD)","value":"CD"},
  {"label":"Centre départemental d’action sociale (CDAS)","value":"CDAS"},
  {"label":"Centre des finances publiques (CFP)","value":"CFP"},
  {"label":"Centres d’hébergement et de réinsertion sociale (CHRS)","value":"CHRS"},
  {"label":"Centres d’hébergement d’urgence (CHU)","value":"CHU"},
  {"label":"Centres intercommunaux d’action sociale (CIAS)","value":"CIAS"},
  {"label":"Centres d’information sur les droits des femmes et des familles (CIDFF)","value":"CIDFF"},
  {"label":"Cité des métiers","value":"CITMET"},
  {"label":"Centre Médico Psychologique (CMP)","value":"CMP"},
  {"label":"Centre Médico Social (CMS)","value":"CMS"},
  {"label":"Caisse primaire d’assurance maladie (CPAM)","value":"CPAM"},
  {"label":"Centres provisoires d’hébergement (CPH)","value":"CPH"},
  {"label":"Centre social","value":"CS"},
  {"label":"CSAPA - Centre de soins, d'accompagnement et de prévention en addictologie","value":"CSAPA"},
  {"label":"Centre socioculturel (CSC)","value":"CSC"},
  {"label":"Directions de l’Economie, de l’Emploi, du Travail et des Solidarités (DEETS)","value":"DEETS"},
  {"label":"Services sociaux du Conseil départemental","value":"DEPT"},
  {"label":"Délégation interministérielles à la prévention et à la lutte contre la pauvreté","value":"DIPLP"},
  {"label":"E2C - École de la deuxième chance","value":"E2C"},
  {"label":"Entreprise adaptée (EA)","value":"EA"},
  {"label":"Entreprise Adaptée (EATT)","value":"EATT"},
  {"label":"Entreprises d’insertion (EI)","value":"EI"},
  {"label":"Entreprises d’insertion par le travail indépendant (EITI)","value":"EITI"},
  {"label":"Espace Numérique Mobile (ENM)","value":"ENM"},
  {"label":"Intercommunalité (EPCI)","value":"EPCI"},
  {"label":"Espace Public Internet (EPI)","value":"EPI"},
  {"label":"EPIDE - Établissement pour l'insertion dans l'emploi","value":"EPIDE"},
  {"label":"Espace publique numérique (EPN)","value":"EPN"},
  {"label":"Épicerie solidaire (ES)","value":"ES"},
  {"label":"Établissements ou services d’aide par le travail (ESAT)","value":"ESAT"},
  {"label":"Entreprise de l'Économie Sociale et Solidaire","value":"ESS"},
  {"label":"Entreprises de travail temporaire d’insertion (ETTI)","value":"ETTI"},
  {"label":"Espace de vie sociale (EVS)","value":"EVS"},
  {"label":"Fablab","value":"FABLAB"},
  {"label":"Fabrique","value":"FABRIQUE"},
  {"label":"Fédérations d’acteurs de l’insertion et de la solidarité","value":"FAIS"},
  {"label":"France travail","value":"FT"},
  {"label":"Groupements d’employeurs pour l’insertion et la qualification (GEIQ)","value":"GEIQ"},
  {"label":"Hébergement d'urgence pour demandeurs d'asile (HUDA)","value":"HUDA"},
  {"label":"La Poste","value":"LA_POSTE"},
  {"label":"Maison de l'emploi","value":"MDE"},
  {"label":"Maison des Habitants","value":"MDH"},
  {"label":"Maison de l'emploi et de la formation","value":"MDEF"},
  {"label":"Maison Départementale des Personnes Handicapées","value":"MDPH"},
  {"label":"Maison Départementale des Solidarités","value":"MDS"},
  {"label":"Maison des jeunes et de la culture","value":"MJC"},
  {"label":"Mission Locale","value":"ML"},
  {"label":"Maison de quartier","value":"MQ"},
  {"label":"Mutualité Sociale Agricole","value":"MSA"},
  {"label":"Maison de Services Au Public (MSAP)","value":"MSAP"},
  {"label":"Municipalités","value":"MUNI"},
  {"label":"Structures agréées Organisme d’accueil communautaire et d’activité solidaire (OACAS)","value":"OACAS"},
  {"label":"Organisation délégataire d'un CD","value":"ODC"},
  {"label":"Organisme de formations","value":"OF"},
  {"label":"Opérateur d'intermédiation locative","value":"OIL"},
  {"label":"Organisation porteuse de la clause sociale","value":"OPCS"},
  {"label":"Point d'Accès au Droit","value":"PAD"},
  {"label":"Pension de famille / résidence accueil","value":"PENSION"},
  {"label":"Point information","value":"PI"},
  {"label":"Points et bureaux information jeunesse (PIJ/BIJ)","value":"PIJ_BIJ"},
  {"label":"Point Information Médiation Multi Services (PIMMS)","value":"PIMMS"},
  {"label":"Protection judiciaire de la jeunesse (PJJ)","value":"PJJ"},
  {"label":"Plans locaux pour l’insertion et l’emploi (PLIE)","value":"PLIE"},
  {"label":"Préfecture, Sous-Préfecture","value":"PREF"},
  {"label":"Service ou club de prévention","value":"PREVENTION"},
  {"label":"Région","value":"REG"},
  {"label":"Relais lecture","value":"RELAIS_LECTURE"},
  {"label":"Ressourcerie","value":"RESSOURCERIE"},
  {"label":"Réseau France Services","value":"RFS"},
  {"label":"Résidence sociale / FJT - Foyer de Jeunes Travailleurs","value":"RS_FJT"},
  {"label":"Services et clubs de prévention","value":"SCP"},
  {"label":"Services pénitentiaires d’insertion et de probation (SPIP)","value":"SPIP"},
  {"label":"Tiers lieu & coworking","value":"TIERS_LIEUX"},
  {"label":"Union Départementale d’Aide aux Familles (UDAF)","value":"UDAF"},
] as const;

export const DURATION_RANGES = [
  {"label":"Moins de 30 min","value":"30"},
  {"label":"30min à 1 h","value":"60"},
  {"label":"1 h à 2 h","value":"120"},
  {"label":"2 h et plus","value":"more"},
] as const;

export const GOAL_STATES = [
  {"closed":false,"label":"À commencer","value":"a_commencer"},
  {"closed":false,"label":"En cours","value":"en_cours"},
  {"closed":true,"label":"Atteint","value":"atteint"},
  {"closed":true,"label":"Abandonné","value":"abandonne"},
] as const;

export const REFERRAL_STATES = [
  {"closed":false,"label":"Proposée","value":"proposee"},
  {"closed":false,"label":"Contact pris","value":"contact_pris"},
  {"closed":true,"label":"Aboutie","value":"aboutie"},
  {"closed":true,"label":"Sans suite","value":"sans_suite"},
  {"closed":true,"label":"Déclinée par la personne","value":"declinee"},
] as const;

export const BASICS = [
  {"label":"Prendre en main un ordinateur, une tablette, un smartphone","value":"prise_en_main"},
  {"label":"Naviguer sur internet","value":"navigation"},
  {"label":"Comprendre le vocabulaire du numérique","value":"vocabulaire"},
  {"label":"Envoyer et recevoir des e-mails","value":"courriel"},
  {"label":"Écrire avec un traitement de texte","value":"traitement_de_texte"},
  {"label":"Installer et utiliser des applications","value":"applications"},
  {"label":"Ranger et retrouver ses contenus numériques","value":"contenus"},
  {"label":"Utiliser les réseaux sociaux","value":"reseaux_sociaux"},
] as const;

export const BASIC_LEVELS = [
  {"label":"Pas encore","points":1,"value":"pas_encore"},
  {"label":"Avec de l’aide","points":2,"value":"avec_aide"},
  {"label":"À son rythme, sans aide","points":3,"value":"seul_a_son_rythme"},
  {"label":"À l’aise","points":4,"value":"a_l_aise"},
] as const;

export const MANDATE_KINDS = [
  {"label":"En présence","value":"en_presence"},
  {"label":"À distance","value":"a_distance"},
] as const;

export const PIX_KINDS = [
  {"label":"Niveau sur son profil Pix","value":"niveau"},
  {"label":"Attestation Pix","value":"attestation"},
  {"label":"Certification Pix","value":"certification"},
] as const;

export const MANDATE_DAYS = [1,31,182,365] as const;

export const SERVICES = [
  {"label":"Aide aux démarches administratives","value":"Aide aux démarches administratives"},
  {"label":"Maîtrise des outils numériques du quotidien","value":"Maîtrise des outils numériques du quotidien"},
  {"label":"Insertion professionnelle via le numérique","value":"Insertion professionnelle via le numérique"},
  {"label":"Utilisation sécurisée du numérique","value":"Utilisation sécurisée du numérique"},
  {"label":"Parentalité et éducation avec le numérique","value":"Parentalité et éducation avec le numérique"},
  {"label":"Loisirs et créations numériques","value":"Loisirs et créations numériques"},
  {"label":"Compréhension du monde numérique","value":"Compréhension du monde numérique"},
  {"label":"Accès internet et matériel informatique","value":"Accès internet et matériel informatique"},
  {"label":"Acquisition de matériel informatique à prix solidaire","value":"Acquisition de matériel informatique à prix solidaire"},
] as const;

export const PUBLICS = [
  {"label":"Jeunes","value":"Jeunes"},
  {"label":"Étudiants","value":"Étudiants"},
  {"label":"Familles et/ou enfants","value":"Familles et/ou enfants"},
  {"label":"Seniors","value":"Seniors"},
  {"label":"Femmes","value":"Femmes"},
] as const;

export const SPECIAL_CARES = [
  {"label":"Surdité","value":"Surdité"},
  {"label":"Handicaps moteurs","value":"Handicaps moteurs"},
  {"label":"Handicaps mentaux","value":"Handicaps mentaux"},
  {"label":"Illettrisme","value":"Illettrisme"},
  {"label":"Langues étrangères (anglais)","value":"Langues étrangères (anglais)"},
  {"label":"Langues étrangères (autres)","value":"Langues étrangères (autres)"},
  {"label":"Déficience visuelle","value":"Déficience visuelle"},
] as const;

export const FEES = [
  {"label":"Gratuit","value":"Gratuit"},
  {"label":"Gratuit sous condition","value":"Gratuit sous condition"},
  {"label":"Payant","value":"Payant"},
] as const;

export const PROGRAMMES = [
  {"label":"Aidants Connect","value":"Aidants Connect"},
  {"label":"Bibliothèques numérique de référence","value":"Bibliothèques numérique de référence"},
  {"label":"Certification PIX","value":"Certification PIX"},
  {"label":"Conseillers numériques","value":"Conseillers numériques"},
  {"label":"Emmaüs Connect","value":"Emmaüs Connect"},
  {"label":"France Services","value":"France Services"},
  {"label":"Grande école du numérique","value":"Grande école du numérique"},
  {"label":"La Croix Rouge","value":"La Croix Rouge"},
  {"label":"Point d’accès numérique CAF","value":"Point d'accès numérique CAF"},
  {"label":"Promeneurs du net","value":"Promeneurs du net"},
  {"label":"Relais numérique (Emmaüs Connect)","value":"Relais numérique (Emmaüs Connect)"},
] as const;

export const TRAINING_LABELS = [
  {"label":"Formé à « Mon Espace Santé »","value":"Formé à « Mon Espace Santé »"},
  {"label":"Formé à « DUPLEX » (illettrisme)","value":"Formé à « DUPLEX » (illettrisme)"},
  {"label":"Arnia/MedNum BFC (Bourgogne-Franche-Comté)","value":"Arnia/MedNum BFC (Bourgogne-Franche-Comté)"},
  {"label":"Collectif ressources et acteurs réemploi (Normandie)","value":"Collectif ressources et acteurs réemploi (Normandie)"},
  {"label":"Étapes numériques (La Poste)","value":"Étapes numériques(La Poste)"},
  {"label":"Fabriques de Territoire","value":"Fabriques de Territoire"},
  {"label":"Les Éclaireurs du numérique (Drôme)","value":"Les Éclaireurs du numérique (Drôme)"},
  {"label":"Mes Papiers (Métropole de Lyon)","value":"Mes Papiers (Métropole de Lyon)"},
  {"label":"ORDI 3.0","value":"ORDI 3.0"},
  {"label":"SUD LABS (PACA)","value":"SUD LABS (PACA)"},
] as const;

export const ACCESS_MODES = [
  {"label":"Se présenter","value":"Se présenter"},
  {"label":"Téléphoner","value":"Téléphoner"},
  {"label":"Contacter par mail","value":"Contacter par mail"},
  {"label":"Prendre un RDV en ligne","value":"Prendre un RDV en ligne"},
  {"label":"Ce lieu n’accueille pas de public","value":"Ce lieu n'accueille pas de public"},
  {"label":"Envoyer un mail avec une fiche de prescription","value":"Envoyer un mail avec une fiche de prescription"},
] as const;

export const SUPPORT_MODES = [
  {"label":"En autonomie","value":"En autonomie"},
  {"label":"Accompagnement individuel","value":"Accompagnement individuel"},
  {"label":"Dans un atelier collectif","value":"Dans un atelier collectif"},
  {"label":"À distance","value":"À distance"},
] as const;

export const DURATION_DEFAULTS = [15,30,45,60,90,120] as const;

export const ANONYMOUS = "Bénéficiaire anonyme";

export const MESSAGES = {
  date_required: "Veuillez renseigner une date",
  date_invalid: "Veuillez renseigner une date valide",
  date_future: "La date ne peut pas être dans le futur",
  duration_required: "Veuillez renseigner une durée",
  duration_zero: "Veuillez renseigner une durée personnalisée",
  duration_too_long: "La durée ne peut pas dépasser 23 h 59",
  place_kind_required: "Veuillez renseigner un lieu d’accompagnement",
  place_required: "Veuillez renseigner le lieu d’activité",
  commune_required: "Veuillez renseigner la commune",
  commune_incomplete: "La commune doit avoir un nom, un code postal et un code INSEE",
  themes_required: "Veuillez renseigner au moins une thématique",
  administrative_themes: "Les thématiques administratives ne sont autorisées que si la thématique \"Aide aux démarches administratives\" est sélectionnée",
  procedure: "Le nom de la démarche n’est autorisé que si la thématique \"Aide aux démarches administratives\" est sélectionnée",
  one_person: "Un accompagnement individuel ne concerne qu’une seule personne",
  nobody_present: "Veuillez renseigner au moins un bénéficiaire suivi ou anonyme",
  sum_above_total: "La somme des données socio-démographiques dépasse le total des bénéficiaires anonymes",
  count_negative: "Le nombre ne peut pas être négatif",
  count_too_large: "Le nombre ne peut pas dépasser 10 000",
  text_too_long: "Ce texte ne peut pas dépasser {max} caractères",
  text_invalid: "Ce texte contient des caractères qui ne s’écrivent pas",
  first_name_required: "Le prénom est obligatoire",
  last_name_required: "Le nom est obligatoire",
  phone_invalid: "Veuillez renseigner un numéro de téléphone valide",
  email_invalid: "Veuillez renseigner une adresse e-mail valide",
  birth_year_invalid: "Veuillez renseigner une année de naissance valide",
  place_name_required: "Veuillez renseigner le nom du lieu d’activité",
  tag_name_short: "Le nom d’une étiquette a de 3 à 80 caractères",
  typology_unknown: "Cette typologie n’existe pas",
  siret_invalid: "Veuillez renseigner un SIRET valide (14 chiffres)",
  person_required: "Veuillez choisir la personne",
  colleague_required: "Veuillez choisir à qui transmettre la fiche",
  contact_reason_required: "Veuillez dire quel contact a eu lieu",
  erased: "La personne dont parlait ce texte a été effacée : il ne peut plus être écrit ici",
  theme_required: "Veuillez renseigner une thématique",
  goal_required: "Veuillez renseigner l’objectif",
  referral_place_required: "Veuillez renseigner le lieu vers lequel la personne est orientée",
  procedure_required: "Veuillez renseigner le nom de la démarche",
  procedure_theme: "Une démarche relève d’une thématique administrative",
  answers_required: "Veuillez répondre à au moins une ligne",
  mandate_kind_required: "Veuillez renseigner le type de mandat",
  mandate_days: "Un mandat Aidants Connect dure 1, 31, 182 ou 365 jours",
  pix_kind_required: "Veuillez renseigner ce que la personne a obtenu",
  pix_required: "Veuillez renseigner le nombre de pix",
  pix_range: "Le nombre de pix va de 0 à 1 024",
  pass_count_required: "Veuillez renseigner le nombre de pass remis",
  face_value_range: "La valeur d’un pass va de 1 à 1 000 euros",
  identifier_invalid: "Veuillez renseigner un identifiant de 9 à 14 lettres ou chiffres",
  choice_unknown: "Ce choix n’existe pas dans le standard national",
  position_invalid: "Veuillez renseigner une latitude et une longitude en degrés, par exemple 49,336 et -1,700",
  url_invalid: "Veuillez renseigner une adresse web valide, commençant par https:// ou http://",
  accessibility_url: "L’adresse doit commencer par https://acceslibre.beta.gouv.fr/",
  hours_invalid: "Écrivez par exemple 9:00-12:00, 14:00-17:30, ou fermé",
  phone_needed: "Ce lieu se contacte par téléphone : veuillez renseigner le numéro",
  email_needed: "Ce lieu se contacte par mail : veuillez renseigner l’adresse e-mail",
  territory_about: "Veuillez choisir un lieu ou une commune",
  territory_empty: "Veuillez dire ce qui existe, ce qui est demandé ou ce qui est proposé",
  rna_invalid: "Veuillez renseigner un numéro RNA valide (W suivi de 9 chiffres)",
  weekdays_required: "Veuillez choisir au moins un jour de la semaine",
  time_required: "Veuillez renseigner une heure",
  time_invalid: "Veuillez renseigner une heure valide, par exemple 9h30",
  end_before_start: "L’heure de fin doit être après l’heure de début",
  every_invalid: "Le rythme va de toutes les semaines à une semaine sur huit",
  last_before_first: "La date de fin ne peut pas être avant la date de début",
  never_happens: "Aucun des jours choisis ne tombe entre ces deux dates",
  workshop_title_required: "Veuillez renseigner le titre de l’atelier",
  capacity_invalid: "Le nombre de places va de 1 à 500",
  registration_empty: "Veuillez choisir une personne, ou indiquer un prénom ou des initiales",
  registration_count: "Le nombre de personnes va de 1 à 50",
  duration_invalid: "Veuillez renseigner une durée valide, par exemple 1h30",
} as const;

export const WARNINGS = {
  social_security_number: "Ceci ressemble à un numéro de sécurité sociale. Ne le conservez pas ici.",
  card_number: "Ceci ressemble à un numéro de carte bancaire. Ne le conservez pas ici.",
  bank_account: "Ceci ressemble à un IBAN. Ne le conservez pas ici.",
  password: "Ceci ressemble à un mot de passe ou à un code. Ne le conservez pas ici.",
  health: "Ceci ressemble à une information de santé. Il est interdit d’en conserver ici.",
} as const;
