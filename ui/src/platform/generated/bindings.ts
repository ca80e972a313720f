// Generated from crates/app and crates/domain: do not edit.

export type SessionKind = "individuel" | "collectif";

export type PlaceKind = "lieu_activite" | "autre" | "domicile" | "a_distance";

export type Material = "ordinateur" | "telephone" | "tablette" | "autre" | "aucun";

export type Theme = "diagnostic_numerique" | "prendre_en_main_du_materiel" | "maintenance_de_materiel" | "gere_ses_contenus_numeriques" | "navigation_sur_internet" | "email" | "bureautique" | "reseaux_sociaux" | "sante" | "banque_et_achats_en_ligne" | "entrepreneuriat" | "insertion_professionnelle" | "securite_numerique" | "parentalite" | "scolarite_et_numerique" | "creer_avec_le_numerique" | "culture_numerique" | "intelligence_artificielle" | "aide_aux_demarches_administratives" | "papiers_elections_citoyennete" | "famille_scolarite" | "social_sante" | "travail_formation" | "logement" | "transports_mobilite" | "argent_impots" | "justice" | "etrangers_europe" | "loisirs_sports_culture" | "associations";

export type Autonomy = "entierement_accompagne" | "partiellement_autonome" | "autonome";

export type Redirection = "administration" | "mediation_numerique" | "operateur_ou_organisme_en_charge" | "aide_sociale" | "insertion_professionnelle" | "aide_aux_demarches_administratives" | "autre";

export type WorkshopLevel = "debutant" | "intermediaire" | "avance";

export type Gender = "masculin" | "feminin" | "non_communique";

export type AgeBand = "soixante_dix_plus" | "soixante_soixante_neuf" | "quarante_cinquante_neuf" | "vingt_cinq_trente_neuf" | "dix_huit_vingt_quatre" | "douze_dix_huit" | "moins_de_douze" | "non_communique";

export type SocialStatus = "retraite" | "sans_emploi" | "en_emploi" | "scolarise" | "non_communique";

export type ProcedureState = "commencee" | "deposee" | "aboutie" | "bloquee" | "abandonnee";

export type Service = "Aide aux démarches administratives" | "Maîtrise des outils numériques du quotidien" | "Insertion professionnelle via le numérique" | "Utilisation sécurisée du numérique" | "Parentalité et éducation avec le numérique" | "Loisirs et créations numériques" | "Compréhension du monde numérique" | "Accès internet et matériel informatique" | "Acquisition de matériel informatique à prix solidaire";

export type Basic = "prise_en_main" | "navigation" | "vocabulaire" | "courriel" | "traitement_de_texte" | "applications" | "contenus" | "reseaux_sociaux";

export type BasicLevel = "pas_encore" | "avec_aide" | "seul_a_son_rythme" | "a_l_aise";

export type MandateKind = "en_presence" | "a_distance";

export type PixKind = "niveau" | "attestation" | "certification";

export type Weekday = "lundi" | "mardi" | "mercredi" | "jeudi" | "vendredi" | "samedi" | "dimanche";

export type StopChangeKind = "annulee" | "deplacee" | "supplementaire";

export type RuleCode = "date_required" | "date_invalid" | "date_future" | "duration_required" | "duration_zero" | "duration_too_long" | "place_kind_required" | "place_required" | "commune_required" | "commune_incomplete" | "themes_required" | "administrative_themes" | "procedure" | "one_person" | "nobody_present" | "sum_above_total" | "count_negative" | "count_too_large" | "text_too_long" | "text_invalid" | "first_name_required" | "last_name_required" | "phone_invalid" | "email_invalid" | "birth_year_invalid" | "place_name_required" | "tag_name_short" | "typology_unknown" | "siret_invalid" | "person_required" | "colleague_required" | "contact_reason_required" | "erased" | "theme_required" | "goal_required" | "referral_place_required" | "procedure_required" | "procedure_theme" | "answers_required" | "mandate_kind_required" | "mandate_days" | "pix_kind_required" | "pix_required" | "pix_range" | "pass_count_required" | "face_value_range" | "identifier_invalid" | "choice_unknown" | "position_invalid" | "url_invalid" | "accessibility_url" | "hours_invalid" | "phone_needed" | "email_needed" | "territory_about" | "territory_empty" | "rna_invalid" | "weekdays_required" | "time_required" | "time_invalid" | "end_before_start" | "every_invalid" | "last_before_first" | "never_happens" | "workshop_title_required" | "capacity_invalid" | "registration_empty" | "registration_count" | "duration_invalid";

export type FieldError = { 
/**
 * Path of the field in the form.
 */
field: string, 
/**
 * Stable code of the broken rule.
 */
code: RuleCode, 
/**
 * The sentence for the person.
 */
message: string, };

export type CommuneRef = { 
/**
 * INSEE code, five characters.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Postcode, five digits.
 */
postcode: string, };

export type CommuneHit = { 
/**
 * INSEE code of today's commune.
 */
code: string, 
/**
 * Name of today's commune.
 */
name: string, 
/**
 * Postcodes, most used first.
 */
postcodes: Array<string>, 
/**
 * Département code and name, for telling homonyms apart.
 */
department: string, 
/**
 * Legal population.
 */
population: number, 
/**
 * The former commune's name, when the search matched one.
 */
former: string | null, };

export type OutcomeForm = { 
/**
 * Level of autonomy reached.
 */
autonomy: Autonomy | null, 
/**
 * Whether the objective of the session was reached.
 */
objective_reached: boolean | null, 
/**
 * State of the administrative procedure.
 */
procedure_state: ProcedureState | null, 
/**
 * Whether the person was sent to another structure.
 */
oriented: boolean | null, 
/**
 * Which kind of structure (kept only when `oriented` is true).
 */
redirection: Redirection | null, 
/**
 * The place of the directory the person was sent to, if chosen.
 */
redirection_place: string | null, };

export type AnonymousPerson = { 
/**
 * Already helped before by this adviser.
 */
already: boolean, 
/**
 * Gender.
 */
gender: Gender | null, 
/**
 * Age band.
 */
age_band: AgeBand | null, 
/**
 * Social status.
 */
status: SocialStatus | null, 
/**
 * Commune of residence.
 */
commune: CommuneRef | null, };

export type AnonymousGroup = { 
/**
 * How many anonymous people.
 */
total: number, 
/**
 * How many of them had been helped before.
 */
already: number, 
/**
 * Counts by gender (without *non communiqué*, which is computed).
 */
genders: Partial<Record<Gender, number>>, 
/**
 * Counts by age band (without *non communiqué*).
 */
age_bands: Partial<Record<AgeBand, number>>, 
/**
 * Counts by social status (without *non communiqué*).
 */
statuses: Partial<Record<SocialStatus, number>>, };

export type SessionForm = { 
/**
 * Individual or workshop.
 */
kind: SessionKind, 
/**
 * Day of the session, ISO 8601 (`2026-11-24`).
 */
date: string | null, 
/**
 * Duration in minutes.
 */
duration: number | null, 
/**
 * Where it took place.
 */
place_kind: PlaceKind | null, 
/**
 * Identifier of the place, when `place_kind` is a place of activity.
 */
place: string | null, 
/**
 * The commune, at home or elsewhere.
 */
commune: CommuneRef | null, 
/**
 * Equipment used.
 */
materials: Array<Material>, 
/**
 * Themes, administrative ones included.
 */
themes: Array<Theme>, 
/**
 * Name of the administrative procedure.
 */
procedure: string | null, 
/**
 * Tags, by identifier.
 */
tags: Array<string>, 
/**
 * Free notes. No sensitive data.
 */
notes: string | null, 
/**
 * Title of the workshop.
 */
title: string | null, 
/**
 * Level of the workshop.
 */
level: WorkshopLevel | null, 
/**
 * Named people present, by identifier (at most one for an individual session).
 */
people: Array<string>, 
/**
 * The anonymous person of an individual session, when nobody is named.
 */
person: AnonymousPerson, 
/**
 * The anonymous participants of a workshop.
 */
anonymous: AnonymousGroup, 
/**
 * What the session changed (individual sessions).
 */
outcome: OutcomeForm, };

export type BeneficiaryForm = { 
/**
 * Prénom(s).
 */
first_name: string, 
/**
 * Nom d’usage.
 */
last_name: string, 
/**
 * Phone as typed.
 */
phone: string, 
/**
 * The person has no phone (erases `phone`).
 */
no_phone: boolean, 
/**
 * E-mail as typed.
 */
email: string, 
/**
 * Year of birth as typed (empty when unknown).
 */
birth_year: string, 
/**
 * Commune of residence.
 */
commune: CommuneRef | null, 
/**
 * Gender.
 */
gender: Gender | null, 
/**
 * Age band, when the year of birth is unknown.
 */
age_band: AgeBand | null, 
/**
 * Social status.
 */
status: SocialStatus | null, 
/**
 * Notes.
 */
notes: string, };

export type PlaceForm = { 
/**
 * Name of the place.
 */
name: string, 
/**
 * Street address.
 */
address: string, 
/**
 * Building, floor.
 */
address_more: string, 
/**
 * Commune.
 */
commune: CommuneRef | null, 
/**
 * Latitude in degrees, with `longitude` or not at all.
 */
latitude: string, 
/**
 * Longitude in degrees.
 */
longitude: string, 
/**
 * Typologies, codes of the national standard (`MUNI`, `CCAS`, …).
 */
typologies: Array<string>, 
/**
 * SIRET, 14 digits, or empty.
 */
siret: string, 
/**
 * RNA, `W` and 9 digits, or empty.
 */
rna: string, 
/**
 * Another identifier (RIDET), or empty.
 */
identifier: string, 
/**
 * Itinerant (a bus, for instance).
 */
itinerant: boolean, 
/**
 * Stands somewhere.
 */
fixed: boolean, 
/**
 * Phone, in any way of writing one.
 */
phone: string, 
/**
 * E-mail addresses.
 */
emails: Array<string>, 
/**
 * Web addresses.
 */
websites: Array<string>, 
/**
 * Opening hours as they were written; `days` replaces them when it says otherwise.
 */
opening_hours: string, 
/**
 * The hours of the seven days, Monday first, as typed ("9h-12h, 14h-17h30", "fermé", "").
 * Empty where the hours kept cannot be read, and are left as they are.
 */
days: Array<string>, 
/**
 * What the hours do not say.
 */
hours_note: string, 
/**
 * Presentation, 280 characters at most.
 */
summary: string, 
/**
 * Presentation at length.
 */
details: string, 
/**
 * Who says so.
 */
source: string, 
/**
 * Identifier where it came from.
 */
source_id: string, 
/**
 * The structure it belongs to.
 */
parent: string, 
/**
 * What it helps with: values of the standard.
 */
services: Array<string>, 
/**
 * People it is meant for.
 */
publics: Array<string>, 
/**
 * Care it can take.
 */
special_care: Array<string>, 
/**
 * What it costs.
 */
fees: Array<string>, 
/**
 * National programmes.
 */
programmes: Array<string>, 
/**
 * Training and labels.
 */
labels: Array<string>, 
/**
 * Other training and labels, free.
 */
other_labels: Array<string>, 
/**
 * How one gets in.
 */
access_modes: Array<string>, 
/**
 * How one is helped.
 */
support_modes: Array<string>, 
/**
 * Its file at Acceslibre.
 */
accessibility_url: string, 
/**
 * Where to book.
 */
booking_url: string, };

export type GoalForm = { 
/**
 * The person.
 */
beneficiary: string, 
/**
 * Theme.
 */
theme: Theme | null, 
/**
 * What the person wants to be able to do, in her words.
 */
wording: string, 
/**
 * Day by which she would like it, ISO 8601.
 */
target: string | null, 
/**
 * Day to look at it again, ISO 8601.
 */
look_again: string | null, 
/**
 * Notes.
 */
notes: string, };

export type ReferralForm = { 
/**
 * The person; absent when the session is with somebody anonymous.
 */
beneficiary: string | null, 
/**
 * The session it comes from.
 */
session: string | null, 
/**
 * The place of the directory.
 */
place: string | null, 
/**
 * The place in words, when it is not in the directory.
 */
place_name: string, 
/**
 * Which kind of structure.
 */
redirection: Redirection | null, 
/**
 * Day it was proposed, ISO 8601.
 */
date: string | null, 
/**
 * For what.
 */
reason: string, 
/**
 * Day to look at it again, ISO 8601.
 */
look_again: string | null, 
/**
 * Notes.
 */
notes: string, };

export type ProcedureForm = { 
/**
 * The person.
 */
beneficiary: string, 
/**
 * The session it began with, if one.
 */
session: string | null, 
/**
 * Its name, as in the sessions.
 */
name: string, 
/**
 * Administrative theme.
 */
theme: Theme | null, 
/**
 * Day to look at it again, ISO 8601.
 */
look_again: string | null, 
/**
 * Notes.
 */
notes: string, };

export type NeedsAssessmentForm = { 
/**
 * The person.
 */
beneficiary: string, 
/**
 * Day, ISO 8601.
 */
date: string | null, 
/**
 * What the person answered; what she did not answer is not there.
 */
answers: { [key in Basic]?: BasicLevel }, 
/**
 * Notes.
 */
notes: string, };

export type MandateForm = { 
/**
 * The person.
 */
beneficiary: string, 
/**
 * How it was signed.
 */
kind: MandateKind | null, 
/**
 * Duration, days: 1, 31, 182 or 365.
 */
days: number | null, 
/**
 * Day it begins, ISO 8601.
 */
start: string | null, 
/**
 * Day to look at it again, ISO 8601.
 */
look_again: string | null, };

export type PixResultForm = { 
/**
 * The person.
 */
beneficiary: string, 
/**
 * Day, ISO 8601.
 */
date: string | null, 
/**
 * What was obtained.
 */
kind: PixKind | null, 
/**
 * Number of pix, when it is known.
 */
points: number | null, };

export type DigitalPassForm = { 
/**
 * The person.
 */
beneficiary: string, 
/**
 * Day, ISO 8601.
 */
date: string | null, 
/**
 * How many.
 */
count: number, 
/**
 * Face value of one, euros.
 */
face_value: number, };

export type FollowUpForm = { "kind": "goal", "form": GoalForm } | { "kind": "referral", "form": ReferralForm } | { "kind": "procedure", "form": ProcedureForm } | { "kind": "needs_assessment", "form": NeedsAssessmentForm } | { "kind": "mandate", "form": MandateForm } | { "kind": "pix_result", "form": PixResultForm } | { "kind": "digital_pass", "form": DigitalPassForm };

export type FollowUpKind = "goal" | "referral" | "procedure" | "follow_step" | "needs_assessment" | "mandate" | "pix_result" | "digital_pass";

export type StopForm = { 
/**
 * Identifier of the place.
 */
place: string | null, 
/**
 * One week out of so many, from the week of `first_day`; zero for once only.
 */
every: number, 
/**
 * Days of the week; left aside when it is once only.
 */
weekdays: Array<Weekday>, 
/**
 * Start, as typed (`9h`, `9:30`).
 */
starts: string, 
/**
 * End, as typed.
 */
ends: string, 
/**
 * First day, ISO 8601.
 */
first_day: string | null, 
/**
 * Last day, ISO 8601; absent when it has no end.
 */
last_day: string | null, };

export type StopChangeForm = { 
/**
 * Identifier of the permanence.
 */
stop: string, 
/**
 * The day it changes, or the day it is added, ISO 8601.
 */
date: string, 
/**
 * Cancelled, moved, extra.
 */
kind: StopChangeKind, 
/**
 * The day it moves to, ISO 8601; the same day when absent.
 */
moved_to: string | null, 
/**
 * Start, as typed; empty to keep the hours.
 */
starts: string, 
/**
 * End, as typed; empty to keep the hours.
 */
ends: string, 
/**
 * Another place.
 */
place: string | null, };

export type WorkdayForm = { 
/**
 * The day, ISO 8601.
 */
date: string, 
/**
 * Travel, as typed (`45`, `1h30`).
 */
travel: string, 
/**
 * Preparation, as typed.
 */
preparation: string, };

export type WorkshopForm = { 
/**
 * Day, ISO 8601.
 */
date: string | null, 
/**
 * Start, as typed (`14h`, `14:30`).
 */
starts: string, 
/**
 * End, as typed.
 */
ends: string, 
/**
 * Identifier of the place.
 */
place: string | null, 
/**
 * Title.
 */
title: string, 
/**
 * Level.
 */
level: WorkshopLevel | null, 
/**
 * Themes, administrative ones included.
 */
themes: Array<Theme>, 
/**
 * Seats; no limit when absent.
 */
capacity: number | null, 
/**
 * Identifier of the outline it follows.
 */
outline: string | null, };

export type RegistrationForm = { 
/**
 * Identifier of the planned workshop.
 */
workshop: string, 
/**
 * The named person, by identifier.
 */
beneficiary: string | null, 
/**
 * First name or initials of somebody who is not followed.
 */
name: string, 
/**
 * How many people; one for a named person.
 */
count: number, };

export type OutlineForm = { 
/**
 * Title.
 */
title: string, 
/**
 * Level.
 */
level: WorkshopLevel | null, 
/**
 * Themes.
 */
themes: Array<Theme>, 
/**
 * Duration, as typed (`1h30`).
 */
duration: string, 
/**
 * What people will be able to do.
 */
aims: string, 
/**
 * What to bring.
 */
materials: string, 
/**
 * Steps, one a line.
 */
steps: string, };

export type TagForm = { 
/**
 * The word.
 */
name: string, 
/**
 * What it is for.
 */
description: string, };

export type TerritoryForm = { 
/**
 * Day of the diagnostic, ISO 8601.
 */
date: string, 
/**
 * The place it is about.
 */
place: string | null, 
/**
 * The commune it is about, when it is not about one place.
 */
commune: CommuneRef | null, 
/**
 * What exists.
 */
existing: string, 
/**
 * Needs expressed, by theme.
 */
themes: Array<Theme>, 
/**
 * Needs expressed, in words.
 */
needs: string, 
/**
 * Structures that expressed them.
 */
structures: Array<string>, 
/**
 * What is proposed.
 */
proposals: string, };

export type FailureCode = "locked" | "held" | "not_enrolled" | "already_enrolled" | "wrong_passphrase" | "wait_before_retry" | "weak_passphrase" | "wrong_pin" | "pin_unavailable" | "weak_pin" | "keyring_unavailable" | "keyring_lost" | "damaged" | "newer_notebook" | "already_open" | "disk_full" | "disk_read_only" | "invalid" | "not_found" | "code_malformed" | "code_refused" | "server_unreachable" | "foreign_answer" | "file_not_saved" | "file_not_read" | "file_not_understood" | "bad_request" | "unexpected";

export type Failure = { 
/**
 * What happened.
 */
code: FailureCode, 
/**
 * Parameters of the sentence (`retry_after`, `tries_left`, `incident`).
 */
params: { [key in string]: string }, 
/**
 * The fields at fault, for `invalid`.
 */
fields: Array<FieldError>, };

export type HoldKind = "locked" | "draining" | "silent";

export type Hold = { 
/**
 * Why.
 */
kind: HoldKind, 
/**
 * Who ordered it, in words; empty for silence.
 */
by: string, 
/**
 * What was said with it.
 */
reason: string, 
/**
 * When it was ordered, RFC 3339, local time.
 */
at: string | null, 
/**
 * Days without contact after which a notebook locks, for silence.
 */
days: number, 
/**
 * Records with something still to send.
 */
pending: number, };

export type Wiped = { 
/**
 * Who ordered it, in words.
 */
by: string, 
/**
 * What was said with it.
 */
reason: string, 
/**
 * When it was done, RFC 3339, local time.
 */
at: string, 
/**
 * Everything had been sent and acknowledged before.
 */
drained: boolean, 
/**
 * Some files could not be removed; they can no longer be read.
 */
left: boolean, };

export type AsideState = "waiting" | "accepted" | "rejected";

export type AsideWhy = "rights" | "shut_out" | "recipient" | "other";

export type AsideItem = { 
/**
 * What a person recognises.
 */
label: string, 
/**
 * `session`, `beneficiary`, `place`…
 */
table: string, 
/**
 * Why.
 */
why: AsideWhy, 
/**
 * When, RFC 3339, local time.
 */
at: string, 
/**
 * What became of it.
 */
state: AsideState, 
/**
 * What was said with the decision.
 */
reason: string | null, };

export type Phase = "fresh" | "locked" | "unlocked" | "recovery" | "held" | "wiped";

export type KeyringState = "available" | "unavailable";

export type Adviser = { 
/**
 * Identifier.
 */
id: string, 
/**
 * Name to show.
 */
name: string, 
/**
 * Name of the team.
 */
team: string, 
/**
 * Name of this laptop, as the team sees it.
 */
device: string, };

export type AppState = { 
/**
 * Where the program stands.
 */
phase: Phase, 
/**
 * The keyring.
 */
keyring: KeyringState, 
/**
 * A quick code is armed for this lock.
 */
pin_armed: boolean, 
/**
 * Quick code tries left.
 */
pin_tries_left: number, 
/**
 * Seconds before the next passphrase try is looked at.
 */
retry_after: number, 
/**
 * The person of this notebook; only when unlocked (the lock screen shows no name).
 */
adviser: Adviser | null, 
/**
 * Version of the program.
 */
version: string, 
/**
 * A demonstration build: shows the developer menu.
 */
demonstration: boolean, 
/**
 * Idle minutes before the notebook locks itself.
 */
idle_lock_minutes: number, 
/**
 * What is open is the practice space: nothing of it is kept or sent.
 */
practice: boolean, 
/**
 * Why the notebook is held, for the phase of that name.
 */
hold: Hold | null, 
/**
 * What was done, for the phase of that name.
 */
wiped: Wiped | null, };

export type Enrol = { 
/**
 * The enrolment code given by the coordinator.
 */
code: string, 
/**
 * The passphrase chosen.
 */
passphrase: string, 
/**
 * A name for this laptop.
 */
device_name: string, };

export type Unlock = { 
/**
 * The passphrase.
 */
passphrase: string, };

export type Pin = { 
/**
 * Six digits.
 */
pin: string, };

export type Suggestion = { 
/**
 * Words separated by single spaces.
 */
passphrase: string, 
/**
 * Its strength in bits.
 */
bits: number, };

export type DraftKind = "session" | "beneficiary" | "follow_up" | "stop" | "workshop" | "outline" | "place" | "territory";

export type DraftSave = { 
/**
 * The draft to replace; a new one when absent.
 */
id: string | null, 
/**
 * Which form.
 */
kind: DraftKind, 
/**
 * The record being edited, if it exists already.
 */
record: string | null, 
/**
 * The form, as the screen holds it (opaque to the application).
 */
body: unknown, };

export type DraftSaved = { 
/**
 * Its identifier.
 */
id: string, 
/**
 * When, RFC 3339, local time.
 */
saved_at: string, };

export type Draft = { 
/**
 * Its identifier.
 */
id: string, 
/**
 * Which form.
 */
kind: DraftKind, 
/**
 * The record being edited, if it exists already.
 */
record: string | null, 
/**
 * When it was last kept, RFC 3339, local time.
 */
saved_at: string, 
/**
 * The form.
 */
body: unknown, };

export type ById = { 
/**
 * Its identifier.
 */
id: string, };

export type ImportFile = { 
/**
 * Its bytes, in base64.
 */
base64: string, };

export type ImportFault = { 
/**
 * The heading of the column.
 */
column: string, 
/**
 * The sentence.
 */
message: string, };

export type ImportRow = { 
/**
 * Its number in the sheet.
 */
row: number, 
/**
 * "Prénom Nom"; what there is of it.
 */
name: string, 
/**
 * Year of birth, commune, phone: what helps to recognise the person.
 */
details: string, 
/**
 * Why it cannot be recorded, when it cannot.
 */
faults: Array<ImportFault>, 
/**
 * What to look at again before recording it.
 */
warnings: Array<string>, 
/**
 * Who seems to be the same person: a file, or another row.
 */
twin: string | null, 
/**
 * The example of the model.
 */
sample: boolean, };

export type ImportPreview = { 
/**
 * Every row that has something in it.
 */
rows: Array<ImportRow>, };

export type ImportRun = { 
/**
 * The bytes of the file, in base64.
 */
base64: string, 
/**
 * Numbers of the rows to record.
 */
rows: Array<number>, };

export type Import = { 
/**
 * Its identifier.
 */
batch: string, 
/**
 * When, RFC 3339, local time.
 */
at: string, 
/**
 * Files it made.
 */
count: number, };

export type LastImport = { 
/**
 * The import.
 */
import: Import | null, };

export type ImportBatch = { 
/**
 * Its identifier.
 */
batch: string, };

export type ImportUndone = { 
/**
 * Files put in the corbeille.
 */
removed: number, 
/**
 * Files kept because sessions were noted with them since.
 */
kept: number, };

export type FileOut = { 
/**
 * Proposed name. Never speaks of a person: names of files are seen by anybody.
 */
name: string, 
/**
 * Media type.
 */
media_type: string, 
/**
 * The bytes, in base64.
 */
base64: string, };

export type PaperSetting = { 
/**
 * Large type.
 */
large: boolean, };

export type PaperOf = { 
/**
 * The record: a session, a workshop, a diagnostic, a person.
 */
id: string, 
/**
 * Large type.
 */
large: boolean, };

export type RelayAsk = { 
/**
 * The referral.
 */
referral: string | null, 
/**
 * The session, when there is no referral.
 */
session: string | null, };

export type RelayAbout = { 
/**
 * Name of the place, or kind of structure.
 */
place: string, 
/**
 * The place is one of the directory: its address and hours are on the sheet.
 */
known: boolean, 
/**
 * The reason that was noted.
 */
reason: string | null, 
/**
 * Day to look at it again, in words.
 */
look_again: string | null, 
/**
 * Where the adviser answers, as last written on a sheet.
 */
contact: string, };

export type RelayPaper = { 
/**
 * Which orientation.
 */
of: RelayAsk, 
/**
 * Write the reason that was noted.
 */
reason: boolean, 
/**
 * Write the day to look at it again.
 */
look_again: boolean, 
/**
 * What to bring, one thing a line.
 */
bring: string, 
/**
 * Appointment, in words.
 */
appointment: string, 
/**
 * Where the adviser answers.
 */
contact: string, 
/**
 * Large type.
 */
large: boolean, };

export type SessionLine = { 
/**
 * Identifier.
 */
id: string, 
/**
 * Individual or workshop.
 */
kind: SessionKind, 
/**
 * Day, ISO 8601.
 */
date: string, 
/**
 * When it was recorded, RFC 3339, local time.
 */
recorded_at: string, 
/**
 * Minutes.
 */
duration: number, 
/**
 * Display name of the first named person, if any.
 */
person: string | null, 
/**
 * Named people present.
 */
named: number, 
/**
 * Anonymous people present.
 */
anonymous: number, 
/**
 * Title of the workshop.
 */
title: string | null, 
/**
 * Themes.
 */
themes: Array<Theme>, 
/**
 * Where.
 */
place_kind: PlaceKind | null, 
/**
 * Name of the place or of the commune.
 */
place: string | null, 
/**
 * Whether the central server has confirmed it.
 */
sent: boolean, 
/**
 * Two laptops wrote different values at the same time: to be looked at.
 */
conflict: boolean, 
/**
 * Names of its tags.
 */
tags: Array<string>, };

export type SessionSieve = { 
/**
 * Only that kind.
 */
kind: SessionKind | null, 
/**
 * Only at that place.
 */
place: string | null, 
/**
 * Only with that theme.
 */
theme: Theme | null, 
/**
 * Only with that tag.
 */
tag: string | null, };

export type SessionSelect = { 
/**
 * From that day on, ISO 8601.
 */
from: string | null, 
/**
 * Until that day, ISO 8601.
 */
to: string | null, 
/**
 * Only that person's.
 */
beneficiary: string | null, 
/**
 * More to sift by.
 */
sieve: SessionSieve, };

export type SessionPage = { 
/**
 * Rows to leave out from the start.
 */
offset: number, 
/**
 * Rows at most (1 to 200).
 */
limit: number, 
/**
 * From that day on, ISO 8601.
 */
from: string | null, 
/**
 * Until that day, ISO 8601.
 */
to: string | null, 
/**
 * Only that person's.
 */
beneficiary: string | null, 
/**
 * More to sift by.
 */
sieve?: SessionSieve, };

export type Ids = { 
/**
 * The identifiers.
 */
ids: Array<string>, };

export type SessionsTag = { 
/**
 * The sessions.
 */
ids: Array<string>, 
/**
 * The tag.
 */
tag: string, 
/**
 * Put it on; else take it off.
 */
on: boolean, };

export type TagLine = { 
/**
 * Identifier: that of the oldest.
 */
id: string, 
/**
 * Identifiers of the others that bear the same word.
 */
aliases: Array<string>, 
/**
 * The word.
 */
name: string, 
/**
 * What it is for.
 */
description: string | null, 
/**
 * Shared with the team; else mine alone.
 */
team: boolean, 
/**
 * Sessions of this notebook that have it.
 */
sessions: number, };

export type TagFile = { 
/**
 * Its form, as it stands.
 */
form: TagForm, 
/**
 * Its line.
 */
line: TagLine, 
/**
 * Tags of one's own that stand for it.
 */
joined: Array<TagJoined>, 
/**
 * What was seen, opaque; hand it back with the save.
 */
version: string, };

export type TagSave = { 
/**
 * The tag to change; a new one when absent.
 */
id: string | null, 
/**
 * A new one: shared with the team, else mine alone. A tag stays where it was created.
 */
team: boolean, 
/**
 * The form.
 */
form: TagForm, 
/**
 * The `version` of the file this form was opened from; absent for a new tag.
 */
version: string | null, };

export type TagJoined = { 
/**
 * Its identifiers: several where tags bore the same word.
 */
ids: Array<string>, 
/**
 * The word it bore.
 */
name: string, };

export type TagJoin = { 
/**
 * The tag of one's own.
 */
id: string, 
/**
 * The tag of the team it stands for from now on.
 */
into: string, };

export type CorbeillePage = { 
/**
 * Rows to leave out from the start.
 */
offset: number, 
/**
 * Rows at most (1 to 200).
 */
limit: number, };

export type CorbeilleRow = { 
/**
 * Wire name of its table.
 */
table: string, 
/**
 * Identifier.
 */
id: string, };

export type CorbeilleLine = { 
/**
 * Wire name of its table.
 */
table: string, 
/**
 * Identifier.
 */
id: string, 
/**
 * What it is: « Séance », « Bénéficiaire »…
 */
noun: string, 
/**
 * What a person recognises it by.
 */
label: string, 
/**
 * A little more, where the label is not enough.
 */
detail: string | null, 
/**
 * When it was deleted, RFC 3339, local time.
 */
deleted_at: string, 
/**
 * Whole days during which it can still be restored.
 */
days_left: number, };

export type Corbeille = { 
/**
 * How many in all.
 */
total: number, 
/**
 * The rows asked for.
 */
rows: Array<CorbeilleLine>, };

export type Sessions = { 
/**
 * How many in all.
 */
total: number, 
/**
 * The rows asked for.
 */
rows: Array<SessionLine>, };

export type SessionFile = { 
/**
 * The form it was saved from, as it stands today.
 */
form: SessionForm, 
/**
 * Its line.
 */
line: SessionLine, 
/**
 * Display names of the people present, in the order of `form.people`.
 */
people: Array<string>, 
/**
 * Name of the place the person was sent to, if one was chosen.
 */
redirection_place: string | null, 
/**
 * Field names in which two laptops wrote different values at the same time.
 */
conflicts: Array<string>, 
/**
 * What was seen, opaque; hand it back with the save, so that what a colleague changes in
 * the meantime is neither lost nor silently overwritten.
 */
version: string, };

export type SessionSave = { 
/**
 * The session to change; a new one when absent.
 */
id: string | null, 
/**
 * The draft this form came from, dropped in the same transaction.
 */
draft: string | null, 
/**
 * The form.
 */
form: SessionForm, 
/**
 * The `version` of the file this form was opened from; absent for a new session.
 */
version: string | null, 
/**
 * The planned workshop this new session records.
 */
workshop?: string, };

export type PlaceLine = { 
/**
 * Identifier.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * "Commune (50)".
 */
commune: string | null, 
/**
 * Typology codes.
 */
typologies: Array<string>, 
/**
 * Sessions of this adviser there.
 */
sessions: number, };

export type Search = { 
/**
 * What was typed; empty for the most used.
 */
query: string, 
/**
 * Rows at most (1 to 100).
 */
limit: number, };

export type PlaceSave = { 
/**
 * The place to change; a new one when absent.
 */
id: string | null, 
/**
 * The form.
 */
form: PlaceForm, 
/**
 * The draft this form came from, dropped in the same transaction.
 */
draft: string | null, 
/**
 * The `version` of the place this form was opened from; absent for a new place.
 */
version: string | null, };

export type PlaceFile = { 
/**
 * The line.
 */
line: PlaceLine, 
/**
 * The form as it stands.
 */
form: PlaceForm, 
/**
 * The hours of the seven days in words, Monday first ("9:00–12:00", "fermé", "" when not
 * known); empty when the hours kept cannot be read.
 */
hours: Array<string>, 
/**
 * Somebody measured where it stands; else it is placed at the centre of its commune.
 */
located: boolean, 
/**
 * Day of the last change, ISO 8601.
 */
updated_on: string | null, 
/**
 * It is the stop of the moment.
 */
here: boolean, 
/**
 * Diagnostics of the territory made about it.
 */
diagnostics: number, 
/**
 * What was seen, opaque; hand it back with the save.
 */
version: string, };

export type DirectoryAsk = { 
/**
 * Name or commune, as typed; empty for all.
 */
query: string, 
/**
 * Only places that offer this.
 */
service: Service | null, 
/**
 * Only places open on that day (0 is Monday).
 */
day: number | null, 
/**
 * … at that minute of the day.
 */
minute: number | null, 
/**
 * With a day: those whose hours are not known too.
 */
hours_unknown: boolean, 
/**
 * Distances from the centre of this commune; from the stop of the moment when absent.
 */
from: CommuneRef | null, 
/**
 * Only places so near, kilometres as the crow flies.
 */
within: number | null, 
/**
 * Nearest first; by name otherwise.
 */
nearest: boolean, 
/**
 * Rows to leave out from the start.
 */
offset: number, 
/**
 * Rows at most (1 to 200).
 */
limit: number, };

export type Directory = { 
/**
 * How many in all.
 */
total: number, 
/**
 * The rows asked for.
 */
rows: Array<DirectoryLine>, 
/**
 * Places that offer it and whose hours that day are not known.
 */
hours_unknown: number, 
/**
 * Places left out because nobody knows where they are.
 */
distance_unknown: number, 
/**
 * Where distances are counted from; nothing when that is not known.
 */
origin: string | null, };

export type DirectoryLine = { 
/**
 * Identifier.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * "Commune (50)".
 */
commune: string | null, 
/**
 * Street address.
 */
address: string | null, 
/**
 * Phone, as displayed.
 */
phone: string | null, 
/**
 * Services, values of the standard.
 */
services: Array<string>, 
/**
 * Typology codes.
 */
typologies: Array<string>, 
/**
 * Goes from place to place.
 */
itinerant: boolean, 
/**
 * Distance as the crow flies, metres.
 */
distance_m: number | null, 
/**
 * Hours of the day asked, or of today, in words; empty when not known.
 */
hours: string, };

export type PlaceImportAsk = { 
/**
 * The text of the file.
 */
text: string, 
/**
 * Only the places of these départements ("50"); all when empty.
 */
departments: Array<string>, 
/**
 * Change the places known already by what the file says of them.
 */
update: boolean, };

export type PlaceImportReport = { 
/**
 * The import, to undo it; absent for a trial.
 */
import: string | null, 
/**
 * Lines of the départements chosen.
 */
lines: number, 
/**
 * Places that are new.
 */
created: number, 
/**
 * Places known already of which the file says something else.
 */
different: number, 
/**
 * Places known already of which it says nothing else.
 */
same: number, 
/**
 * Lines that cannot be taken.
 */
refused: number, 
/**
 * The départements of the whole file, most lines first.
 */
departments: Array<DepartmentCount>, 
/**
 * What is to be said of lines, in order; 1 000 at most.
 */
remarks: Array<LineRemark>, 
/**
 * Remarks that are not in the list.
 */
more_remarks: number, };

export type DepartmentCount = { 
/**
 * Code ("50").
 */
code: string, 
/**
 * Lines.
 */
lines: number, };

export type LineRemark = { 
/**
 * Number of the line in the file, the heading being 1.
 */
line: number, 
/**
 * Name of the place, as far as it can be read.
 */
name: string, 
/**
 * Column of the standard.
 */
column: string, 
/**
 * What is said of it.
 */
message: string, 
/**
 * The line is not taken.
 */
refused: boolean, };

export type PlaceImportDone = { 
/**
 * Its identifier.
 */
id: string, 
/**
 * When, RFC 3339, local time.
 */
at: string, 
/**
 * Places it made.
 */
created: number, 
/**
 * Places it changed.
 */
changed: number, };

export type PlaceImportUndone = { 
/**
 * Places taken away.
 */
removed: number, 
/**
 * Places that are again what they were.
 */
restored: number, 
/**
 * Places kept because somebody used or changed them since.
 */
kept: number, };

export type TerritoryLine = { 
/**
 * Identifier.
 */
id: string, 
/**
 * The place or the commune it is about.
 */
about: string, 
/**
 * Day, ISO 8601.
 */
date: string, 
/**
 * "Commune (50)": its own, or that of its place.
 */
commune: string | null, 
/**
 * Structures that expressed needs.
 */
structures: Array<string>, 
/**
 * Something to look at (two texts at once).
 */
conflict: boolean, };

export type TerritoryPage = { 
/**
 * Of that place only.
 */
place: string | null, 
/**
 * Of that commune only (INSEE code), its places included.
 */
commune: string | null, 
/**
 * Rows to leave out from the start.
 */
offset: number, 
/**
 * Rows at most (1 to 200).
 */
limit: number, };

export type Territories = { 
/**
 * How many in all.
 */
total: number, 
/**
 * The rows asked for.
 */
rows: Array<TerritoryLine>, };

export type TerritoryFile = { 
/**
 * The place or the commune it is about.
 */
about: string, 
/**
 * Name of the place it is about.
 */
place_name: string | null, 
/**
 * "Commune (50)".
 */
commune: string | null, 
/**
 * The form as it stands.
 */
form: TerritoryForm, 
/**
 * Field names in which two laptops wrote different texts at the same time.
 */
conflicts: Array<string>, 
/**
 * What was seen, opaque; hand it back with the save.
 */
version: string, };

export type TerritorySave = { 
/**
 * The diagnostic to change; a new one when absent.
 */
id: string | null, 
/**
 * The draft this form came from, dropped in the same transaction.
 */
draft: string | null, 
/**
 * The form.
 */
form: TerritoryForm, 
/**
 * The `version` of the file this form was opened from; absent for a new one.
 */
version: string | null, };

export type TerritoryText = { 
/**
 * "Diagnostic de territoire".
 */
title: string, 
/**
 * The place or the commune it is about.
 */
about: string, 
/**
 * The commune of the place.
 */
commune: string | null, 
/**
 * Day in words, "20 novembre 2026".
 */
date: string, 
/**
 * The team that made it.
 */
team: string, 
/**
 * The parts that say something.
 */
parts: Array<TerritoryPart>, };

export type TerritoryPart = { 
/**
 * Its heading.
 */
title: string, 
/**
 * Its paragraphs.
 */
paragraphs: Array<string>, 
/**
 * Its list.
 */
items: Array<string>, };

export type Saved = { 
/**
 * Its identifier.
 */
id: string, };

export type SessionDefaults = { 
/**
 * Today, ISO 8601.
 */
date: string, 
/**
 * The stop the adviser is at.
 */
place: PlaceLine | null, 
/**
 * The commune of the last session outside a place.
 */
commune: CommuneRef | null, 
/**
 * Durations to offer, minutes: mine, most used first, then the usual ones.
 */
durations: Array<number>, 
/**
 * My usual duration.
 */
duration: number | null, 
/**
 * Themes (not administrative), my most used first.
 */
themes: Array<Theme>, 
/**
 * Administrative themes, my most used first.
 */
administrative_themes: Array<Theme>, 
/**
 * The last session of today, for "same as before".
 */
previous: SessionForm | null, };

export type Today = { 
/**
 * Today, ISO 8601.
 */
date: string, 
/**
 * The stop the adviser is at.
 */
place: PlaceLine | null, 
/**
 * The day as planned.
 */
plan: TodayPlan, 
/**
 * Sessions dated today, latest recorded first.
 */
sessions: Array<SessionLine>, 
/**
 * People met today (accompagnements).
 */
people: number, 
/**
 * Minutes noted today.
 */
minutes: number, 
/**
 * Drafts to finish.
 */
drafts: Array<Draft>, };

export type BeneficiaryLine = { 
/**
 * Identifier.
 */
id: string, 
/**
 * "Prénom Nom".
 */
name: string, 
/**
 * Year of birth.
 */
birth_year: number | null, 
/**
 * Commune of residence, "Nom (50)".
 */
commune: string | null, 
/**
 * Phone, as displayed.
 */
phone: string | null, 
/**
 * Sessions attended.
 */
sessions: number, 
/**
 * Day of the last session, ISO 8601.
 */
last_session: string | null, 
/**
 * Something to look at (two values at once).
 */
conflict: boolean, };

export type BeneficiaryPage = { 
/**
 * What was typed: accents, order, typos forgiven; part of a phone number; empty for all.
 */
query: string, 
/**
 * Rows to leave out from the start.
 */
offset: number, 
/**
 * Rows at most (1 to 200).
 */
limit: number, };

export type Beneficiaries = { 
/**
 * How many in all.
 */
total: number, 
/**
 * The rows asked for.
 */
rows: Array<BeneficiaryLine>, 
/**
 * The rows match only approximately (a typo was forgiven).
 */
approximate: boolean, };

export type ThemeCount = { 
/**
 * The theme.
 */
theme: Theme, 
/**
 * Times.
 */
count: number, 
/**
 * Minutes of these sessions; one about two themes counts for both.
 */
minutes: number, };

export type BeneficiaryFile = { 
/**
 * The line.
 */
line: BeneficiaryLine, 
/**
 * The form as it stands.
 */
form: BeneficiaryForm, 
/**
 * Age band: from the year of birth, else as told.
 */
age_band: AgeBand | null, 
/**
 * Minutes of all sessions.
 */
minutes: number, 
/**
 * Day of the first session, ISO 8601.
 */
first_session: string | null, 
/**
 * Latest sessions, most recent first (20 at most).
 */
sessions: Array<SessionLine>, 
/**
 * Themes of all sessions with the number of times, most frequent first.
 */
themes: Array<ThemeCount>, 
/**
 * Files joined to this one.
 */
merged: Array<MergedFile>, 
/**
 * Field names in which two laptops wrote different values at the same time.
 */
conflicts: Array<string>, 
/**
 * What was seen, opaque; hand it back with the save.
 */
version: string, };

export type BeneficiarySave = { 
/**
 * The person to change; a new one when absent.
 */
id: string | null, 
/**
 * The draft this form came from, dropped in the same transaction.
 */
draft: string | null, 
/**
 * The form.
 */
form: BeneficiaryForm, 
/**
 * The `version` of the file this form was opened from; absent for a new person.
 */
version: string | null, 
/**
 * People shown as resembling while typing and said to be others: not suggested again.
 */
different?: Array<string>, };

export type BeneficiaryTwins = { 
/**
 * Leave that one out (the file being changed).
 */
except: string | null, 
/**
 * The form being typed.
 */
form: BeneficiaryForm, };

export type People = { 
/**
 * Their identifiers.
 */
ids: Array<string>, };

export type PeopleSummary = { 
/**
 * Files, those already gone left out.
 */
people: number, 
/**
 * Sessions they attended, each once.
 */
sessions: number, };

export type PeopleFound = { 
/**
 * As typed in the list; empty for all.
 */
query: string, };

export type TimelinePage = { 
/**
 * The person.
 */
id: string, 
/**
 * Entries to leave out from the start.
 */
offset: number, 
/**
 * Entries at most (1 to 200).
 */
limit: number, };

export type TimelineEntry = { 
/**
 * The day, ISO 8601.
 */
day: string, 
/**
 * A session.
 */
session: SessionLine | null, 
/**
 * A change that matters.
 */
change: Change | null, };

export type Timeline = { 
/**
 * How much in all.
 */
total: number, 
/**
 * The entries asked for.
 */
rows: Array<TimelineEntry>, };

export type Fact = "last_name" | "first_name" | "phone" | "email";

export type DuplicatePage = { 
/**
 * Names may only resemble.
 */
loose: boolean, 
/**
 * Pairs to leave out from the start.
 */
offset: number, 
/**
 * Pairs at most (1 to 200).
 */
limit: number, };

export type Duplicate = { 
/**
 * The first by name.
 */
first: BeneficiaryLine, 
/**
 * The other.
 */
second: BeneficiaryLine, 
/**
 * What is the same.
 */
same: Array<Fact>, 
/**
 * What both have and that differs.
 */
different: Array<Fact>, };

export type Duplicates = { 
/**
 * How many in all.
 */
total: number, 
/**
 * The pairs asked for.
 */
rows: Array<Duplicate>, };

export type Pair = { 
/**
 * One.
 */
first: string, 
/**
 * The other.
 */
second: string, };

export type MergeChoice = "target" | "source" | "both";

export type MergeAsk = { 
/**
 * The file that would be joined.
 */
source: string, 
/**
 * The file that would stay.
 */
target: string, };

export type MergeField = { 
/**
 * Which one.
 */
field: string, 
/**
 * What the joined file says, in words; empty when nothing.
 */
source: string, 
/**
 * What the file that stays says, in words; empty when nothing.
 */
target: string, 
/**
 * What will stand unless the person says otherwise.
 */
choice: MergeChoice, 
/**
 * Both may be kept.
 */
both: boolean, };

export type MergePreview = { 
/**
 * The file that would be joined.
 */
source: BeneficiaryLine, 
/**
 * The file that would stay.
 */
target: BeneficiaryLine, 
/**
 * The fields that at least one of them has.
 */
fields: Array<MergeField>, 
/**
 * Sessions that both attended: each counts once afterwards.
 */
shared: number, 
/**
 * Sessions of the person afterwards.
 */
sessions: number, 
/**
 * What was seen of the joined file, opaque.
 */
source_version: string, 
/**
 * What was seen of the file that stays, opaque.
 */
target_version: string, };

export type MergeDo = { 
/**
 * The file to join: it goes to the corbeille, whole.
 */
source: string, 
/**
 * The file that stays.
 */
target: string, 
/**
 * Fields for which the person chose; others as previewed.
 */
choices: { [key in string]: MergeChoice }, 
/**
 * From the preview.
 */
source_version: string, 
/**
 * From the preview.
 */
target_version: string, };

export type MergedFile = { 
/**
 * Its identifier.
 */
id: string, 
/**
 * "Prénom Nom", as it says.
 */
name: string, 
/**
 * When they were joined, RFC 3339, local time.
 */
at: string, 
/**
 * What was written to it since, elsewhere, by somebody who did not know.
 */
late: Array<LateValue>, };

export type LateValue = { 
/**
 * The field.
 */
field: string, 
/**
 * The value, in words; empty when it was emptied.
 */
words: string, };

export type MergeTake = { 
/**
 * The joined file.
 */
source: string, 
/**
 * Fields to take into the file that stays; the others are left where they are.
 */
fields: Array<string>, };

export type HandoverForm = { 
/**
 * Identifier of the colleague.
 */
receiver: string, 
/**
 * A word to her.
 */
message: string, };

export type Before = { 
/**
 * Sessions.
 */
sessions: number, 
/**
 * Minutes.
 */
minutes: number, 
/**
 * Day of the first one, ISO 8601.
 */
first: string | null, 
/**
 * Day of the last one, ISO 8601.
 */
last: string | null, };

export type Colleague = { 
/**
 * Identifier.
 */
id: string, 
/**
 * Name.
 */
name: string, };

export type HandoverState = "here" | "asked" | "typing" | "leaving" | "refused" | "gone";

export type HandoverTold = { 
/**
 * Who gave the file, or gives it.
 */
giver: string, 
/**
 * Who receives it.
 */
receiver: string, 
/**
 * Day it was asked for, ISO 8601, if known.
 */
date: string | null, 
/**
 * A word to the one who receives.
 */
message: string | null, 
/**
 * What was done before.
 */
before: Before, };

export type HandoverGoes = { 
/**
 * Goals.
 */
goals: number, 
/**
 * Orientations.
 */
referrals: number, 
/**
 * Démarches.
 */
procedures: number, 
/**
 * Diagnostics, mandates, Pix, Pass numériques.
 */
others: number, 
/**
 * Files joined to this one.
 */
joined: number, 
/**
 * Sessions, which stay.
 */
sessions: number, };

export type HandoverFile = { 
/**
 * Where it stands.
 */
state: HandoverState, 
/**
 * To whom, since when: for any state but `here`.
 */
asked: HandoverTold | null, 
/**
 * From whom it was received, if it was.
 */
received: HandoverTold | null, 
/**
 * What goes with it, while it is here.
 */
goes: HandoverGoes, };

export type HandoverAsk = { 
/**
 * The person.
 */
id: string, 
/**
 * To whom, with what word.
 */
form: HandoverForm, };

export type HandoverReceived = { 
/**
 * The person.
 */
id: string, 
/**
 * Her name.
 */
name: string, 
/**
 * Somebody put it in the corbeille meanwhile, not knowing.
 */
in_bin: boolean, 
/**
 * From whom, when, with what word.
 */
told: HandoverTold, };

export type Why = "asked" | "ended";

export type ContactForm = { 
/**
 * What contact took place.
 */
reason: string, };

export type ErasureState = "here" | "asked" | "sent" | "refused" | "erased";

export type ErasureGoes = { 
/**
 * Files joined to this one.
 */
joined: number, 
/**
 * Goals, orientations, démarches, diagnostics and contacts that hold a text.
 */
texts: number, 
/**
 * Sessions with a note about the person.
 */
notes: number, 
/**
 * Sessions, which stay without a name.
 */
sessions: number, 
/**
 * Minutes of these sessions.
 */
minutes: number, };

export type ErasureFile = { 
/**
 * How far it is.
 */
state: ErasureState, 
/**
 * Why, for any state but `here`.
 */
why: Why | null, 
/**
 * Day it was asked for, ISO 8601, for any state but `here`.
 */
date: string | null, 
/**
 * What goes and what stays, while it is here.
 */
goes: ErasureGoes, 
/**
 * Other laptops of the adviser that confirmed, and those that did not yet, when the server
 * said so.
 */
confirmed: number | null, 
/**
 * Those that did not yet.
 */
pending: number | null, };

export type ErasureAsk = { 
/**
 * The people.
 */
ids: Array<string>, 
/**
 * Because their time has ended, not because somebody asked.
 */
ended: boolean, };

export type NearEnd = { 
/**
 * The person.
 */
id: string, 
/**
 * Her name.
 */
name: string, 
/**
 * Day of the last contact, ISO 8601.
 */
last: string, 
/**
 * Day it is erased if nothing is done, ISO 8601.
 */
on: string, 
/**
 * That day has come: it waits for the adviser, because there are too many at once.
 */
due: boolean, 
/**
 * It is in the corbeille.
 */
in_bin: boolean, };

export type ErasureLine = { 
/**
 * The person.
 */
id: string, 
/**
 * Her name, until it is erased here.
 */
name: string | null, 
/**
 * Where it stands.
 */
file: ErasureFile, };

export type LateLine = { 
/**
 * What was changed, in a word.
 */
noun: string, 
/**
 * When the server said so, RFC 3339.
 */
at: string, };

export type Erasures = { 
/**
 * Files near their end, soonest first.
 */
near: Array<NearEnd>, 
/**
 * Those whose day has come are too many to be erased without the adviser.
 */
asks: boolean, 
/**
 * Latest first.
 */
lines: Array<ErasureLine>, 
/**
 * Latest first.
 */
late: Array<LateLine>, 
/**
 * Day the server last confirmed, ISO 8601: what the clock goes by.
 */
clock: string | null, 
/**
 * Months a file is kept after the last contact.
 */
months: number, };

export type ContactNote = { 
/**
 * The person.
 */
id: string, 
/**
 * What contact took place.
 */
form: ContactForm, };

export type WarningKind = "social_security_number" | "card_number" | "bank_account" | "password" | "health";

export type TextAsk = { 
/**
 * As typed.
 */
text: string, };

export type TextWarning = { 
/**
 * The kind.
 */
kind: WarningKind, 
/**
 * The sentence to show.
 */
message: string, };

export type HistoryAsk = { 
/**
 * Wire name of its table.
 */
table: string, 
/**
 * Its identifier.
 */
id: string, };

export type FieldChange = { 
/**
 * The field.
 */
field: string, 
/**
 * What it said before, in words; empty when nothing.
 */
before: string, 
/**
 * What it said after, in words; empty when it was emptied.
 */
after: string, 
/**
 * This change wrote the value that stands today.
 */
stands: boolean, 
/**
 * The value this change wrote may be put back.
 */
restorable: boolean, };

export type ChangeKind = "created" | "changed" | "deleted" | "restored";

export type Change = { 
/**
 * Which write it is; hand it back to put a value back.
 */
write: string, 
/**
 * When, RFC 3339, local time.
 */
at: string, 
/**
 * Who; nothing when this laptop does not know the name.
 */
author: string | null, 
/**
 * Written on this laptop.
 */
here: boolean, 
/**
 * What became of the record.
 */
kind: ChangeKind, 
/**
 * Its fields.
 */
fields: Array<FieldChange>, };

export type History = { 
/**
 * Most recent first.
 */
changes: Array<Change>, 
/**
 * What was seen, opaque; hand it back to put a value back.
 */
version: string, };

export type HistoryRestore = { 
/**
 * Wire name of the table.
 */
table: string, 
/**
 * Identifier of the record.
 */
id: string, 
/**
 * The field.
 */
field: string, 
/**
 * The change that wrote the value.
 */
write: string, 
/**
 * The `version` of the history this was chosen from.
 */
version: string, };

export type PlanningAsk = { 
/**
 * First day, ISO 8601.
 */
from: string, 
/**
 * Last day, included.
 */
to: string, };

export type StopLine = { 
/**
 * Identifier of the permanence.
 */
stop: string, 
/**
 * The day, ISO 8601.
 */
date: string, 
/**
 * The day its rhythm had put it on.
 */
planned: string, 
/**
 * Start, `09:00`.
 */
starts: string, 
/**
 * End, `12:00`.
 */
ends: string, 
/**
 * Identifier of the place.
 */
place: string | null, 
/**
 * Name of the place.
 */
place_name: string | null, 
/**
 * "Commune (50)".
 */
commune: string | null, 
/**
 * Identifier of the exception that changed it, if any.
 */
change: string | null, 
/**
 * What the exception is.
 */
kind: StopChangeKind | null, };

export type DayPlan = { 
/**
 * The day, ISO 8601.
 */
date: string, 
/**
 * Permanences, cancelled ones too, in the order of the day.
 */
stops: Array<StopLine>, 
/**
 * Workshops, in the order of the day.
 */
workshops: Array<WorkshopLine>, 
/**
 * Minutes of travel noted.
 */
travel: number | null, 
/**
 * Minutes of preparation noted.
 */
preparation: number | null, };

export type Planning = { 
/**
 * Today, ISO 8601.
 */
today: string, 
/**
 * Every day of the period.
 */
days: Array<DayPlan>, };

export type PlaceHours = { 
/**
 * Identifier of the place.
 */
place: string, 
/**
 * Name of the place.
 */
name: string, 
/**
 * Start, `09:00`.
 */
starts: string, 
/**
 * End, `12:00`.
 */
ends: string, };

export type TodayPlan = { 
/**
 * The place was chosen by hand, for today.
 */
chosen: boolean, 
/**
 * Hours planned at the place one is at.
 */
here: PlaceHours | null, 
/**
 * What comes next today.
 */
next: PlaceHours | null, 
/**
 * Where the plan says one is, when another place was chosen by hand.
 */
planned: PlaceHours | null, 
/**
 * What the day holds.
 */
day: DayPlan, };

export type StopFile = { 
/**
 * The form it was saved from, as it stands today.
 */
form: StopForm, 
/**
 * Name of its place.
 */
place_name: string | null, 
/**
 * What was seen, opaque; hand it back with the save.
 */
version: string, };

export type StopSave = { 
/**
 * The permanence to change; a new one when absent.
 */
id: string | null, 
/**
 * The draft this form came from, dropped in the same transaction.
 */
draft: string | null, 
/**
 * The form.
 */
form: StopForm, 
/**
 * The `version` of the file this form was opened from.
 */
version: string | null, };

export type StopChangeSave = { 
/**
 * The form.
 */
form: StopChangeForm, };

export type WorkshopLine = { 
/**
 * Identifier.
 */
id: string, 
/**
 * Day, ISO 8601.
 */
date: string, 
/**
 * Start, `14:00`.
 */
starts: string, 
/**
 * End, `16:00`.
 */
ends: string, 
/**
 * Identifier of the place.
 */
place: string | null, 
/**
 * Name of the place.
 */
place_name: string | null, 
/**
 * Title.
 */
title: string, 
/**
 * Level.
 */
level: WorkshopLevel | null, 
/**
 * Seats; no limit when absent.
 */
capacity: number | null, 
/**
 * People who have a seat.
 */
registered: number, 
/**
 * People who wait for one.
 */
waiting: number, 
/**
 * The session that recorded it, once it is.
 */
session: string | null, };

export type RegistrationLine = { 
/**
 * Identifier.
 */
id: string, 
/**
 * The named person, by identifier.
 */
beneficiary: string | null, 
/**
 * Who, in words: a name, a first name, initials.
 */
name: string, 
/**
 * How many people.
 */
count: number, 
/**
 * How many of them have a seat.
 */
seated: number, 
/**
 * How many of them wait.
 */
waiting: number, 
/**
 * How many of them came.
 */
present: number, 
/**
 * The same person is registered already, earlier; she counts once.
 */
double: boolean, };

export type WorkshopFile = { 
/**
 * Its line.
 */
line: WorkshopLine, 
/**
 * The form it was saved from, as it stands today.
 */
form: WorkshopForm, 
/**
 * Who is expected, in the order of registration.
 */
registrations: Array<RegistrationLine>, 
/**
 * Title of the outline it follows.
 */
outline: string | null, 
/**
 * Today, ISO 8601.
 */
today: string, 
/**
 * What was seen, opaque; hand it back with the save.
 */
version: string, };

export type WorkshopSave = { 
/**
 * The workshop to change; a new one when absent.
 */
id: string | null, 
/**
 * The draft this form came from, dropped in the same transaction.
 */
draft: string | null, 
/**
 * The form.
 */
form: WorkshopForm, 
/**
 * The `version` of the file this form was opened from.
 */
version: string | null, };

export type WorkshopModels = { 
/**
 * Today, ISO 8601.
 */
today: string, 
/**
 * My latest workshops, latest first.
 */
recent: Array<WorkshopLine>, 
/**
 * The team's outlines, by title.
 */
outlines: Array<OutlineLine>, };

export type RegistrationSave = { 
/**
 * Who.
 */
form: RegistrationForm, };

export type Presence = { 
/**
 * Identifier of the registration.
 */
id: string, 
/**
 * How many; none to take it back.
 */
present: number, };

export type RollCall = { 
/**
 * Who came; registrations that are not named stay as they are.
 */
presences: Array<Presence>, };

export type WorkshopSession = { 
/**
 * The session that recorded it already, if one did.
 */
session: string | null, 
/**
 * The form, filled with who came.
 */
form: SessionForm, 
/**
 * Display names of `form.people`, in the same order.
 */
people: Array<string>, 
/**
 * Name of its place.
 */
place_name: string | null, };

export type OutlineLine = { 
/**
 * Identifier.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * Level.
 */
level: WorkshopLevel | null, 
/**
 * Minutes.
 */
duration: number | null, 
/**
 * Two laptops wrote one of its texts at the same time.
 */
conflict: boolean, };

export type OutlineFile = { 
/**
 * The form it was saved from, as it stands today.
 */
form: OutlineForm, 
/**
 * What was seen, opaque; hand it back with the save.
 */
version: string, };

export type OutlineSave = { 
/**
 * The outline to change; a new one when absent.
 */
id: string | null, 
/**
 * The draft this form came from, dropped in the same transaction.
 */
draft: string | null, 
/**
 * The form.
 */
form: OutlineForm, 
/**
 * The `version` of the file this form was opened from.
 */
version: string | null, };

export type SearchEverywhere = { 
/**
 * A name, part of a phone, a place, a day, a title, a theme.
 */
query: string, };

export type FoundEverywhere = { 
/**
 * People (8 at most).
 */
people: Array<BeneficiaryLine>, 
/**
 * How many people in all.
 */
people_total: number, 
/**
 * The people match only approximately (a typo was forgiven).
 */
approximate: boolean, 
/**
 * Places (5 at most).
 */
places: Array<PlaceLine>, 
/**
 * Sessions by their day or month, then by title, then by theme (8 at most).
 */
sessions: Array<SessionLine>, };

export type ConflictAsk = { 
/**
 * `beneficiary`, `session`, `outcome`, `outline`.
 */
table: string, 
/**
 * Identifier of the record.
 */
id: string, };

export type StandingValue = { 
/**
 * Which write it is; hand it back to keep this value.
 */
write: string, 
/**
 * The value in words; empty when the field was emptied.
 */
words: string, 
/**
 * Written on this laptop.
 */
here: boolean, 
/**
 * When, RFC 3339, local time.
 */
at: string, 
/**
 * The one on display until somebody chooses.
 */
shown: boolean, };

export type Conflict = { 
/**
 * The record, which may be the outcome of the session asked for.
 */
table: string, 
/**
 * Its identifier.
 */
id: string, 
/**
 * The field.
 */
field: string, 
/**
 * The texts may both be kept, one under the other.
 */
both: boolean, 
/**
 * The values, oldest first.
 */
values: Array<StandingValue>, };

export type ConflictChoose = { 
/**
 * The record.
 */
table: string, 
/**
 * Its identifier.
 */
id: string, 
/**
 * The field.
 */
field: string, 
/**
 * Every value that was before the person's eyes; one that came since stays open.
 */
seen: Array<string>, 
/**
 * The one to keep; all of them, one under the other, when absent (texts only).
 */
keep: string | null, };

export type FollowStepLine = { 
/**
 * Identifier of the step; that of the session's outcome when a session says it.
 */
id: string, 
/**
 * Wire value of the state, of the vocabulary of its kind.
 */
state: string, 
/**
 * Day, ISO 8601.
 */
date: string, 
/**
 * The session that says it; none when it was noted by hand.
 */
session: string | null, };

export type FollowUpItem = { 
/**
 * Identifier.
 */
id: string, 
/**
 * As it stands.
 */
form: FollowUpForm, 
/**
 * Wording, name of the place or of the procedure.
 */
title: string, 
/**
 * Wire value of its state, where it has one.
 */
state: string | null, 
/**
 * Steps, oldest first.
 */
steps: Array<FollowStepLine>, 
/**
 * Day a mandate expires, ISO 8601.
 */
ends: string | null, 
/**
 * Something to look at (two values at once).
 */
conflict: boolean, };

export type FollowUpSuggestion = { 
/**
 * What it would become.
 */
kind: FollowUpKind, 
/**
 * The session.
 */
session: string, 
/**
 * Its day, ISO 8601.
 */
date: string, 
/**
 * Name of the place or of the procedure, if told.
 */
title: string | null, };

export type AutonomyPoint = { 
/**
 * The session.
 */
session: string, 
/**
 * Its day, ISO 8601.
 */
date: string, 
/**
 * Level.
 */
autonomy: Autonomy, };

export type ThemeAutonomy = { 
/**
 * Theme.
 */
theme: Theme, 
/**
 * Oldest first (60 at most, the latest).
 */
points: Array<AutonomyPoint>, };

export type FollowUp = { 
/**
 * Today, ISO 8601.
 */
today: string, 
/**
 * Everything of every kind, latest recorded first in each.
 */
items: Array<FollowUpItem>, 
/**
 * What sessions say and nobody follows yet, latest first.
 */
suggestions: Array<FollowUpSuggestion>, 
/**
 * Autonomy by theme, most often noted first.
 */
autonomy: Array<ThemeAutonomy>, };

export type FollowUpRef = { 
/**
 * Kind.
 */
kind: FollowUpKind, 
/**
 * Identifier.
 */
id: string, };

export type FollowUpOpen = { 
/**
 * Kind.
 */
kind: FollowUpKind, 
/**
 * The one to change; a new one when absent.
 */
id: string | null, 
/**
 * For a new one: the person.
 */
beneficiary: string | null, 
/**
 * For a new one: the session it comes from.
 */
session: string | null, };

export type FollowUpFile = { 
/**
 * Its identifier; absent when it is new.
 */
id: string | null, 
/**
 * The form.
 */
form: FollowUpForm, 
/**
 * Display name of the person; absent when anonymous.
 */
person: string | null, 
/**
 * Name of the place of the directory that was chosen.
 */
place: string | null, 
/**
 * Where the session says the person was sent, in words.
 */
session_place: string | null, 
/**
 * Today, ISO 8601.
 */
today: string, 
/**
 * What was seen, opaque; hand it back with the save. Absent when it is new.
 */
version: string | null, };

export type FollowUpSave = { 
/**
 * The one to change; a new one when absent.
 */
id: string | null, 
/**
 * The draft this form came from, dropped in the same transaction.
 */
draft: string | null, 
/**
 * The form.
 */
form: FollowUpForm, 
/**
 * The `version` of the file this form was opened from; absent for a new one.
 */
version: string | null, };

export type FollowUpMove = { 
/**
 * Kind.
 */
kind: FollowUpKind, 
/**
 * Identifier.
 */
id: string, 
/**
 * Wire value of the state; absent to only stop being reminded.
 */
state: string | null, 
/**
 * Day, ISO 8601; today when absent.
 */
date: string | null, };

export type FollowUpPostpone = { 
/**
 * Kind.
 */
kind: FollowUpKind, 
/**
 * Identifier.
 */
id: string, 
/**
 * Day, ISO 8601.
 */
until: string, };

export type FollowUpUndo = { 
/**
 * Kind.
 */
kind: FollowUpKind, 
/**
 * Identifier.
 */
id: string, 
/**
 * The step to take back.
 */
step: string | null, 
/**
 * The day to be reminded on, put back; ISO 8601.
 */
look_again: string | null, };

export type SessionFollowUp = { 
/**
 * Today, ISO 8601.
 */
today: string, 
/**
 * The session says that the person was sent somewhere.
 */
oriented: boolean, 
/**
 * Name of the place it says.
 */
place: string | null, 
/**
 * Kind of structure it says.
 */
redirection: Redirection | null, 
/**
 * The referral that follows it, if one does.
 */
item: FollowUpItem | null, };

export type RelancesAsk = { 
/**
 * Rows to leave out from the start.
 */
offset: number, 
/**
 * Rows at most (1 to 200).
 */
limit: number, };

export type Relance = { 
/**
 * Kind.
 */
kind: FollowUpKind, 
/**
 * Identifier.
 */
id: string, 
/**
 * The person.
 */
beneficiary: string | null, 
/**
 * Display name of the person; absent when anonymous.
 */
person: string | null, 
/**
 * The session it comes from.
 */
session: string | null, 
/**
 * Its day, ISO 8601.
 */
session_date: string | null, 
/**
 * Wording, name of the place or of the procedure.
 */
title: string | null, 
/**
 * Wire value of its state.
 */
state: string | null, 
/**
 * Day to look at it again, ISO 8601.
 */
look_again: string, 
/**
 * Something to look at (two values at once).
 */
conflict: boolean, };

export type FollowUpDisputed = { 
/**
 * Kind.
 */
kind: FollowUpKind, 
/**
 * Identifier.
 */
id: string, 
/**
 * What it is, in words.
 */
label: string, 
/**
 * The person, on whose file both values are shown.
 */
beneficiary: string | null, 
/**
 * The session it comes from.
 */
session: string | null, };

export type Relances = { 
/**
 * Today, ISO 8601.
 */
today: string, 
/**
 * How many in all.
 */
total: number, 
/**
 * How many by today.
 */
due: number, 
/**
 * The rows asked for.
 */
rows: Array<Relance>, 
/**
 * Rows where two values stand.
 */
disputed: Array<FollowUpDisputed>, };

export type RelancesCount = { 
/**
 * How many.
 */
due: number, };

export type ThemeChoice = "system" | "light" | "dark";

export type Settings = { 
/**
 * Theme.
 */
theme: ThemeChoice, 
/**
 * Text size in percent (100 to 200).
 */
text_percent: number, 
/**
 * Less motion.
 */
reduced_motion: boolean, 
/**
 * Idle minutes before locking (2 to 15).
 */
idle_lock_minutes: number, 
/**
 * Shortcuts of one character (`?`, the digits of the chips) are listened to.
 */
single_keys: boolean, 
/**
 * Shortcuts that were changed, by the name the screens give them: the keys as they are read
 * (`Ctrl J`).
 */
shortcuts: { [key in string]: string }, 
/**
 * The first-run tour was followed or put aside.
 */
tour_seen: boolean, };

export type LineState = "unknown" | "online" | "offline" | "portal" | "inspected" | "truncated" | "busy" | "refused" | "too_old";

export type Arriving = { 
/**
 * Sessions in.
 */
sessions: number, 
/**
 * Of so many.
 */
of: number, 
/**
 * People, places, and the sessions of the last twelve months are in.
 */
recent: boolean, };

export type SyncState = { 
/**
 * Records (sessions, people, places…) with something still to send.
 */
pending: number, 
/**
 * Age of the oldest unsent change: when it was recorded, RFC 3339, local time.
 */
oldest_pending_at: string | null, 
/**
 * Changes confirmed by the server and not yet covered by one of its verified backups.
 */
not_durable: number, 
/**
 * What the last tries say.
 */
line: LineState, 
/**
 * An exchange is under way.
 */
busy: boolean, 
/**
 * Exchanges tried since the program started: tells whether the one asked for has ended.
 */
tries: number, 
/**
 * Last time the server answered, RFC 3339, local time.
 */
last_contact_at: string | null, 
/**
 * Last time something of ours was confirmed, RFC 3339, local time.
 */
last_sent_at: string | null, 
/**
 * Next automatic try, RFC 3339, local time.
 */
next_try_at: string | null, 
/**
 * How far ahead of the server's this computer's clock is, in seconds; negative when it is
 * behind, 0 when under 2 s.
 */
clock_offset: number, 
/**
 * Fields where two laptops wrote different values at the same time.
 */
conflicts: number, 
/**
 * Whole days that the oldest unsent change has waited, reckoned so that a wrong clock alone
 * makes no alarm.
 */
waited_days: number, 
/**
 * Days left before the notebook locks for having heard nothing of the server, when near.
 */
locks_in_days: number | null, 
/**
 * What the server has of this person is still coming in.
 */
arriving: Arriving | null, 
/**
 * The practice space: nothing of it is ever sent.
 */
practice: boolean, };

export type PendingItem = { 
/**
 * `session`, `beneficiary`, `place`…
 */
table: string, 
/**
 * Identifier of the record.
 */
id: string, 
/**
 * What a person recognises ("Séance du 24 novembre, E-mail").
 */
label: string, 
/**
 * When it was recorded, RFC 3339, local time.
 */
recorded_at: string, };

export type ExchangeLine = { 
/**
 * When, RFC 3339, local time.
 */
at: string, 
/**
 * How it ended.
 */
line: LineState, 
/**
 * Changes confirmed.
 */
sent: number, 
/**
 * Changes received.
 */
received: number, };

export type SyncReport = { 
/**
 * The state.
 */
state: SyncState, 
/**
 * What waits (200 at most).
 */
items: Array<PendingItem>, 
/**
 * What the server set aside, undecided first (100 at most).
 */
asides: Array<AsideItem>, 
/**
 * Last exchanges, most recent first (20 at most).
 */
exchanges: Array<ExchangeLine>, 
/**
 * Address of the server.
 */
server: string, };

export type Event = { "kind": "changed", 
/**
 * Tags.
 */
tags: Array<string>, } | { "kind": "sync", 
/**
 * The state.
 */
state: SyncState, } | { "kind": "locked" };

export interface Commands {
  app_state: { request: null; response: AppState };
  passphrase_suggest: { request: null; response: Suggestion };
  enrol: { request: Enrol; response: AppState };
  unlock: { request: Unlock; response: AppState };
  unlock_pin: { request: Pin; response: AppState };
  pin_set: { request: Pin; response: AppState };
  lock: { request: null; response: AppState };
  practice_enter: { request: null; response: AppState };
  practice_leave: { request: null; response: AppState };
  today: { request: null; response: Today };
  session_defaults: { request: null; response: SessionDefaults };
  session_page: { request: SessionPage; response: Sessions };
  session_get: { request: ById; response: SessionFile };
  session_save: { request: SessionSave; response: Saved };
  session_delete: { request: ById; response: null };
  session_restore: { request: ById; response: null };
  session_ids: { request: SessionSelect; response: Ids };
  sessions_delete: { request: Ids; response: Ids };
  sessions_restore: { request: Ids; response: Ids };
  sessions_tag: { request: SessionsTag; response: Ids };
  tag_list: { request: null; response: Array<TagLine> };
  tag_get: { request: ById; response: TagFile };
  tag_save: { request: TagSave; response: Saved };
  tag_delete: { request: ById; response: Ids };
  tag_restore: { request: Ids; response: null };
  tag_join: { request: TagJoin; response: Ids };
  tag_part: { request: Ids; response: null };
  corbeille_page: { request: CorbeillePage; response: Corbeille };
  corbeille_restore: { request: CorbeilleRow; response: null };
  beneficiary_page: { request: BeneficiaryPage; response: Beneficiaries };
  beneficiary_get: { request: ById; response: BeneficiaryFile };
  beneficiary_save: { request: BeneficiarySave; response: Saved };
  beneficiary_twins: { request: BeneficiaryTwins; response: Array<BeneficiaryLine> };
  followup_get: { request: ById; response: FollowUp };
  followup_of_session: { request: ById; response: SessionFollowUp };
  followup_open: { request: FollowUpOpen; response: FollowUpFile };
  followup_save: { request: FollowUpSave; response: Saved };
  followup_delete: { request: FollowUpRef; response: null };
  followup_restore: { request: FollowUpRef; response: null };
  followup_move: { request: FollowUpMove; response: FollowUpUndo };
  followup_postpone: { request: FollowUpPostpone; response: FollowUpUndo };
  followup_undo: { request: FollowUpUndo; response: null };
  relances: { request: RelancesAsk; response: Relances };
  relances_count: { request: null; response: RelancesCount };
  conflict_get: { request: ConflictAsk; response: Array<Conflict> };
  beneficiary_timeline: { request: TimelinePage; response: Timeline };
  beneficiary_found: { request: PeopleFound; response: People };
  beneficiary_summary: { request: People; response: PeopleSummary };
  beneficiary_delete: { request: People; response: People };
  beneficiary_restore: { request: People; response: null };
  beneficiary_duplicates: { request: DuplicatePage; response: Duplicates };
  beneficiary_tell_apart: { request: Pair; response: null };
  beneficiary_tell_together: { request: Pair; response: null };
  beneficiary_merge_preview: { request: MergeAsk; response: MergePreview };
  beneficiary_merge: { request: MergeDo; response: Saved };
  beneficiary_merge_take: { request: MergeTake; response: null };
  beneficiary_part: { request: ById; response: Saved };
  colleague_list: { request: null; response: Array<Colleague> };
  handover_get: { request: ById; response: HandoverFile };
  handover_ask: { request: HandoverAsk; response: null };
  handover_cancel: { request: ById; response: boolean };
  handover_received: { request: null; response: Array<HandoverReceived> };
  handover_notice: { request: ById; response: null };
  erasure_get: { request: ById; response: ErasureFile };
  erasure_ask: { request: ErasureAsk; response: null };
  erasure_cancel: { request: ById; response: boolean };
  erasure_list: { request: null; response: Erasures };
  contact_note: { request: ContactNote; response: null };
  history_get: { request: HistoryAsk; response: History };
  history_restore: { request: HistoryRestore; response: null };
  text_check: { request: TextAsk; response: Array<TextWarning> };
  conflict_choose: { request: ConflictChoose; response: null };
  place_search: { request: Search; response: Array<PlaceLine> };
  place_save: { request: PlaceSave; response: Saved };
  place_set_current: { request: ById; response: null };
  place_follow_plan: { request: null; response: null };
  planning_get: { request: PlanningAsk; response: Planning };
  planning_ics: { request: PlanningAsk; response: FileOut };
  workday_save: { request: WorkdayForm; response: null };
  stop_get: { request: ById; response: StopFile };
  stop_save: { request: StopSave; response: Saved };
  stop_delete: { request: ById; response: null };
  stop_restore: { request: ById; response: null };
  stop_change_save: { request: StopChangeSave; response: Saved };
  stop_change_delete: { request: ById; response: null };
  stop_change_restore: { request: ById; response: null };
  workshop_get: { request: ById; response: WorkshopFile };
  workshop_models: { request: null; response: WorkshopModels };
  workshop_save: { request: WorkshopSave; response: Saved };
  workshop_delete: { request: ById; response: null };
  workshop_restore: { request: ById; response: null };
  workshop_session: { request: ById; response: WorkshopSession };
  registration_save: { request: RegistrationSave; response: Saved };
  registration_delete: { request: ById; response: null };
  registration_restore: { request: ById; response: null };
  registration_present: { request: RollCall; response: null };
  outline_list: { request: null; response: Array<OutlineLine> };
  outline_get: { request: ById; response: OutlineFile };
  outline_save: { request: OutlineSave; response: Saved };
  outline_delete: { request: ById; response: null };
  outline_restore: { request: ById; response: null };
  place_get: { request: ById; response: PlaceFile };
  place_delete: { request: ById; response: null };
  place_restore: { request: ById; response: null };
  place_directory: { request: DirectoryAsk; response: Directory };
  place_export: { request: null; response: FileOut };
  place_import_trial: { request: PlaceImportAsk; response: PlaceImportReport };
  place_import: { request: PlaceImportAsk; response: PlaceImportReport };
  place_import_latest: { request: null; response: PlaceImportDone | null };
  place_import_undo: { request: ById; response: PlaceImportUndone };
  territory_page: { request: TerritoryPage; response: Territories };
  territory_get: { request: ById; response: TerritoryFile };
  territory_text: { request: ById; response: TerritoryText };
  territory_save: { request: TerritorySave; response: Saved };
  territory_delete: { request: ById; response: null };
  territory_restore: { request: ById; response: null };
  commune_search: { request: Search; response: Array<CommuneHit> };
  import_preview: { request: ImportFile; response: ImportPreview };
  import_run: { request: ImportRun; response: Import };
  import_last: { request: null; response: LastImport };
  import_undo: { request: ImportBatch; response: ImportUndone };
  paper_attendance: { request: PaperOf; response: FileOut };
  paper_workshop: { request: PaperOf; response: FileOut };
  paper_diagnostic: { request: PaperOf; response: FileOut };
  relay_about: { request: RelayAsk; response: RelayAbout };
  paper_relay: { request: RelayPaper; response: FileOut };
  person_json: { request: ById; response: FileOut };
  paper_notice: { request: PaperSetting; response: FileOut };
  paper_person: { request: PaperOf; response: FileOut };
  search_everywhere: { request: SearchEverywhere; response: FoundEverywhere };
  draft_save: { request: DraftSave; response: DraftSaved };
  draft_list: { request: null; response: Array<Draft> };
  draft_discard: { request: ById; response: null };
  sync_state: { request: null; response: SyncState };
  sync_report: { request: null; response: SyncReport };
  sync_now: { request: null; response: SyncState };
  parcel_make: { request: null; response: FileOut | null };
  wiped_seen: { request: null; response: AppState };
  settings_get: { request: null; response: Settings };
  settings_set: { request: Settings; response: Settings };
}

export type CommandName = keyof Commands;

export const COMMAND_TAGS: Record<CommandName, { provides: string[]; invalidates: string[] }> = {
  app_state: { provides: ["access"], invalidates: [] },
  passphrase_suggest: { provides: [], invalidates: [] },
  enrol: { provides: [], invalidates: ["access"] },
  unlock: { provides: [], invalidates: ["access"] },
  unlock_pin: { provides: [], invalidates: ["access"] },
  pin_set: { provides: [], invalidates: ["access"] },
  lock: { provides: [], invalidates: ["access"] },
  practice_enter: { provides: [], invalidates: ["access"] },
  practice_leave: { provides: [], invalidates: ["access"] },
  today: { provides: ["sessions", "places", "drafts", "planning"], invalidates: [] },
  session_defaults: { provides: ["sessions", "places", "planning"], invalidates: [] },
  session_page: { provides: ["sessions"], invalidates: [] },
  session_get: { provides: ["sessions"], invalidates: [] },
  session_save: { provides: [], invalidates: ["sessions", "beneficiaries", "drafts", "planning", "sync", "tags"] },
  session_delete: { provides: [], invalidates: ["sessions", "beneficiaries", "planning", "sync", "tags"] },
  session_restore: { provides: [], invalidates: ["sessions", "beneficiaries", "planning", "sync", "tags"] },
  session_ids: { provides: [], invalidates: [] },
  sessions_delete: { provides: [], invalidates: ["sessions", "beneficiaries", "planning", "tags", "sync"] },
  sessions_restore: { provides: [], invalidates: ["sessions", "beneficiaries", "planning", "tags", "sync"] },
  sessions_tag: { provides: [], invalidates: ["sessions", "tags", "sync"] },
  tag_list: { provides: ["tags"], invalidates: [] },
  tag_get: { provides: ["tags"], invalidates: [] },
  tag_save: { provides: [], invalidates: ["tags", "sessions", "sync"] },
  tag_delete: { provides: [], invalidates: ["tags", "sessions", "sync"] },
  tag_restore: { provides: [], invalidates: ["tags", "sessions", "sync"] },
  tag_join: { provides: [], invalidates: ["tags", "sessions", "sync"] },
  tag_part: { provides: [], invalidates: ["tags", "sessions", "sync"] },
  corbeille_page: { provides: ["sessions", "beneficiaries", "places", "tags", "planning", "followups", "territory"], invalidates: [] },
  corbeille_restore: { provides: [], invalidates: ["sessions", "beneficiaries", "places", "tags", "planning", "followups", "territory", "sync"] },
  beneficiary_page: { provides: ["beneficiaries"], invalidates: [] },
  beneficiary_get: { provides: ["beneficiaries", "sessions"], invalidates: [] },
  beneficiary_save: { provides: [], invalidates: ["beneficiaries", "sessions", "drafts", "sync"] },
  beneficiary_twins: { provides: ["beneficiaries"], invalidates: [] },
  followup_get: { provides: ["followups", "beneficiaries", "sessions", "places"], invalidates: [] },
  followup_of_session: { provides: ["followups", "sessions", "places"], invalidates: [] },
  followup_open: { provides: ["followups", "beneficiaries", "sessions", "places"], invalidates: [] },
  followup_save: { provides: [], invalidates: ["followups", "drafts", "sync"] },
  followup_delete: { provides: [], invalidates: ["followups", "sync"] },
  followup_restore: { provides: [], invalidates: ["followups", "sync"] },
  followup_move: { provides: [], invalidates: ["followups", "sync"] },
  followup_postpone: { provides: [], invalidates: ["followups", "sync"] },
  followup_undo: { provides: [], invalidates: ["followups", "sync"] },
  relances: { provides: ["followups", "beneficiaries", "sessions", "places"], invalidates: [] },
  relances_count: { provides: ["followups", "beneficiaries", "sessions"], invalidates: [] },
  conflict_get: { provides: ["beneficiaries", "sessions", "followups", "planning", "territory"], invalidates: [] },
  beneficiary_timeline: { provides: ["beneficiaries", "sessions"], invalidates: [] },
  beneficiary_found: { provides: ["beneficiaries"], invalidates: [] },
  beneficiary_summary: { provides: ["beneficiaries", "sessions"], invalidates: [] },
  beneficiary_delete: { provides: [], invalidates: ["beneficiaries", "sessions", "sync"] },
  beneficiary_restore: { provides: [], invalidates: ["beneficiaries", "sessions", "sync"] },
  beneficiary_duplicates: { provides: ["beneficiaries"], invalidates: [] },
  beneficiary_tell_apart: { provides: [], invalidates: ["beneficiaries", "sync"] },
  beneficiary_tell_together: { provides: [], invalidates: ["beneficiaries", "sync"] },
  beneficiary_merge_preview: { provides: ["beneficiaries", "sessions"], invalidates: [] },
  beneficiary_merge: { provides: [], invalidates: ["beneficiaries", "sessions", "sync"] },
  beneficiary_merge_take: { provides: [], invalidates: ["beneficiaries", "sync"] },
  beneficiary_part: { provides: [], invalidates: ["beneficiaries", "sessions", "sync"] },
  colleague_list: { provides: ["colleagues"], invalidates: [] },
  handover_get: { provides: ["beneficiaries", "sessions", "followups", "drafts", "colleagues", "sync"], invalidates: [] },
  handover_ask: { provides: [], invalidates: ["beneficiaries", "sync"] },
  handover_cancel: { provides: [], invalidates: ["beneficiaries", "sync"] },
  handover_received: { provides: ["beneficiaries", "colleagues"], invalidates: [] },
  handover_notice: { provides: [], invalidates: ["beneficiaries", "sync"] },
  erasure_get: { provides: ["beneficiaries", "sessions", "followups", "erasures", "sync"], invalidates: [] },
  erasure_ask: { provides: [], invalidates: ["beneficiaries", "erasures", "sync"] },
  erasure_cancel: { provides: [], invalidates: ["beneficiaries", "erasures", "sync"] },
  erasure_list: { provides: ["beneficiaries", "sessions", "followups", "erasures", "sync"], invalidates: [] },
  contact_note: { provides: [], invalidates: ["beneficiaries", "followups", "erasures", "sync"] },
  history_get: { provides: ["beneficiaries", "sessions", "places"], invalidates: [] },
  history_restore: { provides: [], invalidates: ["beneficiaries", "sessions", "places", "sync"] },
  text_check: { provides: [], invalidates: [] },
  conflict_choose: { provides: [], invalidates: ["beneficiaries", "sessions", "sync", "planning", "territory"] },
  place_search: { provides: ["places"], invalidates: [] },
  place_save: { provides: [], invalidates: ["places", "drafts", "sync"] },
  place_set_current: { provides: [], invalidates: ["places"] },
  place_follow_plan: { provides: [], invalidates: ["places"] },
  planning_get: { provides: ["planning", "places", "sessions"], invalidates: [] },
  planning_ics: { provides: [], invalidates: [] },
  workday_save: { provides: [], invalidates: ["planning", "sync"] },
  stop_get: { provides: ["planning", "places"], invalidates: [] },
  stop_save: { provides: [], invalidates: ["planning", "drafts", "sync"] },
  stop_delete: { provides: [], invalidates: ["planning", "sync"] },
  stop_restore: { provides: [], invalidates: ["planning", "sync"] },
  stop_change_save: { provides: [], invalidates: ["planning", "sync"] },
  stop_change_delete: { provides: [], invalidates: ["planning", "sync"] },
  stop_change_restore: { provides: [], invalidates: ["planning", "sync"] },
  workshop_get: { provides: ["planning", "places", "sessions", "beneficiaries"], invalidates: [] },
  workshop_models: { provides: ["planning", "places"], invalidates: [] },
  workshop_save: { provides: [], invalidates: ["planning", "drafts", "sync"] },
  workshop_delete: { provides: [], invalidates: ["planning", "sync"] },
  workshop_restore: { provides: [], invalidates: ["planning", "sync"] },
  workshop_session: { provides: ["planning", "places", "sessions", "beneficiaries"], invalidates: [] },
  registration_save: { provides: [], invalidates: ["planning", "sync"] },
  registration_delete: { provides: [], invalidates: ["planning", "sync"] },
  registration_restore: { provides: [], invalidates: ["planning", "sync"] },
  registration_present: { provides: [], invalidates: ["planning", "sync"] },
  outline_list: { provides: ["planning"], invalidates: [] },
  outline_get: { provides: ["planning"], invalidates: [] },
  outline_save: { provides: [], invalidates: ["planning", "drafts", "sync"] },
  outline_delete: { provides: [], invalidates: ["planning", "sync"] },
  outline_restore: { provides: [], invalidates: ["planning", "sync"] },
  place_get: { provides: ["places", "territory", "sessions"], invalidates: [] },
  place_delete: { provides: [], invalidates: ["places", "sessions", "territory", "sync"] },
  place_restore: { provides: [], invalidates: ["places", "sessions", "territory", "sync"] },
  place_directory: { provides: ["places"], invalidates: [] },
  place_export: { provides: [], invalidates: [] },
  place_import_trial: { provides: [], invalidates: [] },
  place_import: { provides: [], invalidates: ["places", "sync"] },
  place_import_latest: { provides: ["places"], invalidates: [] },
  place_import_undo: { provides: [], invalidates: ["places", "sync"] },
  territory_page: { provides: ["territory", "places"], invalidates: [] },
  territory_get: { provides: ["territory", "places"], invalidates: [] },
  territory_text: { provides: ["territory", "places"], invalidates: [] },
  territory_save: { provides: [], invalidates: ["territory", "drafts", "sync"] },
  territory_delete: { provides: [], invalidates: ["territory", "sync"] },
  territory_restore: { provides: [], invalidates: ["territory", "sync"] },
  commune_search: { provides: [], invalidates: [] },
  import_preview: { provides: [], invalidates: [] },
  import_run: { provides: [], invalidates: ["beneficiaries", "sync"] },
  import_last: { provides: ["beneficiaries"], invalidates: [] },
  import_undo: { provides: [], invalidates: ["beneficiaries", "sessions", "sync"] },
  paper_attendance: { provides: [], invalidates: [] },
  paper_workshop: { provides: [], invalidates: [] },
  paper_diagnostic: { provides: [], invalidates: [] },
  relay_about: { provides: ["followups", "places", "sessions"], invalidates: [] },
  paper_relay: { provides: [], invalidates: [] },
  person_json: { provides: [], invalidates: [] },
  paper_notice: { provides: [], invalidates: [] },
  paper_person: { provides: [], invalidates: [] },
  search_everywhere: { provides: ["beneficiaries", "places", "sessions"], invalidates: [] },
  draft_save: { provides: [], invalidates: [] },
  draft_list: { provides: ["drafts"], invalidates: [] },
  draft_discard: { provides: [], invalidates: ["drafts"] },
  sync_state: { provides: ["sync"], invalidates: [] },
  sync_report: { provides: ["sync"], invalidates: [] },
  sync_now: { provides: [], invalidates: ["sync"] },
  parcel_make: { provides: [], invalidates: [] },
  wiped_seen: { provides: [], invalidates: ["access"] },
  settings_get: { provides: ["settings", "access"], invalidates: [] },
  settings_set: { provides: [], invalidates: ["settings"] },
};
