/** A form of follow-up as the screen and its draft hold it. */
import type { Veil } from '../../kit';
import type { FollowUpFile, FollowUpForm } from '../../platform';
import type { FollowUpFormKind, Route } from '../router';
import { known } from '../sessionForm';
import { titleOf, wordsOf } from './words';

export type FollowUpRoute = Extract<Route, { name: 'follow_up' }>;

/** Body of a draft. Opaque to the notebook. */
export interface FollowUpDraft {
  route: FollowUpRoute;
  file: FollowUpFile;
}

const EMPTY: { readonly [K in FollowUpFormKind]: Extract<FollowUpForm, { kind: K }>['form'] } = {
  goal: { beneficiary: '', theme: null, wording: '', target: null, look_again: null, notes: '' },
  referral: { beneficiary: null, session: null, place: null, place_name: '', redirection: null, date: null, reason: '', look_again: null, notes: '' },
  procedure: { beneficiary: '', session: null, name: '', theme: null, look_again: null, notes: '' },
  needs_assessment: { beneficiary: '', date: null, answers: {}, notes: '' },
  mandate: { beneficiary: '', kind: null, days: null, start: null, look_again: null },
  pix_result: { beneficiary: '', date: null, kind: null, points: null },
  digital_pass: { beneficiary: '', date: null, count: 0, face_value: 0 },
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isKind = (value: unknown): value is FollowUpFormKind => typeof value === 'string' && value in EMPTY;
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A draft read again, field by field over an empty form: an older or partial body is never refused. */
export function readFollowUpDraft(body: unknown): FollowUpDraft {
  const outer = isRecord(body) ? body : {};
  const file = isRecord(outer['file']) ? outer['file'] : {};
  const tagged = isRecord(file['form']) ? file['form'] : {};
  const route = isRecord(outer['route']) ? outer['route'] : {};
  const kind = isKind(tagged['kind']) ? tagged['kind'] : 'goal';
  // The tag says which of the forms this is: each is read over its own empty one.
  const form = { kind, form: known(EMPTY[kind], tagged['form']) } as FollowUpForm;
  const named = (name: string) => {
    const value = text(route[name]);
    return value === null ? {} : { [name]: value };
  };
  return {
    route: { name: 'follow_up', kind, ...named('id'), ...named('person'), ...named('session') },
    file: {
      id: text(file['id']),
      form,
      person: text(file['person']),
      place: text(file['place']),
      session_place: text(file['session_place']),
      today: text(file['today']) ?? '',
      version: text(file['version']),
    },
  };
}

/** « Objectif · Odette Lemarinel · Écrire à son fils » */
export function draftTitle(body: unknown, veil: Veil): string {
  const { file } = readFollowUpDraft(body);
  const { kind } = file.form;
  const what = kind === 'goal' || kind === 'procedure' ? titleOf(file.form) : '';
  return [wordsOf(kind).one, file.person ? veil.name(file.person) : 'Anonyme', what].filter(Boolean).join(' · ');
}

/** The session or the file it hangs on, where one goes back to. */
export function backOf({ form: { kind, form } }: FollowUpFile): Route {
  if (form.beneficiary) return { name: 'beneficiary', id: form.beneficiary };
  return kind === 'referral' && form.session ? { name: 'session', id: form.session } : { name: 'relances' };
}
