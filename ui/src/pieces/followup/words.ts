/** What follows a person, in the words of the field. */
import { addDays, count, dayInField, dayInWords } from '../../kit';
import { GOAL_STATES, labelOf, PIX_KINDS, PROCEDURE_STATES, REFERRAL_STATES, type FollowUpForm, type FollowUpKind } from '../../platform';
import type { FollowUpFormKind } from '../router';

interface Words {
  one: string;
  create: string;
  change: string;
  deleted: string;
}

const WORDS: Readonly<Record<FollowUpFormKind, Words>> = {
  goal: { one: 'Objectif', create: 'Nouvel objectif', change: 'Modifier l’objectif', deleted: 'Objectif supprimé.' },
  referral: { one: 'Orientation', create: 'Nouvelle orientation', change: 'Modifier l’orientation', deleted: 'Orientation supprimée.' },
  procedure: { one: 'Démarche', create: 'Nouvelle démarche', change: 'Modifier la démarche', deleted: 'Démarche supprimée.' },
  needs_assessment: { one: 'Diagnostic', create: 'Diagnostic des besoins', change: 'Modifier le diagnostic', deleted: 'Diagnostic supprimé.' },
  mandate: { one: 'Mandat Aidants Connect', create: 'Mandat Aidants Connect', change: 'Modifier le mandat', deleted: 'Mandat supprimé.' },
  pix_result: { one: 'Pix', create: 'Pix', change: 'Modifier le résultat Pix', deleted: 'Résultat Pix supprimé.' },
  digital_pass: { one: 'Pass numérique', create: 'Pass numériques remis', change: 'Modifier la remise de pass', deleted: 'Remise de pass supprimée.' },
};

export const wordsOf = (kind: FollowUpFormKind): Words => WORDS[kind];

/** A step has no form and is never shown alone. */
export const nameOf = (kind: FollowUpKind): string => (kind === 'follow_step' ? 'Étape' : WORDS[kind].one);

interface State {
  readonly value: string;
  readonly label: string;
  readonly closed: boolean;
}

/** The states something can be in; none for what is only noted. */
export function statesOf(kind: FollowUpKind): readonly State[] {
  if (kind === 'goal') return GOAL_STATES;
  if (kind === 'referral') return REFERRAL_STATES;
  return kind === 'procedure' ? PROCEDURE_STATES : [];
}

export function stateLabel(kind: FollowUpKind, state: string): string {
  return labelOf(statesOf(kind), state);
}

export const isClosed = (kind: FollowUpKind, state: string | null): boolean =>
  statesOf(kind).some(({ value, closed }) => value === state && closed);

/** What one press says is done; null for what is only recalled. */
export function doneState(kind: FollowUpKind): string | null {
  if (kind === 'goal') return 'atteint';
  return kind === 'referral' || kind === 'procedure' ? 'aboutie' : null;
}

/** « en retard de 3 jours », « aujourd’hui », « mardi 1er décembre ». */
export function dueInWords(day: string, today: string): string {
  if (day === today) return 'aujourd’hui';
  if (day === addDays(today, 1)) return 'demain';
  if (day > today) return dayInWords(day, today);
  const late = Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 86_400_000);
  return `en retard de ${count(late, 'jour')}`;
}

/** What a form says, on one line. */
export function titleOf({ kind, form }: FollowUpForm, title = ''): string {
  switch (kind) {
    case 'goal':
      return form.wording;
    case 'procedure':
      return form.name;
    case 'referral':
      return title || form.place_name || 'Lieu non précisé';
    case 'needs_assessment':
      return form.date ? `Diagnostic du ${dayInField(form.date)}` : 'Diagnostic';
    case 'mandate':
      return form.days ? `Mandat de ${count(form.days, 'jour')}` : 'Mandat';
    case 'pix_result':
      return [form.kind ? labelOf(PIX_KINDS, form.kind) : 'Pix', form.points === null ? '' : `${form.points} pix`].filter(Boolean).join(' · ');
    case 'digital_pass':
      return `${count(form.count, 'pass', 'pass')} de ${form.face_value}\u00a0€`;
  }
}
