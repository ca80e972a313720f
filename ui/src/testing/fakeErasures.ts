/** The part of the in-memory notebook about files erased, and near their end. */
import { CommandFailure, type BeneficiaryLine, type ErasureFile, type ErasureState, type Failure, type FieldError, type LateLine, type NearEnd } from '../platform';
import type { Handlers } from './fakePeople';

export type ErasureCommand = 'erasure_get' | 'erasure_ask' | 'erasure_cancel' | 'erasure_list' | 'contact_note';

export interface ErasureWorld {
  people: BeneficiaryLine[];
  today: string;
  /** How far a request is, once made. */
  reach: ErasureState;
  /** Some files are near their end; `asks`: too many at once. */
  near: boolean;
  asks: boolean;
  unknown: () => never;
}

/** A file of this identifier was erased. */
export const ERASED_FILE = 'b-erased';

const GOES = { joined: 1, texts: 3, notes: 2, sessions: 7, minutes: 270 };
const NOTHING = { joined: 0, texts: 0, notes: 0, sessions: 0, minutes: 0 };

export function createErasures({ people, today, reach, near, asks, unknown }: ErasureWorld): Handlers<ErasureCommand> {
  const asked = new Map<string, boolean>();
  const file = (state: ErasureState, ended = false): ErasureFile => ({
    state,
    why: state === 'here' ? null : ended ? 'ended' : 'asked',
    date: state === 'here' ? null : today,
    goes: state === 'erased' ? NOTHING : GOES,
    confirmed: state === 'erased' ? 1 : null,
    pending: state === 'erased' ? 1 : null,
  });
  let soon: NearEnd[] = near
    ? people.slice(0, 3).map(({ id, name }, at) => ({ id, name, last: '2025-11-20', on: asks && at < 2 ? today : '2026-12-12', due: asks && at < 2, in_bin: at === 2 }))
    : [];
  const late: LateLine[] = near ? [{ noun: 'Séance', at: `${today}T09:12:00+01:00` }] : [];
  return {
    erasure_get: ({ id }) => {
      if (id === ERASED_FILE) return file('erased');
      const line = people.find((one) => one.id === id) ?? unknown();
      return asked.has(line.id) ? file(reach, asked.get(line.id)) : file('here');
    },
    erasure_ask: ({ ids, ended }) => {
      for (const id of ids) asked.set(id, ended);
      soon = soon.filter((one) => !ids.includes(one.id));
      return null;
    },
    erasure_cancel: ({ id }) => reach !== 'sent' && asked.delete(id),
    erasure_list: () => ({
      near: soon,
      asks: asks && soon.some((one) => one.due),
      lines: [
        ...[...asked].map(([id, ended]) => ({ id, name: people.find((one) => one.id === id)?.name ?? null, file: file(reach, ended) })),
        ...(near ? [{ id: ERASED_FILE, name: null, file: file('erased', true) }] : []),
      ],
      late,
      clock: today,
      months: 12,
    }),
    contact_note: ({ id, form }) => {
      if (form.reason.trim() === '') {
        const fields = [{ field: 'reason', code: 'contact_reason_required', message: 'Veuillez dire quel contact a eu lieu' } satisfies FieldError];
        throw new CommandFailure({ code: 'invalid', params: {}, fields } satisfies Failure);
      }
      soon = soon.filter((one) => one.id !== id);
      return null;
    },
  };
}
