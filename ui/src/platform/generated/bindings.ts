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

export type RuleCode = "date_required" | "date_invalid" | "date_future" | "duration_required" | "duration_zero" | "duration_too_long" | "place_kind_required" | "place_required" | "commune_required" | "commune_incomplete" | "themes_required" | "administrative_themes" | "procedure" | "one_person" | "nobody_present" | "sum_above_total" | "count_negative" | "count_too_large" | "text_too_long" | "text_invalid" | "first_name_required" | "last_name_required" | "phone_invalid" | "email_invalid" | "birth_year_invalid" | "place_name_required" | "tag_name_short" | "typology_unknown" | "siret_invalid" | "rna_invalid";

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

export type TagForm = { 
/**
 * The word.
 */
name: string, 
/**
 * What it is for.
 */
description: string, };

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
 * Commune.
 */
commune: CommuneRef | null, 
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
 * Itinerant (a bus, for instance).
 */
itinerant: boolean, };

export type FailureCode = "locked" | "not_enrolled" | "already_enrolled" | "wrong_passphrase" | "wait_before_retry" | "weak_passphrase" | "wrong_pin" | "pin_unavailable" | "weak_pin" | "keyring_unavailable" | "keyring_lost" | "damaged" | "newer_notebook" | "already_open" | "disk_full" | "disk_read_only" | "invalid" | "not_found" | "code_malformed" | "code_refused" | "server_unreachable" | "foreign_answer" | "file_not_saved" | "file_not_read" | "bad_request" | "unexpected";

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

export type Phase = "fresh" | "locked" | "unlocked" | "recovery";

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
idle_lock_minutes: number, };

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

export type DraftKind = "session" | "beneficiary";

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
 * The record: a session, a person.
 */
id: string, 
/**
 * Large type.
 */
large: boolean, };

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
form: PlaceForm, };

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
version: string | null, };

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
count: number, };

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
 * Latest sessions, most recent first (20 at most).
 */
sessions: Array<SessionLine>, 
/**
 * Themes of all sessions with the number of times, most frequent first.
 */
themes: Array<ThemeCount>, 
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
version: string | null, };

export type BeneficiaryTwins = { 
/**
 * Leave that one out (the file being changed).
 */
except: string | null, 
/**
 * The form being typed.
 */
form: BeneficiaryForm, };

export type ConflictAsk = { 
/**
 * `beneficiary`, `session`, `outcome`.
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
idle_lock_minutes: number, };

export type LineState = "unknown" | "online" | "offline" | "portal" | "inspected" | "truncated" | "busy" | "refused" | "too_old";

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
conflicts: number, };

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
  corbeille_page: { request: CorbeillePage; response: Corbeille };
  corbeille_restore: { request: CorbeilleRow; response: null };
  beneficiary_page: { request: BeneficiaryPage; response: Beneficiaries };
  beneficiary_get: { request: ById; response: BeneficiaryFile };
  beneficiary_save: { request: BeneficiarySave; response: Saved };
  beneficiary_twins: { request: BeneficiaryTwins; response: Array<BeneficiaryLine> };
  conflict_get: { request: ConflictAsk; response: Array<Conflict> };
  conflict_choose: { request: ConflictChoose; response: null };
  place_search: { request: Search; response: Array<PlaceLine> };
  place_save: { request: PlaceSave; response: Saved };
  place_set_current: { request: ById; response: null };
  commune_search: { request: Search; response: Array<CommuneHit> };
  import_preview: { request: ImportFile; response: ImportPreview };
  import_run: { request: ImportRun; response: Import };
  import_last: { request: null; response: LastImport };
  import_undo: { request: ImportBatch; response: ImportUndone };
  paper_attendance: { request: PaperOf; response: FileOut };
  paper_notice: { request: PaperSetting; response: FileOut };
  paper_person: { request: PaperOf; response: FileOut };
  draft_save: { request: DraftSave; response: DraftSaved };
  draft_list: { request: null; response: Array<Draft> };
  draft_discard: { request: ById; response: null };
  sync_state: { request: null; response: SyncState };
  sync_report: { request: null; response: SyncReport };
  sync_now: { request: null; response: SyncState };
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
  today: { provides: ["sessions", "places", "drafts"], invalidates: [] },
  session_defaults: { provides: ["sessions", "places"], invalidates: [] },
  session_page: { provides: ["sessions"], invalidates: [] },
  session_get: { provides: ["sessions"], invalidates: [] },
  session_save: { provides: [], invalidates: ["sessions", "beneficiaries", "tags", "drafts", "sync"] },
  session_delete: { provides: [], invalidates: ["sessions", "beneficiaries", "tags", "sync"] },
  session_restore: { provides: [], invalidates: ["sessions", "beneficiaries", "tags", "sync"] },
  session_ids: { provides: [], invalidates: [] },
  sessions_delete: { provides: [], invalidates: ["sessions", "beneficiaries", "tags", "sync"] },
  sessions_restore: { provides: [], invalidates: ["sessions", "beneficiaries", "tags", "sync"] },
  sessions_tag: { provides: [], invalidates: ["sessions", "tags", "sync"] },
  tag_list: { provides: ["tags"], invalidates: [] },
  tag_get: { provides: ["tags"], invalidates: [] },
  tag_save: { provides: [], invalidates: ["tags", "sessions", "sync"] },
  tag_delete: { provides: [], invalidates: ["tags", "sessions", "sync"] },
  tag_restore: { provides: [], invalidates: ["tags", "sessions", "sync"] },
  corbeille_page: { provides: ["sessions", "beneficiaries", "places", "tags"], invalidates: [] },
  corbeille_restore: { provides: [], invalidates: ["sessions", "beneficiaries", "places", "tags", "sync"] },
  beneficiary_page: { provides: ["beneficiaries"], invalidates: [] },
  beneficiary_get: { provides: ["beneficiaries", "sessions"], invalidates: [] },
  beneficiary_save: { provides: [], invalidates: ["beneficiaries", "sessions", "drafts", "sync"] },
  beneficiary_twins: { provides: ["beneficiaries"], invalidates: [] },
  conflict_get: { provides: ["beneficiaries", "sessions"], invalidates: [] },
  conflict_choose: { provides: [], invalidates: ["beneficiaries", "sessions", "sync"] },
  place_search: { provides: ["places"], invalidates: [] },
  place_save: { provides: [], invalidates: ["places", "sync"] },
  place_set_current: { provides: [], invalidates: ["places"] },
  commune_search: { provides: [], invalidates: [] },
  import_preview: { provides: [], invalidates: [] },
  import_run: { provides: [], invalidates: ["beneficiaries", "sync"] },
  import_last: { provides: ["beneficiaries"], invalidates: [] },
  import_undo: { provides: [], invalidates: ["beneficiaries", "sessions", "sync"] },
  paper_attendance: { provides: [], invalidates: [] },
  paper_notice: { provides: [], invalidates: [] },
  paper_person: { provides: [], invalidates: [] },
  draft_save: { provides: [], invalidates: [] },
  draft_list: { provides: ["drafts"], invalidates: [] },
  draft_discard: { provides: [], invalidates: ["drafts"] },
  sync_state: { provides: ["sync"], invalidates: [] },
  sync_report: { provides: ["sync"], invalidates: [] },
  sync_now: { provides: [], invalidates: ["sync"] },
  settings_get: { provides: ["settings", "access"], invalidates: [] },
  settings_set: { provides: [], invalidates: ["settings"] },
};
