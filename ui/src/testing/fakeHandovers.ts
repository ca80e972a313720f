/** The part of the in-memory notebook about files handed over. */
import { CommandFailure, type BeneficiaryLine, type Failure, type FieldError, type HandoverForm, type HandoverReceived, type HandoverState, type HandoverTold } from '../platform';
import type { Handlers } from './fakePeople';

export type HandoverCommand = 'colleague_list' | 'handover_get' | 'handover_ask' | 'handover_cancel' | 'handover_received' | 'handover_notice';

export interface HandoverWorld {
  people: BeneficiaryLine[];
  today: string;
  /** Nobody else in the team. */
  alone: boolean;
  /** How far a request is, once made. */
  reach: HandoverState;
  /** A colleague gave this file. */
  received: boolean;
  unknown: () => never;
}

const COLLEAGUES = [
  { id: 'a-2', name: 'Karim Benali' },
  { id: 'a-3', name: 'Soizic Le Dantec' },
];

/** A file of this identifier went. */
export const GONE_FILE = 'b-gone';

export function createHandovers({ people, today, alone, reach, received, unknown }: HandoverWorld): Handlers<HandoverCommand> {
  const asked = new Map<string, HandoverForm>();
  const before = { sessions: 12, minutes: 570, first: '2025-03-03', last: '2026-11-04' };
  const told = (form: HandoverForm): HandoverTold => ({
    giver: 'Camille Roux',
    receiver: COLLEAGUES.find((one) => one.id === form.receiver)?.name ?? 'un·e collègue',
    date: today,
    message: form.message === '' ? null : form.message,
    before,
  });
  let news: HandoverReceived[] = received
    ? people.slice(0, 1).map(({ id, name }) => ({ id, name, in_bin: false, told: { ...told({ receiver: 'a-1', message: 'Elle préfère le matin.' }), giver: 'Karim Benali', receiver: 'Camille Roux' } }))
    : [];
  const from = new Map(news.map((one) => [one.id, one.told]));
  return {
    colleague_list: () => (alone ? [] : COLLEAGUES),
    handover_get: ({ id }) => {
      const goes = { goals: 2, referrals: 1, procedures: 1, others: 3, joined: 0, sessions: 12 };
      if (id === GONE_FILE) return { state: 'gone', asked: told({ receiver: 'a-2', message: '' }), received: null, goes };
      const line = people.find((one) => one.id === id) ?? unknown();
      const form = asked.get(line.id);
      return { state: form ? reach : 'here', asked: form ? told(form) : null, received: from.get(line.id) ?? null, goes: { ...goes, sessions: line.sessions } };
    },
    handover_ask: ({ id, form }) => {
      if (form.receiver === '') {
        const fields = [{ field: 'receiver', code: 'colleague_required', message: 'Veuillez choisir à qui transmettre la fiche' } satisfies FieldError];
        throw new CommandFailure({ code: 'invalid', params: {}, fields } satisfies Failure);
      }
      asked.set(id, form);
      return null;
    },
    handover_cancel: ({ id }) => reach !== 'leaving' && asked.delete(id),
    handover_received: () => news,
    handover_notice: ({ id }) => {
      news = news.filter((one) => one.id !== id);
      return null;
    },
  };
}
