/** The session form as the screen holds it: what is sent, and the names needed to show it again. */
import { isAdministrative, ADMINISTRATIVE_HELP, type SessionForm, type Theme } from '../platform';
import type { Person } from './PersonPicker';

export const EMPTY_SESSION: SessionForm = {
  kind: 'individuel',
  date: null,
  duration: null,
  place_kind: null,
  place: null,
  commune: null,
  materials: [],
  themes: [],
  procedure: null,
  tags: [],
  notes: null,
  title: null,
  level: null,
  people: [],
  person: { already: false, gender: null, age_band: null, status: null, commune: null },
  anonymous: { total: 0, already: 0, genders: {}, age_bands: {}, statuses: {} },
  outcome: { autonomy: null, objective_reached: null, procedure_state: null, oriented: null, redirection: null, redirection_place: null },
};

/** Body of a session draft. Opaque to the notebook; read again only by this program. */
export interface SessionDraft {
  form: SessionForm;
  people: Person[];
  place_name: string | null;
  /** Name of the place the person is sent to. */
  towards: string | null;
  /** What stands in the two fields that are read as one types, when it means nothing yet. */
  typed: { duration: string; date: string } | null;
  /** What was seen when the session was opened; given back when it is saved. */
  version: string | null;
  /** The planned workshop this session records. */
  workshop?: string | null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A draft read again, field by field over an empty form: an older or partial body is never refused. */
export function readSessionDraft(body: unknown): SessionDraft {
  const outer = isRecord(body) ? body : {};
  const raw: unknown = isRecord(outer['form']) ? outer['form'] : outer;
  const people: unknown = outer['people'];
  const place: unknown = outer['place_name'];
  const towards: unknown = outer['towards'];
  const typed: unknown = outer['typed'];
  const version: unknown = outer['version'];
  const workshop: unknown = outer['workshop'];
  const person: unknown = isRecord(raw) ? raw['person'] : null;
  const anonymous: unknown = isRecord(raw) ? raw['anonymous'] : null;
  const outcome: unknown = isRecord(raw) ? raw['outcome'] : null;
  return {
    form: {
      ...known(EMPTY_SESSION, raw),
      person: known(EMPTY_SESSION.person, person),
      anonymous: known(EMPTY_SESSION.anonymous, anonymous),
      outcome: known(EMPTY_SESSION.outcome, outcome),
    },
    people: isRecord(outer['form']) && Array.isArray(people) ? people.filter(isPerson) : [],
    place_name: typeof place === 'string' ? place : null,
    towards: typeof towards === 'string' ? towards : null,
    typed: isRecord(typed) ? known({ duration: '', date: '' }, typed) : null,
    version: typeof version === 'string' ? version : null,
    workshop: typeof workshop === 'string' ? workshop : null,
  };
}

/** The fields this version knows, over their empty values. */
export function known<T extends object>(empty: T, raw: unknown): T {
  if (!isRecord(raw)) return empty;
  const kept = Object.keys(empty).filter((key) => key in raw && raw[key] !== undefined);
  return { ...empty, ...Object.fromEntries(kept.map((key) => [key, raw[key]])) };
}

function isPerson(value: unknown): value is Person {
  return isRecord(value) && typeof value['id'] === 'string' && typeof value['name'] === 'string';
}

/** Without « Aide aux démarches administratives », nothing administrative stays. */
export function withThemes(form: SessionForm, themes: Theme[]): Partial<SessionForm> {
  if (themes.includes(ADMINISTRATIVE_HELP) || !form.themes.includes(ADMINISTRATIVE_HELP)) return { themes };
  return {
    themes: themes.filter((theme) => !isAdministrative(theme)),
    procedure: null,
    outcome: { ...form.outcome, procedure_state: null },
  };
}

/** What is sent: nothing of the other kind, nothing of another sort of place. */
export function finished(form: SessionForm): SessionForm {
  const individual = form.kind === 'individuel';
  const people = individual ? form.people.slice(0, 1) : form.people;
  const oriented = form.outcome.oriented === true;
  return {
    ...form,
    people,
    place: form.place_kind === 'lieu_activite' ? form.place : null,
    commune: form.place_kind === 'autre' || form.place_kind === 'domicile' ? form.commune : null,
    title: individual ? null : blankToNull(form.title),
    level: individual ? null : form.level,
    notes: blankToNull(form.notes),
    procedure: blankToNull(form.procedure),
    person: individual && people.length === 0 ? form.person : EMPTY_SESSION.person,
    anonymous: individual ? EMPTY_SESSION.anonymous : form.anonymous,
    outcome: individual
      ? {
          ...form.outcome,
          redirection: oriented ? form.outcome.redirection : null,
          redirection_place: oriented ? form.outcome.redirection_place : null,
        }
      : EMPTY_SESSION.outcome,
  };
}

const blankToNull = (text: string | null) => (text === null || text.trim() === '' ? null : text);
