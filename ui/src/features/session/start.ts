/** What a new form starts with: everything that can be known without asking. */
import type { SessionDefaults, SessionFile, SessionForm, WorkshopSession } from '../../platform';
import type { Person } from '../../pieces/PersonPicker';
import { EMPTY_SESSION, type SessionDraft } from '../../pieces/sessionForm';

interface Wishes {
  workshop?: boolean | undefined;
  /** « Même que la précédente ». */
  repeat?: boolean | undefined;
  person?: Person | undefined;
  /** « Dupliquer »: that session, today. */
  like?: SessionFile | undefined;
}

export function startingDraft(defaults: SessionDefaults, wishes: Wishes): SessionDraft {
  const base: SessionForm = {
    ...EMPTY_SESSION,
    kind: wishes.workshop ? 'collectif' : 'individuel',
    date: defaults.date,
    duration: defaults.duration,
    place_kind: defaults.place ? 'lieu_activite' : null,
    place: defaults.place?.id ?? null,
    people: wishes.person ? [wishes.person.id] : [],
  };
  if (wishes.like) return copyOf(wishes.like, base);
  const previous = wishes.repeat ? defaults.previous : null;
  const form = previous ? { ...base, ...sameAs(previous) } : base;
  return {
    form,
    people: wishes.person ? [wishes.person] : [],
    place_name: form.place !== null && form.place === defaults.place?.id ? defaults.place.name : null,
    towards: null,
    typed: null,
    version: null,
  };
}

/** A planned workshop as a session: those who came, ticked on its list. */
export function plannedDraft(workshop: string, ready: WorkshopSession): SessionDraft {
  return {
    form: ready.form,
    people: ready.form.people.map((id, index) => ({ id, name: ready.people[index] ?? 'Personne sans nom' })),
    place_name: ready.place_name,
    towards: null,
    typed: null,
    version: null,
    workshop,
  };
}

/** The same people, place and content, today; neither what was noted that day nor what it changed. */
function copyOf({ form, people, line }: SessionFile, base: SessionForm): SessionDraft {
  return {
    form: { ...base, ...sameAs(form), people: form.people, person: form.person, anonymous: form.anonymous },
    people: form.people.map((id, index) => ({ id, name: people[index] ?? 'Personne sans nom' })),
    place_name: form.place_kind === 'lieu_activite' ? line.place : null,
    towards: null,
    typed: null,
    version: null,
  };
}

/** What repeats from one session to the next: never the people, nor what was said of them. */
function sameAs(previous: SessionForm): Partial<SessionForm> {
  const { kind, duration, place_kind, place, commune, materials, themes, procedure, tags, title, level } = previous;
  return { kind, duration, place_kind, place, commune, materials, themes, procedure, tags, title, level };
}

/** « Enregistrer et suivant »: the place, the duration and the day stick; what was done too, when the next is alike. */
export function nextDraft(saved: SessionDraft, alike: boolean): SessionDraft {
  const { kind, date, duration, place_kind, place, commune, themes, procedure, materials, tags, title, level } = saved.form;
  const content = alike ? { themes, procedure, materials, tags, title, level } : {};
  return {
    form: { ...EMPTY_SESSION, kind, date, duration, place_kind, place, commune, ...content },
    people: [], place_name: saved.place_name, towards: null, typed: null, version: null,
  };
}
