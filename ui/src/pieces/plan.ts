/** How the plan is said and read: hours, seats, days to come, and its drafts. */
import { addDays, count, dayInWords, parseDay } from '../kit';
import type { DraftKind, WorkshopLine } from '../platform';
import type { Route } from './router';
import { known } from './sessionForm';

/** « 9:00–12:30 » */
export function hoursShown(starts: string, ends: string): string {
  const short = (time: string) => time.replace(/^0/, '');
  return `${short(starts)}–${short(ends)}`;
}

/** « 6 inscrits sur 8 · 2 en attente » */
export function seatsInWords(line: WorkshopLine): string {
  const registered = count(line.registered, 'inscrit');
  const seats = line.capacity === null ? registered : `${registered} sur ${line.capacity}`;
  return line.waiting > 0 ? `${seats} · ${line.waiting}\u00a0en attente` : seats;
}

/** Where a workshop stands, next to its seats. */
export function stateInWords(line: WorkshopLine, today: string): string {
  if (line.session !== null) return 'séance notée';
  return line.date < today ? 'séance à noter' : '';
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
const WEEKDAYS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];

/**
 * A day to come, as ISO 8601: « demain », « jeudi », « jeudi prochain », « 3/12 ». A day of the week
 * or a day without year is the next one, today included; a full date is kept as written.
 */
export function parsePlannedDay(text: string, today: string): string | null {
  const typed = fold(text).replace(/\.$/, '').replace(/ prochain$/, '');
  if (typed === 'apres-demain' || typed === 'apres demain') return addDays(today, 2);
  if (/^[a-z]{3,}$/.test(typed)) {
    const weekday = WEEKDAYS.findIndex((name) => name.startsWith(typed));
    if (weekday < 0) return parseDay(text, today);
    const ahead = (weekday - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7;
    return addDays(today, ahead === 0 && / prochain$/.test(fold(text)) ? 7 : ahead);
  }
  const short = /^(\d{1,2})[/. -](\d{1,2})$/.exec(typed) ?? /^(\d{2})(\d{2})$/.exec(typed);
  if (short) {
    const year = Number(today.slice(0, 4));
    const of = (y: number) => parseDay(`${short[1]}/${short[2]}/${y}`, today);
    const day = of(year);
    return day !== null && day < today ? (of(year + 1) ?? day) : (day ?? of(year + 1));
  }
  return parseDay(text, today);
}

/** « la semaine du lundi 23 novembre » begins on that Monday. */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

export type PlanDraftKind = Extract<DraftKind, 'stop' | 'workshop' | 'outline'>;

export function isPlanDraft(kind: DraftKind): kind is PlanDraftKind {
  return kind === 'stop' || kind === 'workshop' || kind === 'outline';
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A draft of a form of the plan, read again over an empty form: a partial body is never refused. */
export function readPlanDraft<F extends object>(empty: F, body: unknown): { form: F; place_name: string | null; version: string | null } {
  const outer = isRecord(body) ? body : {};
  const name = outer['place_name'];
  const version = outer['version'];
  return {
    form: known(empty, outer['form']),
    place_name: typeof name === 'string' ? name : null,
    version: typeof version === 'string' ? version : null,
  };
}

const KINDS: Readonly<Record<PlanDraftKind, string>> = { stop: 'Permanence', workshop: 'Atelier prévu', outline: 'Trame' };

/** « Atelier prévu · Premiers pas » */
export function labelOfPlanDraft(kind: PlanDraftKind, body: unknown): string {
  const { form, place_name } = readPlanDraft({ title: '', date: '' }, body);
  const what = typeof form.title === 'string' && form.title.trim() !== '' ? form.title : place_name;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(form.date) ? dayInWords(form.date) : null;
  return [KINDS[kind], what, day].filter(Boolean).join(' · ');
}

export function routeOfPlanDraft(kind: PlanDraftKind, record: string | null, draft: string): Route {
  switch (kind) {
    case 'stop':
      return record === null ? { name: 'stop_new', draft } : { name: 'stop', id: record, draft };
    case 'workshop':
      return record === null ? { name: 'workshop_new', draft } : { name: 'workshop_edit', id: record, draft };
    case 'outline':
      return record === null ? { name: 'outline_new', draft } : { name: 'outline', id: record, draft };
  }
}
